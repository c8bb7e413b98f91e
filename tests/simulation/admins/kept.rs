//! What admins set, without what is merely noted along the way; and each part of it as the audit
//! trail writes it.

use std::collections::BTreeMap;

use amends_core::{
    desk::DeskSay,
    effect::{Body, Words},
    event::WorkspaceEvent,
    incident::Incidents,
    place::{Actor, Content, MessageRef, Named, Place},
    policy::Workspace,
    wording::Version,
    workspace::{self, WorkspaceRecorded},
};
use jiff::Timestamp;

use super::catalogue;

/// How much of a text stands in the audit trail.
const SHORT: usize = 60;
/// Commands that show settings.
const SHOW: [&str; 10] = [
    "/zone",
    "/hours",
    "/language",
    "/ask",
    "/reply",
    "/retention",
    "/signals feedback",
    "/signals done",
    "/signals panel",
    "/signals topic_closed",
];

/// What admins set.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Kept {
    workspace: Workspace,
    /// The texts in force: key, text, variants.
    texts: Vec<(String, Option<String>, Vec<String>)>,
}

impl Kept {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let mut kept = workspace.clone();
        kept.changes.clear();
        kept.last_change = 0;
        kept.pending.clear();
        // Who is told of what is fixed is nobody's setting.
        kept.tellings.clear();
        kept.incidents = Incidents::default();
        kept.last_pending = 0;
        kept.chosen.clear();
        kept.seen.clear();
        kept.alone_since = None;
        // The desk was looked at, and works.
        kept.desk_lost = false;
        for member in &mut kept.staff {
            (member.name, member.username) = (None, None);
        }
        kept.staff.sort_by(|one, other| one.address.cmp(&other.address));
        kept.admins.sort();
        kept.rota.sort_by(|one, other| one.who.cmp(&other.who));
        kept.roles.sort_by(|one, other| one.role.cmp(&other.role));
        for webhook in &mut kept.catalogue.webhooks {
            // An old secret is forgotten when its time is over.
            let newest = webhook.secrets.pop();
            webhook.secrets = newest.into_iter().collect();
        }
        kept.wording = std::sync::Arc::default();
        let texts = workspace.wording.all().filter_map(|worded| {
            let now = worded.now().filter(|version| !version.is_default())?;
            let name = format!("{}.{}", worded.slot.name(), worded.slot.lang.code());
            Some((name, now.text.clone(), now.variants.clone()))
        });
        Self { texts: texts.collect(), workspace: kept }
    }

    /// In what it differs from something else.
    pub(super) fn differs(&self, other: &Self) -> String {
        let parts = |kept: &Self| {
            let workspace = serde_json::to_value(&kept.workspace).unwrap();
            let mut parts: BTreeMap<String, String> = workspace
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, value)| (name.clone(), value.to_string()))
                .collect();
            parts.insert("texts".to_owned(), format!("{:?}", kept.texts));
            parts
        };
        let (one, two) = (parts(self), parts(other));
        let names: std::collections::BTreeSet<&String> = one.keys().chain(two.keys()).collect();
        let told = names.into_iter().filter(|name| one.get(*name) != two.get(*name));
        let told = told.map(|name| format!("{name}: {:?} / {:?}", one.get(name), two.get(name)));
        told.collect::<Vec<_>>().join("; ")
    }
}

/// Everything that has a name in the audit trail, as it is in force.
pub(super) fn in_force(workspace: &Workspace, now: Timestamp) -> Vec<(String, String)> {
    let mut all = settings(workspace, now);
    all.push(("asking".to_owned(), if workspace.paused { "off" } else { "on" }.to_owned()));
    for worded in workspace.wording.all() {
        let name = format!("wording.{}.{}", worded.slot.name(), worded.slot.lang.code());
        all.extend(worded.now().map(|version| (name, written(version))));
    }
    all.push(("scale".to_owned(), workspace.scale.name().to_owned()));
    all.extend(catalogue::in_force(workspace));
    let account = |place: &Place| format!("{}:{}", place.platform.name(), place.chat);
    all.extend(workspace.desk.as_ref().map(|desk| ("desk".to_owned(), account(desk))));
    all
}

/// What somebody is, by the account that stands in the name of a role.
pub(super) fn standing(workspace: &Workspace, what: &str) -> Option<String> {
    let account = what.strip_prefix("role ")?.rsplit_once(':')?.1.trim_end_matches(')');
    let member = workspace.staff.iter().find(|member| member.address.account == account);
    let level = member.map(|member| member.level.name());
    let is_admin = workspace.admins.iter().any(|admin| admin.account == account);
    let ranks: Vec<&str> = level.into_iter().chain(is_admin.then_some("admin")).collect();
    Some(if ranks.is_empty() { "none".to_owned() } else { ranks.join(" ") })
}

fn written(version: &Version) -> String {
    let text = version.text.as_deref().unwrap_or("default");
    let mut short: String = text.chars().take(SHORT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    match version.variants.len() {
        0 => short,
        more => format!("{short} (+{more})"),
    }
}

/// What commands that only look say, asked of a copy.
fn settings(workspace: &Workspace, now: Timestamp) -> Vec<(String, String)> {
    let Some(admin) = workspace.admins.first() else { return Vec::new() };
    let by = Actor::new(admin.clone());
    let place = Place::chat(admin.platform, "1");
    let shown = SHOW.into_iter().flat_map(|command| {
        let event = WorkspaceEvent::StaffWrote {
            by: by.clone(),
            message: MessageRef { place: place.clone(), id: "1".to_owned() },
            content: Content::Text(command.to_owned()),
            open_cases: Vec::new(),
            named: Box::new(Named::default()),
            in_private: false,
            vitals: None,
            press: None,
            link: None,
            answers: None,
        };
        let recorded = WorkspaceRecorded { seq: 0, at: now, entropy: [0; 32], event };
        let outcome = workspace::apply(&mut workspace.clone(), &recorded);
        let mut shown = Vec::new();
        for effect in outcome.effects {
            let Body::Send { words: Words::Desk(DeskSay::Settings { settings }), .. } = effect.body
            else {
                continue;
            };
            shown.extend(settings.iter().map(|setting| (setting.name(), setting.value())));
        }
        shown
    });
    shown.collect()
}
