//! What the parts of the engine share: the customer, the policy, the moment, and what goes out.

use jiff::{SignedDuration, Timestamp};

use super::{Outcome, Recall};
use crate::{
    action::Action,
    case::Case,
    customer::Customer,
    desk::{DeskSay, Mention},
    effect::{Body, Class, Effect, Form, OnUnknown, PressRef, Purpose, To, Words},
    event::{Event, Recorded, Token, WorkspaceEvent},
    fact::Fact,
    ids::{CaseNumber, SurveyId},
    lang::Lang,
    merging::Asked,
    place::{Address, MessageRef, Place},
    policy::{Level, Policy},
    say::{Button, Does, Label, Say},
};

/// One step of the engine.
pub(crate) struct Step<'a> {
    pub(crate) customer: &'a mut Customer,
    pub(crate) policy: &'a Policy,
    pub(crate) now: Timestamp,
    recorded: &'a Recorded,
    cases_opened: u32,
    /// The command or form that is being worked on, if it can be answered where it was given.
    asked_by: Option<PressRef>,
    /// Chats in which the customer reads what is answered, as they were when the step began: they
    /// may have been forgotten since.
    own_chats: Vec<Place>,
    pub(super) out: Outcome,
}

/// How many surveys a customer's state remembers; older ones live on in the journal only.
const SURVEYS_KEPT: usize = 100;

impl<'a> Step<'a> {
    pub(crate) fn new(
        customer: &'a mut Customer,
        policy: &'a Policy,
        recorded: &'a Recorded,
    ) -> Self {
        let out = Outcome::default();
        let asked_by = None;
        let own_chats = customer.own_chats();
        let (now, cases_opened) = (recorded.at, 0);
        Self { customer, policy, now, recorded, cases_opened, asked_by, own_chats, out }
    }

    pub(crate) fn finish(mut self) -> Outcome {
        self.write_on_behalf();
        self.cover_answers();
        self.out
    }

    /// Ties each answer of a press to the effect that answers it better: the changed message itself,
    /// a form, or words that only whoever pressed reads. A command that nothing answers is confirmed.
    fn cover_answers(&mut self) {
        let answered = |press: &PressRef, effects: &[Effect]| {
            effects.iter().any(|effect| answers(&effect.body) == Some(press))
        };
        if let Event::Pressed { press, message: Some(message), .. } = &self.recorded.event
            && !answered(press, &self.out.effects)
        {
            for effect in self.out.effects.iter_mut().rev() {
                if let Body::Edit { message: edited, press: answers, .. } = &mut effect.body
                    && edited.is_same(message)
                {
                    *answers = Some(press.clone());
                    break;
                }
            }
        }
        let better: Vec<PressRef> =
            self.out.effects.iter().filter_map(|effect| answers(&effect.body).cloned()).collect();
        for effect in &mut self.out.effects {
            if let Body::Answer { press, covered, .. } = &mut effect.body {
                *covered = better.contains(press);
            }
        }
        if let Some(press) = self.asked_by.take()
            && !better.contains(&press)
        {
            let body = Body::Answer { press, words: None, covered: false };
            self.effect(Class::Ack, OnUnknown::Leave, body);
        }
    }

    /// What is said from now on answers a command or form, if it can be answered where it was given.
    pub(crate) fn listen(&mut self) {
        if let Event::CustomerWrote { press: Some(press), .. }
        | Event::StaffWrote { press: Some(press), .. }
        | Event::Pressed { press, action: Action::Feedback, .. }
        | Event::Merged { asked: Some(Asked { press: Some(press), .. }), .. }
        | Event::Split { asked: Asked { press: Some(press), .. } }
        | Event::StaffOnItem { press: Some(press), .. }
        | Event::Duplicate { asked: Asked { press: Some(press), .. }, .. } = &self.recorded.event
        {
            self.asked_by = Some(press.clone());
        }
    }

    /// The command or form that is being worked on, if it can be answered where it was given.
    pub(crate) fn asked_by(&self) -> Option<&PressRef> {
        self.asked_by.as_ref()
    }

    /// What is being worked on.
    pub(crate) fn event(&self) -> &Event {
        &self.recorded.event
    }

    /// The id by which the log tells of what is being worked on.
    pub(crate) fn log_id(&self) -> Option<String> {
        self.recorded.log_id.clone()
    }

