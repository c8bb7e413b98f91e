//! What happens to the desk and to the machine (E43 … E46).

use amends_core::place::{Place, Platform};
use amends_platforms::telegram::{
    people::NewGroup,
    world::{Rights, Standing},
};

use crate::luma::{ANNA, CEM, Call, DANA, KATRIN, Line, Luma, MIHAI, PIOTR, Trouble, account};

/// The bot is removed from the desk: admins and seniors hear it in private, cases go on.
/// Shows E43.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_desk_is_told_to_admins_in_private() {
    only_on!(Telegram, "a channel of Discord that is gone does not come back");
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(ANNA)]).await;
    for who in [ANNA, KATRIN, PIOTR, MIHAI] {
        luma.starts(who).await;
    }
    luma.is_unhappy().await.begins();
    let what = luma.back().shuts_desk(PIOTR);
    luma.note(&format!("Piotr {what}"));
    luma.settle().await.waits("11m").await.note("Piotr lets the bot in again");
    luma.back().reopens_desk(PIOTR);
    luma.settle().await.writes(DANA, "hello?").await.waits("2s").await;
    luma.presses(KATRIN, "Take it").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr removes the bot from the desk
      Piotr    | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
      Katrin   | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
      Anna     | I can't use the desk any more: I was removed from it or lack a right there. Cases keep running, but nobody sees them. Please make me admin there again.
    09:20:00 ⟶ 11m pass
    09:30:00 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:45.
    09:31:00 Piotr lets the bot in again
    09:31:00 Dana: hello?
      Dana     | Thank you. Your words have gone to the people who can change it.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 09:45
      R-1001   | Dana: hello?
      R-1001   | @katrin on duty – please take.
      R-1001   | The thread was lost; this is the new one. The last lines:
                 hello?
    09:31:00 ⟶ 2s pass
    09:31:02 Katrin presses [Take it]
               (Katrin sees: Katrin has it.)
      Dana     | Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Promised: word from level 2 by 09:45
    ");
}

/// The desk becomes a supergroup; new cases and old effects follow it.
/// Shows E44.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_becomes_a_supergroup_is_followed() {
    only_on!(Telegram, "a channel of Discord never changes its id");
    let mut luma = Luma::opens().await;
    let staff = [ANNA, MIHAI, KATRIN];
    let small = NewGroup::basic("Small desk", PIOTR).members(&staff).id(-77);
    luma.service_is_killed().await;
    luma.desk = luma.telegram().platform.people().create_group(&small).unwrap();
    luma.telegram().desk = luma.desk;
    luma.workspace.desk = Some(Place::chat(Platform::Telegram, luma.desk.to_string()));
    luma.store = amends_storage::MemoryStore::new();
    luma.service_comes_back().await.starts(DANA).await.is_unhappy().await;
    luma.note("Piotr upgrades the group");
    let small = luma.desk;
    luma.desk = luma.telegram().platform.people().migrate(PIOTR, small).unwrap();
    luma.telegram().desk = luma.desk;
    luma.settle().await;
    let admin = Standing::Admin(Rights::ALL);
    let desk = luma.desk;
    luma.telegram().platform.people().set_bot(PIOTR, desk, admin).unwrap();
    luma.settle().await.waits("4m").await;
    luma.says_in_general(KATRIN, "/take R-1001").await;
    luma.writes(DANA, "cold soup").await.waits("2s").await;
    luma.replies_in_general(KATRIN, "cold soup", "Dana, a hot one is coming.").await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 7").await.taps(CEM, "🙁 Nicht gut").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
    09:20:00 Dana presses Start
      Dana     | Hi Dana! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      desk     | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      desk     | I can't create topics here: make me admin with 'Manage topics'. Until then R-1001 goes on here.
      desk     | @anna @mihai on duty – please take.
    09:20:00 Piotr upgrades the group
    09:20:00 ⟶ 4m pass
    09:23:00 ⟶ it is time
      desk     | @anna @mihai R-1001 still waits – promised 09:30.
    09:24:00 Katrin in General: /take R-1001
      Dana     | Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      desk     | (👍 on that message)
    09:24:00 Dana: cold soup
    09:24:00 ⟶ 2s pass
    09:24:01 ⟶ it is time
      desk     | Dana: cold soup
    09:24:02 Katrin answers “cold soup” in General: Dana, a hot one is coming.
      Dana     | (answers 11) Katrin: Dana, a hot one is coming.
      desk     | (👍 on that message)
    09:24:02 Cem presses Start
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    09:24:02 ⟶ contact ended: Order 7 → planned
      Cem      | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:24:02 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      Cem      ↻ Wie war es gerade bei uns?  🙁 Nicht gut
                 Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
                 [Keine Antwort nötig] [Antwort ändern]
      topic    | 🔴 R-1002 Cem
      R-1002   | 🔴 R-1002 · Cem · 🙁 · level 1
                 Promised: first reply by 09:34
      R-1002   | @anna @mihai on duty – please take.
    ");
}

/// A clock that was set back keeps every promise where it was told.
/// Shows E45.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_back_breaks_nothing() {
    let mut luma = Luma::unhappy().await;
    luma.clock_is_set("2026-11-16T09:00:00Z").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/resolve right dish served anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    09:00:00 ⟶ the clock was set
    09:00:00 ⟶ the service starts again
    09:00:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:00:00 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:00:00 Anna at the desk: /resolve right dish served anyway: no wish
      Dana     | Anna: done – right dish served. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:00:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: right dish served
    ");
}

/// A clock that jumps ahead finds everything that is due, in due order, and once.
/// Shows INV 18, E45.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_ahead_catches_up() {
    let mut luma = Luma::unhappy().await;
    luma.clock_is_set("2026-11-16T15:00:00Z").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    15:00:00 ⟶ the clock was set
    15:00:00 ⟶ the service starts again
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 15:15.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 15:15
      R-1001   | @anna @mihai R-1001 still waits – promised 09:30.
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 15:15.
    ");
}

/// A question that was stored and not sent is sent after a crash, once.
/// Shows S-28, E46.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_not_sent_is_sent_after_a_crash() {
    let mut luma = Luma::opens().await;
    luma.front().rate(Call::Send, Trouble::TooMany(1), 1_000);
    let (known, interaction) = luma.contact_of(DANA, "Order 118");
    luma.handle().interaction_ended(known, interaction, 0).await.unwrap();
    luma.comes_to(Luma::is_put_off).await;
    luma.front().clear();
    luma.clock_is_set("2026-11-16T09:20:05Z").await;
    luma.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    09:20:05 ⟶ the clock was set
    09:20:05 ⟶ the service starts again
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:05 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// A line under way at the crash is repeated and marked as such.
/// Shows INV 17, E46.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_under_way_at_a_crash_is_repeated_and_marked() {
    let mut luma = Luma::relaying().await;
    luma.front().next(Call::Send, Trouble::Hang { millis: 3_000 });
    luma.back_mut().talks(ANNA, Line::text("Your dish is coming."));
    luma.comes_to(|luma| luma.said_in(DANA).iter().any(|text| text.contains("coming"))).await;
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
      Dana     | Anna: Your dish is coming.
      Dana     | ↻ Anna: Your dish is coming.
      R-1001   | (👍 on that message)
    ");
}
