//! The service as a whole: started, handed out, stopped.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
    time::Duration,
};

use amends_core::{
    place::Platform,
    policy::{Policy, StaffMember, Workspace},
};
use amends_storage::port::{Commit, NewState, Store, StoreError};
use governor::clock::DefaultClock;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    runtime,
    sync::{Notify, mpsc, watch},
    task::JoinSet,
    time,
};
use tracing::{debug, error, info, warn};

use crate::{
    clock::Clock,
    engine_loop::{EngineLoop, Waiting},
    entrances::Entrances,
    entropy::Entropy,
    handle::Handle,
    health::Health,
    item::Item,
    links::LinkKey,
    outbox::{Outbox, Run},
    port::SharedAdapter,
    scheduler::{Limits, Scheduler},
};

/// What may wait for the engine thread before those who ask must wait themselves.
const QUEUE: usize = 1024;
/// The clock may be moved forward: deadlines are looked at this often at least.
const LOOK: Duration = Duration::from_millis(250);
/// Between two steps of looking through the store: a step takes some milliseconds.
const REST: Duration = Duration::from_millis(200);
/// How long that is left alone when it fails.
const LATER: Duration = Duration::from_mins(1);
/// The name under which the store keeps whether the last run ended well.
const RUN: &str = "run";
const RUNNING: &[u8] = b"running";
/// When it ended follows.
const STOPPED: &[u8] = b"stopped";
/// What was sent longer ago counts at no platform any more.
const COUNTED: SignedDuration = SignedDuration::from_mins(1);

/// What a service is started with.
pub struct ServiceOptions {
    /// What remembers.
    pub store: Arc<dyn Store>,
    /// The platforms.
    pub adapters: Vec<SharedAdapter>,
    /// How others reach the HTTP interface from outside, for the links of customers.
    pub public_url: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// The business as the configuration says. What only the store knows is kept.
    pub workspace: Workspace,
    /// How fast it sends.
    pub pace: Pace,
}

/// How fast a service sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As each platform bears it.
    #[default]
    Platform,
    /// As fast as it goes: only where nobody counts, in tests and benchmarks.
    Unlimited,
}

/// A running service.
pub struct Service {
    handle: Handle,
    stop: watch::Sender<bool>,
    engine: thread::JoinHandle<()>,
    outboxes: JoinSet<()>,
    /// Ends with the service, as the outboxes do.
    steps: JoinSet<()>,
}

impl Service {
    /// Starts the service inside the running tokio runtime. It takes up what the last run left
    /// before it works on anything new.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn start(options: ServiceOptions) -> Result<Self, StoreError> {
        let ServiceOptions { store, adapters, public_url, clock, mut entropy, workspace, pace } =
            options;
        let workspace = take_over(&*store, workspace, &clock)?;
        let links = link_key(&*store, &mut entropy)?;
        let is_careful = begins(&*store, clock.now())?;

        let policy = Arc::new(Policy::new(workspace));
        let (published, policies) = watch::channel(Arc::clone(&policy));
        let (items, queue) = mpsc::channel(QUEUE);
        let (stop, stopping) = watch::channel(false);
        let (health, timer) = (Arc::new(Health::default()), Arc::new(Notify::new()));

        let platforms = Arc::new(by_platform(&adapters));
        let (mut outboxes, mut senders) = (JoinSet::new(), BTreeMap::new());
        let mut asked = Vec::new();
        for adapter in &adapters {
            let platform = adapter.platform();
            health.expect(platform);
            let (sender, rows) = mpsc::unbounded_channel();
            senders.insert(platform, sender);
            let (ask, questions) = mpsc::channel(1);
            asked.push((platform, ask));
            let scheduler = scheduler(platform, pace, is_careful);
            let mut outbox = Outbox {
                store: Arc::clone(&store),
                adapter: Arc::clone(adapter),
                platforms: Arc::clone(&platforms),
                scheduler,
                clock: clock.clone(),
                policy: policies.clone(),
                engine: items.clone(),
                health: Arc::clone(&health),
                rows,
                questions,
                stop: stopping.clone(),
                run: Run::default(),
            };
            outbox.take_up_penalties()?;
            outboxes.spawn(outbox.run());
        }

