//! Why it went wrong, as the customer sees it: how bad it was, whether it comes again, in whose hands
//! it lay, and what it is about (F22).

use serde::{Deserialize, Serialize};

/// The parts of it, as they are named.
const PARTS: [&str; 4] = ["severity", "stability", "control", "about"];
/// From so many letters on a word may have a mistake.
const LONG: usize = 5;

/// Why it went wrong; what nobody said is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// How bad it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Whether it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<Stability>,
    /// In whose hands it lay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Control>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Concern>,
}

/// How bad it was, in the eyes of the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A small thing.
    Small,
    /// Bad enough.
    Serious,
    /// Very bad: somebody senior sees to it.
    Severe,
}

impl Severity {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Small, Self::Serious, Self::Severe];

    /// From 1 to 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Small => 1,
            Self::Serious => 2,
            Self::Severe => 3,
        }
    }

    fn read(typed: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.number().to_string() == typed)
    }
}

/// Whether it comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// Once, and never again.
    Once,
    /// Nobody knows.
    MayRecur,
    /// Again and again, until something is changed.
    Recurring,
}

impl Stability {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Once, Self::MayRecur, Self::Recurring];

    /// How it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::MayRecur => "may_recur",
            Self::Recurring => "recurring",
        }
    }

    fn read(typed: &str) -> Option<Self> {
        if matches!(typed, "one-off" | "one_off" | "oneoff") {
            return Some(Self::Once);
        }
        Self::ALL.into_iter().find(|known| known.name() == typed)
    }
}

/// In whose hands it lay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// Ours.
    Ours,
    /// Those of somebody we work with.
    Partner,
    /// Nobody's.
    Nobody,
    /// The customer's own.
    Customer,
}

impl Control {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Ours, Self::Partner, Self::Nobody, Self::Customer];

    /// How it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Partner => "partner",
            Self::Nobody => "nobody",
            Self::Customer => "customer",
        }
    }

    fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim_end_matches("'s").trim_end_matches("’s");
        Self::ALL.into_iter().find(|known| known.name() == typed)
    }
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// What they got, or did not get.
    Outcome,
    /// How it was handled.
    Handling,
    /// How somebody treated them: whoever that was does not have the case.
    Manner,
}

impl Concern {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Outcome, Self::Handling, Self::Manner];

    /// How it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Handling => "handling",
            Self::Manner => "manner",
        }
    }

    fn read(typed: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == typed)
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyUnfit {
    /// Nothing was said.
    Nothing,
    /// A word is none of those that are known, and the known one it is like.
    Unknown {
        /// The word.
        typed: String,
        /// The known one.
        nearest: Option<String>,
    },
    /// The same thing was said twice.
    Twice {
        /// The second word.
        typed: String,
    },
}

impl Why {
    /// Whether nobody said anything.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Reads `2 recurring ours manner`: in any order, also with names (`severity:2`).
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(typed: &str) -> Result<Self, WhyUnfit> {
        let typed = typed.to_lowercase().replace("may recur", Stability::MayRecur.name());
        let mut why = Self::default();
        for word in typed.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';'])) {
            if !word.is_empty() {
                why.take(word)?;
            }
        }
        if why.is_nothing() { Err(WhyUnfit::Nothing) } else { Ok(why) }
    }

    fn take(&mut self, word: &str) -> Result<(), WhyUnfit> {
        let (part, value) = match word.split_once(':') {
            Some((part, value)) => (Some(part), value),
            None => (None, word),
        };
        let is_meant = |name: &str| part.is_none_or(|part| part == name);
        let is_new = if let Some(read) = Severity::read(value).filter(|_| is_meant(PARTS[0])) {
            self.severity.replace(read).is_none()
        } else if let Some(read) = Stability::read(value).filter(|_| is_meant(PARTS[1])) {
            self.stability.replace(read).is_none()
        } else if let Some(read) = Control::read(value).filter(|_| is_meant(PARTS[2])) {
            self.control.replace(read).is_none()
        } else if let Some(read) = Concern::read(value).filter(|_| is_meant(PARTS[3])) {
            self.about.replace(read).is_none()
        } else {
            return Err(WhyUnfit::Unknown { typed: word.to_owned(), nearest: nearest(value) });
        };
        if is_new { Ok(()) } else { Err(WhyUnfit::Twice { typed: word.to_owned() }) }
    }

    /// Whether a word can be nothing else than a part of it, be it with a mistake.
    pub fn is_word(word: &str) -> bool {
        let word = word.to_lowercase();
        // Somebody's name is none.
        let is_name = word.starts_with(['@', '<']);
        !is_name
            && (Severity::read(&word).is_some() || word.contains(':') || nearest(&word).is_some())
    }

    /// What is said anew, and of the rest what was known.
    #[must_use]
    pub fn with(self, new: Self) -> Self {
        Self {
            severity: new.severity.or(self.severity),
            stability: new.stability.or(self.stability),
            control: new.control.or(self.control),
            about: new.about.or(self.about),
        }
    }
}

/// The known word that a word is, or is like.
fn nearest(word: &str) -> Option<String> {
    let names = Stability::ALL.map(Stability::name).into_iter();
    let names = names.chain(Control::ALL.map(Control::name));
    let mut names = names.chain(Concern::ALL.map(Concern::name)).chain(["one-off"]);
    let is_like = |known: &&str| {
        let typos = usize::from(LONG <= known.len() && LONG <= word.len());
        strsim::damerau_levenshtein(known, word) <= typos
    };
    names.find(is_like).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_in_any_order_and_by_name() {
        let read = |typed: &str| Why::read(typed).unwrap();
        let why = read("2 recurring ours manner");
        assert_eq!(why.severity, Some(Severity::Serious));
        assert_eq!(why.stability, Some(Stability::Recurring));
        assert_eq!(why.control, Some(Control::Ours));
        assert_eq!(why.about, Some(Concern::Manner));
        assert_eq!(read("manner, Ours recurring 2"), why);
        assert_eq!(read("severity:2 about:manner control:ours stability:recurring"), why);
        assert_eq!(read("may recur").stability, Some(Stability::MayRecur));
        assert_eq!(read("one-off nobody’s").stability, Some(Stability::Once));
        assert_eq!(read("one-off nobody’s").control, Some(Control::Nobody));
    }

    #[test]
    fn what_is_no_reason_is_refused() {
        let unknown = |typed: &str, nearest: Option<&str>| {
            let (typed, nearest) = (typed.to_owned(), nearest.map(str::to_owned));
            Err(WhyUnfit::Unknown { typed, nearest })
        };
        assert_eq!(Why::read(" "), Err(WhyUnfit::Nothing));
        assert_eq!(Why::read("2 recuring"), unknown("recuring", Some("recurring")));
        assert_eq!(Why::read("4 ours"), unknown("4", None));
        assert_eq!(Why::read("severity:ours"), unknown("severity:ours", Some("ours")));
        assert_eq!(Why::read("2 ours 3"), Err(WhyUnfit::Twice { typed: "3".to_owned() }));
    }
}
