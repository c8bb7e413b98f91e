//! Telling whoever complained of a cause that it is fixed (`BEHAVIOUR` 2.7): who they are is counted
//! first, an admin is asked, and then each of them is told once.
//!
//! Customers are gone through page by page, each page durable with what follows from it, so that it
//! goes on where it was after a kill.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay, CauseSay, PendingWhat,
    cause::line,
    step::{self, AdminStep, admin_button},
};
use crate::{
    action::AdminDoes,
    catalogue::{Cause, Fix},
    customer::Customer,
    effect::PressRef,
    engine::Outcome,
    event::FixPage,
    ids::CustomerId,
    lang::Lang,
    place::{Actor, Address, Content, MessageRef, Named},
    policy::{Policy, Workspace},
    say::{Label, Say},
    workspace::WorkspaceRecorded,
};

/// Customers are gone through because a cause is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Which cause.
    pub cause: String,
    /// Which fix of it.
    pub fix: u32,
    /// Whether those who complained are told, or only counted.
    pub tells: bool,
    /// Up to whom, in the order of their ids; nothing: from the first one on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CustomerId>,
    /// How many complained, so far.
    #[serde(default)]
    pub complained: u32,
    /// How many of them would be told.
    #[serde(default)]
    pub people: u32,
    /// In which languages.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub langs: BTreeSet<Lang>,
    /// Who said that it is fixed.
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

/// The language in which a customer is told that a cause is fixed; nothing: they are not.
pub fn told_in(customer: &Customer, telling: &Telling, policy: &Policy) -> Option<Lang> {
    let may = customer.complained_of(&telling.cause)
        && !customer.knows_fix(&telling.cause, telling.fix)
        && !customer.opted_out
        && customer.open_case().is_none()
        && customer.contacts.iter().any(|contact| contact.reach.may_work());
    may.then(|| customer.language(policy))
}

/// A page of customers was gone through because a cause is fixed.
pub(crate) fn page_through(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    page: &FixPage,
    out: &mut Outcome,
) {
    let mut tellings = workspace.tellings.iter();
    let is_it = |it: &Telling| it.cause == page.cause && it.fix == page.fix;
    let Some(index) = tellings.position(is_it) else { return };
    let telling = &mut workspace.tellings[index];
    telling.after = page.after.or(telling.after);
    telling.complained = telling.complained.saturating_add(page.complained);
    telling.people = telling.people.saturating_add(page.people);
    telling.langs.extend(page.langs.iter().copied());
    let telling = telling.clone();
    if page.is_last {
        workspace.tellings.remove(index);
    }
    if !workspace.admins.contains(&telling.by) {
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
    step.page_is_through(&telling, page);
}

impl AdminStep<'_> {
    /// Those who complained are counted, before anybody is told.
    pub(super) fn counts_people(&mut self, cause: &Cause, fix: u32, change: Option<u32>) {
        let telling = Telling {
            cause: cause.name.clone(),
            fix,
            tells: false,
            after: None,
            complained: 0,
            people: 0,
            langs: BTreeSet::new(),
            by: self.by.address.clone(),
            at: self.now,
            message: self.message.clone(),
            press: self.press.cloned(),
            in_private: self.in_private,
            change,
        };
        self.workspace.tellings.retain(|it| it.cause != telling.cause || it.tells);
        self.workspace.tellings.push(telling);
    }

    /// A page of customers was gone through.
    pub(crate) fn page_is_through(&mut self, telling: &Telling, page: &FixPage) {
        if !page.is_last {
            return;
        }
        let causes = &self.workspace.catalogue.causes;
        let Some((cause, fix)) = fix_of(causes, &telling.cause, telling.fix) else { return };
        if telling.tells {
            return;
        }
        let is_told = fix.told_at.is_some();
        let line = line(cause, self.workspace);
        let (people, langs) = (telling.people, telling.langs.len());
        let mut buttons: Vec<Vec<_>> = Vec::new();
        if 0 < people {
            let what = ToTell {
                cause: telling.cause.clone(),
                fix: telling.fix,
                complained: telling.complained,
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
        let cause = cause.clone();
        self.counts_people(&cause, wanted.fix, None);
        if let Some(telling) = self.workspace.tellings.last_mut() {
            telling.tells = true;
        }
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
