//! What may be given, what goes wrong, and what a lost customer costs.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Blueprint, Taking, Why, address, written};
use crate::{
    admin::{Undo, authority, cause, makegood, piece::Piece, typed, value},
    catalogue::{Authority, Catalogue, Cause, Fix, Kind, LostCustomer, MakeGood, Owning},
    money::Currency,
    policy::Level,
};

const NO_LIMIT: &str = "none";

/// What the business counts in, how much each level may give, and what a lost customer costs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Money {
    currency: String,
    authority: Levels,
    value: Option<ValueLine>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    agent: String,
    senior: String,
    director: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueLine {
    primary: String,
    secondary: String,
    potential: String,
    tellers: u32,
}

/// Something that may be given.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeGoodLine {
    name: String,
    cost: String,
    worth: String,
    kind: String,
    text: Option<String>,
    how: Option<String>,
    /// It comes with the last word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    last: bool,
}

/// Something that goes wrong.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CauseLine {
    name: String,
    public: Option<String>,
    owner: Option<String>,
    due: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    fixing: bool,
    fixed: Option<String>,
}

impl Money {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let Catalogue { currency, authority, value, .. } = catalogue;
        let most = |level: Level| {
            let most = authority.of(level).map(|most| currency.written(most));
            most.unwrap_or_else(|| NO_LIMIT.to_owned())
        };
        Self {
            currency: currency.code().to_owned(),
            authority: Levels {
                agent: most(Level::Agent),
                senior: most(Level::Senior),
                director: most(Level::Director),
            },
            value: value.map(|value| ValueLine {
                primary: currency.written(value.primary),
                secondary: currency.written(value.secondary),
                potential: currency.written(value.potential),
                tellers: value.tellers,
            }),
        }
    }
}

impl MakeGoodLine {
    pub(super) fn all(catalogue: &Catalogue) -> Vec<Self> {
        let currency = &catalogue.currency;
        let line = |item: &MakeGood| Self {
            name: item.name.clone(),
            cost: currency.written(item.cost),
            worth: currency.written(item.worth),
            kind: item.kind.name().to_owned(),
            text: item.text.clone(),
            how: item.how.clone(),
            last: catalogue.last_touch.as_ref() == Some(&item.name),
        };
        catalogue.make_goods.iter().map(line).collect()
    }

    fn read(&self, currency: &Currency) -> Result<MakeGood, Why> {
        if let Some(how) = &self.how {
            makegood::placeholders(how).map_err(Why::MakeGood)?;
        }
        Ok(MakeGood {
            name: typed::name(&self.name).map_err(Why::Text)?,
            cost: currency.read(&self.cost).map_err(Why::Money)?,
            worth: currency.read(&self.worth).map_err(Why::Money)?,
            kind: Kind::parse(&self.kind).ok_or(Why::Kind)?,
            text: visible(self.text.as_deref())?,
            how: visible(self.how.as_deref())?,
        })
    }
}

impl CauseLine {
    pub(super) fn all(catalogue: &Catalogue) -> Vec<Self> {
        let line = |cause: &Cause| Self {
            name: cause.name.clone(),
            public: cause.public.clone(),
            owner: cause.owned.as_ref().map(|owned| written(&owned.who)),
            due: cause.owned.as_ref().map(|owned| owned.due.to_string()),
            fixing: cause.fixing,
            fixed: cause.fixed.as_ref().map(|fixed| fixed.how.clone()),
        };
        catalogue.causes.iter().map(line).collect()
    }

    fn read(&self, taking: &Taking<'_>) -> Result<Cause, Why> {
        let name = typed::name(&self.name).map_err(Why::Text)?;
        let known = taking.before.catalogue.causes.iter().find(|cause| cause.name == name);
        let owned = match (&self.owner, &self.due) {
            (Some(owner), Some(due)) => {
                let due = due.parse::<Date>().map_err(|_| Why::Day)?;
                Some(Owning { who: address(owner)?, due })
            }
            (None, None) => None,
            (Some(_), None) => return Err(Why::Day),
            (None, Some(_)) => return Err(Why::Account),
        };
        let mut cause = known.cloned().unwrap_or_else(|| Cause::new(name));
        cause.back &= !self.fixing && cause.owned == owned;
        (cause.public, cause.owned, cause.fixing) =
            (visible(self.public.as_deref())?, owned, self.fixing);
        let is_told = |how: &String| cause.fixed.as_ref().is_some_and(|fixed| fixed.how == *how);
        match visible(self.fixed.as_deref())? {
            None => cause.fixed = None,
            Some(how) if is_told(&how) => (),
            Some(how) => {
                cause.back = false;
                cause.fixes = cause.fixes.saturating_add(1);
                cause.fixed = Some(Fix::new(how, taking.now, cause.fixes));
            }
        }
        Ok(cause)
    }
}

/// Words to be kept, if there are any.
fn visible(text: Option<&str>) -> Result<Option<String>, Why> {
    text.map(typed::text).transpose().map_err(Why::Text)
}

