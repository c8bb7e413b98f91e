//! Options by their names: `key:value` says the same as the value at its place, on every platform
//! (`CONVERSATIONS` 4.7). They are put in order here, once, before a command is read.

use super::{command, word};
use crate::ids::CaseNumber;

/// How much an option takes, and how it is put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// One word.
    Word,
    /// One word, without which nothing behind it has a meaning: the command is read without any, and
    /// says what it wants.
    Needed,
    /// The number of a case, which may be left out.
    Case,
    /// Everything until the next named option.
    Words,
    /// Everything that follows: words of somebody.
    Text,
    /// Everything until the next named option; the command is read with its name as a word.
    Said,
    /// One word; the command is read with its name and the colon.
    Kept,
    /// The command reads it itself, wherever it is named.
    Own,
}

type Options = &'static [(&'static str, Takes)];

const CASE: (&str, Takes) = ("case", Takes::Case);
const KEY: (&str, Takes) = ("key", Takes::Needed);
const LANG: (&str, Takes) = ("lang", Takes::Word);
const ITS_LANG: (&str, Takes) = ("lang", Takes::Needed);
const SETTING: (&str, Takes) = ("setting", Takes::Word);
const TEXT: (&str, Takes) = ("text", Takes::Text);
const VALUE: (&str, Takes) = ("value", Takes::Words);
const ITEM: (&str, Takes) = ("item", Takes::Needed);
const CAUSE: (&str, Takes) = ("cause", Takes::Needed);
const MEMBER: (&str, Takes) = ("member", Takes::Word);
const LEVEL: (&str, Takes) = ("level", Takes::Word);
const NAME: (&str, Takes) = ("name", Takes::Needed);

/// What is offered: something of the catalogue, or what it costs, what it is, and what it is worth.
const OFFER: Options = &[
    CASE,
    ("item", Takes::Word),
    ("amount", Takes::Word),
    ("value", Takes::Kept),
    ("text", Takes::Words),
];

/// What `/reply` sets.
const REPLY: Options =
    &[SETTING, VALUE, ("within", Takes::Said), ("senior", Takes::Said), ("progress", Takes::Said)];

/// What was done, what prevents that it comes again, and what went wrong.
const RESOLVE: Options =
    &[CASE, ("done", Takes::Own), ("prevent", Takes::Own), ("cause", Takes::Own)];

/// Whom staff ask about, or why a case is one.
const WHY: Options = &[
    ("customer", Takes::Word),
    ("number", Takes::Word),
    ("severity", Takes::Kept),
    ("stability", Takes::Kept),
    ("control", Takes::Kept),
    ("about", Takes::Kept),
];

/// What a lost customer costs.
const WORTH: Options = &[
    ("primary", Takes::Kept),
    ("secondary", Takes::Kept),
    ("potential", Takes::Kept),
    ("tellers", Takes::Kept),
    ("currency", Takes::Word),
];

/// Who is asked for help, by when, and what.
const ASSIST: Options =
    &[CASE, ("to", Takes::Words), ("by", Takes::Said), ("question", Takes::Text)];

/// Whom something happened to, what it was and what is done about it.
const SORRY: Options = &[
    ("customer", Takes::Own),
    ("case", Takes::Own),
    ("since", Takes::Own),
    ("until", Takes::Own),
    ("topic", Takes::Own),
    ("place", Takes::Own),
    ("what", Takes::Own),
    ("fix", Takes::Own),
    ("makegood", Takes::Own),
];

