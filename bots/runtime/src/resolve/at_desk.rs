//! What is written at the desk: about a case, about the business, or in answer to what an admin was
//! asked.

use amends_core::{
    desk::DeskSay,
    effect::Form,
    event::{Event, WorkspaceEvent},
    grammar,
    place::{Actor, Content, MessageRef},
};
use amends_storage::port::Result;

use super::Written;
use crate::draft::Draft;

impl Draft<'_> {
    pub(super) fn desk(&mut self, wrote: Written) -> Result<()> {
        if let Some(
            Form::Done(case)
            | Form::Promise(case)
            | Form::Progress(case)
            | Form::Offer(case)
            | Form::Instead(case, _),
        ) = wrote.form
        {
            let Some(id) = self.customer_of_case(case)? else { return Ok(()) };
            return self.event(id, wrote.by_staff(case));
        }
        if let Some(nr) = self.prompted(&wrote) {
            return self.answered_admin(wrote, nr, false);
        }
        let words = wrote.content.words();
        if !words.is_some_and(grammar::is_about_business) {
            let found = match words.and_then(grammar::case_named) {
                Some(case) => self.customer_of_case(case)?.map(|id| (case, id)),
                None => self.case_of(&wrote.message, wrote.reply_to.as_ref())?,
            };
            if let Some((case, id)) = found {
                if self.customer(id)?.is_some_and(|customer| customer.erased_at.is_some()) {
                    let Written { message, press, .. } = wrote;
                    let say = Box::new(DeskSay::Forgotten);
                    return self.workspace_step(WorkspaceEvent::Refused { message, press, say });
                }
                return self.event(id, wrote.by_staff(case));
            }
        }
        self.about_business(wrote, false)
    }

    pub(super) fn desk_edited(
        &mut self,
        by: Actor,
        message: MessageRef,
        content: Content,
    ) -> Result<()> {
        self.seen(&by, !by.roles.is_empty())?;
        if let Some(nr) = self.policy().workspace.answered_in(&message) {
            return self.corrected(by, message, content, nr);
        }
        let found = match content.words().and_then(grammar::case_named) {
            Some(case) => self.customer_of_case(case)?.map(|id| (case, id)),
            None => self.case_of(&message, Some(&message))?,
        };
        let Some((case, id)) = found else { return Ok(()) };
        self.event(id, Event::StaffEdited { case, by, message, content })
    }
}
