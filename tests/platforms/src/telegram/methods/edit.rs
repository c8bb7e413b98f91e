//! Editing what the bot wrote.

use serde_json::Value;

use super::{
    super::{
        params::Params,
        refusal::Refusal,
        world::{Author, Kind, Mark, Message, World},
    },
    send::{checked_caption, checked_text, hides_preview, markup},
};

impl World {
    pub(super) fn edit_text(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (text, entities) = checked_text(params)?;
        let hides_preview = hides_preview(params)?;
        self.edit(params, |message| {
            if message.kind != Kind::Text {
                return Err(Refusal::bad("there is no text in the message to edit"));
            }
            rewrite(message, text, entities);
            if hides_preview {
                message.marks.insert(Mark::NoPreview);
            }
            Ok(())
        })
    }

    pub(super) fn edit_caption(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (caption, entities) = checked_caption(params)?;
        self.edit(params, |message| {
            if !message.kind.has_caption() {
                return Err(Refusal::bad("there is no caption in the message to edit"));
            }
            rewrite(message, caption, entities);
            Ok(())
        })
    }

    pub(super) fn edit_markup(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.edit(params, |_| Ok(()))
    }

    /// Applies a change and the new buttons; buttons that are not sent again disappear.
    fn edit(
        &mut self,
        params: &Params,
        change: impl FnOnce(&mut Message) -> Result<(), Refusal>,
    ) -> Result<Value, Refusal> {
        let home = self.home(params)?;
        let id = params.int("message_id").unwrap_or(0);
        let old = self.message_in(&home, id);
        let old = old.ok_or_else(|| Refusal::bad("message to edit not found"))?;
        if old.from != Author::Bot || old.kind == Kind::Service {
            return Err(Refusal::bad("message can't be edited"));
        }
        let mut new = old.clone();
        new.buttons = markup(params)?.buttons;
        change(&mut new)?;
        let is_rewritten = new.text != old.text || new.entities != old.entities;
        if !is_rewritten && new.buttons == old.buttons {
            return Err(Refusal::bad(
                "message is not modified: specified new message content and reply markup are \
                 exactly the same as a current content and reply markup of the message",
            ));
        }
        if is_rewritten {
            new.edited_at_ms = Some(self.now_ms());
            new.marks.insert(Mark::Edited);
        }
        if let Some(chat) = self.chat_mut(&home) {
            chat.messages.insert(id, new);
        }
        Ok(self.wire_in(&home, id))
    }
}

fn rewrite(message: &mut Message, text: String, entities: Vec<Value>) {
    message.text = text;
    message.entities = entities;
}
