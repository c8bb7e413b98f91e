//! Whether the desk is a place where the bot can work.

use amends_core::place::Place;
use serde::Deserialize;
use serde_json::json;
use teloxide_core::types::ChatId;

use crate::{
    classify::{Audience, CallError, send_error},
    client::Client,
    inbound::Me,
    outbound,
};

const NO_GROUP: &str = "I can't see this group: add me to it, and check the id of the desk.";
const NO_FORUM: &str = "Topics are off in this group: switch them on in the group's settings.";
const NO_TOPICS: &str = "I can't create topics here: make me admin with 'Manage topics'.";
const NO_PINS: &str = "I can't pin the card of a case here: allow me 'Pin messages'.";
const PUBLIC: &str = "This group is public, so anybody can read what customers say: make it \
    private in the group's settings.";

/// What is read of the group.
#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    is_forum: bool,
    username: Option<String>,
}

/// What is read of the bot's membership.
#[derive(Deserialize)]
struct Membership {
    status: String,
    #[serde(default)]
    can_manage_topics: bool,
    #[serde(default)]
    can_pin_messages: bool,
}

/// Looks for what is missing, and returns a sentence for each.
pub(crate) async fn check(client: &Client, me: &Me, place: &Place) -> Vec<String> {
    let Ok(chat) = outbound::chat(place) else { return vec![NO_GROUP.to_owned()] };
    match look(client, me, chat).await {
        Ok((group, membership)) => missing(&group, &membership),
        Err(error) => vec![advice(&error)],
    }
}

async fn look(client: &Client, me: &Me, chat: ChatId) -> Result<(Group, Membership), CallError> {
    let strange = |error: serde_json::Error| CallError::Lost(error.to_string());
    let group = client.call_named("getChat", &json!({ "chat_id": chat })).await?;
    let params = json!({ "chat_id": chat, "user_id": me.id });
    let membership = client.call_named("getChatMember", &params).await?;
    let group = serde_json::from_str(group.get()).map_err(strange)?;
    Ok((group, serde_json::from_str(membership.get()).map_err(strange)?))
}

fn missing(group: &Group, membership: &Membership) -> Vec<String> {
    if matches!(membership.status.as_str(), "left" | "kicked") {
        return vec![NO_GROUP.to_owned()];
    }
    let is_owner = membership.status == "creator";
    let lacks = |right: bool| !is_owner && !right;
    let sentences = [
        (!group.is_forum, NO_FORUM),
        (lacks(membership.can_manage_topics), NO_TOPICS),
        (lacks(membership.can_pin_messages), NO_PINS),
        (group.username.is_some(), PUBLIC),
    ];
    sentences.into_iter().filter(|(applies, _)| *applies).map(|(_, it)| it.to_owned()).collect()
}

fn advice(error: &CallError) -> String {
    match error {
        CallError::Refused { code: 400 | 403, .. } => NO_GROUP.to_owned(),
        CallError::Refused { .. } | CallError::NotSent(_) | CallError::Lost(_) => {
            format!("I could not look at this group: {}.", send_error(error, Audience::Group))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(group: &str, membership: &str) -> Vec<String> {
        missing(&serde_json::from_str(group).unwrap(), &serde_json::from_str(membership).unwrap())
    }

    #[test]
    fn desk_in_order_needs_no_words() {
        let forum = r#"{"id":-1001,"type":"supergroup","title":"Desk","is_forum":true}"#;
        let admin = r#"{"status":"administrator","can_manage_topics":true,
            "can_pin_messages":true}"#;
        assert_eq!(sentences(forum, admin), Vec::<String>::new());
        assert_eq!(sentences(forum, r#"{"status":"creator"}"#), Vec::<String>::new());
    }

    #[test]
    fn each_gap_has_its_sentence() {
        let public = r#"{"id":-1001,"type":"supergroup","title":"Desk","username":"desk"}"#;
        let all = sentences(public, r#"{"status":"member"}"#);
        assert_eq!(all, [NO_FORUM, NO_TOPICS, NO_PINS, PUBLIC]);
        assert_eq!(sentences(public, r#"{"status":"left"}"#), [NO_GROUP]);
    }
}
