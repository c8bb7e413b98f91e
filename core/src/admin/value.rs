//! `/value`: what one lost customer costs.

use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    piece::Piece,
    setting::{Unfit, nearest},
    step::AdminStep,
};
use crate::{
    catalogue::{Catalogue, LostCustomer},
    desk::DeskSay,
    money::{Currency, MoneyUnfit},
};

/// The parts of it, in the order in which they may be written without their names.
const PARTS: [&str; 4] = ["primary", "secondary", "potential", "tellers"];
const TELLERS: &str = "tellers";
/// The largest number of people that somebody tells.
pub(super) const MOST_TELLERS: u32 = 1_000;

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueSay {
    /// What it is.
    Shown {
        /// Its parts.
        value: LostCustomer,
        /// What they are in.
        currency: Currency,
    },
    /// It was set.
    Saved {
        /// Its parts.
        value: LostCustomer,
        /// What they are in.
        currency: Currency,
    },
    /// Nobody said so far, and how to.
    Unset {
        /// What it would be in.
        currency: Currency,
    },
    /// Nobody says so any more.
    Off,
    /// That is no number of people.
    Tellers {
        /// What was typed.
        typed: String,
        /// How many it may be.
        most: u32,
    },
    /// That is one number too many.
    TooMany {
        /// What was typed.
        typed: String,
    },
    /// A part was named twice.
    Twice {
        /// Which one.
        part: String,
    },
}

enum Refused {
    Unfit(Unfit),
    Money(MoneyUnfit),
    Say(ValueSay),
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let catalogue = &step.workspace.catalogue;
    let currency = catalogue.currency.clone();
    let wanted = match rest.to_lowercase().as_str() {
        "" => {
            let say = match catalogue.value {
                Some(value) => ValueSay::Shown { value, currency },
                None => ValueSay::Unset { currency },
            };
            return step.reply(AdminSay::Value(say));
        }
        "off" | "none" => Ok(None),
        _ => read(catalogue, rest).map(Some),
    };
    match wanted {
        Ok(value) => {
            let changed = step.keeps(&Piece::Value(value));
            let say = match value {
                Some(value) => ValueSay::Saved { value, currency },
                None => ValueSay::Off,
            };
            let buttons = changed.map_or_else(Vec::new, AdminStep::undo_row);
            step.reply_with(AdminSay::Value(say), buttons);
        }
        Err(Refused::Unfit(unfit)) => step.say(DeskSay::SettingRefused { unfit }),
        Err(Refused::Money(unfit)) => step.reply(AdminSay::Money(unfit)),
        Err(Refused::Say(say)) => step.reply(AdminSay::Value(say)),
    }
}

/// `primary:10 secondary:10 potential:500 tellers:7 EUR`, or the numbers alone in this order. What
/// is not named stays as it is.
fn read(catalogue: &Catalogue, typed: &str) -> Result<LostCustomer, Refused> {
    let mut value = catalogue.value.unwrap_or_default();
    let currency = &catalogue.currency;
    let mut given: Vec<&str> = Vec::new();
    for word in typed.split_whitespace() {
        let (part, amount) = match word.split_once(':') {
            Some(("currency", code)) => {
                is_counted_in(currency, code)?;
                continue;
            }
            Some((part, amount)) => (known(part)?, amount),
            None if word.starts_with(|first: char| first.is_alphabetic()) => {
                is_counted_in(currency, word)?;
                continue;
            }
            None => {
                let next = PARTS.into_iter().find(|part| !given.contains(part));
                let too_many = || ValueSay::TooMany { typed: word.to_owned() };
                (next.ok_or_else(too_many).map_err(Refused::Say)?, word)
            }
        };
        if given.contains(&part) {
            return Err(Refused::Say(ValueSay::Twice { part: part.to_owned() }));
        }
        given.push(part);
        if part == TELLERS {
            value.tellers = tellers(amount).map_err(Refused::Say)?;
            continue;
        }
        let amount = currency.read(amount).map_err(Refused::Money)?;
        match part {
            "primary" => value.primary = amount,
            "secondary" => value.secondary = amount,
            _ => value.potential = amount,
        }
    }
    Ok(value)
}

fn known(part: &str) -> Result<&'static str, Refused> {
    PARTS.into_iter().find(|known| known.eq_ignore_ascii_case(part)).ok_or_else(|| {
        let nearest = nearest(part, PARTS.into_iter());
        let known = PARTS.map(str::to_owned).to_vec();
        Refused::Unfit(Unfit::Name { typed: part.to_owned(), nearest, known })
    })
}

fn is_counted_in(currency: &Currency, typed: &str) -> Result<(), Refused> {
    let Some(named) = Currency::parse(typed) else {
        return Err(Refused::Money(MoneyUnfit::Currency { typed: typed.to_owned() }));
    };
    if named == *currency {
        return Ok(());
    }
    Err(Refused::Money(MoneyUnfit::OtherCurrency { typed: named, is: currency.clone() }))
}

fn tellers(typed: &str) -> Result<u32, ValueSay> {
    let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let number = typed.parse().ok().filter(|number| (1..=MOST_TELLERS).contains(number));
    let unfit = || ValueSay::Tellers { typed: typed.to_owned(), most: MOST_TELLERS };
    number.filter(|_| is_number).ok_or_else(unfit)
}
