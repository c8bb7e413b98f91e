//! From the end of an interaction to the question in front of the customer (S-1 … S-10, S-23 …).

use jiff::{SignedDuration, Timestamp};

use super::{
    Recall,
    ruling::{Ruling, wished_by_customer},
    step::{Step, button, since},
    ways::Way,
    worded::worded,
};
use crate::{
    action::Action,
    customer::Reach,
    desk::DeskSay,
    effect::{Body, Class, Form, OnUnknown, Purpose, Receipt, Refusal, To, Words},
    fact::Fact,
    ids::SurveyId,
    interaction::{Interaction, InteractionId, Source},
    metrics::segments_of,
    place::{Address, MessageRef},
    say::{Button, Label, Question, Say},
    scale::{Rating, Scale},
    survey::{Put, Stage, Suppressed, Survey, Undelivered},
    wording::key_of_question,
};

/// A thread in which the question stands is put away after this long, answered or not.
const PUT_AWAY_UNANSWERED: SignedDuration = SignedDuration::from_mins(30);
/// After a tap it is put away sooner.
pub(crate) const PUT_AWAY_ANSWERED: SignedDuration = SignedDuration::from_mins(10);

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
                let question = self.question_for(interaction);
                let survey = &mut self.customer.surveys[index];
                (survey.interaction, survey.question) = (interaction.clone(), question);
                self.plan(index, self.now);
            }
            return self.tell_requester(interaction, Some(DeskSay::WontAskDuplicate));
        }
        let question = self.question_for(interaction);
        let index = self.add_survey(interaction.clone(), question);
        match self.ruling(index) {
            Ruling::Never(why) => {
                if why == Suppressed::CaseOpen {
                    self.note_contact(interaction);
                }
                self.suppress(index, why);
                let reply = self.wont_ask(index, why);
                self.tell_requester(interaction, Some(reply));
            }
            Ruling::PutOff(until) => {
                let due = self.policy.due(until, self.now);
                self.tell_requester(interaction, Some(DeskSay::WillAskLater { due }));
                self.plan(index, until);
            }
            Ruling::At(due) => {
                self.tell_requester(interaction, None);
                self.plan(index, due);
            }
        }
    }

    /// Plans the question; one that is due goes out in the same step.
    fn plan(&mut self, index: usize, due: Timestamp) {
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Planned { due };
        let (id, interaction) = (survey.id, survey.interaction.id.clone());
        let ended_at = Some(survey.interaction.ended_at);
        self.fact(Fact::Planned { survey: id, interaction, ended_at });
        if due <= self.now {
            self.ask_now(index);
        }
    }

    fn add_survey(&mut self, interaction: Interaction, question: Question) -> usize {
        let id = self.survey_id();
        let scale = self.policy.workspace.scale;
        let segments = segments_of(&interaction);
        if !segments.is_empty() {
            self.fact(Fact::Tagged { survey: id, segments });
        }
        self.customer.surveys.push(Survey {
            id,
            interaction,
            scale,
            question,
            worded: None,
            stage: Stage::Planned { due: self.now },
            message: None,
            in_public: false,
            put_away_at: None,
            put: Put::default(),
            asked_at: None,
            shown_again: false,
            response: None,
            comments: Vec::new(),
            tried: Vec::new(),
            case: None,
            receipt: None,
            log_id: self.log_id(),
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
                    since(interaction.ended_at, self.now) <= SignedDuration::from_mins(5);
                match &interaction.topic {
                    // "Just now" would be untrue after a while.
                    Some(topic) if !just_now => Question::Topic(topic.clone()),
                    Some(_) | None => Question::JustNow,
                }
            }
        }
    }

    pub(crate) fn suppress(&mut self, index: usize, why: Suppressed) {
        let token = self.token();
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Suppressed { why };
        if why == Suppressed::NoChannel {
            survey.receipt = Some(format!("r_{token}"));
        }
        let (id, interaction) = (survey.id, survey.interaction.id.clone());
        let ended_at = Some(survey.interaction.ended_at);
        self.fact(Fact::Suppressed { survey: id, interaction, why, ended_at });
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
        match self.ruling(index) {
            Ruling::Never(why) => return self.suppress(index, why),
            Ruling::At(due) | Ruling::PutOff(due) if self.now < due => {
                self.customer.surveys[index].stage = Stage::Planned { due };
                return;
            }
            Ruling::At(_) | Ruling::PutOff(_) => (),
        }
        let way = match self.next_way(index) {
            Ok(way) => way,
            Err(_) if self.open_room_to_ask(index) => {
                self.customer.surveys[index].stage = Stage::Sending;
                return;
            }
            Err(why) => match self.way_here(index) {
                Some(way) => way,
                None => return self.give_up(index, why),
            },
        };
        let until = self.worth_asking_until(index);
        let survey = &mut self.customer.surveys[index];
        survey.stage = Stage::Sending;
        let is_here = way == Way::Here;
        survey.put.here |= is_here;
        survey.in_public = way == Way::Here && !survey.interaction.held_in_private;
        let to = match way {
            Way::Private(address) => {
                survey.tried.push(address.clone());
                To::Private(address)
            }
            Way::Room(room, of) => {
                survey.put.room = true;
                To::Room { room, of }
            }
            Way::Here => match survey.interaction.held_at.clone() {
                Some(place) => To::Place(place),
                None => return,
            },
        };
        let is_own = self.is_wished_now(index);
        // Whoever gave the command to be asked is asked where they stand.
        let to = match self.asked_by().cloned() {
            Some(press) if is_own => {
                self.customer.surveys[index].put.aside = true;
                To::Reply(press)
            }
            Some(_) | None => to,
        };
        let survey = &self.customer.surveys[index];
        let (id, buttons) = (survey.id, rating_buttons(survey.id, survey.scale));
        let worded = self.chosen(index, key_of_question(&survey.question));
        self.customer.surveys[index].worded = worded.map(Box::new);
        let call = if is_here { self.called_here(index) } else { None };
        let say = self.ask_say(index, call);
        let words = Words::Customer(say, self.language());
        let purpose = Some(Purpose::Question(id));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect_until(until, Class::Question, OnUnknown::Leave, body);
    }

    /// Whether the question is what the customer asked for in this step: by a command or press, or by
    /// showing a code.
    fn is_wished_now(&self, index: usize) -> bool {
        let interaction = &self.customer.surveys[index].interaction;
        let is_own = interaction.id == InteractionId::own(self.seq());
        let shows_code = self.is_filling_in(Form::Code);
        (interaction.source == Source::Customer && is_own)
            || (interaction.source == Source::DeepLink && shows_code)
    }

    /// Others read where the contact was, too: whom the question is for must be plain.
    fn called_here(&self, index: usize) -> Option<Address> {
        let here = self.customer.surveys[index].interaction.held_at.as_ref()?;
        let mut contacts = self.customer.contacts.iter();
        let there = contacts.find(|contact| here.platform == contact.address.platform);
        there.map(|contact| contact.address.clone())
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
            Ok(
                Receipt::Thread(_)
                | Receipt::ThreadOnCard { .. }
                | Receipt::Text(_)
                | Receipt::Gaps(_)
                | Receipt::Done,
            ) => (),
            Err(refusal) => self.question_refused(index, to, *refusal),
        }
    }

    /// The customer wants no questions: those that were not asked yet are not.
    pub(crate) fn no_questions(&mut self) {
        self.recall(Recall::Questions);
        for index in 0..self.customer.surveys.len() {
            let survey = &self.customer.surveys[index];
            // Also one that they wished for: its message is recalled with the others.
            if matches!(survey.stage, Stage::Planned { .. } | Stage::Sending) {
                self.suppress(index, Suppressed::OptedOut);
            }
        }
    }

    /// The question stands in front of the customer.
    pub(crate) fn now_asked(&mut self, index: usize, message: MessageRef) {
        if let Stage::Suppressed { why: Suppressed::OptedOut } = self.customer.surveys[index].stage
        {
            // It left in the moment in which they said that they want none.
            let body = Body::Delete { message, purpose: None };
            return self.effect(Class::Question, OnUnknown::Repeat, body);
        }
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
        let in_thread = survey.interaction.held_at.as_ref().is_some_and(|at| at.thread.is_some());
        let by_staff = survey.interaction.source == Source::Done && !survey.interaction.on_behalf;
        if survey.put.here && survey.interaction.ask_here && in_thread && by_staff {
            survey.put_away_at = Some(super::step::later(now, PUT_AWAY_UNANSWERED));
        }
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
            Refusal::Recalled => self.suppress(index, Suppressed::OptedOut),
            Refusal::Expired => self.not_sent_in_time(index),
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
            | Refusal::NotHere
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

    /// The question could not leave while it was worth sending.
    fn not_sent_in_time(&mut self, index: usize) {
        let is_wish = wished_by_customer(&self.customer.surveys[index].interaction);
        if is_wish || self.quiet_until(self.now).is_none() {
            return self.suppress(index, Suppressed::Stale);
        }
        // Quiet hours began meanwhile: where they leave time for it, it is asked after them.
        match self.ruling(index) {
            Ruling::Never(why) => self.suppress(index, why),
            Ruling::At(due) | Ruling::PutOff(due) => {
                self.customer.surveys[index].stage = Stage::Planned { due };
            }
        }
    }

    /// The way that was tried leads nowhere: the next one is.
    pub(crate) fn ask_elsewhere(&mut self, index: usize) {
        self.ask_now(index);
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
            Stage::Asked { remind_at: Some(at), .. } if *at <= now => self.reminder_due(index),
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

    /// S-23: reminds once, after quiet hours if the time for it lies in them.
    fn reminder_due(&mut self, index: usize) {
        let later = self.quiet_until(self.now);
        if let Stage::Asked { remind_at, .. } = &mut self.customer.surveys[index].stage {
            *remind_at = later;
        }
        if later.is_none() && !self.customer.opted_out && self.open_case_index().is_none() {
            self.show_again(index, Question::Reminder);
        }
    }

    /// Shows the same buttons in a new message; the old one loses its own once the new one stands.
    pub(crate) fn show_again(&mut self, index: usize, question: Question) {
        let is_reminder = question == Question::Reminder;
        let chosen = self.chosen(index, key_of_question(&question));
        let ask = Say::Ask { question, name: self.customer.name.clone(), call: None };
        let ask = worded(chosen.and_then(|chosen| chosen.text), ask);
        let words = Words::Customer(ask, self.language());
        let survey = &self.customer.surveys[index];
        let (id, scale) = (survey.id, survey.scale);
        let Some(to) = self.customer_way() else { return };
        let buttons = rating_buttons(id, scale);
        let purpose = Some(Purpose::QuestionAgain(id));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        match self.quiet_from().filter(|_| is_reminder) {
            Some(until) => self.effect_until(until, Class::Digest, OnUnknown::Leave, body),
            None => self.effect(Class::Digest, OnUnknown::Leave, body),
        }
    }

    /// Asks because the customer came by themselves.
    pub(crate) fn ask_on_wish(
        &mut self,
        source: Source,
        place: Option<String>,
        question: Option<Question>,
    ) {
        let mut interaction = Interaction::new(InteractionId::own(self.seq()).0, source, self.now);
        interaction.place = place;
        let question = question.unwrap_or_else(|| self.question_for(&interaction));
        let index = self.add_survey(interaction, question);
        match self.ruling(index) {
            Ruling::Never(why) => {
                self.suppress(index, why);
                self.not_asked(why);
            }
            Ruling::At(due) | Ruling::PutOff(due) => self.plan(index, due),
        }
    }
}

/// The buttons of a scale: up to five in a row, eleven in rows of six and five.
pub(crate) fn rating_buttons(survey: SurveyId, scale: Scale) -> Vec<Vec<Button>> {
    let all: Vec<Button> = scale.ratings().map(|rating| rating_button(survey, rating)).collect();
    rows_of(&all)
}

/// Buttons in rows.
pub(crate) fn rows_of(all: &[Button]) -> Vec<Vec<Button>> {
    let row = if all.len() <= 5 { 5 } else { 6 };
    all.chunks(row).map(<[Button]>::to_vec).collect()
}

fn rating_button(survey: SurveyId, rating: Rating) -> Button {
    button(Label::Rating(rating), Action::Rate { survey, value: rating.value() })
}
