//! Luma on Discord: a server with a channel for private rooms, a desk that only staff see, a channel
//! in which customers are served in threads, and private messages.

mod commands;
mod finding;
mod forms;
mod host;
mod said;
mod screen;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use amends_core::place::{Place, Platform};
use amends_platforms::discord::{
    DiscordStandIn, Options,
    faults::Fault,
    people::{Clicked, NewChannel, NewGuild, NewRole, NewUser, People},
    permissions::Permissions,
    world::{self, Id, Message, Seen},
};
use jiff::Timestamp;
use serde_json::json;

use self::{
    said::{Arrived, Shown, fault_of, is_meant, labels_of, line_of, locale, route_of},
    screen::Screen,
};
use super::{
    CAST, PIOTR, STAFF,
    house::{Call, House, Kind, Line, Trouble},
};

pub(super) use self::host::DiscordDoor;
pub(crate) use self::said::{id_of, number};

/// The event that shows that everything before it arrived: it tells of a message that nobody wrote.
const PROBE: &str = "MESSAGE_DELETE";

/// Discord with the cast in it.
pub(crate) struct DiscordHouse {
    pub(crate) platform: DiscordStandIn,
    pub(crate) guild: Id,
    /// Where private rooms are; everybody sees it, and nobody writes there.
    pub(crate) care: Id,
    /// Where staff work.
    pub(crate) desk: Id,
    /// Where customers are served.
    pub(crate) help: Id,
    /// The role of staff.
    pub(crate) staff: Id,
    /// The bot's own role.
    pub(crate) bot: Id,
    offset_ms: Arc<AtomicI64>,
    screen: Screen,
    probes: u64,
    probed_at: u64,
    arrived: Arc<Mutex<Arrived>>,
}

impl DiscordHouse {
    /// Everybody has an account; private messages are closed but for whoever opens them.
    pub(crate) async fn opens(now: Timestamp) -> Self {
        let offset_ms = Arc::<AtomicI64>::default();
        let options = Options {
            enforce_limits: false,
            clock_offset_ms: Arc::clone(&offset_ms),
            ..Options::default()
        };
        let platform = DiscordStandIn::start(options).await.unwrap();
        let people = platform.people();
        for (id, name, language) in CAST {
            let username = name.to_lowercase().replace(' ', "_");
            let user = NewUser::new(id_of(id), name).language(locale(language)).username(&username);
            people.create_user(user).unwrap();
            people.set_dms(id_of(id), false).unwrap();
        }
        let guild = people.create_guild(&NewGuild::new("Luma", id_of(PIOTR))).unwrap();
        for (id, ..) in CAST.iter().filter(|(id, ..)| *id != PIOTR) {
            people.join(id_of(*id), guild).unwrap();
        }
        let rights = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_THREADS;
        let staff = people.create_role(guild, &NewRole::new("staff").may(rights)).unwrap();
        for id in STAFF {
            people.give_role(guild, id_of(id), staff).unwrap();
        }
        let bot = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        people.set_overwrite(care, guild, Permissions::NONE, Permissions::SEND_MESSAGES).unwrap();
        people.set_overwrite(care, bot, Permissions::SEND_MESSAGES, Permissions::NONE).unwrap();
        let inside = NewChannel::text("care-desk").only_for(&[staff, bot]);
        let desk = people.create_channel(guild, &inside).unwrap();
        let help = people.create_channel(guild, &NewChannel::text("help")).unwrap();
        let house = Self {
            platform,
            guild,
            care,
            desk,
            help,
            staff,
            bot,
            offset_ms,
            screen: Screen::default(),
            probes: 0,
            probed_at: 0,
            arrived: Arc::default(),
        };
        let ahead = now.as_millisecond() - house.platform.look(world::World::now_ms);
        house.offset_ms.store(ahead, Ordering::SeqCst);
        house
    }

    /// The clock moved: what is due on Discord by now happens. There time never goes back, or ids
    /// would not grow.
    pub(crate) fn clock_moved(&self, now: Timestamp) {
        let ahead = now.as_millisecond() - self.platform.look(world::World::now_ms);
        self.offset_ms.fetch_add(ahead.max(0), Ordering::SeqCst);
        self.platform.tick();
    }

    pub(crate) fn people(&self) -> People {
        self.platform.people()
    }

