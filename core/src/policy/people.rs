//! Colleagues by the names that people type.

use jiff::Timestamp;

use super::{Policy, StaffMember};
use crate::grammar::word;

/// The longest name in words.
const NAME_WORDS: usize = 3;
/// From so many letters on a name may have two mistakes.
const LONG: usize = 6;

/// Why nobody is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotNamed {
    /// Nothing was typed.
    Nothing,
    /// Nobody is called this; somebody is called nearly so.
    Unknown {
        /// What was typed.
        typed: String,
        /// How somebody is called who is called nearly so.
        nearest: Option<String>,
    },
    /// Several are.
    Several {
        /// What was typed.
        typed: String,
    },
}

impl Policy {
    /// The colleague named at the beginning, and what stands behind: `@mihai note`, `Mihai note`,
    /// or the way a platform writes whom it shows by name.
    ///
    /// # Errors
    ///
    /// Why nobody is meant.
    pub fn colleague<'a>(&self, typed: &'a str) -> Result<(&StaffMember, &'a str), NotNamed> {
        let typed = typed.trim_start();
        if typed.is_empty() {
            return Err(NotNamed::Nothing);
        }
        let mut ends = vec![0];
        for _ in 0..NAME_WORDS {
            let last = ends[ends.len() - 1];
            let (first, rest) = word(&typed[last..]);
            if !first.is_empty() {
                ends.push(typed.len() - rest.len());
            }
        }
        for end in ends.into_iter().skip(1).rev() {
            let (name, rest) = typed.split_at(end);
            let found = self.called(name);
            match found[..] {
                [] => (),
                [member] => return Ok((member, rest)),
                [_, _, ..] => return Err(NotNamed::Several { typed: name.trim().to_owned() }),
            }
        }
        let (name, _) = word(typed);
        let plain = plain(name).to_lowercase();
        let handles = self.workspace.staff.iter().filter_map(handle);
        let near = handles.map(|handle| {
            (
                strsim::damerau_levenshtein(&plain, &handle.trim_start_matches('@').to_lowercase()),
                handle,
            )
        });
        let typos = if LONG <= plain.chars().count() { 2 } else { 1 };
        let nearest = near.filter(|(away, _)| *away <= typos).min().map(|(_, handle)| handle);
        Err(NotNamed::Unknown { typed: name.to_owned(), nearest })
    }

    /// Everybody of staff who is called this. Behind an `@` stands a user name before any other.
    fn called(&self, name: &str) -> Vec<&StaffMember> {
        let staff = || self.workspace.staff.iter();
        let by_username = staff().filter(|member| is(member.username.as_ref(), name));
        let by_username: Vec<_> = by_username.collect();
        if name.trim_start().starts_with('@') && !by_username.is_empty() {
            return by_username;
        }
        staff().filter(|member| is_called(member, name)).collect()
    }

    /// Who else could take a case now: on duty at the desk, the lowest level first.
    pub fn others_on_duty(
        &self,
        now: Timestamp,
        wanted: impl Fn(&StaffMember) -> bool,
    ) -> Vec<&StaffMember> {
        let others = self.at_desk().filter(|member| self.is_on_duty(&member.address, now));
        let mut others: Vec<_> = others.filter(|member| wanted(member)).collect();
        others.sort_by_key(|member| member.level);
        others
    }
}

/// Whether somebody is meant by what was typed.
fn is_called(member: &StaffMember, typed: &str) -> bool {
    let names = [member.username.as_ref(), member.name.as_ref()];
    member.address.account == plain(typed) || names.into_iter().any(|known| is(known, typed))
}

fn is(known: Option<&String>, typed: &str) -> bool {
    known.is_some_and(|known| known.to_lowercase() == plain(typed).to_lowercase())
}

/// What was typed, without what marks it as a name.
fn plain(typed: &str) -> &str {
    let typed = typed.trim().trim_end_matches([',', ':']);
    let mention = typed.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
    match mention {
        Some(account) => account.trim_start_matches('!'),
        None => typed.strip_prefix('@').unwrap_or(typed),
    }
}

/// How somebody is named in a command.
fn handle(member: &StaffMember) -> Option<String> {
    let username = member.username.as_ref().map(|username| format!("@{username}"));
    username.or_else(|| member.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        place::{Address, Platform},
        policy::{Level, Workspace},
    };

    fn member(account: &str, name: &str, username: Option<&str>) -> StaffMember {
        StaffMember {
            address: Address::new(Platform::Discord, account),
            name: Some(name.to_owned()),
            username: username.map(str::to_owned),
            level: Level::Agent,
            on_duty: true,
            duty_until: None,
            by_role: false,
        }
    }

    fn read(typed: &str) -> Result<(String, String), NotNamed> {
        let staff = vec![
            member("50", "Anna Maria", Some("anna")),
            member("51", "Mihai", Some("mihai")),
            member("52", "Mihai", None),
            member("53", "Anna", None),
        ];
        let policy = Policy::new(Workspace { staff, ..Workspace::new("Luma") });
        policy
            .colleague(typed)
            .map(|(member, rest)| (member.address.account.clone(), rest.to_owned()))
    }

    #[test]
    fn colleagues_are_found_by_any_name_of_theirs() {
        let found = |account: &str, rest: &str| Ok((account.to_owned(), rest.to_owned()));
        assert_eq!(read("<@51> done: x"), found("51", "done: x"));
        assert_eq!(read("anna maria\nhas the card"), found("50", "has the card"));
        assert_eq!(read("52"), found("52", ""));
        assert_eq!(read("@Mihai done"), found("51", "done"));
        // "Anna" is a name and a user name of two people.
        assert_eq!(read("anna x"), Err(NotNamed::Several { typed: "anna".to_owned() }));
        assert_eq!(read("Mihai, x"), Err(NotNamed::Several { typed: "Mihai,".to_owned() }));
    }

    #[test]
    fn a_typo_is_answered_with_the_nearest_name() {
        let nearest = Some("@mihai".to_owned());
        assert_eq!(
            read("@mihia x"),
            Err(NotNamed::Unknown { typed: "@mihia".to_owned(), nearest })
        );
        let typed = "@zoe".to_owned();
        assert_eq!(read("@zoe"), Err(NotNamed::Unknown { typed, nearest: None }));
        assert_eq!(read("  "), Err(NotNamed::Nothing));
    }
}