        let handle = Handle {
            store: Arc::clone(&store),
            items: items.clone(),
            policy: policies,
            health: Arc::clone(&health),
            clock: clock.clone(),
            links: links.clone(),
            entrances: Entrances::new(&adapters, public_url),
            timer: Arc::clone(&timer),
            stop: stopping,
            outboxes: asked.into(),
        };
        let engine_loop = EngineLoop {
            store,
            adapters: BTreeMap::clone(&platforms),
            entrances: handle.entrances.clone(),
            clock,
            entropy,
            links,
            policy,
            published,
            outboxes: senders,
            items: queue,
            own: items.downgrade(),
            runtime: runtime::Handle::current(),
            health,
            timer: Arc::clone(&timer),
            state: Waiting::default(),
        };
        let steps = beside(&handle, timer);
        let engine = spawn_engine(engine_loop)?;
        Ok(Self { handle, stop, engine, outboxes, steps })
    }

    /// What adapters and the web work with.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Takes nothing more in and begins to send nothing more. What is under way goes on.
    pub fn begin_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops: takes nothing more in, waits for what is under way, and closes the store.
    pub async fn shutdown(mut self) -> Result<(), StoreError> {
        self.stop.send_replace(true);
        self.steps.abort_all();
        while let Some(ended) = self.outboxes.join_next().await {
            if let Err(error) = ended {
                error!(%error, "The outbox of a platform failed");
            }
        }
        let Handle { store, items, clock, .. } = self.handle;
        items.send(Item::Stop).await.ok();
        drop(items);
        let engine = self.engine;
        let closed = tokio::task::spawn_blocking(move || {
            if engine.join().is_err() {
                error!("The engine thread failed");
            }
            let stopped = [STOPPED, format!(" {}", clock.now()).as_bytes()].concat();
            store.keep(RUN, &stopped)?;
            store.close()
        });
        let closed = closed.await.unwrap_or_else(|error| {
            Err(StoreError::Backend(format!("closing it failed: {error}")))
        });
        info!("Stopped");
        closed
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

/// Looks through everything that is stored twice, in small steps: a start does not.
async fn look_through(store: Arc<dyn Store>, health: Arc<Health>) {
    let mut from = 0;
    loop {
        time::sleep(REST).await;
        let store = Arc::clone(&store);
        let looked = tokio::task::spawn_blocking(move || store.compare_step(from)).await;
        match looked {
            Ok(Ok(Some(next))) => from = next,
            Ok(Ok(None)) => {
                debug!("All recorded answers are in the store");
                return;
            }
            Ok(Err(StoreError::Damaged { reason, .. })) => return health.damaged(&reason),
            // It is in trouble of another kind, which whoever writes to it tells.
            Ok(Err(error)) => {
                debug!(%error, "Can't look through the store for now");
                time::sleep(LATER).await;
            }
            Err(error) => return error!(%error, "Can't look through the store any more"),
        }
    }
}

/// Notes that a run begins. Returns whether what the last one sent may still count at the platforms.
fn begins(store: &dyn Store, now: Timestamp) -> Result<bool, StoreError> {
    let last = store.note(RUN)?;
    store.keep(RUN, RUNNING)?;
    let Some(last) = last else { return Ok(false) };
    let stopped_at =
        last.strip_prefix(STOPPED).and_then(|at| str::from_utf8(at).ok()?.trim().parse().ok());
    Ok(stopped_at.is_none_or(|at: Timestamp| now.duration_since(at) < COUNTED))
}

/// What goes on beside the engine thread: what the start left to be looked through, and deadlines.
fn beside(handle: &Handle, committed: Arc<Notify>) -> JoinSet<()> {
    let mut steps = JoinSet::new();
    steps.spawn(look_through(Arc::clone(&handle.store), Arc::clone(&handle.health)));
    steps.spawn(watch_deadlines(handle.clone(), committed));
    steps
}

fn by_platform(adapters: &[SharedAdapter]) -> BTreeMap<Platform, SharedAdapter> {
    adapters.iter().map(|adapter| (adapter.platform(), Arc::clone(adapter))).collect()
}

fn scheduler(platform: Platform, pace: Pace, is_careful: bool) -> Scheduler<DefaultClock> {
    let limits = match pace {
        Pace::Platform => Limits::of(platform),
        // There is nothing to be careful about.
        Pace::Unlimited => return Scheduler::new(Limits::none(), DefaultClock::default()),
    };
    let mut scheduler = Scheduler::new(limits, DefaultClock::default());
    if is_careful {
        scheduler.start_careful();
    }
    scheduler
}

fn spawn_engine(engine_loop: EngineLoop) -> Result<thread::JoinHandle<()>, StoreError> {
    let health = Arc::clone(&engine_loop.health);
    let engine = thread::Builder::new().name("engine".to_owned()).spawn(move || {
        let ran = catch_unwind(AssertUnwindSafe(|| engine_loop.run()));
        if ran.is_err() {
            error!("The engine thread failed: restart the service");
            health.store(Some("the engine thread failed".to_owned()));
        }
    });
    engine
        .map_err(|error| StoreError::Backend(format!("there is no thread for the engine: {error}")))
}

/// Tells the engine when a deadline has come.
async fn watch_deadlines(handle: Handle, committed: Arc<Notify>) {
    loop {
        let now = handle.clock.now();
        let mut wait = LOOK;
        match handle.next_due() {
            Ok(Some(at)) if at <= now => {
                if handle.items.send(Item::Due).await.is_err() {
                    return;
                }
            }
            Ok(Some(at)) => {
                wait = Duration::try_from(at.duration_since(now)).unwrap_or(LOOK).min(LOOK);
            }
            Ok(None) => (),
            Err(error) => warn!(%error, "Could not look for deadlines"),
        }
        let looks = handle.health.in_trouble() || handle.health.wants_scrub(now);
        if looks && handle.items.send(Item::Wake).await.is_err() {
            return;
        }
        // Either way it looks again.
        time::timeout(wait, committed.notified()).await.ok();
    }
}

/// Takes the configured business over. What only the store knows is kept: names, duty, the state of
/// the desk.
fn take_over(
    store: &dyn Store,
    configured: Workspace,
    clock: &Clock,
) -> Result<Workspace, StoreError> {
    let stored = store.workspace()?;
    let workspace = taken_over(stored.as_ref(), configured);
    if stored.as_ref() != Some(&workspace) {
        let state = Some(NewState::Workspace(Box::new(workspace.clone())));
        store.commit(&[Commit { state, ..Commit::default() }], clock.now())?;
    }
    Ok(workspace)
}

/// The business as it is once the service starts with this configuration.
pub(crate) fn taken_over(stored: Option<&Workspace>, mut configured: Workspace) -> Workspace {
    configured.named_admins.clone_from(&configured.admins);
    match stored {
        Some(stored) => merge(stored, configured),
        None => configured,
    }
}

fn merge(stored: &Workspace, mut configured: Workspace) -> Workspace {
    configured.staff = if configured.staff.is_empty() {
        stored.staff.iter().filter(|member| !member.by_role).cloned().collect()
    } else {
        configured.staff.iter().map(|member| remember(stored, member.clone())).collect()
    };
    if configured.admins.is_empty() {
        configured.admins.clone_from(&stored.admins);
    }
    let mut merged = configured.with_choices_of(stored);
    for member in &stored.staff {
        let is_new = merged.staff.iter().all(|known| known.address != member.address);
        if is_new && merged.keeps_by_role(stored, member) {
            merged.staff.push(member.clone());
        }
    }
    merged.desk = merged.desk.or(stored.desk.clone());
    merged.desk_lost = stored.desk_lost && merged.desk == stored.desk;
    merged.alone_since = stored.alone_since;
    merged.seen.clone_from(&stored.seen);
    merged
}

/// The configured staff member with what the store knows about them.
fn remember(stored: &Workspace, member: StaffMember) -> StaffMember {
    let known = stored.staff.iter().find(|known| known.address == member.address);
    let Some(known) = known else { return member };
    StaffMember {
        name: member.name.or(known.name.clone()),
        username: member.username.or(known.username.clone()),
        on_duty: known.on_duty,
        duty_until: known.duty_until,
        ..member
    }
}

/// The key of printed links, minted at the first start and kept for good.
pub(crate) fn link_key(store: &dyn Store, entropy: &mut Entropy) -> Result<LinkKey, StoreError> {
    let kept = store.note(LinkKey::NOTE)?;
    if let Some(key) = kept.as_deref().and_then(|kept| kept.try_into().ok()) {
        return Ok(LinkKey::new(key));
    }
    let key = entropy.bytes();
    store.keep(LinkKey::NOTE, &key)?;
    Ok(LinkKey::new(key))
}

#[cfg(test)]
mod tests {
    use amends_core::{
        place::Address,
        policy::{Level, RoleLevel},
    };

    use super::*;

    fn role(id: &str, level: Level) -> RoleLevel {
        RoleLevel { platform: Platform::Discord, role: id.to_owned(), level }
    }

    fn member(account: &str, level: Level, by_role: bool) -> StaffMember {
        StaffMember {
            address: Address::new(Platform::Discord, account),
            name: Some(account.to_owned()),
            username: None,
            level,
            on_duty: false,
            duty_until: None,
            by_role,
        }
    }

    /// A business with these roles, with two members by role and one by name.
    fn stored(roles: &[RoleLevel]) -> Workspace {
        let staff = vec![
            member("1", Level::Agent, true),
            member("2", Level::Senior, true),
            member("3", Level::Agent, false),
        ];
        Workspace { roles: roles.to_vec(), staff, ..Workspace::new("Luma") }
    }

    fn accounts(workspace: &Workspace) -> Vec<&str> {
        workspace.staff.iter().map(|member| member.address.account.as_str()).collect()
    }

    #[test]
    fn members_by_role_stay_as_long_as_their_role_is_configured() {
        let (agents, seniors) = (role("10", Level::Agent), role("20", Level::Senior));
        let stored = stored(&[agents.clone(), seniors.clone()]);
        for (roles, wanted) in [
            (vec![agents.clone(), seniors.clone()], ["3", "1", "2"].as_slice()),
            (vec![agents.clone()], &["3", "1"]),
            (vec![seniors.clone()], &["3", "2"]),
            (vec![role("11", Level::Agent)], &["3"]),
            (vec![role("10", Level::Senior)], &["3"]),
            (Vec::new(), &["3"]),
        ] {
            let merged = merge(&stored, Workspace { roles, ..Workspace::new("Luma") });
            assert_eq!(accounts(&merged), wanted, "{:?}", merged.roles);
            assert!(merged.staff.iter().all(|member| !member.on_duty), "their duty is remembered");
        }
    }

    #[test]
    fn who_is_listed_by_name_is_no_member_by_role() {
        let roles = vec![role("10", Level::Agent), role("20", Level::Senior)];
        let mut listed = member("1", Level::Director, false);
        listed.name = None;
        let configured = Workspace { roles: roles.clone(), ..Workspace::new("Luma") };
        let merged = merge(&stored(&roles), Workspace { staff: vec![listed], ..configured });
        assert_eq!(accounts(&merged), ["1", "2"], "who is listed no more is gone");
        let first = &merged.staff[0];
        assert_eq!((first.level, first.by_role), (Level::Director, false));
        assert_eq!(first.name.as_deref(), Some("1"), "the name that was seen is kept");
    }
}
