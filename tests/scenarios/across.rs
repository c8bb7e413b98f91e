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
    luma.says(ANNA, "/resolve a hot soup was served").await;
    luma.taps(DANA, "🙂 Yes, all good").await.waits("25h").await;
    let told = luma.said_in(DANA).concat();
    assert!(!told.contains("stove"), "a note stays inside");
    luma.transcript()
}

/// Runs a pairing, and keeps what was seen.
macro_rules! pairing {
    ($name:ident, $customers:ident, $desk:ident) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            only_on!(Discord, "it needs no second run");
            let shown = conversation(Platform::$customers, Platform::$desk).await;
            assert_shown!(shown);
        }
    };
}

pairing!(telegram_customer_and_telegram_desk, Telegram, Telegram);
pairing!(telegram_customer_and_discord_desk, Telegram, Discord);
pairing!(discord_customer_and_telegram_desk, Discord, Telegram);
pairing!(discord_customer_and_discord_desk, Discord, Discord);
