//! Discord's part of the service: what the gateway needs of it, commands, and a look at the places
//! where the bot works.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use amends_core::{
    ids::CaseNumber,
    place::{Actor, Address, Place, Platform},
    policy::Policy,
};
use amends_discord::{
    adapter::DiscordAdapter,
    classify::{Audience, send_error},
    gateway::{self, Batch, Conversation, StartPace},
};
use amends_runtime::{
    Handle,
    missed::{Door, Doors, Missed},
    port::SendError,
    views::CaseView,
};
use serde_json::Value;
use tokio::{task, time};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use self::seen::Seen;
use super::offers::Offers;

mod panel;
mod seen;

/// The names under which things are kept over restarts.
const STARTS: &str = "discord.starts";
const COMMANDS: &str = "discord.commands";
const SEEN: &str = "discord.seen";
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
    /// Whether customers may have codes, from the page that printed links lead to.
    pub(super) has_codes: bool,
}

/// Brings events in until told to stop.
pub(super) async fn run(
    discord: Arc<DiscordAdapter>,
    handle: Handle,
    setup: Setup,
    stop: CancellationToken,
) {
    info!(bot = discord.me().id, "Connected to Discord");
    let greeting =
        task::spawn(prepare(Arc::clone(&discord), handle.clone(), setup.guild, setup.has_codes));
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
/// waits for them. From then on what is offered follows what admins switch.
async fn prepare(
    discord: Arc<DiscordAdapter>,
    handle: Handle,
    guild: Option<u64>,
    has_codes: bool,
) {
    let mut offers = Offers::of(&handle);
    offer(&discord, &handle, guild, has_codes).await;
    let workspace = handle.policy().workspace.clone();
    let missing = discord
        .check_places(workspace.desk.as_ref(), workspace.care.as_ref(), &workspace.roles)
        .await;
    for missing in missing {
        warn!(
            "Discord is not ready, so unhappy customers may reach nobody. The bot says: {missing}"
        );
    }
    while offers.change().await {
        offer(&discord, &handle, guild, has_codes).await;
    }
}

/// Offers the commands and the panel.
async fn offer(discord: &DiscordAdapter, handle: &Handle, guild: Option<u64>, has_codes: bool) {
    if let Some(guild) = guild {
        let registered = || async { kept(handle, COMMANDS).map(text) };
        let register = |digest: String| async {
            if let Err(error) = handle.keep(COMMANDS, digest.into_bytes()).await {
                warn!(%error, "The commands are registered again at the next start");
            }
        };
        let scope = (discord.application(), guild.into());
        let definitions = discord.definitions_of(&handle.policy().workspace);
        if let Err(error) =
            definitions.register(discord.client(), scope, registered, register).await
        {
            warn!(%error, "The bot's commands could not be registered");
        }
    }
    panel::refresh(discord, handle, has_codes).await;
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
    /// a crash. The same with the private chats in which open cases may be talked about.
    async fn keep_on(&self) {
        let mut ticks = time::interval(KEPT_EVERY);
        loop {
            ticks.tick().await;
            self.keep_seen().await;
            if self.seen().is_caught_up()
                && let Err(error) = self.handle.find_private_chats(Platform::Discord, self).await
            {
                warn!(%error, "Private chats are looked up after the next pause");
            }
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
        let all_before = {
            let mut seen = self.seen();
            seen.fetches();
            seen.all_before()
        };
        match self.handle.missed(Platform::Discord, all_before, self).await {
            Ok(missed) => missed.into_iter().map(conversation).collect(),
            Err(error) => {
                error!(%error, "What was missed on Discord can't be fetched");
                self.seen().fails();
                Vec::new()
            }
        }
    }

    fn caught_up(&self) {
        info!("Caught up with Discord");
        self.seen().caught_up();
    }

    fn autocomplete(&self, interaction: Value) {
        let discord = Arc::clone(&self.discord);
        let choices = self.choices(&interaction);
        let policy = self.handle.policy();
        let langs = policy.workspace.wording.languages();
        let works_here = is_staff(&policy, &interaction);
        let causes = policy.workspace.catalogue.causes.iter().filter(|_| works_here);
        let causes: Vec<String> = causes.map(|cause| cause.name.clone()).collect();
        task::spawn(
            async move { discord.suggest(&interaction, &choices, (&langs, &causes)).await },
        );
    }
}

impl Doors for Host {
    async fn private_chat(&self, address: &Address) -> Door {
        let Ok(user) = address.account.parse() else { return Door::Closed };
        match self.discord.client().private_channel(user).await {
            Ok(channel) => Door::Open(Place::chat(Platform::Discord, channel.to_string())),
            Err(error) => match send_error(&error, Audience::Person) {
                SendError::Refused(_) => Door::Closed,
                SendError::RateLimited { .. }
                | SendError::NotSent(_)
                | SendError::Unknown(_)
                | SendError::Moved { .. }
                | SendError::Rejected(_) => Door::Later,
            },
        }
    }
}

fn conversation(missed: Missed) -> Conversation {
    Conversation { channel: missed.channel, after: Some(missed.after.to_string()) }
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
    use amends_core::policy::{Level, RoleLevel, Workspace};
    use serde_json::json;

    use super::*;

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
