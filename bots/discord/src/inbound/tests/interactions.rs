use amends_core::{
    action::Action,
    effect::{Form, PressRef},
    event::VenueEvent,
    ids::CaseNumber,
    place::Content,
};
use serde_json::json;

use super::{super::*, *};

fn interaction(kind: u64, place: &Value, data: &Value) -> Value {
    let mut d =
        json!({ "id": "55", "token": "secret", "type": kind, "locale": "ro", "data": data });
    for (field, value) in place.as_object().unwrap() {
        d[field] = value.clone();
    }
    d
}

fn at_private() -> Value {
    json!({ "channel_id": "50", "channel": { "id": "50", "type": 1 }, "user": user(GIL, "Gil") })
}

fn at_thread(parent: &str) -> Value {
    let member = json!({ "user": user(GIL, "gil"), "nick": "Gil", "roles": ["91"] });
    json!({ "guild_id": "1", "channel_id": "31", "member": member,
        "channel": { "id": "31", "type": 11, "parent_id": parent } })
}

fn press_of(kind: &str) -> PressRef {
    let id = format!("{kind}.55.secret");
    PressRef::whispering(Platform::Discord, id)
}

#[test]
fn press_brings_its_action_and_nothing_that_was_tampered_with() {
    let action = Action::Take { case: CaseNumber(1043) };
    let id = keys().write(action);
    let pressed = |custom_id: &str| {
        let data = json!({ "custom_id": custom_id, "component_type": 2 });
        let mut d = interaction(3, &at_thread("30"), &data);
        d["message"] = json!({ "id": "60" });
        match read_one(&envelope("INTERACTION_CREATE", d)) {
            Some(Incoming::Pressed { press, by, message, action }) => {
                assert_eq!(press, press_of("c"));
                assert_eq!(by.language.as_deref(), Some("ro"));
                assert_eq!(message.unwrap().place, discord("30").thread("31"));
                action
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(pressed(&id), Some(action));
    assert_eq!(pressed(&id.replace("1043", "1044")), None);
    assert_eq!(pressed("whatever"), None);
}

#[test]
fn form_brings_its_words() {
    let filled = |form: Form| {
        let field = json!({ "type": 4, "custom_id": "text", "value": "the *card*" });
        let data = json!({ "custom_id": keys().write_form(form),
            "components": [{ "type": 1, "components": [field] }] });
        read_one(&envelope("INTERACTION_CREATE", interaction(5, &at_private(), &data)))
    };
    let Some(Incoming::Wrote { content, press, form, message, .. }) = filled(Form::Complaint)
    else {
        panic!("a complaint")
    };
    assert_eq!(content, Content::Text("the *card*".to_owned()), "a form knows no markup");
    assert_eq!((press, form), (Some(press_of("m")), Some(Form::Complaint)));
    assert_eq!(message, MessageRef { place: discord("50"), id: "55".to_owned() });
    let Some(Incoming::Wrote { token, form, .. }) = filled(Form::Code) else { panic!("a code") };
    assert_eq!((token.as_deref(), form), (Some("the *card*"), Some(Form::Code)));
    let done = Form::Done(CaseNumber(1043));
    assert!(matches!(filled(done), Some(Incoming::Desk { form: Some(form), .. }) if form == done));
    let data = json!({ "custom_id": "form.p.forged", "components": [] });
    assert_eq!(
        read_one(&envelope("INTERACTION_CREATE", interaction(5, &at_private(), &data))),
        None
    );
}

fn command(place: &Value, name: &str, options: &Value) -> Option<Incoming> {
    let data = json!({ "type": 1, "name": name, "options": options });
    read_one(&envelope("INTERACTION_CREATE", interaction(2, place, &data)))
}

#[test]
fn commands_of_customers_are_words_wherever_they_are_given() {
    for place in [at_private(), at_thread("20"), at_thread("30"), at_thread("40")] {
        let text = json!([{ "name": "text", "type": 3, "value": "late again" }]);
        let Some(Incoming::Wrote { content, press, .. }) = command(&place, "complain", &text)
        else {
            panic!("a complaint")
        };
        assert_eq!(content, Content::Text("/complain late again".to_owned()));
        assert_eq!(press, Some(press_of("s")));
    }
}

#[test]
fn commands_of_staff_are_about_the_desk_or_a_contact() {
    for parent in ["20", "30", "40"] {
        let Some(Incoming::Desk { content, message, press, .. }) =
            command(&at_thread(parent), "take", &json!([]))
        else {
            panic!("at the desk")
        };
        assert_eq!(content, Content::Text("/take".to_owned()));
        assert_eq!((message.id.as_str(), press), ("55", Some(press_of("s"))));
        assert_eq!(message.place, discord(parent).thread("31"));
    }
    let customer = || json!([{ "name": "customer", "type": 6, "value": "8" }]);
    let Some(Incoming::Venue { place, event }) = command(&at_thread("20"), "done", &customer())
    else {
        panic!("a contact")
    };
    let VenueEvent::Wrote { mentions, press, content, .. } = event else { panic!("words") };
    assert_eq!((place, press), (discord("20").thread("31"), Some(press_of("s"))));
    assert_eq!(mentions[0].address.account, "8");
    assert_eq!(content, Content::Text("/done".to_owned()));
    assert!(matches!(command(&at_thread("30"), "done", &json!([])), Some(Incoming::Desk { .. })));
}

#[test]
fn named_customer_is_taken_wherever_staff_are() {
    let customer = json!([{ "name": "customer", "type": 6, "value": "8" }]);
    let menu = |place: &Value| {
        let data = json!({ "type": 2, "name": "Ask how it was", "target_id": "8",
            "resolved": { "users": { "8": user("8", "dana") } } });
        read_one(&envelope("INTERACTION_CREATE", interaction(2, place, &data)))
    };
    for parent in ["20", "30", "40"] {
        let place = at_thread(parent);
        for incoming in [command(&place, "done", &customer), menu(&place)] {
            let Some(Incoming::Venue { place, event: VenueEvent::Wrote { mentions, .. } }) =
                incoming
            else {
                panic!("a contact: {incoming:?}")
            };
            assert_eq!(place, discord(parent).thread("31"));
            assert_eq!(mentions[0].address.account, "8");
        }
    }
}

#[test]
fn menu_of_a_person_names_them_as_the_server_does() {
    let data = json!({ "type": 2, "name": "Ask how it was", "target_id": "8", "resolved": {
        "users": { "8": user("8", "dana") }, "members": { "8": { "nick": "Dana", "roles": [] } } } });
    let d = interaction(2, &at_thread("20"), &data);
    let Some(Incoming::Venue { event: VenueEvent::Wrote { mentions, .. }, .. }) =
        read_one(&envelope("INTERACTION_CREATE", d))
    else {
        panic!("a contact")
    };
    assert_eq!(mentions[0].name.as_deref(), Some("Dana"));
}

#[test]
fn menu_of_a_message_needs_no_right_to_read() {
    let target = json!({ "5": { "content": "still *broken*", "author": user("8", "dana") } });
    let data = json!({ "type": 3, "name": "Tell the team", "target_id": "5",
        "resolved": { "messages": target } });
    let d = interaction(2, &at_thread("20"), &data);
    let Some(Incoming::Wrote { content, .. }) = read_one(&envelope("INTERACTION_CREATE", d)) else {
        panic!("a complaint")
    };
    assert_eq!(content, Content::Text("/complain still broken".to_owned()));
}

#[test]
fn file_of_a_command_comes_by_its_address() {
    let url = "https://cdn.discordapp.com/ephemeral-attachments/9/77/texts.toml?ex=1&is=2&hm=3&";
    let options = json!([{ "name": "import", "type": 1, "options": [
        { "name": "file", "type": 11, "value": "77" },
    ] }]);
    let mut data = json!({ "type": 1, "name": "wording", "options": options, "resolved": {
        "attachments": { "77": { "id": "77", "filename": "texts.toml", "size": 12, "url": url,
            "proxy_url": url, "content_type": "text/plain", "ephemeral": true } } } });
    let read = |data: &Value| match read_one(&envelope(
        "INTERACTION_CREATE",
        interaction(2, &at_thread("30"), data),
    )) {
        Some(Incoming::Desk { content, press, .. }) => {
            assert_eq!(press, Some(press_of("s")));
            content
        }
        other => panic!("{other:?}"),
    };
    let file = FileRef {
        id: format!("address/{url}"),
        name: Some("texts.toml".to_owned()),
        mime: Some("text/plain".to_owned()),
        size: Some(12),
    };
    let caption = Some("/wording import".to_owned());
    let expected = Content::Media { kind: MediaKind::Document, caption, files: vec![file] };
    assert_eq!(read(&data), expected);
    data["resolved"] = json!({});
    assert_eq!(read(&data), Content::Text("/wording import".to_owned()));
}
