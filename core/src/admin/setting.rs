//! The settings that commands change: how they are read, checked, shown and put into force.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{
    asking::{self, MESSAGES, QUIET, RECOMMEND, SAMPLE, SKIPS},
    signals::{SignalSetting, Source},
};
use crate::{
    asking_rules::{Percent, Quiet, Skip},
    hours::{Due, Hours},
    lang::Lang,
    place::Place,
    policy::{Policy, Retention, Workspace},
    scale::Scale,
    timers::{self, REMINDER, REMINDER_ALLOWED, Timer, of_new},
};

/// A setting with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// The time zone, and the time there.
    Zone {
        /// Its IANA name.
        zone: String,
        /// What the clock shows there.
        shows: Due,
    },
    /// Published hours.
    Hours(Hours),
    /// The language of customers whose language is unknown.
    Language(Lang),
    /// The languages that customers are offered; none: every one that we speak.
    Offer(Vec<Lang>),
    /// The scale of new surveys.
    Scale(Scale),
    /// Whether customers are asked.
    Asking(bool),
    /// Where staff work.
    Desk(Option<Place>),
    /// Where private rooms are opened.
    Care(Option<Place>),
    /// How long what belongs to customers is kept.
    Retention(Retention),
    /// A timer by its name; nothing as its length: off.
    Timer {
        /// Its name.
        name: String,
        /// How long.
        length: Option<jiff::SignedDuration>,
    },
    /// The share of contacts that is asked about; nothing: all.
    Sample(Option<Percent>),
    /// Of a hundred happy customers, so many are asked whether they would recommend the business.
    Recommend(u8),
    /// How many messages the customer must have written.
    Messages(u32),
    /// When nobody is asked.
    Quiet(Option<Quiet>),
    /// What is not asked about.
    Skips(BTreeSet<Skip>),
    /// A source of signals.
    Signal(SignalSetting),
}

/// Why a setting can't be that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// No such time zone, and the nearest.
    Zone {
        /// What was typed.
        typed: String,
        /// A name like it.
        nearest: Option<String>,
    },
    /// These are no hours.
    Hours,
    /// We don't speak it.
    Language,
    /// The language of customers of whom nothing is known must be offered.
    Offer {
        /// That language.
        default: Lang,
    },
    /// There is no such scale.
    Scale {
        /// What was typed.
        typed: String,
    },
    /// It is no share.
    Share {
        /// What was typed.
        typed: String,
    },
    /// It is no number that fits.
    Count {
        /// What was typed.
        typed: String,
        /// The highest.
        most: u32,
    },
    /// These are no quiet hours.
    Quiet {
        /// What was typed.
        typed: String,
    },
    /// It is nothing that can be left out.
    Skip {
        /// What was typed.
        typed: String,
    },
    /// It is not left out, so it can't be taken up again.
    NotSkipped {
        /// What was typed.
        typed: String,
        /// What is left out.
        known: Vec<String>,
    },
    /// Too much is left out already.
    TooManySkips,
    /// It comes with a later version.
    Later {
        /// What was typed.
        typed: String,
    },
    /// There is no such source of signals that can be switched.
    Source {
        /// What was typed.
        typed: String,
        /// The source it is like, or nothing.
        nearest: Option<String>,
        /// Every source that can be switched.
        known: Vec<String>,
    },
    /// A source of signals can't be set to that.
    SourceValue(Source),
    /// The value is missing.
    Incomplete {
        /// What was typed.
        typed: String,
    },
    /// Silence is not counted by us.
    OwnSilence {
        /// What was typed.
        typed: String,
    },
    /// What customers are promised can't be set for a part of them.
    Segment {
        /// What everybody is promised.
        within: jiff::SignedDuration,
        /// What new customers are promised.
        of_new: jiff::SignedDuration,
    },
    /// It is no length of time.
    Length {
        /// What was typed.
        typed: String,
    },
    /// It is too short or too long.
    Range {
        /// The timer.
        name: String,
        /// What was wished.
        wished: jiff::SignedDuration,
        /// The shortest.
        least: jiff::SignedDuration,
        /// The longest.
        most: jiff::SignedDuration,
    },
    /// There is no such setting; what there is.
    Name {
        /// What was typed.
        typed: String,
        /// The name it is like, or nothing.
        nearest: Option<String>,
        /// Every name.
        known: Vec<String>,
    },
}

