//! What is known of the servers: their channels and threads, and who is in which voice channel.
//! Nothing is known of members, so that a large server costs nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::envelope::{Author, Channel, Companion, Voice, text, texts};

/// Above this many channels and threads, archived threads are forgotten.
const MANY: usize = 50_000;
/// So many people who wrote in a thread are remembered.
pub(crate) const AUTHORS: usize = 8;

/// How long two people are together in voice at least if one may have served the other, in
/// milliseconds.
pub(crate) const SERVED: i64 = 60_000;
/// Whoever is back in voice within this time has not left, in milliseconds.
const BACK_WITHIN: i64 = 20_000;
/// So many people are remembered who served somebody in voice.
const MET: usize = 8;

/// Channels, threads and voice channels, as far as they were seen.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    channels: BTreeMap<String, Channel>,
    /// Who is in which voice channel, by server and account.
    voices: BTreeMap<(String, String), Stay>,
    /// Who left which voice channels a moment ago, by server and account, the last one last.
    left: BTreeMap<(String, String), Vec<Departure>>,
    /// The bot's own account.
    me: Option<String>,
}

#[derive(Clone, Debug)]
struct Stay {
    channel: String,
    since: i64,
    roles: Vec<String>,
    /// Those who were there long enough to have served them, and are not any more.
    met: Vec<Companion>,
}

/// Somebody's stay that is over, unless they come back at once.
#[derive(Clone, Debug)]
struct Departure {
    stay: Stay,
    at: i64,
}

/// What a server brought when it became visible, beside what was known before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Channels that are gone.
    pub(crate) gone: Vec<Channel>,
    /// Threads that were open and are not listed any more: archived, gone or out of sight.
    pub(crate) unlisted: Vec<Channel>,
}

