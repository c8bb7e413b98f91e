//! What the gateway needs of the service around it.

use std::future::Future;

use serde_json::Value;

/// Events as they are stored, each with its name, in order.
pub type Batch = Vec<(String, Vec<u8>)>;

/// A conversation that goes on: what was written in it while nobody listened is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The id of the thread, channel or private channel.
    pub channel: String,
    /// The last message that is known; nothing: only whether the thread is open matters.
    pub after: Option<String>,
}

/// What the gateway needs of the service around it.
pub trait Host: Send + Sync + 'static {
    /// Makes events durable. What it could not keep is handed in again; events that it knows
    /// already may come again.
    fn keep(&self, batch: Batch) -> impl Future<Output = Result<(), String>> + Send;

    /// Learns why nothing comes in, as a sentence, each time the reason changes; nothing: all is
    /// well again.
    fn tell(&self, trouble: Option<String>);

    /// Learns at the start of each session whether the bot gets to read what people write on
    /// servers.
    fn reads_content(&self, does: bool);

    /// Returns what [`Host::save_starts`] kept last.
    fn load_starts(&self) -> impl Future<Output = Result<Option<Vec<u8>>, String>> + Send;

    /// Keeps a small value across restarts.
    fn save_starts(&self, starts: Vec<u8>) -> impl Future<Output = Result<(), String>> + Send;

    /// The conversations that go on, asked for when a session begins.
    fn conversations(&self) -> impl Future<Output = Vec<Conversation>> + Send;

    /// Everything that was missed before this session is stored.
    fn caught_up(&self) {}

    /// Learns that the library could not read an event of this name, about which there was a
    /// warning; it is kept as Discord told it.
    fn unreadable(&self, name: &str) {
        let _ = name;
    }

    /// Somebody is typing a command and wants suggestions now: the interaction as Discord told it.
    /// Not stored, and not waited for.
    fn autocomplete(&self, interaction: Value) {
        drop(interaction);
    }
}
