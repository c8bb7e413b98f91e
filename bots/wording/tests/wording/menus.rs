//! What apps show beside commands: each in every language, and short enough for every platform.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{grammar, lang::Lang};
use amends_wording::{CatalogueHint, Hint, Phrasebook};

use crate::rules::{Keyed, gendered, keyed, placeholders, utf16};

/// The longest description that Discord takes, and the longest entry in the menu of a person or a
/// message; Telegram takes more.
const DESCRIPTION: usize = 100;
const ENTRY: usize = 32;

/// What is shown beside the commands of staff and admins, as people read it.
fn texts(lang: Lang) -> Keyed {
    let source = match lang {
        Lang::EN => include_str!("../../texts/menu/en.ftl"),
        Lang::RU => include_str!("../../texts/menu/ru.ftl"),
        Lang::RO => include_str!("../../texts/menu/ro.ftl"),
        Lang::DE => include_str!("../../texts/menu/de.ftl"),
        Lang::PL => include_str!("../../texts/menu/pl.ftl"),
        other => unreachable!("{other:?} does not come with amends"),
    };
    // No value is put into them; a brace that is meant as one is quoted.
    let read = |pattern: String| pattern.replace("{ \"{\" }", "{").replace("{ \"}\" }", "}");
    keyed(source).into_iter().map(|(key, pattern)| (key, read(pattern))).collect()
}

/// What can be typed as it stands: commands, numbers and times.
fn typed(text: &str) -> BTreeSet<&str> {
    let is_typed = |word: &&str| {
        word.starts_with(['/', '@', '+']) || word.contains(|it: char| it.is_ascii_digit())
    };
    let words = text.split_whitespace().map(|word| word.trim_matches([',', ';', '(', ')']));
    words.filter(is_typed).collect()
}

#[test]
fn every_description_stands_in_every_language() {
    let english = texts(Lang::EN);
    for lang in Lang::BUILT_IN {
        let texts = texts(lang);
        assert!(english.keys().eq(texts.keys()), "{lang:?} has other keys");
        for (key, text) in &texts {
            let model = &english[key];
            let longest = if key.starts_with("menu_") { ENTRY } else { DESCRIPTION };
            assert!((2..=longest).contains(&utf16(text)), "{lang:?} {key}: {text}");
            assert_eq!(placeholders(text), placeholders(model), "{lang:?} {key}: {text}");
            assert_eq!(typed(text), typed(model), "{lang:?} {key}: {text}");
            assert_eq!(gendered(lang, text), None, "{lang:?} {key}: {text}");
        }
    }
}

/// Words that are typed as they stand, in whichever language they are explained.
const TYPED: [(&str, &str); 14] = [
    ("cmd_ask", "delay gap sample quiet off dry-run"),
    ("cmd_duty", "on off who rota"),
    ("cmd_hours", "mon-fri always closed"),
    ("cmd_merge", "with undo"),
    ("cmd_role", "list add remove"),
    ("cmd_signals", "topic_closed on"),
    ("opt_role_add", "agent senior director admin"),
    ("opt_offered_langs", "ro,ru,en all"),
    ("part_amount", "none"),
    ("part_hand", "off"),
    ("part_public", "off"),
    ("opt_channel", "voice"),
    ("opt_rota_hours", "mon-fri sat off"),
    ("opt_wording_file", "/wording export"),
];

#[test]
fn what_is_typed_is_not_translated() {
    for lang in Lang::BUILT_IN {
        let texts = texts(lang);
        for (key, wanted) in TYPED {
            let text = &texts[key];
            let words: BTreeSet<&str> = text
                .split_whitespace()
                .map(|word| word.trim_matches([',', ';', '(', ')']))
                .collect();
            let lacks = wanted.split(' ').find(|word| !words.contains(word));
            assert_eq!(lacks, None, "{lang:?} {key}: {text}");
        }
    }
}

#[test]
fn a_translation_is_no_copy() {
    let english = texts(Lang::EN);
    for lang in Lang::BUILT_IN.into_iter().filter(|lang| *lang != Lang::EN) {
        for (key, text) in texts(lang) {
            assert_ne!(text, english[&key], "{lang:?} {key}");
        }
    }
}

/// Whatever a menu can show is found in the language of whoever looks, and nothing lies about that
/// no menu shows.
#[test]
fn menus_show_all_of_it_in_the_language_of_whoever_looks() {
    let book = Phrasebook::new();
    for lang in Lang::BUILT_IN {
        let commands = [book.staff_commands(lang), book.admin_commands(lang)].concat();
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        let hints = Hint::ALL.map(|hint| book.hint(hint, lang));
        let of_catalogue = CatalogueHint::ALL.map(|hint| book.catalogue_hint(hint, lang));
        let all = commands.into_iter().map(|(_, text)| text).chain(hints).chain(of_catalogue);
        for text in all {
            *shown.entry(text).or_default() += 1;
        }
        let mut kept: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts(lang).into_values() {
            *kept.entry(text).or_default() += 1;
        }
        assert_eq!(shown, kept, "{lang:?}");
    }
}

#[test]
fn menus_offer_what_is_carried_out_and_nothing_else() {
    let book = Phrasebook::new();
    let names = |menu: Vec<(&'static str, String)>| -> Vec<&str> {
        menu.into_iter().map(|(name, _)| name).collect()
    };
    for lang in Lang::BUILT_IN {
        let shown = names(book.commands(lang));
        let known = ["feedback", "complain", "status", "board", "language", "stop", "resume"];
        assert_eq!(shown, [&known[..], &["privacy", "mydata", "forget", "link"]].concat());
        assert_eq!(names(book.staff_commands(lang)), names(book.staff_commands(Lang::EN)));
        assert_eq!(names(book.admin_commands(lang)), names(book.admin_commands(Lang::EN)));
    }
    assert_eq!(book.commands(Lang::RO)[0].1, "Spuneți-ne cum a fost");
    assert_eq!(book.staff_commands(Lang::DE)[0].1, "Fall übernehmen");
    let staff = names(book.staff_commands(Lang::EN));
    assert!(grammar::CASE.iter().all(|name| staff.contains(name)), "{staff:?}");
    for name in &staff {
        let is_carried_out =
            grammar::CASE.contains(name) || grammar::is_about_business(&format!("/{name}"));
        assert!(is_carried_out, "{name}");
    }
}
