//! What customers do beside writing: starting and blocking the bot, and topics of the support group.

use amends_platforms::telegram::people::Line;

use super::{Luma, name_of};

impl Luma {
    /// A customer presses Start.
    pub(crate) async fn starts(&mut self, customer: i64) -> &mut Self {
        self.note(&format!("{} presses Start", name_of(customer)));
        self.telegram.people().start(customer, None).unwrap();
        self.settle().await
    }

    /// A customer blocks the bot.
    pub(crate) async fn blocks(&mut self, customer: i64) -> &mut Self {
        self.note(&format!("{} blocks the bot", name_of(customer)));
        self.telegram.people().block(customer).unwrap();
        self.settle().await
    }

    /// A customer unblocks the bot.
    pub(crate) async fn unblocks(&mut self, customer: i64) -> &mut Self {
        self.note(&format!("{} unblocks the bot", name_of(customer)));
        self.telegram.people().unblock(customer).unwrap();
        self.settle().await
    }

    /// Staff open a topic in the support group.
    pub(crate) async fn opens_topic(&mut self, staff: i64, title: &str) -> &mut Self {
        self.note(&format!("{} opens the topic “{title}” in the support group", name_of(staff)));
        self.telegram.people().create_topic(staff, self.help, title).unwrap();
        self.settle().await
    }

    /// Somebody writes in the newest topic of the support group.
    pub(crate) async fn writes_in_topic(&mut self, who: i64, text: &str) -> &mut Self {
        self.note(&format!("{} in the topic: {text}", name_of(who)));
        let line = Line::text(text).in_topic(self.support_topic());
        self.telegram.people().write(who, self.help, line).unwrap();
        self.settle().await
    }

    /// Staff close the newest topic of the support group.
    pub(crate) async fn closes_topic(&mut self, staff: i64) -> &mut Self {
        self.note(&format!("{} closes the topic", name_of(staff)));
        let topic = self.support_topic();
        self.telegram.people().close_topic(staff, self.help, topic).unwrap();
        self.settle().await
    }

    /// Staff open the newest topic of the support group again.
    pub(crate) async fn reopens_topic(&mut self, staff: i64) -> &mut Self {
        self.note(&format!("{} opens the topic again", name_of(staff)));
        let topic = self.support_topic();
        self.telegram.people().reopen_topic(staff, self.help, topic).unwrap();
        self.settle().await
    }

    fn support_topic(&self) -> i64 {
        let chat = self.telegram.chat(self.help).expect("the support group is there");
        chat.topics.keys().max().copied().expect("it has a topic")
    }
}
