//! Two ways to put the question are compared.

use amends_core::{lang::Lang, wording::Slot};

use crate::luma::{CEM, DANA, ION, Luma, PIOTR};

/// Customers are split, each keeps their variant, and no winner is named on noise.
#[tokio::test(flavor = "multi_thread")]
async fn variants_are_asked_and_compared() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording variant ask en {hello} Was it good?"]).await;
    luma.words(&["/wording variant ask en {hello} Was it good?"]).await;
    luma.front().starts(CEM, None);
    luma.front().starts(ION, None);
    for customer in [DANA, CEM, ION] {
        luma.contact_ends(customer, "Order 118").await.taps(customer, "Good").await;
    }
    luma.taps(DANA, "Change my").await.taps(DANA, "So-so").await;
    luma.words(&["/wording show ask en"]).await;
    let asked = |luma: &Luma, customer| luma.survey(customer).worded.unwrap();
    let variants = [DANA, CEM, ION].map(|customer| asked(&luma, customer).variant);
    let policy = luma.handle().policy();
    let tallies =
        &policy.workspace.wording.get(&Slot::everywhere("ask", Lang::En)).unwrap().tallies;
    for (index, tally) in tallies.iter().enumerate() {
        let answers = variants.iter().filter(|variant| usize::from(**variant) == index).count();
        assert_eq!(usize::try_from(tally.answers).unwrap(), answers, "{tallies:?}");
    }
    assert_eq!(tallies.iter().map(|tally| tally.happy).sum::<u32>(), 2);
    assert_shown!(luma.brief(), @"");
}

/// Thanks have variants as well; six of a kind are enough, and an apology has none.
#[tokio::test(flavor = "multi_thread")]
async fn variants_end_somewhere() {
    let mut luma = Luma::worded().await;
    for number in 1..=6 {
        luma.says_in_general(PIOTR, &format!("/wording variant thanks_happy en Lovely {number}!"))
            .await;
    }
    luma.begins().words(&["/wording variant sorry_unhappy en Oops! {duration}"]).await;
    luma.words(&["/wording variant thanks_happy en Lovely 7!", "/wording show thanks_happy"]).await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "Good").await;
    luma.words(&["/wording reset thanks_happy en"]).await;
    assert_shown!(luma.brief(), @"");
}
