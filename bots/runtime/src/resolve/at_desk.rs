//! What is written at the desk: about a case, about the business, or in answer to what an admin was
//! asked.

use std::collections::BTreeMap;

use amends_core::{
    case::{Case, Prompt},
    desk::DeskSay,
    effect::Form,
    event::{Event, WorkspaceEvent},
    grammar::{self, Duplicating},
    ids::{CaseNumber, CustomerId},
    merging::Asked,
    place::{Actor, Address, Content, MessageRef},
};
use amends_storage::port::Result;

use super::Written;
use crate::draft::Draft;

impl Draft<'_> {
    pub(super) fn desk(&mut self, wrote: Written) -> Result<()> {
        if let Some(case) = wrote.form.and_then(Form::case_of_staff) {
            let Some(id) = self.customer_of_case(case)? else { return Ok(()) };
            return self.staff_wrote(id, wrote, case);
        }
        if let Some(nr) = self.prompted(&wrote) {
            return self.answered_admin(wrote, nr, false);
        }
        let words = wrote.content.words();
        // What staff note in a case is what went wrong there.
        let is_admin = self.policy().workspace.admins.contains(&wrote.by.address);
        let notes = words.is_some_and(|words| {
            grammar::notes_cause(words) || (!is_admin && grammar::asks_for_causes(words))
        }) && self.policy().staff(&wrote.by.address).is_some();
        if notes || !words.is_some_and(grammar::is_about_business) {
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
                if let Some(Duplicating { of, .. }) = words.and_then(grammar::duplicating) {
                    let Written { by, message, press, .. } = wrote;
                    return self.duplicate_asked(id, of, Asked { by, message, press, case });
                }
                return self.staff_wrote(id, wrote, case);
            }
        }
        self.about_business(wrote, false)
    }

    /// Whether it is a command of staff that names a case which is there.
    pub(super) fn names_known_case(&self, wrote: &Written) -> Result<bool> {
        let words = wrote.content.words().filter(|words| grammar::is_no_customers(words));
        let words = words.filter(|words| !grammar::is_about_business(words));
        match words.and_then(grammar::case_named) {
            Some(case) => Ok(self.customer_of_case(case)?.is_some()),
            None => Ok(false),
        }
    }

    /// Brings what staff wrote to a case; where it may hand the case over, with how many cases
    /// everybody has.
    pub(super) fn staff_wrote(
        &mut self,
        id: CustomerId,
        wrote: Written,
        case: CaseNumber,
    ) -> Result<()> {
        let command = wrote.content.words().and_then(grammar::command);
        let by_command = matches!(command, Some("handover" | "assist"));
        let by_form = matches!(wrote.form, Some(Form::Handover(_)));
        let in_answer = match &wrote.reply_to {
            Some(reply_to) => self.customer(id)?.is_some_and(|customer| {
                let asks = customer.case(case).into_iter().flat_map(|case| &case.desk.asks);
                asks.into_iter().any(|ask| *ask == (reply_to.clone(), Prompt::Handover))
            }),
            None => false,
        };
        let load = if by_command || by_form || in_answer { self.load()? } else { Vec::new() };
        self.event(id, wrote.by_staff(case, load))
    }

    /// How many open cases everybody has.
    fn load(&self) -> Result<Vec<(Address, u32)>> {
        let mut load: BTreeMap<Address, u32> = BTreeMap::new();
        self.find_in_recovery(|case, customer| {
            let owner = customer.case(case).and_then(Case::owner);
            if let Some(owner) = owner {
                *load.entry(owner.clone()).or_default() += 1;
            }
            None::<()>
        })?;
        Ok(load.into_iter().collect())
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
