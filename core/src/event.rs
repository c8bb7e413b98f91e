//! What can happen: a closed list of facts.

mod known;
mod page;
mod venue;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    known::{Known, Token},
    page::{LeftOut, Page},
    venue::{Ending, VenueEvent},
};
use crate::{
    action::Action,
    admin::Vitals,
    case::Promise,
    customer::Customer,
    desk::DeskSay,
    effect::{Body, Form, PressRef, Purpose, Receipt, Refusal},
    ids::{CaseNumber, ItemNumber},
    incident::IncidentNumber,
    interaction::{Interaction, InteractionId},
    merging::{Asked, MergedBy},
    place::{Actor, Address, Content, MessageRef, Named, Place},
    policy::Level,
    wording::Counted,
};

/// An event with everything the core may not get for itself: the time, entropy and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Sequence number in the journal.
    pub seq: u64,
    /// When it happened, by the clock of the service.
    pub at: Timestamp,
    /// Entropy for ids and tokens minted in this step.
    pub entropy: [u8; 32],
    /// The number the next case of the workspace gets, if this step opens one.
    pub next_case: CaseNumber,
    /// The id by which the log tells of it, so that people can quote it.
    pub log_id: Option<String>,
    /// What happened.
    pub event: Event,
}

/// What happened to one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A contact ended.
    InteractionEnded {
        /// The contact.
        interaction: Box<Interaction>,
        /// Accounts and names of the customer that the source vouches for.
        known: Known,
    },
    /// The contact goes on after all.
    InteractionReopened {
        /// The contact.
        interaction: InteractionId,
    },
    /// Somebody else showed the receipt of this contact, which waited here: it is theirs now.
    ReceiptShown {
        /// Which contact.
        interaction: InteractionId,
    },
    /// A deadline of this customer has come.
    DeadlineReached,
    /// Somebody pressed a button.
    Pressed {
        /// The press, to be answered.
        press: PressRef,
        /// Who pressed.
        by: Actor,
        /// On which message.
        message: Option<MessageRef>,
        /// What it asks for.
        action: Action,
    },
    /// The customer wrote, in their private chat.
    CustomerWrote {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// What it carries.
        content: Content,
        /// What a start token in it stands for.
        token: Option<Token>,
        /// It came by a command or form that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// The form it was written into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<Form>,
    },
    /// The customer edited a message.
    CustomerEdited {
        /// The message.
        message: MessageRef,
        /// What it carries now.
        content: Content,
    },
    /// The customer took a message back.
    CustomerDeleted {
        /// The message.
        message: MessageRef,
    },
    /// The customer put an emoji on a message, or took it off.
    CustomerReacted {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The emoji.
        emoji: String,
        /// On it, or off.
        on: bool,
    },
    /// The customer can be written to: unblocked, came back.
    CustomerReachable {
        /// Which account.
        address: Address,
    },
    /// The customer can't be written to: blocked, left.
    CustomerUnreachable {
        /// Which account.
        address: Address,
    },
    /// The customer confirmed that everything about them is to be erased.
    ErasureConfirmed,
    /// Nothing more will be heard of what was to be deleted after it: whatever the platforms did not
    /// speak of was given up.
    DeletionsEnded,
    /// Somebody wrote in the thread of one of the customer's cases, or named the case elsewhere.
    StaffWrote {
        /// Which case.
        case: CaseNumber,
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The message it answers.
        reply_to: Option<MessageRef>,
        /// That message is one of ours.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        answers_us: bool,
        /// What it carries.
        content: Content,
        /// It came by a command or form that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// The form it was written into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<Form>,
        /// How many open cases each colleague has, where somebody is to be handed one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        load: Vec<(Address, u32)>,
    },
    /// A message in the thread of a case was taken back.
    StaffDeleted {
        /// Which case.
        case: CaseNumber,
        /// The message.
        message: MessageRef,
    },
    /// Somebody put an emoji on a message in the thread of a case, or took it off.
    StaffReacted {
        /// Which case.
        case: CaseNumber,
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// The emoji.
        emoji: String,
        /// On it, or off.
        on: bool,
    },
    /// Somebody edited a message in the thread of a case.
    StaffEdited {
        /// Which case.
        case: CaseNumber,
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// What it carries now.
        content: Content,
    },
    /// The thread of a case was closed by hand.
    ThreadClosed {
        /// Which case.
        case: CaseNumber,
        /// Who, where the platform tells.
        by: Option<Actor>,
        /// Which thread: that of the desk, or the private room; nothing: that of the desk.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<Place>,
        /// Whether it was deleted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        gone: bool,
    },
    /// Something of which the customer complained is fixed.
    CauseFixed {
        /// Which cause.
        cause: String,
        /// Which fix of it.
        fix: u32,
        /// The customer is told, unless a case of theirs is open; else only whoever has that is.
        tells: bool,
    },
    /// We say sorry for something of which the customer has not complained, unless a case of theirs
    /// is open: then whoever has that is told.
    Apologise {
        /// For which incident.
        incident: IncidentNumber,
    },
    /// Another customer turned out to be the same person, and is taken in.
    Merged {
        /// The other customer, as they are.
        other: Box<Customer>,
        /// On whose word.
        by: MergedBy,
        /// The command of staff that asked for it.
        asked: Option<Asked>,
    },
    /// The customer who was taken in last turned out to be somebody else after all.
    Split {
        /// The command of staff that asked for it.
        asked: Asked,
    },
    /// The customer had been taken in by another one, and is there again.
    Restored {
        /// The customer, taken out again.
        customer: Box<Customer>,
        /// The case that had closed for the sake of the other customer's.
        reopens: Option<CaseNumber>,
    },
    /// A case is the same as another one, which goes on: it closes for the sake of that.
    Duplicate {
        /// The case that goes on.
        of: CaseNumber,
        /// The command of staff that asked for it, with the case that closes.
        asked: Asked,
    },
    /// Another case closed for the sake of one of this customer's.
    TakesOver {
        /// The case that goes on.
        case: CaseNumber,
        /// The case that closed.
        from: CaseNumber,
        /// Who said so.
        by: String,
        /// How high the other one had climbed.
        level: Level,
        /// What was promised there and is open.
        promises: Vec<Promise>,
    },
    /// Staff asked what is known of the customer.
    LookedUp {
        /// The command; it may name them as well.
        message: MessageRef,
        /// It came by a command that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// Where it is answered if not so: others read where it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
        /// The answer.
        say: Box<DeskSay>,
    },
    /// Staff said what is to become of an item of the inbox.
    StaffOnItem {
        /// Which.
        item: ItemNumber,
        /// Who.
        by: Actor,
        /// The message of theirs.
        message: MessageRef,
        /// The command, if it can be answered where it was given.
        press: Option<PressRef>,
        /// What they said.
        said: String,
    },
    /// An effect came to its end.
    Settled {
        /// What it was for.
        purpose: Purpose,
        /// Where it was sent, if to a customer.
        to: Option<Address>,
        /// What the platform said.
        fate: Result<Receipt, Refusal>,
        /// What was refused because of where it went, and may go elsewhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refused: Option<Box<Body>>,
    },
}

