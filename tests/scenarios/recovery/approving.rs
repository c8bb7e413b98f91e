//! Offers above what somebody may give (`BEHAVIOUR` K-19b, K-20, E29).

use amends_core::policy::{Level, Workspace};

use super::offering::{talking, talking_with};
use crate::luma::{ANNA, DANA, KATRIN, PIOTR};

/// 4.5: above what somebody may give a senior decides, and the customer sees nothing before that.
/// Something else must be worth half of it at least.
/// Shows K-19b, K-20, INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn above_their_authority_a_senior_decides_first() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer 45 value:60 new shoes").await;
    luma.presses(ANNA, "Send it").await.presses(KATRIN, "Adjust").await;
    luma.replies(KATRIN, "What shall the customer get", "dessert").await;
    luma.presses(KATRIN, "Adjust").await;
    luma.replies(KATRIN, "What shall the customer get", "25 value:30 a voucher for shoes").await;
    luma.presses(PIOTR, "Send it").await.taps(DANA, "Yes, please").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 45 value:60 new shoes
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: new shoes (45.00) – level 2 decides
      R-1001   | @katrin R-1001: Anna wants to offer 'new shoes' – costs us 45.00, worth 60.00 to the customer. Send it, or something else of at least half the value?
                 [Send it] [Adjust]
      R-1001   | (answers 8) 45.00 is above your 30.00 – asking level 2 now, no need to wait with kindness.
    09:20:00 Anna presses [Send it]
               (Anna sees: That's for seniors. You are: agent.)
    09:20:00 Katrin presses [Adjust]
      R-1001   | What shall the customer get in place of 'new shoes'? It must be worth 30.00 at least. Reply to this message: dessert – or 12.50 free delivery
    09:20:00 Katrin answers “What shall the customer get”: dessert
      R-1001   | (answers 12) 9.00 is too little: it must be worth 30.00 to the customer at least. With an amount, say what it is worth: 12.50 value:30.00 free delivery
    09:20:00 Katrin presses [Adjust]
      R-1001   | What shall the customer get in place of 'new shoes'? It must be worth 30.00 at least. Reply to this message: dessert – or 12.50 free delivery
    09:20:00 Katrin answers “What shall the customer get”: 25 value:30 a voucher for shoes
      Dana     | To make up for it, this is for you: a voucher for shoes. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: a voucher for shoes (25.00) – no answer yet
                 Joined: Katrin
      R-1001   | (👍 on that message)
      R-1001   | Katrin joined.
      R-1001   | Katrin sent this in its place: a voucher for shoes
    09:20:00 Piotr presses [Send it]
               (Piotr sees: That is decided already.)
    09:20:00 Dana presses [Yes, please]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: a voucher for shoes. No conditions.
                 With pleasure!
                 We’ll see to it by 17.11. 09:20.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 1) a voucher for shoes – by 17.11. 09:20
                 Offered: a voucher for shoes (25.00) – accepted
                 Joined: Katrin
      R-1001   | @anna R-1001: ✓ accepted: a voucher for shoes – deliver by 17.11. 09:20. Then: /delivered
                 [Delivered]
    ");
}

/// What somebody may give is sent, what is above that is let out by a senior: nobody can refuse it to
/// nothing.
/// Shows K-19b, K-20, AT 8.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_within_authority_is_sent_and_one_above_it_approved() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer 12.00 free delivery").await.taps(DANA, "No, thank you").await;
    luma.says(ANNA, "/offer 45.00 new shoes").await.presses(KATRIN, "Send it").await;
    luma.presses(KATRIN, "History").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 12.00 free delivery
      Dana     | To make up for it, this is for you: free delivery. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.00) – no answer yet
      R-1001   | (👍 on that message)
    09:20:00 Dana presses [No, thank you]
               (Dana sees: Thank you!)
      Dana     ↻ To make up for it, this is for you: free delivery. No conditions.
                 Understood, thank you for saying so. Is there something else that would put it right? Just tell us.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.00) – declined
      R-1001   | @anna R-1001: the customer says no to free delivery. I asked what else would put it right.
    09:20:00 Anna at the desk: /offer 45.00 new shoes
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.00) – declined
                 Offered: new shoes (45.00) – level 2 decides
      R-1001   | @katrin R-1001: Anna wants to offer 'new shoes' – costs us 45.00, worth 45.00 to the customer. Send it, or something else of at least half the value?
                 [Send it] [Adjust]
      R-1001   | (answers 10) 45.00 is above your 30.00 – asking level 2 now, no need to wait with kindness.
    09:20:00 Katrin presses [Send it]
      Dana     | To make up for it, this is for you: new shoes. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: free delivery (12.00) – declined
                 Offered: new shoes (45.00) – no answer yet
      R-1001   ↻ @katrin R-1001: Anna wants to offer 'new shoes' – costs us 45.00, worth 45.00 to the customer. Send it, or something else of at least half the value?
      R-1001   | Katrin let it go out: new shoes
    09:20:00 Katrin presses [History]
      R-1001   | R-1001 so far:
                 09:20 opened: unhappy answer
                 09:20 Anna took it
                 09:20 first word by Anna
                 09:20 offered by Anna: free delivery
                 09:20 declined: free delivery
                 09:20 Anna asked to offer: new shoes
                 09:20 offered by Katrin: new shoes
    ");
}

