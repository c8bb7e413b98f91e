//! From the end of an interaction to the question in front of the customer (S-1 … S-10, S-23 …).

use jiff::Timestamp;

use super::step::{Step, button, since};
use crate::{
    action::Action,
    customer::Reach,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, To, Words},
    fact::Fact,
    ids::SurveyId,
    interaction::{Interaction, InteractionId, Source},
    place::{Address, MessageRef},
    say::{Button, Label, Question, Say},
    scale::{Rating, Satisfaction, Scale},
    survey::{Stage, Suppressed, Survey, Undelivered},
};

impl Step<'_> {
    /// A contact ended: ask about it, or keep why not.
    pub(crate) fn interaction_ended(&mut self, interaction: &Interaction) {
        let known =
            self.customer.surveys.iter().position(|survey| survey.interaction.id == interaction.id);
        if let Some(index) = known {
            let suppressed = Stage::Suppressed { why: Suppressed::NoChannel };
            let revived = interaction.source == Source::DeepLink
                && self.customer.surveys[index].stage == suppressed;
            if revived {
                self.customer.surveys[index].interaction.source = Source::DeepLink;
                self.plan(index, self.now);
            }
            return self.tell_requester(interaction, Some(DeskSay::WontAskDuplicate));
        }
        let question = self.question_for(interaction);
        let index = self.add_survey(interaction.clone(), question);
        if let Some(why) = self.reason_not_to_ask(index) {
            if why == Suppressed::CaseOpen {
                self.note_contact(interaction);
            }
            self.suppress(index, why);
            let reply = self.wont_ask(why);
            self.tell_requester(interaction, Some(reply));
        } else {
            let due = super::step::later(interaction.ended_at, self.policy.timers().ask_delay);
            self.tell_requester(interaction, None);
            self.plan(index, due);
        }
    }

    /// Plans the question; one that is due goes out in the same step.
    fn plan(&mut self, index: usize, due: Timestamp) {
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Planned { due };
        let (id, interaction) = (survey.id, survey.interaction.id.clone());
        self.fact(Fact::Planned { survey: id, interaction });
        if due <= self.now {
            self.ask_now(index);
        }
    }

    fn add_survey(&mut self, interaction: Interaction, question: Question) -> usize {
        let id = self.survey_id();
        let scale = self.policy.workspace.scale;
        self.customer.surveys.push(Survey {
            id,
            interaction,
            scale,
            question,
            stage: Stage::Planned { due: self.now },
            message: None,
            in_public: false,
            asked_at: None,
            shown_again: false,
            response: None,
            comments: Vec::new(),
            tried: Vec::new(),
            case: None,
            receipt: None,
        });
        self.customer.surveys.len() - 1
    }

    fn question_for(&self, interaction: &Interaction) -> Question {
        if interaction.source == Source::DeepLink {
            return Question::Visit;
        }
        match self.policy.workspace.scale {
            Scale::Expect3 => Question::Expect,
            Scale::Nps11 => Question::Recommend,
            Scale::Faces3 | Scale::Csat5 | Scale::Thumbs => {
                let just_now =
                    since(interaction.ended_at, self.now) <= jiff::SignedDuration::from_mins(5);
                match &interaction.topic {
                    // "Just now" would be untrue after a while.
                    Some(topic) if !just_now => Question::Topic(topic.clone()),
                    Some(_) | None => Question::JustNow,
                }
            }
        }
    }

    /// S-2 … S-6: why not to ask.
    fn reason_not_to_ask(&self, index: usize) -> Option<Suppressed> {
        let survey = &self.customer.surveys[index];
        let interaction = &survey.interaction;
        if self.open_case_index().is_some() {
            return Some(Suppressed::CaseOpen);
        }
        if !wished_by_customer(interaction) {
            if self.customer.opted_out {
                return Some(Suppressed::OptedOut);
            }
            if self.same_contact(index) {
                return Some(Suppressed::SameContact);
            }
        }
        if !asks_regardless_of_gap(interaction) && self.gap_until(index).is_some() {
            return Some(Suppressed::Gap);
        }
        if !wished_by_customer(interaction)
            && self.policy.timers().ask_stale < since(interaction.ended_at, self.now)
        {
            return Some(Suppressed::Stale);
        }
        let unheard_of =
            self.customer.contacts.iter().all(|contact| contact.reach == Reach::NotStarted);
        if unheard_of && interaction.held_at.is_none() {
            return Some(Suppressed::NoChannel);
        }
        None
    }

    /// Another source signalled the same contact before (E12).
    fn same_contact(&self, index: usize) -> bool {
        let survey = &self.customer.surveys[index];
        let Some(correlation) = &survey.interaction.correlation else { return false };
        self.customer.surveys[..index].iter().any(|other| {
            other.interaction.correlation.as_ref() == Some(correlation)
                && other.interaction.source != survey.interaction.source
        })
    }

    /// Until when the gap after the last question lasts, if it does (S-4).
    fn gap_until(&self, index: usize) -> Option<Timestamp> {
        let last = self.customer.surveys[..index].iter().rev().find_map(|survey| {
            let on_its_way = match survey.stage {
                Stage::Planned { .. } | Stage::Sending => Some(self.now),
                Stage::Suppressed { .. }
                | Stage::Asked { .. }
                | Stage::MaybeAsked { .. }
                | Stage::Expired
                | Stage::Superseded
                | Stage::Undeliverable { .. }
                | Stage::Answered { .. }
                | Stage::Finished
                | Stage::Erased => None,
            };
            survey.asked_at.or(on_its_way).map(|at| (at, survey))
        });
        let (at, survey) = last?;
        let unhappy = survey
            .rating()
            .is_some_and(|rating| rating.satisfaction() == Satisfaction::Dissatisfied);
        let until = super::step::later(at, self.policy.timers().ask_gap);
        (!unhappy && self.now < until).then_some(until)
    }

    fn suppress(&mut self, index: usize, why: Suppressed) {
        let token = self.token();
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Suppressed { why };
        if why == Suppressed::NoChannel {
            survey.receipt = Some(format!("r_{token}"));
        }
        let fact =
            Fact::Suppressed { survey: survey.id, interaction: survey.interaction.id.clone(), why };
        self.fact(fact);
    }

    /// The contact goes on after all: a question that was not sent yet is withdrawn (E13).
    pub(crate) fn withdraw(&mut self, id: &InteractionId) {
        let found = self.customer.surveys.iter().position(|survey| survey.interaction.id == *id);
        let Some(index) = found else { return };
        if let Stage::Planned { .. } = self.customer.surveys[index].stage {
            self.suppress(index, Suppressed::Withdrawn);
        }
    }

    /// S-8: sends the question now, if it still may be asked.
    pub(crate) fn ask_now(&mut self, index: usize) {
        if let Some(why) = self.reason_not_to_ask(index) {
            return self.suppress(index, why);
        }
        let (to, in_public) = match self.next_way(index) {
            Ok(way) => way,
            Err(why) => return self.give_up(index, why),
        };
        let ended_at = self.customer.surveys[index].interaction.ended_at;
        let fresh_from = if wished_by_customer(&self.customer.surveys[index].interaction) {
            self.now
        } else {
            ended_at
        };
        let until = super::step::later(fresh_from, self.policy.timers().ask_stale);
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Sending;
        survey.in_public = in_public;
        if let To::Private(address) = &to {
            survey.tried.push(address.clone());
        }
        let (id, buttons) = (survey.id, rating_buttons(survey.id, survey.scale));
        let words = self.ask_words(index, None);
        let purpose = Some(Purpose::Question(id));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect_until(until, Class::Question, OnUnknown::Leave, body);
    }

    fn ask_words(&self, index: usize, question: Option<Question>) -> Words {
        let question = question.unwrap_or_else(|| self.customer.surveys[index].question.clone());
        Words::Customer(Say::Ask { question, name: self.customer.name.clone() }, self.language())
    }

    /// Where to ask: an account not tried yet, the platform of the contact first; else in place.
    fn next_way(&self, index: usize) -> Result<(To, bool), Undelivered> {
        let survey = &self.customer.surveys[index];
        let home = survey.interaction.held_at.as_ref().map(|place| place.platform);
        let mut ways: Vec<_> = self
            .customer
            .contacts
            .iter()
            .filter(|contact| contact.reach.may_work() && !survey.tried.contains(&contact.address))
            .collect();
        ways.sort_by_key(|contact| {
            (home != Some(contact.address.platform), std::cmp::Reverse(contact.active_at))
        });
        if let Some(contact) = ways.first() {
            return Ok((To::Private(contact.address.clone()), false));
        }
        if let (Some(place), false) = (&survey.interaction.held_at, survey.in_public) {
            return Ok((To::Place(place.clone()), true));
        }
        let reaches = self.customer.contacts.iter().map(|contact| contact.reach);
        Err(reaches.fold(Undelivered::NotStarted, |why, reach| match reach {
            Reach::Blocked => Undelivered::Blocked,
            Reach::Gone if why == Undelivered::NotStarted => Undelivered::Deactivated,
            Reach::Unknown | Reach::Ok if why == Undelivered::NotStarted => Undelivered::Refused,
            Reach::Unknown | Reach::Ok | Reach::NotStarted | Reach::Gone => why,
        }))
    }

    fn give_up(&mut self, index: usize, why: Undelivered) {
        if why == Undelivered::NotStarted && self.customer.surveys[index].tried.is_empty() {
            return self.suppress(index, Suppressed::NoChannel);
        }
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Undeliverable { why };
        let fact = Fact::Undeliverable { survey: survey.id, why };
        self.fact(fact);
    }

    /// What became of the question (S-9, S-10).
    pub(crate) fn question_settled(
        &mut self,
        id: SurveyId,
        to: Option<&Address>,
        fate: &Result<Receipt, Refusal>,
    ) {
        let Some(index) = self.survey_index(id) else { return };
        match fate {
            Ok(Receipt::Message(message)) => {
                if let Some(address) = to {
                    self.mark_reach(address, Reach::Ok);
                }
                self.now_asked(index, message.clone());
            }
            Ok(Receipt::Thread(_) | Receipt::Done) => (),
            Err(refusal) => self.question_refused(index, to, *refusal),
        }
    }

    /// The question stands in front of the customer.
    pub(crate) fn now_asked(&mut self, index: usize, message: MessageRef) {
        let expires_at = self.later(self.policy.timers().ask_expire);
        let remind_at = self.policy.timers().ask_reminder.map(|after| self.later(after));
        let now = self.now;
        let survey = &mut self.customer.surveys[index];
        if survey.message.is_none() {
            survey.message = Some(message);
        }
        if survey.asked_at.is_some() {
            return;
        }
        survey.asked_at = Some(now);
        let id = survey.id;
        if survey.stage == Stage::Sending {
            survey.stage = Stage::Asked { expires_at, remind_at };
        }
        for (other, survey) in self.customer.surveys.iter_mut().enumerate() {
            if other != index && survey.is_asked() {
                survey.stage = Stage::Superseded;
            }
        }
        self.fact(Fact::Asked { survey: id, at: now });
    }

    fn question_refused(&mut self, index: usize, to: Option<&Address>, refusal: Refusal) {
        if let Some(address) = to {
            self.mark_refused(address, refusal);
        }
        if self.customer.surveys[index].stage != Stage::Sending {
            return;
        }
        match refusal {
            Refusal::Expired => self.suppress(index, Suppressed::Stale),
            Refusal::Unknown => {
                // Never asked twice: it is taken for asked until it expires, or a tap tells.
                let expires_at = self.later(self.policy.timers().ask_expire);
                let now = self.now;
                let survey = &mut self.customer.surveys[index];
                survey.stage = Stage::MaybeAsked { expires_at };
                survey.asked_at = Some(now);
                for (other, survey) in self.customer.surveys.iter_mut().enumerate() {
                    if other != index && survey.is_asked() {
                        survey.stage = Stage::Superseded;
                    }
                }
            }
            Refusal::Blocked
            | Refusal::NotStarted
            | Refusal::Deactivated
            | Refusal::ThreadGone
            | Refusal::ThreadClosed
            | Refusal::MessageGone
            | Refusal::ChatGone
            | Refusal::NoRights
            | Refusal::Unsupported
            | Refusal::TooLarge
            | Refusal::Other => self.ask_elsewhere(index),
        }
    }

    fn ask_elsewhere(&mut self, index: usize) {
        match self.next_way(index) {
            Ok(_) => self.ask_now(index),
            Err(why) => self.give_up(index, why),
        }
    }

    /// The time for an answer, a reminder or words is over, or a planned question is due.
    pub(crate) fn survey_due(&mut self, index: usize) {
        let now = self.now;
        let survey = &mut self.customer.surveys[index];
        match &mut survey.stage {
            Stage::Planned { due } if *due <= now => self.ask_now(index),
            Stage::Asked { expires_at, .. } | Stage::MaybeAsked { expires_at }
                if *expires_at <= now =>
            {
                survey.stage = Stage::Expired;
            }
            Stage::Asked { remind_at, .. } if remind_at.is_some_and(|at| at <= now) => {
                *remind_at = None;
                if !self.customer.opted_out && self.open_case_index().is_none() {
                    self.show_again(index, Question::Reminder);
                }
            }
            Stage::Answered { comment_until } if *comment_until <= now => {
                survey.stage = Stage::Finished;
            }
            Stage::Planned { .. }
            | Stage::Asked { .. }
            | Stage::MaybeAsked { .. }
            | Stage::Answered { .. }
            | Stage::Suppressed { .. }
            | Stage::Sending
            | Stage::Expired
            | Stage::Superseded
            | Stage::Undeliverable { .. }
            | Stage::Finished
            | Stage::Erased => (),
        }
    }

    /// Shows the same buttons in a new message; the old one loses its own once the new one stands.
    pub(crate) fn show_again(&mut self, index: usize, question: Question) {
        let words = self.ask_words(index, Some(question));
        let survey = &self.customer.surveys[index];
        let (id, scale) = (survey.id, survey.scale);
        let Some(address) = self.customer_address() else { return };
        let buttons = rating_buttons(id, scale);
        let purpose = Some(Purpose::QuestionAgain(id));
        let to = To::Private(address);
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Digest, OnUnknown::Leave, body);
    }

    /// Answers staff who asked for the question. Why a customer is not asked is for staff only, and
    /// the customer reads along where the contact was.
    fn tell_requester(&mut self, interaction: &Interaction, refusal: Option<DeskSay>) {
        let Some(message) = &interaction.requested_by else { return };
        match (refusal, self.policy.desk().cloned()) {
            (Some(refusal), Some(desk)) => self.post(desk, refusal, Vec::new(), None, None),
            (refusal, _) => self.answer_staff(message, refusal),
        }
    }

    fn wont_ask(&self, why: Suppressed) -> DeskSay {
        let name = self.customer.name.clone();
        match why {
            Suppressed::CaseOpen => match self.customer.open_case() {
                Some(case) => DeskSay::WontAskCaseOpen { name, case: case.number },
                None => DeskSay::WontAskDuplicate,
            },
            Suppressed::Gap => {
                let index = self.customer.surveys.len() - 1;
                let next = self.gap_until(index).unwrap_or(self.now);
                let asked =
                    self.customer.surveys[..index].iter().rev().find_map(|survey| survey.asked_at);
                let ago = since(asked.unwrap_or(self.now), self.now);
                DeskSay::WontAskGap { ago, next: self.policy.due(next, self.now) }
            }
            Suppressed::OptedOut => DeskSay::WontAskOptedOut { name },
            Suppressed::Stale => DeskSay::WontAskStale,
            Suppressed::NoChannel => DeskSay::WontAskNoChannel { name },
            Suppressed::Withdrawn | Suppressed::SameContact => DeskSay::WontAskDuplicate,
        }
    }

    /// S-3: staff of the open case learn about another contact.
    fn note_contact(&mut self, interaction: &Interaction) {
        let Some(case) = self.open_case_index() else { return };
        let say = DeskSay::AnotherContact {
            topic: interaction.topic.clone(),
            agent: interaction.agent.clone(),
        };
        self.desk(case, say);
    }

    /// Asks because the customer came by themselves.
    pub(crate) fn ask_on_wish(
        &mut self,
        source: Source,
        place: Option<String>,
        question: Option<Question>,
    ) {
        let mut interaction = Interaction::new(format!("own:{}", self.seq()), source, self.now);
        interaction.place = place;
        let question = question.unwrap_or_else(|| self.question_for(&interaction));
        let index = self.add_survey(interaction, question);
        match self.reason_not_to_ask(index) {
            Some(why) => {
                self.suppress(index, why);
                self.not_asked(why);
            }
            None => self.plan(index, self.now),
        }
    }
}

/// The customer came to be asked: no consent and no freshness is needed beyond that.
fn wished_by_customer(interaction: &Interaction) -> bool {
    match interaction.source {
        Source::Customer | Source::DeepLink => true,
        Source::Topic | Source::Done | Source::Webhook | Source::Manual => false,
    }
}

/// Printed links obey the gap; a receipt of one's own and a wish do not.
fn asks_regardless_of_gap(interaction: &Interaction) -> bool {
    match interaction.source {
        Source::Customer => true,
        Source::DeepLink => interaction.place.is_none(),
        Source::Topic | Source::Done | Source::Webhook | Source::Manual => false,
    }
}

/// The buttons of a scale: up to five in a row, eleven in rows of six and five.
pub(crate) fn rating_buttons(survey: SurveyId, scale: Scale) -> Vec<Vec<Button>> {
    let all: Vec<Button> = scale.ratings().map(|rating| rating_button(survey, rating)).collect();
    let row = if all.len() <= 5 { 5 } else { 6 };
    all.chunks(row).map(<[Button]>::to_vec).collect()
}

fn rating_button(survey: SurveyId, rating: Rating) -> Button {
    button(Label::Rating(rating), Action::Rate { survey, value: rating.value() })
}
