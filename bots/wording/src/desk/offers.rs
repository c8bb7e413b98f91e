//! What staff read about offers.

use amends_core::{
    desk::{DeskSay, OfferLine, OfferSay, OfferStands, OfferStep},
    effect::Words,
    hours::Due,
    lang::Lang,
    money::Currency,
    policy::Level,
    say::What,
    wording::Wordings,
};

use super::{COMMAND_LIMIT, admin::catalogue::grouped, promises::deed};
use crate::{Phrasebook, clean::one_line_text, customer::sentence_part};

/// The longest list of what the catalogue has.
const KNOWN_LIMIT: usize = 500;

impl Phrasebook {
    pub(super) fn about_offer(&self, say: &OfferSay) -> String {
        match say {
            OfferSay::Ask => self.line("ask_offer"),
            OfferSay::What => self.line("offer_what"),
            OfferSay::Unknown { typed, nearest, known } => {
                self.unknown_gift(typed, nearest.as_deref(), known)
            }
            OfferSay::Above { cost, most, currency, level, told } => {
                self.above(*cost, *most, currency, *level, told.as_ref())
            }
            OfferSay::Decide { case, called, by, what, cost, worth, currency, again, .. } => {
                let values = [
                    ("case", case.to_string()),
                    ("by", self.colleague(by)),
                    ("what", self.given(what)),
                    ("cost", grouped(*cost, currency)),
                    ("worth", grouped(*worth, currency)),
                ];
                let key = if *again { "offer_decide_again" } else { "offer_decide" };
                self.calling(called, key, &values)
            }
            OfferSay::AboveYours { cost, most, currency } => self.desk_text(
                "offer_above_yours",
                &[("cost", grouped(*cost, currency)), ("most", grouped(*most, currency))],
            ),
            OfferSay::Decided => self.line("offer_decided"),
            OfferSay::AskInstead { what, least, currency } => self.desk_text(
                "ask_instead",
                &[("what", self.given(what)), ("least", grouped(*least, currency))],
            ),
            OfferSay::TooLittle { worth, least, currency } => self.desk_text(
                "offer_too_little",
                &[("worth", grouped(*worth, currency)), ("least", grouped(*least, currency))],
            ),
            OfferSay::SentBy { by, what, adjusted } => {
                let key = if *adjusted { "offer_sent_instead" } else { "offer_sent_by" };
                self.desk_text(key, &[("by", self.first(by)), ("what", self.given(what))])
            }
            OfferSay::Accepted { case, called, what, due } => {
                let values = [
                    ("case", case.to_string()),
                    ("what", self.all_given(what)),
                    ("due", self.due(due)),
                ];
                self.calling(called, "offer_accepted_desk", &values)
            }
            OfferSay::Near { case, called, what, due, left } => {
                let values = [
                    ("case", case.to_string()),
                    ("what", self.given(what)),
                    ("due", self.due(due)),
                    ("left", self.length(*left)),
                ];
                self.calling(called, "delivery_near", &values)
            }
            OfferSay::Declined { case, called, what } => {
                let values = [("case", case.to_string()), ("what", self.all_given(what))];
                self.calling(called, "offer_declined_desk", &values)
            }
            OfferSay::NothingToDeliver => self.line("nothing_to_deliver"),
            OfferSay::Which { open } => self.which_delivered(open),
            OfferSay::NotYet { pending, undelivered } => {
                let waits = pending.iter().map(|what| ("offer_pending", what));
                let waits = waits.chain(undelivered.iter().map(|what| ("offer_undelivered", what)));
                let waits: Vec<String> = waits
                    .map(|(key, what)| self.desk_text(key, &[("what", self.given(what))]))
                    .collect();
                self.desk_text("not_yet_offers", &[("offers", self.listed(&waits))])
            }
        }
    }

