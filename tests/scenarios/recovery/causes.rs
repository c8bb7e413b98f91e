//! Why a case is one (F22), and what went wrong (F15, `BEHAVIOUR` 2.7).

use amends_core::{
    case::{Severity, Stability},
    catalogue::{Cause, Stage},
    policy::Level,
};

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, MIHAI, PIOTR, account};

/// Piotr administers, beside being a director.
async fn administered() -> Luma {
    let opened = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]);
    let mut luma = opened.await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.begins();
    luma
}

/// What somebody says about it in a case stands on its card, part by part. Elsewhere `/why` asks what
/// it always asked.
/// Shows K-1.
#[tokio::test(flavor = "multi_thread")]
async fn why_it_went_wrong_stands_on_the_card() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/why 2 recurring ours outcome").await;
    luma.says(MIHAI, "/why once").await.says(ANNA, "/why 4 ours").await;
    luma.says(ANNA, "/why 2 recuring").await.says(ANNA, "/why ours partner").await;
    luma.presses(ANNA, "Why").await.replies(ANNA, "Why did it go wrong", "may recur, 1").await;
    luma.says_in_general(ANNA, "/why 2 ours").await;
    luma.says_in_general(ANNA, "/why R-1001 handling").await;
    luma.says(ANNA, "/why").await.presses(ANNA, "History").await;
    let case = luma.customer(DANA).cases[0].clone();
    assert_eq!(case.why.severity, Some(Severity::Small));
    assert_eq!(case.why.stability, Some(Stability::MayRecur));
    assert_eq!(case.level, Level::Agent);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /why 2 recurring ours outcome
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: bad (2 of 3) · recurring · ours · about the outcome
      R-1001   | (answers 8) Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
    09:20:00 Mihai at the desk: /why once
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: bad (2 of 3) · once · ours · about the outcome
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /why 4 ours
      R-1001   | (answers 11) I can't read '4' here. Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
    09:20:00 Anna at the desk: /why 2 recuring
      R-1001   | (answers 13) I can't read 'recuring' here. Did you mean recurring? Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
    09:20:00 Anna at the desk: /why ours partner
      R-1001   | (answers 15) 'partner' is one too many of its kind: say each thing once. Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
    09:20:00 Anna presses [Why]
      R-1001   | Why did it go wrong? Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner). Reply to this message: 2 recurring ours manner
    09:20:00 Anna answers “Why did it go wrong”: may recur, 1
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: a small thing (1 of 3) · may recur · ours · about the outcome
      R-1001   | (👍 on that message)
    09:20:00 Anna in General: /why 2 ours
      desk     | (answers 19) Use this inside a case, or add its number: /why R-1042 …
    09:20:00 Anna in General: /why R-1001 handling
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Why: a small thing (1 of 3) · may recur · ours · about how it was handled
      desk     | (👍 on that message)
    09:20:00 Anna at the desk: /why
      R-1001   | (answers 22) Say how bad it is for the customer (1, 2 or 3), whether it comes again (once, may recur, recurring), in whose hands it lay (ours, partner, nobody, customer), and what it is about (outcome, handling, manner) – as much of it as you know: /why 2 recurring ours manner
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna on why: bad (2 of 3) · recurring · ours · about the outcome
                 09:20 Mihai on why: once
                 09:20 Anna on why: a small thing (1 of 3) · may recur
                 09:20 Anna on why: about how it was handled
    ");
}

