//! Deep links: receipts, printed places, and strange payloads (`SIGNALS` 5.5).

use amends_core::{
    event::Known,
    ids::CustomerId,
    interaction::{Interaction, InteractionId, Source},
};
use amends_runtime::item::IntakeAnswer;
use amends_storage::port::{Identity, Store};

use crate::luma::{CEM, DANA, Luma, account};

impl Luma {
    /// A contact with somebody whom nobody can write to; the answer carries a link to show.
    async fn receipt(&mut self, topic: &str) -> String {
        let (known, interaction) = self.contact_of(CEM, topic);
        let external = Some("C-5512".to_owned());
        let known = Known { addresses: Vec::new(), external, name: known.name, ..Known::default() };
        let answer = self.handle().interaction_ended(known, interaction, 0).await.unwrap();
        let IntakeAnswer::NoChannel { token } = answer else { panic!("{answer:?}") };
        assert_eq!(token.len(), 24, "{token}");
        self.note(&format!("⟶ contact ended: {topic} → no_channel, with a link"));
        self.settle().await;
        token
    }
}

impl Luma {
    /// A till registers a receipt, as `POST /v1/receipts` does.
    async fn registers(&mut self, topic: &str, external: Option<&str>) -> String {
        let answer = self.registered(topic, external).await;
        let IntakeAnswer::Registered { token, is_new, .. } = answer else { panic!("{answer:?}") };
        let again = if is_new { "" } else { " once more" };
        self.note(&format!("⟶ a receipt is registered{again}: {topic}"));
        self.settle().await;
        token
    }

    async fn registered(&mut self, topic: &str, external: Option<&str>) -> IntakeAnswer {
        let interaction = Interaction {
            topic: Some(topic.to_owned()),
            place: Some("till2".to_owned()),
            ..Interaction::new(format!("web:{topic}"), Source::Receipt, self.clock.now())
        };
        let external = external.map(str::to_owned);
        let known = Known { external, ..Known::default() };
        self.handle().interaction_ended(known, interaction, 0).await.unwrap()
    }

    /// Where a receipt stands, for whoever registered it.
    fn receipt_is(&self, topic: &str) -> Option<&'static str> {
        self.handle().interaction(&web(topic)).unwrap().map(|view| view.status)
    }

    fn customer_known_as(&self, external: &str) -> Option<CustomerId> {
        self.store.customer_of(&Identity::External(external.to_owned())).unwrap()
    }
}

/// 5.5: a receipt of nobody known asks whoever scans it, in the same second.
#[tokio::test(flavor = "multi_thread")]
async fn a_registered_receipt_asks_whoever_scans_it() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.registers("Receipt 7", Some("C-5512")).await;
    assert_eq!(luma.receipt_is("Receipt 7"), Some("suppressed"));
    luma.follows(CEM, &token).await;
    assert_eq!(luma.receipt_is("Receipt 7"), Some("asked"));
    luma.taps(CEM, "🙁 Nicht gut").await;
    assert_eq!(luma.receipt_is("Receipt 7"), Some("answered"));
    assert_shown!(luma.transcript(), @"
    09:20:00 ⟶ a receipt is registered: Receipt 7
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      Cem      ↻ Bevor Sie gehen: Wie war Ihr Besuch?  🙁 Nicht gut
                 Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
                 [Keine Antwort nötig] [Antwort ändern]
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 🙁 · level 1
                 Receipt 7 · till2
                 de · 1st contact · no cases
                 Said: –
                 Promised: first reply by 09:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    ");
    // Its id at the till is Cem's from here on, and the next receipt of that id is for him.
    let cem = luma.store.customer_of(&Identity::Account(account(CEM))).unwrap();
    assert_eq!(luma.customer_known_as("C-5512"), cem);
    assert_eq!(luma.registers("Receipt 7", Some("C-5512")).await, token, "it has one link");
    let next = luma.registers("Receipt 8", Some("C-5512")).await;
    luma.writes(CEM, "/status").await;
    assert_eq!(
        luma.receipt_is("Receipt 8"),
        Some("suppressed"),
        "nobody is asked unless they scan"
    );
    assert_ne!(next, token);
}

/// 5.5: whoever scans a receipt twice is told so and asked all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_scanned_twice_is_used() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.registers("Receipt 7", None).await;
    luma.follows(CEM, &token).await.taps(CEM, "🙂 Gut").await.follows(CEM, &token).await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ a receipt is registered: Receipt 7
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙂 Gut]
               (Cem sees: Danke!)
      Cem      ↻ Bevor Sie gehen: Wie war Ihr Besuch?  🙂 Gut
                 Danke, das freut uns sehr! Was könnten wir noch besser machen? Wenn Sie mögen, schreiben Sie es einfach hier.
                 [Antwort ändern]
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    ");
}

