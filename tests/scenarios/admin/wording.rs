//! `/wording`: texts that customers read are changed, previewed, taken back and compared.

use amends_core::lang::Lang;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, PIOTR, account};

mod files;
mod hostile;
mod languages;
mod long;
mod variants;

impl Luma {
    /// Piotr administers the business.
    async fn worded() -> Self {
        Self::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await
    }

    /// Piotr gives commands at the desk, one after the other.
    async fn words(&mut self, commands: &[&str]) -> &mut Self {
        for command in commands {
            self.says_in_general(PIOTR, command).await;
        }
        self
    }

    /// Somebody starts the bot and wants to read English.
    async fn joins(&mut self, customer: i64) -> &mut Self {
        self.front().starts(customer, None);
        self.settle().await.writes(customer, "/language en").await
    }

    /// How many texts were ever changed.
    fn changed_texts(&self) -> usize {
        self.handle().policy().workspace.wording.all().count()
    }
}

/// A question is reworded in Romanian with a mistake in the placeholder, previewed, saved, seen by
/// the next customer, and rolled back.
/// Shows E39.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_reworded_seen_and_rolled_back() {
    let mut luma = Luma::worded().await;
    luma.begins().writes(DANA, "/language ro").await;
    luma.words(&["/wording set ask ro {helo} Cum v-a plăcut?"]).await;
    luma.words(&["/wording set ask ro {hello} Cum v-a plăcut?"]).await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.words(&["/wording set ask ro {hello} Ei?"]).await;
    luma.taps(DANA, "🙂 Bine").await;
    luma.words(&["/wording history ask ro", "/wording rollback ask ro 1"]).await;
    luma.words(&["/wording show ask ro", "/wording reset ask ro"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /language ro
      Dana     | De acum vă scriem în română.
    09:20:00 Piotr in General: /wording set ask ro {helo} Cum v-a plăcut?
      desk     | (answers 2) {helo} is not a placeholder here. Allowed: {hello}.
    09:20:00 Piotr in General: /wording set ask ro {hello} Cum v-a plăcut?
      desk     | (answers 4) Saved. Preview: Bună ziua, Dana! Cum v-a plăcut?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
                 [Undo]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Bună ziua, Dana! Cum v-a plăcut?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
    09:20:00 Piotr in General: /wording set ask ro {hello} Ei?
      desk     | (answers 6) Saved. Preview: Bună ziua, Dana! Ei?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
                 [Undo]
    09:20:00 Dana presses [🙂 Bine]
               (Dana sees: Mulțumim!)
      Dana     ↻ Cum v-a plăcut?  🙂 Bine
                 Mulțumim, ne bucură mult! Ce am putea face și mai bine? Dacă doriți, scrieți aici.
                 [Schimb răspunsul]
    09:20:00 Piotr in General: /wording history ask ro
      desk     | (answers 8) Versions of ask (ro), the newest first:
                 2 · 09:20 · Piotr: {hello} Ei?
                 1 · 09:20 · Piotr: {hello} Cum v-a plăcut?
                 0 · as it comes with amends
    09:20:00 Piotr in General: /wording rollback ask ro 1
      desk     | (answers 10) Saved. Preview: Bună ziua, Dana! Cum v-a plăcut?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
                 [Undo]
    09:20:00 Piotr in General: /wording show ask ro
      desk     | (answers 12) ask (ro): {hello} Cum v-a plăcut?
                 As it comes with amends: {hello} Cum a fost?
                 Placeholders: {hello}
                 Last change: 09:20, Piotr, version 3.
    09:20:00 Piotr in General: /wording reset ask ro
      desk     | (answers 14) Saved. Preview: Bună ziua, Dana! Cum a fost?
                 [🙂 Bine] [😐 Așa și așa] [🙁 Rău]
                 [Undo]
    ");
}

/// Pressing a button of a preview changes nothing; pressing [Undo] does.
#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_harmless_and_can_be_undone() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set thanks_happy en Lovely, {n}!"]).await;
    luma.words(&["/wording set thanks_happy en Lovely!"])
        .await
        .presses(PIOTR, "Change my answer")
        .await;
    luma.words(&["/wording set ask en How was it?"]).await.presses(PIOTR, "🙁 Not good").await;
    luma.presses(PIOTR, "Undo").await;
    luma.words(&["/wording set sorry_unhappy en Sorry, thank you: {duration}."]).await;
    luma.words(&["/wording set sorry_unhappy en Sorry, thanks! {duration}."]).await;
    let first = luma.message_with(luma.desk, "Sorry, thank you");
    luma.tap_on(PIOTR, luma.desk, first, "Undo").await;
    luma.words(&["/audit 3"]).await;
    assert_eq!(luma.handle().policy().workspace.wording.in_force("ask", Lang::EN), None);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set thanks_happy en Lovely, {n}!
      desk     | (answers 2) {n} is not a placeholder here. This text has none.
    09:20:00 Piotr in General: /wording set thanks_happy en Lovely!
      desk     | (answers 4) Saved. Preview: Lovely!
                 [Change my answer]
                 [Undo]
    09:20:00 Piotr presses [Change my answer]
    09:20:00 Piotr in General: /wording set ask en How was it?
      desk     | (answers 6) Saved. Preview: How was it?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr presses [🙁 Not good]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 6) Undone. wording.ask.en: default
    09:20:00 Piotr in General: /wording set sorry_unhappy en Sorry, thank you: {duration}.
      desk     | (answers 8) Saved. Preview: Sorry, thank you: 10 min.
                 [No reply needed] [Change my answer]
                 [Undo]
    09:20:00 Piotr in General: /wording set sorry_unhappy en Sorry, thanks! {duration}.
      desk     | (answers 10) Saved. Preview: Sorry, thanks! 10 min.
                 [No reply needed] [Change my answer]
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 8) That was changed once more since, so it stays. wording.sorry_unhappy.en: Sorry, thanks! {duration}. (version 2)
    09:20:00 Piotr in General: /audit 3
      desk     | (answers 12) Who changed what, the newest first:
                 09:20 Piotr: wording.sorry_unhappy.en Sorry, thank you: {duration}. → Sorry, thanks! {duration}.
                 09:20 Piotr: wording.sorry_unhappy.en default → Sorry, thank you: {duration}.
                 09:20 Piotr: wording.ask.en How was it? → default
    ");
}

