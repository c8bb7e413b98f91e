//! What happens, by names short enough for a table, and to whom of a customer it happens.

use amends_core::{
    action::{Action, Subject},
    case::Case,
    customer::Customer,
    engine::Deadline,
    event::Event,
    grammar,
    inbox::Item,
    place::{Content, MediaKind},
    policy::Policy,
    survey::{Stage, Survey},
};

/// What of a customer something happens to.
pub(super) enum About<'a> {
    Nothing,
    Survey(Option<&'a Survey>),
    Case(Option<&'a Case>),
    Item(Option<&'a Item>),
    /// All their surveys and their newest case.
    Customer,
}

/// What the timers of a case are called.
const OF_TIME: [&str; 16] = [
    "pause",
    "burst",
    "promise",
    "warn",
    "decision",
    "nudge",
    "call",
    "progress",
    "hold",
    "handover",
    "assist",
    "age",
    "waiting",
    "checking",
    "unreachable",
    "archive",
];
/// What the customer does, to their survey or their case.
const OF_CUSTOMER: [&str; 14] = [
    "a contact ends",
    "a contact goes on",
    "words",
    "a picture or voice",
    "a sticker",
    "what can't be copied",
    "an edit",
    "words are taken back",
    "an emoji",
    "words in a form",
    "the customer is gone",
    "the customer is back",
    "the customer is forgotten",
    "an apology",
];
/// What staff do in a case beside commands and buttons.
const OF_STAFF: [&str; 8] = [
    "staff say something",
    "staff edit",
    "staff take back",
    "staff react",
    "staff fill in a form",
    "the thread is closed",
    "a duplicate",
    "takes over",
];
/// What platforms answer.
const OF_PLATFORM: [&str; 2] = ["arrived", "refused"];
/// Two customers are one, or one is two.
const OF_TWO: [&str; 3] = ["merged", "split", "restored"];

/// What concerns promises.
pub(super) const OF_PROMISE: [&str; 14] = [
    "/kept",
    "/move",
    "/progress",
    "staff say something",
    "promise",
    "warn",
    "/resolve",
    "/close",
    "/reopen",
    "[Accept]",
    "a duplicate",
    "takes over",
    "merged",
    "the customer is forgotten",
];
/// What concerns offers.
pub(super) const OF_OFFER: [&str; 13] = [
    "/offer",
    "[MakeGood Send]",
    "[MakeGood Adjust]",
    "staff fill in a form",
    "[Offered yes]",
    "[Offered no]",
    "/delivered",
    "decision",
    "promise",
    "/resolve",
    "/close",
    "a duplicate",
    "the customer is forgotten",
];
/// What staff do about items of the inbox.
pub(super) const OF_ITEM: [&str; 13] = [
    "[Item Cause]",
    "[Item Is]",
    "[Item Praise]",
    "[Item NoAction]",
    "[Item Because]",
    "[Item Open]",
    "[Item Back]",
    "[Item Show]",
    "/inbox cause",
    "/inbox praise",
    "/inbox open",
    "/inbox no",
    "/inbox and what is none of these",
];
/// Buttons of surveys.
const ON_SURVEY: [&str; 7] =
    ["Rate", "Change", "NoTalk", "ContactMe", "OpenRecovery", "NoAction", "Tell"];
/// Buttons of cases.
const ON_CASE: [&str; 31] = [
    "Senior",
    "StillNeed",
    "Right Yes",
    "Right Partly",
    "Right No",
    "Offered yes",
    "Offered no",
    "GoOn yes",
    "GoOn no",
    "Take",
    "Join",
    "History",
    "WaitForAnswer",
    "Promise",
    "Progress",
    "HandOver",
    "Accept",
    "Return",
    "MakeGood Ask",
    "MakeGood Send",
    "MakeGood Adjust",
    "MakeGood Delivered",
    "CallSenior",
    "PutRight",
    "Reopen",
    "JustThanks",
    "CloseMistap",
    "Why",
    "Anyway",
    "NameCause",
    "TellInCase",
];
/// What is pressed about the customer.
const ON_CUSTOMER: [&str; 6] =
    ["Contact", "OpenFor", "Recommend", "NeedHelp", "Forget yes", "Forget no"];

fn button(name: &str) -> String {
    format!("[{name}]")
}

/// What may happen to a survey.
pub(super) fn of_survey() -> Vec<String> {
    let fixed = ["the same contact again", "survey", "put_away"].into_iter().chain(OF_CUSTOMER);
    let fixed = fixed.chain(OF_PLATFORM).chain(OF_TWO).map(str::to_owned);
    let commands = grammar::CUSTOMER.iter().map(|name| format!("{name} by the customer"));
    let buttons = ON_SURVEY.into_iter().chain(ON_CUSTOMER).map(button);
    fixed.chain(commands).chain(buttons).collect()
}

/// What may happen to a case.
pub(super) fn of_case() -> Vec<String> {
    let fixed = OF_TIME.into_iter().chain(OF_CUSTOMER).chain(OF_STAFF);
    let fixed = fixed.chain(OF_PLATFORM).chain(OF_TWO).map(str::to_owned);
    let commands = grammar::CASE.iter().map(|name| format!("/{name}"));
    let by_customer = grammar::CUSTOMER.iter().map(|name| format!("{name} by the customer"));
    let buttons = ON_CASE.into_iter().chain(ON_CUSTOMER).map(button);
    fixed.chain(commands).chain(by_customer).chain(buttons).collect()
}

/// What becomes due, and of what.
pub(super) fn due<'a>(
    customer: &'a Customer,
    policy: &Policy,
    wake: &Deadline,
) -> (Option<String>, About<'a>) {
    let name = Some(wake.kind.to_owned());
    let waits = |survey: &&Survey| match survey.stage {
        Stage::Planned { due } => due == wake.at,
        Stage::Asked { expires_at, remind_at } => {
            expires_at == wake.at || remind_at == Some(wake.at)
        }
        Stage::MaybeAsked { expires_at } => expires_at == wake.at,
        Stage::Answered { comment_until } => comment_until == wake.at,
        Stage::Suppressed { .. }
        | Stage::Sending
        | Stage::Expired
        | Stage::Superseded
        | Stage::Undeliverable { .. }
        | Stage::Finished
        | Stage::Erased => false,
    };
    let about = match wake.kind {
        "survey" => About::Survey(customer.surveys.iter().find(waits)),
        "put_away" => {
            let away = |survey: &&Survey| survey.put_away_at == Some(wake.at);
            About::Survey(customer.surveys.iter().find(away))
        }
        _ => {
            let may = |case: &Case| case.is_open() || OUTLIVE.contains(&wake.kind);
            let is_due = |case: &&Case| {
                may(case) && customer.next_wake_in(case.number, policy) == Some(wake.at)
            };
            About::Case(customer.cases.iter().find(is_due))
        }
    };
    (name, about)
}

/// What happens, and to what.
pub(super) fn told<'a>(customer: &'a Customer, event: &Event) -> (Option<String>, About<'a>) {
    let both = About::Customer;
    let of = |number| About::Case(customer.case(number));
    let (name, about) = match event {
        Event::InteractionEnded { interaction, .. } => {
            let same =
                customer.surveys.iter().find(|survey| survey.interaction.id == interaction.id);
            match same {
                Some(survey) => ("the same contact again", About::Survey(Some(survey))),
                None => ("a contact ends", both),
            }
        }
        Event::InteractionReopened { .. } => ("a contact goes on", both),
        Event::Pressed { action, .. } => {
            return (Some(button(&pressed(*action))), touched(customer, action.subject()));
        }
        Event::CustomerWrote { form: Some(_), .. } => ("words in a form", both),
        Event::CustomerWrote { content, .. } => return (Some(typed(content)), both),
        Event::CustomerEdited { .. } => ("an edit", both),
        Event::CustomerDeleted { .. } => ("words are taken back", both),
        Event::CustomerReacted { .. } => ("an emoji", both),
        Event::CustomerReachable { .. } => ("the customer is back", both),
        Event::CustomerUnreachable { .. } => ("the customer is gone", both),
        Event::ErasureConfirmed => ("the customer is forgotten", both),
        Event::StaffWrote { case, form: Some(_), .. } => ("staff fill in a form", of(*case)),
        Event::StaffWrote { case, content, .. } => return (Some(said(content)), of(*case)),
        Event::StaffDeleted { case, .. } => ("staff take back", of(*case)),
        Event::StaffReacted { case, .. } => ("staff react", of(*case)),
        Event::StaffEdited { case, .. } => ("staff edit", of(*case)),
        Event::ThreadClosed { case, .. } => ("the thread is closed", of(*case)),
        Event::Apologise { .. } => ("an apology", both),
        Event::Merged { .. } => ("merged", both),
        Event::Split { .. } => ("split", both),
        Event::Restored { .. } => ("restored", both),
        Event::Duplicate { asked, .. } => ("a duplicate", of(asked.case)),
        Event::TakesOver { case, .. } => ("takes over", of(*case)),
        Event::Settled { purpose, fate, .. } => {
            let name = if fate.is_ok() { "arrived" } else { "refused" };
            (name, touched(customer, purpose.about()))
        }
        Event::StaffOnItem { item, said, .. } => {
            return (Some(inbox(said)), About::Item(customer.item(*item)));
        }
        // They change nothing, hang on causes alone, or are about what this simulation has not.
        // Or nothing was due.
        Event::ReceiptShown { .. }
        | Event::DeletionsEnded
        | Event::CauseFixed { .. }
        | Event::DeadlineReached
        | Event::LookedUp { .. } => return (None, About::Nothing),
    };
    (Some(name.to_owned()), about)
}

