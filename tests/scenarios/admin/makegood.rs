//! What may be given.

use crate::luma::{Luma, PIOTR};

/// The catalogue is filled, shown, changed and undone.
#[tokio::test(flavor = "multi_thread")]
async fn make_goods_are_added_shown_removed_and_undone() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/makegood"]).await;
    luma.sets(&["/makegood add dessert 3.50 9.00 gift a dessert and coffee of your choice"]).await;
    luma.sets(&["/makegood how dessert Show {case} at the counter"]).await;
    luma.sets(&["/makegood add dinner 12 10 price the dinner on us"]).await;
    luma.sets(&["/makegood list", "/makegood remove dinner"]).await;
    luma.presses(PIOTR, "Undo").await.sets(&["/makegood how dessert off"]).await;
    luma.sets(&["/audit 5"]).await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 2);
    assert_shown!(luma.brief(), @"");
}

/// A template adds what is not there yet, and is undone as a whole.
#[tokio::test(flavor = "multi_thread")]
async fn templates_add_what_is_not_there_yet() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/makegood add dessert 2 5 gift our apple pie"]).await;
    luma.sets(&["/makegood template restaurant", "/makegood template restaurant"]).await;
    luma.presses(PIOTR, "Undo").await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 1);
    luma.sets(&["/makegood template shop", "/makegood template clinic"]).await;
    luma.sets(&["/makegood template software", "/makegood template telecom"]).await;
    assert_eq!(luma.rules().catalogue.make_goods.len(), 16, "two trades give a free month");
    assert_shown!(luma.brief(), @"");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn make_goods_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood add dessert 3.50 9.00 gift a dessert"]).await;
    let before = luma.rules();
    luma.begins().sets(&["/makegood add dinner", "/makegood add dinner 5 9 gift"]).await;
    luma.sets(&["/makegood add dinner five 9 gift a dinner", "/makegood add dinner 5 -9 gift x"]).await;
    luma.sets(&["/makegood add dinner 5 9 present a dinner", "/makegood add * 5 9 gift a dinner"]).await;
    luma.sets(&["/makegood add dinner 5 9 gift a \u{202e}dinner"]).await;
    luma.sets(&["/makegood remove desert", "/makegood remove wine", "/makegood template bakery"]).await;
    luma.sets(&["/makegood how desert Show it", "/makegood how dessert"]).await;
    luma.sets(&["/makegood how dessert Show {nmae}", "/makegood how dessert Show {case"]).await;
    luma.sets(&["/makegood lst"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"");
}

/// Ten thousand items, and texts without end, are refused where it is enough.
#[tokio::test(flavor = "multi_thread")]
async fn make_goods_are_bounded() {
    let mut luma = Luma::administered().await;
    let long = "x".repeat(3_000);
    luma.sets(&[&format!("/makegood add dessert 1 2 gift {long}")]).await;
    luma.sets(&[&format!("/makegood add {long} 1 2 gift a dessert")]).await;
    assert_eq!(luma.rules().catalogue.make_goods, []);
    for nr in 0..50 {
        luma.sets(&[&format!("/makegood add item{nr} 1 2 gift thing number {nr}")]).await;
    }
    let before = luma.rules().catalogue;
    luma.begins().sets(&["/makegood add one_more 1 2 gift one more"]).await;
    luma.sets(&["/makegood template clinic"]).await;
    assert_eq!((before.make_goods.len(), luma.rules().catalogue == before), (50, true));
    assert_shown!(luma.brief(), @"");
}

/// A restart with the old configuration leaves what was set.
#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_outlives_a_restart() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood template clinic", "/authority agent 45", "/value potential:80"]).await;
    luma.sets(&["/cause public late \"Food came late\""]).await;
    let before = luma.rules().catalogue;
    assert!(!before.is_untouched());
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    assert_eq!(luma.rules().catalogue, before);
}
