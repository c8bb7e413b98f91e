//! Emoji on messages.

use serde_json::{Value, json};

use super::{Outcome, id};
use crate::discord::{
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    world::{Id, World},
};

const MOST_KINDS: usize = 20;

impl World {
    pub(super) fn call_reactions(
        &mut self,
        channel: Id,
        message: Id,
        request: &Request,
        rest: &[&str],
    ) -> Outcome {
        match (request.method.as_str(), rest) {
            ("PUT", [emoji, "@me"]) => self.add_reaction(channel, message, emoji),
            ("DELETE", [emoji, "@me"]) => {
                self.readable(channel, message)?;
                self.awake(channel)?;
                self.set_reaction(channel, message, self.bot(), emoji, false);
                Ok(Answer::empty())
            }
            ("DELETE", [emoji, user]) => {
                self.require(channel, Permissions::MANAGE_MESSAGES)?;
                self.readable(channel, message)?;
                self.set_reaction(channel, message, id(user, "user_id")?, emoji, false);
                Ok(Answer::empty())
            }
            ("GET", [emoji]) => self.list_reactions(channel, message, emoji),
            _ => Err(Refusal::no_route()),
        }
    }

    fn add_reaction(&mut self, channel: Id, message: Id, emoji: &str) -> Outcome {
        self.readable(channel, message)?;
        self.awake(channel)?;
        if !is_emoji(emoji) {
            return Err(Refusal::of(10_014));
        }
        let Some(found) = self.message(channel, message) else {
            return Err(Refusal::of(10_008));
        };
        let is_new = !found.reactions.iter().any(|it| it.emoji == emoji);
        if is_new && MOST_KINDS <= found.reactions.len() {
            return Err(Refusal::of(30_010));
        }
        if self.users.get(&found.author).is_some_and(|author| author.blocked) {
            return Err(Refusal::of(90_001));
        }
        if is_new {
            self.require(channel, Permissions::ADD_REACTIONS)?;
        }
        self.set_reaction(channel, message, self.bot(), emoji, true);
        Ok(Answer::empty())
    }

    fn list_reactions(&self, channel: Id, message: Id, emoji: &str) -> Outcome {
        self.readable(channel, message)?;
        let found = self.message(channel, message).ok_or_else(|| Refusal::of(10_008))?;
        let users = found.reactions.iter().find(|it| it.emoji == emoji);
        let users: Vec<Value> =
            users.into_iter().flat_map(|it| &it.users).map(|user| self.wire_user(*user)).collect();
        Ok(Answer::ok(json!(users)))
    }
}

/// Tells whether a text is an emoji that is a character. Emoji of guilds, which have an id behind
/// a colon, do not exist here.
pub(crate) fn is_emoji(text: &str) -> bool {
    const MOST_CODES: usize = 10;
    let codes = text.chars().count();
    let is_keycap = text.ends_with('\u{20e3}');
    let is_pictorial = |code: char| {
        matches!(code, '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{32ff}' | '\u{fe0f}' | '\u{200d}'
            | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}' | '©' | '®' | '‼' | '⁉')
    };
    (1..=MOST_CODES).contains(&codes) && (is_keycap || text.chars().all(is_pictorial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_told_from_words() {
        for emoji in ["👍", "❤️", "1️⃣", "👩‍🚒", "✅", "↻", "⭐"] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for word in ["", "a", "ok", "cup:123", "👍👍👍👍👍👍👍👍👍👍👍"] {
            assert!(!is_emoji(word), "{word}");
        }
    }
}
