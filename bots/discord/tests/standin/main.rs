//! The adapter against a stand-in that keeps Discord's rules: what is asked for happens, and what
//! happens is heard.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod bench;
mod elsewhere;

use amends_core::{
    action::Action,
    desk::{DeskSay, Mark, Mention, Title},
    effect::{Body, Form, Purpose, Receipt, Refusal, To, Words},
    event::{Ending, VenueEvent},
    ids::{CaseNumber, SurveyId},
    place::{Content, MediaKind, MessageRef, Place, Platform},
    policy::{Level, RoleLevel},
    say::{Button, Does, Label, Question, Say},
    scale::{Rating, Scale},
};
use amends_platforms::discord::{
    Options,
    people::{File, Given, Line, NewRole},
    permissions::Permissions,
    world::Id,
};
use amends_runtime::port::{Adapter, Attempt, Incoming, SendError};
use serenity::model::id::GuildId;
use uuid::Uuid;

use self::bench::{
    Bench, GIL, MIHAI, PATIENCE, address, chat, customer, id, press_of, said, say, to_gil,
};

const CASE: CaseNumber = CaseNumber(1043);

fn survey() -> SurveyId {
    SurveyId(Uuid::from_u128(7))
}

fn faces() -> Vec<Vec<Button>> {
    let button = |rating: Rating| Button {
        label: Label::Rating(rating),
        does: Does::Act(Action::Rate { survey: survey(), value: rating.value() }),
    };
    vec![Scale::Faces3.ratings().map(button).collect()]
}

fn question(to: To) -> Body {
    let ask = Say::Ask { question: Question::JustNow, name: Some("Gil".to_owned()), call: None };
    let (words, purpose) = (customer(ask), Some(Purpose::Question(survey())));
    Body::Send { to, words, buttons: faces(), reply_to: None, ask_reply: false, purpose }
}

fn title() -> Title {
    Title { mark: Mark::Red, case: CASE, name: Some("Gil".to_owned()) }
}

fn open_room(bench: &Bench) -> Body {
    let (care, title) = (chat(bench.care), Some(title()));
    Body::OpenRoom { care, with: address(GIL), title, purpose: Some(Purpose::Room(CASE)) }
}

async fn opened(bench: &Bench, body: &Body) -> Place {
    match bench.perform(body).await {
        Ok(Receipt::Thread(place) | Receipt::ThreadOnCard { thread: place, .. }) => place,
        other => panic!("{other:?}"),
    }
}

fn thread_id(place: &Place) -> Id {
    id(place.thread.as_ref().unwrap())
}

fn in_words(incoming: Incoming) -> Option<(MessageRef, Content)> {
    let (Incoming::Wrote { message, content, .. }
    | Incoming::Room { message, content, .. }
    | Incoming::Desk { message, content, .. }) = incoming
    else {
        return None;
    };
    Some((message, content))
}

#[tokio::test]
async fn question_is_asked_pressed_and_changed() {
    let bench = Bench::start().await;
    let asked = bench.post(&question(to_gil())).await;
    assert_eq!(bench.shown(&asked).content, "Hi Gil! How did we do just now?");
    let dm = id(&asked.place.chat);
    bench.people.click(GIL, dm, id(&asked.id), "🙂 Good").unwrap();
    let (press, message) = bench.heard(press_of).await;
    assert_eq!(message.as_ref(), Some(&asked));
    let words = Some(customer(Say::ThanksHappy));
    let tell = Button { label: Label::TellUs, does: Does::Act(Action::Tell { survey: survey() }) };
    let body = Body::Edit {
        message: asked.clone(),
        words,
        buttons: vec![vec![tell]],
        purpose: None,
        press: Some(press.clone()),
    };
    assert_eq!(bench.perform(&body).await, Ok(Receipt::Message(asked.clone())));
    let shown = bench.shown(&asked);
    assert!(shown.content.starts_with("Thank you"), "{}", shown.content);
    assert_eq!(shown.labels(), ["Tell us"]);
    // The press was answered: the same change goes another way.
    assert_eq!(bench.perform(&body).await, Ok(Receipt::Message(asked.clone())));
    // Whatever else is said in answer to it is for its reader alone.
    let toast = Body::Answer { press, words: Some(customer(Say::LateAck)), covered: false };
    assert_eq!(bench.perform(&toast).await, Ok(Receipt::Done));
    bench.people.click(GIL, dm, id(&asked.id), "Tell us").unwrap();
    let (press, _) = bench.heard(press_of).await;
    let form = Form::Comment(survey());
    let words = customer(Say::ComplainPrompt);
    let body = Body::Form { press: press.clone(), form, words, to: None, purpose: None };
    assert_eq!(bench.perform(&body).await, Ok(Receipt::Done));
    let opened_by = id(press.id.split('.').nth(1).unwrap());
    bench.people.submit(GIL, opened_by, &[("What happened?", "the *card* fell")]).unwrap();
    let (filled, content, press) = bench
        .heard(|incoming| {
            let Incoming::Wrote { form: Some(form), content, press, .. } = incoming else {
                return None;
            };
            Some((form, content, press))
        })
        .await;
    assert_eq!((filled, content), (form, Content::Text("the *card* fell".to_owned())));
    let thanks = say(To::Reply(press.unwrap()), customer(Say::CommentThanks));
    assert_eq!(bench.perform(&thanks).await, Ok(Receipt::Done));
    bench.end().await;
}

