//! Discord's methods, as far as amends uses them.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::model::{
    channel::{GuildChannel, Message},
    guild::{Member, PartialGuild, Role},
    id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId},
    user::CurrentUser,
};

use super::{
    Client,
    error::{CallError, Hold},
    route::{Body, Lane, Route},
    upload::{self, Upload},
};

/// Discord's number for private channels that were opened too fast.
const DOORS_TOO_FAST: u32 = 40003;
/// Discord's number for a channel that is not there.
const UNKNOWN_CHANNEL: u32 = 10003;
/// Discord's numbers for somebody who is not there.
const UNKNOWN_MEMBER: u32 = 10007;
const UNKNOWN_USER: u32 = 10013;

/// A message that stands there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Posted {
    /// Its id.
    pub id: MessageId,
    /// Where it stands.
    pub channel_id: ChannelId,
}

/// The message that the answer to an interaction became.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Original {
    /// The message.
    #[serde(flatten)]
    pub posted: Posted,
    /// What it says.
    #[serde(default)]
    pub content: String,
}

/// The application behind the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Application {
    /// Its id, which commands and follow-ups need.
    pub id: ApplicationId,
    /// What its owner switched on for it, by Discord's bits.
    #[serde(default)]
    pub flags: u64,
}

/// Where the gateway is, and how often it may be started.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GatewayAddress {
    /// Where to connect to.
    pub url: String,
    /// How often a session may begin.
    pub session_start_limit: Option<StartLimit>,
}

/// How often a session may begin, by Discord's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct StartLimit {
    /// How often within the time that is left.
    pub remaining: u32,
    /// The time that is left, in milliseconds.
    pub reset_after: u64,
}

/// Which messages of a channel are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The oldest ones after this one.
    After(MessageId),
    /// The newest ones before this one.
    Before(MessageId),
    /// The newest.
    Latest,
}

#[derive(Deserialize)]
struct Opened {
    id: ChannelId,
}

impl Application {
    /// Whether the bot may read what people write on servers.
    pub fn may_read_content(self) -> bool {
        /// Granted by Discord, or switched on by the owner of a bot that is not on many servers.
        const MESSAGE_CONTENT: u64 = 1 << 18 | 1 << 19;
        self.flags & MESSAGE_CONTENT != 0
    }
}

/// The bot itself and the servers it is on.
impl Client {
    /// Who the bot is.
    pub async fn me(&self) -> Result<CurrentUser, CallError> {
        self.call(Route::own(Method::GET, "GET me", &["users", "@me"]), Body::None).await
    }

    /// The application behind the bot.
    pub async fn application(&self) -> Result<Application, CallError> {
        let path = ["applications", "@me"];
        self.call(Route::own(Method::GET, "GET application", &path), Body::None).await
    }

    /// Where the gateway is.
    pub async fn gateway(&self) -> Result<GatewayAddress, CallError> {
        self.call(Route::own(Method::GET, "GET gateway", &["gateway", "bot"]), Body::None).await
    }

    /// A server.
    pub async fn guild(&self, guild: GuildId) -> Result<PartialGuild, CallError> {
        self.call(Route::guild(Method::GET, "GET guild", guild, &[]), Body::None).await
    }

    /// The roles of a server.
    pub async fn roles(&self, guild: GuildId) -> Result<Vec<Role>, CallError> {
        self.call(Route::guild(Method::GET, "GET roles", guild, &["roles"]), Body::None).await
    }

    /// A member of a server.
    pub async fn member(&self, guild: GuildId, user: UserId) -> Result<Member, CallError> {
        let path = ["members", &user.to_string()];
        self.call(Route::guild(Method::GET, "GET member", guild, &path), Body::None).await
    }