/// What is very bad for the customer goes one level higher at once, whoever has it, and never back;
/// before it is resolved somebody senior writes.
/// Shows K-1, K-27, INV 7, INV 11.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_very_bad_calls_somebody_senior_at_once() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/why 3").await.says(ANNA, "/why 1").await.says(ANNA, "/why 3").await;
    luma.says(ANNA, "/resolve right dish served anyway: no wish").await;
    luma.presses(KATRIN, "Join").await.says(KATRIN, "Dana, this should not have happened.").await;
    luma.says(ANNA, "/resolve right dish served anyway: no wish").await;
    assert_eq!(luma.customer(DANA).cases[0].level, Level::Senior);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /why 3
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Why: very bad (3 of 3)
      R-1001   | (👍 on that message)
      R-1001   | @katrin R-1001 is very bad for the customer, says Anna (3 of 3): somebody senior is needed here, and writes to them before it is resolved.
    09:20:00 Anna at the desk: /why 1
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Why: a small thing (1 of 3)
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /why 3
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Why: very bad (3 of 3)
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve right dish served anyway: no wish
      R-1001   | (answers 12) Not yet: R-1001 is very bad for the customer (3 of 3), and somebody senior must write to them first. Call them: /escalate
    09:20:00 Katrin presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Why: very bad (3 of 3)
                 Joined: Katrin
      R-1001   | Katrin joined.
    09:20:00 Katrin at the desk: Dana, this should not have happened.
      Dana     | Katrin: Dana, this should not have happened.
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve right dish served anyway: no wish
      Dana     | Anna: done – right dish served. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna · the customer was asked
                 Why: very bad (3 of 3)
                 Joined: Katrin
      R-1001   | (👍 on that message)
    ");
}

/// Whoever treated the customer so is not called for the case, and does not have it.
/// Shows K-1.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_it_is_about_is_not_called_and_does_not_have_it() {
    let mut luma = Luma::opens().await;
    luma.contact_ends_with(DANA, "Order 118", |contact| {
        contact.agent = Some("Mihai".to_owned());
        contact.agent_account = Some(account(MIHAI));
    })
    .await;
    luma.taps(DANA, "🙁 Not good").await.begins();
    luma.says(KATRIN, "/why R-1001 manner").await.presses(MIHAI, "Take it").await;
    luma.waits("3m").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "/handover @mihai Done: apologised. Next: a call.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Katrin at the desk: /why R-1001 manner
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
                 Why: about how they were treated
      R-1001   | (👍 on that message)
    09:20:00 Mihai presses [Take it]
               (Mihai sees: It is about how you treated them: somebody else takes it.)
    09:20:00 ⟶ 3m pass
    09:23:00 ⟶ it is time
      R-1001   | @anna R-1001 still waits – promised 09:30.
    09:23:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Why: about how they were treated
    09:23:00 Anna at the desk: /handover @mihai Done: apologised. Next: a call.
      R-1001   | (answers 9) It is about how Mihai treated them: somebody else takes it.
    ");
}

/// Whoever has the case named it themselves: they are told to hand it over.
/// Shows K-1.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_case_about_themselves_is_told_to_hand_it_over() {
    let mut luma = Luma::opens().await;
    luma.contact_ends_with(DANA, "Order 118", |contact| {
        contact.agent_account = Some(account(ANNA));
    })
    .await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await.begins();
    luma.says(ANNA, "/why recurring manner").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /why recurring manner
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Why: recurring · about how they were treated
      R-1001   | (answers 7) Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
                 It is about how Anna treated them: hand it over to somebody else, with /handover
    ");
}

