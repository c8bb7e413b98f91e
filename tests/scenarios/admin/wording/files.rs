//! Texts leave and come in as a file.

use crate::luma::{ANNA, DANA, Line, Luma, PIOTR};

impl Luma {
    /// Piotr sends a file at the desk.
    pub(super) async fn sends_file(&mut self, text: &str, caption: &str) -> &mut Self {
        let line = Line::file("texts.toml", text, caption);
        let place = self.back_mut().calls_out(PIOTR, line);
        self.note(&format!("Piotr sends texts.toml “{caption}”{place}"));
        self.settle().await
    }

    /// Piotr gives a command with a file, as the platform has it.
    async fn hands_over(&mut self, bytes: &[u8], command: &str) -> &mut Self {
        let place = self.back_mut().hands_over(PIOTR, ("texts.toml", bytes), command);
        self.note(&format!("Piotr gives {command} with texts.toml{place}"));
        self.settle().await
    }
}

/// A file is taken as a whole; the next customer reads it.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_in() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording export en"]).await;
    let texts = "ask = \"{hello} How was it?\"\nbtn_happy = \"🙂 Lovely\"\n\
                 sorry_unhappy = \"Somebody comes within {duration}.\"\n";
    luma.sends_file(texts, "/wording import en").await;
    luma.sends_file(texts, "/wording import en").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Lovely").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording export en
      desk     | (answers 2) (Document) Every text in en. Change it, and send the file back with /wording import en: under it, or on Discord in the command's own field.
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 4) Saved 3 texts in en.
                 sorry_unhappy: The apology is gone from sorry_unhappy – keep it?
                 sorry_unhappy: The thanks are gone from sorry_unhappy – keep them?
                 [Undo]
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 6) Nothing in it differs from what is in force.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How was it?
                 [🙂 Lovely] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Lovely]
               (Dana sees: Thank you!)
      Dana     ↻ How was it?  🙂 Lovely
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// A file with mistakes changes nothing, and all of them are told.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_mistakes_changes_nothing() {
    let mut luma = Luma::worded().await;
    let texts = "btn_happy = \"🙂 Lovely\"\naks = \"How?\"\nnudge_2 = \"We pause.\"\n\
                 ask = \"How? Why?\"\nbtn_no = 7\n\"btn_no@done\" = \"No\"\n";
    luma.begins().sends_file(texts, "/wording import en").await;
    luma.sends_file("ask = ", "/wording import en").await;
    luma.sends_file("language = \"xx\"\nask = \"A?\"", "/wording import").await;
    luma.sends_file("ask = \"A?\"", "/wording import").await;
    luma.sends_file("ask = \"A?\"", "/wording import xx").await;
    luma.sends_file("# nothing", "/wording import en").await;
    luma.sends_file(&"#".repeat(300 * 1_024), "/wording import en").await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @r#"
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 2) Nothing was changed. Put these right first:
                 aks: Unknown key 'aks'. Did you mean ask?
                 ask: Two question marks: the survey asks one question. Save anyway: add !
                 btn_no: There is nothing to say.
                 btn_no@done: btn_no is the same everywhere: only questions, and what is said straight after the tap, can differ.
                 nudge_2: {due} is missing: without it customers don't learn when we answer.
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 4) I couldn't read line 1 of that file. Write: ask = "…". Nothing was changed.
    09:20:00 Piotr sends texts.toml “/wording import” in General
      desk     | (answers 6) I don't know the language 'xx'. Write its code, such as fr – three letters only where there are no two, such as kea.
    09:20:00 Piotr sends texts.toml “/wording import” in General
      desk     | (answers 8) Write /wording import ro, with the language of the file, and send the file again
    09:20:00 Piotr sends texts.toml “/wording import xx” in General
      desk     | (answers 10) I don't know the language 'xx'. Write its code, such as fr – three letters only where there are no two, such as kea.
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 12) There is no text in that file. Nothing was changed.
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 14) That file is too large: texts take 256 KB at most. Nothing was changed.
    "#);
}

/// A file of somebody who is no admin is not even fetched.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_admins_alone() {
    let mut luma = Luma::worded().await;
    let line = Line::file("texts.toml", "ask = \"A?\"", "/wording import en");
    luma.begins().back_mut().calls_out(ANNA, line);
    luma.settle().await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"  desk     | (answers 2) That's for admins. You are: agent.");
}

