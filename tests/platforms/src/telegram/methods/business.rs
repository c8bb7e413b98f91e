//! What is done in the accounts of those who connected the bot.

use serde_json::{Value, json};

use super::{
    super::{
        business::Home,
        params::Params,
        refusal::Refusal,
        world::{Author, Mark, World},
    },
    Access, EDITS, SENDS,
};

/// How old a message may be that is deleted.
const DELETABLE_MS: i64 = 48 * 3_600_000;
const MOST_AT_ONCE: usize = 100;

impl World {
    /// Checks that a call that names a connection does something the stand-in knows to do there:
    /// else it would be done in the private chat with the bot.
    pub(super) fn check_connection(method: &str, params: &Params) -> Result<(), Refusal> {
        let is_known = (SENDS.contains(&method) && method != "copyMessage")
            || EDITS.contains(&method)
            || ["deleteBusinessMessages", "getBusinessConnection"].contains(&method);
        if is_known || !params.has("business_connection_id") {
            return Ok(());
        }
        Err(Refusal::bad("the stand-in does not do this in an account"))
    }

    /// Returns where a call writes, if it may.
    pub(super) fn home(&self, params: &Params) -> Result<Home, Refusal> {
        // The platform takes an empty name for none.
        if params.text("business_connection_id").is_empty() {
            return self.open(params, Access::Write).map(Home::Own);
        }
        self.open_account(params)
    }

    pub(super) fn get_connection(&self, params: &Params) -> Result<Value, Refusal> {
        let found = self.connections.get(&params.text("business_connection_id"));
        let found = found.ok_or_else(|| Refusal::bad("BUSINESS_CONNECTION_INVALID"))?;
        Ok(self.wire_connection(found))
    }

    pub(super) fn delete_in_account(&mut self, params: &Params) -> Result<Value, Refusal> {
        let connection = self.named_connection(params)?;
        let (owner, rights) = (connection.owner, connection.rights);
        let ids: Vec<i64> = params.list("message_ids")?.iter().filter_map(Value::as_i64).collect();
        if ids.is_empty() || MOST_AT_ONCE < ids.len() {
            return Err(Refusal::bad("message identifiers are not specified"));
        }
        let oldest_ms = self.now_ms() - DELETABLE_MS;
        let chats = self.accounts.get_mut(&owner).map(|account| account.chats.values_mut());
        let mut chats = chats.into_iter().flatten();
        let chat = chats.find(|chat| chat.messages.contains_key(&ids[0]));
        let chat = chat.ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"))?;
        for id in &ids {
            let message = chat.messages.get(id).filter(|message| message.is_shown());
            let message = message.ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"))?;
            let is_own = message.from == Author::Bot && rights.delete_sent;
            if !is_own && !rights.delete_all {
                return Err(Refusal::forbidden("MESSAGE_DELETE_FORBIDDEN"));
            }
            if message.at_ms < oldest_ms {
                return Err(Refusal::bad("message can't be deleted for everyone"));
            }
        }
        for id in &ids {
            if let Some(message) = chat.messages.get_mut(id) {
                message.marks.insert(Mark::Deleted);
            }
        }
        Ok(json!(true))
    }
}