/// What happened to the business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceEvent {
    /// Somebody took the transcript of a case: the audit trail says so.
    TranscriptTaken {
        /// The case.
        case: CaseNumber,
        /// Who.
        by: Address,
    },
    /// Somebody wrote at the desk outside of any case, in private to the bot as staff, or elsewhere
    /// a command that is about the business.
    StaffWrote {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// What it carries.
        content: Content,
        /// The open cases, for lists and guards.
        open_cases: Vec<OpenCase>,
        /// Whom and what it names.
        #[serde(default, skip_serializing_if = "Named::is_nothing")]
        named: Box<Named>,
        /// It was written in private.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        in_private: bool,
        /// How the service does, if that is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vitals: Option<Box<Vitals>>,
        /// It came by a command that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// The link that is printed for the place that it names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<String>,
        /// The number of what it answers: an admin was asked for words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<u32>,
    },
    /// Somebody was seen who is staff, or is to be staff by a role, or was; or anybody where staff
    /// work.
    StaffSeen {
        /// Who.
        by: Actor,
        /// The platform told every role they hold: who holds none is no longer staff by role.
        #[serde(default)]
        roles_told: bool,
        /// They wrote where staff work.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        at_desk: bool,
    },
    /// A customer answered a question of which there are variants.
    WordingCounted {
        /// Which, and how.
        counted: Vec<Counted>,
    },
    /// A chat got a new id.
    ChatMigrated {
        /// The old place.
        from: Place,
        /// The new place.
        to: Place,
    },
    /// A command was answered by a look at what is known, and changes nothing.
    Answered {
        /// The message.
        message: MessageRef,
        /// It came by a command that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// Where it is answered if not so: others read where it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
        /// What was found.
        say: Box<DeskSay>,
    },
    /// A command of staff can't be carried out, and why.
    Refused {
        /// The message.
        message: MessageRef,
        /// It came by a command that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// Why.
        say: Box<DeskSay>,
    },
    /// Somebody pressed a button that is about the business.
    Pressed {
        /// The press, to be answered.
        press: PressRef,
        /// Who.
        by: Actor,
        /// On which message.
        message: Option<MessageRef>,
        /// What it asks for.
        action: Action,
    },
    /// An effect of the business came to its end.
    Settled {
        /// What it was for.
        purpose: Purpose,
        /// What the platform said.
        fate: Result<Receipt, Refusal>,
    },
    /// A customer had everything about them deleted.
    Forgotten {
        /// Their accounts.
        accounts: Vec<Address>,
    },
    /// Whoever runs the service put a file with settings into force.
    Imported {
        /// The file.
        source: String,
    },
    /// While nobody administered, somebody whose the place of work is gave a command of an admin.
    FirstAdmin {
        /// Who.
        by: Actor,
        /// The command.
        message: MessageRef,
    },
    /// It is time to look whether anybody is there while the doors are open.
    Looked,
    /// Staff noted a cause that nobody noted before, in a case.
    CauseNoted {
        /// Who.
        by: Address,
        /// Its name.
        name: String,
    },
    /// A cause came up again in a case that began after it was said to be fixed.
    CauseBack {
        /// Its name.
        name: String,
        /// Which fix did not hold.
        fix: u32,
    },
    /// A case with this cause ended well.
    Worked {
        /// The name of the cause.
        cause: String,
        /// What was given, by its names in the catalogue.
        items: Vec<String>,
    },
    /// The word that a cause is fixed reached a customer.
    FixReached {
        /// Its name.
        name: String,
        /// Which fix.
        fix: u32,
    },
    /// A page of customers was gone through because a cause is fixed, or to say sorry.
    Page(Box<Page>),
    /// The bot can or can't work at the desk.
    DeskUsable {
        /// Whether it can.
        usable: bool,
    },
}

/// An open case, as lists and guards need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCase {
    /// One line about it.
    pub line: crate::desk::CaseLine,
    /// Who answers for it.
    pub owner: Option<Address>,
    /// The next time that was told to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Timestamp>,
}
