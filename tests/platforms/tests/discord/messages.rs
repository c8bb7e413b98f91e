//! The REST side, as the library speaks it.

use amends_platforms::discord::{
    people::{File, Line, NewRole},
    permissions::Permissions,
    world::{ChannelKind, Id},
};
use serenity::{
    all::{
        AutoArchiveDuration, ButtonStyle, ChannelId, ChannelType, CreateActionRow,
        CreateAllowedMentions, CreateAttachment, CreateButton, CreateMessage, CreateThread,
        EditMessage, EditThread, GetMessages, HttpError, Nonce, ReactionType, RoleId, UserId,
    },
    http::StatusCode,
};

use crate::bench::{ANNA, BEN, Bench, CARL};

fn channel(id: Id) -> ChannelId {
    ChannelId::new(id.0)
}

/// Returns the status and code with which the platform refused.
pub(crate) fn refused<T: std::fmt::Debug>(outcome: serenity::Result<T>) -> (u16, isize) {
    let error = outcome.unwrap_err();
    let serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) = error else {
        panic!("{error}")
    };
    (response.status_code.as_u16(), response.error.code)
}

fn question() -> CreateMessage {
    let button =
        |id: &str, label: &str| CreateButton::new(id).label(label).style(ButtonStyle::Secondary);
    let row = CreateActionRow::Buttons(vec![button("s.1", "Good"), button("s.2", "Bad")]);
    CreateMessage::new()
        .content("How was it?")
        .components(vec![row])
        .allowed_mentions(CreateAllowedMentions::new())
}

#[tokio::test]
async fn messages_are_sent_changed_and_read_back() {
    let bench = Bench::new().await;
    let home = bench.found();
    let http = &bench.http;
    let lobby = channel(home.lobby);
    let nonce = |text: &str| question().nonce(Nonce::String(text.to_owned())).enforce_nonce(true);
    let first = lobby.send_message(http, nonce("a1")).await.unwrap();
    let again = lobby.send_message(http, nonce("a1")).await.unwrap();
    let other = lobby.send_message(http, nonce("a2")).await.unwrap();
    assert_eq!(first.id, again.id);
    assert_ne!(first.id, other.id);
    lobby
        .edit_message(http, first.id, EditMessage::new().content("Thanks.").components(vec![]))
        .await
        .unwrap();
    lobby.delete_message(http, other.id).await.unwrap();
    assert_eq!(refused(lobby.delete_message(http, other.id).await), (404, 10_008));
    let files = [CreateAttachment::bytes(b"cup".to_vec(), "a cup.png")];
    let reply = CreateMessage::new().content("see").reference_message(&first);
    let sent = lobby.send_files(http, files, reply).await.unwrap();
    let url = sent.attachments[0].url.clone();
    assert_eq!(sent.attachments[0].filename, "a_cup.png");
    let bytes = reqwest::get(&url).await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"cup");
    let unsigned = url.split('?').next().unwrap();
    assert_eq!(reqwest::get(unsigned).await.unwrap().status(), StatusCode::NOT_FOUND.as_u16());
    lobby.create_reaction(http, sent.id, ReactionType::Unicode("✅".to_owned())).await.unwrap();
    lobby.pin(http, sent.id).await.unwrap();
    let read = lobby.messages(http, GetMessages::new().after(first.id).limit(10)).await.unwrap();
    assert_eq!(read.last().unwrap().id, sent.id);
    assert_eq!(read.last().unwrap().reactions.len(), 1);
    let shown = bench.stand_in.look(|world| world.message(home.lobby, Id(first.id.get())).cloned());
    assert_eq!(
        shown.map(|it| (it.content.clone(), it.labels().len())),
        Some(("Thanks.".to_owned(), 0))
    );
    bench.done().await;
}

