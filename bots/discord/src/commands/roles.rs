//! The parts of `/role`: people and roles are picked, not typed.

use amends_core::{admin::Rank, policy::Level};
use amends_wording::{Hint, Phrasebook};
use serde_json::{Value, json};

use super::{DESCRIPTION, cut, kind};

/// What holders of a role are when it is not mapped any more.
const NONE: &str = "none";

/// The parts with their options.
pub(super) fn parts(book: &Phrasebook) -> Vec<Value> {
    let hint = |hint| cut(&book.hint(hint), DESCRIPTION);
    let part = |name: &str, about, options: Value| {
        json!({ "type": kind::SUBCOMMAND, "name": name, "description": hint(about),
            "options": options })
    };
    let picked = |kind: u8, name: &str, about| json!({ "type": kind, "name": name, "description": hint(about), "required": true });
    let level = |names: &[&str], required: bool| {
        let choices: Vec<Value> =
            names.iter().map(|name| json!({ "name": name, "value": name })).collect();
        json!({ "type": kind::TEXT, "name": "level", "description": hint(Hint::Rank),
            "required": required, "choices": choices })
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