    /// The place of a channel on this server.
    pub(crate) fn place(channel: Id) -> Place {
        Place::chat(Platform::Discord, channel.to_string())
    }

    /// Somebody writes into a channel: a command, if the app offers it there, else words.
    pub(crate) fn write(&self, who: i64, channel: Id, line: Line) -> i64 {
        let is_plain = line.kind == Kind::Text && line.reply_to.is_none();
        if is_plain && let Some(id) = self.commands(who, channel, &line.text, None) {
            return number(id);
        }
        let written = self.people().write(id_of(who), channel, line_of(line));
        number(written.unwrap())
    }

    fn overwrite(&self, allow: Permissions, deny: Permissions) {
        self.people().set_overwrite(self.desk, self.bot, allow, deny).unwrap();
    }
}

impl House for DiscordHouse {
    fn desk(&self) -> i64 {
        number(self.desk)
    }

    fn help(&self) -> i64 {
        number(self.help)
    }

    fn desk_place(&self) -> Place {
        Self::place(self.desk)
    }

    fn care_place(&self) -> Option<Place> {
        Some(Self::place(self.care))
    }

    fn settles(&self, id: i64, name: &str, language: &str) {
        let username = format!("user{id}");
        let user = NewUser::new(id_of(id), name).language(locale(language)).username(&username);
        self.people().create_user(user).unwrap();
        self.people().join(id_of(id), self.guild).unwrap();
    }

    fn starts(&self, who: i64, token: Option<&str>) {
        assert!(token.is_none(), "nobody brings a token along on Discord");
        self.people().set_blocked(id_of(who), false).unwrap();
        self.people().set_dms(id_of(who), true).unwrap();
    }

