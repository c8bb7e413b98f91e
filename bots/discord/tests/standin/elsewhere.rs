//! What does not arrive twice, and what does not arrive at all.

use amends_core::{
    desk::DeskSay,
    effect::{PressRef, Receipt, To, Words},
};
use amends_discord::envelope::Envelope;
use amends_platforms::discord::{
    faults::Fault,
    people::{NewChannel, NewGuild},
    permissions::Permissions,
    world::Id,
};
use amends_runtime::port::{Attempt, Incoming, SendError};
use serenity::model::id::GuildId;

use super::bench::{Bench, GIL, MIHAI, say};

const ANSWER: &str = "POST /interactions/{}/{}/callback";

/// Somebody gives a command that is answered for them alone.
async fn given(bench: &Bench) -> PressRef {
    bench.people.slash(MIHAI, bench.desk, "duty off", &[]).unwrap();
    let press = |incoming| {
        let Incoming::Desk { press, .. } = incoming else { return None };
        press
    };
    bench.heard(press).await
}

/// What the one who gave the command reads.
fn read(bench: &Bench) -> Vec<String> {
    bench.discord.look(|world| {
        let messages = world.channel(bench.desk).unwrap().messages.values();
        let whispered = messages.filter(|message| message.only_for == Some(MIHAI));
        whispered.map(|message| message.content.clone()).collect()
    })
}

#[tokio::test]
async fn whisper_that_may_have_arrived_is_not_said_again() {
    let bench = Bench::start().await;
    let ids = (bench.adapter.application(), GuildId::new(bench.guild.0));
    let (load, save) = (|| std::future::ready(None), |_| std::future::ready(()));
    let definitions = bench.adapter.definitions();
    definitions.register(bench.adapter.client(), ids, load, save).await.unwrap();
    let again = || Attempt { repeat: true, nonce: "1.1".to_owned(), ..Attempt::default() };

    let press = given(&bench).await;
    let words = Words::Desk(DeskSay::NowWaiting);
    let body = say(To::Reply(press.clone()), words);
    bench.discord.faults().next(ANSWER, Fault::ReplyLost);
    let lost = bench.perform(&body).await;
    assert!(matches!(lost, Err(SendError::Unknown(_))), "{lost:?}");
    assert_eq!(bench.attempt(&body, again()).await, Ok(Receipt::Done));
    let said = read(&bench);
    assert_eq!(said.len(), 1, "{said:?}");
    // Something else is said all the same, and so is what an earlier try did not bring.
    let other = say(To::Reply(press), Words::Desk(DeskSay::OfferWait));
    assert_eq!(bench.attempt(&other, again()).await, Ok(Receipt::Done));
    assert_eq!(read(&bench).len(), 2);
    let body = say(To::Reply(given(&bench).await), Words::Desk(DeskSay::NowWaiting));
    assert_eq!(bench.attempt(&body, again()).await, Ok(Receipt::Done));
    let said = read(&bench);
    assert_eq!((said.len(), said[2].starts_with('↻')), (3, true), "{said:?}");
    bench.end().await;
}

/// A server that is none of our business, with a thread in which somebody is served.
fn other_server(bench: &Bench) -> (Id, Id) {
    let people = &bench.people;
    let guild = people.create_guild(&NewGuild::new("Elsewhere", MIHAI)).unwrap();
    people.join(GIL, guild).unwrap();
    people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
    let help = people.create_channel(guild, &NewChannel::text("help")).unwrap();
    let thread = people.start_thread(MIHAI, help, "Order 118", false).unwrap();
    (help, thread)
}

#[tokio::test]
async fn what_happens_on_another_server_is_not_kept() {
    let bench = Bench::start().await;
    let (help, thread) = other_server(&bench);
    bench.people.write(GIL, thread, "where is it?").unwrap();
    bench.people.write(MIHAI, thread, "/done").unwrap();
    let message = bench.people.write(GIL, help, "hello?").unwrap();
    bench.people.react(MIHAI, help, message, "✅").unwrap();
    bench.people.archive(MIHAI, thread, true).unwrap();
    bench.people.delete_channel(MIHAI, help).unwrap();
    bench.people.write(GIL, bench.support, "here").unwrap();
    bench.people.write(MIHAI, bench.desk, "at the desk").unwrap();
    let kept = bench.kept_until("at the desk").await;
    let guild = bench.guild.to_string();
    let of = |envelope: &Envelope| {
        let (d, is_server) = (&envelope.d, envelope.t.starts_with("GUILD_"));
        d[if is_server { "id" } else { "guild_id" }].as_str().map(ToOwned::to_owned)
    };
    assert!(kept.iter().any(|envelope| envelope.d["content"] == "here"), "{kept:?}");
    assert!(kept.iter().all(|envelope| of(envelope).as_ref() == Some(&guild)), "{kept:?}");
    bench.end().await;
}
