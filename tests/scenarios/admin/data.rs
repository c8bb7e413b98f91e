//! What is kept and for how long, and what leaves the house.

use amends_storage::{
    audit::{AuditCheck, AuditVerdict},
    port::{Identity, Store},
};

use crate::luma::{ANNA, DANA, Luma, PIOTR, account};

/// How long things are kept is shown, changed, undone and written down; what can't be is refused as
/// a whole.
#[tokio::test(flavor = "multi_thread")]
async fn retention_is_set_as_a_whole() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    for command in [
        "/retention",
        "/retention answers 365d talks 90d",
        "/retention anwsers 30d",
        "/retention answers 300d talks soon",
        "/retention talks 2d",
        "/retention weather 30d",
        "/retention answers 300d audit 90d",
        "/retention contacts 90d",
        "/audit",
    ] {
        luma.says_in_general(PIOTR, command).await;
    }
    luma.writes(DANA, "/privacy").await.says_in_general(ANNA, "/retention").await;
    let kept = luma.handle().policy().workspace.retention.to_string();
    assert_eq!(kept, "answers 365d talks 90d");
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /retention
      desk     | (answers 2) Kept at most: answers 400d talks 180d. This holds for everything stored, also from before: what is over its time is removed by itself and for good; counts stay.
    09:20:00 Piotr in General: /retention answers 365d talks 90d
      desk     | (answers 4) Saved. Kept at most: answers 365d talks 90d. This holds for everything stored, also from before: what is over its time is removed by itself and for good; counts stay.
                 [Undo]
    09:20:00 Piotr in General: /retention anwsers 30d
      desk     | (answers 6) I don't know 'anwsers'. Did you mean answers? There are answers, talks: /retention answers 400d talks 180d
    09:20:00 Piotr in General: /retention answers 300d talks soon
      desk     | (answers 8) I can't read 'soon' as days. Write /retention answers 400d talks 180d
    09:20:00 Piotr in General: /retention talks 2d
      desk     | (answers 10) 2 days can't be for talks: from 7 to 3650 days.
    09:20:00 Piotr in General: /retention weather 30d
      desk     | (answers 12) I don't know 'weather'. There are answers, talks: /retention answers 400d talks 180d
    09:20:00 Piotr in General: /retention answers 300d audit 90d
      desk     | (answers 14) The trail of changes stays: each change carries the hash of the one before, and one that were taken out would look like one that was hidden. There are answers, talks: /retention answers 400d talks 180d
    09:20:00 Piotr in General: /retention contacts 90d
      desk     | (answers 16) Names and accounts go by themselves once nothing was heard of a customer for as long as answers are kept. There are answers, talks: /retention answers 400d talks 180d
    09:20:00 Piotr in General: /audit
      desk     | (answers 18) Who changed what, the newest first:
                 09:20 Piotr: retention answers 400d talks 180d → answers 365d talks 90d
    09:20:00 Dana: /privacy
      Dana     | We keep your answers, your messages about them and your name here for up to 365 days, only to put things right and get better. /forget deletes everything, /stop ends the questions.
                 It is kept by Luma Café. /mydata sends you a copy of everything.
    09:20:00 Anna in General: /retention
      desk     | (answers 20) That's for admins. You are: agent.
    ");
}

/// Files go to admins alone, in private, and are written down.
#[tokio::test(flavor = "multi_thread")]
async fn answers_leave_the_house_for_admins_alone() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.front().starts(PIOTR, None);
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.begins();
    for command in
        ["/export", "/export csv 2026-13", "/export csv 2026-11", "/export jsonl", "/export audit"]
    {
        luma.says_in_general(PIOTR, command).await;
    }
    luma.says_in_general(ANNA, "/export csv").await.says_in_general(PIOTR, "/audit 2").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /export
      desk     | (answers 2) Use /export csv, /export jsonl 2026-11, or /export audit.
    09:20:00 Piotr in General: /export csv 2026-13
      desk     | (answers 4) Use /export csv, /export jsonl 2026-11, or /export audit.
    09:20:00 Piotr in General: /export csv 2026-11
      Piotr    | (Document) The answers. They hold names: keep this file safe, and delete it when you are done. This export was noted in /audit.
      desk     | (answers 6) On its way to you in private. If nothing arrives, write to me there once and ask again.
    09:20:00 Piotr in General: /export jsonl
      Piotr    | (Document) The answers. They hold names: keep this file safe, and delete it when you are done. This export was noted in /audit.
      desk     | (answers 8) On its way to you in private. If nothing arrives, write to me there once and ask again.
    09:20:00 Piotr in General: /export audit
      Piotr    | (Document) Who changed what, from the first change on. Each line carries the hash of the one before; amends audit verify checks it.
      desk     | (answers 10) On its way to you in private. If nothing arrives, write to me there once and ask again.
    09:20:00 Anna in General: /export csv
      desk     | (answers 12) That's for admins. You are: agent.
    09:20:00 Piotr in General: /audit 2
      desk     | (answers 14) Who changed what, the newest first:
                 09:20 Piotr: export audit
                 09:20 Piotr: export jsonl
    ");
    let mut check = AuditCheck::default();
    for entry in luma.store.audit(0, 99).unwrap() {
        check.next(&entry);
    }
    let verdict = check.verdict(Some(&luma.store.audit_head().unwrap()));
    assert_eq!(verdict, AuditVerdict::Whole { entries: 3 });
}

/// What is over its time is removed by itself, and counts stay.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_its_time_is_removed() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.says_in_general(PIOTR, "/retention answers 60d talks 7d").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "the soup was lovely").await;
    let facts = |luma: &Luma| -> usize {
        let entries = luma.store.journal(0, 9_999).unwrap();
        entries.iter().map(|entry| entry.facts.len()).sum()
    };
    let before = facts(&luma);
    luma.waits("144h").await;
    assert_eq!(luma.customer(DANA).surveys[0].comments.len(), 1);
    luma.waits("25h").await;
    assert!(luma.customer(DANA).surveys[0].comments.is_empty());
    let is_spoken =
        |luma: &Luma| format!("{:?}", luma.store.journal(0, 9_999).unwrap()).contains("soup");
    // Whatever comes next finds it.
    luma.says_in_general(PIOTR, "/scale").await;
    luma.comes_to(|luma| !is_spoken(luma)).await;
    assert_eq!(luma.customer(DANA).surveys[0].interaction.topic.as_deref(), Some("Order 118"));
    // Once nothing was heard of Dana for as long as answers are kept, nobody knows any more who it
    // was.
    let known = luma.customer(DANA);
    luma.waits("1500h").await;
    let left = luma.store.customer(known.id).unwrap().unwrap();
    assert_eq!((left.name, left.contacts.len()), (None, 0));
    let account = Identity::Account(known.contacts[0].address.clone());
    assert_eq!(luma.store.customer_of(&account).unwrap(), None);
    let survey = left.surveys[0].clone();
    assert_eq!(survey.interaction.topic, None);
    assert_eq!(survey.response.map(|response| response.history.len()), Some(1));
    assert_eq!(facts(&luma), before + 1, "counts stay, and that somebody was forgotten is one");
}
