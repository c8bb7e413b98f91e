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
use amends_runtime::port::SendError;
use teloxide_core::{
    payloads::{
        AnswerCallbackQuery, AnswerCallbackQuerySetters, CloseForumTopic, CopyMessage,
        CopyMessageSetters, CreateForumTopic, EditForumTopic, EditForumTopicSetters,
        EditMessageReplyMarkup, EditMessageReplyMarkupSetters, EditMessageText,
        EditMessageTextSetters, PinChatMessage, PinChatMessageSetters, ReopenForumTopic,
        SendMessage, SendMessageSetters, SetMessageReaction, SetMessageReactionSetters,
    },
    types::{
        ChatId, ForceReply, LinkPreviewOptions, MessageId, ReactionType, ReplyParameters, ThreadId,
    },
};

use self::{
    call::{Call, Yields},
    voice::{Cut, Voice},
};

pub mod call;
pub mod voice;

/// What a repeated message begins with.
const AGAIN: &str = "↻ ";

/// Plans the call that carries out an effect; more follow it where words are too long for one.
pub fn plan(body: &Body, voice: &Voice<'_>, repeat: bool) -> Result<Call, SendError> {
    match body {
        Body::Send { .. } => send(body, voice, repeat),
        Body::Edit { message, words, buttons, .. } => edit(message, words.as_ref(), buttons, voice),
        Body::Copy { message, to, caption, reply_to, .. } => {
            copy(message, to, caption.as_ref(), reply_to.as_ref(), voice, repeat)
        }
        Body::Answer { press, words } => answer(press, words.as_ref(), voice),
        Body::MarkDelivered { message } => {
            let Spot { chat, id } = spot(message)?;
            let thumb = ReactionType::Emoji { emoji: "👍".to_owned() };
            let payload = SetMessageReaction::new(chat, id).reaction([thumb]);
            Ok(Call::new(&payload, chat, Yields::Done))
        }
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
        Body::ReopenThread { thread } => {
            let (chat, thread) = (chat(thread)?, required_thread(thread)?);
            Ok(Call::new(&ReopenForumTopic::new(chat, thread), chat, Yields::Done))
        }
        Body::Pin { message } => {
            let Spot { chat, id } = spot(message)?;
            let payload = PinChatMessage::new(chat, id).disable_notification(true);
            Ok(Call::new(&payload, chat, Yields::Done))
        }
        // The shell turns these into events; they are nothing to send.
        Body::Signal { .. } | Body::Withdraw { .. } => Err(impossible()),
    }
}

fn send(body: &Body, voice: &Voice<'_>, repeat: bool) -> Result<Call, SendError> {
    let Body::Send { to, words, buttons, reply_to, ask_reply, .. } = body else {
        unreachable!("`plan` hands only messages here")
    };
    let place = destination(to)?;
    let chat = chat(&place)?;
    let (text, rest) = pieces(words, again(voice.words(words), repeat), Cut::MESSAGE);
    let calls = voice.calls(words, &text);
    let mut payload = message(text, words, &place)?;
    if !calls.is_empty() {
        payload = payload.entities(calls);
    }
    if let Some(reply) = reply(reply_to.as_ref(), &place)? {
        payload = payload.reply_parameters(reply);
    }
    if !buttons.is_empty() {
        payload = payload.reply_markup(voice.keyboard(buttons, language(words)));
    } else if *ask_reply {
        payload = payload.reply_markup(ForceReply { selective: true, ..ForceReply::new() });
    }
    let then = following(rest, words, &place, None)?;
    let call = Call::new(&payload, chat, Yields::Message(place));
    Ok(Call { then, ..call })
}

/// A plain message at a place.
fn message(text: String, words: &Words, place: &Place) -> Result<SendMessage, SendError> {
    let mut payload = SendMessage::new(chat(place)?, text).link_preview_options(no_preview());
    if let Some(thread) = thread(place)? {
        payload = payload.message_thread_id(thread);
    }
    if is_of_customer(words) {
        payload = payload.protect_content(true);
    }
    Ok(payload)
}

/// The words as far as they fit, and the rest of them. What somebody said is never cut.
fn pieces(words: &Words, text: String, cut: Cut) -> (String, Vec<String>) {
    if !is_said(words) {
        return (cut.apply(text), Vec::new());
    }
    let mut pieces = cut.divide(&text).into_iter();
    (pieces.next().unwrap_or_default(), pieces.collect())
}

/// The messages that bring the rest of words that are too long for one.
fn following(
    rest: Vec<String>,
    words: &Words,
    place: &Place,
    reply_to: Option<&MessageRef>,
) -> Result<Vec<Call>, SendError> {
    let call = |text| {
        let mut payload = message(text, words, place)?;
        if let Some(reply) = reply(reply_to, place)? {
            payload = payload.reply_parameters(reply);
        }
        Ok(Call::new(&payload, chat(place)?, Yields::Done))
    };
    rest.into_iter().map(call).collect()
}

fn edit(
    message: &MessageRef,
    words: Option<&Words>,
    buttons: &[Vec<Button>],
    voice: &Voice<'_>,
) -> Result<Call, SendError> {
    let Spot { chat, id } = spot(message)?;
    let yields = Yields::Same(message.clone());
    let Some(words) = words else {
        let keyboard = voice.keyboard(buttons, Lang::default());
        let payload = EditMessageReplyMarkup::new(chat, id).reply_markup(keyboard);
        return Ok(Call::new(&payload, chat, yields));
    };
    let (text, rest) = pieces(words, voice.words(words), Cut::MESSAGE);
    let keyboard = voice.keyboard(buttons, language(words));
    let calls = voice.calls(words, &text);
    let mut payload = EditMessageText::new(chat, id, text)
        .link_preview_options(no_preview())
        .reply_markup(keyboard);
    if !calls.is_empty() {
        payload = payload.entities(calls);
    }
    let call = Call::new(&payload, chat, yields);
    Ok(Call { then: following(rest, words, &message.place, Some(message))?, ..call })
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
        let (text, rest) = pieces(words, again(voice.words(words), repeat), Cut::CAPTION);
        payload = payload.caption(text);
        then = following(rest, words, &place, None)?;
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
    let id = message.id.parse().map_err(|_| impossible())?;
    Ok(Spot { chat: chat(&message.place)?, id: MessageId(id) })
}

pub(crate) fn chat(place: &Place) -> Result<ChatId, SendError> {
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
        To::Private(_) => Err(impossible()),
        To::Place(place) => Ok(place.clone()),
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
    let Spot { id, .. } = spot(message)?;
    Ok(Some(ReplyParameters::new(id).allow_sending_without_reply()))
}

fn language(words: &Words) -> Lang {
    match words {
        Words::Customer(_, lang) => *lang,
        Words::Desk(_) => Lang::default(),
    }
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
