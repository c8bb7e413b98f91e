//! What must be so before a case counts as resolved, and what should be (`BEHAVIOUR` 2.4.1, K-27).

#![expect(clippy::similar_names, reason = "a case has a cause")]

use super::step::{Step, button, later};
use crate::{
    action::Action,
    admin,
    case::{Offer, PromiseKind, Resolution, Severity, Stability, Stage},
    catalogue::{ShortName, sum_of},
    desk::{Checked, DeskSay, HistoryWhat, Missing, OfferSay, WhySay},
    effect::PressRef,
    fact::Fact,
    place::MessageRef,
    policy::StaffMember,
    say::{Button, Label},
    wording::check::says_sorry,
};

/// The least length of a sentence that says what was done.
const DONE_CHARS_MIN: usize = 10;
/// How many causes are offered as buttons.
const CAUSES_SHOWN: usize = 4;
/// How the parts of what was done are named.
const PARTS: [(&str, Part); 4] = [
    ("done:", Part::Done),
    ("prevent:", Part::Prevent),
    ("cause:", Part::Cause),
    ("anyway:", Part::Anyway),
];

/// A part of what staff say when they resolve a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Done,
    Prevent,
    Cause,
    Anyway,
}

/// What staff say when they resolve a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    done: String,
    prevent: Option<String>,
    cause: Option<String>,
    anyway: Option<String>,
}

impl Told {
    /// Reads `parcel delivered prevent: your street is on the morning tour cause: late`.
    fn read(text: &str) -> Self {
        let mut told = Self::default();
        let marks = marks(text);
        let first = marks.first().map_or(text.len(), |(at, ..)| *at);
        admin::unquoted(&text[..first]).clone_into(&mut told.done);
        for (index, (_, from, part)) in marks.iter().enumerate() {
            let to = marks.get(index + 1).map_or(text.len(), |(at, ..)| *at);
            let value = admin::unquoted(&text[*from..to]).to_owned();
            let some = Some(value.clone()).filter(|value| !value.is_empty());
            match part {
                Part::Done if told.done.is_empty() => told.done = value,
                Part::Done => told.done = format!("{} {value}", told.done),
                Part::Prevent => told.prevent = some,
                Part::Cause => told.cause = some,
                Part::Anyway => told.anyway = some,
            }
        }
        told
    }
}

/// Where parts are named: from where, from where on their words stand, and which part. A cause is one
/// word; "we found the cause: a broken fridge" names none.
fn marks(text: &str) -> Vec<(usize, usize, Part)> {
    let starts = text
        .char_indices()
        .filter(|(at, _)| text[..*at].chars().next_back().is_none_or(char::is_whitespace));
    let named = |at: usize| {
        let rest = &text[at..];
        PARTS.iter().find_map(|(name, part)| {
            let begins = rest.get(..name.len())?.eq_ignore_ascii_case(name);
            begins.then_some((at, at + name.len(), *part))
        })
    };
    let all: Vec<_> = starts.filter_map(|(at, _)| named(at)).collect();
    let ends = |index: usize| all.get(index + 1).map_or(text.len(), |(at, ..): &(usize, _, _)| *at);
    let is_meant = |(index, (_, from, part)): &(usize, &(usize, usize, Part))| {
        let value = text[*from..ends(*index)].trim();
        *part != Part::Cause || value.split_whitespace().count() <= 1
    };
    all.iter().enumerate().filter(is_meant).map(|(_, mark)| *mark).collect()
}

