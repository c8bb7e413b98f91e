//! What is asked of the outside: data, carried out after it is durable.

mod fate;
mod form;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::fate::{Receipt, Refusal};

use crate::{
    action::Subject,
    desk::{DeskSay, Title},
    ids::{CaseNumber, SurveyId},
    incident::IncidentNumber,
    interaction::{Interaction, InteractionId},
    lang::Lang,
    making::Document,
    place::{Address, Content, FileRef, MessageRef, Place},
    say::{Button, Say},
};

pub use self::form::Form;
pub use crate::place::PressRef;

/// In which order effects leave when not all can leave at once; the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Acknowledgement of a tap.
    Ack,
    /// A line of a recovery conversation.
    Recovery,
    /// Staff are told or called.
    Staff,
    /// The tapped message becomes thanks or apology.
    Thanks,
    /// A card shows how its case stands; what is said about it goes first.
    Card,
    /// The one question.
    Question,
    /// Reminders and summaries.
    Digest,
}

/// Something to be done outside, with its urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Its urgency.
    pub class: Class,
    /// Not worth doing after this moment: it is then refused as [`Refusal::Expired`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// What becomes of an answer that can't be had.
    pub on_unknown: OnUnknown,
    /// What to do.
    pub body: Body,
}

/// What to do when nobody can tell whether a send arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUnknown {
    /// Never again by itself: asking twice is worse than not asking.
    Leave,
    /// Again, at most twice; the repeat is marked as such.
    Resend,
    /// Again until it is done: repeating changes nothing.
    Repeat,
}

/// Where a message to a customer may go: the first way that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// The private chat with an account.
    Private(Address),
    /// A chat or thread.
    Place(Place),
    /// A private room, as long as its customer is on the server: whoever only left the room is let
    /// in again, and where they are gone it is refused as [`Refusal::NotHere`].
    Room {
        /// The room.
        room: Place,
        /// The customer's account.
        of: Address,
    },
    /// Whoever pressed or gave a command, where they stand, so that nobody else reads it. Only on
    /// platforms whose presses and commands can be answered so.
    Reply(PressRef),
}

/// Words for a customer or for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// For a customer, in this language.
    Customer(Say, Lang),
    /// For staff.
    Desk(DeskSay),
}

impl Words {
    /// The language they are in.
    pub fn lang(&self) -> Lang {
        match self {
            Self::Customer(_, lang) => *lang,
            Self::Desk(say) => say.shown_in().unwrap_or_default(),
        }
    }
}

