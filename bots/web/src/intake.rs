//! The seam to the shell: what the HTTP interface hands in, and what it is told.

use std::{fmt, sync::Arc};

use amends_core::{
    event::Known,
    ids::{CaseNumber, SurveyId},
    interaction::{Interaction, InteractionId},
    policy::Policy,
};
use amends_runtime::{
    Handle,
    entrances::{NoLink, WayIn},
    figures::Measured,
    item::IntakeAnswer,
    port::Pending,
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
    /// There is no link that anybody could follow: nothing was stored.
    NoLinks(NoLink),
}

/// The printed link of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed {
    /// Whoever follows this link is asked about the place.
    Link(String),
    /// No place can have this name.
    Unfit,
    /// There is no link that anybody could follow.
    NoLinks(NoLink),
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

    /// The ways that whoever was given this code can take. Nothing is looked up about the code.
    fn ways_in(&self, code: &str) -> Vec<WayIn>;

    /// The business as it is now.
    fn policy(&self) -> Arc<Policy>;

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

    /// The figures of the service as they are now.
    fn measure(&self) -> Pending<'_, Measured>;
}

/// The running service behind the HTTP interface.
#[derive(Clone, Debug)]
pub struct Shell {
    handle: Handle,
}

impl Shell {
    /// The service.
    pub fn new(handle: Handle) -> Self {
        Self { handle }
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

/// Waiting helps against one reason alone.
fn no_link(why: NoLink) -> Result<NoLink, NotStored> {
    match why {
        NoLink::Late(_) => Err(NotStored(why.to_string())),
        NoLink::NoPage | NoLink::NoPlatform => Ok(why),
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
                    Taken::NoChannel(self.handle.link_for(&token).ok())
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
            if let Err(why) = self.handle.link_for("r_") {
                return no_link(why).map(Registered::NoLinks);
            }
            let answer = self.handle.interaction_ended(known, interaction, digest).await;
            match answer.map_err(|error| NotStored(error.to_string()))? {
                IntakeAnswer::Registered { token, expires_at, is_new } => {
                    match self.handle.link_for(&token) {
                        Ok(link) => Ok(Registered::Link { link, expires_at, is_new }),
                        Err(why) => no_link(why).map(Registered::NoLinks),
                    }
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
        match self.handle.link_for(&token) {
            Ok(link) => Ok(Printed::Link(link)),
            Err(why) => no_link(why).map(Printed::NoLinks),
        }
    }

    fn ways_in(&self, code: &str) -> Vec<WayIn> {
        self.handle.ways_in(code)
    }

    fn policy(&self) -> Arc<Policy> {
        self.handle.policy()
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

    fn measure(&self) -> Pending<'_, Measured> {
        Box::pin(self.handle.measure())
    }
}