impl Atlas {
    pub(crate) fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.get(id)
    }

    /// Learns which account is the bot's own.
    pub(crate) fn learn_me(&mut self, me: Option<String>) {
        self.me = me;
    }

    /// Whether an account is the bot's own.
    pub(crate) fn is_me(&self, user: &Value) -> bool {
        self.me.is_some() && user.as_str() == self.me.as_deref()
    }

    /// Whether the bot opened a thread itself.
    pub(crate) fn is_mine(&self, thread: &Channel) -> bool {
        self.me.is_some() && thread.owner == self.me
    }

    /// Notes who wrote in a thread, as it was found out later.
    pub(crate) fn put_authors(&mut self, thread: &str, authors: &[Author]) {
        if let Some(thread) = self.channels.get_mut(thread) {
            thread.know_authors(authors);
        }
    }

    /// Puts a channel or thread as it is now and returns what was known before. Those who wrote in
    /// a thread stay known.
    pub(crate) fn put(&mut self, mut channel: Channel) -> Option<Channel> {
        let before = self.channels.get(&channel.id).cloned();
        if let Some(before) = &before {
            channel.authors.clone_from(&before.authors);
            channel.guild = channel.guild.take().or_else(|| before.guild.clone());
        }
        if MANY <= self.channels.len() {
            self.channels.retain(|_, channel| !channel.is_archived);
        }
        self.channels.insert(channel.id.clone(), channel);
        before
    }

    /// Takes a channel or thread out, and with a channel its threads.
    pub(crate) fn take(&mut self, id: &str) -> Option<Channel> {
        self.channels.retain(|_, channel| channel.thread_parent() != Some(id));
        self.channels.remove(id)
    }

    /// Takes a server up as it is now.
    pub(crate) fn put_guild(&mut self, d: &Value, now: i64) -> Changes {
        let Some(guild) = text(&d["id"]) else { return Changes::default() };
        let read = |list: &Value| -> BTreeMap<String, Channel> {
            let read = list.as_array().into_iter().flatten().filter_map(Channel::read);
            let here = |channel| Channel { guild: Some(guild.clone()), ..channel };
            read.map(here).map(|channel| (channel.id.clone(), channel)).collect()
        };
        let (channels, threads) = (read(&d["channels"]), read(&d["threads"]));
        let mut changes = Changes::default();
        for known in self.channels.values().filter(|it| it.guild.as_ref() == Some(&guild)) {
            if known.is_thread() {
                if !known.is_archived && !threads.contains_key(&known.id) {
                    changes.unlisted.push(known.clone());
                }
            } else if !channels.contains_key(&known.id) {
                changes.gone.push(known.clone());
            }
        }
        for gone in &changes.gone {
            self.take(&gone.id);
        }
        for channel in channels.into_values().chain(threads.into_values()) {
            self.put(channel);
        }
        self.put_voices(&guild, d, now);
        changes
    }

    /// Forgets a server that the bot is not on any more.
    pub(crate) fn take_guild(&mut self, guild: &str) {
        self.channels.retain(|_, channel| channel.guild.as_deref() != Some(guild));
        self.voices.retain(|(of, _), _| of != guild);
        self.left.retain(|(of, _), _| of != guild);
    }

    /// Whether anything is known of a server.
    pub(crate) fn knows_guild(&self, guild: &str) -> bool {
        self.channels.values().any(|channel| channel.guild.as_deref() == Some(guild))
    }

    /// Notes a message: it is the last of its channel, and its author was there.
    pub(crate) fn note_message(&mut self, d: &Value) {
        let Some(channel) = d["channel_id"].as_str() else { return };
        let Some(channel) = self.channels.get_mut(channel) else { return };
        channel.last_message = text(&d["id"]);
        let is_person = d["author"]["bot"].as_bool() != Some(true) && d["webhook_id"].is_null();
        let Some(user) = text(&d["author"]["id"]).filter(|_| is_person) else { return };
        let roles = texts(&d["member"]["roles"]);
        if !channel.is_thread() {
            return;
        }
        if let Some(author) = channel.authors.iter_mut().find(|author| author.user == user) {
            author.roles = roles;
        } else if channel.authors.len() < AUTHORS {
            channel.authors.push(Author { user, roles });
        }
    }

    /// Notes where somebody is in voice. Returns which channel they left, if they left one;
    /// nothing if they only muted themselves, say.
    pub(crate) fn move_voice(&mut self, d: &Value, now: i64) -> Option<Moved> {
        let (guild, user) = (text(&d["guild_id"])?, text(&d["user_id"])?);
        let key = (guild, user);
        let channel = text(&d["channel_id"]);
        if self.voices.get(&key).map(|stay| &stay.channel) == channel.as_ref() {
            return None;
        }
        let left = self.leave_voice(&key, now);
        self.left.retain(|_, departures| {
            departures.retain(|departure| now - departure.at <= BACK_WITHIN);
            !departures.is_empty()
        });
        let departures = self.left.get(&key).map(Vec::as_slice).unwrap_or_default();
        let left_lately = departures.iter().map(|it| it.stay.channel.clone()).collect();
        if let Some(channel) = channel {
            let before = departures.iter().rev().find(|it| it.stay.channel == channel);
            let stay = Stay {
                since: before.map_or(now, |departure| departure.stay.since),
                met: departures.last().map(|it| it.stay.met.clone()).unwrap_or_default(),
                roles: texts(&d["member"]["roles"]),
                channel,
            };
            self.voices.insert(key, stay);
        }
        Some(Moved { left, left_lately })
    }

    /// Takes somebody out of voice. Those who stay behind remember them.
    fn leave_voice(&mut self, key: &(String, String), now: i64) -> Option<Voice> {
        let mut stay = self.voices.remove(key)?;
        let (guild, user) = key;
        let others = self.voices.iter_mut();
        let others = others.filter(|((of, _), other)| of == guild && other.channel == stay.channel);
        let mut with = Vec::new();
        let mut met = Vec::new();
        for ((_, other), stays) in others {
            let (since, until) = (stay.since.max(stays.since), Some(now));
            let companion = |user: &String, roles: &[String]| Companion {
                user: user.clone(),
                roles: roles.to_vec(),
                since,
                until,
            };
            with.push(Companion {
                since: stays.since,
                until: None,
                ..companion(other, &stays.roles)
            });
            if SERVED <= now - since {
                remember(&mut stays.met, companion(user, &stay.roles));
                met.push(companion(other, &stays.roles));
            }
        }
        with.extend(stay.met.iter().rev().cloned());
        let voice = Voice { channel: stay.channel.clone(), since: stay.since, until: now, with };
        for companion in met {
            remember(&mut stay.met, companion);
        }
        self.left.entry(key.clone()).or_default().push(Departure { stay, at: now });
        Some(voice)
    }

    /// Takes up who is in voice. Those who were there before stay there since then.
    fn put_voices(&mut self, guild: &str, d: &Value, now: i64) {
        let roles: BTreeMap<&str, Vec<String>> = d["members"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|member| Some((member["user"]["id"].as_str()?, texts(&member["roles"]))))
            .collect();
        let mut here = BTreeMap::new();
        for state in d["voice_states"].as_array().into_iter().flatten() {
            let (Some(user), Some(channel)) = (text(&state["user_id"]), text(&state["channel_id"]))
            else {
                continue;
            };
            let key = (guild.to_owned(), user);
            let known = self.voices.get(&key).filter(|stay| stay.channel == channel);
            let stay = known.cloned().unwrap_or_else(|| Stay {
                channel,
                since: now,
                roles: roles.get(key.1.as_str()).cloned().unwrap_or_default(),
                met: Vec::new(),
            });
            here.insert(key, stay);
        }
        self.voices.retain(|(of, _), _| of != guild);
        self.voices.append(&mut here);
    }
}

/// Somebody came into a voice channel, left one, or moved.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The channel they left.
    pub(crate) left: Option<Voice>,
    /// The channels they left a moment ago, the last one last.
    pub(crate) left_lately: Vec<String>,
}

