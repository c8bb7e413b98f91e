//! In which words something is said: in those that an admin chose for this place, this source or this
//! customer, and in those that the customer has read already.

use super::step::Step;
use crate::{
    place::Address,
    say::Say,
    wording::{Chosen, key_after_tap},
};

impl Step<'_> {
    /// The version of a text that the customer of this survey gets.
    pub(super) fn chosen(&self, index: usize, key: &str) -> Option<Chosen> {
        let interaction = &self.customer.surveys[index].interaction;
        let wording = &self.policy.workspace.wording;
        wording.choose(key, self.language(), interaction, self.customer.id)
    }

    /// The question of a survey, in the version in which it was put.
    pub(crate) fn ask_say(&self, index: usize, call: Option<Address>) -> Say {
        let survey = &self.customer.surveys[index];
        let (question, name) = (survey.question.clone(), self.customer.name.clone());
        let text = survey.worded.as_ref().and_then(|worded| worded.text.clone());
        worded(text, Say::Ask { question, name, call })
    }

    /// What is said straight after the tap, as it is said after such a contact.
    pub(crate) fn said_after_tap(&self, index: usize, say: Say) -> Say {
        let chosen = key_after_tap(&say).and_then(|key| self.chosen(index, key));
        worded(chosen.and_then(|chosen| chosen.text), say)
    }
}

/// Says something in these words, if there are any.
pub(crate) fn worded(text: Option<String>, say: Say) -> Say {
    match text {
        Some(text) => Say::Worded { text, say: Box::new(say) },
        None => say,
    }
}
