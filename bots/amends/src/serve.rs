//! `amends serve`: the parts are put together, run, and put away in order.

mod discord;
mod door;
mod late;
mod offers;
pub(crate) mod platforms;

use std::{
    io::{self, Read, Write},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use amends_core::{ids::WorkspaceId, place::Platform};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, port::SharedAdapter,
};
use amends_storage::{SledStore, StoreError, sled_store};
use amends_telegram::{adapter::TelegramAdapter, menus::Menus, polling};
use amends_web::{intake::Shell, server::Server, signature::Credentials};
use anyhow::{Context, anyhow, bail};
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{SignalKind, signal},
    task, time,
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use self::{
    door::Door,
    late::Late,
    platforms::{Bot, Platforms},
};
use crate::{
    ahead,
    config::{self, Bots, Config, Mistake},
};

/// The name under which it is kept which menus stand on Telegram.
const MENUS: &str = "telegram.menus";
/// Time for what still runs on other threads when all is put away.
const LEAVE_WITHIN: Duration = Duration::from_millis(500);
/// Time for the platforms to be left: what they send meanwhile comes again.
const PART_WITHIN: Duration = Duration::from_secs(3);

/// Runs the service until it is told to stop, for each business on its own.
pub(crate) fn run(config: Config, others: Vec<Config>, warnings: &[Mistake]) -> anyhow::Result<()> {
    for warning in warnings {
        warn!("{warning}");
    }
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let (stop, at_once) = (CancellationToken::new(), CancellationToken::new());
    let done = runtime.block_on(async {
        listen_for_the_end(&stop, &at_once)?;
        let serving = Box::pin(serve_all(config, others, stop));
        at_once.run_until_cancelled(serving).await.transpose()
    });
    if matches!(done, Ok(None)) {
        runtime.shutdown_background();
        bail!(
            "told to stop twice, so it ended at once; what was under way is looked for at the next start"
        );
    }
    runtime.shutdown_timeout(LEAVE_WITHIN);
    done.map(drop)
}

