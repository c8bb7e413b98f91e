//! What the platform says when it refuses, in its own words.

use serde_json::{Map, Value, json};

/// An answer with a status of 400 or more.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) errors: Option<Value>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }

    /// Returns the refusal of this code with the status and words that the platform gives it.
    pub(crate) fn of(code: u32) -> Self {
        let (status, message) = match code {
            10_003 => (404, "Unknown Channel"),
            10_004 => (404, "Unknown Guild"),
            10_007 => (404, "Unknown Member"),
            10_008 => (404, "Unknown Message"),
            10_011 => (404, "Unknown Role"),
            10_013 => (404, "Unknown User"),
            10_014 => (400, "Unknown Emoji"),
            10_015 => (404, "Unknown Webhook"),
            10_062 => (404, "Unknown interaction"),
            10_063 => (404, "Unknown application command"),
            20_031 => (400, "The thread name contains words that are not allowed"),
            30_003 => (400, "Maximum number of pins reached for the channel (50)"),
            30_010 => (400, "Maximum number of reactions reached (20)"),
            30_033 => (400, "Maximum number of thread participants has been reached (1000)"),
            40_001 => (401, "Unauthorized"),
            40_003 => (403, "You are opening direct messages too fast."),
            40_005 => (413, "Request entity too large"),
            40_060 => (400, "Interaction has already been acknowledged."),
            50_001 => (403, "Missing Access"),
            50_003 => (403, "Cannot execute action on a DM channel"),
            50_005 => (403, "Cannot edit a message authored by another user"),
            50_006 => (400, "Cannot send an empty message"),
            50_007 => (403, "Cannot send messages to this user"),
            50_008 => (400, "Cannot send messages in a non-text channel"),
            50_013 => (403, "Missing Permissions"),
            50_019 => (403, "A message can only be pinned in the channel it was sent in"),
            50_021 => (403, "Cannot execute action on a system message"),
            50_024 => (400, "Cannot execute action on this channel type"),
            50_027 => (401, "Invalid Webhook Token"),
            50_033 => (400, "Invalid Recipient(s)"),
            50_109 => (400, "The request body contains invalid JSON."),
            50_083 => (400, "Thread is archived"),
            50_278 => (403, "Cannot send messages to this user due to having no mutual guilds"),
            160_002 => (400, "Cannot reply without permission to read message history"),
            160_004 => (400, "A thread has already been created for this message"),
            160_005 => (400, "Thread is locked"),
            160_006 => (400, "Maximum number of active threads reached"),
            90_001 => (403, "Reaction was blocked"),
            _ => (400, "General error"),
        };
        Self::new(status, code, message)
    }

    /// Returns a 404 for a path that leads nowhere.
    pub(crate) fn no_route() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    /// Returns a 401 for a token that is none.
    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    /// Returns the refusal of a body, with what is wrong in one field: its path with dots, a code
    /// as in `BASE_TYPE_BAD_LENGTH`, and words.
    pub(crate) fn form(path: &str, code: &str, message: &str) -> Self {
        let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
        for key in path.rsplit('.') {
            let mut outer = Map::new();
            outer.insert(key.to_owned(), errors);
            errors = Value::Object(outer);
        }
        Self {
            status: 400,
            code: 50_035,
            message: "Invalid Form Body".to_owned(),
            errors: Some(errors),
        }
    }

    /// Returns the refusal of a text that is too short or too long.
    pub(crate) fn length(path: &str, from: usize, to: usize) -> Self {
        let words = if from == 0 {
            format!("Must be {to} or fewer in length.")
        } else {
            format!("Must be between {from} and {to} in length.")
        };
        Self::form(path, "BASE_TYPE_BAD_LENGTH", &words)
    }

    /// Returns the refusal of a field that must be there.
    pub(crate) fn required(path: &str) -> Self {
        Self::form(path, "BASE_TYPE_REQUIRED", "This field is required")
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_name_the_field() {
        let body = Refusal::length("data.content", 0, 2000).body();
        let wrong = &body["errors"]["data"]["content"]["_errors"][0];
        assert_eq!(wrong["code"], "BASE_TYPE_BAD_LENGTH");
        assert_eq!(body["code"], 50_035);
    }
}
