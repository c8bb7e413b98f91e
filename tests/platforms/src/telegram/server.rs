//! The door for the bot: the Bot API over HTTP.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{
        ConnectInfo, DefaultBodyLimit, FromRequest, Multipart, Path, Request, State,
        multipart::MultipartError,
    },
    http::{StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};

use super::{
    faults::Fault,
    methods,
    params::Params,
    poll::get_updates,
    refusal::Refusal,
    shared::{Reply, Shared},
};
use crate::line::Scissors;

/// The largest file that is taken, and the room for what surrounds it.
const UPLOAD_BYTES: usize = 50 * 1024 * 1024;
const FRAME_BYTES: usize = 64 * 1024;
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n\
    </html>\r\n";

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{bot}/{method}", any(call))
        .route("/file/{bot}/{folder}/{file}", get(download))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES + FRAME_BYTES))
        .with_state(shared)
}

async fn call(
    State(shared): State<Arc<Shared>>,
    Path((bot, method)): Path<(String, String)>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    if let Err(refusal) = authorize(&shared, &bot) {
        return respond(Err(refusal).into());
    }
    let params = match read_params(request).await {
        Ok(params) => params,
        Err(Unreadable::Strange) => {
            return respond(Err(Refusal::bad("can't parse the request")).into());
        }
        Err(Unreadable::TooLarge) => {
            return respond(Err(Refusal::new(413, "Request Entity Too Large")).into());
        }
    };
    let Some(method) = methods::canonical(&method) else {
        shared.check_absent(&method);
        let reply: Reply = Err(Refusal::new(404, "Not Found: method not found")).into();
        shared.record(&method, &params, reply.body.clone(), None);
        return respond(reply);
    };
    shared.check_request(method, &params);
    let fault = shared.lock().faults.draw(method);
    match fault {
        None => respond(carry_out(&shared, method, &params, None).await),
        Some(fault) => suffer(&shared, method, &params, &scissors, fault).await,
    }
}

async fn carry_out(
    shared: &Arc<Shared>,
    method: &'static str,
    params: &Params,
    fault: Option<&str>,
) -> Reply {
    let reply = if method == "getUpdates" {
        get_updates(shared, params).await
    } else {
        let reply = shared.execute(method, params);
        shared.record(method, params, reply.body.clone(), fault);
        reply
    };
    shared.until_kept().await;
    reply
}

/// Lets a fault befall a call.
async fn suffer(
    shared: &Arc<Shared>,
    method: &'static str,
    params: &Params,
    scissors: &Scissors,
    fault: Fault,
) -> Response {
    let name = Some(fault.name());
    let refuse = |refusal: Refusal| {
        let reply: Reply = Err(refusal).into();
        shared.record(method, params, reply.body.clone(), name);
        respond(reply)
    };
    let may_execute = async |executes: bool| {
        if executes {
            return Some(carry_out(shared, method, params, name).await);
        }
        shared.record(method, params, Value::Null, name);
        None
    };
    match fault {
        Fault::TooMany { retry_after } => refuse(Refusal::too_many(retry_after)),
        Fault::Refuse { code, description } => refuse(Refusal::new(code, description)),
        Fault::ServerError => refuse(Refusal::new(500, "Internal Server Error")),
        Fault::BadGateway { executes } => {
            drop(may_execute(executes).await);
            (StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY)).into_response()
        }
        Fault::ReplyLost => {
            drop(may_execute(true).await);
            scissors.cut();
            StatusCode::OK.into_response()
        }
        Fault::Hang { lasts, executes } => {
            let reply = may_execute(executes).await;
            pause(shared, lasts).await;
            if let Some(reply) = reply {
                return respond(reply);
            }
            scissors.cut();
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
    }
}

/// Waits, but not beyond the end of the stand-in.
async fn pause(shared: &Shared, lasts: Duration) {
    let mut stopping = shared.stopping.subscribe();
    tokio::select! {
        () = tokio::time::sleep(lasts) => (),
        _ = stopping.wait_for(|is_stopping| *is_stopping) => (),
    }
}

fn authorize(shared: &Shared, bot: &str) -> Result<(), Refusal> {
    let token = bot.strip_prefix("bot").ok_or_else(|| Refusal::new(404, "Not Found"))?;
    if token == shared.token {
        return Ok(());
    }
    // The platform does not even look at a token without a number before its colon.
    let number = token.split_once(':').map_or("", |(number, _)| number);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::new(404, "Not Found"));
    }
    Err(Refusal::new(401, "Unauthorized"))
}

fn respond(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(reply.body)).into_response()
}

/// The request could not be understood.
enum Unreadable {
    Strange,
    TooLarge,
}

impl From<MultipartError> for Unreadable {
    fn from(error: MultipartError) -> Self {
        let is_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
        if is_large { Self::TooLarge } else { Self::Strange }
    }
}

async fn read_params(request: Request) -> Result<Params, Unreadable> {
    let mut params = Params::default();
    for (key, text) in pairs(request.uri().query().unwrap_or_default()) {
        params.insert_text(key, text);
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &()).await.map_err(|_| Unreadable::Strange)?;
        read_form(form, &mut params).await?;
        return Ok(params);
    }
    let body = Bytes::from_request(request, &()).await.map_err(|_| Unreadable::Strange)?;
    if kind.starts_with("application/json") {
        if !body.is_empty() {
            let Ok(Value::Object(object)) = serde_json::from_slice(&body) else {
                return Err(Unreadable::Strange);
            };
            params.0.extend(object);
        }
    } else {
        for (key, text) in pairs(&String::from_utf8_lossy(&body)) {
            params.insert_text(key, text);
        }
    }
    Ok(params)
}

async fn read_form(mut form: Multipart, params: &mut Params) -> Result<(), Unreadable> {
    let mut uploads = Vec::new();
    while let Some(part) = form.next_field().await? {
        let key = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let kind = part.content_type().map(str::to_owned);
        let content = part.bytes().await?;
        match file_name {
            None => params.insert_text(key, String::from_utf8_lossy(&content).into_owned()),
            Some(_) if UPLOAD_BYTES < content.len() => return Err(Unreadable::TooLarge),
            Some(name) => uploads.push((key, name, kind, content)),
        }
    }
    for (key, name, kind, content) in uploads {
        let reference = Value::String(format!("attach://{key}"));
        // A part may be the parameter itself, or be referred to by one.
        let target = params.0.iter().find(|(_, value)| **value == reference);
        let target = target.map_or(key, |(name, _)| name.clone());
        let mut upload = json!({ "file_name": name, "size": content.len() });
        if let Some(kind) = kind {
            upload["mime_type"] = json!(kind);
        }
        params.0.insert(target.clone(), upload);
        params.1.insert(target, content);
    }
    Ok(())
}

fn pairs(form: &str) -> Vec<(String, String)> {
    let pairs = form.split('&').filter(|pair| !pair.is_empty());
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
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn download(
    State(shared): State<Arc<Shared>>,
    Path((bot, _, file)): Path<(String, String, String)>,
) -> Response {
    if let Err(refusal) = authorize(&shared, &bot) {
        return respond(Err(refusal).into());
    }
    let content = shared.lock().world.file_content(&file).map(<[u8]>::to_vec);
    content.map_or_else(
        || respond(Err(Refusal::new(404, "Not Found")).into()),
        IntoResponse::into_response,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_unescaped() {
        let found = pairs("a=1+2&b=%D0%B9%zz&c");
        let wanted = [("a", "1 2"), ("b", "й%zz"), ("c", "")];
        assert_eq!(found, wanted.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
}
