//! Where a scenario takes up the story, and what staff do with messages and topics.

use amends_core::{
    catalogue::{Kind, MakeGood, Template},
    event::Known,
    interaction::{Interaction, Source},
    policy::Workspace,
};
use amends_runtime::clock::Clock;
use amends_storage::port::Store;
use jiff::SignedDuration;
use tokio::time;

use super::{ANNA, DANA, Line, Luma, PATIENCE, name_of};

/// How far the clock moves while the platform is awaited: first this, then ever more.
const STEP: SignedDuration = SignedDuration::from_millis(250);
/// How long it takes until the service looks at a clock that was moved.
const LOOK: time::Duration = time::Duration::from_millis(300);

impl Luma {
    /// Dana is unhappy about order 118, and nobody has her case yet.
    pub(crate) async fn unhappy() -> Self {
        let mut luma = Self::opens().await;
        luma.is_unhappy().await;
        luma.begins();
        luma
    }

    /// Anna has Dana's case and has said a first word.
    pub(crate) async fn talking() -> Self {
        let mut luma = Self::unhappy().await;
        luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
        luma.begins();
        luma
    }

    /// The same without private rooms, so that everything said is passed on by us.
    pub(crate) async fn relaying() -> Self {
        let mut luma = Self::without_rooms().await;
        luma.is_unhappy().await.presses(ANNA, "Take it").await;
        luma.says(ANNA, "Dana, I’m sorry.").await;
        luma.begins();
        luma
    }

    /// A business that opens no private rooms, on no platform.
    pub(crate) async fn without_rooms() -> Self {
        Self::opens_with(|workspace| workspace.care = None).await
    }

    /// Dana was asked whether it is right now.
    pub(crate) async fn asked_again() -> Self {
        let mut luma = Self::talking().await;
        luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
        luma.begins();
        luma
    }

    /// Dana says so.
    pub(crate) async fn put_right() -> Self {
        let mut luma = Self::asked_again().await;
        luma.taps(DANA, "🙂 Yes, all good").await;
        luma.begins();
        luma
    }

    /// Dana is asked about order 118 and is unhappy.
    pub(crate) async fn is_unhappy(&mut self) -> &mut Self {
        self.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await
    }

    /// What was so far is not shown.
    pub(crate) fn begins(&mut self) -> &mut Self {
        self.transcript();
        self
    }

