//! Zone, hours, scale, and when customers are asked and answered.

use amends_core::{policy::Workspace, scale::Scale};
use jiff::SignedDuration;

use crate::luma::{ANNA, DANA, KATRIN, Luma, PIOTR, account};

impl Luma {
    /// Piotr administers the business.
    pub(super) async fn administered() -> Self {
        Self::opens_with(|workspace| workspace.admins = vec![account(PIOTR)]).await
    }

    /// The business as it is, but for who works there and was seen.
    pub(super) fn rules(&self) -> Workspace {
        let workspace = self.handle().policy().workspace.clone();
        Workspace { staff: Vec::new(), seen: Vec::new(), ..workspace }
    }

    /// Piotr gives commands at the desk, one after the other.
    pub(super) async fn sets(&mut self, commands: &[&str]) -> &mut Self {
        for command in commands {
            self.says_in_general(PIOTR, command).await;
        }
        self
    }
}

/// Each setting is shown, changed and written down.
#[expect(clippy::too_many_lines, reason = "the whole conversation is one")]
#[tokio::test(flavor = "multi_thread")]
async fn settings_are_shown_changed_and_written_down() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/audit", "/zone", "/zone Europe/Bucharest", "/hours"]).await;
    luma.sets(&["/hours mon-fri 09:00-21:00, sat 10:00-14:00", "/hours closed 25.12."]).await;
    luma.sets(&["/language default ro", "/scale csat5", "/scale", "/ask", "/ask gap 2h"]).await;
    luma.sets(&["/ask reminder 24h", "/ask reminder off", "/reply", "/reply within 5m"]).await;
    luma.sets(&["/hours always"]).await;
    luma.sets(&["/audit 3"]).await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /audit
      desk     | (answers 2) Nothing was changed in the chat so far.
    09:20:00 Piotr in General: /zone
      desk     | (answers 4) Zone: UTC. The clock there shows 09:20.
    09:20:00 Piotr in General: /zone Europe/Bucharest
      desk     | (answers 6) Saved. Zone: Europe/Bucharest. The clock there shows 11:20.
                 [Undo]
    09:20:00 Piotr in General: /hours
      desk     | (answers 8) Hours: always.
    09:20:00 Piotr in General: /hours mon-fri 09:00-21:00, sat 10:00-14:00
      desk     | (answers 10) Saved. Hours: mon-fri 09:00-21:00, sat 10:00-14:00.
                 [Undo]
    09:20:00 Piotr in General: /hours closed 25.12.
      desk     | (answers 12) Saved. Hours: mon-fri 09:00-21:00, sat 10:00-14:00, closed 25.12.2026.
                 [Undo]
    09:20:00 Piotr in General: /language default ro
      desk     | (answers 14) Saved. Customers whose language isn't known read ro.
                 [Undo]
    09:20:00 Piotr in General: /scale csat5
      desk     | (answers 16) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /scale
      desk     | (answers 18) Scale: csat5. There are also faces3, expect3, thumbs, nps11.
                 Customers see these buttons; here they do nothing:
                 [😍 Excellent] [🙂 Good] [😐 OK] [🙁 Poor] [😞 Very poor]
    09:20:00 Piotr in General: /ask
      desk     | (answers 20) ask delay: 0s
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
    09:20:00 Piotr in General: /ask gap 2h
      desk     | (answers 22) Saved. ask gap: 2h
                 [Undo]
    09:20:00 Piotr in General: /ask reminder 24h
      desk     | (answers 24) Saved. ask reminder: 24h
                 [Undo]
    09:20:00 Piotr in General: /ask reminder off
      desk     | (answers 26) Saved. ask reminder: off
                 [Undo]
    09:20:00 Piotr in General: /reply
      desk     | (answers 28) reply within: 10m
                 senior within: 15m
                 progress every: 4h
                 reply within segment:new: half
    09:20:00 Piotr in General: /reply within 5m
      desk     | (answers 30) Customers now read '5 min'.
                 [Undo]
    09:20:00 Piotr in General: /hours always
      desk     | (answers 32) Saved. Hours: always.
                 [Undo]
    09:20:00 Piotr in General: /audit 3
      desk     | (answers 34) Who changed what, the newest first:
                 11:20 Piotr: hours mon-fri 09:00-21:00, sat 10:00-14:00, closed 25.12.2026 → always
                 11:20 Piotr: policy.reply_within 10m → 5m
                 11:20 Piotr: policy.ask_reminder 24h → off
    ");
}

