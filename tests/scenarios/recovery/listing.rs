//! Which cases are open, and who has them (`CONVERSATIONS` 4.7: `/cases`).

use crate::luma::{ANNA, CEM, ION, KATRIN, Luma, MIHAI};

/// All that are open, those of whoever asks, those that wait for somebody by their level, and those
/// in which something was missed.
#[tokio::test(flavor = "multi_thread")]
async fn cases_are_listed_as_somebody_asks() {
    let mut luma = Luma::talking().await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 7").await;
    luma.taps(CEM, "🙁 Nicht gut").await.begins();
    for which in ["", " mine", " open", " late", " OPEN", " mien"] {
        luma.says_in_general(ANNA, &format!("/cases{which}")).await;
    }
    luma.says_in_general(MIHAI, "/cases mine").await;
    luma.presses(MIHAI, "Take R-1002").await.says_in_general(KATRIN, "/cases open").await;
    luma.says_in_general(ION, "/cases show:mine").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Anna in General: /cases
      desk     | (answers 12) 2 open cases:
                 Waiting for level 1:
                 🔴 R-1002 · nobody since 09:20 · next by 09:30
                 Somebody has these:
                 🟡 R-1001 · level 1 · Anna since 09:20
                 [Take R-1002]
    09:20:00 Anna in General: /cases mine
      desk     | (answers 14) You have 1 open case:
                 🟡 R-1001 · level 1 · Anna since 09:20
    09:20:00 Anna in General: /cases open
      desk     | (answers 16) 1 case waits for somebody:
                 Waiting for level 1:
                 🔴 R-1002 · nobody since 09:20 · next by 09:30
                 [Take R-1002]
    09:20:00 Anna in General: /cases late
      desk     | (answers 18) Nothing is late.
    09:20:00 Anna in General: /cases OPEN
      desk     | (answers 20) 1 case waits for somebody:
                 Waiting for level 1:
                 🔴 R-1002 · nobody since 09:20 · next by 09:30
                 [Take R-1002]
    09:20:00 Anna in General: /cases mien
      desk     | (answers 22) I don't know "mien". Use /cases, /cases mine, /cases open, /cases late, or the number of one: /cases R-1042
    09:20:00 Mihai in General: /cases mine
      desk     | (answers 24) You have no open cases.
    09:20:00 Mihai presses [Take R-1002]
               (Mihai sees: Mihai has it.)
      Cem      | Mihai ist jetzt hier und hat alles gelesen – Sie müssen nichts noch einmal erklären.
                 [Mit der Leitung sprechen]
      topic    | 🔴 R-1002 Cem ↻ 🟡 R-1002 Cem
      R-1002   ↻ 🟡 R-1002 · Cem · 🙁 · level 1 · Mihai has it
                 Promised: first reply by 09:30
    09:20:00 Katrin in General: /cases open
      desk     | (answers 27) No case waits: each open one has somebody.
    09:20:00 Ion in General: /cases show:mine
      desk     | (answers 29) That's for agents. You are: not on the staff list.
    "#);
}

