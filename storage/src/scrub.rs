//! Taking people out of what is kept: what is left of a forgotten customer outside of their own
//! record, and words that are over their time.

use std::collections::BTreeSet;

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, CustomerId},
    venue::Venue,
};
use jiff::Timestamp;

use crate::{
    answers::{Line, contains},
    port::{Dead, DeadLetter, Erasure, JournalEntry, Subject},
};

/// What is to be taken out.
#[derive(Debug)]
pub(crate) struct Scrub {
    erasures: Vec<Erasure>,
    customers: BTreeSet<CustomerId>,
    /// With whom something is still to be done.
    unfinished: BTreeSet<CustomerId>,
    /// Words said before this moment are over their time.
    words_before: Timestamp,
}

impl Scrub {
    pub(crate) fn new(
        erasures: Vec<Erasure>,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Self {
        let customers = erasures.iter().flat_map(|erasure| erasure.customers.clone()).collect();
        let unfinished = unfinished.clone();
        Self { erasures, customers, unfinished, words_before }
    }

    /// Who is forgotten.
    pub(crate) fn erasures(&self) -> &[Erasure] {
        &self.erasures
    }

    /// Whether somebody is taken out for good: whoever was forgotten meanwhile, or with whom something
    /// is still to be done, is to be taken out once more.
    pub(crate) fn finishes(&self, erasure: &Erasure) -> bool {
        let is_unfinished = erasure.customers.iter().any(|id| self.unfinished.contains(id));
        !is_unfinished && self.erasures.contains(erasure)
    }

    /// Whether the customer is forgotten.
    pub(crate) fn is_of(&self, customer: CustomerId) -> bool {
        self.customers.contains(&customer)
    }

    /// Whether the case is one of theirs.
    pub(crate) fn is_about(&self, case: CaseNumber) -> bool {
        self.erasures.iter().any(|erasure| erasure.cases.contains(&case))
    }

    fn concerns(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Customer(customer) => self.is_of(*customer),
            Subject::Workspace | Subject::Venue(_) => false,
        }
    }

    /// The entry as it may stay.
    pub(crate) fn entry(&self, mut entry: JournalEntry) -> JournalEntry {
        let is_forgotten = self.concerns(&entry.subject);
        if is_forgotten {
            entry.facts = entry.facts.into_iter().map(Fact::without_person).collect();
        } else if entry.at < self.words_before {
            entry.facts = entry.facts.into_iter().map(Fact::without_words).collect();
        }
        entry
    }

    /// The line of the answer record as it may stay.
    pub(crate) fn line(&self, mut line: Line) -> Line {
        if self.concerns(&line.subject) {
            line.fact = line.fact.without_person();
        } else if line.at < self.words_before {
            line.fact = line.fact.without_words();
        }
        line
    }

    /// Takes people out of a venue. Returns whether anybody was there.
    pub(crate) fn venue(&self, venue: &mut Venue) -> bool {
        let mut changed = false;
        for account in self.erasures.iter().flat_map(|erasure| &erasure.accounts) {
            changed |= venue.forget(account);
        }
        changed
    }

    /// Whether something that was given up may stay: it is of nobody who is forgotten, and what it
    /// says is not over its time.
    pub(crate) fn keeps(&self, letter: &DeadLetter) -> bool {
        if letter.at < self.words_before {
            return false;
        }
        match &letter.what {
            Dead::Effect(row) => !self.concerns(&row.subject),
            Dead::Arrival(row) => !self.names().iter().any(|name| names(&row.body, name)),
        }
    }

    /// By what the forgotten are known.
    pub(crate) fn names(&self) -> Vec<String> {
        let accounts = self.erasures.iter().flat_map(|erasure| &erasure.accounts);
        let external = self.erasures.iter().flat_map(|erasure| erasure.external.clone());
        let customers = self.customers.iter().map(ToString::to_string);
        accounts.map(|account| account.account.clone()).chain(external).chain(customers).collect()
    }
}

/// Whether an id stands in the bytes by itself, and not as a part of another one.
fn names(bytes: &[u8], id: &str) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let length = id.len().max(1);
    contains(bytes, id)
        && bytes.windows(length).enumerate().any(|(start, window)| {
            let before = start.checked_sub(1).and_then(|before| bytes.get(before));
            window == id.as_bytes() && !is_part(before) && !is_part(bytes.get(start + length))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_by_itself_only() {
        let body = br#"{"from":{"id":7001},"chat":"9"}"#;
        assert!(names(body, "7001") && names(body, "9"));
        assert!(!names(body, "700") && !names(body, "001") && !names(body, "8"));
    }
}
