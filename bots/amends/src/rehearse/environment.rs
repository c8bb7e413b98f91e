//! What the service of a rehearsal inherits from the environment, and what it must never see.

use std::env;

/// What may be tried out in a rehearsal as well.
const TAKEN_OVER: &[&str] = &[
    "AMENDS_BUSINESS",
    "AMENDS_ZONE",
    "AMENDS_LANGUAGE",
    "AMENDS_SCALE",
    "AMENDS_HOURS",
    "AMENDS_LOG",
    "AMENDS_SIGNALS_CLOSED",
    "AMENDS_SIGNALS_IDLE",
    "AMENDS_SIGNALS_SOLVED",
    "AMENDS_SIGNALS_TICKET",
];
const POLICY: &str = "AMENDS_POLICY_";
const OURS: &str = "AMENDS_";

/// A setting of the rehearsal that people may choose, or what it is otherwise.
pub(super) fn chosen(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

/// The variables of a real service that happen to be set: tokens, secrets, addresses, stores.
pub(super) fn foreign() -> Vec<String> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| is_foreign(name)).collect()
}

fn is_foreign(name: &str) -> bool {
    name.starts_with(OURS) && !name.starts_with(POLICY) && !TAKEN_OVER.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_real_service_gets_in() {
        for name in ["AMENDS_DISCORD_TOKEN", "AMENDS_SIGNALS_WATCHED", "AMENDS_STORE"] {
            assert!(is_foreign(name), "{name}");
        }
        for name in ["AMENDS_POLICY_REPLY_WITHIN", "AMENDS_ZONE", "PATH"] {
            assert!(!is_foreign(name), "{name}");
        }
    }
}
