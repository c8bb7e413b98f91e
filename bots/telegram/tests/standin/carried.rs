//! Files, emphasis and emoji: what another platform brings here, and what it is handed.

use amends_core::{
    desk::DeskSay,
    effect::{Body, Receipt, Refusal, To, Words},
    lang::Lang,
    place::{Address, Content, Emphasis, FileRef, MediaKind, MessageRef, Place, Platform, Style},
    say::Say,
};
use amends_platforms::telegram::{
    faults::Fault,
    people::Line,
    spec::Spec,
    world::{Kind, Mark, Message},
};
use amends_runtime::port::{Adapter, Attempt, Fate, File, Incoming, SendError};
use serde_json::json;

use crate::bench::{ANNA, Bench, DANA, at_desk, dana, number, refused, send, to_dana};

/// A message of Gil's on Discord.
fn on_discord() -> MessageRef {
    let place = Place::chat(Platform::Discord, "7100");
    MessageRef { place, id: "9001".to_owned() }
}

fn file(name: &str, mime: &str, content: &[u8]) -> File {
    File { name: name.to_owned(), mime: Some(mime.to_owned()), bytes: content.to_vec() }
}

fn carried(to: To, kind: MediaKind, caption: Option<Words>, own: Option<&str>) -> Body {
    let own = own.map(str::to_owned);
    let content = Some(Box::new(Content::Media { kind, caption: own, files: Vec::new() }));
    Body::Copy { message: on_discord(), to, caption, content, reply_to: None, purpose: None }
}

fn anna(text: &str, marks: Vec<Emphasis>) -> Words {
    let say = Say::Words { name: Some("Anna".to_owned()), text: text.to_owned(), marks };
    Words::Customer(say, Lang::EN)
}

async fn carry(bench: &Bench, body: &Body, files: Vec<File>) -> Fate {
    let attempt = Attempt { files, ..Attempt::default() };
    bench.adapter.perform(body, &bench.view, &attempt).await
}

async fn arrived(bench: &Bench, body: &Body, files: Vec<File>) -> MessageRef {
    match carry(bench, body, files).await {
        Ok(Receipt::Message(message)) => message,
        other => panic!("{other:?}"),
    }
}

/// What the bot wrote in private, the oldest first.
fn shown(bench: &Bench) -> Vec<Message> {
    let chat = bench.standin.chat(DANA).unwrap();
    chat.from_bot().into_iter().cloned().collect()
}

fn content(bench: &Bench, message: &Message) -> Vec<u8> {
    let body = message.body.values().next().unwrap();
    let id = body.get(0).unwrap_or(body)["file_id"].as_str().unwrap();
    bench.standin.file_content(id).unwrap()
}

async fn with_dana() -> Bench {
    Spec::is_there();
    let mut bench = Bench::new().await;
    bench.people().start(DANA, None).unwrap();
    assert!(matches!(bench.next().await, Incoming::Wrote { .. }));
    bench
}

#[tokio::test]
async fn files_are_sent_as_what_they_are() {
    let bench = with_dana().await;
    for (kind, name, mime, expected) in [
        (MediaKind::Photo, "soup.png", "image/png", Kind::Photo),
        (MediaKind::Photo, "soup.svg", "image/svg+xml", Kind::Document),
        (MediaKind::Document, "receipt.pdf", "application/pdf", Kind::Document),
        (MediaKind::Voice, "voice.ogg", "audio/ogg; codecs=opus", Kind::Voice),
        (MediaKind::Sticker, "wave.webp", "image/webp", Kind::Sticker),
        (MediaKind::Sticker, "wave.png", "image/png", Kind::Photo),
        (MediaKind::Video, "till.mp4", "video/mp4", Kind::Video),
        (MediaKind::Audio, "till.wav", "audio/wav", Kind::Document),
    ] {
        let bytes = [name.as_bytes(), &[0, 0xff, 0xfe]].concat();
        let body = carried(dana(), kind, None, None);
        let sent = arrived(&bench, &body, vec![file(name, mime, &bytes)]).await;
        let sent = bench.shown(&sent);
        assert_eq!(sent.kind, expected, "{name}");
        assert_eq!(content(&bench, &sent), bytes, "{name}");
        assert!(!sent.is(Mark::Protected));
        if expected == Kind::Document {
            assert_eq!(sent.body["document"]["file_name"], json!(name));
        }
    }
    bench.done().await;
}

