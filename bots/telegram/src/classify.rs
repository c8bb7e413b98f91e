//! What became of a call: done, refused for good or for now, never sent, or nobody knows.
//!
//! Told from the platform's own words, not from the client's list of them, which is older than the
//! platform.

use std::time::Duration;

use amends_core::{
    effect::Refusal,
    place::{Place, Platform},
};
use amends_runtime::port::SendError;
use thiserror::Error;

/// How long to wait when Telegram says "too many" without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// Why a call brought no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CallError {
    /// Telegram answered, and its answer is no.
    #[error("telegram refused with {code}: `{description}`")]
    Refused {
        /// Telegram's number for it.
        code: u16,
        /// Telegram's words for it.
        description: String,
        /// How long to wait, in seconds.
        retry_after: Option<u64>,
        /// The new id of the chat.
        migrate_to: Option<i64>,
    },
    /// The call never left this machine.
    #[error("could not connect: {0}")]
    NotSent(String),
    /// The call left, and no answer came that can be believed.
    #[error("no usable answer: {0}")]
    Lost(String),
}

/// Whom a call was about: the same words mean something else for a person than for a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The private chat with a person.
    Person,
    /// A group.
    Group,
    /// The chat that somebody has with a person, in which it was done on their behalf.
    Behalf {
        /// Whether a message was to be taken back: where we can't any more, it still stands.
        takes_back: bool,
    },
}

impl Audience {
    /// Tells people from groups by the sign of the chat's id.
    pub fn of(chat: i64) -> Self {
        if chat < 0 { Self::Group } else { Self::Person }
    }
}

/// Tells whether Telegram refused because everything is already as asked.
pub fn is_already_so(error: &CallError) -> bool {
    let CallError::Refused { description, .. } = error else { return false };
    let description = description.to_lowercase();
    description.contains("message is not modified") || description.contains("topic_not_modified")
}

/// Tells whether Telegram refused because what was sent, or is to be changed, is of another kind.
pub fn is_wrong_way(error: &CallError) -> bool {
    let CallError::Refused { code: 400, description, .. } = error else { return false };
    let description = description.to_lowercase();
    WRONG_WAYS.iter().any(|words| description.contains(words))
}

/// Telegram's words for it, in lower case.
const WRONG_WAYS: [&str; 8] = [
    "no text in the message to edit",
    "photo_",
    "too big for a photo",
    "image_process_failed",
    "voice_messages_forbidden",
    "wrong type of the web page content",
    "sticker_",
    "wrong file",
];

/// Tells what an error means for the effect.
pub fn send_error(error: &CallError, audience: Audience) -> SendError {
    let (code, description) = match error {
        CallError::NotSent(why) => return SendError::NotSent(why.clone()),
        CallError::Lost(why) => return SendError::Unknown(why.clone()),
        CallError::Refused { retry_after: Some(seconds), .. } => {
            return SendError::RateLimited { after: Duration::from_secs(*seconds) };
        }
        CallError::Refused { migrate_to: Some(chat), .. } => {
            let to = Place::chat(Platform::Telegram, chat.to_string());
            return SendError::Moved { to };
        }
        CallError::Refused { code, description, .. } => (*code, description.to_lowercase()),
    };
    match code {
        401 => SendError::Rejected(TOKEN_REFUSED.to_owned()),
        404 if description == "not found" => SendError::Rejected(TOKEN_REFUSED.to_owned()),
        409 => SendError::Rejected(conflict(&description).to_owned()),
        429 => SendError::RateLimited { after: PAUSE },
        500.. => SendError::Unknown(format!("telegram says {code}: `{description}`")),
        _ => SendError::Refused(refusal(&description, audience)),
    }
}

/// What to do when Telegram does not know the token.
pub const TOKEN_REFUSED: &str = "Telegram does not accept the token: copy it again from @BotFather \
    into AMENDS_TELEGRAM_TOKEN";

