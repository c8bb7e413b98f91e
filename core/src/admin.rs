//! What admins set in the chat (`CONVERSATIONS` 4.7): each change is checked before it is made, and
//! who made it is written down.
//!
//! Each subject has a module that reads its commands and says what comes of them. What they share is
//! in `step`.

mod asking;
mod authority;
pub mod blueprint;
mod cause;
mod change;
mod data;
mod health;
mod makegood;
mod piece;
mod qr;
mod role;
mod said;
mod setting;
mod setup;
mod signals;
mod sorry;
pub(crate) mod step;
mod telling;
mod trial;
mod typed;
mod undo;
mod value;
mod webhook;
mod wording;

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

pub(crate) use self::cause::{
    NewCause, came_back, cause_named, line as cause_line, nearest_cause, noted, noted_in_case,
    reached, worked,
};
pub(crate) use self::sorry::say_sorry;
pub(crate) use self::telling::{fix_of, page_through, stands, words as words_of_fix};
pub(crate) use self::typed::remainder as unquoted;
pub use self::{
    asking::{DryRun, Example, LOOKS_BACK, Tried},
    authority::AuthoritySay,
    cause::{CauseLine, CausePart, CauseSay},
    change::{Change, Pending, PendingWhat, Undo},
    data::DataSay,
    health::{DeskHealth, Health, LastBackup, Vitals},
    makegood::MakeGoodSay,
    piece::Piece,
    qr::QrSay,
    role::{Duty, Rank, RoleLine, RoleSay, Standing},
    said::AdminSay,
    setting::{ASK, ASK_RULES, REPLY, Setting, Unfit},
    setup::{Checklist, Look, NextStep, SetupSay, Then, begins_there},
    signals::{Heard, SignalSetting, Source, SourceLine},
    sorry::{SorryDraft, SorryPart, SorrySay, ToApologise, refused as may_not_say_sorry},
    telling::{Stands, TellAbout, Telling, ToTell},
    trial::TrialSay,
    typed::TextUnfit,
    value::ValueSay,
    webhook::{WebhookLine, WebhookSay},
    wording::{
        AddedLang, Awaited, Before, Import, Insisted, Mistake, Shown, Unsaid, Usage, VersionLine,
        Wanted, WordingSay,
    },
};
use self::{setting::Wish, step::AdminStep};
use crate::{
    action::{Action, AdminDoes},
    board,
    desk::{AuditLine, DeskSay},
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Receipt, Refusal, Words},
    engine::{Outcome, rating_buttons},
    event::OpenCase,
    grammar,
    ids::SurveyId,
    place::{Actor, Address, Content, MessageRef, Named},
    policy::{Policy, Workspace},
    workspace::WorkspaceRecorded,
};

/// How many changes `/audit` shows by itself, and at most.
const AUDIT_SHOWN: usize = 10;
const AUDIT_MOST: usize = 50;

/// What a command of an admin was given with.
pub(crate) struct Command<'a> {
    pub(crate) by: &'a Actor,
    pub(crate) message: &'a MessageRef,
    pub(crate) content: &'a Content,
    pub(crate) named: &'a Named,
    pub(crate) open_cases: &'a [OpenCase],
    pub(crate) press: Option<&'a PressRef>,
    /// It was given in private.
    pub(crate) in_private: bool,
    /// How the service does, if that was asked.
    pub(crate) vitals: Option<&'a Vitals>,
    /// The link that is printed for the place that it names.
    pub(crate) link: Option<&'a str>,
}

