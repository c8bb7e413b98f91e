//! The transcript of a case, for somebody senior (`/transcript`).

use amends_core::transcript::{self, Format};
use amends_storage::port::Store;
use amends_wording::Phrasebook;

use crate::luma::{ANNA, DANA, KATRIN, Kind, Luma, PIOTR, account};

/// Both files of the newest transcript, as they are sent.
fn files(luma: &Luma, case: amends_core::ids::CaseNumber) -> [String; 2] {
    let customer = luma.customer(DANA);
    let journal = luma.store.journal(1, 10_000).unwrap();
    let said = journal.into_iter().flat_map(|entry| {
        let at = entry.at;
        entry.facts.into_iter().map(move |fact| (at, fact))
    });
    let policy = luma.handle().policy();
    let case = customer.case(case).unwrap();
    let transcript = transcript::of(&policy, &customer, case, said);
    Format::ALL.map(|format| Phrasebook::new().transcript(&transcript, format))
}

/// Ids that a platform makes of the time are another each time.
fn without_ids(text: &str) -> String {
    let is_long = |word: &str| 15 <= word.len() && word.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.split_inclusive(|letter: char| !letter.is_ascii_digit());
    let parts = parts.map(|part| {
        let digits = part.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        if is_long(digits) { format!("…{}", &part[digits.len()..]) } else { part.to_owned() }
    });
    parts.collect()
}

/// Seniors get what was said and done as a page and as text, in private; notes are marked, what
/// customers write is words and never a part of the page, and who took it is written down.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_had_as_files() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.is_unhappy().await;
    luma.writes(DANA, "<script>alert('cold soup')</script> & \"worse\"").await;
    luma.sends(DANA, Kind::Photo, "look").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await.says(ANNA, "// the cook was new").await;
    luma.says(ANNA, "/promise 09:40 your dish on the table").await.starts(KATRIN).await;
    luma.begins();
    luma.says(ANNA, "/transcript").await.says(KATRIN, "/transcript").await;
    luma.says_in_general(KATRIN, "/transcript R-4711").await;
    luma.says_in_general(PIOTR, "/audit 1").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /transcript
      R-1001   | (answers 12) That's for seniors. You are: agent.
    09:20:00 Katrin at the desk: /transcript
      Katrin   | (Document) Everything that was said and done in R-1001. It goes when the customer is forgotten; whoever keeps a copy answers for it.
      Katrin   | (Document) Everything that was said and done in R-1001. It goes when the customer is forgotten; whoever keeps a copy answers for it.
      R-1001   | (answers 14) The transcript of R-1001 comes to you in private, as a page and as text. The audit trail says that you took it.
    09:20:00 Katrin in General: /transcript R-4711
      desk     | (answers 16) I can't find R-4711.
    09:20:00 Piotr in General: /audit 1
      desk     | (answers 18) Who changed what, the newest first:
                 09:20 Katrin: transcript R-1001
    ");
    let [page, text] = files(&luma, amends_core::ids::CaseNumber(1001));
    assert!(!page.contains("<script>") && page.contains("&#60;script&#62;"), "{page}");
    assert!(text.contains("internal note by Anna: the cook was new"), "{text}");
    assert_shown!(without_ids(&text), @r#"
    Luma Café: R-1001
    Customer: Dana
    Contact: Order 118
    Times of the clock in UTC
    Notes are internal: the customer never saw them. Pictures and files stand where they were sent.

    2026-11-16 09:20:00  – opened: unhappy answer
    2026-11-16 09:20:00  – Anna took it
    2026-11-16 09:20:00  – first word by Anna
    2026-11-16 09:20:00  internal note by Anna: the cook was new
    2026-11-16 09:20:00  – Anna promised: your dish on the table
    2026-11-16 09:20:00  Dana: <script>alert('cold soup')</script> & "worse"
    2026-11-16 09:20:00  Dana: [picture] [message telegram 7/6] look
    2026-11-16 09:20:00  Anna: Dana, I’m sorry.
    "#);
}

/// Whoever is forgotten takes along the transcript too.
/// Shows INV 21.
#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_goes_with_its_customer() {
    let mut luma = Luma::talking().await;
    luma.starts(KATRIN).await.says(KATRIN, "/transcript").await;
    let before = luma.said_in(KATRIN).len();
    luma.writes(DANA, "/forget").await.taps(DANA, "Yes").await;
    assert_eq!(luma.said_in(KATRIN).len() + 2, before, "both files are gone");
}
