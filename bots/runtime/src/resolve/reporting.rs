//! `/report`: from what is counted by now, and what is left to count.

use amends_core::{
    desk::DeskSay,
    ids::CaseNumber,
    metrics::{ReportAsked, RightNow},
};
use amends_storage::port::Result;

use super::Written;
use crate::{draft::Draft, reports};

/// So many open cases are looked at; the figures count all of them.
const LOOKED_AT: usize = 400;

impl Draft<'_> {
    /// The report that somebody asked for; nothing if they asked for something else.
    pub(super) fn report(
        &self,
        wrote: &Written,
        text: &str,
        in_private: bool,
    ) -> Result<Option<DeskSay>> {
        let (policy, now) = (self.policy(), self.ground.now);
        // What is answered so that nobody else reads it is as good as private.
        let alone = in_private || wrote.press.as_ref().is_some_and(|press| press.whispers);
        let asked = match ReportAsked::read(policy, &wrote.by, text, alone, now) {
            None => return Ok(None),
            Some(Err(refusal)) => return Ok(Some(refusal)),
            Some(Ok(asked)) => asked,
        };
        let zone = (policy.workspace.zone.as_str(), policy.clock.zone());
        let (fold, until) = reports::counted(self.ground.store, zone)?;
        let right_now = RightNow { until, ..self.right_now()? };
        asked.say(policy, &fold, &right_now, now).map(Some)
    }

    /// The oldest open case, and those of which nobody will be reminded.
    fn right_now(&self) -> Result<RightNow> {
        let (mut oldest, mut hanging, mut looked_at) = (None, 0, 0);
        self.find_in_recovery(|number: CaseNumber, customer| {
            let opened_at = customer.case(number).map(|case| case.opened_at);
            oldest = oldest.into_iter().chain(opened_at).min();
            hanging += u64::from(customer.next_wake_in(number, self.policy()).is_none());
            looked_at += 1;
            (LOOKED_AT <= looked_at).then_some(())
        })?;
        Ok(RightNow { oldest, hanging, until: None })
    }
}
