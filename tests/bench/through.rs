//! How many contacts go all the way, with the limits of the platform lifted: a contact ends, the
//! question arrives, the customer taps, the tap is answered.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use amends_runtime::Pace;
use tokio::task::JoinSet;

use crate::{
    luma::{FIRST, Luma, asked, ends},
    say,
    table::{Aim, Table},
};

const OF: &str = "through";
const CUSTOMERS: i64 = 2_048;
const AT_ONCE: i64 = 64;
const FACE: &str = "🙂 Good";
const LONG: Duration = Duration::from_mins(2);

pub(crate) async fn run(table: &mut Table) {
    say("\nAll the way, with the limits of the platform lifted");
    let luma = Arc::new(Luma::opens(CUSTOMERS, false, Pace::Unlimited).await);
    let began = Instant::now();
    let mut lanes = JoinSet::new();
    for lane in 0..AT_ONCE {
        let luma = Arc::clone(&luma);
        lanes.spawn(async move {
            let handle = luma.handle();
            for customer in (FIRST + lane..FIRST + CUSTOMERS).step_by(AT_ONCE.try_into().unwrap()) {
                ends(&handle, customer).await;
                let asks = |world: &amends_platforms::telegram::world::World| {
                    asked(world.chats.get(&customer)?, FACE)
                };
                luma.platform.wait_for(asks, LONG).await.unwrap();
                let query = luma.taps(customer, FACE);
                let answers = |world: &amends_platforms::telegram::world::World| {
                    world.taps.get(&query).is_some_and(|tap| tap.answered).then_some(())
                };
                luma.platform.wait_for(answers, LONG).await.unwrap();
            }
        });
    }
    lanes.join_all().await;
    let a_second = f64::from(u32::try_from(CUSTOMERS).unwrap()) / began.elapsed().as_secs_f64();
    table.add(OF, "Telegram: contacts, asked and answered", a_second, "a second", Aim::None);
    table.leave_out(
        "Discord: the client keeps to 50 requests a second by itself, whatever the stand-in allows"
            .to_owned(),
    );
    Arc::into_inner(luma).unwrap().closes().await;
}