    /// Whether what is being worked on was written into this form.
    pub(crate) fn is_filling_in(&self, wanted: Form) -> bool {
        let Event::CustomerWrote { form, .. } = &self.recorded.event else { return false };
        *form == Some(wanted)
    }

    /// The press that is being worked on, if it can be answered so that nobody else reads it.
    pub(crate) fn whispering_press(&self) -> Option<PressRef> {
        let Event::Pressed { press, .. } = &self.recorded.event else { return None };
        press.whispers.then(|| press.clone())
    }

    /// Where the customer reads the answer to their command or form. What staff gave is answered to
    /// staff.
    fn reply_to_customer(&self) -> Option<To> {
        let by_staff = matches!(
            self.recorded.event,
            Event::StaffWrote { .. }
                | Event::Merged { .. }
                | Event::Split { .. }
                | Event::StaffOnItem { .. }
                | Event::Duplicate { .. }
        );
        self.asked_by.clone().filter(|_| !by_staff).map(To::Reply)
    }

    pub(crate) fn fact(&mut self, fact: Fact) {
        self.out.facts.push(fact);
    }

    /// The business hears of it, in a step of its own.
    pub(crate) fn tell_business(&mut self, event: WorkspaceEvent) {
        self.out.business.push(event);
    }

    /// Whether nothing happened but that a moment came.
    pub(crate) fn is_woken(&self) -> bool {
        matches!(self.recorded.event, Event::DeadlineReached)
    }

    /// Asks for something to be done outside.
    pub(crate) fn effect(&mut self, class: Class, on_unknown: OnUnknown, mut body: Body) {
        if let Body::Send { to, purpose, .. } | Body::Copy { to, purpose, .. } = &mut body
            && purpose.is_none()
            && !matches!(to, To::Reply(_))
        {
            // Where it stands is remembered, so that it can be deleted.
            *purpose = Some(Purpose::Told);
        }
        self.effect_as_it_is(class, on_unknown, body);
    }

    /// The same for what nothing is remembered of.
    pub(crate) fn effect_as_it_is(&mut self, class: Class, on_unknown: OnUnknown, body: Body) {
        self.out.effects.push(Effect { class, expires_at: None, on_unknown, body });
    }

    /// Asks for something that is not worth doing after a moment.
    pub(crate) fn effect_until(
        &mut self,
        until: Timestamp,
        class: Class,
        how: OnUnknown,
        body: Body,
    ) {
        self.out.effects.push(Effect { class, expires_at: Some(until), on_unknown: how, body });
    }

    /// What earlier steps asked for is not to leave any more.
    pub(crate) fn recall(&mut self, what: Recall) {
        self.out.recall = self.out.recall.max(what);
    }

