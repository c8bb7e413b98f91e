//! Who a customer is by now: somebody who turned out to be a customer known before was taken in.

use amends_core::{customer::Customer, ids::CustomerId};
use amends_storage::port::Result;

/// More customers in a row than this were never one person.
const HOPS: usize = 64;

/// The customer with this id, or whoever took them in.
pub(crate) fn follow(
    id: CustomerId,
    load: impl Fn(CustomerId) -> Result<Option<Customer>>,
) -> Result<Option<Customer>> {
    let mut found = load(id)?;
    for _ in 0..HOPS {
        let Some(into) = found.as_ref().and_then(|customer| customer.merged_into) else { break };
        found = load(into)?;
    }
    Ok(found)
}
