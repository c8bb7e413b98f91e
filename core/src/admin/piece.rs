//! Parts of the catalogue that are changed as one: how they are put into force, written down, and
//! taken back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Undo, role, step::AdminStep};
use crate::{
    catalogue::{Authority, Cause, LostCustomer, MakeGood},
    money::Currency,
    place::Address,
    policy::{Level, Workspace},
};

/// What stands for something that is not there.
const NONE: &str = "none";

/// A part of the catalogue as it is, was, or is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// How much each level may give, in this currency.
    Authority(Authority, Currency),
    /// Make-goods by name; nothing: there is none of this name.
    MakeGoods(Vec<(String, Option<MakeGood>)>),
    /// A cause by name; nothing: there is none of this name.
    Cause(String, Option<Cause>),
    /// What comes with the last word; nothing: no gift does.
    LastTouch(Option<String>),
    /// What a lost customer costs; nothing: nobody said so.
    Value(Option<LostCustomer>),
}

impl Piece {
    /// Its name in the record of changes.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Authority(..) => "authority".to_owned(),
            Self::MakeGoods(items) => match &items[..] {
                [(name, _)] => format!("makegood.{name}"),
                _ => "makegood".to_owned(),
            },
            Self::Cause(name, _) => format!("cause.{name}"),
            Self::LastTouch(_) => "makegood.last".to_owned(),
            Self::Value(_) => "value".to_owned(),
        }
    }

    /// Puts it into force and writes that down, where somebody else than an admin decides.
    pub(super) fn keep(&self, workspace: &mut Workspace, by: (Timestamp, Option<&Address>)) {
        let before = self.in_force(workspace);
        let from = before.written(workspace);
        self.put(workspace);
        let to = self.written(workspace);
        workspace.record(by, self.name(), (from, to), Some(Undo::Piece(before)));
    }

    /// What it says, as it is written in commands.
    pub(super) fn written(&self, workspace: &Workspace) -> String {
        match self {
            Self::Authority(authority, currency) => {
                let of = |level: Level| {
                    let most = authority.of(level).map(|most| currency.written(most));
                    format!("{} {}", level.name(), most.as_deref().unwrap_or(NONE))
                };
                let levels = [Level::Agent, Level::Senior, Level::Director].map(of);
                format!("{} {}", levels.join(", "), currency.code())
            }
            Self::MakeGoods(items) => {
                let currency = &workspace.catalogue.currency;
                let written = |(name, item): &(String, Option<MakeGood>)| {
                    let item = make_good(item.as_ref(), currency);
                    if items.len() == 1 { item } else { format!("{name} {item}") }
                };
                items.iter().map(written).collect::<Vec<_>>().join("; ")
            }
            Self::Cause(_, cause) => cause
                .as_ref()
                .map_or_else(|| NONE.to_owned(), |cause| written_cause(cause, workspace)),
            Self::LastTouch(name) => name.clone().unwrap_or_else(|| NONE.to_owned()),
            Self::Value(None) => NONE.to_owned(),
            Self::Value(Some(value)) => {
                let currency = &workspace.catalogue.currency;
                let [primary, secondary, potential] =
                    [value.primary, value.secondary, value.potential]
                        .map(|part| currency.written(part));
                let (tellers, code) = (value.tellers, currency.code());
                format!(
                    "primary:{primary} secondary:{secondary} potential:{potential} \
                     tellers:{tellers} {code}"
                )
            }
        }
    }

    /// The same part as it is now.
    pub(super) fn in_force(&self, workspace: &Workspace) -> Self {
        let catalogue = &workspace.catalogue;
        match self {
            Self::Authority(..) => {
                let currency = catalogue.currency.clone();
                Self::Authority(catalogue.authority.clone(), currency)
            }
            Self::MakeGoods(items) => {
                let found = |(name, _): &(String, Option<MakeGood>)| {
                    let mut known = catalogue.make_goods.iter();
                    (name.clone(), known.find(|item| item.name == *name).cloned())
                };
                Self::MakeGoods(items.iter().map(found).collect())
            }
            Self::Cause(name, _) => {
                let found = catalogue.causes.iter().find(|cause| cause.name == *name);
                Self::Cause(name.clone(), found.cloned())
            }
            Self::LastTouch(_) => Self::LastTouch(catalogue.last_touch.clone()),
            Self::Value(_) => Self::Value(catalogue.value),
        }
    }

    /// Whether it can come back: prices that were set since are in the currency of now.
    pub(super) fn fits(&self, workspace: &Workspace, from: &str) -> bool {
        let catalogue = &workspace.catalogue;
        match self {
            Self::Authority(_, currency) => {
                *currency == catalogue.currency || catalogue.is_without_prices()
            }
            // Amounts would be others in the currency of now.
            Self::MakeGoods(_) | Self::Value(_) => self.written(workspace) == from,
            Self::Cause(..) | Self::LastTouch(_) => true,
        }
    }

    /// Puts it into force.
    pub(super) fn put(&self, workspace: &mut Workspace) {
        let catalogue = &mut workspace.catalogue;
        match self {
            Self::Authority(authority, currency) => {
                catalogue.authority.clone_from(authority);
                catalogue.currency.clone_from(currency);
            }
            Self::MakeGoods(items) => {
                for (name, item) in items {
                    catalogue.make_goods.retain(|known| known.name != *name);
                    catalogue.make_goods.extend(item.clone());
                }
                catalogue.make_goods.sort_by(|one, other| one.name.cmp(&other.name));
            }
            Self::Cause(name, cause) => {
                let known = catalogue.causes.iter().position(|known| known.name == *name);
                match (known, cause) {
                    (Some(index), Some(cause)) => catalogue.causes[index].clone_from(cause),
                    (Some(index), None) => {
                        catalogue.causes.remove(index);
                    }
                    (None, cause) => catalogue.causes.extend(cause.clone()),
                }
            }
            Self::LastTouch(name) => catalogue.last_touch.clone_from(name),
            Self::Value(value) => catalogue.value = *value,
        }
    }
}

