//! What customers read about what they said and what was done.

use amends_core::say::{BoardItem, BoardStatus};
use jiff::civil::Date;

use super::{PHRASE_LIMIT, Voice, one_stop, sentence_part};
use crate::clean::one_line_text;

impl Voice<'_> {
    /// What they complained of is fixed, and how.
    pub(super) fn cause_fixed(&self, name: Option<&str>, topic: &str, fix: &str) -> String {
        let values = [("hello", self.hello(name)), ("topic", part(topic)), ("fix", part(fix))];
        one_stop(&self.fill("cause_fixed", &values))
    }

    /// Something went wrong, and we say so before the customer does.
    pub(super) fn sorry_first(&self, name: Option<&str>, what: &str, fix: &str) -> String {
        let values = [("hello", self.hello(name)), ("what", part(what)), ("fix", part(fix))];
        one_stop(&self.fill("sorry_first", &values))
    }

    /// You said – we did.
    pub(super) fn board(&self, items: &[BoardItem]) -> String {
        if items.is_empty() {
            return self.plain("board_empty");
        }
        let mut lines = vec![self.plain("board_title")];
        lines.extend(items.iter().map(|item| self.board_item(item)));
        lines.join("\n")
    }

    fn board_item(&self, item: &BoardItem) -> String {
        let on = |key: &str, date: Date| {
            self.fill(key, &[("due", date.strftime("%d.%m.%Y").to_string())])
        };
        let status = match item.status {
            BoardStatus::Planned(date) => on("board_planned", date),
            BoardStatus::Doing => self.plain("board_doing"),
            BoardStatus::Done(date) => on("board_done", date),
        };
        let who = item.who.as_ref().map_or_else(|| self.business(), |who| self.staff(who));
        let values = [
            ("said", part(&item.said)),
            ("did", item.did.as_deref().map_or_else(|| "…".to_owned(), part)),
            ("who", who),
            ("status", status),
        ];
        let line = self.fill("board_item", &values);
        match item.told {
            Some(told) => {
                format!("{line} – {}", self.fill("board_told", &[("n", told.to_string())]))
            }
            None => line,
        }
    }
}

/// Words of staff within a sentence of ours.
fn part(words: &str) -> String {
    sentence_part(&one_line_text(words, PHRASE_LIMIT))
}
