//! Customers that are gone through page by page.

use serde::{Deserialize, Serialize};

use crate::{
    admin::{Stands, TellAbout, Telling, stands},
    customer::Customer,
    event::Event,
    ids::CustomerId,
    lang::Lang,
    policy::Policy,
};

/// A page of customers that was gone through because a cause is fixed, or to say sorry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// What they are told of.
    pub about: TellAbout,
    /// Whether they are told, or only counted.
    pub tells: bool,
    /// The last customer of the page; nothing: there was none.
    pub after: Option<CustomerId>,
    /// How many of them it concerns.
    pub concerned: u32,
    /// How many of those would be told.
    pub people: u32,
    /// In which languages.
    pub langs: Vec<Lang>,
    /// Who of them would not.
    pub left_out: LeftOut,
    /// There are no more customers.
    pub is_last: bool,
}

/// How many customers whom something concerns are not written to, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    /// A case of theirs is open: whoever has it is told.
    pub case_open: u32,
    /// They want to hear nothing.
    pub opted_out: u32,
    /// They can't be written to.
    pub unreachable: u32,
}

impl LeftOut {
    /// Whether nobody is.
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }

    /// Those who are left out here, too.
    pub(crate) fn add(&mut self, more: Self) {
        self.case_open = self.case_open.saturating_add(more.case_open);
        self.opted_out = self.opted_out.saturating_add(more.opted_out);
        self.unreachable = self.unreachable.saturating_add(more.unreachable);
    }
}

impl Page {
    /// A page of which nobody was looked at yet.
    pub fn new(telling: &Telling, after: Option<CustomerId>, is_last: bool) -> Self {
        Self {
            about: telling.about.clone(),
            tells: telling.tells,
            after,
            concerned: 0,
            people: 0,
            langs: Vec::new(),
            left_out: LeftOut::default(),
            is_last,
        }
    }

    /// Looks at one customer, and says what is to happen to them.
    pub fn see(
        &mut self,
        customer: &Customer,
        telling: &Telling,
        policy: &Policy,
    ) -> Option<Event> {
        let stands = stands(customer, telling, policy)?;
        self.concerned += 1;
        match stands {
            Stands::Told(lang) => {
                self.people += 1;
                self.langs.push(lang);
            }
            Stands::CaseOpen => self.left_out.case_open += 1,
            Stands::OptedOut => self.left_out.opted_out += 1,
            Stands::Unreachable => self.left_out.unreachable += 1,
            Stands::Knows => (),
        }
        match &telling.about {
            TellAbout::Fix { cause, fix } => {
                let (cause, fix, tells) = (cause.clone(), *fix, telling.tells);
                Some(Event::CauseFixed { cause, fix, tells })
            }
            TellAbout::Sorry { incident } => {
                telling.tells.then_some(Event::Apologise { incident: *incident })
            }
        }
    }
}
