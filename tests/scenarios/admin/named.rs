//! Options by their names, where everything is typed (`CONVERSATIONS` 4.7).

use crate::luma::{ION, Luma, PIOTR};

/// `key:value` says the same as the value at its place, in any order.
#[tokio::test(flavor = "multi_thread")]
async fn options_may_be_named() {
    let mut luma = Luma::administered().await;
    luma.says_in_general(ION, "hello").await.begins();
    luma.sets(&["/scale type:csat5", "/language default lang:ro", "/ask value:4h setting:gap"])
        .await;
    luma.sets(&["/ask gap:2h", "/reply within:5m", "/signals source:done value:off"]).await;
    luma.sets(&["/makegood add kind:gift cost:3.50 worth:9 name:cake text:a cake, cost: none"])
        .await;
    luma.sets(&["/role add level:agent member:@ion", "/audit 2"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /scale type:csat5
      desk     | (answers 3) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /language default lang:ro
      desk     | (answers 5) Saved. Customers whose language isn't known read ro.
                 [Undo]
    09:20:00 Piotr in General: /ask value:4h setting:gap
      desk     | (answers 7) Saved. ask gap: 4h
    09:20:00 Piotr in General: /ask gap:2h
      desk     | (answers 9) Saved. ask gap: 2h
                 [Undo]
    09:20:00 Piotr in General: /reply within:5m
      desk     | (answers 11) Customers now read '5 min'.
                 [Undo]
    09:20:00 Piotr in General: /signals source:done value:off
      desk     | (answers 13) Saved. done: off
                 Menus and the message with buttons follow within a minute.
                 [Undo]
    09:20:00 Piotr in General: /makegood add kind:gift cost:3.50 worth:9 name:cake text:a cake, cost: none
      desk     | (answers 15) Saved. cake: a cake, cost: none – gift, costs you 3.50, feels like 9.00
                 [Undo]
    09:20:00 Piotr in General: /role add level:agent member:@ion
      desk     | (answers 17) Ion is agent from now on.
                 [Undo]
    09:20:00 Piotr in General: /audit 2
      desk     | (answers 19) Who changed what, the newest first:
                 09:20 Piotr: role Ion (telegram:54) none → agent
                 09:20 Piotr: makegood.cake none → 3.50 9.00 gift a cake, cost: none
    ");
}

/// Texts by their key, language and group.
#[tokio::test(flavor = "multi_thread")]
async fn texts_may_be_named() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/wording list group:recovery", "/wording show lang:en key:ask"]).await;
    luma.sets(&["/wording set lang:en key:ask text:{hello} Was it good? lang:de"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /wording list group:recovery
      desk     | (answers 2) Texts in en; * is changed:
                 joined: {staff} is here now and has read everything – n…
                 thread_intro: {mention} This is a private conversation: only …
                 btn_senior: Talk to someone senior
                 role_1: our team
                 role_2: the team lead on duty
                 role_3: the management
                 reply_missed: We said {duration} and didn’t make it. That’s o…
                 promise: Our promise: {what} – by {due}.
                 promise_kept: Done, as promised: {what}.
                 promise_moved: “{what}” will take longer than we said. Better …
                 promise_broken: We promised “{what}” by {due} and didn’t keep i…
                 promise_broken_next: You’ll hear from us by {due}.
                 progress: Where we are: {text}. Next word from us by {due…
                 progress_hold: No news yet, but you’re not forgotten: {staff} …
                 handover: {from} is handing over: from here on {to} is wi…
                 escalated: We’ve brought in more help. Now with you: {role…
                 senior_ack: Of course. You’ll hear from us here by {due} – …
                 director_here: {staff} ({role}) is here in person.
                 offer: To make up for it, this is for you: {offer}. No…
                 btn_accept: Yes, please
                 btn_decline: No, thank you
                 offer_accepted: With pleasure! {how}
                 offer_declined: Understood, thank you for saying so. Is there s…
                 offer_done: It’s ready for you: {offer}. {how}
                 offer_by: We’ll see to it by {due}.
                 nudge_1: We’re still here for you and waiting for your a…
                 nudge_2: We’d still like to put this right. Just answer …
                 closed_silent: We’ve paused this for now. We’re still sorry it…
                 btn_still_need: I still need help
                 reopened: It’s open again. Someone from our team will be …
                 welcome_back: Good to see you again. We never got to put thin…
                 relay_failed: That message didn’t reach our team, sorry. Coul…
    09:20:00 Piotr in General: /wording show lang:en key:ask
      desk     | (answers 4) ask (en): {hello} How did we do just now?
                 That is how it comes with amends.
                 Placeholders: {hello}
    09:20:00 Piotr in General: /wording set lang:en key:ask text:{hello} Was it good? lang:de
      desk     | (answers 6) Saved. Preview: Hi Dana! Was it good? lang:de
                 [🙂 Good] [😐 So-so] [🙁 Not good]
                 [Undo]
    ");
}

/// What only looks like an option is nothing but words.
#[tokio::test(flavor = "multi_thread")]
async fn a_colon_alone_names_nothing() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/cause new Note: see http://luma.example at 15:00"]).await;
    luma.sets(&["/ask off topic:billing", "/hours mon-fri 09:00-21:00"]).await;
    luma.says_in_general(PIOTR, "type:faces3 is what we use").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /cause new Note: see http://luma.example at 15:00
      desk     | (answers 2) Saved. note_see_http_luma_example_at_15_00: noted
                 [Undo]
    09:20:00 Piotr in General: /ask off topic:billing
      desk     | (answers 4) Saved. ask off: topic:billing
                 [Undo]
    09:20:00 Piotr in General: /hours mon-fri 09:00-21:00
      desk     | (answers 6) Saved. Hours: mon-fri 09:00-21:00.
                 [Undo]
    09:20:00 Piotr in General: type:faces3 is what we use
    ");
}

/// Where a place that is needed has nothing, what is named further on does not slip into it: the
/// command says what it wants.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_slips_into_an_empty_place() {
    only_on!(Telegram, "what is needed has a field of its own elsewhere");
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/qr lang:ro", "/cause public public:x", "/wording show lang:ro"]).await;
    luma.sets(&["/wording set key:ask text:ro is fine", "/wording list lang:ro"]).await;
    assert_shown!(luma.brief(), @r#"
    09:20:00 Piotr in General: /qr lang:ro
      desk     | (answers 2) Name the place: /qr till2 – or /qr till2 ro for the words in Romanian.
    09:20:00 Piotr in General: /cause public public:x
      desk     | (answers 4) Say which, and how customers read it: /cause public late "Food came late"
    09:20:00 Piotr in General: /wording show lang:ro
      desk     | (answers 6) Write /wording show ask ro
    09:20:00 Piotr in General: /wording set key:ask text:ro is fine
      desk     | (answers 8) Write /wording set ask ro, and the text behind it
    09:20:00 Piotr in General: /wording list lang:ro
      desk     | (answers 10) question (23) · answer (30) · recommend (5) · service (25) · recovery (32) · verdict (12) · gifts (19) · board (7) · menu (11) · units (4). Write /wording list recovery.
                 Nothing is changed so far.
    "#);
}
