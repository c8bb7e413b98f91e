//! One person who was known as two customers: how they become one, and how that is taken back.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Outcome, PromiseKind, PromiseState, Stage},
    customer::{Customer, WORDS_KEPT},
    desk::DeskSay,
    effect::PressRef,
    engine::later,
    ids::{CaseNumber, CustomerId, ItemNumber, SurveyId},
    interaction::InteractionId,
    lang::Lang,
    place::{Actor, Address, MessageRef},
    policy::{Level, Policy},
    survey::Survey,
};

/// How long two customers who became one can be taken apart again.
pub const UNDOABLE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many of the customers who were taken in can be taken out again.
const MERGES_KEPT: usize = 8;

/// A customer who was taken in, as far as that must be known to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Who.
    pub from: CustomerId,
    /// When.
    pub at: Timestamp,
    /// On whose word.
    pub by: MergedBy,
    /// Their accounts.
    pub accounts: Vec<Address>,
    /// Their ids in other systems.
    pub external: Vec<String>,
    /// Their surveys.
    pub surveys: Vec<SurveyId>,
    /// Their cases.
    pub cases: Vec<CaseNumber>,
    /// What stood in their inbox.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemNumber>,
    /// Everything else about them, as it was.
    pub rest: Box<Customer>,
    /// What the customer who took them in was called and wished until then.
    pub own: Wishes,
    /// Both had an open case.
    pub duplicate: Option<Duplicate>,
}

/// What a customer is called and wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// Their name.
    pub name: Option<String>,
    /// Other ways to reach them.
    pub otherwise: Option<String>,
    /// The language they chose.
    pub chosen_language: Option<Lang>,
    /// The language their app or a source suggests.
    pub hinted_language: Option<Lang>,
    /// Their time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What they like, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tastes: Option<String>,
    /// Staff flagged them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flagged: bool,
    /// They want no questions.
    pub opted_out: bool,
}

/// On whose word two customers became one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergedBy {
    /// The customer's own: a code from one account was typed on the other.
    Link,
    /// A source's that named accounts of both.
    Source,
    /// Somebody's of staff.
    Staff(Address),
}

/// Two open cases that became one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// The one that closed.
    pub closed: CaseNumber,
    /// The one that goes on.
    pub kept: CaseNumber,
    /// The answers that went over to it.
    pub surveys: Vec<SurveyId>,
}

/// A command of staff that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub by: Actor,
    /// The message.
    pub message: MessageRef,
    /// It can be answered so that nobody else reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<PressRef>,
    /// The case that was named.
    pub case: CaseNumber,
}

/// Two customers, taken apart again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The one who had taken the other in.
    pub older: Customer,
    /// The other one.
    pub newer: Customer,
    /// The case that had closed for the sake of another one: it goes on.
    pub reopens: Option<CaseNumber>,
}

impl Merge {
    /// What must be known to take it back that `older` takes `newer` in.
    pub(crate) fn of(older: &Customer, newer: &Customer, at: Timestamp, by: MergedBy) -> Self {
        let rest = Customer {
            contacts: Vec::new(),
            external: Vec::new(),
            surveys: Vec::new(),
            cases: Vec::new(),
            inbox: Vec::new(),
            ..newer.clone()
        };
        Self {
            from: newer.id,
            at,
            by,
            accounts: newer.contacts.iter().map(|contact| contact.address.clone()).collect(),
            external: newer.external.clone(),
            surveys: newer.surveys.iter().map(|survey| survey.id).collect(),
            cases: newer.cases.iter().map(|case| case.number).collect(),
            items: newer.inbox.iter().map(|item| item.number).collect(),
            rest: Box::new(rest),
            own: Wishes {
                name: older.name.clone(),
                otherwise: older.otherwise.clone(),
                chosen_language: older.chosen_language,
                hinted_language: older.hinted_language,
                zone: older.zone.clone(),
                tastes: older.tastes.clone(),
                flagged: older.flagged,
                opted_out: older.opted_out,
            },
            duplicate: None,
        }
    }

    /// Whether a case goes with the customer who was taken in: it was theirs, or is about nothing
    /// but their answers.
    fn owns_case(&self, case: &Case) -> bool {
        let is_new = self.at <= case.opened_at && !case.surveys.is_empty();
        self.cases.contains(&case.number)
            || (is_new && case.surveys.iter().all(|survey| self.surveys.contains(survey)))
    }

    /// When it is for good.
    pub(crate) fn settles_at(&self) -> Timestamp {
        later(self.at, UNDOABLE.saturating_add(SignedDuration::from_secs(1)))
    }

    /// Whether it can still be taken back.
    pub fn is_undoable(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) <= UNDOABLE
    }
}

/// What is left of a customer who was taken in: the way to who they are now.
pub fn emptied(newer: CustomerId, into: CustomerId) -> Customer {
    Customer { merged_into: Some(into), ..Customer::new(newer) }
}