/// Remembers somebody who was there, once.
fn remember(met: &mut Vec<Companion>, companion: Companion) {
    met.retain(|known| known.user != companion.user);
    met.push(companion);
    if MET < met.len() {
        met.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn guild(channels: &[u64], threads: &[u64]) -> Value {
        let channels: Vec<_> =
            channels.iter().map(|id| json!({ "id": id.to_string(), "type": 0 })).collect();
        let threads: Vec<_> = threads
            .iter()
            .map(|id| json!({ "id": id.to_string(), "type": 11, "parent_id": "10" }))
            .collect();
        json!({ "id": "1", "channels": channels, "threads": threads, "members": [],
            "voice_states": [] })
    }

    #[test]
    fn what_vanished_meanwhile_is_noticed() {
        let mut atlas = Atlas::default();
        assert_eq!(atlas.put_guild(&guild(&[10, 11], &[20, 21]), 0), Changes::default());
        let changes = atlas.put_guild(&guild(&[10], &[20]), 0);
        let ids = |list: &[Channel]| list.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&changes.gone), ids(&changes.unlisted)),
            (vec!["11".into()], vec!["21".into()])
        );
        assert!(atlas.channel("11").is_none() && atlas.channel("20").is_some());
    }

    #[test]
    fn threads_go_with_their_channel() {
        let mut atlas = Atlas::default();
        atlas.put_guild(&guild(&[10], &[20]), 0);
        assert_eq!(atlas.take("10").unwrap().id, "10");
        assert!(atlas.channel("20").is_none());
    }

    #[test]
    fn people_who_wrote_in_a_thread_are_known_and_bots_are_not() {
        let mut atlas = Atlas::default();
        atlas.put_guild(&guild(&[10], &[20]), 0);
        for (message, user, is_bot) in [(30, 7, false), (31, 8, true), (32, 7, false)] {
            atlas.note_message(&json!({ "id": message.to_string(), "channel_id": "20",
                "author": { "id": user.to_string(), "bot": is_bot },
                "member": { "roles": [message.to_string()] } }));
        }
        let thread = atlas.channel("20").unwrap();
        let seven = Author { user: "7".to_owned(), roles: vec!["32".to_owned()] };
        assert_eq!(
            (thread.authors.as_slice(), thread.last_message.as_deref()),
            (&[seven][..], Some("32"))
        );
        let again = Channel { is_archived: true, ..thread.clone() };
        atlas.put(Channel { authors: Vec::new(), ..again });
        assert_eq!(atlas.channel("20").unwrap().authors.len(), 1, "a change does not forget them");
    }

    #[test]
    fn voice_tells_who_was_left_behind() {
        let mut atlas = Atlas::default();
        let state = |user: &str, channel: Option<&str>, role: &str| {
            json!({ "guild_id": "1", "user_id": user, "channel_id": channel,
                "member": { "roles": [role] } })
        };
        let came = Moved { left: None, left_lately: Vec::new() };
        assert_eq!(atlas.move_voice(&state("7", Some("40"), "r"), 100), Some(came));
        assert_eq!(atlas.move_voice(&state("7", Some("40"), "r"), 150), None, "only muted");
        atlas.move_voice(&state("8", Some("40"), "staff"), 200);
        atlas.move_voice(&state("9", Some("41"), "r"), 250);
        let Some(Moved { left: Some(left), .. }) = atlas.move_voice(&state("7", None, "r"), 300)
        else {
            panic!("left")
        };
        let with =
            Companion { user: "8".into(), roles: vec!["staff".into()], since: 200, until: None };
        assert_eq!(left, Voice { channel: "40".into(), since: 100, until: 300, with: vec![with] });
        assert_eq!(atlas.move_voice(&state("7", None, "r"), 400), None);
    }

    #[test]
    fn voice_remembers_who_served_and_who_was_away_for_a_moment() {
        let mut atlas = Atlas::default();
        let state = |user: &str, channel: Option<&str>| {
            json!({ "guild_id": "1", "user_id": user, "channel_id": channel,
                "member": { "roles": [user] } })
        };
        let mut moves = |user: &str, channel: Option<&str>, at: i64| {
            atlas.move_voice(&state(user, channel), at * 1_000).unwrap()
        };
        for user in ["7", "8", "9"] {
            moves(user, Some("40"), 0);
        }
        moves("9", None, 59);
        moves("8", None, 60);
        let seen = |moved: Moved| {
            let left = moved.left.unwrap();
            let with = left.with.iter().map(|it| (it.user.clone(), it.since, it.until)).collect();
            (left.since, with)
        };
        let staff = || vec![("8".to_owned(), 0, Some(60_000))];
        assert_eq!(seen(moves("7", None, 100)), (0, staff()), "who looked in is not remembered");
        let back = moves("7", Some("40"), 120);
        assert_eq!(back.left_lately, ["40"]);
        assert_eq!(seen(moves("7", Some("41"), 130)), (0, staff()), "as if they had not left");
        assert_eq!(seen(moves("7", None, 140)), (130_000, staff()), "it is one talk");
        let back = moves("7", Some("41"), 161);
        assert_eq!(back.left_lately, Vec::<String>::new(), "that was for good");
        assert_eq!(seen(moves("7", None, 170)), (161_000, Vec::new()));
    }
}
