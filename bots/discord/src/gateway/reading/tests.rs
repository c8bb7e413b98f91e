use amends_runtime::clock::Clock;
use secrecy::SecretString;

use super::*;

struct Desk {
    atlas: Atlas,
    reader: Reader,
}

impl Desk {
    /// A server with channel 10, thread 20 below it, and a forum 15 that offers a tag.
    fn new() -> Self {
        let client = Client::new(SecretString::from("a.b.c"), "http://127.0.0.1:9").unwrap();
        let clock = Clock::standing(Timestamp::from_second(1_800_000_000).unwrap());
        let mut desk = Self { atlas: Atlas::default(), reader: Reader::new(client, clock) };
        desk.atlas.learn_me(Some("99".to_owned()));
        let mut thread = thread(false, "2026-11-16T09:00:00Z");
        thread["guild_id"] = Value::Null;
        let came = desk.read(
            "GUILD_CREATE",
            json!({ "id": "1", "name": "Luma", "owner_id": "5", "members": [], "voice_states": [],
                "channels": [{ "id": "10", "type": 0, "name": "care" },
                    { "id": "15", "type": 15, "name": "help",
                        "available_tags": [{ "id": "50", "name": "Solved" }] }],
                "threads": [thread] }),
        );
        assert_eq!(came.len(), 1, "the bot learns of the server");
        desk
    }

    fn read(&mut self, t: &str, d: Value) -> Vec<Arrived> {
        self.reader.read(&mut self.atlas, t, d).arrived
    }

    fn one(&mut self, t: &str, d: Value) -> Arrived {
        let mut arrived = self.read(t, d);
        assert_eq!(arrived.len(), 1, "{t}");
        arrived.pop().unwrap()
    }
}

fn thread(is_archived: bool, at: &str) -> Value {
    json!({ "id": "20", "type": 12, "name": "R-1043", "guild_id": "1", "parent_id": "10",
        "owner_id": "7", "thread_metadata": { "archived": is_archived, "locked": false,
            "auto_archive_duration": 10080, "archive_timestamp": at } })
}

fn message(author: &str) -> Value {
    json!({ "id": "30", "channel_id": "20", "guild_id": "1", "content": "hello",
        "author": { "id": author }, "member": { "roles": ["4"] } })
}

#[test]
fn message_says_where_it_was_written() {
    let mut desk = Desk::new();
    let arrived = desk.one("MESSAGE_CREATE", message("7"));
    assert_eq!((arrived.id.as_str(), arrived.channel.as_deref()), ("30", Some("20")));
    let Envelope { t, d, parent, around } = arrived.envelope;
    assert_eq!((t.as_str(), &d["content"]), ("MESSAGE_CREATE", &json!("hello")));
    assert_eq!(parent.as_deref(), Some("10"));
    assert_eq!(around.above.unwrap().name.as_deref(), Some("care"));
    let channel = around.channel.unwrap();
    assert_eq!(channel.last_message.as_deref(), Some("30"));
    assert_eq!(channel.authors[0].roles, ["4"]);
}

#[test]
fn bot_does_not_listen_to_itself() {
    let mut desk = Desk::new();
    assert!(desk.read("MESSAGE_CREATE", message("99")).is_empty());
    let mut edited = message("99");
    edited["edited_timestamp"] = json!("2026-11-16T09:00:00Z");
    assert!(desk.read("MESSAGE_UPDATE", edited).is_empty());
    let reaction = json!({ "message_id": "30", "channel_id": "20", "guild_id": "1",
        "user_id": "99", "emoji": { "name": "✅" } });
    assert!(desk.read("MESSAGE_REACTION_ADD", reaction).is_empty());
}

#[test]
fn edit_is_known_by_its_moment_and_previews_are_no_edits() {
    let mut desk = Desk::new();
    assert!(desk.read("MESSAGE_UPDATE", message("7")).is_empty(), "a preview of a link");
    let mut edited = message("7");
    edited["edited_timestamp"] = json!("2026-11-16T09:00:00.120000+00:00");
    let first = desk.one("MESSAGE_UPDATE", edited.clone()).id;
    edited["edited_timestamp"] = json!("2026-11-16T09:00:00.120Z");
    assert_eq!(desk.one("MESSAGE_UPDATE", edited.clone()).id, first, "written in another way");
    edited["edited_timestamp"] = json!("2026-11-16T09:00:01Z");
    assert_ne!(desk.one("MESSAGE_UPDATE", edited).id, first);
}

#[test]
fn thread_that_turns_is_known_by_its_moment() {
    let mut desk = Desk::new();
    let closed = thread(true, "2026-11-16T09:20:00Z");
    let arrived = desk.one("THREAD_UPDATE", closed.clone());
    assert_eq!(arrived.envelope.parent.as_deref(), Some("10"));
    assert!(!arrived.envelope.around.before.unwrap().is_archived);
    assert!(arrived.envelope.around.channel.unwrap().is_archived);
    assert!(desk.read("THREAD_UPDATE", closed.clone()).is_empty(), "nothing changed");
    let fetched = thread_turned(&mut Desk::new().atlas, closed).unwrap();
    assert_eq!(fetched.id, arrived.id, "one name, whenever we learn of it");
    assert!(fetched.envelope.around.is_late);
    let again = desk.one("THREAD_UPDATE", thread(false, "2026-11-16T09:30:00Z"));
    assert_ne!(again.id, arrived.id);
}

