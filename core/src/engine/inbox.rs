//! The inbox of comments: what opened no case, and what is to be looked into, stands until somebody
//! ends it as a cause, as praise or with a reason (K-4, E8, E10).

use jiff::Timestamp;

use super::step::{Step, button};
use crate::{
    action::{Action, ItemDoes},
    case::{Case, Origin},
    catalogue::ShortName,
    customer::Customer,
    desk::{DeskSay, InboxSay, ItemLine, ItemView},
    effect::{Body, Class, OnUnknown, PressRef, To, Words},
    fact::Fact,
    grammar,
    ids::ItemNumber,
    inbox::{Because, Ended, Item, ItemEnd, ItemWhat, OLD},
    place::{Actor, Address, MessageRef},
    policy::{Level, Policy, StaffMember},
    say::{Button, Label},
    survey::Survey,
    workspace::BUTTONS,
};

/// The longest reason.
const REASON_MOST: usize = 500;
/// So many causes are shown as buttons; the others by `/inbox I-17 cause …`.
const CAUSES_SHOWN: usize = 8;
/// So many lines of a burst stand in one item; what comes then begins another.
const LINES_MOST: usize = 20;
/// So many items are listed.
const LISTED_MOST: usize = 40;
/// So many typos are forgiven.
const TYPOS: usize = 2;

