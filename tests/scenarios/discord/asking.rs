//! Where Discord's customers are asked: in place, in private, in a room, or not at all
//! (`CONVERSATIONS` 4.4, `SIGNALS` 5.2, E17).

use amends_core::survey::{Stage, Undelivered};
use amends_platforms::discord::permissions::Permissions;

use crate::luma::{ANNA, CEM, DANA, Luma, discord::id_of, name_of};

impl Luma {
    /// Staff open a private thread with a customer in it, as for a ticket.
    pub(super) async fn opens_ticket(&mut self, staff: i64, title: &str, who: i64) -> &mut Self {
        self.note(&format!("{} opens the private thread “{title}”", name_of(staff)));
        let house = self.discord();
        let people = house.people();
        let thread = people.start_thread(id_of(staff), house.help, title, true).unwrap();
        people.add_to_thread(id_of(staff), thread, id_of(who)).unwrap();
        self.settle().await
    }

    /// Nobody can open private rooms any more: the bot lacks the right.
    pub(super) async fn forbids_rooms(&mut self) -> &mut Self {
        let house = self.discord();
        let deny = Permissions::CREATE_PRIVATE_THREADS;
        let allow = Permissions::SEND_MESSAGES;
        house.people().set_overwrite(house.care, house.bot, allow, deny).unwrap();
        self.settle().await
    }
}

/// 4.4: `/done` in a private thread asks there; the thread is put away ten minutes after the tap,
/// and that our own doing ends it asks nobody again.
/// Shows AT 25.
#[tokio::test(flavor = "multi_thread")]
async fn done_in_a_private_thread_asks_there_and_puts_it_away() {
    only_on!(Discord, "Telegram has no private threads");
    let mut luma = Luma::opens().await;
    luma.opens_ticket(ANNA, "ticket-118", DANA).await;
    luma.writes_in_topic(DANA, "where is my parcel?").await;
    luma.writes_in_topic(ANNA, "/done parcel").await;
    luma.until("09:20:40").await.taps_in_help(DANA, "🙂 Good").await;
    luma.taps_in_help(DANA, "Tell us").await.writes(DANA, "a plug near the window").await;
    luma.waits("11m").await.waits("5h").await;
    assert_eq!(luma.customer(DANA).surveys.len(), 1, "asked once");
    assert_shown!(luma.transcript());
}

/// What the customer says where they answered belongs to the answer, and is no new contact.
/// Shows S-19, S-20.
#[tokio::test(flavor = "multi_thread")]
async fn words_in_the_thread_belong_to_the_answer_given_there() {
    only_on!(Discord, "Telegram has no private threads");
    let mut luma = Luma::opens().await;
    luma.opens_ticket(ANNA, "ticket-118", DANA).await;
    luma.writes_in_topic(DANA, "where is my parcel?").await;
    luma.writes_in_topic(ANNA, "/done parcel").await.taps_in_help(DANA, "🙂 Good").await.begins();
    luma.writes_in_topic(DANA, "a plug near the window would be nice").await;
    assert_eq!(luma.survey(DANA).comments.len(), 1);
    luma.taps_in_help(DANA, "Change my answer").await.taps_in_help(DANA, "🙁 Not good").await;
    luma.writes_in_topic(DANA, "and it came broken").await.waits("3s").await;
    assert_shown!(luma.transcript());
}

/// 4.4: nobody taps; the thread is put away after half an hour.
#[tokio::test(flavor = "multi_thread")]
async fn a_thread_in_which_nobody_answers_is_put_away() {
    only_on!(Discord, "Telegram has no private threads");
    let mut luma = Luma::opens().await;
    luma.opens_ticket(ANNA, "ticket-118", DANA).await;
    luma.writes_in_topic(DANA, "where is my parcel?").await.begins();
    luma.writes_in_topic(ANNA, "/done").await.waits("6h").await;
    assert_eq!(luma.customer(DANA).surveys.len(), 1, "asked once");
    assert_shown!(luma.transcript());
}

/// 4.4: in a public thread neither the face nor the details are shown to others.
/// Shows S-12.
#[tokio::test(flavor = "multi_thread")]
async fn a_public_thread_hides_the_face() {
    only_on!(Discord, "it is about Discord’s own way to answer one person");
    let mut luma = Luma::opens().await;
    // The private messages were used before, so that it is known that they are open.
    luma.writes(DANA, "hello").await.starts(CEM).await.opens_topic(ANNA, "Order 118").await;
    luma.writes_in_topic(DANA, "where is it?").await.begins();
    luma.writes_in_topic(ANNA, "/done").await.taps_in_help(CEM, "🙂 Good").await;
    luma.taps_in_help(DANA, "🙁 Not good").await;
    assert_shown!(luma.transcript());
}

/// 4.4: so-so in a public thread; what comes next is for the asked person alone.
/// Shows S-15.
#[tokio::test(flavor = "multi_thread")]
async fn a_so_so_answer_in_a_public_thread() {
    only_on!(Discord, "it is about Discord’s own way to answer one person");
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.writes_in_topic(ANNA, "/done").await.begins().taps_in_help(DANA, "😐 So-so").await;
    assert_shown!(luma.transcript());
}

