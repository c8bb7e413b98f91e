//! Words by which a text is recognised: an apology, thanks, the rule book, a promise of nothing.

use crate::lang::Lang;

/// Beginnings of words that say sorry.
pub(super) fn sorry(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::En => &["sorry", "apolog", "regret"],
        Lang::Ru => &["жаль", "прости", "прощени", "извин", "сожале"],
        Lang::Ro => &["rău", "scuz", "iert", "regret"],
        Lang::De => &["leid", "entschuldig", "verzeih", "bedauer"],
        Lang::Pl => &["przepr", "przykro", "wybacz"],
    }
}

/// Beginnings of words that say thank you.
pub(super) fn thanks(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::En => &["thank", "grateful"],
        Lang::Ru => &["спасибо", "благодар"],
        Lang::Ro => &["mulțum", "mulţum", "recunosc"],
        Lang::De => &["dank"],
        Lang::Pl => &["dzięk", "podzięk", "wdzięczn"],
    }
}

/// The first word or phrase that hides behind rules.
pub(super) fn rule_book(text: &str, lang: Lang) -> Option<String> {
    let (starts, phrases): (&[&str], &[&str]) = match lang {
        Lang::En => {
            (&["policy", "policies", "rule", "regulation", "terms"], &["unfortunately we cannot"])
        }
        Lang::Ru => {
            (&["правил", "политик", "регламент", "положени"], &["к сожалению, мы не можем"])
        }
        Lang::Ro => (&["politic", "regulament", "reguli", "termeni"], &["din păcate nu putem"]),
        Lang::De => (
            &["richtlinie", "vorschrift", "regel", "agb", "geschäftsbedingung"],
            &["leider können wir nicht"],
        ),
        Lang::Pl => (&["polityk", "regulamin", "zasad", "przepis"], &["niestety nie możemy"]),
    };
    let word = words(text).find(|word| starts.iter().any(|start| word.starts_with(start)));
    word.or_else(|| phrases.iter().copied().find(|phrase| text.contains(phrase))).map(str::to_owned)
}

/// The first phrase that promises nothing.
pub(super) fn vague(text: &str, lang: Lang) -> Option<String> {
    let phrases: &[&str] = match lang {
        Lang::En => &["as soon as possible", "when we know more", "at the earliest", "asap"],
        Lang::Ru => &["как можно скорее", "как только сможем", "в ближайшее время"],
        Lang::Ro => &["cât mai curând", "cât mai repede", "când vom ști mai multe"],
        Lang::De => &[
            "so bald wie möglich",
            "sobald wie möglich",
            "so schnell wie möglich",
            "baldmöglichst",
        ],
        Lang::Pl => &["jak najszybciej", "jak tylko będziemy wiedzieć", "w najbliższym czasie"],
    };
    phrases.iter().find(|phrase| text.contains(*phrase)).map(|phrase| (*phrase).to_owned())
}

/// Whether a word of the text begins with one of these.
pub(super) fn begins_any(text: &str, starts: &[&str]) -> bool {
    words(text).any(|word| starts.iter().any(|start| word.starts_with(start)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}
