//! What went wrong is fixed, and whoever complained is told (`BEHAVIOUR` 2.7).

use std::collections::BTreeSet;

use amends_core::{
    admin::{TellAbout, Telling},
    customer::ToldTo,
    event::LeftOut,
    place::MessageRef,
    policy::Workspace,
};
use amends_storage::port::{Commit, NewState, Store};

use crate::luma::{ANNA, CEM, DANA, Luma, PIOTR, account};

/// Dana's Romanian friend, who wants no more questions, and one who speaks Russian.
const EVA: i64 = 61;
const OLEG: i64 = 62;

fn administered(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
    workspace.catalogue.causes[0].public = Some("Food came late".to_owned());
}

/// Somebody is unhappy because food came late, and their case ends well.
async fn complains(luma: &mut Luma, who: i64, case: u32, faces: (&str, &str)) {
    luma.starts(who).await.contact_ends(who, "Order 118").await.taps(who, faces.0).await;
    luma.presses(ANNA, "Take it").await;
    luma.says_in_general(ANNA, &format!("/say R-{case} I am sorry.")).await;
    let resolve = format!("/resolve R-{case} right dish served cause: late anyway: no wish");
    luma.says_in_general(ANNA, &resolve).await.taps(who, faces.1).await;
}

/// Four complained that food came late, one of whom wants to hear nothing.
async fn four_complained() -> Luma {
    let mut luma = Luma::opens_with(administered).await;
    luma.welcomes(EVA, "Eva", "ro").await.welcomes(OLEG, "Oleg", "ru").await;
    complains(&mut luma, DANA, 1001, ("🙁 Not good", "🙂 Yes, all good")).await;
    complains(&mut luma, CEM, 1002, ("🙁 Nicht gut", "🙂 Ja, alles gut")).await;
    complains(&mut luma, EVA, 1003, ("🙁 Rău", "🙂 Da, e bine")).await;
    complains(&mut luma, OLEG, 1004, ("🙁 Плохо", "🙂 Да, всё хорошо")).await;
    luma.writes(EVA, "/stop").await.waits("24h").await.begins();
    luma
}

/// Of four who complained three are told, each in their language, and once; the board says it.
/// Shows AT 17, INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn a_fixed_cause_is_told_to_whoever_complained_once() {
    let mut luma = four_complained().await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back.").await;
    luma.presses(PIOTR, "Preview").await;
    luma.presses(PIOTR, "Send").await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back.").await;
    luma.writes(DANA, "/board").await.writes(EVA, "/board").await;
    let causes = luma.handle().policy().workspace.catalogue.causes.clone();
    let fix = causes[0].fixed.clone().unwrap();
    assert_eq!((fix.told, fix.of), (3, 4));
    assert_eq!(luma.customer(DANA).fixes[0].whom, ToldTo::Reached);
    assert!(luma.customer(EVA).fixes.is_empty());
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /cause fixed late orders are read back.
      desk     | (answers 46) Saved. late: fixed, “Food came late”, orders are read back
                 Tell 3 people (3 languages)?
                 [Preview] [Send] [Not now]
                 [Undo]
    09:20:00 Piotr presses [Preview]
      desk     | (answers 47) Hi! You told us about “Food came late”. It’s fixed: orders are read back. Thank you – it got better because you spoke up.
                 Здравствуйте! Вы говорили нам: «Food came late». Исправлено: orders are read back. Спасибо — стало лучше благодаря вам.
                 Hallo! Sie hatten uns „Food came late“ gemeldet. Das ist behoben: orders are read back. Danke – es ist besser, weil Sie es gesagt haben.
    09:20:00 Piotr presses [Send]
      somebody | Здравствуйте, Oleg! Вы говорили нам: «Food came late». Исправлено: orders are read back. Спасибо — стало лучше благодаря вам.
      Cem      | Hallo Cem! Sie hatten uns „Food came late“ gemeldet. Das ist behoben: orders are read back. Danke – es ist besser, weil Sie es gesagt haben.
      Dana     | Hi Dana! You told us about “Food came late”. It’s fixed: orders are read back. Thank you – it got better because you spoke up.
      desk     ↻ (answers 46) Telling 3 people that 'late' is fixed. They go out one after the other; /cause list says how many it reached.
    09:20:00 Piotr in General: /cause fixed late orders are read back.
      desk     | (answers 49) Saved. late: fixed, “Food came late”, orders are read back, told 3 of 4
                 Everybody who complained of it and wants to hear from us was told already.
    09:20:00 Dana: /board
      Dana     | You said – we did
                 “Food came late” → orders are read back (Luma Café, done 17.11.2026) – people told: 3
    09:20:00 somebody: /board
      somebody | Ați spus – am făcut
                 „Food came late” → orders are read back (Luma Café, gata din 17.11.2026) – persoane anunțate: 3
    ");
}