#[tokio::test]
async fn case_opens_a_thread_on_its_card_and_a_room() {
    let bench = Bench::start().await;
    let take = Button { label: Label::Take, does: Does::Act(Action::Take { case: CASE }) };
    let words = Words::Desk(DeskSay::Taken { by: "Ion".to_owned() });
    let card = Some((words, vec![vec![take]]));
    let body = Body::OpenThread { desk: chat(bench.desk), case: CASE, title: title(), card };
    let attempt = || Attempt { nonce: "1f.2".to_owned(), ..Attempt::default() };
    let first = bench.attempt(&body, attempt()).await;
    let again = bench.attempt(&body, Attempt { repeat: true, ..attempt() }).await;
    assert_eq!(first, again, "repeating changes nothing");
    let Ok(Receipt::ThreadOnCard { thread, card }) = first else { panic!("{first:?}") };
    assert_eq!((card.place.clone(), &card.id), (chat(bench.desk), thread.thread.as_ref().unwrap()));
    let name = bench.discord.look(|world| world.channel(thread_id(&thread)).unwrap().name.clone());
    assert_eq!(name, "🔴 R-1043 Gil");
    assert_eq!(bench.discord.look(|world| world.threads_of(bench.desk).len()), 1);

    let room = opened(&bench, &open_room(&bench)).await;
    let attempt = Attempt { repeat: true, nonce: "20.0".to_owned(), ..Attempt::default() };
    let again = bench.attempt(&open_room(&bench), attempt).await;
    assert_eq!(again, Ok(Receipt::Thread(room.clone())), "the room of the first try is found");
    let customer_id = address(GIL);
    let intro = say(To::Place(room.clone()), customer(Say::ThreadIntro { customer: customer_id }));
    let shown = bench.shown(&bench.post(&intro).await);
    assert!(shown.pinged_users.contains(&GIL), "{}", shown.content);
    let (who, inside) = (address(MIHAI), true);
    let seat = Body::Seat { room: room.clone(), who: who.clone(), inside, purpose: None };
    assert_eq!(bench.perform(&seat).await, Ok(Receipt::Done));

    bench.people.write(GIL, thread_id(&room), "third **time** late").unwrap();
    let (message, content) = bench.heard(in_words).await;
    assert_eq!((message.place, content.words()), (room.clone(), Some("third time late")));
    bench.people.write(MIHAI, thread_id(&thread), "look at this").unwrap();
    let (message, _) = bench.heard(in_words).await;
    assert_eq!(message.place, thread);
    let marked = Body::MarkDelivered { message: message.clone() };
    assert_eq!(bench.perform(&marked).await, Ok(Receipt::Done));
    assert_eq!(bench.shown(&message).reactions.len(), 1);

    let close = Body::CloseThread { thread: room.clone() };
    assert_eq!(bench.perform(&close).await, Ok(Receipt::Done));
    assert_eq!(bench.perform(&close).await, Ok(Receipt::Done), "closed twice");
    let out = Body::Seat { room: room.clone(), who, inside: false, purpose: None };
    let reopen = Body::ReopenThread { thread: room.clone(), purpose: None };
    assert_eq!(bench.perform(&reopen).await, Ok(Receipt::Done));
    assert_eq!(bench.perform(&out).await, Ok(Receipt::Done));
    bench.end().await;
}

