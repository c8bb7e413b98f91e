//! What one lost customer costs.

use crate::luma::{Luma, PIOTR};

/// The worked number.
/// Shows AT 22.
#[tokio::test(flavor = "multi_thread")]
async fn one_lost_customer_costs_520_and_3_640_told_on() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/value"]).await;
    luma.sets(&["/value primary:10 secondary:10 potential:500 tellers:7 EUR"]).await;
    let value = luma.rules().catalogue.value.unwrap();
    assert_eq!((value.lost(), value.at_risk()), (52_000, 364_000));
    luma.sets(&["/value", "/value tellers:10"]).await.presses(PIOTR, "Undo").await;
    luma.sets(&["/value off", "/value 10 10 500 15", "/audit 4"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /value
      desk     | (answers 2) Not set. Say what a customer is worth to you (EUR): /value primary:10 secondary:10 potential:500 tellers:7
    09:20:00 Piotr in General: /value primary:10 secondary:10 potential:500 tellers:7 EUR
      desk     | (answers 4) One lost customer ≈ 520.00; told on ≈ 3 640.00.
                 [Undo]
    09:20:00 Piotr in General: /value
      desk     | (answers 6) One lost customer ≈ 520.00; told on ≈ 3 640.00.
                 primary 10.00, secondary 10.00, potential 500.00 EUR; they tell 7. The customer's own 520.00 is not counted once more.
    09:20:00 Piotr in General: /value tellers:10
      desk     | (answers 8) One lost customer ≈ 520.00; told on ≈ 5 200.00.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 8) Undone. value: primary:10.00 secondary:10.00 potential:500.00 tellers:7 EUR
    09:20:00 Piotr in General: /value off
      desk     | (answers 10) Not set any more.
                 [Undo]
    09:20:00 Piotr in General: /value 10 10 500 15
      desk     | (answers 12) One lost customer ≈ 520.00; told on ≈ 7 800.00.
                 [Undo]
    09:20:00 Piotr in General: /audit 4
      desk     | (answers 14) Who changed what, the newest first:
                 09:20 Piotr: value none → primary:10.00 secondary:10.00 potential:500.00 tellers:15 EUR
                 09:20 Piotr: value primary:10.00 secondary:10.00 potential:500.00 tellers:7 EUR → none
                 09:20 Piotr: value primary:10.00 secondary:10.00 potential:500.00 tellers:10 EUR → primary:10.00 secondary:10.00 potential:500.00 tellers:7 EUR
                 09:20 Piotr: value primary:10.00 secondary:10.00 potential:500.00 tellers:7 EUR → primary:10.00 secondary:10.00 potential:500.00 tellers:10 EUR
    ");
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
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /value primary:ten
      desk     | (answers 2) I can't read 'ten' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /value primry:10
      desk     | (answers 4) I don't know 'primry'. Did you mean primary? There are primary, secondary, potential, tellers.
    09:20:00 Piotr in General: /value tellers:0
      desk     | (answers 6) '0' can't be: they tell from 1 to 1000 people.
    09:20:00 Piotr in General: /value tellers:7.5
      desk     | (answers 8) '7.5' can't be: they tell from 1 to 1000 people.
    09:20:00 Piotr in General: /value tellers:4294967296
      desk     | (answers 10) '4294967296' can't be: they tell from 1 to 1000 people.
    09:20:00 Piotr in General: /value primary:-1
      desk     | (answers 12) I can't read '-1' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /value primary:NaN
      desk     | (answers 14) I can't read 'NaN' as an amount. Write it like 30.00.
    09:20:00 Piotr in General: /value NaN
      desk     | (answers 16) I don't know the currency 'NaN'. Write its three letters, like EUR.
    09:20:00 Piotr in General: /value primary:1000000001
      desk     | (answers 18) That is too much: at most 1 000 000 000.00.
    09:20:00 Piotr in General: /value 1 2 3 4 5
      desk     | (answers 20) '5' is one number too many: /value primary:10 secondary:10 potential:500 tellers:7
    09:20:00 Piotr in General: /value primary:1 primary:2
      desk     | (answers 22) You wrote primary twice.
    09:20:00 Piotr in General: /value primary:10 RON
      desk     | (answers 24) Amounts here are in EUR, and a business counts in one currency. To count in RON, remove first what has a price (/makegood remove, /value off), then: /authority agent 30.00 RON
    09:20:00 Piotr in General: /value primary:10 secondary:10 potential:oops
      desk     | (answers 26) I can't read 'oops' as an amount. Write it like 30.00.
    ");
}
