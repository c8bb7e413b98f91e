//! Names, texts and files that try to be something else, and buttons that are too old.

use amends_core::case::{Outcome, Stage};
use amends_platforms::discord::people::{self, File, NewRole};

use crate::luma::{ANNA, DANA, Luma, MIHAI, discord::id_of};

/// A name with markup and mentions is a name, everywhere, and calls nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_markup_and_mentions_calls_nobody() {
    only_on!(Discord, "Telegram’s own are in another scenario");
    let mut luma = Luma::without_rooms().await;
    let name = "**@everyone** <@51> `x` ||y||";
    luma.discord().people().rename_user(id_of(DANA), name).unwrap();
    luma.is_unhappy().await.writes(DANA, "cold soup").await.waits("2s").await;
    let pinged = luma.discord().platform.look(|world| {
        let messages = world.channels.values().flat_map(|channel| channel.messages.values());
        let mut ours = messages.filter(|message| message.author == world.bot());
        ours.any(|message| {
            let names = message.content.contains("everyone");
            message.pinged_everyone || (names && !message.pinged_users.is_empty())
        })
    });
    assert!(!pinged, "nobody is called by a name");
    assert_shown!(luma.transcript());
}

/// The same where rooms are named and the customer is called by us.
#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_name_in_the_name_of_a_room() {
    only_on!(Discord, "Telegram has no private rooms");
    let mut luma = Luma::opens().await;
    luma.discord().people().forbid_word("gpj");
    luma.discord().people().rename_user(id_of(DANA), "Da\u{202e}na gpj.exe @here").unwrap();
    luma.is_unhappy().await;
    assert_shown!(luma.brief());
}

/// A file that is too large is refused, and it is said on both sides.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_told_to_the_sender() {
    only_on!(Discord, "Telegram copies files by itself");
    let mut luma = Luma::relaying().await;
    let film = || File::of_size("film.mp4", 26 << 20);
    let people = luma.discord().people();
    people.write_dm(id_of(DANA), people::Line::file(film(), "look")).unwrap();
    luma.note("Dana sends a film of 26 MB");
    luma.settle().await.waits("2s").await.note("Anna sends a film of 26 MB");
    let house = luma.discord();
    let thread = house.newest_thread(house.desk).unwrap();
    people.write(id_of(ANNA), thread, people::Line::file(film(), "")).unwrap();
    luma.settle().await;
    assert_shown!(luma.brief());
}

/// Words as long as Discord takes them arrive whole, in two messages, with a name before them.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_line_arrives_whole() {
    only_on!(Discord, "Telegram’s own is in another scenario");
    let mut luma = Luma::relaying().await;
    // What could be markup takes twice the room.
    let line = "a~".repeat(1_000);
    luma.writes(DANA, &line).await.waits("2s").await.says(ANNA, &line).await;
    let waves = |said: Vec<String>| said.concat().matches('~').count();
    assert_eq!(waves(luma.said_in(luma.desk)), 1_000);
    assert_eq!(waves(luma.said_in(DANA)), 1_000);
}

/// A button of a message that changed since, and one that was made up.
/// Shows S-18, INV 14, E4.
#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_of_others_and_old_buttons_do_nothing() {
    only_on!(Discord, "Telegram’s own are in another scenario");
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.begins();
    let happy = luma.data_of(DANA, "🙂 Good");
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await.begins();
    let question = luma.message_with(DANA, "How did we do just now?");
    luma.note("Dana’s app still shows the faces: 🙂");
    luma.front().forge(DANA, DANA, question, &happy);
    luma.settle().await;
    let card = luma.message_with(luma.desk, "R-1001 · Dana");
    let take = "T.1001.xxxxxxxxxx";
    luma.note("Mihai’s client makes up a button");
    luma.back().forge(MIHAI, luma.desk, card, take);
    luma.settle().await;
    assert_shown!(luma.brief());
}

/// Roles that stand above the bot's, of staff and of the customer, change nothing.
#[tokio::test(flavor = "multi_thread")]
async fn roles_above_the_bots_change_nothing() {
    only_on!(Discord, "Telegram has no roles");
    let mut luma = Luma::opens().await;
    let (guild, staff) = (luma.discord().guild, luma.discord().staff);
    let people = luma.discord().people();
    let vip = people.create_role(guild, &NewRole::new("vip")).unwrap();
    people.give_role(guild, id_of(DANA), vip).unwrap();
    for (role, rank) in [(staff, 90), (vip, 99)] {
        people.set_rank(guild, role, rank).unwrap();
    }
    luma.settle().await.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.")
        .await
        .says(ANNA, "/resolve the dish was served anyway: no wish")
        .await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    let stage = luma.customer(DANA).cases[0].stage.clone();
    assert!(matches!(stage, Stage::Closed { outcome: Outcome::Recovered, .. }), "{stage:?}");
}
