//! What people do reaches the bot in a form that the library reads.

use std::collections::BTreeSet;

use amends_platforms::discord::{
    Options,
    people::{File, Line, NewChannel, NewRole},
    world::Id,
};
use serenity::all::{Event, GatewayIntents, Message};

use crate::bench::{ANNA, BEN, Bench, Bot, CARL, PLAIN};

async fn next_message(bot: &mut Bot, id: Id) -> Message {
    bot.hears(|event| {
        let Event::MessageCreate(event) = event else { return None };
        (event.message.id.get() == id.0).then(|| event.message.clone())
    })
    .await
}

/// Waits until the bot heard a last line, and returns the names of all events before it.
async fn names_until(bot: &mut Bot, last: Id) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    bot.hears(|event| {
        names.insert(event.name().unwrap_or_else(|| "UNKNOWN".to_owned()));
        matches!(event, Event::MessageCreate(event) if event.message.id.get() == last.0)
            .then_some(())
    })
    .await;
    names
}

#[tokio::test]
async fn every_deed_reaches_the_bot() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let mut bot = bench.connect(PLAIN | GatewayIntents::MESSAGE_CONTENT).await;
    let first = people.write(ANNA, home.lobby, "hello <@801000000000000050>").unwrap();
    people.edit(ANNA, home.lobby, first, "hello!").unwrap();
    people.react(BEN, home.lobby, first, "👍").unwrap();
    people.unreact(BEN, home.lobby, first, "👍").unwrap();
    let answer = Line::file(File::named("a.png"), "look").replying_to(first);
    people.write(BEN, home.lobby, answer).unwrap();
    people.write(ANNA, home.lobby, Line::file(File::voice(), "")).unwrap();
    people.pin(BEN, home.lobby, first, true).unwrap();
    people.delete(ANNA, home.lobby, first).unwrap();
    let thread = people.start_thread(ANNA, home.lobby, "a talk", false).unwrap();
    people.write(CARL, thread, "me too").unwrap();
    people.leave_thread(CARL, thread).unwrap();
    people.archive(ANNA, thread, true).unwrap();
    people.write(ANNA, thread, "one more").unwrap();
    people.lock(BEN, thread, true).unwrap();
    people.delete_channel(BEN, thread).unwrap();
    let post = people.create_post(ANNA, home.forum, "Broken", "it broke", &["open"]).unwrap();
    people.set_tags(ANNA, post, &["solved"]).unwrap();
    people.join_voice(ANNA, home.voice).unwrap();
    people.leave_voice(ANNA, home.guild).unwrap();
    let role = people.create_role(home.guild, &NewRole::new("Regular")).unwrap();
    people.give_role(home.guild, ANNA, role).unwrap();
    people.set_rank(home.guild, role, 9).unwrap();
    people.delete_role(home.guild, role).unwrap();
    let extra = people.create_channel(home.guild, &NewChannel::text("ticket-1")).unwrap();
    people.rename(BEN, extra, "closed-1").unwrap();
    people.delete_channel(BEN, extra).unwrap();
    people.leave(CARL, home.guild).unwrap();
    people.join(CARL, home.guild).unwrap();
    let last = people.write_dm(ANNA, "in private").unwrap();
    let names = names_until(&mut bot, last).await;
    let wanted = [
        "CHANNEL_CREATE",
        "CHANNEL_DELETE",
        "CHANNEL_PINS_UPDATE",
        "CHANNEL_UPDATE",
        "GUILD_CREATE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_DELETE",
        "GUILD_ROLE_UPDATE",
        "MESSAGE_CREATE",
        "MESSAGE_DELETE",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_UPDATE",
        "THREAD_CREATE",
        "THREAD_DELETE",
        "THREAD_UPDATE",
        "VOICE_STATE_UPDATE",
    ];
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !names.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?} of {names:?}");
    assert!(!names.contains("UNKNOWN") && !names.contains("GUILD_MEMBER_ADD"), "{names:?}");
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn text_in_guilds_is_hidden_from_a_bot_without_the_privilege() {
    let options = Options { message_content: false, enforce_limits: false, ..Options::default() };
    let bench = Bench::with(options).await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let mut bot = bench.connect(PLAIN).await;
    let line = people.write(ANNA, home.lobby, Line::file(File::named("a.png"), "secret")).unwrap();
    let heard = next_message(&mut bot, line).await;
    assert_eq!((heard.content.as_str(), heard.attachments.len()), ("", 0));
    let mention = format!("<@{}> secret", bench.stand_in.bot());
    let line = people.write(ANNA, home.lobby, mention.as_str()).unwrap();
    assert_eq!(next_message(&mut bot, line).await.content, mention);
    let line = people.write_dm(ANNA, Line::file(File::named("a.png"), "for you")).unwrap();
    let heard = next_message(&mut bot, line).await;
    assert_eq!((heard.content.as_str(), heard.attachments.len()), ("for you", 1));
    let read = bench.http.get_messages(home.lobby.0.into(), None, None).await.unwrap();
    assert_eq!(read[1].content, "");
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn what_the_bot_does_not_see_or_want_is_not_told() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let hidden = NewChannel::text("hidden").only_for(&[BEN]);
    let hidden = people.create_channel(home.guild, &hidden).unwrap();
    let mut bot = bench.connect(PLAIN.difference(GatewayIntents::GUILD_VOICE_STATES)).await;
    people.write(BEN, hidden, "not for bots").unwrap();
    people.join_voice(ANNA, home.voice).unwrap();
    let last = people.write(ANNA, home.lobby, "for all").unwrap();
    let mut messages = 0;
    bot.hears(|event| {
        assert!(!matches!(event, Event::VoiceStateUpdate(_)), "nobody asked for {event:?}");
        let Event::MessageCreate(event) = event else { return None };
        messages += 1;
        (event.message.id.get() == last.0).then_some(())
    })
    .await;
    assert_eq!(messages, 1);
    bot.leave().await;
    bench.done().await;
}
