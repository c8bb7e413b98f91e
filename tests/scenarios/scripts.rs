//! The scripts of the product (`CONVERSATIONS` 4.1 … 4.3), with their times.

use amends_core::catalogue::LostCustomer;

use crate::luma::{ANNA, CEM, DANA, Luma, PIOTR, account, gives_a_dessert, open_hours};

/// 4.1 Telegram – happy.
/// Shows S-14, S-19, T7.
#[tokio::test(flavor = "multi_thread")]
async fn a_happy_customer_is_thanked_and_left_alone() {
    let mut luma = Luma::opens_at("2026-11-16T09:00:00Z", |_| ()).await;
    luma.front().starts(ANNA, None);
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "can I get it to go?").await;
    luma.begins();
    luma.closes_topic(ANNA).await;
    luma.until("09:00:20").await.taps(DANA, "🙂 Good").await;
    luma.until("09:01:05").await.writes(DANA, "maybe a plug near the window").await;
    luma.waits("24h").await.taps(DANA, "Change my answer").await;
    assert_shown!(luma.transcript(), @r#"
    09:00:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 118 ↻ Order 118 (closed)
    09:00:20 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Anna     | 🙂 from Dana for Order 118.
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:01:05 Dana: maybe a plug near the window
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "maybe a plug near the window"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:01:05 ⟶ 24h pass
    09:01:05 Dana presses [Change my answer]
               (Dana sees: This answer is closed now. If something is wrong, just write to us here.)
    "#);
}

