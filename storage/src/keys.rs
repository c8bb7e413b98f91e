//! Keys of the one tree: workspace, kind, then fields whose byte order is their own order.
//!
//! Strings end in `00 01` and carry a nought as `00 FF`, so that none is a prefix of another and
//! they sort as they read.

use amends_core::{
    ids::{CaseNumber, CustomerId, EffectKey, SurveyId, WorkspaceId},
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEYS: Keys = Keys(WorkspaceId::FIRST);

    const KINDS: [Kind; 23] = [
        Kind::Counters,
        Kind::Note,
        Kind::Customer,
        Kind::Workspace,
        Kind::Venue,
        Kind::Identity,
        Kind::Survey,
        Kind::Interaction,
        Kind::Case,
        Kind::OpenCase,
        Kind::Thread,
        Kind::Receipt,
        Kind::Deadline,
        Kind::Inbox,
        Kind::Handled,
        Kind::Outbox,
        Kind::Journal,
        Kind::DeadLetter,
        Kind::InboxCeiling,
        Kind::Link,
        Kind::Audit,
        Kind::AuditHead,
        Kind::Erasure,
    ];

    #[test]
    fn kinds_keep_the_bytes_they_were_given() {
        let bytes: Vec<u8> = KINDS.iter().map(|kind| kind.byte()).collect();
        assert_eq!(bytes, (1..=23).collect::<Vec<u8>>());
    }

    #[test]
    fn a_workspace_keeps_to_itself() {
        let other = Keys(WorkspaceId(Uuid::from_u128(1)));
        assert!(KEYS.after_all(Kind::Erasure) <= other.all(Kind::Counters));
    }

    fn time() -> impl Strategy<Value = Timestamp> {
        prop_oneof![
            (-2_000_000_000_000_000_000_i128..4_000_000_000_000_000_000)
                .prop_map(|ns| Timestamp::from_nanosecond(ns).unwrap()),
            Just(Timestamp::MIN),
            Just(Timestamp::MAX),
            Just(Timestamp::UNIX_EPOCH),
        ]
    }

    /// Short strings of few letters, noughts among them, so that prefixes and ties are common.
    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop_oneof![Just('\0'), Just('\u{1}'), Just('a'), Just('ÿ'), Just('\u{10FFFF}')],
            0..5,
        )
        .prop_map(|letters| letters.into_iter().collect())
    }

    fn platform() -> impl Strategy<Value = Platform> {
        prop_oneof![Just(Platform::Telegram), Just(Platform::Discord)]
    }

    fn place() -> impl Strategy<Value = Place> {
        (platform(), text(), prop::option::of(text())).prop_map(|(platform, chat, thread)| Place {
            platform,
            chat,
            thread,
        })
    }

    fn identity() -> impl Strategy<Value = Identity> {
        prop_oneof![
            (platform(), text()).prop_map(|(on, id)| Identity::Account(Address::new(on, id))),
            text().prop_map(Identity::External),
        ]
    }

    fn arrival() -> impl Strategy<Value = ArrivalId> {
        (text(), text()).prop_map(|(source, id)| ArrivalId { source, id })
    }

    fn customer() -> impl Strategy<Value = CustomerId> {
        any::<u128>().prop_map(|id| CustomerId(Uuid::from_u128(id)))
    }

    proptest! {
        #[test]
        fn deadlines_sort_by_time_then_customer(
            a in (time(), customer()), b in (time(), customer()),
        ) {
            let (key_a, key_b) = (KEYS.deadline(a.0, a.1), KEYS.deadline(b.0, b.1));
            prop_assert_eq!(key_a.cmp(&key_b), a.cmp(&b));
            prop_assert_eq!(read_deadline(&key_a), Some(a));
            prop_assert_eq!(read_customer(&KEYS.customer(a.1)), Some(a.1));
            prop_assert_eq!(KEYS.customer(a.1).cmp(&KEYS.customer(b.1)), a.1.cmp(&b.1));
            prop_assert_eq!(key_a < KEYS.after_deadlines(b.0), a.0 <= b.0);
        }

        #[test]
        fn places_sort_as_they_do(a in place(), b in place()) {
            prop_assert_eq!(KEYS.venue(&a).cmp(&KEYS.venue(&b)), a.cmp(&b));
            prop_assert_eq!(KEYS.thread(&a).cmp(&KEYS.thread(&b)), a.cmp(&b));
        }

        #[test]
        fn identities_sort_as_they_do(a in identity(), b in identity()) {
            prop_assert_eq!(KEYS.identity(&a).cmp(&KEYS.identity(&b)), a.cmp(&b));
        }

        #[test]
        fn names_sort_as_they_read(a in text(), b in text()) {
            prop_assert_eq!(KEYS.note(&a).cmp(&KEYS.note(&b)), a.cmp(&b));
            prop_assert_eq!(KEYS.receipt(&a).cmp(&KEYS.receipt(&b)), a.cmp(&b));
            prop_assert_eq!(KEYS.link(&a).cmp(&KEYS.link(&b)), a.cmp(&b));
            let (a_id, b_id) = (InteractionId(a.clone()), InteractionId(b.clone()));
            prop_assert_eq!(KEYS.interaction(&a_id).cmp(&KEYS.interaction(&b_id)), a.cmp(&b));
        }

        #[test]
        fn arrivals_sort_by_day_then_id(
            a in (-40_000..80_000_i32, arrival()), b in (-40_000..80_000_i32, arrival()),
        ) {
            let (key_a, key_b) = (KEYS.handled(a.0, &a.1), KEYS.handled(b.0, &b.1));
            prop_assert_eq!(key_a.cmp(&key_b), a.cmp(&b));
            prop_assert_eq!(read_handled_day(&key_a), Some(a.0));
            prop_assert!(KEYS.handled_on(a.0) < key_a && key_a < KEYS.handled_on(a.0 + 1));
        }

        #[test]
        fn numbers_sort_as_numbers(a in any::<(u64, u16, u32)>(), b in any::<(u64, u16, u32)>()) {
            let effect = |n: (u64, u16, u32)| EffectKey { seq: n.0, index: n.1 };
            prop_assert_eq!(
                KEYS.outbox(effect(a)).cmp(&KEYS.outbox(effect(b))),
                effect(a).cmp(&effect(b))
            );
            prop_assert_eq!(KEYS.inbox(a.0).cmp(&KEYS.inbox(b.0)), a.0.cmp(&b.0));
            prop_assert_eq!(KEYS.journal(a.0).cmp(&KEYS.journal(b.0)), a.0.cmp(&b.0));
            let (case_a, case_b) = (CaseNumber(a.2), CaseNumber(b.2));
            prop_assert_eq!(KEYS.case(case_a).cmp(&KEYS.case(case_b)), a.2.cmp(&b.2));
            prop_assert_eq!(KEYS.open_case(case_a).cmp(&KEYS.open_case(case_b)), a.2.cmp(&b.2));
            prop_assert_eq!(read_case(&KEYS.open_case(case_a)), Some(case_a));
        }

        #[test]
        fn every_key_lies_within_its_kind(
            place in place(), identity in identity(), at in time(), id in customer(), n in any::<u64>(),
        ) {
            let within = |kind, key: &Vec<u8>| KEYS.all(kind) <= *key && *key < KEYS.after_all(kind);
            prop_assert!(within(Kind::Venue, &KEYS.venue(&place)));
            prop_assert!(within(Kind::Identity, &KEYS.identity(&identity)));
            prop_assert!(within(Kind::Deadline, &KEYS.deadline(at, id)));
            prop_assert!(within(Kind::Customer, &KEYS.customer(id)));
            prop_assert!(within(Kind::Inbox, &KEYS.inbox(n)));
        }
    }
}
