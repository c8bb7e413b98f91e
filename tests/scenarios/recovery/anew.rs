//! Times that begin anew, and those that a business chooses: the next word, the check, its end, and
//! what new customers are promised.

use jiff::SignedDuration;

use crate::luma::{ANNA, DANA, Luma};

impl Luma {
    /// Anna has Dana's case; what is put right is asked about only after so long.
    async fn asks_after(hours: i64) -> Self {
        let mut luma = Self::opens_with(|workspace| {
            workspace.timers.reask_delay = SignedDuration::from_hours(hours);
        })
        .await;
        luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
        luma.begins();
        luma
    }
}

/// However much they write before somebody comes: all of it is there, and one thank-you is enough.
/// Shows K-9.
#[tokio::test(flavor = "multi_thread")]
async fn words_before_anybody_came_are_thanked_for_once() {
    let mut luma = Luma::unhappy().await;
    luma.writes(DANA, "the soup was cold").await.waits("1m").await;
    luma.writes(DANA, "and late").await.waits("1m").await;
    luma.writes(DANA, "hello?").await.waits("2s").await.presses(ANNA, "Take it").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Dana: the soup was cold
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was cold"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
    09:20:00 ⟶ 1m pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: the soup was cold
    09:21:00 Dana: and late
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was cold" · "and late"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
    09:21:00 ⟶ 1m pass
    09:21:01 ⟶ it is time
      R-1001   | Dana: and late
    09:22:00 Dana: hello?
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was cold" · "and late" · "hello?"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
    09:22:00 ⟶ 2s pass
    09:22:01 ⟶ it is time
      R-1001   | Dana: hello?
    09:22:02 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was cold" · "and late" · "hello?"
                 Promised: first reply by 09:30
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
    "#);
}

/// The time counts from the last word that reached the customer, be it a line or a promise.
/// Shows K-10, T13.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_for_the_next_word_begins_anew_with_each_word() {
    let mut luma = Luma::talking().await;
    luma.waits("3h").await.says(ANNA, "The bank is on it, Dana.").await;
    luma.waits("3h50m").await.says(ANNA, "/promise tomorrow 12:00 the money is back").await;
    luma.waits("4h5m").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 3h pass
    12:20:00 Anna at the desk: The bank is on it, Dana.
      Dana     | Anna: The bank is on it, Dana.
      R-1001   | (👍 on that message)
    12:20:00 ⟶ 3h50m pass
    16:10:00 Anna at the desk: /promise tomorrow 12:00 the money is back
      Dana     | Our promise: the money is back – by 17.11. 12:00.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) the money is back – by 17.11. 12:00
      R-1001   | (👍 on that message)
    16:10:00 ⟶ 4h5m pass
    20:10:00 ⟶ it is time
      R-1001   | @anna R-1001: the customer has heard nothing for a while – please send a word.
    ");
}

