//! The figures of a period (`METRICS` 3.2, 3.3, 3.5).

use serde::{Deserialize, Serialize};

use super::{
    cell::{Cell, Count, PromiseEnd},
    math::{Difference, Share, mean, percentile, signed},
};
use crate::{
    action::Verdict,
    case::{Origin, Outcome},
    money::Currency,
    recommending::Recommends,
    scale::Satisfaction,
    survey::{Suppressed, Undelivered},
};

/// For each complaint so many say nothing, after the one estimate and after the other.
const SILENT: (u64, u64) = (25, 20);

/// Answers by how they are felt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moods {
    /// Happy.
    pub happy: u64,
    /// So-so.
    pub neutral: u64,
    /// Unhappy.
    pub unhappy: u64,
    /// Their scores together, in halves.
    pub score: i64,
}

/// How long things took, in seconds: what half of them, and nine of ten of them, took at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Half of them.
    pub p50: Option<u32>,
    /// Nine of ten.
    pub p90: Option<u32>,
}

/// How many unhappy people say nothing, by three estimates (M20).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// By "1 in 26".
    pub one_in_26: u64,
    /// By "20 per complaint".
    pub twenty: u64,
    /// By our own numbers: so many did not answer, and this share of those who did was unhappy.
    pub own: (u64, Share),
}

/// What was counted in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Contacts that ended.
    pub ended: u64,
    /// Of these, not asked about, and why.
    pub suppressed: Vec<(Suppressed, u64)>,
    /// Of these, asked about in vain, and why.
    pub undeliverable: Vec<(Undelivered, u64)>,
    /// Of these, asked about.
    pub delivered: u64,
    /// From the end of a contact to the question (M6).
    pub to_ask: Times,
    /// Asked about within a minute.
    pub within_minute: u64,
    /// Answers in time.
    pub answered: Moods,
    /// From the question to the answer (M7).
    pub to_answer: Times,
    /// Answers in time with own words.
    pub commented: u64,
    /// Answers in time on the scale of eleven.
    pub nps: Moods,
    /// Late answers.
    pub late: Moods,
    /// Answers in time of customers to whom nothing went wrong in the period.
    pub calm: Moods,
    /// Whether they would recommend the business: yes, and no.
    pub would: (u64, u64),
    /// Whether they already did: yes, and no.
    pub did: (u64, u64),
    /// Cases that were opened.
    pub opened: u64,
    /// Of these, complaints nobody asked for.
    pub complaints: u64,
    /// Of these, open.
    pub open: u64,
    /// From the opening to whoever took it (M10).
    pub to_take: Times,
    /// From the opening to the first human word (M11).
    pub to_word: Times,
    /// From the opening to the last resolution (M12).
    pub to_resolve: Times,
    /// Cases that were resolved.
    pub resolved: u64,
    /// Of these, reopened.
    pub reopened: u64,
    /// Closed ones that were put right in the first conversation (M12b).
    pub at_once: u64,
    /// Closed ones that went above the first level.
    pub escalated: u64,
    /// Closed ones in which something had been offered.
    pub offered: u64,
    /// Closed ones in which the customer said something to what was done.
    pub told: u64,
    /// How many promises were kept.
    pub kept: u64,
    /// How many were broken.
    pub broken: u64,
    /// How many were moved.
    pub moved: u64,
    /// What customers first said to what was done.
    pub first_check: Moods,
    /// What they last said to it.
    pub last_check: Moods,
    /// How cases closed.
    pub closed: Vec<(Outcome, u64)>,
    /// What was given: what it cost, and what it is worth, in the smallest unit.
    pub given: Vec<(Currency, u64, u64)>,
    /// What went wrong, and how often.
    pub causes: Vec<(String, u64)>,
}

impl Moods {
    /// All of them.
    pub fn all(self) -> u64 {
        self.happy + self.neutral + self.unhappy
    }

    /// The happy ones (M1).
    pub fn top(self) -> Share {
        Share::of(self.happy, self.all())
    }

    /// The unhappy ones.
    pub fn bottom(self) -> Share {
        Share::of(self.unhappy, self.all())
    }

