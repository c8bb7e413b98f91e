mod long;
use amends_core::{
    action::Action,
    case::Origin,
    desk::{Beside, Card, CardState, Gained, Mark, Mention, Reasons},
    effect::Form,
    hours::Due,
    ids::{CaseNumber, SurveyId},
    lang::Lang,
    place::{Address, Content, Emphasis, FileRef, MediaKind, Style},
    policy::{Level, RoleLevel, Signals},
    say::{Does, Label, Question},
    scale::Scale,
};
use amends_runtime::port::{File, View};
use amends_wording::Phrasebook;
use jiff::SignedDuration;
use uuid::Uuid;

use super::*;
use crate::data::Keys;

const CASE: CaseNumber = CaseNumber(1043);

fn survey() -> SurveyId {
    SurveyId(Uuid::from_u128(7))
}

fn discord(chat: &str) -> Place {
    Place::chat(Platform::Discord, chat)
}

fn view() -> View {
    View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(discord("30")),
        care: Some(discord("40")),
        signals: Signals::default(),
        roles: Vec::new(),
    }
}

fn planned_with(body: &Body, view: &View, attempt: &Attempt) -> Result<Plan, SendError> {
    let (phrasebook, keys) = (Phrasebook::new(), Keys::of("a.b.c"));
    plan(body, &Voice { phrasebook: &phrasebook, view, keys: &keys }, attempt)
}

fn planned(body: &Body) -> Result<Plan, SendError> {
    planned_with(body, &view(), &attempt())
}

fn attempt() -> Attempt {
    Attempt { nonce: "1f.2".to_owned(), ..Attempt::default() }
}

fn to_person() -> To {
    To::Private(Address::new(Platform::Discord, "7"))
}

fn send(to: To, words: Words, buttons: Vec<Vec<Button>>) -> Body {
    Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose: None }
}

fn said(text: &str) -> Words {
    let (name, text, marks) = (Some("Katrin".to_owned()), text.to_owned(), Vec::new());
    Words::Customer(Say::Words { name, text, marks }, Lang::EN)
}

fn rating_row(scale: Scale) -> Vec<Button> {
    let button = |rating: amends_core::scale::Rating| Button {
        label: Label::Rating(rating),
        does: Does::Act(Action::Rate { survey: survey(), value: rating.value() }),
    };
    scale.ratings().map(button).collect()
}

fn press(kind: &str) -> PressRef {
    PressRef::whispering(Platform::Discord, format!("{kind}.55.secret"))
}

fn posted(plan: &Plan) -> (Spot, &Value) {
    let Call::Post { to, message, .. } = &plan.call else { panic!("{plan:?}") };
    (*to, message)
}

fn rest(plan: &Plan) -> Vec<&Value> {
    fn message(call: &Call) -> &Value {
        let Call::Post { message, .. } = call else { panic!("{call:?}") };
        message
    }
    plan.then.iter().map(message).collect()
}

#[test]
fn question_goes_to_the_person_with_three_buttons() {
    let ask = Say::Ask { question: Question::JustNow, name: Some("Gil".to_owned()), call: None };
    let words = Words::Customer(ask, Lang::EN);
    let plan = planned(&send(to_person(), words, vec![rating_row(Scale::Faces3)])).unwrap();
    let (to, message) = posted(&plan);
    assert_eq!(to, Spot::Person("7".parse().unwrap()));
    assert_eq!(plan.audience, Audience::Person);
    assert_eq!(message["content"], "Hi Gil! How did we do just now?");
    assert_eq!(message["nonce"], "1f.2");
    assert_eq!(message["enforce_nonce"], true);
    assert_eq!(message["flags"], 4);
    assert_eq!(message["allowed_mentions"], json!({ "parse": [], "replied_user": false }));
    let row = &message["components"][0]["components"];
    let shown: Vec<(String, u64)> = row
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["label"].as_str().unwrap().to_owned(), it["style"].as_u64().unwrap()))
        .collect();
    let expected = [("🙂 Good", 3), ("😐 So-so", 2), ("🙁 Not good", 2)];
    assert_eq!(shown, expected.map(|(label, style)| (label.to_owned(), style)));
    let id = row[2]["custom_id"].as_str().unwrap();
    let (survey, worst) = (survey(), rating_row(Scale::Faces3).pop().unwrap().does);
    assert_eq!(Keys::of("a.b.c").read(id).map(Does::Act), Some(worst));
    assert_eq!(plan.yields, Yields::Message(None), "{survey:?}");
}