/// What was promised and has not come is late; what waits for a level stands above what somebody
/// has, and so does an offer that somebody senior has to decide about.
/// Shows K-24b, E29.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_level_is_its_queue() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, "/promise 09:40 your dish on the table").await;
    luma.says(ANNA, "/offer 450.00 new shoes").await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 7").await;
    luma.taps(CEM, "🙁 Nicht gut").await.begins();
    luma.waits("12m").await.says_in_general(KATRIN, "/cases late").await;
    luma.waits("12m").await.says_in_general(KATRIN, "/cases open").await;
    luma.says_in_general(KATRIN, "/cases late").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 12m pass
    09:23:00 ⟶ it is time
      R-1002   | @anna @mihai R-1002 still waits – promised 09:30.
    09:27:00 ⟶ it is time
      R-1002   ↻ 🔴 R-1002 · Cem · 🙁 · level 2
                 Promised: first reply by 09:30
      R-1002   | @katrin R-1002 needs you – 3 min left.
    09:30:00 ⟶ it is time
      Cem      | Wir hatten 10 Min. versprochen und es nicht geschafft. Das ist unser Fehler, Entschuldigung. Jetzt übernimmt: die Teamleitung. Sie hören bis 09:45 von uns.
      R-1002   ↻ 🔴 R-1002 · Cem · 🙁 · level 2
                 Promised: word from level 2 by 09:45
      R-1001   | @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 450.00, worth 450.00 to the customer. The customer waits.
                 [Send it] [Adjust]
      R-1002   | @katrin R-1002: our time has passed, and the customer was told so. Level 2, new promise 09:45.
    09:32:00 Katrin in General: /cases late
      desk     | (answers 20) 1 case is late – what was promised has not come:
                 Waiting for level 2:
                 🔴 R-1002 · nobody since 09:20 · late: was due 09:30 · next by 09:45
                 [Take R-1002]
    09:32:00 ⟶ 12m pass
    09:35:00 ⟶ it is time
      R-1001   | @anna R-1001: 'your dish on the table' is promised by 09:40 – 5 min left. /kept what you did, or /move 16:30 before then.
    09:40:00 ⟶ it is time
      R-1001   | @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 450.00, worth 450.00 to the customer. The customer waits.
                 [Send it] [Adjust]
    09:40:00 ⟶ it is time
      Dana     | We promised “your dish on the table” by 09:40 and didn’t keep it. That’s on us, and we’re sorry. Now stepping in: the team lead on duty. You’ll hear from us by 09:55.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 2 · Anna has it
                 Promised: word from level 2 by 09:55
                 1) your dish on the table – broken: it was due 09:40
                 Offered: new shoes (450.00) – level 3 decides
      R-1001   | @katrin R-1001: 'your dish on the table' – our time has passed, and the customer was told so. Level 2, new promise 09:55.
    09:40:30 ⟶ it is time
      R-1002   ↻ 🔴 R-1002 · Cem · 🙁 · level 3
                 Promised: word from level 2 by 09:45
      R-1002   | @piotr R-1002 needs you – 4 min left.
    09:44:00 Katrin in General: /cases open
      desk     | (answers 26) 2 cases wait for somebody:
                 Waiting for level 3:
                 🔴 R-1002 · nobody since 09:20 · late: was due 09:30 · next by 09:45
                 🟡 R-1001 · level 2 · Anna since 09:20 · late: was due 09:40 · next by 09:55 · an offer waits for level 3
                 [Take R-1002]
    09:44:00 Katrin in General: /cases late
      desk     | (answers 28) 2 cases are late – what was promised has not come:
                 Waiting for level 3:
                 🔴 R-1002 · nobody since 09:20 · late: was due 09:30 · next by 09:45
                 🟡 R-1001 · level 2 · Anna since 09:20 · late: was due 09:40 · next by 09:55 · an offer waits for level 3
                 [Take R-1002]
    ");
}

/// One case as its card shows it, wherever that is asked; nobody reads along in their own.
#[tokio::test(flavor = "multi_thread")]
async fn one_case_is_shown_on_request() {
    let mut luma = Luma::talking().await;
    luma.starts(ANNA).await.contact_ends(ANNA, "Staff lunch").await;
    luma.taps(ANNA, "🙁 Not good").await.begins();
    luma.says_in_general(MIHAI, "/cases R-1001").await.presses(MIHAI, "Join").await;
    luma.says_in_general(MIHAI, "/cases R-4711").await;
    luma.says_in_general(ANNA, "/cases R-1002").await.says_in_general(ANNA, "/cases").await;
    luma.says_in_general(KATRIN, "/close R-1001 it was a joke").await;
    luma.says_in_general(MIHAI, "/cases R-1001").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Mihai in General: /cases R-1001
      desk     | (answers 12) 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Anna since 09:20
                 [Join] [History]
    09:20:00 Mihai presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Mihai
      R-1001   | Mihai joined.
    09:20:00 Mihai in General: /cases R-4711
      desk     | (answers 15) I can't find R-4711.
    09:20:00 Anna in General: /cases R-1002
      desk     | (answers 17) This is your own case – a colleague takes it.
    09:20:00 Anna in General: /cases
      desk     | (answers 19) 1 open case:
                 🟡 R-1001 · level 1 · Anna since 09:20
    09:20:00 Katrin in General: /close R-1001 it was a joke
      topic    | 🟡 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: not put right · Dana · 🙁 · level 1 · Anna
                 Joined: Mihai
      desk     | (👍 on that message)
      R-1001   | Katrin closed R-1001 (not put right): it was a joke
    09:20:00 Mihai in General: /cases R-1001
      desk     | (answers 24) ⚪ R-1001 closed after 0 s: not put right · Dana · 🙁 · level 1 · Anna
                 Order 118 · agent Anna
                 en · 1st contact · no cases
                 Said: –
                 Joined: Mihai
                 [Reopen] [History]
    ");
}
