//! The file with every text leaves and comes in again.

use amends_core::{
    lang::Lang,
    place::{Address, Platform},
    say::Say,
    wording::{Scope, Slot, Wordings, catalogue::entries},
};
use amends_wording::{Context, Phrasebook};
use jiff::Timestamp;

use crate::luma;

fn put(wordings: &mut Wordings, key: &str, scope: Scope, texts: &[&str]) {
    put_in(wordings, &Slot { key: key.to_owned(), lang: Lang::RO, scope }, texts);
}

fn put_in(wordings: &mut Wordings, slot: &Slot, texts: &[&str]) {
    let by = Address::new(Platform::Telegram, "1");
    let mut texts = texts.iter().map(|text| (*text).to_owned());
    let (text, variants) = (texts.next(), texts.collect());
    wordings.put(slot, (Timestamp::UNIX_EPOCH, Some(&by)), text, variants).expect("there is room");
}

#[test]
fn the_file_holds_every_text() {
    let book = Phrasebook::new();
    let plain = book.wording_file(Lang::RO, &Wordings::default());
    let texts: toml::Table = plain.parse().unwrap();
    assert_eq!(texts.len(), 1, "nothing is changed: only the language stands there");
    // Without the # in front, they are the texts that come with amends.
    let uncommented: Vec<_> = plain
        .lines()
        .filter_map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = \"")))
        .collect();
    let texts: toml::Table = uncommented.join("\n").parse().unwrap();
    for entry in entries() {
        let text = texts[entry.key].as_str().map(str::to_owned);
        assert_eq!(text, book.built_in(entry.key, Lang::RO), "{}", entry.key);
    }
}

#[test]
fn what_was_changed_stands_in_the_file() {
    let mut wordings = Wordings::default();
    let strange = "a \"b\" \\n\nc = '{due}' # d";
    put(&mut wordings, "nudge_2", Scope::Everywhere, &[strange]);
    put(&mut wordings, "ask", Scope::Place("till2".to_owned()), &["A?", "B?"]);
    let file = Phrasebook::new().wording_file(Lang::RO, &wordings);
    let texts: toml::Table = file.parse().unwrap();
    assert_eq!(texts["language"].as_str(), Some("ro"));
    assert_eq!(texts["nudge_2"].as_str(), Some(strange));
    let both = texts["ask@place:till2"].as_array().unwrap();
    assert_eq!(both.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>(), ["A?", "B?"]);
    assert_eq!(texts.len(), 3);
    assert!(file.contains("\n# ask = \""), "that for everywhere is as it comes with amends");
}

#[test]
fn language_that_lacks_the_word_for_it_is_confirmed_by_its_name() {
    let french = Lang::parse("fr").expect("it is a language");
    let (book, mut wordings) = (Phrasebook::new(), Wordings::default());
    let said = |wordings: &Wordings| {
        book.say(&Say::LanguageSet, french, &Context { wording: wordings, ..luma() })
    };
    put_in(&mut wordings, &Slot::everywhere("language_set", Lang::EN), &["English it is."]);
    assert_eq!(said(&wordings), "✓ français");
    put_in(&mut wordings, &Slot::everywhere("language_set", french), &["Entendu."]);
    assert_eq!(said(&wordings), "Entendu.");
}
