//! `amends serve`: the parts are put together, run, and put away in order.

mod discord;

use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use amends_core::{ids::WorkspaceId, place::Platform};
use amends_discord::adapter::DiscordAdapter;
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, port::SharedAdapter,
};
use amends_storage::{SledStore, StoreError, sled_store};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use amends_web::{intake::Shell, server::Server, signature::Credentials};
use anyhow::{Context, bail};
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{SignalKind, signal},
    task, time,
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    ahead,
    config::{self, Bots, Config, MessageContent, Mistake},
};

/// Between two tries to reach a platform: doubled each time, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Time for what still runs on other threads when all is put away.
const LEAVE_WITHIN: Duration = Duration::from_secs(2);

/// Runs the service until it is told to stop.
pub(crate) fn run(config: Config, warnings: &[Mistake]) -> anyhow::Result<()> {
    for warning in warnings {
        warn!("{warning}");
    }
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(serve(config));
    runtime.shutdown_timeout(LEAVE_WITHIN);
    done
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let dir = &config.data_dir;
    fs::create_dir_all(dir)
        .with_context(|| format!("data_dir `{}` can't be made", dir.display()))?;
    let clock = ahead::clock(dir)?;
    let known = Credentials::new(config.intake.secret.as_ref(), config.intake.key.as_ref())?;
    tell_what_is_off(&config, &known);
    let stop = CancellationToken::new();
    listen_for_the_end(&stop)?;

    let advance = ahead::is_rehearsal().then(|| ahead::advance(clock.clone(), dir));
    let server = Server::new(known, clock.clone(), advance);
    let listener = TcpListener::bind(config.http_addr).await.with_context(|| {
        format!("can't listen on {}: choose another address with http.addr", config.http_addr)
    })?;
    let addr = listener.local_addr()?;
    writeln!(io::stdout(), "amends listens on http://{addr}").ok();
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
        warn!("The intake is off: set AMENDS_INTAKE_SECRET or AMENDS_INTAKE_KEY to switch it on");
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
    let platforms = match connect(&config, server, stop).await {
        Ok(Some(platforms)) => platforms,
        Ok(None) => return close(store).await,
        Err(error) => {
            close(store).await?;
            return Err(error);
        }
    };
    let Platforms { telegram, discord } = platforms;
    let mut bots = Bots::of(&config);
    let mut adapters: Vec<SharedAdapter> = Vec::new();
    if let Some(telegram) = &telegram {
        adapters.push(Arc::<TelegramAdapter>::clone(telegram));
    }
    if let (Some(discord), Some(known)) = (&discord, &mut bots.discord) {
        adapters.push(Arc::<DiscordAdapter>::clone(discord));
        known.is_kept_from_reading |= !discord.may_read_content();
    }
    let service = Service::start(ServiceOptions {
        store,
        adapters: adapters.clone(),
        clock,
        entropy: Entropy::system(),
        workspace: config.workspace,
        pace: Pace::Platform,
    })?;
    let handle = service.handle();
    for gap in config::gaps(&handle.policy().workspace, bots) {
        warn!("{gap}");
    }
    server.open(Arc::new(Shell::new(handle.clone(), &adapters)));
    info!("Started");

    let mut running = task::JoinSet::new();
    if let Some(telegram) = telegram {
        running.spawn(run_telegram(telegram, handle.clone(), stop.clone()));
    }
    if let (Some(discord), Some(known)) = (discord, bots.discord) {
        let wants_content = !known.is_kept_from_reading;
        let setup = discord::Setup { guild: config.guild, wants_content };
        running.spawn(discord::run(discord, handle, setup, stop.clone()));
    }
    stop.cancelled().await;
    info!("Stopping");
    server.shut("amends is stopping");
    running.join_all().await;
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

/// The platforms on which a bot runs.
struct Platforms {
    telegram: Option<Arc<TelegramAdapter>>,
    discord: Option<Arc<DiscordAdapter>>,
}

/// Connects to every platform that has a token; nothing if it is told to stop meanwhile.
async fn connect(
    config: &Config,
    server: &Server,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Platforms>> {
    let mut platforms = Platforms { telegram: None, discord: None };
    if let Some(token) = &config.telegram.token {
        let settings =
            || Settings { token: token.clone(), api_url: config.telegram.api_url.clone() };
        let try_it = || async { Ok(TelegramAdapter::connect(settings()).await?) };
        let Some(telegram) = patiently(Platform::Telegram, try_it, server, stop).await? else {
            return Ok(None);
        };
        platforms.telegram = Some(Arc::new(telegram));
    }
    if let Some(token) = &config.discord.token {
        let settings = || amends_discord::adapter::Settings {
            token: token.clone(),
            api_url: config.discord.api_url.clone(),
            guild: config.guild.map(Into::into),
        };
        let try_it = || async { Ok(DiscordAdapter::connect(settings()).await?) };
        let Some(discord) = patiently(Platform::Discord, try_it, server, stop).await? else {
            return Ok(None);
        };
        if config.message_content == MessageContent::On && !discord.may_read_content() {
            bail!(
                "discord.message_content is on, and Discord does not let the bot read what people \
                 write: switch on 'Message Content Intent' in the developer portal under Bot, or \
                 set discord.message_content to auto"
            );
        }
        platforms.discord = Some(Arc::new(discord));
    }
    Ok(Some(platforms))
}

/// Why a platform is not connected.
struct NotConnected {
    is_temporary: bool,
    why: anyhow::Error,
}

impl From<amends_telegram::adapter::ConnectError> for NotConnected {
    fn from(error: amends_telegram::adapter::ConnectError) -> Self {
        Self { is_temporary: error.is_temporary(), why: error.into() }
    }
}

impl From<amends_discord::adapter::ConnectError> for NotConnected {
    fn from(error: amends_discord::adapter::ConnectError) -> Self {
        Self { is_temporary: error.is_temporary(), why: error.into() }
    }
}

/// Connects to a platform, however long it can't be reached. Until then nothing is taken in:
/// without the platform what waits in the store can't be read. Nothing if it is told to stop.
async fn patiently<T, F>(
    platform: Platform,
    try_it: impl Fn() -> F,
    server: &Server,
    stop: &CancellationToken,
) -> anyhow::Result<Option<T>>
where
    F: Future<Output = Result<T, NotConnected>>,
{
    let name = platform.name();
    server.shut(format!("{name}: not connected yet"));
    let mut pause = FIRST_PAUSE;
    loop {
        match stop.run_until_cancelled(try_it()).await {
            None => return Ok(None),
            Some(Ok(connected)) => return Ok(Some(connected)),
            Some(Err(NotConnected { is_temporary: true, why })) => {
                warn!(platform = name, error = %why, "A platform is not connected yet");
                server.shut(format!("{name}: {why}"));
            }
            Some(Err(NotConnected { is_temporary: false, why })) => return Err(why),
        }
        if stop.run_until_cancelled(time::sleep(pause)).await.is_none() {
            return Ok(None);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Brings updates in until told to stop.
async fn run_telegram(telegram: Arc<TelegramAdapter>, handle: Handle, stop: CancellationToken) {
    handle.connected(Platform::Telegram, None);
    info!(bot = telegram.me().id, "Connected to Telegram");
    let greeting = task::spawn(prepare(Arc::clone(&telegram), handle.clone()));
    let keep = |updates| {
        let handle = handle.clone();
        async move { handle.receive(Platform::Telegram, updates).await.map(drop) }
    };
    let tell = |trouble| handle.connected(Platform::Telegram, trouble);
    if let Err(error) = polling::run(telegram.client(), keep, tell, &stop).await {
        error!(%error, "No updates from Telegram any more");
        handle.connected(Platform::Telegram, Some(error.to_string()));
    }
    greeting.abort();
}

/// Sets the bot's menus and looks at the desk: both help people, and nothing waits for them.
async fn prepare(telegram: Arc<TelegramAdapter>, handle: Handle) {
    // The desk may be elsewhere.
    let desk = handle.policy().desk().cloned().filter(|it| it.platform == Platform::Telegram);
    if let Err(error) = telegram.set_commands(desk.as_ref()).await {
        warn!(%error, "The bot's command menu could not be set");
    }
    let Some(desk) = desk else { return };
    for missing in telegram.check_desk(&desk).await {
        warn!(
            "The desk is not ready, so unhappy customers may reach nobody. The bot says: {missing}"
        );
    }
}

/// Cancels `stop` on SIGTERM, on Ctrl-C, and in a rehearsal when the process that started it ends.
fn listen_for_the_end(stop: &CancellationToken) -> io::Result<()> {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let stop = stop.clone();
        task::spawn(async move {
            if signals.recv().await.is_some() {
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
