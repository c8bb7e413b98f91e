//! Up to where everything that happened on Discord was taken in, so that after a pause nothing is
//! fetched that was worked on long ago.

use amends_runtime::missed::id_at;
use jiff::{SignedDuration, Timestamp};

/// Presses overtake what was written before them: nothing that is younger is counted on.
const SLACK: SignedDuration = SignedDuration::from_mins(1);

/// How much of what was missed before a session is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fetched {
    /// It is not even known what is to be fetched.
    #[default]
    Nothing,
    /// It is being fetched.
    Some,
    /// Nothing is missing.
    All,
}

/// What was seen, by the ids of Discord, which grow with time.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Everything up to here was taken in, whatever comes.
    all_before: Option<u64>,
    /// The newest that was taken in.
    newest: Option<u64>,
    fetched: Fetched,
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
        self.fetched = Fetched::Nothing;
    }

    /// What was missed before the session is being fetched from now on.
    pub(super) fn fetches(&mut self) {
        self.fetched = Fetched::Some;
    }

    /// What was missed can't be fetched.
    pub(super) fn fails(&mut self) {
        self.fetched = Fetched::Nothing;
    }

    /// Whether what was missed before the session is there.
    pub(super) fn is_caught_up(&self) -> bool {
        self.fetched == Fetched::All
    }

    /// What was missed is there. If another session began meanwhile, that is not all.
    pub(super) fn caught_up(&mut self) {
        if self.fetched == Fetched::Some {
            self.fetched = Fetched::All;
        }
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
        if self.fetched == Fetched::All {
            let settled = id_at(now.saturating_sub(SLACK).unwrap_or(Timestamp::MIN));
            self.all_before = self.all_before.max(self.newest.map(|newest| newest.min(settled)));
        }
    }
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

    fn catches_up(seen: &mut Seen) {
        seen.fetches();
        seen.caught_up();
    }

    #[test]
    fn until_what_was_missed_is_there_nothing_new_is_counted_on() {
        let mut seen = Seen::read(Some(b"123"));
        seen.begin(at(0));
        saw(&mut seen, 1);
        assert_eq!(seen.news(at(9)), None);
        seen.fetches();
        assert_eq!(seen.news(at(600)), None, "however long it takes");
        assert_eq!(seen.all_before(), Some(123));
        seen.caught_up();
        let kept = seen.news(at(600)).unwrap();
        assert_eq!(seen.all_before(), Some(id_at(at(1))));
        assert_eq!(Seen::read(Some(&kept)).all_before(), seen.all_before());
        seen.begin(at(611));
        saw(&mut seen, 612);
        assert_eq!(seen.news(at(620)), None, "a new session begins anew");
    }

    #[test]
    fn what_an_earlier_session_missed_is_not_all() {
        let mut seen = Seen::default();
        seen.begin(at(0));
        seen.fetches();
        seen.begin(at(5));
        saw(&mut seen, 6);
        seen.caught_up();
        assert_eq!(seen.news(at(20)), None);
        catches_up(&mut seen);
        assert!(seen.news(at(20)).is_some());
    }

    #[test]
    fn what_is_very_new_may_have_overtaken_something() {
        let mut seen = Seen::read(None);
        seen.begin(at(0));
        catches_up(&mut seen);
        saw(&mut seen, 20);
        assert!(seen.news(at(20)).is_some());
        assert_eq!(seen.all_before(), Some(id_at(at(19))));
        assert!(seen.news(at(21)).is_some());
        assert_eq!(seen.all_before(), Some(id_at(at(20))));
        assert_eq!(seen.news(at(99)), None, "nothing came since");
        assert_eq!(Seen::read(Some(b"nonsense")).all_before(), None);
    }
}
