//! Telling whoever complained of a cause that it is fixed (`BEHAVIOUR` 2.7), and saying sorry to
//! whoever something happened to (2.8): who they are is counted first, somebody is asked, and then
//! each of them is told once.
//!
//! Customers are gone through page by page, each page durable with what follows from it, so that it
//! goes on where it was after a kill.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay, CauseSay, PendingWhat,
    cause::line,
    sorry,
    step::{self, AdminStep, admin_button},
};
use crate::{
    action::AdminDoes,
    catalogue::{Cause, Fix},
    customer::Customer,
    effect::PressRef,
    engine::Outcome,
    event::{LeftOut, Page},
    ids::CustomerId,
    incident::{IncidentNumber, Whom},
    lang::Lang,
    place::{Actor, Address, Content, MessageRef, Named},
    policy::{Policy, Workspace},
    say::{Label, Say},
    workspace::WorkspaceRecorded,
};

/// Customers are gone through because a cause is fixed, or to say sorry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// What they are told of.
    #[serde(flatten)]
    pub about: TellAbout,
    /// Whether those whom it concerns are told, or only counted.
    pub tells: bool,
    /// Up to whom, in the order of their ids; nothing: from the first one on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CustomerId>,
    /// How many it concerns, so far.
    #[serde(default, rename = "complained")]
    pub concerned: u32,
    /// How many of them would be told.
    #[serde(default)]
    pub people: u32,
    /// Who of them would not.
    #[serde(default, skip_serializing_if = "LeftOut::is_nobody")]
    pub left_out: LeftOut,
    /// In which languages.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub langs: BTreeSet<Lang>,
    /// Who wants it.
    pub by: Address,
    /// When.
    pub at: Timestamp,
    /// The command.
    pub message: MessageRef,
    /// It can be answered so that nobody else reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<PressRef>,
    /// It was given where nobody else reads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_private: bool,
    /// The number of the change by which it was said, so that it can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<u32>,
}

/// What customers are gone through for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TellAbout {
    /// A cause is fixed.
    Fix {
        /// Which cause.
        cause: String,
        /// Which fix of it.
        fix: u32,
    },
    /// We say sorry.
    Sorry {
        /// For which incident.
        incident: IncidentNumber,
    },
}

/// How a customer stands to what others are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// They, or whoever has their case, heard of it.
    Knows,
    /// A case of theirs is open: whoever has it is told.
    CaseOpen,
    /// They want to hear nothing.
    OptedOut,
    /// They can't be written to.
    Unreachable,
    /// They are told, in this language.
    Told(Lang),
}

/// An admin is asked whether those who complained are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToTell {
    /// Of which cause.
    pub cause: String,
    /// Which fix of it.
    pub fix: u32,
    /// How many complained.
    pub complained: u32,
    /// How many of them are told.
    pub people: u32,
    /// In which languages.
    pub langs: BTreeSet<Lang>,
}

/// The fix that is in force under this number.
pub(crate) fn fix_of<'a>(causes: &'a [Cause], name: &str, nr: u32) -> Option<(&'a Cause, &'a Fix)> {
    let cause = causes.iter().find(|cause| cause.name == name)?;
    let fix = cause.fixed.as_ref().filter(|fix| fix.nr == nr)?;
    (!cause.back).then_some((cause, fix))
}

/// What a customer reads about it.
pub(crate) fn words(cause: &Cause, fix: &Fix, name: Option<String>) -> Say {
    let topic = cause.public.clone().unwrap_or_else(|| cause.name.replace('_', " "));
    Say::CauseFixed { name, topic, fix: fix.how.clone() }
}