    /// A member of a server, as it came.
    pub(crate) async fn member_raw(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Value, CallError> {
        let path = ["members", &user.to_string()];
        self.call(Route::guild(Method::GET, "GET member", guild, &path), Body::None).await
    }

    /// The channels of a server, without threads.
    pub async fn channels(&self, guild: GuildId) -> Result<Vec<GuildChannel>, CallError> {
        self.call(Route::guild(Method::GET, "GET channels", guild, &["channels"]), Body::None).await
    }

    /// The threads of a server that are not archived, as they came.
    pub async fn active_threads(&self, guild: GuildId) -> Result<Vec<Value>, CallError> {
        #[derive(Deserialize)]
        struct Active {
            threads: Vec<Value>,
        }
        let route = Route::guild(Method::GET, "GET threads", guild, &["threads", "active"]);
        self.call(route, Body::None).await.map(|Active { threads }| threads)
    }

    /// The commands that are registered, as they came: for one server, or for all.
    pub async fn commands(
        &self,
        application: ApplicationId,
        guild: Option<GuildId>,
    ) -> Result<Value, CallError> {
        let path = commands(application, guild);
        self.call(Route::own(Method::GET, "GET commands", &borrowed(&path)), Body::None).await
    }

    /// Registers commands in place of all there were: for one server, or for all.
    pub async fn set_commands<C: Serialize + ?Sized>(
        &self,
        application: ApplicationId,
        guild: Option<GuildId>,
        definitions: &C,
    ) -> Result<(), CallError> {
        let path = commands(application, guild);
        let route = Route::own(Method::PUT, "PUT commands", &borrowed(&path));
        self.call_only(route, json(definitions)?).await
    }
}

/// Messages.
impl Client {
    /// Posts a message, with files beside it.
    pub async fn post<M: Serialize + ?Sized>(
        &self,
        channel: ChannelId,
        message: &M,
        files: Vec<Upload>,
    ) -> Result<Posted, CallError> {
        self.call(posting(channel), upload::body(value(message)?, files)?).await
    }

    /// Changes a message of ours.
    pub async fn edit<M: Serialize + ?Sized>(
        &self,
        channel: ChannelId,
        message: MessageId,
        change: &M,
    ) -> Result<Posted, CallError> {
        let path = ["messages", &message.to_string()];
        let route = Route::channel(Method::PATCH, "PATCH message", channel, &path);
        self.call(route, json(change)?).await
    }

    /// Deletes a message.
    pub async fn delete(&self, channel: ChannelId, message: MessageId) -> Result<(), CallError> {
        let path = ["messages", &message.to_string()];
        let route = Route::channel(Method::DELETE, "DELETE message", channel, &path);
        self.call_only(route, Body::None).await
    }

    /// A message.
    pub async fn message(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<Message, CallError> {
        let path = ["messages", &message.to_string()];
        self.call(Route::channel(Method::GET, "GET message", channel, &path), Body::None).await
    }

    /// Up to a hundred messages of a channel as they came, the newest first.
    pub async fn messages(
        &self,
        channel: ChannelId,
        window: Window,
        limit: u8,
    ) -> Result<Vec<Value>, CallError> {
        let mut query = vec![("limit", limit.clamp(1, 100).to_string())];
        match window {
            Window::After(message) => query.push(("after", message.to_string())),
            Window::Before(message) => query.push(("before", message.to_string())),
            Window::Latest => (),
        }
        let route = Route::channel(Method::GET, "GET messages", channel, &["messages"]);
        self.call(route.asking(query), Body::None).await
    }

    /// Adds a reaction of ours; the emoji is a character, or `name:id`.
    pub async fn react(
        &self,
        channel: ChannelId,
        message: MessageId,
        emoji: &str,
    ) -> Result<(), CallError> {
        let path = ["messages", &message.to_string(), "reactions", emoji, "@me"];
        let route = Route::channel(Method::PUT, "PUT reaction", channel, &path);
        self.call_only(route, Body::None).await
    }

    /// Takes a reaction of ours back.
    pub async fn unreact(
        &self,
        channel: ChannelId,
        message: MessageId,
        emoji: &str,
    ) -> Result<(), CallError> {
        let path = ["messages", &message.to_string(), "reactions", emoji, "@me"];
        let route = Route::channel(Method::DELETE, "DELETE reaction", channel, &path);
        self.call_only(route, Body::None).await
    }

    /// Pins a message.
    pub async fn pin(&self, channel: ChannelId, message: MessageId) -> Result<(), CallError> {
        let path = ["messages", "pins", &message.to_string()];
        let route = Route::channel(Method::PUT, "PUT pin", channel, &path);
        self.call_only(route, Body::None).await
    }
}

/// Channels and threads.
impl Client {
    /// A channel or thread, as it came.
    pub async fn channel(&self, channel: ChannelId) -> Result<Value, CallError> {
        self.call(Route::channel(Method::GET, "GET channel", channel, &[]), Body::None).await
    }

