//! Who has it next.

use crate::luma::{ANNA, DANA, Luma, MIHAI};

const NOTE: &str = "Done: apologised. Not done: the dish. Next: call the kitchen.";

/// Shows AT 9, K-23, K-24, K-24b, K-39.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_note_with_one_returned_and_at_the_end_of_duty() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana.").await;
    luma.begins();
    luma.says(ANNA, "/handover @mihai").await.says(ANNA, "/handover @mihai all yours").await;
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await;
    luma.presses(MIHAI, "Return").await;
    luma.replies(MIHAI, "Why does it go back", "on the road till noon").await;
    luma.says_in_general(ANNA, "/duty off").await;
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await.presses(MIHAI, "Accept").await;
    luma.says_in_general(ANNA, "/duty off").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /handover @mihai
      R-1001   | (answers 8) A few words please: done / not done / promised / next (20 characters at least).
    09:20:00 Anna at the desk: /handover @mihai all yours
      R-1001   | (answers 10) A few words please: done / not done / promised / next (20 characters at least).
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 Mihai presses [Return]
      R-1001   | Why does it go back? Reply to this message in a few words.
    09:20:00 Mihai answers “Why does it go back”: on the road till noon
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @anna R-1001 came back from Mihai: on the road till noon
    09:20:00 Anna in General: /duty off
      desk     | (answers 17) You still have R-1001. Hand over or agree a later time with the customer first.
                 [Hand over R-1001]
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 Mihai presses [Accept]
      Dana     | Anna is handing over: from here on Mihai is with you and has all the notes. No need to start again.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
      R-1001   ↻ @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Next: call the kitchen.
      R-1001   | Mihai has it from now on, from Anna. What was promised is now Mihai's to keep.
    09:20:00 Anna in General: /duty off
      desk     | (answers 22) You're off duty.
    ");
}
