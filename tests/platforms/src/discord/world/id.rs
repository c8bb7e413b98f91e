//! Snowflakes: the ids of everything.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Where the platform's count of milliseconds begins.
const EPOCH_MS: i64 = 1_420_070_400_000;
/// The bits below the time.
const LOW_BITS: u32 = 22;

/// The id of a person, guild, role, channel, message or interaction.
///
/// It travels as a string, as the platform sends it: numbers of this size break in browsers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// Returns the id that is made at a moment, with a number below 4,194,304 that makes it unique.
    pub(crate) fn at(ms: i64, number: u64) -> Self {
        let since = u64::try_from(ms.saturating_sub(EPOCH_MS)).unwrap_or(0);
        Self((since << LOW_BITS) | (number & ((1 << LOW_BITS) - 1)))
    }

    /// Returns the moment at which the id was made, in milliseconds since 1970.
    pub fn made_at_ms(self) -> i64 {
        i64::try_from(self.0 >> LOW_BITS).unwrap_or(0).saturating_add(EPOCH_MS)
    }
}

impl From<u64> for Id {
    fn from(id: u64) -> Self {
        Self(id)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl FromStr for Id {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_when_they_were_made() {
        let id = Id::at(1_735_689_600_123, 7);
        assert_eq!(id.made_at_ms(), 1_735_689_600_123);
        assert!(id < Id::at(1_735_689_600_124, 0));
    }

    #[test]
    fn ids_travel_as_strings() {
        let id = Id(175_928_847_299_117_063);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"175928847299117063\"");
        assert_eq!(serde_json::from_str::<Id>(&json).unwrap(), id);
    }
}
