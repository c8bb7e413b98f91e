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
        let is_part = |at: usize| self.char(at).is_some_and(|letter| is_of_address(letter));
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
        let is_on = self.open.iter().any(|it| mem::discriminant(&it.style) == mem::discriminant(&mark.style));
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
        let digits = (start..at).rev().take_while(|at| {
            self.text.char(*at).is_some_and(|letter| letter.is_ascii_digit())
        });
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> String {
        Rich::plain(text).cut(2_000)
    }

    fn mark(from: u32, to: u32, style: Style) -> Emphasis {
        Emphasis { from, to, style }
    }

    fn styled(text: &str, marks: &[Emphasis]) -> String {
        Rich::styled(text, marks).cut(2_000)
    }

    #[test]
    fn words_never_become_markup() {
        for (said, sent) in [
            ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
            ("`code` ||spoiler||", r"\`code\` \|\|spoiler\|\|"),
            ("<@1> <@&2> <#3> <t:4> </x:5>", r"\<@1> \<@&2> \<#3> \<t:4> \</x:5>"),
            ("@everyone @Here @dana", r"\@everyone \@Here @dana"),
            ("[bank](https://evil.example)", r"\[bank](https://evil.example)"),
            ("# big\n-# small\n > quote\n- list\n1. one", "\\# big\n\\-# small\n \\> quote\n\\- list\n1\\. one"),
            ("a # b - c > d 1.5", "a # b - c > d 1.5"),
            (r"C:\*", r"C:\\\*"),
            ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ] {
            assert_eq!(plain(said), sent, "{said}");
        }
    }

    #[test]
    fn address_leads_where_it_says() {
        for (said, sent) in [
            ("see https://luma.example/a_b_c?x=1.", "see https://luma.example/a_b_c?x=1."),
            ("https://luma.example/*a*", r"https://luma.example/\*a\*"),
            ("https://", "https://"),
            ("_https://a.example/_x_ y_", r"\_https://a.example/_x\_ y\_"),
        ] {
            assert_eq!(plain(said), sent, "{said}");
        }
    }

    #[test]
    fn what_is_emphasised_on_purpose_is_marked() {
        let bold = |from, to| mark(from, to, Style::Bold);
        for (text, marks, sent) in [
            ("not good", vec![bold(0, 3)], "**not** good"),
            ("not good", vec![bold(0, 4)], "**not** good"),
            ("a*b", vec![bold(0, 3)], r"**a\*b**"),
            ("one\ntwo", vec![bold(0, 7)], "**one**\n**two**"),
            ("abc", vec![bold(0, 2), mark(1, 3, Style::Italic)], "**a*b***\u{200b}*c*"),
            ("ab", vec![bold(0, 1), bold(1, 2)], "**a**\u{200b}**b**"),
            ("a b", vec![mark(0, 1, Style::Underline), mark(2, 3, Style::Strike)], "__a__ ~~b~~"),
            ("x", vec![mark(0, 1, Style::Spoiler)], "||x||"),
            ("let a_b", vec![mark(4, 7, Style::Code)], "let `a_b`"),
            ("a`b", vec![mark(0, 3, Style::Code)], "``a`b``"),
            ("`", vec![mark(0, 1, Style::Code)], "`` ` ``"),
            ("a\n```b", vec![mark(0, 6, Style::Pre)], "```\na\n`\u{200b}`\u{200b}`b\n```"),
            ("said\nwell\nso", vec![mark(0, 9, Style::Quote)], "> said\n> well\nso"),
            ("Dana: hm\nso", vec![mark(6, 8, Style::Quote)], "Dana: \n> hm\nso"),
            ("", vec![bold(0, 3)], ""),
        ] {
            assert_eq!(styled(text, &marks), sent, "{text} {marks:?}");
        }
    }

    #[test]
    fn link_shows_where_it_leads() {
        let link = |to: &str| vec![mark(0, 4, Style::Link(to.to_owned()))];
        let sent = styled("here it is", &link("https://luma.example/a_b"));
        assert_eq!(sent, "here (https://luma.example/a_b) it is");
        let long = styled("here", &link(&format!("https://a.example/{}", "b".repeat(3_000))));
        assert!(long.ends_with("…)") && utf16(&long) < 1_100, "{long}");
    }

    #[test]
    fn markup_of_ours_goes_out_as_it_is() {
        let mut rich = Rich::default();
        rich.push_whole("<@7>".to_owned());
        rich.push_str(" please_take");
        assert_eq!(rich.cut(2_000), r"<@7> please\_take");
    }

    #[test]
    fn text_that_is_too_long_is_cut_in_the_platforms_units() {
        let cut = Rich::plain(&"🙂".repeat(1_001)).cut(2_000);
        assert_eq!(cut, format!("{}…", "🙂".repeat(999)));
        assert_eq!(Rich::plain(&"*".repeat(1_001)).cut(2_000), format!("{}…", r"\*".repeat(999)));
    }

    #[test]
    fn text_is_divided_between_words_if_it_can_be() {
        let words = format!("{} {}", "a".repeat(1_990), "b".repeat(1_990));
        let pieces = ["a".repeat(1_990), format!("… {}", "b".repeat(1_990))];
        assert_eq!(Rich::plain(&words).divide(2_000), pieces);
        assert_eq!(Rich::plain(&"a".repeat(2_001)).divide(2_000).len(), 2);
        assert_eq!(Rich::plain("short").divide(2_000), ["short"]);
        assert!(Rich::plain(" \n").divide(2_000).is_empty());
    }

    #[test]
    fn mark_goes_on_in_the_next_piece() {
        let text = format!("{} {}", "a".repeat(1_500), "b".repeat(1_500));
        let marks = [mark(0, 3_001, Style::Bold)];
        let pieces = Rich::styled(&text, &marks).divide(2_000);
        let expected = [format!("**{}**", "a".repeat(1_500)), format!("… **{}**", "b".repeat(1_500))];
        assert_eq!(pieces, expected);
    }

    fn style() -> impl Strategy<Value = Style> {
        prop_oneof![
            Just(Style::Bold),
            Just(Style::Italic),
            Just(Style::Code),
            Just(Style::Pre),
            Just(Style::Quote),
            Just(Style::Link("https://a.example/".to_owned())),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_ever_too_long(
            text in "\\PC{0,120}",
            marks in prop::collection::vec((0..120_u32, 0..120_u32, style()), 0..4),
        ) {
            let marks: Vec<_> =
                marks.into_iter().map(|(from, to, style)| mark(from, to, style)).collect();
            let rich = Rich::styled(&text, &marks);
            prop_assert!(utf16(&rich.cut(60)) <= 60);
            for piece in rich.divide(80) {
                prop_assert!(utf16(&piece) <= 80, "{}", piece);
            }
        }

        #[test]
        fn divided_text_is_complete(text in "[ \\n/a🙂é*_`]{0,600}") {
            let pieces = Rich::plain(&text).divide(100);
            let whole: String = pieces
                .iter()
                .enumerate()
                .map(|(index, piece)| if index == 0 { piece } else { &piece[LEAD.len()..] })
                .collect();
            let bare = |text: &str| {
                text.chars().filter(|it| !it.is_whitespace() && *it != '\\').collect::<String>()
            };
            prop_assert_eq!(bare(&whole), bare(&text));
        }

        #[test]
        fn nobodys_words_hold_a_live_mark(text in "[<>@#*_~`|a1.:/ \\n\\[\\]()]{0,60}") {
            let sent = plain(&text);
            let mut letters = sent.chars();
            while let Some(letter) = letters.next() {
                if letter == '\\' {
                    prop_assert!(letters.next().is_some());
                    continue;
                }
                prop_assert!(!"*~`|<[".contains(letter), "{}", sent);
            }
        }
    }
}
