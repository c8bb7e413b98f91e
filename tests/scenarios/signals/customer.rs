//! Commands of customers (`CONVERSATIONS` 4.7).

use crate::luma::{ANNA, DANA, Kind, Luma};

/// Where the business lets nobody ask to be asked, the way to complain is named instead.
#[tokio::test(flavor = "multi_thread")]
async fn feedback_that_is_switched_off_names_another_way() {
    let mut luma = Luma::opens_with(|workspace| workspace.signals.feedback = false).await;
    luma.writes(DANA, "/feedback").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /feedback
      Dana     | We don’t ask here at the moment. If you have something to tell us: /complain – a real person reads it.
    ");
}

/// `/feedback` asks at once, whatever the gap; with an open case it tells how that stands.
#[tokio::test(flavor = "multi_thread")]
async fn feedback_asks_at_once() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/feedback").await.taps(DANA, "🙂 Good").await;
    luma.writes(DANA, "/feedback").await.taps(DANA, "🙁 Not good").await;
    luma.writes(DANA, "/feedback").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 Dana: /feedback
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
    09:20:00 Dana: /feedback
      Dana     | R-1001: someone is on the way. With you: our team. Latest: –. Next word from us by 09:30.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
    ");
}

/// `/complain` with words opens a case at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_in_words_opens_a_case() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/complain the parcel is broken").await.waits("2s").await;
    luma.writes(DANA, "/complain and late").await.waits("2s").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /complain the parcel is broken
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · complaint · level 1
                 Promised: first reply by 09:30
      R-1001   | Dana: the parcel is broken
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 ⟶ 2s pass
    09:20:02 Dana: /complain and late
      R-1001   ↻ 🔴 R-1001 · Dana · complaint · level 1
                 Promised: first reply by 09:30
    09:20:02 ⟶ 2s pass
    09:20:03 ⟶ it is time
      R-1001   | Dana: and late
    ");
}

/// `/complain` alone asks what is wrong; the next words, a photo too, are the complaint.
#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_without_words_asks_for_them() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/complain").await;
    luma.sends(DANA, Kind::Photo, "look at this").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /complain
      Dana     | We’re listening. What’s wrong? Just write it here – words, photo or voice.
    09:20:00 Dana sends Photo “look at this”
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · complaint · level 1
                 Promised: first reply by 09:30
      R-1001   | (Photo) look at this
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// `/status` in each state of a case; the time that is told is a promise.
/// Shows INV 6.
#[tokio::test(flavor = "multi_thread")]
async fn status_tells_where_things_stand() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/status").await.is_unhappy().await.begins();
    luma.writes(DANA, "/status").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await.writes(DANA, "/status").await;
    luma.says(ANNA, "The kitchen has it.").await.presses(ANNA, "Waiting for answer").await;
    luma.writes(DANA, "/status")
        .await
        .says(ANNA, "/resolve the right dish came anyway: no wish")
        .await;
    luma.writes(DANA, "/status").await.taps(DANA, "🙂 Yes, all good").await;
    luma.writes(DANA, "/status").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /status
      Dana     | R-1001: someone is on the way. With you: our team. Latest: –. Next word from us by 09:30.
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Dana: /status
      Dana     | R-1001: we’re working on it. With you: Anna. Latest: –. Next word from us by 13:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: next word by 13:20
    09:20:00 Anna at the desk: The kitchen has it.
      Dana     | Anna: The kitchen has it.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Anna presses [Waiting for answer]
               (Anna sees: Waiting for the customer's answer.)
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer's turn
    09:20:00 Dana: /status
      Dana     | We’re still here for you and waiting for your answer – no rush.
    09:20:00 Anna at the desk: /resolve the right dish came anyway: no wish
      Dana     | Anna: done – the right dish came. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:20:00 Dana: /status
      Dana     ↻ Anna: done – the right dish came. Did we put it right?
      Dana     | Anna: done – the right dish came. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – the right dish came. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · 🙁 · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: the right dish came
    09:20:00 Dana: /status
      Dana     | Nothing is open with us right now. If something is wrong, just write here.
    ");
}

/// F27: `/stop` ends the questions and nothing else; `/resume` brings them back.
/// Shows S-2.
#[tokio::test(flavor = "multi_thread")]
async fn stop_ends_the_questions_and_nothing_else() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/stop").await.contact_ends(DANA, "Order 118").await;
    luma.writes(DANA, "/complain my parcel is broken").await.waits("2s").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.says(ANNA, "/resolve a new one is on its way anyway: no wish").await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    luma.writes(DANA, "/resume").await.contact_ends(DANA, "Order 119").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /stop
      Dana     | No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 ⟶ contact ended: Order 118 → suppressed: opted_out
    09:20:00 Dana: /complain my parcel is broken
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · complaint · level 1
                 Promised: first reply by 09:30
      R-1001   | Dana: my parcel is broken
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 ⟶ 2s pass
    09:20:02 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · complaint · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:02 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · complaint · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:02 Anna at the desk: /resolve a new one is on its way anyway: no wish
      Dana     | Anna: done – a new one is on its way. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · complaint · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:20:02 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – a new one is on its way. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 2 s · Dana · complaint · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 2 s.
      desk     | 🟢 R-1001 was put right in 2 s: a new one is on its way
    09:20:02 Dana: /resume
      Dana     | Thank you – we’ll ask again, one short question each time.
    09:20:02 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// `/language ro` switches at once; a language that is not spoken changes nothing.
/// Shows E41.
#[tokio::test(flavor = "multi_thread")]
async fn language_switches_at_once() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/language ro").await.contact_ends(DANA, "Order 118").await;
    luma.writes(DANA, "/language klingon").await.writes(DANA, "/language").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /language ro
      Dana     | De acum vă scriem în română.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Bună ziua, Dana! Cum a fost?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
    09:20:00 Dana: /language klingon
      Dana     | De acum vă scriem în română.
    09:20:00 Dana: /language
      Dana     | De acum vă scriem în română.
    ");
}
