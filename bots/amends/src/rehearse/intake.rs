//! The service's HTTP interface, as its senders use it.

use std::{net::SocketAddr, time::Duration};

use jiff::Timestamp;
use serde_json::{Value, json};

/// The service answers within 15 s, whatever happens.
const WITHIN: Duration = Duration::from_secs(20);

/// Calls the service.
#[derive(Clone, Debug)]
pub(super) struct Intake {
    base: String,
    key: String,
    client: reqwest::Client,
}

/// The service did not answer as it should.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// Nothing came back.
    #[error("the service did not answer: {0}")]
    Silent(#[from] reqwest::Error),
    /// Something else came back.
    #[error("the service answered {status}: {answer}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// The body.
        answer: Value,
    },
}

impl Intake {
    /// A way to the service at an address.
    pub(super) fn new(addr: SocketAddr, key: &str) -> Self {
        let client = reqwest::Client::builder().timeout(WITHIN).no_proxy().build();
        Self {
            base: format!("http://{addr}"),
            key: key.to_owned(),
            client: client.expect("the client needs nothing that could be missing"),
        }
    }

    /// Hands in a contact that ended and returns the status and the answer.
    pub(super) async fn interaction_ended(&self, body: &Value) -> Result<(u16, Value), CallError> {
        let url = format!("{}/v1/interactions", self.base);
        let response = self.client.post(url).bearer_auth(&self.key).json(body).send().await?;
        let status = response.status().as_u16();
        Ok((status, response.json().await?))
    }

    /// Moves the service's clock forward and returns the time it shows then.
    pub(super) async fn advance(&self, seconds: i64) -> Result<Timestamp, CallError> {
        let url = format!("{}/rehearsal/advance", self.base);
        let body = json!({ "seconds": seconds });
        let response = self.client.post(url).json(&body).send().await?;
        let status = response.status().as_u16();
        let answer: Value = response.json().await?;
        let now = answer["now"].as_str().and_then(|now| now.parse().ok());
        now.ok_or(CallError::Refused { status, answer })
    }

    /// What the service lacks; nothing if it is ready.
    pub(super) async fn lacks(&self) -> Option<String> {
        let Ok(response) = self.client.get(format!("{}/readyz", self.base)).send().await else {
            return Some(String::new());
        };
        if response.status().is_success() {
            return None;
        }
        let answer: Value = response.json().await.unwrap_or_default();
        Some(answer["detail"].as_str().unwrap_or_default().to_owned())
    }
}
