//! Whether everything works, in one answer.

use amends_core::place::{Address, Platform};

use crate::luma::{ANNA, DANA, KATRIN, Line, Luma, MIHAI, PIOTR, account, open_hours, platform};

/// Everything does.
#[tokio::test(flavor = "multi_thread")]
async fn health_is_told() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.begins().contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.says_in_general(PIOTR, "/health").await;
    assert_shown!(luma.brief(), @"
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
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Piotr in General: /health
      desk     | (answers 6) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 1. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    ");
}

/// A backup that was made is told with its age; an old one is a warning.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_backup_is_told() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.store.set_last_backup(luma.clock.now());
    luma.begins();
    for wait in ["1h", "24h", "168h"] {
        luma.waits(wait).await.says_in_general(PIOTR, "/health").await;
    }
    let shown = luma.brief();
    let told: Vec<&str> = shown.lines().filter(|line| line.contains("backup")).collect();
    assert_shown!(told.join("\n"), @"
    ✅ Last backup: 09:20.
    ✅ Last backup: 16.11. 09:20, 1 day ago.
    ⚠️ Last backup: 16.11. 09:20, 8 days ago. On the machine where I run, amends backup DIR makes a fresh one while I go on.
    ");
}

/// Nobody is there: that is told with what to do about it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_on_duty_is_told() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        workspace.paused = true;
        open_hours(workspace, "mon-fri 12:00-21:00");
    })
    .await;
    for who in [PIOTR, KATRIN] {
        luma.says_in_general(who, "/duty off").await;
    }
    luma.begins().says_in_general(PIOTR, "/health").await;
    for who in [ANNA, MIHAI] {
        luma.says_in_general(who, "/duty off").await;
    }
    luma.says_in_general(PIOTR, "/health").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /health
      desk     | (answers 6) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai
                 ⚠️ Nobody senior is on duty: a promise that is about to break calls nobody.
                 ▫️ Closed until 12:00.
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ Customers aren't asked: /setup start
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    09:20:00 Anna in General: /duty off
      desk     | (answers 8) You're off duty.
    09:20:00 Mihai in General: /duty off
      desk     | (answers 10) You're off duty.
    09:20:00 Piotr in General: /health
      desk     | (answers 12) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ⚠️ Nobody is on duty: whoever is there for customers says /duty on
                 ▫️ Closed until 12:00.
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ Customers aren't asked: /setup start
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    ");
}

/// The desk is lost: an admin asks where the bot still is.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_desk_is_told() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.starts(PIOTR).await.is_unhappy().await.begins();
    let what = luma.back().shuts_desk(PIOTR);
    luma.note(&format!("Piotr {what}"));
    luma.settle().await;
    let elsewhere = match platform() {
        Platform::Telegram => PIOTR,
        // There admins give commands on the server alone.
        Platform::Discord => luma.help,
    };
    luma.puts(PIOTR, elsewhere, Line::text("/health")).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr removes the bot from the desk
      Piotr    | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
      Piotr    | (answers 7) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ❌ I can't use the desk: let me in there again with my rights, or say /setup where your team works now.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 1. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    ");
}

/// There never was a desk.
#[tokio::test(flavor = "multi_thread")]
async fn a_missing_desk_is_told() {
    only_on!(Telegram, "admins give commands on the server elsewhere");
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        (workspace.desk, workspace.paused) = (None, true);
    })
    .await;
    luma.starts(PIOTR).await.begins().writes(PIOTR, "/health").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr: /health
      Piotr    | (answers 5) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ❌ There is no desk: say /setup where your team works.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ Customers aren't asked: /setup start
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    ");
}

/// A platform does not work: that is told on the other one, with the reason.
#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_is_down_is_told() {
    only_on!(Discord, "it needs no second run");
    let (customers, desk) = (Platform::Discord, Platform::Telegram);
    let mut luma = Luma::across_with(customers, desk, |workspace| {
        workspace.admins = vec![Address::new(desk, PIOTR.to_string())];
    })
    .await;
    luma.begins();
    let trouble = "the token is not accepted: look at discord.token".to_owned();
    luma.handle().connected(customers, Some(trouble));
    luma.says_in_general(PIOTR, "/health").await;
    assert_shown!(luma.brief());
}

/// While nothing can be stored that is the answer, also to who only asks; they ask once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_the_answer() {
    only_on!(Telegram, "it needs no second run");
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.begins();
    luma.store.set_full(true);
    luma.note("⟶ the disk is full; Piotr in General: /health");
    luma.back_mut().calls_out(PIOTR, Line::text("/health"));
    luma.comes_to(|luma| luma.said_in(luma.desk).concat().contains("I couldn't store that")).await;
    assert!(luma.handle().ready().store.is_some());
    luma.store.set_full(false);
    luma.note("⟶ there is space again");
    luma.recovers("5s").await;
    luma.says_in_general(PIOTR, "/health").await;
    assert_shown!(crate::luma::log_ids::unquoted(&luma.brief()), @"
    09:20:00 ⟶ the disk is full; Piotr in General: /health
    09:20:00 ⟶ there is space again
      desk     | (answers 2) I couldn't store that (disk). Nothing was changed. Admins are informed.
                 In the log: a…
    09:20:05 Piotr in General: /health
      desk     | (answers 4) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ✅ Comments to be looked at: 0, for more than a day: 0. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    ");
}
