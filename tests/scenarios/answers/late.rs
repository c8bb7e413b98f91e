//! Questions that wait for their answer.

use amends_core::{fact::Fact, survey::Stage};
use jiff::SignedDuration;

use crate::luma::{DANA, Luma};

/// Nothing is sent when the window ends, and the buttons stay alive.
/// Shows S-24, S-25, T4.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_never_too_late_to_tell_us() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.waits("71h").await;
    assert!(luma.survey(DANA).is_asked());
    luma.waits("1h").await;
    assert_eq!(luma.survey(DANA).stage, Stage::Expired);
    luma.waits("24h").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "sorry for the delay").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ 71h pass
    08:20:00 ⟶ 1h pass
    09:20:00 ⟶ 24h pass
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you – it’s never too late to tell us.)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 Dana: sorry for the delay
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "sorry for the delay"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    "#);
}

/// The older question is answered after the newer one, and both stand.
/// Shows S-9, S-25, E6.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_question_answered_unhappily_opens_its_own_case() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await;
    let older = luma.newest_with(DANA, "🙁 Not good");
    luma.waits("5h").await.contact_ends(DANA, "Order 121").await.taps(DANA, "🙂 Good").await;
    luma.waits("1m").await.tap_on(DANA, DANA, older, "🙁 Not good").await;
    let surveys = luma.customer(DANA).surveys;
    let ratings: Vec<_> = surveys.iter().map(|survey| survey.rating().unwrap().value()).collect();
    assert_eq!(ratings, [1, 3], "each for its own contact");
    let late: Vec<_> =
        surveys.iter().map(|survey| survey.response.as_ref().unwrap().late).collect();
    assert_eq!(late, [true, false], "the older one is counted apart");
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ 5h pass
    14:20:00 ⟶ contact ended: Order 121 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    14:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    14:20:00 ⟶ 1m pass
    14:21:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you – it’s never too late to tell us.)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 2nd contact · before: 🙂 · no cases
                 Said: –
                 Promised: first reply by 14:31
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// One reminder, in a new message; the old one loses its buttons.
/// Shows S-23, T5.
#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_comes_once_if_it_is_wished() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.ask_reminder = Some(SignedDuration::from_hours(24));
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.waits("71h").await.taps(DANA, "😐 So-so").await;
    let asked = luma.facts().concat();
    let asked = asked.iter().filter(|fact| matches!(fact, Fact::Asked { .. })).count();
    assert_eq!(asked, 1, "it is the same question");
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ 71h pass
    17.11. 09:20:00 ⟶ it is time
      Dana     ↻ Hi Dana! How did we do just now?
      Dana     | Hi Dana! One tap is enough: how was it?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    08:20:00 Dana presses [😐 So-so]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    ");
}

/// Whoever answered is not reminded.
/// Shows S-23.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_answered_is_not_reminded() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.ask_reminder = Some(SignedDuration::from_hours(1));
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.waits("71h").await;
    assert_shown!(luma.transcript(), @"09:20:00 ⟶ 71h pass");
}
