//! Who does something, and what the platform tells of it: updates as they come over the wire.

use amends_core::{action::Action, place::Platform};
use serde_json::{Value, json};

use crate::table::Right;

/// Whose deed it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Dana, whom everything is about.
    Customer,
    /// Cem.
    OtherCustomer,
    /// Anna, level 1.
    Agent,
    /// Katrin, level 2.
    Senior,
    /// Piotr, level 3.
    Director,
    /// Olga, who administers and is no staff.
    Admin,
    /// Ion, who was staff until after the button was drawn.
    Former,
    /// A bot at the desk.
    Bot,
    /// Somebody who hides behind the group of the desk.
    Anonymous,
    /// Somebody who speaks at the desk as a channel, or through a webhook.
    Channel,
    /// The owner of another group in which the bot is.
    OtherGroup,
    /// The owner of another server on which the bot is.
    OtherGuild,
}

impl Who {
    pub(crate) const ALL: [Self; 12] = [
        Self::Customer,
        Self::OtherCustomer,
        Self::Agent,
        Self::Senior,
        Self::Director,
        Self::Admin,
        Self::Former,
        Self::Bot,
        Self::Anonymous,
        Self::Channel,
        Self::OtherGroup,
        Self::OtherGuild,
    ];

    /// Whether the platform has such people.
    pub(crate) fn is_on(self, platform: Platform) -> bool {
        match (self, platform) {
            (Self::OtherGuild, Platform::Telegram)
            | (Self::Anonymous | Self::OtherGroup, Platform::Discord) => false,
            (_, Platform::Telegram | Platform::Discord) => true,
        }
    }

    /// Their account and their name.
    pub(crate) fn account(self) -> (i64, &'static str) {
        match self {
            Self::Customer => (7, "Dana"),
            Self::OtherCustomer => (8, "Cem"),
            Self::Agent => (50, "Anna"),
            Self::Senior => (52, "Katrin"),
            Self::Director => (53, "Piotr"),
            Self::Former => (54, "Ion"),
            Self::Admin => (55, "Olga"),
            Self::Bot => (77, "Otherbot"),
            Self::Anonymous => (1_087_968_824, "Group"),
            Self::Channel => (136_817_688, "Channel"),
            Self::OtherGroup | Self::OtherGuild => (90, "Stranger"),
        }
    }

    fn is_customer(self) -> bool {
        matches!(self, Self::Customer | Self::OtherCustomer)
    }