fn touched(customer: &Customer, subject: Subject) -> About<'_> {
    match subject {
        Subject::Survey(survey) => About::Survey(customer.survey(survey)),
        Subject::Case(case) => About::Case(customer.case(case)),
        Subject::Customer(_) => About::Customer,
        Subject::Item(item) => About::Item(customer.item(item)),
        Subject::Presser | Subject::Business => About::Nothing,
    }
}

/// What a button is called.
fn pressed(action: Action) -> String {
    let answered = |yes| if yes { " yes" } else { " no" };
    let detail = if let Action::Right { verdict, .. } = action {
        format!(" {verdict:?}")
    } else if let Action::MakeGood { does, .. } = action {
        format!(" {does:?}")
    } else if let Action::Offered { yes, .. }
    | Action::GoOn { yes, .. }
    | Action::Forget { yes, .. } = action
    {
        answered(yes).to_owned()
    } else {
        String::new()
    };
    if let Action::Item { does, .. } = action {
        let does = format!("{does:?}");
        return format!("Item {}", does.split('(').next().unwrap_or_default());
    }
    let name = format!("{action:?}");
    format!("{}{detail}", name.split(' ').next().unwrap_or_default())
}

/// What staff say about an item.
fn inbox(said: &str) -> String {
    let what = said.split_whitespace().next().unwrap_or_default().to_lowercase();
    let known = ["cause", "praise", "open", "no"].into_iter().find(|name| *name == what);
    format!("/inbox {}", known.unwrap_or("and what is none of these"))
}

