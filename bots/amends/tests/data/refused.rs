//! What is refused: each with a sentence that says what to do, a status, and nothing touched: whatever
//! lies there is compared before and after, byte by byte.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const FAILED: i32 = 1;
const WRONG_USAGE: i32 = 2;

/// Every command that works on what is kept. Where these are refused, all are.
const ALL: [&[&str]; 10] = [
    &["serve"],
    &["export"],
    &["erase", "--customer", "x"],
    &["backup", "another"],
    &["restore", "backup", "--replace"],
    &["store", "check"],
    &["config", "import", "luma.toml"],
    &["config", "export"],
    &["audit", "verify"],
    &["audit", "export"],
];

fn command(home: &Path, data_dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    command
        .args(args)
        .current_dir(home)
        .env_clear()
        .env("AMENDS_HTTP_ADDR", "127.0.0.1:0")
        .env("AMENDS_DATA_DIR", data_dir);
    command
}

fn amends(home: &Path, data_dir: &Path, args: &[&str]) -> Output {
    command(home, data_dir, args).output().unwrap()
}

/// Everything that lies in a directory: files with their bytes, and what is none, with who may what.
fn everything(dir: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let meta = fs::symlink_metadata(&path).unwrap();
        let bytes = if meta.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        if meta.is_dir() {
            all.extend(everything(&path));
        }
        all.insert(path, (meta.permissions().mode(), bytes));
    }
    all
}

/// Runs a command that must end with this status and touch nothing, and returns what it complained of.
#[track_caller]
fn complaint(home: &Path, mut command: Command, status: i32) -> String {
    let before = everything(home);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (told, said) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(status), "{command:?}: {told}{said}");
    let after = everything(home);
    let names = before.keys().chain(after.keys());
    let touched: Vec<_> = names.filter(|name| before.get(*name) != after.get(*name)).collect();
    assert!(touched.is_empty(), "{command:?} touched {touched:?}: {said}");
    said
}

/// Runs a command that must fail, and returns what it complained of.
#[track_caller]
fn refused(home: &Path, data_dir: &Path, args: &[&str]) -> String {
    complaint(home, command(home, data_dir, args), FAILED)
}

/// A directory in which a service could be started, and a backup of it.
fn with_store(home: &Path) -> PathBuf {
    let dir = home.join("data");
    let backup = home.join("backup");
    fs::write(home.join("luma.toml"), "amends = 1\n[settings]\nscale = \"csat5\"\n").unwrap();
    for args in [&["config", "import", "luma.toml"][..], &["backup", backup.to_str().unwrap()]] {
        let made = amends(home, &dir, args);
        assert!(made.status.success(), "{made:?}");
    }
    dir
}

#[test]
fn keys_and_variables_that_are_unknown() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    fs::write(home.path().join("amends.toml"), "bussiness = 'Luma'\n[polic]\n").unwrap();
    for args in ALL.iter().chain(&[&["doctor"][..], &["ask", "--telegram", "7"], &["qr", "t"], &[]])
    {
        let mut command = command(home.path(), &dir, args);
        command.env("AMENDS_POLICY_ASKDELAY", "10m");
        let said = complaint(home.path(), command, WRONG_USAGE);
        let wanted = "amends: there are 3 mistakes in the configuration:\n  \
                      amends.toml:1: `bussiness` is not a key: did you mean `business`?\n  \
                      amends.toml:2: `polic` is not a key: did you mean `policy`?\n  \
                      AMENDS_POLICY_ASKDELAY: is not a variable of amends: did you mean \
                      `AMENDS_POLICY_ASK_DELAY`?\n";
        assert_eq!(said, wanted, "{args:?}");
    }
}

