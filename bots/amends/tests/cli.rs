//! The command line, from outside: what it says and how it ends.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use std::{
    fs,
    process::{Command, Output},
};

/// A run of the binary in a directory of its own, without the variables of this process.
fn amends(dir: &tempfile::TempDir, args: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_amends"))
        .args(args)
        .current_dir(dir)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Every command, as its words, found by asking each for its help.
fn every_command(dir: &tempfile::TempDir, above: &[String]) -> Vec<Vec<String>> {
    let args: Vec<&str> = above.iter().map(String::as_str).chain(["--help"]).collect();
    let (status, out, _) = said(&amends(dir, &args, &[]));
    assert_eq!(status, 0, "{args:?}");
    let Some((_, list)) = out.split_once("\nCommands:\n") else { return vec![above.to_vec()] };
    let names = list.lines().map_while(|line| line.strip_prefix("  "));
    let names =
        names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let mut all = vec![above.to_vec()];
    for name in names {
        all.extend(every_command(dir, &[above, &[name.to_owned()]].concat()));
    }
    all
}

#[test]
fn every_command_has_help_with_an_example() {
    let dir = tempfile::tempdir().unwrap();
    let commands = every_command(&dir, &[]);
    let names: Vec<String> = commands.iter().map(|command| command.join(" ")).collect();
    for known in [
        "",
        "serve",
        "rehearse",
        "ask",
        "qr",
        "backup",
        "restore",
        "store check",
        "config import",
        "audit verify",
        "man",
    ] {
        assert!(names.iter().any(|name| name == known), "`{known}` is not among {names:?}");
    }
    for command in commands {
        let args: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let (_, out, _) = said(&amends(&dir, &args, &[]));
        let (_, examples) = out.split_once("Example").expect("there is one");
        let wanted = format!("amends {}", command.join(" "));
        assert!(examples.contains(wanted.trim_end()), "{args:?}: {out}");
    }
    let (_, out, _) = said(&amends(&dir, &["--help"], &[]));
    assert!(!out.contains("\u{1b}["), "no colours in a pipe");
}

#[test]
fn completions_and_the_manual_page_know_every_command() {
    let dir = tempfile::tempdir().unwrap();
    let commands = every_command(&dir, &[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (status, script, err) = said(&amends(&dir, &["completions", shell], &[]));
        assert_eq!((status, err.as_str()), (0, ""), "{shell}");
        for word in commands.iter().flatten() {
            assert!(script.contains(word.as_str()), "{shell} does not know {word}");
        }
        assert!(script.contains("force"), "{shell} knows options");
    }
    let (status, page, _) = said(&amends(&dir, &["man"], &[]));
    assert_eq!(status, 0);
    assert!(page.contains(".TH amends 1"), "{page}");
    for command in commands.iter().filter(|command| {
        let below =
            |other: &&Vec<String>| other.starts_with(command) && other.len() > command.len();
        !command.is_empty() && !commands.iter().any(|other| below(&other))
    }) {
        let heading = format!(".SH \"AMENDS {}\"", command.join(" ").to_uppercase());
        assert!(page.contains(&heading), "the page lacks {heading}");
    }
    assert_eq!(said(&amends(&dir, &["completions", "tcsh"], &[])).0, 2);
}

#[test]
fn wrong_usage_ends_with_2() {
    let dir = tempfile::tempdir().unwrap();
    let wrong: [&[&str]; 5] = [
        &["surve"],
        &["ask"],
        &["ask", "--telegram", "@dana"],
        &["ask", "--telegram", "1", "--discord", "2"],
        &["config"],
    ];
    for args in wrong {
        assert_eq!(said(&amends(&dir, args, &[])).0, 2, "{args:?}");
    }
}

#[test]
fn a_wrong_configuration_ends_with_2_and_all_mistakes() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("amends.toml"), "bussiness = 'Luma'\nzone = 'Mars'\n").unwrap();
    for args in [&["config", "check"][..], &["serve"], &["doctor"], &[], &["config", "show"]] {
        let (status, out, err) = said(&amends(&dir, args, &[("AMENDS_STAFF", "anna")]));
        assert_eq!((status, out.as_str()), (2, ""), "{args:?}");
        assert_eq!(
            err,
            "amends: there are 3 mistakes in the configuration:\n  \
             amends.toml:1: `bussiness` is not a key: did you mean `business`?\n  \
             amends.toml:2: `Mars` is no time zone: write one such as Europe/Bucharest\n  \
             AMENDS_STAFF: `anna` is no staff member: write telegram:50:agent\n"
        );
    }
}

#[test]
fn the_file_is_named_by_flag_or_variable() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("other.toml"), "business = 'Luma'\n").unwrap();
    let shown = |args: &[&str], variables: &[(&str, &str)]| {
        let (status, out, err) = said(&amends(&dir, args, variables));
        assert_eq!(status, 0, "{err}");
        out
    };
    let wanted = "business = \"Luma\" # other.toml:1\n";
    assert!(shown(&["config", "show", "--config", "other.toml"], &[]).contains(wanted));
    assert!(shown(&["config", "show"], &[("AMENDS_CONFIG", "other.toml")]).contains(wanted));
    assert!(shown(&["config", "show"], &[]).contains("business = \"our team\" # default\n"));
    let missing = amends(&dir, &["config", "check", "--config", "lost.toml"], &[]);
    assert_eq!(said(&missing).0, 2);
}

