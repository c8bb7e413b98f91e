//! `/signals`: where it is known from that a contact ended.

use amends_core::policy::Workspace;

use crate::luma::{ANNA, CEM, DANA, KATRIN, Luma, PIOTR, account};

fn with_piotr(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
}

/// Every source with what it is set to, what it needs, and what came from it lately.
#[tokio::test(flavor = "multi_thread")]
async fn sources_are_listed_with_what_came_from_them() {
    let mut luma = Luma::opens_with(with_piotr).await;
    luma.begins().sets(&["/signals"]).await;
    luma.contact_ends(DANA, "Order 118").await.contact_ends(DANA, "Order 119").await;
    luma.opens_topic(ANNA, "Order 120").await.writes_in_topic(CEM, "wo ist es?").await;
    luma.closes_topic(ANNA).await.waits("5m").await.writes(DANA, "/feedback").await;
    luma.sets(&["/signals"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /signals
      desk     | (answers 2) Where I know from that a contact ended:
                 topic_closed: on (a topic or thread closed by hand). Nothing in the last 7 days.
                 idle: off (a thread that the platform put away after silence). Nothing in the last 7 days.
                 solved: off (a forum post that gets this tag). Nothing in the last 7 days.
                 ticket_closed: off (a channel whose name begins so goes away). Nothing in the last 7 days.
                 voice: off (somebody leaves one of these voice channels). Nothing in the last 7 days.
                 done: on (staff say /done). Nothing in the last 7 days.
                 feedback: on (customers say /feedback). Nothing in the last 7 days.
                 panel: on (it needs a channel that customers can see: discord.care_channel).
                 webhook: POST /v1/interactions, once intake.secret or intake.key is configured. Nothing in the last 7 days.
                 deep_link: links of receipts and printed codes. Nothing in the last 7 days.
                 manual: amends ask on the command line. Nothing in the last 7 days.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 ⟶ contact ended: Order 119 → suppressed: gap
    09:20:00 Anna opens the topic “Order 120” in the support group
      topic    | Order 120
    09:20:00 Cem in the topic: wo ist es?
    09:20:00 Anna closes the topic
      topic    | Order 120 ↻ Order 120 (closed)
      help     | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    09:20:00 ⟶ 5m pass
    09:25:00 Dana: /feedback
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:25:00 Piotr in General: /signals
      desk     | (answers 4) Where I know from that a contact ended:
                 topic_closed: on (a topic or thread closed by hand). Last 09:20; 1 contact in 7 days.
                 idle: off (a thread that the platform put away after silence). Nothing in the last 7 days.
                 solved: off (a forum post that gets this tag). Nothing in the last 7 days.
                 ticket_closed: off (a channel whose name begins so goes away). Nothing in the last 7 days.
                 voice: off (somebody leaves one of these voice channels). Nothing in the last 7 days.
                 done: on (staff say /done). Nothing in the last 7 days.
                 feedback: on (customers say /feedback). Last 09:25; 1 contact in 7 days.
                 panel: on (it needs a channel that customers can see: discord.care_channel).
                 webhook: POST /v1/interactions, once intake.secret or intake.key is configured. Last 09:20; 2 contacts in 7 days, not asked about: 1.
                 deep_link: links of receipts and printed codes. Nothing in the last 7 days.
                 manual: amends ask on the command line. Nothing in the last 7 days.
    ");
}

/// Each source is switched, shown and undone.
#[tokio::test(flavor = "multi_thread")]
async fn sources_are_switched() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/signals topic_closed off", "/signals topic_closed"]).await;
    luma.sets(&["/signals idle on", "/signals solved Done", "/signals solved off"]).await;
    luma.sets(&["/signals ticket_closed pattern:ticket-*", "/signals ticket_closed off"]).await;
    luma.sets(&["/signals voice on <#123456789>", "/signals voice on 987654321"]).await;
    luma.sets(&["/signals voice off 123456789", "/signals voice off"]).await;
    luma.sets(&["/signals done off", "/signals feedback off", "/signals panel off"]).await;
    luma.presses(PIOTR, "Undo").await.sets(&["/audit 3"]).await;
    let signals = luma.rules().signals;
    assert!(!signals.closed && signals.idle && !signals.done && !signals.feedback);
    assert!(signals.panel && signals.voice.is_empty() && signals.solved.is_none());
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /signals topic_closed off
      desk     | (answers 2) Saved. topic_closed: off
                 [Undo]
    09:20:00 Piotr in General: /signals topic_closed
      desk     | (answers 4) topic_closed: off
    09:20:00 Piotr in General: /signals idle on
      desk     | (answers 6) Saved. idle: on
                 [Undo]
    09:20:00 Piotr in General: /signals solved Done
      desk     | (answers 8) Saved. solved: Done
                 [Undo]
    09:20:00 Piotr in General: /signals solved off
      desk     | (answers 10) Saved. solved: off
                 [Undo]
    09:20:00 Piotr in General: /signals ticket_closed pattern:ticket-*
      desk     | (answers 12) Saved. ticket_closed: ticket-
                 [Undo]
    09:20:00 Piotr in General: /signals ticket_closed off
      desk     | (answers 14) Saved. ticket_closed: off
                 [Undo]
    09:20:00 Piotr in General: /signals voice on <#123456789>
      desk     | (answers 16) Saved. voice: 123456789
                 [Undo]
    09:20:00 Piotr in General: /signals voice on 987654321
      desk     | (answers 18) Saved. voice: 123456789, 987654321
                 [Undo]
    09:20:00 Piotr in General: /signals voice off 123456789
      desk     | (answers 20) Saved. voice: 987654321
                 [Undo]
    09:20:00 Piotr in General: /signals voice off
      desk     | (answers 22) Saved. voice: off
                 [Undo]
    09:20:00 Piotr in General: /signals done off
      desk     | (answers 24) Saved. done: off
                 Menus and the message with buttons follow within a minute.
                 [Undo]
    09:20:00 Piotr in General: /signals feedback off
      desk     | (answers 26) Saved. feedback: off
                 Menus and the message with buttons follow within a minute.
                 [Undo]
    09:20:00 Piotr in General: /signals panel off
      desk     | (answers 28) Saved. panel: off
                 Menus and the message with buttons follow within a minute.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 28) Undone. signals.panel: on
    09:20:00 Piotr in General: /audit 3
      desk     | (answers 30) Who changed what, the newest first:
                 09:20 Piotr: signals.panel off → on
                 09:20 Piotr: signals.panel on → off
                 09:20 Piotr: signals.feedback on → off
    ");
}

