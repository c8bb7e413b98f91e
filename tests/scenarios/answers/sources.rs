//! What is asked about, and what is not.

use amends_core::{
    interaction::{InteractionId, Source},
    place::Platform,
    survey::{Stage, Suppressed, Undelivered},
};
use jiff::SignedDuration;

use crate::luma::{ANNA, Call, DANA, Luma, platform};

/// The same signal twice.
/// Shows S-1, INV 1.
#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_signal_changes_nothing() {
    let mut luma = Luma::opens().await;
    for _ in 0..2 {
        luma.contact_ends_with(DANA, "Order 118", |contact| {
            contact.id = InteractionId("web:order-118".to_owned());
        })
        .await;
    }
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 118 → duplicate
    ");
}

/// Asked less than four hours ago, and not unhappy.
/// Shows S-4, T8.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_twice_within_four_hours() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.waits("3h59m").await.contact_ends(DANA, "Order 119").await;
    luma.waits("1m").await.contact_ends(DANA, "Order 120").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 ⟶ 3h59m pass
    13:19:00 ⟶ contact ended: Order 119 → suppressed: gap
    13:19:00 ⟶ 1m pass
    13:20:00 ⟶ contact ended: Order 120 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// Whoever was unhappy last time is asked again, once the case is closed.
/// Shows S-4.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_unhappy_is_asked_about_the_next_contact() {
    let mut luma = Luma::put_right().await;
    luma.waits("1h").await.contact_ends(DANA, "Order 119").await.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h pass
    10:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    10:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// A contact that ended thirty-one minutes ago, and one that ended half an hour ago.
/// Shows S-5, T3.
#[tokio::test(flavor = "multi_thread")]
async fn a_stale_contact_is_not_asked_about() {
    let mut luma = Luma::opens().await;
    for minutes in [31, 30] {
        luma.contact_ends_with(DANA, "Order 118", |contact| {
            contact.ended_at -= SignedDuration::from_mins(minutes);
        })
        .await;
    }
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → suppressed: stale
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do with “Order 118”?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// Two sources tell about the same contact; the ticket number says so.
/// Shows E12.
#[tokio::test(flavor = "multi_thread")]
async fn two_signals_for_one_contact_are_one_question() {
    let mut luma =
        Luma::opens_with(|workspace| workspace.timers.ask_gap = SignedDuration::ZERO).await;
    for source in [Source::Webhook, Source::Manual] {
        luma.contact_ends_with(DANA, "Order 118", |contact| {
            contact.source = source;
            contact.correlation = Some("118".to_owned());
        })
        .await;
    }
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 118 → suppressed: same_contact
    ");
}

/// Without a number in common the gap absorbs the second one.
/// Shows E12.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_topic_and_a_helpdesk_are_one_question() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is my dish?").await;
    luma.closes_topic(ANNA).await.contact_ends(DANA, "Order 118").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is my dish?
    09:20:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 ⟶ contact ended: Order 118 → suppressed: gap
    ");
}

/// The topic goes on before the question was sent; its next end is asked about.
/// Shows S-7, S-8, T1, E13.
#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_goes_on_is_not_asked_about() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.ask_delay = SignedDuration::from_mins(5);
    })
    .await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is my dish?").await;
    luma.closes_topic(ANNA).await.waits("4m").await.reopens_topic(ANNA).await.waits("10m").await;
    assert_eq!(luma.survey(DANA).stage, Stage::Suppressed { why: Suppressed::Withdrawn });
    luma.writes_in_topic(DANA, "it is here now").await.closes_topic(ANNA).await.waits("5m").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is my dish?
    09:20:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 ⟶ 4m pass
    09:24:00 Anna opens the topic again
      topic    | Order 118 (closed) ↻ Order 118
    09:24:00 ⟶ 10m pass
    09:34:00 Dana in the topic: it is here now
    09:34:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:34:00 ⟶ 5m pass
    09:39:00 ⟶ it is time
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// The topic goes on after the question; the next end is asked about only after the gap.
/// Shows E14.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_stays_when_the_contact_goes_on() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is my dish?").await;
    luma.closes_topic(ANNA).await.reopens_topic(ANNA).await;
    luma.writes_in_topic(DANA, "thank you").await.closes_topic(ANNA).await;
    luma.taps(DANA, "🙂 Good").await;
    luma.waits("4h").await.reopens_topic(ANNA).await;
    luma.writes_in_topic(DANA, "one more thing").await.closes_topic(ANNA).await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is my dish?
    09:20:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 Anna opens the topic again
      topic    | Order 118 (closed) ↻ Order 118
    09:20:00 Dana in the topic: thank you
    09:20:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 ⟶ 4h pass
    13:20:00 Anna opens the topic again
      topic    | Order 118 (closed) ↻ Order 118
    13:20:00 Dana in the topic: one more thing
    13:20:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 118 ↻ Order 118 (closed)
    ");
}

/// A topic without a word by a customer is no contact.
/// Shows E15.
#[tokio::test(flavor = "multi_thread")]
async fn a_topic_in_which_no_customer_wrote_is_not_asked_about() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Please rate us").await.writes_in_topic(ANNA, "five stars, Dana?").await;
    luma.closes_topic(ANNA).await;
    assert!(!luma.is_asked(DANA));
    assert_shown!(luma.transcript(), @"
    09:20:00 Anna opens the topic “Please rate us” in the support group
      topic    | Please rate us
    09:20:00 Anna in the topic: five stars, Dana?
    09:20:00 Anna closes the topic
      topic    | Please rate us ↻ Please rate us (closed)
    ");
}

/// The customer blocked the bot; no try, and again after the next Start.
/// Shows S-10d, E16.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_blocked_us_is_left_alone_until_the_next_start() {
    let mut luma = Luma::without_rooms().await;
    let sent = luma.calls(Call::Send);
    luma.blocks(DANA).await.contact_ends(DANA, "Order 118").await.waits("5h").await;
    assert_eq!(luma.calls(Call::Send), sent);
    // Discord does not tell a block from messages that were never open.
    let left_alone = match platform() {
        Platform::Telegram => Stage::Undeliverable { why: Undelivered::Blocked },
        Platform::Discord => Stage::Suppressed { why: Suppressed::NoChannel },
    };
    assert_eq!(luma.survey(DANA).stage, left_alone);
    luma.starts(DANA).await.contact_ends(DANA, "Order 119").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Dana blocks the bot
    09:20:00 ⟶ contact ended: Order 118 → planned
    09:20:00 ⟶ 5h pass
    14:20:00 Dana presses Start
      Dana     | Hi Dana! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    14:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}
