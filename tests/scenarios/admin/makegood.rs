//! What may be given.

use super::visible;
use crate::luma::{ANNA, DANA, Luma, PIOTR};

/// The catalogue is filled, shown, changed and undone.
#[tokio::test(flavor = "multi_thread")]
async fn make_goods_are_added_shown_removed_and_undone() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/makegood"]).await;
    luma.sets(&["/makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice"]).await;
    luma.sets(&["/makegood how dessert Show {case} at the counter"]).await;
    luma.sets(&["/makegood add dinner 12 10 price the dinner on us"]).await;
    luma.sets(&["/makegood list", "/makegood remove dinner"]).await;
    luma.presses(PIOTR, "Undo").await.sets(&["/makegood how dessert off"]).await;
    luma.sets(&["/audit 5"]).await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 2);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /makegood
      desk     | (answers 2) Nothing yet. Begin with /makegood template restaurant (or shop, clinic, software, telecom), or with /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
    09:20:00 Piotr in General: /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
      desk     | (answers 4) Saved. dessert: a dessert and coffee of your choice – gift, costs you 3.50, feels like 9.00
                 [Undo]
    09:20:00 Piotr in General: /makegood how dessert Show {case} at the counter
      desk     | (answers 6) Saved. dessert: a dessert and coffee of your choice – gift, costs you 3.50, feels like 9.00 – Show {case} at the counter
                 [Undo]
    09:20:00 Piotr in General: /makegood add dinner 12 10 price the dinner on us
      desk     | (answers 8) Saved. dinner: the dinner on us – price, costs you 12.00, feels like 10.00
                 Costs you 12, feels like 10 – something they value more?
                 [Undo]
    09:20:00 Piotr in General: /makegood list
      desk     | (answers 10) What may be given (EUR):
                 dessert: a dessert and coffee of your choice – gift, costs you 3.50, feels like 9.00 – Show {case} at the counter
                 dinner: the dinner on us – price, costs you 12.00, feels like 10.00
    09:20:00 Piotr in General: /makegood remove dinner
      desk     | (answers 12) Removed: dinner.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 12) Undone. makegood.dinner: 12.00 10.00 price the dinner on us
    09:20:00 Piotr in General: /makegood how dessert off
      desk     | (answers 14) Saved. dessert: a dessert and coffee of your choice – gift, costs you 3.50, feels like 9.00
                 [Undo]
    09:20:00 Piotr in General: /audit 5
      desk     | (answers 16) Who changed what, the newest first:
                 09:20 Piotr: makegood.dessert 3.50 9.00 gift a dessert and coffee of your choice Show {case} at the counter → 3.50 9.00 gift a dessert and coffee of your choice
                 09:20 Piotr: makegood.dinner none → 12.00 10.00 price the dinner on us
                 09:20 Piotr: makegood.dinner 12.00 10.00 price the dinner on us → none
                 09:20 Piotr: makegood.dinner none → 12.00 10.00 price the dinner on us
                 09:20 Piotr: makegood.dessert 3.50 9.00 gift a dessert and coffee of your choice → 3.50 9.00 gift a dessert and coffee of your choice Show {case} at the counter
    ");
}