/// The options of a command, in the order in which they are read.
fn of_command(command: &str) -> Options {
    match command {
        "complain" => &[TEXT],
        "link" => &[("code", Takes::Words)],
        "language" => &[LANG, ("default", Takes::Said), ("offer", Takes::Said)],
        "assist" => ASSIST,
        "take" | "join" | "leave" | "transcript" | "reopen" | "undo" | "flag" => &[CASE],
        "duplicate" => &[CASE, ("of", Takes::Word)],
        "find" => &[("words", Takes::Words)],
        "inbox" => &[("item", Takes::Word), ("is", Takes::Word), ("text", Takes::Text)],
        "cases" => &[CASE, ("show", Takes::Word)],
        "report" => &[("period", Takes::Word), ("show", Takes::Word), ("segment", Takes::Kept)],
        "pause" => &[CASE, ("for", Takes::Word)],
        "note" | "say" | "tastes" => &[CASE, TEXT],
        "promise" => &[CASE, ("when", Takes::Words), ("what", Takes::Text)],
        "kept" | "delivered" => &[CASE, ("number", Takes::Word), ("how", Takes::Text)],
        "move" => &[CASE, ("number", Takes::Word), ("when", Takes::Words), ("why", Takes::Text)],
        "progress" => &[CASE, ("text", Takes::Words), ("next", Takes::Said)],
        "handover" => &[CASE, ("to", Takes::Words), ("note", Takes::Text)],
        "offer" => OFFER,
        "resolve" => RESOLVE,
        "close" => &[CASE, ("reason", Takes::Text)],
        "escalate" => &[CASE, ("why", Takes::Text)],
        "done" => &[("customer", Takes::Word), ("topic", Takes::Text)],
        "why" => WHY,
        "sorry" => SORRY,
        "scale" => &[("type", Takes::Word)],
        "zone" | "hours" | "export" | "retention" => &[VALUE],
        "ask" => &[
            SETTING,
            VALUE,
            ("delay", Takes::Said),
            ("gap", Takes::Said),
            ("expire", Takes::Said),
            ("stale", Takes::Said),
            ("comment", Takes::Said),
            ("change", Takes::Said),
            ("reminder", Takes::Said),
            ("sample", Takes::Said),
            ("recommend", Takes::Said),
            ("messages", Takes::Said),
            ("quiet", Takes::Said),
        ],
        "reply" => REPLY,
        "signals" => &[
            ("source", Takes::Word),
            VALUE,
            ("channel", Takes::Word),
            ("topic_closed", Takes::Said),
            ("idle", Takes::Said),
            ("solved", Takes::Said),
            ("ticket_closed", Takes::Said),
            ("voice", Takes::Said),
            ("done", Takes::Said),
            ("feedback", Takes::Said),
            ("panel", Takes::Said),
        ],
        "authority" => &[LEVEL, ("amount", Takes::Word), ("currency", Takes::Word)],
        "value" => WORTH,
        "qr" => &[("place", Takes::Needed), LANG],
        "test" => &[("path", Takes::Word), LANG],
        "audit" => &[("count", Takes::Word)],
        "setup" => &[("asking", Takes::Word), ("care", Takes::Kept)],
        _ => &[],
    }
}

/// The options of a part of a command: `/wording show`. Nothing: it has no such part.
fn of_part(command: &str, part: &str) -> Option<Options> {
    Some(match (command, part) {
        ("language", "default") | ("wording", "export" | "import") => &[LANG],
        ("language", "offer") => &[("langs", Takes::Words), LANG],
        ("ask", "dry-run") => of_command("ask"),
        ("duty", "call") => &[("switch", Takes::Word)],
        ("duty", "on") => &[("until", Takes::Said)],
        ("duty", "rota") => &[("who", Takes::Words), ("hours", Takes::Words)],
        ("merge", "with") => &[CASE, ("other", Takes::Word)],
        ("merge", "undo") => &[CASE],
        ("wording", "list") => &[("group", Takes::Word), LANG],
        ("wording", "show" | "verdict" | "reset" | "history") => &[KEY, LANG],
        ("wording", "set" | "variant") => &[KEY, ITS_LANG, TEXT],
        ("wording", "rollback") => &[KEY, ITS_LANG, ("number", Takes::Word)],
        ("role", "add" | "remove") => &[MEMBER, LEVEL],
        ("role", "map") => &[("role", Takes::Words), LEVEL],
        ("makegood", "add") => &[
            NAME,
            ("cost", Takes::Needed),
            ("worth", Takes::Needed),
            ("kind", Takes::Needed),
            TEXT,
        ],
        ("makegood", "remove" | "last") => &[ITEM],
        ("makegood", "template") => &[("trade", Takes::Word)],
        ("makegood", "how") => &[ITEM, ("how", Takes::Text)],
        ("cause", "link") => &[CASE, CAUSE],
        ("cause", "new") => &[("words", Takes::Text)],
        ("cause", "own") => &[CAUSE, ("owner", Takes::Needed), ("due", Takes::Words)],
        ("cause", "fixing") => &[CAUSE],
        ("cause", "fixed") => &[CAUSE, ("how", Takes::Text)],
        ("cause", "board") => &[("where", Takes::Word)],
        ("cause", "public") => &[CAUSE, ("public", Takes::Text)],
        ("webhook", "new" | "rotate" | "off") => &[NAME],
        _ => return None,
    })
}