#[tokio::test]
async fn hostile_words_ping_nobody() {
    let bench = Bench::start().await;
    let role = &bench.view.roles[0].role;
    let text = format!("@everyone @here <@{MIHAI}> <@&{role}> <#{}>", bench.care);
    let line = bench.post(&say(To::Place(chat(bench.desk)), said("Gil", &text))).await;
    let shown = bench.shown(&line);
    assert!(shown.pinged_users.is_empty() && shown.pinged_roles.is_empty());
    assert!(!shown.pinged_everyone && shown.without_previews);
    let on_duty = vec![Mention { address: address(MIHAI), name: None, username: None }];
    let call = Words::Desk(DeskSay::PleaseTake { case: CASE, on_duty });
    let shown = bench.shown(&bench.post(&say(To::Place(chat(bench.desk)), call)).await);
    assert!(shown.pinged_users.contains(&MIHAI), "{}", shown.content);
    bench.end().await;
}

/// Shows INV 17.
#[tokio::test]
async fn same_name_is_posted_once() {
    let bench = Bench::start().await;
    let long = "word ".repeat(900);
    let body = say(To::Place(chat(bench.desk)), said("Katrin", &long));
    let attempt = || Attempt { nonce: "a.1".to_owned(), ..Attempt::default() };
    let first = bench.attempt(&body, attempt()).await;
    assert_eq!(bench.attempt(&body, attempt()).await, first);
    let count = bench.discord.look(|world| world.channel(bench.desk).unwrap().messages.len());
    assert_eq!(count, 3, "three parts, each once");
    bench.end().await;
}

#[tokio::test]
async fn closed_doors_are_told_and_gone_things_too() {
    let bench = Bench::start().await;
    bench.people.set_dms(GIL, false).unwrap();
    assert_eq!(bench.refused(&question(to_gil())).await, Refusal::NotStarted);
    let stranger = To::Private(address(Id(999)));
    let refusal = bench.refused(&question(stranger)).await;
    assert!(refusal.is_unreachable(), "{refusal:?}");
    let room = opened(&bench, &open_room(&bench)).await;
    bench.people.delete_channel(MIHAI, thread_id(&room)).unwrap();
    let line = say(To::Place(room), said("Mihai", "hello"));
    assert_eq!(bench.refused(&line).await, Refusal::ThreadGone);
    let gone = MessageRef { place: chat(bench.desk), id: "5".to_owned() };
    assert_eq!(
        bench.perform(&Body::Delete { message: gone.clone(), purpose: None }).await,
        Ok(Receipt::Done)
    );
    let edit = Body::Edit {
        message: gone,
        words: Some(said("a", "b")),
        buttons: Vec::new(),
        purpose: None,
        press: None,
    };
    assert_eq!(bench.refused(&edit).await, Refusal::MessageGone);
    bench.end().await;
}

#[tokio::test]
async fn customer_who_left_gets_no_room_and_none_stays_behind() {
    let bench = Bench::start().await;
    bench.people.leave(GIL, bench.guild).unwrap();
    bench.refused(&open_room(&bench)).await;
    let rooms = bench
        .discord
        .look(|world| world.threads_of(bench.care).iter().filter(|room| !room.deleted).count());
    assert_eq!(rooms, 0);
    bench.end().await;
}

#[tokio::test]
async fn name_with_a_banned_word_goes_without_it() {
    let bench = Bench::start().await;
    bench.people.forbid_word("Gil");
    let room = opened(&bench, &open_room(&bench)).await;
    let name = |place: &Place| {
        bench.discord.look(|world| world.channel(thread_id(place)).unwrap().name.clone())
    };
    assert_eq!(name(&room), "R-1043");
    let card = Some((said("Gil", "x"), Vec::new()));
    let body = Body::OpenThread { desk: chat(bench.desk), case: CASE, title: title(), card };
    assert_eq!(name(&opened(&bench, &body).await), "R-1043");
    bench.end().await;
}

