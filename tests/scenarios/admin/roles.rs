//! Who may do what, and who may say so (4.6, E50).

use amends_core::policy::{Level, Seen};
use amends_platforms::{
    discord::{people::NewRole, permissions::Permissions},
    telegram::world::Role,
};

use crate::luma::{ANNA, ION, KATRIN, Line, Luma, MIHAI, PIOTR, account, discord::id_of};

impl Luma {
    /// Piotr administers the business: the configuration says so.
    async fn ruled() -> Self {
        let mut luma = Self::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
        luma.begins();
        luma
    }

    /// Piotr says these, one after the other.
    async fn orders(&mut self, commands: &[&str]) -> &mut Self {
        for command in commands {
            self.says_in_general(PIOTR, command).await;
        }
        self
    }

    fn level_of(&self, who: i64) -> Option<Level> {
        self.handle().policy().staff(&self.account(who)).map(|member| member.level)
    }

    fn is_admin(&self, who: i64) -> bool {
        self.handle().policy().workspace.admins.contains(&self.account(who))
    }
}

/// `/role list`, `add`, `remove`: who is given a role may use it at once, and loses it at once.
#[tokio::test(flavor = "multi_thread")]
async fn roles_are_given_and_taken() {
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ION, "/cases").await;
    luma.orders(&["/role list", "/role add @ion agent"]).await;
    luma.says_in_general(ION, "/cases").await;
    luma.orders(&["/role add @ion senior", "/role add @katrin admin", "/role list"]).await;
    luma.orders(&["/role remove @katrin admin", "/role remove @ion", "/audit 4"]).await;
    luma.says_in_general(ION, "/cases").await.says_in_general(KATRIN, "/role list").await;
    assert_eq!(luma.level_of(ION), None);
    assert_shown!(luma.brief(), @"
    09:20:00 Ion in General: /cases
      desk     | (answers 2) That's for agents. You are: not on the staff list.
    09:20:00 Piotr in General: /role list
      desk     | (answers 4) Who may do what:
                 Piotr (@piotr): director and admin (by the configuration)
                 Katrin (@katrin): senior
                 Mihai (@mihai): agent
                 Anna (@anna): agent
    09:20:00 Piotr in General: /role add @ion agent
      desk     | (answers 6) Ion is agent from now on.
                 [Undo]
    09:20:00 Ion in General: /cases
      desk     | (answers 8) No open cases.
    09:20:00 Piotr in General: /role add @ion senior
      desk     | (answers 10) Ion is senior from now on.
                 [Undo]
    09:20:00 Piotr in General: /role add @katrin admin
      desk     | (answers 12) Katrin is senior and admin from now on.
                 [Undo]
    09:20:00 Piotr in General: /role list
      desk     | (answers 14) Who may do what:
                 Piotr (@piotr): director and admin (by the configuration)
                 Katrin (@katrin): senior and admin
                 Ion (@ion): senior
                 Mihai (@mihai): agent
                 Anna (@anna): agent
    09:20:00 Piotr in General: /role remove @katrin admin
      desk     | (answers 16) Katrin is only senior from now on.
                 [Undo]
    09:20:00 Piotr in General: /role remove @ion
      desk     | (answers 18) Ion has no role any more.
                 [Undo]
    09:20:00 Piotr in General: /audit 4
      desk     | (answers 20) Who changed what, the newest first:
                 09:20 Piotr: role Ion (telegram:54) senior → none
                 09:20 Piotr: role Katrin (telegram:52) senior admin → senior
                 09:20 Piotr: role Katrin (telegram:52) senior → senior admin
                 09:20 Piotr: role Ion (telegram:54) agent → senior
    09:20:00 Ion in General: /cases
      desk     | (answers 22) That's for agents. You are: not on the staff list.
    09:20:00 Katrin in General: /role list
      desk     | (answers 24) That's for admins. You are: senior.
    ");
}

