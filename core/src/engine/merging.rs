//! Two customers become one, or two again (`SIGNALS` 5.6): one open case, one gap, one consent.

use jiff::SignedDuration;

use super::step::Step;
use crate::{
    case::{PromiseKind, PromiseState, Stage},
    customer::{Customer, LinkCode, LinkTries},
    desk::{DeskSay, HistoryWhat},
    effect::Class,
    event::Token,
    fact::Fact,
    ids::CaseNumber,
    merging::{self, Asked, Duplicate, Merge, MergedBy},
    place::{Address, MessageRef, Platform},
    say::Say,
    survey::{Stage as Asking, Suppressed},
};

/// How long a code that connects accounts is good.
const CODE_VALID: SignedDuration = SignedDuration::from_mins(10);
/// A code that is good for less than this is not shown again.
const CODE_LEFT: SignedDuration = SignedDuration::from_mins(1);
/// How many codes may be tried in vain in the time for which one is good.
const TRIES: u8 = 5;
/// The characters of codes: none that looks like another one.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 8;

impl Customer {
    /// Whether another code may be tried.
    pub fn may_try_code(&self, now: jiff::Timestamp) -> bool {
        self.link_tries.is_none_or(|tries| {
            tries.count < TRIES || CODE_VALID <= now.duration_since(tries.since)
        })
    }
}

