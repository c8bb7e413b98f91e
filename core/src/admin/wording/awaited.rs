//! A text that is asked for: long ones, and those of several lines, are awkward behind a command.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Unsaid, Wanted, Wished, WordingSay, take};
use crate::{
    action::AdminDoes,
    admin::{
        AdminSay, Pending, PendingWhat, role,
        step::{AdminStep, admin_button},
    },
    desk::DeskSay,
    effect::{Body, Class, Form, OnUnknown, Purpose, Receipt, Refusal, To, Words},
    place::{Content, MessageRef},
    policy::Workspace,
    say::Label,
    wording::{Slot, VARIANTS, catalogue, check},
};

/// For so long an answer is taken: whoever answers later may mean something else.
const WAITS: SignedDuration = SignedDuration::from_hours(1);

/// A text that an admin was asked for. Until it is too old each answer counts, so that whoever made
/// a mistake answers once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// Which.
    slot: Slot,
    /// It is a variant.
    variant: bool,
    /// The message that asks for it; nothing: a form does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked_in: Option<MessageRef>,
    /// What was written last into a form, which is gone with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    /// What stood in the form when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown: Option<String>,
    /// The message that answered it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered_in: Option<MessageRef>,
    /// The variant that was saved from the last answer: another answer corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved: Option<String>,
}

impl Awaited {
    /// Whether this message asks for it.
    pub(in crate::admin) fn is_asked_in(&self, message: &MessageRef) -> bool {
        self.asked_in.as_ref() == Some(message)
    }

    /// It was asked for.
    pub(in crate::admin) fn was_asked(&mut self, fate: &Result<Receipt, Refusal>) {
        match fate {
            Ok(Receipt::Message(message)) => self.asked_in = Some(message.clone()),
            Ok(Receipt::Text(shown)) => self.shown = Some(shown.clone()),
            Ok(
                Receipt::Thread(_)
                | Receipt::ThreadOnCard { .. }
                | Receipt::Gaps(_)
                | Receipt::Done,
            )
            | Err(_) => (),
        }
    }

    /// Whether a form comes back as it was opened. What was refused before is looked at again.
    fn is_unchanged(&self, text: &str) -> bool {
        let shown = self.shown.as_ref().filter(|_| self.written.is_none());
        shown.is_some_and(|shown| check::tidy(shown) == check::tidy(text))
    }
}

impl Workspace {
    /// The number of what was asked in a message, if an admin is to answer it in words.
    pub fn asked_in(&self, message: &MessageRef) -> Option<u32> {
        self.awaited(|awaited| awaited.is_asked_in(message))
    }

    /// The number of what an admin answered in a message, if they may still correct it.
    pub fn answered_in(&self, message: &MessageRef) -> Option<u32> {
        let is_it = |it: &MessageRef| it.is_same(message);
        self.awaited(|awaited| awaited.answered_in.as_ref().is_some_and(is_it))
    }

    fn awaited(&self, is_it: impl Fn(&Awaited) -> bool) -> Option<u32> {
        let is_it = |pending: &&Pending| match &pending.what {
            PendingWhat::WordingText(awaited) => is_it(awaited),
            PendingWhat::Look(_)
            | PendingWhat::Wording(_)
            | PendingWhat::WordingFile(_)
            | PendingWhat::Sorry(_)
            | PendingWhat::Fix(_) => false,
        };
        self.pending.iter().find(is_it).map(|pending| pending.nr)
    }
}

/// What an admin was asked for under this number.
fn awaited_mut(workspace: &mut Workspace, nr: u32) -> Option<&mut Awaited> {
    let asked = workspace.pending.iter_mut().find(|pending| pending.nr == nr)?;
    match &mut asked.what {
        PendingWhat::WordingText(awaited) => Some(awaited),
        PendingWhat::Look(_)
        | PendingWhat::Wording(_)
        | PendingWhat::WordingFile(_)
        | PendingWhat::Sorry(_)
        | PendingWhat::Fix(_) => None,
    }
}

/// The variant that was saved from the last answer to this question.
pub(super) fn saved(workspace: &mut Workspace, asked: Option<u32>) -> Option<String> {
    awaited_mut(workspace, asked?)?.saved.clone()
}