#[tokio::test]
async fn files_are_fetched_and_sent_anew() {
    let bench = Bench::start().await;
    bench.people.write_dm(GIL, Line::file(File::named("broken.png"), "look")).unwrap();
    let (message, content) = bench.heard(in_words).await;
    let Content::Media { files, caption, .. } = &content else { panic!("{content:?}") };
    assert_eq!(caption.as_deref(), Some("look"));
    let fetched = bench.adapter.fetch(&message, files, 1 << 20).await.unwrap();
    assert_eq!(fetched[0].bytes, b"synthetic broken.png");
    assert_eq!(fetched[0].name, "broken.png");
    let too_large = bench.adapter.fetch(&message, files, 5).await;
    assert_eq!(too_large, Err(SendError::Refused(Refusal::TooLarge)));
    let mut lying = files.clone();
    lying[0].size = None;
    let too_large = bench.adapter.fetch(&message, &lying, 5).await;
    assert_eq!(too_large, Err(SendError::Refused(Refusal::TooLarge)));
    let body = Body::Copy {
        message: message.clone(),
        to: To::Place(chat(bench.desk)),
        caption: None,
        content: Some(Box::new(content.clone())),
        reply_to: None,
        purpose: None,
    };
    let attempt = Attempt { files: fetched, nonce: "1.1".to_owned(), ..Attempt::default() };
    let Ok(Receipt::Message(copy)) = bench.attempt(&body, attempt).await else { panic!("a copy") };
    let shown = bench.shown(&copy);
    assert_eq!((shown.content.as_str(), shown.attachments.len()), ("look", 1));
    bench.people.delete(GIL, id(&message.place.chat), id(&message.id)).unwrap();
    let gone = bench.adapter.fetch(&message, files, 1 << 20).await;
    assert_eq!(gone, Err(SendError::Refused(Refusal::MessageGone)));
    bench.people.write_dm(GIL, Line::file(File::voice(), "")).unwrap();
    let (_, content) = bench.heard(in_words).await;
    assert!(matches!(content, Content::Media { kind: MediaKind::Voice, .. }), "{content:?}");
    bench.end().await;
}

#[tokio::test]
async fn commands_are_registered_once_given_and_answered() {
    let bench = Bench::start().await;
    let definitions = bench.adapter.definitions();
    let kept = std::cell::RefCell::new(None);
    let ids = (bench.adapter.application(), GuildId::new(bench.guild.0));
    for expected in [true, false] {
        let load = || std::future::ready(kept.borrow().clone());
        let save = |digest| {
            *kept.borrow_mut() = Some(digest);
            std::future::ready(())
        };
        let done = definitions.register(bench.adapter.client(), ids, load, save).await;
        assert_eq!(done, Ok(expected));
    }
    let offered = bench.people.commands_offered(MIHAI, bench.desk);
    assert!(offered.contains(&"resolve".to_owned()) && offered.contains(&"status".to_owned()));
    let options = [("text", Given::from("late again"))];
    bench.people.slash(GIL, bench.support, "complain", &options).unwrap();
    let (press, content) = bench
        .heard(|incoming| {
            let Incoming::Wrote { press: Some(press), content, .. } = incoming else { return None };
            Some((press, content))
        })
        .await;
    assert_eq!(content, Content::Text("/complain late again".to_owned()));
    // Asked where they stand, so that nobody else reads it, and changed there by the press alone.
    let asked = bench.post(&question(To::Reply(press))).await;
    assert_eq!(asked.place, chat(bench.support));
    assert_eq!(bench.shown(&asked).only_for, Some(GIL));
    bench.people.click(GIL, bench.support, id(&asked.id), "🙁 Not good").unwrap();
    let (press, message) = bench.heard(press_of).await;
    assert_eq!(message, Some(asked.clone()), "one name for one message");
    let edit = |press| Body::Edit {
        message: asked.clone(),
        words: Some(customer(Say::ThanksHappy)),
        buttons: Vec::new(),
        purpose: None,
        press,
    };
    assert!(bench.perform(&edit(Some(press.clone()))).await.is_ok());
    assert!(bench.shown(&asked).content.starts_with("Thank you"));
    assert!(bench.perform(&edit(Some(press))).await.is_ok(), "its press lives on for a while");

    bench.people.slash(MIHAI, bench.desk, "duty off", &[]).unwrap();
    let (press, content) = bench
        .heard(|incoming| {
            let Incoming::Desk { press: Some(press), content, .. } = incoming else { return None };
            Some((press, content))
        })
        .await;
    assert_eq!(content, Content::Text("/duty off".to_owned()));
    let confirm = Body::Answer { press, words: None, covered: false };
    assert_eq!(bench.perform(&confirm).await, Ok(Receipt::Done));
    bench.people.user_menu(MIHAI, bench.support, "Ask how it was", GIL).unwrap();
    let mentions = bench
        .heard(|incoming| {
            let Incoming::Venue { event: VenueEvent::Wrote { mentions, .. }, .. } = incoming else {
                return None;
            };
            Some(mentions)
        })
        .await;
    assert_eq!(mentions[0].address, address(GIL));
    let typing = bench.people.type_option(MIHAI, bench.desk, "take", "case", "104").unwrap();
    bench.adapter.suggest(&bench.asked().await, &["R-1043 Gil".to_owned()], (&[], &[])).await;
    let shown = bench.discord.look(|world| format!("{:?}", world.interactions[&typing]));
    assert!(shown.contains("R-1043"), "{shown}");
    bench.end().await;
}

