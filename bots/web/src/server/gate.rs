//! The gate of every call to `/v1`: size, time, who speaks, how fast.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    body::{Bytes, to_bytes},
    extract::{ConnectInfo, FromRequest, Request},
};
use tokio::time;
use tracing::warn;

use super::Shared;
use crate::{pace::Sender, problem::Problem, signature::NotBelieved};

/// The largest body that is read.
pub(super) const BODY_BYTES: usize = 64 * 1024;
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// The body of a call whose sender is known and not too fast.
pub(super) struct Admitted(pub(super) Bytes);

impl FromRequest<Arc<Shared>> for Admitted {
    type Rejection = Problem;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Problem> {
        let known = shared.credentials();
        if known.is_empty() {
            // Whether a secret was minted in the chat is not known before the store is open.
            shared.intake().map_err(|why| Problem::not_stored(&why))?;
            return Err(Problem::not_configured());
        }
        let peer = Sender::Peer(peer(&request));
        let (parts, body) = request.into_parts();
        let body = time::timeout(BODY_WITHIN, to_bytes(body, BODY_BYTES))
            .await
            .map_err(|_| Problem::too_slow())?
            .map_err(|_| Problem::too_large(BODY_BYTES))?;
        let believed = known.check(&parts.headers, &body, shared.clock.now());
        // Who is not believed still uses up the allowance of the address.
        let sender = believed.as_ref().copied().unwrap_or(peer);
        shared.pace.take(sender).map_err(Problem::slow_down)?;
        match believed {
            Ok(_) => Ok(Self(body)),
            Err(NotBelieved::NotConfigured) => Err(Problem::not_configured()),
            Err(why) => {
                warn!(%why, "Refused a call to the intake");
                Err(Problem::unauthorized(why.to_string()))
            }
        }
    }
}

/// Where the call comes from.
pub(super) fn peer(request: &Request) -> IpAddr {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical())
}
