//! What happens where the specification is absent: it is said, and where it was promised it fails.

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

/// Runs the test that needs the specification in a workspace that has none.
fn without_specification(workspace: &Path, variables: &[(&str, &str)]) -> Output {
    Command::new(env::current_exe().unwrap())
        .arg("a_departure_from_the_specification_is_caught")
        .env("CARGO_MANIFEST_DIR", workspace)
        .env_remove("AMENDS_SPECS")
        .env_remove("CI")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn an_absent_specification_is_said_and_fails_where_it_was_promised() {
    let workspace = tempfile::tempdir().unwrap();
    fs::write(workspace.path().join("Cargo.lock"), "").unwrap();
    let at_home = without_specification(workspace.path(), &[]);
    let said = String::from_utf8(at_home.stderr).unwrap();
    assert!(at_home.status.success(), "{said}");
    assert!(said.contains("skipped: conformance: the specification of the Bot API"), "{said}");
    for promise in [("CI", "true"), ("AMENDS_SPECS", "specifications")] {
        let failed = without_specification(workspace.path(), &[promise]);
        assert!(!failed.status.success(), "{promise:?}");
        let said = String::from_utf8([failed.stdout, failed.stderr].concat()).unwrap();
        assert!(said.contains("the specification of the Bot API can't be read at"), "{said}");
    }
}
