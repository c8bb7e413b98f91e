//! What stands in the forms of staff, where a platform has forms.

use amends_core::lang::Lang;

use super::Hint;
use crate::Phrasebook;

impl Phrasebook {
    /// The title of the form that asks what is promised, and the hint in its field, as the desk
    /// reads them.
    pub fn promise_form(&self) -> (String, String) {
        let text = |key| self.desk_text(key, &[]);
        (text("form_promise_title"), text("form_promise_hint"))
    }

    /// The same of the form that asks how it stands.
    pub fn progress_form(&self) -> (String, String) {
        let text = |key| self.desk_text(key, &[]);
        (text("form_progress_title"), text("form_progress_hint"))
    }

    /// The title of the form that hands a case over, what its first field asks, and the hint there.
    pub fn handover_form(&self) -> (String, String, String) {
        let text = |key| self.desk_text(key, &[]);
        (text("form_handover_title"), text("form_handover_whom"), text("form_handover_hint"))
    }

    /// The parts of what the next one must know.
    pub fn handover_parts(&self) -> [String; 4] {
        ["handover_done", "handover_open", "handover_promised", "handover_next"]
            .map(|key| self.desk_text(key, &[]))
    }

    /// The title of the form that asks what we say sorry for, and what its fields ask, each with a
    /// hint: to whom, what went wrong, what is done about it, and what each gets.
    pub fn sorry_form(&self) -> (String, [(String, String); 4]) {
        let text = |key: String| self.desk_text(&key, &[]);
        let fields = ["whom", "what", "fix", "gift"].map(|field| {
            (text(format!("form_sorry_{field}")), text(format!("form_sorry_{field}_hint")))
        });
        (text("form_sorry_title".to_owned()), fields)
    }

    /// The title of the form that asks why a case goes back.
    pub fn return_form(&self) -> String {
        self.desk_text("form_return_title", &[])
    }

    /// The title of the form that asks what was done, and the hint in its field, as the desk reads
    /// them.
    pub fn done_form(&self) -> (String, String) {
        (self.desk_text("form_what", &[]), self.hint(Hint::What, Lang::EN))
    }
}
