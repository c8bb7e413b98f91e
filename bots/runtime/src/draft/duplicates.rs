//! One case closes for the sake of another, which may be somebody else's: two states in one draft, so
//! that what was promised is in one of them at any time.

use amends_core::{
    duplicates,
    event::{Event, WorkspaceEvent},
    ids::{CaseNumber, CustomerId},
    merging::Asked,
};
use amends_storage::port::Result;

use super::Draft;

impl Draft<'_> {
    /// Closes a case as the duplicate of another one, or says why not (K-37).
    pub(crate) fn duplicate_asked(
        &mut self,
        id: CustomerId,
        of: Option<CaseNumber>,
        asked: Asked,
    ) -> Result<()> {
        let policy = self.policy().clone();
        let case = asked.case;
        let other = match of {
            Some(of) => self.customer_of_case(of)?,
            None => None,
        };
        if let Some(other) = other {
            // What is due by now is still due where it was promised.
            self.customer_step(other, Event::DeadlineReached, Vec::new())?;
        }
        let one = self.customer_step(id, Event::DeadlineReached, Vec::new())?;
        let other = other.map_or(Ok(None), |other| self.customer(other))?;
        let judged = duplicates::refusal(&policy, &asked.by, (&one, case), (of, other.as_ref()));
        if let Some(say) = judged {
            let Asked { message, press, .. } = asked;
            let say = Box::new(say);
            return self.workspace_step(WorkspaceEvent::Refused { message, press, say });
        }
        let (Some(of), Some(other)) = (of, other) else { return Ok(()) };
        let by = policy.staff_name(&asked.by.address);
        let after = self.customer_step(one.id, Event::Duplicate { of, asked }, Vec::new())?;
        let (Some(before), Some(closed)) = (one.case(case), after.case(case)) else {
            return Ok(());
        };
        let promises = duplicates::going_over(before, closed);
        let level = closed.level;
        let event = Event::TakesOver { case: of, from: case, by, level, promises };
        self.customer_step(other.id, event, Vec::new()).map(|_| ())
    }
}
