//! Which request it is, for whom it must wait its turn, and what it carries.

use reqwest::{Method, multipart::Form};
use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId};

/// Requests in the same lane leave one after the other, in the order in which they were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Lane {
    /// A channel, thread or direct message.
    Channel(u64),
    /// What concerns a guild as a whole.
    Guild(u64),
    /// What concerns the bot itself.
    Own,
    /// Opening private channels.
    Doors,
    /// Answers to interactions, which nothing limits.
    Free,
}

/// One request without what it carries. It has no `Debug`: its path may hold the token of an
/// interaction.
pub(super) struct Route {
    pub(super) method: Method,
    /// The segments of the path behind the version.
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(&'static str, String)>,
    /// Its name in logs; requests of one name in one lane share a limit.
    pub(super) name: &'static str,
    pub(super) lane: Lane,
    /// The token of an interaction, if its path holds one.
    pub(super) secret: Option<String>,
    /// Whether the bot's token goes with it.
    pub(super) is_signed: bool,
    /// Whether it goes to somebody in private, who may have closed the door.
    pub(super) is_private: bool,
}

/// Where in a path below an interaction its token stands.
const TOKEN_AT: usize = 2;

/// What a request carries.
pub(super) enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Value),
    /// Files, and JSON beside them.
    Files(Form),
}

impl Route {
    /// A request below a channel.
    pub(super) fn channel(
        method: Method,
        name: &'static str,
        channel: ChannelId,
        rest: &[&str],
    ) -> Self {
        let path = below("channels", channel.get(), rest);
        Self::new(method, name, path, Lane::Channel(channel.get()))
    }

    /// A request below a guild.
    pub(super) fn guild(method: Method, name: &'static str, guild: GuildId, rest: &[&str]) -> Self {
        let path = below("guilds", guild.get(), rest);
        Self::new(method, name, path, Lane::Guild(guild.get()))
    }

    /// A request about the bot itself.
    pub(super) fn own(method: Method, name: &'static str, path: &[&str]) -> Self {
        Self::new(method, name, owned(path), Lane::Own)
    }

    /// An answer to an interaction: the token in its path stands for the bot's own.
    pub(super) fn interaction(method: Method, name: &'static str, path: &[&str]) -> Self {
        let route = Self::new(method, name, owned(path), Lane::Free);
        let secret = path.get(TOKEN_AT).map(|token| (*token).to_owned());
        Self { is_signed: false, secret, ..route }
    }

    /// The same with a question behind it.
    pub(super) fn asking(self, query: Vec<(&'static str, String)>) -> Self {
        Self { query, ..self }
    }

    /// The same in another lane.
    pub(super) fn in_lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// The same to somebody in private.
    pub(super) fn in_private(self) -> Self {
        Self { is_private: true, ..self }
    }

    fn new(method: Method, name: &'static str, path: Vec<String>, lane: Lane) -> Self {
        Self {
            method,
            path,
            query: Vec::new(),
            name,
            lane,
            secret: None,
            is_signed: true,
            is_private: false,
        }
    }
}

fn below(kind: &str, id: u64, rest: &[&str]) -> Vec<String> {
    let mut path = vec![kind.to_owned(), id.to_string()];
    path.extend(owned(rest));
    path
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|segment| (*segment).to_owned()).collect()
}
