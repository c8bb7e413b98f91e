//! Who is there and who is not: customers without a private chat, colleagues, nobody at all.

use amends_core::policy::Level;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Line, Luma, MIHAI, PIOTR, open_hours};

/// Who never started the bot is asked where the contact was, and talks in private.
/// Shows S-10d, E19.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_without_a_private_chat_is_asked_in_the_topic() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 200").await.writes_in_topic(CEM, "meine Suppe ist kalt").await;
    luma.begins().closes_topic(ANNA).await;
    luma.taps_somewhere(CEM, "🙁 Nicht gut").await;
    luma.taps_somewhere(CEM, "Erzählen, was passiert ist").await;
    luma.writes(CEM, "die Suppe war kalt").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna closes the topic
      topic    | Order 200 ↻ Order 200 (closed)
      help     | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
      help     ↻ Lassen Sie uns privat sprechen – hier tippen, ein Mensch antwortet: https://t.me/amends_bot?start=…
                 [Erzählen, was passiert ist]
    09:20:00 Cem presses [Erzählen, was passiert ist]
      Cem      | Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
    09:20:00 Cem: die Suppe war kalt
      Cem      | Danke. Ihre Worte sind jetzt bei den Menschen, die das ändern können.
      R-1001   ↻ 🔴 R-1001 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
    09:20:00 ⟶ 2s pass
    09:20:01 ⟶ it is time
      R-1001   | Cem: die Suppe war kalt
    ");
}

/// Whoever takes the case before the customer opened the private chat waits for them.
/// Shows E19.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_waits_for_a_customer_who_has_not_opened_the_private_chat() {
    let mut luma = Luma::without_rooms().await;
    luma.opens_topic(ANNA, "Order 200").await.writes_in_topic(CEM, "meine Suppe ist kalt").await;
    luma.closes_topic(ANNA).await.taps_in_help(CEM, "🙁 Nicht gut").await;
    luma.begins().presses(ANNA, "Take it").await;
    luma.says(ANNA, "Cem, that should not happen.").await;
    luma.taps_somewhere(CEM, "Erzählen, was passiert ist").await;
    luma.says(ANNA, "Cem, that should not happen.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      topic    | 🔴 R-1001 Cem ↻ 🟡 R-1001 Cem
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna has it
                 The customer can't be reached here.
      R-1001   | The customer can't be reached here.
    09:20:00 Anna at the desk: Cem, that should not happen.
      R-1001   | (answers 8) not delivered – the customer can't be reached here
    09:20:00 Cem presses [Erzählen, was passiert ist]
      Cem      | Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
      R-1001   | The customer is back and can be reached again.
    09:20:00 Anna at the desk: Cem, that should not happen.
      Cem      | Anna: Cem, that should not happen.
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    ");
}

/// 4.4: in a public topic neither the face nor the words are shown after the tap.
/// Shows E19.
#[tokio::test(flavor = "multi_thread")]
async fn a_happy_answer_in_a_topic_shows_no_face_to_others() {
    let mut luma = Luma::without_rooms().await;
    luma.opens_topic(ANNA, "Order 200").await.writes_in_topic(CEM, "danke").await;
    luma.closes_topic(ANNA).await.begins();
    luma.taps_in_help(CEM, "🙂 Gut").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Cem presses [🙂 Gut]
               (Cem sees: Danke!)
      help     ↻ Danke!
    ");
}

/// Staff may be asked as customers, but nobody works on their own case.
/// Shows E20.
#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_is_a_customer_cannot_take_their_own_case() {
    let mut luma = Luma::opens().await;
    luma.starts(ANNA).await;
    luma.contact_ends(ANNA, "Staff lunch").await.taps(ANNA, "🙁 Not good").await.begins();
    luma.presses(ANNA, "Take it").await.says(ANNA, "/take").await;
    luma.says(ANNA, "// let me look").await.says(ANNA, "hello me").await;
    luma.presses(MIHAI, "Take it").await.says(MIHAI, "Anna, what was it?").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna presses [Take it]
               (Anna sees: This is your own case – a colleague takes it.)
    09:20:00 Anna at the desk: /take
      R-1001   | (answers 6) This is your own case – a colleague takes it.
    09:20:00 Anna at the desk: // let me look
      R-1001   | (answers 8) This is your own case – a colleague takes it.
    09:20:00 Anna at the desk: hello me
      R-1001   | (answers 10) This is your own case – a colleague takes it.
    09:20:00 Mihai presses [Take it]
               (Mihai sees: Mihai has it.)
      Anna     | Mihai is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Anna ↻ 🟡 R-1001 Anna
      R-1001   ↻ 🟡 R-1001 · Anna · 🙁 · level 1 · Mihai has it
                 Promised: first reply by 09:30
    09:20:00 Mihai at the desk: Anna, what was it?
      Anna     | Mihai: Anna, what was it?
      R-1001   ↻ 🟡 R-1001 · Anna · 🙁 · level 1 · Mihai has it
      R-1001   | (👍 on that message)
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
    ");
}

/// Nobody on duty in published hours; the case starts at level 2.
/// Shows E21.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_without_anybody_on_duty_starts_one_level_higher() {
    let mut luma = Luma::opens().await;
    for who in [ANNA, MIHAI, KATRIN, PIOTR] {
        luma.says_in_general(who, "/duty off").await;
    }
    luma.is_unhappy().await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /duty off
      desk     | (answers 2) You're off duty.
    09:20:00 Mihai in General: /duty off
      desk     | (answers 4) You're off duty.
    09:20:00 Katrin in General: /duty off
      desk     | (answers 6) You're off duty.
    09:20:00 Piotr in General: /duty off
      desk     | (answers 8) You're off duty.
      desk     | (answers 8) @katrin @piotr Nobody is on duty, and we are open. Who comes on? /duty on
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 09:30
      R-1001   | Nobody is on duty, and R-1001 waits. Come on duty: /duty on
      R-1001   | @katrin R-1001 needs you – 10 min left.
    ");
}

