//! The seam to the shell: what the HTTP interface hands in, and what it is told.

use std::{fmt, sync::Arc};

use amends_core::{
    event::Known,
    ids::{CaseNumber, SurveyId},
    interaction::{Interaction, InteractionId},
};
use amends_runtime::{
    Handle,
    item::IntakeAnswer,
    port::{Pending, SharedAdapter},
    views::{CaseView, InteractionView},
};
use jiff::Timestamp;
use secrecy::SecretString;
use thiserror::Error;
use tokio::task;

/// What became of a contact that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The customer will be asked.
    Planned(SurveyId),
    /// It was handed in before, with the same content.
    Duplicate,
    /// The customer is not asked, for this reason.
    Suppressed(&'static str),
    /// Nobody knows how to write to the customer; this link may be shown to them.
    NoChannel(Option<String>),
    /// The id was used before, with other content.
    Conflict,
}

/// What became of a receipt that was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// Whoever shows this link is asked.
    Link {
        /// The link.
        link: String,
        /// How long it is good.
        expires_at: Timestamp,
        /// Not registered before.
        is_new: bool,
    },
    /// The id was used before, with other content or for something else.
    Conflict,
    /// No platform that is connected takes links: nothing was stored.
    NoLinks,
}

/// The printed link of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed {
    /// Whoever follows this link is asked about the place.
    Link(String),
    /// No place can have this name.
    Unfit,
    /// No platform that is connected takes links.
    NoLinks,
}

/// It was not stored, or can't be read at the moment. Trying again does no harm.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct NotStored(pub String);

/// What a call may ask of the shell.
pub type Answer<'a, T> = Pending<'a, Result<T, NotStored>>;

/// The shell, as the HTTP interface sees it. Whatever is answered `Ok` is durable.
pub trait Intake: Send + Sync + 'static {
    /// A contact ended. The digest tells a repeat from a conflict.
    fn interaction_ended(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Taken>;

    /// A receipt waits for whoever shows it. The digest tells a repeat from a conflict.
    fn receipt(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Registered>;

    /// The link to print for a place.
    fn place(&self, name: &str) -> Result<Printed, NotStored>;

    /// What became of a contact, by the id it was handed in with.
    fn interaction(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>>;

    /// The contact goes on after all: a question that was not sent yet is withdrawn. Returns what
    /// became of it, and nothing if the contact is not known.
    fn reopened(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>>;

    /// Open cases with a number above `after`, in order, at most `limit`.
    fn open_cases(&self, after: CaseNumber, limit: usize) -> Answer<'_, Vec<CaseView>>;

    /// One case.
    fn case(&self, number: CaseNumber) -> Answer<'_, Option<CaseView>>;

    /// The secrets that were minted in the chat and are good at the moment: looked up at each call,
    /// so that what is taken back is refused at once.
    fn secrets(&self) -> Vec<SecretString>;

    /// Why work can't be done at the moment; nothing if all is well.
    fn not_ready(&self) -> Vec<String>;
}

/// The running service behind the HTTP interface.
#[derive(Clone, Debug)]
pub struct Shell {
    handle: Handle,
    links: Links,
}

/// The platforms, for the links that they give.
#[derive(Clone)]
struct Links(Arc<[SharedAdapter]>);

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|adapter| adapter.platform())).finish()
    }
}

impl Shell {
    /// The service, and the platforms whose links are given to customers without a channel.
    pub fn new(handle: Handle, adapters: &[SharedAdapter]) -> Self {
        Self { handle, links: Links(adapters.into()) }
    }

    /// Reads from the store on a thread that may wait for the disk.
    async fn read<T, E>(
        &self,
        read: impl FnOnce(&Handle) -> Result<T, E> + Send + 'static,
    ) -> Result<T, NotStored>
    where
        T: Send + 'static,
        E: fmt::Display + Send + 'static,
    {
        let handle = self.handle.clone();
        match task::spawn_blocking(move || read(&handle)).await {
            Ok(read) => read.map_err(|error| NotStored(error.to_string())),
            Err(_) => Err(NotStored("amends is stopping".to_owned())),
        }
    }
}

