//! One person who was known as two customers (`SIGNALS` 5.6).

use crate::luma::{ANNA, DANA, DANA_AT_WORK, KATRIN, Luma, MIHAI};

impl Luma {
    /// Both of Dana's accounts are known, and nobody knows that they are hers.
    async fn with_two_danas() -> Self {
        let mut luma = Self::opens().await;
        luma.waits("1m").await.starts(DANA_AT_WORK).await;
        luma
    }

    /// The code that Dana gets, and what is seen without it.
    fn code_of(&self, account: i64) -> String {
        self.customer(account).link_code.map(|code| code.code).unwrap_or_default()
    }
}

/// `/link` on one account, `/link CODE` on the other: one gap, one consent, one case from then on.
/// Shows E48.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_connects_both_accounts() {
    only_on!(Telegram, "its two accounts stand for those of two platforms");
    let mut luma = Luma::with_two_danas().await;
    luma.begins().writes(DANA, "/link").await;
    let code = luma.code_of(DANA);
    luma.waits("1m").await;
    luma.writes(DANA_AT_WORK, &format!("/link {}", code.to_lowercase())).await;
    luma.contact_ends(DANA, "Order 118").await.contact_ends(DANA_AT_WORK, "Order 119").await;
    luma.taps_somewhere(DANA_AT_WORK, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.waits("1m").await.writes(DANA, "it was cold").await.waits("2s").await;
    luma.says(ANNA, "I’m sorry, Dana.").await;
    luma.waits("1m").await.writes(DANA_AT_WORK, "/stop").await;
    luma.waits("1m").await.writes(DANA, "/link 2222-2222").await;
    assert!(luma.customer(DANA).opted_out);
    assert_shown!(luma.brief().replace(&code, "K7QM2XVA").replace(&code.to_lowercase(), "k7qm2xva"), @"
    09:21:00 Dana: /link
      Dana     | Your code: K7QM2XVA (valid 10 min). Send it to our bot on Discord: /link K7QM2XVA
    09:21:00 ⟶ 1m pass
    09:22:00 Dana at work: /link k7qm2xva
      Dana at work | Linked. From now on we know it’s you in both places.
    09:22:00 ⟶ contact ended: Order 118 → planned
      Dana at work | Hi Dana at work! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:22:00 ⟶ contact ended: Order 119 → suppressed: gap
    09:22:00 Dana at work presses [🙁 Not good]
               (Dana at work sees: Thank you!)
      Dana at work ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana at work
      R-1001   | 🔴 R-1001 · Dana at work · 🙁 · level 1
                 Promised: first reply by 09:32
      R-1001   | @anna @mihai on duty – please take.
    09:22:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana at work | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana at work ↻ 🟡 R-1001 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:32
    09:22:00 ⟶ 1m pass
    09:23:00 Dana: it was cold
      topic    | 🟡 R-1001 Dana at work ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:32
    09:23:00 ⟶ 2s pass
    09:23:01 ⟶ it is time
      R-1001   | Dana: it was cold
    09:23:02 Anna at the desk: I’m sorry, Dana.
      Dana     | Anna: I’m sorry, Dana.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:23:02 ⟶ 1m pass
    09:24:02 Dana at work: /stop
      Dana at work | No more questions from us. You can still write here any time – /resume turns the questions back on.
      topic    | 🟡 R-1001 Dana ↻ 🟡 R-1001 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
    09:24:02 ⟶ 1m pass
    09:25:02 Dana: /link 2222-2222
      Dana     | That code isn’t valid any more. Get a new one with /link.
      topic    | 🟡 R-1001 Dana at work ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
    ");
}

/// A senior sees that two cases are one person's: the older number goes on with all that was
/// promised; and takes it back.
#[tokio::test(flavor = "multi_thread")]
async fn staff_make_two_cases_one_and_two_again() {
    only_on!(Telegram, "its two accounts stand for those of two platforms");
    let mut luma = Luma::with_two_danas().await;
    luma.writes(DANA, "/complain it was cold").await.presses(ANNA, "Take it").await;
    luma.waits("1m").await;
    luma.writes(DANA_AT_WORK, "/complain and it was late").await.waits("2s").await.begins();
    luma.says_in_general(MIHAI, "/merge R-1001 with R-1002").await;
    luma.says_in_general(KATRIN, "/merge R-1001 R-1009").await;
    luma.says_in_general(KATRIN, "/merge R-1001 with C-9").await;
    luma.says_in_general(KATRIN, "/merge").await;
    luma.says_in_general(KATRIN, "/merge R-1002 with R-1001").await;
    luma.writes(DANA_AT_WORK, "hello?").await.waits("2s").await;
    luma.says_in_general(KATRIN, "/merge R-1001 with R-1002").await;
    luma.says_in_general(KATRIN, "/merge undo R-1001").await;
    luma.writes(DANA_AT_WORK, "still here").await.waits("2s").await;
    luma.says_in_general(KATRIN, "/merge undo R-1001").await;
    assert_shown!(luma.brief(), @"
    09:22:02 Mihai in General: /merge R-1001 with R-1002
      desk     | (answers 13) That's for seniors. You are: agent.
    09:22:02 Katrin in General: /merge R-1001 R-1009
      desk     | (answers 15) I can't find R-1009.
    09:22:02 Katrin in General: /merge R-1001 with C-9
      desk     | (answers 17) I know no customer C-9.
    09:22:02 Katrin in General: /merge
      desk     | (answers 19) Say who is the same: /merge R-1042 with R-1050, or with the customer's number in your system: /merge R-1042 with C-5512
    09:22:02 Katrin in General: /merge R-1002 with R-1001
      topic    | 🔴 R-1002 Dana at work ↻ ⚪ R-1002 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · complaint · level 1 · Anna has it
                 Promised: first reply by 09:31 · first reply by 09:32
      R-1002   ↻ ⚪ R-1002 closed after 2 s: duplicate · Dana · complaint · level 1
      R-1002   | R-1002 is closed: it is the same customer as in R-1001, and goes on there with all that was promised.
      R-1001   | R-1002 was the same customer and goes on here, with all that was promised. They said there:
                 and it was late
      desk     | (answers 21) Done: they are one customer now, with both histories. Within 30 days this takes it back: /merge undo R-1002
    09:22:02 Dana at work: hello?
      topic    | 🟡 R-1001 Dana ↻ 🟡 R-1001 Dana at work
      topic    | ⚪ R-1002 Dana ↻ ⚪ R-1002 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · complaint · level 1 · Anna has it
                 Promised: first reply by 09:31 · first reply by 09:32
      R-1002   ↻ ⚪ R-1002 closed after 2 s: duplicate · Dana at work · complaint · level 1
    09:22:02 ⟶ 2s pass
    09:22:03 ⟶ it is time
      R-1001   | Dana at work: hello?
    09:22:04 Katrin in General: /merge R-1001 with R-1002
      desk     | (answers 29) They are one customer already.
    09:22:04 Katrin in General: /merge undo R-1001
      Dana at work | It’s open again. Someone from our team will be here within 10 min – and knows the whole story.
      topic    | 🟡 R-1001 Dana at work ↻ 🟡 R-1001 Dana
      topic    | ⚪ R-1002 Dana at work ↻ 🔴 R-1002 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana · complaint · level 1 · Anna has it
                 Promised: first reply by 09:31
      R-1002   ↻ 🔴 R-1002 · Dana at work · complaint · level 1
                 Promised: first reply by 09:32
                 Reopened once
      desk     | (answers 31) Done: they are two customers again.
      R-1002   | R-1002 is open again – promised 09:32.
      R-1002   | @anna @mihai on duty – please take.
    09:22:04 Dana at work: still here
      R-1002   ↻ 🔴 R-1002 · Dana at work · complaint · level 1
                 Promised: first reply by 09:32
                 Reopened once
    09:22:04 ⟶ 2s pass
    09:22:05 ⟶ it is time
      R-1002   | Dana at work: still here
    09:22:06 Katrin in General: /merge undo R-1001
      desk     | (answers 38) There is nothing to take back: nobody was merged with the customer of R-1001 in the last 30 days.
    ");
}
