//! Discord with customers in direct messages and private rooms, and with a desk of cards and threads.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use amends_platforms::discord::{
    DiscordStandIn, Options,
    faults::Faults,
    people::{Clicked, NewChannel, NewGuild, NewRole, NewUser, People},
    permissions::Permissions,
    world::{Call, Channel, Id, Message, Seen, World},
};
use serde_json::{Value, json};
use tokio::time;

use crate::{
    customer::Told,
    house::{ANNA, PATIENCE},
    telegram::survey_of,
};

const FIRST_CUSTOMER: i64 = 1_000;
/// Beyond all customers.
const STRANGERS: i64 = 100_000;
/// Somebody who owns the server and never has anything to do with customers.
const PIOTR: Id = Id(49);
/// How often somebody says hello who is not answered.
const TIMES: u32 = 6;
/// Something that the bot answers, whoever says it, and that changes nothing.
const HELLO: &str = "/resume";
const TAKE: &str = "Take it";
const TELL_US: &str = "Tell us";

/// Discord and who is there.
pub(crate) struct Discord {
    platform: DiscordStandIn,
    guild: Id,
    /// Where private rooms are.
    care: Id,
    desk: Id,
    staff: Id,
    /// Whether customers and staff meet in private rooms.
    has_rooms: bool,
}

