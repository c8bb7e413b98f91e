//! What was said and opened no case is looked at: each ends as a cause, as praise or with a reason
//! (`BEHAVIOUR` K-4, E8, E10; `SEEDS` S2-12).

use amends_core::inbox::ItemEnd;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, MIHAI, PIOTR, account};

/// Every comment and every text out of the blue waits until somebody ends it, with a button below
/// it or by command. Nobody ends anything twice, and how it ended is durable.
/// Shows E8.
#[tokio::test(flavor = "multi_thread")]
async fn each_comment_ends_as_a_cause_as_praise_or_with_a_reason() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.writes(DANA, "maybe a plug near the window").await.writes(DANA, "or two").await;
    luma.presses(ANNA, "Cause").await.presses(ANNA, "quality").await;
    luma.starts(CEM).await.writes(CEM, "Anna war sehr freundlich").await;
    let praise = luma.customer(CEM).inbox[0].number;
    luma.says_in_general(MIHAI, "/inbox").await;
    luma.presses(MIHAI, &format!("Show {praise}")).await.presses(MIHAI, "Pass on praise").await;
    luma.says_in_general(KATRIN, &format!("/inbox {praise} praise")).await;
    luma.says_in_general(KATRIN, "/inbox").await;
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    let item = luma.customer(DANA).inbox[0].clone();
    assert_eq!(item.words, ["maybe a plug near the window", "or two"]);
    assert_eq!(item.end.unwrap().how, ItemEnd::Cause("quality".to_owned()));
    assert_shown!(luma.brief(), @r#"
    09:20:00 Dana: maybe a plug near the window
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "maybe a plug near the window"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Dana: or two
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "or two"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Anna presses [Cause]
      desk     ↻ 🙂 Dana (Order 118, Anna): "or two"
                 [late] [not as ordered]
                 [turned away] [refused]
                 [rude] [quality]
                 [price] [unreachable]
                 [Back]
    09:20:00 Anna presses [quality]
      desk     ↻ 🙂 Dana (Order 118, Anna): "maybe a plug near the window / or two"
                 ✓ Anna: cause: quality
    09:20:00 Cem presses Start
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    09:20:00 Cem: Anna war sehr freundlich
      Cem      | Danke. Ihre Worte sind jetzt bei den Menschen, die das ändern können.
                 [Bitte melden Sie sich]
      desk     | Cem: "Anna war sehr freundlich"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Mihai in General: /inbox
      desk     | (answers 5) 1 item waits to be looked at, the oldest first:
                 Each ends as a cause, as praise, or with a reason: /inbox I-17 shows one.
                 I-10 · out of the blue · since 09:20
                 [Show I-10]
    09:20:00 Mihai presses [Show I-10]
      desk     | Cem: "Anna war sehr freundlich"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Mihai presses [Pass on praise]
      desk     ↻ Cem: "Anna war sehr freundlich"
                 ✓ Mihai: praise, passed on
      desk     | Mihai passes on praise: Cem: "Anna war sehr freundlich"
    09:20:00 Katrin in General: /inbox I-10 praise
      desk     | (answers 9) Mihai has ended I-10 already – praise, passed on
    09:20:00 Katrin in General: /inbox
      desk     | (answers 11) The inbox is empty: everything that was said has been looked at.
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
    "#);
}

