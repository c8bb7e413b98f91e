//! Forgetting: nothing of the customer is left in any file, and counts stay.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use amends_core::{
    admin::Change,
    fact::Fact,
    ids::{CaseNumber, CustomerId},
    place::{Actor, Place},
    venue::Venue,
};
use amends_storage::{
    Store,
    audit::{AuditCheck, AuditVerdict},
    port::{
        CaseIsOpen, Commit, Counters, Dead, DeadLetter, Erasure, Identity, IndexRow, JournalEntry,
        LinkRow, NewState, OutboxRow, ReceiptRow, Subject,
    },
};
use jiff::Timestamp;

use crate::{arrival, open, outbox_row, samples, samples::at};

/// Whatever tells who Dana is, or what she said.
const CANARIES: [&str; 5] = ["Canarina", "7700042", "EXT-4711", "soup was cold", "canary-topic"];

fn dana() -> CustomerId {
    samples::customer_id(1)
}

fn commented(seq: u64, of: CustomerId, words: &str) -> JournalEntry {
    let survey = samples::survey_id(1);
    JournalEntry {
        seq,
        at: at(30),
        subject: Subject::Customer(of),
        event: "wrote".to_owned(),
        facts: vec![
            Fact::Planned { survey, interaction: samples::interaction().id, ended_at: None },
            Fact::Commented { survey: Some(survey), words: Some(words.to_owned()) },
        ],
    }
}

/// Dana, as she is known by everything.
fn commit_of_dana() -> Commit {
    let mut customer = samples::customer();
    customer.name = Some("Canarina".to_owned());
    "7700042".clone_into(&mut customer.contacts[0].address.account);
    customer.external = vec!["EXT-4711".to_owned()];
    let identities = Erasure::of(&customer);
    let account = Identity::Account(identities.accounts[0].clone());
    let private = Place::chat(identities.accounts[0].platform, "7700042");
    let interaction = amends_core::interaction::InteractionId("canary-topic".to_owned());
    customer.surveys[0].interaction.id = interaction.clone();
    let receipt = ReceiptRow {
        customer: dana(),
        interaction: interaction.clone(),
        expires_at: at(9),
        used: false,
    };
    let link = LinkRow { customer: dana(), expires_at: at(9), tries: 0, used: false };
    Commit {
        state: Some(NewState::Customer(Box::new(customer), Some(at(99)))),
        entry: Some(commented(1, dana(), "the soup was cold")),
        counters: Some(Counters { next_seq: 2, next_case: CaseNumber(1002) }),
        index: vec![
            IndexRow::Identity(account, dana()),
            IndexRow::Identity(Identity::External("EXT-4711".to_owned()), dana()),
            IndexRow::Interaction(interaction, dana(), 1),
            IndexRow::Survey(samples::survey_id(1), dana()),
            IndexRow::Case(CaseNumber(1001), dana(), CaseIsOpen::Open),
            IndexRow::Thread(private, CaseNumber(1001)),
            IndexRow::Receipt("t0ken".to_owned(), receipt),
            IndexRow::Link("c0de".to_owned(), link),
        ],
        ..Commit::default()
    }
}

/// Dana's traces beside her own record: where she was served, and what was given up.
fn traces(store: &dyn Store) {
    let mut venue = Venue { title: Some("Canarina’s order".to_owned()), ..samples::venue() };
    let known = store.customer(dana()).unwrap().unwrap();
    let address = known.contacts[0].address.clone();
    let actor = Actor { name: Some("Canarina".to_owned()), ..Actor::new(address) };
    venue.customers = vec![actor];
    let state = Some(NewState::Venue(Box::new(venue)));
    store.commit(&[Commit { state, ..Commit::default() }], at(1)).unwrap();
    let body = br#"{"from":{"id":7700042,"first_name":"Canarina"}}"#.to_vec();
    let arrivals = [(arrival("a").0, body), arrival("b")];
    store.receive(&arrivals, at(1)).unwrap();
    for row in store.inbox(0, 9).unwrap() {
        let what = Dead::Arrival(Box::new(row));
        store.bury(&DeadLetter { at: at(2), reason: "three failures".to_owned(), what }).unwrap();
    }
    let of_others = Subject::Customer(samples::customer_id(2));
    for (seq, subject) in [(5, Subject::Customer(dana())), (6, of_others)] {
        let row = OutboxRow { subject, ..outbox_row(seq, 0) };
        let what = Dead::Effect(Box::new(row));
        store.bury(&DeadLetter { at: at(2), reason: "refused".to_owned(), what }).unwrap();
    }
}

