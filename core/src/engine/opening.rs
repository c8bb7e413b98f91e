//! How a case begins, and begins again (K-1, K-32), and the first time told.

use jiff::{SignedDuration, Timestamp};

use super::step::{Step, percent, since};
use crate::{
    case::{
        AtDesk, Case, Deed, Origin, Outcome, Promise, PromiseKind, PromiseState, Stage,
        ThreadState, Wakes, Why,
    },
    desk::{DeskSay, HistoryWhat},
    effect::{Body, Class, OnUnknown, Words},
    fact::{Alarm, Fact},
    policy::Level,
    say::Say,
};

/// T12: the shortest and the longest time between a warning and what it warns of.
const WARN_LEAST: SignedDuration = SignedDuration::from_mins(5);
const WARN_MOST: SignedDuration = SignedDuration::from_hours(2);

impl Step<'_> {
    /// The case that an unhappy answer belongs to: the open one, a recent one about the same
    /// contact, or a new one.
    pub(crate) fn case_for_answer(&mut self, survey: usize, origin: Origin) -> usize {
        let id = self.customer.surveys[survey].id;
        let rating = self.customer.surveys[survey].rating();
        let case = if let Some(case) = self.open_case_index() {
            self.desk(case, DeskSay::AnotherAnswer { rating });
            self.take_up_again(case);
            case
        } else {
            self.case_again(origin, survey)
        };
        if !self.case(case).surveys.contains(&id) {
            // A slip of the finger may have left it with a case that closed since.
            for other in &mut self.customer.cases {
                other.surveys.retain(|survey| *survey != id);
            }
            self.case_mut(case).surveys.push(id);
        }
        self.customer.surveys[survey].case = Some(self.case(case).number);
        self.talk_on_behalf(case);
        case
    }

    /// The customer needs somebody in a case where it was their turn: whoever has it is called, and
    /// a new time is told unless one stands.
    pub(crate) fn take_up_again(&mut self, case: usize) {
        let progress = self.staffed(self.policy.timers().progress_every);
        let now = self.now;
        let state = self.case_mut(case);
        let idle = matches!(state.stage, Stage::Waiting { .. } | Stage::Checking { .. });
        if let (true, Some(owner)) = (idle, state.owner().cloned()) {
            state.stage = Stage::Working { owner, since: now };
            state.wakes.progress = Some(progress);
        }
        if self.renew_first_reply(case) {
            self.call_owner(case);
        }
    }

    /// The case that belongs to a survey goes on; if there is none, one is opened. An answer never
    /// has two cases.
    pub(crate) fn case_again(&mut self, origin: Origin, survey: usize) -> usize {
        let Some(case) = self.recent_case_of(survey) else {
            let case = self.open_case(origin, Some(survey));
            self.customer.surveys[survey].case = Some(self.case(case).number);
            return case;
        };
        self.reopen_for_customer(case);
        case
    }

    /// K-1c: a case that closed a while ago, about the same contact or the same topic.
    fn recent_case_of(&self, survey: usize) -> Option<usize> {
        let survey = &self.customer.surveys[survey];
        let same_topic = |case: &Case| {
            let topic = survey.interaction.topic.as_ref();
            topic.is_some()
                && case
                    .surveys
                    .iter()
                    .filter_map(|id| self.customer.survey(*id))
                    .any(|other| other.interaction.topic.as_ref() == topic)
        };
        self.customer.cases.iter().rposition(|case| {
            case.surveys.contains(&survey.id) || (self.is_recent(case) && same_topic(case))
        })
    }

    /// Whether a case closed no longer ago than T29.
    pub(crate) fn is_recent(&self, case: &Case) -> bool {
        let Stage::Closed { outcome, at, .. } = case.stage else { return false };
        let over = matches!(outcome, Outcome::Duplicate | Outcome::Forgotten);
        !over && since(at, self.now) <= self.policy.timers().reopen_within
    }

    /// K-1: opens a case, with the first time told to the customer.
    pub(crate) fn open_case(&mut self, origin: Origin, survey: Option<usize>) -> usize {
        let number = self.next_case_number();
        let now = self.now;
        let repeat_of = self.put_right_lately();
        let alone = self.policy.clock.is_open(now) && !self.policy.anyone_on_duty(now);
        let is_higher = alone || origin == Origin::Senior;
        let level = if is_higher { Level::Senior } else { Level::Agent };
        let surveys: Vec<_> =
            survey.map(|index| self.customer.surveys[index].id).into_iter().collect();
        let said = if let Some(index) = survey {
            let comments = &self.customer.surveys[index].comments;
            comments.iter().filter_map(|comment| comment.words.clone()).collect()
        } else {
            let remarks = std::mem::take(&mut self.customer.words);
            remarks.into_iter().map(|remark| remark.words).collect()
        };
        self.customer.cases.push(Case {
            number,
            opened_at: now,
            origin,
            surveys: surveys.clone(),
            level,
            stage: Stage::Open,
            promises: Vec::new(),
            offers: Vec::new(),
            joined: Vec::new(),
            handover: None,
            assists: Vec::new(),
            came_back: 0,
            first_word_at: None,
            last_word_at: now,
            senior_asked: 0,
            resolutions: Vec::new(),
            reopened: 0,
            unreachable_since: None,
            wakes: Wakes { age: Some(self.later(self.policy.timers().age_l2)), ..Wakes::default() },
            desk: AtDesk::default(),
            lines: Vec::new(),
            next_line: 1,
            burst: None,
            said,
            heard_at: None,
            words_thanked: false,
            held: false,
            history: vec![(now, HistoryWhat::Opened(origin))],
            private_token: None,
            repeat_of,
            paused_until: None,
            left: None,
            why: Why::default(),
            cause: None,
            unsure: None,
            spoken: 0,
            senior_word_at: None,
        });
        let case = self.customer.cases.len() - 1;
        let (survey, clouds) = (surveys.first().copied(), self.clouded());
        self.fact(Fact::CaseOpened { case: number, origin, survey, level, clouds });
        if alone {
            self.fact(Fact::Alarm { what: Alarm::NobodyOnDuty(number) });
        }
        self.promise_first_reply(case);
        self.open_thread(case);
        self.open_room(case);
        case
    }

    /// T9: how long until the first human word; half of it for a new customer.
    fn reply_within(&self, case: usize) -> SignedDuration {
        let is_new = self
            .case(case)
            .surveys
            .iter()
            .filter_map(|id| self.customer.survey(*id))
            .flat_map(|survey| &survey.interaction.segments)
            .any(|segment| segment.trim().eq_ignore_ascii_case("new"));
        self.policy.timers().reply_to(is_new)
    }

    fn promise_first_reply(&mut self, case: usize) {
        let within = self.reply_within(case);
        self.promise(case, PromiseKind::FirstReply, within);
        let nudge = self.staffed(percent(within, 30));
        let call = self.staffed(percent(within, 70));
        let state = self.case_mut(case);
        state.wakes.nudge = Some(nudge);
        state.wakes.call = Some(call);
    }

    /// Tells the customer a new time for the next human word, unless one stands.
    pub(crate) fn promise_first_reply_again(&mut self, case: usize) {
        if self.renew_first_reply(case) {
            let due = self.first_due(case);
            self.tell_in_case(case, Say::Reopened { within: self.rounded_wait(due) }, Vec::new());
        }
    }

    /// Makes a new time for the next human word, unless one stands. Returns whether it did.
    pub(crate) fn renew_first_reply(&mut self, case: usize) -> bool {
        if self.case(case).open_words().next().is_some() {
            return false;
        }
        match self.case(case).stage {
            Stage::Open => self.promise_first_reply(case),
            Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => {
                let within = self.reply_within(case);
                self.promise(case, PromiseKind::FirstReply, within);
            }
            Stage::Closed { .. } => return false,
        }
        true
    }

    /// Stores a time that is told to the customer, staffed time ahead, and gives it back.
    pub(crate) fn promise(
        &mut self,
        case: usize,
        kind: PromiseKind,
        within: SignedDuration,
    ) -> Timestamp {
        let due = self.staffed(within);
        self.promise_by(case, kind, due, None, None);
        due
    }

    /// Stores a time that is told to the customer, what is to be done by then, and the time that it
    /// takes the place of.
    pub(crate) fn promise_by(
        &mut self,
        case: usize,
        kind: PromiseKind,
        due: Timestamp,
        deed: Option<Deed>,
        instead_of: Option<Timestamp>,
    ) {
        let now = self.now;
        let said = self.policy.clock.between(now, due);
        let warned = percent(said, 20).clamp(WARN_LEAST, WARN_MOST);
        let is_warned_of = kind.is_warned_of() && warned < said;
        let warn_at = is_warned_of.then(|| self.staffed(said - warned));
        let promise = Promise {
            kind,
            made_at: now,
            due,
            said,
            state: PromiseState::Made,
            raised: false,
            deed,
            warn_at,
            warned_at: None,
        };
        self.case_mut(case).promises.push(promise);
        let number = self.case(case).number;
        self.fact(Fact::PromiseMade { case: number, kind, due, instead_of });
    }

    /// The earliest time at which the customer was told to hear from somebody.
    pub(crate) fn first_due(&self, case: usize) -> Timestamp {
        self.case(case).open_words().map(|promise| promise.due).min().unwrap_or(self.now)
    }

    /// How long the customer still waits for the first word, in whole minutes rounded up.
    pub(crate) fn rounded_wait(&self, until: Timestamp) -> SignedDuration {
        let left = since(self.now, until);
        let minutes = (left.as_secs() + i64::from(left.subsec_nanos() != 0) + 59) / 60;
        if left < SignedDuration::from_mins(1) { left } else { SignedDuration::from_mins(minutes) }
    }

    /// Whether the time that stands is simply "in so many minutes", without a closed door between.
    fn is_straight(&self, case: usize) -> bool {
        let due = self.first_due(case);
        self.policy.clock.is_open(self.now)
            && self.policy.clock.between(self.now, due) == since(self.now, due)
    }

    /// INV 6: where nobody is there and no time stands, as for a customer who is only just back, one
    /// is made before it is told.
    fn stand_by(&mut self, case: usize) {
        if self.case(case).owner().is_none() {
            self.renew_first_reply(case);
        }
    }

    /// The apology with the time that stands as a promise.
    pub(crate) fn sorry(&mut self, case: usize) -> Say {
        self.stand_by(case);
        let due = self.first_due(case);
        let talking = self.case(case).open_words().next().is_none();
        match self.case(case).owner() {
            // Somebody is there already: no second time is told.
            Some(owner) if talking => Say::Joined { staff: self.policy.staff_name(owner) },
            Some(_) | None if self.is_straight(case) => {
                Say::SorryUnhappy { within: self.rounded_wait(due) }
            }
            Some(_) | None => Say::SorryUnhappyLater { due: self.policy.due(due, self.now) },
        }
    }

    /// The answer to a complaint, with the time that stands as a promise.
    pub(crate) fn complain_ack(&mut self, case: usize) -> Say {
        self.stand_by(case);
        let due = self.first_due(case);
        let talking = self.case(case).open_words().next().is_none();
        match self.case(case).owner() {
            Some(owner) if talking => Say::Joined { staff: self.policy.staff_name(owner) },
            Some(_) | None if self.is_straight(case) => {
                Say::ComplainAck { within: self.rounded_wait(due) }
            }
            Some(_) | None => Say::ComplainAckLater { due: self.policy.due(due, self.now) },
        }
    }

    /// Asks the desk for a thread.
    pub(crate) fn open_thread(&mut self, case: usize) {
        let number = self.case(case).number;
        let Some(desk) = self.policy.desk().cloned() else {
            return self.fact(Fact::Alarm { what: Alarm::NoDesk(number) });
        };
        let title = self.title(case);
        let shown = Box::new(self.card(case));
        let card = Some((Words::Desk(DeskSay::Card(shown.clone())), self.card_buttons(case)));
        let state = &mut self.case_mut(case).desk;
        state.shown = Some(shown);
        state.thread = ThreadState::Opening;
        state.attempts = state.attempts.saturating_add(1);
        state.title = Some(title.clone());
        let body = Body::OpenThread { desk, case: number, title, card };
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// The token that opens the case in a private chat.
    pub(crate) fn private_token(&mut self, case: usize) -> String {
        if let Some(token) = &self.case(case).private_token {
            return token.clone();
        }
        let token = format!("c_{}", self.token());
        self.case_mut(case).private_token = Some(token.clone());
        token
    }

    /// K-32: the customer comes back to a closed case.
    pub(crate) fn reopen_for_customer(&mut self, case: usize) {
        self.reopen(case);
        self.call_owner(case);
    }

    /// A new time was told to the customer: whoever has the case is called by name; if nobody has
    /// it, duty is called as for a new one.
    pub(crate) fn call_owner(&mut self, case: usize) {
        let Some(owner) = self.case(case).owner() else { return self.call_duty(case) };
        let called = vec![self.mention(owner)];
        let (number, level) = (self.case(case).number, self.case(case).level);
        let left = self.policy.clock.between(self.now, self.first_due(case));
        self.desk(case, DeskSay::NeedsYou { case: number, called, left, level });
    }

    /// K-32: the same case goes on; the time told is a promise.
    pub(crate) fn reopen(&mut self, case: usize) {
        let now = self.now;
        let Stage::Closed { last_owner, .. } = self.case(case).stage.clone() else { return };
        let owner = last_owner.filter(|owner| self.policy.is_on_duty(owner, now));
        let age = self.later(self.policy.timers().age_l2);
        let progress = self.staffed(self.policy.timers().progress_every);
        let number = self.case(case).number;
        let state = self.case_mut(case);
        state.reopened += 1;
        // The next human word is a first one again: for the promise and for what the customer may do.
        state.first_word_at = None;
        state.unreachable_since = None;
        state.history.push((now, HistoryWhat::Reopened));
        state.wakes = Wakes { age: Some(age), ..Wakes::default() };
        state.desk.prompt = None;
        if let Some(owner) = owner {
            state.stage = Stage::Working { owner, since: now };
            state.wakes.progress = Some(progress);
            let within = self.reply_within(case);
            self.promise(case, PromiseKind::FirstReply, within);
        } else {
            state.stage = Stage::Open;
            self.promise_first_reply(case);
        }
        self.fact(Fact::Reopened { case: number });
        match self.case(case).thread().cloned() {
            Some(thread) if thread.thread.is_some() => {
                self.take_out(case, thread);
            }
            Some(_) => (),
            None => self.open_thread(case),
        }
        self.open_room(case);
        let due = self.policy.due(self.first_due(case), now);
        self.desk(case, DeskSay::ReopenedDesk { case: number, due });
    }
}
