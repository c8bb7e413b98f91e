//! What an error of Discord's means for the effect: refused for good or for now, never sent, or
//! nobody knows.

use std::time::Duration;

use amends_core::effect::Refusal;
use amends_runtime::port::SendError;

use crate::client::CallError;

/// Where a call was aimed at: the same number means something else for a person than for a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The private channel with a person.
    Person,
    /// A channel of a server.
    Channel,
    /// A thread.
    Thread,
}

/// What to do when Discord does not know the token.
pub const TOKEN_REFUSED: &str = "Discord does not accept the token: reset it in the developer \
    portal under Bot and copy it into AMENDS_DISCORD_TOKEN";

/// How long to wait when Discord says that it is overloaded or that a feature is off.
const OVERLOADED: Duration = Duration::from_secs(30);

/// Tells whether Discord refused because everything is already as asked: the interaction was
/// answered before.
pub fn is_already_so(error: &CallError) -> bool {
    error.code() == Some(ALREADY_ANSWERED)
}

/// Tells whether what was asked for is not there any more.
pub(crate) fn is_gone(error: &CallError) -> bool {
    error.code() == Some(UNKNOWN_CHANNEL)
}

/// Tells what an error means for the effect.
pub fn send_error(error: &CallError, audience: Audience) -> SendError {
    match error {
        CallError::NotSent(why) => SendError::NotSent(why.clone()),
        // It never left, and the runtime must not take our own patience for Discord's refusal.
        CallError::Held { why, .. } => SendError::NotSent(why.to_string()),
        CallError::Lost(why) | CallError::Unreadable(why) => SendError::Unknown(why.clone()),
        CallError::RateLimited { after, .. } => SendError::RateLimited { after: *after },
        CallError::Refused { status, code, message } => refused(*status, *code, message, audience),
    }
}

fn refused(status: u16, code: u32, message: &str, audience: Audience) -> SendError {
    match (status, code) {
        (401, _) | (_, 40001 | 50014) => SendError::Rejected(TOKEN_REFUSED.to_owned()),
        // Discord is busy, or a feature is off for everybody.
        (_, 40006 | 130_000) => SendError::RateLimited { after: OVERLOADED },
        // Private channels were opened too fast: the client opens none for an hour.
        (_, 40003) => SendError::NotSent("private channels were opened too fast".to_owned()),
        (413, _) => SendError::Refused(Refusal::TooLarge),
        (_, INVALID_FORM) if is_too_long(message) => SendError::Refused(Refusal::TooLarge),
        (_, _) => SendError::Refused(refusal(status, code, audience)),
    }
}

/// Reads a definite no.
fn refusal(status: u16, code: u32, audience: Audience) -> Refusal {
    match (code, audience) {
        (10003 | 50001, Audience::Person) => return Refusal::NotStarted,
        (10003, Audience::Channel) => return Refusal::ChatGone,
        (10003, Audience::Thread) => return Refusal::ThreadGone,
        (_, Audience::Person | Audience::Channel | Audience::Thread) => (),
    }
    if let Some((_, refusal)) = REASONS.iter().find(|(known, _)| *known == code) {
        return *refusal;
    }
    if status == 403 { Refusal::NoRights } else { Refusal::Other }
}

/// A channel or thread that is not there.
const UNKNOWN_CHANNEL: u32 = 10003;
/// The interaction was answered before.
const ALREADY_ANSWERED: u32 = 40060;
/// Some field broke a rule; which one is in the message.
const INVALID_FORM: u32 = 50035;

fn is_too_long(message: &str) -> bool {
    ["BASE_TYPE_MAX_LENGTH", "BASE_TYPE_BAD_LENGTH"].iter().any(|rule| message.contains(rule))
}