/// Everything that is known of Dana and of somebody else.
pub(crate) fn lived_in(store: &dyn Store) {
    let other = Commit {
        entry: Some(commented(2, samples::customer_id(2), "lovely evening")),
        counters: Some(Counters { next_seq: 3, next_case: CaseNumber(1002) }),
        ..Commit::default()
    };
    store.commit(&[commit_of_dana(), other], at(0)).unwrap();
    traces(store);
}

pub(crate) fn forget(store: &dyn Store) {
    let mut customer = store.customer(dana()).unwrap().unwrap();
    let erasures = vec![Erasure::of(&customer)];
    customer.erase(at(100));
    let entry = JournalEntry { facts: vec![Fact::Erased], ..commented(3, dana(), "") };
    let state = Some(NewState::Customer(Box::new(customer), None));
    let counters = Some(Counters { next_seq: 4, next_case: CaseNumber(1002) });
    let entry = Some(entry);
    let commit = Commit { state, entry, counters, erasures, ..Commit::default() };
    store.commit(&[commit], at(100)).unwrap();
}

fn shape(store: &dyn Store) -> Vec<(u64, usize)> {
    let entries = store.journal(0, 99).unwrap();
    entries.into_iter().map(|entry| (entry.seq, entry.facts.len())).collect()
}

pub(crate) fn nothing_leads_to_a_forgotten_customer(store: &dyn Store) {
    lived_in(store);
    let known = Erasure::of(&store.customer(dana()).unwrap().unwrap());
    let account = Identity::Account(known.accounts[0].clone());
    assert_eq!(store.customer_of(&account).unwrap(), Some(dana()));
    forget(store);
    assert_eq!(store.customer_of(&account).unwrap(), None);
    assert_eq!(store.customer_of(&Identity::External("EXT-4711".to_owned())).unwrap(), None);
    assert_eq!(store.customer_of_interaction(&known.interactions[0]).unwrap(), None);
    assert_eq!(store.customer_of_survey(samples::survey_id(1)).unwrap(), Some(dana()));
    assert_eq!(store.erasures().unwrap(), [known]);
}

pub(crate) fn a_scrub_takes_out_what_is_left_and_keeps_counts(store: &dyn Store) {
    lived_in(store);
    forget(store);
    let before = shape(store);
    store.scrub(Timestamp::MIN).unwrap();
    assert_eq!(shape(store), before, "as many facts as before");
    assert!(store.erasures().unwrap().is_empty());
    let words = |seq: u64| {
        let entry = store.journal(seq, 1).unwrap().remove(0);
        let mut words = entry.facts.into_iter().filter_map(|fact| {
            if let Fact::Commented { words, .. } = fact { Some(words) } else { None }
        });
        words.next().unwrap()
    };
    assert_eq!((words(1), words(2)), (None, Some("lovely evening".to_owned())));
    let left = store.dead_letters(9).unwrap();
    assert_eq!(left.len(), 2, "what others left stays: {left:?}");
    assert!(store.venue(&samples::venue().place).unwrap().unwrap().customers.is_empty());
    assert_eq!((store.receipt("t0ken").unwrap(), store.link("c0de").unwrap()), (None, None));
    assert_eq!(store.counters().unwrap().next_seq, 4);
}

