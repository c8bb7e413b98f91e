//! `/done` in the support group, and topics that close (`SIGNALS` 5.3).

use jiff::SignedDuration;

use crate::luma::{ANNA, CEM, DANA, Line, Luma};

impl Luma {
    /// Somebody writes in the support group outside of topics.
    async fn writes_in_group(&mut self, who: i64, text: &str) -> &mut Self {
        self.note(&format!("{} in the support group: {text}", crate::luma::name_of(who)));
        self.puts(who, self.help, Line::text(text)).await;
        self
    }
}

/// 5.3: `/done` as a reply asks whoever wrote that message.
#[tokio::test(flavor = "multi_thread")]
async fn done_by_reply_asks_whoever_wrote_that() {
    let mut luma = Luma::opens().await;
    luma.writes_in_group(DANA, "is my cake ready?").await.writes_in_group(CEM, "hallo").await;
    let message = luma.message_with(luma.help, "cake");
    luma.note("Anna answers Dana: /done cake for Friday");
    let line = Line::text("/done cake for Friday").replying_to(message);
    luma.puts(ANNA, luma.help, line).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana in the support group: is my cake ready?
    09:20:00 Cem in the support group: hallo
    09:20:00 Anna answers Dana: /done cake for Friday
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      help     | (👍 on that message)
    ");
}

/// Whoever gives a command that the business has switched off hears so, and nobody is asked.
#[tokio::test(flavor = "multi_thread")]
async fn done_that_is_switched_off_says_so() {
    let mut luma = Luma::opens_with(|workspace| workspace.signals.done = false).await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await.begins();
    luma.writes_in_topic(CEM, "/done").await.writes_in_topic(ANNA, "/done").await;
    assert!(!luma.is_asked(DANA));
    assert_shown!(luma.brief(), @"
    09:20:00 Cem in the topic: /done
      help     | (answers 4) That's for agents. You are: not on the staff list.
    09:20:00 Anna in the topic: /done
      help     | (answers 6) /done is switched off here.
    ");
}

/// 5.3, 4.7: `/done @dana` names somebody who wrote there.
#[tokio::test(flavor = "multi_thread")]
async fn done_by_name_asks_whoever_has_that_name() {
    let mut luma = Luma::opens().await;
    luma.writes_in_group(DANA, "is my cake ready?").await.writes_in_group(CEM, "hallo").await;
    luma.writes_in_group(ANNA, "/done").await.writes_in_group(ANNA, "/done @nobody").await;
    luma.writes_in_group(ANNA, "/done @Dana cake for Friday").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana in the support group: is my cake ready?
    09:20:00 Cem in the support group: hallo
    09:20:00 Anna in the support group: /done
      help     | (answers 4) Whose contact ended? Reply to one of their messages or name them: /done @dana
    09:20:00 Anna in the support group: /done @nobody
      help     | (answers 6) Whose contact ended? Reply to one of their messages or name them: /done @dana
    09:20:00 Anna in the support group: /done @Dana cake for Friday
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      help     | (👍 on that message)
    ");
}

/// 5.3: in a topic with one customer nobody has to be named; staff may ask without a message.
/// Shows E15.
#[tokio::test(flavor = "multi_thread")]
async fn done_in_a_topic_with_one_customer_needs_no_name() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(ANNA, "/done").await;
    luma.writes_in_topic(DANA, "where is it?").await.writes_in_topic(ANNA, "on its way").await;
    luma.writes_in_topic(ANNA, "/done").await;
    luma.writes_in_topic(CEM, "me too").await.writes_in_topic(ANNA, "/done").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Anna in the topic: /done
      help     | (answers 3) Whose contact ended? Reply to one of their messages or name them: /done @dana
    09:20:00 Dana in the topic: where is it?
    09:20:00 Anna in the topic: on its way
    09:20:00 Anna in the topic: /done
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      help     | (👍 on that message)
    09:20:00 Cem in the topic: me too
    09:20:00 Anna in the topic: /done
      help     | (answers 9) Whose contact ended? Reply to one of their messages or name them: /done @dana
    ");
}

/// 4.6: `/done` is for staff who show themselves.
/// Shows E50.
#[tokio::test(flavor = "multi_thread")]
async fn done_is_for_staff_who_show_themselves() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.writes_in_topic(DANA, "/done").await;
    if luma.front().has_anonymity() {
        luma.note("somebody in the topic, anonymously: /done");
        luma.front_mut().writes_in_topic(ANNA, Line::text("/done").anonymously());
        luma.settle().await;
    }
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is it?
    09:20:00 Dana in the topic: /done
      help     | (answers 4) That's for agents. You are: not on the staff list.
    09:20:00 somebody in the topic, anonymously: /done
      help     | (answers 6) I can't see who you are – switch off 'remain anonymous'
    ");
}

