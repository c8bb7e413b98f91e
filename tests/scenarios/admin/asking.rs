//! Whom the business asks and when (`/ask`), and the scale on which it asks (`/scale`).

use amends_core::{
    policy::Workspace,
    scale::Scale,
    survey::{Stage, Suppressed},
};
use jiff::SignedDuration;

use crate::luma::{ANNA, CEM, DANA, Luma, PIOTR, account};

/// No gap, so that one contact can follow the other; Piotr administers.
pub(super) fn eager(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
    workspace.timers.ask_gap = SignedDuration::ZERO;
}

impl Luma {
    /// A contact with Dana ends for which nobody rules anything out, if not the rules say so.
    async fn ends_with_tag(&mut self, topic: &str, tag: &str, outcome: &str) -> &mut Self {
        self.contact_ends_with(DANA, topic, |contact| {
            contact.segments = vec![tag.to_owned()];
            contact.outcome = Some(outcome.to_owned());
        })
        .await
    }
}

/// Each rule is shown, changed and written down.
#[tokio::test(flavor = "multi_thread")]
async fn rules_of_asking_are_shown_changed_and_written_down() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/ask", "/ask sample 50%", "/ask off topic:Billing"]).await;
    luma.sets(&["/ask off tag:vip", "/ask off outcome:refused", "/ask on topic:billing"]).await;
    luma.sets(&["/ask messages 2", "/ask quiet 21:00-08:00", "/ask off", "/ask quiet"]).await;
    luma.sets(&["/ask sample 100%", "/ask messages 0", "/ask quiet off", "/audit 4"]).await;
    assert_eq!(luma.rules().asking.skips.len(), 2);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /ask
      desk     | (answers 2) ask delay: 0s
                 ask gap: 4h
                 ask expire: 72h
                 ask stale: 30m
                 ask comment: 30m
                 ask change: 24h
                 ask reminder: off
                 ask sample: 100%
                 ask messages: 0
                 ask quiet: off
                 ask off: nothing
                 ask recommend: off
    09:20:00 Piotr in General: /ask sample 50%
      desk     | (answers 4) Saved. ask sample: 50%
                 [Undo]
    09:20:00 Piotr in General: /ask off topic:Billing
      desk     | (answers 6) Saved. ask off: topic:billing
                 [Undo]
    09:20:00 Piotr in General: /ask off tag:vip
      desk     | (answers 8) Saved. ask off: topic:billing, tag:vip
                 [Undo]
    09:20:00 Piotr in General: /ask off outcome:refused
      desk     | (answers 10) Saved. ask off: topic:billing, tag:vip, outcome:refused
                 [Undo]
    09:20:00 Piotr in General: /ask on topic:billing
      desk     | (answers 12) Saved. ask off: tag:vip, outcome:refused
                 [Undo]
    09:20:00 Piotr in General: /ask messages 2
      desk     | (answers 14) Saved. ask messages: 2
                 This counts where the source tells how much a customer wrote.
                 [Undo]
    09:20:00 Piotr in General: /ask quiet 21:00-08:00
      desk     | (answers 16) Saved. ask quiet: 21:00-08:00
                 On the customer's clock where I know it, else on ours. What falls into these hours is asked when they end, if it is still fresh then (ask stale), else not at all.
                 [Undo]
    09:20:00 Piotr in General: /ask off
      desk     | (answers 18) ask off: tag:vip, outcome:refused
    09:20:00 Piotr in General: /ask quiet
      desk     | (answers 20) ask quiet: 21:00-08:00
    09:20:00 Piotr in General: /ask sample 100%
      desk     | (answers 22) Saved. ask sample: 100%
                 [Undo]
    09:20:00 Piotr in General: /ask messages 0
      desk     | (answers 24) Saved. ask messages: 0
                 [Undo]
    09:20:00 Piotr in General: /ask quiet off
      desk     | (answers 26) Saved. ask quiet: off
                 [Undo]
    09:20:00 Piotr in General: /audit 4
      desk     | (answers 28) Who changed what, the newest first:
                 09:20 Piotr: policy.ask_quiet 21:00-08:00 → off
                 09:20 Piotr: policy.ask_messages 2 → 0
                 09:20 Piotr: policy.ask_sample 50% → 100%
                 09:20 Piotr: policy.ask_quiet off → 21:00-08:00
    ");
}

