//! What admins type about texts: nothing of it breaks anything, and nothing is half saved.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use amends_core::{
    admin::{AdminSay, Unsaid, WordingSay},
    desk::DeskSay,
    effect::{Body, Effect, Purpose, Receipt, To, Words},
    engine::Outcome,
    event::WorkspaceEvent,
    lang::Lang,
    place::{Actor, Address, Content, FileRef, MediaKind, MessageRef, Place, Platform, PressRef},
    policy::Workspace,
    wording::{ROOM, catalogue::entry, check::check},
    workspace::{self, WorkspaceRecorded},
};
use jiff::Timestamp;
use proptest::prelude::*;

fn piotr() -> Address {
    Address::new(Platform::Telegram, "53")
}

fn luma() -> Workspace {
    Workspace { admins: vec![piotr()], ..Workspace::new("Luma Café") }
}

fn happens(workspace: &mut Workspace, event: WorkspaceEvent) -> Vec<Effect> {
    let at = Timestamp::UNIX_EPOCH;
    let Outcome { effects, .. } =
        workspace::apply(workspace, &WorkspaceRecorded { seq: 1, at, entropy: [7; 32], event });
    effects
}

fn commanded(content: Content, press: Option<PressRef>) -> WorkspaceEvent {
    let place = Place::chat(Platform::Telegram, "-100");
    WorkspaceEvent::StaffWrote {
        by: Actor::new(piotr()),
        message: MessageRef { place, id: "1".to_owned() },
        content,
        open_cases: Vec::new(),
        press,
        in_private: false,
        named: Box::default(),
        link: None,
        vitals: None,
        answers: None,
    }
}

fn writes(workspace: &mut Workspace, content: Content) -> Vec<Effect> {
    happens(workspace, commanded(content, None))
}

fn file_of(caption: &str) -> Content {
    let file = FileRef { id: "7".to_owned(), name: None, mime: None, size: None };
    let caption = Some(caption.to_owned());
    Content::Media { kind: MediaKind::Document, caption, files: vec![file] }
}

fn types(workspace: &mut Workspace, text: &str) -> WordingSay {
    said(&writes(workspace, Content::Text(text.to_owned())))
}

/// Sends a file with texts, and hands over what is in it.
fn imports(workspace: &mut Workspace, text: &str) -> WordingSay {
    let effects = writes(workspace, file_of("/wording import en"));
    let [Effect { body: Body::Fetch { purpose, .. }, .. }] = &effects[..] else {
        panic!("nothing is fetched: {effects:?}")
    };
    assert!(matches!(purpose, Purpose::Admin(_)));
    let event =
        WorkspaceEvent::Settled { purpose: *purpose, fate: Ok(Receipt::Text(text.to_owned())) };
    said(&happens(workspace, event))
}

fn said(effects: &[Effect]) -> WordingSay {
    let [Effect { body: Body::Send { words: Words::Desk(DeskSay::Admin(say)), .. }, .. }] = effects
    else {
        panic!("no answer: {effects:?}")
    };
    let AdminSay::Wording(say) = &**say else { panic!("another answer: {say:?}") };
    (**say).clone()
}

/// Whether everything that is in force may be said.
fn is_sound(workspace: &Workspace) -> bool {
    workspace.wording.all().all(|text| {
        let entry = entry(&text.slot.key).unwrap();
        let now = text.now().unwrap();
        let mut texts = now.text.iter().chain(&now.variants);
        texts.all(|words| check(entry, text.slot.lang, words, true).is_ok())
    })
}

#[test]
fn a_refusal_changes_nothing() {
    let mut workspace = luma();
    types(&mut workspace, "/wording set ask en How was it?");
    let before = workspace.clone();
    for text in ["/wording set ask en {due} How?", "/wording set nudge_2 en Soon.", "/wording"] {
        types(&mut workspace, text);
        assert_eq!(workspace, before, "{text}");
    }
}

#[test]
fn texts_that_take_too_much_room_are_refused() {
    let mut workspace = luma();
    let mut refused = 0;
    for number in 0..600 {
        let place = format!("place:till{number}");
        let text = format!("/wording set thanks_happy@{place} en {}", "a".repeat(1_390));
        let before = workspace.clone();
        if types(&mut workspace, &text) == WordingSay::Refused(Unsaid::NoRoom) {
            assert_eq!(workspace, before);
            refused += 1;
        }
    }
    let size: usize = workspace.wording.all().map(|text| text.slot.key.len() + 1_390).sum();
    assert!(0 < refused && size < ROOM, "{refused} refused, {size} kept");
}

