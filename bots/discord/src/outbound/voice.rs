//! Words, buttons and forms as Discord takes them.

use std::cell::RefCell;

use amends_core::{
    desk::{DeskSay, Mention, OfferSay, Title, WhySay},
    effect::Words,
    lang::Lang,
    place::{Address, Emphasis, Place, Platform},
    policy::{Level, RoleLevel},
    say::{Button, Does, Label, Say},
    scale::Satisfaction,
};
use amends_runtime::port::View;
use amends_wording::{Context, Phrasebook, clean_text};
use serde_json::{Value, json};

use super::markdown::{Rich, position};
use crate::data::Keys;

/// The longest content of a message.
pub const CONTENT: usize = 2_000;
/// The longest label of a button.
const LABEL: usize = 80;
/// The longest name of a thread.
const NAME: usize = 100;
/// Buttons in one row, and rows under one message.
const ROW: usize = 5;
/// The name of the only field of a form.
pub const FIELD_ID: &str = "text";
/// What a repeated message begins with.
const AGAIN: &str = "↻ ";

/// Begins and ends what stands for a place or person within a text. No cleaned words hold either.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// Discord's numbers for parts of messages and forms.
pub(super) mod kind {
    pub(in super::super) const ROW: u8 = 1;
    pub(in super::super) const BUTTON: u8 = 2;
    pub(in super::super) const FIELD: u8 = 4;
    pub(in super::super) const SECONDARY: u8 = 2;
    pub(in super::super) const SUCCESS: u8 = 3;
    pub(in super::super) const LINE: u8 = 1;
    pub(in super::super) const PARAGRAPH: u8 = 2;
}

/// Everything that turns meaning into what Discord shows.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The texts.
    pub phrasebook: &'a Phrasebook,
    /// The business.
    pub view: &'a View,
    /// The key for the ids of buttons and forms.
    pub keys: &'a Keys,
}

/// A text, and whom it may call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The text.
    pub text: Rich,
    /// Accounts that it calls.
    pub users: Vec<String>,
    /// Roles that it calls.
    pub roles: Vec<String>,
}

