//! The inbox of comments.

use amends_core::{
    desk::{InboxSay, ItemLine, ItemView},
    ids::ItemNumber,
    inbox::{Because, ItemEnd, ItemWhat},
};

use super::{COMMAND_LIMIT, QUOTE_LIMIT, about, lists::Keep};
use crate::{Phrasebook, clean::one_line_text, label::face};

/// The longest piece of what was said in an item.
const WORDS_LIMIT: usize = 1_500;
/// Between two lines of what somebody said.
const NEXT: &str = " / ";

impl Phrasebook {
    pub(super) fn about_inbox(&self, say: &InboxSay) -> String {
        let of = |key, number: &ItemNumber| self.desk_text(key, &[("item", number.to_string())]);
        match say {
            InboxSay::Item(view) => self.item(view),
            InboxSay::List { lines, left_out, old } => self.items(lines, *left_out, *old),
            InboxSay::Praise { by, view } => {
                let values = [("by", self.first(by)), ("said", self.item_said(view))];
                self.desk_text("praise_passed", &values)
            }
            InboxSay::PraiseAtDesk { by, view } => {
                let values = [("by", self.first(by)), ("said", self.item_said(view))];
                self.desk_text("praise_at_desk", &values)
            }
            InboxSay::Over { number, by, how } => {
                let mut values = vec![("item", number.to_string()), ("how", self.item_end(how))];
                match by {
                    Some(by) => {
                        values.push(("by", self.first(by)));
                        self.desk_text("item_over_by", &values)
                    }
                    None => self.desk_text("item_over", &values),
                }
            }
            InboxSay::Done { number, how } => {
                let values = [("item", number.to_string()), ("how", self.item_end(how))];
                self.desk_text("item_done", &values)
            }
            InboxSay::Unknown { typed } => {
                self.desk_text("item_unknown", &[("typed", one_line_text(typed, COMMAND_LIMIT))])
            }
            InboxSay::How { number } => of("item_how", number),
            InboxSay::NoCause { typed, nearest } => {
                let mut values = vec![("typed", one_line_text(typed, COMMAND_LIMIT))];
                match nearest {
                    Some(nearest) => {
                        values.push(("nearest", one_line_text(nearest, COMMAND_LIMIT)));
                        self.desk_text("item_no_cause_nearest", &values)
                    }
                    None => self.desk_text("item_no_cause", &values),
                }
            }
            InboxSay::ReasonMissing { number } => of("item_reason_missing", number),
            InboxSay::ReasonTooLong { most } => {
                self.desk_text("item_reason_too_long", &[("most", most.to_string())])
            }
            InboxSay::NotPraise { number } => of("item_no_praise", number),
            InboxSay::NoReply { case } => self.about("item_no_reply", *case),
        }
    }

    /// An item with what was said, and how it ended.
    fn item(&self, view: &ItemView) -> String {
        let said = match view.what {
            ItemWhat::LookInto(case) => {
                let task = self.about("item_task", case);
                let words = words_of(view);
                if words.is_empty() {
                    task
                } else {
                    self.desk_text("item_task_said", &[("task", task), ("words", words)])
                }
            }
            ItemWhat::Comment | ItemWhat::OutOfTheBlue => self.item_said(view),
        };
        let end = view.end.as_ref().map(|(by, how)| {
            let how = ("how", self.item_end(how));
            match by {
                Some(by) => self.desk_text("item_ended_by", &[("by", self.first(by)), how]),
                None => self.desk_text("item_ended", &[how]),
            }
        });
        [Some(said), end].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// Who said what about whom.
    fn item_said(&self, view: &ItemView) -> String {
        let who = self.name(view.name.as_deref(), "the_customer");
        let who = match view.rating {
            Some(rating) => format!("{} {who}", face(rating)),
            None => who,
        };
        let about = about(view.topic.as_deref(), view.agent.as_deref());
        let head = match about {
            Some(about) => self.desk_text("feed_about", &[("who", who), ("about", about)]),
            None => who,
        };
        let words = words_of(view);
        if words.is_empty() {
            return format!("{head} {}", self.line("item_voice"));
        }
        self.desk_text("feed_said", &[("head", head), ("comment", words)])
    }

    fn items(&self, lines: &[ItemLine], left_out: u32, old: u32) -> String {
        if lines.is_empty() {
            return self.line("inbox_none");
        }
        let left_out = usize::try_from(left_out).unwrap_or(usize::MAX);
        let count = lines.len().saturating_add(left_out);
        let mut head = self.desk_text("inbox", &[("n", count.to_string())]);
        if 0 < old {
            let old = self.desk_text("inbox_old", &[("old", old.to_string())]);
            head = format!("{head}\n{old}");
        }
        head = format!("{head}\n{}", self.line("inbox_how_many"));
        let lines = lines.iter().map(|line| {
            let what = match line.what {
                ItemWhat::Comment => self.line("item_comment"),
                ItemWhat::OutOfTheBlue => self.line("item_out_of_the_blue"),
                ItemWhat::LookInto(case) => self.about("item_look_into", case),
            };
            let what = match line.rating {
                Some(rating) => format!("{} {what}", face(rating)),
                None => what,
            };
            let since = self.due(&line.since);
            let values = [("item", line.number.to_string()), ("what", what), ("since", since)];
            self.desk_text(if line.old { "item_line_old" } else { "item_line" }, &values)
        });
        self.list_of(&head, lines.collect(), Keep::First, left_out)
    }

    fn item_end(&self, how: &ItemEnd) -> String {
        match how {
            ItemEnd::Cause(cause) => {
                let cause = one_line_text(cause, COMMAND_LIMIT);
                self.desk_text("item_is_cause", &[("cause", cause)])
            }
            ItemEnd::Praise => self.line("item_is_praise"),
            ItemEnd::Because(Because::Nothing) => self.line("item_is_nothing"),
            ItemEnd::Because(Because::Known) => self.line("item_is_known"),
            ItemEnd::Because(Because::NotOurs) => self.line("item_is_not_ours"),
            ItemEnd::Reason(reason) if reason.is_empty() => self.line("item_is_no_reason"),
            ItemEnd::Reason(reason) => {
                let reason = one_line_text(reason, QUOTE_LIMIT);
                self.desk_text("item_is_reason", &[("reason", reason)])
            }
            ItemEnd::Case(case) => self.about("item_is_case", *case),
            ItemEnd::Forgotten => self.line("item_is_forgotten"),
        }
    }
}

fn words_of(view: &ItemView) -> String {
    one_line_text(&view.words.join(NEXT), WORDS_LIMIT)
}
