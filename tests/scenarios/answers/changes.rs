//! Taps that come twice, and answers that are changed.

use amends_core::{case::Origin, fact::Fact, scale::Rating};

use crate::luma::{ANNA, DANA, Luma};

/// A double tap within milliseconds.
/// Shows S-13, E1.
#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_is_one_answer() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.begins();
    luma.press_at_once(DANA, &[(DANA, "🙁 Not good"), (DANA, "🙁 Not good")]).await;
    let answers = luma.facts().concat();
    let answers = answers.iter().filter(|fact| matches!(fact, Fact::Answered { .. }));
    assert_eq!(answers.count(), 1, "one answer");
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
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

/// The same face once more, after *Change my answer*.
/// Shows S-13.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_face_again_changes_nothing() {
    let mut luma = Luma::unhappy().await;
    luma.taps(DANA, "Change my answer").await.taps(DANA, "🙁 Not good").await;
    assert_eq!(luma.survey(DANA).response.map(|response| response.history.len()), Some(1));
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
    ");
}

/// Happy, and unhappy after twenty seconds.
/// Shows S-17, E2.
#[tokio::test(flavor = "multi_thread")]
async fn a_happy_answer_that_turns_unhappy_opens_a_case() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.until("09:20:20").await.taps(DANA, "Change my answer").await;
    luma.taps(DANA, "🙁 Not good").await;
    let survey = luma.survey(DANA);
    assert_eq!(survey.rating().map(Rating::value), Some(1), "the primary rating is 🙁");
    assert_eq!(survey.response.map(|response| response.history.len()), Some(2), "with its history");
    assert_shown!(luma.transcript(), @"
    09:20:20 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:20 Dana presses [🙁 Not good]
               (Dana sees: Noted: 🙁 Not good. Thank you.)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// So-so, and happy after all.
/// Shows S-17.
#[tokio::test(flavor = "multi_thread")]
async fn a_so_so_answer_that_turns_happy_is_thanked() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "😐 So-so").await.begins();
    luma.until("09:25:00").await.taps(DANA, "Change my answer").await.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:25:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:25:00 Dana presses [🙂 Good]
               (Dana sees: Noted: 🙂 Good. Thank you.)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// The answer is changed when somebody has the case and has not spoken yet.
/// Shows S-17, K-3b.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_changed_before_the_first_word_is_closed_by_hand() {
    let mut luma = Luma::unhappy().await;
    luma.presses(ANNA, "Take it").await.begins();
    luma.taps(DANA, "Change my answer").await.taps(DANA, "😐 So-so").await;
    luma.presses(ANNA, "Close as mis-tap").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [😐 So-so]
               (Dana sees: Noted: 😐 So-so. Thank you.)
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Answer changed to 😐 – look and close
      R-1001   | changed to 😐 – look and close
                 [Close as mis-tap]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    09:20:00 Anna presses [Close as mis-tap]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: mis-tap · Dana · 🙁 · level 1 · Anna
      R-1001   ↻ changed to 😐 – look and close
      R-1001   | R-1001 closed: a mis-tap, the customer changed the answer.
    ");
}

/// The window is over, and the customer is unhappy now.
/// Shows S-18, T7.
#[tokio::test(flavor = "multi_thread")]
async fn feelings_beat_the_window() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.waits("23h").await.taps(DANA, "Change my answer").await;
    luma.waits("2h").await.taps(DANA, "🙁 Not good").await;
    let customer = luma.customer(DANA);
    assert_eq!(customer.open_case().map(|case| case.origin), Some(Origin::LateChange));
    assert_eq!(luma.survey(DANA).rating().map(Rating::value), Some(3), "🙂 stands");
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ 23h pass
    08:20:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    08:20:00 ⟶ 2h pass
    10:20:00 Dana presses [🙁 Not good]
               (Dana sees: This answer is closed now. If something is wrong, just write to us here.)
      Dana     | We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙂 · changed to unhappy later · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 10:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    ");
}
