use std::fs;

use amends_core::{lang::Lang, place::Address, policy::Level, scale::Scale};
use jiff::SignedDuration;
use secrecy::ExposeSecret;

use super::*;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAQIDBAUGBwg=";
const TOKEN: &str = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";

struct Setting {
    dir: tempfile::TempDir,
    variables: Vec<(String, Option<String>)>,
}

impl Setting {
    fn new(variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), Some((*value).to_owned()));
        let variables = variables.iter().map(owned).collect();
        Self { dir: tempfile::tempdir().unwrap(), variables }
    }

    fn write(&self, file: &str) -> PathBuf {
        let path = self.dir.path().join("amends.toml");
        fs::write(&path, file).unwrap();
        path
    }

    fn write_beside(&self, name: &str, file: &str) {
        fs::write(self.dir.path().join(name), file).unwrap();
    }

    fn load(&self, file: &str) -> Result<Loaded, Mistakes> {
        from(Some(&self.write(file)), self.variables.clone())
    }

    /// What is wrong, with the directory taken out of file names.
    fn mistakes(&self, file: &str) -> Vec<String> {
        let Mistakes(mistakes) = self.load(file).err().expect("a mistake was made");
        let dir = format!("{}/", self.dir.path().display());
        mistakes.iter().map(|mistake| mistake.to_string().replace(&dir, "")).collect()
    }
}

