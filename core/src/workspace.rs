//! What happens to the business itself: duty, names, the desk.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::Action,
    admin, board,
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown, PressRef, To, Words},
    engine::{self, Outcome},
    event::{OpenCase, WorkspaceEvent},
    fact::{Alarm, Fact},
    grammar,
    ids::CaseNumber,
    place::{Actor, Address, MessageRef, Place},
    policy::{Level, Policy, StaffMember, Workspace},
    rota,
    say::{Button, Does, Label},
    staffing,
    when::{self, Bare},
};

/// How many rows of buttons every platform shows.
pub(crate) const BUTTONS: usize = 5;

/// An event of a workspace, with what the core may not get for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRecorded {
    /// Sequence number in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// Entropy for secrets minted in this step.
    pub entropy: [u8; 32],
    /// What happened.
    pub event: WorkspaceEvent,
}

/// Advances a workspace by one event and returns what is to be done about it.
#[must_use = "effects that are dropped never happen"]
pub fn apply(workspace: &mut Workspace, recorded: &WorkspaceRecorded) -> Outcome {
    let mut out = Outcome::default();
    let before = workspace.board.is_some().then(|| workspace.catalogue.causes.clone());
    happens(workspace, recorded, &mut out);
    workspace.keep_rota_of_staff();
    board::refresh(workspace, before.as_ref(), recorded.at, &mut out);
    let answers = if let WorkspaceEvent::StaffWrote { message, .. } = &recorded.event {
        Some(message)
    } else {
        None
    };
    staffing::look(workspace, recorded.at, answers, &mut out);
    out
}

#[expect(clippy::too_many_lines, reason = "one arm for each event")]
fn happens(workspace: &mut Workspace, recorded: &WorkspaceRecorded, out: &mut Outcome) {
    match &recorded.event {
        WorkspaceEvent::StaffSeen { by, roles_told, at_desk } => {
            if *roles_told {
                rank(workspace, by, out);
            }
            if *at_desk && !by.anonymous {
                workspace.remember(by);
            }
            seen(workspace, by);
        }
        WorkspaceEvent::WordingCounted { counted } => {
            let wording = Arc::make_mut(&mut workspace.wording);
            for counted in counted {
                wording.count(counted);
            }
        }
        WorkspaceEvent::ChatMigrated { from, to } => moved(workspace, from, to),
        WorkspaceEvent::DeskUsable { usable } => desk_usable(workspace, *usable, out),
        WorkspaceEvent::Answered { message, press, place, say } => {
            out.effects.push(answer_at(message, press.as_ref(), place.as_ref(), say));
        }
        WorkspaceEvent::Refused { message, press, say } => {
            out.effects.push(answer_to(message, press.as_ref(), (**say).clone()));
        }
        WorkspaceEvent::Pressed { press, by, message, action } => {
            seen(workspace, by);
            let message = message.as_ref();
            admin::pressed(workspace, recorded, (by, press), message, *action, out);
        }
        WorkspaceEvent::FirstAdmin { by, message } => {
            admin::first(workspace, recorded, (by, message), out);
        }
        WorkspaceEvent::CauseNoted { by, name } => {
            admin::noted_in_case(workspace, recorded.at, by, name);
        }
        WorkspaceEvent::CauseBack { name, fix } => {
            admin::came_back(workspace, recorded.at, name, *fix);
        }
        WorkspaceEvent::Worked { cause, items } => admin::worked(workspace, cause, items),
        WorkspaceEvent::FixReached { name, fix } => admin::reached(workspace, name, *fix),
        WorkspaceEvent::Page(page) => admin::page_through(workspace, recorded, page, out),
        WorkspaceEvent::TranscriptTaken { case, by } => taken(workspace, recorded.at, *case, by),
        WorkspaceEvent::Forgotten { accounts } => forget(workspace, accounts),
        WorkspaceEvent::Imported { source } => imported(workspace, recorded.at, source),
        WorkspaceEvent::Settled { purpose, fate } => {
            admin::settled(workspace, recorded, *purpose, fate, out);
        }
        WorkspaceEvent::StaffWrote {
            by,
            message,
            content,
            open_cases,
            press,
            named,
            link,
            answers,
            in_private,
            vitals,
        } => {
            let (in_private, vitals, link) = (*in_private, vitals.as_deref(), link.as_deref());
            let given = admin::Command {
                by,
                message,
                content,
                named,
                open_cases,
                press: press.as_ref(),
                in_private,
                vitals,
                link,
            };
            staff_wrote(workspace, recorded, (&given, *answers), out);
        }
        WorkspaceEvent::Looked => (),
    }
}

