//! `/test`: the question as customers get it, sent to the admin; counted nowhere.

use serde::{Deserialize, Serialize};

use super::{AdminSay, step::AdminStep};
use crate::{
    action::Action,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, To, Words},
    hours::Due,
    lang::Lang,
    policy::{Level, Policy},
    say::{Button, Does, Label, Question, Say},
    scale::{Rating, Satisfaction, Scale},
};

/// What is said in a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialSay {
    /// What a customer would read, marked as a test.
    Shown {
        /// It.
        say: Box<Say>,
        /// In which language.
        lang: Lang,
    },
    /// To the desk: a case would open now.
    WouldOpen {
        /// Who tries it.
        by: String,
        /// Who would be called.
        called: Vec<String>,
        /// Until when a person would answer.
        due: Due,
    },
    /// There is no desk: nobody would hear of it.
    NoDesk,
    /// No such path or language; what there is.
    Unknown {
        /// What was typed.
        typed: String,
    },
}

/// `/test`, `/test unhappy`, `/test happy ro`.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let policy = Policy::new(step.workspace.clone());
    let (mut lang, mut path) = (policy.workspace.language, None);
    for word in rest.split_whitespace() {
        let found = match word {
            "happy" => Some(Satisfaction::Satisfied),
            "neutral" => Some(Satisfaction::Neutral),
            "unhappy" => Some(Satisfaction::Dissatisfied),
            other => match policy.workspace.spoken(other) {
                Some(named) => {
                    lang = named;
                    continue;
                }
                None => return unknown(step, word),
            },
        };
        path = found;
    }
    let scale = policy.workspace.scale;
    let wanted = |path| scale.ratings().find(|rating| rating.satisfaction() == path);
    match path {
        None => ask(step, lang),
        Some(path) => match wanted(path) {
            Some(rating) => answered(step, rating, lang),
            None => ask(step, lang),
        },
    }
}

fn unknown(step: &mut AdminStep<'_>, typed: &str) {
    step.reply(AdminSay::Trial(TrialSay::Unknown { typed: typed.to_owned() }));
}

/// Sends the question.
pub(super) fn ask(step: &mut AdminStep<'_>, lang: Lang) {
    let scale = step.workspace.scale;
    let name = step.by.name.clone();
    let say = Say::Ask { question: question(scale), name, call: None };
    let buttons = scale.ratings().map(|rating| button(rating, lang)).collect::<Vec<_>>();
    let rows = crate::engine::rows_of(&buttons);
    step.reply_with(AdminSay::Trial(TrialSay::Shown { say: Box::new(say), lang }), rows);
}

/// A button of the question was pressed.
pub(super) fn pressed(step: &mut AdminStep<'_>, scale: Scale, value: u8, lang: Lang) {
    if let Ok(rating) = scale.rating(value) {
        answered(step, rating, lang);
    }
}

fn answered(step: &mut AdminStep<'_>, rating: Rating, lang: Lang) {
    let policy = Policy::new(step.workspace.clone());
    let (now, within) = (step.now, policy.timers().reply_within);
    let due = policy.clock.after(now, within);
    let then = match rating.satisfaction() {
        Satisfaction::Satisfied => Say::ThanksHappy,
        Satisfaction::Neutral => Say::ThanksNeutral,
        Satisfaction::Dissatisfied if policy.clock.is_open(now) => Say::SorryUnhappy { within },
        Satisfaction::Dissatisfied => Say::SorryUnhappyLater { due: policy.due(due, now) },
    };
    let question = question(rating.scale());
    let say = Say::Answered { question, rating: Some(rating), then: Box::new(then) };
    let shown = AdminSay::Trial(TrialSay::Shown { say: Box::new(say), lang });
    step.becomes(shown, Vec::new());
    if rating.satisfaction() == Satisfaction::Dissatisfied {
        tell_desk(step, &policy, policy.due(due, now));
    }
}

/// The desk hears what would happen: that shows that it can be written to.
fn tell_desk(step: &mut AdminStep<'_>, policy: &Policy, due: Due) {
    let Some(desk) = policy.desk().cloned() else {
        return step.reply(AdminSay::Trial(TrialSay::NoDesk));
    };
    let called = policy.on_duty(Level::Agent, step.now);
    let called = called.into_iter().map(|member| policy.staff_name(&member.address)).collect();
    let by = step.by.name.clone().unwrap_or_default();
    let say = AdminSay::Trial(TrialSay::WouldOpen { by, called, due });
    let body = Body::Send {
        to: To::Place(desk),
        words: Words::Desk(DeskSay::Admin(Box::new(say))),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: None,
    };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

fn question(scale: Scale) -> Question {
    match scale {
        Scale::Expect3 => Question::Expect,
        Scale::Nps11 => Question::Recommend,
        Scale::Faces3 | Scale::Csat5 | Scale::Thumbs => Question::JustNow,
    }
}

fn button(rating: Rating, lang: Lang) -> Button {
    let (scale, value) = (rating.scale(), rating.value());
    Button { label: Label::Rating(rating), does: Does::Act(Action::Trial { scale, value, lang }) }
}