    /// The mean score, from -1 to +1 (M2).
    pub fn mean(self) -> Option<f64> {
        mean(self.score, self.all())
    }

    fn of(count: impl Fn(Satisfaction) -> u64, score: i64) -> Self {
        Self {
            happy: count(Satisfaction::Satisfied),
            neutral: count(Satisfaction::Neutral),
            unhappy: count(Satisfaction::Dissatisfied),
            score,
        }
    }

    /// The same without scores: each of them counts as one.
    fn plain(count: impl Fn(Satisfaction) -> u64) -> Self {
        let moods = Self::of(count, 0);
        let whole = |count| i64::try_from(count).unwrap_or(i64::MAX);
        Self { score: 2 * (whole(moods.happy) - whole(moods.unhappy)), ..moods }
    }
}

impl Times {
    fn of(cell: &Cell, seconds: impl Fn(&Count) -> Option<u32>) -> Self {
        let met = || cell.counts().filter_map(|(count, times)| Some((seconds(count)?, times)));
        Self { p50: percentile(met(), 50), p90: percentile(met(), 90) }
    }
}

macro_rules! times_of {
    ($cell:expr, $count:ident) => {
        Times::of(
            $cell,
            |count| {
                if let Count::$count(seconds) = count { Some(*seconds) } else { None }
            },
        )
    };
}

fn verdict(of: Satisfaction) -> Verdict {
    match of {
        Satisfaction::Satisfied => Verdict::Yes,
        Satisfaction::Neutral => Verdict::Partly,
        Satisfaction::Dissatisfied => Verdict::No,
    }
}

impl Figures {
    /// The figures of a period: from what its days counted, and from what was counted of customers to
    /// whom nothing went wrong in it.
    pub fn of(days: &Cell, calm: &Cell) -> Self {
        let times = |count: Count| days.times(&count);
        let mut figures = Self {
            ended: times(Count::Ended),
            delivered: times(Count::Delivered),
            to_ask: times_of!(days, ToAsk),
            within_minute: times(Count::WithinMinute),
            answered: Moods::of(|mood| times(Count::Answered(mood)), days.get(&Count::Score)),
            to_answer: times_of!(days, ToAnswer),
            commented: times(Count::Commented),
            nps: Moods::plain(|mood| times(Count::Nps(mood))),
            late: Moods::plain(|mood| times(Count::Late(mood))),
            calm: Moods::of(|mood| calm.times(&Count::Calm(mood)), calm.get(&Count::CalmScore)),
            would: (
                times(Count::Recommended(Recommends::Would, true)),
                times(Count::Recommended(Recommends::Would, false)),
            ),
            did: (
                times(Count::Recommended(Recommends::Did, true)),
                times(Count::Recommended(Recommends::Did, false)),
            ),
            complaints: times(Count::Opened(Origin::Complaint)),
            open: times(Count::Open),
            to_take: times_of!(days, ToTake),
            to_word: times_of!(days, ToWord),
            to_resolve: times_of!(days, ToResolve),
            resolved: times(Count::Resolved),
            reopened: times(Count::Reopened),
            at_once: times(Count::AtOnce),
            escalated: times(Count::Escalated),
            offered: times(Count::Offered),
            told: times(Count::Told),
            kept: times(Count::Promise(PromiseEnd::Kept)),
            broken: times(Count::Promise(PromiseEnd::Broken)),
            moved: times(Count::Promise(PromiseEnd::Moved)),
            first_check: Moods::plain(|mood| times(Count::FirstCheck(verdict(mood)))),
            last_check: Moods::plain(|mood| times(Count::LastCheck(verdict(mood)))),
            ..Self::default()
        };
        for (count, times) in days.counts() {
            if let Count::Suppressed(why) = count {
                figures.suppressed.push((*why, times));
            } else if let Count::Undeliverable(why) = count {
                figures.undeliverable.push((*why, times));
            } else if let Count::Opened(_) = count {
                figures.opened += times;
            } else if let Count::Closed(outcome) = count {
                figures.closed.push((*outcome, times));
            } else if let Count::Cause(name) = count {
                figures.causes.push((name.clone(), times));
            } else if let Count::Given(currency) = count {
                let worth = days.times(&Count::Worth(currency.clone()));
                figures.given.push((currency.clone(), times, worth));
            }
        }
        // What went wrong most often stands first.
        figures.causes.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        figures
    }

