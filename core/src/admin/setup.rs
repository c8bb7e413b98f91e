//! `/setup`: what is needed for a desk that works, one thing after the other, and the switch that
//! lets customers be asked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay, PendingWhat, Setting, Undo,
    step::{AdminStep, admin_button},
};
use crate::{
    action::AdminDoes,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Receipt, Refusal, To, Words},
    gap::Gap,
    grammar,
    hours::Due,
    lang::Lang,
    place::{Actor, MessageRef, Place},
    policy::{Level, Policy, Workspace},
    say::{Button, Label},
};

/// What is said while a business is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupSay {
    /// The command was given in private, and there is no desk yet: where to give it.
    Where,
    /// It takes a moment.
    Looking,
    /// How far it is.
    Checklist(Box<Checklist>),
    /// What was typed names no channel.
    NoChannel {
        /// What was typed.
        typed: String,
    },
    /// Customers are not asked while nobody would be reached.
    Refused(Box<Checklist>),
    /// Customers are asked from now on.
    Asking,
    /// Customers are not asked any more.
    Paused,
}

/// What a desk needs, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is ticked off on its own")]
pub struct Checklist {
    /// The name of the business.
    pub business: String,
    /// There is a desk.
    pub desk: bool,
    /// What keeps the bot from working there.
    pub gaps: Vec<Gap>,
    /// How many work there, level by level.
    pub staff: Vec<(Level, u32)>,
    /// A role makes people staff.
    pub by_role: bool,
    /// Somebody is on duty now.
    pub on_duty: bool,
    /// The time zone, and the time there.
    pub zone: String,
    /// The time there.
    pub time: Due,
    /// Published hours, as they are typed.
    pub hours: String,
    /// The language of customers whose language is unknown.
    pub language: Lang,
    /// Customers are asked.
    pub asking: bool,
    /// Somebody said which time zone it is.
    #[serde(default)]
    pub zone_is_said: bool,
    /// Somebody said when it is open.
    #[serde(default)]
    pub hours_are_said: bool,
}

/// The one thing that is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// To say where staff work.
    Desk,
    /// To give the bot the right that it lacks.
    Right,
    /// To say who works there.
    Staff,
    /// To say which time zone it is.
    Zone,
    /// To say when it is open.
    Hours,
    /// To let somebody be on duty.
    Duty,
    /// To look at the question, and to let customers be asked.
    Ask,
    /// To name somebody who can be called.
    Senior,
    /// Nothing is left.
    Nothing,
}

impl Checklist {
    fn of(step: &AdminStep<'_>, gaps: Vec<Gap>) -> Self {
        let workspace = &*step.workspace;
        let policy = Policy::new(workspace.clone());
        let count = |level| {
            let at_level = policy.at_desk().filter(|member| member.level == level).count();
            (level, u32::try_from(at_level).unwrap_or(u32::MAX))
        };
        let desk = policy.desk().map(|desk| desk.platform);
        let (untouched, is_said) = (Workspace::new(""), |name| workspace.chosen.contains(name));
        Self {
            business: workspace.business.clone(),
            desk: desk.is_some(),
            gaps,
            staff: [Level::Agent, Level::Senior, Level::Director].map(count).to_vec(),
            by_role: workspace.roles.iter().any(|role| desk == Some(role.platform)),
            on_duty: policy.anyone_on_duty(step.now),
            zone: workspace.zone.clone(),
            time: policy.due(step.now, step.now),
            hours: workspace.hours.to_string(),
            language: workspace.language,
            asking: !workspace.paused,
            zone_is_said: is_said("zone") || workspace.zone != untouched.zone,
            hours_are_said: is_said("hours") || workspace.hours != untouched.hours,
        }
    }

    /// What is to be done now: first what keeps an unhappy customer from reaching somebody, then
    /// what makes promises true, then the switch, and last what can wait.
    pub fn next_step(&self) -> NextStep {
        if !self.desk {
            NextStep::Desk
        } else if self.gaps.iter().any(Gap::stops) {
            NextStep::Right
        } else if !self.has_staff() {
            NextStep::Staff
        } else if !self.zone_is_said {
            NextStep::Zone
        } else if !self.hours_are_said {
            NextStep::Hours
        } else if !self.on_duty {
            NextStep::Duty
        } else if !self.asking {
            NextStep::Ask
        } else if !self.has_senior() {
            NextStep::Senior
        } else {
            NextStep::Nothing
        }
    }

    /// Whether an unhappy customer would reach somebody.
    pub fn reaches_somebody(&self) -> bool {
        self.desk && self.has_staff() && !self.gaps.iter().any(Gap::stops)
    }

    /// Whether anybody works there.
    pub fn has_staff(&self) -> bool {
        self.by_role || self.staff.iter().any(|(_, count)| 0 < *count)
    }

