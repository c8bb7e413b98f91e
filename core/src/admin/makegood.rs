//! `/makegood`: what may be given.

use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    piece::Piece,
    setting::{Unfit, nearest},
    step::AdminStep,
    typed::{self, TextUnfit, remainder, word},
};
use crate::{
    catalogue::{Catalogue, Kind, MakeGood, Template},
    desk::DeskSay,
    money::{Currency, MoneyUnfit},
};

/// How many there may be.
pub(super) const MOST: usize = 50;
/// The one placeholder of how something is handed over.
const CASE: &str = "case";
/// What `/makegood` knows.
const PARTS: [&str; 6] = ["add", "list", "remove", "template", "how", "last"];

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MakeGoodSay {
    /// What there is.
    List {
        /// Each of them.
        items: Vec<MakeGood>,
        /// What their prices are in.
        currency: Currency,
    },
    /// One was saved.
    Saved {
        /// It.
        item: MakeGood,
        /// What its prices are in.
        currency: Currency,
    },
    /// One was removed.
    Removed {
        /// Its name.
        name: String,
    },
    /// These came with a template.
    Added {
        /// They.
        items: Vec<MakeGood>,
        /// What their prices are in.
        currency: Currency,
    },
    /// All of the template are there already.
    NothingNew {
        /// The template.
        template: String,
    },
    /// There is none of this name.
    Unknown {
        /// What was typed.
        typed: String,
        /// The name it is like, or nothing.
        nearest: Option<String>,
    },
    /// How one is added.
    AddHow,
    /// How a way of handing over is set.
    HandHow,
    /// What comes with the last word, or that nothing does any more.
    Last {
        /// Its name.
        name: Option<String>,
    },
    /// How that is chosen.
    LastHow,
    /// There are as many as there may be.
    Full {
        /// How many.
        most: usize,
    },
    /// That is no placeholder there.
    Placeholder {
        /// What was typed.
        typed: String,
    },
    /// A brace belongs to no placeholder.
    Brace,
}

/// Why nothing was changed.
enum Refused {
    Unfit(Unfit),
    Money(MoneyUnfit),
    Text(TextUnfit),
    Say(MakeGoodSay),
}

impl From<TextUnfit> for Refused {
    fn from(unfit: TextUnfit) -> Self {
        Self::Text(unfit)
    }
}

impl From<MoneyUnfit> for Refused {
    fn from(unfit: MoneyUnfit) -> Self {
        Self::Money(unfit)
    }
}

impl From<MakeGoodSay> for Refused {
    fn from(say: MakeGoodSay) -> Self {
        Self::Say(say)
    }
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let mut rest = rest;
    let part = word(&mut rest).to_lowercase();
    let wanted = match part.as_str() {
        "" | "list" => {
            let Catalogue { make_goods: items, currency, .. } = step.workspace.catalogue.clone();
            return step.reply(AdminSay::MakeGood(MakeGoodSay::List { items, currency }));
        }
        "add" => add(&step.workspace.catalogue, rest),
        "remove" => remove(&step.workspace.catalogue, rest),
        "template" => template(&step.workspace.catalogue, rest),
        "how" => how(&step.workspace.catalogue, rest),
        "last" => last(&step.workspace.catalogue, rest),
        other => Err(unknown_word(other, &PARTS)),
    };
    match wanted {
        Ok((piece, say)) => {
            let changed = step.keeps(&piece);
            let buttons = changed.map_or_else(Vec::new, AdminStep::undo_row);
            step.reply_with(AdminSay::MakeGood(say), buttons);
        }
        Err(Refused::Unfit(unfit)) => step.say(DeskSay::SettingRefused { unfit }),
        Err(Refused::Money(unfit)) => step.reply(AdminSay::Money(unfit)),
        Err(Refused::Text(unfit)) => step.reply(AdminSay::Text(unfit)),
        Err(Refused::Say(say)) => step.reply(AdminSay::MakeGood(say)),
    }
}

type Wanted = Result<(Piece, MakeGoodSay), Refused>;

/// `add dessert 3.50 9.00 gift a dessert and coffee of your choice`.
fn add(catalogue: &Catalogue, typed: &str) -> Wanted {
    let mut rest = typed;
    let named = word(&mut rest);
    let (cost, worth) = (word(&mut rest), word(&mut rest));
    let kind = word(&mut rest);
    if kind.is_empty() {
        return Err(MakeGoodSay::AddHow.into());
    }
    let name = typed::name(named)?;
    let currency = &catalogue.currency;
    let (cost, worth) = (currency.read(cost)?, currency.read(worth)?);
    let Some(kind) = Kind::parse(kind) else {
        return Err(unknown_word(kind, &Kind::ALL.map(Kind::name)));
    };
    let text = remainder(rest);
    if text.is_empty() {
        return Err(MakeGoodSay::AddHow.into());
    }
    let text = Some(typed::text(text)?);
    let known = catalogue.make_goods.iter().find(|item| item.name == name);
    if known.is_none() && MOST <= catalogue.make_goods.len() {
        return Err(MakeGoodSay::Full { most: MOST }.into());
    }
    let how = known.and_then(|item| item.how.clone());
    let item = MakeGood { name, cost, worth, kind, text, how };
    Ok(saved(item, currency))
}

