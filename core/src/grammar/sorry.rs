//! `/sorry`: whom something happened to, what it was, and what is done about it.

use super::{Whose, command};
use crate::ids::CaseNumber;

/// What is named in the command, in the order in which it is shown.
pub const SORRY: [&str; 9] =
    ["customer", "case", "since", "until", "topic", "place", "what", "fix", "makegood"];

/// What was typed behind `/sorry`, part by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorry<'a> {
    /// One customer.
    pub whose: Option<Whose<'a>>,
    /// From when on contacts ended.
    pub since: Option<&'a str>,
    /// Until when.
    pub until: Option<&'a str>,
    /// What they were about.
    pub topic: Option<&'a str>,
    /// Where they were.
    pub place: Option<&'a str>,
    /// What went wrong.
    pub what: Option<&'a str>,
    /// What is done about it.
    pub fix: Option<&'a str>,
    /// What each gets, by its name in the catalogue.
    pub makegood: Option<&'a str>,
    /// Nothing was given with it.
    pub is_bare: bool,
}

impl Sorry<'_> {
    /// Whether it is about all those whose contact ended in a time.
    pub fn is_of_many(&self) -> bool {
        [self.since, self.until, self.topic, self.place].iter().any(Option::is_some)
    }
}

/// `/sorry since 18:00 until 20:00 topic:delivery what: food came late fix: two more couriers`,
/// `/sorry R-1042 what: … fix: …`, `/sorry @dana what: … fix: … makegood:dessert`.
pub fn sorry(text: &str) -> Option<Sorry<'_>> {
    if command(text) != Some("sorry") {
        return None;
    }
    let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    let mut said = Sorry { is_bare: rest.is_empty(), ..Sorry::default() };
    let (head, mut named) = match next_named(rest) {
        Some(found) => (&rest[..found.at], Some(found)),
        None => (rest, None),
    };
    said.read_head(head.trim());
    while let Some(found) = named {
        let behind = &rest[found.behind..];
        let next = next_named(behind);
        let value = &behind[..next.as_ref().map_or(behind.len(), |next| next.at)];
        said.name(found.name, value.trim());
        named = next.map(|next| Named {
            at: next.at + found.behind,
            behind: next.behind + found.behind,
            name: next.name,
        });
    }
    if said.whose.is_none() && !said.is_of_many() && !said.is_bare {
        said.whose = Some(Whose::Here);
    }
    Some(said)
}

impl<'a> Sorry<'a> {
    /// What stands before everything that is named: a person, or a time.
    fn read_head(&mut self, head: &'a str) {
        let place = |wanted: &str| {
            let is_word = |at: usize| {
                let (before, behind) = (&head[..at], &head[at + wanted.len()..]);
                let is_apart = |next: Option<char>| next.is_none_or(char::is_whitespace);
                is_apart(before.chars().next_back()) && is_apart(behind.chars().next())
            };
            head.match_indices(wanted).map(|(at, _)| at).find(|at| is_word(*at))
        };
        let (since, until) = (place("since"), place("until"));
        let first = since.into_iter().chain(until).min().unwrap_or(head.len());
        let who = head[..first].trim();
        if !who.is_empty() {
            self.whose = Some(person(who));
        }
        if let Some(at) = since {
            let end = until.filter(|until| at < *until).unwrap_or(head.len());
            self.since = some(&head[at + "since".len()..end]);
        }
        if let Some(at) = until {
            let end = since.filter(|since| at < *since).unwrap_or(head.len());
            self.until = some(&head[at + "until".len()..end]);
        }
    }

    fn name(&mut self, name: &str, value: &'a str) {
        let part = match name {
            "customer" | "case" => {
                if !value.is_empty() {
                    self.whose = Some(person(value));
                }
                return;
            }
            "since" => &mut self.since,
            "until" => &mut self.until,
            "topic" => &mut self.topic,
            "place" => &mut self.place,
            "what" => &mut self.what,
            "fix" => &mut self.fix,
            _ => &mut self.makegood,
        };
        *part = some(value).or(*part);
    }
}

fn some(value: &str) -> Option<&str> {
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// Somebody by the number of a case, by user name, by account, or by another id.
fn person(typed: &str) -> Whose<'_> {
    if let Some(case) = CaseNumber::parse(typed) {
        return Whose::Case(case);
    }
    let account = typed.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
    if let Some(account) = account {
        return Whose::Named(account.trim_start_matches('!'));
    }
    typed.strip_prefix('@').map_or(Whose::Named(typed), Whose::Username)
}

/// Something that is named within a text.
struct Named {
    /// Where its name begins.
    at: usize,
    /// Where its value begins.
    behind: usize,
    name: &'static str,
}

/// The first thing that is named: a known word with a colon right behind it.
fn next_named(text: &str) -> Option<Named> {
    text.match_indices(':').find_map(|(colon, _)| {
        let before = &text[..colon];
        let at = before
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + before[space..].chars().next().map_or(1, char::len_utf8));
        let word = &before[at..];
        let name = SORRY.into_iter().find(|name| name.eq_ignore_ascii_case(word))?;
        Some(Named { at, behind: colon + 1, name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_an_incident_are_named_by_its_time() {
        let text = "/sorry since 18:00 until today 20:00 topic:home delivery what: food: came late \
                    fix: two more couriers makegood:dessert";
        let said = sorry(text).unwrap();
        assert!(said.is_of_many());
        let expected = Sorry {
            since: Some("18:00"),
            until: Some("today 20:00"),
            topic: Some("home delivery"),
            what: Some("food: came late"),
            fix: Some("two more couriers"),
            makegood: Some("dessert"),
            ..Sorry::default()
        };
        assert_eq!(said, expected);
        let named = "/sorry until:today 20:00 since:18:00 topic:home delivery fix:two more couriers \
                     makegood:dessert WHAT:food: came late";
        assert_eq!(sorry(named), Some(expected));
    }

    #[test]
    fn one_customer_is_named_like_elsewhere() {
        for (head, expected) in [
            ("R-1042", Some(Whose::Case(CaseNumber(1042)))),
            ("case:R-1042", Some(Whose::Case(CaseNumber(1042)))),
            ("@dana", Some(Whose::Username("dana"))),
            ("<@7001>", Some(Whose::Named("7001"))),
            ("customer:<@!7001>", Some(Whose::Named("7001"))),
            ("C-5512", Some(Whose::Named("C-5512"))),
            ("", Some(Whose::Here)),
            ("since 18:00", None),
        ] {
            let text = format!("/sorry {head} what: x fix: y");
            assert_eq!(sorry(&text).unwrap().whose, expected, "{head}");
        }
        assert_eq!(sorry("/sorry what: x").unwrap().fix, None);
        assert!(sorry("/sorry").unwrap().is_bare);
        assert_eq!(sorry("/sorry").unwrap().whose, None);
        assert_eq!(sorry("/say sorry"), None);
    }

    #[test]
    fn strange_letters_break_nothing() {
        for text in
            ["/sorry :", "/sorry a\u{2003}what:é fix:ß", "/sorry 😐:what: fix:", "/sorry since"]
        {
            assert!(sorry(text).is_some(), "{text}");
        }
        assert_eq!(sorry("/sorry a\u{2003}what:é fix:ß").unwrap().what, Some("é"));
    }
}
