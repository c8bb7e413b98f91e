//! What customers do beside writing: starting and blocking the bot, and topics of the support group.

use super::{Line, Luma, name_of};

impl Luma {
    /// A customer presses Start.
    pub(crate) async fn starts(&mut self, customer: i64) -> &mut Self {
        let what = self.house_of(customer).starting();
        self.note(&format!("{} {what}", name_of(customer)));
        self.house_of(customer).starts(customer, None);
        self.settle().await
    }

    /// A customer blocks the bot.
    pub(crate) async fn blocks(&mut self, customer: i64) -> &mut Self {
        self.note(&format!("{} blocks the bot", name_of(customer)));
        self.house_of(customer).blocks(customer);
        self.settle().await
    }

    /// A customer unblocks the bot.
    pub(crate) async fn unblocks(&mut self, customer: i64) -> &mut Self {
        self.note(&format!("{} unblocks the bot", name_of(customer)));
        self.house_of(customer).unblocks(customer);
        self.settle().await
    }

    /// Staff open a topic in the support group.
    pub(crate) async fn opens_topic(&mut self, staff: i64, title: &str) -> &mut Self {
        self.note(&format!("{} opens the topic “{title}” in the support group", name_of(staff)));
        self.front_mut().opens_topic(staff, title);
        self.settle().await
    }

    /// Somebody writes in the newest topic of the support group.
    pub(crate) async fn writes_in_topic(&mut self, who: i64, text: &str) -> &mut Self {
        self.note(&format!("{} in the topic: {text}", name_of(who)));
        self.front_mut().writes_in_topic(who, Line::text(text));
        self.settle().await
    }

    /// Somebody lets the bot read and write in the chats of their own account.
    pub(crate) async fn connects_own_chats(&mut self, owner: i64) -> &mut Self {
        self.note(&format!("{} connects the bot to their account", name_of(owner)));
        self.front_mut().connects_own_chats(owner);
        self.settle().await
    }

    /// A customer writes to somebody of staff, and not to the bot.
    pub(crate) async fn writes_to(&mut self, customer: i64, owner: i64, text: &str) -> &mut Self {
        self.note(&format!("{} to {}: {text}", name_of(customer), name_of(owner)));
        self.front_mut().writes_in_own_chat(customer, (owner, customer), Line::text(text));
        self.settle().await
    }

    /// Somebody of staff writes to a customer from their own account.
    pub(crate) async fn writes_from_own(
        &mut self,
        owner: i64,
        customer: i64,
        text: &str,
    ) -> &mut Self {
        self.note(&format!("{} to {}: {text}", name_of(owner), name_of(customer)));
        self.front_mut().writes_in_own_chat(owner, (owner, customer), Line::text(text));
        self.settle().await
    }

    /// Staff close the newest topic of the support group.
    pub(crate) async fn closes_topic(&mut self, staff: i64) -> &mut Self {
        self.note(&format!("{} closes the topic", name_of(staff)));
        self.front_mut().closes_topic(staff);
        self.settle().await
    }

    /// Staff open the newest topic of the support group again.
    pub(crate) async fn reopens_topic(&mut self, staff: i64) -> &mut Self {
        self.note(&format!("{} opens the topic again", name_of(staff)));
        self.front_mut().reopens_topic(staff);
        self.settle().await
    }
}
