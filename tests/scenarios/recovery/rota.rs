//! The rota: who is on duty when, by plan, and what holds against it.

use crate::luma::{ANNA, KATRIN, Luma, MIHAI, PIOTR, account, open_hours};

const DAY: &str = "mon-fri 09:00-17:00";

impl Luma {
    /// Somebody else had a bad time.
    async fn another_is_unhappy(&mut self, customer: i64, name: &str) -> &mut Self {
        self.welcomes(customer, name, "en").await.contact_ends(customer, "Order 119").await;
        self.taps(customer, "🙁 Not good").await
    }

    /// Nobody else is on duty.
    async fn alone(&mut self, who: &[i64]) -> &mut Self {
        for who in who {
            self.says_in_general(*who, "/duty off").await;
        }
        self.begins();
        self
    }
}

/// A shift begins and whoever has it is called; it ends by itself, and the next one is.
#[tokio::test(flavor = "multi_thread")]
async fn the_rota_says_who_is_called() {
    let mut luma = Luma::opens_at("2026-11-16T08:30:00Z", |_| ()).await;
    luma.says_in_general(ANNA, "/duty rota").await;
    luma.says_in_general(ANNA, &format!("/duty rota {DAY}")).await;
    let nights = "/duty rota @mihai mon-fri 17:00-24:00, tue-sat 00:00-01:00";
    luma.says_in_general(KATRIN, nights).await.says_in_general(ANNA, "/duty rota").await;
    luma.says_in_general(ANNA, "/duty who").await.waits("40m").await;
    luma.is_unhappy().await.says(KATRIN, "/close R-1001 it was a joke").await;
    luma.waits("8h").await.says_in_general(KATRIN, "/duty who").await;
    luma.another_is_unhappy(1_000, "Gil").await;
    assert_shown!(luma.brief(), @"
    08:30:00 Anna in General: /duty rota
      desk     | (answers 2) Nobody has a rota. /duty rota mon-fri 09:00-17:00 sets yours, /duty rota @anna mon-sat 10:00-18:00 that of a colleague.
    08:30:00 Anna in General: /duty rota mon-fri 09:00-17:00
      desk     | (answers 4) Anna: mon-fri 09:00-17:00 – off duty until 09:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    08:30:00 Katrin in General: /duty rota @mihai mon-fri 17:00-24:00, tue-sat 00:00-01:00
      desk     | (answers 6) Mihai: mon-fri 17:00-24:00, tue-sat 00:00-01:00 – off duty until 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    08:30:00 Anna in General: /duty rota
      desk     | (answers 8) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – off duty until 09:00
                 Mihai: mon-fri 17:00-24:00, tue-sat 00:00-01:00 – off duty until 17:00
                 Without a rota: Katrin, Piotr
    08:30:00 Anna in General: /duty who
      desk     | (answers 10) On duty now: Katrin, Piotr
    08:30:00 ⟶ 40m pass
    09:10:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:10:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:20
      R-1001   | @anna on duty – please take.
    09:10:00 Katrin at the desk: /close R-1001 it was a joke
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: not put right · Dana · 🙁 · level 1
      R-1001   | (👍 on that message)
      R-1001   | Katrin closed R-1001 (not put right): it was a joke
    09:10:00 ⟶ 8h pass
    17:10:00 Katrin in General: /duty who
      desk     | (answers 19) On duty now: Mihai, Katrin, Piotr
      somebody | Hi Gil! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    17:10:00 ⟶ contact ended: Order 119 → planned
      somebody | Hi Gil! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    17:10:00 somebody presses [🙁 Not good]
               (somebody sees: Thank you!)
      somebody ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Gil
      R-1002   | 🔴 R-1002 · Gil · 🙁 · level 1
                 Promised: first reply by 17:20
      R-1002   | @mihai on duty – please take.
    ");
}

/// Against the rota: the afternoon off until tomorrow's start, earlier home, and back for an hour.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_holds_until_the_rota_changes() {
    let mut luma = Luma::opens_at("2026-11-16T13:00:00Z", |_| ()).await;
    luma.says_in_general(ANNA, &format!("/duty rota {DAY}")).await;
    luma.says_in_general(ANNA, "/duty off").await.waits("3h").await;
    luma.says_in_general(MIHAI, "/duty who").await.waits("17h").await;
    luma.says_in_general(MIHAI, "/duty who").await;
    luma.says_in_general(ANNA, "/duty on until 15:00").await.waits("6h").await;
    luma.says_in_general(ANNA, "/duty rota").await;
    luma.says_in_general(ANNA, "/duty on until 16:30").await.waits("90m").await;
    luma.says_in_general(ANNA, "/duty rota @anna").await.waits("2h").await;
    luma.says_in_general(ANNA, "/duty on").await.says_in_general(ANNA, "/duty rota off").await;
    luma.says_in_general(ANNA, "/duty off").await.says_in_general(ANNA, "/duty rota off").await;
    assert_shown!(luma.brief(), @"
    13:00:00 Anna in General: /duty rota mon-fri 09:00-17:00
      desk     | (answers 2) Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    13:00:00 Anna in General: /duty off
      desk     | (answers 4) You're off duty until 17.11. 09:00. Your rota: mon-fri 09:00-17:00.
    13:00:00 ⟶ 3h pass
    16:00:00 Mihai in General: /duty who
      desk     | (answers 6) On duty now: Mihai, Katrin, Piotr
    16:00:00 ⟶ 17h pass
    09:00:00 Mihai in General: /duty who
      desk     | (answers 8) On duty now: Anna, Mihai, Katrin, Piotr
    09:00:00 Anna in General: /duty on until 15:00
      desk     | (answers 10) You're on duty until 15:00. Your rota: mon-fri 09:00-17:00.
    09:00:00 ⟶ 6h pass
    15:00:00 Anna in General: /duty rota
      desk     | (answers 12) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – off duty until 18.11. 09:00
                 Without a rota: Mihai, Katrin, Piotr
    15:00:00 Anna in General: /duty on until 16:30
      desk     | (answers 14) You're on duty until 16:30. Your rota: mon-fri 09:00-17:00.
    15:00:00 ⟶ 90m pass
    16:30:00 Anna in General: /duty rota @anna
      desk     | (answers 16) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – off duty until 18.11. 09:00
    16:30:00 ⟶ 2h pass
    18:30:00 Anna in General: /duty on
      desk     | (answers 18) You're on duty until 18.11. 17:00. Your rota: mon-fri 09:00-17:00.
    18:30:00 Anna in General: /duty rota off
      desk     | (answers 20) Anna has no rota any more, and is on duty until they say /duty off.
    18:30:00 Anna in General: /duty off
      desk     | (answers 22) You're off duty.
    18:30:00 Anna in General: /duty rota off
      desk     | (answers 24) Anna has no rota.
    ");
}

/// What can't be read, nobody knows, or isn't theirs to set is told.
#[tokio::test(flavor = "multi_thread")]
async fn mistakes_about_the_rota_are_told() {
    let mut luma = Luma::opens().await;
    for rest in [
        "mon-fri",
        "9-17",
        "mon-fri 22:00-06:00",
        "mon-sun 00:00-24:00",
        "@zoe mon-fri 09:00-17:00",
        "@mihia mon-fri 09:00-17:00",
        "@mihai mon-fri",
        "@mihai mon-fri 09:00-17:00",
        "@mihai off",
        "@mihai",
        "off",
        "@anna MON-FRI 9:00-17:00",
    ] {
        luma.says_in_general(ANNA, &format!("/duty rota {rest}")).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty rota mon-fri
      desk     | (answers 2) Use mon-fri 09:00-17:00, or for nights mon-fri 22:00-24:00, tue-sat 00:00-06:00. For a colleague: /duty rota @anna mon-fri 09:00-17:00
    09:20:00 Anna in General: /duty rota 9-17
      desk     | (answers 4) Use mon-fri 09:00-17:00, or for nights mon-fri 22:00-24:00, tue-sat 00:00-06:00. For a colleague: /duty rota @anna mon-fri 09:00-17:00
    09:20:00 Anna in General: /duty rota mon-fri 22:00-06:00
      desk     | (answers 6) Use mon-fri 09:00-17:00, or for nights mon-fri 22:00-24:00, tue-sat 00:00-06:00. For a colleague: /duty rota @anna mon-fri 09:00-17:00
    09:20:00 Anna in General: /duty rota mon-sun 00:00-24:00
      desk     | (answers 8) That is always, and needs no rota: /duty on, once.
    09:20:00 Anna in General: /duty rota @zoe mon-fri 09:00-17:00
      desk     | (answers 10) I know no colleague called @zoe. /duty who shows who is here.
    09:20:00 Anna in General: /duty rota @mihia mon-fri 09:00-17:00
      desk     | (answers 12) I know no colleague called @mihia. Did you mean @mihai?
    09:20:00 Anna in General: /duty rota @mihai mon-fri
      desk     | (answers 14) Use mon-fri 09:00-17:00, or for nights mon-fri 22:00-24:00, tue-sat 00:00-06:00. For a colleague: /duty rota @anna mon-fri 09:00-17:00
    09:20:00 Anna in General: /duty rota @mihai mon-fri 09:00-17:00
      desk     | (answers 16) That's for seniors. You are: agent.
    09:20:00 Anna in General: /duty rota @mihai off
      desk     | (answers 18) That's for seniors. You are: agent.
    09:20:00 Anna in General: /duty rota @mihai
      desk     | (answers 20) Mihai has no rota.
    09:20:00 Anna in General: /duty rota off
      desk     | (answers 22) Anna has no rota.
    09:20:00 Anna in General: /duty rota @anna MON-FRI 9:00-17:00
      desk     | (answers 24) Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    ");
}

/// The last one leaves by plan while the doors are open: that is said in the minute in which it
/// happens, also after a restart; on a closed day nobody is missed.
/// Shows E21.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_left_when_a_shift_ends() {
    let mut luma = Luma::opens_with(|workspace| {
        open_hours(workspace, "mon-fri 09:00-21:00");
        workspace.admins = vec![account(PIOTR)];
    })
    .await;
    luma.alone(&[MIHAI, KATRIN, PIOTR]).await;
    luma.says_in_general(ANNA, &format!("/duty rota {DAY}")).await.waits("4h").await;
    luma.service_is_killed().await;
    luma.service_comes_back().await.waits("5h").await;
    luma.says_in_general(PIOTR, "/health")
        .await
        .says_in_general(PIOTR, "/hours closed 17.11.")
        .await;
    luma.waits("24h").await.says_in_general(PIOTR, "/duty rota").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty rota mon-fri 09:00-17:00
      desk     | (answers 8) Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    09:20:00 ⟶ 4h pass
    13:20:00 ⟶ the service is killed
    13:20:00 ⟶ the service starts again
    13:20:00 ⟶ 5h pass
    17:00:00 ⟶ it is time
      desk     | @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    18:20:00 Piotr in General: /health
      desk     | (answers 11) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ❌ Nobody is on duty: whoever is there for customers says /duty on
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    18:20:00 Piotr in General: /hours closed 17.11.
      desk     | (answers 13) Saved. Hours: mon-fri 09:00-21:00, closed 17.11.2026.
                 [Undo]
    18:20:00 ⟶ 24h pass
    18:20:00 Piotr in General: /duty rota
      desk     | (answers 15) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – off duty until 18.11. 09:00
                 Without a rota: Mihai, Katrin, Piotr
    ");
}

/// A shift that ends takes no case with it: what was promised is watched, and others are warned.
/// Shows E26.
#[tokio::test(flavor = "multi_thread")]
async fn a_shift_that_ends_leaves_nothing_hanging() {
    let mut luma = Luma::opens_at("2026-11-16T16:30:00Z", |_| ()).await;
    luma.says_in_general(ANNA, &format!("/duty rota {DAY}")).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I am on it.").await.begins();
    luma.says(ANNA, "/promise 17:20 a new card").await.waits("40m").await;
    luma.says_in_general(MIHAI, "/duty who").await.waits("15m").await;
    luma.says_in_general(MIHAI, "/cases").await;
    assert_shown!(luma.brief(), @"
    16:30:00 Anna at the desk: /promise 17:20 a new card
      Dana     | Our promise: a new card – by 17:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a new card – by 17:20
      R-1001   | (👍 on that message)
    16:30:00 ⟶ 40m pass
    17:10:00 ⟶ it is time
      R-1001   | @anna @katrin R-1001: 'a new card' is promised by 17:20 – 10 min left. /kept what you did, or /move 16:30 before then.
    17:10:00 Mihai in General: /duty who
      desk     | (answers 12) On duty now: Mihai, Katrin, Piotr
    17:10:00 ⟶ 15m pass
    17:20:00 ⟶ it is time
      Dana     | We promised “a new card” by 17:20 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 17:35.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 17:35
                 1) a new card – broken: it was due 17:20
      R-1001   | @katrin R-1001: 'a new card' – our time has passed, and the customer was told so. Level 2, new promise 17:35.
    17:25:00 Mihai in General: /cases
      desk     | (answers 15) 1 open case:
                 🟡 R-1001 · level 2 · Anna since 16:30 · late: was due 17:20 · next by 17:35
    ");
}

/// Whoever gets hours while they are on duty with a case stays until those begin, as nobody leaves a
/// case behind.
/// Shows K-39.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_off_duty_with_a_case() {
    let mut luma = Luma::opens_at("2026-11-16T18:00:00Z", |_| ()).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I am on it.").await.begins();
    luma.says_in_general(KATRIN, &format!("/duty rota @anna {DAY}")).await;
    luma.says_in_general(ANNA, "/duty off").await.says(KATRIN, "/take").await;
    luma.says_in_general(ANNA, "/duty off").await;
    assert_shown!(luma.brief(), @"
    18:00:00 Katrin in General: /duty rota @anna mon-fri 09:00-17:00
      desk     | (answers 8) Anna: mon-fri 09:00-17:00 – on duty until 17.11. 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
                 Anna still has R-1001, and stays on duty until then. Once that is handed over, /duty off ends it.
    18:00:00 Anna in General: /duty off
      desk     | (answers 10) You still have R-1001. Hand over or agree a later time with the customer first.
                 [Hand over R-1001]
    18:00:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Katrin has it
                 Joined: Anna
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
    18:00:00 Anna in General: /duty off
      desk     | (answers 14) You're off duty until 17.11. 09:00. Your rota: mon-fri 09:00-17:00.
    ");
}

/// Who works here no more has no hours; who comes back by *Undo* has those that they had. The trail
/// says who set what, and nothing of it is lost when the service starts anew.
#[tokio::test(flavor = "multi_thread")]
async fn hours_go_with_whoever_had_them() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.says_in_general(PIOTR, "/duty call on").await;
    luma.says_in_general(PIOTR, &format!("/duty rota @anna {DAY}")).await;
    luma.says_in_general(PIOTR, "/role remove @anna").await;
    luma.says_in_general(PIOTR, "/duty rota").await.presses(PIOTR, "Undo").await;
    luma.says_in_general(PIOTR, "/duty rota").await.says_in_general(PIOTR, "/audit 5").await;
    luma.service_is_killed().await;
    luma.service_comes_back().await.says_in_general(PIOTR, "/duty rota").await;
    let policy = luma.handle().policy();
    assert_eq!(policy.workspace.on_call, [account(PIOTR)]);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /duty call on
      desk     | (answers 2) You're on call: out of hours you are called about what is very bad for a customer (/why 3).
    09:20:00 Piotr in General: /duty rota @anna mon-fri 09:00-17:00
      desk     | (answers 4) Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 The rota counts on our clock, and not on days on which we are closed. /duty on and /duty off hold until it changes the next time.
    09:20:00 Piotr in General: /role remove @anna
      desk     | (answers 6) Anna has no role any more.
                 [Undo]
    09:20:00 Piotr in General: /duty rota
      desk     | (answers 8) Nobody has a rota. /duty rota mon-fri 09:00-17:00 sets yours, /duty rota @anna mon-sat 10:00-18:00 that of a colleague.
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 6) Undone. role Anna (telegram:50): agent
    09:20:00 Piotr in General: /duty rota
      desk     | (answers 10) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 Without a rota: Mihai, Katrin, Piotr
    09:20:00 Piotr in General: /audit 5
      desk     | (answers 12) Who changed what, the newest first:
                 09:20 Piotr: role Anna (telegram:50) none → agent
                 09:20 Piotr: role Anna (telegram:50) agent → none
                 09:20 Piotr: rota Anna (telegram:50) none → mon-fri 09:00-17:00
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
    09:20:00 Piotr in General: /duty rota
      desk     | (answers 14) By the rota, on our clock and not on days on which we are closed:
                 Anna: mon-fri 09:00-17:00 – on duty until 17:00
                 Without a rota: Mihai, Katrin, Piotr
    ");
}
