//! A stream of contacts, taps and words, which goes on whatever happens to the service.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use tokio::{task::JoinSet, time};

use crate::{
    customer::{self, FACES, Seen},
    house::House,
};

/// Customers of each house who are served at the same time.
const CUSTOMERS: i64 = 10;

/// All customers of a house.
pub(crate) struct Streams {
    closing: Arc<AtomicBool>,
    /// Contacts that were acknowledged whole: taken in, asked about, answered, and thanked for.
    thanked: Arc<AtomicUsize>,
    customers: JoinSet<Vec<Seen>>,
}

impl Streams {
    /// Opens the doors.
    pub(crate) fn flow(house: &Arc<House>, rng: &mut ChaCha12Rng) -> Self {
        let closing = Arc::new(AtomicBool::new(false));
        let newcomers = Arc::new(AtomicI64::new(0));
        let thanked = Arc::new(AtomicUsize::new(0));
        let mut customers = JoinSet::new();
        for number in 0..CUSTOMERS {
            let stream = Stream {
                house: Arc::clone(house),
                closing: Arc::clone(&closing),
                newcomers: Arc::clone(&newcomers),
                thanked: Arc::clone(&thanked),
                number,
                rng: ChaCha12Rng::seed_from_u64(rng.random()),
            };
            customers.spawn(stream.flows());
        }
        Self { closing, thanked, customers }
    }

    /// How many contacts were thanked for so far.
    pub(crate) fn thanked(&self) -> usize {
        self.thanked.load(Ordering::SeqCst)
    }

    /// Lets everybody who is there finish, and returns what they saw.
    pub(crate) async fn end(self) -> Vec<Seen> {
        self.closing.store(true, Ordering::SeqCst);
        self.customers.join_all().await.into_iter().flatten().collect()
    }
}

/// One customer after the other at one table of the house.
struct Stream {
    house: Arc<House>,
    closing: Arc<AtomicBool>,
    newcomers: Arc<AtomicI64>,
    thanked: Arc<AtomicUsize>,
    number: i64,
    rng: ChaCha12Rng,
}

impl Stream {
    async fn flows(mut self) -> Vec<Seen> {
        let mut all = Vec::new();
        let mut pace = time::interval(Duration::from_millis(200));
        let mut customer = self.newcomer().await;
        while !self.closing.load(Ordering::SeqCst) {
            pace.tick().await;
            let id = format!("c{}-{}", self.number, all.len());
            let seen = self.contact(&id, customer).await;
            if seen.is_acknowledged() {
                self.thanked.fetch_add(1, Ordering::SeqCst);
            }
            // Who has a case is not asked again.
            if seen.is_unhappy() {
                customer = self.newcomer().await;
            }
            all.push(seen);
        }
        all
    }

    async fn newcomer(&self) -> i64 {
        customer::comes(&self.house, self.newcomers.fetch_add(1, Ordering::SeqCst)).await
    }

    async fn contact(&mut self, id: &str, customer: i64) -> Seen {
        let house = Arc::clone(&self.house);
        let mut seen = customer::contact_ends(&house, id, customer).await;
        let Some(message) = customer::question(&house, customer, &seen.survey).await else {
            return seen;
        };
        if self.rng.random_bool(0.1) {
            // Not everybody answers.
            return seen;
        }
        let face = FACES[if self.rng.random_bool(0.4) { 0 } else { self.rng.random_range(1..3) }];
        let impatient = self.rng.random_bool(0.2);
        customer::taps(&house, customer, message, face, impatient, &mut seen).await;
        if self.rng.random_bool(0.3) {
            let words = format!("words about {id}");
            if seen.is_unhappy() {
                let is_patient = self.rng.random_bool(0.5);
                customer::writes(&house, customer, &words, is_patient, &mut seen).await;
            } else {
                customer::comments(&house, customer, message, &words, &mut seen).await;
            }
        }
        seen
    }
}
