//! What a case that was put right cost and saved, and how it went.

use amends_core::desk::{Gained, Story};

use super::{QUOTE_LIMIT, admin::catalogue::short, card::DOT, why::cause_name};
use crate::{Phrasebook, clean::one_line_text};

impl Phrasebook {
    /// `gave 3.50 · protected ≈ 3 640`; nothing if nothing is known.
    pub(super) fn gained(&self, gained: &Gained) -> Option<String> {
        let gave: Vec<String> = gained
            .gave
            .iter()
            // Two currencies side by side are told apart by their codes.
            .map(|(cost, currency)| match gained.gave.len() {
                0 | 1 => short(*cost, currency),
                _ => format!("{} {}", short(*cost, currency), currency.code()),
            })
            .collect();
        let gave =
            (!gave.is_empty()).then(|| self.desk_text("card_gave", &[("cost", gave.join(" + "))]));
        let protected = gained.protected.as_ref().map(|(value, currency)| {
            self.desk_text("card_protected", &[("value", short(*value, currency))])
        });
        let parts: Vec<String> = gave.into_iter().chain(protected).collect();
        (!parts.is_empty()).then(|| parts.join(DOT))
    }

    pub(super) fn story(&self, story: &Story) -> String {
        let values = [
            ("case", story.case.to_string()),
            ("duration", self.length(story.after)),
            ("done", one_line_text(&story.done, QUOTE_LIMIT)),
        ];
        let told = match &story.cause {
            Some(cause) => {
                let cause = ("cause", cause_name(cause));
                let values: Vec<_> = values.into_iter().chain([cause]).collect();
                self.desk_text("story_of", &values)
            }
            None => self.desk_text("story", &values),
        };
        let prevent = story.prevent.as_ref().map(|prevent| {
            self.desk_text("story_prevent", &[("prevent", one_line_text(prevent, QUOTE_LIMIT))])
        });
        let lines = [Some(told), prevent, self.gained(&story.gained)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}
