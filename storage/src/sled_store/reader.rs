//! From rows to what they mean.

use amends_core::{
    customer::Customer,
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber},
    interaction::InteractionId,
};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

use crate::{
    audit::{AuditEntry, AuditHead},
    disk::Disk,
    keys::{self, Keys, Kind},
    port::{
        ArrivalId, Counters, DeadLetter, Erasure, InboxRow, JournalEntry, OutboxRow, Result,
        StoreError,
    },
    record::{
        self, StoredArrival, StoredCustomer, StoredDeadline, StoredInteraction, StoredLetter,
    },
    sled_store::{
        guard,
        tree::{Row, Tree},
    },
};

/// For so long an arrival that was worked on counts as a repeat.
pub(crate) const REPEATS_FOR: SignedDuration = SignedDuration::from_hours(48);
/// A clock that was turned back further than this may let a repeat through.
const DAYS_LOOKED_AHEAD: i32 = 8;

/// Reads one workspace's rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) keys: Keys,
    pub(crate) tree: &'a Tree,
    pub(crate) disk: &'a Disk,
}

impl Reader<'_> {
    /// The value under a key.
    pub(crate) fn value<T: DeserializeOwned>(
        &self,
        kind: &'static str,
        key: &[u8],
    ) -> Result<Option<T>> {
        self.raw(key)?.map(|bytes| record::decode(kind, &bytes)).transpose()
    }

    pub(crate) fn raw(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.tree.get(key).map_err(|failure| guard::error(self.disk, failure))
    }

    /// Rows of a kind from `start` on.
    pub(crate) fn rows(&self, kind: Kind, start: Vec<u8>, limit: usize) -> Result<Vec<Row>> {
        self.range(start, self.keys.after_all(kind), limit)
    }

    pub(crate) fn range(&self, start: Vec<u8>, end: Vec<u8>, limit: usize) -> Result<Vec<Row>> {
        self.tree.scan(start, end, limit).map_err(|failure| guard::error(self.disk, failure))
    }

    pub(crate) fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        let stored: Option<StoredCustomer> = self.value("customer", &self.keys.customer(id))?;
        Ok(stored.map(|stored| stored.customer))
    }

    /// Customers above an id with their deadlines. One that can't be read counts as one without.
    pub(crate) fn customers(
        &self,
        after: Option<CustomerId>,
        limit: usize,
    ) -> Result<Vec<(CustomerId, Option<Timestamp>)>> {
        let start = match after {
            None => self.keys.all(Kind::Customer),
            Some(id) => {
                let mut start = self.keys.customer(id);
                start.push(0);
                start
            }
        };
        let rows = self.rows(Kind::Customer, start, limit)?;
        rows.into_iter()
            .map(|(key, value)| {
                let id = keys::read_customer(&key).ok_or_else(|| bad_key("customer"))?;
                let stored = record::decode::<StoredDeadline>("customer", &value);
                Ok((id, stored.ok().and_then(|stored| stored.deadline)))
            })
            .collect()
    }

    pub(crate) fn interaction(&self, id: &InteractionId) -> Result<Option<(CustomerId, u64)>> {
        let stored: Option<StoredInteraction> =
            self.value("interaction", &self.keys.interaction(id))?;
        Ok(stored.map(|stored| (stored.customer, stored.digest)))
    }

    pub(crate) fn open_cases(
        &self,
        after: CaseNumber,
        limit: usize,
    ) -> Result<Vec<(CaseNumber, CustomerId)>> {
        let Some(first) = after.0.checked_add(1) else { return Ok(Vec::new()) };
        let rows = self.rows(Kind::OpenCase, self.keys.open_case(CaseNumber(first)), limit)?;
        rows.into_iter()
            .map(|(key, value)| {
                let number = keys::read_case(&key).ok_or_else(|| bad_key("open case"))?;
                Ok((number, record::decode("open case", &value)?))
            })
            .collect()
    }

    pub(crate) fn items(
        &self,
        after: ItemNumber,
        limit: usize,
    ) -> Result<Vec<(ItemNumber, CustomerId)>> {
        let Some(first) = after.0.checked_add(1) else { return Ok(Vec::new()) };
        let rows = self.rows(Kind::Item, self.keys.item(ItemNumber(first)), limit)?;
        rows.into_iter()
            .map(|(key, value)| {
                let number = keys::read_item(&key).ok_or_else(|| bad_key("item"))?;
                Ok((number, record::decode("item", &value)?))
            })
            .collect()
    }

    pub(crate) fn counters(&self) -> Result<Counters> {
        Ok(self.value("counter", &self.keys.all(Kind::Counters))?.unwrap_or_default())
    }

    pub(crate) fn inbox(&self, after: u64, limit: usize) -> Result<Vec<InboxRow>> {
        let Some(first) = after.checked_add(1) else { return Ok(Vec::new()) };
        let rows = self.rows(Kind::Inbox, self.keys.inbox(first), limit)?;
        rows.iter().map(|(_, value)| arrival(value)).collect()
    }

    pub(crate) fn inbox_row(&self, seq: u64) -> Result<Option<InboxRow>> {
        self.raw(&self.keys.inbox(seq))?.map(|bytes| arrival(&bytes)).transpose()
    }

    /// Numbers below this one count as given out.
    pub(crate) fn inbox_ceiling(&self) -> Result<u64> {
        Ok(self.value("counter", &self.keys.all(Kind::InboxCeiling))?.unwrap_or_default())
    }

    pub(crate) fn outbox(&self, after: Option<EffectKey>, limit: usize) -> Result<Vec<OutboxRow>> {
        let start = match after {
            None => self.keys.all(Kind::Outbox),
            Some(key) => {
                let mut start = self.keys.outbox(key);
                start.push(0);
                start
            }
        };
        let rows = self.rows(Kind::Outbox, start, limit)?;
        rows.iter().map(|(_, value)| record::decode("outbox row", value)).collect()
    }

    pub(crate) fn has_outbox(&self, key: EffectKey) -> Result<bool> {
        Ok(self.raw(&self.keys.outbox(key))?.is_some())
    }

    pub(crate) fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<(Timestamp, CustomerId)>> {
        let (start, end) = (self.keys.all(Kind::Deadline), self.keys.after_deadlines(now));
        self.range(start, end, limit)?.iter().map(|(key, _)| deadline(key)).collect()
    }

    pub(crate) fn next_due(&self) -> Result<Option<Timestamp>> {
        let rows = self.rows(Kind::Deadline, self.keys.all(Kind::Deadline), 1)?;
        rows.first().map(|(key, _)| Ok(deadline(key)?.0)).transpose()
    }

    pub(crate) fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>> {
        let rows = self.rows(Kind::DeadLetter, self.keys.all(Kind::DeadLetter), limit)?;
        rows.iter()
            .map(|(_, value)| Ok(record::decode::<StoredLetter>("dead letter", value)?.into()))
            .collect()
    }

    pub(crate) fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        let rows = self.rows(Kind::Journal, self.keys.journal(from), limit)?;
        rows.iter().map(|(_, value)| record::decode("journal entry", value)).collect()
    }

    pub(crate) fn audit(&self, from: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        let rows = self.rows(Kind::Audit, self.keys.audit(from), limit)?;
        rows.iter().map(|(_, value)| record::decode("change", value)).collect()
    }

    pub(crate) fn audit_head(&self) -> Result<AuditHead> {
        let head = self.value("audit head", &self.keys.all(Kind::AuditHead))?;
        Ok(head.unwrap_or_default())
    }

    pub(crate) fn erasures(&self) -> Result<Vec<Erasure>> {
        let rows = self.rows(Kind::Erasure, self.keys.all(Kind::Erasure), usize::MAX)?;
        rows.iter().map(|(_, value)| record::decode("erasure", value)).collect()
    }

    pub(crate) fn entry(&self, seq: u64) -> Result<Option<JournalEntry>> {
        self.value("journal entry", &self.keys.journal(seq))
    }

    /// Whether an arrival was worked on within 48 hours before `at`, or later.
    pub(crate) fn was_handled(
        &self,
        id: &ArrivalId,
        at: Timestamp,
        newest_day: Option<i32>,
    ) -> Result<bool> {
        let Some(newest_day) = newest_day else { return Ok(false) };
        let since = at.saturating_sub(REPEATS_FOR).unwrap_or(Timestamp::MIN);
        let first = keys::day(since);
        for day in first..=newest_day.min(keys::day(at).saturating_add(DAYS_LOOKED_AHEAD)) {
            let handled: Option<Timestamp> =
                self.value("handled arrival", &self.keys.handled(day, id))?;
            if handled.is_some_and(|handled| since < handled) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keys of arrivals that were worked on before this moment.
    /// The keys of notes whose names begin like this.
    pub(crate) fn notes(&self, beginning: &str, limit: usize) -> Result<Vec<Vec<u8>>> {
        let mut start = self.keys.all(Kind::Note);
        start.extend_from_slice(beginning.as_bytes());
        let rows = self.rows(Kind::Note, start.clone(), limit)?;
        Ok(rows.into_iter().map(|(key, _)| key).filter(|key| key.starts_with(&start)).collect())
    }

    pub(crate) fn handled_before(&self, before: Timestamp, limit: usize) -> Result<Vec<Vec<u8>>> {
        let last = keys::day(before);
        let mut start = self.keys.all(Kind::Handled);
        let end = self.keys.handled_on(last.saturating_add(1));
        let mut found = Vec::new();
        loop {
            let rows = self.range(start.clone(), end.clone(), 512)?;
            let Some((last_key, _)) = rows.last() else { return Ok(found) };
            start.clone_from(last_key);
            start.push(0);
            for (key, value) in rows {
                let handled: Timestamp = record::decode("handled arrival", &value)?;
                if handled < before {
                    found.push(key);
                }
                if found.len() == limit {
                    return Ok(found);
                }
            }
        }
    }

    /// The last day on which anything was worked on.
    pub(crate) fn newest_day(&self) -> Result<Option<i32>> {
        let (start, end) = (self.keys.all(Kind::Handled), self.keys.after_all(Kind::Handled));
        let last = self.tree.last_key(start, end);
        let last = last.map_err(|failure| guard::error(self.disk, failure))?;
        last.map(|key| keys::read_handled_day(&key).ok_or_else(|| bad_key("handled arrival")))
            .transpose()
    }
}

fn arrival(bytes: &[u8]) -> Result<InboxRow> {
    Ok(record::decode::<StoredArrival>("inbox row", bytes)?.into())
}

fn deadline(key: &[u8]) -> Result<(Timestamp, CustomerId)> {
    keys::read_deadline(key).ok_or_else(|| bad_key("deadline"))
}

fn bad_key(kind: &'static str) -> StoreError {
    StoreError::Damaged { kind, reason: "its key can't be read".to_owned() }
}