/// What to do when somebody else reads the updates of the same bot.
pub fn conflict(description: &str) -> &'static str {
    if description.contains("webhook") {
        "a webhook is set for this bot, so it can't ask for updates: remove it with deleteWebhook, \
         or give amends a bot of its own"
    } else {
        "another process asks for updates with the same token: stop it, or give amends a bot of \
         its own"
    }
}

/// Reads a definite no. The order matters only within [`REASONS`].
fn refusal(description: &str, audience: Audience) -> Refusal {
    if let Audience::Behalf { takes_back } = audience {
        return refused_on_behalf(description, takes_back);
    }
    if description.contains("chat not found") {
        return match audience {
            Audience::Group => Refusal::ChatGone,
            // A person's chat that the bot can't find was never opened.
            Audience::Person | Audience::Behalf { .. } => Refusal::NotStarted,
        };
    }
    reason(description)
}

/// Reads a no to what was done on somebody's behalf: the way through their account is closed, which
/// says nothing about the person's private chat with the bot.
fn refused_on_behalf(description: &str, takes_back: bool) -> Refusal {
    let is_closed = CLOSED.iter().any(|words| description.contains(words));
    let refusal = reason(description);
    if takes_back {
        return if is_closed { Refusal::NoRights } else { refusal };
    }
    let is_closed = is_closed || refusal.is_unreachable() || refusal == Refusal::NoRights;
    if is_closed { Refusal::ThreadGone } else { refusal }
}

/// Telegram's words in lower case for an account in which the bot can't write, or can't any more.
///
/// Telegram documents the names, those of the layer below the Bot API, but not the words of the Bot
/// API itself, and not which name stands for a connection that was switched off or for a right that is
/// missing. The first comes from the Bot API's own server, which is open source.
const CLOSED: [&str; 5] = [
    "business connection not found",
    // BUSINESS_CONNECTION_INVALID: there is none of this name, or none any more.
    // BUSINESS_CONNECTION_NOT_ALLOWED: this can't be done through one.
    "business_connection_",
    // BUSINESS_PEER_INVALID: the chat was left out when the bot was connected.
    // BUSINESS_PEER_USAGE_MISSING: the person wrote nothing there for too long.
    "business_peer_",
    // BOT_ACCESS_FORBIDDEN: the right for it is missing.
    "bot_access_forbidden",
    "chat not found",
];

fn reason(description: &str) -> Refusal {
    let known = REASONS.iter().find(|(words, _)| description.contains(words));
    known.map_or(Refusal::Other, |(_, refusal)| *refusal)
}

