//! The hard checklist, seniors, and who may end a case.

use crate::luma::{ANNA, DANA, KATRIN, Luma, MIHAI, PIOTR};

/// 2.4.1: what was done takes ten characters, and no promise may be open.
/// Shows K-27, INV 11.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_not_resolved_before_the_hard_checklist_is_met() {
    let mut luma = Luma::unhappy().await;
    luma.says(ANNA, "/resolve a new dish and a dessert anyway: no wish").await;
    luma.presses(ANNA, "Take it").await;
    luma.says(ANNA, "/resolve a new dish and a dessert anyway: no wish").await;
    luma.says(ANNA, "Dana, I’m sorry.").await;
    luma.taps(DANA, "Talk to someone senior").await;
    luma.says(ANNA, "/resolve a new dish and a dessert anyway: no wish").await;
    luma.says(KATRIN, "/join").await.says(KATRIN, "Dana, Katrin here.").await;
    luma.says(ANNA, "/resolve done").await.says(ANNA, "/resolve").await;
    luma.says(ANNA, "/resolve a new dish and a dessert anyway: no wish").await;
    luma.says(ANNA, "/resolve a new dish and a dessert anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve a new dish and a dessert anyway: no wish
      R-1001   | (answers 6) not sent – Join first
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: /resolve a new dish and a dessert anyway: no wish
      R-1001   | (answers 9) Not yet: promise 'first reply' 09:30 is open.
    09:20:00 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:35 – from: the team lead on duty.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:35
      R-1001   | @katrin R-1001: the customer asks for someone senior. Level 2, promised 09:35.
    09:20:00 Anna at the desk: /resolve a new dish and a dessert anyway: no wish
      R-1001   | (answers 13) Not yet: promise 'word from level 2' 09:35 is open.
    09:20:00 Katrin at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:35
                 Joined: Katrin
      R-1001   | (👍 on that message)
      R-1001   | Katrin joined.
    09:20:00 Katrin at the desk: Dana, Katrin here.
      Dana     | Katrin: Dana, Katrin here.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Joined: Katrin
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve done
      R-1001   | (answers 18) A few words please: what was done (10 characters at least).
    09:20:00 Anna at the desk: /resolve
      R-1001   | (answers 20) A few words please: what was done (10 characters at least).
    09:20:00 Anna at the desk: /resolve a new dish and a dessert anyway: no wish
      Dana     | Anna: done – a new dish and a dessert. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna · the customer was asked
                 Joined: Katrin
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve a new dish and a dessert anyway: no wish
      R-1001   | (answers 23) Asked the customer: done – a new dish and a dessert
    ");
}

/// *Put right* asks what was done; only a reply to that is the answer.
/// Shows K-27.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_asked_for_and_answered_by_reply() {
    let mut luma = Luma::talking().await;
    luma.presses(ANNA, "Put right ✓").await;
    luma.replies(ANNA, "What was done?", "ok").await;
    luma.says(ANNA, "Dana, one moment please.").await;
    if luma.back().has_forms() {
        luma.presses(ANNA, "Put right ✓").await;
    }
    luma.replies(ANNA, "What was done?", "the right dish. And a dessert? anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna presses [Put right ✓]
      R-1001   | What was done? Reply to this message.
    09:20:00 Anna answers “What was done?”: ok
      R-1001   | (answers 9) A few words please: what was done (10 characters at least).
    09:20:00 Anna at the desk: Dana, one moment please.
      Dana     | Anna: Dana, one moment please.
      R-1001   | (👍 on that message)
    09:20:00 Anna answers “What was done?”: the right dish. And a dessert? anyway: no wish
      Dana     | Anna: done – the right dish. And a dessert? Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    ");
}

