//! `amends qr`: the printed link of a place, and pictures of it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use amends_core::{grammar, lang::Lang};
use amends_runtime::{entrances::Entrances, offline, qr};
use amends_storage::{Store, StoreError};
use amends_wording::Phrasebook;
use anyhow::{Context, anyhow, bail};
use reqwest::Method;
use serde_json::Value;

use crate::{ask, cli::QrArgs, config::Config, data, serve::platforms};

/// Prints the link of a place, and writes pictures of it.
pub(crate) fn run(args: &QrArgs, config: &Config) -> anyhow::Result<()> {
    let files: Vec<&Path> =
        [&args.svg, &args.png].into_iter().flatten().map(AsRef::as_ref).collect();
    if let Some(there) = files.iter().find(|file| !args.force && file.exists()) {
        bail!("`{}` is there already: name another file, or add --force", there.display());
    }
    let link = link(&args.place, config)?;
    let too_long = || anyhow!("the link is too long for a QR code: {link}");
    if let Some(file) = &args.svg {
        write(file, qr::svg(&link).ok_or_else(too_long)?.as_bytes(), args.force)?;
    }
    if let Some(file) = &args.png {
        write(file, &qr::png(&link).ok_or_else(too_long)?, args.force)?;
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{link}")?;
    if let Some(lang) = args.lang {
        writeln!(out, "{}", Phrasebook::new().raw("visit_print", lang, &[])?)?;
    }
    Ok(())
}

/// The link: by the store if no service runs on it, else by that service.
fn link(place: &str, config: &Config) -> anyhow::Result<String> {
    let store = match data::open(config) {
        Ok(store) => store,
        Err(error) => match error.downcast_ref() {
            Some(StoreError::Locked { .. }) => return link_of_service(place, config),
            Some(
                StoreError::Damaged { .. }
                | StoreError::Full { .. }
                | StoreError::Foreign { .. }
                | StoreError::Newer { .. }
                | StoreError::Unwritable { .. }
                | StoreError::Backend(_),
            )
            | None => return Err(error),
        },
    };
    let token = offline::visit_token(&store, place)?;
    let business = offline::business(&store, config.workspace.clone())?;
    store.close()?;
    drop(store);
    let token = token.expect("the command line takes no name that can't stand in a link");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let adapters = runtime.block_on(platforms::reach_all(config));
    let adapters = adapters.context("the link needs every bot that may be led to")?;
    let entrances = Entrances::new(&adapters, config.public_url.clone());
    entrances.link(&business, &token).context("the link of this place can't be made")
}

fn link_of_service(place: &str, config: &Config) -> anyhow::Result<String> {
    let path = format!("/v1/places/{place}");
    let (status, answer) = ask::call(Method::GET, &path, String::new(), config)?;
    let text = |field: &str| answer.get(field).and_then(Value::as_str);
    match text("link") {
        Some(link) => Ok(link.to_owned()),
        None => bail!("the service answered {status}: {}", text("detail").unwrap_or_default()),
    }
}

/// Writes a file that nobody overwrites by mistake, whole or not at all.
fn write(path: &Path, bytes: &[u8], force: bool) -> anyhow::Result<()> {
    let written = if force {
        fs::write(path, bytes)
    } else {
        File::create_new(path).and_then(|mut file| {
            file.write_all(bytes).inspect_err(|_| {
                fs::remove_file(path).ok();
            })
        })
    };
    written.with_context(|| format!("can't write `{}`", path.display()))
}

/// Reads the name of a place.
pub(crate) fn place(typed: &str) -> Result<String, String> {
    if grammar::is_place(typed) {
        return Ok(typed.to_owned());
    }
    Err(format!("write a-z, A-Z, 0-9, - and _, at most {} characters: till2", grammar::PLACE))
}

/// Reads a language of the texts that come with amends.
pub(crate) fn language(typed: &str) -> Result<Lang, String> {
    let known = Lang::parse(typed).filter(|lang| lang.is_built_in());
    known.ok_or_else(|| format!("write one of {}", Lang::BUILT_IN.map(Lang::code).join(", ")))
}
