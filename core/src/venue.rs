//! A place where customers are served: a support group, or one topic of it. It is remembered who
//! wrote there, so that its end can be asked about.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown},
    engine::Outcome,
    event::VenueEvent,
    grammar,
    interaction::{Interaction, InteractionId, Source},
    place::{Actor, MessageRef, Place},
    policy::{Level, Policy},
    workspace::reply,
};

/// How many customers a venue remembers.
const CUSTOMERS_KEPT: usize = 20;

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
        }
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
        VenueEvent::Wrote { by, message, reply_to, content, mentions } => {
            let done = content.words().filter(|text| grammar::command(text) == Some("done"));
            match done {
                Some(text) => {
                    let named = reply_to.as_ref().or(mentions.first());
                    venue.done(policy, recorded, by, message, named, text, &mut out);
                }
                None => venue.heard(by, policy),
            }
        }
        VenueEvent::Closed { by } => venue.closed(policy, recorded, by, &mut out),
        VenueEvent::Reopened => venue.reopened(&mut out),
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
    #[expect(clippy::too_many_arguments, reason = "each is one fact of the command")]
    fn done(
        &mut self,
        policy: &Policy,
        recorded: &VenueRecorded,
        by: &Actor,
        message: &MessageRef,
        named: Option<&Actor>,
        text: &str,
        out: &mut Outcome,
    ) {
        if by.anonymous {
            return out.effects.push(reply(message, DeskSay::Anonymous));
        }
        let Some(member) = policy.staff(&by.address) else {
            let say = DeskSay::NotAllowed { needs: Level::Agent, is: None };
            return out.effects.push(reply(message, say));
        };
        let named = named.or_else(|| self.typed(text));
        let named = named.filter(|named| named.address != by.address);
        let only = if self.customers.len() == 1 { self.customers.first() } else { None };
        let in_topic = self.place.thread.is_some();
        let Some(customer) = named.or(only.filter(|_| in_topic)).cloned() else {
            return out.effects.push(reply(message, DeskSay::WhoseContact));
        };
        let topic = typed_topic(text).or_else(|| self.title.clone());
        let mut interaction = self.end(recorded, Source::Done);
        interaction.topic = topic;
        interaction.agent = member.name.clone().or_else(|| by.name.clone());
        interaction.agent_account = Some(by.address.clone());
        interaction.requested_by = Some(message.clone());
        signal(customer, interaction, out);
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

    /// A topic that was closed is an end, if a customer wrote there (E15).
    fn closed(&mut self, policy: &Policy, recorded: &VenueRecorded, by: &Actor, out: &mut Outcome) {
        let Some(customer) = self.customers.last().cloned() else { return };
        if self.customer_messages == 0 || self.place.thread.is_none() {
            return;
        }
        let staff =
            policy.staff(&by.address).map(|_| by.clone()).or_else(|| self.last_staff.clone());
        let mut interaction = self.end(recorded, Source::Topic);
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
        let body = Body::Withdraw { customer: customer.address.clone(), interaction };
        out.effects.push(Effect {
            class: Class::Question,
            expires_at: None,
            on_unknown: OnUnknown::Repeat,
            body,
        });
    }

    fn end(&mut self, recorded: &VenueRecorded, source: Source) -> Interaction {
        let mut interaction = Interaction::new(self.contact_id(), source, recorded.at);
        interaction.held_at = Some(self.place.clone());
        self.ends += 1;
        self.customer_messages = 0;
        interaction
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

/// What `/done @dana order 118` says about the topic.
fn typed_topic(text: &str) -> Option<String> {
    let words = text.split_whitespace().skip(1).filter(|word| !word.starts_with('@'));
    let topic: Vec<&str> = words.collect();
    (!topic.is_empty()).then(|| topic.join(" "))
}
