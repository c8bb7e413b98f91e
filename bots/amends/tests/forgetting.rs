//! `/forget`, from outside: of a forgotten customer nothing is left in any file of the data
//! directory, in the log, or on the desk.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/started.rs"]
mod started;

use std::{
    fs,
    path::{Path, PathBuf},
};

use amends_platforms::{
    discord::{
        self, DiscordStandIn,
        people::{NewChannel, NewGuild, NewRole},
        permissions::Permissions,
        world::Id,
    },
    telegram::{
        self, TelegramStandIn,
        people::{Line, NewGroup, NewUser},
        world::{Chat, Rights, Standing},
    },
};
use tokio::{process::Command, time};

use self::started::{SOON, Service, until};

/// Whatever tells who the customer is, or what they said. The last one is their account.
const NAME: &str = "Canarina";
const WORDS: &str = "xylophone soup";
const TOPIC: &str = "Order 98-canary";
/// Who works here and administers, on Telegram.
const KATRIN: i64 = 52;

struct House {
    dir: tempfile::TempDir,
    variables: Vec<(&'static str, String)>,
}

impl House {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = started::command(self.dir.path(), &self.variables, args);
        command.env("AMENDS_LOG", "trace");
        command
    }

    /// A business on Telegram with a guest and Katrin, who administers; and where her desk is.
    async fn on_telegram(guest: i64) -> (TelegramStandIn, i64, Self) {
        let options = telegram::Options { enforce_limits: false, ..telegram::Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        people.create_user(NewUser::new(guest, NAME)).unwrap();
        people.create_user(NewUser::new(KATRIN, "Katrin")).unwrap();
        let desk = NewGroup::forum("Luma desk", KATRIN).bot(Standing::Admin(Rights::ALL));
        let desk = people.create_group(&desk).unwrap();
        let house = Self {
            dir: tempfile::tempdir().unwrap(),
            variables: vec![
                ("AMENDS_TELEGRAM_TOKEN", telegram.token().to_owned()),
                ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
                ("AMENDS_TELEGRAM_DESK", desk.to_string()),
                ("AMENDS_STAFF", format!("telegram:{KATRIN}:senior")),
                ("AMENDS_ADMINS", format!("telegram:{KATRIN}")),
            ],
        };
        (telegram, desk, house)
    }

    async fn serve(&self) -> Service {
        started::serve(self.command(&["serve"])).await
    }

    /// A contact with a customer ends.
    async fn asks(&self, service: &Service, flag: &str, id: &str) {
        let mut ask = self.command(&["ask", flag, id, "--topic", TOPIC]);
        let output = ask.env("AMENDS_HTTP_ADDR", &service.addr).output().await.unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Where in the data directory any of these words stand.
    fn sightings(&self, words: &[&str]) -> Vec<String> {
        let mut seen = Vec::new();
        for path in files(&self.dir.path().join("amends-data")) {
            // Files come and go while the store is written anew.
            let bytes = fs::read(&path).unwrap_or_default();
            seen.extend(found(&bytes, words).map(|it| format!("{it} in {}", path.display())));
        }
        seen
    }

    /// Waits until nothing is left, ends the service, and looks through its log and its files.
    async fn holds_nothing_of(&self, mut service: Service, words: &[&str]) {
        until(async || self.sightings(words).is_empty()).await;
        let pid = service.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        time::timeout(SOON, service.child.wait()).await.unwrap().unwrap();
        let log = service.log.await.unwrap();
        let spoken = log.lines().filter(|line| found(line.as_bytes(), words).next().is_some());
        assert_eq!(spoken.collect::<Vec<_>>(), Vec::<&str>::new(), "the log tells it");
        assert!(log.contains("The store was written anew"), "{log}");
        assert_eq!(self.sightings(words), Vec::<String>::new());
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

fn found<'a>(bytes: &[u8], words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let stands = |word: &&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    words.iter().copied().filter(stands).collect::<Vec<_>>().into_iter()
}

/// Shows S-27, INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_a_customer_on_telegram() {
    const GUEST: i64 = 770_042_017;
    let account = GUEST.to_string();
    let canaries = [NAME, WORDS, TOPIC, account.as_str()];
    let (telegram, desk, house) = House::on_telegram(GUEST).await;
    let people = telegram.people();
    let service = house.serve().await;
    let button = |chat: i64, label: &str| {
        let chat: Chat = telegram.chat(chat)?;
        let has = |message: &&telegram::world::Message| {
            message.is_shown() && message.button(label).is_some()
        };
        chat.messages.values().rev().find(has).map(|message| message.id)
    };
    let taps = async |label: &str| {
        until(async || button(GUEST, label).is_some()).await;
        people.tap(GUEST, GUEST, button(GUEST, label).unwrap(), label).unwrap();
    };
    let desk_shows = |words: &str| {
        let chat: Chat = telegram.chat(desk).unwrap();
        chat.messages.values().any(|it| it.is_shown() && it.text.contains(words))
    };
    people.start(GUEST, None).unwrap();
    until(async || telegram.chat(GUEST).is_some_and(|chat| 1 < chat.messages.len())).await;
    house.asks(&service, "--telegram", &account).await;
    taps("🙁 Not good").await;
    until(async || desk_shows(NAME)).await;
    people.write(GUEST, GUEST, Line::text(WORDS)).unwrap();
    until(async || desk_shows(WORDS)).await;
    until(async || !house.sightings(&[WORDS]).is_empty()).await;

    people.write(GUEST, GUEST, Line::text("/forget")).unwrap();
    taps("Yes").await;
    let shown = |chat: i64| -> Vec<String> {
        let chat: Chat = telegram.chat(chat).unwrap();
        let ours = chat.messages.values().filter(|it| it.is_shown());
        ours.map(|it| it.text.clone()).collect()
    };
    until(async || shown(GUEST).iter().any(|text| text.contains("Deleted: your name"))).await;
    house.holds_nothing_of(service, &canaries).await;
    let left = shown(desk).join("\n");
    assert_eq!(found(left.as_bytes(), &canaries).collect::<Vec<_>>(), Vec::<&str>::new(), "{left}");
    assert!(left.contains("R-1001 closed"), "staff know that it ended: {left}");
    assert_eq!(telegram.violations(), Vec::<String>::new());
}

/// Shows S-27, INV 21.
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn nothing_is_left_of_a_customer_on_discord() {
    const GUEST: Id = Id(804_100_000_000_000_017);
    const KATRIN: Id = Id(700_000_000_000_000_001);
    let account = GUEST.to_string();
    let canaries = [NAME, WORDS, TOPIC, account.as_str()];
    let options = discord::Options { enforce_limits: false, ..discord::Options::default() };
    let discord = DiscordStandIn::start(options).await.unwrap();
    let people = discord.people();
    for (id, name) in [(KATRIN, "Katrin"), (GUEST, NAME)] {
        people.create_user(discord::people::NewUser::new(id, name)).unwrap();
    }
    let guild = people.create_guild(&NewGuild::new("Luma", KATRIN)).unwrap();
    let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
    let staff = people.create_role(guild, &NewRole::new("Staff").mentionable()).unwrap();
    people.join(GUEST, guild).unwrap();
    people.give_role(guild, KATRIN, staff).unwrap();
    let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
    let desk = NewChannel::text("care-desk").only_for(&[staff, bot]);
    let desk = people.create_channel(guild, &desk).unwrap();
    let house = House {
        dir: tempfile::tempdir().unwrap(),
        variables: vec![
            ("AMENDS_DISCORD_TOKEN", discord.token().to_owned()),
            ("AMENDS_DISCORD_API_URL", discord.base_url()),
            ("AMENDS_DISCORD_GUILD", guild.to_string()),
            ("AMENDS_DISCORD_CARE_CHANNEL", care.to_string()),
            ("AMENDS_DISCORD_DESK_CHANNEL", desk.to_string()),
            ("AMENDS_DISCORD_STAFF_ROLE", staff.to_string()),
        ],
    };
    let service = house.serve().await;
    house.asks(&service, "--discord", &account).await;
    // What is seen in the private chat with the customer, where the newest button says this.
    let button = |label: &str| {
        discord.look(|world| {
            let dm = world.dm_with(GUEST)?;
            dm.shown().into_iter().rev().find_map(|message| {
                let known = message.labels().into_iter().find(|it| it.contains(label))?;
                Some((dm.id, message.id, known.to_owned()))
            })
        })
    };
    let taps = async |label: &str| {
        until(async || button(label).is_some()).await;
        let (channel, message, label) = button(label).unwrap();
        people.click(GUEST, channel, message, &label).unwrap();
    };
    // Everything that stands on the server, deleted channels apart.
    let server = || {
        discord.look(|world| {
            let channels = world.channels.values().filter(|it| it.guild.is_some() && !it.deleted);
            let told: Vec<String> = channels
                .flat_map(|channel| {
                    let texts = channel.shown().into_iter().map(|it| it.content.clone());
                    texts.chain([channel.name.clone()]).collect::<Vec<_>>()
                })
                .collect();
            told.join("\n")
        })
    };
    taps("🙁").await;
    until(async || server().contains(NAME)).await;
    let dm = discord.look(|world| world.dm_with(GUEST).unwrap().id);
    people.write(GUEST, dm, WORDS).unwrap();
    until(async || server().contains(WORDS)).await;
    people.write(GUEST, dm, "/forget").unwrap();
    taps("Yes").await;
    let receipt = || {
        discord.look(|world| {
            let messages = world.channels.values().flat_map(|it| it.messages.values());
            messages.filter(|it| it.content.contains("Deleted: your name")).count()
        })
    };
    until(async || receipt() == 1).await;
    house.holds_nothing_of(service, &canaries).await;
    let left = server();
    assert_eq!(found(left.as_bytes(), &canaries).collect::<Vec<_>>(), Vec::<&str>::new(), "{left}");
    assert!(left.contains("R-1001 closed"), "staff know that it ended: {left}");
    assert_eq!(discord.violations(), Vec::<String>::new());
}

/// A customer who is forgotten from the command line is forgotten everywhere when the service runs
/// again; whoever changed what is known from the trail, and a trail that was altered is found out.
#[tokio::test(flavor = "multi_thread")]
async fn customers_are_forgotten_and_the_trail_is_checked_from_the_command_line() {
    const GUEST: i64 = 770_042_018;
    let account = GUEST.to_string();
    let canaries = [NAME, TOPIC, account.as_str()];
    let (telegram, desk, house) = House::on_telegram(GUEST).await;
    let people = telegram.people();
    let run = async |args: &[&str]| {
        let output = time::timeout(SOON, house.command(args).output()).await.unwrap().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), said)
    };
    let mut service = house.serve().await;
    people.start(GUEST, None).unwrap();
    house.asks(&service, "--telegram", &account).await;
    let says = |chat: i64, words: &str| {
        let chat: Option<Chat> = telegram.chat(chat);
        chat.is_some_and(|it| {
            it.messages.values().any(|it| it.is_shown() && it.text.contains(words))
        })
    };
    until(async || says(GUEST, "How did we do")).await;
    let question = telegram.chat(GUEST).unwrap();
    let question = question.messages.values().find(|it| it.button("🙂 Good").is_some()).unwrap().id;
    people.tap(GUEST, GUEST, question, "🙂 Good").unwrap();
    until(async || says(GUEST, "Thank you")).await;
    people.write(KATRIN, desk, Line::text("/scale csat5")).unwrap();
    until(async || says(desk, "From now on")).await;
    people.write(KATRIN, desk, Line::text("/zone Europe/Bucharest")).unwrap();
    until(async || says(desk, "Saved. Zone")).await;
    let (status, said) = run(&["audit", "verify"]).await;
    assert!(status == 0 && said.contains("2 changes"), "the running service is asked: {said}");
    service.child.kill().await.unwrap();
    service.log.await.unwrap();

