//! What admins and seniors read about asking: settings, rules that are tried out, and what a customer
//! was asked.

use amends_core::{
    admin::{Example, Setting, Tried, Unfit},
    asking_rules::SKIPS_MOST,
    engine::Fate,
    ledger::{Ledger, LedgerLine, LedgerWhat},
    scale::Scale,
    survey::{Suppressed, Undelivered},
};

use super::super::{COMMAND_LIMIT, about, lists::Keep};
use crate::{Phrasebook, clean::one_line_text, label::face, log_ids::marked};

/// The longest list of what is switched off.
const SKIPS_LIMIT: usize = 600;

impl Phrasebook {
    /// A rule of asking, if the setting is one.
    pub(super) fn asking_rule(&self, setting: &Setting, is_saved: bool) -> Option<String> {
        let (key, name) = match setting {
            Setting::Sample(_) => ("setting_sample", "share"),
            Setting::Recommend(share) if is_saved && 0 < *share => ("saved_recommend", "share"),
            Setting::Recommend(_) => ("setting_recommend", "share"),
            Setting::Messages(least) if is_saved && 0 < *least => ("saved_messages", "n"),
            Setting::Messages(_) => ("setting_messages", "n"),
            Setting::Quiet(Some(_)) if is_saved => ("saved_quiet", "quiet"),
            Setting::Quiet(_) => ("setting_quiet", "quiet"),
            Setting::Skips(_) => ("setting_skips", "what"),
            Setting::Zone { .. }
            | Setting::Hours(_)
            | Setting::Language(_)
            | Setting::Scale(_)
            | Setting::Timer { .. }
            | Setting::Asking(_)
            | Setting::Desk(_)
            | Setting::Care(_)
            | Setting::Offer(_)
            | Setting::Retention(_)
            | Setting::Signal(_) => return None,
        };
        let text = self.desk_text(key, &[(name, one_line_text(&setting.value(), SKIPS_LIMIT))]);
        let is_whole = !is_saved || key.starts_with("saved");
        Some(if is_whole { text } else { self.desk_text("saved", &[("setting", text)]) })
    }

    /// Why a rule of asking can't be that.
    pub(super) fn asking_refused(&self, unfit: &Unfit) -> Option<String> {
        let typed = |key: &str, typed: &str| {
            self.desk_text(key, &[("typed", one_line_text(typed, COMMAND_LIMIT))])
        };
        Some(match unfit {
            Unfit::Share { typed: share } => typed("bad_share", share),
            Unfit::Count { typed, most } => self.desk_text(
                "bad_count",
                &[("typed", one_line_text(typed, COMMAND_LIMIT)), ("most", most.to_string())],
            ),
            Unfit::Quiet { typed: quiet } => typed("bad_quiet", quiet),
            Unfit::Skip { typed: skip } => typed("bad_skip", skip),
            Unfit::NotSkipped { typed, known } => {
                let key = if known.is_empty() { "not_skipped_none" } else { "not_skipped" };
                let known = one_line_text(&known.join(", "), SKIPS_LIMIT);
                let typed = one_line_text(typed, COMMAND_LIMIT);
                self.desk_text(key, &[("typed", typed), ("known", known)])
            }
            Unfit::TooManySkips => {
                self.desk_text("too_many_skips", &[("most", SKIPS_MOST.to_string())])
            }
            Unfit::Later { typed: later } => typed("comes_later", later),
            Unfit::Incomplete { typed: missing } => typed("incomplete", missing),
            Unfit::Zone { .. }
            | Unfit::Hours
            | Unfit::Language
            | Unfit::Offer { .. }
            | Unfit::Scale { .. }
            | Unfit::Length { .. }
            | Unfit::Range { .. }
            | Unfit::Name { .. }
            | Unfit::Source { .. }
            | Unfit::SourceValue(_)
            | Unfit::Segment
            | Unfit::OwnSilence { .. } => return None,
        })
    }

    pub(super) fn scale_shown(&self, scale: Scale) -> String {
        let others = Scale::ALL.into_iter().filter(|other| *other != scale);
        let others = others.map(Scale::name).collect::<Vec<_>>().join(", ");
        self.desk_text("scale_is", &[("scale", scale.name().to_owned()), ("others", others)])
    }

    /// What rules would have done to the contacts of the last days.
    pub(super) fn tried(&self, tried: &Tried) -> String {
        if tried.contacts == 0 {
            return self.line("tried_none");
        }
        let mut values = vec![
            ("contacts", tried.contacts.to_string()),
            ("asked", tried.asked.to_string()),
            ("would", tried.would.to_string()),
        ];
        let head = match &tried.with {
            Some((name, value)) => {
                let name = name.strip_prefix("policy.").unwrap_or(name).replace('_', " ");
                values.push(("name", name));
                values.push(("value", one_line_text(value, SKIPS_LIMIT)));
                self.desk_text("tried_with", &values)
            }
            None => self.desk_text("tried", &values),
        };
        let reasons = tried.reasons.iter().map(|(why, was, would)| {
            let why = self.why_not(*why);
            let values = [("why", why), ("was", was.to_string()), ("would", would.to_string())];
            self.desk_text("tried_reason", &values)
        });
        let mut lines: Vec<String> = reasons.collect();
        lines.extend(tried.examples.iter().map(|example| self.tried_example(example)));
        if tried.is_part {
            lines.push(self.line("tried_part"));
        }
        lines.push(self.line("tried_nothing_changed"));
        self.list(&head, lines, Keep::First)
    }

