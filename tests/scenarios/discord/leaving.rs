//! Customers who leave the server while they are talked to (E18).

use amends_core::{case::PromiseState, event::Known, place::Platform};
use amends_platforms::discord::{
    faults::Fault, people::NewGuild, permissions::Permissions, world::Id,
};

use crate::luma::{
    ANNA, DANA, DANA_AT_WORK, ION, KATRIN, Line, Luma, PIOTR, account, discord::id_of, name_of,
};

impl Luma {
    /// Dana leaves the server.
    async fn leaves_server(&mut self, who: i64) -> &mut Self {
        let guild = self.discord().guild;
        self.discord().people().leave(id_of(who), guild).unwrap();
        self.note(&format!("{} leaves the server", name_of(who)));
        self.settle().await
    }

    async fn comes_back_to_server(&mut self, who: i64) -> &mut Self {
        let guild = self.discord().guild;
        self.discord().people().join(id_of(who), guild).unwrap();
        self.note(&format!("{} joins the server again", name_of(who)));
        self.settle().await
    }

    /// The bot and Dana are on another server, too.
    async fn shares_another_server(&mut self) -> &mut Self {
        let people = self.discord().people();
        let guild = people.create_guild(&NewGuild::new("Luma North", id_of(PIOTR))).unwrap();
        people.invite_bot(guild, Permissions::NONE).unwrap();
        people.join(id_of(DANA), guild).unwrap();
        self.settle().await
    }

    /// Anna says something in the room in which Dana was.
    async fn says_in(&mut self, room: Id, text: &str) -> &mut Self {
        self.writes_into(ANNA, room, text).await
    }

    fn promise_of_first_word(&self) -> PromiseState {
        self.customer(DANA).cases[0].promises[0].state
    }
}

/// What staff say in the room goes to the private chat, and what the customer says there comes to the
/// desk.
/// Shows AT 15, E18, K-33.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_server_is_written_to_in_private() {
    only_on!(Discord, "Telegram has no servers");
    let mut luma = Luma::opens().await;
    luma.shares_another_server().await.is_unhappy().await.presses(ANNA, "Take it").await.begins();
    let room = luma.room();
    luma.leaves_server(DANA).await.says_in(room, "Dana, I’m so sorry.").await;
    assert!(matches!(luma.promise_of_first_word(), PromiseState::Kept { .. }), "it arrived");
    luma.writes(DANA, "I’m home already").await.waits("2s").await;
    luma.says_in(room, "We’ll send you a new one.").await;
    luma.says(ANNA, "Is it still Elm Street 4?").await;
    luma.says(ANNA, "/resolve a new dish was brought anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief());
}

/// Where private messages are closed, the other account gets the same line, once.
/// Shows AT 15, E18, K-33.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_server_is_written_to_at_their_other_account() {
    only_on!(Discord, "Telegram has no servers");
    let mut luma = Luma::opens().await;
    let both = |known: &mut Known| known.addresses.push(account(DANA_AT_WORK));
    luma.contact_ends_known(DANA, "Order 118", |_| (), both).await;
    luma.starts(DANA_AT_WORK).await.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.begins();
    let room = luma.room();
    luma.leaves_server(DANA).await.says_in(room, "Dana, I’m so sorry.").await;
    luma.writes(DANA_AT_WORK, "what a day").await.waits("2s").await;
    assert_shown!(luma.brief());
}

/// Nothing leads to them: what staff said keeps no promise, and staff read what they can do. Once
/// the customer is back, staff write where they wrote before.
/// Shows AT 15, E18, K-33b, K-34, INV 8.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_server_is_waited_for() {
    only_on!(Discord, "Telegram has no servers");
    let mut luma = Luma::opens().await;
    let phone = |known: &mut Known| known.otherwise = Some("phone +40 700 000 118".to_owned());
    luma.contact_ends_known(DANA, "Order 118", |_| (), phone).await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await.begins();
    let room = luma.room();
    luma.leaves_server(DANA).await.says_in(room, "Dana, I’m so sorry.").await;
    let state = luma.promise_of_first_word();
    assert!(matches!(state, PromiseState::Cancelled { .. }), "nobody heard a word: {state:?}");
    assert_eq!(luma.customer(DANA).cases[0].first_word_at, None);
    luma.says_in(room, "Are you there?").await.waits("30m").await;
    luma.comes_back_to_server(DANA).await.says_in(room, "Good to see you, Dana.").await;
    luma.taps(DANA, "Yes").await;
    assert_shown!(luma.brief());
}

