//! Lists of open cases: who has each, since when, and what comes next.

use amends_core::{
    desk::{CaseLine, CaseStands, Listed, OneCase, Turn},
    policy::Level,
};

use super::{COMMAND_LIMIT, card::DOT, lists::Keep};
use crate::{Context, Phrasebook, clean::one_line_text};

impl Phrasebook {
    pub(super) fn cases(&self, lines: &[CaseLine], which: Listed, left_out: u32) -> String {
        let (head, none) = match which {
            Listed::All => ("cases", "cases_none"),
            Listed::Mine => ("cases_mine", "cases_mine_none"),
            Listed::Open => ("cases_open", "cases_open_none"),
            Listed::Late => ("cases_late", "cases_late_none"),
        };
        if lines.is_empty() {
            return self.line(none);
        }
        let left_out = usize::try_from(left_out).unwrap_or(usize::MAX);
        let count = lines.len().saturating_add(left_out);
        // Where nothing waits, nothing needs to be told apart.
        let mut group = None;
        let lines = lines.iter().map(|line| {
            let queue = line.waits_for();
            let is_new = std::mem::replace(&mut group, queue) != queue;
            let text = self.case_line(line);
            if is_new { format!("{}\n{text}", self.queue(queue)) } else { text }
        });
        let head = self.desk_text(head, &[("n", count.to_string())]);
        self.list_of(&head, lines.collect(), Keep::First, left_out)
    }

    /// What stands above the cases that wait for a level, and above those that somebody has.
    fn queue(&self, level: Option<Level>) -> String {
        match level {
            Some(level) => self.desk_text("cases_waiting", &[("n", level.number().to_string())]),
            None => self.line("cases_had"),
        }
    }

    fn case_line(&self, line: &CaseLine) -> String {
        let (title, level) = (self.title(&line.title), line.level.number().to_string());
        let owner = self.name(line.owner.as_deref(), "nobody");
        let Some(stands) = &line.stands else {
            let values = [("title", title), ("n", level), ("owner", owner)];
            return self.desk_text("case_line", &values);
        };
        let mut parts = vec![title, self.desk_text("case_level", &[("n", level)])];
        if stands.turn == Turn::Nobodys {
            // The level stands above it.
            parts.pop();
        }
        parts.extend(self.case_stands(stands, owner));
        parts.join(DOT)
    }

    fn case_stands(&self, stands: &CaseStands, owner: String) -> Vec<String> {
        let key = match stands.turn {
            Turn::Nobodys => "case_nobodys",
            Turn::Owners => "case_owners",
            Turn::Customers => "case_customers",
            Turn::Asked => "case_asked",
        };
        let turn = self.desk_text(key, &[("owner", owner), ("since", self.due(&stands.since))]);
        let about = |key, due| self.desk_text(key, &[("due", self.due(due))]);
        let late = stands.late.as_ref().map(|due| about("case_late", due));
        let next = stands.next.as_ref().map(|due| about("case_next", due));
        let decides = stands
            .decides
            .map(|level| self.desk_text("case_decides", &[("n", level.number().to_string())]));
        let handed = stands
            .handed_to
            .as_ref()
            .map(|name| self.desk_text("case_handed", &[("name", self.colleague(name))]));
        std::iter::once(turn).chain([late, next, decides, handed].into_iter().flatten()).collect()
    }

    pub(super) fn one_case(&self, one: &OneCase, context: &Context<'_>) -> String {
        let card = self.card(&one.card, context);
        let Some(stands) = &one.stands else { return card };
        let owner = one.card.state.owner();
        let owner = self.name(owner, "nobody");
        format!("{card}\n{}", self.case_stands(stands, owner).join(DOT))
    }

    pub(super) fn cases_how(&self, typed: &str) -> String {
        self.desk_text("cases_how", &[("typed", one_line_text(typed, COMMAND_LIMIT))])
    }
}
