//! How much each level may give without asking.

use amends_core::{catalogue::Authority, policy::Level};

use super::visible;
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
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /authority
      desk     | (answers 2) To give without asking (EUR): level 1 up to 30.00, level 2 up to 100.00, level 3 without limit.
    09:20:00 Piotr in General: /authority senior 150.00
      desk     | (answers 4) Saved. To give without asking (EUR): level 1 up to 30.00, level 2 up to 150.00, level 3 without limit.
                 [Undo]
    09:20:00 Piotr in General: /authority agent 45.50 EUR
      desk     | (answers 6) Saved. To give without asking (EUR): level 1 up to 45.50, level 2 up to 150.00, level 3 without limit.
                 [Undo]
    09:20:00 Piotr in General: /authority director 2000
      desk     | (answers 8) Saved. To give without asking (EUR): level 1 up to 45.50, level 2 up to 150.00, level 3 up to 2 000.00.
                 [Undo]
    09:20:00 Piotr in General: /authority director none
      desk     | (answers 10) Saved. To give without asking (EUR): level 1 up to 45.50, level 2 up to 150.00, level 3 without limit.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 10) Undone. authority: agent 45.50, senior 150.00, director 2000.00 EUR
    09:20:00 Piotr in General: /authority agent
      desk     | (answers 12) To give without asking (EUR): level 1 up to 45.50, level 2 up to 150.00, level 3 up to 2 000.00.
    09:20:00 Piotr in General: /audit 4
      desk     | (answers 14) Who changed what, the newest first:
                 09:20 Piotr: authority agent 45.50, senior 150.00, director none EUR → agent 45.50, senior 150.00, director 2000.00 EUR
                 09:20 Piotr: authority agent 45.50, senior 150.00, director 2000.00 EUR → agent 45.50, senior 150.00, director none EUR
                 09:20 Piotr: authority agent 45.50, senior 150.00, director none EUR → agent 45.50, senior 150.00, director 2000.00 EUR
                 09:20 Piotr: authority agent 30.00, senior 150.00, director none EUR → agent 45.50, senior 150.00, director none EUR
    ");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn authority_that_can_not_be_is_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins()
        .sets(&["/authority agent 0.50", "/authority agent 0", "/authority agent -5"])
        .await;
    luma.sets(&["/authority agent 100.01", "/authority senior 29", "/authority agent none"]).await;
    luma.sets(&["/authority agnet 30", "/authority agent NaN", "/authority agent 1e9"]).await;
    luma.sets(&["/authority agent 99999999999999999999", "/authority agent 30.00 ERU"]).await;
    luma.sets(&["/authority agent \u{202e}30"]).await;
    assert_eq!(luma.rules(), before);
    luma.says_in_general(KATRIN, "/authority agent 30").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(visible(&luma.brief()), @"
    09:20:00 Piotr in General: /authority agent 0.50
      desk     | (answers 2) Level 1 must be able to give something: at least 1.00.
    09:20:00 Piotr in General: /authority agent 0
      desk     | (answers 4) Level 1 must be able to give something: at least 1.00.
    09:20:00 Piotr in General: /authority agent -5
      desk     | (answers 6) I can't read '-5' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /authority agent 100.01
      desk     | (answers 8) Level 1 can't give more than level 2 (100.00): change level 2 first, with /authority senior
    09:20:00 Piotr in General: /authority senior 29
      desk     | (answers 10) Level 2 can't give less than level 1 (30.00).
    09:20:00 Piotr in General: /authority agent none
      desk     | (answers 12) Level 1 can't give more than level 2 (100.00): change level 2 first, with /authority senior
    09:20:00 Piotr in General: /authority agnet 30
      desk     | (answers 14) I don't know 'agnet'. Did you mean agent? There are agent, senior, director.
    09:20:00 Piotr in General: /authority agent NaN
      desk     | (answers 16) I can't read 'NaN' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /authority agent 1e9
      desk     | (answers 18) I can't read '1e9' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /authority agent 99999999999999999999
      desk     | (answers 20) That is too much: at most 1 000 000 000.00.
    09:20:00 Piotr in General: /authority agent 30.00 ERU
      desk     | (answers 22) I don't know the currency 'ERU'. Write its three letters, like EUR.
    09:20:00 Piotr in General: /authority agent ⟨turn⟩30
      desk     | (answers 24) I can't read '30' as an amount. Write it like 30.00.
    09:20:00 Katrin in General: /authority agent 30
      desk     | (answers 26) That's for admins. You are: senior.
    ");
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
    assert_eq!(
        catalogue.currency.code(),
        "RON",
        "a level below would have more than the one above"
    );
    assert_ne!(catalogue.authority, Authority::default());
    luma.sets(&["/authority agent 80 JPY", "/authority agent 80.5"]).await;
    assert_eq!(luma.rules().catalogue.authority.of(Level::Senior), Some(100));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /authority agent 50 RON
      desk     | (answers 2) Saved. To give without asking (RON): level 1 up to 50.00, level 2 up to 100.00, level 3 without limit.
                 [Undo]
    09:20:00 Piotr in General: /makegood template restaurant
      desk     | (answers 4) Added. The prices are examples: set yours with /makegood add.
                 dessert: a dessert of your choice – gift, costs you 4.00, feels like 9.00
                 drinks: a round of drinks for your table – gift, costs you 3.00, feels like 8.00
                 fresh: the dish made anew, by the chef – service, costs you 6.00, feels like 15.00
                 table: a table without waiting, next time – time, costs you 1.00, feels like 10.00
                 [Undo]
    09:20:00 Piotr in General: /authority agent 30 EUR
      desk     | (answers 6) Amounts here are in RON, and a business counts in one currency. To count in EUR, remove first what has a price (/makegood remove, /value off), then: /authority agent 30.00 EUR
    09:20:00 Piotr in General: /value primary:10 EUR
      desk     | (answers 8) Amounts here are in RON, and a business counts in one currency. To count in EUR, remove first what has a price (/makegood remove, /value off), then: /authority agent 30.00 EUR
    09:20:00 Piotr in General: /value off
      desk     | (answers 10) Not set any more.
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) Undone. makegood: dessert none; drinks none; fresh none; table none
    09:20:00 Piotr in General: /authority agent 3000 JPY
      desk     | (answers 12) Level 1 can't give more than level 2 (100): change level 2 first, with /authority senior
    09:20:00 Piotr in General: /authority agent 80 JPY
      desk     | (answers 14) Saved. To give without asking (JPY): level 1 up to 80, level 2 up to 100, level 3 without limit.
                 [Undo]
    09:20:00 Piotr in General: /authority agent 80.5
      desk     | (answers 16) I can't read '80.5' as an amount. Write it like 30.
    ");
}

/// A price that was taken away does not come back in another currency.
#[tokio::test(flavor = "multi_thread")]
async fn a_price_does_not_come_back_in_another_currency() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/makegood add dessert 3.50 9.00 gift a dessert", "/makegood remove dessert"])
        .await;
    let desk = luma.desk;
    let removed = luma.newest_with(desk, "Undo");
    luma.sets(&["/authority director none JPY", "/authority agent 80 JPY"]).await;
    luma.begins().tap_on(PIOTR, desk, removed, "Undo").await;
    assert!(luma.rules().catalogue.make_goods.is_empty());
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) That was changed once more since, so it stays. makegood.dessert: none
    ");
}