    /// Whether somebody stands above the agents.
    pub fn has_senior(&self) -> bool {
        self.by_role || self.staff.iter().any(|(level, count)| Level::Agent < *level && 0 < *count)
    }

    fn buttons(&self) -> Vec<Vec<Button>> {
        let switch = if self.asking {
            admin_button(Label::PauseAsking, AdminDoes::PauseAsking, 0)
        } else {
            admin_button(Label::StartAsking, AdminDoes::StartAsking, 0)
        };
        let again = admin_button(Label::CheckAgain, AdminDoes::CheckAgain, 0);
        vec![vec![again, admin_button(Label::TestMe, AdminDoes::Test, 0), switch]]
    }
}

/// A look at the desk that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The place that is to be the desk, if it is in order.
    pub desk: Option<Place>,
    /// The place that is to be the channel above private rooms.
    pub care: Option<Place>,
    /// What is wished when it is in order.
    pub then: Then,
    /// The command, or the message whose button was pressed.
    pub message: MessageRef,
    /// The press, or the command where it can be answered so that nobody else reads it.
    pub press: Option<PressRef>,
    /// Whether it was a button.
    pub pressed: bool,
    /// It begins once it is said that it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begins: bool,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
}

/// What is wished when a look is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// To see how far it is.
    Tell,
    /// To let customers be asked.
    Ask,
}

/// `/setup`, `/setup care:#care`, `/setup start`, `/setup pause`.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str, in_private: bool) {
    let here = Place { thread: None, ..step.message.place.clone() };
    let mut desk = (!in_private).then(|| here.clone());
    let mut care = None;
    for word in rest.split_whitespace() {
        match word.split_once(':') {
            None if word == "start" => return look(step, None, None, Then::Ask),
            None if word == "pause" => return pause(step),
            Some(("care", typed)) => match channel(typed) {
                Some(chat) => care = Some(Place::chat(here.platform, chat)),
                None => return refuse(step, typed),
            },
            Some(("desk", typed)) => match channel(typed) {
                Some(chat) => desk = Some(Place::chat(here.platform, chat)),
                None => return refuse(step, typed),
            },
            Some(_) | None => return refuse(step, word),
        }
    }
    if desk == step.workspace.care {
        // Private rooms are under it: nobody means that to be the desk.
        desk = None;
    }
    if desk.is_none() && step.workspace.desk.is_none() {
        return step.reply(AdminSay::Setup(SetupSay::Where));
    }
    look(step, desk, care, Then::Tell);
}

fn refuse(step: &mut AdminStep<'_>, typed: &str) {
    step.reply(AdminSay::Setup(SetupSay::NoChannel { typed: typed.to_owned() }));
}

/// The id of a channel: as a number, or as the platform writes it where it was chosen from a list.
fn channel(typed: &str) -> Option<String> {
    let bare = typed.strip_prefix("<#").and_then(|typed| typed.strip_suffix('>'));
    let digits = bare.unwrap_or(typed);
    let number = digits.strip_prefix('-').unwrap_or(digits);
    let is_id = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    is_id.then(|| digits.to_owned())
}

