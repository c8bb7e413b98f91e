//! `/ask`: when customers are asked, and whom the business does not ask; and what other rules would
//! have done to the contacts of the last days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    AdminSay, refused,
    setting::{self, ASK, ASK_RULES, Setting, Unfit, Wish},
};
use crate::{
    asking_rules::{MESSAGES_MOST, Percent, Quiet, SKIPS_MOST, Skip},
    customer::Customer,
    desk::DeskSay,
    engine::{Fate, replay},
    grammar,
    hours::Due,
    place::Actor,
    policy::{Policy, Workspace},
    survey::Suppressed,
};

/// Names of the rules in configuration and records.
pub(super) const SAMPLE: &str = "ask_sample";
pub(super) const MESSAGES: &str = "ask_messages";
pub(super) const QUIET: &str = "ask_quiet";
pub(super) const SKIPS: &str = "ask_off";
pub(super) const RECOMMEND: &str = "ask_recommend";
/// The word after `/ask` that tries rules out.
const DRY_RUN: &str = "dry-run";
/// How far back rules are tried out.
pub const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many contacts are shown that would have gone another way.
const EXAMPLES: usize = 5;

/// What `/ask …` wants.
pub(super) fn read(typed: &str, workspace: &Workspace, now: Timestamp) -> Result<Wish, Unfit> {
    let (word, value) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let value = value.trim();
    let show = |name: &str| Setting::at(name, workspace, now).into_iter().collect();
    let rule = |name, wanted: Result<Setting, Unfit>| {
        if value.is_empty() { Ok(Wish::Show(show(name))) } else { wanted.map(Wish::Set) }
    };
    match word.to_ascii_lowercase().as_str() {
        "" => {
            let timers = ASK.iter().map(|(_, name)| *name);
            let all = timers.chain([SAMPLE, MESSAGES, QUIET, SKIPS, RECOMMEND]);
            Ok(Wish::Show(all.filter_map(|name| Setting::at(name, workspace, now)).collect()))
        }
        "sample" => rule(SAMPLE, share_of(value)),
        "recommend" => rule(RECOMMEND, recommended_of(value)),
        "messages" => rule(MESSAGES, count_of(value)),
        "quiet" => rule(QUIET, quiet_of(value)),
        "off" => rule(SKIPS, left_out(value, workspace)),
        "on" => rule(SKIPS, taken_up(value, workspace)),
        DRY_RUN => Err(Unfit::Later { typed: word.to_owned() }),
        known if ASK.iter().any(|(name, _)| *name == known) => {
            setting::timer_of(&ASK, &format!("{word} {value}"), workspace, now)
        }
        _ => {
            let timers = ASK.iter().map(|(name, _)| *name);
            Err(setting::unknown_name(word, timers.chain(ASK_RULES).collect()))
        }
    }
}

pub(super) fn share_of(typed: &str) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("off") {
        return Ok(Setting::Sample(None));
    }
    let share = Percent::read(typed).ok_or_else(|| Unfit::Share { typed: typed.to_owned() })?;
    Ok(Setting::Sample(share))
}

/// `/ask recommend 20%`, or off.
pub(super) fn recommended_of(typed: &str) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("off") {
        return Ok(Setting::Recommend(0));
    }
    let share = Percent::read(typed).ok_or_else(|| Unfit::Share { typed: typed.to_owned() })?;
    Ok(Setting::Recommend(share.map_or(100, Percent::of_hundred)))
}

pub(super) fn count_of(typed: &str) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("off") {
        return Ok(Setting::Messages(0));
    }
    let plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let least = typed.parse().ok().filter(|least| plain && *least <= MESSAGES_MOST);
    let unfit = || Unfit::Count { typed: typed.to_owned(), most: MESSAGES_MOST };
    least.map(Setting::Messages).ok_or_else(unfit)
}

pub(super) fn quiet_of(typed: &str) -> Result<Setting, Unfit> {
    if typed.eq_ignore_ascii_case("off") {
        return Ok(Setting::Quiet(None));
    }
    let quiet = Quiet::read(typed).ok_or_else(|| Unfit::Quiet { typed: typed.to_owned() })?;
    Ok(Setting::Quiet(Some(quiet)))
}

/// `/ask off topic:billing`.
fn left_out(typed: &str, workspace: &Workspace) -> Result<Setting, Unfit> {
    let skip = Skip::read(typed).ok_or_else(|| Unfit::Skip { typed: typed.to_owned() })?;
    let mut skips = workspace.asking.skips.clone();
    skips.insert(skip);
    if SKIPS_MOST < skips.len() { Err(Unfit::TooManySkips) } else { Ok(Setting::Skips(skips)) }
}

