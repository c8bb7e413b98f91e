//! Make-goods: what may be given to somebody to whom we owe something.

use serde::{Deserialize, Serialize};

/// Something that may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeGood {
    /// Its name in commands.
    pub name: String,
    /// What it costs the business, in the smallest unit.
    pub cost: u64,
    /// What it is worth to the customer, in the smallest unit.
    pub worth: u64,
    /// In which way it exceeds what was expected.
    pub kind: Kind,
    /// What it is, in words that the customer reads; nothing: the words of the template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How it is handed over, with `{case}` for the number of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
}

impl MakeGood {
    /// Whether it costs more than it is worth to whoever gets it.
    pub fn is_dear(&self) -> bool {
        self.worth < self.cost
    }
}

/// In which way a make-good exceeds what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Less to pay.
    Price,
    /// Sooner, or without waiting.
    Time,
    /// More done for them.
    Service,
    /// Something on top.
    Gift,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Price, Self::Time, Self::Service, Self::Gift];

    /// Its name in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Time => "time",
            Self::Service => "service",
            Self::Gift => "gift",
        }
    }

    /// Reads a name used in commands.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// Make-goods to begin with, by trade. Their words are those of the wording, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Where people eat.
    Restaurant,
    /// Where people buy things.
    Shop,
    /// Where people are treated.
    Clinic,
    /// Who makes software.
    Software,
    /// Who connects people.
    Telecom,
}

impl Template {
    /// Every template.
    pub const ALL: [Self; 5] =
        [Self::Restaurant, Self::Shop, Self::Clinic, Self::Software, Self::Telecom];

    /// Its name in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Restaurant => "restaurant",
            Self::Shop => "shop",
            Self::Clinic => "clinic",
            Self::Software => "software",
            Self::Telecom => "telecom",
        }
    }

    /// Reads a name used in commands.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name().eq_ignore_ascii_case(name))
    }

    /// What it holds, with examples of prices in whole units of a currency, of which `one` is one.
    pub fn items(self, one: u64) -> Vec<MakeGood> {
        let items: &[(&str, u64, u64, Kind)] = match self {
            Self::Restaurant => &[
                ("dessert", 4, 9, Kind::Gift),
                ("drinks", 3, 8, Kind::Gift),
                ("fresh", 6, 15, Kind::Service),
                ("table", 1, 10, Kind::Time),
            ],
            Self::Shop => &[
                ("delivery", 5, 10, Kind::Time),
                ("replacement", 10, 25, Kind::Service),
                ("surprise", 3, 8, Kind::Gift),
                ("discount", 6, 10, Kind::Price),
            ],
            Self::Clinic => &[
                ("callback", 2, 20, Kind::Service),
                ("checkup", 10, 40, Kind::Gift),
                ("next_visit", 5, 30, Kind::Time),
                ("fee", 15, 25, Kind::Price),
            ],
            Self::Software => &[
                ("engineer", 20, 80, Kind::Service),
                ("first_fix", 10, 50, Kind::Time),
                ("free_month", 2, 15, Kind::Price),
                ("training", 10, 40, Kind::Gift),
            ],
            Self::Telecom => &[
                ("data", 1, 10, Kind::Gift),
                ("free_month", 2, 15, Kind::Price),
                ("loan_device", 5, 25, Kind::Service),
                ("technician", 10, 40, Kind::Time),
            ],
        };
        let item = |(name, cost, worth, kind): &(&str, u64, u64, Kind)| MakeGood {
            name: (*name).to_owned(),
            cost: cost * one,
            worth: worth * one,
            kind: *kind,
            text: None,
            how: None,
        };
        items.iter().map(item).collect()
    }
}
