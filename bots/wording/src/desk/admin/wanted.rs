//! How an admin is asked for a text of several lines.

use amends_core::{
    admin::{AdminSay, Wanted, WordingSay},
    desk::DeskSay,
    effect::Words,
};

use super::wording::{braced, named};
use crate::{Phrasebook, clean::clean_text};

/// A form in which a text is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedText {
    /// What stands above it.
    pub title: String,
    /// What stands in it once it is empty.
    pub hint: Option<String>,
    /// What stands in it to begin with.
    pub text: String,
}

impl Phrasebook {
    /// The form for a text that an admin is asked for; nothing if these words ask for none.
    pub fn wanted(&self, words: &Words) -> Option<WantedText> {
        let Words::Desk(DeskSay::Admin(say)) = words else { return None };
        let AdminSay::Wording(say) = &**say else { return None };
        let WordingSay::Wanted(wanted) = &**say else { return None };
        let key = if wanted.variant { "wording_form_variant" } else { "wording_form" };
        let title = self.desk_text(key, &named(&wanted.slot));
        let text = wanted.written.clone().unwrap_or_else(|| self.says_now(wanted));
        Some(WantedText { title, hint: self.placeholders(wanted), text })
    }

    /// The message that asks for a text where there are no forms.
    pub(super) fn text_wanted(&self, wanted: &Wanted) -> String {
        let key = if wanted.variant { "wording_ask_variant" } else { "wording_ask_text" };
        let mut lines = vec![self.desk_text(key, &named(&wanted.slot)), self.says_now(wanted)];
        lines.extend(self.placeholders(wanted));
        lines.join("\n")
    }

    fn says_now(&self, wanted: &Wanted) -> String {
        let default = || self.built_in(&wanted.slot.key, wanted.slot.lang).unwrap_or_default();
        clean_text(&wanted.text.clone().unwrap_or_else(default), usize::MAX)
    }

    fn placeholders(&self, wanted: &Wanted) -> Option<String> {
        let names = braced(&wanted.placeholders);
        (!names.is_empty()).then(|| self.desk_text("wording_placeholders", &[("names", names)]))
    }
}
