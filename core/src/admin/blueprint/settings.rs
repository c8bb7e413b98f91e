//! Settings with one value: each is read by the reader of its command.

use std::collections::{BTreeMap, BTreeSet};

use super::{Blueprint, Taking, Why, is_number, written};
use crate::{
    admin::{
        asking::{self, MESSAGES, QUIET, RECOMMEND, SAMPLE, SKIPS},
        data,
        setting::{self, Setting, Unfit},
        signals::{SignalSetting, Source},
    },
    asking_rules::{SKIPS_MOST, Skip},
    hours::Hours,
    lang::Lang,
    place::{Address, Place, Platform},
    policy::Workspace,
    timers::{self, REMINDER, Timer},
};

/// Settings of the business itself. What is offered depends on the language.
const OF_BUSINESS: [&str; 9] =
    ["zone", "hours", "language", "offer", "scale", "asking", "desk", "care", "retention"];
const ON: &str = "on";
const OFF: &str = "off";
const NONE: &str = "none";
/// Years before this are years of two digits.
const OLDEST: i16 = 2000;

/// The settings of a section with their values.
pub(super) fn section(workspace: &Workspace, section: &str) -> BTreeMap<String, String> {
    let settings = names().into_iter().filter_map(|name| Setting::named(&name, workspace));
    let value = |setting: Setting| {
        let name = setting.name();
        let within = match section {
            "" => Some(name.as_str()).filter(|name| !name.contains('.')),
            section => name.strip_prefix(section),
        }?;
        Some((within.to_owned(), said(&as_offered(setting, workspace))))
    };
    settings.filter_map(value).collect()
}

/// The language of customers of whom nothing is known is always offered; a file says so.
/// A language whose texts were all taken back is read in English, and is in no file.
fn as_offered(setting: Setting, workspace: &Workspace) -> Setting {
    let default = workspace.language;
    let default = if workspace.speaks(default) { default } else { Lang::EN };
    if let Setting::Language(_) = setting {
        return Setting::Language(default);
    }
    let Setting::Offer(mut langs) = setting else { return setting };
    langs.retain(|lang| workspace.speaks(*lang));
    if !langs.is_empty() && !langs.contains(&default) {
        langs.push(default);
        langs.sort_unstable();
    }
    Setting::Offer(langs)
}

/// The names of all settings, in the order in which they are put into force.
fn names() -> Vec<String> {
    let policy = Timer::ALL.iter().map(|timer| timer.name);
    let policy = policy.chain([REMINDER, SAMPLE, MESSAGES, QUIET, SKIPS, RECOMMEND]);
    let policy = policy.map(|name| format!("policy.{name}"));
    let signals = Source::ALL.into_iter().filter_map(SignalSetting::name_of);
    OF_BUSINESS.into_iter().map(str::to_owned).chain(policy).chain(signals).collect()
}

/// A value as it stands in the file: places with their platform.
fn said(setting: &Setting) -> String {
    match setting {
        Setting::Signal(SignalSetting::Voice(channels)) if !channels.is_empty() => {
            channels.iter().map(place_written).collect::<Vec<_>>().join(", ")
        }
        Setting::Desk(Some(place)) | Setting::Care(Some(place)) => place_written(place),
        Setting::Zone { .. }
        | Setting::Hours(_)
        | Setting::Language(_)
        | Setting::Offer(_)
        | Setting::Scale(_)
        | Setting::Asking(_)
        | Setting::Desk(None)
        | Setting::Care(None)
        | Setting::Retention(_)
        | Setting::Timer { .. }
        | Setting::Sample(_)
        | Setting::Recommend(_)
        | Setting::Messages(_)
        | Setting::Quiet(_)
        | Setting::Skips(_)
        | Setting::Signal(_) => setting.value(),
    }
}

/// `telegram:-100`, `discord:8/9` for a thread.
fn place_written(place: &Place) -> String {
    let chat = written(&Address::new(place.platform, place.chat.as_str()));
    match &place.thread {
        Some(thread) => format!("{chat}/{thread}"),
        None => chat,
    }
}

