//! What the bot may call over REST.

mod channels;
mod guilds;
mod me;
mod messages;
mod reactions;
mod threads;

pub(crate) use reactions::is_emoji;

use super::{
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    world::{Channel, ChannelKind, Id, World},
};

type Outcome = Result<Answer, Refusal>;

impl World {
    /// Carries out one call.
    pub(crate) fn call(&mut self, request: &Request) -> Outcome {
        let other = self.call_interaction(request).or_else(|| self.call_command(request));
        if let Some(outcome) = other {
            return outcome;
        }
        let segments = request.segments();
        match segments.split_first() {
            Some((&"channels", rest)) => self.call_channels(request, rest),
            Some((&"guilds", rest)) => self.call_guilds(request, rest),
            Some((&("users" | "gateway" | "oauth2" | "applications"), _)) => {
                self.call_me(request, &segments)
            }
            Some(_) | None => Err(Refusal::no_route()),
        }
    }

    fn call_channels(&mut self, request: &Request, rest: &[&str]) -> Outcome {
        let Some((channel, rest)) = rest.split_first() else { return Err(Refusal::no_route()) };
        let channel = id(channel, "channel_id")?;
        match (request.method.as_str(), rest) {
            ("GET", []) => self.get_channel(channel),
            ("PATCH", []) => self.update_channel(channel, request),
            ("DELETE", []) => self.remove_channel(channel),
            ("POST", ["typing"]) => self.writable(channel).map(|()| Answer::empty()),
            ("GET", ["messages"]) => self.list_messages(channel, request),
            ("POST", ["messages"]) => self.create_message(channel, request),
            (_, ["pins", rest @ ..] | ["messages", "pins", rest @ ..]) => {
                let is_old = request.segments().get(2) == Some(&"pins");
                self.call_pins(channel, request, rest, is_old)
            }
            (_, ["messages", "bulk-delete" | "search", ..]) => Err(Refusal::no_route()),
            (_, ["messages", message, rest @ ..]) => {
                let message = id(message, "message_id")?;
                self.call_single_message(channel, message, request, rest)
            }
            ("PUT", ["permissions", target]) => {
                self.set_overwrite(channel, id(target, "overwrite_id")?, request)
            }
            ("DELETE", ["permissions", target]) => {
                self.remove_overwrite(channel, id(target, "overwrite_id")?)
            }
            ("GET", ["users", "@me", "threads", "archived", "private"])
            | (_, ["threads" | "thread-members", ..]) => self.call_threads(channel, request, rest),
            _ => Err(Refusal::no_route()),
        }
    }

    /// Returns a channel that the bot sees.
    pub(crate) fn visible(&self, channel: Id) -> Result<&Channel, Refusal> {
        let found = self.channel(channel).ok_or_else(|| Refusal::of(10_003))?;
        if !self.sees(self.bot(), channel) {
            return Err(Refusal::of(50_001));
        }
        Ok(found)
    }

    /// Checks that the bot may do this in a channel.
    pub(crate) fn require(&self, channel: Id, wanted: Permissions) -> Result<(), Refusal> {
        let found = self.visible(channel)?;
        if found.guild.is_none() || self.permissions(self.bot(), channel).include(wanted) {
            return Ok(());
        }
        Err(Refusal::of(50_013))
    }

    /// Checks that the bot may write into a channel, thread or direct-message channel.
    pub(crate) fn writable(&self, channel: Id) -> Result<(), Refusal> {
        let found = self.visible(channel)?;
        if !found.kind.holds_messages() {
            return Err(Refusal::of(50_008));
        }
        if let Some(recipient) = found.recipient {
            return self.reachable(recipient);
        }
        let may = self.permissions(self.bot(), channel);
        let Some(thread) = &found.thread else {
            return self.require(channel, Permissions::SEND_MESSAGES);
        };
        self.require(channel, Permissions::SEND_MESSAGES_IN_THREADS)?;
        if thread.locked && (thread.archived || !may.include(Permissions::MANAGE_THREADS)) {
            return Err(Refusal::of(160_005));
        }
        Ok(())
    }

    fn reachable(&self, user: Id) -> Result<(), Refusal> {
        let Some(person) = self.users.get(&user) else { return Err(Refusal::of(10_013)) };
        if !self.shares_guild(user) {
            return Err(Refusal::of(50_278));
        }
        if !person.dms_open || person.blocked || person.is_bot {
            return Err(Refusal::of(50_007));
        }
        Ok(())
    }

    /// Checks that a thread is not put away; other channels never are.
    pub(crate) fn awake(&self, channel: Id) -> Result<(), Refusal> {
        if self.channel(channel).is_some_and(Channel::is_archived) {
            return Err(Refusal::of(50_083));
        }
        Ok(())
    }

    /// Returns a thread that the bot sees.
    fn visible_thread(&self, thread: Id) -> Result<&Channel, Refusal> {
        let found = self.visible(thread)?;
        if found.kind.is_thread() { Ok(found) } else { Err(Refusal::of(50_024)) }
    }
}

/// Reads an id in a path.
pub(crate) fn id(text: &str, name: &str) -> Result<Id, Refusal> {
    text.parse().map_err(|_| {
        let words = format!("Value \"{text}\" is not snowflake.");
        Refusal::form(name, "NUMBER_TYPE_COERCE", &words)
    })
}

/// Returns the kind of a thread by the platform's number, for where only threads can be meant.
fn thread_kind(number: u64) -> Option<ChannelKind> {
    match number {
        11 => Some(ChannelKind::PublicThread),
        12 => Some(ChannelKind::PrivateThread),
        _ => None,
    }
}
