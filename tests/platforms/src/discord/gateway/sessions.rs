//! Sessions: what each bot connection was told, under which number, and what it may ask for again.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use serde_json::{Value, json};

use crate::discord::world::{Dispatch, Intents, World, hide_content};

/// How long a session waits for its bot to come back.
const RESUMABLE_MS: i64 = 180_000;
/// How many events a session remembers.
const REMEMBERED: usize = 10_000;

/// A command to every connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Breaks it without a word.
    Drop,
    /// Closes it with a code.
    Close(u16),
    /// Asks it to come back and resume.
    Reconnect,
    /// Ends its session.
    Invalidate,
}

/// What a connection does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Sends a text.
    Send(Arc<str>),
    /// Closes with a code.
    Close(u16),
    /// Breaks without a word.
    Drop,
}

/// What all connections share.
#[derive(Debug, Default)]
pub(crate) struct Gateway {
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) connections: BTreeMap<u64, Connection>,
    made: u64,
    troubles: BTreeSet<Trouble>,
}

/// What the gateway does wrong for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// It takes no connections.
    Shut,
    /// It keeps events back.
    Holding,
    /// It leaves heartbeats without an answer.
    Deaf,
    /// It sends the next event twice.
    Repeating,
}

/// One bot that identified.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) intents: Intents,
    /// The number of the last event.
    pub(super) seq: u64,
    log: VecDeque<(u64, Arc<str>)>,
    lost_at_ms: Option<i64>,
}

/// One line to a bot.
#[derive(Debug, Default)]
pub(super) struct Connection {
    pub(super) session: Option<String>,
    /// The number of the last event that was sent.
    pub(super) sent: u64,
    /// When something was received, in milliseconds since 1970.
    pub(super) heard_at_ms: VecDeque<i64>,
    orders: VecDeque<Order>,
}

impl Gateway {
    /// Takes note of a new connection.
    pub(super) fn open(&mut self) -> u64 {
        self.made += 1;
        self.connections.insert(self.made, Connection::default());
        self.made
    }

    /// Takes note that a connection is over.
    pub(super) fn part(&mut self, connection: u64, is_over: bool, now_ms: i64) {
        let Some(parted) = self.connections.remove(&connection) else { return };
        let Some(name) = parted.session else { return };
        if is_over {
            self.sessions.remove(&name);
        } else if let Some(session) = self.sessions.get_mut(&name) {
            session.lost_at_ms = Some(now_ms);
        }
    }

