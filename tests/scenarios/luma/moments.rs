//! Time that passes in front of everybody's eyes: what happens by itself is written down with the
//! moment at which it happens.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::Luma;

impl Luma {
    /// Time passes until the clock shows this: `09:23:32`, or `17.11. 09:10:00` on another day.
    pub(crate) async fn until(&mut self, moment: &str) -> &mut Self {
        let today = self.today();
        let (day, time) = moment.split_once(' ').unwrap_or(("", moment));
        let date = match day.split('.').collect::<Vec<_>>()[..] {
            [day, month, _] => format!("{}-{month}-{day}", today.year()),
            _ => today.date().to_string(),
        };
        let at: DateTime = format!("{date}T{time}").parse().expect("a moment such as 09:23:32");
        let at = at.to_zoned(TimeZone::UTC).expect("a moment that exists").timestamp();
        assert!(self.now() <= at, "{moment} is over");
        self.passes_until(at).await;
        self
    }

    /// Waits for a while: `30m`, `72h`. Tells so first, and then what happens meanwhile.
    pub(crate) async fn waits(&mut self, time: &str) -> &mut Self {
        let span: SignedDuration = time.parse().expect("a duration such as 10m");
        self.note(&format!("⟶ {time} pass"));
        let at = self.now() + span;
        self.passes_until(at).await;
        self
    }

    async fn passes_until(&mut self, at: Timestamp) {
        let mut day = self.today().date();
        loop {
            let due = self.handle().next_due().unwrap().filter(|due| *due <= at);
            let next = due.unwrap_or(at).max(self.now());
            self.advances(next.duration_since(self.now()));
            self.rests().await;
            let before = self.log.len();
            self.look();
            self.holds();
            if before < self.log.len() {
                let now = self.today();
                let pattern = if now.date() == day { "%H:%M:%S" } else { "%d.%m. %H:%M:%S" };
                day = now.date();
                self.log.insert_str(before, &format!("{} ⟶ it is time\n", now.strftime(pattern)));
            }
            if due.is_none() {
                return;
            }
        }
    }

    /// The clock moves, for us and for the platforms.
    pub(super) fn advances(&mut self, by: SignedDuration) {
        self.clock.advance(by);
        self.houses.clock_moved(self.now());
        self.handle().clock_moved();
    }

    fn today(&self) -> DateTime {
        self.now().to_zoned(TimeZone::UTC).datetime()
    }
}
