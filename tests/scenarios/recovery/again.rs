//! A second unhappy answer, a customer who stays away, and a disk that is full.

use amends_core::{
    case::{Outcome, Stage},
    policy::Level,
};

use crate::luma::{ANNA, DANA, KATRIN, Line, Luma, MIHAI, PIOTR, account};

/// An older question answered unhappily while a case is open joins that case; no second time is
/// told.
/// Shows K-1b.
#[tokio::test(flavor = "multi_thread")]
async fn another_unhappy_answer_joins_the_open_case() {
    let mut luma = Luma::opens_with(|luma| luma.timers.ask_gap = jiff::SignedDuration::ZERO).await;
    luma.contact_ends(DANA, "Order 117").await.contact_ends(DANA, "Order 118").await;
    let older = luma.message_with(DANA, "How did we do just now?");
    luma.taps(DANA, "🙁 Not good").await.begins();
    let first = luma.newest_with(DANA, "🙁 Not good");
    assert_ne!(first, older);
    luma.tap_on(DANA, DANA, first, "🙁 Not good").await;
    assert_eq!(luma.customer(DANA).cases.len(), 1);
    assert_eq!(luma.customer(DANA).cases[0].promises.len(), 1);
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you – it’s never too late to tell us.)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      R-1001   | another answer belongs to this case: 🙁
    ");
}

/// Unhappy about the same topic again, a week after it was put right: the same case goes on.
/// Shows K-1c, T29, E36.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_topic_reopens_its_case() {
    let mut luma = Luma::put_right().await;
    luma.waits("168h").await.begins();
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    assert_eq!(luma.customer(DANA).cases.len(), 1);
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🟢 R-1001 Dana (closed) ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 09:30.
      R-1001   | @anna R-1001 needs you – 10 min left.
    ");
}

/// A customer who can't be reached for thirty days; the case closes as that.
/// Shows K-35, T27.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_stays_away_closes_the_case() {
    only_on!(Telegram, "Discord tells nobody that the bot was blocked");
    let mut luma = Luma::talking().await;
    luma.blocks(DANA).await.waits("719h").await.begins();
    assert!(luma.customer(DANA).open_case().is_some());
    luma.waits("2h").await;
    let stage = luma.customer(DANA).cases[0].stage.clone();
    assert!(matches!(stage, Stage::Closed { outcome: Outcome::Unreachable, .. }), "{stage:?}");
    assert_shown!(luma.brief(), @"
    08:20:00 ⟶ 2h pass
    09:20:00 ⟶ it is time
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 30 days: the customer could not be reached · Dana · 🙁 · level 1 · Anna
                 The customer can't be reached here.
    ");
}

/// A disk that is full. The tap is not taken for stored, the customer reads so; when there is space
/// again nothing was lost.
/// Shows E47.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_admitted_and_nothing_is_lost() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.begins();
    luma.store.set_full(true);
    let question = luma.message_with(DANA, "How did we do just now?");
    luma.note("⟶ the disk is full; Dana presses [🙁 Not good]");
    luma.front().press(DANA, DANA, question, "🙁 Not good");
    luma.comes_to(|luma| luma.front().answered_presses() != 0).await;
    assert!(luma.survey(DANA).response.is_none());
    luma.store.set_full(false);
    luma.note("⟶ there is space again");
    luma.recovers("5s").await;
    assert!(luma.survey(DANA).response.is_some());
    luma.presses(ANNA, "Take it").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the disk is full; Dana presses [🙁 Not good]
    09:20:00 ⟶ there is space again
               (Dana sees: That went wrong on our side, sorry. Please try again – or /complain and a person will answer.)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:05 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    ");
}

/// A command on a full disk: whoever typed it reads that nothing was changed, once, and admins hear
/// of it in private. When there is space again nothing comes of it by itself: it must be given once
/// more.
/// Shows E47.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_a_full_disk_changes_nothing_and_says_so() {
    const REPLY: &str = "I couldn't store that (disk).";
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.starts(PIOTR).await.begins().store.set_full(true);
    let replies = |luma: &Luma| {
        // The same words stand among the calls, where those are listed.
        let is_read = |line: &&str| line.contains(REPLY) && !line.starts_with("Call");
        luma.back().everything().lines().filter(is_read).count()
    };
    luma.note("⟶ the disk is full; Piotr writes /reply within 5m");
    luma.back_mut().calls_out(PIOTR, Line::text("/reply within 5m"));
    luma.comes_to(|luma| replies(luma) == 1).await;
    // Nobody waits for somebody else's turn to hear it.
    luma.note("⟶ Katrin writes /duty off");
    luma.back_mut().calls_out(KATRIN, Line::text("/duty off"));
    luma.comes_to(|luma| replies(luma) == 2).await;
    luma.comes_to(|luma| luma.said_in(PIOTR).concat().contains("I can't store anything")).await;
    assert!(luma.handle().policy().workspace.changes.is_empty());
    luma.store.set_full(false);
    luma.note("⟶ there is space again");
    luma.recovers("5s").await;
    assert!(luma.handle().policy().workspace.changes.is_empty());
    let katrin = account(KATRIN);
    let policy = luma.handle().policy();
    assert!(policy.staff(&katrin).is_some_and(|katrin| katrin.on_duty));
    luma.says_in_general(PIOTR, "/reply within 5m").await;
    assert_eq!(luma.handle().policy().workspace.changes.len(), 1);
    assert_shown!(crate::luma::log_ids::unquoted(&luma.brief()), @"
    09:20:00 ⟶ the disk is full; Piotr writes /reply within 5m
    09:20:00 ⟶ Katrin writes /duty off
    09:20:00 ⟶ there is space again
      Piotr    | I can't store anything at the moment: the disk of the service is full or broken. Taps and commands are refused until that is mended. Please free some space there, or have its disk looked at.
      desk     | (answers 2) I couldn't store that (disk). Nothing was changed. Admins are informed.
                 In the log: a…
      desk     | (answers 4) I couldn't store that (disk). Nothing was changed. Admins are informed.
                 In the log: a…
    09:20:05 Piotr in General: /reply within 5m
      desk     | (answers 6) Customers now read '5 min'.
                 [Undo]
    ");
}

