//! What goes wrong, who sees to it, and how it was fixed.

use amends_core::catalogue::Stage;

use super::visible;
use crate::luma::{ANNA, Luma, PIOTR};

/// A cause goes from noted to fixed, step by step, and back by one press.
#[tokio::test(flavor = "multi_thread")]
async fn a_cause_is_named_owned_and_fixed() {
    let mut luma = Luma::administered().await;
    let stage = |luma: &Luma| luma.rules().catalogue.causes[0].stage();
    assert_eq!(stage(&luma), Stage::Noted);
    luma.begins().sets(&["/cause public late \"Food came late\""]).await;
    assert_eq!(stage(&luma), Stage::Named);
    luma.sets(&["/cause own late @katrin 30.11."]).await;
    assert_eq!(stage(&luma), Stage::Owned);
    luma.sets(&["/cause fixing late"]).await;
    assert_eq!(stage(&luma), Stage::Fixing);
    luma.sets(&["/cause fixed late orders are read back"]).await;
    assert_eq!(stage(&luma), Stage::Fixed);
    luma.presses(PIOTR, "Undo").await;
    assert_eq!(stage(&luma), Stage::Fixing);
    luma.sets(&["/cause list", "/cause public late off", "/audit 3"]).await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Piotr in General: /cause public late "Food came late"
      desk     | (answers 2) Saved. late: named, “Food came late”
                 [Undo]
    09:20:00 Piotr in General: /cause own late @katrin 30.11.
      desk     | (answers 4) Saved. late: owned, “Food came late”, Katrin by 30.11.2026
                 [Undo]
    09:20:00 Piotr in General: /cause fixing late
      desk     | (answers 6) Saved. late: being fixed, “Food came late”, Katrin by 30.11.2026
                 [Undo]
    09:20:00 Piotr in General: /cause fixed late orders are read back
      desk     | (answers 8) Saved. late: fixed, “Food came late”, Katrin by 30.11.2026, orders are read back
                 Nobody complained of it who could be told.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 8) Undone. cause.late: public "Food came late", own @Katrin 30.11.2026, fixing
    09:20:00 Piotr in General: /cause list
      desk     | (answers 10) What goes wrong, and where it stands:
                 late: being fixed, “Food came late”, Katrin by 30.11.2026
                 not_as_ordered: noted
                 turned_away: noted
                 refused: noted
                 rude: noted
                 quality: noted
                 price: noted
                 unreachable: noted
                 unclear: noted
                 other: noted
    09:20:00 Piotr in General: /cause public late off
      desk     | (answers 12) Saved. late: being fixed, Katrin by 30.11.2026
                 [Undo]
    09:20:00 Piotr in General: /audit 3
      desk     | (answers 14) Who changed what, the newest first:
                 09:20 Piotr: cause.late public "Food came late", own @Katrin 30.11.2026, fixing → own @Katrin 30.11.2026, fixing
                 09:20 Piotr: cause.late public "Food came late", own @Katrin 30.11.2026, fixed orders are read back → public "Food came late", own @Katrin 30.11.2026, fixing
                 09:20 Piotr: cause.late public "Food came late", own @Katrin 30.11.2026, fixing → public "Food came late", own @Katrin 30.11.2026, fixed orders are read back
    "#);
}

/// New causes are noted, unless there is one like them.
#[tokio::test(flavor = "multi_thread")]
async fn similar_causes_are_suggested() {
    let mut luma = Luma::administered().await;
    let count = |luma: &Luma| luma.rules().catalogue.causes.len();
    luma.begins().sets(&["/cause new wrong address label"]).await;
    luma.sets(&["/cause new address unknown", "/cause new Late", "/cause new latte"]).await;
    assert_eq!(count(&luma), 11);
    luma.sets(&["/cause new! latte", "/cause new ! address unknown"]).await;
    assert_eq!(count(&luma), 13);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /cause new wrong address label
      desk     | (answers 2) Saved. wrong_address_label: noted
                 [Undo]
    09:20:00 Piotr in General: /cause new address unknown
      desk     | (answers 4) 1 similar: wrong_address_label, take one or repeat with new!
    09:20:00 Piotr in General: /cause new Late
      desk     | (answers 6) There is late already.
    09:20:00 Piotr in General: /cause new latte
      desk     | (answers 8) 1 similar: late, take one or repeat with new!
    09:20:00 Piotr in General: /cause new! latte
      desk     | (answers 10) Saved. latte: noted
                 [Undo]
    09:20:00 Piotr in General: /cause new ! address unknown
      desk     | (answers 12) Saved. address_unknown: noted
                 [Undo]
    ");
}

