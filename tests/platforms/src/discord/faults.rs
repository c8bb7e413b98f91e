//! Faults on demand: what the network and the platform do to a call or to the gateway.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use serde_json::Value;

use super::{
    gateway::{Order, Trouble},
    shared::Shared,
};

/// What happens to a call instead of the plain answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Refused with 429; nothing is done.
    TooMany {
        /// After what time to come back.
        retry_after: Duration,
        /// Whether it is the limit over all routes.
        is_global: bool,
    },
    /// The HTML page of a proxy, with status 502.
    BadGateway {
        /// Whether the call is carried out all the same.
        executes: bool,
    },
    /// No answer for this long, then the answer, or the end of the connection.
    Hang {
        /// How long.
        lasts: Duration,
        /// Whether the call is carried out, at once.
        executes: bool,
    },
    /// The call is carried out, but the connection breaks before the answer.
    ReplyLost,
    /// Refused in the platform's manner; nothing is done.
    Refuse {
        /// The status.
        status: u16,
        /// The platform's code, as in 50013.
        code: u32,
        /// Its words.
        message: String,
    },
    /// Status 500 with the platform's JSON; nothing is done.
    ServerError,
}

impl Fault {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "too_many",
            Self::BadGateway { .. } => "bad_gateway",
            Self::Hang { .. } => "hang",
            Self::ReplyLost => "reply_lost",
            Self::Refuse { .. } => "refuse",
            Self::ServerError => "server_error",
        }
    }
}

/// Which calls a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calls {
    /// Every call.
    All,
    /// Calls of one method and path, as in `POST /channels/{}/messages`: what stands in braces may
    /// be anything.
    Of(String),
}

impl Calls {
    fn include(&self, method: &str, path: &str) -> bool {
        let Self::Of(wanted) = self else { return true };
        let (wanted_method, wanted_path) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let wanted: Vec<&str> = wanted_path.split('/').collect();
        let given: Vec<&str> = path.split('/').collect();
        let fits = |(wanted, given): (&&str, &&str)| wanted.starts_with('{') || wanted == given;
        wanted_method == method
            && wanted.len() == given.len()
            && wanted.iter().zip(&given).all(fits)
    }
}

impl From<&str> for Calls {
    fn from(call: &str) -> Self {
        Self::Of(call.to_owned())
    }
}

/// The faults that lie in wait.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    next: VecDeque<(Calls, Fault)>,
    rates: Vec<(Calls, Fault, u32)>,
    seed: u64,
}

impl Rules {
    /// Returns the fault that befalls this call, if any.
    pub(crate) fn draw(&mut self, method: &str, path: &str) -> Option<Fault> {
        if let Some(at) = self.next.iter().position(|(calls, _)| calls.include(method, path)) {
            return self.next.remove(at).map(|(_, fault)| fault);
        }
        if !self.rates.iter().any(|(calls, ..)| calls.include(method, path)) {
            return None;
        }
        let mut left = self.roll();
        for (calls, fault, per_mille) in &self.rates {
            if calls.include(method, path) {
                if left < *per_mille {
                    return Some(fault.clone());
                }
                left -= per_mille;
            }
        }
        None
    }

    /// Returns the next number below 1000 of a sequence that the seed fixes.
    fn roll(&mut self) -> u32 {
        // SplitMix64: every seed gives a good sequence, zero too.
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % 1000).unwrap_or(0)
    }
}

/// Where tests arrange faults.
#[derive(Clone, Debug)]
pub struct Faults {
    shared: Arc<Shared>,
}

impl Faults {
    pub(crate) fn of(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Lets a fault befall the next of these calls; several queue up.
    pub fn next(&self, calls: impl Into<Calls>, fault: Fault) {
        self.shared.lock().faults.next.push_back((calls.into(), fault));
    }

    /// Lets a fault befall that many of a thousand of these calls, beside the other rates.
    pub fn rate(&self, calls: impl Into<Calls>, fault: Fault, per_mille: u32) {
        self.shared.lock().faults.rates.push((calls.into(), fault, per_mille));
    }

    /// Fixes the sequence by which rates strike.
    pub fn seed(&self, seed: u64) {
        self.shared.lock().faults.seed = seed;
    }

    /// Returns how many of the queued faults have not struck yet.
    pub fn pending(&self) -> usize {
        self.shared.lock().faults.next.len()
    }

    /// Removes every rule, and lets the gateway work as usual.
    pub fn clear(&self) {
        self.shared.change(|state| {
            state.faults.next.clear();
            state.faults.rates.clear();
            state.gateway.recover();
        });
    }

    /// Breaks every connection to the gateway without a word. The sessions can be resumed.
    pub fn drop_gateway(&self) {
        self.shared.change(|state| state.gateway.order(Order::Drop));
    }

    /// Closes every connection to the gateway with a code of the platform, as in 4000.
    pub fn close_gateway(&self, code: u16) {
        self.shared.change(|state| state.gateway.order(Order::Close(code)));
    }

    /// Asks every connection to the gateway to come back and resume.
    pub fn reconnect_gateway(&self) {
        self.shared.change(|state| state.gateway.order(Order::Reconnect));
    }

    /// Ends every session: what happens until the bot identifies again is lost to it.
    pub fn invalidate_sessions(&self) {
        self.shared.change(|state| state.gateway.order(Order::Invalidate));
    }

    /// Takes no connections to the gateway until [`Faults::clear`], and breaks those there are.
    pub fn shut_gateway(&self) {
        self.shared.change(|state| {
            state.gateway.suffer(Trouble::Shut);
            state.gateway.order(Order::Drop);
        });
    }

    /// Keeps events back until [`Faults::clear`]; they arrive afterwards.
    pub fn hold_events(&self) {
        self.shared.change(|state| state.gateway.suffer(Trouble::Holding));
    }

    /// Leaves heartbeats without an answer until [`Faults::clear`].
    pub fn ignore_heartbeats(&self) {
        self.shared.change(|state| state.gateway.suffer(Trouble::Deaf));
    }

    /// Sends an event that the world knows nothing of: one of the platform's future, or a damaged
    /// one.
    pub fn send_event(&self, name: &str, body: &Value) {
        self.shared.change(|state| state.gateway.tell(name, body));
    }

    /// Sends the next event twice, each under a number of its own.
    pub fn repeat_next_event(&self) {
        self.shared.change(|state| state.gateway.suffer(Trouble::Repeating));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEND: &str = "POST /channels/{}/messages";

    #[test]
    fn queued_faults_strike_their_calls_in_order() {
        let mut rules = Rules::default();
        rules.next.push_back((SEND.into(), Fault::ReplyLost));
        rules.next.push_back((Calls::All, Fault::ServerError));
        rules.next.push_back(("POST /channels/6/messages".into(), Fault::ReplyLost));
        assert_eq!(rules.draw("POST", "/channels/5/messages"), Some(Fault::ReplyLost));
        assert_eq!(rules.draw("GET", "/channels/5/messages"), Some(Fault::ServerError));
        assert_eq!(rules.draw("POST", "/channels/5/messages"), None);
        assert_eq!(rules.draw("POST", "/channels/6/messages/7"), None);
        assert_eq!(rules.draw("POST", "/channels/6/messages"), Some(Fault::ReplyLost));
    }

    #[test]
    fn rates_strike_about_as_often_as_told() {
        let mut rules = Rules { seed: 7, ..Rules::default() };
        rules.rates.push((Calls::All, Fault::ReplyLost, 50));
        let struck = (0..10_000).filter(|_| rules.draw("GET", "/gateway").is_some()).count();
        assert!((400..600).contains(&struck), "{struck} of 10000");
    }
}
