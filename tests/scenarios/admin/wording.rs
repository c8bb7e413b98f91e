//! `/wording`: texts that customers read are changed, previewed, taken back and compared.

use amends_core::lang::Lang;

use crate::luma::{ANNA, CEM, DANA, Luma, PIOTR, account};

mod files;
mod hostile;
mod variants;

impl Luma {
    /// Piotr administers the business.
    async fn worded() -> Self {
        Self::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await
    }

    /// Piotr gives commands at the desk, one after the other.
    async fn words(&mut self, commands: &[&str]) -> &mut Self {
        for command in commands {
            self.says_in_general(PIOTR, command).await;
        }
        self
    }

    /// How many texts were ever changed.
    fn changed_texts(&self) -> usize {
        self.handle().policy().workspace.wording.all().len()
    }
}

/// A question is reworded in Romanian with a mistake in the placeholder, previewed, saved, seen by
/// the next customer, and rolled back.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_reworded_seen_and_rolled_back() {
    let mut luma = Luma::worded().await;
    luma.begins().writes(DANA, "/language ro").await;
    luma.words(&["/wording set ask ro {helo} Cum v-a plăcut?"]).await;
    luma.words(&["/wording set ask ro {hello} Cum v-a plăcut?"]).await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.words(&["/wording set ask ro {hello} Ei?"]).await;
    luma.taps(DANA, "Bine").await;
    luma.words(&["/wording history ask ro", "/wording rollback ask ro 1"]).await;
    luma.words(&["/wording show ask ro", "/wording reset ask ro"]).await;
    assert_shown!(luma.brief(), @"");
}

/// Pressing a button of a preview changes nothing; pressing [Undo] does.
#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_harmless_and_can_be_undone() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set thanks_happy en Lovely, {n}!"]).await;
    luma.words(&["/wording set thanks_happy en Lovely!"]).await.presses(PIOTR, "Change my").await;
    luma.words(&["/wording set ask en How was it?"]).await.presses(PIOTR, "Not good").await;
    luma.presses(PIOTR, "Undo").await;
    luma.words(&["/wording set sorry_unhappy en Sorry, thank you: {duration}."]).await;
    luma.words(&["/wording set sorry_unhappy en Sorry, thanks! {duration}."]).await;
    let first = luma.message_with(luma.desk, "Sorry, thank you");
    luma.tap_on(PIOTR, luma.desk, first, "Undo").await;
    luma.words(&["/audit 3"]).await;
    assert_eq!(luma.handle().policy().workspace.wording.in_force("ask", Lang::En), None);
    assert_shown!(luma.brief(), @"");
}

/// What can't be said is refused with what to do instead, and nothing is saved (AT 20).
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_can_not_be_are_refused() {
    let mut luma = Luma::worded().await;
    let long = format!("/wording set btn_yes en {}", "b".repeat(94));
    luma.begins().words(&["/wording set nudge_2 en We pause.", "/wording set aks en How?"]).await;
    luma.words(&[&long, "/wording set ask en {nmae} How?", "/wording set btn_no ro {n}"]).await;
    luma.words(&["/wording set ask en How? And why?", "/wording set ask en How {hello"]).await;
    luma.words(&["/wording set btn_no xx No", "/wording set ask", "/wording set weather en A"])
        .await;
    luma.words(&["/wording set btn_no en", "/wording sett ask en How?"]).await;
    luma.words(&["/wording set btn_no@done en No", "/wording set ask@moon en How?"]).await;
    luma.words(&["/wording list weather", "/wording reset ask ro", "/wording history ask"]).await;
    luma.words(&["/wording rollback ask ro 3", "/wording show", "/wording export xx"]).await;
    luma.words(&["/wording variant btn_no en Nope", "/wording variant sorry_unhappy en Oops"])
        .await;
    luma.words(&["/wording import ro"]).await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"");
}

/// What should not be said is saved, and told.
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_should_not_be_are_told() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set sorry_unhappy en Somebody comes within {duration}."]).await;
    luma.words(&["/wording set stop_ack en That is our policy. As soon as possible!"]).await;
    luma.words(&["/wording set btn_yes en Yes, of course, with the greatest joy"]).await;
    luma.words(&["/wording set ask en How? And why?"]).await.presses(PIOTR, "Save anyway").await;
    luma.words(&["/wording set ask_visit en ! How? And why?"]).await;
    luma.words(&["/wording set ask en How? And why?"]).await;
    assert_shown!(luma.brief(), @"");
}

/// Everything there is can be seen.
#[tokio::test(flavor = "multi_thread")]
async fn texts_are_listed_and_shown() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording", "/wording list", "/wording list verdict"]).await;
    luma.words(&["/wording set btn_right_no en Nope", "/wording list verdict", "/wording list"])
        .await;
    luma.words(&["/wording show btn_right_no", "/wording show promise de"]).await;
    assert_shown!(luma.brief(), @"");
}

/// A place or a source has its own words.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_has_its_own_words() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set ask@place:till2 en How was till two?"]).await;
    luma.words(&["/wording set ask@webhook en {hello} How was the order?"]).await;
    luma.words(&["/wording set thanks_happy@place:till2 en Till two says thanks!"]).await;
    luma.contact_ends_with(DANA, "Order 118", |contact| contact.place = Some("Till 2".to_owned()))
        .await;
    luma.taps(DANA, "Good").await;
    luma.front().starts(CEM, None);
    luma.contact_ends(CEM, "Order 119").await;
    assert_shown!(luma.brief(), @"");
}

/// What was changed holds for every text and button, and after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_text_holds_after_a_restart() {
    let mut luma = Luma::worded().await;
    luma.words(&["/wording set btn_unhappy en 🙁 Bad", "/wording set tap_ack en Noted!"]).await;
    luma.words(&[
        "/wording set unit_min en {n} minutes",
        "/wording set hello_named en Hey {name},",
    ])
    .await;
    luma.service_is_killed().await;
    luma.begins().service_comes_back().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "Bad").await;
    assert_shown!(luma.brief(), @"");
}

/// Texts are for admins alone, and a right that was lost counts when a button is pressed.
#[tokio::test(flavor = "multi_thread")]
async fn texts_are_for_admins_alone() {
    let mut luma = Luma::worded().await;
    luma.begins().says_in_general(ANNA, "/wording set ask en How?").await;
    luma.writes(CEM, "/wording set ask en How?").await;
    assert_eq!(luma.changed_texts(), 0);
    luma.words(&["/wording set btn_yes en Yes!"]).await;
    let message = luma.message_with(luma.desk, "Preview: Yes!");
    luma.tap_on(ANNA, luma.desk, message, "Undo").await;
    assert_eq!(
        luma.handle().policy().workspace.wording.in_force("btn_yes", Lang::En),
        Some("Yes!")
    );
    assert_shown!(luma.brief(), @"");
}

/// Customers are offered the languages that an admin chose.
#[tokio::test(flavor = "multi_thread")]
async fn languages_are_offered() {
    let mut luma = Luma::worded().await;
    luma.begins()
        .words(&["/language offer ro,ru", "/language offer xx", "/language offer ro,ru,en"])
        .await;
    luma.words(&["/language default xx", "/language default de"]).await;
    luma.words(&["/language offer ro, en"]).await;
    luma.writes(DANA, "/language pl").await.writes(DANA, "/language ro").await;
    luma.words(&["/language default en", "/language offer all"]).await;
    luma.writes(DANA, "/language pl").await;
    assert_shown!(luma.brief(), @"");
}