/// A variant was saved from an answer to this question.
pub(super) fn was_saved(workspace: &mut Workspace, asked: Option<u32>, variant: &str) {
    if let Some(awaited) = asked.and_then(|nr| awaited_mut(workspace, nr)) {
        awaited.saved = Some(variant.to_owned());
    }
}

/// Asks for the words of a text.
pub(super) fn ask(step: &mut AdminStep<'_>, slot: Slot, variant: bool) -> Result<(), Unsaid> {
    let (_, variants) = step.in_force(&slot);
    if variant && VARIANTS <= variants.len() {
        return Err(Unsaid::VariantsFull);
    }
    let awaited = Awaited {
        slot,
        variant,
        asked_in: None,
        written: None,
        shown: None,
        answered_in: None,
        saved: None,
    };
    let nr = step.ask(PendingWhat::WordingText(Box::new(awaited.clone())));
    put(step, nr, awaited);
    Ok(())
}

/// Puts the question: in a form where one can be opened, else in a message that is answered.
fn put(step: &mut AdminStep<'_>, nr: u32, awaited: Awaited) {
    let Awaited { slot, variant, written, .. } = awaited;
    let (text, _) = step.in_force(&slot);
    let placeholders = catalogue::entry(&slot.key).map(|entry| entry.placeholders);
    let placeholders = placeholders.into_iter().flatten().map(|name| (*name).to_owned()).collect();
    let wanted = Wanted { slot, variant, text, written, placeholders };
    let say = AdminSay::Wording(Box::new(WordingSay::Wanted(Box::new(wanted))));
    let words = Words::Desk(DeskSay::Admin(Box::new(say)));
    let (to, purpose) = (To::Place(step.message.place.clone()), Some(Purpose::Admin(nr)));
    if let Some(press) = step.press.cloned() {
        let body = Body::Form { press, form: Form::Wording(nr), words, to: Some(to), purpose };
        return step.effect(Class::Ack, OnUnknown::Leave, body);
    }
    let (buttons, reply_to) = (Vec::new(), Some(step.message.clone()));
    let body = Body::Send { to, words, buttons, reply_to, ask_reply: true, purpose };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

/// Somebody wrote what an admin was asked for.
pub(in crate::admin) fn answered(step: &mut AdminStep<'_>, asked: &Pending, awaited: &Awaited) {
    let (slot, variant) = (awaited.slot.clone(), awaited.variant);
    if asked.by != step.by.address {
        let by = role::name_of(step.workspace, &asked.by);
        let unsaid = Unsaid::AskedOf { by, slot, variant };
        return step.say_wording(WordingSay::Refused(unsaid));
    }
    // A form is gone with what was written into it; a message stands there still.
    let is_form = awaited.asked_in.is_none();
    if !is_form && WAITS < step.now.duration_since(asked.at) {
        let unsaid = Unsaid::AskedLongAgo { slot, variant };
        return step.say_wording(WordingSay::Refused(unsaid));
    }
    let text = step.content.and_then(Content::words).unwrap_or_default();
    if is_form && awaited.is_unchanged(text) {
        return step.say_wording(WordingSay::Unchanged);
    }
    let again = admin_button(Label::WriteAgain, AdminDoes::WriteAgain, asked.nr);
    let beside = if is_form { vec![again] } else { Vec::new() };
    let wished = Wished { slot, text, insist: false, variant, asked: Some(asked.nr) };
    if let Err(unsaid) = take(step, wished, &beside) {
        let say = AdminSay::Wording(Box::new(WordingSay::Refused(unsaid)));
        let rows = if is_form { vec![beside] } else { Vec::new() };
        step.reply_with(say, rows);
    }
    let message = step.message;
    let Some(awaited) = awaited_mut(step.workspace, asked.nr) else { return };
    if is_form {
        // It need not be written anew.
        awaited.written = Some(text.to_owned());
    } else {
        awaited.answered_in = Some(message.clone());
    }
}

/// An admin wants to write the text once more.
pub(in crate::admin) fn write_again(step: &mut AdminStep<'_>, nr: u32) {
    let mut pending = step.workspace.pending.iter();
    let asked = pending.find(|pending| pending.nr == nr && pending.by == step.by.address);
    let Some(Pending { what: PendingWhat::WordingText(awaited), .. }) = asked else {
        return step.aside(AdminSay::Over);
    };
    let awaited = (**awaited).clone();
    put(step, nr, awaited);
}