/// With an open case nobody is asked, and the case learns about the contact.
/// Shows S-3, E11.
#[tokio::test(flavor = "multi_thread")]
async fn done_with_an_open_case_asks_nothing() {
    let mut luma = Luma::unhappy().await;
    luma.opens_topic(ANNA, "Order 119").await.writes_in_topic(DANA, "and this one?").await;
    luma.writes_in_topic(ANNA, "/done").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    09:20:00 Dana in the topic: and this one?
    09:20:00 Anna in the topic: /done
      R-1001   ↻ 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | another contact: Order 119, Anna – no question was asked
      desk     | Dana has an open case (R-1001), so I won't ask now.
    ");
}

/// Within the gap nobody is asked, and staff read when it is possible again.
/// Shows S-4, T8.
#[tokio::test(flavor = "multi_thread")]
async fn done_within_the_gap_says_when_it_is_possible_again() {
    let mut luma = Luma::opens().await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙂 Good").await;
    luma.waits("2h").await.begins();
    luma.opens_topic(ANNA, "Order 119").await.writes_in_topic(DANA, "hello again").await;
    luma.writes_in_topic(ANNA, "/done").await.waits("2h").await;
    luma.writes_in_topic(DANA, "and again").await.writes_in_topic(ANNA, "/done").await;
    assert_shown!(luma.brief(), @"
    11:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    11:20:00 Dana in the topic: hello again
    11:20:00 Anna in the topic: /done
      desk     | Asked 2 h ago; next possible 13:20.
    11:20:00 ⟶ 2h pass
    13:20:00 Dana in the topic: and again
    13:20:00 Anna in the topic: /done
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      help     | (👍 on that message)
    ");
}

/// Who wants no questions gets none.
/// Shows S-2.
#[tokio::test(flavor = "multi_thread")]
async fn done_for_a_customer_who_wants_no_questions_asks_nothing() {
    let mut luma = Luma::opens().await;
    luma.writes(DANA, "/stop").await.opens_topic(ANNA, "Order 119").await;
    luma.writes_in_topic(DANA, "hello").await.writes_in_topic(ANNA, "/done").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /stop
      Dana     | No more questions from us. You can still write here any time – /resume turns the questions back on.
    09:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    09:20:00 Dana in the topic: hello
    09:20:00 Anna in the topic: /done
      desk     | Dana wants no questions, so I won't ask.
    ");
}

/// 5.3: a topic that closes asks its customer; one without a customer's message does not.
/// Shows E15.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_topic_asks_only_a_customer_who_wrote() {
    let mut luma = Luma::opens().await;
    luma.opens_topic(ANNA, "Order 117").await.writes_in_topic(ANNA, "just a note").await;
    luma.closes_topic(ANNA).await.opens_topic(ANNA, "Order 118").await;
    luma.writes_in_topic(DANA, "where is it?").await.closes_topic(ANNA).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna opens the topic “Order 117” in the support group
      topic    | Order 117
    09:20:00 Anna in the topic: just a note
    09:20:00 Anna closes the topic
      topic    | Order 117 ↻ Order 117 (closed)
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is it?
    09:20:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 118 ↻ Order 118 (closed)
    ");
}

/// A topic that is reopened before the question left withdraws it; after that it stays.
/// Shows E13, E14.
#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_topic_withdraws_a_question_that_was_not_sent() {
    let minute = |workspace: &mut amends_core::policy::Workspace| {
        workspace.timers.ask_delay = SignedDuration::from_mins(1);
    };
    let mut luma = Luma::opens_with(minute).await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.begins().closes_topic(ANNA).await.waits("30s").await;
    luma.reopens_topic(ANNA).await.waits("10m").await;
    luma.writes_in_topic(DANA, "still not here").await;
    luma.closes_topic(ANNA).await.waits("2m").await.reopens_topic(ANNA).await;
    luma.taps(DANA, "😐 So-so").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 ⟶ 30s pass
    09:20:30 Anna opens the topic again
      topic    | Order 118 (closed) ↻ Order 118
    09:20:30 ⟶ 10m pass
    09:30:30 Dana in the topic: still not here
    09:30:30 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:30:30 ⟶ 2m pass
    09:31:30 ⟶ it is time
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:32:30 Anna opens the topic again
      topic    | Order 118 (closed) ↻ Order 118
    09:32:30 Dana presses [😐 So-so]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    ");
}
