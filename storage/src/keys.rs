//! Keys of the one tree: workspace, kind, then fields whose byte order is their own order.
//!
//! Strings end in `00 01` and carry a nought as `00 FF`, so that none is a prefix of another and
//! they sort as they read.

use amends_core::{
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber, SurveyId, WorkspaceId},
    interaction::InteractionId,
    place::{Address, Place, Platform},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::port::{ArrivalId, Dead, DeadLetter, Identity};

/// What a row is. The byte of a retired kind stays listed and is never given out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The counters: one row.
    Counters,
    /// A small value by name.
    Note,
    /// A customer, by id.
    Customer,
    /// The business: one row.
    Workspace,
    /// A venue, by place.
    Venue,
    /// Identity → customer.
    Identity,
    /// Survey → customer.
    Survey,
    /// Contact → customer and digest.
    Interaction,
    /// Case → customer.
    Case,
    /// Open case → customer.
    OpenCase,
    /// Thread → case.
    Thread,
    /// Start token → contact.
    Receipt,
    /// Deadline, customer → nothing.
    Deadline,
    /// An arrival that waits, by its place in the order.
    Inbox,
    /// Day, arrival → when it was worked on.
    Handled,
    /// An effect that waits, by key.
    Outbox,
    /// A journal entry, by sequence number.
    Journal,
    /// Something given up, by time.
    DeadLetter,
    /// The numbers of arrivals that count as given out: one row.
    InboxCeiling,
    /// Code that connects accounts → customer.
    Link,
    /// A change in the audit trail, by number.
    Audit,
    /// Where the audit trail ends: one row.
    AuditHead,
    /// A customer who is forgotten and about whom something is still stored.
    Erasure,
    /// An item of the inbox that stands → customer.
    Item,
}

impl Kind {
    /// The byte that stands for it.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Counters => 1,
            Self::Note => 2,
            Self::Customer => 3,
            Self::Workspace => 4,
            Self::Venue => 5,
            Self::Identity => 6,
            Self::Survey => 7,
            Self::Interaction => 8,
            Self::Case => 9,
            Self::OpenCase => 10,
            Self::Thread => 11,
            Self::Receipt => 12,
            Self::Deadline => 13,
            Self::Inbox => 14,
            Self::Handled => 15,
            Self::Outbox => 16,
            Self::Journal => 17,
            Self::DeadLetter => 18,
            Self::InboxCeiling => 19,
            Self::Link => 20,
            Self::Audit => 21,
            Self::AuditHead => 22,
            Self::Erasure => 23,
            Self::Item => 24,
        }
    }
}

/// Where the fields of a key begin.
const FIELDS: usize = 17;

/// The keys of one workspace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys(pub(crate) WorkspaceId);

impl Keys {
    /// The beginning of every key of a kind.
    pub(crate) fn all(self, kind: Kind) -> Vec<u8> {
        let mut key = Vec::with_capacity(FIELDS + 24);
        key.extend_from_slice(self.0.as_bytes());
        key.push(kind.byte());
        key
    }

    /// The first key after every key of a kind.
    pub(crate) fn after_all(self, kind: Kind) -> Vec<u8> {
        let mut key = self.all(kind);
        key[FIELDS - 1] += 1;
        key
    }

    pub(crate) fn note(self, name: &str) -> Vec<u8> {
        put_text(self.all(Kind::Note), name)
    }

    pub(crate) fn customer(self, id: CustomerId) -> Vec<u8> {
        put_id(self.all(Kind::Customer), id.as_bytes())
    }

    pub(crate) fn venue(self, place: &Place) -> Vec<u8> {
        put_place(self.all(Kind::Venue), place)
    }

    pub(crate) fn identity(self, identity: &Identity) -> Vec<u8> {
        let mut key = self.all(Kind::Identity);
        match identity {
            Identity::Account(Address { platform, account }) => {
                key.push(0);
                key.push(platform_byte(*platform));
                put_text(key, account)
            }
            Identity::External(id) => {
                key.push(1);
                put_text(key, id)
            }
        }
    }

    pub(crate) fn survey(self, id: SurveyId) -> Vec<u8> {
        put_id(self.all(Kind::Survey), id.as_bytes())
    }

    pub(crate) fn interaction(self, id: &InteractionId) -> Vec<u8> {
        put_text(self.all(Kind::Interaction), &id.0)
    }

    pub(crate) fn case(self, number: CaseNumber) -> Vec<u8> {
        put_case(self.all(Kind::Case), number)
    }

    pub(crate) fn open_case(self, number: CaseNumber) -> Vec<u8> {
        put_case(self.all(Kind::OpenCase), number)
    }

    pub(crate) fn item(self, number: ItemNumber) -> Vec<u8> {
        put_number(self.all(Kind::Item), number.0)
    }

    pub(crate) fn thread(self, place: &Place) -> Vec<u8> {
        put_place(self.all(Kind::Thread), place)
    }

    pub(crate) fn receipt(self, token: &str) -> Vec<u8> {
        put_text(self.all(Kind::Receipt), token)
    }

    pub(crate) fn link(self, code: &str) -> Vec<u8> {
        put_text(self.all(Kind::Link), code)
    }

    pub(crate) fn deadline(self, at: Timestamp, customer: CustomerId) -> Vec<u8> {
        put_id(put_time(self.all(Kind::Deadline), at), customer.as_bytes())
    }

    /// The first key after every deadline at this moment or before.
    pub(crate) fn after_deadlines(self, at: Timestamp) -> Vec<u8> {
        let last = CustomerId(Uuid::from_u128(u128::MAX));
        let mut key = self.deadline(at, last);
        key.push(0);
        key
    }