/// The first "no" calls level 2, the second one the management.
/// Shows K-30.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_no_calls_the_management() {
    let mut luma = Luma::asked_again().await;
    luma.taps(DANA, "🙁 No").await;
    luma.says(KATRIN, "/take").await.says(KATRIN, "Dana, I am the team lead.").await;
    luma.says(KATRIN, "/resolve refunded and a new dish anyway: no wish").await;
    luma.taps(DANA, "🙁 No").await;
    luma.says(PIOTR, "/take").await.says(PIOTR, "Dana, this is Piotr.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙁 No]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Then we haven’t done it yet, and we’re sorry. Now joining: the team lead on duty, by 09:35. What would put it right?
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:35
                 Reopened once
      R-1001   | @katrin 🙁 R-1001: not put right yet. Level 2, promised 09:35.
    09:20:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Promised: word from level 2 by 09:35
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
                 Promised: word from level 2 by 09:35
                 Done: right dish served, dessert on us – 🙁 not right
    09:20:00 Katrin at the desk: Dana, I am the team lead.
      Dana     | Katrin: Dana, I am the team lead.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
    09:20:00 Katrin at the desk: /resolve refunded and a new dish anyway: no wish
      Dana     | Katrin: done – refunded and a new dish. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Katrin · the customer was asked
                 Joined: Anna
                 Reopened once
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [🙁 No]
               (Dana sees: Thank you!)
      Dana     ↻ Katrin: done – refunded and a new dish. Did we put it right?
                 Then we haven’t done it yet, and we’re sorry. Now joining: the management, by 09:35. What would put it right?
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3 · Katrin has it
                 Promised: word from level 3 by 09:35
                 Joined: Anna
                 Reopened 2 times
      R-1001   | @piotr 🙁 R-1001: not put right yet. Level 3, promised 09:35.
    09:20:00 Piotr at the desk: /take
      Dana     | Piotr (the management) is here in person.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3 · Piotr has it
                 Promised: word from level 3 by 09:35
                 Joined: Anna, Katrin
                 Reopened 2 times
      R-1001   | (👍 on that message)
      R-1001   | Piotr took over from Katrin.
                 Promised: word from level 3 by 09:35
                 Done: right dish served, dessert on us – 🙁 not right
                 Done: refunded and a new dish – 🙁 not right
    09:20:00 Piotr at the desk: Dana, this is Piotr.
      Dana     | Piotr: Dana, this is Piotr.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3 · Piotr has it
                 Joined: Anna, Katrin
                 Reopened 2 times
      R-1001   | (👍 on that message)
    ");
}

/// Partly; a senior may end it with a reason, and nobody else.
/// Shows K-29, K-38.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_senior_with_a_reason_closes_without_a_yes() {
    let mut luma = Luma::asked_again().await;
    luma.taps(DANA, "😐 Partly").await;
    luma.says(ANNA, "/close she wants more than we can give").await;
    luma.says(KATRIN, "/close").await;
    luma.says(KATRIN, "/close she wants more than we can give").await;
    luma.says(KATRIN, "/close again").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [😐 Partly]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you – then we’re not finished. What’s still missing? Anna stays with you.
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Reopened once
      R-1001   | 😐 R-1001: partly. I asked what is still missing.
    09:20:00 Anna at the desk: /close she wants more than we can give
      R-1001   | (answers 11) Only the customer's 🙂 closes this, or a senior with a reason.
    09:20:00 Katrin at the desk: /close
      R-1001   | (answers 13) Only the customer's 🙂 closes this, or a senior with a reason.
    09:20:00 Katrin at the desk: /close she wants more than we can give
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: partly put right · Dana · 🙁 · level 1 · Anna
                 Reopened once
      R-1001   | (👍 on that message)
      R-1001   | Katrin closed R-1001 (partly put right): she wants more than we can give
    09:20:00 Katrin at the desk: /close again
      R-1001   | (answers 18) R-1001 is closed already.
    ");
}

