//! What staff say they will do, and by when (`BEHAVIOUR` 2.5).

use amends_core::{
    case::{PromiseKind, PromiseState},
    fact::Fact,
};

use crate::luma::{ANNA, DANA, KATRIN, Luma, MIHAI};

/// 2.5: what was promised is on the card until it is kept, keeping takes a deed in words, and the
/// case can't be resolved meanwhile.
/// Shows K-14, K-15.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_kept_with_a_deed() {
    let mut luma = Luma::talking().await;
    luma.until("09:24:10").await.says(ANNA, "/promise 09:40 your dish on the table").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.until("09:34:50").await.says(ANNA, "/kept").await;
    luma.until("09:35:00").await.says(ANNA, "/kept brought by Ion, tasted, smiled").await;
    luma.says(ANNA, "/kept once more").await.presses(KATRIN, "History").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:24:10 Anna at the desk: /promise 09:40 your dish on the table
      Dana     | Our promise: your dish on the table – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 09:40
      R-1001   | (👍 on that message)
    09:24:10 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      R-1001   | (answers 9) Not yet: promise 'your dish on the table' 09:40 is open.
    09:34:50 Anna at the desk: /kept
      R-1001   | (answers 11) What did you do? Say it in a few words: /kept 1 new card handed over
    09:35:00 ⟶ it is time
      R-1001   | @anna R-1001: 'your dish on the table' is promised by 09:40 – 5 min left. /kept what you did, or /move 16:30 before then.
    09:35:00 Anna at the desk: /kept brought by Ion, tasted, smiled
      Dana     | Done, as promised: your dish on the table.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – kept 09:35 (by 09:40)
      R-1001   | (👍 on that message)
    09:35:00 Anna at the desk: /kept once more
      R-1001   | (answers 15) Nothing is promised here that could be kept or moved. /promise 15:00 new card is ready
    09:35:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:24 Anna promised: your dish on the table
                 09:35 promise kept: your dish on the table – brought by Ion, tasted, smiled
    09:35:00 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 1) your dish on the table – kept 09:35 (by 09:40)
      R-1001   | (👍 on that message)
    ");
}

/// The owner is warned in time; what is not kept is admitted at that minute, with a new time and
/// somebody senior; what is done afterwards stays broken.
/// Shows K-7, K-15, T12.
#[tokio::test(flavor = "multi_thread")]
async fn a_broken_promise_is_admitted_at_that_minute() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise +1h your dish on the table").await.waits("1h 1s").await;
    luma.waits("5m").await.says(ANNA, "/move 11:00").await;
    luma.says(ANNA, "/kept brought by Ion").await;
    luma.says(KATRIN, "/join").await.says(KATRIN, "Dana, the dish is here now.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise +1h your dish on the table
      Dana     | Our promise: your dish on the table – by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 10:20
      R-1001   | (👍 on that message)
    09:20:00 ⟶ 1h 1s pass
    10:08:00 ⟶ it is time
      R-1001   | @anna R-1001: 'your dish on the table' is promised by 10:20 – 12 min left. /kept what you did, or /move 16:30 before then.
    10:20:00 ⟶ it is time
      Dana     | We promised “your dish on the table” by 10:20 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 10:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:35
                 1) your dish on the table – broken: it was due 10:20
      R-1001   | @katrin R-1001: 'your dish on the table' – our time has passed, and the customer was told so. Level 2, new promise 10:35.
    10:20:01 ⟶ 5m pass
    10:25:01 Anna at the desk: /move 11:00
      R-1001   | (answers 11) It was due 10:20 and can't be moved any more. Promise a new time: /promise 16:30 …
    10:25:01 Anna at the desk: /kept brought by Ion
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:35
                 1) your dish on the table – broken: it was due 10:20, done 10:25
      R-1001   | (answers 13) It was due 10:20; it stays broken, but I'll note it as done 10:25.
    10:25:01 Katrin at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:35
                 1) your dish on the table – broken: it was due 10:20, done 10:25
                 Joined: Katrin
      R-1001   | (👍 on that message)
      R-1001   | Katrin joined.
    10:25:01 Katrin at the desk: Dana, the dish is here now.
      Dana     | Katrin: Dana, the dish is here now.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 1) your dish on the table – broken: it was due 10:20, done 10:25
                 Joined: Katrin
      R-1001   | (👍 on that message)
    ");
}

