//! The parts of `/role`: people and roles are picked, not typed.

use amends_core::{admin::Rank, policy::Level};
use amends_wording::{Hint, Phrasebook};
use serde_json::{Value, json};

use super::{described::hinted, kind};

/// What holders of a role are when it is not mapped any more.
const NONE: &str = "none";

/// The parts with their options.
pub(super) fn parts(book: &Phrasebook) -> Vec<Value> {
    let part = |name: &str, about, options: Value| {
        let mut part = hinted(book, name, about);
        part["type"] = kind::SUBCOMMAND.into();
        part["options"] = options;
        part
    };
    let option = |kind: u8, name: &str, about, required: bool| {
        let mut option = hinted(book, name, about);
        option["type"] = kind.into();
        option["required"] = required.into();
        option
    };
    let picked = |kind: u8, name: &str, about| option(kind, name, about, true);
    let level = |names: &[&str], required: bool| {
        let choices: Vec<Value> =
            names.iter().map(|name| json!({ "name": name, "value": name })).collect();
        let mut level = option(kind::TEXT, "level", Hint::Rank, required);
        level["choices"] = choices.into();
        level
    };
    let member = || picked(kind::PERSON, "member", Hint::Member);
    let ranks = Rank::ALL.map(Rank::name);
    let levels = [Level::Agent.name(), Level::Senior.name(), Level::Director.name(), NONE];
    let role = picked(kind::ROLE, "role", Hint::MappedRole);
    vec![
        part("list", Hint::RoleList, json!([])),
        part("add", Hint::RoleAdd, json!([member(), level(&ranks, true)])),
        part("remove", Hint::RoleRemove, json!([member(), level(&ranks, false)])),
        part("map", Hint::RoleMap, json!([role, level(&levels, true)])),
    ]
}
