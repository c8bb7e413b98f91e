//! How the service does, for those who ask from outside.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use amends_core::place::Platform;
use jiff::Timestamp;

use crate::figures::Figures;

/// Whether the service can do its work, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Nothing stands in the way.
    pub ready: bool,
    /// Why nothing can be stored at the moment.
    pub store: Option<String>,
    /// The platforms, and why one is not connected.
    pub adapters: Vec<(Platform, Option<String>)>,
    /// Arrivals that wait to be worked on.
    pub inbox: usize,
    /// Effects that wait to be carried out or settled.
    pub outbox: usize,
}

/// How the parts of the service do; they report, [`Readiness`] is read from it.
#[derive(Debug, Default)]
pub(crate) struct Health {
    /// What is counted meanwhile.
    pub(crate) figures: Figures,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    started: bool,
    trouble: Option<String>,
    /// What was found damaged in the store: only a start repairs it.
    damage: Option<String>,
    inbox: usize,
    /// Why a platform's intake is not connected.
    intake: BTreeMap<Platform, Option<String>>,
    /// Why a platform does not accept what we send.
    sending: BTreeMap<Platform, Option<String>>,
    outbox: BTreeMap<Platform, usize>,
    /// Somebody is forgotten: not before this moment everything is written anew.
    scrub: Option<Timestamp>,
}

impl Health {
    /// Notes whether, and from when on, everything is to be written anew.
    pub(crate) fn scrub(&self, due: Option<Timestamp>) {
        self.lock().scrub = due;
    }

    /// Whether everything is to be written anew.
    pub(crate) fn wants_scrub(&self, now: Timestamp) -> bool {
        self.lock().scrub.is_some_and(|due| due <= now)
    }

    pub(crate) fn expect(&self, platform: Platform) {
        self.lock().intake.insert(platform, Some("not connected yet".to_owned()));
    }

    pub(crate) fn started(&self) {
        self.lock().started = true;
    }

    pub(crate) fn intake(&self, platform: Platform, trouble: Option<String>) {
        self.lock().intake.insert(platform, trouble);
    }

    pub(crate) fn sending(&self, platform: Platform, trouble: Option<String>) {
        self.lock().sending.insert(platform, trouble);
    }

    pub(crate) fn outbox(&self, platform: Platform, waiting: usize) {
        self.lock().outbox.insert(platform, waiting);
    }

    pub(crate) fn inbox(&self, waiting: usize) {
        self.lock().inbox = waiting;
    }

    /// Notes why nothing can be stored. Returns whether that is new.
    pub(crate) fn store(&self, trouble: Option<String>) -> bool {
        let mut state = self.lock();
        let is_new = state.trouble != trouble;
        state.trouble = trouble;
        is_new
    }

    /// Notes that the store is damaged.
    pub(crate) fn damaged(&self, reason: &str) {
        let how = "restart amends, which repairs it";
        self.lock().damage = Some(format!("it is damaged ({reason}): {how}"));
    }

    pub(crate) fn in_trouble(&self) -> bool {
        self.lock().trouble.is_some()
    }

    pub(crate) fn read(&self) -> Readiness {
        let state = self.lock();
        let adapters: Vec<_> = state
            .intake
            .iter()
            .map(|(platform, intake)| {
                let sending = state.sending.get(platform).cloned().flatten();
                (*platform, intake.clone().or(sending))
            })
            .collect();
        let connected = adapters.iter().all(|(_, trouble)| trouble.is_none());
        let store = match (&state.trouble, state.started) {
            (None, false) => Some("opening".to_owned()),
            (None, true) => state.damage.clone(),
            (Some(trouble), _) => Some(trouble.clone()),
        };
        Readiness {
            ready: connected && store.is_none(),
            store,
            adapters,
            inbox: state.inbox,
            outbox: state.outbox.values().sum(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
