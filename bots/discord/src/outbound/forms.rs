//! Forms as Discord takes them.

use amends_core::effect::{Form, Words};
use serde_json::{Value, json};

use super::voice::{FIELD_ID, Voice, cut, kind};

/// The longest title of a form, and of a field in it.
const TITLE: usize = 45;
/// The longest hint in an empty field.
const HINT: usize = 100;
/// The longest text that a field takes.
const FIELD: u16 = 4_000;
/// One of the parts of a form of several, which stand in one message together.
const PART: u16 = 350;
/// One of the parts of an apology.
const SORRY_PART: u16 = 200;
/// The names of the fields beside what was done, as the grammar names these parts.
const DONE_PARTS: [&str; 2] = ["prevent", "cause"];

impl Voice<'_> {
    /// The form that asks for words.
    pub(super) fn form(&self, form: Form, words: &Words) -> Value {
        if let Form::Handover(_) = form {
            return self.parts(form);
        }
        if form == Form::Sorry {
            return self.sorry();
        }
        let wanted = self.phrasebook.wanted(words);
        let (title, hint) = match (form, words) {
            (Form::Done(_), _) => {
                let (title, hint) = self.phrasebook.done_form();
                (title, Some(hint))
            }
            (Form::Promise(_), _) => {
                let (title, hint) = self.phrasebook.promise_form();
                (title, Some(hint))
            }
            (Form::Progress(_), _) => {
                let (title, hint) = self.phrasebook.progress_form();
                (title, Some(hint))
            }
            (Form::Return(_), _) => (self.phrasebook.return_form(), None),
            (Form::Why(_), _) => {
                let (title, hint) = self.phrasebook.why_form();
                (title, Some(hint))
            }
            (Form::Anyway(_), _) => (self.phrasebook.anyway_form(), None),
            (Form::Offer(_) | Form::Instead(..), _) => {
                let (title, hint) = self.phrasebook.offer_form(words);
                (title, Some(hint))
            }
            (_, Words::Desk(_)) => match &wanted {
                Some(wanted) => (wanted.title.clone(), wanted.hint.clone()),
                None => (self.speak_plainly(words), None),
            },
            (Form::Code, Words::Customer(_, lang)) => {
                let hint = self.phrasebook.in_force("code_hint", *lang, &self.view.wording);
                (self.speak_plainly(words), hint)
            }
            (_, Words::Customer(_, lang)) => {
                let text = |key| self.phrasebook.in_force(key, *lang, &self.view.wording);
                let title = text("comment_title").unwrap_or_else(|| self.speak_plainly(words));
                (title, text("comment_hint"))
            }
        };
        let mut field = json!({
            "type": kind::FIELD,
            "custom_id": FIELD_ID,
            "style": if form == Form::Code { kind::LINE } else { kind::PARAGRAPH },
            "label": cut(&title, TITLE),
            "min_length": 1,
            "max_length": FIELD,
            "required": true,
        });
        if let Some(hint) = hint {
            field["placeholder"] = cut(&hint, HINT).into();
        }
        if let Some(wanted) = wanted {
            field["value"] = cut(&wanted.text, FIELD.into()).into();
        }
        let mut rows = vec![json!({ "type": kind::ROW, "components": [field] })];
        if let Form::Done(_) = form {
            rows.extend(self.beside_done());
        }
        json!({
            "custom_id": self.keys.write_form(form),
            "title": cut(&title, TITLE),
            "components": rows,
        })
    }

    /// What is asked for beside what was done: what prevents it, and the cause.
    fn beside_done(&self) -> Vec<Value> {
        let parts = DONE_PARTS.into_iter().zip(self.phrasebook.done_parts());
        parts
            .map(|(id, (title, hint))| {
                let field = json!({
                    "type": kind::FIELD,
                    "custom_id": id,
                    "style": kind::LINE,
                    "label": cut(&title, TITLE),
                    "placeholder": cut(&hint, HINT),
                    "max_length": PART,
                    "required": false,
                });
                json!({ "type": kind::ROW, "components": [field] })
            })
            .collect()
    }

    /// The form of an apology: to whom, for what, and what is done about it. The fields are named as
    /// the grammar names these parts.
    fn sorry(&self) -> Value {
        let (title, fields) = self.phrasebook.sorry_form();
        let ids = [FIELD_ID, "what", "fix", "makegood"];
        let rows = ids.into_iter().zip(fields).map(|(id, (label, hint))| {
            let is_line = matches!(id, FIELD_ID | "makegood");
            let field = json!({
                "type": kind::FIELD,
                "custom_id": id,
                "style": if is_line { kind::LINE } else { kind::PARAGRAPH },
                "label": cut(&label, TITLE),
                "placeholder": cut(&hint, HINT),
                "max_length": SORRY_PART,
                "required": id != "makegood",
            });
            json!({ "type": kind::ROW, "components": [field] })
        });
        json!({
            "custom_id": self.keys.write_form(Form::Sorry),
            "title": cut(&title, TITLE),
            "components": rows.collect::<Vec<_>>(),
        })
    }

    /// The form of a hand-over: to whom, and what they must know, part by part. The parts are named
    /// as they are asked for, so that they read the same where they are shown.
    fn parts(&self, form: Form) -> Value {
        let book = self.phrasebook;
        let (title, whom, whom_hint) = book.handover_form();
        let line = |id: &str, label: &str, hint: Option<&str>, style: u8, required: bool| {
            let mut field = json!({
                "type": kind::FIELD,
                "custom_id": id,
                "style": style,
                "label": cut(label, TITLE),
                "max_length": PART,
                "required": required,
            });
            if let Some(hint) = hint {
                field["placeholder"] = cut(hint, HINT).into();
            }
            json!({ "type": kind::ROW, "components": [field] })
        };
        let mut rows = vec![line(FIELD_ID, &whom, Some(&whom_hint), kind::LINE, true)];
        for part in book.handover_parts() {
            rows.push(line(&part, &part, None, kind::PARAGRAPH, false));
        }
        json!({
            "custom_id": self.keys.write_form(form),
            "title": cut(&title, TITLE),
            "components": rows,
        })
    }
}