/// Both customers in one, with both histories and nothing decided about them yet.
#[must_use = "the customers themselves stay as they are"]
pub fn united(older: &Customer, newer: &Customer) -> Customer {
    let mut one = older.clone();
    for contact in &newer.contacts {
        if !one.is(&contact.address) {
            one.contacts.push(contact.clone());
        }
    }
    for external in &newer.external {
        if !one.external.contains(external) {
            one.external.push(external.clone());
        }
    }
    one.otherwise = one.otherwise.or_else(|| newer.otherwise.clone());
    one.name = one.name.or_else(|| newer.name.clone());
    one.chosen_language = one.chosen_language.or(newer.chosen_language);
    one.hinted_language = one.hinted_language.or(newer.hinted_language);
    one.zone = one.zone.or_else(|| newer.zone.clone());
    one.tastes = one.tastes.or_else(|| newer.tastes.clone());
    // Nobody is asked twice because they were two.
    one.recommending = [one.recommending.take(), newer.recommending.clone()]
        .into_iter()
        .flatten()
        .max_by_key(|last| last.asked_at);
    one.flagged |= newer.flagged;
    one.dead_link_at = one.dead_link_at.max(newer.dead_link_at);
    one.opted_out |= newer.opted_out;
    one.complaining |= newer.complaining;
    one.thanked_at = one.thanked_at.max(newer.thanked_at);
    one.words.extend(newer.words.iter().cloned());
    one.words.sort_by_key(|remark| remark.at);
    let skip = one.words.len().saturating_sub(WORDS_KEPT);
    one.words.drain(..skip);
    let taken: Vec<Survey> = newer.surveys.iter().map(|survey| told_apart(older, survey)).collect();
    one.surveys.extend(taken);
    // Ids sort by the time at which they were minted.
    one.surveys.sort_by_key(|survey| survey.id);
    one.inbox.extend(newer.inbox.iter().cloned());
    one.inbox.sort_by_key(|item| item.number);
    one.cases.extend(newer.cases.iter().cloned());
    one.cases.sort_by_key(|case| case.number);
    one.told.extend(newer.told.iter().cloned());
    one.told_lost = one.told_lost.saturating_add(newer.told_lost);
    // Nobody is told the same twice, whoever they were when they heard it.
    one.fixes.extend(newer.fixes.iter().cloned());
    let new = newer.apologies.iter().filter(|it| !older.knows_incident(it.incident));
    one.apologies.extend(new.cloned());
    one.link_code = None;
    one.link_tries = None;
    one
}

/// A contact that both were known for stays the older customer's: two surveys about one contact
/// can't be told apart.
fn told_apart(older: &Customer, survey: &Survey) -> Survey {
    let mut survey = survey.clone();
    if older.surveys.iter().any(|other| other.interaction.id == survey.interaction.id) {
        survey.interaction.id = InteractionId(format!("same:{}", survey.id));
    }
    survey
}

/// Takes the last customer who was taken in out again, if there is one and it is not too long ago.
/// What is due by now must have fired before.
pub fn split(customer: &Customer, now: Timestamp) -> Option<Split> {
    let mut older = customer.clone();
    let merge = older.merges.pop().filter(|merge| merge.is_undoable(now))?;
    let reopens = merge.duplicate.as_ref().filter(|twin| untangle(&mut older, twin, now));
    let reopens = reopens.map(|twin| twin.closed);
    let mut newer = (*merge.rest).clone();
    wishes_go_apart(&mut older, &mut newer, &merge.own);
    newer.contacts = older
        .contacts
        .extract_if(.., |contact| merge.accounts.contains(&contact.address))
        .collect();
    newer.external.clone_from(&merge.external);
    older.external.retain(|external| !merge.external.contains(external));
    newer.cases = older.cases.extract_if(.., |case| merge.owns_case(case)).collect();
    newer.inbox = older.inbox.extract_if(.., |item| merge.items.contains(&item.number)).collect();
    let (theirs, ours) = (&newer.cases, &older.cases);
    newer.surveys = older
        .surveys
        .extract_if(.., |survey| {
            let is_in = |cases: &[Case]| cases.iter().any(|case| case.surveys.contains(&survey.id));
            // An answer stays with its case.
            is_in(theirs) || (merge.surveys.contains(&survey.id) && !is_in(ours))
        })
        .collect();
    own_rooms(&mut older, merge.duplicate.as_ref());
    own_rooms(&mut newer, merge.duplicate.as_ref());
    Some(Split { older, newer, reopens })
}

