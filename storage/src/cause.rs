//! What something was done because of, by an id that a person can quote.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use thiserror::Error;

/// What something was done because of: an update that arrived, a contact, a deadline. Its short id
/// stands in each line of the log that is about it, and on everything that was sent because of it,
/// also after a restart: `a1k9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// What it was.
    pub kind: CauseKind,
    /// Of arrivals the place in the inbox, of everything else the place in the journal at which it
    /// began.
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
