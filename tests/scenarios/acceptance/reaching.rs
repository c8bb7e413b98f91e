//! Whoever is hard to reach, and whoever must not be heard.

use amends_core::survey::{Stage, Suppressed};
use amends_storage::port::Store;
use jiff::SignedDuration;

use crate::luma::{ANNA, CEM, Call, DANA, DANA_AT_WORK, ION, Line, Luma, MIHAI, Trouble, account};

/// Blocked, and there is no other account.
/// Shows AT 15, K-33b, K-34.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_blocked_us_is_waited_for_and_welcomed_back() {
    only_on!(Telegram, "on Discord the private room stays open to whoever blocked the bot");
    let mut luma = Luma::opens().await;
    luma.contact_ends_known(
        DANA,
        "Order 118",
        |_| (),
        |known| known.otherwise = Some("phone +40 700 000 118".to_owned()),
    )
    .await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.begins();
    luma.blocks(DANA).await.says(ANNA, "Dana, I’m so sorry.").await.waits("72h").await;
    luma.unblocks(DANA).await.taps(DANA, "Yes").await;
    luma.says(ANNA, "Dana, I’m so sorry. Your dish is on us.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana blocks the bot
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 The customer can't be reached here – phone +40 700 000 118
      R-1001   | The customer can't be reached here – phone +40 700 000 118
    09:20:00 Anna at the desk: Dana, I’m so sorry.
      R-1001   | (answers 8) not delivered – the customer can't be reached here
    09:20:00 ⟶ 72h pass
    09:20:00 Dana unblocks the bot
      Dana     | Good to see you again. We never got to put things right last time – shall we go on?
                 [Yes] [No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | The customer is back and can be reached again.
    09:20:00 Dana presses [Yes]
      Dana     ↻ Good to see you again. We never got to put things right last time – shall we go on?
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
      R-1001   | @anna R-1001 needs you – 10 min left.
    09:20:00 Anna at the desk: Dana, I’m so sorry. Your dish is on us.
      Dana     | Anna: Dana, I’m so sorry. Your dish is on us.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    ");
}

/// Blocked, with another account that works.
/// Shows AT 15, K-33.
#[tokio::test(flavor = "multi_thread")]
async fn the_conversation_goes_on_where_the_customer_can_be_reached() {
    let mut luma = Luma::opens().await;
    luma.contact_ends_known(
        DANA,
        "Order 118",
        |_| (),
        |known| known.addresses.push(account(DANA_AT_WORK)),
    )
    .await;
    luma.starts(DANA_AT_WORK).await.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "I’m sorry, Dana. What happened?").await;
    luma.begins();
    luma.blocks(DANA).await.says(ANNA, "Your dish is being made again.").await;
    luma.writes(DANA_AT_WORK, "thank you, I’m at my desk now").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana blocks the bot
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 The account they used does not work any more: it goes on at their other one on Telegram
    09:20:00 Anna at the desk: Your dish is being made again.
      Dana at work | Anna: Your dish is being made again.
      R-1001   | (👍 on that message)
    09:20:00 Dana at work: thank you, I’m at my desk now
      topic    | 🟡 R-1001 Dana ↻ 🟡 R-1001 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
                 The account they used does not work any more: it goes on at their other one on Telegram
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana at work: thank you, I’m at my desk now
    ");
}

/// Blocked, and asked where the contact was.
/// Shows AT 15, S-10d, E19.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_blocked_us_is_asked_in_the_topic_and_led_into_private() {
    let mut luma = Luma::without_rooms().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is my dish?").await;
    luma.blocks(DANA).await.closes_topic(ANNA).await;
    luma.taps_in_help(DANA, "🙁 Not good").await;
    luma.taps_somewhere(DANA, "Tell us what happened").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is my dish?
    09:20:00 Dana blocks the bot
    09:20:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
      help     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
      help     ↻ Let’s talk in private – tap here and a person will answer: https://t.me/amends_bot?start=…
                 [Tell us what happened]
    09:20:00 Dana presses [Tell us what happened]
      Dana     | We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
    ");
}

/// In a topic that others read.
/// Shows AT 18, S-12, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn the_tap_of_somebody_else_changes_nothing() {
    let mut luma = Luma::without_rooms().await;
    luma.opens_topic(ANNA, "Order 119").await.writes_in_topic(CEM, "wo ist mein Essen?").await;
    luma.closes_topic(ANNA).await;
    let before = luma.customer(CEM);
    luma.taps_in_help(DANA, "🙁 Nicht gut").await;
    assert_eq!(luma.customer(CEM), before, "nothing changed");
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    09:20:00 Cem in the topic: wo ist mein Essen?
    09:20:00 Anna closes the topic
      topic    | Order 119 ↻ Order 119 (closed)
      help     | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Dana presses [🙁 Nicht gut]
               (Dana sees: This question is for someone else. Want to tell us something too? Write to me directly.)
    ");
}

