//! Whether anybody is there while the doors are open, and when that has to be looked at (E21).

use jiff::Timestamp;

use crate::{
    desk::{DeskSay, Mention},
    effect::{Body, Class, Effect, OnUnknown, To, Words},
    engine::Outcome,
    fact::{Alarm, Fact},
    place::{Address, MessageRef, Place},
    policy::{Level, Policy, StaffMember, Workspace},
};

impl Policy {
    /// Who works where the desk is: nobody else can be called there.
    pub fn at_desk(&self) -> impl Iterator<Item = &StaffMember> {
        let desk = self.desk().map(|desk| desk.platform);
        let staff = self.workspace.staff.iter();
        staff.filter(move |member| desk.is_none_or(|desk| desk == member.address.platform))
    }

    /// Who is on duty at this moment at exactly this level.
    pub fn on_duty(&self, level: Level, now: Timestamp) -> Vec<&StaffMember> {
        self.at_desk()
            .filter(|member| member.level == level && self.is_there(member, now))
            .collect()
    }

    /// Whether the member is on duty now.
    pub fn is_on_duty(&self, address: &Address, now: Timestamp) -> bool {
        self.staff(address).is_some_and(|member| self.is_there(member, now))
    }

    /// Whether anybody at all is on duty: where a role makes people staff, those that nobody has seen
    /// yet are taken to be, since the role can be called.
    pub fn anyone_on_duty(&self, now: Timestamp) -> bool {
        let mut nobody_known = true;
        for member in self.at_desk() {
            if self.is_there(member, now) {
                return true;
            }
            nobody_known = false;
        }
        let desk = self.desk().map(|desk| desk.platform);
        nobody_known && self.workspace.roles.iter().any(|role| desk == Some(role.platform))
    }

    /// Who of the management is called out of hours, on duty or not.
    pub fn on_call(&self) -> impl Iterator<Item = &StaffMember> {
        let wished = &self.workspace.on_call;
        self.at_desk()
            .filter(|member| member.level == Level::Director && wished.contains(&member.address))
    }

    /// Whether nobody is on duty though the doors are open. Where nobody works yet, nobody is missed.
    pub fn is_alone(&self, now: Timestamp) -> bool {
        let Workspace { staff, roles, .. } = &self.workspace;
        let works = self.desk().is_some() && !(staff.is_empty() && roles.is_empty());
        works && self.clock.is_open(now) && !self.anyone_on_duty(now)
    }

    /// The next moment at which the business itself wants to be woken; `now` if that is overdue.
    pub fn next_look(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_alone(now) != self.workspace.alone_since.is_some() {
            return Some(now);
        }
        let changes = self.at_desk().filter_map(|member| self.may_change(member, now));
        changes.chain(self.clock.next_change(now)).min()
    }
}

impl Workspace {
    /// Whoever is told in private what must not wait: admins, and those who lead.
    pub(crate) fn in_charge(&self) -> Vec<Address> {
        let mut told = self.admins.clone();
        let leads = self.staff.iter().filter(|member| Level::Senior <= member.level);
        for member in leads {
            // Whoever is both hears it once.
            if !told.contains(&member.address) {
                told.push(member.address.clone());
            }
        }
        told
    }
}

/// Looks whether anybody is there, and says once for each gap that nobody is: as an answer to the
/// command that made it, or by itself.
pub(crate) fn look(
    workspace: &mut Workspace,
    now: Timestamp,
    answers: Option<&MessageRef>,
    out: &mut Outcome,
) {
    let policy = Policy::new(workspace.clone());
    let is_alone = policy.is_alone(now);
    if is_alone == workspace.alone_since.is_some() {
        return;
    }
    workspace.alone_since = is_alone.then_some(now);
    let Some(desk) = policy.desk().filter(|_| is_alone) else { return };
    let is_there = |place: &Place| (place.platform, &place.chat) == (desk.platform, &desk.chat);
    let answers = answers.filter(|message| is_there(&message.place));
    out.facts.push(Fact::Alarm { what: Alarm::NobodyLeft });
    // Whoever answers for who is there; without them, whoever reads it.
    let higher = policy.at_desk().filter(|member| Level::Senior <= member.level);
    let say = DeskSay::NobodyLeft { called: higher.map(mention).collect() };
    let body = Body::Send {
        to: To::Place(answers.map_or_else(|| desk.clone(), |message| message.place.clone())),
        words: Words::Desk(say),
        buttons: Vec::new(),
        reply_to: answers.cloned(),
        ask_reply: false,
        purpose: None,
    };
    let on_unknown = OnUnknown::Resend;
    out.effects.push(Effect { class: Class::Staff, expires_at: None, on_unknown, body });
}