/// One effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Sends a message of our own.
    Send {
        /// Where to.
        to: To,
        /// What it says.
        words: Words,
        /// Its buttons, row by row.
        buttons: Vec<Vec<Button>>,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// The platform should invite the reader to reply to it.
        ask_reply: bool,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Changes a message of ours: its words, its buttons.
    Edit {
        /// Which one.
        message: MessageRef,
        /// What it says now; nothing: only the buttons change.
        words: Option<Words>,
        /// Its buttons from now on.
        buttons: Vec<Vec<Button>>,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
        /// The press of one of its buttons that led to this: where a platform lets it, the change
        /// is the answer to the press.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
    },
    /// Copies a message as it is, without naming its author.
    Copy {
        /// Which one.
        message: MessageRef,
        /// Where to.
        to: To,
        /// Words under it in place of its own.
        caption: Option<Words>,
        /// What the message carries, for a platform that can't copy it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<Box<Content>>,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Answers a press. The platform forgets presses within seconds, so it is tried once.
    Answer {
        /// The press, by the platform's name for it.
        press: PressRef,
        /// A short text that passes by; nothing: the press is only confirmed.
        words: Option<Words>,
        /// Another effect of the same step is the answer where the platform lets it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        covered: bool,
    },
    /// Asks whoever pressed for words: in a form where the platform has one, else by a message that
    /// they answer.
    Form {
        /// The press.
        press: PressRef,
        /// Which form.
        form: Form,
        /// What it asks for.
        words: Words,
        /// Where the message is sent that asks for it without a form; nothing: nowhere.
        to: Option<To>,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Takes a message of ours back.
    Delete {
        /// Which one.
        message: MessageRef,
        /// What its fate is reported as.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<Purpose>,
    },
    /// Puts an emoji on a message, or takes it off.
    React {
        /// Which message.
        message: MessageRef,
        /// Which emoji.
        emoji: String,
        /// On it, or off.
        on: bool,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Opens a private room for a customer where only they and staff can read.
    OpenRoom {
        /// Where rooms are.
        care: Place,
        /// The customer's account.
        with: Address,
        /// How it is called; nothing: as the business.
        title: Option<Title>,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Lets somebody into a private room, or sends them out. For a line of the room it only finds
    /// out whether they are there, and lets them in if not.
    Seat {
        /// Which room.
        room: Place,
        /// Who.
        who: Address,
        /// In, or out.
        inside: bool,
        /// What it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<Purpose>,
    },
    /// Marks a staff message as delivered to the customer, or as carried out.
    MarkDelivered {
        /// Which one.
        message: MessageRef,
    },
    /// Opens the thread of a case at the desk.
    OpenThread {
        /// The desk.
        desk: Place,
        /// Of which case.
        case: CaseNumber,
        /// How it is called.
        title: Title,
        /// Its card and the buttons under it, for a platform where the thread hangs on the card.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        card: Option<(Words, Vec<Vec<Button>>)>,
    },
    /// Renames the thread of a case.
    RenameThread {
        /// Which one.
        thread: Place,
        /// Of which case.
        case: CaseNumber,
        /// How it is called from now on.
        title: Title,
    },
    /// Closes the thread of a case.
    CloseThread {
        /// Which one.
        thread: Place,
    },
    /// Opens the closed thread of a case again.
    ReopenThread {
        /// Which one.
        thread: Place,
        /// What it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<Purpose>,
    },
    /// Deletes the thread of a case, or a private room, with everything in it.
    DeleteThread {
        /// Which one.
        thread: Place,
        /// The case, if it is the thread of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseNumber>,
        /// What its fate is reported as.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<Purpose>,
    },
    /// Pins a message of ours.
    Pin {
        /// Which one.
        message: MessageRef,
    },
    /// Sends a file that we made.
    SendFile {
        /// Where to.
        to: To,
        /// What stands under it.
        words: Words,
        /// The file.
        file: Document,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What its fate is reported as.
        purpose: Option<Purpose>,
    },
    /// Looks at what the bot may do where staff work and where private rooms are opened.
    Inspect {
        /// Where staff work.
        desk: Place,
        /// Where private rooms are opened.
        care: Option<Place>,
        /// What its fate is reported as.
        purpose: Purpose,
    },
    /// Fetches the text of a file that somebody sent.
    Fetch {
        /// The message that carries it.
        message: MessageRef,
        /// The file.
        file: FileRef,
        /// A larger one is refused, in bytes.
        limit: u64,
        /// What its fate is reported as.
        purpose: Purpose,
    },
    /// A contact that ended, found while something else was decided: goes back in as a new event
    /// for that customer.
    Signal {
        /// The account of the customer it was with.
        customer: Address,
        /// Their name, as the platform shows it.
        name: Option<String>,
        /// The language of their app.
        #[serde(default)]
        language: Option<String>,
        /// The contact.
        interaction: Box<Interaction>,
    },
    /// A contact that was signalled is going on: a question that was not sent yet is withdrawn.
    Withdraw {
        /// The account of the customer it was with.
        customer: Address,
        /// The contact.
        interaction: InteractionId,
    },
}

/// What an effect was for, so that its fate comes back to the right place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The question of a survey.
    Question(SurveyId),
    /// The reminder of a survey, or its faces shown once more.
    QuestionAgain(SurveyId),
    /// The thread of a case.
    Thread(CaseNumber),
    /// The card of a case.
    Card(CaseNumber),
    /// The prompt "What was done?" of a case.
    DonePrompt(CaseNumber),
    /// The prompt of a case for what is promised.
    PromisePrompt(CaseNumber),
    /// The prompt of a case for how it stands.
    ProgressPrompt(CaseNumber),
    /// The prompt of a case for whom it is handed to.
    HandoverPrompt(CaseNumber),
    /// The prompt of a case for why it goes back.
    ReturnPrompt(CaseNumber),
    /// The prompt of a case for what is offered.
    OfferPrompt(CaseNumber),
    /// The prompt of a case for what is sent in place of an offer, by the number of that.
    InsteadPrompt(CaseNumber, u32),
    /// What is offered in a case, by the number of the newest offer.
    Offer(CaseNumber, u32),
    /// A line of a case that is relayed, or was said in the room, by its number in the case.
    Line(CaseNumber, u32),
    /// Something said to the customer within a case.
    ToCustomer(CaseNumber),
    /// The recovery check of a case.
    Recheck(CaseNumber),
    /// Something for the desk within a case.
    ToDesk(CaseNumber),
    /// The private room of a case.
    Room(CaseNumber),
    /// The private room in which a survey is asked.
    RoomToAsk(SurveyId),
    /// An emoji on a line of a case, by its number in the case.
    Reaction(CaseNumber, u32),
    /// A thread or room of a case that is opened again.
    Reopened(CaseNumber),
    /// Staff of a case are told that its room is gone.
    OutOfRoom(CaseNumber),
    /// Somebody of staff is let into the room of a case.
    Seat(CaseNumber),
    /// What an admin asked for, by the number of what waits for it.
    Admin(u32),
    /// The board.
    Board,
    /// Something said to the customer or about them, outside of any case.
    Told,
    /// Something that is deleted because the customer is forgotten.
    Erased,
    /// The prompt of a case for why it went wrong.
    WhyPrompt(CaseNumber),
    /// The prompt of a case for why it is resolved although something is missing.
    AnywayPrompt(CaseNumber),
    /// The customer is told that something was fixed, by the number of that.
    FixTold(u32),
    /// We say sorry to the customer, for this incident.
    Apology(IncidentNumber),
}

impl Purpose {
    /// What it is about.
    pub fn about(self) -> Subject {
        match self {
            Self::Question(survey) | Self::QuestionAgain(survey) | Self::RoomToAsk(survey) => {
                Subject::Survey(survey)
            }
            Self::Thread(case)
            | Self::Card(case)
            | Self::DonePrompt(case)
            | Self::PromisePrompt(case)
            | Self::ProgressPrompt(case)
            | Self::HandoverPrompt(case)
            | Self::ReturnPrompt(case)
            | Self::OfferPrompt(case)
            | Self::InsteadPrompt(case, _)
            | Self::Offer(case, _)
            | Self::Line(case, _)
            | Self::ToCustomer(case)
            | Self::Recheck(case)
            | Self::ToDesk(case)
            | Self::Room(case)
            | Self::Reaction(case, _)
            | Self::Reopened(case)
            | Self::OutOfRoom(case)
            | Self::WhyPrompt(case)
            | Self::AnywayPrompt(case)
            | Self::Seat(case) => Subject::Case(case),
            Self::Admin(_) | Self::Board => Subject::Business,
            // Whoever asked for it hears what became of it.
            Self::Told | Self::Erased | Self::FixTold(_) | Self::Apology(_) => Subject::Presser,
        }
    }
}