/// How a customer stands to what others are told; nothing: it does not concern them.
pub(crate) fn stands(customer: &Customer, telling: &Telling, policy: &Policy) -> Option<Stands> {
    let (concerned, knows) = match &telling.about {
        TellAbout::Fix { cause, fix } => {
            (customer.complained_of(cause), customer.knows_fix(cause, *fix))
        }
        TellAbout::Sorry { incident } => {
            let known = policy.workspace.incidents.get(*incident)?;
            (known.concerns(customer), customer.knows_incident(*incident))
        }
    };
    if customer.merged_into.is_some() || !concerned {
        return None;
    }
    let can_be_reached = || customer.contacts.iter().any(|contact| contact.reach.may_work());
    Some(if knows {
        Stands::Knows
    } else if customer.open_case().is_some() {
        Stands::CaseOpen
    } else if customer.opted_out {
        Stands::OptedOut
    } else if can_be_reached() {
        Stands::Told(customer.language(policy))
    } else {
        Stands::Unreachable
    })
}

impl Workspace {
    /// What customers are gone through for next. Whoever waits for a number comes first: to tell
    /// everybody may take long.
    pub fn next_telling(&self) -> Option<&Telling> {
        let is_told =
            |about: &TellAbout| self.tellings.iter().any(|it| it.tells && it.about == *about);
        let counts = self.tellings.iter().find(|it| !it.tells && !is_told(&it.about));
        counts.or_else(|| self.tellings.first())
    }
}

impl Telling {
    /// The one customer whom it is about, if there is only one.
    pub fn one(&self, workspace: &Workspace) -> Option<CustomerId> {
        let TellAbout::Sorry { incident } = &self.about else { return None };
        match workspace.incidents.get(*incident)?.whom {
            Whom::One(id) => Some(id),
            Whom::Ended(_) => None,
        }
    }

    /// Whether whoever wants it may, at this moment.
    fn may_go_on(&self, workspace: &Workspace) -> bool {
        match &self.about {
            TellAbout::Fix { .. } => workspace.admins.contains(&self.by),
            // What was approved is sent, whoever works here by then.
            TellAbout::Sorry { .. } => {
                self.tells || sorry::refused(workspace, &Actor::new(self.by.clone())).is_none()
            }
        }
    }
}

/// A page of customers was gone through.
pub(crate) fn page_through(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    page: &Page,
    out: &mut Outcome,
) {
    let mut tellings = workspace.tellings.iter();
    let is_it = |it: &Telling| (&it.about, it.tells) == (&page.about, page.tells);
    let Some(index) = tellings.position(is_it) else { return };
    let telling = &mut workspace.tellings[index];
    telling.after = page.after.or(telling.after);
    telling.concerned = telling.concerned.saturating_add(page.concerned);
    telling.left_out.add(page.left_out);
    telling.people = telling.people.saturating_add(page.people);
    telling.langs.extend(page.langs.iter().copied());
    let telling = telling.clone();
    if page.is_last {
        workspace.tellings.remove(index);
    }
    if !page.is_last || !telling.may_go_on(workspace) {
        return;
    }
    let by = Actor::new(telling.by.clone());
    let late = step::is_forgotten(telling.press.as_ref(), Some(telling.at), recorded.at);
    let mut step = AdminStep {
        workspace,
        now: recorded.at,
        entropy: recorded.entropy,
        by: &by,
        message: &telling.message,
        content: Some(&Content::Unsupported),
        named: &Named::default(),
        open_cases: &[],
        press: telling.press.as_ref(),
        in_private: telling.in_private,
        late,
        link: None,
        out,
    };
    match &telling.about {
        TellAbout::Fix { cause, fix } => step.fix_is_through(&telling, cause, *fix),
        TellAbout::Sorry { incident } => step.sorry_is_through(&telling, *incident),
    }
}

