//! How people fill forms in.

use super::{DiscordHouse, id_of};

impl DiscordHouse {
    /// Fills in the form that is open in front of somebody. Returns whether there was one.
    pub(crate) fn fills_in(&self, who: i64, text: &str) -> bool {
        let Some((opener, fields)) = self.open_form(who) else { return false };
        let filled = in_parts(&fields, text);
        self.people().submit(id_of(who), opener, &filled).unwrap();
        true
    }
}

/// What is written into each field of a form. Where there are several, the first takes a name, and
/// each of the others what stands behind its own: `@mihai Done: apologised. Next: call.`
fn in_parts<'a>(fields: &'a [String], text: &'a str) -> Vec<(&'a str, &'a str)> {
    let [first, others @ ..] = fields else { return Vec::new() };
    if others.is_empty() {
        return vec![(first, text)];
    }
    let labelled = |text: &str| {
        let found =
            others.iter().filter_map(|field| Some((text.find(&format!("{field}: "))?, field)));
        found.min()
    };
    let fill = |mut filled: Vec<(&'a str, &'a str)>, mut rest: &'a str| {
        while let Some((at, field)) = labelled(rest) {
            rest = &rest[at + field.len() + 2..];
            let end = labelled(rest).map_or(rest.len(), |(at, _)| at);
            filled.push((field, rest[..end].trim()));
        }
        filled
    };
    if others.iter().any(|field| field == "prevent") {
        // What was done may be as long as it is.
        let done = labelled(text).map_or(text.len(), |(at, _)| at);
        return vec![(first.as_str(), text[..done].trim())];
    }
    if others.iter().any(|field| field == "makegood") {
        // To whom may be as long as it is.
        let whom = labelled(text).map_or(text.len(), |(at, _)| at);
        return fill(vec![(first.as_str(), text[..whom].trim())], &text[whom..]);
    }
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut filled = vec![(first.as_str(), name)];
    if labelled(rest).is_none_or(|(at, _)| 0 < at) && !rest.is_empty() {
        filled.push((&others[0], rest));
        return filled;
    }
    fill(filled, rest)
}
