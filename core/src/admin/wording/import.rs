//! `/wording import`: a file of texts is fetched, and then taken in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AdminSay, PendingWhat, Unsaid, WordingSay, file, read};
use crate::{
    admin::step::AdminStep,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Receipt, Refusal, To, Words},
    lang::Lang,
    place::{Content, FileRef, MessageRef},
};

/// The largest file that is taken in, in bytes.
const FILE: u64 = 256 * 1_024;

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The command.
    message: MessageRef,
    /// The language that was named.
    lang: Option<Lang>,
    /// The command where it can be answered so that nobody else reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    press: Option<PressRef>,
    /// The file, until it is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<FileRef>,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked_at: Option<Timestamp>,
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let typed = rest.trim();
    let lang = if typed.is_empty() { None } else { Some(read::new_lang(typed)?) };
    let file = file_given(step).cloned().ok_or(Unsaid::NoFile)?;
    if file.size.is_some_and(|size| FILE < size) {
        return Err(Unsaid::NotFetched { too_large: true });
    }
    let import = Import {
        message: step.message.clone(),
        lang,
        press: step.press.cloned(),
        file: Some(file.clone()),
        asked_at: Some(step.now),
    };
    let Some(press) = import.press.clone() else {
        fetch(step, &import, file);
        return Ok(());
    };
    // The platform waits a few seconds for an answer; the file may take longer, and begins when that
    // is said, so that what comes of it is said behind.
    let purpose = Some(Purpose::Admin(step.ask(PendingWhat::WordingFile(Box::new(import)))));
    let say = AdminSay::Wording(Box::new(WordingSay::Reading));
    let (to, words) = (To::Reply(press), Words::Desk(DeskSay::Admin(Box::new(say))));
    let (buttons, reply_to, ask_reply) = (Vec::new(), None, false);
    let body = Body::Send { to, words, buttons, reply_to, ask_reply, purpose };
    step.effect(Class::Staff, OnUnknown::Resend, body);
    Ok(())
}

fn fetch(step: &mut AdminStep<'_>, import: &Import, file: FileRef) {
    let (message, import) = (import.message.clone(), Import { file: None, ..import.clone() });
    let purpose = Purpose::Admin(step.ask(PendingWhat::WordingFile(Box::new(import))));
    let body = Body::Fetch { message, file, limit: FILE, purpose };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

/// The file that came with the command, or that of the message it answers.
fn file_given<'a>(step: &AdminStep<'a>) -> Option<&'a FileRef> {
    let brought = match step.content? {
        Content::Media { files, .. } => files.first(),
        Content::Text(_) | Content::Styled { .. } | Content::Unsupported => None,
    };
    brought.or(step.named.file.as_deref())
}

impl Import {
    /// The command that the answer belongs to.
    pub(in crate::admin) fn message(&self) -> &MessageRef {
        &self.message
    }

    /// When it was asked for.
    pub(in crate::admin) fn asked_at(&self) -> Option<Timestamp> {
        self.asked_at
    }

    /// The command where it can be answered so that nobody else reads it.
    pub(in crate::admin) fn press(&self) -> Option<&PressRef> {
        self.press.as_ref()
    }
}

/// It is said that the file is read; or the file is here, or can't be had.
pub(in crate::admin) fn fetched(
    step: &mut AdminStep<'_>,
    import: &Import,
    fate: &Result<Receipt, Refusal>,
) {
    if let Some(file) = import.file.clone() {
        return fetch(step, import, file);
    }
    let done = match fate {
        Ok(Receipt::Text(text)) => file::take(step, import.lang, text),
        Err(refusal) => Err(Unsaid::NotFetched { too_large: *refusal == Refusal::TooLarge }),
        Ok(
            Receipt::Message(_)
            | Receipt::Thread(_)
            | Receipt::ThreadOnCard { .. }
            | Receipt::Gaps(_)
            | Receipt::Done,
        ) => Err(Unsaid::NotFetched { too_large: false }),
    };
    if let Err(unsaid) = done {
        step.say_wording(WordingSay::Refused(unsaid));
    }
}
