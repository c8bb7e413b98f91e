//! What a scenario types with a slash, as the app takes it: typed options where the command is
//! offered, plain words where it is not.

use amends_core::grammar::{self, Whose};
use amends_platforms::discord::{
    people::{File, Given},
    world::Id,
};
use serde_json::Value;

use super::{DiscordHouse, id_of};
use crate::luma::CAST;

/// Discord's numbers for the kinds of commands and options.
const SUBCOMMAND: u64 = 1;
const TEXT: u64 = 3;
const PERSON: u64 = 6;
const CHANNEL: u64 = 7;
const ROLE: u64 = 8;
const FILE: u64 = 11;

impl DiscordHouse {
    /// Gives a command, if the text is one that the app offers here. Returns the interaction.
    pub(super) fn commands(
        &self,
        who: i64,
        channel: Id,
        text: &str,
        file: Option<&Given>,
    ) -> Option<Id> {
        let typed = text.strip_prefix('/')?;
        let (name, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let offered = self.people().offered(id_of(who), channel);
        let (path, options) = self.platform.look(|world| {
            let found = |kind: u64, named: &str| {
                if kind == CHANNEL {
                    let mut channels = world.channels.values();
                    let channel = channels.find(|it| it.name == named);
                    return channel.map(|channel| Given::Channel(channel.id));
                }
                let mut roles = world.guilds[&self.guild].roles.values();
                roles.find(|role| role.name == named).map(|role| Given::Role(role.id))
            };
            // There may be one of the same name for everybody, and one of the server.
            let mut named = offered.iter().filter(|it| it["name"] == name);
            named.find_map(|command| typed_options(command, (name, rest), file, &found))
        })?;
        let options: Vec<(&str, Given)> =
            options.iter().map(|(name, given)| (name.as_str(), given.clone())).collect();
        Some(self.people().slash(id_of(who), channel, &path, &options).unwrap())
    }

    /// Gives a command with a file in its field.
    pub(super) fn gives_file(
        &self,
        who: i64,
        (name, bytes): (&str, &[u8]),
        command: &str,
    ) -> &'static str {
        let file = File { bytes: bytes.to_vec(), ..File::named(name) };
        let given = self.commands(who, self.desk, command, Some(&Given::File(file)));
        given.expect("the app offers a field for it");
        " in #care-desk"
    }
}

fn kind(it: &Value) -> u64 {
    it["type"].as_u64().unwrap_or_default()
}

