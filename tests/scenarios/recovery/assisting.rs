//! One colleague asks another for help, with a time they agree on (`PRODUCT` F13, `/assist`).

use crate::luma::{ANNA, DANA, ION, KATRIN, Luma, MIHAI};

const ASKED: &str = "/assist @mihai by 09:40 which plate did she have?";

/// The colleague is called with the question; whoever asked stays with the customer, who hears
/// nothing. A line, a note or joining is the answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_asked_for_help() {
    let mut luma = Luma::talking().await;
    let before = luma.said_in(DANA);
    luma.says(ANNA, ASKED).await.says(ANNA, ASKED).await;
    luma.says(MIHAI, "// the pasta, it was for table 7").await;
    luma.says(ANNA, "/assist Katrin by +30m may I give her a dinner for two?").await;
    luma.presses(KATRIN, "Join").await.presses(ANNA, "History").await;
    assert_eq!(luma.said_in(DANA), before, "the customer hears nothing");
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /assist @mihai by 09:40 which plate did she have?
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna asks for your help with R-1001 by 09:40: which plate did she have?
                 (You have no open cases.) Answer here: Join, or write a line that begins with //. Anna stays with the customer, who hears nothing of it.
    09:20:00 Anna at the desk: /assist @mihai by 09:40 which plate did she have?
      R-1001   | (answers 10) Mihai was asked already, and answers by 09:40.
    09:20:00 Mihai at the desk: // the pasta, it was for table 7
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | @anna Mihai has answered.
    09:20:00 Anna at the desk: /assist Katrin by +30m may I give her a dinner for two?
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @katrin Anna asks for your help with R-1001 by 09:50: may I give her a dinner for two?
                 (You have no open cases.) Answer here: Join, or write a line that begins with //. Anna stays with the customer, who hears nothing of it.
    09:20:00 Katrin presses [Join]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Katrin
      R-1001   | Katrin joined.
      R-1001   | @anna Katrin has answered.
    09:20:00 Anna presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 Anna asked Mihai for help: which plate did she have?
                 09:20 note by Mihai: the pasta, it was for table 7
                 09:20 Mihai answered
                 09:20 Anna asked Katrin for help: may I give her a dinner for two?
                 09:20 Katrin joined
                 09:20 Katrin answered
    ");
}

/// When the time passes without an answer, both are reminded, once.
#[tokio::test(flavor = "multi_thread")]
async fn both_are_reminded_when_the_time_passes() {
    let mut luma = Luma::talking().await;
    luma.says(ANNA, ASKED).await;
    luma.waits("25m").await.waits("30m").await;
    luma.says(MIHAI, "/join").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /assist @mihai by 09:40 which plate did she have?
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @mihai Anna asks for your help with R-1001 by 09:40: which plate did she have?
                 (You have no open cases.) Answer here: Join, or write a line that begins with //. Anna stays with the customer, who hears nothing of it.
    09:20:00 ⟶ 25m pass
    09:40:00 ⟶ it is time
      R-1001   | @mihai @anna R-1001: the answer was agreed on for 09:40 and hasn't come: which plate did she have?
    09:45:00 ⟶ 30m pass
    10:15:00 Mihai at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Joined: Mihai
      R-1001   | (👍 on that message)
      R-1001   | Mihai joined.
      R-1001   | @anna Mihai has answered.
    ");
}

/// Without a time, a question or somebody who can help it is refused with what to do.
#[tokio::test(flavor = "multi_thread")]
async fn help_that_cannot_be_asked_for_is_refused() {
    let mut luma = Luma::talking().await;
    luma.says_in_general(MIHAI, "/duty off").await.begins();
    for rest in [
        "",
        " @katrin which plate?",
        " @katrin by soon which plate?",
        " @katrin by 09:00 which plate?",
        " @katrin by 09:40",
        " @mihai by 09:40 which plate?",
        " @anna by 09:40 which plate?",
        " @nobody by 09:40 which plate?",
    ] {
        luma.says(ANNA, &format!("/assist{rest}")).await;
    }
    luma.says(KATRIN, "/assist @anna by:09:40 question:which plate?").await;
    luma.says_in_general(ION, ASKED).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /assist
      R-1001   | (answers 10) Who is to help? /assist @ion by 15:00 which plate did she have?
    09:20:00 Anna at the desk: /assist @katrin which plate?
      R-1001   | (answers 12) Agree a time with Katrin: add by 15:00
    09:20:00 Anna at the desk: /assist @katrin by soon which plate?
      R-1001   | (answers 14) Agree a time with Katrin: add by 15:00
    09:20:00 Anna at the desk: /assist @katrin by 09:00 which plate?
      R-1001   | (answers 16) 09:00 has passed.
    09:20:00 Anna at the desk: /assist @katrin by 09:40
      R-1001   | (answers 18) What do you want to know from Katrin? One question: /assist @ion by 15:00 which plate did she have?
    09:20:00 Anna at the desk: /assist @mihai by 09:40 which plate?
      R-1001   | (answers 20) Mihai is off duty. Try Katrin, Piotr or /escalate.
    09:20:00 Anna at the desk: /assist @anna by 09:40 which plate?
      R-1001   | (answers 22) That's you. Ask somebody else.
    09:20:00 Anna at the desk: /assist @nobody by 09:40 which plate?
      R-1001   | (answers 24) I know no colleague called @nobody. /duty who shows who is here.
    09:20:00 Katrin at the desk: /assist @anna by:09:40 question:which plate?
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
      R-1001   | @anna Katrin asks for your help with R-1001 by 09:40: which plate?
                 (You have 1 open case.) Answer here: Join, or write a line that begins with //. Katrin stays with the customer, who hears nothing of it.
    09:20:00 Ion in General: /assist @mihai by 09:40 which plate did she have?
      desk     | (answers 28) That's for agents. You are: not on the staff list.
    ");
}