    /// Starts a session for a connection.
    pub(super) fn begin(&mut self, connection: u64, intents: Intents) -> String {
        self.made += 1;
        let name = format!("{:032x}", 0x5eed_0000_0000_u64 + self.made);
        let session = Session { intents, seq: 0, log: VecDeque::new(), lost_at_ms: None };
        self.sessions.insert(name.clone(), session);
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.session = Some(name.clone());
        }
        name
    }

    /// Gives a session to the connection that asks for it, from event `seq` on. Returns whether
    /// the session still exists and ever got so far.
    pub(super) fn resume(
        &mut self,
        connection: u64,
        name: &str,
        seq: u64,
        now_ms: i64,
    ) -> Result<(), Lost> {
        self.forget_the_lost(now_ms);
        let session = self.sessions.get_mut(name).ok_or(Lost::Gone)?;
        if session.seq < seq {
            return Err(Lost::NeverSent);
        }
        let is_remembered = session.log.front().is_none_or(|(first, _)| *first <= seq + 1);
        if !is_remembered {
            return Err(Lost::Gone);
        }
        session.lost_at_ms = None;
        for other in self.connections.values_mut() {
            if other.session.as_deref() == Some(name) {
                other.session = None;
                other.orders.push_back(Order::Drop);
            }
        }
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.session = Some(name.to_owned());
            connection.sent = seq;
        }
        Ok(())
    }

    /// Puts an event into one session.
    pub(super) fn log(&mut self, name: &str, t: &str, d: &Value) {
        let Some(session) = self.sessions.get_mut(name) else { return };
        session.log(t, d);
    }

    /// Puts an event into all sessions, whatever they asked for and whatever it is.
    pub(crate) fn tell(&mut self, t: &str, d: &Value) {
        self.sessions.values_mut().for_each(|session| session.log(t, d));
    }

    /// Gives the events of the world to all sessions that asked for their kind.
    pub(crate) fn take_events(&mut self, world: &mut World) {
        if self.suffers(Trouble::Holding) {
            return;
        }
        let now_ms = world.now_ms();
        self.forget_the_lost(now_ms);
        while let Some(event) = world.dispatches.pop_front() {
            if let Some(spec) = world.spec.clone() {
                world.violations.extend(spec.check_event(event.t, &event.d));
            }
            let times = if self.troubles.remove(&Trouble::Repeating) { 2 } else { 1 };
            for session in self.sessions.values_mut() {
                (0..times).for_each(|_| session.take_event(&event));
            }
        }
    }

    /// Returns what a connection has to do now.
    pub(super) fn next(&mut self, connection: u64) -> Vec<Step> {
        let mut steps = Vec::new();
        let Some(line) = self.connections.get_mut(&connection) else { return vec![Step::Drop] };
        if let Some(session) = line.session.as_ref().and_then(|name| self.sessions.get(name)) {
            // The log is long, and nearly always almost all of it was sent.
            let fresh = session.log.iter().rev().take_while(|(number, _)| line.sent < *number);
            steps.extend(fresh.map(|(_, text)| Step::Send(Arc::clone(text))));
            steps.reverse();
            line.sent = session.seq;
        }
        while let Some(order) = line.orders.pop_front() {
            steps.push(match order {
                Order::Drop => Step::Drop,
                Order::Close(code) => Step::Close(code),
                Order::Reconnect => Step::Send(payload(7, &Value::Null)),
                Order::Invalidate => {
                    if let Some(name) = line.session.take() {
                        self.sessions.remove(&name);
                    }
                    Step::Send(payload(9, &json!(false)))
                }
            });
        }
        steps
    }

    /// Gives a command to every connection.
    pub(crate) fn order(&mut self, order: Order) {
        if order == Order::Invalidate {
            let is_held = |name: &String| {
                self.connections.values().any(|line| line.session.as_ref() == Some(name))
            };
            // Those that nobody holds end at once.
            let held = self.sessions.keys().filter(|name| is_held(name)).cloned();
            let held: Vec<String> = held.collect();
            self.sessions.retain(|name, _| held.contains(name));
        }
        self.connections.values_mut().for_each(|line| line.orders.push_back(order));
    }

    /// Works as usual again.
    pub(crate) fn recover(&mut self) {
        self.troubles.clear();
    }

    /// Begins to do something wrong.
    pub(crate) fn suffer(&mut self, trouble: Trouble) {
        self.troubles.insert(trouble);
    }

    /// Tells whether the gateway does this wrong at the moment.
    pub(crate) fn suffers(&self, trouble: Trouble) -> bool {
        self.troubles.contains(&trouble)
    }

    fn forget_the_lost(&mut self, now_ms: i64) {
        let is_kept = |session: &Session| {
            session.lost_at_ms.is_none_or(|at_ms| now_ms < at_ms + RESUMABLE_MS)
        };
        self.sessions.retain(|_, session| is_kept(session));
    }
}

/// Why a session cannot be resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// There is no such session, or no longer.
    Gone,
    /// The bot names an event that was never sent.
    NeverSent,
}

impl Session {
    fn take_event(&mut self, event: &Dispatch) {
        let is_wanted = event.needs == Intents::NONE || self.intents.any_of(event.needs);
        if !is_wanted {
            return;
        }
        if self.intents.any_of(Intents::MESSAGE_CONTENT) {
            self.log(event.t, &event.d);
            return;
        }
        let mut d = event.d.clone();
        if event.hides_content {
            hide_content(&mut d);
        }
        if event.hides_answered {
            hide_content(&mut d["referenced_message"]);
        }
        self.log(event.t, &d);
    }

