//! Planning requests: each effect is one request to Discord, or several if its words are long.
//!
//! Pure, so that what leaves is tested as data. No words of anybody can become markup, and a
//! message calls nobody but those whom our own words call.

use amends_core::{
    admin::{AdminSay, SorrySay},
    desk::{DeskSay, HandlingSay, Title},
    effect::{Body, PressRef, Purpose, Refusal, To, Words},
    place::{MessageRef, Place, Platform},
    say::{Button, Say},
};
use amends_runtime::port::{Attempt, SendError};
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, MessageId, UserId};

use self::{
    call::{Call, NewThread, Plan, Press, PressKind, Spot, Yields},
    markdown::Rich,
    voice::{CONTENT, Spoken, Voice},
};
use crate::classify::Audience;

pub mod call;
mod files;
mod forms;
pub mod markdown;
pub mod voice;

/// Flags of a message: no previews of links; only for whoever pressed.
const NO_PREVIEWS: u64 = 1 << 2;
const FOR_ONE: u64 = 1 << 6;
/// How many files go with one message.
const FILES: usize = 10;
/// After how many quiet minutes a thread of ours archives itself: the longest there is.
const ARCHIVE_AFTER: u16 = 10_080;
/// Discord's numbers for kinds of threads.
const PUBLIC_THREAD: u8 = 11;
const PRIVATE_THREAD: u8 = 12;
/// How a delivered message is marked, and how a command is confirmed that nothing else answers.
const DELIVERED: &str = "✅";
const CONFIRMED: &str = "👍";

