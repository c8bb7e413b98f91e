//! What must be so before a case counts as resolved, and what should be (`BEHAVIOUR` 2.4.1).

use jiff::SignedDuration;

use crate::luma::{ANNA, DANA, KATRIN, Luma, MIHAI, PIOTR, account};

/// What comes again and again is resolved only with its cause and what prevents it, and the customer
/// reads that.
/// Shows K-27, INV 11.
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_is_resolved_with_what_prevents_it() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/why recurring").await;
    luma.says(ANNA, "/resolve parcel delivered 11:54 anyway: no wish").await;
    luma.says(ANNA, "/resolve parcel delivered 11:54 cause: latte").await;
    luma.says(ANNA, "/resolve parcel delivered 11:54 cause: late").await;
    let all = "/resolve done:\"parcel delivered 11:54\" prevent:\"your street is on the morning \
               tour\" anyway: no wish";
    luma.says(ANNA, all).await.taps(DANA, "🙂 Yes, all good").await;
    luma.presses(ANNA, "History").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Anna at the desk: /why recurring
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: recurring
      R-1001   | (answers 8) Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
    09:20:00 Anna at the desk: /resolve parcel delivered 11:54 anyway: no wish
      R-1001   | (answers 10) Recurring: link a cause and say what prevents it before you resolve – /resolve what was done prevent: what is different from now on cause: late
    09:20:00 Anna at the desk: /resolve parcel delivered 11:54 cause: latte
      R-1001   | (answers 12) I don't know 'latte'. Did you mean late? A new one: /cause new latte
    09:20:00 Anna at the desk: /resolve parcel delivered 11:54 cause: late
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: recurring
                 Cause: late
      R-1001   | (answers 14) Recurring cause: say what prevents it – /resolve what was done prevent: what is different from now on
    09:20:00 Anna at the desk: /resolve done:"parcel delivered 11:54" prevent:"your street is on the morning tour" anyway: no wish
      Dana     | Anna: done – parcel delivered 11:54; from now on: your street is on the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Why: recurring
                 Cause: late
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – parcel delivered 11:54; from now on: your street is on the morning tour. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
                 Why: recurring
                 Cause: late
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s – late: parcel delivered 11:54
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna on why: recurring
                 09:20 Anna named the cause: late
                 09:20 resolved: parcel delivered 11:54
                 09:20 what prevents it: your street is on the morning tour
                 09:20 Anna resolved it all the same: no wish
                 09:20 🙂 the customer says: all good
                 09:20 closed: recovered
    "#);
}

/// What is missing and may be is asked about before the customer is: the cause with one press, the
/// rest with a reason.
/// Shows K-27.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_about_before_the_customer_is() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/resolve right dish served at once").await;
    luma.presses(MIHAI, "late").await.presses(ANNA, "late").await;
    luma.presses(ANNA, "Resolve anyway").await;
    luma.replies(ANNA, "Why is it resolved all the same", "Dana wants nothing").await;
    luma.taps(DANA, "😐 Partly").await.begins();
    luma.says(ANNA, "/offer 3.50 a dessert").await.taps(DANA, "No, thank you").await;
    luma.says(ANNA, "/resolve a new dish and a call by the chef").await;
    luma.presses(KATRIN, "History").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 3.50 a dessert
      Dana     | To make up for it, this is for you: a dessert. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a dessert (3.50) – no answer yet
                 Cause: late
                 Reopened once
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [No, thank you]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a dessert. No conditions.
                 Understood, thank you for saying so. Is there something else that would put it right? Just tell us.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a dessert (3.50) – declined
                 Cause: late
                 Reopened once
      R-1001   | @anna R-1001: the customer says no to a dessert. I asked what else would put it right.
    09:20:00 Anna at the desk: /resolve a new dish and a call by the chef
      Dana     | Anna: done – a new dish and a call by the chef. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Offered: a dessert (3.50) – declined
                 Cause: late
                 Reopened once
      R-1001   | (👍 on that message)
    09:20:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna named the cause: late
                 09:20 resolved: right dish served at once
                 09:20 Anna resolved it all the same: Dana wants nothing
                 09:20 😐 the customer says: partly
                 09:20 offered by Anna: a dessert
                 09:20 declined: a dessert
                 09:20 resolved: a new dish and a call by the chef
    ");
}

/// Where only the cause is missing, it may be left out without a word; and what came between counts.
/// Shows K-27.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cause_may_be_left_out() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/offer 3.50 a dessert").await.taps(DANA, "No, thank you").await.begins();
    luma.says(ANNA, "/resolve right dish served at once").await;
    luma.says(ANNA, "/promise +1h a call").await.presses(ANNA, "Skip").await;
    luma.says(ANNA, "/kept called").await.presses(ANNA, "Skip").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve right dish served at once
      R-1001   | (answers 10) R-1001: sorry ✓ · effort ✓ · given ✓ · cause –
                 Cause is empty: press one, or name another with /cause.
                 [late] [not as ordered] [turned away] [refused]
                 [Skip]
    09:20:00 Anna at the desk: /promise +1h a call
      Dana     | Our promise: a call – by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a call – by 10:20
                 Offered: a dessert (3.50) – declined
      R-1001   | (👍 on that message)
    09:20:00 Anna presses [Skip]
               (Anna sees: Not yet: promise 'a call' 10:20 is open.)
    09:20:00 Anna at the desk: /kept called
      Dana     | Done, as promised: a call.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a call – kept 09:20 (by 10:20)
                 Offered: a dessert (3.50) – declined
      R-1001   | (👍 on that message)
    09:20:00 Anna presses [Skip]
      Dana     | Anna: done – right dish served at once. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 1) a call – kept 09:20 (by 10:20)
                 Offered: a dessert (3.50) – declined
      R-1001   ↻ (answers 10) R-1001: sorry ✓ · effort ✓ · given ✓ · cause –
                 Cause is empty: press one, or name another with /cause.
    ");
}

/// In an old case in which the customer heard a person only once, that is missing too; and an apology
/// that an admin took out of the text.
/// Shows K-27.
#[tokio::test(flavor = "multi_thread")]
async fn silence_and_a_missing_apology_are_asked_about() {
    let opened = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        workspace.timers.progress_every = SignedDuration::from_mins(30);
    });
    let mut luma = opened.await;
    let bare = "/wording set sorry_unhappy en Thank you. Somebody is with you in {duration}.";
    luma.says_in_general(PIOTR, bare).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "We look into it.").await;
    luma.waits("40m").await.begins();
    luma.says(ANNA, "/resolve right dish served at once").await;
    assert_shown!(luma.brief(), @"
    10:00:00 Anna at the desk: /resolve right dish served at once
      R-1001   | (answers 11) R-1001: sorry – · effort – · given – · cause –
                 Nothing was offered to make up for it.
                 Cause is empty: press one, or name another with /cause.
                 The customer heard from a person only once, and the case is old.
                 The text that the customer got does not say sorry any more.
                 Resolve anyway? Then say why.
                 [late] [not as ordered] [turned away] [refused]
                 [Resolve anyway]
    ");
}
