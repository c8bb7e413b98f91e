//! The token never shows: not in `Debug`, not in errors, not in the log at its most talkative.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use amends_core::{
    effect::{Body, To, Words},
    lang::Lang,
    place::{Address, Content, FileRef, MediaKind, MessageRef, Place, Platform},
    policy::Signals,
    say::Say,
};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    faults::Fault,
    people::{Line, NewUser},
    world::Kind,
};
use amends_runtime::port::{Adapter, Attempt, File, View};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::fmt::MakeWriter;

const TOKEN: &str = "4839574812:AAcanarycanarycanarycanarycanarycan";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn hello() -> Body {
    let say = Say::Words { name: None, text: "hello".to_owned(), marks: Vec::new() };
    Body::Send {
        to: To::Private(Address::new(Platform::Telegram, "42")),
        words: Words::Customer(say, Lang::EN),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: None,
    }
}

/// A photo from another platform.
fn carried() -> Body {
    let place = Place::chat(Platform::Discord, "7100");
    let content = Content::Media { kind: MediaKind::Document, caption: None, files: Vec::new() };
    Body::Copy {
        message: MessageRef { place, id: "9001".to_owned() },
        to: To::Private(Address::new(Platform::Telegram, "42")),
        caption: None,
        content: Some(Box::new(content)),
        reply_to: None,
        purpose: None,
    }
}

/// Fetches a file that is there and one that is not, and shows what came of it.
async fn fetched(standin: &TelegramStandIn, adapter: &TelegramAdapter) -> String {
    let people = standin.people();
    people.create_user(NewUser::new(42, "Dana")).unwrap();
    people.start(42, None).unwrap();
    let sent = people.write(42, 42, Line::attachment(Kind::Document, "")).unwrap();
    let id = standin.chat(42).unwrap().messages[&sent].body["document"]["file_id"].clone();
    let place = Place::chat(Platform::Telegram, "42");
    let message = MessageRef { place, id: sent.to_string() };
    let file = |id: &str| FileRef { id: id.to_owned(), name: None, mime: None, size: None };
    let there = [file(id.as_str().unwrap())];
    let fetched = adapter.fetch(&message, &there, u64::MAX).await.unwrap();
    let gone = adapter.fetch(&message, &[file("gone")], u64::MAX).await.unwrap_err();
    format!("{fetched:?} {gone:?} {gone}")
}

fn settings(token: &str, api_url: &str) -> Settings {
    Settings { token: SecretString::from(token), api_url: api_url.to_owned() }
}

#[tokio::test]
async fn token_never_shows() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    // The test runs on one thread, so this thread's log is the whole log.
    let _guard = tracing::subscriber::set_default(subscriber);
    let options = Options { token: TOKEN.to_owned(), ..Options::default() };
    let standin = TelegramStandIn::start(options).await.unwrap();
    let url = standin.base_url();
    let mut shown = Vec::new();

    let settings_in_use = settings(TOKEN, &url);
    shown.push(format!("{settings_in_use:?}"));
    let adapter = TelegramAdapter::connect(settings_in_use).await.unwrap();
    shown.push(format!("{adapter:?} {:?}", adapter.client()));
    let view = View {
        business: "Luma".to_owned(),
        wording: Arc::default(),
        desk: None,
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    for fault in [
        Fault::BadGateway { executes: false },
        Fault::ReplyLost,
        Fault::ServerError,
        Fault::Refuse { code: 404, description: format!("Not Found: /bot{TOKEN}/sendMessage") },
        Fault::Refuse { code: 401, description: "Unauthorized".to_owned() },
    ] {
        standin.faults().next("sendMessage", fault);
        let fate = adapter.perform(&hello(), &view, &Attempt::default()).await;
        shown.push(format!("{fate:?} {}", fate.as_ref().unwrap_err()));
    }
    let photo = carried();
    let files = vec![File { name: "a.jpg".to_owned(), mime: None, bytes: b"photo".to_vec() }];
    let attempt = Attempt { files, ..Attempt::default() };
    for fault in [Fault::ReplyLost, Fault::BadGateway { executes: false }] {
        standin.faults().next("sendDocument", fault);
        let fate = adapter.perform(&photo, &view, &attempt).await;
        shown.push(format!("{fate:?} {}", fate.as_ref().unwrap_err()));
    }
    shown.push(fetched(&standin, &adapter).await);
    let unauthorized = Fault::Refuse { code: 401, description: "Unauthorized".to_owned() };
    standin.faults().next("getUpdates", unauthorized);
    let keep = |_: polling::Batch| async { Ok::<(), io::Error>(()) };
    let error =
        polling::run(adapter.client(), keep, drop, &CancellationToken::new()).await.unwrap_err();
    shown.push(format!("{error:?} {error}"));
    standin.shutdown().await.unwrap();

    let fate = adapter.perform(&hello(), &view, &Attempt::default()).await;
    shown.push(format!("{fate:?} {}", fate.as_ref().unwrap_err()));
    for settings in
        [settings(TOKEN, &url), settings(TOKEN, "nonsense"), settings("123 canary", &url)]
    {
        let error = TelegramAdapter::connect(settings).await.unwrap_err();
        shown.push(format!("{error:?} {error}"));
    }

    shown.push(log.text());
    assert!(log.text().contains("Telegram did not do it"), "the log was listened to");
    for text in shown {
        // The stand-in's side of the wire is not ours, and logs nothing.
        assert!(!text.contains("canary"), "{text}");
    }
}
