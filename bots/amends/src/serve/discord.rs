//! Discord's part of the service: what the gateway needs of it, commands, and a look at the places
//! where the bot works.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use amends_core::{
    action::Action,
    effect::{Body, To, Words},
    ids::CaseNumber,
    place::{Actor, Address, Platform},
    policy::Policy,
    say::{Button, Does, Label, Say},
};
use amends_discord::{
    adapter::DiscordAdapter,
    gateway::{self, Batch, Conversation, StartPace},
};
use amends_runtime::{
    Handle,
    port::{Adapter, Attempt, View},
    talks::Talk,
    views::CaseView,
};
use serde_json::Value;
use tokio::{task, time};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use self::seen::Seen;

mod seen;

/// The names under which things are kept over restarts.
const STARTS: &str = "discord.starts";
const COMMANDS: &str = "discord.commands";
const SEEN: &str = "discord.seen";
const PANEL: &str = "discord.panel";
/// How often it is written down up to where everything was taken in.
const KEPT_EVERY: Duration = Duration::from_secs(30);
/// How long threads of the last run may take to open, and how often that is looked at.
const OPENED_WITHIN: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(100);
/// So many open cases are suggested from.
const SUGGESTED: usize = 100;

/// How the bot on Discord is run.
pub(super) struct Setup {
    /// The server whose people it serves.
    pub(super) guild: Option<u64>,
    /// Whether it asks to read what people write there.
    pub(super) wants_content: bool,
}

/// Brings events in until told to stop.
pub(super) async fn run(
    discord: Arc<DiscordAdapter>,
    handle: Handle,
    setup: Setup,
    stop: CancellationToken,
) {
    info!(bot = discord.me().id, "Connected to Discord");
    let greeting = task::spawn(prepare(Arc::clone(&discord), handle.clone(), setup.guild));
    let is_stand_in = discord.client().is_local();
    let settings = gateway::Settings {
        wants_content: setup.wants_content,
        starts: if is_stand_in { StartPace::Free } else { StartPace::Careful },
        clock: handle.clock().clone(),
    };
    let seen = Mutex::new(Seen::read(kept(&handle, SEEN).as_deref()));
    let host = Arc::new(Host {
        discord: Arc::clone(&discord),
        handle: handle.clone(),
        seen,
        is_settled: AtomicBool::new(false),
    });
    let keeping = task::spawn({
        let host = Arc::clone(&host);
        async move { host.keep_on().await }
    });
    let listening = Box::pin(gateway::run(discord.client(), settings, Arc::clone(&host), &stop));
    if let Err(error) = listening.await {
        error!(%error, "No events from Discord any more");
        handle.connected(Platform::Discord, Some(error.to_string()));
    }
    keeping.abort();
    host.keep_seen().await;
    greeting.abort();
}

/// Offers the commands and looks at the places where the bot works: both help people, and nothing
/// waits for them.
async fn prepare(discord: Arc<DiscordAdapter>, handle: Handle, guild: Option<u64>) {
    if let Some(guild) = guild {
        let registered = || async { kept(&handle, COMMANDS).map(text) };
        let register = |digest: String| async {
            if let Err(error) = handle.keep(COMMANDS, digest.into_bytes()).await {
                warn!(%error, "The commands are registered again at the next start");
            }
        };
        let scope = (discord.application(), guild.into());
        let definitions = discord.definitions();
        if let Err(error) =
            definitions.register(discord.client(), scope, registered, register).await
        {
            warn!(%error, "The bot's commands could not be registered");
        }
    }
    post_panel(&discord, &handle).await;
    let workspace = handle.policy().workspace.clone();
    let missing = discord.check_places(workspace.desk.as_ref(), workspace.care.as_ref()).await;
    for missing in missing {
        warn!(
            "Discord is not ready, so unhappy customers may reach nobody. The bot says: {missing}"
        );
    }
}

