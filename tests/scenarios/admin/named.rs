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
    luma.sets(&["/wording list group:recovery", "/wording show lang:en key:ask"]).await;
    luma.sets(&["/wording set lang:en key:ask text:{hello} Was it good? lang:de"]).await;
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
    09:20:00 Piotr in General: /wording list group:recovery
      desk     | (answers 15) Texts in ro; * is changed:
                 joined: {staff} este aici și a citit tot – nu trebuie s…
                 thread_intro: {mention} Aceasta e o conversație privată: o ve…
                 btn_senior: Vorbesc cu conducerea
                 role_1: echipa noastră
                 role_2: coordonarea echipei
                 role_3: conducerea
                 reply_missed: Am promis un răspuns în {duration} și nu am reu…
                 promise: Promisiunea noastră: {what} – până la {due}.
                 promise_kept: Gata, așa cum am promis: {what}.
                 promise_moved: „{what}” durează mai mult decât am spus. Mai bi…
                 promise_broken: Am promis „{what}” până la {due} și nu ne-am ți…
                 progress: Unde suntem: {text}. Vă scriem din nou până la …
                 progress_hold: Încă nu avem noutăți, dar nu v-am uitat: se ocu…
                 handover: {from} predă conversația: de acum vă ajută {to}…
                 escalated: Am chemat ajutor. Acum vă ajută: {role}.
                 senior_ack: Desigur. Vă scrie aici până la {due}: {role}.
                 director_here: {staff} ({role}) este aici personal.
                 offer: Ca să ne revanșăm, aceasta e pentru dumneavoast…
                 btn_accept: Da, mulțumesc
                 btn_decline: Nu, mulțumesc
                 offer_accepted: Cu plăcere! {how}
                 offer_declined: Am înțeles, mulțumim că ne-ați spus. Ce altceva…
                 offer_done: E gata: {offer}. {how}
                 nudge_1: Suntem aici și așteptăm răspunsul dumneavoastră…
                 nudge_2: Încă vrem să îndreptăm lucrurile. Răspundeți câ…
                 closed_silent: Deocamdată facem o pauză. Ne pare rău în contin…
                 btn_still_need: Mai am nevoie de ajutor
                 reopened: E din nou deschis. Cineva din echipă, care știe…
                 welcome_back: Ne bucurăm să vă revedem. Data trecută nu am ap…
                 relay_failed: Mesajul nu a ajuns la echipa noastră, ne pare r…
    09:20:00 Piotr in General: /wording show lang:en key:ask
      desk     | (answers 17) ask (en): {hello} How did we do just now?
                 That is how it comes with amends.
                 Placeholders: {hello}
    09:20:00 Piotr in General: /wording set lang:en key:ask text:{hello} Was it good? lang:de
      desk     | (answers 19) Saved. Preview: Hi Dana! Was it good? lang:de
                 [😍 Excellent] [🙂 Good] [😐 OK] [🙁 Poor] [😞 Very poor]
                 [Undo]
    09:20:00 Piotr in General: /makegood add kind:gift cost:3.50 worth:9 name:cake text:a cake, cost: none
      desk     | (answers 21) Saved. cake: a cake, cost: none – gift, costs you 3.50, feels like 9.00
                 [Undo]
    09:20:00 Piotr in General: /role add level:agent member:@ion
      desk     | (answers 23) Ion is agent from now on.
                 [Undo]
    09:20:00 Piotr in General: /audit 2
      desk     | (answers 25) Who changed what, the newest first:
                 09:20 Piotr: role Ion (telegram:54) none → agent
                 09:20 Piotr: makegood.cake none → 3.50 9.00 gift a cake, cost: none
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
