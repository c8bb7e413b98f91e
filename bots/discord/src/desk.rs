//! Whether the bot can work at the desk and where private rooms are opened, and whether customers
//! can see the latter.

use amends_core::{
    gap::{ChannelGap, ChannelRight, ChannelRole},
    place::{Place, Platform},
    policy::RoleLevel,
};
use serenity::{
    all::Permissions,
    model::{
        channel::{ChannelType, GuildChannel, PermissionOverwriteType},
        guild::{Member, PartialGuild},
        id::{RoleId, UserId},
    },
};

use crate::{
    classify::{Audience, send_error},
    client::{CallError, Client},
    inbound::Me,
    outbound,
};

/// What is looked at.
struct Seen {
    guild: PartialGuild,
    member: Member,
    channel: GuildChannel,
}

/// Looks for what is missing.
pub(crate) async fn check(
    client: &Client,
    me: &Me,
    (desk, care): (Option<&Place>, Option<&Place>),
    roles: &[RoleLevel],
) -> Vec<ChannelGap> {
    let mut gaps = Vec::new();
    for (place, role) in [(desk, ChannelRole::Desk), (care, ChannelRole::Care)] {
        let Some(place) = place.filter(|place| place.platform == Platform::Discord) else {
            continue;
        };
        match look(client, me, place).await {
            Ok(Some(seen)) => {
                gaps.extend(missing(&seen, role));
                if role == ChannelRole::Desk {
                    gaps.extend(uncalled(&seen, roles));
                }
            }
            Ok(None) => gaps.push(ChannelGap::NoChannel { role }),
            Err(error) => gaps.push(unseen(&error, role)),
        }
    }
    gaps
}

async fn look(client: &Client, me: &Me, place: &Place) -> Result<Option<Seen>, CallError> {
    let strange = |error: serde_json::Error| CallError::Unreadable(error.to_string());
    let (Ok(id), Ok(me)) = (outbound::channel(place), me.id.parse::<UserId>()) else {
        return Ok(None);
    };
    let channel = client.channel(id).await?;
    if channel["guild_id"].is_null() {
        return Ok(None);
    }
    let channel: GuildChannel = serde_json::from_value(channel).map_err(strange)?;
    let guild = client.guild(channel.guild_id).await?;
    let member = client.member(channel.guild_id, me).await?;
    Ok(Some(Seen { guild, member, channel }))
}

fn missing(seen: &Seen, role: ChannelRole) -> Vec<ChannelGap> {
    if seen.channel.kind != ChannelType::Text {
        return vec![ChannelGap::WrongKind { role }];
    }
    let held = seen.guild.user_permissions_in(&seen.channel, &seen.member);
    let mut gaps: Vec<ChannelGap> = rights(role)
        .iter()
        .filter(|(right, _)| !held.contains(*right))
        .map(|(_, right)| ChannelGap::NoRight { role, right: *right })
        .collect();
    let is_open = everyone(seen).contains(Permissions::VIEW_CHANNEL);
    match role {
        ChannelRole::Desk if is_open => gaps.push(ChannelGap::Public),
        ChannelRole::Care if !is_open => {
            gaps.push(ChannelGap::Hidden { name: seen.channel.name.clone() });
        }
        ChannelRole::Desk | ChannelRole::Care => (),
    }
    gaps
}

/// The roles whose holders are called at the desk in vain: whoever may not mention everyone calls
/// only roles that anyone may mention, and a new role is none of those.
fn uncalled(seen: &Seen, roles: &[RoleLevel]) -> Vec<ChannelGap> {
    let held = seen.guild.user_permissions_in(&seen.channel, &seen.member);
    if held.mention_everyone() {
        return Vec::new();
    }
    let ours = roles.iter().filter(|role| role.platform == Platform::Discord);
    let found = ours.filter_map(|role| seen.guild.roles.get(&role.role.parse().ok()?));
    let silent = found.filter(|role| !role.mentionable);
    silent.map(|role| ChannelGap::Unmentionable { name: role.name.clone() }).collect()
}

fn rights(role: ChannelRole) -> Vec<(Permissions, ChannelRight)> {
    let threads = match role {
        ChannelRole::Desk => (Permissions::CREATE_PUBLIC_THREADS, ChannelRight::PublicThreads),
        ChannelRole::Care => (Permissions::CREATE_PRIVATE_THREADS, ChannelRight::PrivateThreads),
    };
    vec![
        (Permissions::VIEW_CHANNEL, ChannelRight::View),
        (Permissions::SEND_MESSAGES, ChannelRight::Send),
        threads,
        (Permissions::SEND_MESSAGES_IN_THREADS, ChannelRight::SendInThreads),
        (Permissions::MANAGE_THREADS, ChannelRight::ManageThreads),
        (Permissions::READ_MESSAGE_HISTORY, ChannelRight::History),
        (Permissions::ADD_REACTIONS, ChannelRight::React),
        (Permissions::ATTACH_FILES, ChannelRight::Attach),
    ]
}

/// What everybody on the server may do in a channel.
fn everyone(seen: &Seen) -> Permissions {
    let id = RoleId::new(seen.guild.id.get());
    let base = seen.guild.roles.get(&id).map(|role| role.permissions).unwrap_or_default();
    if base.administrator() {
        return Permissions::all();
    }
    let overwrites = seen.channel.permission_overwrites.iter();
    let own = overwrites.filter(|one| one.kind == PermissionOverwriteType::Role(id));
    own.fold(base, |held, one| (held & !one.deny) | one.allow)
}

