//! Samples of what admins read about the catalogue, webhooks and printed links.

use amends_core::{
    admin::{
        AdminSay, AuthoritySay, CauseLine, CausePart, CauseSay, MakeGoodSay, QrSay, TextUnfit,
        ValueSay, WebhookLine, WebhookSay,
    },
    catalogue::{Authority, Kind, LostCustomer, MakeGood, Secret, Stage, Template},
    lang::Lang,
    money::{Currency, MoneyUnfit},
    policy::Level,
    say::Say,
};
use jiff::{SignedDuration, civil::date};

use super::{assert_covered, due, names};

names!(money_name, MONEY: MoneyUnfit { Amount, TooMuch, Currency, OtherCurrency });
names!(text_name, TEXTS: TextUnfit { None, TooLong, Unseen, Name });
names!(authority_name, AUTHORITY: AuthoritySay {
    Table, Something, MoreThanAbove, LessThanBelow,
});
names!(make_good_name, MAKE_GOODS: MakeGoodSay {
    List, Saved, Removed, Added, NothingNew, Unknown, AddHow, HandHow, Full, Placeholder, Brace,
    Last, LastHow,
});
names!(cause_name, CAUSES: CauseSay {
    List, Saved, Fixed, Preview, Telling, Board, NotTold, Unknown, Similar, Exists, NoSuchStaff, BadDay, PastDay, How, Full,
});
names!(value_name, VALUES: ValueSay { Shown, Saved, Unset, Off, Tellers, TooMany, Twice });
names!(webhook_name, WEBHOOKS: WebhookSay {
    List, New, Rotated, Off, Exists, Unknown, InPrivate, Full, OutLater,
});
names!(qr_name, QRS: QrSay { Link, Picture, How, Place, Language, NoLink });

fn text(words: &str) -> String {
    words.to_owned()
}

/// Something of each.
pub(super) fn says() -> Vec<AdminSay> {
    let mut says = Vec::new();
    let money = money();
    assert_covered(money.iter().map(money_name), MONEY);
    says.extend(money.into_iter().map(AdminSay::Money));
    let typed = text("a b");
    let texts = [
        TextUnfit::None,
        TextUnfit::TooLong { length: 201, most: 200 },
        TextUnfit::Unseen,
        TextUnfit::Name { typed, most: 40 },
        TextUnfit::Name { typed: String::new(), most: 40 },
    ];
    assert_covered(texts.iter().map(text_name), TEXTS);
    says.extend(texts.map(AdminSay::Text));
    let authority = authority();
    assert_covered(authority.iter().map(authority_name), AUTHORITY);
    says.extend(authority.into_iter().map(AdminSay::Authority));
    let make_goods = make_goods();
    assert_covered(make_goods.iter().map(make_good_name), MAKE_GOODS);
    says.extend(make_goods.into_iter().map(AdminSay::MakeGood));
    let causes = causes();
    assert_covered(causes.iter().map(cause_name), CAUSES);
    says.extend(causes.into_iter().map(AdminSay::Cause));
    let values = values();
    assert_covered(values.iter().map(value_name), VALUES);
    says.extend(values.into_iter().map(AdminSay::Value));
    let webhooks = webhooks();
    assert_covered(webhooks.iter().map(webhook_name), WEBHOOKS);
    says.extend(webhooks.into_iter().map(AdminSay::Webhook));
    let qrs = qrs();
    assert_covered(qrs.iter().map(qr_name), QRS);
    says.extend(qrs.into_iter().map(AdminSay::Qr));
    says
}

fn money() -> Vec<MoneyUnfit> {
    let (typed, currency) = (text("NaN"), Currency::default());
    let yen = Currency::parse("JPY").expect("people pay with it");
    vec![
        MoneyUnfit::Amount { typed: typed.clone(), currency: currency.clone() },
        MoneyUnfit::Amount { typed: typed.clone(), currency: yen.clone() },
        MoneyUnfit::TooMuch { most: 100_000_000_000, currency: currency.clone() },
        MoneyUnfit::Currency { typed },
        MoneyUnfit::OtherCurrency { typed: yen, is: currency },
    ]
}

fn authority() -> Vec<AuthoritySay> {
    let (authority, currency) = (Authority::default(), Currency::default());
    let table = |saved| AuthoritySay::Table {
        saved,
        authority: authority.clone(),
        currency: currency.clone(),
    };
    vec![
        table(false),
        table(true),
        AuthoritySay::Something { least: 100, currency: currency.clone() },
        AuthoritySay::MoreThanAbove {
            lower: Level::Agent,
            higher: Level::Senior,
            above: 10_000,
            currency: currency.clone(),
        },
        AuthoritySay::LessThanBelow {
            higher: Level::Senior,
            lower: Level::Agent,
            below: Some(3_000),
            currency: currency.clone(),
        },
        AuthoritySay::LessThanBelow {
            higher: Level::Director,
            lower: Level::Senior,
            below: None,
            currency,
        },
    ]
}

fn dessert() -> MakeGood {
    MakeGood {
        name: text("dessert"),
        cost: 350,
        worth: 900,
        kind: Kind::Gift,
        text: Some(text("a dessert and coffee of your choice")),
        how: None,
    }
}

