//! Commands of staff, and what is said about those that can't be carried out (`CONVERSATIONS` 4.7).

use amends_core::catalogue::Template;
use amends_platforms::telegram::world::Role;

use crate::luma::{ANNA, CEM, DANA, ION, KATRIN, Kind, Line, Luma, MIHAI, PIOTR};

/// Whoever takes a case over need not ask: what was said, promised, offered and done stands there.
/// The owner is ill, and can hand over nothing.
/// Shows E24.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_reads_what_happened_so_far() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.catalogue.make_goods = Template::Restaurant.items(100);
    })
    .await;
    luma.is_unhappy().await.writes(DANA, "the soup was cold").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "I’m sorry, Dana.").await.says(ANNA, "/promise 09:40 a hot soup").await;
    luma.says(ANNA, "/offer dessert").await.taps(DANA, "Yes, please").await;
    luma.says(ANNA, "/kept 1 brought by Ion")
        .await
        .says(ANNA, "/resolve a hot soup and dessert anyway: no wish")
        .await;
    luma.taps(DANA, "😐 Partly").await.writes(DANA, "nobody said sorry for the wait").await;
    luma.says(ANNA, "/promise 11:00 a call by the kitchen").await.waits("2s").await.begins();
    luma.says_in_general(KATRIN, "/take R-1001").await;
    assert_shown!(luma.brief(), @r#"
    09:20:02 Katrin in General: /take R-1001
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Katrin has it
                 1) a hot soup – kept 09:20 (by 09:40)
                 2) dessert – by 17.11. 09:20
                 3) a call by the kitchen – by 11:00
                 Offered: a dessert of your choice (4.00) – accepted
                 Joined: Anna
                 Reopened once
      desk     | (👍 on that message)
      R-1001   | Katrin took over from Anna.
                 Said: "the soup was cold" · "nobody said sorry for the wait"
                 1) a hot soup – kept 09:20 (by 09:40)
                 2) dessert – by 17.11. 09:20
                 3) a call by the kitchen – by 11:00
                 Offered: a dessert of your choice (4.00) – accepted
                 Done: a hot soup and dessert – 😐 partly
    "#);
}

/// Anybody sees who was faster; a senior takes over all the same.
/// Shows K-2b, E24.
#[tokio::test(flavor = "multi_thread")]
async fn a_senior_takes_over_by_command() {
    let mut luma = Luma::talking().await;
    luma.waits("5m").await.says(MIHAI, "/take").await.presses(KATRIN, "Join").await;
    luma.says_in_general(KATRIN, "/take R-1001").await;
    luma.says(KATRIN, "Dana, I’m Katrin.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 5m pass
    09:25:00 Mihai at the desk: /take
      R-1001   | (answers 8) Anna was 5 min faster. /join to help.
    09:25:00 Katrin presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Katrin
      R-1001   | Katrin joined.
    09:25:00 Katrin in General: /take R-1001
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Katrin has it
                 Joined: Anna
      desk     | (👍 on that message)
      R-1001   | Katrin took over from Anna.
    09:25:00 Katrin at the desk: Dana, I’m Katrin.
      Dana     | Katrin: Dana, I’m Katrin.
      R-1001   | (👍 on that message)
    ");
}

/// `/join`, `/leave`: who did not join is not heard; who left is not heard any more.
/// Shows K-10b.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_joined_is_heard_by_the_customer() {
    let mut luma = Luma::talking().await;
    luma.says(MIHAI, "Dana, I can help.").await.says(MIHAI, "/join").await;
    luma.says(MIHAI, "Dana, I can help.").await.says(MIHAI, "/leave").await;
    luma.says(MIHAI, "one more thing").await.says(ANNA, "/leave").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: Dana, I can help.
      R-1001   | (answers 8) not sent – Join first
    09:20:00 Mihai at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Mihai
      R-1001   | (👍 on that message)
      R-1001   | Mihai joined.
    09:20:00 Mihai at the desk: Dana, I can help.
      Dana     | Mihai: Dana, I can help.
      R-1001   | (👍 on that message)
    09:20:00 Mihai at the desk: /leave
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | Mihai left.
    09:20:00 Mihai at the desk: one more thing
      R-1001   | (answers 15) not sent – Join first
    09:20:00 Anna at the desk: /leave
      R-1001   | (answers 17) You answer for this case. Somebody else has to take it first, or /escalate.
    ");
}

