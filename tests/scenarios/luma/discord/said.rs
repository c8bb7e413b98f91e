//! How the words of a scenario are said on Discord, and what stands there.

use std::{collections::BTreeSet, time::Duration};

use amends_platforms::discord::{
    faults::Fault,
    people::{self, File},
    world::{Id, Message},
};

use super::super::house::{Call, Kind, Line, Trouble};

/// An id of ours as the platform's.
pub(crate) fn id_of(id: i64) -> Id {
    Id(u64::try_from(id).expect("ids are not negative"))
}

/// An id of the platform's as a number of the scenario.
pub(crate) fn number(id: Id) -> i64 {
    i64::try_from(id.0).expect("snowflakes leave the first bit free")
}

pub(super) fn locale(language: &str) -> &str {
    match language {
        "en" => "en-US",
        other => other.split('-').next().unwrap_or(other),
    }
}

pub(super) fn labels_of(message: &Message) -> impl Iterator<Item = &str> {
    message.labels().into_iter()
}

/// Whether a button is the one that is meant: it says exactly this, or carries the same face in
/// another language. Discord tells the language of somebody only when they press something.
pub(super) fn is_meant(label: &str, meant: &str) -> bool {
    let face = |label: &str| label.split(' ').next().filter(|it| !it.is_ascii()).map(str::to_owned);
    let meant_face = face(meant);
    label == meant || (meant_face.is_some() && face(label) == meant_face)
}

pub(super) fn line_of(line: Line) -> people::Line {
    let file = match line.kind {
        Kind::Text | Kind::Sticker => None,
        Kind::Photo => Some(File::named("photo.png")),
        Kind::Document => Some(line.file.map_or_else(
            || File::named("file.pdf"),
            |(name, bytes)| File { bytes, ..File::named(&name) },
        )),
        Kind::Voice => Some(File::voice()),
        Kind::Location => panic!("nobody sends a place on Discord"),
        Kind::Video => Some(File::named("video.mp4")),
    };
    let written = match file {
        Some(file) => people::Line::file(file, line.text),
        None if line.kind == Kind::Sticker => people::Line::sticker("a wave"),
        None => people::Line::text(line.text),
    };
    match line.reply_to {
        Some(message) => written.replying_to(id_of(message)),
        None => written,
    }
}

pub(super) fn route_of(call: Call) -> &'static str {
    match call {
        Call::Send | Call::Copy => "POST /channels/{}/messages",
        Call::Edit => "POST /interactions/{}/{}/callback",
        Call::OpenThread => "POST /channels/{}/messages/{}/threads",
    }
}

pub(super) fn fault_of(trouble: Trouble) -> Fault {
    let refuse =
        |status, code, message: &str| Fault::Refuse { status, code, message: message.to_owned() };
    match trouble {
        Trouble::TooMany(seconds) => {
            Fault::TooMany { retry_after: Duration::from_secs(seconds.into()), is_global: false }
        }
        Trouble::ReplyLost => Fault::ReplyLost,
        Trouble::BadGateway { executes } => Fault::BadGateway { executes },
        Trouble::ServerError => Fault::ServerError,
        Trouble::Hang { millis } => {
            Fault::Hang { lasts: Duration::from_millis(millis), executes: true }
        }
        Trouble::Blocked => refuse(403, 50007, "Cannot send messages to this user"),
        Trouble::Unable => refuse(413, 40005, "Request entity too large"),
    }
}

/// What arrived at the service.
#[derive(Default)]
pub(super) struct Arrived {
    /// The last probe.
    pub(super) probe: u64,
    /// What could not be kept yet.
    pub(super) put_off: BTreeSet<String>,
    /// The names of events that could not be read.
    pub(super) unreadable: Vec<String>,
    /// What was missed is being fetched.
    pub(super) is_behind: bool,
}

/// What stands in a channel, as somebody reads it.
pub(super) struct Shown {
    pub(super) message: Message,
    pub(super) text: String,
    /// It was said to whoever reads it.
    pub(super) is_said: bool,
}

impl Shown {
    pub(super) fn id(&self) -> i64 {
        number(self.message.id)
    }
}