    pub(crate) fn survey_id(&self) -> SurveyId {
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&self.recorded.entropy[..10]);
        SurveyId::mint(self.now, &entropy)
    }

    /// A token of 128 bits that can't be guessed, in 22 characters of the base64url alphabet.
    pub(crate) fn token(&self) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bits = [0; 16];
        bits.copy_from_slice(&self.recorded.entropy[10..26]);
        let mut left = u128::from_be_bytes(bits);
        let mut token = String::with_capacity(22);
        for _ in 0..22 {
            let digit = usize::try_from(left % 64).unwrap_or(0);
            token.push(char::from(ALPHABET[digit]));
            left /= 64;
        }
        token
    }

    /// What no id and no token of the step is made from.
    pub(crate) fn spare_entropy(&self) -> u64 {
        let mut bits = [0; 8];
        bits[2..].copy_from_slice(&self.recorded.entropy[26..]);
        u64::from_be_bytes(bits)
    }

    pub(crate) fn next_case_number(&mut self) -> CaseNumber {
        let number = CaseNumber(self.recorded.next_case.0 + self.cases_opened);
        self.cases_opened += 1;
        number
    }

    /// The number of the step in the journal: makes ids of contacts that we find ourselves.
    pub(crate) fn seq(&self) -> u64 {
        self.recorded.seq
    }

    /// Whether the customer follows the link that opens their case in private.
    pub(crate) fn comes_in_private(&self) -> bool {
        matches!(&self.recorded.event, Event::CustomerWrote { token: Some(Token::Private(_)), .. })
    }

    pub(crate) fn language(&self) -> Lang {
        self.customer.language(self.policy)
    }

    pub(crate) fn later(&self, by: SignedDuration) -> Timestamp {
        later(self.now, by)
    }

    /// The moment that lies this much staffed time ahead.
    pub(crate) fn staffed(&self, by: SignedDuration) -> Timestamp {
        self.policy.clock.after(self.now, by)
    }

    pub(crate) fn case(&self, index: usize) -> &Case {
        &self.customer.cases[index]
    }

    pub(crate) fn case_mut(&mut self, index: usize) -> &mut Case {
        &mut self.customer.cases[index]
    }

    pub(crate) fn case_index(&self, number: CaseNumber) -> Option<usize> {
        self.customer.cases.iter().position(|case| case.number == number)
    }

    pub(crate) fn open_case_index(&self) -> Option<usize> {
        self.customer.cases.iter().position(Case::is_open)
    }

    pub(crate) fn survey_index(&self, id: SurveyId) -> Option<usize> {
        self.customer.surveys.iter().position(|survey| survey.id == id)
    }

    /// Says something to the customer outside of any case.
    pub(crate) fn tell(&mut self, class: Class, say: Say, buttons: Vec<Vec<Button>>) {
        let Some(to) = self.reply_to_customer().or_else(|| self.customer_way()) else { return };
        let words = Words::Customer(say, self.language());
        let body =
            Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose: None };
        self.effect(class, OnUnknown::Resend, body);
    }

    /// Says something to the customer within a case; a failure comes back to it.
    pub(crate) fn tell_in_case(&mut self, case: usize, say: Say, buttons: Vec<Vec<Button>>) {
        // Of a closed case they hear once they are back, whatever was when it closed.
        if self.case(case).is_open() && self.case(case).unreachable_since.is_some() {
            return;
        }
        match self.reply_to_customer().or_else(|| self.way_in_case(case)) {
            Some(to) => self.tell_there(case, to, say, buttons),
            None => self.lost_touch(case),
        }
    }

    /// The same, at a place that is known.
    pub(crate) fn tell_there(&mut self, case: usize, to: To, say: Say, buttons: Vec<Vec<Button>>) {
        let number = self.case(case).number;
        self.case_mut(case).last_word_at = self.now;
        let words = Words::Customer(say, self.language());
        let purpose = Some(Purpose::ToCustomer(number));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    /// Changes a message that the customer has in front of them.
    pub(crate) fn edit(&mut self, message: MessageRef, say: Say, buttons: Vec<Vec<Button>>) {
        let words = Some(Words::Customer(say, self.language()));
        let body = Body::Edit { message, words, buttons, purpose: None, press: None };
        self.effect(Class::Thanks, OnUnknown::Repeat, body);
    }

    /// Takes the buttons off a message.
    pub(crate) fn strip(&mut self, message: MessageRef) {
        let body =
            Body::Edit { message, words: None, buttons: Vec::new(), purpose: None, press: None };
        self.effect(Class::Thanks, OnUnknown::Repeat, body);
    }

    /// Says something to staff in the thread of a case, if it has one by now.
    pub(crate) fn desk(&mut self, case: usize, say: DeskSay) {
        self.desk_with(case, say, Vec::new(), None);
    }

    /// The same, with buttons, or as an answer to a message.
    pub(crate) fn desk_with(
        &mut self,
        case: usize,
        say: DeskSay,
        buttons: Vec<Vec<Button>>,
        reply_to: Option<MessageRef>,
    ) {
        let Some(place) = self.case(case).thread().cloned() else { return };
        let purpose = Some(Purpose::ToDesk(self.case(case).number));
        self.post(place, say, buttons, reply_to, purpose);
    }

    /// Says something to staff at a place.
    pub(crate) fn post(
        &mut self,
        place: Place,
        say: DeskSay,
        buttons: Vec<Vec<Button>>,
        reply_to: Option<MessageRef>,
        purpose: Option<Purpose>,
    ) {
        let (to, words) = (To::Place(place), Words::Desk(say));
        let body = Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose };
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// Answers a staff message where it stands.
    pub(crate) fn reply(&mut self, message: &MessageRef, say: DeskSay) {
        if let Some(press) = self.asked_by.clone() {
            return self.whisper(press, say);
        }
        if self.own_chats.contains(&message.place) {
            // The customer reads there, too.
            let behalf = self.behalf_at(&message.place).and_then(|behalf| behalf.case);
            if let Some(case) = behalf.and_then(|case| self.case_index(case)) {
                self.desk(case, say);
            }
            return;
        }
        if self.is_under_care(&message.place) {
            // The customer reads there, too.
            if let Some(case) = self.case_in_room(&message.place) {
                self.desk(case, say);
            }
            return;
        }
        self.post(message.place.clone(), say, Vec::new(), Some(message.clone()), None);
    }

    /// Says something to whoever gave a command, so that nobody else reads it.
    pub(crate) fn whisper(&mut self, press: PressRef, say: DeskSay) {
        let (to, words, buttons) = (To::Reply(press), Words::Desk(say), Vec::new());
        let body =
            Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose: None };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Answers a command that an earlier step brought: with what is wrong, or with a confirmation.
    pub(crate) fn answer_command(&mut self, press: PressRef, refusal: Option<DeskSay>) {
        if let Some(refusal) = refusal {
            return self.whisper(press, refusal);
        }
        let body = Body::Answer { press, words: None, covered: false };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Confirms a press, with a passing text to the customer or none.
    pub(crate) fn toast(&mut self, press: &PressRef, say: Option<Say>) {
        let words = say.map(|say| Words::Customer(say, self.language()));
        let body = Body::Answer { press: press.clone(), words, covered: false };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Confirms a press by staff, with a passing text or none.
    pub(crate) fn staff_toast(&mut self, press: &PressRef, say: Option<DeskSay>) {
        let body =
            Body::Answer { press: press.clone(), words: say.map(Words::Desk), covered: false };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Somebody to call by name.
    pub(crate) fn mention(&self, address: &Address) -> Mention {
        let member = self.policy.staff(address);
        Mention {
            address: address.clone(),
            name: member.and_then(|member| member.name.clone()),
            username: member.and_then(|member| member.username.clone()),
        }
    }

    /// Everybody on duty at a level; where nobody is, the next level that has somebody, and in the
    /// end everybody of the level, on duty or not. Whoever the open case is about is left out.
    pub(crate) fn to_call(&self, level: Level) -> Vec<Mention> {
        let mut at = level;
        loop {
            let mut on_duty = self.policy.on_duty(at, self.now);
            on_duty.retain(|member| self.may_be_called(&member.address));
            if !on_duty.is_empty() {
                return on_duty.iter().map(|member| self.mention(&member.address)).collect();
            }
            if at == Level::Director {
                break;
            }
            at = at.next();
        }
        self.all_of(level)
    }

    /// Whether the open case is not about them.
    pub(crate) fn may_be_called(&self, who: &Address) -> bool {
        self.open_case_index().is_none_or(|case| !self.is_about(case, who))
    }

    /// Everybody of a level, on duty or not, but whoever the open case is about.
    pub(crate) fn all_of(&self, level: Level) -> Vec<Mention> {
        self.policy
            .at_desk()
            .filter(|member| member.level == level && self.may_be_called(&member.address))
            .map(|member| self.mention(&member.address))
            .collect()
    }

    /// Drops what is over for long, so that the state of a faithful customer stays small.
    pub(crate) fn forget_old(&mut self) {
        let surveys = &mut self.customer.surveys;
        if SURVEYS_KEPT < surveys.len() {
            surveys.drain(..surveys.len() - SURVEYS_KEPT);
        }
        self.customer.forget_old_items();
    }
}

/// The press that an effect answers, better than a mere confirmation would.
fn answers(body: &Body) -> Option<&PressRef> {
    if let Body::Send { to: To::Reply(press), .. }
    | Body::Edit { press: Some(press), .. }
    | Body::Form { press, .. } = body
    {
        Some(press)
    } else {
        None
    }
}

/// A moment that lies ahead of another; the end of time stays the end of time.
pub(crate) fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// How long ago something was; a clock that jumped back gives nought.
pub(crate) fn since(at: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(at).max(SignedDuration::ZERO)
}

/// A share of a time span, in hundredths.
pub(crate) fn percent(span: SignedDuration, hundredths: i32) -> SignedDuration {
    span.saturating_mul(hundredths) / 100
}

/// A button of a survey or a case.
pub(crate) fn button(label: Label, action: Action) -> Button {
    Button { label, does: Does::Act(action) }
}
