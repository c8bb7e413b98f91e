//! Messages: in private, at the desk, and where customers are served.

use amends_core::{
    event::{Ending, VenueEvent},
    place::{Actor, Content, MessageRef, Named, Place, Platform},
};
use amends_runtime::port::{Incoming, View};
use teloxide_core::types::{
    ChatId, ChatMigration, MediaKind, Message, MessageEntityKind, MessageId, MessageKind,
};

use super::{
    Me, chat,
    content::{What, what},
    people,
    wire::Read,
};

/// The topic that every forum has, and that is no thread.
const GENERAL: MessageId = MessageId(1);

/// Reads a new message.
pub(super) fn written(read: &Read, me: &Me, view: &View) -> Option<Incoming> {
    let message = &read.message;
    if let Some(migration) = migration(message) {
        return Some(moved(message.chat.id, migration));
    }
    if is_relayed(message, view) {
        return None;
    }
    // At the desk somebody who speaks as a channel must learn that nobody hears them.
    let by = people::author(message)
        .or_else(|| people::hidden(message).filter(|_| is_desk(message, view)))?;
    let what = what(read);
    if message.chat.is_private() {
        let What::Said(content) = what else { return None };
        let token = content.words().and_then(start_token);
        let reply_to = answered(message);
        let message = reference(message);
        let named = Named { file: read.answered_file.clone(), ..Named::default() };
        let (press, form) = (None, None);
        return Some(Incoming::Wrote { by, message, reply_to, content, token, named, press, form });
    }
    if let What::Said(content) = &what
        && content.words().is_some_and(|words| is_for_another_bot(words, me))
    {
        return None;
    }
    if is_desk(message, view) { at_desk(read, by, what, me) } else { at_venue(message, by, what) }
}

/// Reads an edited message.
pub(super) fn edited(read: &Read, me: &Me, view: &View) -> Option<Incoming> {
    let message = &read.message;
    if is_relayed(message, view) {
        return None;
    }
    let by = people::author(message)?;
    let What::Said(content) = what(read) else { return None };
    if message.chat.is_private() {
        return Some(Incoming::Edited { by, message: reference(message), content });
    }
    let is_meant = !content.words().is_some_and(|words| is_for_another_bot(words, me));
    let is_read = is_desk(message, view) && is_meant;
    is_read.then(|| Incoming::DeskEdited { by, message: reference(message), content })
}

/// Names a message by its place and id.
pub(super) fn reference(message: &Message) -> MessageRef {
    in_place(&place(message), message.id)
}

/// Names a message of a place.
pub(super) fn in_place(place: &Place, id: MessageId) -> MessageRef {
    MessageRef { place: place.clone(), id: id.0.to_string() }
}

fn at_desk(read: &Read, by: Actor, what: What, me: &Me) -> Option<Incoming> {
    let message = &read.message;
    match what {
        What::Said(content) => {
            let (reply_to, named) = (answered(message), named(read, me));
            let message = reference(message);
            let (press, form) = (None, None);
            Some(Incoming::Desk { by, message, reply_to, content, named, press, form })
        }
        What::TopicClosed => {
            let thread = place(message);
            let by = Some(by);
            let gone = false;
            thread.thread.is_some().then_some(Incoming::DeskThreadClosed { by, thread, gone })
        }
        What::TopicOpened(_) | What::TopicReopened | What::Notice => None,
    }
}

fn at_venue(message: &Message, by: Actor, what: What) -> Option<Incoming> {
    let place = place(message);
    let event = match what {
        What::Said(content) => said(message, by, content),
        // The general topic of a forum is no contact that could end.
        What::TopicOpened(_) | What::TopicClosed | What::TopicReopened
            if place.thread.is_none() =>
        {
            return None;
        }
        What::TopicOpened(title) => VenueEvent::Opened { by, title },
        What::TopicClosed => VenueEvent::Closed {
            by: Some(by),
            at: None,
            how: Ending::Closed,
            customer: None,
            agent: None,
            private: false,
        },
        What::TopicReopened => VenueEvent::Reopened,
        What::Notice => return None,
    };
    Some(Incoming::Venue { place, event })
}

fn said(message: &Message, by: Actor, content: Content) -> VenueEvent {
    let reply_to = answered_message(message).and_then(people::author);
    let reply_to = reply_to.filter(|author| !author.anonymous);
    VenueEvent::Wrote {
        by,
        message: reference(message),
        reply_to,
        content,
        mentions: mentions(message),
        press: None,
        private: false,
        on_behalf: false,
    }
}

