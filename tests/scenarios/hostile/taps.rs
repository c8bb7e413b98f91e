//! Taps that are forged, foreign, stale or repeated (INV-14, INV-22).

use amends_storage::port::Store;

use crate::luma::{ANNA, CEM, Call, DANA, Luma};

/// 1: data that no button of ours carries does nothing, and the press is confirmed.
/// Shows AT 18, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn forged_data_does_nothing() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await;
    let data = luma.data_of(DANA, "🙁 Not good");
    let mut forged = vec![String::from("T.1001"), "a.1.1".to_owned(), "x".repeat(64)];
    for at in 0..data.len() {
        let mut bytes = data.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        forged.push(String::from_utf8(bytes).unwrap());
    }
    let before = (luma.customer(DANA), luma.said_in(DANA));
    for data in forged {
        luma.forges(DANA, &data).await;
    }
    assert_eq!((luma.customer(DANA), luma.said_in(DANA)), before);
    assert!(luma.front().is_quiet(), "each press is answered");
}

/// 2: a question answers only to its own customer.
/// Shows S-12, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_question_cannot_be_answered() {
    only_on!(Telegram, "Discord itself refuses a press of a button that the message never had");
    let mut luma = Luma::opens().await;
    luma.starts(CEM).await.contact_ends(DANA, "Order 118").await.begins();
    let data = luma.data_of(DANA, "🙁 Not good");
    luma.note("Cem forges Dana’s [🙁 Not good]");
    luma.forges(CEM, &data).await;
    luma.starts(ANNA).await.note("Anna forges it, too");
    luma.forges(ANNA, &data).await;
    luma.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Cem forges Dana’s [🙁 Not good]
    09:20:00 Cem’s client sends forged data
               (Cem sees: Diese Frage gilt jemand anderem. Möchten Sie uns auch etwas sagen? Schreiben Sie mir direkt.)
    09:20:00 Anna presses Start
      Anna     | Hi Anna! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    09:20:00 Anna forges it, too
    09:20:00 Anna’s client sends forged data
               (Anna sees: This question is for someone else. Want to tell us something too? Write to me directly.)
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// 2: in a topic everybody sees the faces, and only one may press them.
/// Shows S-12, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn faces_in_a_topic_answer_to_one_person() {
    let mut luma = Luma::without_rooms().await;
    luma.opens_topic(ANNA, "Order 200").await.writes_in_topic(CEM, "kalt").await;
    luma.closes_topic(ANNA).await.begins();
    luma.taps_in_help(DANA, "🙁 Nicht gut").await.taps_in_help(ANNA, "🙂 Gut").await;
    luma.taps_in_help(CEM, "😐 Geht so").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙁 Nicht gut]
               (Dana sees: This question is for someone else. Want to tell us something too? Write to me directly.)
    09:20:00 Anna presses [🙂 Gut]
               (Anna sees: This question is for someone else. Want to tell us something too? Write to me directly.)
    09:20:00 Cem presses [😐 Geht so]
               (Cem sees: Danke!)
      desk     | 😐 Cem (Order 200, Anna)
                 [Open recovery] [No action]
      help     ↻ Danke!
    ");
}

/// A customer who gets hold of a button of staff can do nothing with it.
/// Shows INV 14, INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_cannot_press_the_buttons_of_staff() {
    let mut luma = Luma::unhappy().await;
    for label in ["Take it", "Join", "History"] {
        let data = luma.data_of(luma.desk, label);
        luma.note(&format!("Dana forges [{label}]"));
        luma.forges(DANA, &data).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Dana forges [Take it]
    09:20:00 Dana’s client sends forged data
               (Dana sees: That's for agents. You are: not on the staff list.)
    09:20:00 Dana forges [Join]
    09:20:00 Dana’s client sends forged data
               (Dana sees: That's for agents. You are: not on the staff list.)
    09:20:00 Dana forges [History]
    09:20:00 Dana’s client sends forged data
               (Dana sees: That's for agents. You are: not on the staff list.)
    ");
}

/// Stale and repeated taps on the check change nothing.
/// Shows INV 10.
#[tokio::test(flavor = "multi_thread")]
async fn stale_and_repeated_taps_change_nothing() {
    let mut luma = Luma::asked_again().await;
    let (no, yes) = (luma.data_of(DANA, "🙁 No"), luma.data_of(DANA, "🙂 Yes, all good"));
    luma.taps(DANA, "😐 Partly")
        .await
        .says(ANNA, "/resolve the dessert came, too anyway: no wish")
        .await;
    let before = luma.customer(DANA);
    luma.forges(DANA, &no).await.forges(DANA, &yes).await;
    assert_eq!(luma.customer(DANA).cases, before.cases);
    luma.begins().taps(DANA, "🙂 Yes, all good").await;
    let before = luma.customer(DANA);
    luma.forges(DANA, &no).await.forges(DANA, &yes).await;
    assert_eq!(luma.customer(DANA).cases, before.cases);
}

/// Two taps at once are one answer; a case is opened once.
/// Shows E1.
#[tokio::test(flavor = "multi_thread")]
async fn two_taps_at_once_are_one_answer() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.press_at_once(DANA, &[(DANA, "🙁 Not good"), (DANA, "🙁 Not good")]).await;
    let customer = luma.customer(DANA);
    assert_eq!(customer.cases.len(), 1);
    assert_eq!(customer.surveys[0].response.as_ref().unwrap().history.len(), 1);
    assert_eq!(luma.calls(Call::OpenThread), 1);
}

/// 24: a flood of taps is one answer, and each is confirmed.
/// Shows S-13.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_taps_is_one_answer() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.press_at_once(DANA, &[(DANA, "🙂 Good"); 100]).await;
    assert_eq!(luma.customer(DANA).surveys[0].response.as_ref().unwrap().history.len(), 1);
    assert!(luma.store.dead_letters(10).unwrap().is_empty());
}
