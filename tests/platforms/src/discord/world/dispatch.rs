//! What the gateway is to tell the bot.

use serde_json::Value;

use super::World;

/// Intents: which events a connection asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Intents(pub(crate) u64);

impl Intents {
    /// Sent to everyone, whatever was asked for.
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const GUILDS: Self = Self(1);
    pub(crate) const GUILD_MEMBERS: Self = Self(1 << 1);
    pub(crate) const GUILD_VOICE_STATES: Self = Self(1 << 7);
    pub(crate) const GUILD_PRESENCES: Self = Self(1 << 8);
    pub(crate) const GUILD_MESSAGES: Self = Self(1 << 9);
    pub(crate) const GUILD_REACTIONS: Self = Self(1 << 10);
    pub(crate) const DIRECT_MESSAGES: Self = Self(1 << 12);
    pub(crate) const DIRECT_REACTIONS: Self = Self(1 << 13);
    pub(crate) const MESSAGE_CONTENT: Self = Self(1 << 15);

    /// Tells whether these intents include any of the others.
    pub(crate) fn any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

/// One event, once it is sure that the bot may see it.
#[derive(Clone, Debug)]
pub(crate) struct Dispatch {
    /// The event's name, as in `MESSAGE_CREATE`.
    pub(crate) t: &'static str,
    pub(crate) d: Value,
    /// A connection that asked for none of these is not told; [`Intents::NONE`] is told to all.
    pub(crate) needs: Intents,
    /// Whether `d` is a message whose text only [`Intents::MESSAGE_CONTENT`] shows.
    pub(crate) hides_content: bool,
    /// The same of the message that `d` answers.
    pub(crate) hides_answered: bool,
}

/// Empties what the bot may not read without the privileged intent.
pub(crate) fn hide_content(message: &mut Value) {
    message["content"] = Value::String(String::new());
    for key in ["embeds", "attachments", "components"] {
        message[key] = Value::Array(Vec::new());
    }
}

impl World {
    /// Queues an event for the gateway.
    pub(crate) fn dispatch(&mut self, dispatch: Dispatch) {
        self.dispatches.push_back(dispatch);
    }

    /// Queues an event without hidden text.
    pub(crate) fn tell(&mut self, t: &'static str, needs: Intents, d: Value) {
        self.dispatch(Dispatch { t, d, needs, hides_content: false, hides_answered: false });
    }
}