/// `/ask on topic:billing`.
fn taken_up(typed: &str, workspace: &Workspace) -> Result<Setting, Unfit> {
    let skip = Skip::read(typed).ok_or_else(|| Unfit::Skip { typed: typed.to_owned() })?;
    let mut skips = workspace.asking.skips.clone();
    if skips.remove(&skip) {
        return Ok(Setting::Skips(skips));
    }
    let known = skips.iter().map(ToString::to_string).collect();
    Err(Unfit::NotSkipped { typed: skip.to_string(), known })
}

/// What is left out, as it is written in commands.
pub(super) fn listed(skips: &BTreeSet<Skip>) -> String {
    if skips.is_empty() {
        return "nothing".to_owned();
    }
    skips.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Rules that are tried out on what happened, one customer after the other.
#[derive(Debug)]
pub struct DryRun {
    policy: Policy,
    now: Timestamp,
    tried: Tried,
    /// Examples with the moment at which they were, for their order.
    examples: Vec<(Timestamp, Example)>,
    reasons: BTreeMap<Suppressed, (u32, u32)>,
}

/// What other rules would have done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// The setting that was changed for it: its name and its value; nothing: the rules in force.
    pub with: Option<(String, String)>,
    /// How many contacts there were.
    pub contacts: u32,
    /// How many of them were asked about.
    pub asked: u32,
    /// How many would have been.
    pub would: u32,
    /// Why the others were not, and would not have been: how often.
    pub reasons: Vec<(Suppressed, u32, u32)>,
    /// Contacts that would have gone another way, the newest first.
    pub examples: Vec<Example>,
    /// There were more contacts than were looked at.
    pub is_part: bool,
}

/// A contact that would have gone another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// When.
    pub at: Due,
    /// The customer.
    pub name: Option<String>,
    /// What it was about.
    pub topic: Option<String>,
    /// What became of it.
    pub was: Fate,
    /// What would have become of it.
    pub would: Fate,
}

impl DryRun {
    /// Reads `/ask dry-run gap 24h`; nothing if the text is something else, and what is wrong if the
    /// rules can't be tried out. Rights are checked here: nothing is looked at without them.
    pub fn read(
        workspace: &Workspace,
        by: &Actor,
        text: &str,
        now: Timestamp,
    ) -> Option<Result<Self, DeskSay>> {
        let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
        let (word, changed) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if grammar::command(text) != Some("ask") || !word.eq_ignore_ascii_case(DRY_RUN) {
            return None;
        }
        if let Some(refusal) = refused(workspace, by) {
            return Some(Err(refusal));
        }
        let changed = changed.trim();
        let mut workspace = workspace.clone();
        let mut tried = Tried::default();
        if !changed.is_empty() {
            match read(changed, &workspace, now) {
                Err(unfit) => return Some(Err(DeskSay::SettingRefused { unfit })),
                Ok(Wish::Show(_)) => {
                    let unfit = Unfit::Incomplete { typed: changed.to_owned() };
                    return Some(Err(DeskSay::SettingRefused { unfit }));
                }
                Ok(Wish::Set(setting)) => {
                    setting.put(&mut workspace);
                    tried.with = Some((setting.name(), setting.value()));
                }
            }
        }
        let policy = Policy::new(workspace);
        let (examples, reasons) = (Vec::new(), BTreeMap::new());
        Some(Ok(Self { policy, now, tried, examples, reasons }))
    }

    /// From when on contacts count.
    pub fn since(&self) -> Timestamp {
        self.now.saturating_sub(LOOKS_BACK).unwrap_or(Timestamp::MIN)
    }

    /// Lets the contacts of a customer go through the rules.
    pub fn see(&mut self, customer: &Customer) {
        for replayed in replay(customer, &self.policy, self.since()) {
            self.tried.contacts += 1;
            for (fate, is_now) in [(replayed.was, false), (replayed.would, true)] {
                match fate {
                    Fate::Asked if is_now => self.tried.would += 1,
                    Fate::Asked => self.tried.asked += 1,
                    Fate::Not(why) => {
                        let count = self.reasons.entry(why).or_default();
                        if is_now { count.1 += 1 } else { count.0 += 1 }
                    }
                }
            }
            if replayed.was != replayed.would {
                let example = Example {
                    at: self.policy.due(replayed.at, self.now),
                    name: customer.name.clone(),
                    topic: replayed.topic,
                    was: replayed.was,
                    would: replayed.would,
                };
                self.examples.push((replayed.at, example));
                self.examples.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
                self.examples.truncate(EXAMPLES);
            }
        }
    }

    /// What came out; `is_part` if there were more contacts than were looked at.
    pub fn say(self, is_part: bool) -> DeskSay {
        let reasons = self.reasons.into_iter().map(|(why, (was, would))| (why, was, would));
        let tried = Tried {
            reasons: reasons.collect(),
            examples: self.examples.into_iter().map(|(_, example)| example).collect(),
            is_part,
            ..self.tried
        };
        DeskSay::Admin(Box::new(AdminSay::Tried(tried)))
    }
}