/// Carries a command of an admin out, or refuses it. Returns whether it is one.
pub(crate) fn command(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    given: &Command<'_>,
    text: &str,
    out: &mut Outcome,
) -> bool {
    let Some(command) = grammar::of_admins(text) else { return false };
    if refused(workspace, given.by).is_some() && grammar::is_like_cause(text) {
        // Whoever does not administer may have meant the name of a cause.
        return false;
    }
    let mut step = AdminStep::of(workspace, recorded, given, out);
    // Whoever works here may note what goes wrong, wherever they are.
    let is_open = grammar::notes_cause(text) || cause::is_list(text);
    let may = is_open && step.is_by_staff();
    if let Some(refusal) = refused(step.workspace, given.by).filter(|_| !may) {
        step.say(refusal);
        return true;
    }
    let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    match command {
        "audit" => audit(&mut step, rest),
        "wording" => wording::command(&mut step, rest),
        "role" => role::command(&mut step, rest),
        "authority" => authority::command(&mut step, rest),
        "makegood" => makegood::command(&mut step, rest),
        "cause" => cause::command(&mut step, rest),
        "value" => value::command(&mut step, rest),
        "webhook" => webhook::command(&mut step, rest),
        "qr" => qr::command(&mut step, rest),
        "signals" => signals::command(&mut step, rest),
        "scale" if rest.is_empty() => {
            // Nobody has a survey of this id, so that its buttons do nothing.
            let scale = step.workspace.scale;
            let sample = rating_buttons(SurveyId(Uuid::nil()), scale);
            step.reply_with(AdminSay::Scale(scale), sample);
        }
        "health" => health::command(&mut step, given.vitals),
        "setup" => setup::command(&mut step, rest, given.in_private),
        "test" => trial::command(&mut step, rest),
        "retention" | "export" => data::command(&mut step, command, rest),
        other => settings(&mut step, other, rest),
    }
    true
}

/// Somebody answers what an admin was asked to write.
pub(crate) fn replied(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    given: &Command<'_>,
    nr: u32,
    out: &mut Outcome,
) {
    let mut step = AdminStep::of(workspace, recorded, given, out);
    if let Some(refusal) = refused(step.workspace, given.by) {
        return step.say(refusal);
    }
    let asked = step.workspace.pending.iter().find(|pending| pending.nr == nr).cloned();
    let Some(asked) = asked else { return step.reply(AdminSay::Over) };
    match &asked.what {
        PendingWhat::WordingText(awaited) => wording::answered(&mut step, &asked, awaited),
        PendingWhat::Look(_)
        | PendingWhat::Wording(_)
        | PendingWhat::WordingFile(_)
        | PendingWhat::Sorry(_)
        | PendingWhat::Fix(_) => {
            step.reply(AdminSay::Over);
        }
    }
}

/// Whether this command makes somebody the first admin, before it is carried out.
pub fn makes_first(text: &str, workspace: &Workspace, by: &Actor) -> bool {
    role::may_be_first(workspace, by) && grammar::of_admins(text).is_some()
}

/// Somebody gave a command by which they become the first admin.
pub(crate) fn first(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    (by, message): (&Actor, &MessageRef),
    out: &mut Outcome,
) {
    let (now, entropy) = (recorded.at, recorded.entropy);
    let named = Named::default();
    role::first_admin(&mut AdminStep {
        workspace,
        now,
        entropy,
        by,
        message,
        content: None,
        named: &named,
        open_cases: &[],
        press: None,
        in_private: false,
        late: false,
        link: None,
        out,
    });
}

/// A button of an admin was pressed.
pub(crate) fn pressed(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    (by, press): (&Actor, &PressRef),
    message: Option<&MessageRef>,
    action: Action,
    out: &mut Outcome,
) {
    let Some(message) = message else { return };
    let refusal = if sorry::is_about(workspace, action) {
        sorry::refused(workspace, by)
    } else {
        refused(workspace, by)
    };
    if let Some(refusal) = refusal {
        let words = Some(Words::Desk(refusal));
        let body = Body::Answer { press: press.clone(), words, covered: false };
        return out.effects.push(crate::workspace::told_now(body));
    }
    let (now, entropy) = (recorded.at, recorded.entropy);
    let (press_of_step, content, named) = (Some(press), None, Named::default());
    let mut step = AdminStep {
        workspace,
        now,
        entropy,
        by,
        message,
        content,
        named: &named,
        open_cases: &[],
        press: press_of_step,
        in_private: false,
        late: false,
        link: None,
        out,
    };
    if let Action::Trial { scale, value, lang } = action {
        trial::pressed(&mut step, scale, value, lang);
    } else if let Action::Admin { does, nr } = action {
        match does {
            AdminDoes::Undo => undo::undo(&mut step, nr),
            AdminDoes::Confirm | AdminDoes::Cancel | AdminDoes::Preview => {
                answered(&mut step, does, nr);
            }
            AdminDoes::CheckAgain | AdminDoes::StartAsking | AdminDoes::PauseAsking => {
                setup::pressed(&mut step, does);
            }
            AdminDoes::WriteAgain => wording::write_again(&mut step, nr),
            AdminDoes::Test => {
                let lang = step.workspace.language;
                trial::ask(&mut step, lang);
            }
        }
    }
    let is = |body: &dyn Fn(&Body) -> bool| step.out.effects.iter().any(|it| body(&it.body));
    if is(&|body| matches!(body, Body::Answer { press: by, .. } if by == press)) {
        return;
    }
    let is_answered = is(
        &|body| matches!(body, Body::Edit { press: Some(by), .. } | Body::Form { press: by, .. } if by == press),
    );
    let body = Body::Answer { press: press.clone(), words: None, covered: is_answered };
    step.effect(Class::Ack, OnUnknown::Leave, body);
}

