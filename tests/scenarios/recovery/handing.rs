//! A case goes from one colleague to another (`BEHAVIOUR` K-23 … K-24b).

use amends_core::{fact::Fact, invariants, policy::Level};

use crate::luma::{ANNA, DANA, ION, KATRIN, Luma, MIHAI, staff_member};

const NOTE: &str =
    "Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.";

/// The note goes to whoever is to have the case; until they say so, nothing changes. Then the
/// customer hears it, and what was promised is theirs to keep.
/// Shows K-23, K-24, INV 9.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_handed_over_with_a_note() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 09:40 your dish on the table").await;
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await;
    luma.says(MIHAI, "is it the red one?").await.presses(KATRIN, "Accept").await;
    luma.says(ANNA, "I am still here, Dana.").await.presses(MIHAI, "Accept").await;
    luma.says(ANNA, "and gone").await.says(MIHAI, "Dana, I have it all in front of me.").await;
    luma.says(MIHAI, "/kept brought by Ion").await.presses(MIHAI, "History").await;
    luma.says_in_general(ANNA, "/duty off").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /promise 09:40 your dish on the table
      Dana     | Our promise: your dish on the table – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 09:40
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) your dish on the table – by 09:40
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 Mihai at the desk: is it the red one?
      R-1001   | (answers 11) not sent – Join first
    09:20:00 Katrin presses [Accept]
               (Katrin sees: It was handed to Mihai: only they can say.)
    09:20:00 Anna at the desk: I am still here, Dana.
      Dana     | Anna: I am still here, Dana.
      R-1001   | (👍 on that message)
    09:20:00 Mihai presses [Accept]
      Dana     | Anna is handing over: from here on Mihai is with you and has all the notes. No need to start again.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 1) your dish on the table – by 09:40
      R-1001   ↻ @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   | Mihai has it from now on, from Anna. What was promised is now Mihai's to keep.
    09:20:00 Anna at the desk: and gone
      R-1001   | (answers 15) not sent – Join first
    09:20:00 Mihai at the desk: Dana, I have it all in front of me.
      Dana     | Mihai: Dana, I have it all in front of me.
      R-1001   | (👍 on that message)
    09:20:00 Mihai at the desk: /kept brought by Ion
      Dana     | Done, as promised: your dish on the table.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 1) your dish on the table – kept 09:20 (by 09:40)
      R-1001   | (👍 on that message)
    09:20:00 Mihai presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna promised: your dish on the table
                 09:20 Anna hands it to Mihai: Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 09:20 Mihai accepted it
                 09:20 promise kept: your dish on the table – brought by Ion
    09:20:00 Anna in General: /duty off
      desk     | (answers 20) You're off duty.
    ");
    let claims = luma.facts().concat();
    let claims = claims.iter().filter(|fact| matches!(fact, Fact::CaseClaimed { .. })).count();
    assert_eq!(claims, 2, "taken once, accepted once");
}

/// A hand-over comes back with a reason, and stays where it was; a second one calls somebody higher.
/// Shows K-24b, E25.
#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_that_comes_back_twice_goes_up() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, &format!("/handover Mihai {NOTE}")).await;
    luma.presses(ANNA, "Return").await.presses(MIHAI, "Return").await;
    luma.replies(MIHAI, "Why does it go back", "I am on the road till noon").await;
    luma.presses(MIHAI, "Accept").await;
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await.presses(MIHAI, "Return").await;
    luma.replies(MIHAI, "Why does it go back", "still on the road").await;
    luma.says(KATRIN, "/take").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /handover Mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 Anna presses [Return]
               (Anna sees: It was handed to Mihai: only they can say.)
    09:20:00 Mihai presses [Return]
      R-1001   | Why does it go back? Reply to this message in a few words.
    09:20:00 Mihai answers “Why does it go back”: I am on the road till noon
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @anna R-1001 came back from Mihai: I am on the road till noon
    09:20:00 Mihai presses [Accept]
               (Mihai sees: That hand-over is over.)
      R-1001   ↻ @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 Mihai presses [Return]
      R-1001   | Why does it go back? Reply to this message in a few words.
    09:20:00 Mihai answers “Why does it go back”: still on the road
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001 came back from Mihai (still on the road) and needs someone on level 2. Whoever has it stays with it until then.
    09:20:00 Katrin at the desk: /take
      Dana     | We’ve brought in more help. Now with you: the team lead on duty.
                 Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Katrin has it
                 Joined: Anna
      R-1001   | (👍 on that message)
      R-1001   | Katrin took over from Anna.
    ");
}