    /// The transcript without those lines of cards that other scenarios show in full.
    pub(crate) fn brief(&mut self) -> String {
        let mut on_card = false;
        let mut lines = String::new();
        for line in self.transcript().lines() {
            let starts_block = !line.starts_with("       ");
            if starts_block {
                on_card = ["🔴", "🟡", "🟢", "⚪"].iter().any(|mark| {
                    let head = line.split_once("| ").or(line.split_once("↻ "));
                    head.is_some_and(|(_, text)| text.starts_with(&format!("{mark} R-")))
                        && !line.starts_with("  topic")
                });
            }
            let tells = [
                "Promised:",
                "Offered:",
                "Joined:",
                "⇄",
                "Tastes:",
                "Why:",
                "Cause:",
                "Worked before",
                "Repeat:",
                "The account they used",
                "Reopened",
                "Answer changed",
                "The customer can",
            ];
            let is_deed = line.trim_start().split_once(") ").is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            });
            let told = is_deed || tells.iter().any(|start| line.trim_start().starts_with(start));
            if starts_block || !on_card || told {
                lines.push_str(line);
                lines.push('\n');
            }
        }
        lines
    }

    /// Somebody new gets an account and can be written to.
    pub(crate) async fn welcomes(&mut self, id: i64, name: &str, language: &str) -> &mut Self {
        self.newcomers.insert(id, name.to_owned());
        self.front().settles(id, name, language);
        self.settle().await
    }

    /// A customer follows a link into the private chat.
    pub(crate) async fn follows(&mut self, who: i64, token: &str) -> &mut Self {
        self.note(&format!("{} follows the link", name_of(who)));
        self.front().starts(who, Some(token));
        self.settle().await
    }

    /// A customer presses the newest button that says this, wherever they see one.
    pub(crate) async fn taps_somewhere(&mut self, who: i64, label: &str) -> &mut Self {
        let house = self.house_of(who);
        let Some((chat, message)) = house.newest_seen(who, label) else {
            panic!("nobody is shown [{label}]:\n{}\n{}", self.log, house.everything())
        };
        self.tap_on(who, chat, message, label).await
    }

    /// Somebody presses the newest button that says this in the support group.
    pub(crate) async fn taps_in_help(&mut self, who: i64, label: &str) -> &mut Self {
        let message = self.newest_with(self.help, label);
        self.tap_on(who, self.help, message, label).await
    }

    /// Somebody writes anything anywhere.
    pub(crate) async fn puts(&mut self, who: i64, chat: i64, line: Line) -> i64 {
        let id = self.house_with_mut(chat).puts(who, chat, line);
        self.settle().await;
        id
    }

    /// Somebody changes their own newest message in a chat that contains these words.
    pub(crate) async fn edits(&mut self, who: i64, chat: i64, old: &str, new: &str) -> &mut Self {
        self.note(&format!("{} edits “{old}”: {new}", name_of(who)));
        let message = self.message_with(chat, old);
        self.house_with(chat).edits(who, chat, message, new);
        self.settle().await
    }

    /// Somebody takes back the newest message in a chat that contains these words.
    pub(crate) async fn deletes(&mut self, who: i64, chat: i64, words: &str) -> &mut Self {
        self.note(&format!("{} deletes “{words}”", name_of(who)));
        let message = self.message_with(chat, words);
        self.house_with(chat).deletes(who, chat, message);
        self.settle().await
    }

    /// Somebody puts an emoji on the newest message in a chat that contains these words.
    pub(crate) async fn reacts(
        &mut self,
        who: i64,
        chat: i64,
        words: &str,
        emoji: &str,
    ) -> &mut Self {
        self.note(&format!("{} puts {emoji} on “{words}”", name_of(who)));
        let message = self.message_with(chat, words);
        self.house_with(chat).reacts(who, chat, message, emoji);
        self.settle().await
    }

    /// A customer answers the newest message in their chat that contains these words.
    pub(crate) async fn answers(&mut self, customer: i64, to: &str, text: &str) -> &mut Self {
        let line = Line::text(text).replying_to(self.message_with(customer, to));
        let place = self.house_of_mut(customer).tells(customer, line);
        self.note(&format!("{} answers “{to}”{place}: {text}", name_of(customer)));
        self.settle().await
    }

    /// The newest message of a chat that contains these words.
    pub(crate) fn message_with(&self, chat: i64, words: &str) -> i64 {
        self.house_with(chat).message_with(chat, words).expect("somebody said that")
    }

    /// What the newest message with these words answers.
    pub(crate) fn answered_by(&self, chat: i64, words: &str) -> String {
        let message = self.message_with(chat, words);
        self.house_with(chat).answered_by(chat, message).expect("it answers something")
    }

    /// Everything that was said to a person, or to staff, and that is on the screen.
    pub(crate) fn said_in(&self, chat: i64) -> Vec<String> {
        self.house_with(chat).said_in(chat)
    }

    /// Time passes in steps until the platform took everything, and then up to this long.
    pub(crate) async fn recovers(&mut self, within: &str) -> &mut Self {
        let span: SignedDuration = within.parse().expect("a duration such as 10s");
        let until = self.now() + span;
        // Small enough for as many tries as it may take, large enough not to take for ever.
        let most = (span / 64).max(SignedDuration::from_secs(1)).min(span / 16);
        let mut step = STEP;
        while !self.is_recovered(LOOK).await {
            if self.now() + step < until {
                self.advances(step);
                step = (step * 2).min(most);
            } else {
                assert!(
                    self.is_recovered(PATIENCE).await,
                    "never recovers: {}\n{}\n{}",
                    self.unrest(),
                    self.log,
                    self.everything()
                );
            }
        }
        self.advances(until.duration_since(self.now()));
        self.settle().await
    }

    /// Whether the platform takes everything within so much real time.
    async fn is_recovered(&mut self, patience: time::Duration) -> bool {
        self.houses.each(|house| house.probe());
        let rest = async {
            let mut ticks = time::interval(time::Duration::from_millis(2));
            while !self.is_at_rest() || self.houses.any(|house| house.troubles() != 0) {
                ticks.tick().await;
            }
        };
        time::timeout(patience, rest).await.is_ok()
    }

    /// The clock of the machine was wrong: it goes on from this moment after a restart.
    pub(crate) async fn clock_is_set(&mut self, at: &str) -> &mut Self {
        self.service_is_killed().await;
        self.clock = Clock::standing(at.parse().unwrap());
        self.note("⟶ the clock was set");
        self.service_comes_back().await
    }

    /// Whether the platform told us to wait, and we noted it.
    pub(crate) fn is_put_off(&self) -> bool {
        let rows = self.store.outbox(None, 100).unwrap();
        let penalties = format!("penalties.{}", self.houses.front.name());
        let penalties = self.store.note(&penalties).unwrap();
        !rows.is_empty() && rows.iter().all(|row| !row.sending) && penalties.is_some()
    }

    /// A contact as a source tells it.
    pub(crate) fn contact_of(&mut self, customer: i64, topic: &str) -> (Known, Interaction) {
        self.contacts += 1;
        let id = format!("web:{}", self.contacts);
        let mut interaction = Interaction::new(id, Source::Webhook, self.now());
        interaction.topic = Some(topic.to_owned());
        interaction.agent = Some("Anna".to_owned());
        let addresses = vec![self.account(customer)];
        let name = Some(self.name_told(customer));
        (Known { addresses, name, ..Known::default() }, interaction)
    }
}

/// What Luma gives: a dessert of its own, and what comes with the template.
pub(crate) fn gives_a_dessert(workspace: &mut Workspace) {
    let items = &mut workspace.catalogue.make_goods;
    *items = Template::Restaurant.items(100);
    items.retain(|item| item.name != "dessert");
    items.push(MakeGood {
        name: "dessert".to_owned(),
        cost: 350,
        worth: 900,
        kind: Kind::Gift,
        text: Some("a dessert and coffee of your choice".to_owned()),
        how: Some("Show {case} at the counter – or we bring it to you.".to_owned()),
    });
}
