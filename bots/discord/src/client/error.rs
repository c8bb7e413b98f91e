//! What became of a request that brought no result.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use super::buckets::Told;

/// How long to wait when Discord says "too many" without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// Why a call brought no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CallError {
    /// Discord answered, and its answer is no.
    #[error("discord refused with {status} ({code}): `{message}`")]
    Refused {
        /// The status of the answer.
        status: u16,
        /// Discord's number for the reason; 0 if it gave none.
        code: u32,
        /// Discord's words for it, and the names of the rules that were broken.
        message: String,
    },
    /// Discord wants fewer requests: a no for now.
    #[error("discord wants fewer requests: told to wait {after:?}")]
    RateLimited {
        /// How long to wait.
        after: Duration,
        /// Whether every request is meant, not only those like this one.
        is_global: bool,
    },
    /// We kept it back ourselves: it never left.
    #[error("kept back for {after:?}: {why}")]
    Held {
        /// When to come back.
        after: Duration,
        /// Why.
        why: Hold,
    },
    /// The request never left this machine.
    #[error("could not connect: {0}")]
    NotSent(String),
    /// It was done, but what Discord said about it can't be read.
    #[error("done, but the answer can't be read: {0}")]
    Unreadable(String),
    /// The request left, and no answer came that can be believed.
    #[error("no usable answer: {0}")]
    Lost(String),
}

/// Why a request was kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Hold {
    /// Discord said that it bears no more of these for a long time.
    #[error("discord bears no more of these for now")]
    Bucket,
    /// Too many requests were invalid: more of them, and Discord bans this machine's address.
    #[error("too many requests were refused in the last ten minutes")]
    Breaker,
    /// Private channels are opened one by one, slowly.
    #[error("private channels are opened one by one")]
    Doors,
    /// Discord said that private channels were opened too fast.
    #[error("discord said that private channels were opened too fast")]
    DoorsShut,
}

/// Whether a request that brought no result was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Surely not.
    No,
    /// Surely.
    Yes,
    /// Nobody knows.
    Unknown,
}

impl CallError {
    /// Tells whether what was asked for was carried out all the same.
    pub fn arrival(&self) -> Arrival {
        match self {
            Self::Refused { .. }
            | Self::RateLimited { .. }
            | Self::Held { .. }
            | Self::NotSent(_) => Arrival::No,
            Self::Unreadable(_) => Arrival::Yes,
            Self::Lost(_) => Arrival::Unknown,
        }
    }

    /// Discord's number for the reason, if Discord gave one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => Some(*code).filter(|code| *code != 0),
            Self::RateLimited { .. }
            | Self::Held { .. }
            | Self::NotSent(_)
            | Self::Unreadable(_)
            | Self::Lost(_) => None,
        }
    }
}

/// How Discord writes a refusal.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    code: u32,
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Map<String, Value>,
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

/// Reads an answer that is not a success.
pub(super) fn read(
    status: StatusCode,
    body: &[u8],
    told: &Told,
    retry_after: Option<Duration>,
    secrets: [Option<&str>; 2],
) -> CallError {
    if status.is_server_error() {
        return CallError::Lost(format!("the answer has status {}", status.as_u16()));
    }
    let written = serde_json::from_slice::<Written>(body).ok();
    if status == StatusCode::TOO_MANY_REQUESTS {
        let in_body = written.as_ref().and_then(|it| it.retry_after);
        let after = in_body.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        // Only the servers in front of Discord refuse without a word of JSON, and they mean all.
        let is_global = told.is_global || written.as_ref().is_none_or(|it| it.global);
        return CallError::RateLimited { after: after.or(retry_after).unwrap_or(PAUSE), is_global };
    }
    let Some(written) = written else { return no_json(status) };
    let mut message = written.message;
    let mut rules = Vec::new();
    collect_rules(&written.errors, &mut Vec::new(), &mut rules);
    if !rules.is_empty() {
        message = format!("{message} ({})", rules.join(", "));
    }
    // A server between us and Discord may repeat what it was sent.
    for secret in secrets.into_iter().flatten() {
        message = message.replace(secret, "…");
    }
    CallError::Refused { status: status.as_u16(), code: written.code, message }
}

