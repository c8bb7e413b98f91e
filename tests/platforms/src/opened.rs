//! A file of a message, as an app opens it.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// What can be read is shown, anything else is saved.
pub(crate) fn opened(name: &str, mime: &str, content: &[u8]) -> Response {
    let is_text = ["text/", "application/json", "application/toml"]
        .iter()
        .any(|beginning| mime.starts_with(beginning));
    let kind = if is_text { "text/plain; charset=utf-8" } else { mime };
    // Names come from people: what could end the value stays out of it.
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_.".contains(*letter);
    let name: String = name.chars().filter(is_plain).collect();
    let as_what = if is_text { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{as_what}; filename=\"{name}\"")),
    ];
    (headers, content.to_vec()).into_response()
}
