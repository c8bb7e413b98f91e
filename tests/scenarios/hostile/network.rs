//! A platform that refuses, hangs, breaks, or loses its answer (`PLATFORMS` 3).

use amends_core::place::Platform;

use crate::luma::{ANNA, Call, DANA, Line, Luma, Trouble, platform};

const TOO_MANY: Trouble = Trouble::TooMany(3);

/// Whether the platform knows a message that it gets once more.
fn knows_repeats() -> bool {
    platform() == Platform::Discord
}

/// Told to wait, the question waits, and is asked once.
/// Shows S-10, T2.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_waits_when_the_platform_says_so() {
    let mut luma = Luma::opens().await;
    luma.front().next(Call::Send, TOO_MANY);
    luma.contact_meets_trouble("Order 118").await.recovers("10s").await;
    assert_eq!(luma.status_of("web:1"), "asked");
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// What can't be sent for half an hour is not asked any more.
/// Shows S-10b, T3.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_could_not_be_sent_in_time_is_dropped() {
    let mut luma = Luma::opens().await;
    let before = luma.calls(Call::Send);
    luma.front().next(Call::Send, Trouble::TooMany(3_600));
    luma.contact_meets_trouble("Order 118").await;
    luma.comes_to(Luma::is_put_off).await;
    luma.recovers("2h").await;
    assert_eq!(luma.status_of("web:1"), "suppressed");
    assert_eq!(luma.calls(Call::Send), before, "nothing was sent");
}

/// The answer was lost, nobody knows; it is not asked twice, and a tap tells. Discord knows a
/// message that it gets once more, so that there the second try tells.
/// Shows INV 2, INV 17.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_whose_answer_was_lost_is_asked_at_most_once() {
    let faults =
        [Trouble::ReplyLost, Trouble::BadGateway { executes: true }, Trouble::Hang { millis: 300 }];
    for fault in faults {
        let is_known = matches!(fault, Trouble::Hang { .. }) || knows_repeats();
        let mut luma = Luma::opens().await;
        luma.front().next(Call::Send, fault);
        luma.contact_meets_trouble("Order 118").await.recovers("10s").await;
        assert_eq!(luma.status_of("web:1"), if is_known { "asked" } else { "maybe_asked" });
        luma.waits("1m").await;
        let asked = luma.said_in(DANA).iter().filter(|text| text.contains("How did we do")).count();
        assert_eq!(asked, 1);
        luma.taps(DANA, "🙁 Not good").await;
        assert_eq!(luma.status_of("web:1"), "answered");
        assert_eq!(luma.customer(DANA).cases.len(), 1);
    }
}

/// The page of a proxy says nothing; a question that never arrived is not asked again, unless the
/// platform would know it again.
/// Shows INV 2.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_behind_a_broken_proxy_is_left_alone() {
    for fault in [Trouble::BadGateway { executes: false }, Trouble::ServerError] {
        let mut luma = Luma::opens().await;
        luma.front().next(Call::Send, fault);
        luma.contact_meets_trouble("Order 118").await.recovers("10s").await;
        let asked = luma.said_in(DANA).iter().filter(|text| text.contains("How did we do")).count();
        let (status, times) = if knows_repeats() { ("asked", 1) } else { ("maybe_asked", 0) };
        assert_eq!((luma.status_of("web:1"), asked), (status, times));
        luma.waits("73h").await;
        assert_eq!(luma.status_of("web:1"), "expired");
    }
}

