//! Quiet hours (`/ask quiet`): nobody is asked in them but who wishes it.

use amends_core::{asking_rules::Quiet, interaction::Source, policy::Workspace};
use jiff::SignedDuration;

use super::asking::eager;
use crate::luma::{ANNA, DANA, Luma};

fn quiet_at_night(workspace: &mut Workspace) {
    eager(workspace);
    workspace.asking.quiet = Quiet::read("21:00-08:00");
}

/// In quiet hours nobody is asked: what is fresh when they end is asked then, the rest never.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_in_quiet_hours() {
    let mut luma = Luma::opens_at("2026-11-16T20:59:00Z", quiet_at_night).await;
    luma.contact_ends(DANA, "Order 118").await.waits("1h").await;
    luma.contact_ends(DANA, "Order 119").await.until("17.11. 07:45:00").await;
    luma.contact_ends(DANA, "Order 120").await.until("08:10:00").await;
    assert_shown!(luma.brief(), @"
    20:59:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    20:59:00 ⟶ 1h pass
    21:59:00 ⟶ contact ended: Order 119 → suppressed: quiet_hours
    07:45:00 ⟶ contact ended: Order 120 → planned
    08:00:00 ⟶ it is time
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// Staff hear that it waits for the end of quiet hours, or why it can't.
#[tokio::test(flavor = "multi_thread")]
async fn staff_hear_that_quiet_hours_are_in_the_way() {
    let mut luma = Luma::opens_at("2026-11-16T22:00:00Z", quiet_at_night).await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.begins().writes_in_topic(ANNA, "/done").await.until("17.11. 07:50:00").await;
    luma.writes_in_topic(DANA, "and now?").await.writes_in_topic(ANNA, "/done").await;
    luma.waits("10m").await;
    assert_shown!(luma.brief(), @"
    22:00:00 Anna in the topic: /done
      desk     | I won't ask: it is quiet hours for the customer (21:00-08:00), and too late to ask when they end (/ask quiet, /ask stale).
    07:50:00 Dana in the topic: and now?
    07:50:00 Anna in the topic: /done
      desk     | I'll ask when the customer's quiet hours end: 08:00.
    07:50:00 ⟶ 10m pass
    08:00:00 ⟶ it is time
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// The customer's own clock counts where a source tells their zone; what they wish is asked at once.
#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_go_by_the_customers_own_clock() {
    let mut luma = Luma::opens_at("2026-11-16T19:30:00Z", quiet_at_night).await;
    let bucharest = Some("Europe/Bucharest".to_owned());
    luma.contact_ends_known(DANA, "Order 118", |_| (), |known| known.zone = bucharest).await;
    luma.writes(DANA, "/feedback").await;
    luma.contact_ends(ANNA, "Order 119").await;
    assert_shown!(luma.brief(), @"
    19:30:00 ⟶ contact ended: Order 118 → suppressed: quiet_hours
    19:30:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    19:30:00 ⟶ contact ended: Order 119 → planned
    ");
}

/// The reminder waits for the end of quiet hours, too.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_in_quiet_hours() {
    let mut luma = Luma::opens_at("2026-11-16T19:00:00Z", |workspace| {
        quiet_at_night(workspace);
        workspace.timers.ask_reminder = Some(SignedDuration::from_hours(3));
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.until("17.11. 08:00:00").await;
    assert_shown!(luma.brief(), @"
    19:00:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    17.11. 08:00:00 ⟶ it is time
      Dana     ↻ Hi Dana! How did we do just now?
      Dana     | Hi Dana! One tap is enough: how was it?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// A delay that ends within quiet hours puts the question off, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_delay_does_not_lead_into_quiet_hours() {
    let mut luma = Luma::opens_at("2026-11-16T20:55:00Z", |workspace| {
        quiet_at_night(workspace);
        workspace.timers.ask_delay = SignedDuration::from_mins(10);
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.waits("20m").await;
    assert_shown!(luma.brief(), @"
    20:55:00 ⟶ contact ended: Order 118 → suppressed: quiet_hours
    20:55:00 ⟶ 20m pass
    ");
}

/// A receipt that the customer brings is a wish: no rule stands in its way.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_by_a_link_is_asked_whatever_the_rules() {
    let mut luma = Luma::opens_at("2026-11-16T23:00:00Z", |workspace| {
        quiet_at_night(workspace);
        workspace.asking.messages = 5;
    })
    .await;
    luma.contact_ends_with(DANA, "Order 118", |contact| {
        contact.source = Source::DeepLink;
        contact.messages = Some(0);
    })
    .await;
    assert_shown!(luma.brief(), @"
    23:00:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! Before you go: how was your visit?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}
