//! What nobody can see on a screen: the store, the journal, and what a hostile client sends.

use amends_core::{customer::Customer, fact::Fact, ids::CaseNumber, invariants, survey::Survey};
use amends_storage::port::{Identity, Store};
use tokio::time;

use super::{CAST, Call, Luma, PATIENCE, name_of};

impl Luma {
    /// The invariants hold for everybody who can be found.
    pub(super) fn holds(&self) {
        let mut ids = Vec::new();
        for (id, ..) in CAST {
            ids.extend(self.store.customer_of(&Identity::Account(self.account(id))).unwrap());
        }
        let open = self.store.open_cases(CaseNumber(0), 1_000).unwrap();
        ids.extend(open.into_iter().map(|(_, customer)| customer));
        let Some(running) = &self.running else { return };
        let policy = running.service.handle().policy();
        for id in ids {
            let Some(customer) = self.store.customer(id).unwrap() else { continue };
            let breaches = invariants::check(&customer, &policy);
            assert!(breaches.is_empty(), "{breaches:#?}\n{}", self.log);
        }
    }

    /// What is remembered about a customer.
    pub(crate) fn customer(&self, id: i64) -> Customer {
        let id = self.store.customer_of(&Identity::Account(self.account(id))).unwrap();
        self.store.customer(id.expect("we know them")).unwrap().expect("they are stored")
    }

    /// Whether somebody was ever to be asked.
    pub(crate) fn is_asked(&self, id: i64) -> bool {
        let id = self.store.customer_of(&Identity::Account(self.account(id))).unwrap();
        let customer = id.and_then(|id| self.store.customer(id).unwrap());
        customer.is_some_and(|customer| !customer.surveys.is_empty())
    }

    /// The customer's newest survey.
    pub(crate) fn survey(&self, customer: i64) -> Survey {
        self.customer(customer).surveys.pop().expect("there is one")
    }

    /// What each step found out, the oldest first; steps that found nothing are left out.
    pub(crate) fn facts(&self) -> Vec<Vec<Fact>> {
        let journal = self.store.journal(0, 10_000).unwrap();
        let steps = journal.into_iter().map(|entry| entry.facts);
        steps.filter(|facts| !facts.is_empty()).collect()
    }

    /// How often we asked the platform of the customers for this, with success.
    pub(crate) fn calls(&self, call: Call) -> usize {
        self.front().count(call)
    }

    /// Two or more presses arrive before any of them is worked on.
    pub(crate) async fn press_at_once(&mut self, chat: i64, presses: &[(i64, &str)]) -> &mut Self {
        let button = |label| (self.newest_with(chat, label), self.data_of(chat, label));
        let buttons: Vec<_> = presses.iter().map(|(_, label)| button(label)).collect();
        for ((who, label), (message, data)) in presses.iter().zip(buttons) {
            self.note(&format!("{} presses [{label}]", name_of(*who)));
            // The button may be gone by now, as on a slow phone.
            self.house_with(chat).forge(*who, chat, message, &data);
        }
        self.settle().await
    }

    /// The data behind the newest button that says this.
    pub(crate) fn data_of(&self, chat: i64, label: &str) -> String {
        let message = self.newest_with(chat, label);
        self.house_with(chat).data_of(chat, message, label)
    }

    /// Somebody's modified client sends data as if a button of their own chat carried it.
    pub(crate) async fn forges(&mut self, who: i64, data: &str) -> &mut Self {
        self.note(&format!("{}’s client sends forged data", name_of(who)));
        let house = self.house_of(who);
        let message = house.message_with(who, "").expect("they have a chat with a message");
        house.forge(who, who, message, data);
        self.settle().await
    }

    /// Waits for a state that is no rest.
    pub(crate) async fn comes_to(&self, wanted: impl Fn(&Self) -> bool) {
        let comes = async {
            let mut ticks = time::interval(time::Duration::from_millis(1));
            while !wanted(self) {
                ticks.tick().await;
            }
        };
        time::timeout(PATIENCE, comes).await.expect("the wanted state comes");
    }
}
