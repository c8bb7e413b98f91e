//! The three scripts of the main job: happy, so-so, and unhappy until it is put right.

use crate::luma::{ANNA, DANA, Luma};

#[tokio::test(flavor = "multi_thread")]
async fn a_happy_customer_is_thanked_and_left_alone() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "maybe a plug near the window").await.passes("25h").await;
    insta::assert_snapshot!(luma.transcript(), @r#"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 Dana: maybe a plug near the window
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "maybe a plug near the window"
                 [Open recovery] [No action]
    "#);
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
    insta::assert_snapshot!(luma.transcript(), @r#"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Dana: waited 40 min and then it was the wrong dish
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | Dana: waited 40 min and then it was the wrong dish
    09:20:02 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Promised: first reply by 09:30
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [History]
                 (pinned)
    09:20:02 Anna at the desk: Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us.
      Dana     | Anna: Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:20:02 Anna presses [Put right ✓]
      R-1001   | What was done? Reply to this message.
    09:20:02 Anna answers “What was done?”: right dish served, dessert on us
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 [Join] [History]
                 (pinned)
      R-1001   | (answers 10) Asked the customer: done – right dish served, dessert on us
    09:20:02 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 2 s · Dana · 🙁 · level 1 · Anna
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 [Reopen] [History]
                 (pinned)
      R-1001   | 🙂 R-1001 recovered in 2 s.
      topic    | 🟢 R-1001 Dana ↻ 🟢 R-1001 Dana (closed)
    "#);
}