/// Not now: nobody is told, until somebody says the same again.
/// Shows INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn not_now_tells_nobody() {
    let mut luma = four_complained().await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    luma.presses(PIOTR, "Not now").await;
    luma.says_in_general(PIOTR, "/cause fixed rude we learnt to smile").await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    assert!(luma.customer(DANA).fixes.is_empty());
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /cause fixed late orders are read back
      desk     | (answers 46) Saved. late: fixed, “Food came late”, orders are read back
                 Tell 3 people (3 languages)?
                 [Preview] [Send] [Not now]
                 [Undo]
    09:20:00 Piotr presses [Not now]
      desk     ↻ (answers 46) Nobody is told for now. When you want to, say the same again: /cause fixed late …
    09:20:00 Piotr in General: /cause fixed rude we learnt to smile
      desk     | (answers 48) Saved. rude: fixed, we learnt to smile
                 Nobody complained of it who could be told.
                 [Undo]
    09:20:00 Piotr in General: /cause fixed late orders are read back
      desk     | (answers 50) Saved. late: fixed, “Food came late”, orders are read back
                 Tell 3 people (3 languages)?
                 [Preview] [Send] [Not now]
    ");
}

/// With a case that is open, whoever has it is told, and the customer is not written to.
/// Shows K-42, E37, INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_an_open_case_tells_it_themselves() {
    let mut luma = Luma::opens_with(administered).await;
    complains(&mut luma, CEM, 1001, ("🙁 Nicht gut", "🙂 Ja, alles gut")).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.begins();
    luma.says(ANNA, "/cause late").await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    luma.presses(PIOTR, "Send").await;
    assert_eq!(luma.customer(DANA).fixes[0].whom, ToldTo::Staff);
    assert!(luma.customer(DANA).cases[0].is_open());
    assert_shown!(luma.brief(), @"
    09:20:00 Anna at the desk: /cause late
      R-1002   ↻ 🟡 R-1002 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
                 Cause: late
      R-1002   | (👍 on that message)
    09:20:00 Piotr in General: /cause fixed late orders are read back
      R-1002   | @anna R-1002: its cause 'late' is fixed: orders are read back. Tell the customer, and resolve it if that puts it right: /resolve
      desk     | (answers 18) Saved. late: fixed, “Food came late”, orders are read back
                 Tell 1 person?
                 [Preview] [Send] [Not now]
                 [Undo]
    09:20:00 Piotr presses [Send]
      Cem      | Hallo Cem! Sie hatten uns „Food came late“ gemeldet. Das ist behoben: orders are read back. Danke – es ist besser, weil Sie es gesagt haben.
      desk     ↻ (answers 18) Telling 1 person that 'late' is fixed.
    ");
}

/// A kill after somebody said *Send* loses nobody: those who were not told are, and nobody twice.
/// Shows INV 18, INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_tells_the_rest_and_nobody_twice() {
    let mut luma = four_complained().await;
    luma.says_in_general(PIOTR, "/cause fixed late orders are read back").await;
    luma.presses(PIOTR, "Send").await.begins();
    luma.service_is_killed().await;
    // As if it had died before Dana was told, and while the pages were gone through.
    let mut dana = luma.customer(DANA);
    dana.fixes.clear();
    let mut workspace = luma.store.workspace().unwrap().unwrap();
    let telling = Telling {
        about: TellAbout::Fix { cause: "late".to_owned(), fix: 1 },
        tells: true,
        after: None,
        concerned: 0,
        people: 0,
        left_out: LeftOut::default(),
        langs: BTreeSet::new(),
        by: account(PIOTR),
        at: luma.clock.now(),
        message: MessageRef { place: dana.cases[0].thread().unwrap().clone(), id: "1".to_owned() },
        press: None,
        in_private: false,
        change: None,
    };
    workspace.tellings.push(telling);
    let states =
        [NewState::Customer(Box::new(dana), None), NewState::Workspace(Box::new(workspace))];
    let commits = states.map(|state| Commit { state: Some(state), ..Commit::default() });
    luma.store.commit(&commits, luma.clock.now()).unwrap();
    luma.service_comes_back().await.settle().await;
    for (who, times) in [(DANA, 1), (CEM, 1), (OLEG, 1), (EVA, 0)] {
        assert_eq!(luma.customer(who).fixes.len(), times, "{who}");
    }
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
      Dana     | Hi Dana! You told us about “Food came late”. It’s fixed: orders are read back. Thank you – it got better because you spoke up.
    ");
}