#[tokio::test]
async fn a_private_thread_holds_those_who_were_brought_in() {
    let bench = Bench::new().await;
    let home = bench.found();
    let http = &bench.http;
    let new = CreateThread::new("#1042 · 1★")
        .kind(ChannelType::PrivateThread)
        .invitable(false)
        .auto_archive_duration(AutoArchiveDuration::OneWeek);
    let thread = channel(home.lobby).create_thread(http, new).await.unwrap();
    let id = Id(thread.id.get());
    let sees = |user: Id| bench.stand_in.look(|world| world.sees(user, id));
    assert!(!sees(ANNA) && sees(BEN));
    thread.id.add_thread_member(http, UserId::new(ANNA.0)).await.unwrap();
    assert!(sees(ANNA) && !sees(CARL));
    let names = CreateMessage::new().content(format!("<@{CARL}> hi"));
    let quiet = names.clone().allowed_mentions(CreateAllowedMentions::new());
    thread.id.send_message(http, quiet).await.unwrap();
    assert!(!sees(CARL));
    thread.id.send_message(http, names).await.unwrap();
    assert!(sees(CARL));
    thread.id.edit_thread(http, EditThread::new().archived(true).locked(true)).await.unwrap();
    let kind = bench.stand_in.look(|world| world.channel(id).map(|it| (it.kind, it.is_locked())));
    assert_eq!(kind, Some((ChannelKind::PrivateThread, true)));
    assert_eq!(refused(thread.id.add_thread_member(http, UserId::new(BEN.0)).await), (400, 50_083));
    assert_eq!(refused(thread.id.send_message(http, question()).await), (400, 160_005));
    let active = channel(home.lobby).say(http, "still here").await.unwrap();
    assert_eq!(active.content, "still here");
    bench.done().await;
}

#[tokio::test]
async fn only_those_are_pinged_who_may_be() {
    let bench = Bench::new().await;
    let home = bench.found();
    let text = format!("<@&{}> <@{ANNA}> @everyone", home.staff);
    let send = async |allowed: Option<CreateAllowedMentions>| {
        let message = CreateMessage::new().content(&text);
        let message = match allowed {
            Some(allowed) => message.allowed_mentions(allowed),
            None => message,
        };
        let sent = channel(home.desk).send_message(&bench.http, message).await.unwrap();
        bench.stand_in.look(|world| {
            let shown = world.message(home.desk, Id(sent.id.get())).unwrap();
            (shown.pinged_users.len(), shown.pinged_roles.len(), shown.pinged_everyone)
        })
    };
    let staff = || Some(CreateAllowedMentions::new().roles([home.staff.0]));
    assert_eq!(send(staff()).await, (0, 0, false), "not everybody may mention the role");
    assert_eq!(send(None).await, (1, 0, false));
    let people = bench.stand_in.people();
    let open = people.create_role(home.guild, &NewRole::new("Open").mentionable()).unwrap();
    let message = CreateMessage::new()
        .content(format!("<@&{open}>"))
        .allowed_mentions(CreateAllowedMentions::new().roles([open.0]));
    let called = channel(home.desk).send_message(&bench.http, message).await.unwrap();
    assert_eq!(called.mention_roles, [RoleId::new(open.0)]);
    let own = bench.stand_in.look(|world| {
        let roles = &world.guilds[&home.guild].roles;
        roles.values().find(|role| role.managed).map(|role| role.id)
    });
    let more = Permissions::DESK_BOT | Permissions::MENTION_EVERYONE;
    people.set_permissions(home.guild, own.unwrap(), more).unwrap();
    assert_eq!(send(staff()).await, (0, 1, false), "whoever may mention everyone may mention it");
    assert_eq!(send(Some(CreateAllowedMentions::new())).await, (0, 0, false));
    assert_eq!(send(None).await, (1, 1, true));
    bench.done().await;
}

