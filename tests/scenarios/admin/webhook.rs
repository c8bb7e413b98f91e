//! Systems that may call in, and their secrets.

use amends_core::place::Platform;
use amends_storage::port::Store;
use amends_web::intake::{Intake, Shell};
use secrecy::ExposeSecret;

use crate::luma::{ANNA, Luma, PIOTR, platform};

/// What can be seen, without the secrets themselves.
fn masked(shown: &str) -> String {
    let words = shown.split_inclusive(char::is_whitespace).map(|word| {
        let at = word.find("whsec_").filter(|_| 20 < word.len());
        at.map_or_else(|| word.to_owned(), |at| format!("{}whsec_…\n", &word[..at]))
    });
    words.collect()
}

impl Luma {
    /// Piotr administers the business, and can write to the bot in private.
    async fn administered_in_private() -> Self {
        let mut luma = Self::administered().await;
        if platform() == Platform::Telegram {
            luma.follows(PIOTR, "x").await;
        }
        luma
    }

    /// Piotr asks where nobody else reads: in private, or by a command that only he sees answered.
    async fn asks_unread(&mut self, command: &str) -> &mut Self {
        match platform() {
            Platform::Telegram => self.writes(PIOTR, command).await,
            Platform::Discord => self.says_in_general(PIOTR, command).await,
        }
    }

    /// The secrets that calls are believed by.
    fn believed(&self) -> Vec<String> {
        let secrets = Shell::new(self.handle()).secrets();
        secrets.iter().map(|secret| secret.expose_secret().to_owned()).collect()
    }
}

/// A secret is minted, told once, taken by the intake at once, replaced and taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_made_told_once_replaced_and_taken_back() {
    let mut luma = Luma::administered_in_private().await;
    luma.begins().asks_unread("/webhook").await.asks_unread("/webhook new helpdesk").await;
    let first = luma.believed();
    assert_eq!(first.len(), 1);
    luma.asks_unread("/webhook rotate helpdesk").await.asks_unread("/webhook").await;
    let both = luma.believed();
    assert_eq!((both.len(), &both[0]), (2, &first[0]), "the old one is good for a while");
    luma.waits("24h").await;
    assert_eq!(luma.believed(), [both[1].clone()]);
    luma.asks_unread("/webhook off helpdesk").await.asks_unread("/audit").await;
    assert!(luma.believed().is_empty());
    let said = luma.brief();
    for secret in &both {
        assert_eq!(said.matches(secret.as_str()).count(), 1, "it is told once");
    }
    assert_shown!(masked(&said), @"
    09:20:00 Piotr: /webhook
      Piotr    | (answers 5) No system calls in by a secret made here. /webhook new helpdesk makes one.
                 Calls from here to your systems come with a later version.
    09:20:00 Piotr: /webhook new helpdesk
      Piotr    | helpdesk may call in now. Its secret, shown this once:
                 whsec_…
                 It signs calls to /v1/interactions (Standard Webhooks).
    09:20:00 Piotr: /webhook rotate helpdesk
      Piotr    | The new secret of helpdesk, shown this once:
                 whsec_…
                 The old one is good for 24 h more.
    09:20:00 Piotr: /webhook
      Piotr    | (answers 11) May call in by a secret:
                 helpdesk: secret of 09:20, the one before is good until 17.11. 09:20
                 Calls from here to your systems come with a later version.
    09:20:00 ⟶ 24h pass
    09:20:00 Piotr: /webhook off helpdesk
      Piotr    | (answers 13) helpdesk is off: its secrets are good for nothing from now on.
    09:20:00 Piotr: /audit
      Piotr    | (answers 15) Who changed what, the newest first:
                 09:20 Piotr: webhook.helpdesk secret of 2026-11-16T09:20:00Z → none
                 16.11. 09:20 Piotr: webhook.helpdesk secret of 2026-11-16T09:20:00Z → secret of 2026-11-16T09:20:00Z
                 16.11. 09:20 Piotr: webhook.helpdesk none → secret of 2026-11-16T09:20:00Z
    ");
}