/// Why somebody may not administer; nothing if they may. Looked up each time anew.
fn refused(workspace: &Workspace, by: &Actor) -> Option<DeskSay> {
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    if workspace.admins.contains(&by.address) {
        return None;
    }
    let member = workspace.staff.iter().find(|member| member.address == by.address);
    Some(DeskSay::AdminsOnly { is: member.map(|member| member.level) })
}

/// An admin answers what they were asked.
fn answered(step: &mut AdminStep<'_>, does: AdminDoes, nr: u32) {
    let asked = step.workspace.pending.iter().position(|pending| pending.nr == nr);
    let Some(index) = asked else { return step.aside(AdminSay::Over) };
    if let PendingWhat::Sorry(wanted) = step.workspace.pending[index].what {
        // Whoever may say it may say that it is sent.
        return step.sorry_answered(index, wanted, does);
    }
    let asked = &step.workspace.pending[index].by;
    if *asked != step.by.address {
        let asked = role::name_of(step.workspace, asked);
        return step.aside(AdminSay::NotAsked { asked });
    }
    match step.workspace.pending[index].what.clone() {
        PendingWhat::Wording(insisted) => {
            step.workspace.pending.remove(index);
            if does == AdminDoes::Confirm {
                wording::insisted(step, *insisted);
            } else {
                step.becomes(AdminSay::Over, Vec::new());
            }
        }
        PendingWhat::Fix(wanted) if does == AdminDoes::Preview => step.fix_previewed(&wanted),
        PendingWhat::Fix(wanted) => {
            step.workspace.pending.remove(index);
            step.fix_answered(&wanted, does == AdminDoes::Confirm);
        }
        // Nobody is asked about these, or not by buttons.
        PendingWhat::Look(_)
        | PendingWhat::WordingFile(_)
        | PendingWhat::WordingText(_)
        | PendingWhat::Sorry(_) => {
            step.becomes(AdminSay::Over, Vec::new());
        }
    }
}

/// What an admin asked for outside came to its end.
pub(crate) fn settled(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    purpose: Purpose,
    fate: &Result<Receipt, Refusal>,
    out: &mut Outcome,
) {
    if purpose == Purpose::Board {
        return board::settled(workspace, fate, out);
    }
    let Purpose::Admin(nr) = purpose else { return };
    let Some(index) = workspace.pending.iter().position(|pending| pending.nr == nr) else { return };
    if let PendingWhat::WordingText(awaited) = &mut workspace.pending[index].what {
        // It waits for an answer until it is too old.
        return awaited.was_asked(fate);
    }
    let Pending { by, what, .. } = workspace.pending.remove(index);
    if !workspace.admins.contains(&by) {
        return;
    }
    let by = Actor::new(by);
    let (now, entropy) = (recorded.at, recorded.entropy);
    // The answer to a command is no change of a message, as that to a button is.
    let command = Content::Unsupported;
    let (message, press, content, asked_at) = match &what {
        PendingWhat::Look(look) => (&look.message, look.press.as_ref(), None, look.asked_at),
        PendingWhat::WordingFile(import) => {
            (import.message(), import.press(), Some(&command), import.asked_at())
        }
        PendingWhat::Wording(_)
        | PendingWhat::WordingText(_)
        | PendingWhat::Sorry(_)
        | PendingWhat::Fix(_) => return,
    };
    let late = step::is_forgotten(press, asked_at, now);
    let mut step = AdminStep {
        workspace,
        now,
        entropy,
        by: &by,
        message,
        content,
        named: &Named::default(),
        open_cases: &[],
        press,
        in_private: false,
        late,
        link: None,
        out,
    };
    match &what {
        PendingWhat::Look(look) => setup::looked(&mut step, look, fate),
        PendingWhat::WordingFile(import) => wording::fetched(&mut step, import, fate),
        PendingWhat::Wording(_)
        | PendingWhat::WordingText(_)
        | PendingWhat::Sorry(_)
        | PendingWhat::Fix(_) => (),
    }
}