impl Taking<'_> {
    pub(super) fn parts(&mut self, blueprint: &Blueprint) {
        let mut wanted = self.before.catalogue.clone();
        if let Some(money) = &blueprint.money {
            // What is counted in the old currency would be worth something else in a new one.
            let stays = |is_there: bool| is_there && blueprint.make_goods.is_none();
            let has_prices = stays(!wanted.make_goods.is_empty());
            match self.money(money, has_prices) {
                Some((currency, authority, value)) => {
                    (wanted.currency, wanted.authority, wanted.value) =
                        (currency, authority, value);
                }
                None => return,
            }
        }
        if let Some(lines) = &blueprint.make_goods {
            wanted.make_goods = self.make_goods(lines, &wanted.currency);
            let last = lines.iter().find(|line| line.last);
            wanted.last_touch = last.map(|line| line.name.to_lowercase());
        }
        if let Some(lines) = &blueprint.causes {
            wanted.causes = self.causes(lines);
        }
        if self.wrong.is_empty() {
            self.take_parts(wanted);
        }
    }

    fn money(
        &mut self,
        money: &Money,
        has_prices: bool,
    ) -> Option<(Currency, Authority, Option<LostCustomer>)> {
        let unknown = crate::money::MoneyUnfit::Currency { typed: money.currency.clone() };
        let currency = Currency::parse(&money.currency).ok_or(Why::Money(unknown));
        let currency = self.right("money.currency", currency)?;
        let is = &self.before.catalogue.currency;
        if has_prices && currency != *is {
            let unfit = crate::money::MoneyUnfit::OtherCurrency { typed: currency, is: is.clone() };
            self.wrong("money.currency", Why::Money(unfit));
            return None;
        }
        let most = |typed: &str| match typed {
            NO_LIMIT => Ok(None),
            typed => currency.read(typed).map(Some).map_err(Why::Money),
        };
        let Levels { agent, senior, director } = &money.authority;
        let agent = self.right("money.authority.agent", most(agent));
        let senior = self.right("money.authority.senior", most(senior));
        let director = self.right("money.authority.director", most(director));
        let authority = Authority { agent: agent?, senior: senior?, director: director? };
        let checked = authority::check(&authority, Level::Director, &currency);
        self.right("money.authority", checked.map_err(Why::Authority))?;
        let Some(line) = &money.value else { return Some((currency, authority, None)) };
        let read = |typed: &str| currency.read(typed).map_err(Why::Money);
        let primary = self.right("money.value.primary", read(&line.primary));
        let secondary = self.right("money.value.secondary", read(&line.secondary));
        let potential = self.right("money.value.potential", read(&line.potential));
        let tellers = if value::MOST_TELLERS < line.tellers {
            let most = usize::try_from(value::MOST_TELLERS).unwrap_or(usize::MAX);
            Err(Why::TooMany { most })
        } else {
            Ok(line.tellers)
        };
        let tellers = self.right("money.value.tellers", tellers);
        let (primary, secondary) = (primary?, secondary?);
        let value = LostCustomer { primary, secondary, potential: potential?, tellers: tellers? };
        Some((currency, authority, Some(value)))
    }

    fn make_goods(&mut self, lines: &[MakeGoodLine], currency: &Currency) -> Vec<MakeGood> {
        let mut items: Vec<MakeGood> = Vec::new();
        for line in lines {
            let at = format!("make_goods.{}", line.name);
            let Some(item) = self.right(&at, line.read(currency)) else { continue };
            if items.iter().any(|known| known.name == item.name) {
                self.wrong(at, Why::Twice);
            }
            items.push(item);
        }
        if makegood::MOST < items.len() {
            self.wrong("make_goods", Why::TooMany { most: makegood::MOST });
        }
        items.sort_by(|one, other| one.name.cmp(&other.name));
        items
    }

    fn causes(&mut self, lines: &[CauseLine]) -> Vec<Cause> {
        let mut causes: Vec<Cause> = Vec::new();
        for line in lines {
            let at = format!("causes.{}", line.name);
            let read = line.read(self);
            let Some(cause) = self.right(&at, read) else { continue };
            if causes.iter().any(|known| known.name == cause.name) {
                self.wrong(at, Why::Twice);
            }
            causes.push(cause);
        }
        if cause::MOST < causes.len() {
            self.wrong("causes", Why::TooMany { most: cause::MOST });
        }
        causes
    }

    /// Puts the catalogue into force, and writes down each part that differs.
    fn take_parts(&mut self, wanted: Catalogue) {
        let was = &self.before.catalogue;
        let names: BTreeSet<String> =
            was.make_goods.iter().chain(&wanted.make_goods).map(|it| it.name.clone()).collect();
        let make_goods = names.into_iter().map(|name| Piece::MakeGoods(vec![(name, None)]));
        let names: BTreeSet<String> =
            was.causes.iter().chain(&wanted.causes).map(|it| it.name.clone()).collect();
        let causes = names.into_iter().map(|name| Piece::Cause(name, None));
        let authority = Piece::Authority(wanted.authority.clone(), wanted.currency.clone());
        let pieces: Vec<Piece> = [authority, Piece::Value(None), Piece::LastTouch(None)]
            .into_iter()
            .chain(make_goods)
            .chain(causes)
            .collect();
        let is_recounted = was.currency != wanted.currency;
        self.after.catalogue = wanted;
        if is_recounted {
            // What was in the old currency can't come back as as much of the new one.
            let is_money =
                |undo: &Undo| matches!(undo, Undo::Piece(Piece::MakeGoods(_) | Piece::Value(_)));
            let changes = self.after.changes.iter_mut();
            let undone = changes.filter(|change| change.undo.as_deref().is_some_and(is_money));
            undone.for_each(|change| change.undo = None);
        }
        for piece in pieces {
            let (before, after) = (piece.in_force(self.before), piece.in_force(&self.after));
            let is_price = matches!(after, Piece::MakeGoods(_) | Piece::Value(Some(_)));
            if before != after || (is_recounted && is_price) {
                let (from, to) = (before.written(self.before), after.written(&self.after));
                self.changed(piece.name(), from, to);
            }
        }
    }
}
