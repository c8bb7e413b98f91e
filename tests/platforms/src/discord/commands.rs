//! Slash commands and menus: what the bot registered, for everyone or for one guild.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    refusal::Refusal,
    request::{Answer, Request},
    world::{Id, World},
};

/// Under which the commands for everyone are kept.
const EVERYWHERE: Id = Id(0);
const CHAT_INPUT: u64 = 1;
const MOST_CHAT_INPUT: usize = 100;
const MOST_MENUS: usize = 15;
const MOST_OPTIONS: usize = 25;
const MOST_CHOICES: usize = 25;
const LONGEST_NAME: usize = 32;
const LONGEST_DESCRIPTION: usize = 100;
/// How many characters all texts of one command may have.
const MOST_CHARACTERS: usize = 8000;
/// What the bot may say about a command; the rest is the platform's.
const KEYS: [&str; 8] = [
    "name_localizations",
    "description_localizations",
    "options",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
    "handler",
];

impl World {
    /// Carries out a call about commands; none if it is another call.
    pub(crate) fn call_command(&mut self, request: &Request) -> Option<Result<Answer, Refusal>> {
        let segments = request.segments();
        let (application, place, rest) = match segments.as_slice() {
            ["applications", application, "commands", rest @ ..] => (application, None, rest),
            ["applications", application, "guilds", guild, "commands", rest @ ..] => {
                (application, Some(guild), rest)
            }
            _ => return None,
        };
        let is_own = application.parse() == Ok(self.bot());
        let place = match place {
            None => Some(EVERYWHERE),
            Some(guild) => guild.parse().ok().filter(|guild| {
                let bot = self.bot();
                self.guilds.get(guild).is_some_and(|guild| guild.members.contains_key(&bot))
            }),
        };
        let rest: Vec<String> = rest.iter().map(|part| (*part).to_owned()).collect();
        let (Some(place), true) = (place, is_own) else { return Some(Err(Refusal::of(50_001))) };
        let named = rest.first().map(|id| id.parse::<Id>());
        match (request.method.as_str(), named) {
            ("GET", None) => Some(Ok(Answer::ok(json!(self.registered(place))))),
            ("PUT", None) => Some(self.overwrite(place, request.json())),
            ("GET" | "DELETE", Some(id)) if rest.len() == 1 => {
                Some(self.one_command(place, id.unwrap_or_default(), request))
            }
            _ => None,
        }
    }

    /// Returns the commands that the bot registered for a guild, or with id 0 for everyone.
    pub(crate) fn registered(&self, place: Id) -> Vec<Value> {
        self.commands.get(&place).cloned().unwrap_or_default()
    }

    fn one_command(&mut self, place: Id, id: Id, request: &Request) -> Result<Answer, Refusal> {
        let commands = self.commands.entry(place).or_default();
        let at = commands.iter().position(|command| command["id"] == json!(id));
        let at = at.ok_or_else(|| Refusal::of(10_063))?;
        if request.method == "DELETE" {
            commands.remove(at);
            return Ok(Answer::empty());
        }
        Ok(Answer::ok(commands[at].clone()))
    }

    fn overwrite(&mut self, place: Id, body: &Value) -> Result<Answer, Refusal> {
        let Some(wanted) = body.as_array() else { return Err(Refusal::of(50_109)) };
        let mut seen: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
        for (index, command) in wanted.iter().enumerate() {
            let kind = check(command, &index.to_string())?;
            let name = command["name"].as_str().unwrap_or_default();
            if !seen.entry(kind).or_default().insert(name) {
                let words = "Application command names must be unique";
                let at = index.to_string();
                return Err(Refusal::form(&at, "APPLICATION_COMMANDS_DUPLICATE_NAME", words));
            }
        }
        for (kind, names) in &seen {
            let most = if *kind == CHAT_INPUT { MOST_CHAT_INPUT } else { MOST_MENUS };
            if most < names.len() {
                let words = format!("Maximum number of application commands reached ({most})");
                return Err(Refusal::new(400, 30_032, words));
            }
        }
        let earlier = self.registered(place);
        let made: Vec<Value> =
            wanted.iter().map(|command| self.register(place, command, &earlier)).collect();
        self.commands.insert(place, made.clone());
        Ok(Answer::ok(json!(made)))
    }

