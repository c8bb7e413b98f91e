//! The golden week G1 (`METRICS` 3.6), as conversations at those times.

use amends_core::{
    case::Outcome,
    metrics::{Figures, Share, Times},
    place::Platform,
};
use serde_json::Value;

use super::administered;
use crate::luma::{ANNA, KATRIN, Luma, PIOTR, platform};

const ANA: i64 = 101;
const BO: i64 = 102;
const CEM: i64 = 103;
const DEE: i64 = 104;
const ELI: i64 = 105;
const FAY: i64 = 106;
const GIL: i64 = 107;
const HAL: i64 = 108;
const IVY: i64 = 109;
const JO: i64 = 110;
const KIM: i64 = 111;

const CUSTOMERS: [(i64, &str); 11] = [
    (ANA, "Ana"),
    (BO, "Bo"),
    (CEM, "Cem"),
    (DEE, "Dee"),
    (ELI, "Eli"),
    (FAY, "Fay"),
    (GIL, "Gil"),
    (HAL, "Hal"),
    (IVY, "Ivy"),
    (JO, "Jo"),
    (KIM, "Kim"),
];

const HAPPY: &str = "🙂 Good";
const NEUTRAL: &str = "😐 So-so";
const UNHAPPY: &str = "🙁 Not good";

fn golden() -> Value {
    serde_json::from_str(include_str!("../../golden_g1.json")).unwrap()
}

impl Luma {
    /// Contact number so many ended when it did, and we hear of it when its question was delivered.
    async fn golden_contact(&mut self, number: usize) -> &mut Self {
        let contact = &golden()["interactions"][number - 1];
        let at = |name: &str| -> Option<jiff::Timestamp> {
            contact[name].as_str().map(|at| at.parse().unwrap())
        };
        let ended = at("ended_at").unwrap();
        let heard = at("delivered_at").unwrap_or(ended);
        let who = contact["customer"].as_str().unwrap();
        let (who, _) = CUSTOMERS.into_iter().find(|(_, name)| *name == who).unwrap();
        self.until(&heard.strftime("%H:%M:%S").to_string()).await;
        self.contact_ends_with(who, &format!("Order {number}"), |it| it.ended_at = ended).await
    }

    /// A customer answers at that time.
    async fn golden_answer(&mut self, at: &str, who: i64, label: &str) -> &mut Self {
        self.until(at).await.taps_somewhere(who, label).await
    }

    /// Somebody says something about a case at that time.
    async fn golden_word(&mut self, at: &str, who: i64, words: &str) -> &mut Self {
        self.until(at).await.says_in_general(who, words).await
    }
}

/// Up to ten o'clock: Dee's case is talked about, Gil's waits.
async fn until_ten(luma: &mut Luma) {
    luma.golden_contact(1).await.golden_answer("09:00:20", ANA, HAPPY).await;
    luma.golden_contact(2).await.golden_answer("09:05:41", BO, HAPPY).await;
    luma.golden_contact(3).await.golden_answer("09:11:03", CEM, NEUTRAL).await;
    luma.golden_contact(4).await.golden_answer("09:20:32", DEE, UNHAPPY).await;
    luma.golden_word("09:22:00", ANNA, "/take R-1001").await;
    luma.golden_word("09:23:32", ANNA, "/say R-1001 Dee, I’m sorry.").await;
    luma.golden_word("09:24:10", ANNA, "/promise R-1001 12:00 replacement").await;
    luma.golden_word("09:25:00", ANNA, "/offer R-1001 3.50 a dessert value:9.00").await;
    luma.golden_answer("09:25:30", DEE, "Yes, please").await;
    luma.golden_contact(5).await;
    luma.until("09:39:00").await.blocks(FAY).await;
    luma.golden_contact(6).await.golden_contact(7).await;
    luma.golden_answer("09:52:04", GIL, UNHAPPY).await;
}