fn mention(member: &StaffMember) -> Mention {
    let StaffMember { address, name, username, .. } = member.clone();
    Mention { address, name, username }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::{hours::Hours, place::Platform};

    fn member(on_duty: bool, duty_until: Option<Timestamp>) -> StaffMember {
        StaffMember {
            address: Address::new(Platform::Telegram, "50"),
            name: None,
            username: None,
            level: Level::Agent,
            on_duty,
            duty_until,
            by_role: false,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn luma(hours: &str, staff: Vec<StaffMember>) -> Workspace {
        let desk = Some(Place::chat(Platform::Telegram, "-100"));
        Workspace { desk, staff, hours: Hours::parse(hours).unwrap(), ..Workspace::new("Luma") }
    }

    /// Looks whenever it is time to, for so many days, and returns when something was said.
    fn said(workspace: &mut Workspace, from: Timestamp, days: i64) -> Vec<String> {
        let until = from + (24 * days).hours();
        let (mut now, mut said) = (from, Vec::new());
        while let Some(next) = Policy::new(workspace.clone()).next_look(now) {
            if until < next {
                break;
            }
            now = next;
            let mut out = Outcome::default();
            look(workspace, now, None, &mut out);
            said.extend(out.effects.iter().map(|_| now.to_string()));
            let again = Policy::new(workspace.clone()).next_look(now);
            assert!(again.is_none_or(|again| now < again), "it looks for ever at {now}");
        }
        said
    }

    #[test]
    fn each_gap_is_told_once_in_the_minute_in_which_it_begins() {
        let monday = at("2026-11-16T08:00:00Z");
        let hours = "mon-fri 09:00-18:00";
        let until = |text: &str| vec![member(true, Some(at(text)))];
        let first = "2026-11-17T09:00:00Z";
        for (staff, wanted) in [
            (vec![member(true, None)], [].as_slice()),
            (until("2026-11-16T15:30:00Z"), &["2026-11-16T15:30:00Z", first]),
            (until("2026-11-16T18:00:00Z"), &[first]),
            (until("2026-11-16T20:00:00Z"), &[first]),
            (vec![member(false, None)], &["2026-11-16T09:00:00Z", first]),
            (Vec::new(), &[]),
        ] {
            assert_eq!(said(&mut luma(hours, staff), monday, 2), wanted);
        }
        let always = &mut luma("", until("2026-11-16T15:30:00Z"));
        assert_eq!(said(always, monday, 9), ["2026-11-16T15:30:00Z"]);
    }

    fn on_duty(desk: Option<Platform>, staff: &[Platform]) -> (usize, bool) {
        let staff = staff
            .iter()
            .map(|platform| StaffMember {
                address: Address::new(*platform, "7"),
                ..member(true, None)
            })
            .collect();
        let desk = desk.map(|platform| Place::chat(platform, "9"));
        let policy = Policy::new(Workspace { staff, desk, ..Workspace::new("Luma") });
        let now = Timestamp::UNIX_EPOCH;
        (policy.on_duty(Level::Agent, now).len(), policy.anyone_on_duty(now))
    }

    #[test]
    fn only_who_works_where_the_desk_is_counts_as_on_duty() {
        use Platform::{Discord, Telegram};
        assert_eq!(on_duty(Some(Discord), &[Telegram, Discord]), (1, true));
        assert_eq!(on_duty(Some(Discord), &[Telegram]), (0, false));
        assert_eq!(on_duty(None, &[Telegram, Discord]), (2, true));
    }
}