/// Somebody without a user name is meant by answering them.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_answered_is_meant() {
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ION, "I can help out today").await;
    luma.replies_in_general(PIOTR, "I can help out today", "/role add agent").await;
    assert_eq!(luma.level_of(ION), Some(Level::Agent));
    luma.replies_in_general(PIOTR, "I can help out today", "/role add boss").await;
    luma.replies_in_general(PIOTR, "I can help out today", "/role remove").await;
    assert_eq!(luma.level_of(ION), None);
    assert_shown!(luma.brief(), @"
    09:20:00 Ion in General: I can help out today
    09:20:00 Piotr answers “I can help out today” in General: /role add agent
      desk     | (answers 3) Ion is agent from now on.
                 [Undo]
    09:20:00 Piotr answers “I can help out today” in General: /role add boss
      desk     | (answers 5) I don't know 'boss'. There are agent, senior, director, admin.
    09:20:00 Piotr answers “I can help out today” in General: /role remove
      desk     | (answers 7) Ion has no role any more.
                 [Undo]
    ");
}

/// What can't be is refused with what to do instead, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn roles_that_can_not_be_are_refused() {
    let mut luma = Luma::ruled().await;
    luma.says_in_general(PIOTR, "hello").await.begins();
    let before = luma.handle().policy().workspace.clone();
    luma.orders(&["/role add @nobody agent", "/role add @anna boss", "/role add @anna agnet"])
        .await;
    luma.orders(&["/role add @anna agent", "/role remove @anna admin", "/role remove @piotr"])
        .await;
    luma.orders(&["/role add", "/role grant @anna agent", "/role map nothing agent"]).await;
    luma.orders(&["/role map nothing admin", "/role add 999999 agent"]).await;
    assert_eq!(luma.handle().policy().workspace, before);
    luma.orders(&["/role add @katrin admin", "/role remove @piotr admin"]).await;
    assert!(luma.is_admin(PIOTR));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role add @nobody agent
      desk     | (answers 3) I haven't seen @nobody yet – let her write here once, or reply to her message.
    09:20:00 Piotr in General: /role add @anna boss
      desk     | (answers 5) I don't know 'boss'. There are agent, senior, director, admin.
    09:20:00 Piotr in General: /role add @anna agnet
      desk     | (answers 7) I don't know 'agnet'. Did you mean agent? There are agent, senior, director, admin.
    09:20:00 Piotr in General: /role add @anna agent
      desk     | (answers 9) Anna is agent already.
    09:20:00 Piotr in General: /role remove @anna admin
      desk     | (answers 11) Anna is no admin.
    09:20:00 Piotr in General: /role remove @piotr
      desk     | (answers 13) That would leave no admin.
    09:20:00 Piotr in General: /role add
      desk     | (answers 15) Say it like this: /role list, /role add @anna agent, /role remove @anna – or reply to somebody's message: /role add agent
    09:20:00 Piotr in General: /role grant @anna agent
      desk     | (answers 17) Say it like this: /role list, /role add @anna agent, /role remove @anna – or reply to somebody's message: /role add agent
    09:20:00 Piotr in General: /role map nothing agent
      desk     | (answers 19) I don't know this role. Pick one of the server: /role map level: role:
    09:20:00 Piotr in General: /role map nothing admin
      desk     | (answers 21) I don't know 'admin'. A role makes people agent, senior, director or none.
    09:20:00 Piotr in General: /role add 999999 agent
      desk     | (answers 23) I haven't seen 999999 yet – let her write here once, or reply to her message.
    09:20:00 Piotr in General: /role add @katrin admin
      desk     | (answers 25) Katrin is senior and admin from now on.
                 [Undo]
    09:20:00 Piotr in General: /role remove @piotr admin
      desk     | (answers 27) Piotr is named in the configuration and stays admin: take them out of 'admins' there first.
    ");
}

/// 4.6: roles are for admins, whatever else somebody is.
#[tokio::test(flavor = "multi_thread")]
async fn roles_are_for_admins_alone() {
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ANNA, "/role add @ion admin").await;
    luma.says_in_general(KATRIN, "/role remove @piotr").await;
    luma.says_in_general(ION, "/role list").await;
    assert!(luma.is_admin(PIOTR) && !luma.is_admin(ION));
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /role add @ion admin
      desk     | (answers 2) That's for admins. You are: agent.
    09:20:00 Katrin in General: /role remove @piotr
      desk     | (answers 4) That's for admins. You are: senior.
    09:20:00 Ion in General: /role list
      desk     | (answers 6) That's for admins. You are: not on the staff list.
    ");
}

