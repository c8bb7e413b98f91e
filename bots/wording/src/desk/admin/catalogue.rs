//! What admins read about what may be given, what goes wrong, and what it costs.

use amends_core::{
    admin::{AuthoritySay, CauseLine, CausePart, CauseSay, MakeGoodSay, TextUnfit, ValueSay},
    catalogue::{LostCustomer, MakeGood, Stage},
    lang::Lang,
    money::{Currency, MoneyUnfit},
    policy::Level,
    wording::Wordings,
};
use jiff::civil::Date;

use super::super::{COMMAND_LIMIT, lists::Keep, why::cause_name};
use crate::{Context, Phrasebook, clean::one_line_text, customer::sentence_part};

/// The longest text of a make-good or cause that is shown.
const TEXT_LIMIT: usize = 200;
/// An amount to show how one is written, in whole units.
const EXAMPLE: u64 = 30;

/// What somebody typed, as it is repeated to them.
pub(super) fn typed(typed: &str) -> (&'static str, String) {
    ("typed", one_line_text(typed, COMMAND_LIMIT))
}

fn shown(text: &str) -> String {
    one_line_text(text, TEXT_LIMIT)
}

/// An amount as people read it: `3 640.00`.
pub(in super::super) fn grouped(amount: u64, currency: &Currency) -> String {
    let written = currency.written(amount);
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index != 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    if part.is_empty() { text } else { format!("{text}.{part}") }
}

/// The same without noughts that say nothing: `12`, `3.50`.
pub(in super::super) fn short(amount: u64, currency: &Currency) -> String {
    let text = grouped(amount, currency);
    if amount.is_multiple_of(currency.one()) {
        text.split('.').next().unwrap_or_default().to_owned()
    } else {
        text
    }
}

fn day(day: Date) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

impl Phrasebook {
    pub(super) fn money_unfit(&self, unfit: &MoneyUnfit) -> String {
        let example = |currency: &Currency| {
            ("example", currency.written(EXAMPLE.saturating_mul(currency.one())))
        };
        match unfit {
            MoneyUnfit::Amount { typed: amount, currency } => {
                self.desk_text("money_bad", &[typed(amount), example(currency)])
            }
            MoneyUnfit::TooMuch { most, currency } => {
                self.desk_text("money_too_much", &[("most", grouped(*most, currency))])
            }
            MoneyUnfit::Currency { typed: code } => {
                self.desk_text("money_no_currency", &[typed(code)])
            }
            MoneyUnfit::OtherCurrency { typed: code, is } => self.desk_text(
                "money_other",
                &[typed(code.code()), ("is", is.code().to_owned()), example(code)],
            ),
        }
    }

    pub(super) fn text_unfit(&self, unfit: &TextUnfit) -> String {
        match unfit {
            TextUnfit::None => self.line("text_none"),
            TextUnfit::TooLong { length, most } => {
                let values = [("length", length.to_string()), ("most", most.to_string())];
                self.desk_text("text_too_long", &values)
            }
            TextUnfit::Unseen => self.line("text_unseen"),
            TextUnfit::Name { typed: name, .. } if name.is_empty() => self.line("text_none"),
            TextUnfit::Name { typed: name, most } => {
                self.desk_text("text_no_name", &[typed(name), ("most", most.to_string())])
            }
        }
    }

    /// That something of this name is not known, with the nearest there is.
    pub(super) fn unknown_name(
        &self,
        keys: (&str, &str),
        name: &str,
        nearest: Option<&String>,
    ) -> String {
        match nearest {
            Some(nearest) => self.desk_text(keys.1, &[typed(name), ("nearest", shown(nearest))]),
            None => self.desk_text(keys.0, &[typed(name)]),
        }
    }

    pub(super) fn full(&self, key: &str, most: usize) -> String {
        self.desk_text(key, &[("most", most.to_string())])
    }

    pub(super) fn authority(&self, say: &AuthoritySay) -> String {
        match say {
            AuthoritySay::Table { saved, authority, currency } => {
                let of = |level: Level| match authority.of(level) {
                    Some(most) => {
                        self.desk_text("authority_up_to", &[("most", grouped(most, currency))])
                    }
                    None => self.line("authority_no_limit"),
                };
                let table = self.desk_text(
                    "authority",
                    &[
                        ("currency", currency.code().to_owned()),
                        ("agent", of(Level::Agent)),
                        ("senior", of(Level::Senior)),
                        ("director", of(Level::Director)),
                    ],
                );
                if *saved { self.desk_text("saved", &[("setting", table)]) } else { table }
            }
            AuthoritySay::Something { least, currency } => {
                self.desk_text("authority_something", &[("least", currency.written(*least))])
            }
            AuthoritySay::LessThanBelow { higher, lower, below, currency } => {
                let values = [
                    ("higher", higher.number().to_string()),
                    ("lower", lower.number().to_string()),
                ];
                match below {
                    Some(below) => {
                        let below = ("below", grouped(*below, currency));
                        self.desk_text("authority_below", &[&values[..], &[below]].concat())
                    }
                    None => self.desk_text("authority_below_none", &values),
                }
            }
            AuthoritySay::MoreThanAbove { lower, higher, above, currency } => self.desk_text(
                "authority_above",
                &[
                    ("lower", lower.number().to_string()),
                    ("higher", higher.number().to_string()),
                    ("above", grouped(*above, currency)),
                    ("name", higher.name().to_owned()),
                ],
            ),
        }
    }