    pub(crate) fn inbox(self, seq: u64) -> Vec<u8> {
        put_number(self.all(Kind::Inbox), seq)
    }

    pub(crate) fn handled(self, day: i32, id: &ArrivalId) -> Vec<u8> {
        put_text(put_text(self.handled_on(day), &id.source), &id.id)
    }

    /// The beginning of every key of arrivals worked on that day.
    pub(crate) fn handled_on(self, day: i32) -> Vec<u8> {
        let mut bytes = day.to_be_bytes();
        bytes[0] ^= 0x80;
        let mut key = self.all(Kind::Handled);
        key.extend_from_slice(&bytes);
        key
    }

    pub(crate) fn outbox(self, effect: EffectKey) -> Vec<u8> {
        put_effect(self.all(Kind::Outbox), effect)
    }

    pub(crate) fn audit(self, number: u64) -> Vec<u8> {
        put_number(self.all(Kind::Audit), number)
    }

    pub(crate) fn erasure(self, id: CustomerId) -> Vec<u8> {
        put_id(self.all(Kind::Erasure), id.as_bytes())
    }

    /// Whether a key is of this kind and this workspace.
    pub(crate) fn is(self, key: &[u8], kind: Kind) -> bool {
        key.starts_with(&self.all(kind))
    }

    pub(crate) fn journal(self, seq: u64) -> Vec<u8> {
        put_number(self.all(Kind::Journal), seq)
    }

    /// A letter is known by its time and by what it is about, so that burying twice leaves one.
    pub(crate) fn dead_letter(self, letter: &DeadLetter) -> Vec<u8> {
        let mut key = put_time(self.all(Kind::DeadLetter), letter.at);
        match &letter.what {
            Dead::Arrival(row) => {
                key.push(0);
                put_number(key, row.seq)
            }
            Dead::Effect(row) => {
                key.push(1);
                put_effect(key, row.key)
            }
        }
    }
}

/// The day of a moment, counted from 1970.
pub(crate) fn day(at: Timestamp) -> i32 {
    i32::try_from(at.as_second().div_euclid(86_400)).expect("jiff's years fit into days")
}

/// Reads the deadline and customer out of a key.
pub(crate) fn read_deadline(key: &[u8]) -> Option<(Timestamp, CustomerId)> {
    let fields = key.get(FIELDS..)?;
    let (time, id) = fields.split_first_chunk::<16>()?;
    let mut time = *time;
    time[0] ^= 0x80;
    let at = Timestamp::from_nanosecond(i128::from_be_bytes(time)).ok()?;
    Some((at, CustomerId(Uuid::from_bytes(id.try_into().ok()?))))
}

/// Reads the id of a customer out of their key.
pub(crate) fn read_customer(key: &[u8]) -> Option<CustomerId> {
    Some(CustomerId(Uuid::from_bytes(key.get(FIELDS..)?.try_into().ok()?)))
}

/// Reads the number of an open case out of a key.
pub(crate) fn read_case(key: &[u8]) -> Option<CaseNumber> {
    Some(CaseNumber(u32::from_be_bytes(key.get(FIELDS..)?.try_into().ok()?)))
}

/// Reads the number of an item out of its key.
pub(crate) fn read_item(key: &[u8]) -> Option<ItemNumber> {
    Some(ItemNumber(u64::from_be_bytes(key.get(FIELDS..)?.try_into().ok()?)))
}

/// Reads the day out of the key of an arrival that was worked on.
pub(crate) fn read_handled_day(key: &[u8]) -> Option<i32> {
    let mut bytes = *key.get(FIELDS..)?.first_chunk::<4>()?;
    bytes[0] ^= 0x80;
    Some(i32::from_be_bytes(bytes))
}

fn put_id(mut key: Vec<u8>, id: &[u8; 16]) -> Vec<u8> {
    key.extend_from_slice(id);
    key
}

fn put_number(mut key: Vec<u8>, number: u64) -> Vec<u8> {
    key.extend_from_slice(&number.to_be_bytes());
    key
}

fn put_case(mut key: Vec<u8>, number: CaseNumber) -> Vec<u8> {
    key.extend_from_slice(&number.0.to_be_bytes());
    key
}

fn put_effect(key: Vec<u8>, effect: EffectKey) -> Vec<u8> {
    let mut key = put_number(key, effect.seq);
    key.extend_from_slice(&effect.index.to_be_bytes());
    key
}

fn put_time(mut key: Vec<u8>, at: Timestamp) -> Vec<u8> {
    let mut bytes = at.as_nanosecond().to_be_bytes();
    // Flipping the sign bit puts times before 1970 below those after it.
    bytes[0] ^= 0x80;
    key.extend_from_slice(&bytes);
    key
}

fn put_text(mut key: Vec<u8>, text: &str) -> Vec<u8> {
    for byte in text.bytes() {
        key.push(byte);
        if byte == 0 {
            key.push(0xFF);
        }
    }
    key.extend_from_slice(&[0, 1]);
    key
}

fn put_place(mut key: Vec<u8>, place: &Place) -> Vec<u8> {
    key.push(platform_byte(place.platform));
    let mut key = put_text(key, &place.chat);
    match &place.thread {
        None => key.push(0),
        Some(thread) => {
            key.push(1);
            key = put_text(key, thread);
        }
    }
    key
}

fn platform_byte(platform: Platform) -> u8 {
    match platform {
        Platform::Telegram => 0,
        Platform::Discord => 1,
    }
}

#[cfg(test)]
mod tests;
