//! Conformance with Discord's official OpenAPI description, in both directions.
//!
//! The description is data that lies beside the project's checkout, not in it. Where it leaves an
//! object open, the stand-in closes it: a key that is not described is a fault on either side.

mod events;
mod prose;
mod routes;
mod strict;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jsonschema::{
    Draft, Registry, Resource, ValidationError, Validator, error::ValidationErrorKind as Kind,
};
use serde_json::{Value, json};
use tracing::error;

use self::routes::{Described, Routes};
use super::commands;

const FILE: &str = "discord-openapi.json";
/// The variable that names the directory of the specifications.
const VARIABLE: &str = "AMENDS_SPECS";
/// Where they lie otherwise, as seen from the root of the workspace.
const BESIDE: &str = "../shared/specs";
/// Under which the schemas of the description are known to each other.
const NAME: &str = "urn:discord";

/// Discord's API as data.
pub struct Spec {
    routes: Routes,
    registry: Registry,
    /// Compiled schemas by the schema's own text.
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Spec").finish_non_exhaustive()
    }
}

impl Spec {
    /// Returns the specification from the directory in `AMENDS_SPECS`, or from `../shared/specs`
    /// beside the workspace; nothing if it is not there. It is read once.
    pub fn load_default() -> Option<Arc<Self>> {
        static LOADED: OnceLock<Option<Arc<Spec>>> = OnceLock::new();
        LOADED
            .get_or_init(|| {
                let text = fs::read_to_string(directory()?.join(FILE)).ok()?;
                let spec = Self::parse(&text).map(Arc::new);
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
            "conformance: Discord's OpenAPI description can't be read at `{}`; AMENDS_SPECS names \
             its directory",
            sought.display()
        );
        let is_promised = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        assert!(!is_promised("CI") && !is_promised(VARIABLE), "{absence}");
        // Not through the macros, whose words the test harness keeps to itself.
        writeln!(io::stderr(), "skipped: {absence}").ok();
        false
    }

    fn parse(text: &str) -> Result<Self, String> {
        let text = text.replace("\"#/components/", &format!("\"{NAME}#/components/"));
        let mut document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        strict::close(&mut document);
        let routes = Routes::read(&document);
        let components = json!({ "components": document["components"] });
        let resource = Resource::from_contents(components);
        let registry = Registry::try_new(NAME, resource).map_err(|error| error.to_string())?;
        Ok(Self { routes, registry, validators: Mutex::default() })
    }

    /// Tells whether the platform has this operation, whatever the stand-in has.
    pub fn has_operation(&self, method: &str, path: &str) -> bool {
        self.routes.find(method, path).is_some()
    }

    /// Returns what is wrong with a request. The path begins behind `/api/v10`; `body` is the JSON,
    /// or the part `payload_json` of a form.
    pub fn check_request(
        &self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        body: Option<&Value>,
    ) -> Vec<String> {
        let Some(operation) = self.routes.find(method, path) else {
            return vec![format!("{method} {path}: no such operation")];
        };
        let name = operation.id.as_str();
        let mut faults = prose::faults(name, body);
        for (key, text) in query {
            match operation.query.get(key) {
                None => faults.push(format!("{name}: the query `{key}` is unknown")),
                Some(schema) => {
                    // Which of its meanings counts, only the schema knows.
                    let meanings = [serde_json::from_str(text).ok(), Some(json!(text))];
                    let meanings = meanings.into_iter().flatten();
                    let found = meanings.map(|value| self.check(key, schema, &value));
                    let found = found.min_by_key(Vec::len).unwrap_or_default();
                    faults.extend(found.iter().map(|fault| format!("{name}?{fault}")));
                }
            }
        }
        match (&operation.body, body) {
            (Some(schema), Some(body)) => {
                faults.extend(self.check(name, schema, &without_quirks(body)));
            }
            (None, Some(body)) => faults.push(format!("{name}: takes no body, but got {body}")),
            (Some(_), None) if operation.needs_body => {
                faults.push(format!("{name}: the body is missing"));
            }
            (_, None) => (),
        }
        faults
    }

    /// Returns what is wrong with an answer of the stand-in.
    pub fn check_answer(
        &self,
        method: &str,
        path: &str,
        status: u16,
        body: Option<&Value>,
    ) -> Vec<String> {
        let Some(operation) = self.routes.find(method, path) else { return Vec::new() };
        let name = format!("{} answered {status}", operation.id);
        match (operation.answer(status), body) {
            // Failures of the platform itself are described nowhere.
            (Described::No, _) if 500 <= status => Vec::new(),
            (Described::No, _) => vec![format!("{name}, which is not described")],
            (Described::Empty, Some(body)) => vec![format!("{name} with a body: {body}")],
            (Described::Empty, None) => Vec::new(),
            (Described::With(_), None) => vec![format!("{name} without a body")],
            (Described::With(schema), Some(body)) => {
                self.check(&name, schema, &without_details(body, status))
            }
        }
    }

    /// Returns what is wrong with what the gateway brings: the objects in it that are described.
    pub fn check_event(&self, name: &str, body: &Value) -> Vec<String> {
        let parts = events::parts(name, body);
        let check =
            |part: &events::Part| self.check_component(&part.path, part.schema, &part.value);
        parts.iter().flat_map(check).collect()
    }

    /// Returns what is wrong with an object of a described kind.
    pub fn check_component(&self, path: &str, component: &str, value: &Value) -> Vec<String> {
        let schema = json!({ "$ref": format!("{NAME}#/components/schemas/{component}") });
        self.check(path, &schema, value)
    }

    fn check(&self, path: &str, schema: &Value, value: &Value) -> Vec<String> {
        match self.validator(schema) {
            Ok(validator) => {
                let mut faults = Vec::new();
                for error in validator.iter_errors(value) {
                    explain(path, &error, &mut faults);
                }
                faults
            }
            Err(error) => vec![format!("{path}: the description cannot be used: {error}")],
        }
    }

    fn validator(&self, schema: &Value) -> Result<Arc<Validator>, String> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let text = schema.to_string();
        if let Some(validator) = validators.get(&text) {
            return Ok(Arc::clone(validator));
        }
        let options = jsonschema::options().with_draft(Draft::Draft202012);
        let built = options.with_registry(self.registry.clone()).build(schema);
        let validator = Arc::new(built.map_err(|error| error.to_string())?);
        validators.insert(text, Arc::clone(&validator));
        Ok(validator)
    }
}