/// Before it is due a promise can be moved, and the customer hears so at once; the second time
/// somebody senior is called.
/// Shows K-16.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_moved_before_it_is_due() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 10:00 your new card").await;
    luma.says(ANNA, "/move 11:00 the printer broke").await;
    luma.says(ANNA, "/move 12:00").await.until("11:00:00").await;
    luma.says(ANNA, "/kept handed over at the counter").await.says(ANNA, "/move 13:00").await;
    luma.presses(KATRIN, "History").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 10:00 your new card
      Dana     | Our promise: your new card – by 10:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your new card – by 10:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /move 11:00 the printer broke
      Dana     | “your new card” will take longer than we said. Better to tell you now than afterwards: new time 11:00. We’re sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your new card – by 11:00 · moved once
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /move 12:00
      Dana     | “your new card” will take longer than we said. Better to tell you now than afterwards: new time 12:00. We’re sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 1) your new card – by 12:00 · moved twice
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001: 'your new card' was moved for the second time, to 12:00. Level 2.
    11:00:00 Anna at the desk: /kept handed over at the counter
      Dana     | Done, as promised: your new card.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 1) your new card – kept 11:00 (by 12:00) · moved twice
      R-1001   | (👍 on that message)
    11:00:00 Anna at the desk: /move 13:00
      R-1001   | (answers 13) Nothing is promised here that could be kept or moved. /promise 15:00 new card is ready
    11:00:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna promised: your new card
                 09:20 promise moved: your new card – the printer broke
                 09:20 promise moved: your new card
                 09:20 level 2
                 11:00 promise kept: your new card – handed over at the counter
    ");
}

/// With several promises the number says which, and each stands in a line of its own.
/// Shows K-14, K-15, K-16.
#[tokio::test(flavor = "multi_thread")]
async fn with_several_promises_the_number_says_which() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 09:40 dish").await.says(ANNA, "/promise 12:00 call").await;
    luma.says(ANNA, "/kept brought by Ion").await.says(ANNA, "/move 16:30").await;
    luma.says(ANNA, "/kept 1 brought by Ion").await.says(ANNA, "/move 2 12:30 Ion is late").await;
    luma.says(ANNA, "/promise tomorrow 9:00 a card by post").await.until("12:30:01").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 09:40 dish
      Dana     | Our promise: dish – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – by 09:40
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /promise 12:00 call
      Dana     | Our promise: call – by 12:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – by 09:40
                 2) call – by 12:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /kept brought by Ion
      R-1001   | (answers 10) Which one? 1) dish 09:40 2) call 12:00 – /kept 1
    09:20:00 Anna at the desk: /move 16:30
      R-1001   | (answers 12) Which one? 1) dish 09:40 2) call 12:00 – /move 1 16:30
    09:20:00 Anna at the desk: /kept 1 brought by Ion
      Dana     | Done, as promised: dish.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 12:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /move 2 12:30 Ion is late
      Dana     | “call” will take longer than we said. Better to tell you now than afterwards: new time 12:30. We’re sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 12:30 · moved once
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /promise tomorrow 9:00 a card by post
      Dana     | Our promise: a card by post – by 17.11. 09:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 12:30 · moved once
                 3) a card by post – by 17.11. 09:00
      R-1001   | (👍 on that message)
    11:52:00 ⟶ it is time
      R-1001   | @anna R-1001: 'call' is promised by 12:30 – 38 min left. /kept what you did, or /move 16:30 before then.
    12:30:00 ⟶ it is time
      Dana     | We promised “call” by 12:30 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 12:45.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 12:45
                 1) dish – kept 09:20 (by 09:40)
                 2) call – broken: it was due 12:30 · moved once
                 3) a card by post – by 17.11. 09:00
      R-1001   | @katrin R-1001: 'call' – our time has passed, and the customer was told so. Level 2, new promise 12:45.
    ");
}

