use proptest::prelude::*;

use super::*;

const KEYS: Keys = Keys(WorkspaceId::FIRST);

const KINDS: [Kind; 24] = [
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
    Kind::Item,
];

#[test]
fn kinds_keep_the_bytes_they_were_given() {
    let bytes: Vec<u8> = KINDS.iter().map(|kind| kind.byte()).collect();
    assert_eq!(bytes, (1..=24).collect::<Vec<u8>>());
}

#[test]
fn a_workspace_keeps_to_itself() {
    let other = Keys(WorkspaceId(Uuid::from_u128(1)));
    assert!(KEYS.after_all(Kind::Item) <= other.all(Kind::Counters));
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
        let (item_a, item_b) = (ItemNumber(a.0), ItemNumber(b.0));
        prop_assert_eq!(KEYS.item(item_a).cmp(&KEYS.item(item_b)), a.0.cmp(&b.0));
        prop_assert_eq!(read_item(&KEYS.item(item_a)), Some(item_a));
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
