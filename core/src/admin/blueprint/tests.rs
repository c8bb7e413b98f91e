use jiff::{SignedDuration, civil::Date};

use super::*;
use crate::{
    admin::{Piece, Undo},
    catalogue::{Cause, Kind, MakeGood, Secret, Webhook},
    hours::Hours,
    lang::Lang,
    place::{Place, Platform},
    policy::{Level, RoleLevel, StaffMember},
    rota::Planned,
    scale::Scale,
    wording::{Scope, Slot},
};

fn member(account: &str, level: Level, by_role: bool) -> StaffMember {
    StaffMember {
        address: Address::new(Platform::Telegram, account),
        name: Some(format!("No. {account}")),
        username: None,
        level,
        on_duty: true,
        duty_until: None,
        by_role,
    }
}

/// A business in which everything differs from what it is by itself.
fn luma() -> Workspace {
    let mut luma = Workspace::new("Luma Café");
    let piotr = Address::new(Platform::Telegram, "53");
    luma.zone = "Europe/Bucharest".to_owned();
    luma.language = Lang::RO;
    luma.offered = vec![Lang::EN, Lang::RO];
    luma.scale = Scale::Csat5;
    luma.hours = Hours::parse("mon-fri 09:00-21:00, sat 10:00-14:00").unwrap();
    luma.hours.close_on(Date::constant(2026, 12, 25));
    luma.timers.ask_gap = SignedDuration::from_hours(6);
    luma.timers.ask_reminder = Some(SignedDuration::from_hours(2));
    luma.desk = Some(Place::chat(Platform::Telegram, "-1007").thread("3"));
    luma.care = Some(Place::chat(Platform::Discord, "88"));
    luma.signals.voice = vec![Place::chat(Platform::Discord, "91")];
    luma.signals.solved = Some("fixed it".to_owned());
    luma.signals.panel = false;
    luma.asking.messages = 2;
    luma.asking.skips.insert(crate::asking_rules::Skip::read("topic:billing").unwrap());
    luma.staff = vec![member("50", Level::Agent, false), member("51", Level::Senior, true)];
    let hours = Hours::parse("mon-fri 09:00-17:00").unwrap();
    luma.rota = vec![Planned { who: luma.staff[0].address.clone(), hours }];
    luma.admins = vec![piotr.clone()];
    luma.roles.push(RoleLevel {
        platform: Platform::Telegram,
        role: "9".to_owned(),
        level: Level::Senior,
    });
    luma.catalogue.authority.agent = Some(2_000);
    luma.catalogue.make_goods.push(MakeGood {
        name: "dessert".to_owned(),
        cost: 350,
        worth: 900,
        kind: Kind::Gift,
        text: Some("a dessert, \"on us\"".to_owned()),
        how: Some("Show {case}".to_owned()),
    });
    luma.catalogue.causes.push(Cause { fixing: true, ..Cause::new("cold") });
    let secret = Secret::mint(&[7; 32]);
    luma.catalogue.webhooks.push(Webhook::new("till", secret, Timestamp::UNIX_EPOCH));
    let wording = std::sync::Arc::make_mut(&mut luma.wording);
    let texts = [
        ("ask", Scope::Everywhere, Some("Cum a fost?"), vec!["Cum ți s-a părut?".to_owned()]),
        ("ask", Scope::Place("till2".to_owned()), Some("Bine? Sigur?"), Vec::new()),
        ("thanks_happy", Scope::Everywhere, None, vec!["Mulțumim!".to_owned()]),
    ];
    for (key, scope, text, variants) in texts {
        let slot = Slot { key: key.to_owned(), lang: Lang::RO, scope };
        let (now, text) = (Timestamp::UNIX_EPOCH, text.map(str::to_owned));
        wording.put(&slot, (now, Some(&piotr)), text, variants).unwrap();
    }
    luma
}

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn refused(before: &Workspace, source: &str) -> Vec<(String, Why)> {
    let wrong = import(before, source, None, now()).unwrap_err();
    wrong.into_iter().map(|wrong| (wrong.at, wrong.why)).collect()
}

#[test]
fn what_was_exported_makes_another_business_the_same() {
    let (luma, fresh) = (luma(), Workspace::new("Luma Café"));
    let file = export(&luma);
    let taken = import(&fresh, &file, None, now()).unwrap();
    assert_eq!(export(&taken), file);
    assert_ne!(export(&fresh), file);
    // And back again, with what is there only once taken away.
    let before = export(&fresh);
    let back = import(&Workspace { admins: Vec::new(), ..taken.clone() }, &before, None, now());
    assert_eq!(export(&back.unwrap()), before);
    // The same file a second time changes nothing.
    assert_eq!(import(&taken, &file, None, now()).unwrap(), taken);
    assert_eq!(differences(&taken, &taken).count(), 0);
}

