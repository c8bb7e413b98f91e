//! From Discord's markdown to words and what is emphasised in them. What Discord shows as a name is
//! told as that name.

use amends_core::place::{Emphasis, Style};
use serde_json::Value;

/// Marks within marks that are read; deeper ones stay as they were typed.
const DEPTH: u8 = 8;

/// Reads the words of a message.
pub(super) fn read(content: &str, message: &Value) -> (String, Vec<Emphasis>) {
    let letters: Vec<char> = content.chars().collect();
    let mut out = Out { text: String::new(), count: 0, marks: Vec::new(), message };
    out.blocks(&letters);
    (out.text, out.marks)
}

struct Out<'a> {
    text: String,
    count: usize,
    marks: Vec<Emphasis>,
    message: &'a Value,
}

/// What begins and ends a part, and how it is emphasised; longer ones first.
const DELIMITERS: [(&str, Style); 6] = [
    ("**", Style::Bold),
    ("__", Style::Underline),
    ("~~", Style::Strike),
    ("||", Style::Spoiler),
    ("*", Style::Italic),
    ("_", Style::Italic),
];

impl Out<'_> {
    /// Reads whole lines: quotations and headings begin with one.
    fn blocks(&mut self, letters: &[char]) {
        let mut at = 0;
        while at < letters.len() {
            if starts(&letters[at..], ">>> ") {
                return self.marked(Style::Quote, |out| out.inline(&letters[at + 4..], 0));
            }
            if starts(&letters[at..], "> ") {
                let (quoted, next) = quotation(letters, at);
                self.marked(Style::Quote, |out| out.inline(&quoted, 0));
                at = next;
                continue;
            }
            let hashes = letters[at..].iter().take_while(|it| **it == '#').count();
            let end = Self::block_end(letters, at);
            if (1..=3).contains(&hashes) && letters.get(at + hashes) == Some(&' ') {
                let line = &letters[at + hashes + 1..end];
                let bare = line.strip_suffix(&['\n']).unwrap_or(line);
                self.marked(Style::Bold, |out| out.inline(bare, 0));
                self.push_all(&line[bare.len()..]);
            } else {
                self.inline(&letters[at..end], 0);
            }
            at = end;
        }
    }

    /// Where the lines end that belong together: before the next quotation or heading, but not
    /// within a block of code.
    fn block_end(letters: &[char], from: usize) -> usize {
        let is_heading = letters[from] == '#';
        let mut in_code = false;
        let mut at = from;
        while at < letters.len() {
            if starts(&letters[at..], "```") {
                in_code = !in_code;
                at += 3;
                continue;
            }
            at += 1;
            let begins = |block: &str| starts(&letters[at..], block);
            let is_block = begins("> ") || begins(">>> ") || begins("#");
            if letters[at - 1] == '\n' && !in_code && (is_heading || is_block) {
                return at;
            }
        }
        letters.len()
    }

    /// Reads words within a line or a few.
    fn inline(&mut self, letters: &[char], depth: u8) {
        let mut at = 0;
        while at < letters.len() {
            let rest = &letters[at..];
            at += self
                .escape(rest)
                .or_else(|| self.code(rest))
                .or_else(|| self.address(rest))
                .or_else(|| self.angle(rest))
                .or_else(|| self.link(rest, depth))
                .or_else(|| self.emphasis(letters, at, depth))
                .unwrap_or_else(|| {
                    self.push(rest[0]);
                    1
                });
        }
    }

    fn escape(&mut self, rest: &[char]) -> Option<usize> {
        let [first, second, ..] = rest else { return None };
        let is_escape = *first == '\\' && second.is_ascii_punctuation();
        is_escape.then(|| {
            self.push(*second);
            2
        })
    }

    fn code(&mut self, rest: &[char]) -> Option<usize> {
        let fence = rest.iter().take_while(|it| **it == '`').count();
        if fence == 0 {
            return None;
        }
        let end = closing_fence(rest, fence)?;
        let mut inside = &rest[fence..end];
        let is_block = 3 <= fence;
        if is_block {
            inside = without_language(inside);
            inside = inside.strip_suffix(&['\n']).unwrap_or(inside);
        }
        let style = if is_block { Style::Pre } else { Style::Code };
        self.marked(style, |out| out.push_all(inside));
        Some(end + fence)
    }

    /// An address is told as it is: nothing in it is a mark.
    fn address(&mut self, rest: &[char]) -> Option<usize> {
        if !starts(rest, "https://") && !starts(rest, "http://") {
            return None;
        }
        let end = rest.iter().position(|it| it.is_whitespace() || matches!(it, '<' | '>'));
        let mut end = end.unwrap_or(rest.len());
        // Marks around an address are none of it.
        while matches!(rest[end - 1], '*' | '_' | '~' | '|' | ')' | '`') {
            end -= 1;
        }
        self.push_all(&rest[..end]);
        Some(end)
    }

    /// Reads what Discord shows as a name: `<@7>`, `<#3>`, `<:party:5>`.
    fn angle(&mut self, rest: &[char]) -> Option<usize> {
        if rest[0] != '<' {
            return None;
        }
        let end = rest.iter().take(2_000).position(|it| *it == '>')?;
        let inside: String = rest[1..end].iter().collect();
        let shown = self.shown(&inside)?;
        for letter in shown.chars() {
            self.push(letter);
        }
        Some(end + 1)
    }

    fn shown(&self, inside: &str) -> Option<String> {
        let is_id = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if inside.starts_with("https://") || inside.starts_with("http://") {
            return (!inside.contains(char::is_whitespace)).then(|| inside.to_owned());
        }
        if let Some(id) = inside.strip_prefix("@&").filter(|id| is_id(id)) {
            return Some(format!(
                "@{}",
                self.name_in("mention_roles", id).unwrap_or("role".into())
            ));
        }
        if let Some(id) = inside.strip_prefix('@').map(|id| id.trim_start_matches('!'))
            && is_id(id)
        {
            return Some(format!("@{}", self.name_in("mentions", id).unwrap_or("…".into())));
        }
        if let Some(id) = inside.strip_prefix('#').filter(|id| is_id(id)) {
            return Some(format!(
                "#{}",
                self.name_in("mention_channels", id).unwrap_or("…".into())
            ));
        }
        if let Some(command) = inside.strip_prefix('/') {
            let (name, id) = command.rsplit_once(':')?;
            return is_id(id).then(|| format!("/{name}"));
        }
        if let Some(moment) = inside.strip_prefix("t:") {
            return moment_shown(moment);
        }
        let emoji = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':'))?;
        let (name, id) = emoji.split_once(':')?;
        let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        (is_id(id) && is_name).then(|| format!(":{name}:"))
    }

    fn name_in(&self, field: &str, id: &str) -> Option<String> {
        let all = self.message[field].as_array()?;
        let found = all.iter().find(|one| one["id"].as_str() == Some(id))?;
        let names =
            [&found["member"]["nick"], &found["global_name"], &found["username"], &found["name"]];
        names.into_iter().find_map(Value::as_str).map(ToOwned::to_owned)
    }

    /// Reads a link behind other words.
    fn link(&mut self, rest: &[char], depth: u8) -> Option<usize> {
        if rest[0] != '[' || DEPTH <= depth {
            return None;
        }
        let middle = find(rest, 1, "](")?;
        let end = (middle + 2..rest.len()).find(|at| matches!(rest[*at], ')' | '\n'))?;
        let address: String = rest[middle + 2..end].iter().collect();
        let address = address.trim_start_matches('<').trim_end_matches('>').to_owned();
        let leads = address.starts_with("https://") || address.starts_with("http://");
        if rest[end] != ')' || !leads || address.contains(char::is_whitespace) {
            return None;
        }
        self.marked(Style::Link(address), |out| out.inline(&rest[1..middle], depth + 1));
        Some(end + 1)
    }

    fn emphasis(&mut self, letters: &[char], at: usize, depth: u8) -> Option<usize> {
        if DEPTH <= depth {
            return None;
        }
        let rest = &letters[at..];
        for (delimiter, style) in &DELIMITERS {
            if !starts(rest, delimiter) {
                continue;
            }
            let width = delimiter.len();
            // Within a word a low line is a letter like any other.
            if *delimiter == "_" && at.checked_sub(1).is_some_and(|it| is_word(letters[it])) {
                continue;
            }
            let Some(end) = closing(rest, delimiter) else { continue };
            self.marked(style.clone(), |out| out.inline(&rest[width..end], depth + 1));
            return Some(end + width);
        }
        None
    }

    fn marked(&mut self, style: Style, write: impl FnOnce(&mut Self)) {
        let (from, index) = (self.count, self.marks.len());
        write(self);
        if from < self.count {
            let at = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            self.marks.insert(index, Emphasis { from: at(from), to: at(self.count), style });
        }
    }

    fn push(&mut self, letter: char) {
        self.text.push(letter);
        self.count += 1;
    }

    fn push_all(&mut self, letters: &[char]) {
        for letter in letters {
            self.push(*letter);
        }
    }
}

