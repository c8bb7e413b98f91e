//! What admins read. Each subject has a module of its own.

mod asking;
mod blueprint;
pub(super) mod catalogue;
mod data;
mod role;
mod setup;
mod signals;
mod sorry;
mod wanted;
mod webhook;
mod wording;

use amends_core::{
    admin::{AdminSay, Setting, Unfit},
    desk::AuditLine,
    lang::Lang,
    scale::Scale,
    wording::Wordings,
};

pub use self::wanted::WantedText;
use self::wording::codes;
use super::{COMMAND_LIMIT, lists::Keep};
use crate::{Context, Phrasebook, clean::one_line_text};

/// What is promised to customers: they read every change of it.
const REPLY: &str = "reply_within";
const REPLY_NEW: &str = "reply_within_new";
/// After this the question comes too late to be kind.
const DELAY: &str = "ask_delay";

/// The longest value of a setting that is shown.
const VALUE_LIMIT: usize = 200;

impl Phrasebook {
    pub(super) fn admin(&self, say: &AdminSay, context: &Context<'_>) -> String {
        let value = |what: &str, to: &str| {
            [("what", one_line_text(what, VALUE_LIMIT)), ("to", one_line_text(to, VALUE_LIMIT))]
        };
        match say {
            AdminSay::Undone { what, to } => self.desk_text("undone", &value(what, to)),
            AdminSay::ChangedSince { what, to } => {
                self.desk_text("changed_since", &value(what, to))
            }
            AdminSay::Over => self.line("over"),
            AdminSay::NotAsked { asked } => {
                self.desk_text("not_asked", &[("asked", self.colleague(asked))])
            }
            AdminSay::SettingSaved(setting) => self.setting_saved(setting),
            AdminSay::Wording(say) => self.wording(say, context),
            AdminSay::Role(say) => self.role(say),
            AdminSay::Money(unfit) => self.money_unfit(unfit),
            AdminSay::Text(unfit) => self.text_unfit(unfit),
            AdminSay::Authority(say) => self.authority(say),
            AdminSay::MakeGood(say) => self.make_good(say),
            AdminSay::Cause(say) => self.cause(say, context),
            AdminSay::Sorry(say) => self.sorry(say, context),
            AdminSay::Value(say) => self.value(say),
            AdminSay::Webhook(say) => self.webhook(say),
            AdminSay::Qr(say) => self.qr(say, context.wording),
            AdminSay::Scale(scale) => self.scale_shown(*scale),
            AdminSay::Tried(tried) => self.tried(tried),
            AdminSay::Signals { lines, is_part } => self.signals(lines, *is_part),
            AdminSay::Ledger(ledger) => self.ledger(ledger),
            AdminSay::LedgerOfWhom => self.line("ledger_of_whom"),
            AdminSay::Setup(say) => self.setup_say(say),
            AdminSay::Trial(say) => self.trial(say, context),
            AdminSay::Health(health) => self.health(health),
            AdminSay::Data(say) => self.data(say),
        }
    }

    pub(super) fn settings(&self, settings: &[Setting]) -> String {
        settings.iter().map(|setting| self.setting(setting)).collect::<Vec<_>>().join("\n")
    }

    fn setting(&self, setting: &Setting) -> String {
        match setting {
            Setting::Zone { zone, shows } => self.desk_text(
                "setting_zone",
                &[("zone", zone.clone()), ("time", shows.civil.strftime("%H:%M").to_string())],
            ),
            Setting::Hours(hours) => {
                self.desk_text("setting_hours", &[("hours", hours.to_string())])
            }
            Setting::Language(lang) => {
                self.desk_text("setting_language", &[("language", lang.code().to_owned())])
            }
            Setting::Offer(_) => self.desk_text("setting_offer", &[("languages", setting.value())]),
            Setting::Asking(_) | Setting::Desk(_) | Setting::Care(_) => {
                format!("{}: {}", setting.name(), setting.value())
            }
            Setting::Scale(scale) => {
                self.desk_text("setting_scale", &[("scale", scale.name().to_owned())])
            }
            Setting::Retention(retention) => {
                self.desk_text("setting_retention", &[("retention", retention.to_string())])
            }
            Setting::Timer { name, .. } if name == REPLY_NEW => {
                self.desk_text("setting_reply_new", &[("length", setting.value())])
            }
            Setting::Timer { name, .. } => self.desk_text(
                "setting_timer",
                &[("name", name.replace('_', " ")), ("length", setting.value())],
            ),
            Setting::Sample(_)
            | Setting::Recommend(_)
            | Setting::Messages(_)
            | Setting::Quiet(_)
            | Setting::Skips(_) => self.asking_rule(setting, false).unwrap_or_default(),
            Setting::Signal(signal) => self.signal(signal, false),
        }
    }

