//! What is kept of customers and what leaves the house: `/retention`, `/export`.

use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

use super::{AdminSay, Setting, Undo, step::AdminStep};
use crate::{
    desk::DeskSay,
    effect::{Body, Class, Effect, OnUnknown, To, Words},
    making::{Document, Format, Made, Making, Month},
    policy::Retention,
};

/// What is kept for a time of its own, with the fewest and the most days.
const CLASSES: [(&str, i64, i64); 2] = [("answers", 30, 3_650), ("talks", 7, 3_650)];
/// How long a file that an admin asked for is worth sending.
const SENT_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Names may differ by so much from what was meant.
const TYPOS: usize = 3;

/// What is said about data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataSay {
    /// There is no such class of data, and the nearest.
    UnknownClass {
        /// What was typed.
        typed: String,
        /// A name like it.
        nearest: Option<String>,
    },
    /// The trail of changes is kept for good.
    AuditStays,
    /// Who customers are is known for as long as their answers are.
    KnownByAnswers,
    /// It is no number of days.
    NotDays {
        /// What was typed.
        typed: String,
    },
    /// It is too short or too long.
    Range {
        /// The class.
        class: String,
        /// The days wished.
        wished: i64,
        /// The fewest.
        least: i64,
        /// The most.
        most: i64,
    },
    /// The file is on its way to the admin in private.
    Sent,
    /// How a file is asked for.
    ExportHow,
    /// What stands under a file with answers.
    Answers,
    /// What stands under a file with the audit trail.
    Audit,
}

/// Carries a command about data out.
pub(super) fn command(step: &mut AdminStep<'_>, command: &str, rest: &str) {
    match command {
        "retention" => retention(step, rest),
        _ => export(step, rest),
    }
}

/// `/retention`, `/retention answers 400d talks 180d`.
fn retention(step: &mut AdminStep<'_>, rest: &str) {
    let before = step.workspace.retention.clone();
    if rest.is_empty() {
        let settings = vec![Setting::Retention(before)];
        return step.say(DeskSay::Settings { settings });
    }
    match wished(before.clone(), rest) {
        Err(refusal) => step.reply(AdminSay::Data(refusal)),
        Ok(wished) => {
            let (before, wished) = (Setting::Retention(before), Setting::Retention(wished));
            wished.put(step.workspace);
            step.workspace.chosen.insert(wished.name());
            let saved = AdminSay::SettingSaved(wished.clone());
            if before == wished {
                return step.reply(saved);
            }
            let undo = Undo::Setting(before.clone());
            let nr = step.changed(wished.name(), before.value(), wished.value(), Some(undo));
            step.reply_with(saved, AdminStep::undo_row(nr));
        }
    }
}

/// What was wished, read as a whole before anything of it counts.
pub(super) fn wished(mut retention: Retention, rest: &str) -> Result<Retention, DataSay> {
    let mut words = rest.split_whitespace();
    while let Some(class) = words.next() {
        let known = CLASSES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(class));
        let Some((name, least, most)) = known else { return Err(unknown_class(class)) };
        let typed = words.next().unwrap_or_default();
        let days = typed.strip_suffix('d').unwrap_or(typed).parse::<i64>();
        let Ok(days) = days else { return Err(DataSay::NotDays { typed: typed.to_owned() }) };
        if !(*least..=*most).contains(&days) {
            let (class, wished) = ((*name).to_owned(), days);
            return Err(DataSay::Range { class, wished, least: *least, most: *most });
        }
        let length = SignedDuration::from_hours(days * 24);
        match *name {
            "answers" => retention.answers = length,
            _ => retention.talks = length,
        }
    }
    Ok(retention)
}

/// Why there is no time of its own for what was typed.
fn unknown_class(typed: &str) -> DataSay {
    if typed.eq_ignore_ascii_case("audit") {
        return DataSay::AuditStays;
    }
    if typed.eq_ignore_ascii_case("contacts") {
        return DataSay::KnownByAnswers;
    }
    let nearest = CLASSES
        .iter()
        .map(|(name, ..)| (strsim::damerau_levenshtein(name, &typed.to_lowercase()), *name))
        .min()
        .filter(|(distance, _)| *distance <= TYPOS)
        .map(|(_, name)| name.to_owned());
    DataSay::UnknownClass { typed: typed.to_owned(), nearest }
}

/// `/export csv`, `/export jsonl 2026-11`, `/export audit`.
fn export(step: &mut AdminStep<'_>, rest: &str) {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (making, name, mime, say) = match words[..] {
        ["audit"] => {
            let name = "audit.jsonl".to_owned();
            (Making::Audit, name, "application/jsonl", DataSay::Audit)
        }
        [format] | [format, _] => {
            let month = words.get(1).map(|typed| Month::parse(typed));
            let (Some(format), false) = (Format::parse(format), month == Some(None)) else {
                return step.reply(AdminSay::Data(DataSay::ExportHow));
            };
            let month = month.flatten();
            let span = month.map(|month| format!("-{month}")).unwrap_or_default();
            let name = format!("answers{span}.{}", format.name());
            (Making::Answers { format, month }, name, format.mime(), DataSay::Answers)
        }
        _ => return step.reply(AdminSay::Data(DataSay::ExportHow)),
    };
    // What leaves the house is written down.
    step.changed("export", "", words.join(" "), None);
    let made = Made::Later(making);
    let file = Document { name, mime: mime.to_owned(), made };
    // It holds names, and not everybody at the desk administers.
    let to = To::Private(step.by.address.clone());
    let words = Words::Desk(DeskSay::Admin(Box::new(AdminSay::Data(say))));
    let body = Body::SendFile { to, words, file, reply_to: None, purpose: None };
    // Whoever asks may be no admin any more when a long outage is over.
    let expires_at = step.now.saturating_add(SENT_WITHIN).ok();
    let on_unknown = OnUnknown::Resend;
    step.out.effects.push(Effect { class: Class::Staff, expires_at, on_unknown, body });
    step.reply(AdminSay::Data(DataSay::Sent));
}

impl Month {
    /// Reads `2026-11`.
    pub fn parse(typed: &str) -> Option<Self> {
        let (year, month) = typed.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        Date::new(year, month, 1).ok().map(|_| Self { year, month })
    }
}
