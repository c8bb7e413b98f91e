//! `/find`: cases by their number, the customer's name, what was said, and what was done.

use jiff::Timestamp;

use crate::{
    case::{Case, Outcome, Stage},
    customer::Customer,
    desk::{DeskSay, FoundLine, HandlingSay, HistoryWhat, Mark, Title},
    grammar,
    place::{Actor, Address},
    policy::{Level, Policy},
};

/// So many cases are shown.
pub const FOUND_MOST: usize = 10;

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    by: Address,
    typed: String,
    /// Whoever looks sees every flag: 4.6.
    sees_flags: bool,
    /// Every one of these must be there, in small letters.
    words: Vec<String>,
}

impl Search {
    /// Reads `/find cold soup`; nothing if the text is something else. Rights are checked here:
    /// nothing is looked at without them.
    pub fn read(policy: &Policy, by: &Actor, text: &str) -> Option<Result<Self, DeskSay>> {
        if grammar::command(text) != Some("find") {
            return None;
        }
        if by.anonymous {
            return Some(Err(DeskSay::Anonymous));
        }
        let Some(member) = policy.staff(&by.address) else {
            return Some(Err(DeskSay::NotAllowed { needs: Level::Agent, is: None }));
        };
        let sees_flags = Level::Senior <= member.level;
        let (_, typed) = grammar::word(text);
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Some(Err(DeskSay::Handling(HandlingSay::FindHow)));
        }
        let (by, typed) = (by.address.clone(), typed.trim().to_owned());
        Some(Ok(Self { by, typed, sees_flags, words }))
    }

    /// The line of a case, if it is looked for and whoever looks may see it: nobody reads along in
    /// their own case, and of whoever is forgotten nothing is known.
    pub fn found(
        &self,
        policy: &Policy,
        customer: &Customer,
        case: &Case,
        now: Timestamp,
    ) -> Option<FoundLine> {
        if customer.is(&self.by) || customer.erased_at.is_some() {
            return None;
        }
        let known = known_of(customer, case);
        if !self.words.iter().all(|word| known.contains(word)) {
            return None;
        }
        let (mark, owner, outcome) = match &case.stage {
            Stage::Open => (Mark::Red, None, None),
            Stage::Working { owner, .. }
            | Stage::Waiting { owner, .. }
            | Stage::Checking { owner, .. } => (Mark::Yellow, Some(owner), None),
            Stage::Closed { outcome, last_owner, .. } => {
                let is_right = *outcome == Outcome::Recovered;
                let mark = if is_right { Mark::Green } else { Mark::Grey };
                (mark, last_owner.as_ref(), Some(*outcome))
            }
        };
        Some(FoundLine {
            // A list is about many customers, and stays when one of them is forgotten.
            title: Title { mark, case: case.number, name: None },
            opened: policy.due(case.opened_at, now),
            level: case.level,
            owner: owner.map(|owner| policy.staff_name(owner)),
            outcome,
            flagged: customer.flagged && (self.sees_flags || owner == Some(&self.by)),
        })
    }

    /// The answer, with the newest first; `more` if there are others.
    pub fn say(self, lines: Vec<FoundLine>, more: bool) -> DeskSay {
        DeskSay::Handling(if lines.is_empty() {
            HandlingSay::NothingFound { typed: self.typed }
        } else {
            HandlingSay::Found { lines, more }
        })
    }
}

/// Everything by which a case is found, in small letters.
fn known_of(customer: &Customer, case: &Case) -> String {
    let number = case.number.to_string();
    let surveys: Vec<_> = case.surveys.iter().filter_map(|id| customer.survey(*id)).collect();
    let topics = surveys.iter().filter_map(|survey| survey.interaction.topic.as_deref());
    let comments = surveys.iter().flat_map(|survey| &survey.comments);
    let comments = comments.filter_map(|comment| comment.words.as_deref());
    let said = case.said.iter().map(String::as_str);
    let done = case.resolutions.iter().map(|resolution| resolution.done.as_str());
    let deeds = case.promises.iter().filter_map(|promise| promise.deed.as_ref());
    let deeds = deeds.flat_map(|deed| [Some(deed.words.as_str()), deed.done.as_deref()]).flatten();
    let notes = case.history.iter().filter_map(|(_, what)| {
        if let HistoryWhat::Note { text, .. } = what { Some(text.as_str()) } else { None }
    });
    let all = [Some(number.as_str()), customer.name.as_deref()].into_iter().flatten();
    let all = all.chain(topics).chain(comments).chain(said).chain(done).chain(deeds).chain(notes);
    all.collect::<Vec<_>>().join("\n").to_lowercase()
}
