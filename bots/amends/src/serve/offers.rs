//! What people are offered follows what admins switch in the chat, without a restart.

use std::{sync::Arc, time::Duration};

use amends_core::{
    lang::Lang,
    place::Place,
    policy::{Policy, Signals},
};
use amends_runtime::Handle;
use tokio::{sync::watch, time};

/// More may be switched in the same breath, and platforms bear few changes of a menu.
const BREATH: Duration = Duration::from_secs(5);

/// What menus and the panel show, as it was last offered.
pub(super) struct Offers {
    policies: watch::Receiver<Arc<Policy>>,
    offered: Offer,
}

/// The parts of the business that menus and the panel depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    signals: Signals,
    desk: Option<Place>,
    care: Option<Place>,
    language: Lang,
    languages: Vec<Lang>,
}

impl Offers {
    /// As they are now.
    pub(super) fn of(handle: &Handle) -> Self {
        let mut policies = handle.policies();
        let offered = Offer::of(&policies.borrow_and_update());
        Self { policies, offered }
    }

    /// Waits until something else is to be offered. Returns whether that can still happen.
    pub(super) async fn change(&mut self) -> bool {
        loop {
            if self.policies.changed().await.is_err() {
                return false;
            }
            if Offer::of(&self.policies.borrow_and_update()) == self.offered {
                continue;
            }
            time::sleep(BREATH).await;
            let wanted = Offer::of(&self.policies.borrow_and_update());
            if wanted != self.offered {
                self.offered = wanted;
                return true;
            }
        }
    }
}

impl Offer {
    fn of(policy: &Policy) -> Self {
        let business = &policy.workspace;
        Self {
            signals: business.signals.clone(),
            desk: business.desk.clone(),
            care: business.care.clone(),
            language: business.language,
            languages: business.languages(),
        }
    }
}

#[cfg(test)]
mod tests {
    use amends_core::policy::Workspace;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_what_menus_show_is_a_change() {
        let business = Workspace::new("Luma");
        let policy = |workspace: &Workspace| Arc::new(Policy::new(workspace.clone()));
        let (published, policies) = watch::channel(policy(&business));
        let offered = Offer::of(&policies.borrow());
        let mut offers = Offers { policies, offered };
        let renamed = Workspace { business: "Sol".to_owned(), ..business.clone() };
        published.send_replace(policy(&renamed));
        let fewer = Workspace { offered: vec![Lang::EN, Lang::RO], ..renamed.clone() };
        let signals = Signals { feedback: false, ..Signals::default() };
        let waiting = time::timeout(Duration::from_mins(1), offers.change());
        assert!(waiting.await.is_err(), "a name is in no menu");
        published.send_replace(policy(&fewer));
        assert!(offers.change().await, "customers choose their language in a menu");
        published.send_replace(policy(&Workspace { signals, ..fewer }));
        assert!(offers.change().await);
        drop(published);
        assert!(!offers.change().await);
    }
}