/// Whether a command, or a part of it, has an option of this name.
pub fn has_option(command: &str, part: Option<&str>, name: &str) -> bool {
    let options = match part {
        Some(part) => of_part(command, part).unwrap_or_default(),
        None => of_command(command),
    };
    options.iter().any(|(known, _)| *known == name)
}

/// A command with its named options at their places: `/wording show lang:ro key:ask` becomes
/// `/wording show ask ro`. What is no option stays as it is, and so does everything from the words on
/// that somebody wants to be said or kept. Nothing: no option is named.
pub fn in_order(text: &str) -> Option<String> {
    let command = command(text)?;
    let (head, rest) = word(text);
    let (part, after) = word(rest);
    let of_part = of_part(command, part.trim_end_matches('!'));
    let (options, rest) = match of_part {
        Some(options) => (options, after),
        None => (of_command(command), rest),
    };
    let mut given = Given { options, named: Vec::new(), loose: Vec::new(), text: "" };
    given.read(rest);
    let is_named = !given.named.is_empty();
    is_named.then(|| given.written(head, of_part.map(|_| part)))
}

/// What was given with a command.
struct Given<'a> {
    options: Options,
    /// Options with their values, as they were named.
    named: Vec<(usize, &'a str)>,
    /// Words without a name.
    loose: Vec<&'a str>,
    /// Words of somebody without a name.
    text: &'a str,
}

