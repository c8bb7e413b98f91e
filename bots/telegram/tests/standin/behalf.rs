//! The account of somebody who connected the bot: what is written there reaches us, and what we write
//! arrives there and nowhere else.

use std::sync::atomic::Ordering;

use amends_core::{
    effect::{Body, Receipt, Refusal, To, Words},
    event::VenueEvent,
    lang::Lang,
    place::{Address, Platform},
    say::Say,
};
use amends_platforms::telegram::{
    business::AccountRights,
    spec::Spec,
    world::{Author, Mark},
};
use amends_runtime::port::Incoming;

use crate::bench::{ANNA, Bench, DANA, number, private, refused, send};

fn words(text: &str) -> Words {
    let say = Say::Words { name: None, text: text.to_owned(), marks: Vec::new() };
    Words::Customer(say, Lang::EN)
}

#[tokio::test]
async fn what_is_written_on_behalf_of_an_account_stands_there_and_is_not_read_back() {
    Spec::is_there();
    let mut bench = Bench::new().await;
    let people = bench.people();
    // Dana never started the bot: her own chat with Anna needs nothing of it.
    people.connect_bot(ANNA, AccountRights::ALL).unwrap();
    people.write_to_owner(DANA, ANNA, "my soup was cold").unwrap();
    let Incoming::Venue { place, event } = bench.next().await else { panic!("a message") };
    let VenueEvent::Wrote { by, message, on_behalf: true, .. } = event else { panic!("{event:?}") };
    assert_eq!(by.address, Address::new(Platform::Telegram, DANA.to_string()));
    assert_eq!((&message.place, &place.chat), (&place, &private().chat));
    assert_ne!(place, private());

    let ask = send(To::Place(place.clone()), words("How was it?"), Vec::new());
    let sent = bench.sent(&ask).await;
    assert_eq!(sent.place, place);
    people.write_as_owner(ANNA, DANA, "/done").unwrap();
    let Incoming::Venue { event, .. } = bench.next().await else { panic!("a message") };
    let VenueEvent::Wrote { by, message: done, content, .. } = event else { panic!("{event:?}") };
    assert_eq!(by.address, Address::new(Platform::Telegram, ANNA.to_string()));
    assert_eq!(content.words(), Some("/done"), "our own words came back before");

    let words = Some(words("Thank you."));
    let (buttons, purpose, press) = (Vec::new(), None, None);
    let edit = Body::Edit { message: sent.clone(), words, buttons, purpose, press };
    assert_eq!(bench.perform(&edit).await, Ok(Receipt::Message(sent.clone())));
    let delete = Body::Delete { message: done.clone(), purpose: None };
    assert_eq!(bench.perform(&delete).await, Ok(Receipt::Done));
    let chat = bench.standin.account_chat(ANNA, DANA).unwrap();
    assert!(chat.messages[&number(&done.id)].is(Mark::Deleted));
    let stands: Vec<_> =
        chat.shown(None).into_iter().map(|it| (it.from, it.text.as_str())).collect();
    assert_eq!(stands, [(Author::Person(DANA), "my soup was cold"), (Author::Bot, "Thank you.")]);
    assert!(bench.standin.chat(DANA).is_none(), "there is no private chat");
    bench.done().await;
}

#[tokio::test]
async fn closed_way_through_an_account_is_told_from_an_unreachable_person() {
    let mut bench = Bench::new().await;
    let people = bench.people();
    people.start(DANA, None).unwrap();
    assert!(matches!(bench.next().await, Incoming::Wrote { .. }));
    people.connect_bot(ANNA, AccountRights::REPLY).unwrap();
    people.write_to_owner(DANA, ANNA, "hello").unwrap();
    let Incoming::Venue { place, event } = bench.next().await else { panic!("a message") };
    let VenueEvent::Wrote { message, .. } = event else { panic!("{event:?}") };
    let ask = send(To::Place(place), words("How was it?"), Vec::new());
    bench.sent(&ask).await;
    let delete = Body::Delete { message: message.clone(), purpose: None };
    assert_eq!(bench.perform(&delete).await, refused(Refusal::NoRights));
    let pin = Body::Pin { message };
    assert_eq!(bench.perform(&pin).await, refused(Refusal::Unsupported));

    bench.ahead_ms.fetch_add(25 * 3_600_000, Ordering::SeqCst);
    assert_eq!(bench.perform(&ask).await, refused(Refusal::ThreadGone));
    people.write_to_owner(DANA, ANNA, "hello again").unwrap();
    bench.sent(&ask).await;
    people.set_account_rights(ANNA, AccountRights::NONE).unwrap();
    assert_eq!(bench.perform(&ask).await, refused(Refusal::ThreadGone));
    people.disconnect_bot(ANNA).unwrap();
    assert_eq!(bench.perform(&ask).await, refused(Refusal::ThreadGone));
    assert_eq!(bench.perform(&delete).await, refused(Refusal::NoRights));
    assert!(bench.standin.chat(DANA).unwrap().from_bot().is_empty());
    bench.done().await;
}
