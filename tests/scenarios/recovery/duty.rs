//! Duty: on, off, until a time, and never off with open cases (K-39).

use amends_core::policy::Level;

use crate::luma::{ANNA, ION, KATRIN, Luma, MIHAI, PIOTR, account, open_hours, staff_member};

/// Shows K-39.
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

impl Luma {
    /// Nobody is on duty but Anna, and she until a time.
    async fn only_anna_until(&mut self, time: &str) {
        for who in [MIHAI, KATRIN, PIOTR] {
            self.says_in_general(who, "/duty off").await;
        }
        self.says_in_general(ANNA, &format!("/duty on until {time}")).await.begins();
    }
}

/// When the last one's duty ends by its time, those who answer for who is there are called in that
/// minute, once, also over a restart; a case that begins meanwhile starts one level higher.
/// Shows E21.
#[tokio::test(flavor = "multi_thread")]
async fn duty_that_ends_by_its_time_is_noticed_in_that_minute() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.only_anna_until("12:00").await;
    luma.waits("3h").await;
    luma.service_is_killed().await;
    luma.service_comes_back().await.waits("1h").await;
    luma.says_in_general(PIOTR, "/health").await.is_unhappy().await;
    luma.says_in_general(MIHAI, "/duty on").await.says_in_general(MIHAI, "/duty off").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 3h pass
    12:00:00 ⟶ it is time
      desk     | @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    12:20:00 ⟶ the service is killed
    12:20:00 ⟶ the service starts again
    12:20:00 ⟶ 1h pass
    13:20:00 Piotr in General: /health
      desk     | (answers 11) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ❌ Nobody is on duty: whoever is there for customers says /duty on
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    13:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    13:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 13:30
      R-1001   | Nobody is on duty, and R-1001 waits. Come on duty: /duty on
      R-1001   | @katrin R-1001 needs you – 10 min left.
    13:20:00 Mihai in General: /duty on
      desk     | (answers 18) You're on duty.
    13:20:00 Mihai in General: /duty off
      desk     | (answers 20) You're off duty.
      desk     | (answers 20) @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    ");
}

/// Nobody is missed while it is closed; when the doors open, somebody is.
/// Shows E21.
#[tokio::test(flavor = "multi_thread")]
async fn doors_that_open_with_nobody_there_are_noticed() {
    let mut luma = Luma::opens_at("2026-11-20T20:30:00Z", |workspace| {
        open_hours(workspace, "mon-fri 09:00-21:00");
    })
    .await;
    luma.only_anna_until("21:00").await;
    luma.waits("84h").await;
    luma.says_in_general(KATRIN, "/duty on until 14:00").await.waits("6h").await;
    assert_shown!(luma.brief(), @"
    20:30:00 ⟶ 84h pass
    23.11. 09:00:00 ⟶ it is time
      desk     | @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    08:30:00 Katrin in General: /duty on until 14:00
      desk     | (answers 11) You're on duty until 14:00.
    08:30:00 ⟶ 6h pass
    14:00:00 ⟶ it is time
      desk     | @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    ");
}

/// A pause of the service hides nothing: what is so when it is back is said then.
/// Shows E21.
#[tokio::test(flavor = "multi_thread")]
async fn a_gap_that_began_during_a_pause_is_told_after_it() {
    let mut luma = Luma::opens().await;
    luma.only_anna_until("12:00").await;
    luma.service_is_killed().await;
    luma.clock.advance(jiff::SignedDuration::from_hours(5));
    luma.service_comes_back().await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    14:20:00 ⟶ the service starts again
      desk     | @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    ");
}

/// At the top all of the management is called, whoever of them is on duty, every five minutes and
/// only while it is open; `/health` names the case until somebody takes it.
/// Shows K-6b.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_the_management_does_not_take_is_an_alarm() {
    let mut luma = Luma::opens_at("2026-11-16T20:10:00Z", |workspace| {
        open_hours(workspace, "mon-fri 09:00-21:00");
        workspace.admins = vec![account(PIOTR)];
        let mut ion = staff_member(ION, "Ion", Level::Director);
        ion.on_duty = false;
        workspace.staff.push(ion);
    })
    .await;
    luma.is_unhappy().await.says_in_general(PIOTR, "/health").await.begins();
    luma.waits("13h").await.says_in_general(PIOTR, "/health").await;
    let measured = luma.handle().measure().await;
    let alarms = measured.alarms.iter().find(|(kind, _)| *kind == ["nobody_answers"]);
    assert_eq!(measured.stored.unwrap().unanswered, 1);
    assert!(0 < alarms.unwrap().1);
    luma.presses(PIOTR, "Take it").await.says_in_general(PIOTR, "/health").await;
    assert_eq!(luma.handle().measure().await.stored.unwrap().unanswered, 0);
    assert_shown!(luma.brief(), @"
    20:10:00 ⟶ 13h pass
    20:13:00 ⟶ it is time
      R-1001   | @anna @mihai R-1001 still waits – promised 20:20.
    20:17:00 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 20:20
      R-1001   | @katrin R-1001 needs you – 3 min left.
    20:20:00 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 20:35.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 20:35
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 20:35.
    20:30:30 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 2 by 20:35
      R-1001   | @piotr R-1001 needs you – 4 min left.
    20:35:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 20:50.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 20:50
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 20:50.
    20:45:30 ⟶ it is time
      R-1001   | @piotr @ion R-1001 needs you – 4 min left.
    20:50:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 17.11. 09:20.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 17.11. 09:20
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 17.11. 09:20.
    20:50:30 ⟶ it is time
      R-1001   | @piotr @ion R-1001 needs you – 29 min left.
    20:55:30 ⟶ it is time
      R-1001   | @piotr @ion R-1001 needs you – 24 min left.
    17.11. 09:00:30 ⟶ it is time
      R-1001   | @piotr @ion R-1001 needs you – 19 min left.
    09:05:30 ⟶ it is time
      R-1001   | @piotr @ion R-1001 needs you – 14 min left.
    09:10:00 Piotr in General: /health
      desk     | (answers 19) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 1. Hanging: 0.
                 ❌ Nobody takes R-1001, and the management is called every five minutes.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    09:10:00 Piotr presses [Take it]
               (Piotr sees: Piotr has it.)
      Dana     | Piotr (the management) is here in person.
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Piotr has it
                 Promised: word from level 3 by 17.11. 09:20
    09:10:00 Piotr in General: /health
      desk     | (answers 22) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 1. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
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
