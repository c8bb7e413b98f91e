//! `/cases`: which cases are open, who has each, since when, and what was promised next. Those that
//! wait for a level are shown as its queue, so that nobody's cases are seen (K-24b, E29).

use jiff::Timestamp;

use super::step::{Step, button};
use crate::{
    action::Action,
    case::{Case, OfferState, Promise, PromiseState, Stage},
    customer::Customer,
    desk::{CaseLine, CaseStands, DeskSay, HistoryWhat, Listed, Mark, OneCase, Title, Turn},
    event::{Event, Recorded},
    grammar,
    ids::CaseNumber,
    place::{Actor, Address},
    policy::{Level, Policy},
    say::{Button, Label},
    workspace::BUTTONS,
};

/// So many cases are listed; of more, nobody could read the list.
const LISTED_MOST: usize = 60;

/// What somebody asked for with `/cases`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A list.
    Listing(Listing),
    /// One case, for whoever asks.
    Case(CaseNumber, Address),
}

/// A list of open cases that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    by: Address,
    which: Listed,
    lines: Vec<(Option<Timestamp>, CaseLine)>,
}

impl Looked {
    /// Reads `/cases`, `/cases mine`, `/cases R-1042`; nothing if the text is something else. Rights
    /// are checked here: nothing is looked at without them.
    pub fn read(policy: &Policy, by: &Actor, text: &str) -> Option<Result<Self, DeskSay>> {
        if grammar::command(text) != Some("cases") {
            return None;
        }
        if by.anonymous {
            return Some(Err(DeskSay::Anonymous));
        }
        if policy.staff(&by.address).is_none() {
            return Some(Err(DeskSay::NotAllowed { needs: Level::Agent, is: None }));
        }
        let (_, typed) = grammar::word(text);
        let typed = typed.trim();
        let by = by.address.clone();
        let which = match typed.to_lowercase().as_str() {
            "" | "all" => Listed::All,
            "mine" => Listed::Mine,
            "open" => Listed::Open,
            "late" => Listed::Late,
            _ => {
                let case = CaseNumber::parse(typed).map(|number| Self::Case(number, by));
                return Some(case.ok_or_else(|| DeskSay::CasesHow { typed: typed.to_owned() }));
            }
        };
        Some(Ok(Self::Listing(Listing { by, which, lines: Vec::new() })))
    }
}

impl Listing {
    /// Looks at an open case, and takes it in if it was asked for. Nobody reads along in their own.
    pub fn see(&mut self, policy: &Policy, customer: &Customer, case: &Case, now: Timestamp) {
        if customer.is(&self.by) || !case.is_open() {
            return;
        }
        let Some(stands) = stands(policy, case, now) else { return };
        let mark = if case.owner().is_none() { Mark::Red } else { Mark::Yellow };
        let mark = case.desk.title.as_ref().map_or(mark, |title| title.mark);
        let line = CaseLine {
            // A list is about many customers, and stays when one of them is forgotten.
            title: Title { mark, case: case.number, name: None },
            owner: case.owner().map(|owner| policy.staff_name(owner)),
            level: case.level,
            opened_at: case.opened_at,
            stands: Some(Box::new(stands)),
        };
        let is_asked_for = match self.which {
            Listed::All => true,
            Listed::Mine => case.owner() == Some(&self.by),
            Listed::Open => line.waits_for().is_some(),
            Listed::Late => late_since(case, now).is_some(),
        };
        if is_asked_for {
            self.lines.push((late_since(case, now).or_else(|| next_due(case)), line));
        }
    }

    /// The answer: what waits for somebody by its level, the highest first, then what somebody has;
    /// and what is due before what has time.
    pub fn say(mut self) -> DeskSay {
        self.lines.sort_by(|(one_due, one), (other_due, other)| {
            let by_level = other.waits_for().cmp(&one.waits_for());
            let due = |due: &Option<Timestamp>| due.unwrap_or(Timestamp::MAX);
            by_level.then_with(|| due(one_due).cmp(&due(other_due)))
        });
        let left_out = self.lines.len().saturating_sub(LISTED_MOST);
        let lines = self.lines.into_iter().take(LISTED_MOST).map(|(_, line)| line).collect();
        let left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
        DeskSay::Cases { lines, which: self.which, left_out }
    }
}

