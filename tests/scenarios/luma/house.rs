//! What a platform is to a scenario: a house in which people do things and see things.

use amends_core::place::Place;

/// What a message carries beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing.
    Text,
    /// A picture.
    Photo,
    /// A file.
    Document,
    /// A voice message.
    Voice,
    /// A sticker.
    Sticker,
    /// A point on the map.
    Location,
    /// A film.
    Video,
}

/// Something that somebody writes.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) kind: Kind,
    /// The file's name and what is in it, where that matters.
    pub(crate) file: Option<(String, Vec<u8>)>,
    /// The message that it answers.
    pub(crate) reply_to: Option<i64>,
    /// The writer hides behind the group.
    pub(crate) anonymous: bool,
}

impl Line {
    /// Words.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Text, file: None, reply_to: None, anonymous: false }
    }

    /// A file of which it matters what is in it.
    pub(crate) fn file(name: &str, text: &str, caption: impl Into<String>) -> Self {
        let file = Some((name.to_owned(), text.as_bytes().to_vec()));
        Self { kind: Kind::Document, file, ..Self::text(caption) }
    }

    /// Something other than words, which may stand under it.
    pub(crate) fn attachment(kind: Kind, caption: impl Into<String>) -> Self {
        Self { kind, ..Self::text(caption) }
    }

    /// Answers a message.
    pub(crate) fn replying_to(mut self, message: i64) -> Self {
        self.reply_to = Some(message);
        self
    }

    /// Hides the writer behind the group.
    pub(crate) fn anonymously(mut self) -> Self {
        self.anonymous = true;
        self
    }
}

/// What we ask a platform for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Sends a message of our own.
    Send,
    /// Changes a message of ours.
    Edit,
    /// Copies a message, or sends its file on.
    Copy,
    /// Opens the thread of a case.
    OpenThread,
}

/// What befalls a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Told to come back after so many seconds.
    TooMany(u32),
    /// Done, but the connection breaks before we learn it.
    ReplyLost,
    /// The page of a proxy; done all the same, or not.
    BadGateway { executes: bool },
    /// An error of the platform; not done.
    ServerError,
    /// An answer that comes late; done at once.
    Hang { millis: u64 },
    /// The person blocked us.
    Blocked,
    /// The platform can't do this with such a message.
    Unable,
}

/// A platform with the cast in it. A chat is a person's (what they see of us), the desk with all its
/// threads, or the support group with all of its own.
pub(crate) trait House: Send {
    /// Where staff work.
    fn desk(&self) -> i64;

    /// Where customers are served.
    fn help(&self) -> i64;

    /// The desk, as the business is told about it.
    fn desk_place(&self) -> Place;

    /// Where private rooms are opened, if the platform has them.
    fn care_place(&self) -> Option<Place>;

    /// An account for somebody who was not there at the beginning; they can be written to.
    fn settles(&self, id: i64, name: &str, language: &str);

    /// Somebody can be written to from now on; on Telegram they say so, and may show a token.
    fn starts(&self, who: i64, token: Option<&str>);

    /// What that looks like.
    fn starting(&self) -> &'static str;

    fn blocks(&self, who: i64);

    fn unblocks(&self, who: i64);

    /// The newest message of a chat with a button that says this.
    fn newest_with(&self, chat: i64, label: &str) -> Option<i64>;

    /// The newest message with a button that says this, wherever somebody sees it: its chat and
    /// itself.
    fn newest_seen(&self, who: i64, label: &str) -> Option<(i64, i64)>;

    /// What the button says that is meant: a platform may not know yet in which language.
    fn label(&self, message: i64, label: &str) -> String;

    /// The newest message of a chat that contains these words.
    fn message_with(&self, chat: i64, words: &str) -> Option<i64>;

    /// The text of the message that a message answers, without its writer's name.
    fn answered_by(&self, chat: i64, message: i64) -> Option<String>;

    /// The data behind a button.
    fn data_of(&self, chat: i64, message: i64, label: &str) -> String;

    /// Everything that we, or staff, said in a person's chat and that is on the screen; everything
    /// that we, or customers, said at the desk.
    fn said_in(&self, chat: i64) -> Vec<String>;

    /// The name of the newest thread of the desk.
    fn thread_name(&self) -> String;

    /// Calls of ours that mark words of somebody else up, or let them call somebody.
    fn marked_up(&self) -> Vec<String>;

