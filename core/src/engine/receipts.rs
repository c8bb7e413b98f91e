//! Receipts: contacts that wait for whoever shows them (S-6, `SIGNALS` 5.4, 5.5).

use super::step::Step;
use crate::{
    customer::erase_survey,
    interaction::{Interaction, InteractionId, Source},
};

impl Step<'_> {
    /// The customer shows a receipt: they are asked about its contact at once, whose id in the system
    /// that registered it is theirs.
    pub(crate) fn receipt_shown(
        &mut self,
        token: &str,
        interaction: &Interaction,
        external: Option<&String>,
    ) {
        if let Some(external) = external
            && !self.customer.external.contains(external)
        {
            self.customer.external.push(external.clone());
        }
        let interaction = Interaction { source: Source::DeepLink, ..interaction.clone() };
        self.interaction_ended(&interaction);
        let mut surveys = self.customer.surveys.iter_mut();
        if let Some(survey) = surveys.find(|survey| survey.interaction.id == interaction.id) {
            // Whoever registers it once more gets the same link.
            survey.receipt = Some(token.to_owned());
        }
        self.answer_if_not_asked(&interaction.id);
    }

    /// Somebody else showed a receipt that waited here: nothing of its contact is left, nor of whose
    /// it should have been, if all that is known of them is an id.
    pub(crate) fn hand_over(&mut self, id: &InteractionId) {
        let mut surveys = self.customer.surveys.iter_mut();
        if let Some(survey) = surveys.find(|survey| survey.interaction.id == *id) {
            erase_survey(survey);
        }
        if self.customer.contacts.is_empty() {
            self.customer.external.clear();
            (self.customer.name, self.customer.otherwise, self.customer.zone) = (None, None, None);
        }
    }
}
