//! One suite for every store, then what only the store on disk has to stand.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "conformance/backups.rs"]
mod backups;
#[path = "conformance/crashes.rs"]
mod crashes;
#[path = "conformance/damage.rs"]
mod damage;
#[path = "conformance/disk.rs"]
mod disk;
#[path = "conformance/erasing.rs"]
mod erasing;
#[path = "conformance/interrupted.rs"]
mod interrupted;
#[path = "conformance/model.rs"]
mod model;
#[path = "conformance/opening.rs"]
mod opening;
#[path = "../src/record/samples.rs"]
mod samples;
#[path = "conformance/script.rs"]
mod script;
#[path = "conformance/scrubs.rs"]
mod scrubs;

use std::path::Path;

use amends_core::{
    customer::Customer,
    ids::{CaseNumber, EffectKey, WorkspaceId},
    place::{Place, Platform},
};
use amends_storage::{
    MemoryStore, SledStore, Store,
    port::{
        ArrivalId, CaseIsOpen, Commit, Counters, Dead, DeadLetter, Identity, IndexRow,
        JournalEntry, LinkRow, NewState, OutboxRow, ReceiptRow, Subject,
    },
    sled_store::{Opened, Options},
};
use jiff::{SignedDuration, Timestamp};
use samples::at;

/// Opens the store on disk with a small reserve, and so that starts take for known what they may.
fn open(dir: &Path) -> Opened {
    let options = Options { reserve: 1 << 20, compare: 1, ..Options::default() };
    SledStore::open(dir, WorkspaceId::FIRST, options).unwrap()
}

fn arrival(id: &str) -> (ArrivalId, Vec<u8>) {
    let body = format!("body of {id}").into_bytes();
    (ArrivalId { source: "telegram:1".to_owned(), id: id.to_owned() }, body)
}

fn entry(seq: u64) -> JournalEntry {
    JournalEntry {
        seq,
        at: at(30),
        subject: Subject::Customer(samples::customer_id(1)),
        event: "pressed".to_owned(),
        facts: samples::facts(),
    }
}

fn outbox_row(seq: u64, index: u16) -> OutboxRow {
    OutboxRow {
        key: EffectKey { seq, index },
        subject: Subject::Customer(samples::customer_id(1)),
        effect: if index == 0 { samples::effect() } else { samples::desk_effect() },
        attempts: 0,
        sending: false,
        not_before: at(1),
        pressed_at: None,
        cause: None,
    }
}

fn customer_with(deadline: Option<Timestamp>) -> Commit {
    let state = NewState::Customer(Box::new(samples::customer()), deadline);
    Commit { state: Some(state), ..Commit::default() }
}

fn waiting(store: &dyn Store) -> Vec<String> {
    store.inbox(0, 99).unwrap().into_iter().map(|row| row.id.id).collect()
}

fn nothing_is_there_at_first(store: &dyn Store) {
    let customer = samples::customer_id(1);
    assert_eq!(store.customer(customer).unwrap(), None);
    assert_eq!(store.workspace().unwrap(), None);
    assert_eq!(store.venue(&samples::desk()).unwrap(), None);
    assert_eq!(store.counters().unwrap(), Counters::default());
    assert_eq!(store.next_due().unwrap(), None);
    assert_eq!(store.note("key").unwrap(), None);
    assert_eq!(store.tidy(Timestamp::MAX).unwrap(), 0);
    assert!(store.journal(0, 9).unwrap().is_empty());
    assert!(store.dead_letters(9).unwrap().is_empty());
    store.commit(&[], at(0)).unwrap();
    store.close().unwrap();
}

