//! What staff do with a case beside the conversation: duplicates, tastes, a pause, lines that are
//! taken back, and cases that are found.

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, MIHAI};

/// Dana and Cem are unhappy about the same dish; Anna has Dana's case and Mihai that of Cem.
async fn two_of_one_table() -> Luma {
    let mut luma = Luma::relaying().await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 118").await.taps(CEM, "🙁 Nicht gut").await;
    luma.presses(MIHAI, "Take it").await.says(MIHAI, "Cem, es tut mir leid.").await;
    luma.begins();
    luma
}

/// The same matter twice: one case closes, what was promised goes on in the other, both histories
/// tell of it, and nobody tells the customer that it is over.
/// Shows K-37.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_closes_and_what_was_promised_goes_on() {
    let mut luma = two_of_one_table().await;
    luma.says(ANNA, "/promise R-1001 10:00 dessert").await;
    luma.says(MIHAI, "/promise 09:40 a new dish").await;
    luma.says(MIHAI, "/duplicate R-1001").await.presses(MIHAI, "History").await;
    luma.says(ANNA, "/kept R-1001 2 brought by Ion").await;
    luma.writes(CEM, "danke").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise R-1001 10:00 dessert
      Dana     | Our promise: dessert – by 10:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dessert – by 10:00
      R-1002   | (👍 on that message)
    09:20:00 Mihai at the desk: /promise 09:40 a new dish
      Cem      | Unser Versprechen: a new dish – bis 09:40.
      R-1002   ↻ 🟡 R-1002 · Cem · 🙁 · level 1 · Mihai has it
                 1) a new dish – by 09:40
      R-1002   | (👍 on that message)
    09:20:00 Mihai at the desk: /duplicate R-1001
      topic    | 🟡 R-1002 Cem ↻ ⚪ R-1002 Cem
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dessert – by 10:00
                 2) a new dish – by 09:40
      R-1002   ↻ ⚪ R-1002 closed after 0 s: duplicate · Cem · 🙁 · level 1 · Mihai
                 1) a new dish – goes on in another case
      R-1002   | (👍 on that message)
      R-1002   | Mihai closed R-1002: it is the same as R-1001, and goes on there with all that was promised. The customer was told nothing of it.
      R-1001   | Mihai closed R-1002: it is the same as this one, and goes on here. What was promised there counts here: a new dish by 09:40.
    09:20:00 Mihai presses [History]
      R-1002   | R-1002 so far:
                 09:20 opened: unhappy answer
                 09:20 Mihai took it
                 09:20 first word by Mihai
                 09:20 Mihai promised: a new dish
                 09:20 the same as R-1001: it goes on there
                 09:20 closed: duplicate
    09:20:00 Anna at the desk: /kept R-1001 2 brought by Ion
      Dana     | Done, as promised: a new dish.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dessert – by 10:00
                 2) a new dish – kept 09:20 (by 09:40)
      R-1002   | (👍 on that message)
    09:20:00 Cem: danke
      R-1002   | Cem: danke
      R-1002   | @mihai R-1002: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    09:20:00 ⟶ 2s pass
    ");
}

/// What can't be is refused with what to do instead.
/// Shows K-37.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_duplicate_is_refused() {
    let mut luma = two_of_one_table().await;
    luma.says(MIHAI, "/duplicate soon").await.says(MIHAI, "/duplicate R-1002").await;
    luma.says(MIHAI, "/duplicate R-1099").await;
    luma.says(ANNA, "/resolve R-1001 right dish served, dessert on us anyway: no wish").await;
    luma.says(MIHAI, "/duplicate R-1001").await.taps(DANA, "🙂 Yes, all good").await;
    luma.says(MIHAI, "/duplicate R-1001").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /duplicate soon
      R-1002   | (answers 14) Which case is it the same as? Say so in the thread of the one that closes: /duplicate R-1040
    09:20:00 Mihai at the desk: /duplicate R-1002
      R-1002   | (answers 16) R-1002 is this case itself. Name the one that goes on: /duplicate R-1040
    09:20:00 Mihai at the desk: /duplicate R-1099
      R-1002   | (answers 18) I can't find R-1099. Open cases are in /cases, others in /find.
    09:20:00 Anna at the desk: /resolve R-1001 right dish served, dessert on us anyway: no wish
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1002   | (👍 on that message)
    09:20:00 Mihai at the desk: /duplicate R-1001
      R-1002   | (answers 21) R-1001 is put right, and its customer is being asked. Go on here, or first /reopen R-1001
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: right dish served, dessert on us
    09:20:00 Mihai at the desk: /duplicate R-1001
      R-1002   | (answers 26) R-1001 is closed, so nothing can go on there. Go on here, or first /reopen R-1001
    ");
}

