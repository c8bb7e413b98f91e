//! What each platform bears.

use std::time::Duration;

use amends_core::place::Platform;

use super::gate::Rate;

/// The limits of a platform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Over everything, in cells a second.
    pub(crate) per_second: u32,
    /// The burst of that.
    pub(crate) burst: u32,
    /// To one private chat.
    pub(crate) private: Rate,
    /// To one group.
    pub(crate) group: Rate,
}

impl Limits {
    /// What the platform bears, with room to spare.
    pub(crate) const fn of(platform: Platform) -> Self {
        let private = Rate::new(Duration::from_secs(1), 3);
        match platform {
            Platform::Telegram => {
                // Nineteen in the worst minute, of the twenty that a group bears.
                let group = Rate::new(Duration::from_secs(4), 5);
                Self { per_second: 20, burst: 8, private, group }
            }
            Platform::Discord => {
                let group = Rate::new(Duration::from_secs(1), 4);
                Self { per_second: 35, burst: 8, private, group }
            }
        }
    }

    /// No limit that anybody would notice.
    pub(crate) const fn none() -> Self {
        let open = Rate::new(Duration::from_nanos(1), 1_000_000);
        Self { per_second: 1_000_000, burst: 1_000_000, private: open, group: open }
    }

    pub(super) fn overall(&self, per_second: u32) -> Rate {
        Rate::per_second(per_second, self.burst)
    }
}
