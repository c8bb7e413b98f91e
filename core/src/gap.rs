//! What keeps the bot from working where it is to work: found by the platforms, and told to whoever
//! sets it up.

use serde::{Deserialize, Serialize};

/// Something that is missing where staff work or customers are talked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// In a group with topics.
    Desk(DeskGap),
    /// In a channel.
    Channel(ChannelGap),
}

impl Gap {
    /// Whether an unhappy customer may reach nobody because of it.
    pub fn stops(&self) -> bool {
        match self {
            Self::Desk(gap) => match gap {
                DeskGap::NoGroup
                | DeskGap::NoForum
                | DeskGap::NoTopics
                | DeskGap::Public
                | DeskGap::Unseen { .. } => true,
                DeskGap::NoPins => false,
            },
            Self::Channel(gap) => match gap {
                ChannelGap::NoChannel { .. }
                | ChannelGap::WrongKind { .. }
                | ChannelGap::Public
                | ChannelGap::Hidden { .. }
                | ChannelGap::Unseen { .. } => true,
                ChannelGap::NoRight { right, .. } => right.is_needed(),
                ChannelGap::Unmentionable { .. } | ChannelGap::NoRooms => false,
            },
        }
    }
}

/// Something that keeps the bot from working at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// What a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelRole {
    /// Where staff work.
    Desk,
    /// Where private rooms are opened.
    Care,
}

/// A right that the bot needs in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Whether nothing works without it.
    fn is_needed(self) -> bool {
        match self {
            Self::View
            | Self::Send
            | Self::PublicThreads
            | Self::PrivateThreads
            | Self::SendInThreads => true,
            Self::ManageThreads | Self::History | Self::React | Self::Attach => false,
        }
    }
}

/// Something that keeps the bot from working in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// There is no channel for private rooms.
    NoRooms,
    /// Customers can't see the channel above their private rooms.
    Hidden {
        /// Its name.
        name: String,
    },
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