/// What can't be is refused, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn causes_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/cause own lete @katrin 30.11.", "/cause own late @eva 30.11."]).await;
    luma.sets(&["/cause own late @katrin soon", "/cause own late @katrin 1.11.2025"]).await;
    luma.sets(&["/cause own late", "/cause fixed late", "/cause fixing", "/cause public late"])
        .await;
    luma.sets(&["/cause fixed nothing it is fixed", "/cause new", "/cause ownn late"]).await;
    luma.sets(&["/cause public late a\u{202e}b", "/cause new \u{200f}"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(visible(&luma.brief()), @r#"
    09:20:00 Piotr in General: /cause own lete @katrin 30.11.
      desk     | (answers 2) I don't know 'lete'. Did you mean late? List: /cause list
    09:20:00 Piotr in General: /cause own late @eva 30.11.
      desk     | (answers 4) I don't know '@eva' here. There are Anna, Mihai, Katrin, Piotr.
    09:20:00 Piotr in General: /cause own late @katrin soon
      desk     | (answers 6) I can't read 'soon' as a day. Write 30.11. or 30.11.2027.
    09:20:00 Piotr in General: /cause own late @katrin 1.11.2025
      desk     | (answers 8) 01.11.2025 has passed.
    09:20:00 Piotr in General: /cause own late
      desk     | (answers 10) Say which, who and until when: /cause own late @katrin 30.11.
    09:20:00 Piotr in General: /cause fixed late
      desk     | (answers 12) Say which, and how: /cause fixed late orders are read back
    09:20:00 Piotr in General: /cause fixing
      desk     | (answers 14) Say which: /cause fixing late
    09:20:00 Piotr in General: /cause public late
      desk     | (answers 16) Say which, and how customers read it: /cause public late "Food came late"
    09:20:00 Piotr in General: /cause fixed nothing it is fixed
      desk     | (answers 18) I don't know 'nothing'. List: /cause list
    09:20:00 Piotr in General: /cause new
      desk     | (answers 20) Say what goes wrong: /cause new wrong address label
    09:20:00 Piotr in General: /cause ownn late
      desk     | (answers 22) I don't know 'ownn'. Did you mean own? There are list, new, own, fixing, fixed, public, board.
    09:20:00 Piotr in General: /cause public late a⟨turn⟩b
      desk     | (answers 24) There is something in it that nobody can see, a line break or a mark that turns the writing around: type it by hand, on one line.
    09:20:00 Piotr in General: /cause new ⟨turn⟩
      desk     | (answers 26) There is something in it that nobody can see, a line break or a mark that turns the writing around: type it by hand, on one line.
    "#);
}

/// What went wrong in a case is said in it; which causes there are anybody who works here may see.
#[tokio::test(flavor = "multi_thread")]
async fn staff_see_the_causes_and_name_them_in_cases() {
    let mut luma = Luma::administered().await;
    luma.begins().says_in_general(ANNA, "/cause late").await;
    luma.says_in_general(ANNA, "/cause list").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in General: /cause late
      desk     | (answers 2) Use this inside a case, or add its number: /cause R-1042 …
    09:20:00 Anna in General: /cause list
      desk     | (answers 4) What goes wrong, and where it stands:
                 late: noted
                 not_as_ordered: noted
                 turned_away: noted
                 refused: noted
                 rude: noted
                 quality: noted
                 price: noted
                 unreachable: noted
                 unclear: noted
                 other: noted
    ");
}

/// A slip of an admin is no cause's name: what was meant is suggested. To others it is what went wrong.
#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_a_part_is_told() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/cause fixde late x", "/cause puplik late x", "/cause lsit"]).await;
    luma.says_in_general(ANNA, "/cause mixed").await;
    luma.says_in_general(ANNA, "/cause fixed late it is").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /cause fixde late x
      desk     | (answers 2) I don't know 'fixde'. Did you mean fixed? There are list, new, own, fixing, fixed, public, board.
    09:20:00 Piotr in General: /cause puplik late x
      desk     | (answers 4) I don't know 'puplik'. Did you mean public? There are list, new, own, fixing, fixed, public, board.
    09:20:00 Piotr in General: /cause lsit
      desk     | (answers 6) I don't know 'lsit'. Did you mean list? There are list, new, own, fixing, fixed, public, board.
    09:20:00 Anna in General: /cause mixed
      desk     | (answers 8) Use this inside a case, or add its number: /cause R-1042 …
    09:20:00 Anna in General: /cause fixed late it is
      desk     | (answers 10) That's for admins. You are: agent.
    ");
}

/// F16: the board stands where an admin puts it, pinned, and changes by itself.
#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_pinned_and_changes_by_itself() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/cause public late \"Food came late\"", "/cause board"]).await;
    luma.sets(&["/cause own late @katrin 30.11.", "/cause fixed late orders are read back"]).await;
    luma.sets(&["/cause board off", "/cause public late \"It took too long\""]).await;
    assert_eq!(luma.rules().board, None);
    assert_shown!(luma.brief(), @r#"
    09:20:00 Piotr in General: /cause public late "Food came late"
      desk     | (answers 2) Saved. late: named, “Food came late”
                 [Undo]
    09:20:00 Piotr in General: /cause board
      desk     | Nothing here yet – your idea could be the first.
                 (pinned)
      desk     | (answers 4) "You said – we did" stands here now, and changes by itself. What it shows: /cause public late "Food came late"
    09:20:00 Piotr in General: /cause own late @katrin 30.11.
      desk     ↻ You said – we did
                 “Food came late” → … (Katrin, planned for 30.11.2026)
                 (pinned)
      desk     | (answers 8) Saved. late: owned, “Food came late”, Katrin by 30.11.2026
                 [Undo]
    09:20:00 Piotr in General: /cause fixed late orders are read back
      desk     ↻ You said – we did
                 “Food came late” → orders are read back (Katrin, done 16.11.2026)
                 (pinned)
      desk     | (answers 10) Saved. late: fixed, “Food came late”, Katrin by 30.11.2026, orders are read back
                 Nobody complained of it who could be told.
                 [Undo]
    09:20:00 Piotr in General: /cause board off
      desk     | (answers 12) "You said – we did" stays as it is from now on. You may delete it.
    09:20:00 Piotr in General: /cause public late "It took too long"
      desk     | (answers 14) Saved. late: fixed, “It took too long”, Katrin by 30.11.2026, orders are read back
                 [Undo]
    "#);
}
