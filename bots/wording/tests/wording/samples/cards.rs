//! Samples of cards.

use amends_core::{
    case::{Origin, Outcome, PromiseKind},
    desk::{Beside, Card, CardState, Gained, Mark, Reasons, Title},
    ids::CaseNumber,
    lang::Lang,
    place::{Place, Platform},
    policy::Level,
    scale::Scale,
};
use jiff::SignedDuration;

use super::{
    CASE,
    desk::{OUTCOMES_ALL, PROMISES_ALL, anna, text, title},
    due, rating,
};

/// The card of the example in which a dish came late.
pub(crate) fn card() -> Card {
    Card {
        title: title(Mark::Red),
        state: CardState::Open,
        level: Level::Agent,
        origin: Origin::Answer,
        rating: Some(rating(Scale::Faces3, 1)),
        topic: Some(text("Order 118")),
        amount: Some((1_450, text("EUR"))),
        agent: Some(anna()),
        place: Some(text("till 2")),
        language: Lang::EN,
        contacts: 4,
        before: [3, 3, 2].map(|value| rating(Scale::Faces3, value)).to_vec(),
        cases: 0,
        last_case: None,
        said: Vec::new(),
        promised: vec![(PromiseKind::FirstReply, due(true))],
        ledger: Vec::new(),
        offers: Vec::new(),
        joined: Vec::new(),
        handed_to: None,
        assists: Vec::new(),
        reopened: 0,
        unreachable: None,
        changed_to: None,
        room: None,
        thread: false,
        apology: None,
        beside: Beside::default(),
        reasons: Reasons::default(),
        gained: Gained::default(),
    }
}

pub(super) fn cards() -> Vec<Card> {
    let bare = Card {
        title: Title { mark: Mark::Red, case: CASE, name: None },
        rating: None,
        topic: None,
        amount: None,
        agent: None,
        place: None,
        language: Lang::RO,
        contacts: 0,
        before: Vec::new(),
        promised: Vec::new(),
        origin: Origin::Complaint,
        ..card()
    };
    let full = Card {
        title: title(Mark::Yellow),
        state: CardState::Working(anna()),
        level: Level::Senior,
        origin: Origin::AskedContact,
        rating: Some(rating(Scale::Nps11, 3)),
        contacts: 22,
        cases: 1,
        last_case: Some((CaseNumber(990), Some(text("late")))),
        said: vec![text("waited 40 min\nand then it was the wrong dish"), text("hello?")],
        promised: PROMISES_ALL.map(|kind| (kind, due(false))).to_vec(),
        ledger: super::promises::ledger(),
        offers: super::offers::lines(),
        joined: vec![text("Ion"), text("Katrin")],
        handed_to: Some((text("Mihai"), due(true))),
        assists: vec![(text("Ion"), due(true)), (text("Katrin"), due(false))],
        reopened: 2,
        unreachable: Some(Some(text("+40 700 000 000"))),
        changed_to: Some(rating(Scale::Faces3, 3)),
        beside: Beside {
            tastes: Some(text("no alcohol")),
            repeat: Some(CaseNumber(1040)),
            goes_on_at: Some(Platform::Telegram),
            left_server: true,
        },
        reasons: super::why::reasons(),
        ..card()
    };
    let room = Some(Place::chat(Platform::Discord, "500").thread("600"));
    let in_room = Card { state: CardState::Working(anna()), room, ..card() };
    let in_thread = Card { state: CardState::Working(anna()), thread: true, ..card() };
    let waiting = Card {
        state: CardState::Waiting(anna()),
        cases: 2,
        reopened: 1,
        last_case: Some((CaseNumber(990), None)),
        ..card()
    };
    let checking = Card { state: CardState::Checking(anna()), unreachable: Some(None), ..card() };
    let asks_at = CardState::AsksAt { staff: anna(), due: due(false) };
    let asks_later = Card { state: asks_at, ..card() };
    let mut cards = vec![card(), bare, full, in_room, in_thread, waiting, checking, asks_later];
    cards.extend(closed());
    cards
}

/// The card of a case that ended, in every way.
fn closed() -> Vec<Card> {
    let cards = OUTCOMES_ALL.map(|outcome| {
        let mark = if outcome == Outcome::Recovered { Mark::Green } else { Mark::Grey };
        let owner = (outcome != Outcome::Mistap).then(anna);
        let after = SignedDuration::from_secs(1_028);
        let state = CardState::Closed { outcome, after, owner };
        let gained = match outcome {
            Outcome::Recovered => super::story::gained(),
            Outcome::Partly
            | Outcome::NotRecovered
            | Outcome::Unconfirmed
            | Outcome::Silent
            | Outcome::Unreachable
            | Outcome::Declined
            | Outcome::Mistap
            | Outcome::Duplicate
            | Outcome::Forgotten => Gained::default(),
        };
        Card { title: title(mark), state, promised: Vec::new(), gained, ..card() }
    });
    cards.to_vec()
}
