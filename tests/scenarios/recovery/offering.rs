//! What customers are offered to make up for it (`BEHAVIOUR` 2.6).

use amends_core::{case::OfferState, fact::Fact, policy::Workspace};
use jiff::SignedDuration;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, MIHAI, gives_a_dessert};

/// Anna has Dana's case and has said a first word.
pub(super) async fn talking() -> Luma {
    talking_with(|_| ()).await
}

/// The same, with a business that differs.
pub(super) async fn talking_with(change: impl FnOnce(&mut Workspace)) -> Luma {
    let opened = Luma::opens_with(|workspace| {
        gives_a_dessert(workspace);
        change(workspace);
    });
    let mut luma = opened.await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await.begins();
    luma
}

/// 4.3: what somebody may give goes to the customer at once, and what the customer takes is delivered
/// by a time. Only the first tap counts.
/// Shows K-19, K-21, K-22.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_offered_is_accepted_and_delivered() {
    let mut luma = talking().await;
    luma.says(MIHAI, "/offer dessert").await.says(ANNA, "/offer dessert").await;
    luma.taps(DANA, "Yes, please").await;
    luma.says(ANNA, "/delivered").await.says(ANNA, "/delivered").await;
    luma.presses(KATRIN, "History").await;
    let offers = luma.customer(DANA).cases[0].offers.clone();
    assert!(matches!(offers[0].state, OfferState::Delivered { .. }));
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: /offer dessert
      R-1001   | (answers 8) not sent – Join first
    09:20:00 Anna at the desk: /offer dessert
      Dana     | To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a dessert and coffee of your choice (3.50) – no answer yet
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 With pleasure! Show R-1001 at the counter – or we bring it to you.
                 We’ll see to it by 17.11. 09:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a dessert and coffee of your choice – by 17.11. 09:20
                 Offered: a dessert and coffee of your choice (3.50) – accepted
      R-1001   | @anna R-1001: ✓ accepted: a dessert and coffee of your choice – deliver by 17.11. 09:20. Then: /delivered
                 [Delivered]
    09:20:00 Anna at the desk: /delivered
      Dana     | It’s ready for you: a dessert and coffee of your choice. Show R-1001 at the counter – or we bring it to you.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a dessert and coffee of your choice – kept 09:20 (by 17.11. 09:20)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:20
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /delivered
      R-1001   | (answers 13) Nothing that was accepted waits to be delivered.
    09:20:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 offered by Anna: a dessert and coffee of your choice
                 09:20 accepted: a dessert and coffee of your choice
                 09:20 delivered by Anna: a dessert and coffee of your choice
    ");
}

/// Who says no is asked what else would put it right, and whoever has the case hears so.
/// Shows K-21.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_declined_asks_what_else_would_help() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer 12.50 value:30 free delivery").await.taps(DANA, "No, thank you").await;
    luma.says(ANNA, "/delivered").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 12.50 value:30 free delivery
      Dana     | To make up for it, this is for you: free delivery. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.50) – no answer yet
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [No, thank you]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: free delivery. No conditions.
                 Understood, thank you for saying so. Is there something else that would put it right? Just tell us.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.50) – declined
      R-1001   | @anna R-1001: the customer says no to free delivery. I asked what else would put it right.
    09:20:00 Anna at the desk: /delivered
      R-1001   | (answers 10) Nothing that was accepted waits to be delivered.
    09:20:00 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Offered: free delivery (12.50) – declined
      R-1001   | (👍 on that message)
    ");
}