/// Tells what an answer means that Discord did not write.
fn no_json(status: StatusCode) -> CallError {
    if status != StatusCode::PAYLOAD_TOO_LARGE {
        return CallError::Lost(format!("no JSON in an answer with status {}", status.as_u16()));
    }
    let message = "request entity too large".to_owned();
    CallError::Refused { status: status.as_u16(), code: 0, message }
}

/// Collects which rule each field broke. The sentences beside them may repeat what people wrote.
fn collect_rules(errors: &Map<String, Value>, path: &mut Vec<String>, rules: &mut Vec<String>) {
    for (key, value) in errors {
        if key == "_errors" {
            let of_field = value.as_array().into_iter().flatten();
            let names = of_field.filter_map(|error| error["code"].as_str());
            rules.extend(names.map(|rule| format!("{}: {rule}", path.join("."))));
        } else if let Some(inner) = value.as_object() {
            path.push(key.clone());
            collect_rules(inner, path, rules);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRETS: [Option<&str>; 2] = [Some("tok.e.n"), Some("press")];

    fn answer(status: u16, body: &str) -> CallError {
        let status = StatusCode::from_u16(status).unwrap();
        read(status, body.as_bytes(), &Told::default(), Some(Duration::from_secs(9)), SECRETS)
    }

    fn refused(status: u16, code: u32, message: &str) -> CallError {
        CallError::Refused { status, code, message: message.to_owned() }
    }

    #[test]
    fn refusals_are_read() {
        let closed = r#"{"message":"Cannot send messages to this user","code":50007}"#;
        let expected = refused(403, 50007, "Cannot send messages to this user");
        assert_eq!(answer(403, closed), expected);
        assert_eq!((expected.arrival(), expected.code()), (Arrival::No, Some(50007)));
        let unauthorized = answer(401, r#"{"message":"401: Unauthorized","code":0}"#);
        assert_eq!(unauthorized, refused(401, 0, "401: Unauthorized"));
        assert_eq!(unauthorized.code(), None);
    }

    #[test]
    fn broken_rules_are_named_without_what_people_wrote() {
        let body = r#"{"message":"Invalid Form Body","code":50035,"errors":{
            "content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"canary"}]},
            "components":{"0":{"_errors":[{"code":"SET_TOO_LONG","message":"canary"}]}}}}"#;
        let CallError::Refused { message, .. } = answer(400, body) else { panic!("refused") };
        assert!(message.contains("content: BASE_TYPE_MAX_LENGTH"), "{message}");
        assert!(message.contains("components.0: SET_TOO_LONG"), "{message}");
        assert!(!message.contains("canary"), "{message}");
    }

    #[test]
    fn waits_are_read_from_body_then_header() {
        let body = r#"{"message":"You are being rate limited.","retry_after":0.65,"global":false}"#;
        let after = Duration::from_millis(650);
        assert_eq!(answer(429, body), CallError::RateLimited { after, is_global: false });
        let everything = r#"{"message":"x","retry_after":3,"global":true}"#;
        let after = Duration::from_secs(3);
        assert_eq!(answer(429, everything), CallError::RateLimited { after, is_global: true });
        let banned = CallError::RateLimited { after: Duration::from_secs(9), is_global: true };
        assert_eq!(answer(429, "<html>error code: 1015</html>"), banned);
    }

    #[test]
    fn pages_of_others_are_no_answers() {
        for (status, body) in
            [(502, "<html>"), (500, r#"{"message":"500: Internal Server Error","code":0}"#)]
        {
            assert_eq!(answer(status, body).arrival(), Arrival::Unknown, "{status}");
        }
        assert_eq!(answer(403, "<html>blocked</html>").arrival(), Arrival::Unknown);
        assert_eq!(answer(413, "<html>"), refused(413, 0, "request entity too large"));
    }

    #[test]
    fn repeated_token_is_hidden() {
        let error = answer(404, r#"{"message":"no tok.e.n or press here","code":0}"#);
        assert_eq!(error, refused(404, 0, "no … or … here"));
    }
}
