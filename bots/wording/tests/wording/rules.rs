//! The rules that the texts must hold, whoever edits them.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{
    desk::DeskSay,
    effect::Words,
    lang::Lang,
    say::{Label, Say},
    scale::Scale,
};
use amends_wording::{Phrasebook, to_fluent, to_people};
use jiff::SignedDuration;

use crate::{
    luma,
    samples::{self, due},
};

pub(crate) type Keyed = BTreeMap<String, String>;

/// The texts as they were decided on, as people type them.
fn decided(lang: Lang) -> Keyed {
    let source = match lang {
        Lang::EN => include_str!("../defaults/en.toml"),
        Lang::RU => include_str!("../defaults/ru.toml"),
        Lang::RO => include_str!("../defaults/ro.toml"),
        Lang::DE => include_str!("../defaults/de.toml"),
        Lang::PL => include_str!("../defaults/pl.toml"),
        other => unreachable!("{other:?} does not come with amends"),
    };
    toml::from_str(source).expect("the decided texts are TOML")
}

/// The texts in use, as Fluent patterns.
fn patterns(lang: Lang) -> Keyed {
    let source = match lang {
        Lang::EN => include_str!("../../texts/en.ftl"),
        Lang::RU => include_str!("../../texts/ru.ftl"),
        Lang::RO => include_str!("../../texts/ro.ftl"),
        Lang::DE => include_str!("../../texts/de.ftl"),
        Lang::PL => include_str!("../../texts/pl.ftl"),
        other => unreachable!("{other:?} does not come with amends"),
    };
    keyed(source)
}

/// The patterns of a file by their keys.
pub(crate) fn keyed(source: &str) -> Keyed {
    let lines = source.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| line.split_once(" = ").expect("each line is one text"))
        .map(|(key, pattern)| (key.to_owned(), pattern.to_owned()))
        .collect()
}

/// The texts in use, as people type them.
fn texts(lang: Lang) -> Keyed {
    patterns(lang).into_iter().map(|(key, pattern)| (key, to_people(&pattern))).collect()
}

pub(crate) fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// The words of a text in lower case, to be compared as wholes.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

pub(crate) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whether a word of the text begins with one of these.
fn has_any(text: &str, starts: &[&str]) -> bool {
    words(text).iter().any(|word| starts.iter().any(|start| word.starts_with(start)))
}

fn sorry(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::EN => &["sorry"],
        Lang::RU => &["жаль", "прости"],
        Lang::RO => &["rău", "scuze"],
        Lang::DE => &["leid", "entschuldigung"],
        Lang::PL => &["przepraszamy"],
        other => unreachable!("{other:?} does not come with amends"),
    }
}

fn thanks(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::EN => &["thank"],
        Lang::RU => &["спасибо"],
        Lang::RO => &["mulțum"],
        Lang::DE => &["dank"],
        Lang::PL => &["dzięk"],
        other => unreachable!("{other:?} does not come with amends"),
    }
}

/// Texts that platforms with forms and panels need beside what was decided for all of them, and that
/// of a command that is switched off; and what is said about what is kept of people.
const BESIDE: [&str; 24] = [
    "reply_number",
    "btn_need_help",
    "sorry_gift",
    "board_told",
    "reask_prevent",
    "offer_by",
    "btn_tell_us",
    "btn_complain",
    "btn_feedback",
    "panel",
    "feedback_off",
    "privacy_more",
    "promise_broken_next",
    "forget_receipt",
    "forget_kept",
    "mydata",
    "cmd_mydata",
    "visit_print",
    "visit_page",
    "visit_code",
    "btn_answer_on",
    "btn_code",
    "code_title",
    "code_hint",
];

#[test]
fn there_are_125_texts_in_each_language_as_decided() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        let (decided, mut texts) = (decided(lang), texts(lang));
        assert_eq!(book.keys(), texts.keys().collect::<Vec<_>>());
        assert!(BESIDE.iter().all(|key| texts.remove(*key).is_some()), "{lang:?}");
        // What may be given comes with templates of make-goods.
        texts.retain(|key, _| !key.starts_with("gift_"));
        assert_eq!(decided.len(), 125, "{lang:?}");
        assert_eq!(texts, decided, "{lang:?}");
    }
}

#[test]
fn each_text_reads_as_it_is_written() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang) {
            let names = placeholders(&text);
            let values: Vec<_> = names.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
            assert_eq!(
                book.raw(&key, lang, &values).as_deref(),
                Ok(text.as_str()),
                "{lang:?} {key}"
            );
            assert_eq!(to_fluent(&text).as_ref(), Ok(&patterns(lang)[&key]), "{lang:?} {key}");
        }
    }
}

