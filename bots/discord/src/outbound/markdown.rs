//! Words as Discord shows them: everything is escaped, so that nobody's words become markup, a
//! mention, a link to a channel or a masked link; only what is emphasised on purpose is marked.

use std::{cmp::Reverse, mem};

use amends_core::place::{Emphasis, Style};

/// The longest address of a link that is shown behind its words.
const LINK_LIMIT: usize = 1_000;
/// What keeps two marks apart that would read as one.
const APART: char = '\u{200b}';
/// What a further piece of a divided text begins with.
const LEAD: &str = "… ";

/// A text, part of which may be emphasised or stand for somebody who is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich {
    glyphs: Vec<Glyph>,
    marks: Vec<Mark>,
}

/// The smallest part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Glyph {
    /// A character, which is shown as it is.
    Char(char),
    /// Markup of ours, which is sent as it is.
    Whole(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    from: usize,
    to: usize,
    style: Style,
}

impl Rich {
    /// A text that is shown as it is.
    pub fn plain(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push_str(text);
        rich
    }

    /// Adds words that are shown as they are.
    pub fn push_str(&mut self, text: &str) {
        self.glyphs.extend(text.chars().map(Glyph::Char));
    }

    /// Adds markup of ours.
    pub fn push_whole(&mut self, markup: String) {
        self.glyphs.push(Glyph::Whole(markup));
    }

    /// How many parts it has: a character, or a piece of markup.
    pub fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }

    /// Emphasises a part of it.
    pub fn emphasise(&mut self, from: usize, to: usize, style: Style) {
        let to = to.min(self.len());
        if from < to {
            self.marks.push(Mark { from, to, style });
        }
    }

    /// A text with what is emphasised in it.
    pub fn styled(text: &str, marks: &[Emphasis]) -> Self {
        let mut rich = Self::plain(text);
        for Emphasis { from, to, style } in marks {
            rich.emphasise(position(*from), position(*to), style.clone());
        }
        rich
    }

    /// The text in one piece, shortened if it is too long.
    pub fn cut(&self, limit: usize) -> String {
        let whole = self.render(0, self.len());
        if utf16(&whole) <= limit {
            return whole;
        }
        let end = self.trimmed_end(0, self.fitting(0, limit.saturating_sub(1)));
        format!("{}…", self.render(0, end))
    }

    /// The text in pieces that are short enough. Nothing is lost but the white space between two
    /// pieces.
    pub fn divide(&self, limit: usize) -> Vec<String> {
        let mut pieces = Vec::new();
        let (mut from, len) = (0, self.trimmed_end(0, self.len()));
        while from < len {
            // It also keeps a piece from beginning with a command.
            let lead = if pieces.is_empty() { "" } else { LEAD };
            let fits = self.fitting(from, limit - utf16(lead)).max(from + 1);
            let end = if len <= fits { len } else { self.gap(from, fits) };
            pieces.push(format!("{lead}{}", self.render(from, self.trimmed_end(from, end))));
            from = (end..len).find(|at| !self.is_space(*at)).unwrap_or(len);
        }
        pieces
    }

    /// Where a piece ends that begins here and is short enough.
    fn fitting(&self, from: usize, limit: usize) -> usize {
        let fits = |to: usize| utf16(&self.render(from, to)) <= limit;
        let (mut low, mut high) = (from, self.len().min(from + limit));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // Marks that end later may make the longer text the shorter one, so look once more.
        while from < low && !fits(low) {
            low -= 1;
        }
        low
    }

    /// White space near the end of a piece, if there is any.
    fn gap(&self, from: usize, end: usize) -> usize {
        let middle = from + (end - from) / 2;
        (middle..=end).rev().find(|at| self.is_space(*at)).filter(|at| from < *at).unwrap_or(end)
    }

    fn trimmed_end(&self, from: usize, to: usize) -> usize {
        (from..to).rev().find(|at| !self.is_space(*at)).map_or(from, |at| at + 1)
    }

    fn is_space(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_whitespace)
    }

    fn char(&self, at: usize) -> Option<char> {
        match self.glyphs.get(at) {
            Some(Glyph::Char(letter)) => Some(*letter),
            Some(Glyph::Whole(_)) | None => None,
        }
    }

    /// Writes a part of the text as Discord takes it.
    fn render(&self, from: usize, to: usize) -> String {
        let marks = self.marks_within(from, to);
        let mut pen = Pen { text: self, to, marks: &marks, out: String::new(), open: Vec::new() };
        let plain_until = &mut from.clone();
        for at in from..to {
            pen.turn(at, from);
            pen.glyph(at, from, plain_until);
        }
        pen.turn(to, from);
        pen.out
    }

    /// What is emphasised in a part: without the white space around it, line by line, and with
    /// nothing else in code.
    fn marks_within(&self, from: usize, to: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for mark in &self.marks {
            let (from, to) = (mark.from.max(from), mark.to.min(to));
            if to <= from {
                continue;
            }
            let has_lines = (from..to).any(|at| self.char(at) == Some('\n'));
            match mark.style {
                Style::Quote | Style::Pre => self.push_mark(&mut marks, from, to, &mark.style),
                Style::Code if has_lines => self.push_mark(&mut marks, from, to, &Style::Pre),
                Style::Bold
                | Style::Italic
                | Style::Underline
                | Style::Strike
                | Style::Spoiler
                | Style::Code
                | Style::Link(_) => {
                    let mut start = from;
                    for at in from..=to {
                        if at == to || self.char(at) == Some('\n') {
                            self.push_mark(&mut marks, start, at, &mark.style);
                            start = at + 1;
                        }
                    }
                }
            }
        }
        marks
    }

    fn push_mark(&self, marks: &mut Vec<Mark>, from: usize, to: usize, style: &Style) {
        let Some(from) = (from..to).find(|at| !self.is_space(*at)) else { return };
        marks.push(Mark { from, to: self.trimmed_end(from, to), style: style.clone() });
    }

    /// Where an address ends that begins here; nothing if none begins here. It is sent as it is:
    /// within it nothing is markup, and with escapes in it it would lead elsewhere.
    fn address_end(&self, at: usize, to: usize) -> Option<usize> {
        let begins = |scheme: &str| {
            scheme.chars().enumerate().all(|(index, letter)| self.char(at + index) == Some(letter))
        };
        let scheme = ["https://", "http://"].into_iter().find(|scheme| begins(scheme))?;
        let start = at + scheme.len();
        let is_part = |at: usize| self.char(at).is_some_and(is_of_address);
        let end = (start..to).find(|at| !is_part(*at)).unwrap_or(to);
        let is_last = |at: &usize| self.char(*at).is_some_and(|it| it.is_ascii_alphanumeric());
        (start..end).rev().find(is_last).filter(|last| start < *last).map(|last| last + 1)
    }
}

