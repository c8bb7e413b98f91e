//! What staff read about why a case is one, what went wrong, and what is missing before it is resolved.

use amends_core::{
    case::{Concern, Control, Severity, Stability, Why, WhyUnfit},
    desk::{Checked, HistoryWhat, Missing, Reasons, WhySay},
    ids::CaseNumber,
};

use super::{COMMAND_LIMIT, QUOTE_LIMIT};
use crate::{Phrasebook, clean::one_line_text, customer::sentence_part};

/// The longest list of causes.
const KNOWN_LIMIT: usize = 400;
/// Between two things on one line.
const DOT: &str = " · ";

impl Phrasebook {
    pub(super) fn about_why(&self, say: &WhySay) -> String {
        match say {
            WhySay::Ask => self.line("ask_why"),
            WhySay::AskAnyway => self.line("ask_anyway"),
            WhySay::Unfit(unfit) => self.why_unfit(unfit),
            WhySay::Follows { recurring, about } => {
                let mut lines: Vec<String> = Vec::new();
                lines.extend(recurring.then(|| self.line("why_recurring")));
                lines.extend(
                    about.as_ref().map(|name| self.about_somebody("why_about_owner", name)),
                );
                lines.join("\n")
            }
            WhySay::Severe { case, called, by } => {
                let values = [("case", case.to_string()), ("by", self.colleague(by))];
                self.calling(called, "why_severe", &values)
            }
            WhySay::AboutYou => self.line("why_about_you"),
            WhySay::AboutThem { name } => self.about_somebody("why_about_them", name),
            WhySay::WhichCause { known } => self.which_cause(known),
            WhySay::UnknownCause { typed, nearest } => {
                let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
                match nearest {
                    Some(nearest) => {
                        let nearest = ("nearest", one_line_text(nearest, COMMAND_LIMIT));
                        self.desk_text("cause_unknown_here_near", &[typed, nearest])
                    }
                    None => self.desk_text("cause_unknown_here", &[typed]),
                }
            }
            WhySay::CauseBack { case, called, cause, how } => {
                let values = [
                    ("case", case.to_string()),
                    ("cause", cause_name(cause)),
                    ("how", one_line_text(how, QUOTE_LIMIT)),
                ];
                self.calling(called, "cause_back", &values)
            }
            WhySay::CauseFixed { case, called, cause, how, is_its } => {
                let values = [
                    ("case", case.to_string()),
                    ("cause", cause_name(cause)),
                    ("how", sentence_part(&one_line_text(how, QUOTE_LIMIT))),
                ];
                let key = if *is_its { "cause_fixed_its" } else { "cause_fixed_other" };
                self.calling(called, key, &values)
            }
            WhySay::SaySorry { case, called, what, fix, gift } => {
                let part = |words: &str| sentence_part(&one_line_text(words, QUOTE_LIMIT));
                let values = [("case", case.to_string()), ("what", part(what)), ("fix", part(fix))];
                let said = self.calling(called, "say_sorry", &values);
                match gift {
                    Some(gift) => {
                        let gift = ("gift", one_line_text(gift, COMMAND_LIMIT));
                        format!("{said} {}", self.desk_text("say_sorry_gift", &[gift]))
                    }
                    None => said,
                }
            }
            WhySay::NeedsPrevention { cause, prevent } => self.line(match (cause, prevent) {
                (true, true) => "needs_both",
                (true, false) => "needs_cause",
                (false, _) => "needs_prevent",
            }),
            WhySay::NeedsSenior { case } => self.about("needs_senior", *case),
            WhySay::Missing { case, done, missing } => self.missing(*case, *done, missing),
            WhySay::NothingToResolve => self.line("nothing_to_resolve"),
        }
    }

    fn about_somebody(&self, key: &str, name: &str) -> String {
        self.desk_text(key, &[("name", self.colleague(name))])
    }

    fn why_unfit(&self, unfit: &WhyUnfit) -> String {
        let typed = |typed: &str| ("typed", one_line_text(typed, COMMAND_LIMIT));
        let what = match unfit {
            WhyUnfit::Nothing => return self.line("why_how"),
            WhyUnfit::Unknown { typed: word, nearest: None } => {
                self.desk_text("why_unknown", &[typed(word)])
            }
            WhyUnfit::Unknown { typed: word, nearest: Some(nearest) } => {
                let nearest = ("nearest", one_line_text(nearest, COMMAND_LIMIT));
                self.desk_text("why_unknown_near", &[typed(word), nearest])
            }
            WhyUnfit::Twice { typed: word } => self.desk_text("why_twice", &[typed(word)]),
        };
        format!("{what} {}", self.line("why_how"))
    }

    fn which_cause(&self, known: &[String]) -> String {
        let Some(first) = known.first() else { return self.line("cause_which_none") };
        let first = ("first", one_line_text(first, COMMAND_LIMIT));
        let known = ("known", one_line_text(&known.join(", "), KNOWN_LIMIT));
        self.desk_text("cause_which", &[known, first])
    }