/// From then on to noon.
async fn until_noon(luma: &mut Luma) {
    luma.golden_contact(8).await;
    luma.golden_word("10:05:00", KATRIN, "/take R-1002").await;
    luma.golden_word("10:07:04", KATRIN, "/say R-1002 Gil, I’m sorry.").await;
    luma.golden_word("10:08:00", KATRIN, "/offer R-1002 5.00 a coffee").await;
    luma.golden_answer("10:09:00", GIL, "No, thank you").await;
    luma.golden_contact(9).await.golden_answer("10:10:12", HAL, HAPPY).await;
    luma.golden_word("10:12:00", KATRIN, "/offer R-1002 15.00 free express value:40.00").await;
    luma.golden_answer("10:13:00", GIL, "Yes, please").await;
    luma.golden_contact(10).await.golden_answer("10:25:00", IVY, HAPPY).await;
    luma.golden_contact(11).await;
    luma.until("10:40:00").await;
    luma.says_in_general(KATRIN, "/resolve R-1002 parcel sent by express anyway: no cause yet")
        .await;
    luma.golden_contact(12).await.golden_answer("10:40:31", KIM, HAPPY).await;
    luma.taps_somewhere(KIM, "Change my answer").await;
    luma.golden_answer("10:41:00", KIM, UNHAPPY).await;
    luma.golden_word("10:41:40", ANNA, "/take R-1003").await;
    luma.golden_word("10:43:00", ANNA, "/say R-1003 Kim, I’m sorry.").await;
    luma.golden_answer("10:45:00", GIL, "🙁 No").await;
    luma.golden_word("10:46:00", PIOTR, "/join R-1002").await;
    luma.golden_word("10:47:00", PIOTR, "/say R-1002 Gil, I look after it myself.").await;
    luma.golden_word("10:55:00", ANNA, "/resolve R-1003 new soup served anyway: no wish").await;
    luma.golden_answer("10:58:00", KIM, "😐 Partly").await;
    luma.golden_word("11:20:00", ANNA, "/resolve R-1003 another soup served anyway: no wish").await;
    luma.golden_answer("11:21:00", KIM, "😐 Partly").await;
    luma.golden_word("11:22:00", KATRIN, "/close R-1003 they are fine with it").await;
    luma.golden_word("11:30:00", ANNA, "/kept R-1001 1 brought by Ion").await;
    luma.says_in_general(ANNA, "/delivered R-1001").await;
    luma.golden_word("11:35:00", ANNA, "/resolve R-1001 right dish served anyway: late").await;
    luma.golden_answer("11:36:00", DEE, "🙂 Yes, all good").await;
    luma.golden_word("11:58:00", KATRIN, "/delivered R-1002").await;
    luma.golden_word(
        "12:00:00",
        KATRIN,
        "/resolve R-1002 delivered, express from now on anyway: no cause",
    )
    .await;
    luma.golden_answer("12:10:00", GIL, "🙂 Yes, all good").await;
}

/// Jo answers four days later, and never says whether it is right.
async fn the_rest(luma: &mut Luma) {
    luma.golden_answer("20.11. 11:00:00", JO, UNHAPPY).await;
    luma.golden_word("11:02:00", ANNA, "/take R-1004").await;
    luma.golden_word("11:04:00", ANNA, "/say R-1004 Jo, I’m sorry.").await;
    luma.golden_word("11:05:00", ANNA, "/promise R-1004 13:00 call").await;
    luma.golden_word("11:20:00", ANNA, "/move R-1004 15:00").await;
    luma.golden_word("11:30:00", ANNA, "/kept R-1004 called at 11:29").await;
    luma.says_in_general(ANNA, "/resolve R-1004 called and explained anyway: no wish").await;
    luma.waits("73h").await;
}

/// Every number of 3.6.
fn are_golden(figures: &Figures) {
    let percent = |share: Share| {
        let (lo, hi) = share.interval().unwrap().percent();
        format!("{}/{} {} [{lo}-{hi}]", share.k, share.n, share.percent().unwrap())
    };
    assert_eq!((figures.ended, figures.delivered), (12, 10));
    // Discord does not tell a block from closed messages: there is no way to write to Fay.
    let blocked = usize::from(platform() == Platform::Telegram);
    assert_eq!(figures.undeliverable.len(), blocked);
    assert_eq!(figures.suppressed.len(), 2 - blocked);
    assert_eq!(figures.coverage().percent().as_deref(), Some("83.3"));
    assert_eq!((figures.answered.all(), figures.late.all(), figures.silent()), (8, 1, 1));
    assert_eq!(percent(figures.response()), "8/10 80.0 [49.0-94.3]");
    let answered = figures.answered;
    assert_eq!((answered.happy, answered.neutral, answered.unhappy), (4, 1, 3));
    assert_eq!(percent(answered.top()), "4/8 50.0 [21.5-78.5]");
    assert_eq!(answered.mean(), Some(0.125));
    assert_eq!(percent(figures.top_with_late()), "4/9 44.4 [18.9-73.3]");
    let times = |times: Times| (times.p50.unwrap(), times.p90.unwrap());
    assert_eq!((times(figures.to_ask), figures.within_minute), ((2, 4), 9));
    assert_eq!(times(figures.to_answer), (30, 210));
    assert_eq!(times(figures.to_take), (88, 776));
    assert_eq!(times(figures.to_word), (180, 900));
    assert_eq!(times(figures.to_resolve), (2_340, 8_068));
    assert_eq!(percent(figures.escalation()), "1/4 25.0 [4.6-69.9]");
    assert_eq!((figures.kept, figures.broken, figures.moved), (9, 1, 1), "one more than in 3.6");
    assert_eq!(percent(figures.reopening()), "2/4 50.0 [15.0-85.0]");
    assert_eq!(percent(figures.first_check.bottom()), "1/3 33.3 [6.1-79.2]");
    assert_eq!(percent(figures.recovered()), "2/4 50.0 [15.0-85.0]");
    assert_eq!(percent(figures.recovered_of_told()), "2/3 66.7 [20.8-93.9]");
    let paradox = figures.paradox().unwrap().points();
    let points = ["−13.3", "−62.1", "+37.1"].map(str::to_owned);
    assert_eq!([paradox.0, paradox.1, paradox.2], points);
    let given = figures.given.iter().map(|(_, cost, worth)| (*cost, *worth));
    assert_eq!(given.collect::<Vec<_>>(), [(1_850, 4_900)]);
    assert_eq!((figures.at_risk(), figures.closed_as(Outcome::Recovered)), (2, 2));
}