/// Several that break at once are admitted in one message, each in a line of its own.
/// Shows K-7.
#[tokio::test(flavor = "multi_thread")]
async fn promises_that_break_together_are_admitted_together() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 09:40 dish").await.says(ANNA, "/promise 09:40 dessert").await;
    luma.writes(DANA, "/status").await.until("09:40:01").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 09:40 dish
      Dana     | Our promise: dish – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – by 09:40
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /promise 09:40 dessert
      Dana     | Our promise: dessert – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – by 09:40
                 2) dessert – by 09:40
      R-1001   | (👍 on that message)
    09:20:00 Dana: /status
      Dana     | R-1001: we’re working on it. With you: Anna. Latest: –. Next word from us by 13:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 13:20
                 1) dish – by 09:40
                 2) dessert – by 09:40
    09:35:00 ⟶ it is time
      R-1001   | @anna R-1001: 'dish' is promised by 09:40 – 5 min left. /kept what you did, or /move 16:30 before then.
      R-1001   | @anna R-1001: 'dessert' is promised by 09:40 – 5 min left. /kept what you did, or /move 16:30 before then.
    09:40:00 ⟶ it is time
      Dana     | We promised “dish” by 09:40 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty.
                 We promised “dessert” by 09:40 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:55.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: next word by 13:20 · word from level 2 by 09:55
                 1) dish – broken: it was due 09:40
                 2) dessert – broken: it was due 09:40
      R-1001   | @katrin R-1001: 'dish' and 'dessert' – our time has passed, and the customer was told so. Level 2, new promise 09:55.
    ");
}

/// With its owner off duty, somebody of the next level hears as well.
/// Shows E26, T12.
#[tokio::test(flavor = "multi_thread")]
async fn a_warning_reaches_the_next_level_when_the_owner_is_gone() {
    let mut luma = Luma::talking().await;
    luma.says_in_general(ANNA, "/duty on until 10:00").await;
    luma.says(ANNA, "/promise 10:20 your dish on the table").await.until("10:08:00").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty on until 10:00
      desk     | (answers 8) You're on duty until 10:00.
    09:20:00 Anna at the desk: /promise 10:20 your dish on the table
      Dana     | Our promise: your dish on the table – by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 10:20
      R-1001   | (👍 on that message)
    10:08:00 ⟶ it is time
      R-1001   | @anna @katrin R-1001: 'your dish on the table' is promised by 10:20 – 12 min left. /kept what you did, or /move 16:30 before then.
    ");
}

/// A promise stays when the customer can't be reached: staff are still warned, and the customer
/// hears about it when they are back.
/// Shows K-33b.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_outlasts_a_customer_who_cannot_be_reached() {
    let mut luma = Luma::relaying().await;
    luma.says(ANNA, "/promise 10:20 your dish on the table").await.blocks(DANA).await;
    luma.says(ANNA, "/promise 11:00 a call").await.until("10:30:00").await;
    luma.unblocks(DANA).await.waits("1s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 10:20 your dish on the table
      Dana     | Our promise: your dish on the table – by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 10:20
      R-1001   | (👍 on that message)
    09:20:00 Dana blocks the bot
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 10:20
                 The customer can't be reached here.
      R-1001   | The customer can't be reached here.
    09:20:00 Anna at the desk: /promise 11:00 a call
      R-1001   | (answers 10) not delivered – the customer can't be reached here
    10:08:00 ⟶ it is time
      R-1001   | @anna R-1001: 'your dish on the table' is promised by 10:20 – 12 min left. /kept what you did, or /move 16:30 before then.
    10:30:00 Dana unblocks the bot
      Dana     | Good to see you again. We never got to put things right last time – shall we go on?
                 [Yes] [No]
      Dana     | We promised “your dish on the table” by 10:20 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 10:45.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:45
                 1) your dish on the table – broken: it was due 10:20
      R-1001   | The customer is back and can be reached again.
      R-1001   | @katrin R-1001: 'your dish on the table' – our time has passed, and the customer was told so. Level 2, new promise 10:45.
    10:30:00 ⟶ 1s pass
    ");
}

/// A senior who closes the case ends what was promised, and everybody can see it.
/// Shows K-38.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_of_a_closed_case_is_not_wanted_any_more() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 10:20 your dish on the table").await;
    luma.says(KATRIN, "/close she went home").await.waits("2h").await;
    luma.presses(KATRIN, "History").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 10:20 your dish on the table
      Dana     | Our promise: your dish on the table – by 10:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 10:20
      R-1001   | (👍 on that message)
    09:20:00 Katrin at the desk: /close she went home
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: not put right · Dana · 🙁 · level 1 · Anna
                 1) your dish on the table – not wanted any more
      R-1001   | (👍 on that message)
      R-1001   | Katrin closed R-1001 (not put right): she went home
    09:20:00 ⟶ 2h pass
    11:20:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna promised: your dish on the table
                 09:20 promise not wanted any more: your dish on the table
                 09:20 closed: not put right
    ");
}

