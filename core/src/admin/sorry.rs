//! `/sorry`: saying sorry before anybody complains (`BEHAVIOUR` 2.8, F25). What goes out is a draft
//! until whom it concerns was counted and somebody of level 2 said that it is sent.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    AdminSay, Command, PendingWhat, TellAbout, Telling, TextUnfit,
    step::{AdminStep, admin_button},
    typed,
};
use crate::{
    action::{Action, AdminDoes},
    catalogue::{Gift, GiftUnfit},
    desk::DeskSay,
    effect::{Body, Class, Form, OnUnknown, To, Words},
    engine::Outcome,
    event::LeftOut,
    grammar::{self, Sorry},
    hours::Due,
    incident::{Incident, IncidentNumber, Whom, Window},
    lang::Lang,
    money::Currency,
    place::Actor,
    policy::{Level, Policy, Workspace},
    say::{Label, Say, What},
    when::{self, Bare, NotOver},
    workspace::WorkspaceRecorded,
};

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SorrySay {
    /// How it is given, and what is missing.
    How {
        /// What is missing; nothing: all of it.
        lacks: Option<SorryPart>,
    },
    /// A form asks for all of it.
    Form,
    /// It is no time that is over.
    BadTime {
        /// What was typed.
        typed: String,
    },
    /// It can't be over: the time has not come.
    Ahead {
        /// The time.
        at: Due,
    },
    /// It ends before it begins.
    Backwards {
        /// When it begins.
        since: Due,
        /// When it ends.
        until: Due,
    },
    /// The catalogue has nothing of this name.
    UnknownGift {
        /// What was typed.
        typed: String,
        /// The name it is like, or nothing.
        nearest: Option<String>,
        /// What there is.
        known: Vec<String>,
    },
    /// It costs more than whoever wants it may give to each.
    AboveYours {
        /// What it costs, in the smallest unit.
        cost: u64,
        /// What they may give.
        most: u64,
        /// What both are counted in.
        currency: Currency,
        /// Who may.
        may: Vec<String>,
    },
    /// Who would read what: is it sent?
    Asks(Box<SorryDraft>),
    /// It happened to nobody who could be told.
    Nobody {
        /// Who is left out.
        left_out: LeftOut,
    },
    /// It is being sent.
    Sending {
        /// Which.
        number: IncidentNumber,
        /// To how many.
        people: u32,
    },
    /// It is not sent.
    NotSent,
    /// It was sent.
    Sent {
        /// Which.
        number: IncidentNumber,
        /// To how many.
        people: u32,
        /// For how many others whoever has their case was told.
        cases: u32,
    },
}

/// A part of `/sorry`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SorryPart {
    /// Whom it happened to.
    Whom,
    /// Since when.
    Since,
    /// What went wrong.
    What,
    /// What is done about it.
    Fix,
}

/// What would be sent, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SorryDraft {
    /// Its number.
    pub number: IncidentNumber,
    /// How many are written to.
    pub people: u32,
    /// Who is not.
    pub left_out: LeftOut,
    /// What they read, in each of their languages.
    pub says: Vec<(Lang, Say)>,
    /// What each of them gets, what it costs, and in what that is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift: Option<(What, u64, Currency)>,
    /// When contacts ended that are not asked about; nothing: it is about one customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Due, Due)>,
    /// Only those about this, or at this place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

/// Somebody is asked whether we say sorry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToApologise {
    /// For which incident.
    pub incident: IncidentNumber,
    /// To how many.
    pub people: u32,
}

/// Why somebody may not say sorry in the name of the business; nothing if they may. Looked up each
/// time anew.
pub fn refused(workspace: &Workspace, by: &Actor) -> Option<DeskSay> {
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    let is = level_of(workspace, by);
    let needs = Level::Senior;
    (is < Some(needs)).then_some(DeskSay::NotAllowed { needs, is })
}

fn level_of(workspace: &Workspace, by: &Actor) -> Option<Level> {
    let member = workspace.staff.iter().find(|member| member.address == by.address);
    member.map(|member| member.level)
}

/// Whether a button is about it.
pub(super) fn is_about(workspace: &Workspace, action: Action) -> bool {
    let Action::Admin { nr, .. } = action else { return false };
    let mut pending = workspace.pending.iter();
    pending.any(|asked| asked.nr == nr && matches!(asked.what, PendingWhat::Sorry(_)))
}

/// Carries `/sorry` out, or refuses it. Returns whether it is that.
pub(crate) fn say_sorry(
    workspace: &mut Workspace,
    recorded: &WorkspaceRecorded,
    given: &Command<'_>,
    text: &str,
    out: &mut Outcome,
) -> bool {
    let Some(said) = grammar::sorry(text) else { return false };
    let mut step = AdminStep::of(workspace, recorded, given, out);
    if let Some(refusal) = refused(step.workspace, given.by) {
        step.say(refusal);
        return true;
    }
    if said.is_bare {
        step.asks_for_sorry();
        return true;
    }
    match draft(&step, &said) {
        Ok(incident) => step.counts_concerned(incident),
        Err(refused) => step.say(refused.0),
    }
    true
}