/// Praise goes to whoever served, in private, where that is known.
#[tokio::test(flavor = "multi_thread")]
async fn praise_reaches_whoever_served() {
    let mut luma = Luma::opens().await;
    luma.starts(ANNA).await;
    luma.contact_ends_with(DANA, "Order 118", |it| it.agent_account = Some(account(ANNA))).await;
    luma.taps(DANA, "🙂 Good").await.begins();
    luma.writes(DANA, "Anna ran after me with my umbrella").await;
    luma.presses(ANNA, "No action").await.presses(ANNA, "Back").await;
    luma.presses(KATRIN, "Pass on praise").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Dana: Anna ran after me with my umbrella
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "Anna ran after me with my umbrella"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Anna presses [No action]
      desk     ↻ 🙂 Dana (Order 118, Anna): "Anna ran after me with my umbrella"
                 [Nothing to change]
                 [Known already]
                 [Not about us]
                 [Back]
    09:20:00 Anna presses [Back]
      desk     ↻ 🙂 Dana (Order 118, Anna): "Anna ran after me with my umbrella"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Katrin presses [Pass on praise]
      Anna     | Katrin passes on praise for you: 🙂 Dana (Order 118, Anna): "Anna ran after me with my umbrella"
      desk     ↻ 🙂 Dana (Order 118, Anna): "Anna ran after me with my umbrella"
                 ✓ Katrin: praise, passed on
    "#);
}

/// The same by command, with clear answers to what can't be.
#[tokio::test(flavor = "multi_thread")]
async fn items_are_ended_by_command() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.writes(DANA, "you were closed yesterday").await.begins();
    let item = luma.customer(DANA).inbox[0].number;
    for said in ["", " what", " cause", " cause lat", " cause weather", " no"] {
        luma.says_in_general(ANNA, &format!("/inbox {item}{said}")).await;
    }
    luma.says_in_general(ANNA, "/inbox I-99999").await.says_in_general(ANNA, "/inbox soon").await;
    luma.says_in_general(ANNA, &format!("/inbox {item} no it was a holiday")).await;
    luma.says_in_general(MIHAI, &format!("/inbox {item} cause late")).await;
    luma.presses(ANNA, "Pass on praise").await;
    luma.waits("25h").await.writes(DANA, "and today as well").await;
    luma.waits("25h").await.says_in_general(PIOTR, "/health").await;
    luma.says_in_general(ANNA, "/inbox").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Anna in General: /inbox I-2
      desk     | (answers 3) Dana: "you were closed yesterday"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Anna in General: /inbox I-2 what
      desk     | (answers 5) What is it? /inbox I-2 cause late · /inbox I-2 praise · /inbox I-2 open · /inbox I-2 no and why
    09:20:00 Anna in General: /inbox I-2 cause
      desk     | (answers 7) What is it? /inbox I-2 cause late · /inbox I-2 praise · /inbox I-2 open · /inbox I-2 no and why
    09:20:00 Anna in General: /inbox I-2 cause lat
      desk     | (answers 9) I don't know the cause 'lat'. Did you mean late?
    09:20:00 Anna in General: /inbox I-2 cause weather
      desk     | (answers 11) I don't know the cause 'weather'. All of them: /cause list
    09:20:00 Anna in General: /inbox I-2 no
      desk     | (answers 13) Why is nothing done? A few words please: /inbox I-2 no the shop next door was meant
    09:20:00 Anna in General: /inbox I-99999
      desk     | (answers 15) I can't find I-99999. What waits is in /inbox
    09:20:00 Anna in General: /inbox soon
      desk     | (answers 17) I can't find soon. What waits is in /inbox
    09:20:00 Anna in General: /inbox I-2 no it was a holiday
      desk     | (answers 19) I-2 ended – no action, because: it was a holiday
    09:20:00 Mihai in General: /inbox I-2 cause late
      desk     | (answers 21) Anna has ended I-2 already – no action, because: it was a holiday
    09:20:00 Anna presses [Pass on praise]
               (Anna sees: Anna has ended I-2 already – no action, because: it was a holiday)
      desk     ↻ (answers 3) Dana: "you were closed yesterday"
                 ✓ Anna: no action, because: it was a holiday
    09:20:00 ⟶ 25h pass
    10:20:00 Dana: and today as well
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "and today as well"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    10:20:00 ⟶ 25h pass
    11:20:00 Piotr in General: /health
      desk     | (answers 24) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 0. Hanging: 0.
                 ⚠️ Comments to be looked at: 1, for more than a day: 1. See /inbox
                 ⚠️ No backup was made yet, and I make none by myself: on the machine where I run, amends backup DIR makes one while I go on.
    11:20:00 Anna in General: /inbox
      desk     | (answers 26) 1 item waits to be looked at, the oldest first:
                 1 of them waits for more than a day.
                 Each ends as a cause, as praise, or with a reason: /inbox I-17 shows one.
                 I-14 · out of the blue · since 17.11. 10:20 – for more than a day
                 [Show I-14]
    "#);
}

