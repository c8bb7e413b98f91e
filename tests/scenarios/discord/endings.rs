//! How contacts end on Discord (`SIGNALS` 5.2).

use amends_core::{
    place::{Place, Platform},
    policy::Workspace,
};
use amends_platforms::discord::{people::NewChannel, world::Id};

use crate::luma::{ANNA, CEM, DANA, Line, Luma, PIOTR, discord::id_of, name_of};

impl Luma {
    /// The owner makes a channel.
    pub(super) fn makes(&mut self, channel: &NewChannel) -> Id {
        let house = self.discord();
        house.people().create_channel(house.guild, channel).unwrap()
    }

    /// Somebody writes into any channel or thread.
    pub(super) async fn writes_into(&mut self, who: i64, channel: Id, text: &str) -> &mut Self {
        let name = self.discord().platform.look(|world| world.channels[&channel].name.clone());
        self.note(&format!("{} in {name}: {text}", name_of(who)));
        self.discord().write(who, channel, Line::text(text));
        self.settle().await
    }

    /// The business is configured in another way, and the service starts anew.
    pub(super) async fn is_configured(&mut self, change: impl FnOnce(&mut Workspace)) -> &mut Self {
        self.service_is_killed().await;
        change(&mut self.workspace);
        self.service_comes_back().await.begins()
    }

    /// A channel that a ticket bot made for Dana, in which she and Anna talked.
    async fn has_a_ticket(&mut self, name: &str) -> Id {
        self.is_configured(|workspace| workspace.signals.ticket = Some("ticket-".to_owned())).await;
        let house = self.discord();
        let inside = [house.staff, house.bot, id_of(DANA)];
        let ticket = self.makes(&NewChannel::text(name).only_for(&inside));
        self.writes_into(DANA, ticket, "the lamp is broken").await;
        self.writes_into(ANNA, ticket, "a new one is on its way").await;
        ticket
    }
}

/// A thread that is locked has ended like one that is archived; one question for both.
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_thread_has_ended() {
    only_on!(Discord, "Telegram does not lock topics");
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await.begins();
    let house = luma.discord();
    let thread = house.newest_thread(house.help).unwrap();
    house.people().lock(id_of(PIOTR), thread, true).unwrap();
    luma.note("Piotr locks the thread");
    luma.settle().await.closes_topic(PIOTR).await;
    assert_eq!(luma.customer(DANA).surveys.len(), 1);
    assert_shown!(luma.transcript());
}

/// Silence is no end, unless the business wants it to be.
#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_fell_silent_has_ended_only_if_wished() {
    only_on!(Discord, "Telegram does not put silent topics away");
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.waits("73h").await;
    assert!(!luma.is_asked(DANA), "silence tells nothing");
    luma.is_configured(|workspace| workspace.signals.idle = true).await;
    luma.writes_in_topic(DANA, "hello?").await.waits("73h").await;
    assert_shown!(luma.transcript());
}

/// A forum post that is tagged as solved asks whoever wrote it, in the post.
#[tokio::test(flavor = "multi_thread")]
async fn a_solved_post_asks_whoever_wrote_it() {
    only_on!(Discord, "Telegram has no forum posts");
    let mut luma = Luma::opens().await;
    luma.is_configured(|workspace| workspace.signals.solved = Some("Solved".to_owned())).await;
    let forum = luma.makes(&NewChannel::forum("questions", &["Solved", "Lamps"]));
    let people = luma.discord().people();
    let post = people.create_post(id_of(DANA), forum, "my lamp", "it blinks", &["Lamps"]).unwrap();
    luma.note("Dana writes the post “my lamp”");
    luma.settle().await.writes_into(ANNA, post, "turn it off and on").await;
    people.set_tags(id_of(DANA), post, &["Lamps", "Solved"]).unwrap();
    luma.note("Dana tags it as solved");
    luma.settle().await.taps_somewhere(DANA, "🙂 Good").await;
    assert_shown!(luma.transcript());
}

/// The channel of a ticket is deleted: its customer is asked in private.
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_ticket_asks_its_customer() {
    only_on!(Discord, "Telegram has no ticket bots");
    let mut luma = Luma::opens().await;
    let ticket = luma.has_a_ticket("ticket-118").await;
    luma.discord().people().delete_channel(id_of(PIOTR), ticket).unwrap();
    luma.note("the ticket bot deletes the channel");
    luma.settle().await;
    assert_shown!(luma.transcript());
}

/// The channel of a ticket is renamed or put away.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_put_away_asks_its_customer() {
    only_on!(Discord, "Telegram has no ticket bots");
    let mut luma = Luma::opens().await;
    let ticket = luma.has_a_ticket("ticket-119").await;
    luma.discord().people().rename(id_of(PIOTR), ticket, "closed-119").unwrap();
    luma.note("the ticket bot renames the channel to closed-119");
    luma.settle().await.taps(DANA, "🙂 Good").await.waits("5h").await;
    let ticket = luma.has_a_ticket("ticket-120").await;
    let away = luma.makes(&NewChannel::category("Closed tickets"));
    luma.discord().people().move_channel(id_of(PIOTR), ticket, Some(away)).unwrap();
    luma.note("the ticket bot moves the channel to “Closed tickets”");
    luma.settle().await;
    assert_shown!(luma.transcript());
}

/// Voice support ends when the customer leaves, if they were served for a minute.
#[tokio::test(flavor = "multi_thread")]
async fn leaving_voice_support_asks_whoever_was_served() {
    only_on!(Discord, "Telegram has no voice channels");
    let mut luma = Luma::opens().await;
    let support = luma.makes(&NewChannel::voice("support"));
    let place = Place::chat(Platform::Discord, support.to_string());
    luma.is_configured(|workspace| workspace.signals.voice = vec![place]).await;
    let guild = luma.discord().guild;
    let people = luma.discord().people();
    for (who, what) in [(ANNA, "enters voice support"), (CEM, "enters"), (DANA, "enters, too")] {
        people.join_voice(id_of(who), support).unwrap();
        luma.note(&format!("{} {what}", name_of(who)));
    }
    luma.settle().await.waits("30s").await;
    people.leave_voice(id_of(CEM), guild).unwrap();
    luma.note("Cem leaves after half a minute");
    luma.settle().await.waits("2m").await;
    people.leave_voice(id_of(DANA), guild).unwrap();
    luma.note("Dana leaves");
    luma.settle().await.waits("1m").await;
    assert!(!luma.is_asked(CEM), "half a minute is no contact");
    assert_shown!(luma.transcript());
}