#[test]
fn placeholders_are_the_same_in_every_language() {
    let english = texts(Lang::EN);
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang) {
            assert_eq!(placeholders(&text), placeholders(&english[&key]), "{lang:?} {key}");
        }
    }
}

#[test]
fn buttons_fit() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang).iter().filter(|(key, _)| key.starts_with("btn_")) {
            assert!(length(text) <= 28, "{lang:?} {key}: {text}");
            // Discord counts in its own way and takes 80 in any case.
            assert!(utf16(text) <= 80, "{lang:?} {key}: {text}");
        }
        for label in samples::labels() {
            let text = book.label(label, lang);
            assert!((1..=28).contains(&length(&text)), "{lang:?} {label:?}: {text}");
        }
    }
}

#[test]
fn descriptions_have_3_to_100_characters() {
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang) {
            if key.starts_with("cmd_") || key.starts_with("comment_") || key == "code_hint" {
                assert!((3..=100).contains(&utf16(&text)), "{lang:?} {key}: {text}");
            }
        }
    }
}

#[test]
fn toasts_fit_with_the_longest_answer() {
    let book = Phrasebook::new();
    let mut toasts = vec![Say::TapAck, Say::NotForYou, Say::ChangeClosed];
    let ratings = Scale::ALL.into_iter().flat_map(Scale::ratings);
    toasts.extend(ratings.map(|rating| Say::ChangedAck { rating }));
    for lang in Lang::BUILT_IN {
        for toast in &toasts {
            let text = book.say(toast, lang, &luma());
            assert!(utf16(&text) <= 200, "{lang:?}: {text}");
        }
    }
}

#[test]
fn every_text_fits_into_a_message() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        for sample in samples::says() {
            let text = book.say(&sample.value, lang, &luma());
            assert!((1..=2_000).contains(&utf16(&text)), "{lang:?} {}", sample.name);
        }
    }
    for sample in samples::desk_says() {
        let text = book.desk(&sample.value, &luma());
        assert!((1..=2_000).contains(&utf16(&text)), "{}", sample.name);
    }
}

#[test]
fn the_survey_asks_one_question() {
    const QUESTIONS: [&str; 7] =
        ["ask", "ask_topic", "ask_visit", "ask_expect", "nps_ask", "reminder", "receipt_expired"];
    for lang in Lang::BUILT_IN {
        for key in QUESTIONS {
            assert_eq!(texts(lang)[key].matches('?').count(), 1, "{lang:?} {key}");
        }
    }
}

#[test]
fn no_form_depends_on_gender() {
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang) {
            assert_eq!(gendered(lang, &text), None, "{lang:?} {key}: {text}");
        }
    }
}

/// The first word of a text whose form depends on somebody's gender.
pub(crate) fn gendered(lang: Lang, text: &str) -> Option<&'static str> {
    let forms: &[&str] = match lang {
        Lang::EN => &[],
        Lang::RU => &["рад", "рада"],
        Lang::RO => &["mulțumit", "mulțumită"],
        Lang::DE => &[
            "kunde",
            "kunden",
            "kundin",
            "kundinnen",
            "mitarbeiter",
            "mitarbeitern",
            "mitarbeiterin",
            "mitarbeiterinnen",
        ],
        Lang::PL => &["byłeś", "byłaś", "pan", "pani", "pana", "panu", "panią", "państwo"],
        other => unreachable!("{other:?} does not come with amends"),
    };
    let words = words(text);
    forms.iter().find(|form| words.iter().any(|word| word == *form)).copied()
}

#[test]
fn an_apology_thanks_as_well() {
    const BOTH: [&str; 5] = [
        "sorry_unhappy",
        "sorry_unhappy_later",
        "complain_ack",
        "complain_ack_later",
        "thanks_neutral",
    ];
    for lang in Lang::BUILT_IN {
        for key in BOTH {
            let text = &texts(lang)[key];
            assert!(has_any(text, sorry(lang)), "{lang:?} {key} lacks sorry: {text}");
            assert!(has_any(text, thanks(lang)), "{lang:?} {key} lacks thanks: {text}");
        }
    }
}

#[test]
fn what_english_apologises_for_every_language_does() {
    for (key, english) in texts(Lang::EN) {
        for lang in Lang::BUILT_IN {
            let text = &texts(lang)[&key];
            if has_any(&english, sorry(Lang::EN)) {
                assert!(has_any(text, sorry(lang)), "{lang:?} {key} lacks sorry: {text}");
            }
        }
    }
}