    /// How many cases closed in this way.
    pub fn closed_as(&self, outcome: Outcome) -> u64 {
        self.closed.iter().find(|(known, _)| *known == outcome).map_or(0, |(_, times)| *times)
    }

    /// Closed cases that count.
    pub fn counted(&self) -> u64 {
        let left_out = [Outcome::Declined, Outcome::Mistap, Outcome::Duplicate, Outcome::Forgotten];
        let counted = self.closed.iter().filter(|(outcome, _)| !left_out.contains(outcome));
        counted.map(|(_, times)| times).sum()
    }

    /// Questions that were answered (M5).
    pub fn response(&self) -> Share {
        Share::of(self.answered.all(), self.delivered)
    }

    /// Contacts that were asked about (M5b).
    pub fn coverage(&self) -> Share {
        Share::of(self.delivered, self.ended)
    }

    /// Questions that nobody answered, not even late.
    pub fn silent(&self) -> u64 {
        self.delivered.saturating_sub(self.answered.all() + self.late.all())
    }

    /// Happy answers of all, the late ones with them.
    pub fn top_with_late(&self) -> Share {
        Share::of(self.answered.happy + self.late.happy, self.answered.all() + self.late.all())
    }

    /// Answers with own words (M8).
    pub fn comment_rate(&self) -> Share {
        Share::of(self.commented, self.answered.all())
    }

    /// Who would recommend the business (M4).
    pub fn would_recommend(&self) -> Share {
        Share::of(self.would.0, self.would.0 + self.would.1)
    }

    /// Of these, who already did (M4c).
    pub fn did_recommend(&self) -> Share {
        Share::of(self.did.0, self.did.0 + self.did.1)
    }

    /// Who would recommend the business less who would not, from -100 to +100: not to be shown beside
    /// the other one without the word "binary" (M4b).
    pub fn binary_nps(would: Share) -> Option<String> {
        let Share { k, n } = would;
        let (yes, no) = (Share::of(k, n).part()?, Share::of(n - k, n).part()?);
        Some(signed(100.0 * (yes - no)))
    }

    /// Promoters less detractors, from -100 to +100 (M3).
    pub fn nps(answers: Moods) -> Option<f64> {
        Some(100.0 * (answers.top().part()? - answers.bottom().part()?))
    }

    /// Promises that were kept, of those that were kept or broken (M14).
    pub fn promises(&self) -> Share {
        Share::of(self.kept, self.kept + self.broken)
    }

    /// Cases that were reopened, of those that were resolved (M15).
    pub fn reopening(&self) -> Share {
        Share::of(self.reopened, self.resolved)
    }

    /// Cases that were put right, of all that closed: silence is no success (M17).
    pub fn recovered(&self) -> Share {
        Share::of(self.closed_as(Outcome::Recovered), self.counted())
    }

    /// The same, of those in which the customer told us (M17b).
    pub fn recovered_of_told(&self) -> Share {
        Share::of(self.closed_as(Outcome::Recovered), self.told)
    }

    /// Cases above the first level (M13).
    pub fn escalation(&self) -> Share {
        Share::of(self.escalated, self.counted())
    }

    /// Cases in which something was offered (M19).
    pub fn offering(&self) -> Share {
        Share::of(self.offered, self.counted())
    }

    /// Whether customers are happier after a recovery than those to whom nothing went wrong (M18a).
    pub fn paradox(&self) -> Option<Difference> {
        self.last_check.top().minus(self.calm.top())
    }

    /// Cases of which it is not known that they were put right.
    pub fn at_risk(&self) -> u64 {
        [
            Outcome::NotRecovered,
            Outcome::Partly,
            Outcome::Unconfirmed,
            Outcome::Silent,
            Outcome::Unreachable,
        ]
        .into_iter()
        .map(|outcome| self.closed_as(outcome))
        .sum::<u64>()
            + self.open
    }

