//! How much each level may give without asking.

use amends_core::{catalogue::Authority, policy::Level};

use crate::luma::{KATRIN, Luma, PIOTR};

/// Each level is shown, set, undone and written down.
#[tokio::test(flavor = "multi_thread")]
async fn authority_is_shown_set_and_undone() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/authority", "/authority senior 150.00"]).await;
    luma.sets(&["/authority agent 45.50 EUR", "/authority director 2000"]).await;
    luma.sets(&["/authority director none"]).await.presses(PIOTR, "Undo").await;
    luma.sets(&["/authority agent", "/audit 4"]).await;
    let authority = luma.rules().catalogue.authority;
    assert_eq!(authority.of(Level::Agent), Some(4_550));
    assert_eq!(authority.of(Level::Director), Some(200_000));
    assert_shown!(luma.brief(), @"");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn authority_that_can_not_be_is_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/authority agent 0.50", "/authority agent 0", "/authority agent -5"]).await;
    luma.sets(&["/authority agent 100.01", "/authority senior 29", "/authority agent none"]).await;
    luma.sets(&["/authority agnet 30", "/authority agent NaN", "/authority agent 1e9"]).await;
    luma.sets(&["/authority agent 99999999999999999999", "/authority agent 30.00 ERU"]).await;
    luma.sets(&["/authority agent \u{202e}30"]).await;
    assert_eq!(luma.rules(), before);
    luma.says_in_general(KATRIN, "/authority agent 30").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"");
}

/// A business counts in one currency: it can be chosen as long as nothing has a price.
#[tokio::test(flavor = "multi_thread")]
async fn a_business_counts_in_one_currency() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/authority agent 50 RON", "/makegood template restaurant"]).await;
    luma.sets(&["/authority agent 30 EUR", "/value primary:10 EUR", "/value off"]).await;
    assert_eq!(luma.rules().catalogue.currency.code(), "RON");
    luma.presses(PIOTR, "Undo").await.sets(&["/authority agent 3000 JPY"]).await;
    let catalogue = luma.rules().catalogue;
    assert_eq!(catalogue.currency.code(), "RON", "a level below would have more than the one above");
    assert_ne!(catalogue.authority, Authority::default());
    luma.sets(&["/authority agent 80 JPY", "/authority agent 80.5"]).await;
    assert_eq!(luma.rules().catalogue.authority.of(Level::Senior), Some(100));
    assert_shown!(luma.brief(), @"");
}