fn unseen(error: &CallError, role: ChannelRole) -> ChannelGap {
    match error {
        CallError::Refused { status: 403 | 404, .. } => ChannelGap::NoChannel { role },
        CallError::Refused { .. }
        | CallError::RateLimited { .. }
        | CallError::Held { .. }
        | CallError::NotSent(_)
        | CallError::Unreadable(_)
        | CallError::Lost(_) => {
            ChannelGap::Unseen { role, why: send_error(error, Audience::Channel).to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const STAFF_ONLY: u64 = 1 << 10;

    /// A server whose role for everybody allows this, and whose channel denies everybody that.
    fn seen(everyone: Permissions, denied: u64, bot: Permissions, kind: u8) -> Seen {
        let role = |id: &str, permissions: Permissions| {
            json!({ "id": id, "name": "r", "color": 0, "colors": { "primary_color": 0 }, "hoist": false, "position": 0,
                "permissions": permissions.bits().to_string(), "managed": false,
                "mentionable": false, "flags": 0 })
        };
        let overwrites = json!([
            { "id": "1", "type": 0, "allow": "0", "deny": denied.to_string() },
            { "id": "9", "type": 1, "allow": bot.bits().to_string(), "deny": "0" },
        ]);
        let channel = json!({ "id": "3", "guild_id": "1", "type": kind, "name": "care-desk",
            "position": 0, "permission_overwrites": overwrites });
        let user: Value = json!({ "id": "9", "username": "amends", "discriminator": "0",
            "global_name": null, "avatar": null, "bot": true });
        let member = json!({ "user": user, "nick": null, "roles": [], "guild_id": "1",
            "joined_at": "2026-11-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0 });
        let guild = json!({ "id": "1", "name": "Luma", "owner_id": "5", "afk_timeout": 300,
            "default_message_notifications": 0, "emojis": [], "explicit_content_filter": 0,
            "features": [], "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
            "preferred_locale": "en-US", "roles": [role("1", everyone)],
            "system_channel_flags": 0, "verification_level": 0, "stickers": [],
            "premium_progress_bar_enabled": false });
        Seen {
            guild: serde_json::from_value(guild).unwrap(),
            member: serde_json::from_value(member).unwrap(),
            channel: serde_json::from_value(channel).unwrap(),
        }
    }

    fn all(role: ChannelRole) -> Permissions {
        rights(role).iter().fold(Permissions::empty(), |all, (right, _)| all | *right)
    }

    #[test]
    fn places_in_order_have_no_gap() {
        let desk = seen(Permissions::VIEW_CHANNEL, STAFF_ONLY, all(ChannelRole::Desk), 0);
        assert_eq!(missing(&desk, ChannelRole::Desk), []);
        let care = seen(Permissions::VIEW_CHANNEL, 0, all(ChannelRole::Care), 0);
        assert_eq!(missing(&care, ChannelRole::Care), []);
    }

    #[test]
    fn each_gap_is_found() {
        let (desk, care) = (ChannelRole::Desk, ChannelRole::Care);
        for role in [desk, care] {
            for (right, name) in rights(role).into_iter().skip(1) {
                let denied = if role == desk { STAFF_ONLY } else { 0 };
                let seen = seen(Permissions::VIEW_CHANNEL, denied, all(role) - right, 0);
                assert_eq!(missing(&seen, role), [ChannelGap::NoRight { role, right: name }]);
            }
        }
        let open = seen(Permissions::VIEW_CHANNEL, 0, all(desk), 0);
        assert_eq!(missing(&open, desk), [ChannelGap::Public]);
        let hidden = seen(Permissions::VIEW_CHANNEL, STAFF_ONLY, all(care), 0);
        let gap = ChannelGap::Hidden { name: hidden.channel.name.clone() };
        assert_eq!(missing(&hidden, care), [gap]);
        let forum = seen(Permissions::VIEW_CHANNEL, 0, all(care), 15);
        assert_eq!(missing(&forum, care), [ChannelGap::WrongKind { role: care }]);
    }

    #[test]
    fn role_that_nobody_may_mention_is_found() {
        use amends_core::policy::Level;
        let role = |role: &str| RoleLevel {
            platform: Platform::Discord,
            role: role.to_owned(),
            level: Level::Agent,
        };
        let mut seen = seen(Permissions::VIEW_CHANNEL, STAFF_ONLY, all(ChannelRole::Desk), 0);
        let gap = ChannelGap::Unmentionable { name: "r".to_owned() };
        // The only role of this server.
        assert_eq!(uncalled(&seen, &[role("1"), role("77")]), [gap]);
        assert_eq!(uncalled(&seen, &[]), []);
        let id = RoleId::new(1);
        seen.guild.roles.get_mut(&id).unwrap().permissions |= Permissions::MENTION_EVERYONE;
        assert_eq!(uncalled(&seen, &[role("1")]), [], "the bot calls it all the same");
        let only = seen.guild.roles.get_mut(&id).unwrap();
        (only.permissions, only.mentionable) = (Permissions::VIEW_CHANNEL, true);
        assert_eq!(uncalled(&seen, &[role("1")]), []);
    }

    #[test]
    fn channel_that_is_not_there_and_discord_that_does_not_tell() {
        let refused = |status, code| {
            let message = String::new();
            unseen(&CallError::Refused { status, code, message }, ChannelRole::Care)
        };
        let gone = ChannelGap::NoChannel { role: ChannelRole::Care };
        assert_eq!([refused(404, 10003), refused(403, 50001)], [gone.clone(), gone]);
        let lost = unseen(&CallError::Lost("timed out".to_owned()), ChannelRole::Desk);
        let ChannelGap::Unseen { why, .. } = lost else { panic!("{lost:?}") };
        assert!(why.contains("timed out"), "{why}");
    }
}