#[tokio::test]
async fn words_stand_under_the_first_of_several_files() {
    let bench = with_dana().await;
    let asked = bench.sent(&to_dana("which one?")).await;
    let marks = vec![Emphasis { from: 4, to: 7, style: Style::Bold }];
    let mut body = carried(dana(), MediaKind::Photo, Some(anna("the new one", marks)), Some("no"));
    let Body::Copy { reply_to, .. } = &mut body else { unreachable!("it was made above") };
    *reply_to = Some(asked.clone());
    let files = vec![
        file("a.jpg", "image/jpeg", b"first"),
        file("b.pdf", "application/pdf", b"second"),
        file("c.jpg", "image/jpeg", b"third"),
    ];
    let first = arrived(&bench, &body, files).await;
    let shown = shown(&bench);
    let [_, a, b, c] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(first.id, a.id.to_string());
    assert_eq!(a.text, "Anna: the new one");
    let bold = json!({ "type": "bold", "offset": 10, "length": 3 });
    assert_eq!(a.entities, [bold]);
    assert_eq!(a.reply_to, Some(number(&asked.id)));
    assert_eq!(
        [a, b, c].map(|message| content(&bench, message)),
        [b"first".to_vec(), b"second".to_vec(), b"third".to_vec(),]
    );
    assert_eq!([&b.text, &c.text], ["", ""]);
    bench.done().await;
}

#[tokio::test]
async fn words_of_a_sticker_and_words_too_long_follow_it() {
    let bench = with_dana().await;
    let sticker = file("wave.webp", "image/webp", b"sticker");
    let body = carried(dana(), MediaKind::Sticker, Some(anna("hello", Vec::new())), None);
    let first = arrived(&bench, &body, vec![sticker]).await;
    let long = "soup ".repeat(400);
    let body = carried(dana(), MediaKind::Photo, None, Some(&long));
    arrived(&bench, &body, vec![file("a.jpg", "image/jpeg", b"photo")]).await;
    let shown = shown(&bench);
    let [sticker, words, photo, more] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!((sticker.kind, first.id), (Kind::Sticker, sticker.id.to_string()));
    assert_eq!(words.text, "Anna: hello");
    assert_eq!(photo.text.matches("soup").count() + more.text.matches("soup").count(), 400);
    bench.done().await;
}

#[tokio::test]
async fn files_for_the_desk_stay_there() {
    let bench = with_dana().await;
    let thread = bench.thread().await;
    let body = carried(To::Place(thread.clone()), MediaKind::Photo, None, Some("cold\u{202e}"));
    let sent = arrived(&bench, &body, vec![file("a.jpg", "image/jpeg", b"photo")]).await;
    assert_eq!(sent.place, thread);
    let sent = bench.shown(&sent);
    assert!(sent.is(Mark::Protected));
    assert_eq!(sent.text, "cold");
    bench.done().await;
}

#[tokio::test]
async fn what_is_no_picture_is_sent_as_a_file() {
    let bench = with_dana().await;
    let body = carried(dana(), MediaKind::Photo, Some(anna("look", Vec::new())), None);
    let files = vec![
        file("a.jpg", "image/jpeg", b"no picture at all"),
        file("b.jpg", "image/jpeg", &vec![7; 10 * 1024 * 1024 + 1]),
    ];
    let first = arrived(&bench, &body, files).await;
    let shown = shown(&bench);
    let [a, b] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!([a.kind, b.kind], [Kind::Document; 2]);
    assert_eq!((a.text.as_str(), first.id), ("Anna: look", a.id.to_string()));
    bench.done().await;
}

