//! The files of the repository, as git knows them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package of the tests lies in the repository").to_owned()
}

/// The path of every file that is tracked or would be, from the root, in order.
pub(crate) fn files() -> Vec<String> {
    let listed = Command::new("git")
        // A checkout may belong to somebody else than who tests it.
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .args(["--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is installed");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).expect("the names of files are UTF-8");
    let mut files: Vec<String> = listed
        .split_terminator('\0')
        // A file that was deleted is still tracked until that is committed.
        .filter(|path| root().join(path).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    assert!(100 < files.len(), "git lists the files of the repository: {files:?}");
    files
}

/// The text of a file; nothing if it is none.
pub(crate) fn text(path: &str) -> Option<String> {
    let bytes = fs::read(root().join(path)).expect("listed files can be read");
    String::from_utf8(bytes).ok()
}

/// Every file of the repository that is Rust, with its text.
pub(crate) fn rust_files() -> Vec<(String, String)> {
    let is_rust = |path: &String| Path::new(path).extension().is_some_and(|ending| ending == "rs");
    let with_text = |path: String| {
        let text = text(&path).expect("Rust is text");
        (path, text)
    };
    files().into_iter().filter(is_rust).map(with_text).collect()
}

/// Something that is allowed although a rule forbids it: where, what, and why.
pub(crate) type Exception = (&'static str, &'static str, &'static str);

/// Fails on each finding that no exception allows, and on each exception that nothing needs. A
/// finding names its file and holds what the exception names.
pub(crate) fn assert_only(rule: &str, findings: &[(String, String)], exceptions: &[Exception]) {
    let allows = |(file, what, _): &Exception, (path, found): &(String, String)| {
        path == file && found.contains(what)
    };
    let is_allowed = |finding: &(String, String)| exceptions.iter().any(|it| allows(it, finding));
    let broken: Vec<String> = findings
        .iter()
        .filter(|finding| !is_allowed(finding))
        .map(|(path, found)| format!("{path}: {found}"))
        .collect();
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
    let idle: Vec<&Exception> = exceptions
        .iter()
        .filter(|it| !findings.iter().any(|finding| allows(it, finding)))
        .collect();
    assert!(idle.is_empty(), "exceptions that nothing needs: {idle:?}");
}
