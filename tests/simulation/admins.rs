//! What admins of a world set, and what must hold whatever they do: there is always somebody who
//! administers, nothing is half saved, every change is in the audit trail, and an undo gives exactly
//! what was before.

mod catalogue;
pub(crate) mod commands;
mod kept;

use std::collections::BTreeMap;

use amends_core::{
    action::{Action, AdminDoes},
    admin::{Change, PendingWhat, Undo, Vitals},
    effect::{Body, Effect, PressRef, Purpose, Receipt, Refusal},
    engine::Outcome,
    event::WorkspaceEvent,
    grammar,
    place::{Actor, Address, Content, FileRef, MediaKind, MessageRef, Named, Platform},
    policy::{Policy, Workspace},
    say::{Button, Does},
    workspace::{self, WorkspaceRecorded},
};
use amends_storage::{
    MemoryStore,
    audit::{AuditCheck, AuditVerdict},
    port::{Commit, Store},
};
use rand::{Rng, seq::IndexedRandom};

use self::kept::{Kept, in_force, standing};
use crate::{
    setting::{Setting, person},
    sorry::may_answer,
    world::World,
};

/// The word in every text of admins.
const WORD: &str = "luma";
/// Who may be heard: staff, an admin who is none, and somebody who never was anything.
const HEARD: [&str; 6] = ["50", "51", "52", "53", "40", "54"];

/// What is remembered about admins.
#[derive(Default)]
pub(crate) struct Admins {
    store: MemoryStore,
    check: AuditCheck,
    looked_to: u64,
    /// What each thing is by the audit trail alone.
    replayed: BTreeMap<String, String>,
    /// What there was before each change.
    before: BTreeMap<u32, Kept>,
    /// What there was after the last step of an admin.
    last: Option<Kept>,
    /// Buttons that admins can see, new and old.
    buttons: Vec<(MessageRef, Action)>,
    /// What they asked for outside.
    under_way: Vec<(Purpose, Body)>,
}

impl Admins {
    /// What admins set is also changed by others: what was before counts no more.
    fn look_around(&mut self, now: &Workspace) {
        let now = Kept::of(now);
        if self.last.as_ref().is_some_and(|last| *last != now) {
            self.before.clear();
            self.replayed.retain(|what, _| !what.starts_with("policy.ask_"));
        }
    }

    /// Notes what stands where, and what is asked for.
    fn note(&mut self, effects: &[Effect], here: &MessageRef) {
        for effect in effects {
            let mut shown = |message: &MessageRef, buttons: &[Vec<Button>]| {
                self.buttons.retain(|(known, _)| known != message);
                for button in buttons.iter().flatten() {
                    if let Does::Act(action) = button.does {
                        self.buttons.push((message.clone(), action));
                    }
                }
            };
            match &effect.body {
                Body::Send { buttons, .. } => shown(here, buttons),
                Body::Edit { message, buttons, .. } => shown(message, buttons),
                body @ (Body::Inspect { purpose, .. } | Body::Fetch { purpose, .. }) => {
                    self.under_way.push((*purpose, body.clone()));
                }
                Body::Copy { .. }
                | Body::Answer { .. }
                | Body::Form { .. }
                | Body::Delete { .. }
                | Body::React { .. }
                | Body::OpenRoom { .. }
                | Body::Seat { .. }
                | Body::MarkDelivered { .. }
                | Body::OpenThread { .. }
                | Body::RenameThread { .. }
                | Body::CloseThread { .. }
                | Body::ReopenThread { .. }
                | Body::DeleteThread { .. }
                | Body::Pin { .. }
                | Body::SendFile { .. }
                | Body::Signal { .. }
                | Body::Withdraw { .. } => (),
            }
        }
    }
}