/// The recovery check was closed in silence; a no on it brings the case back.
/// Shows K-32.
#[tokio::test(flavor = "multi_thread")]
async fn a_no_after_the_silence_brings_the_case_back() {
    let mut luma = Luma::asked_again().await;
    luma.waits("97h").await.begins();
    let stage = luma.customer(DANA).cases[0].stage.clone();
    assert!(matches!(stage, Stage::Closed { outcome: Outcome::Unconfirmed, .. }), "{stage:?}");
    luma.taps(DANA, "🙁 No").await;
    assert_shown!(luma.brief(), @"
    10:20:00 Dana presses [🙁 No]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | ⚪ R-1001 Dana (closed) ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 10:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 10:30.
      R-1001   | @anna R-1001 needs you – 10 min left.
    ");
}

/// Only who takes part resolves; another case's number in what was done is part of what is said.
/// Shows K-27.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_takes_part_resolves_and_only_this_case() {
    let mut luma = Luma::talking().await;
    luma.says(MIHAI, "/resolve refunded, same as in R-1002 anyway: no wish").await;
    luma.says(ANNA, "/resolve refunded, same as in R-1002 anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /resolve refunded, same as in R-1002 anyway: no wish
      R-1001   | (answers 8) not sent – Join first
    09:20:00 Anna at the desk: /resolve refunded, same as in R-1002 anyway: no wish
      Dana     | Anna: done – refunded, same as in R-1002. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    ");
}

/// Whoever asks for somebody senior when it is over gets them: lately it is the same case, later a
/// new one that begins one level higher.
/// Shows K-1, K-26.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_senior_is_asked_for_after_the_end() {
    let mut luma = Luma::put_right().await;
    luma.waits("1h").await.taps(DANA, "Talk to someone senior").await;
    luma.says(KATRIN, "/take").await.says(KATRIN, "Dana, I am the team lead.").await;
    luma.says(KATRIN, "/resolve talked it over by phone anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await.waits("740h").await;
    luma.taps(DANA, "Talk to someone senior").await;
    assert_eq!(luma.customer(DANA).cases[1].level, Level::Senior);
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h pass
    10:20:00 Dana presses [Talk to someone senior]
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
                 Of course. You’ll hear from us here by 10:35 – from: the team lead on duty.
      topic    | 🟢 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: first reply by 10:30 · word from level 2 by 10:35
                 Reopened once
      R-1001   | R-1001 is open again – promised 10:30.
      R-1001   | @katrin R-1001: the customer asks for someone senior. Level 2, promised 10:35.
    10:20:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Promised: first reply by 10:30 · word from level 2 by 10:35
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
                 Promised: first reply by 10:30 · word from level 2 by 10:35
                 Done: right dish served, dessert on us – 🙂
    10:20:00 Katrin at the desk: Dana, I am the team lead.
      Dana     | Katrin: Dana, I am the team lead.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
    10:20:00 Katrin at the desk: /resolve talked it over by phone anyway: no wish
      Dana     | Katrin: done – talked it over by phone. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Katrin · the customer was asked
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
    10:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Katrin: done – talked it over by phone. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Katrin and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 1 h · Dana · 🙁 · level 2 · Katrin
                 Joined: Anna
                 Reopened once
      R-1001   | 🙂 R-1001 recovered in 1 h.
      desk     | 🟢 R-1001 was put right in 1 h: talked it over by phone
    10:20:00 ⟶ 740h pass
    17.11. 10:20:00 ⟶ it is time
      topic    | 🟢 R-1001 Dana ↻ 🟢 R-1001 Dana (closed)
    06:20:00 Dana presses [Talk to someone senior]
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
                 Of course. You’ll hear from us here by 06:35 – from: the team lead on duty.
      topic    | 🔴 R-1002 Dana
      R-1002   | 🔴 R-1002 · Dana · asked for someone senior · level 2
                 Promised: first reply by 06:30 · word from level 2 by 06:35
      R-1002   | @katrin on duty – please take.
    ");
}