    fn missing(&self, case: CaseNumber, done: Checked, missing: &[Missing]) -> String {
        let mark = |is_so| self.line(if is_so { "checked" } else { "nothing_yet" });
        let values = [
            ("case", case.to_string()),
            ("sorry", mark(done.sorry)),
            ("effort", mark(done.effort)),
            ("given", mark(done.given)),
            ("cause", mark(done.cause)),
        ];
        let mut lines = vec![self.desk_text("checklist", &values)];
        lines.extend(missing.iter().map(|missing| {
            self.line(match missing {
                Missing::MakeGood => "missing_make_good",
                Missing::Cause => "missing_cause",
                Missing::Progress => "missing_progress",
                Missing::Apology => "missing_apology",
            })
        }));
        if missing != [Missing::Cause] {
            lines.push(self.line("resolve_anyway"));
        }
        lines.join("\n")
    }

    /// Why it went wrong, in a few words.
    fn why_in_words(&self, why: Why) -> String {
        let severity = why.severity.map(|severity| match severity {
            Severity::Small => "severity_1",
            Severity::Serious => "severity_2",
            Severity::Severe => "severity_3",
        });
        let stability = why.stability.map(|stability| match stability {
            Stability::Once => "stability_once",
            Stability::MayRecur => "stability_may_recur",
            Stability::Recurring => "stability_recurring",
        });
        let control = why.control.map(|control| match control {
            Control::Ours => "control_ours",
            Control::Partner => "control_partner",
            Control::Nobody => "control_nobody",
            Control::Customer => "control_customer",
        });
        let about = why.about.map(|about| match about {
            Concern::Outcome => "about_outcome",
            Concern::Handling => "about_handling",
            Concern::Manner => "about_manner",
        });
        let parts = [severity, stability, control, about].into_iter().flatten();
        parts.map(|key| self.line(key)).collect::<Vec<_>>().join(DOT)
    }

    /// The lines of the card about it.
    pub(super) fn card_reasons(&self, reasons: &Reasons) -> Vec<String> {
        let why = (!reasons.why.is_nothing())
            .then(|| self.desk_text("card_why", &[("why", self.why_in_words(reasons.why))]));
        let cause = reasons.cause.as_ref();
        let cause =
            cause.map(|cause| self.desk_text("card_cause", &[("cause", cause_name(cause))]));
        let worked = reasons.worked.iter().map(|(item, count)| {
            let values = [("item", one_line_text(item, COMMAND_LIMIT)), ("n", count.to_string())];
            self.desk_text("worked_item", &values)
        });
        let worked: Vec<String> = worked.collect();
        let of = reasons.worked_for.as_ref().or(reasons.cause.as_ref());
        let before = of.filter(|_| !worked.is_empty()).map(|cause| {
            let values = [("cause", cause_name(cause)), ("worked", worked.join(", "))];
            self.desk_text("card_worked", &values)
        });
        why.into_iter().chain(cause).chain(before).collect()
    }

    pub(super) fn why_happened(&self, what: &HistoryWhat) -> String {
        if let HistoryWhat::Why { by, why } = what {
            let values = [("by", self.colleague(by)), ("why", self.why_in_words(*why))];
            self.desk_text("history_why", &values)
        } else if let HistoryWhat::Cause { by, cause } = what {
            let values = [("by", self.colleague(by)), ("cause", cause_name(cause))];
            self.desk_text("history_cause", &values)
        } else if let HistoryWhat::Anyway { by, why } = what {
            let why = one_line_text(why, QUOTE_LIMIT);
            self.desk_text("history_anyway", &[("by", self.colleague(by)), ("why", why)])
        } else if let HistoryWhat::Prevented(prevent) = what {
            self.said("history_prevented", "prevent", prevent)
        } else {
            String::new()
        }
    }

    /// The title of the form that asks why it went wrong, and the hint in its field.
    pub fn why_form(&self) -> (String, String) {
        (self.line("form_why_title"), self.line("form_why_hint"))
    }

    /// The title of the form that asks why a case is resolved although something is missing.
    pub fn anyway_form(&self) -> String {
        self.line("form_anyway_title")
    }

    /// What the form that asks what was done asks for beside: what prevents it, and the cause; each
    /// with the hint in its field.
    pub fn done_parts(&self) -> [(String, String); 2] {
        [("form_prevent", "form_prevent_hint"), ("form_cause", "form_cause_hint")]
            .map(|(title, hint)| (self.line(title), self.line(hint)))
    }
}

/// The name of a cause as people read it.
pub(in super::super) fn cause_name(name: &str) -> String {
    one_line_text(&name.replace('_', " "), COMMAND_LIMIT)
}
