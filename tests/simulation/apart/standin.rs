//! Stand-ins of the platforms of one business: nothing that is asked of them happens until the world
//! says so, one thing after the other. They remember every word that they were given.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, MutexGuard},
};

use amends_core::{
    action::Action,
    effect::{Body, Words},
    lang::Lang,
    place::{Address, FileRef, MessageRef, Place, Platform},
    say::Does,
    transcript::{Format, Transcript},
};
use amends_runtime::port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, View};
use amends_wording::{Context, Phrasebook};
use rand::{Rng, seq::IteratorRandom};
use rand_chacha::ChaCha8Rng;
use tokio::sync::oneshot;

use crate::{platform::Stage, setting::Setting};

/// What both platforms of a business share.
pub(super) struct Stands {
    phrasebook: Phrasebook,
    inner: Mutex<Inner>,
}

struct Inner {
    stage: Stage,
    /// What is asked for and did not happen yet, by name.
    waiting: BTreeMap<String, Waiting>,
    /// How much was ever asked for.
    asked: u64,
    /// Everything that was said.
    heard: String,
    /// Every file that was handed out.
    files: String,
    /// The file that was sent in last.
    file: String,
}

struct Waiting {
    body: Body,
    heard: String,
    told: oneshot::Sender<Fate>,
}

impl Stands {
    pub(super) fn new(setting: Setting, rng: &mut ChaCha8Rng) -> Arc<Self> {
        let inner = Inner {
            stage: Stage::new(setting, rng),
            waiting: BTreeMap::new(),
            asked: 0,
            heard: String::new(),
            files: String::new(),
            file: String::new(),
        };
        Arc::new(Self { phrasebook: Phrasebook::new(), inner: Mutex::new(inner) })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// How much was ever asked for, and how much of it waits.
    pub(super) fn count(&self) -> (u64, usize) {
        let inner = self.inner();
        (inner.asked, inner.waiting.len())
    }

    /// Lets one thing happen of those that wait. Returns whether one did.
    pub(super) fn carry_one(&self, rng: &mut ChaCha8Rng, luck: bool) -> bool {
        let mut inner = self.inner();
        let Some(name) = pick(&inner.waiting, rng) else { return false };
        let waiting = inner.waiting.remove(&name).unwrap();
        let fate = inner.stage.carry(&waiting.body, rng, luck);
        writeln!(inner.heard, "{name} {} {fate:?}", waiting.heard).unwrap();
        waiting.told.send(fate.map_err(SendError::Refused)).ok();
        true
    }

    /// Forgets what waits: the service that asked for it is gone. Some of it has happened.
    pub(super) fn forget(&self, rng: &mut ChaCha8Rng) {
        let mut inner = self.inner();
        for (name, waiting) in std::mem::take(&mut inner.waiting) {
            if rng.random_range(0..2) == 0 {
                inner.stage.carry(&waiting.body, rng, true).ok();
                writeln!(inner.heard, "{name} {} unseen", waiting.heard).unwrap();
            }
            waiting.told.send(Err(SendError::NotSent("it is gone".to_owned()))).ok();
        }
    }

    /// Everything that was said so far.
    pub(super) fn heard(&self) -> Vec<u8> {
        self.inner().heard.clone().into_bytes()
    }

    /// Everything that was handed out so far.
    pub(super) fn files(&self) -> Vec<u8> {
        self.inner().files.clone().into_bytes()
    }

    /// A message that somebody wrote.
    pub(super) fn message_in(&self, place: &Place) -> MessageRef {
        self.inner().stage.message_in(place)
    }

    /// Some button that somebody can see.
    pub(super) fn button(&self, rng: &mut ChaCha8Rng) -> Option<(MessageRef, Action)> {
        self.inner().stage.any_button(rng)
    }

    /// The newest button of a kind.
    pub(super) fn newest(&self, wanted: impl Fn(&Action) -> bool) -> Option<(MessageRef, Action)> {
        self.inner().stage.newest_button(wanted)
    }

    /// Somebody sends a file.
    pub(super) fn has_file(&self, text: String) {
        self.inner().file = text;
    }

    /// Everything that a person or a system outside reads of an effect.
    fn read(&self, body: &Body, view: &View) -> String {
        let mut read = serde_json::to_string(body).unwrap();
        if let Some(words) = words(body) {
            write!(read, " SAYS {}", self.words(words, view)).unwrap();
        }
        let (Body::Send { buttons, .. } | Body::Edit { buttons, .. }) = body else {
            return read;
        };
        for button in buttons.iter().flatten() {
            let label = self.phrasebook.label_in(button.label, Lang::EN, &view.wording);
            let link = match &button.does {
                Does::OpenPrivate(token) => token.as_str(),
                Does::Act(_) => "",
            };
            write!(read, " [{label}]{link}").unwrap();
        }
        read
    }

    fn words(&self, words: &Words, view: &View) -> String {
        let (link, room, call) = (
            |token: &str| Some(format!("https://chat.example/{token}")),
            |place: &Place| place.chat.clone(),
            |who: &Address| who.account.clone(),
        );
        let (business, wording) = (view.business.clone(), &*view.wording);
        let context = Context { business, wording, link: &link, room: &room, call: &call };
        self.phrasebook.words(words, &context)
    }
}

fn pick<T>(waiting: &BTreeMap<String, T>, rng: &mut ChaCha8Rng) -> Option<String> {
    waiting.keys().choose_stable(rng).cloned()
}

fn words(body: &Body) -> Option<&Words> {
    match body {
        Body::Send { words, .. } | Body::Form { words, .. } | Body::SendFile { words, .. } => {
            Some(words)
        }
        Body::Edit { words, .. } | Body::Answer { words, .. } => words.as_ref(),
        Body::Copy { caption, .. } => caption.as_ref(),
        Body::OpenThread { card, .. } => card.as_ref().map(|(words, _)| words),
        Body::Delete { .. }
        | Body::React { .. }
        | Body::OpenRoom { .. }
        | Body::Seat { .. }
        | Body::MarkDelivered { .. }
        | Body::RenameThread { .. }
        | Body::CloseThread { .. }
        | Body::DeleteThread { .. }
        | Body::ReopenThread { .. }
        | Body::Pin { .. }
        | Body::Signal { .. }
        | Body::Inspect { .. }
        | Body::Fetch { .. }
        | Body::Withdraw { .. } => None,
    }
}

/// One platform of a business.
pub(super) struct StandIn {
    pub(super) platform: Platform,
    pub(super) stands: Arc<Stands>,
}

impl Adapter for StandIn {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn read(&self, update: &[u8], _: &View) -> Vec<Incoming> {
        vec![serde_json::from_slice(update).unwrap()]
    }

