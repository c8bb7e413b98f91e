//! Steps that any store can be taken through, and everything that can be read from it as one text.

use std::fmt::{Debug, Write};

use amends_core::ids::{CaseNumber, EffectKey};
use amends_storage::{
    Store, StoreError,
    port::{
        CaseIsOpen, Commit, Counters, Dead, DeadLetter, Identity, IndexRow, NewState, OutboxRow,
    },
};
use jiff::Timestamp;

use crate::{arrival, entry, outbox_row, samples};

/// One call of a store, over so few names that they meet often.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// Takes in arrivals with these numbers.
    Receive(Vec<u8>),
    /// Commits steps.
    Commit(Vec<Step>),
    /// Notes a failure of the n-th waiting arrival.
    Failed(usize),
    /// Begins a try of the n-th waiting effect.
    Begin(usize),
    /// Gives up the n-th waiting arrival.
    BuryArrival(usize),
    /// Gives up the n-th waiting effect.
    BuryEffect(usize),
    /// Keeps a note.
    Keep(u8, u8),
    /// Forgets ids worked on more than so many seconds ago.
    Tidy(i64),
}

/// One step of a commit.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Customer and deadline.
    pub(crate) customer: Option<(u8, Option<i64>)>,
    /// Handles the first waiting arrival.
    pub(crate) handles: bool,
    /// Adds a journal entry with effects.
    pub(crate) effects: u16,
    /// Settles the n-th waiting effect.
    pub(crate) settles: Option<usize>,
    /// Asks for an arrival.
    pub(crate) arrival: Option<u8>,
    /// Opens or closes a case.
    pub(crate) case: Option<(u8, bool)>,
}

const ALL: usize = 100_000;

/// Takes the store through one step at this time, and returns what it said.
pub(crate) fn apply(store: &dyn Store, op: &Op, now: Timestamp) -> Result<String, StoreError> {
    let inbox = store.inbox(0, ALL)?;
    let outbox = store.outbox(None, ALL)?;
    let effect_key = |n: usize| outbox.get(n).map_or(EffectKey { seq: 0, index: 0 }, |row| row.key);
    let letter = |what| DeadLetter { at: now, reason: "three failures".to_owned(), what };
    let said = match op {
        Op::Receive(numbers) => {
            let arrivals: Vec<_> = numbers.iter().map(|n| arrival(&n.to_string())).collect();
            store.receive(&arrivals, now)?
        }
        Op::Commit(steps) => {
            let mut seq = store.counters()?.next_seq;
            let mut group = Vec::new();
            for step in steps {
                let handled = inbox.first().filter(|_| step.handles).map(|row| row.seq);
                let settled = step.settles.map(effect_key);
                group.push(commit(step, &mut seq, handled, settled, now));
            }
            store.commit(&group, now)?;
            0
        }
        Op::Failed(n) => {
            store.inbox_failed(inbox.get(*n).map_or(0, |row| row.seq))?;
            0
        }
        Op::Begin(n) => {
            let begun = outbox.get(*n).map(|row| OutboxRow {
                attempts: row.attempts + 1,
                sending: true,
                ..row.clone()
            });
            store.outbox_update(begun.as_slice())?;
            0
        }
        Op::BuryArrival(n) => {
            if let Some(row) = inbox.get(*n) {
                store.bury(&letter(Dead::Arrival(Box::new(row.clone()))))?;
            }
            0
        }
        Op::BuryEffect(n) => {
            if let Some(row) = outbox.get(*n) {
                store.bury(&letter(Dead::Effect(Box::new(row.clone()))))?;
            }
            0
        }
        Op::Keep(name, value) => {
            store.keep(&name.to_string(), &[*value])?;
            0
        }
        Op::Tidy(age) => store.tidy(now - jiff::SignedDuration::from_secs(*age))?,
    };
    Ok(format!("{op:?}: {said}"))
}

fn commit(
    step: &Step,
    seq: &mut u64,
    handled: Option<u64>,
    settled: Option<EffectKey>,
    now: Timestamp,
) -> Commit {
    let state = step.customer.map(|(id, deadline)| {
        let mut customer = samples::customer();
        customer.id = samples::customer_id(id.into());
        customer.name = Some(format!("{now}"));
        let deadline = deadline.map(|seconds| now + jiff::SignedDuration::from_secs(seconds));
        NewState::Customer(Box::new(customer), deadline)
    });
    let customer = samples::customer_id(step.customer.map_or(0, |(id, _)| id).into());
    let index = step.case.map(|(number, open)| {
        let open = if open { CaseIsOpen::Open } else { CaseIsOpen::Closed };
        IndexRow::Case(CaseNumber(number.into()), customer, open)
    });
    let mut commit = Commit {
        state,
        settled: settled.into_iter().collect(),
        handled: handled.into_iter().collect(),
        arrivals: step.arrival.iter().map(|n| arrival(&n.to_string())).collect(),
        index: index.into_iter().collect(),
        ..Commit::default()
    };
    if 0 < step.effects {
        commit.entry = Some(entry(*seq));
        commit.effects = (0..step.effects).map(|index| outbox_row(*seq, index)).collect();
        commit.index.push(IndexRow::Identity(Identity::External(seq.to_string()), customer));
        *seq += 1;
        commit.counters = Some(Counters { next_seq: *seq, next_case: CaseNumber(1001) });
    }
    commit
}

/// Everything that can be read, but for the numbers of arrivals, which may have gaps.
pub(crate) fn read_all(store: &dyn Store) -> String {
    let mut text = String::new();
    for number in 0..5 {
        let customer = store.customer(samples::customer_id(number)).unwrap();
        line(&mut text, &customer.and_then(|customer| customer.name));
        let case = CaseNumber(u32::try_from(number).unwrap());
        line(&mut text, &store.customer_of_case(case).unwrap());
        line(&mut text, &store.note(&number.to_string()).unwrap());
        let identity = Identity::External(number.to_string());
        line(&mut text, &store.customer_of(&identity).unwrap());
    }
    line(&mut text, &store.open_cases(CaseNumber(0), ALL).unwrap());
    line(&mut text, &store.counters().unwrap());
    for mut row in store.inbox(0, ALL).unwrap() {
        row.seq = 0;
        line(&mut text, &row);
    }
    for row in store.outbox(None, ALL).unwrap() {
        line(&mut text, &(row.key, row.attempts, row.sending));
    }
    line(&mut text, &store.due(Timestamp::MAX, ALL).unwrap());
    line(&mut text, &store.next_due().unwrap());
    for entry in store.journal(0, ALL).unwrap() {
        line(&mut text, &(entry.seq, entry.facts.len()));
    }
    for letter in store.dead_letters(ALL).unwrap() {
        let what = match letter.what {
            Dead::Arrival(row) => row.id.id,
            Dead::Effect(row) => row.key.to_string(),
        };
        line(&mut text, &(letter.at, what));
    }
    text
}

fn line(text: &mut String, value: &dyn Debug) {
    writeln!(text, "{value:?}").unwrap();
}