/// 5.5: a link that was passed on asks whoever comes first, and makes nobody somebody else.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_passed_on_asks_whoever_comes_first() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let first = luma.registers("Receipt 7", Some("C-5512")).await;
    luma.follows(CEM, &first).await.taps(CEM, "🙂 Gut").await;
    let second = luma.registers("Receipt 8", Some("C-5512")).await;
    luma.begins().follows(DANA, &second).await.taps(DANA, "🙂 Good").await;
    luma.follows(CEM, &second).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana follows the link
      Dana     | Hi Dana! Before you go: how was your visit?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ Before you go: how was your visit?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    ");
    let of = |who| luma.store.customer_of(&Identity::Account(account(who))).unwrap();
    assert_eq!(luma.customer_known_as("C-5512"), of(CEM), "the id is not Dana's");
    assert_eq!(luma.receipt_is("Receipt 8"), Some("answered"), "the contact is");
    assert_eq!(
        luma.store.customer_of_interaction(&web("Receipt 8")).unwrap().unwrap().0,
        of(DANA).unwrap()
    );
}

/// The same for whoever shows the receipt of the customer whom we know.
#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_of_somebody_known_waits_for_them() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let first = luma.registers("Receipt 7", Some("C-5512")).await;
    luma.follows(CEM, &first).await.taps(CEM, "🙂 Gut").await;
    let second = luma.registers("Receipt 8", Some("C-5512")).await;
    luma.begins().waits("1h").await.follows(CEM, &second).await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 1h pass
    10:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    ");
    assert_eq!(luma.receipt_is("Receipt 8"), Some("asked"));
}

/// 5.5: after seven days the faces come anyway, and after the time for which answers are kept nothing
/// is left of a receipt that nobody scanned.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_nobody_scans_expires_and_goes() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.registers("Receipt 7", Some("C-5512")).await;
    let other = luma.registers("Receipt 8", None).await;
    luma.begins().waits("192h").await.follows(CEM, &token).await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ 192h pass
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    ");
    assert_eq!(
        luma.registered("Receipt 8", None).await,
        IntakeAnswer::Registered {
            token: other.clone(),
            expires_at: "2026-11-23T09:20:00Z".parse().unwrap(),
            is_new: false,
        }
    );
    luma.waits("9432h").await;
    luma.comes_to(|luma| {
        luma.handle().clock_moved();
        luma.store.erasures().unwrap().is_empty() && luma.receipt_is("Receipt 8").is_none()
    })
    .await;
    assert_eq!(luma.receipt_is("Receipt 7"), None);
    assert_eq!(luma.customer_known_as("C-5512"), None);
    assert_eq!(
        (luma.store.receipt(&token).unwrap(), luma.store.receipt(&other).unwrap()),
        (None, None)
    );
}

/// What a till says under an id stands.
#[tokio::test(flavor = "multi_thread")]
async fn an_id_stands_for_one_receipt() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    luma.registers("Receipt 7", None).await;
    let interaction = Interaction::new("web:Receipt 7", Source::Receipt, luma.clock.now());
    let other = luma.handle().interaction_ended(Known::default(), interaction, 1).await.unwrap();
    assert_eq!(other, IntakeAnswer::Conflict);
    let (known, interaction) = luma.contact_of(DANA, "Order 118");
    let asked = Interaction::new(interaction.id.0.clone(), Source::Receipt, luma.clock.now());
    let told = luma.handle().interaction_ended(known, interaction, 0).await.unwrap();
    assert!(matches!(told, IntakeAnswer::Planned(_)), "{told:?}");
    let answer = luma.handle().interaction_ended(Known::default(), asked, 0).await.unwrap();
    assert_eq!(answer, IntakeAnswer::Conflict, "Dana is asked, so there is no link");
}

fn web(topic: &str) -> InteractionId {
    InteractionId(format!("web:{topic}"))
}

/// 5.5: a receipt asks at once, and is used up by it.
/// Shows S-6.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_asks_at_once_and_only_once() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.receipt("Receipt 7").await;
    luma.follows(CEM, &token).await.taps(CEM, "🙁 Nicht gut").await;
    luma.follows(DANA, &token).await.taps(DANA, "🙂 Good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Receipt 7 → no_channel, with a link
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      Cem      ↻ Bevor Sie gehen: Wie war Ihr Besuch?  🙁 Nicht gut
                 Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
                 [Keine Antwort nötig] [Antwort ändern]
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Dana follows the link
      Dana     | Hi Dana! This code has expired – your opinion hasn’t. How was it?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Thank you!)
      Dana     ↻ This code has expired – your opinion hasn’t. How was it?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    ");
}

/// 5.5: a receipt is good for seven days; after that the faces come anyway.
#[tokio::test(flavor = "multi_thread")]
async fn an_expired_receipt_still_asks() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.receipt("Receipt 7").await;
    luma.waits("169h").await.follows(CEM, &token).await.taps(CEM, "🙂 Gut").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Receipt 7 → no_channel, with a link
    09:20:00 ⟶ 169h pass
    10:20:00 Cem follows the link
      Cem      | Hallo Cem! Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    10:20:00 Cem presses [🙂 Gut]
               (Cem sees: Danke!)
      Cem      ↻ Dieser Code ist abgelaufen – Ihre Meinung nicht. Wie war es?  🙂 Gut
                 Danke, das freut uns sehr! Was könnten wir noch besser machen? Wenn Sie mögen, schreiben Sie es einfach hier.
                 [Antwort ändern]
    ");
}

