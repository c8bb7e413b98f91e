//! What a customer writes in private while nobody listens, in a case that has no room: the desk is
//! on Telegram.

use std::time::Duration;

use amends_core::place::Platform;
use amends_platforms::discord::world::World;

use crate::luma::{ANNA, DANA, Line, Luma, discord::id_of};

/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(20);

impl Luma {
    /// Dana complained where everybody can see it, so that her private chat is known by her account
    /// alone, and Anna has her case.
    async fn complained_in_public() -> Self {
        let mut luma = Self::across(Platform::Discord, Platform::Telegram).await;
        let help = luma.discord().help;
        luma.writes_into(DANA, help, "/complain the soup was cold").await.waits("2s").await;
        luma.presses(ANNA, "Take it").await;
        let contact = luma.customer(DANA).contacts[0].clone();
        assert_eq!(contact.room, None, "her private messages are open");
        luma
    }

    /// Waits until Dana reads these words in private: nothing comes to rest while nobody listens.
    async fn reaches_dana(&mut self, words: &str) {
        let read = |world: &World| {
            let shown = world.dm_with(id_of(DANA))?.shown();
            shown.iter().any(|message| message.content.contains(words)).then_some(())
        };
        self.discord().platform.wait_for(read, SOON).await.unwrap();
    }

    /// How often these words stand at the desk.
    fn times_at_desk(&self, words: &str) -> usize {
        self.said_in(self.desk).iter().filter(|said| said.contains(words)).count()
    }
}

/// The first private message of a case comes while the service is down.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_private_message_is_found_after_a_restart() {
    only_on!(Discord, "Telegram keeps what it could not tell");
    let mut luma = Luma::complained_in_public().await;
    luma.service_is_killed().await;
    luma.front_mut().tells(DANA, Line::text("and the waiter was rude"));
    luma.service_comes_back().await.waits("2s").await;
    assert_eq!(luma.times_at_desk("Dana: and the waiter was rude"), 1, "{}", luma.transcript());
    assert_eq!(luma.times_at_desk("Dana: the soup was cold"), 1, "{}", luma.transcript());
    luma.transcript();
}

/// The same while the gateway is down, after staff wrote: what we sent does not hide what came
/// before.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_private_message_is_found_when_the_gateway_is_back() {
    only_on!(Discord, "Telegram has no gateway");
    let mut luma = Luma::complained_in_public().await;
    luma.note("⟶ the gateway is down");
    luma.discord().platform.faults().shut_gateway();
    luma.discord().platform.faults().invalidate_sessions();
    luma.front_mut().tells(DANA, Line::text("and the waiter was rude"));
    luma.back_mut().talks(ANNA, Line::text("Dana, I’m sorry."));
    luma.reaches_dana("I’m sorry").await;
    luma.note("⟶ the gateway is back");
    luma.discord().platform.faults().clear();
    luma.settle().await.waits("2s").await;
    assert_eq!(luma.times_at_desk("Dana: and the waiter was rude"), 1, "{}", luma.transcript());
    luma.transcript();
}
