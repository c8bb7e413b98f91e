//! Times that staff tell customers: those that can't be told, and the next word (K-17, K-18).

use crate::luma::{ANNA, DANA, Luma, MIHAI, open_hours};

/// Anna has Dana's case in a café that opens at nine and closes at a quarter past nine in the evening.
async fn in_hours() -> Luma {
    let mut luma = Luma::opens_with(|workspace| open_hours(workspace, "mon-sun 09:00-21:15")).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.begins();
    luma
}

/// Times that can't be told are refused with a better one, and nothing is promised.
/// Shows K-14, K-16.
#[tokio::test(flavor = "multi_thread")]
async fn times_that_cannot_be_kept_are_refused_with_a_better_one() {
    let mut luma = in_hours().await;
    for typed in [
        "/promise 09:00 new card",
        "/promise 09:21 new card",
        "/promise 21:30 new card",
        "/promise 17.11. 06:00 new card",
        "/promise soon new card",
        "/promise asap",
        "/promise 25:00 new card",
        "/promise",
        "/promise 15:00",
        "/kept brought by Ion",
        "/move 16:30",
    ] {
        luma.says(ANNA, typed).await;
    }
    luma.says(ANNA, "/promise 15:00 new card").await.says(ANNA, "/move later").await;
    luma.says(ANNA, "/move 22:00").await.says(MIHAI, "/promise 15:00 a call").await;
    luma.says(MIHAI, "/kept called").await.says_in_general(ANNA, "/promise 15:00 a call").await;
    luma.says_in_general(ANNA, "/promise R-1001 tomorrow 9:30 a call").await;
    assert_eq!(luma.customer(DANA).cases[0].undone().count(), 2);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 09:00 new card
      R-1001   | (answers 8) 09:00 has passed.
    09:20:00 Anna at the desk: /promise 09:21 new card
      R-1001   | (answers 10) 09:21 is too soon to be kept: promise 2 minutes at least.
    09:20:00 Anna at the desk: /promise 21:30 new card
      R-1001   | (answers 12) We're closed at 21:30; the next good time is 09:10 tomorrow.
    09:20:00 Anna at the desk: /promise 17.11. 06:00 new card
      R-1001   | (answers 14) We're closed at 17.11. 06:00; the next good time is 09:10 tomorrow.
    09:20:00 Anna at the desk: /promise soon new card
      R-1001   | (answers 16) Give a time, not 'soon': /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /promise asap
      R-1001   | (answers 18) Give a time, not 'asap': /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /promise 25:00 new card
      R-1001   | (answers 20) I can't read '25:00' as a time. Write 15:00, tomorrow 9:00, +30m or 17.11. 09:00
    09:20:00 Anna at the desk: /promise
      R-1001   | (answers 22) Give a time: /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /promise 15:00
      R-1001   | (answers 24) What do you promise? /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /kept brought by Ion
      R-1001   | (answers 26) Nothing is promised here that could be kept or moved. /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /move 16:30
      R-1001   | (answers 28) Nothing is promised here that could be kept or moved. /promise 15:00 new card is ready
    09:20:00 Anna at the desk: /promise 15:00 new card
      Dana     | Our promise: new card – by 15:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) new card – by 15:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /move later
      R-1001   | (answers 31) Give a time, not 'later': /move 16:30
    09:20:00 Anna at the desk: /move 22:00
      R-1001   | (answers 33) We're closed at 22:00; the next good time is 09:10 tomorrow.
    09:20:00 Mihai at the desk: /promise 15:00 a call
      R-1001   | (answers 35) not sent – Join first
    09:20:00 Mihai at the desk: /kept called
      R-1001   | (answers 37) not sent – Join first
    09:20:00 Anna in General: /promise 15:00 a call
      desk     | (answers 39) Use this inside a case, or add its number: /promise R-1042 15:00 …
    09:20:00 Anna in General: /promise R-1001 tomorrow 9:30 a call
      Dana     | Our promise: a call – by 17.11. 09:30.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) new card – by 15:00
                 2) a call – by 17.11. 09:30
      desk     | (👍 on that message)
    ");
}

/// Nothing is promised where nobody works on it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_promised_before_or_after_the_work() {
    let mut luma = Luma::unhappy().await;
    luma.says(ANNA, "/promise 15:00 new card").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await.begins();
    luma.says(ANNA, "/promise 15:00 new card").await.taps(DANA, "🙂 Yes, all good").await;
    luma.says(ANNA, "/promise 15:00 new card").await.says(ANNA, "/progress x next 15:00").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 15:00 new card
      R-1001   | (answers 11) Asked the customer: done – right dish served, dessert on us
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: right dish served, dessert on us
    09:20:00 Anna at the desk: /promise 15:00 new card
      R-1001   | (answers 16) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Anna at the desk: /progress x next 15:00
      R-1001   | (answers 18) not sent – R-1001 is closed. Reopen it first.
    ");
}

