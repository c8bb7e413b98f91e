//! Who may know whom, as cargo itself tells it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    process::Command,
};

use serde_json::Value;

use crate::tree;

/// What each package may know of this workspace, in what it ships.
const KNOWS: &[(&str, &[&str])] = &[
    ("amends-core", &[]),
    ("amends-storage", &["amends-core"]),
    ("amends-wording", &["amends-core"]),
    ("amends-runtime", &["amends-core", "amends-storage"]),
    ("amends-telegram", &["amends-core", "amends-runtime", "amends-wording"]),
    ("amends-discord", &["amends-core", "amends-runtime", "amends-wording"]),
    ("amends-web", &["amends-core", "amends-runtime", "amends-wording"]),
    (
        "amends",
        &[
            "amends-core",
            "amends-discord",
            "amends-platforms",
            "amends-runtime",
            "amends-storage",
            "amends-telegram",
            "amends-web",
            "amends-wording",
        ],
    ),
    // A stand-in speaks the platform's language only: it could not be trusted otherwise.
    ("amends-platforms", &[]),
    ("amends-tests", &[]),
];

/// What tests of a package may know beside that.
const TESTS_KNOW: &[(&str, &[&str])] = &[
    ("amends-telegram", &["amends-platforms"]),
    ("amends-discord", &["amends-platforms"]),
    (
        "amends-tests",
        &[
            "amends-core",
            "amends-discord",
            "amends-platforms",
            "amends-runtime",
            "amends-storage",
            "amends-telegram",
            "amends-web",
            "amends-wording",
        ],
    ),
];

/// Everything from outside that the core knows: nothing of it reads a clock, waits, draws
/// randomness or touches the world.
const OF_THE_CORE: &[&str] =
    &["base64", "isolang", "jiff", "serde", "strsim", "thiserror", "toml", "uuid"];

/// Crates from outside that belong to one package in what is shipped.
const AT_HOME: &[(&str, &[&str])] = &[
    ("sled", &["amends-storage"]),
    ("crossbeam-epoch", &["amends-storage"]),
    ("fluent-bundle", &["amends-wording"]),
    ("teloxide-core", &["amends-telegram"]),
    ("serenity", &["amends-discord"]),
    ("tokio-tungstenite", &["amends-platforms"]),
    ("anyhow", &["amends"]),
    ("clap", &["amends"]),
];

/// What a package depends on.
#[derive(Default)]
struct Known {
    shipped: BTreeSet<String>,
    in_tests: BTreeSet<String>,
}

fn known() -> BTreeMap<String, Known> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs these tests");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).expect("cargo tells JSON");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = told["packages"].as_array().expect("packages are a list");
    let package = |package: &Value| {
        let mut known = Known::default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = text(&dependency["name"]).expect("a dependency has a name");
            let is_shipped = dependency["kind"] != "dev";
            if is_shipped { &mut known.shipped } else { &mut known.in_tests }.insert(name);
        }
        (text(&package["name"]).expect("a package has a name"), known)
    };
    packages.iter().map(package).collect()
}

fn allowed<'a>(list: &[(&str, &'a [&'a str])], package: &str) -> Option<&'a [&'a str]> {
    list.iter().find(|(name, _)| *name == package).map(|(_, allowed)| *allowed)
}

fn of_workspace(names: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str).filter(|name| name.starts_with("amends"))
}

#[test]
fn packages_know_only_whom_they_may() {
    let known = known();
    assert_eq!(known.len(), KNOWS.len(), "a new package needs its place among the layers");
    for (package, known) in &known {
        let Some(may) = allowed(KNOWS, package) else { panic!("{package} has no place") };
        for other in of_workspace(&known.shipped) {
            assert!(may.contains(&other), "{package} must not know {other}");
        }
        let may_in_tests = allowed(TESTS_KNOW, package).unwrap_or_default();
        for other in of_workspace(&known.in_tests) {
            let is_allowed = may.contains(&other) || may_in_tests.contains(&other);
            assert!(is_allowed, "the tests of {package} must not know {other}");
        }
    }
}

#[test]
fn the_core_knows_nothing_that_waits_reads_or_writes() {
    let known = known();
    let core = &known["amends-core"];
    let foreign: Vec<&String> =
        core.shipped.iter().filter(|name| !OF_THE_CORE.contains(&name.as_str())).collect();
    assert!(foreign.is_empty(), "the core must not know {foreign:?}");
}

#[test]
fn crates_that_belong_to_one_package_stay_there() {
    let known = known();
    for (name, homes) in AT_HOME {
        let users: Vec<&str> = known
            .iter()
            .filter(|(_, known)| known.shipped.contains(*name))
            .map(|(package, _)| package.as_str())
            .collect();
        assert_eq!(users, *homes, "{name}");
    }
}