/// A change of a role is undone like any other; one that would leave no admin is not.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_taken_back() {
    let mut luma = Luma::ruled().await;
    luma.orders(&["/role add @mihai senior"]).await.presses(PIOTR, "Undo").await;
    assert_eq!(luma.level_of(MIHAI), Some(Level::Agent));
    luma.orders(&["/role remove @anna"]).await.presses(PIOTR, "Undo").await;
    assert_eq!(luma.level_of(ANNA), Some(Level::Agent));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role add @mihai senior
      desk     | (answers 2) Mihai is senior from now on.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 2) Undone. role Mihai (telegram:51): agent
    09:20:00 Piotr in General: /role remove @anna
      desk     | (answers 4) Anna has no role any more.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) Undone. role Anna (telegram:50): agent
    ");
}

/// What was said in the chat holds after a restart with the old configuration.
#[tokio::test(flavor = "multi_thread")]
async fn roles_of_the_chat_outlive_the_configuration() {
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ION, "hello").await;
    luma.orders(&["/role add @ion agent", "/role remove @mihai", "/role add @anna senior"]).await;
    luma.orders(&["/role add @katrin admin"]).await;
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    let levels = [ION, MIHAI, ANNA, PIOTR].map(|who| luma.level_of(who));
    let wanted = [Some(Level::Agent), None, Some(Level::Senior), Some(Level::Director)];
    assert_eq!(levels, wanted);
    assert!(luma.is_admin(KATRIN) && luma.is_admin(PIOTR));
    luma.begins().orders(&["/role list"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role list
      desk     | (answers 11) Who may do what:
                 Piotr (@piotr): director and admin (by the configuration)
                 Katrin (@katrin): senior and admin
                 Anna (@anna): senior
                 Ion (@ion): agent
    ");
}

/// Rights are looked up when a button is pressed, not when it was drawn.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_meanwhile_counts_no_more() {
    let mut luma = Luma::ruled().await;
    luma.is_unhappy().await.begins();
    luma.orders(&["/role remove @anna"]).await.presses(ANNA, "Take it").await;
    luma.presses(MIHAI, "Take it").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role remove @anna
      desk     | (answers 6) Anna has no role any more.
                 [Undo]
    09:20:00 Anna presses [Take it]
               (Anna sees: That's for agents. You are: not on the staff list.)
    09:20:00 Mihai presses [Take it]
               (Mihai sees: Mihai has it.)
      Dana     | Mihai is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 Promised: first reply by 09:30
    ");
}

/// The same with the buttons of admins.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_admin_any_more_undoes_nothing() {
    only_on!(Telegram, "elsewhere nobody else sees the answer to a command");
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ION, "hello").await.begins();
    luma.orders(&["/role add @katrin admin"]).await;
    luma.says_in_general(KATRIN, "/role add @ion agent").await;
    luma.orders(&["/role remove @katrin admin"]).await.presses(KATRIN, "Undo").await;
    assert_eq!(luma.level_of(ION), Some(Level::Agent));
    assert!(!luma.is_admin(KATRIN));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role add @katrin admin
      desk     | (answers 3) Katrin is senior and admin from now on.
                 [Undo]
    09:20:00 Katrin in General: /role add @ion agent
      desk     | (answers 5) Ion is agent from now on.
                 [Undo]
    09:20:00 Piotr in General: /role remove @katrin admin
      desk     | (answers 7) Katrin is only senior from now on.
                 [Undo]
    09:20:00 Katrin presses [Undo]
               (Katrin sees: That's for admins. You are: senior.)
    ");
}

