//! What belongs to the business: read-only for the customer's engine.

mod languages;
mod people;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use self::people::NotNamed;
use crate::{
    admin::{Change, Pending, Telling},
    asking_rules::AskingRules,
    board::BoardPost,
    catalogue::Catalogue,
    hours::{Due, Hours, StaffedClock},
    incident::Incidents,
    lang::Lang,
    place::{Actor, Address, Place, Platform},
    rota::{self, Planned},
    scale::Scale,
    timers::Timers,
    wording::Wordings,
};

/// How high in the house somebody stands, and how high a case has climbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Level 1: talks to customers.
    Agent,
    /// Level 2: takes over, closes, approves.
    Senior,
    /// Level 3: decides everything.
    Director,
}

impl Level {
    /// One level higher; a director has nobody above.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Agent => Self::Senior,
            Self::Senior | Self::Director => Self::Director,
        }
    }

    /// The number people use: 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Agent => 1,
            Self::Senior => 2,
            Self::Director => 3,
        }
    }

    /// Reads the name used in configuration and commands.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "agent" => Some(Self::Agent),
            "senior" => Some(Self::Senior),
            "director" => Some(Self::Director),
            _ => None,
        }
    }

    /// The name used in configuration and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Senior => "senior",
            Self::Director => "director",
        }
    }
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Their account.
    pub address: Address,
    /// The name that customers and colleagues see, once it is known.
    pub name: Option<String>,
    /// The user name for mentions, without `@`.
    #[serde(default)]
    pub username: Option<String>,
    /// How high they stand.
    pub level: Level,
    /// Whether they are on duty. True until they say otherwise. Of whoever has a rota: what holds
    /// against it until a time.
    pub on_duty: bool,
    /// When their duty ends by itself, or the rota holds again.
    #[serde(default)]
    pub duty_until: Option<Timestamp>,
    /// They work here because of a role that the platform says they hold, and only as long.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_role: bool,
}

/// Somebody who was seen where staff work, by the names they had then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Their account.
    pub address: Address,
    /// The name shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The user name, without `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl Seen {
    /// Somebody as they are shown now.
    pub fn of(actor: &Actor) -> Self {
        let Actor { address, name, username, .. } = actor;
        Self { address: address.clone(), name: name.clone(), username: username.clone() }
    }
}

/// How many people a business remembers who were seen where staff work.
const SEEN_KEPT: usize = 500;

/// A role of a platform that makes its holders staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLevel {
    /// The platform.
    pub platform: Platform,
    /// The platform's id of the role.
    pub role: String,
    /// How high its holders stand.
    pub level: Level,
}

/// Which signals that a contact ended are heeded where customers are served, and which ways people
/// have to be asked or heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is switched on its own")]
pub struct Signals {
    /// A topic or thread is closed by somebody.
    pub closed: bool,
    /// A thread is put away by the platform after a long silence.
    pub idle: bool,
    /// A forum post gets the tag of this name.
    pub solved: Option<String>,
    /// A channel whose name begins with this, made by a ticket bot, is removed or put away.
    pub ticket: Option<String>,
    /// A customer leaves one of these voice channels.
    pub voice: Vec<Place>,
    /// Only threads of these channels are watched; of a platform with none here, all of them.
    pub watched: Vec<Place>,
    /// A message with buttons stands where customers can see it.
    #[serde(skip_serializing_if = "bool::clone")]
    pub panel: bool,
    /// Staff say `/done`.
    #[serde(skip_serializing_if = "bool::clone")]
    pub done: bool,
    /// Customers say `/feedback`, or press the button of that name.
    #[serde(skip_serializing_if = "bool::clone")]
    pub feedback: bool,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            closed: true,
            idle: false,
            solved: None,
            ticket: None,
            voice: Vec::new(),
            watched: Vec::new(),
            panel: true,
            done: true,
            feedback: true,
        }
    }
}