/// What can't be is refused, with what to do instead, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn rules_of_asking_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/ask sample 0%", "/ask sample half", "/ask off weather:sunny"]).await;
    luma.sets(&["/ask off billing", "/ask on topic:billing", "/ask messages many"]).await;
    luma.sets(&["/ask quiet at night", "/ask quiet 21:00-21:00", "/ask recommend often"]).await;
    luma.sets(&["/ask smaple 50%", "/ask dry-run gap", "/ask dry-run delay 2h"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /ask sample 0%
      desk     | (answers 2) I can't read '0%' as a share. Write 1% to 100%.
    09:20:00 Piotr in General: /ask sample half
      desk     | (answers 4) I can't read 'half' as a share. Write 1% to 100%.
    09:20:00 Piotr in General: /ask off weather:sunny
      desk     | (answers 6) I can't read 'weather:sunny'. Write topic:billing, tag:vip or outcome:refused.
    09:20:00 Piotr in General: /ask off billing
      desk     | (answers 8) I can't read 'billing'. Write topic:billing, tag:vip or outcome:refused.
    09:20:00 Piotr in General: /ask on topic:billing
      desk     | (answers 10) topic:billing isn't switched off: nothing is.
    09:20:00 Piotr in General: /ask messages many
      desk     | (answers 12) 'many' can't be: write a number from 0 to 100.
    09:20:00 Piotr in General: /ask quiet at night
      desk     | (answers 14) I can't read 'at night' as quiet hours. Write 21:00-08:00, or off.
    09:20:00 Piotr in General: /ask quiet 21:00-21:00
      desk     | (answers 16) I can't read '21:00-21:00' as quiet hours. Write 21:00-08:00, or off.
    09:20:00 Piotr in General: /ask recommend often
      desk     | (answers 18) I can't read 'often' as a share. Write 1% to 100%.
    09:20:00 Piotr in General: /ask smaple 50%
      desk     | (answers 20) I don't know 'smaple'. Did you mean sample? There are delay, gap, expire, stale, comment, change, reminder, sample, recommend, messages, quiet, off, on, dry-run.
    09:20:00 Piotr in General: /ask dry-run gap
      desk     | (answers 22) Say what to try: /ask dry-run gap needs a value, like /ask dry-run gap 24h.
    09:20:00 Piotr in General: /ask dry-run delay 2h
      desk     | (answers 24) 2 h is too late: people leave with their anger. At most 10 min.
    ");
}

/// What is switched off is not asked about, whoever tells of it; what the customer wishes is.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_switched_off_is_not_asked_about() {
    let mut luma = Luma::opens_with(eager).await;
    luma.begins().sets(&["/ask off topic:billing", "/ask off tag:vip"]).await;
    luma.sets(&["/ask off outcome:refused"]).await;
    luma.ends_with_tag("Billing: invoice 44", "new", "solved").await;
    luma.ends_with_tag("Order 118", "VIP", "solved").await;
    luma.ends_with_tag("Order 118", "new", "Refused").await;
    luma.ends_with_tag("Rebilling", "new", "solved").await.writes(DANA, "/feedback").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /ask off topic:billing
      desk     | (answers 2) Saved. ask off: topic:billing
                 [Undo]
    09:20:00 Piotr in General: /ask off tag:vip
      desk     | (answers 4) Saved. ask off: topic:billing, tag:vip
                 [Undo]
    09:20:00 Piotr in General: /ask off outcome:refused
      desk     | (answers 6) Saved. ask off: topic:billing, tag:vip, outcome:refused
                 [Undo]
    09:20:00 ⟶ contact ended: Billing: invoice 44 → suppressed: topic_off
    09:20:00 ⟶ contact ended: Order 118 → suppressed: tag_off
    09:20:00 ⟶ contact ended: Order 118 → suppressed: outcome_off
    09:20:00 ⟶ contact ended: Rebilling → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// Staff who want to ask hear by which rule they may not.
#[tokio::test(flavor = "multi_thread")]
async fn staff_hear_by_which_rule_nobody_is_asked() {
    let mut luma = Luma::opens_with(eager).await;
    luma.sets(&["/ask off topic:billing", "/ask messages 2"]).await;
    luma.opens_topic(ANNA, "Billing").await.writes_in_topic(DANA, "why so much?").await;
    luma.begins().writes_in_topic(ANNA, "/done").await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.writes_in_topic(ANNA, "/done").await;
    luma.writes_in_topic(DANA, "hello?").await.writes_in_topic(DANA, "still here").await;
    luma.writes_in_topic(ANNA, "/done").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Anna in the topic: /done
      desk     | I won't ask: topic billing is switched off (/ask).
    09:20:00 Anna opens the topic “Order 118” in the support group
      topic    | Order 118
    09:20:00 Dana in the topic: where is it?
    09:20:00 Anna in the topic: /done
      desk     | I won't ask: the customer wrote 1 message, and at least 2 are wanted (/ask messages).
    09:20:00 Dana in the topic: hello?
    09:20:00 Dana in the topic: still here
    09:20:00 Anna in the topic: /done
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      help     | (👍 on that message)
    ");
}

/// Where the source tells how much a customer wrote, too little is not asked about.
#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_too_little_is_not_asked() {
    let mut luma = Luma::opens_with(|workspace| {
        eager(workspace);
        workspace.asking.messages = 2;
    })
    .await;
    for messages in [Some(1), Some(2), None] {
        luma.contact_ends_with(DANA, "Order 118", |contact| contact.messages = messages).await;
    }
    luma.opens_topic(ANNA, "Order 119").await.writes_in_topic(DANA, "where is it?").await;
    luma.closes_topic(ANNA).await;
    assert_eq!(luma.survey(DANA).stage, Stage::Suppressed { why: Suppressed::FewMessages });
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → suppressed: few_messages
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    09:20:00 Dana in the topic: where is it?
    09:20:00 Anna closes the topic
      topic    | Order 119 ↻ Order 119 (closed)
    ");
}