#[tokio::test]
async fn thread_where_somebody_was_served_ends() {
    let bench = Bench::start().await;
    let thread = bench.people.start_thread(GIL, bench.support, "order 118", false).unwrap();
    bench.people.write(GIL, thread, "where is it?").unwrap();
    bench
        .heard(|it| {
            matches!(it, Incoming::Venue { event: VenueEvent::Wrote { .. }, .. }).then_some(())
        })
        .await;
    bench.people.archive(MIHAI, thread, true).unwrap();
    let (place, how) = bench
        .heard(|incoming| {
            let Incoming::Venue { place, event: VenueEvent::Closed { how, .. } } = incoming else {
                return None;
            };
            Some((place, how))
        })
        .await;
    assert_eq!((place, how), (chat(bench.support).thread(thread.to_string()), Ending::Closed));
    bench.people.archive(MIHAI, thread, false).unwrap();
    bench
        .heard(|it| matches!(it, Incoming::Venue { event: VenueEvent::Reopened, .. }).then_some(()))
        .await;
    bench.end().await;
}

#[tokio::test]
async fn edits_deletions_and_emojis_are_followed() {
    let bench = Bench::start().await;
    let line = bench.people.write_dm(GIL, "hello").unwrap();
    let (message, _) = bench.heard(in_words).await;
    let dm = id(&message.place.chat);
    bench.people.edit(GIL, dm, line, "hello there").unwrap();
    let edited = bench
        .heard(|incoming| {
            let Incoming::Edited { message, content, .. } = incoming else { return None };
            Some((message, content))
        })
        .await;
    assert_eq!(edited, (message.clone(), Content::Text("hello there".to_owned())));
    let react =
        |on| Body::React {
            message: message.clone(), emoji: "❤️".to_owned(), on, purpose: None
        };
    assert_eq!(bench.perform(&react(true)).await, Ok(Receipt::Done));
    assert_eq!(bench.shown(&message).reactions.len(), 1);
    assert_eq!(bench.perform(&react(false)).await, Ok(Receipt::Done));
    bench.people.react(GIL, dm, line, "👍").unwrap();
    let (emoji, on) = bench
        .heard(|incoming| {
            let Incoming::Reacted { emoji, on, .. } = incoming else { return None };
            Some((emoji, on))
        })
        .await;
    assert_eq!((emoji.as_str(), on), ("👍", true), "and our own were not heard");
    bench.people.delete(GIL, dm, line).unwrap();
    let deleted = bench
        .heard(|incoming| {
            let Incoming::Deleted { message } = incoming else { return None };
            Some(message)
        })
        .await;
    assert_eq!(deleted, message);
    bench.end().await;
}

#[tokio::test]
async fn places_that_are_set_up_badly_are_told() {
    let bench = Bench::start().await;
    let (desk, care) = (chat(bench.desk), chat(bench.care));
    let check = || bench.adapter.check_places(Some(&desk), Some(&care), &[]);
    assert_eq!(check().await, Vec::<String>::new());
    let hide = Permissions::VIEW_CHANNEL;
    // The role of everybody has the id of the server.
    bench.people.set_overwrite(bench.care, bench.guild, Permissions::NONE, hide).unwrap();
    bench.people.set_overwrite(bench.desk, bench.guild, hide, Permissions::NONE).unwrap();
    let told = check().await.join("\n");
    assert!(told.contains("anybody can read"), "{told}");
    assert!(told.contains("can't see private threads") || told.contains("View Channel"), "{told}");
    let people = &bench.people;
    let role = people.create_role(bench.guild, &NewRole::new("Seniors")).unwrap();
    let (role, level) = (role.to_string(), Level::Senior);
    let roles = [RoleLevel { platform: Platform::Discord, role, level }];
    let told = bench.adapter.check_places(Some(&desk), None, &roles).await.join("\n");
    assert!(told.contains("make the role Seniors mentionable"), "{told}");
    let nowhere = chat(Id(5));
    let told = bench.adapter.check_places(Some(&nowhere), None, &[]).await;
    assert_eq!(told.len(), 1);
    bench.end().await;
}

#[tokio::test]
async fn question_reaches_whoever_waits_for_it() {
    let bench = Bench::start_with(Options::default()).await;
    let asked = bench.post(&question(to_gil())).await;
    bench.discord.wait_until(|world| world.dm_with(GIL).is_some(), PATIENCE).await.unwrap();
    assert_eq!(bench.shown(&asked).labels().len(), 3);
    bench.end().await;
}
