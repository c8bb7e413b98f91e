//! What is missing at the desk, and how to put it right.

use crate::{Phrasebook, clean::one_line_text};

/// The longest piece of what a platform said.
const WHY_LIMIT: usize = 200;

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

/// What a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelRole {
    /// Where staff work.
    Desk,
    /// Where private rooms are opened.
    Care,
}

/// A right that the bot needs in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelRight {
    /// To see it.
    View,
    /// To write in it.
    Send,
    /// To open threads that all can see who see the channel.
    PublicThreads,
    /// To open threads for a few.
    PrivateThreads,
    /// To write in threads.
    SendInThreads,
    /// To put threads away and rename them.
    ManageThreads,
    /// To read what was written before.
    History,
    /// To react.
    React,
    /// To send files.
    Attach,
}

impl ChannelRight {
    /// How Discord calls it.
    fn name(self) -> &'static str {
        match self {
            Self::View => "View Channel",
            Self::Send => "Send Messages",
            Self::PublicThreads => "Create Public Threads",
            Self::PrivateThreads => "Create Private Threads",
            Self::SendInThreads => "Send Messages in Threads",
            Self::ManageThreads => "Manage Threads",
            Self::History => "Read Message History",
            Self::React => "Add Reactions",
            Self::Attach => "Attach Files",
        }
    }
}

/// Something that keeps the bot from working in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelGap {
    /// The bot can't see it, or there is no such channel.
    NoChannel {
        /// What it is for.
        role: ChannelRole,
    },
    /// Another kind of channel than one for text.
    WrongKind {
        /// What it is for.
        role: ChannelRole,
    },
    /// The bot lacks a right in it.
    NoRight {
        /// What the channel is for.
        role: ChannelRole,
        /// Which right.
        right: ChannelRight,
    },
    /// Everybody can read along at the desk.
    Public,
    /// Customers can't see the channel above their private rooms.
    Hidden,
    /// The role that is to be called at the desk is called in vain.
    Unmentionable {
        /// Its name.
        name: String,
    },
    /// The platform did not tell how the channel is set up.
    Unseen {
        /// What it is for.
        role: ChannelRole,
        /// What it said instead.
        why: String,
    },
}

impl Phrasebook {
    /// What is missing in a channel and what to do about it, in one sentence.
    pub fn channel_gap(&self, gap: &ChannelGap) -> String {
        match gap {
            ChannelGap::NoChannel { role } => self.at(*role, "channel_none", Vec::new()),
            ChannelGap::WrongKind { role } => self.at(*role, "channel_kind", Vec::new()),
            ChannelGap::NoRight { role, right } => {
                self.at(*role, "channel_right", vec![("right", right.name().to_owned())])
            }
            ChannelGap::Public => self.line("channel_public"),
            ChannelGap::Hidden => self.line("channel_hidden"),
            ChannelGap::Unmentionable { name } => {
                self.desk_text("channel_role", &[("role", one_line_text(name, WHY_LIMIT))])
            }
            ChannelGap::Unseen { role, why } => {
                self.at(*role, "channel_unseen", vec![("why", one_line_text(why, WHY_LIMIT))])
            }
        }
    }

    fn at(&self, role: ChannelRole, key: &str, mut values: Vec<(&str, String)>) -> String {
        let role = match role {
            ChannelRole::Desk => "channel_desk",
            ChannelRole::Care => "channel_care",
        };
        values.push(("channel", self.line(role)));
        self.desk_text(key, &values)
    }
}