fn aggregates_read_back(store: &dyn Store) {
    let group = [
        customer_with(None),
        Commit {
            state: Some(NewState::Workspace(Box::new(samples::workspace()))),
            ..Commit::default()
        },
        Commit {
            state: Some(NewState::Venue(Box::new(samples::venue()))),
            entry: Some(entry(1)),
            counters: Some(Counters { next_seq: 2, next_case: CaseNumber(1002) }),
            ..Commit::default()
        },
    ];
    store.commit(&group, at(0)).unwrap();
    assert_eq!(store.customer(samples::customer_id(1)).unwrap(), Some(samples::customer()));
    assert_eq!(store.workspace().unwrap(), Some(samples::workspace()));
    assert_eq!(store.venue(&samples::venue().place).unwrap(), Some(samples::venue()));
    assert_eq!(store.venue(&samples::desk()).unwrap(), None);
    assert_eq!(store.journal(0, 9).unwrap(), [entry(1)]);
    assert_eq!(store.counters().unwrap().next_case, CaseNumber(1002));
}

fn indexes_lead_to_aggregates(store: &dyn Store) {
    let (customer, other) = (samples::customer_id(1), samples::customer_id(2));
    let account = Identity::Account(samples::account("42"));
    let same_words = Identity::External("42".to_owned());
    let on_discord = Place::chat(Platform::Discord, "-1001");
    let id = samples::interaction().id;
    let link = |tries, used| LinkRow { customer, expires_at: at(600), tries, used };
    let receipt = ReceiptRow { customer, interaction: id.clone(), expires_at: at(9), used: false };
    let index = vec![
        IndexRow::Identity(account.clone(), customer),
        IndexRow::Identity(same_words.clone(), other),
        IndexRow::Survey(samples::survey_id(1), customer),
        IndexRow::Interaction(id.clone(), customer, u64::MAX),
        IndexRow::Case(CaseNumber(1001), customer, CaseIsOpen::Open),
        IndexRow::Thread(samples::desk().thread("88"), CaseNumber(1001)),
        IndexRow::Receipt("token".to_owned(), receipt.clone()),
        IndexRow::Link("token".to_owned(), link(0, false)),
    ];
    store.commit(&[Commit { index, ..Commit::default() }], at(0)).unwrap();
    assert_eq!(store.customer_of(&account).unwrap(), Some(customer));
    assert_eq!(store.customer_of(&same_words).unwrap(), Some(other));
    assert_eq!(store.customer_of_survey(samples::survey_id(1)).unwrap(), Some(customer));
    assert_eq!(store.customer_of_survey(samples::survey_id(2)).unwrap(), None);
    assert_eq!(store.customer_of_interaction(&id).unwrap(), Some((customer, u64::MAX)));
    assert_eq!(store.customer_of_case(CaseNumber(1001)).unwrap(), Some(customer));
    let thread = samples::desk().thread("88");
    assert_eq!(store.case_of_thread(&thread).unwrap(), Some(CaseNumber(1001)));
    assert_eq!(store.case_of_thread(&samples::desk()).unwrap(), None);
    assert_eq!(store.case_of_thread(&on_discord.thread("88")).unwrap(), None);
    assert_eq!(store.receipt("token").unwrap(), Some(receipt));
    assert_eq!(store.receipt("tok").unwrap(), None);
    assert_eq!(store.link("token").unwrap(), Some(link(0, false)));
    // The same code again counts its tries.
    let index = vec![IndexRow::Link("token".to_owned(), link(3, true))];
    store.commit(&[Commit { index, ..Commit::default() }], at(1)).unwrap();
    assert_eq!(store.link("token").unwrap(), Some(link(3, true)));
    assert_eq!(store.link("tok").unwrap(), None);
}

