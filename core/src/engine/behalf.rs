//! Chats of one person with the customer, in which we write on that person's behalf. Nothing can be
//! pressed there: what would be a button has a number, and a lone number is the press (S-26).

use jiff::Timestamp;

use super::step::{Step, since};
use crate::{
    action::Action,
    case::Case,
    customer::{Behalf, Customer},
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown, PressRef, Purpose, Refusal, To, Words},
    event::Event,
    interaction::Interaction,
    place::{Actor, Content, MessageRef, Place},
    policy::{Policy, StaffMember},
    say::{Button, Does, Label, Say},
    scale::Scale,
    survey::Survey,
};

/// The name of a press that was typed. Nothing answers it but words.
const TYPED: &str = "typed";

impl Customer {
    /// The chat on somebody's behalf that is at this place.
    pub fn behalf_at(&self, place: &Place) -> Option<&Behalf> {
        let mut all = self.contacts.iter().filter_map(|contact| contact.behalf.as_deref());
        all.find(|behalf| behalf.place == *place)
    }

    /// Where we write to them on somebody's behalf.
    pub(crate) fn own_chats(&self) -> Vec<Place> {
        let all = self.contacts.iter().filter_map(|contact| contact.behalf.as_deref());
        all.map(|behalf| behalf.place.clone()).collect()
    }

    /// Whether what the customer writes in a chat on somebody's behalf is meant for us, too: they
    /// choose by a number, answer in words while the question is fresh, or talk about an open case.
    /// Everything else is between them and that person.
    pub fn means_us(
        &self,
        policy: &Policy,
        place: &Place,
        content: &Content,
        now: Timestamp,
    ) -> bool {
        let Some(behalf) = self.behalf_at(place) else { return false };
        let case = behalf.case.and_then(|case| self.case(case));
        let fresh = policy.timers().ask_comment;
        let is_fresh = |survey: &Survey| {
            let asked = survey.asked_at.filter(|_| survey.put.here && survey.is_asked());
            asked.is_some_and(|at| since(at, now) <= fresh)
                && survey.interaction.held_at.as_ref() == Some(place)
        };
        self.chosen(policy, place, content, now).is_some()
            || case.is_some_and(Case::is_open)
            || self.surveys.iter().any(is_fresh)
    }

    /// What the customer chose by its number. A number means nothing once something else was said,
    /// but for an answer to the question, as long as that stands.
    fn chosen(
        &self,
        policy: &Policy,
        place: &Place,
        content: &Content,
        now: Timestamp,
    ) -> Option<Action> {
        let behalf = self.behalf_at(place)?;
        let typed: u8 = content.words()?.trim().parse().ok()?;
        let (_, action) = *behalf.choices.iter().find(|(number, _)| *number == typed)?;
        let case = behalf.case.and_then(|case| self.case(case));
        let fresh = policy.timers().ask_comment;
        let lasts = behalf.said_at.is_some_and(|at| since(at, now) <= fresh);
        (lasts || self.is_question(action) || case.is_some_and(Case::is_open)).then_some(action)
    }

    /// Whether it answers a question that stands.
    fn is_question(&self, action: Action) -> bool {
        let Action::Rate { survey, .. } = action else { return false };
        self.survey(survey).is_some_and(|survey| survey.response.is_none())
    }
}