/// Notes stay inside, however they are written, also under a picture.
/// Shows INV 13.
#[tokio::test(flavor = "multi_thread")]
async fn notes_stay_inside() {
    let mut luma = Luma::talking().await;
    let before = luma.said_in(DANA);
    luma.says(ANNA, "/note she comes every Monday").await;
    luma.says(ANNA, "// the cook was new").await.says(ANNA, "//no space").await;
    let photo = Line::attachment(Kind::Photo, "// the plate");
    luma.writes_at_desk(ANNA, photo).await;
    luma.presses(ANNA, "History").await;
    assert_eq!(luma.said_in(DANA), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /note she comes every Monday
    09:20:00 Anna at the desk: // the cook was new
    09:20:00 Anna at the desk: //no space
    09:20:00 Anna at the desk: // the plate
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 note by Anna: she comes every Monday
                 09:20 note by Anna: the cook was new
                 09:20 note by Anna: no space
                 09:20 note by Anna: the plate
    ");
}

/// `/cases` shows what is open, wherever it is typed.
#[tokio::test(flavor = "multi_thread")]
async fn open_cases_are_listed() {
    let mut luma = Luma::opens().await;
    luma.says_in_general(ANNA, "/cases").await;
    luma.is_unhappy().await.starts(CEM).await;
    luma.contact_ends(CEM, "Order 7").await.taps(CEM, "🙁 Nicht gut").await;
    luma.presses(MIHAI, "Take it").await.begins();
    luma.says(ANNA, "/cases").await.says_in_general(KATRIN, "/cases").await;
    luma.starts(PIOTR).await.writes(PIOTR, "/cases").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /cases
      R-1002   | (answers 13) 2 open cases:
                 Waiting for level 1:
                 🔴 R-1001 · nobody since 09:20 · next by 09:30
                 Somebody has these:
                 🟡 R-1002 · level 1 · Mihai since 09:20 · next by 09:30
                 [Take R-1001]
    09:20:00 Katrin in General: /cases
      desk     | (answers 15) 2 open cases:
                 Waiting for level 1:
                 🔴 R-1001 · nobody since 09:20 · next by 09:30
                 Somebody has these:
                 🟡 R-1002 · level 1 · Mihai since 09:20 · next by 09:30
                 [Take R-1001]
    09:20:00 Piotr presses Start
      Piotr    | Dzień dobry, Piotr! Jestem botem Luma Café od opinii. Po kontakcie z nami zadaję jedno krótkie pytanie, a jeśli coś poszło nie tak, zajmie się tym człowiek. Coś jest nie tak już teraz? /complain
    09:20:00 Piotr: /cases
      Piotr    | (answers 10) 2 open cases:
                 Waiting for level 1:
                 🔴 R-1001 · nobody since 09:20 · next by 09:30
                 Somebody has these:
                 🟡 R-1002 · level 1 · Mihai since 09:20 · next by 09:30
                 [Take R-1001]
    ");
}

/// `/reopen`: a closed case goes on with its last owner; an open one is left as it is.
#[tokio::test(flavor = "multi_thread")]
async fn staff_reopen_a_closed_case() {
    let mut luma = Luma::put_right().await;
    luma.says(MIHAI, "Dana, one more thing").await;
    luma.says_in_general(MIHAI, "/reopen R-1001").await.says(MIHAI, "/reopen").await;
    luma.says_in_general(MIHAI, "/reopen R-4711").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai at the desk: Dana, one more thing
      R-1001   | (answers 12) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Mihai in General: /reopen R-1001
      Dana     | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | 🟢 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Reopened once
      desk     | (👍 on that message)
      R-1001   | R-1001 is open again – promised 09:30.
    09:20:00 Mihai at the desk: /reopen
      R-1001   | (👍 on that message)
    09:20:00 Mihai in General: /reopen R-4711
      desk     | (answers 18) I can't find R-4711.
    ");
}

/// 4.7: an unknown command gets the nearest name, one out of place the way to use it.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_cannot_be_carried_out_says_why() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/resolv the right dish came").await.says(ANNA, "/abracadabra").await;
    luma.says_in_general(ANNA, "/take").await.says_in_general(ANNA, "/wordng").await;
    luma.says_in_general(ANNA, "/resolve R-9 the right dish").await;
    luma.says_in_general(ANNA, "is the coffee machine broken?").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolv the right dish came
      R-1001   | (answers 8) I don't know /resolv. Did you mean /resolve?
    09:20:00 Anna at the desk: /abracadabra
      R-1001   | (answers 10) I don't know /abracadabra.
    09:20:00 Anna in General: /take
      desk     | (answers 12) Use this inside a case, or add its number: /take R-1042 …
    09:20:00 Anna in General: /wordng
      desk     | (answers 14) I don't know /wordng. Did you mean /wording?
    09:20:00 Anna in General: /resolve R-9 the right dish
      desk     | (answers 16) I can't find R-9.
    09:20:00 Anna in General: is the coffee machine broken?
    ");
}