/// The tap of somebody else changes nothing, and a second tap says how it stands.
/// Shows K-21, INV 14.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_tap_says_how_it_stands() {
    only_on!(Telegram, "Discord itself refuses a press of a button that the message never had");
    let mut luma = talking().await;
    luma.starts(CEM).await.says(ANNA, "/offer drinks").await.begins();
    let (accept, decline) =
        (luma.data_of(DANA, "Yes, please"), luma.data_of(DANA, "No, thank you"));
    luma.forges(CEM, &accept).await.taps(DANA, "Yes, please").await;
    luma.forges(DANA, &decline).await;
    luma.says(ANNA, "/delivered").await.forges(DANA, &accept).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Cem’s client sends forged data
               (Cem sees: Diese Frage gilt jemand anderem. Möchten Sie uns auch etwas sagen? Schreiben Sie mir direkt.)
    09:20:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a round of drinks for your table. No conditions.
                 With pleasure!
                 We’ll see to it by 17.11. 09:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) drinks – by 17.11. 09:20
                 Offered: a round of drinks for your table (3.00) – accepted
      R-1001   | @anna R-1001: ✓ accepted: a round of drinks for your table – deliver by 17.11. 09:20. Then: /delivered
                 [Delivered]
    09:20:00 Dana’s client sends forged data
               (Dana sees: With pleasure!
    We’ll see to it by 17.11. 09:20.)
    09:20:00 Anna at the desk: /delivered
      Dana     | It’s ready for you: a round of drinks for your table.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) drinks – kept 09:20 (by 17.11. 09:20)
                 Offered: a round of drinks for your table (3.00) – delivered 09:20
      R-1001   | (👍 on that message)
    09:20:00 Dana’s client sends forged data
               (Dana sees: Thank you!)
    ");
}

/// What is typed wrong is answered with what is meant, and with what there is. The card asks for it,
/// too.
/// Shows K-19.
#[tokio::test(flavor = "multi_thread")]
async fn offers_that_can_not_be_read_are_answered_with_what_there_is() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer").await.says(ANNA, "/offer desert").await;
    luma.says(ANNA, "/offer wine").await.says(ANNA, "/offer 12.505 free delivery").await;
    luma.says(ANNA, "/offer 12.50").await.says(ANNA, "/delivered").await;
    luma.presses(MIHAI, "Offer").await.presses(ANNA, "Offer").await;
    luma.replies(ANNA, "What do you offer", "fresh").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer
      R-1001   | (answers 8) What do you offer? Something of the catalogue, or what it costs us and what it is: /offer 12.50 free delivery
    09:20:00 Anna at the desk: /offer desert
      R-1001   | (answers 10) I don't know 'desert'. Did you mean dessert? There are drinks, fresh, table, dessert – or say what it costs us and what it is: /offer 12.50 free delivery
    09:20:00 Anna at the desk: /offer wine
      R-1001   | (answers 12) I don't know 'wine'. There are drinks, fresh, table, dessert – or say what it costs us and what it is: /offer 12.50 free delivery
    09:20:00 Anna at the desk: /offer 12.505 free delivery
      R-1001   | (answers 14) I can't read '12.505' as an amount. Write it like 30.00.
    09:20:00 Anna at the desk: /offer 12.50
      R-1001   | (answers 16) What do you offer? Something of the catalogue, or what it costs us and what it is: /offer 12.50 free delivery
    09:20:00 Anna at the desk: /delivered
      R-1001   | (answers 18) Nothing that was accepted waits to be delivered.
    09:20:00 Mihai presses [Offer]
               (Mihai sees: not sent – Join first)
    09:20:00 Anna presses [Offer]
      R-1001   | What do you offer? Reply to this message: dessert – or 12.50 free delivery
    09:20:00 Anna answers “What do you offer”: fresh
      Dana     | To make up for it, this is for you: the dish made anew, by the chef. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: the dish made anew, by the chef (6.00) – no answer yet
      R-1001   | (👍 on that message)
    ");
}