impl Step<'_> {
    pub(crate) fn behalf_at(&self, place: &Place) -> Option<&Behalf> {
        self.customer.behalf_at(place)
    }

    fn behalf_mut(&mut self, place: &Place) -> Option<&mut Behalf> {
        let contacts = self.customer.contacts.iter_mut();
        let mut all = contacts.filter_map(|contact| contact.behalf.as_deref_mut());
        all.find(|behalf| behalf.place == *place)
    }

    /// A contact was held in such a chat: it leads to the customer from now on.
    pub(crate) fn held_on_behalf(&mut self, interaction: &Interaction) {
        let (true, Some(place)) = (interaction.on_behalf, interaction.held_at.clone()) else {
            return;
        };
        let Event::InteractionEnded { known, .. } = &self.event() else { return };
        let Some(address) = known.addresses.first().cloned() else { return };
        let contact = self.contact(&address);
        if contact.behalf.as_ref().is_none_or(|behalf| behalf.place != place) {
            let (case, choices, said_at) = (None, Vec::new(), None);
            contact.behalf = Some(Box::new(Behalf { place, case, choices, said_at }));
        }
    }

    /// Whether a case is talked about there.
    pub(crate) fn is_on_behalf(&self, case: usize, place: &Place) -> bool {
        let number = self.case(case).number;
        self.behalf_at(place).is_some_and(|behalf| behalf.case == Some(number))
    }

    /// The chat on somebody's behalf in which a case is talked about.
    pub(crate) fn behalf_of(&self, case: usize) -> Option<Place> {
        let number = self.case(case).number;
        let contacts = self.customer.contacts.iter();
        let mut all = contacts.filter_map(|contact| contact.behalf.as_deref());
        all.find(|behalf| behalf.case == Some(number)).map(|behalf| behalf.place.clone())
    }

    /// A case that begins with what the customer did in such a chat is talked about there.
    pub(crate) fn talk_on_behalf(&mut self, case: usize) {
        let Event::CustomerWrote { message, .. } = self.event() else { return };
        let (place, number) = (message.place.clone(), self.case(case).number);
        if let Some(behalf) = self.behalf_mut(&place) {
            behalf.case = Some(number);
        }
    }

    /// What the customer wrote is the number of something that they may choose: it is chosen.
    pub(crate) fn is_chosen(
        &mut self,
        by: &Actor,
        message: &MessageRef,
        content: &Content,
    ) -> bool {
        let chosen = self.customer.chosen(self.policy, &message.place, content, self.now);
        let Some(action) = chosen else {
            self.forget_choices(&message.place);
            return false;
        };
        self.seen(by, false);
        let press = PressRef::new(message.place.platform, TYPED);
        let asked = if let Action::Rate { survey, .. } = action {
            self.customer.survey(survey).and_then(|survey| survey.message.clone())
        } else {
            // What would change the pressed message is said anew.
            Some(message.clone())
        };
        if let Some(behalf) = self.behalf_mut(&message.place) {
            behalf.choices.clear();
        }
        self.customer_pressed(&press, asked.as_ref(), action);
        true
    }

    /// Something else was said: numbers mean nothing any more, but for an answer to the question.
    fn forget_choices(&mut self, place: &Place) {
        let Some(behalf) = self.behalf_at(place) else { return };
        let stays =
            behalf.choices.first().is_some_and(|(_, first)| self.customer.is_question(*first));
        if let Some(behalf) = self.behalf_mut(place).filter(|_| !stays) {
            behalf.choices.clear();
        }
    }

    /// The person themselves wrote there: the customer has read it, and the desk reads it now.
    pub(crate) fn spoke_on_behalf(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        content: &Content,
    ) {
        if !self.case(case).is_open() {
            return;
        }
        self.forget_choices(&message.place);
        if !self.takes_part(case, &by.address) {
            drop(self.join(case, by));
            // Whoever speaks for themselves there needs nobody to say that they are there.
            self.out.effects.retain(|effect| !is_joined(&effect.body));
        }
        self.note_said(case, Some(&by.address), content, None);
        self.human_spoke(case, by, self.now);
        self.offer_wait(case, content);
        self.offer_promise(case, content);
        let (Content::Text(text) | Content::Styled { text, .. }) = content else { return };
        let (by, lines) = (self.name_of(by), vec![text.clone()]);
        self.desk(case, DeskSay::SpokeThemselves { by, lines });
    }

    /// Such a chat is closed to us: it doesn't lead to the customer any more.
    pub(crate) fn behalf_lost(&mut self, refused: Option<&Body>, refusal: Refusal) {
        let closed = matches!(refusal, Refusal::ThreadGone | Refusal::NoRights);
        let Some(Body::Send { to: To::Place(place), .. }) = refused.filter(|_| closed) else {
            return;
        };
        for contact in &mut self.customer.contacts {
            if contact.behalf.as_ref().is_some_and(|behalf| behalf.place == *place) {
                contact.behalf = None;
            }
        }
    }

    /// What leaves for such chats is said there, with numbers in place of buttons.
    pub(crate) fn write_on_behalf(&mut self) {
        if self.customer.own_chats().is_empty() {
            return;
        }
        let effects = std::mem::take(&mut self.out.effects);
        for effect in effects {
            let effect = self.put_on_behalf(effect);
            self.out.effects.extend(effect);
        }
    }

    fn put_on_behalf(&mut self, mut effect: Effect) -> Option<Effect> {
        let answered = self.typed_at();
        match &mut effect.body {
            Body::Answer { press, words, .. } if press.id == TYPED => {
                let place = answered?;
                let words = words.take().filter(|words| !is_mere_ack(words))?;
                Some(send(&place, words))
            }
            Body::Edit { message, words, buttons, .. }
                if self.behalf_at(&message.place).is_some() =>
            {
                let (place, buttons) = (message.place.clone(), std::mem::take(buttons));
                let words = words.take().map(without_question)?;
                let words = self.numbered(&place, words, &buttons);
                Some(Effect { class: effect.class, ..send(&place, words) })
            }
            Body::MarkDelivered { message } | Body::React { message, .. }
                if self.behalf_at(&message.place).is_some() =>
            {
                None
            }
            Body::Send { to: To::Place(place), words, buttons, .. }
                if self.behalf_at(place).is_some() =>
            {
                let (place, all) = (place.clone(), std::mem::take(buttons));
                *words = self.numbered(&place, words.clone(), &all);
                Some(effect)
            }
            Body::Send { .. }
            | Body::Copy { .. }
            | Body::SendFile { .. }
            | Body::Edit { .. }
            | Body::Answer { .. }
            | Body::Form { .. }
            | Body::OpenRoom { .. }
            | Body::Seat { .. }
            | Body::MarkDelivered { .. }
            | Body::React { .. }
            | Body::Pin { .. }
            | Body::Delete { .. }
            | Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Signal { .. }
            | Body::Withdraw { .. } => Some(effect),
        }
    }

    /// Where the customer typed what is being worked on.
    fn typed_at(&self) -> Option<Place> {
        let Event::CustomerWrote { message, .. } = self.event() else { return None };
        Some(message.place.clone())
    }

    /// The words with a number for each thing that may be chosen; they are remembered.
    fn numbered(&mut self, place: &Place, words: Words, buttons: &[Vec<Button>]) -> Words {
        let Words::Customer(say, lang) = words else { return words };
        let buttons = buttons.iter().flatten().filter(|button| can_choose(button)).cloned();
        let choices: Vec<(u8, Button)> =
            (1..).zip(buttons).map(|(place, button)| (number(place, &button), button)).collect();
        if choices.is_empty() {
            self.forget_choices(place);
            return Words::Customer(say, lang);
        }
        let now = self.now;
        if let Some(behalf) = self.behalf_mut(place) {
            behalf.choices = choices
                .iter()
                .filter_map(|(number, button)| Some((*number, action(button)?)))
                .collect();
            behalf.said_at = Some(now);
        }
        Words::Customer(Say::Numbered { say: Box::new(say), choices }, lang)
    }
}

