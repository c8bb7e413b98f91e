//! Samples of what is read about offers.

use amends_core::{
    desk::{DeskSay, HistoryWhat, Mention, OfferLine, OfferSay, OfferStands, OfferStep},
    money::Currency,
    policy::Level,
    say::{Say, What},
};

use jiff::SignedDuration;

use super::{CASE, assert_covered, due, names};

names!(offer_say_name, OFFER_SAYS: OfferSay {
    Ask, What, Unknown, Above, Decide, AboveYours, Decided, AskInstead, TooLittle, SentBy, Accepted,
    Near, Declined, NothingToDeliver, Which, NotYet,
});
names!(stands_name, STANDS: OfferStands { Pending, Dropped, Sent, Accepted, Declined, Delivered });

fn dessert() -> What {
    What::Gift { gift: "dessert".to_owned() }
}

fn express() -> What {
    What::from("free express on your next three orders.")
}

/// What customers read about offers.
pub(super) fn customer_says() -> Vec<Say> {
    let how = || "Show R-1042 at the counter".to_owned();
    vec![
        Say::Offer { what: vec![dessert()] },
        Say::Offer { what: vec![dessert(), express()] },
        // A later version may lack what a template of an earlier one held.
        Say::Offer { what: vec![What::Gift { gift: "gone".to_owned() }] },
        Say::OfferAccepted { how: vec![how()], due: due(false) },
        Say::OfferAccepted { how: Vec::new(), due: due(true) },
        Say::OfferDeclined,
        Say::OfferDone { what: dessert(), how: Some(how()) },
        Say::OfferDone { what: express(), how: None },
        Say::OfferBy { due: due(true) },
    ]
}

/// Offers as a card shows them, in every state.
pub(super) fn lines() -> Vec<OfferLine> {
    let line = |what, stands| OfferLine { what, cost: 350, currency: Currency::default(), stands };
    let lines = vec![
        line(express(), OfferStands::Pending(Level::Senior)),
        line(express(), OfferStands::Dropped),
        line(dessert(), OfferStands::Sent),
        line(dessert(), OfferStands::Accepted),
        line(express(), OfferStands::Declined),
        line(dessert(), OfferStands::Delivered(due(true))),
    ];
    assert_covered(lines.iter().map(|line| stands_name(&line.stands)), STANDS);
    lines
}

/// What happened to offers.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    let steps = [
        OfferStep::Asked,
        OfferStep::Sent,
        OfferStep::Adjusted,
        OfferStep::Dropped,
        OfferStep::Accepted,
        OfferStep::Declined,
        OfferStep::Delivered,
    ];
    let by = || Some("Anna".to_owned());
    steps.map(|step| HistoryWhat::Offer { what: dessert(), step, by: by() }).to_vec()
}

/// Everything that staff read about offers.
pub(super) fn says(katrin: &[Mention]) -> Vec<DeskSay> {
    offer_says(katrin).into_iter().map(DeskSay::offer).collect()
}

fn offer_says(katrin: &[Mention]) -> Vec<OfferSay> {
    let (called, currency) = (katrin.to_vec(), Currency::default());
    let typed = || "desert".to_owned();
    let known = || vec!["dessert".to_owned(), "drinks".to_owned()];
    let decide = |again| OfferSay::Decide {
        case: CASE,
        called: called.clone(),
        level: Level::Senior,
        by: "Anna".to_owned(),
        what: What::from("new shoes"),
        cost: 4_500,
        worth: 6_000,
        currency: currency.clone(),
        again,
    };
    let sent = |adjusted| OfferSay::SentBy {
        by: "Katrin".to_owned(),
        what: What::from("new shoes"),
        adjusted,
    };
    let above = |level, told| OfferSay::Above {
        cost: 4_500,
        most: 3_000,
        currency: currency.clone(),
        level,
        told,
    };
    vec![
        OfferSay::Ask,
        OfferSay::What,
        OfferSay::Unknown { typed: typed(), nearest: Some("dessert".to_owned()), known: known() },
        OfferSay::Unknown { typed: typed(), nearest: None, known: known() },
        OfferSay::Unknown { typed: typed(), nearest: None, known: Vec::new() },
        above(Level::Senior, None),
        above(Level::Director, Some(due(true))),
        decide(false),
        decide(true),
        OfferSay::AboveYours { cost: 12_000, most: 10_000, currency: currency.clone() },
        OfferSay::Decided,
        OfferSay::AskInstead { what: dessert(), least: 3_000, currency: currency.clone() },
        OfferSay::TooLittle { worth: 1_000, least: 3_000, currency: currency.clone() },
        sent(false),
        sent(true),
        OfferSay::Accepted {
            case: CASE,
            called: called.clone(),
            what: vec![dessert(), express()],
            due: due(false),
        },
        OfferSay::Near {
            case: CASE,
            called: called.clone(),
            what: dessert(),
            due: due(true),
            left: SignedDuration::from_hours(2),
        },
        OfferSay::Declined { case: CASE, called: called.clone(), what: vec![dessert()] },
        OfferSay::NothingToDeliver,
        OfferSay::Which { open: vec![(1, dessert()), (2, express())] },
        OfferSay::NotYet { pending: vec![express()], undelivered: vec![dessert()] },
    ]
}

#[test]
fn everything_said_about_offers_has_a_sample() {
    assert_covered(offer_says(&[]).iter().map(offer_say_name), OFFER_SAYS);
}
