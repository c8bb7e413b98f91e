//! What admins read about sources of signals.

use amends_core::admin::{SignalSetting, Source, SourceLine, Unfit};

use super::super::{COMMAND_LIMIT, lists::Keep};
use crate::{Phrasebook, clean::one_line_text};

/// The longest value of a source that is shown.
const VALUE_LIMIT: usize = 200;

impl Phrasebook {
    pub(super) fn signals(&self, lines: &[SourceLine], is_part: bool) -> String {
        let mut said: Vec<String> = lines.iter().map(|line| self.source_line(line)).collect();
        if is_part {
            said.push(self.line("signals_part"));
        }
        self.list(&self.line("signals"), said, Keep::First)
    }

    fn source_line(&self, line: &SourceLine) -> String {
        let heard = match &line.last {
            Some(at) => self.desk_text(
                "source_heard",
                &[
                    ("at", self.due(at)),
                    ("contacts", line.contacts.to_string()),
                    ("not_asked", line.not_asked.to_string()),
                ],
            ),
            // People press its buttons: what comes of that is a wish of theirs.
            None if line.source == Source::Panel => String::new(),
            None => self.line("source_silent"),
        };
        let needs = self.line(if line.lacks { "lacks_panel" } else { needs(line.source) });
        let state = match line.value.as_deref() {
            Some(value) => {
                let value = one_line_text(value, VALUE_LIMIT);
                self.desk_text("source_needs", &[("state", value), ("needs", needs)])
            }
            None => needs,
        };
        let source = line.source.name().to_owned();
        let values = [("source", source), ("state", state), ("heard", heard)];
        self.desk_text("source_line", &values).trim_end().to_owned()
    }

    /// A source with its value, shown or just saved.
    pub(super) fn signal(&self, signal: &SignalSetting, is_saved: bool) -> String {
        let values = [
            ("source", signal.source().name().to_owned()),
            ("value", one_line_text(&signal.value(), VALUE_LIMIT)),
        ];
        if !is_saved {
            return self.desk_text("setting_signal", &values);
        }
        match signal {
            SignalSetting::Panel(_) | SignalSetting::Done(_) | SignalSetting::Feedback(_) => {
                self.desk_text("saved_signal_menu", &values)
            }
            SignalSetting::Closed(_)
            | SignalSetting::Idle(_)
            | SignalSetting::Solved(_)
            | SignalSetting::Ticket(_)
            | SignalSetting::Voice(_) => {
                let setting = self.desk_text("setting_signal", &values);
                self.desk_text("saved", &[("setting", setting)])
            }
        }
    }

    /// Why a source can't be set to that.
    pub(super) fn signal_refused(&self, unfit: &Unfit) -> Option<String> {
        Some(match unfit {
            Unfit::Source { typed, nearest, known } => {
                let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
                let known = ("known", known.join(", "));
                match nearest {
                    Some(nearest) => self.desk_text(
                        "unknown_source_near",
                        &[typed, ("nearest", nearest.clone()), known],
                    ),
                    None => self.desk_text("unknown_source", &[typed, known]),
                }
            }
            Unfit::SourceValue(source) => self.bad_source(*source),
            Unfit::OwnSilence { typed } => {
                let typed = one_line_text(typed, COMMAND_LIMIT);
                self.desk_text("own_silence", &[("typed", typed)])
            }
            Unfit::Zone { .. }
            | Unfit::Hours
            | Unfit::Language
            | Unfit::Offer { .. }
            | Unfit::Scale { .. }
            | Unfit::Length { .. }
            | Unfit::Range { .. }
            | Unfit::Name { .. }
            | Unfit::Share { .. }
            | Unfit::Count { .. }
            | Unfit::Quiet { .. }
            | Unfit::Skip { .. }
            | Unfit::NotSkipped { .. }
            | Unfit::TooManySkips
            | Unfit::Later { .. }
            | Unfit::Segment
            | Unfit::Incomplete { .. } => return None,
        })
    }

    fn bad_source(&self, source: Source) -> String {
        let name = ("source", source.name().to_owned());
        match source {
            Source::Solved => self.line("bad_source_solved"),
            Source::TicketClosed => self.line("bad_source_ticket_closed"),
            Source::Voice => self.line("bad_source_voice"),
            Source::TopicClosed
            | Source::Idle
            | Source::Done
            | Source::Feedback
            | Source::Panel => self.desk_text("bad_source_switch", &[name]),
            Source::Webhook | Source::DeepLink | Source::Manual => {
                let needs = self.line(needs(source));
                self.desk_text("source_not_switched", &[name, ("needs", needs)])
            }
        }
    }
}

fn needs(source: Source) -> &'static str {
    match source {
        Source::TopicClosed => "needs_topic_closed",
        Source::Idle => "needs_idle",
        Source::Solved => "needs_solved",
        Source::TicketClosed => "needs_ticket_closed",
        Source::Voice => "needs_voice",
        Source::Done => "needs_done",
        Source::Feedback => "needs_feedback",
        Source::Panel => "needs_panel",
        Source::Webhook => "needs_webhook",
        Source::DeepLink => "needs_deep_link",
        Source::Manual => "needs_manual",
    }
}