    /// Opens a thread that no message begins, and returns it as it came.
    pub async fn open_thread<T: Serialize + ?Sized>(
        &self,
        parent: ChannelId,
        thread: &T,
    ) -> Result<Value, CallError> {
        let route = Route::channel(Method::POST, "POST thread", parent, &["threads"]);
        self.call(route, json(thread)?).await
    }

    /// Opens a thread below a message, and returns it as it came.
    pub async fn open_thread_below<T: Serialize + ?Sized>(
        &self,
        parent: ChannelId,
        message: MessageId,
        thread: &T,
    ) -> Result<Value, CallError> {
        let path = ["messages", &message.to_string(), "threads"];
        let route = Route::channel(Method::POST, "POST thread below", parent, &path);
        self.call(route, json(thread)?).await
    }

    /// Changes a channel or thread: its name, whether it is archived or locked. Discord bears only
    /// two new names in ten minutes.
    pub async fn change_channel<T: Serialize + ?Sized>(
        &self,
        channel: ChannelId,
        change: &T,
    ) -> Result<(), CallError> {
        let route = Route::channel(Method::PATCH, "PATCH channel", channel, &[]);
        let changed = self.call_only(route, json(change)?).await;
        // That a name must wait is no reason for words to wait.
        changed.map_err(|error| {
            let CallError::RateLimited { after, is_global: false } = error else { return error };
            CallError::Held { after, why: Hold::Bucket }
        })
    }

    /// Deletes a channel or thread with everything in it.
    pub async fn delete_channel(&self, channel: ChannelId) -> Result<(), CallError> {
        let route = Route::channel(Method::DELETE, "DELETE channel", channel, &[]);
        self.call_only(route, Body::None).await
    }

    /// Adds somebody to a thread; nothing happens if they are in it.
    pub async fn add_to_thread(&self, thread: ChannelId, user: UserId) -> Result<(), CallError> {
        let path = ["thread-members", &user.to_string()];
        let route = Route::channel(Method::PUT, "PUT thread member", thread, &path);
        self.call_only(route, Body::None).await
    }

    /// Takes somebody out of a thread.
    pub async fn take_from_thread(&self, thread: ChannelId, user: UserId) -> Result<(), CallError> {
        let path = ["thread-members", &user.to_string()];
        let route = Route::channel(Method::DELETE, "DELETE thread member", thread, &path);
        self.call_only(route, Body::None).await
    }

    /// Whether somebody is in a thread, and if so, whether Discord vouches for it that they are on the
    /// server, too.
    pub(crate) async fn thread_member(
        &self,
        thread: ChannelId,
        user: UserId,
    ) -> Result<Option<bool>, CallError> {
        let path = ["thread-members", &user.to_string()];
        let route = Route::channel(Method::GET, "GET thread member", thread, &path);
        let route = route.asking(vec![("with_member", "true".to_owned())]);
        match self.call::<Value>(route, Body::None).await {
            Err(error) if matches!(error.code(), Some(UNKNOWN_MEMBER | UNKNOWN_USER)) => Ok(None),
            asked => asked.map(|member| Some(member["member"].is_object())),
        }
    }

    /// Whether somebody is in a thread. Who else is, Discord tells only to bots that may list
    /// members.
    pub async fn is_in_thread(&self, thread: ChannelId, user: UserId) -> Result<bool, CallError> {
        let path = ["thread-members", &user.to_string()];
        let route = Route::channel(Method::GET, "GET thread member", thread, &path);
        match self.call_only(route, Body::None).await {
            Err(CallError::Refused { status: 404, .. }) => Ok(false),
            asked => asked.map(|()| true),
        }
    }