fn list(it: &Value) -> &[Value] {
    it.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Finds what is named: a channel or a role, by the kind of the option.
type Found<'a> = dyn Fn(u64, &str) -> Option<Given> + 'a;

type Typed = (String, Vec<(String, Given)>);

/// Puts words into the options of a command; nothing if the app would not send it so.
fn typed_options(
    command: &Value,
    (name, rest): (&str, &str),
    file: Option<&Given>,
    found: &Found<'_>,
) -> Option<Typed> {
    match name {
        "why" => return reasons(command, rest),
        "sorry" => return Some((name.to_owned(), apology(rest))),
        "resolve" => {
            let given = named_parts(rest, &["prevent", "cause"]);
            let is_done = given.iter().any(|(name, _)| name == "done");
            return is_done.then(|| (name.to_owned(), given));
        }
        "cause" => {
            if let Some(typed) = cause(command, rest) {
                return Some(typed);
            }
        }
        _ => (),
    }
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    let mut options = list(&command["options"]);
    let mut path = name.to_owned();
    if options.iter().any(|option| kind(option) == SUBCOMMAND) {
        let wanted = if words.is_empty() { None } else { Some(words.remove(0)) };
        // Without a word the app offers what only shows something.
        let is_it = |option: &&Value| match wanted {
            Some(wanted) => option["name"] == wanted,
            None => option["name"] == "who" || option["name"] == "list",
        };
        let part = options.iter().find(is_it)?;
        let wanted = name_of(part);
        path = format!("{name} {wanted}");
        options = list(&part["options"]);
    }
    let mut given = Vec::new();
    for option in options {
        let is_file = kind(option) == FILE;
        let taken = if is_file { file.cloned() } else { take(option, &mut words, found)? };
        given.extend(taken.map(|taken| (name_of(option), taken)));
    }
    let is_plain = |option: &&Value| {
        kind(option) == TEXT && !given.iter().any(|(name, _)| *name == option["name"])
    };
    if !words.is_empty() {
        // What fits into no option the app does not take.
        let option = options.iter().find(is_plain)?;
        let mut rest = rest.trim();
        while words.len() < rest.split_whitespace().count() {
            rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        }
        given.push((name_of(option), Given::Text(rest.to_owned())));
    }
    let is_given = |option: &Value| given.iter().any(|(name, _)| *name == option["name"]);
    let mut required = options.iter().filter(|option| option["required"] == true);
    required.all(is_given).then_some((path, given))
}

/// Why a case is one: each word is picked in its own option. A word alone that is none of them says
/// whom somebody asks about. Nothing: one of several is not offered.
fn reasons(command: &Value, rest: &str) -> Option<Typed> {
    let rest = rest.replace("may recur", "may_recur");
    let words: Vec<&str> = rest.split_whitespace().collect();
    let mut given = Vec::new();
    for word in &words {
        let value = word.split_once(':').map_or(*word, |(_, value)| value);
        let has_it = |option: &&Value| {
            list(&option["choices"]).iter().any(|choice| choice["value"] == value)
        };
        let picked = list(&command["options"]).iter().find(has_it);
        match (picked, word.strip_prefix('@')) {
            (Some(option), _) => given.push((name_of(option), Given::from(value))),
            (None, Some(named)) => {
                let is_it = |(_, name, _): &&(i64, &str, &str)| name.eq_ignore_ascii_case(named);
                let person = CAST.iter().find(is_it).map(|(id, ..)| Given::User(id_of(*id)));
                given.extend(person.map(|person| ("customer".to_owned(), person)));
            }
            (None, None) if words.len() == 1 || word.starts_with("R-") => {
                given.push(("number".to_owned(), Given::from(*word)));
            }
            (None, None) => return None,
        }
    }
    Some(("why".to_owned(), given))
}

/// Each part of an apology in its own option.
fn apology(rest: &str) -> Vec<(String, Given)> {
    let text = format!("/sorry {rest}");
    let Some(said) = grammar::sorry(&text) else { return Vec::new() };
    let is_named =
        |(_, name, _): &&(i64, &str, &str), wanted: &str| name.eq_ignore_ascii_case(wanted);
    let whom = match said.whose {
        Some(Whose::Case(case)) => Some(("case", Given::Text(case.to_string()))),
        Some(Whose::Username(named)) => {
            let person = CAST.iter().find(|known| is_named(known, named));
            let id = person.map_or(404, |(id, ..)| *id);
            Some(("customer", Given::User(id_of(id))))
        }
        Some(Whose::Named(_) | Whose::Here | Whose::Cause) | None => None,
    };
    let parts = [
        ("since", said.since),
        ("until", said.until),
        ("topic", said.topic),
        ("place", said.place),
        ("what", said.what),
        ("fix", said.fix),
        ("makegood", said.makegood),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, Given::from(value?))));
    whom.into_iter().chain(parts).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What went wrong in a case, which is its part `link`; a mark behind `new` stands before its words.