#[test]
fn same_change_twice_has_two_names() {
    let mut desk = Desk::new();
    let mut ids = Vec::new();
    for tags in [json!(["50"]), json!([]), json!(["50"])] {
        let mut post = thread(false, "2026-11-16T09:00:00Z");
        post["applied_tags"] = tags;
        ids.push(desk.one("THREAD_UPDATE", post).id);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn reaction_told_twice_is_one() {
    let mut desk = Desk::new();
    let reaction = json!({ "message_id": "30", "channel_id": "20", "guild_id": "1",
        "user_id": "7", "emoji": { "name": "👍" } });
    let mut ids = Vec::new();
    for (t, count) in [("ADD", 1), ("ADD", 0), ("REMOVE", 1), ("REMOVE", 0), ("ADD", 1)] {
        let arrived = desk.read(&format!("MESSAGE_REACTION_{t}"), reaction.clone());
        assert_eq!(arrived.len(), count, "{t}");
        ids.extend(arrived.into_iter().map(|arrived| arrived.id));
    }
    assert!(ids[0] != ids[2], "{ids:?}");
}

#[test]
fn deleted_channel_is_told_as_it_was_and_takes_its_threads_along() {
    let mut desk = Desk::new();
    let d = json!({ "id": "10", "type": 0, "guild_id": "1", "parent_id": null });
    let arrived = desk.one("CHANNEL_DELETE", d);
    assert_eq!(arrived.id, "CHANNEL_DELETE.10");
    assert_eq!(arrived.envelope.around.before.unwrap().name.as_deref(), Some("care"));
    assert!(desk.atlas.channel("20").is_none());
}

#[test]
fn channel_that_vanished_says_for_whom_it_was() {
    let mut desk = Desk::new();
    let ticket = json!({ "id": "11", "type": 0, "guild_id": "1", "name": "ticket-118",
        "permission_overwrites": [{ "id": "4", "type": 0 }, { "id": "7", "type": 1 }] });
    desk.read("CHANNEL_CREATE", ticket);
    let guild = json!({ "id": "1", "channels": [], "threads": [] });
    let vanished = desk.read("GUILD_CREATE", guild);
    let ids: Vec<&str> = vanished.iter().map(|arrived| arrived.id.as_str()).collect();
    assert_eq!(ids, ["CHANNEL_DELETE.10", "CHANNEL_DELETE.11", "CHANNEL_DELETE.15"]);
    let again = Channel::read(&vanished[1].envelope.d).unwrap();
    assert_eq!(again.members, ["7"]);
}

#[test]
fn deleted_thread_has_its_parent() {
    let mut desk = Desk::new();
    let d = json!({ "id": "20", "type": 12, "guild_id": "1", "parent_id": "10" });
    let arrived = desk.one("THREAD_DELETE", d);
    assert_eq!(
        (arrived.id.as_str(), arrived.envelope.parent.as_deref()),
        ("THREAD_DELETE.20", Some("10"))
    );
}

#[test]
fn interaction_says_itself_where_it_happened() {
    let mut desk = Desk::new();
    let d = json!({ "id": "77", "type": 3, "guild_id": "1", "channel_id": "21", "token": "secret",
        "channel": { "id": "21", "type": 11, "parent_id": "10" } });
    let arrived = desk.one("INTERACTION_CREATE", d);
    assert_eq!((arrived.id.as_str(), arrived.envelope.parent.as_deref()), ("77", Some("10")));
    assert!(!format!("{arrived:?}").contains("secret"));
}

#[test]
fn typing_is_not_stored() {
    let mut desk = Desk::new();
    let d = json!({ "id": "77", "type": 4, "channel_id": "10" });
    let Read { arrived, autocomplete, .. } =
        desk.reader.read(&mut desk.atlas, "INTERACTION_CREATE", d);
    assert!(arrived.is_empty() && autocomplete.is_some());
}

#[test]
fn bulk_is_many() {
    let mut desk = Desk::new();
    let d = json!({ "ids": ["31", "32"], "channel_id": "20", "guild_id": "1" });
    let ids: Vec<String> =
        desk.read("MESSAGE_DELETE_BULK", d).into_iter().map(|arrived| arrived.id).collect();
    assert_eq!(ids, ["MESSAGE_DELETE.31", "MESSAGE_DELETE.32"]);
}

#[test]
fn outage_of_discord_is_no_farewell() {
    let mut desk = Desk::new();
    assert!(desk.read("GUILD_DELETE", json!({ "id": "1", "unavailable": true })).is_empty());
    assert!(desk.atlas.channel("10").is_some());
    desk.one("GUILD_DELETE", json!({ "id": "1" }));
    assert!(desk.atlas.channel("10").is_none());
}
