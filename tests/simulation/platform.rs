//! Platforms as small as they can be: they deliver, refuse, or keep silent, and remember which
//! messages stand where with which buttons, which threads and rooms are there, and which forms are
//! open.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use amends_core::{
    action::Action,
    effect::{Body, Effect, Form, Purpose, Receipt, Refusal, To},
    gap::{DeskGap, Gap},
    ids::CustomerId,
    place::{Address, MessageRef, Place, Platform},
    say::{Button, Does},
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::{behalf, setting::Setting};

/// What stands on the platforms.
#[derive(Debug)]
pub(crate) struct Stage {
    setting: Setting,
    waiting: VecDeque<(CustomerId, Effect)>,
    next_message: u64,
    next_thread: u64,
    pub(crate) buttons: BTreeMap<MessageRef, Vec<Action>>,
    pub(crate) threads: BTreeSet<Place>,
    /// Forms that somebody has in front of them.
    pub(crate) forms: Vec<Form>,
    /// Accounts that blocked the bot, or left.
    pub(crate) blocked: BTreeSet<Address>,
    /// Customers of Discord take no private messages.
    pub(crate) closed: bool,
    /// Customers of Discord are not on the server.
    pub(crate) away: bool,
    /// Rooms can't be opened.
    without_rooms: bool,
}

/// The fate of one effect, ready to be reported.
pub(crate) struct Carried {
    pub(crate) of: CustomerId,
    pub(crate) body: Body,
    pub(crate) fate: Result<Receipt, Refusal>,
    pub(crate) report: Option<(Purpose, Option<Address>)>,
}

impl Stage {
    pub(crate) fn new(setting: Setting, rng: &mut ChaCha8Rng) -> Self {
        let venue = (rng.random_range(0..3) != 0).then(|| setting.venue());
        Self {
            setting,
            waiting: VecDeque::new(),
            next_message: 1,
            next_thread: 1,
            buttons: BTreeMap::new(),
            threads: venue.into_iter().collect(),
            forms: Vec::new(),
            blocked: BTreeSet::new(),
            closed: setting.has_rooms() && rng.random_range(0..3) == 0,
            away: false,
            without_rooms: rng.random_range(0..8) == 0,
        }
    }

