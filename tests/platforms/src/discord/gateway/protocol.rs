//! What the bot says over the gateway, and what comes of it.

use serde_json::{Value, json};

use super::sessions::{Lost, Step, Trouble, payload};
use crate::discord::{
    shared::{Shared, State},
    world::{Id, Intents, World},
};

const STARTS_PER_DAY: usize = 1_000;
const DAY_MS: i64 = 86_400_000;
/// One bot of this size starts one session in five seconds.
const START_EVERY_MS: i64 = 5_000;
const SAID_PER_MINUTE: usize = 120;
const MINUTE_MS: i64 = 60_000;
const LONGEST_BYTES: usize = 4096;
/// Every intent that exists.
const KNOWN: u64 = 0x1_ffff | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// The application's flag for a bot that may read what people write.
const MAY_READ_CONTENT: u64 = 1 << 18;
/// The same for one that may list members.
const MAY_LIST_MEMBERS: u64 = 1 << 14;
const IDENTIFY_KEYS: [&str; 7] =
    ["token", "properties", "compress", "large_threshold", "shard", "presence", "intents"];
const RESUME_KEYS: [&str; 3] = ["token", "session_id", "seq"];

impl State {
    /// Hears what a connection says, and returns what it is to do.
    pub(super) fn hear(&mut self, connection: u64, text: &str, shared: &Shared) -> Vec<Step> {
        let now_ms = self.world.now_ms();
        let Some(line) = self.gateway.connections.get_mut(&connection) else {
            return vec![Step::Drop];
        };
        let heard = &mut line.heard_at_ms;
        heard.push_back(now_ms);
        heard.retain(|at_ms| now_ms - MINUTE_MS < *at_ms);
        if SAID_PER_MINUTE < heard.len() {
            return vec![Step::Close(4008)];
        }
        let has_session = line.session.is_some();
        let said = serde_json::from_str::<Value>(text).ok().filter(|_| text.len() <= LONGEST_BYTES);
        let Some(said) = said else { return vec![Step::Close(4002)] };
        let d = &said["d"];
        match said["op"].as_u64() {
            Some(1) => self.beat(connection, d),
            Some(2 | 6) if has_session => vec![Step::Close(4005)],
            Some(2) => self.identify(connection, d, shared),
            Some(6) => self.resume(connection, d, shared),
            Some(3 | 4 | 8 | 31) if !has_session => vec![Step::Close(4003)],
            Some(3) => Vec::new(),
            Some(op @ (4 | 8 | 31)) => {
                let lack = format!("gateway: the stand-in lacks opcode {op}");
                self.world.violations.push(lack);
                Vec::new()
            }
            Some(_) | None => vec![Step::Close(4001)],
        }
    }

    fn beat(&mut self, connection: u64, d: &Value) -> Vec<Step> {
        let line = self.gateway.connections.get(&connection);
        let session = line.and_then(|line| line.session.as_ref());
        let seq = session.and_then(|name| self.gateway.sessions.get(name)).map_or(0, |it| it.seq);
        let is_right = d.is_null() || d.as_u64().is_some_and(|said| said <= seq);
        match (is_right, self.gateway.suffers(Trouble::Deaf)) {
            (false, _) => vec![Step::Close(4007)],
            (true, true) => Vec::new(),
            (true, false) => vec![Step::Send(payload(11, &Value::Null))],
        }
    }

    fn identify(&mut self, connection: u64, d: &Value, shared: &Shared) -> Vec<Step> {
        check_keys(&mut self.world, "IDENTIFY", d, &IDENTIFY_KEYS);
        if !is_token(d, shared) {
            return vec![Step::Close(4004)];
        }
        if d.get("shard").is_some_and(|shard| *shard != json!([0, 1])) {
            return vec![Step::Close(4010)];
        }
        let Some(intents) = d["intents"].as_u64().filter(|intents| intents & !KNOWN == 0) else {
            return vec![Step::Close(4013)];
        };
        let intents = Intents(intents);
        if intents.any_of(self.world.disallowed_intents()) {
            return vec![Step::Close(4014)];
        }
        let now_ms = self.world.now_ms();
        let starts = &mut self.world.identified_at_ms;
        starts.retain(|at_ms| now_ms - DAY_MS < *at_ms);
        if shared.enforces_limits {
            if STARTS_PER_DAY <= starts.len() {
                // The platform takes the token away; a bot that is gone cannot be more gone.
                return vec![Step::Close(4004)];
            }
            if starts.back().is_some_and(|at_ms| now_ms < at_ms + START_EVERY_MS) {
                return vec![Step::Send(payload(9, &json!(false)))];
            }
        }
        starts.push_back(now_ms);
        self.world.stats.identifies += 1;
        let name = self.gateway.begin(connection, intents);
        let ready = self.world.ready(&name);
        self.gateway.log(&name, "READY", &ready);
        if intents.any_of(Intents::GUILDS) {
            for guild in self.world.guilds_of_bot() {
                let d = self.world.wire_guild_create(guild);
                if let Some(spec) = self.world.spec.clone() {
                    self.world.violations.extend(spec.check_event("GUILD_CREATE", &d));
                }
                self.gateway.log(&name, "GUILD_CREATE", &d);
            }
        }
        Vec::new()
    }

