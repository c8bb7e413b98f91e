use amends_core::{
    event::{Ending, VenueEvent},
    policy::Signals,
};
use serde_json::json;

use super::{super::*, *};
use crate::envelope::{Author, Companion, Voice};

/// A thread of 20 that was quiet for a day, as Discord tells it.
fn thread(parent: &str, archived: bool, locked: bool) -> Value {
    // 16 November 2026, 08:00.
    let last = (1_794_816_000_000_u64 - 1_420_070_400_000) << 22;
    json!({ "id": "21", "type": 11, "parent_id": parent, "name": "Order 118", "owner_id": GIL,
        "guild_id": "1", "last_message_id": last.to_string(), "applied_tags": [],
        "thread_metadata": { "archived": archived, "locked": locked,
            "archive_timestamp": "2026-11-16T09:20:00+00:00", "auto_archive_duration": 60 } })
}

fn changed(d: Value, before: Option<&Value>, parent: &str) -> Envelope {
    let mut envelope = in_thread("THREAD_UPDATE", d, parent);
    envelope.around.channel = Channel::read(&envelope.d);
    envelope.around.before = before.and_then(Channel::read);
    envelope
}

fn ending(incoming: Option<Incoming>) -> Option<Ending> {
    let Incoming::Venue { event: VenueEvent::Closed { how, .. }, .. } = incoming? else {
        return None;
    };
    Some(how)
}

#[test]
fn thread_ends_by_hand_or_in_silence() {
    let open = || Some(thread("20", false, false));
    let end = |d, before: Option<Value>| ending(read_one(&changed(d, before.as_ref(), "20")));
    assert_eq!(end(thread("20", true, false), open()), Some(Ending::Idle));
    let mut early = thread("20", true, false);
    early["thread_metadata"]["archive_timestamp"] = "2026-11-16T08:20:00+00:00".into();
    assert_eq!(end(early, open()), Some(Ending::Closed));
    assert_eq!(end(thread("20", true, true), open()), Some(Ending::Closed));
    assert_eq!(end(thread("20", false, true), open()), Some(Ending::Closed));
    assert_eq!(end(thread("20", true, false), None), Some(Ending::Idle));
    let locked = Some(thread("20", false, true));
    assert_eq!(end(thread("20", true, true), locked), None, "it was closed before");
    assert_eq!(end(thread("20", false, false), open()), None, "a new name");
}

#[test]
fn thread_that_goes_on_is_told() {
    let before = thread("20", true, false);
    let read = read_one(&changed(thread("20", false, false), Some(&before), "20"));
    let place = discord("20").thread("21");
    assert_eq!(read, Some(Incoming::Venue { place, event: VenueEvent::Reopened }));
}

#[test]
fn thread_of_ours_that_is_closed_by_hand_is_told() {
    for parent in ["30", "40"] {
        let before = thread(parent, false, false);
        let closed =
            |locked| read_one(&changed(thread(parent, true, locked), Some(&before), parent));
        let place = discord(parent).thread("21");
        assert_eq!(
            closed(true),
            Some(Incoming::DeskThreadClosed { by: None, thread: place, gone: false })
        );
        assert_eq!(closed(false), None, "silence is nobody's doing");
    }
}