#[test]
fn one_mistake_in_a_file_saves_nothing_of_it() {
    let mut workspace = luma();
    let said = imports(&mut workspace, "btn_yes = \"Yes!\"\naks = \"How?\"\n");
    let WordingSay::Refused(Unsaid::Mistakes { mistakes, more: 0 }) = said else {
        panic!("{said:?}")
    };
    assert_eq!(mistakes.len(), 1);
    assert!(workspace.wording.is_empty() && workspace.changes.is_empty());
    let said = imports(&mut workspace, "btn_yes = \"Yes!\"\nask = [\"How?\", \"Well?\"]\n");
    let (lang, advice) = (Lang::EN, Vec::new());
    assert_eq!(said, WordingSay::Imported { lang, count: 2, added: None, advice });
    assert_eq!(workspace.wording.in_force("btn_yes", Lang::EN), Some("Yes!"));
}

/// Somebody whom nobody else reads gets the answer in private once their command is forgotten.
#[test]
fn a_file_that_comes_late_is_answered_in_private() {
    let mut workspace = luma();
    let press = PressRef::whispering(Platform::Discord, "9");
    let mut step = |minutes: i64, event| {
        let at = Timestamp::from_second(minutes * 60).unwrap();
        let recorded = WorkspaceRecorded { seq: 1, at, entropy: [7; 32], event };
        let Outcome { effects, .. } = workspace::apply(&mut workspace, &recorded);
        effects.into_iter().next().unwrap().body
    };
    let given = commanded(file_of("/wording import en"), Some(press.clone()));
    let Body::Send { to, purpose: Some(purpose), .. } = step(0, given) else { panic!() };
    assert_eq!(to, To::Reply(press));
    let message = MessageRef { place: Place::chat(Platform::Discord, "5"), id: "2".to_owned() };
    let said = WorkspaceEvent::Settled { purpose, fate: Ok(Receipt::Message(message)) };
    let Body::Fetch { purpose, .. } = step(0, said) else { panic!() };
    let text = Ok(Receipt::Text("btn_yes = \"Yes!\"".to_owned()));
    let fetched = WorkspaceEvent::Settled { purpose, fate: text };
    let Body::Send { to, .. } = step(14, fetched) else { panic!() };
    assert_eq!(to, To::Private(piotr()));
}

/// Words of commands, and what could break them.
fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("set".to_owned()),
        Just("set!".to_owned()),
        Just("variant".to_owned()),
        Just("rollback".to_owned()),
        Just("reset".to_owned()),
        Just("history".to_owned()),
        Just("ask".to_owned()),
        Just("ask@place:till2".to_owned()),
        Just("nudge_2".to_owned()),
        Just("btn_yes".to_owned()),
        Just("en".to_owned()),
        Just("ro".to_owned()),
        Just("{hello}".to_owned()),
        Just("{due}".to_owned()),
        Just("1".to_owned()),
        "(\\PC|[{}?!@\\n\\u{202e}]){0,12}",
    ];
    prop::collection::vec(word, 0..6).prop_map(|words| format!("/wording {}", words.join(" ")))
}

proptest! {
    #[test]
    fn no_command_breaks_or_half_saves(commands in prop::collection::vec(typed(), 1..8)) {
        let mut workspace = luma();
        for command in commands {
            let before = workspace.clone();
            let effects = writes(&mut workspace, Content::Text(command.clone()));
            prop_assert_eq!(effects.len(), 1, "{}", command);
            prop_assert!(is_sound(&workspace), "{}", command);
            let changes = workspace.last_change - before.last_change;
            prop_assert_eq!(workspace.wording != before.wording, changes == 1, "{}", command);
        }
    }

    #[test]
    fn no_file_breaks_or_half_saves(
        lines in prop::collection::vec(
            prop_oneof![
                Just("ask = \"{hello} How?\"".to_owned()),
                Just("btn_no = \"No\"".to_owned()),
                Just("thanks_happy = [\"\", \"Lovely\"]".to_owned()),
                Just("aks = \"How?\"".to_owned()),
                Just("[ask]".to_owned()),
                "[a-z_@\":.]{1,9} = [\"\\[\\]{}a-z0-9,\\\\]{0,12}",
                "(\\PC|\\n){0,20}",
            ],
            0..5,
        ),
    ) {
        let mut workspace = luma();
        let said = imports(&mut workspace, &lines.join("\n"));
        prop_assert!(is_sound(&workspace));
        let is_taken = matches!(said, WordingSay::Imported { count: 1.., .. });
        prop_assert_eq!(is_taken, !workspace.wording.is_empty());
    }
}