/// Characters of an address that are no markup at all, or none within an address.
fn is_of_address(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._/?#=&%+,;:!$'".contains(letter)
}

/// Writes a text from its beginning to its end.
struct Pen<'a> {
    text: &'a Rich,
    to: usize,
    marks: &'a [Mark],
    out: String,
    /// The marks that are open, the innermost last.
    open: Vec<&'a Mark>,
}

impl Pen<'_> {
    /// Closes what ends here and opens what begins here.
    fn turn(&mut self, at: usize, start: usize) {
        let closes = self.close(at);
        let mut opens: Vec<&Mark> = self.marks.iter().filter(|mark| mark.from == at).collect();
        opens.sort_by_key(|mark| (mark.style != Style::Quote, Reverse(mark.to)));
        for mark in opens {
            if self.may_open(mark) {
                self.open(mark, closes, start);
            }
        }
    }

    /// Closes what ends here, and with it what was opened later, which is opened again.
    fn close(&mut self, at: usize) -> bool {
        let Some(outermost) = self.open.iter().position(|mark| mark.to <= at) else { return false };
        let mut again = Vec::new();
        while outermost < self.open.len() {
            let Some(mark) = self.open.pop() else { break };
            self.write_close(mark, mark.to.min(at));
            if at < mark.to {
                again.push(mark);
            }
        }
        let reopens = !again.is_empty();
        for mark in again.into_iter().rev() {
            self.write_open(mark, reopens, 0);
            self.open.push(mark);
        }
        true
    }

    /// In code everything is shown as it is; a style that is on is not switched on once more.
    fn may_open(&self, mark: &Mark) -> bool {
        let in_code = self.open.iter().any(|it| is_code(&it.style));
        let is_on = self
            .open
            .iter()
            .any(|it| mem::discriminant(&it.style) == mem::discriminant(&mark.style));
        // Code that reaches out of what is around it would take its end for text.
        let sticks_out = is_code(&mark.style) && self.open.iter().any(|it| it.to < mark.to);
        mark.from < mark.to && mark.from < self.to && !in_code && !is_on && !sticks_out
    }

    fn open(&mut self, mark: &Mark, closed: bool, start: usize) {
        // The marks live as long as the pen.
        let Some(mark) = self.marks.iter().find(|it| *it == mark) else { return };
        self.write_open(mark, closed, start);
        self.open.push(mark);
    }

    fn write_open(&mut self, mark: &Mark, closed: bool, start: usize) {
        let delimiter = match &mark.style {
            Style::Quote => {
                if start < mark.from && !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                "> ".to_owned()
            }
            Style::Pre => "```\n".to_owned(),
            Style::Code => {
                let fence = self.fence(mark);
                let pads = self.text.char(mark.from) == Some('`');
                if pads { format!("{fence} ") } else { fence }
            }
            Style::Link(_) => String::new(),
            Style::Bold | Style::Italic | Style::Underline | Style::Strike | Style::Spoiler => {
                delimiter(&mark.style).to_owned()
            }
        };
        if closed && delimiter.chars().next().is_some_and(|first| self.out.ends_with(first)) {
            self.out.push(APART);
        }
        self.out.push_str(&delimiter);
    }

    fn write_close(&mut self, mark: &Mark, at: usize) {
        match &mark.style {
            Style::Quote => {
                if at < self.to && self.text.char(at) != Some('\n') {
                    self.out.push('\n');
                }
            }
            Style::Pre => self.out.push_str("\n```"),
            Style::Code => {
                if self.text.char(at - 1) == Some('`') {
                    self.out.push(' ');
                }
                let fence = self.fence(mark);
                self.out.push_str(&fence);
            }
            Style::Link(address) => self.write_address(mark, address),
            Style::Bold | Style::Italic | Style::Underline | Style::Strike | Style::Spoiler => {
                self.out.push_str(delimiter(&mark.style));
            }
        }
    }

    /// Shows where a link leads, so that nobody is led elsewhere than they read.
    fn write_address(&mut self, mark: &Mark, address: &str) {
        let shown: String = (mark.from..mark.to).filter_map(|at| self.text.char(at)).collect();
        if shown == address {
            return;
        }
        let mut address: String = address.chars().filter(|it| !it.is_control()).collect();
        if let Some((at, _)) = address.char_indices().nth(LINK_LIMIT) {
            address.truncate(at);
            address.push('…');
        }
        let address = Rich::plain(&address);
        self.out.push_str(" (");
        self.out.push_str(&address.render(0, address.len()));
        self.out.push(')');
    }

    /// Writes one part of the text.
    fn glyph(&mut self, at: usize, start: usize, plain_until: &mut usize) {
        let letter = match &self.text.glyphs[at] {
            Glyph::Whole(markup) => return self.out.push_str(markup),
            Glyph::Char(letter) => *letter,
        };
        if self.open.iter().any(|mark| is_code(&mark.style)) {
            // Three of them would end the block.
            if letter == '`' && self.out.ends_with('`') && self.is_in_block() {
                self.out.push(APART);
            }
            return self.out.push(letter);
        }
        if *plain_until <= at
            && let Some(end) = self.text.address_end(at, self.to)
        {
            *plain_until = end;
        }
        if at < *plain_until {
            return self.out.push(letter);
        }
        if self.needs_escape(at, start, letter) {
            self.out.push('\\');
        }
        self.out.push(letter);
        let in_quote = self.open.iter().any(|it| it.style == Style::Quote && at + 1 < it.to);
        if letter == '\n' && in_quote {
            self.out.push_str("> ");
        }
    }

    fn is_in_block(&self) -> bool {
        self.open.iter().any(|mark| mark.style == Style::Pre)
    }

    fn needs_escape(&self, at: usize, start: usize, letter: char) -> bool {
        match letter {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' => true,
            '@' => ["everyone", "here"].iter().any(|all| self.continues(at + 1, all)),
            '>' | '#' | '-' | '+' => self.begins_line(at, start),
            '.' | ')' => self.ends_number(at, start),
            _ => false,
        }
    }

    fn continues(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(index, letter)| {
            self.text.char(at + index).is_some_and(|it| it.eq_ignore_ascii_case(&letter))
        })
    }

    /// Whether nothing but white space stands before it on its line.
    fn begins_line(&self, at: usize, start: usize) -> bool {
        let before = (start..at).rev().map(|at| self.text.char(at));
        before
            .take_while(|letter| *letter != Some('\n'))
            .all(|letter| letter.is_some_and(char::is_whitespace))
    }

    /// Whether only a number stands before it on its line, which would become a list.
    fn ends_number(&self, at: usize, start: usize) -> bool {
        let digits = (start..at)
            .rev()
            .take_while(|at| self.text.char(*at).is_some_and(|letter| letter.is_ascii_digit()));
        let digits = digits.count();
        0 < digits && self.begins_line(at - digits, start)
    }

    /// A fence that the code in it does not end.
    fn fence(&self, mark: &Mark) -> String {
        let (mut longest, mut run) = (0, 0);
        for at in mark.from..mark.to {
            run = if self.text.char(at) == Some('`') { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        "`".repeat(longest + 1)
    }
}

fn is_code(style: &Style) -> bool {
    matches!(style, Style::Code | Style::Pre)
}

fn delimiter(style: &Style) -> &'static str {
    match style {
        Style::Bold => "**",
        Style::Italic => "*",
        Style::Underline => "__",
        Style::Strike => "~~",
        Style::Spoiler => "||",
        Style::Code => "`",
        Style::Pre => "```",
        Style::Quote => "> ",
        Style::Link(_) => "",
    }
}

/// How long Discord counts a text at most.
pub(crate) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(crate) fn position(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