fn remove(catalogue: &Catalogue, typed: &str) -> Wanted {
    let item = find(catalogue, remainder(typed))?;
    let name = item.name.clone();
    let piece = Piece::MakeGoods(vec![(name.clone(), None)]);
    Ok((piece, MakeGoodSay::Removed { name }))
}

/// `template restaurant`: what is not there yet.
fn template(catalogue: &Catalogue, typed: &str) -> Wanted {
    let typed = remainder(typed);
    let Some(template) = Template::parse(typed) else {
        return Err(unknown_word(typed, &Template::ALL.map(Template::name)));
    };
    let is_new = |item: &MakeGood| catalogue.make_goods.iter().all(|known| known.name != item.name);
    let currency = catalogue.currency.clone();
    let items: Vec<MakeGood> = template.items(currency.one()).into_iter().filter(is_new).collect();
    if items.is_empty() {
        return Err(MakeGoodSay::NothingNew { template: template.name().to_owned() }.into());
    }
    if MOST < catalogue.make_goods.len() + items.len() {
        return Err(MakeGoodSay::Full { most: MOST }.into());
    }
    let piece = items.iter().map(|item| (item.name.clone(), Some(item.clone()))).collect();
    Ok((Piece::MakeGoods(piece), MakeGoodSay::Added { items, currency }))
}

/// `how dessert Show {case} at the counter`, `how dessert off`.
fn how(catalogue: &Catalogue, typed: &str) -> Wanted {
    let mut rest = typed;
    let named = word(&mut rest);
    let text = remainder(rest);
    if named.is_empty() || text.is_empty() {
        return Err(MakeGoodSay::HandHow.into());
    }
    let item = find(catalogue, named)?;
    let how = if text.eq_ignore_ascii_case("off") {
        None
    } else {
        placeholders(text)?;
        Some(typed::text(text)?)
    };
    let item = MakeGood { how, ..item.clone() };
    Ok(saved(item, &catalogue.currency))
}

/// `last dessert`, `last off`.
fn last(catalogue: &Catalogue, typed: &str) -> Wanted {
    let named = remainder(typed);
    let name = match named {
        "" => return Err(MakeGoodSay::LastHow.into()),
        off if off.eq_ignore_ascii_case("off") => None,
        name => Some(find(catalogue, name)?.name.clone()),
    };
    Ok((Piece::LastTouch(name.clone()), MakeGoodSay::Last { name }))
}

fn saved(item: MakeGood, currency: &Currency) -> (Piece, MakeGoodSay) {
    let piece = Piece::MakeGoods(vec![(item.name.clone(), Some(item.clone()))]);
    (piece, MakeGoodSay::Saved { item, currency: currency.clone() })
}

/// Holds braces to the one placeholder there is.
pub(super) fn placeholders(text: &str) -> Result<(), MakeGoodSay> {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let within = rest[at..].strip_prefix('{').ok_or(MakeGoodSay::Brace)?;
        let (name, after) = within.split_once('}').ok_or(MakeGoodSay::Brace)?;
        if name.contains('{') {
            return Err(MakeGoodSay::Brace);
        }
        if name != CASE {
            return Err(MakeGoodSay::Placeholder { typed: name.to_owned() });
        }
        rest = after;
    }
    Ok(())
}

fn find<'a>(catalogue: &'a Catalogue, typed: &str) -> Result<&'a MakeGood, MakeGoodSay> {
    let name = typed.to_lowercase();
    catalogue.make_goods.iter().find(|item| item.name == name).ok_or_else(|| {
        let names = catalogue.make_goods.iter().map(|item| item.name.as_str());
        MakeGoodSay::Unknown { typed: typed.to_owned(), nearest: nearest(typed, names) }
    })
}

fn unknown_word(typed: &str, known: &[&str]) -> Refused {
    let nearest = nearest(typed, known.iter().copied());
    let known = known.iter().map(|known| (*known).to_owned()).collect();
    Refused::Unfit(Unfit::Name { typed: typed.to_owned(), nearest, known })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_case_is_a_placeholder_of_how() {
        for text in ["Show it", "Show {case}", "{case}{case}"] {
            assert_eq!(placeholders(text), Ok(()), "{text}");
        }
        for text in ["{", "}", "{{case}}", "{case", "case}", "{case} }", "{a{case}}"] {
            assert_eq!(placeholders(text), Err(MakeGoodSay::Brace), "{text}");
        }
        for typed in ["", "Case", " case ", "name", "case.x"] {
            let unknown = MakeGoodSay::Placeholder { typed: typed.to_owned() };
            assert_eq!(placeholders(&format!("x {{{typed}}} y")), Err(unknown));
        }
    }
}