/// Nobody decides in time: the next level is asked, and the highest one again and again.
/// Shows K-20, T21.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_and_the_next_level_is_asked() {
    let mut luma = talking().await;
    luma.says(ANNA, "/offer 45 new shoes").await.waits("31m").await;
    luma.says(ANNA, "/resolve right dish served, dessert on us anyway: no wish").await;
    luma.says(KATRIN, "/close nobody decides").await;
    luma.presses(PIOTR, "Send it").await.waits("1h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 45 new shoes
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: new shoes (45.00) – level 2 decides
      R-1001   | @katrin R-1001: Anna wants to offer 'new shoes' – costs us 45.00, worth 45.00 to the customer. Send it, or something else of at least half the value?
                 [Send it] [Adjust]
      R-1001   | (answers 8) 45.00 is above your 30.00 – asking level 2 now, no need to wait with kindness.
    09:20:00 ⟶ 31m pass
    09:30:00 ⟶ it is time
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: new shoes (45.00) – level 3 decides
      R-1001   | @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 45.00, worth 45.00 to the customer. The customer waits.
                 [Send it] [Adjust]
    09:40:00 ⟶ it is time
      R-1001   | @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 45.00, worth 45.00 to the customer. The customer waits.
                 [Send it] [Adjust]
    09:50:00 ⟶ it is time
      R-1001   | @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 45.00, worth 45.00 to the customer. The customer waits.
                 [Send it] [Adjust]
    09:51:00 Anna at the desk: /resolve right dish served, dessert on us anyway: no wish
      R-1001   | (answers 14) Not yet: 'new shoes' waits for somebody senior.
    09:51:00 Katrin at the desk: /close nobody decides
      R-1001   | (answers 16) Not yet: 'new shoes' waits for somebody senior.
    09:51:00 Piotr presses [Send it]
      Dana     | To make up for it, this is for you: new shoes. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Offered: new shoes (45.00) – no answer yet
      R-1001   ↻ @piotr R-1001: nobody has decided yet about 'new shoes' – costs us 45.00, worth 45.00 to the customer. The customer waits.
      R-1001   | Piotr let it go out: new shoes
    09:51:00 ⟶ 1h pass
    ");
}

/// More than anybody may give is decided by the management, and the customer is told so, with a
/// time.
/// Shows E29.
#[tokio::test(flavor = "multi_thread")]
async fn above_everybodys_authority_the_customer_hears_who_decides() {
    let limit = |workspace: &mut Workspace| workspace.catalogue.authority.director = Some(20_000);
    let mut luma = talking_with(limit).await;
    luma.says(ANNA, "/offer 900 a new phone").await;
    luma.presses(KATRIN, "Send it").await.presses(PIOTR, "Send it").await;
    assert_eq!(luma.customer(DANA).cases[0].level, Level::Director);
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /offer 900 a new phone
      Dana     | Of course. You’ll hear from us here by 09:35 – from: the management.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Promised: word from level 3 by 09:35
                 Offered: a new phone (900.00) – level 3 decides
      R-1001   | @piotr R-1001: Anna wants to offer 'a new phone' – costs us 900.00, worth 900.00 to the customer. Send it, or something else of at least half the value?
                 [Send it] [Adjust]
      R-1001   | (answers 8) 900.00 is above what anybody may give – level 3 decides, and the customer was told so: by 09:35.
    09:20:00 Katrin presses [Send it]
               (Katrin sees: 900.00 is above your 100.00 too: somebody of the next level decides.)
    09:20:00 Piotr presses [Send it]
      Dana     | To make up for it, this is for you: a new phone. No conditions.
                 [Yes, please] [No, thank you]
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 3 · Anna has it
                 Offered: a new phone (900.00) – no answer yet
      R-1001   ↻ @piotr R-1001: Anna wants to offer 'a new phone' – costs us 900.00, worth 900.00 to the customer. Send it, or something else of at least half the value?
      R-1001   | Piotr let it go out: a new phone
    ");
}
