//! Texts that are meant to break something.

use crate::luma::{DANA, Line, Luma, PIOTR};

/// A text is data: neither template nor markup nor mention, however it looks.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_data() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set ask en { $hello } How?"]).await;
    luma.words(&["/wording set ask en {\"{hello}\"} How?", "/wording set ask en {{hello}} How?"])
        .await;
    luma.words(&["/wording set ask en { NUMBER($n) } How?", "/wording set ask en %s ${x} How?"])
        .await;
    luma.words(&["/wording set ask en @everyone <b>How</b> **was** [it](https://a.b)? $1 \\n"])
        .await;
    luma.contact_ends(DANA, "{hello} {name}").await.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Piotr in General: /wording set ask en { $hello } How?
      desk     | (answers 2) {$hello} is not a placeholder here. Allowed: {hello}.
    09:20:00 Piotr in General: /wording set ask en {"{hello}"} How?
      desk     | (answers 4) The brace at character 1 belongs to no placeholder.
    09:20:00 Piotr in General: /wording set ask en {{hello}} How?
      desk     | (answers 6) The brace at character 1 belongs to no placeholder.
    09:20:00 Piotr in General: /wording set ask en { NUMBER($n) } How?
      desk     | (answers 8) {NUMBER($n)} is not a placeholder here. Allowed: {hello}.
    09:20:00 Piotr in General: /wording set ask en %s ${x} How?
      desk     | (answers 10) {x} is not a placeholder here. Allowed: {hello}.
    09:20:00 Piotr in General: /wording set ask en @everyone <b>How</b> **was** [it](https://a.b)? $1 \n
      desk     | (answers 12) Saved. Preview: @everyone <b>How</b> **was** [it](https://a.b)? $1 \n
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 ⟶ contact ended: {hello} {name} → planned
      Dana     | @everyone <b>How</b> **was** [it](https://a.b)? $1 \n
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ @everyone <b>How</b> **was** [it](https://a.b)? $1 \n  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    "#);
}

/// Nothing hides in a text or turns it around.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_hides_in_a_text() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set ask en How\u{202e} was it?"]).await;
    luma.words(&["/wording set ask en \u{200f}How was it?", "/wording set btn_yes en Y\u{200b}es"])
        .await;
    let long = format!("/wording set btn_yes en {}", "🙂".repeat(41));
    let fits = format!("/wording set btn_yes en {}", "🙂".repeat(14));
    let question = format!("/wording set ask en {}?", "How ".repeat(700));
    luma.words(&[&long, &fits, &question]).await;
    assert_eq!(luma.changed_texts(), 1);
    let shown = luma.brief().replace('\u{202e}', "<rlo>").replace('\u{200f}', "<rlm>");
    assert_shown!(shown.replace('\u{200b}', "<zwsp>"), @"
    09:20:00 Piotr in General: /wording set ask en How<rlo> was it?
      desk     | (answers 2) Character 4 can't be seen or turns the text around (U+202E). Take it out.
    09:20:00 Piotr in General: /wording set ask en <rlm>How was it?
      desk     | (answers 4) Character 1 can't be seen or turns the text around (U+200F). Take it out.
    09:20:00 Piotr in General: /wording set btn_yes en Y<zwsp>es
      desk     | (answers 6) Character 2 can't be seen or turns the text around (U+200B). Take it out.
    09:20:00 Piotr in General: /wording set btn_yes en 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂
      desk     | (answers 8) 82 characters; a button holds 80.
    09:20:00 Piotr in General: /wording set btn_yes en 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂
      desk     | (answers 10) Saved. Preview: 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂
                 [Undo]
    09:20:00 Piotr in General: /wording set ask en How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How How ?
      desk     | (answers 12) 2801 characters; a question holds 500.
    ");
}

/// Ten thousand variants are five.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_variants_are_refused() {
    let mut luma = Luma::worded().await;
    let variants: Vec<String> = (0..10_000).map(|number| format!("\"{number}?\"")).collect();
    let texts = format!("ask = [{}]\n", variants.join(", "));
    let line = Line::file("texts.toml", &texts, "/wording import en");
    luma.begins().back_mut().calls_out(PIOTR, line);
    luma.settle().await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"
    desk     | (answers 2) Nothing was changed. Put these right first:
               ask: 5 variants are the most. /wording reset takes them all away.
    ");
}
