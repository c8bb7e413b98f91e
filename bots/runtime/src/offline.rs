//! What is done to a store that no service is running on.

use std::sync::Arc;

use amends_core::{
    admin::{
        Change,
        blueprint::{self, Wrong},
    },
    customer::Customer,
    event::{Event, WorkspaceEvent},
    ids::CustomerId,
    place::{Address, Platform},
    policy::{Policy, Workspace},
};
use amends_storage::port::{Identity, Store, StoreError};

use crate::{
    clock::Clock,
    draft::{Draft, Ground},
    entrances::Entrances,
    entropy::Entropy,
    health::Health,
    layer::Layer,
    links::LinkKey,
    service, taken_in,
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

/// The business as it is once a service starts on the store with this configuration.
pub fn business(store: &dyn Store, configured: Workspace) -> Result<Workspace, StoreError> {
    Ok(service::taken_over(store.workspace()?.as_ref(), configured))
}

/// What a file with settings would change, or its mistakes.
pub fn plan(
    store: &dyn Store,
    configured: Workspace,
    source: &str,
    clock: &Clock,
) -> Result<Result<Vec<Change>, Vec<Wrong>>, StoreError> {
    Ok(planned(&business(store, configured)?, source, clock))
}

fn planned(before: &Workspace, source: &str, clock: &Clock) -> Result<Vec<Change>, Vec<Wrong>> {
    let after = blueprint::import(before, source, None, clock.now())?;
    Ok(blueprint::differences(before, &after).cloned().collect())
}

/// Puts a file with settings into force, and returns every change that this took; or its mistakes,
/// and nothing is changed.
pub fn import(
    store: &dyn Store,
    configured: Workspace,
    source: &str,
    clock: &Clock,
) -> Result<Result<Vec<Change>, Vec<Wrong>>, StoreError> {
    let before = business(store, configured)?;
    let planned = planned(&before, source, clock);
    if planned.as_ref().is_ok_and(|changes| !changes.is_empty()) {
        let event = WorkspaceEvent::Imported { source: source.to_owned() };
        step(store, before, clock, |draft| draft.workspace_step(event))?;
    }
    Ok(planned)
}

/// The start token to print for a place; none if the name can't stand in a link.
pub fn visit_token(store: &dyn Store, place: &str) -> Result<Option<String>, StoreError> {
    Ok(service::link_key(store, &mut Entropy::system())?.visit(place))
}

/// Erases everything about a customer. When a service runs on the store again, what stands on the
/// platforms is deleted, and then the store is written anew.
pub fn erase(store: &dyn Store, id: CustomerId, clock: &Clock) -> Result<(), StoreError> {
    let workspace = store.workspace()?.unwrap_or_else(|| Workspace::new("our team"));
    let erasure = Event::ErasureConfirmed;
    step(store, workspace, clock, |draft| draft.customer_step(id, erasure, Vec::new()).map(|_| ()))
}

/// Takes one step, and makes it durable.
fn step(
    store: &dyn Store,
    workspace: Workspace,
    clock: &Clock,
    take: impl FnOnce(&mut Draft<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut entropy = Entropy::system();
    let policy = Arc::new(Policy::new(workspace));
    let links = LinkKey::new(entropy.bytes());
    let (links, health, now) = (&links, &Health::default(), clock.now());
    let entrances = &Entrances::new(&[], None);
    let ground = Ground { store, policy: &policy, entrances, links, health, now };
    let base = Layer::default();
    let mut draft = Draft::new(ground, &base, &mut entropy);
    take(&mut draft)?;
    let commits = draft.finish().commits;
    store.commit(&commits, now)
}
