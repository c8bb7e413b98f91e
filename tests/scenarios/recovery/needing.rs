//! Whoever reads that we are sorry and needs help gets it (`BEHAVIOUR` 2.8).

use amends_core::{case::Origin, customer::ToldTo};

use super::sorry::{LATE, deliveries_came_late, house};
use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma};

/// One customer, by name; whoever needs help gets a case that says what it is about.
/// Shows K-1.
#[tokio::test(flavor = "multi_thread")]
async fn one_customer_hears_it_and_asks_for_help() {
    let mut luma = spilled().await;
    luma.taps(DANA, "I need help").await;
    luma.writes(DANA, "The coat has to be ready on Friday").await;
    let customer = luma.customer(DANA);
    assert_eq!(customer.cases[0].origin, Origin::Sorry);
    assert_eq!(customer.apologies[0].case, Some(customer.cases[0].number));
    let incidents = luma.handle().policy().workspace.incidents.clone();
    assert!(incidents.all().is_empty(), "what is about one stays with them alone");
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Katrin in General: /sorry @dana what: we spilled soup over your coat. fix: we pay for the cleaning. makegood:dessert
      desk     | (answers 2) S-1: say sorry to 1 customer (en)?
                 Customers read, with a button 'I need help':
                 en: Hi! We got something wrong: we spilled soup over your coat. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: we pay for the cleaning.
                 And this is on us: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 The gift costs 3.50 for each, 3.50 in all.
                 [Send] [Not now]
    09:20:00 Katrin presses [Send]
      Dana     | Hi Dana! We got something wrong: we spilled soup over your coat. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: we pay for the cleaning.
                 And this is on us: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 [I need help]
      desk     ↻ (answers 2) S-1: on its way to 1 customer.
      desk     | (answers 3) S-1: we said sorry to 1 customer.
    09:20:00 Dana presses [I need help]
      Dana     ↻ Hi Dana! We got something wrong: we spilled soup over your coat. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: we pay for the cleaning.
                 And this is on us: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · needs help after our apology · level 1
                 en · 1st contact · no cases
                 We said sorry before they complained – S-1: we spilled soup over your coat.
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Dana: The coat has to be ready on Friday
      Dana     | Thank you. Your words have gone to the people who can change it.
      R-1001   ↻ 🔴 R-1001 · Dana · needs help after our apology · level 1
                 en · 1st contact · no cases
                 We said sorry before they complained – S-1: we spilled soup over your coat.
                 Said: "The coat has to be ready on Friday"
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
    "#);
}

/// From then on it is a case like any other.
/// Shows K-28.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_for_help_is_put_right() {
    let mut luma = spilled().await;
    luma.taps(DANA, "I need help").await.begins();
    luma.presses(ANNA, "Take it").await.says(ANNA, "I bring it to the express cleaner now.").await;
    luma.says(ANNA, "/resolve coat at the express cleaner, ready on Thursday anyway: no wish")
        .await;
    luma.taps(DANA, "🙂 Yes, all good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · needs help after our apology · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:00 Anna at the desk: I bring it to the express cleaner now.
      Dana     | Anna: I bring it to the express cleaner now.
      R-1001   ↻ 🟡 R-1001 · Dana · needs help after our apology · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:20:00 Anna at the desk: /resolve coat at the express cleaner, ready on Thursday anyway: no wish
      Dana     | Anna: done – coat at the express cleaner, ready on Thursday. Did we put it right?
                 [🙂 Yes, all good] [😐 Partly] [🙁 No]
      R-1001   ↻ 🟡 R-1001 · Dana · needs help after our apology · level 1 · Anna · the customer was asked
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [🙂 Yes, all good]
               (Dana sees: Thank you!)
      Dana     ↻ Anna: done – coat at the express cleaner, ready on Thursday. Did we put it right?
                 Thank you for giving us the chance to put it right – we’re glad you’re with us. Warmly, Anna and Luma Café
      topic    | 🟡 R-1001 Dana ↻ 🟢 R-1001 Dana
      R-1001   ↻ 🟢 R-1001 recovered in 0 s · Dana · needs help after our apology · level 1 · Anna
      R-1001   | 🙂 R-1001 recovered in 0 s.
      desk     | 🟢 R-1001 was put right in 0 s: coat at the express cleaner, ready on Thursday
    ");
}

