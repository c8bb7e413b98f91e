//! A place where customers are served: a support group, or one topic of it. It is remembered who
//! wrote there, so that its end can be asked about.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown, PressRef, To, Words},
    engine::Outcome,
    event::{Ending, VenueEvent},
    grammar,
    interaction::{Interaction, InteractionId, Source},
    place::{Actor, Address, MessageRef, Place},
    policy::{Level, Policy, Signals},
    workspace::reply,
};

/// How many customers a venue remembers.
const CUSTOMERS_KEPT: usize = 20;
/// Whoever leaves a voice channel and is back within this time has not left.
const BACK_WITHIN: SignedDuration = SignedDuration::from_secs(20);
/// A thread in which the question is put is put away by us within this time.
const PUT_AWAY_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// What is remembered about a place where customers are served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// Where.
    pub place: Place,
    /// The title of the topic, if it is one.
    pub title: Option<String>,
    /// People who are not staff and wrote there, the newest last, at most twenty.
    pub customers: Vec<Actor>,
    /// Messages by people who are not staff since the last end.
    pub customer_messages: u32,
    /// The staff member who wrote last.
    pub last_staff: Option<Actor>,
    /// How often an end was signalled here: keeps the ids of its contacts apart.
    pub ends: u32,
    /// Nobody but those who take part can read there.
    #[serde(default)]
    pub private: bool,
    /// It is the chat of one person with the customer, in which we write on that person's behalf.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
    /// The question about the last end is put here, and the place is put away afterwards: by us, and
    /// by then at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_away_by: Option<Timestamp>,
    /// Those who left a voice channel last, the newest last, at most twenty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Left>,
}

/// Somebody left a voice channel in which they were served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Who.
    pub who: Address,
    /// The contact that ended by that.
    pub contact: InteractionId,
}

/// A command that was given.
struct Given<'a> {
    by: &'a Actor,
    message: &'a MessageRef,
    press: Option<&'a PressRef>,
    /// What is answered where it was given would be read by the customer.
    aside: bool,
}

impl Given<'_> {
    /// Answers it, so that nobody else reads that where the platform lets it.
    fn answer(&self, say: DeskSay) -> Effect {
        let to = match self.press {
            Some(press) => To::Reply(press.clone()),
            None if self.aside => To::Private(self.by.address.clone()),
            None => return reply(self.message, say),
        };
        let body = Body::Send {
            to,
            words: Words::Desk(say),
            buttons: Vec::new(),
            reply_to: None,
            ask_reply: false,
            purpose: None,
        };
        Effect { class: Class::Ack, expires_at: None, on_unknown: OnUnknown::Leave, body }
    }
}

/// How it came to an end.
struct End<'a> {
    by: Option<&'a Actor>,
    how: Ending,
    agent: Option<&'a Actor>,
    at: Option<Timestamp>,
}

/// An event of a venue, with what the core may not get for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueRecorded {
    /// Sequence number in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: VenueEvent,
}

impl Venue {
    /// A place we know nothing about yet.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            title: None,
            customers: Vec::new(),
            customer_messages: 0,
            last_staff: None,
            ends: 0,
            private: false,
            on_behalf: false,
            put_away_by: None,
            left: Vec::new(),
        }
    }

    /// Forgets that somebody was there. Returns whether they were.
    pub fn forget(&mut self, who: &Address) -> bool {
        let known = (self.customers.len(), self.left.len());
        self.customers.retain(|customer| customer.address != *who);
        self.left.retain(|left| left.who != *who);
        let was_known = known != (self.customers.len(), self.left.len());
        if was_known {
            // People call their own topics by name.
            self.title = None;
        }
        was_known
    }
}