/// Serves every business until told to stop. One that can't go on does not stop the others.
async fn serve_all(
    first: Config,
    others: Vec<Config>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    if others.is_empty() {
        return serve(first, stop, None).await;
    }
    let mut businesses = task::JoinSet::new();
    for config in std::iter::once(first).chain(others) {
        let (business, stop) = (config.workspace.business.clone(), stop.clone());
        businesses.spawn(async move {
            serve(config, stop, Some(business.clone())).await.context(business)
        });
    }
    let mut failed = None;
    while let Some(ended) = businesses.join_next().await {
        let ended = ended.unwrap_or_else(|error| Err(error.into()));
        if let Err(error) = ended {
            error!(error = format!("{error:#}"), "A business is not served any more");
            failed.get_or_insert(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Serves one business; `named` where there are several.
async fn serve(
    config: Config,
    stop: CancellationToken,
    named: Option<String>,
) -> anyhow::Result<()> {
    let listener = listen(config.http_addr).await?;
    let dir = &config.data_dir;
    let clock = ahead::clock(dir)?;
    let known = Credentials::new(config.intake.secret.as_ref(), config.intake.key.as_ref())?;
    tell_what_is_off(&config, &known);
    let advance = ahead::is_rehearsal().then(|| ahead::advance(clock.clone(), dir));
    let server = Server::new(known, clock.clone(), advance);
    let addr = listener.local_addr()?;
    let whose = named.map(|name| format!(" for {name}")).unwrap_or_default();
    writeln!(io::stdout(), "amends listens on http://{addr}{whose}").ok();
    info!(%addr, "Listening");

    let web_stop = CancellationToken::new();
    let web = task::spawn({
        let (server, web_stop) = (server.clone(), web_stop.clone());
        async move { server.listen(listener, web_stop.cancelled_owned()).await }
    });
    let done = work(config, clock, &server, &stop).await;
    server.shut("amends is stopping");
    web_stop.cancel();
    if let Err(error) = web.await {
        error!(%error, "The web server failed");
    }
    done
}

/// Takes the address; nothing else is touched before.
pub(crate) async fn listen(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            anyhow!(
                "can't listen on {addr}: another program does, perhaps amends itself; stop it, or \
                 choose another address with http.addr"
            )
        } else {
            anyhow!("can't listen on {addr} ({error}): choose another address with http.addr")
        }
    })
}

/// Says which parts are off, and what switches them on.
fn tell_what_is_off(config: &Config, known: &Credentials) {
    if config.telegram.token.is_none() && config.discord.token.is_none() {
        warn!(
            "No bot runs: set AMENDS_TELEGRAM_TOKEN to the token that @BotFather gave you, or \
             AMENDS_DISCORD_TOKEN to the one of the developer portal. Until then only the intake \
             works, and nobody is asked"
        );
    }
    if known.is_empty() {
        warn!(
            "The intake is off, unless a secret was made in the chat: set AMENDS_INTAKE_SECRET or \
             AMENDS_INTAKE_KEY, or give the bot /webhook new NAME"
        );
    }
}

/// Opens the store, connects the platforms, works until told to stop, and closes again.
async fn work(
    config: Config,
    clock: Clock,
    server: &Server,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let store = Arc::new(open_store(&config.data_dir).await?);
    let door = Door::open(&config.data_dir, Arc::<SledStore>::clone(&store), clock.clone());
    let done = Box::pin(serve_on(store, &door, config, clock, server, stop)).await;
    door.close().await;
    done
}

/// Connects the platforms, works on a store until told to stop, and closes it.
async fn serve_on(
    store: Arc<SledStore>,
    door: &Door,
    config: Config,
    clock: Clock,
    server: &Server,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let Platforms { connected, missing } = match platforms::connect(&config, server, stop).await {
        Ok(Some(platforms)) => platforms,
        Ok(None) => return close(store).await,
        Err(error) => {
            close(store).await?;
            return Err(error);
        }
    };
    let mut bots = Bots::of(&config);
    if let Some(discord) = &mut bots.discord {
        discord.is_kept_from_reading |= connected.iter().any(Bot::is_kept_from_reading);
    }
    let mut adapters: Vec<SharedAdapter> = connected.iter().map(Bot::adapter).collect();
    let missing: Vec<_> =
        missing.into_iter().map(|missing| (Late::new(missing.platform), missing)).collect();
    adapters.extend(missing.iter().map(|(late, _)| -> SharedAdapter { late.clone() }));
    let service = Service::start(ServiceOptions {
        store,
        public_url: config.public_url.clone(),
        adapters,
        clock,
        entropy: Entropy::system(),
        workspace: config.workspace.clone(),
        pace: Pace::Platform,
    })?;
    let handle = service.handle();
    for gap in config::gaps(&handle.policy().workspace, bots) {
        warn!("{gap}");
    }
    server.open(Arc::new(Shell::new(handle.clone())));
    door.serves(&handle);
    info!("Started");

    let (mut running, config) = (task::JoinSet::new(), Arc::new(config));
    for bot in connected {
        running.spawn(bot.run(Arc::clone(&config), handle.clone(), stop.clone()));
    }
    for (late, missing) in missing {
        let (config, handle) = (Arc::clone(&config), handle.clone());
        running.spawn(platforms::catch_up(missing, late, config, handle, stop.clone()));
    }
    stop.cancelled().await;
    info!("Stopping");
    server.shut("amends is stopping");
    service.begin_to_stop();
    if time::timeout(PART_WITHIN, running.join_all()).await.is_err() {
        warn!("A platform could not be left in time");
    }
    service.shutdown().await.context("the store was not closed well; nothing is lost")
}

async fn open_store(dir: &Path) -> anyhow::Result<SledStore> {
    let dir = dir.to_owned();
    let opened = task::spawn_blocking(move || {
        SledStore::open(&dir, WorkspaceId::FIRST, sled_store::Options::default())
    });
    Ok(opened.await??.store)
}

async fn close(store: Arc<SledStore>) -> anyhow::Result<()> {
    use amends_storage::Store;
    task::spawn_blocking(move || -> Result<(), StoreError> { store.close() }).await??;
    Ok(())
}

/// Brings updates in until told to stop.
async fn run_telegram(telegram: Arc<TelegramAdapter>, handle: Handle, stop: CancellationToken) {
    handle.connected(Platform::Telegram, None);
    info!(bot = telegram.me().id, "Connected to Telegram");
    let greeting = task::spawn(prepare(Arc::clone(&telegram), handle.clone()));
    let keep = |updates| {
        let (telegram, handle) = (Arc::clone(&telegram), handle.clone());
        async move { telegram.take_in(&handle, updates).await }
    };
    let tell = |trouble| handle.connected(Platform::Telegram, trouble);
    if let Err(error) = polling::run(telegram.client(), keep, tell, &stop).await {
        error!(%error, "No updates from Telegram any more");
        handle.connected(Platform::Telegram, Some(error.to_string()));
    }
    greeting.abort();
}

/// Sets the bot's menus whenever something changes in them, and looks at the desk: both help people,
/// and nothing waits for them.
async fn prepare(telegram: Arc<TelegramAdapter>, handle: Handle) {
    let mut policies = handle.policies();
    let policy = policies.borrow_and_update().clone();
    let mut menus = match handle.note(MENUS) {
        Ok(kept) => Menus::read(&kept.unwrap_or_default()),
        Err(error) => {
            warn!(%error, "Which menus were set is not known any more");
            Menus::default()
        }
    };
    refresh_menus(&telegram, &handle, &mut menus).await;
    // The desk may be elsewhere.
    let desk = policy.desk().cloned().filter(|it| it.platform == Platform::Telegram);
    if let Some(desk) = desk {
        for missing in telegram.check_desk(&desk).await {
            warn!(
                "The desk is not ready, so unhappy customers may reach nobody. The bot says: \
                 {missing}"
            );
        }
    }
    // Who is an admin, what is switched on, and where the desk is may change at any time.
    while policies.changed().await.is_ok() {
        refresh_menus(&telegram, &handle, &mut menus).await;
    }
}

async fn refresh_menus(telegram: &TelegramAdapter, handle: &Handle, menus: &mut Menus) {
    let policy = handle.policy();
    match telegram.refresh_menus(&policy.workspace, menus).await {
        Ok(false) => (),
        Ok(true) => {
            if let Err(error) = handle.keep(MENUS, menus.to_bytes()).await {
                warn!(%error, "The bot's menus are set again at the next start");
            }
        }
        Err(error) => warn!(%error, "The bot's menus of commands could not be set"),
    }
}

/// Cancels `stop` on SIGTERM, on Ctrl-C, and in a rehearsal when the process that started it ends;
/// and `at_once` on the next of these signals.
fn listen_for_the_end(stop: &CancellationToken, at_once: &CancellationToken) -> io::Result<()> {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let (stop, at_once) = (stop.clone(), at_once.clone());
        task::spawn(async move {
            while signals.recv().await.is_some() {
                if stop.is_cancelled() {
                    at_once.cancel();
                }
                stop.cancel();
            }
        });
    }
    if ahead::is_rehearsal() {
        let stop = stop.clone();
        // A thread of its own: reading standard input can't be interrupted.
        thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            while !matches!(stdin.read(&mut [0; 256]), Ok(0) | Err(_)) {}
            stop.cancel();
        });
    }
    Ok(())
}