    fn starting(&self) -> &'static str {
        "opens their private messages"
    }

    fn blocks(&self, who: i64) {
        self.people().set_blocked(id_of(who), true).unwrap();
    }

    fn unblocks(&self, who: i64) {
        self.people().set_blocked(id_of(who), false).unwrap();
    }

    fn newest_with(&self, chat: i64, label: &str) -> Option<i64> {
        let has = |message: &Message| labels_of(message).any(|it| is_meant(it, label));
        self.lines(chat).into_iter().rev().find(|line| has(&line.message)).map(|line| line.id())
    }

    fn newest_seen(&self, who: i64, label: &str) -> Option<(i64, i64)> {
        Some((who, self.newest_with(who, label)?))
    }

    fn label(&self, message: i64, label: &str) -> String {
        let (_, found) = self.message(message);
        let labels: Vec<&str> = labels_of(&found).collect();
        let exact = labels.iter().find(|it| **it == label);
        let meant = exact.or_else(|| labels.iter().find(|it| is_meant(it, label)));
        meant.copied().unwrap_or(label).to_owned()
    }

    fn message_with(&self, chat: i64, words: &str) -> Option<i64> {
        self.lines(chat)
            .into_iter()
            .rev()
            .find(|line| line.text.contains(words))
            .map(|line| line.id())
    }

    fn answered_by(&self, _: i64, message: i64) -> Option<String> {
        let (channel, answer) = self.message(message);
        let (_, answered) = self.found(channel, answer.reply_to?)?;
        let text = screen::plain(&answered.content, &|_| None);
        let bare = text.rsplit_once(": ").map_or(text.as_str(), |(_, text)| text);
        Some(bare.to_owned())
    }

    fn data_of(&self, _: i64, message: i64, label: &str) -> String {
        let (_, found) = self.message(message);
        let label = self.label(message, label);
        let buttons = found.buttons();
        let button = buttons.iter().find(|button| button.label == label);
        button.and_then(|button| button.custom_id).unwrap().to_owned()
    }

    fn said_in(&self, chat: i64) -> Vec<String> {
        self.lines(chat).into_iter().filter(|line| line.is_said).map(|line| line.text).collect()
    }

    fn thread_name(&self) -> String {
        let thread = self.newest_thread(self.desk).expect("the desk has a thread");
        self.platform.look(|world| world.channels[&thread].name.clone())
    }

    fn marked_up(&self) -> Vec<String> {
        let calls_somebody = |call: &world::Call| {
            let mentions = &call.body["allowed_mentions"];
            let brings_words = call.body["content"].is_string();
            brings_words && mentions["parse"] != json!([])
        };
        let calls = self.platform.calls();
        calls.iter().filter(|call| calls_somebody(call)).map(|call| format!("{call:?}")).collect()
    }

    fn has_forms(&self) -> bool {
        true
    }

    fn answered_presses(&self) -> usize {
        self.platform.look(|world| {
            world.interactions.values().filter(|interaction| interaction.answer.is_some()).count()
        })
    }

    fn press(&self, who: i64, _: i64, message: i64, label: &str) -> Option<String> {
        let (channel, found) = self.message(message);
        let label = self.label(message, label);
        match self.people().click(id_of(who), channel, found.id, &label).unwrap() {
            Clicked::Interaction(_) => None,
            Clicked::Link(url) => panic!("a link leads nowhere on Discord: {url}"),
        }
    }

    fn forge(&self, who: i64, _: i64, message: i64, data: &str) {
        let (channel, found) = self.message(message);
        self.people().click_stale(id_of(who), channel, found.id, data).unwrap();
    }

    fn tells(&mut self, who: i64, line: Line) -> &'static str {
        if line.kind == Kind::Text && self.fills_in(who, &line.text) {
            return " in the form";
        }
        let answered = line.reply_to.map(|message| self.message(message).0);
        let room = self.room_of(who);
        let channel = answered.or(room).unwrap_or_else(|| self.people().dm(id_of(who)).unwrap());
        self.write(who, channel, line);
        if room == Some(channel) { " in the room" } else { "" }
    }

    fn talks(&mut self, who: i64, line: Line) -> &'static str {
        let (channel, place) = self.stage(who, &line.text);
        self.write(who, channel, line);
        place
    }

    fn calls_out(&mut self, who: i64, line: Line) -> &'static str {
        self.write(who, self.desk, line);
        " in #care-desk"
    }

    fn hands_over(&mut self, who: i64, file: (&str, &[u8]), command: &str) -> &'static str {
        self.gives_file(who, file, command)
    }

    fn replies(&mut self, who: i64, to: &str, text: &str, _: bool) -> &'static str {
        if self.fills_in(who, text) {
            return " in the form";
        }
        let message = self.message_with(self.desk(), to).expect("somebody said that");
        let (channel, _) = self.message(message);
        self.write(who, channel, Line::text(text).replying_to(message));
        if self.is_room(channel) { " in the room" } else { "" }
    }

    fn puts(&mut self, who: i64, chat: i64, line: Line) -> i64 {
        let channel = if chat == self.desk() || chat == self.help() {
            id_of(chat)
        } else {
            self.people().dm(id_of(who)).unwrap()
        };
        self.write(who, channel, line)
    }

    fn edits(&self, who: i64, _: i64, message: i64, text: &str) {
        let (channel, found) = self.message(message);
        self.people().edit(id_of(who), channel, found.id, text).unwrap();
    }

    fn deletes(&self, who: i64, _: i64, message: i64) {
        let (channel, found) = self.message(message);
        self.people().delete(id_of(who), channel, found.id).unwrap();
    }

    fn reacts(&self, who: i64, _: i64, message: i64, emoji: &str) {
        let (channel, found) = self.message(message);
        self.people().react(id_of(who), channel, found.id, emoji).unwrap();
    }

    fn opens_topic(&mut self, staff: i64, title: &str) {
        self.people().start_thread(id_of(staff), self.help, title, false).unwrap();
    }

    fn writes_in_topic(&mut self, who: i64, line: Line) {
        let thread = self.newest_thread(self.help).expect("there is a thread");
        self.write(who, thread, line);
    }

    fn closes_topic(&mut self, staff: i64) {
        let thread = self.newest_thread(self.help).expect("there is a thread");
        self.people().archive(id_of(staff), thread, true).unwrap();
    }

    fn reopens_topic(&mut self, staff: i64) {
        let thread = self.newest_thread(self.help).expect("there is a thread");
        self.people().archive(id_of(staff), thread, false).unwrap();
    }

    fn closes_thread(&self, staff: i64) {
        let thread = self.newest_thread(self.desk).expect("the desk has a thread");
        self.people().archive(id_of(staff), thread, true).unwrap();
    }

    fn deletes_thread(&self, staff: i64) {
        let thread = self.newest_thread(self.desk).expect("the desk has a thread");
        self.people().delete_channel(id_of(staff), thread).unwrap();
    }

    fn shuts_desk(&self, staff: i64) -> &'static str {
        self.people().delete_channel(id_of(staff), self.desk).unwrap();
        "deletes #care-desk"
    }

    fn reopens_desk(&self, _: i64) {
        panic!("a channel that was deleted does not come back");
    }

    fn forbids_threads(&self, _: i64) {
        self.overwrite(Permissions::VIEW_CHANNEL, Permissions::CREATE_PUBLIC_THREADS);
    }

    fn allows_threads(&self, _: i64) {
        let all = Permissions::VIEW_CHANNEL | Permissions::CREATE_PUBLIC_THREADS;
        self.overwrite(all, Permissions::NONE);
    }

    fn count(&self, call: Call) -> usize {
        let is_it = |made: &&world::Call| {
            let (method, path) = (made.method.as_str(), made.path.as_str());
            let is_answer = path.starts_with("/interactions/") && path.ends_with("/callback");
            let posts = method == "POST" && path.ends_with("/messages");
            let brings_files = made.body["attachments"].is_array();
            made.was_carried_out()
                && match call {
                    Call::Send => posts && !brings_files,
                    Call::Copy => posts && brings_files,
                    Call::Edit => {
                        (is_answer && made.body["type"] == 7)
                            || (method == "PATCH" && path.contains("/messages/"))
                    }
                    Call::OpenThread => {
                        method == "POST"
                            && path.contains("/messages/")
                            && path.ends_with("/threads")
                    }
                }
        };
        let calls = self.platform.calls();
        calls.iter().filter(is_it).count()
    }

    fn next(&self, call: Call, trouble: Trouble) {
        // The first try answers the press; later ones change the message that was pressed.
        let is_later = call == Call::Edit && self.troubles() != 0;
        let route = if is_later { "PATCH /channels/{}/messages/{}" } else { route_of(call) };
        self.platform.faults().next(route, fault_of(trouble));
    }

    fn rate(&self, call: Call, trouble: Trouble, per_mille: u32) {
        self.platform.faults().seed(7);
        let fault = match trouble {
            // The client waits in real time, of which a scenario has little.
            Trouble::TooMany(seconds) => Fault::TooMany {
                retry_after: Duration::from_millis(seconds.into()),
                is_global: false,
            },
            Trouble::ReplyLost
            | Trouble::BadGateway { .. }
            | Trouble::ServerError
            | Trouble::Hang { .. }
            | Trouble::Blocked
            | Trouble::Unable => fault_of(trouble),
        };
        self.platform.faults().rate(route_of(call), fault, per_mille);
    }

    fn clear(&self) {
        self.platform.faults().clear();
    }

    fn troubles(&self) -> usize {
        self.platform.faults().pending()
    }

    fn probe(&mut self) {
        self.probes += 1;
        let probe = json!({
            "id": self.probes.to_string(), "channel_id": self.help, "guild_id": self.guild,
        });
        self.platform.faults().send_event(PROBE, &probe);
        self.probed_at = self.platform.look(|world| world.version);
    }

    fn is_quiet(&self) -> bool {
        let answered = self.platform.look(|world| {
            let mut interactions = world.interactions.values();
            interactions.all(|interaction| interaction.seen(world.now_ms()) != Seen::Waiting)
        });
        let arrived = self.arrived.lock().unwrap();
        let is_all_there = arrived.put_off.is_empty() && !arrived.is_behind;
        answered && arrived.probe == self.probes && is_all_there
    }

    fn is_stirred(&self) -> bool {
        self.platform.look(|world| world.version) != self.probed_at
    }

    fn changes(&mut self) -> String {
        let channels = screen::Channels { care: self.care, desk: self.desk, help: self.help };
        self.platform.look(|world| self.screen.changes(world, channels))
    }

    fn has_anonymity(&self) -> bool {
        false
    }

    fn has_places(&self) -> bool {
        false
    }

    fn longest_text(&self) -> usize {
        2_000
    }

    fn everything(&self) -> String {
        let calls = self.platform.calls();
        let last = calls.iter().rev().take(5).rev();
        let last: Vec<String> = last.map(|call| format!("{call:?}")).collect();
        format!("{}\n{}", self.platform.transcript(), last.join("\n"))
    }

    fn violations(&self) -> Vec<String> {
        let unreadable = self.arrived.lock().unwrap().unreadable.clone();
        let unreadable = unreadable.iter().map(|name| format!("{name} could not be read"));
        self.platform.violations().into_iter().chain(unreadable).collect()
    }
}