impl Step<'_> {
    /// Takes in what the customer said, or what is to be looked into. Lines about one contact stand
    /// in one item as long as nobody ended that.
    pub(crate) fn item(
        &mut self,
        what: ItemWhat,
        survey: Option<usize>,
        words: impl IntoIterator<Item = String>,
    ) -> ItemNumber {
        let survey = survey.map(|index| self.customer.surveys[index].id);
        let goes_on = self.customer.inbox.iter_mut().find(|item| {
            let is_it = item.is_open() && item.what == what && item.survey == survey;
            is_it && item.words.len() < LINES_MOST
        });
        if let Some(item) = goes_on {
            item.words.extend(words);
            return item.number;
        }
        let number = ItemNumber(self.seq());
        let words = words.into_iter().collect();
        self.customer.inbox.push(Item { number, at: self.now, what, survey, words, end: None });
        self.fact(Fact::ItemOpened { item: number });
        number
    }

    /// Items that are talked about in a case by now ended as that.
    pub(crate) fn settle_items(&mut self) {
        let Some(case) = self.customer.open_case() else { return };
        let is_in = |item: &&Item| item.is_open() && is_talked_about(item, case);
        let settled: Vec<ItemNumber> =
            self.customer.inbox.iter().filter(is_in).map(|item| item.number).collect();
        let number = case.number;
        for item in settled {
            self.end_item(item, None, ItemEnd::Case(number));
        }
    }

    fn end_item(&mut self, number: ItemNumber, by: Option<&StaffMember>, how: ItemEnd) {
        let (now, by) = (self.now, by.map(|by| by.address.clone()));
        let Some(item) = self.customer.inbox.iter_mut().find(|item| item.number == number) else {
            return;
        };
        let what = how.name().to_owned();
        let cause = if let ItemEnd::Cause(cause) = &how { Some(cause.clone()) } else { None };
        item.end = Some(Box::new(Ended { at: now, by: by.clone(), how }));
        self.fact(Fact::ItemEnded { item: number, by, how: what, cause });
    }

    /// A button about an item was pressed.
    pub(crate) fn item_pressed(
        &mut self,
        press: &PressRef,
        by: &Actor,
        message: Option<&MessageRef>,
        (number, does): (ItemNumber, ItemDoes),
    ) {
        let member = match self.acting_on_case(by, Level::Agent) {
            Ok(member) => member,
            Err(refusal) => return self.staff_toast(press, Some(refusal)),
        };
        let Some(item) = self.customer.item(number).cloned() else {
            let say = InboxSay::Unknown { typed: number.to_string() };
            return self.staff_toast(press, Some(DeskSay::inbox(say)));
        };
        if does == ItemDoes::Show {
            return self.show_item(press, message, number);
        }
        if !item.is_open() {
            let over = self.over(&item);
            self.staff_toast(press, over);
            return self.refresh_item(number, message);
        }
        let buttons = match does {
            ItemDoes::Cause => Some(cause_buttons(self.policy, number)),
            ItemDoes::NoAction => Some(reason_buttons(number)),
            ItemDoes::Back | ItemDoes::Show => Some(item_buttons(number, item.what)),
            ItemDoes::Is(_) | ItemDoes::Praise | ItemDoes::Because(_) | ItemDoes::Open => None,
        };
        if let Some(buttons) = buttons {
            self.staff_toast(press, None);
            return self.offer_below(message, buttons);
        }
        let refusal = self.item_does(&item, &member, does);
        self.staff_toast(press, refusal);
        self.refresh_item(number, message);
    }

    /// What staff do about an item that stands.
    fn item_does(&mut self, item: &Item, by: &StaffMember, does: ItemDoes) -> Option<DeskSay> {
        let how = match does {
            ItemDoes::Is(code) => {
                let causes = &self.policy.workspace.catalogue.causes;
                let cause = causes.iter().find(|cause| ItemDoes::code_of(&cause.name) == code)?;
                ItemEnd::Cause(cause.name.clone())
            }
            ItemDoes::Because(because) => ItemEnd::Because(because),
            ItemDoes::Praise => return self.pass_on(item, by),
            ItemDoes::Open => return self.open_from(item, by),
            ItemDoes::Cause | ItemDoes::NoAction | ItemDoes::Back | ItemDoes::Show => return None,
        };
        self.end_item(item.number, Some(by), how);
        None
    }

    /// Praise goes to whoever served, if that is known, and else to the desk.
    fn pass_on(&mut self, item: &Item, by: &StaffMember) -> Option<DeskSay> {
        if let ItemWhat::LookInto(_) = item.what {
            return Some(DeskSay::inbox(InboxSay::NotPraise { number: item.number }));
        }
        let view = self.item_view(item);
        let by_name = self.name_of(by);
        let served = item.survey.and_then(|survey| self.customer.survey(survey));
        let agent = served.and_then(|survey| survey.interaction.agent_account.clone());
        match agent.filter(|agent| self.policy.staff(agent).is_some()) {
            Some(agent) => {
                let words = Words::Desk(DeskSay::inbox(InboxSay::Praise { by: by_name, view }));
                let (to, buttons) = (To::Private(agent), Vec::new());
                let (reply_to, ask_reply, purpose) = (None, false, None);
                let body = Body::Send { to, words, buttons, reply_to, ask_reply, purpose };
                self.effect(Class::Digest, OnUnknown::Resend, body);
            }
            None => {
                if let Some(desk) = self.policy.desk().cloned() {
                    let say = InboxSay::PraiseAtDesk { by: by_name, view };
                    self.post(desk, DeskSay::inbox(say), Vec::new(), None, None);
                }
            }
        }
        self.end_item(item.number, Some(by), ItemEnd::Praise);
        None
    }

    /// E10: a case is opened about what was said.
    fn open_from(&mut self, item: &Item, by: &StaffMember) -> Option<DeskSay> {
        if let ItemWhat::LookInto(case) = item.what {
            return Some(DeskSay::inbox(InboxSay::NoReply { case }));
        }
        let survey = item.survey.and_then(|survey| self.survey_index(survey));
        if self.open_case_index().is_none() {
            let case = match survey {
                Some(survey) => self.case_again(Origin::Staff, survey),
                None => self.open_case(Origin::Staff, None),
            };
            let ack = self.complain_ack(case);
            self.tell_in_case(case, ack, Vec::new());
        }
        let case = self.customer.open_case().map(|case| case.number)?;
        self.end_item(item.number, Some(by), ItemEnd::Case(case));
        None
    }

    /// `/inbox I-17 cause late`, `praise`, `open`, or `no` with a reason.
    pub(crate) fn inbox_command(
        &mut self,
        number: ItemNumber,
        by: &Actor,
        message: &MessageRef,
        said: &str,
    ) {
        let member = match self.acting_on_case(by, Level::Agent) {
            Ok(member) => member,
            Err(refusal) => return self.reply(message, refusal),
        };
        let say = match self.customer.item(number).cloned() {
            None => Some(DeskSay::inbox(InboxSay::Unknown { typed: number.to_string() })),
            Some(item) if !item.is_open() => self.over(&item),
            Some(item) => self.item_said(&item, &member, said),
        };
        let done = self.customer.item(number).and_then(|item| item.end.clone());
        let done = done.map(|end| DeskSay::inbox(InboxSay::Done { number, how: end.how }));
        if let Some(say) = say.or(done) {
            self.reply(message, say);
        }
    }

    fn item_said(&mut self, item: &Item, by: &StaffMember, said: &str) -> Option<DeskSay> {
        let number = item.number;
        let (what, rest) = grammar::word(said);
        let does = match what.to_lowercase().as_str() {
            "praise" => ItemDoes::Praise,
            "open" => ItemDoes::Open,
            "cause" => {
                let causes = self.policy.workspace.catalogue.causes.iter();
                let names: Vec<&str> = causes.map(|cause| cause.name.as_str()).collect();
                let typed = rest.trim();
                if typed.is_empty() {
                    return Some(DeskSay::inbox(InboxSay::How { number }));
                }
                let found = names.iter().find(|name| name.eq_ignore_ascii_case(typed));
                match found {
                    Some(name) => ItemDoes::Is(ItemDoes::code_of(name)),
                    None => return Some(no_cause(typed, &names)),
                }
            }
            "no" => {
                let reason = rest.trim();
                if reason.is_empty() {
                    return Some(DeskSay::inbox(InboxSay::ReasonMissing { number }));
                }
                if REASON_MOST < reason.chars().count() {
                    return Some(DeskSay::inbox(InboxSay::ReasonTooLong { most: REASON_MOST }));
                }
                self.end_item(number, Some(by), ItemEnd::Reason(reason.to_owned()));
                return None;
            }
            _ => return Some(DeskSay::inbox(InboxSay::How { number })),
        };
        self.item_does(item, by, does)
    }

    /// Who ended an item, and how.
    fn over(&self, item: &Item) -> Option<DeskSay> {
        let end = item.end.as_ref()?;
        let by = end.by.as_ref().map(|by| self.policy.staff_name(by));
        let say = InboxSay::Over { number: item.number, by, how: end.how.clone() };
        Some(DeskSay::inbox(say))
    }

    fn item_view(&self, item: &Item) -> ItemView {
        item_view(self.policy, self.customer, item)
    }

    /// Shows an item to whoever asks, so that nobody else reads it where the platform lets it.
    fn show_item(&mut self, press: &PressRef, message: Option<&MessageRef>, number: ItemNumber) {
        let Some(item) = self.customer.item(number) else { return };
        let say = DeskSay::inbox(InboxSay::Item(self.item_view(item)));
        let buttons = buttons_of(&say);
        let to = match (self.whispering_press(), message) {
            (Some(press), _) => To::Reply(press),
            (None, Some(message)) => To::Place(message.place.clone()),
            (None, None) => return self.staff_toast(press, None),
        };
        self.staff_toast(press, None);
        let (words, reply_to, ask_reply, purpose) = (Words::Desk(say), None, false, None);
        let body = Body::Send { to, words, buttons, reply_to, ask_reply, purpose };
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// The message in which an item was ended tells how.
    fn refresh_item(&mut self, number: ItemNumber, message: Option<&MessageRef>) {
        let (Some(item), Some(message)) = (self.customer.item(number), message.cloned()) else {
            return;
        };
        if item.is_open() {
            return;
        }
        let words = Some(Words::Desk(DeskSay::inbox(InboxSay::Item(self.item_view(item)))));
        let (buttons, purpose, press) = (Vec::new(), None, None);
        let body = Body::Edit { message, words, buttons, purpose, press };
        self.effect(Class::Staff, OnUnknown::Repeat, body);
    }

    fn offer_below(&mut self, message: Option<&MessageRef>, buttons: Vec<Vec<Button>>) {
        let Some(message) = message.cloned() else { return };
        let body = Body::Edit { message, words: None, buttons, purpose: None, press: None };
        self.effect(Class::Staff, OnUnknown::Repeat, body);
    }
}

