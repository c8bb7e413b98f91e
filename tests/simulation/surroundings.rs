//! What happens to the customers of a world that none of its people does: contacts end, platforms
//! work, threads get lost, time passes, and two customers turn out to be one person.

use amends_core::{
    action::{Action, OfferDoes},
    case::{Case, Offer, PromiseKind, Stage as CaseStage, ThreadState},
    customer::Customer,
    effect::{Body, Form, PressRef, Purpose, Refusal, To},
    event::{Event, Known},
    ids::CaseNumber,
    interaction::{Interaction, InteractionId, Source},
    merging::{self, Asked, MergedBy},
    place::{Actor, Address, Platform},
    policy::Policy,
};
use jiff::SignedDuration;
use rand::{Rng, seq::IndexedRandom};

use crate::{reference, rules, world::World};

impl World {
    /// Two customers turn out to be one person, or one to be two.
    pub(crate) fn who_is_who(&mut self) {
        if !self.is_one() {
            return self.become_one();
        }
        self.turn = 0;
        // What is due is still due for both.
        self.happens(Event::DeadlineReached);
        let asked = self.asked();
        let split = merging::split(self.customer(), self.now);
        let Some(split) = split else { return self.happens(Event::Split { asked }) };
        let (customer, reopens) = (Box::new(split.newer), split.reopens);
        // From now on each is told about themselves only.
        self.customers[1].merged_into = None;
        self.happens(Event::Split { asked });
        self.turn = 1;
        // Until they are back, their record leads to the other one.
        self.customers[1].merged_into = Some(self.customers[0].id);
        self.happens(Event::Restored { customer, reopens });
    }

    fn become_one(&mut self) {
        let accounts = self.setting.accounts();
        if !self.customers.iter().zip(&accounts).all(|(customer, account)| customer.is(account)) {
            // Somebody of whom no account is known is nobody's double.
            return;
        }
        let staff = MergedBy::Staff(self.setting.staff("52").address);
        let by = [MergedBy::Link, MergedBy::Source, staff][self.rng.random_range(0..3)].clone();
        let asked = matches!(by, MergedBy::Staff(_)).then(|| self.asked());
        let by_link = by == MergedBy::Link;
        let other = Box::new(self.customers[1].clone());
        let (id, into) = (other.id, self.customers[0].id);
        self.turn = 0;
        self.happens(Event::Merged { other, by, asked });
        self.customers[1] = merging::emptied(id, into);
        if by_link {
            self.customer_typed_a_good_code();
        }
    }

    pub(crate) fn asked(&mut self) -> Asked {
        let desk = self.setting.desk();
        let id = format!("s.{}.token", self.seq);
        let press = (desk.platform == Platform::Discord)
            .then_some(PressRef::whispering(Platform::Discord, id));
        let (by, message) = (self.setting.staff("52"), self.message(&desk));
        Asked { by, message, press, case: CaseNumber::FIRST }
    }

    pub(crate) fn interaction_ends(&mut self) {
        let repeated = self.rng.random_range(0..6) == 0;
        if !repeated {
            self.contacts += 1;
        }
        let ended = self.now - SignedDuration::from_mins(self.rng.random_range(0..40));
        let mut interaction =
            Interaction::new(format!("web:{}", self.contacts), Source::Webhook, ended);
        rules::decorate(&mut self.rng, &mut interaction);
        if self.turn == 0 && self.rng.random_range(0..8) == 0 {
            self.held_in_the_venue(&mut interaction);
        }
        let addresses =
            if self.rng.random_range(0..10) == 0 { Vec::new() } else { self.accounts() };
        if !addresses.is_empty() && self.rng.random_range(0..10) == 0 {
            self.held_on_behalf(&mut interaction);
        }
        let abroad = self.rng.random_range(0..6) == 0;
        let zone = abroad.then(|| "Europe/Bucharest".to_owned());
        let known = Known { addresses, zone, ..Known::default() };
        self.happens(Event::InteractionEnded { interaction: Box::new(interaction), known });
    }

    /// The contact was in a thread of the support, and may have been ended by a command there.
    fn held_in_the_venue(&mut self, interaction: &mut Interaction) {
        let venue = self.setting.venue();
        interaction.held_at = Some(venue.clone());
        interaction.held_in_private = self.rng.random_range(0..2) == 0;
        if self.rng.random_range(0..2) == 0 {
            return;
        }
        interaction.source = Source::Done;
        interaction.agent_account = Some(self.setting.staff("50").address);
        interaction.requested_by = Some(self.message(&venue));
        if venue.platform == Platform::Discord {
            interaction.ask_here = true;
            let id = format!("s.{}.token", self.seq);
            interaction.requested_press = Some(PressRef::whispering(Platform::Discord, id));
        }
    }