/// Advances a venue by one event and returns what is to be done about it.
#[must_use = "effects that are dropped never happen"]
pub fn apply(venue: &mut Venue, policy: &Policy, recorded: &VenueRecorded) -> Outcome {
    let mut out = Outcome::default();
    match &recorded.event {
        VenueEvent::Opened { by, title } => {
            venue.title = Some(title.clone());
            venue.remember(by, policy);
        }
        VenueEvent::Wrote {
            by,
            message,
            reply_to,
            content,
            mentions,
            press,
            private,
            on_behalf,
        } => {
            venue.private = *private;
            venue.on_behalf = *on_behalf;
            let done = content.words().filter(|text| grammar::command(text) == Some("done"));
            match done {
                Some(text) => {
                    let named = reply_to.as_ref().or(mentions.first());
                    let given = Given { by, message, press: press.as_ref(), aside: *on_behalf };
                    venue.done(policy, recorded, &given, named, text, &mut out);
                }
                None => venue.heard(by, policy),
            }
        }
        VenueEvent::Closed { by, how, customer, agent, at, private } => {
            venue.private = *private;
            let end = End { by: by.as_ref(), how: *how, agent: agent.as_ref(), at: *at };
            venue.closed(policy, recorded, &end, customer.as_ref(), &mut out);
        }
        VenueEvent::Reopened => venue.reopened(&mut out),
        VenueEvent::Left { by, with } => {
            let agent = with.iter().find(|agent| serves(agent, policy));
            let end = End { by: None, how: Ending::Voice, agent, at: None };
            if agent.is_some() {
                venue.closed(policy, recorded, &end, Some(by), &mut out);
            }
        }
        VenueEvent::Returned { by } => venue.returned(by, &mut out),
    }
    out
}

impl Venue {
    /// The id of the contact that ends here now; a new one after each end.
    fn contact_id(&self) -> String {
        let thread = self.place.thread.as_deref().unwrap_or("-");
        format!("{}:{}:{thread}:{}", self.place.platform.name(), self.place.chat, self.ends)
    }

    fn heard(&mut self, by: &Actor, policy: &Policy) {
        if by.anonymous {
            return;
        }
        if policy.staff(&by.address).is_some() {
            self.last_staff = Some(by.clone());
        } else {
            self.remember(by, policy);
            self.customer_messages = self.customer_messages.saturating_add(1);
        }
    }

    /// Those who wrote here and are not staff by now, the last one first.
    fn customers(&self, policy: &Policy) -> impl Iterator<Item = &Actor> {
        let is_staff = |customer: &&Actor| policy.staff(&customer.address).is_some();
        self.customers.iter().rev().filter(move |customer| !is_staff(customer))
    }

    /// How many messages a customer wrote since the last end: known where nobody else wrote.
    fn wrote(&self, policy: &Policy, customer: &Actor) -> Option<u32> {
        let mut customers = self.customers(policy);
        let only = customers.next().filter(|_| customers.next().is_none())?;
        (only.address == customer.address).then_some(self.customer_messages)
    }

    fn remember(&mut self, by: &Actor, policy: &Policy) {
        if by.anonymous || policy.staff(&by.address).is_some() {
            return;
        }
        self.customers.retain(|known| known.address != by.address);
        self.customers.push(by.clone());
        if CUSTOMERS_KEPT < self.customers.len() {
            self.customers.remove(0);
        }
    }

