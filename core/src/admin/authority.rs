//! `/authority`: how much each level may give without asking.

use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    piece::Piece,
    setting::{Unfit, nearest},
    step::AdminStep,
    typed::word,
};
use crate::{
    catalogue::{Authority, Catalogue},
    desk::DeskSay,
    money::{Currency, MoneyUnfit},
    policy::Level,
};

/// Words that mean: without limit.
const NO_LIMIT: [&str; 2] = ["none", "unlimited"];
const LEVELS: [Level; 3] = [Level::Agent, Level::Senior, Level::Director];

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthoritySay {
    /// How it is.
    Table {
        /// Somebody set it now.
        saved: bool,
        /// How much each level may give.
        authority: Authority,
        /// In which currency.
        currency: Currency,
    },
    /// Level 1 must be able to give something.
    Something {
        /// What at least, in the smallest unit.
        least: u64,
        /// In which currency.
        currency: Currency,
    },
    /// A level can't give more than the one above it.
    MoreThanAbove {
        /// The lower level.
        lower: Level,
        /// The higher one.
        higher: Level,
        /// What the higher one gives.
        above: u64,
        /// In which currency.
        currency: Currency,
    },
    /// A level can't give less than the one below it.
    LessThanBelow {
        /// The higher level.
        higher: Level,
        /// The lower one.
        lower: Level,
        /// What the lower one gives; nothing: without limit.
        below: Option<u64>,
        /// In which currency.
        currency: Currency,
    },
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    match read(&step.workspace.catalogue, rest) {
        Ok(None) => {
            let say = table(&step.workspace.catalogue, false);
            step.reply(AdminSay::Authority(say));
        }
        Ok(Some(piece)) => {
            let changed = step.keeps(&piece);
            let say = AdminSay::Authority(table(&step.workspace.catalogue, true));
            step.reply_with(say, changed.map_or_else(Vec::new, AdminStep::undo_row));
        }
        Err(Refused::Unfit(unfit)) => step.say(DeskSay::SettingRefused { unfit }),
        Err(Refused::Money(unfit)) => step.reply(AdminSay::Money(unfit)),
        Err(Refused::Say(say)) => step.reply(AdminSay::Authority(say)),
    }
}

enum Refused {
    Unfit(Unfit),
    Money(MoneyUnfit),
    Say(AuthoritySay),
}

fn table(catalogue: &Catalogue, saved: bool) -> AuthoritySay {
    let Catalogue { authority, currency, .. } = catalogue.clone();
    AuthoritySay::Table { saved, authority, currency }
}

/// `agent 30.00 EUR`, `senior 100.00`, `director none`; nothing more shows how it is.
fn read(catalogue: &Catalogue, typed: &str) -> Result<Option<Piece>, Refused> {
    let mut rest = typed;
    let named = word(&mut rest);
    if named.is_empty() {
        return Ok(None);
    }
    let known = LEVELS.map(Level::name);
    let Some(level) = Level::parse(&named.to_lowercase()) else {
        let nearest = nearest(named, known.into_iter());
        let known = known.map(str::to_owned).to_vec();
        return Err(Refused::Unfit(Unfit::Name { typed: named.to_owned(), nearest, known }));
    };
    let amount = word(&mut rest);
    if amount.is_empty() {
        return Ok(None);
    }
    let currency = currency(catalogue, word(&mut rest)).map_err(Refused::Money)?;
    let most = if NO_LIMIT.contains(&amount.to_lowercase().as_str()) {
        None
    } else {
        Some(currency.read(amount).map_err(Refused::Money)?)
    };
    let authority = catalogue.authority.counted_in(&catalogue.currency, &currency);
    let authority = authority.with(level, most);
    check(&authority, level, &currency).map_err(Refused::Say)?;
    Ok(Some(Piece::Authority(authority, currency)))
}

/// Holds the levels to their order; `changed` is the one that would be another.
pub(super) fn check(
    authority: &Authority,
    changed: Level,
    currency: &Currency,
) -> Result<(), AuthoritySay> {
    let least = currency.one();
    if authority.agent.is_some_and(|most| most < least) {
        return Err(AuthoritySay::Something { least, currency: currency.clone() });
    }
    for (lower, higher) in [(Level::Agent, Level::Senior), (Level::Senior, Level::Director)] {
        let gives = authority.of(lower);
        let Some(above) = authority.of(higher) else { continue };
        if gives.is_none_or(|gives| above < gives) {
            let currency = currency.clone();
            return Err(if changed == higher {
                AuthoritySay::LessThanBelow { higher, lower, below: gives, currency }
            } else {
                AuthoritySay::MoreThanAbove { lower, higher, above, currency }
            });
        }
    }
    Ok(())
}

/// The currency that is counted in from now on; none named: as so far. Another one can be named as
/// long as nothing has a price yet.
fn currency(catalogue: &Catalogue, typed: &str) -> Result<Currency, MoneyUnfit> {
    if typed.is_empty() {
        return Ok(catalogue.currency.clone());
    }
    let unknown = || MoneyUnfit::Currency { typed: typed.to_owned() };
    let currency = Currency::parse(typed).ok_or_else(unknown)?;
    if currency == catalogue.currency || catalogue.is_without_prices() {
        return Ok(currency);
    }
    Err(MoneyUnfit::OtherCurrency { typed: currency, is: catalogue.currency.clone() })
}