/// What was kept, moved and broken stands in the ledger, and in what is counted.
/// Shows AT 7.
#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_knows_what_was_kept_moved_and_broken() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 09:40 dish").await.says(ANNA, "/kept brought by Ion").await;
    luma.says(ANNA, "/promise 10:00 call").await.says(ANNA, "/move 11:00").await;
    luma.says(ANNA, "/promise 10:30 voucher").await.until("10:31:00").await;
    luma.says(ANNA, "/kept 2 called at 10:31").await;
    let promises = luma.customer(DANA).cases[0].promises.clone();
    let deeds = promises.iter().filter(|promise| promise.kind == PromiseKind::Explicit);
    let states: Vec<_> = deeds.map(|promise| promise.state.name()).collect();
    assert_eq!(states, ["kept", "moved", "kept", "broken"]);
    let rate =
        |wanted: fn(&Fact) -> bool| luma.facts().concat().iter().filter(|it| wanted(it)).count();
    let explicit = PromiseKind::Explicit;
    assert_eq!(rate(|it| matches!(it, Fact::PromiseKept { kind: PromiseKind::Explicit, .. })), 2);
    assert_eq!(rate(|it| matches!(it, Fact::PromiseBroken { kind: PromiseKind::Explicit, .. })), 1);
    assert_eq!(rate(|it| matches!(it, Fact::PromiseMade { instead_of: Some(_), .. })), 1);
    assert!(promises.iter().all(|it| it.kind != explicit || it.state != PromiseState::Made));
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 09:40 dish
      Dana     | Our promise: dish – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – by 09:40
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /kept brought by Ion
      Dana     | Done, as promised: dish.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /promise 10:00 call
      Dana     | Our promise: call – by 10:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 10:00
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /move 11:00
      Dana     | “call” will take longer than we said. Better to tell you now than afterwards: new time 11:00. We’re sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 11:00 · moved once
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /promise 10:30 voucher
      Dana     | Our promise: voucher – by 10:30.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 11:00 · moved once
                 3) voucher – by 10:30
      R-1001   | (👍 on that message)
    10:16:00 ⟶ it is time
      R-1001   | @anna R-1001: 'voucher' is promised by 10:30 – 14 min left. /kept what you did, or /move 16:30 before then.
    10:30:00 ⟶ it is time
      Dana     | We promised “voucher” by 10:30 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 10:45.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:45
                 1) dish – kept 09:20 (by 09:40)
                 2) call – by 11:00 · moved once
                 3) voucher – broken: it was due 10:30
      R-1001   | @katrin R-1001: 'voucher' – our time has passed, and the customer was told so. Level 2, new promise 10:45.
    10:31:00 Anna at the desk: /kept 2 called at 10:31
      Dana     | Done, as promised: call.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:45
                 1) dish – kept 09:20 (by 09:40)
                 2) call – kept 10:31 (by 11:00) · moved once
                 3) voucher – broken: it was due 10:30
      R-1001   | (👍 on that message)
    ");
}

/// The card asks for it, too: what is promised and by when, or how it stands.
/// Shows K-14, K-18.
#[tokio::test(flavor = "multi_thread")]
async fn the_card_asks_what_is_promised_and_how_it_stands() {
    let mut luma = Luma::talking().await;
    luma.presses(MIHAI, "Promise").await.presses(ANNA, "Promise").await;
    luma.replies(ANNA, "What do you promise", "soon it is ready").await;
    luma.presses(ANNA, "Promise").await;
    luma.replies(ANNA, "What do you promise", "15:00 new card is ready").await;
    luma.presses(ANNA, "Progress").await;
    luma.replies(ANNA, "How does it stand", "it is being printed next 14:00").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Mihai presses [Promise]
               (Mihai sees: not sent – Join first)
    09:20:00 Anna presses [Promise]
      R-1001   | What do you promise, and by when? Reply to this message: 15:00 new card is ready
    09:20:00 Anna answers “What do you promise”: soon it is ready
      R-1001   | (answers 9) Give a time, not 'soon': /promise 15:00 new card is ready
    09:20:00 Anna presses [Promise]
      R-1001   | What do you promise, and by when? Reply to this message: 15:00 new card is ready
    09:20:00 Anna answers “What do you promise”: 15:00 new card is ready
      Dana     | Our promise: new card is ready – by 15:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 1) new card is ready – by 15:00
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:20:00 Anna presses [Progress]
      R-1001   | How does it stand, and when will they hear from us again? Reply to this message: it is on the van next 15:00
    09:20:00 Anna answers “How does it stand”: it is being printed next 14:00
      Dana     | Where we are: it is being printed. Next word from us by 14:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: next word by 14:00
                 1) new card is ready – by 15:00
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    ");
}
