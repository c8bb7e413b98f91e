//! Which test shows which row of the behaviour. A test says so in the last sentence above itself,
//! `Shows S-16, T9.`; `rows.toml` says what the rows are and what no test shows yet; and the
//! architecture lists row by row what shows it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
};

use crate::tree::{root, rust_files, text};

const ROWS: &str = include_str!("rows.toml");
/// The tables of rows, in the order in which they are listed.
const KINDS: [(&str, &str); 6] = [
    ("survey", "Survey"),
    ("case", "Recovery case"),
    ("timer", "Timers"),
    ("invariant", "Invariants"),
    ("edge", "Edge cases"),
    ("acceptance", "Acceptance"),
];
/// What is lacking of a row of which nothing is shown.
const ALL: &str = "all";
const PLATFORMS: [&str; 2] = ["Telegram", "Discord"];

const ARCHITECTURE: &str = "core/ARCHITECTURE.md";
const BEGIN: &str = "<!-- rows: written by tests/tidy, AMENDS_BLESS=1 writes it anew -->\n";
const END: &str = "<!-- end of rows -->\n";

/// A row of the behaviour.
#[derive(Debug)]
struct Row {
    kind: &'static str,
    id: String,
    /// What it says, in a few words.
    says: String,
    /// What no test shows of it.
    lacks: Option<String>,
    /// The one platform that knows it.
    only: Option<String>,
}

/// A test, as far as it is of interest here.
#[derive(Debug, PartialEq)]
struct Test {
    name: String,
    /// The rows that it says it shows; or why that can't be read.
    shows: Result<Vec<String>, String>,
    /// The words above it that say something else.
    words: String,
    /// The one platform on which it runs.
    only: Option<String>,
}

impl Test {
    fn runs_on(&self, platform: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only == platform)
    }

    /// Its name, as the architecture shows it.
    fn shown(&self) -> String {
        let only = self.only.as_ref().map(|only| format!(" ({only})")).unwrap_or_default();
        format!("`{}`{only}", self.name)
    }
}

/// Every row, in order.
fn rows() -> Vec<Row> {
    let tables: toml::Table = ROWS.parse().expect("the list of rows is TOML");
    let table = |name: &str| tables[name].as_table().expect("it is a table").clone();
    let word = |value: &toml::Value| value.as_str().expect("it is a text").to_owned();
    let (mut lacking, mut only) = (table("lacking"), table("only"));
    let mut rows = Vec::new();
    for (kind, _) in KINDS {
        let of_kind = table(kind).into_iter().map(|(id, says)| Row {
            kind,
            says: word(&says),
            lacks: lacking.remove(&id).as_ref().map(word),
            only: only.remove(&id).as_ref().map(word),
            id,
        });
        let mut of_kind: Vec<Row> = of_kind.collect();
        of_kind.sort_by_key(|row| place(&row.id));
        rows.extend(of_kind);
    }
    assert!(lacking.is_empty(), "no rows: {lacking:?}");
    assert!(only.is_empty(), "no rows: {only:?}");
    rows
}

/// Where a row stands among those of its kind: `S-10b` behind `S-10` and before `S-11`.
fn place(id: &str) -> (u32, String) {
    let number = id.trim_start_matches(|it: char| !it.is_ascii_digit());
    let letter = number.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = number.trim_end_matches(letter).parse().expect("a row has a number");
    (number, letter.to_owned())
}

/// Every test of the repository that says something about rows, or anything at all.
fn tests() -> Vec<Test> {
    rust_files().iter().flat_map(|(_, text)| tests_in(text)).collect()
}

