//! The bot's command lists.

use serde_json::{Value, json};

use super::super::{params::Params, refusal::Refusal, world::World};

const MOST_COMMANDS: usize = 100;

impl World {
    pub(super) fn set_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        let commands = params.list("commands")?;
        if MOST_COMMANDS < commands.len() {
            return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
        }
        for command in &commands {
            check(command)?;
        }
        let key = list_key(params)?;
        self.commands.insert(key, Value::Array(commands));
        Ok(json!(true))
    }

    pub(super) fn get_commands(&self, params: &Params) -> Result<Value, Refusal> {
        Ok(self.commands.get(&list_key(params)?).cloned().unwrap_or_else(|| json!([])))
    }

    pub(super) fn delete_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.commands.remove(&list_key(params)?);
        Ok(json!(true))
    }
}

/// Returns the key of a list: scope, chat, person and language.
fn list_key(params: &Params) -> Result<String, Refusal> {
    let scope = params.structure("scope")?.unwrap_or_else(|| json!({ "type": "default" }));
    let kind = scope["type"].as_str().ok_or_else(|| Refusal::bad("can't parse BotCommandScope"))?;
    let part = |key: &str| {
        let value = scope.get(key).map(Value::to_string).unwrap_or_default();
        if value.is_empty() { value } else { format!(":{}", value.trim_matches('"')) }
    };
    let language = params.text("language_code");
    let language = if language.is_empty() { String::new() } else { format!("/{language}") };
    Ok(format!("{kind}{}{}{language}", part("chat_id"), part("user_id")))
}

fn check(command: &Value) -> Result<(), Refusal> {
    let name = command["command"].as_str().unwrap_or_default();
    let name = name.strip_prefix('/').unwrap_or(name);
    let is_legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !(1..=32).contains(&name.len()) || !name.bytes().all(is_legal) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    let description = command["description"].as_str().unwrap_or_default();
    if !(1..=256).contains(&description.chars().count()) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}
