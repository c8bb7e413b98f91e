//! What admins read about who may call in, and about printed links.

use amends_core::{
    admin::{QrSay, WebhookLine, WebhookSay},
    catalogue::Secret,
    lang::Lang,
    wording::Wordings,
};

use super::{super::lists::Keep, catalogue::typed, wording::codes};
use crate::{Phrasebook, clean::one_line_text};

/// The longest command that is repeated whole, the longest name, and the longest link.
const COMMAND: usize = 80;
const NAME: usize = 40;
const LINK: usize = 500;

impl Phrasebook {
    pub(super) fn webhook(&self, say: &WebhookSay) -> String {
        let named =
            |key: &str, name: &str| self.desk_text(key, &[("name", one_line_text(name, NAME))]);
        match say {
            WebhookSay::List { lines } if lines.is_empty() => {
                format!("{}\n{}", self.line("webhook_none"), self.line("webhook_out"))
            }
            WebhookSay::List { lines } => {
                let lines = lines.iter().map(|line| self.webhook_line(line)).collect();
                let list = self.list(&self.line("webhook_list"), lines, Keep::First);
                format!("{list}\n{}", self.line("webhook_out"))
            }
            WebhookSay::New { name, secret } => {
                let how = self.line("webhook_new_how");
                told(&named("webhook_new", name), secret, &how)
            }
            WebhookSay::Rotated { name, secret, old_for } => {
                let length = self.duration(*old_for, Lang::EN);
                let how = self.desk_text("webhook_rotated_how", &[("length", length)]);
                told(&named("webhook_rotated", name), secret, &how)
            }
            WebhookSay::Off { name } => named("webhook_off", name),
            WebhookSay::Exists { name } => named("webhook_exists", name),
            WebhookSay::Unknown { typed, nearest } => {
                let keys = ("webhook_unknown", "webhook_unknown_near");
                self.unknown_name(keys, typed, nearest.as_ref())
            }
            WebhookSay::InPrivate { command } => {
                let command = one_line_text(command, COMMAND);
                self.desk_text("webhook_in_private", &[("command", command)])
            }
            WebhookSay::Full { most } => self.full("webhook_full", *most),
            WebhookSay::OutLater => self.line("webhook_out"),
        }
    }

    fn webhook_line(&self, line: &WebhookLine) -> String {
        let values = [("name", one_line_text(&line.name, NAME)), ("since", self.due(&line.since))];
        let text = self.desk_text("webhook_line", &values);
        match &line.old_until {
            Some(until) => {
                self.desk_text("webhook_line_old", &[("line", text), ("until", self.due(until))])
            }
            None => text,
        }
    }

    pub(super) fn qr(&self, say: &QrSay, wording: &Wordings) -> String {
        match say {
            QrSay::Link { place, link, lang } => {
                let values =
                    [("place", one_line_text(place, NAME)), ("link", one_line_text(link, LINK))];
                let print = self.customer_text(*lang, "visit_print", &[]);
                let print = self.desk_text("qr_print", &[("text", print)]);
                format!("{}\n{print}", self.desk_text("qr_link", &values))
            }
            QrSay::Picture { place } => {
                self.desk_text("qr_picture", &[("place", one_line_text(place, NAME))])
            }
            QrSay::How => self.line("qr_how"),
            QrSay::Place { typed: place, most } => {
                self.desk_text("qr_place", &[typed(place), ("most", most.to_string())])
            }
            QrSay::Language { .. } => {
                let known = codes(&wording.languages(), ", ");
                self.desk_text("qr_language", &[("known", known)])
            }
            QrSay::NoLink => self.line("qr_no_link"),
        }
    }
}

/// A secret on a line of its own, so that it can be taken from there.
fn told(head: &str, secret: &Secret, how: &str) -> String {
    format!("{head}\n{}\n{how}", secret.expose())
}
