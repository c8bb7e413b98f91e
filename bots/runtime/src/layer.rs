//! What a group of steps has changed before it is durable, over what the store holds.

use std::{collections::BTreeMap, sync::Arc};

use amends_core::{
    customer::Customer,
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::InteractionId,
    place::Place,
    policy::Policy,
    venue::Venue,
};
use amends_storage::port::{CaseIsOpen, Counters, Identity, IndexRow, LinkRow, ReceiptRow};

/// Changes that are not durable yet. Steps of the same group see them.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub(crate) policy: Option<Arc<Policy>>,
    pub(crate) customers: BTreeMap<CustomerId, Customer>,
    pub(crate) venues: BTreeMap<Place, Venue>,
    pub(crate) counters: Option<Counters>,
    pub(crate) identities: BTreeMap<Identity, CustomerId>,
    pub(crate) surveys: BTreeMap<SurveyId, CustomerId>,
    pub(crate) interactions: BTreeMap<InteractionId, (CustomerId, u64)>,
    pub(crate) cases: BTreeMap<CaseNumber, (CustomerId, CaseIsOpen)>,
    pub(crate) threads: BTreeMap<Place, CaseNumber>,
    pub(crate) receipts: BTreeMap<String, ReceiptRow>,
    pub(crate) links: BTreeMap<String, LinkRow>,
}

impl Layer {
    /// Notes an index row.
    pub(crate) fn note(&mut self, row: &IndexRow) {
        match row.clone() {
            IndexRow::Identity(identity, id) => {
                self.identities.insert(identity, id);
            }
            IndexRow::Survey(survey, id) => {
                self.surveys.insert(survey, id);
            }
            IndexRow::Interaction(interaction, id, digest) => {
                self.interactions.insert(interaction, (id, digest));
            }
            IndexRow::Case(case, id, is_open) => {
                self.cases.insert(case, (id, is_open));
            }
            IndexRow::Thread(thread, case) => {
                self.threads.insert(thread, case);
            }
            IndexRow::Receipt(token, receipt) => {
                self.receipts.insert(token, receipt);
            }
            IndexRow::Link(code, link) => {
                self.links.insert(code, link);
            }
        }
    }

    /// Takes over what a later layer changed.
    pub(crate) fn absorb(&mut self, later: Self) {
        self.policy = later.policy.or(self.policy.take());
        self.counters = later.counters.or(self.counters);
        self.customers.extend(later.customers);
        self.venues.extend(later.venues);
        self.identities.extend(later.identities);
        self.surveys.extend(later.surveys);
        self.interactions.extend(later.interactions);
        self.cases.extend(later.cases);
        self.threads.extend(later.threads);
        self.receipts.extend(later.receipts);
        self.links.extend(later.links);
    }
}
