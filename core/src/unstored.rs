//! What is said while nothing can be stored: no step is taken then, since nothing of it would last.

use crate::{
    action::{Action, Subject},
    desk::DeskSay,
    effect::{Body, Form, PressRef, To, Words},
    grammar,
    place::{Actor, MessageRef, Place},
    policy::Policy,
    say::Say,
};

/// Something that somebody did and that could not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unstored<'a> {
    /// They pressed a button.
    Pressed {
        /// The press, to be answered.
        press: &'a PressRef,
        /// Where the button stands.
        place: Option<&'a Place>,
        /// What it asks for.
        action: Option<Action>,
    },
    /// They wrote this.
    Wrote {
        /// The message.
        message: &'a MessageRef,
        /// Its words.
        text: &'a str,
        /// It can be answered so that nobody else reads it.
        press: Option<&'a PressRef>,
        /// The form of ours that it was written into.
        form: Option<&'a Form>,
        /// Customers may read where it stands.
        among_customers: bool,
    },
}

/// What is said about it, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It waits all the same, and counts once it can be stored: nothing that customers do is lost.
    Waits(Body),
    /// It is refused. Once its author has heard so, it is never carried out.
    Refused(Body),
}

/// The answer to whoever did it: customers who pressed must not take the tap for done, and staff and
/// admins not a command. Other words wait where they are, and are worked on later. The log tells of
/// it by `log_id`.
pub fn answer(
    policy: &Policy,
    by: &Actor,
    what: Unstored<'_>,
    log_id: Option<String>,
) -> Option<Answer> {
    let works_here = works_here(policy, by);
    match what {
        Unstored::Pressed { press, place, action } => {
            let is_of_business =
                action.is_some_and(|action| matches!(action.subject(), Subject::Business));
            let is_at_desk = policy.desk().zip(place).is_some_and(|(desk, place)| {
                desk.platform == place.platform && desk.chat == place.chat
            });
            let answer =
                |words| Body::Answer { press: press.clone(), words: Some(words), covered: false };
            if works_here && (is_of_business || is_at_desk) {
                return Some(Answer::Refused(answer(Words::Desk(DeskSay::NotStored(log_id)))));
            }
            Some(Answer::Waits(answer(Words::Customer(Say::Error, policy.language_of(by)))))
        }
        Unstored::Wrote { message, text, press, form, among_customers } => {
            let is_command = form.is_some_and(is_of_staff)
                || text.starts_with("//")
                || grammar::is_about_business(text)
                || grammar::is_no_customers(text);
            if !works_here || !is_command {
                return None;
            }
            let (to, reply_to) = match press {
                Some(press) => (To::Reply(press.clone()), None),
                None if among_customers => (To::Private(by.address.clone()), None),
                None => (To::Place(message.place.clone()), Some(message.clone())),
            };
            Some(Answer::Refused(said(to, DeskSay::NotStored(log_id), reply_to)))
        }
    }
}

/// What admins hear in private about it.
pub fn alarm(policy: &Policy) -> Vec<Body> {
    let admins = policy.workspace.admins.iter();
    admins.map(|admin| said(To::Private(admin.clone()), DeskSay::StoreFails, None)).collect()
}

fn said(to: To, say: DeskSay, reply_to: Option<MessageRef>) -> Body {
    let words = Words::Desk(say);
    Body::Send { to, words, buttons: Vec::new(), reply_to, ask_reply: false, purpose: None }
}

/// Whether a form is for those who work here. What customers write into theirs waits.
fn is_of_staff(form: &Form) -> bool {
    match form {
        Form::Done(_)
        | Form::Promise(_)
        | Form::Progress(_)
        | Form::Offer(_)
        | Form::Instead(..)
        | Form::Wording(_) => true,
        Form::Comment(_) | Form::Story(_) | Form::Complaint | Form::Code => false,
    }
}

/// Whether somebody is staff or an admin, or may become the first one.
fn works_here(policy: &Policy, by: &Actor) -> bool {
    let workspace = &policy.workspace;
    let is_admin =
        workspace.admins.contains(&by.address) || (workspace.admins.is_empty() && by.founder);
    !by.anonymous
        && (is_admin
            || policy.staff(&by.address).is_some()
            || workspace.level_by_role(by).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::CaseNumber,
        place::{Address, Platform},
        policy::Workspace,
    };

    fn actor(account: &str) -> Actor {
        Actor::new(Address::new(Platform::Telegram, account))
    }

    fn policy() -> Policy {
        let mut workspace = Workspace::new("Luma");
        workspace.admins = vec![actor("53").address];
        Policy::new(workspace)
    }

    fn answered(by: &str, text: &str, among_customers: bool) -> Option<To> {
        written(by, text, None, among_customers)
    }

    fn written(by: &str, text: &str, form: Option<&Form>, among_customers: bool) -> Option<To> {
        let message = MessageRef { place: Place::chat(Platform::Telegram, "1"), id: "2".into() };
        let wrote = Unstored::Wrote { message: &message, text, press: None, form, among_customers };
        let answer = answer(&policy(), &actor(by), wrote, Some("a1k9".to_owned()))?;
        let Answer::Refused(Body::Send { to, words: Words::Desk(said), .. }) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(said, DeskSay::NotStored(Some("a1k9".to_owned())));
        Some(to)
    }

    #[test]
    fn commands_of_those_who_work_here_are_answered_and_nothing_else() {
        let here = Some(To::Place(Place::chat(Platform::Telegram, "1")));
        assert_eq!(answered("53", "/hours mon-fri 09:00-21:00", false), here);
        assert_eq!(answered("53", "/resolve right dish", false), here);
        assert_eq!(answered("53", "good morning", false), None);
        assert_eq!(answered("53", "/feedback", false), None, "so do customers");
        assert_eq!(answered("7", "/hours mon-fri 09:00-21:00", false), None);
    }

    #[test]
    fn what_is_written_into_a_form_of_customers_waits_whoever_wrote_it() {
        let here = Some(To::Place(Place::chat(Platform::Telegram, "1")));
        let done = Form::Done(CaseNumber(1001));
        assert_eq!(written("53", "right dish", Some(&done), false), here);
        assert_eq!(written("53", "cold", Some(&Form::Complaint), false), None);
    }

    #[test]
    fn taps_of_customers_wait_and_presses_of_staff_at_the_desk_are_refused() {
        let (mut policy, desk) = (policy(), Place::chat(Platform::Telegram, "9"));
        let mut workspace = policy.workspace.clone();
        workspace.desk = Some(desk.clone());
        policy = Policy::new(workspace);
        let press = PressRef::new(Platform::Telegram, "1");
        let place = Place::chat(Platform::Telegram, "53");
        let pressed = |place, action| {
            let pressed = Unstored::Pressed { press: &press, place: Some(place), action };
            answer(&policy, &actor("53"), pressed, None)
        };
        let take = Some(Action::Take { case: CaseNumber(1001) });
        assert!(matches!(pressed(&desk, take), Some(Answer::Refused(_))));
        let tap = Some(Action::StillNeed { case: CaseNumber(1001) });
        assert!(matches!(pressed(&place, tap), Some(Answer::Waits(_))), "a customer as well");
    }

    #[test]
    fn customers_read_no_answer_to_admins() {
        let aside = Some(To::Private(actor("53").address));
        assert_eq!(answered("53", "/setup", true), aside);
    }
}
