//! Conformance with the official Bot API specification, in both directions.
//!
//! The specification is data that lies beside the project's checkout, not in it.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use serde::Deserialize;
use serde_json::{Map, Value};
use tracing::error;

use super::entities;

const FILE: &str = "telegram-bot-api.json";
/// The variable that names the directory of the specifications.
const VARIABLE: &str = "AMENDS_SPECS";
/// Where they lie otherwise, as seen from the root of the workspace.
const BESIDE: &str = "../shared/specs";

/// The Bot API as data.
#[derive(Debug, Deserialize)]
pub struct Spec {
    methods: BTreeMap<String, Entry>,
    types: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
    #[serde(default)]
    returns: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
    #[serde(default)]
    description: String,
}

impl Spec {
    /// Returns the specification from the directory in `AMENDS_SPECS`, or from `../shared/specs`
    /// beside the workspace; nothing if it is not there. It is read once.
    pub fn load_default() -> Option<Arc<Self>> {
        static LOADED: OnceLock<Option<Arc<Spec>>> = OnceLock::new();
        LOADED
            .get_or_init(|| {
                let text = fs::read_to_string(directory()?.join(FILE)).ok()?;
                let spec = serde_json::from_str(&text).map(Arc::new);
                spec.inspect_err(|error| error!("The specification cannot be read: {error}")).ok()
            })
            .clone()
    }

    /// Tells whether the specification is there. Where it is not, nobody checks whether both sides
    /// keep to it, and standard error says so plainly.
    ///
    /// # Panics
    ///
    /// If it is absent where it was promised: in continuous integration (`CI`), or by
    /// `AMENDS_SPECS`.
    pub fn is_there() -> bool {
        if Self::load_default().is_some() {
            return true;
        }
        let sought = directory().unwrap_or_default().join(FILE);
        let absence = format!(
            "conformance: the specification of the Bot API can't be read at `{}`; AMENDS_SPECS \
             names its directory",
            sought.display()
        );
        let is_promised = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        assert!(!is_promised("CI") && !is_promised(VARIABLE), "{absence}");
        // Not through the macros, whose words the test harness keeps to itself.
        writeln!(io::stderr(), "skipped: {absence}").ok();
        false
    }

    /// Tells whether there is such a method, in any spelling of case.
    pub fn has_method(&self, method: &str) -> bool {
        self.methods.keys().any(|name| name.eq_ignore_ascii_case(method))
    }

    /// Returns what is wrong with the parameters of a call.
    pub fn check_request(&self, method: &str, params: &Map<String, Value>) -> Vec<String> {
        let mut faults = prose(method, params);
        match self.methods.get(method) {
            Some(entry) => self.check_fields(method, &entry.fields, params, &mut faults),
            None => faults.push(format!("{method}: no such method")),
        }
        faults
    }

    /// Returns what is wrong with the result of a call.
    pub fn check_result(&self, method: &str, result: &Value) -> Vec<String> {
        let Some(entry) = self.methods.get(method) else { return Vec::new() };
        self.check_types(&format!("{method} returned"), &entry.returns, result)
    }

    /// Returns what is wrong with an update.
    pub fn check_update(&self, update: &Value) -> Vec<String> {
        self.check_type("update", "Update", update)
    }

    fn check_fields(
        &self,
        path: &str,
        fields: &[Field],
        object: &Map<String, Value>,
        faults: &mut Vec<String>,
    ) {
        for field in fields {
            match object.get(&field.name) {
                None if field.required => {
                    faults.push(format!("{path}: `{}` is missing", field.name));
                }
                None => (),
                Some(value) => {
                    let path = format!("{path}.{}", field.name);
                    if fixed_value(field).is_some_and(|fixed| value.as_str() != Some(fixed)) {
                        faults.push(format!("{path}: {value} is not allowed"));
                    }
                    faults.extend(self.check_types(&path, &field.types, value));
                }
            }
        }
        for key in object.keys().filter(|key| fields.iter().all(|field| field.name != **key)) {
            faults.push(format!("{path}: `{key}` is unknown"));
        }
    }

    /// Returns what is wrong with a value that may have one of several types: the complaints of
    /// the type that comes closest.
    fn check_types(&self, path: &str, types: &[String], value: &Value) -> Vec<String> {
        let complaints = types.iter().map(|name| self.check_type(path, name, value));
        complaints.min_by_key(Vec::len).unwrap_or_default()
    }

    fn check_type(&self, path: &str, name: &str, value: &Value) -> Vec<String> {
        if let Some(of) = name.strip_prefix("Array of ") {
            let Some(items) = value.as_array() else { return vec![wrong(path, name, value)] };
            let check = |(at, item)| self.check_type(&format!("{path}[{at}]"), of, item);
            return items.iter().enumerate().flat_map(check).collect();
        }
        let is_right = match name {
            "Integer" => value.is_i64() || value.is_u64(),
            "String" => value.is_string(),
            "Boolean" => value.is_boolean(),
            "Float" => value.is_number(),
            "InputFile" => value.get("file_name").is_some(),
            _ => return self.check_named(path, name, value),
        };
        if is_right { Vec::new() } else { vec![wrong(path, name, value)] }
    }

    fn check_named(&self, path: &str, name: &str, value: &Value) -> Vec<String> {
        let Some(entry) = self.types.get(name) else {
            return vec![format!("{path}: the specification has no type {name}")];
        };
        if !entry.subtypes.is_empty() {
            return self.check_types(path, &entry.subtypes, value);
        }
        let Some(object) = value.as_object() else { return vec![wrong(path, name, value)] };
        let mut faults = Vec::new();
        self.check_fields(path, &entry.fields, object, &mut faults);
        faults
    }
}

