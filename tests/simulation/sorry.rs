//! We say sorry before anybody complains: to one customer, or to all whose contact ended lately. Each
//! hears it once, with one button and no faces, and is not asked about it.

use amends_core::{
    action::{Action, AdminDoes},
    admin::PendingWhat,
    customer::Customer,
    effect::{Body, Effect, PressRef, Purpose},
    event::WorkspaceEvent,
    incident::{Incident, Whom, Window},
    interaction::{Interaction, Source},
    place::{Address, Content, Named},
    policy::{Policy, Workspace},
    say::Does,
};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, seq::IndexedRandom};

use crate::{reference::Seen, world::World};

impl World {
    /// Somebody drafts an apology, or answers whether it is sent; some of them may not.
    pub(crate) fn we_say_sorry(&mut self) {
        let who = *["50", "52", "52", "53"].choose(&mut self.rng).unwrap();
        let by = self.setting.staff(who);
        let desk = self.setting.desk();
        let message = self.message(&desk);
        let mut asked = self.policy.workspace.pending.iter().rev();
        let asked = asked.find(|asked| matches!(asked.what, PendingWhat::Sorry(_)));
        if let Some(nr) = asked.map(|asked| asked.nr) {
            let press = PressRef::new(desk.platform, format!("s.{}.token", self.seq));
            let is_no = self.rng.random_range(0..5) == 0;
            let does = if is_no { AdminDoes::Cancel } else { AdminDoes::Confirm };
            let action = Action::Admin { does, nr };
            let message = Some(message);
            return self.business(WorkspaceEvent::Pressed { press, by, message, action });
        }
        let is_one = self.rng.random_range(0..3) == 0;
        let customer = is_one.then(|| self.customer().id);
        let head = if is_one { "@dana" } else { self.lately() };
        let gift = if self.rng.random_range(0..3) == 0 { " makegood:dessert" } else { "" };
        let typed = format!("/sorry {head} what: luma was late fix: luma hurries{gift}");
        self.business(WorkspaceEvent::StaffWrote {
            by,
            message,
            content: Content::Text(typed),
            open_cases: Vec::new(),
            named: Box::new(Named { customer, ..Named::default() }),
            in_private: false,
            vitals: None,
            press: None,
            link: None,
            answers: None,
        });
    }

    /// Times in which contacts may have ended.
    fn lately(&mut self) -> &'static str {
        let all = [
            "since yesterday 00:00",
            "since 00:00",
            "since yesterday 00:00 topic:billing",
            "since yesterday 00:00 until 12:00",
        ];
        all.choose(&mut self.rng).unwrap()
    }
}

/// What is asked, or said, although it should not be.
pub(crate) fn breaches(
    now: Timestamp,
    customer: &Customer,
    policy: &Policy,
    effects: &[Effect],
    seen: &mut Seen,
) -> Vec<String> {
    let mut breaches = Vec::new();
    for effect in effects {
        let Body::Send { purpose: Some(purpose), buttons, .. } = &effect.body else { continue };
        if let Purpose::Apology(incident) = purpose {
            let [row] = buttons.as_slice() else { continue };
            let help = Action::NeedHelp { customer: customer.id, incident: *incident };
            if row.iter().map(|button| button.does.clone()).collect::<Vec<_>>() != [Does::Act(help)]
            {
                breaches.push(format!("{incident} has other buttons: {row:?}"));
            }
            if customer.opted_out || customer.open_case().is_some() {
                breaches.push(format!("{incident} is said to somebody who is left out"));
            }
        }
        let Purpose::Question(id) = purpose else { continue };
        let Some(survey) = customer.survey(*id) else { continue };
        let is_wish = matches!(survey.interaction.source, Source::Customer | Source::DeepLink);
        if !is_wish && went_wrong(&policy.workspace, &survey.interaction, now) {
            breaches.push(format!("{id} is asked about what we said sorry for"));
        }
    }
    for apology in &customer.apologies {
        seen.count(if apology.case.is_some() {
            "helped after an apology"
        } else {
            "said sorry first"
        });
    }
    breaches
}

/// Whether a contact ended while something went wrong, in the plainest way.
fn went_wrong(workspace: &Workspace, contact: &Interaction, now: Timestamp) -> bool {
    let lies_in = |incident: &Incident| {
        let Whom::Ended(Window { since, until, topic, .. }) = &incident.whom else { return false };
        let about = topic.as_ref().is_none_or(|topic| {
            contact.topic.as_ref().is_some_and(|told| told.to_lowercase().contains(topic))
        });
        incident.approved_at.is_some_and(|approved| approved <= now)
            && contact.ended_at.duration_since(*since) >= SignedDuration::ZERO
            && until.duration_since(contact.ended_at) >= SignedDuration::ZERO
            && about
    };
    workspace.incidents.all().iter().any(lies_in)
}

/// Whether somebody may answer whether an apology is sent.
pub(crate) fn may_answer(before: &Workspace, by: &Address, nr: u32) -> bool {
    use amends_core::policy::Level;
    let is_it = before
        .pending
        .iter()
        .any(|asked| asked.nr == nr && matches!(asked.what, PendingWhat::Sorry(_)));
    let mut staff = before.staff.iter();
    is_it && staff.any(|member| member.address == *by && Level::Senior <= member.level)
}