/// What a file replaced comes back with one press; what was set since stays, and is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_back() {
    let mut luma = Luma::worded().await;
    luma.words(&["/wording set btn_happy en 🙂 Super"]).await;
    let texts = "ask = \"{hello} How was it?\"\nbtn_happy = \"🙂 Lovely\"\n\
                 tap_ack = \"Noted!\"\n";
    luma.begins().sends_file(texts, "/wording import en").await;
    let first = luma.message_with(luma.desk, "Saved 3 texts");
    luma.words(&["/wording set tap_ack en Thanks!"]).await;
    luma.tap_on(PIOTR, luma.desk, first, "Undo").await;
    luma.words(&["/audit 2"]).await;
    luma.sends_file("btn_no = \"Nope\"", "/wording import en").await;
    let second = luma.message_with(luma.desk, "Saved one text");
    luma.words(&["/wording reset btn_no en"]).await;
    luma.tap_on(PIOTR, luma.desk, second, "Undo").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Super").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 4) Saved 3 texts in en.
                 [Undo]
    09:20:00 Piotr in General: /wording set tap_ack en Thanks!
      desk     | (answers 6) Saved. Preview: Thanks!
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) Undone. 2 texts are as they were before that file.
                 Changed once more since, so they stay: tap_ack en
    09:20:00 Piotr in General: /audit 2
      desk     | (answers 8) Who changed what, the newest first:
                 09:20 Piotr: wording.btn_happy.en 🙂 Lovely → 🙂 Super
                 09:20 Piotr: wording.ask.en {hello} How was it? → default
    09:20:00 Piotr sends texts.toml “/wording import en” in General
      desk     | (answers 10) Saved one text in en.
                 [Undo]
    09:20:00 Piotr in General: /wording reset btn_no en
      desk     | (answers 12) Saved. Preview: No
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 10) All texts of that file were changed once more since, so they stay.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Super] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Super]
               (Dana sees: Thanks!)
      Dana     ↻ How did we do just now?  🙂 Super
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// A file is given with the command: under it on Telegram, in its field on Discord, where nobody else
/// reads the answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_with_the_command() {
    let mut luma = Luma::worded().await;
    let texts = "btn_happy = \"🙂 Lovely\"\ntap_ack = \"Noted!\"\n";
    luma.begins().hands_over(texts.as_bytes(), "/wording import en").await;
    assert_eq!(luma.changed_texts(), 2);
    let saved = luma.message_with(luma.desk, "Saved 2 texts");
    luma.tap_on(PIOTR, luma.desk, saved, "Undo").await;
    luma.hands_over(b"language = \"en\"\nbtn_no = \"Nope\"", "/wording import").await;
    luma.words(&["/wording show btn_no en"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr gives /wording import en with texts.toml in General
      desk     | (answers 2) Saved 2 texts in en.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 2) Undone. 2 texts are as they were before that file.
    09:20:00 Piotr gives /wording import with texts.toml in General
      desk     | (answers 4) Saved one text in en.
                 [Undo]
    09:20:00 Piotr in General: /wording show btn_no en
      desk     | (answers 6) btn_no (en): Nope
                 As it comes with amends: No
                 Last change: 09:20, Piotr, version 1.
    ");
}

/// What can't be taken in says why, and changes nothing: no file, too much, no text, a key that nobody
/// knows beside one that is known.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_taken_in_says_why() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/wording import ro"]).await;
    luma.hands_over(&vec![b'#'; 300 * 1_024], "/wording import en").await;
    luma.hands_over(b"\xff\xfe\x00", "/wording import en").await;
    luma.hands_over(b"btn_happy = \"Yes\"\naks = \"How?\"", "/wording import en").await;
    luma.hands_over(b"ask = \"A?\"", "/wording import").await;
    luma.replies_in_general(PIOTR, "Write /wording", "/wording import en").await;
    assert_eq!(luma.changed_texts(), 0);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording import ro
      desk     | (answers 2) Send the file with /wording import ro under it, or answer the message that has it with /wording import ro. On Discord /wording import also has a field for the file.
    09:20:00 Piotr gives /wording import en with texts.toml in General
      desk     | (answers 4) That file is too large: texts take 256 KB at most. Nothing was changed.
    09:20:00 Piotr gives /wording import en with texts.toml in General
      desk     | (answers 6) I couldn't read that file: it must be text, as /wording export gives it. Nothing was changed.
    09:20:00 Piotr gives /wording import en with texts.toml in General
      desk     | (answers 8) Nothing was changed. Put these right first:
                 aks: Unknown key 'aks'. Did you mean ask?
    09:20:00 Piotr gives /wording import with texts.toml in General
      desk     | (answers 10) Write /wording import ro, with the language of the file, and send the file again
    09:20:00 Piotr answers “Write /wording” in General: /wording import en
      desk     | (answers 12) Send the file with /wording import ro under it, or answer the message that has it with /wording import ro. On Discord /wording import also has a field for the file.
    ");
}

/// A file that stands there already is taken in by answering it, at the desk and in private.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_in_by_answering_it() {
    let mut luma = Luma::worded().await;
    luma.begins().sends_file("btn_happy = \"🙂 Lovely\"", "the new words").await;
    luma.replies_in_general(PIOTR, "the new words", "/wording import en").await;
    luma.sends_file("aks = \"How?\"", "with a slip").await;
    luma.replies_in_general(PIOTR, "with a slip", "/wording import lang:en").await;
    luma.back().starts(PIOTR, None);
    luma.settle().await;
    luma.writes(PIOTR, "/wording export en").await;
    let file = luma.message_with(PIOTR, "Every text in en");
    luma.note("Piotr answers it in private: /wording import en");
    luma.puts(PIOTR, PIOTR, Line::text("/wording import en").replying_to(file)).await;
    assert_eq!(luma.changed_texts(), 1);
    // It is not for those who administer nothing.
    luma.replies_in_general(ANNA, "the new words", "/wording import en").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr sends texts.toml “the new words” in General
    09:20:00 Piotr answers “the new words” in General: /wording import en
      desk     | (answers 3) Saved one text in en.
                 [Undo]
    09:20:00 Piotr sends texts.toml “with a slip” in General
    09:20:00 Piotr answers “with a slip” in General: /wording import lang:en
      desk     | (answers 6) Nothing was changed. Put these right first:
                 aks: Unknown key 'aks'. Did you mean ask?
      Piotr    | Dzień dobry, Piotr! Jestem botem Luma Café od opinii. Po kontakcie z nami zadaję jedno krótkie pytanie, a jeśli coś poszło nie tak, zajmie się tym człowiek. Coś jest nie tak już teraz? /complain
    09:20:00 Piotr: /wording export en
      Piotr    | (answers 5) (Document) Every text in en. Change it, and send the file back with /wording import en: under it, or on Discord in the command's own field.
    09:20:00 Piotr answers it in private: /wording import en
      Piotr    | (answers 7) Nothing in it differs from what is in force.
    09:20:00 Anna answers “the new words” in General: /wording import en
      desk     | (answers 8) That's for admins. You are: agent.
    ");
}
