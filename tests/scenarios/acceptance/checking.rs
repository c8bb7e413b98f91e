//! Until it is right.

use amends_core::{case::Outcome, fact::Fact, scale::Rating};

use crate::luma::{ANNA, DANA, KATRIN, Luma};

/// Shows AT 10, K-27, K-28, K-29, K-30.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn partly_goes_on_no_calls_somebody_higher_and_yes_ends_it() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana. A new one is coming.").await;
    luma.begins();
    luma.says(ANNA, "/resolve a new dish was served anyway: no wish")
        .await
        .taps(DANA, "😐 Partly")
        .await;
    luma.writes(DANA, "it came without the salad").await.waits("5m").await;
    luma.says(ANNA, "/resolve the salad was brought as well anyway: no wish")
        .await
        .taps(DANA, "🙁 No")
        .await;
    luma.waits("5m").await.presses(KATRIN, "Join").await;
    luma.says(KATRIN, "Dana, this is Katrin. I’m taking it off your bill.").await;
    luma.says(KATRIN, "/resolve the dish is off the bill anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve a new dish was served anyway: no wish
      Dana     | Anna: done – a new dish was served. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [😐 Partly]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – a new dish was served. Did we put it right?
                 Thank you – then we’re not finished. What’s still missing? Anna stays with you.
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Reopened once
      R-1001   | 😐 R-1001: partly. I asked what is still missing.
    09:20:00 Dana: it came without the salad
    09:20:00 ⟶ 5m pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: it came without the salad
    09:25:00 Anna at the desk: /resolve the salad was brought as well anyway: no wish
      Dana     | Anna: done – the salad was brought as well. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Reopened once
      R-1001   | (👍 on that message)
    09:25:00 Dana presses [🙁 No]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – the salad was brought as well. Did we put it right?
                 Then we haven’t done it yet, and we’re sorry. Now joining: the team lead on duty, by 09:40. What would put it right?
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:40
                 Reopened 2 times
      R-1001   | @katrin 🙁 R-1001: not put right yet. Level 2, promised 09:40.
    09:25:00 ⟶ 5m pass
    09:30:00 Katrin presses [Join]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:40
                 Joined: Katrin
                 Reopened 2 times
      R-1001   | Katrin joined.
    09:30:00 Katrin at the desk: Dana, this is Katrin. I’m taking it off your bill.
      Dana     | Katrin: Dana, this is Katrin. I’m taking it off your bill.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Joined: Katrin
                 Reopened 2 times
      R-1001   | (👍 on that message)
    09:30:00 Katrin at the desk: /resolve the dish is off the bill anyway: no wish
      Dana     | Katrin: done – the dish is off the bill. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna · the customer was asked
                 Joined: Katrin
                 Reopened 2 times
      R-1001   | (👍 on that message)
    09:30:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Katrin: done – the dish is off the bill. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Katrin and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 10 min · Dana · 🙁 · level 2 · Anna
                 Joined: Katrin
                 Reopened 2 times
      R-1001   | 🙂 R-1001 recovered in 10 min.
      desk     | 🟢 R-1001 was put right in 10 min: the dish is off the bill
    ");
}

/// With the button that is left.
/// Shows AT 11, K-31, K-32, T18, T19.
#[tokio::test(flavor = "multi_thread")]
async fn silence_after_the_check_is_unconfirmed_and_not_recovered() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana. A new one is coming.").await;
    luma.says(ANNA, "/resolve a new dish was served anyway: no wish").await;
    luma.begins();
    luma.waits("72h").await;
    let closed = Fact::CaseClosed {
        case: luma.customer(DANA).cases[0].number,
        outcome: Outcome::Unconfirmed,
    };
    assert!(luma.facts().concat().contains(&closed), "unconfirmed");
    luma.taps(DANA, "I still need help").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 72h pass
    17.11. 09:20:00 ⟶ it is time
      Dana     ↻ Anna: done – a new dish was served. Did we put it right?
      Dana     | Anna: done – a new dish was served. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    19.11. 09:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 3 days: unconfirmed · Dana · 🙁 · level 1 · Anna
      R-1001   | R-1001 closed: unconfirmed.
    09:20:00 Dana presses [I still need help]
      Dana     ↻ We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | ⚪ R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 09:30.
      R-1001   | @anna R-1001 needs you – 10 min left.
    ");
}

/// Shows AT 12, K-3, E3.
#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_the_finger_ends_with_thanks_before_anybody_spoke() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.begins();
    luma.waits("1m").await.taps(DANA, "Change my answer").await.taps(DANA, "🙂 Good").await;
    luma.waits("30m").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1m pass
    09:21:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:21:00 Dana presses [🙂 Good]
               (Dana sees: Noted: 🙂 Good. Thank you.)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 1 min: mis-tap · Dana · 🙁 · level 1
      R-1001   | R-1001 closed: a mis-tap, the customer changed the answer.
    09:21:00 ⟶ 30m pass
    ");
}

/// Shows AT 12, S-18, K-10, INV 15, E4.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_human_spoke_the_answer_stands() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.taps(DANA, "Change my answer").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana. What went wrong?").await;
    luma.begins();
    luma.taps(DANA, "🙂 Good").await;
    assert_eq!(luma.survey(DANA).rating().map(Rating::value), Some(1), "🙁 stands");
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: This answer is closed now. If something is wrong, just write to us here.)
    ");
}