    fn perform<'a>(
        &'a self,
        body: &'a Body,
        view: &'a View,
        attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        let (told, fate) = oneshot::channel();
        let heard = self.stands.read(body, view);
        let mut inner = self.stands.inner();
        for file in &attempt.files {
            let text = String::from_utf8_lossy(&file.bytes);
            writeln!(inner.files, "{} {text}", file.name).unwrap();
        }
        inner.asked += 1;
        let name = format!("{}.{}", self.platform.name(), attempt.nonce);
        inner.waiting.insert(name, Waiting { body: body.clone(), heard, told });
        Box::pin(async move {
            let gone = |_| Err(SendError::NotSent("it is gone".to_owned()));
            fate.await.unwrap_or_else(gone)
        })
    }

    fn copies(&self, from: Platform) -> bool {
        from == self.platform
    }

    fn wording_file(&self, lang: Lang, view: &View) -> String {
        self.stands.phrasebook.wording_file(lang, &view.wording)
    }

    fn transcript(&self, transcript: &Transcript, format: Format) -> String {
        self.stands.phrasebook.transcript(transcript, format)
    }

    fn upload_limit(&self) -> u64 {
        1024 * 1024
    }

    fn fetch<'a>(
        &'a self,
        _: &'a MessageRef,
        files: &'a [FileRef],
        _: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        let bytes = self.stands.inner().file.clone().into_bytes();
        let file =
            |file: &FileRef| File { name: file.id.clone(), mime: None, bytes: bytes.clone() };
        let fetched = files.iter().map(file).collect();
        Box::pin(async move { Ok(fetched) })
    }

    fn private_link(&self, token: &str) -> Option<String> {
        Some(format!("https://chat.example/{token}"))
    }
}
