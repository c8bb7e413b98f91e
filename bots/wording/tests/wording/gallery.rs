//! One file for each language and one for the desk, to be read by people. A changed sentence shows
//! in the diff of its file.

use std::fmt::Write;

use amends_core::{lang::Lang, say::Label, scale::Scale};
use amends_wording::{CatalogueHint, Hint, Phrasebook};
use jiff::SignedDuration;

use crate::{
    luma,
    samples::{self, Sample},
};

fn customers(book: &Phrasebook, lang: Lang) -> String {
    let mut page = String::new();
    let mut show = |name: &str, text: String| {
        writeln!(page, "# {name}\n{text}\n").expect("a string takes everything");
    };
    for Sample { name, value } in samples::says() {
        show(&name, book.say(&value, lang, &luma()));
    }
    for label in samples::customer_labels() {
        show(&format!("{label:?}"), book.label(label, lang));
    }
    for scale in Scale::ALL {
        let row: Vec<String> =
            scale.ratings().map(|rating| book.label(Label::Rating(rating), lang)).collect();
        show(scale.name(), row.join(" | "));
    }
    let lengths = [30, 600, 7_200, 259_200].map(SignedDuration::from_secs);
    show("lengths", lengths.map(|length| book.duration(length, lang)).join(" | "));
    for (name, description) in book.commands(lang) {
        show(&format!("/{name}"), description);
    }
    page
}

fn desk(book: &Phrasebook) -> String {
    let mut page = String::new();
    for Sample { name, value } in samples::desk_says() {
        writeln!(page, "# {name}\n{}\n", book.desk(&value, &luma()))
            .expect("a string takes everything");
    }
    for title in samples::titles() {
        writeln!(page, "# Title\n{}\n", book.title(&title)).expect("a string takes everything");
    }
    for label in samples::staff_labels() {
        let text = book.label(label, Lang::EN);
        writeln!(page, "# {label:?}\n{text}\n").expect("a string takes everything");
    }
    for gap in samples::gaps() {
        let text = book.desk_gap(&gap);
        writeln!(page, "# {gap:?}\n{text}\n").expect("a string takes everything");
    }
    for (name, description) in book.staff_commands() {
        writeln!(page, "# /{name}\n{description}\n").expect("a string takes everything");
    }
    for wrong in samples::wrongs() {
        let text = book.import_refused(&wrong);
        writeln!(page, "# {:?}\n{text}\n", wrong.why).expect("a string takes everything");
    }
    for gap in samples::channel_gaps() {
        let text = book.channel_gap(&gap);
        writeln!(page, "# {gap:?}\n{text}\n").expect("a string takes everything");
    }
    for hint in CatalogueHint::ALL {
        let text = book.catalogue_hint(hint);
        writeln!(page, "# {hint:?}\n{text}\n").expect("a string takes everything");
    }
    for (name, description) in book.admin_commands() {
        writeln!(page, "# /{name}\n{description}\n").expect("a string takes everything");
    }
    for hint in Hint::ALL {
        let text = book.hint(hint);
        writeln!(page, "# {hint:?}\n{text}\n").expect("a string takes everything");
    }
    page
}

fn keep(name: &str, page: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, page));
}

#[test]
fn customers_read_this() {
    for lang in Lang::BUILT_IN {
        let page = customers(&Phrasebook::new(), lang);
        assert_eq!(page, customers(&Phrasebook::new(), lang), "a second rendering differs");
        assert!(!page.contains("{$"), "a placeholder is left in {lang:?}");
        keep(lang.code(), &page);
    }
}

#[test]
fn staff_read_this() {
    let page = desk(&Phrasebook::new());
    assert_eq!(page, desk(&Phrasebook::new()), "a second rendering differs");
    assert!(!page.contains("{$"), "a placeholder is left");
    keep("desk", &page);
}
