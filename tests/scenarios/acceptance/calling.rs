//! Until somebody comes.

use crate::luma::{ANNA, DANA, Luma, MIHAI, PIOTR, open_hours};

/// It is Friday, and the next open day is Monday.
/// Shows AT 4, T9, INV 6, E22.
#[tokio::test(flavor = "multi_thread")]
async fn at_twenty_to_eleven_the_promise_is_for_ten_past_nine_of_the_next_open_day() {
    let mut luma = Luma::opens_at("2026-11-20T22:40:00Z", |workspace| {
        open_hours(workspace, "mon-fri 09:00-21:00");
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.until("23.11. 09:10:00").await;
    assert_shown!(luma.brief(), @"
    22:40:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    22:40:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Honestly: nobody is here right now. Someone will write to you here by 23.11. 09:10. Tell us what happened and we’ll start with exactly that.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 23.11. 09:10
      R-1001   | R-1001 still waits – promised 23.11. 09:10.
    21.11. 22:40:00 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 23.11. 09:10
      R-1001   | @katrin R-1001 has been open for a long time – now level 2. Please help to finish it.
    23.11. 09:03:00 ⟶ it is time
      R-1001   | @katrin R-1001 still waits – promised 09:10.
    09:07:00 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: first reply by 23.11. 09:10
      R-1001   | @piotr R-1001 needs you – 3 min left.
    09:10:00 ⟶ it is time
      Dana     | We said 2 days and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 09:25.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 09:25
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 09:25.
    ");
}

/// Shows AT 5, K-5, K-6, K-6b, K-7, T9, T10, T11, T28.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_it_until_the_management_does() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.begins();
    luma.waits("60m").await.presses(PIOTR, "Take it").await;
    luma.says(PIOTR, "Dana, this is Piotr. I’m sorry that nobody came.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 60m pass
    09:23:00 ⟶ it is time
      R-1001   | @anna @mihai R-1001 still waits – promised 09:30.
    09:27:00 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 09:30
      R-1001   | @katrin R-1001 needs you – 3 min left.
    09:30:00 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:45.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 09:45
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 09:45.
    09:40:30 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 2 by 09:45
      R-1001   | @piotr R-1001 needs you – 4 min left.
    09:45:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 10:00.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 10:00
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 10:00.
    09:55:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 4 min left.
    10:00:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 10:30.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 10:30
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 10:30.
    10:00:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 29 min left.
    10:05:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 24 min left.
    10:10:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 19 min left.
    10:15:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 14 min left.
    10:20:00 Piotr presses [Take it]
               (Piotr sees: Piotr has it.)
      Dana     | Piotr (the management) is here in person.
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Piotr has it
                 Promised: word from level 3 by 10:30
    10:20:00 Piotr at the desk: Dana, this is Piotr. I’m sorry that nobody came.
      Dana     | Piotr: Dana, this is Piotr. I’m sorry that nobody came.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Piotr has it
      R-1001   | (👍 on that message)
    ");
}

/// Shows AT 6, K-2, K-2b, E23.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_at_once_one_has_it_and_the_other_is_told() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.begins();
    luma.press_at_once(luma.desk, &[(MIHAI, "Take it"), (ANNA, "Take it")]).await;
    luma.waits("2s").await.says(ANNA, "/take").await.presses(ANNA, "Join").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai presses [Take it]
    09:20:00 Anna presses [Take it]
               (Anna sees: Mihai was 1 s faster. /join to help.)
               (Mihai sees: Mihai has it.)
      Dana     | Mihai is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 Promised: first reply by 09:30
    09:20:00 ⟶ 2s pass
    09:20:02 Anna at the desk: /take
      R-1001   | (answers 7) Mihai was 2 s faster. /join to help.
    09:20:02 Anna presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 Promised: first reply by 09:30
                 Joined: Anna
      R-1001   | Anna joined.
    ");
}

/// Shows AT 16, K-26, T28.
#[tokio::test(flavor = "multi_thread")]
async fn asking_twice_for_somebody_senior_brings_the_director() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana.").await;
    luma.begins();
    luma.waits("1m").await.taps(DANA, "Talk to someone senior").await;
    luma.waits("1m").await.taps(DANA, "Talk to someone senior").await;
    luma.presses(PIOTR, "Join").await.says(PIOTR, "Dana, this is Piotr. What can I do?").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1m pass
    09:21:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:36 – from: the team lead on duty.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:36
      R-1001   | @katrin R-1001: the customer asks for someone senior. Level 2, promised 09:36.
    09:21:00 ⟶ 1m pass
    09:22:00 Dana presses [Talk to someone senior]
      Dana     | Of course. You’ll hear from us here by 09:37 – from: the management.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 2 by 09:36 · word from level 3 by 09:37
      R-1001   | @piotr R-1001: the customer asks for someone senior. Level 3, promised 09:37.
    09:22:00 Piotr presses [Join]
      Dana     | Piotr (the management) is here in person.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 2 by 09:36 · word from level 3 by 09:37
                 Joined: Piotr
      R-1001   | Piotr joined.
    09:22:00 Piotr at the desk: Dana, this is Piotr. What can I do?
      Dana     | Piotr: Dana, this is Piotr. What can I do?
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Joined: Piotr
      R-1001   | (👍 on that message)
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
    ");
}