/// What can't be said is refused with what to do instead, and nothing is saved.
/// Shows AT 20.
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_can_not_be_are_refused() {
    let mut luma = Luma::worded().await;
    let long = format!("/wording set btn_yes en {}", "b".repeat(94));
    luma.begins().words(&["/wording set nudge_2 en We pause.", "/wording set aks en How?"]).await;
    luma.words(&[&long, "/wording set ask en {nmae} How?", "/wording set btn_no ro {n}"]).await;
    luma.words(&["/wording set ask en How? And why?", "/wording set ask en How {hello"]).await;
    luma.words(&["/wording set btn_no xx No", "/wording set ask", "/wording set weather en A"])
        .await;
    luma.words(&["/wording set btn_no en", "/wording sett ask en How?"]).await;
    luma.words(&["/wording set btn_no@done en No", "/wording set ask@moon en How?"]).await;
    luma.words(&["/wording list weather", "/wording reset ask ro", "/wording history ask"]).await;
    luma.words(&["/wording rollback ask ro 3", "/wording show", "/wording export xx"]).await;
    luma.words(&["/wording variant btn_no en Nope", "/wording variant sorry_unhappy en Oops"])
        .await;
    luma.words(&["/wording import ro"]).await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set nudge_2 en We pause.
      desk     | (answers 2) {due} is missing: without it customers don't learn when we answer.
    09:20:00 Piotr in General: /wording set aks en How?
      desk     | (answers 4) Unknown key 'aks'. Did you mean ask?
    09:20:00 Piotr in General: /wording set btn_yes en bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      desk     | (answers 6) 94 characters; a button holds 80.
    09:20:00 Piotr in General: /wording set ask en {nmae} How?
      desk     | (answers 8) {nmae} is not a placeholder here. Allowed: {hello}.
    09:20:00 Piotr in General: /wording set btn_no ro {n}
      desk     | (answers 10) {n} is not a placeholder here. This text has none.
    09:20:00 Piotr in General: /wording set ask en How? And why?
      desk     | (answers 12) Two question marks: the survey asks one question. Save anyway: add !
                 [Save anyway]
    09:20:00 Piotr in General: /wording set ask en How {hello
      desk     | (answers 14) The brace at character 5 belongs to no placeholder.
    09:20:00 Piotr in General: /wording set btn_no xx No
      desk     | (answers 16) 'xx' is no language of mine. I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /wording set ask
      desk     | (answers 18) Answer this message with the new text of ask (en). It says now:
                 {hello} How did we do just now?
                 Placeholders: {hello}
    09:20:00 Piotr in General: /wording set weather en A
      desk     | (answers 20) Unknown key 'weather'. See /wording list.
    09:20:00 Piotr in General: /wording set btn_no en
      desk     | (answers 22) Answer this message with the new text of btn_no (en). It says now:
                 No
    09:20:00 Piotr in General: /wording sett ask en How?
      desk     | (answers 24) I don't know /wording sett. There are list, show, set, variant, reset, history, rollback, export, import.
    09:20:00 Piotr in General: /wording set btn_no@done en No
      desk     | (answers 26) btn_no is the same everywhere: only questions, and what is said straight after the tap, can differ.
    09:20:00 Piotr in General: /wording set ask@moon en How?
      desk     | (answers 28) I can't read '@moon'. Write @topic, @done, @link, @customer, @webhook, @manual, or @place:till2.
    09:20:00 Piotr in General: /wording list weather
      desk     | (answers 30) I don't know the group 'weather'. There are question, answer, recommend, service, recovery, verdict, gifts, board, menu, units.
    09:20:00 Piotr in General: /wording reset ask ro
      desk     | (answers 32) ask (ro) was never changed.
    09:20:00 Piotr in General: /wording history ask
      desk     | (answers 34) ask (en) was never changed.
    09:20:00 Piotr in General: /wording rollback ask ro 3
      desk     | (answers 36) ask (ro) was never changed.
    09:20:00 Piotr in General: /wording show
      desk     | (answers 38) Write /wording show ask ro
    09:20:00 Piotr in General: /wording export xx
      desk     | (answers 40) I don't know the language 'xx'. Write its code, such as fr – three letters only where there are no two, such as kea.
    09:20:00 Piotr in General: /wording variant btn_no en Nope
      desk     | (answers 42) Variants are for questions and thanks_happy: btn_no has none.
    09:20:00 Piotr in General: /wording variant sorry_unhappy en Oops
      desk     | (answers 44) sorry_unhappy says sorry: an apology has no variants.
    09:20:00 Piotr in General: /wording import ro
      desk     | (answers 46) Send the file with /wording import ro under it, or answer the message that has it with /wording import ro. On Discord /wording import also has a field for the file.
    ");
}

/// What should not be said is saved, and told.
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_should_not_be_are_told() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set sorry_unhappy en Somebody comes within {duration}."]).await;
    luma.words(&["/wording set stop_ack en That is our policy. As soon as possible!"]).await;
    luma.words(&["/wording set btn_yes en Yes, of course, with the greatest joy"]).await;
    luma.words(&["/wording set ask en How? And why?"]).await.presses(PIOTR, "Save anyway").await;
    luma.words(&["/wording set ask_visit en ! How? And why?"]).await;
    luma.words(&["/wording set ask en How? And why?"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set sorry_unhappy en Somebody comes within {duration}.
      desk     | (answers 2) Saved. Preview: Somebody comes within 10 min.
                 The apology is gone from sorry_unhappy – keep it?
                 The thanks are gone from sorry_unhappy – keep them?
                 [No reply needed] [Change my answer]
                 [Undo]
    09:20:00 Piotr in General: /wording set stop_ack en That is our policy. As soon as possible!
      desk     | (answers 4) Saved. Preview: That is our policy. As soon as possible!
                 'policy' sounds like the rule book.
                 'as soon as possible' promises nothing: say by when.
                 [Undo]
    09:20:00 Piotr in General: /wording set btn_yes en Yes, of course, with the greatest joy
      desk     | (answers 6) Saved. Preview: Yes, of course, with the greatest joy
                 37 characters: narrow screens cut a button after 28.
                 [Undo]
    09:20:00 Piotr in General: /wording set ask en How? And why?
      desk     | (answers 8) Two question marks: the survey asks one question. Save anyway: add !
                 [Save anyway]
    09:20:00 Piotr presses [Save anyway]
      desk     ↻ (answers 8) Saved. Preview: How? And why?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording set ask_visit en ! How? And why?
      desk     | (answers 10) Saved. Preview: How? And why?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording set ask en How? And why?
      desk     | (answers 12) Two question marks: the survey asks one question. Save anyway: add !
                 [Save anyway]
    ");
}

/// Everything there is can be seen.
#[tokio::test(flavor = "multi_thread")]
async fn texts_are_listed_and_shown() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording", "/wording list", "/wording list verdict"]).await;
    luma.words(&["/wording set btn_right_no en Nope", "/wording list verdict", "/wording list"])
        .await;
    luma.words(&["/wording show btn_right_no", "/wording show promise de"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording
      desk     | (answers 2) Every text that customers read is yours to change.
                 /wording list – what there is · /wording list recovery
                 /wording show ask ro
                 /wording set ask ro {hello} Cum v-a plăcut?
                 Long texts: /wording set ask ro – then I ask for the words
                 After contacts of one kind: ask@done – done, topic, link, customer, webhook, manual. At one place: ask@place:till2.
                 /wording variant ask ro … – customers are split evenly; /wording show ask ro tells which is answered more happily
                 /wording reset ask ro · /wording history ask ro · /wording rollback ask ro 3
                 /wording export ro · /wording import ro under a file, or as the answer to one
                 30 versions of each text are kept, 5 variants, 512 KB in all.
    09:20:00 Piotr in General: /wording list
      desk     | (answers 4) question (23) · answer (30) · recommend (5) · service (25) · recovery (32) · verdict (12) · gifts (19) · board (7) · menu (11) · units (4). Write /wording list recovery.
                 Nothing is changed so far.
    09:20:00 Piotr in General: /wording list verdict
      desk     | (answers 6) Texts in en; * is changed:
                 reask: {staff}: done – {what}. Did we put it right?
                 reask_prevent: {what}; from now on: {prevent}
                 btn_right_yes: 🙂 Yes, all good
                 btn_right_partly: 😐 Partly
                 btn_right_no: 🙁 No
                 right_yes: Thank you for giving us the chance to put it ri…
                 right_partly: Thank you – then we’re not finished. What’s sti…
                 right_no: Then we haven’t done it yet, and we’re sorry. N…
                 cause_fixed: {hello} You told us about “{topic}”. It’s fixed…
                 sorry_first: {hello} We got something wrong: {what}. You did…
                 sorry_gift: And this is on us: {gift}
                 btn_need_help: I need help
    09:20:00 Piotr in General: /wording set btn_right_no en Nope
      desk     | (answers 8) Saved. Preview: Nope
                 [Undo]
    09:20:00 Piotr in General: /wording list verdict
      desk     | (answers 10) Texts in en; * is changed:
                 reask: {staff}: done – {what}. Did we put it right?
                 reask_prevent: {what}; from now on: {prevent}
                 btn_right_yes: 🙂 Yes, all good
                 btn_right_partly: 😐 Partly
                 btn_right_no*: Nope
                 right_yes: Thank you for giving us the chance to put it ri…
                 right_partly: Thank you – then we’re not finished. What’s sti…
                 right_no: Then we haven’t done it yet, and we’re sorry. N…
                 cause_fixed: {hello} You told us about “{topic}”. It’s fixed…
                 sorry_first: {hello} We got something wrong: {what}. You did…
                 sorry_gift: And this is on us: {gift}
                 btn_need_help: I need help
    09:20:00 Piotr in General: /wording list
      desk     | (answers 12) question (23) · answer (30) · recommend (5) · service (25) · recovery (32) · verdict (12) · gifts (19) · board (7) · menu (11) · units (4). Write /wording list recovery.
                 Changed so far: btn_right_no en
    09:20:00 Piotr in General: /wording show btn_right_no
      desk     | (answers 14) btn_right_no (en): Nope
                 As it comes with amends: 🙁 No
                 Last change: 09:20, Piotr, version 1.
    09:20:00 Piotr in General: /wording show promise de
      desk     | (answers 16) promise (de): Unser Versprechen: {what} – bis {due}.
                 That is how it comes with amends.
                 Placeholders: {what}, {due}
    ");
}

/// A place or a source has its own words.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_has_its_own_words() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set ask@place:till2 en How was till two?"]).await;
    luma.words(&["/wording set ask@webhook en {hello} How was the order?"]).await;
    luma.words(&["/wording set thanks_happy@place:till2 en Till two says thanks!"]).await;
    luma.contact_ends_with(DANA, "Order 118", |contact| contact.place = Some("Till 2".to_owned()))
        .await;
    luma.taps(DANA, "🙂 Good").await.joins(CEM).await;
    luma.contact_ends(CEM, "Order 119").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set ask@place:till2 en How was till two?
      desk     | (answers 2) Saved. Preview: How was till two?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording set ask@webhook en {hello} How was the order?
      desk     | (answers 4) Saved. Preview: Hi Dana! How was the order?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    09:20:00 Piotr in General: /wording set thanks_happy@place:till2 en Till two says thanks!
      desk     | (answers 6) Saved. Preview: Till two says thanks!
                 [Change my answer]
                 [Undo]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | How was till two?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ How was till two?  🙂 Good
                 Till two says thanks!
                 [Change my answer]
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    09:20:00 Cem: /language en
      Cem      | We’ll write in English from now on.
    09:20:00 ⟶ contact ended: Order 119 → planned
      Cem      | Hi Cem! How was the order?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// What was changed holds for every text and button, and after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_text_holds_after_a_restart() {
    let mut luma = Luma::worded().await;
    luma.words(&["/wording set btn_unhappy en 🙁 Bad", "/wording set tap_ack en Noted!"]).await;
    luma.words(&[
        "/wording set unit_min en {n} minutes",
        "/wording set hello_named en Hey {name},",
    ])
    .await;
    luma.service_is_killed().await;
    luma.begins().service_comes_back().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Bad").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service starts again
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hey Dana, How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Bad]
    09:20:00 Dana presses [🙁 Bad]
               (Dana sees: Noted!)
      Dana     ↻ How did we do just now?  🙁 Bad
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 minutes. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// Texts are for admins alone.
#[tokio::test(flavor = "multi_thread")]
async fn texts_are_for_admins_alone() {
    let mut luma = Luma::worded().await;
    luma.begins().says_in_general(ANNA, "/wording set ask en How?").await;
    luma.writes(DANA, "/wording set ask en How?").await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @r#"
    09:20:00 Anna in General: /wording set ask en How?
      desk     | (answers 2) That's for admins. You are: agent.
    09:20:00 Dana: /wording set ask en How?
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "/wording set ask en How?"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    "#);
}

/// Who may press is looked up when it is pressed.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_taken_back_by_admins_alone() {
    only_on!(Telegram, "elsewhere nobody else sees the button");
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording set btn_yes en Yes!"]).await;
    luma.presses(ANNA, "Undo").await;
    let policy = luma.handle().policy();
    assert_eq!(policy.workspace.wording.in_force("btn_yes", Lang::EN), Some("Yes!"));
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set btn_yes en Yes!
      desk     | (answers 2) Saved. Preview: Yes!
                 [Undo]
    09:20:00 Anna presses [Undo]
               (Anna sees: That's for admins. You are: agent.)
    ");
}

/// Only whoever was asked insists; another admin is told so, and what stands there stays.
#[tokio::test(flavor = "multi_thread")]
async fn only_whoever_was_asked_insists() {
    only_on!(Telegram, "elsewhere nobody else sees the answer to a command");
    let admins = vec![account(PIOTR), account(KATRIN)];
    let mut luma = Luma::opens_with(|workspace| workspace.admins = admins).await;
    luma.begins().sets(&["/wording set ask en {hello} Was it good? Really?"]).await;
    luma.presses(KATRIN, "Save anyway").await;
    assert!(luma.handle().policy().workspace.changes.is_empty());
    luma.presses(PIOTR, "Save anyway").await;
    assert_eq!(luma.handle().policy().workspace.changes.len(), 1);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set ask en {hello} Was it good? Really?
      desk     | (answers 2) Two question marks: the survey asks one question. Save anyway: add !
                 [Save anyway]
    09:20:00 Katrin presses [Save anyway]
               (Katrin sees: That is for Piotr alone, who was asked. Give the command yourself.)
    09:20:00 Piotr presses [Save anyway]
      desk     ↻ (answers 2) Saved. Preview: Hi Dana! Was it good? Really?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    ");
}