/// Says what an error means: of several alternatives, what keeps the value from the nearest.
fn explain(path: &str, error: &ValidationError<'_>, faults: &mut Vec<String>) {
    let (Kind::AnyOf { context } | Kind::OneOfNotValid { context }) = error.kind() else {
        let at = error.instance_path().to_string().replace('/', ".");
        let what = if let Kind::AdditionalProperties { unexpected }
        | Kind::UnevaluatedProperties { unexpected } = error.kind()
        {
            format!("`{}` is unknown", unexpected.join("`, `"))
        } else {
            error.to_string()
        };
        faults.push(format!("{path}{at}: {what}"));
        return;
    };
    // One of another kind is farthest; one that fails deep inside came close.
    let distance = |errors: &Vec<ValidationError<'_>>| {
        let path = |error: &ValidationError<'_>| error.instance_path().to_string();
        let is_other = errors.iter().any(|error| path(error).ends_with("/type"));
        let deepest = errors.iter().map(|error| path(error).len()).max().unwrap_or(0);
        (is_other, usize::MAX - deepest, errors.len())
    };
    let nearest = context.iter().min_by_key(|errors| distance(errors));
    for error in nearest.into_iter().flatten() {
        explain(path, error, faults);
    }
}

/// Returns a body without the details of a refused form: they are described with numbers for
/// codes, but the platform sends words, as in `BASE_TYPE_BAD_LENGTH`.
fn without_details(body: &Value, status: u16) -> Cow<'_, Value> {
    if status != 400 || body.get("errors").is_none() {
        return Cow::Borrowed(body);
    }
    let mut body = body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("errors");
    }
    Cow::Owned(body)
}

