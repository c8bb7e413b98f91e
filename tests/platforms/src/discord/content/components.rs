//! The rows of buttons and menus below a message.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::refusal::Refusal;

const ROW: u64 = 1;
const BUTTON: u64 = 2;
const STRING_MENU: u64 = 3;
const TEXT_INPUT: u64 = 4;
const LAST_MENU: u64 = 8;
const LINK: u64 = 5;
const MOST_ROWS: usize = 5;
const MOST_BUTTONS: usize = 5;
const MOST_OPTIONS: usize = 25;
const LONGEST_LABEL: usize = 80;
const LONGEST_CUSTOM_ID: usize = 100;
const LONGEST_LINK: usize = 512;

/// Checks the rows below a message and gives each part its number.
pub(crate) fn check_rows(mut rows: Vec<Value>, at: &str) -> Result<Vec<Value>, Refusal> {
    if MOST_ROWS < rows.len() {
        return Err(Refusal::length(at, 1, MOST_ROWS));
    }
    let (mut seen, mut number) = (BTreeSet::new(), 0_u64);
    for (index, row) in rows.iter_mut().enumerate() {
        let at = format!("{at}.{index}");
        if row["type"].as_u64() != Some(ROW) {
            let words = format!("Value of field \"type\" must be one of ({ROW},).");
            return Err(Refusal::form(&format!("{at}.type"), "UNION_TYPE_CHOICES", &words));
        }
        number += 1;
        row["id"] = json!(number);
        let Some(parts) = row["components"].as_array_mut() else {
            return Err(Refusal::required(&format!("{at}.components")));
        };
        let has_menu = parts.iter().any(|part| part["type"].as_u64() != Some(BUTTON));
        let most = if has_menu { 1 } else { MOST_BUTTONS };
        if parts.is_empty() || most < parts.len() {
            return Err(Refusal::length(&format!("{at}.components"), 1, most));
        }
        for (index, part) in parts.iter_mut().enumerate() {
            let at = format!("{at}.components.{index}");
            check_part(part, &at)?;
            if let Some(custom_id) = part["custom_id"].as_str()
                && !seen.insert(custom_id.to_owned())
            {
                let words = "Component custom id cannot be duplicated";
                let at = format!("{at}.custom_id");
                return Err(Refusal::form(&at, "COMPONENT_CUSTOM_ID_DUPLICATED", words));
            }
            number += 1;
            part["id"] = json!(number);
        }
    }
    Ok(rows)
}

fn check_part(part: &mut Value, at: &str) -> Result<(), Refusal> {
    match part["type"].as_u64() {
        Some(BUTTON) => check_button(part, at),
        Some(kind @ STRING_MENU..=LAST_MENU) if kind != TEXT_INPUT => check_menu(part, at, kind),
        Some(_) | None => {
            let words = "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).";
            Err(Refusal::form(&format!("{at}.type"), "UNION_TYPE_CHOICES", words))
        }
    }
}

fn check_custom_id(part: &Value, at: &str) -> Result<(), Refusal> {
    let at = format!("{at}.custom_id");
    let Some(custom_id) = part["custom_id"].as_str() else { return Err(Refusal::required(&at)) };
    if custom_id.is_empty() || LONGEST_CUSTOM_ID < custom_id.chars().count() {
        return Err(Refusal::length(&at, 1, LONGEST_CUSTOM_ID));
    }
    Ok(())
}