impl Taking<'_> {
    pub(super) fn settings(&mut self, blueprint: &Blueprint) {
        let Blueprint { settings, policy, signals, .. } = blueprint;
        let in_section = |section: &'static str, values: &BTreeMap<String, String>| {
            let name = move |(name, value): (&String, &String)| {
                (format!("{section}{name}"), value.clone())
            };
            values.iter().map(name).collect::<Vec<_>>()
        };
        let all = [
            in_section("", settings),
            in_section("policy.", policy),
            in_section("signals.", signals),
        ];
        let mut wanted: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in all.into_iter().flatten() {
            // `"policy.ask_gap"` among the settings is the one of the section.
            if wanted.insert(name.clone(), value).is_some() {
                self.wrong(name, Why::Twice);
            }
        }
        let names = names();
        for name in &names {
            if let Some(value) = wanted.remove(name) {
                self.setting(name, value.trim());
            }
        }
        for name in wanted.into_keys() {
            let nearest = setting::nearest(&name, names.iter().map(String::as_str));
            self.wrong(name, Why::Unknown { nearest });
        }
    }

    fn setting(&mut self, name: &str, value: &str) {
        let before = Setting::named(name, &self.after);
        let Some(before) = before.filter(|before| said(before) != value) else { return };
        let read = self.read(name, value);
        let Some(wanted) = self.right(name, read) else { return };
        if said(&before) == said(&wanted) {
            return;
        }
        wanted.put(&mut self.after);
        if let Setting::Desk(_) = wanted {
            // Whether the new one can be used is found out by using it.
            self.after.desk_lost = false;
        }
        self.after.chosen.insert(wanted.name());
        self.changed(wanted.name(), before.value(), wanted.value());
    }

    /// A language in which there are texts once the file is in force.
    fn spoken(&self, code: &str) -> Option<Lang> {
        let is_spoken = |lang: &Lang| lang.is_built_in() || self.spoken.contains(lang);
        Lang::parse(code).filter(is_spoken)
    }

    fn read(&self, name: &str, value: &str) -> Result<Setting, Why> {
        let unfit = Why::Unfit;
        match name {
            "zone" => setting::zone_of(value, self.now).map_err(unfit),
            "hours" => hours_of(value).map(Setting::Hours).ok_or(unfit(Unfit::Hours)),
            "language" => self.spoken(value).map(Setting::Language).ok_or(unfit(Unfit::Language)),
            "offer" => {
                let spoken = |code: &str| self.spoken(code);
                setting::offer_of(value, self.after.language, spoken).map_err(unfit)
            }
            "scale" => setting::scale_of(value).map_err(unfit),
            "asking" => switch(value).map(Setting::Asking),
            "desk" => place_of(value).map(Setting::Desk),
            "care" => place_of(value).map(Setting::Care),
            "retention" => {
                let kept = data::wished(self.after.retention.clone(), value);
                kept.map(Setting::Retention).map_err(Why::Data)
            }
            other => match other.split_once('.') {
                Some(("policy", name)) => rule(name, value),
                Some((_, name)) => signal_of(name, value).map(Setting::Signal),
                None => Err(Why::Unknown { nearest: None }),
            },
        }
    }
}

fn rule(name: &str, value: &str) -> Result<Setting, Why> {
    let rule = match name {
        SAMPLE => asking::share_of(value),
        RECOMMEND => asking::recommended_of(value),
        MESSAGES => asking::count_of(value),
        QUIET => asking::quiet_of(value),
        SKIPS => skips_of(value),
        REMINDER if value == OFF => Ok(Setting::Timer { name: name.to_owned(), length: None }),
        name => {
            // As in the configuration, any length is taken: whoever writes files knows.
            let unfit = || Unfit::Length { typed: value.to_owned() };
            let length = timers::read(value).ok_or_else(unfit);
            length.map(|length| Setting::Timer { name: name.to_owned(), length: Some(length) })
        }
    };
    rule.map_err(Why::Unfit)
}

fn switch(typed: &str) -> Result<bool, Why> {
    match typed {
        ON => Ok(true),
        OFF => Ok(false),
        _ => Err(Why::Switch),
    }
}

