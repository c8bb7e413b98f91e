//! The server: its routes, who may call them, and how fast.

mod connections;
mod gate;
mod routes;

use std::{
    future::Future,
    sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use amends_runtime::clock::Clock;
use amends_wording::Phrasebook;
use axum::{
    Router, middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{intake::Intake, metrics::Calls, pace::Pace, problem::Problem, signature::Credentials};

/// Moves the clock of a rehearsal forward and returns the time it shows then.
pub type Advance = Arc<dyn Fn(SignedDuration) -> Result<Timestamp, String> + Send + Sync>;

/// The HTTP interface. It answers from the start; until [`Server::open`] it says that it is not
/// ready and takes nothing in.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    credentials: Credentials,
    clock: Clock,
    pace: Pace,
    phrasebook: Phrasebook,
    standing: RwLock<Standing>,
    advance: Option<Advance>,
    calls: Calls,
    started_at: Timestamp,
}

/// Whether there is somebody behind the door.
enum Standing {
    Shut(String),
    Open(Arc<dyn Intake>),
}

impl Server {
    /// A server that knows senders by these credentials. With `advance` it also lets callers on
    /// this machine move the clock.
    pub fn new(credentials: Credentials, clock: Clock, advance: Option<Advance>) -> Self {
        let standing = RwLock::new(Standing::Shut("the store is being opened".to_owned()));
        let (pace, calls) = (Pace::new(), Calls::default());
        // That of the process: a rehearsal moves the other one.
        let started_at = Clock::system().now();
        let phrasebook = Phrasebook::new();
        let shared =
            Shared { credentials, clock, pace, phrasebook, standing, advance, calls, started_at };
        Self { shared: Arc::new(shared) }
    }

    /// From now on calls are handed to the shell.
    pub fn open(&self, intake: Arc<dyn Intake>) {
        *self.shared.standing_mut() = Standing::Open(intake);
    }

    /// From now on nothing is taken in, for this reason.
    pub fn shut(&self, why: impl Into<String>) {
        *self.shared.standing_mut() = Standing::Shut(why.into());
    }

    /// Everything that can be called.
    pub fn router(&self) -> Router {
        let counted = middleware::from_fn_with_state(Arc::clone(&self.shared), routes::count);
        let mut router = Router::new()
            .route("/v1/interactions", post(routes::interaction_ended))
            .route("/v1/interactions/{id}", get(routes::interaction))
            .route("/v1/interactions/{id}/reopened", post(routes::reopened))
            .route("/v1/receipts", post(routes::receipt))
            .route("/v1/places/{name}", get(routes::place))
            .route("/v1/cases", get(routes::open_cases))
            .route("/v1/cases/{number}", get(routes::case))
            .route_layer(counted)
            .route("/r/{code}", get(routes::receipt_page))
            .route("/q/{code}", get(routes::place_page))
            .route("/metrics", get(routes::metrics))
            .route("/healthz", get(routes::alive))
            .route("/readyz", get(routes::ready));
        if self.shared.advance.is_some() {
            router = router.route("/rehearsal/advance", post(routes::advance));
        }
        router
            .fallback(async || Problem::not_found("there is nothing at this path"))
            .method_not_allowed_fallback(async || Problem::method_not_allowed())
            .layer(CatchPanicLayer::custom(|_| -> Response { Problem::broken().into_response() }))
            .with_state(Arc::clone(&self.shared))
    }

    /// Serves connections until `stop` comes, then lets those that are being answered end.
    pub async fn listen(&self, listener: TcpListener, stop: impl Future<Output = ()>) {
        connections::serve(listener, self.router(), stop).await;
    }
}

impl Shared {
    fn standing(&self) -> RwLockReadGuard<'_, Standing> {
        self.standing.read().expect("nobody panics while holding it")
    }

    fn standing_mut(&self) -> RwLockWriteGuard<'_, Standing> {
        self.standing.write().expect("nobody panics while holding it")
    }

    /// What senders are known by at this moment.
    fn credentials(&self) -> Credentials {
        let known = self.credentials.clone();
        match self.intake() {
            Ok(intake) => known.with(&intake.secrets()),
            Err(_) => known,
        }
    }

    /// The shell, if it is there.
    fn intake(&self) -> Result<Arc<dyn Intake>, String> {
        match &*self.standing() {
            Standing::Open(intake) => Ok(Arc::clone(intake)),
            Standing::Shut(why) => Err(why.clone()),
        }
    }
}