    fn register(&mut self, place: Id, command: &Value, earlier: &[Value]) -> Value {
        let kind = command["type"].as_u64().unwrap_or(CHAT_INPUT);
        let same = earlier.iter().find(|it| it["name"] == command["name"] && it["type"] == kind);
        let id = same.map_or_else(|| json!(self.new_id()), |same| same["id"].clone());
        let permissions = match &command["default_member_permissions"] {
            Value::Number(number) => json!(number.to_string()),
            Value::String(text) => json!(text),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Value::Null,
        };
        let mut made = Map::new();
        for key in KEYS {
            if let Some(value) = command.get(key).filter(|value| !value.is_null()) {
                made.insert(key.to_owned(), value.clone());
            }
        }
        tidy_options(&mut made);
        made.retain(|key, value| key != "options" || *value != json!([]));
        let mut made = Value::Object(made);
        made["id"] = id;
        made["application_id"] = json!(self.bot());
        made["version"] = json!(self.new_id());
        made["default_member_permissions"] = permissions;
        made["type"] = json!(kind);
        made["name"] = command["name"].clone();
        made["description"] = json!(command["description"].as_str().unwrap_or_default());
        if place != EVERYWHERE {
            made["guild_id"] = json!(place);
        }
        if made.get("nsfw").is_none() {
            made["nsfw"] = json!(false);
        }
        made
    }
}

/// Removes from the options of a command what is not meant: nothing, an empty list, a no.
pub(crate) fn tidy_options(command: &mut Map<String, Value>) {
    let is_meant = |key: &str, value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        Value::Bool(flag) => *flag || key != "autocomplete",
        Value::Number(_) | Value::String(_) | Value::Object(_) => true,
    };
    for option in command.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(option) = option.as_object_mut() {
            option.retain(|key, value| is_meant(key, value));
            tidy_options(option);
        }
    }
}

/// Returns the kind of a command, if it can be one.
fn check(command: &Value, at: &str) -> Result<u64, Refusal> {
    let kind = Some(&command["type"]).filter(|kind| !kind.is_null());
    let kind = kind.map_or(Some(CHAT_INPUT), Value::as_u64);
    let Some(kind) = kind.filter(|kind| (CHAT_INPUT..=3).contains(kind)) else {
        let words = "Value must be one of {1, 2, 3, 4}.";
        return Err(Refusal::form(&format!("{at}.type"), "BASE_TYPE_CHOICES", words));
    };
    let name = command["name"].as_str().unwrap_or_default();
    if kind == CHAT_INPUT {
        check_name(name, at)?;
        check_description(command, at)?;
        check_options(&command["options"], at)?;
    } else {
        for (field, name) in in_each_language(command, "name") {
            if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
                return Err(Refusal::length(&format!("{at}.{field}"), 1, LONGEST_NAME));
            }
        }
        let has_options = command["options"].as_array().is_some_and(|options| !options.is_empty());
        let description = command["description"].as_str().unwrap_or_default();
        if !description.is_empty() || has_options {
            let words = "Context menu commands cannot have description or options";
            let code = "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID";
            return Err(Refusal::form(&format!("{at}.description"), code, words));
        }
    }
    if MOST_CHARACTERS < characters(command) {
        let words = format!("Command exceeds maximum size ({MOST_CHARACTERS})");
        return Err(Refusal::form(at, "APPLICATION_COMMAND_TOO_LARGE", &words));
    }
    Ok(kind)
}

/// Returns a text and its translations, each with the path of its field.
fn in_each_language<'a>(part: &'a Value, key: &str) -> Vec<(String, &'a str)> {
    let field = format!("{key}_localizations");
    let translations = part[&field].as_object().into_iter().flatten();
    let translations = translations
        .map(|(lang, text)| (format!("{field}.{lang}"), text.as_str().unwrap_or_default()));
    let own = (key.to_owned(), part[key].as_str().unwrap_or_default());
    std::iter::once(own).chain(translations).collect()
}

fn check_description(part: &Value, at: &str) -> Result<(), Refusal> {
    for (field, text) in in_each_language(part, "description") {
        if !(1..=LONGEST_DESCRIPTION).contains(&text.chars().count()) {
            return Err(Refusal::length(&format!("{at}.{field}"), 1, LONGEST_DESCRIPTION));
        }
    }
    Ok(())
}

