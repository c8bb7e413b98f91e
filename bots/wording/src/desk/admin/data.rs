//! What admins read about what is kept and what leaves the house.

use amends_core::admin::DataSay;

use super::super::COMMAND_LIMIT;
use crate::{Phrasebook, clean::one_line_text};

impl Phrasebook {
    pub(super) fn data(&self, say: &DataSay) -> String {
        let typed = |typed: &str| ("typed", one_line_text(typed, COMMAND_LIMIT));
        match say {
            DataSay::UnknownClass { typed: class, nearest: Some(nearest) } => {
                self.desk_text("unknown_class_near", &[typed(class), ("nearest", nearest.clone())])
            }
            DataSay::UnknownClass { typed: class, nearest: None } => {
                self.desk_text("unknown_class", &[typed(class)])
            }
            DataSay::AuditStays => self.line("retention_audit"),
            DataSay::KnownByAnswers => self.line("retention_contacts"),
            DataSay::NotDays { typed: days } => self.desk_text("not_days", &[typed(days)]),
            DataSay::Range { class, wished, least, most } => self.desk_text(
                "retention_range",
                &[
                    ("class", class.clone()),
                    ("wished", wished.to_string()),
                    ("least", least.to_string()),
                    ("most", most.to_string()),
                ],
            ),
            DataSay::Sent => self.line("export_sent"),
            DataSay::ExportHow => self.line("export_how"),
            DataSay::Answers => self.line("export_answers"),
            DataSay::Audit => self.line("export_audit"),
        }
    }
}
