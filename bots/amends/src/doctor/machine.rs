//! What the service needs of the machine: room, a store that opens, a clock that goes right.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use amends_core::{
    ids::{CaseNumber, WorkspaceId},
    policy::Workspace,
};
use amends_runtime::offline;
use amends_storage::{
    SledStore, Store, StoreError, disk,
    port::{Cause, Dead, DeadLetter},
    sled_store,
};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};

use super::{Findings, running};
use crate::{ahead, ask, config::Config};

/// Less room than this is soon used up; the store holds some in reserve beside it.
const LEAST_ROOM: u64 = 64 << 20;
const LITTLE_ROOM: u64 = 1 << 30;
/// Signatures bear a difference of five minutes; promises and reports should be truer than that.
const LARGEST_SKEW: SignedDuration = SignedDuration::from_secs(30);
/// What others than the owner and the group may do with a directory.
const OTHERS: u32 = 0o7;
const WITHIN: Duration = Duration::from_secs(10);
const GATEWAY: &str = "/api/v10/gateway";
/// So many cases and dead letters are counted.
const COUNTED: usize = 1_000;
/// So many of what was given up are named.
const SHOWN: usize = 5;
/// What waits longer than this while the service runs is worth a look.
const LONG: f64 = 900.0;

/// Looks whether there is room for what is kept, and for as much as somebody wants.
pub(super) fn disk(dir: &Path, wanted: Option<u64>, out: &mut Findings) -> io::Result<()> {
    let shown = dir.display();
    // The directory is made at the first start: till then its parent must bear it.
    let there = dir.ancestors().find(|dir| dir.is_dir()).unwrap_or(Path::new("."));
    let probe = there.join(format!(".amends-doctor-{}", std::process::id()));
    let tried = fs::write(&probe, b"probe").and_then(|()| fs::remove_file(&probe));
    if let Err(error) = tried {
        return out.wrong(
            "disk",
            format!(
                "`{}` can't be written ({error}): give the account that runs amends the right to, \
                 or choose another data_dir",
                there.display()
            ),
        );
    }
    if dir.metadata().is_ok_and(|it| it.permissions().mode() & OTHERS != 0) {
        let says = format!(
            "every account on this machine can look into `{shown}`, where words of customers are \
             kept: chmod o-rwx {shown}"
        );
        out.note("disk", says)?;
    }
    match disk::room(there) {
        Err(error) => out.wrong("disk", format!("`{shown}` can't be looked at: {error}")),
        Ok(room) if room < wanted.unwrap_or_default().max(LEAST_ROOM) => {
            let (left, wanted) = (size(room), size(wanted.unwrap_or(LITTLE_ROOM)));
            let says = format!("{left} left for `{shown}`: free some space, {wanted} at least");
            out.wrong("disk", says)
        }
        Ok(room) if room < LITTLE_ROOM => {
            out.note("disk", format!("{} left for `{shown}`: free some space soon", size(room)))
        }
        Ok(room) => out.fine("disk", format!("{} left for `{shown}`", size(room))),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..0x4000_0000 => format!("{} MB", bytes >> 20),
        0x4000_0000..0x0100_0000_0000 => format!("{} GB", bytes >> 30),
        0x0100_0000_0000.. => format!("{} TB", bytes >> 40),
    }
}