#[test]
fn secrets_are_not_shown_and_warnings_are() {
    let dir = tempfile::tempdir().unwrap();
    let token = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";
    let variables = [("AMENDS_TELEGRAM_TOKEN", token), ("AMENDS_POLICY_ASK_STALE", "2s")];
    let (status, out, err) = said(&amends(&dir, &["config", "show"], &variables));
    assert_eq!(status, 0);
    assert!(out.contains("telegram.token = \"********\" # AMENDS_TELEGRAM_TOKEN"));
    assert!(!out.contains("AAbb") && !err.contains("AAbb"));
    assert!(err.starts_with("warning: AMENDS_POLICY_ASK_STALE: `2s` is below 5m"), "{err}");
    let (status, out, err) = said(&amends(&dir, &["config", "check"], &variables));
    assert_eq!(status, 0);
    assert_eq!(out, "the configuration has no mistakes; please read the warnings\n");
    assert_eq!(err.matches("warning: ").count(), 3, "{err}");
    assert_eq!(err.matches("unhappy customers would reach nobody").count(), 2, "{err}");
    for variable in ["AMENDS_TELEGRAM_DESK", "AMENDS_STAFF"] {
        assert!(err.contains(variable), "{err}");
    }
    let whole = [
        ("AMENDS_TELEGRAM_TOKEN", token),
        ("AMENDS_TELEGRAM_DESK", "-1001234567890"),
        ("AMENDS_STAFF", "telegram:50:agent"),
    ];
    let checked = said(&amends(&dir, &["config", "check"], &whole));
    assert_eq!(checked, (0, "the configuration is fine\n".to_owned(), String::new()));
}

#[test]
fn the_reference_is_a_configuration() {
    let dir = tempfile::tempdir().unwrap();
    let (status, out, _) = said(&amends(&dir, &["config", "show", "--reference"], &[]));
    assert_eq!(status, 0);
    fs::write(dir.path().join("amends.toml"), out).unwrap();
    assert_eq!(said(&amends(&dir, &["config", "check"], &[])).0, 0);
}

#[test]
fn asking_says_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let ask = ["ask", "--telegram", "77"];
    let (status, _, err) = said(&amends(&dir, &ask, &[]));
    assert_eq!(status, 1);
    assert!(err.contains("AMENDS_INTAKE_KEY"), "{err}");
    // Port 1 is nobody's.
    let variables = [("AMENDS_INTAKE_KEY", "k-0123456789"), ("AMENDS_HTTP_ADDR", "127.0.0.1:1")];
    let (status, _, err) = said(&amends(&dir, &ask, &variables));
    assert_eq!(status, 1);
    assert!(err.contains("start the service first"), "{err}");
}

#[test]
fn settings_leave_and_come_back_as_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| said(&amends(&dir, args, &[("AMENDS_BUSINESS", "Luma")]));
    let write = |text: &str| fs::write(dir.path().join("luma.toml"), text).unwrap();
    let (status, _, err) = run(&["config", "export"]);
    assert_eq!(status, 1);
    assert!(err.contains("there is no store in"), "{err}");

    let file =
        "amends = 1\n\n[settings]\nscale = \"csat5\"\n\n[wording.ro]\nask = \"Cum a fost?\"\n";
    write(file);
    let planned = "scale: faces3 → csat5\nwording.ask.ro: default → Cum a fost?\n\
                   2 changes; without --plan they are made.\n";
    let plan = ["config", "import", "luma.toml", "--plan"];
    assert_eq!(run(&plan), (0, planned.to_owned(), String::new()));
    assert!(!dir.path().join("amends-data/store").exists(), "a plan makes nothing");

    let import = ["config", "import", "luma.toml"];
    let made = "; without --plan they are made.";
    let done = planned.replace(made, ", in force from the next start of the service.");
    assert_eq!(run(&import), (0, done, String::new()));
    let (status, out, _) = run(&["config", "export"]);
    assert_eq!(status, 0);
    assert!(out.contains("scale = \"csat5\"") && out.contains("Cum a fost?"), "{out}");

    write(&out);
    let same = "Everything is as the file says: nothing to change.\n".to_owned();
    assert_eq!(run(&import), (0, same, String::new()));
    let (status, trail, _) = run(&["audit", "export"]);
    assert_eq!((status, trail.lines().count()), (0, 2));
    assert_eq!(run(&["audit", "verify"]).0, 0);
}

#[test]
fn a_file_with_mistakes_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| said(&amends(&dir, args, &[("AMENDS_BUSINESS", "Luma")]));
    let file = "amends = 1\n[settings]\nscale = \"faces4\"\nzona = \"UTC\"\n";
    fs::write(dir.path().join("luma.toml"), file).unwrap();
    let (status, out, err) = run(&["config", "import", "luma.toml"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "amends: `luma.toml` can't be put into force, and nothing was changed:\n  \
         scale: I don't know the scale 'faces4'. There are faces3, expect3, csat5, thumbs, nps11.\n  \
         zona: There is no setting of this name. Did you mean zone?\n"
    );
    assert!(run(&["config", "export"]).2.contains("there is no store"));
    let (status, _, err) = run(&["config", "import", "nowhere.toml"]);
    assert_eq!(status, 1);
    assert!(err.contains("can't read `nowhere.toml`"), "{err}");
}
