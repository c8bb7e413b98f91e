//! The conversation between a customer in private and staff in a topic (K-8 … K-10b, E32 … E34).

use amends_core::place::Platform;

use crate::luma::{ANNA, Call, DANA, Kind, Line, Luma, MIHAI, Trouble};

/// Words and everything that can be copied, both ways, by the platform's own copy.
/// Shows S-20, K-8, K-10.
#[tokio::test(flavor = "multi_thread")]
async fn words_and_media_travel_both_ways_as_copies() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "here is the plate").await.waits("2s").await;
    luma.sends(DANA, Kind::Photo, "look").await.sends(DANA, Kind::Document, "").await;
    luma.sends(DANA, Kind::Voice, "").await.sends(DANA, Kind::Sticker, "").await;
    let has_places = luma.front().has_places();
    if has_places {
        luma.sends(DANA, Kind::Location, "").await;
    }
    luma.says(ANNA, "Thank you, I see it.").await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Photo, "the new plate")).await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Document, "")).await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Voice, "")).await;
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Sticker, "")).await;
    if has_places {
        luma.writes_at_desk(ANNA, Line::attachment(Kind::Location, "")).await;
    }
    assert_eq!(luma.calls(Call::Copy), if has_places { 10 } else { 8 });
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: here is the plate
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: here is the plate
    09:20:02 Dana sends Photo “look”
      R-1001   | (Photo) look
    09:20:02 Dana sends Document “”
      R-1001   | (Document)
    09:20:02 Dana sends Voice “”
      R-1001   | (Voice)
    09:20:02 Dana sends Sticker “”
      R-1001   | (Sticker)
    09:20:02 Dana sends Location “”
      R-1001   | (Location)
    09:20:02 Anna at the desk: Thank you, I see it.
      Dana     | Anna: Thank you, I see it.
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: the new plate
      Dana     | (Photo) Anna: the new plate
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: 
      Dana     | (Document)
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: 
      Dana     | (Voice)
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: 
      Dana     | (Sticker)
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: 
      Dana     | (Location)
      R-1001   | (👍 on that message)
    ");
}

/// Replies point at the same line on the other side.
#[tokio::test(flavor = "multi_thread")]
async fn replies_point_at_the_same_line_on_the_other_side() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "the soup").await.waits("2s").await;
    luma.writes(DANA, "the bread").await.waits("2s").await;
    luma.replies(ANNA, "Dana: the soup", "Was it cold?").await;
    luma.answers(DANA, "Was it cold?", "ice cold").await.waits("2s").await;
    assert_eq!(luma.answered_by(DANA, "Was it cold?"), "the soup");
    assert_eq!(luma.answered_by(luma.desk, "ice cold"), "Was it cold?");
}

/// An edit follows to the other side, both ways.
/// Shows E33, E34.
#[tokio::test(flavor = "multi_thread")]
async fn edits_follow_to_the_other_side() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "the soop was cold").await.waits("2s").await;
    luma.edits(DANA, DANA, "soop", "the soup was cold").await;
    luma.says(ANNA, "A new one is comming.").await;
    luma.edits(ANNA, luma.desk, "comming", "A new one is coming.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: the soop was cold
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: the soop was cold
    09:20:02 Dana edits “soop”: the soup was cold
      Dana     ↻ the soup was cold
      R-1001   ↻ Dana: the soup was cold
    09:20:02 Anna at the desk: A new one is comming.
      Dana     | Anna: A new one is comming.
      R-1001   | (👍 on that message)
    09:20:02 Anna edits “comming”: A new one is coming.
      Dana     ↻ Anna: A new one is coming.
      R-1001   ↻ A new one is coming.
                 (👍)
    ");
}

/// In a burst an edit changes what waits; after it was relayed, the new words are told.
/// Shows T25, E33.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_in_a_burst_changes_what_waits_or_is_told() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "frist").await.writes(DANA, "second").await;
    luma.edits(DANA, DANA, "frist", "first").await.waits("2s").await;
    luma.edits(DANA, DANA, "second", "second thoughts").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: frist
    09:20:00 Dana: second
    09:20:00 Dana edits “frist”: first
      Dana     ↻ first
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: first
                 second
    09:20:02 Dana edits “second”: second thoughts
      Dana     ↻ second thoughts
      R-1001   | Dana edited: second thoughts
    ");
}