fn only_open_cases_are_listed(store: &dyn Store) {
    let customer = samples::customer_id(1);
    let case = |number, open| IndexRow::Case(CaseNumber(number), customer, open);
    let index = vec![
        case(1003, CaseIsOpen::Open),
        case(1001, CaseIsOpen::Open),
        case(1002, CaseIsOpen::Open),
        case(1002, CaseIsOpen::Closed),
    ];
    store.commit(&[Commit { index, ..Commit::default() }], at(0)).unwrap();
    let open = |after, limit| -> Vec<u32> {
        let cases = store.open_cases(CaseNumber(after), limit).unwrap();
        cases.into_iter().map(|(number, _)| number.0).collect()
    };
    assert_eq!(open(0, 9), [1001, 1003]);
    assert_eq!(open(1001, 9), [1003]);
    assert_eq!(open(0, 1), [1001]);
    assert!(open(u32::MAX, 9).is_empty());
    assert_eq!(store.customer_of_case(CaseNumber(1002)).unwrap(), Some(customer));
    let index = vec![case(1001, CaseIsOpen::Closed), case(1002, CaseIsOpen::Open)];
    store.commit(&[Commit { index, ..Commit::default() }], at(0)).unwrap();
    assert_eq!(open(0, 9), [1002, 1003]);
}

fn a_deadline_that_moved_is_due_once(store: &dyn Store) {
    let customer = samples::customer_id(1);
    let due = |now| store.due(now, 9).unwrap();
    store.commit(&[customer_with(Some(at(100)))], at(0)).unwrap();
    assert_eq!(due(at(99)), []);
    assert_eq!(due(at(100)), [(at(100), customer)]);
    store.commit(&[customer_with(Some(at(50)))], at(0)).unwrap();
    assert_eq!(due(at(500)), [(at(50), customer)]);
    // Twice in one group: only the last one stands.
    let group = [customer_with(Some(at(60))), customer_with(Some(at(70)))];
    store.commit(&group, at(0)).unwrap();
    assert_eq!(due(at(500)), [(at(70), customer)]);
    assert_eq!(store.next_due().unwrap(), Some(at(70)));
    // There and back within one group.
    let group = [customer_with(Some(at(60))), customer_with(Some(at(70)))];
    store.commit(&group, at(0)).unwrap();
    assert_eq!(due(at(500)), [(at(70), customer)]);
    store.commit(&[customer_with(None)], at(0)).unwrap();
    assert_eq!(due(Timestamp::MAX), []);
    assert_eq!(store.next_due().unwrap(), None);
}

fn deadlines_come_earliest_first(store: &dyn Store) {
    let wake = |id, seconds| {
        let mut customer = samples::customer();
        customer.id = samples::customer_id(id);
        let state = NewState::Customer(Box::new(customer), Some(at(seconds)));
        Commit { state: Some(state), ..Commit::default() }
    };
    store.commit(&[wake(1, 30), wake(2, 10), wake(3, 20), wake(4, 10)], at(0)).unwrap();
    let ids: Vec<_> = store.due(at(20), 9).unwrap().into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids, [2, 4, 3].map(samples::customer_id));
    assert_eq!(store.due(at(99), 2).unwrap().len(), 2);
}

fn the_same_arrival_is_taken_in_once(store: &dyn Store) {
    let arrivals = [arrival("a"), arrival("b"), arrival("a")];
    assert_eq!(store.receive(&arrivals, at(0)).unwrap(), 2);
    assert_eq!(store.receive(&arrivals, at(1)).unwrap(), 0);
    assert_eq!(waiting(store), ["a", "b"]);
    let rows = store.inbox(0, 9).unwrap();
    assert_eq!((rows[0].at, rows[0].body.as_slice()), (at(0), &b"body of a"[..]));
    assert!(rows[0].seq < rows[1].seq);
    assert_eq!(store.inbox(rows[0].seq, 9).unwrap(), rows[1..]);
    assert_eq!(store.inbox(0, 1).unwrap(), rows[..1]);
}

