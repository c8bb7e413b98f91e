//! Who did it.

use amends_core::place::{Actor, Address, Platform};
use serde_json::Value;

use crate::envelope::{text, texts};

/// Returns a person as they are shown now; a bot is none. What a server says about them goes before
/// what they say themselves.
pub(super) fn person(user: &Value, member: Option<&Value>) -> Option<Actor> {
    if user["bot"].as_bool() == Some(true) || user["system"].as_bool() == Some(true) {
        return None;
    }
    let id = text(&user["id"])?;
    let username = name(&user["username"]);
    let nick = member.and_then(|member| name(&member["nick"]));
    Some(Actor {
        name: nick.or_else(|| name(&user["global_name"])).or_else(|| username.clone()),
        username,
        roles: member.map(|member| texts(&member["roles"])).unwrap_or_default(),
        ..somebody(&id)
    })
}

/// Somebody of whom nothing but the account is known.
pub(super) fn somebody(id: &str) -> Actor {
    Actor::new(Address::new(Platform::Discord, id))
}

fn name(value: &Value) -> Option<String> {
    let name = value.as_str()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
