//! What the commands take that say why a case is one, and what went wrong.

use amends_core::case::{Concern, Control, Severity, Stability};
use amends_wording::Hint;
use serde_json::{Value, json};

use super::SUGGESTIONS;

/// The parts of why it went wrong, which the grammar reads with their names.
const WHY: [&str; 4] = ["severity", "stability", "control", "about"];
/// What is read with its name when a case is resolved.
const RESOLVE: [&str; 2] = ["prevent", "cause"];

/// What `/why` takes in a case: each part is picked.
pub(super) fn of_why(option: impl Fn(&str, Hint, bool) -> Value) -> Vec<Value> {
    let numbers = Severity::ALL.map(|severity| severity.number().to_string());
    let words = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let parts = [
        (Hint::Severity, numbers.to_vec()),
        (Hint::Stability, words(&Stability::ALL.map(Stability::name))),
        (Hint::Control, words(&Control::ALL.map(Control::name))),
        (Hint::About, words(&Concern::ALL.map(Concern::name))),
    ];
    let parts = WHY.into_iter().zip(parts);
    parts
        .map(|(name, (hint, choices))| {
            let mut part = option(name, hint, false);
            let choices: Vec<Value> = choices
                .iter()
                .map(|choice| json!({ "name": choice.replace('_', " "), "value": choice }))
                .collect();
            part["choices"] = choices.into();
            part
        })
        .collect()
}

/// What `/resolve` takes.
pub(super) fn of_resolve(option: impl Fn(&str, Hint, bool) -> Value) -> Vec<Value> {
    vec![
        option("done", Hint::What, true),
        option("prevent", Hint::Prevent, false),
        suggested(option("cause", Hint::WhatWentWrong, false)),
    ]
}

/// Where an option stands: whom or what it is about comes first.
pub(super) fn order(option: &Value) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    let mut named = WHY.iter().chain(&RESOLVE);
    named.position(|known| *known == name).map_or(0, |at| at + 1)
}

/// Whether the grammar reads an option of a command with its name.
pub(super) fn is_named(command: &str, option: &str) -> bool {
    match command {
        "why" => WHY.contains(&option),
        "resolve" => RESOLVE.contains(&option),
        "report" => option == "segment",
        _ => false,
    }
}

/// A cause is suggested while it is typed.
pub(super) fn suggested(mut cause: Value) -> Value {
    cause["autocomplete"] = true.into();
    cause
}

/// The causes that are like what is typed.
pub(super) fn like<'a>(option: &Value, known: &'a [String]) -> impl Iterator<Item = Value> + 'a {
    let is_cause = option["name"].as_str() == Some("cause");
    let typed = option["value"].as_str().unwrap_or_default().to_lowercase();
    let typed = typed.replace([' ', '-'], "_");
    let fitting = known.iter().filter(move |name| is_cause && name.contains(&typed));
    fitting.take(SUGGESTIONS).map(|name| json!({ "name": name.replace('_', " "), "value": name }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::{given, suggestions};

    fn text_of(data: &Value) -> String {
        given(data, |_| None).map(|given| given.text).unwrap_or_default()
    }

    fn option(name: &str, value: &str) -> Value {
        json!({ "name": name, "type": 3, "value": value })
    }

    #[test]
    fn what_is_picked_is_read_with_its_name() {
        for (name, options, expected) in [
            (
                "why",
                json!([option("severity", "3"), option("number", "R-1042")]),
                "/why R-1042 severity:3",
            ),
            (
                "why",
                json!([option("about", "manner"), option("stability", "may_recur")]),
                "/why stability:may_recur about:manner",
            ),
            (
                "resolve",
                json!([
                    option("cause", "late"),
                    option("done", "it came"),
                    option("prevent", "new tour"),
                    option("case", "1042")
                ]),
                "/resolve R-1042 it came prevent:new tour cause:late",
            ),
            (
                "cause",
                json!([{ "name": "link", "type": 1, "options":
                    [option("case", "1042"), option("cause", "late")] }]),
                "/cause R-1042 late",
            ),
            (
                "cause",
                json!([{ "name": "new", "type": 1, "options": [option("words", "cold soup")] }]),
                "/cause new cold soup",
            ),
        ] {
            let data = json!({ "type": 1, "name": name, "options": options });
            assert_eq!(text_of(&data), expected);
        }
    }

    #[test]
    fn causes_are_suggested_by_what_is_typed() {
        let known = ["late".to_owned(), "not_as_ordered".to_owned()];
        let choices = |typed: &str| {
            let typing = json!({ "id": "9", "token": "t", "data": { "name": "cause", "options": [
                { "name": "link", "type": 1, "options":
                    [{ "name": "cause", "type": 3, "value": typed, "focused": true }] },
            ] } });
            suggestions(&typing, &[], (&[], &known)).unwrap().2["data"]["choices"].clone()
        };
        let ordered = json!([{ "name": "not as ordered", "value": "not_as_ordered" }]);
        assert_eq!(choices("as ord"), ordered);
        assert_eq!(choices("").as_array().unwrap().len(), 2);
        assert_eq!(choices("soup"), json!([]));
    }
}
