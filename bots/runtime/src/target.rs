//! Where an effect goes: the platform and the chat whose limits it counts against.

use amends_core::{
    effect::{Body, Purpose, Refusal, To, Words},
    place::{Address, MessageRef, Place, Platform},
};

/// A chat that is sent to: one message at a time, in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Chat {
    pub(crate) kind: ChatKind,
    pub(crate) id: String,
}

/// Which limits of the platform hold for a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChatKind {
    /// A private chat with one person.
    Private,
    /// A group with all its threads.
    Group,
    /// The marks on messages of a chat. The chat's limit doesn't count them, so that they don't wait
    /// for it either.
    Marks,
}

/// The platform that carries an effect out, and the chat it concerns. An answer to a press concerns
/// none.
pub(crate) fn target(body: &Body) -> (Platform, Option<Chat>) {
    match body {
        Body::Send { to, .. } | Body::Copy { to, .. } | Body::SendFile { to, .. } => match to {
            To::Private(address) => (address.platform, Some(private(&address.account))),
            To::Place(place) | To::Room { room: place, .. } => at(place),
            To::Reply(press) => (press.platform, None),
        },
        // The change is the answer to the press, and answers are not counted.
        Body::Edit { press: Some(press), .. } if answers_by_change(press.platform) => {
            (press.platform, None)
        }
        Body::Form { press, to, .. } => match to {
            Some(To::Place(place)) if !answers_by_change(press.platform) => at(place),
            Some(_) | None => (press.platform, None),
        },
        Body::OpenRoom { care, .. } => at(care),
        Body::Seat { room, .. } => at(room),
        Body::RenameThread { thread, .. } if thread.platform == Platform::Discord => {
            // Few renames are allowed in ten minutes: they must not hold up what is written there.
            let id = thread.thread.as_ref().unwrap_or(&thread.chat);
            (thread.platform, Some(private(&format!("{id}/name"))))
        }
        Body::MarkDelivered { message } | Body::React { message, .. } => {
            let (platform, chat) = at(&message.place);
            (platform, chat.map(|chat| Chat { kind: ChatKind::Marks, ..chat }))
        }
        Body::Edit { message, .. } | Body::Pin { message } | Body::Delete { message, .. } => {
            at(&message.place)
        }
        Body::OpenThread { desk, .. } => at(desk),
        Body::RenameThread { thread, .. }
        | Body::CloseThread { thread }
        | Body::DeleteThread { thread, .. }
        | Body::ReopenThread { thread, .. } => at(thread),
        Body::Answer { press, .. } => (press.platform, None),
        Body::Fetch { message, .. } => (message.place.platform, None),
        Body::Inspect { desk, .. } => (desk.platform, None),
        Body::Signal { customer, .. } | Body::Withdraw { customer, .. } => {
            (customer.platform, None)
        }
    }
}

/// Whether an effect counts against the limit of its chat. Platforms don't count changes of
/// messages in private chats there.
pub(crate) fn is_metered_in_chat(body: &Body, kind: ChatKind) -> bool {
    match kind {
        // Nothing is written about it.
        ChatKind::Group => !matches!(body, Body::Delete { .. }),
        ChatKind::Private => {
            matches!(body, Body::Send { .. } | Body::Copy { .. } | Body::SendFile { .. })
        }
        ChatKind::Marks => false,
    }
}

/// What the fate of an effect is reported as, and the account it was sent to.
pub(crate) fn purpose(body: &Body) -> (Option<Purpose>, Option<Address>) {
    match body {
        Body::Send { to, purpose, .. }
        | Body::Copy { to, purpose, .. }
        | Body::SendFile { to, purpose, .. } => match to {
            To::Private(address) => (*purpose, Some(address.clone())),
            // A room says nothing about the private chat.
            To::Place(_) | To::Room { .. } | To::Reply(_) => (*purpose, None),
        },
        Body::Form { purpose, .. } | Body::React { purpose, .. } | Body::Edit { purpose, .. } => {
            (*purpose, None)
        }
        Body::OpenRoom { with, purpose, .. } => (*purpose, Some(with.clone())),
        Body::Seat { purpose, .. }
        | Body::ReopenThread { purpose, .. }
        | Body::Delete { purpose, .. }
        | Body::DeleteThread { purpose, .. } => (*purpose, None),
        Body::OpenThread { case, .. } => (Some(Purpose::Thread(*case)), None),
        Body::Fetch { purpose, .. } | Body::Inspect { purpose, .. } => (Some(*purpose), None),
        Body::Answer { .. }
        | Body::MarkDelivered { .. }
        | Body::RenameThread { .. }
        | Body::CloseThread { .. }
        | Body::Pin { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. } => (None, None),
    }
}

