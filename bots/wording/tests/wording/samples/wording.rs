//! Samples of what admins read about the texts of customers.

use amends_core::{
    admin::{AddedLang, Mistake, Shown, Unsaid, Usage, VersionLine, Wanted, WordingSay},
    lang::Lang,
    wording::{
        Scope, Slot,
        catalogue::{GROUPS, Kind, entries},
        check::{Advice, Flaw},
        verdict::Tally,
    },
};

use super::{assert_covered, due, names};

names!(wording_name, WORDING_SAYS: WordingSay {
    Help, Groups, List, Shown, Saved, VariantSaved, Wanted, Same, Unchanged, History, Exported, FileComes, Reading, Imported, TakenBack, Refused,
});
names!(unsaid_name, UNSAID: Unsaid {
    Word, Usage, Key, Group, NoLang, Lang, Scope, NotPlaced, Flaws, NotVaried, VariantsFull, Untouched,
    Version, NoRoom, AskedOf, AskedLongAgo, NoFile, NotFetched, NotRead, NothingInFile, Mistakes,
});
names!(flaw_name, FLAWS: Flaw {
    Empty, Placeholder, Missing, Brace, Hidden, TooLong, TooShort, Lines, Questions,
});

fn text(text: &str) -> String {
    text.to_owned()
}

fn slot(key: &str) -> Slot {
    Slot::everywhere(key, Lang::RO)
}

/// A text that is asked for.
fn wanted(variant: bool, own: Option<&str>) -> WordingSay {
    WordingSay::Wanted(Box::new(Wanted {
        slot: slot("ask"),
        variant,
        text: own.map(text),
        written: None,
        placeholders: vec![text("hello")],
    }))
}

/// Something of each kind.
pub(super) fn says() -> Vec<WordingSay> {
    let version = |number, own: Option<&str>, variants| VersionLine {
        number,
        at: due(true),
        by: Some(text("Piotr")),
        text: own.map(text),
        variants,
    };
    let versions = vec![version(3, None, 0), version(2, Some("{hello} Cum a fost?"), 2)];
    let listed = vec![(text("ask"), Some(text("Cum a fost?"))), (text("ask_topic"), None)];
    let shown = |own: Option<&str>, tallies: &[(u32, u32)]| {
        let tally = |(happy, answers): &(u32, u32)| Tally { answers: *answers, happy: *happy };
        WordingSay::Shown(Box::new(Shown {
            slot: slot("ask"),
            text: own.map(text),
            variants: tallies.iter().skip(1).map(|_| text("{hello} Cum a fost?")).collect(),
            tallies: tallies.iter().map(tally).collect(),
            last: own.map(|own| version(2, Some(own), 0)),
            placeholders: vec![text("hello")],
        }))
    };
    let advice = advice();
    let groups = GROUPS.iter().map(|(name, entries)| (text(name), entries.len())).collect();
    let imported = |count, advice: &[Advice]| WordingSay::Imported {
        lang: Lang::RO,
        count,
        added: None,
        advice: advice.iter().map(|advice| (text("sorry_unhappy"), advice.clone())).collect(),
    };
    let mut says = vec![
        french(12, &[]),
        french(135, &[Lang::EN, Lang::RO]),
        WordingSay::Help,
        WordingSay::Groups { groups, changed: vec![(text("ask@done"), Lang::RO)] },
        WordingSay::Groups { groups: Vec::new(), changed: Vec::new() },
        WordingSay::List { lang: Lang::RO, texts: listed },
        shown(None, &[]),
        shown(Some("Cum v-a plăcut?"), &[(41, 45), (140, 175)]),
        shown(Some("Cum v-a plăcut?"), &[(50, 100), (80, 100), (50, 100)]),
        variant_saved("Ei?"),
        wanted(false, Some("Cum v-a plăcut?\nSpuneți-ne.")),
        wanted(true, None),
        WordingSay::Same,
        WordingSay::Unchanged,
        WordingSay::History { slot: slot("ask"), versions },
        WordingSay::Exported(Lang::RO),
        WordingSay::Exported(Lang::parse("fr").expect("it is a language")),
        WordingSay::FileComes,
        WordingSay::Reading,
        WordingSay::TakenBack { count: 0, stay: vec![(text("ask"), Lang::RO)], mute: None },
        WordingSay::TakenBack { count: 1, stay: Vec::new(), mute: Some(Lang::PL) },
        WordingSay::TakenBack { count: 12, stay: vec![(text("ask@done"), Lang::RO)], mute: None },
        imported(0, &[]),
        imported(1, &[]),
        imported(12, &advice[..2]),
    ];
    // Every text as it comes with amends, so that every sample value is seen.
    says.extend(entries().map(|entry| WordingSay::Saved {
        slot: slot(entry.key),
        text: None,
        advice: if entry.key == "sorry_unhappy" { advice.clone() } else { Vec::new() },
    }));
    says.extend(unsaid().into_iter().map(WordingSay::Refused));
    assert_covered(says.iter().map(wording_name), WORDING_SAYS);
    says
}

