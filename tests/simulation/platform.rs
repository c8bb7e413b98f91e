//! A platform as small as it can be: it delivers, refuses, or keeps silent, and remembers which
//! messages stand where with which buttons.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use amends_core::{
    action::Action,
    effect::{Body, Effect, Purpose, Receipt, Refusal, To},
    place::{Address, MessageRef, Place, Platform},
    say::{Button, Does},
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What stands on the platform.
#[derive(Debug)]
pub(crate) struct Stage {
    waiting: VecDeque<Effect>,
    next_message: u64,
    next_thread: u64,
    pub(crate) buttons: BTreeMap<MessageRef, Vec<Action>>,
    pub(crate) threads: BTreeSet<Place>,
    pub(crate) blocked: bool,
    pub(crate) customer: Address,
}

/// The fate of one effect, ready to be reported.
pub(crate) struct Carried {
    pub(crate) report: Option<(Purpose, Option<Address>, Result<Receipt, Refusal>)>,
}

impl Stage {
    pub(crate) fn new(customer: Address) -> Self {
        Self {
            waiting: VecDeque::new(),
            next_message: 1,
            next_thread: 1,
            buttons: BTreeMap::new(),
            threads: BTreeSet::new(),
            blocked: false,
            customer,
        }
    }

    pub(crate) fn queue(&mut self, effects: Vec<Effect>) {
        self.waiting.extend(effects);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(crate) fn message_in(&mut self, place: &Place) -> MessageRef {
        let id = self.next_message.to_string();
        self.next_message += 1;
        MessageRef { place: place.clone(), id }
    }

    /// Carries out the oldest effect that waits. `luck` lets the platform misbehave.
    pub(crate) fn carry_one(&mut self, rng: &mut ChaCha8Rng, luck: bool) -> Option<Carried> {
        let effect = self.waiting.pop_front()?;
        let (purpose, to) = purpose_of(&effect.body);
        let fate = self.fate(&effect.body, rng, luck);
        if let Ok(receipt) = &fate {
            self.remember(&effect.body, receipt);
        }
        let report = purpose.map(|purpose| (purpose, to, fate));
        Some(Carried { report })
    }

    fn fate(&mut self, body: &Body, rng: &mut ChaCha8Rng, luck: bool) -> Result<Receipt, Refusal> {
        let mishap = !luck && rng.random_range(0..12) == 0;
        if mishap {
            let refusals = [
                Refusal::Unknown,
                Refusal::Expired,
                Refusal::Other,
                Refusal::NoRights,
                Refusal::Unsupported,
            ];
            return Err(refusals[rng.random_range(0..refusals.len())]);
        }
        let to = match body {
            Body::Send { to, .. } | Body::Copy { to, .. } => to.clone(),
            Body::OpenThread { desk, .. } => {
                let thread = desk.thread(self.next_thread.to_string());
                self.next_thread += 1;
                self.threads.insert(thread.clone());
                return Ok(Receipt::Thread(thread));
            }
            Body::Edit { .. }
            | Body::Answer { .. }
            | Body::MarkDelivered { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::ReopenThread { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::Withdraw { .. } => return Ok(Receipt::Done),
        };
        match to {
            To::Private(address) if address == self.customer && self.blocked => {
                Err(Refusal::Blocked)
            }
            To::Private(address) => {
                let place = Place::chat(Platform::Telegram, address.account);
                Ok(Receipt::Message(self.message_in(&place)))
            }
            To::Place(place) if place.thread.is_some() && !self.threads.contains(&place) => {
                Err(Refusal::ThreadGone)
            }
            To::Place(place) => Ok(Receipt::Message(self.message_in(&place))),
        }
    }

    fn remember(&mut self, body: &Body, receipt: &Receipt) {
        if let (Body::Send { buttons, .. }, Receipt::Message(message)) = (body, receipt) {
            self.buttons.insert(message.clone(), actions(buttons));
        }
        if let Body::Edit { message, buttons, .. } = body {
            self.buttons.insert(message.clone(), actions(buttons));
        }
    }

    /// The button of the newest message that has a wanted one, at random among them.
    pub(crate) fn newest_button(
        &self,
        wanted: impl Fn(&Action) -> bool,
    ) -> Option<(MessageRef, Action)> {
        let with = |(message, actions): (&MessageRef, &Vec<Action>)| {
            let of_it: Vec<Action> =
                actions.iter().copied().filter(|action| wanted(action)).collect();
            let id: u64 = message.id.parse().ok()?;
            let action = of_it.get(usize::try_from(id).ok()? % of_it.len().max(1))?;
            Some((id, message.clone(), *action))
        };
        let newest = self.buttons.iter().filter_map(with).max_by_key(|(id, ..)| *id);
        newest.map(|(_, message, action)| (message, action))
    }

    /// A button somewhere, new or old.
    pub(crate) fn any_button(&self, rng: &mut ChaCha8Rng) -> Option<(MessageRef, Action)> {
        let all: Vec<(&MessageRef, &Action)> = self
            .buttons
            .iter()
            .flat_map(|(message, actions)| actions.iter().map(move |action| (message, action)))
            .collect();
        if all.is_empty() {
            return None;
        }
        let (message, action) = all[rng.random_range(0..all.len())];
        Some((message.clone(), *action))
    }
}

fn actions(buttons: &[Vec<Button>]) -> Vec<Action> {
    buttons
        .iter()
        .flatten()
        .filter_map(|button| match &button.does {
            Does::Act(action) => Some(*action),
            Does::OpenPrivate(_) => None,
        })
        .collect()
}

fn purpose_of(body: &Body) -> (Option<Purpose>, Option<Address>) {
    let account = |to: &To| match to {
        To::Private(address) => Some(address.clone()),
        To::Place(_) => None,
    };
    match body {
        Body::Send { purpose, to, .. } | Body::Copy { purpose, to, .. } => (*purpose, account(to)),
        Body::Edit { purpose, .. } => (*purpose, None),
        Body::OpenThread { case, .. } => (Some(Purpose::Thread(*case)), None),
        Body::Answer { .. }
        | Body::MarkDelivered { .. }
        | Body::RenameThread { .. }
        | Body::CloseThread { .. }
        | Body::ReopenThread { .. }
        | Body::Pin { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. } => (None, None),
    }
}
