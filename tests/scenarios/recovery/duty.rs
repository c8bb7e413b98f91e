//! Duty: on, off, until a time, and never off with open cases (K-39).

use crate::luma::{ANNA, KATRIN, Luma, MIHAI};

/// Shows AT 9, K-39.
#[tokio::test(flavor = "multi_thread")]
async fn duty_does_not_end_with_open_cases() {
    let mut luma = Luma::talking().await;
    luma.says_in_general(ANNA, "/duty off").await.says(ANNA, "/duty off").await;
    luma.says(KATRIN, "/take").await;
    luma.says_in_general(ANNA, "/duty off").await.says_in_general(MIHAI, "/duty who").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty off
      desk     | (answers 8) You still have R-1001. Hand over or agree a later time with the customer first.
                 [Hand over R-1001]
    09:20:00 Anna at the desk: /duty off
      R-1001   | (answers 10) You still have R-1001. Hand over or agree a later time with the customer first.
                 [Hand over R-1001]
    09:20:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Katrin has it
                 Joined: Anna
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
    09:20:00 Anna in General: /duty off
      desk     | (answers 14) You're off duty.
    09:20:00 Mihai in General: /duty who
      desk     | (answers 16) On duty now: Mihai, Katrin, Piotr
    ");
}

/// 4.7: duty until a time ends by itself; a time that can't be read is refused with examples.
#[tokio::test(flavor = "multi_thread")]
async fn duty_ends_at_the_time_that_was_told() {
    let mut luma = Luma::opens().await;
    luma.says_in_general(MIHAI, "/duty off").await.says_in_general(MIHAI, "/duty who").await;
    luma.says_in_general(MIHAI, "/duty on until soon").await;
    luma.says_in_general(MIHAI, "/duty on until 18:00").await;
    luma.says_in_general(MIHAI, "/duty who").await;
    luma.waits("9h").await.says_in_general(KATRIN, "/duty who").await;
    luma.says_in_general(KATRIN, "/duty").await.says_in_general(KATRIN, "/duty on").await;
    for until in ["+30m", "tomorrow 9:00", "17.11. 09:00", "2:00", "15.11. 09:00", "18:00 or so"] {
        luma.says_in_general(KATRIN, &format!("/duty on until {until}")).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai in General: /duty off
      desk     | (answers 2) You're off duty.
    09:20:00 Mihai in General: /duty who
      desk     | (answers 4) On duty now: Anna, Katrin, Piotr
    09:20:00 Mihai in General: /duty on until soon
      desk     | (answers 6) I can't read 'soon' as a time. Write 15:00, tomorrow 9:00, +30m or 17.11. 09:00
    09:20:00 Mihai in General: /duty on until 18:00
      desk     | (answers 8) You're on duty until 18:00.
    09:20:00 Mihai in General: /duty who
      desk     | (answers 10) On duty now: Anna, Mihai, Katrin, Piotr
    09:20:00 ⟶ 9h pass
    18:20:00 Katrin in General: /duty who
      desk     | (answers 12) On duty now: Anna, Katrin, Piotr
    18:20:00 Katrin in General: /duty
      desk     | (answers 14) On duty now: Anna, Katrin, Piotr
    18:20:00 Katrin in General: /duty on
      desk     | (answers 16) You're on duty.
    18:20:00 Katrin in General: /duty on until +30m
      desk     | (answers 18) You're on duty until 18:50.
    18:20:00 Katrin in General: /duty on until tomorrow 9:00
      desk     | (answers 20) You're on duty until 17.11. 09:00.
    18:20:00 Katrin in General: /duty on until 17.11. 09:00
      desk     | (answers 22) You're on duty until 17.11. 09:00.
    18:20:00 Katrin in General: /duty on until 2:00
      desk     | (answers 24) You're on duty until 17.11. 02:00.
    18:20:00 Katrin in General: /duty on until 15.11. 09:00
      desk     | (answers 26) 15.11. 09:00 has passed.
    18:20:00 Katrin in General: /duty on until 18:00 or so
      desk     | (answers 28) I can't read '18:00 or so' as a time. Write 15:00, tomorrow 9:00, +30m or 17.11. 09:00
    ");
}

/// However many cases are open, nobody leaves one behind.
/// Shows K-39.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_leaves_a_case_behind_however_many_are_open() {
    only_on!(Telegram, "a server lets so many rooms be opened only in minutes");
    let mut luma = Luma::opens().await;
    for number in 0..51 {
        let customer = 1_000 + number;
        luma.welcomes(customer, "Gil", "en").await.contact_ends(customer, "Order 118").await;
        luma.taps(customer, "🙁 Not good").await;
    }
    luma.presses(ANNA, "Take it").await.begins();
    luma.says_in_general(ANNA, "/duty off").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty off
      desk     | (answers 207) You still have R-1051 (promise 09:30). Hand over or agree a later time with the customer first.
                 [Hand over R-1051]
    ");
}