/// What is said because nothing can be sent.
struct Refused(DeskSay);

impl From<SorrySay> for Refused {
    fn from(say: SorrySay) -> Self {
        AdminSay::Sorry(Box::new(say)).into()
    }
}

impl From<AdminSay> for Refused {
    fn from(say: AdminSay) -> Self {
        Self(DeskSay::Admin(Box::new(say)))
    }
}

impl From<SorryPart> for Refused {
    fn from(lacks: SorryPart) -> Self {
        SorrySay::How { lacks: Some(lacks) }.into()
    }
}

impl From<TextUnfit> for Refused {
    fn from(unfit: TextUnfit) -> Self {
        AdminSay::Text(unfit).into()
    }
}

/// What would be sent, by what was typed.
fn draft(step: &AdminStep<'_>, said: &Sorry<'_>) -> Result<Incident, Refused> {
    let whom = match (said.is_of_many(), step.named.customer) {
        (true, _) if said.whose.is_some() => return Err(SorryPart::Whom.into()),
        (true, _) => Whom::Ended(window(step, said)?),
        (false, Some(id)) => Whom::One(id),
        (false, None) => return Err(SorryPart::Whom.into()),
    };
    let what = words(said.what.ok_or(SorryPart::What)?)?;
    let fix = words(said.fix.ok_or(SorryPart::Fix)?)?;
    let gift = said.makegood.map(|typed| gift(step, typed)).transpose()?;
    Ok(Incident {
        number: step.workspace.incidents.next(),
        what,
        fix,
        gift,
        whom,
        drafted_at: step.now,
        approved_at: None,
        sent_at: None,
    })
}

/// Words that customers read, in one line.
fn words(typed: &str) -> Result<String, TextUnfit> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    typed::text(typed::remainder(&line))
}

fn window(step: &AdminStep<'_>, said: &Sorry<'_>) -> Result<Window, Refused> {
    let policy = Policy::new(step.workspace.clone());
    let now = step.now;
    let read = |typed: &str| {
        when::over(typed, &policy.clock, now).map_err(|unfit| -> Refused {
            match unfit {
                NotOver::Unreadable(typed) => SorrySay::BadTime { typed }.into(),
                NotOver::Ahead(at) => SorrySay::Ahead { at: policy.due(at, now) }.into(),
            }
        })
    };
    let since = read(said.since.ok_or(SorryPart::Since)?)?;
    let until = said.until.map_or(Ok(now), read)?;
    if until <= since {
        // Today it may be still to come.
        let typed = said.until.unwrap_or_default();
        if let Ok((at, "")) = when::moment(typed, &policy.clock, now, Bare::Today) {
            return Err(SorrySay::Ahead { at: policy.due(at, now) }.into());
        }
        let (since, until) = (policy.due(since, now), policy.due(until, now));
        return Err(SorrySay::Backwards { since, until }.into());
    }
    let only = |typed: Option<&str>| typed.map(words).transpose();
    Ok(Window { since, until, topic: only(said.topic)?, place: only(said.place)? })
}

/// Something of the catalogue that whoever wants it may give.
fn gift(step: &AdminStep<'_>, typed: &str) -> Result<Gift, Refused> {
    let catalogue = &step.workspace.catalogue;
    let typed = typed.to_owned();
    let gift = match catalogue.gift(&typed) {
        Ok(gift) if gift.item.is_some() => gift,
        Err(GiftUnfit::Unknown { typed, nearest, known }) => {
            return Err(SorrySay::UnknownGift { typed, nearest, known }.into());
        }
        // Everybody gets the same: what has a name.
        Ok(_) | Err(GiftUnfit::Missing | GiftUnfit::Money(_)) => {
            let known = catalogue.make_goods.iter().map(|item| item.name.clone()).collect();
            return Err(SorrySay::UnknownGift { typed, nearest: None, known }.into());
        }
    };
    match above_theirs(step, &gift) {
        Some(refusal) => Err(refusal.into()),
        None => Ok(gift),
    }
}

/// Whether something costs more than whoever wants it may give.
fn above_theirs(step: &AdminStep<'_>, gift: &Gift) -> Option<SorrySay> {
    let workspace = &step.workspace;
    let authority = &workspace.catalogue.authority;
    let may = |level: Level| level == Level::Director || authority.covers(level, gift.cost);
    let level = level_of(workspace, step.by)?;
    if may(level) {
        return None;
    }
    let others = workspace.staff.iter().filter(|member| level < member.level && may(member.level));
    let policy = Policy::new((*workspace).clone());
    Some(SorrySay::AboveYours {
        cost: gift.cost,
        most: authority.of(level).unwrap_or(gift.cost),
        currency: gift.currency.clone(),
        may: others.map(|member| policy.staff_name(&member.address)).collect(),
    })
}