    pub(crate) fn interaction_goes_on(&mut self) {
        let id = InteractionId(format!("web:{}", self.contacts));
        self.happens(Event::InteractionReopened { interaction: id });
    }

    pub(crate) fn platform_works(&mut self, luck: bool) {
        let Some(carried) = self.stage.carry_one(&mut self.rng, luck) else { return };
        self.turn_of(carried.of);
        self.reference.carried(&carried.body, &carried.fate);
        let Some((purpose, to)) = carried.report else { return };
        if let Err(refusal) = &carried.fate {
            self.reference.refused(purpose, *refusal);
        }
        if carried.fate == Err(Refusal::NotHere) {
            self.reference.seen.count("left the server");
        }
        self.note_rooms(&carried.body, purpose);
        if let Some(id) = self.whose(purpose.about()) {
            // They may have been taken apart since.
            self.turn_of(id);
        }
        let fate = carried.fate;
        let refused = fate.is_err().then(|| Box::new(carried.body));
        let (event_to, event_fate) = (to.clone(), fate.clone());
        let event = Event::Settled { purpose, to: event_to, fate: event_fate, refused };
        self.happens(event);
        let is_room = matches!(purpose, Purpose::Room(_) | Purpose::RoomToAsk(_));
        let guest = to.clone().filter(|guest| is_room && !self.accounts().contains(guest));
        if guest.is_some() {
            self.turn = 1 - self.turn;
            self.happens(Event::Settled { purpose, to, fate, refused: None });
        }
    }

    fn note_rooms(&mut self, body: &Body, purpose: Purpose) {
        let Body::Send { to: To::Place(place) | To::Room { room: place, .. }, .. } = body else {
            return;
        };
        let in_room = self
            .setting
            .care()
            .is_some_and(|care| care.platform == place.platform && care.chat == place.chat);
        if in_room {
            let asked = matches!(purpose, Purpose::Question(_));
            self.reference.seen.count(if asked { "asked in a room" } else { "talked in a room" });
        }
    }

    /// The next thing that a recovery needs, so that the worlds get to its end too.
    pub(crate) fn recovery_goes_on(&mut self) {
        let Some(case) = self.customer().open_case() else {
            let accepts = self.rng.random_range(0..3) == 0;
            return self.press_labelled(|action| {
                let is_offer = matches!(action, Action::Offered { yes: true, .. });
                if accepts { is_offer } else { matches!(action, Action::Rate { .. }) }
            });
        };
        let (case, number) = (case.clone(), case.number);
        if let Some(handover) = &case.handover {
            let to = self.setting.staff(&handover.to.account);
            let takes = self.rng.random_range(0..3) != 0;
            if self.stage.newest_button(|action| matches!(action, Action::Accept { .. })).is_none()
            {
                return self.platform_works(false);
            }
            return self.press_as(to, |action| {
                let accepts = matches!(action, Action::Accept { .. });
                let returns = matches!(action, Action::Return { .. });
                if takes { accepts } else { returns }
            });
        }
        match &case.stage {
            CaseStage::Open => {
                let agent = self.setting.staff("50");
                self.press_as(agent, |action| matches!(action, Action::Take { .. }));
            }
            CaseStage::Working { owner, .. } => {
                let owner = self.setting.staff(&owner.account);
                let mut promised = case.open_promises();
                let is_promised = promised.any(|one| one.kind != PromiseKind::Delivery);
                if is_promised || case.first_word_at.is_none() {
                    self.staff_says(number, owner, "I am sorry. It is being made now.");
                } else if let Some(offer) = case.offers.last().filter(|it| it.is_pending()) {
                    self.somebody_decides(number, offer.number);
                } else if case.offers.iter().any(Offer::is_undelivered) {
                    self.staff_says(number, owner, "/delivered");
                } else if self.rng.random_range(0..4) == 0 {
                    self.offers_go_on(&case, owner);
                } else if self.rng.random_range(0..3) == 0 {
                    self.press_as(owner, |action| matches!(action, Action::WaitForAnswer { .. }));
                } else {
                    self.staff_says(number, owner, "/resolve the right dish was served prevent: we read orders back cause: late anyway: no");
                }
            }
            CaseStage::Waiting { .. } => self.time_jumps_to_deadline(),
            CaseStage::Checking { .. } => {
                self.press_labelled(|action| matches!(action, Action::Right { .. }));
            }
            CaseStage::Closed { .. } => (),
        }
    }

    /// Staff offer something, and the customer answers.
    fn offers_go_on(&mut self, case: &Case, owner: Actor) {
        if case.offers.iter().any(Offer::is_unanswered) {
            let wants = self.rng.random_range(0..3) != 0;
            let is_meant = move |action: &Action| matches!(action, Action::Offered { yes, .. } if *yes == wants);
            return self.press_labelled(is_meant);
        }
        let texts = ["/offer 12.50 free delivery", "/offer 45 value:60 new shoes"];
        let text = *texts.choose(&mut self.rng).unwrap();
        self.staff_says(case.number, owner, text);
    }

