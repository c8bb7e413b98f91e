//! How a case began, and how it closed.

use amends_core::case::{Origin, Outcome};

use crate::Phrasebook;

impl Phrasebook {
    pub(super) fn origin(&self, origin: Origin) -> String {
        self.line(match origin {
            Origin::Answer => "origin_answer",
            Origin::LateChange => "origin_late_change",
            Origin::AskedContact => "origin_asked_contact",
            Origin::Complaint => "origin_complaint",
            Origin::Staff => "origin_staff",
            Origin::Senior => "origin_senior",
            Origin::Sorry => "origin_sorry",
        })
    }

    pub(super) fn outcome(&self, outcome: Outcome) -> String {
        self.line(match outcome {
            Outcome::Recovered => "outcome_recovered",
            Outcome::Partly => "outcome_partly",
            Outcome::NotRecovered => "outcome_not_recovered",
            Outcome::Unconfirmed => "outcome_unconfirmed",
            Outcome::Silent => "outcome_silent",
            Outcome::Unreachable => "outcome_unreachable",
            Outcome::Declined => "outcome_declined",
            Outcome::Mistap => "outcome_mistap",
            Outcome::Duplicate => "outcome_duplicate",
            Outcome::Forgotten => "outcome_forgotten",
        })
    }
}
