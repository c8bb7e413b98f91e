//! An API that answers as a test wants and remembers what it was asked.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use amends_discord::client::Client;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{Request, StatusCode},
    response::Response,
};
use secrecy::SecretString;
use tokio::net::TcpListener;

pub(crate) const TOKEN: &str = "MTAcanary.canary.canary-canary_canary";

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

type Script = dyn Fn(&Asked) -> Answer + Send + Sync;

struct Shared {
    script: Box<Script>,
    asked: Mutex<Vec<Asked>>,
    under_way: AtomicUsize,
    most: AtomicUsize,
}

pub(crate) struct Server {
    pub(crate) base: String,
    shared: Arc<Shared>,
}

impl Server {
    pub(crate) async fn start(script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            script: Box::new(script),
            asked: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, shared }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(SecretString::from(TOKEN), &self.base).unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The most requests that were under way at the same time.
    pub(crate) fn most(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let now = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most.fetch_max(now, Ordering::SeqCst);
    let (parts, body) = request.into_parts();
    let header =
        |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let asked = Asked {
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        authorization: header("authorization"),
        content_type: header("content-type").unwrap_or_default(),
        body: String::from_utf8_lossy(&to_bytes(body, 1 << 20).await.unwrap()).into_owned(),
    };
    shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    // Others get the chance to arrive meanwhile, if they are not held back.
    tokio::task::yield_now().await;
    let answer = (shared.script)(&asked);
    shared.under_way.fetch_sub(1, Ordering::SeqCst);
    let mut response = Response::builder().status(StatusCode::from_u16(answer.status).unwrap());
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body)).unwrap()
}

/// A limit as Discord has them for each channel: so many in a window that begins with the first.
#[derive(Default)]
pub(crate) struct Limit {
    windows: Mutex<BTreeMap<String, (Instant, u32)>>,
}

impl Limit {
    /// Counts one request, and answers with the headers and with 429 as Discord does.
    pub(crate) fn count(&self, path: &str, most: u32, window: Duration, ok: &str) -> Answer {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (began, used) = windows.entry(path.to_owned()).or_insert((now, 0));
        if window <= now.duration_since(*began) {
            (*began, *used) = (now, 0);
        }
        *used += 1;
        let left = (*began + window).duration_since(now).as_secs_f64();
        let answer = if *used <= most {
            Answer::new(200, ok)
        } else {
            Answer::new(429, format!(r#"{{"message":"x","retry_after":{left},"global":false}}"#))
                .with("x-ratelimit-scope", "user")
        };
        answer
            .with("x-ratelimit-bucket", "b1")
            .with("x-ratelimit-limit", most.to_string())
            .with("x-ratelimit-remaining", most.saturating_sub(*used).to_string())
            .with("x-ratelimit-reset-after", left.to_string())
    }
}
