//! Who may do what: `CONVERSATIONS` 4.6, written once. Every command of the grammar and every button
//! has its row.

use amends_core::{
    action::{Action, OfferDoes},
    grammar::{ADMIN, BUSINESS, CASE, CUSTOMER, of_admins},
};

use crate::{
    people::Who::{
        self, Admin, Agent, Customer, Director, Former, OtherCustomer, OtherGroup, Senior,
    },
    stage::Stage,
};

/// Whose right something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// Everybody's, as a customer and for themselves: answer, complain, stop.
    Everybodys,
    /// The customer's whom it is about.
    Theirs,
    /// That of the colleague whom a case is handed to.
    HandedTos,
    /// Staff's.
    Staffs,
    /// That of staff from level 2 on.
    Seniors,
    /// That of staff of level 3.
    Directors,
    /// Admins'.
    Admins,
    /// Staff's, and admins'.
    StaffsAndAdmins,
    /// That of staff from level 2 on, and of admins.
    SeniorsAndAdmins,
}

/// Whether somebody may. Bots, those who hide behind a group or a channel, and people of other
/// groups and servers have no right but to press what is for everybody.
pub(crate) fn may(who: Who, right: Right, deed: Deed) -> bool {
    let is_named =
        matches!(who, Customer | OtherCustomer | Agent | Senior | Director | Admin | Former);
    match right {
        Right::Everybodys => is_named || (who == OtherGroup && deed == Deed::Button),
        Right::Theirs => who == Customer,
        Right::HandedTos => who == Agent,
        Right::Staffs => matches!(who, Agent | Senior | Director),
        Right::Seniors => matches!(who, Senior | Director),
        Right::Directors => who == Director,
        Right::Admins => who == Admin,
        Right::StaffsAndAdmins => matches!(who, Agent | Senior | Director | Admin),
        Right::SeniorsAndAdmins => matches!(who, Senior | Director | Admin),
    }
}

/// How something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// By giving a command.
    Command,
    /// By pressing a button.
    Button,
}

