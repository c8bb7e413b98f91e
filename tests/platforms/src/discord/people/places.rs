//! What people do with channels, threads and voice.

use super::{Line, People, Refused, refused};
use crate::discord::{
    permissions::Permissions,
    threads::NewThread,
    world::{ChannelKind, Id, World},
};

/// What the app offers first: three days.
const USUAL_ARCHIVE: i64 = 4320;

impl People {
    /// Starts a thread in a text channel and returns it.
    pub fn start_thread(
        &self,
        user: Id,
        channel: Id,
        name: &str,
        is_private: bool,
    ) -> Result<Id, Refused> {
        self.act(|world| {
            let (kind, wanted) = if is_private {
                (ChannelKind::PrivateThread, Permissions::CREATE_PRIVATE_THREADS)
            } else {
                (ChannelKind::PublicThread, Permissions::CREATE_PUBLIC_THREADS)
            };
            world.allowed(user, channel, wanted)?;
            if world.seen_by(user, channel)?.kind != ChannelKind::Text {
                return refused("threads are started in text channels");
            }
            Ok(world.open_thread(thread(channel, kind, name, user)))
        })
    }

    /// Starts a thread from a message and returns it.
    pub fn start_thread_from(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        name: &str,
    ) -> Result<Id, Refused> {
        self.act(|world| {
            world.allowed(user, channel, Permissions::CREATE_PUBLIC_THREADS)?;
            world.message_seen_by(user, channel, message)?;
            if world.channels.contains_key(&message) {
                return refused("there is a thread from this message");
            }
            let new = thread(channel, ChannelKind::PublicThread, name, user);
            Ok(world.open_thread(NewThread { from: Some(message), ..new }))
        })
    }

    /// Writes a post into a forum, with tags by their names, and returns its thread.
    pub fn create_post(
        &self,
        user: Id,
        forum: Id,
        title: &str,
        line: impl Into<Line>,
        tags: &[&str],
    ) -> Result<Id, Refused> {
        let line = line.into();
        self.act(|world| {
            world.allowed(user, forum, Permissions::SEND_MESSAGES)?;
            if world.seen_by(user, forum)?.kind != ChannelKind::Forum {
                return refused("posts are written into forums");
            }
            let tags = world.tags_by_name(forum, tags)?;
            let new = thread(forum, ChannelKind::PublicThread, title, user);
            let post = world.open_thread(NewThread { tags, ..new });
            world.write(user, post, &Line { id: Some(post), ..line })?;
            Ok(post)
        })
    }

    /// Sets the tags of a post by their names.
    pub fn set_tags(&self, user: Id, post: Id, tags: &[&str]) -> Result<(), Refused> {
        self.act(|world| {
            world.manages_thread(user, post)?;
            let forum = world.seen_by(user, post)?.parent.unwrap_or(post);
            let tags = world.tags_by_name(forum, tags)?;
            world.change_thread(post, user, |channel| {
                if let Some(thread) = channel.thread.as_mut() {
                    thread.tags = tags;
                }
            });
            Ok(())
        })
    }

