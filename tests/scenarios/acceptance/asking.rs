//! From the question to the answer.

use amends_core::{
    case::Origin,
    fact::Fact,
    survey::{Stage, Suppressed},
};

use crate::luma::{Call, DANA, Luma, MIHAI, account};

/// Shows AT 1, S-7, S-9, S-11, S-14, S-22.
#[tokio::test(flavor = "multi_thread")]
async fn a_happy_tap_is_thanked_in_place_and_nothing_follows() {
    let mut luma = Luma::opens().await;
    let sent = luma.calls(Call::Send);
    luma.contact_ends(DANA, "Order 118").await.until("09:20:18").await;
    luma.taps(DANA, "🙂 Good").await.waits("100h").await;
    assert_eq!(luma.calls(Call::Send), sent + 1, "one message");
    assert_eq!(luma.calls(Call::Edit), 1, "edited once");
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:18 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:18 ⟶ 100h pass
    ");
}

/// Shows AT 2, S-15, S-19, S-21.
#[tokio::test(flavor = "multi_thread")]
async fn a_so_so_customer_who_asks_for_contact_gets_a_case() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "😐 So-so").await;
    luma.writes(DANA, "the soup was lukewarm").await.taps(DANA, "Please contact me").await;
    let customer = luma.customer(DANA);
    assert_eq!(customer.open_case().map(|case| case.origin), Some(Origin::AskedContact));
    assert_shown!(luma.transcript(), @r#"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [😐 So-so]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    09:20:00 Dana: the soup was lukewarm
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 😐 Dana (Order 118, Anna): "the soup was lukewarm"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Dana presses [Please contact me]
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 😐 · asked to be contacted · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was lukewarm"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}

/// Shows AT 3, S-16, K-1, INV 4.
#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_answer_and_its_case_are_one_step() {
    let mut luma = Luma::opens().await;
    luma.contact_ends_with(DANA, "Order 118", |contact| {
        contact.agent = Some("Mihai".to_owned());
        contact.agent_account = Some(account(MIHAI));
    })
    .await;
    luma.taps(DANA, "🙁 Not good").await;
    let facts = luma.facts();
    let answered = facts.iter().find(|step| matches!(step[0], Fact::Answered { .. }));
    let step = answered.expect("the answer is remembered");
    assert!(matches!(step[1], Fact::CaseOpened { origin: Origin::Answer, .. }), "{step:?}");
    assert!(matches!(step[2], Fact::PromiseMade { .. }), "{step:?}");
    assert_shown!(luma.transcript(), @"
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
                 Order 118 · agent Mihai
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @mihai @anna on duty – please take.
    ");
}

/// Shows AT 13, S-24, S-25, E5.
#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_tap_after_five_days_counts_as_late_and_opens_a_case() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.waits("120h").await;
    assert_eq!(luma.survey(DANA).stage, Stage::Expired);
    luma.taps(DANA, "🙁 Not good").await;
    let late = |fact: &Fact| matches!(fact, Fact::Answered { late: true, .. });
    assert!(luma.facts().concat().iter().any(late), "counted apart");
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ 120h pass
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you – it’s never too late to tell us.)
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

/// Shows AT 14, S-3, INV 3, E11.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_contact_is_noted_in_the_open_case_and_not_asked_about() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.begins();
    luma.waits("2m").await.contact_ends(DANA, "Phone call").await;
    assert_eq!(luma.survey(DANA).stage, Stage::Suppressed { why: Suppressed::CaseOpen });
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ 2m pass
    09:22:00 ⟶ contact ended: Phone call → suppressed: case_open
      R-1001   | another contact: Phone call, Anna – no question was asked
    ");
}