/// Katrin says sorry to Dana.
async fn spilled() -> Luma {
    let mut luma = Luma::opens_with(house).await;
    luma.contact_ends(DANA, "Table 7").await.begins();
    let typed = "/sorry @dana what: we spilled soup over your coat. fix: we pay for the cleaning.";
    luma.says_in_general(KATRIN, &format!("{typed} makegood:dessert")).await;
    luma.presses(KATRIN, "Send").await;
    luma
}

/// In the thread of a case nobody is named: with an open case, whoever has it is told to say it.
#[tokio::test(flavor = "multi_thread")]
async fn with_an_open_case_its_owner_says_it() {
    let mut luma = Luma::opens_with(house).await;
    luma.contact_ends(DANA, "Table 7").await.waits("10m").await;
    luma.taps(DANA, "🙁 Not good").await.presses(ANNA, "Take it").await.begins();
    luma.says(KATRIN, "/sorry what: the soup was cold fix: the stove is repaired makegood:dessert")
        .await;
    luma.presses(KATRIN, "Send").await;
    assert_eq!(luma.customer(DANA).apologies[0].whom, ToldTo::Staff);
    assert_shown!(luma.brief(), @"
    09:30:00 Katrin at the desk: /sorry what: the soup was cold fix: the stove is repaired makegood:dessert
      R-1001   | (answers 7) S-1: nobody is written to. Shall whoever has the open case say sorry?
                 [Send] [Not now]
    09:30:00 Katrin presses [Send]
      R-1001   ↻ (answers 7) S-1: whoever has an open case is told.
      R-1001   | @anna R-1001: say sorry to this customer for what went wrong: the soup was cold. What we do about it: the stove is repaired. With an open case they get no message from me. Give this with it: /offer dessert
      R-1001   | (answers 8) S-1: In 1 open case whoever has it was told to say it.
    ");
}

/// The button works for long; with an open case it shows that one.
#[tokio::test(flavor = "multi_thread")]
async fn help_is_there_for_long() {
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(KATRIN, &format!("/sorry since 09:00 topic:delivery {LATE}")).await;
    luma.presses(KATRIN, "Send").await;
    luma.writes(CEM, "/complain Immer zu spät").await.begins();
    luma.taps(CEM, "Ich brauche Hilfe").await;
    assert_eq!(luma.customer(CEM).cases.len(), 1);
    luma.presses(ANNA, "Take it").await.waits("5h").await.begins();
    luma.taps(DANA, "I need help").await;
    assert_eq!(luma.customer(DANA).cases[0].origin, Origin::Sorry);
    assert_shown!(luma.transcript(), @"
    14:25:00 Dana presses [I need help]
      Dana     ↻ Hi Dana! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1003 Dana
      R-1003   | 🔴 R-1003 · Dana · needs help after our apology · level 1
                 en · 1st contact · no cases
                 We said sorry before they complained – S-1: your food came 50 minutes late
                 Said: –
                 Promised: first reply by 14:35
                 [Take it] [Join] [History]
                 (pinned)
      R-1003   | @anna @mihai on duty – please take.
    ");
}

/// Whoever is forgotten leaves no apology: neither with us nor in their chat.
/// Shows S-27, INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn an_apology_goes_with_its_customer() {
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(KATRIN, &format!("/sorry since 09:00 topic:delivery {LATE}")).await;
    luma.presses(KATRIN, "Send").await.begins();
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await;
    assert_shown!(luma.brief(), @"
    09:25:00 Dana: /forget
      Dana     | Delete everything we have about you here? An open case would end too.
                 [Yes] [No]
    09:25:00 Dana presses [Yes]
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     ↻ (deleted)
      Dana     | Done, everything is deleted. Thank you for your time with us.
                 Deleted: your name and accounts, what you wrote, what was said with you, and of our messages and threads: 3. Kept, without a name: how often we asked and what was rated. Backups from before today are not changed; if one is ever used, this is deleted again.
    ");
}