/// Staff call somebody senior; the owner stays until then; the top is the top.
/// Shows K-25.
#[tokio::test(flavor = "multi_thread")]
async fn staff_call_somebody_senior() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/escalate refund above my limit").await;
    luma.says(KATRIN, "/take").await;
    luma.presses(KATRIN, "Call senior").await.says(MIHAI, "/escalate").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /escalate refund above my limit
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001: a colleague asks for someone senior. Level 2.
                 Why: refund above my limit
    09:20:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Joined: Anna
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
    09:20:00 Katrin presses [Call senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Katrin has it
                 Joined: Anna
      R-1001   | @piotr R-1001: a colleague asks for someone senior. Level 3.
    09:20:00 Mihai at the desk: /escalate
      R-1001   | (answers 13) Already with the management.
    ");
}

/// The customer asks for somebody senior, twice; at level 3 the director comes in person.
/// Shows K-26.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_asks_for_somebody_senior_twice() {
    let mut luma = Luma::talking().await;
    luma.taps(DANA, "Talk to someone senior").await;
    luma.taps(DANA, "Talk to someone senior").await;
    luma.taps(DANA, "Talk to someone senior").await;
    luma.presses(PIOTR, "Join").await.says(PIOTR, "Dana, I’m Piotr.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:35 – from: the team lead on duty.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:35
      R-1001   | @katrin R-1001: the customer asks for someone senior. Level 2, promised 09:35.
    09:20:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:35 – from: the management.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 2 by 09:35 · word from level 3 by 09:35
      R-1001   | @piotr R-1001: the customer asks for someone senior. Level 3, promised 09:35.
    09:20:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:35 – from: the management.
      R-1001   | @piotr R-1001: the customer asks for someone senior. Level 3, promised 09:35.
    09:20:00 Piotr presses [Join]
      Dana     | Piotr (the management) is here in person.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 2 by 09:35 · word from level 3 by 09:35
                 Joined: Piotr
      R-1001   | Piotr joined.
    09:20:00 Piotr at the desk: Dana, I’m Piotr.
      Dana     | Piotr: Dana, I’m Piotr.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Joined: Piotr
      R-1001   | (👍 on that message)
    ");
}

/// The time told for somebody senior is a promise; an agent's word does not keep it.
/// Shows K-7, K-26, T28.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_by_an_agent_does_not_keep_the_promise_of_a_senior() {
    let mut luma = Luma::talking().await;
    luma.taps(DANA, "Talk to someone senior").await.says(ANNA, "Katrin is on her way.").await;
    luma.begins().waits("16m").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 16m pass
    09:35:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 09:50.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 09:50
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 09:50.
    ");
}

/// A topic closed by hand is opened again; a deleted one is made anew with the last words.
/// Shows K-40.
#[tokio::test(flavor = "multi_thread")]
async fn a_topic_closed_or_deleted_by_hand_comes_back() {
    let mut luma = Luma::talking().await;
    luma.writes(DANA, "the soup was cold").await.waits("2s").await.begins();
    luma.note("Piotr closes the topic");
    luma.back().closes_thread(PIOTR);
    luma.settle().await.note("Piotr deletes the topic");
    luma.back().deletes_thread(PIOTR);
    luma.writes(DANA, "and late").await.waits("2s").await;
    luma.says(ANNA, "A new one is coming, Dana.").await;
    assert_shown!(luma.brief(), @"
    09:20:02 Piotr closes the topic
      R-1001   | R-1001 is still open – close with /resolve
    09:20:02 Piotr deletes the topic
    09:20:02 Dana: and late
      topic    | 🟡 R-1001 Dana ↻ 🟡 R-1001 Dana (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
      R-1001   ↻ (deleted)
    09:20:02 ⟶ 2s pass
    09:20:03 ⟶ it is time
      topic    | 🟡 R-1001 Dana
      R-1001   | 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | The thread was lost; this is the new one. The last lines:
                 the soup was cold
                 and late
    09:20:04 Anna at the desk: A new one is coming, Dana.
      Dana     | Anna: A new one is coming, Dana.
      R-1001   | (👍 on that message)
    ");
}