/// Returns a body without what the client library sends against the description: the number of an
/// attachment as an integer, `nsfw` in a command, and in its options every key there is, empty
/// where it is not meant.
fn without_quirks(body: &Value) -> Value {
    let mut body = body.clone();
    for at in ["/attachments", "/data/attachments", "/message/attachments"] {
        let attachments = body.pointer_mut(at).and_then(Value::as_array_mut);
        for attachment in attachments.into_iter().flatten() {
            if let Some(number) = attachment["id"].as_u64() {
                attachment["id"] = json!(number.to_string());
            }
        }
    }
    for command in body.as_array_mut().into_iter().flatten() {
        if let Some(command) = command.as_object_mut() {
            command.remove("nsfw");
            commands::tidy_options(command);
        }
    }
    body
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Option<Arc<Spec>> {
        Spec::load_default()
    }

    const SEND: &str = "/channels/5/messages";

    #[test]
    fn requests_are_checked_in_depth() {
        let Some(spec) = spec() else { return };
        let check = |body: Value| spec.check_request("POST", SEND, &[], Some(&body));
        assert_eq!(check(json!({ "content": "hi" })), Vec::<String>::new());
        assert_eq!(check(json!({ "text": "hi" })), ["create_message: `text` is unknown"]);
        let button = json!({ "type": 2, "style": 1, "custom_id": "a", "label": 5 });
        let rows = json!([{ "type": 1, "components": [button] }]);
        let faults = check(json!({ "components": rows }));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("components.0.components.0.label"), "{faults:?}");
        let attachment = json!([{ "id": 0, "filename": "a.png" }]);
        assert_eq!(check(json!({ "attachments": attachment })), Vec::<String>::new());
    }

    #[test]
    fn paths_and_queries_are_checked() {
        let Some(spec) = spec() else { return };
        let unknown = spec.check_request("GET", "/tea", &[], None);
        assert_eq!(unknown, ["GET /tea: no such operation"]);
        let query = |key: &str, value: &str| {
            let pairs = [(key.to_owned(), value.to_owned())];
            spec.check_request("GET", SEND, &pairs, None)
        };
        assert_eq!(query("limit", "100"), Vec::<String>::new());
        assert_eq!(query("after", "123"), Vec::<String>::new());
        assert_eq!(query("limit", "101").len(), 1);
        assert_eq!(query("page", "1"), ["list_messages: the query `page` is unknown"]);
        let pin = spec.check_request("PUT", "/channels/5/messages/pins/6", &[], None);
        assert_eq!(pin, Vec::<String>::new());
        assert!(spec.has_operation("PATCH", "/webhooks/1/abc/messages/@original"));
    }

    #[test]
    fn answers_are_checked() {
        let Some(spec) = spec() else { return };
        let check = |status, body: Option<Value>| {
            spec.check_answer("POST", SEND, status, body.as_ref()).len()
        };
        assert_eq!(check(403, Some(json!({ "code": 50_007, "message": "no" }))), 0);
        assert_eq!(check(403, Some(json!({ "code": 50_007, "message": "no", "x": 1 }))), 1);
        let too_many = json!({ "message": "slow", "code": 0, "retry_after": 0.5, "global": false });
        assert_eq!(check(429, Some(too_many)), 0);
        assert_eq!(check(204, None), 1);
        assert!(1 <= check(200, Some(json!({ "id": "5" }))));
        assert_eq!(check(502, None), 0);
    }

    #[test]
    fn callbacks_are_told_apart_by_their_type() {
        let Some(spec) = spec() else { return };
        let check = |body: Value| {
            spec.check_request("POST", "/interactions/1/abc/callback", &[], Some(&body))
        };
        assert_eq!(check(json!({ "type": 6 })), Vec::<String>::new());
        let data = json!({ "content": "hi", "flags": 64 });
        assert_eq!(check(json!({ "type": 4, "data": data })), Vec::<String>::new());
        let long = json!({ "content": "x".repeat(2001) });
        assert_ne!(check(json!({ "type": 4, "data": long })), Vec::<String>::new());
        assert_ne!(check(json!({ "type": 4, "data": { "text": "hi" } })), Vec::<String>::new());
    }

    #[test]
    fn objects_of_events_are_checked() {
        let Some(spec) = spec() else { return };
        let role = json!({
            "id": "5", "name": "staff", "permissions": "0", "position": 1, "color": 0,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "hoist": false, "managed": false, "mentionable": false, "icon": null,
            "unicode_emoji": null, "flags": 0,
        });
        let mut event = json!({ "guild_id": "1", "role": role });
        assert_eq!(spec.check_event("GUILD_ROLE_UPDATE", &event), Vec::<String>::new());
        event["role"].as_object_mut().unwrap().remove("colors");
        assert_eq!(spec.check_event("GUILD_ROLE_UPDATE", &event).len(), 1);
    }
}
