//! What customers can ask for about what is kept of them: to read about it, to get it, to have it
//! deleted (`CONVERSATIONS` 4.7; S-27, K-41, INV-21).

use amends_core::{event::Known, fact::Fact, policy::Workspace};
use amends_storage::port::{Identity, Store};
use jiff::SignedDuration;

use crate::luma::{
    ANNA, CEM, Call, DANA, DANA_AT_WORK, KATRIN, Line, Luma, PIOTR, Trouble, account,
};

/// How often which fact was found, by its name.
fn counts(luma: &Luma) -> Vec<String> {
    let facts = luma.store.journal(0, 9_999).unwrap().into_iter().flat_map(|entry| entry.facts);
    let name = |fact: &Fact| format!("{fact:?}").split([' ', '{', '(']).next().unwrap().to_owned();
    let mut names: Vec<String> = facts.map(|fact| name(&fact)).collect();
    names.sort_unstable();
    names
}

impl Luma {
    /// Waits until what is forgotten is taken out of everything.
    async fn is_scrubbed(&mut self) -> &mut Self {
        self.comes_to(|luma| {
            luma.handle().clock_moved();
            luma.store.erasures().unwrap().is_empty()
        })
        .await;
        self.settle().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_can_be_read_and_had() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/privacy").await.writes(DANA, "/mydata").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /privacy
      Dana     | We keep your answers, your messages about them and your name here for up to 400 days, only to put things right and get better. /forget deletes everything, /stop ends the questions.
                 It is kept by Luma Café. /mydata sends you a copy of everything.
    09:20:00 Dana: /mydata
      Dana     | (Document) Everything we have stored about you.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgets_not_after_all_is_known_as_before() {
    let mut luma = Luma::talking().await;
    luma.writes(DANA, "/forget").await.taps(DANA, "No").await;
    luma.writes(DANA, "/status").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /forget
      Dana     | Delete everything we have about you here? An open case would end too.
                 [Yes] [No]
    09:20:00 Dana presses [No]
      Dana     ↻ Delete everything we have about you here? An open case would end too.
    09:20:00 Dana: /status
      Dana     | R-1001: we’re working on it. With you: Anna. Latest: –. Next word from us by 13:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 13:20
    ");
}

/// With an open case: texts are gone and counts stay.
/// Shows AT 23, S-27, K-41, INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_customer_is_deleted() {
    let mut luma = Luma::talking().await;
    luma.writes(DANA, "the soup was cold").await.waits("2s").await;
    luma.writes(DANA, "/forget").await;
    let before = counts(&luma);
    luma.begins().taps(DANA, "Yes").await.is_scrubbed().await;
    let shown = luma.brief();
    let journal = format!("{:?}", luma.store.journal(0, 9_999).unwrap());
    assert!(!journal.contains("soup"), "{journal}");
    let after: Vec<String> = counts(&luma).into_iter().filter(|fact| fact != "Erased").collect();
    let closes = after.iter().filter(|fact| *fact == "CaseClosed").count();
    assert_eq!(closes, 1);
    let others = |facts: &[String]| -> Vec<String> {
        facts.iter().filter(|fact| *fact != "CaseClosed").cloned().collect()
    };
    assert_eq!(others(&after), others(&before), "as many of each as before");
    assert_shown!(shown, @"
    09:20:02 Dana presses [Yes]
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     | Done, everything is deleted. Thank you for your time with us.
                 Deleted: your name and accounts, what you wrote, what was said with you, and of our messages and threads: 6. Kept, without a name: how often we asked and what was rated. Backups from before today are not changed; if one is ever used, this is deleted again.
      topic    | 🟡 R-1001 Dana ↻ 🟡 R-1001 Dana (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      desk     | R-1001 closed: everything deleted at the customer's wish.
    ");
}

/// What staff looked up about the customer goes as well, with the command that named them. Lists of
/// many customers stay, and name nobody.
/// Shows INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn what_staff_looked_up_is_deleted() {
    let mut luma = Luma::unhappy().await;
    luma.writes(DANA, "/forget").await.begins();
    luma.says_in_general(KATRIN, "/why @dana").await.says_in_general(KATRIN, "/cases").await;
    luma.taps(DANA, "Yes").await.is_scrubbed().await;
    assert_shown!(crate::luma::log_ids::unquoted(&luma.brief()), @"
    09:20:00 Katrin in General: /why @dana
      desk     | (answers 6) What Dana was asked, the newest first:
                 R-1001 is open, so nothing is asked now.
                 09:20 Order 118, Anna: asked and answered 🙁 (c…)
                 In the log this answer is a…, and each contact the id at its end.
    09:20:00 Katrin in General: /cases
      desk     | (answers 8) 1 open case:
                 Waiting for level 1:
                 🔴 R-1001 · nobody since 09:20 · next by 09:30
                 [Take R-1001]
    09:20:00 Dana presses [Yes]
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     | Done, everything is deleted. Thank you for your time with us.
                 Deleted: your name and accounts, what you wrote, what was said with you, and of our messages and threads: 6. Kept, without a name: how often we asked and what was rated. Backups from before today are not changed; if one is ever used, this is deleted again.
      topic    | 🔴 R-1001 Dana ↻ 🔴 R-1001 Dana (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      desk     ↻ (deleted)
      desk     ↻ (deleted)
      desk     | R-1001 closed: everything deleted at the customer's wish.
    ");
}

/// Somebody was looked up in the thread of somebody else's case. When they are forgotten, that thread
/// still leads to whom it is about.
#[tokio::test(flavor = "multi_thread")]
async fn the_thread_of_somebody_else_stays() {
    only_on!(Telegram, "elsewhere customers are talked with in a room of their own");
    let mut luma = Luma::opens().await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 117").await.taps(CEM, "🙁 Nicht gut").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.says(ANNA, "/take").await.says(ANNA, "/why R-1001").await;
    luma.writes(CEM, "/forget").await.taps(CEM, "Ja").await.is_scrubbed().await;
    luma.begins().says(ANNA, "We are on it.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: We are on it.
      Dana     | Anna: We are on it.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 1 · Anna has it
      R-1002   | (👍 on that message)
    ");
}

/// Whoever comes back is somebody new.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_forgotten_and_comes_back_is_somebody_new() {
    let mut luma = Luma::unhappy().await;
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await.is_scrubbed().await;
    luma.begins().writes(DANA, "/status").await;
    luma.contact_ends(DANA, "Order 119").await.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /status
      Dana     | Nothing is open with us right now. If something is wrong, just write here.
    09:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// A thread that can't be deleted loses the name, staff are asked to delete it, and the receipt
/// says so.
/// Shows S-27.
#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_deleted_is_told() {
    only_on!(Telegram, "on Discord no right is missed for threads that the bot opened itself");
    let mut luma = Luma::unhappy().await;
    luma.back().forbids_threads(PIOTR);
    luma.writes(DANA, "/forget").await.begins().taps(DANA, "Yes").await.is_scrubbed().await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [Yes]
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     | Done, everything is deleted. Thank you for your time with us.
                 Deleted: your name and accounts, what you wrote, what was said with you, and of our messages and threads: 3. Kept, without a name: how often we asked and what was rated. Backups from before today are not changed; if one is ever used, this is deleted again.
                 We couldn’t delete 1 messages or threads: the platform didn’t let us, or they are too long ago. What stands in a thread of our team is deleted by hand; this chat you can delete yourself.
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001
      desk     | R-1001 closed: everything deleted at the customer's wish.
      desk     | Please delete the thread of R-1001 by hand: its customer had everything deleted, and I may not delete threads here.
    ");
}

/// Another retention also holds for what was said before it was set, and without anybody doing
/// anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_retention_reaches_what_is_stored() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "The soup was lovely").await.waits("240h").await.begins();
    let comments = |luma: &Luma| luma.survey(DANA).comments.len();
    assert_eq!(comments(&luma), 1);
    luma.says_in_general(PIOTR, "/retention talks 7d").await;
    luma.comes_to(|luma| comments(luma) == 0).await;
    assert!(luma.survey(DANA).response.is_some(), "the answer has a time of its own");
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /retention talks 7d
      desk     | (answers 3) Saved. Kept at most: answers 400d talks 7d. This holds for everything stored, also from before: what is over its time is removed by itself and for good; counts stay.
                 [Undo]
    ");
}

/// Consent counts in the moment in which something is sent, not in which it was planned.
/// Shows S-2.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_waits_is_not_asked_after_stop() {
    let mut luma = Luma::opens().await;
    luma.front().next(Call::Send, Trouble::TooMany(60));
    luma.contact_meets_trouble("Order 118").await;
    luma.comes_to(Luma::is_put_off).await;
    luma.front_mut().tells(DANA, Line::text("/stop"));
    luma.comes_to(|luma| luma.customer(DANA).opted_out).await;
    luma.recovers("5m").await;
    assert_eq!(luma.status_of("web:1"), "suppressed");
    let asked = luma.said_in(DANA).iter().filter(|said| said.contains("How did we do")).count();
    assert_eq!(asked, 0);
}

/// Neither is one that they wished for themselves; the next wish is heard again.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_wished_for_is_not_asked_after_stop() {
    only_on!(Telegram, "elsewhere the question is the answer to the command, and comes at once");
    let mut luma = Luma::opens().await;
    luma.front().next(Call::Send, Trouble::TooMany(60));
    luma.front_mut().tells(DANA, Line::text("/feedback"));
    luma.comes_to(Luma::is_put_off).await;
    luma.front_mut().tells(DANA, Line::text("/stop"));
    luma.comes_to(|luma| luma.customer(DANA).opted_out).await;
    luma.recovers("5m").await;
    let waits = |luma: &Luma| luma.customer(DANA).surveys.iter().any(|it| it.status() == "sending");
    assert!(!waits(&luma), "{:?}", luma.customer(DANA).surveys);
    luma.writes(DANA, "/resume").await.begins().writes(DANA, "/feedback").await;
    assert_shown!(luma.brief(), @"
    09:25:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// What was planned before is not asked either.
/// Shows S-2.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_planned_is_not_asked_after_stop() {
    let delay = |workspace: &mut Workspace| {
        workspace.timers.ask_delay = SignedDuration::from_mins(5);
    };
    let mut luma = Luma::opens_with(delay).await;
    luma.contact_ends(DANA, "Order 118").await.writes(DANA, "/stop").await.waits("10m").await;
    assert_eq!(luma.status_of("web:1"), "suppressed");
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
    09:20:00 Dana: /stop
      Dana     | No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 ⟶ 10m pass
    ");
}

/// `/forget` on either of two linked accounts forgets the whole customer.
/// Shows S-27, E48.
#[tokio::test(flavor = "multi_thread")]
async fn forgetting_one_account_forgets_the_other() {
    let mut luma = Luma::unhappy().await;
    let (mine, work) = (luma.account(DANA), luma.account(DANA_AT_WORK));
    let link = |known: &mut Known| known.addresses = vec![mine.clone(), work.clone()];
    luma.contact_ends_known(DANA, "Order 119", |_| (), link).await;
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await.is_scrubbed().await;
    for address in [mine, work] {
        let identity = Identity::Account(address);
        assert_eq!(luma.store.customer_of(&identity).unwrap(), None);
    }
}

/// Nothing is done any more with whoever was forgotten: nobody is made one with them, and no case
/// of theirs is opened again.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_with_whoever_was_forgotten() {
    let mut luma = Luma::unhappy().await;
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await;
    luma.is_scrubbed().await;
    luma.starts(DANA).await;
    luma.contact_ends(DANA, "Order 119").await.taps(DANA, "🙁 Not good").await;
    luma.begins().says_in_general(KATRIN, "/merge R-1002 with R-1001").await;
    luma.says_in_general(KATRIN, "/reopen R-1001").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Katrin in General: /merge R-1002 with R-1001
      desk     | (answers 11) This customer had everything deleted: nothing can be done in their cases any more.
    09:20:00 Katrin in General: /reopen R-1001
      desk     | (answers 13) This customer had everything deleted: nothing can be done in their cases any more.
    ");
}