#[test]
fn long_scale_has_rows_of_five() {
    let words = Words::Customer(Say::ThanksHappy, Lang::EN);
    let plan = planned(&send(to_person(), words, vec![rating_row(Scale::Nps11)])).unwrap();
    let (_, message) = posted(&plan);
    let rows: Vec<usize> = message["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["components"].as_array().unwrap().len())
        .collect();
    assert_eq!(rows, [5, 5, 1]);
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "@everyone <@1> <@&2> <#3> **b** [x](https://evil.example) <t:1:R>";
    let plan = planned(&send(to_person(), said(hostile), Vec::new())).unwrap();
    let (_, message) = posted(&plan);
    let expected =
        r"Katrin: \@everyone \<@1> \<@&2> \<#3> \*\*b\*\* \[x](https://evil.example) \<t:1:R>";
    assert_eq!(message["content"], expected);
    assert_eq!(message["allowed_mentions"]["parse"], json!([]));
    assert_eq!(message["allowed_mentions"]["users"], Value::Null);
}

#[test]
fn what_somebody_said_is_divided_and_never_cut() {
    let words = "word ".repeat(900);
    let plan = planned(&send(to_person(), said(&words), Vec::new())).unwrap();
    let (_, first) = posted(&plan);
    let rest = rest(&plan);
    assert_eq!(rest.len(), 2);
    let all: Vec<&Value> = std::iter::once(first).chain(rest).collect();
    let count: usize =
        all.iter().map(|it| it["content"].as_str().unwrap().matches("word").count()).sum();
    assert_eq!(count, 900);
    let nonces: Vec<&str> = all.iter().map(|it| it["nonce"].as_str().unwrap()).collect();
    assert_eq!(nonces, ["1f.2", "1f.2.1", "1f.2.2"]);
    for message in all {
        assert!(markdown::utf16(message["content"].as_str().unwrap()) <= CONTENT);
        assert_eq!(message["allowed_mentions"]["parse"], json!([]));
    }
}

#[test]
fn emphasis_survives_cleaning_and_the_name_before_it() {
    let marks = vec![Emphasis { from: 5, to: 9, style: Style::Bold }];
    let text = "so\u{202e}, very late".to_owned();
    let say = Say::Words { name: Some("Ana".to_owned()), text, marks };
    let words = Words::Customer(say, Lang::EN);
    let plan = planned(&send(to_person(), words, Vec::new())).unwrap();
    assert_eq!(posted(&plan).1["content"], "Ana: so, **very** late");
    let lines = vec!["a".to_owned(), "b c".to_owned()];
    let marks = vec![vec![], vec![Emphasis { from: 2, to: 3, style: Style::Italic }]];
    let say = DeskSay::CustomerWords { name: Some("Gil".to_owned()), lines, marks };
    let plan = planned(&send(To::Place(discord("30")), Words::Desk(say), vec![])).unwrap();
    assert_eq!(posted(&plan).1["content"], "Gil: a\nb *c*");
}

fn mention(platform: Platform, account: &str, username: &str) -> Mention {
    Mention {
        address: Address::new(platform, account),
        name: None,
        username: Some(username.to_owned()),
    }
}

#[test]
fn those_on_duty_are_called_and_nobody_else() {
    let on_duty =
        vec![mention(Platform::Discord, "70", "mihai"), mention(Platform::Telegram, "71", "ion")];
    let words = Words::Desk(DeskSay::PleaseTake { case: CASE, on_duty });
    let role =
        |role: &str, level| RoleLevel { platform: Platform::Discord, role: role.to_owned(), level };
    let roles = vec![role("92", Level::Senior), role("91", Level::Agent)];
    let view = View { roles, ..view() };
    let plan = planned_with(&send(To::Place(discord("30")), words, vec![]), &view, &attempt());
    let plan = plan.unwrap();
    let (_, message) = posted(&plan);
    let text = message["content"].as_str().unwrap();
    assert!(text.starts_with("<@&91> <@70>") && text.contains("ion on duty"), "{text}");
    let calls = json!({ "parse": [], "replied_user": false, "users": ["70"], "roles": ["91"] });
    assert_eq!(message["allowed_mentions"], calls);
}

/// Who is called when this is said at a desk with these roles.
fn calls(say: DeskSay, roles: &[(&str, Level)]) -> Value {
    let role = |(role, level): &(&str, Level)| RoleLevel {
        platform: Platform::Discord,
        role: (*role).to_owned(),
        level: *level,
    };
    let view = View { roles: roles.iter().map(role).collect(), ..view() };
    let body = send(To::Place(discord("30")), Words::Desk(say), vec![]);
    let plan = planned_with(&body, &view, &attempt()).unwrap();
    let message = posted(&plan).1;
    let named = message["content"].as_str().unwrap().contains("<@&");
    let calls = &message["allowed_mentions"];
    assert_eq!(calls["parse"], json!([]));
    assert_eq!(named, !calls["roles"].is_null(), "what is named is called: {message}");
    calls["roles"].clone()
}

#[test]
fn where_nobody_is_known_by_name_the_role_of_the_level_is_called() {
    let (agents, seniors, directors) =
        (("91", Level::Agent), ("92", Level::Senior), ("93", Level::Director));
    let left = SignedDuration::from_mins(3);
    let due = Due { civil: jiff::civil::date(2026, 11, 16).at(9, 30, 0, 0), today: true };
    let (promised, level, what) = (due, Level::Senior, Vec::new());
    let needs = |called, level| DeskSay::NeedsYou { case: CASE, called, left, level };
    let aged = |level| DeskSay::Aged { case: CASE, called: Vec::new(), level };
    let (called, by_customer) = (Vec::new(), true);
    let asked =
        DeskSay::SeniorAsked { case: CASE, called, level, by_customer, due: None, why: None };
    let all = [directors, agents, seniors];
    assert_eq!(calls(needs(Vec::new(), Level::Senior), &all), json!(["92"]));
    assert_eq!(calls(aged(Level::Director), &all), json!(["93"]));
    assert_eq!(calls(asked, &all), json!(["92"]));
    let broken = DeskSay::PromiseBroken { case: CASE, called: Vec::new(), level, due, what };
    let verdict = DeskSay::VerdictNo { case: CASE, called: Vec::new(), level, due };
    let waits = DeskSay::StillWaits { case: CASE, on_duty: Vec::new(), promised };
    assert_eq!(calls(broken, &all), json!(["92"]));
    assert_eq!(calls(verdict, &all), json!(["92"]));
    assert_eq!(calls(waits, &all), json!(["91"]), "whoever is on duty");
    assert_eq!(calls(aged(Level::Senior), &[agents, directors]), json!(["93"]), "the next higher");
    assert_eq!(calls(aged(Level::Director), &[agents, seniors]), json!(["92"]), "the highest");
    assert_eq!(calls(aged(Level::Director), &[]), Value::Null);
    let here = vec![mention(Platform::Discord, "70", "katrin")];
    assert_eq!(calls(needs(here, Level::Senior), &all), Value::Null, "she is called by name");
    let elsewhere = vec![mention(Platform::Telegram, "70", "katrin")];
    assert_eq!(
        calls(needs(elsewhere, Level::Senior), &all),
        json!(["92"]),
        "her name calls nobody"
    );
    assert_eq!(calls(DeskSay::NowWaiting, &all), Value::Null);
}

#[test]
fn customer_is_called_into_their_room_and_led_to_it() {
    let customer = Address::new(Platform::Discord, "7");
    let words = Words::Customer(Say::ThreadIntro { customer }, Lang::EN);
    let room = discord("40").thread("41");
    let plan = planned(&send(To::Place(room.clone()), words, vec![])).unwrap();
    let (to, message) = posted(&plan);
    assert_eq!((to, plan.audience), (Spot::Channel("41".parse().unwrap()), Audience::Thread));
    assert!(message["content"].as_str().unwrap().starts_with("<@7>"), "{message}");
    assert_eq!(message["allowed_mentions"]["users"], json!(["7"]));
    let words = Words::Customer(Say::ThreadHere { room }, Lang::EN);
    let plan = planned(&send(to_person(), words, vec![])).unwrap();
    assert!(posted(&plan).1["content"].as_str().unwrap().contains("<#41>"));
}

#[test]
fn answer_points_at_what_it_answers_where_that_can_be() {
    let reply = |to, place: Place| {
        let reply_to = Some(MessageRef { place, id: "99".to_owned() });
        let (words, buttons) = (said("ok"), Vec::new());
        let body = Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose: None };
        posted(&planned(&body).unwrap()).1["message_reference"].clone()
    };
    let thread = discord("30").thread("31");
    let reference = json!({ "message_id": "99", "channel_id": "31", "fail_if_not_exists": false });
    assert_eq!(reply(To::Place(thread.clone()), thread.clone()), reference);
    assert_eq!(reply(To::Place(thread), discord("30")), Value::Null);
    assert_eq!(reply(to_person(), Place::chat(Platform::Telegram, "99")), Value::Null);
}