/// What can't be is refused, with what to do instead, and nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn settings_that_can_not_be_are_refused() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().sets(&["/zone Europe/Bukarest", "/zone Atlantis", "/hours 9 to 5"]).await;
    luma.sets(&[
        "/hours closed 31.2.",
        "/scale faces9",
        "/ask delay 2h",
        "/ask gpa 4h",
        "/language default xx",
    ])
    .await;
    luma.sets(&["/ask weather sunny", "/ask gap soon", "/ask expire 1m", "/reply within 3d"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /zone Europe/Bukarest
      desk     | (answers 2) I don't know the zone 'Europe/Bukarest'. Did you mean Europe/Bucharest?
    09:20:00 Piotr in General: /zone Atlantis
      desk     | (answers 4) I don't know the zone 'Atlantis'. Write it like Europe/Bucharest.
    09:20:00 Piotr in General: /hours 9 to 5
      desk     | (answers 6) Use mon-fri 09:00-21:00.
    09:20:00 Piotr in General: /hours closed 31.2.
      desk     | (answers 8) Use mon-fri 09:00-21:00.
    09:20:00 Piotr in General: /scale faces9
      desk     | (answers 10) I don't know the scale 'faces9'. There are faces3, expect3, csat5, thumbs, nps11.
    09:20:00 Piotr in General: /ask delay 2h
      desk     | (answers 12) 2 h is too late: people leave with their anger. At most 10 min.
    09:20:00 Piotr in General: /ask gpa 4h
      desk     | (answers 14) I don't know 'gpa'. Did you mean gap? There are delay, gap, expire, stale, comment, change, reminder, sample, recommend, messages, quiet, off, on, dry-run.
    09:20:00 Piotr in General: /language default xx
      desk     | (answers 16) I speak en, ru, ro, de, pl. Add another with /wording import.
    09:20:00 Piotr in General: /ask weather sunny
      desk     | (answers 18) I don't know 'weather'. There are delay, gap, expire, stale, comment, change, reminder, sample, recommend, messages, quiet, off, on, dry-run.
    09:20:00 Piotr in General: /ask gap soon
      desk     | (answers 20) I can't read 'soon' as a length of time. Write 90s, 10m, 4h or 30d.
    09:20:00 Piotr in General: /ask expire 1m
      desk     | (answers 22) 1 min can't be: from 1 h to 14 days.
    09:20:00 Piotr in General: /reply within 3d
      desk     | (answers 24) 3 days can't be: from 1 min to 2 days.
    ");
}

/// 4.6: settings are for admins, whatever else somebody is.
#[tokio::test(flavor = "multi_thread")]
async fn settings_are_for_admins_alone() {
    let mut luma = Luma::administered().await;
    let before = luma.rules();
    luma.begins().says_in_general(ANNA, "/scale csat5").await;
    luma.says_in_general(KATRIN, "/audit").await.writes(DANA, "/scale csat5").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @r#"
    09:20:00 Anna in General: /scale csat5
      desk     | (answers 2) That's for admins. You are: agent.
    09:20:00 Katrin in General: /audit
      desk     | (answers 4) That's for admins. You are: senior.
    09:20:00 Dana: /scale csat5
      Dana     | Thank you. Your words have gone to the people who can change it.
                 [Please contact me]
      desk     | Dana: "/scale csat5"
                 [Cause] [Pass on praise]
                 [Open recovery] [No action]
    "#);
}

/// The next customer reads what was set; a restart with the old configuration changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_chose_holds_for_the_next_customer_and_after_a_restart() {
    let mut luma = Luma::administered().await;
    luma.sets(&["/scale thumbs", "/reply within 5m"]).await;
    luma.service_is_killed().await;
    luma.service_comes_back().await;
    assert_eq!(luma.rules().scale, Scale::Thumbs);
    luma.contact_ends(DANA, "Order 118").await.taps(DANA, "No").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /scale thumbs
      desk     | (answers 2) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr in General: /reply within 5m
      desk     | (answers 4) Customers now read '5 min'.
                 [Undo]
    09:20:00 ⟶ the service is killed
    09:20:00 ⟶ the service starts again
    09:20:00 ⟶ contact ended: Order 118 → planned
      Dana     | Hi Dana! How did we do just now?
                 [Yes] [No]
    09:20:00 Dana presses [No]
               (Dana sees: Thank you!)
      Dana     ↻ How did we do just now?  No
                 We’re sorry – and thank you for telling us. Someone from our team will be with you here within 5 min. What happened? Just write it, in your own words.
                 [No reply needed] [Change my answer]
      topic    | 🔴 R-1001 Dana
      R-1001   | 🔴 R-1001 · Dana · 🙁 · level 1
                 Promised: first reply by 09:25
      R-1001   | @anna @mihai on duty – please take.
    ");
}

