//! What no Rust file may hold.

use crate::{
    rust::{Parts, is_test, parts, without_tests},
    tree::{Exception, assert_only, rust_files},
};

/// Where the clock is read.
const CLOCKS: &[Exception] = &[
    ("bots/runtime/src/clock.rs", "Timestamp::now", "the clock of the service"),
    ("bots/runtime/src/clock.rs", "Instant::now", "how long something takes"),
    ("tests/platforms/src/clock.rs", "SystemTime::now", "the clock of the stand-ins"),
    (
        "bots/discord/src/steady.rs",
        "Instant::now",
        "pacing and patience, on tokio's clock, which tests may stop",
    ),
    (
        "tests/platforms/src/discord/gateway.rs",
        "Instant::now",
        "how long a connection may be silent, on tokio's clock, which tests may stop",
    ),
    (
        "tests/platforms/src/telegram/poll.rs",
        "Instant::now",
        "a long poll lasts as long as the bot asked, on tokio's clock, which tests may stop",
    ),
];

/// Where randomness is drawn.
const DICE: &[Exception] = &[
    ("bots/runtime/src/entropy.rs", "rand::", "the randomness of the service"),
    ("bots/runtime/src/entropy.rs", "rand_chacha::", "the same, from a seed"),
    ("bots/runtime/src/entropy.rs", "OsRng", "the seed of it"),
];

/// Whole sentences that no person reads in a chat.
const SENTENCES: &[Exception] = &[];

/// Files that may be longer than 500 lines.
const LONG: &[Exception] = &[];

const LINES: usize = 500;
const WORDS: usize = 5;

/// Every place in the code of these files that names one of these.
fn named(files: &[(String, String)], needles: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, text) in files {
        let Parts { code, .. } = parts(text);
        for (number, line) in code.lines().enumerate() {
            let is_hit = |needle: &&&str| {
                line.match_indices(**needle).any(|(at, _)| {
                    // A longer name that ends like this one is another name.
                    !needle.starts_with(char::is_alphanumeric)
                        || !line[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_')
                })
            };
            let hits = needles.iter().filter(is_hit);
            found.extend(hits.map(|hit| (path.clone(), format!("line {}: `{hit}`", number + 1))));
        }
    }
    found
}

/// Every file with its code that is shipped, without tests.
fn shipped() -> Vec<(String, String)> {
    let files = rust_files().into_iter().filter(|(path, _)| !is_test(path));
    files.map(|(path, text)| (path, without_tests(&text).to_owned())).collect()
}

fn tests() -> Vec<(String, String)> {
    rust_files().into_iter().filter(|(path, _)| is_test(path)).collect()
}

#[test]
fn one_file_names_sled() {
    let found = named(&rust_files(), &["sled::", "use sled;"]);
    assert!(!found.is_empty());
    // A benchmark compares the service with the engine alone.
    let at_home = ["storage/src/sled_store/tree.rs", "tests/bench/engine.rs"];
    let elsewhere: Vec<_> =
        found.iter().filter(|(path, _)| !at_home.contains(&path.as_str())).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

#[test]
fn one_file_reads_the_time() {
    let clocks = ["Timestamp::now", "SystemTime::now", "Instant::now", "Zoned::now"];
    assert_only("only the clock reads the time", &named(&shipped(), &clocks), CLOCKS);
    // Tests may measure how long they wait, and live at a time of their own otherwise.
    let clocks = ["Timestamp::now", "SystemTime::now", "Zoned::now"];
    assert_only("tests set the time, they don't read it", &named(&tests(), &clocks), &[]);
}

#[test]
fn one_file_draws_randomness() {
    let dice = ["rand::", "rand_chacha::", "OsRng", "getrandom", "RandomState", "new_v4", "now_v7"];
    assert_only("only entropy.rs draws randomness", &named(&shipped(), &dice), DICE);
    // Tests draw from a seed that they print.
    let dice = ["OsRng", "getrandom", "rand::rng", "from_os_rng", "new_v4", "now_v7"];
    assert_only("tests draw from seeds", &named(&tests(), &dice), &[]);
}

#[test]
fn nothing_is_left_undone_or_silenced() {
    let needles = ["#[ignore", "todo!", "unimplemented!", "#[allow(", "#![allow(", "dbg!"];
    assert_only("finished, and argued", &named(&rust_files(), &needles), &[]);
}

#[test]
fn files_are_short() {
    let long = rust_files().into_iter().filter_map(|(path, text)| {
        let lines = text.lines().count();
        (LINES < lines).then(|| (path, format!("{lines} lines")))
    });
    assert_only("a file of more than 500 lines is two", &long.collect::<Vec<_>>(), LONG);
}

#[test]
fn files_and_modules_are_named_for_what_they_hold() {
    const VAGUE: [&str; 8] =
        ["mod", "utils", "util", "helpers", "common", "manager", "models", "misc"];
    for (path, _) in rust_files() {
        let mut names = path.trim_end_matches(".rs").split('/');
        assert!(!names.any(|name| VAGUE.contains(&name)), "{path}");
    }
}

/// Shows INV 16.
#[test]
fn adapters_write_no_sentence() {
    let adapters = ["bots/telegram/src/", "bots/web/src/", "bots/runtime/src/"];
    let is_adapter = |path: &str| adapters.iter().any(|adapter| path.starts_with(adapter));
    let (mut found, mut seen) = (Vec::new(), 0);
    for (path, text) in shipped().iter().filter(|(path, _)| is_adapter(path)) {
        let Parts { texts, .. } = parts(text);
        seen += texts.len();
        let sentences = texts.into_iter().filter(|(_, text)| is_sentence(text));
        found.extend(sentences.map(|(line, text)| (path.clone(), format!("line {line}: {text}"))));
    }
    assert!(200 < seen, "only {seen} texts were looked at");
    assert_only("only wording writes what people read", &found, SENTENCES);
}

fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with('.') && WORDS < text.split_whitespace().count()
}

#[test]
fn a_sentence_is_known_by_its_full_stop() {
    assert!(is_sentence("I can't see this group: add me."));
    for other in ["not a member of this group at all", "Saved. Thanks a lot.", "https://a.b/c."] {
        assert!(!is_sentence(other), "{other}");
    }
}

#[test]
fn a_name_is_found_in_code_alone() {
    let source = "// sled::A\nlet a = \"sled::B\"; let b = my_sled::C;\nlet c = sled::D;\n";
    let found = named(&[("a.rs".to_owned(), source.to_owned())], &["sled::"]);
    assert_eq!(found, [("a.rs".to_owned(), "line 3: `sled::`".to_owned())]);
}