/// The tests of a file.
fn tests_in(source: &str) -> Vec<Test> {
    let lines: Vec<&str> = source.lines().map(str::trim_start).collect();
    let is_test = |line: &&str| *line == "#[test]" || line.starts_with("#[tokio::test");
    let found: Vec<usize> = (0..lines.len()).filter(|at| is_test(&lines[*at])).collect();
    let mut tests = Vec::new();
    for (nr, at) in found.iter().enumerate() {
        let end = found.get(nr + 1).copied().unwrap_or(lines.len());
        let is_above = |line: &&&str| line.starts_with("///") || line.starts_with("#[");
        let above = lines[..*at].iter().rev().take_while(is_above);
        let mut above: Vec<&str> = above.filter_map(|line| line.strip_prefix("///")).collect();
        above.reverse();
        let Some(name) = lines[*at..end].iter().find_map(|line| name_of(line)) else { continue };
        let (words, shows) = shown(&above);
        let only = lines[*at..end].iter().find_map(|line| line.strip_prefix("only_on!("));
        let only = only.and_then(|rest| rest.split(',').next()).map(str::to_owned);
        tests.push(Test { name: name.to_owned(), shows, words, only });
    }
    tests
}

/// The name of the function that a line begins.
fn name_of(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}

/// What is said above a test, and the rows that its last sentence says it shows.
fn shown(above: &[&str]) -> (String, Result<Vec<String>, String>) {
    let from = above.iter().position(|line| line.trim_start().starts_with("Shows "));
    let (words, sentence) = above.split_at(from.unwrap_or(above.len()));
    let joined = |lines: &[&str]| lines.concat().trim_start().to_owned();
    let sentence = joined(sentence);
    let ids = match sentence.strip_prefix("Shows ").map(|ids| ids.strip_suffix('.')) {
        None => Ok(Vec::new()),
        Some(Some(ids)) => Ok(ids.split(", ").map(str::to_owned).collect()),
        Some(None) => Err(format!("“{sentence}” is not the last sentence, with a full stop")),
    };
    (joined(words), ids)
}

/// The rows that words name by the way.
fn named<'a>(words: &str, ids: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let is_part = |it: char| it.is_alphanumeric() || it == '-';
    let words = words.replace("INV-", "INV ");
    let words: Vec<&str> = words.split(|it| !is_part(it)).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let all = words.iter().map(|word| (*word).to_owned()).chain(pairs);
    all.filter_map(|word| ids.get(word.as_str()).copied()).collect()
}

/// The tests that show each row.
fn by_row(tests: &[Test]) -> BTreeMap<&str, Vec<&Test>> {
    let mut all: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
    for test in tests {
        for id in test.shows.iter().flatten() {
            all.entry(id).or_default().push(test);
        }
    }
    for tests in all.values_mut() {
        tests.sort_by_key(|test| &test.name);
    }
    all
}

