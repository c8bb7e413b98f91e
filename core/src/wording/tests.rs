use proptest::prelude::*;

use super::*;
use crate::place::Platform;

fn by() -> (Timestamp, Address) {
    (Timestamp::UNIX_EPOCH, Address::new(Platform::Telegram, "1"))
}

fn put(wordings: &mut Wordings, name: &str, text: Option<&str>) -> Result<u32, NoRoom> {
    let (key, scope) = name.split_once('@').unwrap_or((name, ""));
    let scope = Scope::parse(scope).unwrap_or(Scope::Everywhere);
    let slot = Slot { key: key.to_owned(), lang: Lang::EN, scope };
    let (at, by) = by();
    wordings.put(&slot, (at, Some(&by)), text.map(str::to_owned), Vec::new())
}

fn contact(source: Source, place: Option<&str>) -> Interaction {
    let place = place.map(str::to_owned);
    Interaction { place, ..Interaction::new("1", source, Timestamp::UNIX_EPOCH) }
}

fn customer(number: u64) -> CustomerId {
    let entropy = [[7; 2].as_slice(), &number.to_be_bytes()].concat();
    CustomerId::mint(Timestamp::UNIX_EPOCH, entropy.as_slice().try_into().unwrap())
}

#[test]
fn the_nearest_text_is_said() {
    let mut wordings = Wordings::default();
    let said = |wordings: &Wordings, source, place| {
        let chosen = wordings.choose("ask", Lang::EN, &contact(source, place), customer(1));
        chosen.and_then(|chosen| chosen.text)
    };
    assert_eq!(said(&wordings, Source::Done, None), None);
    for (name, text) in [("ask", "all"), ("ask@done", "done"), ("ask@place:till2", "till")] {
        assert_eq!(put(&mut wordings, name, Some(text)), Ok(1));
    }
    for (source, place, text) in [
        (Source::Webhook, None, "all"),
        (Source::Done, None, "done"),
        (Source::Done, Some("Till 2"), "till"),
        (Source::Done, Some("Till 3"), "done"),
    ] {
        assert_eq!(said(&wordings, source, place).as_deref(), Some(text));
    }
    put(&mut wordings, "ask@done", None).unwrap();
    assert_eq!(said(&wordings, Source::Done, None).as_deref(), Some("all"));
    assert_eq!(wordings.in_force("ask", Lang::EN), Some("all"));
    assert_eq!(wordings.in_force("ask", Lang::RO), None);
}

#[test]
fn what_has_no_room_is_not_kept() {
    let mut wordings = Wordings::default();
    for number in 1..=40 {
        assert_eq!(put(&mut wordings, "ask", Some("How?")), Ok(number));
    }
    let slot = Slot::everywhere("ask", Lang::EN);
    assert_eq!(wordings.get(&slot).unwrap().versions.len(), VERSIONS);
    assert_eq!(wordings.get(&slot).unwrap().versions[0].number, 11);
    let before = wordings.clone();
    assert_eq!(put(&mut wordings, "ask", Some(&"a".repeat(ROOM))), Err(NoRoom));
    assert_eq!(wordings, before);
}

#[test]
fn an_answer_counts_for_what_is_in_force() {
    let mut wordings = Wordings::default();
    let slot = Slot::everywhere("ask", Lang::EN);
    let (at, by) = by();
    let variants = vec!["Was it good?".to_owned()];
    let number = wordings.put(&slot, (at, Some(&by)), None, variants.clone()).unwrap();
    let count = |number, variant| Counted {
        slot: slot.clone(),
        number,
        variant,
        before: None,
        now: Satisfaction::Satisfied,
    };
    for counted in [count(number, 1), count(number + 1, 1), count(number, 7)] {
        wordings.count(&counted);
    }
    let tallies = |wordings: &Wordings| wordings.get(&slot).unwrap().tallies.clone();
    assert_eq!(tallies(&wordings), [Tally::default(), Tally { answers: 1, happy: 1 }]);
    wordings.put(&slot, (at, Some(&by)), Some("How?".to_owned()), variants).unwrap();
    assert_eq!(tallies(&wordings), [Tally::default(); 2], "a new version counts anew");
}

#[test]
fn customers_are_split_evenly() {
    for variants in 1..=VARIANTS {
        let mut shares = vec![0_u32; variants + 1];
        for number in 0..6_000 {
            shares[usize::from(share(customer(number), variants))] += 1;
        }
        let even = 6_000 / u32::try_from(variants + 1).unwrap();
        assert!(shares.iter().all(|share| share.abs_diff(even) < even / 8), "{shares:?}");
    }
}

proptest! {
    #[test]
    fn a_customer_always_gets_the_same(entropy: [u8; 10], variants in 0_usize..=VARIANTS) {
        let customer = CustomerId::mint(Timestamp::UNIX_EPOCH, &entropy);
        let one = share(customer, variants);
        prop_assert!(usize::from(one) <= variants);
        prop_assert_eq!(one, share(customer, variants));
    }

    #[test]
    fn a_scope_reads_as_it_is_written(typed in "[a-z:0-9]{0,12}") {
        if let Some(scope) = Scope::parse(&typed) {
            prop_assert_eq!(scope.name(), Some(typed));
        }
    }
}