/// Whoever answers for open cases and loses their role is named with what they leave behind.
#[tokio::test(flavor = "multi_thread")]
async fn cases_of_somebody_who_leaves_are_named() {
    let mut luma = Luma::ruled().await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.begins();
    luma.orders(&["/role remove @anna"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role remove @anna
      desk     | (answers 7) Anna has no role any more.
                 Anna still has R-1001: somebody else has to take over.
                 [Undo]
    ");
}

/// 4.6: while nobody administers, whoever the place of work belongs to becomes the first admin with
/// the first command of an admin; nobody else does, and nobody does later.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_admin_is_whose_the_place_is() {
    let mut luma = Luma::opens().await;
    luma.begins().says_in_general(KATRIN, "/zone Europe/Bucharest").await;
    assert!(luma.handle().policy().workspace.admins.is_empty());
    luma.says_in_general(PIOTR, "/zone Europe/Bucharest").await;
    assert!(luma.is_admin(PIOTR));
    luma.says_in_general(PIOTR, "/audit").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Katrin in General: /zone Europe/Bucharest
      desk     | (answers 2) That's for admins. You are: senior.
    09:20:00 Piotr in General: /zone Europe/Bucharest
      desk     | Piotr is admin from now on: nobody was, and this place is theirs.
      desk     | (answers 4) Saved. Zone: Europe/Bucharest. The clock there shows 11:20.
                 [Undo]
    09:20:00 Piotr in General: /audit
      desk     | (answers 7) Who changed what, the newest first:
                 11:20 Piotr: zone UTC → Europe/Bucharest
                 11:20 Piotr: role Piotr (telegram:53) director → director admin
    ");
}

/// The same on Telegram: to be an administrator of the group gives nothing.
#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_the_group_is_no_admin() {
    only_on!(Telegram, "elsewhere nobody looks after a group alone");
    let mut luma = Luma::opens().await;
    let desk = luma.desk;
    let people = luma.telegram().platform.people();
    people.set_role(PIOTR, desk, KATRIN, Role::Admin).unwrap();
    luma.settle().await.starts(PIOTR).await.begins();
    luma.says_in_general(KATRIN, "/zone Europe/Bucharest").await;
    assert!(luma.handle().policy().workspace.admins.is_empty());
    luma.writes(PIOTR, "/zone").await;
    assert!(luma.is_admin(PIOTR), "whose group it is counts in private, too");
    assert_shown!(luma.brief(), @"
    09:20:00 Katrin in General: /zone Europe/Bucharest
      desk     | (answers 2) That's for admins. You are: senior.
    09:20:00 Piotr: /zone
      Piotr    | (answers 5) Zone: UTC. The clock there shows 09:20.
      desk     | Piotr is admin from now on: nobody was, and this place is theirs.
    ");
}

/// The same on Discord: who may manage the server, whoever owns it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_manages_the_server_is_the_first_admin() {
    only_on!(Discord, "nobody else has servers");
    let mut luma = Luma::opens().await;
    let (people, guild) = (luma.discord().people(), luma.discord().guild);
    let managers = NewRole::new("managers").may(Permissions::MANAGE_GUILD);
    let managers = people.create_role(guild, &managers).unwrap();
    people.give_role(guild, id_of(KATRIN), managers).unwrap();
    luma.settle().await.begins().says_in_general(KATRIN, "/zone Europe/Bucharest").await;
    assert!(luma.is_admin(KATRIN));
    luma.says_in_general(PIOTR, "/zone UTC").await;
    assert!(!luma.is_admin(PIOTR), "there is one already");
    assert_shown!(luma.brief());
}

/// Discord's roles make their holders staff, from the next thing they do.
#[tokio::test(flavor = "multi_thread")]
async fn holders_of_a_role_are_staff_as_long_as_it_is_mapped() {
    only_on!(Discord, "nobody else has roles");
    let mut luma = Luma::ruled().await;
    luma.says_in_general(ION, "/cases").await;
    luma.orders(&["/role map @staff agent"]).await.says_in_general(ION, "/cases").await;
    luma.orders(&["/role list", "/role remove @ion"]).await;
    luma.service_is_killed().await;
    luma.service_comes_back().await.says_in_general(ION, "/cases").await;
    luma.orders(&["/role map @staff none"]).await.says_in_general(ION, "/cases").await;
    let role = luma.discord().staff.to_string();
    assert_shown!(luma.brief().replace(&role, "(its id)"));
}

/// The same with a first command that only looks.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_command_may_be_one_that_looks() {
    for command in ["/signals", "/ask dry-run gap 24h"] {
        let mut luma = Luma::opens().await;
        luma.begins().says_in_general(KATRIN, command).await;
        assert!(luma.handle().policy().workspace.admins.is_empty());
        luma.says_in_general(PIOTR, command).await;
        assert!(luma.is_admin(PIOTR), "{command}");
        let said = luma.brief();
        assert_eq!(said.matches("That's for admins").count(), 1, "only Katrin is refused: {said}");
    }
}