/// How it stands, and when the next word comes: that word is promised, warned of, and kept by any
/// word.
/// Shows K-18, T12.
#[tokio::test(flavor = "multi_thread")]
async fn the_customer_hears_how_it_stands_and_when_they_hear_again() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/progress the depot confirms that it is on the van").await;
    luma.says(ANNA, "/progress the next one is better").await;
    luma.says(ANNA, "/progress it is on the van next soon").await;
    luma.says(ANNA, "/progress it is on the van next 10:20").await.until("10:08:00").await;
    luma.says(ANNA, "/progress next:11:20 text:it is in your street").await.until("11:10:00").await;
    luma.says(ANNA, "It is at your door.").await.waits("1h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /progress the depot confirms that it is on the van
      R-1001   | (answers 8) When will they hear from us again? add: next 15:00
    09:20:00 Anna at the desk: /progress the next one is better
      R-1001   | (answers 10) When will they hear from us again? add: next 15:00
    09:20:00 Anna at the desk: /progress it is on the van next soon
      R-1001   | (answers 12) Give a time, not 'soon': next 15:00
    09:20:00 Anna at the desk: /progress it is on the van next 10:20
      Dana     | Where we are: it is on the van. Next word from us by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 10:20
      R-1001   | (👍 on that message)
    10:08:00 ⟶ it is time
      R-1001   | @anna R-1001: the customer was promised the next word by 10:20 – 12 min left.
    10:08:00 Anna at the desk: /progress next:11:20 text:it is in your street
      Dana     | Where we are: it is in your street. Next word from us by 11:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 11:20
      R-1001   | (👍 on that message)
    11:05:36 ⟶ it is time
      R-1001   | @anna R-1001: the customer was promised the next word by 11:20 – 14 min left.
    11:10:00 Anna at the desk: It is at your door.
      Dana     | Anna: It is at your door.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    11:10:00 ⟶ 1h pass
    ");
}

/// Whoever has the case is reminded; a quarter of an hour later the customer hears that they
/// are not forgotten, once in a row, and a senior that nobody wrote.
/// Shows K-17, T13.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_hears_nothing_is_told_that_they_are_not_forgotten() {
    let mut luma = Luma::talking().await;
    luma.until("13:35:00").await.until("17:35:00").await.waits("4h").await;
    assert_shown!(luma.brief(), @"
    13:20:00 ⟶ it is time
      R-1001   | @anna R-1001: the customer has heard nothing for a while – please send a word.
    13:35:00 ⟶ it is time
      Dana     | No news yet, but you’re not forgotten: Anna is on it. Next word from us by 17:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 17:35
      R-1001   | @katrin R-1001: nobody wrote, so I told the customer that they're not forgotten, and promised the next word by 17:35. Please see to it.
    16:47:00 ⟶ it is time
      R-1001   | @anna R-1001: the customer was promised the next word by 17:35 – 48 min left.
    17:35:00 ⟶ it is time
      Dana     | We said 4 h and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 17:50.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 17:50
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 17:50.
    17:35:00 ⟶ 4h pass
    17:50:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 18:05.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 18:05
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 18:05.
    18:05:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 18:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 18:35
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 18:35.
    18:35:00 ⟶ it is time
      Dana     | We said 30 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 19:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 19:35
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 19:35.
    19:35:00 ⟶ it is time
      Dana     | We said 1 h and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 21:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 21:35
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 21:35.
    21:35:00 ⟶ it is time
      Dana     | We said 2 h and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 17.11. 01:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 17.11. 01:35
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 17.11. 01:35.
    ");
}

/// A promise in plain words is seen, and never made by itself.
/// Shows E27.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_in_plain_words_is_only_proposed() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "I’ll call you at 5").await.says(ANNA, "You came at 08:30.").await;
    luma.says(ANNA, "Is 17:00 fine?").await.says(ANNA, "/promise 17:00 a call").await;
    luma.says(ANNA, "As I said: 17:00.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: I’ll call you at 5
      Dana     | Anna: I’ll call you at 5
      R-1001   | (👍 on that message)
      R-1001   | Is that a promise? Then say so, and I keep an eye on it: /promise 17:00 …
    09:20:00 Anna at the desk: You came at 08:30.
      Dana     | Anna: You came at 08:30.
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: Is 17:00 fine?
      Dana     | Anna: Is 17:00 fine?
      R-1001   | (👍 on that message)
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
    09:20:00 Anna at the desk: /promise 17:00 a call
      Dana     | Our promise: a call – by 17:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a call – by 17:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: As I said: 17:00.
      Dana     | Anna: As I said: 17:00.
      R-1001   | (👍 on that message)
    ");
}
