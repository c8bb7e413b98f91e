//! Chats of somebody's own account on Telegram (`SIGNALS` 5.3, business chats): nothing can be pressed
//! there, and a number is typed in place of it.

use crate::luma::{ANNA, CEM, DANA, ION, KATRIN, Luma, account, is_elsewhere};
use amends_core::place::Platform;
use amends_storage::port::{Identity, Store};

const WHY: &str = "only Telegram lets a bot write on behalf of an account";

/// Cem's cakes are burnt, and Anna hears so in her own chat with him.
async fn burnt_cakes() -> Luma {
    let mut luma = Luma::opens().await;
    luma.connects_own_chats(ANNA).await;
    luma.writes_to(CEM, ANNA, "Hallo, drei Kuchen bitte").await;
    luma.writes_from_own(ANNA, CEM, "Sind unterwegs!").await;
    luma.writes_from_own(ANNA, CEM, "/done three cakes").await;
    luma.writes_to(CEM, ANNA, "3").await;
    luma
}

/// 5.3: `/done` asks in the same chat, and a number is the tap.
/// Shows S-26.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_the_tap_where_nothing_can_be_pressed() {
    if is_elsewhere(Platform::Telegram, WHY) {
        return;
    }
    let mut luma = burnt_cakes().await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna connects the bot to their account
    09:20:00 Cem to Anna: Hallo, drei Kuchen bitte
    09:20:00 Anna to Cem: Sind unterwegs!
    09:20:00 Anna to Cem: /done three cakes
      Anna/Cem | Hi Cem! How did we do just now?

                 1 – 🙂 Good
                 2 – 😐 So-so
                 3 – 🙁 Not good
                 Please reply with the number.
    09:20:00 Cem to Anna: 3
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
      Anna/Cem | Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.

                 1 – Keine Antwort nötig
                 Bitte antworten Sie mit der Zahl.
    ");
}

/// An unhappy answer is put right in the same chat; the desk reads along and answers, too.
/// Shows S-26.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_talked_about_in_the_chat_in_which_it_began() {
    if is_elsewhere(Platform::Telegram, WHY) {
        return;
    }
    let mut luma = burnt_cakes().await;
    luma.begins();
    luma.writes_to(CEM, ANNA, "alle drei verbrannt").await.waits("5s").await;
    luma.writes_from_own(ANNA, CEM, "Das tut mir leid. Wie viele brauchen Sie?").await;
    luma.writes_to(CEM, ANNA, "2").await.waits("5s").await;
    luma.says(KATRIN, "/join").await.says(KATRIN, "We bring three, on the house.").await;
    luma.says(ANNA, "/resolve three cakes brought by Ion anyway: they are paid back").await;
    luma.waits("3h").await;
    luma.writes_to(CEM, ANNA, "1").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Cem to Anna: alle drei verbrannt
      R-1001   ↻ 🔴 R-1001 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
      Anna/Cem | Danke. Ihre Worte sind jetzt bei den Menschen, die das ändern können.
    09:20:00 ⟶ 5s pass
    09:20:01 ⟶ it is time
      R-1001   | Cem: alle drei verbrannt
    09:20:05 Anna to Cem: Das tut mir leid. Wie viele brauchen Sie?
      topic    | 🔴 R-1001 Cem ↻ 🟡 R-1001 Cem
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna has it
      R-1001   | Is it the customer's turn now?
                 [Waiting for answer]
      R-1001   | Anna, in a chat of their own: Das tut mir leid. Wie viele brauchen Sie?
    09:20:05 Cem to Anna: 2
    09:20:05 ⟶ 5s pass
    09:20:06 ⟶ it is time
      R-1001   | Cem: 2
    09:20:10 Katrin at the desk: /join
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna has it
                 Joined: Katrin
      R-1001   | (👍 on that message)
      R-1001   | Katrin joined.
    09:20:10 Katrin at the desk: We bring three, on the house.
      R-1001   | (👍 on that message)
      Anna/Cem | Katrin: We bring three, on the house.
    09:20:10 Anna at the desk: /resolve three cakes brought by Ion anyway: they are paid back
      R-1001   ↻ 🟡 R-1001 · Cem · 🙁 · level 1 · Anna · the customer was asked
                 Joined: Katrin
      R-1001   | (👍 on that message)
      Anna/Cem | Anna: erledigt – three cakes brought by Ion. Haben wir es wieder gutgemacht?

                 1 – 🙂 Ja, alles gut
                 2 – 😐 Teilweise
                 3 – 🙁 Nein
                 Bitte antworten Sie mit der Zahl.
    09:20:10 ⟶ 3h pass
    12:20:10 Cem to Anna: 1
      topic    | 🟡 R-1001 Cem ↻ 🟢 R-1001 Cem
      R-1001   ↻ 🟢 R-1001 recovered in 180 min · Cem · 🙁 · level 1 · Anna
                 Joined: Katrin
      R-1001   | 🙂 R-1001 recovered in 180 min.
      desk     | 🟢 R-1001 was put right in 180 min: three cakes brought by Ion
      Anna/Cem | Danke, dass wir es gutmachen durften – schön, dass Sie bei uns sind. Herzlich, Anna und Luma Café
    ");
}

/// What is said in such a chat and not for us is nobody's business, and whoever is not staff asks
/// nobody. Of none of it anything is kept.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_us_there_is_not_kept() {
    if is_elsewhere(Platform::Telegram, WHY) {
        return;
    }
    let mut luma = Luma::opens().await;
    luma.connects_own_chats(ANNA).await.connects_own_chats(ION).await;
    luma.writes_to(CEM, ANNA, "3").await.writes_from_own(ANNA, CEM, "3 what?").await;
    luma.writes_from_own(ANNA, CEM, "/why @cem")
        .await
        .writes_from_own(ANNA, CEM, "/duty off")
        .await;
    luma.writes_to(DANA, ION, "psst").await.writes_from_own(ION, DANA, "/done").await;
    luma.waits("1h").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna connects the bot to their account
    09:20:00 Ion connects the bot to their account
    09:20:00 Cem to Anna: 3
    09:20:00 Anna to Cem: 3 what?
    09:20:00 Anna to Cem: /why @cem
    09:20:00 Anna to Cem: /duty off
    09:20:00 Dana to Ion: psst
    09:20:00 Ion to Dana: /done
    09:20:00 ⟶ 1h pass
    ");
    assert!(!luma.is_asked(CEM) && !luma.is_asked(DANA));
    let known = luma.store.customer_of(&Identity::Account(account(CEM))).unwrap();
    assert_eq!(known, None, "nobody who writes to Anna is met by that");
    assert!(luma.facts().is_empty(), "{:?}", luma.facts());
}
