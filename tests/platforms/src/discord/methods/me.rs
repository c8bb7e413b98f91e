//! The bot itself: its account, its application, its direct messages, the way to the gateway.

use serde_json::{Value, json};

use super::{Outcome, id};
use crate::discord::{
    refusal::Refusal,
    request::{Answer, Request},
    world::{Channel, ChannelKind, Id, World},
};

const STARTS_PER_DAY: usize = 1000;
const DM_WINDOW_MS: i64 = 10 * 60_000;
const CONTENT_FLAG: u64 = 1 << 18;
const MEMBERS_FLAG: u64 = 1 << 14;

impl World {
    pub(super) fn call_me(&mut self, request: &Request, segments: &[&str]) -> Outcome {
        match (request.method.as_str(), segments) {
            ("GET", ["gateway"]) => Ok(Answer::ok(json!({ "url": self.gateway_url() }))),
            ("GET", ["gateway", "bot"]) => {
                let (remaining, reset_after) = self.starts_left();
                Ok(Answer::ok(json!({
                    "url": self.gateway_url(), "shards": 1,
                    "session_start_limit": {
                        "total": STARTS_PER_DAY, "remaining": remaining,
                        "reset_after": reset_after, "max_concurrency": 1,
                    },
                })))
            }
            ("GET", ["users", "@me"]) => Ok(Answer::ok(self.wire_me())),
            ("POST", ["users", "@me", "channels"]) => self.open_dm(request.json()),
            ("GET", ["users", "@me", "guilds"]) => Ok(Answer::ok(self.list_own_guilds())),
            ("DELETE", ["users", "@me", "guilds", guild]) => {
                let guild = id(guild, "guild_id")?;
                self.part_from_guild(guild, self.bot());
                Ok(Answer::empty())
            }
            ("GET", ["users", user]) => {
                let user = id(user, "user_id")?;
                if user != self.bot() && !self.users.contains_key(&user) {
                    return Err(Refusal::of(10_013));
                }
                Ok(Answer::ok(self.wire_user(user)))
            }
            ("GET", ["applications" | "oauth2", "@me"] | ["oauth2", "applications", "@me"]) => {
                Ok(Answer::ok(self.wire_application()))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn wire_application(&self) -> Value {
        let application = &self.application;
        let mut flags = 0;
        if application.message_content {
            flags |= CONTENT_FLAG;
        }
        if application.guild_members {
            flags |= MEMBERS_FLAG;
        }
        let guilds =
            self.guilds.values().filter(|guild| guild.members.contains_key(&self.bot())).count();
        json!({
            "id": application.id, "name": application.username, "icon": null,
            "description": "", "type": null, "bot": self.wire_user(self.bot()),
            "bot_public": false, "bot_require_code_grant": false,
            "verify_key": format!("{:064x}", application.id.0), "flags": flags,
            "flags_new": flags.to_string(), "redirect_uris": [],
            "interactions_endpoint_url": null, "role_connections_verification_url": null,
            "owner": self.wire_user(Id(1)), "approximate_guild_count": guilds,
            "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0, "team": null, "eligible_oauth2_scopes": [],
        })
    }

    fn list_own_guilds(&self) -> Value {
        let bot = self.bot();
        let joined = self.guilds.values().filter(|guild| guild.members.contains_key(&bot));
        joined
            .map(|guild| {
                json!({
                    "id": guild.id, "name": guild.name, "icon": null, "banner": null,
                    "owner": false, "permissions": guild.permissions_of(bot).unwrap_or_default(),
                    "features": [],
                })
            })
            .collect()
    }

    fn open_dm(&mut self, body: &Value) -> Outcome {
        let text =
            body["recipient_id"].as_str().ok_or_else(|| Refusal::required("recipient_id"))?;
        let user = id(text, "recipient_id")?;
        if user == self.bot() {
            return Err(Refusal::of(50_033));
        }
        if !self.users.contains_key(&user) {
            return Err(Refusal::of(10_013));
        }
        if let Some(known) = self.dm_with(user) {
            return Ok(Answer::ok(self.wire_channel(known.id)));
        }
        let now_ms = self.now_ms();
        let opened = &mut self.dms_opened_at_ms;
        while opened.front().is_some_and(|at_ms| at_ms.saturating_add(DM_WINDOW_MS) <= now_ms) {
            opened.pop_front();
        }
        if self.dm_allowance <= opened.len() {
            return Err(Refusal::of(40_003));
        }
        opened.push_back(now_ms);
        let in_window = opened.len();
        self.stats.dms_opened += 1;
        self.stats.max_dms_opened = self.stats.max_dms_opened.max(in_window);
        let channel = self.make_dm(user);
        Ok(Answer::ok(self.wire_channel(channel)))
    }

    /// Returns the channel of direct messages with a person, made now if there is none.
    pub(crate) fn make_dm(&mut self, user: Id) -> Id {
        if let Some(known) = self.dm_with(user) {
            return known.id;
        }
        let id = self.new_id();
        let mut channel = Channel::new(id, ChannelKind::Dm, None, "");
        channel.recipient = Some(user);
        self.channels.insert(id, channel);
        id
    }
}