/// Puts the panel up in the care channel, once: whoever sees it can complain or be asked.
async fn post_panel(discord: &DiscordAdapter, handle: &Handle) {
    let policy = handle.policy();
    let Some(care) = policy.workspace.care.clone() else { return };
    let wanted = format!("{} {}", care.chat, policy.workspace.language.code());
    if kept(handle, PANEL).map(text).as_deref() == Some(wanted.as_str()) {
        return;
    }
    let button = |label, action| Button { label, does: Does::Act(action) };
    let body = Body::Send {
        to: To::Place(care),
        words: Words::Customer(Say::Panel, policy.workspace.language),
        buttons: vec![vec![
            button(Label::Complain, Action::Complain),
            button(Label::Feedback, Action::Feedback),
        ]],
        reply_to: None,
        ask_reply: false,
        purpose: None,
    };
    // The same name at every try: a panel that stands and was not noted is not put up twice at once.
    let attempt = Attempt { nonce: "panel".to_owned(), ..Attempt::default() };
    match discord.perform(&body, &View::of(&policy), &attempt).await {
        Ok(_) => {
            if let Err(error) = handle.keep(PANEL, wanted.into_bytes()).await {
                warn!(%error, "The panel is put up again at the next start");
            }
        }
        Err(error) => warn!(%error, "The panel for customers could not be put up"),
    }
}

fn kept(handle: &Handle, name: &str) -> Option<Vec<u8>> {
    handle.note(name).unwrap_or_else(|error| {
        warn!(name, %error, "A value that was kept can't be read");
        None
    })
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// The service, as the gateway sees it.
struct Host {
    discord: Arc<DiscordAdapter>,
    handle: Handle,
    seen: Mutex<Seen>,
    /// What the last run asked for was waited for.
    is_settled: AtomicBool,
}

impl Host {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps up to where everything was taken in.
    async fn keep_seen(&self) {
        let Some(seen) = self.seen().news(self.handle.clock().now()) else { return };
        if let Err(error) = self.handle.keep(SEEN, seen).await {
            warn!(%error, "More than was missed is fetched at the next start");
        }
    }

    /// Keeps it now and then: also while nothing comes, so that nothing old is fetched again after
    /// a crash.
    async fn keep_on(&self) {
        let mut ticks = time::interval(KEPT_EVERY);
        loop {
            ticks.tick().await;
            self.keep_seen().await;
        }
    }

    /// Waits for threads and rooms that the last run asked for: where one is that was opened and not
    /// noted, is known only then, and somebody may have written in it.
    async fn settle(&self) {
        let opened = async {
            let mut looks = time::interval(LOOK);
            while self.handle.is_opening(Platform::Discord).unwrap_or_default() {
                looks.tick().await;
            }
        };
        if time::timeout(OPENED_WITHIN, opened).await.is_err() {
            warn!("Threads take long to open: what was written in them meanwhile may be missed");
        }
    }

    /// What somebody who is typing a command may choose from: staff see the open cases.
    fn choices(&self, interaction: &Value) -> Vec<String> {
        if !is_staff(&self.handle.policy(), interaction) {
            return Vec::new();
        }
        match self.handle.cases(CaseNumber(0), SUGGESTED) {
            Ok(cases) => cases.iter().map(choice).collect(),
            Err(error) => {
                warn!(%error, "Open cases could not be suggested");
                Vec::new()
            }
        }
    }
}

impl gateway::Host for Host {
    async fn keep(&self, batch: Batch) -> Result<(), String> {
        let ids: Vec<String> = batch.iter().map(|(id, _)| id.clone()).collect();
        let kept = self.handle.receive(Platform::Discord, batch).await;
        kept.map_err(|error| error.to_string())?;
        self.seen().saw(ids.iter().map(String::as_str));
        Ok(())
    }

    fn tell(&self, trouble: Option<String>) {
        self.handle.connected(Platform::Discord, trouble);
    }

    fn reads_content(&self, _: bool) {
        self.seen().begin(self.handle.clock().now());
        self.handle.connected(Platform::Discord, None);
    }

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        self.handle.note(STARTS).map_err(|error| error.to_string())
    }

    async fn save_starts(&self, starts: Vec<u8>) -> Result<(), String> {
        self.handle.keep(STARTS, starts).await.map_err(|error| error.to_string())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        if !self.is_settled.swap(true, Ordering::Relaxed) {
            self.settle().await;
        }
        let handle = self.handle.clone();
        let talks = task::spawn_blocking(move || handle.talks(Platform::Discord)).await;
        match talks {
            Ok(Ok(talks)) => conversations(talks, self.seen().all_before()),
            Ok(Err(error)) => {
                error!(%error, "What was missed on Discord can't be fetched");
                Vec::new()
            }
            Err(error) => {
                error!(%error, "What was missed on Discord can't be fetched");
                Vec::new()
            }
        }
    }

    fn caught_up(&self) {
        info!("Caught up with Discord");
    }

    fn autocomplete(&self, interaction: Value) {
        let discord = Arc::clone(&self.discord);
        let choices = self.choices(&interaction);
        task::spawn(async move { discord.suggest(&interaction, &choices).await });
    }
}

