//! A platform that could not be reached when the service started. Until it is, what is to be done
//! there waits, and so does what came from there.

use std::sync::{Arc, OnceLock};

use amends_core::{
    effect::Body,
    lang::Lang,
    place::{FileRef, MessageRef, Place, Platform},
    transcript::{Format, Transcript},
};
use amends_runtime::port::{
    Adapter, Attempt, Fate, File, Incoming, Pending, SendError, SharedAdapter, View,
};

/// Stands in for the adapter of a platform until there is one.
pub(super) struct Late {
    platform: Platform,
    adapter: OnceLock<SharedAdapter>,
}

impl Late {
    pub(super) fn new(platform: Platform) -> Arc<Self> {
        Arc::new(Self { platform, adapter: OnceLock::new() })
    }

    /// From now on everything goes to this adapter.
    pub(super) fn arrives(&self, adapter: SharedAdapter) {
        let is_first = self.adapter.set(adapter).is_ok();
        debug_assert!(is_first, "a platform is connected once");
    }

    fn not_yet(&self) -> SendError {
        SendError::NotSent(format!("{} is not connected yet", self.platform.name()))
    }
}

impl Adapter for Late {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn is_ready(&self) -> bool {
        self.adapter.get().is_some()
    }

    fn read(&self, update: &[u8], view: &View) -> Vec<Incoming> {
        let adapter = self.adapter.get();
        adapter.map(|adapter| adapter.read(update, view)).unwrap_or_default()
    }

    fn perform<'a>(
        &'a self,
        body: &'a Body,
        view: &'a View,
        attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        match self.adapter.get() {
            Some(adapter) => adapter.perform(body, view, attempt),
            None => Box::pin(async { Err(self.not_yet()) }),
        }
    }

    /// As long as nothing can be sent, nothing need be fetched for it.
    fn copies(&self, from: Platform) -> bool {
        self.adapter.get().is_none_or(|adapter| adapter.copies(from))
    }

    fn wording_file(&self, lang: Lang, view: &View) -> String {
        // Nothing is sent before there is somebody to send it.
        self.adapter.get().map_or_else(String::new, |adapter| adapter.wording_file(lang, view))
    }

    fn transcript(&self, transcript: &Transcript, format: Format) -> String {
        self.adapter.get().map_or_else(String::new, |it| it.transcript(transcript, format))
    }

    fn upload_limit(&self) -> u64 {
        self.adapter.get().map_or(0, |adapter| adapter.upload_limit())
    }

    fn fetch<'a>(
        &'a self,
        message: &'a MessageRef,
        files: &'a [FileRef],
        limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        match self.adapter.get() {
            Some(adapter) => adapter.fetch(message, files, limit),
            None => Box::pin(async { Err(self.not_yet()) }),
        }
    }

    fn private_link(&self, token: &str) -> Option<String> {
        self.adapter.get()?.private_link(token)
    }

    fn place_link(&self, place: &Place) -> Option<String> {
        self.adapter.get()?.place_link(place)
    }
}