impl Discord {
    /// Opens with customers and desk both here, or with one of them only.
    pub(crate) async fn opens(has_rooms: bool) -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let platform = DiscordStandIn::start(options).await.unwrap();
        let people = platform.people();
        people.create_user(NewUser::new(PIOTR, "Piotr")).unwrap();
        people.create_user(NewUser::new(id(ANNA), "Anna").username("anna")).unwrap();
        let guild = people.create_guild(&NewGuild::new("Luma", PIOTR)).unwrap();
        people.join(id(ANNA), guild).unwrap();
        let rights = NewRole::new("staff").may(Permissions::MANAGE_THREADS);
        let staff = people.create_role(guild, &rights).unwrap();
        people.give_role(guild, id(ANNA), staff).unwrap();
        let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        let inside = NewChannel::text("care-desk").only_for(&[staff, bot]);
        let desk = people.create_channel(guild, &inside).unwrap();
        Self { platform, guild, care, desk, staff, has_rooms }
    }

    /// How the service is told to use it.
    pub(crate) fn variables(&self, is_desk: bool) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("AMENDS_DISCORD_API_URL", self.platform.base_url()),
            ("AMENDS_DISCORD_CARE_CHANNEL", self.care.to_string()),
            ("AMENDS_DISCORD_GUILD", self.guild.to_string()),
            ("AMENDS_DISCORD_TOKEN", self.platform.token().to_owned()),
        ];
        if is_desk {
            variables.push(("AMENDS_DISCORD_DESK_CHANNEL", self.desk.to_string()));
            variables.push(("AMENDS_DISCORD_STAFF_ROLE", self.staff.to_string()));
        }
        variables
    }

    /// A new customer joins the server and says hello to the bot, which knows their direct messages
    /// then without opening them. Returns their id.
    pub(crate) fn customer_comes(&self, number: i64) -> i64 {
        let customer = FIRST_CUSTOMER + number;
        self.joins(id(customer), "Dana", &format!("dana{number}"));
        self.people().write_dm(id(customer), HELLO).unwrap();
        customer
    }

    /// Waits until the bot has greeted a customer.
    pub(crate) async fn is_greeted(&self, customer: i64, patience: Duration) -> bool {
        let greeted = |world: &World| {
            let said = world.dm_with(id(customer))?.from(world.bot());
            (!said.is_empty()).then_some(())
        };
        self.sees(greeted, patience).await.is_some()
    }

    fn joins(&self, user: Id, name: &str, username: &str) {
        let people = self.people();
        people.create_user(NewUser::new(user, name).username(username)).unwrap();
        people.join(user, self.guild).unwrap();
    }

    /// How a contact names a customer.
    pub(crate) fn identity(customer: i64) -> Value {
        json!({"discord_id": customer.to_string(), "name": "Dana"})
    }

    /// The message with the question about a contact, once it stands in front of the customer.
    pub(crate) async fn question(
        &self,
        customer: i64,
        survey: &str,
        patience: Duration,
    ) -> Option<i64> {
        let find = |world: &World| {
            let asked = |message: &&Message| asks_about(message) == Some(survey);
            world.dm_with(id(customer))?.shown().into_iter().find(asked).map(|it| number(it.id))
        };
        self.sees(find, patience).await
    }

    /// A customer clicks a face, once or impatiently, and again when the app says that it failed.
    pub(crate) async fn taps(
        &self,
        customer: i64,
        message: i64,
        label: &str,
        is_impatient: bool,
        patience: Duration,
    ) -> Option<Told> {
        let (user, message) = (id(customer), id(message));
        let dm = self.platform.look(|world| world.dm_with(user).map(|dm| dm.id))?;
        let is_kept = |world: &World| {
            world.message(dm, message).is_some_and(|message| asks_about(message).is_none())
        };
        let clicking = async {
            loop {
                // It may be kept by now although the app said that it failed.
                let Ok(clicked) = self.people().click(user, dm, message, label) else {
                    return Told::Kept;
                };
                if is_impatient {
                    self.people().click(user, dm, message, label).ok();
                }
                let click = clicked.interaction().expect("a face is no link");
                match self.outcome(click, is_kept).await {
                    Outcome::Done => return Told::Kept,
                    Outcome::Said(said) => return Told::Else(said),
                    Outcome::Failed => (),
                }
            }
        };
        time::timeout(patience, clicking).await.ok()
    }

    /// What comes of an interaction: what it is about has happened, or something was said, or it
    /// failed.
    async fn outcome(&self, interaction: Id, is_done: impl Fn(&World) -> bool) -> Outcome {
        let find = |world: &World| {
            if is_done(world) {
                return Some(Outcome::Done);
            }
            match world.interactions[&interaction].seen(world.now_ms()) {
                Seen::Waiting => None,
                Seen::Failed => Some(Outcome::Failed),
                Seen::Answered => {
                    let said = world.answer_to(interaction).map(|answer| answer.content.clone());
                    Some(Outcome::Said(said.unwrap_or_default()))
                }
            }
        };
        self.sees(find, PATIENCE).await.unwrap_or(Outcome::Failed)
    }

    /// Whether the private room of a customer opens in time.
    pub(crate) async fn room_opens(&self, customer: i64, patience: Duration) -> bool {
        let find = |world: &World| self.room_of(world, id(customer));
        self.has_rooms && self.sees(find, patience).await.is_some()
    }

    /// A customer writes in their private room, or in direct messages as long as there is none.
    pub(crate) fn customer_writes(&self, customer: i64, line: &str) {
        let user = id(customer);
        match self.platform.look(|world| self.room_of(world, user)) {
            Some(room) => self.people().write(user, room, line).unwrap(),
            None => self.people().write_dm(user, line).unwrap(),
        };
    }

    /// A customer fills in the form that asks for words. Returns whether they were told that it
    /// arrived; it is not filled in twice.
    pub(crate) async fn fills_in(
        &self,
        customer: i64,
        message: i64,
        words: &str,
        patience: Duration,
    ) -> bool {
        let (user, message) = (id(customer), id(message));
        let filling = async {
            let dm = self.platform.look(|world| world.dm_with(user).map(|dm| dm.id)).unwrap();
            let opener = loop {
                let clicked = self.people().click(user, dm, message, TELL_US).unwrap();
                let Clicked::Interaction(click) = clicked else { panic!("it is no link") };
                let is_open = |world: &World| world.interactions[&click].modal().is_some();
                if let Outcome::Done = self.outcome(click, is_open).await {
                    break click;
                }
            };
            let field = self.platform.look(|world| {
                let form = world.interactions[&opener].modal().unwrap();
                let field = &form["components"][0]["components"][0]["custom_id"];
                field.as_str().unwrap().to_owned()
            });
            let sent = self.people().submit(user, opener, &[(field.as_str(), words)]).unwrap();
            let is_answered = |world: &World| world.interactions[&sent].answer.is_some();
            matches!(self.outcome(sent, is_answered).await, Outcome::Done)
        };
        time::timeout(patience, filling).await.unwrap_or(false)
    }

    /// Anna takes the case as soon as its card is there. Returns the thread of the case.
    pub(crate) async fn takes_the_case(&self, patience: Duration) -> Option<i64> {
        let find = |world: &World| {
            let cards = world.channel(self.desk)?.shown();
            let card = cards.into_iter().rev().find(|card| card.labels().contains(&TAKE))?;
            Some((card.id, card.thread?))
        };
        let (card, thread) = self.sees(find, patience).await?;
        let is_taken = |world: &World| {
            world.message(self.desk, card).is_some_and(|card| !card.labels().contains(&TAKE))
        };
        let taking = async {
            // Who is told that it failed tries again; who is told nothing or something else waits.
            while let Ok(clicked) = self.people().click(id(ANNA), self.desk, card, TAKE) {
                let click = clicked.interaction().expect("it is no link");
                if !matches!(self.outcome(click, is_taken).await, Outcome::Failed) {
                    break;
                }
            }
        };
        time::timeout(patience, taking).await.ok()?;
        self.sees(|world| is_taken(world).then_some(number(thread)), patience).await
    }

    /// Anna writes to the customer: in the private room, once she is in it, or in the thread of the
    /// case, from which it is carried on.
    pub(crate) async fn staff_writes(&self, thread: i64, line: &str, patience: Duration) -> bool {
        let find = |world: &World| {
            let rooms = world.threads_of(self.care);
            rooms.iter().find(|room| room.has_thread_member(id(ANNA))).map(|room| room.id)
        };
        let place = if self.has_rooms { self.sees(find, patience).await } else { Some(id(thread)) };
        let Some(place) = place else { return false };
        self.people().write(id(ANNA), place, line).unwrap();
        true
    }

    /// Waits until a line has arrived.
    pub(crate) async fn arrives(&self, line: &str, at_desk: bool, patience: Duration) -> bool {
        let find = |world: &World| (0 < self.arrived_in(world, line, at_desk)).then_some(());
        self.sees(find, patience).await.is_some()
    }

    /// How often a line arrived at the desk, or at customers.
    pub(crate) fn arrived(&self, line: &str, at_desk: bool) -> usize {
        self.platform.look(|world| self.arrived_in(world, line, at_desk))
    }

    fn arrived_in(&self, world: &World, line: &str, at_desk: bool) -> usize {
        let places: Vec<&Channel> = if self.has_rooms {
            // Everybody in it reads what stands there; nothing is carried anywhere.
            world.threads_of(self.care)
        } else if at_desk {
            world.threads_of(self.desk)
        } else {
            world.channels.values().filter(|channel| channel.recipient.is_some()).collect()
        };
        let shown = places.into_iter().flat_map(Channel::shown);
        shown
            .filter(|message| self.has_rooms || message.author == world.bot())
            .filter(|message| message.content.contains(line))
            .count()
    }

    /// Waits until everything that people did has reached the service, which must have caught up:
    /// what somebody says in private is answered after all that was said before it. The service may
    /// be away now and then; what is said meanwhile is said again.
    pub(crate) async fn everything_is_heard(&self) -> bool {
        for _ in 0..TIMES {
            let count = self.platform.look(|world| world.users.len());
            let stranger = self.customer_comes(i64::try_from(count).unwrap() + STRANGERS);
            if self.is_greeted(stranger, PATIENCE / TIMES).await {
                return true;
            }
        }
        false
    }

    /// How often the question of each survey arrived. What came under the name of an earlier one
    /// did not come again.
    pub(crate) fn delivered(&self) -> BTreeMap<String, usize> {
        let mut delivered = BTreeMap::<_, BTreeSet<_>>::new();
        let is_message = |call: &&Call| {
            let is_sent = call.method == "POST" && call.path.ends_with("/messages");
            is_sent && call.was_carried_out()
        };
        self.platform.look(|world| {
            for call in world.calls.iter().filter(is_message) {
                let rows = call.body["components"].as_array().into_iter().flatten();
                let mut buttons = rows.filter_map(|row| row["components"].as_array()).flatten();
                let survey = buttons.find_map(|button| survey_of(button["custom_id"].as_str()?));
                if let Some(survey) = survey {
                    let messages = delivered.entry(survey.to_owned()).or_default();
                    messages.insert(call.reply["id"].to_string());
                }
            }
        });
        delivered.into_iter().map(|(survey, messages)| (survey, messages.len())).collect()
    }

    /// What stands twice where it must stand once: cards, threads and rooms of a case, and anything
    /// that the bot says in one of them.
    pub(crate) fn doubled(&self) -> Vec<String> {
        self.platform.look(|world| {
            let mut seen = BTreeSet::new();
            let mut doubled = Vec::new();
            let mut note = |what: String| {
                if !seen.insert(what.clone()) {
                    doubled.push(format!("twice: {what}"));
                }
            };
            let cards = world.channel(self.desk).map(Channel::shown).unwrap_or_default();
            for card in cards.iter().filter(|card| card.thread.is_some()) {
                note(format!("card {}", case_in(&card.content)));
            }
            for (kind, parent) in [("thread", self.desk), ("room", self.care)] {
                for thread in world.threads_of(parent) {
                    note(format!("{kind} {}", case_in(&thread.name)));
                    for said in thread.from(world.bot()).iter().filter(|it| it.kind.is_written()) {
                        note(format!("in {kind} {}: {}", thread.name, said.content));
                    }
                }
            }
            doubled
        })
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        self.platform.violations()
    }

    pub(crate) fn transcript(&self) -> String {
        self.platform.transcript()
    }

    pub(crate) fn faults(&self) -> Faults {
        self.platform.faults()
    }

    /// How often the bot introduced itself to the gateway, and how often it went on where it was.
    pub(crate) fn sessions(&self) -> (u64, u64) {
        let stats = self.platform.stats();
        (stats.identifies, stats.resumes)
    }

    /// Waits until the bot has introduced itself again, or goes on.
    pub(crate) async fn comes_back(&self, before: (u64, u64), patience: Duration) -> bool {
        let back =
            |world: &World| ((world.stats.identifies, world.stats.resumes) != before).then_some(());
        self.sees(back, patience).await.is_some()
    }

    fn people(&self) -> People {
        self.platform.people()
    }

    fn room_of(&self, world: &World, user: Id) -> Option<Id> {
        let rooms = world.threads_of(self.care).into_iter().rev();
        let mut theirs = rooms.filter(|room| room.has_thread_member(user));
        theirs.find(|room| !room.is_archived()).map(|room| room.id)
    }

    async fn sees<T>(
        &self,
        find: impl FnMut(&World) -> Option<T>,
        patience: Duration,
    ) -> Option<T> {
        self.platform.wait_for(find, patience).await.ok()
    }
}

/// What came of an interaction.
enum Outcome {
    Done,
    Said(String),
    Failed,
}

fn id(number: i64) -> Id {
    Id(u64::try_from(number).unwrap())
}

fn number(id: Id) -> i64 {
    i64::try_from(id.0).unwrap()
}

/// The survey that a message asks about and has buttons for.
fn asks_about(message: &Message) -> Option<&str> {
    message.buttons().into_iter().find_map(|button| survey_of(button.custom_id?))
}

/// The number of the case that is meant.
fn case_in(text: &str) -> &str {
    let from = text.find("R-").unwrap_or_else(|| panic!("no case in “{text}”"));
    let end = text[from + 2..].find(|letter: char| !letter.is_ascii_digit());
    end.map_or(&text[from..], |end| &text[from..from + 2 + end])
}
