//! Customers who do not answer, come back, or have only a thank-you to say.

use crate::luma::{ANNA, DANA, KATRIN, Luma, MIHAI, PIOTR};

/// The customer's turn, two reminders, a pause with an open door.
/// Shows K-11, K-12, K-13, K-32, T14, T15, T16.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_customer_is_reminded_twice_and_then_paused() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "Which card did you pay with?").await;
    luma.presses(ANNA, "Waiting for answer").await.waits("192h").await;
    luma.taps(DANA, "I still need help").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: Which card did you pay with?
      Dana     | Anna: Which card did you pay with?
      R-1001   | (👍 on that message)
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
    09:20:00 Anna presses [Waiting for answer]
               (Anna sees: Waiting for the customer's answer.)
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer's turn
    09:20:00 ⟶ 192h pass
    17.11. 09:20:00 ⟶ it is time
      Dana     | We’re still here for you and waiting for your answer – no rush.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna · the customer's turn
      R-1001   | @katrin R-1001 has been open for a long time – now level 2. Please help to finish it.
    19.11. 09:20:00 ⟶ it is time
      Dana     | We’d still like to put this right. Just answer here whenever it suits you; without an answer we’ll pause on 23.11. 09:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna · the customer's turn
      R-1001   | @piotr R-1001 has been open for a long time – now level 3. Please help to finish it.
    23.11. 09:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 7 days: paused, the customer went silent · Dana · 🙁 · level 3 · Anna
      R-1001   | R-1001 closed: paused, the customer went silent.
    24.11. 09:20:00 ⟶ it is time
      topic    | ⚪ R-1001 Dana ↻ ⚪ R-1001 Dana (closed)
    09:20:00 Dana presses [I still need help]
      Dana     ↻ We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | ⚪ R-1001 Dana (closed) ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: first reply by 09:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 09:30.
      R-1001   | @anna R-1001 needs you – 10 min left.
    ");
}

/// An answer ends the wait, and no reminder comes any more.
/// Shows K-8.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_answers_is_not_reminded() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "Which card did you pay with?").await;
    luma.presses(ANNA, "Waiting for answer").await.begins();
    luma.waits("23h").await.writes(DANA, "the blue one").await.waits("2s").await;
    luma.says(ANNA, "/progress the bank looks into it next 27.11. 09:00").await;
    let before = luma.said_in(DANA).len();
    luma.waits("216h").await;
    assert_eq!(luma.said_in(DANA).len(), before, "{}", luma.transcript());
}

/// A case with an open promise is not closed because of silence.
/// Shows K-13.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_stands_keeps_a_silent_case_open() {
    let mut luma = Luma::talking().await;
    luma.presses(ANNA, "Waiting for answer").await;
    luma.waits("10070m").await;
    luma.taps(DANA, "Talk to someone senior").await.begins();
    luma.waits("12m").await.presses(PIOTR, "Join").await.says(PIOTR, "Dana, Piotr here.").await;
    luma.waits("169h").await;
    assert_shown!(luma.brief(), @"
    09:10:00 ⟶ 12m pass
    09:22:00 Piotr presses [Join]
      Dana     | Piotr (the management) is here in person.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna · the customer's turn
                 Promised: word from level 3 by 09:25
                 Joined: Piotr
      R-1001   | Piotr joined.
    09:22:00 Piotr at the desk: Dana, Piotr here.
      Dana     | Piotr: Dana, Piotr here.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna · the customer's turn
                 Joined: Piotr
      R-1001   | (👍 on that message)
    09:22:00 ⟶ 169h pass
    30.11. 09:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 14 days: paused, the customer went silent · Dana · 🙁 · level 3 · Anna
                 Joined: Piotr
      R-1001   | R-1001 closed: paused, the customer went silent.
    ");
}

/// Words while the check is open go to the owner, the faces stay, nobody guesses.
/// Shows K-30b, E35.
#[tokio::test(flavor = "multi_thread")]
async fn words_instead_of_a_face_are_shown_to_the_owner() {
    let mut luma = Luma::asked_again().await;
    luma.writes(DANA, "thanks!").await.presses(ANNA, "Just thanks").await;
    luma.writes(DANA, "but the coffee never came").await.presses(ANNA, "Reopen").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: thanks!
      R-1001   | Dana: thanks!
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    09:20:00 Anna presses [Just thanks]
               (Anna sees: Just thanks – nothing changes.)
      R-1001   ↻ @anna R-1001: the customer wrote again. Reopen, or just thanks?
    09:20:00 Dana: but the coffee never came
      R-1001   | Dana: but the coffee never came
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    09:20:00 Anna presses [Reopen]
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Reopened once
      R-1001   ↻ @anna R-1001: the customer wrote again. Reopen, or just thanks?
    ");
}

/// The check is repeated once and then closes unconfirmed, with an open door.
/// Shows K-31, T18, T19.
#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_check_is_repeated_once() {
    let mut luma = Luma::asked_again().await;
    luma.waits("96h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 96h pass
    17.11. 09:20:00 ⟶ it is time
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    19.11. 09:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 3 days: unconfirmed · Dana · 🙁 · level 1 · Anna
      R-1001   | R-1001 closed: unconfirmed.
    20.11. 09:20:00 ⟶ it is time
      topic    | ⚪ R-1001 Dana ↻ ⚪ R-1001 Dana (closed)
    ");
}

