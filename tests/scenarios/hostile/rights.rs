//! A desk where the bot may not do what it needs.

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, PIOTR, account};

/// 4.7 `/setup`: without the right to topics the case lives in General, and it is said what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_without_topics_gets_its_cases_in_general() {
    let mut luma = Luma::opens().await;
    luma.back().forbids_threads(PIOTR);
    luma.is_unhappy().await.writes(DANA, "cold soup").await.waits("2s").await;
    luma.presses(ANNA, "Take it").await;
    luma.says_in_general(ANNA, "who has the keys?").await;
    luma.replies_in_general(ANNA, "Dana: cold soup", "Dana, I’m sorry.").await;
    luma.presses(ANNA, "Put right ✓").await;
    luma.replies_in_general(ANNA, "What was done?", "a hot soup came anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      desk     | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      desk     | I can't create topics here: make me admin with 'Manage topics'. Until then R-1001 goes on here.
      desk     | @anna @mihai on duty – please take.
    09:20:00 Dana: cold soup
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      desk     | Dana: cold soup
    09:20:02 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      desk     ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:02 Anna in General: who has the keys?
    09:20:02 Anna answers “Dana: cold soup” in General: Dana, I’m sorry.
      Dana     | (answers 4) Anna: Dana, I’m sorry.
      desk     ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      desk     | (👍 on that message)
    09:20:02 Anna presses [Put right ✓]
      desk     | What was done? Reply to this message.
    09:20:02 Anna answers “What was done?” in General: a hot soup came anyway: no wish
      Dana     | Anna: done – a hot soup came. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      desk     ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      desk     | (👍 on that message)
    09:20:02 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – a hot soup came. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      desk     ↻ 🟢 R-1001 recovered in 2 s · Dana · 🙁 · level 1 · Anna
      desk     | 🟢 R-1001 was put right in 2 s: a hot soup came
    ");
}

/// A case that begins while the desk is lost is not lost with it.
/// Shows E43.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_begins_without_a_desk_keeps_its_promise_to_the_customer() {
    // Only Katrin is called: private channels are opened one by one where they have to be, and here
    // no time passes between two of them.
    let mut luma =
        Luma::opens_with(|luma| luma.staff.retain(|it| it.address != account(PIOTR))).await;
    luma.starts(KATRIN).await.starts(CEM).await.begins();
    let what = luma.back().shuts_desk(PIOTR);
    luma.note(&format!("Piotr {what}"));
    luma.settle().await.is_unhappy().await.waits("11m").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr removes the bot from the desk
      Katrin   | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Katrin   | I can't use the desk, so this case comes to you. Take it here, write with /say R-1001 and your words, and let me in at the desk again.
                 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it]
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
    09:20:00 ⟶ 11m pass
    09:30:00 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:45.
    ");
}