/// Opens the store, or asks the service that has it open. Returns the business as it is in force, or
/// will be from the next start on.
pub(super) async fn store(
    config: &Config,
    out: &mut Findings,
) -> io::Result<(Option<Workspace>, Running)> {
    let dir = &config.data_dir;
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none()) || !dir.exists() {
        let says = format!("will be made in `{}` at the first start", dir.display());
        return out.fine("store", says).map(|()| (None, Running::No));
    }
    match SledStore::open(dir, WorkspaceId::FIRST, sled_store::Options::default()) {
        Err(StoreError::Locked { .. }) => {
            service(config, out).await?;
            Ok((running::business(config, out).await?, Running::Yes))
        }
        Err(error) => out.wrong("store", error).map(|()| (None, Running::No)),
        Ok(opened) => {
            if let Some(aside) = &opened.moved_aside {
                let aside = aside.display();
                let says = match &opened.rebuilt {
                    Some(rebuilt) => format!(
                        "could not be read and was moved to `{aside}`; it was rebuilt from the \
                         backup in `{}` and the answer record: look through both, and check the disk",
                        rebuilt.from.display()
                    ),
                    None => format!(
                        "could not be read and was moved to `{aside}`; what the answer record has \
                         was taken over: restore the last backup"
                    ),
                };
                out.wrong("store", says)?;
            }
            if !opened.damaged_lines.is_empty() {
                let says = format!(
                    "{} lines of the answer record can't be read: check the disk, and keep a copy \
                     of answers.log",
                    opened.damaged_lines.len()
                );
                out.wrong("store", says)?;
            }
            match contents(&opened.store, config) {
                Ok(Contents { open, dead, business }) => {
                    out.fine("store", format!("opens well; open cases: {open}"))?;
                    if !dead.is_empty() {
                        out.note("store", given_up(&dead))?;
                    }
                    Ok((Some(business), Running::No))
                }
                Err(error) => out.wrong("store", error).map(|()| (None, Running::No)),
            }
        }
    }
}

/// Tells what was given up, by the ids under which the log tells of it.
fn given_up(dead: &[DeadLetter]) -> String {
    let id = |letter: &DeadLetter| match &letter.what {
        Dead::Arrival(row) => Cause::arrival(&row.id).to_string(),
        Dead::Effect(row) => row.cause().to_string(),
    };
    let ids: Vec<_> = dead.iter().rev().take(SHOWN).map(id).collect();
    format!(
        "given up after three tries: {}; look in the log for the ids of the last: {}",
        dead.len(),
        ids.join(", ")
    )
}

/// Whether a service runs on the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Running {
    /// One does, or another process holds the store.
    Yes,
    /// None does.
    No,
}

/// What an open store holds.
struct Contents {
    open: usize,
    dead: Vec<DeadLetter>,
    business: Workspace,
}

fn contents(store: &SledStore, config: &Config) -> Result<Contents, StoreError> {
    let open = store.open_cases(CaseNumber(0), COUNTED)?.len();
    let dead = store.dead_letters(COUNTED)?;
    let business = offline::business(store, config.workspace.clone())?;
    store.close()?;
    Ok(Contents { open, dead, business })
}

/// Asks the running service how it does.
async fn service(config: &Config, out: &mut Findings) -> io::Result<()> {
    let addr = match ask::reachable(config.http_addr) {
        Ok(addr) => addr,
        Err(error) => return out.note("store", format!("another process uses it; {error}")),
    };
    let url = format!("http://{addr}/readyz");
    let client = reqwest::Client::builder().timeout(WITHIN).no_proxy().build();
    let answered = match client {
        Ok(client) => client.get(&url).send().await,
        Err(error) => Err(error),
    };
    match answered {
        Err(_) => out.wrong(
            "service",
            format!(
                "another process uses the store, and no service answers at {url}: set http.addr to \
                 where it listens, or stop that process"
            ),
        ),
        Ok(answer) if answer.status().is_success() => {
            out.fine("service", format!("runs and is ready ({url})"))?;
            figures(&format!("http://{addr}/metrics"), out).await
        }
        Ok(answer) => {
            let said: serde_json::Value = answer.json().await.unwrap_or_default();
            let why = said["detail"].as_str().unwrap_or("it does not say why").to_owned();
            out.wrong("service", format!("runs and is not ready: {why}"))
        }
    }
}

