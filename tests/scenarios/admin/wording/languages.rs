//! A language that does not come with amends.

use amends_core::event::Known;

use crate::luma::{DANA, Luma, PIOTR};

/// Who reads French.
const MANON: i64 = 21;

fn french(known: &mut Known) {
    known.language = Some("fr".to_owned());
}

/// Admins add a language with a file of texts; customers who speak it are asked in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_sixth_language_is_added() {
    let mut luma = Luma::worded().await;
    luma.welcomes(MANON, "Manon", "fr").await;
    luma.begins().words(&["/wording set ask fr Comment c’était ?", "/language default fr"]).await;
    let texts = "ask = \"{hello} Comment c’était ?\"\nhello_named = \"Bonjour {name},\"\n\
                 btn_happy = \"🙂 Très bien\"\nthanks_happy = \"Merci, {business} est ravi !\"\n";
    luma.sends_file(texts, "/wording import qq").await;
    luma.sends_file(&texts.replace(", {business}", ", {bussiness}"), "/wording import fr").await;
    assert_eq!(luma.changed_texts(), 0);
    let texts = texts.replace(", {business} est ravi !", " !");
    luma.sends_file(&texts, "/wording import fr").await;
    luma.contact_ends_known(MANON, "Order 118", |_| (), french)
        .await
        .taps(MANON, "🙂 Très bien")
        .await;
    luma.contact_ends(DANA, "Order 119").await;
    luma.words(&["/language offer en,ro", "/language offer en,ro,fr", "/language offer all"]).await;
    luma.words(&["/wording set btn_neutral fr 😐 Moyen", "/wording show btn_neutral fr"]).await;
    luma.words(&["/wording reset hello_named fr", "/language offer xx"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording set ask fr Comment c’était ?
      desk     | (answers 2) 'fr' is no language of mine. I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /language default fr
      desk     | (answers 4) I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr sends texts.toml “/wording import qq” in General
      desk     | (answers 6) I don't know the language 'qq'. Write its code, such as fr – three letters only where there are no two, such as kea.
    09:20:00 Piotr sends texts.toml “/wording import fr” in General
      desk     | (answers 8) Nothing was changed. Put these right first:
                 thanks_happy: {bussiness} is not a placeholder here. This text has none.
    09:20:00 Piotr sends texts.toml “/wording import fr” in General
      desk     | (answers 10) Saved 4 texts in fr.
                 4 of 168 texts are in fr now: customers read the others in English.
                 [Undo]
    09:20:00 ⟶ contact ended: Order 118 → planned
      somebody | Bonjour Manon, Comment c’était ?
                 [🙂 Très bien] [😐 So-so] [🙁 Not good]
    09:20:00 somebody presses [🙂 Très bien]
               (somebody sees: Thank you!)
      somebody ↻ Comment c’était ?  🙂 Très bien
                 Merci !
                 [Change my answer]
    09:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr in General: /language offer en,ro
      desk     | (answers 12) Saved. Languages that customers are offered: en, ro.
                 [Undo]
    09:20:00 Piotr in General: /language offer en,ro,fr
      desk     | (answers 14) Saved. Languages that customers are offered: en, ro, fr.
                 [Undo]
    09:20:00 Piotr in General: /language offer all
      desk     | (answers 16) Saved. Languages that customers are offered: all.
                 [Undo]
    09:20:00 Piotr in General: /wording set btn_neutral fr 😐 Moyen
      desk     | (answers 18) Saved. Preview: 😐 Moyen
                 [Undo]
    09:20:00 Piotr in General: /wording show btn_neutral fr
      desk     | (answers 20) btn_neutral (fr): 😐 Moyen
                 As it comes with amends: 😐 So-so
                 Last change: 09:20, Piotr, version 1.
    09:20:00 Piotr in General: /wording reset hello_named fr
      desk     | (answers 22) Saved. Preview: Hi Dana!
                 [Undo]
    09:20:00 Piotr in General: /language offer xx
      desk     | (answers 24) I speak en, ru, ro, de, pl, fr. Add another with /wording import.
    ");
}

/// A language that customers are not offered yet is told with the command that offers it, and taking
/// the file back takes the language away.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_language_is_not_offered_unasked() {
    let mut luma = Luma::worded().await;
    luma.begins().words(&["/language offer en,ro"]).await;
    luma.sends_file("language = \"fr\"\nask = \"{hello} Ça va ?\"", "/wording import").await;
    let file = luma.message_with(luma.desk, "Saved one text");
    luma.words(&["/language offer en,ro,fr", "/language default fr"]).await;
    luma.contact_ends(DANA, "Order 118").await;
    luma.tap_on(PIOTR, luma.desk, file, "Undo").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /language offer en,ro
      desk     | (answers 2) Saved. Languages that customers are offered: en, ro.
                 [Undo]
    09:20:00 Piotr sends texts.toml “/wording import” in General
      desk     | (answers 4) Saved one text in fr.
                 1 of 168 texts are in fr now: customers read the others in English.
                 Customers are not offered fr yet: /language offer en,ro,fr
                 [Undo]
    09:20:00 Piotr in General: /language offer en,ro,fr
      desk     | (answers 6) Saved. Languages that customers are offered: en, ro, fr.
                 [Undo]
    09:20:00 Piotr in General: /language default fr
      desk     | (answers 8) Saved. Customers whose language isn't known read fr.
                 [Undo]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) Undone. One text is as it was before that file.
                 Customers whose language isn't known read fr, which has no texts any more, so they read English: /language default en
    ");
}

/// Customers are offered the languages that an admin chose.
#[tokio::test(flavor = "multi_thread")]
async fn languages_are_offered() {
    let mut luma = Luma::worded().await;
    luma.begins()
        .words(&["/language offer ro,ru", "/language offer xx", "/language offer ro,ru,en"])
        .await;
    luma.words(&["/language default xx", "/language default de"]).await;
    luma.words(&["/language offer ro, en"]).await;
    luma.writes(DANA, "/language pl").await.writes(DANA, "/language ro").await;
    luma.words(&["/language default en", "/language offer all"]).await;
    luma.writes(DANA, "/language pl").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /language offer ro,ru
      desk     | (answers 2) Customers whose language isn’t known read en: it must be among them. Change it first with /language default.
    09:20:00 Piotr in General: /language offer xx
      desk     | (answers 4) I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /language offer ro,ru,en
      desk     | (answers 6) Saved. Languages that customers are offered: en, ru, ro.
                 [Undo]
    09:20:00 Piotr in General: /language default xx
      desk     | (answers 8) I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /language default de
      desk     | (answers 10) Saved. Customers whose language isn't known read de.
                 [Undo]
    09:20:00 Piotr in General: /language offer ro, en
      desk     | (answers 12) Customers whose language isn’t known read de: it must be among them. Change it first with /language default.
    09:20:00 Dana: /language pl
      Dana     | We’ll write in English from now on.
    09:20:00 Dana: /language ro
      Dana     | De acum vă scriem în română.
    09:20:00 Piotr in General: /language default en
      desk     | (answers 14) Saved. Customers whose language isn't known read en.
                 [Undo]
    09:20:00 Piotr in General: /language offer all
      desk     | (answers 16) Saved. Languages that customers are offered: all.
                 [Undo]
    09:20:00 Dana: /language pl
      Dana     | Od teraz piszemy po polsku.
    ");
}