fn make_good(item: Option<&MakeGood>, currency: &Currency) -> String {
    let Some(item) = item else { return NONE.to_owned() };
    let (cost, worth) = (currency.written(item.cost), currency.written(item.worth));
    let mut written = format!("{cost} {worth} {}", item.kind.name());
    for part in [&item.text, &item.how].into_iter().flatten() {
        written.push(' ');
        written.push_str(part);
    }
    written
}

fn written_cause(cause: &Cause, workspace: &Workspace) -> String {
    let mut parts = Vec::new();
    if let Some(public) = &cause.public {
        parts.push(format!("public \"{public}\""));
    }
    if let Some(owned) = &cause.owned {
        let who = role::name_of(workspace, &owned.who);
        parts.push(format!("own @{who} {}", owned.due.strftime("%d.%m.%Y")));
    }
    if cause.fixing {
        parts.push("fixing".to_owned());
    }
    if let Some(fixed) = &cause.fixed {
        parts.push(format!("fixed {}", fixed.how));
    }
    if cause.back {
        parts.push("back".to_owned());
    }
    if parts.is_empty() { "noted".to_owned() } else { parts.join(", ") }
}

impl AdminStep<'_> {
    /// Puts a part of the catalogue into force, and writes that down. Returns the number of the
    /// change; nothing changed, none.
    pub(super) fn keeps(&mut self, piece: &Piece) -> Option<u32> {
        let before = piece.in_force(self.workspace);
        if before == *piece {
            return None;
        }
        let from = before.written(self.workspace);
        piece.put(self.workspace);
        let to = piece.written(self.workspace);
        Some(self.changed(piece.name(), from, to, Some(Undo::Piece(before))))
    }
}
