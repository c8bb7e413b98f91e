//! `/signals`: where it is known from that a contact ended. Each source is listed with what it needs
//! and what came of it lately, and can be switched on and off.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    asking::LOOKS_BACK,
    refused, set,
    setting::{self, Setting, Unfit},
    step::AdminStep,
};
use crate::{
    customer::Customer,
    desk::DeskSay,
    event::Ending,
    grammar,
    hours::Due,
    interaction::{self, Interaction},
    place::{Actor, Place, Platform},
    policy::{Policy, Signals, Workspace},
    survey::{Stage, Survey},
    timers,
};

/// The longest name of a tag and the longest beginning of a channel's name, in characters.
const NAME_CHARACTERS: usize = 64;
/// The most voice channels.
pub(super) const CHANNELS_MOST: usize = 20;

/// Where it is known from that a contact ended, and ways people have to be asked or heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A topic or thread is closed by somebody.
    TopicClosed,
    /// A thread is put away by the platform after a long silence.
    Idle,
    /// A forum post gets a tag.
    Solved,
    /// The channel of a ticket bot is removed or put away.
    TicketClosed,
    /// A customer leaves a voice channel.
    Voice,
    /// Staff say `/done`.
    Done,
    /// Customers say `/feedback`.
    Feedback,
    /// A message with buttons stands where customers can see it.
    Panel,
    /// A helpdesk, shop or phone system tells over HTTP.
    Webhook,
    /// The customer comes through a link.
    DeepLink,
    /// Somebody runs `amends ask`.
    Manual,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 11] = [
        Self::TopicClosed,
        Self::Idle,
        Self::Solved,
        Self::TicketClosed,
        Self::Voice,
        Self::Done,
        Self::Feedback,
        Self::Panel,
        Self::Webhook,
        Self::DeepLink,
        Self::Manual,
    ];

    /// The name used in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::TopicClosed => "topic_closed",
            Self::Idle => "idle",
            Self::Solved => "solved",
            Self::TicketClosed => "ticket_closed",
            Self::Voice => "voice",
            Self::Done => "done",
            Self::Feedback => "feedback",
            Self::Panel => "panel",
            Self::Webhook => "webhook",
            Self::DeepLink => "deep_link",
            Self::Manual => "manual",
        }
    }

    /// Whether a command switches it on and off.
    pub fn is_switched(self) -> bool {
        match self {
            Self::TopicClosed
            | Self::Idle
            | Self::Solved
            | Self::TicketClosed
            | Self::Voice
            | Self::Done
            | Self::Feedback
            | Self::Panel => true,
            Self::Webhook | Self::DeepLink | Self::Manual => false,
        }
    }

    fn named(typed: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name().eq_ignore_ascii_case(typed))
    }

    /// Where a contact is known from.
    fn of(interaction: &Interaction) -> Self {
        match (interaction.source, interaction.ending) {
            (interaction::Source::Topic, Some(Ending::Closed) | None) => Self::TopicClosed,
            (interaction::Source::Topic, Some(Ending::Idle)) => Self::Idle,
            (interaction::Source::Topic, Some(Ending::Solved)) => Self::Solved,
            (interaction::Source::Topic, Some(Ending::Ticket)) => Self::TicketClosed,
            (interaction::Source::Topic, Some(Ending::Voice)) => Self::Voice,
            (interaction::Source::Done, _) => Self::Done,
            (interaction::Source::DeepLink | interaction::Source::Receipt, _) => Self::DeepLink,
            (interaction::Source::Customer, _) => Self::Feedback,
            (interaction::Source::Webhook, _) => Self::Webhook,
            (interaction::Source::Manual, _) => Self::Manual,
        }
    }
}