/// Any words reopen a case that closed unconfirmed.
/// Shows K-32.
#[tokio::test(flavor = "multi_thread")]
async fn words_reopen_a_case_that_was_never_confirmed() {
    let mut luma = Luma::asked_again().await;
    luma.waits("96h").await.begins();
    luma.writes(DANA, "the card still does not work").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: the card still does not work
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | ⚪ R-1001 Dana (closed) ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 09:30.
      R-1001   | @anna R-1001 needs you – 10 min left.
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: the card still does not work
    ");
}

/// `/complain` reopens the recent case; the last owner is off duty, so the desk is called.
/// Shows K-32.
#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_reopens_a_recovered_case() {
    let mut luma = Luma::put_right().await;
    luma.says_in_general(ANNA, "/duty off").await.begins();
    luma.waits("25h").await.writes(DANA, "/complain it is cold again").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 25h pass
    17.11. 09:20:00 ⟶ it is time
      topic    | 🟢 R-1001 Dana ↻ 🟢 R-1001 Dana (closed)
    10:20:00 Dana: /complain it is cold again
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🟢 R-1001 Dana (closed) ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 10:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 10:30.
      R-1001   | @mihai on duty – please take.
    10:20:00 ⟶ 2s pass
    10:20:01 ⟶ it is time
      R-1001   | Dana: it is cold again
    ");
}

/// A thank-you after a recovered case reopens nothing.
/// Shows K-32b.
#[tokio::test(flavor = "multi_thread")]
async fn a_thank_you_reopens_nothing() {
    let mut luma = Luma::put_right().await;
    luma.waits("1h").await.writes(DANA, "thank you all!").await;
    luma.presses(ANNA, "Just thanks").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h pass
    10:20:00 Dana: thank you all!
      R-1001   | Dana: thank you all!
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    10:20:00 Anna presses [Just thanks]
               (Anna sees: Just thanks – nothing changes.)
      R-1001   ↻ @anna R-1001: the customer wrote again. Reopen, or just thanks?
    ");
}

/// Words after a recovered case that are more than that: staff reopen it.
/// Shows K-32b.
#[tokio::test(flavor = "multi_thread")]
async fn staff_reopen_a_recovered_case_after_new_words() {
    let mut luma = Luma::put_right().await;
    luma.waits("1h").await.writes(DANA, "it broke again").await.presses(MIHAI, "Reopen").await;
    luma.says(ANNA, "I am on it, Dana.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h pass
    10:20:00 Dana: it broke again
      R-1001   | Dana: it broke again
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    10:20:00 Mihai presses [Reopen]
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | 🟢 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 10:30
                 Reopened once
      R-1001   ↻ @anna R-1001: the customer wrote again. Reopen, or just thanks?
      R-1001   | R-1001 is open again – promised 10:30.
    10:20:00 Anna at the desk: I am on it, Dana.
      Dana     | Anna: I am on it, Dana.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Reopened once
      R-1001   | (👍 on that message)
    ");
}

/// An unresolved case climbs after a day and after three.
/// Shows K-36, T22.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_case_climbs() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/progress the new part is on its way next 20.11. 09:00").await.begins();
    luma.waits("73h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 73h pass
    17.11. 09:20:00 ⟶ it is time
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: next word by 20.11. 09:00
      R-1001   | @katrin R-1001 has been open for a long time – now level 2. Please help to finish it.
    19.11. 09:20:00 ⟶ it is time
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: next word by 20.11. 09:00
      R-1001   | @piotr R-1001 has been open for a long time – now level 3. Please help to finish it.
    ");
}

/// Who wants no reply is left alone; words open the case again.
/// Shows K-4, K-32.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_wants_no_reply_may_change_their_mind() {
    let mut luma = Luma::unhappy().await;
    luma.taps(DANA, "No reply needed").await;
    luma.waits("1h").await.writes(DANA, "well, it still bothers me").await.waits("2s").await;
    luma.presses(KATRIN, "Take it").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [No reply needed]
      Dana     ↻ How did we do just now?  🙁 Not good
                 All right, we won’t write to you about this. We’ll still look into it. If you change your mind, just write here.
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: no contact wanted · Dana · 🙁 · level 1
      R-1001   | R-1001: the customer wants no reply. Please look into it all the same.
                 [Cause] [No action]
    09:20:00 ⟶ 1h pass
    10:20:00 Dana: well, it still bothers me
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | ⚪ R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 10:30
                 Reopened once
      R-1001   | R-1001 is open again – promised 10:30.
      R-1001   | @anna @mihai on duty – please take.
    10:20:00 ⟶ 2s pass
    10:20:01 ⟶ it is time
      R-1001   | Dana: well, it still bothers me
    10:20:02 Katrin presses [Take it]
               (Katrin sees: Katrin has it.)
      Dana     | Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Katrin has it
                 Promised: first reply by 10:30
                 Reopened once
    ");
}
