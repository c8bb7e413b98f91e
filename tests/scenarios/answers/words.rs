//! What customers say beside tapping.

use crate::luma::{DANA, Kind, Luma, PIOTR};

/// Words before the tap; the faces come once more, and words alone open no case.
/// Shows S-26, E7.
#[tokio::test(flavor = "multi_thread")]
async fn words_before_the_tap_bring_the_faces_once_more() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.writes(DANA, "this was terrible").await.writes(DANA, "really").await;
    assert!(luma.customer(DANA).cases.is_empty(), "words alone open no case");
    luma.taps(DANA, "🙁 Not good").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana: this was terrible
      Dana     ↻ Hi Dana! How did we do just now?
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      desk     | Dana (Order 118, Anna): "this was terrible"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Dana: really
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | Dana (Order 118, Anna): "really"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "this was terrible" · "really"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}

/// Words belong to the answer for thirty minutes, counted from the last ones.
/// Shows S-19, T6.
#[tokio::test(flavor = "multi_thread")]
async fn words_after_the_tap_belong_to_the_answer() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.until("09:49:00").await.writes(DANA, "maybe a plug near the window").await;
    luma.until("10:18:00").await.writes(DANA, "and a lamp").await;
    assert_eq!(luma.survey(DANA).comments.len(), 2);
    assert_shown!(luma.transcript(), @r#"
    09:49:00 Dana: maybe a plug near the window
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "maybe a plug near the window"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    10:18:00 Dana: and a lamp
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "and a lamp"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    "#);
}

/// Words thirty-one minutes after the tap, and some more.
/// Shows T6, E8.
#[tokio::test(flavor = "multi_thread")]
async fn words_out_of_the_blue_reach_the_desk() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.until("09:51:00").await.writes(DANA, "I left my umbrella with you").await;
    luma.until("09:55:00").await.writes(DANA, "it is a red one").await;
    luma.until("10:01:00").await.writes(DANA, "did you find it?").await;
    luma.taps(DANA, "Please contact me").await;
    assert_shown!(luma.transcript(), @r#"
    09:51:00 Dana: I left my umbrella with you
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "I left my umbrella with you"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:55:00 Dana: it is a red one
      desk     | Dana: "it is a red one"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    10:01:00 Dana: did you find it?
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "did you find it?"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    10:01:00 Dana presses [Please contact me]
      Dana     ↻ Thank you. Your words have gone to the people who can change it.
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · asked to be contacted · level 1
                 en · 1st contact · before: 🙂 · no cases
                 Said: "I left my umbrella with you" · "it is a red one" · "did you find it?"
                 Promised: first reply by 10:11
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}

/// Words of somebody we never asked; staff take them up.
/// Shows E8.
#[tokio::test(flavor = "multi_thread")]
async fn staff_open_a_case_for_words_out_of_the_blue() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "your door is broken, I hurt my hand").await;
    luma.presses(PIOTR, "Open recovery").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Dana: your door is broken, I hurt my hand
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "your door is broken, I hurt my hand"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Piotr presses [Open recovery]
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      desk     ↻ Dana: "your door is broken, I hurt my hand"
                 ✓ Piotr: goes on in R-1001
      R-1001   | 🔴 R-1001 · Dana · opened by staff · level 1
                 en · no cases
                 Said: "your door is broken, I hurt my hand"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}

/// Voice, photo and sticker as comment; the sticker alone is ignored.
/// Shows E9.
#[tokio::test(flavor = "multi_thread")]
async fn voice_and_photo_are_comments_and_a_sticker_is_not() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "😐 So-so").await.begins();
    luma.sends(DANA, Kind::Voice, "").await.sends(DANA, Kind::Photo, "look at the plate").await;
    luma.sends(DANA, Kind::Sticker, "").await;
    assert_eq!(luma.survey(DANA).comments.len(), 2, "with a reference to the attachment");
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Dana sends Voice “”
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 😐 Dana (Order 118, Anna)
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
      desk     | (Voice)
    09:20:00 Dana sends Photo “look at the plate”
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 😐 Dana (Order 118, Anna): "look at the plate"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
      desk     | (Photo) look at the plate
    09:20:00 Dana sends Sticker “”
    "#);
}

/// A happy tap and an angry comment; nobody guesses, one button opens the case.
/// Shows E10.
#[tokio::test(flavor = "multi_thread")]
async fn angry_words_after_a_happy_tap_are_for_staff_to_judge() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.writes(DANA, "great, another hour of my life gone").await;
    assert!(luma.customer(DANA).cases.is_empty(), "nobody guesses");
    luma.presses(PIOTR, "Open recovery").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Dana: great, another hour of my life gone
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "great, another hour of my life gone"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Piotr presses [Open recovery]
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      desk     ↻ 🙂 Dana (Order 118, Anna): "great, another hour of my life gone"
                 ✓ Piotr: goes on in R-1001
      R-1001   | 🔴 R-1001 · Dana · 🙂 · opened by staff · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "great, another hour of my life gone"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}