#[test]
fn post_that_is_tagged_as_solved_ends() {
    let view = View {
        signals: Signals { solved: Some("Solved".to_owned()), ..Signals::default() },
        ..view()
    };
    let mut tagged = thread("20", false, false);
    tagged["applied_tags"] = json!(["5"]);
    let mut envelope = changed(tagged.clone(), Some(&thread("20", false, false)), "20");
    let tags = [("5".to_owned(), "solved".to_owned())].into();
    envelope.around.above =
        Some(Channel { id: "20".into(), kind: 15, offered_tags: tags, ..Channel::default() });
    let author = |roles: &[&str]| Author {
        user: GIL.to_owned(),
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
    };
    if let Some(channel) = &mut envelope.around.channel {
        channel.authors = vec![author(&[])];
    }
    let Some(Incoming::Venue { event: VenueEvent::Closed { how, customer, .. }, .. }) =
        read_with(&envelope, &view)
    else {
        panic!("solved")
    };
    assert_eq!(how, Ending::Solved);
    assert_eq!(customer.unwrap().address.account, GIL);
    if let Some(channel) = &mut envelope.around.channel {
        channel.authors = vec![author(&["91"])];
    }
    let staff = read_with(&envelope, &view);
    assert!(matches!(
        staff,
        Some(Incoming::Venue { event: VenueEvent::Closed { customer: None, .. }, .. })
    ));
    let still = changed(tagged.clone(), Some(&tagged), "20");
    assert_eq!(read_with(&still, &view), None, "it had that tag before");
    assert_eq!(read_one(&envelope), None, "nobody counts that");
}

#[test]
fn thread_that_is_opened_tells_its_title_alone() {
    let mut d = thread("20", false, false);
    d["newly_created"] = true.into();
    let Some(Incoming::Venue { event: VenueEvent::Opened { by, title }, .. }) =
        read_one(&in_thread("THREAD_CREATE", d.clone(), "20"))
    else {
        panic!("opened")
    };
    assert!(by.anonymous, "whoever opened it may be a bot");
    assert_eq!(title, "Order 118");
    d["parent_id"] = "30".into();
    assert_eq!(read_one(&in_thread("THREAD_CREATE", d, "30")), None);
}

fn ticket_view() -> View {
    let ticket = Some("ticket-".to_owned());
    View { signals: Signals { ticket, ..Signals::default() }, ..view() }
}

fn ticket(name: &str, category: &str) -> Value {
    json!({ "id": "70", "type": 0, "name": name, "guild_id": "1", "parent_id": category,
        "permission_overwrites": [
            { "id": "1", "type": 0, "allow": "0", "deny": "1024" },
            { "id": "99", "type": 1, "allow": "1024", "deny": "0" },
            { "id": GIL, "type": 1, "allow": "1024", "deny": "0" },
        ] })
}

#[test]
fn channel_of_a_ticket_ends_when_it_is_deleted_or_put_away() {
    let deleted = envelope("CHANNEL_DELETE", ticket("ticket-118", "5"));
    let Some(Incoming::Venue { place, event: VenueEvent::Closed { how, customer, .. } }) =
        read_with(&deleted, &ticket_view())
    else {
        panic!("a ticket")
    };
    assert_eq!((place, how), (discord("70"), Ending::Ticket));
    assert_eq!(customer.unwrap().address.account, GIL);
    assert_eq!(read_one(&deleted), None, "nobody counts that");
    let other = envelope("CHANNEL_DELETE", ticket("general", "5"));
    assert_eq!(read_with(&other, &ticket_view()), None);
    let turned = |name: &str, category: &str, called: &str| {
        let mut envelope = envelope("CHANNEL_UPDATE", ticket(name, category));
        envelope.around.before = Channel::read(&ticket("ticket-118", "5"));
        let name = Some(called.to_owned());
        envelope.around.above =
            Some(Channel { id: category.into(), kind: 4, name, ..Channel::default() });
        ending(read_with(&envelope, &ticket_view()))
    };
    assert_eq!(turned("closed-118", "5", "Tickets"), Some(Ending::Ticket));
    assert_eq!(turned("ticket-118", "6", "Closed tickets"), Some(Ending::Ticket));
    assert_eq!(turned("ticket-118", "6", "Second level"), None, "it was only moved");
    assert_eq!(turned("ticket-118", "5", "Closed tickets"), None, "nothing was moved");
}

#[test]
fn ticket_of_two_people_is_nobodys_by_its_rights() {
    let mut d = ticket("ticket-118", "5");
    let second = json!({ "id": "8", "type": 1, "allow": "1024", "deny": "0" });
    d["permission_overwrites"].as_array_mut().unwrap().push(second);
    let read = read_with(&envelope("CHANNEL_DELETE", d), &ticket_view());
    assert!(matches!(
        read,
        Some(Incoming::Venue { event: VenueEvent::Closed { customer: None, .. }, .. })
    ));
}