/// Takes a file with everything over.
fn imported(workspace: &mut Workspace, at: Timestamp, source: &str) {
    // Whoever brings it has looked at its mistakes before: as a whole or not at all.
    if let Ok(taken) = admin::blueprint::import(workspace, source, None, at) {
        *workspace = taken;
    }
}

/// The audit trail says who took the transcript of a case.
fn taken(workspace: &mut Workspace, at: Timestamp, case: CaseNumber, by: &Address) {
    workspace.record((at, Some(by)), "transcript", (String::new(), case.to_string()), None);
}

/// Carries out what somebody wrote about the business, as far as it is a command, or answers what
/// they were asked under this number.
fn staff_wrote(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    (given, answers): (&admin::Command<'_>, Option<u32>),
    out: &mut Outcome,
) {
    if let Some(nr) = answers {
        return admin::replied(workspace, recorded, given, nr, out);
    }
    let admin::Command { by, message, press, .. } = given;
    seen(workspace, by);
    let Some(text) = given.content.words() else { return };
    if admin::say_sorry(workspace, recorded, given, text, out)
        || admin::command(workspace, recorded, given, text, out)
    {
        return;
    }
    let Some(say) = answer(workspace, recorded.at, by, text, given.open_cases) else { return };
    let buttons = hand_over_buttons(&say);
    let mut answer = answer_to(message, *press, say);
    if let Body::Send { buttons: under, .. } = &mut answer.body {
        *under = buttons;
    }
    out.effects.push(answer);
}

/// K-39: whoever can't go off duty can hand over each case that keeps them.
fn hand_over_buttons(say: &DeskSay) -> Vec<Vec<Button>> {
    let DeskSay::DutyRefused { cases } = say else { return Vec::new() };
    let button = |case: CaseNumber| Button {
        label: Label::HandOverCase(case),
        does: Does::Act(Action::HandOver { case }),
    };
    cases.iter().take(BUTTONS).map(|(case, _)| vec![button(*case)]).collect()
}

/// E43: the desk is gone, or back.
fn desk_usable(workspace: &mut Workspace, usable: bool, out: &mut Outcome) {
    if !usable && !workspace.desk_lost {
        out.facts.push(Fact::Alarm { what: Alarm::DeskLost });
        alarm_admins(workspace, out);
    }
    workspace.desk_lost = !usable;
}

/// Forgets that somebody was seen here, unless they work here: in that they are no customers.
fn forget(workspace: &mut Workspace, accounts: &[Address]) {
    let (admins, staff) = (&workspace.admins, &workspace.staff);
    let works =
        |who: &Address| admins.contains(who) || staff.iter().any(|member| member.address == *who);
    let is_gone = |who: &Address| accounts.contains(who) && !works(who);
    workspace.seen.retain(|seen| !is_gone(&seen.address));
    workspace.incidents.forget_persons();
}

/// What answers a press: it is tried once, at once.
pub(crate) fn told_now(body: Body) -> Effect {
    Effect { class: Class::Ack, expires_at: None, on_unknown: OnUnknown::Leave, body }
}

/// The desk goes on where its chat is now.
fn moved(workspace: &mut Workspace, from: &Place, to: &Place) {
    if let Some(desk) = &mut workspace.desk
        && desk.platform == from.platform
        && desk.chat == from.chat
    {
        desk.chat.clone_from(&to.chat);
    }
}

/// Answers a command, so that nobody else reads it where the platform lets it.
pub(crate) fn answer_to(message: &MessageRef, press: Option<&PressRef>, say: DeskSay) -> Effect {
    let mut answer = reply(message, say);
    if let (Some(press), Body::Send { to, reply_to, .. }) = (press, &mut answer.body) {
        *to = To::Reply(press.clone());
        *reply_to = None;
    }
    answer
}

/// The same at another place, if there is one and nobody else reads it anyway.
pub(crate) fn answer_at(
    message: &MessageRef,
    press: Option<&PressRef>,
    place: Option<&Place>,
    say: &DeskSay,
) -> Effect {
    let mut answer = answer_to(message, press, say.clone());
    if let Body::Send { to, reply_to, buttons, .. } = &mut answer.body {
        *buttons = engine::buttons_under(say);
        if let (Some(place), None) = (place, press) {
            *to = To::Place(place.clone());
            *reply_to = None;
        }
    }
    answer
}

/// Roles make their holders staff, as long as they hold them. Who is listed as staff by name stays
/// as they are.
fn rank(workspace: &mut Workspace, by: &Actor, out: &mut Outcome) {
    if by.anonymous {
        return;
    }
    let level = workspace.level_by_role(by);
    let known = workspace.staff.iter().position(|member| member.address == by.address);
    match (known, level) {
        (Some(index), _) if !workspace.staff[index].by_role => return,
        (Some(index), Some(level)) if workspace.staff[index].level == level => return,
        (None, None) => return,
        (Some(index), Some(level)) => workspace.staff[index].level = level,
        (Some(index), None) => {
            workspace.staff.remove(index);
        }
        (None, Some(level)) => workspace.staff.push(StaffMember {
            address: by.address.clone(),
            name: None,
            username: None,
            level,
            on_duty: true,
            duty_until: None,
            by_role: true,
        }),
    }
    out.facts.push(Fact::StaffChanged { who: by.address.clone(), level });
}

/// Keeps the name that colleagues and customers see.
fn seen(workspace: &mut Workspace, by: &Actor) {
    if by.anonymous {
        return;
    }
    for member in &mut workspace.staff {
        if member.address == by.address {
            if by.name.is_some() {
                member.name.clone_from(&by.name);
            }
            member.username.clone_from(&by.username);
        }
    }
}

/// E43: admins hear in private that the desk is gone.
fn alarm_admins(workspace: &Workspace, out: &mut Outcome) {
    for address in workspace.in_charge() {
        let body = Body::Send {
            to: To::Private(address),
            words: Words::Desk(DeskSay::DeskGone),
            buttons: Vec::new(),
            reply_to: None,
            ask_reply: false,
            purpose: None,
        };
        let on_unknown = OnUnknown::Resend;
        out.effects.push(Effect { class: Class::Staff, expires_at: None, on_unknown, body });
    }
}

/// The answer to what somebody wrote about the business; ordinary talk at the desk has none.
fn answer(
    workspace: &mut Workspace,
    now: Timestamp,
    by: &Actor,
    text: &str,
    open_cases: &[OpenCase],
) -> Option<DeskSay> {
    let command = grammar::command(text)?;
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    if !workspace.staff.iter().any(|member| member.address == by.address) {
        // Whoever sets the hours of the business may set those of its staff.
        if let Some(rota) = rota_of_admin(workspace, by, text) {
            return Some(rota::command(workspace, now, by, rota, open_cases));
        }
        let is_staffs = grammar::BUSINESS.contains(&command) || grammar::CASE.contains(&command);
        return Some(if workspace.admins.contains(&by.address) && !is_staffs {
            grammar::not_here(command)
        } else {
            DeskSay::NotAllowed { needs: Level::Agent, is: None }
        });
    }
    let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    match command {
        "duty" => Some(duty(workspace, now, by, rest, open_cases)),
        "done" => Some(DeskSay::WhoseContact),
        other => match grammar::case_named(text) {
            Some(case) => Some(DeskSay::NoSuchCase { case }),
            None => Some(grammar::not_here(other)),
        },
    }
}

/// What an admin wants of the rota.
fn rota_of_admin<'a>(workspace: &Workspace, by: &Actor, text: &'a str) -> Option<&'a str> {
    let is_duty = grammar::command(text) == Some("duty");
    rota::behind(grammar::word(text).1)
        .filter(|_| is_duty && workspace.admins.contains(&by.address))
}

