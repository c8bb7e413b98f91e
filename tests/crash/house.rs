//! A business with its stand-ins of the platforms, its data on disk, and the service that comes and
//! goes.

use std::{fmt, path::PathBuf, time::Duration};

use amends_core::place::Platform;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    discord::Discord,
    process::{Http, Process, tail},
    telegram::Telegram,
};

/// The only member of staff.
pub(crate) const ANNA: i64 = 50;
/// How long a state is waited for that must come.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Where customers are, and where the desk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pairing {
    pub(crate) customers: Platform,
    pub(crate) desk: Platform,
}

impl Pairing {
    pub(crate) const TELEGRAM: Self =
        Self { customers: Platform::Telegram, desk: Platform::Telegram };
    pub(crate) const DISCORD: Self = Self { customers: Platform::Discord, desk: Platform::Discord };
    pub(crate) const TO_DISCORD: Self =
        Self { customers: Platform::Telegram, desk: Platform::Discord };
    pub(crate) const TO_TELEGRAM: Self =
        Self { customers: Platform::Discord, desk: Platform::Telegram };

    fn uses(self, platform: Platform) -> bool {
        self.customers == platform || self.desk == platform
    }
}

impl fmt::Display for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.customers.name(), self.desk.name())
    }
}

/// A platform as one of its people sees it.
pub(crate) enum Side<'a> {
    Telegram(&'a Telegram),
    Discord(&'a Discord),
}

/// Everything that outlives the service.
pub(crate) struct House {
    pub(crate) pairing: Pairing,
    pub(crate) http: Http,
    /// Where the service keeps everything.
    pub(crate) data: PathBuf,
    telegram: Option<Telegram>,
    discord: Option<Discord>,
    dir: TempDir,
}

impl House {
    /// A house nobody has entered yet. Its name tells it apart from others that run beside it.
    pub(crate) async fn new(name: &str, pairing: Pairing) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        Self::keeping(name, pairing, dir, data).await
    }

    /// The same, with its data in a directory of one's own.
    pub(crate) async fn keeping(name: &str, pairing: Pairing, dir: TempDir, data: PathBuf) -> Self {
        let telegram =
            if pairing.uses(Platform::Telegram) { Some(Telegram::opens().await) } else { None };
        let discord = if pairing.uses(Platform::Discord) {
            Some(Discord::opens(pairing == Pairing::DISCORD).await)
        } else {
            None
        };
        let http = Http::new(&format!("k-0123456789-{name}"));
        Self { pairing, http, data, telegram, discord, dir }
    }

    /// Starts the service, with these variables beside the usual ones.
    pub(crate) fn starts(&self, more: &[(&'static str, &str)]) -> Process {
        let mut variables = vec![
            ("AMENDS_BUSINESS", "Luma Café".to_owned()),
            ("AMENDS_DATA_DIR", self.data.display().to_string()),
            ("AMENDS_HTTP_ADDR", "127.0.0.1:0".to_owned()),
            ("AMENDS_INTAKE_KEY", self.http.key.clone()),
            ("AMENDS_LOG_FORMAT", "text".to_owned()),
            ("AMENDS_POLICY_ASK_GAP", "0s".to_owned()),
        ];
        let desk = self.pairing.desk;
        let telegram = self.telegram.iter();
        variables.extend(telegram.flat_map(|it| it.variables(desk == Platform::Telegram)));
        let discord = self.discord.iter();
        variables.extend(discord.flat_map(|it| it.variables(desk == Platform::Discord)));
        variables.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Process::spawn(self.dir.path(), &variables, &self.http.url, &self.http.client)
    }

    /// Where customers are.
    pub(crate) fn customers(&self) -> Side<'_> {
        self.side(self.pairing.customers)
    }

    /// Where the desk is.
    pub(crate) fn desk(&self) -> Side<'_> {
        self.side(self.pairing.desk)
    }

    fn side(&self, platform: Platform) -> Side<'_> {
        match platform {
            Platform::Telegram => Side::Telegram(self.telegram.as_ref().expect("it is used")),
            Platform::Discord => Side::Discord(self.discord()),
        }
    }

    /// Discord, in a house that uses it.
    pub(crate) fn discord(&self) -> &Discord {
        self.discord.as_ref().expect("it is used")
    }

    /// What the service says about a contact; nothing if it does not know it.
    pub(crate) async fn view(&self, contact: &str) -> Option<Value> {
        match self.http.call(&format!("/v1/interactions/{contact}"), None).await {
            (200, view) => Some(view),
            (404, _) => None,
            other => panic!("{contact}: {other:?}"),
        }
    }

    /// Every open case.
    pub(crate) async fn open_cases(&self) -> Vec<Value> {
        let (mut cases, mut after) = (Vec::new(), "0".to_owned());
        loop {
            let (status, page) = self.http.call(&format!("/v1/cases?after={after}"), None).await;
            assert_eq!(status, 200, "{page}");
            cases.extend(page["cases"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return cases,
            }
        }
    }

    /// Waits until everything that people did has reached the service.
    pub(crate) async fn everything_is_heard(&self, process: &Process) {
        if let Some(telegram) = &self.telegram {
            let heard = telegram.everything_is_heard().await;
            assert!(heard, "updates are not confirmed:\n{}", self.log());
        }
        if let Some(discord) = &self.discord {
            process.until_it_says_after(SESSION, CAUGHT_UP, PATIENCE).await;
            let heard = discord.everything_is_heard().await;
            assert!(heard, "nothing is heard any more:\n{}", self.log());
        }
    }

    /// Departures from the specifications.
    pub(crate) fn violations(&self) -> Vec<String> {
        let telegram = self.telegram.iter().flat_map(Telegram::violations);
        telegram.chain(self.discord.iter().flat_map(Discord::violations)).collect()
    }

    /// What stands twice on a platform that lets nothing stand twice.
    pub(crate) fn doubled(&self) -> Vec<String> {
        self.discord.as_ref().map(Discord::doubled).unwrap_or_default()
    }

    pub(crate) fn transcript(&self) -> String {
        let telegram = self.telegram.iter().map(Telegram::transcript);
        telegram.chain(self.discord.iter().map(Discord::transcript)).collect()
    }

    pub(crate) fn log(&self) -> String {
        tail(&self.dir.path().join("log"))
    }
}

/// What the service says when Discord begins to tell it anew what happens.
const SESSION: &str = "A session with Discord's gateway began";
/// What it says when it has taken in what happened on Discord before that.
const CAUGHT_UP: &str = "Caught up with Discord";

/// The body that hands a contact in.
pub(crate) fn contact(id: &str, customer: &Value, ended_at: &str) -> Value {
    json!({
        "id": id, "ended_at": ended_at, "topic": "Order 118", "agent": "Anna",
        "customer": customer,
    })
}