/// Out of hours a real time is told, and it is kept after the opening.
/// Shows K-7, E22.
#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_customer_at_night_hears_when_somebody_is_there() {
    let hours = |workspace: &mut _| open_hours(workspace, "mon-sun 09:00-21:00");
    let mut luma = Luma::opens_at("2026-11-16T22:40:00Z", hours).await;
    luma.is_unhappy().await.waits("11h").await;
    assert_shown!(luma.brief(), @"
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
                 Promised: first reply by 17.11. 09:10
      R-1001   | R-1001 still waits – promised 17.11. 09:10.
    22:40:00 ⟶ 11h pass
    17.11. 09:03:00 ⟶ it is time
      R-1001   | @anna @mihai R-1001 still waits – promised 09:10.
    09:07:00 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: first reply by 17.11. 09:10
      R-1001   | @katrin R-1001 needs you – 3 min left.
    09:10:00 ⟶ it is time
      Dana     | We said 10 h and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:25.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 2
                 Promised: word from level 2 by 09:25
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 09:25.
    09:20:30 ⟶ it is time
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 2 by 09:25
      R-1001   | @piotr R-1001 needs you – 4 min left.
    09:25:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 09:40.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 09:40
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 09:40.
    09:35:30 ⟶ it is time
      R-1001   | @piotr R-1001 needs you – 4 min left.
    09:40:00 ⟶ it is time
      Dana     | We said 15 min and didn’t make it. That’s on us, and we’re sorry. Now stepping in: the management. You’ll hear from us by 10:10.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: word from level 3 by 10:10
      R-1001   | @piotr R-1001: our time has passed, and the customer was told so. Level 3, new promise 10:10.
    ");
}

/// Two people press *Take it*; the second learns who was faster.
/// Shows K-2b, E23.
#[tokio::test(flavor = "multi_thread")]
async fn two_colleagues_take_a_case_at_once() {
    let mut luma = Luma::unhappy().await;
    luma.press_at_once(luma.desk, &[(ANNA, "Take it"), (MIHAI, "Take it")]).await;
    luma.presses(MIHAI, "Join").await.says(MIHAI, "Dana, the kitchen is on it.").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna presses [Take it]
    09:20:00 Mihai presses [Take it]
               (Anna sees: Anna has it.)
               (Mihai sees: Anna was 1 s faster. /join to help.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Mihai presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Joined: Mihai
      R-1001   | Mihai joined.
    09:20:00 Mihai at the desk: Dana, the kitchen is on it.
      Dana     | Mihai: Dana, the kitchen is on it.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Mihai
      R-1001   | (👍 on that message)
    ");
}

/// Thirty messages within a minute all arrive, in order, in few messages.
/// Shows T25, E31.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_messages_arrives_whole_and_merged() {
    let mut luma = Luma::relaying().await;
    for wave in 0..3 {
        for line in 1..=10 {
            let text = format!("line {:02}.", wave * 10 + line);
            luma.front_mut().tells(DANA, Line::text(text));
        }
        luma.settle().await.waits("20s").await;
    }
    let all: Vec<String> = (1..=30).map(|line| format!("line {line:02}.")).collect();
    let is_hers = |text: &String| text.starts_with("Dana: line ");
    let relayed: Vec<String> = luma.said_in(luma.desk).into_iter().filter(is_hers).collect();
    assert_eq!(relayed.len(), 3, "{relayed:#?}");
    let arrived: Vec<&str> =
        relayed.iter().flat_map(|text| text.trim_start_matches("Dana: ").lines()).collect();
    assert_eq!(arrived, all);
}

/// At night nobody is called, but whoever leads and wished for it about what is very bad.
/// Shows E22.
#[tokio::test(flavor = "multi_thread")]
async fn at_night_what_is_very_bad_calls_whoever_is_on_call() {
    let hours = |workspace: &mut _| open_hours(workspace, "mon-sun 09:00-21:00");
    let mut luma = Luma::opens_at("2026-11-16T22:40:00Z", hours).await;
    luma.begins().says_in_general(ANNA, "/duty call on").await;
    luma.says_in_general(PIOTR, "/duty call on").await.is_unhappy().await;
    luma.says(MIHAI, "/why 3 ours").await;
    luma.says_in_general(PIOTR, "/duty call off").await;
    assert_eq!(luma.customer(DANA).cases[0].level, Level::Director);
    assert_shown!(luma.brief(), @"
    22:40:00 Anna in General: /duty call on
      desk     | (answers 2) That's for directors. You are: agent.
    22:40:00 Piotr in General: /duty call on
      desk     | (answers 4) You're on call: out of hours you are called about what is very bad for a customer (/why 3).
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
                 Promised: first reply by 17.11. 09:10
      R-1001   | R-1001 still waits – promised 17.11. 09:10.
    22:40:00 Mihai at the desk: /why 3 ours
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 3
                 Promised: first reply by 17.11. 09:10
                 Why: very bad (3 of 3) · ours
      R-1001   | (👍 on that message)
      R-1001   | @piotr R-1001 is very bad for the customer, says Mihai (3 of 3): somebody senior is needed here, and writes to them before it is resolved.
    22:40:00 Piotr in General: /duty call off
      desk     | (answers 12) You're not on call: out of hours nobody calls you.
    ");
}
