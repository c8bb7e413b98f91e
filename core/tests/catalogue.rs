//! What admins set stays within bounds, whatever they type, and nothing is kept by halves.

use amends_core::{
    admin::Undo,
    catalogue::Catalogue,
    desk::DeskSay,
    effect::{Body, OnUnknown, Words},
    engine::Outcome,
    event::WorkspaceEvent,
    place::{Actor, Address, Content, MessageRef, Place, Platform},
    policy::Workspace,
    workspace::{WorkspaceRecorded, apply},
};
use jiff::{SignedDuration, Timestamp};

fn business() -> Workspace {
    let admins = vec![Address::new(Platform::Telegram, "53")];
    Workspace { admins, ..Workspace::new("Luma") }
}

/// An admin gives a command in private; returns what comes of it.
fn gives(workspace: &mut Workspace, seed: u8, command: &str) -> Outcome {
    let place = Place::chat(Platform::Telegram, "53");
    let event = WorkspaceEvent::StaffWrote {
        by: Actor::new(Address::new(Platform::Telegram, "53")),
        message: MessageRef { place, id: "1".to_owned() },
        content: Content::Text(command.to_owned()),
        open_cases: Vec::new(),
        press: None,
        in_private: true,
        vitals: None,
        answers: None,
        link: None,
        named: Box::default(),
    };
    let (at, entropy) = (Timestamp::UNIX_EPOCH, [seed; 32]);
    apply(workspace, &WorkspaceRecorded { seq: 1, at, entropy, event })
}

#[test]
fn ten_thousand_of_anything_are_not_kept() {
    let mut workspace = business();
    for nr in 0..10_000 {
        for command in [
            format!("/makegood add item{nr} 1 2 gift thing {nr}"),
            format!("/cause new! trouble number {nr}"),
            format!("/webhook new shop{nr}"),
        ] {
            assert_eq!(gives(&mut workspace, 1, &command).effects.len(), 1, "{command}");
        }
    }
    let Catalogue { make_goods, causes, webhooks, .. } = &workspace.catalogue;
    assert_eq!((make_goods.len(), causes.len(), webhooks.len()), (50, 100, 20));
    assert_eq!(workspace.changes.len(), 160);
    for template in ["restaurant", "shop", "clinic", "software", "telecom"] {
        let before = workspace.catalogue.clone();
        gives(&mut workspace, 1, &format!("/makegood template {template}"));
        assert_eq!(workspace.catalogue, before);
    }
}

#[test]
fn nothing_is_kept_by_halves() {
    let long = "x".repeat(4_000);
    let commands = [
        "/authority agent -1",
        "/authority agent 1e3",
        "/authority senior NaN",
        "/authority director -0",
        "/authority agent 30 EURO",
        "/authority agent ٣٠",
        "/makegood add dessert 3.50",
        "/makegood add dessert 3.50 inf gift cake",
        "/makegood add dessert 3.50 9 gift a\u{202e}cake",
        "/makegood add dessert 3.50 9 gift two\nlines",
        "/makegood add \u{200f} 3.50 9 gift cake",
        "/makegood how dessert {case}",
        "/makegood template ../restaurant",
        "/cause own late @nobody 30.11.",
        "/cause own late @admin 99.99.",
        "/cause own late",
        "/cause public late \u{2066}x",
        "/cause fixed later than never",
        "/cause new \u{0}",
        "/value primary:10 secondary:ten",
        "/value primary:10 tellers:-7",
        "/value primary:99999999999999999999999999",
        "/value primary:10 primary:20",
        "/webhook new",
        "/webhook new a b",
        "/webhook new <@53>",
        "/webhook rotate helpdesk",
        "/webhook off helpdesk",
        "/qr till2",
        "/qr",
    ];
    let stretched = [
        format!("/makegood add dessert 1 2 gift {long}"),
        format!("/makegood add {long} 1 2 gift cake"),
        format!("/cause fixed late {long}"),
        format!("/cause new {long}"),
        format!("/webhook new {long}"),
        format!("/authority agent {long}"),
        format!("/value primary:{long}"),
        format!("/qr {long}"),
    ];
    for command in commands.into_iter().chain(stretched.iter().map(String::as_str)) {
        let mut workspace = business();
        let outcome = gives(&mut workspace, 1, command);
        assert_eq!(workspace, business(), "{command}");
        assert_eq!(outcome.effects.len(), 1, "it is answered: {command}");
    }
}

#[test]
fn a_secret_is_in_one_message_that_does_not_wait_for_long() {
    let mut workspace = business();
    let outcome = gives(&mut workspace, 7, "/webhook new helpdesk");
    let secret = workspace.catalogue.webhooks[0].secrets[0].secret.clone();
    let [effect] = &outcome.effects[..] else { panic!("{outcome:?}") };
    assert_eq!(effect.on_unknown, OnUnknown::Leave, "it is never told twice");
    let until = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(10);
    assert_eq!(effect.expires_at, Some(until));
    let Body::Send { words: Words::Desk(DeskSay::Admin(_)), .. } = &effect.body else {
        panic!("{effect:?}")
    };
    let told = serde_json::to_string(effect).unwrap();
    assert_eq!(told.matches(secret.expose()).count(), 1);
    for readable in [format!("{effect:?}"), format!("{workspace:?}"), format!("{outcome:#?}")] {
        assert!(!readable.contains(secret.expose()) && !readable.contains("whsec"), "{readable}");
    }
    let changes = serde_json::to_string(&workspace.changes).unwrap();
    assert!(!changes.contains("whsec"), "{changes}");
    gives(&mut workspace, 8, "/webhook rotate helpdesk");
    gives(&mut workspace, 8, "/webhook off helpdesk");
    let changes = serde_json::to_string(&workspace.changes).unwrap();
    assert!(!changes.contains("whsec"), "{changes}");
    assert!(!serde_json::to_string(&workspace).unwrap().contains("whsec"), "off is off for good");
}

#[test]
fn a_currency_does_not_come_back_under_prices() {
    let mut workspace = business();
    gives(&mut workspace, 1, "/authority agent 50 RON");
    let nr = workspace.changes[0].nr;
    assert!(matches!(workspace.changes[0].undo.as_deref(), Some(Undo::Piece(_))));
    gives(&mut workspace, 1, "/makegood template shop");
    let (press, message) = (
        amends_core::effect::PressRef::new(Platform::Telegram, "9"),
        MessageRef { place: Place::chat(Platform::Telegram, "53"), id: "2".to_owned() },
    );
    let does = amends_core::action::AdminDoes::Undo;
    let event = WorkspaceEvent::Pressed {
        press,
        by: Actor::new(Address::new(Platform::Telegram, "53")),
        message: Some(message),
        action: amends_core::action::Action::Admin { does, nr },
    };
    let before = workspace.catalogue.clone();
    let (at, entropy) = (Timestamp::UNIX_EPOCH, [1; 32]);
    let outcome = apply(&mut workspace, &WorkspaceRecorded { seq: 1, at, entropy, event });
    assert_eq!(workspace.catalogue, before, "{outcome:?}");
    assert_eq!(workspace.catalogue.currency.code(), "RON");
}
