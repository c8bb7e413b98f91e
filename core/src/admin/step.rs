//! What the subjects of admins share: the business, the moment, who asks, and what goes out.

use jiff::{SignedDuration, Timestamp};

use super::{AdminSay, Command, Pending, PendingWhat, Undo};
use crate::{
    action::{Action, AdminDoes},
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown, PressRef, To, Words},
    engine::Outcome,
    event::OpenCase,
    place::{Actor, Content, MessageRef, Named},
    policy::Workspace,
    say::{Button, Does, Label},
    workspace::WorkspaceRecorded,
};

/// How many changes a business remembers; all of them are in the journal.
const CHANGES_KEPT: usize = 200;

/// How many questions to admins wait for an answer.
const PENDING_KEPT: usize = 20;

/// How many texts that admins were asked for wait beside them. An answer may come long after, and
/// must be known for one.
const AWAITED_KEPT: usize = 40;

/// For so long an answer that one reader alone sees is taken: platforms forget commands after a
/// quarter of an hour.
const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_mins(14);

/// Whether the platform has forgotten a command by now whose answer only its author may read: they
/// are told in private then.
pub(super) fn is_forgotten(
    press: Option<&PressRef>,
    asked_at: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    let is_over = asked_at.is_some_and(|at| ANSWERED_WITHIN <= now.duration_since(at));
    is_over && press.is_some_and(|press| press.whispers)
}

/// One thing that an admin asks for.
pub(crate) struct AdminStep<'a> {
    /// The business.
    pub(crate) workspace: &'a mut Workspace,
    /// When.
    pub(crate) now: Timestamp,
    /// Entropy for secrets minted in this step.
    pub(crate) entropy: [u8; 32],
    /// Who asks.
    pub(crate) by: &'a Actor,
    /// The command, or the message whose button was pressed.
    pub(crate) message: &'a MessageRef,
    /// What came with the command; nothing with a press.
    pub(crate) content: Option<&'a Content>,
    /// Whom and what the command names.
    pub(crate) named: &'a Named,
    /// The open cases.
    pub(crate) open_cases: &'a [OpenCase],
    /// The press, or the command where it can be answered so that nobody else reads it.
    pub(crate) press: Option<&'a PressRef>,
    /// Nobody else reads where the command was given.
    pub(crate) in_private: bool,
    /// So much has passed that the platform takes no answer to the command any more.
    pub(crate) late: bool,
    /// The link that is printed for the place that the command names.
    pub(crate) link: Option<&'a str>,
    /// What is to be done.
    pub(crate) out: &'a mut Outcome,
}

impl<'a> AdminStep<'a> {
    /// What somebody asks for in words.
    pub(crate) fn of(
        workspace: &'a mut Workspace,
        recorded: &WorkspaceRecorded,
        given: &Command<'a>,
        out: &'a mut Outcome,
    ) -> Self {
        Self {
            workspace,
            now: recorded.at,
            entropy: recorded.entropy,
            by: given.by,
            message: given.message,
            content: Some(given.content),
            named: given.named,
            open_cases: given.open_cases,
            press: given.press,
            in_private: given.in_private,
            late: false,
            link: given.link,
            out,
        }
    }
}

