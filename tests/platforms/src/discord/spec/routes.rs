//! The operations of the description: found by method and path.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The content types of a body, the most telling first.
const JSON: &str = "application/json";
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Every operation.
#[derive(Debug)]
pub(super) struct Routes(Vec<Route>);

#[derive(Debug)]
struct Route {
    segments: Vec<String>,
    operations: BTreeMap<String, Operation>,
}

/// One operation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    /// Schemas of the parameters of the query.
    pub(super) query: BTreeMap<String, Value>,
    pub(super) body: Option<Value>,
    pub(super) needs_body: bool,
    /// What may come back by status, and the schema of its body if it has one.
    answers: BTreeMap<String, Option<Value>>,
}

/// What the description says about an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Described<'a> {
    /// Nothing.
    No,
    /// It has no body.
    Empty,
    /// It has a body of this schema.
    With(&'a Value),
}

impl Operation {
    /// Returns what the description says about an answer.
    pub(super) fn answer(&self, status: u16) -> Described<'_> {
        let exact = self.answers.get(&status.to_string());
        let family = || self.answers.get(&format!("{}XX", status / 100));
        match exact.or_else(family) {
            None => Described::No,
            Some(None) => Described::Empty,
            Some(Some(schema)) => Described::With(schema),
        }
    }
}

impl Routes {
    pub(super) fn read(document: &Value) -> Self {
        let paths = document["paths"].as_object();
        let routes = paths.into_iter().flatten().map(|(path, entry)| {
            let segments = path.split('/').skip(1).map(str::to_owned).collect();
            let operation = |method: &&str| {
                let found = entry.get(*method)?;
                Some((method.to_ascii_uppercase(), read_operation(document, entry, found)))
            };
            Route { segments, operations: METHODS.iter().filter_map(operation).collect() }
        });
        Self(routes.collect())
    }

    pub(super) fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let fitting = self.0.iter().filter(|route| route.fits(&segments));
        let fitting = fitting.filter(|route| route.operations.contains_key(method));
        // A literal beats a placeholder: `@me` is nobody's id.
        let route = fitting.min_by_key(|route| route.placeholders())?;
        route.operations.get(method)
    }
}

impl Route {
    fn fits(&self, segments: &[&str]) -> bool {
        self.segments.len() == segments.len()
            && self.segments.iter().zip(segments).all(|(own, given)| {
                if own.starts_with('{') { !given.is_empty() } else { own == given }
            })
    }

    fn placeholders(&self) -> usize {
        self.segments.iter().filter(|segment| segment.starts_with('{')).count()
    }
}

fn read_operation(document: &Value, entry: &Value, operation: &Value) -> Operation {
    let lists = [&entry["parameters"], &operation["parameters"]];
    let parameters = lists.into_iter().filter_map(Value::as_array).flatten();
    let query = parameters.filter(|parameter| parameter["in"] == "query");
    let named = query.filter_map(|parameter| {
        Some((parameter["name"].as_str()?.to_owned(), parameter["schema"].clone()))
    });
    let content = &operation["requestBody"]["content"];
    let answers = operation["responses"].as_object();
    let answers = answers
        .into_iter()
        .flatten()
        .map(|(status, answer)| (status.clone(), schema_of(&resolve(document, answer)["content"])));
    Operation {
        id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
        query: named.collect(),
        body: schema_of(content),
        needs_body: operation["requestBody"]["required"] == json!(true),
        answers: answers.collect(),
    }
}

fn schema_of(content: &Value) -> Option<Value> {
    let content = content.as_object()?;
    let typed = content.get(JSON).or_else(|| content.values().next())?;
    Some(typed["schema"].clone())
}

/// Returns the response that a reference names, or the response itself.
fn resolve<'a>(document: &'a Value, answer: &'a Value) -> &'a Value {
    let pointer = answer["$ref"].as_str().and_then(|name| name.split_once('#'));
    pointer.and_then(|(_, pointer)| document.pointer(pointer)).unwrap_or(answer)
}
