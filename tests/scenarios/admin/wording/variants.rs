//! Two ways to put the question are compared.

use amends_core::{lang::Lang, wording::Slot};

use crate::luma::{CEM, DANA, Luma, PIOTR};

/// What was answered is counted for the variant that was asked.
fn each_answer_is_counted_once(luma: &Luma) {
    let asked = |customer| luma.survey(customer).worded.unwrap();
    let variants = [DANA, CEM].map(|customer| asked(customer).variant);
    let policy = luma.handle().policy();
    let tallies =
        &policy.workspace.wording.get(&Slot::everywhere("ask", Lang::EN)).unwrap().tallies;
    for (index, tally) in tallies.iter().enumerate() {
        let answers = variants.iter().filter(|variant| usize::from(**variant) == index).count();
        assert_eq!(usize::try_from(tally.answers).unwrap(), answers, "{tallies:?}");
    }
    assert_eq!(tallies.iter().map(|tally| tally.happy).sum::<u32>(), 1);
}

/// Customers are split, each keeps their variant, and no winner is named on noise.
#[tokio::test(flavor = "multi_thread")]
async fn variants_are_asked_and_compared() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording variant ask en {hello} Was it good?"]).await;
    luma.words(&["/wording variant ask en {hello} Was it good?"]).await;
    luma.joins(CEM).await;
    for customer in [DANA, CEM] {
        luma.contact_ends(customer, "Order 118").await.taps(customer, "🙂 Good").await;
    }
    luma.taps(DANA, "Change my answer").await.taps(DANA, "😐 So-so").await;
    luma.words(&["/wording show ask en", "/report wording"]).await;
    each_answer_is_counted_once(&luma);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording variant ask en {hello} Was it good?
      desk     | (answers 2) Saved as variant B: customers are split evenly between 2. Preview: Hi Dana! Was it good?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording variant ask en {hello} Was it good?
      desk     | (answers 4) It says that already.
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    09:20:00 Cem: /language en
      Cem      | We’ll write in English from now on.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! Was it good?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ Was it good?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Cem      | Hi Cem! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Cem presses [🙂 Good]
               (Cem sees: Thank you!)
      Cem      ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! Was it good?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [😐 So-so]
               (Dana sees: Noted: 😐 So-so. Thank you.)
      Dana     ↻ Was it good?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    09:20:00 Piotr in General: /wording show ask en
      desk     | (answers 7) ask (en): {hello} How did we do just now?
                 B: {hello} Was it good?
                 That is how it comes with amends.
                 Placeholders: {hello}
                 Last change: 09:20, Piotr, version 1.
                 A: 1 answers, 1 happy (100 %).
                 B: 1 answers, 0 happy (0 %).
                 B against A: −100.0 points [−100.0, +12.2].
                 Not enough answers yet.
    09:20:00 Piotr in General: /report wording
      desk     | (answers 9) ask (en)
                 A: 1 answers, 1 happy (100 %).
                 B: 1 answers, 0 happy (0 %).
                 B against A: −100.0 points [−100.0, +12.2].
                 Not enough answers yet.
    ");
}

/// Thanks have variants as well; six of a kind are enough, and an apology has none.
#[tokio::test(flavor = "multi_thread")]
async fn variants_end_somewhere() {
    let mut luma = Luma::worded().await;
    for number in 1..=6 {
        luma.says_in_general(PIOTR, &format!("/wording variant thanks_happy en Lovely {number}!"))
            .await;
    }
    luma.begins().words(&["/wording variant sorry_unhappy en Oops! {duration}"]).await;
    luma.words(&["/wording variant thanks_happy en Lovely 7!", "/wording show thanks_happy"]).await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.words(&["/wording reset thanks_happy en"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording variant sorry_unhappy en Oops! {duration}
      desk     | (answers 14) sorry_unhappy says sorry: an apology has no variants.
    09:20:00 Piotr in General: /wording variant thanks_happy en Lovely 7!
      desk     | (answers 16) 5 variants are the most. /wording reset takes them all away.
    09:20:00 Piotr in General: /wording show thanks_happy
      desk     | (answers 18) thanks_happy (en): Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 B: Lovely 1!
                 C: Lovely 2!
                 D: Lovely 3!
                 E: Lovely 4!
                 F: Lovely 5!
                 That is how it comes with amends.
                 Last change: 09:20, Piotr, version 5.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙂 Good
                 Lovely 5!
                 [Change my answer]
    09:20:00 Piotr in General: /wording reset thanks_happy en
      desk     | (answers 20) Saved. Preview: Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
                 [Undo]
    ");
}
