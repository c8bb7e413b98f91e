//! What a message carries.

use amends_core::place::Content;
use teloxide_core::types::MessageKind;

use super::wire::Read;

/// What a message is, as far as we care.
#[derive(Debug)]
pub(super) enum What {
    /// Somebody said something.
    Said(Content),
    /// A topic was opened, with this title.
    TopicOpened(String),
    /// A topic was closed.
    TopicClosed,
    /// A topic was opened again.
    TopicReopened,
    /// A notice of the platform.
    Notice,
}

/// Tells what a message is.
pub(super) fn what(read: &Read) -> What {
    match &read.message.kind {
        MessageKind::Common(_) | MessageKind::Empty {} => {
            read.by_name.clone().map_or(What::Notice, What::Said)
        }
        MessageKind::ForumTopicCreated(topic) => {
            What::TopicOpened(topic.forum_topic_created.name.clone())
        }
        MessageKind::ForumTopicClosed(_) => What::TopicClosed,
        MessageKind::ForumTopicReopened(_) => What::TopicReopened,
        // Sent by a person, and nothing that can be copied for sure.
        MessageKind::Dice(_) | MessageKind::Giveaway(_) => What::Said(Content::Unsupported),
        MessageKind::NewChatMembers(_)
        | MessageKind::LeftChatMember(_)
        | MessageKind::NewChatTitle(_)
        | MessageKind::NewChatPhoto(_)
        | MessageKind::DeleteChatPhoto(_)
        | MessageKind::GroupChatCreated(_)
        | MessageKind::SupergroupChatCreated(_)
        | MessageKind::ChannelChatCreated(_)
        | MessageKind::MessageAutoDeleteTimerChanged(_)
        | MessageKind::Pinned(_)
        | MessageKind::ChatShared(_)
        | MessageKind::UsersShared(_)
        | MessageKind::Invoice(_)
        | MessageKind::SuccessfulPayment(_)
        | MessageKind::RefundedPayment(_)
        | MessageKind::ConnectedWebsite(_)
        | MessageKind::WriteAccessAllowed(_)
        | MessageKind::PassportData(_)
        | MessageKind::ProximityAlertTriggered(_)
        | MessageKind::ChatBoostAdded(_)
        | MessageKind::ChatBackground(_)
        | MessageKind::ChecklistTasksDone(_)
        | MessageKind::ChecklistTasksAdded(_)
        | MessageKind::DirectMessagePriceChanged(_)
        | MessageKind::ForumTopicEdited(_)
        | MessageKind::GeneralForumTopicHidden(_)
        | MessageKind::GeneralForumTopicUnhidden(_)
        | MessageKind::GiveawayCompleted(_)
        | MessageKind::GiveawayCreated(_)
        | MessageKind::GiveawayWinners(_)
        | MessageKind::PaidMessagePriceChanged(_)
        | MessageKind::GiftInfo(_)
        | MessageKind::UniqueGiftInfo(_)
        | MessageKind::VideoChatScheduled(_)
        | MessageKind::VideoChatStarted(_)
        | MessageKind::VideoChatEnded(_)
        | MessageKind::VideoChatParticipantsInvited(_)
        | MessageKind::WebAppData(_) => What::Notice,
    }
}
