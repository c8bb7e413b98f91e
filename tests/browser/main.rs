//! The rehearsal as people use it: the real binary, a real browser, and the conversations of the
//! product from the first question to a case put right.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod admin;
mod browser;
mod discord;
mod rehearsal;

use browser::{BAR, DESK, PHONE, Page, chromium};
use rehearsal::Rehearsal;

/// Who is at the desk.
const ANNA: &str = "Anna · agent";
const KATRIN: &str = "Katrin · senior";

/// Opens the rehearsal in a browser, or says why that is not possible here.
async fn open() -> Option<(Rehearsal, Page)> {
    open_with(Rehearsal::start).await
}

async fn open_with(start: impl FnOnce() -> Rehearsal) -> Option<(Rehearsal, Page)> {
    let chromium = chromium()?;
    let rehearsal = start();
    let page = Page::open(&chromium, &rehearsal.address()).await;
    page.sees(BAR, "Service running").await;
    Some((rehearsal, page))
}

/// Moves the desk to a platform, which starts the service anew.
async fn move_desk(page: &Page, platform: &str) {
    page.press(DESK, platform).await;
    page.is_chosen(DESK, platform).await;
    page.sees(BAR, "Service running").await;
}

/// Lets an interaction with a customer end, by the button of the page.
async fn interaction_ends(page: &Page, customer: &str) {
    page.press(BAR, "An interaction ends").await;
    page.choose("With", customer).await;
    page.press(BAR, "It ended").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn happy_customer_answers_although_everything_is_killed() {
    let Some((mut rehearsal, page)) = open().await else { return };
    page.act_as(ANNA).await;
    page.go_to("Order 118").await;
    page.press(DESK, "Close topic").await;
    page.sees(PHONE, "Hi Dana! How did we do just now?").await;

    rehearsal.kill();
    page.sees_trouble("The rehearsal does not answer").await;
    rehearsal.start_again();
    page.sees(BAR, "Service running").await;

    page.press(PHONE, "🙂 Good").await;
    page.sees_notice(PHONE, "Thank you!").await;
    page.sees(PHONE, "How did we do just now?  🙂 Good").await;
    page.sees(PHONE, "What could we do even better?").await;
    page.write(PHONE, "maybe a <b>plug</b> near the window").await;
    page.sees(PHONE, "Your words have gone to the people who can change it.").await;
    page.go_to("General").await;
    page.sees(DESK, "🙂 Dana (Order 118, Anna)").await;
    page.sees(DESK, "maybe a <b>plug</b> near the window").await;
    page.go_to("Luma Café to Anna").await;
    page.sees(DESK, "🙂 from Dana for Order 118").await;

    page.press(BAR, "1 day").await;
    page.sees(BAR, "Moved forward by 1 day.").await;
    page.press(PHONE, "Change my answer").await;
    page.sees_notice(PHONE, "This answer is closed now.").await;
    assert_eq!(page.count(PHONE, "How did we do just now?").await, 1, "asked once");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_so_customer_asks_to_be_contacted() {
    let Some((_rehearsal, page)) = open().await else { return };
    page.press(PHONE, "Cem").await;
    interaction_ends(&page, "Cem").await;
    page.sees(BAR, "Cem has not started the bot").await;
    page.press(PHONE, "Start").await;
    page.sees(PHONE, "Hi Cem!").await;
    interaction_ends(&page, "Cem").await;
    page.press(PHONE, "😐 So-so").await;
    page.sees(PHONE, "What was missing?").await;
    page.write(PHONE, "the soup was lukewarm").await;
    page.sees(PHONE, "Your words have gone to the people who can change it.").await;
    page.sees(DESK, "the soup was lukewarm").await;
    page.press(PHONE, "Please contact me").await;
    page.sees(PHONE, "Thank you for speaking up").await;
    page.sees(DESK, "🔴 R-1001").await;
    page.sees(DESK, "@anna @mihai").await;

    interaction_ends(&page, "Cem").await;
    page.sees(BAR, "Cem is not asked: a case of this customer is open").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unhappy_customer_is_put_right_although_the_service_is_killed() {
    let Some((_rehearsal, page)) = open().await else { return };
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙁 Not good").await;
    page.sees(PHONE, "Someone from our team will be with you here within 10 min.").await;
    page.sees(DESK, "🔴 R-1001 Dana").await;
    page.sees(DESK, "Promised: first reply by").await;

    page.press(BAR, "Kill the service").await;
    page.sees(BAR, "Service stopped").await;
    page.write(PHONE, "waited 40 min and then it was the wrong dish").await;
    page.press(DESK, "Take it").await;
    page.press(BAR, "Start the service").await;
    page.sees(BAR, "Service running").await;

    page.sees(DESK, "Dana: waited 40 min and then it was the wrong dish").await;
    page.sees(PHONE, "Anna is here now and has read everything").await;
    page.sees(DESK, "Anna has it").await;
    page.write(DESK, "Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us.").await;
    page.sees(PHONE, "Anna: Dana, I’m sorry. 40 minutes and then the wrong plate").await;
    page.sees(DESK, "👍").await;
    page.press(DESK, "Put right ✓").await;
    page.sees(DESK, "Replying to: What was done?").await;
    page.write(DESK, "right dish served, dessert on us anyway: they wish for no more").await;
    page.sees(PHONE, "right dish served, dessert on us. Did we put it right?").await;
    page.press(PHONE, "🙂 Yes, all good").await;
    page.sees(PHONE, "Thank you for giving us the chance to put it right").await;
    page.sees(DESK, "🟢 R-1001 recovered in").await;
    page.sees(DESK, "🟢 R-1001 Dana").await;

    assert_eq!(page.count(PHONE, "How did we do just now?").await, 1, "asked once");
    assert_eq!(page.count(PHONE, "Anna is here now").await, 1, "told once");
    assert_eq!(page.count(DESK, "Dana: waited 40 min").await, 1, "relayed once");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_promise_is_owned_up_to_and_a_senior_steps_in() {
    let Some((rehearsal, page)) = open().await else { return };
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙁 Not good").await;
    page.sees(DESK, "@anna @mihai").await;
    page.press(BAR, "3 min").await;
    page.sees(DESK, "R-1001 still waits").await;
    page.press(BAR, "3 min").await;
    page.press(BAR, "1 min").await;
    page.sees(DESK, "@katrin R-1001 needs you").await;

    rehearsal.kill_service().await;
    page.sees(BAR, "The service stopped by itself").await;
    page.press(BAR, "3 min").await;
    page.press(BAR, "Start again").await;

    page.sees(PHONE, "We said 10 min and didn’t make it.").await;
    page.sees(DESK, "our time has passed").await;
    page.act_as(KATRIN).await;
    page.press(DESK, "Take it").await;
    page.sees(PHONE, "Katrin is here now").await;
    page.sees(DESK, "Katrin has it").await;
    page.write(DESK, "Dana, I’m Katrin. The kitchen failed you, and I’m sorry.").await;
    page.sees(PHONE, "Katrin: Dana, I’m Katrin.").await;
    page.press(DESK, "Put right ✓").await;
    page.sees(DESK, "Replying to: What was done?").await;
    page.write(DESK, "called and explained anyway: they wish for no more").await;
    page.press(PHONE, "🙁 No").await;
    page.sees(PHONE, "Then we haven’t done it yet, and we’re sorry.").await;
    page.sees(DESK, "🔴 R-1001").await;
    assert_eq!(page.count(PHONE, "We said 10 min").await, 1, "owned up to once");
    page.close().await;
}
