//! Listening to a stand-in that keeps Discord's rules: what people do is heard, whatever happens to
//! the connection.

use std::{
    io,
    sync::{Arc, Mutex, Once, PoisonError},
};

use amends_discord::{
    client::{Client, Upload, Window},
    gateway::Conversation,
};
use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{NewChannel, NewGuild, NewRole, NewUser, People},
    permissions::Permissions,
    world::Id,
};
use futures::future::join_all;
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, UserId};

use crate::tiny::{Ears, Listening, listen};

const GIL: Id = Id(300);
const MIHAI: Id = Id(301);

/// What is warned of, from every thread.
static WARNINGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Luma {
    discord: DiscordStandIn,
    people: People,
    guild: Id,
    support: Id,
    staff: Id,
    client: Client,
    ears: Arc<Ears>,
}

impl Luma {
    async fn open() -> Self {
        watch_the_log();
        let discord = DiscordStandIn::start(Options::default()).await.unwrap();
        let people = discord.people();
        people.create_user(NewUser::new(GIL, "Gil")).unwrap();
        people.create_user(NewUser::new(MIHAI, "Mihai")).unwrap();
        let guild = people.create_guild(&NewGuild::new("Luma", MIHAI)).unwrap();
        people.join(GIL, guild).unwrap();
        people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let staff = people.create_role(guild, &NewRole::new("staff")).unwrap();
        people.give_role(guild, MIHAI, staff).unwrap();
        let support = people.create_channel(guild, &NewChannel::text("support")).unwrap();
        let token = SecretString::from(discord.token());
        let client = Client::new(token, &discord.base_url()).unwrap();
        Self { discord, people, guild, support, staff, client, ears: Ears::new() }
    }

    /// Listens, and waits until all that was missed is known.
    async fn listen(&self) -> Listening {
        let sessions = self.ears.with(|heard| heard.caught_up);
        let listening = listen(self.client.clone(), &self.ears, true);
        self.ears.wait_for(|heard| sessions < heard.caught_up).await;
        listening
    }

    fn says(&self, channel: Id, text: &str) -> String {
        self.people.write(GIL, channel, text).unwrap().to_string()
    }

    async fn hears(&self, id: &str) {
        self.ears.wait_for(|heard| heard.ids().contains(&id)).await;
    }

    fn close(self) {
        assert_eq!(self.discord.violations(), Vec::<String>::new());
        assert_eq!(self.discord.stats().too_many, 0);
    }
}

struct Warnings;

impl io::Write for Warnings {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WARNINGS.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn watch_the_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_writer(|| Warnings)
            .init();
    });
}

/// Events that serenity could not read.
fn strange() -> Vec<String> {
    let warnings = WARNINGS.lock().unwrap_or_else(PoisonError::into_inner);
    let lines = String::from_utf8_lossy(&warnings);
    lines.lines().filter(|line| line.contains("can't read an event")).map(Into::into).collect()
}