/// A template adds what is not there yet, and is undone as a whole.
#[tokio::test(flavor = "multi_thread")]
async fn templates_add_what_is_not_there_yet() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/makegood add dessert 2 5 gift our apple pie"]).await;
    luma.sets(&["/makegood template restaurant", "/makegood template restaurant"]).await;
    luma.presses(PIOTR, "Undo").await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 1);
    luma.sets(&["/makegood template shop", "/makegood template clinic"]).await;
    luma.sets(&["/makegood template software", "/makegood template telecom"]).await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 16, "two trades give a free month");
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /makegood add dessert 2 5 gift our apple pie
      desk     | (answers 2) Saved. dessert: our apple pie – gift, costs you 2.00, feels like 5.00
                 [Undo]
    09:20:00 Piotr in General: /makegood template restaurant
      desk     | (answers 4) Added. The prices are examples: set yours with /makegood add.
                 drinks: a round of drinks for your table – gift, costs you 3.00, feels like 8.00
                 fresh: the dish made anew, by the chef – service, costs you 6.00, feels like 15.00
                 table: a table without waiting, next time – time, costs you 1.00, feels like 10.00
                 [Undo]
    09:20:00 Piotr in General: /makegood template restaurant
      desk     | (answers 6) All of restaurant is there already.
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) Undone. makegood: drinks none; fresh none; table none
    09:20:00 Piotr in General: /makegood template shop
      desk     | (answers 8) Added. The prices are examples: set yours with /makegood add.
                 delivery: delivery by tomorrow, on us – time, costs you 5.00, feels like 10.00
                 replacement: a new one brought to you, without sending anything back – service, costs you 10.00, feels like 25.00
                 surprise: something small on top, chosen for you – gift, costs you 3.00, feels like 8.00
                 discount: a part of the price back – price, costs you 6.00, feels like 10.00
                 [Undo]
    09:20:00 Piotr in General: /makegood template clinic
      desk     | (answers 10) Added. The prices are examples: set yours with /makegood add.
                 callback: a call from your doctor today – service, costs you 2.00, feels like 20.00
                 checkup: a check-up, on us – gift, costs you 10.00, feels like 40.00
                 next_visit: the next visit without waiting – time, costs you 5.00, feels like 30.00
                 fee: this visit without a charge – price, costs you 15.00, feels like 25.00
                 [Undo]
    09:20:00 Piotr in General: /makegood template software
      desk     | (answers 12) Added. The prices are examples: set yours with /makegood add.
                 engineer: an hour with one of our engineers – service, costs you 20.00, feels like 80.00
                 first_fix: the fix before anybody else has it – time, costs you 10.00, feels like 50.00
                 free_month: a month without a charge – price, costs you 2.00, feels like 15.00
                 training: a training for your team – gift, costs you 10.00, feels like 40.00
                 [Undo]
    09:20:00 Piotr in General: /makegood template telecom
      desk     | (answers 14) Added. The prices are examples: set yours with /makegood add.
                 data: more data this month – gift, costs you 1.00, feels like 10.00
                 loan_device: a device on loan until yours works – service, costs you 5.00, feels like 25.00
                 technician: a technician at the hour you choose – time, costs you 10.00, feels like 40.00
                 [Undo]
    ");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn make_goods_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood add dessert 3.50 9.00 gift a dessert"]).await;
    let before = luma.rules();
    luma.begins().sets(&["/makegood add dinner", "/makegood add dinner 5 9 gift"]).await;
    luma.sets(&["/makegood add dinner five 9 gift a dinner", "/makegood add dinner 5 -9 gift x"])
        .await;
    luma.sets(&["/makegood add dinner 5 9 present a dinner", "/makegood add * 5 9 gift a dinner"])
        .await;
    luma.sets(&["/makegood add dinner 5 9 gift a \u{202e}dinner"]).await;
    luma.sets(&["/makegood remove desert", "/makegood remove wine", "/makegood template bakery"])
        .await;
    luma.sets(&["/makegood how desert Show it", "/makegood how dessert"]).await;
    luma.sets(&["/makegood how dessert Show {nmae}", "/makegood how dessert Show {case"]).await;
    luma.sets(&["/makegood lst"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(visible(&luma.brief()), @"
    09:20:00 Piotr in General: /makegood add dinner
      desk     | (answers 4) Name it, then what it costs you, what it is worth to them, its kind (price, time, service, gift) and its words: /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
    09:20:00 Piotr in General: /makegood add dinner 5 9 gift
      desk     | (answers 6) Name it, then what it costs you, what it is worth to them, its kind (price, time, service, gift) and its words: /makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice
    09:20:00 Piotr in General: /makegood add dinner five 9 gift a dinner
      desk     | (answers 8) I can't read 'five' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /makegood add dinner 5 -9 gift x
      desk     | (answers 10) I can't read '-9' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /makegood add dinner 5 9 present a dinner
      desk     | (answers 12) I don't know 'present'. There are price, time, service, gift.
    09:20:00 Piotr in General: /makegood add * 5 9 gift a dinner
      desk     | (answers 14) '*' can't be a name: letters, digits, - and _, at most 40.
    09:20:00 Piotr in General: /makegood add dinner 5 9 gift a ⟨turn⟩dinner
      desk     | (answers 16) There is something in it that nobody can see, a line break or a mark that turns the writing around: type it by hand, on one line.
    09:20:00 Piotr in General: /makegood remove desert
      desk     | (answers 18) I don't know 'desert'. Did you mean dessert? List: /makegood
    09:20:00 Piotr in General: /makegood remove wine
      desk     | (answers 20) I don't know 'wine'. List: /makegood
    09:20:00 Piotr in General: /makegood template bakery
      desk     | (answers 22) I don't know 'bakery'. There are restaurant, shop, clinic, software, telecom.
    09:20:00 Piotr in General: /makegood how desert Show it
      desk     | (answers 24) I don't know 'desert'. Did you mean dessert? List: /makegood
    09:20:00 Piotr in General: /makegood how dessert
      desk     | (answers 26) Say which, and how it is handed over: /makegood how dessert Show {case} at the counter
    09:20:00 Piotr in General: /makegood how dessert Show {nmae}
      desk     | (answers 28) {nmae} is not a placeholder here. Allowed: {case}.
    09:20:00 Piotr in General: /makegood how dessert Show {case
      desk     | (answers 30) A brace belongs to no placeholder. Allowed: {case}.
    09:20:00 Piotr in General: /makegood lst
      desk     | (answers 32) I don't know 'lst'. Did you mean last? There are add, list, remove, template, how, last.
    ");
}

/// A restart with the old configuration leaves what was set.
#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_outlives_a_restart() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood template clinic", "/authority agent 45", "/value potential:80"]).await;
    luma.sets(&["/cause public late \"Food came late\""]).await;
    let before = luma.rules().catalogue;
    assert!(!before.is_untouched());
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    assert_eq!(luma.rules().catalogue, before);
}

/// A small gift that the business chooses comes with the last word, and with nothing before it.
/// Shows K-28.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn a_last_gift_comes_with_the_last_word() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood template restaurant", "/makegood how dessert Say {case} at the bar"])
        .await
        .begins();
    luma.sets(&["/makegood last", "/makegood last desert", "/makegood last dessert"]).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/resolve the right dish was served anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    luma.sets(&["/makegood last off"]).await.presses(PIOTR, "Undo").await;
    luma.sets(&["/makegood remove dessert"]).await;
    luma.waits("5h").await.contact_ends(DANA, "Order 119").await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.")
        .await
        .says(ANNA, "/resolve served anew, and hot anyway: no wish")
        .await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /makegood last
      desk     | (answers 6) Say which comes with the last word to whoever was put right: /makegood last dessert, or /makegood last off
    09:20:00 Piotr in General: /makegood last desert
      desk     | (answers 8) I don't know 'desert'. Did you mean dessert? List: /makegood
    09:20:00 Piotr in General: /makegood last dessert
      desk     | (answers 10) Whoever says that it is right reads of it in the last line: dessert. That ends with /makegood last off
                 [Undo]
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
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve the right dish was served anyway: no wish
      Dana     | Anna: done – the right dish was served. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – the right dish was served. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
                 One small thing before you go: a dessert of your choice
                 Say R-1001 at the bar
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: the right dish was served
    09:20:00 Piotr in General: /makegood last off
      desk     | (answers 22) The last word comes without a gift.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 22) Undone. makegood.last: dessert
    09:20:00 Piotr in General: /makegood remove dessert
      desk     | (answers 24) Removed: dessert.
                 [Undo]
    09:20:00 ⟶ 5h pass
    14:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    14:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Dana
      R-1002   | 🔴 R-1002 · Dana · 🙁 · level 1
                 Promised: first reply by 14:30
                 Repeat: R-1001 was put right a short while ago
      R-1002   | @anna @mihai on duty – please take.
    14:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1002 Dana ↻ 🟡 R-1002 Dana
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 14:30
                 Repeat: R-1001 was put right a short while ago
    14:20:00 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 1 · Anna has it
                 Repeat: R-1001 was put right a short while ago
      R-1002   | (👍 on that message)
    14:20:00 Anna at the desk: /resolve served anew, and hot anyway: no wish
      Dana     | Anna: done – served anew, and hot. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Repeat: R-1001 was put right a short while ago
      R-1002   | (👍 on that message)
    14:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – served anew, and hot. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1002 Dana ↻ 🟢 R-1002 Dana
      R-1002   ↻ 🟢 R-1002 recovered in 0 s · Dana · 🙁 · level 1 · Anna
                 Repeat: R-1001 was put right a short while ago
      R-1002   | 🙂 R-1002 recovered in 0 s.
      desk     | 🟢 R-1002 was put right in 0 s: served anew, and hot
    ");
}