    fn log(&mut self, t: &str, d: &Value) {
        self.seq += 1;
        let text = json!({ "op": 0, "t": t, "s": self.seq, "d": d }).to_string();
        self.log.push_back((self.seq, text.into()));
        if REMEMBERED < self.log.len() {
            self.log.pop_front();
        }
    }
}

/// Returns a payload that is no event.
pub(super) fn payload(op: u8, d: &Value) -> Arc<str> {
    json!({ "op": op, "d": d, "s": null, "t": null }).to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(needs: Intents) -> Dispatch {
        let d = json!({ "content": "secret" });
        Dispatch { t: "MESSAGE_CREATE", d, needs, hides_content: true, hides_answered: false }
    }

    fn sent(steps: &[Step]) -> Vec<Value> {
        let text = |step: &Step| match step {
            Step::Send(text) => serde_json::from_str(text).unwrap(),
            Step::Close(code) => json!(code),
            Step::Drop => json!("drop"),
        };
        steps.iter().map(text).collect()
    }

    fn told(gateway: &mut Gateway, world: &mut World, needs: Intents) {
        world.dispatch(event(needs));
        gateway.take_events(world);
    }

    #[test]
    fn intents_decide_what_is_told_and_what_can_be_read() {
        let (mut gateway, mut world) = (Gateway::default(), World::default());
        let (plain, reader) = (gateway.open(), gateway.open());
        gateway.begin(plain, Intents::GUILD_MESSAGES);
        gateway.begin(reader, Intents(Intents::GUILD_MESSAGES.0 | Intents::MESSAGE_CONTENT.0));
        told(&mut gateway, &mut world, Intents::GUILD_MESSAGES);
        told(&mut gateway, &mut world, Intents::GUILD_VOICE_STATES);
        let heard = sent(&gateway.next(plain));
        assert_eq!((heard.len(), &heard[0]["d"]["content"]), (1, &json!("")));
        assert_eq!(sent(&gateway.next(reader))[0]["d"]["content"], "secret");
        assert_eq!(gateway.next(plain), []);
    }

    #[test]
    fn lost_connection_gets_the_rest_later() {
        let (mut gateway, mut world) = (Gateway::default(), World::default());
        let first = gateway.open();
        let name = gateway.begin(first, Intents::GUILD_MESSAGES);
        told(&mut gateway, &mut world, Intents::GUILD_MESSAGES);
        gateway.next(first);
        gateway.part(first, false, world.now_ms());
        told(&mut gateway, &mut world, Intents::GUILD_MESSAGES);
        told(&mut gateway, &mut world, Intents::GUILD_MESSAGES);
        let second = gateway.open();
        let now_ms = world.now_ms();
        assert_eq!(gateway.resume(second, &name, 9, now_ms), Err(Lost::NeverSent));
        assert_eq!(gateway.resume(second, &name, 1, now_ms), Ok(()));
        let numbers: Vec<Value> =
            sent(&gateway.next(second)).iter().map(|it| it["s"].clone()).collect();
        assert_eq!(numbers, [2, 3]);
        gateway.part(second, false, now_ms);
        let late = now_ms + RESUMABLE_MS;
        assert_eq!(gateway.resume(second, &name, 3, late), Err(Lost::Gone));
    }

    #[test]
    fn orders_reach_every_connection() {
        let mut gateway = Gateway::default();
        let line = gateway.open();
        let name = gateway.begin(line, Intents::NONE);
        gateway.order(Order::Reconnect);
        assert_eq!(sent(&gateway.next(line))[0]["op"], 7);
        gateway.order(Order::Invalidate);
        assert_eq!(sent(&gateway.next(line))[0]["op"], 9);
        assert_eq!(gateway.resume(line, &name, 0, 0), Err(Lost::Gone));
        gateway.order(Order::Close(4000));
        assert_eq!(gateway.next(line), [Step::Close(4000)]);
    }
}