/// Something is still to be deleted of Dana on a platform: what that takes stays, and what it leaves
/// behind goes the next time.
pub(crate) fn whoever_is_unfinished_is_taken_out_once_more(store: &dyn Store) {
    lived_in(store);
    forget(store);
    let subject = Subject::Customer(dana());
    let effects = vec![OutboxRow { subject, ..outbox_row(7, 0) }];
    store.commit(&[Commit { effects: effects.clone(), ..Commit::default() }], at(101)).unwrap();
    let erasures = store.erasures().unwrap();
    let unfinished = BTreeSet::from([dana()]);
    while !store.scrub_step(Timestamp::MIN, &unfinished).unwrap() {}
    assert!(store.outbox(None, 9).unwrap().contains(&effects[0]), "it is tried again");
    assert_eq!(store.erasures().unwrap(), erasures);
    assert!(!format!("{:?}", store.journal(0, 9).unwrap()).contains("soup"), "the rest is gone");
    assert_eq!(store.dead_letters(9).unwrap().len(), 2);
    let what = Dead::Effect(Box::new(effects[0].clone()));
    store.bury(&DeadLetter { at: at(102), reason: "refused".to_owned(), what }).unwrap();
    store.scrub(Timestamp::MIN).unwrap();
    assert_eq!(store.dead_letters(9).unwrap().len(), 2, "and what came of it is, too");
    assert!(store.erasures().unwrap().is_empty());
}

pub(crate) fn words_go_when_their_time_is_over(store: &dyn Store) {
    lived_in(store);
    let said = |store: &dyn Store| format!("{:?}", store.journal(0, 9).unwrap());
    store.scrub(at(2)).unwrap();
    assert_eq!(store.dead_letters(9).unwrap().len(), 4);
    store.scrub(at(30)).unwrap();
    assert!(store.dead_letters(9).unwrap().is_empty(), "what was given up says something, too");
    assert!(said(store).contains("lovely evening"), "not over its time yet");
    store.scrub(at(31)).unwrap();
    assert!(!said(store).contains("lovely evening") && !said(store).contains("soup"));
}

pub(crate) fn changes_are_chained_and_read_in_order(store: &dyn Store) {
    let change = |nr: u32| Change {
        nr,
        at: at(i64::from(nr)),
        by: Some(samples::account("53")),
        what: "zone".to_owned(),
        from: "UTC".to_owned(),
        to: format!("Zone/{nr}"),
        undo: None,
    };
    let commit = |numbers: &[u32]| Commit {
        audit: numbers.iter().map(|nr| change(*nr)).collect(),
        ..Commit::default()
    };
    store.commit(&[commit(&[1, 2]), commit(&[3])], at(0)).unwrap();
    store.commit(&[commit(&[4])], at(1)).unwrap();
    let entries = store.audit(0, 99).unwrap();
    let numbers: Vec<u64> = entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(store.audit(3, 1).unwrap(), entries[2..3]);
    let mut check = AuditCheck::default();
    for entry in &entries {
        check.next(entry);
    }
    let head = store.audit_head().unwrap();
    assert_eq!(check.verdict(Some(&head)), AuditVerdict::Whole { entries: 4 });
}

/// Everything in a directory and below it.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Which canary stands in which file.
pub(crate) fn sightings(dir: &Path) -> Vec<String> {
    let mut seen = Vec::new();
    for path in files(dir) {
        let bytes = fs::read(&path).unwrap();
        for canary in CANARIES {
            if bytes.windows(canary.len()).any(|window| window == canary.as_bytes()) {
                seen.push(format!("{canary} in {}", path.display()));
            }
        }
    }
    seen
}

/// Shows INV 21.
#[test]
fn no_file_holds_anything_of_a_forgotten_customer() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    lived_in(&store);
    // Large values lie in files of their own.
    store.keep("large", &vec![b'x'; 700_000]).unwrap();
    assert!(CANARIES.len() <= sightings(dir.path()).len(), "{:?}", sightings(dir.path()));
    forget(&store);
    assert!(!sightings(dir.path()).is_empty(), "the engine keeps what it overwrote");
    store.scrub(Timestamp::MIN).unwrap();
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
    assert_eq!(store.note("large").unwrap().unwrap().len(), 700_000);
    // Work goes on, and what comes later is kept.
    store.receive(&[arrival("c")], at(101)).unwrap();
    let before = shape(&store);
    drop(store);
    let opened = open(dir.path());
    assert!(opened.recovered.is_empty() && opened.damaged_lines.is_empty(), "{opened:?}");
    assert_eq!(shape(&opened.store), before);
    assert_eq!(opened.store.inbox(0, 9).unwrap().len(), 1);
    drop(opened);
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, target).unwrap();
    }
}