/// How long what belongs to customers is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Answers, and which contact they are about.
    pub answers: SignedDuration,
    /// What was said: comments and conversations.
    pub talks: SignedDuration,
}

impl Default for Retention {
    fn default() -> Self {
        let days = |days: i64| SignedDuration::from_hours(days * 24);
        Self { answers: days(400), talks: days(180) }
    }
}

impl Retention {
    /// For how many days something is kept at most.
    pub fn days(&self) -> u32 {
        u32::try_from(self.answers.max(self.talks).as_hours() / 24).unwrap_or(u32::MAX)
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl std::fmt::Display for Retention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = |length: SignedDuration| length.as_hours() / 24;
        write!(f, "answers {}d talks {}d", days(self.answers), days(self.talks))
    }
}

/// One business, as it is stored: everything that customers' engines read and never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The name customers read.
    pub business: String,
    /// The time zone by its IANA name.
    pub zone: String,
    /// The language of customers whose language is unknown.
    pub language: Lang,
    /// The scale of new surveys.
    pub scale: Scale,
    /// Published hours.
    pub hours: Hours,
    /// The timers in force.
    pub timers: Timers,
    /// Whom it does not ask, and when.
    #[serde(default, skip_serializing_if = "AskingRules::is_empty")]
    pub asking: AskingRules,
    /// Who works here.
    pub staff: Vec<StaffMember>,
    /// Who administers, whether or not they are staff.
    pub admins: Vec<Address>,
    /// Those of them whom the configuration names: they stay admins whatever is said in the chat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named_admins: Vec<Address>,
    /// Who was seen where staff work, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// Where staff work: cards, cases and the feed.
    pub desk: Option<Place>,
    /// The desk can't be used at the moment: the bot was removed or has no rights.
    #[serde(default)]
    pub desk_lost: bool,
    /// Nobody is on duty though the doors are open since then, as was said (E21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone_since: Option<Timestamp>,
    /// Where private rooms for customers are opened: a channel that customers can see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care: Option<Place>,
    /// Roles that make their holders staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleLevel>,
    /// Nobody is asked, until an admin says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Which signals are heeded.
    #[serde(default)]
    pub signals: Signals,
    /// The texts that admins changed. Shared: they are read far more often than changed.
    #[serde(default, skip_serializing_if = "wording_is_untouched")]
    pub wording: Arc<Wordings>,
    /// The languages that customers are offered; none: every one that we speak.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Lang>,
    /// What admins changed, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The number of the last change.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub last_change: u32,
    /// What admins were asked and have not answered, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<Pending>,
    /// The number of the last question to an admin.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub last_pending: u32,
    /// What may be given, what goes wrong, what a lost customer costs, and who may call in.
    #[serde(default, skip_serializing_if = "Catalogue::is_untouched")]
    pub catalogue: Catalogue,
    /// Names of the settings that admins chose in the chat: the configuration leaves them alone.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub chosen: BTreeSet<String>,
    /// Customers are gone through because causes are fixed, or to say sorry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tellings: Vec<Telling>,
    /// What we say sorry for before anybody complains.
    #[serde(default, skip_serializing_if = "Incidents::is_empty")]
    pub incidents: Incidents,
    /// How long what belongs to customers is kept.
    #[serde(default, skip_serializing_if = "Retention::is_default")]
    pub retention: Retention,
    /// Who of the management is called out of hours about what is very bad (E22).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_call: Vec<Address>,
    /// Who is on duty when, by plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rota: Vec<Planned>,
    /// Where "You said – we did" stands pinned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardPost>,
}