/// Whether what stands in an item is talked about in an open case.
fn is_talked_about(item: &Item, case: &Case) -> bool {
    match item.what {
        ItemWhat::Comment => item.survey.is_some_and(|survey| case.surveys.contains(&survey)),
        ItemWhat::LookInto(number) => case.number == number,
        // A case without an answer begins with all that was said out of the blue.
        ItemWhat::OutOfTheBlue => item.at <= case.opened_at && case.surveys.is_empty(),
    }
}

fn no_cause(typed: &str, names: &[&str]) -> DeskSay {
    let far = |name: &&&str| strsim::damerau_levenshtein(name, typed);
    let nearest = names.iter().min_by_key(far).filter(|name| far(name) <= TYPOS);
    let nearest = nearest.map(|name| (*name).to_owned());
    DeskSay::inbox(InboxSay::NoCause { typed: typed.to_owned(), nearest })
}

/// An item as staff read it.
fn item_view(policy: &Policy, customer: &Customer, item: &Item) -> ItemView {
    let survey = item.survey.and_then(|survey| customer.survey(survey));
    let interaction = survey.map(|survey| &survey.interaction);
    ItemView {
        number: item.number,
        what: item.what,
        rating: survey.and_then(Survey::rating),
        name: customer.name.clone(),
        topic: interaction.and_then(|interaction| interaction.topic.clone()),
        agent: interaction.and_then(|interaction| interaction.agent.clone()),
        words: item.words.clone(),
        end: item
            .end
            .as_ref()
            .map(|end| (end.by.as_ref().map(|by| policy.staff_name(by)), end.how.clone())),
    }
}

