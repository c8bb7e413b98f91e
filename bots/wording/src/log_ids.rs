//! The ids by which the log tells of something, for whoever quotes them.

use crate::{Phrasebook, clean::one_line_text};

/// The longest id that is shown: a letter and a number.
const ID: usize = 16;

impl Phrasebook {
    /// That something could not be stored.
    pub(crate) fn not_stored(&self, log_id: Option<&str>) -> String {
        self.quotable("in_the_log", self.desk_text("not_stored", &[]), log_id)
    }

    /// A text with a last line, of this key, that says how the log calls what it is about.
    pub(crate) fn quotable(&self, key: &str, text: String, log_id: Option<&str>) -> String {
        let Some(id) = log_id else { return text };
        format!("{text}\n{}", self.desk_text(key, &[("id", one_line_text(id, ID))]))
    }
}

/// A line with the id behind it by which the log calls what it is about.
pub(crate) fn marked(line: String, log_id: Option<&str>) -> String {
    match log_id {
        Some(id) => format!("{line} ({})", one_line_text(id, ID)),
        None => line,
    }
}