impl Workspace {
    /// A business with everything at its default.
    pub fn new(business: impl Into<String>) -> Self {
        Self {
            business: business.into(),
            zone: "UTC".to_owned(),
            language: Lang::EN,
            scale: Scale::Faces3,
            hours: Hours::default(),
            timers: Timers::default(),
            asking: AskingRules::default(),
            staff: Vec::new(),
            admins: Vec::new(),
            named_admins: Vec::new(),
            seen: Vec::new(),
            desk: None,
            desk_lost: false,
            alone_since: None,
            care: None,
            roles: Vec::new(),
            paused: false,
            signals: Signals::default(),
            wording: Arc::default(),
            offered: Vec::new(),
            changes: Vec::new(),
            last_change: 0,
            pending: Vec::new(),
            last_pending: 0,
            catalogue: Catalogue::default(),
            chosen: BTreeSet::new(),
            tellings: Vec::new(),
            incidents: Incidents::default(),
            retention: Retention::default(),
            on_call: Vec::new(),
            rota: Vec::new(),
            board: None,
        }
    }

    /// How high somebody stands by the roles that they hold: the highest counts.
    pub fn level_by_role(&self, actor: &Actor) -> Option<Level> {
        let holds = |role: &&RoleLevel| {
            role.platform == actor.address.platform && actor.roles.contains(&role.role)
        };
        self.roles.iter().filter(holds).map(|role| role.level).max()
    }

    /// Whether somebody is known by just these names.
    pub fn knows(&self, actor: &Actor) -> bool {
        self.seen.contains(&Seen::of(actor))
    }

    /// Remembers somebody who was seen where staff work.
    pub(crate) fn remember(&mut self, actor: &Actor) {
        self.seen.retain(|seen| seen.address != actor.address);
        self.seen.push(Seen::of(actor));
        let needless = self.seen.len().saturating_sub(SEEN_KEPT);
        self.seen.drain(..needless);
    }

    /// Whether a member by a role stays one, who was it in the business as it was before: every role
    /// that may have made them one still does. Which of them it was is not known; who is dropped
    /// wrongly comes back with the next thing they do.
    pub fn keeps_by_role(&self, before: &Self, member: &StaffMember) -> bool {
        let mut made = before
            .roles
            .iter()
            .filter(|role| role.platform == member.address.platform && role.level == member.level);
        let made_by_any = made.clone().next().is_some();
        member.by_role && made_by_any && made.all(|role| self.roles.contains(role))
    }
}

fn wording_is_untouched(wording: &Arc<Wordings>) -> bool {
    wording.is_empty()
}

/// The business as the customer's engine reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What is stored.
    pub workspace: Workspace,
    /// Its hours in its zone.
    pub clock: StaffedClock,
    /// The rota in its zone.
    plans: BTreeMap<Address, StaffedClock>,
}

impl Policy {
    /// Prepares a workspace for reading. A zone that is not known reads as UTC: configuration
    /// refuses such a zone before it gets here.
    pub fn new(workspace: Workspace) -> Self {
        let zone = TimeZone::get(&workspace.zone).unwrap_or(TimeZone::UTC);
        let plans = rota::plans(&workspace, &zone);
        let clock = StaffedClock::new(zone, workspace.hours.clone());
        Self { workspace, clock, plans }
    }

    /// The timers in force.
    pub fn timers(&self) -> &Timers {
        &self.workspace.timers
    }

    /// Where staff work, while it can be used.
    pub fn desk(&self) -> Option<&Place> {
        self.workspace.desk.as_ref()
    }

    /// The staff member with this account. Rights are looked up when the action happens.
    pub fn staff(&self, address: &Address) -> Option<&StaffMember> {
        self.workspace.staff.iter().find(|member| member.address == *address)
    }

    /// The name of a staff member, for customers and colleagues.
    pub fn staff_name(&self, address: &Address) -> String {
        self.staff(address)
            .and_then(|member| member.name.clone())
            .unwrap_or_else(|| self.workspace.business.clone())
    }

    /// Somebody's hours by the rota, if they have any.
    pub(crate) fn plan(&self, who: &Address) -> Option<&StaffedClock> {
        self.plans.get(who)
    }

    /// A moment as people read it.
    pub fn due(&self, at: Timestamp, now: Timestamp) -> Due {
        self.clock.due(at, now)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_nought(number: &u32) -> bool {
    *number == 0
}