/// What the customer writes.
fn typed(content: &Content) -> String {
    match content {
        Content::Media { kind: MediaKind::Sticker, .. } => "a sticker".to_owned(),
        Content::Media { .. } => "a picture or voice".to_owned(),
        Content::Unsupported => "what can't be copied".to_owned(),
        Content::Text(text) | Content::Styled { text, .. } => match grammar::command(text) {
            Some(name) if grammar::CUSTOMER.contains(&name) => format!("{name} by the customer"),
            Some(_) | None => "words".to_owned(),
        },
    }
}

/// What staff write.
fn said(content: &Content) -> String {
    let command = content.words().and_then(grammar::command);
    match command.filter(|name| grammar::CASE.contains(name)) {
        Some(name) => format!("/{name}"),
        None => "staff say something".to_owned(),
    }
}

/// Why a survey that stands so never meets this.
pub(super) fn unmet_by_survey(state: &str, event: &str) -> Option<Why> {
    let waits = ["planned", "asked", "maybe asked", "answered"].contains(&state);
    let of_them = ON_CUSTOMER.map(button).iter().any(|name| name == event);
    Some(match (event, state) {
        ("survey", _) if !waits => Why::Never("no timer runs"),
        ("arrived" | "refused", "none") => Why::Seldom("it is another one's by now"),
        ("the same contact again" | "put_away", "none") => Why::Never("there is none"),
        (_, "none") if event.starts_with('[') && !of_them => Why::Never("there is none"),
        ("an apology", "erased") => Why::Seldom("nobody says sorry to whoever is forgotten"),
        ("[OpenFor]", "none") => Why::Seldom("whoever wrote was asked before, mostly"),
        ("put_away", "planned" | "sending") => Why::Never("nothing was put there"),
        ("put_away", state) if !["asked", "answered"].contains(&state) => {
            Why::Seldom("the thread goes first, unless admins set all timers anew")
        }
        ("restored", state) if state != "none" => Why::Never("whoever was taken in has nothing"),
        ("the same contact again", "erased") => Why::Never("nothing tells which contact it was"),
        (_, _) => return None,
    })
}

