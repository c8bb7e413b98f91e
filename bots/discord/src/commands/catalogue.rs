//! The parts of the commands about authority, make-goods, causes, value, webhooks and printed links.

use amends_core::{
    catalogue::{Kind, Template},
    policy::Level,
};
use amends_wording::{CatalogueHint as Hint, Phrasebook};
use serde_json::{Value, json};

use super::{causes, described::described, kind, languages};

/// The options of these commands, in the order in which the grammar reads them. People fill them in
/// as they like.
const ORDER: [&str; 19] = [
    "level", "amount", "currency", "name", "item", "cause", "owner", "due", "cost", "worth",
    "kind", "trade", "place", "lang", "text", "words", "how", "public", "where",
];
/// Options that the grammar wants to read with their names.
const NAMED: [&str; 4] = ["primary", "secondary", "potential", "tellers"];

/// Where an option stands in the grammar; those of other commands stand as they were given.
pub(super) fn order(option: &Value) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    ORDER.iter().position(|known| *known == name).unwrap_or(0)
}

/// An option as the grammar reads it.
pub(super) fn written(name: &str, value: &str) -> String {
    if NAMED.contains(&name) { format!("{name}:{value}") } else { value.to_owned() }
}

/// What a command takes; nothing if it is none of these.
pub(super) fn options(book: &Phrasebook, name: &str) -> Option<Vec<Value>> {
    let hints = Hints(book);
    Some(match name {
        "authority" => {
            let levels = [Level::Agent, Level::Senior, Level::Director].map(Level::name);
            vec![
                hints.choice("level", Hint::Level, false, &levels),
                hints.option("amount", Hint::Amount, false),
                hints.option("currency", Hint::Currency, false),
            ]
        }
        "makegood" => make_good(&hints),
        "cause" => cause(&hints),
        "value" => vec![
            hints.option("primary", Hint::ValuePart, false),
            hints.option("secondary", Hint::ValuePart, false),
            hints.option("potential", Hint::ValuePart, false),
            hints.option("tellers", Hint::Tellers, false),
            hints.option("currency", Hint::Currency, false),
        ],
        "webhook" => {
            let name = || hints.option("name", Hint::Webhook, true);
            vec![
                hints.part("list", Hint::WebhookList, &[]),
                hints.part("new", Hint::WebhookNew, &[name()]),
                hints.part("rotate", Hint::WebhookRotate, &[name()]),
                hints.part("off", Hint::WebhookOff, &[name()]),
            ]
        }
        "qr" => {
            let lang = languages::any(hints.option("lang", Hint::Lang, false));
            vec![hints.option("place", Hint::Place, true), lang]
        }
        _ => return None,
    })
}

fn make_good(hints: &Hints<'_>) -> Vec<Value> {
    let item = || hints.option("item", Hint::Item, true);
    let kinds = Kind::ALL.map(Kind::name);
    let added = [
        hints.option("name", Hint::Item, true),
        hints.option("cost", Hint::Cost, true),
        hints.option("worth", Hint::Worth, true),
        hints.choice("kind", Hint::Kind, true, &kinds),
        hints.option("text", Hint::Text, true),
    ];
    let trades = [hints.choice("trade", Hint::Trade, true, &Template::ALL.map(Template::name))];
    vec![
        hints.part("list", Hint::MakeGoodList, &[]),
        hints.part("add", Hint::MakeGoodAdd, &added),
        hints.part("remove", Hint::MakeGoodRemove, &[item()]),
        hints.part("template", Hint::MakeGoodTemplate, &trades),
        hints.part("how", Hint::MakeGoodHow, &[item(), hints.option("how", Hint::Hand, true)]),
        hints.part("last", Hint::MakeGoodLast, &[item()]),
    ]
}

/// Where the board may be put.
const WHERE: [&str; 2] = ["here", "off"];

fn cause(hints: &Hints<'_>) -> Vec<Value> {
    let cause = || causes::suggested(hints.option("cause", Hint::Cause, true));
    let mut number = super::hinted(hints.0, "case", amends_wording::Hint::Case);
    number["type"] = kind::TEXT.into();
    number["required"] = false.into();
    number["autocomplete"] = true.into();
    let mut owner = hints.option("owner", Hint::Owner, true);
    owner["type"] = kind::PERSON.into();
    let parts_of_own = [cause(), owner, hints.option("due", Hint::Due, true)];
    let public = [cause(), hints.option("public", Hint::Public, true)];
    vec![
        hints.part("link", Hint::CauseLink, &[cause(), number]),
        hints.part("list", Hint::CauseList, &[]),
        hints.part("new", Hint::CauseNew, &[hints.option("words", Hint::Trouble, true)]),
        hints.part("own", Hint::CauseOwn, &parts_of_own),
        hints.part("fixing", Hint::CauseFixing, &[cause()]),
        hints.part("fixed", Hint::CauseFixed, &[cause(), hints.option("how", Hint::Fix, true)]),
        hints.part("public", Hint::CausePublic, &public),
        hints.part(
            "board",
            Hint::CauseBoard,
            &[hints.choice("where", Hint::BoardWhere, false, &WHERE)],
        ),
    ]
}

/// What people read beside the parts.
struct Hints<'a>(&'a Phrasebook);

impl Hints<'_> {
    fn option(&self, name: &str, hint: Hint, required: bool) -> Value {
        let mut option = described(name, |lang| Some(self.0.catalogue_hint(hint, lang)));
        option["type"] = kind::TEXT.into();
        option["required"] = required.into();
        option
    }

    fn choice(&self, name: &str, hint: Hint, required: bool, choices: &[&str]) -> Value {
        let choices: Vec<Value> =
            choices.iter().map(|choice| json!({ "name": choice, "value": choice })).collect();
        let mut option = self.option(name, hint, required);
        option["choices"] = choices.into();
        option
    }

    fn part(&self, name: &str, hint: Hint, options: &[Value]) -> Value {
        let mut part = described(name, |lang| Some(self.0.catalogue_hint(hint, lang)));
        part["type"] = kind::SUBCOMMAND.into();
        part["options"] = options.into();
        part
    }
}