/// Every number of 3.6 is told, but one: when Gil says that it is not right, the engine tells him by
/// when he hears from somebody senior, and that promise is kept as well. The table itself is
/// held by `every_figure_of_the_golden_week` of the core.
/// Shows AT 21, INV 20.
#[tokio::test(flavor = "multi_thread")]
async fn the_golden_week_gives_the_golden_figures() {
    let opens = Luma::opens_at("2026-11-16T08:50:00Z", |workspace| {
        administered(workspace);
        // Whoever blocked us is asked nowhere else.
        workspace.care = None;
    });
    let mut luma = opens.await;
    for (id, name) in CUSTOMERS {
        luma.welcomes(id, name, "en").await;
    }
    luma.says_in_general(PIOTR, "/value primary:10 secondary:10 potential:500 tellers:7").await;
    until_ten(&mut luma).await;
    until_noon(&mut luma).await;
    the_rest(&mut luma).await;
    are_golden(&luma.figures());
    luma.begins().asks_alone(PIOTR, "/report 2026-11").await;
    luma.writes(PIOTR, "/report 2026-11 recovery").await;
    luma.writes(PIOTR, "/report 2026-11 money").await;
    assert_shown!(luma.transcript(), @r#"
    12:30:00 Piotr: /report 2026-11
      Piotr    | (answers 66) Luma Café · 2026-11 · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 10 of 12 contacts (83.3 %) · in 2 s (p50) · answered 8 (80.0 % [49.0-94.3]) · 1 late, counted apart
                            🙂 4 (50.0 % [21.5-78.5]) 😐 1 🙁 3    small sample
                            not asked: a case was open (1) · not reached: they blocked the bot (1)
                 FIXED      first human word 3 min (p50), 15 min (p90) · promises kept 9 of 10 (90.0 %), 1 moved
                            recovered 2 of 4 (50.0 % [15.0-85.0]) · of those who told us 2 of 3 · reopened 2
                 DELIGHTED  after recovery 66.7 % 🙂, without any trouble 80.0 %: −13.3 points [−62.1, +37.1]
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 2 × 3 640 · protected 2 × 3 640 · given 18.50 = 9.25 per recovered customer
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.8 [0.3-1.4]
    12:30:00 Piotr: /report 2026-11 recovery
      Piotr    | (answers 68) Luma Café · 2026-11 · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 FIXED      first human word 3 min (p50), 15 min (p90) · promises kept 9 of 10 (90.0 %), 1 moved
                            recovered 2 of 4 (50.0 % [15.0-85.0])
                            taken after 88 s (p50), 13 min (p90) · resolved after 39 min (p50), 2.2 h (p90)
                            recovered, of those who told us 2 of 3 (66.7 % [20.8-93.9])
                            reopened 2 of 4 (50.0 % [15.0-85.0])
                            still wrong at the first check 1 of 3 (33.3 % [6.1-79.2])
                            above level 1 1 of 4 (25.0 % [4.6-69.9])
                            something offered 2 of 4 (50.0 % [15.0-85.0])
                            right at once 0 of 4 (0.0 % [0.0-49.0])
                 DELIGHTED  after recovery 66.7 % 🙂, without any trouble 80.0 %: −13.3 points [−62.1, +37.1]
                            → not enough answers yet
    12:30:00 Piotr: /report 2026-11 money
      Piotr    | (answers 70) Luma Café · 2026-11 · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 MONEY      at risk 2 × 3 640 = 7 280.00 · protected 2 × 3 640 = 7 280.00 · given 18.50 = 9.25 per recovered customer
                            worth 49.00 to them (2.65 × what it cost)
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.8 [0.3-1.4]
                            (our own number, if those who say nothing are like those who answer)
    "#);
}