#[test]
fn secrets_stay_where_they_are() {
    let file = export(&luma());
    assert!(!file.contains("whsec_") && !file.contains("till\""), "{file}");
    let taken =
        import(&luma(), &export(&Workspace::new("x")).replace("people = []", ""), None, now());
    assert_eq!(taken.unwrap().catalogue.webhooks, luma().catalogue.webhooks);
}

#[test]
fn every_difference_is_written_down() {
    let file = "amends = 1\n[settings]\nscale = \"thumbs\"\n[policy]\nask_gap = \"6h\"\n\
                [[causes]]\nname = \"late\"\nfixed = \"orders are read back\"\n";
    let (before, taken) = (luma(), import(&luma(), file, None, now()).unwrap());
    let said: Vec<String> = differences(&before, &taken)
        .map(|change| format!("{}: {} → {}", change.what, change.from, change.to))
        .collect();
    assert_eq!(said[0], "scale: csat5 → thumbs");
    assert!(
        said.contains(&"cause.late: noted → fixed orders are read back".to_owned()),
        "{said:?}"
    );
    assert!(said.contains(&"cause.cold: fixing → none".to_owned()), "{said:?}");
    assert_eq!(said.len(), 12, "nine usual causes are gone as well: {said:?}");
    assert!(taken.changes.iter().all(|change| change.by.is_none() && change.undo.is_none()));
    assert!(taken.chosen.contains("scale") && !taken.chosen.contains("policy.ask_gap"));
    assert_eq!(taken.staff, before.staff, "who is not spoken of stays");
}

#[test]
fn with_one_mistake_nothing_counts_and_all_are_told() {
    let file = "amends = 1\n[settings]\nscale = \"faces4\"\nzona = \"UTC\"\ndesk = \"here\"\n\
                [policy]\nask_gap = \"soon\"\n[signals]\nclosed = \"yes\"\n\
                [[people]]\naccount = \"anna\"\nlevel = \"agent\"\n\
                [[make_goods]]\nname = \"x\"\ncost = \"1\"\nworth = \"2\"\nkind = \"gold\"\n\
                [wording.ro]\nask = \"{nmae}?\"\nakss = \"x\"\n[wording.xx]\nask = \"x\"\n";
    let wrong = refused(&luma(), file);
    let at: Vec<&str> = wrong.iter().map(|(at, _)| at.as_str()).collect();
    let expected = [
        "scale",
        "desk",
        "policy.ask_gap",
        "signals.closed",
        "zona",
        "people.anna",
        "people",
        "make_goods.x",
        "wording.ro.akss",
        "wording.ro.ask",
        "wording.xx",
    ];
    assert_eq!(at, expected);
    assert_eq!(wrong[4].1, Why::Unknown { nearest: Some("zone".to_owned()) });
    assert_eq!(wrong[6].1, Why::LastAdmin);
}

#[test]
fn files_that_are_none_are_refused_with_their_line() {
    let line = |source: &str| match &refused(&luma(), source)[..] {
        [(_, Why::Unread { line, .. })] => *line,
        other => panic!("{other:?}"),
    };
    assert_eq!(line("amends = 1\n[settings\n"), 2);
    assert_eq!(line("amends = 1\n\n[people]\nx = 1\n"), 3);
    assert_eq!(line("amends = 1\n[[people]]\naccount = \"telegram:7\"\nadmn = true\n"), 4);
    assert_eq!(refused(&luma(), "amends = 2\n")[0].1, Why::Layout { is: 2 });
}

#[test]
fn asking_is_not_switched_on_while_nobody_is_reached() {
    let paused = Workspace { paused: true, ..Workspace::new("x") };
    let file = "amends = 1\n[settings]\nasking = \"on\"\n";
    assert_eq!(refused(&paused, file), [("asking".to_owned(), Why::NobodyReached)]);
    let with_desk = format!(
        "{file}desk = \"telegram:-1007\"\n[[people]]\naccount = \"telegram:5\"\nlevel = \"agent\"\n"
    );
    assert!(!import(&paused, &with_desk, None, now()).unwrap().paused);
    // Where customers are asked already, a file does not stop that.
    assert!(import(&Workspace::new("x"), file, None, now()).is_ok());
}

