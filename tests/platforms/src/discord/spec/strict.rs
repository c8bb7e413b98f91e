//! Closes what the description leaves open, so that unknown keys are found.

use serde_json::{Map, Value, json};

/// Forbids keys that are not described, in every object of the document.
pub(super) fn close(document: &mut Value) {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        // Others build on it: they are closed as a whole.
        if name != "Error" {
            visit(schema);
        }
    }
    if let Some(paths) = document.get_mut("paths") {
        visit(paths);
    }
    if let Some(responses) = document.pointer_mut("/components/responses") {
        visit(responses);
    }
}

fn visit(value: &mut Value) {
    match value {
        Value::Object(object) => {
            close_object(object);
            for (key, inner) in object.iter_mut() {
                // The parts of a whole must tolerate each other's keys.
                if key != "allOf" {
                    visit(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(visit),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

fn close_object(object: &mut Map<String, Value>) {
    let is_object = match object.get("type") {
        Some(Value::String(kind)) => kind == "object",
        Some(Value::Array(kinds)) => kinds.contains(&json!("object")),
        // A property that happens to be called `type`, or no schema at all.
        _ => false,
    };
    if !is_object || object.contains_key("additionalProperties") {
        return;
    }
    if object.contains_key("allOf") {
        object.insert("unevaluatedProperties".to_owned(), json!(false));
    } else if object.get("properties").is_some_and(Value::is_object) {
        object.insert("additionalProperties".to_owned(), json!(false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_closed_and_wholes_are_closed_once() {
        let inner = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        let whole = json!({ "type": "object", "allOf": [inner.clone()] });
        let map = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        let mut document =
            json!({ "components": { "schemas": { "A": inner, "B": whole, "C": map } } });
        close(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["A"]["additionalProperties"], json!(false));
        assert_eq!(schemas["B"]["unevaluatedProperties"], json!(false));
        assert!(schemas["B"]["allOf"][0].get("additionalProperties").is_none());
        assert_eq!(schemas["C"]["additionalProperties"], json!({ "type": "string" }));
    }
}
