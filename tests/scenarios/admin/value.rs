//! What one lost customer costs.

use crate::luma::{Luma, PIOTR};

/// AT 22: the worked number.
#[tokio::test(flavor = "multi_thread")]
async fn one_lost_customer_costs_520_and_3_640_told_on() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/value"]).await;
    luma.sets(&["/value primary:10 secondary:10 potential:500 tellers:7 EUR"]).await;
    let value = luma.rules().catalogue.value.unwrap();
    assert_eq!((value.lost(), value.at_risk()), (52_000, 364_000));
    luma.sets(&["/value", "/value tellers:10"]).await.presses(PIOTR, "Undo").await;
    luma.sets(&["/value off", "/value 10 10 500 15", "/audit 4"]).await;
    assert_shown!(luma.brief(), @"");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn values_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/value primary:ten", "/value primry:10", "/value tellers:0"]).await;
    luma.sets(&["/value tellers:7.5", "/value tellers:4294967296", "/value primary:-1"]).await;
    luma.sets(&["/value primary:NaN", "/value NaN", "/value primary:1000000001"]).await;
    luma.sets(&["/value 1 2 3 4 5", "/value primary:1 primary:2", "/value primary:10 RON"]).await;
    luma.sets(&["/value primary:10 secondary:10 potential:oops"]).await;
    assert_eq!(luma.rules(), before, "not even the parts that could be read");
    assert_shown!(luma.brief(), @"");
}
