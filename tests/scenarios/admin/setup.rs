//! From nothing to a working desk, a test of the question, and a look at how all of it does.

use amends_core::policy::Workspace;

use crate::luma::{ANNA, DANA, Line, Luma, PIOTR, account};

/// Before anything was set up: only who administers is known.
fn bare(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
    workspace.paused = true;
    workspace.desk = None;
    workspace.care = None;
    workspace.roles.clear();
}

/// The desk is where the command is given; customers are asked from the moment in which the admin
/// says so, and not before.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_set_up_step_by_step() {
    let mut luma = Luma::opens_with(bare).await;
    luma.begins().contact_ends(DANA, "Order 117").await;
    luma.says_in_general(PIOTR, "/setup").await;
    assert!(luma.handle().policy().workspace.desk.is_some());
    luma.presses(PIOTR, "Send me a test").await.presses(PIOTR, "Start asking").await;
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 117 → suppressed: paused
    09:20:00 Piotr in General: /setup
      desk     | (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Everything is in order: press 'Send me a test', then 'Start asking'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr presses [Send me a test]
      desk     | (answers 3) 🧪 A test: counted nowhere.
                 Hi Piotr! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr presses [Start asking]
      desk     ↻ (answers 2) From now on customers are asked. Whoever is unhappy reaches your team here.
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// Nobody is asked while an unhappy customer would reach nobody.
#[tokio::test(flavor = "multi_thread")]
async fn asking_stays_off_while_nobody_works_here() {
    let mut luma = Luma::opens_with(|workspace| {
        bare(workspace);
        workspace.staff.clear();
    })
    .await;
    luma.begins().says_in_general(PIOTR, "/setup").await;
    luma.says_in_general(PIOTR, "/setup start").await;
    assert!(luma.handle().policy().workspace.paused);
    luma.contact_ends(DANA, "Order 118").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /setup
      desk     | (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ❌ Nobody works here yet, so unhappy customers would reach nobody: let them write here once, then add them with /role add
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet: first what is marked ❌, then 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /setup start
      desk     | (answers 4) Not yet: an unhappy customer would reach nobody.
                 Setting up Luma Café
                 ✅ The desk: I can work here.
                 ❌ Nobody works here yet, so unhappy customers would reach nobody: let them write here once, then add them with /role add
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet: first what is marked ❌, then 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 ⟶ contact ended: Order 118 → suppressed: paused
    ");
}

/// What is missing is told one by one, with the way to put it right; then it is looked at once more.
#[tokio::test(flavor = "multi_thread")]
async fn missing_rights_are_told_with_their_cure() {
    let mut luma = Luma::opens_with(bare).await;
    luma.back().forbids_threads(PIOTR);
    luma.begins().says_in_general(PIOTR, "/setup").await;
    assert!(luma.handle().policy().workspace.desk.is_none(), "it is no desk yet");
    luma.back().allows_threads(PIOTR);
    luma.says_in_general(PIOTR, "/setup").await;
    assert!(luma.handle().policy().workspace.desk.is_some());
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /setup
      desk     | (answers 2) Setting up Luma Café
                 ❌ I can't create topics here: make me admin with 'Manage topics'.
                 ⚠️ I can't pin the card of a case here: allow me 'Pin messages'.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet: first what is marked ❌, then 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /setup
      desk     | (answers 4) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Everything is in order: press 'Send me a test', then 'Start asking'.
                 [Check again] [Send me a test] [Start asking]
    ");
}

/// An admin sees what customers see, on every path, and nothing of it counts.
#[tokio::test(flavor = "multi_thread")]
async fn the_question_is_tried() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.begins().says_in_general(PIOTR, "/test").await.presses(PIOTR, "😐 So-so").await;
    luma.says_in_general(PIOTR, "/test happy ro").await;
    luma.says_in_general(PIOTR, "/test unhappy").await.says_in_general(PIOTR, "/test sad").await;
    luma.says_in_general(ANNA, "/test").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /test
      desk     | (answers 2) 🧪 A test: counted nowhere.
                 Hi Piotr! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr presses [😐 So-so]
      desk     ↻ (answers 2) 🧪 A test: counted nowhere.
                 How did we do just now?  😐 So-so
                 Thank you for being honest. Sorry it wasn’t better than that. What was missing? Write it here – a real person reads it.
    09:20:00 Piotr in General: /test happy ro
      desk     | (answers 4) 🧪 A test: counted nowhere.
                 Cum a fost?  🙂 Bine
                 Mulțumim, ne bucură mult! Ce am putea face și mai bine? Dacă doriți, scrieți aici.
    09:20:00 Piotr in General: /test unhappy
      desk     | (answers 6) 🧪 A test: counted nowhere.
                 How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
      desk     | 🧪 A test by Piotr: an unhappy answer came. A case would open here now. Called: Anna and Mihai. A person would answer by 09:30.
    09:20:00 Piotr in General: /test sad
      desk     | (answers 9) I don't know 'sad'. Use /test, /test happy, neutral or unhappy, and a language: /test unhappy ro
    09:20:00 Anna in General: /test
      desk     | (answers 11) That's for admins. You are: agent.
    ");
}

/// Whether everything works, in one answer.
#[tokio::test(flavor = "multi_thread")]
async fn health_is_told() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.begins().contact_ends(DANA, "Order 118").await.taps(DANA, "🙁 Not good").await;
    luma.says_in_general(PIOTR, "/health").await;
    assert_shown!(luma.brief(), @"
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Dana presses [🙁 Not good]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  🙁 Not good
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 10 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:30
      R-1001   | @anna @mihai on duty – please take.
    09:20:00 Piotr in General: /health
      desk     | (answers 6) ✅ Telegram: connected.
                 ✅ The store takes everything.
                 ✅ The desk is there.
                 ✅ On duty now: Anna, Mihai, Katrin, Piotr
                 ✅ Waiting: 0 came in, 0 to be sent. Given up: 0.
                 ✅ Open cases: 1. Hanging: 0.
                 ▫️ Last backup: none yet, and I make none by myself. Stop the service, copy its data directory to another disk, and start it again.
    ");
}

/// A desk that is moved can go back with one press.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_was_moved_goes_back() {
    only_on!(Telegram, "the other group of the scenario is one with topics here alone");
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    let before = luma.handle().policy().workspace.desk.clone();
    let help = luma.help;
    luma.begins().puts(PIOTR, help, Line::text("/setup")).await;
    luma.settle().await;
    assert_ne!(luma.handle().policy().workspace.desk, before);
    luma.taps_in_help(PIOTR, "Undo").await;
    assert_eq!(luma.handle().policy().workspace.desk, before);
    assert_shown!(luma.brief(), @"
      help     | (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ✅ Customers are asked.
                 [Check again] [Send me a test] [Stop asking]
                 [Undo]
    09:20:00 Piotr presses [Undo]
      help     ↻ (answers 2) Undone. desk: telegram:-1002000000001
    ");
}

/// In private an admin is told about a slip of the finger; it is nothing that a customer says.
#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_an_admin_in_private_is_no_complaint() {
    only_on!(Telegram, "admins give commands on the server elsewhere");
    let mut luma = Luma::opens_with(|workspace| {
        workspace.admins = vec![account(DANA)];
    })
    .await;
    luma.begins().writes(DANA, "/wordng").await.writes(DANA, "/report").await;
    luma.writes(DANA, "/cases").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Dana: /wordng
      Dana     | (answers 3) I don't know /wordng. Did you mean /wording?
    09:20:00 Dana: /report
      Dana     | (answers 5) /report comes with a later version.
    09:20:00 Dana: /cases
      Dana     | (answers 7) That's for agents. You are: not on the staff list.
    ");
}

/// What comes with a later version is said to do so, and is no unknown command.
#[tokio::test(flavor = "multi_thread")]
async fn reports_come_later() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.begins().says_in_general(PIOTR, "/report week money").await;
    luma.says_in_general(PIOTR, "/report month").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /report week money
      desk     | (answers 2) /report comes with a later version.
    09:20:00 Piotr in General: /report month
      desk     | (answers 4) /report comes with a later version.
    ");
}
