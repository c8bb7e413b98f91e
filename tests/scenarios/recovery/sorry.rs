//! Saying sorry before anybody complains (`BEHAVIOUR` 2.8, `CONVERSATIONS` 4.7: `/sorry`).

use amends_core::{
    admin::{TellAbout, Telling},
    catalogue::{Kind, MakeGood},
    customer::ToldTo,
    event::LeftOut,
    incident::IncidentNumber,
    place::MessageRef,
    policy::Workspace,
    survey::{Stage, Suppressed},
};
use amends_storage::port::{Commit, NewState, Store};
use jiff::SignedDuration;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, PIOTR, account, log_ids::unquoted};

/// Somebody who speaks Romanian, two who speak Russian, and one who speaks Polish.
const EVA: i64 = 61;
const OLEG: i64 = 62;
const VERA: i64 = 63;
const JAN: i64 = 64;

pub(super) const LATE: &str =
    "what: your food came 50 minutes late fix: two more couriers are on the road";

/// What Luma gives; nobody is asked within half an hour.
pub(super) fn house(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
    workspace.timers.ask_delay = SignedDuration::from_mins(10);
    workspace.catalogue.make_goods.push(MakeGood {
        name: "dessert".to_owned(),
        cost: 350,
        worth: 900,
        kind: Kind::Gift,
        text: Some("a dessert of your choice".to_owned()),
        how: Some("Show {case} at the counter – or we bring it to you.".to_owned()),
    });
    workspace.catalogue.make_goods.push(MakeGood {
        name: "dinner".to_owned(),
        cost: 12_000,
        worth: 20_000,
        kind: Kind::Gift,
        text: Some("a dinner for two".to_owned()),
        how: None,
    });
}

/// Deliveries to five people ended late this morning: one wants to hear nothing, and one complained
/// before, whose case Anna has. Jan was at a table meanwhile.
pub(super) async fn deliveries_came_late() -> Luma {
    let mut luma = Luma::opens_with(house).await;
    luma.starts(CEM).await.welcomes(EVA, "Eva", "ro").await;
    luma.welcomes(OLEG, "Oleg", "ru").await.welcomes(VERA, "Vera", "ru").await;
    luma.welcomes(JAN, "Jan", "pl").await;
    for (who, lang) in [(CEM, "de"), (EVA, "ro"), (OLEG, "ru"), (VERA, "ru"), (JAN, "pl")] {
        luma.writes(who, &format!("/language {lang}")).await;
    }
    for (who, topic) in [
        (DANA, "Delivery 118"),
        (CEM, "Delivery 119"),
        (EVA, "Delivery 120"),
        (OLEG, "Delivery 121"),
        (VERA, "Delivery 122"),
        (JAN, "Table 4"),
    ] {
        luma.contact_ends(who, topic).await;
    }
    luma.writes(EVA, "/stop").await.writes(VERA, "/complain Where is it?").await;
    luma.presses(ANNA, "Take it").await;
    luma.waits("5m").await.begins();
    luma
}

