//! What answers something that an admin was asked to write: it belongs to nothing else, wherever it
//! was written.

use amends_core::{
    effect::Form,
    event::WorkspaceEvent,
    grammar,
    place::{Actor, Content, MessageRef, Named},
};
use amends_storage::port::Result;

use super::Written;
use crate::draft::Draft;

impl Draft<'_> {
    /// The number of what an admin was asked, if this is written into its form or answers the
    /// message that asks it. A command is none of it.
    pub(super) fn prompted(&self, wrote: &Written) -> Option<u32> {
        if let Some(form) = wrote.form {
            let Form::Wording(nr) = form else { return None };
            return Some(nr);
        }
        if wrote.content.words().and_then(grammar::command).is_some() {
            return None;
        }
        self.policy().workspace.asked_in(wrote.reply_to.as_ref()?)
    }

    /// Somebody changed the message in which they answered what an admin was asked. A command is no
    /// answer, whatever it was before.
    pub(super) fn corrected(
        &mut self,
        by: Actor,
        message: MessageRef,
        content: Content,
        nr: u32,
    ) -> Result<()> {
        if content.words().and_then(grammar::command).is_some() {
            return Ok(());
        }
        let in_private = !self.is_desk(&message.place);
        let (reply_to, named, press, form) = (None, Named::default(), None, None);
        let wrote = Written { by, message, reply_to, content, named, press, form };
        self.answered_admin(wrote, nr, in_private)
    }

    /// Brings to the business what answers something that an admin was asked.
    pub(super) fn answered_admin(
        &mut self,
        wrote: Written,
        nr: u32,
        in_private: bool,
    ) -> Result<()> {
        let Written { by, message, content, named, press, .. } = wrote;
        self.workspace_step(WorkspaceEvent::StaffWrote {
            by,
            message,
            content,
            open_cases: Vec::new(),
            named: Box::new(named),
            press,
            in_private,
            vitals: None,
            link: None,
            answers: Some(nr),
        })
    }
}
