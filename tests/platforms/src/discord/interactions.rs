//! The bot's side of interactions: the first answer within three seconds, and what follows within
//! fifteen minutes.

mod follow_ups;
mod forms;

use serde_json::{Value, json};

use super::{
    content::Content,
    posting::Draft,
    refusal::Refusal,
    request::{Answer as Reply, Request, Upload},
    world::{
        ANSWER_WITHIN_MS, Answer, AnswerKind, Id, Interaction, InteractionKind, MessageKind, World,
    },
};

/// The most suggestions for an option.
const MOST_SUGGESTIONS: usize = 25;
const MESSAGE: u64 = 4;
const THINKING: u64 = 5;
const QUIET: u64 = 6;
const UPDATE: u64 = 7;
const SUGGESTIONS: u64 = 8;
const MODAL: u64 = 9;

impl World {
    /// Carries out a call that answers an interaction or follows its answer; none if it is another
    /// call.
    pub(crate) fn call_interaction(&mut self, request: &Request) -> Option<Result<Reply, Refusal>> {
        let segments = request.segments();
        match (request.method.as_str(), segments.as_slice()) {
            ("POST", ["interactions", id, token, "callback"]) => {
                Some(self.call_back(id, token, request))
            }
            (_, ["webhooks", application, token, rest @ ..]) => {
                self.call_webhook(application, token, rest, request)
            }
            _ => None,
        }
    }

    fn call_back(&mut self, id: &str, token: &str, request: &Request) -> Result<Reply, Refusal> {
        let unknown = || Refusal::of(10_062);
        let id: Id = id.parse().map_err(|_| unknown())?;
        let interaction = self.interactions.get(&id).filter(|it| it.token == token);
        let interaction = interaction.cloned().ok_or_else(unknown)?;
        let now_ms = self.now_ms();
        if interaction.answer.is_some() {
            return Err(Refusal::of(40_060));
        }
        if interaction.at_ms + ANSWER_WITHIN_MS <= now_ms {
            return Err(unknown());
        }
        let body = request.json();
        let Some(kind) = body["type"].as_u64().filter(|kind| is_possible(*kind, &interaction))
        else {
            let words = "This type of response is not possible for this interaction.";
            return Err(Refusal::form("type", "INTERACTION_TYPE_INVALID", words));
        };
        let data = &body["data"];
        let what = match kind {
            MESSAGE => {
                self.answer_with(&interaction, data, &request.files)?;
                AnswerKind::Message
            }
            THINKING => {
                self.think(&interaction, data)?;
                AnswerKind::Thinking
            }
            UPDATE => {
                self.update_with(&interaction, data, &request.files)?;
                AnswerKind::Update
            }
            SUGGESTIONS => AnswerKind::Suggestions(suggestions(data)?),
            MODAL => AnswerKind::Modal(forms::check(data)?),
            _ => {
                self.point_to(interaction.id, interaction.message, false);
                AnswerKind::Quiet
            }
        };
        if let Some(found) = self.interactions.get_mut(&id) {
            found.answer = Some(Answer { at_ms: now_ms, what });
        }
        if request.query("with_response") != Some("true") {
            return Ok(Reply::empty());
        }
        Ok(Reply::ok(self.wire_callback(id, kind)))
    }

    fn answer_with(
        &mut self,
        interaction: &Interaction,
        data: &Value,
        files: &[Upload],
    ) -> Result<(), Refusal> {
        let content = Content::read(data, files, "data.")?;
        if content.is_empty() {
            return Err(Refusal::of(50_006));
        }
        let is_ephemeral = content.is_ephemeral;
        let draft = self.draft(content)?;
        let message = self.speak(interaction, draft, is_ephemeral)?;
        self.point_to(interaction.id, Some(message), is_ephemeral);
        Ok(())
    }

    fn think(&mut self, interaction: &Interaction, data: &Value) -> Result<(), Refusal> {
        let is_ephemeral = Content::read(data, &[], "data.")?.is_ephemeral;
        let draft = Draft { thinking: true, ..Draft::text("") };
        let message = self.speak(interaction, draft, is_ephemeral)?;
        self.point_to(interaction.id, Some(message), is_ephemeral);
        Ok(())
    }