#[test]
fn change_answers_its_press() {
    let message = MessageRef { place: discord("50"), id: "60".to_owned() };
    let words = Some(Words::Customer(Say::ThanksHappy, Lang::EN));
    let (buttons, purpose) = (Vec::new(), None);
    let press = Some(press("c"));
    let body = Body::Edit { message: message.clone(), words, buttons, purpose, press };
    let plan = planned(&body).unwrap();
    assert_eq!(plan.yields, Yields::Same(message));
    let Call::Edit { change, press: Some(press), .. } = plan.call else { panic!("{plan:?}") };
    assert_eq!(press.kind, PressKind::Component);
    assert_eq!(change["components"], json!([]));
    assert!(change["content"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(change["nonce"], Value::Null);
}

#[test]
fn only_buttons_change_when_there_are_no_words() {
    let message = MessageRef { place: discord("50"), id: "60".to_owned() };
    let body = Body::Edit { message, words: None, buttons: vec![], purpose: None, press: None };
    let Call::Edit { change, .. } = planned(&body).unwrap().call else { panic!() };
    assert_eq!(change, json!({ "components": [] }));
}

#[test]
fn presses_are_answered_in_their_way() {
    let answer = |kind, words, covered| {
        let body = Body::Answer { press: press(kind), words, covered };
        planned(&body).unwrap().call
    };
    let toast = || Some(Words::Customer(Say::NotForYou, Lang::EN));
    assert!(matches!(answer("c", toast(), true), Call::Nothing));
    assert!(matches!(answer("c", None, false), Call::Confirm { .. }));
    let Call::Whisper { message, .. } = answer("c", toast(), false) else { panic!() };
    assert_eq!(message["flags"], 68);
    for kind in ["s", "m"] {
        let Call::Whisper { message, .. } = answer(kind, None, false) else { panic!() };
        assert_eq!((&message["content"], &message["flags"]), (&json!("👍"), &json!(68)));
    }
}

#[test]
fn whispered_question_is_remembered_and_named_by_nothing() {
    let words =
        Words::Customer(Say::Ask { question: Question::JustNow, name: None, call: None }, Lang::EN);
    let purpose = Some(Purpose::Question(survey()));
    let (to, buttons) = (To::Reply(press("s")), vec![rating_row(Scale::Faces3)]);
    let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
    let plan = planned(&body).unwrap();
    assert_eq!(plan.yields, Yields::Whisper);
    let Call::Whisper { message, .. } = plan.call else { panic!() };
    assert_eq!(message["components"][0]["components"].as_array().unwrap().len(), 3);
    assert_eq!(message["nonce"], Value::Null);
}

#[test]
fn form_asks_for_words_in_the_old_way() {
    let words = Words::Customer(Say::ComplainPrompt, Lang::EN);
    let form = Form::Comment(survey());
    let body = Body::Form { press: press("c"), form, words, to: None, purpose: None };
    let Call::Form { form: modal, .. } = planned(&body).unwrap().call else { panic!() };
    assert_eq!(modal["title"], "What happened?");
    assert_eq!(Keys::of("a.b.c").read_form(modal["custom_id"].as_str().unwrap()), Some(form));
    let field = &modal["components"][0]["components"][0];
    assert_eq!((&field["type"], &field["max_length"]), (&json!(4), &json!(4000)));
    assert_eq!(field["placeholder"], "In your own words – as short as you like");
    for text in [&modal["title"], &field["label"]] {
        assert!(text.as_str().unwrap().encode_utf16().count() <= 45);
    }
}

fn title() -> Title {
    Title { mark: Mark::Red, case: CASE, name: Some("Gil".to_owned()) }
}

fn card() -> Card {
    Card {
        title: title(),
        state: CardState::Open,
        level: Level::Agent,
        origin: Origin::Answer,
        rating: None,
        topic: None,
        amount: None,
        agent: None,
        place: None,
        language: Lang::EN,
        contacts: 1,
        before: Vec::new(),
        cases: 0,
        last_case: None,
        said: vec!["third time *late*".to_owned()],
        promised: Vec::new(),
        offers: Vec::new(),
        ledger: Vec::new(),
        joined: Vec::new(),
        handed_to: None,
        assists: Vec::new(),
        reopened: 0,
        unreachable: None,
        changed_to: None,
        room: Some(discord("40").thread("41")),
        thread: false,
        apology: None,
        beside: Beside::default(),
        reasons: Reasons::default(),
        gained: Gained::default(),
    }
}

#[test]
fn thread_of_a_case_hangs_on_its_card() {
    let take = Button { label: Label::Take, does: Does::Act(Action::Take { case: CASE }) };
    let card = Some((Words::Desk(DeskSay::Card(Box::new(card()))), vec![vec![take]]));
    let body = Body::OpenThread { desk: discord("30"), case: CASE, title: title(), card };
    let plan = planned(&body).unwrap();
    assert_eq!(plan.yields, Yields::Thread(discord("30")));
    let Call::OpenOnCard { card, thread, .. } = &plan.call else { panic!("{plan:?}") };
    assert_eq!(thread.thread["name"], "🔴 R-1043 Gil");
    assert_eq!(thread.safe_name, "R-1043");
    assert_eq!(card["nonce"], "1f.2");
    let text = card["content"].as_str().unwrap();
    assert!(text.contains("<#41>") && text.contains(r"\*late\*"), "{text}");
    assert_eq!(card["components"][0]["components"][0]["style"], 3);
}

#[test]
fn room_is_private_and_its_name_is_what_its_customer_may_read() {
    let with = Address::new(Platform::Discord, "7");
    let body =
        |title| Body::OpenRoom { care: discord("40"), with: with.clone(), title, purpose: None };
    let name = |title| {
        let plan = planned(&body(title)).unwrap();
        let Call::OpenRoom { thread, repeat, .. } = plan.call else { panic!() };
        assert!(!repeat);
        thread.thread
    };
    let expected = json!({ "name": "R-1043 Gil", "type": 12, "invitable": false,
        "auto_archive_duration": 10080 });
    assert_eq!(name(Some(title())), expected);
    assert_eq!(name(None)["name"], "Luma");
}

#[test]
fn new_name_touches_nothing_else() {
    let rename = |thread| {
        let body = Body::RenameThread { thread, case: CASE, title: title() };
        let Call::Change { change, .. } = planned(&body).unwrap().call else { panic!() };
        change
    };
    assert_eq!(rename(discord("30").thread("31")), json!({ "name": "🔴 R-1043 Gil" }));
    assert_eq!(rename(discord("40").thread("41")), json!({ "name": "R-1043 Gil" }));
}

#[test]
fn files_are_sent_anew_ten_at_a_time() {
    let file = |index: usize| File { name: format!("{index}.png"), mime: None, bytes: vec![1] };
    let files: Vec<File> = (0..12).map(file).collect();
    let carried = Content::Media {
        kind: MediaKind::Photo,
        caption: Some("*look*".to_owned()),
        files: vec![FileRef { id: "x".to_owned(), name: None, mime: None, size: None }],
    };
    let body = |caption| Body::Copy {
        message: MessageRef { place: Place::chat(Platform::Telegram, "1"), id: "2".to_owned() },
        to: To::Place(discord("30").thread("31")),
        caption,
        content: Some(Box::new(carried.clone())),
        reply_to: None,
        purpose: None,
    };
    let attempt = Attempt { files, ..attempt() };
    let plan = planned_with(&body(None), &view(), &attempt).unwrap();
    let Call::Post { message, files, .. } = &plan.call else { panic!() };
    assert_eq!((&message["content"], files), (&json!(r"\*look\*"), &(0..10)));
    let [Call::Post { message, files, .. }] = plan.then.as_slice() else { panic!() };
    assert_eq!((&message["nonce"], files), (&json!("1f.2.1"), &(10..12)));
    let plan = planned_with(&body(Some(said("here"))), &view(), &attempt).unwrap();
    assert_eq!(posted(&plan).1["content"], "Katrin: here");
    let empty = planned(&body(None));
    assert_eq!(empty, Err(SendError::Refused(Refusal::Unsupported)));
}

#[test]
fn empty_words_are_refused_before_discord_does() {
    let text =
        Words::Customer(Say::Words { name: None, text: " \n".to_owned(), marks: vec![] }, Lang::EN);
    let refused = planned(&send(to_person(), text, vec![]));
    assert_eq!(refused, Err(SendError::Refused(Refusal::Unsupported)));
}

#[test]
fn what_is_for_another_platform_is_refused() {
    let telegram = Place::chat(Platform::Telegram, "-100");
    let message = MessageRef { place: telegram.clone(), id: "1".to_owned() };
    for body in [
        send(To::Private(Address::new(Platform::Telegram, "7")), said("x"), vec![]),
        send(To::Place(telegram.clone()), said("x"), vec![]),
        send(To::Place(discord("general")), said("x"), vec![]),
        Body::Pin { message },
        Body::CloseThread { thread: telegram },
    ] {
        assert_eq!(planned(&body), Err(SendError::Refused(Refusal::Other)), "{body:?}");
    }
}