/// A share is asked about: the same contact always fares the same, and a wish is no matter of luck.
#[tokio::test(flavor = "multi_thread")]
async fn a_share_of_contacts_is_asked_about() {
    let mut luma = Luma::opens_with(eager).await;
    luma.sets(&["/ask sample 50%"]).await.begins();
    for topic in ["Order 1", "Order 2", "Order 3", "Order 4", "Order 5", "Order 6"] {
        luma.contact_ends(DANA, topic).await;
    }
    luma.sets(&["/ask sample 1%"]).await;
    luma.opens_topic(ANNA, "Order 7").await.writes_in_topic(CEM, "wo ist es?").await;
    luma.writes_in_topic(ANNA, "/done").await.writes(DANA, "/feedback").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 1 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 2 → suppressed: not_sampled
    09:20:00 ⟶ contact ended: Order 3 → suppressed: not_sampled
    09:20:00 ⟶ contact ended: Order 4 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 5 → suppressed: not_sampled
    09:20:00 ⟶ contact ended: Order 6 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr in General: /ask sample 1%
      desk     | (answers 4) Saved. ask sample: 1%
                 [Undo]
    09:20:00 Anna opens the topic “Order 7” in the support group
      topic    | Order 7
    09:20:00 Cem in the topic: wo ist es?
    09:20:00 Anna in the topic: /done
      desk     | I won't ask: this contact isn't among the 1% that are asked about (/ask sample).
    09:20:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    ");
}

