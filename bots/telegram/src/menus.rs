//! The menus of commands: who is offered what, and where.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{
    lang::Lang,
    place::{Address, Platform},
    policy::Workspace,
};
use amends_wording::{Hint, Phrasebook};
use serde::{Deserialize, Serialize};
use teloxide_core::{
    payloads::{DeleteMyCommands, DeleteMyCommandsSetters, SetMyCommands, SetMyCommandsSetters},
    types::{BotCommand, BotCommandScope, ChatId, UserId},
};
use tracing::{debug, info};

use crate::{adapter::TelegramAdapter, classify::CallError, outbound};

/// So many admins have menus of their own.
const ADMINS: usize = 50;

/// Where a menu is shown, and in which language of the app; nothing: in all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    scope: BotCommandScope,
    lang: Option<Lang>,
}

/// What a menu offers: names of commands with what they do.
type Offer = Vec<(String, String)>;

/// The menus that stand on Telegram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menus(BTreeMap<String, Offer>);

impl Menus {
    /// Reads what was kept.
    pub fn read(kept: &[u8]) -> Self {
        Self(serde_json::from_slice(kept).unwrap_or_default())
    }

    /// What is to be kept.
    ///
    /// # Panics
    ///
    /// Never: its keys are texts.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).expect("menus have only keys that are text")
    }

    /// The menus that a business has: customers' in private chats, staff's at the desk, and those of
    /// admins in both; each in every language of the app.
    fn of(workspace: &Workspace, book: &Phrasebook) -> Self {
        let mut menus = Self::default();
        for lang in [None].into_iter().chain(Lang::BUILT_IN.map(Some)) {
            menus.put_private(workspace, book, lang);
            menus.put_at_desk(workspace, book, lang);
        }
        menus
    }

    fn put_private(&mut self, workspace: &Workspace, book: &Phrasebook, lang: Option<Lang>) {
        let mut offer = owned(book.commands(lang.unwrap_or_default()));
        offer.retain(|(name, _)| workspace.signals.feedback || name != "feedback");
        self.put(BotCommandScope::AllPrivateChats, lang, offer.clone());
        let admins = owned(book.admin_commands(lang.unwrap_or_default()));
        for user in users(&workspace.admins) {
            let chat_id = ChatId::from(user).into();
            let both = [offer.clone(), admins.clone()].concat();
            self.put(BotCommandScope::Chat { chat_id }, lang, both);
        }
    }

    fn put_at_desk(&mut self, workspace: &Workspace, book: &Phrasebook, lang: Option<Lang>) {
        let desk = workspace.desk.as_ref().filter(|it| it.platform == Platform::Telegram);
        let Some(desk) = desk.and_then(|desk| outbound::chat(desk).ok()) else { return };
        let staff = owned(book.staff_commands(lang.unwrap_or_default()));
        let mut admins = owned(book.admin_commands(lang.unwrap_or_default()));
        // In private the same word is everybody's, for their own language.
        let languages = book.hint(Hint::Languages, lang.unwrap_or_default());
        admins.push(("language".to_owned(), languages));
        self.put(BotCommandScope::Chat { chat_id: desk.into() }, lang, staff.clone());
        for user_id in users(&workspace.admins) {
            let is_it =
                |address: &Address| users(std::slice::from_ref(address)).next() == Some(user_id);
            let works_here = workspace.staff.iter().any(|member| is_it(&member.address));
            let own = if works_here { staff.clone() } else { Offer::new() };
            let scope = BotCommandScope::ChatMember { chat_id: desk.into(), user_id };
            // What both do by one name stands there once, with all that admins do.
            let is_theirs = |name: &str| admins.iter().any(|(theirs, _)| theirs == name);
            let own = own.into_iter().filter(|(name, _)| !is_theirs(name)).collect::<Offer>();
            self.put(scope, lang, [own, admins.clone()].concat());
        }
    }

    fn put(&mut self, scope: BotCommandScope, lang: Option<Lang>, offer: Offer) {
        let shown = serde_json::to_string(&Shown { scope, lang });
        self.0.insert(shown.expect("where a menu is shown has only keys that are text"), offer);
    }
}

impl TelegramAdapter {
    /// Brings the menus to what the business is now: sets those that changed, and takes away those
    /// of people who are no admins any more. Returns whether anything changed.
    pub async fn refresh_menus(
        &self,
        workspace: &Workspace,
        stand: &mut Menus,
    ) -> Result<bool, CallError> {
        let wanted = Menus::of(workspace, self.phrasebook());
        let before = stand.clone();
        // Where one menu has no place, the others of the same place have none either.
        let mut refused = BTreeSet::new();
        for (shown, offer) in &wanted.0 {
            let scope = scope_of(shown);
            if stand.0.get(shown) == Some(offer) || refused.contains(&scope) {
                continue;
            }
            if self.change_menu(shown, Some(offer)).await? {
                stand.0.insert(shown.clone(), offer.clone());
            } else {
                refused.insert(scope);
            }
        }
        let needless: Vec<String> =
            stand.0.keys().filter(|shown| !wanted.0.contains_key(*shown)).cloned().collect();
        for shown in needless {
            self.change_menu(&shown, None).await?;
            stand.0.remove(&shown);
        }
        let changed = *stand != before;
        if changed {
            info!("Set the menus of commands");
        }
        Ok(changed)
    }

    /// Sets a menu, or takes it away. Returns whether it could be: nobody has a menu in a chat that
    /// they never opened.
    async fn change_menu(&self, shown: &str, offer: Option<&Offer>) -> Result<bool, CallError> {
        let Ok(Shown { scope, lang }) = serde_json::from_str(shown) else { return Ok(true) };
        let code = lang.map(Lang::code).unwrap_or_default();
        let done = if let Some(offer) = offer {
            let commands: Vec<BotCommand> =
                offer.iter().map(|(name, text)| BotCommand::new(name, text)).collect();
            let mut payload = SetMyCommands::new(commands).scope(scope);
            if !code.is_empty() {
                payload = payload.language_code(code);
            }
            self.client().call(&payload).await
        } else {
            let mut payload = DeleteMyCommands::new().scope(scope);
            if !code.is_empty() {
                payload = payload.language_code(code);
            }
            self.client().call(&payload).await
        };
        match done {
            Ok(_) => Ok(true),
            Err(error @ CallError::Refused { code: 400 | 403, .. }) => {
                debug!(%error, "A menu has no place");
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

/// Where a menu is shown, whatever its language.
fn scope_of(shown: &str) -> Option<String> {
    let Shown { scope, .. } = serde_json::from_str(shown).ok()?;
    serde_json::to_string(&scope).ok()
}

fn owned(commands: Vec<(&'static str, String)>) -> Offer {
    commands.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// The accounts on Telegram.
fn users(of: &[Address]) -> impl Iterator<Item = UserId> {
    let here = of.iter().filter(|address| address.platform == Platform::Telegram);
    here.filter_map(|address| address.account.parse().ok().map(UserId)).take(ADMINS)
}
