//! Luma on Telegram: a forum for the desk, a forum for customers, and private chats.

mod screen;

use std::{sync::Arc, time::Duration};

use amends_core::place::{Place, Platform};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    business::AccountRights,
    faults::Fault,
    people::{self, NewGroup, NewUser, Tapped},
    world::{self, Author, Chat, Message, Rights, Role, Standing},
};
use amends_runtime::{Handle, port::SharedAdapter};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::screen::Screen;
use super::{
    ANNA, CAST, CEM, DANA, ION, KATRIN, MIHAI, PIOTR,
    house::{Call, House, Kind, Line, Trouble},
};

/// Telegram with the cast in it.
pub(crate) struct TelegramHouse {
    pub(crate) platform: TelegramStandIn,
    /// Where staff work; a scenario may choose another group.
    pub(crate) desk: i64,
    help: i64,
    screen: Screen,
}

impl TelegramHouse {
    /// Everybody has an account; nobody but Dana is going to have started the bot.
    pub(crate) async fn opens() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let platform = TelegramStandIn::start(options).await.unwrap();
        let people = platform.people();
        for (id, name, language) in CAST {
            let username = name.to_lowercase().replace(' ', "_");
            let user = NewUser::new(id, name).language(language).username(&username);
            people.create_user(user).unwrap();
        }
        let admin = Standing::Admin(Rights::ALL);
        let staff = [ANNA, MIHAI, KATRIN, PIOTR, ION];
        let desk = NewGroup::forum("Luma desk", PIOTR).members(&staff).bot(admin);
        let desk = people.create_group(&desk).unwrap();
        let help = NewGroup::forum("Luma help", PIOTR).members(&[ANNA, DANA, CEM]).bot(admin);
        let help = people.create_group(&help).unwrap();
        people.set_role(PIOTR, help, ANNA, Role::Admin).unwrap();
        Self { platform, desk, help, screen: Screen::default() }
    }

    /// The adapter that the service works with.
    pub(crate) async fn adapter(&self) -> Arc<TelegramAdapter> {
        let settings = Settings {
            token: self.platform.token().to_owned().into(),
            api_url: self.platform.base_url(),
        };
        Arc::new(TelegramAdapter::connect(settings).await.unwrap())
    }

    /// Takes in what happens until told to stop.
    pub(crate) fn listens(
        adapter: Arc<TelegramAdapter>,
        handle: Handle,
        stop: CancellationToken,
    ) -> JoinHandle<()> {
        tokio::spawn(async move {
            let keep = |updates| {
                let (adapter, handle) = (Arc::clone(&adapter), handle.clone());
                async move { adapter.take_in(&handle, updates).await }
            };
            handle.connected(Platform::Telegram, None);
            let tell = |trouble| handle.connected(Platform::Telegram, trouble);
            polling::run(adapter.client(), keep, tell, &stop).await.expect("the token is good");
        })
    }

    /// The newest topic of the desk.
    pub(crate) fn newest_topic(&self) -> i64 {
        let chat = self.chat(self.desk);
        chat.topics.values().filter(|topic| !topic.deleted).map(|topic| topic.id).max().unwrap_or(1)
    }

    fn chat(&self, chat: i64) -> Chat {
        self.platform.chat(chat).expect("the chat is there")
    }

    fn write(&self, who: i64, chat: i64, line: Line, topic: Option<i64>) -> i64 {
        let line = people::Line { topic, ..line_of(line) };
        self.platform.people().write(who, chat, line).unwrap()
    }

    fn support_topic(&self) -> i64 {
        self.chat(self.help).topics.keys().max().copied().expect("it has a topic")
    }
}

impl House for TelegramHouse {
    fn desk(&self) -> i64 {
        self.desk
    }

    fn help(&self) -> i64 {
        self.help
    }

    fn desk_place(&self) -> Place {
        Place::chat(Platform::Telegram, self.desk.to_string())
    }

    fn care_place(&self) -> Option<Place> {
        None
    }

    fn settles(&self, id: i64, name: &str, language: &str) {
        let user = NewUser::new(id, name).language(language);
        self.platform.people().create_user(user).unwrap();
        self.starts(id, None);
    }

    fn starts(&self, who: i64, token: Option<&str>) {
        self.platform.people().start(who, token).unwrap();
    }

