//! What is emphasised in somebody's words, as Telegram takes it.

use std::ops::Range;

use amends_core::{
    desk::DeskSay,
    effect::Words,
    place::{Emphasis, Style},
    say::Say,
};
use amends_wording::clean_text;
use reqwest::Url;
use teloxide_core::types::{MessageEntity, MessageEntityKind};

use super::voice::{Piece, utf16};

/// A part of a text and how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    /// The part, in bytes.
    part: Range<usize>,
    /// How it is shown.
    kind: MessageEntityKind,
}

/// Returns what is emphasised in the text of these words. Somebody's own words stand at the end of
/// it, and some of their characters may have been taken out.
pub(super) fn spans(words: &Words, text: &str) -> Vec<Span> {
    let (said, marks) = said(words);
    if marks.is_empty() {
        return Vec::new();
    }
    let Some(lead) = text.strip_suffix(&clean(&said)).map(str::len) else { return Vec::new() };
    let letters: Vec<usize> = said.char_indices().map(|(at, _)| at).collect();
    let place = |letter: usize| {
        let end = letters.get(letter).copied().unwrap_or(said.len());
        lead + clean(&said[..end]).len()
    };
    let span = |mark: Emphasis| {
        let kind = kind(mark.style)?;
        let (from, to) = (usize::try_from(mark.from).ok()?, usize::try_from(mark.to).ok()?);
        Some(Span { part: place(from)..place(to), kind })
    };
    marks.into_iter().filter_map(span).collect()
}

/// Returns what is emphasised in one piece of a text.
pub(super) fn entities(spans: &[Span], piece: &Piece) -> Vec<MessageEntity> {
    let entity = |span: &Span| {
        let (from, to) = (piece.find(span.part.start), piece.find(span.part.end));
        let part = piece.text.get(from..to).filter(|part| !part.trim().is_empty())?;
        let offset = utf16(&piece.text[..from]);
        Some(MessageEntity::new(span.kind.clone(), offset, utf16(part)))
    };
    spans.iter().filter_map(entity).collect()
}

/// Somebody's own words, and what is emphasised in them.
fn said(words: &Words) -> (String, Vec<Emphasis>) {
    if let Words::Customer(Say::Words { text, marks, .. }, _) = words {
        return (text.clone(), marks.clone());
    }
    let Words::Desk(DeskSay::CustomerWords { lines, marks, .. }) = words else {
        return (String::new(), Vec::new());
    };
    let mut all = Vec::new();
    let mut before = 0_u32;
    for (index, line) in lines.iter().enumerate() {
        let moved = |mark: &Emphasis| Emphasis {
            from: before.saturating_add(mark.from),
            to: before.saturating_add(mark.to),
            style: mark.style.clone(),
        };
        let length = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
        let inside = |mark: &&Emphasis| mark.to <= length;
        all.extend(marks.get(index).into_iter().flatten().filter(inside).map(moved));
        before = before.saturating_add(length).saturating_add(1);
    }
    (lines.join("\n"), all)
}

fn clean(text: &str) -> String {
    clean_text(text, usize::MAX)
}

fn kind(style: Style) -> Option<MessageEntityKind> {
    Some(match style {
        Style::Bold => MessageEntityKind::Bold,
        Style::Italic => MessageEntityKind::Italic,
        Style::Underline => MessageEntityKind::Underline,
        Style::Strike => MessageEntityKind::Strikethrough,
        Style::Spoiler => MessageEntityKind::Spoiler,
        Style::Code => MessageEntityKind::Code,
        Style::Pre => MessageEntityKind::Pre { language: None },
        Style::Quote => MessageEntityKind::Blockquote,
        Style::Link(link) => {
            let url = Url::parse(&link).ok()?;
            let is_web = matches!(url.scheme(), "http" | "https");
            MessageEntityKind::TextLink { url: is_web.then_some(url)? }
        }
    })
}
