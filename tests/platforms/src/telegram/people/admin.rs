//! What people do with groups, topics and the bot's place in them.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{People, Refused, refused};
use crate::telegram::{
    draft::Draft,
    world::{Author, Chat, ChatKind, Rights, Role, Standing, World},
};

const TOPIC_COLOR: i64 = 0x6F_B9_F0;

/// A new group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewGroup {
    /// Its title.
    pub title: String,
    /// Whether it is a supergroup with topics; otherwise it is a basic group.
    pub forum: bool,
    /// Who created it.
    pub owner: i64,
    /// Its other members.
    #[serde(default)]
    pub members: Vec<i64>,
    /// What the bot is in it.
    pub bot: Standing,
    /// Its id; the platform chooses one by default.
    #[serde(default)]
    pub id: Option<i64>,
}

impl NewGroup {
    /// Describes a forum in which the bot is an administrator with every right.
    pub fn forum(title: &str, owner: i64) -> Self {
        Self {
            title: title.to_owned(),
            forum: true,
            owner,
            members: Vec::new(),
            bot: Standing::Admin(Rights::ALL),
            id: None,
        }
    }

    /// Describes a basic group in which the bot is an ordinary member.
    pub fn basic(title: &str, owner: i64) -> Self {
        Self { forum: false, bot: Standing::Member, ..Self::forum(title, owner) }
    }

    /// Adds people.
    #[must_use]
    pub fn members(mut self, members: &[i64]) -> Self {
        self.members.extend(members);
        self
    }

    /// Sets what the bot is.
    #[must_use]
    pub fn bot(mut self, standing: Standing) -> Self {
        self.bot = standing;
        self
    }

    /// Fixes the id.
    #[must_use]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }
}

impl People {
    /// Creates a group with the bot in it and returns its id.
    pub fn create_group(&self, new: &NewGroup) -> Result<i64, Refused> {
        self.act(|world| {
            for user in new.members.iter().chain([&new.owner]) {
                world.person(*user)?;
            }
            let kind = if new.forum { ChatKind::Supergroup } else { ChatKind::Group };
            let id = new.id.unwrap_or_else(|| world.free_group_id(kind));
            if 0 <= id || world.chats.contains_key(&id) {
                return refused(format!("there cannot be a new group {id}"));
            }
            let mut chat = Chat::new(id, kind, &new.title);
            chat.is_forum = new.forum;
            chat.bot = Standing::Absent;
            chat.members = new.members.iter().map(|user| (*user, Role::Member)).collect();
            chat.members.insert(new.owner, Role::Owner);
            world.chats.insert(id, chat);
            world.change_standing(id, new.owner, new.bot);
            Ok(id)
        })
    }