/// What is to be fetched: in each place what came after the last that is known.
fn conversations(talks: Vec<Talk>, all_before: Option<u64>) -> Vec<Conversation> {
    let mut after: BTreeMap<String, Option<u64>> = BTreeMap::new();
    for Talk { place, last } in talks {
        // Nothing in a thread is older than the thread.
        let opened = place.thread.as_deref().and_then(|id| id.parse().ok());
        let last = last.and_then(|last| last.id.parse().ok());
        let known = opened.max(last).max(all_before);
        let channel = place.thread.unwrap_or(place.chat);
        let entry = after.entry(channel).or_insert(known);
        // Cases without a thread share the desk: the one of which least is known counts.
        *entry = (*entry).min(known);
    }
    let conversation = |(channel, after): (String, Option<u64>)| Conversation {
        channel,
        after: after.map(|after| after.to_string()),
    };
    after.into_iter().map(conversation).collect()
}

fn choice(view: &CaseView) -> String {
    let name = view.case.desk.title.as_ref().and_then(|title| title.name.as_deref());
    match name {
        Some(name) => format!("{} {name}", view.case.number),
        None => view.case.number.to_string(),
    }
}

/// Whether somebody who is typing may see the open cases: as staff, or by a role.
fn is_staff(policy: &Policy, interaction: &Value) -> bool {
    let member = &interaction["member"];
    let Some(account) = member["user"]["id"].as_str() else { return false };
    let roles = member["roles"].as_array().into_iter().flatten();
    let roles = roles.filter_map(|role| role.as_str().map(ToOwned::to_owned)).collect();
    let actor = Actor { roles, ..Actor::new(Address::new(Platform::Discord, account)) };
    let listed = policy.staff(&actor.address).is_some_and(|member| !member.by_role);
    listed || policy.workspace.level_by_role(&actor).is_some()
}

#[cfg(test)]
mod tests {
    use amends_core::{
        place::{MessageRef, Place},
        policy::{Level, RoleLevel, Workspace},
    };
    use serde_json::json;

    use super::*;

    fn talk(place: Place, last: Option<&str>) -> Talk {
        let last = last.map(|id| MessageRef { place: place.clone(), id: id.to_owned() });
        Talk { place, last }
    }

    fn fetched(talks: Vec<Talk>, all_before: Option<u64>) -> Vec<(String, Option<String>)> {
        let conversations = conversations(talks, all_before).into_iter();
        conversations.map(|it| (it.channel, it.after)).collect()
    }

    #[test]
    fn each_place_is_fetched_from_the_last_that_is_known() {
        let channel = |id: &str| Place::chat(Platform::Discord, id);
        let talks = || {
            vec![
                talk(channel("10").thread("200"), None),
                talk(channel("20").thread("300"), Some("350")),
                talk(channel("30"), Some("90")),
                talk(channel("40"), None),
            ]
        };
        let known =
            |channel: &str, after: Option<&str>| (channel.to_owned(), after.map(ToOwned::to_owned));
        let wanted = [
            known("200", Some("200")),
            known("30", Some("90")),
            known("300", Some("350")),
            known("40", None),
        ];
        assert_eq!(fetched(talks(), None), wanted);
        let wanted = [
            known("200", Some("320")),
            known("30", Some("320")),
            known("300", Some("350")),
            known("40", Some("320")),
        ];
        assert_eq!(fetched(talks(), Some(320)), wanted);
        let shared = vec![talk(channel("5"), Some("9")), talk(channel("5"), Some("7"))];
        assert_eq!(fetched(shared, None), [known("5", Some("7"))]);
    }

    #[test]
    fn only_staff_are_shown_open_cases() {
        let role =
            RoleLevel { platform: Platform::Discord, role: "10".to_owned(), level: Level::Agent };
        let policy = Policy::new(Workspace { roles: vec![role], ..Workspace::new("Luma") });
        let typing =
            |roles: &[&str]| json!({ "member": { "user": { "id": "7" }, "roles": roles } });
        assert!(is_staff(&policy, &typing(&["9", "10"])));
        assert!(!is_staff(&policy, &typing(&["9"])));
        assert!(!is_staff(&policy, &json!({ "user": { "id": "7" } })));
    }
}
