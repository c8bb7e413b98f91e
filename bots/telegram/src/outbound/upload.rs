//! Files that come from another platform: sent one after the other, the words under the first.

use amends_core::{
    effect::{Body, Refusal},
    place::{Content, MediaKind},
};
use amends_runtime::port::{Attempt, File, SendError};
use amends_wording::clean_text;
use serde_json::{Map, Value, json};
use teloxide_core::types::{ChatId, MessageEntity};

use super::{
    Told, again,
    call::{Call, Upload, Yields},
    destination, no_preview, reply,
    site::Site,
    style, told,
    voice::{Cut, Piece, Voice},
};

/// A larger picture is sent as a file.
const PHOTO: usize = 10 * 1024 * 1024;

/// How a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    method: &'static str,
    parameter: &'static str,
}

impl Way {
    const PHOTO: Self = Self { method: "SendPhoto", parameter: "photo" };
    const VIDEO: Self = Self { method: "SendVideo", parameter: "video" };
    const VOICE: Self = Self { method: "SendVoice", parameter: "voice" };
    const STICKER: Self = Self { method: "SendSticker", parameter: "sticker" };
    const DOCUMENT: Self = Self { method: "SendDocument", parameter: "document" };

    /// Tells how Telegram takes a file, by what it is said to be.
    fn of(kind: MediaKind, file: &File) -> Self {
        let mime = file.mime.as_deref().unwrap_or_default();
        let mime = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match (kind, mime.as_str()) {
            (MediaKind::Sticker, "image/webp") => Self::STICKER,
            (MediaKind::Voice, "audio/ogg" | "audio/mpeg" | "audio/mp4") => Self::VOICE,
            (_, "image/jpeg" | "image/png" | "image/webp") if file.bytes.len() <= PHOTO => {
                Self::PHOTO
            }
            (_, "video/mp4") => Self::VIDEO,
            _ => Self::DOCUMENT,
        }
    }

    fn has_caption(self) -> bool {
        self != Self::STICKER
    }

    /// Plans to send a file. What turns out not to be what it was said to be is sent as a file.
    fn call(self, params: Map<String, Value>, chat: ChatId, file: usize) -> Call {
        let otherwise = (self != Self::DOCUMENT).then(|| {
            let params = params.clone();
            Box::new(Self::DOCUMENT.call(params, chat, file))
        });
        let upload = Some(Upload { parameter: self.parameter, file });
        let call = Call::named(self.method, Value::Object(params), chat, Yields::Done);
        Call { upload, otherwise, ..call }
    }
}

/// Plans the calls that bring the files of a message.
pub(super) fn upload(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Call, SendError> {
    let Body::Copy { message: from, to, caption, content, reply_to, .. } = body else {
        unreachable!("`plan` hands only copies here")
    };
    let Some(Content::Media { kind, caption: own, .. }) = content.as_deref() else {
        return Err(unsupported());
    };
    let place = destination(to)?;
    let site = Site::of(&place)?;
    let (chat, mut shared) = (site.chat, site.params());
    if voice.is_desk(&place) && !voice.is_desk(&from.place) {
        shared.insert("protect_content".to_owned(), json!(true));
    }
    let told = match (caption, own) {
        (Some(words), _) => {
            Some(told(words, again(voice.words(words), attempt.repeat), Cut::CAPTION))
        }
        (None, Some(own)) => Some(as_it_is(own, attempt.repeat)),
        (None, None) => None,
    };
    let mut words = told.iter().flat_map(Told::all).peekable();
    let mut files =
        attempt.files.iter().enumerate().map(|(index, file)| (index, Way::of(*kind, file)));
    let (index, way) = files.next().ok_or_else(unsupported)?;
    let mut params = shared.clone();
    if let Some(reply) = reply(reply_to.as_ref(), &place)? {
        params.insert("reply_parameters".to_owned(), json!(reply));
    }
    if way.has_caption()
        && let Some((text, entities)) = words.next()
    {
        write(&mut params, ["caption", "caption_entities"], text, &entities);
    }
    let mut first = way.call(params, chat, index);
    first.then.extend(words.map(|(text, entities)| more_words(&shared, text, &entities, chat)));
    first.then.extend(files.map(|(index, way)| way.call(shared.clone(), chat, index)));
    let yields = Yields::Message(place);
    if let Some(otherwise) = &mut first.otherwise {
        otherwise.yields = yields.clone();
        otherwise.then.clone_from(&first.then);
    }
    Ok(Call { yields, ..first })
}

/// Plans the call that sends a file of ours.
pub(super) fn document(
    body: &Body,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Call, SendError> {
    let Body::SendFile { to, words, file, reply_to, .. } = body else {
        unreachable!("`plan` hands only files here")
    };
    let place = destination(to)?;
    let site = Site::of(&place)?;
    let (chat, mut params) = (site.chat, site.params());
    if let Some(reply) = reply(reply_to.as_ref(), &place)? {
        params.insert("reply_parameters".to_owned(), json!(reply));
    }
    let text = Cut::CAPTION.apply(again(voice.words(words), attempt.repeat));
    params.insert("caption".to_owned(), json!(text));
    // A picture is shown in the chat; what is no picture to Telegram goes as a file.
    let way = if file.mime == "image/png" { Way::PHOTO } else { Way::DOCUMENT };
    let mut call = way.call(params, chat, 0);
    let yields = Yields::Message(place);
    if let Some(otherwise) = &mut call.otherwise {
        otherwise.yields = yields.clone();
    }
    Ok(Call { yields, ..call })
}

impl Told {
    /// Everything that is told, message by message.
    fn all(&self) -> impl Iterator<Item = (&str, Vec<MessageEntity>)> {
        let entities = |piece: &Piece| style::entities(&self.spans, piece);
        let pieces = std::iter::once(&self.first).chain(&self.rest);
        pieces
            .filter(|piece| !piece.text.is_empty())
            .map(move |piece| (piece.text.as_str(), entities(piece)))
    }
}

/// The words that stood under a file, as they are.
fn as_it_is(own: &str, repeat: bool) -> Told {
    let text = again(clean_text(own, usize::MAX), repeat);
    let mut pieces = Cut::CAPTION.divide(&text).into_iter();
    Told { first: pieces.next().unwrap_or_default(), rest: pieces.collect(), spans: Vec::new() }
}

fn more_words(
    shared: &Map<String, Value>,
    text: &str,
    entities: &[MessageEntity],
    chat: ChatId,
) -> Call {
    let mut params = shared.clone();
    write(&mut params, ["text", "entities"], text, entities);
    params.insert("link_preview_options".to_owned(), json!(no_preview()));
    Call::named("SendMessage", Value::Object(params), chat, Yields::Done)
}

fn write(
    params: &mut Map<String, Value>,
    [key, key_of_entities]: [&str; 2],
    text: &str,
    entities: &[MessageEntity],
) {
    params.insert(key.to_owned(), json!(text));
    if !entities.is_empty() {
        params.insert(key_of_entities.to_owned(), json!(entities));
    }
}

fn unsupported() -> SendError {
    SendError::Refused(Refusal::Unsupported)
}