/// Returns whom a message names, and whom and what it answers.
fn named(read: &Read, me: &Me) -> Named {
    let message = &read.message;
    let answered = answered_message(message);
    let author = answered.and_then(|answered| answered.from.as_ref());
    let answers_us = author.is_some_and(|author| author.id.0 == me.id);
    let answered = answered.and_then(people::author);
    let answered = answered.filter(|author| !author.anonymous).map(Box::new);
    let file = read.answered_file.clone();
    Named { people: mentions(message), answered, answers_us, file, ..Named::default() }
}

/// Returns the people that a text names by their account. Bare user names can't be resolved here.
fn mentions(message: &Message) -> Vec<Actor> {
    let entities = message.entities().or_else(|| message.caption_entities()).unwrap_or_default();
    let user = |kind: &MessageEntityKind| match kind {
        MessageEntityKind::TextMention { user } => people::person(user),
        MessageEntityKind::Mention
        | MessageEntityKind::Hashtag
        | MessageEntityKind::Cashtag
        | MessageEntityKind::BotCommand
        | MessageEntityKind::Url
        | MessageEntityKind::Email
        | MessageEntityKind::PhoneNumber
        | MessageEntityKind::Bold
        | MessageEntityKind::Blockquote
        | MessageEntityKind::ExpandableBlockquote
        | MessageEntityKind::Italic
        | MessageEntityKind::Underline
        | MessageEntityKind::Strikethrough
        | MessageEntityKind::Spoiler
        | MessageEntityKind::Code
        | MessageEntityKind::Pre { .. }
        | MessageEntityKind::TextLink { .. }
        | MessageEntityKind::CustomEmoji { .. } => None,
    };
    entities.iter().filter_map(|entity| user(&entity.kind)).collect()
}

/// Returns where a message stands. Only a topic of a forum is a thread: elsewhere Telegram numbers
/// chains of replies, too.
fn place(message: &Message) -> Place {
    let chat = chat(&message.chat);
    match message.thread_id {
        Some(thread)
            if message.is_topic_message && thread.0 != GENERAL && !message.chat.is_private() =>
        {
            chat.thread(thread.0.0.to_string())
        }
        Some(_) | None => chat,
    }
}

fn answered(message: &Message) -> Option<MessageRef> {
    answered_message(message).map(|answered| in_place(&place(message), answered.id))
}

/// Returns the message that is answered. Everything in a topic answers its opening as long as it
/// answers nothing else: that is no answer.
fn answered_message(message: &Message) -> Option<&Message> {
    let answered = message.reply_to_message()?;
    let is_opening = message.is_topic_message
        && message.thread_id.is_some_and(|thread| thread.0 == answered.id)
        || matches!(answered.kind, MessageKind::ForumTopicCreated(_));
    (!is_opening).then_some(answered)
}

/// Tells whether nobody wrote the message here: it came from a channel, or through another bot into
/// a support group. In private and at the desk, whoever picked a film from another bot has sent it:
/// they must not believe that it was passed on when it wasn't.
fn is_relayed(message: &Message, view: &View) -> bool {
    let is_talk = message.chat.is_private() || is_desk(message, view);
    message.chat.is_channel()
        || message.is_automatic_forward()
        || (message.via_bot.is_some() && !is_talk)
}

fn is_desk(message: &Message, view: &View) -> bool {
    let chat = message.chat.id.to_string();
    view.desk.as_ref().is_some_and(|desk| desk.platform == Platform::Telegram && desk.chat == chat)
}

fn is_for_another_bot(words: &str, me: &Me) -> bool {
    let command = words.strip_prefix('/').and_then(|rest| rest.split_whitespace().next());
    let addressee = command.and_then(|command| command.split_once('@')).map(|(_, to)| to);
    addressee.is_some_and(|to| !to.eq_ignore_ascii_case(&me.username))
}

/// Returns the token that a link handed over: `/start <token>`.
fn start_token(words: &str) -> Option<String> {
    let mut words = words.split_whitespace();
    let command = words.next()?.split('@').next()?;
    let token = words.next().filter(|_| command == "/start")?;
    let is_token = words.next().is_none()
        && token.len() <= 64
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_token.then(|| token.to_owned())
}

fn migration(message: &Message) -> Option<ChatMigration> {
    let MessageKind::Common(common) = &message.kind else { return None };
    let MediaKind::Migration(migration) = &common.media_kind else { return None };
    Some(*migration)
}

fn moved(here: ChatId, migration: ChatMigration) -> Incoming {
    let (from, to) = match migration {
        ChatMigration::To { chat_id } => (here, chat_id),
        ChatMigration::From { chat_id } => (chat_id, here),
    };
    let place = |id: ChatId| Place::chat(Platform::Telegram, id.to_string());
    Incoming::Migrated { from: place(from), to: place(to) }
}
