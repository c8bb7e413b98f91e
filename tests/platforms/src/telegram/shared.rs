//! What the doors of the stand-in share: one world behind one lock, and word of its changes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use super::{
    faults::Rules,
    limits::{Limits, Target},
    methods,
    params::Params,
    refusal::Refusal,
    world::{Call, World},
};

/// Everything that changes, behind the lock.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) faults: Rules,
    /// The number of the latest poll; an earlier one that still waits has lost.
    pub(crate) poll: u64,
    pub(crate) last_conflict: Option<Instant>,
    limits: Limits,
}

/// What the doors share.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    pub(crate) token: String,
    pub(crate) enforces_limits: bool,
    pub(crate) history: usize,
    pub(crate) changes: watch::Sender<u64>,
    pub(crate) stopping: watch::Sender<bool>,
    /// The version of the world that is on disk.
    pub(crate) kept: watch::Sender<u64>,
    /// Whether the world is kept on disk at all.
    pub(crate) keeps: bool,
}

/// How long an answer waits for the disk before it leaves all the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// A reply of the platform.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl From<Result<Value, Refusal>> for Reply {
    fn from(result: Result<Value, Refusal>) -> Self {
        match result {
            Ok(result) => Self { status: 200, body: json!({ "ok": true, "result": result }) },
            Err(refusal) => Self { status: refusal.code, body: refusal.body() },
        }
    }
}

impl Shared {
    pub(crate) fn new(
        world: World,
        token: &str,
        enforces_limits: bool,
        history: usize,
        keeps: bool,
    ) -> Arc<Self> {
        let version = world.version;
        Arc::new(Self {
            state: Mutex::new(State { world, ..State::default() }),
            token: token.to_owned(),
            enforces_limits,
            history,
            changes: watch::Sender::new(version),
            stopping: watch::Sender::new(false),
            kept: watch::Sender::new(version),
            keeps,
        })
    }

    /// Waits until the world of now is on disk, if it is kept: what the outside learned must
    /// outlive a kill, or ids would be handed out twice.
    pub(crate) async fn until_kept(&self) {
        if !self.keeps {
            return;
        }
        let version = self.lock().world.version;
        let mut kept = self.kept.subscribe();
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            _ = timeout(PATIENCE, kept.wait_for(|kept| version <= *kept)) => (),
            _ = stopping.wait_for(|is_stopping| *is_stopping) => (),
        }
    }

    /// Locks the state. It is never held across an await: the guard cannot leave its thread.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and tells everyone who waits.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let outcome = change(&mut state);
        state.world.version += 1;
        let version = state.world.version;
        drop(state);
        self.changes.send_replace(version);
        outcome
    }

    /// Carries out a call, with everything that is checked and counted on the way.
    pub(crate) fn execute(&self, method: &str, params: &Params) -> Reply {
        let is_enforced = self.enforces_limits;
        self.change(|state| state.execute(method, params, is_enforced).into())
    }

    /// Keeps a call for the record.
    pub(crate) fn record(&self, method: &str, params: &Params, reply: Value, fault: Option<&str>) {
        self.change(|state| {
            let world = &mut state.world;
            world.calls.push_back(Call {
                at_ms: world.now_ms(),
                method: method.to_owned(),
                params: Value::Object(params.0.clone()),
                reply,
                fault: fault.map(str::to_owned),
            });
            while self.history < world.calls.len() {
                world.calls.pop_front();
            }
        });
    }

    /// Notes that a real method is called which the stand-in lacks: its 404 would be a lie.
    pub(crate) fn check_absent(&self, method: &str) {
        let mut state = self.lock();
        if state.world.spec.as_ref().is_some_and(|spec| spec.has_method(method)) {
            state.world.violations.push(format!("{method}: the stand-in lacks this method"));
        }
    }

    /// Notes what is wrong with a request.
    pub(crate) fn check_request(&self, method: &str, params: &Params) {
        let mut state = self.lock();
        if let Some(spec) = state.world.spec.clone() {
            state.world.violations.extend(spec.check_request(method, &params.0));
        }
    }
}

impl State {
    fn execute(
        &mut self,
        method: &str,
        params: &Params,
        is_enforced: bool,
    ) -> Result<Value, Refusal> {
        let now_ms = self.world.now_ms();
        let target: Option<Target> = methods::target(method, params);
        if let Some(target) = target.filter(|_| is_enforced)
            && let Some(seconds) = self.limits.refuse(target, now_ms)
        {
            self.world.stats.too_many += 1;
            return Err(Refusal::too_many(seconds));
        }
        let result = self.world.call(method, params)?;
        if let Some(target) = target {
            self.limits.record(target, now_ms, &mut self.world.stats);
        }
        if let Some(spec) = self.world.spec.clone() {
            self.world.violations.extend(spec.check_result(method, &result));
        }
        Ok(result)
    }
}
