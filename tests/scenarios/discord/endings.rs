//! How contacts end on Discord (`SIGNALS` 5.2).

use amends_core::{
    place::{Place, Platform},
    policy::Workspace,
};
use amends_platforms::discord::{
    people::{NewChannel, NewGuild},
    permissions::Permissions,
    world::Id,
};
use jiff::SignedDuration;

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
    luma.settle().await.taps_somewhere(DANA, "🙂 Good").await.waits("1h").await;
    let is_archived = luma.discord().platform.look(|world| world.channels[&post].is_archived());
    assert!(!is_archived, "the post is theirs");
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

/// SIGNALS 5.2: another server lets the bot in; what happens there is nobody's end.
#[tokio::test(flavor = "multi_thread")]
async fn another_server_is_none_of_our_business() {
    only_on!(Discord, "Telegram knows no servers");
    let mut luma = Luma::opens().await;
    let people = luma.discord().people();
    let guild = people.create_guild(&NewGuild::new("Elsewhere", id_of(PIOTR))).unwrap();
    people.join(id_of(DANA), guild).unwrap();
    people.join(id_of(ANNA), guild).unwrap();
    people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
    let help = people.create_channel(guild, &NewChannel::text("help")).unwrap();
    let thread = people.start_thread(id_of(ANNA), help, "Order 7", false).unwrap();
    luma.note("Piotr lets the bot in on another server, where Anna serves Dana");
    luma.settle().await.writes_into(DANA, thread, "where is it?").await;
    luma.writes_into(ANNA, thread, "/done").await;
    people.archive(id_of(PIOTR), thread, true).unwrap();
    luma.note("Piotr archives it");
    luma.settle().await.waits("1h").await;
    assert!(!luma.is_asked(DANA), "nobody is asked about other servers");
    luma.contact_ends_here().await;
    assert_shown!(luma.transcript());
}

/// Everybody may be asked again at once.
fn without_gap(workspace: &mut Workspace) {
    workspace.timers.ask_gap = SignedDuration::ZERO;
}

/// Whoever says one more thing while the question stands there is not asked about that, even
/// without a gap: that we put the thread away is no end. What comes later is a contact of its own.
/// Shows AT 25.
#[tokio::test(flavor = "multi_thread")]
async fn one_more_word_before_we_put_the_thread_away() {
    only_on!(Discord, "Telegram has no private threads");
    let mut luma =
        Luma::opens_with(|workspace| workspace.timers.ask_gap = SignedDuration::ZERO).await;
    luma.opens_ticket(ANNA, "ticket-118", DANA).await;
    luma.writes_in_topic(DANA, "where is my parcel?").await;
    luma.writes_in_topic(ANNA, "/done parcel").await.taps_in_help(DANA, "🙂 Good").await;
    luma.writes_in_topic(DANA, "thank you, Anna").await.waits("11m").await.waits("5h").await;
    assert_eq!(luma.customer(DANA).surveys.len(), 1, "asked once");
    luma.writes_in_topic(DANA, "it came, but it is broken").await.closes_topic(ANNA).await;
    assert_eq!(luma.customer(DANA).surveys.len(), 2, "that is another one");
    assert_shown!(luma.transcript());
}

/// 4.7: staff name a customer where they are, at the desk or in a channel of ours: that one is asked,
/// in private.
#[tokio::test(flavor = "multi_thread")]
async fn staff_name_a_customer_where_they_are() {
    only_on!(Discord, "Telegram has no menus over people");
    let mut luma = Luma::opens_with(without_gap).await;
    luma.starts(CEM).await.is_unhappy().await.begins();
    luma.says(ANNA, "/done @Cem").await;
    assert!(luma.is_asked(CEM), "whoever was named");
    let care = luma.discord().care;
    luma.discord().people().user_menu(id_of(ANNA), care, "Ask how it was", id_of(CEM)).unwrap();
    luma.note("Anna chooses “Ask how it was” over Cem in #care");
    luma.settle().await;
    luma.discord().people().user_menu(id_of(ANNA), care, "Ask how it was", id_of(DANA)).unwrap();
    luma.note("Anna chooses “Ask how it was” over Dana, who has an open case");
    luma.settle().await;
    assert_eq!(luma.customer(CEM).surveys.len(), 2);
    assert_shown!(luma.transcript());
}