    fn setting_saved(&self, setting: &Setting) -> String {
        match setting {
            Setting::Scale(_) => self.line("saved_scale"),
            Setting::Timer { name, length: Some(length) } if name == REPLY => {
                let length = self.duration(*length, Lang::EN);
                self.desk_text("saved_reply", &[("length", length)])
            }
            Setting::Timer { name, length: Some(length) } if name == REPLY_NEW => {
                let length = self.duration(*length, Lang::EN);
                self.desk_text("saved_reply_new", &[("length", length)])
            }
            Setting::Sample(_)
            | Setting::Recommend(_)
            | Setting::Messages(_)
            | Setting::Quiet(_)
            | Setting::Skips(_) => self.asking_rule(setting, true).unwrap_or_default(),
            Setting::Signal(signal) => self.signal(signal, true),
            Setting::Zone { .. }
            | Setting::Hours(_)
            | Setting::Language(_)
            | Setting::Offer(_)
            | Setting::Asking(_)
            | Setting::Desk(_)
            | Setting::Care(_)
            | Setting::Retention(_)
            | Setting::Timer { .. } => {
                self.desk_text("saved", &[("setting", self.setting(setting))])
            }
        }
    }

    pub(super) fn setting_refused(&self, unfit: &Unfit, wording: &Wordings) -> String {
        let typed = |typed: &str| ("typed", one_line_text(typed, COMMAND_LIMIT));
        let by_subject = || self.asking_refused(unfit).or_else(|| self.signal_refused(unfit));
        match unfit {
            Unfit::Share { .. }
            | Unfit::Count { .. }
            | Unfit::Quiet { .. }
            | Unfit::Skip { .. }
            | Unfit::NotSkipped { .. }
            | Unfit::TooManySkips
            | Unfit::Later { .. }
            | Unfit::Incomplete { .. }
            | Unfit::Source { .. }
            | Unfit::SourceValue(_)
            | Unfit::OwnSilence { .. } => by_subject().unwrap_or_default(),
            Unfit::Segment => self.line("no_segments"),
            Unfit::Zone { typed: zone, nearest: Some(nearest) } => {
                self.desk_text("unknown_zone_near", &[typed(zone), ("nearest", nearest.clone())])
            }
            Unfit::Zone { typed: zone, nearest: None } => {
                self.desk_text("unknown_zone", &[typed(zone)])
            }
            Unfit::Hours => self.line("bad_hours"),
            Unfit::Language => {
                let known = codes(&wording.languages(), ", ");
                self.desk_text("unknown_language", &[("known", known)])
            }
            Unfit::Offer { default } => {
                self.desk_text("default_not_offered", &[("default", default.code().to_owned())])
            }
            Unfit::Scale { typed: scale } => {
                let known = Scale::ALL.map(Scale::name).join(", ");
                self.desk_text("unknown_scale", &[typed(scale), ("known", known)])
            }
            Unfit::Length { typed: length } => self.desk_text("bad_length", &[typed(length)]),
            Unfit::Range { name, wished, least, most } => {
                let key = if name == DELAY { "asks_too_late" } else { "out_of_range" };
                let said = |length| self.duration(length, Lang::EN);
                let values =
                    [("wished", said(*wished)), ("least", said(*least)), ("most", said(*most))];
                self.desk_text(key, &values)
            }
            Unfit::Name { typed: name, nearest, known } => {
                let known = ("known", known.join(", "));
                match nearest {
                    Some(nearest) => self.desk_text(
                        "unknown_setting_near",
                        &[typed(name), ("nearest", nearest.clone()), known],
                    ),
                    None => self.desk_text("unknown_setting", &[typed(name), known]),
                }
            }
        }
    }

    pub(super) fn audit(&self, lines: &[AuditLine]) -> String {
        if lines.is_empty() {
            return self.line("audit_none");
        }
        let said = |line: &AuditLine| {
            // What only happened was nothing before.
            let key = if line.from.is_empty() { "audit_line_done" } else { "audit_line" };
            self.desk_text(
                key,
                &[
                    ("at", self.due(&line.at)),
                    ("by", self.changed_by(line.by.as_deref())),
                    ("what", line.what.clone()),
                    ("from", line.from.clone()),
                    ("to", line.to.clone()),
                ],
            )
        };
        self.list(&self.line("audit"), lines.iter().map(said).collect(), Keep::First)
    }
}