/// 4.7: the menu over a person asks them how it was.
#[tokio::test(flavor = "multi_thread")]
async fn the_menu_over_a_person_asks_them() {
    only_on!(Discord, "Telegram has no menus over people");
    let mut luma = Luma::opens().await;
    luma.opens_ticket(ANNA, "ticket-118", DANA).await.writes_in_topic(DANA, "hello").await.begins();
    let house = luma.discord();
    let thread = house.newest_thread(house.help).unwrap();
    house.people().user_menu(id_of(ANNA), thread, "Ask how it was", id_of(DANA)).unwrap();
    luma.note("Anna chooses “Ask how it was” over Dana");
    luma.settle().await;
    assert_shown!(luma.transcript());
}

/// 4.7: the menu over a message is a complaint with its words.
#[tokio::test(flavor = "multi_thread")]
async fn the_menu_over_a_message_is_a_complaint() {
    only_on!(Discord, "Telegram has no menus over messages");
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await;
    luma.writes_in_topic(DANA, "the third time it is late").await.begins();
    let message = luma.message_with(luma.help, "third time");
    let house = luma.discord();
    let thread = house.newest_thread(house.help).unwrap();
    let (dana, message) = (id_of(DANA), id_of(message));
    house.people().message_menu(dana, thread, "Tell the team", message).unwrap();
    luma.note("Dana chooses “Tell the team” over her message");
    luma.settle().await;
    assert_shown!(luma.brief());
}

/// 4.7: the menu over a message of one's own takes back what went to the customer.
/// Shows T26.
#[tokio::test(flavor = "multi_thread")]
async fn the_menu_over_a_line_takes_it_back() {
    only_on!(Discord, "Telegram has no menus over messages");
    let mut luma = Luma::relaying().await;
    luma.says(ANNA, "That is your own fault.").await.waits("20s").await.begins();
    let message = luma.message_with(luma.desk, "your own fault");
    let house = luma.discord();
    let thread = house.newest_thread(house.desk).unwrap();
    house.people().message_menu(id_of(ANNA), thread, "Take back", id_of(message)).unwrap();
    luma.note("Anna chooses “Take back” over her message");
    luma.settle().await;
    assert_shown!(luma.brief());
}

/// Closed messages; the question waits in a room, which becomes that of the case.
/// Shows AT 15, S-10d, E17.
#[tokio::test(flavor = "multi_thread")]
async fn who_has_closed_messages_is_asked_in_a_room() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens().await;
    luma.contact_ends(CEM, "Order 119").await.until("09:21:00").await;
    luma.taps(CEM, "🙁 Not good").await.writes(CEM, "alles kalt").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Cem, I’m sorry.").await;
    luma.says(ANNA, "/resolve a hot one was brought anyway: no wish").await;
    luma.taps(CEM, "🙂 Ja, alles gut").await.waits("25h").await;
    assert_shown!(luma.brief());
}

/// Neither messages nor rooms are open; the question is put where the contact was, for whoever is
/// asked alone.
/// Shows S-10d, E17.
#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_open_the_question_is_put_in_place() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens().await;
    luma.forbids_rooms().await.opens_topic(ANNA, "Order 119").await;
    luma.writes_in_topic(CEM, "wo ist mein Essen?").await.begins().closes_topic(ANNA).await;
    luma.taps_in_help(ANNA, "🙁 Not good").await.taps_in_help(CEM, "😐 So-so").await;
    luma.taps_somewhere(CEM, "Erzählen").await.writes(CEM, "etwas kalt").await;
    assert_shown!(luma.brief());
}

/// 50007: nothing leads to the customer; nobody tries again.
/// Shows S-10d, E17.
#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_open_at_all_nobody_tries_again() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens().await;
    luma.forbids_rooms().await.begins();
    luma.contact_ends(CEM, "Order 119").await;
    let stage = luma.survey(CEM).stage;
    assert!(
        matches!(stage, Stage::Undeliverable { why: Undelivered::NotStarted }),
        "nobody can write to Cem: {stage:?}"
    );
    let calls = luma.discord().platform.calls().len();
    luma.waits("5h").await.contact_ends(CEM, "Order 120").await.waits("5h").await;
    let later = luma.discord().platform.calls().len();
    assert_eq!(later, calls, "not one more try");
    assert_shown!(luma.transcript());
}

/// The thread in which the question was to be put is gone as well.
/// Shows E17.
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_thread_takes_its_question_along() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.ask_delay = jiff::SignedDuration::from_mins(1);
    })
    .await;
    luma.forbids_rooms().await.opens_topic(ANNA, "Order 119").await;
    luma.writes_in_topic(CEM, "wo ist mein Essen?").await.closes_topic(ANNA).await.begins();
    let house = luma.discord();
    let thread = house.newest_thread(house.help).unwrap();
    house.people().delete_channel(id_of(ANNA), thread).unwrap();
    luma.note("Anna deletes the thread");
    luma.settle().await.waits("2m").await;
    assert!(matches!(luma.survey(CEM).stage, Stage::Undeliverable { .. }));
    assert_shown!(luma.transcript());
}