    /// Whether words are asked for in forms; elsewhere they are asked for by a message.
    fn has_forms(&self) -> bool;

    /// How many presses were answered with words that pass by, or with a change.
    fn answered_presses(&self) -> usize;

    /// Presses a button. A link leads to us with a token.
    fn press(&self, who: i64, chat: i64, message: i64, label: &str) -> Option<String>;

    /// Presses what is no button, or not any more, with a modified client.
    fn forge(&self, who: i64, chat: i64, message: i64, data: &str);

    /// A customer writes to us. Returns where, if not in their private chat.
    fn tells(&mut self, who: i64, line: Line) -> &'static str;

    /// Staff write in the newest thread of the desk, or wherever its customer reads them. Returns
    /// where.
    fn talks(&mut self, who: i64, line: Line) -> &'static str;

    /// Staff write at the desk outside of any thread.
    fn calls_out(&mut self, who: i64, line: Line) -> &'static str;

    /// Staff give a command with a file outside of any thread: the command stands under it, or has
    /// a field for it. Returns which.
    fn hands_over(&mut self, who: i64, file: (&str, &[u8]), command: &str) -> &'static str;

    /// Staff answer the newest message with these words: in the newest thread, or outside of any; or
    /// they fill in the form that asks for it. Returns where.
    fn replies(&mut self, who: i64, to: &str, text: &str, in_thread: bool) -> &'static str;

    /// Writes anything in a chat, outside of any thread.
    fn puts(&mut self, who: i64, chat: i64, line: Line) -> i64;

    fn edits(&self, who: i64, chat: i64, message: i64, text: &str);

    /// Somebody takes a message of theirs back, on their screen and on all others.
    fn deletes(&self, who: i64, chat: i64, message: i64);

    /// Somebody puts an emoji on a message.
    fn reacts(&self, who: i64, chat: i64, message: i64, emoji: &str);

    /// Staff open a topic where customers are served.
    fn opens_topic(&mut self, staff: i64, title: &str);

    /// Somebody writes in the newest topic where customers are served.
    fn writes_in_topic(&mut self, who: i64, line: Line);

    /// Somebody lets the bot read and write in the chats of their own account.
    fn connects_own_chats(&mut self, _owner: i64) {
        unreachable!("only Telegram has such chats")
    }

    /// One of the two writes in somebody's own chat with a customer.
    fn writes_in_own_chat(&mut self, _by: i64, _between: (i64, i64), _line: Line) {
        unreachable!("only Telegram has such chats")
    }

    fn closes_topic(&mut self, staff: i64);

    fn reopens_topic(&mut self, staff: i64);

    /// Somebody closes the newest thread of the desk by hand, or deletes it.
    fn closes_thread(&self, staff: i64);

    fn deletes_thread(&self, staff: i64);

    /// We can't work at the desk any more, and can again. Returns what was done.
    fn shuts_desk(&self, staff: i64) -> &'static str;

    fn reopens_desk(&self, staff: i64);

    /// We may not open threads at the desk any more.
    fn forbids_threads(&self, staff: i64);
    /// Staff let the bot open threads again.
    fn allows_threads(&self, staff: i64);

    /// How often we did this with success.
    fn count(&self, call: Call) -> usize;

    /// What befalls the next of these calls.
    fn next(&self, call: Call, trouble: Trouble);

    /// What befalls so many of a thousand of these calls.
    fn rate(&self, call: Call, trouble: Trouble, per_mille: u32);

    /// The platform works well again.
    fn clear(&self);

    /// How many troubles are yet to strike.
    fn troubles(&self) -> usize;

    /// Begins to look whether everything arrived.
    fn probe(&mut self);

    /// Whether what happened before the last probe arrived and was answered.
    fn is_quiet(&self) -> bool;

    /// Whether anything happened since the last probe.
    fn is_stirred(&self) -> bool;

    /// What changed on all screens since the last look.
    fn changes(&mut self) -> String;

    /// Whether somebody can write in the name of a group.
    fn has_anonymity(&self) -> bool;

    /// Whether points on a map can be sent.
    fn has_places(&self) -> bool;

    /// The longest text that somebody can send, in characters.
    fn longest_text(&self) -> usize;

    /// Everything on all screens, for somebody who looks for a mistake.
    fn everything(&self) -> String;

    /// Departures from the platform's specification, and what it told that could not be read.
    fn violations(&self) -> Vec<String>;
}
