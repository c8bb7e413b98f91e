//! What a pressed button asks for, and the short code that travels in its data.
//!
//! A code is no proof of anything: who pressed and whether they may is decided when it arrives.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

mod admin;
mod item;
mod offer;
mod side;
mod verdict;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::{admin::AdminDoes, item::ItemDoes, offer::OfferDoes, verdict::Verdict};
use crate::{
    ids::{CaseNumber, CustomerId, ItemNumber, SurveyId},
    incident::IncidentNumber,
    lang::Lang,
    recommending::Recommends,
    scale::Scale,
};

/// What a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The customer rates: the value of an option on the survey's own scale.
    Rate { survey: SurveyId, value: u8 },
    /// The customer wants to change their answer.
    Change { survey: SurveyId },
    /// The customer wants no reply.
    NoTalk { survey: SurveyId },
    /// The customer wants to be contacted.
    ContactMe { survey: SurveyId },
    /// The customer asks for somebody senior.
    Senior { case: CaseNumber },
    /// The customer still needs help.
    StillNeed { case: CaseNumber },
    /// The customer answers "Did we put it right?" after the resolution with this count.
    Right { case: CaseNumber, resolution: u16, verdict: Verdict },
    /// The customer wants what is offered, by the number of the offer, or not.
    Offered { case: CaseNumber, offer: u32, yes: bool },
    /// The customer came back and wants to go on, or not.
    GoOn { case: CaseNumber, yes: bool },
    /// Staff take the case.
    Take { case: CaseNumber },
    /// Staff join the conversation.
    Join { case: CaseNumber },
    /// Staff want to see what happened so far.
    History { case: CaseNumber },
    /// Staff say that it is the customer's turn.
    WaitForAnswer { case: CaseNumber },
    /// Staff promise something, in a form.
    Promise { case: CaseNumber },
    /// Staff tell how it stands, in a form.
    Progress { case: CaseNumber },
    /// Staff hand the case over, in a form.
    HandOver { case: CaseNumber },
    /// The colleague to whom it is handed over has it from now on.
    Accept { case: CaseNumber },
    /// They give it back, with a reason, in a form.
    Return { case: CaseNumber },
    /// Staff do something about an offer, by its number; about none, if they make one.
    MakeGood { case: CaseNumber, offer: u32, does: OfferDoes },
    /// Staff call somebody senior.
    CallSenior { case: CaseNumber },
    /// Staff say that it is put right.
    PutRight { case: CaseNumber },
    /// Staff open a closed or resolved case again.
    Reopen { case: CaseNumber },
    /// Staff say that it was only a thank-you.
    JustThanks { case: CaseNumber },
    /// Staff close a case that was a slip of the finger.
    CloseMistap { case: CaseNumber },
    /// Staff say why it went wrong, in a form.
    Why { case: CaseNumber },
    /// Staff resolve a case although something is missing; they may be asked why.
    Anyway { case: CaseNumber },
    /// Staff say what went wrong in a case that they resolve, by what stands for its name.
    NameCause { case: CaseNumber, cause: u32 },
    /// Staff open a case from the feed.
    OpenRecovery { survey: SurveyId },
    /// Staff have nothing to do about a feed item.
    NoAction { survey: SurveyId },
    /// Staff do something about an item of the inbox.
    Item { item: ItemNumber, does: ItemDoes },
    /// The customer wants to be contacted, about words that belong to no survey.
    Contact { customer: CustomerId },
    /// Staff open a case for a customer whose words belong to no survey.
    OpenFor { customer: CustomerId },
    /// The customer wants to tell more about an answer, in a form.
    Tell { survey: SurveyId },
    /// The customer wants to tell more in their case, in a form.
    TellInCase { case: CaseNumber },
    /// The customer wants everything about them erased, or not after all.
    Forget { customer: CustomerId, yes: bool },
    /// The customer would recommend the business, or already did, or not.
    Recommend { customer: CustomerId, asked: Recommends, yes: bool },
    /// The customer needs help with something for which we said sorry first.
    NeedHelp { customer: CustomerId, incident: IncidentNumber },
    /// Anybody wants to complain, in a form.
    Complain,
    /// Anybody wants to be asked.
    Feedback,
    /// Anybody was given a code, and writes it into a form.
    Code,
    /// An admin answers something, or takes something back: by the number of what it is about.
    Admin { does: AdminDoes, nr: u32 },
    /// An admin tries the question: an option of a scale, in a language.
    Trial { scale: Scale, value: u8, lang: Lang },
}

/// What an action is about, so that it can be brought to the right customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A survey.
    Survey(SurveyId),
    /// A recovery case.
    Case(CaseNumber),
    /// A customer.
    Customer(CustomerId),
    /// An item of the inbox.
    Item(ItemNumber),
    /// Whoever presses.
    Presser,
    /// The business.
    Business,
}