fn check_button(part: &mut Value, at: &str) -> Result<(), Refusal> {
    let label = part["label"].as_str().unwrap_or_default();
    if LONGEST_LABEL < label.chars().count() {
        return Err(Refusal::length(&format!("{at}.label"), 0, LONGEST_LABEL));
    }
    if label.is_empty() && part["emoji"].is_null() {
        let words = "A button must have a label or emoji.";
        return Err(Refusal::form(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", words));
    }
    match part["style"].as_u64() {
        Some(LINK) => check_link(part, at)?,
        Some(1..LINK) => {
            check_custom_id(part, at)?;
            if !part["url"].is_null() {
                let words = "A custom id and url cannot both be specified";
                let at = format!("{at}.url");
                return Err(Refusal::form(&at, "BUTTON_COMPONENT_CUSTOM_ID_URL", words));
            }
        }
        Some(_) | None => {
            let words = "Value must be one of {1, 2, 3, 4, 5, 6}.";
            return Err(Refusal::form(&format!("{at}.style"), "BASE_TYPE_CHOICES", words));
        }
    }
    // The platform leaves out what is not set.
    if let Some(part) = part.as_object_mut() {
        part.retain(|_, value| !value.is_null());
        if let Some(emoji) = part.get_mut("emoji").and_then(Value::as_object_mut) {
            emoji.retain(|_, value| !value.is_null());
        }
    }
    Ok(())
}

fn check_link(part: &Value, at: &str) -> Result<(), Refusal> {
    let url = part["url"].as_str().unwrap_or_default();
    if url.is_empty() || !part["custom_id"].is_null() {
        let words = "A url is required, and no custom id";
        return Err(Refusal::form(at, "BUTTON_COMPONENT_LINK_URL_REQUIRED", words));
    }
    if LONGEST_LINK < url.len() {
        return Err(Refusal::length(&format!("{at}.url"), 0, LONGEST_LINK));
    }
    if !["https://", "http://", "discord://"].iter().any(|scheme| url.starts_with(scheme)) {
        let words = "Scheme must be one of ('http', 'https', 'discord').";
        return Err(Refusal::form(&format!("{at}.url"), "URL_TYPE_INVALID_SCHEME", words));
    }
    Ok(())
}

fn check_menu(part: &mut Value, at: &str, kind: u64) -> Result<(), Refusal> {
    check_custom_id(part, at)?;
    for (key, default) in [("min_values", 1), ("max_values", 1)] {
        if part[key].is_null() {
            part[key] = json!(default);
        }
    }
    if kind != STRING_MENU {
        return Ok(());
    }
    let at = format!("{at}.options");
    let options = part["options"].as_array().cloned().unwrap_or_default();
    if options.is_empty() || MOST_OPTIONS < options.len() {
        return Err(Refusal::length(&at, 1, MOST_OPTIONS));
    }
    let mut seen = BTreeSet::new();
    for (index, option) in options.iter().enumerate() {
        for key in ["label", "value"] {
            let text = option[key].as_str().unwrap_or_default();
            if text.is_empty() || LONGEST_CUSTOM_ID < text.chars().count() {
                return Err(Refusal::length(&format!("{at}.{index}.{key}"), 1, LONGEST_CUSTOM_ID));
            }
        }
        if !seen.insert(option["value"].as_str().unwrap_or_default()) {
            let words = "The specified option value is already used";
            let at = format!("{at}.{index}.value");
            return Err(Refusal::form(&at, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(parts: &[Value]) -> Vec<Value> {
        vec![json!({ "type": ROW, "components": parts })]
    }

    fn button(label: &str, custom_id: &str) -> Value {
        json!({ "type": BUTTON, "style": 1, "label": label, "custom_id": custom_id })
    }

    #[test]
    fn parts_are_numbered() {
        let rows = check_rows(row(&[button("1", "a"), button("2", "b")]), "components").unwrap();
        assert_eq!(rows[0]["id"], 1);
        assert_eq!(rows[0]["components"][1]["id"], 3);
    }

    #[test]
    fn rows_keep_to_the_limits() {
        let wrong = [
            row(&[]),
            row(&vec![button("1", "a"); 2]),
            row(&(0..6).map(|it| button("1", &it.to_string())).collect::<Vec<_>>()),
            row(&[button(&"x".repeat(81), "a")]),
            row(&[button("1", &"x".repeat(101))]),
            row(&[button("1", "")]),
            row(&[json!({ "type": BUTTON, "style": 1, "label": "1" })]),
            row(&[json!({ "type": BUTTON, "style": 5, "label": "1", "url": "ftp://x" })]),
            row(&[json!({ "type": TEXT_INPUT, "custom_id": "a" })]),
            vec![button("1", "a")],
        ];
        for rows in wrong {
            assert!(check_rows(rows.clone(), "components").is_err(), "{rows:?}");
        }
        let right = row(&[json!({ "type": 2, "style": 5, "label": "1", "url": "https://x.org" })]);
        assert!(check_rows(right, "components").is_ok());
    }
}