/// The rules are tried out on what happened: nothing changes, and nobody is asked.
#[tokio::test(flavor = "multi_thread")]
async fn rules_are_tried_out_on_the_last_week() {
    let mut luma = Luma::opens_with(eager).await;
    luma.sets(&["/ask dry-run"]).await;
    luma.contact_ends(DANA, "Order 118").await.waits("3h").await;
    luma.contact_ends(DANA, "Billing").await.waits("3h").await;
    luma.contact_ends(DANA, "Order 120").await.taps(DANA, "🙁 Not good").await;
    luma.contact_ends(DANA, "Order 121").await.contact_ends(CEM, "Billing").await;
    let before = (luma.rules(), luma.customer(DANA));
    luma.begins().sets(&["/ask dry-run", "/ask dry-run gap 24h"]).await;
    luma.sets(&["/ask dry-run off topic:billing", "/ask dry-run quiet 12:00-14:00"]).await;
    luma.says_in_general(ANNA, "/ask dry-run gap 24h").await;
    assert_eq!((luma.rules(), luma.customer(DANA)), before);
    assert_shown!(luma.brief(), @"
    15:20:00 Piotr in General: /ask dry-run
      desk     | (answers 9) The last 7 days, by the rules in force: 5 contacts ended. Asked: 3 → 3.
                 not asked, a case was open: 1 → 1
                 not asked, no way to write to them: 1 → 1
                 Nothing was changed or sent.
    15:20:00 Piotr in General: /ask dry-run gap 24h
      desk     | (answers 11) The last 7 days with ask gap 24h: 5 contacts ended. Asked: 3 → 1.
                 not asked, a case was open: 1 → 0
                 not asked, asked a short while before: 0 → 3
                 not asked, no way to write to them: 1 → 1
                 15:20 Dana, Order 120: asked → not asked (asked a short while before)
                 15:20 Dana, Order 121: not asked (a case was open) → not asked (asked a short while before)
                 12:20 Dana, Billing: asked → not asked (asked a short while before)
                 Nothing was changed or sent.
    15:20:00 Piotr in General: /ask dry-run off topic:billing
      desk     | (answers 13) The last 7 days with ask off topic:billing: 5 contacts ended. Asked: 3 → 2.
                 not asked, a case was open: 1 → 1
                 not asked, no way to write to them: 1 → 0
                 not asked, its topic is switched off: 0 → 2
                 15:20 Cem, Billing: not asked (no way to write to them) → not asked (its topic is switched off)
                 12:20 Dana, Billing: asked → not asked (its topic is switched off)
                 Nothing was changed or sent.
    15:20:00 Piotr in General: /ask dry-run quiet 12:00-14:00
      desk     | (answers 15) The last 7 days with ask quiet 12:00-14:00: 5 contacts ended. Asked: 3 → 2.
                 not asked, a case was open: 1 → 1
                 not asked, no way to write to them: 1 → 1
                 not asked, quiet hours: 0 → 1
                 12:20 Dana, Billing: asked → not asked (quiet hours)
                 Nothing was changed or sent.
    15:20:00 Anna in General: /ask dry-run gap 24h
      desk     | (answers 17) That's for admins. You are: agent.
    ");
}

/// What is older than a week is not looked at.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_week_is_tried_out() {
    let mut luma = Luma::opens_with(eager).await;
    luma.contact_ends(DANA, "Order 118").await.waits("169h").await;
    luma.contact_ends(DANA, "Order 119").await.begins().sets(&["/ask dry-run"]).await;
    assert_shown!(luma.brief(), @"
    10:20:00 Piotr in General: /ask dry-run
      desk     | (answers 2) The last 7 days, by the rules in force: 1 contact ended. Asked: 1 → 1.
                 Nothing was changed or sent.
    ");
}

/// `/scale` shows the buttons that customers get; here they do nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_scale_is_shown_with_buttons_that_do_nothing() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/scale"]).await.presses(PIOTR, "🙂 Good").await;
    luma.sets(&["/scale nps11", "/scale"]).await.presses(PIOTR, "10").await;
    luma.sets(&["/scale csat5", "/scale", "/scale thumbs", "/scale", "/scale expect3"]).await;
    luma.sets(&["/scale"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /scale
      desk     | (answers 2) Scale: faces3. There are also expect3, csat5, thumbs, nps11.
                 Customers see these buttons; here they do nothing:
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr presses [🙂 Good]
    09:20:00 Piotr in General: /scale nps11
      desk     | (answers 4) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /scale
      desk     | (answers 6) Scale: nps11. There are also faces3, expect3, csat5, thumbs.
                 Customers see these buttons; here they do nothing:
                 [0] [1] [2] [3] [4] [5]
                 [6] [7] [8] [9] [10]
    09:20:00 Piotr presses [10]
    09:20:00 Piotr in General: /scale csat5
      desk     | (answers 8) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /scale
      desk     | (answers 10) Scale: csat5. There are also faces3, expect3, thumbs, nps11.
                 Customers see these buttons; here they do nothing:
                 [😍 Excellent] [🙂 Good] [😐 OK] [🙁 Poor] [😞 Very poor]
    09:20:00 Piotr in General: /scale thumbs
      desk     | (answers 12) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /scale
      desk     | (answers 14) Scale: thumbs. There are also faces3, expect3, csat5, nps11.
                 Customers see these buttons; here they do nothing:
                 [Yes] [No]
    09:20:00 Piotr in General: /scale expect3
      desk     | (answers 16) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /scale
      desk     | (answers 18) Scale: expect3. There are also faces3, csat5, thumbs, nps11.
                 Customers see these buttons; here they do nothing:
                 [🙂 Better] [😐 As expected] [🙁 Worse]
    ");
}

/// 2.1: a question that is open keeps its scale, whatever is set meanwhile, and so does its answer.
/// Shows E40.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_question_keeps_its_scale() {
    let mut luma = Luma::opens_with(eager).await;
    luma.begins().contact_ends(DANA, "Order 118").await.sets(&["/scale nps11"]).await;
    luma.taps(DANA, "😐 So-so").await.sets(&["/scale thumbs"]).await;
    let rating = luma.survey(DANA).rating().unwrap();
    assert_eq!((rating.scale(), rating.value()), (Scale::Faces3, 2));
    luma.taps(DANA, "Change my answer").await.taps(DANA, "🙂 Good").await;
    let rating = luma.survey(DANA).rating().unwrap();
    assert_eq!((rating.scale(), rating.value()), (Scale::Faces3, 3));
    luma.contact_ends(DANA, "Order 119").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr in General: /scale nps11
      desk     | (answers 2) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Dana presses [😐 So-so]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
                 [Please contact me] [Change my answer]
      desk     | 😐 Dana (Order 118, Anna)
                 [Open recovery] [No action]
    09:20:00 Piotr in General: /scale thumbs
      desk     | (answers 5) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Dana presses [Change my answer]
      Dana     ↻ Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙂 Good]
               (Dana sees: Noted: 🙂 Good. Thank you.)
      Dana     ↻ How did we do just now?  🙂 Good
                 Thank you – that makes our day! What could we do even better? If you like, just write it here.
                 [Change my answer]
    09:20:00 ⟶ contact ended: Order 119 → planned
      Dana     | Hi Dana! How did we do just now?
                 [Yes] [No]
    ");
}
