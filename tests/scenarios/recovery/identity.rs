//! Who the customer is: languages, names, accounts and links.

use amends_core::{event::Known, lang::Lang};

use crate::luma::{ANNA, CEM, DANA, DANA_AT_WORK, Luma, PIOTR, account};

/// The app's language, else that of the business; `/language` beats both.
/// Shows INV 16, E41.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_written_to_in_their_language() {
    let romanian = |workspace: &mut amends_core::policy::Workspace| workspace.language = Lang::RO;
    let mut luma = Luma::opens_with(romanian).await;
    luma.welcomes(20, "Olena", "uk").await.welcomes(21, "Ola", "pl-PL").await.begins();
    luma.contact_ends(20, "Order 1").await.contact_ends(21, "Order 2").await;
    luma.writes(21, "/language ru").await.taps(21, "😐 Tak sobie").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 1 → planned
      somebody | Bună ziua, Olena! Cum a fost?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
    09:20:00 ⟶ contact ended: Order 2 → planned
      somebody | Dzień dobry, Ola! Jak nam poszło?
                 [🙂 Dobrze] [😐 Tak sobie] [🙁 Źle]
    09:20:00 somebody: /language ru
      somebody | Теперь пишем по-русски.
    09:20:00 somebody presses [😐 Tak sobie]
               (somebody sees: Спасибо!)
      somebody ↻ Как всё прошло?  😐 Так себе
                 Спасибо за честный ответ. Простите, что вышло не лучше. Чего не хватило? Напишите здесь — прочитает живой человек.
                 [Свяжитесь со мной] [Изменить ответ]
      desk     | 😐 Ola (Order 2, Anna)
                 [Open recovery] [No action]
    ");
}

/// Without a name that can be shown the greeting has none.
/// Shows E42.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_without_a_name_is_greeted_without_one() {
    let mut luma = Luma::opens().await;
    luma.welcomes(20, "\u{3164}", "en").await;
    let nameless = |known: &mut Known| known.name = None;
    luma.contact_ends_known(20, "Order 1", |_| (), nameless).await;
    luma.taps(20, "🙁 Not good").await;
    assert_shown!(luma.brief(), @"
      somebody | Hi! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    09:20:00 ⟶ contact ended: Order 1 → planned
      somebody | Hi! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 somebody presses [🙁 Not good]
               (somebody sees: Thank you!)
      somebody ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001
      R-1001   | 🔴 R-1001 · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// Two accounts that the source vouches for are one customer: one gap, one case, both heard.
/// Shows E48.
#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_of_one_customer_share_everything() {
    let mut luma = Luma::opens().await;
    let both = |known: &mut Known| {
        known.addresses = vec![account(DANA), account(DANA_AT_WORK)];
        known.external = Some("C-5512".to_owned());
    };
    luma.contact_ends_known(DANA, "Order 118", |_| (), both).await;
    luma.starts(DANA_AT_WORK).await;
    luma.contact_ends(DANA_AT_WORK, "Order 119").await;
    luma.waits("1m").await.taps(DANA, "🙁 Not good").await.waits("1m").await.begins();
    luma.writes(DANA_AT_WORK, "I write from work now").await.waits("2s").await;
    luma.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.waits("1m").await.writes(DANA, "and from home").await.waits("2s").await;
    luma.says(ANNA, "Both arrive.").await;
    assert_shown!(luma.brief(), @"
    09:22:00 Dana at work: I write from work now
      Dana at work | Thank you. Your words have gone to the people who can change it.
      topic    | 🔴 R-1001 Dana ↻ 🔴 R-1001 Dana at work
      R-1001   ↻ 🔴 R-1001 · Dana at work · 🙁 · level 1
                 Promised: first reply by 09:31
    09:22:00 ⟶ 2s pass
    09:22:01 ⟶ it is time
      R-1001   | Dana at work: I write from work now
    09:22:02 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana at work | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana at work ↻ 🟡 R-1001 Dana at work
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:31
    09:22:02 Anna at the desk: Dana, I’m sorry.
      Dana at work | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana at work · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    09:22:02 ⟶ 1m pass
    09:23:02 Dana: and from home
      topic    | 🟡 R-1001 Dana at work ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
    09:23:02 ⟶ 2s pass
    09:23:03 ⟶ it is time
      R-1001   | Dana: and from home
    09:23:04 Anna at the desk: Both arrive.
      Dana     | Anna: Both arrive.
      R-1001   | (👍 on that message)
    ");
}

/// An unknown payload is greeted like any other start, and noted as a signal that came to nothing.
/// Shows E49.
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_link_is_greeted() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.follows(CEM, "black-friday").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    ");
    let sources = luma.says_in_general(PIOTR, "/signals").await.brief();
    let links = sources.lines().find(|line| line.contains("deep_link")).unwrap().trim();
    let heard = "Last 09:20; 1 contact in 7 days, not asked about: 1.";
    assert_eq!(links, format!("deep_link: links of receipts and printed codes. {heard}"));
}
