//! What was said in a case, for its transcript, and who gets that.

use super::step::{Step, later};
use crate::{
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, To, Words},
    fact::{Fact, SaidHow},
    making::{Document, Made, Making},
    place::{Address, Content, MessageRef},
    policy::{Level, StaffMember},
    transcript::Format,
};

/// How long a file that somebody asked for is worth sending.
const SENT_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

impl Step<'_> {
    /// Notes what the customer said, or one of us to them.
    pub(crate) fn note_said(
        &mut self,
        case: usize,
        by: Option<&Address>,
        content: &Content,
        message: Option<&MessageRef>,
    ) {
        let media = if let Content::Media { kind, .. } = content { Some(*kind) } else { None };
        let message = message.filter(|_| media.is_some()).cloned();
        let words = content.words().map(str::to_owned);
        let (case, by, how) = (self.case(case).number, by.cloned(), SaidHow::Said);
        self.fact(Fact::Said { case, by, words, media, message, how });
    }

    /// The same for what was changed or taken back.
    pub(crate) fn note_change(
        &mut self,
        case: usize,
        by: Option<Address>,
        words: Option<String>,
        how: SaidHow,
    ) {
        let (case, media, message) = (self.case(case).number, None, None);
        self.fact(Fact::Said { case, by, words, media, message, how });
    }

    /// `/transcript`: all that was said and done, as files, to somebody senior in private. Who took
    /// it is written down.
    pub(crate) fn transcript_command(&mut self, case: usize, by: &StaffMember) -> DeskSay {
        if by.level < Level::Senior {
            return DeskSay::NotAllowed { needs: Level::Senior, is: Some(by.level) };
        }
        let (number, customer) = (self.case(case).number, self.customer.id);
        let until = later(self.now, SENT_WITHIN);
        for format in Format::ALL {
            let made = Made::Later(Making::Transcript { customer, case: number, format });
            let name = format!("{number}.{}", format.ending());
            let file = Document { name, mime: format.mime().to_owned(), made };
            let words = Words::Desk(DeskSay::Transcript { case: number, sent: false });
            let (to, reply_to) = (To::Private(by.address.clone()), None);
            let purpose = Some(Purpose::Told);
            let body = Body::SendFile { to, words, file, reply_to, purpose };
            self.effect_until(until, Class::Staff, OnUnknown::Resend, body);
        }
        self.fact(Fact::TranscriptTaken { case: number, by: by.address.clone() });
        DeskSay::Transcript { case: number, sent: true }
    }
}
