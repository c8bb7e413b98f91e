//! Discord, with customers in front of a question, or with many members who write.

use std::time::{Duration, Instant};

use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{NewChannel, NewGuild, NewRole, NewUser},
    permissions::Permissions,
    world::{Id, Message, World},
};
use futures::StreamExt;
use serde_json::json;

use crate::{figures::count as count_of, service::Service};

/// The button that is pressed: nothing follows from it but thanks.
const FACE: &str = "🙂 Good";
/// How long a state is waited for that must come.
const LONG: Duration = Duration::from_mins(2);

const OWNER: Id = Id(49);
const FIRST: u64 = 1_000;
const STRANGERS: u64 = 1_000_000;
/// Something that the bot answers, whoever says it.
const HELLO: &str = "/resume";
/// So many lines are written before the service is asked whether it has heard them.
const AT_ONCE: u64 = 500;

/// Discord and a service on it.
pub(crate) struct Discord {
    platform: DiscordStandIn,
    service: Service,
    guild: Id,
    general: Id,
}

impl Discord {
    /// Opens with a server of so many members, of whom only those who do something are made.
    pub(crate) async fn opens(members: u64, enforce_limits: bool) -> Self {
        let options = Options { enforce_limits, spec: None, ..Options::default() };
        let platform = DiscordStandIn::start(options).await.unwrap();
        let people = platform.people();
        people.create_user(NewUser::new(OWNER, "Piotr")).unwrap();
        let luma = NewGuild::new("Luma", OWNER).with_uncounted_members(members);
        let guild = people.create_guild(&luma).unwrap();
        let staff = people.create_role(guild, &NewRole::new("staff")).unwrap();
        let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let general = people.create_channel(guild, &NewChannel::text("general")).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        let desk = NewChannel::text("care-desk").only_for(&[staff, bot]);
        let desk = people.create_channel(guild, &desk).unwrap();
        let service = Service::starts(vec![
            ("AMENDS_DISCORD_API_URL", platform.base_url()),
            ("AMENDS_DISCORD_TOKEN", platform.token().to_owned()),
            ("AMENDS_DISCORD_GUILD", guild.to_string()),
            ("AMENDS_DISCORD_CARE_CHANNEL", care.to_string()),
            ("AMENDS_DISCORD_DESK_CHANNEL", desk.to_string()),
            ("AMENDS_DISCORD_STAFF_ROLE", staff.to_string()),
        ]);
        let service = service.await;
        Self { platform, service, guild, general }
    }

    /// Somebody joins and says hello to the bot, which answers.
    async fn comes(&self, number: u64) -> Id {
        let (id, people) = (Id(number), self.platform.people());
        let username = format!("dana{number}");
        people.create_user(NewUser::new(id, "Dana").username(&username)).unwrap();
        people.join(id, self.guild).unwrap();
        people.write_dm(id, HELLO).unwrap();
        self.sees(|world| {
            let said = world.dm_with(id)?.from(world.bot());
            (!said.is_empty()).then_some(())
        })
        .await;
        id
    }

    /// Brings so many customers in front of the question.
    pub(crate) async fn asks(&self, count: u64) {
        for number in FIRST..FIRST + count {
            let id = self.comes(number).await;
            let customer = json!({"discord_id": id.to_string()});
            self.service.contact_ends(&format!("c{id}"), customer).await;
        }
        for number in FIRST..FIRST + count {
            self.sees(|world| asked(world, Id(number)).map(drop)).await;
        }
    }

    /// So many customers come, and are known to the bot.
    pub(crate) async fn fills(&self, count: u64) {
        for number in FIRST..FIRST + count {
            self.comes(number).await;
        }
    }

    /// Their contacts end all at once. Returns how many questions a second they are asked, from when
    /// the first of so many was until the last was.
    pub(crate) async fn asks_at_once(&self, count: u64, measured: usize) -> f64 {
        let contacts = (FIRST..FIRST + count).map(|number| async move {
            let customer = json!({"discord_id": number.to_string()});
            self.service.contact_ends(&format!("c{number}"), customer).await;
        });
        let questions = |world: &World| {
            (FIRST..FIRST + count).filter(|number| asked(world, Id(*number)).is_some()).count()
        };
        let pace = async {
            // The burst after the rest before is not the pace.
            let few = usize::try_from(count / 10).unwrap();
            self.sees(|world| (few <= questions(world)).then_some(())).await;
            let (began, before) = (Instant::now(), self.platform.look(questions));
            self.sees(|world| (before + measured <= questions(world)).then_some(())).await;
            let after = self.platform.look(questions);
            count_of(after - before) / began.elapsed().as_secs_f64()
        };
        let contacts = futures::stream::iter(contacts).buffer_unordered(64).collect::<Vec<()>>();
        tokio::join!(contacts, pace).1
    }

    /// Answers 429, and the most requests that the stand-in saw in a second.
    pub(crate) fn too_fast(&self) -> (f64, f64) {
        self.platform.look(|world| {
            (
                count_of(world.stats.too_many.try_into().unwrap()),
                count_of(world.stats.max_per_second),
            )
        })
    }

    /// The next customer clicks; returns how long it took until the click was answered.
    pub(crate) async fn press(&self, number: u64) -> Duration {
        let id = Id(FIRST + number);
        let (dm, message) = self.platform.look(|world| asked(world, id)).unwrap();
        let began = Instant::now();
        let clicked = self.platform.people().click(id, dm, message, FACE).unwrap();
        let click = clicked.interaction().expect("a face is no link");
        self.sees(|world| world.interactions[&click].answer.as_ref().map(drop)).await;
        began.elapsed()
    }

    /// So many different members write a line each, one after the other, and the service hears all
    /// of them.
    pub(crate) async fn write(&self, members: u64, lines: u64) {
        let people = self.platform.people();
        for number in 0..members {
            let (id, username) = (Id(FIRST + number), format!("member{number}"));
            people.create_user(NewUser::new(id, "Dana").username(&username)).unwrap();
            people.join(id, self.guild).unwrap();
        }
        for line in 0..lines {
            let writer = Id(FIRST + line % members);
            people.write(writer, self.general, format!("line {line} of a busy day")).unwrap();
            if line % AT_ONCE == AT_ONCE - 1 {
                self.comes(STRANGERS + line).await;
            }
        }
    }

    pub(crate) fn memory_mb(&self) -> f64 {
        self.service.memory_mb()
    }

    pub(crate) fn processor_seconds(&self) -> f64 {
        self.service.processor_seconds()
    }

    async fn sees(&self, find: impl FnMut(&World) -> Option<()>) {
        self.platform.wait_for(find, LONG).await.unwrap();
    }
}

/// The channel and the message with the question.
fn asked(world: &World, user: Id) -> Option<(Id, Id)> {
    let dm = world.dm_with(user)?;
    let is_question = |message: &&&Message| message.labels().contains(&FACE);
    dm.shown().iter().find(is_question).map(|message| (dm.id, message.id))
}