#[test]
fn no_text_speaks_of_a_system_or_of_rules() {
    for lang in Lang::BUILT_IN {
        let banned: &[&str] = match lang {
            Lang::EN => &["system", "policy", "policies", "rule", "regulation", "terms"],
            Lang::RU => &["систем", "правил", "политик", "регламент", "положени"],
            Lang::RO => &["sistem", "politic", "regulament", "reguli", "termeni"],
            Lang::DE => {
                &["system", "richtlinie", "vorschrift", "regel", "agb", "geschäftsbedingung"]
            }
            Lang::PL => &["system", "polityk", "regulamin", "zasad", "przepis"],
            other => unreachable!("{other:?} does not come with amends"),
        };
        for (key, text) in texts(lang) {
            assert!(!has_any(&text, banned), "{lang:?} {key}: {text}");
        }
    }
}

#[test]
fn nothing_in_a_text_hides_or_reorders() {
    for lang in Lang::BUILT_IN {
        for (key, text) in texts(lang) {
            assert_eq!(amends_wording::clean_text(&text, 2_000), text, "{lang:?} {key}");
            assert_eq!(text.trim(), text, "{lang:?} {key}");
        }
    }
}

#[test]
fn the_second_reminder_always_has_a_date() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        let text = book.say(&Say::Nudge2 { due: due(true) }, lang, &luma());
        assert!(text.contains("17.11. 09:30"), "{text}");
    }
}

#[test]
fn days_are_counted_from_two_on() {
    let book = Phrasebook::new();
    let days = |lang| book.duration(SignedDuration::from_hours(48), lang);
    assert_eq!(Lang::BUILT_IN.map(days), ["2 days", "2 дн.", "2 zile", "2 Tg.", "2 dni"]);
    let hours = |lang| book.duration(SignedDuration::from_hours(47), lang);
    assert_eq!(Lang::BUILT_IN.map(hours), ["47 h", "47 ч", "47 h", "47 Std.", "47 godz."]);
}

#[test]
fn the_card_is_the_one_of_the_example() {
    let card = DeskSay::Card(Box::new(samples::card()));
    assert_eq!(
        Phrasebook::new().desk(&card, &luma()),
        "🔴 R-1042 · Dana · 🙁 · level 1\n\
         Order 118 · 14.50 € · agent Anna · till 2\n\
         en · 4th contact · before: 🙂 🙂 😐 · no cases\n\
         Said: –\n\
         Promised: first reply by 09:30"
    );
}

#[test]
fn the_words_of_an_effect_are_those_for_their_reader() {
    let book = Phrasebook::new();
    let customer = Words::Customer(Say::TapAck, Lang::PL);
    assert_eq!(book.words(&customer, &luma()), "Dziękujemy!");
    let desk = Words::Desk(DeskSay::NotSentJoinFirst);
    assert_eq!(book.words(&desk, &luma()), "not sent – Join first");
    assert_eq!(book.error_text(Lang::RU), decided(Lang::RU)["error"]);
}

#[test]
fn who_is_called_is_named_in_the_order_of_the_text() {
    let book = Phrasebook::new();
    for sample in samples::desk_says() {
        let called = sample.value.called();
        let holds_somebody = format!("{:?}", sample.value).contains("Mention {");
        assert_eq!(!called.is_empty(), holds_somebody, "{}", sample.name);
        let text = book.desk(&sample.value, &luma());
        let names: Vec<String> = called.iter().map(|mention| book.mention(mention)).collect();
        assert!(text.starts_with(&names.join(" ")), "{}: {text}", sample.name);
    }
}

#[test]
fn thumbs_and_long_scales_have_their_labels() {
    let book = Phrasebook::new();
    let row = |scale: Scale| -> Vec<String> {
        scale.ratings().map(|rating| book.label(Label::Rating(rating), Lang::EN)).collect()
    };
    assert_eq!(row(Scale::Thumbs), ["Yes", "No"]);
    assert_eq!(row(Scale::Nps11).join(" "), "0 1 2 3 4 5 6 7 8 9 10");
    assert_eq!(row(Scale::Expect3), ["🙂 Better", "😐 As expected", "🙁 Worse"]);
    assert_eq!(row(Scale::Csat5)[0], "😍 Excellent");
    assert_eq!(row(Scale::Csat5)[4], "😞 Very poor");
}
