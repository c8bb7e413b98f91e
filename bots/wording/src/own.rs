//! Texts that admins wrote: filled by replacing, and nothing else. They are data and no patterns.

use amends_core::{lang::Lang, wording::Wordings};

use crate::Phrasebook;

/// Puts values in place of their placeholders. What is put in is not looked at again, and what is no
/// placeholder stays as it is.
pub(crate) fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('{') {
        filled.push_str(before);
        let named = values.iter().find_map(|(name, value)| {
            let after = opened.strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        if let Some((value, after)) = named {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = opened;
        }
    }
    filled.push_str(rest);
    filled
}

impl Phrasebook {
    /// A text without placeholders as it is in force: as an admin wrote it, else as it comes with
    /// amends.
    pub fn in_force(&self, key: &str, lang: Lang, wording: &Wordings) -> Option<String> {
        let own = wording.in_force(key, lang).map(str::to_owned);
        own.or_else(|| self.raw(key, lang, &[]).ok())
    }

    /// What something of a template of make-goods is called; its name, where a later version lacks what
    /// a template of an earlier one held.
    pub(crate) fn gift(&self, name: &str, lang: Lang, wording: &Wordings) -> String {
        self.in_force(&format!("gift_{name}"), lang, wording).unwrap_or_else(|| name.to_owned())
    }

    /// The text that comes with amends, as people type it.
    pub fn built_in(&self, key: &str, lang: Lang) -> Option<String> {
        let entry = amends_core::wording::catalogue::entry(key)?;
        let named = |name: &&'static str| (*name, format!("{{{name}}}"));
        let values: Vec<_> = entry.placeholders.iter().map(named).collect();
        self.raw(key, lang, &values).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dana(text: &str) -> String {
        let values = [("name", "{due}{name}".to_owned()), ("due", "09:30".to_owned())];
        fill(text, &values)
    }

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(dana("Hi {name}, by {due}!"), "Hi {due}{name}, by 09:30!");
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        for text in ["{", "}", "{nmae}", "{ $name }", "{\"x\"}", "{ NUMBER($name) }", "{{", "{na"] {
            assert_eq!(dana(text), text);
        }
        assert_eq!(dana("{{name}}"), "{{due}{name}}");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_filling(text in "(\\{name\\}|\\{due\\}|[{}a-z🙂\\n]){0,40}") {
            let filled = fill(&text, &[("name", String::new()), ("due", String::new())]);
            prop_assert_eq!(filled, text.replace("{name}", "").replace("{due}", ""));
        }
    }
}