/// What was refused because of where it went: whoever decides may send it another way.
pub(crate) fn worth_another_way(body: &Body, refusal: Refusal) -> Option<Box<Body>> {
    let because_of_place = match refusal {
        Refusal::ThreadGone
        | Refusal::ThreadClosed
        | Refusal::NoRights
        | Refusal::NotHere
        | Refusal::Expired => true,
        Refusal::Blocked | Refusal::NotStarted | Refusal::Deactivated | Refusal::ChatGone => {
            is_to_somebody(body)
        }
        Refusal::MessageGone
        | Refusal::Unsupported
        | Refusal::TooLarge
        | Refusal::Unknown
        | Refusal::Recalled
        | Refusal::Other => false,
    };
    let worth = match body {
        Body::Send { .. } | Body::Copy { .. } | Body::SendFile { .. } => because_of_place,
        Body::Seat { .. } | Body::ReopenThread { .. } | Body::DeleteThread { .. } => true,
        Body::Answer { .. }
        | Body::Edit { .. }
        | Body::Form { .. }
        | Body::React { .. }
        | Body::Delete { .. }
        | Body::OpenRoom { .. }
        | Body::OpenThread { .. }
        | Body::MarkDelivered { .. }
        | Body::RenameThread { .. }
        | Body::CloseThread { .. }
        | Body::Pin { .. }
        | Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. } => false,
    };
    worth.then(|| Box::new(body.clone()))
}

/// Whether it is for one account of a customer, who may have another one.
fn is_to_somebody(body: &Body) -> bool {
    matches!(
        body,
        Body::Send { to: To::Private(_), words: Words::Customer(..), .. }
            | Body::Copy { to: To::Private(_), .. }
    )
}

/// Sends an effect to the new id of a chat that moved. Returns whether it went to the old one.
pub(crate) fn retarget(body: &mut Body, from: &Place, to: &Place) -> bool {
    let mut hit = false;
    let mut place = |place: &mut Place| {
        if place.platform == from.platform && place.chat == from.chat {
            place.chat.clone_from(&to.chat);
            hit = true;
        }
    };
    match body {
        Body::Send { to, reply_to, .. } | Body::SendFile { to, reply_to, .. } => {
            destination(to, &mut place);
            reference(reply_to.as_mut(), &mut place);
        }
        Body::Copy { message, to, reply_to, .. } => {
            destination(to, &mut place);
            reference(Some(message), &mut place);
            reference(reply_to.as_mut(), &mut place);
        }
        Body::Form { to, .. } => {
            if let Some(to) = to {
                destination(to, &mut place);
            }
        }
        Body::OpenRoom { care, .. } => place(care),
        Body::Seat { room, .. } => place(room),
        Body::Edit { message, .. }
        | Body::MarkDelivered { message }
        | Body::Pin { message }
        | Body::Delete { message, .. }
        | Body::Fetch { message, .. }
        | Body::React { message, .. } => {
            reference(Some(message), &mut place);
        }
        Body::OpenThread { desk, .. } => place(desk),
        Body::RenameThread { thread, .. }
        | Body::CloseThread { thread }
        | Body::DeleteThread { thread, .. }
        | Body::ReopenThread { thread, .. } => place(thread),
        Body::Inspect { desk, care, .. } => {
            place(desk);
            if let Some(care) = care {
                place(care);
            }
        }
        Body::Answer { .. } | Body::Signal { .. } | Body::Withdraw { .. } => (),
    }
    hit
}

/// The chat of an effect as a place.
pub(crate) fn place(platform: Platform, chat: &Chat) -> Place {
    Place::chat(platform, chat.id.clone())
}

fn destination(to: &mut To, place: &mut impl FnMut(&mut Place)) {
    match to {
        To::Place(there) | To::Room { room: there, .. } => place(there),
        To::Private(_) | To::Reply(_) => (),
    }
}

fn reference(message: Option<&mut MessageRef>, place: &mut impl FnMut(&mut Place)) {
    if let Some(message) = message {
        place(&mut message.place);
    }
}

/// Whether it tells whoever pressed something that the press arrived.
pub(crate) fn acknowledges(body: &Body) -> bool {
    if let Body::Answer { press, covered, .. } = body {
        return !(*covered && answers_by_change(press.platform));
    }
    let Body::Edit { press: Some(press), .. } = body else { return false };
    answers_by_change(press.platform)
}

/// Whether a press is answered by changing the pressed message.
pub(crate) fn answers_by_change(platform: Platform) -> bool {
    match platform {
        Platform::Telegram => false,
        Platform::Discord => true,
    }
}

fn private(account: &str) -> Chat {
    Chat { kind: ChatKind::Private, id: account.to_owned() }
}

/// The platform and the chat of a place.
pub(crate) fn at(place: &Place) -> (Platform, Option<Chat>) {
    let chat = match place.platform {
        // All topics of a group share its limits; ids of groups are below nought.
        Platform::Telegram if place.chat.starts_with('-') => {
            Chat { kind: ChatKind::Group, id: place.chat.clone() }
        }
        Platform::Telegram => private(&place.chat),
        // Each thread is a channel with limits of its own, as a private one has.
        Platform::Discord => private(place.thread.as_ref().unwrap_or(&place.chat)),
    };
    (place.platform, Some(chat))
}