fn an_arrival_worked_on_is_not_taken_in_again_for_two_days(store: &dyn Store) {
    let hours = |hours| at(0).checked_add(SignedDuration::from_hours(hours)).unwrap();
    store.receive(&[arrival("a")], at(0)).unwrap();
    let handled = vec![store.inbox(0, 1).unwrap()[0].seq];
    let group = [Commit { handled, ..Commit::default() }];
    store.commit(&group, at(0)).unwrap();
    // The same step once more changes nothing.
    store.commit(&group, at(5)).unwrap();
    assert!(waiting(store).is_empty());
    assert_eq!(store.receive(&[arrival("a")], hours(47)).unwrap(), 0);
    assert_eq!(store.receive(&[arrival("a")], hours(-1)).unwrap(), 0);
    assert_eq!(store.tidy(hours(0)).unwrap(), 0);
    assert_eq!(store.receive(&[arrival("a")], hours(48)).unwrap(), 1);
    assert_eq!(waiting(store), ["a"]);
}

fn ids_tidied_away_count_no_more(store: &dyn Store) {
    store.receive(&[arrival("a"), arrival("b")], at(0)).unwrap();
    let seqs: Vec<u64> = store.inbox(0, 9).unwrap().iter().map(|row| row.seq).collect();
    for (seq, seconds) in seqs.into_iter().zip([0, 10]) {
        let commit = Commit { handled: vec![seq], ..Commit::default() };
        store.commit(&[commit], at(seconds)).unwrap();
    }
    assert_eq!(store.tidy(at(10)).unwrap(), 1);
    assert_eq!(store.receive(&[arrival("a"), arrival("b")], at(20)).unwrap(), 1);
    assert_eq!(waiting(store), ["a"]);
}

fn customers_are_listed_by_id_with_their_deadlines(store: &dyn Store) {
    let customer = |number: u128, deadline: Option<Timestamp>| {
        let id = samples::customer_id(number);
        let customer = Box::new(Customer { id, ..samples::customer() });
        Commit { state: Some(NewState::Customer(customer, deadline)), ..Commit::default() }
    };
    assert_eq!(store.customers(None, 9).unwrap(), []);
    let group = [customer(3, None), customer(1, Some(at(5))), customer(2, Some(at(4)))];
    store.commit(&group, at(0)).unwrap();
    store.commit(&[customer(2, Some(at(6)))], at(0)).unwrap();
    let listed = |after: Option<u128>, limit| {
        store.customers(after.map(samples::customer_id), limit).unwrap()
    };
    let all = [(1, Some(at(5))), (2, Some(at(6))), (3, None)];
    let all = all.map(|(number, at)| (samples::customer_id(number), at));
    assert_eq!(listed(None, 9), all);
    assert_eq!(listed(None, 2), all[..2]);
    assert_eq!(listed(Some(2), 9), all[2..]);
    assert_eq!(listed(Some(3), 9), []);
}

/// Whether it waits or not.
fn what_is_over_is_gone_and_does_not_come_again(store: &dyn Store) {
    store.receive(&[arrival("a"), arrival("b")], at(0)).unwrap();
    let over = vec![arrival("a").0, arrival("c").0];
    assert!(store.is_repeat(&over[0], at(0)).unwrap());
    assert!(!store.is_repeat(&over[1], at(0)).unwrap());
    store.commit(&[Commit { over: over.clone(), ..Commit::default() }], at(1)).unwrap();
    assert_eq!(waiting(store), ["b"]);
    assert!(over.iter().all(|id| store.is_repeat(id, at(2)).unwrap()));
    assert!(!store.is_repeat(&arrival("d").0, at(2)).unwrap());
    let again = [arrival("a"), arrival("b"), arrival("c"), arrival("d")];
    assert_eq!(store.receive(&again, at(2)).unwrap(), 1);
    assert_eq!(waiting(store), ["b", "d"]);
}

fn a_step_may_ask_for_an_arrival(store: &dyn Store) {
    store.receive(&[arrival("a")], at(0)).unwrap();
    let handled = vec![store.inbox(0, 1).unwrap()[0].seq];
    let arrivals = vec![arrival("loop"), arrival("a"), arrival("loop")];
    store.commit(&[Commit { handled, arrivals, ..Commit::default() }], at(1)).unwrap();
    assert_eq!(waiting(store), ["loop"]);
}