#[tokio::test]
async fn file_that_can_not_be_sent_is_a_definite_no() {
    let bench = with_dana().await;
    let body = carried(dana(), MediaKind::Location, None, None);
    assert_eq!(carry(&bench, &body, Vec::new()).await, refused(Refusal::Unsupported));
    let large = vec![0; 50 * 1024 * 1024 + 1];
    let files = vec![file("large.bin", "application/octet-stream", &large)];
    let body = carried(dana(), MediaKind::Document, None, None);
    assert_eq!(carry(&bench, &body, files.clone()).await, refused(Refusal::TooLarge));
    let small = vec![file("a.pdf", "application/pdf", b"pdf")];
    bench.standin.faults().next("sendDocument", Fault::BadGateway { executes: true });
    let fate = carry(&bench, &body, small.clone()).await;
    assert!(matches!(fate, Err(SendError::Unknown(_))), "{fate:?}");
    bench.people().block(DANA).unwrap();
    assert_eq!(carry(&bench, &body, small).await, refused(Refusal::Blocked));
    bench.done().await;
}

/// What is read of a line of Dana's.
async fn said(bench: &mut Bench, line: Line) -> (MessageRef, Content) {
    bench.people().write(DANA, DANA, line).unwrap();
    let incoming = bench.next().await;
    let Incoming::Wrote { message, content, .. } = incoming else { panic!("{incoming:?}") };
    (message, content)
}

async fn fetch(
    bench: &Bench,
    message: &MessageRef,
    files: &[FileRef],
    limit: u64,
) -> Result<Vec<File>, SendError> {
    bench.adapter.fetch(message, files, limit).await
}

#[tokio::test]
async fn files_are_fetched_for_another_platform() {
    let mut bench = with_dana().await;
    let bytes = vec![0, 1, 0xff, 0xfe, 7];
    let line = Line::attachment(Kind::Document, "bill").with_file("bill.pdf", bytes.clone());
    let (message, content) = said(&mut bench, line).await;
    let Content::Media { files, .. } = content else { panic!("a file") };
    let fetched = fetch(&bench, &message, &files, u64::MAX).await.unwrap();
    assert_eq!(fetched, [file("bill.pdf", "application/pdf", &bytes)]);
    assert_eq!(fetch(&bench, &message, &files, 5).await, Ok(fetched));
    assert_eq!(fetch(&bench, &message, &files, 4).await, too_large());
    // The platform may not tell how large it is.
    let unsized_: Vec<FileRef> =
        files.iter().map(|file| FileRef { size: None, ..file.clone() }).collect();
    assert_eq!(fetch(&bench, &message, &unsized_, 4).await, too_large());
    let gone = [FileRef { id: "gone".to_owned(), name: None, mime: None, size: None }];
    let fate = fetch(&bench, &message, &gone, u64::MAX).await;
    assert!(matches!(fate, Err(SendError::Refused(_))), "{fate:?}");
    bench.standin.faults().next("getFile", Fault::BadGateway { executes: false });
    let fate = fetch(&bench, &message, &files, u64::MAX).await;
    assert!(matches!(fate, Err(SendError::Unknown(_))), "{fate:?}");
    let large = Line::attachment(Kind::Video, "").with_file("film.mp4", vec![0; 20 << 20 | 1]);
    let (message, content) = said(&mut bench, large).await;
    let Content::Media { files, .. } = content else { panic!("a film") };
    assert_eq!(fetch(&bench, &message, &files, u64::MAX).await, too_large());
    bench.done().await;
}

fn too_large() -> Result<Vec<File>, SendError> {
    Err(SendError::Refused(Refusal::TooLarge))
}