/// A source with what it is set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalSetting {
    /// Topics and threads that somebody closes.
    Closed(bool),
    /// Threads that the platform puts away.
    Idle(bool),
    /// Forum posts that get this tag.
    Solved(Option<String>),
    /// Channels whose name begins so.
    Ticket(Option<String>),
    /// These voice channels.
    Voice(Vec<Place>),
    /// The message with buttons.
    Panel(bool),
    /// `/done`.
    Done(bool),
    /// `/feedback`.
    Feedback(bool),
}

impl SignalSetting {
    /// What the names of all of them begin with.
    pub(super) const SECTION: &str = "signals.";

    /// Which source it is.
    pub fn source(&self) -> Source {
        match self {
            Self::Closed(_) => Source::TopicClosed,
            Self::Idle(_) => Source::Idle,
            Self::Solved(_) => Source::Solved,
            Self::Ticket(_) => Source::TicketClosed,
            Self::Voice(_) => Source::Voice,
            Self::Panel(_) => Source::Panel,
            Self::Done(_) => Source::Done,
            Self::Feedback(_) => Source::Feedback,
        }
    }

    /// Its name in the configuration.
    pub(super) fn name(&self) -> String {
        let name = match self {
            Self::Closed(_) => "closed",
            Self::Idle(_) => "idle",
            Self::Solved(_) => "solved",
            Self::Ticket(_) => "ticket",
            Self::Voice(_) => "voice",
            Self::Panel(_) => "panel",
            Self::Done(_) => "done",
            Self::Feedback(_) => "feedback",
        };
        format!("{}{name}", Self::SECTION)
    }

    /// The name in the configuration of what a source is set to, where it is switched.
    pub(super) fn name_of(source: Source) -> Option<String> {
        Self::of(source, &Signals::default()).map(|setting| setting.name())
    }

    /// The setting of this name in the configuration, as it is in force.
    pub(super) fn named(name: &str, signals: &Signals) -> Option<Self> {
        let of = |source| Self::of(source, signals);
        Source::ALL.into_iter().filter_map(of).find(|setting| setting.name() == name)
    }

    /// What a source is set to.
    fn of(source: Source, signals: &Signals) -> Option<Self> {
        Some(match source {
            Source::TopicClosed => Self::Closed(signals.closed),
            Source::Idle => Self::Idle(signals.idle),
            Source::Solved => Self::Solved(signals.solved.clone()),
            Source::TicketClosed => Self::Ticket(signals.ticket.clone()),
            Source::Voice => Self::Voice(signals.voice.clone()),
            Source::Panel => Self::Panel(signals.panel),
            Source::Done => Self::Done(signals.done),
            Source::Feedback => Self::Feedback(signals.feedback),
            Source::Webhook | Source::DeepLink | Source::Manual => return None,
        })
    }

