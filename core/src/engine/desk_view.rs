//! How a case looks at the desk: card, buttons and title follow from its state.

use super::step::{Step, button, since};
use crate::{
    action::{Action, OfferDoes},
    case::{Case, Offer, OfferState, Outcome, PromiseState, Stage, ThreadState},
    catalogue::Gift,
    desk::{
        Beside, Card, CardState, DeskSay, LedgerLine, Mark, OfferLine, OfferStands, SoFar, Stands,
        Title,
    },
    effect::{Body, Class, OnUnknown, To, Words},
    interaction::Interaction,
    policy::Level,
    say::{Button, Label},
    scale::{Rating, Satisfaction},
    survey::Survey,
};

/// How many earlier ratings a card shows.
const BEFORE_SHOWN: usize = 5;
/// How many promises it shows.
const LEDGER_SHOWN: usize = 8;
/// How many offers it shows.
const OFFERS_SHOWN: usize = 5;
/// How much of what was done is told to whoever takes a case over.
const DONE_SHOWN: usize = 3;

impl Step<'_> {
    /// Brings every card and title in line with the state: nobody has to remember to do it.
    pub(crate) fn refresh_desk(&mut self) {
        for case in 0..self.customer.cases.len() {
            self.refresh_inside(case);
            self.refresh_title(case);
            self.refresh_card(case);
        }
    }

    fn refresh_title(&mut self, case: usize) {
        let ThreadState::Open(thread) = self.case(case).desk.thread.clone() else { return };
        let title = self.title(case);
        if self.case(case).desk.title.as_ref() == Some(&title) {
            return;
        }
        self.case_mut(case).desk.title = Some(title.clone());
        let number = self.case(case).number;
        let body = Body::RenameThread { thread, case: number, title };
        self.effect(Class::Digest, OnUnknown::Repeat, body);
    }

    fn refresh_card(&mut self, case: usize) {
        let Some(message) = self.case(case).desk.card.clone() else { return };
        let card = Box::new(self.card(case));
        if self.case(case).desk.shown.as_ref() == Some(&card) {
            return;
        }
        self.case_mut(case).desk.shown = Some(card.clone());
        let buttons = self.card_buttons(case);
        let words = Some(Words::Desk(DeskSay::Card(card)));
        let body = Body::Edit { message, words, buttons, purpose: None, press: None };
        self.effect(Class::Card, OnUnknown::Repeat, body);
    }

    /// The title of a case's thread.
    pub(crate) fn title(&self, case: usize) -> Title {
        let case = self.case(case);
        let mark = match &case.stage {
            Stage::Open => Mark::Red,
            Stage::Working { .. } if 0 < case.reopened => Mark::Red,
            Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => Mark::Yellow,
            Stage::Closed { outcome: Outcome::Recovered, .. } => Mark::Green,
            Stage::Closed { .. } => Mark::Grey,
        };
        Title { mark, case: case.number, name: self.customer.name.clone() }
    }

    pub(crate) fn card(&self, index: usize) -> Card {
        let case = self.case(index);
        let surveys: Vec<_> =
            case.surveys.iter().filter_map(|id| self.customer.survey(*id)).collect();
        let first = surveys.first();
        let rating =
            first.and_then(|survey| survey.response.as_ref()).map(|response| &response.history);
        let opening = rating.and_then(|history| worst(history));
        let changed_to =
            changed_to(&surveys).filter(|_| case.is_open() && case.first_word_at.is_none());
        let about: Option<&Interaction> = first.map(|survey| &survey.interaction);
        let shown = case.desk.shown.as_ref();
        // Words are on the card until somebody has it; from then on they are in the thread.
        let said = match (&case.stage, shown) {
            (Stage::Open, _) | (_, None) => case.said.clone(),
            (_, Some(shown)) => shown.said.clone(),
        };
        Card {
            title: self.title(index),
            state: self.card_state(case),
            level: case.level,
            origin: case.origin,
            rating: opening,
            topic: about.and_then(|about| about.topic.clone()),
            amount: about.and_then(|about| Some((about.amount?, about.currency.clone()?))),
            agent: about.and_then(|about| about.agent.clone()),
            place: about.and_then(|about| about.place.clone()),
            language: self.language(),
            contacts: u32::try_from(self.contacts_before(case)).unwrap_or(u32::MAX),
            before: self.ratings_before(case),
            cases: u32::try_from(index).unwrap_or(u32::MAX),
            last_case: self.case_before(index).map(|last| (last.number, last.cause.clone())),
            said,
            promised: case
                .open_words()
                .map(|promise| (promise.kind, self.policy.due(promise.due, promise.made_at)))
                .collect(),
            ledger: self.ledger(case),
            handed_to: case.handover.as_ref().map(|handover| {
                let due = self.policy.due(handover.due, handover.asked_at);
                (self.policy.staff_name(&handover.to), due)
            }),
            assists: case
                .assists
                .iter()
                .map(|it| (self.policy.staff_name(&it.to), self.policy.due(it.due, it.asked_at)))
                .collect(),
            offers: self.offers(case),
            joined: case.joined.iter().map(|joined| self.policy.staff_name(joined)).collect(),
            reopened: case.reopened,
            unreachable: case.unreachable_since.map(|_| self.customer.otherwise.clone()),
            changed_to,
            room: self.room_of(index),
            thread: leads_elsewhere(case),
            apology: self.apology_of(case),
            beside: self.beside(index),
            reasons: self.reasons(index),
            gained: self.gained(case, shown.map(AsRef::as_ref)),
        }
    }

    /// What we had said sorry for when the customer asked for help.
    fn apology_of(&self, case: &Case) -> Option<String> {
        let mut said = self.customer.apologies.iter();
        let said = said.find(|said| said.case == Some(case.number))?;
        Some(format!("{}: {}", said.incident, said.what))
    }

    /// What somebody who takes the case over must know.
    pub(crate) fn so_far(&self, case: usize) -> SoFar {
        let case = self.case(case);
        let promised = case.open_words();
        let done = case.resolutions.iter().rev().take(DONE_SHOWN).rev();
        SoFar {
            said: case.said.clone(),
            promised: promised
                .map(|promise| (promise.kind, self.policy.due(promise.due, self.now)))
                .collect(),
            ledger: self.ledger(case),
            offers: self.offers(case),
            done: done
                .map(|done| (done.done.clone(), done.verdict.map(|(_, verdict)| verdict)))
                .collect(),
        }
    }

    /// What the card says of the customer beside the case.
    fn beside(&self, index: usize) -> Beside {
        let case = self.case(index);
        let way = case.left.as_ref().and_then(|_| self.way_in_case(index));
        let goes_on_at = match way {
            Some(To::Private(account))
                if case.is_open() && Some(&account) != case.left.as_ref() =>
            {
                Some(account.platform)
            }
            Some(To::Private(_) | To::Place(_) | To::Room { .. } | To::Reply(_)) | None => None,
        };
        let (tastes, repeat) = (self.customer.tastes.clone(), case.repeat_of);
        Beside { tastes, repeat, goes_on_at, left_server: self.has_left_server(index) }
    }

    /// What staff said they would do, each deed once, as it stands.
    fn ledger(&self, case: &Case) -> Vec<LedgerLine> {
        let mut lines: Vec<LedgerLine> = Vec::new();
        for promise in &case.promises {
            let Some(deed) = &promise.deed else { continue };
            let at = |at| self.policy.due(at, promise.made_at);
            let stands = match promise.state {
                PromiseState::Made => Stands::Open,
                PromiseState::Kept { at: kept } => Stands::Kept(at(kept)),
                PromiseState::Broken { .. } => Stands::Broken(deed.done_late_at.map(at)),
                PromiseState::Moved { .. } => Stands::Elsewhere,
                PromiseState::Cancelled { .. } => Stands::Cancelled,
            };
            let earlier = lines.iter().position(|line| line.number == deed.number);
            // What was missed and is to come all the same was not moved.
            let moved = earlier.map_or(0, |index| {
                let before = lines.remove(index);
                before.moved + u32::from(before.stands == Stands::Elsewhere)
            });
            let (what, due) = (deed.words.clone(), at(promise.due));
            lines.push(LedgerLine { number: deed.number, what, due, moved, stands });
        }
        lines.sort_by_key(|line| line.number);
        let skip = lines.len().saturating_sub(LEDGER_SHOWN);
        lines.drain(..skip);
        lines
    }

    /// What was offered, as it stands.
    fn offers(&self, case: &Case) -> Vec<OfferLine> {
        let line = |offer: &Offer| {
            let stands = match offer.state {
                OfferState::Pending { level, .. } => OfferStands::Pending(level),
                OfferState::Dropped { .. } => OfferStands::Dropped,
                OfferState::Sent { .. } => OfferStands::Sent,
                OfferState::Accepted { .. } => OfferStands::Accepted,
                OfferState::Declined { .. } => OfferStands::Declined,
                OfferState::Delivered { at } => {
                    OfferStands::Delivered(self.policy.due(at, offer.made_at))
                }
            };
            let Gift { what, cost, currency, .. } = offer.gift.clone();
            OfferLine { what, cost, currency, stands }
        };
        let skip = case.offers.len().saturating_sub(OFFERS_SHOWN);
        case.offers.iter().skip(skip).map(line).collect()
    }

    fn card_state(&self, case: &Case) -> CardState {
        match &case.stage {
            Stage::Open => CardState::Open,
            Stage::Working { owner, .. } => CardState::Working(self.policy.staff_name(owner)),
            Stage::Waiting { owner, .. } => CardState::Waiting(self.policy.staff_name(owner)),
            Stage::Checking { owner, ask_at: Some(at), .. } if self.now < *at => {
                // As it was said when it was resolved: the card is not shown anew for it.
                let since = case.resolutions.last().map_or(self.now, |last| last.at);
                let staff = self.policy.staff_name(owner);
                CardState::AsksAt { staff, due: self.policy.due(*at, since) }
            }
            Stage::Checking { owner, .. } => CardState::Checking(self.policy.staff_name(owner)),
            Stage::Closed { outcome, at, last_owner } => CardState::Closed {
                outcome: *outcome,
                after: since(case.opened_at, *at),
                owner: last_owner.as_ref().map(|owner| self.policy.staff_name(owner)),
            },
        }
    }

    /// Contacts up to the one that opened the case.
    fn contacts_before(&self, case: &Case) -> usize {
        self.customer
            .surveys
            .iter()
            .filter(|survey| survey.interaction.ended_at <= case.opened_at)
            .count()
    }

    /// The last case of the customer before this one.
    pub(crate) fn case_before(&self, index: usize) -> Option<&Case> {
        self.customer.cases[..index].last()
    }

    fn ratings_before(&self, case: &Case) -> Vec<Rating> {
        let mut before: Vec<Rating> = self
            .customer
            .surveys
            .iter()
            .filter(|survey| !case.surveys.contains(&survey.id))
            .filter(|survey| survey.interaction.ended_at <= case.opened_at)
            .filter_map(Survey::rating)
            .collect();
        let skip = before.len().saturating_sub(BEFORE_SHOWN);
        before.drain(..skip);
        before
    }

    pub(crate) fn card_buttons(&self, case: usize) -> Vec<Vec<Button>> {
        let case = self.case(case).number;
        let take = button(Label::Take, Action::Take { case });
        let join = button(Label::Join, Action::Join { case });
        let history = button(Label::History, Action::History { case });
        let why = button(Label::Why, Action::Why { case });
        let wait = button(Label::WaitForAnswer, Action::WaitForAnswer { case });
        let promise = button(Label::Promise, Action::Promise { case });
        let progress = button(Label::Progress, Action::Progress { case });
        let hand_over = button(Label::HandOver, Action::HandOver { case });
        let does = OfferDoes::Ask;
        let offer = button(Label::Offer, Action::MakeGood { case, offer: 0, does });
        let senior = button(Label::CallSenior, Action::CallSenior { case });
        let right = button(Label::PutRight, Action::PutRight { case });
        let reopen = button(Label::Reopen, Action::Reopen { case });
        let top = self.customer.case(case).is_some_and(|case| case.level == Level::Director);
        let senior: Vec<Button> = (!top).then_some(senior).into_iter().collect();
        match self.customer.case(case).map(|case| &case.stage) {
            Some(Stage::Open) => vec![vec![take, join, history]],
            Some(Stage::Working { .. }) => {
                let row = [vec![wait], senior, vec![right]].concat();
                vec![vec![promise, offer, progress], row, vec![join, hand_over, why, history]]
            }
            Some(Stage::Waiting { .. }) => {
                let row = [senior, vec![right]].concat();
                vec![vec![promise, offer, progress], row, vec![join, hand_over, why, history]]
            }
            Some(Stage::Checking { .. }) => vec![vec![join, hand_over, why, history]],
            Some(Stage::Closed { .. }) => vec![vec![reopen, history]],
            None => Vec::new(),
        }
    }
}