fn check_name(name: &str, at: &str) -> Result<(), Refusal> {
    let is_fit = |letter: char| {
        (letter.is_alphanumeric() && !letter.is_uppercase()) || "-_'".contains(letter)
    };
    let is_right = (1..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(is_fit);
    if is_right {
        return Ok(());
    }
    let words = "Command name is invalid";
    Err(Refusal::form(&format!("{at}.name"), "APPLICATION_COMMAND_INVALID_NAME", words))
}

fn check_options(options: &Value, at: &str) -> Result<(), Refusal> {
    let options = options.as_array().map_or(&[][..], Vec::as_slice);
    let at = format!("{at}.options");
    if MOST_OPTIONS < options.len() {
        return Err(Refusal::length(&at, 0, MOST_OPTIONS));
    }
    let (mut seen, mut had_optional) = (BTreeSet::new(), false);
    for (index, option) in options.iter().enumerate() {
        let at = format!("{at}.{index}");
        let name = option["name"].as_str().unwrap_or_default();
        check_name(name, &at)?;
        check_description(option, &at)?;
        if !seen.insert(name) {
            let words = "Option name must be unique";
            return Err(Refusal::form(&at, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", words));
        }
        let is_required = option["required"] == Value::Bool(true);
        if is_required && had_optional {
            let words = "Required options must be placed before non-required options";
            return Err(Refusal::form(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words));
        }
        had_optional |= !is_required;
        let choices = option["choices"].as_array().map_or(0, Vec::len);
        if MOST_CHOICES < choices {
            return Err(Refusal::length(&format!("{at}.choices"), 0, MOST_CHOICES));
        }
        if 0 < choices && option["autocomplete"] == Value::Bool(true) {
            let words = "Autocomplete and choices cannot both be given";
            let code = "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE";
            return Err(Refusal::form(&at, code, words));
        }
        check_options(&option["options"], &at)?;
    }
    Ok(())
}

/// Counts the characters of names, descriptions and values of a command, of each in the language in
/// which it is longest.
fn characters(part: &Value) -> usize {
    let longest = |key: &str| {
        let texts = in_each_language(part, key).into_iter();
        texts.map(|(_, text)| text.chars().count()).max().unwrap_or_default()
    };
    let own: usize = ["name", "description", "value"].map(longest).iter().sum();
    let inner = [&part["options"], &part["choices"]];
    own + inner.iter().filter_map(|it| it.as_array()).flatten().map(characters).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str, body: Option<Value>) -> Request {
        Request { method: method.to_owned(), path: path.to_owned(), body, ..Request::default() }
    }

    fn world() -> World {
        let mut world = World::default();
        world.application.id = Id(7);
        world
    }

    const PATH: &str = "/applications/7/commands";

    #[test]
    fn overwriting_keeps_ids_and_forgets_the_rest() {
        let mut world = world();
        let mut put = |body: Value| {
            let answer = world.call_command(&request("PUT", PATH, Some(body))).unwrap().unwrap();
            answer.body.unwrap()
        };
        let done = json!({ "name": "done", "description": "Ends the case" });
        let other = json!({ "name": "other", "description": "Something else" });
        let first = put(json!([done, other]));
        let menu = json!({ "name": "Ask for feedback", "type": 2 });
        let second = put(json!([menu, done]));
        assert_eq!(second[1]["id"], first[0]["id"]);
        assert_eq!(second.as_array().unwrap().len(), 2);
        let listed = world.call_command(&request("GET", PATH, None)).unwrap().unwrap();
        assert_eq!(listed.body, Some(second));
    }

    #[test]
    fn commands_keep_to_the_limits() {
        let mut world = world();
        let mut is_taken =
            |body: Value| world.call_command(&request("PUT", PATH, Some(body))).unwrap().is_ok();
        let command = |name: &str| json!({ "name": name, "description": "a" });
        assert!(is_taken(json!([command("done")])));
        assert!(!is_taken(json!([command("Done")])));
        assert!(!is_taken(json!([command("to do")])));
        assert!(!is_taken(json!([command("done"), command("done")])));
        assert!(!is_taken(json!([{ "name": "done" }])));
        assert!(!is_taken(json!([{ "name": "Ask", "type": 2, "description": "a" }])));
        let many: Vec<Value> = (0..101).map(|it| command(&format!("c{it}"))).collect();
        assert!(!is_taken(json!(many)));
        let option = |name: &str, required: bool| json!({ "type": 3, "name": name, "description": "a", "required": required });
        let with =
            |options: Value| json!([{ "name": "a", "description": "a", "options": options }]);
        assert!(is_taken(with(json!([option("a", true), option("b", false)]))));
        assert!(!is_taken(with(json!([option("a", false), option("b", true)]))));
        assert!(!is_taken(with(json!([option("a", true), option("a", true)]))));
        let translated = |text: &str| json!([{ "name": "a", "description": "a", "description_localizations": { "de": text } }]);
        assert!(is_taken(translated(&"ä".repeat(100))));
        assert!(!is_taken(translated(&"ä".repeat(101))));
        assert!(!is_taken(translated("")));
        let menu = |name: &str| json!([{ "name": "Ask", "type": 2, "name_localizations": { "de": name } }]);
        assert!(is_taken(menu("Fragen, wie es war")));
        assert!(!is_taken(menu(&"a".repeat(33))));
    }

    #[test]
    fn foreign_applications_are_out_of_reach() {
        let mut world = world();
        for path in ["/applications/8/commands", "/applications/7/guilds/9/commands"] {
            let refused = world.call_command(&request("GET", path, None)).unwrap();
            assert_eq!(refused.unwrap_err().code, 50_001);
        }
    }
}