#[test]
fn a_directory_of_somebody_else() {
    let home = tempfile::tempdir().unwrap();
    with_store(home.path());
    let theirs = home.path().join("letters");
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join("to-dana.txt"), b"dear Dana").unwrap();
    for args in ALL {
        let said = refused(home.path(), &theirs, args);
        let shown = theirs.display();
        let foreign = format!("`{shown}` holds files that are not of amends (`to-dana.txt`)");
        let none = format!("there is no store in `{shown}`: look at data_dir\n");
        let opens = [&["serve"][..], &["restore", "backup", "--replace"], ALL[6]];
        let wanted = if opens.contains(&args) { foreign } else { none };
        assert!(said.contains(&wanted), "{args:?}: {said}");
        assert!(!opens.contains(&args) || said.contains("data_dir"), "{args:?}: {said}");
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
    // To take a backup back is what may be done about it.
    for args in ALL.iter().filter(|args| args[0] != "restore") {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("made by a newer amends"), "{args:?}: {said}");
        assert!(said.contains("update amends, or restore a backup"), "{args:?}: {said}");
    }
}

#[test]
fn a_backup_of_a_newer_version() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let manifest = home.path().join("backup/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let newer = text.replace("\"format\": 1", "\"format\": 2").replace("0.1.0", "9.0.0");
    assert_ne!(text, newer);
    fs::write(&manifest, newer).unwrap();
    let none = home.path().join("none");
    for (to, args) in [
        (&dir, &["restore", "backup", "--replace"][..]),
        (&none, &["restore", "backup"]),
        (&dir, &["store", "check", "backup"]),
    ] {
        let said = refused(home.path(), to, args);
        assert_eq!(
            said,
            "amends: the backup in `backup` was made by a newer amends (9.0.0): update amends first, \
             or take another backup\n"
        );
    }
}

#[test]
fn a_port_that_is_in_use() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    for data_dir in [dir, home.path().join("none")] {
        let mut command = command(home.path(), &data_dir, &["serve"]);
        command.env("AMENDS_HTTP_ADDR", &addr);
        let said = complaint(home.path(), command, FAILED);
        let wanted = format!(
            "amends: can't listen on {addr}: another program does, perhaps amends itself; stop it, or \
             choose another address with http.addr\n"
        );
        assert_eq!(said, wanted);
    }
}

#[test]
fn a_backup_onto_itself() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    std::os::unix::fs::symlink(&dir, home.path().join("link")).unwrap();
    for (to, wanted) in [
        ("data", "is data_dir itself: a backup belongs elsewhere, best on another disk\n"),
        ("data/backup", "is inside data_dir: a backup belongs elsewhere, best on another disk\n"),
        ("link/backup", "is inside data_dir: a backup belongs elsewhere, best on another disk\n"),
        ("link", "can't be a backup: name a directory that is to be made\n"),
        ("backup", "is not empty: name a directory that is to be made\n"),
        ("luma.toml", "is a file: name a directory that is to be made\n"),
    ] {
        let said = refused(home.path(), &dir, &["backup", to]);
        assert!(said.ends_with(wanted), "{said}");
    }
    let said = refused(home.path(), &dir, &["restore", "data", "--replace"]);
    assert_eq!(said, "amends: there is no backup of amends in `data`\n");
}

#[test]
fn a_backup_that_is_none_or_is_damaged() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let said = refused(home.path(), &dir, &["restore", "nowhere"]);
    assert_eq!(said, "amends: there is no backup of amends in `nowhere`\n");
    let rows = home.path().join("backup/rows");
    let mut altered = fs::read(&rows).unwrap();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    fs::write(&rows, altered).unwrap();
    for args in [&["restore", "backup", "--replace"][..], &["store", "check", "backup"]] {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("`rows` was altered): take another one"), "{said}");
    }
}