    fn tried_example(&self, example: &Example) -> String {
        let mut who = self.name(example.name.as_deref(), "a_customer");
        if let Some(about) = about(example.topic.as_deref(), None) {
            who = self.desk_text("who_about", &[("who", who), ("about", about)]);
        }
        let fate = |fate: Fate| match fate {
            Fate::Asked => self.line("tried_asked"),
            Fate::Not(why) => self.desk_text("tried_not_asked", &[("why", self.why_not(why))]),
        };
        self.desk_text(
            "tried_example",
            &[
                ("at", self.due(&example.at)),
                ("who", who),
                ("was", fate(example.was)),
                ("would", fate(example.would)),
            ],
        )
    }

    /// What a customer was asked, what not, and why.
    pub(super) fn ledger(&self, ledger: &Ledger) -> String {
        let name = || self.name(ledger.name.as_deref(), "the_customer");
        if ledger.lines.is_empty() {
            let empty = self.desk_text("ledger_empty", &[("name", name())]);
            return self.quotable("in_the_log", empty, ledger.log_id.as_deref());
        }
        let mut lines = Vec::new();
        if ledger.opted_out {
            lines.push(self.desk_text("ledger_opted_out", &[("name", name())]));
        }
        lines.extend(ledger.case.map(|case| self.about("ledger_case", case)));
        lines.extend(ledger.lines.iter().map(|line| self.ledger_line(line)));
        if 0 < ledger.older {
            lines.push(self.desk_text("ledger_older", &[("n", ledger.older.to_string())]));
        }
        let list = self.list(&self.desk_text("ledger", &[("name", name())]), lines, Keep::First);
        self.quotable("ledger_in_the_log", list, ledger.log_id.as_deref())
    }

    fn ledger_line(&self, line: &LedgerLine) -> String {
        let at = self.due(&line.at);
        let what = marked(self.ledger_what(line.what), line.log_id.as_deref());
        match about(line.topic.as_deref(), line.agent.as_deref()) {
            Some(about) => {
                self.desk_text("ledger_line", &[("at", at), ("about", about), ("what", what)])
            }
            None => self.desk_text("ledger_line_bare", &[("at", at), ("what", what)]),
        }
    }

    fn ledger_what(&self, what: LedgerWhat) -> String {
        match what {
            LedgerWhat::NotAsked(why) => {
                self.desk_text("ledger_not_asked", &[("why", self.why_not(why))])
            }
            LedgerWhat::Planned(due) => {
                self.desk_text("ledger_planned", &[("due", self.due(&due))])
            }
            LedgerWhat::OnItsWay => self.line("ledger_on_its_way"),
            LedgerWhat::Asked(at) => self.desk_text("ledger_asked", &[("due", self.due(&at))]),
            LedgerWhat::MaybeAsked => self.line("ledger_maybe_asked"),
            LedgerWhat::Expired => self.line("ledger_expired"),
            LedgerWhat::Superseded => self.line("ledger_superseded"),
            LedgerWhat::NotDelivered(why) => {
                self.desk_text("ledger_not_delivered", &[("why", self.not_reached(why))])
            }
            LedgerWhat::Answered(Some(rating)) => {
                self.desk_text("ledger_answered", &[("rating", face(rating))])
            }
            LedgerWhat::Answered(None) => self.line("ledger_answered_erased"),
            LedgerWhat::Erased => self.line("ledger_erased"),
        }
    }

    pub(in super::super) fn not_reached(&self, why: Undelivered) -> String {
        self.line(match why {
            Undelivered::Blocked => "undelivered_blocked",
            Undelivered::NotStarted => "undelivered_not_started",
            Undelivered::Deactivated => "undelivered_deactivated",
            Undelivered::Refused => "undelivered_refused",
        })
    }

    pub(in super::super) fn why_not(&self, why: Suppressed) -> String {
        self.line(match why {
            Suppressed::OptedOut => "why_opted_out",
            Suppressed::CaseOpen => "why_case_open",
            Suppressed::Gap => "why_gap",
            Suppressed::Stale => "why_stale",
            Suppressed::NoChannel => "why_no_channel",
            Suppressed::Withdrawn => "why_withdrawn",
            Suppressed::SameContact => "why_same_contact",
            Suppressed::TopicOff => "why_topic_off",
            Suppressed::TagOff => "why_tag_off",
            Suppressed::OutcomeOff => "why_outcome_off",
            Suppressed::FewMessages => "why_few_messages",
            Suppressed::NotSampled => "why_not_sampled",
            Suppressed::QuietHours => "why_quiet_hours",
            Suppressed::Paused => "why_paused",
            Suppressed::Incident => "why_incident",
        })
    }
}
