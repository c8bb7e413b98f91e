//! What something was done because of, by an id that a person can quote.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use thiserror::Error;

use crate::port::ArrivalId;

/// What something was done because of: an update that arrived, a contact, a deadline. Its short id
/// stands in each line of the log that is about it, and on everything that was sent because of it,
/// also after a restart: `a1k9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// What it was.
    pub kind: CauseKind,
    /// Of arrivals a number made of their id where they came from, the same however often they are
    /// worked on; of everything else the place in the journal at which it began.
    pub nr: u64,
}

/// What something can be done because of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// An update of a platform, or what a step asked for.
    Arrival,
    /// A contact that another system told of.
    Contact,
    /// A moment that had come.
    Deadline,
    /// Something that happened to the business.
    Business,
    /// The fate of an effect of which no more is known.
    Fate,
}

/// This is no id of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no id: it is a letter and a number, as a1k9")]
pub struct NoCause;

const KINDS: [(CauseKind, char); 5] = [
    (CauseKind::Arrival, 'a'),
    (CauseKind::Contact, 'c'),
    (CauseKind::Deadline, 'd'),
    (CauseKind::Business, 'b'),
    (CauseKind::Fate, 'e'),
];
const DIGITS: u32 = 36;
/// So many digits write the largest number.
const MOST: usize = 13;

/// Numbers of arrivals are below this, so that they have seven digits at most: a log in which two
/// are alike is a long one.
const ARRIVALS: u64 = 36_u64.pow(7);

impl Cause {
    /// The cause of what is done because something arrived.
    pub fn arrival(id: &ArrivalId) -> Self {
        // FNV-1a: tells them apart, and proves nothing.
        let bytes = id.source.bytes().chain([0]).chain(id.id.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { kind: CauseKind::Arrival, nr: hash % ARRIVALS }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or('e', |(_, it)| *it);
        let (mut digits, mut len, mut rest) = (['0'; MOST], 0, self.nr);
        loop {
            let digit = u32::try_from(rest % u64::from(DIGITS)).unwrap_or(0);
            digits[len] = char::from_digit(digit, DIGITS).unwrap_or('0');
            len += 1;
            rest /= u64::from(DIGITS);
            if rest == 0 {
                break;
            }
        }
        write!(f, "{letter}")?;
        digits[..len].iter().rev().try_for_each(|digit| write!(f, "{digit}"))
    }
}

impl FromStr for Cause {
    type Err = NoCause;

    fn from_str(text: &str) -> Result<Self, NoCause> {
        let mut rest = text.chars();
        let letter = rest.next();
        let kind = KINDS.iter().find(|(_, it)| Some(*it) == letter).map(|(kind, _)| *kind);
        let nr = u64::from_str_radix(rest.as_str(), DIGITS).ok();
        let cause = kind.zip(nr).map(|(kind, nr)| Self { kind, nr }).ok_or(NoCause)?;
        // Each has one way to be written.
        if cause.to_string() == text { Ok(cause) } else { Err(NoCause) }
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_arrival_has_the_same_short_id() {
        let arrival = |source: &str, id: &str| {
            Cause::arrival(&ArrivalId { source: source.to_owned(), id: id.to_owned() }).to_string()
        };
        let first = arrival("telegram:4839574812", "640000003");
        assert_eq!(first, arrival("telegram:4839574812", "640000003"));
        assert_ne!(first, arrival("telegram:4839574812", "640000004"));
        assert_ne!(first, arrival("discord:4839574812", "640000003"));
        assert!(first.starts_with('a') && first.len() <= 8, "{first}");
    }

    #[test]
    fn ids_are_written_and_read_alike() {
        for (kind, letter) in KINDS {
            for nr in [0, 1, 35, 36, 74_025, u64::MAX] {
                let cause = Cause { kind, nr };
                let text = cause.to_string();
                assert!(text.starts_with(letter) && text.len() <= MOST + 1, "{text}");
                assert_eq!(text.parse(), Ok(cause));
            }
        }
        assert_eq!(Cause { kind: CauseKind::Arrival, nr: 73_017 }.to_string(), "a1kc9");
        for text in ["", "a", "1k9", "a01", "A1k9", "a1K9", "x1", "a1 "] {
            assert_eq!(text.parse::<Cause>(), Err(NoCause), "{text}");
        }
    }
}
