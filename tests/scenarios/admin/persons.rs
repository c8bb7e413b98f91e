//! What reports may not tell: how fast one person is, and what one person gave (INV 24).

use amends_core::catalogue::Template;

use crate::luma::{ANNA, DANA, KATRIN, Luma, MIHAI, PIOTR, account, name_of};

/// Two cases of Anna and one of Mihai, with times and gifts of which every sum and mean is a number
/// that nothing else comes to.
async fn worked() -> Luma {
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(PIOTR)];
        workspace.catalogue.make_goods = Template::Restaurant.items(100);
    })
    .await;
    luma.welcomes(20, "Gil", "en").await.welcomes(21, "Olga", "en").await;
    for (customer, who, gift, minutes) in
        [(DANA, ANNA, "12.41", 7), (20, ANNA, "7.38", 16), (21, MIHAI, "5.29", 41)]
    {
        luma.contact_ends(customer, "Order 118").await.taps(customer, "🙁 Not good").await;
        luma.presses(who, "Take it").await.says(who, "I’m sorry about the soup.").await;
        luma.says(who, &format!("/offer {gift} a hot soup")).await;
        luma.taps(customer, "Yes, please").await.waits(&format!("{minutes}m")).await;
        luma.says(who, "/delivered")
            .await
            .says(who, "/resolve a hot soup was served anyway: no wish")
            .await;
        luma.taps(customer, "🙂 Yes, all good").await;
    }
    // One is still open, so that lists are not empty.
    luma.waits("5h").await.contact_ends(DANA, "Order 121").await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "I’m sorry, Dana.").await.begins();
    luma
}

/// Whatever staff and admins can ask for, and whatever is measured: nothing adds up what one person
/// gave or how long they took, in money, minutes or seconds.
/// Shows INV 24.
#[tokio::test(flavor = "multi_thread")]
async fn no_report_tells_how_fast_one_person_is_or_what_they_gave() {
    let mut luma = worked().await;
    let mut told = Vec::new();
    for (who, command) in [
        (PIOTR, "/cases"),
        (PIOTR, "/find soup"),
        (KATRIN, "/find Anna"),
        (PIOTR, "/health"),
        (PIOTR, "/duty who"),
        (PIOTR, "/signals"),
        (PIOTR, "/audit"),
        (PIOTR, "/role list"),
        (PIOTR, "/authority"),
        (PIOTR, "/makegood"),
        (PIOTR, "/value"),
        (PIOTR, "/why R-1001"),
        (PIOTR, "/ask dry-run sample 50%"),
    ] {
        let before = told.len();
        luma.says_in_general(who, command).await;
        told.push((command, luma.transcript()));
        assert!(told[before].1.lines().count() > 1, "{command} is not answered");
    }
    let measured = luma.handle().measure().await;
    told.push(("metrics", format!("{measured:?}")));
    for (what, shown) in &told {
        // Anna gave 19.79 in 23 minutes, 9.90 in 11.5 minutes each; Mihai 5.29 in 41.
        for sum in ["19.79", "1979", "9.90", "23 min", "11 min", "11.5", "1380", "690", "2460"] {
            assert!(!shown.contains(sum), "{what} tells {sum}:\n{shown}");
        }
    }
    let (_, metrics) = told.last().expect("it was just pushed");
    for who in [ANNA, MIHAI, KATRIN, PIOTR] {
        assert!(!metrics.contains(name_of(who)), "figures name {}", name_of(who));
    }
}