#[test]
fn tests_say_in_one_way_what_they_show() {
    let (rows, tests) = (rows(), tests());
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for test in &tests {
        let mut say = |what: String| wrong.push(format!("{}: {what}", test.name));
        let shows = match &test.shows {
            Ok(shows) => shows,
            Err(why) => {
                say(why.clone());
                continue;
            }
        };
        if !shows.is_empty() && !names.insert(&test.name) {
            say("two tests of this name show something, and nobody finds the one meant".to_owned());
        }
        for id in shows.iter().filter(|id| !ids.contains(id.as_str())) {
            say(format!("there is no row {id}"));
        }
        if shows.iter().collect::<BTreeSet<_>>().len() < shows.len() {
            say("it names a row twice".to_owned());
        }
        for id in named(&test.words, &ids) {
            say(format!("say that it shows {id} in its last sentence: `Shows {id}.`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_row_is_shown_or_said_to_be_lacking() {
    let (rows, tests) = (rows(), tests());
    let by_row = by_row(&tests);
    let mut wrong = Vec::new();
    for Row { kind, id, lacks, only, .. } in &rows {
        let shown = by_row.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let lacks = lacks.as_deref();
        if shown.is_empty() != (lacks == Some(ALL)) {
            wrong.push(format!("{id}: {} tests show it, and lacking is {lacks:?}", shown.len()));
        }
        if *kind != "acceptance" || lacks == Some(ALL) {
            continue;
        }
        for platform in PLATFORMS {
            let is_known = only.as_ref().is_none_or(|only| only == platform);
            if is_known && !shown.iter().any(|test| test.runs_on(platform)) {
                wrong.push(format!("{id}: no test shows it on {platform}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_architecture_lists_what_shows_each_row() {
    let tests = tests();
    let block = listed(&rows(), &by_row(&tests));
    let architecture = text(ARCHITECTURE).expect("the architecture is text");
    let (before, rest) = architecture.split_once(BEGIN).expect("it has a place for the rows");
    let (listed, after) = rest.split_once(END).expect("the place for the rows ends");
    if env::var_os("AMENDS_BLESS").is_some() {
        let blessed = format!("{before}{BEGIN}{block}{END}{after}");
        fs::write(root().join(ARCHITECTURE), blessed).expect("it can be written");
        return;
    }
    assert!(listed == block, "{ARCHITECTURE} is out of date: AMENDS_BLESS=1 writes it anew");
}

/// What the architecture says about rows: those that are shown with their tests, and those of which
/// something is lacking.
fn listed(rows: &[Row], by_row: &BTreeMap<&str, Vec<&Test>>) -> String {
    let count = |holds: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| holds(row)).count();
    let whole = count(&|row| row.lacks.is_none());
    let none = count(&|row| row.lacks.as_deref() == Some(ALL));
    let part = rows.len() - whole - none;
    let mut out = format!(
        "\nOf {} rows of the behaviour, tests show {whole} whole and {part} in part; of {none} they \
         show nothing yet. A test says above itself what it shows (`Shows S-16, T9.`); what the rows \
         are, and what is lacking, stands in `tests/tidy/rows.toml`.\n",
        rows.len()
    );
    for (kind, title) in KINDS {
        let of_kind = rows.iter().filter(|row| row.kind == kind);
        write!(out, "\n### {title}\n\n| row | what it says | shown by |\n| --- | --- | --- |\n")
            .expect("a text takes everything");
        for row in of_kind {
            let Some(tests) = by_row.get(row.id.as_str()) else { continue };
            let tests: Vec<String> = tests.iter().map(|test| test.shown()).collect();
            writeln!(out, "| {} | {} | {} |", row.id, row.says, tests.join(", "))
                .expect("a text takes everything");
        }
    }
    out.push_str("\n### Not shown yet\n\nNothing of these, or not what is named:\n\n");
    for Row { id, says, lacks, .. } in rows {
        let line = match lacks.as_deref() {
            None => continue,
            Some(ALL) => format!("- **{id}** {says}\n"),
            Some(lacks) => format!("- {id}: {lacks}.\n"),
        };
        out.push_str(&line);
    }
    out.push('\n');
    out
}

#[test]
fn what_a_test_shows_is_read_from_above_it() {
    let source = "/// A tap is late.\n/// Shows AT 13, S-24,\n/// T4.\n#[tokio::test(flavor = \"x\")]\n\
                  async fn late() {\n    only_on!(Telegram, \"why\");\n}\n\n/// Nothing of it.\n\
                  #[test]\nfn other() {}\n\n/// Shows S-1. And more\n#[test]\nfn third() {}\n";
    let tests = tests_in(source);
    let test = |name: &str, words: &str, shows: Result<&[&str], &str>, only: Option<&str>| Test {
        name: name.to_owned(),
        shows: shows
            .map(|ids| ids.iter().map(|id| (*id).to_owned()).collect())
            .map_err(str::to_owned),
        words: words.to_owned(),
        only: only.map(str::to_owned),
    };
    let unread = "“Shows S-1. And more” is not the last sentence, with a full stop";
    assert_eq!(
        tests,
        [
            test("late", "A tap is late.", Ok(&["AT 13", "S-24", "T4"]), Some("Telegram")),
            test("other", "Nothing of it.", Ok(&[]), None),
            test("third", "", Err(unread), None),
        ]
    );
}

#[test]
fn a_row_that_is_named_by_the_way_is_found() {
    let ids = BTreeSet::from(["S-1", "S-10b", "INV 13", "AT 4"]);
    let found = named("S-10b: who, by INV-13 and AT 4, but not XS-1 or AT 40", &ids);
    assert_eq!(found, ["S-10b", "INV 13", "AT 4"]);
}

#[test]
fn rows_stand_in_their_order() {
    let mut ids = ["K-11", "K-1c", "K-2", "K-1", "K-1b", "K-10b"];
    ids.sort_by_key(|id| place(id));
    assert_eq!(ids, ["K-1", "K-1b", "K-1c", "K-2", "K-10b", "K-11"]);
}
