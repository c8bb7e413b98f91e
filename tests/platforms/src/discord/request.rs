//! A REST call of the bot, read and not yet judged.

use serde_json::Value;

use super::world::Id;

/// What the bot asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// The method in capitals.
    pub(crate) method: String,
    /// The path behind `/api/v10`, unescaped.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// The JSON, or the part `payload_json` of a form.
    pub(crate) body: Option<Value>,
    pub(crate) files: Vec<Upload>,
}

/// A file that came in a form.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The number in `files[n]`.
    pub(crate) number: u64,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// What the platform answers when it does not refuse.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
}

impl Answer {
    /// Returns a 200 with a body.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }

    /// Returns a 201 with a body.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: 201, body: Some(body) }
    }

    /// Returns a 204.
    pub(crate) fn empty() -> Self {
        Self { status: 204, body: None }
    }
}

impl Request {
    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    /// Returns method and path with everything replaced that differs from call to call, as in
    /// `POST /channels/{id}/messages`.
    pub(crate) fn route(&self) -> String {
        let mut route = format!("{} ", self.method);
        let mut before = "";
        let mut is_after_owner = false;
        for segment in self.segments() {
            let is_number = segment.bytes().all(|byte| byte.is_ascii_digit());
            route.push('/');
            route.push_str(match before {
                "reactions" => "{emoji}",
                _ if is_after_owner => "{token}",
                _ if is_number => "{id}",
                _ => segment,
            });
            // The secret stands behind the id of an interaction or webhook.
            is_after_owner = is_number && matches!(before, "interactions" | "webhooks");
            before = segment;
        }
        route
    }

    pub(crate) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str())
    }

    pub(crate) fn query_id(&self, key: &str) -> Option<Id> {
        self.query(key).and_then(|text| text.parse().ok())
    }

    /// Returns the body, or null.
    pub(crate) fn json(&self) -> &Value {
        const NONE: &Value = &Value::Null;
        self.body.as_ref().unwrap_or(NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, path: &str) -> String {
        let request =
            Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() };
        request.route()
    }

    #[test]
    fn routes_are_free_of_ids_and_secrets() {
        assert_eq!(route("GET", "/channels/12/messages/34"), "GET /channels/{id}/messages/{id}");
        assert_eq!(
            route("POST", "/interactions/12/aSecret/callback"),
            "POST /interactions/{id}/{token}/callback"
        );
        assert_eq!(
            route("PATCH", "/webhooks/12/aSecret/messages/@original"),
            "PATCH /webhooks/{id}/{token}/messages/@original"
        );
        assert_eq!(
            route("PUT", "/channels/1/messages/2/reactions/👍/@me"),
            "PUT /channels/{id}/messages/{id}/reactions/{emoji}/@me"
        );
    }
}