/// Staff name what went wrong; one that nobody noted is noted, unless others are like it.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn what_went_wrong_is_named_by_staff() {
    let mut luma = administered().await;
    luma.says(ANNA, "/cause").await.says(ANNA, "/cause latte").await;
    luma.says(ANNA, "/cause Late").await.says(MIHAI, "/cause not as ordered").await;
    luma.says(ANNA, "/cause new not what I ordered").await;
    luma.says(ANNA, "/cause new! not what I ordered").await;
    luma.says_in_general(MIHAI, "/cause new the oven is broken").await;
    luma.says_in_general(MIHAI, "/cause R-1001 the oven is broken").await;
    luma.says_in_general(MIHAI, "/cause fixed late orders are read back").await;
    luma.says_in_general(MIHAI, "/cause late").await;
    luma.presses(ANNA, "History").await.says_in_general(PIOTR, "/audit 3").await;
    let case = luma.customer(DANA).cases[0].clone();
    assert_eq!(case.cause.as_deref(), Some("the_oven_is_broken"));
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /cause
      R-1001   | (answers 7) What went wrong? There are late, not_as_ordered, turned_away, refused, rude, quality, price, unreachable, unclear, other. Name it: /cause late – or note a new one: /cause new wrong address label
    09:20:00 Anna at the desk: /cause latte
      R-1001   | (answers 9) I don't know 'latte'. Did you mean late? A new one: /cause new latte
    09:20:00 Anna at the desk: /cause Late
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Cause: late
      R-1001   | (👍 on that message)
    09:20:00 Mihai at the desk: /cause not as ordered
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Cause: not as ordered
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /cause new not what I ordered
      R-1001   | (answers 13) 1 similar: not_as_ordered, take one or repeat with new!
    09:20:00 Anna at the desk: /cause new! not what I ordered
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Cause: not what i ordered
      R-1001   | (👍 on that message)
    09:20:00 Mihai in General: /cause new the oven is broken
      desk     | (answers 16) Saved. the_oven_is_broken: noted
    09:20:00 Mihai in General: /cause R-1001 the oven is broken
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Cause: the oven is broken
      desk     | (👍 on that message)
    09:20:00 Mihai in General: /cause fixed late orders are read back
      desk     | (answers 19) That's for admins. You are: agent.
    09:20:00 Mihai in General: /cause late
      desk     | (answers 21) Use this inside a case, or add its number: /cause R-1042 …
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 Anna named the cause: late
                 09:20 Mihai named the cause: not as ordered
                 09:20 Anna named the cause: not what i ordered
                 09:20 Mihai named the cause: the oven is broken
    09:20:00 Piotr in General: /audit 3
      desk     | (answers 24) Who changed what, the newest first:
                 09:20 Mihai: cause.the_oven_is_broken none → noted
                 09:20 Anna: cause.not_what_i_ordered none → noted
    ");
}

/// A cause that was said to be fixed and comes up in a later case is back, and the management
/// hears that we announced something that did not hold.
/// Shows E38.
#[tokio::test(flavor = "multi_thread")]
async fn a_fixed_cause_that_comes_back_is_told_to_the_management() {
    let mut luma = administered().await;
    luma.says(ANNA, "/cause late").await.waits("1h").await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    let stage = |luma: &Luma| {
        let causes = luma.handle().policy().workspace.catalogue.causes.clone();
        causes.iter().find(|cause| cause.name == "late").map(Cause::stage)
    };
    assert_eq!(stage(&luma), Some(Stage::Fixed));
    // A case that began before the fix says nothing about it.
    luma.says(ANNA, "/cause rude").await.says(ANNA, "/cause late").await;
    assert_eq!(stage(&luma), Some(Stage::Fixed));
    luma.waits("1h").await.starts(CEM).await.contact_ends(CEM, "Order 119").await;
    luma.taps(CEM, "🙁 Nicht gut").await.presses(ANNA, "Take it").await.begins();
    luma.says_in_general(ANNA, "/cause R-1002 late").await;
    luma.says_in_general(PIOTR, "/cause list").await;
    assert_eq!(stage(&luma), Some(Stage::Back));
    luma.says_in_general(PIOTR, "/cause fixing late").await;
    assert_eq!(stage(&luma), Some(Stage::Fixing));
    assert_shown!(luma.brief(), @"
    11:20:00 Anna in General: /cause R-1002 late
      R-1002   ↻ 🟡 R-1002 · Cem · 🙁 · level 1 · Anna has it
                 Promised: first reply by 11:30
                 Cause: late
      desk     | (👍 on that message)
      R-1002   | @piotr R-1002: 'late' is back. We said that it is fixed (orders are read back), and it did not hold.
    11:20:00 Piotr in General: /cause list
      desk     | (answers 24) What goes wrong, and where it stands:
                 late: back after it was fixed
                 not_as_ordered: noted
                 turned_away: noted
                 refused: noted
                 rude: noted
                 quality: noted
                 price: noted
                 unreachable: noted
                 unclear: noted
                 other: noted
    11:20:00 Piotr in General: /cause fixing late
      desk     | (answers 26) Saved. late: being fixed
                 [Undo]
    ");
}