impl AdminStep<'_> {
    /// Those who complained are counted, before anybody is told.
    pub(super) fn counts_people(&mut self, cause: &Cause, fix: u32, change: Option<u32>) {
        self.stops_counting(&cause.name);
        self.goes_through(TellAbout::Fix { cause: cause.name.clone(), fix }, false, change);
    }

    /// Those who complained of a cause are not counted any more.
    fn stops_counting(&mut self, name: &str) {
        let is_its =
            |it: &Telling| matches!(&it.about, TellAbout::Fix { cause, .. } if cause == name);
        self.workspace.tellings.retain(|it| it.tells || !is_its(it));
    }

    /// Customers are gone through, to be counted or told.
    pub(super) fn goes_through(&mut self, about: TellAbout, tells: bool, change: Option<u32>) {
        self.workspace.tellings.push(Telling {
            about,
            tells,
            after: None,
            concerned: 0,
            people: 0,
            left_out: LeftOut::default(),
            langs: BTreeSet::new(),
            by: self.by.address.clone(),
            at: self.now,
            message: self.message.clone(),
            // What follows from a press is told beside it, unless only whoever pressed reads there.
            press: self.press.filter(|press| !self.is_pressed() || press.whispers).cloned(),
            in_private: self.in_private,
            change,
        });
    }

    /// Everybody was gone through because a cause is fixed.
    fn fix_is_through(&mut self, telling: &Telling, name: &str, nr: u32) {
        let causes = &self.workspace.catalogue.causes;
        let Some((cause, fix)) = fix_of(causes, name, nr) else { return };
        if telling.tells {
            return;
        }
        let is_told = fix.told_at.is_some();
        let line = line(cause, self.workspace);
        let (people, langs) = (telling.people, telling.langs.len());
        let mut buttons: Vec<Vec<_>> = Vec::new();
        if 0 < people {
            let what = ToTell {
                cause: name.to_owned(),
                fix: nr,
                complained: telling.concerned,
                people,
                langs: telling.langs.clone(),
            };
            let nr = self.ask(PendingWhat::Fix(Box::new(what)));
            buttons.push(vec![
                admin_button(Label::Preview, AdminDoes::Preview, nr),
                admin_button(Label::Send, AdminDoes::Confirm, nr),
                admin_button(Label::NotNow, AdminDoes::Cancel, nr),
            ]);
        }
        buttons.extend(telling.change.map(Self::undo_row).into_iter().flatten());
        let say = CauseSay::Fixed { line, people, langs, is_told };
        self.reply_with(AdminSay::Cause(say), buttons);
    }

    /// An admin wants those who complained to be told, or not now.
    pub(super) fn fix_answered(&mut self, wanted: &ToTell, is_yes: bool) {
        let causes = &mut self.workspace.catalogue.causes;
        let stands = fix_of(causes, &wanted.cause, wanted.fix).is_some();
        let Some(cause) = causes.iter_mut().find(|cause| stands && cause.name == wanted.cause)
        else {
            return self.becomes(AdminSay::Over, Vec::new());
        };
        let name = wanted.cause.clone();
        if !is_yes {
            return self.becomes(AdminSay::Cause(CauseSay::NotTold { name }), Vec::new());
        }
        if let Some(fix) = &mut cause.fixed {
            fix.told_at = Some(self.now);
            fix.of = fix.of.max(wanted.complained);
        }
        self.stops_counting(&name);
        self.goes_through(TellAbout::Fix { cause: name.clone(), fix: wanted.fix }, true, None);
        self.changed(format!("told.{name}"), "0", wanted.people.to_string(), None);
        let say = CauseSay::Telling { name, people: wanted.people };
        self.becomes(AdminSay::Cause(say), Vec::new());
    }

    /// An admin wants to see what those who complained would read.
    pub(super) fn fix_previewed(&mut self, wanted: &ToTell) {
        let causes = &self.workspace.catalogue.causes;
        let Some((cause, fix)) = fix_of(causes, &wanted.cause, wanted.fix) else {
            return self.aside(AdminSay::Over);
        };
        let named = cause.public.is_some();
        let says = wanted.langs.iter().map(|lang| (*lang, words(cause, fix, None)));
        let says = says.collect();
        let name = wanted.cause.clone();
        self.reply(AdminSay::Cause(CauseSay::Preview { name, says, named }));
    }
}