/// Timers that `/ask` knows, by the word after the command.
pub const ASK: [(&str, &str); 7] = [
    ("delay", "ask_delay"),
    ("gap", "ask_gap"),
    ("expire", "ask_expire"),
    ("stale", "ask_stale"),
    ("comment", "ask_comment"),
    ("change", "ask_change"),
    ("reminder", REMINDER),
];
/// What `/ask` knows beside timers, by the word after the command.
pub const ASK_RULES: [&str; 7] =
    ["sample", "recommend", "messages", "quiet", "off", "on", "dry-run"];
/// Timers that `/reply` knows, by the word after the command.
pub const REPLY: [(&str, &str); 3] =
    [("within", "reply_within"), ("senior", "senior_within"), ("progress", "progress_every")];
/// Names may differ by so much from what was meant.
const TYPOS: usize = 3;

/// What an admin wants of settings.
pub(super) enum Wish {
    /// To read them.
    Show(Vec<Setting>),
    /// To change one.
    Set(Setting),
}

/// What a command wants.
pub(super) fn read(
    command: &str,
    rest: &str,
    workspace: &Workspace,
    now: Timestamp,
) -> Result<Wish, Unfit> {
    let shown = |name: &str| -> Vec<_> { Setting::at(name, workspace, now).into_iter().collect() };
    match (command, rest) {
        ("zone" | "hours" | "scale", "") => Ok(Wish::Show(shown(command))),
        ("zone", zone) => zone_of(zone, now).map(Wish::Set),
        ("hours", wanted) => hours_of(wanted, workspace, now).map(Wish::Set),
        ("scale", wanted) => scale_of(wanted).map(Wish::Set),
        ("language", wanted) => match wanted.split_whitespace().collect::<Vec<_>>()[..] {
            ["default", lang] => {
                let lang = workspace.spoken(lang).ok_or(Unfit::Language)?;
                Ok(Wish::Set(Setting::Language(lang)))
            }
            ["default", ..] => Err(Unfit::Language),
            ["offer", ref langs @ ..] if !langs.is_empty() => {
                let spoken = |code: &str| workspace.spoken(code);
                offer_of(&langs.join(","), workspace.language, spoken).map(Wish::Set)
            }
            _ => Ok(Wish::Show([shown("language"), shown("offer")].concat())),
        },
        ("ask", wanted) => asking::read(wanted, workspace, now),
        (_, wanted) if wanted.split_whitespace().any(names_segment) => {
            let within = workspace.timers.reply_within;
            Err(Unfit::Segment { within, of_new: of_new(within) })
        }
        (_, wanted) => timer_of(&REPLY, wanted, workspace, now),
    }
}

/// `segment:new`.
fn names_segment(word: &str) -> bool {
    word.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case("segment"))
}

pub(super) fn zone_of(typed: &str, now: Timestamp) -> Result<Setting, Unfit> {
    let Ok(zone) = TimeZone::get(typed) else {
        let names: Vec<String> =
            jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let nearest = nearest(typed, names.iter().map(String::as_str));
        return Err(Unfit::Zone { typed: typed.to_owned(), nearest });
    };
    let name = zone.iana_name().unwrap_or(typed).to_owned();
    let shows = Due { civil: now.to_zoned(zone).datetime(), today: true };
    Ok(Setting::Zone { zone: name, shows })
}

/// `mon-fri 09:00-21:00, sat 10:00-14:00`, `always`, `closed 25.12.`, `closed 25.12.2027`.
fn hours_of(typed: &str, workspace: &Workspace, now: Timestamp) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("always") {
        return Ok(Setting::Hours(Hours::default()));
    }
    if let Some(("closed", day)) = typed.split_once(char::is_whitespace) {
        let today = Policy::new(workspace.clone()).due(now, now).civil.date();
        let day = day_of(day.trim(), today).ok_or(Unfit::Hours)?;
        let mut hours = workspace.hours.clone();
        hours.close_on(day);
        return Ok(Setting::Hours(hours));
    }
    let hours = Hours::parse(typed).map_err(|_| Unfit::Hours)?;
    Ok(Setting::Hours(hours.closed_like(&workspace.hours)))
}

/// `25.12.` is the next one, `25.12.2027` that one.
pub(super) fn day_of(typed: &str, today: Date) -> Option<Date> {
    let mut parts = typed.split('.');
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if let Some(year) = parts.next().filter(|year| !year.is_empty()) {
        return Date::new(year.parse().ok()?, month, day).ok();
    }
    let this_year = Date::new(today.year(), month, day).ok()?;
    if this_year < today { Date::new(today.year() + 1, month, day).ok() } else { Some(this_year) }
}