/// `mon-fri 09:00-21:00, closed 25.12.2026`, `always`.
fn hours_of(typed: &str) -> Option<Hours> {
    let parts = typed.split([',', ';']).map(str::trim);
    let (closed, open): (Vec<_>, Vec<_>) = parts.partition(|part| part.starts_with("closed "));
    let open = open.join(", ");
    if typed.is_empty() {
        return None;
    }
    let mut hours = if open == "always" { Hours::default() } else { Hours::parse(&open).ok()? };
    for day in closed {
        let day = day.strip_prefix("closed ")?.trim();
        // A day without its year is of no use in a file that is kept.
        let is_whole = day.split('.').filter(|part| !part.is_empty()).count() == 3;
        let date = setting::day_of(day, jiff::civil::Date::MIN).filter(|_| is_whole)?;
        if date.year() < OLDEST {
            return None;
        }
        hours.close_on(date);
    }
    Some(hours)
}

fn place_of(typed: &str) -> Result<Option<Place>, Why> {
    if typed == NONE {
        return Ok(None);
    }
    let (chat, thread) = match typed.split_once('/') {
        Some((chat, thread)) => (chat, Some(thread)),
        None => (typed, None),
    };
    // Chats of several people may have numbers below nought.
    let (platform, id) = chat.split_once(':').ok_or(Why::Place)?;
    let platform = Platform::parse(platform).ok_or(Why::Place)?;
    if !is_number(id.strip_prefix('-').unwrap_or(id)) {
        return Err(Why::Place);
    }
    let chat = Place::chat(platform, id);
    match thread {
        None => Ok(Some(chat)),
        Some(thread) if is_number(thread) => Ok(Some(chat.thread(thread))),
        Some(_) => Err(Why::Place),
    }
}

/// `topic:billing, tag:vip`, `nothing`.
fn skips_of(typed: &str) -> Result<Setting, Unfit> {
    if typed == asking::listed(&BTreeSet::new()) {
        return Ok(Setting::Skips(BTreeSet::new()));
    }
    let read = |part: &str| {
        let part = part.trim();
        Skip::read(part).ok_or_else(|| Unfit::Skip { typed: part.to_owned() })
    };
    let skips: BTreeSet<Skip> = typed.split(',').map(read).collect::<Result<_, _>>()?;
    if SKIPS_MOST < skips.len() { Err(Unfit::TooManySkips) } else { Ok(Setting::Skips(skips)) }
}

fn signal_of(name: &str, value: &str) -> Result<SignalSetting, Why> {
    let full = format!("{}{name}", SignalSetting::SECTION);
    let usual = SignalSetting::named(&full, &crate::policy::Signals::default());
    let usual = usual.ok_or(Why::Unknown { nearest: None })?;
    let named = |typed| crate::admin::signals::name(usual.source(), typed).map_err(Why::Unfit);
    Ok(match usual {
        SignalSetting::Closed(_) => SignalSetting::Closed(switch(value)?),
        SignalSetting::Idle(_) => SignalSetting::Idle(switch(value)?),
        SignalSetting::Panel(_) => SignalSetting::Panel(switch(value)?),
        SignalSetting::Done(_) => SignalSetting::Done(switch(value)?),
        SignalSetting::Feedback(_) => SignalSetting::Feedback(switch(value)?),
        SignalSetting::Solved(_) => SignalSetting::Solved(named(value)?),
        SignalSetting::Ticket(_) => SignalSetting::Ticket(named(value)?),
        SignalSetting::Voice(_) if value == OFF => SignalSetting::Voice(Vec::new()),
        SignalSetting::Voice(_) => {
            let channels = value.split(',').map(|channel| place_of(channel.trim()));
            let channels = channels.collect::<Result<Option<Vec<_>>, _>>()?;
            let channels = channels.ok_or(Why::Place)?;
            let most = crate::admin::signals::CHANNELS_MOST;
            if most < channels.len() {
                return Err(Why::TooMany { most });
            }
            SignalSetting::Voice(channels)
        }
    })
}
