//! Slash commands and menus: what is offered, and what was given, as text of the one grammar.

use amends_core::{admin, grammar, lang::Lang, policy::Signals, scale::Scale};
use amends_wording::{Hint, Phrasebook};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, GuildId, InteractionId};
use sha2::{Digest, Sha256};
use tracing::info;

use self::described::{described, entry, hinted, listed};
use crate::{
    client::{CallError, Client},
    envelope::text,
    outbound::voice::cut,
};

mod languages;
mod wording;

/// The longest description that Discord takes, and the longest name of a menu's entry.
const DESCRIPTION: usize = 100;
const ENTRY: usize = 32;
/// The most suggestions, and the most choices, that Discord shows.
const SUGGESTIONS: usize = 25;
/// The right that a server shows staff commands to: those who look after messages. A hint for what
/// is shown, and no more: rights are checked when a command is given.
const SHOWN_TO: u64 = 8_192;

/// The right that a server shows commands of admins to: those who look after the server.
const SHOWN_TO_ADMINS: u64 = 32;

/// Discord's numbers for commands, their options and where they may be given.
mod kind {
    pub(super) const SLASH: u8 = 1;
    pub(super) const OF_PERSON: u8 = 2;
    pub(super) const OF_MESSAGE: u8 = 3;
    pub(super) const SUBCOMMAND: u8 = 1;
    pub(super) const TEXT: u8 = 3;
    pub(super) const PERSON: u8 = 6;
    pub(super) const ROLE: u8 = 8;
    pub(super) const CHANNEL: u8 = 7;
    pub(super) const FILE: u8 = 11;
    pub(super) const VOICE: u8 = 2;
    pub(super) const ON_SERVER: u8 = 0;
    pub(super) const IN_PRIVATE: u8 = 1;
    pub(super) const ADDED_TO_SERVER: u8 = 0;
    pub(super) const CHOICES: u8 = 8;
}

/// A command as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its text in the one grammar.
    pub text: String,
    /// Who gives such commands.
    pub of: Of,
    /// The id of the customer whom it names.
    pub customer: Option<String>,
    /// The id of the file that was given with it.
    pub file: Option<String>,
    /// The id of the message that it is about.
    pub about: Option<String>,
}

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A customer.
    Customer,
    /// Staff, about a contact that ended.
    Contact,
    /// Staff, about a case or the business.
    Staff,
}

/// Everything that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// What customers may say, in private as well.
    everywhere: Value,
    /// What staff may say, on the server only.
    on_server: Value,
}