/// What can be done about an item that stands.
pub(crate) fn item_buttons(number: ItemNumber, what: ItemWhat) -> Vec<Vec<Button>> {
    let does = |label, does| button(label, Action::Item { item: number, does });
    let cause = does(Label::ItemCause, ItemDoes::Cause);
    let no = does(Label::NoAction, ItemDoes::NoAction);
    match what {
        ItemWhat::LookInto(_) => vec![vec![cause, no]],
        ItemWhat::Comment | ItemWhat::OutOfTheBlue => {
            let praise = does(Label::PassOnPraise, ItemDoes::Praise);
            let open = does(Label::OpenRecovery, ItemDoes::Open);
            vec![vec![cause, praise], vec![open, no]]
        }
    }
}

fn cause_buttons(policy: &Policy, number: ItemNumber) -> Vec<Vec<Button>> {
    let causes = policy.workspace.catalogue.causes.iter().take(CAUSES_SHOWN);
    let buttons: Vec<Button> = causes
        .map(|cause| {
            let does = ItemDoes::Is(ItemDoes::code_of(&cause.name));
            button(
                Label::Cause(ShortName::from(cause.name.as_str())),
                Action::Item { item: number, does },
            )
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    rows.push(vec![back(number)]);
    rows
}

fn reason_buttons(number: ItemNumber) -> Vec<Vec<Button>> {
    let row = |because| {
        let does = ItemDoes::Because(because);
        vec![button(Label::Because(because), Action::Item { item: number, does })]
    };
    let mut rows: Vec<Vec<Button>> = Because::ALL.map(row).to_vec();
    rows.push(vec![back(number)]);
    rows
}

fn back(number: ItemNumber) -> Button {
    button(Label::Back, Action::Item { item: number, does: ItemDoes::Back })
}

/// The buttons below what is said about the inbox.
pub(crate) fn buttons_of(say: &DeskSay) -> Vec<Vec<Button>> {
    let DeskSay::Inbox(say) = say else { return Vec::new() };
    if let InboxSay::Item(view) = &**say {
        return if view.end.is_none() { item_buttons(view.number, view.what) } else { Vec::new() };
    }
    let InboxSay::List { lines, .. } = &**say else { return Vec::new() };
    let show = |number| {
        let does = ItemDoes::Show;
        vec![button(Label::ShowItem(number), Action::Item { item: number, does })]
    };
    lines.iter().take(BUTTONS).map(|line| show(line.number)).collect()
}

/// What somebody asked for with `/inbox`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InboxAsked {
    /// What stands.
    List(InboxListing),
    /// One item, for whoever asks.
    Show(ItemNumber, Address),
    /// Something is to become of an item: what was said about it.
    Act(ItemNumber, String),
}

/// A list of items that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxListing {
    by: Address,
    lines: Vec<ItemLine>,
    left_out: u32,
    old: u32,
}

