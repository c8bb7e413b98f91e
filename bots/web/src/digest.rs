//! Tells a repeat from a conflict: the same content has the same digest, however it is written.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The first eight bytes of SHA-256 over the canonical form of the value.
pub(crate) fn of(value: &Value) -> u64 {
    let mut canonical = String::new();
    write(value, &mut canonical);
    let hash: [u8; 32] = Sha256::digest(canonical.as_bytes()).into();
    let (first, _) = hash.split_first_chunk().expect("thirty-two bytes begin with eight");
    u64::from_be_bytes(*first)
}

/// Writes JSON without blanks and with sorted keys.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (name, field) in sorted {
                write(&Value::String(name.clone()), out);
                out.push(':');
                write(field, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(text: &str) -> u64 {
        of(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn order_and_blanks_do_not_matter() {
        let one = parsed(r#"{"id":"a","customer":{"x":1,"y":[1,2]}}"#);
        assert_eq!(one, parsed("{ \"customer\" : {\"y\":[1, 2], \"x\":1},\n\"id\":\"a\"}"));
    }

    #[test]
    fn content_does() {
        let one = of(&json!({"id": "a", "list": [1, 2]}));
        assert_ne!(one, of(&json!({"id": "a", "list": [2, 1]})));
        assert_ne!(one, of(&json!({"id": "a", "list": [12]})));
        assert_ne!(one, of(&json!({"id": "a", "list": ["1", 2]})));
    }

    #[test]
    fn it_stays_the_same_from_release_to_release() {
        assert_eq!(of(&json!({"b": null, "a": "ä\n"})), 1_524_160_251_095_282_275);
    }
}
