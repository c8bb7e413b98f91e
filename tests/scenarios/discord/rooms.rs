//! Private rooms, forms, and roles (`CONVERSATIONS` 4.5, 4.6).

use amends_core::{
    place::Platform,
    policy::{Level, RoleLevel},
};
use amends_platforms::discord::{people::NewRole, world::Id};

use crate::luma::{ANNA, CEM, DANA, ION, Luma, MIHAI, discord::id_of};

impl Luma {
    /// The private room of Dana's case.
    pub(super) fn room(&mut self) -> Id {
        self.discord().room_of(DANA).expect("Dana has a room")
    }
}

/// 4.4, 4.5: the customer tells what happened in a form; it reaches the desk.
/// Shows S-16, S-20.
#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_the_customer_reaches_the_desk() {
    only_on!(Discord, "Telegram has no forms");
    let mut luma = Luma::unhappy().await;
    luma.taps(DANA, "Tell us what happened").await;
    luma.writes(DANA, "forty minutes, and then the wrong dish").await.waits("2s").await;
    assert_shown!(luma.transcript());
}

/// Words in a form after a happy answer are a comment.
/// Shows S-19.
#[tokio::test(flavor = "multi_thread")]
async fn the_form_after_a_happy_answer_is_a_comment() {
    only_on!(Discord, "Telegram has no forms");
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.taps(DANA, "Tell us").await.writes(DANA, "a plug near the window").await;
    assert_eq!(luma.survey(DANA).comments.len(), 1);
    assert_shown!(luma.transcript());
}

/// Whoever is let into a room and is neither its customer nor staff is not heard.
/// Shows INV 13.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_in_a_room_is_not_heard() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::talking().await;
    let room = luma.room();
    luma.discord().people().add_to_thread(id_of(ANNA), room, id_of(CEM)).unwrap();
    luma.note("Anna lets Cem into the room");
    luma.settle().await.writes_into(CEM, room, "I am not Dana").await;
    luma.taps_in_room(CEM, "Talk to someone senior").await;
    assert_eq!(luma.customer(DANA).cases[0].said.len(), 0);
    assert_shown!(luma.transcript());
}

/// A colleague who speaks in the room takes part from then on.
/// Shows K-10.
#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_speaks_in_the_room_takes_part() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::talking().await;
    let room = luma.room();
    luma.writes_into(MIHAI, room, "Dana, the kitchen is on it.").await;
    luma.presses(ANNA, "History").await;
    assert_shown!(luma.transcript());
}

/// A room that is closed by hand is opened again, one that is deleted is made anew.
/// Shows K-40.
#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_closed_or_deleted_by_hand_comes_back() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::talking().await;
    let room = luma.room();
    let people = luma.discord().people();
    people.archive(id_of(ANNA), room, true).unwrap();
    luma.note("Anna archives the room");
    luma.settle().await.note("Anna deletes the room");
    people.delete_channel(id_of(ANNA), room).unwrap();
    luma.settle().await.says(ANNA, "/resolve the right dish was served anyway: no wish").await;
    assert_shown!(luma.transcript());
}

/// Whoever blocks the bot still has the room.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_blocked_the_bot_still_has_the_room() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::talking().await;
    luma.blocks(DANA).await.says(ANNA, "Your dish is ready, Dana.").await;
    luma.writes_into_room(DANA, "thank you").await;
    luma.says(ANNA, "/resolve the right dish was served anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief());
}

/// 4.6: holders of a role are staff as long as they hold it.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn the_holders_of_a_role_are_staff_as_long_as_they_hold_it() {
    only_on!(Discord, "Telegram has no roles");
    let mut luma = Luma::opens().await;
    let (guild, people) = (luma.discord().guild, luma.discord().people());
    let role = people.create_role(guild, &NewRole::new("agents").mentionable()).unwrap();
    people.give_role(guild, id_of(ION), role).unwrap();
    let agents =
        RoleLevel { platform: Platform::Discord, role: role.to_string(), level: Level::Agent };
    luma.is_configured(|workspace| workspace.roles = vec![agents]).await;
    luma.is_unhappy().await.presses(ION, "Take it").await;
    luma.says(ION, "Dana, I am Ion.").await;
    people.take_role(guild, id_of(ION), role).unwrap();
    luma.note("Ion loses the role");
    luma.settle().await.says_in_general(ION, "/cases").await;
    assert_shown!(luma.brief());
}

impl Luma {
    /// Anna is the only one who is known by name; everybody else is staff by a role that anyone may
    /// mention, or not.
    async fn calls_by_role(mentionable: bool) -> Self {
        let mut luma = Self::opens().await;
        let (guild, people) = (luma.discord().guild, luma.discord().people());
        let role = |name: &str, level| {
            let new = NewRole::new(name);
            let new = if mentionable { new.mentionable() } else { new };
            let role = people.create_role(guild, &new).unwrap().to_string();
            RoleLevel { platform: Platform::Discord, role, level }
        };
        let roles = vec![role("agents", Level::Agent), role("seniors", Level::Senior)];
        luma.is_configured(|workspace| {
            workspace.roles = roles;
            workspace.staff.retain(|member| member.name.as_deref() == Some("Anna"));
        })
        .await;
        luma
    }
}

/// As long as no senior has done anything, none is known by name; their role is called.
/// Shows K-5, K-6, K-7.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_by_name_is_called_by_role() {
    only_on!(Discord, "Telegram has no roles");
    let mut luma = Luma::calls_by_role(true).await;
    luma.is_unhappy().await.waits("11m").await;
    assert_shown!(luma.brief());
}

/// Discord lets nobody but those who may mention everyone call a role that is not mentionable: it
/// is named, and nobody hears of it. The doctor tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_nobody_may_mention_is_called_in_vain() {
    only_on!(Discord, "Telegram has no roles");
    let mut luma = Luma::calls_by_role(false).await;
    luma.is_unhappy().await.waits("11m").await;
    let shown = luma.brief();
    assert!(shown.contains("seniors") && !shown.contains("(calls everybody"), "{shown}");
}

impl Luma {
    /// Somebody presses a button in Dana's room.
    async fn taps_in_room(&mut self, who: i64, label: &str) -> &mut Self {
        let message = self.newest_with(DANA, label);
        self.tap_on(who, DANA, message, label).await
    }

    /// Somebody writes in Dana's room.
    async fn writes_into_room(&mut self, who: i64, text: &str) -> &mut Self {
        let room = self.room();
        self.writes_into(who, room, text).await
    }
}