/// Discord's numbers, and what they mean wherever the call was aimed at.
const REASONS: &[(u32, Refusal)] = &[
    // Unknown guild, member, user.
    (10004, Refusal::ChatGone),
    (10007, Refusal::NotStarted),
    (10013, Refusal::Deactivated),
    // Unknown message; a message that somebody else wrote.
    (10008, Refusal::MessageGone),
    (50005, Refusal::MessageGone),
    // Unknown webhook, interaction, token of an interaction: too late for an answer.
    (10015, Refusal::Expired),
    (10062, Refusal::Expired),
    (50027, Refusal::Expired),
    (ALREADY_ANSWERED, Refusal::Expired),
    // Explicit content that the reader does not want to get.
    (20009, Refusal::Unsupported),
    (40005, Refusal::TooLarge),
    // Banned from the server.
    (40007, Refusal::NotStarted),
    // Rights: access, level of verification, kind of channel, permission.
    (50001, Refusal::NoRights),
    (50008, Refusal::NoRights),
    (50009, Refusal::NoRights),
    (50013, Refusal::NoRights),
    (50024, Refusal::NoRights),
    // Private messages are closed, or no server is shared with the bot.
    (50007, Refusal::NotStarted),
    (50278, Refusal::NotStarted),
    // A message of the system; one that can't be read and so can't be forwarded.
    (50021, Refusal::Unsupported),
    (160_014, Refusal::Unsupported),
    // Archived, locked.
    (50083, Refusal::ThreadClosed),
    (160_005, Refusal::ThreadClosed),
    // As many threads as a server bears; a title with words that Discord bans; full threads.
    (160_006, Refusal::Other),
    (20031, Refusal::Other),
    (30033, Refusal::Other),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: u32) -> CallError {
        CallError::Refused { status, code, message: String::new() }
    }

    const EVERYWHERE: [Audience; 3] = [Audience::Person, Audience::Channel, Audience::Thread];

    #[test]
    fn every_number_of_a_definite_no_is_understood() {
        for (status, code, expected) in [
            (403, 50007, Refusal::NotStarted),
            (403, 50278, Refusal::NotStarted),
            (404, 10008, Refusal::MessageGone),
            (403, 50013, Refusal::NoRights),
            (400, 50083, Refusal::ThreadClosed),
            (400, 160_005, Refusal::ThreadClosed),
            (400, 160_006, Refusal::Other),
            (404, 10062, Refusal::Expired),
            (404, 10015, Refusal::Expired),
            (404, 10013, Refusal::Deactivated),
            (400, 40005, Refusal::TooLarge),
            (413, 40005, Refusal::TooLarge),
            (413, 0, Refusal::TooLarge),
            (400, 50035, Refusal::Other),
            (403, 0, Refusal::NoRights),
            (400, 99_999, Refusal::Other),
            (404, 0, Refusal::Other),
        ] {
            for audience in EVERYWHERE {
                let found = send_error(&refused(status, code), audience);
                assert_eq!(found, SendError::Refused(expected), "{status} {code} {audience:?}");
            }
        }
    }

    #[test]
    fn missing_channel_means_what_it_was() {
        let fate = |code, audience| send_error(&refused(404, code), audience);
        let gone = [Refusal::NotStarted, Refusal::ChatGone, Refusal::ThreadGone];
        for (audience, expected) in EVERYWHERE.into_iter().zip(gone) {
            assert_eq!(fate(10003, audience), SendError::Refused(expected));
        }
        let hidden = [Refusal::NotStarted, Refusal::NoRights, Refusal::NoRights];
        for (audience, expected) in EVERYWHERE.into_iter().zip(hidden) {
            assert_eq!(fate(50001, audience), SendError::Refused(expected));
        }
    }

    #[test]
    fn only_a_rule_about_length_means_too_large() {
        let form = |message: &str| CallError::Refused {
            status: 400,
            code: 50035,
            message: message.to_owned(),
        };
        let long = form("Invalid Form Body (content: BASE_TYPE_MAX_LENGTH)");
        assert_eq!(send_error(&long, Audience::Thread), SendError::Refused(Refusal::TooLarge));
        let strange = form("Invalid Form Body (content: BASE_TYPE_REQUIRED)");
        assert_eq!(send_error(&strange, Audience::Thread), SendError::Refused(Refusal::Other));
    }

    #[test]
    fn waiting_is_not_refusing() {
        let after = Duration::from_secs(7);
        let limited = CallError::RateLimited { after, is_global: false };
        assert_eq!(send_error(&limited, Audience::Thread), SendError::RateLimited { after });
        for kept_back in [
            CallError::Held { after, why: crate::client::Hold::Doors },
            CallError::NotSent("dns".to_owned()),
            refused(400, 40003),
        ] {
            let fate = send_error(&kept_back, Audience::Person);
            assert!(matches!(fate, SendError::NotSent(_)), "{kept_back}: {fate}");
        }
    }

    #[test]
    fn what_may_have_arrived_is_never_taken_for_a_no() {
        for error in
            [CallError::Lost("timed out".to_owned()), CallError::Unreadable("EOF".to_owned())]
        {
            let fate = send_error(&error, Audience::Person);
            assert!(matches!(fate, SendError::Unknown(_)), "{error}: {fate}");
        }
    }

    #[test]
    fn refused_bot_is_told_what_to_do() {
        let fate = send_error(&refused(401, 0), Audience::Channel);
        assert_eq!(fate, SendError::Rejected(TOKEN_REFUSED.to_owned()));
    }

    #[test]
    fn second_answer_is_no_failure() {
        assert!(is_already_so(&refused(400, 40060)));
        assert!(!is_already_so(&refused(404, 10062)));
    }
}