#[test]
fn prices_keep_their_currency() {
    let other = "amends = 1\n[money]\ncurrency = \"JPY\"\n[money.authority]\nagent = \"30\"\n\
                 senior = \"100\"\ndirector = \"none\"\n";
    assert!(matches!(
        &refused(&luma(), other)[..],
        [(at, Why::Money(MoneyUnfit::OtherCurrency { .. }))] if at == "money.currency"
    ));
    let emptied = format!("make_goods = []\n{other}");
    let taken = import(&luma(), &emptied, None, now()).unwrap();
    assert_eq!(taken.catalogue.currency.code(), "JPY");
    let upside_down = other.replace("\"30\"", "\"300\"").replace("JPY", "EUR");
    assert_eq!(refused(&luma(), &upside_down)[0].0, "money.authority");
}

#[test]
fn the_default_language_is_offered_in_a_file_as_well() {
    let mut before = luma();
    before.language = Lang::DE;
    let file = export(&before);
    assert_eq!(export(&import(&Workspace::new("x"), &file, None, now()).unwrap()), file);
}

#[test]
fn what_is_no_account_administers_nothing() {
    for account in ["telegram:-", "telegram:", "telegram:-1007", "telegram:7a", "anna"] {
        let file = format!("amends = 1\n[[people]]\naccount = \"{account}\"\nadmin = true\n");
        assert_eq!(refused(&luma(), &file)[0].1, Why::Account, "{account}");
    }
    for place in ["telegram:-", "telegram:--1", "telegram:x", "here"] {
        let file = format!("amends = 1\n[settings]\ndesk = \"{place}\"\n");
        assert_eq!(refused(&luma(), &file)[0].1, Why::Place, "{place}");
    }
}

#[test]
fn a_new_desk_is_not_the_one_that_was_lost() {
    let lost = Workspace { desk_lost: true, ..luma() };
    let moved = "amends = 1\n[settings]\ndesk = \"telegram:-1008\"\n";
    assert!(!import(&lost, moved, None, now()).unwrap().desk_lost);
    let same = "amends = 1\n[settings]\nzone = \"UTC\"\n";
    assert!(import(&lost, same, None, now()).unwrap().desk_lost);
}

#[test]
fn what_stays_as_it_is_is_left_to_the_configuration() {
    let before = luma();
    let taken = import(&before, &export(&before).replace("csat5", "thumbs"), None, now()).unwrap();
    let chosen: Vec<&str> = taken.chosen.iter().map(String::as_str).collect();
    assert_eq!(chosen, ["scale"]);
}

#[test]
fn hours_are_not_guessed() {
    for hours in ["", "always, closed 25.12.", "always, closed 25.12.26"] {
        let file = format!("amends = 1\n[settings]\nhours = \"{hours}\"\n");
        assert_eq!(refused(&luma(), &file)[0].1, Why::Unfit(Unfit::Hours), "{hours}");
    }
    let twice = "amends = 1\n[settings]\n\"policy.ask_gap\" = \"5h\"\n[policy]\nask_gap = \"4h\"\n";
    assert_eq!(refused(&luma(), twice), [("policy.ask_gap".to_owned(), Why::Twice)]);
}

#[test]
fn hours_by_plan_are_those_of_the_file() {
    let before = luma();
    let anna = &before.staff[0].address;
    let file = export(&before);
    assert!(file.contains("rota = \"mon-fri 09:00-17:00\""), "{file}");
    let other = file.replace("mon-fri 09:00-17:00", "sat 10:00-14:00");
    let taken = import(&before, &other, None, now()).unwrap();
    assert_eq!(taken.rota_of(anna).unwrap().to_string(), "sat 10:00-14:00");
    let said: Vec<&str> = differences(&before, &taken).map(|it| it.what.as_str()).collect();
    assert_eq!(said, ["rota No. 50 (telegram:50)"]);
    let without = file.replace("rota = \"mon-fri 09:00-17:00\"\n", "");
    assert_eq!(import(&before, &without, None, now()).unwrap().rota, []);
    let wrong = refused(&before, &file.replace("mon-fri 09:00-17:00", "by day"));
    assert_eq!(wrong, [("people.telegram:50".to_owned(), Why::Unfit(Unfit::Hours))]);
}

#[test]
fn a_price_in_another_currency_does_not_come_back() {
    let mut before = luma();
    let undo = Undo::Piece(Piece::MakeGoods(vec![("dessert".to_owned(), None)]));
    let values = ("none".to_owned(), "3.50".to_owned());
    before.record((now(), None), "makegood.dessert", values, Some(undo));
    let file = export(&before).replace("\"EUR\"", "\"RON\"");
    let taken = import(&before, &file, None, now()).unwrap();
    assert!(taken.changes.iter().all(|change| change.undo.is_none()));
    let said: Vec<&str> = differences(&before, &taken).map(|it| it.what.as_str()).collect();
    assert_eq!(said, ["authority", "makegood.dessert"]);
}