/// All of an incident hear it once and in their language; whoever wants to hear nothing does not, and
/// whoever has an open case hears it from their own person. Nobody of them is asked how it was.
/// Shows INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn all_of_an_incident_hear_it_once_in_their_language() {
    let mut luma = deliveries_came_late().await;
    let typed = format!("/sorry since 09:00 topic:delivery {LATE} makegood:dessert");
    luma.says_in_general(KATRIN, &typed).await.presses(KATRIN, "Send").await;
    for (who, whom) in [
        (DANA, Some(ToldTo::Reached)),
        (CEM, Some(ToldTo::Reached)),
        (OLEG, Some(ToldTo::Reached)),
        (VERA, Some(ToldTo::Staff)),
        (EVA, None),
        (JAN, None),
    ] {
        let customer = luma.customer(who);
        assert_eq!(customer.apologies.first().map(|said| said.whom), whom, "{who}");
        assert!(customer.apologies.len() <= 1, "{who}");
    }
    let changes = luma.handle().policy().workspace.changes.clone();
    let change = changes.last().map(|it| (it.what.as_str(), it.to.as_str()));
    assert_eq!(change, Some(("sorry.S-1", "3")));
    assert_shown!(luma.brief(), @"
    09:25:00 Katrin in General: /sorry since 09:00 topic:delivery what: your food came 50 minutes late fix: two more couriers are on the road makegood:dessert
      desk     | (answers 8) S-1: say sorry to 3 customers (en, ru, de)?
                 Customers read, with a button 'I need help':
                 en: Hi! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
                 And this is on us: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 ru: Здравствуйте! Мы ошиблись: your food came 50 minutes late. Мы заметили сами, без жалоб. Простите. Что делаем: two more couriers are on the road.
                 И от нас в подарок: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 de: Hallo! Uns ist ein Fehler passiert: your food came 50 minutes late. Sie mussten nichts melden, wir haben es selbst bemerkt. Es tut uns leid. Was wir tun: two more couriers are on the road.
                 Und das geht auf uns: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 Your own words go out as you typed them, in every language.
                 The gift costs 3.50 for each, 10.50 in all.
                 Left out: 1 wants no messages.
                 1 has an open case: whoever has it is told instead, and says it.
                 Once it is sent, contacts that ended from 09:00 to 09:25 (delivery) are not asked about.
                 [Send] [Not now]
    09:25:00 Katrin presses [Send]
      somebody | Здравствуйте, Oleg! Мы ошиблись: your food came 50 minutes late. Мы заметили сами, без жалоб. Простите. Что делаем: two more couriers are on the road.
                 И от нас в подарок: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 [Мне нужна помощь]
      Cem      | Hallo Cem! Uns ist ein Fehler passiert: your food came 50 minutes late. Sie mussten nichts melden, wir haben es selbst bemerkt. Es tut uns leid. Was wir tun: two more couriers are on the road.
                 Und das geht auf uns: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 [Ich brauche Hilfe]
      Dana     | Hi Dana! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
                 And this is on us: a dessert of your choice
                 Show S-1 at the counter – or we bring it to you.
                 [I need help]
      desk     ↻ (answers 8) S-1: on its way to 3 customers, one after the other.
      R-1001   | @anna R-1001: say sorry to this customer for what went wrong: your food came 50 minutes late. What we do about it: two more couriers are on the road. With an open case they get no message from me. Give this with it: /offer dessert
      desk     | (answers 9) S-1: we said sorry to 3 customers. In 1 open case whoever has it was told to say it.
    ");
}

/// Contacts of the time in which it went wrong are not asked about, neither those that waited for
/// their question nor those that become known later; whoever asks hears why.
#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_an_incident_are_not_asked_about() {
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(KATRIN, &format!("/sorry since 09:00 topic:delivery {LATE}")).await;
    luma.presses(KATRIN, "Send").await.begins();
    luma.waits("10m").await;
    luma.contact_ends_with(DANA, "Delivery 130", |contact| {
        contact.ended_at -= SignedDuration::from_mins(11);
    })
    .await;
    luma.says_in_general(KATRIN, "/why @dana").await;
    let silenced = Stage::Suppressed { why: Suppressed::Incident };
    for (who, times) in [(DANA, 2), (CEM, 1), (OLEG, 1), (VERA, 1), (EVA, 0), (JAN, 0)] {
        let customer = luma.customer(who);
        let count = customer.surveys.iter().filter(|survey| survey.stage == silenced).count();
        assert_eq!(count, times, "{who}");
    }
    assert_shown!(unquoted(&luma.brief()), @"
    09:25:00 ⟶ 10m pass
    09:30:00 ⟶ it is time
      somebody | Dzień dobry, Jan! Jak nam poszło?
                 [🙂 Dobrze] [😐 Tak sobie] [🙁 Źle]
      somebody | Мы обещали ответить в течение 10 мин и не успели. Простите, это наша вина. Уже подключаем: руководство смены. Ответ будет до 09:45.
      R-1001   ↻ 🟡 R-1001 · Vera · complaint · level 2 · Anna has it
                 Promised: word from level 2 by 09:45
      R-1001   | @katrin R-1001: our time has passed, and the customer was told so. Level 2, new promise 09:45.
    09:35:00 ⟶ contact ended: Delivery 130 → suppressed: incident
    09:35:00 Katrin in General: /why @dana
      desk     | (answers 13) What Dana was asked, the newest first:
                 09:35 Delivery 130, Anna: not asked – we said sorry for what went wrong then (c…)
                 09:20 Delivery 118, Anna: not asked – we said sorry for what went wrong then (c…)
                 In the log this answer is a…, and each contact the id at its end.
    ");
}

