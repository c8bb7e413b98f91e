//! Messages with files.

use amends_core::{
    effect::{Body, Refusal},
    place::Content,
};
use amends_runtime::port::{Attempt, SendError};
use serde_json::json;

use super::{
    Destination, FILES, NO_PREVIEWS,
    call::{Call, Plan, Yields},
    content, destination, following, is_urgent,
    markdown::Rich,
    named, nobody, pieces, point_at,
    voice::{CONTENT, Spoken, Voice},
};

/// A message that stands elsewhere, with its files.
pub(super) fn copy(body: &Body, voice: &Voice<'_>, attempt: &Attempt) -> Result<Plan, SendError> {
    let Body::Copy { to, caption, content: carried, reply_to, purpose, .. } = body else {
        unreachable!("`plan` hands only copies here")
    };
    if attempt.files.is_empty() {
        // A point on a map, a contact card: nothing that could be carried over.
        return Err(SendError::Refused(Refusal::Unsupported));
    }
    let own = carried.as_deref().and_then(Content::words).map(Rich::plain);
    let spoken = match caption {
        Some(words) => voice.speak(words, attempt.repeat),
        None => Spoken { text: own.unwrap_or_default(), ..Spoken::default() },
    };
    let mut texts = spoken.text.divide(CONTENT).into_iter();
    let first = texts.next().unwrap_or_default();
    let mut message = content(&first, &spoken);
    if first.is_empty()
        && let Some(fields) = message.as_object_mut()
    {
        fields.remove("content");
    }
    let Destination { spot, place, audience } = destination(to)?;
    point_at(&mut message, reply_to.as_ref(), place.as_ref());
    let count = attempt.files.len();
    let files = 0..count.min(FILES);
    let mut then = Vec::new();
    for (part, from) in (FILES..count).step_by(FILES).enumerate() {
        let message = json!({ "flags": NO_PREVIEWS, "allowed_mentions": nobody() });
        let message = named(message, &attempt.nonce, part + 1);
        then.push(Call::Post { to: spot, message, files: from..count.min(from + FILES) });
    }
    then.extend(following(texts.collect(), spot, &attempt.nonce, then.len() + 1));
    let call = Call::Post { to: spot, message: named(message, &attempt.nonce, 0), files };
    let is_urgent = is_urgent(purpose.as_ref());
    Ok(Plan { call, then, audience, yields: Yields::Message(place), is_urgent })
}

/// A file of ours, with words over it.
pub(super) fn send_file(
    body: &Body,
    voice: &Voice<'_>,
    attempt: &Attempt,
) -> Result<Plan, SendError> {
    let Body::SendFile { to, words, reply_to, purpose, .. } = body else {
        unreachable!("`plan` hands only files here")
    };
    let spoken = voice.speak(words, attempt.repeat);
    let (text, _) = pieces(&spoken.text, false)?;
    let mut message = content(&text, &spoken);
    let Destination { spot, place, audience } = destination(to)?;
    point_at(&mut message, reply_to.as_ref(), place.as_ref());
    let files = 0..attempt.files.len();
    let call = Call::Post { to: spot, message: named(message, &attempt.nonce, 0), files };
    let (then, is_urgent) = (Vec::new(), is_urgent(purpose.as_ref()));
    Ok(Plan { call, then, audience, yields: Yields::Message(place), is_urgent })
}