/// A change is taken back with one press, by an admin, unless something else was set since.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_undone() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/scale csat5"]).await.presses(PIOTR, "Undo").await;
    assert_eq!(luma.rules().scale, Scale::Faces3);
    luma.sets(&["/ask gap 2h"]).await;
    let desk = luma.desk;
    let older = luma.newest_with(desk, "Undo");
    luma.sets(&["/ask gap 3h"]).await.tap_on(PIOTR, desk, older, "Undo").await;
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /scale csat5
      desk     | (answers 2) From now on. Earlier answers keep their scale.
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 2) Undone. scale: faces3
    09:20:00 Piotr in General: /ask gap 2h
      desk     | (answers 4) Saved. ask gap: 2h
                 [Undo]
    09:20:00 Piotr in General: /ask gap 3h
      desk     | (answers 6) Saved. ask gap: 3h
                 [Undo]
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 4) That was changed once more since, so it stays. policy.ask_gap: 3h
    ");
}

/// Whoever sees the button may not press it for that.
#[tokio::test(flavor = "multi_thread")]
async fn only_admins_undo() {
    only_on!(Telegram, "elsewhere nobody else sees the answer to a command");
    let mut luma = Luma::administered().await;
    luma.sets(&["/scale csat5"]).await.begins().presses(KATRIN, "Undo").await;
    assert_eq!(luma.rules().scale, Scale::Csat5);
    assert_shown!(luma.brief(), @"
    09:20:00 Katrin presses [Undo]
               (Katrin sees: That's for admins. You are: senior.)
    ");
}

/// What new customers are promised is set apart; of other parts of them nothing is.
/// Shows T9.
#[tokio::test(flavor = "multi_thread")]
async fn what_new_customers_are_promised_is_set() {
    let mut luma = Luma::administered().await;
    luma.begins().sets(&["/reply within 3m segment:new", "/reply within segment:new"]).await;
    assert_eq!(luma.rules().timers.reply_within_new, Some(SignedDuration::from_mins(3)));
    luma.sets(&["/reply", "/reply within half segment:new", "/reply within segment:new"]).await;
    assert_eq!(luma.rules().timers.reply_within_new, None);
    luma.presses(PIOTR, "Undo").await;
    assert_eq!(luma.rules().timers.reply_within_new, Some(SignedDuration::from_mins(3)));
    let before = luma.rules();
    luma.sets(&["/reply within 5m segment:vip", "/reply senior 5m segment:new"]).await;
    luma.sets(&["/reply within soon segment:new", "/reply within 5d segment:new"]).await;
    luma.sets(&["/hours nine to five"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /reply within 3m segment:new
      desk     | (answers 2) New customers now read '3 min'.
                 [Undo]
    09:20:00 Piotr in General: /reply within segment:new
      desk     | (answers 4) reply within segment:new: 3m
    09:20:00 Piotr in General: /reply
      desk     | (answers 6) reply within: 10m
                 senior within: 15m
                 progress every: 4h
                 reply within segment:new: 3m
    09:20:00 Piotr in General: /reply within half segment:new
      desk     | (answers 8) Saved. reply within segment:new: half
                 [Undo]
    09:20:00 Piotr in General: /reply within segment:new
      desk     | (answers 10) reply within segment:new: half
    09:20:00 Piotr presses [Undo]
      desk     ↻ (answers 8) Undone. policy.reply_within_new: 3m
    09:20:00 Piotr in General: /reply within 5m segment:vip
      desk     | (answers 12) Only customers whom your signals tag as 'new' can be promised another time: /reply within 5m segment:new, or /reply within half segment:new
    09:20:00 Piotr in General: /reply senior 5m segment:new
      desk     | (answers 14) Only customers whom your signals tag as 'new' can be promised another time: /reply within 5m segment:new, or /reply within half segment:new
    09:20:00 Piotr in General: /reply within soon segment:new
      desk     | (answers 16) I can't read 'soon' as a length of time. Write 90s, 10m, 4h or 30d.
    09:20:00 Piotr in General: /reply within 5d segment:new
      desk     | (answers 18) 5 days can't be: from 1 min to 2 days.
    09:20:00 Piotr in General: /hours nine to five
      desk     | (answers 20) Use mon-fri 09:00-21:00.
    ");
}

/// Whoever looks after a server is offered commands of admins there; they are for admins all the
/// same. Their own language everybody chooses by the same name.
#[tokio::test(flavor = "multi_thread")]
async fn languages_of_all_are_for_admins_alone() {
    let admins = vec![account(ANNA)];
    let mut luma = Luma::opens_with(|workspace| workspace.admins = admins).await;
    let before = luma.rules();
    luma.begins().sets(&["/language default ro", "/language offer ro,ru,en"]).await;
    luma.writes(DANA, "/language ro").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /language default ro
      desk     | (answers 2) That's for admins. You are: director.
    09:20:00 Piotr in General: /language offer ro,ru,en
      desk     | (answers 4) That's for admins. You are: director.
    09:20:00 Dana: /language ro
      Dana     | De acum vă scriem în română.
    ");
}
