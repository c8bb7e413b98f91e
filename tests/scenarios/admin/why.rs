//! `/why`: what a customer was asked, what not, and why.

use amends_core::{fact::Fact, policy::Workspace};
use amends_storage::port::{CauseKind, Store};
use jiff::SignedDuration;

use crate::luma::{
    ANNA, CEM, DANA, ION, KATRIN, Line, Luma, MIHAI, PIOTR, account,
    log_ids::{quoted, unquoted},
};

/// Ion administers and is no staff.
fn with_ion(workspace: &mut Workspace) {
    workspace.admins = vec![account(ION)];
    "Europe/Bucharest".clone_into(&mut workspace.zone);
}

impl Luma {
    /// Dana was asked, not asked, asked again and is unhappy.
    async fn with_history() -> Self {
        let mut luma = Self::opens_with(with_ion).await;
        luma.contact_ends_known(
            DANA,
            "Order 117",
            |contact| contact.ended_at -= SignedDuration::from_hours(1),
            |known| known.external = Some("C-5512".to_owned()),
        )
        .await;
        luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
        luma.waits("1h").await.contact_ends(DANA, "Order 119").await.waits("4h").await;
        luma.contact_ends(DANA, "Order 120").await.taps(DANA, "🙁 Not good").await;
        luma.contact_ends(DANA, "Order 121").await.begins();
        luma
    }
}

/// In the thread of the case nobody has to be named; elsewhere a case, a number or a name does it.
#[tokio::test(flavor = "multi_thread")]
async fn seniors_see_what_a_customer_was_asked() {
    let mut luma = Luma::with_history().await;
    luma.says(KATRIN, "/why").await;
    for named in ["R-1001", "C-5512", "@dana"] {
        luma.says_in_general(KATRIN, &format!("/why {named}")).await;
    }
    let account = account(DANA).account;
    luma.says_in_general(PIOTR, &format!("/why {account}")).await;
    let shown = luma.brief();
    let ledgers = shown.matches("What Dana was asked, the newest first:").count();
    assert_eq!(ledgers, 5, "{shown}");
    // Each contact goes by the id of what brought it, which is the same in the log.
    for cause in quoted(&shown).into_iter().filter(|cause| cause.kind == CauseKind::Contact) {
        let entries = luma.store.journal(cause.nr, 1).unwrap();
        let facts = &entries[0].facts;
        let is_contact =
            |fact: &Fact| matches!(fact, Fact::Planned { .. } | Fact::Suppressed { .. });
        assert!(facts.iter().any(is_contact), "{cause}: {facts:?}");
    }
    assert_eq!(quoted(&shown).len(), 5 * 6, "{shown}");
    assert_shown!(unquoted(&shown), @"
    14:20:00 Katrin at the desk: /why
      R-1001   | (answers 7) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    14:20:00 Katrin in General: /why R-1001
      desk     | (answers 9) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    14:20:00 Katrin in General: /why C-5512
      desk     | (answers 11) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    14:20:00 Katrin in General: /why @dana
      desk     | (answers 13) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    14:20:00 Piotr in General: /why 7
      desk     | (answers 15) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    ");
}

/// Admins who are no staff see it as well; agents, customers and former staff don't.
#[tokio::test(flavor = "multi_thread")]
async fn only_seniors_and_admins_see_what_a_customer_was_asked() {
    let mut luma = Luma::with_history().await;
    luma.says_in_general(ION, "/why R-1001").await.says_in_general(ANNA, "/why R-1001").await;
    luma.says(MIHAI, "/why").await.writes(DANA, "/why R-1001").await;
    assert_shown!(unquoted(&luma.brief()), @"
    14:20:00 Ion in General: /why R-1001
      desk     | (answers 7) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 16:20 Order 121, Anna: not asked – a case was open (c…)
                 16:20 Order 120, Anna: asked and answered 🙁 (c…)
                 12:20 Order 119, Anna: not asked – asked a short while before (c…)
                 11:20 Order 118, Anna: asked and answered 🙂 (c…)
                 11:20 Order 117, Anna: not asked – it had ended too long ago (c…)
                 In the log this answer is a…, and each contact the id at its end.
    14:20:00 Anna in General: /why R-1001
      desk     | (answers 9) That's for seniors. You are: agent.
    14:20:00 Mihai at the desk: /why
      R-1001   | (answers 11) Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
    14:20:00 Dana: /why R-1001
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 16:30
    ");
}

/// Nobody, somebody unknown, a case that isn't there, and what comes later.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_can_not_be_found_is_told() {
    let mut luma = Luma::with_history().await;
    luma.says_in_general(KATRIN, "/why").await.says_in_general(KATRIN, "/why R-9999").await;
    luma.says_in_general(KATRIN, "/why C-1").await.says_in_general(KATRIN, "/why @nobody").await;
    luma.says(KATRIN, "/why 2 recurring ours").await;
    assert_shown!(unquoted(&luma.brief()), @"
    14:20:00 Katrin in General: /why
      desk     | (answers 7) Whose? Use it in the thread of a case or as an answer to the customer's words, or name them: /why R-1042, /why @dana, or their number in your system.
    14:20:00 Katrin in General: /why R-9999
      desk     | (answers 9) I can't find R-9999.
    14:20:00 Katrin in General: /why C-1
      desk     | (answers 11) I know no customer C-1.
    14:20:00 Katrin in General: /why @nobody
      desk     | (answers 13) I know no customer @nobody.
    14:20:00 Katrin at the desk: /why 2 recurring ours
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 16:30
                 Why: bad (2 of 3) · recurring · ours
      R-1001   | (answers 15) Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
    ");
}

/// As an answer to the customer's words in the support group: staff read the answer, customers don't.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_the_customers_words_names_them() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(ANNA)]).await;
    luma.puts(CEM, luma.help, Line::text("ist mein Kuchen fertig?")).await;
    luma.contact_ends(CEM, "Kuchen").await.begins();
    let message = luma.message_with(luma.help, "Kuchen");
    luma.note("Anna answers Cem in the support group: /why");
    luma.puts(ANNA, luma.help, Line::text("/why").replying_to(message)).await;
    luma.note("Anna in the support group: /why @cem");
    luma.puts(ANNA, luma.help, Line::text("/why @cem")).await;
    luma.note("Dana in the support group: /why");
    luma.puts(DANA, luma.help, Line::text("/why")).await;
    assert_shown!(unquoted(&luma.brief()), @"
    09:20:00 Anna answers Cem in the support group: /why
      desk     | What Cem was asked, the newest first:
                 09:20 Kuchen, Anna: not asked – no way to write to them (c…)
                 In the log this answer is a…, and each contact the id at its end.
    09:20:00 Anna in the support group: /why @cem
      desk     | What Cem was asked, the newest first:
                 09:20 Kuchen, Anna: not asked – no way to write to them (c…)
                 In the log this answer is a…, and each contact the id at its end.
    09:20:00 Dana in the support group: /why
    ");
}