/// One case as its card shows it, with whose turn it is since when.
pub fn one_case(
    policy: &Policy,
    customer: &Customer,
    number: CaseNumber,
    by: &Address,
    now: Timestamp,
) -> DeskSay {
    if customer.erased_at.is_some() {
        return DeskSay::Forgotten;
    }
    if customer.is(by) {
        return DeskSay::OwnCase;
    }
    let Some(index) = customer.cases.iter().position(|case| case.number == number) else {
        return DeskSay::NoSuchCase { case: number };
    };
    let mut seen = customer.clone();
    let (seq, next_case, event) = (0, CaseNumber::FIRST, Event::DeadlineReached);
    let recorded = Recorded { seq, at: now, entropy: [0; 32], next_case, log_id: None, event };
    let card = Step::new(&mut seen, policy, &recorded).card(index);
    DeskSay::OneCase(Box::new(OneCase {
        card,
        stands: stands(policy, &customer.cases[index], now),
    }))
}

/// The buttons under a list, or under one case: what nobody has can be taken there.
pub(crate) fn buttons_under(say: &DeskSay) -> Vec<Vec<Button>> {
    if let DeskSay::Cases { lines, .. } = say {
        let is_nobodys = |line: &&CaseLine| {
            line.stands.as_ref().is_some_and(|stands| stands.turn == Turn::Nobodys)
        };
        let take = |line: &CaseLine| {
            let case = line.title.case;
            vec![button(Label::TakeCase(case), Action::Take { case })]
        };
        return lines.iter().filter(is_nobodys).take(BUTTONS).map(take).collect();
    }
    let DeskSay::OneCase(one) = say else { return super::inbox::buttons_of(say) };
    let case = one.card.title.case;
    let first = match &one.stands {
        Some(stands) if stands.turn == Turn::Nobodys => button(Label::Take, Action::Take { case }),
        Some(_) => button(Label::Join, Action::Join { case }),
        None => button(Label::Reopen, Action::Reopen { case }),
    };
    vec![vec![first, button(Label::History, Action::History { case })]]
}

/// How an open case stands.
fn stands(policy: &Policy, case: &Case, now: Timestamp) -> Option<CaseStands> {
    let (turn, since) = match &case.stage {
        Stage::Open => (Turn::Nobodys, waits_since(case)),
        Stage::Working { since, .. } => (Turn::Owners, *since),
        Stage::Waiting { since, .. } => (Turn::Customers, *since),
        Stage::Checking { asked_at, .. } => (Turn::Asked, *asked_at),
        Stage::Closed { .. } => return None,
    };
    let due = |at| policy.due(at, now);
    Some(CaseStands {
        turn,
        since: due(since),
        next: next_due(case).map(due),
        late: late_since(case, now).map(due),
        decides: case.offers.iter().filter_map(|offer| decides(offer.state)).max(),
        handed_to: case.handover.as_ref().map(|handover| policy.staff_name(&handover.to)),
    })
}

/// Since when nobody has it: since it was opened, or was open again, or came back.
fn waits_since(case: &Case) -> Timestamp {
    let begins = case
        .history
        .iter()
        .rev()
        .find(|(_, what)| matches!(what, HistoryWhat::Reopened | HistoryWhat::CameBack { .. }));
    begins.map_or(case.opened_at, |(at, _)| *at)
}

fn next_due(case: &Case) -> Option<Timestamp> {
    case.open_promises().map(|promise| promise.due).min()
}

/// The earliest time that was missed, if what it was promised for has not come so far.
fn late_since(case: &Case, now: Timestamp) -> Option<Timestamp> {
    let overdue = |promise: &&Promise| match promise.state {
        PromiseState::Made => promise.due < now,
        PromiseState::Broken { .. } => promise.undone().is_some(),
        PromiseState::Kept { .. } | PromiseState::Moved { .. } | PromiseState::Cancelled { .. } => {
            false
        }
    };
    let deeds = case.promises.iter().filter(overdue).map(|promise| promise.due);
    // A word that was missed has come once one was kept after it.
    let words = case.promises.iter().filter(|promise| promise.kind.is_word());
    let missed = words.rev().skip_while(|promise| promise.state == PromiseState::Made);
    let missed = missed.take_while(|promise| matches!(promise.state, PromiseState::Broken { .. }));
    deeds.chain(missed.map(|promise| promise.due)).min()
}

fn decides(state: OfferState) -> Option<Level> {
    match state {
        OfferState::Pending { level, .. } => Some(level),
        OfferState::Dropped { .. }
        | OfferState::Sent { .. }
        | OfferState::Accepted { .. }
        | OfferState::Declined { .. }
        | OfferState::Delivered { .. } => None,
    }
}