impl Step<'_> {
    /// K-27: it is put right, says staff.
    pub(crate) fn resolve_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        text: &str,
    ) {
        if let Some(refusal) = self.cant_go_on(case, by) {
            return self.answer_staff(message, Some(refusal));
        }
        let told = Told::read(text);
        if let Some(typed) = told.cause {
            let causes = &self.policy.workspace.catalogue.causes;
            let Some(cause) = admin::cause_named(causes, &typed) else {
                let nearest = admin::nearest_cause(causes, &typed);
                let say = WhySay::UnknownCause { typed, nearest };
                return self.answer_staff(message, Some(DeskSay::why(say)));
            };
            let name = cause.name.clone();
            self.link_cause(case, by, &name);
        }
        let resolution = Resolution {
            at: self.now,
            by: by.address.clone(),
            done: told.done,
            verdict: None,
            prevent: told.prevent,
            anyway: told.anyway,
        };
        if let Some(refusal) = self.lacks(case, &resolution) {
            return self.answer_staff(message, Some(refusal));
        }
        if resolution.anyway.is_none() && !self.missing(case).is_empty() {
            self.case_mut(case).unsure = Some(Box::new(resolution));
            return self.ask_anyway(case, Some(message));
        }
        self.conclude(case, resolution);
        self.answer_staff(message, None);
    }

    /// Why somebody can't resolve the case, if they can't.
    pub(super) fn cant_go_on(&self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        let state = self.case(case);
        match &state.stage {
            Stage::Working { .. } | Stage::Waiting { .. } => (),
            Stage::Open => return Some(DeskSay::NotSentJoinFirst),
            Stage::Checking { .. } => {
                return Some(self.customer_asked(case));
            }
            Stage::Closed { .. } => return Some(DeskSay::AlreadyClosed { case: state.number }),
        }
        (!self.takes_part(case, &by.address)).then_some(DeskSay::NotSentJoinFirst)
    }

    /// What must be there and is not.
    fn lacks(&self, case: usize, resolution: &Resolution) -> Option<DeskSay> {
        if resolution.done.chars().count() < DONE_CHARS_MIN {
            return Some(DeskSay::DoneTooShort);
        }
        if let Some(not_yet) = self.not_yet(case) {
            return Some(not_yet);
        }
        let state = self.case(case);
        let (cause, prevent) = (state.cause.is_none(), resolution.prevent.is_none());
        if state.why.stability == Some(Stability::Recurring) && (cause || prevent) {
            return Some(DeskSay::why(WhySay::NeedsPrevention { cause, prevent }));
        }
        let is_severe = state.why.severity == Some(Severity::Severe);
        let needs_senior = is_severe && state.senior_word_at.is_none();
        needs_senior.then(|| DeskSay::why(WhySay::NeedsSenior { case: state.number }))
    }

    /// What was done of what a good recovery takes.
    fn checked(&self, case: usize) -> Checked {
        let state = self.case(case);
        let (wording, lang) = (&self.policy.workspace.wording, self.language());
        let own = ["sorry_unhappy", "sorry_unhappy_later"].map(|key| wording.in_force(key, lang));
        Checked {
            sorry: own.into_iter().flatten().all(|text| says_sorry(lang, text)),
            // One word is a beginning.
            effort: 1 < state.spoken,
            given: state.offers.iter().any(Offer::is_known),
            cause: state.cause.is_some(),
        }
    }

    /// What should be there and is not.
    fn missing(&self, case: usize) -> Vec<Missing> {
        let done = self.checked(case);
        let age = self.policy.clock.between(self.case(case).opened_at, self.now);
        let is_old = self.policy.timers().progress_every <= age;
        let missing = [
            (!done.given, Missing::MakeGood),
            (!done.cause, Missing::Cause),
            (!done.effort && is_old, Missing::Progress),
            (!done.sorry, Missing::Apology),
        ];
        missing.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what).collect()
    }

    /// Shows what is missing, and asks whether the case is resolved anyway.
    fn ask_anyway(&mut self, case: usize, message: Option<&MessageRef>) {
        let (number, done, missing) =
            (self.case(case).number, self.checked(case), self.missing(case));
        let only_cause = missing == [Missing::Cause];
        let mut rows = Vec::new();
        if missing.contains(&Missing::Cause) {
            let causes = self.policy.workspace.catalogue.causes.iter().take(CAUSES_SHOWN);
            let named = causes.map(|cause| {
                let (label, cause) = (ShortName::from(cause.name.as_str()), sum_of(&cause.name));
                button(Label::Cause(label), Action::NameCause { case: number, cause })
            });
            rows.push(named.collect::<Vec<Button>>());
        }
        let label = if only_cause { Label::Skip } else { Label::Anyway };
        rows.push(vec![button(label, Action::Anyway { case: number })]);
        let say = DeskSay::why(WhySay::Missing { case: number, done, missing });
        let here = message.filter(|message| self.is_thread_of(case, &message.place));
        let here = here.filter(|_| self.asked_by().is_none()).cloned();
        self.desk_with(case, say, rows, here);
    }

    /// Somebody said what went wrong, with a button of what they were asked.
    pub(super) fn cause_pressed(
        &mut self,
        case: usize,
        by: &StaffMember,
        sum: u32,
        message: Option<&MessageRef>,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_go_on(case, by) {
            return Some(refusal);
        }
        let mut causes = self.policy.workspace.catalogue.causes.iter();
        let name = causes.find(|cause| sum_of(&cause.name) == sum)?.name.clone();
        self.link_cause(case, by, &name);
        let Some(resolution) = self.case(case).unsure.clone() else {
            self.strip_desk(message);
            return Some(DeskSay::why(WhySay::NothingToResolve));
        };
        if !self.missing(case).is_empty() {
            self.strip_desk(message);
            self.ask_anyway(case, None);
            return None;
        }
        self.conclude_unless(case, *resolution, message)
    }

    /// Somebody wants to resolve the case although something is missing. What is missing is only the
    /// cause: that may be left out; else they say why.
    pub(super) fn anyway_pressed(
        &mut self,
        case: usize,
        by: &StaffMember,
        (press, message): (&PressRef, Option<&MessageRef>),
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_go_on(case, by) {
            return Some(refusal);
        }
        let Some(resolution) = self.case(case).unsure.clone() else {
            self.strip_desk(message);
            return Some(DeskSay::why(WhySay::NothingToResolve));
        };
        if self.missing(case).iter().any(|missing| *missing != Missing::Cause) {
            return self.prompt(case, by, press, crate::case::Prompt::Anyway);
        }
        self.conclude_unless(case, *resolution, message)
    }

    /// Somebody said why the case is resolved although something is missing.
    pub(super) fn resolve_anyway(
        &mut self,
        case: usize,
        by: &StaffMember,
        words: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_go_on(case, by) {
            return Some(refusal);
        }
        let Some(resolution) = self.case(case).unsure.clone() else {
            return Some(DeskSay::why(WhySay::NothingToResolve));
        };
        let why = words.trim();
        if why.is_empty() {
            return Some(DeskSay::why(WhySay::AskAnyway));
        }
        let anyway = Some(why.to_owned());
        self.conclude_unless(case, Resolution { anyway, ..*resolution }, None)
    }

    /// Resolves the case, unless something has come between that must not be: then the buttons of
    /// what was asked stay.
    fn conclude_unless(
        &mut self,
        case: usize,
        resolution: Resolution,
        message: Option<&MessageRef>,
    ) -> Option<DeskSay> {
        let lacks = self.lacks(case, &resolution);
        if lacks.is_none() {
            self.strip_desk(message);
            self.conclude(case, resolution);
        }
        lacks
    }

    /// The case is resolved, and the customer is asked.
    fn conclude(&mut self, case: usize, resolution: Resolution) {
        let now = self.now;
        let delay = self.policy.timers().reask_delay;
        let asked_at = later(now, delay);
        let Resolution { by, done, prevent, anyway, .. } = resolution.clone();
        let name = self.policy.staff_name(&by);
        let state = self.case_mut(case);
        let Some(owner) = state.owner().cloned() else { return };
        state.resolutions.push(Resolution { at: now, ..resolution });
        state.history.push((now, HistoryWhat::Resolved(done)));
        state.history.extend(prevent.map(|prevent| (now, HistoryWhat::Prevented(prevent))));
        let why = anyway.map(|why| (now, HistoryWhat::Anyway { by: name, why }));
        state.history.extend(why);
        state.unsure = None;
        state.desk.prompt = None;
        state.wakes.progress = None;
        state.wakes.hold = None;
        state.wakes.nudge = None;
        state.wakes.call = None;
        state.stage = Stage::Checking {
            owner,
            ask_at: Some(asked_at),
            asked_at,
            nudged: false,
            message: None,
        };
        let number = state.number;
        self.fact(Fact::Resolved { case: number, by });
        if delay.is_zero() {
            self.recheck(case);
        }
    }

    /// What was promised and stands in the way.
    fn not_yet(&self, case: usize) -> Option<DeskSay> {
        let (mut open, mut deeds) = (Vec::new(), Vec::new());
        for promise in self.case(case).open_promises() {
            if promise.kind == PromiseKind::Delivery {
                // What has its time is delivered later.
                continue;
            }
            let due = self.policy.due(promise.due, self.now);
            match &promise.deed {
                Some(deed) => deeds.push((deed.words.clone(), due)),
                None => open.push((promise.kind, due)),
            }
        }
        if !open.is_empty() || !deeds.is_empty() {
            return Some(DeskSay::NotYetPromises { open, deeds });
        }
        self.offers_not_yet(case)
    }

    /// Offers that nobody decided about, and what was accepted and has no time by which it comes.
    pub(super) fn offers_not_yet(&self, case: usize) -> Option<DeskSay> {
        let (mut pending, mut undelivered) = (Vec::new(), Vec::new());
        for offer in &self.case(case).offers {
            if offer.is_pending() {
                pending.push(offer.gift.what.clone());
            } else if offer.is_undelivered() && !self.case(case).has_delivery(offer) {
                undelivered.push(offer.gift.what.clone());
            }
        }
        let is_clear = pending.is_empty() && undelivered.is_empty();
        (!is_clear).then_some(DeskSay::offer(OfferSay::NotYet { pending, undelivered }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_by_their_names() {
        let read = |text: &str| {
            let Told { done, prevent, cause, anyway } = Told::read(text);
            let or = |part: Option<String>| part.unwrap_or_else(|| "–".to_owned());
            format!("{done} | {} | {} | {}", or(prevent), or(cause), or(anyway))
        };
        for (typed, told) in [
            ("right dish served", "right dish served | – | – | –"),
            ("served prevent: orders are read cause:late", "served | orders are read | late | –"),
            (
                "done:\"it came\" prevent:\"new tour\" cause:late-delivery",
                "it came | new tour | late-delivery | –",
            ),
            ("cause: late done: it came", "it came | – | late | –"),
            (
                "we found the cause: a broken fridge",
                "we found the cause: a broken fridge | – | – | –",
            ),
            ("it came anyway: they want nothing", "it came | – | – | they want nothing"),
            ("it came\nprevent: new tour\ncause: late", "it came | new tour | late | –"),
            ("it came cause:", "it came | – | – | –"),
        ] {
            assert_eq!(read(typed), told, "{typed}");
        }
    }
}
