//! A platform that is missing at the start, while another one is there.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;

use std::time::Duration;

use amends_platforms::{
    discord::{
        self, DiscordStandIn,
        faults::{Calls, Fault},
        people::{NewGuild, NewUser},
        permissions::Permissions,
        world::Id,
    },
    telegram::{self, TelegramStandIn},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::Child,
    time,
};

use self::called::command;

const KATRIN: Id = Id(700_000_000_000_000_001);
const GIL: Id = Id(804_100_000_000_000_001);
const DANA: i64 = 7;
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// A business with a bot on each platform.
struct Luma {
    dir: tempfile::TempDir,
    telegram: TelegramStandIn,
    discord: DiscordStandIn,
    variables: Vec<(&'static str, String)>,
}

impl Luma {
    async fn new() -> Self {
        let discord = DiscordStandIn::start(discord::Options::default()).await.unwrap();
        let people = discord.people();
        for (id, name) in [(KATRIN, "Katrin"), (GIL, "Gil")] {
            people.create_user(NewUser::new(id, name)).unwrap();
        }
        let guild = people.create_guild(&NewGuild::new("Luma", KATRIN)).unwrap();
        people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        people.join(GIL, guild).unwrap();
        let telegram = TelegramStandIn::start(telegram::Options::default()).await.unwrap();
        telegram.people().create_user(telegram::people::NewUser::new(DANA, "Dana")).unwrap();
        telegram.people().start(DANA, None).unwrap();
        let variables = vec![
            ("AMENDS_INTAKE_KEY", "k-0123456789".to_owned()),
            ("AMENDS_HTTP_ADDR", "127.0.0.1:0".to_owned()),
            ("AMENDS_DISCORD_TOKEN", discord.token().to_owned()),
            ("AMENDS_DISCORD_API_URL", discord.base_url()),
            ("AMENDS_DISCORD_GUILD", guild.to_string()),
            ("AMENDS_TELEGRAM_TOKEN", telegram.token().to_owned()),
            ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
        ];
        Self { dir: tempfile::tempdir().unwrap(), telegram, discord, variables }
    }

    fn set(&mut self, name: &'static str, value: String) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value));
    }

    async fn serves(&mut self) -> Child {
        let mut child = command(self.dir.path(), &self.variables, &["serve"]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
        let addr = said.trim().strip_prefix("amends listens on http://").unwrap().to_owned();
        self.set("AMENDS_HTTP_ADDR", addr);
        child
    }

    /// Waits until the service says this about whether it is ready, and returns all it says.
    async fn until_ready_says(&self, words: &str) -> String {
        let (_, addr) =
            self.variables.iter().find(|(name, _)| *name == "AMENDS_HTTP_ADDR").unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut said = String::new();
        let mut looks = time::interval(Duration::from_millis(20));
        let ready = async {
            while !said.contains(words) {
                looks.tick().await;
                let answer = client.get(format!("http://{addr}/readyz")).send().await.unwrap();
                said = format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap());
            }
        };
        let is_late = time::timeout(SOON, ready).await.is_err();
        assert!(!is_late, "never says `{words}`: {said}");
        said
    }

    async fn asks(&self, platform: &str, account: &str) {
        let args = ["ask", platform, account, "--topic", "Order 118"];
        let output = command(self.dir.path(), &self.variables, &args).output().await.unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.starts_with("planned: "), "{said}");
    }

    /// Waits until Dana is asked on Telegram.
    async fn dana_is_asked(&self) {
        let asked = |world: &telegram::world::World| {
            let chat = world.chats.get(&DANA)?;
            chat.messages.values().any(|message| !message.buttons.is_empty()).then_some(())
        };
        self.telegram.wait_for(asked, SOON).await.unwrap();
    }

    /// Waits until Gil is asked on Discord.
    async fn gil_is_asked(&self) {
        let asked = |world: &discord::world::World| {
            let shown = world.dm_with(GIL)?.shown();
            shown.iter().any(|message| !message.labels().is_empty()).then_some(())
        };
        self.discord.wait_for(asked, SOON).await.unwrap();
    }
}

#[tokio::test]
async fn one_platform_works_while_the_other_can_not_be_reached() {
    let mut luma = Luma::new().await;
    let me = || Calls::from("GET /users/@me");
    luma.discord.faults().rate(me(), Fault::ServerError, 1_000);
    let mut service = luma.serves().await;
    let said = luma.until_ready_says("Discord can't be reached").await;
    assert!(said.starts_with("503") && !said.contains("telegram: "), "{said}");
    luma.asks("--telegram", &DANA.to_string()).await;
    luma.dana_is_asked().await;
    // What is to be done there waits, and is done as soon as that can be.
    luma.asks("--discord", &GIL.to_string()).await;
    luma.discord.faults().clear();
    luma.gil_is_asked().await;
    luma.until_ready_says("200").await;

    service.kill().await.unwrap();
    let mut log = String::new();
    service.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("A platform is not connected yet"), "{log}");
    assert!(log.contains("A platform that was missing is there"), "{log}");
}

#[tokio::test]
async fn a_token_that_one_platform_refuses_does_not_stop_the_other() {
    let mut luma = Luma::new().await;
    let wrong = "MTE3NDgzOTU3NDgxMjM0NTY3OA.Gwrong.canarycanarycanarycanary";
    luma.set("AMENDS_DISCORD_TOKEN", wrong.to_owned());
    let mut service = luma.serves().await;
    let said = luma.until_ready_says("Discord does not accept the token").await;
    assert!(said.starts_with("503") && !said.contains("canary"), "{said}");
    luma.asks("--telegram", &DANA.to_string()).await;
    luma.dana_is_asked().await;
    service.kill().await.unwrap();
}

#[tokio::test]
async fn tokens_that_all_platforms_refuse_end_it_with_what_to_do() {
    let mut luma = Luma::new().await;
    let wrong = "MTE3NDgzOTU3NDgxMjM0NTY3OA.Gwrong.canarycanarycanarycanary";
    luma.set("AMENDS_DISCORD_TOKEN", wrong.to_owned());
    luma.set("AMENDS_TELEGRAM_TOKEN", "4839574812:AAwrongwrongwrongwrongwrongwrongwr".to_owned());
    let ended = command(luma.dir.path(), &luma.variables, &["serve"]).output();
    let output = time::timeout(SOON, ended).await.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log = String::from_utf8(output.stderr).unwrap();
    let last = log.lines().last().unwrap();
    assert!(last.contains("Telegram does not accept the token"), "{log}");
    assert!(last.contains("Discord does not accept the token"), "{log}");
}