/// An edit makes no note leave, and what was read stays as it was.
/// Shows INV 13.
#[tokio::test(flavor = "multi_thread")]
async fn no_edit_makes_a_note_leave() {
    let mut luma = Luma::relaying().await;
    luma.says(ANNA, "// difficult guest").await;
    luma.edits(ANNA, luma.desk, "difficult guest", "difficult guest indeed").await;
    luma.says(MIHAI, "not joined yet").await;
    luma.edits(MIHAI, luma.desk, "not joined yet", "still not joined").await;
    luma.says(ANNA, "One moment, Dana.").await;
    luma.edits(ANNA, luma.desk, "One moment", "// One moment, Dana.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: // difficult guest
    09:20:00 Anna edits “difficult guest”: difficult guest indeed
      R-1001   ↻ difficult guest indeed
    09:20:00 Mihai at the desk: not joined yet
      R-1001   | (answers 9) not sent – Join first
    09:20:00 Mihai edits “not joined yet”: still not joined
      R-1001   ↻ still not joined
    09:20:00 Anna at the desk: One moment, Dana.
      Dana     | Anna: One moment, Dana.
      R-1001   | (👍 on that message)
    09:20:00 Anna edits “One moment”: // One moment, Dana.
      R-1001   ↻ // One moment, Dana.
                 (👍)
    ");
}

/// What becomes a note or another command by an edit reaches nobody; `/say` reaches them as words.
/// Shows INV 13, E34.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_edited_is_said_only_if_it_would_be_said() {
    let mut luma = Luma::relaying().await;
    luma.says(ANNA, "One moment, Dana.").await;
    for new in ["/close One moment", " // One moment", "/note One moment", "/say"] {
        luma.edits(ANNA, luma.desk, "One moment", &format!("{new}, Dana.")).await;
    }
    luma.edits(ANNA, luma.desk, "/say", "/say R-1999 One moment").await;
    luma.edits(ANNA, luma.desk, "R-1999", "/say   A minute, Dana.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: One moment, Dana.
      Dana     | Anna: One moment, Dana.
      R-1001   | (👍 on that message)
    09:20:00 Anna edits “One moment”: /close One moment, Dana.
      R-1001   ↻ /close One moment, Dana.
                 (👍)
    09:20:00 Anna edits “One moment”:  // One moment, Dana.
      R-1001   ↻  // One moment, Dana.
                 (👍)
    09:20:00 Anna edits “One moment”: /note One moment, Dana.
      R-1001   ↻ /note One moment, Dana.
                 (👍)
    09:20:00 Anna edits “One moment”: /say, Dana.
      R-1001   ↻ /say, Dana.
                 (👍)
    09:20:00 Anna edits “/say”: /say R-1999 One moment
      R-1001   ↻ /say R-1999 One moment
                 (👍)
    09:20:00 Anna edits “R-1999”: /say   A minute, Dana.
      Dana     ↻ Anna: A minute, Dana.
      R-1001   ↻ /say   A minute, Dana.
                 (👍)
    ");
}

/// Whoever corrects `/say` corrects the words, and nothing else of it is said.
#[tokio::test(flavor = "multi_thread")]
async fn an_edited_say_stays_without_its_command() {
    only_on!(Telegram, "elsewhere a command is no message that could be edited");
    let mut luma = Luma::relaying().await;
    luma.says(ANNA, "/say It is comming.").await;
    luma.edits(ANNA, luma.desk, "comming", "/say It is coming.").await;
    luma.edits(ANNA, luma.desk, "coming", "/say R-1001 text:It is here.").await;
    luma.edits(ANNA, luma.desk, "is here", "/note It is here.").await;
    luma.edits(ANNA, luma.desk, "is here", "//It is here.").await;
    luma.edits(ANNA, luma.desk, "is here", "/say").await;
    luma.says_in_general(ANNA, "/say R-1001 From outside.").await;
    luma.edits(ANNA, luma.desk, "outside", "From the outside.").await;
    luma.edits(ANNA, luma.desk, "outside", "/say R-1001 From elsewhere.").await;
    luma.says(ANNA, "/note between us").await;
    luma.edits(ANNA, luma.desk, "between us", "/say between us").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /say It is comming.
      Dana     | Anna: It is comming.
      R-1001   | (👍 on that message)
    09:20:00 Anna edits “comming”: /say It is coming.
      Dana     ↻ Anna: It is coming.
      R-1001   ↻ /say It is coming.
                 (👍)
    09:20:00 Anna edits “coming”: /say R-1001 text:It is here.
      Dana     ↻ Anna: It is here.
      R-1001   ↻ /say R-1001 text:It is here.
                 (👍)
    09:20:00 Anna edits “is here”: /note It is here.
      R-1001   ↻ /note It is here.
                 (👍)
    09:20:00 Anna edits “is here”: //It is here.
      R-1001   ↻ //It is here.
                 (👍)
    09:20:00 Anna edits “is here”: /say
      R-1001   ↻ /say
                 (👍)
    09:20:00 Anna in General: /say R-1001 From outside.
      Dana     | Anna: From outside.
      desk     | (👍 on that message)
    09:20:00 Anna edits “outside”: From the outside.
      desk     ↻ From the outside.
                 (👍)
    09:20:00 Anna edits “outside”: /say R-1001 From elsewhere.
      Dana     ↻ Anna: From elsewhere.
      desk     ↻ /say R-1001 From elsewhere.
                 (👍)
    09:20:00 Anna at the desk: /note between us
    09:20:00 Anna edits “between us”: /say between us
      R-1001   ↻ /say between us
    ");
}

/// What answers us and none of the customer's lines is for us, whatever it was that we said.
/// Shows INV 13.
#[tokio::test(flavor = "multi_thread")]
async fn what_answers_us_is_not_for_the_customer() {
    let mut luma = Luma::relaying().await;
    luma.says(MIHAI, "not joined yet").await;
    luma.replies(ANNA, "Join first", "You can, Mihai.").await;
    luma.writes(DANA, "the soup").await.waits("2s").await;
    luma.replies(ANNA, "Dana: the soup", "Was it cold?").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: not joined yet
      R-1001   | (answers 8) not sent – Join first
    09:20:00 Anna answers “Join first”: You can, Mihai.
      R-1001   | (answers 10) not sent – this answers a message of mine, and I can't tell what it is for. For the customer, write it without answering me.
    09:20:00 Dana: the soup
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: the soup
    09:20:02 Anna answers “Dana: the soup”: Was it cold?
      Dana     | (answers 6) Anna: Was it cold?
      R-1001   | (👍 on that message)
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
    ");
}

/// What can't be copied is said to whoever sent it, on both sides.
/// Shows E32.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_copied_is_told_to_the_sender() {
    let mut luma = Luma::relaying().await;
    luma.front().next(Call::Copy, Trouble::Unable);
    luma.sends(DANA, Kind::Video, "").await;
    luma.front().next(Call::Copy, Trouble::Unable);
    luma.writes_at_desk(ANNA, Line::attachment(Kind::Video, "")).await;
    if luma.front().has_places() {
        luma.note("Dana rolls a dice");
        luma.rolls_a_dice(DANA).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Dana sends Video “”
      Dana     | That message didn’t reach our team, sorry. Could you send it again as text or a photo?
      R-1001   | Dana sent something that can't be shown here.
    09:20:00 Anna at the desk: 
      R-1001   | (answers 9) not delivered – I can't copy this kind of message. Send it as text or a photo.
    09:20:00 Dana rolls a dice
      Dana     | That message didn’t reach our team, sorry. Could you send it again as text or a photo?
    ");
}

/// After the case closed, too, nobody believes that such a message was read.
/// Shows E32.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_copied_is_told_after_the_case_closed_too() {
    only_on!(Telegram, "on Discord nothing is sent that carries neither words nor a file");
    let mut luma = Luma::put_right().await;
    luma.note("Dana rolls a dice");
    luma.rolls_a_dice(DANA).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana rolls a dice
      Dana     | That message didn’t reach our team, sorry. Could you send it again as text or a photo?
    ");
}