    let (status, said) = run(&["audit", "verify"]).await;
    assert!(status == 0 && said.contains("2 changes"), "{said}");
    let trail = house.dir.path().join("audit.jsonl");
    let output = house.command(&["audit", "export"]).output().await.unwrap();
    fs::write(&trail, &output.stdout).unwrap();
    let exported = String::from_utf8(output.stdout).unwrap();
    assert_eq!(run(&["audit", "verify", "audit.jsonl"]).await.0, 0, "{exported}");
    fs::write(&trail, exported.replace("csat5", "faces3")).unwrap();
    let (status, said) = run(&["audit", "verify", "audit.jsonl"]).await;
    assert!(status == 1 && said.contains("change 1 is not what it was"), "{said}");

    let (status, table) = run(&["export", "--format", "csv"]).await;
    assert!(status == 0 && table.contains(NAME), "{table}");
    let id = format!("telegram:{account}");
    let (status, said) = run(&["erase", "--customer", &id]).await;
    assert_eq!(status, 0, "{said}");
    let (status, said) = run(&["erase", "--customer", &id]).await;
    assert!(status == 1 && said.contains("nobody is known"), "{said}");
    let (_, left) = run(&["export", "--format", "csv"]).await;
    assert_eq!(left.lines().count(), table.lines().count(), "counts stay: {left}");
    assert_eq!(found(left.as_bytes(), &canaries).collect::<Vec<_>>(), Vec::<&str>::new(), "{left}");

    let service = house.serve().await;
    until(async || says(GUEST, "Deleted: your name")).await;
    house.holds_nothing_of(service, &canaries).await;
    assert!(!says(GUEST, "How did we do"), "the question is gone from the chat");
}