/// 4.2 Telegram – neutral.
/// Shows S-15, S-21.
#[tokio::test(flavor = "multi_thread")]
async fn a_so_so_customer_is_asked_what_was_missing() {
    let mut luma = Luma::opens_at("2026-11-16T09:10:00Z", |_| ()).await;
    luma.starts(CEM).await.writes(CEM, "/language en").await;
    luma.begins();
    luma.contact_ends(CEM, "Table 4").await;
    luma.until("09:11:03").await.taps(CEM, "😐 So-so").await;
    luma.until("09:12:40").await.writes(CEM, "the soup was lukewarm").await;
    luma.until("09:13:00").await.taps(CEM, "Please contact me").await;
    assert_shown!(luma.transcript(), @r#"
    09:10:00 ⟶ contact ended: Table 4 → planned
      Cem      | Hi Cem! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:11:03 Cem presses [😐 So-so]
               (Cem sees: Thank you!)
      Cem      ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Cem (Table 4, Anna)
                 [Open recovery] [No action]
    09:12:40 Cem: the soup was lukewarm
      Cem      | Thank you. Your words have gone to the people who can change it.
      desk     | 😐 Cem (Table 4, Anna): "the soup was lukewarm"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:13:00 Cem presses [Please contact me]
      Cem      ↻ How did we do just now?  😐 So-so
                 Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 😐 · asked to be contacted · level 1
                 Table 4 · agent Anna
                 en · 1st contact · no cases
                 Said: "the soup was lukewarm"
                 Promised: first reply by 09:23
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    "#);
}

/// Dana came three times before; the fourth time she waited, and got the wrong dish.
async fn dana_is_unhappy() -> Luma {
    let mut luma = Luma::opens_at("2026-11-13T09:20:00Z", |workspace| {
        workspace.admins = vec![account(PIOTR)];
        gives_a_dessert(workspace);
        let catalogue = &mut workspace.catalogue;
        catalogue.value = Some(LostCustomer {
            primary: 1_000,
            secondary: 1_000,
            potential: 50_000,
            ..LostCustomer::default()
        });
        let mut causes = catalogue.causes.iter_mut();
        let cause = causes.find(|cause| cause.name == "not_as_ordered").unwrap();
        cause.public = Some("wrong dish".to_owned());
    })
    .await;
    for (day, answer) in [("13.11.", "🙂 Good"), ("14.11.", "🙂 Good"), ("15.11.", "😐 So-so")]
    {
        luma.until(&format!("{day} 12:00:00")).await;
        luma.contact_ends(DANA, "Coffee").await.taps(DANA, answer).await;
    }
    luma.until("16.11. 09:20:02").await.begins();
    luma.contact_ends_with(DANA, "Order 118", |contact| {
        contact.amount = Some(1_450);
        contact.currency = Some("EUR".to_owned());
        contact.place = Some("till 2".to_owned());
    })
    .await;
    luma.until("09:20:32").await.taps(DANA, "🙁 Not good").await;
    luma
}

/// The rest of the morning until the customer is asked whether it is right.
async fn anna_puts_it_right(luma: &mut Luma) {
    luma.until("09:21:10").await;
    luma.writes(DANA, "waited 40 min and then it was the wrong dish").await;
    luma.until("09:22:00").await.presses(ANNA, "Take it").await;
    luma.until("09:23:32").await;
    let sorry = "Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us. Your dish is \
                 being made now.";
    luma.says(ANNA, sorry).await;
    luma.until("09:24:00").await.says(ANNA, "/tastes no alcohol").await;
    luma.until("09:24:10").await.says(ANNA, "/promise 09:40 your dish on the table").await;
    luma.until("09:25:00").await.says(ANNA, "/offer dessert").await;
    luma.until("09:25:30").await.taps(DANA, "Yes, please").await;
    luma.until("09:35:00").await.says(ANNA, "/kept brought by Ion, tasted, smiled").await;
    luma.until("09:36:00").await.says(ANNA, "/delivered").await;
    luma.until("09:36:30").await.presses(ANNA, "Put right ✓").await;
    luma.until("09:36:50").await;
    luma.replies(ANNA, "What was done?", "right dish served, dessert on us").await;
    luma.presses(ANNA, "not as ordered").await;
}

/// 4.3 Telegram – unhappy → put right.
/// Shows S-16, S-20, K-2, K-9, K-10, K-28.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_customer_is_put_right() {
    let mut luma = dana_is_unhappy().await;
    anna_puts_it_right(&mut luma).await;
    luma.until("09:37:40").await.taps(DANA, "🙂 Yes, all good").await.waits("24h").await;
    // Three weeks later.
    luma.until("07.12. 10:00:00").await;
    let fixed = "every order is now read back before it goes to the kitchen";
    luma.says_in_general(PIOTR, &format!("/cause fixed not_as_ordered {fixed}")).await;
    luma.presses(PIOTR, "Send").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:02 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:32 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    09:21:10 Dana: waited 40 min and then it was the wrong dish
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
    09:21:11 ⟶ it is time
      R-1001   | Dana: waited 40 min and then it was the wrong dish
    09:22:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Promised: first reply by 09:30
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
    09:23:32 Anna at the desk: Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us. Your dish is being made now.
      Dana     | Anna: Dana, I’m sorry. 40 minutes and then the wrong plate – that’s on us. Your dish is being made now.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:24:00 Anna at the desk: /tastes no alcohol
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:24:10 Anna at the desk: /promise 09:40 your dish on the table
      Dana     | Our promise: your dish on the table – by 09:40.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – by 09:40
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:25:00 Anna at the desk: /offer dessert
      Dana     | To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – by 09:40
                 Offered: a dessert and coffee of your choice (3.50) – no answer yet
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:25:30 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a dessert and coffee of your choice. No conditions.
                 With pleasure! Show R-1001 at the counter – or we bring it to you.
                 We’ll see to it by 17.11. 09:25.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – by 09:40
                 2) a dessert and coffee of your choice – by 17.11. 09:25
                 Offered: a dessert and coffee of your choice (3.50) – accepted
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | @anna R-1001: ✓ accepted: a dessert and coffee of your choice – deliver by 17.11. 09:25. Then: /delivered
                 [Delivered]
    09:35:00 ⟶ it is time
      R-1001   | @anna R-1001: 'your dish on the table' is promised by 09:40 – 5 min left. /kept what you did, or /move 16:30 before then.
    09:35:00 Anna at the desk: /kept brought by Ion, tasted, smiled
      Dana     | Done, as promised: your dish on the table.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – kept 09:35 (by 09:40)
                 2) a dessert and coffee of your choice – by 17.11. 09:25
                 Offered: a dessert and coffee of your choice (3.50) – accepted
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:36:00 Anna at the desk: /delivered
      Dana     | It’s ready for you: a dessert and coffee of your choice. Show R-1001 at the counter – or we bring it to you.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – kept 09:35 (by 09:40)
                 2) a dessert and coffee of your choice – kept 09:36 (by 17.11. 09:25)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:36
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | (👍 on that message)
    09:36:30 Anna presses [Put right ✓]
      R-1001   | What was done? Reply to this message.
    09:36:50 Anna answers “What was done?”: right dish served, dessert on us
      R-1001   | (answers 18) R-1001: sorry ✓ · effort ✓ · given ✓ · cause –
                 Cause is empty: press one, or name another with /cause.
                 [late] [not as ordered] [turned away] [refused]
                 [Skip]
    09:36:50 Anna presses [not as ordered]
      Dana     | Anna: done – right dish served, dessert on us. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – kept 09:35 (by 09:40)
                 2) a dessert and coffee of your choice – kept 09:36 (by 17.11. 09:25)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:36
                 Cause: not as ordered
                 Tastes: no alcohol
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   ↻ (answers 18) R-1001: sorry ✓ · effort ✓ · given ✓ · cause –
                 Cause is empty: press one, or name another with /cause.
    09:37:40 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 17 min · Dana · 🙁 · level 1 · Anna
                 gave 3.50 · protected ≈ 3 640
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 1) your dish on the table – kept 09:35 (by 09:40)
                 2) a dessert and coffee of your choice – kept 09:36 (by 17.11. 09:25)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:36
                 Cause: not as ordered
                 Tastes: no alcohol
                 [Reopen] [History]
                 (pinned)
      R-1001   | 🙂 R-1001 recovered in 17 min.
      desk     | 🟢 R-1001 was put right in 17 min – not as ordered: right dish served, dessert on us
                 gave 3.50 · protected ≈ 3 640
    09:37:40 ⟶ 24h pass
    17.11. 09:37:40 ⟶ it is time
      topic    | 🟢 R-1001 Dana ↻ 🟢 R-1001 Dana (closed)
    10:00:00 Piotr in General: /cause fixed not_as_ordered every order is now read back before it goes to the kitchen
      desk     | (answers 24) Saved. not_as_ordered: fixed, “wrong dish”, every order is now read back before it goes to the kitchen
                 Tell 1 person?
                 [Preview] [Send] [Not now]
                 [Undo]
    10:00:00 Piotr presses [Send]
      Dana     | Hi Dana! You told us about “wrong dish”. It’s fixed: every order is now read back before it goes to the kitchen. Thank you – it got better because you spoke up.
      desk     ↻ (answers 24) Telling 1 person that 'not as ordered' is fixed.
    "#);
}