    fn update_with(
        &mut self,
        interaction: &Interaction,
        data: &Value,
        files: &[Upload],
    ) -> Result<(), Refusal> {
        let content = Content::read(data, files, "data.")?;
        let message = interaction.message.ok_or_else(|| Refusal::of(10_008))?;
        self.revise(interaction.channel, message, content)?;
        let of_person = self.message(interaction.channel, message);
        let is_ephemeral = of_person.is_some_and(|message| message.only_for.is_some());
        self.point_to(interaction.id, Some(message), is_ephemeral);
        Ok(())
    }

    /// Puts an answer or what follows it into the channel of the interaction.
    fn speak(
        &mut self,
        interaction: &Interaction,
        draft: Draft,
        is_ephemeral: bool,
    ) -> Result<Id, Refusal> {
        if self.channel(interaction.channel).is_none() {
            return Err(Refusal::of(10_003));
        }
        let is_menu = interaction.data["type"].as_u64().is_some_and(|kind| kind != 1);
        let (kind, reply_to) = match interaction.kind {
            InteractionKind::Command if is_menu => (MessageKind::Menu, None),
            InteractionKind::Command | InteractionKind::Autocomplete => {
                (MessageKind::Command, None)
            }
            InteractionKind::Component | InteractionKind::Modal => match interaction.message {
                Some(message) => (MessageKind::Reply, Some(message)),
                None => (MessageKind::Default, None),
            },
        };
        let only_for = is_ephemeral.then_some(interaction.user);
        let draft = Draft { kind, reply_to, only_for, interaction: Some(interaction.id), ..draft };
        let bot = self.bot();
        Ok(self.post(interaction.channel, bot, draft))
    }

    fn point_to(&mut self, interaction: Id, message: Option<Id>, is_ephemeral: bool) {
        if let Some(found) = self.interactions.get_mut(&interaction) {
            (found.original, found.is_ephemeral) = (message, is_ephemeral);
        }
    }

    fn wire_callback(&self, id: Id, kind: u64) -> Value {
        let Some(interaction) = self.interactions.get(&id) else { return Value::Null };
        let mut told = json!({ "id": id, "type": interaction.kind.number() });
        let Some(message) = interaction.original else { return json!({ "interaction": told }) };
        told["response_message_id"] = json!(message);
        told["response_message_loading"] = json!(kind == THINKING);
        told["response_message_ephemeral"] = json!(interaction.is_ephemeral);
        told["channel_id"] = json!(interaction.channel);
        if let Some(guild) = interaction.guild {
            told["guild_id"] = json!(guild);
        }
        let mut body = json!({ "interaction": told });
        if matches!(kind, MESSAGE | UPDATE) {
            let message = self.wire_message(interaction.channel, message);
            body["resource"] = json!({ "type": kind, "message": message });
        }
        body
    }
}

/// Tells whether an interaction can be answered so.
fn is_possible(kind: u64, interaction: &Interaction) -> bool {
    match interaction.kind {
        InteractionKind::Autocomplete => kind == SUGGESTIONS,
        InteractionKind::Command => matches!(kind, MESSAGE | THINKING | MODAL),
        InteractionKind::Component => matches!(kind, MESSAGE..=UPDATE | MODAL),
        InteractionKind::Modal if interaction.message.is_some() => {
            matches!(kind, MESSAGE | THINKING | QUIET | UPDATE)
        }
        InteractionKind::Modal => matches!(kind, MESSAGE | THINKING),
    }
}

fn suggestions(data: &Value) -> Result<Vec<Value>, Refusal> {
    const LONGEST: usize = 100;
    let Some(choices) = data["choices"].as_array() else {
        return Err(Refusal::required("data.choices"));
    };
    if MOST_SUGGESTIONS < choices.len() {
        return Err(Refusal::length("data.choices", 0, MOST_SUGGESTIONS));
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = |key: &str| format!("data.choices.{index}.{key}");
        let name = choice["name"].as_str().unwrap_or_default().chars().count();
        if !(1..=LONGEST).contains(&name) {
            return Err(Refusal::length(&at("name"), 1, LONGEST));
        }
        let value = choice["value"].as_str().map_or(0, |value| value.chars().count());
        if LONGEST < value || choice["value"].is_null() {
            return Err(Refusal::length(&at("value"), 1, LONGEST));
        }
    }
    Ok(choices.clone())
}