fn load(file: &str) -> Loaded {
    Setting::new(&[]).load(file).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn mistake(file: &str) -> String {
    let mistakes = Setting::new(&[]).mistakes(file);
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    mistakes[0].clone()
}

#[test]
fn nothing_at_all_is_a_configuration() {
    let Loaded { config, warnings, .. } = load("");
    assert_eq!(config.workspace, Workspace::new("our team"));
    assert_eq!(config.http_addr.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, PathBuf::from("amends-data"));
    assert_eq!(config.telegram.api_url, "https://api.telegram.org");
    assert!(config.telegram.token.is_none() && config.intake.secret.is_none());
    assert_eq!(warnings, []);
}

#[test]
fn a_full_file_is_taken_over() {
    let config = load(&format!(
        r#"
        business = "Luma"
        zone = "Europe/Bucharest"
        language = "ro"
        scale = "csat5"
        hours = "mon-fri 09:00-21:00"
        admins = ["telegram:42", "discord:7001"]
        staff = "telegram:50:agent, telegram:51:senior,discord:7002:director"
        [http]
        addr = "0.0.0.0:9000"
        [intake]
        secret = ["{SECRET}", "{SECRET}"]
        [telegram]
        token = "{TOKEN}"
        api_url = "http://127.0.0.1:8081/"
        desk = -1001234567890
        [policy]
        ask_delay = "10s"
        reply_within = "20m"
        "#
    ))
    .config;
    let workspace = &config.workspace;
    assert_eq!((workspace.language, workspace.scale), (Lang::RO, Scale::Csat5));
    assert_eq!(workspace.admins[1], Address::new(Platform::Discord, "7001"));
    let levels: Vec<_> = workspace.staff.iter().map(|member| member.level).collect();
    assert_eq!(levels, [Level::Agent, Level::Senior, Level::Director]);
    assert!(workspace.staff.iter().all(|member| member.on_duty));
    assert_eq!(workspace.desk, Some(Place::chat(Platform::Telegram, "-1001234567890")));
    assert_eq!(workspace.timers.ask_delay, SignedDuration::from_secs(10));
    assert_eq!(workspace.timers.reply_within, SignedDuration::from_mins(20));
    assert_eq!(config.telegram.api_url, "http://127.0.0.1:8081");
    assert_eq!(config.telegram.token.unwrap().expose_secret(), TOKEN);
    assert_eq!(config.intake.secret.unwrap().expose_secret(), format!("{SECRET},{SECRET}"));
}

#[test]
fn all_of_discord_is_taken_over() {
    let config = load(
        r#"
        [discord]
        token = "a.b.c"
        api_url = "http://127.0.0.1:8082/"
        guild = 100
        care_channel = "200"
        desk_channel = 300
        staff_role = ["400", "401:senior"]
        message_content = "off"
        [signals]
        closed = "off"
        idle = "on"
        solved = "Solved"
        ticket = "ticket-"
        voice = [500, 501]
        watched = [200, -1001234567890]
        panel = "off"
        done = "off"
        feedback = "off"
        "#,
    )
    .config;
    let channel = |id: &str| Place::chat(Platform::Discord, id);
    let workspace = &config.workspace;
    assert_eq!(config.discord.token.unwrap().expose_secret(), "a.b.c");
    assert_eq!(config.discord.api_url, "http://127.0.0.1:8082");
    assert_eq!((config.guild, config.message_content), (Some(100), MessageContent::Off));
    assert_eq!(workspace.care, Some(channel("200")));
    assert_eq!(workspace.desk, Some(channel("300")));
    let roles: Vec<_> =
        workspace.roles.iter().map(|role| (role.role.as_str(), role.level)).collect();
    assert_eq!(roles, [("400", Level::Agent), ("401", Level::Senior)]);
    assert_eq!(
        workspace.signals,
        Signals {
            closed: false,
            idle: true,
            solved: Some("Solved".to_owned()),
            ticket: Some("ticket-".to_owned()),
            voice: vec![channel("500"), channel("501")],
            watched: vec![channel("200"), Place::chat(Platform::Telegram, "-1001234567890")],
            panel: false,
            done: false,
            feedback: false,
        }
    );
}

#[test]
fn there_is_one_desk() {
    let file = "[telegram]\ndesk = -1001\n[discord]\ndesk_channel = 300";
    let wanted = "amends.toml:4: `telegram.desk` is set too (amends.toml:2), and there is one \
                  desk: keep `telegram.desk` or `discord.desk_channel`";
    assert_eq!(mistake(file), wanted);
    let by_variable = Setting::new(&[("AMENDS_DISCORD_DESK_CHANNEL", "300")]);
    let said = by_variable.mistakes("telegram.desk = -1001");
    assert!(said[0].starts_with("AMENDS_DISCORD_DESK_CHANNEL: `telegram.desk` is set too"));
    let twice = Setting::new(&[("AMENDS_DISCORD_DESK_CHANNEL", "here")]);
    assert_eq!(twice.mistakes("telegram.desk = -1001").len(), 2, "both mistakes are told");
}

#[test]
fn the_environment_wins_over_the_file() {
    let setting = Setting::new(&[
        ("AMENDS_BUSINESS", "Luma"),
        ("AMENDS_POLICY_ASK_GAP", "0s"),
        ("AMENDS_LANGUAGE", ""),
        ("HOME", "/root"),
    ]);
    let file = "business = 'other'\nlanguage = 'de'\n[policy]\nask_gap = '1h'";
    let workspace = setting.load(file).ok().unwrap().config.workspace;
    assert_eq!(workspace.business, "Luma");
    assert_eq!(workspace.timers.ask_gap, SignedDuration::ZERO);
    assert_eq!(workspace.language, Lang::DE, "an empty variable is not set");
}

#[test]
fn every_variable_of_the_interface_is_known() {
    let names = "BUSINESS DATA_DIR STORE ZONE LANGUAGE ADMINS HTTP_ADDR PUBLIC_URL INTAKE_SECRET \
         INTAKE_KEY DASHBOARD_TOKEN TELEGRAM_TOKEN TELEGRAM_API_URL TELEGRAM_DESK DISCORD_TOKEN \
         DISCORD_API_URL DISCORD_GUILD DISCORD_CARE_CHANNEL DISCORD_DESK_CHANNEL \
         DISCORD_STAFF_ROLE DISCORD_MESSAGE_CONTENT SIGNALS_CLOSED SIGNALS_IDLE SIGNALS_SOLVED \
         SIGNALS_TICKET SIGNALS_VOICE SIGNALS_WATCHED STAFF LOG LOG_FORMAT HOURS SCALE POLICY_ASK_DELAY POLICY_ASK_STALE \
         POLICY_ASK_EXPIRE POLICY_ASK_REMINDER POLICY_REPLY_WITHIN POLICY_PROGRESS_EVERY \
         POLICY_SILENT_NUDGE1 POLICY_SILENT_CLOSE POLICY_REASK_DELAY POLICY_HANDOVER_ACCEPT \
         POLICY_AGE_L2 POLICY_RELAY_MERGE POLICY_SENIOR_WITHIN POLICY_REOPEN_WITHIN";
    let keys = keys::all();
    for name in names.split_whitespace() {
        let variable = format!("AMENDS_{name}");
        assert_eq!(keys.iter().filter(|key| key.variable == variable).count(), 1, "{variable}");
    }
}

#[test]
fn unknown_keys_name_the_nearest_one() {
    for (file, wanted) in [
        ("bussiness = 'x'", "amends.toml:1: `bussiness` is not a key: did you mean `business`?"),
        (
            "\n[telegram]\ntokken = 'x'",
            "amends.toml:3: `telegram.tokken` is not a key: did you mean `telegram.token`?",
        ),
        (
            "[policy]\n\nask_dellay = '1s'",
            "amends.toml:3: `policy.ask_dellay` is not a key: did you mean `policy.ask_delay`?",
        ),
        ("[telegran]\nx = 1", "amends.toml:1: `telegran` is not a key: did you mean `telegram`?"),
        ("http.adr = ''", "amends.toml:1: `http.adr` is not a key: did you mean `http.addr`?"),
    ] {
        assert_eq!(mistake(file), wanted);
    }
}

#[test]
fn unknown_variables_name_the_nearest_one_and_foreign_ones_pass() {
    for (variable, nearest) in [
        ("AMENDS_BUSINES", "AMENDS_BUSINESS"),
        ("AMENDS_TELEGRAM_TOKN", "AMENDS_TELEGRAM_TOKEN"),
        ("AMENDS_POLICY_REPLY_WITHN", "AMENDS_POLICY_REPLY_WITHIN"),
        ("AMENDS_SIGNALS_VOISE", "AMENDS_SIGNALS_VOICE"),
    ] {
        let mistakes = Setting::new(&[(variable, "x")]).mistakes("");
        let wanted = format!("{variable}: is not a variable of amends: did you mean `{nearest}`?");
        assert_eq!(mistakes, [wanted]);
    }
    let foreign = Setting::new(&[
        ("AMENDS_SERVICE_HOST", "10.0.0.1"),
        ("AMENDS_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
        ("AMENDS_CONFIG", "x"),
    ]);
    assert_eq!(foreign.load("").ok().unwrap().warnings, []);
    let other = Setting::new(&[("AMENDS_XYZZY", "1")]).load("").ok().unwrap();
    assert_eq!(other.warnings.len(), 1);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let setting = Setting::new(&[("AMENDS_ZONE", "Mars"), ("AMENDS_TELEGRAM_DESK", "desk")]);
    let file = "business = ''\nlogg = 'x'\nlanguage = 7\n[policy]\nask_delay = 'ten'\n\
                ask_gap = true\n[http]\naddr = '8080'";
    let mistakes = setting.mistakes(file);
    let origins: Vec<_> =
        mistakes.iter().map(|mistake| mistake.split(": ").next().unwrap()).collect();
    assert_eq!(
        origins,
        [
            "amends.toml:2",
            "amends.toml:6",
            "amends.toml:1",
            "AMENDS_ZONE",
            "amends.toml:3",
            "AMENDS_TELEGRAM_DESK",
            "amends.toml:5",
            "amends.toml:8",
        ],
        "{mistakes:#?}"
    );
}

#[test]
fn each_mistake_says_what_would_be_right() {
    for (file, wanted) in [
        ("business = ''", "1-64 characters"),
        ("data_dir = ''", "a directory"),
        ("store = 'postgres://u:p@h/d'", "use `sled`"),
        ("store = 'mysql'", "`sled`"),
        ("zone = 'Mars/Base'", "Europe/Bucharest"),
        ("language = 'xx'", "en, ru, ro, de, pl"),
        ("language = 'fr'", "en, ru, ro, de, pl"),
        ("scale = 'stars'", "faces3"),
        ("hours = '9 to 5'", "mon-fri 09:00-21:00"),
        ("admins = '@anna'", "telegram:42"),
        ("admins = [1]", "telegram:42"),
        ("staff = 'telegram:50'", "telegram:50:agent"),
        ("staff = 'telegram:50:boss'", "agent, senior or director"),
        ("staff = ['telegram:50:agent', 'telegram:50:senior']", "listed twice"),
        ("log = 'loud'", "write info"),
        ("log_format = 'xml'", "text or json"),
        ("http.addr = '8080'", "127.0.0.1:8080"),
        ("http.public_url = 'example.org'", "https://example.org"),
        ("telegram.api_url = 'ftp://x'", "https://example.org"),
        ("telegram.desk = 5", "-1001234567890"),
        ("telegram.token = 'hello'", "@BotFather"),
        ("discord.token = 'a b'", "developer portal"),
        ("discord.guild = 'Luma'", "about 18 digits"),
        ("discord.care_channel = '#care'", "about 18 digits"),
        ("discord.desk_channel = 0", "about 18 digits"),
        ("discord.staff_role = '@staff'", "about 18 digits"),
        ("discord.staff_role = '9:boss'", "as in 9:senior"),
        ("discord.staff_role = '9,9:senior'", "listed twice"),
        ("discord.staff_role = ''", "no role"),
        ("discord.message_content = 'yes'", "auto, on and off"),
        ("signals.closed = 'yes'", "neither on nor off"),
        ("signals.idle = 'maybe'", "neither on nor off"),
        ("signals.done = 'maybe'", "neither on nor off"),
        ("signals.solved = ''", "1-64 characters, or off"),
        ("signals.ticket = ''", "1-64 characters, or off"),
        ("signals.voice = '-5'", "about 18 digits"),
        ("signals.watched = ['1', '-x']", "-1001234567890"),
        ("intake.secret = 'abc'", "openssl rand"),
        ("intake.secret = 'whsec_YWJj'", "16 random bytes"),
        ("intake.key = 'short'", "openssl rand"),
        ("dashboard.token = 'short'", "openssl rand"),
        ("policy.ask_delay = '11m'", "10m at most"),
        ("policy.reply_within = '0s'", "more than 0s"),
        ("policy.reply_within = 600", "write 90s, 10m"),
        ("policy.ask_sample = '0%'", "write 1% to 100%"),
        ("policy.ask_recommend = 'often'", "write 1% to 100%, or off"),
        ("policy.ask_messages = 101", "from 0 to 100"),
        ("policy.ask_quiet = 'at night'", "write 21:00-08:00, or off"),
        ("policy.ask_off = 'billing'", "write topic:billing"),
        ("telegram = 'on'", "write [telegram]"),
        ("business = 1.5", "in quotes"),
    ] {
        let said = mistake(file);
        assert!(said.starts_with("amends.toml:1: ") && said.contains(wanted), "{file}: {said}");
    }
}

#[test]
fn broken_toml_is_named_by_line_and_never_shown() {
    let setting = Setting::new(&[]);
    let file = format!("business = 'x'\ntelegram.token = {TOKEN}\n[http\naddr = 1");
    let mistakes = setting.mistakes(&file);
    assert!(mistakes.iter().any(|said| said.starts_with("amends.toml:2: this is no TOML")));
    assert!(mistakes.iter().all(|said| !said.contains("AAbbCC")), "{mistakes:?}");
    let Mistakes(missing) = from(Some(Path::new("/nowhere/a.toml")), []).err().unwrap();
    assert!(missing[0].to_string().starts_with("/nowhere/a.toml: can't be read"));
}

#[test]
fn no_mistake_repeats_a_secret() {
    let marker = "hunter2hunter2";
    for key in keys::all().iter().filter(|key| key.secret) {
        for value in [format!("{marker} "), format!("whsec_{marker}!"), format!("{marker}:\n")] {
            let setting = Setting::new(&[(&key.variable, &value)]);
            if let Err(mistakes) = setting.load("") {
                assert!(!mistakes.to_string().contains(marker), "{mistakes}");
            }
        }
    }
}

#[test]
fn short_timers_are_taken_with_a_warning() {
    let setting = Setting::new(&[("AMENDS_POLICY_REPLY_WITHIN", "3s")]);
    let Loaded { config, warnings, .. } = setting.load("[policy]\npromise_warn = '5s'").unwrap();
    assert_eq!(config.workspace.timers.reply_within, SignedDuration::from_secs(3));
    let origins: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(origins.len(), 2);
    assert!(origins[0].contains("amends.toml:2: this timer has no effect"));
    assert!(origins[1].starts_with("AMENDS_POLICY_REPLY_WITHIN: `3s` is below 1m"));
}

#[test]
fn secrets_may_lie_in_files() {
    let mut setting = Setting::new(&[]);
    let path = setting.dir.path().join("token");
    fs::write(&path, format!("{TOKEN}\n")).unwrap();
    let path = path.display().to_string();
    setting.variables.push(("AMENDS_TELEGRAM_TOKEN_FILE".to_owned(), Some(path)));
    let token = setting.load("").ok().unwrap().config.telegram.token.unwrap();
    assert_eq!(token.expose_secret(), TOKEN);

    setting.variables.push(("AMENDS_TELEGRAM_TOKEN".to_owned(), Some(TOKEN.to_owned())));
    assert_eq!(
        setting.mistakes(""),
        ["AMENDS_TELEGRAM_TOKEN_FILE: `AMENDS_TELEGRAM_TOKEN` is set too: keep one of them"]
    );
    let lost = Setting::new(&[("AMENDS_INTAKE_KEY_FILE", "/nowhere/key")]).mistakes("");
    assert!(lost[0].starts_with("AMENDS_INTAKE_KEY_FILE: `/nowhere/key` can't be read"));
    let plain = Setting::new(&[("AMENDS_BUSINESS_FILE", "/nowhere/name")]).mistakes("");
    assert!(plain[0].contains("is not a variable of amends"), "{plain:?}");
}

#[test]
fn what_is_shown_says_where_it_comes_from_and_hides_secrets() {
    let setting = Setting::new(&[("AMENDS_INTAKE_KEY", "k-0123456789")]);
    let file = format!("business = 'Luma'\nintake.secret = '{SECRET}'");
    let loaded = setting.load(&file).unwrap();
    let shown = loaded.shown();
    assert!(shown.contains("intake.key = \"********\" # AMENDS_INTAKE_KEY"));
    assert!(shown.contains("amends.toml:1\n"));
    assert!(shown.contains("zone = \"UTC\" # default"));
    assert!(shown.contains("# telegram.token is not set"));
    for secret in ["k-0123456789", SECRET] {
        assert!(!shown.contains(secret));
        assert!(!format!("{:?}", loaded.config).contains(secret));
    }
    let again = load(&shown.replace("intake.", "#").replace("intake", "#"));
    assert_eq!(again.config.workspace, loaded.config.workspace, "it can be read back");
}

#[test]
fn the_reference_is_a_configuration_with_every_default() {
    let reference = reference();
    assert_eq!(load(&reference).config.workspace, Workspace::new("our team"));
    let set: Vec<_> = reference
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.ends_with("= \"\""))
        .map(|line| line.trim_start_matches('#'))
        .collect();
    assert_eq!(load(&set.join("\n")).config.workspace, Workspace::new("our team"));
    for key in keys::all() {
        assert!(reference.contains(&format!("({})", key.variable)), "{}", key.variable);
    }
}

/// Two files side by side: what the first and the second say.
fn two(first: &str, second: &str) -> Result<Loaded, Vec<String>> {
    let setting = Setting::new(&[("AMENDS_ZONE", "Europe/Bucharest")]);
    setting.write_beside("clinic.toml", second);
    let path = setting.write(first);
    let dir = format!("{}/", setting.dir.path().display());
    let said = |wrong: Mistakes| {
        wrong.0.iter().map(|mistake| mistake.to_string().replace(&dir, "")).collect()
    };
    whole(Some(&path), setting.variables.clone()).map_err(said)
}

#[test]
fn further_businesses_are_read_from_their_own_files() {
    let first = "business = \"Luma\"\nbusinesses = [\"clinic.toml\"]";
    let loaded = two(
        first,
        "business = \"Clinic\"\ndata_dir = \"clinic\"\n[http]\naddr = \"127.0.0.1:8081\"",
    );
    let Loaded { config, others, .. } = loaded.unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let [other] = &others[..] else { panic!("{} businesses", others.len()) };
    assert_eq!(
        (config.workspace.business.as_str(), other.workspace.business.as_str()),
        ("Luma", "Clinic")
    );
    // The environment is the first one's.
    assert_eq!(
        (config.workspace.zone.as_str(), other.workspace.zone.as_str()),
        ("Europe/Bucharest", "UTC")
    );
}

#[test]
fn businesses_share_nothing() {
    let own = |token: &str| format!("[telegram]\ntoken = \"{token}\"\ndesk = -1001234567890\n");
    let first = format!("businesses = [\"clinic.toml\"]\n{}", own(TOKEN));
    let mistakes = two(&first, &own(TOKEN)).err().expect("they share everything");
    let said = mistakes.join("\n");
    for shared in ["`data_dir`", "`http.addr`", "`telegram.token`", "the desk"] {
        assert!(said.contains(shared), "{shared}: {said}");
    }
    assert!(!said.contains(TOKEN), "{said}");
    let nested =
        two("businesses = [\"clinic.toml\"]", "businesses = [\"x.toml\"]\ndata_dir = \"x\"");
    assert!(nested.err().expect("only the first names them")[0].contains("only the first"));
    let missing = two("businesses = [\"shop.toml\"]", "").err().expect("there is no such file");
    assert!(missing[0].contains("shop.toml"), "{missing:?}");
}