/// A time that was told before anybody came goes over as well: nobody is called for the case that
/// closed, and the next word in the one that goes on keeps it.
/// Shows K-37.
#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_was_told_goes_on_with_the_duplicate() {
    let mut luma = Luma::relaying().await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 118").await.taps(CEM, "🙁 Nicht gut").await;
    luma.begins().says(MIHAI, "/duplicate R-1001").await.until("09:28:00").await;
    luma.says(ANNA, "/say R-1001 Both dishes are coming.").await.waits("1h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /duplicate R-1001
      topic    | 🔴 R-1002 Cem ↻ ⚪ R-1002 Cem
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
      R-1002   ↻ ⚪ R-1002 closed after 0 s: duplicate · Cem · 🙁 · level 1
      R-1002   | (👍 on that message)
      R-1002   | Mihai closed R-1002: it is the same as R-1001, and goes on there with all that was promised. The customer was told nothing of it.
      R-1001   | Mihai closed R-1002: it is the same as this one, and goes on here. What was promised there counts here: first reply by 09:30.
    09:28:00 Anna at the desk: /say R-1001 Both dishes are coming.
      Dana     | Anna: Both dishes are coming.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1002   | (👍 on that message)
    09:28:00 ⟶ 1h pass
    ");
}

/// F24: what somebody likes stays with them: it is on the card of their next case, too.
#[tokio::test(flavor = "multi_thread")]
async fn tastes_are_kept_with_the_customer() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/tastes").await.says(ANNA, "/tastes no alcohol, loves poems").await;
    luma.says(ANNA, "/tastes").await;
    luma.says(ANNA, &format!("/tastes {}", "no nuts ".repeat(40))).await;
    luma.says(ANNA, "/tastes off").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /tastes
      R-1001   | (answers 8) What do they like, or not? I keep it on their card: /tastes no alcohol
    09:20:00 Anna at the desk: /tastes no alcohol, loves poems
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Tastes: no alcohol, loves poems
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /tastes
      R-1001   | (answers 11) On their card stands: no alcohol, loves poems. Write anew what they like, or take it off: /tastes off
    09:20:00 Anna at the desk: /tastes no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts no nuts 
      R-1001   | (answers 13) That is more than a card can show: 200 characters at most.
    09:20:00 Anna at the desk: /tastes off
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    ");
}