/// What can be chosen by a number. Who wants to say more writes it, and a slip is told in words.
fn can_choose(button: &Button) -> bool {
    let is_typed = |action: Action| {
        let says_more = matches!(action, Action::Tell { .. } | Action::TellInCase { .. });
        says_more || matches!(action, Action::Change { .. })
    };
    action(button).is_some_and(|action| !is_typed(action))
}

/// By which number something is chosen: on a scale of numbers by its own.
fn number(place: u8, button: &Button) -> u8 {
    let Label::Rating(rating) = button.label else { return place };
    match rating.scale() {
        Scale::Csat5 | Scale::Nps11 => rating.value(),
        Scale::Faces3 | Scale::Expect3 | Scale::Thumbs => place,
    }
}

fn action(button: &Button) -> Option<Action> {
    if let Does::Act(action) = button.does { Some(action) } else { None }
}

/// What shows the question as answered, without the question: that stands above.
fn without_question(words: Words) -> Words {
    let Words::Customer(say, lang) = words else { return words };
    Words::Customer(answer_alone(say), lang)
}

fn answer_alone(say: Say) -> Say {
    if let Say::Worded { say: inner, .. } = &say
        && let Say::Answered { then, .. } = &**inner
    {
        return (**then).clone();
    }
    if let Say::Both(asked, then) = &say
        && let Say::Recheck { .. } = **asked
    {
        return (**then).clone();
    }
    if let Say::Answered { then, .. } = say { *then } else { say }
}

fn is_joined(body: &Body) -> bool {
    matches!(body, Body::Send { words: Words::Customer(Say::Joined { .. }, _), .. })
}

fn is_mere_ack(words: &Words) -> bool {
    matches!(words, Words::Customer(Say::TapAck, _))
}

fn send(place: &Place, words: Words) -> Effect {
    let body = Body::Send {
        to: To::Place(place.clone()),
        words,
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: Some(Purpose::Told),
    };
    Effect { class: Class::Thanks, expires_at: None, on_unknown: OnUnknown::Resend, body }
}