/// Telegram's words in lower case, and what they mean; the first that is found counts.
const REASONS: &[(&str, Refusal)] = &[
    ("bot was blocked by the user", Refusal::Blocked),
    ("user is deactivated", Refusal::Deactivated),
    ("input_user_deactivated", Refusal::Deactivated),
    ("can't initiate conversation", Refusal::NotStarted),
    ("can't send messages to bots", Refusal::NotStarted),
    ("can't send messages to the bot", Refusal::NotStarted),
    ("can't send messages to the user", Refusal::NotStarted),
    ("privacy_premium_required", Refusal::NotStarted),
    ("user not found", Refusal::NotStarted),
    ("user_id_invalid", Refusal::NotStarted),
    ("peer_id_invalid", Refusal::NotStarted),
    ("bot was kicked", Refusal::ChatGone),
    ("bot is not a member", Refusal::ChatGone),
    ("group chat was deactivated", Refusal::ChatGone),
    ("chat was deleted", Refusal::ChatGone),
    ("channel_private", Refusal::ChatGone),
    ("message thread not found", Refusal::ThreadGone),
    ("topic_deleted", Refusal::ThreadGone),
    ("topic_id_invalid", Refusal::ThreadGone),
    ("topic_closed", Refusal::ThreadClosed),
    ("query is too old", Refusal::Expired),
    ("query id is invalid", Refusal::Expired),
    ("query_id_invalid", Refusal::Expired),
    ("not enough rights", Refusal::NoRights),
    ("have no rights", Refusal::NoRights),
    ("need administrator rights", Refusal::NoRights),
    ("chat_admin_required", Refusal::NoRights),
    ("right_forbidden", Refusal::NoRights),
    ("chat_write_forbidden", Refusal::NoRights),
    ("chat_restricted", Refusal::NoRights),
    ("the chat is not a forum", Refusal::NoRights),
    ("message can't be copied", Refusal::Unsupported),
    ("can't copy", Refusal::Unsupported),
    ("protected content", Refusal::Unsupported),
    ("voice_messages_forbidden", Refusal::Unsupported),
    ("chat_send_", Refusal::NoRights),
    ("too long", Refusal::TooLarge),
    ("_too_long", Refusal::TooLarge),
    ("too big", Refusal::TooLarge),
    ("too large", Refusal::TooLarge),
    ("wrong file", Refusal::Unsupported),
    ("wrong remote file", Refusal::Unsupported),
    ("reaction_", Refusal::Unsupported),
    ("reactions_", Refusal::Unsupported),
    ("message can't be edited", Refusal::MessageGone),
    ("message can't be deleted", Refusal::NoRights),
    ("message_delete_forbidden", Refusal::NoRights),
    ("message_id_invalid", Refusal::MessageGone),
    ("message not found", Refusal::MessageGone),
    ("message to ", Refusal::MessageGone),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> CallError {
        let description = description.to_owned();
        CallError::Refused { code, description, retry_after: None, migrate_to: None }
    }

    /// Telegram's own words, with the number that comes with them.
    const WORDINGS: &[(u16, &str, Refusal)] = &[
        (403, "Forbidden: bot was blocked by the user", Refusal::Blocked),
        (403, "Forbidden: user is deactivated", Refusal::Deactivated),
        (400, "Bad Request: INPUT_USER_DEACTIVATED", Refusal::Deactivated),
        (403, "Forbidden: bot can't initiate conversation with a user", Refusal::NotStarted),
        (403, "Forbidden: bot can't send messages to bots", Refusal::NotStarted),
        (403, "Forbidden: bot can't send messages to the user", Refusal::NotStarted),
        (400, "Bad Request: PRIVACY_PREMIUM_REQUIRED", Refusal::NotStarted),
        (400, "Bad Request: user not found", Refusal::NotStarted),
        (400, "Bad Request: PEER_ID_INVALID", Refusal::NotStarted),
        (403, "Forbidden: bot was kicked from the group chat", Refusal::ChatGone),
        (403, "Forbidden: bot was kicked from the supergroup chat", Refusal::ChatGone),
        (403, "Forbidden: bot is not a member of the supergroup chat", Refusal::ChatGone),
        (403, "Forbidden: the group chat was deleted", Refusal::ChatGone),
        (400, "Bad Request: group chat was deactivated", Refusal::ChatGone),
        (400, "Bad Request: CHANNEL_PRIVATE", Refusal::ChatGone),
        (400, "Bad Request: message thread not found", Refusal::ThreadGone),
        (400, "Bad Request: TOPIC_DELETED", Refusal::ThreadGone),
        (400, "Bad Request: TOPIC_ID_INVALID", Refusal::ThreadGone),
        (400, "Bad Request: TOPIC_CLOSED", Refusal::ThreadClosed),
        (400, "Bad Request: message to edit not found", Refusal::MessageGone),
        (400, "Bad Request: message to copy not found", Refusal::MessageGone),
        (400, "Bad Request: message to react not found", Refusal::MessageGone),
        (400, "Bad Request: message to pin not found", Refusal::MessageGone),
        (400, "Bad Request: message to be replied not found", Refusal::MessageGone),
        (400, "Bad Request: replied message not found", Refusal::MessageGone),
        (400, "Bad Request: message can't be edited", Refusal::MessageGone),
        (400, "Bad Request: MESSAGE_ID_INVALID", Refusal::MessageGone),
        (400, "Bad Request: the message can't be copied", Refusal::Unsupported),
        (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", Refusal::Unsupported),
        (400, "Bad Request: not enough rights to create a topic", Refusal::NoRights),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            Refusal::NoRights,
        ),
        (
            400,
            "Bad Request: not enough rights to manage pinned messages in the chat",
            Refusal::NoRights,
        ),
        (400, "Bad Request: have no rights to send a message", Refusal::NoRights),
        (400, "Bad Request: need administrator rights in the channel chat", Refusal::NoRights),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED", Refusal::NoRights),
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN", Refusal::NoRights),
        (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", Refusal::NoRights),
        (400, "Bad Request: the chat is not a forum", Refusal::NoRights),
        (400, "Bad Request: message is too long", Refusal::TooLarge),
        (400, "Bad Request: MESSAGE_TOO_LONG", Refusal::TooLarge),
        (400, "Bad Request: message caption is too long", Refusal::TooLarge),
        (413, "Request Entity Too Large", Refusal::TooLarge),
        (
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            Refusal::Expired,
        ),
        (400, "Bad Request: QUERY_ID_INVALID", Refusal::Expired),
        (400, "Bad Request: REACTION_INVALID", Refusal::Unsupported),
        (400, "Bad Request: REACTIONS_TOO_MANY", Refusal::Unsupported),
        (400, "Bad Request: message to delete not found", Refusal::MessageGone),
        (400, "Bad Request: message can't be deleted for everyone", Refusal::NoRights),
        (400, "Bad Request: file is too big", Refusal::TooLarge),
        (
            400,
            "Bad Request: wrong file_id or the file is temporarily unavailable",
            Refusal::Unsupported,
        ),
        (403, "Forbidden: MESSAGE_DELETE_FORBIDDEN", Refusal::NoRights),
        (400, "Bad Request: message text is empty", Refusal::Other),
        (400, "Bad Request: something nobody has seen yet", Refusal::Other),
        (404, "Not Found: method not found", Refusal::Other),
    ];

    #[test]
    fn every_wording_of_a_definite_no_is_understood() {
        for (code, description, expected) in WORDINGS {
            for audience in [Audience::Person, Audience::Group] {
                let found = send_error(&refused(*code, description), audience);
                assert_eq!(found, SendError::Refused(*expected), "{description}");
            }
        }
    }

    #[test]
    fn missing_chat_of_a_person_was_never_opened() {
        let error = refused(400, "Bad Request: chat not found");
        let fate = |chat| send_error(&error, Audience::of(chat));
        assert_eq!(fate(42), SendError::Refused(Refusal::NotStarted));
        assert_eq!(fate(-100_042), SendError::Refused(Refusal::ChatGone));
    }

    #[test]
    fn closed_way_through_an_account_says_nothing_about_the_person() {
        let read = |description: &str, takes_back| {
            send_error(&refused(400, description), Audience::Behalf { takes_back })
        };
        for description in [
            "Bad Request: business connection not found",
            "Bad Request: BUSINESS_CONNECTION_INVALID",
            "Bad Request: BUSINESS_CONNECTION_NOT_ALLOWED",
            "Bad Request: BUSINESS_PEER_INVALID",
            "Bad Request: BUSINESS_PEER_USAGE_MISSING",
            "Forbidden: BOT_ACCESS_FORBIDDEN",
            "Bad Request: chat not found",
        ] {
            let closed = SendError::Refused(Refusal::ThreadGone);
            assert_eq!(read(description, false), closed, "{description}");
            // What could not be taken back still stands.
            let stands = SendError::Refused(Refusal::NoRights);
            assert_eq!(read(description, true), stands, "{description}");
        }
        for description in [
            "Forbidden: bot was blocked by the user",
            "Bad Request: PEER_ID_INVALID",
            "Bad Request: not enough rights to send text messages to the chat",
        ] {
            let closed = SendError::Refused(Refusal::ThreadGone);
            assert_eq!(read(description, false), closed, "{description}");
        }
        for (description, refusal) in [
            ("Bad Request: message is too long", Refusal::TooLarge),
            ("Bad Request: something nobody has seen yet", Refusal::Other),
        ] {
            assert_eq!(read(description, false), SendError::Refused(refusal), "{description}");
        }
        let gone = SendError::Refused(Refusal::MessageGone);
        assert_eq!(read("Bad Request: message to delete not found", true), gone);
    }

    #[test]
    fn the_platform_may_tell_us_to_wait() {
        let CallError::Refused { code, description, migrate_to, .. } =
            refused(429, "Too Many Requests: retry after 7")
        else {
            unreachable!("just made")
        };
        let error = CallError::Refused { code, description, retry_after: Some(7), migrate_to };
        let after = Duration::from_secs(7);
        assert_eq!(send_error(&error, Audience::Group), SendError::RateLimited { after });
        let vague = send_error(&refused(429, "Too Many Requests"), Audience::Group);
        assert_eq!(vague, SendError::RateLimited { after: PAUSE });
    }

    #[test]
    fn chat_that_moved_is_followed() {
        let error = CallError::Refused {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            retry_after: None,
            migrate_to: Some(-100_123),
        };
        let to = Place::chat(Platform::Telegram, "-100123");
        assert_eq!(send_error(&error, Audience::Group), SendError::Moved { to });
    }

    #[test]
    fn what_may_have_arrived_is_never_taken_for_a_no() {
        for error in [
            refused(500, "Internal Server Error: restart"),
            refused(502, "Bad Gateway"),
            CallError::Lost("timed out".to_owned()),
        ] {
            let fate = send_error(&error, Audience::Person);
            assert!(matches!(fate, SendError::Unknown(_)), "{error}: {fate}");
        }
        let fate = send_error(&CallError::NotSent("dns".to_owned()), Audience::Person);
        assert_eq!(fate, SendError::NotSent("dns".to_owned()));
    }

    #[test]
    fn refused_bot_is_told_what_to_do() {
        for (code, description, advice) in [
            (401, "Unauthorized", "@BotFather"),
            (404, "Not Found", "@BotFather"),
            (409, "Conflict: terminated by other getUpdates request", "another process"),
            (409, "Conflict: can't use getUpdates method while webhook is active", "deleteWebhook"),
        ] {
            let fate = send_error(&refused(code, description), Audience::Person);
            let SendError::Rejected(sentence) = fate else { panic!("{description}: {fate}") };
            assert!(sentence.contains(advice), "{sentence}");
        }
    }

    #[test]
    fn another_way_is_tried_only_where_there_may_be_one() {
        for description in [
            "Bad Request: there is no text in the message to edit",
            "Bad Request: PHOTO_INVALID_DIMENSIONS",
            "Bad Request: IMAGE_PROCESS_FAILED",
            "Bad Request: VOICE_MESSAGES_FORBIDDEN",
        ] {
            assert!(is_wrong_way(&refused(400, description)), "{description}");
        }
        for error in [
            refused(400, "Bad Request: message to edit not found"),
            refused(403, "Forbidden: bot was blocked by the user"),
            CallError::Lost("photo_".to_owned()),
        ] {
            assert!(!is_wrong_way(&error), "{error}");
        }
    }

    #[test]
    fn unchanged_is_no_failure() {
        let unchanged = "Bad Request: message is not modified: specified new message content and \
                         reply markup are exactly the same";
        assert!(is_already_so(&refused(400, unchanged)));
        assert!(is_already_so(&refused(400, "Bad Request: TOPIC_NOT_MODIFIED")));
        assert!(!is_already_so(&refused(400, "Bad Request: message to edit not found")));
    }
}
