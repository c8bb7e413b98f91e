//! What is done to a store that no service is running on.

use std::{collections::BTreeMap, sync::Arc};

use amends_core::{
    customer::Customer,
    event::Event,
    ids::CustomerId,
    place::{Address, Platform},
    policy::{Policy, Workspace},
};
use amends_storage::port::{Identity, Store, StoreError};

use crate::{
    clock::Clock,
    draft::{Draft, Ground},
    entropy::Entropy,
    health::Health,
    layer::Layer,
    links::LinkKey,
    taken_in,
};

/// Finds a customer by what somebody typed: `telegram:77`, the id in the business's own system, or
/// the one that stands in the log.
pub fn find(store: &dyn Store, typed: &str) -> Result<Option<Customer>, StoreError> {
    let account = typed.split_once(':').and_then(|(platform, account)| {
        Some(Identity::Account(Address::new(Platform::parse(platform)?, account)))
    });
    let mut id = store.customer_of(&account.unwrap_or(Identity::External(typed.to_owned())))?;
    if id.is_none() {
        id = uuid(typed);
    }
    let Some(id) = id else { return Ok(None) };
    let found = taken_in::follow(id, |id| store.customer(id))?;
    Ok(found.filter(|customer| customer.erased_at.is_none()))
}

fn uuid(typed: &str) -> Option<CustomerId> {
    let quoted = format!("\"{typed}\"");
    serde_json::from_str(&quoted).ok()
}

/// Erases everything about a customer. When a service runs on the store again, what stands on the
/// platforms is deleted, and then the store is written anew.
pub fn erase(store: &dyn Store, id: CustomerId, clock: &Clock) -> Result<(), StoreError> {
    let mut entropy = Entropy::system();
    let workspace = store.workspace()?.unwrap_or_else(|| Workspace::new("our team"));
    let policy = Arc::new(Policy::new(workspace));
    let links = LinkKey::new(entropy.bytes());
    let (links, health, now) = (&links, &Health::default(), clock.now());
    let adapters = &BTreeMap::new();
    let ground = Ground { store, policy: &policy, adapters, links, health, now };
    let base = Layer::default();
    let mut draft = Draft::new(ground, &base, &mut entropy);
    draft.customer_step(id, Event::ErasureConfirmed, Vec::new())?;
    let commits = draft.finish().commits;
    store.commit(&commits, clock.now())
}
