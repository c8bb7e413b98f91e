//! What every package and the workspace declare.

use std::{collections::BTreeSet, fs};

use toml::{Table, Value};

use crate::{rust, tree};

/// A package of the workspace: its directory and its manifest.
pub(crate) struct Package {
    pub(crate) dir: String,
    pub(crate) manifest: Table,
}

impl Package {
    pub(crate) fn name(&self) -> &str {
        self.manifest["package"]["name"].as_str().expect("a package has a name")
    }

    /// The names of what it depends on, and how each is declared.
    fn dependencies(&self) -> impl Iterator<Item = (&String, &Value)> {
        let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
        let tables = tables.into_iter().filter_map(|table| self.manifest.get(table)?.as_table());
        tables.flatten()
    }
}

fn workspace() -> Table {
    read("Cargo.toml")
}

fn read(path: &str) -> Table {
    let text = fs::read_to_string(tree::root().join(path)).expect("the manifest is there");
    text.parse().expect("the manifest is TOML")
}

/// Every member of the workspace.
pub(crate) fn packages() -> Vec<Package> {
    let workspace = workspace();
    let members = workspace["workspace"]["members"].as_array().expect("members are a list");
    let package = |member: &Value| {
        let dir = member.as_str().expect("a member is a path").to_owned();
        let manifest = read(&format!("{dir}/Cargo.toml"));
        Package { dir, manifest }
    };
    members.iter().map(package).collect()
}

#[test]
fn every_package_inherits_lints_and_what_all_share() {
    for package in packages() {
        let name = package.name();
        assert_eq!(package.manifest["lints"]["workspace"], Value::Boolean(true), "{name}");
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            let inherited = &package.manifest["package"][key]["workspace"];
            assert_eq!(*inherited, Value::Boolean(true), "{name}: {key}");
        }
        assert!(package.manifest["package"].get("description").is_some(), "{name}");
    }
}

#[test]
fn every_package_says_what_it_is_for() {
    for package in packages() {
        let roots = ["src/lib.rs", "src/main.rs"].map(|root| format!("{}/{root}", package.dir));
        let root = roots.iter().find(|root| tree::root().join(root).is_file());
        let text = tree::text(root.expect("a package has a root")).expect("Rust is text");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && 40 < first.len(), "{}: {first}", package.name());
    }
}

#[test]
fn versions_of_dependencies_stand_in_the_workspace_alone() {
    for package in packages() {
        for (name, declared) in package.dependencies() {
            let inherits = declared.get("workspace") == Some(&Value::Boolean(true));
            assert!(inherits, "{}: {name}", package.name());
        }
    }
}

#[test]
fn every_dependency_of_the_workspace_is_used() {
    let packages = packages();
    let used: BTreeSet<&String> =
        packages.iter().flat_map(Package::dependencies).map(|(name, _)| name).collect();
    let workspace = workspace();
    let declared = workspace["workspace"]["dependencies"].as_table().expect("it is a table");
    let idle: Vec<&String> = declared.keys().filter(|name| !used.contains(name)).collect();
    assert!(idle.is_empty(), "no member uses {idle:?}");
}

#[test]
fn every_dependency_of_a_package_is_named_in_it() {
    let code = |(path, text): (String, String)| (path, rust::parts(&text).code);
    let sources: Vec<(String, String)> = tree::rust_files().into_iter().map(code).collect();
    let mut idle = Vec::new();
    for package in packages() {
        let inside = format!("{}/", package.dir);
        let others: Vec<String> = packages()
            .into_iter()
            .map(|other| format!("{}/", other.dir))
            .filter(|other| other.starts_with(&inside) && *other != inside)
            .collect();
        let is_own = |path: &str| {
            path.starts_with(&inside) && !others.iter().any(|other| path.starts_with(other))
        };
        for (name, _) in package.dependencies() {
            let name = name.replace('-', "_");
            let mut own = sources.iter().filter(|(path, _)| is_own(path));
            if !own.any(|(_, code)| has_word(code, &name)) {
                idle.push(format!("{} does not use {name}", package.name()));
            }
        }
    }
    assert!(idle.is_empty(), "{idle:#?}");
}

fn has_word(code: &str, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].ends_with(is_letter) && !code[at + word.len()..].starts_with(is_letter)
    })
}

#[test]
fn every_crate_from_outside_has_its_reason() {
    let text = tree::text("Cargo.toml").expect("the manifest is text");
    let (_, rest) = text.split_once("[workspace.dependencies]\n").expect("the table is there");
    let (table, _) = rest.split_once("\n[").expect("another table follows");
    let mut reason = "";
    let mut unexplained = Vec::new();
    for line in table.lines() {
        if let Some(comment) = line.strip_prefix('#') {
            reason = comment.trim();
        } else if line.trim().is_empty() {
            reason = "";
        } else if reason.is_empty() {
            unexplained.push(line);
        }
    }
    assert!(unexplained.is_empty(), "no reason stands above {unexplained:#?}");
}