    /// Brings somebody into a thread.
    pub fn add_to_thread(&self, by: Id, thread: Id, user: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed(by, thread, Permissions::SEND_MESSAGES_IN_THREADS)?;
            let found = world.seen_by(by, thread)?;
            let Some(part) = &found.thread else { return refused("this is no thread") };
            let is_closed = found.kind == ChannelKind::PrivateThread && !part.invitable;
            let parent = found.parent.unwrap_or(thread);
            if is_closed {
                world.allowed(by, thread, Permissions::MANAGE_THREADS)?;
            }
            world.seen_by(user, parent)?;
            world.enter_thread(thread, user, Some(by));
            Ok(())
        })
    }

    /// Follows a thread that one sees.
    pub fn join_thread(&self, user: Id, thread: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.seen_by(user, thread)?;
            world.enter_thread(thread, user, None);
            Ok(())
        })
    }

    /// Leaves a thread.
    pub fn leave_thread(&self, user: Id, thread: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.seen_by(user, thread)?;
            world.leave_thread(thread, user, None);
            Ok(())
        })
    }

    /// Removes somebody from a thread.
    pub fn remove_from_thread(&self, by: Id, thread: Id, user: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed(by, thread, Permissions::MANAGE_THREADS)?;
            world.leave_thread(thread, user, Some(by));
            Ok(())
        })
    }

    /// Closes a thread, which puts it away, or opens it again.
    pub fn archive(&self, user: Id, thread: Id, archived: bool) -> Result<(), Refused> {
        self.act(|world| {
            let is_locked = world.seen_by(user, thread)?.is_locked();
            if archived || is_locked {
                world.manages_thread(user, thread)?;
                if is_locked {
                    world.allowed(user, thread, Permissions::MANAGE_THREADS)?;
                }
            }
            world.change_thread(thread, user, |channel| {
                if let Some(thread) = channel.thread.as_mut() {
                    thread.archived = archived;
                }
            });
            Ok(())
        })
    }

    /// Locks a thread, or unlocks it.
    pub fn lock(&self, user: Id, thread: Id, locked: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed(user, thread, Permissions::MANAGE_THREADS)?;
            world.change_thread(thread, user, |channel| {
                if let Some(thread) = channel.thread.as_mut() {
                    thread.locked = locked;
                }
            });
            Ok(())
        })
    }

    /// Gives a channel or thread another name.
    pub fn rename(&self, user: Id, channel: Id, name: &str) -> Result<(), Refused> {
        self.act(|world| {
            if world.seen_by(user, channel)?.kind.is_thread() {
                world.manages_thread(user, channel)?;
                world.change_thread(channel, user, |it| name.clone_into(&mut it.name));
                return Ok(());
            }
            world.allowed(user, channel, Permissions::MANAGE_CHANNELS)?;
            if let Some(found) = world.channel_mut(channel) {
                name.clone_into(&mut found.name);
            }
            world.tell_channel("CHANNEL_UPDATE", channel);
            Ok(())
        })
    }

    /// Moves a channel under another category, or out of all.
    pub fn move_channel(&self, user: Id, channel: Id, category: Option<Id>) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed(user, channel, Permissions::MANAGE_CHANNELS)?;
            let is_category =
                |id: Id| world.channel(id).is_some_and(|it| it.kind == ChannelKind::Category);
            if category.is_some_and(|id| !is_category(id)) {
                return refused("channels are moved under categories");
            }
            if let Some(found) = world.channel_mut(channel) {
                found.parent = category;
            }
            world.tell_channel("CHANNEL_UPDATE", channel);
            Ok(())
        })
    }

    /// Deletes a channel with its threads, or a thread.
    pub fn delete_channel(&self, user: Id, channel: Id) -> Result<(), Refused> {
        self.act(|world| {
            let wanted = if world.seen_by(user, channel)?.kind.is_thread() {
                Permissions::MANAGE_THREADS
            } else {
                Permissions::MANAGE_CHANNELS
            };
            if world.seen_by(user, channel)?.guild.is_none() {
                return refused("direct messages are not deleted");
            }
            world.allowed(user, channel, wanted)?;
            world.delete_channel(channel);
            Ok(())
        })
    }

    /// Enters a voice channel.
    pub fn join_voice(&self, user: Id, channel: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed(user, channel, Permissions::CONNECT)?;
            let found = world.seen_by(user, channel)?;
            let (kind, guild) = (found.kind, found.guild);
            match guild {
                Some(guild) if kind == ChannelKind::Voice => {
                    world.move_in_voice(guild, user, Some(channel));
                    Ok(())
                }
                Some(_) | None => refused("this is no voice channel"),
            }
        })
    }

    /// Leaves voice.
    pub fn leave_voice(&self, user: Id, guild: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed_in_guild(user, guild, Permissions::NONE)?;
            world.move_in_voice(guild, user, None);
            Ok(())
        })
    }

    /// Lets the platform refuse names that contain a word.
    pub fn forbid_word(&self, word: &str) {
        self.shared.change(|state| state.world.forbidden_words.push(word.to_lowercase()));
    }

    /// Limits how many threads of a guild may be open at once.
    pub fn limit_active_threads(&self, most: usize) {
        self.shared.change(|state| state.world.most_active_threads = most);
    }
}

fn thread(parent: Id, kind: ChannelKind, name: &str, owner: Id) -> NewThread {
    NewThread {
        parent,
        kind,
        name: name.to_owned(),
        owner,
        auto_archive_minutes: USUAL_ARCHIVE,
        invitable: true,
        tags: Vec::new(),
        from: None,
    }
}

impl World {
    /// Checks that a person started a thread or manages threads.
    fn manages_thread(&self, user: Id, thread: Id) -> Result<(), Refused> {
        let found = self.seen_by(user, thread)?;
        match &found.thread {
            None => refused("this is no thread"),
            Some(part) if part.owner == user => Ok(()),
            Some(_) => self.allowed(user, thread, Permissions::MANAGE_THREADS),
        }
    }

    fn tags_by_name(&self, forum: Id, names: &[&str]) -> Result<Vec<Id>, Refused> {
        let tag = |name: &&str| {
            let found = self.channel(forum).and_then(|forum| forum.tag_named(name));
            found.ok_or_else(|| Refused(format!("the forum offers no tag `{name}`")))
        };
        names.iter().map(tag).collect()
    }
}
