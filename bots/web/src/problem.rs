//! Errors over HTTP: problem documents (RFC 9457) that say what to do.

use amends_runtime::entrances::NoLink;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// One thing that is wrong with a field of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldMistake {
    /// JSON pointer to the field, as a fragment: `#/customer/telegram_id`.
    pub pointer: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

/// Why a call was not carried out.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<FieldMistake>,
    retry_after: Option<u64>,
}

#[derive(Serialize)]
struct Document {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldMistake>,
}

impl Problem {
    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        let detail = detail.into();
        Self { status, kind, title, detail, errors: Vec::new(), retry_after: None }
    }

    /// The body is not what it should be.
    pub(crate) fn malformed(errors: Vec<FieldMistake>) -> Self {
        let said: Vec<_> = errors
            .iter()
            .map(|error| match error.pointer.strip_prefix("#/") {
                Some(path) => format!("`{path}`: {}", error.detail),
                None => error.detail.clone(),
            })
            .collect();
        let detail = format!("correct this and send it again: {}", said.join("; "));
        let title = "The body can't be understood";
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "malformed", title, detail) }
    }

    /// Nobody we know signed it.
    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        let title = "The signature or key is not accepted";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", title, detail)
    }

    /// Nobody can be known, because nothing was set.
    pub(crate) fn not_configured() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "intake-off",
            "The intake is switched off",
            "set AMENDS_INTAKE_SECRET (`whsec_` and 32 random bytes in base64: \
             echo \"whsec_$(openssl rand -base64 32)\") for senders that sign, or \
             AMENDS_INTAKE_KEY for senders that can't, and start amends again; or give the bot \
             /webhook new NAME",
        )
    }

    /// There is nothing here.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", detail)
    }

    /// The path exists, and not for this method.
    pub(crate) fn method_not_allowed() -> Self {
        let detail = "the path is right and the method is not; see the HTTP section of the manual";
        let title = "This method is not for this path";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", title, detail)
    }

    /// The same id with other content.
    pub(crate) fn conflict(id: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "conflict",
            "This id was used for something else",
            format!(
                "`{id}` was accepted before with other content, which stands: give every contact \
                 its own id, for example the ticket number and how often it was closed"
            ),
        )
    }

    /// Nobody could follow a link.
    pub(crate) fn no_links(why: NoLink) -> Self {
        let title = "No platform takes links";
        let detail = format!("nothing was stored: {why}");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "no-links", title, detail)
    }

    /// Nothing lets anybody in at the moment.
    pub(crate) fn no_way_in() -> Self {
        let detail = "no platform on which an answer can be given is connected: try again later";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "no-links", "No platform takes links", detail)
            .after(60)
    }

    /// The sender is not from here.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Not from there", detail)
    }

    /// The body is too large.
    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("a body has {} KiB at most: send one contact at a time", limit / 1024);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large", detail)
    }

    /// The body did not arrive in time.
    pub(crate) fn too_slow() -> Self {
        let detail = "the body did not arrive in time: send it again";
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body took too long", detail)
    }

    /// The sender is too fast.
    pub(crate) fn slow_down(seconds: u64) -> Self {
        let title = "Too many calls";
        let detail = format!("nothing was stored: send it again in {seconds} s");
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", title, detail).after(seconds)
    }

    /// It was not stored; it may be sent again.
    pub(crate) fn not_stored(why: &str) -> Self {
        let detail = format!("{why}: send it again, a repeat does no harm");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-stored", "Not stored", detail).after(5)
    }

    /// We can't work at the moment.
    pub(crate) fn not_ready(reasons: &[String]) -> Self {
        let title = "Not ready";
        let detail = reasons.join("; ");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", title, detail).after(1)
    }

    /// Something broke that should not.
    pub(crate) fn broken() -> Self {
        let detail = "this is a fault of amends and stands in its log; sending again does no harm";
        let title = "Something broke";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", title, detail)
    }

    fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = Document {
            kind: format!("urn:amends:problem:{}", self.kind),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let mut response = (self.status, Json(document)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
