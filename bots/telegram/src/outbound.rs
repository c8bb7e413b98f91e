//! Planning calls: each effect is one call of the Bot API, or several if its words are long.
//!
//! Pure, so that what leaves is tested as data. Everything is sent as plain text: no words of
//! anybody can become markup.

use amends_core::{
    desk::DeskSay,
    effect::{Body, PressRef, Refusal, To, Words},
    lang::Lang,
    place::{MessageRef, Place, Platform},
    say::{Button, Say},
};
use amends_runtime::port::{Attempt, SendError};
use teloxide_core::{
    payloads::{
        AnswerCallbackQuery, AnswerCallbackQuerySetters, CloseForumTopic, CopyMessage,
        CopyMessageSetters, CreateForumTopic, DeleteBusinessMessages, DeleteForumTopic,
        DeleteMessage, EditForumTopic, EditForumTopicSetters, EditMessageCaption,
        EditMessageCaptionSetters, EditMessageReplyMarkup, EditMessageReplyMarkupSetters,
        EditMessageText, EditMessageTextSetters, PinChatMessage, PinChatMessageSetters,
        ReopenForumTopic, SendMessage, SendMessageSetters, SetMessageReaction,
        SetMessageReactionSetters,
    },
    types::{
        ChatId, ForceReply, LinkPreviewOptions, MessageEntity, MessageId, ReactionType,
        ReplyParameters, ThreadId,
    },
};

use self::{
    call::{Call, Yields},
    site::Site,
    style::Span,
    voice::{Cut, Piece, Voice},
};
use crate::business;

pub mod call;
mod site;
mod style;
mod upload;
pub mod voice;

/// What a repeated message begins with.
const AGAIN: &str = "↻ ";

