//! What becomes of a line once it was said: it arrives or not, is edited, taken back, or gets an
//! emoji; the other side follows (E33, E34).

use super::{commands::said_in, step::Step};
use crate::{
    case::{Line, Mood, Then, UnderWay, Way},
    desk::{DeskSay, NotDelivered},
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, Words},
    fact::SaidHow,
    grammar,
    ids::CaseNumber,
    place::{Actor, Content, Emphasis, MessageRef},
    policy::Level,
    say::Say,
};

type Fate = Result<Receipt, Refusal>;

/// A line of one of the customer's cases, by its place among them.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) case: usize,
    pub(super) line: usize,
}

impl Step<'_> {
    /// A line arrived on the other side, or it did not.
    pub(crate) fn line_settled(
        &mut self,
        case: usize,
        number: u32,
        fate: &Fate,
        refused: Option<&Body>,
    ) {
        let found = self.case(case).lines.iter().position(|line| line.number == number);
        let Some(index) = found else { return };
        let under_way = self.case_mut(case).lines[index].under_way.take();
        let line = self.case(case).lines[index].clone();
        match (line.way, fate) {
            (way, Ok(Receipt::Message(message))) => {
                self.case_mut(case).lines[index].to = Some(message.clone());
                if way == Way::ToCustomer
                    && let Some(from) = line.from.first()
                {
                    let body = Body::MarkDelivered { message: from.clone() };
                    self.effect(Class::Digest, OnUnknown::Repeat, body);
                }
                self.line_counts(case, &line, under_way.as_deref());
                let then = under_way.and_then(|under_way| under_way.then);
                self.catch_up(Spot { case, line: index }, message.clone(), then);
            }
            (Way::ToCustomer, Ok(Receipt::Done)) => {
                self.line_was_read(Spot { case, line: index }, under_way.as_deref());
            }
            (
                _,
                Ok(
                    Receipt::Thread(_)
                    | Receipt::ThreadOnCard { .. }
                    | Receipt::Text(_)
                    | Receipt::Gaps(_)
                    | Receipt::Done,
                ),
            ) => (),
            (Way::ToCustomer, Err(refusal)) => {
                let spot = Spot { case, line: index };
                self.line_not_delivered(spot, under_way.as_deref(), *refusal, refused);
            }
            (Way::ToDesk, Err(refusal @ (Refusal::ThreadGone | Refusal::ThreadClosed))) => {
                // It is still under way: it is said again when there is a thread.
                self.case_mut(case).lines[index].under_way = under_way;
                self.desk_refused(case, *refusal, refused);
            }
            (Way::ToDesk, Err(refusal)) => self.line_not_shown(case, number, under_way, *refusal),
        }
    }

    /// What happened to a line while it was on its way happens to its copy.
    fn catch_up(&mut self, spot: Spot, copy: MessageRef, then: Option<Then>) {
        match then {
            Some(Then::Edit(content)) => self.edit_copy(spot, copy, &content),
            Some(Then::Delete) => self.delete_copy(copy),
            None => (),
        }
    }

    fn line_not_delivered(
        &mut self,
        spot: Spot,
        under_way: Option<&UnderWay>,
        refusal: Refusal,
        refused: Option<&Body>,
    ) {
        if self.line_elsewhere(spot, under_way, refusal, refused) {
            return;
        }
        let case = spot.case;
        if matches!(refused, Some(Body::Seat { .. })) && refusal != Refusal::NotHere {
            // It stands where staff wrote it, and nobody says that the customer is gone.
            let line = self.case_mut(case).lines.remove(spot.line);
            self.line_counts(case, &line, under_way);
            if refusal == Refusal::ThreadGone {
                self.room_lost(case, refusal);
            }
            return;
        }
        let line = self.case(case).lines[spot.line].clone();
        if refusal == Refusal::Unknown {
            self.line_counts(case, &line, under_way);
        }
        let why = why(refusal);
        match line.from.first() {
            // Where the customer reads along, or read along before, it is not said.
            Some(from) if self.is_under_care(&from.place) => {
                self.desk(case, DeskSay::NotDelivered { why });
            }
            Some(from) => self.reply(&from.clone(), DeskSay::NotDelivered { why }),
            None => (),
        }
        // The bot may be allowed to write there, and not to put files there.
        let is_file = matches!(refused, Some(Body::Copy { .. })) && refusal == Refusal::NoRights;
        self.behalf_lost(refused, refusal);
        if matches!(refusal, Refusal::ThreadGone | Refusal::NoRights) && !is_file {
            self.room_lost(case, refusal);
        }
        if why == NotDelivered::Unreachable && self.customer_way().is_none() {
            self.lost_touch(case);
        }
    }

    /// What the customer sent can't be shown at the desk: a line says so above the words that stood
    /// under it, and the customer knows.
    fn line_not_shown(
        &mut self,
        case: usize,
        number: u32,
        under_way: Option<Box<UnderWay>>,
        refusal: Refusal,
    ) {
        let is_file = under_way.as_ref().is_some_and(|under_way| under_way.media.is_some());
        match refusal {
            Refusal::Unsupported | Refusal::TooLarge => (),
            // The bot may be allowed to write there, and not to put files there.
            Refusal::NoRights if is_file => (),
            Refusal::Unknown | Refusal::Expired | Refusal::Recalled => {
                return self.tell_in_case(case, Say::RelayFailed, Vec::new());
            }
            Refusal::Blocked
            | Refusal::NotStarted
            | Refusal::Deactivated
            | Refusal::NotHere
            | Refusal::ChatGone
            | Refusal::ThreadGone
            | Refusal::ThreadClosed
            | Refusal::MessageGone
            | Refusal::NoRights
            | Refusal::Other => return self.desk_refused(case, refusal, None),
        }
        let (media, then) = under_way.map(|it| (it.media, it.then)).unwrap_or_default();
        if then == Some(Then::Delete) {
            return;
        }
        if let Some(Content::Media { kind, caption, files }) = media.map(|media| *media) {
            let name = self.customer.name.clone();
            let size = files.iter().filter_map(|file| file.size).max();
            let say = DeskSay::NotShown { name, kind, why: why(refusal), size };
            self.relay_not_shown(case, number, say, caption);
        }
        self.tell_in_case(case, Say::RelayFailed, Vec::new());
    }

    /// The customer edited a message: the copy follows, or the new words are sent as such.
    pub(crate) fn customer_edited(&mut self, message: &MessageRef, content: &Content) {
        let Some(text) = content.words().map(str::to_owned) else { return };
        for survey in &mut self.customer.surveys {
            for comment in &mut survey.comments {
                if comment.message == *message {
                    comment.words = Some(text.clone());
                }
            }
        }
        for case in 0..self.customer.cases.len() {
            if self.edit_waiting(case, message, content) {
                self.note_change(case, None, Some(text), SaidHow::Edited);
                return;
            }
        }
        let Some(spot) = self.line_from(message, Way::ToDesk) else { return };
        self.note_change(spot.case, None, Some(text.clone()), SaidHow::Edited);
        let line = self.line_at_mut(spot);
        let is_text = matches!(content, Content::Text(_) | Content::Styled { .. });
        let may_follow = is_text && line.from.len() == 1;
        match (line.to.clone(), &mut line.under_way) {
            (Some(copy), _) if may_follow => self.edit_copy(spot, copy, content),
            (None, Some(under_way)) if may_follow => under_way.edit(content),
            (Some(_) | None, Some(_) | None) => {
                let name = self.customer.name.clone();
                self.desk(spot.case, DeskSay::CustomerEdited { name, text });
            }
        }
    }

    /// A line that still waits to be relayed is changed before it leaves.
    fn edit_waiting(&mut self, case: usize, message: &MessageRef, content: &Content) -> bool {
        let Some(burst) = &mut self.case_mut(case).burst else { return false };
        let Some(line) = burst.lines.iter_mut().find(|line| line.message.is_same(message)) else {
            return false;
        };
        if line.text.is_some() {
            line.text = content.words().map(str::to_owned);
        }
        let is_plain = matches!(content, Content::Text(_));
        line.content = (!is_plain).then(|| Box::new(content.clone()));
        true
    }

    /// Staff edited a message: the customer's copy follows, as soon as it is there. What would not
    /// have been said to the customer if it had been written so at first is not said now either, and
    /// what the customer has read stays as it was.
    pub(crate) fn staff_edited(
        &mut self,
        case: CaseNumber,
        by: &Actor,
        message: &MessageRef,
        content: &Content,
    ) {
        let Some(case) = self.case_index(case) else { return };
        let Some(said) = self.said_by_edit(case, message, content) else { return };
        let may = self.acting_on_case(by, Level::Agent).is_ok();
        if !may || !self.case(case).is_open() || !self.takes_part(case, &by.address) {
            return;
        }
        let Some(spot) = self.line_from(message, Way::ToCustomer) else { return };
        let line = self.line_at_mut(spot);
        if spot.case != case || line.taken_back || line.by.as_ref() != Some(&by.address) {
            return;
        }
        match (line.to.clone(), &mut line.under_way) {
            (Some(copy), _) => self.edit_copy(spot, copy, &said),
            (None, Some(under_way)) => under_way.edit(&said),
            (None, None) => (),
        }
        let words = said.words().map(str::to_owned);
        self.note_change(case, Some(by.address.clone()), words, SaidHow::Edited);
    }

    /// What an edited message of staff says to the customer; nothing: it is a note or a command, or
    /// stands where nothing is relayed.
    fn said_by_edit(
        &self,
        case: usize,
        message: &MessageRef,
        content: &Content,
    ) -> Option<Content> {
        let text = content.words()?;
        let words = text.trim_start();
        if words.starts_with("//") {
            return None;
        }
        if grammar::command(words).is_some() {
            let said = said_in(words)?;
            let is_its = grammar::case_named(words).is_none_or(|it| it == self.case(case).number);
            return (is_its && !said.is_empty()).then_some(Content::Text(said));
        }
        let is_relayed =
            self.is_thread_of(case, &message.place) && !self.is_inside(case, &message.place);
        is_relayed.then(|| content.clone())
    }

    /// The customer took a message back: so is its copy, or the desk is told.
    pub(crate) fn customer_deleted(&mut self, message: &MessageRef) {
        for case in 0..self.customer.cases.len() {
            if let Some(burst) = &mut self.case_mut(case).burst {
                // What still waits never leaves.
                burst.lines.retain(|line| !line.message.is_same(message));
            }
        }
        let Some(spot) = self.line_from(message, Way::ToDesk) else { return };
        if self.line_at_mut(spot).from.len() == 1 {
            return self.delete_line(spot);
        }
        let name = self.customer.name.clone();
        self.desk(spot.case, DeskSay::CustomerDeleted { name });
    }

    /// A line of staff was taken back: so is the customer's copy.
    pub(crate) fn staff_deleted(&mut self, case: CaseNumber, message: &MessageRef) {
        let spot = self.line_from(message, Way::ToCustomer);
        if let Some(spot) = spot.filter(|spot| self.case(spot.case).number == case) {
            self.delete_line(spot);
        }
    }

    /// T26: whoever said it takes it back.
    pub(crate) fn take_back(&mut self, case: usize, line: usize) {
        self.case_mut(case).lines[line].taken_back = true;
        self.delete_line(Spot { case, line });
    }

    fn delete_line(&mut self, spot: Spot) {
        let by = self.line_at_mut(spot).by.clone();
        self.note_change(spot.case, by, None, SaidHow::TakenBack);
        let line = self.line_at_mut(spot);
        match (line.to.clone(), &mut line.under_way) {
            (Some(copy), _) => self.delete_copy(copy),
            (None, Some(under_way)) => under_way.then = Some(Then::Delete),
            (None, None) => (),
        }
    }

    /// The customer put an emoji on a line of staff: staff see it there.
    pub(crate) fn customer_reacted(&mut self, message: &MessageRef, emoji: &str, on: bool) {
        let Some(spot) = self.line_to(message, Way::ToCustomer) else { return };
        let Some(said) = self.line_at_mut(spot).from.last().cloned() else { return };
        self.react(spot, said.clone(), emoji, on);
        if !on {
            // There may be room for one emoji only, and the line is still delivered.
            self.effect(Class::Digest, OnUnknown::Repeat, Body::MarkDelivered { message: said });
        }
    }

    /// Somebody who takes part put an emoji on a line of the customer: the customer sees it there.
    pub(crate) fn staff_reacted(
        &mut self,
        case: CaseNumber,
        by: &Actor,
        message: &MessageRef,
        emoji: &str,
        on: bool,
    ) {
        let Some(spot) = self.line_to(message, Way::ToDesk) else { return };
        let is_its = self.case(spot.case).number == case && self.case(spot.case).is_open();
        let may = self.acting_on_case(by, Level::Agent).is_ok();
        if !is_its || !may || !self.takes_part(spot.case, &by.address) {
            return;
        }
        if let Some(said) = self.line_at_mut(spot).from.last().cloned() {
            self.react(spot, said, emoji, on);
        }
    }

    fn react(&mut self, spot: Spot, message: MessageRef, emoji: &str, on: bool) {
        let case = self.case(spot.case).number;
        let line = self.line_at_mut(spot);
        line.moods.push(Mood { emoji: emoji.to_owned(), on });
        let purpose = Some(Purpose::Reaction(case, line.number));
        let body = Body::React { message, emoji: emoji.to_owned(), on, purpose };
        self.effect(Class::Digest, OnUnknown::Repeat, body);
    }

    /// An emoji was put on the line on the other side. Where it can't be, it is told as words.
    pub(crate) fn reaction_settled(&mut self, case: usize, number: u32, fate: &Fate) {
        let mut lines = self.case_mut(case).lines.iter_mut();
        let Some(line) = lines.find(|line| line.number == number) else { return };
        if line.moods.is_empty() {
            return;
        }
        let (mood, way) = (line.moods.remove(0), line.way);
        if fate.is_ok() || !mood.on || !self.case(case).is_open() {
            return;
        }
        match way {
            Way::ToCustomer => {
                let name = self.customer.name.clone();
                self.desk(case, DeskSay::Reacted { name, emoji: mood.emoji });
            }
            Way::ToDesk => {
                let name = self.case(case).owner().map(|owner| self.policy.staff_name(owner));
                let (text, marks) = (mood.emoji, Vec::new());
                self.tell_in_case(case, Say::Words { name, text, marks }, Vec::new());
            }
        }
    }

    fn edit_copy(&mut self, spot: Spot, copy: MessageRef, content: &Content) {
        let Some(text) = content.words().map(str::to_owned) else { return };
        let line = self.line_at_mut(spot);
        let words = match (line.way, line.by.clone()) {
            (Way::ToCustomer, by) => {
                let name = by.map(|by| self.policy.staff_name(&by));
                let marks = content.marks().to_vec();
                Words::Customer(Say::Words { name, text, marks }, self.language())
            }
            (Way::ToDesk, _) => {
                let (name, lines) = (self.customer.name.clone(), vec![text]);
                Words::Desk(DeskSay::CustomerWords { name, lines, marks: marks_in(content) })
            }
        };
        let (words, buttons) = (Some(words), Vec::new());
        let body = Body::Edit { message: copy, words, buttons, purpose: None, press: None };
        self.effect(Class::Recovery, OnUnknown::Repeat, body);
    }

    fn delete_copy(&mut self, copy: MessageRef) {
        self.effect(
            Class::Recovery,
            OnUnknown::Repeat,
            Body::Delete { message: copy, purpose: None },
        );
    }

    /// The line that a message became.
    fn line_from(&self, message: &MessageRef, way: Way) -> Option<Spot> {
        self.find_line(way, |line| line.from.iter().any(|from| from.is_same(message)))
    }

    /// The line that became a message.
    fn line_to(&self, message: &MessageRef, way: Way) -> Option<Spot> {
        self.find_line(way, |line| line.to.as_ref().is_some_and(|to| to.is_same(message)))
    }

    fn find_line(&self, way: Way, is_it: impl Fn(&Line) -> bool) -> Option<Spot> {
        self.customer.cases.iter().enumerate().find_map(|(case, state)| {
            let line = state.lines.iter().position(|line| line.way == way && is_it(line))?;
            Some(Spot { case, line })
        })
    }

    fn line_at_mut(&mut self, spot: Spot) -> &mut Line {
        &mut self.case_mut(spot.case).lines[spot.line]
    }
}

/// Why a line did not reach the other side.
fn why(refusal: Refusal) -> NotDelivered {
    match refusal {
        refusal if refusal.is_unreachable() => NotDelivered::Unreachable,
        Refusal::NotHere => NotDelivered::Unreachable,
        Refusal::Unsupported => NotDelivered::Unsupported,
        Refusal::TooLarge => NotDelivered::TooLarge,
        Refusal::Unknown
        | Refusal::Blocked
        | Refusal::NotStarted
        | Refusal::Deactivated
        | Refusal::ChatGone
        | Refusal::ThreadGone
        | Refusal::ThreadClosed
        | Refusal::MessageGone
        | Refusal::NoRights
        | Refusal::Expired
        | Refusal::Recalled
        | Refusal::Other => NotDelivered::Unknown,
    }
}

fn marks_in(content: &Content) -> Vec<Vec<Emphasis>> {
    let marks = content.marks();
    if marks.is_empty() { Vec::new() } else { vec![marks.to_vec()] }
}
