//! Samples of what staff read about saying sorry before anybody complains.

use amends_core::{
    admin::{AdminSay, SorryDraft, SorryPart, SorrySay},
    event::LeftOut,
    incident::IncidentNumber,
    lang::Lang,
    money::Currency,
    say::{Say, What},
};

use super::{assert_covered, due, names};

names!(sorry_name, SORRIES: SorrySay {
    How, Form, BadTime, Ahead, Backwards, UnknownGift, AboveYours, Asks, Nobody, Sending, NotSent, Sent,
});

fn sorry() -> Say {
    Say::SorryFirst {
        name: None,
        what: "food came 50 minutes late".to_owned(),
        fix: "two more couriers are on the road".to_owned(),
    }
}

fn drafts() -> Vec<SorryDraft> {
    let gift = What::Gift { gift: "dessert".to_owned() };
    let with_gift = |lang| {
        let gift = Say::SorryGift { gift: gift.clone(), how: None };
        (lang, Say::Both(Box::new(sorry()), Box::new(gift)))
    };
    let one = SorryDraft {
        number: IncidentNumber(3),
        people: 1,
        left_out: LeftOut::default(),
        says: vec![(Lang::EN, sorry())],
        gift: None,
        ended: None,
        only: Vec::new(),
    };
    let many = SorryDraft {
        people: 17,
        left_out: LeftOut { case_open: 1, opted_out: 2, unreachable: 1 },
        says: [Lang::EN, Lang::RO, Lang::DE].map(with_gift).to_vec(),
        gift: Some((gift, 350, Currency::default())),
        ended: Some((due(true), due(false))),
        only: vec!["delivery".to_owned()],
        ..one.clone()
    };
    let cases = SorryDraft {
        people: 0,
        left_out: LeftOut { case_open: 2, ..LeftOut::default() },
        ..one.clone()
    };
    vec![one, many, cases]
}

/// Everything that is said about it.
pub(super) fn says() -> Vec<AdminSay> {
    let number = IncidentNumber(3);
    let parts = [SorryPart::Whom, SorryPart::Since, SorryPart::What, SorryPart::Fix];
    let mut says: Vec<SorrySay> = parts.map(|part| SorrySay::How { lacks: Some(part) }).to_vec();
    let above = |may: &[&str]| SorrySay::AboveYours {
        cost: 12_000,
        most: 10_000,
        currency: Currency::default(),
        may: may.iter().map(|name| (*name).to_owned()).collect(),
    };
    says.extend([
        SorrySay::How { lacks: None },
        SorrySay::Form,
        SorrySay::BadTime { typed: "lunch".to_owned() },
        SorrySay::Ahead { at: due(true) },
        SorrySay::Backwards { since: due(true), until: due(false) },
        SorrySay::UnknownGift {
            typed: "desert".to_owned(),
            nearest: Some("dessert".to_owned()),
            known: vec!["dessert".to_owned(), "drinks".to_owned()],
        },
        SorrySay::UnknownGift { typed: "cake".to_owned(), nearest: None, known: Vec::new() },
        above(&["Piotr", "Olga"]),
        above(&[]),
        SorrySay::Nobody { left_out: LeftOut::default() },
        SorrySay::Nobody { left_out: LeftOut { opted_out: 1, ..LeftOut::default() } },
        SorrySay::Sending { number, people: 0 },
        SorrySay::Sending { number, people: 1 },
        SorrySay::Sending { number, people: 17 },
        SorrySay::NotSent,
        SorrySay::Sent { number, people: 17, cases: 0 },
        SorrySay::Sent { number, people: 1, cases: 1 },
        SorrySay::Sent { number, people: 0, cases: 2 },
    ]);
    says.extend(drafts().into_iter().map(|draft| SorrySay::Asks(Box::new(draft))));
    assert_covered(says.iter().map(sorry_name), SORRIES);
    says.into_iter().map(|say| AdminSay::Sorry(Box::new(say))).collect()
}
