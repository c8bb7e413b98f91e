//! Whether the desk is a place where the bot can work.

use amends_core::{gap::DeskGap, place::Place};
use serde::Deserialize;
use serde_json::json;
use teloxide_core::types::ChatId;

use crate::{
    classify::{Audience, CallError, send_error},
    client::Client,
    inbound::Me,
    outbound,
};

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

/// Looks for what is missing.
pub(crate) async fn check(client: &Client, me: &Me, place: &Place) -> Vec<DeskGap> {
    let Ok(chat) = outbound::chat(place) else { return vec![DeskGap::NoGroup] };
    match look(client, me, chat).await {
        Ok((group, membership)) => missing(&group, &membership),
        Err(error) => vec![unseen(&error)],
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

fn missing(group: &Group, membership: &Membership) -> Vec<DeskGap> {
    if matches!(membership.status.as_str(), "left" | "kicked") {
        return vec![DeskGap::NoGroup];
    }
    let is_owner = membership.status == "creator";
    let lacks = |right: bool| !is_owner && !right;
    let gaps = [
        (!group.is_forum, DeskGap::NoForum),
        (lacks(membership.can_manage_topics), DeskGap::NoTopics),
        (lacks(membership.can_pin_messages), DeskGap::NoPins),
        (group.username.is_some(), DeskGap::Public),
    ];
    gaps.into_iter().filter(|(is_open, _)| *is_open).map(|(_, gap)| gap).collect()
}

fn unseen(error: &CallError) -> DeskGap {
    match error {
        CallError::Refused { code: 400 | 403, .. } => DeskGap::NoGroup,
        CallError::Refused { .. } | CallError::NotSent(_) | CallError::Lost(_) => {
            DeskGap::Unseen { why: send_error(error, Audience::Group).to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(group: &str, membership: &str) -> Vec<DeskGap> {
        missing(&serde_json::from_str(group).unwrap(), &serde_json::from_str(membership).unwrap())
    }

    #[test]
    fn desk_in_order_has_no_gap() {
        let forum = r#"{"id":-1001,"type":"supergroup","title":"Desk","is_forum":true}"#;
        let admin = r#"{"status":"administrator","can_manage_topics":true,
            "can_pin_messages":true}"#;
        assert_eq!(gaps(forum, admin), []);
        assert_eq!(gaps(forum, r#"{"status":"creator"}"#), []);
    }

    #[test]
    fn each_gap_is_found() {
        use DeskGap::{NoForum, NoGroup, NoPins, NoTopics, Public};
        let public = r#"{"id":-1001,"type":"supergroup","title":"Desk","username":"desk"}"#;
        let all = gaps(public, r#"{"status":"member"}"#);
        assert_eq!(all, [NoForum, NoTopics, NoPins, Public]);
        assert_eq!(gaps(public, r#"{"status":"left"}"#), [NoGroup]);
    }

    #[test]
    fn platform_that_does_not_tell_is_quoted() {
        let gap = unseen(&CallError::Lost("timed out".to_owned()));
        let DeskGap::Unseen { why } = gap else { panic!("{gap:?}") };
        assert!(why.contains("timed out"), "{why}");
    }
}
