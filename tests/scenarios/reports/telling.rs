//! What a report tells of one thing alone.

use super::administered;
use crate::luma::{ANNA, DANA, KATRIN, Luma, PIOTR};

/// One promise is moved and kept, one is broken: two of three, and the one that was moved is told
/// beside them.
/// Shows AT 7, INV 20.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_was_moved_is_in_no_rate() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 10:00 call").await.says(ANNA, "/move 11:00").await;
    luma.says(ANNA, "/promise 10:30 voucher").await.until("10:31:00").await;
    luma.says(ANNA, "/kept 1 called at 10:31").await;
    let figures = luma.figures();
    assert_eq!((figures.kept, figures.broken, figures.moved), (2, 1, 1));
    luma.begins().asks_alone(KATRIN, "/report").await;
    assert_shown!(luma.transcript(), @r#"
    10:31:00 Katrin: /report
      Katrin   | (answers 13) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 71 min)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 1 of 1 contacts (100.0 %) · in 0 s (p50) · answered 1 (100.0 % [20.7-100.0])
                            🙂 0 (0.0 % [0.0-79.3]) 😐 0 🙁 1    small sample
                 FIXED      first human word 0 s (p50), 0 s (p90) · promises kept 2 of 3 (66.7 %), 1 moved
                            no case closed so far · reopened 0
                 DELIGHTED  after recovery nobody answered so far, without any trouble nobody answered
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 1, protected 0 (say what one is worth: /value) · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.0]
    "#);
}

/// The late answer opens a case, and is counted apart.
/// Shows AT 13, E5, INV 20.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_leaves_the_response_rate_as_it_was() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.waits("5h").await;
    luma.contact_ends(DANA, "Order 121").await.waits("72h").await;
    let before = luma.figures();
    assert_eq!((before.response().k, before.response().n), (1, 2));
    luma.begins().asks_alone(KATRIN, "/report").await;
    let said = luma.transcript();
    luma.waits("48h").await.taps(DANA, "🙁 Not good").await;
    let after = luma.figures();
    assert_eq!(after.response(), before.response());
    assert_eq!(after.answered, before.answered);
    assert_eq!((after.late.unhappy, after.opened), (1, 1));
    luma.begins().writes(KATRIN, "/report month").await;
    let said = format!("{said}{}", luma.transcript());
    assert_shown!(said, @r#"
    14:20:00 Katrin: /report
      Katrin   | (answers 7) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 2 of 2 contacts (100.0 %) · in 0 s (p50) · answered 1 (50.0 % [9.5-90.5])
                            🙂 1 (100.0 % [20.7-100.0]) 😐 0 🙁 0    small sample
                 FIXED      nobody was unhappy
                 DELIGHTED  after recovery nobody answered so far, without any trouble 100.0 %
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 0, protected 0 (say what one is worth: /value) · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.8]
    14:20:00 Katrin: /report month
      Katrin   | (answers 9) Luma Café · 2026-11 · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 0 s)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 2 of 2 contacts (100.0 %) · in 0 s (p50) · answered 1 (50.0 % [9.5-90.5]) · 1 late, counted apart
                            🙂 1 (100.0 % [20.7-100.0]) 😐 0 🙁 0    small sample
                 FIXED      no human word so far · no promise came due
                            no case closed so far · reopened 0
                 DELIGHTED  after recovery nobody answered so far, without any trouble nobody answered
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 1, protected 0 (say what one is worth: /value) · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.8]
    "#);
}

/// What went wrong is told with who sees to it; what was given, in what amends count in.
/// Shows AT 22.
#[tokio::test(flavor = "multi_thread")]
async fn causes_and_money_can_be_asked_for_alone() {
    let mut luma = Luma::opens_with(administered).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/cause late").await;
    luma.says_in_general(PIOTR, "/cause own late @katrin 30.11.").await;
    luma.says_in_general(PIOTR, "/value primary:10 secondary:10 potential:500 tellers:7").await;
    luma.begins().asks_alone(PIOTR, "/report causes").await;
    luma.writes(PIOTR, "/report today money").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Piotr: /report causes
      Piotr    | (answers 8) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 0 s)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 CAUSES     late 1 (fix due 30.11., Katrin)
    09:20:00 Piotr: /report today money
      Piotr    | (answers 10) Luma Café · today 16.11. · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 0 s)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 MONEY      at risk 1 × 3 640 = 3 640.00 · protected 0 × 3 640 = 0.00 · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.0]
                            (our own number, if those who say nothing are like those who answer)
    "#);
}