#[test]
fn nobody_is_erased() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    for nobody in ["telegram:77", "C-4711", "0197a3c2-0000-7000-8000-000000000000", "", "../data"] {
        let said = refused(home.path(), &dir, &["erase", "--customer", nobody]);
        assert_eq!(said, format!("amends: nobody is known as `{nobody}`: nothing was erased\n"));
    }
    let none = home.path().join("none");
    let said = refused(home.path(), &none, &["erase", "--customer", "telegram:77"]);
    assert_eq!(
        said,
        format!("amends: there is no store in `{}`: look at data_dir\n", none.display())
    );
    let said = complaint(home.path(), command(home.path(), &dir, &["erase"]), WRONG_USAGE);
    assert!(said.contains("--customer <ID>"), "{said}");
}

/// Whatever holds words of customers is for this account alone, whichever command made it.
#[test]
fn nobody_else_may_look_into_what_is_made() {
    let home = tempfile::tempdir().unwrap();
    let dir = with_store(home.path());
    let there = home.path().join("there");
    assert!(amends(home.path(), &there, &["restore", "backup"]).status.success());
    for made in [dir, home.path().join("backup"), there] {
        let mode = fs::metadata(&made).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{}", made.display());
    }
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
    for name in ["luma.toml", "backup"] {
        std::os::unix::fs::symlink(mount.0.join(name), home.path().join(name)).unwrap();
    }
    mount.read_only();
    for args in ALL {
        let said = refused(home.path(), &dir, args);
        let shown = dir.display();
        let wanted = format!("`{shown}` can't be written (Read-only file system (os error 30))");
        assert!(said.contains(&wanted), "{args:?}: {said}");
        assert!(said.contains("choose another data_dir"), "{args:?}: {said}");
    }
    let new = mount.0.join("new");
    for args in [&["serve"][..], &["restore", "backup"], ALL[6]] {
        let said = refused(home.path(), &new, args);
        assert!(said.contains("Read-only file system"), "{args:?}: {said}");
    }
    // The store is elsewhere, and the backup is to come here.
    let elsewhere = home.path().join("elsewhere");
    for _ in 0..2 {
        assert!(amends(home.path(), &elsewhere, ALL[6]).status.success());
    }
    let to = mount.0.join("another");
    let said = refused(home.path(), &elsewhere, &["backup", to.to_str().unwrap()]);
    let unfinished = mount.0.join("another.unfinished");
    let wanted =
        format!("amends: `{}`: Read-only file system (os error 30)\n", unfinished.display());
    assert_eq!(said, wanted);
}

/// Takes all the room that is left.
fn fill(dir: &Path) {
    let mut file = fs::File::create(dir.join("ballast")).unwrap();
    let mut piece = vec![b'x'; 1 << 20];
    while !piece.is_empty() {
        if file.write_all(&piece).is_err() {
            piece.truncate(piece.len() / 2);
        }
    }
}

#[test]
fn a_disk_that_is_full() {
    let home = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(&home.path().join("disk"), "size=48m") else {
        return say_skipped();
    };
    let dir = with_store(home.path());
    fill(&mount.0);
    let to = mount.0.join("another");
    let said = refused(home.path(), &dir, &["backup", to.to_str().unwrap()]);
    assert!(said.contains("No space left on device"), "{said}");
    let new = mount.0.join("data");
    for args in [&["serve"][..], &["restore", "backup"], ALL[6]] {
        let said = refused(home.path(), &new, args);
        let shown = new.display();
        let wanted = format!(
            "amends: the disk is full: free some space in `{shown}`, and try again; nothing was lost\n"
        );
        assert!(said.ends_with(&wanted), "{args:?}: {said}");
    }
}

#[test]
fn a_full_disk_under_the_store() {
    let home = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(&home.path().join("disk"), "size=48m") else {
        return say_skipped();
    };
    let dir = with_store(&mount.0);
    for name in ["luma.toml", "backup"] {
        std::os::unix::fs::symlink(mount.0.join(name), home.path().join(name)).unwrap();
    }
    fill(&mount.0);
    for args in [&["restore", "backup", "--replace"][..], &["store", "check"]] {
        let said = refused(home.path(), &dir, args);
        assert!(said.contains("free some space") && said.contains("try again"), "{args:?}: {said}");
    }
}
