//! What is missing at the desk, and how to put it right.

use amends_core::gap::{ChannelGap, ChannelRight, ChannelRole, DeskGap, Gap};

use crate::{Phrasebook, clean::one_line_text};

/// The longest piece of what a platform said.
const WHY_LIMIT: usize = 200;

impl Phrasebook {
    /// What is missing and what to do about it, in one sentence.
    pub fn gap(&self, gap: &Gap) -> String {
        match gap {
            Gap::Desk(gap) => self.desk_gap(gap),
            Gap::Channel(gap) => self.channel_gap(gap),
        }
    }

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

/// How Discord calls a right.
fn name(right: ChannelRight) -> &'static str {
    match right {
        ChannelRight::View => "View Channel",
        ChannelRight::Send => "Send Messages",
        ChannelRight::PublicThreads => "Create Public Threads",
        ChannelRight::PrivateThreads => "Create Private Threads",
        ChannelRight::SendInThreads => "Send Messages in Threads",
        ChannelRight::ManageThreads => "Manage Threads",
        ChannelRight::History => "Read Message History",
        ChannelRight::React => "Add Reactions",
        ChannelRight::Attach => "Attach Files",
    }
}

impl Phrasebook {
    /// What is missing in a channel and what to do about it, in one sentence.
    pub fn channel_gap(&self, gap: &ChannelGap) -> String {
        match gap {
            ChannelGap::NoChannel { role } => self.at(*role, "channel_none", Vec::new()),
            ChannelGap::WrongKind { role } => self.at(*role, "channel_kind", Vec::new()),
            ChannelGap::NoRight { role, right } => {
                self.at(*role, "channel_right", vec![("right", name(*right).to_owned())])
            }
            ChannelGap::Public => self.line("channel_public"),
            ChannelGap::NoRooms => self.line("channel_no_rooms"),
            ChannelGap::Hidden { name } => {
                self.desk_text("channel_hidden", &[("name", one_line_text(name, WHY_LIMIT))])
            }
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