/// Nobody has to chase anybody: what is not accepted in time comes back by itself.
/// Shows K-24b, T20.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_accepted_in_time_comes_back() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, &format!("/handover mihai {NOTE}")).await.waits("16m").await;
    luma.presses(MIHAI, "Accept").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /handover mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 ⟶ 16m pass
    09:35:00 ⟶ it is time
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | @anna R-1001: Mihai didn't answer in time, so it stays with you.
    09:36:00 Mihai presses [Accept]
               (Mihai sees: That hand-over is over.)
      R-1001   ↻ @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
    ");
}

/// Where whoever had it is gone meanwhile, the case waits for the next level, which is called until
/// somebody takes it.
/// Shows K-24b, INV 5.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_gone_has_no_case() {
    let mut luma = Luma::opens().await;
    luma.says_in_general(ANNA, "/duty on until 09:30").await.begins();
    luma.is_unhappy().await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I am sorry.").await;
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await.waits("16m").await;
    luma.waits("11m").await.presses(KATRIN, "Take it").await;
    let customer = luma.customer(DANA);
    assert_eq!(invariants::check(&customer, &luma.handle().policy()), [""; 0]);
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
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: Dana, I am sorry.
      Dana     | Anna: Dana, I am sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 ⇄ Mihai is asked to take it over, until 09:35
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
                 [Accept] [Return]
    09:20:00 ⟶ 16m pass
    09:35:00 ⟶ it is time
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
      R-1001   | @katrin R-1001: Mihai didn't answer in time. It needs someone on level 2. Nobody has it now. Please take it.
    09:36:00 ⟶ 11m pass
    09:39:30 ⟶ it is time
      R-1001   | @katrin R-1001: nobody has it at the moment. Level 2: please take it.
    09:45:30 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
      R-1001   | @piotr R-1001: nobody has it at the moment. Level 3: please take it.
    09:47:00 Katrin presses [Take it]
               (Katrin sees: Katrin has it.)
      Dana     | Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Katrin has it
    ");
}

/// Who can't have it is not asked; who else could is named.
/// Shows K-23.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_handed_what_they_cannot_take() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.staff.push(staff_member(ION, "Ion", Level::Agent));
    })
    .await;
    luma.is_unhappy().await.says(ANNA, "/handover @mihai before anybody has it").await;
    luma.presses(ANNA, "Take it").await.says_in_general(MIHAI, "/duty off").await.begins();
    for rest in [
        "",
        "@mihia the red one",
        "@mihai the red one",
        "@anna the red one",
        "@ion short",
        "@zoe the red one, she waits since noon",
    ] {
        luma.says(ANNA, format!("/handover {rest}").trim()).await;
    }
    luma.says(ION, &format!("/handover @katrin {NOTE}")).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /handover
      R-1001   | (answers 11) Who is to have it? /handover @mihai done / not done / promised / next
    09:20:00 Anna at the desk: /handover @mihia the red one
      R-1001   | (answers 13) I know no colleague called @mihia. Did you mean @mihai?
    09:20:00 Anna at the desk: /handover @mihai the red one
      R-1001   | (answers 15) Mihai is off duty. Try Ion, Katrin, Piotr or /escalate.
    09:20:00 Anna at the desk: /handover @anna the red one
      R-1001   | (answers 17) Anna has it already.
    09:20:00 Anna at the desk: /handover @ion short
      R-1001   | (answers 19) A few words please: done / not done / promised / next (20 characters at least).
    09:20:00 Anna at the desk: /handover @zoe the red one, she waits since noon
      R-1001   | (answers 21) I know no colleague called @zoe. /duty who shows who is here.
    09:20:00 Ion at the desk: /handover @katrin Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1001   | (answers 23) not sent – Join first
    ");
}

