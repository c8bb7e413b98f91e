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

/// The options of a command, in the order in which they are read.
fn of_command(command: &str) -> Options {
    match command {
        "complain" => &[TEXT],
        "link" => &[("code", Takes::Words)],
        "language" => &[LANG, ("default", Takes::Said), ("offer", Takes::Said)],
        "take" | "join" | "leave" | "reopen" => &[CASE],
        "note" | "say" => &[CASE, TEXT],
        "promise" => &[CASE, ("when", Takes::Words), ("what", Takes::Text)],
        "kept" | "delivered" => &[CASE, ("number", Takes::Word), ("how", Takes::Text)],
        "move" => &[CASE, ("number", Takes::Word), ("when", Takes::Words), ("why", Takes::Text)],
        "progress" => &[CASE, ("text", Takes::Words), ("next", Takes::Said)],
        "offer" => OFFER,
        "resolve" => &[CASE, ("done", Takes::Text)],
        "close" => &[CASE, ("reason", Takes::Text)],
        "escalate" => &[CASE, ("why", Takes::Text)],
        "done" => &[("customer", Takes::Word), ("topic", Takes::Text)],
        "why" => &[("customer", Takes::Word), ("number", Takes::Word)],
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
            ("messages", Takes::Said),
            ("quiet", Takes::Said),
        ],
        "reply" => &[
            SETTING,
            VALUE,
            ("within", Takes::Said),
            ("senior", Takes::Said),
            ("progress", Takes::Said),
        ],
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
        "value" => &[
            ("primary", Takes::Kept),
            ("secondary", Takes::Kept),
            ("potential", Takes::Kept),
            ("tellers", Takes::Kept),
            ("currency", Takes::Word),
        ],
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
        ("duty", "on") => &[("until", Takes::Said)],
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
        ("makegood", "remove") => &[ITEM],
        ("makegood", "template") => &[("trade", Takes::Word)],
        ("makegood", "how") => &[ITEM, ("how", Takes::Text)],
        ("cause", "new") => &[("words", Takes::Text)],
        ("cause", "own") => &[CAUSE, ("owner", Takes::Needed), ("due", Takes::Words)],
        ("cause", "fixing") => &[CAUSE],
        ("cause", "fixed") => &[CAUSE, ("how", Takes::Text)],
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
        let index = self.options.iter().position(|(known, _)| *known == name)?;
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
                Takes::Words | Takes::Text | Takes::Said | Takes::Kept => false,
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
                Takes::Word | Takes::Needed | Takes::Case | Takes::Words | Takes::Text => (),
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
                (Takes::Word | Takes::Needed | Takes::Words | Takes::Text, None) => {}
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
mod tests {
    use super::*;
    use crate::admin::{ASK, ASK_RULES, REPLY, Source};

    #[test]
    fn nothing_takes_a_place_that_is_empty() {
        for (typed, wanted) in [
            ("/qr lang:ro", "/qr"),
            ("/cause public public:x", "/cause public"),
            ("/cause fixed how:orders are read back", "/cause fixed"),
            ("/cause own owner:@katrin due:30.11.", "/cause own"),
            ("/cause own late due:30.11.", "/cause own"),
            ("/wording show lang:ro", "/wording show"),
            ("/wording set lang:ro text:Cum a fost?", "/wording set"),
            ("/wording set key:ask text:ro is fine", "/wording set"),
            ("/wording rollback ask number:3", "/wording rollback"),
            ("/makegood add worth:9 name:cake kind:gift text:a cake", "/makegood add"),
            ("/makegood how how:at the counter", "/makegood how"),
            // These may be left out.
            ("/role add level:agent", "/role add agent"),
            ("/test lang:ro", "/test ro"),
        ] {
            assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
        }
    }

    #[test]
    fn named_options_come_to_their_places() {
        for (typed, wanted) in [
            ("/scale type:faces3", "/scale faces3"),
            ("/language lang:ro", "/language ro"),
            ("/language default lang:ro", "/language default ro"),
            ("/language default:ro", "/language default ro"),
            ("/language offer:ro, ru,en", "/language offer ro, ru,en"),
            ("/language offer langs:ro, ru,en", "/language offer ro, ru,en"),
            ("/language offer lang:ro", "/language offer ro"),
            ("/wording show key:ask lang:ro", "/wording show ask ro"),
            ("/wording show lang:ro key:ask", "/wording show ask ro"),
            ("/wording show ask lang:ro", "/wording show ask ro"),
            ("/wording show lang:ro ask", "/wording show ask ro"),
            ("/wording list group:recovery", "/wording list recovery"),
            (
                "/wording set! lang:ro key:ask@place:till2 text:{hello} Cum?\n  http://x.y lang:de ",
                "/wording set! ask@place:till2 ro {hello} Cum?\n  http://x.y lang:de",
            ),
            ("/wording set key:ask ro  Note:\nlang:ro", "/wording set ask ro Note:\nlang:ro"),
            ("/test lang:ro path:unhappy", "/test unhappy ro"),
            ("/test lang:ro", "/test ro"),
            ("/ask setting:gap value:4h", "/ask gap 4h"),
            ("/ask value:4h setting:gap", "/ask gap 4h"),
            ("/ask gap value: 4h", "/ask gap 4h"),
            ("/ask gap:4h", "/ask gap 4h"),
            ("/ask setting:quiet value:22:00 - 08:00", "/ask quiet 22:00 - 08:00"),
            ("/ask setting:off value:topic:billing", "/ask off topic:billing"),
            ("/ask dry-run setting:gap value:24h", "/ask dry-run gap 24h"),
            ("/ask setting:dry-run value:gap 24h", "/ask dry-run gap 24h"),
            ("/reply within:10m", "/reply within 10m"),
            ("/reply within:10m segment:new", "/reply within 10m segment:new"),
            ("/signals source:voice value:on channel:<#5>", "/signals voice on <#5>"),
            ("/signals source:idle on", "/signals idle on"),
            ("/signals channel:<#5> voice on", "/signals voice on <#5>"),
            ("/qr lang:ro place:till2", "/qr till2 ro"),
            ("/role add level:agent member:@anna", "/role add @anna agent"),
            ("/role add @anna level:agent", "/role add @anna agent"),
            ("/role map level:agent role:Night shift", "/role map Night shift agent"),
            ("/role map Night shift level:agent", "/role map Night shift agent"),
            ("/authority level:agent amount:30.00 EUR", "/authority agent 30.00 EUR"),
            (
                "/makegood add kind:gift cost:3.50 worth:9 name:cake text:a cake, cost: none",
                "/makegood add cake 3.50 9 gift a cake, cost: none",
            ),
            ("/cause own late owner:@katrin 30.11.", "/cause own late @katrin 30.11."),
            ("/cause public! cause:late public:\"Late\"", "/cause public! late \"Late\""),
            ("/value currency:EUR tellers:7", "/value tellers:7 EUR"),
            ("/audit@luma_bot count:20", "/audit@luma_bot 20"),
            ("/duty on until:18:00", "/duty on until 18:00"),
            ("/duty on until: 18:00", "/duty on until 18:00"),
            ("/merge with other:C-5512 case:R-1042", "/merge with R-1042 C-5512"),
            ("/note case:R-1042 he called", "/note R-1042 he called"),
            ("/note text:he called case:R-7", "/note he called case:R-7"),
            ("/note R-1042 text:he called", "/note R-1042 he called"),
            ("/resolve done:right dish", "/resolve right dish"),
            ("/promise when:tomorrow 9:00 what:new card", "/promise tomorrow 9:00 new card"),
            ("/promise R-7 when:12:00 what:new card", "/promise R-7 12:00 new card"),
            ("/promise 12:00 what:new card", "/promise 12:00 new card"),
            ("/kept how:driver confirmed 11:54", "/kept driver confirmed 11:54"),
            ("/kept number:1 how:it is there", "/kept 1 it is there"),
            ("/move when:16:30 why:the oven", "/move 16:30 the oven"),
            ("/move 1 when:16:30", "/move 1 16:30"),
            ("/move number:2 when:17.11. 9:00 why:x", "/move 2 17.11. 9:00 x"),
            ("/progress text:it is on the van next:11:40", "/progress next 11:40 it is on the van"),
            ("/progress it is on the van next:11:40", "/progress next 11:40 it is on the van"),
            ("/done customer:@dana topic:late fee", "/done @dana late fee"),
            ("/complain text:cold soup", "/complain cold soup"),
            ("/why customer:@dana", "/why @dana"),
        ] {
            assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
        }
    }

    #[test]
    fn the_case_is_read_before_anything_else() {
        for (typed, wanted) in [
            ("/progress R-7 text:it is late next:11:40", "/progress R-7 next 11:40 it is late"),
            ("/offer item:dessert", "/offer dessert"),
            ("/offer item:dessert case:R-7", "/offer R-7 dessert"),
            (
                "/offer amount:15.00 text:\"free express\" value:40.00",
                "/offer value:40.00 15.00 \"free express\"",
            ),
            (
                "/offer R-7 text:free express amount:15 value:40",
                "/offer R-7 value:40 15 free express",
            ),
            ("/delivered number:2 how:by hand", "/delivered 2 by hand"),
        ] {
            assert_eq!(in_order(typed).as_deref(), Some(wanted), "{typed}");
        }
    }

    #[test]
    fn whatever_names_no_option_stays_as_it_is() {
        for typed in [
            "text:hello",
            "// text:hello",
            "/complain",
            "/complain it says text: and nothing else",
            "/complain Note: see http://luma.example at 15:00",
            "/note ask Ion, text:x, case:R-7",
            "/note R-1042 see case:R-7",
            "/note case: solved today",
            "/note case:closed by phone",
            "/resolve R-1042 the reason:was done:late",
            "/wording set ask ro Cum? lang:de key:x",
            "/wording set ask@place:till2 ro Cum?",
            "/ask off topic:billing",
            "/reply within 10m segment:new",
            "/hours mon-fri 09:00-21:00",
            "/signals ticket_closed pattern:ticket-*",
            "/cause late owner:x",
            "/makegood add cake 3.50 9 gift cost: none",
            "/nothing key:value",
            "/start key:value",
        ] {
            assert_eq!(in_order(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_is_set_by_its_own_name_is_known() {
        let timers = ASK.map(|(name, _)| name);
        // These stand before options of their own.
        let rules = ASK_RULES.into_iter().filter(|rule| !["off", "on", "dry-run"].contains(rule));
        for name in timers.into_iter().chain(rules) {
            assert!(has_option("ask", None, name), "{name}");
        }
        for (name, _) in REPLY {
            assert!(has_option("reply", None, name), "{name}");
        }
        for source in Source::ALL.into_iter().filter(|source| source.is_switched()) {
            assert!(has_option("signals", None, source.name()), "{}", source.name());
        }
    }
}