/// What can't be is refused, with what to do instead, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn sources_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/signals iddle on", "/signals telepathy on", "/signals idle 15m"]).await;
    luma.sets(&["/signals done perhaps", "/signals solved on", "/signals voice on"]).await;
    luma.sets(&["/signals voice on #support", "/signals webhook off"]).await;
    luma.sets(&["/signals ticket_closed on"]).await;
    luma.says_in_general(KATRIN, "/signals").await;
    luma.says_in_general(ANNA, "/signals done off").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /signals iddle on
      desk     | (answers 2) I don't know the signal 'iddle'. Did you mean idle? There are topic_closed, idle, solved, ticket_closed, voice, done, feedback, panel.
    09:20:00 Piotr in General: /signals telepathy on
      desk     | (answers 4) I don't know the signal 'telepathy'. There are topic_closed, idle, solved, ticket_closed, voice, done, feedback, panel.
    09:20:00 Piotr in General: /signals idle 15m
      desk     | (answers 6) I can't count silence myself yet, so '15m' is nothing I could keep. What works: /signals idle on takes a thread that Discord put away after the time of silence that is set there, and /signals topic_closed on one that somebody closed.
    09:20:00 Piotr in General: /signals done perhaps
      desk     | (answers 8) Write /signals done on, or off.
    09:20:00 Piotr in General: /signals solved on
      desk     | (answers 10) Write the tag: /signals solved Done, or /signals solved off.
    09:20:00 Piotr in General: /signals voice on
      desk     | (answers 12) Name a voice channel, by choosing it or by its id: /signals voice on 123456789012345678, /signals voice off 123456789012345678, or /signals voice off.
    09:20:00 Piotr in General: /signals voice on #support
      desk     | (answers 14) Name a voice channel, by choosing it or by its id: /signals voice on 123456789012345678, /signals voice off 123456789012345678, or /signals voice off.
    09:20:00 Piotr in General: /signals webhook off
      desk     | (answers 16) webhook isn't switched here: POST /v1/interactions, once intake.secret or intake.key is configured.
    09:20:00 Piotr in General: /signals ticket_closed on
      desk     | (answers 18) Write how the names begin: /signals ticket_closed pattern:ticket-, or /signals ticket_closed off.
    09:20:00 Katrin in General: /signals
      desk     | (answers 20) That's for admins. You are: senior.
    09:20:00 Anna in General: /signals done off
      desk     | (answers 22) That's for admins. You are: agent.
    ");
}

/// A source that was switched off counts no more, also after a restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_off_counts_no_more() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/signals topic_closed off"]).await;
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    luma.opens_topic(ANNA, "Order 118").await.writes_in_topic(DANA, "where is it?").await;
    luma.begins().closes_topic(ANNA).await;
    assert!(!luma.is_asked(DANA));
    luma.sets(&["/signals topic_closed on"]).await;
    luma.opens_topic(ANNA, "Order 119").await.writes_in_topic(DANA, "and this?").await;
    luma.closes_topic(ANNA).await;
    assert!(luma.is_asked(DANA));
    assert_shown!(luma.brief(), @"
    09:20:00 Anna closes the topic
      topic    | Order 118 ↻ Order 118 (closed)
    09:20:00 Piotr in General: /signals topic_closed on
      desk     | (answers 4) Saved. topic_closed: on
                 [Undo]
    09:20:00 Anna opens the topic “Order 119” in the support group
      topic    | Order 119
    09:20:00 Dana in the topic: and this?
    09:20:00 Anna closes the topic
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
      topic    | Order 119 ↻ Order 119 (closed)
    ");
}
