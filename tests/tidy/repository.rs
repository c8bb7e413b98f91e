//! What lies in the repository, and what it says about itself.

use std::collections::BTreeSet;

use crate::tree::{files, text};

#[test]
fn the_top_level_holds_what_it_should_and_nothing_else() {
    let files = files();
    let top: BTreeSet<&str> = files
        .iter()
        .map(|path| path.split('/').next().unwrap_or(path))
        .filter(|entry| !entry.starts_with('.'))
        .collect();
    let wanted =
        ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "bots", "core", "storage", "tests"];
    assert_eq!(top, BTreeSet::from(wanted));
}

#[test]
fn the_readme_shows_how_to_see_it_and_how_to_test_it() {
    let readme = text("README.md").expect("the README is text");
    for command in ["cargo run --release -- rehearse", "tests/run"] {
        let shown = readme.lines().any(|line| line.trim() == command);
        assert!(shown, "no line of the README is `{command}`");
    }
}

#[test]
fn changes_are_told() {
    let changelog = text(".github/CHANGELOG.md").expect("the changelog is text");
    assert!(changelog.starts_with("# Changelog\n"));
    assert!(changelog.lines().any(|line| line.starts_with("## ")), "it tells of a version");
}

#[test]
fn the_architecture_names_every_package() {
    let architecture = text("core/ARCHITECTURE.md").expect("the architecture is text");
    for package in crate::manifests::packages() {
        let place = format!("`{}/`", package.dir);
        assert!(architecture.contains(&place), "the code map lacks {place}");
    }
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // Put together here, so that this file does not hold them either.
    let machines = ["work", "root", "home"].map(|dir| format!("/{dir}/"));
    for path in files() {
        let Some(text) = text(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = machines.iter().find(|machine| line.contains(machine.as_str()));
            assert!(found.is_none(), "{path}:{}: {line}", number + 1);
        }
    }
}
