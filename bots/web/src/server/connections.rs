//! Connections: how many there may be, and how long a caller may take over the headers.

use std::{convert::Infallible, future::Future, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::Request,
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, sync::Semaphore, time};
use tower::ServiceExt;
use tracing::{debug, warn};

/// Time for the headers of a call, the first as well as the next on the same connection.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// Time for the calls that are being answered when the service stops.
/// By then nothing is left that could answer them.
const DRAIN_WITHIN: Duration = Duration::from_secs(1);
/// Pause after the system had no connection to give.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);
const CONNECTIONS: usize = 1_024;

/// Serves until `stop` comes.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((place, stream, peer)) = accepted else {
            time::sleep(ACCEPT_AGAIN).await;
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            answer(router.clone(), request.map(Body::new))
        });
        let served = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = served.await {
                debug!(%error, "A connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if time::timeout(DRAIN_WITHIN, graceful.shutdown()).await.is_err() {
        warn!("Some calls were still being answered when the service stopped");
    }
}

type Accepted = (tokio::sync::OwnedSemaphorePermit, tokio::net::TcpStream, std::net::SocketAddr);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((place, stream, peer)),
        Err(error) => {
            warn!(%error, "A connection could not be accepted");
            None
        }
    }
}

async fn answer(router: Router, request: Request<Body>) -> Result<Response, Infallible> {
    Ok(router.oneshot(request).await.into_response())
}
