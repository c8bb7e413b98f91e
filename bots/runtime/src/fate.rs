//! What becomes of an effect after a try: settled, tried again, or put off.

use std::time::Duration;

use amends_core::{
    effect::{Body, OnUnknown, Receipt, Refusal, To},
    place::Place,
};
use amends_storage::port::OutboxRow;

use crate::port::{Fate, SendError};

/// Tries that may have arrived, for an effect that is resent: the first and two repeats.
const RESENT: u8 = 3;
/// Tries of an effect that may be repeated without harm.
const REPEATED: u32 = 10;
/// From this wait on those that failed together are told apart.
const LONG: Duration = Duration::from_secs(16);
/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_mins(1);

/// What is to be done after a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It came to its end.
    Settle(Result<Receipt, Refusal>),
    /// Again after this long. Whether the try that ended may have arrived.
    Again { after: Duration, counts: bool },
    /// The platform told us to wait before the next message to this chat.
    PutOff { after: Duration },
    /// Again at once, in the chat's new place.
    Follow { to: Place },
    /// The platform does not accept us: nothing is sent for a while.
    Stop { why: String },
}

/// Decides what becomes of an effect whose try ended like this. `tries` counts its tries since the
/// start, whether they left the machine or not; `recognised` tells that the platform knows a message
/// that it gets once more.
pub(crate) fn verdict(row: &OutboxRow, fate: Fate, tries: u32, recognised: bool) -> Verdict {
    let error = match fate {
        Ok(receipt) => return Verdict::Settle(Ok(receipt)),
        Err(error) => error,
    };
    match error {
        SendError::Refused(refusal) => Verdict::Settle(Err(refusal)),
        SendError::RateLimited { after } => Verdict::PutOff { after },
        SendError::NotSent(_) => Verdict::Again { after: backoff(row, tries), counts: false },
        SendError::Unknown(_) => after_unknown(row, tries, recognised),
        SendError::Moved { to } => Verdict::Follow { to },
        SendError::Rejected(why) => Verdict::Stop { why },
    }
}

/// Decides what becomes of an effect of which nobody knows whether it arrived.
pub(crate) fn after_unknown(row: &OutboxRow, tries: u32, recognised: bool) -> Verdict {
    // The platform forgets a press within seconds.
    let is_answer = matches!(row.effect.body, Body::Answer { .. });
    let again = match row.effect.on_unknown {
        // What must never arrive twice can't where the platform knows it again.
        OnUnknown::Leave => recognised && is_message(&row.effect.body) && row.attempts < RESENT,
        OnUnknown::Resend => row.attempts < RESENT,
        OnUnknown::Repeat => tries < REPEATED,
    };
    if again && !is_answer {
        Verdict::Again { after: backoff(row, tries), counts: true }
    } else {
        Verdict::Settle(Err(Refusal::Unknown))
    }
}

/// Whether it is a message at a place of its own: answers to presses have no name.
fn is_message(body: &Body) -> bool {
    matches!(body, Body::Send { to: To::Private(_) | To::Place(_) | To::Room { .. }, .. })
}

/// Whether a try must be durable before it begins: it can't be taken for granted that a second one
/// does no harm.
pub(crate) fn is_marked(row: &OutboxRow) -> bool {
    if matches!(row.effect.body, Body::Answer { .. }) {
        return false;
    }
    match row.effect.on_unknown {
        OnUnknown::Leave | OnUnknown::Resend => true,
        OnUnknown::Repeat => false,
    }
}

/// The wait after this many tries: 1, 2, 4, 8, then between half and all of 16, 32, 60 seconds.
/// Those that failed together do not come back together for ever, or all but the first would find
/// the same crowd again.
fn backoff(row: &OutboxRow, tries: u32) -> Duration {
    const SCATTER: u64 = 0x9e37_79b9_7f4a_7c15;
    let longest = Duration::from_secs(1 << tries.saturating_sub(1).min(6)).min(LONGEST);
    if longest < LONG {
        return longest;
    }
    let key = row.key.seq.wrapping_add(u64::from(tries) << 48).wrapping_add(row.key.index.into());
    let share = u32::try_from(key.wrapping_mul(SCATTER) >> 40).unwrap_or(0) % 1_000;
    longest / 2 + longest / 2 * share / 1_000
}

