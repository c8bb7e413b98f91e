//! Printed links.

use amends_core::place::Platform;

use super::visible;
use crate::luma::{DANA, Luma, PIOTR};

/// The link comes with words to print and a picture, and leads to the question.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_gets_a_link_and_a_picture() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/qr till2", "/qr till2 ro"]).await;
    let token = luma.handle().visit_token("till2").unwrap();
    if crate::luma::platform() == Platform::Telegram {
        let said = luma.said_in(luma.desk).concat();
        assert_eq!(said.matches(&format!("start={token}")).count(), 2, "{said}");
        luma.follows(DANA, &token).await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /qr till2
      desk     | (answers 2) The link of till2: https://t.me/amends_bot?start=…
                 To print beside it: How was it? Scan this and tell us with one tap. If something went wrong, a person takes care of it.
      desk     | (answers 2) (Photo) The QR code of till2, to print.
    09:20:00 Piotr in General: /qr till2 ro
      desk     | (answers 5) The link of till2: https://t.me/amends_bot?start=…
                 To print beside it: Cum a fost? Scanați codul și spuneți-ne cu o singură atingere. Dacă ceva n-a mers bine, se ocupă un om de asta.
      desk     | (answers 5) (Photo) The QR code of till2, to print.
    09:20:00 Dana follows the link
      Dana     | Hi Dana! Before you go: how was your visit?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// From a desk on Discord the link leads to where customers are.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_elsewhere_gets_the_link_too() {
    only_on!(Telegram, "both platforms take part either way");
    let mut luma = Luma::across(Platform::Telegram, Platform::Discord).await;
    luma.workspace.admins = vec![amends_core::place::Address::new(Platform::Discord, "53")];
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    luma.begins().says_in_general(PIOTR, "/qr till_2").await;
    let token = luma.handle().visit_token("till_2").unwrap();
    luma.follows(DANA, &token).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in #care-desk: /qr till_2
      desk     | (only Piotr sees) The link of till_2: https://t.me/amends_bot?start=q_till_2_k1PBpG5EAn4P17KV
                 To print beside it: How was it? Scan this and tell us with one tap. If something went wrong, a person takes care of it.
      desk     | (till_2.png) The QR code of till_2, to print.
    09:20:00 Dana follows the link
      Dana     | Hi Dana! Before you go: how was your visit?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// What can't be printed is refused.
#[tokio::test(flavor = "multi_thread")]
async fn places_that_can_not_be_printed_are_refused() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/qr", "/qr table#4", "/qr seventeen-letters", "/qr till2 xx"]).await;
    luma.sets(&["/qr \u{202e}till"]).await;
    assert_shown!(visible(&luma.brief()), @"
    09:20:00 Piotr in General: /qr
      desk     | (answers 2) Name the place: /qr till2 – or /qr till2 ro for the words in Romanian.
    09:20:00 Piotr in General: /qr table#4
      desk     | (answers 4) 'table#4' can't stand in a link: a-z, A-Z, 0-9, - and _, at most 16 characters.
    09:20:00 Piotr in General: /qr seventeen-letters
      desk     | (answers 6) 'seventeen-letters' can't stand in a link: a-z, A-Z, 0-9, - and _, at most 16 characters.
    09:20:00 Piotr in General: /qr till2 xx
      desk     | (answers 8) I speak en, ru, ro, de, pl: /qr till2 ro
    09:20:00 Piotr in General: /qr ⟨turn⟩till
      desk     | (answers 10) 'till' can't stand in a link: a-z, A-Z, 0-9, - and _, at most 16 characters.
    ");
}