/// `/duty on [until 18:00]`, `/duty off`, `/duty who`, `/duty rota`, `/duty call on`.
fn duty(
    workspace: &mut Workspace,
    now: Timestamp,
    by: &Actor,
    rest: &str,
    open_cases: &[OpenCase],
) -> DeskSay {
    if let Some(rest) = rota::behind(rest) {
        return rota::command(workspace, now, by, rest, open_cases);
    }
    let policy = Policy::new(workspace.clone());
    let mut words = rest.split_whitespace();
    let until = match (words.next(), words.next(), words.next()) {
        (Some("on"), Some("until"), Some(_)) => match duty_until(rest, &policy, now) {
            Ok(until) => Some(until),
            Err(refusal) => return refusal,
        },
        (Some("on"), None, None) => None,
        (Some("call"), Some(switch @ ("on" | "off")), None) => {
            return on_call(workspace, by, switch == "on");
        }
        (Some("off"), None, None) => {
            let mine = |case: &&OpenCase| case.owner.as_ref() == Some(&by.address);
            let named = |case: &OpenCase| {
                (case.line.title.case, case.promised.map(|at| policy.due(at, now)))
            };
            let cases: Vec<_> = open_cases.iter().filter(mine).map(named).collect();
            if !cases.is_empty() {
                return DeskSay::DutyRefused { cases };
            }
            return rota::says_duty(workspace, now, &by.address, (false, None));
        }
        _ => {
            // Who is elsewhere can't be called here.
            let on = policy.at_desk().filter(|one| policy.is_on_duty(&one.address, now));
            return DeskSay::DutyWho {
                on: on.map(|member| policy.staff_name(&member.address)).collect(),
            };
        }
    };
    rota::says_duty(workspace, now, &by.address, (true, until))
}

