//! What a group of steps has changed before it is durable, over what the store holds.

use std::{collections::BTreeMap, sync::Arc};

use amends_core::{
    customer::Customer,
    engine::Recall,
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber, SurveyId},
    interaction::InteractionId,
    place::Place,
    policy::Policy,
    venue::Venue,
};
use amends_storage::port::{
    CaseIsOpen, Counters, Erasure, Identity, IndexRow, LinkRow, ReceiptRow,
};

/// Changes that are not durable yet. Steps of the same group see them.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub(crate) policy: Option<Arc<Policy>>,
    pub(crate) customers: BTreeMap<CustomerId, Customer>,
    pub(crate) venues: BTreeMap<Place, Venue>,
    pub(crate) counters: Option<Counters>,
    /// Nothing: it leads nowhere any more.
    pub(crate) identities: BTreeMap<Identity, Option<CustomerId>>,
    pub(crate) surveys: BTreeMap<SurveyId, CustomerId>,
    pub(crate) interactions: BTreeMap<InteractionId, Option<(CustomerId, u64)>>,
    pub(crate) cases: BTreeMap<CaseNumber, (CustomerId, CaseIsOpen)>,
    pub(crate) items: BTreeMap<ItemNumber, (CustomerId, CaseIsOpen)>,
    pub(crate) threads: BTreeMap<Place, Option<CaseNumber>>,
    pub(crate) receipts: BTreeMap<String, ReceiptRow>,
    pub(crate) links: BTreeMap<String, LinkRow>,
    /// Effects of customers that are to be carried out.
    pub(crate) effects: Vec<AskedFor>,
}

/// An effect that a customer's step asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedFor {
    pub(crate) by: CustomerId,
    pub(crate) key: EffectKey,
    /// What it takes at least to recall it.
    pub(crate) recall: Recall,
}

impl Layer {
    /// Notes an index row.
    pub(crate) fn note(&mut self, row: &IndexRow) {
        match row.clone() {
            IndexRow::Identity(identity, id) => {
                self.identities.insert(identity, Some(id));
            }
            IndexRow::Survey(survey, id) => {
                self.surveys.insert(survey, id);
            }
            IndexRow::Interaction(interaction, id, digest) => {
                self.interactions.insert(interaction, Some((id, digest)));
            }
            IndexRow::Case(case, id, is_open) => {
                self.cases.insert(case, (id, is_open));
            }
            IndexRow::Item(item, id, is_open) => {
                self.items.insert(item, (id, is_open));
            }
            IndexRow::Thread(thread, case) => {
                self.threads.insert(thread, Some(case));
            }
            IndexRow::Receipt(token, receipt) => {
                self.receipts.insert(token, receipt);
            }
            IndexRow::Link(code, link) => {
                self.links.insert(code, link);
            }
        }
    }

    /// What led to a forgotten customer leads nowhere any more.
    pub(crate) fn forget(&mut self, erasure: &Erasure) {
        for account in &erasure.accounts {
            self.identities.insert(Identity::Account(account.clone()), None);
        }
        for external in &erasure.external {
            self.identities.insert(Identity::External(external.clone()), None);
        }
        for interaction in &erasure.interactions {
            self.interactions.insert(interaction.clone(), None);
        }
        for place in &erasure.places {
            self.threads.insert(place.clone(), None);
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
        self.items.extend(later.items);
        self.threads.extend(later.threads);
        self.receipts.extend(later.receipts);
        self.links.extend(later.links);
        self.effects.extend(later.effects);
    }
}
