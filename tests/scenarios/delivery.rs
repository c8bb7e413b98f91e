//! 4.5: Gil's story, here Dana's: the third delivery that comes a day late.

use amends_core::{
    catalogue::{Kind, MakeGood},
    policy::Workspace,
};

use crate::luma::{ANNA, DANA, KATRIN, Luma, PIOTR, account};

/// What helped when something came late.
fn gives_express(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
    workspace.catalogue.make_goods = vec![MakeGood {
        name: "express".to_owned(),
        cost: 700,
        worth: 2_000,
        kind: Kind::Time,
        text: Some("free express".to_owned()),
        how: None,
    }];
}

/// Dana was content once; then her delivery came late, and express put it right.
async fn came_late_before() -> Luma {
    let mut luma = Luma::opens_at("2026-11-02T10:00:00Z", gives_express).await;
    luma.contact_ends(DANA, "Delivery 5102").await.taps(DANA, "🙂 Good").await;
    luma.until("09.11. 10:00:00").await;
    luma.contact_ends(DANA, "Delivery 5347").await.taps(DANA, "🙁 Not good").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/offer express").await.taps(DANA, "Yes, please").await;
    luma.says(ANNA, "/delivered").await;
    luma.says(ANNA, "/resolve sent anew by express cause: late").await;
    luma.taps(DANA, "🙂 Yes, all good").await.until("16.11. 10:52:00").await.begins();
    luma
}