fn failures_are_counted(store: &dyn Store) {
    store.receive(&[arrival("a")], at(0)).unwrap();
    let seq = store.inbox(0, 1).unwrap()[0].seq;
    store.inbox_failed(seq).unwrap();
    store.inbox_failed(seq).unwrap();
    store.inbox_failed(seq + 1).unwrap();
    let rows = store.inbox(0, 9).unwrap();
    assert_eq!((rows.len(), rows[0].failures), (1, 2));
}

fn the_outbox_keeps_its_order(store: &dyn Store) {
    let effects = vec![outbox_row(2, 0), outbox_row(1, 1), outbox_row(1, 0)];
    store.commit(&[Commit { effects, ..Commit::default() }], at(0)).unwrap();
    let keys = |after, limit| -> Vec<String> {
        store.outbox(after, limit).unwrap().iter().map(|row| row.key.to_string()).collect()
    };
    assert_eq!(keys(None, 9), ["1.0", "1.1", "2.0"]);
    assert_eq!(keys(Some(EffectKey { seq: 1, index: 0 }), 1), ["1.1"]);
    let begun = OutboxRow { attempts: 1, sending: true, ..outbox_row(1, 0) };
    store.outbox_update(std::slice::from_ref(&begun)).unwrap();
    assert_eq!(store.outbox(None, 1).unwrap(), [begun]);
    let settled = vec![EffectKey { seq: 1, index: 0 }, EffectKey { seq: 2, index: 0 }];
    store.commit(&[Commit { settled, ..Commit::default() }], at(0)).unwrap();
    assert_eq!(keys(None, 9), ["1.1"]);
    // What came to its end does not come back.
    store.outbox_update(&[outbox_row(1, 0)]).unwrap();
    assert_eq!(keys(None, 9), ["1.1"]);
}

fn what_is_given_up_waits_no_more(store: &dyn Store) {
    store.receive(&[arrival("a"), arrival("b")], at(0)).unwrap();
    let row = store.inbox(0, 1).unwrap().remove(0);
    let effects = vec![outbox_row(1, 0), outbox_row(1, 1)];
    store.commit(&[Commit { effects, ..Commit::default() }], at(0)).unwrap();
    let letter = |seconds, what| DeadLetter { at: at(seconds), reason: "why".to_owned(), what };
    let effect = letter(20, Dead::Effect(Box::new(outbox_row(1, 0))));
    let arrived = letter(10, Dead::Arrival(Box::new(row)));
    store.bury(&effect).unwrap();
    store.bury(&arrived).unwrap();
    store.bury(&arrived).unwrap();
    assert_eq!(store.dead_letters(9).unwrap(), [arrived.clone(), effect]);
    assert_eq!(store.dead_letters(1).unwrap(), [arrived]);
    assert_eq!(waiting(store), ["b"]);
    assert_eq!(store.outbox(None, 9).unwrap(), [outbox_row(1, 1)]);
    assert_eq!(store.receive(&[arrival("a")], at(30)).unwrap(), 0);
}

fn the_journal_is_read_in_order(store: &dyn Store) {
    for seq in [1, 2, 256, 3] {
        let commit = Commit { entry: Some(entry(seq)), ..Commit::default() };
        store.commit(&[commit], at(0)).unwrap();
    }
    let seqs = |from, limit| -> Vec<u64> {
        store.journal(from, limit).unwrap().iter().map(|entry| entry.seq).collect()
    };
    assert_eq!(seqs(0, 9), [1, 2, 3, 256]);
    assert_eq!(seqs(2, 2), [2, 3]);
    assert!(seqs(257, 9).is_empty());
}

