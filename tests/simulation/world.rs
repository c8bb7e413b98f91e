//! One seeded world: a customer, or two who may be one person, some staff, strangers, and platforms
//! that misbehave at times.

use std::fmt::Write as _;

use amends_core::{
    action::Subject,
    customer::Customer,
    engine::{self, Outcome},
    event::{Event, Page, Recorded, WorkspaceEvent},
    ids::{CaseNumber, CustomerId},
    invariants,
    place::{Address, MessageRef, Place},
    policy::Policy,
};
use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::{
    admins::Admins,
    causes::{self, Told},
    endings,
    figures::Counted,
    handing, items, offers,
    platform::Stage,
    promises,
    reference::{Reference, Seen},
    rules,
    setting::Setting,
    sorry, times,
};

/// One world.
pub(crate) struct World {
    pub(crate) rng: ChaCha8Rng,
    pub(crate) setting: Setting,
    pub(crate) now: Timestamp,
    pub(crate) seq: u64,
    next_case: u32,
    /// Contacts that ended so far.
    pub(crate) contacts: u32,
    pub(crate) customers: Vec<Customer>,
    /// Whose turn it is.
    pub(crate) turn: usize,
    pub(crate) policy: Policy,
    pub(crate) stage: Stage,
    pub(crate) reference: Reference,
    pub(crate) admins: Admins,
    /// Who was told of which fixes.
    told: Told,
    counted: Counted,
    /// Its admins set things all the time; else nobody does.
    has_admins: bool,
    transcript: String,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let setting = Setting::of(seed);
        let mut workspace = setting.workspace(&mut rng);
        if (seed / 8).is_multiple_of(2) {
            workspace.admins = ["53", "40"].map(|id| Address::new(setting.desk, id)).to_vec();
        }
        let stage = Stage::new(setting, &mut rng);
        let customer = |number: u128| Customer::new(CustomerId(Uuid::from_u128(number)));
        Self {
            rng,
            setting,
            now: "2026-11-16T09:00:00Z".parse().unwrap(),
            seq: 1,
            next_case: CaseNumber::FIRST.0,
            contacts: 0,
            customers: (1..).map(customer).take(setting.accounts().len()).collect(),
            turn: 0,
            policy: Policy::new(workspace),
            stage,
            reference: Reference::new(setting),
            admins: Admins::default(),
            told: Told::default(),
            counted: Counted::default(),
            has_admins: (seed / 16).is_multiple_of(2),
            transcript: String::new(),
        }
    }

    pub(crate) fn breaches(&self) -> &[String] {
        &self.reference.breaches
    }

    pub(crate) fn transcript(&self) -> &str {
        &self.transcript
    }

    /// Writes down what happened.
    pub(crate) fn write_down(&mut self, what: &str) {
        writeln!(self.transcript, "{} {what}", self.now).unwrap();
    }

    pub(crate) fn seen(&self) -> &Seen {
        &self.reference.seen
    }

    /// The customer whose turn it is.
    pub(crate) fn customer(&self) -> &Customer {
        &self.customers[self.turn]
    }

    /// Whether both customers are one.
    pub(crate) fn is_one(&self) -> bool {
        self.customers.iter().any(|customer| customer.merged_into.is_some())
    }

    /// The accounts of the customer whose turn it is.
    pub(crate) fn accounts(&self) -> Vec<Address> {
        let all = self.setting.accounts();
        if self.is_one() { all } else { vec![all[self.turn].clone()] }
    }

    /// It is the turn of the customer with this id, or of whoever took them in.
    pub(crate) fn turn_of(&mut self, id: CustomerId) {
        let found = self.customers.iter().position(|customer| customer.id == id).unwrap();
        let is_gone = self.customers[found].merged_into.is_some();
        self.turn = if is_gone { 0 } else { found };
    }

    /// The customer whom something is about.
    pub(crate) fn whose(&self, subject: Subject) -> Option<CustomerId> {
        let found = |wanted: &dyn Fn(&Customer) -> bool| {
            self.customers.iter().find(|customer| wanted(customer)).map(|customer| customer.id)
        };
        match subject {
            Subject::Survey(survey) => found(&|customer| customer.survey(survey).is_some()),
            Subject::Case(case) => found(&|customer| customer.case(case).is_some()),
            Subject::Item(item) => found(&|customer| customer.item(item).is_some()),
            Subject::Customer(id) => Some(id),
            Subject::Presser => Some(self.customer().id),
            Subject::Business => None,
        }
    }

    /// Something happens.
    pub(crate) fn step(&mut self) {
        self.turn = if self.is_one() { 0 } else { self.rng.random_range(0..self.customers.len()) };
        if self.customers.len() == 2 && self.rng.random_range(0..40) == 0 {
            return self.who_is_who();
        }
        if !self.policy.workspace.tellings.is_empty() {
            return self.goes_through_customers();
        }
        if self.has_admins && self.rng.random_range(0..50) == 0 {
            return self.something_is_fixed();
        }
        if self.rng.random_range(0..40) == 0 {
            return self.we_say_sorry();
        }
        if self.rng.random_range(0..40) == 0 {
            return self.staff_on_item();
        }
        if self.rng.random_range(0..5) == 0 {
            return self.recovery_goes_on();
        }
        let often = if self.is_rare() { 2 } else { 8 };
        if self.rng.random_range(0..often) == 0 {
            return self.anything();
        }
        if self.has_admins && self.rng.random_range(0..8) == 0 {
            return self.admin_does();
        }
        match self.rng.random_range(0..104) {
            0..8 => self.interaction_ends(),
            8..9 => self.interaction_goes_on(),
            9..38 => self.platform_works(false),
            38..56 => self.customer_presses(),
            56..59 => self.stranger_presses(),
            59..69 => self.customer_writes(),
            69..72 => self.customer_blocks_or_comes_back(),
            72..80 => self.staff_press(),
            80..88 => self.staff_write(),
            88..89 => self.thread_is_lost(),
            89 => self.duty_changes_or_customer_leaves(),
            90..97 => self.time_jumps_to_deadline(),
            97..100 => self.time_passes(),
            100..102 => self.form_is_filled_in(),
            _ => self.something_is_taken_back(),
        }
    }

    /// Lets the platform finish its work, so that what follows from the last events is seen too.
    pub(crate) fn settle_down(&mut self) {
        for _ in 0..500 {
            if self.stage.is_idle() || !self.breaches().is_empty() {
                return;
            }
            self.platform_works(true);
        }
        self.reference.breaches.push("the platform never comes to rest".to_owned());
    }

    /// Every figure is that of the whole journal, and what the customers' states say.
    pub(crate) fn figures_hold(&mut self) {
        let breaches = self.counted.breaches(&self.customers);
        self.reference.breaches.extend(breaches);
    }

    /// Brings an event to the customer whose turn it is, and holds what follows against everything
    /// that is expected.
    pub(crate) fn happens(&mut self, event: Event) {
        let before = self.customers[self.turn].clone();
        let mut entropy = [0; 32];
        self.rng.fill(&mut entropy);
        let recorded = Recorded {
            seq: self.seq,
            at: self.now,
            entropy,
            next_case: CaseNumber(self.next_case),
            log_id: None,
            event,
        };
        self.seq += 1;
        self.reference.before(&recorded.event);
        self.reference.seen.met.note(&before, &self.policy, &recorded);
        let customer = &mut self.customers[self.turn];
        let outcome = engine::apply(customer, &self.policy, &recorded);
        let after = customer.clone();
        let highest = after.cases.iter().map(|case| case.number.0 + 1).max().unwrap_or(0);
        self.next_case = self.next_case.max(highest);
        self.write_down(&format!("{:?}\n  -> {outcome:?}", recorded.event));
        let breaches = &mut self.reference.breaches;
        breaches.extend(invariants::check(&after, &self.policy));
        breaches.extend(invariants::check_step(&before, &after, &self.policy));
        let case_was_open = before.open_case().is_some() && after.open_case().is_some();
        let asked_for = (outcome.facts.as_slice(), outcome.effects.as_slice());
        self.reference.watch(&recorded.event, &after, asked_for, case_was_open);
        self.hold_apart(&recorded.event, &outcome);
        self.counted.hear(self.now, &outcome.facts);
        let against = rules::breaches(self.now, &after, &self.policy, &outcome.effects);
        self.reference.breaches.extend(against);
        let seen = &mut self.reference.seen;
        let sorry = sorry::breaches(self.now, &after, &self.policy, &outcome.effects, seen);
        self.reference.breaches.extend(sorry);
        let seen = &mut self.reference.seen;
        let is_retold = matches!(recorded.event, Event::Settled { .. });
        let untold = promises::breaches(self.now, &after, &self.policy, asked_for, is_retold, seen);
        self.reference.breaches.extend(untold);
        let seen = &mut self.reference.seen;
        let mut unsound = endings::breaches(&recorded.event, &before, &after, asked_for, seen);
        if !is_retold {
            let said = endings::said(&outcome.effects);
            unsound.extend(times::breaches(self.now, &after, &self.policy, &said, seen));
        }
        self.reference.breaches.extend(unsound);
        let seen = &mut self.reference.seen;
        let hands = (&before, &after);
        let effects = &outcome.effects;
        let taken = handing::breaches(&recorded.event, hands, &self.policy, effects, seen);
        self.reference.breaches.extend(taken);
        let ended = items::breaches(&recorded.event, hands, &self.policy, &outcome.facts);
        self.reference.breaches.extend(ended);
        offers::count(&before, &after, &mut self.reference.seen);
        causes::count(&before, &after, &mut self.reference.seen);
        self.reference.breaches.extend(self.told.hear(after.id, &outcome.effects));
        self.stage.queue(after.id, outcome.effects);
        // Whoever is taken out again may have been forgotten before, and be known since.
        let is_told = !matches!(recorded.event, Event::Restored { .. } | Event::Merged { .. });
        if is_told && before.erased_at.is_none() && after.erased_at.is_some() {
            self.nothing_is_left();
        }
        for event in outcome.business {
            self.business(event);
        }
    }

    /// Whoever complained of something that is fixed, or whom something happened to, is counted, and
    /// told if somebody wants that.
    fn goes_through_customers(&mut self) {
        let Some(telling) = self.policy.workspace.next_telling().cloned() else { return };
        let after = self.customers.last().map(|customer| customer.id);
        let mut page = Page::new(&telling, after, true);
        for turn in 0..self.customers.len() {
            self.turn = turn;
            let event = page.see(&self.customers[turn], &telling, &self.policy);
            if let Some(event) = event {
                self.happens(event);
            }
        }
        self.business(WorkspaceEvent::Page(Box::new(page)));
    }

    /// The customer whose turn it is, as they would be now without anything that happens.
    pub(crate) fn if_nothing_happened(&self) -> Customer {
        let (mut customer, event) = (self.customer().clone(), Event::DeadlineReached);
        let next_case = CaseNumber(self.next_case);
        let recorded = Recorded {
            seq: self.seq,
            at: self.now,
            entropy: [0; 32],
            next_case,
            log_id: None,
            event,
        };
        let Outcome { .. } = engine::apply(&mut customer, &self.policy, &recorded);
        customer
    }

    /// Customers hear what concerns themselves, and nothing of what they answered is lost.
    fn hold_apart(&mut self, event: &Event, outcome: &Outcome) {
        let (mine, all) = (self.accounts(), self.setting.accounts());
        let is_merge = matches!(event, Event::Merged { .. });
        self.reference.keeps_apart(if is_merge { &all } else { &mine }, &outcome.effects);
        // Between the two halves of a split, what goes back is in neither of them.
        if !matches!(event, Event::Split { .. }) {
            self.reference.nothing_lost(&self.customers);
        }
    }

    pub(crate) fn message(&mut self, place: &Place) -> MessageRef {
        self.stage.message_in(place)
    }
}