impl Luma {
    /// Dana is served on Luma's own server, as the other one does not change that.
    async fn contact_ends_here(&mut self) {
        self.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "hello").await;
        self.closes_topic(ANNA).await;
        assert!(self.is_asked(DANA));
    }

    /// Whether a question was put in front of somebody.
    fn has_question(&self, who: i64) -> bool {
        self.is_asked(who) && self.customer(who).surveys.iter().any(|it| it.asked_at.is_some())
    }

    /// A voice channel in which customers are served.
    async fn has_voice_support(&mut self) -> Id {
        let support = self.makes(&NewChannel::voice("support"));
        let place = Place::chat(Platform::Discord, support.to_string());
        self.is_configured(|workspace| workspace.signals.voice = vec![place]).await;
        support
    }

    /// Somebody enters a voice channel.
    async fn enters(&mut self, who: i64, channel: Id) -> &mut Self {
        self.discord().people().join_voice(id_of(who), channel).unwrap();
        self.note(&format!("{} enters voice support", name_of(who)));
        self.settle().await
    }

    /// Somebody leaves voice.
    async fn hangs_up(&mut self, who: i64) -> &mut Self {
        let house = self.discord();
        house.people().leave_voice(id_of(who), house.guild).unwrap();
        self.note(&format!("{} hangs up", name_of(who)));
        self.settle().await
    }
}

/// Voice support ends when the customer leaves, if they were served for a minute.
#[tokio::test(flavor = "multi_thread")]
async fn leaving_voice_support_asks_whoever_was_served() {
    only_on!(Discord, "Telegram has no voice channels");
    let mut luma = Luma::opens().await;
    let support = luma.has_voice_support().await;
    luma.enters(ANNA, support).await.enters(CEM, support).await.enters(DANA, support).await;
    luma.waits("30s").await.hangs_up(CEM).await;
    luma.waits("2m").await.hangs_up(DANA).await.waits("1m").await;
    assert!(!luma.is_asked(CEM), "half a minute is no contact");
    assert_shown!(luma.transcript());
}

/// Whoever served may hang up first; two customers among themselves are not served.
#[tokio::test(flavor = "multi_thread")]
async fn staff_may_hang_up_first() {
    only_on!(Discord, "Telegram has no voice channels");
    let mut luma = Luma::opens().await;
    let support = luma.has_voice_support().await;
    luma.enters(ANNA, support).await.enters(DANA, support).await.waits("2m").await;
    luma.hangs_up(ANNA).await.enters(CEM, support).await.waits("2m").await;
    luma.hangs_up(CEM).await.waits("1m").await;
    assert!(!luma.has_question(CEM), "Dana serves nobody");
    luma.hangs_up(DANA).await.waits("1m").await;
    assert_shown!(luma.transcript());
}

/// 5.2: whoever is back within twenty seconds has not left, however often the line breaks.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_for_a_moment_is_no_end() {
    only_on!(Discord, "Telegram has no voice channels");
    let mut luma = Luma::opens().await;
    let support = luma.has_voice_support().await;
    luma.enters(ANNA, support).await.enters(DANA, support).await.waits("2m").await;
    for _ in 0..2 {
        luma.hangs_up(DANA).await.waits("15s").await.enters(DANA, support).await;
    }
    luma.waits("30s").await;
    assert!(!luma.has_question(DANA), "she is still there");
    luma.hangs_up(DANA).await.waits("19s").await;
    assert!(!luma.has_question(DANA), "she may come back");
    luma.waits("2s").await;
    assert!(luma.has_question(DANA));
    assert_shown!(luma.transcript());
}