fn make_goods() -> Vec<MakeGoodSay> {
    let currency = Currency::default;
    let how = Some(text("Show {case} at the counter"));
    let dear = MakeGood { cost: 1_200, worth: 1_000, how, ..dessert() };
    let typed = text("desert");
    let mut says = vec![
        MakeGoodSay::List { items: vec![], currency: currency() },
        MakeGoodSay::List { items: vec![dessert(), dear.clone()], currency: currency() },
        MakeGoodSay::Saved { item: dessert(), currency: currency() },
        MakeGoodSay::Saved { item: dear, currency: currency() },
        MakeGoodSay::Removed { name: text("dessert") },
        MakeGoodSay::NothingNew { template: text("restaurant") },
        MakeGoodSay::Unknown { typed: typed.clone(), nearest: Some(text("dessert")) },
        MakeGoodSay::Unknown { typed, nearest: None },
        MakeGoodSay::AddHow,
        MakeGoodSay::HandHow,
        MakeGoodSay::Last { name: Some(text("dessert")) },
        MakeGoodSay::Last { name: None },
        MakeGoodSay::LastHow,
        MakeGoodSay::Full { most: 50 },
        MakeGoodSay::Placeholder { typed: text("nmae") },
        MakeGoodSay::Brace,
    ];
    let items = Template::ALL.map(|template| template.items(100));
    says.extend(items.map(|items| MakeGoodSay::Added { items, currency: currency() }));
    says
}

fn causes() -> Vec<CauseSay> {
    let noted = CauseLine {
        name: text("late"),
        stage: Stage::Noted,
        public: None,
        owner: None,
        how: None,
        told: None,
    };
    let public = Some(text("Food came late"));
    let owner = Some((text("Katrin"), date(2026, 11, 30)));
    let named = CauseLine { stage: Stage::Named, public, ..noted.clone() };
    let taken = CauseLine { stage: Stage::Owned, owner, ..named.clone() };
    let fixing = CauseLine { stage: Stage::Fixing, ..taken.clone() };
    let how = Some(text("orders are read back"));
    let fixed = CauseLine { stage: Stage::Fixed, how, ..taken.clone() };
    let told = CauseLine { told: Some((9, 10)), ..fixed.clone() };
    let back = CauseLine { stage: Stage::Back, ..taken.clone() };
    let of_fix =
        |people, is_told| CauseSay::Fixed { line: fixed.clone(), people, langs: 3, is_told };
    let words = |name: Option<&str>| Say::CauseFixed {
        name: name.map(text),
        topic: text("Food came late"),
        fix: text("orders are read back."),
    };
    let typed = text("lete");
    let mut says = vec![
        CauseSay::List { lines: vec![noted, named, taken.clone(), fixing, told, back] },
        CauseSay::Saved { line: taken },
        of_fix(17, false),
        of_fix(1, false),
        of_fix(2, true),
        of_fix(0, true),
        of_fix(0, false),
        CauseSay::Preview {
            name: text("late"),
            says: vec![(Lang::EN, words(None)), (Lang::DE, words(None))],
            named: false,
        },
        CauseSay::Telling { name: text("not_as_ordered"), people: 17 },
        CauseSay::Board { on: true },
        CauseSay::Board { on: false },
        CauseSay::NotTold { name: text("late") },
        CauseSay::Unknown { typed: typed.clone(), nearest: Some(text("late")) },
        CauseSay::Unknown { typed: typed.clone(), nearest: None },
        CauseSay::Similar { names: vec![text("late"), text("too_late"), text("came_late")] },
        CauseSay::Exists { name: text("late") },
        CauseSay::NoSuchStaff { typed: text("@eva"), known: vec![text("Anna"), text("Katrin")] },
        CauseSay::BadDay { typed },
        CauseSay::PastDay { day: date(2026, 11, 1) },
        CauseSay::Full { most: 100 },
    ];
    let parts =
        [CausePart::New, CausePart::Own, CausePart::Fixing, CausePart::Fixed, CausePart::Public];
    says.extend(parts.map(|part| CauseSay::How { part }));
    says
}

fn values() -> Vec<ValueSay> {
    let value = LostCustomer { primary: 1_000, secondary: 1_000, potential: 50_000, tellers: 7 };
    let currency = Currency::default;
    vec![
        ValueSay::Shown { value, currency: currency() },
        ValueSay::Saved { value, currency: currency() },
        ValueSay::Unset { currency: currency() },
        ValueSay::Off,
        ValueSay::Tellers { typed: text("0"), most: 1_000 },
        ValueSay::TooMany { typed: text("12") },
        ValueSay::Twice { part: text("primary") },
    ]
}

fn webhooks() -> Vec<WebhookSay> {
    let name = || text("helpdesk");
    let secret = || Secret::mint(&[7; 32]);
    let (since, old_until) = (due(false), Some(due(true)));
    let line = WebhookLine { name: name(), since, old_until: None };
    let turning = WebhookLine { name: text("shop"), since, old_until };
    vec![
        WebhookSay::List { lines: vec![] },
        WebhookSay::List { lines: vec![line, turning] },
        WebhookSay::New { name: name(), secret: secret() },
        WebhookSay::Rotated {
            name: name(),
            secret: secret(),
            old_for: SignedDuration::from_hours(24),
        },
        WebhookSay::Off { name: name() },
        WebhookSay::Exists { name: name() },
        WebhookSay::Unknown { typed: text("helpdsk"), nearest: Some(name()) },
        WebhookSay::Unknown { typed: text("x"), nearest: None },
        WebhookSay::InPrivate { command: text("/webhook new helpdesk") },
        WebhookSay::Full { most: 20 },
        WebhookSay::OutLater,
    ]
}

fn qrs() -> Vec<QrSay> {
    let place = || text("till2");
    let link = text("https://t.me/luma_bot?start=q_till2_AAAAAAAAAAAAAAAA");
    let says = Lang::BUILT_IN.map(|lang| QrSay::Link { place: place(), link: link.clone(), lang });
    let mut says = says.to_vec();
    says.extend([
        QrSay::Picture { place: place() },
        QrSay::How,
        QrSay::Place { typed: text("table 4"), most: 16 },
        QrSay::Language { typed: text("xx") },
        QrSay::NoLink,
    ]);
    says
}
