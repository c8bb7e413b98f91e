//! The three scripts of the main job: happy, so-so, and unhappy until it is put right.

use crate::luma::{ANNA, DANA, Luma};

#[tokio::test(flavor = "multi_thread")]
async fn a_happy_customer_is_thanked_and_left_alone() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "maybe a plug near the window").await.passes("25h").await;
    insta::assert_snapshot!(luma.transcript(), @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_customer_is_put_right() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.writes(DANA, "waited 40 min and then it was the wrong dish").await.passes("2s").await;
    luma.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us.").await;
    luma.presses(ANNA, "Put right ✓").await;
    luma.replies(ANNA, "What was done?", "right dish served, dessert on us").await;
    luma.taps(DANA, "🙂 Yes, all good").await.passes("25h").await;
    insta::assert_snapshot!(luma.transcript(), @"");
}