impl InboxAsked {
    /// Reads `/inbox`, `/inbox I-17`, `/inbox I-17 cause late`; nothing if the text is something
    /// else. Rights are checked here: nothing is looked at without them.
    pub fn read(policy: &Policy, by: &Actor, text: &str) -> Option<Result<Self, DeskSay>> {
        if grammar::command(text) != Some("inbox") {
            return None;
        }
        if by.anonymous {
            return Some(Err(DeskSay::Anonymous));
        }
        if policy.staff(&by.address).is_none() {
            return Some(Err(DeskSay::NotAllowed { needs: Level::Agent, is: None }));
        }
        let (_, rest) = grammar::word(text);
        let (typed, said) = grammar::word(rest);
        let by = by.address.clone();
        if typed.is_empty() {
            let (lines, left_out, old) = (Vec::new(), 0, 0);
            return Some(Ok(Self::List(InboxListing { by, lines, left_out, old })));
        }
        let Some(number) = ItemNumber::parse(typed) else {
            return Some(Err(DeskSay::inbox(InboxSay::Unknown { typed: typed.to_owned() })));
        };
        let said = said.trim();
        Some(Ok(if said.is_empty() {
            Self::Show(number, by)
        } else {
            Self::Act(number, said.to_owned())
        }))
    }
}

impl InboxListing {
    /// Takes an item in that stands. Nobody reads along in what is about themselves.
    pub fn see(&mut self, policy: &Policy, customer: &Customer, item: &Item, now: Timestamp) {
        if customer.is(&self.by) {
            return;
        }
        let old = is_old(item, now);
        self.old += u32::from(old);
        if self.lines.len() == LISTED_MOST {
            self.left_out += 1;
            return;
        }
        let survey = item.survey.and_then(|survey| customer.survey(survey));
        self.lines.push(ItemLine {
            number: item.number,
            what: item.what,
            rating: survey.and_then(Survey::rating),
            since: policy.due(item.at, now),
            old,
        });
    }

    /// The answer.
    pub fn say(self) -> DeskSay {
        let Self { lines, left_out, old, .. } = self;
        DeskSay::inbox(InboxSay::List { lines, left_out, old })
    }
}

/// Whether an item stands for longer than it should.
pub fn is_old(item: &Item, now: Timestamp) -> bool {
    OLD < now.duration_since(item.at)
}

/// One item, for somebody of staff.
pub fn one_item(policy: &Policy, customer: &Customer, number: ItemNumber, by: &Address) -> DeskSay {
    if customer.erased_at.is_some() {
        return DeskSay::Forgotten;
    }
    if customer.is(by) {
        return DeskSay::OwnCase;
    }
    match customer.item(number) {
        Some(item) => DeskSay::inbox(InboxSay::Item(item_view(policy, customer, item))),
        None => DeskSay::inbox(InboxSay::Unknown { typed: number.to_string() }),
    }
}
