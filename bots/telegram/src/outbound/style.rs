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

#[cfg(test)]
mod tests {
    use amends_core::lang::Lang;

    use super::{super::voice::Cut, *};

    fn mark(from: u32, to: u32) -> Emphasis {
        Emphasis { from, to, style: Style::Bold }
    }

    fn words(text: &str, marks: Vec<Emphasis>) -> Words {
        let (name, text) = (Some("Anna".to_owned()), text.to_owned());
        Words::Customer(Say::Words { name, text, marks }, Lang::EN)
    }

    /// What each piece of a text shows in bold.
    fn bold(words: &Words, text: &str, cut: Cut) -> Vec<Vec<String>> {
        let spans = spans(words, text);
        let part = |piece: &Piece, entity: &MessageEntity| {
            let units: Vec<u16> = piece.text.encode_utf16().collect();
            String::from_utf16_lossy(&units[entity.offset..entity.offset + entity.length])
        };
        let of = |piece: &Piece| {
            entities(&spans, piece).iter().map(|entity| part(piece, entity)).collect()
        };
        cut.divide(text).iter().map(of).collect()
    }

    #[test]
    fn marks_are_found_behind_the_name() {
        let words = words("Anna 🙂 is here", vec![mark(0, 4), mark(5, 6), mark(10, 14)]);
        let found = bold(&words, "↻ Anna: Anna 🙂 is here", Cut::MESSAGE);
        assert_eq!(found, [["Anna", "🙂", "here"]]);
    }

    #[test]
    fn marks_are_found_where_characters_were_taken_out() {
        let words = words("\u{202e}so\r\nup\u{2066} is cold", vec![mark(0, 7), mark(12, 16)]);
        let found = bold(&words, "Anna: so\nup is cold", Cut::MESSAGE);
        assert_eq!(found, [["so\nup", "cold"]]);
    }

    #[test]
    fn mark_goes_on_in_the_next_piece() {
        let text = format!("{} {}", "a".repeat(1_000), "b".repeat(100));
        let words = words(&text, vec![mark(990, 1_011)]);
        let found = bold(&words, &text, Cut::CAPTION);
        assert_eq!(found, [["a".repeat(10)], ["b".repeat(10)]]);
    }

    #[test]
    fn strange_marks_harm_nobody() {
        let marks = vec![mark(3, 1), mark(2, 900), mark(900, 901), mark(u32::MAX, u32::MAX)];
        assert_eq!(bold(&words("cold", marks), "Anna: cold", Cut::MESSAGE), [["ld"]]);
        let elsewhere = words("cold", vec![mark(0, 4)]);
        assert_eq!(bold(&elsewhere, "another text", Cut::MESSAGE), [[""; 0]]);
        let script = Style::Link("javascript:alert(1)".to_owned());
        let link = words("cold", vec![Emphasis { from: 0, to: 4, style: script }]);
        assert_eq!(bold(&link, "Anna: cold", Cut::MESSAGE), [[""; 0]]);
    }

    #[test]
    fn each_line_has_its_own_marks() {
        let lines = vec!["🙂 cold".to_owned(), "soup".to_owned(), "again".to_owned()];
        let marks = vec![vec![mark(2, 6), mark(3, 60)], Vec::new(), vec![mark(0, 5)]];
        let words = Words::Desk(DeskSay::CustomerWords { name: None, lines, marks });
        let found = bold(&words, "The customer: 🙂 cold\nsoup\nagain", Cut::MESSAGE);
        assert_eq!(found, [["cold", "again"]]);
    }
}
