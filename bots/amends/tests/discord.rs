//! The service on Discord, from outside: what the doctor finds, how it connects, what it does after
//! a pause.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;
#[path = "discord/walk_in.rs"]
mod walk_in;

use std::{fmt::Display, time::Duration};

use amends_platforms::{
    discord::{
        DiscordStandIn, Options,
        people::{NewChannel, NewGuild, NewRole, NewUser},
        permissions::Permissions,
        world::{Channel, Id, Message, World},
    },
    telegram::{self, TelegramStandIn},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
    time,
};

const KATRIN: Id = Id(700_000_000_000_000_001);
const ANNA: Id = Id(700_000_000_000_000_002);
const GIL: Id = Id(804_100_000_000_000_001);
const KEY: &str = "k-0123456789";
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// A server with a desk, a channel for customers, and people: Anna works there by her role.
struct Luma {
    dir: tempfile::TempDir,
    discord: DiscordStandIn,
    care: Id,
    desk: Id,
    variables: Vec<(&'static str, String)>,
}

impl Luma {
    async fn new(options: Options) -> Self {
        let discord = DiscordStandIn::start(options).await.unwrap();
        let people = discord.people();
        for (id, name) in [(KATRIN, "Katrin"), (ANNA, "Anna"), (GIL, "Gil")] {
            people.create_user(NewUser::new(id, name)).unwrap();
        }
        let guild = people.create_guild(&NewGuild::new("Luma", KATRIN)).unwrap();
        let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let staff = people.create_role(guild, &NewRole::new("Staff").mentionable()).unwrap();
        for user in [ANNA, GIL] {
            people.join(user, guild).unwrap();
        }
        people.give_role(guild, ANNA, staff).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        let desk = NewChannel::text("care-desk").only_for(&[staff, bot]);
        let desk = people.create_channel(guild, &desk).unwrap();
        let variables = vec![
            ("AMENDS_INTAKE_KEY", KEY.to_owned()),
            ("AMENDS_DISCORD_TOKEN", discord.token().to_owned()),
            ("AMENDS_DISCORD_API_URL", discord.base_url()),
            ("AMENDS_DISCORD_GUILD", guild.to_string()),
            ("AMENDS_DISCORD_CARE_CHANNEL", care.to_string()),
            ("AMENDS_DISCORD_DESK_CHANNEL", desk.to_string()),
            ("AMENDS_DISCORD_STAFF_ROLE", staff.to_string()),
        ];
        Self { dir: tempfile::tempdir().unwrap(), discord, care, desk, variables }
    }

    fn set(&mut self, name: &'static str, value: impl Display) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_string()));
    }

    fn command(&self, args: &[&str]) -> Command {
        called::command(&self.dir, &self.variables, args)
    }

    /// Runs a command to its end: its status and what it said.
    async fn run(&self, args: &[&str]) -> (i32, String) {
        let output = time::timeout(SOON, self.command(args).output()).await.unwrap().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), said)
    }

    /// Starts the service and waits until it is ready.
    async fn serve(&mut self) -> Child {
        self.set("AMENDS_HTTP_ADDR", "127.0.0.1:0");
        let mut child = self.command(&["serve"]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
        let addr = said.trim().strip_prefix("amends listens on http://").unwrap().to_owned();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut looks = time::interval(Duration::from_millis(20));
        let ready = async {
            let ready = format!("http://{addr}/readyz");
            while client.get(&ready).send().await.unwrap().status() != 200 {
                looks.tick().await;
            }
        };
        if time::timeout(SOON, ready).await.is_err() {
            child.start_kill().unwrap();
            let mut log = String::new();
            child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
            panic!("never ready:\n{log}");
        }
        self.set("AMENDS_HTTP_ADDR", addr);
        child
    }

    async fn wait<T>(&self, find: impl FnMut(&World) -> Option<T>) -> T {
        self.discord.wait_for(find, SOON).await.unwrap_or_else(|late| panic!("{late}"))
    }

    /// Requests that registered commands.
    fn registrations(&self) -> usize {
        let calls = self.discord.calls();
        calls.iter().filter(|call| call.method == "PUT" && call.path.contains("/commands")).count()
    }
}

/// The last line about something.
#[track_caller]
fn line<'a>(said: &'a str, subject: &str) -> &'a str {
    let about = |line: &&str| {
        let rest = line.get(7..).and_then(|line| line.strip_prefix(subject));
        rest.is_some_and(|rest| rest.starts_with("  "))
    };
    said.lines().rev().find(about).unwrap_or_else(|| panic!("nothing about {subject}:\n{said}"))
}

fn with_button<'a>(channel: &'a Channel, label: &str) -> Option<(&'a Message, String)> {
    channel.shown().into_iter().rev().find_map(|message| {
        let label = message.labels().into_iter().find(|known| known.contains(label))?;
        Some((message, label.to_owned()))
    })
}

#[tokio::test]
async fn a_server_that_lacks_nothing_is_well() {
    let luma = Luma::new(Options::default()).await;
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 0, "{said}");
    for subject in
        ["clock", "discord", "message content", "discord server", "discord rights", "desk"]
    {
        assert!(line(&said, subject).starts_with("ok "), "{said}");
    }
    for signal in ["closed", "idle", "solved", "ticket", "voice", "panel", "done", "feedback"] {
        assert_eq!(
            said.matches(&format!("ok     signals          {signal}: ")).count(),
            1,
            "{said}"
        );
    }
    assert!(!said.contains(luma.discord.token()), "{said}");
    assert_eq!(luma.discord.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_on_the_server_is_told_with_its_cure() {
    let mut luma = Luma::new(Options::default()).await;
    luma.set("AMENDS_DISCORD_STAFF_ROLE", 9);
    luma.set("AMENDS_DISCORD_DESK_CHANNEL", luma.care);
    luma.set("AMENDS_SIGNALS_VOICE", 8);
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 3, "{said}");
    assert!(line(&said, "staff").contains("check discord.staff_role"), "{said}");
    assert!(
        said.contains("wrong  signals          voice: on") && said.contains("channel 8:"),
        "{said}"
    );
    assert!(line(&said, "discord rights").starts_with("wrong"), "the desk is public: {said}");

    luma.set("AMENDS_DISCORD_GUILD", 7);
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 3, "{said}");
    let server = line(&said, "discord server");
    assert!(server.contains("scope=bot+applications.commands&permissions="), "{said}");
}

