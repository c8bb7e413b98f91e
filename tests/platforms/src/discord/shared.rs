//! What the doors of the stand-in share: one world behind one lock, and word of its changes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time::timeout};

use super::{faults::Rules, gateway::Gateway, limits::Limits, world::World};

/// Everything that changes, behind the lock.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) faults: Rules,
    pub(crate) limits: Limits,
    pub(crate) gateway: Gateway,
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
        state.world.archive_the_silent();
        let outcome = change(&mut state);
        let State { world, gateway, .. } = &mut *state;
        gateway.take_events(world);
        state.world.version += 1;
        let version = state.world.version;
        drop(state);
        self.changes.send_replace(version);
        outcome
    }
}