    fn starting(&self) -> &'static str {
        "presses Start"
    }

    fn blocks(&self, who: i64) {
        self.platform.people().block(who).unwrap();
    }

    fn unblocks(&self, who: i64) {
        self.platform.people().unblock(who).unwrap();
    }

    fn newest_with(&self, chat: i64, label: &str) -> Option<i64> {
        let has = |message: &&Message| message.is_shown() && message.button(label).is_some();
        self.chat(chat).messages.values().rev().find(has).map(|message| message.id)
    }

    fn newest_seen(&self, who: i64, label: &str) -> Option<(i64, i64)> {
        let private = self.platform.chat(who).is_some().then_some(who);
        let mut chats = private.into_iter().chain([self.help]);
        chats.find_map(|chat| Some((chat, self.newest_with(chat, label)?)))
    }

    fn label(&self, _: i64, label: &str) -> String {
        label.to_owned()
    }

    fn message_with(&self, chat: i64, words: &str) -> Option<i64> {
        let has = |message: &&Message| message.is_shown() && message.text.contains(words);
        self.chat(chat).messages.values().rev().find(has).map(|message| message.id)
    }

    fn answered_by(&self, chat: i64, message: i64) -> Option<String> {
        let chat = self.chat(chat);
        let answered = &chat.messages[&chat.messages[&message].reply_to?].text;
        let bare = answered.rsplit_once(": ").map_or(answered.as_str(), |(_, text)| text);
        Some(bare.to_owned())
    }

    fn data_of(&self, chat: i64, message: i64, label: &str) -> String {
        let chat = self.chat(chat);
        chat.messages[&message].button(label).and_then(|button| button.data.clone()).unwrap()
    }

    fn said_in(&self, chat: i64) -> Vec<String> {
        let chat = self.chat(chat);
        let ours = chat
            .messages
            .values()
            .filter(|message| message.is_shown() && message.from == Author::Bot)
            .filter(|message| message.kind != world::Kind::Service);
        ours.map(|message| message.text.clone()).collect()
    }

    fn thread_name(&self) -> String {
        let topic = self.newest_topic();
        self.chat(self.desk).topics[&topic].name.clone()
    }

    fn marked_up(&self) -> Vec<String> {
        let is_marked = |call: &world::Call| {
            let text = call.params.get("text").and_then(|text| text.as_str()).unwrap_or_default();
            let is_said = text.starts_with("Dana: ") || text.starts_with("Anna: ");
            call.params.get("parse_mode").is_some()
                || (is_said && call.params.get("entities").is_some())
        };
        let calls = self.platform.calls();
        calls.iter().filter(|call| is_marked(call)).map(|call| format!("{call:?}")).collect()
    }

    fn has_forms(&self) -> bool {
        false
    }

    fn answered_presses(&self) -> usize {
        self.platform.look(|world| world.toasts.len())
    }

    fn press(&self, who: i64, chat: i64, message: i64, label: &str) -> Option<String> {
        match self.platform.people().tap(who, chat, message, label).unwrap() {
            Tapped::Query(_) => None,
            Tapped::Link(url) => url.rsplit("start=").next().map(ToOwned::to_owned),
        }
    }

    fn forge(&self, who: i64, chat: i64, message: i64, data: &str) {
        self.platform.people().forge_tap(who, chat, message, data).unwrap();
    }

    fn tells(&mut self, who: i64, line: Line) -> &'static str {
        self.write(who, who, line, None);
        ""
    }

    fn talks(&mut self, who: i64, line: Line) -> &'static str {
        let topic = self.newest_topic();
        self.write(who, self.desk, line, Some(topic));
        " at the desk"
    }

    fn calls_out(&mut self, who: i64, line: Line) -> &'static str {
        self.write(who, self.desk, line, None);
        " in General"
    }

    fn hands_over(&mut self, who: i64, file: (&str, &[u8]), command: &str) -> &'static str {
        let file = Some((file.0.to_owned(), file.1.to_vec()));
        self.calls_out(who, Line { kind: Kind::Document, file, ..Line::text(command) });
        " in General"
    }

    fn replies(&mut self, who: i64, to: &str, text: &str, in_thread: bool) -> &'static str {
        let message = self.message_with(self.desk, to).expect("somebody said that");
        let topic = in_thread.then(|| self.newest_topic());
        self.write(who, self.desk, Line::text(text).replying_to(message), topic);
        if in_thread { "" } else { " in General" }
    }

    fn puts(&mut self, who: i64, chat: i64, line: Line) -> i64 {
        self.write(who, chat, line, None)
    }

    fn edits(&self, who: i64, chat: i64, message: i64, text: &str) {
        self.platform.people().edit(who, chat, message, text).unwrap();
    }

    fn deletes(&self, _: i64, chat: i64, message: i64) {
        self.platform.people().delete(chat, message).unwrap();
    }

    fn reacts(&self, who: i64, chat: i64, message: i64, emoji: &str) {
        self.platform.people().react(who, chat, message, &[emoji]).unwrap();
    }

    fn opens_topic(&mut self, staff: i64, title: &str) {
        self.platform.people().create_topic(staff, self.help, title).unwrap();
    }

    fn writes_in_topic(&mut self, who: i64, line: Line) {
        let topic = self.support_topic();
        self.write(who, self.help, line, Some(topic));
    }

    fn connects_own_chats(&mut self, owner: i64) {
        self.platform.people().connect_bot(owner, AccountRights::ALL).unwrap();
    }

    fn writes_in_own_chat(&mut self, by: i64, (owner, customer): (i64, i64), line: Line) {
        let (people, line) = (self.platform.people(), line_of(line));
        let written = if by == owner {
            people.write_as_owner(owner, customer, line)
        } else {
            people.write_to_owner(customer, owner, line)
        };
        written.unwrap();
    }

    fn closes_topic(&mut self, staff: i64) {
        let topic = self.support_topic();
        self.platform.people().close_topic(staff, self.help, topic).unwrap();
    }

    fn reopens_topic(&mut self, staff: i64) {
        let topic = self.support_topic();
        self.platform.people().reopen_topic(staff, self.help, topic).unwrap();
    }

    fn closes_thread(&self, staff: i64) {
        let topic = self.newest_topic();
        self.platform.people().close_topic(staff, self.desk, topic).unwrap();
    }

    fn deletes_thread(&self, staff: i64) {
        let topic = self.newest_topic();
        self.platform.people().delete_topic(staff, self.desk, topic).unwrap();
    }

    fn shuts_desk(&self, staff: i64) -> &'static str {
        self.platform.people().remove_bot(staff, self.desk).unwrap();
        "removes the bot from the desk"
    }

    fn reopens_desk(&self, staff: i64) {
        let admin = Standing::Admin(Rights::ALL);
        self.platform.people().set_bot(staff, self.desk, admin).unwrap();
    }

    fn forbids_threads(&self, staff: i64) {
        let by_name_only = Standing::Admin(Rights::NONE);
        self.platform.people().set_bot(staff, self.desk, by_name_only).unwrap();
    }

    fn allows_threads(&self, staff: i64) {
        self.reopens_desk(staff);
    }

    fn count(&self, call: Call) -> usize {
        let method = method_of(call);
        let calls = self.platform.calls();
        calls.iter().filter(|call| call.method == method && call.was_carried_out()).count()
    }

    fn next(&self, call: Call, trouble: Trouble) {
        self.platform.faults().next(method_of(call), fault_of(trouble));
    }

    fn rate(&self, call: Call, trouble: Trouble, per_mille: u32) {
        self.platform.faults().seed(7);
        self.platform.faults().rate(method_of(call), fault_of(trouble), per_mille);
    }

    fn clear(&self) {
        self.platform.faults().clear();
    }

    fn troubles(&self) -> usize {
        self.platform.faults().pending()
    }

    fn probe(&mut self) {}

    fn is_quiet(&self) -> bool {
        self.platform.look(|world| world.updates_waiting() == 0)
    }

    fn is_stirred(&self) -> bool {
        false
    }

    fn changes(&mut self) -> String {
        self.platform.look(|world| self.screen.changes(world, self.desk))
    }

    fn has_anonymity(&self) -> bool {
        true
    }

    fn has_places(&self) -> bool {
        true
    }

    fn longest_text(&self) -> usize {
        4_096
    }

    fn everything(&self) -> String {
        self.platform.transcript()
    }

    fn violations(&self) -> Vec<String> {
        self.platform.violations()
    }
}

