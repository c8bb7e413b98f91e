//! What is said to admins.

use serde::{Deserialize, Serialize};

use super::{
    AuthoritySay, CauseSay, DataSay, Health, MakeGoodSay, QrSay, RoleSay, Setting, SetupSay,
    SorrySay, SourceLine, TextUnfit, TrialSay, Tried, ValueSay, WebhookSay, WordingSay,
};
use crate::{ledger::Ledger, money::MoneyUnfit, scale::Scale};

/// What is said to admins, by subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdminSay {
    /// The change was undone: what it is about, and its value now.
    Undone {
        /// What, by its name in the configuration.
        what: String,
        /// Its value now.
        to: String,
    },
    /// It was changed once more since, so it can't be undone.
    ChangedSince {
        /// What, by its name in the configuration.
        what: String,
        /// Its value now.
        to: String,
    },
    /// What the button was for is over.
    Over,
    /// Somebody else was asked.
    NotAsked {
        /// Their name.
        asked: String,
    },
    /// A setting was saved, and can be undone.
    SettingSaved(Setting),
    /// Something about the texts that customers read.
    Wording(Box<WordingSay>),
    /// Who may do what.
    Role(RoleSay),
    /// It is no amount of money that can be set.
    Money(MoneyUnfit),
    /// These words can't be kept.
    Text(TextUnfit),
    /// How much each level may give.
    Authority(AuthoritySay),
    /// What may be given.
    MakeGood(MakeGoodSay),
    /// What goes wrong.
    Cause(CauseSay),
    /// Saying sorry before anybody complains.
    Sorry(Box<SorrySay>),
    /// What a lost customer costs.
    Value(ValueSay),
    /// Who may call in.
    Webhook(WebhookSay),
    /// A printed link.
    Qr(QrSay),
    /// The scale of new questions; buttons such as customers see are below.
    Scale(Scale),
    /// What rules would have done to the contacts of the last days.
    Tried(Tried),
    /// Where it is known from that contacts ended.
    Signals {
        /// Each source.
        lines: Vec<SourceLine>,
        /// There were more contacts than were looked at.
        is_part: bool,
    },
    /// What a customer was asked, and what not.
    Ledger(Ledger),
    /// Whose questions are meant is not known.
    LedgerOfWhom,
    /// The business is set up.
    Setup(SetupSay),
    /// The question is tried.
    Trial(TrialSay),
    /// Whether everything works.
    Health(Box<Health>),
    /// About what is kept, and what leaves the house.
    Data(DataSay),
}
