//! How contacts begin and end where customers are served: threads, channels of ticket bots, voice
//! channels; and what becomes of the places that we need ourselves.

use amends_core::{
    event::{Ending, VenueEvent},
    place::{Actor, Place, Platform},
};
use amends_runtime::port::Incoming;
use jiff::{SignedDuration, Timestamp};

use super::{Reading, Role, people};
use crate::{
    envelope::{Author, Channel, Companion, text},
    gateway::SERVED,
};

/// Discord's numbers for channels that hold nothing but threads.
const FORUMS: [u8; 2] = [15, 16];
/// The beginning of Discord's time, in milliseconds since 1970.
const EPOCH: i64 = 1_420_070_400_000;
/// How much sooner than it says Discord may put a quiet thread away.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);
/// What the names of categories begin with in which tickets are put away.
const PUT_AWAY: [&str; 2] = ["closed", "archive"];

impl Reading<'_> {
    /// Reads a thread that was opened where customers are served. Who opened it may be a bot;
    /// whoever writes in it will be seen.
    pub(super) fn thread_opened(&self) -> Option<Incoming> {
        let thread = Channel::read(self.d())?;
        let place = thread_place(&thread)?;
        if self.role_of(&place) != Role::Venue {
            return None;
        }
        let opener = thread.owner.as_deref().unwrap_or_default();
        let by = Actor { anonymous: true, ..people::somebody(opener) };
        let event = VenueEvent::Opened { by, title: thread.name? };
        Some(Incoming::Venue { place, event })
    }

    /// Reads what changed about a thread.
    pub(super) fn thread_changed(&self) -> Option<Incoming> {
        let thread = Channel::read(self.d())?;
        let before = self.envelope.around.before.as_ref();
        let place = thread_place(&thread)?;
        let is_closed = |thread: &Channel| thread.is_archived || thread.is_locked;
        let was_closed = before.is_some_and(is_closed);
        let closes = is_closed(&thread) && !was_closed;
        match self.role_of(&place) {
            Role::Desk | Role::Room => {
                // Silence is nobody's doing, and the next word opens it again.
                let by_hand = closes && !is_idle(&thread);
                let (by, gone) = (None, false);
                by_hand.then_some(Incoming::DeskThreadClosed { by, thread: place, gone })
            }
            Role::Care => None,
            Role::Venue => {
                let how = if self.is_solved(&thread) {
                    Ending::Solved
                } else if closes && is_idle(&thread) {
                    Ending::Idle
                } else if closes {
                    Ending::Closed
                } else {
                    let reopens = was_closed && !is_closed(&thread);
                    let event = VenueEvent::Reopened;
                    return reopens.then_some(Incoming::Venue { place, event });
                };
                let event = VenueEvent::Closed {
                    by: None,
                    at: thread.archive_changed_at.as_deref().and_then(|at| at.parse().ok()),
                    how,
                    customer: self.opener(&thread),
                    agent: None,
                    private: self.is_private(),
                };
                Some(Incoming::Venue { place, event })
            }
        }
    }

    /// Reads a thread that was deleted: one of ours is needed still.
    pub(super) fn thread_deleted(&self) -> Option<Incoming> {
        let thread = Channel::read(self.d())?;
        let place = thread_place(&thread)?;
        let is_ours = matches!(self.role_of(&place), Role::Desk | Role::Room);
        is_ours.then_some(Incoming::DeskThreadClosed { by: None, thread: place, gone: true })
    }

    /// Reads a channel that changed: that of a ticket may have been put away.
    pub(super) fn channel_changed(&self) -> Option<Incoming> {
        let channel = Channel::read(self.d())?;
        let before = self.envelope.around.before.as_ref()?;
        let renamed = self.is_of_ticket_bot(Some(before)) && !self.is_of_ticket_bot(Some(&channel));
        let moved = self.is_of_ticket_bot(Some(before)) && before.above != channel.above;
        let away = self.envelope.around.above.as_ref().and_then(|above| above.name.as_deref());
        let away = away.is_some_and(|name| {
            let name = name.to_lowercase();
            PUT_AWAY.iter().any(|away| name.contains(away))
        });
        (renamed || (moved && away)).then(|| self.ticket_ended(&channel))
    }

    /// Reads a channel that was deleted: that of a ticket, or one that we need.
    pub(super) fn channel_deleted(&self) -> Option<Incoming> {
        let channel = Channel::read(self.d())?;
        let place = Place::chat(Platform::Discord, &channel.id);
        match self.role_of(&place) {
            Role::Desk | Role::Room | Role::Care => {
                Some(Incoming::Standing { place, usable: false })
            }
            Role::Venue => {
                let known = self.envelope.around.before.as_ref().unwrap_or(&channel);
                self.is_of_ticket_bot(Some(known)).then(|| self.ticket_ended(known))
            }
        }
    }

    fn ticket_ended(&self, channel: &Channel) -> Incoming {
        let place = Place::chat(Platform::Discord, &channel.id);
        let event = VenueEvent::Closed {
            by: None,
            at: None,
            how: Ending::Ticket,
            customer: self.only_member(channel),
            agent: None,
            private: true,
        };
        Incoming::Venue { place, event }
    }

    /// The only person whom a channel was opened for. Where there are more, those who wrote in it
    /// tell whose it was.
    fn only_member(&self, channel: &Channel) -> Option<Actor> {
        let mut members = channel.members.iter().filter(|id| **id != self.me.id);
        let only = members.next().filter(|_| members.next().is_none())?;
        Some(people::somebody(only))
    }

    /// Reads that somebody left a voice channel in which customers are served, or is back in one.
    pub(super) fn voice_changed(&self) -> Option<Incoming> {
        let member = &self.d()["member"];
        let by = people::person(&member["user"], Some(member))?;
        // Whoever moves between such channels is still being served.
        if self.d()["channel_id"].as_str().is_some_and(|channel| self.is_support(channel)) {
            return self.voice_returned(by);
        }
        self.voice_left(by)
    }

    fn voice_returned(&self, by: Actor) -> Option<Incoming> {
        let mut left = self.envelope.around.left_lately.iter().rev();
        let left = left.find(|channel| self.is_support(channel))?;
        let place = Place::chat(Platform::Discord, left);
        Some(Incoming::Venue { place, event: VenueEvent::Returned { by } })
    }

    fn voice_left(&self, by: Actor) -> Option<Incoming> {
        let voice =
            self.envelope.around.voice.as_ref().filter(|it| self.is_support(&it.channel))?;
        let together = |other: &Companion| match other.until {
            Some(until) => until - other.since,
            None => voice.until - voice.since.max(other.since),
        };
        let with = voice.with.iter().filter(|other| SERVED <= together(other));
        let actor = |other: &Companion| Actor {
            roles: other.roles.clone(),
            ..people::somebody(&other.user)
        };
        let event = VenueEvent::Left { by, with: with.map(actor).collect() };
        Some(Incoming::Venue { place: Place::chat(Platform::Discord, &voice.channel), event })
    }

    /// Whether customers are served in this voice channel.
    fn is_support(&self, channel: &str) -> bool {
        self.view.signals.voice.contains(&Place::chat(Platform::Discord, channel))
    }

    fn is_staff(&self, roles: &[String]) -> bool {
        let ours = self.view.roles.iter().filter(|it| it.platform == Platform::Discord);
        ours.into_iter().any(|role| roles.contains(&role.role))
    }

    /// Reads that the bot is on the server again.
    pub(super) fn guild_found(&self) -> Option<Incoming> {
        let is_ours = self.me.guild.is_some() && self.me.guild == text(&self.d()["id"]);
        let desk = self.view.desk.clone().filter(|desk| desk.platform == Platform::Discord)?;
        is_ours.then_some(Incoming::Standing { place: desk, usable: true })
    }

    /// Reads that the bot was removed from the server.
    pub(super) fn guild_lost(&self) -> Option<Incoming> {
        if self.d()["unavailable"].as_bool() == Some(true) {
            return None;
        }
        let is_ours = self.me.guild.is_none() || self.me.guild == text(&self.d()["id"]);
        let desk = self.view.desk.clone().filter(|desk| desk.platform == Platform::Discord)?;
        is_ours.then_some(Incoming::Standing { place: desk, usable: false })
    }

    /// Whether the tag was just put on that says that all is well.
    fn is_solved(&self, thread: &Channel) -> bool {
        let Some(solved) = self.view.signals.solved.as_deref() else { return false };
        let above = self.envelope.around.above.as_ref();
        let offered = above.map(|above| &above.offered_tags);
        let is_it = |tag: &&String| {
            let name = offered.and_then(|offered| offered.get(*tag));
            name.is_some_and(|name| name.to_lowercase() == solved.to_lowercase())
        };
        let had = self.envelope.around.before.as_ref().map(|before| before.tags.as_slice());
        thread.tags.iter().find(is_it).is_some_and(|tag| !had.unwrap_or_default().contains(tag))
    }

    /// Who opened a post in a forum, if they wrote in it and are no staff.
    fn opener(&self, thread: &Channel) -> Option<Actor> {
        let above = self.envelope.around.above.as_ref()?;
        if !FORUMS.contains(&above.kind) {
            return None;
        }
        let authors = self.around().map(|known| known.authors.as_slice()).unwrap_or_default();
        let owner = thread.owner.as_deref()?;
        let author: &Author = authors.iter().find(|author| author.user == owner)?;
        if self.is_staff(&author.roles) {
            return None;
        }
        Some(Actor { roles: author.roles.clone(), ..people::somebody(owner) })
    }
}

fn thread_place(thread: &Channel) -> Option<Place> {
    let parent = thread.thread_parent()?;
    Some(Place::chat(Platform::Discord, parent).thread(&thread.id))
}

/// Whether a thread was put away because nobody had written for as long as it waits for.
fn is_idle(thread: &Channel) -> bool {
    let quiet = || {
        let changed = thread.archive_changed_at.as_deref()?.parse::<Timestamp>().ok()?;
        let last = moment(thread.last_message.as_deref().unwrap_or(&thread.id))?;
        let wait = SignedDuration::from_mins(i64::from(thread.auto_archive_minutes?));
        Some(wait <= changed.duration_since(last) + TOLERANCE)
    };
    thread.is_archived && !thread.is_locked && quiet().unwrap_or_default()
}

/// When something with this id came to be.
fn moment(id: &str) -> Option<Timestamp> {
    let id: u64 = id.parse().ok()?;
    Timestamp::from_millisecond(i64::try_from(id >> 22).ok()? + EPOCH).ok()
}