/// Plans what carries out an effect.
pub fn plan(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Plan, SendError> {
    match body {
        Body::Send { .. } => send(body, voice, attempt),
        Body::Edit { .. } => edit(body, voice),
        Body::Copy { .. } => files::copy(body, voice, attempt),
        Body::SendFile { .. } => files::send_file(body, voice, attempt),
        Body::Answer { press, words, covered } => {
            answer(press, words.as_ref(), *covered, voice, attempt)
        }
        Body::Form { press, form, words, .. } => {
            let form = voice.form(*form, words);
            Ok(done(Call::Form { press: pressed(press)?, form }, Audience::Channel))
        }
        Body::Delete { message, .. } => {
            on_message(message, |channel, message| Call::Delete { channel, message })
        }
        Body::React { message, emoji, on, .. } => on_message(message, |channel, message| {
            Call::React { channel, message, emoji: emoji.clone(), on: *on }
        }),
        Body::MarkDelivered { message } => on_message(message, |channel, message| Call::React {
            channel,
            message,
            emoji: DELIVERED.to_owned(),
            on: true,
        }),
        Body::Pin { message } => {
            on_message(message, |channel, message| Call::Pin { channel, message })
        }
        Body::OpenThread { desk, title, card, .. } => {
            open_thread(desk, title, card.as_ref(), voice, attempt)
        }
        Body::OpenRoom { care, with, title, .. } => {
            let with = user(&with.account, with.platform)?;
            open_room(care, with, title.as_ref(), voice, attempt)
        }
        Body::Seat { room, who, inside, purpose } => {
            let (room, who) = (channel(room)?, user(&who.account, who.platform)?);
            let call = match purpose {
                Some(Purpose::Line(..)) => Call::Find { room, who },
                Some(_) | None => Call::Seat { thread: room, who, inside: *inside },
            };
            Ok(done(call, Audience::Thread))
        }
        Body::RenameThread { thread, case, title } => {
            let is_room = voice.is_care(thread);
            let name = if is_room { voice.room_name(Some(title)) } else { voice.title(title) };
            // Nothing else is touched: a name must not open what is archived.
            change(thread, json!({ "name": name }), Some(case.to_string()))
        }
        Body::CloseThread { thread } => change(thread, json!({ "archived": true }), None),
        Body::DeleteThread { thread, .. } => {
            Ok(done(Call::Remove { thread: channel(thread)? }, Audience::Thread))
        }
        Body::ReopenThread { thread, .. } => {
            change(thread, json!({ "archived": false, "locked": false }), None)
        }
        // The shell turns these into events; they are nothing to send.
        Body::Fetch { .. } | Body::Inspect { .. } | Body::Signal { .. } | Body::Withdraw { .. } => {
            Err(impossible())
        }
    }
}

fn send(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Plan, SendError> {
    let Body::Send { to, words, buttons, reply_to, purpose, .. } = body else {
        unreachable!("`plan` hands only messages here")
    };
    let spoken = voice.speak(words, attempt.repeat);
    let (first, rest) = pieces(&spoken.text, is_said(words))?;
    let mut message = content(&first, &spoken);
    let rows = voice.components(buttons, words.lang());
    if rows.as_array().is_some_and(|rows| !rows.is_empty()) {
        message["components"] = rows;
    }
    if let To::Reply(press) = to {
        let first = whispered(words, voice, attempt)?;
        return whisper(press, message, &rest, first, purpose.as_ref());
    }
    let Destination { spot, place, audience } = destination(to)?;
    point_at(&mut message, reply_to.as_ref(), place.as_ref());
    let then = following(rest, spot, &attempt.nonce, 1);
    let message = named(message, &attempt.nonce, 0);
    Ok(Plan {
        call: Call::Post { to: spot, message, files: 0..0 },
        then,
        audience,
        yields: Yields::Message(place),
        is_urgent: is_urgent(purpose.as_ref()),
    })
}

/// How the first try began what may have been said before; nothing if this is the first.
fn whispered(
    words: &Words,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Option<String>, SendError> {
    if !attempt.repeat {
        return Ok(None);
    }
    let (first, _) = pieces(&voice.speak(words, false).text, is_said(words))?;
    Ok(Some(first))
}

fn whisper(
    press: &PressRef,
    message: Value,
    rest: &[String],
    before: Option<String>,
    purpose: Option<&Purpose>,
) -> Result<Plan, SendError> {
    let press = pressed(press)?;
    let quiet = |mut message: Value, before| {
        message["flags"] = (NO_PREVIEWS | FOR_ONE).into();
        Call::Whisper { press: press.clone(), message, before }
    };
    let then = rest.iter().map(|text| quiet(content(text, &Spoken::default()), None)).collect();
    let yields = if purpose.is_some() { Yields::Whisper } else { Yields::Done };
    let call = quiet(message, before);
    Ok(Plan { call, then, audience: Audience::Channel, yields, is_urgent: true })
}

fn edit(body: &Body, voice: &Voice<'_>) -> Result<Plan, SendError> {
    let Body::Edit { message, words, buttons, purpose, press } = body else {
        unreachable!("`plan` hands only changes here")
    };
    let (place, id) = (&message.place, message_id(message)?);
    let lang = words.as_ref().map(Words::lang).unwrap_or_default();
    let mut change = json!({});
    if let Some(words) = words {
        let spoken = voice.speak(words, false);
        // Whatever follows it stands there since it was said, and would be said again.
        let (text, _) = pieces(&spoken.text, false)?;
        change = content(&text, &spoken);
    }
    change["components"] = voice.components(buttons, lang);
    let press = press.as_ref().map(pressed).transpose()?;
    Ok(Plan {
        call: Call::Edit { channel: channel(place)?, message: id, change, press },
        then: Vec::new(),
        audience: audience(place),
        yields: Yields::Same(message.clone()),
        is_urgent: is_urgent(purpose.as_ref()),
    })
}

fn answer(
    press: &PressRef,
    words: Option<&Words>,
    covered: bool,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Plan, SendError> {
    if covered {
        return Ok(done(Call::Nothing, Audience::Channel));
    }
    let say = |text: &str| {
        let before = attempt.repeat.then(|| text.to_owned());
        whisper(press, content(text, &Spoken::default()), &[], before, None)
    };
    if let Some(words) = words {
        let spoken = voice.speak(words, false);
        let (text, _) = pieces(&spoken.text, false)?;
        return say(&text);
    }
    let confirmed = pressed(press)?;
    match confirmed.kind {
        PressKind::Component => {
            let plan = done(Call::Confirm { press: confirmed }, Audience::Channel);
            Ok(Plan { is_urgent: true, ..plan })
        }
        PressKind::Command | PressKind::Form => say(CONFIRMED),
    }
}

fn open_thread(
    desk: &Place,
    title: &Title,
    card: Option<&(Words, Vec<Vec<Button>>)>,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Plan, SendError> {
    let channel = channel(desk)?;
    let safe_name = title.case.to_string();
    let mut thread = json!({ "name": voice.title(title), "auto_archive_duration": ARCHIVE_AFTER });
    let call = if let Some((words, buttons)) = card {
        let spoken = voice.speak(words, false);
        let (text, _) = pieces(&spoken.text, false)?;
        let mut card = content(&text, &spoken);
        card["components"] = voice.components(buttons, words.lang());
        let card = named(card, &attempt.nonce, 0);
        Call::OpenOnCard { channel, card, thread: NewThread { thread, safe_name } }
    } else {
        thread["type"] = PUBLIC_THREAD.into();
        Call::Open { channel, thread: NewThread { thread, safe_name } }
    };
    Ok(Plan {
        call,
        then: Vec::new(),
        audience: Audience::Channel,
        yields: Yields::Thread(desk.clone()),
        is_urgent: true,
    })
}

fn open_room(
    care: &Place,
    with: UserId,
    title: Option<&Title>,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Plan, SendError> {
    let safe_name = title.map_or_else(|| voice.room_name(None), |title| title.case.to_string());
    let thread = json!({
        "name": voice.room_name(title),
        "type": PRIVATE_THREAD,
        "invitable": false,
        "auto_archive_duration": ARCHIVE_AFTER,
    });
    let thread = NewThread { thread, safe_name };
    Ok(Plan {
        call: Call::OpenRoom { channel: channel(care)?, thread, with, repeat: attempt.repeat },
        then: Vec::new(),
        audience: Audience::Channel,
        yields: Yields::Thread(care.clone()),
        is_urgent: true,
    })
}

fn change(thread: &Place, change: Value, safe_name: Option<String>) -> Result<Plan, SendError> {
    let call = Call::Change { thread: channel(thread)?, change, safe_name };
    Ok(done(call, Audience::Thread))
}

fn on_message(
    message: &MessageRef,
    call: impl FnOnce(ChannelId, MessageId) -> Call,
) -> Result<Plan, SendError> {
    let (channel, id) = (channel(&message.place)?, message_id(message)?);
    Ok(done(call(channel, id), audience(&message.place)))
}

fn done(call: Call, audience: Audience) -> Plan {
    Plan { call, then: Vec::new(), audience, yields: Yields::Done, is_urgent: false }
}

/// The words as far as they fit, and the rest of them. What somebody said is never cut.
fn pieces(text: &Rich, is_said: bool) -> Result<(String, Vec<String>), SendError> {
    let mut pieces = if is_said { text.divide(CONTENT) } else { vec![text.cut(CONTENT)] };
    pieces.retain(|piece| !piece.trim().is_empty());
    if pieces.is_empty() {
        // Discord takes no message without words.
        return Err(SendError::Refused(Refusal::Unsupported));
    }
    let rest = pieces.split_off(1);
    Ok((pieces.remove(0), rest))
}

/// A message with these words. It calls nobody but those whom our own words call.
fn content(text: &str, spoken: &Spoken) -> Value {
    let mut calls = nobody();
    if !spoken.users.is_empty() {
        calls["users"] = spoken.users.clone().into();
    }
    if !spoken.roles.is_empty() {
        calls["roles"] = spoken.roles.clone().into();
    }
    json!({ "content": text, "flags": NO_PREVIEWS, "allowed_mentions": calls })
}

fn nobody() -> Value {
    json!({ "parse": [], "replied_user": false })
}

/// Gives a message the name that keeps Discord from posting it twice.
fn named(mut message: Value, nonce: &str, part: usize) -> Value {
    message["nonce"] = if part == 0 { nonce.into() } else { format!("{nonce}.{part}").into() };
    message["enforce_nonce"] = true.into();
    message
}

/// The messages that bring the rest of words that are too long for one.
fn following(rest: Vec<String>, to: Spot, nonce: &str, part: usize) -> Vec<Call> {
    let post = |(index, text): (usize, String)| {
        let message = named(content(&text, &Spoken::default()), nonce, part + index);
        Call::Post { to, message, files: 0..0 }
    };
    rest.into_iter().enumerate().map(post).collect()
}

/// Points at the answered message; one that stands elsewhere can't be pointed at.
fn point_at(message: &mut Value, reply_to: Option<&MessageRef>, place: Option<&Place>) {
    let here = reply_to.filter(|answered| place.is_none_or(|place| answered.place == *place));
    // In private it stands in the one channel there is.
    let Some(answered) = here.filter(|it| voice::is_id(&it.id) && is_ours(&it.place)) else {
        return;
    };
    message["message_reference"] = json!({
        "message_id": answered.id,
        "channel_id": answered.place.thread.as_ref().unwrap_or(&answered.place.chat),
        "fail_if_not_exists": false,
    });
}

/// Where a message goes, in all the ways in which that is needed.
struct Destination {
    spot: Spot,
    /// The place, where it is known before.
    place: Option<Place>,
    audience: Audience,
}

fn destination(to: &To) -> Result<Destination, SendError> {
    match to {
        To::Private(address) => {
            let spot = Spot::Person(user(&address.account, address.platform)?);
            Ok(Destination { spot, place: None, audience: Audience::Person })
        }
        To::Place(place) => Ok(Destination {
            spot: Spot::Channel(channel(place)?),
            place: Some(place.clone()),
            audience: audience(place),
        }),
        To::Room { room, of } => Ok(Destination {
            spot: Spot::Room(channel(room)?, user(&of.account, of.platform)?),
            place: Some(room.clone()),
            audience: audience(room),
        }),
        // Files can't be brought to a single reader of a channel.
        To::Reply(_) => Err(impossible()),
    }
}

fn audience(place: &Place) -> Audience {
    if place.thread.is_some() { Audience::Thread } else { Audience::Channel }
}

fn is_ours(place: &Place) -> bool {
    place.platform == Platform::Discord
}

/// The channel or thread of a place.
pub(crate) fn channel(place: &Place) -> Result<ChannelId, SendError> {
    if !is_ours(place) {
        return Err(impossible());
    }
    let id = place.thread.as_ref().unwrap_or(&place.chat);
    id.parse().map_err(|_| impossible())
}

pub(crate) fn message_id(message: &MessageRef) -> Result<MessageId, SendError> {
    message.id.parse().map_err(|_| impossible())
}

fn user(account: &str, platform: Platform) -> Result<UserId, SendError> {
    if platform != Platform::Discord {
        return Err(impossible());
    }
    account.parse().map_err(|_| impossible())
}

fn pressed(press: &PressRef) -> Result<Press, SendError> {
    Press::of(press).ok_or_else(impossible)
}

/// Tells whether a message goes in full, however long it is: it brings what a person said, or is a
/// list, which ends by itself where it is too long.
fn is_said(words: &Words) -> bool {
    matches!(
        words,
        Words::Desk(
            DeskSay::CustomerWords { .. }
                | DeskSay::CustomerEdited { .. }
                | DeskSay::Cases { .. }
                | DeskSay::Inbox(_)
                | DeskSay::History { .. }
                | DeskSay::ThreadRecreated { .. }
                | DeskSay::DuplicateHere { .. }
                | DeskSay::Handling(HandlingSay::Found { .. })
        ) | Words::Customer(Say::Words { .. }, _)
    ) || shows_all(words)
}

/// Whether it shows words in each language: nobody lets out what they have not read to its end.
fn shows_all(words: &Words) -> bool {
    let Words::Desk(DeskSay::Admin(say)) = words else { return false };
    matches!(&**say, AdminSay::Sorry(say) if matches!(**say, SorrySay::Asks(_)))
}

/// Tells whether a message belongs to a recovery, which goes on as long as anything does.
fn is_urgent(purpose: Option<&Purpose>) -> bool {
    match purpose {
        Some(
            Purpose::Thread(_)
            | Purpose::Card(_)
            | Purpose::DonePrompt(_)
            | Purpose::PromisePrompt(_)
            | Purpose::ProgressPrompt(_)
            | Purpose::HandoverPrompt(_)
            | Purpose::ReturnPrompt(_)
            | Purpose::WhyPrompt(_)
            | Purpose::AnywayPrompt(_)
            | Purpose::OfferPrompt(_)
            | Purpose::InsteadPrompt(..)
            | Purpose::Offer(..)
            | Purpose::Line(..)
            | Purpose::ToCustomer(_)
            | Purpose::Recheck(_)
            | Purpose::ToDesk(_)
            | Purpose::Room(_)
            | Purpose::Reopened(_)
            | Purpose::OutOfRoom(_)
            | Purpose::Seat(_)
            | Purpose::Admin(_)
            | Purpose::Board,
        ) => true,
        Some(
            Purpose::Question(_)
            | Purpose::QuestionAgain(_)
            | Purpose::RoomToAsk(_)
            | Purpose::Reaction(..)
            | Purpose::Told
            | Purpose::FixTold(_)
            | Purpose::Apology(_)
            | Purpose::Erased,
        )
        | None => false,
    }
}

/// An effect that no request can carry out: it is for another platform or not for a platform at
/// all.
fn impossible() -> SendError {
    SendError::Refused(Refusal::Other)
}

#[cfg(test)]
mod tests;
