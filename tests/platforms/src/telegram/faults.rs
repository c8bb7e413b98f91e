//! Faults on demand: what the network and the platform do to a call.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::shared::Shared;

/// What happens to a call instead of the plain answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Refused with 429; nothing is done.
    TooMany {
        /// Seconds after which to come back.
        retry_after: u32,
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
        /// Status and error code.
        code: u16,
        /// The description, in full.
        description: String,
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
    /// Every call but polls.
    All,
    /// Calls of one method, in any spelling of case.
    Of(String),
}

impl Calls {
    fn include(&self, method: &str) -> bool {
        match self {
            Self::All => !method.eq_ignore_ascii_case("getUpdates"),
            Self::Of(name) => name.eq_ignore_ascii_case(method),
        }
    }
}

impl From<&str> for Calls {
    fn from(method: &str) -> Self {
        Self::Of(method.to_owned())
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
    pub(crate) fn draw(&mut self, method: &str) -> Option<Fault> {
        if let Some(at) = self.next.iter().position(|(calls, _)| calls.include(method)) {
            return self.next.remove(at).map(|(_, fault)| fault);
        }
        if !self.rates.iter().any(|(calls, ..)| calls.include(method)) {
            return None;
        }
        let mut left = self.roll();
        for (calls, fault, per_mille) in &self.rates {
            if calls.include(method) {
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

    /// Removes every rule.
    pub fn clear(&self) {
        let mut state = self.shared.lock();
        state.faults.next.clear();
        state.faults.rates.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queued_faults_strike_their_method_in_order() {
        let mut rules = Rules::default();
        rules.next.push_back(("sendMessage".into(), Fault::ReplyLost));
        rules.next.push_back((Calls::All, Fault::ServerError));
        assert_eq!(rules.draw("getUpdates"), None);
        assert_eq!(rules.draw("SendMessage"), Some(Fault::ReplyLost));
        assert_eq!(rules.draw("sendMessage"), Some(Fault::ServerError));
        assert_eq!(rules.draw("sendMessage"), None);
    }

    #[test]
    fn rates_strike_about_as_often_as_told() {
        let mut rules = Rules { seed: 7, ..Rules::default() };
        rules.rates.push((Calls::All, Fault::ReplyLost, 50));
        let struck = (0..10_000).filter(|_| rules.draw("sendMessage").is_some()).count();
        assert!((400..600).contains(&struck), "{struck} of 10000");
    }
}