/// 4.6: whoever is not staff any more is refused, by command, by words and by button.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn a_former_colleague_can_do_nothing() {
    let mut luma = Luma::unhappy().await;
    luma.presses(ION, "Take it").await.says(ION, "/take").await;
    luma.says(ION, "Dana, I am Ion.").await.says(ION, "// note").await;
    luma.says_in_general(ION, "/cases").await.says_in_general(ION, "/duty on").await;
    luma.says_in_general(ION, "good morning").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Ion presses [Take it]
               (Ion sees: That's for agents. You are: not on the staff list.)
    09:20:00 Ion at the desk: /take
      R-1001   | (answers 6) That's for agents. You are: not on the staff list.
    09:20:00 Ion at the desk: Dana, I am Ion.
      R-1001   | (answers 8) That's for agents. You are: not on the staff list.
    09:20:00 Ion at the desk: // note
      R-1001   | (answers 10) That's for agents. You are: not on the staff list.
    09:20:00 Ion in General: /cases
      desk     | (answers 12) That's for agents. You are: not on the staff list.
    09:20:00 Ion in General: /duty on
      desk     | (answers 14) That's for agents. You are: not on the staff list.
    09:20:00 Ion in General: good morning
    ");
}

/// Nobody can act without showing who they are.
/// Shows E50.
#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_administrator_is_asked_to_show_themselves() {
    only_on!(Telegram, "on Discord nobody can write in the name of a group");
    let mut luma = Luma::talking().await;
    let desk = luma.desk;
    luma.telegram().platform.people().set_role(PIOTR, desk, ANNA, Role::Admin).unwrap();
    luma.writes_at_desk(ANNA, Line::text("/resolve the right dish came").anonymously()).await;
    luma.writes_at_desk(ANNA, Line::text("Dana, hello").anonymously()).await;
    luma.note("somebody in General, anonymously: /duty off");
    luma.puts(ANNA, luma.desk, Line::text("/duty off").anonymously()).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /resolve the right dish came
      R-1001   | (answers 8) I can't see who you are – switch off 'remain anonymous'
    09:20:00 Anna at the desk: Dana, hello
      R-1001   | (answers 10) I can't see who you are – switch off 'remain anonymous'
    09:20:00 somebody in General, anonymously: /duty off
      desk     | (answers 12) I can't see who you are – switch off 'remain anonymous'
    ");
}

/// A command in a private chat is the customer's; staff have theirs about the business there, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_cannot_use_the_commands_of_staff() {
    let mut luma = Luma::talking().await;
    luma.writes(DANA, "/take R-1001").await.writes(DANA, "/duty off").await;
    luma.writes(DANA, "/close it was me").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /take R-1001
    09:20:00 Dana: /duty off
    09:20:00 Dana: /close it was me
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Dana: /take R-1001
                 /duty off
                 /close it was me
    ");
}

/// A case that is over says so to whoever would do something in it, and does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn after_the_case_closed_each_command_says_so() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.catalogue.make_goods = Template::Restaurant.items(100);
    })
    .await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "I’m sorry, Dana.").await;
    luma.says(KATRIN, "/close by phone: they want nothing").await.begins();
    for command in [
        "/take",
        "/join",
        "/leave",
        "/promise +20m the right dish",
        "/kept 1 the right dish",
        "/move 1 +30m",
        "/progress it is on its way",
        "/offer dessert",
        "/handover @katrin done: apologised, next: the right dish",
        "/assist @katrin by +10m which plate?",
        "/resolve the right dish was served",
        "/escalate they are very angry",
        "/pause 10m",
        "/duplicate R-1001",
        "/close once more",
        "/say hello",
    ] {
        luma.says(ANNA, command).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /take
      R-1001   | (answers 11) R-1001 is closed already.
    09:20:00 Anna at the desk: /join
      R-1001   | (answers 13) R-1001 is closed already.
    09:20:00 Anna at the desk: /leave
      R-1001   | (answers 15) R-1001 is closed already.
    09:20:00 Anna at the desk: /promise +20m the right dish
      R-1001   | (answers 17) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Anna at the desk: /kept 1 the right dish
      R-1001   | (answers 19) R-1001 is closed already.
    09:20:00 Anna at the desk: /move 1 +30m
      R-1001   | (answers 21) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Anna at the desk: /progress it is on its way
      R-1001   | (answers 23) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Anna at the desk: /offer dessert
      R-1001   | (answers 25) not sent – R-1001 is closed. Reopen it first.
    09:20:00 Anna at the desk: /handover @katrin done: apologised, next: the right dish
      R-1001   | (answers 27) R-1001 is closed already.
    09:20:00 Anna at the desk: /assist @katrin by +10m which plate?
      R-1001   | (answers 29) R-1001 is closed already.
    09:20:00 Anna at the desk: /resolve the right dish was served
      R-1001   | (answers 31) R-1001 is closed already.
    09:20:00 Anna at the desk: /escalate they are very angry
      R-1001   | (answers 33) R-1001 is closed already.
    09:20:00 Anna at the desk: /pause 10m
      R-1001   | (answers 35) R-1001 is closed already.
    09:20:00 Anna at the desk: /duplicate R-1001
      R-1001   | (answers 37) R-1001 is closed already.
    09:20:00 Anna at the desk: /close once more
      R-1001   | (answers 39) R-1001 is closed already.
    09:20:00 Anna at the desk: /say hello
      R-1001   | (answers 41) not sent – R-1001 is closed. Reopen it first.
    ");
}