impl World {
    /// An admin does something, or somebody else tries to.
    pub(crate) fn admin_does(&mut self) {
        match self.rng.random_range(0..10) {
            0..5 => {
                let typed = commands::draw(&mut self.rng, WORD);
                self.admin_types(Content::Text(typed));
            }
            5 => {
                let file = FileRef { id: "F".to_owned(), name: None, mime: None, size: None };
                let caption = Some("/wording import".to_owned());
                let kind = MediaKind::Document;
                self.admin_types(Content::Media { kind, caption, files: vec![file] });
            }
            6..9 => self.admin_presses(),
            _ => self.admin_hears_back(),
        }
    }

    /// An admin says that something is fixed, or answers whether people are told of it.
    pub(crate) fn something_is_fixed(&mut self) {
        let asked = self.policy.workspace.pending.iter().rev();
        let mut asked = asked.filter(|asked| matches!(asked.what, PendingWhat::Fix(_)));
        let Some((nr, by)) = asked.next().map(|asked| (asked.nr, asked.by.clone())) else {
            let typed = format!("/cause fixed late it is, for the {}. time", self.seq);
            return self.admin_types(Content::Text(typed));
        };
        let desk = self.setting.desk();
        let message = Some(self.message(&desk));
        let press = PressRef::new(desk.platform, format!("a.{}.token", self.seq));
        let does =
            if self.rng.random_range(0..4) == 0 { AdminDoes::Cancel } else { AdminDoes::Confirm };
        let action = Action::Admin { does, nr };
        self.business(WorkspaceEvent::Pressed { press, by: known(by), message, action });
    }

    /// Somebody who may be an admin.
    fn somebody(&mut self) -> Actor {
        let admins = &self.policy.workspace.admins;
        let id = HEARD.choose(&mut self.rng).unwrap();
        let somebody = Address::new(self.setting.desk, *id);
        let admin = admins.choose(&mut self.rng).cloned();
        let address = admin.filter(|_| self.rng.random_range(0..4) != 0).unwrap_or(somebody);
        known(address)
    }

    fn admin_types(&mut self, content: Content) {
        let by = self.somebody();
        let in_private = self.rng.random_range(0..3) == 0;
        let desk = self.setting.desk();
        let place = if in_private { Setting::private(&by.address) } else { desk };
        let message = self.message(&place);
        let id = format!("a.{}.token", self.seq);
        let whispers = place.platform == Platform::Discord && content.words().is_some();
        let press = whispers.then(|| PressRef::whispering(Platform::Discord, id));
        let people = ["50", "51", "52", "53"].map(|id| Address::new(self.setting.desk, id));
        let people = people.map(known).to_vec();
        let named = Box::new(Named { people, ..Named::default() });
        let (vitals, link) = (Some(Box::new(Vitals::default())), Some("https://x".to_owned()));
        let open_cases = Vec::new();
        self.business(WorkspaceEvent::StaffWrote {
            by,
            message,
            content,
            open_cases,
            named,
            in_private,
            vitals,
            press,
            link,
            answers: None,
        });
    }

    fn admin_presses(&mut self) {
        let newest = self.rng.random_range(0..2) == 0;
        let buttons = &self.admins.buttons;
        let found = if newest { buttons.last() } else { buttons.choose(&mut self.rng) };
        let Some((message, action)) = found.cloned() else { return };
        let by = self.somebody();
        let id = format!("b.{}.token", self.seq);
        let press = match message.place.platform {
            Platform::Telegram => PressRef::new(Platform::Telegram, id),
            Platform::Discord => PressRef::whispering(Platform::Discord, id),
        };
        self.business(WorkspaceEvent::Pressed { press, by, message: Some(message), action });
    }

    /// What an admin asked for outside comes to its end.
    fn admin_hears_back(&mut self) {
        if self.admins.under_way.is_empty() {
            return;
        }
        let index = self.rng.random_range(0..self.admins.under_way.len());
        let (purpose, body) = self.admins.under_way.remove(index);
        let fate = if self.rng.random_range(0..8) == 0 {
            Err(Refusal::TooLarge)
        } else if let Body::Fetch { .. } = body {
            Ok(Receipt::Text(commands::file(&mut self.rng, WORD)))
        } else {
            self.stage.carry(&body, &mut self.rng, false)
        };
        self.business(WorkspaceEvent::Settled { purpose, fate });
    }