/// What was offered can be accepted after the case closed: somebody delivers it, and nobody is asked
/// again.
/// Shows E28, T23.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_after_the_case_closed_is_delivered() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer dessert").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await.begins();
    luma.waits("2h").await.taps(DANA, "Yes, please").await.waits("23h").await;
    luma.presses(MIHAI, "Delivered").await.waits("48h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 2h pass
    11:20:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 With pleasure! Show R-1001 at the counter – or we bring it to you.
                 We’ll see to it by 17.11. 11:20.
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
                 1) a dessert and coffee of your choice – by 17.11. 11:20
                 Offered: a dessert and coffee of your choice (3.50) – accepted
      R-1001   | @anna R-1001: ✓ accepted: a dessert and coffee of your choice – deliver by 17.11. 11:20. Then: /delivered
                 [Delivered]
    11:20:00 ⟶ 23h pass
    17.11. 09:20:00 ⟶ it is time
      R-1001   | @anna R-1001: 'a dessert and coffee of your choice' is to be delivered by 11:20 – 2 h left. Then: /delivered
    10:20:00 Mihai presses [Delivered]
      Dana     | It’s ready for you: a dessert and coffee of your choice. Show R-1001 at the counter – or we bring it to you.
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
                 1) a dessert and coffee of your choice – kept 17.11. 10:20 (by 17.11. 11:20)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 17.11. 10:20
      R-1001   ↻ @anna R-1001: ✓ accepted: a dessert and coffee of your choice – deliver by 17.11. 11:20. Then: /delivered
    10:20:00 ⟶ 48h pass
    11:20:00 ⟶ it is time
      topic    | 🟢 R-1001 Dana ↻ 🟢 R-1001 Dana (closed)
    ");
}

/// What is not delivered in time is admitted with a new time, also in a case that is closed.
/// Shows E28, T23.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_delivered_after_the_case_closed_is_admitted() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer drinks").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    luma.taps(DANA, "Yes, please").await.begins().waits("25h").await;
    luma.says(ANNA, "/delivered").await;
    assert!(!luma.customer(DANA).cases[0].is_open());
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 25h pass
    17.11. 07:20:00 ⟶ it is time
      R-1001   | @anna R-1001: 'a round of drinks for your table' is to be delivered by 09:20 – 2 h left. Then: /delivered
    09:20:00 ⟶ it is time
      Dana     | We promised “a round of drinks for your table” by 09:20 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty.
                 We’ll see to it by 18.11. 09:20.
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 2 · Anna
                 1) drinks – by 18.11. 09:20
                 Offered: a round of drinks for your table (3.00) – accepted
      R-1001   | @anna @katrin R-1001: 'drinks' – our time has passed, and the customer was told so. Level 2, new promise 18.11. 09:20.
    10:20:00 Anna at the desk: /delivered
      Dana     | It’s ready for you: a round of drinks for your table.
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 2 · Anna
                 1) drinks – kept 10:20 (by 18.11. 09:20)
                 Offered: a round of drinks for your table (3.00) – delivered 17.11. 10:20
      R-1001   | (👍 on that message)
    ");
}