/// Plans the call that carries out an effect; more follow it where words are too long for one.
/// Nothing is planned if there is nothing to do here.
pub fn plan(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Option<Call>, SendError> {
    if let Body::Form { words, to, .. } = body {
        return form(words, to.as_ref(), voice, attempt.repeat);
    }
    if let Body::Edit { message, words: None, .. } = body
        && business::connection(&message.place).is_some()
    {
        // Nothing can be pressed there, so there are no buttons to change.
        return Ok(None);
    }
    call_for(body, voice, attempt).map(Some)
}

fn call_for(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Call, SendError> {
    match body {
        Body::Send { .. } => send(body, voice, attempt.repeat),
        Body::Edit { message, words, buttons, .. } => edit(message, words.as_ref(), buttons, voice),
        Body::Copy { message, .. } if message.place.platform != Platform::Telegram => {
            upload::upload(body, voice, attempt)
        }
        Body::SendFile { .. } => upload::document(body, voice, attempt),
        Body::Copy { message, to, caption, reply_to, .. } => {
            copy(message, to, caption.as_ref(), reply_to.as_ref(), voice, attempt.repeat)
        }
        // A change of the message is no answer to a press here: each press is answered by itself.
        Body::Answer { press, words, .. } => answer(press, words.as_ref(), voice),
        Body::MarkDelivered { message } => {
            let Spot { chat, id } = spot(message)?;
            let payload = SetMessageReaction::new(chat, id).reaction([emoji("👍")]);
            Ok(Call::new(&payload, chat, Yields::Done))
        }
        Body::React { message, emoji: shown, on, .. } => {
            let Spot { chat, id } = spot(message)?;
            let reaction: &[ReactionType] = if *on { &[emoji(shown)] } else { &[] };
            let payload = SetMessageReaction::new(chat, id).reaction(reaction.to_vec());
            Ok(Call::new(&payload, chat, Yields::Done))
        }
        Body::Delete { message, .. } => delete(message),
        Body::OpenThread { desk, title, .. } => {
            let chat = chat(desk)?;
            let payload = CreateForumTopic::new(chat, voice.title(title));
            Ok(Call::new(&payload, chat, Yields::Thread(desk.clone())))
        }
        Body::RenameThread { thread, title, .. } => {
            let (chat, thread) = (chat(thread)?, required_thread(thread)?);
            let payload = EditForumTopic::new(chat, thread).name(voice.title(title));
            Ok(Call::new(&payload, chat, Yields::Done))
        }
        Body::CloseThread { thread } => {
            let (chat, thread) = (chat(thread)?, required_thread(thread)?);
            Ok(Call::new(&CloseForumTopic::new(chat, thread), chat, Yields::Done))
        }
        Body::DeleteThread { thread, .. } => {
            let (chat, thread) = (chat(thread)?, required_thread(thread)?);
            Ok(Call::new(&DeleteForumTopic::new(chat, thread), chat, Yields::Done))
        }
        Body::ReopenThread { thread, .. } => {
            let (chat, thread) = (chat(thread)?, required_thread(thread)?);
            Ok(Call::new(&ReopenForumTopic::new(chat, thread), chat, Yields::Done))
        }
        Body::Pin { message } => {
            let Spot { chat, id } = spot(message)?;
            let payload = PinChatMessage::new(chat, id).disable_notification(true);
            Ok(Call::new(&payload, chat, Yields::Done))
        }
        Body::Form { .. } => unreachable!("`plan` keeps forms to itself"),
        // The shell turns the former into events; of the latter there is no need here.
        Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. }
        | Body::OpenRoom { .. }
        | Body::Seat { .. } => Err(impossible()),
    }
}

fn send(body: &Body, voice: &Voice<'_>, repeat: bool) -> Result<Call, SendError> {
    let Body::Send { to, words, buttons, reply_to, ask_reply, .. } = body else {
        unreachable!("`plan` hands only messages here")
    };
    let place = destination(to)?;
    let Site { chat, connection, .. } = Site::of(&place)?;
    let told = told(words, again(voice.words(words), repeat), Cut::MESSAGE);
    let mut payload = message(&told.first.text, words, &place)?;
    let entities = told.entities(words, voice);
    if !entities.is_empty() {
        payload = payload.entities(entities);
    }
    if let Some(reply) = reply(reply_to.as_ref(), &place)? {
        payload = payload.reply_parameters(reply);
    }
    let keyboard = voice.keyboard(buttons, words.lang());
    if connection.is_some() {
        // On somebody's behalf words are all that we send.
    } else if !keyboard.inline_keyboard.is_empty() {
        payload = payload.reply_markup(keyboard);
    } else if *ask_reply {
        payload = payload.reply_markup(ForceReply { selective: true, ..ForceReply::new() });
    }
    let then = told.following(words, &place)?;
    let call = Call::new(&payload, chat, Yields::Message(place));
    Ok(Call { then, ..call })
}

/// Here a form is a message that is answered; where nobody reads it, there is none.
fn form(
    words: &Words,
    to: Option<&To>,
    voice: &Voice<'_>,
    repeat: bool,
) -> Result<Option<Call>, SendError> {
    let Some(to) = to else { return Ok(None) };
    let body = Body::Send {
        to: to.clone(),
        words: words.clone(),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: true,
        purpose: None,
    };
    send(&body, voice, repeat).map(Some)
}

/// A plain message at a place.
fn message(text: &str, words: &Words, place: &Place) -> Result<SendMessage, SendError> {
    let Site { chat, thread, connection } = Site::of(place)?;
    let mut payload = SendMessage::new(chat, text).link_preview_options(no_preview());
    payload.message_thread_id = thread;
    payload.business_connection_id = connection;
    if is_of_customer(words) {
        payload = payload.protect_content(true);
    }
    Ok(payload)
}

/// Words as they leave: in one message as far as they fit, and the rest in more.
struct Told {
    first: Piece,
    rest: Vec<Piece>,
    spans: Vec<Span>,
}

/// Fits words into messages. What somebody said is never cut.
fn told(words: &Words, text: String, cut: Cut) -> Told {
    if !is_said(words) {
        let first = Piece::whole(cut.apply(text));
        return Told { first, rest: Vec::new(), spans: Vec::new() };
    }
    let spans = style::spans(words, &text);
    let mut pieces = cut.divide(&text).into_iter();
    Told { first: pieces.next().unwrap_or_default(), rest: pieces.collect(), spans }
}

/// Fits words into the one message that is changed. Whatever follows it stands there since it was
/// said, and would be said again: a change says no more than fits.
fn retold(words: &Words, text: String, cut: Cut) -> Told {
    let spans = if is_said(words) { style::spans(words, &text) } else { Vec::new() };
    Told { first: Piece::whole(cut.apply(text)), rest: Vec::new(), spans }
}

impl Told {
    /// What is not plain in the first message.
    fn entities(&self, words: &Words, voice: &Voice<'_>) -> Vec<MessageEntity> {
        let mut entities = voice.calls(words, &self.first.text);
        entities.extend(style::entities(&self.spans, &self.first));
        entities
    }

    /// The messages that bring the rest.
    fn following(&self, words: &Words, place: &Place) -> Result<Vec<Call>, SendError> {
        let call = |piece: &Piece| {
            let mut payload = message(&piece.text, words, place)?;
            let entities = style::entities(&self.spans, piece);
            if !entities.is_empty() {
                payload = payload.entities(entities);
            }
            Ok(Call::new(&payload, Site::of(place)?.chat, Yields::Done))
        };
        self.rest.iter().map(call).collect()
    }
}

fn edit(
    message: &MessageRef,
    words: Option<&Words>,
    buttons: &[Vec<Button>],
    voice: &Voice<'_>,
) -> Result<Call, SendError> {
    let yields = Yields::Same(message.clone());
    let Some(words) = words else {
        let Spot { chat, id } = spot(message)?;
        let keyboard = voice.keyboard(buttons, Lang::default());
        let payload = EditMessageReplyMarkup::new(chat, id).reply_markup(keyboard);
        return Ok(Call::new(&payload, chat, yields));
    };
    let (Site { chat, connection, .. }, id) = (Site::of(&message.place)?, id(message)?);
    let told = retold(words, voice.words(words), Cut::MESSAGE);
    let mut payload =
        EditMessageText::new(chat, id, told.first.text.clone()).link_preview_options(no_preview());
    if connection.is_none() {
        payload = payload.reply_markup(voice.keyboard(buttons, words.lang()));
    }
    payload.business_connection_id = connection;
    let entities = told.entities(words, voice);
    if !entities.is_empty() {
        payload = payload.entities(entities);
    }
    let otherwise = is_said(words).then(|| caption_instead(message, words, voice)).transpose()?;
    let call = Call::new(&payload, chat, yields);
    Ok(Call { otherwise: otherwise.map(Box::new), ..call })
}

/// The words under a photo or file are changed in another way than those of a message.
fn caption_instead(
    message: &MessageRef,
    words: &Words,
    voice: &Voice<'_>,
) -> Result<Call, SendError> {
    let (Site { chat, connection, .. }, id) = (Site::of(&message.place)?, id(message)?);
    let told = retold(words, voice.words(words), Cut::CAPTION);
    let mut payload = EditMessageCaption::new(chat, id).caption(told.first.text.clone());
    payload.business_connection_id = connection;
    let entities = told.entities(words, voice);
    if !entities.is_empty() {
        payload = payload.caption_entities(entities);
    }
    Ok(Call::new(&payload, chat, Yields::Same(message.clone())))
}

fn copy(
    message: &MessageRef,
    to: &To,
    caption: Option<&Words>,
    reply_to: Option<&MessageRef>,
    voice: &Voice<'_>,
    repeat: bool,
) -> Result<Call, SendError> {
    let Spot { chat: from, id } = spot(message)?;
    let place = destination(to)?;
    let chat = chat(&place)?;
    let mut payload = CopyMessage::new(chat, from, id);
    if let Some(thread) = thread(&place)? {
        payload = payload.message_thread_id(thread);
    }
    let mut then = Vec::new();
    if let Some(words) = caption {
        let told = told(words, again(voice.words(words), repeat), Cut::CAPTION);
        let entities = told.entities(words, voice);
        if !entities.is_empty() {
            payload = payload.caption_entities(entities);
        }
        payload = payload.caption(told.first.text.clone());
        then = told.following(words, &place)?;
    }
    if voice.is_desk(&place) && !voice.is_desk(&message.place) {
        payload = payload.protect_content(true);
    }
    if let Some(reply) = reply(reply_to, &place)? {
        payload = payload.reply_parameters(reply);
    }
    let call = Call::new(&payload, chat, Yields::Message(place));
    Ok(Call { then, ..call })
}

fn delete(message: &MessageRef) -> Result<Call, SendError> {
    let (Site { chat, connection, .. }, id) = (Site::of(&message.place)?, id(message)?);
    Ok(match connection {
        Some(connection) => {
            Call::new(&DeleteBusinessMessages::new(connection, [id]), chat, Yields::Done)
        }
        None => Call::new(&DeleteMessage::new(chat, id), chat, Yields::Done),
    })
}

fn answer(press: &PressRef, words: Option<&Words>, voice: &Voice<'_>) -> Result<Call, SendError> {
    if press.platform != Platform::Telegram {
        return Err(impossible());
    }
    let mut payload = AnswerCallbackQuery::new(press.id.clone().into());
    if let Some(words) = words {
        payload = payload.text(Cut::TOAST.apply(voice.words(words)));
    }
    Ok(Call::new(&payload, ChatId(0), Yields::Done))
}

/// A message by the numbers of the Bot API.
struct Spot {
    chat: ChatId,
    id: MessageId,
}

fn spot(message: &MessageRef) -> Result<Spot, SendError> {
    Ok(Spot { chat: chat(&message.place)?, id: id(message)? })
}

fn id(message: &MessageRef) -> Result<MessageId, SendError> {
    message.id.parse().map(MessageId).map_err(|_| impossible())
}

/// Returns the number of a chat of the bot's own. What can be done only there must not happen in the
/// private chat with a customer in place of the chat that somebody else has with them.
pub(crate) fn chat(place: &Place) -> Result<ChatId, SendError> {
    if business::connection(place).is_some() {
        return Err(SendError::Refused(Refusal::Unsupported));
    }
    number(place)
}

fn number(place: &Place) -> Result<ChatId, SendError> {
    if place.platform != Platform::Telegram {
        return Err(impossible());
    }
    place.chat.parse().map(ChatId).map_err(|_| impossible())
}

fn thread(place: &Place) -> Result<Option<ThreadId>, SendError> {
    let Some(thread) = &place.thread else { return Ok(None) };
    let id = thread.parse().map_err(|_| impossible())?;
    Ok(Some(ThreadId(MessageId(id))))
}

fn required_thread(place: &Place) -> Result<ThreadId, SendError> {
    thread(place)?.ok_or_else(impossible)
}

fn destination(to: &To) -> Result<Place, SendError> {
    match to {
        To::Private(address) if address.platform == Platform::Telegram => {
            Ok(Place::chat(Platform::Telegram, address.account.clone()))
        }
        To::Private(_) | To::Reply(_) => Err(impossible()),
        To::Place(place) | To::Room { room: place, .. } => Ok(place.clone()),
    }
}

/// Returns how to point at the answered message; one that stands elsewhere can't be pointed at.
fn reply(
    reply_to: Option<&MessageRef>,
    place: &Place,
) -> Result<Option<ReplyParameters>, SendError> {
    let Some(message) = reply_to.filter(|message| message.place == *place) else {
        return Ok(None);
    };
    Ok(Some(ReplyParameters::new(id(message)?).allow_sending_without_reply()))
}

/// An emoji as Telegram names it: without what only chooses how it is drawn, and without a skin.
fn emoji(shown: &str) -> ReactionType {
    let is_drawing =
        |part: char| matches!(part, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    ReactionType::Emoji { emoji: shown.replace(is_drawing, "") }
}

/// Tells whether a message repeats what a customer said: that stays at the desk.
fn is_of_customer(words: &Words) -> bool {
    matches!(words, Words::Desk(DeskSay::CustomerWords { .. } | DeskSay::CustomerEdited { .. }))
}

/// Tells whether a message brings what a person said, in full.
fn is_said(words: &Words) -> bool {
    is_of_customer(words) || matches!(words, Words::Customer(Say::Words { .. }, _))
}

fn again(text: String, repeat: bool) -> String {
    if repeat { format!("{AGAIN}{text}") } else { text }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// An effect that no call can carry out: it is for another platform or not for a platform at all.
fn impossible() -> SendError {
    SendError::Refused(Refusal::Other)
}