/// Whether whoever has the case must be told where to write: below the card they would be in the
/// desk.
fn leads_elsewhere(case: &Case) -> bool {
    let apart = case.desk.card.as_ref().zip(case.thread());
    case.is_open()
        && case.owner().is_some()
        && case.desk.inside.is_no()
        && apart.is_some_and(|(card, thread)| card.place != *thread)
}

/// What unhappy answers were changed to, if none of them stands any more.
fn changed_to(surveys: &[&Survey]) -> Option<Rating> {
    let unhappy = |rating: Rating| rating.satisfaction() == Satisfaction::Dissatisfied;
    let was = |survey: &&Survey| {
        let history = survey.response.as_ref().map(|response| &response.history);
        history.and_then(|history| worst(history)).is_some_and(unhappy)
    };
    let is = |survey: &&Survey| survey.rating().is_some_and(unhappy);
    if surveys.iter().any(is) {
        return None;
    }
    surveys.iter().copied().filter(was).filter_map(Survey::rating).next_back()
}

/// The rating that opened the case: the unhappiest of the history.
fn worst(history: &[(jiff::Timestamp, Rating)]) -> Option<Rating> {
    history
        .iter()
        .map(|(_, rating)| *rating)
        .min_by_key(|rating| (rating.satisfaction(), rating.value()))
}