/// Whoever wants no reply is left alone, and what they said is looked into: that ends as a cause or
/// with a reason, and in a case if they write after all.
/// Shows K-4.
#[tokio::test(flavor = "multi_thread")]
async fn what_wants_no_reply_is_looked_into() {
    let mut luma = Luma::unhappy().await;
    luma.writes(DANA, "cold soup").await.begins().taps(DANA, "No reply needed").await;
    let item = luma.customer(DANA).inbox[0].number;
    luma.says_in_general(ANNA, &format!("/inbox {item} praise")).await;
    luma.says_in_general(ANNA, &format!("/inbox {item} open")).await;
    luma.presses(ANNA, "Cause").await.presses(ANNA, "quality").await;
    luma.starts(CEM).await.contact_ends(CEM, "Order 7").await;
    luma.taps(CEM, "🙁 Nicht gut").await.taps(CEM, "Keine Antwort nötig").await;
    luma.writes(CEM, "doch, eine Frage").await;
    luma.presses(MIHAI, "No action").await.says_in_general(MIHAI, "/inbox").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Dana presses [No reply needed]
      Dana     ↻ How did we do just now?  🙁 Not good
                 All right, we won’t write to you about this. We’ll still look into it. If you change your mind, just write here.
      topic    | 🔴 R-1001 Dana ↻ ⚪ R-1001 Dana
      R-1001   ↻ ⚪ R-1001 closed after 0 s: no contact wanted · Dana · 🙁 · level 1
      R-1001   | Dana: cold soup
      R-1001   | R-1001: the customer wants no reply. Please look into it all the same.
                 [Cause] [No action]
    09:20:00 Anna in General: /inbox I-8 praise
      desk     | (answers 9) I-8 is to be looked into: it ends as a cause, or with a reason.
    09:20:00 Anna in General: /inbox I-8 open
      desk     | (answers 11) R-1001: the customer wants no reply, so nobody opens a case. If they write, theirs opens again.
    09:20:00 Anna presses [Cause]
      R-1001   ↻ R-1001: the customer wants no reply. Please look into it all the same.
                 [late] [not as ordered]
                 [turned away] [refused]
                 [rude] [quality]
                 [price] [unreachable]
                 [Back]
    09:20:00 Anna presses [quality]
      R-1001   ↻ R-1001: the customer wants no reply. Please look into it all the same. They said: "cold soup"
                 ✓ Anna: cause: quality
    09:20:00 Cem presses Start
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    09:20:00 ⟶ contact ended: Order 7 → planned
      Cem      | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      Cem      ↻ Wie war es gerade bei uns?  🙁 Nicht gut
                 Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
                 [Keine Antwort nötig] [Antwort ändern]
      topic    | 🔴 R-1002 Cem
      R-1002   | 🔴 R-1002 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1002   | @anna @mihai on duty – please take.
    09:20:00 Cem presses [Keine Antwort nötig]
      Cem      ↻ Wie war es gerade bei uns?  🙁 Nicht gut
                 In Ordnung, wir schreiben Ihnen dazu nicht. Wir gehen der Sache trotzdem nach. Wenn Sie doch sprechen möchten: einfach hier schreiben.
      topic    | 🔴 R-1002 Cem ↻ ⚪ R-1002 Cem
      R-1002   ↻ ⚪ R-1002 closed after 0 s: no contact wanted · Cem · 🙁 · level 1
      R-1002   | R-1002: the customer wants no reply. Please look into it all the same.
                 [Cause] [No action]
    09:20:00 Cem: doch, eine Frage
      Cem      | Es ist wieder offen. Jemand, der die ganze Geschichte kennt, ist in spätestens 10 Min. hier.
      topic    | ⚪ R-1002 Cem ↻ 🔴 R-1002 Cem
      R-1002   ↻ 🔴 R-1002 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
                 Reopened once
      R-1002   | R-1002 is open again – promised 09:30.
      R-1002   | @anna @mihai on duty – please take.
    09:20:00 Mihai presses [No action]
               (Mihai sees: I-19 has ended already – goes on in R-1002)
      R-1002   ↻ R-1002: the customer wants no reply. Please look into it all the same.
                 ✓ goes on in R-1002
    09:20:00 Mihai in General: /inbox
      desk     | (answers 22) The inbox is empty: everything that was said has been looked at.
    "#);
}