/// Lines that are quoted, without what marks them, and where the next line begins.
fn quotation(letters: &[char], from: usize) -> (Vec<char>, usize) {
    let mut quoted = Vec::new();
    let mut at = from;
    while starts(&letters[at..], "> ") {
        let line = &letters[at + 2..];
        let end = line.iter().position(|it| *it == '\n').map_or(line.len(), |it| it + 1);
        quoted.extend_from_slice(&line[..end]);
        at += 2 + end;
    }
    (quoted, at)
}

/// Takes the name of a language off a block of code, and the break after it.
fn without_language(inside: &[char]) -> &[char] {
    let Some(line) = inside.iter().position(|it| *it == '\n') else { return inside };
    let is_name = |it: &char| it.is_ascii_alphanumeric() || "+-._#".contains(*it);
    if inside[..line].iter().all(is_name) { &inside[line + 1..] } else { inside }
}

fn closing_fence(rest: &[char], fence: usize) -> Option<usize> {
    let mut at = fence;
    while at < rest.len() {
        let run = rest[at..].iter().take_while(|it| **it == '`').count();
        if run == fence && fence < at {
            return Some(at);
        }
        at += run.max(1);
    }
    None
}

/// Where a part that begins here ends.
fn closing(rest: &[char], delimiter: &str) -> Option<usize> {
    let width = delimiter.len();
    let single = width == 1;
    let mark = rest[0];
    if single && rest.get(1).is_none_or(|it| it.is_whitespace() || *it == mark) {
        return None;
    }
    let mut at = width;
    while at + width <= rest.len() {
        if rest[at] == '\\' {
            at += 2;
            continue;
        }
        if !starts(&rest[at..], delimiter) {
            at += 1;
            continue;
        }
        let run = rest[at..].iter().take_while(|it| **it == mark).count();
        if single && run == 2 {
            // Two of them are a mark of their own.
            at += 2;
            continue;
        }
        let end = at + run - width;
        let is_inside = mark == '_' && single && rest.get(end + 1).is_some_and(|it| is_word(*it));
        let is_loose = single && rest[end - 1].is_whitespace();
        if width < end && !is_inside && !is_loose {
            return Some(end);
        }
        at += run.max(1);
    }
    None
}