/// 5.5: a receipt shown while a case is open tells where the case stands.
/// Shows S-3.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_during_an_open_case_tells_how_it_stands() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::unhappy().await;
    let token = luma.receipt("Receipt 7").await;
    luma.follows(DANA, &token).await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Receipt 7 → no_channel, with a link
    09:20:00 Dana follows the link
      Dana     | R-1001: someone is on the way. With you: our team. Latest: –. Next word from us by 09:30.
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | another contact: Receipt 7, Anna – no question was asked
    ");
}

/// 5.5: a printed link asks once in four hours, without any receipt.
/// Shows T8.
#[tokio::test(flavor = "multi_thread")]
async fn a_printed_link_asks_once_in_four_hours() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let token = luma.handle().visit_token("till2").unwrap();
    luma.follows(CEM, &token).await.taps(CEM, "🙂 Gut").await;
    luma.waits("1h").await.follows(CEM, &token).await;
    luma.waits("4h").await.follows(CEM, &token).await.taps(CEM, "🙁 Nicht gut").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 Cem presses [🙂 Gut]
               (Cem sees: Danke!)
      Cem      ↻ Bevor Sie gehen: Wie war Ihr Besuch?  🙂 Gut
                 Danke, das freut uns sehr! Was könnten wir noch besser machen? Wenn Sie mögen, schreiben Sie es einfach hier.
                 [Antwort ändern]
    09:20:00 ⟶ 1h pass
    10:20:00 Cem follows the link
      Cem      | Hallo Cem! Ich bin der Feedback-Bot von Luma Café. Nach einem Kontakt mit uns stelle ich eine einzige kurze Frage – und wenn etwas schiefging, kümmert sich ein Mensch darum. Stimmt gerade etwas nicht? /complain
    10:20:00 ⟶ 4h pass
    14:20:00 Cem follows the link
      Cem      | Hallo Cem! Bevor Sie gehen: Wie war Ihr Besuch?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    14:20:00 Cem presses [🙁 Nicht gut]
               (Cem sees: Danke!)
      Cem      ↻ Bevor Sie gehen: Wie war Ihr Besuch?  🙁 Nicht gut
                 Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
                 [Keine Antwort nötig] [Antwort ändern]
      topic    | 🔴 R-1001 Cem
      R-1001   | 🔴 R-1001 · Cem · 🙁 · level 1
                 till2
                 de · 3rd contact · before: 🙂 · no cases
                 Said: –
                 Promised: first reply by 14:30
                 [Take it] [Join] [History]
                 (pinned)
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// 5.5: a payload that is not ours is greeted like any start, whatever it looks like.
/// Shows E49.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_link_is_only_greeted() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    let sealed = luma.handle().visit_token("till2").unwrap();
    let before = luma.said_in(DANA).len();
    let forged =
        ["r_AAAAAAAAAAAAAAAAAAAAAA", "c_AAAAAAAAAAAAAAAAAAAAAA", "q_till3_AAAAAAAAAAAAAAAA"];
    for token in forged.into_iter().chain([sealed.replace("till2", "till3").as_str(), "x"]) {
        luma.follows(DANA, token).await;
    }
    let said = luma.said_in(DANA);
    assert_eq!(said.len(), before + 5);
    assert!(said[before..].iter().all(|text| text.starts_with("Hi Dana! I’m the feedback bot")));
}

/// 5.5: the link to a case opens it for its own customer only.
#[tokio::test(flavor = "multi_thread")]
async fn the_private_link_of_a_case_is_nobody_elses() {
    only_on!(Telegram, "nobody brings a token along on Discord");
    let mut luma = Luma::opens().await;
    luma.opens_topic(crate::luma::ANNA, "Order 200").await.writes_in_topic(CEM, "kalt").await;
    luma.closes_topic(crate::luma::ANNA).await.taps_in_help(CEM, "🙁 Nicht gut").await;
    let link = luma.said_in(luma.help).pop().unwrap();
    let token = link.rsplit("start=").next().unwrap().to_owned();
    luma.begins().follows(DANA, &token).await.follows(CEM, &token).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana follows the link
      Dana     | Hi Dana! I’m the feedback bot of Luma Café. After you’ve been in touch with us I ask one short question, and if something went wrong, a real person takes care of it. Something wrong right now? /complain
    09:20:00 Cem follows the link
      Cem      | Das tut uns leid – und danke, dass Sie es uns sagen. Jemand aus unserem Team ist in spätestens 10 Min. hier bei Ihnen. Was ist passiert? Schreiben Sie es einfach, in Ihren Worten.
    ");
}