/// Whoever has five open cases gets no sixth; who could have it is named.
/// Shows K-23.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_five_cases_gets_no_sixth() {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.staff.push(staff_member(ION, "Ion", Level::Agent));
    })
    .await;
    for (id, name) in [(21, "Ada"), (22, "Ben"), (23, "Cora"), (24, "Dov"), (25, "Eva")] {
        luma.welcomes(id, name, "en").await.contact_ends(id, "Order 1").await;
        luma.taps(id, "🙁 Not good").await.presses(MIHAI, "Take it").await;
    }
    luma.is_unhappy().await.presses(ANNA, "Take it").await.begins();
    luma.says(ANNA, &format!("/handover @mihai {NOTE}")).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /handover @mihai Done: apologised. Not done: the dish. Promised: dessert. Next: call the kitchen.
      R-1006   | (answers 32) Mihai has 5 open cases. Try Ion, Katrin, Piotr or /escalate.
    ");
}

/// The card asks for it, too, and says who was asked.
/// Shows K-23.
#[tokio::test(flavor = "multi_thread")]
async fn the_card_asks_to_whom() {
    let mut luma = Luma::talking().await;
    luma.presses(MIHAI, "Hand over").await.presses(ANNA, "Hand over").await;
    luma.replies(ANNA, "To whom", "@mihai short").await;
    luma.presses(ANNA, "Hand over").await;
    luma.replies(ANNA, "To whom", "@mihai Done: sorry said. Next: bring the dish").await;
    luma.presses(MIHAI, "Accept").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Mihai presses [Hand over]
               (Mihai sees: not sent – Join first)
    09:20:00 Anna presses [Hand over]
      R-1001   | To whom, and what do they need to know? Reply to this message: @mihai Done: … Not done: … Promised: … Next: …
    09:20:00 Anna answers “To whom”: @mihai short
      R-1001   | (answers 9) A few words please: done / not done / promised / next (20 characters at least).
    09:20:00 Anna presses [Hand over]
      R-1001   | To whom, and what do they need to know? Reply to this message: @mihai Done: … Not done: … Promised: … Next: …
    09:20:00 Anna answers “To whom”: @mihai Done: sorry said. Next: bring the dish
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 ⇄ Mihai is asked to take it over, until 09:35
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: sorry said. Next: bring the dish
                 [Accept] [Return]
    09:20:00 Mihai presses [Accept]
      Dana     | Anna is handing over: from here on Mihai is with you and has all the notes. No need to start again.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Mihai has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   ↻ @mihai Anna hands R-1001 to you. Do you take it? Until you say so, Anna stays with it – please answer by 09:35.
                 What you need to know:
                 Done: sorry said. Next: bring the dish
      R-1001   | Mihai has it from now on, from Anna. What was promised is now Mihai's to keep.
    ");
}

/// A note is never cut: what would not stand in one message is refused with what to do.
/// Shows K-23.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_too_long_is_refused() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, &format!("/handover @mihai {}", "soup ".repeat(301))).await;
    assert!(luma.transcript().contains("1500 characters at most"));
    assert_eq!(luma.customer(DANA).cases[0].handover, None);
    luma.says(ANNA, &format!("/handover @mihai {}", "soup ".repeat(299))).await;
    assert!(luma.transcript().trim_end().contains("[Accept] [Return]"));
}