/// Nobody takes it in time, a senior does, says how it stands and why it went wrong, offers, promises,
/// says what prevents it, and it is put right.
/// Shows K-1, K-7, K-18, K-19, K-27.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_was_broken_is_put_right_by_a_senior() {
    let mut luma = came_late_before().await;
    luma.contact_ends_with(DANA, "Delivery 5531", |contact| {
        contact.amount = Some(15_000);
        contact.currency = Some("EUR".to_owned());
        contact.agent = None;
    })
    .await;
    luma.until("10:52:04").await.taps(DANA, "🙁 Not good").await;
    luma.until("10:53:00").await.writes(DANA, "third time my delivery is a day late").await;
    luma.until("11:05:00").await.presses(KATRIN, "Take it").await;
    luma.until("11:07:04").await;
    let sorry = "Dana, three times late – I’d be angry too. I’m sorry. I have the depot on the \
                 phone.";
    luma.says(KATRIN, sorry).await;
    luma.until("11:10:00").await;
    luma.says(KATRIN, "/progress depot confirms the parcel is on the van next 11:40").await;
    luma.until("11:20:00").await;
    luma.says(KATRIN, "/why severity:3 stability:recurring control:ours about:outcome").await;
    luma.until("11:25:00").await;
    luma.says(KATRIN, "/offer 15.00 free express on your next three orders value:40.00").await;
    luma.until("11:26:00").await.taps(DANA, "Yes, please").await;
    luma.until("11:38:00").await.says(KATRIN, "/promise 12:00 parcel at your door").await;
    luma.until("12:00:00").await.says(KATRIN, "/kept driver confirmed 11:54").await;
    let resolve = "/resolve parcel delivered 11:54, express for three orders \
                   prevent: your street moved to the morning tour cause: late";
    luma.until("12:01:00").await.says(KATRIN, resolve).await;
    luma.until("12:10:00").await.taps(DANA, "🙂 Yes, all good").await;
    luma.until("16:00:00").await.says(KATRIN, "/delivered").await.waits("25h").await;
    luma.writes(DANA, "thank you").await;
    assert_shown!(luma.transcript(), @r#"
    10:52:00 ⟶ contact ended: Delivery 5531 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    10:52:04 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1002 Dana
      R-1002   | 🔴 R-1002 · Dana · 🙁 · level 1
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: –
                 Promised: first reply by 11:02
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Take it] [Join] [History]
                 (pinned)
      R-1002   | @anna @mihai on duty – please take.
    10:53:00 Dana: third time my delivery is a day late
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1002   ↻ 🔴 R-1002 · Dana · 🙁 · level 1
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: first reply by 11:02
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Take it] [Join] [History]
                 (pinned)
    10:53:01 ⟶ it is time
      R-1002   | Dana: third time my delivery is a day late
    10:55:04 ⟶ it is time
      R-1002   | @anna @mihai R-1002 still waits – promised 11:02.
    10:59:04 ⟶ it is time
      R-1002   ↻ 🔴 R-1002 · Dana · 🙁 · level 2
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: first reply by 11:02
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Take it] [Join] [History]
                 (pinned)
      R-1002   | @katrin R-1002 needs you – 3 min left.
    11:02:04 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 11:17.
      R-1002   ↻ 🔴 R-1002 · Dana · 🙁 · level 2
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: word from level 2 by 11:17
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Take it] [Join] [History]
                 (pinned)
      R-1002   | @katrin R-1002: our time has passed, and the customer was told so. Level 2, new promise 11:17.
    11:05:00 Katrin presses [Take it]
               (Katrin sees: Katrin has it.)
      Dana     | Katrin is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1002 Dana ↻ 🟡 R-1002 Dana
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: word from level 2 by 11:17
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
    11:07:04 Katrin at the desk: Dana, three times late – I’d be angry too. I’m sorry. I have the depot on the phone.
      Dana     | Katrin: Dana, three times late – I’d be angry too. I’m sorry. I have the depot on the phone.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    11:10:00 Katrin at the desk: /progress depot confirms the parcel is on the van next 11:40
      Dana     | Where we are: depot confirms the parcel is on the van. Next word from us by 11:40.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: next word by 11:40
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    11:20:00 Katrin at the desk: /why severity:3 stability:recurring control:ours about:outcome
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Promised: next word by 11:40
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (answers 27) Recurring: link a cause and say what prevents it before you resolve – /cause late, and then /resolve … prevent: …
    11:25:00 Katrin at the desk: /offer 15.00 free express on your next three orders value:40.00
      Dana     | To make up for it, this is for you: free express on your next three orders. No conditions.
                 [Yes, please] [No, thank you]
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 Offered: free express on your next three orders (15.00) – no answer yet
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    11:26:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: free express on your next three orders. No conditions.
                 With pleasure!
                 We’ll see to it by 17.11. 11:26.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – by 17.11. 11:26
                 Offered: free express on your next three orders (15.00) – accepted
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | @katrin R-1002: ✓ accepted: free express on your next three orders – deliver by 17.11. 11:26. Then: /delivered
                 [Delivered]
    11:38:00 Katrin at the desk: /promise 12:00 parcel at your door
      Dana     | Our promise: parcel at your door – by 12:00.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – by 17.11. 11:26
                 2) parcel at your door – by 12:00
                 Offered: free express on your next three orders (15.00) – accepted
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    11:55:00 ⟶ it is time
      R-1002   | @katrin R-1002: 'parcel at your door' is promised by 12:00 – 5 min left. /kept what you did, or /move 16:30 before then.
    12:00:00 Katrin at the desk: /kept driver confirmed 11:54
      Dana     | Done, as promised: parcel at your door.
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin has it
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – by 17.11. 11:26
                 2) parcel at your door – kept 12:00 (by 12:00)
                 Offered: free express on your next three orders (15.00) – accepted
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    12:01:00 Katrin at the desk: /resolve parcel delivered 11:54, express for three orders prevent: your street moved to the morning tour cause: late
      Dana     | Katrin: done – parcel delivered 11:54, express for three orders; from now on: your street moved to the morning tour. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 2 · Katrin · the customer was asked
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – by 17.11. 11:26
                 2) parcel at your door – kept 12:00 (by 12:00)
                 Offered: free express on your next three orders (15.00) – accepted
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Cause: late
                 Worked before for late: express 🙂
                 Repeat: R-1001 was put right a short while ago
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    12:10:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Katrin: done – parcel delivered 11:54, express for three orders; from now on: your street moved to the morning tour. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Katrin and Luma Café
      topic    | 🟡 R-1002 Dana ↻ 🟢 R-1002 Dana
      R-1002   ↻ 🟢 R-1002 recovered in 77 min · Dana · 🙁 · level 2 · Katrin
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – by 17.11. 11:26
                 2) parcel at your door – kept 12:00 (by 12:00)
                 Offered: free express on your next three orders (15.00) – accepted
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Cause: late
                 Repeat: R-1001 was put right a short while ago
                 [Reopen] [History]
                 (pinned)
      R-1002   | 🙂 R-1002 recovered in 77 min.
      desk     | 🟢 R-1002 was put right in 77 min – late: parcel delivered 11:54, express for three orders
                 From now on: your street moved to the morning tour
    16:00:00 Katrin at the desk: /delivered
      Dana     | It’s ready for you: free express on your next three orders.
      R-1002   ↻ 🟢 R-1002 recovered in 77 min · Dana · 🙁 · level 2 · Katrin
                 gave 15
                 Delivery 5531 · 150.00 €
                 en · 3rd contact · before: 🙂 🙁 · case R-1001 (late)
                 Said: "third time my delivery is a day late"
                 1) free express on your next three orders – kept 16:00 (by 17.11. 11:26)
                 2) parcel at your door – kept 12:00 (by 12:00)
                 Offered: free express on your next three orders (15.00) – delivered 16:00
                 Why: very bad (3 of 3) · recurring · ours · about the outcome
                 Cause: late
                 Repeat: R-1001 was put right a short while ago
                 [Reopen] [History]
                 (pinned)
      R-1002   | (👍 on that message)
    16:00:00 ⟶ 25h pass
    17.11. 12:10:00 ⟶ it is time
      topic    | 🟢 R-1002 Dana ↻ 🟢 R-1002 Dana (closed)
    17:00:00 Dana: thank you
      R-1002   | Dana: thank you
      R-1002   | @katrin R-1002: the customer wrote again. Reopen, or just thanks?
                 [Reopen] [Just thanks]
    "#);
}
