//! What a business may give and knows about itself: how much each level may give, make-goods, causes
//! of trouble, what a lost customer is worth, and who may call in.

mod cause;
mod gift;
mod make_good;
mod short;
mod webhook;

use serde::{Deserialize, Serialize};

pub(crate) use self::gift::GiftUnfit;
pub use self::{
    cause::{Cause, Fix, Owning, Stage},
    gift::Gift,
    make_good::{Kind, MakeGood, Template},
    short::{ShortName, sum_of},
    webhook::{Issued, OLD_SECRET, Secret, Webhook},
};
use crate::{money::Currency, policy::Level};

/// Everything of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalogue {
    /// What the business counts in.
    pub currency: Currency,
    /// How much each level may give without asking.
    pub authority: Authority,
    /// What may be given, in alphabetical order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub make_goods: Vec<MakeGood>,
    /// What goes wrong, in the order in which it was noted.
    pub causes: Vec<Cause>,
    /// What one lost customer costs, once somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<LostCustomer>,
    /// Systems that may tell us that a contact ended, by secrets minted here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub webhooks: Vec<Webhook>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self {
            currency: Currency::default(),
            authority: Authority::default(),
            make_goods: Vec::new(),
            causes: Cause::usual(),
            value: None,
            webhooks: Vec::new(),
        }
    }
}

impl Catalogue {
    /// Whether nobody set anything.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the business may still come to count in another currency.
    pub fn is_without_prices(&self) -> bool {
        self.make_goods.is_empty() && self.value.is_none()
    }
}

/// How much each level may give without asking, in the smallest unit; nothing: without limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Level 1.
    pub agent: Option<u64>,
    /// Level 2.
    pub senior: Option<u64>,
    /// Level 3.
    pub director: Option<u64>,
}

impl Default for Authority {
    fn default() -> Self {
        Self { agent: Some(3_000), senior: Some(10_000), director: None }
    }
}

impl Authority {
    /// What a level may give.
    pub fn of(&self, level: Level) -> Option<u64> {
        match level {
            Level::Agent => self.agent,
            Level::Senior => self.senior,
            Level::Director => self.director,
        }
    }

    /// The same, but for one level.
    #[must_use]
    pub fn with(&self, level: Level, most: Option<u64>) -> Self {
        let mut authority = self.clone();
        match level {
            Level::Agent => authority.agent = most,
            Level::Senior => authority.senior = most,
            Level::Director => authority.director = most,
        }
        authority
    }

    /// The same number of whole units of another currency.
    #[must_use]
    pub fn counted_in(&self, from: &Currency, to: &Currency) -> Self {
        if from.one() == to.one() {
            return self.clone();
        }
        let change = |most: u64| most.div_ceil(from.one()).saturating_mul(to.one());
        Self {
            agent: self.agent.map(change),
            senior: self.senior.map(change),
            director: self.director.map(change),
        }
    }
}

/// What one lost customer costs, in the smallest unit (`METRICS` 3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostCustomer {
    /// What they would have bought again.
    pub primary: u64,
    /// What they would have bought beside it.
    pub secondary: u64,
    /// What they might have bought one day.
    pub potential: u64,
    /// How many people they tell.
    pub tellers: u32,
}

impl Default for LostCustomer {
    fn default() -> Self {
        Self { primary: 0, secondary: 0, potential: 0, tellers: 7 }
    }
}

impl LostCustomer {
    /// The value of the customer who is lost.
    pub fn lost(&self) -> u64 {
        self.primary.saturating_add(self.secondary).saturating_add(self.potential)
    }

    /// What is at risk with those whom they tell. The customer's own value is not counted once more.
    pub fn at_risk(&self) -> u64 {
        self.lost().saturating_mul(self.tellers.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows AT 22.
    #[test]
    fn seed_example_is_3_640() {
        let value =
            LostCustomer { primary: 1_000, secondary: 1_000, potential: 50_000, tellers: 7 };
        assert_eq!((value.lost(), value.at_risk()), (52_000, 364_000));
        let worst = LostCustomer {
            primary: u64::MAX,
            secondary: u64::MAX,
            potential: u64::MAX,
            tellers: u32::MAX,
        };
        assert_eq!(worst.at_risk(), u64::MAX, "nothing overflows");
    }

    #[test]
    fn an_old_record_has_the_usual_catalogue() {
        let catalogue: Catalogue = serde_json::from_str("{}").unwrap();
        assert!(catalogue.is_untouched());
        assert_eq!(catalogue.authority.of(Level::Agent), Some(3_000));
        assert!(catalogue.causes.iter().any(|cause| cause.name == "not_as_ordered"));
    }
}