#[tokio::test]
async fn direct_messages_reach_only_those_who_let_them() {
    let bench = Bench::new().await;
    let home = bench.found();
    let (http, people) = (&bench.http, bench.stand_in.people());
    let anna = UserId::new(ANNA.0).create_dm_channel(http).await.unwrap();
    let again = UserId::new(ANNA.0).create_dm_channel(http).await.unwrap();
    assert_eq!(anna.id, again.id);
    anna.id.send_message(http, question()).await.unwrap();
    people.set_dms(ANNA, false).unwrap();
    assert_eq!(refused(anna.id.send_message(http, question()).await), (403, 50_007));
    people.set_dms(ANNA, true).unwrap();
    people.leave(ANNA, home.guild).unwrap();
    assert_eq!(refused(anna.id.send_message(http, question()).await), (403, 50_278));
    assert_eq!(bench.stand_in.stats().invalid, 2);
    bench.done().await;
}

#[tokio::test]
async fn refusals_have_the_codes_of_the_platform() {
    let bench = Bench::new().await;
    let home = bench.found();
    let (http, people) = (&bench.http, bench.stand_in.people());
    assert_eq!(refused(ChannelId::new(5).send_message(http, question()).await), (404, 10_003));
    let hidden = bench.stand_in.look(|world| world.channel_named("desk").unwrap().id);
    people
        .set_overwrite(hidden, bench.stand_in.bot(), Permissions::NONE, Permissions::VIEW_CHANNEL)
        .unwrap();
    assert_eq!(refused(channel(hidden).send_message(http, question()).await), (403, 50_001));
    let bot = bench.stand_in.bot();
    people.set_overwrite(home.lobby, bot, Permissions::NONE, Permissions::SEND_MESSAGES).unwrap();
    assert_eq!(refused(channel(home.lobby).send_message(http, question()).await), (403, 50_013));
    people.set_overwrite(home.lobby, bot, Permissions::NONE, Permissions::NONE).unwrap();
    let empty = CreateMessage::new().content(" ");
    assert_eq!(refused(channel(home.lobby).send_message(http, empty).await), (400, 50_006));
    let line = people.write(ANNA, home.lobby, "hi").unwrap();
    let new = CreateThread::new("from a line");
    channel(home.lobby).create_thread_from_message(http, line.0, new.clone()).await.unwrap();
    let twice = channel(home.lobby).create_thread_from_message(http, line.0, new).await;
    assert_eq!(refused(twice), (400, 160_004));
    let edit = EditMessage::new().content("mine now");
    assert_eq!(refused(channel(home.lobby).edit_message(http, line.0, edit).await), (403, 50_005));
    assert_eq!(bench.stand_in.take_violations(), Vec::<String>::new());
    let big = people.write(ANNA, home.lobby, Line::file(File::of_size("a.bin", 26 << 20), ""));
    assert!(big.is_ok());
    let file = [CreateAttachment::bytes(vec![0; 11 << 20], "a.bin")];
    let sent = channel(home.lobby).send_files(http, file, CreateMessage::new()).await;
    assert_eq!(refused(sent), (413, 40_005));
    bench.done().await;
}

#[tokio::test]
async fn a_departure_from_the_specification_is_caught() {
    if !amends_platforms::discord::spec::Spec::is_there() {
        return;
    }
    let bench = Bench::new().await;
    let home = bench.found();
    let url = format!("{}/api/v10/channels/{}/messages", bench.stand_in.base_url(), home.lobby);
    let authorization = format!("Bot {}", bench.stand_in.token());
    let body = serde_json::json!({ "content": "hi", "reply_to": "5" });
    let client = reqwest::Client::new();
    let post = client.post(&url).header("authorization", &authorization).json(&body);
    assert_eq!(post.send().await.unwrap().status().as_u16(), 200);
    assert_eq!(bench.stand_in.take_violations(), ["create_message: `reply_to` is unknown"]);
    let typed = client.get(format!("{url}?page=2")).header("authorization", &authorization);
    typed.send().await.unwrap();
    assert_eq!(bench.stand_in.take_violations(), ["list_messages: the query `page` is unknown"]);
    let stranger = client.get(&url).header("authorization", "Bot x").send().await.unwrap();
    assert_eq!(stranger.status().as_u16(), 401);
    bench.done().await;
}