/// A case that is opened about what was said takes it along, whoever opens it.
/// Shows E10.
#[tokio::test(flavor = "multi_thread")]
async fn what_goes_on_in_a_case_has_ended() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await.begins();
    luma.writes(DANA, "great, another hour of my life gone").await;
    luma.presses(PIOTR, "Open recovery").await;
    luma.starts(ANNA).await.writes(ANNA, "the door to the yard is broken").await;
    luma.taps(ANNA, "Please contact me").await.presses(MIHAI, "Open recovery").await;
    luma.says_in_general(MIHAI, "/inbox").await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Dana: great, another hour of my life gone
      Dana     | Thank you. Your words have gone to the people who can change it.
      desk     | 🙂 Dana (Order 118, Anna): "great, another hour of my life gone"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Piotr presses [Open recovery]
      Dana     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1001 Dana
      desk     ↻ 🙂 Dana (Order 118, Anna): "great, another hour of my life gone"
                 ✓ Piotr: goes on in R-1001
      R-1001   | 🔴 R-1001 · Dana · 🙂 · opened by staff · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Anna presses Start
      Anna     | Hi Anna! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    09:20:00 Anna: the door to the yard is broken
      Anna     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Anna: "the door to the yard is broken"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    09:20:00 Anna presses [Please contact me]
      Anna     ↻ Thank you. Your words have gone to the people who can change it.
      Anna     | Thank you for speaking up – and sorry about this. Someone from our team will be here within 10 min.
      topic    | 🔴 R-1002 Anna
      R-1002   | 🔴 R-1002 · Anna · asked to be contacted · level 1
                 Promised: first reply by 09:30
      R-1002   | @anna @mihai on duty – please take.
    09:20:00 Mihai presses [Open recovery]
               (Mihai sees: I-10 has ended already – goes on in R-1002)
      desk     ↻ Anna: "the door to the yard is broken"
                 ✓ goes on in R-1002
    09:20:00 Mihai in General: /inbox
      desk     | (answers 12) The inbox is empty: everything that was said has been looked at.
    "#);
}

/// Whoever is forgotten takes along what they said; that something was said, and how it ended, is
/// still counted.
/// Shows INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_is_forgotten_with_its_customer() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "my street is Elm Street 5").await;
    let item = luma.customer(DANA).inbox[0].number;
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await.begins();
    luma.says_in_general(ANNA, "/inbox").await;
    luma.says_in_general(ANNA, &format!("/inbox {item}")).await;
    luma.says_in_general(ANNA, &format!("/inbox {item} cause late")).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /inbox
      desk     | (answers 3) The inbox is empty: everything that was said has been looked at.
    09:20:00 Anna in General: /inbox I-2
      desk     | (answers 5) This customer had everything deleted: nothing can be done in their cases any more.
    09:20:00 Anna in General: /inbox I-2 cause late
      desk     | (answers 7) This customer had everything deleted: nothing can be done in their cases any more.
    ");
}