/// Nothing but the one message ever shows a secret.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_nowhere_else() {
    let mut luma = Luma::administered_in_private().await;
    luma.asks_unread("/webhook new helpdesk").await.asks_unread("/webhook rotate helpdesk").await;
    luma.asks_unread("/webhook new shop").await;
    let secrets = luma.believed();
    assert_eq!(secrets.len(), 3);
    let outbox = luma.store.outbox(None, 10).unwrap();
    assert!(outbox.is_empty(), "the messages have left: {outbox:?}");
    let changes = format!("{:?}", luma.rules().changes);
    let debugged = format!("{:?}", luma.handle().policy());
    let letters = luma.store.dead_letters(10).unwrap();
    let readable = [changes, debugged, format!("{letters:?}")].concat();
    for secret in secrets {
        let core = secret.trim_start_matches("whsec_");
        assert!(!readable.contains(core), "{readable}");
    }
}

/// Where others read, no secret is shown; and what can't be is refused.
#[tokio::test(flavor = "multi_thread")]
async fn webhooks_that_can_not_be_are_refused() {
    let mut luma = Luma::administered_in_private().await;
    luma.asks_unread("/webhook new helpdesk").await;
    let before = luma.rules();
    luma.begins().asks_unread("/webhook new helpdesk").await;
    luma.asks_unread("/webhook rotate helpdsk").await.asks_unread("/webhook off x").await;
    luma.asks_unread("/webhook new").await.asks_unread("/webhook new help*desk").await;
    luma.asks_unread("/webhook out").await.asks_unread("/webhook nwe shop").await;
    luma.says_in_general(ANNA, "/webhook").await;
    assert_eq!(luma.rules(), before);
    assert_shown!(masked(&luma.brief()), @"
    09:20:00 Piotr: /webhook new helpdesk
      Piotr    | (answers 7) There is helpdesk already: /webhook rotate helpdesk makes a new secret.
    09:20:00 Piotr: /webhook rotate helpdsk
      Piotr    | (answers 9) I don't know 'helpdsk'. Did you mean helpdesk? List: /webhook
    09:20:00 Piotr: /webhook off x
      Piotr    | (answers 11) I don't know 'x'. List: /webhook
    09:20:00 Piotr: /webhook new
      Piotr    | (answers 13) Some words are missing there.
    09:20:00 Piotr: /webhook new help*desk
      Piotr    | (answers 15) 'help*desk' can't be a name: letters, digits, - and _, at most 40.
    09:20:00 Piotr: /webhook out
      Piotr    | (answers 17) Calls from here to your systems come with a later version.
    09:20:00 Piotr: /webhook nwe shop
      Piotr    | (answers 19) I don't know 'nwe'. Did you mean new? There are new, rotate, off, list, out.
    09:20:00 Anna in General: /webhook
      desk     | (answers 2) That's for admins. You are: agent.
    ");
}

/// In a group the secret is refused, with where to ask for it.
#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_not_shown_in_groups() {
    only_on!(Telegram, "elsewhere nobody else sees the answer to a command");
    let mut luma = Luma::administered_in_private().await;
    luma.asks_unread("/webhook new helpdesk").await;
    let before = luma.rules();
    luma.begins().sets(&["/webhook new shop", "/webhook rotate helpdesk", "/webhook"]).await;
    assert_eq!(luma.rules(), before);
    assert_shown!(luma.brief(), @"
    09:20:00 Piotr in General: /webhook new shop
      desk     | (answers 2) A secret is shown in private only, and others read here. Write to me in private: /webhook new shop
    09:20:00 Piotr in General: /webhook rotate helpdesk
      desk     | (answers 4) A secret is shown in private only, and others read here. Write to me in private: /webhook rotate helpdesk
    09:20:00 Piotr in General: /webhook
      desk     | (answers 6) May call in by a secret:
                 helpdesk: secret of 09:20
                 Calls from here to your systems come with a later version.
    ");
}
