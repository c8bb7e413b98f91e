//! What is given in a case: something of the catalogue, or something in words of staff.

use serde::{Deserialize, Serialize};

use super::{Authority, Catalogue};
use crate::{
    grammar::word,
    money::{Currency, MoneyUnfit},
    policy::Level,
    say::What,
};

/// Names may differ by so much from what was meant.
const TYPOS: usize = 2;
/// What names the value to the customer.
const VALUE: &str = "value:";

/// What is given, and what it costs. Nothing of it depends on whom it is given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gift {
    /// Its name in the catalogue, if it is from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What it is, as the customer reads it.
    pub what: What,
    /// How it is handed over, with `{case}` for the number of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// What it costs the business, in the smallest unit.
    pub cost: u64,
    /// What it is worth to the customer, in the smallest unit.
    pub worth: u64,
    /// What both are counted in.
    pub currency: Currency,
}

/// Why nothing can be given by what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GiftUnfit {
    /// Nothing says what it is.
    Missing,
    /// The catalogue has nothing of this name.
    Unknown { typed: String, nearest: Option<String>, known: Vec<String> },
    /// An amount can't be read.
    Money(MoneyUnfit),
}

impl From<MoneyUnfit> for GiftUnfit {
    fn from(unfit: MoneyUnfit) -> Self {
        Self::Money(unfit)
    }
}

impl Gift {
    /// The words by which staff know it.
    pub(crate) fn words(&self) -> String {
        match &self.what {
            What::Words(words) => words.clone(),
            What::Gift { gift } => gift.clone(),
        }
    }

    /// Takes the words out that are no name of the catalogue.
    pub(crate) fn erase(&mut self, erased: &str) {
        if self.item.is_none() {
            self.what = What::from(erased);
        }
    }
}

impl Catalogue {
    /// Reads what is given: `dessert`, `12.50 free delivery`, `15 value:40 three free deliveries`.
    pub(crate) fn gift(&self, typed: &str) -> Result<Gift, GiftUnfit> {
        let (mut value, mut words) = (None, Vec::new());
        for word in typed.split_whitespace() {
            match word.strip_prefix(VALUE).filter(|named| !named.is_empty()) {
                Some(named) if value.is_none() => value = Some(named),
                Some(_) | None => words.push(word),
            }
        }
        let typed = words.join(" ");
        if let Some(item) = self.named(&typed) {
            return Ok(item);
        }
        let (first, text) = word(&typed);
        if !first.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Err(if typed.is_empty() { GiftUnfit::Missing } else { self.unknown(typed) });
        }
        let cost = self.currency.read(first)?;
        let worth = value.map_or(Ok(cost), |value| self.currency.read(value))?;
        let text = unquoted(text);
        if text.is_empty() {
            return Err(GiftUnfit::Missing);
        }
        let (what, currency) = (What::from(text), self.currency.clone());
        Ok(Gift { item: None, what, how: None, cost, worth, currency })
    }

    /// What comes with the last word to somebody who was put right.
    pub(crate) fn last_gift(&self) -> Option<Gift> {
        self.named(self.last_touch.as_ref()?)
    }

    fn named(&self, typed: &str) -> Option<Gift> {
        let name = unquoted(typed).to_lowercase();
        let item = self.make_goods.iter().find(|item| item.name == name)?;
        let what = match &item.text {
            Some(text) => What::Words(text.clone()),
            None => What::Gift { gift: name.clone() },
        };
        Some(Gift {
            item: Some(name),
            what,
            how: item.how.clone(),
            cost: item.cost,
            worth: item.worth,
            currency: self.currency.clone(),
        })
    }

    fn unknown(&self, typed: String) -> GiftUnfit {
        let (first, _) = word(&typed);
        let meant = first.to_lowercase();
        let names = self.make_goods.iter().map(|item| &item.name);
        let nearest = names
            .map(|name| (strsim::damerau_levenshtein(name, &meant), name))
            .min()
            .filter(|(distance, _)| *distance <= TYPOS)
            .map(|(_, name)| name.clone());
        let known = self.make_goods.iter().map(|item| item.name.clone()).collect();
        GiftUnfit::Unknown { typed, nearest, known }
    }
}

impl Authority {
    /// Whether a level may give so much without asking.
    pub fn covers(&self, level: Level, cost: u64) -> bool {
        self.of(level).is_none_or(|most| cost <= most)
    }

    /// The lowest level that may give so much; nothing: nobody may by themselves.
    pub fn who_may(&self, cost: u64) -> Option<Level> {
        let levels = [Level::Agent, Level::Senior, Level::Director];
        levels.into_iter().find(|level| self.covers(*level, cost))
    }
}

/// Words without the quotation marks around them.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»')];
    let within = |(open, close): (char, char)| text.strip_prefix(open)?.strip_suffix(close);
    quotes.into_iter().find_map(within).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Kind, MakeGood, Template};

    fn catalogue() -> Catalogue {
        let mut catalogue =
            Catalogue { make_goods: Template::Restaurant.items(100), ..Catalogue::default() };
        catalogue.make_goods.push(MakeGood {
            name: "cake".to_owned(),
            cost: 350,
            worth: 900,
            kind: Kind::Gift,
            text: Some("a cake".to_owned()),
            how: Some("Show {case}".to_owned()),
        });
        catalogue
    }

    #[test]
    fn what_is_given_is_read_by_name_or_in_words() {
        let catalogue = catalogue();
        let cake = catalogue.gift(" Cake ").unwrap();
        assert_eq!((cake.what, cake.cost, cake.worth), (What::from("a cake"), 350, 900));
        let drinks = catalogue.gift("drinks").unwrap();
        assert_eq!(drinks.what, What::Gift { gift: "drinks".to_owned() });
        for typed in ["15 value:40 three free trips", "value:40.00 15.00 \"three free trips\""] {
            let trips = catalogue.gift(typed).unwrap();
            let wanted = (What::from("three free trips"), 1_500, 4_000, None);
            assert_eq!((trips.what, trips.cost, trips.worth, trips.item), wanted, "{typed}");
        }
        assert_eq!(catalogue.gift("12.50 2 tickets").unwrap().what, What::from("2 tickets"));
    }

    #[test]
    fn what_can_not_be_read_says_why() {
        let catalogue = catalogue();
        for typed in ["", "  ", "12.50", "value:3"] {
            assert_eq!(catalogue.gift(typed), Err(GiftUnfit::Missing), "{typed}");
        }
        for typed in ["12.505 trip", "1x trip", "1 value:x trip"] {
            assert!(matches!(catalogue.gift(typed), Err(GiftUnfit::Money(_))), "{typed}");
        }
        for (typed, wanted) in
            [("desert", Some("dessert")), ("Dessert with cream", Some("dessert")), ("wine", None)]
        {
            let Err(GiftUnfit::Unknown { nearest, known, .. }) = catalogue.gift(typed) else {
                panic!("{typed}")
            };
            assert_eq!(nearest.as_deref(), wanted, "{typed}");
            assert_eq!(known.len(), 5);
        }
    }

    #[test]
    fn whoever_may_give_so_much_is_found() {
        let authority = Authority::default();
        let levels = [3_000, 3_001, 10_000, 10_001, u64::MAX].map(|cost| authority.who_may(cost));
        let (agent, senior) = (Some(Level::Agent), Some(Level::Senior));
        let director = Some(Level::Director);
        assert_eq!(levels, [agent, senior, senior, director, director]);
        assert_eq!(authority.with(Level::Director, Some(20_000)).who_may(20_001), None);
    }
}