impl Definitions {
    /// Offers what is carried out so far and not switched off, with words for people. Customers
    /// choose from these languages.
    pub fn new(book: &Phrasebook, signals: &Signals, langs: &[Lang]) -> Self {
        let names = |list: Vec<(&'static str, String)>| list.into_iter().map(|(name, _)| name);
        let mut everywhere: Vec<Value> = names(book.commands(Lang::default()))
            .filter(|name| signals.feedback || *name != "feedback")
            .map(|name| customer_command(book, name, langs))
            .collect();
        let mut tell = entry(book, Hint::Tell);
        tell["type"] = kind::OF_MESSAGE.into();
        tell["contexts"] = json!([kind::ON_SERVER]);
        tell["integration_types"] = json!([kind::ADDED_TO_SERVER]);
        everywhere.push(tell);
        // What admins do by the same name has parts, and stands among theirs.
        let staff = names(book.staff_commands(Lang::default()))
            .filter(|name| *name != "cause")
            .map(|name| staff_command(book, listed(name, |lang| book.staff_commands(lang))));
        let admins =
            names(book.admin_commands(Lang::default())).map(|name| admin_command(book, name));
        let mut on_server: Vec<Value> = staff.chain(admins).collect();
        on_server.push(languages::command(book));
        if signals.done {
            on_server.push(staff_command(book, hinted(book, "done", Hint::Done)));
            let mut ask = entry(book, Hint::Ask);
            ask["type"] = kind::OF_PERSON.into();
            ask["default_member_permissions"] = SHOWN_TO.into();
            on_server.push(ask);
        }
        let mut take_back = entry(book, Hint::TakeBack);
        take_back["type"] = kind::OF_MESSAGE.into();
        take_back["default_member_permissions"] = SHOWN_TO.into();
        on_server.push(take_back);
        Self { everywhere: everywhere.into(), on_server: on_server.into() }
    }

    /// What customers are offered, as Discord takes it.
    pub fn everywhere(&self) -> &Value {
        &self.everywhere
    }

    /// What staff are offered, as Discord takes it.
    pub fn on_server(&self) -> &Value {
        &self.on_server
    }

    /// A short name for exactly these definitions on this server: one part for what customers are
    /// offered, and one for staff.
    pub fn digest(&self, application: ApplicationId, guild: GuildId) -> String {
        let [everywhere, on_server] = [&self.everywhere, &self.on_server].map(|part| {
            let whole = json!([application, guild, part]);
            URL_SAFE_NO_PAD.encode(Sha256::digest(whole.to_string()))
        });
        format!("{everywhere}.{on_server}")
    }

    /// Registers what differs from what is registered already, in place of all there was: Discord
    /// bears only a few changes a day. Returns whether anything was registered.
    pub async fn register<L, S>(
        &self,
        client: &Client,
        (application, guild): (ApplicationId, GuildId),
        load: impl FnOnce() -> L,
        save: impl FnOnce(String) -> S,
    ) -> Result<bool, CallError>
    where
        L: Future<Output = Option<String>>,
        S: Future<Output = ()>,
    {
        let digest = self.digest(application, guild);
        let stands = load().await.unwrap_or_default();
        if stands == digest {
            return Ok(false);
        }
        let parts = |digest: &str| {
            let (everywhere, on_server) = digest.split_once('.').unwrap_or_default();
            (everywhere.to_owned(), on_server.to_owned())
        };
        let (before, now) = (parts(&stands), parts(&digest));
        if before.0 != now.0 {
            client.set_commands(application, None, &self.everywhere).await?;
        }
        if before.1 != now.1 {
            client.set_commands(application, Some(guild), &self.on_server).await?;
        }
        save(digest).await;
        info!("Registered the commands");
        Ok(true)
    }
}

fn customer_command(book: &Phrasebook, name: &str, langs: &[Lang]) -> Value {
    let mut command = listed(name, |lang| book.commands(lang));
    command["type"] = kind::SLASH.into();
    command["contexts"] = json!([kind::ON_SERVER, kind::IN_PRIVATE]);
    command["integration_types"] = json!([kind::ADDED_TO_SERVER]);
    // Where there is nothing more to say, an option says what its command does.
    let like_command = |option_name: &str| {
        let mut option = listed(name, |lang| book.commands(lang));
        option["name"] = option_name.into();
        option
    };
    let mut option = match name {
        "complain" => described("text", |lang| book.raw("comment_hint", lang, &[]).ok()),
        "language" => {
            let choice = |lang: &Lang| json!({ "name": own_name(*lang), "value": lang.code() });
            let choices: Vec<Value> = langs.iter().take(SUGGESTIONS).map(choice).collect();
            let mut option = like_command("lang");
            option["required"] = true.into();
            option["choices"] = choices.into();
            option
        }
        "link" => like_command("code"),
        _ => {
            command["options"] = json!([]);
            return command;
        }
    };
    option["type"] = kind::TEXT.into();
    command["options"] = json!([option]);
    command
}

/// How a language calls itself.
fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::EN => "English",
        Lang::RU => "Русский",
        Lang::RO => "Română",
        Lang::DE => "Deutsch",
        Lang::PL => "Polski",
        other => other.own_name(),
    }
}

/// A command of staff, from its name with its description.
fn staff_command(book: &Phrasebook, mut command: Value) -> Value {
    let option = |name: &str, hint, required: bool| {
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = required.into();
        option
    };
    let person = |name: &str, hint, required: bool| {
        let mut person = option(name, hint, required);
        person["type"] = kind::PERSON.into();
        person
    };
    let name = command["name"].as_str().unwrap_or_default();
    let known = handling::options(book, name).or_else(|| business::options(book, name));
    let mut options = known.unwrap_or_else(|| match name {
        "note" => vec![option("text", Hint::Note, true)],
        "say" => vec![option("text", Hint::Words, true)],
        "promise" => vec![option("when", Hint::When, true), option("what", Hint::Deed, true)],
        "kept" => {
            vec![option("how", Hint::KeptHow, true), option("number", Hint::DeedNumber, false)]
        }
        "move" => vec![
            option("when", Hint::When, true),
            option("why", Hint::Reason, false),
            option("number", Hint::DeedNumber, false),
        ],
        "progress" => {
            vec![option("text", Hint::Standing, true), option("next", Hint::NextWord, true)]
        }
        "handover" => {
            vec![person("to", Hint::HandTo, true), option("note", Hint::HandNote, true)]
        }
        "assist" => vec![
            person("to", Hint::AssistTo, true),
            option("by", Hint::AssistBy, true),
            option("question", Hint::AssistQuestion, true),
        ],
        "offer" | "delivered" => business::about_offers(name, option),
        "resolve" => causes::of_resolve(option),
        "close" => vec![option("reason", Hint::Reason, true)],
        "escalate" => vec![option("why", Hint::Reason, false)],
        _ => vec![],
    });
    if grammar::CASE.contains(&name) {
        let mut case = option("case", Hint::Case, false);
        case["autocomplete"] = true.into();
        options.push(case);
    }
    command["type"] = kind::SLASH.into();
    command["default_member_permissions"] = SHOWN_TO.into();
    command["options"] = options.into();
    command
}

