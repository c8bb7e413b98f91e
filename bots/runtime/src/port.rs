//! The seam between the shell and the platforms: what an adapter hands in and carries out.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use amends_core::{
    action::Action,
    effect::{Body, Form, PressRef, Receipt, Refusal},
    event::VenueEvent,
    lang::Lang,
    place::{Actor, Address, Content, FileRef, MessageRef, Named, Place, Platform},
    policy::{RoleLevel, Signals},
    transcript::{Format, Transcript},
    wording::Wordings,
};
use serde::{Deserialize, Serialize};

/// Something that happened on a platform, read from an update. Who it concerns is looked up by the
/// shell; what follows is decided by the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Incoming {
    /// Somebody wrote to the bot in private.
    Wrote {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What it carries.
        content: Content,
        /// The token of `/start <token>`.
        token: Option<String>,
        /// Whom and what it names.
        #[serde(default, skip_serializing_if = "Named::is_nothing")]
        named: Named,
        /// It came by a command or form that can be answered so that nobody else reads it.
        press: Option<PressRef>,
        /// The form it was written into.
        form: Option<Form>,
    },
    /// Somebody wrote in a private room: the customer it is for, or staff.
    Room {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What it carries.
        content: Content,
    },
    /// A message was taken back, anywhere.
    Deleted {
        /// Which one.
        message: MessageRef,
    },
    /// Somebody put an emoji on a message, or took it off, anywhere.
    Reacted {
        /// Who.
        by: Actor,
        /// Which message.
        message: MessageRef,
        /// Which emoji.
        emoji: String,
        /// On it, or off.
        on: bool,
    },
    /// Somebody edited what they wrote to the bot in private.
    Edited {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// What it carries now.
        content: Content,
    },
    /// Somebody pressed a button of ours, anywhere.
    Pressed {
        /// The press, to be answered.
        press: PressRef,
        /// Who.
        by: Actor,
        /// On which message.
        message: Option<MessageRef>,
        /// What it asks for; nothing if the button is not ours or was tampered with.
        action: Option<Action>,
    },
    /// An account can, or can't, be written to from now on.
    Reach {
        /// Which account.
        address: Address,
        /// Whether it can.
        reachable: bool,
    },
    /// Somebody wrote at the desk: in the thread of a case or outside of any.
    Desk {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What it carries.
        content: Content,
        /// Whom and what it names.
        #[serde(default, skip_serializing_if = "Named::is_nothing")]
        named: Named,
        /// It came by a command or form that can be answered so that nobody else reads it.
        press: Option<PressRef>,
        /// The form it was written into.
        form: Option<Form>,
    },
    /// Somebody edited a message at the desk.
    DeskEdited {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// What it carries now.
        content: Content,
    },
    /// A thread of the desk, or a private room, was closed or deleted by hand.
    DeskThreadClosed {
        /// Who, where the platform tells.
        by: Option<Actor>,
        /// Which one.
        thread: Place,
        /// Whether it was deleted.
        gone: bool,
    },
    /// Something happened in a group that is not the desk.
    Venue {
        /// Where.
        place: Place,
        /// What.
        event: VenueEvent,
    },
    /// A chat got a new id.
    Migrated {
        /// The old one.
        from: Place,
        /// The new one.
        to: Place,
    },
    /// The bot's standing in a group changed.
    Standing {
        /// Which group.
        place: Place,
        /// Whether the bot can work there.
        usable: bool,
    },
}

/// What an adapter needs to know about the business to read updates and to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The name of the business.
    pub business: String,
    /// The texts that its admins changed.
    pub wording: Arc<Wordings>,
    /// Where staff work.
    pub desk: Option<Place>,
    /// Where private rooms are opened.
    pub care: Option<Place>,
    /// Which signals that a contact ended are heeded.
    pub signals: Signals,
    /// Roles that make their holders staff.
    pub roles: Vec<RoleLevel>,
}

/// One try to carry out an effect.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    /// It may have been carried out before.
    pub repeat: bool,
    /// The name of the effect, the same at every try: at most 25 characters.
    pub nonce: String,
    /// The files of a message that comes from another platform, or that this one can't copy.
    pub files: Vec<File>,
}

/// A file on its way from one platform to another. Its name is data.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type, as its sender claims.
    pub mime: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("size", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// How a try to carry out an effect ended, if not well.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// A definite no that will stay one.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// A definite no for now: come back after this long.
    #[error("told to wait {after:?}")]
    RateLimited {
        /// How long to wait.
        after: Duration,
    },
    /// It never left this machine: try again later.
    #[error("not sent: {0}")]
    NotSent(String),
    /// It may have arrived.
    #[error("nobody knows whether it arrived: {0}")]
    Unknown(String),
    /// The chat has a new id: send it there.
    #[error("the chat moved")]
    Moved {
        /// The new place of the chat.
        to: Place,
    },
    /// The platform does not accept us at all: stop, and say why.
    #[error("{0}")]
    Rejected(String),
}

/// The fate of one try.
pub type Fate = Result<Receipt, SendError>;

/// A future an adapter hands back.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A platform, seen from the shell: it reads updates and carries out effects, and decides nothing.
pub trait Adapter: Send + Sync + 'static {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// Whether it can read and send by now. What came from a platform that was not reached since
    /// the start waits until it is.
    fn is_ready(&self) -> bool {
        true
    }

    /// Reads one stored update. Pure; nothing in it means nothing for us.
    fn read(&self, update: &[u8], view: &View) -> Vec<Incoming>;

    /// Carries out one effect. Never drops a request that has left: time-outs are the client's.
    fn perform<'a>(
        &'a self,
        body: &'a Body,
        view: &'a View,
        attempt: &'a Attempt,
    ) -> Pending<'a, Fate>;

    /// Whether the platform knows a message that it gets once more by the name that goes with it
    /// ([`Attempt::nonce`]), for as long as a few tries take: then a repeat is never a second message.
    fn recognises_repeats(&self) -> bool {
        false
    }

    /// Whether it copies messages of this platform by itself, so that their files need not be
    /// fetched.
    fn copies(&self, from: Platform) -> bool;

    /// Every text that customers read in a language, as a file.
    fn wording_file(&self, lang: Lang, view: &View) -> String;

    /// The transcript of a case, as a file.
    fn transcript(&self, _transcript: &Transcript, _format: Format) -> String {
        String::new()
    }

    /// How large a file may be that is sent, in bytes.
    fn upload_limit(&self) -> u64;

    /// Fetches the files of a message that stands on this platform. A file larger than `limit` is
    /// [`Refusal::TooLarge`].
    fn fetch<'a>(
        &'a self,
        message: &'a MessageRef,
        files: &'a [FileRef],
        limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>>;

    /// The link that opens a private chat with the bot and hands it this token.
    fn private_link(&self, token: &str) -> Option<String>;

    /// The link that leads to a place on this platform, for whoever is or may become a member there.
    fn place_link(&self, _place: &Place) -> Option<String> {
        None
    }
}

/// A platform that several tasks share.
pub type SharedAdapter = Arc<dyn Adapter>;