fn voice_view() -> View {
    let voice = vec![discord("80"), discord("81")];
    View { signals: Signals { voice, ..Signals::default() }, ..view() }
}

fn voice_state(to: Option<&str>) -> Envelope {
    let d = json!({ "guild_id": "1", "user_id": GIL, "channel_id": to,
        "member": { "user": user(GIL, "gil"), "nick": "Gil", "roles": [] } });
    envelope("VOICE_STATE_UPDATE", d)
}

#[test]
fn who_leaves_a_watched_voice_channel_tells_who_was_there_for_long_enough() {
    let companion = |user: &str, since: i64, until: Option<i64>| Companion {
        user: user.to_owned(),
        roles: vec!["91".to_owned()],
        since,
        until,
    };
    let left = |channel: &str, to: Option<&str>| {
        let mut envelope = voice_state(to);
        let with = vec![
            companion("5", 0, None),
            companion("6", 30_000, None),
            companion("7", 30_001, None),
            companion("8", 1_000, Some(61_000)),
            companion("9", 1_000, Some(60_999)),
        ];
        let (since, until) = (5_000, 90_000);
        envelope.around.voice = Some(Voice { channel: channel.to_owned(), since, until, with });
        read_with(&envelope, &voice_view())
    };
    let Some(Incoming::Venue { place, event: VenueEvent::Left { by, with } }) = left("80", None)
    else {
        panic!("left")
    };
    assert_eq!(place, discord("80"));
    assert!(gil(&by));
    let with: Vec<_> = with.iter().map(|it| it.address.account.as_str()).collect();
    assert_eq!(with, ["5", "6", "8"], "a minute, even if they hung up first");
    assert_eq!(left("80", Some("81")), None, "moved to another one");
    assert!(left("80", Some("82")).is_some(), "moved away");
    assert_eq!(left("82", None), None, "not watched");
}

#[test]
fn who_is_back_in_a_moment_is_told_where_they_left() {
    let back = |to: &str, lately: &[&str]| {
        let mut envelope = voice_state(Some(to));
        envelope.around.left_lately = lately.iter().map(|&it| it.to_owned()).collect();
        let read = read_with(&envelope, &voice_view())?;
        let Incoming::Venue { place, event: VenueEvent::Returned { by } } = read else {
            panic!("{read:?}")
        };
        assert!(gil(&by));
        Some(place)
    };
    assert_eq!(back("80", &["80"]), Some(discord("80")));
    assert_eq!(back("81", &["80", "99"]), Some(discord("80")));
    assert_eq!(back("80", &[]), None, "they come for the first time");
    assert_eq!(back("99", &["80"]), None, "nobody is served there");
}

#[test]
fn places_of_ours_that_are_gone_are_told() {
    let usable = false;
    let gone = json!({ "id": "30", "type": 0, "name": "care-desk", "guild_id": "1" });
    let read = read_one(&envelope("CHANNEL_DELETE", gone));
    assert_eq!(read, Some(Incoming::Standing { place: discord("30"), usable }));
    let left = |d| read_one(&envelope("GUILD_DELETE", d));
    let standing = Some(Incoming::Standing { place: discord("30"), usable });
    assert_eq!(left(json!({ "id": "1" })), standing);
    assert_eq!(left(json!({ "id": "2" })), None, "another server");
    assert_eq!(left(json!({ "id": "1", "unavailable": true })), None, "an outage");
    let back = |d| read_one(&envelope("GUILD_CREATE", d));
    let standing = Incoming::Standing { place: discord("30"), usable: true };
    assert_eq!(back(json!({ "id": "1" })), Some(standing));
    assert_eq!(back(json!({ "id": "2" })), None, "another server");
}