/// Not now: nobody hears anything, and everybody will be asked as usual.
#[tokio::test(flavor = "multi_thread")]
async fn not_now_says_sorry_to_nobody() {
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(PIOTR, &format!("/sorry since 09:00 until 09:22 {LATE}")).await;
    luma.presses(PIOTR, "Not now").await;
    luma.says_in_general(PIOTR, &format!("/sorry since 08:00 until 09:00 {LATE}")).await;
    let dana = luma.customer(DANA);
    assert!(dana.apologies.is_empty());
    assert!(matches!(dana.surveys[0].stage, Stage::Planned { .. }));
    assert!(luma.handle().policy().workspace.incidents.all().is_empty());
    assert_shown!(luma.brief(), @"
    09:25:00 Piotr in General: /sorry since 09:00 until 09:22 what: your food came 50 minutes late fix: two more couriers are on the road
      desk     | (answers 8) S-1: say sorry to 4 customers (en, ru, de, pl)?
                 Customers read, with a button 'I need help':
                 en: Hi! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
                 ru: Здравствуйте! Мы ошиблись: your food came 50 minutes late. Мы заметили сами, без жалоб. Простите. Что делаем: two more couriers are on the road.
                 de: Hallo! Uns ist ein Fehler passiert: your food came 50 minutes late. Sie mussten nichts melden, wir haben es selbst bemerkt. Es tut uns leid. Was wir tun: two more couriers are on the road.
                 pl: Dzień dobry! Coś nam nie wyszło: your food came 50 minutes late. Widzimy to sami, bez zgłoszenia. Przepraszamy. Co robimy: two more couriers are on the road.
                 Your own words go out as you typed them, in every language.
                 Left out: 1 wants no messages.
                 1 has an open case: whoever has it is told instead, and says it.
                 Once it is sent, contacts that ended from 09:00 to 09:22 are not asked about.
                 [Send] [Not now]
    09:25:00 Piotr presses [Not now]
      desk     ↻ (answers 8) Not sent. When you want to, say the same again.
    09:25:00 Piotr in General: /sorry since 08:00 until 09:00 what: your food came 50 minutes late fix: two more couriers are on the road
      desk     | (answers 10) No contact ended then that I know of. Nothing is sent.
    ");
}

/// What is missing or can't be is answered with the right form.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_for() {
    let mut luma = deliveries_came_late().await;
    for typed in [
        "/sorry since 09:00 fix: two more couriers",
        "/sorry since 09:00 what: it was late",
        "/sorry what: it was late fix: two more couriers",
        "/sorry topic:delivery what: it was late fix: two more couriers",
        "/sorry since lunch what: it was late fix: two more couriers",
        "/sorry since 09:00 until 23:00 what: it was late fix: two more couriers",
        "/sorry since 09:20 until 09:10 what: it was late fix: two more couriers",
        "/sorry @nobody what: it was late fix: two more couriers",
        "/sorry R-1099 what: it was late fix: two more couriers",
        "/sorry since 09:00 what: it was late fix: two more couriers makegood:desert",
    ] {
        luma.says_in_general(KATRIN, typed).await;
    }
    assert!(luma.handle().policy().workspace.incidents.all().is_empty());
    assert_shown!(luma.brief(), @"
    09:25:00 Katrin in General: /sorry since 09:00 fix: two more couriers
      desk     | (answers 8) What went wrong? Customers read it behind what:
                 All of an incident: /sorry since 18:00 until 20:00 topic:delivery what: food came 50 minutes late fix: two more couriers are on the road makegood:dessert
                 One customer: /sorry R-1042 what: … fix: … – or /sorry @dana what: … fix: …
    09:25:00 Katrin in General: /sorry since 09:00 what: it was late
      desk     | (answers 10) What do you do about it? Customers read it behind fix:
                 All of an incident: /sorry since 18:00 until 20:00 topic:delivery what: food came 50 minutes late fix: two more couriers are on the road makegood:dessert
                 One customer: /sorry R-1042 what: … fix: … – or /sorry @dana what: … fix: …
    09:25:00 Katrin in General: /sorry what: it was late fix: two more couriers
      desk     | (answers 12) To whom? Name one customer, or a time in which contacts ended; not both.
                 All of an incident: /sorry since 18:00 until 20:00 topic:delivery what: food came 50 minutes late fix: two more couriers are on the road makegood:dessert
                 One customer: /sorry R-1042 what: … fix: … – or /sorry @dana what: … fix: …
    09:25:00 Katrin in General: /sorry topic:delivery what: it was late fix: two more couriers
      desk     | (answers 14) Since when did it go wrong? Name the time: since 18:00
                 All of an incident: /sorry since 18:00 until 20:00 topic:delivery what: food came 50 minutes late fix: two more couriers are on the road makegood:dessert
                 One customer: /sorry R-1042 what: … fix: … – or /sorry @dana what: … fix: …
    09:25:00 Katrin in General: /sorry since lunch what: it was late fix: two more couriers
      desk     | (answers 16) I can't read 'lunch' as a time that is over. Write 18:00, yesterday 18:00 or 17.11. 18:00
    09:25:00 Katrin in General: /sorry since 09:00 until 23:00 what: it was late fix: two more couriers
      desk     | (answers 18) 23:00 has not come yet. Say sorry for what is over; for what goes on, leave 'until' out.
    09:25:00 Katrin in General: /sorry since 09:20 until 09:10 what: it was late fix: two more couriers
      desk     | (answers 20) It would end at 09:10, before it begins at 09:20.
    09:25:00 Katrin in General: /sorry @nobody what: it was late fix: two more couriers
      desk     | (answers 22) I know no customer @nobody.
    09:25:00 Katrin in General: /sorry R-1099 what: it was late fix: two more couriers
      desk     | (answers 24) I can't find R-1099.
    09:25:00 Katrin in General: /sorry since 09:00 what: it was late fix: two more couriers makegood:desert
      desk     | (answers 26) I don't know 'desert'. Did you mean dessert? The catalogue has dessert, dinner.
    ");
}

/// Rights are looked up twice: when it is typed, and when it is sent. What costs more than somebody
/// may give is for those who may.
/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn only_seniors_say_sorry_for_the_business() {
    let mut luma = deliveries_came_late().await;
    let typed = format!("/sorry since 09:00 topic:delivery {LATE}");
    luma.says_in_general(ANNA, &typed).await;
    luma.says_in_general(KATRIN, &format!("{typed} makegood:dinner")).await;
    luma.says_in_general(KATRIN, &typed).await;
    luma.says_in_general(PIOTR, "/role add @katrin agent").await.presses(KATRIN, "Send").await;
    assert!(luma.customer(DANA).apologies.is_empty());
    assert!(luma.handle().policy().workspace.incidents.all()[0].approved_at.is_none());
    assert_shown!(luma.brief(), @"
    09:25:00 Anna in General: /sorry since 09:00 topic:delivery what: your food came 50 minutes late fix: two more couriers are on the road
      desk     | (answers 8) That's for seniors. You are: agent.
    09:25:00 Katrin in General: /sorry since 09:00 topic:delivery what: your food came 50 minutes late fix: two more couriers are on the road makegood:dinner
      desk     | (answers 10) 120.00 for each is above your 100.00. This may say it: Piotr.
    09:25:00 Katrin in General: /sorry since 09:00 topic:delivery what: your food came 50 minutes late fix: two more couriers are on the road
      desk     | (answers 12) S-1: say sorry to 3 customers (en, ru, de)?
                 Customers read, with a button 'I need help':
                 en: Hi! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
                 ru: Здравствуйте! Мы ошиблись: your food came 50 minutes late. Мы заметили сами, без жалоб. Простите. Что делаем: two more couriers are on the road.
                 de: Hallo! Uns ist ein Fehler passiert: your food came 50 minutes late. Sie mussten nichts melden, wir haben es selbst bemerkt. Es tut uns leid. Was wir tun: two more couriers are on the road.
                 Your own words go out as you typed them, in every language.
                 Left out: 1 wants no messages.
                 1 has an open case: whoever has it is told instead, and says it.
                 Once it is sent, contacts that ended from 09:00 to 09:25 (delivery) are not asked about.
                 [Send] [Not now]
    09:25:00 Piotr in General: /role add @katrin agent
      desk     | (answers 14) Katrin is agent from now on.
                 [Undo]
    09:25:00 Katrin presses [Send]
               (Katrin sees: That's for seniors. You are: agent.)
    ");
}

/// A kill after somebody said *Send* loses nobody: those who have not heard it do, and nobody twice.
/// Shows INV 18, INV 19.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_says_sorry_to_the_rest_and_to_nobody_twice() {
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(KATRIN, &format!("/sorry since 09:00 topic:delivery {LATE}")).await;
    luma.presses(KATRIN, "Send").await.begins();
    luma.service_is_killed().await;
    // As if it had died before Dana was told, and while the pages were gone through.
    let mut dana = luma.customer(DANA);
    dana.apologies.clear();
    let mut workspace = luma.store.workspace().unwrap().unwrap();
    let message = MessageRef { place: workspace.desk.clone().unwrap(), id: "42".to_owned() };
    workspace.tellings.push(Telling {
        about: TellAbout::Sorry { incident: IncidentNumber(1) },
        tells: true,
        after: None,
        concerned: 0,
        people: 0,
        left_out: LeftOut::default(),
        langs: [].into(),
        by: account(KATRIN),
        at: luma.clock.now(),
        message,
        press: None,
        in_private: false,
        change: None,
    });
    let states =
        [NewState::Customer(Box::new(dana), None), NewState::Workspace(Box::new(workspace))];
    let commits = states.map(|state| Commit { state: Some(state), ..Commit::default() });
    luma.store.commit(&commits, luma.clock.now()).unwrap();
    luma.service_comes_back().await.settle().await;
    for (who, times) in [(DANA, 1), (CEM, 1), (OLEG, 1), (VERA, 1), (EVA, 0)] {
        assert_eq!(luma.customer(who).apologies.len(), times, "{who}");
    }
    assert_shown!(luma.brief(), @"
    09:25:00 ⟶ the service is killed
    09:25:00 ⟶ the service starts again
      Dana     | Hi Dana! We got something wrong: your food came 50 minutes late. You didn’t have to tell us, we noticed. We’re sorry. What we’re doing: two more couriers are on the road.
                 [I need help]
      desk     | S-1: we said sorry to 1 customer.
    ");
}

/// On Discord a form asks for all of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_asks_for_all_of_it() {
    only_on!(Discord, "Telegram has no forms");
    let mut luma = deliveries_came_late().await;
    luma.says_in_general(KATRIN, "/sorry").await;
    luma.replies_in_general(
        KATRIN,
        "",
        "since 09:00 topic:delivery what: your food came late fix: two more couriers makegood: dessert",
    )
    .await;
    luma.presses(KATRIN, "Send").await;
    assert_eq!(luma.customer(DANA).apologies.len(), 1);
    assert_shown!(luma.brief());
}
