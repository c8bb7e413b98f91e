//! The languages that amends speaks.

use serde::{Deserialize, Serialize};

/// A language with a full set of texts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// English, the fallback.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Romanian.
    Ro,
    /// German.
    De,
    /// Polish.
    Pl,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 5] = [Self::En, Self::Ru, Self::Ro, Self::De, Self::Pl];

    /// The two-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Ro => "ro",
            Self::De => "de",
            Self::Pl => "pl",
        }
    }

    /// Reads a code or a locale such as `ro` or `de-AT`; a language we don't speak is none.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|lang| lang.code() == primary)
    }
}