#[tokio::test]
async fn everything_people_do_is_heard_and_understood() {
    let luma = Luma::open().await;
    let (people, ears) = (&luma.people, &luma.ears);
    let listening = luma.listen().await;
    let thread = people.start_thread(GIL, luma.support, "broken card", false).unwrap();
    let said = luma.says(thread, "it fell");
    let message = Id(said.parse().unwrap());
    people.edit(GIL, thread, message, "it fell down").unwrap();
    people.react(GIL, thread, message, "👍").unwrap();
    people.unreact(GIL, thread, message, "👍").unwrap();
    people.delete(GIL, thread, message).unwrap();
    people.archive(MIHAI, thread, true).unwrap();
    let forum = NewChannel::forum("help", &["Solved"]);
    let forum = people.create_channel(luma.guild, &forum).unwrap();
    let post = people.create_post(GIL, forum, "no light", "it is dark", &[]).unwrap();
    people.set_tags(GIL, post, &["Solved"]).unwrap();
    let voice = people.create_channel(luma.guild, &NewChannel::voice("call us")).unwrap();
    people.join_voice(MIHAI, voice).unwrap();
    people.join_voice(GIL, voice).unwrap();
    people.leave_voice(GIL, luma.guild).unwrap();
    let closed = people.create_channel(luma.guild, &NewChannel::category("closed")).unwrap();
    let ticket = people.create_channel(luma.guild, &NewChannel::text("ticket-118")).unwrap();
    people.move_channel(MIHAI, ticket, Some(closed)).unwrap();
    people.delete_channel(MIHAI, ticket).unwrap();
    let last = people.write_dm(GIL, "hello?").unwrap().to_string();
    luma.hears(&last).await;

    ears.with(|heard| {
        let of = |t: &str| -> Vec<_> {
            let kept = heard.kept.iter().filter(|(_, envelope)| envelope.t == t);
            kept.map(|(_, envelope)| (envelope, envelope.around.clone())).collect()
        };
        assert_eq!(heard.envelope(&said).parent, Some(luma.support.to_string()));
        assert_eq!(of("MESSAGE_UPDATE")[0].0.d["content"], "it fell down");
        for once in ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_DELETE"] {
            assert_eq!(of(once).len(), 1, "{once}");
        }
        let threads = of("THREAD_UPDATE");
        let (archived, tagged) = (&threads[0].1, &threads[1].1);
        let before = archived.before.as_ref().unwrap();
        assert!(archived.channel.as_ref().unwrap().is_archived && !before.is_archived);
        let solved = &tagged.channel.as_ref().unwrap().tags[0];
        assert_eq!(tagged.above.as_ref().unwrap().offered_tags[solved], "Solved");
        assert!(tagged.before.as_ref().unwrap().tags.is_empty());
        let voices = of("VOICE_STATE_UPDATE");
        let left = voices[2].1.voice.as_ref().unwrap();
        assert_eq!((left.channel.clone(), left.with[0].user.as_str()), (voice.to_string(), "301"));
        assert_eq!(left.with[0].roles, [luma.staff.to_string()]);
        let (moved, deleted) = (&of("CHANNEL_UPDATE")[0].1, &of("CHANNEL_DELETE")[0].1);
        assert_eq!(moved.above.as_ref().unwrap().name.as_deref(), Some("closed"));
        assert_eq!(moved.before.as_ref().unwrap().above, None);
        assert_eq!(deleted.before.as_ref().unwrap().name.as_deref(), Some("ticket-118"));
    });
    listening.end().await.unwrap();
    assert_eq!(luma.discord.violations(), Vec::<String>::new());
    let ours: Vec<String> = strange().into_iter().filter(|it| !it.contains(STRANGE)).collect();
    assert_eq!(ours, Vec::<String>::new());
}

/// The event that one test makes up.
const STRANGE: &str = "THREAD_DELETE";

#[tokio::test]
async fn event_that_the_library_cannot_read_is_kept_as_it_came() {
    let luma = Luma::open().await;
    let listening = luma.listen().await;
    let strange = json!({ "id": "77", "of_the_future": [1] });
    luma.discord.faults().send_event(STRANGE, &strange);
    luma.hears("THREAD_DELETE.77").await;
    luma.ears.with(|heard| assert_eq!(heard.envelope("THREAD_DELETE.77").d, strange));
    listening.end().await.unwrap();
}

#[tokio::test]
async fn line_that_breaks_loses_nothing() {
    let luma = Luma::open().await;
    let listening = luma.listen().await;
    let faults = luma.discord.faults();
    let first = luma.says(luma.support, "one");
    faults.drop_gateway();
    let second = luma.says(luma.support, "two");
    luma.hears(&second).await;
    faults.reconnect_gateway();
    let third = luma.says(luma.support, "three");
    luma.hears(&third).await;
    luma.ears.with(|heard| assert_eq!(heard.ids(), [first.as_str(), &second, &third]));
    listening.end().await.unwrap();
    luma.close();
}