fn find(letters: &[char], from: usize, what: &str) -> Option<usize> {
    (from..letters.len())
        .take_while(|at| letters[*at] != '\n')
        .find(|at| starts(&letters[*at..], what))
}

fn starts(letters: &[char], what: &str) -> bool {
    let mut letters = letters.iter();
    what.chars().all(|letter| letters.next() == Some(&letter))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A moment that Discord shows by each reader's own clock: told as the one that all share.
fn moment_shown(moment: &str) -> Option<String> {
    let seconds = moment.split(':').next()?.parse().ok()?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::outbound::markdown::Rich;

    fn plain(content: &str) -> (String, Vec<Emphasis>) {
        read(content, &Value::Null)
    }

    fn mark(from: u32, to: u32, style: Style) -> Emphasis {
        Emphasis { from, to, style }
    }

    #[test]
    fn marks_become_emphasis() {
        use Style::{Bold, Code, Italic, Pre, Quote, Spoiler, Strike, Underline};
        for (content, text, marks) in [
            ("plain", "plain", vec![]),
            ("a **b** c", "a b c", vec![mark(2, 3, Bold)]),
            ("*a* _b_", "a b", vec![mark(0, 1, Italic), mark(2, 3, Italic)]),
            (
                "__u__ ~~s~~ ||p||",
                "u s p",
                vec![mark(0, 1, Underline), mark(2, 3, Strike), mark(4, 5, Spoiler)],
            ),
            ("**a *b***", "a b", vec![mark(0, 3, Bold), mark(2, 3, Italic)]),
            ("***both***", "both", vec![mark(0, 4, Bold), mark(0, 4, Italic)]),
            ("`a*b*`", "a*b*", vec![mark(0, 4, Code)]),
            ("``a`b``", "a`b", vec![mark(0, 3, Code)]),
            ("```rs\nlet a;\n```", "let a;", vec![mark(0, 6, Pre)]),
            ("> one\n> two\nso", "one\ntwo\nso", vec![mark(0, 8, Quote)]),
            (">>> all\nof it", "all\nof it", vec![mark(0, 9, Quote)]),
            ("# big\nsmall", "big\nsmall", vec![mark(0, 3, Bold)]),
        ] {
            assert_eq!(plain(content), (text.to_owned(), marks), "{content}");
        }
    }

    #[test]
    fn what_is_no_mark_stays() {
        for content in [
            "snake_case_name",
            "2 * 3 * 4",
            "a ** b",
            "**",
            "`",
            "a*",
            "[x](y)",
            "#no",
            "https://luma.example/a_b_c",
            "1 < 2 > 0",
            "<no>",
            ">no",
            "__",
            "||||",
            "_",
        ] {
            assert_eq!(plain(content), (content.to_owned(), vec![]), "{content}");
        }
        assert_eq!(plain(r"\*not\* \<@7>"), ("*not* <@7>".to_owned(), vec![]));
    }

    #[test]
    fn link_keeps_where_it_leads() {
        let link = mark(4, 8, Style::Link("https://luma.example/a".to_owned()));
        assert_eq!(plain("see [here](https://luma.example/a)!"), ("see here!".into(), vec![link]));
        assert_eq!(plain("<https://luma.example>").0, "https://luma.example");
    }

    #[test]
    fn what_discord_shows_as_a_name_is_told_as_one() {
        let message = json!({ "mentions": [
            { "id": "7", "username": "dana", "global_name": "Dana" },
            { "id": "8", "username": "gil", "global_name": null },
        ] });
        let (text, _) = read("<@7> <@!8> <@9> <@&3> <#4> <:party:5> <a:wow:6> </done:7>", &message);
        assert_eq!(text, "@Dana @gil @… @role #… :party: :wow: /done");
        assert_eq!(plain("<t:1795000000:R>").0, "2026-11-18 11:06 UTC");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_marks_lie_in_the_text(content in "[a *_~|`>#<@1:\\n\\\\\\[\\]()/]{0,60}") {
            let (text, marks) = plain(&content);
            let count = u32::try_from(text.chars().count()).unwrap();
            for mark in marks {
                prop_assert!(mark.from < mark.to && mark.to <= count, "{:?} in {}", mark, text);
            }
        }

        #[test]
        fn words_come_back_as_they_were_said(text in "[a *_~|`>#<@1:.\\n\\\\\\[\\]()/-]{0,60}") {
            // What we send is read back as what was said: nothing of it became a mark.
            let sent = Rich::plain(&text).cut(2_000);
            prop_assert_eq!(plain(&sent), (text, vec![]), "{}", sent);
        }
    }
}
