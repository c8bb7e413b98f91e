//! Up to where everything that happened on Discord was taken in, so that after a pause nothing is
//! fetched that was worked on long ago.

use jiff::{SignedDuration, Timestamp};

/// When Discord's ids begin, in milliseconds since 1970, and where in them the time stands.
const EPOCH: i64 = 1_420_070_400_000;
const TIME: u32 = 22;
/// Presses overtake what was written before them: nothing that is younger is counted on.
const SLACK: SignedDuration = SignedDuration::from_mins(1);
/// After this long what was missed before a session is surely fetched.
const FETCHED: SignedDuration = SignedDuration::from_mins(10);

/// What was seen, by the ids of Discord, which grow with time.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Everything up to here was taken in, whatever comes.
    all_before: Option<u64>,
    /// The newest that was taken in.
    newest: Option<u64>,
    began_at: Option<Timestamp>,
}

impl Seen {
    /// Reads what was kept; what can't be read counts as nothing.
    pub(super) fn read(kept: Option<&[u8]>) -> Self {
        let kept = kept.and_then(|kept| std::str::from_utf8(kept).ok());
        Self { all_before: kept.and_then(|kept| kept.parse().ok()), ..Self::default() }
    }

    /// Everything up to here was taken in.
    pub(super) fn all_before(&self) -> Option<u64> {
        self.all_before
    }

    /// A session began: what is not known by now was missed, until it is fetched.
    pub(super) fn begin(&mut self, now: Timestamp) {
        self.advance(now);
        self.began_at = Some(now);
    }

    /// Notes what was taken in, by its ids; those of them that are no numbers tell no time.
    pub(super) fn saw<'a>(&mut self, ids: impl Iterator<Item = &'a str>) {
        self.newest = self.newest.max(ids.filter_map(|id| id.parse().ok()).max());
    }

    /// What is to be kept by now, if it is news.
    pub(super) fn news(&mut self, now: Timestamp) -> Option<Vec<u8>> {
        let before = self.all_before;
        self.advance(now);
        let all_before = self.all_before.filter(|_| self.all_before != before)?;
        Some(all_before.to_string().into_bytes())
    }

    /// Counts on what was taken in, once nothing older is on its way.
    fn advance(&mut self, now: Timestamp) {
        if self.began_at.is_some_and(|at| FETCHED <= now.duration_since(at)) {
            let settled = id_at(now.saturating_sub(SLACK).unwrap_or(Timestamp::MIN));
            self.all_before = self.all_before.max(self.newest.map(|newest| newest.min(settled)));
        }
    }
}

/// The id of something that happens at a moment.
fn id_at(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond() - EPOCH).unwrap_or_default() << TIME
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    }

    fn saw(seen: &mut Seen, minute: i64) {
        let id = id_at(at(minute)).to_string();
        seen.saw([id.as_str(), "THREAD_UPDATE.7.9.1"].into_iter());
    }

    #[test]
    fn while_what_was_missed_is_fetched_nothing_new_is_counted_on() {
        let mut seen = Seen::read(Some(b"123"));
        seen.begin(at(0));
        saw(&mut seen, 1);
        assert_eq!(seen.news(at(9)), None);
        assert_eq!(seen.all_before(), Some(123));
        let kept = seen.news(at(10)).unwrap();
        assert_eq!(seen.all_before(), Some(id_at(at(1))));
        assert_eq!(Seen::read(Some(&kept)).all_before(), seen.all_before());
        seen.begin(at(11));
        saw(&mut seen, 12);
        seen.begin(at(13));
        assert_eq!(seen.all_before(), Some(id_at(at(1))), "a new session begins anew");
    }

    #[test]
    fn what_is_very_new_may_have_overtaken_something() {
        let mut seen = Seen::read(None);
        seen.begin(at(0));
        saw(&mut seen, 20);
        assert!(seen.news(at(20)).is_some());
        assert_eq!(seen.all_before(), Some(id_at(at(19))));
        assert!(seen.news(at(21)).is_some());
        assert_eq!(seen.all_before(), Some(id_at(at(20))));
        assert_eq!(seen.news(at(99)), None, "nothing came since");
        assert_eq!(Seen::read(Some(b"nonsense")).all_before(), None);
    }
}