/// `ro,ru,en`, `all`.
pub(super) fn offer_of(
    typed: &str,
    default: Lang,
    spoken: impl Fn(&str) -> Option<Lang>,
) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("all") {
        return Ok(Setting::Offer(Vec::new()));
    }
    let codes = typed.split(',').map(str::trim).filter(|code| !code.is_empty());
    let mut langs = codes.map(spoken).collect::<Option<Vec<_>>>().ok_or(Unfit::Language)?;
    langs.sort_unstable();
    langs.dedup();
    if langs.is_empty() {
        return Err(Unfit::Language);
    }
    if langs.contains(&default) { Ok(Setting::Offer(langs)) } else { Err(Unfit::Offer { default }) }
}

pub(super) fn scale_of(typed: &str) -> Result<Setting, Unfit> {
    let mut scales = Scale::ALL.into_iter();
    let scale = scales.find(|scale| scale.name().eq_ignore_ascii_case(typed));
    scale.map(Setting::Scale).ok_or_else(|| Unfit::Scale { typed: typed.to_owned() })
}

/// `delay 0s`, `reminder off`; nothing more shows them all.
pub(super) fn timer_of(
    known: &[(&str, &str)],
    typed: &str,
    workspace: &Workspace,
    now: Timestamp,
) -> Result<Wish, Unfit> {
    let (word, length) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let shown = |name: &str| Setting::at(name, workspace, now);
    if word.is_empty() {
        return Ok(Wish::Show(known.iter().filter_map(|(_, name)| shown(name)).collect()));
    }
    let Some((_, name)) = known.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)) else {
        return Err(unknown_name(word, known.iter().map(|(known, _)| *known).collect()));
    };
    let length = length.trim();
    if length.is_empty() {
        return Ok(Wish::Show(shown(name).into_iter().collect()));
    }
    let is_off = *name == REMINDER && length.eq_ignore_ascii_case("off");
    let length = if is_off { None } else { Some(length_of(name, length)?) };
    Ok(Wish::Set(Setting::Timer { name: (*name).to_owned(), length }))
}

/// There is no setting of this name among those that are known.
pub(super) fn unknown_name(typed: &str, known: Vec<&str>) -> Unfit {
    let nearest = nearest(typed, known.iter().copied());
    let known = known.into_iter().map(ToOwned::to_owned).collect();
    Unfit::Name { typed: typed.to_owned(), nearest, known }
}

fn length_of(name: &str, typed: &str) -> Result<jiff::SignedDuration, Unfit> {
    let wished = timers::read(typed).ok_or_else(|| Unfit::Length { typed: typed.to_owned() })?;
    let allowed = if name == REMINDER {
        Some(REMINDER_ALLOWED)
    } else {
        Timer::named(name).and_then(|timer| timer.allowed)
    };
    match allowed {
        Some((least, most)) if wished < least || most < wished => {
            Err(Unfit::Range { name: name.to_owned(), wished, least, most })
        }
        Some(_) | None => Ok(wished),
    }
}

/// The name that is most like what was typed, if any is like it.
pub(super) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let typed = typed.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&name.to_lowercase(), &typed), name))
        .min()
        .filter(|(distance, _)| *distance <= TYPOS)
        .map(|(_, name)| name.to_owned())
}

impl Setting {
    /// Its name in the configuration.
    pub fn name(&self) -> String {
        match self {
            Self::Zone { .. } => "zone".to_owned(),
            Self::Hours(_) => "hours".to_owned(),
            Self::Language(_) => "language".to_owned(),
            Self::Offer(_) => "offer".to_owned(),
            Self::Scale(_) => "scale".to_owned(),
            Self::Asking(_) => "asking".to_owned(),
            Self::Desk(_) => "desk".to_owned(),
            Self::Care(_) => "care".to_owned(),
            Self::Retention(_) => "retention".to_owned(),
            Self::Timer { name, .. } => format!("policy.{name}"),
            Self::Sample(_) => format!("policy.{SAMPLE}"),
            Self::Recommend(_) => format!("policy.{RECOMMEND}"),
            Self::Messages(_) => format!("policy.{MESSAGES}"),
            Self::Quiet(_) => format!("policy.{QUIET}"),
            Self::Skips(_) => format!("policy.{SKIPS}"),
            Self::Signal(signal) => signal.name(),
        }
    }