    /// `/done` by staff: by reply, by mention, or in a topic with one customer.
    fn done(
        &mut self,
        policy: &Policy,
        recorded: &VenueRecorded,
        given: &Given<'_>,
        named: Option<&Actor>,
        text: &str,
        out: &mut Outcome,
    ) {
        let by = given.by;
        if by.anonymous {
            return out.effects.push(given.answer(DeskSay::Anonymous));
        }
        let Some(member) = policy.staff(&by.address) else {
            let say = DeskSay::NotAllowed { needs: Level::Agent, is: None };
            return out.effects.push(given.answer(say));
        };
        if !policy.workspace.signals.done {
            let say = DeskSay::SwitchedOff { command: "/done".to_owned() };
            return out.effects.push(given.answer(say));
        }
        let named = named.or_else(|| self.typed(text));
        let named = named.filter(|named| named.address != by.address);
        let mut customers = self.customers(policy);
        let only = customers.next().filter(|_| customers.next().is_none());
        // At the desk and in rooms nobody's contact is held: only a named customer can be meant, who is
        // asked elsewhere.
        let is_ours = self.is_ours(policy);
        let in_topic = self.place.thread.is_some() && !is_ours;
        let customer = named.or(only.filter(|_| in_topic)).cloned();
        drop(customers);
        let Some(customer) = customer else {
            return out.effects.push(given.answer(DeskSay::WhoseContact));
        };
        let topic = typed_topic(text).or_else(|| self.title.clone());
        let wrote = self.wrote(policy, &customer).filter(|_| in_topic);
        let mut interaction = self.end(recorded, Source::Done);
        interaction.messages = wrote;
        interaction.topic = topic;
        interaction.agent = member.name.clone().or_else(|| by.name.clone());
        interaction.agent_account = Some(by.address.clone());
        interaction.requested_by = Some(given.message.clone());
        interaction.requested_press = given.press.cloned();
        // Where we write on somebody's behalf the customer is, and nothing else may lead to them.
        interaction.ask_here = in_topic && (given.press.is_some() || self.on_behalf);
        interaction.on_behalf = self.on_behalf;
        if is_ours {
            interaction.held_at = None;
            interaction.held_in_private = false;
        }
        if interaction.ask_here && !self.on_behalf {
            let within = policy.timers().ask_delay.saturating_add(PUT_AWAY_WITHIN);
            self.put_away_by = Some(recorded.at.saturating_add(within).unwrap_or(Timestamp::MAX));
        }
        if self.on_behalf {
            // The customer needn't read what staff tell us.
            let body = Body::Delete { message: given.message.clone(), purpose: None };
            let (class, on_unknown) = (Class::Digest, OnUnknown::Repeat);
            out.effects.push(Effect { class, expires_at: None, on_unknown, body });
        }
        signal(customer, interaction, out);
    }

    /// Whether it is a place for staff, or one of those where rooms are opened.
    fn is_ours(&self, policy: &Policy) -> bool {
        let mut ours = [&policy.workspace.desk, &policy.workspace.care].into_iter().flatten();
        ours.any(|place| place.platform == self.place.platform && place.chat == self.place.chat)
    }

    /// The customer whose user name stands in `/done @dana`, of those who wrote here.
    fn typed(&self, text: &str) -> Option<&Actor> {
        let names: Vec<&str> =
            text.split_whitespace().filter_map(|word| word.strip_prefix('@')).collect();
        self.customers.iter().rev().find(|customer| {
            let username = customer.username.as_deref();
            username.is_some_and(|own| names.iter().any(|name| name.eq_ignore_ascii_case(own)))
        })
    }

    /// A topic that was closed is an end, if a customer wrote there (E15); so is whatever else the
    /// business counts as one.
    fn closed(
        &mut self,
        policy: &Policy,
        recorded: &VenueRecorded,
        end: &End<'_>,
        customer: Option<&Actor>,
        out: &mut Outcome,
    ) {
        if !heeds(&policy.workspace.signals, &self.place, end.how) {
            return;
        }
        // Told late, it ended earlier; no clock of another machine makes it end later.
        let at = end.at.unwrap_or(recorded.at).min(recorded.at);
        if self.is_put_away(end.how, at) {
            // Whatever was said meanwhile belongs to the contact that is asked about.
            self.customer_messages = 0;
            return;
        }
        // Whoever wrote there is known by name, too.
        let known = |told: &Actor| self.customers(policy).find(|it| it.address == told.address);
        let told = customer.map(|told| known(told).unwrap_or(told));
        let Some(customer) = told.or(self.customers(policy).next()).cloned() else { return };
        // What only the platform's word tells of needs no talk that we saw.
        let is_told = matches!(end.how, Ending::Ticket | Ending::Voice);
        if !is_told && (self.customer_messages == 0 || self.place.thread.is_none()) {
            return;
        }
        if serves(&customer, policy) {
            return;
        }
        let is_staff = |actor: &&Actor| policy.staff(&actor.address).is_some();
        let staff = end.by.filter(is_staff).or(end.agent).or(self.last_staff.as_ref()).cloned();
        let wrote = self.wrote(policy, &customer).filter(|_| !is_told);
        let mut interaction = self.end(recorded, Source::Topic);
        interaction.ended_at = at;
        interaction.ending = Some(end.how);
        interaction.messages = wrote;
        // Where the customer solved it themselves they are still there.
        interaction.ask_here = end.how == Ending::Solved;
        if end.how == Ending::Voice {
            // It has ended once it is sure that nobody comes back.
            let wait = BACK_WITHIN.saturating_sub(policy.timers().ask_delay);
            let wait = wait.max(SignedDuration::ZERO);
            interaction.ended_at = at.saturating_add(wait).unwrap_or(Timestamp::MAX);
            self.note_left(&customer, &interaction.id);
        }
        interaction.topic.clone_from(&self.title);
        interaction.agent = staff.as_ref().and_then(|staff| staff.name.clone());
        interaction.agent_account = staff.map(|staff| staff.address);
        signal(customer, interaction, out);
    }

