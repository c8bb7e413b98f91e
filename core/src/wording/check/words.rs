//! Words by which a text is recognised: an apology, thanks, the rule book, a promise of nothing.

use crate::lang::Lang;

/// Beginnings of words that say sorry; none for languages of which nothing is known here.
pub(super) fn sorry(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::EN => &["sorry", "apolog", "regret"],
        Lang::RU => &["жаль", "прости", "прощени", "извин", "сожале"],
        Lang::RO => &["rău", "scuz", "iert", "regret"],
        Lang::DE => &["leid", "entschuldig", "verzeih", "bedauer"],
        Lang::PL => &["przepr", "przykro", "wybacz"],
        _ => &[],
    }
}

/// Beginnings of words that say thank you; none for languages of which nothing is known here.
pub(super) fn thanks(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::EN => &["thank", "grateful"],
        Lang::RU => &["спасибо", "благодар"],
        Lang::RO => &["mulțum", "mulţum", "recunosc"],
        Lang::DE => &["dank"],
        Lang::PL => &["dzięk", "podzięk", "wdzięczn"],
        _ => &[],
    }
}

/// The first word or phrase that hides behind rules.
pub(super) fn rule_book(text: &str, lang: Lang) -> Option<String> {
    let (starts, phrases): (&[&str], &[&str]) = match lang {
        Lang::EN => {
            (&["policy", "policies", "rule", "regulation", "terms"], &["unfortunately we cannot"])
        }
        Lang::RU => {
            (&["правил", "политик", "регламент", "положени"], &["к сожалению, мы не можем"])
        }
        Lang::RO => (&["politic", "regulament", "reguli", "termeni"], &["din păcate nu putem"]),
        Lang::DE => (
            &["richtlinie", "vorschrift", "regel", "agb", "geschäftsbedingung"],
            &["leider können wir nicht"],
        ),
        Lang::PL => (&["polityk", "regulamin", "zasad", "przepis"], &["niestety nie możemy"]),
        _ => (&[], &[]),
    };
    let word = words(text).find(|word| starts.iter().any(|start| word.starts_with(start)));
    word.or_else(|| phrases.iter().copied().find(|phrase| text.contains(phrase))).map(str::to_owned)
}

/// The first phrase that promises nothing.
pub(super) fn vague(text: &str, lang: Lang) -> Option<String> {
    let phrases: &[&str] = match lang {
        Lang::EN => &["as soon as possible", "when we know more", "at the earliest", "asap"],
        Lang::RU => &["как можно скорее", "как только сможем", "в ближайшее время"],
        Lang::RO => &["cât mai curând", "cât mai repede", "când vom ști mai multe"],
        Lang::DE => &[
            "so bald wie möglich",
            "sobald wie möglich",
            "so schnell wie möglich",
            "baldmöglichst",
        ],
        Lang::PL => &["jak najszybciej", "jak tylko będziemy wiedzieć", "w najbliższym czasie"],
        _ => &[],
    };
    phrases.iter().find(|phrase| text.contains(*phrase)).map(|phrase| (*phrase).to_owned())
}

/// Whether no word of the text begins with any of these, where there are any.
pub(super) fn lacks(text: &str, starts: &[&str]) -> bool {
    let is_one = |word: &str| starts.iter().any(|start| word.starts_with(start));
    !starts.is_empty() && !words(text).any(is_one)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}
