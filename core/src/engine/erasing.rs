//! `/forget`: what the customer wants gone is gone, and only counts stay (S-27, K-41).

use super::step::Step;
use crate::{
    case::{AtDesk, Outcome, ThreadState},
    desk::DeskSay,
    effect::Class,
    interaction::{Interaction, InteractionId, Source},
    say::Say,
    survey::Stage,
};

impl Step<'_> {
    /// Erases everything that tells who the customer is or what they said.
    pub(crate) fn erase(&mut self) {
        if let Some(case) = self.open_case_index() {
            let number = self.case(case).number;
            self.case_mut(case).burst = None;
            self.close(case, Outcome::Forgotten);
            self.desk(case, DeskSay::ClosedQuiet { case: number, outcome: Outcome::Forgotten });
        }
        self.tell(Class::Thanks, Say::ForgetDone, Vec::new());
        self.erase_surveys();
        self.erase_cases();
        let customer = &mut *self.customer;
        customer.contacts.clear();
        customer.external.clear();
        customer.otherwise = None;
        customer.name = None;
        customer.chosen_language = None;
        customer.hinted_language = None;
        customer.zone = None;
        customer.complaining = false;
        customer.thanked_at = None;
        customer.words.clear();
        customer.merges.clear();
        customer.link_code = None;
        customer.link_tries = None;
    }

    fn erase_surveys(&mut self) {
        for survey in &mut self.customer.surveys {
            let ended_at = survey.interaction.ended_at;
            let id = InteractionId(format!("erased:{}", survey.id));
            // Nothing of the contact stays but that there was one, and how it was rated.
            survey.interaction =
                Interaction { id, ..Interaction::new("", Source::Manual, ended_at) };
            survey.stage = Stage::Erased;
            survey.question = crate::say::Question::JustNow;
            survey.message = None;
            survey.comments.clear();
            survey.tried.clear();
            survey.receipt = None;
        }
    }

    fn erase_cases(&mut self) {
        for case in &mut self.customer.cases {
            let thread = std::mem::take(&mut case.desk.thread);
            case.said.clear();
            case.lines.clear();
            case.burst = None;
            case.history.clear();
            case.private_token = None;
            case.wakes.archive = None;
            for resolution in &mut case.resolutions {
                resolution.done.clear();
            }
            // The thread stays known, so that what stands in it can be deleted.
            case.desk = AtDesk { thread, ..AtDesk::default() };
            if case.desk.thread == ThreadState::Opening {
                case.desk.thread = ThreadState::None;
            }
        }
    }
}