#[tokio::test]
async fn emphasis_comes_and_goes() {
    let mut bench = with_dana().await;
    let thread = bench.thread().await;
    let line = Line::text("🙂 the soup was really cold")
        .emphasis("italic", "soup")
        .emphasis("spoiler", "really");
    let (_, content) = said(&mut bench, line).await;
    let Content::Styled { text, marks } = content else { panic!("{content:?}") };
    assert_eq!(marks[0], Emphasis { from: 6, to: 10, style: Style::Italic });
    let (name, lines) = (Some("Dana".to_owned()), vec!["hm\u{202e}".to_owned(), text]);
    let marks = vec![Vec::new(), marks];
    let words = Words::Desk(DeskSay::CustomerWords { name, lines, marks });
    let body = send(To::Place(thread), words, Vec::new());
    let sent = bench.shown(&bench.sent(&body).await);
    assert_eq!(sent.text, "Dana: hm\n🙂 the soup was really cold");
    let italic = json!({ "type": "italic", "offset": 16, "length": 4 });
    let spoiler = json!({ "type": "spoiler", "offset": 25, "length": 6 });
    assert_eq!(sent.entities, [italic, spoiler]);
    bench.done().await;
}

#[tokio::test]
async fn caption_is_changed_as_one() {
    let bench = with_dana().await;
    let body = carried(dana(), MediaKind::Photo, Some(anna("look", Vec::new())), None);
    let message = arrived(&bench, &body, vec![file("a.jpg", "image/jpeg", b"photo")]).await;
    let marks = vec![Emphasis { from: 0, to: 4, style: Style::Bold }];
    let words = Some(anna("look here", marks));
    let (buttons, press) = (Vec::new(), None);
    let edit = Body::Edit { message: message.clone(), words, buttons, purpose: None, press };
    assert_eq!(bench.perform(&edit).await, Ok(Receipt::Message(message.clone())));
    let shown = bench.shown(&message);
    assert_eq!((shown.text.as_str(), shown.entities.len()), ("Anna: look here", 1));
    bench.done().await;
}

#[tokio::test]
async fn emoji_come_and_go() {
    let mut bench = with_dana().await;
    let thread = bench.thread().await;
    let said = bench.sent(&to_dana("better?")).await;
    let offered = bench.sent(&at_desk(&thread)).await;
    let (people, desk) = (bench.people(), number(&bench.desk.chat));
    let by = |incoming: &Incoming, account: i64, message: &MessageRef| -> Vec<(String, bool)> {
        let Incoming::Reacted { by, message: on_it, emoji, on } = incoming else {
            panic!("{incoming:?}")
        };
        assert_eq!(by.address, Address::new(Platform::Telegram, account.to_string()));
        assert!(on_it.is_same(message), "{on_it:?}");
        vec![(emoji.clone(), *on)]
    };
    people.react(DANA, DANA, number(&said.id), &["❤"]).unwrap();
    assert_eq!(by(&bench.next().await, DANA, &said), [("❤".to_owned(), true)]);
    people.react(DANA, DANA, number(&said.id), &[]).unwrap();
    assert_eq!(by(&bench.next().await, DANA, &said), [("❤".to_owned(), false)]);
    people.react(ANNA, desk, number(&offered.id), &["🙏"]).unwrap();
    assert_eq!(by(&bench.next().await, ANNA, &offered), [("🙏".to_owned(), true)]);

    let react = |emoji: &str, on| Body::React {
        message: said.clone(),
        emoji: emoji.to_owned(),
        on,
        purpose: None,
    };
    // As other platforms write it.
    assert_eq!(bench.perform(&react("❤️", true)).await, Ok(Receipt::Done));
    let bots = |bench: &Bench| -> Vec<String> {
        bench.shown(&said).reactions.into_values().flatten().collect()
    };
    assert_eq!(bots(&bench), ["❤"]);
    assert_eq!(bench.perform(&react("🦞", true)).await, refused(Refusal::Unsupported));
    assert_eq!(bots(&bench), ["❤"]);
    assert_eq!(bench.perform(&react("❤", false)).await, Ok(Receipt::Done));
    assert_eq!(bots(&bench), Vec::<String>::new());
    bench.done().await;
}

#[tokio::test]
async fn message_is_taken_back() {
    let bench = with_dana().await;
    let message = bench.sent(&to_dana("oops")).await;
    let delete = Body::Delete { message, purpose: None };
    assert_eq!(bench.perform(&delete).await, Ok(Receipt::Done));
    assert_eq!(shown(&bench).len(), 0);
    assert_eq!(bench.perform(&delete).await, refused(Refusal::MessageGone));
    bench.done().await;
}