    /// Where they do it.
    fn at(self, right: Right) -> At {
        match self {
            Self::OtherGroup | Self::OtherGuild => At::Elsewhere,
            Self::Bot | Self::Anonymous | Self::Channel => At::Desk,
            _ if self.is_customer() || matches!(right, Right::Everybodys | Right::Theirs) => {
                At::Private
            }
            Self::Customer
            | Self::OtherCustomer
            | Self::Agent
            | Self::Senior
            | Self::Director
            | Self::Admin
            | Self::Former => At::Desk,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Private,
    Desk,
    Elsewhere,
}

/// What somebody does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'a> {
    /// Gives a command.
    Says(&'a str),
    /// Presses a button.
    Presses(Action),
}

/// The desk on Telegram, and another group in which the bot is.
pub(crate) const DESK: i64 = -1_002_000_000_001;
const ELSEWHERE: i64 = -1_002_000_000_002;
/// The desk on Discord, and a channel of another server.
pub(crate) const DESK_CHANNEL: &str = "30";
const OTHER_CHANNEL: &str = "330";
/// The bot's token.
pub(crate) const TOKEN: &str = "4839574812:AAtoken";
pub(crate) const GUILD: &str = "1";

/// The update that the platform sends, with the thread of the case at the desk.
pub(crate) fn update(
    platform: Platform,
    who: Who,
    what: What<'_>,
    right: Right,
    thread: Option<&str>,
) -> Vec<u8> {
    let at = who.at(right);
    match platform {
        Platform::Telegram => telegram(who, what, at, thread).to_string().into_bytes(),
        Platform::Discord => discord(who, what, at, thread),
    }
}

fn telegram(who: Who, what: What<'_>, at: At, thread: Option<&str>) -> Value {
    let (id, name) = who.account();
    let is_bot = matches!(who, Who::Bot | Who::Anonymous | Who::Channel);
    let from = json!({ "id": id, "is_bot": is_bot, "first_name": name,
        "username": name.to_lowercase(), "language_code": "en" });
    let group =
        |id: i64| json!({ "id": id, "type": "supergroup", "title": "A group", "is_forum": true });
    let chat = match at {
        At::Private => json!({ "id": id, "type": "private", "first_name": name }),
        At::Desk => group(DESK),
        At::Elsewhere => group(ELSEWHERE),
    };
    let mut message = json!({ "message_id": 900, "date": 1_763_285_600, "chat": chat });
    let thread = thread.and_then(|thread| thread.parse::<i64>().ok());
    if let (At::Desk, Some(thread)) = (at, thread) {
        message["message_thread_id"] = thread.into();
        message["is_topic_message"] = true.into();
    }
    match what {
        What::Says(text) => {
            message["from"] = from;
            message["text"] = text.into();
            if who == Who::Anonymous {
                message["sender_chat"] = group(DESK);
            }
            if who == Who::Channel {
                message["sender_chat"] =
                    json!({ "id": -1_003_000_000_001_i64, "type": "channel", "title": "News" });
            }
            json!({ "update_id": 1, "message": message })
        }
        What::Presses(action) => {
            message["from"] = json!({ "id": 4_839_574_812_i64, "is_bot": true,
                "first_name": "Luma" });
            message["text"] = "what stands there".into();
            let data = amends_telegram::data::Keys::of(TOKEN).write(action);
            json!({ "update_id": 1, "callback_query": { "id": "5", "from": from,
                "message": message, "chat_instance": "1", "data": data } })
        }
    }
}

fn discord(who: Who, what: What<'_>, at: At, thread: Option<&str>) -> Vec<u8> {
    use amends_discord::envelope::{Around, Envelope};
    let (id, name) = who.account();
    let user = json!({ "id": id.to_string(), "username": name.to_lowercase(),
        "global_name": name, "discriminator": "0", "bot": who == Who::Bot,
        "system": who == Who::Channel });
    // Whoever owns another server may do everything there.
    let held = if who == Who::OtherGuild { u64::MAX } else { 0 };
    let member = json!({ "user": user, "nick": null, "roles": [],
        "permissions": held.to_string() });
    let at_desk = || match thread {
        Some(thread) => json!({ "id": thread, "type": 11, "parent_id": DESK_CHANNEL }),
        None => json!({ "id": DESK_CHANNEL, "type": 0 }),
    };
    let channel = match at {
        At::Private => json!({ "id": format!("5{id}"), "type": 1 }),
        At::Desk => at_desk(),
        At::Elsewhere => json!({ "id": OTHER_CHANNEL, "type": 0 }),
    };
    let mut d = json!({ "id": "55", "token": "secret", "locale": "en-US",
        "channel_id": channel["id"], "channel": channel });
    match at {
        At::Private => d["user"] = user.clone(),
        At::Desk => (d["guild_id"], d["member"]) = (GUILD.into(), member.clone()),
        At::Elsewhere => (d["guild_id"], d["member"]) = ("2".into(), member.clone()),
    }
    let has_no_app = matches!(who, Who::Bot | Who::Channel);
    let (t, d) = match what {
        What::Says(text) if has_no_app => {
            let webhook = (who == Who::Channel).then_some("66");
            (
                "MESSAGE_CREATE",
                json!({ "id": "60", "channel_id": d["channel_id"],
                "guild_id": d["guild_id"], "type": 0, "content": text, "author": user,
                "webhook_id": webhook, "member": { "nick": null, "roles": [] },
                "attachments": [], "embeds": [], "mentions": [], "edited_timestamp": null }),
            )
        }
        What::Says(text) => {
            let (name, rest) =
                text.trim_start_matches('/').split_once(' ').unwrap_or((&text[1..], ""));
            let rest = json!({ "name": "value", "type": 3, "value": rest });
            d["type"] = 2.into();
            d["data"] = json!({ "type": 1, "name": name, "options": [rest] });
            ("INTERACTION_CREATE", d)
        }
        What::Presses(action) => {
            let id = amends_discord::data::Keys::of(TOKEN).write(action);
            d["type"] = 3.into();
            d["message"] = json!({ "id": "60" });
            d["data"] = json!({ "custom_id": id, "component_type": 2 });
            ("INTERACTION_CREATE", d)
        }
    };
    let parent = (at == At::Desk).then(|| thread.map(|_| DESK_CHANNEL.to_owned())).flatten();
    Envelope { t: t.to_owned(), d, parent, around: Around::default() }.to_bytes()
}