    fn resume(&mut self, connection: u64, d: &Value, shared: &Shared) -> Vec<Step> {
        check_keys(&mut self.world, "RESUME", d, &RESUME_KEYS);
        if !is_token(d, shared) {
            return vec![Step::Close(4004)];
        }
        let name = d["session_id"].as_str().unwrap_or_default().to_owned();
        let Some(seq) = d["seq"].as_u64() else { return vec![Step::Close(4002)] };
        let now_ms = self.world.now_ms();
        match self.gateway.resume(connection, &name, seq, now_ms) {
            Ok(()) => {
                self.world.stats.resumes += 1;
                self.gateway.log(&name, "RESUMED", &json!({ "_trace": [] }));
                Vec::new()
            }
            Err(Lost::NeverSent) => vec![Step::Close(4007)],
            Err(Lost::Gone) => vec![Step::Send(payload(9, &json!(false)))],
        }
    }
}

impl World {
    /// Returns how many more sessions may be started today, and after how many milliseconds there
    /// are all again.
    pub(crate) fn starts_left(&self) -> (usize, i64) {
        let now_ms = self.now_ms();
        let today = self.identified_at_ms.iter().filter(|at_ms| now_ms - DAY_MS < **at_ms);
        let today: Vec<i64> = today.copied().collect();
        let resets_in_ms = today.first().map_or(0, |first_ms| first_ms + DAY_MS - now_ms);
        (STARTS_PER_DAY.saturating_sub(today.len()), resets_in_ms)
    }

    fn guilds_of_bot(&self) -> Vec<Id> {
        let bot = self.bot();
        let joined = self.guilds.values().filter(|guild| guild.members.contains_key(&bot));
        joined.map(|guild| guild.id).collect()
    }

    /// Returns what a session begins with.
    fn ready(&self, session: &str) -> Value {
        let guilds: Vec<Value> = self
            .guilds_of_bot()
            .iter()
            .map(|guild| json!({ "id": guild, "unavailable": true }))
            .collect();
        json!({
            "v": 10, "user_settings": {}, "user": self.wire_me(), "session_type": "normal",
            "session_id": session, "resume_gateway_url": self.gateway_url(),
            "relationships": [], "private_channels": [], "presences": [], "guilds": guilds,
            "guild_join_requests": [], "geo_ordered_rtc_regions": [], "shard": [0, 1],
            "application": { "id": self.bot(), "flags": self.application_flags() }, "_trace": [],
        })
    }

    /// Returns what the owner switched on, as flags of the application.
    fn application_flags(&self) -> u64 {
        let read = if self.application.message_content { MAY_READ_CONTENT } else { 0 };
        let list = if self.application.guild_members { MAY_LIST_MEMBERS } else { 0 };
        read | list
    }

    /// Returns where the gateway listens.
    pub(crate) fn gateway_url(&self) -> String {
        format!("{}/gateway", self.base_url.replacen("http", "ws", 1))
    }

    fn disallowed_intents(&self) -> Intents {
        let mut disallowed = Intents::GUILD_PRESENCES.0;
        if !self.application.message_content {
            disallowed |= Intents::MESSAGE_CONTENT.0;
        }
        if !self.application.guild_members {
            disallowed |= Intents::GUILD_MEMBERS.0;
        }
        Intents(disallowed)
    }
}

fn is_token(d: &Value, shared: &Shared) -> bool {
    let token = d["token"].as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == shared.token
}

fn check_keys(world: &mut World, what: &str, d: &Value, known: &[&str]) {
    for key in d.as_object().into_iter().flat_map(|object| object.keys()) {
        if !known.contains(&key.as_str()) {
            world.violations.push(format!("gateway {what}: `{key}` is unknown"));
        }
    }
    if what == "IDENTIFY"
        && !["os", "browser", "device"].iter().all(|key| d["properties"][*key].is_string())
    {
        world.violations.push("gateway IDENTIFY: `properties` are incomplete".to_owned());
    }
}
