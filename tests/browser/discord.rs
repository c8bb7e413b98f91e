//! The same on Discord, and from either platform to the other.

use super::{
    ANNA, BAR, DESK, PHONE, browser::Page, interaction_ends, move_desk, open, rehearsal::Rehearsal,
};

/// Opens the rehearsal with the customer and the desk on Discord.
async fn open_on_discord() -> Option<(Rehearsal, Page)> {
    let (rehearsal, page) = open().await?;
    page.press(PHONE, "Discord").await;
    move_desk(&page, "Discord").await;
    page.act_as(ANNA).await;
    Some((rehearsal, page))
}

#[tokio::test(flavor = "multi_thread")]
async fn happy_customers_answer_in_threads_and_in_a_form() {
    let Some((_rehearsal, page)) = open_on_discord().await else { return };
    page.enter(PHONE, "Order 118").await;
    page.go_to("Order 118").await;
    page.sees(DESK, "Perfect, thanks!").await;
    page.give(DESK, "/done customer:@Dana topic:Order 118").await;
    page.sees(PHONE, "@Dana Hi Dana! How did we do just now?").await;

    page.press(PHONE, "Cem").await;
    page.enter(PHONE, "Order 118").await;
    page.press(PHONE, "🙂 Good").await;
    page.sees(PHONE, "This question is for someone else.").await;
    page.sees(PHONE, "Only you can see this").await;
    page.press(PHONE, "Dana").await;
    page.sees_not(PHONE, "This question is for someone else.").await;

    page.press(PHONE, "🙂 Good").await;
    page.sees(PHONE, "Thank you!").await;
    assert_eq!(page.count(DESK, "🙂").await, 0, "nobody else learns the answer here");

    page.press(PHONE, "Cem").await;
    interaction_ends(&page, "Cem").await;
    page.sees(BAR, "Cem closed direct messages").await;
    page.enter(PHONE, "🔒 Luma Café").await;
    page.press(PHONE, "🙂 Good").await;
    page.sees(PHONE, "How did we do just now?  🙂 Good").await;
    page.press(PHONE, "Tell us").await;
    page.submit(PHONE, "maybe a <b>plug</b> near the *window*").await;
    page.sees(PHONE, "Your words have gone to the people who can change it.").await;
    page.go_to("#care-desk").await;
    page.sees(DESK, "maybe a <b>plug</b> near the *window*").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unhappy_customer_gets_a_room_and_is_put_right_although_everything_is_killed() {
    let Some((mut rehearsal, page)) = open_on_discord().await else { return };
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙁 Not good").await;
    page.sees(PHONE, "Someone from our team will be with you here within 10 min.").await;
    page.sees(PHONE, "Your private conversation with us: 🔒 R-1001 Dana").await;
    page.sees(DESK, "🔴 R-1001 Dana").await;
    page.sees(DESK, "Promised: first reply by").await;
    page.enter(PHONE, "🔒 R-1001 Dana").await;
    page.sees(PHONE, "only you and our team can read it").await;

    rehearsal.kill();
    page.sees_trouble("The rehearsal does not answer").await;
    rehearsal.start_again();
    page.sees(BAR, "Service running").await;

    page.press(BAR, "Kill the service").await;
    page.sees(BAR, "Service stopped").await;
    page.write(PHONE, "third time my delivery is a day late").await;
    page.press(DESK, "Take it").await;
    page.sees(DESK, "This interaction failed").await;
    page.press(BAR, "Start the service").await;
    page.sees(BAR, "Service running").await;
    page.go_to("🔴 R-1001 Dana").await;
    page.sees(DESK, "third time my delivery is a day late").await;
    page.press(DESK, "Take it").await;
    page.sees(PHONE, "Anna is here now and has read everything").await;
    page.sees(DESK, "Anna has it").await;

    page.go_to("🔒 R-1001 Dana").await;
    page.write(DESK, "Dana, three times late – I’d be angry too. I’m sorry.").await;
    page.sees(PHONE, "three times late – I’d be angry too.").await;
    page.go_to("🟡 R-1001 Dana").await;
    page.write(DESK, "the depot is slow again").await;
    page.press(DESK, "Put right ✓").await;
    let done = "parcel delivered, express for three orders anyway: they wish for no more";
    page.submit(DESK, done).await;
    page.sees(PHONE, "express for three orders. Did we put it right?").await;
    page.press(PHONE, "🙂 Yes, all good").await;
    page.sees(PHONE, "Thank you for giving us the chance to put it right").await;
    page.sees(DESK, "🟢 R-1001 recovered in").await;

    assert_eq!(page.count(PHONE, "Anna is here now").await, 1, "told once");
    assert_eq!(page.count(PHONE, "Did we put it right?").await, 1, "asked once");
    assert_eq!(page.count(PHONE, "the depot is slow").await, 0, "staff are among themselves");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_of_both_platforms_reach_the_desk_wherever_it_is() {
    let Some((mut rehearsal, page)) = open().await else { return };
    move_desk(&page, "Discord").await;
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙁 Not good").await;
    page.sees(DESK, "🔴 R-1001 Dana").await;
    page.write(PHONE, "waited 40 min").await;
    page.sees(DESK, "Dana: waited 40 min").await;
    page.press(DESK, "Take it").await;
    page.sees(PHONE, "Anna is here now and has read everything").await;
    page.give(DESK, "Dana, I’m **so** sorry.").await;
    page.sees(PHONE, "Anna: Dana, I’m so sorry.").await;
    page.sees(DESK, "✅ 1").await;

    move_desk(&page, "Telegram").await;
    rehearsal.kill();
    page.sees_trouble("The rehearsal does not answer").await;
    rehearsal.start_again();
    page.sees(BAR, "Service running").await;
    page.is_chosen(DESK, "Telegram").await;

    page.press(PHONE, "Discord").await;
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙁 Not good").await;
    page.go_to("🔴 R-1002 Dana").await;
    page.press(DESK, "Take it").await;
    page.sees(PHONE, "Anna is here now and has read everything").await;
    page.write(DESK, "Dana, we bring it at once.").await;
    page.sees(PHONE, "Anna: Dana, we bring it at once.").await;
    page.give(PHONE, "thank *you*").await;
    page.sees(DESK, "Dana: thank you").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customer_with_two_linked_accounts_is_asked_once() {
    let Some((_rehearsal, page)) = open().await else { return };
    page.write(PHONE, "/link").await;
    page.sees(PHONE, "Your code:").await;
    let code = page.word_after(PHONE, "Your code:").await;
    page.press(PHONE, "Discord").await;
    page.give(PHONE, &format!("/link {code}")).await;
    page.sees(PHONE, "Linked.").await;
    interaction_ends(&page, "Dana").await;
    page.press(PHONE, "🙂 Good").await;
    page.sees(PHONE, "How did we do just now?  🙂 Good").await;

    page.press(PHONE, "Telegram").await;
    interaction_ends(&page, "Dana").await;
    page.sees(BAR, "Dana is not asked: this customer was asked a short while ago").await;
    page.close().await;
}