/// E22: whoever leads may be called out of hours about what is very bad, if they say so.
fn on_call(workspace: &mut Workspace, by: &Actor, on: bool) -> DeskSay {
    let mut staff = workspace.staff.iter();
    let is = staff.find(|member| member.address == by.address).map(|member| member.level);
    if is != Some(Level::Director) {
        return DeskSay::NotAllowed { needs: Level::Director, is };
    }
    workspace.on_call.retain(|who| *who != by.address);
    if on {
        workspace.on_call.push(by.address.clone());
    }
    DeskSay::OnCall { on }
}

/// The time behind `on until`.
fn duty_until(rest: &str, policy: &Policy, now: Timestamp) -> Result<Timestamp, DeskSay> {
    let (_, rest) = grammar::word(rest);
    let (_, typed) = grammar::word(rest);
    match when::moment(typed, &policy.clock, now, Bare::Next) {
        Ok((until, "")) => Ok(until),
        Ok(_) => Err(DeskSay::BadTime { typed: typed.to_owned() }),
        Err(unfit) => Err(unfit.plainly(policy, now)),
    }
}

/// An answer to a staff message, where it stands.
pub(crate) fn reply(message: &MessageRef, say: DeskSay) -> Effect {
    let body = Body::Send {
        to: To::Place(message.place.clone()),
        words: Words::Desk(say),
        buttons: Vec::new(),
        reply_to: Some(message.clone()),
        ask_reply: false,
        purpose: None,
    };
    Effect { class: Class::Staff, expires_at: None, on_unknown: OnUnknown::Resend, body }
}
