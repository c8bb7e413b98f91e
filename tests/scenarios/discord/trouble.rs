//! The gateway breaks, the service is down, rights are missing.

use amends_platforms::discord::permissions::Permissions;

use crate::luma::{ANNA, DANA, Line, Luma, PIOTR};

/// Events that a broken connection missed come when it stands again, each once.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_missed_when_the_connection_breaks() {
    only_on!(Discord, "Telegram has no gateway");
    let mut luma = Luma::talking().await;
    luma.note("⟶ the connection to the gateway breaks");
    luma.discord().platform.faults().drop_gateway();
    luma.writes(DANA, "are you there?").await.begins();
    luma.note("⟶ Discord ends the session");
    luma.discord().platform.faults().invalidate_sessions();
    luma.front_mut().tells(DANA, Line::text("still cold"));
    luma.settle().await;
    let said = &luma.customer(DANA).cases[0].said;
    assert_eq!(*said, ["are you there?", "still cold"]);
}

/// What was said and done while the service was down is found when it comes back, each once.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_missed_while_the_service_is_down() {
    only_on!(Discord, "Telegram keeps what it could not tell");
    let mut luma = Luma::relaying().await;
    luma.writes(DANA, "one").await.waits("2s").await.says(ANNA, "two").await.begins();
    luma.service_is_killed().await;
    luma.note("Dana: three, Anna: four");
    luma.front_mut().tells(DANA, Line::text("three"));
    luma.back_mut().talks(ANNA, Line::text("four"));
    luma.service_comes_back().await.waits("2s").await;
    assert_shown!(luma.brief());
}

/// The same in a room: staff and customer read each other there, and the case knows.
#[tokio::test(flavor = "multi_thread")]
async fn a_room_goes_on_while_the_service_is_down() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::unhappy().await;
    luma.presses(ANNA, "Take it").await.begins();
    luma.service_is_killed().await;
    luma.note("Dana: the soup is cold; Anna: I’m sorry, Dana.");
    luma.front_mut().tells(DANA, Line::text("the soup is cold"));
    luma.back_mut().talks(ANNA, Line::text("I’m sorry, Dana."));
    luma.service_comes_back().await;
    assert!(luma.customer(DANA).cases[0].first_word_at.is_some(), "Anna’s word counts");
    assert_shown!(luma.brief());
}

/// The bot may not write in rooms: the conversation goes on in private messages.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_write_in_rooms_it_goes_on_in_private() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens().await;
    let house = luma.discord();
    let deny = Permissions::SEND_MESSAGES_IN_THREADS;
    let (care, bot) = (house.care, house.bot);
    house.people().set_overwrite(care, bot, Permissions::SEND_MESSAGES, deny).unwrap();
    luma.settle().await.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await;
    assert_shown!(luma.brief());
}

/// The desk is deleted while a case is open: admins hear of it, the customer is not let down.
/// Shows K-40, E43.
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_desk_is_told_to_admins() {
    only_on!(Discord, "Telegram’s own is in another scenario");
    let mut luma = Luma::opens().await;
    luma.starts(PIOTR).await.is_unhappy().await.begins();
    let what = luma.back().shuts_desk(PIOTR);
    luma.note(&format!("Piotr {what}"));
    luma.settle().await.writes(DANA, "hello?").await.waits("11m").await;
    assert_shown!(luma.brief());
}