/// The customer blocks the bot while staff write; it is said on the staff's message.
/// Shows K-33b, K-34.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_blocked_the_bot_is_told_on_the_staff_message() {
    let mut luma = Luma::relaying().await;
    luma.front().next(Call::Send, Trouble::Blocked);
    luma.says(ANNA, "Dana, your dish is ready.").await;
    luma.says(ANNA, "Dana?").await;
    luma.writes(DANA, "sorry, I am here").await.waits("2s").await.taps(DANA, "Yes").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: Dana, your dish is ready.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 The customer can't be reached here.
      R-1001   | (answers 8) not delivered – the customer can't be reached here
      R-1001   | The customer can't be reached here.
    09:20:00 Anna at the desk: Dana?
      R-1001   | (answers 11) not delivered – the customer can't be reached here
    09:20:00 Dana: sorry, I am here
      Dana     | Good to see you again. We never got to put things right last time – shall we go on?
                 [Yes] [No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | The customer is back and can be reached again.
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: sorry, I am here
    09:20:02 Dana presses [Yes]
      Dana     ↻ Good to see you again. We never got to put things right last time – shall we go on?
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
      R-1001   | @anna R-1001 needs you – 10 min left.
    ");
}

/// 4.3: several colleagues speak, each under their own name, in order.
/// Shows K-10.
#[tokio::test(flavor = "multi_thread")]
async fn each_colleague_speaks_under_their_own_name() {
    let mut luma = Luma::relaying().await;
    luma.says(MIHAI, "/join").await.begins();
    luma.says(ANNA, "one").await.says(MIHAI, "two").await.says(ANNA, "three").await;
    let said = luma.said_in(DANA);
    assert_eq!(said[said.len() - 3..], ["Anna: one", "Mihai: two", "Anna: three"]);
}

impl Luma {
    /// A customer sends something that the platform has no copy of.
    async fn rolls_a_dice(&mut self, customer: i64) -> &mut Self {
        let update = serde_json::json!({ "update_id": 900_000, "message": {
            "message_id": 900_000, "date": 1, "chat": { "id": customer, "type": "private" },
            "from": { "id": customer, "is_bot": false, "first_name": "Dana" },
            "dice": { "emoji": "🎲", "value": 6 },
        } });
        let updates = vec![("900000".to_owned(), update.to_string().into_bytes())];
        self.handle().receive(Platform::Telegram, updates).await.unwrap();
        self.settle().await
    }
}