/// Has the platform look at what the bot may do there; what comes of it is said then.
pub(super) fn look(step: &mut AdminStep<'_>, desk: Option<Place>, care: Option<Place>, then: Then) {
    let at = desk.clone().or_else(|| step.workspace.desk.clone());
    let Some(at) = at else { return step.becomes(AdminSay::Setup(SetupSay::Where), Vec::new()) };
    let (message, press, pressed) = (step.message.clone(), step.press.cloned(), step.is_pressed());
    let (begins, asked_at) = (false, Some(step.now));
    let look = Look { desk, care, then, message, press, pressed, begins, asked_at };
    let Some(press) = look.press.clone().filter(|_| !pressed) else { return begin(step, look, at) };
    // The platform waits a few seconds for an answer; the look may take longer, and begins when that
    // is said, so that what comes of it is said behind.
    let look = Look { begins: true, ..look };
    let purpose = Some(Purpose::Admin(step.ask(PendingWhat::Look(Box::new(look)))));
    let (to, words) = (To::Reply(press), Words::Desk(admin(SetupSay::Looking)));
    let (buttons, reply_to, ask_reply) = (Vec::new(), None, false);
    let body = Body::Send { to, words, buttons, reply_to, ask_reply, purpose };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

fn begin(step: &mut AdminStep<'_>, look: Look, desk: Place) {
    let care = look.care.clone().or_else(|| step.workspace.care.clone());
    let purpose = Purpose::Admin(step.ask(PendingWhat::Look(Box::new(look))));
    let body = Body::Inspect { desk, care, purpose };
    step.effect(Class::Staff, OnUnknown::Repeat, body);
}

fn pause(step: &mut AdminStep<'_>) {
    switch(step, true);
    step.becomes(AdminSay::Setup(SetupSay::Paused), Vec::new());
}

/// A button of the checklist.
pub(super) fn pressed(step: &mut AdminStep<'_>, does: AdminDoes) {
    match does {
        AdminDoes::StartAsking => look(step, None, None, Then::Ask),
        AdminDoes::PauseAsking => pause(step),
        AdminDoes::CheckAgain
        | AdminDoes::Test
        | AdminDoes::Undo
        | AdminDoes::Confirm
        | AdminDoes::Cancel
        | AdminDoes::Preview
        | AdminDoes::WriteAgain => {
            // The checklist stands where the command was given.
            let here = Place { thread: None, ..step.message.place.clone() };
            let desk = step.workspace.desk.is_none().then_some(here);
            look(step, desk, None, Then::Tell);
        }
    }
}

fn switch(step: &mut AdminStep<'_>, paused: bool) {
    put(step, &Setting::Asking(!paused));
}

/// Puts a setting into force that was checked, and writes it down if it is new.
fn put(step: &mut AdminStep<'_>, wanted: &Setting) -> Option<u32> {
    let before = wanted.in_force(step.workspace, step.now);
    wanted.put(step.workspace);
    step.workspace.chosen.insert(wanted.name());
    if before.value() == wanted.value() {
        return None;
    }
    let (what, from, to) = (wanted.name(), before.value(), wanted.value());
    Some(step.changed(what, from, to, Some(Undo::Setting(before))))
}

/// The platform has looked.
pub(super) fn looked(step: &mut AdminStep<'_>, look: &Look, fate: &Result<Receipt, Refusal>) {
    // There may be another desk by now, or none any more.
    let at = look.desk.clone().or_else(|| step.workspace.desk.clone());
    if let Some(at) = at.filter(|_| look.begins) {
        return begin(step, Look { begins: false, ..look.clone() }, at);
    }
    let gaps = match fate {
        Ok(Receipt::Gaps(gaps)) => gaps.clone(),
        Ok(_) | Err(_) => Vec::new(),
    };
    let is_sound = fate.is_ok() && !gaps.iter().any(Gap::stops);
    let mut moved = None;
    if is_sound {
        if let Some(desk) = &look.desk {
            let was_elsewhere = step.workspace.desk.is_some();
            let nr = put(step, &Setting::Desk(Some(desk.clone())));
            moved = nr.filter(|_| was_elsewhere);
            step.workspace.desk_lost = false;
        }
        if let Some(care) = &look.care {
            put(step, &Setting::Care(Some(care.clone())));
        }
    }
    let mut list = Checklist::of(step, gaps);
    // A place that is not in order yet is none: its gaps say why.
    list.desk = fate.is_ok() && (list.desk || look.desk.is_some());
    let say = match look.then {
        Then::Ask if list.reaches_somebody() => {
            switch(step, false);
            SetupSay::Asking
        }
        Then::Ask => SetupSay::Refused(Box::new(list.clone())),
        Then::Tell => SetupSay::Checklist(Box::new(list.clone())),
    };
    let mut buttons = match say {
        SetupSay::Checklist(_) | SetupSay::Refused(_) => list.buttons(),
        SetupSay::Where
        | SetupSay::Looking
        | SetupSay::NoChannel { .. }
        | SetupSay::Asking
        | SetupSay::Paused => Vec::new(),
    };
    // A desk that was moved can go back.
    buttons.extend(moved.into_iter().flat_map(AdminStep::undo_row));
    tell(step, look, say, buttons);
}

/// Says it where it was asked: the press may be confirmed already by now.
fn tell(step: &mut AdminStep<'_>, look: &Look, say: SetupSay, buttons: Vec<Vec<Button>>) {
    let words = Words::Desk(admin(say));
    let whispers = look.press.as_ref().filter(|press| !look.pressed || press.whispers);
    let body = match whispers {
        Some(_) if step.late => send(To::Private(step.by.address.clone()), words, buttons, None),
        Some(press) => send(To::Reply(press.clone()), words, buttons, None),
        None if look.pressed => Body::Edit {
            message: look.message.clone(),
            words: Some(words),
            buttons,
            purpose: None,
            press: None,
        },
        None => {
            let to = To::Place(look.message.place.clone());
            send(to, words, buttons, Some(look.message.clone()))
        }
    };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

fn send(to: To, words: Words, buttons: Vec<Vec<Button>>, reply_to: Option<MessageRef>) -> Body {
    Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose: None }
}

fn admin(say: SetupSay) -> DeskSay {
    DeskSay::Admin(Box::new(AdminSay::Setup(say)))
}

/// Whether a command is one that sets the business up where there is no desk yet, or the first one of
/// whoever the place is.
pub fn begins_there(text: &str, workspace: &Workspace, by: &Actor) -> bool {
    let is_setup = || grammar::command(text) == Some("setup");
    super::makes_first(text, workspace, by)
        || (is_setup() && workspace.admins.contains(&by.address))
}
