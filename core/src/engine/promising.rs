//! What staff say they will do, and by when: the ledger of promises (`BEHAVIOUR` 2.5, K-14 … K-18,
//! T12).

use jiff::Timestamp;

use super::step::Step;
use crate::{
    case::{Deed, Promise, PromiseKind, PromiseState, Stage},
    desk::{DeskSay, HistoryWhat, NotDelivered, OfferSay, PromiseSay, Told},
    fact::Fact,
    grammar::word,
    place::Content,
    policy::StaffMember,
    say::Say,
    when,
};

impl Step<'_> {
    /// K-14: `/promise 15:00 new card is ready`.
    pub(crate) fn promise_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_promise(case, by) {
            return Some(refusal);
        }
        let (due, what) = match when::promised(rest, self.policy, self.now) {
            Ok(read) => read,
            Err(unfit) => return Some(unfit.by_command(self.policy, self.now, Told::Promise)),
        };
        let what = what.trim();
        if what.is_empty() {
            return Some(DeskSay::Promise(PromiseSay::What));
        }
        let number = self.last_deed(case) + 1;
        let words = what.to_owned();
        let deed = Deed { number, words: words.clone(), done: None, done_late_at: None };
        self.promise_by(case, PromiseKind::Explicit, due, Some(deed), None);
        let by_name = self.name_of(by);
        self.remember(case, HistoryWhat::Promised { by: by_name, what: words.clone() });
        let due = self.policy.due(due, self.now);
        self.say_in_case(case, by, Say::Promised { what: words, due });
        None
    }

    /// K-15: `/kept [number] what was done`.
    pub(crate) fn kept_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if !self.takes_part(case, &by.address) {
            return Some(self.join_first(case));
        }
        let (index, done) = match self.which(case, rest, Told::Kept) {
            Ok(which) => which,
            Err(refusal) => return Some(refusal),
        };
        let (now, case_number) = (self.now, self.case(case).number);
        let promise = &self.case(case).promises[index];
        let (due, state) = (promise.due, promise.state);
        let number = promise.deed.as_ref().map_or(0, |deed| deed.number);
        let done = done.trim().to_owned();
        if done.is_empty() {
            // Promises need deeds: whoever kept one can say how.
            return Some(DeskSay::Promise(PromiseSay::KeptHow { number }));
        }
        if let Some(number) = self.case(case).offer_of_deed(number).map(|offer| offer.number) {
            return self.deliver(case, by, number, &done);
        }
        let is_late = state != PromiseState::Made || due < now;
        let promise = &mut self.case_mut(case).promises[index];
        let deed = promise.deed.as_mut()?;
        deed.done = Some(done.clone());
        deed.done_late_at = is_late.then_some(now);
        let what = deed.words.clone();
        if is_late {
            if state == PromiseState::Made {
                promise.state = PromiseState::Broken { at: now };
                self.fact(Fact::PromiseBroken { case: case_number, kind: PromiseKind::Explicit });
            }
            self.remember(case, HistoryWhat::PromiseDoneLate { what, done });
            let (due, now) = (self.policy.due(due, now), self.policy.due(now, now));
            return Some(DeskSay::Promise(PromiseSay::DoneLate { due, now }));
        }
        promise.state = PromiseState::Kept { at: now };
        self.fact(Fact::PromiseKept { case: case_number, kind: PromiseKind::Explicit });
        self.remember(case, HistoryWhat::PromiseKept { what: what.clone(), done });
        self.say_in_case(case, by, Say::PromiseKept { what: what.into() });
        None
    }

    /// K-16: `/move [number] 16:30 [why]`.
    pub(crate) fn move_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_promise(case, by) {
            return Some(refusal);
        }
        let (index, rest) = match self.which(case, rest, Told::Move) {
            Ok(which) => which,
            Err(refusal) => return Some(refusal),
        };
        let now = self.now;
        let promise = self.case(case).promises[index].clone();
        if promise.state != PromiseState::Made || promise.due <= now {
            let due = self.policy.due(promise.due, now);
            return Some(DeskSay::Promise(PromiseSay::TooLateToMove { due }));
        }
        let (due, why) = match when::promised(rest, self.policy, now) {
            Ok(read) => read,
            Err(unfit) => return Some(unfit.by_command(self.policy, now, Told::Move)),
        };
        let deed = promise.deed?;
        let before = self.case(case).promises.iter().filter(|earlier| {
            let same = earlier.deed.as_ref().is_some_and(|one| one.number == deed.number);
            same && matches!(earlier.state, PromiseState::Moved { .. })
        });
        let again = 0 < before.count();
        self.case_mut(case).promises[index].state = PromiseState::Moved { at: now };
        let number = self.case(case).number;
        let (what, told) = (deed.words.clone(), self.told_deed(case, &deed));
        self.promise_by(case, promise.kind, due, Some(deed), Some(promise.due));
        let why = Some(why.trim().to_owned()).filter(|why| !why.is_empty());
        self.remember(case, HistoryWhat::PromiseMoved { what: what.clone(), why });
        let due = self.policy.due(due, now);
        self.say_in_case(case, by, Say::PromiseMoved { what: told, due });
        if again {
            let level = self.case(case).level.next();
            self.raise(case, level);
            let called = self.to_call(level);
            self.desk(
                case,
                DeskSay::Promise(PromiseSay::MovedAgain { case: number, called, what, level, due }),
            );
        }
        None
    }

    /// K-18: `/progress how it stands next 15:00`.
    pub(crate) fn progress_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_promise(case, by) {
            return Some(refusal);
        }
        let Some((text, next)) = self.with_next(rest) else {
            return Some(DeskSay::Promise(PromiseSay::ProgressNext));
        };
        let due = match next {
            Ok(due) => due,
            Err(unfit) => return Some(unfit.by_command(self.policy, self.now, Told::Progress)),
        };
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Some(DeskSay::Promise(PromiseSay::ProgressNext));
        }
        let told = self.policy.due(due, self.now);
        // The word that is said here keeps the one that was promised, and promises the next.
        self.say_in_case(case, by, Say::Progress { text, due: told });
        self.promise_by(case, PromiseKind::Progress, due, None, None);
        None
    }

    /// The words and the time behind `next`, which stands at the end, or at the beginning where it
    /// was named. Nothing: there is none.
    fn with_next<'a>(&self, rest: &'a str) -> Option<(&'a str, Result<Timestamp, when::Unfit>)> {
        let read = |typed| when::promised(typed, self.policy, self.now);
        if let ("next", typed) = word(rest) {
            return Some(match read(typed) {
                Ok((due, text)) => (text, Ok(due)),
                Err(unfit) => ("", Err(unfit)),
            });
        }
        let (text, typed) = rest.rsplit_once(" next ")?;
        match read(typed) {
            Ok((due, "")) => Some((text, Ok(due))),
            Ok(_) => None,
            // "The next one is better" names no time, and forgot to.
            Err(when::Unfit::Vague(_)) if 1 < typed.split_whitespace().count() => None,
            Err(unfit) => Some((text, Err(unfit))),
        }
    }

    /// T12: what is due soon is brought to mind, while there is time to do or to move it (E26).
    pub(crate) fn warn_due(&mut self, case: usize) {
        let (now, number) = (self.now, self.case(case).number);
        let mut near = Vec::new();
        for promise in &mut self.case_mut(case).promises {
            if promise.state == PromiseState::Made && promise.warn_at.is_some_and(|at| at <= now) {
                promise.warn_at = None;
                promise.warned_at = Some(now);
                near.push((promise.deed.clone(), promise.due));
            }
        }
        self.ensure_thread(case);
        let owner = self.case(case).last_owner().cloned();
        let is_there = owner.as_ref().is_some_and(|who| self.policy.is_on_duty(who, now));
        let mut called: Vec<_> = owner.iter().map(|owner| self.mention(owner)).collect();
        if !is_there {
            let level = self.case(case).level.next();
            let more = self.to_call(level);
            called.extend(more.into_iter().filter(|one| Some(&one.address) != owner.as_ref()));
        }
        for (deed, due) in near {
            let left = self.policy.clock.between(now, due);
            if left.is_zero() {
                // It breaks in this very step, and that says more.
                continue;
            }
            let due = self.policy.due(due, now);
            let called = called.clone();
            let offer = deed.as_ref().and_then(|deed| self.case(case).offer_of_deed(deed.number));
            let say = if let Some(offer) = offer {
                let what = offer.gift.what.clone();
                DeskSay::offer(OfferSay::Near { case: number, called, what, due, left })
            } else {
                let what = deed.map(|deed| deed.words);
                DeskSay::Promise(PromiseSay::Near { case: number, called, what, due, left })
            };
            self.desk(case, say);
        }
    }

    /// E27: plain words that name a time may be a promise. It is never made by itself.
    pub(crate) fn offer_promise(&mut self, case: usize, content: &Content) {
        let Some(words) = content.words() else { return };
        if words.trim_end().ends_with('?') || self.case(case).undone().next().is_some() {
            return;
        }
        let Some(at) = when::named_in(words, &self.policy.clock, self.now) else { return };
        let at = self.policy.due(at, self.now);
        self.desk(case, DeskSay::Promise(PromiseSay::LooksPromised { at }));
    }

    /// The highest number of what staff promised in a case.
    pub(crate) fn last_deed(&self, case: usize) -> u32 {
        let deeds = self.case(case).promises.iter().filter_map(|promise| promise.deed.as_ref());
        deeds.map(|deed| deed.number).max().unwrap_or(0)
    }

    /// Why nothing can be told to the customer with a time, if it can't.
    pub(crate) fn cant_promise(&self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        let state = self.case(case);
        match &state.stage {
            Stage::Working { .. } | Stage::Waiting { .. } => (),
            Stage::Open => return Some(DeskSay::NotSentJoinFirst),
            Stage::Checking { .. } => return Some(self.customer_asked(case)),
            Stage::Closed { .. } => return Some(DeskSay::NotSentClosed { case: state.number }),
        }
        if !self.takes_part(case, &by.address) {
            return Some(DeskSay::NotSentJoinFirst);
        }
        let is_out_of_reach = state.unreachable_since.is_some() || self.way_in_case(case).is_none();
        is_out_of_reach.then_some(DeskSay::NotDelivered { why: NotDelivered::Unreachable })
    }

    /// Which promise is meant, by its number or because there is but one, and what stands behind.
    fn which<'a>(
        &self,
        case: usize,
        rest: &'a str,
        told: Told,
    ) -> Result<(usize, &'a str), DeskSay> {
        let promises = self.case(case).promises.iter().enumerate();
        let mut open: Vec<(usize, &Promise, &Deed)> = promises
            .filter_map(|(index, promise)| Some((index, promise, promise.undone()?)))
            .collect();
        // Of one deed only the last promise stands.
        let numbers: Vec<u32> = open.iter().map(|(_, _, deed)| deed.number).collect();
        let mut later = numbers.iter().enumerate();
        open.retain(|_| {
            later.next().is_some_and(|(at, number)| !numbers[at + 1..].contains(number))
        });
        let is_made = |promise: &Promise| promise.state == PromiseState::Made;
        if told == Told::Move && open.iter().any(|(_, promise, _)| is_made(promise)) {
            // What is broken can't be moved, and so is not meant.
            open.retain(|(_, promise, _)| is_made(promise));
        }
        let (first, after) = word(rest);
        let named = first.trim_end_matches([')', '.']).parse().ok();
        let named =
            named.and_then(|number: u32| open.iter().find(|(_, _, deed)| deed.number == number));
        if let Some((index, _, _)) = named {
            return Ok((*index, after));
        }
        // What the customer accepted has a command of its own, `/delivered`.
        let mut words = open.iter().filter(|(_, promise, _)| promise.kind != PromiseKind::Delivery);
        if let (Told::Kept, Some((index, _, _)), None) = (told, words.next(), words.next()) {
            return Ok((*index, rest));
        }
        match open[..] {
            [] => Err(DeskSay::Promise(PromiseSay::Nothing)),
            [(index, _, _)] => Ok((index, rest)),
            [_, _, ..] => {
                let open = open.iter().map(|(_, promise, deed)| {
                    (deed.number, deed.words.clone(), self.policy.due(promise.due, self.now))
                });
                Err(DeskSay::Promise(PromiseSay::Which { open: open.collect(), told }))
            }
        }
    }

    pub(super) fn remember(&mut self, case: usize, what: HistoryWhat) {
        let now = self.now;
        self.case_mut(case).history.push((now, what));
    }

    /// Says to the customer what a human decided: it counts as that human's word.
    fn say_in_case(&mut self, case: usize, by: &StaffMember, say: Say) {
        self.human_spoke(case, by, self.now);
        self.tell_in_case(case, say, Vec::new());
    }
}