/// Whatever an ended process left of writing anew, the store opens with everything in it, and at its
/// own place.
#[test]
fn a_scrub_that_was_cut_short_is_finished_or_done_again() {
    // Whether the other place holds a whole store that is in use, and what stands at its own.
    for (is_in_use, at_its_own) in
        [(false, "whole"), (true, "whole"), (true, "half"), (true, "nothing"), (true, "moved")]
    {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path()).store;
        lived_in(&store);
        store.close().unwrap();
        let before = shape(&store);
        drop(store);
        let (own, other) = (dir.path().join("store"), dir.path().join("store.other"));
        copy_dir(&own, &other);
        if is_in_use {
            fs::write(dir.path().join("store.is_other"), b"").unwrap();
        } else {
            fs::write(other.join("db"), b"half").unwrap();
        }
        match at_its_own {
            "half" => fs::write(own.join("db"), b"half").unwrap(),
            "nothing" => fs::remove_dir_all(&own).unwrap(),
            "moved" => fs::remove_dir_all(&other).unwrap(),
            _ => (),
        }
        let case = format!("{is_in_use} {at_its_own}");
        let opened = open(dir.path());
        assert!(opened.moved_aside.is_none(), "{case}");
        assert_eq!(shape(&opened.store), before, "{case}");
        for gone in ["store.other", "store.is_other"] {
            assert!(!dir.path().join(gone).exists(), "{gone} is left of {case}");
        }
    }
}

/// It is written anew here and there in turn.
#[test]
fn a_store_is_written_anew_again_and_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    lived_in(&store);
    let before = shape(&store);
    for round in 0..3 {
        store.scrub(Timestamp::MIN).unwrap();
        // Large values lie in files of their own.
        store.keep("large", &vec![round; 700_000]).unwrap();
        assert_eq!(store.note("large").unwrap().unwrap()[0], round);
        assert_eq!(shape(&store), before);
    }
    forget(&store);
    store.scrub(Timestamp::MIN).unwrap();
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
    drop(store);
    let opened = open(dir.path());
    assert_eq!(opened.store.note("large").unwrap().unwrap(), vec![2; 700_000]);
    assert!(opened.recovered.is_empty() && opened.moved_aside.is_none());
}

/// The record is written anew before the store: a crash between the two is no loss.
#[test]
fn a_record_that_was_scrubbed_before_its_store_is_no_loss() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    lived_in(&store);
    forget(&store);
    // The last line is one that is scrubbed.
    let entry = Some(commented(4, dana(), "soup was cold, I said"));
    let counters = Some(Counters { next_seq: 5, next_case: CaseNumber(1002) });
    store.commit(&[Commit { entry, counters, ..Commit::default() }], at(101)).unwrap();
    store.close().unwrap();
    let saved = tempfile::tempdir().unwrap();
    drop(store);
    copy_dir(&dir.path().join("store"), &saved.path().join("store"));
    open(dir.path()).store.scrub(Timestamp::MIN).unwrap();
    // Opened once more, it is at its own place.
    drop(open(dir.path()));
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    copy_dir(&saved.path().join("store"), &dir.path().join("store"));
    let lines = || fs::read_to_string(dir.path().join("answers.log")).unwrap().lines().count();
    let before = lines();
    let opened = open(dir.path());
    assert!(opened.recovered.is_empty(), "{:?}", opened.recovered);
    assert_eq!(lines(), before, "no line is taken for missing because it was scrubbed");
    opened.store.scrub(Timestamp::MIN).unwrap();
    drop(opened);
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
}

/// A backup from before brings nobody back: the answer record knows that they are forgotten.
#[test]
fn whoever_is_forgotten_stays_so_when_an_older_store_is_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    lived_in(&store);
    store.close().unwrap();
    drop(store);
    let backup = tempfile::tempdir().unwrap();
    copy_dir(&dir.path().join("store"), &backup.path().join("store"));
    let store = open(dir.path()).store;
    forget(&store);
    store.scrub(Timestamp::MIN).unwrap();
    drop(store);
    drop(open(dir.path()));
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    copy_dir(&backup.path().join("store"), &dir.path().join("store"));
    let store = open(dir.path()).store;
    assert!(store.customer(dana()).unwrap().unwrap().erased_at.is_some());
    assert_eq!(store.erasures().unwrap().len(), 1);
    store.scrub(Timestamp::MIN).unwrap();
    drop(store);
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
}