impl Links {
    /// The link that brings somebody to us with this token; nothing if no platform has such links.
    /// One that is not connected yet may have.
    fn to(&self, token: &str) -> Result<Option<String>, NotStored> {
        let link = self.0.iter().find_map(|one| one.private_link(token));
        match self.0.iter().find(|one| !one.is_ready()) {
            Some(late) if link.is_none() => {
                Err(NotStored(format!("{} is not connected yet", late.platform().name())))
            }
            Some(_) | None => Ok(link),
        }
    }
}

impl Intake for Shell {
    fn interaction_ended(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Taken> {
        Box::pin(async move {
            let answer = self.handle.interaction_ended(known, interaction, digest).await;
            Ok(match answer.map_err(|error| NotStored(error.to_string()))? {
                IntakeAnswer::Planned(survey) => Taken::Planned(survey),
                IntakeAnswer::Duplicate => Taken::Duplicate,
                IntakeAnswer::Suppressed(why) => Taken::Suppressed(why.name()),
                IntakeAnswer::NoChannel { token } => {
                    Taken::NoChannel(self.links.0.iter().find_map(|one| one.private_link(&token)))
                }
                // The second is what contacts that are not receipts never are.
                IntakeAnswer::Conflict | IntakeAnswer::Registered { .. } => Taken::Conflict,
            })
        })
    }

    fn receipt(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Answer<'_, Registered> {
        Box::pin(async move {
            // Nothing is stored whose link nobody could follow.
            if self.links.to("r_")?.is_none() {
                return Ok(Registered::NoLinks);
            }
            let answer = self.handle.interaction_ended(known, interaction, digest).await;
            match answer.map_err(|error| NotStored(error.to_string()))? {
                IntakeAnswer::Registered { token, expires_at, is_new } => {
                    let link = self.links.to(&token)?;
                    let link = link.map(|link| Registered::Link { link, expires_at, is_new });
                    Ok(link.unwrap_or(Registered::NoLinks))
                }
                // The others are what receipts never are.
                IntakeAnswer::Conflict
                | IntakeAnswer::Planned(_)
                | IntakeAnswer::Duplicate
                | IntakeAnswer::Suppressed(_)
                | IntakeAnswer::NoChannel { .. } => Ok(Registered::Conflict),
            }
        })
    }

    fn place(&self, name: &str) -> Result<Printed, NotStored> {
        let Some(token) = self.handle.visit_token(name) else { return Ok(Printed::Unfit) };
        Ok(self.links.to(&token)?.map_or(Printed::NoLinks, Printed::Link))
    }

    fn interaction(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>> {
        Box::pin(self.read(move |handle| handle.interaction(&id)))
    }

    fn reopened(&self, id: InteractionId) -> Answer<'_, Option<InteractionView>> {
        Box::pin(async move {
            let known = self.handle.reopened(id.clone()).await;
            if known.map_err(|error| NotStored(error.to_string()))? {
                self.interaction(id).await
            } else {
                Ok(None)
            }
        })
    }

    fn open_cases(&self, after: CaseNumber, limit: usize) -> Answer<'_, Vec<CaseView>> {
        Box::pin(self.read(move |handle| handle.cases(after, limit)))
    }

    fn case(&self, number: CaseNumber) -> Answer<'_, Option<CaseView>> {
        Box::pin(self.read(move |handle| handle.case(number)))
    }

    fn secrets(&self) -> Vec<SecretString> {
        let policy = self.handle.policy();
        let now = self.handle.clock().now();
        let webhooks = policy.workspace.catalogue.webhooks.iter();
        let good = webhooks.flat_map(|webhook| webhook.good_at(now));
        good.map(|secret| SecretString::from(secret.expose())).collect()
    }

    fn not_ready(&self) -> Vec<String> {
        let readiness = self.handle.ready();
        let store = readiness.store.map(|why| format!("store: {why}"));
        let adapters = readiness.adapters.into_iter().filter_map(|(platform, trouble)| {
            trouble.map(|why| format!("{}: {why}", platform.name()))
        });
        store.into_iter().chain(adapters).collect()
    }
}