/// A topic whose creation may have happened is made again; the case lives in one of them.
/// Shows INV 17.
#[tokio::test(flavor = "multi_thread")]
async fn a_topic_whose_answer_was_lost_is_made_again() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.begins();
    luma.front().next(Call::OpenThread, Trouble::ReplyLost);
    let message = luma.newest_with(DANA, "🙁 Not good");
    luma.front().press(DANA, DANA, message, "🙁 Not good");
    luma.recovers("10s").await.presses(ANNA, "Take it").await;
    luma.says(ANNA, "Dana, I’m sorry.").await;
    assert_shown!(luma.brief(), @"
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:10 Anna presses [Take it]
               (Anna sees: Anna has it.)
      Dana     | Anna is here now and has read everything – no need to explain again.
                 [Talk to someone senior]
      topic    | 🔴 R-1001 Dana ↻ 🟡 R-1001 Dana
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
                 Promised: first reply by 09:30
    09:20:10 Anna at the desk: Dana, I’m sorry.
      Dana     | Anna: Dana, I’m sorry.
      R-1001   ↻ 🟡 R-1001 · Dana · 🙁 · level 1 · Anna has it
      R-1001   | (👍 on that message)
    ");
}

/// A line that may have arrived is repeated, marked as such, both ways.
/// Shows INV 17.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_whose_answer_was_lost_is_repeated_and_marked() {
    let mut luma = Luma::relaying().await;
    luma.front().next(Call::Send, Trouble::ReplyLost);
    luma.back_mut().talks(ANNA, Line::text("Your dish is coming."));
    luma.recovers("10s").await;
    luma.front().next(Call::Send, Trouble::BadGateway { executes: false });
    luma.front_mut().tells(DANA, Line::text("great, thanks"));
    luma.recovers("10s").await;
    assert_shown!(luma.brief(), @"
    Dana     | Anna: Your dish is coming.
    Dana     | ↻ Anna: Your dish is coming.
    R-1001   | (👍 on that message)
    R-1001   | ↻ Dana: great, thanks
    ");
}

/// An edit is repeated until it is done; nobody sees it twice.
/// Shows INV 17.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_repeated_until_it_is_done() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.begins();
    luma.front().next(Call::Edit, Trouble::BadGateway { executes: false });
    luma.front().next(Call::Edit, TOO_MANY);
    luma.front().next(Call::Edit, Trouble::ReplyLost);
    let message = luma.newest_with(DANA, "🙂 Good");
    luma.front().press(DANA, DANA, message, "🙂 Good");
    luma.recovers("30s").await;
    assert_shown!(luma.brief(), @"
             (Dana sees: Thank you!)
    Dana     ↻ How did we do just now?  🙂 Good
               Thank you – that makes our day! What could we do even better? If you like, just write it here.
               [Change my answer]
    ");
}

/// 4.3: with a platform that fails all the time nothing that was said is lost, and nothing doubled
/// without a mark.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_is_lost_on_a_bad_line() {
    let mut luma = Luma::relaying().await;
    luma.front().rate(Call::Send, Trouble::TooMany(1), 300);
    luma.front().rate(Call::Send, Trouble::ReplyLost, 100);
    for number in 1..=20 {
        luma.back_mut().talks(ANNA, Line::text(format!("line {number:02}.")));
    }
    luma.recovers("2h").await;
    luma.front().clear();
    let said = luma.said_in(DANA);
    let first: Vec<&String> = said.iter().filter(|text| text.starts_with("Anna: line")).collect();
    let all: Vec<String> = (1..=20).map(|number| format!("Anna: line {number:02}.")).collect();
    for line in &all {
        assert!(first.iter().filter(|text| **text == line).count() <= 1, "{said:#?}");
        assert!(said.iter().any(|text| text.ends_with(line.as_str())), "{line}: {said:#?}");
    }
}

impl Luma {
    /// A contact with Dana ends while the platform is in trouble.
    pub(crate) async fn contact_meets_trouble(&mut self, topic: &str) -> &mut Self {
        let (known, interaction) = self.contact_of(DANA, topic);
        self.handle().interaction_ended(known, interaction, 0).await.unwrap();
        self.note(&format!("⟶ contact ended: {topic}"));
        self
    }

    /// The status of a contact as the source reads it.
    pub(crate) fn status_of(&self, contact: &str) -> &'static str {
        let id = amends_core::interaction::InteractionId(contact.to_owned());
        let survey = self.customer(DANA).surveys.into_iter().find(|it| it.interaction.id == id);
        survey.expect("it is known").status()
    }
}
