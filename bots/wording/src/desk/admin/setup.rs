//! What admins read while a business is set up.

use amends_core::admin::{Checklist, DeskHealth, Health, NextStep, SetupSay, TrialSay};

use super::super::QUOTE_LIMIT;
use crate::{Context, Phrasebook, called, clean::one_line_text};

/// The longest part of a command that is repeated.
const TYPED: usize = 40;
/// How many cases are named.
const CASES_SHOWN: usize = 10;
const DONE: &str = "✅";
const STOPS: &str = "❌";
const WARNS: &str = "⚠️";
const INFORMS: &str = "▫️";
const NEXT: &str = "👉";

impl Phrasebook {
    pub(super) fn setup_say(&self, say: &SetupSay) -> String {
        match say {
            SetupSay::Where => self.line("setup_where"),
            SetupSay::Looking => self.line("setup_looking"),
            SetupSay::Checklist(list) => self.checklist(list),
            SetupSay::NoChannel { typed } => {
                self.desk_text("setup_no_channel", &[("typed", one_line_text(typed, TYPED))])
            }
            SetupSay::Refused(list) => {
                format!("{}\n{}", self.line("setup_refused"), self.checklist(list))
            }
            SetupSay::Asking => self.line("setup_asking"),
            SetupSay::Paused => self.line("setup_paused"),
        }
    }

    fn checklist(&self, list: &Checklist) -> String {
        let business = one_line_text(&list.business, QUOTE_LIMIT);
        let mut lines = vec![self.desk_text("setup_title", &[("business", business)])];
        let mut line = |mark: &str, text: String| lines.push(format!("{mark} {text}"));
        if !list.desk {
            line(STOPS, self.line("setup_no_desk"));
        } else if list.gaps.iter().all(|gap| !gap.stops()) {
            line(DONE, self.line("setup_desk"));
        }
        for gap in &list.gaps {
            line(if gap.stops() { STOPS } else { WARNS }, self.gap(gap));
        }
        if list.has_staff() {
            let counts = list.staff.iter().filter(|(_, count)| 0 < *count);
            let counts = counts.map(|(level, count)| {
                let key = super::super::level_key(Some(*level));
                format!("{count} × {}", self.line(key))
            });
            let counts: Vec<String> = counts.collect();
            let counts =
                if counts.is_empty() { self.line("setup_by_role") } else { counts.join(", ") };
            line(DONE, self.desk_text("setup_staff", &[("counts", counts)]));
            if !list.has_senior() {
                line(WARNS, self.line("setup_no_senior"));
            }
            if !list.on_duty {
                line(WARNS, self.line("setup_nobody_on_duty"));
            }
        } else {
            line(STOPS, self.line("setup_no_staff"));
        }
        let time = list.time.civil.strftime("%H:%M").to_string();
        let values = [("zone", list.zone.clone()), ("time", time), ("hours", list.hours.clone())];
        line(INFORMS, self.desk_text("setup_zone", &values));
        let language = list.language.code().to_owned();
        line(INFORMS, self.desk_text("setup_language", &[("language", language)]));
        let (mark, key) = match (list.asking, list.reaches_somebody()) {
            (true, true) => (DONE, "setup_is_asking"),
            (true, false) => (STOPS, "setup_asks_in_vain"),
            (false, _) => (INFORMS, "setup_not_asking"),
        };
        line(mark, self.line(key));
        line(NEXT, self.line(next_key(list.next_step())));
        lines.join("\n")
    }

