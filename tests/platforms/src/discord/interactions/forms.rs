//! Forms, which the platform calls modals: what the bot may put into one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::discord::refusal::Refusal;

const ROW: u64 = 1;
const INPUT: u64 = 4;
const TEXT: u64 = 10;
const LABEL: u64 = 18;
const MOST_ROWS: usize = 5;
const LONGEST_TITLE: usize = 45;
const LONGEST_ID: usize = 100;
const LONGEST_INPUT: u64 = 4000;

/// Returns the form, if it is one.
pub(super) fn check(data: &Value) -> Result<Value, Refusal> {
    length(data, "data", "title", LONGEST_TITLE)?;
    length(data, "data", "custom_id", LONGEST_ID)?;
    let rows = data["components"].as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() || MOST_ROWS < rows.len() {
        return Err(Refusal::length("data.components", 1, MOST_ROWS));
    }
    let mut seen = BTreeSet::new();
    for (index, row) in rows.iter().enumerate() {
        let at = format!("data.components.{index}");
        let (input, at) = match row["type"].as_u64() {
            Some(ROW) => {
                let parts = row["components"].as_array().map_or(0, Vec::len);
                if parts != 1 {
                    return Err(Refusal::length(&format!("{at}.components"), 1, 1));
                }
                // Inside a row the input has its label, inside a label it has none.
                length(&row["components"][0], &at, "label", LONGEST_TITLE)?;
                (&row["components"][0], format!("{at}.components.0"))
            }
            Some(LABEL) => {
                length(row, &at, "label", LONGEST_TITLE)?;
                (&row["component"], format!("{at}.component"))
            }
            Some(TEXT) => continue,
            Some(_) | None => {
                let words = "Value of field \"type\" must be one of (1, 10, 18).";
                return Err(Refusal::form(&format!("{at}.type"), "UNION_TYPE_CHOICES", words));
            }
        };
        check_input(input, &at)?;
        if !seen.insert(input["custom_id"].as_str().unwrap_or_default()) {
            let words = "Component custom id cannot be duplicated";
            let at = format!("{at}.custom_id");
            return Err(Refusal::form(&at, "COMPONENT_CUSTOM_ID_DUPLICATED", words));
        }
    }
    Ok(data.clone())
}

fn check_input(input: &Value, at: &str) -> Result<(), Refusal> {
    length(input, at, "custom_id", LONGEST_ID)?;
    if input["type"].as_u64() != Some(INPUT) {
        let words = format!("Value of field \"type\" must be one of ({INPUT},).");
        return Err(Refusal::form(&format!("{at}.type"), "UNION_TYPE_CHOICES", &words));
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        let words = "Value must be one of {1, 2}.";
        return Err(Refusal::form(&format!("{at}.style"), "BASE_TYPE_CHOICES", words));
    }
    let least = input["min_length"].as_u64().unwrap_or(0);
    let most = input["max_length"].as_u64().unwrap_or(LONGEST_INPUT);
    if LONGEST_INPUT < most || most < least.max(1) {
        let words = "Maximum length must be between the minimum and 4000.";
        return Err(Refusal::form(&format!("{at}.max_length"), "NUMBER_TYPE_MAX", words));
    }
    Ok(())
}

fn length(object: &Value, at: &str, key: &str, most: usize) -> Result<(), Refusal> {
    let size = object[key].as_str().unwrap_or_default().chars().count();
    if (1..=most).contains(&size) {
        return Ok(());
    }
    Err(Refusal::length(&format!("{at}.{key}"), 1, most))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(input: &Value) -> Value {
        let row = json!({ "type": 1, "components": [input] });
        json!({ "custom_id": "comment", "title": "Tell us", "components": [row] })
    }

    fn input() -> Value {
        json!({ "type": 4, "style": 2, "custom_id": "text", "label": "What happened?" })
    }

    #[test]
    fn forms_keep_to_the_limits() {
        assert!(check(&form(&input())).is_ok());
        for (key, value) in [
            ("label", json!("x".repeat(46))),
            ("label", json!(null)),
            ("custom_id", json!("")),
            ("style", json!(3)),
            ("type", json!(2)),
            ("max_length", json!(4001)),
        ] {
            let mut wrong = input();
            wrong[key] = value;
            assert!(check(&form(&wrong)).is_err(), "{wrong}");
        }
        let mut wrong = form(&input());
        wrong["title"] = json!("x".repeat(46));
        assert!(check(&wrong).is_err());
        wrong = form(&input());
        wrong["components"] = json!([]);
        assert!(check(&wrong).is_err());
    }

    #[test]
    fn inputs_have_names_of_their_own() {
        let row = json!({ "type": 1, "components": [input()] });
        let twice = json!({ "custom_id": "a", "title": "b", "components": [row, row] });
        assert!(check(&twice).is_err());
    }
}
