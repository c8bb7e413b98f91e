//! What the client library says in its log: the only place where it tells of an event that it
//! cannot read.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{Level, subscriber::DefaultGuard};
use tracing_subscriber::fmt::MakeWriter;

/// Complaints that no test may cause.
const COMPLAINTS: [&str; 5] = [
    "An unknown event was received",
    "Err deserializing",
    "Unhandled error",
    "Sequence off",
    "Shard handler received err",
];

/// The log of one test, which runs on one thread.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

/// Listens to the log as long as it lives.
pub(crate) struct Hearing {
    log: Log,
    _guard: DefaultGuard,
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Hearing {
    pub(crate) fn new() -> Self {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::DEBUG)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        Self { log, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// Returns the lines that tell of something unreadable.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let bytes = self.log.0.lock().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let is_complaint = |line: &&str| COMPLAINTS.iter().any(|it| line.contains(it));
        text.lines().filter(is_complaint).map(str::to_owned).collect()
    }
}