/// Tells what the figures of the running service say that somebody should know.
async fn figures(url: &str, out: &mut Findings) -> io::Result<()> {
    let client = reqwest::Client::builder().timeout(WITHIN).no_proxy().build();
    let page = match client {
        Ok(client) => client.get(url).send().await,
        Err(error) => Err(error),
    };
    let page = match page {
        Ok(page) => page.text().await.unwrap_or_default(),
        Err(_) => return out.note("service", format!("its figures can't be read at {url}")),
    };
    let figure = |name: &str| largest(&page, name).unwrap_or_default();
    let dead = figure("amends_dead_letters");
    if 0.5 < dead {
        let says = format!("given up after three tries: {dead}; the log names each with its id");
        out.note("service", says)?;
    }
    let oldest = figure("amends_oldest_effect_age_seconds");
    if LONG < oldest {
        let says = format!(
            "something waits to be sent for {oldest:.0} seconds: see amends_effects_waiting at \
             {url}"
        );
        out.note("service", says)?;
    }
    let hanging = figure("amends_cases_hanging");
    if 0.5 < hanging {
        let says = format!("open cases for which nobody is ever woken: {hanging}; report this");
        out.wrong("service", says)?;
    }
    let unanswered = figure("amends_cases_unanswered");
    if 0.5 < unanswered {
        let says =
            format!("open cases that nobody takes, though the management is called: {unanswered}");
        out.note("service", says)?;
    }
    Ok(())
}

/// The largest value of a figure.
fn largest(page: &str, name: &str) -> Option<f64> {
    let lines = page.lines().filter_map(|line| line.strip_prefix(name));
    let values = lines.filter(|rest| rest.starts_with([' ', '{']));
    let values = values.filter_map(|rest| rest.rsplit(' ').next()?.parse::<f64>().ok());
    values.reduce(f64::max)
}

/// Compares the clock of this machine with that of a platform.
pub(super) async fn clock(config: &Config, out: &mut Findings) -> anyhow::Result<()> {
    // Both answer there without a token.
    let bots = [(&config.telegram, "Telegram's", ""), (&config.discord, "Discord's", GATEWAY)];
    let mut bots = bots.into_iter().filter(|(bot, ..)| bot.token.is_some());
    let Some((bot, whose, path)) = bots.next() else {
        out.note("clock", "not compared: no platform is set up")?;
        return Ok(());
    };
    let clock = ahead::clock(&config.data_dir)?;
    let Some(theirs) = time_at(&format!("{}{path}", bot.api_url)).await else {
        out.note("clock", format!("not compared: {whose} servers did not tell the time"))?;
        return Ok(());
    };
    let skew = clock.now().duration_since(theirs);
    if skew.abs() <= LARGEST_SKEW {
        out.fine("clock", format!("agrees with {whose}"))?;
    } else {
        let way = if skew.is_positive() { "ahead of" } else { "behind" };
        let by = SignedDuration::from_secs(skew.abs().as_secs());
        let says = format!(
            "{by:#} {way} {whose}, so promised times are wrong: switch time synchronisation on, as \
             with: timedatectl set-ntp true"
        );
        out.wrong("clock", says)?;
    }
    Ok(())
}

/// The time of a server, as its answers say.
async fn time_at(url: &str) -> Option<Timestamp> {
    let client = reqwest::Client::builder()
        .timeout(WITHIN)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .ok()?;
    let answer = client.get(url).send().await.ok()?;
    let date = answer.headers().get("date")?.to_str().ok()?;
    rfc2822::parse(date).ok().map(|date| date.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_are_read() {
        let date = rfc2822::parse("Sun, 22 Nov 2026 00:04:28 GMT").unwrap();
        assert_eq!(date.timestamp().to_string(), "2026-11-22T00:04:28Z");
    }

    #[test]
    fn the_largest_of_a_figure_is_found() {
        let page = "# HELP a_b It.\na_b{of=\"x\"} 2.5\na_b{of=\"y\"} 7\na_bc 9\n# EOF\n";
        assert_eq!(largest(page, "a_b"), Some(7.0));
        assert_eq!(largest(page, "a_bc"), Some(9.0));
        assert_eq!(largest(page, "a"), None);
    }

    #[test]
    fn sizes_are_told_as_people_read_them() {
        assert_eq!(size(70 << 20), "70 MB");
        assert_eq!(size(5 << 30), "5 GB");
        assert_eq!(size(3 << 40), "3 TB");
        assert_eq!([size((1 << 30) - 1), size(1 << 30)], ["1023 MB", "1 GB"]);
        assert_eq!([size((1 << 40) - 1), size(1 << 40)], ["1023 GB", "1 TB"]);
    }
}