/// A command, whose right it is, and where the story stands when it is given.
pub(crate) struct Row(pub(crate) &'static str, pub(crate) Right, pub(crate) Stage);

/// Commands.
const COMMANDS: [Row; 97] = [
    Row("/start", Right::Everybodys, Stage::Happy),
    Row("/feedback", Right::Everybodys, Stage::Happy),
    Row("/complain late again", Right::Everybodys, Stage::Happy),
    Row("/status", Right::Everybodys, Stage::Open),
    Row("/language ro", Right::Everybodys, Stage::Happy),
    Row("/stop", Right::Everybodys, Stage::Happy),
    Row("/resume", Right::Everybodys, Stage::Happy),
    Row("/link", Right::Everybodys, Stage::Happy),
    Row("/board", Right::Everybodys, Stage::Happy),
    Row("/privacy", Right::Everybodys, Stage::Happy),
    Row("/mydata", Right::Everybodys, Stage::Happy),
    Row("/forget", Right::Everybodys, Stage::Happy),
    Row("/take R-1001", Right::Staffs, Stage::Open),
    // Taking over what somebody else has.
    Row("/take R-1001", Right::Seniors, Stage::Held),
    Row("/join R-1001", Right::Staffs, Stage::Held),
    Row("/leave R-1001", Right::Staffs, Stage::Joined),
    Row("/note R-1001 ask Ion", Right::Staffs, Stage::Working),
    Row("/say R-1001 we are on it", Right::Staffs, Stage::Joined),
    Row("/promise R-1001 +1h a new card", Right::Staffs, Stage::Joined),
    Row("/kept R-1001 handed over", Right::Staffs, Stage::Promised),
    Row("/move R-1001 +3h the printer broke", Right::Staffs, Stage::Promised),
    Row("/progress R-1001 it is printing next +1h", Right::Staffs, Stage::Joined),
    Row("/handover R-1001 @katrin Done: apologised. Next: call.", Right::Staffs, Stage::Joined),
    Row("/assist R-1001 @katrin by +1h which plate?", Right::Staffs, Stage::Joined),
    Row("/transcript R-1001", Right::Seniors, Stage::Working),
    Row("/offer R-1001 12.50 free delivery", Right::Staffs, Stage::Joined),
    Row("/delivered R-1001", Right::Staffs, Stage::Accepted),
    Row("/resolve R-1001 right dish served today", Right::Staffs, Stage::Joined),
    Row("/why R-1001 2 recurring ours", Right::Staffs, Stage::Open),
    Row("/cause R-1001 late", Right::Staffs, Stage::Open),
    Row("/cause R-1001 new broken oven", Right::Staffs, Stage::Open),
    Row("/cause new broken oven", Right::StaffsAndAdmins, Stage::Open),
    Row("/close R-1001 it was a joke", Right::Seniors, Stage::Working),
    Row("/duplicate R-1001 of R-1002", Right::Staffs, Stage::Working),
    Row("/tastes R-1001 no alcohol", Right::Staffs, Stage::Open),
    Row("/flag R-1001", Right::Staffs, Stage::Open),
    Row("/pause R-1001 30m", Right::Staffs, Stage::Joined),
    Row("/undo R-1001", Right::Staffs, Stage::Joined),
    Row("/find soup", Right::Staffs, Stage::Open),
    Row("/reopen R-1001", Right::Staffs, Stage::Closed),
    Row("/escalate R-1001 she is angry", Right::Staffs, Stage::Working),
    Row("/cases", Right::Staffs, Stage::Open),
    Row("/cases late", Right::Staffs, Stage::Open),
    Row("/cases R-1001", Right::Staffs, Stage::Open),
    Row("/inbox", Right::Staffs, Stage::Happy),
    Row("/report", Right::StaffsAndAdmins, Stage::Happy),
    Row("/report money", Right::SeniorsAndAdmins, Stage::Happy),
    Row("/duty on until 18:00", Right::Staffs, Stage::Open),
    Row("/duty off", Right::Staffs, Stage::Open),
    Row("/duty who", Right::Staffs, Stage::Open),
    Row("/duty rota", Right::StaffsAndAdmins, Stage::Open),
    Row("/duty rota mon-fri 09:00-17:00", Right::Staffs, Stage::Open),
    Row("/duty rota @anna mon-fri 09:00-17:00", Right::StaffsAndAdmins, Stage::Open),
    Row("/duty rota @katrin mon-fri 09:00-17:00", Right::SeniorsAndAdmins, Stage::Open),
    Row("/duty call on", Right::Directors, Stage::Open),
    Row("/done", Right::Staffs, Stage::Open),
    Row("/merge R-1001 with C-5512", Right::Seniors, Stage::Open),
    Row("/merge undo R-1001", Right::Seniors, Stage::Open),
    Row("/sorry R-1001 what: it was late fix: we hurry", Right::Seniors, Stage::Open),
    Row("/sorry since 00:00 what: it was late fix: we hurry", Right::Seniors, Stage::Open),
    Row("/sorry", Right::Seniors, Stage::Open),
    Row("/zone", Right::Admins, Stage::Open),
    Row("/zone Europe/Paris", Right::Admins, Stage::Open),
    Row("/hours mon-fri 09:00-21:00", Right::Admins, Stage::Open),
    Row("/language default ro", Right::Admins, Stage::Open),
    Row("/scale csat5", Right::Admins, Stage::Open),
    Row("/ask gap 2h", Right::Admins, Stage::Open),
    Row("/reply within 5m", Right::Admins, Stage::Open),
    Row("/role", Right::Admins, Stage::Open),
    Row("/role list", Right::Admins, Stage::Open),
    Row("/role add @mihai senior", Right::Admins, Stage::Open),
    Row("/role add @ion admin", Right::Admins, Stage::Open),
    Row("/role remove @mihai", Right::Admins, Stage::Open),
    Row("/role map 10 senior", Right::Admins, Stage::Open),
    Row("/audit", Right::Admins, Stage::Open),
    Row("/setup", Right::Admins, Stage::Open),
    Row("/health", Right::Admins, Stage::Open),
    Row("/test happy ro", Right::Admins, Stage::Open),
    Row("/wording", Right::Admins, Stage::Open),
    Row("/wording set ask ro Cum a fost?", Right::Admins, Stage::Open),
    Row("/wording set ask ro", Right::Admins, Stage::Open),
    Row("/wording variant ask ro", Right::Admins, Stage::Open),
    Row("/authority agent 30.00 EUR", Right::Admins, Stage::Open),
    Row("/makegood list", Right::Admins, Stage::Open),
    Row("/signals", Right::Admins, Stage::Open),
    Row("/signals feedback off", Right::Admins, Stage::Open),
    Row("/webhook new helpdesk", Right::Admins, Stage::Open),
    Row("/qr till2", Right::Admins, Stage::Open),
    Row("/value", Right::Admins, Stage::Open),
    Row("/retention", Right::Admins, Stage::Open),
    Row("/retention answers 400d", Right::Admins, Stage::Open),
    Row("/export csv 2026-11", Right::Admins, Stage::Open),
    Row("/cause", Right::StaffsAndAdmins, Stage::Open),
    Row("/cause own late @katrin 30.11.", Right::Admins, Stage::Open),
    Row("/cause late", Right::Staffs, Stage::Open),
    Row("/why R-1001", Right::SeniorsAndAdmins, Stage::Open),
    Row("/why @dana", Right::SeniorsAndAdmins, Stage::Open),
];

/// Every command with its row.
pub(crate) fn commands() -> Vec<(String, Right, Stage)> {
    let known = || CUSTOMER.iter().chain(&CASE).chain(&BUSINESS).chain(&ADMIN);
    let name = |text: &str| text.trim_start_matches('/').split(' ').next().unwrap().to_owned();
    for command in known() {
        let has_row = COMMANDS.iter().any(|Row(text, ..)| name(text) == *command);
        assert!(has_row, "/{command} has no row in the table of rights");
    }
    let row = |Row(text, right, stage): &Row| {
        let is_known = known().any(|command| *command == name(text)) || of_admins(text).is_some();
        assert!(is_known, "nothing carries out {text}, which has a row in the table of rights");
        ((*text).to_owned(), *right, *stage)
    };
    COMMANDS.iter().map(row).collect()
}

/// Whose right a button is, and where the story stands when it is pressed. A new button does not
/// compile until it is named here.
pub(crate) fn of_button(action: Action) -> (Right, Stage) {
    match action {
        Action::Complain | Action::Feedback | Action::Code => (Right::Everybodys, Stage::Happy),
        Action::Rate { .. } => (Right::Theirs, Stage::Asked),
        Action::Change { .. }
        | Action::ContactMe { .. }
        | Action::Contact { .. }
        | Action::Forget { .. }
        | Action::Recommend { .. }
        | Action::NeedHelp { .. }
        | Action::Tell { .. } => (Right::Theirs, Stage::Happy),
        Action::NoTalk { .. } => (Right::Theirs, Stage::Open),
        Action::Senior { .. } | Action::GoOn { .. } | Action::TellInCase { .. } => {
            (Right::Theirs, Stage::Working)
        }
        Action::Right { .. } => (Right::Theirs, Stage::Checking),
        Action::StillNeed { .. } => (Right::Theirs, Stage::Closed),
        Action::Take { .. } | Action::History { .. } | Action::Why { .. } => {
            (Right::Staffs, Stage::Open)
        }
        Action::Anyway { .. } | Action::NameCause { .. } => (Right::Staffs, Stage::Unsure),
        Action::Join { .. } => (Right::Staffs, Stage::Held),
        Action::WaitForAnswer { .. } | Action::CallSenior { .. } | Action::PutRight { .. } => {
            (Right::Staffs, Stage::Working)
        }
        // Whoever promises something takes part.
        Action::Promise { .. }
        | Action::Progress { .. }
        | Action::HandOver { .. }
        | Action::MakeGood { does: OfferDoes::Ask, .. } => (Right::Staffs, Stage::Joined),
        Action::MakeGood { does: OfferDoes::Send | OfferDoes::Adjust, .. } => {
            (Right::Seniors, Stage::Asking)
        }
        Action::MakeGood { does: OfferDoes::Delivered, .. } => (Right::Staffs, Stage::Accepted),
        Action::Offered { .. } => (Right::Theirs, Stage::Offered),
        Action::Accept { .. } | Action::Return { .. } => (Right::HandedTos, Stage::Handed),
        Action::Reopen { .. } | Action::JustThanks { .. } => (Right::Staffs, Stage::Closed),
        Action::CloseMistap { .. } => (Right::Staffs, Stage::Mistap),
        Action::OpenRecovery { .. }
        | Action::NoAction { .. }
        | Action::Item { .. }
        | Action::OpenFor { .. } => (Right::Staffs, Stage::Happy),
        Action::Admin { .. } | Action::Trial { .. } => (Right::Admins, Stage::Changed),
    }
}
