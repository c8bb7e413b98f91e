//! Messages: in private, at the desk, in private rooms, and where customers are served.

use amends_core::{
    event::VenueEvent,
    place::{Actor, Content, FileRef, MessageRef, Named, Place},
};
use amends_runtime::port::Incoming;
use serde_json::Value;

use super::{
    Reading, Role,
    content::{self, content},
    people,
};
use crate::envelope::text;

/// Discord's numbers for messages that people write; all others are notices.
const WRITTEN: [u64; 2] = [0, 19];
/// Discord's number for a reference to an answered message; the other one is a forwarded message.
const REPLY: u64 = 0;

impl Reading<'_> {
    /// Reads a new message.
    pub(super) fn written(&self) -> Option<Incoming> {
        let (by, message) = self.author_and_message()?;
        let (content, reply_to) = (content(self.d()), self.answered());
        if self.is_in_private() {
            let content = content.unwrap_or(Content::Unsupported);
            let named = Named { file: self.answered_file(), ..Named::default() };
            let (token, press, form) = (None, None, None);
            let wrote =
                Incoming::Wrote { by, message, reply_to, content, token, named, press, form };
            return Some(wrote);
        }
        match self.role_of(&message.place) {
            Role::Desk => {
                // What can't be read can't be passed on: the core tells staff.
                let (content, press, form) = (heard(content), None, None);
                let named = self.named_in_words();
                Some(Incoming::Desk { by, message, reply_to, content, named, press, form })
            }
            Role::Room => Some(Incoming::Room { by, message, reply_to, content: heard(content) }),
            Role::Care => None,
            Role::Venue => Some(self.said(by, message, heard(content))),
        }
    }

    /// Reads an edited message.
    pub(super) fn edited(&self) -> Option<Incoming> {
        // Previews of links come as changes, too.
        self.d()["edited_timestamp"].as_str()?;
        let (by, message) = self.author_and_message()?;
        let content = content(self.d())?;
        if self.is_in_private() {
            return Some(Incoming::Edited { by, message, content });
        }
        match self.role_of(&message.place) {
            Role::Desk => Some(Incoming::DeskEdited { by, message, content }),
            Role::Room => Some(Incoming::Edited { by, message, content }),
            Role::Care | Role::Venue => None,
        }
    }

    /// Reads an emoji that somebody put on a message, or took off.
    pub(super) fn reacted(&self, on: bool) -> Option<Incoming> {
        let user = text(&self.d()["user_id"]).filter(|user| *user != self.me.id)?;
        let member = &self.d()["member"];
        let by = if member["user"].is_object() {
            people::person(&member["user"], Some(member))?
        } else {
            people::somebody(&user)
        };
        let emoji = text(&self.d()["emoji"]["name"])?;
        // One that only this server has can't be put anywhere else; its name can be told.
        let is_own = !self.d()["emoji"]["id"].is_null();
        let emoji = if is_own { format!(":{emoji}:") } else { emoji };
        Some(Incoming::Reacted { by, message: self.message_at("message_id")?, emoji, on })
    }

    fn author_and_message(&self) -> Option<(Actor, MessageRef)> {
        let d = self.d();
        let is_written = d["type"].as_u64().is_none_or(|kind| WRITTEN.contains(&kind));
        if !is_written || !d["webhook_id"].is_null() {
            return None;
        }
        let by = people::person(&d["author"], Some(&d["member"]))?;
        if by.address.account == self.me.id {
            return None;
        }
        Some((by, self.message_at("id")?))
    }

    /// Whom a message names, and whom and what it answers.
    fn named_in_words(&self) -> Named {
        let answered = self.answered_author().map(Box::new);
        let author = text(&self.d()["referenced_message"]["author"]["id"]);
        let answers_us = self.is_reply() && author.is_some_and(|author| author == self.me.id);
        let file = self.answered_file();
        Named { people: self.mentions(), answered, answers_us, file, ..Named::default() }
    }

    fn answered_file(&self) -> Option<Box<FileRef>> {
        self.is_reply().then(|| content::file(&self.d()["referenced_message"])).flatten()
    }

    fn answered_author(&self) -> Option<Actor> {
        let answered = &self.d()["referenced_message"];
        (self.is_reply() && answered.is_object())
            .then(|| people::person(&answered["author"], None))
            .flatten()
    }

    fn mentions(&self) -> Vec<Actor> {
        let mentions = self.d()["mentions"].as_array().into_iter().flatten();
        // Whoever answers names the one they answer as well, which is no naming.
        mentions.filter_map(|user| people::person(user, Some(&user["member"]))).collect()
    }

    fn said(&self, by: Actor, message: MessageRef, content: Content) -> Incoming {
        let (reply_to, mentions) = (self.answered_author(), self.mentions());
        let place = message.place.clone();
        let event = VenueEvent::Wrote {
            mentions,
            by,
            message,
            reply_to,
            content,
            press: None,
            private: self.is_private(),
            on_behalf: false,
        };
        Incoming::Venue { place, event }
    }

    fn is_reply(&self) -> bool {
        let reference = &self.d()["message_reference"];
        reference.is_object() && reference["type"].as_u64().unwrap_or_default() == REPLY
    }

    fn answered(&self) -> Option<MessageRef> {
        if !self.is_reply() {
            return None;
        }
        let reference = &self.d()["message_reference"];
        let place: Place = self.place()?;
        // The first message of a thread answers what it was opened on, which stands elsewhere.
        let is_here = match reference["channel_id"].as_str() {
            Some(channel) => self.d()["channel_id"].as_str() == Some(channel),
            None => true,
        };
        let id = text(&reference["message_id"]).filter(|_| is_here)?;
        Some(MessageRef { place, id })
    }
}

/// What was said where we may only see that something was: empty words are heard without words.
fn heard(content: Option<Content>) -> Content {
    content.unwrap_or_else(|| Content::Text(String::new()))
}

/// Reads the words of a message that a menu was opened on.
pub(super) fn words_of(message: &Value) -> Option<String> {
    content(message)?.words().map(ToOwned::to_owned).filter(|words| !words.trim().is_empty())
}
