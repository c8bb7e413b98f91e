//! Several businesses in one process, from outside: nothing of one is ever seen by another.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Rights, Standing},
};
use amends_runtime::clock::Clock;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time,
};

const KEY: &str = "k-0123456789";
const OWNER: i64 = 40;
const AGENT: i64 = 50;
const CUSTOMERS: std::ops::RangeInclusive<i64> = 70..=75;
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_mins(1);
/// How often something happens at each business.
const TURNS: u32 = 40;

/// One business: its platform, its directory, and the word that everybody there uses.
struct Business {
    telegram: TelegramStandIn,
    desk: i64,
    dir: PathBuf,
    url: String,
    canary: &'static str,
    contacts: u32,
}

impl Business {
    async fn new(root: &Path, number: i64, canary: &'static str) -> Self {
        let token = format!("483957481{number}:AAstandinstandinstandinstandin{canary}");
        let options = Options { token, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        people.create_user(NewUser::new(OWNER, &format!("Owner {canary}"))).unwrap();
        people.create_user(NewUser::new(AGENT, &format!("Agent {canary}"))).unwrap();
        for customer in CUSTOMERS {
            let name = format!("Customer {canary}{customer}");
            people.create_user(NewUser::new(customer, &name)).unwrap();
            people.start(customer, None).unwrap();
        }
        let group = NewGroup::forum(&format!("Desk {canary}"), OWNER)
            .id(-1_002_000_000_100 - number)
            .members(&[AGENT])
            .bot(Standing::Admin(Rights::ALL));
        let desk = people.create_group(&group).unwrap();
        let (dir, url) = (root.join(canary), String::new());
        Self { telegram, desk, dir, url, canary, contacts: 0 }
    }

    /// Its configuration.
    fn file(&self, more: &str) -> String {
        format!(
            "{more}business = \"{canary}\"\ndata_dir = \"{canary}\"\nadmins = \"telegram:{OWNER}\"\n\
             staff = \"telegram:{AGENT}:agent\"\n[http]\naddr = \"127.0.0.1:0\"\n[intake]\n\
             key = \"{KEY}\"\n[policy]\nask_gap = \"0s\"\n[telegram]\ntoken = \"{token}\"\n\
             api_url = \"{api}\"\ndesk = {desk}\n",
            canary = self.canary,
            token = self.telegram.token(),
            api = self.telegram.base_url(),
            desk = self.desk,
        )
    }

    async fn call(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let method = method.parse().unwrap();
        let request = client.request(method, format!("{}{path}", self.url)).bearer_auth(KEY);
        let response = request.json(body).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn until_ready(&self) {
        let mut looks = time::interval(Duration::from_millis(20));
        let ready = async {
            while self.call("GET", "/readyz", &Value::Null).await.0 != 200 {
                looks.tick().await;
            }
        };
        time::timeout(SOON, ready).await.unwrap();
    }

    /// Something happens: a contact ends, somebody taps, writes, or sets a text.
    async fn turn(&mut self, dice: &mut ChaCha12Rng) {
        let people = self.telegram.people();
        let customer = dice.random_range(CUSTOMERS);
        let canary = self.canary;
        match dice.random_range(0..5) {
            0 | 1 => {
                self.contacts += 1;
                let body = json!({
                    "id": format!("{canary}-{}", self.contacts),
                    "ended_at": Clock::system().now().to_string(),
                    "customer": { "telegram_id": customer, "name": format!("{canary}{customer}") },
                    "topic": format!("topic {canary}"),
                });
                let (status, said) = self.call("POST", "/v1/interactions", &body).await;
                assert!(status == 200 || status == 202, "{status}: {said}");
            }
            2 => self.tap_something(customer, dice),
            3 => {
                people.write(customer, customer, format!("words {canary}").as_str()).unwrap();
            }
            _ => {
                let topics = self.telegram.look(|world| {
                    world.chats[&self.desk].topics.keys().copied().collect::<Vec<_>>()
                });
                if let Some(topic) = topics.last() {
                    let line = amends_platforms::telegram::people::Line::text(format!(
                        "staff words {canary}"
                    ));
                    people.write(AGENT, self.desk, line.in_topic(*topic)).ok();
                }
            }
        }
    }

    fn tap_something(&self, customer: i64, dice: &mut ChaCha12Rng) {
        let buttons = self.telegram.look(|world| {
            let messages = world.chats[&customer].messages.iter();
            let labelled = messages.flat_map(|(id, message)| {
                let labels = message.buttons.iter().flatten();
                labels.map(|button| (*id, button.label.clone())).collect::<Vec<_>>()
            });
            labelled.collect::<Vec<_>>()
        });
        if !buttons.is_empty() {
            let (message, label) = &buttons[dice.random_range(0..buttons.len())];
            self.telegram.people().tap(customer, customer, *message, label).ok();
        }
    }

    /// Everything that anybody at this business can see or that it keeps.
    async fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = vec![("the platform".to_owned(), self.telegram.transcript().into_bytes())];
        let (_, cases) = self.call("GET", "/v1/cases", &Value::Null).await;
        all.push(("the cases".to_owned(), cases.into_bytes()));
        let mut dirs = vec![self.dir.clone()];
        while let Some(dir) = dirs.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    dirs.push(path);
                } else if path.is_file() {
                    // The door for commands holds nothing.
                    all.push((path.display().to_string(), fs::read(&path).unwrap()));
                }
            }
        }
        all
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

async fn start(root: &Path, businesses: &mut [Business]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_amends"))
        .args(["--config", "first.toml"])
        .current_dir(root)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..businesses.len() {
        let line = time::timeout(SOON, lines.next_line()).await.unwrap().unwrap().unwrap();
        let told = line.strip_prefix("amends listens on ").unwrap();
        let (url, name) = told.split_once(" for ").unwrap();
        let business = businesses.iter_mut().find(|business| business.canary == name).unwrap();
        url.clone_into(&mut business.url);
    }
    for business in businesses.iter() {
        business.until_ready().await;
    }
    child
}

/// Two businesses with the same accounts on their platforms, under random load, killed in between.
#[tokio::test]
async fn no_byte_crosses() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let mut businesses = [
        Business::new(root, 1, "canarymarigold").await,
        Business::new(root, 2, "canaryobsidian").await,
    ];
    let [first, second] = &businesses;
    fs::write(root.join("first.toml"), first.file("businesses = [\"second.toml\"]\n")).unwrap();
    fs::write(root.join("second.toml"), second.file("")).unwrap();
    let mut dice = ChaCha12Rng::seed_from_u64(4);
    for _ in 0..2 {
        let mut child = start(root, &mut businesses).await;
        for _ in 0..TURNS {
            for business in &mut businesses {
                business.turn(&mut dice).await;
            }
        }
        for business in &businesses {
            // What was asked for is carried out.
            let asked = |world: &amends_platforms::telegram::world::World| {
                let mut chats = world.chats.values();
                chats.any(|chat| chat.messages.values().any(|it| !it.buttons.is_empty()))
            };
            business.telegram.wait_until(asked, SOON).await.unwrap();
        }
        let [first, second] = &businesses;
        for (one, other) in [(first, second), (second, first)] {
            let all = one.everything().await;
            let own = all.iter().filter(|(_, bytes)| holds(bytes, one.canary)).count();
            assert!(2 < own, "its own words are there: {own}");
            for (what, bytes) in all {
                assert!(!holds(&bytes, other.canary), "{what} holds a word of the other business");
            }
        }
        child.kill().await.unwrap();
    }
    for business in &businesses {
        assert_eq!(business.telegram.violations(), Vec::<String>::new());
    }
}
