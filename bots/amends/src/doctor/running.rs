//! What the running service knows that the configuration does not: who is staff by now, who is on
//! duty, and all else that commands change.

use std::{io, time::Duration};

use amends_core::policy::Workspace;
use anyhow::{Context, bail};
use tokio::time;

use super::Findings;
use crate::{
    config::Config,
    door::Door,
    orders::{Order, Word},
};

const WITHIN: Duration = Duration::from_secs(10);

/// Asks the running service for its business as it is in force.
pub(super) async fn business(config: &Config, out: &mut Findings) -> io::Result<Option<Workspace>> {
    let asked = time::timeout(WITHIN, ask(config)).await;
    let asked = asked.unwrap_or_else(|_| Err(anyhow::anyhow!("it takes too long to answer")));
    match asked {
        Ok(business) => Ok(Some(business)),
        Err(error) => {
            let says = format!(
                "what commands changed is not known ({error:#}), so staff, duty and desk are judged \
                 by the configuration alone"
            );
            out.note("service", says).map(|()| None)
        }
    }
}

async fn ask(config: &Config) -> anyhow::Result<Workspace> {
    let Some(door) = Door::find(&config.data_dir)? else {
        bail!("no service listens at control.sock in `{}`", config.data_dir.display());
    };
    let mut said = String::new();
    let hear = |word| {
        if let Word::Text(text) = word {
            said.push_str(&text);
        }
        Ok(())
    };
    door.call(&Order::Business, hear).await?;
    serde_json::from_str(&said).context("the running service is of another version: restart it")
}
