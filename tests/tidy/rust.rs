//! Just enough of the grammar of Rust to tell code from comments and texts.

/// A Rust file, taken apart.
pub(crate) struct Parts {
    /// Its code, with comments left out and texts emptied; lines keep their numbers.
    pub(crate) code: String,
    /// Its texts, each with the number of the line on which it begins.
    pub(crate) texts: Vec<(usize, String)>,
}

/// Takes a file apart.
pub(crate) fn parts(source: &str) -> Parts {
    let mut parts = Parts { code: String::new(), texts: Vec::new() };
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = character(rest) {
            parts.code.push_str("' '");
            length
        } else if let Some((length, inside)) = literal(rest, &parts.code) {
            let line = parts.code.matches('\n').count() + 1;
            parts.texts.push((line, joined(inside)));
            parts.code.push_str("\"\"");
            length
        } else {
            parts.code.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        let lines = rest[..skipped].matches('\n').count();
        parts.code.extend(std::iter::repeat_n('\n', lines));
        rest = &rest[skipped..];
    }
    parts
}

/// The length of a character literal; nothing for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let mut letters = inside.char_indices();
    let (_, first) = letters.next()?;
    if first == '\\' {
        let (escaped, _) = letters.next()?;
        let after = &inside[escaped + 1..];
        return Some(1 + escaped + 1 + after.find('\'')? + 1);
    }
    let (second, quote) = letters.next()?;
    (quote == '\'').then_some(1 + second + 1)
}

/// The length of a text literal and what stands in it.
fn literal<'a>(rest: &'a str, before: &str) -> Option<(usize, &'a str)> {
    let in_word = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !in_word || before.ends_with('b')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if let Some(inside) = raw[hashes..].strip_prefix('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let length = inside.find(&end)?;
            return Some((1 + hashes + 1 + length + end.len(), &inside[..length]));
        }
    }
    let inside = rest.strip_prefix('"')?;
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((1 + at + 1, &inside[..at])),
            _ => (),
        }
    }
    None
}

/// A text that goes on over several lines, in one.
fn joined(inside: &str) -> String {
    let mut lines = inside.split("\\\n");
    let mut text = lines.next().unwrap_or_default().to_owned();
    lines.for_each(|line| text.push_str(line.trim_start()));
    text
}

/// The file without its tests, which stand at its end.
pub(crate) fn without_tests(source: &str) -> &str {
    let tests = source.match_indices("#[cfg(test)]\nmod ").find(|(at, found)| {
        let declared = source[at + found.len()..].lines().next().unwrap_or_default();
        declared.ends_with('{')
    });
    tests.map_or(source, |(at, _)| &source[..at])
}

/// Whether the path of a file is one of tests only.
pub(crate) fn is_test(path: &str) -> bool {
    let is_package = path.starts_with("tests/") && !path.starts_with("tests/platforms/src/");
    is_package || path.contains("/tests/") || path.ends_with("/tests.rs")
}

#[test]
fn code_is_told_from_comments_and_texts() {
    let source = "fn a<'x>() { // one \"two\"\n  let b = \"three \\\"four\\\" // \\\n     five\";\n  \
                  let c = r#\"six \"seven\" \"#; /* eight\n */ let d = '\"'; let e = '\\''; }";
    let Parts { code, texts } = parts(source);
    assert_eq!(
        code,
        "fn a<'x>() { \n  let b = \"\"\n;\n  let c = \"\"; \n let d = ' '; let e = ' '; }"
    );
    let wanted = [(2, "three \\\"four\\\" // five"), (4, "six \"seven\" ")];
    assert_eq!(texts, wanted.map(|(line, text)| (line, text.to_owned())));
}

#[test]
fn tests_at_the_end_are_left_out_and_others_stay() {
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {\nb\n}\n"), "a\n");
    let elsewhere = "#[cfg(test)]\nmod tests;\na\n";
    assert_eq!(without_tests(elsewhere), elsewhere);
}
