//! What whoever runs the service reads about a file with everything that admins set.

use amends_core::{
    admin::blueprint::{Why, Wrong},
    catalogue::Kind,
    wording::Wordings,
};

use crate::{Phrasebook, clean::one_line_text};

/// The longest part of a file that is told again.
const TOLD: usize = 120;

impl Phrasebook {
    /// What is wrong in a file with settings, and what would be right: one line.
    pub fn import_refused(&self, wrong: &Wrong) -> String {
        let why = self.why_refused(&wrong.why);
        if wrong.at.is_empty() {
            return why;
        }
        let values = [("at", one_line_text(&wrong.at, TOLD)), ("why", why)];
        self.desk_text("blueprint_wrong", &values)
    }

    fn why_refused(&self, why: &Why) -> String {
        match why {
            Why::Unread { line, said } => {
                let values = [("line", line.to_string()), ("said", one_line_text(said, TOLD))];
                self.desk_text("blueprint_unread", &values)
            }
            Why::Layout { is } => self.desk_text("blueprint_layout", &[("is", is.to_string())]),
            Why::Unknown { nearest: Some(nearest) } => {
                self.desk_text("blueprint_unknown_near", &[("nearest", nearest.clone())])
            }
            Why::Unknown { nearest: None } => self.line("blueprint_unknown"),
            Why::Unfit(unfit) => self.setting_refused(unfit, &Wordings::default()),
            Why::Data(say) => self.data(say),
            Why::Money(unfit) => self.money_unfit(unfit),
            Why::Text(unfit) => self.text_unfit(unfit),
            Why::Wording(unsaid) => self.unsaid(unsaid, &Wordings::default()),
            Why::Authority(say) => self.authority(say),
            Why::MakeGood(say) => self.make_good(say),
            Why::Switch => self.line("blueprint_switch"),
            Why::Account => self.line("blueprint_account"),
            Why::Place => self.line("blueprint_place"),
            Why::Level => self.line("blueprint_level"),
            Why::Kind => {
                let known = Kind::ALL.map(Kind::name).join(", ");
                self.desk_text("blueprint_kind", &[("known", known)])
            }
            Why::Day => self.line("blueprint_day"),
            Why::Twice => self.line("blueprint_twice"),
            Why::TooMany { most } => {
                self.desk_text("blueprint_too_many", &[("most", most.to_string())])
            }
            Why::LastAdmin => self.line("blueprint_last_admin"),
            Why::NobodyReached => self.line("blueprint_nobody"),
        }
    }

    /// Who changed something: somebody by name, or whoever runs the service, by a file.
    pub(super) fn changed_by(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.line("made_by_file"), |name| self.colleague(name))
    }
}