    pub(super) fn trial(&self, say: &TrialSay, context: &Context<'_>) -> String {
        match say {
            TrialSay::Shown { say, lang } => {
                format!("{}\n{}", self.line("trial"), self.say(say, *lang, context))
            }
            TrialSay::WouldOpen { by, called, due } => {
                let names: Vec<String> = called.iter().map(|one| self.colleague(one)).collect();
                let called =
                    if names.is_empty() { self.line("nobody") } else { self.listed(&names) };
                let values =
                    [("by", self.colleague(by)), ("called", called), ("due", self.due(due))];
                self.desk_text("trial_would_open", &values)
            }
            TrialSay::NoDesk => self.line("trial_no_desk"),
            TrialSay::Unknown { typed } => {
                self.desk_text("trial_unknown", &[("typed", one_line_text(typed, TYPED))])
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "one line for each thing that is looked at")]
    pub(super) fn health(&self, health: &Health) -> String {
        let vitals = &health.vitals;
        let mut lines = Vec::new();
        let mut line = |mark: &str, text: String| lines.push(format!("{mark} {text}"));
        for (platform, trouble) in &vitals.platforms {
            let name = ("platform", called(*platform).to_owned());
            match trouble {
                None => line(DONE, self.desk_text("health_platform", &[name])),
                Some(why) => {
                    let why = ("why", one_line_text(why, QUOTE_LIMIT));
                    line(STOPS, self.desk_text("health_platform_down", &[name, why]));
                }
            }
        }
        match &vitals.store {
            None => line(DONE, self.line("health_store")),
            Some(why) => {
                let why = one_line_text(why, QUOTE_LIMIT);
                line(STOPS, self.desk_text("health_store_down", &[("why", why)]));
            }
        }
        match health.desk {
            DeskHealth::Fine => line(DONE, self.line("health_desk")),
            DeskHealth::Lost => line(STOPS, self.line("health_desk_lost")),
            DeskHealth::Missing => line(STOPS, self.line("health_no_desk")),
        }
        if health.on_duty.is_empty() {
            // While the doors are open, nobody is there for whoever comes.
            let mark = if health.opens.is_none() { STOPS } else { WARNS };
            line(mark, self.line("health_nobody"));
        } else {
            line(DONE, self.duty_who(&health.on_duty));
            if !health.senior {
                line(WARNS, self.line("health_no_senior"));
            }
        }
        if let Some(opens) = &health.opens {
            line(INFORMS, self.desk_text("health_closed", &[("due", self.due(opens))]));
        }
        let waiting = [
            ("inbox", vitals.inbox.to_string()),
            ("outbox", vitals.outbox.to_string()),
            ("given_up", vitals.given_up.to_string()),
        ];
        let mark = if vitals.given_up == 0 { DONE } else { WARNS };
        line(mark, self.desk_text("health_waiting", &waiting));
        let cases = [("open", vitals.open.to_string()), ("hanging", vitals.hanging.to_string())];
        let mark = if vitals.hanging == 0 { DONE } else { STOPS };
        line(mark, self.desk_text("health_cases", &cases));
        if !vitals.unanswered.is_empty() {
            let shown = vitals.unanswered.iter().take(CASES_SHOWN).map(ToString::to_string);
            let cases = ("cases", shown.collect::<Vec<_>>().join(", "));
            line(STOPS, self.desk_text("health_unanswered", &[cases]));
        }
        let (items, old) = vitals.items;
        let values = [("n", items.to_string()), ("old", old.to_string())];
        let mark = if old == 0 { DONE } else { WARNS };
        line(mark, self.desk_text("health_items", &values));
        if !health.asking {
            line(WARNS, self.line("health_paused"));
        }
        match &health.backup {
            None => line(WARNS, self.line("health_no_backup")),
            Some(last) => {
                let (mark, key) = if last.is_old() {
                    (WARNS, "health_backup_old")
                } else {
                    (DONE, "health_backup")
                };
                let values = [("at", self.due(&last.at)), ("days", last.days.to_string())];
                line(mark, self.desk_text(key, &values));
            }
        }
        lines.join("\n")
    }
}

/// What is said about the one thing that is to be done now.
fn next_key(step: NextStep) -> &'static str {
    match step {
        NextStep::Desk => "setup_next_desk",
        NextStep::Right => "setup_next_right",
        NextStep::Staff => "setup_next_staff",
        NextStep::Zone => "setup_next_zone",
        NextStep::Hours => "setup_next_hours",
        NextStep::Duty => "setup_next_duty",
        NextStep::Ask => "setup_next_ask",
        NextStep::Senior => "setup_next_senior",
        NextStep::Nothing => "setup_next_nothing",
    }
}