impl AdminStep<'_> {
    /// Asks for all of it: in a form where one can be opened.
    fn asks_for_sorry(&mut self) {
        let Some(press) = self.press.cloned() else {
            return self.say_sorry(SorrySay::How { lacks: None });
        };
        let say = AdminSay::Sorry(Box::new(SorrySay::Form));
        let words = Words::Desk(DeskSay::Admin(Box::new(say)));
        let to = Some(To::Place(self.message.place.clone()));
        let body = Body::Form { press, form: Form::Sorry, words, to, purpose: None };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    /// Those whom something happened to are counted, before anybody is told.
    fn counts_concerned(&mut self, incident: Incident) {
        let number = incident.number;
        let asked = self.workspace.pending.iter().filter_map(|asked| match &asked.what {
            PendingWhat::Sorry(wanted) => Some(wanted.incident),
            PendingWhat::Look(_)
            | PendingWhat::Wording(_)
            | PendingWhat::WordingFile(_)
            | PendingWhat::WordingText(_)
            | PendingWhat::Fix(_) => None,
        });
        let told = self.workspace.tellings.iter().filter_map(|telling| match &telling.about {
            TellAbout::Sorry { incident } => Some(*incident),
            TellAbout::Fix { .. } => None,
        });
        let needed: BTreeSet<IncidentNumber> = asked.chain(told).collect();
        self.workspace.incidents.add(incident, &needed);
        self.goes_through(TellAbout::Sorry { incident: number }, false, None);
    }

    /// Everybody was gone through, to be counted or told.
    pub(super) fn sorry_is_through(&mut self, telling: &Telling, number: IncidentNumber) {
        let now = self.now;
        let Some(incident) = self.workspace.incidents.get_mut(number) else { return };
        let (people, left_out) = (telling.people, telling.left_out);
        if telling.tells {
            incident.sent_at = Some(now);
            if let Whom::One(_) = incident.whom {
                // What is about one customer stays with them alone.
                self.workspace.incidents.remove(number);
            }
            let cases = left_out.case_open;
            return self.say_sorry(SorrySay::Sent { number, people, cases });
        }
        if people == 0 && left_out.case_open == 0 {
            self.workspace.incidents.remove(number);
            return self.say_sorry(SorrySay::Nobody { left_out });
        }
        let incident = incident.clone();
        let policy = Policy::new(self.workspace.clone());
        let (ended, only) = match &incident.whom {
            Whom::One(_) => (None, Vec::new()),
            Whom::Ended(window) => (
                Some((policy.due(window.since, now), policy.due(window.until, now))),
                window.topic.iter().chain(&window.place).cloned().collect(),
            ),
        };
        let mut langs = telling.langs.clone();
        if langs.is_empty() {
            langs.insert(self.workspace.language);
        }
        let draft = SorryDraft {
            number,
            people,
            left_out,
            says: langs.into_iter().map(|lang| (lang, incident.words(None))).collect(),
            gift: incident.gift.map(|gift| (gift.what, gift.cost, gift.currency)),
            ended,
            only,
        };
        let wanted = ToApologise { incident: number, people };
        let nr = self.ask(PendingWhat::Sorry(wanted));
        let buttons = vec![vec![
            admin_button(Label::Send, AdminDoes::Confirm, nr),
            admin_button(Label::NotNow, AdminDoes::Cancel, nr),
        ]];
        let say = AdminSay::Sorry(Box::new(SorrySay::Asks(Box::new(draft))));
        self.reply_with(say, buttons);
    }

    /// Somebody says that it is sent, or not now.
    pub(super) fn sorry_answered(&mut self, asked: usize, wanted: ToApologise, does: AdminDoes) {
        let ToApologise { incident: number, people } = wanted;
        let draft = self.workspace.incidents.get(number).cloned();
        let Some(incident) = draft.filter(|it| it.approved_at.is_none()) else {
            self.workspace.pending.remove(asked);
            return self.becomes(AdminSay::Over, Vec::new());
        };
        if does != AdminDoes::Confirm {
            self.workspace.pending.remove(asked);
            self.workspace.incidents.remove(number);
            return self.becomes_sorry(SorrySay::NotSent);
        }
        let above = incident.gift.as_ref().and_then(|gift| above_theirs(self, gift));
        if let Some(refusal) = above {
            return self.aside(AdminSay::Sorry(Box::new(refusal)));
        }
        self.workspace.pending.remove(asked);
        let now = self.now;
        if let Some(incident) = self.workspace.incidents.get_mut(number) {
            incident.approved_at = Some(now);
        }
        self.goes_through(TellAbout::Sorry { incident: number }, true, None);
        self.changed(format!("sorry.{number}"), "0", people.to_string(), None);
        self.becomes_sorry(SorrySay::Sending { number, people });
    }

    fn say_sorry(&mut self, say: SorrySay) {
        self.reply(AdminSay::Sorry(Box::new(say)));
    }

    fn becomes_sorry(&mut self, say: SorrySay) {
        self.becomes(AdminSay::Sorry(Box::new(say)), Vec::new());
    }
}
