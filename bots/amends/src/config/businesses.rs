//! Several businesses in one process: each has a configuration file, a bot, a desk and a directory
//! of its own, and shares nothing with the others.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use super::{Config, FILE, Loaded, Mistake, Mistakes};

/// The key that names the files of further businesses.
pub(super) const KEY: &str = "businesses";

/// Reads the files of further businesses. Their paths are taken from where the first one is; the
/// environment is the first one's alone, or all would have the same bot.
pub(super) fn read(
    names: &[PathBuf],
    first: Option<&Path>,
    warnings: &mut Vec<Mistake>,
) -> Result<Vec<Config>, Mistakes> {
    let around = first.and_then(Path::parent).unwrap_or_else(|| Path::new(""));
    let (mut others, mut mistakes) = (Vec::new(), Vec::new());
    for name in names {
        match super::from(Some(&around.join(name)), None) {
            Ok(Loaded { config, warnings: doubts, layers, .. }) => {
                if let Some(written) = layers.values.get(KEY) {
                    let what = format!("only the first configuration names `{KEY}`");
                    mistakes.push(Mistake { origin: written.origin.to_string(), what });
                }
                warnings.extend(doubts);
                others.push(config);
            }
            Err(Mistakes(more)) => mistakes.extend(more),
        }
    }
    if mistakes.is_empty() { Ok(others) } else { Err(Mistakes(mistakes)) }
}

/// What two businesses have in common and must not: each is named with what it is called.
pub(super) fn shared(all: &[(&Config, String)]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (config, origin) in all {
        for (what, says) in own(config) {
            let Some(other) = owners.get(&what) else {
                owners.insert(what, origin);
                continue;
            };
            let what = format!("{says}, and `{other}` has the same: {}", "give each its own");
            mistakes.push(Mistake { origin: origin.clone(), what });
        }
    }
    mistakes
}

/// What must be a business's own, and how a second one is told. Secrets stay in here.
fn own(config: &Config) -> Vec<(String, &'static str)> {
    let token = |name: &str, token: Option<&SecretString>| {
        token.map(|token| format!("{name} {}", token.expose_secret()))
    };
    let mut own = vec![(format!("dir {}", plain(&config.data_dir)), "`data_dir` is shared")];
    if config.http_addr.port() != 0 {
        own.push((format!("addr {}", config.http_addr), "`http.addr` is shared"));
    }
    let telegram = token("telegram", config.telegram.token.as_ref());
    own.extend(telegram.map(|token| (token, "`telegram.token` is shared")));
    let discord = token("discord", config.discord.token.as_ref());
    own.extend(discord.map(|token| (token, "`discord.token` is shared")));
    if let Some(desk) = &config.workspace.desk {
        let desk = format!("desk {} {}", desk.platform.name(), desk.chat);
        own.push((desk, "the desk is shared"));
    }
    own
}

/// A directory by its shortest name, as far as it can be told without looking.
fn plain(dir: &Path) -> String {
    let known = dir.canonicalize().unwrap_or_else(|_| dir.components().collect());
    known.display().to_string()
}

/// How a configuration is called: by its file.
pub(super) fn origin(path: Option<&Path>) -> String {
    path.map_or_else(|| FILE.to_owned(), |path| path.display().to_string())
}
