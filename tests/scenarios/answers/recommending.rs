//! Whether customers would recommend the business, where admins wish to know it (F29).

use amends_core::recommending::{After, Recommending};
use jiff::SignedDuration;

use crate::luma::{ANNA, DANA, Luma, PIOTR, account};

/// Everybody who is happy is asked.
async fn everybody() -> Luma {
    Luma::opens_with(|workspace| workspace.asking.recommend = 100).await
}

fn said(luma: &Luma) -> Option<(After, Option<bool>, Option<bool>)> {
    let Recommending { after, would, did, .. } = luma.customer(DANA).recommending?;
    Some((after, would, did))
}

/// Off unless it is wished for; then it is a message of its own, and the second one takes its place.
/// Shows S-14.
#[tokio::test(flavor = "multi_thread")]
async fn a_happy_customer_would_recommend_us() {
    let mut luma = everybody().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.taps(DANA, "Yes").await.taps(DANA, "No").await;
    assert_eq!(said(&luma), Some((After::Answer, Some(true), Some(false))));
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
      Dana     | Would you recommend us to a friend?
                 [Yes] [No]
    09:20:00 Dana presses [Yes]
      Dana     ↻ And have you already recommended us to someone?
                 [Yes] [No]
    09:20:00 Dana presses [No]
      Dana     ↻ Thank you!
    ");
}

/// Whoever would not is asked nothing more, and nobody is asked again for a season.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_would_not_is_left_alone() {
    let mut luma = everybody().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.begins().taps(DANA, "No").await;
    luma.waits("24h").await.contact_ends(DANA, "Order 131").await.taps(DANA, "🙂 Good").await;
    assert_eq!(said(&luma), Some((After::Answer, Some(false), None)));
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [No]
      Dana     ↻ Thank you!
    09:20:00 ⟶ 24h pass
    09:20:00 ⟶ contact ended: Order 131 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// Whoever says that it was put right is asked too.
/// Shows K-28.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_helped_is_asked_too() {
    let mut luma = everybody().await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await.begins();
    luma.taps(DANA, "🙂 Yes, all good").await.taps(DANA, "Yes").await.taps(DANA, "Yes").await;
    assert_eq!(said(&luma), Some((After::Recovery, Some(true), Some(true))));
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      Dana     | Would you recommend us to a friend?
                 [Yes] [No]
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: right dish served, dessert on us
    09:20:00 Dana presses [Yes]
      Dana     ↻ And have you already recommended us to someone?
                 [Yes] [No]
    09:20:00 Dana presses [Yes]
      Dana     ↻ Thank you!
    ");
}

/// F18: one in five of the happy hears that answers are worth it, once the board has something to
/// show for it, and for a month.
/// Shows S-14.
#[tokio::test(flavor = "multi_thread")]
async fn a_share_of_the_happy_hears_what_came_of_answers() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        workspace.timers.ask_gap = SignedDuration::ZERO;
    })
    .await;
    let worth = |luma: &mut Luma| luma.transcript().matches("It’s worth it").count();
    for order in 1..=4 {
        luma.contact_ends(DANA, &format!("Order {order}")).await.taps(DANA, "🙂 Good").await;
    }
    assert_eq!(worth(&mut luma), 0, "nothing is mended yet");
    luma.says_in_general(PIOTR, "/cause public late \"Food came late\"").await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    let mut told = Vec::new();
    for order in 1..=10 {
        luma.begins();
        luma.contact_ends(DANA, &format!("Coffee {order}")).await.taps(DANA, "🙂 Good").await;
        let shown = luma.transcript();
        if shown.contains("It’s worth it") {
            told.push(shown);
        }
    }
    assert!((1..=5).contains(&told.len()), "one in five, but {} of 10", told.len());
    assert_shown!(&told[0], @"
    09:20:00 ⟶ contact ended: Coffee 3 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 It’s worth it – fixed in the last 30 days thanks to answers like yours: 1. See /board
                 [Change my answer]
    ");
    luma.waits("721h").await.begins();
    for order in 1..=12 {
        luma.contact_ends(DANA, &format!("Tea {order}")).await.taps(DANA, "🙂 Good").await;
    }
    assert_eq!(worth(&mut luma), 0, "that is long ago");
}