/// A case that begins a short while after another one was put right, about something else, is marked
/// as a repeat.
/// Shows E36.
#[tokio::test(flavor = "multi_thread")]
async fn another_topic_after_a_good_end_is_a_repeat() {
    let mut luma = Luma::put_right().await;
    luma.says(ANNA, "/tastes R-1001 no alcohol").await.waits("5h").await.begins();
    luma.contact_ends(DANA, "Order 120").await.taps(DANA, "🙁 Not good").await;
    assert_shown!(luma.transcript(), @"
    14:20:00 ⟶ contact ended: Order 120 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    14:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Dana
      R-1002   | 🔴 R-1002 · Dana · 🙁 · level 1
                 Order 120 · agent Anna
                 en · 2nd contact · before: 🙁 · case R-1001
                 Said: –
                 Promised: first reply by 14:30
                 Tastes: no alcohol
                 Repeat: R-1001 was put right a short while ago
                 [Take it] [Join] [History]
                 (pinned)
      R-1002   | @anna @mihai on duty – please take.
    ");
}

/// After thirty days nothing goes on: the same topic is a new case, and no repeat.
/// Shows T29.
#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_the_same_topic_is_a_new_case() {
    let mut luma = Luma::put_right().await;
    luma.waits("745h").await.begins();
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    assert_shown!(luma.transcript(), @"
    10:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    10:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Dana
      R-1002   | 🔴 R-1002 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 2nd contact · before: 🙁 · case R-1001
                 Said: –
                 Promised: first reply by 10:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1002   | @anna @mihai on duty – please take.
    ");
}

/// Whoever is insulted takes a breath: what the customer writes is kept meanwhile and shown then, and
/// somebody senior knows.
/// Shows E30.
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_keeps_what_the_customer_writes() {
    let mut luma = Luma::relaying().await;
    luma.says(MIHAI, "/pause").await.says(ANNA, "/pause 2h").await;
    luma.says(ANNA, "/pause a while").await.says(ANNA, "/pause 10m").await;
    luma.writes(DANA, "you idiots").await.writes(DANA, "all of you").await.waits("10m").await;
    luma.says(ANNA, "/pause off").await.says(ANNA, "/pause").await;
    luma.writes(DANA, "sorry for that").await.waits("2s").await;
    luma.says(ANNA, "/pause off").await.writes(DANA, "still there?").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /pause
      R-1001   | (answers 8) not sent – Join first
    09:20:00 Anna at the desk: /pause 2h
      R-1001   | (answers 10) An hour at most: /pause 60m. If that is not enough, a colleague may take over: /escalate
    09:20:00 Anna at the desk: /pause a while
      R-1001   | (answers 12) I can't read 'a while' as a length of time. /pause 30m – at most an hour; /pause off ends it.
    09:20:00 Anna at the desk: /pause 10m
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001: Anna paused what the customer writes until 09:30. I keep it and show it then; /pause off shows it at once.
    09:20:00 Dana: you idiots
    09:20:00 Dana: all of you
    09:20:00 ⟶ 10m pass
    09:30:00 ⟶ it is time
      R-1001   | Dana: you idiots
                 all of you
      R-1001   | The pause is over in R-1001: what the customer writes is shown at once again.
    09:30:00 Anna at the desk: /pause off
      R-1001   | (answers 18) Nothing is paused in R-1001.
    09:30:00 Anna at the desk: /pause
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001: Anna paused what the customer writes until 10:30. I keep it and show it then; /pause off shows it at once.
    09:30:00 Dana: sorry for that
    09:30:00 ⟶ 2s pass
    09:30:02 Anna at the desk: /pause off
      R-1001   | (👍 on that message)
      R-1001   | Dana: sorry for that
      R-1001   | The pause is over in R-1001: what the customer writes is shown at once again.
    09:30:02 Dana: still there?
    09:30:02 ⟶ 2s pass
    09:30:03 ⟶ it is time
      R-1001   | Dana: still there?
    ");
}

/// Where staff and customer share a room nothing is passed on, so that nothing can be kept.
/// Shows E30.
#[tokio::test(flavor = "multi_thread")]
async fn a_pause_is_of_no_use_in_a_room() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/pause").await;
    assert_shown!(luma.brief());
}

/// `/find` looks through open and closed cases, and tells how to search when it finds none.
#[tokio::test(flavor = "multi_thread")]
async fn cases_are_found_by_what_is_known_of_them() {
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "the Soup was cold").await.waits("2s").await;
    luma.says(ANNA, "/note ask the cook").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await.starts(CEM).await;
    luma.contact_ends(CEM, "Order 7").await.taps(CEM, "🙁 Nicht gut").await.begins();
    for words in ["", "soup COLD", "dessert", "cook", "cem", "R-100", "order", "zebra"] {
        luma.says_in_general(KATRIN, format!("/find {words}").trim_end()).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:02 Katrin in General: /find
      desk     | (answers 18) What do you look for? /find cold soup – by number, name, words that were said, or what was done
    09:20:02 Katrin in General: /find soup COLD
      desk     | (answers 20) 1 case, the newest first:
                 🟢 R-1001 · 09:20 · recovered · Anna
    09:20:02 Katrin in General: /find dessert
      desk     | (answers 22) 1 case, the newest first:
                 🟢 R-1001 · 09:20 · recovered · Anna
    09:20:02 Katrin in General: /find cook
      desk     | (answers 24) 1 case, the newest first:
                 🟢 R-1001 · 09:20 · recovered · Anna
    09:20:02 Katrin in General: /find cem
      desk     | (answers 26) 1 case, the newest first:
                 🔴 R-1002 · 09:20 · level 1 · nobody
    09:20:02 Katrin in General: /find R-100
      desk     | (answers 28) 2 cases, the newest first:
                 🔴 R-1002 · 09:20 · level 1 · nobody
                 🟢 R-1001 · 09:20 · recovered · Anna
    09:20:02 Katrin in General: /find order
      desk     | (answers 30) 2 cases, the newest first:
                 🔴 R-1002 · 09:20 · level 1 · nobody
                 🟢 R-1001 · 09:20 · recovered · Anna
    09:20:02 Katrin in General: /find zebra
      desk     | (answers 32) I find no case with 'zebra'. Try fewer or shorter words: a number, a name, a word that was said, or what was done.
    ");
}

