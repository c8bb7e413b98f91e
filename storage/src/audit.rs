//! The audit trail: who changed what, each change chained to the one before by its hash.
//!
//! The hash is SHA-256 over a canonical form: number, time, platform, account, what, from, to and
//! the hash before, each as its length in bytes, a colon, itself and a comma. A change that is
//! altered, left out or put elsewhere breaks the chain; changes cut off at its end are missed
//! because the head of the chain is kept beside it.

use std::fmt::Write;

use amends_core::{admin::Change, place::Address};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash that stands before the first change.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One change in the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number: one more than the one before, beginning with 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who; nothing: whoever runs the service, by a file.
    pub by: Option<Address>,
    /// What, by its name in the configuration.
    pub what: String,
    /// What it was before.
    pub from: String,
    /// What it is now.
    pub to: String,
    /// The hash of the change before.
    pub before: String,
    /// Its own hash.
    pub hash: String,
}

/// Where the chain ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// The number of the last change; nought if there is none.
    pub number: u64,
    /// Its hash.
    pub hash: String,
}

impl Default for AuditHead {
    fn default() -> Self {
        Self { number: 0, hash: NOTHING.to_owned() }
    }
}

impl AuditEntry {
    /// The entry that a change makes after this head.
    pub(crate) fn after(head: &AuditHead, change: &Change) -> Self {
        let mut entry = Self {
            number: head.number.saturating_add(1),
            at: change.at,
            by: change.by.clone(),
            what: change.what.clone(),
            from: change.from.clone(),
            to: change.to.clone(),
            before: head.hash.clone(),
            hash: String::new(),
        };
        entry.hash = entry.digest();
        entry
    }

    /// The head of a chain that ends here.
    pub fn head(&self) -> AuditHead {
        AuditHead { number: self.number, hash: self.hash.clone() }
    }

    fn digest(&self) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        let by = self.by.as_ref();
        let fields = [
            number.as_str(),
            at.as_str(),
            by.map_or("", |by| by.platform.name()),
            by.map_or("", |by| by.account.as_str()),
            self.what.as_str(),
            self.from.as_str(),
            self.to.as_str(),
            self.before.as_str(),
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(format!("{}:{field},", field.len()));
        }
        hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes everything");
            hex
        })
    }
}

/// Looks whether a chain is whole, entry by entry.
#[derive(Clone, Debug, Default)]
pub struct AuditCheck {
    reached: AuditHead,
    broken: Option<u64>,
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditVerdict {
    /// The chain is whole.
    Whole {
        /// How many changes it has.
        entries: u64,
    },
    /// It is broken.
    Broken {
        /// The number of the first change that is not what it was, or is not there.
        first: u64,
    },
}

impl AuditCheck {
    /// Looks at the next entry.
    pub fn next(&mut self, entry: &AuditEntry) {
        let expected = self.reached.number.saturating_add(1);
        let fits = entry.number == expected
            && entry.before == self.reached.hash
            && entry.hash == entry.digest();
        if !fits && self.broken.is_none() {
            self.broken = Some(expected);
        }
        self.reached = entry.head();
    }

    /// Says what was found, held against the kept head of the chain, if it is known.
    pub fn verdict(self, head: Option<&AuditHead>) -> AuditVerdict {
        if let Some(first) = self.broken {
            return AuditVerdict::Broken { first };
        }
        let entries = self.reached.number;
        match head {
            Some(head) if *head != self.reached => {
                let first = head.number.min(entries).saturating_add(1);
                AuditVerdict::Broken { first }
            }
            Some(_) | None => AuditVerdict::Whole { entries },
        }
    }
}

#[cfg(test)]
mod tests {
    use amends_core::place::Platform;

    use super::*;

    fn chain(changes: &[(&str, &str)]) -> Vec<AuditEntry> {
        let mut head = AuditHead::default();
        let entries = changes.iter().map(|(what, to)| {
            let change = Change {
                nr: 7,
                undo: None,
                at: Timestamp::UNIX_EPOCH,
                by: Some(Address::new(Platform::Telegram, "53")),
                what: (*what).to_owned(),
                from: String::new(),
                to: (*to).to_owned(),
            };
            let entry = AuditEntry::after(&head, &change);
            head = entry.head();
            entry
        });
        entries.collect()
    }

    fn verdict(entries: &[AuditEntry], head: Option<&AuditHead>) -> AuditVerdict {
        let mut check = AuditCheck::default();
        for entry in entries {
            check.next(entry);
        }
        check.verdict(head)
    }

    #[test]
    fn a_whole_chain_is_whole() {
        assert_eq!(verdict(&[], None), AuditVerdict::Whole { entries: 0 });
        let entries = chain(&[("zone", "UTC"), ("scale", "csat5"), ("hours", "always")]);
        let head = entries[2].head();
        assert_eq!(verdict(&entries, Some(&head)), AuditVerdict::Whole { entries: 3 });
    }

    #[test]
    fn the_canonical_form_stays() {
        let entries = chain(&[("zone", "UTC")]);
        let known = "d4f354ce1c5cb62ed39459c152ee332ea5ef4504e0464e513d06a5ad913e3457";
        assert_eq!(entries[0].hash, known);
    }

    #[test]
    fn every_altered_field_is_found() {
        let entries = chain(&[("zone", "UTC"), ("scale", "csat5"), ("hours", "always")]);
        let head = entries[2].head();
        let alterations: [fn(&mut AuditEntry); 9] = [
            |entry| entry.number += 1,
            |entry| entry.at = Timestamp::MAX,
            |entry| entry.by = Some(Address::new(Platform::Telegram, "530")),
            |entry| entry.by = Some(Address::new(Platform::Discord, "53")),
            |entry| entry.by = None,
            |entry| entry.what.push('s'),
            |entry| entry.from.push('x'),
            |entry| entry.to.clear(),
            |entry| entry.before = NOTHING.to_owned(),
        ];
        for (index, alter) in alterations.into_iter().enumerate() {
            let mut altered = entries.clone();
            alter(&mut altered[1]);
            let verdict = verdict(&altered, Some(&head));
            assert_eq!(verdict, AuditVerdict::Broken { first: 2 }, "field {index}");
        }
    }

    #[test]
    fn a_change_that_is_made_anew_with_its_hash_breaks_the_one_after() {
        let mut entries = chain(&[("zone", "UTC"), ("scale", "csat5"), ("hours", "always")]);
        entries[1].to = "thumbs".to_owned();
        entries[1].hash = entries[1].digest();
        assert_eq!(verdict(&entries, None), AuditVerdict::Broken { first: 3 });
    }

    #[test]
    fn what_is_left_out_or_cut_off_is_missed() {
        let entries = chain(&[("zone", "UTC"), ("scale", "csat5"), ("hours", "always")]);
        let head = entries[2].head();
        let without_second = [entries[0].clone(), entries[2].clone()];
        assert_eq!(verdict(&without_second, Some(&head)), AuditVerdict::Broken { first: 2 });
        assert_eq!(verdict(&entries[..2], Some(&head)), AuditVerdict::Broken { first: 3 });
        assert_eq!(verdict(&[], Some(&head)), AuditVerdict::Broken { first: 1 });
    }
}
