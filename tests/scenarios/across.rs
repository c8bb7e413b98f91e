//! Any customer to any desk: the four pairings of platforms.

use amends_core::place::Platform;

use crate::luma::{ANNA, DANA, Kind, Line, Luma, MIHAI};

/// Words, a photo, a reply, an edit, a note, a colleague who joins, and the check, both ways.
async fn conversation(customers: Platform, desk: Platform) -> String {
    let mut luma = Luma::across(customers, desk).await;
    luma.is_unhappy().await;
    luma.writes(DANA, "the soop was cold").await.waits("2s").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry. Can I see it?").await;
    luma.sends(DANA, Kind::Photo, "look").await.waits("2s").await;
    luma.edits(DANA, DANA, "soop", "the soup was cold").await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Photo, "the new plate")).await;
    luma.replies(ANNA, "the soup was cold", "A new one is comming.").await;
    luma.edits(ANNA, luma.desk, "comming", "A new one is coming.").await;
    luma.answers(DANA, "A new one", "thank you").await.waits("2s").await;
    luma.says(ANNA, "// she is right, the stove was off").await;
    luma.says(MIHAI, "/join").await.says(MIHAI, "The kitchen has it.").await;
    luma.says(ANNA, "/resolve a hot soup was served anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await.waits("25h").await;
    let told = luma.said_in(DANA).concat();
    assert!(!told.contains("stove"), "a note stays inside");
    luma.transcript()
}

/// Lines that are taken back, emojis that every platform has and one that few have, voice messages
/// and stickers, both ways.
async fn beside_words(customers: Platform, desk: Platform) -> String {
    let mut luma = Luma::across(customers, desk).await;
    let at_desk = luma.desk;
    luma.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await.begins();
    luma.writes(DANA, "my number is 0700").await.waits("2s").await;
    luma.deletes(DANA, DANA, "my number is 0700").await;
    luma.says(ANNA, "wrong window").await.deletes(ANNA, at_desk, "wrong window").await;
    luma.writes(DANA, "the soup was cold").await.waits("2s").await;
    luma.reacts(ANNA, at_desk, "the soup was cold", "🙏").await;
    luma.says(ANNA, "A new one is coming.").await;
    luma.reacts(DANA, DANA, "A new one is coming", "🔥").await;
    if desk == Platform::Discord {
        luma.says(ANNA, "With bread.").await.reacts(ANNA, at_desk, "the soup was cold", "🍲").await;
    }
    if customers == Platform::Discord {
        luma.reacts(DANA, DANA, "A new one is coming", "🍲").await;
    }
    luma.sends(DANA, Kind::Voice, "").await.sends(DANA, Kind::Sticker, "").await.waits("2s").await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Voice, "")).await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Sticker, "")).await;
    luma.transcript()
}

/// Runs what is told of a pairing, and keeps what was seen.
macro_rules! pairing {
    ($name:ident, $told:ident, $customers:ident, $desk:ident) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            only_on!(Discord, "it needs no second run");
            let shown = $told(Platform::$customers, Platform::$desk).await;
            assert_shown!(shown);
        }
    };
}

pairing!(telegram_customer_and_telegram_desk, conversation, Telegram, Telegram);
pairing!(telegram_customer_and_discord_desk, conversation, Telegram, Discord);
pairing!(discord_customer_and_telegram_desk, conversation, Discord, Telegram);
pairing!(discord_customer_and_discord_desk, conversation, Discord, Discord);

pairing!(beside_words_on_telegram, beside_words, Telegram, Telegram);
pairing!(beside_words_from_telegram_to_discord, beside_words, Telegram, Discord);
pairing!(beside_words_from_discord_to_telegram, beside_words, Discord, Telegram);
pairing!(beside_words_on_discord, beside_words, Discord, Discord);
