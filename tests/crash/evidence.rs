//! Evidence is gathered: over HTTP while the service runs, from its files once it has stopped.

use std::{collections::BTreeMap, fs};

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, WorkspaceId},
};
use amends_storage::{
    SledStore, Store,
    answers::Line,
    sled_store::{self, Opened},
};
use serde_json::Value;
use tokio::{task, time};

use crate::{
    customer::{Seen, text},
    house::{House, PATIENCE, Side},
    process::{AGAIN, Process},
    verdict::Evidence,
};

/// Lets everything come to rest, stops the service and gathers what is found.
pub(crate) async fn gather(house: &House, process: Process, seen: &[Seen]) -> Evidence {
    house.everything_is_heard(&process).await;
    let mut evidence = Evidence::default();
    for one in seen {
        if let Some(view) = settled_view(house, &one.id).await {
            evidence.views.insert(one.id.clone(), view);
        }
    }
    evidence.cases = house.open_cases().await;
    process.stop().await;
    evidence.delivered = match house.customers() {
        Side::Telegram(telegram) => telegram.delivered(),
        Side::Discord(discord) => discord.delivered(),
    };
    evidence.doubled = house.doubled();
    evidence.record = record(house);
    let violations = house.violations();
    assert!(violations.is_empty(), "departures from the specification: {violations:#?}");
    evidence.said = opens_whole(house, &evidence).await;
    evidence
}

/// What is said about a contact once its question is not under way any more.
async fn settled_view(house: &House, id: &str) -> Option<Value> {
    let mut looks = time::interval(AGAIN);
    let settled = async {
        loop {
            looks.tick().await;
            let view = house.view(id).await?;
            if !["planned", "sending"].contains(&text(&view, "status")) {
                return Some(view);
            }
        }
    };
    match time::timeout(PATIENCE, settled).await {
        Ok(view) => view,
        Err(_) => house.view(id).await,
    }
}

/// The answer record, line by line.
pub(crate) fn record(house: &House) -> Vec<Line> {
    let text = fs::read_to_string(house.data.join("answers.log")).unwrap();
    let json = |line: &str| serde_json::from_str(line.split_once(' ').unwrap().1).unwrap();
    text.lines().map(json).collect()
}

/// The store opens without any repair, agrees with the record, and has nothing left undone but what
/// waits for the pace of the platform. Returns the words that each case is shown with.
async fn opens_whole(house: &House, evidence: &Evidence) -> BTreeMap<String, Vec<String>> {
    let opened = open(house).await;
    assert!(opened.moved_aside.is_none() && opened.damaged_lines.is_empty(), "{opened:?}");
    assert_eq!(opened.recovered, [], "only in the record");
    let store = opened.store;
    let kept: Vec<_> = evidence.record.iter().map(|line| (line.seq, line.fact.clone())).collect();
    assert_eq!(kept, told(&store), "the record and the journal say the same");
    assert_eq!(store.inbox(0, 9).unwrap(), [], "arrivals that nobody worked on");
    assert_eq!(store.dead_letters(9).unwrap(), [], "dead letters");
    let mut said = BTreeMap::new();
    for (number, customer) in store.open_cases(CaseNumber(0), usize::MAX).unwrap() {
        let customer = store.customer(customer).unwrap().expect("a case has a customer");
        let case = customer.case(number).expect("the index leads to the case");
        said.insert(number.to_string(), case.said.clone());
    }
    said
}

/// Opens the store of a service that has stopped.
pub(crate) async fn open(house: &House) -> Opened {
    let data = house.data.clone();
    let opened = task::spawn_blocking(move || {
        SledStore::open(&data, WorkspaceId::FIRST, sled_store::Options::default()).unwrap()
    });
    opened.await.unwrap()
}

/// What of the journal must be in the record.
pub(crate) fn told(store: &SledStore) -> Vec<(u64, Fact)> {
    let journal = store.journal(0, usize::MAX).unwrap();
    let facts = journal.into_iter().flat_map(|entry| {
        let seq = entry.seq;
        entry.facts.into_iter().map(move |fact| (seq, fact))
    });
    facts.filter(|(_, fact)| is_recorded(fact)).collect()
}

fn is_recorded(fact: &Fact) -> bool {
    matches!(fact, Fact::Answered { .. } | Fact::Commented { .. } | Fact::CaseOpened { .. })
}