/// With a modified client.
/// Shows AT 18, S-12, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn forged_data_changes_nothing() {
    only_on!(Telegram, "Discord itself refuses a press of a button that the message never had");
    let mut luma = Luma::opens().await;
    luma.starts(CEM).await.contact_ends(DANA, "Order 118").await;
    luma.begins();
    let (good, code) = (luma.data_of(DANA, "🙂 Good"), luma.data_of(DANA, "🙁 Not good"));
    let before = (luma.customer(DANA), luma.customer(CEM));
    // Somebody else's button, sent from one's own chat.
    luma.forges(CEM, &code).await;
    // A proof that belongs to another option, one cut short, and data of no button at all.
    let (body, _) = code.rsplit_once('.').unwrap_or((&code, ""));
    let (_, proof) = good.rsplit_once('.').unwrap_or(("", &good));
    luma.forges(DANA, &format!("{body}.{proof}")).await.forges(DANA, &code[..code.len() - 1]).await;
    luma.forges(DANA, "T.1001").await.forges(DANA, "").await.forges(DANA, "🙁").await;
    assert_eq!((luma.customer(DANA), luma.customer(CEM)), before, "nothing changed");
    assert_shown!(luma.brief(), @"
    09:20:00 Cem’s client sends forged data
               (Cem sees: Diese Frage gilt jemand anderem. Möchten Sie uns auch etwas sagen? Schreiben Sie mir direkt.)
    09:20:00 Dana’s client sends forged data
    09:20:00 Dana’s client sends forged data
    09:20:00 Dana’s client sends forged data
    09:20:00 Dana’s client sends forged data
    09:20:00 Dana’s client sends forged data
    ");
}

/// Shows AT 19, S-8, S-28, INV 17, INV 18, E46.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_what_is_due_happens_once_and_what_is_stale_never() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.ask_delay = SignedDuration::from_mins(10);
    })
    .await;
    luma.starts(CEM).await.contact_ends(DANA, "Order 118").await.until("09:30:00").await;
    luma.taps(DANA, "🙁 Not good").await;
    luma.until("09:35:00").await.contact_ends(CEM, "Order 119").await;
    luma.begins();
    luma.front().next(Call::Send, Trouble::TooMany(60));
    luma.note("Dana: cold soup");
    luma.front_mut().tells(DANA, Line::text("cold soup"));
    let waits = |luma: &Luma| {
        let outbox = luma.store.outbox(None, 10).unwrap();
        outbox.len() == 1 && !outbox[0].sending && luma.front().troubles() == 0
    };
    luma.comes_to(waits).await;
    luma.service_is_killed().await;
    luma.clock.advance(SignedDuration::from_mins(40));
    luma.service_comes_back().await;
    assert_eq!(luma.survey(CEM).stage, Stage::Suppressed { why: Suppressed::Stale });
    assert_shown!(luma.brief(), @"
    09:35:00 Dana: cold soup
    09:35:00 ⟶ the service is killed
    10:15:00 ⟶ the service starts again
      Dana     | Thank you. Your words have gone to the people who can change it.
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 10:30.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 10:30
      R-1001   | Dana: cold soup
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 10:30.
    ");
}

/// Shows AT 24, K-10b, INV 13.
#[tokio::test(flavor = "multi_thread")]
async fn notes_and_words_of_those_who_did_not_join_never_reach_the_customer() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.begins();
    luma.says(MIHAI, "she is right, it was my mistake").await;
    luma.presses(ANNA, "Take it").await;
    let seen = |luma: &Luma| luma.said_in(DANA);
    let before = seen(&luma);
    luma.says(ANNA, "// she was here last week, too").await;
    luma.says(ANNA, "/note give her the window table").await;
    luma.says(MIHAI, "tell her that the oven broke").await;
    luma.says(ION, "hi Dana, it’s Ion").await;
    luma.says_in_general(MIHAI, "Dana again?").await;
    luma.presses(ANNA, "History").await;
    assert_eq!(seen(&luma), before, "the customer saw nothing of it");
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: she is right, it was my mistake
      R-1001   | (answers 6) not sent – Join first
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: // she was here last week, too
    09:20:00 Anna at the desk: /note give her the window table
    09:20:00 Mihai at the desk: tell her that the oven broke
      R-1001   | (answers 11) not sent – Join first
    09:20:00 Ion at the desk: hi Dana, it’s Ion
      R-1001   | (answers 13) That's for agents. You are: not on the staff list.
    09:20:00 Mihai in General: Dana again?
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 note by Anna: she was here last week, too
                 09:20 note by Anna: give her the window table
    ");
}