/// Each is called as before, and wishes what they wished; what was wished since counts for both.
fn wishes_go_apart(older: &mut Customer, newer: &mut Customer, own: &Wishes) {
    older.name = own.name.clone().or(older.name.take());
    older.otherwise.clone_from(&own.otherwise);
    older.hinted_language = own.hinted_language.or(older.hinted_language);
    older.zone.clone_from(&own.zone);
    older.tastes.clone_from(&own.tastes);
    older.flagged = own.flagged;
    if older.opted_out == (own.opted_out || newer.opted_out) {
        older.opted_out = own.opted_out;
    } else {
        newer.opted_out = older.opted_out;
    }
    if older.chosen_language == own.chosen_language.or(newer.chosen_language) {
        older.chosen_language = own.chosen_language;
    } else {
        newer.chosen_language = older.chosen_language;
    }
}

/// Two cases that had become one are two again. Returns whether the one that had closed goes on.
fn untangle(customer: &mut Customer, twin: &Duplicate, now: Timestamp) -> bool {
    let mut went_back = Vec::new();
    let of = |number| move |case: &&mut Case| case.number == number;
    if let Some(kept) = customer.cases.iter_mut().find(of(twin.kept)) {
        // An answer may have gone on to yet another case.
        went_back = kept.surveys.extract_if(.., |survey| twin.surveys.contains(survey)).collect();
    }
    for survey in &mut customer.surveys {
        if went_back.contains(&survey.id) {
            survey.case = Some(twin.closed);
        }
    }
    let Some(closed) = customer.cases.iter_mut().find(of(twin.closed)) else { return false };
    closed.surveys.extend(went_back);
    let told = closed.promises.clone();
    let is_twin = matches!(closed.stage, Stage::Closed { outcome: Outcome::Duplicate, .. });
    if let Some(kept) = customer.cases.iter_mut().find(of(twin.kept)) {
        for promise in &mut kept.promises {
            let went_over = told.iter().any(|told| {
                (told.kind, told.made_at, told.due) == (promise.kind, promise.made_at, promise.due)
            });
            let goes = promise.kind != PromiseKind::Delivery;
            if goes && went_over && promise.state == PromiseState::Made {
                promise.state = PromiseState::Moved { at: now };
            }
        }
    }
    is_twin
}

/// A room is about a case of its own customer, or about none.
fn own_rooms(customer: &mut Customer, twin: Option<&Duplicate>) {
    for contact in &mut customer.contacts {
        if let Some(behalf) = &mut contact.behalf {
            behalf.case =
                behalf.case.filter(|number| customer.cases.iter().any(|it| it.number == *number));
        }
        let Some(room) = &mut contact.room else { continue };
        let is_own = |number| customer.cases.iter().any(|case| Some(case.number) == number);
        if !is_own(room.case) {
            let closed = twin.filter(|twin| room.case == Some(twin.kept)).map(|twin| twin.closed);
            room.case = closed.filter(|closed| is_own(Some(*closed)));
        }
    }
}

/// Why staff may not make these customers one or two, if they may not.
pub fn refusal(policy: &Policy, by: &Actor, concerned: &[&Customer]) -> Option<DeskSay> {
    let needs = Level::Senior;
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    let level = policy.staff(&by.address).map(|member| member.level);
    if level.is_none_or(|level| level < needs) {
        return Some(DeskSay::NotAllowed { needs, is: level });
    }
    if concerned.iter().any(|customer| customer.is(&by.address)) {
        return Some(DeskSay::OwnCase);
    }
    if concerned.iter().any(|customer| customer.erased_at.is_some()) {
        return Some(DeskSay::Forgotten);
    }
    let is_one = matches!(concerned, [one, other] if one.id == other.id);
    is_one.then_some(DeskSay::SameAlready)
}

impl Customer {
    /// Keeps what must be known to take the last merge back.
    pub(crate) fn remember_merge(&mut self, merge: Merge) {
        self.merges.push(merge);
        let needless = self.merges.len().saturating_sub(MERGES_KEPT);
        self.settle_merges(needless);
    }

    /// Merges that can't be taken back any more are for good.
    pub(crate) fn settle_old_merges(&mut self, now: Timestamp) {
        let old = self.merges.iter().take_while(|merge| merge.settles_at() <= now).count();
        self.settle_merges(old);
    }

    /// The oldest merges stay for good: nothing but the ids is kept of those who were taken in.
    fn settle_merges(&mut self, oldest: usize) {
        for merge in self.merges.drain(..oldest) {
            self.taken_in.push(merge.from);
            self.taken_in.extend(merge.rest.known_as());
        }
        self.taken_in.sort_unstable();
        self.taken_in.dedup();
    }

    /// Everybody whom the customer was known as: themselves, whoever was taken in, and whom those had
    /// brought along.
    pub fn known_as(&self) -> Vec<CustomerId> {
        let merged = self
            .merges
            .iter()
            .flat_map(|merge| [merge.from].into_iter().chain(merge.rest.known_as()));
        let all = [self.id].into_iter().chain(self.taken_in.iter().copied()).chain(merged);
        let mut all: Vec<CustomerId> = all.collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
