//! What is missing at the desk, and how to put it right.

use crate::Phrasebook;

/// Something that keeps the bot from working at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskGap {
    /// The bot is no member of the group, or there is no such group.
    NoGroup,
    /// The group has no topics.
    NoForum,
    /// The bot may not create topics.
    NoTopics,
    /// The bot may not pin messages.
    NoPins,
    /// Anybody can read along.
    Public,
    /// The platform did not tell how the group is set up.
    Unseen {
        /// What it said instead.
        why: String,
    },
}

impl Phrasebook {
    /// What is missing at the desk and what to do about it, in one sentence.
    pub fn desk_gap(&self, gap: &DeskGap) -> String {
        match gap {
            DeskGap::NoGroup => self.line("gap_no_group"),
            DeskGap::NoForum => self.line("gap_no_forum"),
            DeskGap::NoTopics => self.line("gap_no_topics"),
            DeskGap::NoPins => self.line("gap_no_pins"),
            DeskGap::Public => self.line("gap_public"),
            DeskGap::Unseen { why } => self.said("gap_unseen", "why", why),
        }
    }
}
