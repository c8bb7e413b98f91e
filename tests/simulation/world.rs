//! One seeded world: a customer, some staff, strangers, and a platform that misbehaves at times.

use std::fmt::Write as _;

use amends_core::{
    action::Action,
    case::{Stage as CaseStage, ThreadState},
    customer::Customer,
    effect::PressRef,
    engine,
    event::{Event, Known, Recorded, Token},
    hours::Hours,
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, Source},
    invariants,
    place::{Actor, Address, Content, MediaKind, MessageRef, Place, Platform},
    policy::{Level, Policy, StaffMember, Workspace},
    scale::Scale,
};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::{
    platform::Stage,
    reference::{Reference, SECRET, Seen},
};

/// One world.
pub(crate) struct World {
    rng: ChaCha8Rng,
    now: Timestamp,
    seq: u64,
    next_case: u32,
    contacts: u32,
    customer: Customer,
    policy: Policy,
    stage: Stage,
    reference: Reference,
    transcript: String,
}

fn account(id: &str) -> Address {
    Address::new(Platform::Telegram, id)
}

fn person(id: &str) -> Actor {
    Actor {
        address: account(id),
        name: Some(format!("P{id}")),
        username: None,
        language: None,
        anonymous: false,
    }
}

fn desk() -> Place {
    Place::chat(Platform::Telegram, "-100")
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut workspace = Workspace::new("Luma Café");
        workspace.desk = (rng.random_range(0..20) != 0).then(desk);
        if rng.random_range(0..3) == 0 {
            "Europe/Bucharest".clone_into(&mut workspace.zone);
            workspace.hours = Hours::parse("mon-fri 09:00-18:00").unwrap();
        }
        workspace.scale = *Scale::ALL.choose(&mut rng).unwrap();
        if rng.random_range(0..4) == 0 {
            workspace.timers.ask_gap = SignedDuration::ZERO;
        }
        if rng.random_range(0..4) == 0 {
            workspace.timers.ask_reminder = Some(SignedDuration::from_hours(2));
            workspace.timers.ask_delay = SignedDuration::from_secs(30);
            workspace.timers.reask_delay = SignedDuration::from_mins(10);
        }
        let levels = [
            ("50", Level::Agent),
            ("51", Level::Agent),
            ("52", Level::Senior),
            ("53", Level::Director),
        ];
        workspace.staff = levels
            .into_iter()
            .map(|(id, level)| StaffMember {
                address: account(id),
                name: Some(format!("Staff{id}")),
                username: None,
                level,
                on_duty: rng.random_range(0..5) != 0,
                duty_until: None,
            })
            .collect();
        let id = CustomerId(Uuid::from_u128(1));
        Self {
            rng,
            now: "2026-11-16T09:00:00Z".parse().unwrap(),
            seq: 1,
            next_case: CaseNumber::FIRST.0,
            contacts: 0,
            customer: Customer::new(id),
            policy: Policy::new(workspace),
            stage: Stage::new(account("7")),
            reference: Reference::default(),
            transcript: String::new(),
        }
    }

    pub(crate) fn breaches(&self) -> &[String] {
        &self.reference.breaches
    }

    pub(crate) fn transcript(&self) -> &str {
        &self.transcript
    }

    pub(crate) fn seen(&self) -> &Seen {
        &self.reference.seen
    }

    /// Something happens.
    pub(crate) fn step(&mut self) {
        if self.rng.random_range(0..5) == 0 {
            return self.recovery_goes_on();
        }
        match self.rng.random_range(0..100) {
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
            _ => self.time_passes(),
        }
    }

    /// Lets the platform finish its work, so that what follows from the last events is seen too.
    pub(crate) fn settle_down(&mut self) {
        for _ in 0..500 {
            if self.stage.is_idle() {
                return;
            }
            self.platform_works(true);
        }
        self.reference.breaches.push("the platform never comes to rest".to_owned());
    }

    fn happens(&mut self, event: Event) {
        let before = self.customer.clone();
        let mut entropy = [0; 32];
        self.rng.fill(&mut entropy);
        let recorded = Recorded {
            seq: self.seq,
            at: self.now,
            entropy,
            next_case: CaseNumber(self.next_case),
            event,
        };
        self.seq += 1;
        let outcome = engine::apply(&mut self.customer, &self.policy, &recorded);
        let highest = self.customer.cases.iter().map(|case| case.number.0 + 1).max().unwrap_or(0);
        self.next_case = self.next_case.max(highest);
        writeln!(self.transcript, "{} {:?}\n  -> {:?}", self.now, recorded.event, outcome).unwrap();
        let breaches = &mut self.reference.breaches;
        breaches.extend(invariants::check(&self.customer, &self.policy));
        breaches.extend(invariants::check_step(&before, &self.customer, &self.policy));
        let case_was_open = before.open_case().is_some() && self.customer.open_case().is_some();
        self.reference.watch(&self.customer, &outcome.facts, &outcome.effects, case_was_open);
        self.stage.queue(outcome.effects);
    }

    fn interaction_ends(&mut self) {
        let repeated = self.rng.random_range(0..6) == 0;
        if !repeated {
            self.contacts += 1;
        }
        let ended = self.now - SignedDuration::from_mins(self.rng.random_range(0..40));
        let mut interaction =
            Interaction::new(format!("web:{}", self.contacts), Source::Webhook, ended);
        interaction.topic = (self.rng.random_range(0..2) == 0).then(|| "Order 118".to_owned());
        if self.rng.random_range(0..8) == 0 {
            interaction.held_at = Some(Place::chat(Platform::Telegram, "-200").thread("5"));
        }
        let addresses =
            if self.rng.random_range(0..10) == 0 { Vec::new() } else { vec![account("7")] };
        let known = Known { addresses, ..Known::default() };
        self.happens(Event::InteractionEnded { interaction: Box::new(interaction), known });
    }

    fn interaction_goes_on(&mut self) {
        let id = amends_core::interaction::InteractionId(format!("web:{}", self.contacts));
        self.happens(Event::InteractionReopened { interaction: id });
    }

    fn platform_works(&mut self, luck: bool) {
        let Some(carried) = self.stage.carry_one(&mut self.rng, luck) else { return };
        let Some((purpose, to, fate)) = carried.report else { return };
        if let Err(refusal) = &fate {
            self.reference.refused(purpose, *refusal);
        }
        self.happens(Event::Settled { purpose, to, fate });
    }

    fn press(&mut self) -> PressRef {
        PressRef { platform: Platform::Telegram, id: self.seq.to_string() }
    }

    fn customer_presses(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        let press = self.press();
        self.happens(Event::Pressed { press, by: person("7"), message: Some(message), action });
    }

    /// INV 14: whatever a stranger presses, nothing changes.
    fn stranger_presses(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        let press = self.press();
        let due = self
            .customer
            .next_deadline(&self.policy)
            .is_some_and(|deadline| deadline.at <= self.now);
        let before = self.customer.clone();
        self.happens(Event::Pressed { press, by: person("666"), message: Some(message), action });
        if !due && before != self.customer {
            self.reference
                .breaches
                .push(format!("INV 14: a stranger's press of {action:?} counted"));
        }
    }

    fn message(&mut self, place: &Place) -> MessageRef {
        self.stage.message_in(place)
    }

    fn customer_writes(&mut self) {
        let texts = [
            "the soup was lukewarm",
            "thanks!",
            "/start",
            "/status",
            "/complain",
            "/complain cold soup",
            "/feedback",
            "/stop",
            "/resume",
            "/language ro",
            "/take R-1001",
            "// not a note",
            "hello?",
        ];
        let content = match self.rng.random_range(0..10) {
            0 => Content::Media { kind: MediaKind::Voice, caption: None },
            1 => Content::Media { kind: MediaKind::Sticker, caption: None },
            2 => Content::Unsupported,
            _ => Content::Text((*texts.choose(&mut self.rng).unwrap()).to_owned()),
        };
        let message = self.message(&Place::chat(Platform::Telegram, "7"));
        let token = match &content {
            Content::Text(text) if text == "/start" && self.rng.random_range(0..2) == 0 => Some(
                [Token::ReceiptExpired, Token::Visit("till2".to_owned()), Token::Unknown]
                    [self.rng.random_range(0..3)]
                .clone(),
            ),
            Content::Text(_) | Content::Media { .. } | Content::Unsupported => None,
        };
        self.stage.blocked = false;
        self.happens(Event::CustomerWrote {
            by: person("7"),
            message: message.clone(),
            reply_to: None,
            content,
            token,
        });
        if self.rng.random_range(0..4) == 0 {
            let content = Content::Text("edited: cold, not lukewarm".to_owned());
            self.happens(Event::CustomerEdited { message, content });
        }
    }

    fn customer_blocks_or_comes_back(&mut self) {
        self.stage.blocked = !self.stage.blocked;
        let address = account("7");
        let event = if self.stage.blocked {
            Event::CustomerUnreachable { address }
        } else {
            Event::CustomerReachable { address }
        };
        self.happens(event);
    }

    fn some_staff(&mut self) -> Actor {
        let mut actor = person(["50", "51", "52", "53", "54"].choose(&mut self.rng).unwrap());
        actor.anonymous = self.rng.random_range(0..15) == 0;
        actor
    }

    fn staff_press(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        let (by, press) = (self.some_staff(), self.press());
        self.happens(Event::Pressed { press, by, message: Some(message), action });
    }

    fn staff_write(&mut self) {
        let Some(case) = self.customer.cases.last() else { return };
        let number = case.number;
        let place = case.thread().cloned().unwrap_or_else(desk);
        let prompt = case.desk.prompt.as_ref().and_then(|(message, _)| message.clone());
        let by = self.some_staff();
        let joined = case_takes_part(&self.customer, number, &by);
        let secret = format!("// {SECRET}");
        let texts = [
            "I am sorry. Your dish is being made now.",
            "What would help?",
            "/take",
            "/join",
            "/leave",
            "/resolve right dish served, dessert on us",
            "/resolve short",
            "/close gave up",
            "/reopen",
            "/escalate please",
            "/wordng",
            secret.as_str(),
        ];
        let mut text = (*texts.choose(&mut self.rng).unwrap()).to_owned();
        if !joined && !text.starts_with('/') {
            text = format!("{SECRET} by somebody who did not join");
        }
        let reply_to = prompt.filter(|_| self.rng.random_range(0..2) == 0);
        let message = self.message(&place);
        let content = Content::Text(text);
        self.happens(Event::StaffWrote { case: number, by, message, reply_to, content });
    }

    /// The next thing that a recovery needs, so that the worlds get to its end too.
    fn recovery_goes_on(&mut self) {
        let Some(case) = self.customer.open_case() else {
            return self.press_labelled(|action| matches!(action, Action::Rate { .. }));
        };
        let (case, number) = (case.clone(), case.number);
        match &case.stage {
            CaseStage::Open => {
                self.press_as(person("50"), |action| matches!(action, Action::Take { .. }));
            }
            CaseStage::Working { owner, .. } => {
                let owner = person(&owner.account);
                if case.open_promises().next().is_some() || case.first_word_at.is_none() {
                    self.staff_says(number, owner, "I am sorry. It is being made now.");
                } else if self.rng.random_range(0..3) == 0 {
                    self.press_as(owner, |action| matches!(action, Action::WaitForAnswer { .. }));
                } else {
                    self.staff_says(number, owner, "/resolve the right dish was served");
                }
            }
            CaseStage::Waiting { .. } => self.time_jumps_to_deadline(),
            CaseStage::Checking { .. } => {
                self.press_labelled(|action| matches!(action, Action::Right { .. }));
            }
            CaseStage::Closed { .. } => (),
        }
    }

    fn press_labelled(&mut self, wanted: impl Fn(&Action) -> bool) {
        self.press_as(person("7"), wanted);
    }

    fn press_as(&mut self, by: Actor, wanted: impl Fn(&Action) -> bool) {
        let Some((message, action)) = self.stage.newest_button(wanted) else { return };
        let press = self.press();
        self.happens(Event::Pressed { press, by, message: Some(message), action });
    }

    fn staff_says(&mut self, case: CaseNumber, by: Actor, text: &str) {
        let place = self.customer.case(case).and_then(|case| case.thread().cloned());
        let Some(place) = place else { return };
        let message = self.message(&place);
        let content = Content::Text(text.to_owned());
        self.happens(Event::StaffWrote { case, by, message, reply_to: None, content });
    }

    fn thread_is_lost(&mut self) {
        let Some(case) = self.customer.cases.last() else { return };
        let ThreadState::Open(thread) = case.desk.thread.clone() else { return };
        if self.rng.random_range(0..2) == 0 {
            self.stage.threads.remove(&thread);
        } else {
            let (case, by) = (case.number, person("50"));
            self.happens(Event::ThreadClosed { case, by });
        }
    }

    fn duty_changes_or_customer_leaves(&mut self) {
        if self.rng.random_range(0..8) == 0 {
            self.happens(Event::ErasureConfirmed);
            let left = serde_json::to_string(&self.customer).unwrap();
            // INV 21: no account, name or word of the customer is left.
            if left.contains("\"7\"") || left.contains("P7") || left.contains("soup") {
                self.reference.breaches.push(format!("INV 21: {left}"));
            }
        } else {
            self.duty_changes();
        }
    }

    fn duty_changes(&mut self) {
        let mut workspace = self.policy.workspace.clone();
        let index = self.rng.random_range(0..workspace.staff.len());
        let member = &mut workspace.staff[index];
        member.on_duty = !member.on_duty;
        self.policy = Policy::new(workspace);
    }

    /// Time goes where the bugs are: to the deadline and one tick to either side.
    fn time_jumps_to_deadline(&mut self) {
        let Some(deadline) = self.customer.next_deadline(&self.policy) else { return };
        let nudge = SignedDuration::from_millis(self.rng.random_range(-1..=1));
        self.now = self.now.max(deadline.at + nudge);
        self.happens(Event::DeadlineReached);
    }

    fn time_passes(&mut self) {
        self.now += SignedDuration::from_secs(self.rng.random_range(1..7_200));
    }
}

fn case_takes_part(customer: &Customer, number: CaseNumber, by: &Actor) -> bool {
    customer.case(number).is_some_and(|case| {
        !by.anonymous && (case.owner() == Some(&by.address) || case.joined.contains(&by.address))
    })
}
