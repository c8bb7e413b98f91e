//! What amends is handed out in, as far as it can be looked at without building it: the container,
//! the unit of systemd, and the profile that both are built with.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// The instructions of the container, each with its arguments, in order.
fn instructions() -> Vec<(String, String)> {
    let text = read("bots/amends/packaging/Containerfile").replace("\\\n", " ");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let told = lines.map(|line| line.split_once(' ').unwrap());
    told.map(|(name, rest)| (name.to_owned(), rest.trim().to_owned())).collect()
}

#[test]
fn the_container_holds_the_binary_and_runs_it_as_nobody() {
    let all = instructions();
    let last = all.iter().rposition(|(name, _)| name == "FROM").unwrap();
    let (building, shipped) = all.split_at(last);
    assert_eq!(shipped[0].1, "scratch", "nothing else is in it");
    let of = |name: &str| -> Vec<&str> {
        let found = shipped.iter().filter(|(known, _)| known == name);
        found.map(|(_, rest)| rest.as_str()).collect()
    };
    let [user] = of("USER")[..] else { panic!("one user: {shipped:?}") };
    let ids: Vec<u32> = user.split(':').map(|id| id.parse().unwrap()).collect();
    assert!(ids.len() == 2 && ids.iter().all(|id| 0 < *id), "a number, and not root: {user}");
    assert_eq!(of("ENTRYPOINT"), [r#"["/amends"]"#]);
    assert_eq!(of("CMD"), [r#"["serve"]"#]);
    assert_eq!(of("STOPSIGNAL"), ["SIGTERM"]);
    assert_eq!(of("VOLUME"), ["/data"]);
    assert!(of("ENV")[0].contains("AMENDS_DATA_DIR=/data"));
    assert!(of("COPY").contains(&"--from=builder --chown=65532:65532 /data /data"));
    assert!(of("COPY").contains(&"--from=builder /target/dist/amends /amends"));
    assert!(repository().join("LICENSE").is_file() && of("COPY").contains(&"LICENSE /LICENSE"));
    assert!(of("RUN").is_empty(), "there is nothing that could run");
    let build = building.iter().find(|(_, rest)| rest.contains("cargo build")).unwrap();
    assert!(build.1.contains("--locked --profile dist -p amends"), "{}", build.1);
}

#[test]
fn the_profile_is_there_and_still_finds_overflows() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let profile = |name: &str| manifest["profile"][name].clone();
    assert_eq!(profile("dist")["inherits"].as_str(), Some("release"));
    assert_eq!(profile("release")["overflow-checks"].as_bool(), Some(true));
    assert!(profile("dist").get("overflow-checks").is_none());
    let minor = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    let (_, image) = &instructions()[0];
    assert!(image.contains(&format!("rust:{minor}-")), "{image} is not Rust {minor}");
}

/// The lines of the unit below `[Service]`, by their keys.
fn service() -> BTreeMap<String, Vec<String>> {
    let unit = read("bots/amends/packaging/amends.service");
    let (_, service) = unit.split_once("[Service]\n").unwrap();
    let (service, _) = service.split_once("\n[").unwrap();
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in service.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, value) = line.split_once('=').unwrap();
        keys.entry(key.to_owned()).or_default().push(value.to_owned());
    }
    keys
}

#[test]
fn the_unit_lets_the_service_have_its_data_and_the_network_and_nothing_else() {
    let service = service();
    let wanted = [
        ("ExecStart", "/usr/local/bin/amends serve"),
        ("DynamicUser", "yes"),
        ("StateDirectory", "amends"),
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("PrivateTmp", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("MemoryDenyWriteExecute", "yes"),
        ("CapabilityBoundingSet", ""),
        ("KillSignal", "SIGTERM"),
        ("TimeoutStopSec", "15"),
        // A wrong configuration is not tried again and again.
        ("RestartPreventExitStatus", "2"),
    ];
    for (key, value) in wanted {
        assert_eq!(service[key], [value], "{key}");
    }
    assert_eq!(service["SystemCallFilter"], ["@system-service", "~@privileged @resources"]);
    // Each file that is handed in is named by a variable, and no secret stands in the unit itself.
    for credential in &service["LoadCredential"] {
        let (name, from) = credential.split_once(':').unwrap();
        assert_eq!(from, format!("/etc/amends/{name}"));
        let ending = format!("=%d/{name}");
        assert!(service["Environment"].iter().any(|set| set.ends_with(&ending)), "{name}");
    }
    for set in &service["Environment"] {
        let (variable, _) = set.split_once('=').unwrap();
        let is_secret = variable.contains("TOKEN") || variable.contains("KEY");
        assert!(!is_secret || variable.ends_with("_FILE"), "{set}");
    }
}

/// The variables of the unit and the container are such that amends knows.
#[test]
fn every_variable_is_one_of_amends() {
    let known = Command::new(env!("CARGO_BIN_EXE_amends"))
        .args(["config", "reference"])
        .env_clear()
        .output()
        .unwrap();
    let known = String::from_utf8(known.stdout).unwrap();
    let env = instructions().into_iter().filter(|(name, _)| name == "ENV");
    let env =
        env.flat_map(|(_, rest)| rest.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    for set in env.chain(service()["Environment"].clone()) {
        let variable = set.split('=').next().unwrap().trim_end_matches("_FILE").to_owned();
        let is_known = known.contains(&format!("({variable})")) || variable == "AMENDS_CONFIG";
        assert!(is_known, "{variable}");
    }
}

/// systemd itself reads the unit, where it is installed. It wants the binary to be there.
#[test]
fn systemd_understands_the_unit() {
    let dir = tempfile::tempdir().unwrap();
    let unit = read("bots/amends/packaging/amends.service");
    let unit = unit.replace("/usr/local/bin/amends", env!("CARGO_BIN_EXE_amends"));
    let path = dir.path().join("amends.service");
    fs::write(&path, unit).unwrap();
    let verified = Command::new("systemd-analyze").arg("verify").arg(&path).output();
    let Ok(verified) = verified else {
        return tell_that_it_was_skipped();
    };
    let said = String::from_utf8(verified.stderr).unwrap();
    assert!(verified.status.success() && said.is_empty(), "{said}");
    let rated = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(rated.status.success(), "{}", String::from_utf8_lossy(&rated.stdout));
}

fn tell_that_it_was_skipped() {
    std::io::Write::write_all(&mut std::io::stderr(), b"skipped: systemd-analyze is not there\n")
        .unwrap();
}
