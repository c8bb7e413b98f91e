//! Texts leave and come in as a file.

use crate::luma::{ANNA, DANA, Line, Luma, PIOTR};

impl Luma {
    /// Piotr sends a file at the desk.
    async fn sends_file(&mut self, text: &str, caption: &str) -> &mut Self {
        let line = Line::file("texts.toml", text, caption);
        let place = self.back_mut().calls_out(PIOTR, line);
        self.note(&format!("Piotr sends texts.toml “{caption}”{place}"));
        self.settle().await
    }
}

/// A file is taken as a whole; the next customer reads it.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_in() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording export en"]).await;
    let texts = "ask = \"{hello} How was it?\"\nbtn_happy = \"🙂 Lovely\"\n\
                 sorry_unhappy = \"Somebody comes within {duration}.\"\n";
    luma.sends_file(texts, "/wording import en").await;
    luma.sends_file(texts, "/wording import en").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "Lovely").await;
    assert_shown!(luma.brief(), @"");
}

/// A file with mistakes changes nothing, and all of them are told.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_mistakes_changes_nothing() {
    let mut luma = Luma::worded().await;
    let texts = "btn_happy = \"🙂 Lovely\"\naks = \"How?\"\nnudge_2 = \"We pause.\"\n\
                 ask = \"How? Why?\"\nbtn_no = 7\n\"btn_no@done\" = \"No\"\n";
    luma.begins().sends_file(texts, "/wording import en").await;
    luma.sends_file("ask = ", "/wording import en").await;
    luma.sends_file("language = \"xx\"\nask = \"A?\"", "/wording import").await;
    luma.sends_file("ask = \"A?\"", "/wording import").await;
    luma.sends_file("ask = \"A?\"", "/wording import xx").await;
    luma.sends_file("# nothing", "/wording import en").await;
    luma.sends_file(&"#".repeat(300 * 1_024), "/wording import en").await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"");
}

/// A file of somebody who is no admin is not even fetched.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_admins_alone() {
    let mut luma = Luma::worded().await;
    let line = Line::file("texts.toml", "ask = \"A?\"", "/wording import en");
    luma.begins().back_mut().calls_out(ANNA, line);
    luma.settle().await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"");
}