impl<'a> Given<'a> {
    fn read(&mut self, mut rest: &'a str) {
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let (next, after) = word(rest);
            let is_text_due = self.is_text_due(next);
            match self.option(rest) {
                Some((index, value)) if self.options[index].1 == Takes::Text => {
                    self.named.push((index, value.trim()));
                    return;
                }
                Some((index, value)) if !is_text_due => rest = self.take(index, value),
                Some(_) | None if is_text_due => {
                    self.text = rest;
                    return;
                }
                Some(_) | None => {
                    self.loose.push(next);
                    rest = after;
                }
            }
        }
    }

    /// The option that is named at the beginning, and what follows its colon.
    fn option(&self, rest: &'a str) -> Option<(usize, &'a str)> {
        let (name, value) = rest.split_once(':')?;
        let is_it = |(known, takes): &(&str, Takes)| *known == name && *takes != Takes::Own;
        let index = self.options.iter().position(is_it)?;
        let is_new = self.named.iter().all(|(known, _)| *known != index);
        // "case: solved" is words of somebody.
        let is_case = || CaseNumber::parse(word(value.trim_start()).0).is_some();
        let fits = self.options[index].1 != Takes::Case || is_case();
        (is_new && fits).then_some((index, value))
    }

    /// Takes the value of a named option, and returns what follows it.
    fn take(&mut self, index: usize, value: &'a str) -> &'a str {
        let value = value.trim_start();
        let (_, mut left) = word(value);
        if matches!(self.options[index].1, Takes::Words | Takes::Said) {
            self.named.push((index, ""));
            while !left.is_empty() && self.option(left).is_none() {
                left = word(left).1;
            }
            self.named.pop();
        }
        self.named.push((index, value[..value.len() - left.len()].trim_end()));
        left
    }

    /// Whether every option is there that stands before the words of somebody, so that a word is one
    /// of those.
    fn is_text_due(&self, next: &str) -> bool {
        if self.options.iter().all(|(_, takes)| *takes != Takes::Text) {
            return false;
        }
        let is_named = |index: usize| self.named.iter().any(|(known, _)| *known == index);
        let mut all = self.options.iter().enumerate();
        if all.any(|(index, (_, takes))| *takes == Takes::Words && !is_named(index)) {
            // However many words that is, what follows them has to be named.
            return false;
        }
        let open = |(index, (_, takes)): &(usize, &(&str, Takes))| {
            let may_be = match takes {
                Takes::Word | Takes::Needed => true,
                // A case is left out where it is known anyway.
                Takes::Case => self.is_of_case(next),
                Takes::Words | Takes::Text | Takes::Said | Takes::Kept | Takes::Own => false,
            };
            may_be && !is_named(*index)
        };
        self.options.iter().enumerate().filter(open).count() <= self.loose.len()
    }

    fn is_of_case(&self, next: &str) -> bool {
        let first = self.loose.first().copied().unwrap_or(next);
        CaseNumber::parse(next.strip_prefix("case:").unwrap_or(first)).is_some()
    }

    /// The command as it is read.
    fn written(self, head: &str, part: Option<&str>) -> String {
        let Self { options, named, loose, text } = self;
        let mut words: Vec<String> = vec![head.to_owned()];
        words.extend(part.map(str::to_owned));
        let bare = words.len();
        let value = |index: usize| named.iter().find(|(known, _)| *known == index);
        let (case, mut loose) = first_case(options, &named, loose);
        words.extend(case.map(str::to_owned));
        for (index, value) in &named {
            let (name, takes) = options[*index];
            match takes {
                Takes::Said => words.push(format!("{name} {value}")),
                Takes::Kept => words.push(format!("{name}:{value}")),
                Takes::Word
                | Takes::Needed
                | Takes::Case
                | Takes::Words
                | Takes::Text
                | Takes::Own => (),
            }
        }
        let mut loose = loose.drain(..);
        for (index, (_, takes)) in options.iter().enumerate() {
            let is_before_named = (index..options.len()).any(|later| value(later).is_some());
            match (takes, value(index)) {
                (Takes::Said | Takes::Kept | Takes::Case, _) => (),
                (_, Some((_, value))) => words.push((*value).to_owned()),
                (Takes::Needed, None) if is_before_named && loose.as_slice().is_empty() => {
                    // What stands behind it would be taken for it.
                    words.truncate(bare);
                    return words.join(" ");
                }
                (Takes::Word | Takes::Needed, None) if is_before_named => {
                    words.extend(loose.next().map(str::to_owned));
                }
                (Takes::Words, None) if is_before_named => {
                    words.extend(loose.by_ref().map(str::to_owned));
                }
                (Takes::Word | Takes::Needed | Takes::Words | Takes::Text | Takes::Own, None) => {}
            }
        }
        words.extend(loose.map(str::to_owned));
        words.extend((!text.is_empty()).then(|| text.to_owned()));
        words.retain(|word| !word.is_empty());
        words.join(" ")
    }
}

/// The case that a command is about, which is read before anything else, and the other words.
fn first_case<'a>(
    options: Options,
    named: &[(usize, &'a str)],
    mut loose: Vec<&'a str>,
) -> (Option<&'a str>, Vec<&'a str>) {
    let Some(at) = options.iter().position(|(_, takes)| *takes == Takes::Case) else {
        return (None, loose);
    };
    let case = named.iter().find(|(index, _)| *index == at).map(|(_, value)| *value);
    let is_first = loose.first().is_some_and(is_case);
    let case = case.or_else(|| is_first.then(|| loose.remove(0)));
    (case, loose)
}

fn is_case(word: &&str) -> bool {
    CaseNumber::parse(word).is_some()
}

#[cfg(test)]
mod tests;
