//! What a platform counts: how many requests arrived within any span of time.

use std::{collections::VecDeque, time::Duration};

/// Lets so many begin that no span of this length ever sees more than the platform bears.
///
/// When a request arrives lies somewhere between its beginning and its end. So it holds a place from
/// its beginning until a whole span after its end, however long it took. Moments are told as the time
/// since any fixed one.
#[derive(Debug)]
pub struct Window {
    most: usize,
    span: Duration,
    under_way: usize,
    /// When the places of those that ended are free again, in order.
    free_at: VecDeque<Duration>,
}

impl Window {
    /// So many within a span.
    #[must_use]
    pub const fn new(most: usize, span: Duration) -> Self {
        Self { most, span, under_way: 0, free_at: VecDeque::new() }
    }

    /// The same after a run that used its whole pace until this moment.
    #[must_use]
    pub fn used_up(self, now: Duration) -> Self {
        let most = u32::try_from(self.most).unwrap_or(u32::MAX).max(1);
        let free_at = (1..=most).map(|place| now + self.span * place / most).collect();
        Self { free_at, ..self }
    }

    /// Whether one more may begin and leave so many places to others.
    ///
    /// # Errors
    ///
    /// How long to wait; nothing if that depends on one that is under way.
    pub fn ask(&mut self, now: Duration, spare: usize) -> Result<(), Option<Duration>> {
        while self.free_at.front().is_some_and(|at| *at <= now) {
            self.free_at.pop_front();
        }
        let wanted = self.under_way + self.free_at.len() + spare + 1;
        let Some(missing) = wanted.checked_sub(self.most).filter(|it| 0 < *it) else {
            return Ok(());
        };
        Err(self.free_at.get(missing - 1).map(|at| at.saturating_sub(now)))
    }

    /// One began.
    pub fn began(&mut self) {
        self.under_way += 1;
    }

    /// One ended.
    pub fn ended(&mut self, now: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        self.free_at.push_back(now + self.span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_place_is_held_until_a_span_after_the_end() {
        let mut window = Window::new(2, SECOND);
        window.began();
        assert_eq!(window.ask(ms(0), 0), Ok(()));
        window.began();
        assert_eq!(window.ask(ms(5_000), 0), Err(None), "both are under way");
        window.ended(ms(5_000));
        assert_eq!(window.ask(ms(5_400), 0), Err(Some(ms(600))));
        assert_eq!(window.ask(ms(6_000), 0), Ok(()));
    }

    #[test]
    fn places_are_left_to_others() {
        let mut window = Window::new(3, SECOND);
        window.began();
        window.began();
        window.ended(ms(100));
        window.ended(ms(300));
        assert_eq!(window.ask(ms(300), 0), Ok(()));
        assert_eq!(window.ask(ms(300), 1), Err(Some(ms(800))));
        assert_eq!(window.ask(ms(300), 2), Err(Some(ms(1_000))));
        assert_eq!(window.ask(ms(300), 3), Err(None), "there will never be so many");
    }

    #[test]
    fn after_a_run_that_used_it_up_places_come_one_by_one() {
        let mut window = Window::new(4, SECOND).used_up(ms(0));
        assert_eq!(window.ask(ms(0), 0), Err(Some(ms(250))));
        assert_eq!(window.ask(ms(250), 0), Ok(()));
        window.began();
        assert_eq!(window.ask(ms(250), 0), Err(Some(ms(250))));
    }
}
