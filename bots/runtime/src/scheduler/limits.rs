//! What each platform bears.

use std::time::Duration;

use amends_core::place::Platform;

use super::gate::Rate;
use crate::window::Window;

/// The limits of a platform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Over everything, in any second.
    pub(crate) per_second: u32,
    /// How many of these may leave at once after a rest. The others follow evenly, so that there is
    /// always soon a place for what is urgent.
    pub(crate) burst: u32,
    /// To one private chat.
    pub(crate) private: Rate,
    /// To one group.
    pub(crate) group: Rate,
}

impl Limits {
    /// What the platform bears.
    pub(crate) const fn of(platform: Platform) -> Self {
        let private = Rate::new(Duration::from_secs(1), 3);
        match platform {
            Platform::Telegram => {
                // Nineteen in the worst minute, of the twenty that a group bears.
                let group = Rate::new(Duration::from_secs(4), 5);
                Self { per_second: 30, burst: 8, private, group }
            }
            Platform::Discord => {
                let group = Rate::new(Duration::from_secs(1), 4);
                // An effect may take several requests, which the adapter counts itself: here it is
                // only held back from piling up there.
                Self { per_second: 50, burst: 8, private, group }
            }
        }
    }

    /// No limit that anybody would notice.
    pub(crate) const fn none() -> Self {
        let open = Rate::new(Duration::from_nanos(1), 1_000_000);
        Self { per_second: 1_000_000, burst: 1_000_000, private: open, group: open }
    }

    /// Even, at this many a second: slower than the platform bears, with a smaller burst.
    pub(super) fn overall(&self, per_second: u32) -> Rate {
        let burst = u64::from(self.burst) * u64::from(per_second) / u64::from(self.per_second);
        Rate::per_second(per_second, u32::try_from(burst).unwrap_or(u32::MAX).max(1))
    }

    /// What any second may see.
    pub(super) fn window(&self) -> Window {
        let most = usize::try_from(self.per_second).unwrap_or(usize::MAX);
        Window::new(most, Duration::from_secs(1))
    }
}