    fn unknown_gift(&self, typed: &str, nearest: Option<&str>, known: &[String]) -> String {
        let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
        let unknown = match nearest {
            Some(nearest) => {
                let nearest = ("nearest", one_line_text(nearest, COMMAND_LIMIT));
                self.desk_text("offer_unknown_near", &[typed, nearest])
            }
            None => self.desk_text("offer_unknown", &[typed]),
        };
        let known = one_line_text(&known.join(", "), KNOWN_LIMIT);
        if known.is_empty() {
            return format!("{unknown} {}", self.line("offer_none_known"));
        }
        format!("{unknown} {}", self.desk_text("offer_known", &[("known", known)]))
    }

    fn above(
        &self,
        cost: u64,
        most: u64,
        currency: &Currency,
        level: Level,
        told: Option<&Due>,
    ) -> String {
        let mut values = vec![
            ("cost", grouped(cost, currency)),
            ("most", grouped(most, currency)),
            ("n", level.number().to_string()),
        ];
        match told {
            Some(due) => {
                values.push(("due", self.due(due)));
                self.desk_text("offer_above_all", &values)
            }
            None => self.desk_text("offer_above", &values),
        }
    }

    fn which_delivered(&self, open: &[(u32, What)]) -> String {
        let items = open.iter().map(|(number, what)| {
            let values = [("n", number.to_string()), ("what", self.given(what))];
            self.desk_text("which_delivered_one", &values)
        });
        let items: Vec<String> = items.collect();
        let first = open.first().map_or(1, |(number, _)| *number).to_string();
        self.desk_text("which_delivered", &[("items", items.join(" ")), ("n", first)])
    }

    /// What is given, as staff read it.
    fn given(&self, what: &What) -> String {
        match what {
            What::Words(words) => deed(words),
            What::Gift { gift } => sentence_part(&self.gift(gift, Lang::EN, &Wordings::default())),
        }
    }

    fn all_given(&self, what: &[What]) -> String {
        let what: Vec<String> = what.iter().map(|what| self.given(what)).collect();
        what.join(" + ")
    }

    /// What was offered, each in a line of its own.
    pub(super) fn offered(&self, offers: &[OfferLine]) -> String {
        let lines = offers.iter().map(|line| {
            let stands = match &line.stands {
                OfferStands::Pending(level) => {
                    self.desk_text("offer_stands_pending", &[("n", level.number().to_string())])
                }
                OfferStands::Dropped => self.line("offer_stands_dropped"),
                OfferStands::Sent => self.line("offer_stands_sent"),
                OfferStands::Accepted => self.line("offer_stands_accepted"),
                OfferStands::Declined => self.line("offer_stands_declined"),
                OfferStands::Delivered(at) => {
                    self.desk_text("offer_stands_delivered", &[("at", self.due(at))])
                }
            };
            let cost = grouped(line.cost, &line.currency);
            let values = [("what", self.given(&line.what)), ("cost", cost), ("stands", stands)];
            self.desk_text("card_offer", &values)
        });
        let lines: Vec<String> = lines.collect();
        lines.join("\n")
    }

    pub(super) fn offer_happened(&self, what: &What, step: OfferStep, by: Option<&str>) -> String {
        let key = match step {
            OfferStep::Asked => "history_offer_asked",
            OfferStep::Sent => "history_offer_sent",
            OfferStep::Adjusted => "history_offer_adjusted",
            OfferStep::Dropped => "history_offer_dropped",
            OfferStep::Accepted => "history_offer_accepted",
            OfferStep::Declined => "history_offer_declined",
            OfferStep::Delivered => "history_offer_delivered",
        };
        let by = self.colleague(by.unwrap_or_default());
        self.desk_text(key, &[("what", self.given(what)), ("by", by)])
    }

    /// The title of the form that asks what is offered, or sent in place of something, and the hint in
    /// its field.
    pub fn offer_form(&self, words: &Words) -> (String, String) {
        if let Words::Desk(DeskSay::Offer(say)) = words
            && let OfferSay::AskInstead { least, currency, .. } = &**say
        {
            let least = [("least", grouped(*least, currency))];
            return (self.line("form_instead_title"), self.desk_text("form_instead_hint", &least));
        }
        (self.line("form_offer_title"), self.line("form_offer_hint"))
    }
}