impl AdminStep<'_> {
    /// Whether somebody of staff asks, who can be seen.
    fn is_by_staff(&self) -> bool {
        let mut staff = self.workspace.staff.iter();
        !self.by.anonymous && staff.any(|member| member.address == self.by.address)
    }

    /// Answers with what is said to all of staff.
    fn say(&mut self, say: DeskSay) {
        let press = self.press;
        self.out.effects.push(crate::workspace::answer_to(self.message, press, say));
    }
}

fn settings(step: &mut AdminStep<'_>, command: &str, rest: &str) {
    match setting::read(command, rest, step.workspace, step.now) {
        Ok(Wish::Show(settings)) => step.say(DeskSay::Settings { settings }),
        Ok(Wish::Set(wanted)) => set(step, &wanted),
        Err(unfit) => step.say(DeskSay::SettingRefused { unfit }),
    }
}

fn set(step: &mut AdminStep<'_>, wanted: &Setting) {
    let before = wanted.in_force(step.workspace, step.now);
    wanted.put(step.workspace);
    let what = wanted.name();
    step.workspace.chosen.insert(what.clone());
    let now_in_force = wanted.in_force(step.workspace, step.now);
    if before.value() == wanted.value() {
        return step.reply(AdminSay::SettingSaved(now_in_force));
    }
    let undo = Undo::Setting(before.clone());
    let nr = step.changed(what, before.value(), wanted.value(), Some(undo));
    step.reply_with(AdminSay::SettingSaved(now_in_force), AdminStep::undo_row(nr));
}

/// `/audit`, `/audit 20`: who changed what, the newest first.
fn audit(step: &mut AdminStep<'_>, rest: &str) {
    let count = rest.parse().unwrap_or(AUDIT_SHOWN).clamp(1, AUDIT_MOST);
    let policy = Policy::new(step.workspace.clone());
    let lines = step.workspace.changes.iter().rev().take(count).map(|change| AuditLine {
        at: policy.due(change.at, step.now),
        by: change.by.as_ref().map(|by| role::name_of(step.workspace, by)),
        what: change.what.clone(),
        from: change.from.clone(),
        to: change.to.clone(),
    });
    let lines = lines.collect();
    step.say(DeskSay::Audit { lines });
}

impl Workspace {
    /// Writes down that something was changed: when and by whom, from what to what, and how to undo
    /// it. Returns the number of the change.
    pub(crate) fn record(
        &mut self,
        (at, by): (Timestamp, Option<&Address>),
        what: impl Into<String>,
        (from, to): (String, String),
        undo: Option<Undo>,
    ) -> u32 {
        self.last_change += 1;
        let (nr, by, what, undo) = (self.last_change, by.cloned(), what.into(), undo.map(Box::new));
        self.changes.push(Change { nr, at, by, what, from, to, undo });
        nr
    }

    /// The same business as it is configured, but for what admins chose in the chat.
    #[must_use]
    pub fn with_choices_of(mut self, stored: &Self) -> Self {
        for name in &stored.chosen {
            if let Some(setting) = Setting::named(name, stored) {
                setting.put(&mut self);
            }
        }
        self.wording = Arc::clone(&stored.wording);
        role::keep(&mut self, stored);
        self.chosen.clone_from(&stored.chosen);
        self.catalogue.clone_from(&stored.catalogue);
        self.changes.clone_from(&stored.changes);
        self.last_change = stored.last_change;
        self.pending.clone_from(&stored.pending);
        self.last_pending = stored.last_pending;
        self.tellings.clone_from(&stored.tellings);
        self.incidents.clone_from(&stored.incidents);
        self.on_call.clone_from(&stored.on_call);
        self.rota.clone_from(&stored.rota);
        self.board.clone_from(&stored.board);
        self
    }
}