impl Voice<'_> {
    /// Puts words into a text, and tells whom it calls.
    pub(super) fn speak(&self, words: &Words, repeat: bool) -> Spoken {
        let called = RefCell::new(Vec::new());
        let room = |place: &Place| shown_place(place);
        let call = |address: &Address| match address.platform {
            Platform::Discord if is_id(&address.account) => {
                called.borrow_mut().push(address.account.clone());
                format!("{OPEN}@{}{CLOSE}", address.account)
            }
            Platform::Discord | Platform::Telegram => String::new(),
        };
        // Nobody comes into a private chat of Discord's by a link.
        let link = |_: &str| None;
        let business = self.view.business.clone();
        let wording = &self.view.wording;
        let context = Context { business, wording, link: &link, room: &room, call: &call };
        let plain = match words {
            Words::Desk(DeskSay::NoThread { case, no_rights: true }) => {
                self.phrasebook.no_channel_rights(*case)
            }
            Words::Customer(..) | Words::Desk(_) => self.phrasebook.words(words, &context),
        };
        let mut spoken = Spoken { users: called.into_inner(), ..Spoken::default() };
        if repeat {
            spoken.text.push_str(AGAIN);
        }
        if let Some(role) = self.role_to_call(words) {
            spoken.text.push_whole(format!("<@&{role}> "));
            spoken.roles.push(role.to_owned());
        }
        let before = spoken.text.len();
        self.write(&plain, words, &mut spoken);
        emphasise(&mut spoken.text, before, &plain, words);
        spoken
    }

    /// Writes a text; those whom it calls by name are called by their account.
    fn write(&self, plain: &str, words: &Words, spoken: &mut Spoken) {
        let called = match words {
            Words::Desk(say) => say.called(),
            Words::Customer(..) => &[],
        };
        let mut rest = plain;
        for mention in called {
            let name = self.phrasebook.mention(mention);
            let Some((before, after)) = rest.split_once(name.as_str()) else { break };
            write_shown(before, &mut spoken.text);
            match account(mention) {
                Some(account) => {
                    spoken.text.push_whole(format!("<@{account}>"));
                    spoken.users.push(account.to_owned());
                }
                None => spoken.text.push_str(name.strip_prefix('@').unwrap_or(&name)),
            }
            rest = after;
        }
        write_shown(rest, &mut spoken.text);
    }

    /// The role that is called: when whoever is on duty is, that of the lowest level; when somebody
    /// of a level is needed and nobody is called by name, that of the level.
    fn role_to_call(&self, words: &Words) -> Option<&str> {
        let Words::Desk(say) = words else { return None };
        let level = level_to_call(say)?;
        let ours = |role: &&RoleLevel| role.platform == Platform::Discord && is_id(&role.role);
        let roles = || self.view.roles.iter().filter(ours);
        let enough = roles().filter(|role| level <= role.level).min_by_key(|role| role.level);
        // Where no role stands that high, the highest one hears of it: better than nobody.
        let role = enough.or_else(|| roles().max_by_key(|role| role.level));
        role.map(|role| role.role.as_str())
    }

    /// The rows of buttons under a message.
    pub(super) fn components(&self, rows: &[Vec<Button>], lang: Lang) -> Value {
        let mut shown = Vec::new();
        let read = |row: &[Button]| -> Vec<Value> {
            row.iter().filter_map(|button| self.button(button, lang)).collect()
        };
        // Rows that are too long are filled anew, so that none breaks in the middle.
        let is_long = rows.iter().any(|row| ROW < row.len());
        let rows: Vec<Vec<Value>> = if is_long {
            vec![read(&rows.concat())]
        } else {
            rows.iter().map(|row| read(row)).collect()
        };
        for row in rows.iter().flat_map(|row| row.chunks(ROW)) {
            shown.push(json!({ "type": kind::ROW, "components": row }));
        }
        shown.truncate(ROW);
        shown.into()
    }

    fn button(&self, button: &Button, lang: Lang) -> Option<Value> {
        let Does::Act(action) = &button.does else {
            // Nobody comes into a private chat of Discord's by a button.
            return None;
        };
        let label = self.phrasebook.label_in(button.label, lang, &self.view.wording);
        let label = cut(&label, LABEL);
        Some(json!({
            "type": kind::BUTTON,
            "style": style(button.label),
            "label": label,
            "custom_id": self.keys.write(*action),
        }))
    }

    /// Words without any markup, for where Discord shows none.
    pub(super) fn speak_plainly(&self, words: &Words) -> String {
        let nothing = |_: &str| None;
        let room = |_: &Place| String::new();
        let call = |_: &Address| String::new();
        let business = self.view.business.clone();
        let wording = &self.view.wording;
        let context = Context { business, wording, link: &nothing, room: &room, call: &call };
        self.phrasebook.words(words, &context)
    }

    /// The name of a case's thread at the desk.
    pub(super) fn title(&self, title: &Title) -> String {
        cut(&self.phrasebook.title(title), NAME)
    }

    /// Whether a thread is a private room.
    pub(super) fn is_care(&self, thread: &Place) -> bool {
        let care = self.view.care.as_ref();
        care.is_some_and(|care| care.platform == thread.platform && care.chat == thread.chat)
    }

    /// The name of a private room: what its customer may read.
    pub(super) fn room_name(&self, title: Option<&Title>) -> String {
        let name = match title {
            Some(title) => {
                let marked = self.phrasebook.title(title);
                let number = title.case.to_string();
                marked.find(&number).map_or(number, |at| marked[at..].to_owned())
            }
            None => self.view.business.clone(),
        };
        cut(&name, NAME)
    }
}

/// A place as Discord shows it: one of its own is a link to it.
fn shown_place(place: &Place) -> String {
    let id = place.thread.as_ref().unwrap_or(&place.chat);
    match place.platform {
        Platform::Discord if is_id(id) => format!("{OPEN}#{id}{CLOSE}"),
        Platform::Discord => String::new(),
        Platform::Telegram => "Telegram".to_owned(),
    }
}

/// Writes words, and markup of ours for what stands for a place or person.
fn write_shown(mut words: &str, text: &mut Rich) {
    while let Some((before, rest)) = words.split_once(OPEN) {
        text.push_str(before);
        let Some((shown, after)) = rest.split_once(CLOSE) else {
            words = rest;
            continue;
        };
        let kind = shown.get(..1).unwrap_or_default();
        let id = shown.get(1..).unwrap_or_default();
        if matches!(kind, "#" | "@") && is_id(id) {
            text.push_whole(format!("<{shown}>"));
        }
        words = after;
    }
    text.push_str(words);
}

/// Emphasises people's own words as they did. They stand at the end of the text.
fn emphasise(text: &mut Rich, before: usize, plain: &str, words: &Words) {
    let (said, marks) = match words {
        Words::Customer(Say::Words { text, marks, .. }, _) => (text.clone(), marks.clone()),
        Words::Desk(DeskSay::CustomerWords { lines, marks, .. }) => {
            (lines.join("\n"), marks_of_lines(lines, marks))
        }
        Words::Customer(..) | Words::Desk(_) => return,
    };
    let clean = clean_text(&said, usize::MAX);
    let Some(lead) = plain.strip_suffix(clean.as_str()) else { return };
    let lead = before + lead.chars().count();
    let letters: Vec<char> = said.chars().collect();
    // What was not fit to be shown is not there any more.
    let place = |at: u32| {
        let until = letters.get(..position(at).min(letters.len())).unwrap_or_default();
        lead + clean_text(&until.iter().collect::<String>(), usize::MAX).chars().count()
    };
    for Emphasis { from, to, style } in &marks {
        text.emphasise(place(*from), place(*to), style.clone());
    }
}

