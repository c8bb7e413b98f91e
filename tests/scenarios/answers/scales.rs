//! The five scales (`BEHAVIOUR` 2.1), each as the customer sees it, and its unhappy answer.

use amends_core::scale::Scale;

use crate::luma::{DANA, Luma};

/// Dana is asked on a scale, in English, and is unhappy.
async fn is_unhappy_on(scale: Scale, label: &str) -> Luma {
    let mut luma = Luma::opens_with(|workspace| workspace.scale = scale).await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, label).await;
    assert!(luma.customer(DANA).open_case().is_some(), "a case is open");
    luma
}

/// 2.1, `faces3`.
/// Shows S-16.
#[tokio::test(flavor = "multi_thread")]
async fn three_faces() {
    let mut luma = is_unhappy_on(Scale::Faces3, "🙁 Not good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// 2.1, `expect3`.
/// Shows S-16.
#[tokio::test(flavor = "multi_thread")]
async fn better_or_worse_than_expected() {
    let mut luma = is_unhappy_on(Scale::Expect3, "🙁 Worse").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! Compared with what you expected, how was it?
                 [🙂 Better] [😐 As expected] [🙁 Worse]
    09:20:00 Dana presses [🙁 Worse]
               (Dana sees: Thank you!)
      Dana     ↻ Compared with what you expected, how was it?  🙁 Worse
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// 2.1, `csat5`: the better one of the two unhappy options.
/// Shows S-16.
#[tokio::test(flavor = "multi_thread")]
async fn one_to_five() {
    let mut luma = is_unhappy_on(Scale::Csat5, "🙁 Poor").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [😍 Excellent] [🙂 Good] [😐 OK] [🙁 Poor] [😞 Very poor]
    09:20:00 Dana presses [🙁 Poor]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Poor
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 2/5 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// 2.1, `thumbs`.
/// Shows S-16.
#[tokio::test(flavor = "multi_thread")]
async fn yes_or_no() {
    let mut luma = is_unhappy_on(Scale::Thumbs, "No").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [Yes] [No]
    09:20:00 Dana presses [No]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  No
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// 2.1, `nps11`: the best of the unhappy options; six and five in a row.
/// Shows S-16.
#[tokio::test(flavor = "multi_thread")]
async fn nought_to_ten() {
    let mut luma = is_unhappy_on(Scale::Nps11, "6").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How likely are you to recommend us to a friend, from 0 to 10?
                 [0] [1] [2] [3] [4] [5]
                 [6] [7] [8] [9] [10]
    09:20:00 Dana presses [6]
               (Dana sees: Thank you!)
      Dana     ↻ How likely are you to recommend us to a friend, from 0 to 10?  6
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 6/10 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}