fn admin_command(book: &Phrasebook, name: &str) -> Value {
    let option = |name: &str, hint, choices: &[&str]| {
        let choices: Vec<_> =
            choices.iter().map(|one| json!({ "name": one, "value": one })).collect();
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = false.into();
        option["choices"] = choices.into();
        option
    };
    let value = || option("value", Hint::Value, &[]);
    let setting = |known: &[&str]| option("setting", Hint::Setting, known);
    let scales = Scale::ALL.map(Scale::name);
    let of_catalogue = catalogue::options(book, name);
    let options = of_catalogue.unwrap_or_else(|| match name {
        "scale" => vec![option("type", Hint::Value, &scales)],
        "ask" => {
            let timers = admin::ASK.map(|(word, _)| word);
            vec![setting(&[&timers[..], &admin::ASK_RULES[..]].concat()), value()]
        }
        "signals" => {
            let mut sources = admin::Source::ALL.to_vec();
            sources.retain(|source| source.is_switched());
            let sources: Vec<_> = sources.into_iter().map(admin::Source::name).collect();
            let mut channel = option("channel", Hint::Channel, &[]);
            channel["type"] = kind::CHANNEL.into();
            channel["channel_types"] = json!([kind::VOICE]);
            vec![option("source", Hint::Source, &sources), value(), channel]
        }
        "reply" => vec![setting(&admin::REPLY.map(|(word, _)| word)), value()],
        "audit" => vec![option("count", Hint::Count, &[])],
        "wording" => wording::parts(book),
        "role" => roles::parts(book),
        "health" => vec![],
        "test" => {
            let paths = ["happy", "neutral", "unhappy"];
            vec![
                option("path", Hint::Path, &paths),
                languages::any(option("lang", Hint::Lang, &[])),
            ]
        }
        "setup" => {
            let mut care = option("care", Hint::Care, &[]);
            care["type"] = kind::CHANNEL.into();
            care["channel_types"] = json!([0]);
            if let Some(care) = care.as_object_mut() {
                care.remove("choices");
            }
            vec![option("asking", Hint::Asking, &["start", "pause"]), care]
        }
        _ => vec![value()],
    });
    let mut command = listed(name, |lang| book.admin_commands(lang));
    command["type"] = kind::SLASH.into();
    // Staff use parts of it, too.
    let shown_to = if name == "cause" { SHOWN_TO } else { SHOWN_TO_ADMINS };
    command["default_member_permissions"] = shown_to.into();
    command["options"] = options.into();
    command
}

/// Reads a command that was given, as text of the one grammar. `words_of` reads the words of a
/// message that a menu was opened on.
pub fn given(data: &Value, words_of: impl Fn(&Value) -> Option<String>) -> Option<Given> {
    let kind = data["type"].as_u64().and_then(|kind| u8::try_from(kind).ok());
    match kind.unwrap_or(kind::SLASH) {
        kind::SLASH => slash(data),
        kind::OF_PERSON => {
            let customer = text(&data["target_id"]);
            let text = "/done".to_owned();
            Some(Given { text, of: Of::Contact, customer, file: None, about: None })
        }
        // What staff do with a message is offered on the server; what customers do, everywhere.
        kind::OF_MESSAGE if !data["guild_id"].is_null() => {
            let (text, about) = ("/undo".to_owned(), text(&data["target_id"]));
            Some(Given { text, of: Of::Staff, customer: None, file: None, about })
        }
        kind::OF_MESSAGE => {
            let target = data["target_id"].as_str()?;
            let words = words_of(&data["resolved"]["messages"][target]).unwrap_or_default();
            let text = format!("/complain {words}");
            let text = text.trim_end().to_owned();
            Some(Given { text, of: Of::Customer, customer: None, file: None, about: None })
        }
        _ => None,
    }
}