fn cause(command: &Value, rest: &str) -> Option<Typed> {
    let (first, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if first == "new!" {
        let words = Given::Text(format!("! {words}"));
        return Some(("cause new".to_owned(), vec![("words".to_owned(), words)]));
    }
    let mut parts = list(&command["options"]).iter();
    if first.is_empty() || parts.any(|part| part["name"] == first) {
        return None;
    }
    let (number, name) = if first.starts_with("R-") { (Some(first), words) } else { (None, rest) };
    let mut given = vec![("cause".to_owned(), Given::from(name))];
    given.extend(number.map(|number| ("case".to_owned(), Given::from(number))));
    Some(("cause link".to_owned(), given))
}

/// What was done, and the parts that are named behind it.
fn named_parts(rest: &str, names: &[&str]) -> Vec<(String, Given)> {
    let rest = rest.strip_prefix("done:").unwrap_or(rest);
    let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (case, rest) = if first.starts_with("R-") { (Some(first), after) } else { (None, rest) };
    let mut marks: Vec<(usize, &str)> =
        names.iter().filter_map(|name| Some((rest.find(&format!(" {name}:"))?, *name))).collect();
    marks.sort_unstable();
    let end = |index: usize| marks.get(index).map_or(rest.len(), |(at, _)| *at);
    let mut given = vec![("done".to_owned(), Given::from(rest[..end(0)].trim()))];
    for (index, (at, name)) in marks.iter().enumerate() {
        // What an option does not have stays with what was done.
        let value = rest[at + name.len() + 2..end(index + 1)].trim();
        let (value, more) = value.split_once(" anyway:").unwrap_or((value, ""));
        if !more.is_empty() {
            let done = format!("{} anyway:{more}", rest[..end(0)].trim());
            given[0].1 = Given::Text(done);
        }
        given.push(((*name).to_owned(), Given::from(value)));
    }
    given.extend(case.map(|case| ("case".to_owned(), Given::from(case))));
    given.retain(|(_, value)| !matches!(value, Given::Text(text) if text.is_empty()));
    given
}

fn name_of(option: &Value) -> String {
    option["name"].as_str().unwrap_or_default().to_owned()
}

/// Takes the first word for an option that knows what it takes; outer nothing if the app has no such
/// choice.
#[expect(clippy::option_option, reason = "not to be given differs from nothing given")]
fn take(option: &Value, words: &mut Vec<&str>, found: &Found<'_>) -> Option<Option<Given>> {
    let Some(first) = words.first().copied() else { return Some(None) };
    if kind(option) == PERSON {
        let Some(named) = first.strip_prefix('@') else { return Some(None) };
        words.remove(0);
        let is_it = |(_, name, _): &&(i64, &str, &str)| name.eq_ignore_ascii_case(named);
        // Nobody else can be picked.
        let (id, ..) = CAST.iter().find(is_it)?;
        return Some(Some(Given::User(id_of(*id))));
    }
    // One word is all that the app takes for them.
    let is_word = ["key", "lang", "number"].iter().any(|name| option["name"] == *name);
    if kind(option) == ROLE {
        let named = found(ROLE, first.strip_prefix('@')?)?;
        words.remove(0);
        return Some(Some(named));
    }
    if kind(option) == CHANNEL {
        let name = option["name"].as_str().unwrap_or_default();
        let typed = first.strip_prefix(name).and_then(|rest| rest.strip_prefix(":#"));
        let Some(typed) = typed else { return Some(None) };
        let named = found(CHANNEL, typed)?;
        words.remove(0);
        return Some(Some(named));
    }
    let choices = list(&option["choices"]);
    // Nobody names an option in its own field.
    if option["name"] == "lang" && first.contains(':') {
        return None;
    }
    if is_word && choices.is_empty() {
        return Some(Some(Given::Text(words.remove(0).to_owned())));
    }
    if !choices.is_empty() {
        // A channel is meant for another option.
        if first.contains(":#") {
            return Some(None);
        }
        let chosen = choices.iter().find(|choice| choice["value"] == first)?;
        words.remove(0);
        return Some(chosen["value"].as_str().map(Given::from));
    }
    match option["name"].as_str() {
        // What is one word for sure.
        Some("currency") if first.starts_with(|it: char| it.is_ascii_digit()) => Some(None),
        Some(
            "name" | "item" | "cause" | "cost" | "worth" | "due" | "amount" | "currency" | "place",
        ) => {
            words.remove(0);
            Some(Some(Given::from(first)))
        }
        Some(part @ ("primary" | "secondary" | "potential" | "tellers")) => {
            let amount = first.strip_prefix(part).and_then(|rest| rest.strip_prefix(':'));
            if amount.is_some() {
                words.remove(0);
            }
            Some(amount.map(Given::from))
        }
        Some("case") if first.starts_with("R-") => {
            words.remove(0);
            Some(Some(Given::from(first)))
        }
        Some("until") if first == "until" => {
            words.remove(0);
            Some(None)
        }
        _ => Some(None),
    }
}
