//! When a place or an account does not work, it goes on at another.

use amends_core::{event::Known, place::Platform};

use crate::luma::{
    ANNA, Call, DANA, DANA_AT_WORK, ION, Line, Luma, PIOTR, Trouble, account, platform,
};

/// While there is no desk, a new case comes to those in charge, each in private, and is taken and
/// answered from there; once the desk is back, it stands there.
/// Shows E43.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_begins_without_a_desk_comes_to_those_in_charge() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.starts(PIOTR).await.begins();
    let what = luma.back().shuts_desk(PIOTR);
    luma.note(&format!("Piotr {what}"));
    luma.settle().await.is_unhappy().await;
    let card = luma.newest_with(PIOTR, "Take it");
    luma.tap_on(PIOTR, PIOTR, card, "Take it").await;
    let aside = match platform() {
        Platform::Telegram => PIOTR,
        // There staff give commands on the server alone.
        Platform::Discord => luma.help,
    };
    luma.puts(PIOTR, aside, Line::text("/say R-1001 Dana, this is Piotr. I’m sorry.")).await;
    if platform() == Platform::Telegram {
        // A channel of Discord that is gone does not come back.
        luma.note("Piotr lets the bot in again");
        luma.back().reopens_desk(PIOTR);
        luma.settle().await;
    }
    luma.writes(DANA, "the soup was cold").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr removes the bot from the desk
      Piotr    | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Piotr    | I can't use the desk, so this case comes to you. Take it here, write with /say R-1001 and your words, and let me in at the desk again.
                 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it]
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
    09:20:00 Piotr presses [Take it]
               (Piotr sees: Piotr has it.)
      Dana     | Piotr is here now and has read everything – no need to explain again.
      Piotr    | (👍 on that message)
      Dana     | Piotr: Dana, this is Piotr. I’m sorry.
    09:20:00 Piotr lets the bot in again
    09:20:00 Dana: the soup was cold
      topic    | 🟡 R-1001 Dana
      R-1001   | 🟡 R-1001 · Dana · 🙁 · level 1 · Piotr has it
      R-1001   | Dana: the soup was cold
      R-1001   | The thread was lost; this is the new one. The last lines:
                 the soup was cold
    09:20:00 ⟶ 2s pass
    ");
}

/// Two accounts of one customer: what one refuses the other one gets, and is asked nothing twice.
/// Shows S-10c.
#[tokio::test(flavor = "multi_thread")]
async fn where_one_account_refuses_the_question_the_other_one_gets_it() {
    let mut luma = Luma::opens().await;
    let both = |known: &mut Known| {
        known.addresses = vec![account(DANA), account(DANA_AT_WORK)];
    };
    luma.starts(DANA_AT_WORK).await.begins();
    luma.front().next(Call::Send, Trouble::Blocked);
    luma.contact_ends_known(DANA, "Order 118", |_| (), both).await;
    let to =
        if luma.front().newest_with(DANA, "🙁 Not good").is_some() { DANA } else { DANA_AT_WORK };
    luma.taps(to, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana at work | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana at work presses [🙁 Not good]
               (Dana at work sees: Thank you!)
      Dana at work ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana at work
      R-1001   | 🔴 R-1001 · Dana at work · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana at work | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana at work ↻ 🟡 R-1001 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: Dana, I’m sorry.
      Dana at work | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    ");
}

/// A customer with an account on each platform is asked where the contact was, whichever of them
/// they used last.
/// Shows E48.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_of_both_platforms_is_asked_where_the_contact_was() {
    only_on!(Discord, "it needs no second run");
    let mut luma = Luma::across_with(Platform::Telegram, Platform::Discord, |workspace| {
        workspace.timers.ask_gap = jiff::SignedDuration::ZERO;
    })
    .await;
    // Ion works here no more; this is Dana's account on the other platform.
    let (here, there) = (luma.account(DANA), luma.account(ION));
    let on = |accounts: Vec<_>| move |known: &mut Known| known.addresses = accounts;
    luma.starts(ION).await.begins();
    let both = vec![here.clone(), there.clone()];
    luma.contact_ends_known(DANA, "Order 117", |_| (), on(both)).await;
    luma.waits("1m").await.contact_ends_known(DANA, "Order 118", |_| (), on(vec![here])).await;
    luma.taps(DANA, "🙂 Good").await.waits("1m").await;
    luma.contact_ends_known(DANA, "Order 119", |_| (), on(vec![there])).await;
    assert_shown!(luma.brief());
}