    /// The private channel with somebody. It is opened if it is not known, slowly: Discord takes
    /// bots that open many for spam.
    pub async fn private_channel(&self, user: UserId) -> Result<ChannelId, CallError> {
        let shared = &self.shared;
        if let Some(channel) = shared.doors.known(user) {
            return Ok(channel);
        }
        if let Some(after) = shared.breaker.pause_of_doors(crate::steady::now()) {
            return Err(CallError::Held { after, why: Hold::Breaker });
        }
        shared.doors.turn().await?;
        let route = Route::own(Method::POST, "POST private channel", &["users", "@me", "channels"]);
        let body = Body::Json(json!({ "recipient_id": user }));
        match self.call::<Opened>(route.in_lane(Lane::Doors), body).await {
            Ok(opened) => {
                shared.doors.remember(user, opened.id);
                Ok(opened.id)
            }
            Err(error) => {
                if error.code() == Some(DOORS_TOO_FAST) {
                    shared.doors.shut();
                }
                Err(error)
            }
        }
    }

    /// Posts a message to somebody in private.
    pub async fn post_in_private<M: Serialize + ?Sized>(
        &self,
        user: UserId,
        message: &M,
        files: Vec<Upload>,
    ) -> Result<Posted, CallError> {
        let channel = self.private_channel(user).await?;
        let body = upload::body(value(message)?, files)?;
        let posted: Result<Posted, _> = self.call(posting(channel).in_private(), body).await;
        if posted.as_ref().is_err_and(|error| error.code() == Some(UNKNOWN_CHANNEL)) {
            self.shared.doors.forget(user);
        }
        posted
    }

    /// Remembers the private channel with somebody, learnt from what they wrote there.
    pub(crate) fn remember_private(&self, user: UserId, channel: ChannelId) {
        self.shared.doors.remember(user, channel);
    }
}

/// Answers to interactions. Their token is a secret for a quarter of an hour.
impl Client {
    /// Answers an interaction; Discord waits for it for three seconds.
    pub async fn answer<R: Serialize + ?Sized>(
        &self,
        interaction: InteractionId,
        token: &str,
        response: &R,
    ) -> Result<(), CallError> {
        let path = ["interactions", &interaction.to_string(), token, "callback"];
        let route = Route::interaction(Method::POST, "POST answer", &path);
        self.call_only(route, json(response)?).await
    }

    /// Says more in answer to an interaction.
    pub async fn follow_up<M: Serialize + ?Sized>(
        &self,
        application: ApplicationId,
        token: &str,
        message: &M,
        files: Vec<Upload>,
    ) -> Result<Posted, CallError> {
        let path = ["webhooks", &application.to_string(), token];
        let route = Route::interaction(Method::POST, "POST follow-up", &path);
        self.call(route, upload::body(value(message)?, files)?).await
    }

    /// The message that the answer to an interaction became.
    pub async fn original(
        &self,
        application: ApplicationId,
        token: &str,
    ) -> Result<Original, CallError> {
        let path = ["webhooks", &application.to_string(), token, "messages", "@original"];
        self.call(Route::interaction(Method::GET, "GET original", &path), Body::None).await
    }

    /// Changes the message that the answer to an interaction became.
    pub async fn edit_original<M: Serialize + ?Sized>(
        &self,
        application: ApplicationId,
        token: &str,
        change: &M,
    ) -> Result<Posted, CallError> {
        let path = ["webhooks", &application.to_string(), token, "messages", "@original"];
        let route = Route::interaction(Method::PATCH, "PATCH original", &path);
        self.call(route, json(change)?).await
    }

    /// Deletes the message that the answer to an interaction became.
    pub async fn delete_original(
        &self,
        application: ApplicationId,
        token: &str,
    ) -> Result<(), CallError> {
        let path = ["webhooks", &application.to_string(), token, "messages", "@original"];
        let route = Route::interaction(Method::DELETE, "DELETE original", &path);
        self.call_only(route, Body::None).await
    }
}

fn posting(channel: ChannelId) -> Route {
    Route::channel(Method::POST, "POST message", channel, &["messages"])
}

fn commands(application: ApplicationId, guild: Option<GuildId>) -> Vec<String> {
    let mut path = vec!["applications".to_owned(), application.to_string()];
    if let Some(guild) = guild {
        path.extend(["guilds".to_owned(), guild.to_string()]);
    }
    path.push("commands".to_owned());
    path
}

fn borrowed(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn value<T: Serialize + ?Sized>(body: &T) -> Result<Value, CallError> {
    serde_json::to_value(body).map_err(|error| CallError::NotSent(error.to_string()))
}

fn json<T: Serialize + ?Sized>(body: &T) -> Result<Body, CallError> {
    value(body).map(Body::Json)
}
