//! Something that went wrong before anybody complained, and for which the business says sorry first
//! (`BEHAVIOUR` 2.8): to one customer, or to everybody whose contact ended while it went wrong.

use std::{collections::BTreeSet, fmt};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    asking_rules,
    catalogue::Gift,
    customer::{Customer, ToldTo},
    ids::{CaseNumber, CustomerId},
    interaction::Interaction,
    say::Say,
};

/// So many incidents are remembered. A contact of an older one is too old to be asked about.
const KEPT: usize = 50;

/// The number of an incident, as people read it: `S-3`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct IncidentNumber(pub u16);

impl fmt::Display for IncidentNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "S-{}", self.0)
    }
}

/// What went wrong, what is done about it, and whom it happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number.
    pub number: IncidentNumber,
    /// What went wrong.
    pub what: String,
    /// What is done about it.
    pub fix: String,
    /// What each of them gets, without any condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift: Option<Gift>,
    /// Whom it happened to.
    pub whom: Whom,
    /// When somebody wrote it.
    pub drafted_at: Timestamp,
    /// When somebody said that it is sent; nothing: it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
    /// When everybody had been gone through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

/// Whom something happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// One customer.
    One(CustomerId),
    /// Everybody whose contact ended in this time.
    Ended(Window),
}

/// A time in which contacts ended, and which of them are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From this moment on.
    pub since: Timestamp,
    /// Up to this moment.
    pub until: Timestamp,
    /// Only those in whose topic these words stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Only those at this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Window {
    /// Whether a contact is one of those that are meant.
    pub fn covers(&self, contact: &Interaction) -> bool {
        let said = |wanted: &Option<String>, told: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| {
                told.as_ref().is_some_and(|told| asking_rules::says(told, wanted))
            })
        };
        self.since <= contact.ended_at
            && contact.ended_at <= self.until
            && said(&self.topic, &contact.topic)
            && said(&self.place, &contact.place)
    }
}

impl Incident {
    /// Whether it happened to a customer of whom anything is known.
    pub fn concerns(&self, customer: &Customer) -> bool {
        customer.erased_at.is_none()
            && match &self.whom {
                Whom::One(id) => customer.known_as().contains(id),
                Whom::Ended(window) => {
                    let mut contacts = customer.surveys.iter().map(|survey| &survey.interaction);
                    contacts.any(|contact| window.covers(contact))
                }
            }
    }

    /// Whether a contact is not asked about because of it. What happened to one customer alone says
    /// so of what had ended by then.
    pub(crate) fn silences(&self, contact: &Interaction) -> bool {
        self.approved_at.is_some_and(|approved| match &self.whom {
            Whom::One(_) => contact.ended_at <= approved,
            Whom::Ended(window) => window.covers(contact),
        })
    }

    /// What a customer reads.
    pub fn words(&self, name: Option<String>) -> Say {
        let sorry = Say::SorryFirst { name, what: self.what.clone(), fix: self.fix.clone() };
        let Some(gift) = &self.gift else { return sorry };
        // There is no case whose number could be shown.
        let how = gift.how.as_ref().map(|how| how.replace("{case}", &self.number.to_string()));
        let gift = Say::SorryGift { gift: gift.what.clone(), how };
        Say::Both(Box::new(sorry), Box::new(gift))
    }
}

/// The incidents of a business, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Incidents {
    last: IncidentNumber,
    all: Vec<Incident>,
}

impl Incidents {
    /// Whether there never was one.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// All that are remembered, the newest last.
    pub fn all(&self) -> &[Incident] {
        &self.all
    }

    /// The incident of this number.
    pub fn get(&self, number: IncidentNumber) -> Option<&Incident> {
        self.all.iter().find(|incident| incident.number == number)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut(&mut self, number: IncidentNumber) -> Option<&mut Incident> {
        self.all.iter_mut().find(|incident| incident.number == number)
    }

    /// The number that the next one gets.
    pub(crate) fn next(&self) -> IncidentNumber {
        IncidentNumber(self.last.0.saturating_add(1))
    }

    /// Keeps a new one. Drafts that nobody is asked about any more are forgotten, and of too many the
    /// oldest, but for those that are needed.
    pub(crate) fn add(&mut self, incident: Incident, needed: &BTreeSet<IncidentNumber>) {
        self.all.retain(|it| it.approved_at.is_some() || needed.contains(&it.number));
        self.last = incident.number;
        self.all.push(incident);
        let mut needless = self.all.len().saturating_sub(KEPT);
        self.all.retain(|it| {
            let goes = 0 < needless && !needed.contains(&it.number);
            needless -= usize::from(goes);
            !goes
        });
    }

    /// Forgets one.
    pub(crate) fn remove(&mut self, number: IncidentNumber) {
        self.all.retain(|incident| incident.number != number);
    }

    /// Forgets drafts about one customer: they may be about whoever is forgotten.
    pub(crate) fn forget_persons(&mut self) {
        self.all.retain(|it| it.approved_at.is_some() || matches!(it.whom, Whom::Ended(_)));
    }

    /// Whether a contact is not asked about because it ended while something went wrong.
    pub(crate) fn silence(&self, contact: &Interaction) -> bool {
        let mut of_many = self.all.iter().filter(|it| matches!(it.whom, Whom::Ended(_)));
        of_many.any(|incident| incident.silences(contact))
    }
}

/// We said sorry to a customer, or asked whoever has their case to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    /// For which incident.
    pub incident: IncidentNumber,
    /// When.
    pub at: Timestamp,
    /// Who was told.
    pub whom: ToldTo,
    /// What went wrong.
    pub what: String,
    /// The case in which they asked for help with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseNumber>,
}
