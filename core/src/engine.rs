//! The engine: one customer, one event, one result.
//!
//! Each module below owns one subject of `BEHAVIOUR`; `step::Step` is what they share.

mod answering;
mod apologising;
mod approving;
mod asking;
mod assisting;
mod attributing;
mod behalf;
mod calling;
mod casework;
mod commands;
mod concluding;
mod counting;
mod deadlines;
mod desk_view;
mod erasing;
mod expiring;
mod feed;
mod finding;
mod fixing;
mod following;
mod handing;
mod handling;
mod inbox;
mod leaving;
mod listing;
mod merging;
mod offering;
mod opening;
mod pressing;
mod promising;
mod prompts;
mod reaching;
mod receipts;
mod recommending;
mod relay;
mod replaying;
mod resending;
mod resolving;
mod rooms;
mod ruling;
mod settling;
mod staff;
mod step;
mod story;
mod transcribing;
mod ways;
mod worded;
mod words;

use jiff::Timestamp;

pub(crate) use self::asking::{rating_buttons, rows_of};
pub(crate) use self::listing::buttons_under;
use self::step::Step;
pub(crate) use self::step::later;
pub use self::{
    expiring::DatesBy,
    finding::{FOUND_MOST, Search},
    inbox::{InboxAsked, InboxListing, is_old, one_item},
    listing::{Listing, Looked, one_case},
    replaying::{Fate, Replayed, replay},
};
use crate::{
    customer::Customer,
    effect::{Body, Effect, Purpose},
    event::{Event, Recorded, WorkspaceEvent},
    fact::Fact,
    policy::Policy,
};

/// What one step asks for, beside the new state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    /// What is worth remembering for good.
    pub facts: Vec<Fact>,
    /// What was asked for earlier and is not to leave any more.
    pub recall: Recall,
    /// What the business hears of it.
    pub business: Vec<WorkspaceEvent>,
}

/// What a customer's earlier steps asked for and is not to leave any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recall {
    /// Nothing: all of it leaves.
    #[default]
    Nothing,
    /// Questions and reminders.
    Questions,
    /// Everything.
    Everything,
}

impl Recall {
    /// Whether an effect of an earlier step is not to leave any more.
    pub fn covers(self, body: &Body) -> bool {
        let is_question = matches!(
            body,
            Body::Send { purpose: Some(Purpose::Question(_) | Purpose::QuestionAgain(_)), .. }
                | Body::OpenRoom { purpose: Some(Purpose::RoomToAsk(_)), .. }
        );
        match self {
            Self::Nothing => false,
            Self::Questions => is_question,
            Self::Everything => true,
        }
    }
}

/// The next moment at which a customer's engine wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// Why, for the log.
    pub kind: &'static str,
}

/// Advances `customer` by one event and returns what is to be done about it.
///
/// The same customer, policy and event always give the same result. A stale event (a second press
/// of the button, a timer that lost the race) leaves the state alone and asks for nothing.
///
/// Whatever was due by then fires first, so that a timer never loses to the event that came while
/// the service was down.
#[must_use = "effects that are dropped never happen"]
pub fn apply(customer: &mut Customer, policy: &Policy, recorded: &Recorded) -> Outcome {
    let mut step = Step::new(customer, policy, recorded);
    // A question that is withdrawn in the moment in which it is due is not asked.
    if let Event::InteractionReopened { interaction } = &recorded.event {
        step.withdraw(interaction);
    }
    step.fire_due();
    step.handle(&recorded.event);
    step.settle_items();
    step.refresh_desk();
    step.forget_old();
    step.finish()
}

impl Step<'_> {
    fn handle(&mut self, event: &Event) {
        match event {
            Event::InteractionEnded { interaction, known } => {
                self.learn(known);
                self.held_on_behalf(interaction);
                self.interaction_ended(&known.told_of(interaction));
            }
            Event::ReceiptShown { interaction } => self.hand_over(interaction),
            Event::Pressed { press, by, message, action } => {
                self.pressed(press, by, message.as_ref(), *action);
            }
            Event::CustomerWrote { .. } => self.on_words(event),
            Event::CustomerEdited { message, content } => self.customer_edited(message, content),
            Event::CustomerDeleted { message } => self.customer_deleted(message),
            Event::CustomerReacted { message, emoji, on, .. } => {
                self.customer_reacted(message, emoji, *on);
            }
            Event::StaffDeleted { case, message } => self.staff_deleted(*case, message),
            Event::StaffReacted { case, by, message, emoji, on } => {
                self.staff_reacted(*case, by, message, emoji, *on);
            }
            Event::InteractionReopened { .. } | Event::DeadlineReached => (),
            Event::CustomerReachable { address } => self.reachable(address),
            Event::CustomerUnreachable { address } => self.unreachable(address),
            Event::ErasureConfirmed => self.erase(None, None),
            Event::DeletionsEnded => self.deletions_ended(),
            Event::StaffWrote { case, by, message, content, form: Some(form), .. } => {
                self.listen();
                self.staff_filled_form(*case, by, message, *form, content);
            }
            Event::StaffWrote { case, by, message, reply_to, answers_us, content, .. } => {
                self.listen();
                let answered = reply_to.as_ref().map(|message| (message, *answers_us));
                self.staff_wrote(*case, by, message, answered, content);
            }
            Event::StaffEdited { case, by, message, content } => {
                self.staff_edited(*case, by, message, content);
            }
            Event::ThreadClosed { case, thread, gone, .. } => {
                self.thread_closed(*case, thread.as_ref(), *gone);
            }
            Event::CauseFixed { cause, fix, tells } => self.cause_fixed(cause, *fix, *tells),
            Event::Apologise { incident } => self.apologise_first(*incident),
            Event::Merged { other, by, asked } => {
                self.listen();
                self.merge(other, by, asked.as_ref());
            }
            Event::Split { asked } => {
                self.listen();
                self.split(asked);
            }
            Event::Duplicate { of, asked } => {
                self.listen();
                self.close_as_duplicate(*of, asked);
            }
            Event::TakesOver { case, from, by, level, promises } => {
                self.takes_over(*case, *from, (by.as_str(), *level), promises);
            }
            Event::LookedUp { .. } | Event::StaffOnItem { .. } => self.on_request(event),
            Event::Restored { customer, reopens } => self.restore(customer, *reopens),
            Event::Settled { purpose, to, fate, refused } => {
                self.settled(*purpose, to.as_ref(), fate, refused.as_deref());
            }
        }
    }

    /// The customer wrote: a number in place of a press, into a form, or words.
    fn on_words(&mut self, event: &Event) {
        let Event::CustomerWrote { by, message, reply_to, content, token, press, form } = event
        else {
            return;
        };
        if self.is_chosen(by, message, content) {
            return;
        }
        let in_private = press.is_none() && self.is_in_private(message);
        self.seen(by, in_private);
        self.listen();
        if let Some(form) = form {
            return self.form_filled(*form, message, content, token.as_ref());
        }
        self.customer_wrote(message, reply_to.as_ref(), content, token.as_ref());
    }

    /// Staff ask what is known of the customer, or say what becomes of an item of theirs.
    fn on_request(&mut self, event: &Event) {
        if let Event::LookedUp { message, press, place, say } = event {
            self.looked_up(message, press.as_ref(), place.as_ref(), say);
        } else if let Event::StaffOnItem { item, by, message, said, .. } = event {
            self.listen();
            self.inbox_command(*item, by, message, said);
        }
    }
}