/// The second of two unanswered offers takes the buttons over, and what was offered first stands.
/// Shows INV 12.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_offer_takes_the_buttons_over_and_withdraws_nothing() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer dessert").await.says(ANNA, "/offer 12.50 free delivery").await;
    luma.taps(DANA, "Yes, please").await;
    luma.says(ANNA, "/delivered").await.says(ANNA, "/kept 2 brought by Ion").await;
    luma.says(ANNA, "/delivered").await;
    let given = luma.facts().concat();
    let given = given.iter().filter(|fact| matches!(fact, Fact::OfferDelivered { .. }));
    assert_eq!(given.count(), 2);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer dessert
      Dana     | To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a dessert and coffee of your choice (3.50) – no answer yet
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /offer 12.50 free delivery
      Dana     ↻ To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
      Dana     | To make up for it, this is for you: a dessert and coffee of your choice + free delivery. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a dessert and coffee of your choice (3.50) – no answer yet
                 Offered: free delivery (12.50) – no answer yet
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a dessert and coffee of your choice + free delivery. No conditions.
                 With pleasure! Show R-1001 at the counter – or we bring it to you.
                 We’ll see to it by 17.11. 09:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a dessert and coffee of your choice – by 17.11. 09:20
                 2) free delivery – by 17.11. 09:20
                 Offered: a dessert and coffee of your choice (3.50) – accepted
                 Offered: free delivery (12.50) – accepted
      R-1001   | @anna R-1001: ✓ accepted: a dessert and coffee of your choice + free delivery – deliver by 17.11. 09:20. Then: /delivered
    09:20:00 Anna at the desk: /delivered
      R-1001   | (answers 11) Which one? 1) a dessert and coffee of your choice 2) free delivery – /delivered 1
    09:20:00 Anna at the desk: /kept 2 brought by Ion
      Dana     | It’s ready for you: free delivery.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a dessert and coffee of your choice – by 17.11. 09:20
                 2) free delivery – kept 09:20 (by 17.11. 09:20)
                 Offered: a dessert and coffee of your choice (3.50) – accepted
                 Offered: free delivery (12.50) – delivered 09:20
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /delivered
      Dana     | It’s ready for you: a dessert and coffee of your choice. Show R-1001 at the counter – or we bring it to you.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a dessert and coffee of your choice – kept 09:20 (by 17.11. 09:20)
                 2) free delivery – kept 09:20 (by 17.11. 09:20)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:20
                 Offered: free delivery (12.50) – delivered 09:20
      R-1001   | (👍 on that message)
    ");
}

/// 2.4.1: what was accepted needs a time by which it comes before a case is resolved. A delivery that
/// was missed has none.
/// Shows K-7, K-21.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_and_missed_stands_in_the_way() {
    let soon = |workspace: &mut Workspace| {
        workspace.timers.offer_deliver = SignedDuration::from_hours(1);
    };
    let mut luma = talking_with(soon).await;
    luma.says(ANNA, "/offer fresh").await.taps(DANA, "Yes, please").await.begins();
    luma.waits("1h 1s").await;
    luma.says(KATRIN, "/join").await.says(KATRIN, "Dana, it comes now.").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.says(ANNA, "/delivered").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h 1s pass
    10:08:00 ⟶ it is time
      R-1001   | @anna R-1001: 'the dish made anew, by the chef' is to be delivered by 10:20 – 12 min left. Then: /delivered
    10:20:00 ⟶ it is time
      Dana     | We promised “the dish made anew, by the chef” by 10:20 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 10:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:35
                 1) fresh – broken: it was due 10:20
                 Offered: the dish made anew, by the chef (6.00) – accepted
      R-1001   | @katrin R-1001: 'fresh' – our time has passed, and the customer was told so. Level 2, new promise 10:35.
    10:20:01 Katrin at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 10:35
                 1) fresh – broken: it was due 10:20
                 Offered: the dish made anew, by the chef (6.00) – accepted
                 Joined: Katrin
      R-1001   | (👍 on that message)
      R-1001   | Katrin joined.
    10:20:01 Katrin at the desk: Dana, it comes now.
      Dana     | Katrin: Dana, it comes now.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 1) fresh – broken: it was due 10:20
                 Offered: the dish made anew, by the chef (6.00) – accepted
                 Joined: Katrin
      R-1001   | (👍 on that message)
    10:20:01 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      R-1001   | (answers 15) Not yet: 'the dish made anew, by the chef' was accepted and not delivered.
    10:20:01 Anna at the desk: /delivered
      Dana     | It’s ready for you: the dish made anew, by the chef.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 1) fresh – broken: it was due 10:20, done 10:20
                 Offered: the dish made anew, by the chef (6.00) – delivered 10:20
                 Joined: Katrin
      R-1001   | (answers 17) It was due 10:20; it stays broken, but I'll note it as done 10:20.
    10:20:01 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna · the customer was asked
                 1) fresh – broken: it was due 10:20, done 10:20
                 Offered: the dish made anew, by the chef (6.00) – delivered 10:20
                 Joined: Katrin
      R-1001   | (👍 on that message)
    ");
}