    /// Its value as it is written in commands.
    pub fn value(&self) -> String {
        match self {
            Self::Zone { zone, .. } => zone.clone(),
            Self::Hours(hours) => hours.to_string(),
            Self::Language(lang) => lang.code().to_owned(),
            Self::Offer(langs) if langs.is_empty() => "all".to_owned(),
            Self::Offer(langs) => {
                langs.iter().map(|lang| lang.code()).collect::<Vec<_>>().join(", ")
            }
            Self::Scale(scale) => scale.name().to_owned(),
            Self::Asking(on) => (if *on { "on" } else { "off" }).to_owned(),
            Self::Desk(place) | Self::Care(place) => place.as_ref().map_or_else(
                || "none".to_owned(),
                |place| format!("{}:{}", place.platform.name(), place.chat),
            ),
            Self::Retention(retention) => retention.to_string(),
            Self::Timer { length, .. } => length.map_or_else(|| "off".to_owned(), timers::written),
            Self::Sample(share) => share.map_or_else(|| "100%".to_owned(), |it| it.to_string()),
            Self::Recommend(0) => "off".to_owned(),
            Self::Recommend(share) => format!("{share}%"),
            Self::Messages(least) => least.to_string(),
            Self::Quiet(quiet) => quiet.map_or_else(|| "off".to_owned(), |it| it.to_string()),
            Self::Skips(skips) => asking::listed(skips),
            Self::Signal(signal) => signal.value(),
        }
    }

    /// The setting of this name, with the value that is in force.
    pub(super) fn named(name: &str, workspace: &Workspace) -> Option<Self> {
        let name = name.strip_prefix("policy.").unwrap_or(name);
        Self::at(name, workspace, Timestamp::UNIX_EPOCH)
    }

    pub(super) fn at(name: &str, workspace: &Workspace, now: Timestamp) -> Option<Self> {
        Some(match name {
            "zone" => {
                let shows = Policy::new(workspace.clone()).due(now, now);
                Self::Zone { zone: workspace.zone.clone(), shows }
            }
            "hours" => Self::Hours(workspace.hours.clone()),
            "language" => Self::Language(workspace.language),
            "offer" => Self::Offer(workspace.offered.clone()),
            "scale" => Self::Scale(workspace.scale),
            "asking" => Self::Asking(!workspace.paused),
            "desk" => Self::Desk(workspace.desk.clone()),
            "care" => Self::Care(workspace.care.clone()),
            "retention" => Self::Retention(workspace.retention.clone()),
            REMINDER => {
                Self::Timer { name: name.to_owned(), length: workspace.timers.ask_reminder }
            }
            SAMPLE => Self::Sample(workspace.asking.sample),
            RECOMMEND => Self::Recommend(workspace.asking.recommend),
            MESSAGES => Self::Messages(workspace.asking.messages),
            QUIET => Self::Quiet(workspace.asking.quiet),
            SKIPS => Self::Skips(workspace.asking.skips.clone()),
            name if name.starts_with(SignalSetting::SECTION) => {
                Self::Signal(SignalSetting::named(name, &workspace.signals)?)
            }
            name => {
                let length = Timer::named(name)?.get(&workspace.timers);
                Self::Timer { name: name.to_owned(), length: Some(length) }
            }
        })
    }

    /// The same setting with the value that is in force.
    pub(super) fn in_force(&self, workspace: &Workspace, now: Timestamp) -> Self {
        let name = self.name();
        let name = name.strip_prefix("policy.").unwrap_or(&name);
        Self::at(name, workspace, now).unwrap_or_else(|| self.clone())
    }

    /// Puts it into force.
    pub(super) fn put(&self, workspace: &mut Workspace) {
        match self {
            Self::Zone { zone, .. } => workspace.zone.clone_from(zone),
            Self::Hours(hours) => workspace.hours.clone_from(hours),
            Self::Language(lang) => workspace.language = *lang,
            Self::Offer(langs) => workspace.offered.clone_from(langs),
            Self::Scale(scale) => workspace.scale = *scale,
            Self::Asking(on) => workspace.paused = !on,
            Self::Desk(place) => workspace.desk.clone_from(place),
            Self::Care(place) => workspace.care.clone_from(place),
            Self::Retention(retention) => workspace.retention.clone_from(retention),
            Self::Timer { name, length } if name == REMINDER => {
                workspace.timers.ask_reminder = *length;
            }
            Self::Sample(share) => workspace.asking.sample = *share,
            Self::Recommend(share) => workspace.asking.recommend = *share,
            Self::Messages(least) => workspace.asking.messages = *least,
            Self::Quiet(quiet) => workspace.asking.quiet = *quiet,
            Self::Skips(skips) => workspace.asking.skips.clone_from(skips),
            Self::Signal(signal) => signal.put(&mut workspace.signals),
            Self::Timer { name, length } => {
                if let (Some(timer), Some(length)) = (Timer::named(name), length) {
                    timer.set(&mut workspace.timers, *length);
                }
            }
        }
    }
}