/// Who comes back and asks for help on the server is welcomed in the room.
/// Shows AT 15, E18, K-34.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_to_the_server_is_welcomed_in_the_room() {
    only_on!(Discord, "Telegram has no servers");
    let mut luma = Luma::unhappy().await;
    luma.presses(ANNA, "Take it").await.begins();
    let (room, help) = (luma.room(), luma.help);
    luma.leaves_server(DANA).await.says_in(room, "Dana, I’m so sorry.").await.waits("72h").await;
    luma.comes_back_to_server(DANA).await;
    luma.puts(DANA, help, Line::text("/status")).await;
    luma.taps(DANA, "Yes").await.says(ANNA, "Dana, I’m so sorry.").await;
    assert_shown!(luma.brief());
}

/// Who left only the room is let in again by the first thing that is for them.
/// Shows E18.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_left_the_room_is_let_in_again() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::unhappy().await;
    luma.presses(ANNA, "Take it").await.begins();
    let room = luma.room();
    luma.discord().people().leave_thread(id_of(DANA), room).unwrap();
    luma.note("Dana leaves the room");
    luma.settle().await.says_in(room, "Dana, I’m so sorry.").await;
    assert!(matches!(luma.promise_of_first_word(), PromiseState::Kept { .. }));
    assert_eq!(luma.room(), room, "she is in it again");
    luma.discord().people().leave_thread(id_of(DANA), room).unwrap();
    luma.note("Dana leaves the room");
    luma.settle().await.says(ANNA, "/resolve a new dish was brought anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief());
}

/// What we say by ourselves goes the same way: that a promise was broken, and the check.
/// Shows E18, K-7, K-27.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_reaches_whoever_left_the_server() {
    only_on!(Discord, "Telegram has no servers");
    let mut luma = Luma::opens().await;
    luma.shares_another_server().await.is_unhappy().await.begins();
    luma.leaves_server(DANA).await.waits("11m").await;
    luma.presses(KATRIN, "Take it").await;
    luma.says(KATRIN, "Dana, I’m so sorry.").await;
    luma.says(KATRIN, "/resolve a new dish was brought anyway: no wish").await;
    luma.taps(DANA, "😐 Partly").await;
    assert_shown!(luma.brief());
}

/// Where staff are on another platform, what is relayed into the room goes on at the account that
/// the customer has there.
/// Shows AT 15, E18, K-33.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_the_server_is_written_to_on_the_other_platform() {
    only_on!(Discord, "it needs no second run");
    let mut luma = Luma::across(Platform::Discord, Platform::Telegram).await;
    // Ion works here no more; this is Dana's account on the other platform.
    let (here, there) = (luma.account(DANA), luma.account(ION));
    luma.discord().people().set_dms(id_of(DANA), false).unwrap();
    let both = |known: &mut Known| known.addresses = vec![here, there];
    luma.contact_ends_known(DANA, "Order 118", |_| (), both).await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await.begins();
    luma.starts(ION).await.leaves_server(DANA).await;
    luma.says(ANNA, "Dana, I’m so sorry.").await;
    luma.writes(ION, "what a day").await.waits("2s").await;
    assert_shown!(luma.brief());
}

/// Nobody knows whether they are there: nothing was said yet, so it is tried again, and said once.
/// Shows E18, E46.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_look_up_is_said_later() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::unhappy().await;
    luma.presses(ANNA, "Take it").await.begins();
    let faults = luma.discord().platform.faults();
    for fault in [Fault::ServerError, Fault::ReplyLost, Fault::BadGateway { executes: false }] {
        faults.next("GET /channels/{}/thread-members/{}", fault);
    }
    luma.back_mut().talks(ANNA, Line::text("/say Dana, I’m so sorry."));
    luma.recovers("30s").await;
    assert_eq!(luma.front().troubles(), 0);
    assert!(matches!(luma.promise_of_first_word(), PromiseState::Kept { .. }));
    assert_shown!(luma.brief());
}
