//! What commands about the business take, and those about offers.

use amends_wording::{Hint, Phrasebook, SorryPart};
use serde_json::{Value, json};

use super::{hinted, kind};

/// The options of such a command; nothing for any other.
pub(super) fn options(book: &Phrasebook, name: &str) -> Option<Vec<Value>> {
    let option = |name: &str, hint, required: bool| {
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = required.into();
        option
    };
    let choice = |name: &str, hint, required: bool, choices: &[&str]| {
        let mut choice = option(name, hint, required);
        let choices: Vec<_> =
            choices.iter().map(|one| json!({ "name": one, "value": one })).collect();
        choice["choices"] = choices.into();
        choice
    };
    let person = |name: &str, hint, required: bool| {
        let mut person = option(name, hint, required);
        person["type"] = kind::PERSON.into();
        person
    };
    let part = |name: &str, hint, options: Vec<Value>| {
        let mut part = hinted(book, name, hint);
        part["type"] = kind::SUBCOMMAND.into();
        part["options"] = options.into();
        part
    };
    Some(match name {
        "done" => {
            vec![person("customer", Hint::Customer, false), option("topic", Hint::Topic, false)]
        }
        "duty" => vec![
            part("on", Hint::DutyOn, vec![option("until", Hint::Until, false)]),
            part("off", Hint::DutyOff, vec![]),
            part("who", Hint::DutyWho, vec![]),
            part("rota", Hint::DutyRota, of_rota(person, option)),
            part("call", Hint::DutyCall, vec![choice("switch", Hint::OnOff, true, &["on", "off"])]),
        ],
        "inbox" => {
            let ends = ["cause", "praise", "open", "no"];
            let is = choice("is", Hint::InboxIs, false, &ends);
            let text = option("text", Hint::InboxText, false);
            vec![option("item", Hint::InboxItem, false), is, text]
        }
        "report" => {
            let parts = ["money", "recovery", "causes", "wording"];
            let show = choice("show", Hint::ReportShow, false, &parts);
            let segment = option("segment", Hint::ReportSegment, false);
            vec![option("period", Hint::ReportPeriod, false), show, segment]
        }
        "cases" => {
            let show = choice("show", Hint::CasesShow, false, &["mine", "open", "late"]);
            let mut case = option("case", Hint::CasesOne, false);
            case["autocomplete"] = true.into();
            vec![show, case]
        }
        "why" => {
            let customer = person("customer", Hint::WhyCustomer, false);
            let mut options = vec![customer, option("number", Hint::WhyNumber, false)];
            options.extend(super::causes::of_why(option));
            options
        }
        "sorry" => apology(option),
        "merge" => {
            let case = || option("case", Hint::Case, true);
            let other = option("other", Hint::MergeOther, true);
            vec![
                part("with", Hint::MergeWith, vec![case(), other]),
                part("undo", Hint::MergeUndo, vec![case()]),
            ]
        }
        _ => return None,
    })
}

/// Whose hours by plan, and which; neither: everybody's are shown.
fn of_rota(
    person: impl Fn(&str, Hint, bool) -> Value,
    option: impl Fn(&str, Hint, bool) -> Value,
) -> Vec<Value> {
    vec![person("who", Hint::RotaWho, false), option("hours", Hint::RotaHours, false)]
}

/// The options of an apology: none of them must be given, since a form asks for all of it.
fn apology(option: impl Fn(&str, Hint, bool) -> Value) -> Vec<Value> {
    let mut customer = option("customer", Hint::Sorry(SorryPart::Customer), false);
    customer["type"] = kind::PERSON.into();
    let mut case = option("case", Hint::Case, false);
    case["autocomplete"] = true.into();
    let parts = [
        ("since", SorryPart::Since),
        ("until", SorryPart::Until),
        ("topic", SorryPart::Topic),
        ("place", SorryPart::Place),
        ("what", SorryPart::What),
        ("fix", SorryPart::Fix),
        ("makegood", SorryPart::Gift),
    ];
    let parts = parts.map(|(name, part)| option(name, Hint::Sorry(part), false));
    [customer, case].into_iter().chain(parts).collect()
}

/// The options of commands about offers: none of them must be given.
pub(super) fn about_offers(
    command: &str,
    option: impl Fn(&str, Hint, bool) -> Value,
) -> Vec<Value> {
    let known = if command == "offer" {
        vec![
            ("item", Hint::OfferItem),
            ("amount", Hint::OfferAmount),
            ("text", Hint::OfferText),
            ("value", Hint::OfferValue),
        ]
    } else {
        vec![("how", Hint::DeliveredHow), ("number", Hint::DeedNumber)]
    };
    known.into_iter().map(|(name, hint)| option(name, hint, false)).collect()
}

/// Where an option of `/inbox` stands: which item, what becomes of it, and words at the end.
pub(super) fn place_in_inbox(option: &Value) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    ["item", "is", "text"].iter().position(|known| *known == name).unwrap_or(0)
}

/// The same for `/assist`: who, by when, and the question at the end.
pub(super) fn place_in_assist(option: &Value) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    ["to", "by", "question"].iter().position(|known| *known == name).unwrap_or(0)
}
