//! The log: structured events with ids only. Whatever looks like a secret is masked on its way out,
//! should one ever get that far.

mod scrub;

use std::{
    env,
    io::{self, IsTerminal},
    panic,
};

use tracing::{Level, error};
use tracing_subscriber::{
    EnvFilter, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

use self::scrub::Scrubbed;
use crate::config::LogFormat;

/// Crates that print URLs and headers, with tokens in them, when they are asked to be talkative.
const TALKATIVE: &[&str] = &[
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "rustls",
    "serenity",
    "sled",
    "teloxide",
    "tokio_tungstenite",
    "tungstenite",
];
/// Says a whole event of Discord's, with what people wrote in it, when it can't read one.
const TELLTALE: &str = "serenity::gateway";

/// Starts the log, on standard error.
pub(crate) fn start(filter: &str, format: Option<LogFormat>) -> anyhow::Result<()> {
    let terminal = io::stderr().is_terminal();
    let format = format.unwrap_or(if terminal { LogFormat::Text } else { LogFormat::Json });
    let colours = terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let quiet = filter_fn(|metadata| *metadata.level() <= loudest(metadata.target()));
    let registry = tracing_subscriber::registry().with(EnvFilter::try_new(filter)?).with(quiet);
    let writer = || Scrubbed::new(io::stderr());
    match format {
        LogFormat::Text => {
            registry.with(fmt::layer().with_ansi(colours).with_writer(writer)).try_init()?;
        }
        LogFormat::Json => {
            registry
                .with(fmt::layer().json().flatten_event(true).with_writer(writer))
                .try_init()?;
        }
    }
    panic::set_hook(Box::new(|info| {
        let what = info.payload_as_str().unwrap_or("something that is no text");
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        error!(at, "A part of amends panicked: {what}");
    }));
    Ok(())
}

/// The least grave level at which a part of the program is let speak, whatever was wished for.
fn loudest(target: &str) -> Level {
    let krate = target.split("::").next().unwrap_or(target);
    if target.starts_with(TELLTALE) {
        Level::ERROR
    } else if TALKATIVE.contains(&krate) || krate.starts_with("teloxide_") {
        Level::WARN
    } else {
        Level::TRACE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_crates_that_print_urls_are_kept_quiet() {
        let quiet = ["hyper::client", "reqwest", "teloxide_core::net", "serenity::http::client"];
        for target in quiet {
            assert_eq!(loudest(target), Level::WARN, "{target}");
        }
        for target in ["amends", "amends_discord::gateway", "hyperbole", "tokio"] {
            assert_eq!(loudest(target), Level::TRACE, "{target}");
        }
        assert_eq!(loudest("serenity::gateway::ws"), Level::ERROR);
    }
}