/// The customer who writes in place of a tap has all the time once more, and is reminded once.
/// Shows K-30b, T18, T19.
#[tokio::test(flavor = "multi_thread")]
async fn words_in_place_of_a_face_begin_the_time_of_the_check_anew() {
    let mut luma = Luma::asked_again().await;
    luma.waits("23h").await.writes(DANA, "I will look tonight").await;
    luma.waits("25h").await.writes(DANA, "not home yet, sorry").await;
    luma.waits("73h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 23h pass
    08:20:00 Dana: I will look tonight
      R-1001   | Dana: I will look tonight
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    08:20:00 ⟶ 25h pass
    18.11. 08:20:00 ⟶ it is time
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    09:20:00 Dana: not home yet, sorry
      R-1001   | Dana: not home yet, sorry
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    09:20:00 ⟶ 73h pass
    21.11. 09:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 5 days: unconfirmed · Dana · 🙁 · level 1 · Anna
      R-1001   | R-1001 closed: unconfirmed.
    ");
}

/// What must be felt first is asked about later; whoever wants to know before hears when.
/// Shows T17, K-27.
#[tokio::test(flavor = "multi_thread")]
async fn what_must_be_felt_first_is_asked_about_later() {
    let mut luma = Luma::asks_after(3).await;
    luma.says(ANNA, "/resolve parcel is on the morning tour anyway: no wish").await;
    luma.says(ANNA, "/resolve parcel is on the morning tour anyway: no wish").await;
    luma.waits("1h").await.writes(DANA, "/status").await.writes(DANA, "thanks so far").await;
    luma.waits("3h").await.waits("23h").await.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve parcel is on the morning tour anyway: no wish
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer is asked at 12:20
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve parcel is on the morning tour anyway: no wish
      R-1001   | (answers 9) The customer is asked at 12:20: done – parcel is on the morning tour
    09:20:00 ⟶ 1h pass
    10:20:00 Dana: /status
      Dana     | R-1001: done – please tell us if it’s right. With you: Anna. Latest: parcel is on the morning tour. Next word from us by 12:21.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer is asked at 12:20
                 Promised: next word by 12:21
    10:20:00 Dana: thanks so far
      R-1001   | Dana: thanks so far
      R-1001   | @anna R-1001: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    10:20:00 ⟶ 3h pass
    12:20:00 ⟶ it is time
      Dana     | Anna: done – parcel is on the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
    13:20:00 ⟶ 23h pass
    17.11. 12:20:00 ⟶ it is time
      Dana     ↻ Anna: done – parcel is on the morning tour. Did we put it right?
      Dana     | Anna: done – parcel is on the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    12:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – parcel is on the morning tour. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 27 h · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 27 h.
      desk     | 🟢 R-1001 was put right in 27 h: parcel is on the morning tour
    ");
}

/// A service that was away when the time came asks late, and the customer has all their time to
/// answer.
/// Shows T17, T19.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_was_due_during_a_pause_is_asked_after_it() {
    let mut luma = Luma::asks_after(24).await;
    luma.says(ANNA, "/resolve parcel is on the morning tour anyway: no wish")
        .await
        .waits("1h")
        .await;
    luma.service_is_killed().await;
    luma.clock.advance(SignedDuration::from_hours(100));
    luma.service_comes_back().await;
    luma.waits("71h").await.waits("2h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve parcel is on the morning tour anyway: no wish
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer is asked at 17.11. 09:20
      R-1001   | (👍 on that message)
    09:20:00 ⟶ 1h pass
    10:20:00 ⟶ the service is killed
    14:20:00 ⟶ the service starts again
      Dana     | Anna: done – parcel is on the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
    14:20:00 ⟶ 71h pass
    21.11. 14:20:00 ⟶ it is time
      Dana     ↻ Anna: done – parcel is on the morning tour. Did we put it right?
      Dana     | Anna: done – parcel is on the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    13:20:00 ⟶ 2h pass
    14:20:00 ⟶ it is time
      Dana     | We’ve paused this for now. We’re still sorry it happened – one tap and we carry on.
                 [I still need help]
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 7 days: unconfirmed · Dana · 🙁 · level 1 · Anna
      R-1001   | R-1001 closed: unconfirmed.
    ");
}

/// Whoever is new is promised half the time, and everything else follows from that.
/// Shows T9, T10, T11.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_customer_is_promised_half_the_time() {
    let mut luma = Luma::opens().await;
    luma.contact_ends_with(DANA, "Order 118", |contact| contact.segments = vec!["new".to_owned()])
        .await;
    luma.taps(DANA, "🙁 Not good").await.waits("6m").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 5 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:25
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 ⟶ 6m pass
    09:21:30 ⟶ it is time
      R-1001   | @anna @mihai R-1001 still waits – promised 09:25.
    09:23:30 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 09:25
      R-1001   | @katrin R-1001 needs you – 90 s left.
    09:25:00 ⟶ it is time
      Dana     | We said 5 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:40.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 09:40
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 09:40.
    ");
}

/// Or what the business chooses for them.
/// Shows T9.
#[tokio::test(flavor = "multi_thread")]
async fn what_new_customers_are_promised_can_be_chosen() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.timers.reply_within_new = Some(SignedDuration::from_mins(2));
    })
    .await;
    luma.welcomes(20, "Gil", "en").await;
    luma.contact_ends_with(DANA, "Order 118", |contact| contact.segments = vec!["New".to_owned()])
        .await;
    luma.contact_ends(20, "Order 119").await.begins();
    luma.taps(DANA, "🙁 Not good").await.taps(20, "🙁 Not good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 2 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:22
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 somebody presses [🙁 Not good]
               (somebody sees: Thank you!)
      somebody ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Gil
      R-1002   | 🔴 R-1002 · Gil · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1002   | @anna @mihai on duty – please take.
    ");
}