#[tokio::test]
async fn what_is_said_while_nobody_listens_is_fetched() {
    let luma = Luma::open().await;
    let listening = luma.listen().await;
    let thread = luma.people.start_thread(GIL, luma.support, "broken card", false).unwrap();
    let first = luma.says(thread, "one");
    luma.hears(&first).await;
    listening.end().await.unwrap();

    let second = luma.says(thread, "two");
    let third = luma.people.write(MIHAI, thread, "three").unwrap().to_string();
    luma.people.archive(MIHAI, thread, true).unwrap();
    luma.ears.with(|heard| {
        let after = Some(first.clone());
        heard.conversations = vec![Conversation { channel: thread.to_string(), after }];
        heard.kept.clear();
    });
    let listening = luma.listen().await;
    luma.ears.with(|heard| {
        let ids = heard.ids();
        assert_eq!(ids[..2], [second.as_str(), &third]);
        assert!(ids.len() == 3 && ids[2].starts_with("THREAD_UPDATE."), "{ids:?}");
        let third = heard.envelope(&third);
        assert_eq!(third.d["member"]["roles"], json!([luma.staff.to_string()]));
        assert_eq!(third.parent, Some(luma.support.to_string()));
        assert!(heard.envelope(ids[2]).around.channel.as_ref().unwrap().is_archived);
    });
    listening.end().await.unwrap();
    luma.close();
}

#[tokio::test]
async fn lost_session_is_made_good() {
    let luma = Luma::open().await;
    let listening = luma.listen().await;
    let first = luma.says(luma.support, "one");
    luma.hears(&first).await;
    luma.ears.with(|heard| {
        let (channel, after) = (luma.support.to_string(), Some(first.clone()));
        heard.conversations = vec![Conversation { channel, after }];
    });
    luma.discord.faults().invalidate_sessions();
    // The stand-in answers this after it has told its gateway's line, which waited before.
    luma.client.gateway().await.unwrap();
    let second = luma.says(luma.support, "two");
    luma.hears(&second).await;
    let third = luma.says(luma.support, "three");
    luma.hears(&third).await;
    luma.ears.with(|heard| {
        assert_eq!(heard.ids(), [first.as_str(), &second, &third]);
        assert!(heard.envelope(&second).around.is_late);
    });
    listening.end().await.unwrap();
    luma.close();
}

#[tokio::test]
async fn lines_of_one_channel_leave_in_order_and_are_never_refused() {
    let luma = Luma::open().await;
    let channel = ChannelId::new(luma.support.0);
    let lines = (0..12).map(|number| {
        let line = json!({ "content": number.to_string() });
        let client = luma.client.clone();
        async move { client.post(channel, &line, Vec::new()).await }
    });
    for posted in join_all(lines).await {
        posted.unwrap();
    }
    let mut posted = luma.client.messages(channel, Window::Latest, 100).await.unwrap();
    posted.reverse();
    let contents: Vec<&Value> = posted.iter().map(|message| &message["content"]).collect();
    let wanted: Vec<Value> = (0..12).map(|number| json!(number.to_string())).collect();
    assert_eq!(contents, wanted.iter().collect::<Vec<_>>());
    luma.close();
}

#[tokio::test]
async fn files_and_private_words_arrive() {
    let luma = Luma::open().await;
    let gil = UserId::new(GIL.0);
    let (name, mime) = ("a.png".to_owned(), Some("image/png".to_owned()));
    let file = Upload { name, mime, bytes: vec![1; 100] };
    let message = json!({ "content": "hello", "nonce": "s1", "enforce_nonce": true });
    let first = luma.client.post_in_private(gil, &message, vec![file]).await.unwrap();
    let again = luma.client.post_in_private(gil, &message, Vec::new()).await.unwrap();
    assert_eq!(first, again, "the same nonce is the same message");
    let shown = luma.client.message(first.channel_id, first.id).await.unwrap();
    let shown = &shown.attachments[0];
    assert_eq!((shown.filename.as_str(), shown.size), ("a.png", 100));
    luma.close();
}