fn variant_saved(words: &str) -> WordingSay {
    let (slot, text, advice) = (slot("ask"), text(words), Vec::new());
    WordingSay::VariantSaved { slot, text, nr: 2, count: 3, advice }
}

fn advice() -> Vec<Advice> {
    vec![
        Advice::NoApology,
        Advice::NoThanks,
        Advice::RuleBook(text("policy")),
        Advice::Vague(text("as soon as possible")),
        Advice::LongButton(31),
    ]
}

/// Texts in a language that does not come with amends.
fn french(texts: usize, offer: &[Lang]) -> WordingSay {
    WordingSay::Imported {
        lang: Lang::parse("fr").expect("it is a language"),
        count: texts,
        added: Some(AddedLang { texts, of: 135, offer: offer.to_vec() }),
        advice: Vec::new(),
    }
}

fn unsaid() -> Vec<Unsaid> {
    let usages = [
        Usage::Show,
        Usage::Set,
        Usage::Variant,
        Usage::Reset,
        Usage::History,
        Usage::Rollback,
        Usage::Export,
        Usage::Import,
    ];
    let not_varied = |key: &str, apology| Unsaid::NotVaried { key: text(key), apology };
    let mistake = Mistake {
        name: text("aks"),
        why: Box::new(Unsaid::Key { typed: text("aks"), nearest: Some(text("ask")) }),
    };
    let mut unsaid = vec![
        Unsaid::Word { typed: text("sett") },
        Unsaid::Key { typed: text("aks"), nearest: Some(text("ask")) },
        Unsaid::Key { typed: text("weather"), nearest: None },
        Unsaid::Group { typed: text("weather") },
        Unsaid::NoLang { typed: text("xx") },
        Unsaid::Lang { typed: text("xx") },
        Unsaid::Scope { typed: text("moon") },
        Unsaid::NotPlaced { key: text("btn_yes") },
        not_varied("btn_yes", false),
        not_varied("sorry_unhappy", true),
        Unsaid::VariantsFull,
        Unsaid::Untouched(Slot { scope: Scope::Place(text("till2")), ..slot("ask") }),
        Unsaid::Version { typed: text("9"), there_are: (1, 3) },
        Unsaid::NoRoom,
        Unsaid::AskedOf { by: text("Piotr"), slot: slot("ask"), variant: false },
        Unsaid::AskedLongAgo { slot: slot("ask"), variant: true },
        Unsaid::NoFile,
        Unsaid::NotFetched { too_large: true },
        Unsaid::NotFetched { too_large: false },
        Unsaid::NotRead { line: 3 },
        Unsaid::NothingInFile,
        Unsaid::Mistakes { mistakes: vec![mistake.clone()], more: 0 },
        Unsaid::Mistakes { mistakes: vec![mistake], more: 2 },
    ];
    unsaid.extend(flaws().into_iter().map(|flaw| Unsaid::Flaws { flaws: vec![flaw] }));
    unsaid.extend(usages.map(Unsaid::Usage));
    assert_covered(unsaid.iter().map(unsaid_name), UNSAID);
    unsaid
}

/// Each mistake, with every placeholder that can be missing.
fn flaws() -> Vec<Flaw> {
    let kinds = [
        Kind::Question,
        Kind::Message,
        Kind::Apology,
        Kind::Button,
        Kind::Toast,
        Kind::Title,
        Kind::Hint,
        Kind::Menu,
        Kind::Part,
    ];
    let mut flaws = vec![
        Flaw::Empty,
        Flaw::Placeholder { typed: text("nmae"), allowed: vec![text("hello"), text("topic")] },
        Flaw::Placeholder { typed: text("nmae"), allowed: Vec::new() },
        Flaw::Brace { at: 3 },
        Flaw::Hidden { at: 5, code: 0x202e },
        Flaw::TooShort { kind: Kind::Menu, length: 2 },
        Flaw::Lines { kind: Kind::Button },
        Flaw::Questions,
    ];
    flaws.extend(kinds.map(|kind| Flaw::TooLong { kind, length: 5_000 }));
    let mut names: Vec<_> =
        entries().flat_map(amends_core::wording::catalogue::Entry::required).collect();
    names.sort_unstable();
    names.dedup();
    flaws.extend(names.into_iter().map(|name| Flaw::Missing { name: text(name) }));
    assert_covered(flaws.iter().map(flaw_name), FLAWS);
    flaws
}