    /// How many unhappy people said nothing (M20).
    pub fn silence(&self) -> Silence {
        Silence {
            one_in_26: self.complaints.saturating_mul(SILENT.0),
            twenty: self.complaints.saturating_mul(SILENT.1),
            own: (self.delivered.saturating_sub(self.answered.all()), self.answered.bottom()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moods(happy: u64, neutral: u64, unhappy: u64) -> Moods {
        Moods::plain(|mood| match mood {
            Satisfaction::Satisfied => happy,
            Satisfaction::Neutral => neutral,
            Satisfaction::Dissatisfied => unhappy,
        })
    }

    fn is_near(value: Option<f64>, wanted: f64) -> bool {
        value.is_some_and(|value| (value - wanted).abs() < 0.005)
    }

    /// `METRICS` 3.2 and the seeds: 92.5 % and +85.0, 1 of 26, and -1, 0, +1.
    /// Shows AT 22.
    #[test]
    fn the_figures_of_the_seeds() {
        let figures = Figures { would: (37, 3), did: (24, 13), ..Figures::default() };
        let would = figures.would_recommend();
        assert_eq!(would.percent().as_deref(), Some("92.5"));
        let range = would.interval().map(super::super::Interval::percent);
        assert_eq!(range, Some(("80.1".to_owned(), "97.4".to_owned())));
        assert_eq!(Figures::binary_nps(would).as_deref(), Some("+85.0"));
        assert_eq!(figures.did_recommend().percent().as_deref(), Some("64.9"));
        assert_eq!(Share::of(1, 1 + SILENT.0).percent().as_deref(), Some("3.8"), "1 of 26");
        for (answer, gap) in [(moods(0, 0, 1), -1.0), (moods(0, 1, 0), 0.0), (moods(1, 0, 0), 1.0)]
        {
            assert!(is_near(answer.mean(), gap), "{answer:?}");
        }
        let answers = moods(23, 4, 3);
        assert_eq!(answers.top().percent().as_deref(), Some("76.7"));
        assert!(is_near(answers.mean(), 0.67));
    }

    /// The worked examples of `METRICS` 3.3 and 3.5.
    #[test]
    fn the_worked_examples() {
        let figures = Figures {
            ended: 40,
            delivered: 30,
            answered: moods(16, 3, 2),
            late: moods(0, 0, 1),
            commented: 9,
            kept: 18,
            broken: 2,
            moved: 1,
            told: 15,
            closed: vec![
                (Outcome::Recovered, 12),
                (Outcome::Partly, 2),
                (Outcome::NotRecovered, 1),
                (Outcome::Unconfirmed, 4),
                (Outcome::Unreachable, 1),
                (Outcome::Mistap, 7),
            ],
            complaints: 4,
            ..Figures::default()
        };
        let percent = |share: Share| share.percent().unwrap();
        assert_eq!(percent(figures.response()), "70.0");
        assert_eq!(percent(figures.coverage()), "75.0");
        assert_eq!(percent(figures.comment_rate()), "42.9");
        assert_eq!(percent(figures.promises()), "90.0");
        assert_eq!((figures.counted(), percent(figures.recovered())), (20, "60.0".to_owned()));
        assert_eq!(percent(figures.recovered_of_told()), "80.0");
        assert_eq!((figures.at_risk(), figures.silent()), (8, 8));
        let silence = figures.silence();
        assert_eq!((silence.one_in_26, silence.twenty), (100, 80));
        let figures = Figures { delivered: 42, answered: moods(20, 7, 3), ..figures };
        assert_eq!(figures.silence().own, (12, Share::of(3, 30)));
        assert!(is_near(Figures::nps(moods(5, 3, 2)), 30.0));
    }

    #[test]
    fn of_nothing_there_is_no_figure() {
        let figures = Figures::of(&Cell::default(), &Cell::default());
        assert_eq!(figures, Figures::default());
        assert_eq!(figures.response().percent(), None);
        assert_eq!((figures.to_word.p50, figures.answered.mean()), (None, None));
        assert!(figures.paradox().is_none());
    }
}