fn notes_are_kept_by_name(store: &dyn Store) {
    store.keep("key", b"\0\xFF").unwrap();
    store.keep("key2", b"").unwrap();
    assert_eq!(store.note("key").unwrap().unwrap(), b"\0\xFF");
    assert_eq!(store.note("key2").unwrap().unwrap(), b"");
    store.keep("key", b"new").unwrap();
    assert_eq!(store.note("key").unwrap().unwrap(), b"new");
    let notes = ["many/1", "many/2", "many/3"].map(|name| (name.to_owned(), b"one".to_vec()));
    store.keep_all(&notes).unwrap();
    assert_eq!(store.note("many/3").unwrap().unwrap(), b"one");
    assert_eq!(store.drop_notes("many/", 2).unwrap(), 2);
    assert_eq!(store.drop_notes("many/", 2).unwrap(), 1);
    assert_eq!(store.drop_notes("many/", 2).unwrap(), 0);
    assert_eq!(store.note("many/3").unwrap(), None);
    assert_eq!(store.note("key").unwrap().unwrap(), b"new", "others stay");
}

fn large_values_read_back(store: &dyn Store) {
    let body = vec![b'x'; 700_000];
    store.receive(&[(arrival("large").0, body.clone())], at(0)).unwrap();
    store.keep("large", &body).unwrap();
    assert_eq!(store.inbox(0, 1).unwrap()[0].body, body);
    assert_eq!(store.note("large").unwrap().unwrap(), body);
}

/// Makes the same tests for each store.
macro_rules! store_conformance {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[test]
            fn $test() {
                super::$test(&super::MemoryStore::new());
            })+
        }

        mod sled {
            $(#[test]
            fn $test() {
                let dir = tempfile::tempdir().unwrap();
                super::$test(&super::open(dir.path()).store);
            })+
        }
    };
}

store_conformance! {
    nothing_is_there_at_first,
    aggregates_read_back,
    indexes_lead_to_aggregates,
    only_open_cases_are_listed,
    a_deadline_that_moved_is_due_once,
    deadlines_come_earliest_first,
    the_same_arrival_is_taken_in_once,
    an_arrival_worked_on_is_not_taken_in_again_for_two_days,
    ids_tidied_away_count_no_more,
    customers_are_listed_by_id_with_their_deadlines,
    what_is_over_is_gone_and_does_not_come_again,
    a_step_may_ask_for_an_arrival,
    failures_are_counted,
    the_outbox_keeps_its_order,
    what_is_given_up_waits_no_more,
    the_journal_is_read_in_order,
    notes_are_kept_by_name,
    large_values_read_back,
}

/// The same for what stands in a module of its own.
macro_rules! erasing_conformance {
    ($($test:ident),+ $(,)?) => {
        mod forgetting {
            $(mod $test {
                #[test]
                fn in_memory() {
                    crate::erasing::$test(&crate::MemoryStore::new());
                }

                #[test]
                fn on_disk() {
                    let dir = tempfile::tempdir().unwrap();
                    crate::erasing::$test(&crate::open(dir.path()).store);
                }
            })+
        }
    };
}

erasing_conformance! {
    nothing_leads_to_a_forgotten_customer,
    a_scrub_takes_out_what_is_left_and_keeps_counts,
    whoever_is_unfinished_is_taken_out_once_more,
    words_go_when_their_time_is_over,
    changes_are_chained_and_read_in_order,
}

#[test]
fn a_fork_of_memory_goes_its_own_way_and_a_clone_does_not() {
    let store = MemoryStore::new();
    let (clone, fork) = (store.clone(), store.fork());
    store.keep("key", b"value").unwrap();
    assert!(clone.note("key").unwrap().is_some());
    assert!(fork.note("key").unwrap().is_none());
}

#[test]
fn a_full_memory_writes_nothing_until_there_is_room() {
    let store = MemoryStore::new();
    store.set_full(true);
    assert!(store.keep("key", b"value").is_err());
    assert!(store.note("key").unwrap().is_none());
    store.set_full(false);
    store.keep("key", b"value").unwrap();
}
