//! What is to be fetched after a pause, on a platform whose ids grow with time as Discord's do: in each
//! place where an open case is talked about, what came after the last that is surely known.

use std::{collections::BTreeMap, future::Future, time::Duration};

use amends_core::place::{Address, Place, Platform};
use amends_storage::port::StoreError;
use jiff::{SignedDuration, Timestamp};
use tokio::{task, time};
use tracing::warn;

use crate::{
    Handle,
    talks::{self, Correspondent, Talk},
};

/// When Discord's ids begin, in milliseconds since 1970, and where in them the time stands.
const EPOCH: i64 = 1_420_070_400_000;
const TIME: u32 = 22;
/// So long may something wait before it is stored while a press overtakes it, and so far may two
/// clocks differ. What is fetched again is known by its id.
const SLACK: SignedDuration = SignedDuration::from_hours(1);
/// How long it may take to find private chats: meanwhile nothing else is taken in.
const FOUND_WITHIN: Duration = Duration::from_secs(10);

/// A place in which something may have been missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The platform's id of the thread or chat.
    pub channel: String,
    /// Everything up to this id is known, or is of no interest.
    pub after: u64,
}

/// What is known of the private chat with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Which one it is.
    Open(Place),
    /// There is none, and there will be none.
    Closed,
    /// It can't be found out now.
    Later,
}

/// Finds the private chat with somebody.
pub trait Doors: Sync {
    /// The private chat with the owner of an account.
    fn private_chat(&self, address: &Address) -> impl Future<Output = Door> + Send;
}

/// The id of something that happens at a moment.
pub fn id_at(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond().saturating_sub(EPOCH)).unwrap_or_default() << TIME
}

impl Handle {
    /// What is to be fetched on a platform. Everything up to `all_before` was taken in, whatever it
    /// was.
    pub async fn missed(
        &self,
        platform: Platform,
        all_before: Option<u64>,
        doors: &impl Doors,
    ) -> Result<Vec<Missed>, StoreError> {
        let (mut talks, mut people) = self.talks_beside(platform).await?;
        // Whoever has a room writes there.
        people.sort_by_key(|one| one.has_room);
        let (chats, left) = self.private_chats(platform, people.iter(), &people, doors).await;
        if 0 < left {
            warn!(left, "What was missed in some private chats can't be fetched");
        }
        for Correspondent { case, address, since, .. } in people {
            let Some(Some(chat)) = chats.get(&address.account) else { continue };
            let place = Place::chat(platform, chat.clone());
            if talks.iter().all(|talk| talk.case != case || talk.place != place) {
                talks.push(Talk { case, place, last: None, since });
            }
        }
        Ok(to_fetch(talks, all_before))
    }

    /// Finds and keeps the private chats of customers with an open case who have no room, so that
    /// they are known at once after a pause.
    pub async fn find_private_chats(
        &self,
        platform: Platform,
        doors: &impl Doors,
    ) -> Result<(), StoreError> {
        let (_, people) = self.talks_beside(platform).await?;
        let wanted = people.iter().filter(|one| !one.has_room);
        self.private_chats(platform, wanted, &people, doors).await;
        Ok(())
    }

    async fn talks_beside(
        &self,
        platform: Platform,
    ) -> Result<(Vec<Talk>, Vec<Correspondent>), StoreError> {
        let handle = self.clone();
        let talks = task::spawn_blocking(move || handle.talks(platform)).await;
        talks.unwrap_or_else(|error| Err(StoreError::Backend(error.to_string())))
    }