    /// Upgrades a basic group and returns the id of the supergroup it became, with topics on.
    pub fn migrate(&self, user: i64, chat: i64) -> Result<i64, Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            let old = &world.chats[&chat];
            if old.kind != ChatKind::Group || old.migrated_to.is_some() {
                return refused(format!("chat {chat} is no basic group"));
            }
            let (title, bot, members) = (old.title.clone(), old.bot, old.members.clone());
            let id = world.free_group_id(ChatKind::Supergroup);
            let mut new = Chat::new(id, ChatKind::Supergroup, &title);
            (new.is_forum, new.bot, new.members) = (true, bot, members);
            world.chats.insert(id, new);
            let by = Author::Person(user);
            let leaving =
                world.put(chat, by, Draft::service("migrate_to_chat_id", json!(id), None));
            world.announce(chat, leaving);
            let arriving = Draft::service("migrate_from_chat_id", json!(chat), None);
            let arriving = world.put(id, Author::AnonymousAdmin, arriving);
            world.announce(id, arriving);
            if let Some(old) = world.chats.get_mut(&chat) {
                old.migrated_to = Some(id);
            }
            Ok(id)
        })
    }

    /// Creates a topic and returns its id.
    pub fn create_topic(&self, user: i64, chat: i64, name: &str) -> Result<i64, Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            if !world.chats[&chat].is_forum {
                return refused(format!("chat {chat} has no topics"));
            }
            Ok(world.open_topic(chat, Author::Person(user), name, TOPIC_COLOR))
        })
    }

    /// Renames a topic.
    pub fn rename_topic(
        &self,
        user: i64,
        chat: i64,
        topic: i64,
        name: &str,
    ) -> Result<(), Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            let renamed = world.retitle(chat, topic, Author::Person(user), name);
            renamed.map_err(|refusal| Refused(refusal.description))
        })
    }

    /// Closes a topic.
    pub fn close_topic(&self, user: i64, chat: i64, topic: i64) -> Result<(), Refused> {
        self.toggle_topic(user, chat, topic, true)
    }

    /// Reopens a topic.
    pub fn reopen_topic(&self, user: i64, chat: i64, topic: i64) -> Result<(), Refused> {
        self.toggle_topic(user, chat, topic, false)
    }

    fn toggle_topic(&self, user: i64, chat: i64, topic: i64, closed: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            let toggled = world.set_closed(chat, topic, Author::Person(user), closed);
            toggled.map_err(|refusal| Refused(refusal.description))
        })
    }

    /// Deletes a topic with all its messages; the bot is not told.
    pub fn delete_topic(&self, user: i64, chat: i64, topic: i64) -> Result<(), Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            world.remove_topic(chat, topic).map_err(|refusal| Refused(refusal.description))
        })
    }

    /// Changes what the bot is in a group: adds it, promotes or demotes it, or throws it out.
    pub fn set_bot(&self, user: i64, chat: i64, standing: Standing) -> Result<(), Refused> {
        self.act(|world| {
            world.leader(user, chat)?;
            world.change_standing(chat, user, standing);
            Ok(())
        })
    }

    /// Throws the bot out of a group.
    pub fn remove_bot(&self, user: i64, chat: i64) -> Result<(), Refused> {
        self.set_bot(user, chat, Standing::Kicked)
    }

    /// Changes what a person is in a group, done by an administrator.
    pub fn set_role(&self, by: i64, chat: i64, user: i64, role: Role) -> Result<(), Refused> {
        self.act(|world| {
            world.leader(by, chat)?;
            world.person(user)?;
            let old = world.chats[&chat].role(user);
            if let Some(chat) = world.chats.get_mut(&chat) {
                chat.members.insert(user, role);
            }
            if world.chats[&chat].rights().is_some() && old != role {
                let body = json!({
                    "chat": world.wire_chat(chat), "from": world.wire_user(by),
                    "date": world.now_ms() / 1000,
                    "old_chat_member": world.wire_member(user, old),
                    "new_chat_member": world.wire_member(user, role),
                });
                world.emit("chat_member", body);
            }
            Ok(())
        })
    }

    /// Renames a person; the bot sees it with the next message.
    pub fn rename(&self, user: i64, first_name: &str) -> Result<(), Refused> {
        self.act(|world| {
            first_name.clone_into(&mut world.person(user)?.first_name);
            Ok(())
        })
    }
}

impl World {
    /// Checks that a person administers a group.
    fn leader(&mut self, user: i64, chat: i64) -> Result<(), Refused> {
        self.person(user)?;
        let role = self.chats.get(&chat).map(|chat| chat.role(user));
        match role {
            Some(Role::Owner | Role::Admin) => Ok(()),
            Some(Role::Member | Role::Left | Role::Kicked) => {
                refused(format!("user {user} does not administer chat {chat}"))
            }
            None => refused(format!("there is no chat {chat}")),
        }
    }

    fn free_group_id(&mut self, kind: ChatKind) -> i64 {
        self.counters.group += 1;
        match kind {
            ChatKind::Supergroup => -1_002_000_000_000 - self.counters.group,
            ChatKind::Group | ChatKind::Private => -4_000_000 - self.counters.group,
        }
    }
}