/// The adapter, as the service takes it.
pub(crate) fn shared(adapter: &Arc<TelegramAdapter>) -> SharedAdapter {
    Arc::<TelegramAdapter>::clone(adapter)
}

fn line_of(line: Line) -> people::Line {
    let kind = match line.kind {
        Kind::Text => world::Kind::Text,
        Kind::Photo => world::Kind::Photo,
        Kind::Document => world::Kind::Document,
        Kind::Voice => world::Kind::Voice,
        Kind::Sticker => world::Kind::Sticker,
        Kind::Location => world::Kind::Location,
        Kind::Video => world::Kind::Video,
    };
    let (reply_to, anonymous) = (line.reply_to, line.anonymous);
    let file = line.file.map(|(name, content)| people::Attached { name, content });
    people::Line { kind, reply_to, anonymous, file, ..people::Line::text(line.text) }
}

fn method_of(call: Call) -> &'static str {
    match call {
        Call::Send => "sendMessage",
        Call::Edit => "editMessageText",
        Call::Copy => "copyMessage",
        Call::OpenThread => "createForumTopic",
    }
}

fn fault_of(trouble: Trouble) -> Fault {
    let refuse =
        |code, description: &str| Fault::Refuse { code, description: description.to_owned() };
    match trouble {
        Trouble::TooMany(seconds) => Fault::TooMany { retry_after: seconds },
        Trouble::ReplyLost => Fault::ReplyLost,
        Trouble::BadGateway { executes } => Fault::BadGateway { executes },
        Trouble::ServerError => Fault::ServerError,
        Trouble::Hang { millis } => {
            Fault::Hang { lasts: Duration::from_millis(millis), executes: true }
        }
        Trouble::Blocked => refuse(403, "Forbidden: bot was blocked by the user"),
        Trouble::Unable => refuse(400, "Bad Request: message can't be copied"),
    }
}