/// On a server without a desk, and with nobody who administers, the first command is answered, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_a_desk_gets_its_first_admin() {
    only_on!(Discord, "whose a group is can only be asked where the desk is known");
    let mut luma = Luma::opens_with(|workspace| {
        (workspace.desk, workspace.care) = (None, None);
        workspace.roles.clear();
        workspace.staff.clear();
    })
    .await;
    let (people, guild) = (luma.discord().people(), luma.discord().guild);
    let managers = NewRole::new("managers").may(Permissions::MANAGE_GUILD);
    let managers = people.create_role(guild, &managers).unwrap();
    people.give_role(guild, id_of(KATRIN), managers).unwrap();
    luma.settle().await.begins().says_in_general(ANNA, "/zone Europe/Bucharest").await;
    assert!(luma.handle().policy().workspace.admins.is_empty());
    luma.says_in_general(KATRIN, "/signals").await;
    assert!(luma.is_admin(KATRIN));
    luma.says_in_general(KATRIN, "/zone Europe/Bucharest").await;
    assert_shown!(luma.brief());
}

/// A role that was mapped is so no more with one press, unless it was mapped anew since.
#[tokio::test(flavor = "multi_thread")]
async fn a_mapped_role_is_taken_back() {
    only_on!(Discord, "nobody else has roles");
    let mut luma = Luma::ruled().await;
    luma.begins().orders(&["/role map @staff senior"]).await.says_in_general(ION, "/cases").await;
    assert_eq!(luma.level_of(ION), Some(Level::Senior));
    let first = luma.newest_with(luma.desk, "Undo");
    luma.orders(&["/role map @staff agent"]).await;
    assert_eq!(luma.level_of(ION), None, "until he does something");
    let desk = luma.desk;
    luma.tap_on(PIOTR, desk, first, "Undo").await.presses(PIOTR, "Undo").await;
    luma.says_in_general(ION, "/cases").await;
    assert_eq!(luma.level_of(ION), Some(Level::Senior));
    assert!(luma.is_admin(PIOTR));
    let role = luma.discord().staff.to_string();
    assert_shown!(luma.brief().replace(&role, "(its id)"));
}

/// User names are given away and taken up again: who is meant has to be told.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_two_go_by_is_none() {
    only_on!(Telegram, "people are picked from a list elsewhere");
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        let username = Some("anna".to_owned());
        workspace.seen.push(Seen { address: account(ION), name: Some("Ion".to_owned()), username });
    })
    .await;
    luma.begins().orders(&["/role add @anna senior", "/role add 54 senior"]).await;
    assert_eq!(luma.level_of(ANNA), Some(Level::Agent));
    assert_eq!(luma.level_of(ION), Some(Level::Senior));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role add @anna senior
      desk     | (answers 2) Several people are called @anna: telegram:54, telegram:50. Use the number, or reply to a message of theirs.
    09:20:00 Piotr in General: /role add 54 senior
      desk     | (answers 4) Ion is senior from now on.
                 [Undo]
    ");
}

/// A button whose change was undone already does nothing more, and leaves what stands there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_said_beside_the_message() {
    only_on!(Telegram, "elsewhere a message without buttons can't be pressed");
    let mut luma = Luma::ruled().await;
    luma.begins().orders(&["/role remove @anna"]).await;
    let desk = luma.desk;
    let (message, data) = (luma.newest_with(desk, "Undo"), luma.data_of(desk, "Undo"));
    luma.presses(PIOTR, "Undo").await.note("Piotr’s client sends the press once more");
    luma.back().forge(PIOTR, desk, message, &data);
    luma.settle().await;
    assert_eq!(luma.level_of(ANNA), Some(Level::Agent));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /role remove @anna
      desk     | (answers 2) Anna has no role any more.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 2) Undone. role Anna (telegram:50): agent
    09:20:00 Piotr’s client sends the press once more
               (Piotr sees: That is over: give the command once more.)
    ");
}

/// Whoever hides behind the group is told that nobody can see who they are.
/// Shows E50.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_administers_without_a_face() {
    only_on!(Telegram, "elsewhere nobody can hide");
    let mut luma = Luma::opens().await;
    luma.begins();
    let desk = luma.desk;
    for text in ["/role list", "/zone Europe/Bucharest"] {
        luma.note(&format!("somebody hidden at the desk: {text}"));
        luma.puts(PIOTR, desk, Line::text(text).anonymously()).await;
    }
    assert!(luma.handle().policy().workspace.admins.is_empty());
    assert_shown!(luma.brief(), @"
    09:20:00 somebody hidden at the desk: /role list
      desk     | (answers 2) I can't see who you are – switch off 'remain anonymous'
    09:20:00 somebody hidden at the desk: /zone Europe/Bucharest
      desk     | (answers 4) I can't see who you are – switch off 'remain anonymous'
    ");
}