impl Action {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match *self {
            Self::Rate { survey, .. }
            | Self::Change { survey }
            | Self::NoTalk { survey }
            | Self::ContactMe { survey }
            | Self::OpenRecovery { survey }
            | Self::NoAction { survey }
            | Self::Tell { survey } => Subject::Survey(survey),
            Self::Senior { case }
            | Self::StillNeed { case }
            | Self::Right { case, .. }
            | Self::GoOn { case, .. }
            | Self::Offered { case, .. }
            | Self::MakeGood { case, .. }
            | Self::Take { case }
            | Self::Join { case }
            | Self::History { case }
            | Self::WaitForAnswer { case }
            | Self::Promise { case }
            | Self::Progress { case }
            | Self::HandOver { case }
            | Self::Accept { case }
            | Self::Return { case }
            | Self::CallSenior { case }
            | Self::PutRight { case }
            | Self::Reopen { case }
            | Self::JustThanks { case }
            | Self::CloseMistap { case }
            | Self::Why { case }
            | Self::Anyway { case }
            | Self::NameCause { case, .. }
            | Self::TellInCase { case } => Subject::Case(case),
            Self::Contact { customer }
            | Self::OpenFor { customer }
            | Self::Recommend { customer, .. }
            | Self::NeedHelp { customer, .. }
            | Self::Forget { customer, .. } => Subject::Customer(customer),
            Self::Item { item, .. } => Subject::Item(item),
            Self::Complain | Self::Feedback | Self::Code => Subject::Presser,
            Self::Admin { .. } | Self::Trial { .. } => Subject::Business,
        }
    }

    /// The code that travels in the button's data: at most 40 characters of `A-Za-z0-9.`.
    pub fn code(&self) -> String {
        let about = match self.subject() {
            Subject::Survey(survey) => survey.to_string(),
            Subject::Case(case) => case.0.to_string(),
            Subject::Customer(customer) => customer.to_string(),
            Subject::Item(item) => item.0.to_string(),
            Subject::Presser | Subject::Business => String::new(),
        };
        match self {
            Self::Rate { value, .. } => format!("a.{about}.{value}"),
            Self::Right { resolution, verdict, .. } => {
                format!("v.{about}.{resolution}{}", verdict.code())
            }
            Self::GoOn { yes, .. } => format!("g.{about}.{}", if *yes { "y" } else { "n" }),
            Self::Offered { offer, yes, .. } => {
                format!("o.{about}.{offer}{}", if *yes { "y" } else { "n" })
            }
            Self::MakeGood { offer, does, .. } => format!("Y.{about}.{offer}{}", does.code()),
            Self::Change { .. } => format!("c.{about}"),
            Self::NoTalk { .. } => format!("n.{about}"),
            Self::ContactMe { .. } => format!("m.{about}"),
            Self::Senior { .. } => format!("s.{about}"),
            Self::StillNeed { .. } => format!("h.{about}"),
            Self::Take { .. } => format!("T.{about}"),
            Self::Join { .. } => format!("J.{about}"),
            Self::History { .. } => format!("H.{about}"),
            Self::WaitForAnswer { .. } => format!("W.{about}"),
            Self::Promise { .. } => format!("U.{about}"),
            Self::Progress { .. } => format!("G.{about}"),
            Self::HandOver { .. } => format!("A.{about}"),
            Self::Accept { .. } => format!("L.{about}"),
            Self::Return { .. } => format!("B.{about}"),
            Self::CallSenior { .. } => format!("S.{about}"),
            Self::PutRight { .. } => format!("P.{about}"),
            Self::Reopen { .. } => format!("R.{about}"),
            Self::JustThanks { .. } => format!("K.{about}"),
            Self::CloseMistap { .. } => format!("M.{about}"),
            Self::Why { .. } => format!("Q.{about}"),
            Self::Anyway { .. } => format!("V.{about}"),
            Self::NameCause { cause, .. } => format!("X.{about}.{cause}"),
            Self::OpenRecovery { .. } => format!("O.{about}"),
            Self::NoAction { .. } => format!("N.{about}"),
            Self::Item { does, .. } => format!("I.{about}.{}", does.code()),
            Self::Contact { .. } => format!("C.{about}"),
            Self::OpenFor { .. } => format!("F.{about}"),
            Self::Tell { .. } => format!("w.{about}"),
            Self::TellInCase { .. } => format!("y.{about}"),
            Self::Forget { yes, .. } => format!("x.{about}.{}", if *yes { "y" } else { "n" }),
            Self::Recommend { asked, yes, .. } => {
                format!("e.{about}.{}{}", asked.code(), if *yes { "y" } else { "n" })
            }
            Self::NeedHelp { incident, .. } => format!("i.{about}.{}", incident.0),
            Self::Complain => "p.c".to_owned(),
            Self::Feedback => "p.f".to_owned(),
            Self::Code => "p.k".to_owned(),
            Self::Admin { does, nr } => format!("d.{nr}.{}", does.code()),
            Self::Trial { scale, value, lang } => {
                format!("t.{}{}.{value}", scale.name(), lang.code())
            }
        }
    }

    /// Whether it asks for a form, so that it is no button where the platform has none.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::Tell { .. } | Self::TellInCase { .. } | Self::Complain | Self::Code)
    }

    /// Reads a code; anything else is none.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split('.');
        let (verb, about, detail) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() {
            return None;
        }
        let survey = || simple_uuid(about).map(SurveyId);
        let case = || plain_number(about).map(CaseNumber);
        if let (None, Some(case)) = (detail, case())
            && let Some(action) = Self::of_staff(verb, case)
        {
            return Some(action);
        }
        Some(match (verb, detail) {
            ("a", Some(value)) => {
                Self::Rate { survey: survey()?, value: u8::try_from(plain_number(value)?).ok()? }
            }
            ("v", Some(detail)) => {
                let (count, verdict) = detail.split_at_checked(detail.len().checked_sub(1)?)?;
                let resolution = u16::try_from(plain_number(count)?).ok()?;
                Self::Right { case: case()?, resolution, verdict: Verdict::parse(verdict)? }
            }
            ("o", Some(detail)) => {
                let (offer, yes) = numbered(detail)?;
                let yes = match yes {
                    "y" => true,
                    "n" => false,
                    _ => return None,
                };
                Self::Offered { case: case()?, offer, yes }
            }
            ("Y", Some(detail)) => {
                let (offer, does) = numbered(detail)?;
                Self::MakeGood { case: case()?, offer, does: OfferDoes::parse(does)? }
            }
            ("X", Some(sum)) => Self::NameCause { case: case()?, cause: plain_number(sum)? },
            ("I", Some(does)) => {
                let item =
                    ItemNumber(about.parse().ok().filter(|it: &u64| it.to_string() == about)?);
                Self::Item { item, does: ItemDoes::parse(does)? }
            }
            ("g", Some("y")) => Self::GoOn { case: case()?, yes: true },
            ("g", Some("n")) => Self::GoOn { case: case()?, yes: false },
            ("c", None) => Self::Change { survey: survey()? },
            ("n", None) => Self::NoTalk { survey: survey()? },
            ("m", None) => Self::ContactMe { survey: survey()? },
            ("s", None) => Self::Senior { case: case()? },
            ("h", None) => Self::StillNeed { case: case()? },
            ("O", None) => Self::OpenRecovery { survey: survey()? },
            ("N", None) => Self::NoAction { survey: survey()? },
            ("w", None) => Self::Tell { survey: survey()? },
            ("y", None) => Self::TellInCase { case: case()? },
            ("p", None) if about == "c" => Self::Complain,
            ("p", None) if about == "f" => Self::Feedback,
            ("p", None) if about == "k" => Self::Code,
            ("d", Some(does)) => {
                Self::Admin { does: AdminDoes::parse(does)?, nr: plain_number(about)? }
            }
            ("t", Some(value)) => {
                let (scale, lang) = about.split_at_checked(about.len().checked_sub(2)?)?;
                let scale = Scale::ALL.into_iter().find(|known| known.name() == scale)?;
                let value = u8::try_from(plain_number(value)?).ok()?;
                Self::Trial { scale, value, lang: Lang::parse(lang)? }
            }
            _ => return Self::of_customer(verb, about, detail),
        })
    }

    /// What is about a customer, by the letter of it.
    fn of_customer(verb: &str, about: &str, detail: Option<&str>) -> Option<Self> {
        let customer = simple_uuid(about).map(CustomerId)?;
        Some(match (verb, detail) {
            ("C", None) => Self::Contact { customer },
            ("F", None) => Self::OpenFor { customer },
            ("x", Some(detail @ ("y" | "n"))) => Self::Forget { customer, yes: detail == "y" },
            ("e", Some(detail)) => {
                let (asked, yes) = verdict::recommends(detail)?;
                Self::Recommend { customer, asked, yes }
            }
            ("i", Some(number)) => {
                let incident = IncidentNumber(u16::try_from(plain_number(number)?).ok()?);
                Self::NeedHelp { customer, incident }
            }
            _ => return None,
        })
    }

    /// What staff do about a case, by the letter of it.
    fn of_staff(verb: &str, case: CaseNumber) -> Option<Self> {
        Some(match verb {
            "T" => Self::Take { case },
            "J" => Self::Join { case },
            "H" => Self::History { case },
            "W" => Self::WaitForAnswer { case },
            "U" => Self::Promise { case },
            "G" => Self::Progress { case },
            "A" => Self::HandOver { case },
            "L" => Self::Accept { case },
            "B" => Self::Return { case },
            "S" => Self::CallSenior { case },
            "P" => Self::PutRight { case },
            "R" => Self::Reopen { case },
            "K" => Self::JustThanks { case },
            "M" => Self::CloseMistap { case },
            "Q" => Self::Why { case },
            "V" => Self::Anyway { case },
            _ => return None,
        })
    }
}