/// Why a case that stands so never meets this.
pub(super) fn unmet_by_case(state: &str, event: &str) -> Option<Why> {
    let of_customer = OF_CUSTOMER.contains(&event) || event.ends_with("by the customer");
    let beside = BESIDE.contains(&state);
    Some(match (event, state) {
        ("restored", state) if state != "none" => Why::Never("whoever was taken in has nothing"),
        ("restored" | "merged" | "split", _) => return None,
        (event, _) if ON_CUSTOMER.map(button).iter().any(|name| name == event) => return None,
        ("arrived" | "refused", "none") => Why::Seldom("it was forgotten, or is another one's"),
        (_, "none") if !of_customer => Why::Never("there is none"),
        // Whether a timer runs hangs on the stage, which is looked at for itself.
        ("handover", "handed over") | ("pause", "paused") | ("unreachable", "unreachable") => {
            return None;
        }
        (event, "unreachable") if !GO_ON.contains(&event) && OF_TIME.contains(&event) => {
            Why::Never("it waits for them")
        }
        (event, _) if beside && OF_TIME.contains(&event) => Why::Seldom("it hangs on the stage"),
        (event, "closed") if OF_TIME.contains(&event) && !OUTLIVE.contains(&event) => {
            Why::Never("it is over")
        }
        ("nudge" | "call", state) if !beside && state != "open" => Why::Never("somebody has it"),
        ("handover", "open") => Why::Never("nobody has it who could hand it over"),
        ("assist", state) if !beside && state != "working" => {
            Why::Seldom("it was asked while somebody worked on it")
        }
        ("progress" | "hold", state) if !beside && state != "working" => {
            Why::Never("nobody owes a word")
        }
        ("waiting", state) if state != "waiting" => Why::Never("it is not the customer's turn"),
        ("checking", state) if state != "checking" => Why::Never("nobody is asked"),
        ("archive", state) if state != "closed" => Why::Never("it goes on"),
        ("age", "checking") => Why::Never("nobody higher could do anything"),
        ("decision", "checking") => Why::Never("it is not resolved before that"),
        ("a duplicate", "closed") => Why::Never("it is over"),
        ("takes over", "closed" | "checking") => Why::Never("only one that is worked on goes on"),
        (_, _) => return None,
    })
}

/// Why two do not meet, or need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// They cannot.
    Never(&'static str),
    /// They can, too seldom to wait for it.
    Seldom(&'static str),
}

/// What a case is beside its stage.
const BESIDE: [&str; 3] = ["handed over", "unreachable", "paused"];
/// Timers that go on while the customer can't be reached.
const GO_ON: [&str; 5] = ["burst", "warn", "handover", "assist", "pause"];
/// Timers that a closed case may have.
const OUTLIVE: [&str; 3] = ["archive", "warn", "promise"];

/// Why a promise or an offer that stands so never meets this.
pub(super) fn unmet_by_deed(state: &str, event: &str) -> Option<Why> {
    match (event, state) {
        ("decision", "dropped") => Some(Why::Seldom("it is about another one")),
        ("a duplicate", "dropped") => Some(Why::Seldom("it was over, and is open again")),
        (_, _) => None,
    }
}