#[tokio::test]
async fn a_role_that_nobody_may_mention_is_told_with_its_cure() {
    let mut luma = Luma::new(Options::default()).await;
    let guild = luma.discord.look(|world| *world.guilds.keys().next().unwrap());
    let role = luma.discord.people().create_role(guild, &NewRole::new("Seniors")).unwrap();
    luma.set("AMENDS_DISCORD_STAFF_ROLE", format!("{role}:senior"));
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 3, "{said}");
    let rights = line(&said, "discord rights");
    assert!(rights.contains("make the role Seniors mentionable"), "{said}");
}

#[tokio::test]
async fn the_panel_stands_as_long_as_it_is_wanted() {
    let mut luma = Luma::new(Options::default()).await;
    let care = luma.care;
    let mut service = luma.serve().await;
    luma.wait(|world| with_button(world.channel(care)?, "Something").map(drop)).await;
    // It looks at its places once it has noted where the panel stands.
    let desk = format!("/channels/{}", luma.desk);
    let looks = |world: &World| world.calls.iter().any(|it| it.method == "GET" && it.path == desk);
    luma.wait(|world| looks(world).then_some(())).await;
    service.kill().await.unwrap();
    luma.set("AMENDS_SIGNALS_PANEL", "off");
    let mut service = luma.serve().await;
    luma.wait(|world| world.channel(care)?.shown().is_empty().then_some(())).await;
    service.kill().await.unwrap();
}

#[tokio::test]
async fn what_can_not_be_read_is_told_where_it_matters() {
    let options = Options { message_content: false, ..Options::default() };
    let mut luma = Luma::new(options).await;
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 0, "customers and staff meet on Discord: {said}");
    assert!(line(&said, "message content").starts_with("note "), "{said}");

    let telegram = TelegramStandIn::start(telegram::Options::default()).await.unwrap();
    luma.set("AMENDS_TELEGRAM_TOKEN", telegram.token());
    luma.set("AMENDS_TELEGRAM_API_URL", telegram.base_url());
    let (status, said) = luma.run(&["doctor"]).await;
    assert_eq!(status, 3, "{said}");
    let content = line(&said, "message content");
    assert!(content.starts_with("wrong") && content.contains("mentions the bot"), "{said}");
    assert!(content.contains("'Message Content Intent'"), "{said}");

    luma.set("AMENDS_DISCORD_MESSAGE_CONTENT", "on");
    let (status, said) = luma.run(&["serve"]).await;
    assert_eq!(status, 1, "{said}");
    assert!(said.lines().last().unwrap().contains("discord.message_content is on"), "{said}");
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_what_to_do() {
    let mut luma = Luma::new(Options::default()).await;
    luma.set("AMENDS_DISCORD_TOKEN", "MTE3NDgzOTU3NDgxMjM0NTY3OA.Gwrong.canarycanarycanarycanary");
    let (status, said) = luma.run(&["serve"]).await;
    assert_eq!(status, 1, "{said}");
    let last = said.lines().last().unwrap();
    assert!(last.contains("Discord does not accept the token"), "{said}");
    assert!(last.contains("AMENDS_DISCORD_TOKEN") && !said.contains("canary"), "{said}");
}

#[tokio::test]
async fn what_a_customer_writes_while_the_service_is_down_reaches_the_desk() {
    let mut luma = Luma::new(Options::default()).await;
    let mut service = luma.serve().await;
    let gil = GIL.to_string();
    let (status, said) = luma.run(&["ask", "--discord", &gil, "--topic", "Delivery 5531"]).await;
    assert_eq!(status, 0, "{said}");
    let people = luma.discord.people();
    let (private, question, unhappy) = luma
        .wait(|world| {
            let dm = world.dm_with(GIL)?;
            let (message, label) = with_button(dm, "🙁")?;
            Some((dm.id, message.id, label))
        })
        .await;
    people.click(GIL, private, question, &unhappy).unwrap();
    let (card, take) = luma
        .wait(|world| {
            let (card, label) = with_button(world.channel(luma.desk)?, "Take")?;
            Some((card.id, label))
        })
        .await;
    let room = luma
        .wait(|world| {
            let rooms = world.threads_of(luma.care);
            rooms.iter().find(|room| room.has_thread_member(GIL)).map(|room| room.id)
        })
        .await;
    assert_eq!(luma.registrations(), 2, "for everybody, and for staff");

    service.kill().await.unwrap();
    people.write(GIL, room, "third time my delivery is a day late").unwrap();
    let mut service = luma.serve().await;
    let on_card = |words: &'static str| {
        let desk = luma.desk;
        move |world: &World| world.message(desk, card)?.content.contains(words).then_some(())
    };
    luma.wait(on_card("third time my delivery")).await;
    // Anna is staff by her role alone.
    people.click(ANNA, luma.desk, card, &take).unwrap();
    luma.wait(on_card("Anna has it")).await;
    assert_eq!(luma.registrations(), 2, "nothing changed about the commands");
    assert_eq!(luma.discord.stats().identifies, 2);
    service.kill().await.unwrap();
    assert_eq!(luma.discord.violations(), Vec::<String>::new());
}