    pub(super) fn make_good(&self, say: &MakeGoodSay) -> String {
        match say {
            MakeGoodSay::List { items, .. } if items.is_empty() => self.line("makegood_none"),
            MakeGoodSay::List { items, currency } => {
                let head = [("currency", currency.code().to_owned())];
                self.make_goods(&self.desk_text("makegood_list", &head), items, currency)
            }
            MakeGoodSay::Saved { item, currency } => {
                let line = self.make_good_line(item, currency);
                let saved = self.desk_text("saved", &[("setting", line)]);
                if !item.is_dear() {
                    return saved;
                }
                let (cost, worth) = (short(item.cost, currency), short(item.worth, currency));
                let dear = self.desk_text("makegood_dear", &[("cost", cost), ("worth", worth)]);
                format!("{saved}\n{dear}")
            }
            MakeGoodSay::Removed { name } => {
                self.desk_text("makegood_removed", &[("name", shown(name))])
            }
            MakeGoodSay::Added { items, currency } => {
                self.make_goods(&self.line("makegood_added"), items, currency)
            }
            MakeGoodSay::NothingNew { template } => {
                self.desk_text("makegood_nothing_new", &[("template", template.clone())])
            }
            MakeGoodSay::Unknown { typed, nearest } => {
                let keys = ("makegood_unknown", "makegood_unknown_near");
                self.unknown_name(keys, typed, nearest.as_ref())
            }
            MakeGoodSay::AddHow => self.line("makegood_add_how"),
            MakeGoodSay::HandHow => self.line("makegood_hand_how"),
            MakeGoodSay::Last { name: Some(name) } => {
                self.desk_text("makegood_last", &[("name", shown(name))])
            }
            MakeGoodSay::Last { name: None } => self.line("makegood_last_off"),
            MakeGoodSay::LastHow => self.line("makegood_last_how"),
            MakeGoodSay::Full { most } => self.full("makegood_full", *most),
            MakeGoodSay::Placeholder { typed: name } => {
                self.desk_text("makegood_placeholder", &[typed(name)])
            }
            MakeGoodSay::Brace => self.line("makegood_brace"),
        }
    }

    fn make_goods(&self, head: &str, items: &[MakeGood], currency: &Currency) -> String {
        let lines = items.iter().map(|item| self.make_good_line(item, currency));
        self.list(head, lines.collect(), Keep::First)
    }

    fn make_good_line(&self, item: &MakeGood, currency: &Currency) -> String {
        let line = self.desk_text(
            "makegood_line",
            &[
                ("name", shown(&item.name)),
                ("text", shown(&self.make_good_text(item))),
                ("kind", item.kind.name().to_owned()),
                ("cost", grouped(item.cost, currency)),
                ("worth", grouped(item.worth, currency)),
            ],
        );
        match &item.how {
            Some(how) => {
                self.desk_text("makegood_line_how", &[("line", line), ("how", shown(how))])
            }
            None => line,
        }
    }

    /// The words of a make-good: its own, or those of the template by its name.
    fn make_good_text(&self, item: &MakeGood) -> String {
        let of_template = || self.gift(&item.name, Lang::EN, &Wordings::default());
        item.text.clone().unwrap_or_else(of_template)
    }

    pub(super) fn cause(&self, say: &CauseSay, context: &Context<'_>) -> String {
        match say {
            CauseSay::List { lines } => {
                let lines = lines.iter().map(|line| self.cause_line(line)).collect();
                self.list(&self.line("cause_list"), lines, Keep::First)
            }
            CauseSay::Saved { line } => {
                self.desk_text("saved", &[("setting", self.cause_line(line))])
            }
            CauseSay::Fixed { line, people, langs, is_told } => {
                let saved = self.desk_text("saved", &[("setting", self.cause_line(line))]);
                format!("{saved}\n{}", self.whom_to_tell(*people, *langs, *is_told))
            }
            CauseSay::Preview { name, says, named } => {
                let mut lines: Vec<String> =
                    says.iter().map(|(lang, say)| self.say(say, *lang, context)).collect();
                if !named {
                    lines.push(self.desk_text("cause_not_named", &[("name", shown(name))]));
                }
                lines.join("\n")
            }
            CauseSay::Telling { name, people } => {
                let values = [("name", cause_name(name)), ("n", people.to_string())];
                self.desk_text("cause_telling", &values)
            }
            CauseSay::Board { on: true } => self.line("cause_board_on"),
            CauseSay::Board { on: false } => self.line("cause_board_off"),
            CauseSay::NotTold { name } => {
                self.desk_text("cause_not_told", &[("name", shown(name))])
            }
            CauseSay::Unknown { typed, nearest } => {
                let keys = ("cause_unknown", "cause_unknown_near");
                self.unknown_name(keys, typed, nearest.as_ref())
            }
            CauseSay::Similar { names } => {
                let count = names.len().to_string();
                let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
                self.desk_text("cause_similar", &[("n", count), ("names", names.join(", "))])
            }
            CauseSay::Exists { name } => self.desk_text("cause_exists", &[("name", shown(name))]),
            CauseSay::NoSuchStaff { typed: who, known } => {
                let known: Vec<String> = known.iter().map(|name| self.colleague(name)).collect();
                let known = ("known", one_line_text(&known.join(", "), TEXT_LIMIT));
                self.desk_text("cause_no_staff", &[typed(who), known])
            }
            CauseSay::BadDay { typed: day } => self.desk_text("cause_bad_day", &[typed(day)]),
            CauseSay::PastDay { day: passed } => {
                self.desk_text("cause_past_day", &[("day", day(*passed))])
            }
            CauseSay::How { part } => self.line(match part {
                CausePart::New => "cause_how_new",
                CausePart::Own => "cause_how_own",
                CausePart::Fixing => "cause_how_fixing",
                CausePart::Fixed => "cause_how_fixed",
                CausePart::Public => "cause_how_public",
            }),
            CauseSay::Full { most } => self.full("cause_full", *most),
        }
    }