    /// A senior sends what was asked for, or something else.
    pub(crate) fn somebody_decides(&mut self, case: CaseNumber, offer: u32) {
        if self.rng.random_range(0..2) == 0 {
            return self.staff_fills_form(case, Form::Instead(case, offer));
        }
        let senior = self.setting.staff("53");
        let send = OfferDoes::Send;
        self.press_as(senior, |it| matches!(it, Action::MakeGood { does, .. } if *does == send));
    }

    pub(crate) fn thread_is_lost(&mut self) {
        let Some(case) = self.customer().cases.last() else { return };
        let (number, thread) = (case.number, case.desk.thread.clone());
        let room = reference::room_of(self.customer(), number);
        let thread = match (thread, room) {
            (_, Some(room)) if self.rng.random_range(0..2) == 0 => {
                self.reference.seen.count("room lost");
                room
            }
            (ThreadState::Open(thread), _) => thread,
            (ThreadState::None | ThreadState::Opening | ThreadState::Fallback(_), _) => return,
        };
        if self.rng.random_range(0..2) == 0 {
            self.stage.threads.remove(&thread);
        } else {
            let gone = self.rng.random_range(0..3) == 0;
            if gone {
                self.stage.threads.remove(&thread);
            }
            let by = (self.rng.random_range(0..2) == 0).then(|| self.setting.staff("50"));
            self.happens(Event::ThreadClosed { case: number, by, thread: Some(thread), gone });
        }
    }

    pub(crate) fn duty_changes_or_customer_leaves(&mut self) {
        if self.rng.random_range(0..8) == 0 {
            self.happens(Event::ErasureConfirmed);
        } else {
            self.duty_changes();
        }
    }

    /// INV 21: no account, name or word of the customer is left.
    pub(crate) fn nothing_is_left(&mut self) {
        // Where they read what became of it is known until then.
        let left = Customer { erasing: None, ..self.customer().clone() };
        let left = serde_json::to_string(&left).unwrap();
        let shows = |account: &Address| {
            let id = &account.account;
            left.contains(&format!("\"{id}\"")) || left.contains(&format!("P{id}"))
        };
        if self.accounts().iter().any(shows) || left.contains("soup") {
            self.reference.breaches.push(format!("INV 21: {left}"));
        }
    }

    fn duty_changes(&mut self) {
        let mut workspace = self.policy.workspace.clone();
        let index = self.rng.random_range(0..workspace.staff.len());
        let member = &mut workspace.staff[index];
        member.on_duty = !member.on_duty;
        // It holds until a time, or as long as nothing else is said.
        let holds = SignedDuration::from_mins(self.rng.random_range(1..600));
        member.duty_until = (self.rng.random_range(0..2) == 0).then(|| self.now + holds);
        if self.rng.random_range(0..4) == 0 {
            let rota = self.setting.rota(&mut self.rng).into_iter();
            let works = |who: &Address| workspace.staff.iter().any(|it| it.address == *who);
            workspace.rota = rota.filter(|planned| works(&planned.who)).collect();
            self.reference.seen.count("rota");
        }
        if self.rng.random_range(0..4) == 0 {
            workspace.asking = rules::draw(&mut self.rng);
        }
        self.policy = Policy::new(workspace);
    }

    /// Somebody sends a form off that they have in front of them.
    pub(crate) fn form_is_filled_in(&mut self) {
        let Some(form) = self.stage.forms.pop() else { return };
        match form {
            Form::Done(case)
            | Form::Promise(case)
            | Form::Progress(case)
            | Form::Handover(case)
            | Form::Return(case)
            | Form::Offer(case)
            | Form::Why(case)
            | Form::Anyway(case)
            | Form::Instead(case, _) => {
                self.staff_fills_form(case, form);
            }
            Form::Comment(_) | Form::Story(_) | Form::Complaint | Form::Code => {
                self.customer_fills_form(form);
            }
            Form::Wording(_) | Form::Sorry => {
                unreachable!("a customer's steps ask no admin for a text")
            }
        }
    }

    /// Time goes where the bugs are: to the deadline and one tick to either side.
    pub(crate) fn time_jumps_to_deadline(&mut self) {
        let Some(deadline) = self.customer().next_wake(&self.policy) else { return };
        let nudge = SignedDuration::from_millis(self.rng.random_range(-1..=1));
        self.now = self.now.max(deadline.at + nudge);
        self.happens(Event::DeadlineReached);
    }

    pub(crate) fn time_passes(&mut self) {
        self.now += SignedDuration::from_secs(self.rng.random_range(1..7_200));
    }
}
