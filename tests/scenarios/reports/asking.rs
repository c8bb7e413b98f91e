//! Who may ask, for what, and what there is to say of nothing.

use amends_core::interaction::Interaction;

use super::administered;
use crate::luma::{ANNA, DANA, ION, KATRIN, Luma, PIOTR};

/// Of nothing there is no rate, and words say so.
#[tokio::test(flavor = "multi_thread")]
async fn of_nothing_words_say_so() {
    let mut luma = Luma::opens_with(administered).await;
    luma.asks_alone(PIOTR, "/report today").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Piotr: /report today
      Piotr    | (answers 5) Luma Café · today 16.11. · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       no contact ended
                 FIXED      nobody was unhappy
                 DELIGHTED  after recovery nobody answered so far, without any trouble nobody answered
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 0, protected 0 (say what one is worth: /value) · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: nobody answered, so nobody can say
    "#);
}

/// Agents see the report of the team without money, whoever left sees none, and where others read
/// along nobody is shown any. No figure is about one person.
/// Shows INV 24, INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn money_is_for_seniors_and_where_nobody_reads_along() {
    let mut luma = Luma::opens_with(administered).await;
    luma.is_unhappy().await.presses(ANNA, "Take it").await.says(ANNA, "Dana, I’m sorry.").await;
    luma.begins().says_in_general(ANNA, "/report").await;
    luma.says_in_general(ANNA, "/report money").await;
    luma.says_in_general(ION, "/report").await;
    luma.says_in_general(KATRIN, "/report money").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Anna in General: /report
      desk     | (answers 8) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 0 s)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 1 of 1 contacts (100.0 %) · in 0 s (p50) · answered 1 (100.0 % [20.7-100.0])
                            🙂 0 (0.0 % [0.0-79.3]) 😐 0 🙁 1    small sample
                 FIXED      first human word 0 s (p50), 0 s (p90) · promises kept 1 of 1 (100.0 %)
                            no case closed so far · reopened 0
                 DELIGHTED  after recovery nobody answered so far, without any trouble nobody answered
                            → not enough answers yet
                 CAUSES     none noted
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.0]
    09:20:00 Anna in General: /report money
      desk     | (answers 10) That's for seniors. You are: agent.
    09:20:00 Ion in General: /report
      desk     | (answers 12) That's for agents. You are: not on the staff list.
    09:20:00 Katrin in General: /report money
      desk     | (answers 14) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 1 (oldest 0 s)      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 MONEY      not where others read along: ask me in private, /report money
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: 0.0 [0.0-0.0]
                            (our own number, if those who say nothing are like those who answer)
    "#);
}

/// What can't be told is answered with what can.
#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_not_is_said() {
    let mut luma = Luma::opens().await;
    luma.says_in_general(KATRIN, "/report yesteryear").await;
    luma.says_in_general(KATRIN, "/report wording").await;
    luma.says_in_general(KATRIN, "/report 2026-13").await;
    luma.says_in_general(KATRIN, "/report wording").await;
    assert_shown!(luma.transcript(), @"
    09:20:00 Katrin in General: /report yesteryear
      desk     | (answers 2) I don't know “yesteryear”. A report is of today, of this week, of this month or of a month that you name, and may be about one thing: /report [today|week|month|2026-11] [money|recovery|causes|wording] [segment:new]
    09:20:00 Katrin in General: /report wording
      desk     | (answers 4) No text has variants that are compared. One is added with /wording variant ask en How was it?
    09:20:00 Katrin in General: /report 2026-13
      desk     | (answers 6) I don't know “2026-13”. A report is of today, of this week, of this month or of a month that you name, and may be about one thing: /report [today|week|month|2026-11] [money|recovery|causes|wording] [segment:new]
    09:20:00 Katrin in General: /report wording
      desk     | (answers 8) No text has variants that are compared. One is added with /wording variant ask en How was it?
    ");
}

/// Of a segment of the signals figures are told as of all; of fewer than five nothing is told, since
/// that would be about single people (`METRICS` 3.1).
#[tokio::test(flavor = "multi_thread")]
async fn figures_are_told_of_a_segment_and_never_of_few() {
    let mut luma = Luma::opens_with(administered).await;
    for (topic, segment) in
        [("1", "New"), ("2", "new"), ("3", "new "), ("4", "new"), ("5", "new"), ("6", "vip")]
    {
        let tagged = |contact: &mut Interaction| contact.segments = vec![segment.to_owned()];
        luma.contact_ends_with(DANA, topic, tagged).await;
    }
    luma.taps(DANA, "🙂 Good").await.begins();
    luma.says_in_general(KATRIN, "/report segment:new").await;
    luma.says_in_general(KATRIN, "/report today recovery segment:New").await;
    luma.says_in_general(KATRIN, "/report segment:vip").await;
    luma.says_in_general(KATRIN, "/report segment:").await;
    assert_shown!(luma.transcript(), @r#"
    09:20:00 Katrin in General: /report segment:new
      desk     | (answers 2) Luma Café · week 47 · segment new · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       asked 1 of 5 contacts (20.0 %) · in 0 s (p50)
                            fewer than five: not shown
                            not asked: asked a short while before (4)
                 FIXED      nobody was unhappy
                 DELIGHTED  fewer than five: not shown
                 CAUSES     none noted
                 MONEY      not where others read along: ask me in private, /report money
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · fewer than five: not shown
    09:20:00 Katrin in General: /report today recovery segment:New
      desk     | (answers 4) Luma Café · today 16.11. · segment new · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 FIXED      nobody was unhappy
                 DELIGHTED  fewer than five: not shown
    09:20:00 Katrin in General: /report segment:vip
      desk     | (answers 6) Luma Café · week 47 · segment vip · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 Fewer than five contacts and cases of segment vip in this time: figures of so few are not shown.
    09:20:00 Katrin in General: /report segment:
      desk     | (answers 8) I don't know “segment:”. A report is of today, of this week, of this month or of a month that you name, and may be about one thing: /report [today|week|month|2026-11] [money|recovery|causes|wording] [segment:new]
    "#);
}