/// 4.3, if Dana taps 🙁 No.
/// Shows K-30.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_right_yet_and_somebody_higher_is_called() {
    let mut luma = dana_is_unhappy().await;
    anna_puts_it_right(&mut luma).await;
    luma.begins();
    luma.until("09:37:40").await.taps(DANA, "🙁 No").await;
    assert_shown!(luma.transcript(), @r#"
    09:37:40 Dana presses [🙁 No]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – right dish served, dessert on us. Did we put it right?
                 Then we haven’t done it yet, and we’re sorry. Now joining: the team lead on duty, by 09:52. What would put it right?
      topic    | 🟡 R-1001 Dana ↻ 🔴 R-1001 Dana
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: "waited 40 min and then it was the wrong dish"
                 Promised: word from level 2 by 09:52
                 1) your dish on the table – kept 09:35 (by 09:40)
                 2) a dessert and coffee of your choice – kept 09:36 (by 17.11. 09:25)
                 Offered: a dessert and coffee of your choice (3.50) – delivered 09:36
                 Cause: not as ordered
                 Reopened once
                 Tastes: no alcohol
                 [Promise] [Offer] [Progress]
                 [Waiting for answer] [Call senior] [Put right ✓]
                 [Join] [Hand over] [Why] [History]
                 (pinned)
      R-1001   | @katrin 🙁 R-1001: not put right yet. Level 2, promised 09:52.
    "#);
}

/// 4.3, if nobody takes it.
/// Shows K-5, K-6, K-7, T10, T11.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_it_and_we_say_so() {
    let mut luma = dana_is_unhappy().await;
    luma.begins();
    luma.until("09:30:32").await;
    assert_shown!(luma.transcript(), @"
    09:23:32 ⟶ it is time
      R-1001   | @anna @mihai R-1001 still waits – promised 09:30.
    09:27:32 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @katrin R-1001 needs you – 3 min left.
    09:30:32 ⟶ it is time
      Dana     | We said 10 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:45.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Order 118 · 14.50 € · agent Anna · till 2
                 en · 4th contact · before: 🙂 🙂 😐 · no cases
                 Said: –
                 Promised: word from level 2 by 09:45
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 09:45.
    ");
}

/// 4.3, out of hours.
/// Shows S-16, E22.
#[tokio::test(flavor = "multi_thread")]
async fn at_night_the_time_told_is_an_honest_one() {
    let mut luma = Luma::opens_at("2026-11-16T22:40:00Z", |workspace| {
        open_hours(workspace, "mon-sun 09:00-21:00");
    })
    .await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    assert_shown!(luma.transcript(), @"
    22:40:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    22:40:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Honestly: nobody is here right now. Someone will write to you here by 17.11. 09:10. Tell us what happened and we’ll start with exactly that.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Promised: first reply by 17.11. 09:10
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | R-1001 still waits – promised 17.11. 09:10.
    ");
}