impl Step<'_> {
    /// `/link`: a code for the other platform, or what became of one that was typed.
    pub(crate) fn link(&mut self, message: &MessageRef, rest: &str, token: Option<&Token>) {
        match token {
            Some(Token::Linked) => self.tell(Class::Thanks, Say::LinkDone, Vec::new()),
            Some(
                Token::Receipt { .. }
                | Token::ReceiptExpired
                | Token::Visit(_)
                | Token::Private(_)
                | Token::Unknown,
            )
            | None
                if rest.is_empty() =>
            {
                self.show_code(message);
            }
            Some(
                Token::Receipt { .. }
                | Token::ReceiptExpired
                | Token::Visit(_)
                | Token::Private(_)
                | Token::Unknown,
            )
            | None => self.code_was_bad(),
        }
    }

    fn show_code(&mut self, message: &MessageRef) {
        let now = self.now;
        let left = |code: &LinkCode| code.expires_at.duration_since(now);
        let known = self.customer.link_code.clone().filter(|code| CODE_LEFT <= left(code));
        let fresh = || LinkCode { code: self.code(), expires_at: self.later(CODE_VALID) };
        let shown = known.unwrap_or_else(fresh);
        let say = Say::LinkCode {
            code: shown.code.clone(),
            valid: left(&shown),
            platform: match message.place.platform {
                Platform::Telegram => Platform::Discord,
                Platform::Discord => Platform::Telegram,
            },
        };
        self.customer.link_code = Some(shown);
        self.tell(Class::Thanks, say, Vec::new());
    }

    fn code_was_bad(&mut self) {
        let now = self.now;
        let counted = self.customer.link_tries;
        let counted = counted.filter(|tries| now.duration_since(tries.since) < CODE_VALID);
        let tries = counted.unwrap_or(LinkTries { since: now, count: 0 });
        let count = tries.count.saturating_add(1);
        self.customer.link_tries = Some(LinkTries { count, ..tries });
        self.tell(Class::Thanks, Say::LinkBad, Vec::new());
    }

    /// Eight characters that can't be guessed in the time for which they are good.
    fn code(&self) -> String {
        let base = u64::try_from(ALPHABET.len()).unwrap_or(1);
        let mut left = self.spare_entropy();
        let mut code = String::with_capacity(CODE_LENGTH);
        for _ in 0..CODE_LENGTH {
            let digit = usize::try_from(left % base).unwrap_or(0);
            code.push(char::from(ALPHABET[digit]));
            left /= base;
        }
        code
    }

    /// Takes another customer in who is the same person.
    pub(crate) fn merge(&mut self, other: &Customer, by: &MergedBy, asked: Option<&Asked>) {
        let now = self.now;
        let mut merge = Merge::of(self.customer, other, now, by.clone());
        *self.customer = merging::united(self.customer, other);
        self.one_question();
        if self.customer_way().is_some() {
            self.came_back();
        }
        let open: Vec<usize> =
            (0..self.customer.cases.len()).filter(|case| self.case(*case).is_open()).collect();
        let with = match open.as_slice() {
            [kept, closed, ..] => {
                merge.duplicate = Some(self.one_case(*kept, *closed));
                Some(self.case(*closed).number)
            }
            [] | [_] => None,
        };
        self.customer.remember_merge(merge);
        if let Some(case) = open.first() {
            self.case_mut(*case).history.push((now, HistoryWhat::Merged(with)));
        }
        self.fact(Fact::Merged { from: other.id, by: by.clone() });
        if let Some(asked) = asked {
            self.reply(&asked.message, DeskSay::Merged { case: asked.case });
        }
    }

    /// One customer stands in front of one question, and the gap is one for both.
    fn one_question(&mut self) {
        let newest = (0..self.customer.surveys.len())
            .filter(|index| self.customer.surveys[*index].is_asked())
            .max_by_key(|index| self.customer.surveys[*index].asked_at);
        for index in 0..self.customer.surveys.len() {
            let survey = &mut self.customer.surveys[index];
            if survey.is_asked() && Some(index) != newest {
                survey.stage = Asking::Superseded;
            }
        }
        for index in 0..self.customer.surveys.len() {
            if let Asking::Planned { due } = self.customer.surveys[index].stage
                && self.is_asked_about(index, due)
            {
                self.suppress(index, Suppressed::Gap);
            }
        }
    }

    /// Whether another question of the customer leaves no room for a planned one.
    fn is_asked_about(&self, planned: usize, due: jiff::Timestamp) -> bool {
        let gap = self.policy.timers().ask_gap;
        let others = self.customer.surveys.iter().enumerate();
        !gap.is_zero()
            && others.filter(|(index, _)| *index != planned).any(|(index, survey)| {
                match survey.stage {
                    Asking::Planned { due: other } => (other, index) < (due, planned),
                    Asking::Sending => true,
                    Asking::Asked { .. }
                    | Asking::MaybeAsked { .. }
                    | Asking::Expired
                    | Asking::Superseded
                    | Asking::Answered { .. }
                    | Asking::Finished
                    | Asking::Undeliverable { .. }
                    | Asking::Suppressed { .. }
                    | Asking::Erased => {
                        survey.asked_at.is_some_and(|at| due < super::step::later(at, gap))
                    }
                }
            })
    }

    /// Two open cases become one: the older number goes on, with what was promised in both.
    fn one_case(&mut self, kept: usize, closed: usize) -> Duplicate {
        let (into, number) = (self.case(kept).number, self.case(closed).number);
        let surveys = std::mem::take(&mut self.case_mut(closed).surveys);
        for survey in &mut self.customer.surveys {
            if surveys.contains(&survey.id) {
                survey.case = Some(into);
            }
        }
        self.case_mut(kept).surveys.extend(&surveys);
        let waits = matches!(self.case(closed).stage, Stage::Open | Stage::Working { .. });
        self.people_go_over(kept, closed, waits);
        self.promises_go_over(kept, closed);
        let level = self.case(closed).level;
        self.raise(kept, level);
        let lines = self.case(closed).said.clone();
        for words in &lines {
            self.remember_said(kept, words);
        }
        self.room_goes_over(kept, closed);
        self.close(closed, crate::case::Outcome::Duplicate);
        self.desk(closed, DeskSay::DuplicateOf { case: number, of: into });
        self.desk(kept, DeskSay::DuplicateHere { case: number, lines });
        if waits {
            self.promise_first_reply_again(kept);
        }
        Duplicate { closed: number, kept: into, surveys }
    }

    /// Whoever took part in either takes part in the one that goes on.
    fn people_go_over(&mut self, kept: usize, closed: usize, waits: bool) {
        let now = self.now;
        let progress = self.staffed(self.policy.timers().progress_every);
        let of_closed = self.case(closed);
        let (owner, joined) = (of_closed.owner().cloned(), of_closed.joined.clone());
        let state = self.case_mut(kept);
        let goes_on = match (&state.stage, &owner) {
            (Stage::Open, owner) => owner.clone(),
            (Stage::Waiting { owner, .. } | Stage::Checking { owner, .. }, _) if waits => {
                Some(owner.clone())
            }
            (
                Stage::Working { .. }
                | Stage::Waiting { .. }
                | Stage::Checking { .. }
                | Stage::Closed { .. },
                _,
            ) => None,
        };
        if let Some(owner) = goes_on {
            state.stage = Stage::Working { owner, since: now };
            state.wakes.unanswered = None;
            state.wakes.nudge = None;
            state.wakes.call = None;
            state.wakes.progress = Some(progress);
        }
        for who in owner.into_iter().chain(joined) {
            let state = self.case_mut(kept);
            if state.owner() != Some(&who) && !state.joined.contains(&who) {
                state.joined.push(who);
            }
        }
        self.seat_everybody(kept);
    }

    /// What was told to the customer stands, whichever case it was told in.
    fn promises_go_over(&mut self, kept: usize, closed: usize) {
        let at = self.now;
        let deeds = self.last_deed(kept);
        let mut moved = Vec::new();
        for promise in &mut self.case_mut(closed).promises {
            // What was accepted there is delivered there, with its offer.
            let goes = promise.kind != PromiseKind::Delivery;
            if goes && promise.state == PromiseState::Made {
                let mut goes_over = promise.clone();
                if let Some(deed) = &mut goes_over.deed {
                    // Another deed has its number there.
                    deed.number += deeds;
                }
                moved.push(goes_over);
                promise.state = PromiseState::Moved { at };
            }
        }
        self.case_mut(kept).promises.extend(moved);
    }

    /// One customer is two again.
    pub(crate) fn split(&mut self, asked: &Asked) {
        let now = self.now;
        let Some(split) = merging::split(self.customer, now) else {
            return self.reply(&asked.message, DeskSay::NothingToSplit { case: asked.case });
        };
        let from = split.newer.id;
        *self.customer = split.older;
        self.goes_on_alone(split.reopens);
        self.fact(Fact::Split { from });
        self.reply(&asked.message, DeskSay::Split { case: asked.case });
    }

    /// The customer who was taken in is there again.
    pub(crate) fn restore(&mut self, customer: &Customer, reopens: Option<CaseNumber>) {
        *self.customer = customer.clone();
        self.goes_on_alone(reopens);
    }

    /// A case that had closed for the sake of the other customer's goes on.
    fn goes_on_alone(&mut self, reopens: Option<CaseNumber>) {
        let now = self.now;
        if let Some(case) = self.open_case_index() {
            self.case_mut(case).history.push((now, HistoryWhat::Split));
            let waits = self.case(case).stage == Stage::Open;
            if waits && self.case(case).unreachable_since.is_none() {
                // The time that stood may have been the other customer's.
                self.promise_first_reply_again(case);
            }
        }
        let Some(case) = reopens.and_then(|case| self.case_index(case)) else { return };
        if self.open_case_index().is_some() {
            return;
        }
        self.reopen_for_customer(case);
        let within = self.rounded_wait(self.first_due(case));
        self.tell_in_case(case, Say::Reopened { within }, Vec::new());
    }

    /// The accounts of staff who take part in a case.
    pub(crate) fn staff_of(&self, case: usize) -> Vec<Address> {
        let case = self.case(case);
        case.owner().into_iter().chain(&case.joined).cloned().collect()
    }
}