/// What is emphasised in lines that stand in one text.
fn marks_of_lines(lines: &[String], marks: &[Vec<Emphasis>]) -> Vec<Emphasis> {
    let mut all = Vec::new();
    let mut start: u32 = 0;
    for (index, line) in lines.iter().enumerate() {
        for mark in marks.get(index).into_iter().flatten() {
            let (from, to) = (start.saturating_add(mark.from), start.saturating_add(mark.to));
            all.push(Emphasis { from, to, style: mark.style.clone() });
        }
        let letters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
        start = start.saturating_add(letters).saturating_add(1);
    }
    all
}

/// From which level on somebody is called by role, if at all. Who is staff by role is known only once
/// they did something: until then nobody can be called by name.
fn level_to_call(say: &DeskSay) -> Option<Level> {
    let is_named = || say.called().iter().any(|mention| account(mention).is_some());
    if let DeskSay::PleaseTake { .. } | DeskSay::NobodyOnDuty { .. } = say {
        return Some(Level::Agent);
    }
    let level = if let DeskSay::StillWaits { .. } = say {
        Level::Agent
    } else if let DeskSay::NobodyLeft { .. } = say {
        Level::Senior
    } else if let DeskSay::NeedsYou { level, .. }
    | DeskSay::PromiseBroken { level, .. }
    | DeskSay::Aged { level, .. }
    | DeskSay::SeniorAsked { level, .. }
    | DeskSay::VerdictNo { level, .. } = say
    {
        *level
    } else if let DeskSay::Offer(say) = say
        && let OfferSay::Decide { level, .. } = &**say
    {
        *level
    } else if let DeskSay::Why(say) = say {
        match &**say {
            WhySay::Severe { .. } => Level::Senior,
            WhySay::CauseBack { .. } => Level::Director,
            WhySay::Ask
            | WhySay::AskAnyway
            | WhySay::Unfit(_)
            | WhySay::Follows { .. }
            | WhySay::AboutYou
            | WhySay::AboutThem { .. }
            | WhySay::WhichCause { .. }
            | WhySay::UnknownCause { .. }
            | WhySay::CauseFixed { .. }
            | WhySay::SaySorry { .. }
            | WhySay::NeedsPrevention { .. }
            | WhySay::NeedsSenior { .. }
            | WhySay::Missing { .. }
            | WhySay::NothingToResolve => return None,
        }
    } else {
        return None;
    };
    (!is_named()).then_some(level)
}

fn account(mention: &Mention) -> Option<&str> {
    let address = &mention.address;
    let is_here = address.platform == Platform::Discord && is_id(&address.account);
    is_here.then_some(address.account.as_str())
}

/// Whether it can be an id of Discord's, so that nothing else gets into markup of ours.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn style(label: Label) -> u8 {
    match label {
        Label::Rating(rating) if rating.satisfaction() == Satisfaction::Satisfied => kind::SUCCESS,
        Label::RightYes
        | Label::Yes
        | Label::Accept
        | Label::Take
        | Label::AcceptCase
        | Label::PutRight
        | Label::SendOffer => kind::SUCCESS,
        Label::Rating(_)
        | Label::Tell
        | Label::TellUs
        | Label::Complain
        | Label::Feedback
        | Label::Code
        | Label::ContactMe
        | Label::NoTalk
        | Label::Change
        | Label::Senior
        | Label::StillNeed
        | Label::NeedHelp
        | Label::RightPartly
        | Label::RightNo
        | Label::No
        | Label::Join
        | Label::History
        | Label::WaitForAnswer
        | Label::Promise
        | Label::Progress
        | Label::HandOver
        | Label::HandOverCase(_)
        | Label::TakeCase(_)
        | Label::ItemCause
        | Label::PassOnPraise
        | Label::Because(_)
        | Label::Back
        | Label::ShowItem(_)
        | Label::Cause(_)
        | Label::ReturnCase
        | Label::Decline
        | Label::Offer
        | Label::Delivered
        | Label::AdjustOffer
        | Label::CallSenior
        | Label::Reopen
        | Label::JustThanks
        | Label::OpenRecovery
        | Label::NoAction
        | Label::Undo
        | Label::Send
        | Label::NotNow
        | Label::SaveAnyway
        | Label::CheckAgain
        | Label::TestMe
        | Label::StartAsking
        | Label::PauseAsking
        | Label::WriteAgain
        | Label::Why
        | Label::Anyway
        | Label::Skip
        | Label::Preview
        | Label::CloseMistap => kind::SECONDARY,
    }
}

/// Shortens a text that is shown without markup.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut units = 0;
    for letter in text.chars() {
        units += letter.len_utf16();
        if limit - 1 < units {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}
