//! What may follow the first answer: more messages, and changes of those there are.

use super::{Reply, Request};
use crate::discord::{
    content::Content,
    refusal::Refusal,
    world::{Answer, AnswerKind, Id, Interaction, TOKEN_LIVES_MS, World},
};

impl World {
    pub(super) fn call_webhook(
        &mut self,
        application: &str,
        token: &str,
        rest: &[&str],
        request: &Request,
    ) -> Option<Result<Reply, Refusal>> {
        let found = self.find_by_token(application, token);
        match (request.method.as_str(), rest) {
            ("POST", []) => Some(found.and_then(|it| self.follow_up(&it, request))),
            ("GET" | "PATCH" | "DELETE", ["messages", message]) => {
                Some(found.and_then(|it| self.call_webhook_message(&it, message, request)))
            }
            _ => None,
        }
    }

    /// Returns the interaction whose token is still good, once it was answered.
    fn find_by_token(&self, application: &str, token: &str) -> Result<Interaction, Refusal> {
        if application.parse() != Ok(self.bot()) {
            return Err(Refusal::of(10_015));
        }
        let interaction = self.interactions.values().rev().find(|it| it.token == token);
        let interaction = interaction.ok_or_else(|| Refusal::of(50_027))?;
        if interaction.at_ms + TOKEN_LIVES_MS <= self.now_ms() {
            return Err(Refusal::of(50_027));
        }
        // Before the first answer there is no webhook yet.
        if interaction.answer.is_none() {
            return Err(Refusal::of(10_015));
        }
        Ok(interaction.clone())
    }

    fn follow_up(
        &mut self,
        interaction: &Interaction,
        request: &Request,
    ) -> Result<Reply, Refusal> {
        let content = Content::read(request.json(), &request.files, "")?;
        if content.is_empty() {
            return Err(Refusal::of(50_006));
        }
        let promised = interaction.original.filter(|message| {
            self.message(interaction.channel, *message).is_some_and(|message| message.thinking)
        });
        // The promise is kept first, whatever the bot meant.
        if let Some(promised) = promised {
            self.revise(interaction.channel, promised, content)?;
            return Ok(Reply::ok(self.wire_message(interaction.channel, promised)));
        }
        let is_ephemeral = content.is_ephemeral;
        let draft = self.draft(content)?;
        let message = self.speak(interaction, draft, is_ephemeral)?;
        if let Some(found) = self.interactions.get_mut(&interaction.id) {
            found.follow_ups.push(message);
        }
        Ok(Reply::ok(self.wire_message(interaction.channel, message)))
    }

    fn call_webhook_message(
        &mut self,
        interaction: &Interaction,
        message: &str,
        request: &Request,
    ) -> Result<Reply, Refusal> {
        let message = own(interaction, message).ok_or_else(|| Refusal::of(10_008))?;
        if self.message(interaction.channel, message).is_none() {
            return Err(Refusal::of(10_008));
        }
        match request.method.as_str() {
            "PATCH" => {
                let content = Content::read(request.json(), &request.files, "")?;
                self.revise(interaction.channel, message, content)?;
            }
            "DELETE" => {
                self.retract(interaction.channel, message);
                return Ok(Reply::empty());
            }
            _ => (),
        }
        Ok(Reply::ok(self.wire_message(interaction.channel, message)))
    }
}

/// Returns the message that a path names, if it belongs to the interaction.
fn own(interaction: &Interaction, message: &str) -> Option<Id> {
    // A form has no message of its own, even if it was opened from one.
    let is_form = matches!(
        interaction.answer,
        Some(Answer { what: AnswerKind::Modal(_) | AnswerKind::Suggestions(_), .. })
    );
    let original = interaction.original.filter(|_| !is_form);
    if message == "@original" {
        return original;
    }
    let message: Id = message.parse().ok()?;
    let is_own = original == Some(message) || interaction.follow_ups.contains(&message);
    is_own.then_some(message)
}
