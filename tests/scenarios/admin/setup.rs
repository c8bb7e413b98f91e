//! From nothing to a working desk, and a test of the question.

use amends_core::policy::Workspace;

use crate::luma::{ANNA, CEM, DANA, Line, Luma, PIOTR, account, discord::number, open_hours};

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
    luma.says_in_general(PIOTR, "/zone Europe/Bucharest").await.presses(PIOTR, "Check again").await;
    luma.says_in_general(PIOTR, "/hours mon-sun 09:00-21:00").await;
    luma.presses(PIOTR, "Check again").await;
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
                 ▫️ Customers aren't asked yet.
                 👉 Next: tell me your time zone, so that promised times are right: /zone Europe/Bucharest. Then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /zone Europe/Bucharest
      desk     | (answers 4) Saved. Zone: Europe/Bucharest. The clock there shows 11:20.
                 [Undo]
    09:20:00 Piotr presses [Check again]
      desk     ↻ (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone Europe/Bucharest (it is 11:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: tell me when somebody is there for customers: /hours mon-fri 09:00-21:00, or /hours always. Then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /hours mon-sun 09:00-21:00
      desk     | (answers 6) Saved. Hours: mon-sun 09:00-21:00.
                 [Undo]
    09:20:00 Piotr presses [Check again]
      desk     ↻ (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone Europe/Bucharest (it is 11:20 there), hours mon-sun 09:00-21:00. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: press 'Send me a test' to see what customers see. If you like it, press 'Start asking'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr presses [Send me a test]
      desk     | (answers 3) 🧪 A test: counted nowhere.
                 Hi Piotr! How did we do just now?
                 [🙂 Good] [😐 So-so] [🙁 Not good]
    09:20:00 Piotr presses [Start asking]
      desk     ↻ (answers 2) From now on customers are asked. Whoever is unhappy reaches your team here. Next: see how I learn that a contact has ended: /signals
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
                 Promised: first reply by 11:30
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
                 ❌ Nobody works here yet, so unhappy customers would reach nobody.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: say who answers customers: /role add @anna agent – it may be you. If I haven't met them yet, let them write a line here first. Then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /setup start
      desk     | (answers 4) Not yet: an unhappy customer would reach nobody.
                 Setting up Luma Café
                 ✅ The desk: I can work here.
                 ❌ Nobody works here yet, so unhappy customers would reach nobody.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: say who answers customers: /role add @anna agent – it may be you. If I haven't met them yet, let them write a line here first. Then press 'Check again'.
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
                 ▫️ Customers aren't asked yet.
                 👉 Next: give me what the first ❌ asks for, then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr in General: /setup
      desk     | (answers 4) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 2 × agent, 1 × senior, 1 × director.
                 ▫️ Zone UTC (it is 09:20 there), hours always. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: tell me your time zone, so that promised times are right: /zone Europe/Bucharest. Then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
    ");
}

/// Somebody must be on duty, and somebody above the agents: what can wait is asked for last.
#[tokio::test(flavor = "multi_thread")]
async fn duty_and_somebody_above_the_agents_are_asked_for() {
    let mut luma = Luma::opens_with(|workspace| {
        bare(workspace);
        workspace.zone = "Europe/Bucharest".to_owned();
        open_hours(workspace, "mon-sun 09:00-21:00");
        workspace.staff.truncate(1);
        workspace.staff[0].on_duty = false;
    })
    .await;
    luma.begins().says_in_general(PIOTR, "/setup").await;
    luma.says_in_general(ANNA, "/duty on").await.presses(PIOTR, "Check again").await;
    luma.presses(PIOTR, "Start asking").await.says_in_general(PIOTR, "/setup").await;
    assert!(!luma.handle().policy().workspace.paused);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /setup
      desk     | (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 1 × agent.
                 ⚠️ Nobody is above the agents, so nobody can be called when a promise breaks.
                 ⚠️ Nobody is on duty right now, so nobody is called for unhappy customers.
                 ▫️ Zone Europe/Bucharest (it is 11:20 there), hours mon-sun 09:00-21:00. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: let whoever answers customers now say /duty on here. Then press 'Check again'.
                 [Check again] [Send me a test] [Start asking]
      desk     | Nobody is on duty, and we are open. Who comes on? /duty on
    09:20:00 Anna in General: /duty on
      desk     | (answers 5) You're on duty.
    09:20:00 Piotr presses [Check again]
      desk     ↻ (answers 2) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 1 × agent.
                 ⚠️ Nobody is above the agents, so nobody can be called when a promise breaks.
                 ▫️ Zone Europe/Bucharest (it is 11:20 there), hours mon-sun 09:00-21:00. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ▫️ Customers aren't asked yet.
                 👉 Next: press 'Send me a test' to see what customers see. If you like it, press 'Start asking'.
                 [Check again] [Send me a test] [Start asking]
    09:20:00 Piotr presses [Start asking]
      desk     ↻ (answers 2) From now on customers are asked. Whoever is unhappy reaches your team here. Next: see how I learn that a contact has ended: /signals
    09:20:00 Piotr in General: /setup
      desk     | (answers 7) Setting up Luma Café
                 ✅ The desk: I can work here.
                 ✅ Staff: 1 × agent.
                 ⚠️ Nobody is above the agents, so nobody can be called when a promise breaks.
                 ▫️ Zone Europe/Bucharest (it is 11:20 there), hours mon-sun 09:00-21:00. Change: /zone, /hours
                 ▫️ Customers whose language isn't known read en. Change: /language default ro
                 ✅ Customers are asked.
                 👉 Next: name somebody to call when a promise breaks: /role add @katrin senior
                 [Check again] [Send me a test] [Stop asking]
    ");
}

/// Asking is switched off and on by command; what is open goes on.
#[tokio::test(flavor = "multi_thread")]
async fn asking_is_paused_and_taken_up_again() {
    let mut luma = Luma::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await;
    luma.starts(CEM).await.is_unhappy().await.begins();
    luma.says_in_general(PIOTR, "/setup pause").await.contact_ends(CEM, "Order 119").await;
    luma.says_in_general(PIOTR, "/setup start").await.contact_ends(CEM, "Order 120").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /setup pause
      desk     | (answers 6) Customers aren't asked any more. What is open goes on. Switch it on again: /setup start
    09:20:00 ⟶ contact ended: Order 119 → suppressed: paused
    09:20:00 Piotr in General: /setup start
      desk     | (answers 8) From now on customers are asked. Whoever is unhappy reaches your team here. Next: see how I learn that a contact has ended: /signals
    09:20:00 ⟶ contact ended: Order 120 → planned
      Cem      | Hallo Cem! Wie war es gerade bei uns?
                 [🙂 Gut] [😐 Geht so] [🙁 Nicht gut]
    ");
}

/// In private there is nothing that could become the desk, and a name that was mistyped is no
/// channel.
#[tokio::test(flavor = "multi_thread")]
async fn where_to_say_it_is_told() {
    only_on!(
        Telegram,
        "there the app offers the command on the server alone, and channels to pick"
    );
    let mut luma = Luma::opens_with(bare).await;
    luma.starts(PIOTR).await.begins().writes(PIOTR, "/setup").await;
    luma.says_in_general(PIOTR, "/setup cafe:#care").await;
    luma.says_in_general(PIOTR, "/setup care:#care").await;
    assert!(luma.handle().policy().workspace.desk.is_none(), "nothing was half set");
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr: /setup
      Piotr    | (answers 5) Add me to the group or channel where your team works, and say /setup there. On Telegram: a group with topics, where I am admin with 'Manage topics' and 'Pin messages'. On Discord: a text channel that only staff can see.
    09:20:00 Piotr in General: /setup cafe:#care
      desk     | (answers 2) I can't find a channel in 'cafe:#care'. Say /setup alone where your team works. On Discord pick the channel for private rooms from the list that /setup care shows; Telegram has no private rooms. /setup start and /setup pause switch the asking on and off.
    09:20:00 Piotr in General: /setup care:#care
      desk     | (answers 4) I can't find a channel in '#care'. Say /setup alone where your team works. On Discord pick the channel for private rooms from the list that /setup care shows; Telegram has no private rooms. /setup start and /setup pause switch the asking on and off.
    ");
}

/// The channel above private rooms is chosen from a list.
#[tokio::test(flavor = "multi_thread")]
async fn the_channel_for_private_rooms_is_chosen() {
    only_on!(Discord, "private rooms are nowhere else");
    let mut luma = Luma::opens_with(bare).await;
    luma.begins().says_in_general(PIOTR, "/setup care:#care").await;
    let workspace = luma.handle().policy().workspace.clone();
    assert!(workspace.desk.is_some() && workspace.care.is_some());
    luma.presses(PIOTR, "Start asking").await.is_unhappy().await;
    assert_shown!(luma.brief());
}

/// A channel that customers can't see is none for private rooms, and the channel for private rooms
/// is no desk.
#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_does_not_fit_is_refused() {
    only_on!(Discord, "private rooms are nowhere else");
    let mut luma = Luma::opens_with(|workspace| {
        let care = workspace.care.clone();
        bare(workspace);
        workspace.care = care;
    })
    .await;
    let care = number(luma.discord().care);
    luma.begins().puts(PIOTR, care, Line::text("/setup")).await;
    assert!(luma.handle().policy().workspace.desk.is_none());
    luma.says_in_general(PIOTR, "/setup care:#care-desk").await;
    assert_shown!(luma.brief());
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
                 👉 Next: tell me your time zone, so that promised times are right: /zone Europe/Bucharest. Then press 'Check again'.
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
    assert_shown!(luma.brief(), @r#"
    09:20:00 Dana: /wordng
      Dana     | (answers 3) I don't know /wordng. Did you mean /wording?
    09:20:00 Dana: /report
      Dana     | (answers 5) Luma Café · week 47 · sent · fixed · delighted
                 Unhappy right now: 0      Hanging: 0      On duty now: Anna, Mihai, Katrin, Piotr

                 SENT       no contact ended
                 FIXED      nobody was unhappy
                 DELIGHTED  after recovery nobody answered so far, without any trouble nobody answered
                            → not enough answers yet
                 CAUSES     none noted
                 MONEY      at risk 0, protected 0 (say what one is worth: /value) · nothing given
                 SILENCE    by "1 in 26": 0 · by "20 per complaint": 0 · by our own numbers: nobody answered, so nobody can say
    09:20:00 Dana: /cases
      Dana     | (answers 7) That's for agents. You are: not on the staff list.
    "#);
}