fn wrong(path: &str, name: &str, value: &Value) -> String {
    format!("{path}: {value} is no {name}")
}

/// Returns the only value a field may have, where its description says so.
fn fixed_value(field: &Field) -> Option<&str> {
    if !matches!(field.name.as_str(), "type" | "status" | "source") {
        return None;
    }
    if let Some((_, rest)) = field.description.split_once("always \"") {
        return rest.split('"').next();
    }
    let (_, rest) = field.description.split_once(", must be ")?;
    (!rest.starts_with("one of")).then(|| rest.trim_end_matches('.').trim_matches('"'))
}

/// Returns the directory in which the specification is looked for: one that is named relatively
/// is meant from the root of the workspace, wherever the tests run.
fn directory() -> Option<PathBuf> {
    let named = env::var_os(VARIABLE).filter(|named| !named.is_empty()).map(PathBuf::from);
    let named = named.unwrap_or_else(|| PathBuf::from(BESIDE));
    if named.is_absolute() {
        return Some(named);
    }
    let start = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let start = start.or_else(|| env::current_dir().ok())?;
    let workspace = start.ancestors().find(|path| path.join("Cargo.lock").is_file())?;
    Some(workspace.join(named))
}

/// Returns the limits overstepped that stand only in the descriptions.
fn prose(method: &str, params: &Map<String, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut limit = |key: &str, least: usize, most: usize| {
        if let Some(text) = params.get(key).and_then(Value::as_str) {
            let size = entities::length(text);
            if size < least || most < size {
                faults.push(format!("{method}.{key}: {size} characters, not {least}-{most}"));
            }
        }
    };
    match method {
        "answerCallbackQuery" => limit("text", 0, 200),
        "createForumTopic" => limit("name", 1, 128),
        "editForumTopic" => limit("name", 0, 128),
        _ => {
            limit("text", 1, 4096);
            limit("caption", 0, 1024);
        }
    }
    if params.contains_key("parse_mode") {
        faults.push(format!("{method}.parse_mode: the stand-in knows only entities"));
    }
    let rows = params.get("reply_markup").and_then(|markup| markup["inline_keyboard"].as_array());
    for button in rows.into_iter().flatten().filter_map(Value::as_array).flatten() {
        faults.extend(button_fault(method, button));
    }
    for key in ["entities", "caption_entities"] {
        let text = params.get(if key == "entities" { "text" } else { "caption" });
        let size = text.and_then(Value::as_str).map_or(0, entities::length);
        for entity in params.get(key).and_then(Value::as_array).into_iter().flatten() {
            let end = entity["offset"].as_u64().zip(entity["length"].as_u64());
            let end = end.and_then(|(offset, length)| usize::try_from(offset + length).ok());
            if end.is_none_or(|end| size < end) {
                faults.push(format!("{method}.{key}: {entity} reaches beyond the text"));
            }
        }
    }
    faults
}

fn button_fault(method: &str, button: &Value) -> Option<String> {
    let looks = ["text", "icon_custom_emoji_id", "style"];
    let actions = button.as_object()?.keys().filter(|key| !looks.contains(&key.as_str())).count();
    if actions != 1 {
        return Some(format!("{method}: button {button} has {actions} actions, not one"));
    }
    let bytes = button["callback_data"].as_str().map(str::len)?;
    let is_right = (1..=64).contains(&bytes);
    (!is_right).then(|| format!("{method}: callback_data has {bytes} bytes, not 1-64"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(object) = value else { panic!("an object is meant") };
        object
    }

    #[test]
    fn limits_in_prose_are_known() {
        let long = object(json!({ "text": "x".repeat(4097) }));
        assert_eq!(prose("sendMessage", &long).len(), 1);
        let markup = json!({ "inline_keyboard": [[
            { "text": "a", "callback_data": "1" },
            { "text": "b", "callback_data": "é".repeat(33) },
            { "text": "c", "callback_data": "1", "url": "https://example.com" },
        ]] });
        assert_eq!(prose("sendMessage", &object(json!({ "reply_markup": markup }))).len(), 2);
        let entity = json!([{ "type": "bold", "offset": 1, "length": 2 }]);
        let beyond = object(json!({ "text": "ab", "entities": entity }));
        assert_eq!(prose("sendMessage", &beyond).len(), 1);
    }

    #[test]
    fn requests_results_and_updates_are_checked_in_depth() {
        let Some(spec) = Spec::load_default() else { return };
        let check = |params| spec.check_request("sendMessage", &object(params));
        assert_eq!(check(json!({ "chat_id": 1, "text": "a" })), Vec::<String>::new());
        assert_eq!(check(json!({ "chat_id": 1, "text": "a", "reply_to": 5 })).len(), 1);
        assert_eq!(check(json!({ "text": null })).len(), 2);
        let markup = json!({ "inline_keyboard": [[{ "text": 5, "callback_data": "1" }]] });
        let faults = check(json!({ "chat_id": 1, "text": "a", "reply_markup": markup }));
        assert_eq!(faults, ["sendMessage.reply_markup.inline_keyboard[0][0].text: 5 is no String"]);
        assert_eq!(spec.check_result("sendMessage", &json!({ "message_id": 1 })).len(), 2);
        assert_eq!(spec.check_update(&json!({ "update_id": 1, "thing": {} })).len(), 1);
        let user = json!({ "id": 1, "is_bot": false, "first_name": "A" });
        let member = json!({ "status": "owner", "user": user });
        assert_ne!(spec.check_type("member", "ChatMember", &member), Vec::<String>::new());
    }
}
