//! Whose group the desk is. Telegram tells it only when it is asked, so it is noted beside the update
//! as it is taken in, and reading the update later needs nothing else.

use amends_core::{
    grammar,
    place::{Place, Platform},
};
use amends_runtime::{Handle, item::ServiceError};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use teloxide_core::types::ChatId;
use tracing::debug;

use crate::{adapter::TelegramAdapter, outbound, polling::Batch};

/// Under which name it stands in an update. Telegram has no field of this name.
const NOTE: &str = "amends";
/// The standing of whoever made a group.
const CREATOR: &str = "creator";

/// What is read of somebody's membership.
#[derive(Deserialize)]
struct Membership {
    status: String,
}

impl TelegramAdapter {
    /// Takes updates in. While nobody administers the business, it is noted beside each command of an
    /// admin whether the group of the desk is theirs.
    pub async fn take_in(&self, handle: &Handle, batch: Batch) -> Result<(), ServiceError> {
        let policy = handle.policy();
        let batch = if policy.workspace.admins.is_empty() {
            self.with_founders(batch, policy.desk()).await
        } else {
            batch
        };
        handle.receive(Platform::Telegram, batch).await.map(drop)
    }

    async fn with_founders(&self, batch: Batch, desk: Option<&Place>) -> Batch {
        let Some(desk) = desk.and_then(|desk| outbound::chat(desk).ok()) else { return batch };
        let mut noted = Batch::with_capacity(batch.len());
        for (id, update) in batch {
            noted.push((id, self.with_founder(update, desk).await));
        }
        noted
    }

    async fn with_founder(&self, update: Vec<u8>, desk: ChatId) -> Vec<u8> {
        let Some((mut read, by)) = command_of_admin(&update, desk) else { return update };
        let params = json!({ "chat_id": desk, "user_id": by });
        let membership = match self.client().call_named("getChatMember", &params).await {
            Ok(membership) => membership,
            Err(error) => {
                debug!(%error, "Telegram does not tell whose group the desk is");
                return update;
            }
        };
        let membership = serde_json::from_str::<Membership>(membership.get());
        if !membership.is_ok_and(|membership| membership.status == CREATOR) {
            return update;
        }
        read.insert(NOTE.to_owned(), json!({ "founder": true }));
        Value::Object(read).to_string().into_bytes()
    }
}

/// Returns an update that is a command of an admin, given at the desk or in private, and by whom.
fn command_of_admin(update: &[u8], desk: ChatId) -> Option<(Map<String, Value>, i64)> {
    let read: Map<String, Value> = serde_json::from_slice(update).ok()?;
    let message = read.get("message").filter(|message| message["sender_chat"].is_null())?;
    let (chat, by) = (&message["chat"], message["from"]["id"].as_i64()?);
    if chat["type"] != "private" && chat["id"].as_i64() != Some(desk.0) {
        return None;
    }
    let command = message["text"].as_str().and_then(grammar::command)?;
    grammar::ADMIN.contains(&command).then_some((read, by))
}

/// Takes the note out of an update.
pub(crate) fn is_noted(update: &mut Map<String, Value>) -> bool {
    update.remove(NOTE).is_some_and(|note| note["founder"] == true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_asked(message: &Value) -> bool {
        let update = json!({ "update_id": 1, "message": message }).to_string();
        command_of_admin(update.as_bytes(), ChatId(-100)).is_some()
    }

    #[test]
    fn only_commands_of_admins_at_the_desk_or_in_private_are_asked_about() {
        let said =
            |chat: Value, text: &str| json!({ "chat": chat, "from": { "id": 5 }, "text": text });
        let desk = || json!({ "id": -100, "type": "supergroup" });
        assert!(is_asked(&said(desk(), "/role list")));
        assert!(is_asked(&said(json!({ "id": 5, "type": "private" }), "/zone@luma_bot UTC")));
        assert!(!is_asked(&said(json!({ "id": -200, "type": "supergroup" }), "/role list")));
        assert!(!is_asked(&said(desk(), "/take R-1001")));
        assert!(!is_asked(&said(desk(), "role list")));
        let mut hidden = said(desk(), "/role list");
        hidden["sender_chat"] = desk();
        assert!(!is_asked(&hidden));
    }
}
