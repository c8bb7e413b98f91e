//! Transcripts of cases, as files for staff.

use amends_core::{
    desk::HistoryWhat,
    fact::SaidHow,
    place::MediaKind,
    transcript::{Format, Line, Transcript, What},
};
use askama::Template;

use crate::{
    Phrasebook,
    clean::{clean_name, clean_text, one_line_text},
};

/// The longest topic.
const TOPIC_LIMIT: usize = 120;

/// A transcript as a page. The template escapes whatever it is given.
#[derive(Template)]
#[template(path = "transcript.html")]
struct Page {
    title: String,
    head: Vec<String>,
    notes: String,
    rows: Vec<Row>,
}

/// One line, in words.
struct Row {
    at: String,
    who: String,
    /// How it looks: said by the customer, by one of us, inside, or something that happened.
    kind: &'static str,
    text: String,
}

impl Phrasebook {
    /// The transcript of a case as a file.
    pub fn transcript(&self, transcript: &Transcript, format: Format) -> String {
        let page = self.page(transcript);
        match format {
            // Nothing in the template can fail but writing, and that goes to memory.
            Format::Html => page.render().unwrap_or_default(),
            Format::Text => plain(&page),
        }
    }

    fn page(&self, transcript: &Transcript) -> Page {
        let customer = transcript.customer.as_deref().and_then(clean_name);
        let customer = customer.unwrap_or_else(|| self.desk_text("the_customer", &[]));
        let business = one_line_text(&transcript.business, TOPIC_LIMIT);
        let values = [("case", transcript.case.to_string()), ("business", business)];
        let title = self.desk_text("transcript_title", &values);
        let mut head = vec![self.desk_text("transcript_of", &[("name", customer.clone())])];
        if let Some(topic) = &transcript.topic {
            let topic = one_line_text(topic, TOPIC_LIMIT);
            head.push(self.desk_text("transcript_topic", &[("topic", topic)]));
        }
        head.push(self.desk_text("transcript_zone", &[("zone", transcript.zone.clone())]));
        let rows = transcript.lines.iter().map(|line| self.row(line, &customer)).collect();
        Page { title, head, notes: self.desk_text("transcript_notes", &[]), rows }
    }

    fn row(&self, line: &Line, customer: &str) -> Row {
        let at = line.at.strftime("%Y-%m-%d %H:%M:%S").to_string();
        match &line.what {
            What::Said { by, words, media, at: message, how } => {
                let kind = if by.is_some() { "us" } else { "customer" };
                let by = by.as_deref().and_then(clean_name);
                let us = || self.desk_text("one_of_us", &[]);
                let who = if kind == "us" { by.unwrap_or_else(us) } else { customer.to_owned() };
                Row {
                    at,
                    who,
                    kind,
                    text: self.said_text(
                        words.as_deref(),
                        media.map(|kind| (kind, message.as_deref())),
                        *how,
                    ),
                }
            }
            What::Happened(HistoryWhat::Note { by, text }) => {
                let by = clean_name(by).unwrap_or_else(|| self.desk_text("one_of_us", &[]));
                let who = self.desk_text("transcript_note", &[("by", by)]);
                Row { at, who, kind: "inside", text: clean_text(text, usize::MAX) }
            }
            What::Happened(what) => {
                let who = String::new();
                Row { at, who, kind: "happened", text: self.happened(what) }
            }
        }
    }

    fn said_text(
        &self,
        words: Option<&str>,
        media: Option<(MediaKind, Option<&str>)>,
        how: SaidHow,
    ) -> String {
        let media = media.map(|(kind, message)| {
            let key = match kind {
                MediaKind::Photo => "transcript_photo",
                MediaKind::Video => "transcript_video",
                MediaKind::Voice => "transcript_voice",
                MediaKind::Audio => "transcript_audio",
                MediaKind::Sticker => "transcript_sticker",
                MediaKind::Location => "transcript_location",
                MediaKind::Contact => "transcript_contact",
                MediaKind::Document => "transcript_file_sent",
            };
            match message {
                Some(message) => {
                    let message = ("message", one_line_text(message, TOPIC_LIMIT));
                    let at = self.desk_text("transcript_where", &[message]);
                    format!("{} {at}", self.desk_text(key, &[]))
                }
                None => self.desk_text(key, &[]),
            }
        });
        let how = match how {
            SaidHow::Said => None,
            SaidHow::Edited => Some(self.desk_text("transcript_edited", &[])),
            SaidHow::TakenBack => Some(self.desk_text("transcript_taken_back", &[])),
        };
        let words = words.map(|words| clean_text(words, usize::MAX));
        let parts = [how, media, words];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { self.desk_text("transcript_no_words", &[]) } else { parts.join(" ") }
    }
}

/// The same without a browser.
fn plain(page: &Page) -> String {
    let mut lines = vec![page.title.clone()];
    lines.extend(page.head.iter().cloned());
    lines.push(page.notes.clone());
    lines.push(String::new());
    for Row { at, who, text, .. } in &page.rows {
        let text = text.replace('\n', "\n    ");
        let line = if who.is_empty() {
            format!("{at}  – {text}")
        } else {
            format!("{at}  {who}: {text}")
        };
        lines.push(line);
    }
    lines.push(String::new());
    lines.join("\n")
}