    /// Its value as it is written in commands.
    pub fn value(&self) -> String {
        match self {
            Self::Closed(on)
            | Self::Idle(on)
            | Self::Panel(on)
            | Self::Done(on)
            | Self::Feedback(on) => if *on { "on" } else { "off" }.to_owned(),
            Self::Solved(name) | Self::Ticket(name) => {
                name.clone().unwrap_or_else(|| "off".to_owned())
            }
            Self::Voice(channels) if channels.is_empty() => "off".to_owned(),
            Self::Voice(channels) => {
                channels.iter().map(|place| place.chat.as_str()).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Puts it into force.
    pub(super) fn put(&self, signals: &mut Signals) {
        match self {
            Self::Closed(on) => signals.closed = *on,
            Self::Idle(on) => signals.idle = *on,
            Self::Solved(tag) => signals.solved.clone_from(tag),
            Self::Ticket(prefix) => signals.ticket.clone_from(prefix),
            Self::Voice(channels) => signals.voice.clone_from(channels),
            Self::Panel(on) => signals.panel = *on,
            Self::Done(on) => signals.done = *on,
            Self::Feedback(on) => signals.feedback = *on,
        }
    }
}

/// One source in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Which one.
    pub source: Source,
    /// What it is set to; nothing: it is not switched by a command.
    pub value: Option<String>,
    /// It is on, and something that it needs is missing.
    pub lacks: bool,
    /// The last contact that was known from it.
    pub last: Option<Due>,
    /// How many contacts there were.
    pub contacts: u32,
    /// How many of them were not asked about.
    pub not_asked: u32,
}

/// `/signals topic_closed on`.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    // Voice channels are where rooms are, wherever the command is given.
    let care = step.workspace.care.as_ref().map(|care| care.platform);
    let platform = care.unwrap_or(step.message.place.platform);
    match read(rest, step.workspace, platform) {
        Ok(None) => {
            // Without a look at what happened: nothing came from anywhere.
            let heard = Heard::new(Policy::new(step.workspace.clone()), step.now);
            step.say(heard.say(false));
        }
        Ok(Some((signal, false))) => {
            step.say(DeskSay::Settings { settings: vec![Setting::Signal(signal)] });
        }
        Ok(Some((signal, true))) => set(step, &Setting::Signal(signal)),
        Err(unfit) => step.say(DeskSay::SettingRefused { unfit }),
    }
}

/// What is wanted: a source with its value, and whether that is to be put into force; nothing: the
/// list.
fn read(
    typed: &str,
    workspace: &Workspace,
    platform: Platform,
) -> Result<Option<(SignalSetting, bool)>, Unfit> {
    let (word, value) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let value = value.trim();
    if word.is_empty() {
        return Ok(None);
    }
    let known = || Source::ALL.into_iter().filter(|source| source.is_switched()).map(Source::name);
    let Some(source) = Source::named(word) else {
        let nearest = setting::nearest(word, known());
        let known = known().map(ToOwned::to_owned).collect();
        return Err(Unfit::Source { typed: word.to_owned(), nearest, known });
    };
    let Some(now) = SignalSetting::of(source, &workspace.signals) else {
        return Err(Unfit::SourceValue(source));
    };
    if value.is_empty() {
        return Ok(Some((now, false)));
    }
    let switch = || switch(value).ok_or(Unfit::SourceValue(source));
    let signal = match now {
        SignalSetting::Closed(_) => SignalSetting::Closed(switch()?),
        SignalSetting::Idle(_) if timers::read(value).is_some() => {
            return Err(Unfit::OwnSilence { typed: value.to_owned() });
        }
        SignalSetting::Idle(_) => SignalSetting::Idle(switch()?),
        SignalSetting::Panel(_) => SignalSetting::Panel(switch()?),
        SignalSetting::Done(_) => SignalSetting::Done(switch()?),
        SignalSetting::Feedback(_) => SignalSetting::Feedback(switch()?),
        SignalSetting::Solved(_) => SignalSetting::Solved(name(source, value)?),
        SignalSetting::Ticket(_) => {
            let value = value.strip_prefix("pattern:").unwrap_or(value).trim();
            SignalSetting::Ticket(name(source, value.strip_suffix('*').unwrap_or(value))?)
        }
        SignalSetting::Voice(channels) => {
            SignalSetting::Voice(channels_of(channels, value, platform)?)
        }
    };
    Ok(Some((signal, true)))
}

fn switch(typed: &str) -> Option<bool> {
    match typed.to_ascii_lowercase().as_str() {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// The name of a tag, or how names of channels begin; `off` is none.
pub(super) fn name(source: Source, typed: &str) -> Result<Option<String>, Unfit> {
    match switch(typed) {
        Some(false) => return Ok(None),
        Some(true) => return Err(Unfit::SourceValue(source)),
        None => (),
    }
    let fits = !typed.is_empty()
        && typed.chars().count() <= NAME_CHARACTERS
        && !typed.chars().any(char::is_control);
    if fits { Ok(Some(typed.to_owned())) } else { Err(Unfit::SourceValue(source)) }
}

/// `on #support`, `off #support`, `off`.
fn channels_of(
    mut channels: Vec<Place>,
    typed: &str,
    platform: Platform,
) -> Result<Vec<Place>, Unfit> {
    let wrong = Unfit::SourceValue(Source::Voice);
    let (word, named) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let channel = grammar::channel_named(named).map(|id| Place::chat(platform, id));
    match (switch(word), channel) {
        (Some(false), None) if named.is_empty() => Ok(Vec::new()),
        (Some(false), Some(channel)) if channels.contains(&channel) => {
            channels.retain(|known| *known != channel);
            Ok(channels)
        }
        (Some(true), Some(channel)) if channels.len() < CHANNELS_MOST => {
            if !channels.contains(&channel) {
                channels.push(channel);
            }
            Ok(channels)
        }
        (Some(_) | None, Some(_) | None) => Err(wrong),
    }
}

/// What came from each source lately, one customer after the other.
#[derive(Debug)]
pub struct Heard {
    policy: Policy,
    now: Timestamp,
    /// The last contact, how many there were, and how many of them were not asked about.
    by_source: BTreeMap<Source, (Timestamp, u32, u32)>,
}

impl Heard {
    /// Reads `/signals`; nothing if the text is something else. Rights are checked here: nothing is
    /// looked at without them.
    pub fn read(
        workspace: &Workspace,
        by: &Actor,
        text: &str,
        now: Timestamp,
    ) -> Option<Result<Self, DeskSay>> {
        let is_list = text.split_whitespace().nth(1).is_none();
        if grammar::command(text) != Some("signals") || !is_list {
            return None;
        }
        Some(match refused(workspace, by) {
            Some(refusal) => Err(refusal),
            None => Ok(Self::new(Policy::new(workspace.clone()), now)),
        })
    }

    fn new(policy: Policy, now: Timestamp) -> Self {
        Self { policy, now, by_source: BTreeMap::new() }
    }

    /// From when on contacts count.
    pub fn since(&self) -> Timestamp {
        self.now.saturating_sub(LOOKS_BACK).unwrap_or(Timestamp::MIN)
    }

    /// Counts the contacts of a customer.
    pub fn see(&mut self, customer: &Customer) {
        let since = self.since();
        let at = |survey: &Survey| survey.id.minted_at();
        let counts = |survey: &&Survey| survey.stage != Stage::Erased && since <= at(survey);
        for survey in customer.surveys.iter().filter(counts) {
            let entry = self.by_source.entry(Source::of(&survey.interaction));
            let (last, contacts, not_asked) = entry.or_insert((Timestamp::MIN, 0, 0));
            *last = at(survey).max(*last);
            *contacts += 1;
            if let Stage::Suppressed { .. } = survey.stage {
                *not_asked += 1;
            }
        }
        // E49: a link with something unknown behind it came to nothing.
        if let Some(at) = customer.dead_link_at.filter(|at| since <= *at) {
            let entry = self.by_source.entry(Source::DeepLink);
            let (last, contacts, not_asked) = entry.or_insert((Timestamp::MIN, 0, 0));
            *last = at.max(*last);
            *contacts += 1;
            *not_asked += 1;
        }
    }

    /// What is known; `is_part` if there were more contacts than were looked at.
    pub fn say(self, is_part: bool) -> DeskSay {
        let workspace = &self.policy.workspace;
        let line = |source: Source| {
            let heard = self.by_source.get(&source);
            let setting = SignalSetting::of(source, &workspace.signals);
            let lacks = setting == Some(SignalSetting::Panel(true)) && workspace.care.is_none();
            SourceLine {
                source,
                value: setting.map(|setting| setting.value()),
                lacks,
                last: heard.map(|(last, ..)| self.policy.due(*last, self.now)),
                contacts: heard.map_or(0, |(_, contacts, _)| *contacts),
                not_asked: heard.map_or(0, |(.., not_asked)| *not_asked),
            }
        };
        let lines = Source::ALL.map(line).to_vec();
        DeskSay::Admin(Box::new(AdminSay::Signals { lines, is_part }))
    }
}