#[cfg(test)]
mod tests {
    use amends_core::{
        effect::{Class, Effect},
        ids::EffectKey,
        place::{MessageRef, Platform},
    };
    use amends_storage::port::Subject;
    use jiff::Timestamp;

    use super::*;

    fn row(on_unknown: OnUnknown, attempts: u8) -> OutboxRow {
        let message = MessageRef { place: Place::chat(Platform::Telegram, "1"), id: "1".into() };
        let body = Body::Pin { message };
        OutboxRow {
            key: EffectKey { seq: 1, index: 0 },
            subject: Subject::Workspace,
            effect: Effect { class: Class::Staff, expires_at: None, on_unknown, body },
            attempts,
            sending: true,
            not_before: Timestamp::UNIX_EPOCH,
            pressed_at: None,
            cause: None,
        }
    }

    fn unknown() -> Fate {
        Err(SendError::Unknown("read timeout".into()))
    }

    #[test]
    fn an_unknown_question_is_left_alone() {
        let left = Verdict::Settle(Err(Refusal::Unknown));
        assert_eq!(verdict(&row(OnUnknown::Leave, 1), unknown(), 1, false), left);
    }

    #[test]
    fn an_unknown_question_is_asked_again_where_the_platform_knows_it() {
        let with = |to, attempts| {
            let say = amends_core::say::Say::TapAck;
            let words = amends_core::effect::Words::Customer(say, amends_core::lang::Lang::EN);
            let (buttons, reply_to, purpose) = (Vec::new(), None, None);
            let body = Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose };
            let mut row = row(OnUnknown::Leave, attempts);
            row.effect.body = body;
            verdict(&row, unknown(), 1, true)
        };
        let place = To::Place(Place::chat(Platform::Discord, "1"));
        assert!(matches!(with(place.clone(), 2), Verdict::Again { counts: true, .. }));
        let left = Verdict::Settle(Err(Refusal::Unknown));
        assert_eq!(with(place, 3), left);
        let press = amends_core::effect::PressRef::whispering(Platform::Discord, "c.1.a");
        assert_eq!(with(To::Reply(press), 1), left, "an answer to a press has no name");
    }

    #[test]
    fn an_unknown_line_is_sent_again_twice_and_no_more() {
        let again = |attempts| verdict(&row(OnUnknown::Resend, attempts), unknown(), 1, false);
        assert!(matches!(again(1), Verdict::Again { counts: true, .. }));
        assert!(matches!(again(2), Verdict::Again { counts: true, .. }));
        assert_eq!(again(3), Verdict::Settle(Err(Refusal::Unknown)));
    }

    /// Shows S-10, T2.
    #[test]
    fn what_never_left_is_tried_again_ever_more_slowly() {
        let wait = |row: &OutboxRow, tries| {
            let fate = Err(SendError::NotSent("dns".into()));
            let verdict = verdict(row, fate, tries, false);
            let Verdict::Again { after, counts: false } = verdict else { panic!("{verdict:?}") };
            after
        };
        let short: Vec<u64> =
            (1..=4).map(|tries| wait(&row(OnUnknown::Leave, 0), tries).as_secs()).collect();
        assert_eq!(short, [1, 2, 4, 8]);
        for (tries, longest) in (5..=8).zip([16, 32, 60, 60]) {
            let longest = Duration::from_secs(longest);
            let wait = wait(&row(OnUnknown::Leave, 0), tries);
            assert!((longest / 2..=longest).contains(&wait), "{tries}: {wait:?}");
        }
        let mut all: Vec<_> = (0..100)
            .map(|seq| OutboxRow { key: EffectKey { seq, index: 0 }, ..row(OnUnknown::Leave, 0) })
            .map(|row| wait(&row, 7).as_secs())
            .collect();
        all.sort_unstable();
        all.dedup();
        assert!(25 < all.len(), "they come back one after the other: {all:?}");
    }
}
