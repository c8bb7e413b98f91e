//! The door: how the command line reaches a service that has the store open. It is a socket in the
//! data directory, so the file system says who may come in; behind it is HTTP with one call.

pub(crate) mod socket;

use std::path::Path;

use anyhow::{Context, anyhow, bail};
use reqwest::{Client, Response};

use self::socket::Place;
use crate::orders::{Order, Word};

/// The path of the one call.
pub(crate) const PATH: &str = "/orders";

/// The door of a service that runs.
#[derive(Debug)]
pub(crate) struct Door {
    place: Place,
}

impl Door {
    /// Finds the door of the service on a data directory; nothing if none runs.
    pub(crate) fn find(data_dir: &Path) -> anyhow::Result<Option<Self>> {
        let found = socket::find(data_dir);
        let found = found.with_context(|| {
            format!(
                "the service on `{}` can't be reached: run this as the account that runs the service",
                data_dir.display()
            )
        })?;
        Ok(found.map(|place| Self { place }))
    }

    /// Has the service carry an order out, and hands on what it says. Returns whether all is well.
    pub(crate) fn give(
        &self,
        order: &Order,
        hear: impl FnMut(Word) -> anyhow::Result<()>,
    ) -> anyhow::Result<bool> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.call(order, hear))
    }

    /// The same, for whoever waits for other things too.
    pub(crate) async fn call(
        &self,
        order: &Order,
        mut hear: impl FnMut(Word) -> anyhow::Result<()>,
    ) -> anyhow::Result<bool> {
        let client = Client::builder().unix_socket(self.place.path()).no_proxy().build()?;
        let sent = client.post(format!("http://amends{PATH}")).json(order).send().await;
        let mut response = sent.context("the running service did not answer")?;
        if !response.status().is_success() {
            let status = response.status();
            bail!("the running service is of another version ({status}): restart it first");
        }
        let mut lines = Lines::default();
        while let Some(word) = lines.next(&mut response).await? {
            match word {
                Word::Ended { is_well } => return Ok(is_well),
                Word::Failed(why) => bail!(why),
                Word::Text(_) | Word::Progress { .. } => hear(word)?,
            }
        }
        bail!("the running service ended before this was done: try again")
    }
}

/// Words, as they come in: one in each line.
#[derive(Debug, Default)]
struct Lines {
    buffer: Vec<u8>,
}

impl Lines {
    async fn next(&mut self, response: &mut Response) -> anyhow::Result<Option<Word>> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                let word = serde_json::from_slice(&line);
                return word
                    .map(Some)
                    .map_err(|_| anyhow!("the running service is not understood"));
            }
            match response.chunk().await.context("the running service broke off: try again")? {
                Some(chunk) => self.buffer.extend_from_slice(&chunk),
                None => return Ok(None),
            }
        }
    }
}
