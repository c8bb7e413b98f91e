//! The languages that amends speaks.

use std::{cmp::Ordering, fmt};

use isolang::Language;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A language of ISO 639. Some come with amends, others are added by a business with texts of its
/// own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lang(Language);

impl Lang {
    /// English, the fallback.
    pub const EN: Self = Self(Language::Eng);
    /// Russian.
    pub const RU: Self = Self(Language::Rus);
    /// Romanian.
    pub const RO: Self = Self(Language::Ron);
    /// German.
    pub const DE: Self = Self(Language::Deu);
    /// Polish.
    pub const PL: Self = Self(Language::Pol);
    /// Every language with a full set of texts, as it comes with amends.
    pub const BUILT_IN: [Self; 5] = [Self::EN, Self::RU, Self::RO, Self::DE, Self::PL];

    /// The code of ISO 639: of two letters, or of three where there is no shorter one.
    pub fn code(self) -> &'static str {
        self.0.to_639_1().unwrap_or_else(|| self.0.to_639_3())
    }

    /// How it calls itself; its code, where nobody wrote that down.
    pub fn own_name(self) -> &'static str {
        self.0.to_autonym().unwrap_or_else(|| self.code())
    }

    /// Reads a code or a locale such as `ro` or `de-AT`; what is no language is none.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let found = Language::from_639_1(&primary).or_else(|| Language::from_639_3(&primary));
        found.map(Self)
    }

    /// Whether a full set of texts comes with amends.
    pub fn is_built_in(self) -> bool {
        Self::BUILT_IN.contains(&self)
    }

    /// Those that come with amends stand before all others.
    fn rank(self) -> usize {
        let rank = Self::BUILT_IN.into_iter().position(|lang| lang == self);
        rank.unwrap_or(Self::BUILT_IN.len())
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::EN
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.rank(), self.code()).cmp(&(other.rank(), other.code()))
    }
}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| de::Error::custom(format!("`{code}` is no language")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_told() {
        for code in ["en", "ru", "ro", "de", "pl", "fr", "uk", "kea"] {
            assert_eq!(Lang::parse(code).map(Lang::code), Some(code));
        }
        for (tag, code) in [("de-AT", "de"), ("PT_br", "pt"), ("fra", "fr"), ("zh-Hans", "zh")] {
            assert_eq!(Lang::parse(tag).map(Lang::code), Some(code));
        }
        for tag in ["", "xx", "e", "english", "-", "ен", "default"] {
            assert_eq!(Lang::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn languages_of_a_business_stand_behind_those_that_come_with_amends() {
        let codes = ["fr", "pl", "af", "en", "ro"];
        let mut langs = codes.map(|code| Lang::parse(code).unwrap());
        langs.sort_unstable();
        assert_eq!(langs.map(Lang::code), ["en", "ro", "pl", "af", "fr"]);
    }

    #[test]
    fn a_language_is_stored_as_its_code() {
        let stored = serde_json::to_string(&Lang::RO).unwrap();
        assert_eq!(stored, "\"ro\"");
        assert_eq!(serde_json::from_str::<Lang>(&stored).unwrap(), Lang::RO);
        assert!(serde_json::from_str::<Lang>("\"xx\"").is_err());
    }
}