/// 4.6: a flag is seen by seniors, and by an agent in their own cases; the card, which everybody reads,
/// does not show it.
#[tokio::test(flavor = "multi_thread")]
async fn a_flag_is_seen_by_those_who_may() {
    let mut luma = Luma::relaying().await;
    luma.says(MIHAI, "/flag").await;
    for staff in [MIHAI, ANNA, KATRIN] {
        luma.says_in_general(staff, "/find R-1001").await;
    }
    luma.says(ANNA, "/flag").await.says_in_general(KATRIN, "/find R-1001").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /flag
      R-1001   | (answers 8) The customer is flagged. They are told nothing, and nothing changes for them; seniors see it in /find, and /flag takes it off.
    09:20:00 Mihai in General: /find R-1001
      desk     | (answers 10) 1 case, the newest first:
                 🟡 R-1001 · 09:20 · level 1 · Anna
    09:20:00 Anna in General: /find R-1001
      desk     | (answers 12) 1 case, the newest first:
                 🟡 R-1001 · 09:20 · level 1 · Anna · flagged
    09:20:00 Katrin in General: /find R-1001
      desk     | (answers 14) 1 case, the newest first:
                 🟡 R-1001 · 09:20 · level 1 · Anna · flagged
    09:20:00 Anna at the desk: /flag
      R-1001   | (answers 16) The customer is not flagged any more.
    09:20:00 Katrin in General: /find R-1001
      desk     | (answers 18) 1 case, the newest first:
                 🟡 R-1001 · 09:20 · level 1 · Anna
    ");
}

/// Within a minute whoever said something can take it back; the customer doesn't see it any more.
/// Shows T26.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_taken_back_within_a_minute() {
    let mut luma = Luma::relaying().await;
    luma.waits("2m").await.says(ANNA, "/undo").await;
    luma.says(ANNA, "That is your own fault.").await.waits("50s").await;
    luma.says(MIHAI, "/undo").await.replies(KATRIN, "your own fault", "/undo").await;
    luma.replies(ANNA, "your own fault", "/undo").await.says(ANNA, "/undo").await;
    luma.says(ANNA, "Forgive me, Dana.").await.waits("61s").await.says(ANNA, "/undo").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 2m pass
    09:22:00 Anna at the desk: /undo
      R-1001   | (answers 8) Older than 60 s – better write a correction.
    09:22:00 Anna at the desk: That is your own fault.
      Dana     | Anna: That is your own fault.
      R-1001   | (👍 on that message)
    09:22:00 ⟶ 50s pass
    09:22:50 Mihai at the desk: /undo
      R-1001   | (answers 11) I passed nothing on here that you could take back. Answer the line with /undo, or give it right after your own.
    09:22:50 Katrin answers “your own fault”: /undo
      R-1001   | (answers 13) A colleague said that; only they can take it back.
    09:22:50 Anna answers “your own fault”: /undo
      Dana     ↻ (deleted)
      R-1001   | (👍 on that message)
      R-1001   | (answers 10) Anna took this back: the customer doesn't see it any more.
    09:22:50 Anna at the desk: /undo
      R-1001   | (answers 17) Older than 60 s – better write a correction.
    09:22:50 Anna at the desk: Forgive me, Dana.
      Dana     | Anna: Forgive me, Dana.
      R-1001   | (👍 on that message)
    09:22:50 ⟶ 61s pass
    09:23:51 Anna at the desk: /undo
      R-1001   | (answers 20) Older than 60 s – better write a correction.
    ");
}