    /// The private chats by account, as far as they are known, and of how many it could not be found
    /// out; nothing for an account: there is none. A private chat keeps its id, and the ids of `all`
    /// are kept.
    async fn private_chats<'a>(
        &self,
        platform: Platform,
        wanted: impl Iterator<Item = &'a Correspondent>,
        all: &[Correspondent],
        doors: &impl Doors,
    ) -> (BTreeMap<String, Option<String>>, usize) {
        let name = format!("private.{}", platform.name());
        let kept = self.note(&name).unwrap_or_else(|error| {
            warn!(%error, "The private chats that are known can't be read");
            None
        });
        let kept: BTreeMap<String, Option<String>> =
            kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default();
        let mut known = kept.clone();
        known.retain(|account, _| all.iter().any(|one| one.address.account == *account));
        let unknown: Vec<&Address> = wanted
            .map(|one| &one.address)
            .filter(|address| !known.contains_key(&address.account))
            .collect();
        let mut left = unknown.len();
        let finding = async {
            for address in unknown {
                let chat = match doors.private_chat(address).await {
                    Door::Open(place) => Some(place.chat),
                    Door::Closed => None,
                    Door::Later => continue,
                };
                known.insert(address.account.clone(), chat);
                left -= 1;
            }
        };
        // Those who are left are looked up again.
        time::timeout(FOUND_WITHIN, finding).await.ok();
        if known != kept {
            let value = serde_json::to_vec(&known).expect("the keys are text");
            if let Err(error) = self.keep(&name, value).await {
                warn!(%error, "Private chats are looked up again after a restart");
            }
        }
        (known, left)
    }
}

/// In each place what came after the last that is known.
fn to_fetch(talks: Vec<Talk>, all_before: Option<u64>) -> Vec<Missed> {
    let slack = id_at(Timestamp::UNIX_EPOCH + SignedDuration::from_millis(EPOCH) + SLACK);
    let mut after: BTreeMap<String, u64> = BTreeMap::new();
    for Talk { place, last, since, .. } in talks {
        // Nothing in a thread is older than the thread.
        let opened = place.thread.as_deref().and_then(|id| id.parse().ok());
        let last = last.as_ref().map(talks::number);
        let about = last.max(Some(id_at(since))).map(|id| id.saturating_sub(slack));
        let known = opened.max(about).max(all_before).unwrap_or_default().max(1);
        let channel = place.thread.unwrap_or(place.chat);
        let entry = after.entry(channel).or_insert(known);
        // Cases without a thread share the desk: the one of which least is known counts.
        *entry = (*entry).min(known);
    }
    after.into_iter().map(|(channel, after)| Missed { channel, after }).collect()
}

#[cfg(test)]
mod tests {
    use amends_core::{ids::CaseNumber, place::MessageRef};

    use super::*;

    fn at(minute: i64) -> Timestamp {
        "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    }

    fn id(minute: i64) -> u64 {
        id_at(at(minute))
    }

    fn talk(place: Place, last: Option<u64>) -> Talk {
        let last = last.map(|id| MessageRef { place: place.clone(), id: id.to_string() });
        Talk { case: CaseNumber(1001), place, last, since: at(0) }
    }

    fn channel(id: u32) -> Place {
        Place::chat(Platform::Discord, id.to_string())
    }

    fn fetched(talks: Vec<Talk>, all_before: Option<u64>) -> Vec<(String, u64)> {
        to_fetch(talks, all_before).into_iter().map(|it| (it.channel, it.after)).collect()
    }

    #[test]
    fn each_place_is_fetched_from_before_the_last_that_is_known() {
        let (old, young) = (id(-600), id(130));
        let talks = || {
            vec![
                talk(channel(10).thread(old.to_string()), None),
                talk(channel(10).thread(young.to_string()), None),
                talk(channel(30), Some(id(240))),
                talk(channel(40), None),
            ]
        };
        let wanted = |of_old: u64, of_young: u64, written: u64, silent: u64| {
            let mut wanted = [
                (old.to_string(), of_old),
                (young.to_string(), of_young),
                ("30".to_owned(), written),
                ("40".to_owned(), silent),
            ];
            wanted.sort();
            wanted.to_vec()
        };
        // An hour before the last line, or before the case was opened; nothing before the thread.
        assert_eq!(fetched(talks(), None), wanted(id(-60), young, id(180), id(-60)));
        let all_before = Some(id(200));
        assert_eq!(fetched(talks(), all_before), wanted(id(200), id(200), id(200), id(200)));
    }

    #[test]
    fn a_press_that_overtook_what_was_written_does_not_hide_it() {
        let (pressed, written) = (id(30), id(29));
        let after = fetched(vec![talk(channel(5), Some(pressed))], None)[0].1;
        assert!(after < written);
    }

    #[test]
    fn of_cases_that_share_a_place_the_one_counts_of_which_least_is_known() {
        let shared = vec![talk(channel(5), Some(id(300))), talk(channel(5), Some(id(200)))];
        assert_eq!(fetched(shared, None), [("5".to_owned(), id(140))]);
    }
}
