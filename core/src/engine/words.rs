//! What the customer writes in private, outside of buttons (S-19, S-26, E7 … E9, commands).

use jiff::SignedDuration;

use super::{
    inbox::item_buttons,
    step::{Step, button, since},
};
use crate::{
    action::Action,
    case::{Case, Origin, Outcome, PromiseKind, Stage as CaseStage},
    customer::{Remark, WORDS_KEPT},
    desk::DeskSay,
    effect::{Body, Class, Form, OnUnknown, To},
    event::Token,
    fact::Fact,
    grammar,
    inbox::ItemWhat,
    interaction::{InteractionId, Source},
    lang::Lang,
    place::{Content, MediaKind, MessageRef},
    say::{Label, Question, Say, Status},
    survey::{Comment, Stage, Suppressed, Survey},
};

/// Words out of the blue are thanked for at most this often (E8).
const THANKS_APART: SignedDuration = SignedDuration::from_mins(10);
/// A check that was told of comes so soon after its time.
const ASKED_WITHIN: SignedDuration = SignedDuration::from_mins(1);

impl Step<'_> {
    /// Finds where the customer's words belong.
    pub(crate) fn customer_wrote(
        &mut self,
        message: &MessageRef,
        reply_to: Option<&MessageRef>,
        content: &Content,
        token: Option<&Token>,
    ) {
        if let Content::Text(text) | Content::Styled { text, .. } = content
            && self.customer_command(message, text, token)
        {
            return;
        }
        if let Some(case) = self.open_case_index() {
            self.customer.complaining = false;
            return self.customer_spoke(case, message, reply_to, content);
        }
        if content == &Content::Unsupported {
            // Nobody must believe that it was read (E32).
            return self.tell(Class::Thanks, Say::RelayFailed, Vec::new());
        }
        if self.customer.complaining {
            self.customer.complaining = false;
            return self.complain(message, content);
        }
        let answered = self.answered_lately();
        let closed = self.closed_lately();
        match (answered, closed) {
            // Words after a tap belong to the answer, unless a case closed after it.
            (Some(index), Some(case)) if self.answered_after(index, case) => {
                self.comment(index, message, content);
            }
            (_, Some(case)) => self.spoke_after_close(case, message, reply_to, content),
            (Some(index), None) => self.comment(index, message, content),
            (None, None) => self.out_of_the_blue(message, content),
        }
    }

    /// A form was filled in: what it was about is known.
    pub(crate) fn form_filled(
        &mut self,
        form: Form,
        message: &MessageRef,
        content: &Content,
        token: Option<&Token>,
    ) {
        match form {
            Form::Comment(_) | Form::Story(_) if self.open_case_index().is_some() => {
                let case = self.open_case_index().expect("it was just found");
                self.customer_spoke(case, message, None, content);
            }
            Form::Comment(survey) => match self.survey_index(survey) {
                Some(index) => self.comment(index, message, content),
                None => self.out_of_the_blue(message, content),
            },
            Form::Complaint => {
                self.complain_command(message, content.words().unwrap_or_default());
            }
            Form::Code => self.code_shown(token),
            Form::Story(_)
            | Form::Done(_)
            | Form::Promise(_)
            | Form::Progress(_)
            | Form::Handover(_)
            | Form::Return(_)
            | Form::Offer(_)
            | Form::Instead(..)
            | Form::Why(_)
            | Form::Anyway(_)
            | Form::Sorry
            | Form::Wording(_) => {
                self.customer_wrote(message, None, content, None);
            }
        }
    }

    /// The survey that words belong to: answered within T6, or asked and not answered yet.
    fn answered_lately(&self) -> Option<usize> {
        let surveys = &self.customer.surveys;
        let answered = surveys.iter().rposition(|survey| match survey.stage {
            Stage::Answered { comment_until } => self.now < comment_until,
            Stage::Suppressed { .. }
            | Stage::Planned { .. }
            | Stage::Sending
            | Stage::Asked { .. }
            | Stage::MaybeAsked { .. }
            | Stage::Expired
            | Stage::Superseded
            | Stage::Undeliverable { .. }
            | Stage::Finished
            | Stage::Erased => false,
        });
        answered.or_else(|| surveys.iter().rposition(Survey::is_asked))
    }

    /// The last case, if words may still belong to it.
    fn closed_lately(&self) -> Option<usize> {
        let duplicate = |case: &Case| match case.stage {
            CaseStage::Closed { outcome: Outcome::Duplicate, at, .. } => {
                since(at, self.now) <= self.policy.timers().reopen_within
            }
            CaseStage::Open
            | CaseStage::Working { .. }
            | CaseStage::Waiting { .. }
            | CaseStage::Checking { .. }
            | CaseStage::Closed { .. } => false,
        };
        let closed = self.customer.cases.iter().rposition(|case| {
            let counts = match case.stage {
                CaseStage::Closed { outcome, .. } => outcome != Outcome::Mistap,
                CaseStage::Open
                | CaseStage::Working { .. }
                | CaseStage::Waiting { .. }
                | CaseStage::Checking { .. } => false,
            };
            counts && self.is_recent(case)
        });
        // What goes on in somebody else's case is not over for whoever wrote.
        closed.or_else(|| self.customer.cases.iter().rposition(duplicate))
    }

    fn answered_after(&self, survey: usize, case: usize) -> bool {
        let survey = &self.customer.surveys[survey];
        let at = survey
            .response
            .as_ref()
            .and_then(|response| response.history.last())
            .map(|(at, _)| *at);
        match (at.or(survey.asked_at), &self.case(case).stage) {
            (Some(at), CaseStage::Closed { at: closed, .. }) => *closed < at,
            (Some(_) | None, _) => false,
        }
    }

    /// K-32, K-32b: words after a case closed.
    fn spoke_after_close(
        &mut self,
        case: usize,
        message: &MessageRef,
        reply_to: Option<&MessageRef>,
        content: &Content,
    ) {
        let CaseStage::Closed { outcome, last_owner, .. } = self.case(case).stage.clone() else {
            return;
        };
        match outcome {
            Outcome::Silent | Outcome::Unconfirmed | Outcome::Unreachable | Outcome::Declined => {
                self.reopen_for_customer(case);
                let within = self.rounded_wait(self.first_due(case));
                self.case_mut(case).words_thanked = true;
                self.customer_spoke(case, message, reply_to, content);
                self.tell_in_case(case, Say::Reopened { within }, Vec::new());
            }
            Outcome::Recovered
            | Outcome::Partly
            | Outcome::NotRecovered
            | Outcome::Mistap
            | Outcome::Duplicate
            | Outcome::Forgotten => {
                self.note_said(case, None, content, Some(message));
                if let Some(words) = content.words() {
                    self.remember_said(case, words);
                }
                self.case_mut(case).heard_at = Some(self.now);
                self.queue_line(case, message, reply_to, content);
                self.flush_burst(case);
                self.ask_what_it_meant(case, last_owner);
            }
        }
    }

    /// S-19, S-26: the customer's own words about the contact.
    fn comment(&mut self, index: usize, message: &MessageRef, content: &Content) {
        if let Content::Media { kind: MediaKind::Sticker, .. } = content {
            return;
        }
        let words = content.words().map(str::to_owned);
        let comment_until = self.later(self.policy.timers().ask_comment);
        let now = self.now;
        let survey = &mut self.customer.surveys[index];
        survey.comments.push(Comment { at: now, words: words.clone(), message: message.clone() });
        let id = survey.id;
        let answered = survey.response.is_some();
        if answered {
            survey.stage = Stage::Answered { comment_until };
        }
        let again = !answered && !survey.shown_again;
        survey.shown_again |= again;
        self.fact(Fact::Commented { survey: Some(id), words: words.clone() });
        let item = self.item(ItemWhat::Comment, Some(index), words.clone());
        self.feed(index, words, Some(item));
        self.show_media(message, content);
        if again {
            let question = self.customer.surveys[index].question.clone();
            self.show_again(index, question);
        } else {
            self.tell(Class::Thanks, Say::CommentThanks, Vec::new());
        }
    }

    /// E9: what the customer sent in place of words stands at the desk below the line about it.
    fn show_media(&mut self, message: &MessageRef, content: &Content) {
        let (Content::Media { .. }, Some(desk)) = (content, self.policy.desk().cloned()) else {
            return;
        };
        let (message, to) = (message.clone(), To::Place(desk));
        let content = Some(Box::new(content.clone()));
        let body =
            Body::Copy { message, to, caption: None, content, reply_to: None, purpose: None };
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// E8: words that belong to nothing. They reach the desk all the same.
    fn out_of_the_blue(&mut self, message: &MessageRef, content: &Content) {
        if let Content::Media { kind: MediaKind::Sticker, .. } = content {
            return;
        }
        let words = content.words().map(str::to_owned);
        let id = self.customer.id;
        self.fact(Fact::Commented { survey: None, words: words.clone() });
        let at = self.now;
        let kept = &mut self.customer.words;
        kept.extend(words.clone().map(|words| Remark { at, words }));
        if WORDS_KEPT < kept.len() {
            kept.remove(0);
        }
        let is_kept = |survey: &Survey| survey.response.is_some() && survey.stage != Stage::Erased;
        if let Some(index) = self.customer.surveys.iter().rposition(is_kept) {
            let comment = Comment { at: self.now, words: words.clone(), message: message.clone() };
            self.customer.surveys[index].comments.push(comment);
        }
        let item = self.item(ItemWhat::OutOfTheBlue, None, words.clone());
        if let Some(desk) = self.policy.desk().cloned() {
            let name = self.customer.name.clone();
            let say =
                DeskSay::Feed { rating: None, name, topic: None, agent: None, comment: words };
            let buttons = item_buttons(item, ItemWhat::OutOfTheBlue);
            self.post(desk, say, buttons, None, None);
            self.show_media(message, content);
        }
        let now = self.now;
        if self.customer.thanked_at.is_some_and(|at| since(at, now) < THANKS_APART) {
            return;
        }
        self.customer.thanked_at = Some(now);
        let contact = button(Label::ContactMe, Action::Contact { customer: id });
        self.tell(Class::Thanks, Say::CommentThanks, vec![vec![contact]]);
    }

    /// A complaint in the customer's own words opens a case, or goes on with a recent one.
    fn complain(&mut self, message: &MessageRef, content: &Content) {
        let recent = self.customer.cases.iter().rposition(|case| self.is_recent(case));
        let case = match recent {
            Some(case) => {
                self.reopen_for_customer(case);
                case
            }
            None => self.open_case(Origin::Complaint, None),
        };
        self.case_mut(case).words_thanked = true;
        self.customer_spoke(case, message, None, content);
        let ack = self.complain_ack(case);
        self.tell_in_case(case, ack, Vec::new());
    }

    /// Commands of customers. An unknown one is words like any other.
    fn customer_command(
        &mut self,
        message: &MessageRef,
        text: &str,
        token: Option<&Token>,
    ) -> bool {
        let Some(command) = grammar::command(text) else { return false };
        let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
        match command {
            "start" => self.started(token),
            "link" => self.link(message, rest, token),
            "feedback" => self.feedback_wished(),
            "complain" => self.complain_command(message, rest),
            "status" => self.tell_status(),
            "board" => self.tell(Class::Thanks, self.board(), Vec::new()),
            "stop" => {
                self.customer.opted_out = true;
                self.no_questions();
                self.tell(Class::Thanks, Say::StopAck, Vec::new());
            }
            "resume" => {
                self.customer.opted_out = false;
                self.tell(Class::Thanks, Say::ResumeAck, Vec::new());
            }
            "privacy" => {
                let days = self.policy.workspace.retention.days();
                self.tell(Class::Thanks, Say::Privacy { days }, Vec::new());
            }
            "mydata" => self.send_my_data(),
            "forget" => self.ask_to_forget(),
            "language" => {
                let lang = Lang::parse(rest);
                if let Some(lang) = lang.filter(|lang| self.policy.workspace.offers(*lang)) {
                    self.customer.chosen_language = Some(lang);
                }
                self.tell(Class::Thanks, Say::LanguageSet, Vec::new());
            }
            _ => return false,
        }
        true
    }

    fn complain_command(&mut self, message: &MessageRef, rest: &str) {
        if rest.is_empty() {
            self.customer.complaining = true;
            return self.tell(Class::Recovery, Say::ComplainPrompt, Vec::new());
        }
        let content = Content::Text(rest.to_owned());
        match self.open_case_index() {
            Some(case) => self.customer_spoke(case, message, None, &content),
            None => self.complain(message, &content),
        }
    }

    /// `/start`, with whatever the link behind it stands for.
    fn started(&mut self, token: Option<&Token>) {
        match token {
            Some(Token::Receipt { token, interaction, external }) => {
                self.receipt_shown(token, interaction, external.as_ref());
            }
            Some(Token::ReceiptExpired) => {
                self.ask_on_wish(Source::DeepLink, None, Some(Question::ReceiptExpired));
            }
            Some(Token::Visit(place)) => {
                self.ask_on_wish(Source::DeepLink, Some(place.clone()), Some(Question::Visit));
            }
            Some(Token::Private(token)) => self.open_in_private(token),
            Some(Token::Unknown) => {
                self.led_nowhere();
                self.greet();
            }
            Some(Token::Linked) | None => self.greet(),
        }
    }

    /// E49: a link with something unknown behind it is a signal that came to nothing.
    fn led_nowhere(&mut self) {
        self.customer.dead_link_at = Some(self.now);
        self.fact(Fact::LedNowhere);
    }

    /// A code written into a form does what a link with it does. Whoever mistyped theirs came to be
    /// asked as well.
    fn code_shown(&mut self, token: Option<&Token>) {
        match token {
            Some(Token::Unknown) => {
                self.led_nowhere();
                self.feedback_wished();
            }
            Some(Token::Linked) | None => self.feedback_wished(),
            Some(
                Token::Receipt { .. } | Token::ReceiptExpired | Token::Visit(_) | Token::Private(_),
            ) => self.started(token),
        }
    }

    /// Whoever came to be asked and is not asked gets an answer all the same.
    pub(crate) fn answer_if_not_asked(&mut self, id: &InteractionId) {
        let found = self.customer.surveys.iter().find(|survey| survey.interaction.id == *id);
        if let Some(Stage::Suppressed { why }) = found.map(|survey| &survey.stage) {
            self.not_asked(*why);
        }
    }

    /// The customer wishes to be asked, if the business lets them.
    pub(crate) fn feedback_wished(&mut self) {
        if self.policy.workspace.signals.feedback {
            return self.ask_on_wish(Source::Customer, None, None);
        }
        self.tell(Class::Thanks, Say::FeedbackOff, Vec::new());
    }

    /// Tells the customer who wished to be asked how things stand instead.
    pub(crate) fn not_asked(&mut self, why: Suppressed) {
        match why {
            Suppressed::CaseOpen => self.tell_status(),
            Suppressed::OptedOut
            | Suppressed::Gap
            | Suppressed::Stale
            | Suppressed::NoChannel
            | Suppressed::Withdrawn
            | Suppressed::SameContact
            | Suppressed::Paused
            | Suppressed::Incident
            | Suppressed::TopicOff
            | Suppressed::TagOff
            | Suppressed::OutcomeOff
            | Suppressed::FewMessages
            | Suppressed::NotSampled
            | Suppressed::QuietHours => self.greet(),
        }
    }

    pub(crate) fn greet(&mut self) {
        let name = self.customer.name.clone();
        self.tell(Class::Thanks, Say::Start { name }, Vec::new());
    }

    /// The customer followed "tap here and a person will answer" (E19).
    fn open_in_private(&mut self, token: &str) {
        let found = self
            .customer
            .cases
            .iter()
            .position(|case| case.is_open() && case.private_token.as_deref() == Some(token));
        let Some(case) = found else { return self.greet() };
        self.renew_first_reply(case);
        let sorry = self.sorry(case);
        self.tell_in_case(case, sorry, Vec::new());
    }

    /// A time for the next word: T13, or the moment at which the customer is asked anyway.
    fn promise_next_word(&mut self, case: usize) {
        let CaseStage::Checking { ask_at: Some(at), .. } = self.case(case).stage else {
            let within = self.policy.timers().progress_every;
            self.promise(case, PromiseKind::Progress, within);
            return;
        };
        let due = self.policy.clock.after(at.max(self.now), ASKED_WITHIN);
        self.promise_by(case, PromiseKind::Progress, due, None, None);
        // Nobody has to do anything for it.
        if let Some(promise) = self.case_mut(case).promises.last_mut() {
            promise.warn_at = None;
        }
    }

    /// `/status`: where things stand, with the next time told being a promise.
    pub(crate) fn tell_status(&mut self) {
        let Some(case) = self.open_case_index() else {
            return self.tell(Class::Thanks, Say::StatusNone, Vec::new());
        };
        let status = match self.case(case).stage {
            CaseStage::Open => Status::Open,
            CaseStage::Working { .. } => Status::Working,
            CaseStage::Waiting { .. } => {
                return self.tell_in_case(case, Say::Nudge1, Vec::new());
            }
            CaseStage::Checking { ask_at: None, .. } => return self.recheck(case),
            CaseStage::Checking { .. } => Status::Checking,
            CaseStage::Closed { .. } => return,
        };
        if self.case(case).open_words().next().is_none() {
            self.promise_next_word(case);
        }
        let due = self.policy.due(self.first_due(case), self.now);
        let staff = self.case(case).owner().map(|owner| self.policy.staff_name(owner));
        let latest = self.case(case).resolutions.last().map(|last| last.done.clone());
        let case_number = self.case(case).number;
        let say = Say::StatusOpen { case: case_number, status, staff, latest, due };
        self.tell_in_case(case, say, Vec::new());
    }
}
