//! Texts that are meant to break something.

use crate::luma::{DANA, Luma, PIOTR};

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
    luma.contact_ends(DANA, "{hello} {name}").await.taps(DANA, "Good").await;
    assert_shown!(luma.brief(), @"");
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
    assert_shown!(luma.brief(), @"");
}

/// Ten thousand variants are five.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_variants_are_refused() {
    let mut luma = Luma::worded().await;
    let variants: Vec<String> = (0..10_000).map(|number| format!("\"{number}?\"")).collect();
    let texts = format!("ask = [{}]\n", variants.join(", "));
    let line = crate::luma::Line::file("texts.toml", &texts, "/wording import en");
    luma.begins().back_mut().calls_out(PIOTR, line);
    luma.settle().await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"");
}