    /// A topic that goes on withdraws a question that was not sent yet.
    fn reopened(&mut self, out: &mut Outcome) {
        let Some(customer) = self.customers.last() else { return };
        if self.ends == 0 {
            return;
        }
        let last = Self { ends: self.ends - 1, ..self.clone() };
        let interaction = InteractionId(last.contact_id());
        withdraw(customer.address.clone(), interaction, out);
    }

    /// Whether it closes because we put it away after the question there; that is no end.
    fn is_put_away(&mut self, how: Ending, at: Timestamp) -> bool {
        match how {
            Ending::Closed | Ending::Idle => self.put_away_by.take().is_some_and(|by| at <= by),
            Ending::Solved | Ending::Ticket | Ending::Voice => false,
        }
    }

    fn note_left(&mut self, who: &Actor, contact: &InteractionId) {
        self.left.retain(|left| left.who != who.address);
        self.left.push(Left { who: who.address.clone(), contact: contact.clone() });
        if CUSTOMERS_KEPT < self.left.len() {
            self.left.remove(0);
        }
    }

    /// Whoever is back withdraws the question about their end.
    fn returned(&mut self, by: &Actor, out: &mut Outcome) {
        let found = self.left.iter().position(|left| left.who == by.address);
        let Some(Left { who, contact }) = found.map(|index| self.left.remove(index)) else {
            return;
        };
        withdraw(who, contact, out);
    }

    fn end(&mut self, recorded: &VenueRecorded, source: Source) -> Interaction {
        let mut interaction = Interaction::new(self.contact_id(), source, recorded.at);
        interaction.held_at = Some(self.place.clone());
        interaction.held_in_private = self.private;
        self.ends += 1;
        self.customer_messages = 0;
        interaction
    }
}

/// Whether somebody is staff, by their account or by a role that they hold.
fn serves(actor: &Actor, policy: &Policy) -> bool {
    policy.staff(&actor.address).is_some() || policy.workspace.level_by_role(actor).is_some()
}

/// Whether the business counts this as the end of a contact.
fn heeds(signals: &Signals, place: &Place, how: Ending) -> bool {
    let mut watched =
        signals.watched.iter().filter(|watched| watched.platform == place.platform).peekable();
    let is_watched = watched.peek().is_none() || watched.any(|watched| watched.chat == place.chat);
    match how {
        Ending::Closed => signals.closed && is_watched,
        Ending::Idle => signals.idle && is_watched,
        Ending::Solved => signals.solved.is_some(),
        Ending::Ticket => signals.ticket.is_some(),
        Ending::Voice => !signals.voice.is_empty(),
    }
}

fn signal(customer: Actor, interaction: Interaction, out: &mut Outcome) {
    let body = Body::Signal {
        customer: customer.address,
        name: customer.name,
        language: customer.language,
        interaction: Box::new(interaction),
    };
    out.effects.push(Effect {
        class: Class::Question,
        expires_at: None,
        on_unknown: OnUnknown::Repeat,
        body,
    });
}

fn withdraw(customer: Address, interaction: InteractionId, out: &mut Outcome) {
    out.effects.push(Effect {
        class: Class::Question,
        expires_at: None,
        on_unknown: OnUnknown::Repeat,
        body: Body::Withdraw { customer, interaction },
    });
}

/// What `/done @dana order 118` says about the topic.
fn typed_topic(text: &str) -> Option<String> {
    let words = text.split_whitespace().skip(1).filter(|word| !word.starts_with('@'));
    let topic: Vec<&str> = words.collect();
    (!topic.is_empty()).then(|| topic.join(" "))
}
