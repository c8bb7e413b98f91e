//! What is refused: each with a sentence that says what to do, a status, and nothing touched.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn amends(home: &Path, data_dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_amends"))
        .args(args)
        .current_dir(home)
        .env_clear()
        .env("AMENDS_HTTP_ADDR", "127.0.0.1:0")
        .env("AMENDS_DATA_DIR", data_dir)
        .output()
        .unwrap()
}

/// Runs a command that must fail, and returns what it complained of.
fn refused(home: &Path, data_dir: &Path, args: &[&str]) -> String {
    let output = amends(home, data_dir, args);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    said
}

/// A directory in which a service could be started.
fn with_store(home: &Path) -> PathBuf {
    let dir = home.join("data");
    fs::write(home.join("luma.toml"), "amends = 1\n[settings]\nscale = \"csat5\"\n").unwrap();
    let made = amends(home, &dir, &["config", "import", "luma.toml"]);
    assert!(made.status.success(), "{made:?}");
    dir
}

/// Every file with its bytes.
fn bytes(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes(&path));
        } else {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn a_directory_of_somebody_else() {
    let home = tempfile::tempdir().unwrap();
    let theirs = home.path().join("letters");
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join("to-dana.txt"), b"dear Dana").unwrap();
    let before = bytes(&theirs);
    for args in [&["serve"][..], &["restore", "backup"], &["backup", "b"], &["store", "check"]] {
        if args[0] == "restore" {
            let ours = with_store(home.path());
            assert!(amends(home.path(), &ours, &["backup", "backup"]).status.success());
        }
        let said = refused(home.path(), &theirs, args);
        let is_told = said.contains("holds files that are not of amends (`to-dana.txt`)")
            || said.contains("there is no store in");
        assert!(is_told, "{args:?}: {said}");
        assert!(bytes(&theirs) == before, "{args:?} touched it");
    }
}

#[test]
fn a_store_of_a_newer_version() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let conf = dir.join("store/conf");
    let text = fs::read(&conf).unwrap();
    let text = String::from_utf8_lossy(&text[..text.len() - 4]).replace("0.34", "0.99");
    fs::write(&conf, [text.as_bytes(), &[0; 4]].concat()).unwrap();
    for args in [&["serve"][..], &["export"], &["erase", "--customer", "x"]] {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("made by a newer amends"), "{said}");
        assert!(said.contains("update amends, or restore a backup"), "{said}");
    }
    assert!(!dir.join("store.damaged-1").exists());
}

#[test]
fn a_backup_onto_itself() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    // It is opened once, so that opening alone changes nothing any more.
    assert!(amends(home.path(), &dir, &["audit", "verify"]).status.success());
    for (to, wanted) in [("data", "is data_dir itself"), ("data/backup", "is inside data_dir")] {
        let said = refused(home.path(), &dir, &["backup", to]);
        assert!(said.contains(wanted) && said.contains("a backup belongs elsewhere"), "{said}");
        assert!(!dir.join("backup").exists() && !home.path().join("data.unfinished").exists());
    }
    assert!(amends(home.path(), &dir, &["backup", "there"]).status.success());
    let before = bytes(&home.path().join("there"));
    let said = refused(home.path(), &dir, &["backup", "there"]);
    assert!(said.contains("is not empty"), "{said}");
    assert!(bytes(&home.path().join("there")) == before);
}

#[test]
fn a_backup_that_is_none_or_is_damaged() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let said = refused(home.path(), &dir, &["restore", "nowhere"]);
    assert!(said.contains("there is no backup of amends in `nowhere`"), "{said}");
    assert!(amends(home.path(), &dir, &["backup", "there"]).status.success());
    let rows = home.path().join("there/rows");
    let mut altered = fs::read(&rows).unwrap();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    fs::write(&rows, altered).unwrap();
    let before = bytes(&dir.join("store"));
    for args in [&["restore", "there", "--replace"][..], &["store", "check", "there"]] {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("`rows` was altered): take another one"), "{said}");
    }
    assert!(bytes(&dir.join("store")) == before);
}

#[test]
fn nobody_is_erased() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let said = refused(home.path(), &dir, &["erase", "--customer", "telegram:77"]);
    assert_eq!(said, "amends: nobody is known as `telegram:77`: nothing was erased\n");
    let none = home.path().join("none");
    let said = refused(home.path(), &none, &["erase", "--customer", "telegram:77"]);
    assert!(said.contains("there is no store in"), "{said}");
    assert!(!none.exists());
}

/// A file system of its own, where this process may mount one.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        let is_mounted = is_done(mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at));
        is_mounted.then(|| Self(at.to_owned()))
    }

    fn read_only(&self) {
        let mut remount = Command::new("mount");
        assert!(is_done(remount.args(["-o", "remount,ro"]).arg(&self.0)));
    }
}

fn is_done(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

impl Drop for Mount {
    fn drop(&mut self) {
        assert!(is_done(Command::new("umount").arg(&self.0)), "it is still in use");
    }
}

fn say_skipped() {
    use std::io::Write;
    let said = writeln!(std::io::stderr(), "skipped: this process may not mount a file system");
    said.unwrap();
}

#[test]
fn a_disk_that_can_only_be_read() {
    let home = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(&home.path().join("disk"), "size=64m") else {
        // Nothing else keeps the account of a test in a container from writing.
        return say_skipped();
    };
    let dir = with_store(&mount.0);
    mount.read_only();
    let before = bytes(&dir);
    for args in [&["serve"][..], &["export"], &["erase", "--customer", "x"], &["store", "check"]] {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("can't be written"), "{args:?}: {said}");
        assert!(said.contains("choose another data_dir"), "{args:?}: {said}");
    }
    let said = refused(home.path(), &mount.0.join("new"), &["serve"]);
    assert!(said.contains("Read-only file system"), "{said}");
    assert!(bytes(&dir) == before);
}

#[test]
fn a_disk_that_is_full() {
    let home = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(&home.path().join("disk"), "size=48m") else {
        return say_skipped();
    };
    let dir = with_store(home.path());
    let to = mount.0.join("backup");
    let mut ballast = vec![0; 48 << 20];
    while fs::write(mount.0.join("ballast"), &ballast).is_err() {
        let less = ballast.len() - (64 << 10);
        ballast.truncate(less);
    }
    let said = refused(home.path(), &dir, &["backup", to.to_str().unwrap()]);
    assert!(said.contains("No space left on device"), "{said}");
    assert!(!to.exists(), "what is half made is no backup");
    let said = refused(home.path(), &mount.0.join("data"), &["serve"]);
    let is_told = said.contains("free some space") || said.contains("No space left");
    assert!(is_told, "{said}");
}