impl AdminStep<'_> {
    /// Whether a button was pressed, and no command given.
    pub(crate) fn is_pressed(&self) -> bool {
        self.content.is_none()
    }

    /// Whether nobody but whoever asks reads the answer.
    pub(crate) fn is_unread(&self) -> bool {
        self.in_private || self.press.is_some_and(|press| press.whispers)
    }

    /// Where an answer goes, and what it answers there.
    fn answer_to(&self) -> (To, Option<MessageRef>) {
        if self.late {
            return (To::Private(self.by.address.clone()), None);
        }
        let aside = self.press.filter(|press| !self.is_pressed() || press.whispers);
        match aside {
            Some(press) => (To::Reply(press.clone()), None),
            None => (To::Place(self.message.place.clone()), Some(self.message.clone())),
        }
    }

    /// Answers.
    pub(crate) fn reply(&mut self, say: AdminSay) {
        self.reply_with(say, Vec::new());
    }

    /// Answers with buttons, row by row.
    pub(crate) fn reply_with(&mut self, say: AdminSay, buttons: Vec<Vec<Button>>) {
        let (to, reply_to) = self.answer_to();
        let words = Words::Desk(DeskSay::Admin(Box::new(say)));
        let body = Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose: None };
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// Changes the message whose button was pressed; a command is answered.
    pub(crate) fn becomes(&mut self, say: AdminSay, buttons: Vec<Vec<Button>>) {
        if !self.is_pressed() || self.late {
            return self.reply_with(say, buttons);
        }
        let body = Body::Edit {
            message: self.message.clone(),
            words: Some(Words::Desk(DeskSay::Admin(Box::new(say)))),
            buttons,
            purpose: None,
            press: self.press.cloned(),
        };
        self.effect(Class::Staff, OnUnknown::Repeat, body);
    }

    /// Answers a press beside its message, which stays as it is; a command is answered.
    pub(crate) fn aside(&mut self, say: AdminSay) {
        let Some(press) = self.press.filter(|_| self.is_pressed()) else { return self.reply(say) };
        let words = Some(Words::Desk(DeskSay::Admin(Box::new(say))));
        let body = Body::Answer { press: press.clone(), words, covered: false };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Asks for something to be done outside.
    pub(crate) fn effect(&mut self, class: Class, on_unknown: OnUnknown, body: Body) {
        self.out.effects.push(Effect { class, expires_at: None, on_unknown, body });
    }

    /// Writes down that something was changed, and how to undo it. Returns the number of the change.
    pub(crate) fn changed(
        &mut self,
        what: impl Into<String>,
        from: impl Into<String>,
        to: impl Into<String>,
        undo: Option<Undo>,
    ) -> u32 {
        let workspace = &mut *self.workspace;
        let (by, values) = ((self.now, Some(&self.by.address)), (from.into(), to.into()));
        let nr = workspace.record(by, what, values, undo);
        let needless = workspace.changes.len().saturating_sub(CHANGES_KEPT);
        // What this step made is not in the journal yet.
        let older = workspace.changes.iter().take_while(|change| change.at < self.now).count();
        workspace.changes.drain(..needless.min(older));
        nr
    }

    /// Keeps what an admin was asked until they answer. Returns its number.
    pub(crate) fn ask(&mut self, what: PendingWhat) -> u32 {
        let workspace = &mut *self.workspace;
        workspace.last_pending += 1;
        let (nr, by, at) = (workspace.last_pending, self.by.address.clone(), self.now);
        workspace.pending.push(Pending { nr, by, at, what });
        let is_text = |asked: &Pending| matches!(asked.what, PendingWhat::WordingText(_));
        keep_newest(&mut workspace.pending, PENDING_KEPT, |asked| !is_text(asked));
        keep_newest(&mut workspace.pending, AWAITED_KEPT, is_text);
        nr
    }

    /// The row with the button that undoes a change.
    pub(crate) fn undo_row(nr: u32) -> Vec<Vec<Button>> {
        vec![vec![admin_button(Label::Undo, AdminDoes::Undo, nr)]]
    }
}

/// Forgets the oldest of these questions where there are more.
fn keep_newest(pending: &mut Vec<Pending>, kept: usize, is_one: impl Fn(&Pending) -> bool) {
    let all = pending.iter().filter(|asked| is_one(asked)).count();
    let mut needless = all.saturating_sub(kept);
    pending.retain(|asked| {
        let goes = 0 < needless && is_one(asked);
        needless -= usize::from(goes);
        !goes
    });
}

/// A button of an admin.
pub(crate) fn admin_button(label: Label, does: AdminDoes, nr: u32) -> Button {
    Button { label, does: Does::Act(Action::Admin { does, nr }) }
}