    /// Brings an event to the business, and holds what follows against everything that is expected.
    pub(crate) fn business(&mut self, event: WorkspaceEvent) {
        let before = self.policy.workspace.clone();
        self.admins.look_around(&before);
        let mut entropy = [0; 32];
        self.rng.fill(&mut entropy);
        let recorded = WorkspaceRecorded { seq: self.seq, at: self.now, entropy, event };
        self.seq += 1;
        let mut after = before.clone();
        let outcome = workspace::apply(&mut after, &recorded);
        let desk = self.setting.desk();
        let here = self.message(&desk);
        self.admins.note(&outcome.effects, &here);
        self.tell(&recorded.event, &outcome);
        let event = &recorded.event;
        let breaches = self.admins.hold(self.now, event, &before, &after);
        self.reference.breaches.extend(breaches);
        let made = self.policy.workspace.last_change..after.last_change;
        if !made.is_empty() {
            self.reference.seen.count(if is_undo(event) { "undone" } else { "set by an admin" });
        }
        self.policy = Policy::new(after);
    }

    fn tell(&mut self, event: &WorkspaceEvent, outcome: &Outcome) {
        self.write_down(&format!("{event:?}\n  -> {outcome:?}"));
    }
}

/// Somebody by their user name, too.
fn known(address: Address) -> Actor {
    let username = Some(format!("staff{}", address.account));
    // The place of work is theirs.
    let founder = address.account == "53";
    Actor { username, founder, ..person(address) }
}

fn is_undo(event: &WorkspaceEvent) -> bool {
    undone(event).is_some()
}

/// The number of the change that is to be undone.
fn undone(event: &WorkspaceEvent) -> Option<u32> {
    let WorkspaceEvent::Pressed { action, .. } = event else { return None };
    let Action::Admin { does: AdminDoes::Undo, nr } = action else { return None };
    Some(*nr)
}

/// Whether a change gives back what was before the first one. A file changes several texts, each
/// with a line of its own, and all of them are undone with the last.
fn turns(change: &Change, first: Option<&Change>, before: &Workspace) -> bool {
    let Some(first) = first else { return false };
    let is_file = matches!(first.undo.as_deref(), Some(Undo::Wordings(_)));
    let of_file = || {
        let mut earlier = before.changes.iter().rev().filter(|known| known.nr <= first.nr);
        earlier.find(|known| known.what == change.what)
    };
    let turned = if is_file { of_file() } else { Some(first) };
    turned.is_some_and(|turned| {
        (&turned.from, &turned.to, &turned.what) == (&change.to, &change.from, &change.what)
    })
}