/// Reads exactly the 32 lower-case hexadecimal digits that [`Action::code`] writes.
fn simple_uuid(text: &str) -> Option<Uuid> {
    let strict = text.len() == 32
        && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if strict { Uuid::try_parse(text).ok() } else { None }
}

/// Reads a number with one letter behind it.
fn numbered(detail: &str) -> Option<(u32, &str)> {
    let (number, letter) = detail.split_at_checked(detail.len().checked_sub(1)?)?;
    Some((plain_number(number)?, letter))
}

/// Reads a number without sign, space or leading nought.
fn plain_number(text: &str) -> Option<u32> {
    let strict = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if strict { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::too_many_lines, reason = "one line for each action")]
    #[test]
    fn every_code_reads_back_and_fits_into_telegrams_64_bytes() {
        let (survey, case) = (SurveyId(Uuid::from_u128(u128::MAX)), CaseNumber(u32::MAX));
        let mut actions = vec![
            Action::Rate { survey, value: 10 },
            Action::Change { survey },
            Action::NoTalk { survey },
            Action::ContactMe { survey },
            Action::Senior { case },
            Action::StillNeed { case },
            Action::GoOn { case, yes: true },
            Action::GoOn { case, yes: false },
            Action::Recommend {
                customer: CustomerId(survey.0),
                asked: Recommends::Would,
                yes: true,
            },
            Action::Recommend {
                customer: CustomerId(survey.0),
                asked: Recommends::Did,
                yes: false,
            },
            Action::Offered { case, offer: u32::MAX, yes: true },
            Action::Offered { case, offer: 1, yes: false },
            Action::Take { case },
            Action::Join { case },
            Action::History { case },
            Action::WaitForAnswer { case },
            Action::CallSenior { case },
            Action::PutRight { case },
            Action::Reopen { case },
            Action::JustThanks { case },
            Action::CloseMistap { case },
            Action::Why { case },
            Action::Anyway { case },
            Action::NameCause { case, cause: u32::MAX },
            Action::OpenRecovery { survey },
            Action::NoAction { survey },
            Action::Contact { customer: CustomerId(survey.0) },
            Action::OpenFor { customer: CustomerId(survey.0) },
            Action::NeedHelp { customer: CustomerId(survey.0), incident: IncidentNumber(u16::MAX) },
            Action::Forget { customer: CustomerId(survey.0), yes: true },
            Action::Forget { customer: CustomerId(survey.0), yes: false },
            Action::Tell { survey },
            Action::TellInCase { case },
            Action::Complain,
            Action::Feedback,
            Action::Code,
        ];
        let does = [
            AdminDoes::Undo,
            AdminDoes::Confirm,
            AdminDoes::Cancel,
            AdminDoes::CheckAgain,
            AdminDoes::Test,
            AdminDoes::StartAsking,
            AdminDoes::PauseAsking,
            AdminDoes::WriteAgain,
            AdminDoes::Preview,
        ];
        for does in ItemDoes::samples() {
            actions.push(Action::Item { item: ItemNumber(u64::MAX), does });
        }
        for scale in Scale::ALL {
            actions.push(Action::Trial { scale, value: 10, lang: Lang::RO });
        }
        for does in does {
            actions.push(Action::Admin { does, nr: u32::MAX });
        }
        for verdict in [Verdict::Yes, Verdict::Partly, Verdict::No] {
            actions.push(Action::Right { case, resolution: u16::MAX, verdict });
        }
        for action in actions {
            let code = action.code();
            assert_eq!(Action::parse(&code), Some(action), "{code}");
            // Twelve more characters of authentication are added by the adapter.
            assert!(code.len() <= 40, "{code} is too long");
        }
    }

    #[test]
    fn strange_codes_are_refused() {
        for code in ["", "a", "a.1.3", "T.-1", "T.007", "T.1.1", "v.1001.0", "v.1001.é", "x.1001"]
        {
            assert_eq!(Action::parse(code), None, "{code}");
        }
    }
}