    pub(crate) fn queue(&mut self, of: CustomerId, effects: Vec<Effect>) {
        self.waiting.extend(effects.into_iter().map(|effect| (of, effect)));
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(crate) fn message_in(&mut self, place: &Place) -> MessageRef {
        let id = self.next_message.to_string();
        self.next_message += 1;
        MessageRef { place: place.clone(), id }
    }

    fn thread_in(&mut self, place: &Place) -> Place {
        let thread = place.thread(self.next_thread.to_string());
        self.next_thread += 1;
        self.threads.insert(thread.clone());
        thread
    }

    /// Carries out the oldest effect that waits. `luck` lets the platform misbehave.
    pub(crate) fn carry_one(&mut self, rng: &mut ChaCha8Rng, luck: bool) -> Option<Carried> {
        let (of, effect) = self.waiting.pop_front()?;
        let (purpose, to) = purpose_of(&effect.body);
        let fate = self.carry(&effect.body, rng, luck);
        let report = purpose.map(|purpose| (purpose, to));
        Some(Carried { of, body: effect.body, fate, report })
    }

    /// Carries out one effect, unless the platform refuses it.
    pub(crate) fn carry(
        &mut self,
        body: &Body,
        rng: &mut ChaCha8Rng,
        luck: bool,
    ) -> Result<Receipt, Refusal> {
        let fate = self.fate(body, rng, luck);
        if let Ok(receipt) = &fate {
            self.remember(body, receipt);
        }
        fate
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
        match body {
            Body::Send { to, .. } | Body::Copy { to, .. } | Body::SendFile { to, .. } => {
                self.delivered(to)
            }
            Body::OpenThread { desk, card, .. } => {
                let thread = self.thread_in(desk);
                let hangs = card.is_some() && desk.platform == Platform::Discord;
                let card = hangs.then(|| self.message_in(desk));
                Ok(match card {
                    Some(card) => Receipt::ThreadOnCard { thread, card },
                    None => Receipt::Thread(thread),
                })
            }
            Body::OpenRoom { .. } if self.away => Err(Refusal::NotStarted),
            Body::Seat { purpose: Some(Purpose::Line(..)), .. } if self.away => {
                Err(Refusal::NotHere)
            }
            Body::OpenRoom { .. } if self.without_rooms => Err(Refusal::NoRights),
            Body::OpenRoom { care, .. } => Ok(Receipt::Thread(self.thread_in(care))),
            Body::Form { press, to, .. } if press.platform == Platform::Telegram => {
                to.as_ref().map_or(Ok(Receipt::Done), |to| self.delivered(to))
            }
            Body::Form { .. }
            | Body::Edit { .. }
            | Body::Answer { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::Seat { .. }
            | Body::MarkDelivered { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::Fetch { .. }
            | Body::Withdraw { .. } => Ok(Receipt::Done),
            Body::Inspect { .. } => Ok(Receipt::Gaps(gaps(rng))),
        }
    }

    fn delivered(&mut self, to: &To) -> Result<Receipt, Refusal> {
        match to {
            To::Private(address) if self.blocked.contains(address) => Err(Refusal::Blocked),
            To::Private(address)
                if self.closed
                    && address.platform == Platform::Discord
                    && self.setting.accounts().contains(address) =>
            {
                Err(Refusal::NotStarted)
            }
            To::Private(address) => {
                Ok(Receipt::Message(self.message_in(&Setting::private(address))))
            }
            To::Place(place) if place.thread.as_deref() == Some(behalf::MARK) => {
                // Who doesn't want to be written to by the bot closed that as well.
                if self.blocked.iter().any(|it| Setting::private(it).chat == place.chat) {
                    return Err(Refusal::ThreadGone);
                }
                Ok(Receipt::Message(self.message_in(place)))
            }
            To::Room { .. } if self.away => Err(Refusal::NotHere),
            To::Place(place) | To::Room { room: place, .. }
                if place.thread.is_some() && !self.threads.contains(place) =>
            {
                Err(Refusal::ThreadGone)
            }
            To::Place(place) | To::Room { room: place, .. } => {
                Ok(Receipt::Message(self.message_in(place)))
            }
            To::Reply(press) => {
                Ok(Receipt::Message(self.message_in(&Setting::whispers(press.platform))))
            }
        }
    }

    fn remember(&mut self, body: &Body, receipt: &Receipt) {
        match (body, receipt) {
            (Body::Send { buttons, .. }, Receipt::Message(message))
            | (Body::Edit { message, buttons, .. }, _) => {
                self.buttons.insert(message.clone(), actions(buttons));
            }
            (
                Body::OpenThread { card: Some((_, buttons)), .. },
                Receipt::ThreadOnCard { card, .. },
            ) => {
                self.buttons.insert(card.clone(), actions(buttons));
            }
            (Body::Form { form, press, .. }, _) if press.platform == Platform::Discord => {
                self.forms.push(*form);
            }
            (_, _) => (),
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

/// What may be missing at the desk.
fn gaps(rng: &mut ChaCha8Rng) -> Vec<Gap> {
    match rng.random_range(0..4) {
        0 => vec![Gap::Desk(DeskGap::NoTopics)],
        1 => vec![Gap::Desk(DeskGap::NoPins)],
        _ => Vec::new(),
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
        To::Place(_) | To::Room { .. } | To::Reply(_) => None,
    };
    match body {
        Body::Send { purpose, to, .. } | Body::Copy { purpose, to, .. } => (*purpose, account(to)),
        Body::Edit { purpose, .. } | Body::Form { purpose, .. } | Body::React { purpose, .. } => {
            (*purpose, None)
        }
        Body::OpenThread { case, .. } => (Some(Purpose::Thread(*case)), None),
        Body::OpenRoom { with, purpose, .. } => (*purpose, Some(with.clone())),
        Body::Seat { purpose: Some(Purpose::Line(case, line)), .. } => {
            (Some(Purpose::Line(*case, *line)), None)
        }
        Body::Answer { .. }
        | Body::Delete { .. }
        | Body::Seat { .. }
        | Body::MarkDelivered { .. }
        | Body::RenameThread { .. }
        | Body::CloseThread { .. }
        | Body::DeleteThread { .. }
        | Body::ReopenThread { .. }
        | Body::Pin { .. }
        | Body::Signal { .. }
        | Body::SendFile { .. }
        | Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Withdraw { .. } => (None, None),
    }
}
