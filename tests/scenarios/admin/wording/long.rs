//! Texts that are too long for a command are asked for.

use amends_core::lang::Lang;

use crate::luma::{ANNA, DANA, KATRIN, Line, Luma, PIOTR, account};

impl Luma {
    /// The words of a text that are in force.
    fn says_now(&self, key: &str) -> Option<String> {
        let policy = self.handle().policy();
        policy.workspace.wording.in_force(key, Lang::EN).map(str::to_owned)
    }
}

/// Several lines are written into what is put before the admin; a mistake is written once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_asked_for() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set thanks_happy en"]).await;
    let prompt = "new text of thanks_happy";
    luma.replies_in_general(PIOTR, prompt, "Lovely, {n}!\n\nThank you for coming.").await;
    if luma.back().has_forms() {
        luma.presses(PIOTR, "Write it again").await;
    }
    luma.replies_in_general(PIOTR, prompt, "Lovely!\n\nThank you for coming.").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.presses(PIOTR, "Undo").await;
    assert_eq!(luma.says_now("thanks_happy"), None);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set thanks_happy en
      desk     | (answers 2) Answer this message with the new text of thanks_happy (en). It says now:
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
    09:20:00 Piotr answers “new text of thanks_happy” in General: Lovely, {n}!

    Thank you for coming.
      desk     | (answers 4) {n} is not a placeholder here. This text has none.
    09:20:00 Piotr answers “new text of thanks_happy” in General: Lovely!

    Thank you for coming.
      desk     | (answers 6) Saved. Preview: Lovely!

                 Thank you for coming.
                 [Change my answer]
                 [Undo]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Lovely!

                 Thank you for coming.
                 [Change my answer]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 6) Undone. wording.thanks_happy.en: default
    ");
}

/// A variant is asked for as well; what has none is refused before anything is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_variant_is_asked_for() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording variant ask en"]).await;
    luma.replies_in_general(PIOTR, "a variant of ask", "{hello} Was it good? And fast?").await;
    luma.presses(PIOTR, "Save anyway").await;
    luma.words(&["/wording variant sorry_unhappy en", "/wording set aks en"]).await;
    luma.words(&["/wording set ask xx", "/wording variant ask"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording variant ask en
      desk     | (answers 2) Answer this message with a variant of ask (en). The text itself says:
                 {hello} How did we do just now?
                 Placeholders: {hello}
    09:20:00 Piotr answers “a variant of ask” in General: {hello} Was it good? And fast?
      desk     | (answers 4) Two question marks: the survey asks one question. Save anyway: add !
                 [Save anyway]
    09:20:00 Piotr presses [Save anyway]
      desk     ↻ (answers 4) Saved as variant B: customers are split evenly between 2. Preview: Hi Dana! Was it good? And fast?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording variant sorry_unhappy en
      desk     | (answers 6) sorry_unhappy says sorry: an apology has no variants.
    09:20:00 Piotr in General: /wording set aks en
      desk     | (answers 8) Unknown key 'aks'. Did you mean ask?
    09:20:00 Piotr in General: /wording set ask xx
      desk     | (answers 10) 'xx' is no language of mine. I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /wording variant ask
      desk     | (answers 12) Write /wording variant ask ro, and the text behind it
    ");
}

/// Whoever asks in the thread of a case tells the customer nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_asked_for_in_a_case_stays_inside() {
    let mut luma = Luma::worded().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.presses(PIOTR, "Take it").await;
    luma.begins().says(PIOTR, "/wording set stop_ack en").await;
    luma.replies(PIOTR, "new text of stop_ack", "We won't ask you again.").await;
    assert_eq!(luma.says_now("stop_ack").as_deref(), Some("We won't ask you again."));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr at the desk: /wording set stop_ack en
      R-1001   | (answers 7) Answer this message with the new text of stop_ack (en). It says now:
                 No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 Piotr answers “new text of stop_ack”: We won't ask you again.
      R-1001   | (answers 9) Saved. Preview: We won't ask you again.
                 [Undo]
    ");
}

/// Only the admin who asked is heard, and only while they are one.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_taken_from_the_admin_who_asked() {
    only_on!(Telegram, "elsewhere nobody else sees the form");
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(KATRIN)]).await;
    luma.says_in_general(KATRIN, "/role add @piotr admin").await;
    luma.begins().words(&["/wording set stop_ack"]).await;
    let prompt = "new text of stop_ack";
    luma.replies_in_general(ANNA, prompt, "Stopped.").await;
    luma.replies_in_general(KATRIN, prompt, "Stopped.").await;
    luma.replies_in_general(PIOTR, prompt, "/wording show tap_ack").await;
    luma.says_in_general(KATRIN, "/role remove @piotr admin").await;
    luma.replies_in_general(PIOTR, prompt, "Stopped.").await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set stop_ack
      desk     | (answers 4) Answer this message with the new text of stop_ack (en). It says now:
                 No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 Anna answers “new text of stop_ack” in General: Stopped.
      desk     | (answers 6) That's for admins. You are: agent.
    09:20:00 Katrin answers “new text of stop_ack” in General: Stopped.
      desk     | (answers 8) Piotr was asked for that. Ask for it yourself: /wording set stop_ack en
    09:20:00 Piotr answers “new text of stop_ack” in General: /wording show tap_ack
      desk     | (answers 10) tap_ack (en): Thank you!
                 That is how it comes with amends.
    09:20:00 Katrin in General: /role remove @piotr admin
      desk     | (answers 12) Piotr is only director from now on.
                 [Undo]
    09:20:00 Piotr answers “new text of stop_ack” in General: Stopped.
      desk     | (answers 14) That's for admins. You are: director.
    ");
}

/// An answer that comes too late changes nothing, and says what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_comes_too_late() {
    only_on!(Telegram, "elsewhere the platform closes forms by itself");
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set stop_ack en"]).await;
    luma.waits("1h").await.replies_in_general(PIOTR, "new text of stop_ack", "Stopped.").await;
    luma.waits("1s").await.replies_in_general(PIOTR, "new text of stop_ack", "Halt.").await;
    assert_eq!(luma.says_now("stop_ack").as_deref(), Some("Stopped."));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set stop_ack en
      desk     | (answers 2) Answer this message with the new text of stop_ack (en). It says now:
                 No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 ⟶ 1h pass
    10:20:00 Piotr answers “new text of stop_ack” in General: Stopped.
      desk     | (answers 4) Saved. Preview: Stopped.
                 [Undo]
    10:20:00 ⟶ 1s pass
    10:20:01 Piotr answers “new text of stop_ack” in General: Halt.
      desk     | (answers 6) I asked for that more than an hour ago, so nothing was changed. Ask for it again: /wording set stop_ack en
    ");
}

/// In private an admin is asked just so.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_asked_for_in_private() {
    only_on!(Telegram, "there admins set nothing in private");
    let mut luma = Luma::worded().await;
    luma.front().starts(PIOTR, None);
    luma.settle().await;
    luma.begins().writes(PIOTR, "/wording set stop_ack en").await;
    let prompt = luma.message_with(PIOTR, "new text of stop_ack");
    luma.back_mut().puts(PIOTR, PIOTR, Line::text("Stopped.").replying_to(prompt));
    luma.settle().await;
    assert_eq!(luma.says_now("stop_ack").as_deref(), Some("Stopped."));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr: /wording set stop_ack en
      Piotr    | (answers 5) Answer this message with the new text of stop_ack (en). It says now:
                 No more questions from us. You can still write here any time – /resume turns the questions back on.
      Piotr    | (answers 7) Saved. Preview: Stopped.
                 [Undo]
    ");
}
