//! Limits that stand only in the prose of the documentation.

use std::collections::BTreeSet;

use serde_json::Value;

const CONTENT: usize = 2000;
const ROWS: usize = 5;
const BUTTONS: usize = 5;
/// Where the message lies in the bodies that carry one.
const MESSAGES: [&str; 3] = ["", "/data", "/message"];

/// Returns the limits overstepped by a request.
pub(super) fn faults(operation: &str, body: Option<&Value>) -> Vec<String> {
    let mut faults = Vec::new();
    for at in MESSAGES {
        let Some(message) = body.and_then(|body| body.pointer(at)) else { continue };
        let size = message["content"].as_str().map_or(0, |content| content.chars().count());
        if CONTENT < size {
            faults.push(format!("{operation}{at}.content: {size} characters, not 0-{CONTENT}"));
        }
        if message["enforce_nonce"] == true && message.get("nonce").is_none_or(Value::is_null) {
            faults.push(format!("{operation}{at}: `enforce_nonce` without a nonce"));
        }
        faults.extend(component_faults(operation, &message["components"]));
    }
    faults
}

fn component_faults(operation: &str, components: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let rows: Vec<&Value> = components.as_array().into_iter().flatten().collect();
    let rows: Vec<&&Value> = rows.iter().filter(|row| row["type"] == 1).collect();
    if ROWS < rows.len() {
        faults.push(format!("{operation}: {} rows of components, not 1-{ROWS}", rows.len()));
    }
    let mut ids = BTreeSet::new();
    for row in rows {
        let parts = row["components"].as_array().map_or(&[][..], Vec::as_slice);
        if BUTTONS < parts.len() || parts.is_empty() {
            faults.push(format!("{operation}: {} components in a row", parts.len()));
        }
        for part in parts {
            let id = part["custom_id"].as_str();
            if id.is_some_and(|id| !ids.insert(id)) {
                faults.push(format!("{operation}: the custom id of {part} is not the only one"));
            }
            faults.extend(button_fault(operation, part));
        }
    }
    faults
}

fn button_fault(operation: &str, button: &Value) -> Option<String> {
    let style = button["style"].as_u64().filter(|_| button["type"] == 2)?;
    let has = |key: &str| button.get(key).is_some_and(|value| !value.is_null());
    let is_link = style == 5;
    if has("url") != is_link || has("custom_id") == is_link {
        return Some(format!("{operation}: {button} has not exactly the action of its style"));
    }
    let is_blank = !has("label") && !has("emoji");
    is_blank.then(|| format!("{operation}: {button} says nothing"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn count(body: &Value) -> usize {
        faults("create_message", Some(body)).len()
    }

    #[test]
    fn limits_in_prose_are_known() {
        assert_eq!(count(&json!({ "content": "x".repeat(2000) })), 0);
        assert_eq!(count(&json!({ "content": "x".repeat(2001) })), 1);
        assert_eq!(count(&json!({ "type": 4, "data": { "content": "x".repeat(2001) } })), 1);
        assert_eq!(count(&json!({ "enforce_nonce": true })), 1);
        assert_eq!(count(&json!({ "enforce_nonce": true, "nonce": "a" })), 0);
    }

    #[test]
    fn buttons_have_one_action_and_an_id_of_their_own() {
        let button = |id: &str| json!({ "type": 2, "style": 1, "label": "a", "custom_id": id });
        let rows = |buttons: Value| json!({ "components": [{ "type": 1, "components": buttons }] });
        assert_eq!(count(&rows(json!([button("a"), button("b")]))), 0);
        assert_eq!(count(&rows(json!([button("a"), button("a")]))), 1);
        assert_eq!(count(&rows(json!([]))), 1);
        let six: Vec<Value> = ["a", "b", "c", "d", "e", "f"].map(button).to_vec();
        assert_eq!(count(&rows(json!(six))), 1);
        let link = json!({ "type": 2, "style": 5, "label": "a", "custom_id": "a" });
        assert_eq!(count(&rows(json!([link]))), 1);
        let mute = json!({ "type": 2, "style": 1, "custom_id": "a" });
        assert_eq!(count(&rows(json!([mute]))), 1);
    }
}
