//! The list of texts that admins may change, held against the texts themselves.

use std::collections::BTreeSet;

use amends_core::{
    lang::Lang,
    wording::{
        catalogue::{Kind, entries, entry},
        check::{check, placeholders},
    },
};
use amends_wording::Phrasebook;

#[test]
fn every_text_is_in_the_list() {
    let book = Phrasebook::new();
    let listed: BTreeSet<_> = entries().map(|entry| entry.key).collect();
    assert_eq!(listed.into_iter().collect::<Vec<_>>(), book.keys());
}

/// Shows INV 16.
#[test]
fn every_text_has_the_placeholders_of_the_list() {
    let book = Phrasebook::new();
    for entry in entries() {
        let listed: BTreeSet<_> = entry.placeholders.iter().copied().collect();
        for lang in Lang::BUILT_IN {
            let text = book.built_in(entry.key, lang).unwrap();
            let has: BTreeSet<_> = placeholders(&text).unwrap().into_iter().collect();
            assert_eq!(has, listed, "{lang:?} {}", entry.key);
        }
    }
}

/// An admin who takes what there is and changes nothing is not corrected.
#[test]
fn every_text_passes_the_checks_without_advice() {
    let book = Phrasebook::new();
    for entry in entries() {
        for lang in Lang::BUILT_IN {
            let text = book.built_in(entry.key, lang).unwrap();
            assert_eq!(check(entry, lang, &text, false), Ok(vec![]), "{lang:?} {}", entry.key);
        }
    }
}

#[test]
fn what_says_sorry_is_listed_as_an_apology() {
    // What goes wrong with the bot itself, and what a room is for, may be said lightly.
    const BESIDE: [&str; 3] = ["error", "thread_intro", "relay_failed"];
    let book = Phrasebook::new();
    for entry in entries().filter(|entry| !BESIDE.contains(&entry.key)) {
        let text = book.built_in(entry.key, Lang::EN).unwrap().to_lowercase();
        let is_apology = entry.kind == Kind::Apology;
        assert_eq!(text.contains("sorry"), is_apology, "{}", entry.key);
    }
    assert!(!entry("sorry_unhappy").unwrap().is_varied());
}