fn slash(data: &Value) -> Option<Given> {
    let name = data["name"].as_str()?;
    let mut words = vec![format!("/{name}")];
    let (mut customer, mut case, mut file) = (None, None, None);
    let mut options = data["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut has_part = false;
    if let [part] = options
        && part["type"].as_u64() == Some(kind::SUBCOMMAND.into())
    {
        has_part = true;
        // What went wrong in a case is typed right behind the command.
        words.extend(text(&part["name"]).filter(|part| (name, part.as_str()) != ("cause", "link")));
        options = part["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    }
    let of = match name {
        "done" => Of::Contact,
        // Commands of customers have no parts: with one it is that of admins by the same name.
        _ if grammar::CUSTOMER.contains(&name) && !has_part => Of::Customer,
        _ => Of::Staff,
    };
    let mut options: Vec<&Value> = options.iter().collect();
    // People fill options in as they like; the grammar wants to read first who or what it is about.
    options.sort_by_key(|option| match name {
        "wording" => wording::place_of(option),
        "promise" | "kept" | "move" | "progress" | "offer" | "delivered" => {
            place_in_promise(option)
        }
        "inbox" => business::place_in_inbox(option),
        "assist" => business::place_in_assist(option),
        "duty" => usize::from(option["name"].as_str() == Some("hours")),
        "handover" => usize::from(option["name"].as_str() != Some("to")),
        "why" | "resolve" => causes::order(option),
        "role" => usize::from(!matches!(option["name"].as_str(), Some("member" | "role"))),
        _ => catalogue::order(option),
    });
    for option in options {
        let Some(value) = option["value"].as_str().map(str::trim) else { continue };
        if option["type"].as_u64() == Some(kind::FILE.into()) {
            file = Some(value.to_owned());
            continue;
        }
        match option["name"].as_str()? {
            // The grammar reads each part by its name.
            "customer" if name == "sorry" => words.push(format!("customer:<@{value}>")),
            part if name == "sorry" && part != "case" => words.push(format!("{part}:{value}")),
            // It is nobody's contact that ended.
            "customer" if name == "why" => words.push(value.to_owned()),
            "customer" => customer = Some(value.to_owned()),
            "to" if matches!(name, "handover" | "assist") => words.push(format!("<@{value}>")),
            "who" if name == "duty" => words.push(format!("<@{value}>")),
            "case" => case = Some(numbered(value)),
            "of" => words.push(numbered(value)),
            "care" => words.push(format!("care:{value}")),
            // One word, whatever was typed: what follows is something else.
            "lang" => words.push(value.split_whitespace().collect()),
            // The grammar wants to read it so.
            "until" => words.push(format!("until {value}")),
            "by" => words.push(format!("by {value}")),
            "next" => words.push(format!("next {value}")),
            part if causes::is_named(name, part) => words.push(format!("{part}:{value}")),
            "value" if name == "offer" => words.push(format!("value:{value}")),
            name => words.push(catalogue::written(name, value)),
        }
    }
    if let Some(case) = case {
        words.insert(1, case);
    }
    Some(Given { text: words.join(" "), of, customer, file, about: None })
}

/// Where an option of a promise stands: which one, by when, and words at the end; the next word is
/// named after the one that is told.
fn place_in_promise(option: &Value) -> usize {
    const PLACES: [&str; 10] =
        ["value", "number", "item", "amount", "when", "what", "how", "why", "text", "next"];
    let name = option["name"].as_str().unwrap_or_default();
    PLACES.iter().position(|known| *known == name).unwrap_or(0)
}

/// The number of a case, however much of it was typed.
fn numbered(typed: &str) -> String {
    let is_bare = !typed.is_empty() && typed.bytes().all(|it| it.is_ascii_digit());
    // It is one word, whatever was typed.
    let one = typed.split_whitespace().next().unwrap_or_default();
    if is_bare { format!("R-{typed}") } else { one.to_owned() }
}

/// What is suggested to somebody who is typing a command: open cases, by what is typed of them.
pub(crate) fn suggestions(
    interaction: &Value,
    open_cases: &[String],
    known: (&[Lang], &[String]),
) -> Option<(InteractionId, String, Value)> {
    const CHOICES: u8 = kind::CHOICES;
    let id = interaction["id"].as_str()?.parse().ok()?;
    let token = text(&interaction["token"])?;
    let mut options =
        interaction["data"]["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let [part] = options
        && part["type"].as_u64() == Some(kind::SUBCOMMAND.into())
    {
        options = part["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    }
    let focused = options.iter().find(|option| option["focused"].as_bool() == Some(true));
    let mut choices = focused.map(wording::keys_like).unwrap_or_default();
    let (langs, known) = known;
    choices.extend(focused.into_iter().flat_map(|option| languages::like(option, langs)));
    choices.extend(focused.into_iter().flat_map(|option| causes::like(option, known)));
    let is_case = |option: &&Value| matches!(option["name"].as_str(), Some("case" | "of"));
    if let Some(option) = focused.filter(is_case) {
        let typed = option["value"].as_str().unwrap_or_default().to_lowercase();
        let fitting = open_cases.iter().filter(|case| case.to_lowercase().contains(&typed));
        choices.extend(fitting.take(SUGGESTIONS).map(|case| {
            let number = case.split_whitespace().next().unwrap_or_default();
            json!({ "name": cut(case, DESCRIPTION), "value": cut(number, DESCRIPTION) })
        }));
    }
    Some((id, token, json!({ "type": CHOICES, "data": { "choices": choices } })))
}

mod business;
mod catalogue;
pub(crate) mod causes;
mod described;
mod handling;
mod roles;
#[cfg(test)]
mod tests;
