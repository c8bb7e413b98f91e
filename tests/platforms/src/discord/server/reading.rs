//! Requests as they come over the line.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request as HttpRequest},
    http::header::CONTENT_TYPE,
};
use serde_json::Value;

use crate::discord::request::{Request, Upload};

const PREFIX: &str = "/api/v10";

/// The request could not be understood.
pub(super) struct Unreadable;

/// Reads a request whole.
pub(super) async fn read(http: HttpRequest) -> Result<Request, Unreadable> {
    let uri = http.uri().clone();
    let path = uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let mut request = Request {
        method: http.method().as_str().to_owned(),
        path: unescape(path),
        query: pairs(uri.query().unwrap_or_default()),
        body: None,
        files: Vec::new(),
    };
    let kind = http.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.unwrap_or_default().to_ascii_lowercase().starts_with("multipart/form-data") {
        let form = Multipart::from_request(http, &()).await.map_err(|_| Unreadable)?;
        read_form(form, &mut request).await?;
        return Ok(request);
    }
    let body = Bytes::from_request(http, &()).await.map_err(|_| Unreadable)?;
    if !body.is_empty() {
        request.body = Some(serde_json::from_slice(&body).map_err(|_| Unreadable)?);
    }
    Ok(request)
}

async fn read_form(mut form: Multipart, request: &mut Request) -> Result<(), Unreadable> {
    while let Some(part) = form.next_field().await.map_err(|_| Unreadable)? {
        let key = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(str::to_owned);
        let content = part.bytes().await.map_err(|_| Unreadable)?;
        if key == "payload_json" {
            let body: Value = serde_json::from_slice(&content).map_err(|_| Unreadable)?;
            request.body = Some(body);
            continue;
        }
        let number = key.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']'));
        let number = number.and_then(|number| number.parse().ok()).ok_or(Unreadable)?;
        let filename = filename.unwrap_or_else(|| "unknown".to_owned());
        request.files.push(Upload { number, filename, content_type, bytes: content.to_vec() });
    }
    Ok(())
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescape(key), unescape(value))
        })
        .collect()
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let code = after.get(..2).and_then(|code| str::from_utf8(code).ok());
        match (byte, code.and_then(|code| u8::from_str_radix(code, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_unescaped() {
        assert_eq!(unescape("/reactions/%F0%9F%91%8D/@me"), "/reactions/👍/@me");
        assert_eq!(
            pairs("limit=5&after=%31"),
            [("limit".to_owned(), "5".to_owned()), ("after".to_owned(), "1".to_owned()),]
        );
    }
}