impl Admins {
    /// What is not as it must be.
    fn hold(
        &mut self,
        now: jiff::Timestamp,
        event: &WorkspaceEvent,
        before: &Workspace,
        after: &Workspace,
    ) -> Vec<String> {
        let mut breaches = Vec::new();
        if !before.admins.is_empty() && after.admins.is_empty() {
            breaches.push(format!("nobody administers any more after {event:?}"));
        }
        let (was, is) = (Kept::of(before), Kept::of(after));
        let made: Vec<_> =
            after.changes.iter().filter(|change| before.last_change < change.nr).collect();
        // What is only counted has no line.
        let counts =
            matches!(event, WorkspaceEvent::FixReached { .. } | WorkspaceEvent::Worked { .. });
        if made.is_empty() && was != is && !counts {
            breaches.push(format!("half saved: no line, and {}", was.differs(&is)));
        }
        // A file leaves the house: that changes nothing, and is written down.
        let leaves = ["export", "told.", "sorry."];
        let is_export =
            made.iter().any(|change| leaves.iter().any(|it| change.what.starts_with(it)));
        if !made.is_empty() && was == is && !is_export {
            breaches.push(format!("half saved: a line, and nothing changed: {made:?}"));
        }
        if !may(event, before) && before.last_change != after.last_change {
            breaches.push(format!("nobody's right, and it counted: {event:?}"));
        }
        breaches.extend(self.audit(now, &made, after));
        // Whoever becomes the first admin by a command makes two changes with it.
        if let [change] = &made[..] {
            self.before.insert(change.nr, was.clone());
        }
        if let Some(nr) = undone(event) {
            let first = before.changes.iter().find(|change| change.nr == nr);
            for change in &made {
                if !turns(change, first, before) {
                    breaches.push(format!("{change:?} undoes {first:?}"));
                }
            }
            let known = self.before.get(&nr).filter(|_| nr == before.last_change);
            if let (Some(known), [_]) = (known, &made[..])
                && *known != is
            {
                breaches.push(format!("not what was before {first:?}: {}", known.differs(&is)));
            }
        }
        self.last = Some(is);
        breaches
    }

    /// The trail is whole, and by it alone everything is as it is.
    fn audit(&mut self, now: jiff::Timestamp, made: &[&Change], after: &Workspace) -> Vec<String> {
        let mut breaches = Vec::new();
        if made.is_empty() {
            return breaches;
        }
        let audit = made.iter().map(|change| (*change).clone()).collect();
        self.store.commit(&[Commit { audit, ..Commit::default() }], now).unwrap();
        for entry in self.store.audit(self.looked_to + 1, made.len()).unwrap() {
            self.looked_to = entry.number;
            self.check.next(&entry);
            // Each export is one of its own, and so is each time that customers are told something.
            let is_own = ["export", "told.", "sorry."].iter().any(|it| entry.what.starts_with(it));
            if is_own {
                continue;
            }
            for (what, from, to) in catalogue::apart(&entry.what, &entry.from, &entry.to) {
                let known = self.replayed.insert(what, to);
                if let Some(known) = known.filter(|known| *known != from) {
                    breaches.push(format!("{entry:?} begins with something else than {known}"));
                }
            }
        }
        let head = self.store.audit_head().unwrap();
        let verdict = self.check.clone().verdict(Some(&head));
        if verdict != (AuditVerdict::Whole { entries: head.number }) {
            breaches.push(format!("the audit trail: {verdict:?}"));
        }
        let in_force: BTreeMap<String, String> = in_force(after, now).into_iter().collect();
        for (what, replayed) in &self.replayed {
            let is = in_force.get(what).cloned().or_else(|| standing(after, what));
            match is.or_else(|| catalogue::absent(what).map(str::to_owned)) {
                Some(is) if is == *replayed => (),
                Some(is) => {
                    breaches.push(format!("{what} is {is}, and {replayed} by the audit trail"));
                }
                None => breaches.push(format!("nobody knows what {what} is: {replayed}")),
            }
        }
        breaches
    }
}

/// Whether whoever does it administers, or becomes the first to.
fn may(event: &WorkspaceEvent, before: &Workspace) -> bool {
    let (WorkspaceEvent::StaffWrote { by, .. } | WorkspaceEvent::Pressed { by, .. }) = event else {
        return true;
    };
    let notes = if let WorkspaceEvent::StaffWrote { content, .. } = event {
        // What goes wrong is noted by whoever works here.
        content.words().is_some_and(grammar::notes_cause)
            && before.staff.iter().any(|member| member.address == by.address)
    } else {
        false
    };
    if let WorkspaceEvent::Pressed { by, action: Action::Admin { nr, .. }, .. } = event
        && may_answer(before, &by.address, *nr)
    {
        return true;
    }
    notes || before.admins.contains(&by.address) || (before.admins.is_empty() && by.founder)
}
