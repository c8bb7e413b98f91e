//! What the doctor says of setups in which something is broken: each wrong thing and each note, with
//! its cure.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;
#[path = "broken/setup.rs"]
mod setup;

use std::{fs, io::Write, time::Duration};

use amends_platforms::{
    discord::{
        self, DiscordStandIn,
        people::{NewChannel, NewGuild, NewRole},
        permissions::Permissions,
        world::Id,
    },
    telegram::{
        self,
        faults::Fault,
        people::{Line, NewGroup},
        world::{Rights, Standing},
    },
};
use amends_runtime::clock::Clock;
use jiff::{ToSpan, civil::Weekday, tz::TimeZone};

use crate::setup::Setup;

const ANNA: i64 = 50;
const KATRIN: Id = Id(700_000_000_000_000_001);
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

#[tokio::test]
async fn nothing() {
    let setup = Setup::new().await;
    insta::assert_snapshot!(setup.doctor().await, @"note   discord          off: discord.token is not set");
}

#[tokio::test]
async fn the_token() {
    let mut setup = Setup::new().await;
    setup.set("AMENDS_TELEGRAM_TOKEN", "4839574812:AAwrongwrongwrongwrongwrongwrongwr");
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  telegram         Telegram does not accept the token: copy it again from @BotFather into AMENDS_TELEGRAM_TOKEN
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_bot_that_is_not_in_the_desk() {
    let desk = NewGroup::forum("Luma desk", ANNA).bot(Standing::Absent);
    let setup = Setup::with_desk(desk).await;
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  telegram desk    the bot says: I can't see this group: add me to it, and check the id of the desk.
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_bot_that_is_no_admin_of_the_desk() {
    let desk = NewGroup::forum("Luma desk", ANNA).bot(Standing::Member);
    let setup = Setup::with_desk(desk).await;
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  telegram desk    the bot says: I can't create topics here: make me admin with 'Manage topics'.
    wrong  telegram desk    the bot says: I can't pin the card of a case here: allow me 'Pin messages'.
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_desk_without_topics() {
    let desk = NewGroup::basic("Luma desk", ANNA).bot(Standing::Admin(Rights::ALL));
    let setup = Setup::with_desk(desk).await;
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  telegram desk    the bot says: Topics are off in this group: switch them on in the group's settings.
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_webhook_that_somebody_else_set() {
    let setup = Setup::new().await;
    let description = "Conflict: can't use getUpdates method while webhook is active; use \
                       deleteWebhook to delete the webhook first";
    let fault = Fault::Refuse { code: 409, description: description.to_owned() };
    setup.telegram.faults().next("getUpdates", fault);
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  telegram         no updates arrive: a webhook is set for this bot, so it can't ask for updates: remove it with deleteWebhook, or give amends a bot of its own
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn the_clock() {
    let mut setup = Setup::new().await;
    setup.set("AMENDS_REHEARSAL", 1);
    fs::create_dir(setup.dir.path().join("amends-data")).unwrap();
    fs::write(setup.dir.path().join("amends-data/clock-ahead"), "7200000").unwrap();
    let found = setup.doctor().await;
    // The servers tell whole seconds.
    let found = found.replace("1h 59m 59s ahead", "2h ahead").replace("2h 1s ahead", "2h ahead");
    insta::assert_snapshot!(found, @"
    note   disk             every account on this machine can look into `amends-data`, where words of customers are kept: chmod o-rwx amends-data
    wrong  clock            2h ahead of Telegram's, so promised times are wrong: switch time synchronisation on, as with: timedatectl set-ntp true
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_disk_that_can_not_be_written() {
    let mut setup = Setup::new().await;
    // Nobody can make a directory there, whoever runs the tests.
    setup.set("AMENDS_DATA_DIR", "/proc/amends");
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  disk             `/proc` can't be written (No such file or directory (os error 2)): give the account that runs amends the right to, or choose another data_dir
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn the_store() {
    let mut setup = Setup::new().await;
    setup.serves_until(async |_| ()).await;
    let store = setup.dir.path().join("amends-data/store");
    for entry in fs::read_dir(store).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::write(&path, b"not a store at all").unwrap();
    }
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  store            could not be read and was moved to `amends-data/store.damaged-1`; what the answer record has was taken over: restore the last backup
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_service_that_is_not_ready() {
    let mut setup = Setup::new().await;
    let description = "Conflict: terminated by other getUpdates request".to_owned();
    let conflict = Fault::Refuse { code: 409, description };
    setup.telegram.faults().rate("getUpdates", conflict, 1_000);
    let mut service = setup.serve().await;
    setup.until_ready_is(503, "another process").await;
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  service          runs and is not ready: telegram: no updates arrive: another process asks for updates with the same token: stop it, or give amends a bot of its own
    note   discord          off: discord.token is not set
    ");
    service.kill().await.unwrap();
}

#[tokio::test]
async fn an_address_that_leads_nowhere() {
    let mut setup = Setup::new().await;
    // Port 1 is nobody's.
    setup.set("AMENDS_PUBLIC_URL", "http://127.0.0.1:1");
    let mut service = setup.serve().await;
    setup.until_ready_is(200, "").await;
    insta::assert_snapshot!(setup.doctor().await, @"
    note   public address   http.public_url is this machine itself: nobody else reaches amends by it
    wrong  public address   amends is not reached at http://127.0.0.1:1/healthz, so other systems can't tell of contacts: let the proxy there lead to http.addr, or correct http.public_url
    note   discord          off: discord.token is not set
    ");
    // The stand-in answers as well, and is something else.
    setup.masks.push((setup.telegram.base_url(), "[elsewhere]"));
    setup.set("AMENDS_PUBLIC_URL", setup.telegram.base_url());
    insta::assert_snapshot!(setup.doctor().await, @"
    note   public address   http.public_url is this machine itself: nobody else reaches amends by it
    wrong  public address   something else than amends answers at [elsewhere]/healthz: let the proxy there lead to http.addr, or correct http.public_url
    note   discord          off: discord.token is not set
    ");
    service.kill().await.unwrap();
    insta::assert_snapshot!(setup.doctor().await, @"
    note   public address   http.public_url is this machine itself: nobody else reaches amends by it
    note   public address   not tried: amends does not run; while it does, [elsewhere]/healthz must answer
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_desk_where_nobody_is_on_duty() {
    let mut setup = Setup::new().await;
    let desk = setup.value("AMENDS_TELEGRAM_DESK").parse().unwrap();
    setup
        .serves_until(async |setup| {
            setup.telegram.people().write(ANNA, desk, Line::text("/duty off")).unwrap();
            let said = |world: &telegram::world::World| {
                let messages = world.chats.get(&desk)?.messages.values();
                let mut words = messages.map(|message| message.text.to_lowercase());
                words.any(|text| text.contains("off duty")).then_some(())
            };
            setup.telegram.wait_for(said, SOON).await.unwrap();
        })
        .await;
    insta::assert_snapshot!(setup.doctor().await, @"
    note   discord          off: discord.token is not set
    wrong  duty             nobody is on duty, in published hours: unhappy customers would wait; whoever works now says /duty on at the desk
    ");
}

/// What commands changed is in the store, and the service that runs has it open.
#[tokio::test]
async fn a_desk_where_nobody_is_on_duty_any_more_while_the_service_runs() {
    let mut setup = Setup::new().await;
    let desk = setup.value("AMENDS_TELEGRAM_DESK").parse().unwrap();
    let mut service = setup.serve().await;
    setup.until_ready_is(200, "").await;
    insta::assert_snapshot!(setup.doctor().await, @"note   discord          off: discord.token is not set");
    let says = async |setup: &Setup, command: &str, answer: &str| {
        setup.telegram.people().write(ANNA, desk, Line::text(command)).unwrap();
        let said = |world: &telegram::world::World| {
            let messages = world.chats.get(&desk)?.messages.values();
            let mut words = messages.map(|message| message.text.to_lowercase());
            words.any(|text| text.contains(answer)).then_some(())
        };
        setup.telegram.wait_for(said, SOON).await.unwrap();
    };
    says(&setup, "/duty off", "off duty").await;
    insta::assert_snapshot!(setup.doctor().await, @"
    note   discord          off: discord.token is not set
    wrong  duty             nobody is on duty, in published hours: unhappy customers would wait; whoever works now says /duty on at the desk
    ");
    // Who is staff does not depend on what the doctor's own configuration says.
    setup.unset("AMENDS_STAFF");
    insta::assert_snapshot!(setup.doctor().await, @"
    note   discord          off: discord.token is not set
    wrong  duty             nobody is on duty, in published hours: unhappy customers would wait; whoever works now says /duty on at the desk
    ");
    says(&setup, "/duty on", "on duty").await;
    insta::assert_snapshot!(setup.doctor().await, @"note   discord          off: discord.token is not set");
    // A door that is gone.
    fs::remove_file(setup.dir.path().join("amends-data/control.sock")).unwrap();
    insta::assert_snapshot!(setup.doctor().await, @"
    note   service          what commands changed is not known (no service listens at control.sock in `amends-data`), so staff, duty and desk are judged by the configuration alone
    note   discord          off: discord.token is not set
    wrong  signals          done: on, and nothing comes of it: nobody is staff: set staff or discord.staff_role
    wrong  staff            staff is empty, so nobody could take a case and unhappy customers would reach nobody: list who works here, as in AMENDS_STAFF=telegram:50:agent,telegram:51:senior
    ");
    service.kill().await.unwrap();
    // Without a service the store says who is staff.
    insta::assert_snapshot!(setup.doctor().await, @"note   discord          off: discord.token is not set");
}

#[tokio::test]
async fn a_port_that_another_program_listens_on() {
    let mut setup = Setup::new().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    setup.masks.push((addr.clone(), "[addr]"));
    setup.set("AMENDS_HTTP_ADDR", addr);
    insta::assert_snapshot!(setup.doctor().await, @"
    wrong  address          can't listen on [addr]: another program does, perhaps amends itself; stop it, or choose another address with http.addr
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn hours_that_never_open() {
    let setup = Setup::new().await;
    let now = Clock::system().now().to_zoned(TimeZone::UTC).date();
    // Every Wednesday for more than a year is a day on which nobody is there.
    let days = now.series(1.day()).take(420).filter(|day| day.weekday() == Weekday::Wednesday);
    let closed = days.map(|day| format!(", closed {}", day.strftime("%d.%m.%Y")));
    let hours = format!("wed 10:00-14:00{}", closed.collect::<String>());
    let file = format!("amends = 1\n[settings]\nhours = \"{hours}\"\n");
    fs::write(setup.dir.path().join("luma.toml"), file).unwrap();
    let import = setup.command(&["config", "import", "luma.toml"]).output().await.unwrap();
    assert!(import.status.success(), "{import:?}");
    insta::assert_snapshot!(setup.doctor().await, @"
    note   discord          off: discord.token is not set
    wrong  hours            the published hours never open again, so nobody is ever promised a person: set them with AMENDS_HOURS or /hours, such as mon-fri 09:00-21:00
    ");
}

/// The same with as much room as no disk has: what is left is measured as always.
#[tokio::test]
async fn a_disk_with_too_little_room() {
    let setup = Setup::new().await;
    let found = setup.doctor_with(&["--room", "1000000TB"]).await;
    let (before, _) = found.split_once(" left for").unwrap();
    let room = before.rsplit("  ").next().unwrap().trim();
    assert!(["MB", "GB", "TB"].iter().any(|unit| room.ends_with(unit)), "{found}");
    insta::assert_snapshot!(found.replace(room, "[room]"), @"
    wrong  disk             [room] left for `amends-data`: free some space, 1000000 TB at least
    note   discord          off: discord.token is not set
    ");
    let wrong = setup.command(&["doctor", "--room", "much"]).output().await.unwrap();
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("write a size such as 500MB, 20GB or 1TB"), "{said}");
}

#[tokio::test]
async fn a_disk_that_is_nearly_full() {
    let mut setup = Setup::new().await;
    let disk = setup.dir.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mut mount = std::process::Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=40m,mode=700", "tmpfs"]).arg(&disk);
    if !mount.output().is_ok_and(|output| output.status.success()) {
        let skipped = "skipped: this process may not mount a file system";
        return writeln!(std::io::stderr(), "{skipped}").unwrap();
    }
    setup.set("AMENDS_DATA_DIR", "disk");
    let found = setup.doctor().await;
    let unmounted = std::process::Command::new("umount").arg(&disk).status();
    assert!(unmounted.unwrap().success());
    insta::assert_snapshot!(found, @"
    wrong  disk             40 MB left for `disk`: free some space, 1 GB at least
    note   discord          off: discord.token is not set
    ");
}

#[tokio::test]
async fn a_business_that_is_badly_set_up() {
    let mut setup = Setup::new().await;
    setup.set("AMENDS_STAFF", format!("telegram:{ANNA}:agent"));
    setup.set("AMENDS_INTAKE_KEY", "k-012345");
    setup.set("AMENDS_PUBLIC_URL", "http://luma.example");
    insta::assert_snapshot!(setup.doctor().await, @"
    note   intake           intake.key is short, and whoever guesses it can have customers asked: make one with openssl rand -hex 32
    note   public address   http.public_url is not encrypted, so keys and names could be read on the way: put a proxy with https in front
    note   public address   not tried: amends does not run; while it does, http://luma.example/healthz must answer
    note   discord          off: discord.token is not set
    note   staff            nobody is senior or director, so nobody is called when no agent comes in time: make somebody that with AMENDS_STAFF or /role
    ");
    setup.unset("AMENDS_INTAKE_KEY");
    setup.unset("AMENDS_PUBLIC_URL");
    setup.unset("AMENDS_STAFF");
    setup.unset("AMENDS_TELEGRAM_DESK");
    insta::assert_snapshot!(setup.doctor().await, @r#"
    note   intake           off, so only Telegram and Discord tell of contacts: set AMENDS_INTAKE_SECRET to `whsec_` and 32 random bytes in base64 (echo "whsec_$(openssl rand -base64 32)"), or give the bot /webhook new NAME
    note   discord          off: discord.token is not set
    wrong  signals          done: on, and nothing comes of it: nobody is staff: set staff or discord.staff_role
    wrong  desk             neither telegram.desk nor discord.desk_channel is set, so unhappy customers would reach nobody: make a group with topics for your staff on Telegram, make the bot admin there and say /setup in it, or set AMENDS_TELEGRAM_DESK to its id; or make a channel that only staff can see on Discord and say /setup in it, or set AMENDS_DISCORD_DESK_CHANNEL to its id
    wrong  staff            staff is empty, so nobody could take a case and unhappy customers would reach nobody: list who works here, as in AMENDS_STAFF=telegram:50:agent,telegram:51:senior
    "#);
}

/// A server on Discord in place of Telegram, with its desk.
async fn on_discord(options: discord::Options) -> (Setup, DiscordStandIn) {
    let mut setup = Setup::new().await;
    let discord = DiscordStandIn::start(options).await.unwrap();
    let people = discord.people();
    people.create_user(discord::people::NewUser::new(KATRIN, "Katrin")).unwrap();
    let guild = people.create_guild(&NewGuild::new("Luma", KATRIN)).unwrap();
    let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
    let staff = people.create_role(guild, &NewRole::new("Staff").mentionable()).unwrap();
    people.give_role(guild, KATRIN, staff).unwrap();
    let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
    let desk = NewChannel::text("care-desk").only_for(&[staff, bot]);
    let desk = people.create_channel(guild, &desk).unwrap();
    for name in ["AMENDS_TELEGRAM_TOKEN", "AMENDS_TELEGRAM_DESK", "AMENDS_STAFF"] {
        setup.unset(name);
    }
    setup.set("AMENDS_DISCORD_TOKEN", discord.token());
    setup.set("AMENDS_DISCORD_API_URL", discord.base_url());
    setup.set("AMENDS_DISCORD_GUILD", guild);
    setup.set("AMENDS_DISCORD_CARE_CHANNEL", care);
    setup.set("AMENDS_DISCORD_DESK_CHANNEL", desk);
    setup.set("AMENDS_DISCORD_STAFF_ROLE", format!("{staff}:director"));
    (setup, discord)
}

#[tokio::test]
async fn a_bot_that_may_not_read_what_it_must_relay() {
    let options = discord::Options { message_content: false, ..discord::Options::default() };
    let (mut setup, _discord) = on_discord(options).await;
    setup.set("AMENDS_DISCORD_MESSAGE_CONTENT", "on");
    insta::assert_snapshot!(setup.doctor().await, @"
    note   telegram         off: telegram.token is not set
    wrong  message content  discord.message_content is on, and Discord does not let the bot read what people write: switch on 'Message Content Intent' in the developer portal under Bot
    ");
}

#[tokio::test]
async fn a_bot_that_is_not_on_the_server() {
    let (mut setup, _discord) = on_discord(discord::Options::default()).await;
    let application = discord::Options::default().application.to_string();
    setup.masks.push((application, "[application]"));
    setup.set("AMENDS_DISCORD_GUILD", 7);
    insta::assert_snapshot!(setup.doctor().await, @"
    note   telegram         off: telegram.token is not set
    wrong  discord server   the bot is not on server 7: check discord.guild, and let it in at https://discord.com/oauth2/authorize?client_id=[application]&scope=bot+applications.commands&permissions=2252194950794304
    ");
}

#[tokio::test]
async fn rights_that_are_missing_in_the_desk_channel() {
    let (mut setup, discord) = on_discord(discord::Options::default()).await;
    let people = discord.people();
    let guild = discord.look(|world| *world.guilds.keys().next().unwrap());
    // A channel that only staff see: the bot was forgotten.
    let staff = discord.look(|world| {
        let roles = world.guilds[&guild].roles.values();
        roles.into_iter().find(|role| role.name == "Staff").map(|role| role.id).unwrap()
    });
    let hidden = NewChannel::text("care-desk").only_for(&[staff]);
    let hidden = people.create_channel(guild, &hidden).unwrap();
    setup.set("AMENDS_DISCORD_DESK_CHANNEL", hidden);
    insta::assert_snapshot!(setup.doctor().await, @"
    note   telegram         off: telegram.token is not set
    wrong  discord rights   the bot says: I can't see the desk: check its id, and allow me 'View Channel' there.
    ");
}