    fn whom_to_tell(&self, people: u32, langs: usize, is_told: bool) -> String {
        let values = [("n", people.to_string()), ("langs", langs.to_string())];
        match (people, is_told) {
            (0, true) => self.line("cause_all_told"),
            (0, false) => self.line("cause_nobody_to_tell"),
            (_, true) => self.desk_text("cause_tell_more", &values),
            (_, false) => self.desk_text("cause_tell", &values),
        }
    }

    fn cause_line(&self, line: &CauseLine) -> String {
        let stage = self.line(match line.stage {
            Stage::Noted => "cause_noted",
            Stage::Named => "cause_named",
            Stage::Owned => "cause_owned",
            Stage::Fixing => "cause_fixing",
            Stage::Fixed => "cause_fixed",
            Stage::Back => "cause_stage_back",
        });
        let mut parts = vec![stage];
        let public = line.public.as_ref().map(|public| shown(public));
        parts.extend(public.map(|public| self.desk_text("cause_public", &[("public", public)])));
        parts.extend(line.owner.as_ref().map(|(owner, due)| {
            let values = [("owner", self.colleague(owner)), ("day", day(*due))];
            self.desk_text("cause_owner", &values)
        }));
        parts.extend(line.how.as_ref().map(|how| sentence_part(&shown(how))));
        parts.extend(line.told.map(|(told, of)| {
            self.desk_text("cause_told", &[("n", told.to_string()), ("of", of.to_string())])
        }));
        let values = [("name", shown(&line.name)), ("parts", parts.join(", "))];
        self.desk_text("cause_line", &values)
    }

    pub(super) fn value(&self, say: &ValueSay) -> String {
        match say {
            ValueSay::Saved { value, currency } => self.at_risk(value, currency),
            ValueSay::Shown { value, currency } => {
                let amount = |amount| grouped(amount, currency);
                let parts = self.desk_text(
                    "value_parts",
                    &[
                        ("primary", amount(value.primary)),
                        ("secondary", amount(value.secondary)),
                        ("potential", amount(value.potential)),
                        ("currency", currency.code().to_owned()),
                        ("tellers", value.tellers.to_string()),
                        ("lost", amount(value.lost())),
                    ],
                );
                format!("{}\n{parts}", self.at_risk(value, currency))
            }
            ValueSay::Unset { currency } => {
                self.desk_text("value_unset", &[("currency", currency.code().to_owned())])
            }
            ValueSay::Off => self.line("value_off"),
            ValueSay::Tellers { typed: number, most } => {
                self.desk_text("value_tellers", &[typed(number), ("most", most.to_string())])
            }
            ValueSay::TooMany { typed: number } => {
                self.desk_text("value_too_many", &[typed(number)])
            }
            ValueSay::Twice { part } => self.desk_text("value_twice", &[("part", part.clone())]),
        }
    }

    fn at_risk(&self, value: &LostCustomer, currency: &Currency) -> String {
        let values = [
            ("lost", grouped(value.lost(), currency)),
            ("risk", grouped(value.at_risk(), currency)),
        ];
        self.desk_text("value", &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        let (eur, jpy) = (Currency::default(), Currency::parse("JPY").unwrap());
        for (amount, text) in [(5, "0.05"), (52_000, "520.00"), (364_000, "3 640.00")] {
            assert_eq!(grouped(amount, &eur), text);
        }
        assert_eq!(grouped(123_456_789, &eur), "1 234 567.89");
        assert_eq!(grouped(1_234_567, &jpy), "1 234 567");
        assert_eq!((short(1_200, &eur), short(350, &eur)), ("12".to_owned(), "3.50".to_owned()));
    }
}
