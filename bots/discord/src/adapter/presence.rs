//! Whether the customer is in their room: what is said to an empty one is said to nobody.

use amends_core::effect::{Receipt, Refusal};
use amends_runtime::port::{Fate, SendError};
use serenity::model::id::{ChannelId, UserId};
use tracing::debug;

use super::{
    DiscordAdapter,
    carry::{Called, seat},
};
use crate::{
    classify::{Audience, send_error},
    client::{CallError, Client},
};

/// Discord's numbers for somebody who is not on the server, or is nobody at all.
const NOBODY: [u32; 2] = [10_007, 10_013];
/// The same, and those for whoever was banned, or may not see the channel of the room; that we may
/// see it is known by then.
const NOBODY_TO_LET_IN: [u32; 4] = [10_007, 10_013, 40_007, 50_001];

impl DiscordAdapter {
    /// Finds out whether somebody is in a room, and lets them in if they are on the server. Nothing
    /// was sent yet: whatever is not known is asked again.
    pub(super) async fn find(&self, client: &Client, room: ChannelId, who: UserId) -> Fate {
        match self.is_there(client, room, who).await {
            Ok(true) => Ok(Receipt::Done),
            Ok(false) => Err(SendError::Refused(Refusal::NotHere)),
            Err(error) => {
                debug!(%error, "Discord did not say who is in the room");
                let error = send_error(&error, Audience::Thread);
                if let SendError::Unknown(why) = error {
                    return Err(SendError::NotSent(why));
                }
                Err(error)
            }
        }
    }

    async fn is_there(&self, client: &Client, room: ChannelId, who: UserId) -> Called<bool> {
        match client.thread_member(room, who).await? {
            Some(true) => Ok(true),
            // It may have been forgotten to take out of its threads who left the server.
            Some(false) => self.is_on_server(client, room, who).await,
            None => match seat(client, room, who, true).await {
                Err(error) if is_one_of(&error, &NOBODY_TO_LET_IN) => Ok(false),
                seated => seated.map(|_| true),
            },
        }
    }

    async fn is_on_server(&self, client: &Client, room: ChannelId, who: UserId) -> Called<bool> {
        let Some(guild) = self.guild_of(client, room).await? else { return Ok(true) };
        match client.member_raw(guild, who).await {
            Err(error) if is_one_of(&error, &NOBODY) => Ok(false),
            asked => asked.map(|_| true),
        }
    }
}

fn is_one_of(error: &CallError, codes: &[u32]) -> bool {
    error.code().is_some_and(|code| codes.contains(&code))
}
