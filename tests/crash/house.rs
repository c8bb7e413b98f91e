//! A business with its stand-in of the platform, its data on disk, and the service that comes and
//! goes.

use std::{path::PathBuf, time::Duration};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Message, World},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Http, Process, tail};

/// The only member of staff.
pub(crate) const ANNA: i64 = 50;
const FIRST_CUSTOMER: i64 = 1_000;

/// Everything that outlives the service.
pub(crate) struct House {
    pub(crate) telegram: TelegramStandIn,
    pub(crate) http: Http,
    pub(crate) desk: i64,
    /// Where the service keeps everything.
    pub(crate) data: PathBuf,
    dir: TempDir,
}

impl House {
    /// A house nobody has entered yet. Its name tells it apart from others that run beside it.
    pub(crate) async fn new(name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        Self::keeping(name, dir, data).await
    }

    /// The same, with its data in a directory of one's own.
    pub(crate) async fn keeping(name: &str, dir: TempDir, data: PathBuf) -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        people.create_user(NewUser::new(ANNA, "Anna").language("en").username("anna")).unwrap();
        let desk = people.create_group(&NewGroup::forum("Luma desk", ANNA)).unwrap();
        Self { telegram, http: Http::new(&format!("k-0123456789-{name}")), desk, data, dir }
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
            ("AMENDS_STAFF", format!("telegram:{ANNA}:agent")),
            ("AMENDS_TELEGRAM_API_URL", self.telegram.base_url()),
            ("AMENDS_TELEGRAM_DESK", self.desk.to_string()),
            ("AMENDS_TELEGRAM_TOKEN", self.telegram.token().to_owned()),
        ];
        variables.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Process::spawn(self.dir.path(), &variables, &self.http.url, &self.http.client)
    }

    /// Opens an account for a new customer who presses Start. Returns their id.
    pub(crate) fn customer_comes(&self, number: i64) -> i64 {
        let id = FIRST_CUSTOMER + number;
        let people = self.telegram.people();
        people.create_user(NewUser::new(id, "Dana").language("en")).unwrap();
        people.start(id, None).unwrap();
        id
    }

    /// Waits until something is found in the world; nothing if it does not come.
    pub(crate) async fn sees<T>(
        &self,
        find: impl FnMut(&World) -> Option<T>,
        patience: Duration,
    ) -> Option<T> {
        self.telegram.wait_for(find, patience).await.ok()
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
    pub(crate) async fn everything_is_heard(&self) {
        let heard = self.sees(|world| (world.updates_waiting() == 0).then_some(()), PATIENCE).await;
        assert!(heard.is_some(), "updates are not confirmed:\n{}", self.log());
    }

    pub(crate) fn log(&self) -> String {
        tail(&self.dir.path().join("log"))
    }
}

/// How long a state is waited for that must come.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The body that hands a contact in.
pub(crate) fn contact(id: &str, customer: i64, ended_at: &str) -> Value {
    json!({
        "id": id, "ended_at": ended_at, "topic": "Order 118", "agent": "Anna",
        "customer": {"telegram_id": customer, "name": "Dana"},
    })
}

/// The survey that a message asks about and has buttons for.
pub(crate) fn asks_about(message: &Message) -> Option<&str> {
    let data = message.buttons.iter().flatten().find_map(|button| button.data.as_deref())?;
    data.strip_prefix("a.")?.split('.').next()
}
