//! The conversation: lines both ways, replies, edits, and what never leaves (K-8 … K-10b).

use jiff::Timestamp;

use super::step::{Step, button};
use crate::{
    action::Action,
    case::{Burst, Case, Line, Stage, ThreadState, WaitingLine, Way},
    desk::{DeskSay, HistoryWhat},
    effect::{Body, Class, OnUnknown, Purpose, Refusal, To, Words},
    fact::Fact,
    place::{Address, Content, Emphasis, MessageRef, Place},
    policy::{Level, StaffMember},
    say::{Label, Say},
    survey::Comment,
};

/// How many of the customer's words a card shows.
pub(crate) const SAID_KEPT: usize = 5;

impl Step<'_> {
    /// K-8, K-9, K-30b: the customer said something in an open case.
    pub(crate) fn customer_spoke(
        &mut self,
        case: usize,
        message: &MessageRef,
        reply_to: Option<&MessageRef>,
        content: &Content,
    ) {
        self.note_said(case, None, content, Some(message));
        if let Some(words) = content.words() {
            self.remember_said(case, words);
            self.comment_on_case(case, message, words);
        }
        // What staff read in the room needs no relay; a form is read by nobody there.
        let heard = self.heard_in_room(case, message) && self.asked_by().is_none();
        if !heard {
            self.queue_line(case, message, reply_to, content);
        }
        let now = self.now;
        match self.case(case).stage.clone() {
            Stage::Open => {
                if !self.case(case).words_thanked {
                    self.case_mut(case).words_thanked = true;
                    self.tell_in_case(case, Say::CommentThanks, Vec::new());
                }
            }
            Stage::Waiting { owner, .. } => {
                let progress = self.staffed(self.policy.timers().progress_every);
                self.case_mut(case).stage = Stage::Working { owner, since: now };
                self.case_mut(case).wakes.progress = Some(progress);
            }
            Stage::Checking { owner, .. } => {
                // T19 begins anew; what was repeated once is not repeated again.
                if let Stage::Checking { asked_at, ask_at: None, .. } =
                    &mut self.case_mut(case).stage
                {
                    *asked_at = now;
                }
                self.flush_burst(case);
                self.ask_what_it_meant(case, Some(owner));
            }
            Stage::Working { .. } | Stage::Closed { .. } => (),
        }
        let lost = content == &Content::Unsupported || content.is_unreadable();
        if lost && !heard {
            self.tell_in_case(case, Say::RelayFailed, Vec::new());
        }
    }

    /// What the customer says before a human has spoken is their comment on the contact too: it
    /// belongs to the figures, and to the answer record.
    fn comment_on_case(&mut self, case: usize, message: &MessageRef, words: &str) {
        if self.case(case).first_word_at.is_some() {
            return;
        }
        let Some(survey) = self.case(case).surveys.last().copied() else { return };
        let Some(index) = self.survey_index(survey) else { return };
        let words = Some(words.to_owned());
        let comment = Comment { at: self.now, words: words.clone(), message: message.clone() };
        self.customer.surveys[index].comments.push(comment);
        self.fact(Fact::Commented { survey: Some(survey), words });
    }

    /// No guessing: staff say whether the words reopen the case.
    pub(crate) fn ask_what_it_meant(&mut self, case: usize, owner: Option<Address>) {
        let number = self.case(case).number;
        let owner = owner.map(|owner| self.mention(&owner));
        let buttons = vec![vec![
            button(Label::Reopen, Action::Reopen { case: number }),
            button(Label::JustThanks, Action::JustThanks { case: number }),
        ]];
        self.desk_with(case, DeskSay::WroteAfter { case: number, owner }, buttons, None);
    }

    pub(crate) fn remember_said(&mut self, case: usize, words: &str) {
        let said = &mut self.case_mut(case).said;
        said.push(words.to_owned());
        if SAID_KEPT < said.len() {
            said.remove(0);
        }
    }

    /// Puts a line of the customer in the queue to the desk; bursts of words go together.
    pub(crate) fn queue_line(
        &mut self,
        case: usize,
        message: &MessageRef,
        reply_to: Option<&MessageRef>,
        content: &Content,
    ) {
        let line = match content {
            Content::Text(text) | Content::Styled { text, .. } => Some(text.clone()),
            Content::Media { .. } => None,
            Content::Unsupported => return,
        };
        if content.is_unreadable() {
            return;
        }
        let is_plain = matches!(content, Content::Text(_));
        self.ensure_thread(case);
        let is_media = line.is_none();
        let waiting = WaitingLine {
            message: message.clone(),
            reply_to: reply_to.cloned(),
            text: line,
            content: (!is_plain).then(|| Box::new(content.clone())),
        };
        let paused = self.case(case).paused_until;
        let due = self.later(self.policy.timers().relay_merge);
        let due = paused.map_or(due, |until| due.max(until));
        let now = self.now;
        let burst = &mut self.case_mut(case).burst;
        let burst = burst.get_or_insert(Burst { due, lines: Vec::new() });
        burst.lines.push(waiting);
        if is_media && paused.is_none() {
            burst.due = now;
        }
        if burst.due <= now {
            self.flush_burst(case);
        }
    }

    /// Relays what waits, in order, as soon as there is a thread for it and no pause.
    pub(crate) fn flush_burst(&mut self, case: usize) {
        if self.case(case).paused_until.is_some_and(|until| self.now < until) {
            return;
        }
        let Some(place) = self.case(case).thread().cloned() else { return };
        let Some(burst) = self.case_mut(case).burst.take() else { return };
        let mut together: Vec<WaitingLine> = Vec::new();
        for line in burst.lines {
            let alone = line.text.is_none() || line.reply_to.is_some();
            if alone {
                self.relay_words(case, &place, std::mem::take(&mut together));
                self.relay_alone(case, &place, line);
            } else {
                together.push(line);
            }
        }
        self.relay_words(case, &place, together);
    }

    fn relay_words(&mut self, case: usize, place: &Place, lines: Vec<WaitingLine>) {
        if lines.is_empty() {
            return;
        }
        let from = lines.iter().map(|line| line.message.clone()).collect();
        let marks = marks_of(&lines);
        let lines = lines.into_iter().filter_map(|line| line.text).collect();
        let name = self.customer.name.clone();
        let words = Words::Desk(DeskSay::CustomerWords { name, lines, marks });
        self.relay_to_desk(case, place, from, None, words);
    }

    fn relay_alone(&mut self, case: usize, place: &Place, line: WaitingLine) {
        let reply_to = line.reply_to.as_ref().and_then(|message| self.counterpart(case, message));
        let marks = marks_of(std::slice::from_ref(&line));
        if let Some(text) = line.text {
            let name = self.customer.name.clone();
            let words = Words::Desk(DeskSay::CustomerWords { name, lines: vec![text], marks });
            return self.relay_to_desk(case, place, vec![line.message], reply_to, words);
        }
        let number = self.add_line(case, Way::ToDesk, vec![line.message.clone()], None);
        self.keep_media(case, line.content.as_deref());
        let purpose = Some(Purpose::Line(self.case(case).number, number));
        let to = To::Place(place.clone());
        let (message, content) = (line.message, line.content);
        let body = Body::Copy { message, to, caption: None, content, reply_to, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    fn relay_to_desk(
        &mut self,
        case: usize,
        place: &Place,
        from: Vec<MessageRef>,
        reply_to: Option<MessageRef>,
        words: Words,
    ) {
        let number = self.add_line(case, Way::ToDesk, from, None);
        let purpose = Some(Purpose::Line(self.case(case).number, number));
        let to = To::Place(place.clone());
        let body =
            Body::Send { to, words, buttons: Vec::new(), reply_to, ask_reply: false, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    pub(crate) fn add_line(
        &mut self,
        case: usize,
        way: Way,
        from: Vec<MessageRef>,
        by: Option<Address>,
    ) -> u32 {
        let at = by.is_some().then_some(self.now);
        let state = self.case_mut(case);
        let number = state.next_line;
        state.next_line += 1;
        let under_way = Some(Box::default());
        let (moods, taken_back) = (Vec::new(), false);
        state.lines.push(Line {
            number,
            way,
            from,
            to: None,
            by,
            under_way,
            moods,
            at,
            taken_back,
        });
        if Case::LINES_KEPT < state.lines.len() {
            state.lines.remove(0);
        }
        number
    }

    /// Keeps what the newest line carries until it has arrived, so that it can be named if it can't
    /// be shown.
    pub(crate) fn keep_media(&mut self, case: usize, content: Option<&Content>) {
        let line = self.case_mut(case).lines.last_mut();
        if let Some(under_way) = line.and_then(|line| line.under_way.as_mut()) {
            under_way.media = content.cloned().map(Box::new);
        }
    }

    /// Tells the desk about something that can't be shown, in the order in which lines go there: what
    /// it is, and below it the words that stood under it.
    pub(crate) fn relay_not_shown(
        &mut self,
        case: usize,
        refused: u32,
        say: DeskSay,
        caption: Option<String>,
    ) {
        let Some(place) = self.case(case).thread().cloned() else { return };
        let mut lines = self.case_mut(case).lines.iter_mut();
        let Some(refused) = lines.find(|line| line.number == refused) else { return };
        // From now on the message is known by what is shown of it.
        let from = std::mem::take(&mut refused.from);
        let Some(words) = caption else {
            return self.relay_to_desk(case, &place, from, None, Words::Desk(say));
        };
        self.relay_to_desk(case, &place, Vec::new(), None, Words::Desk(say));
        let name = self.customer.name.clone();
        let words = DeskSay::CustomerWords { name, lines: vec![words], marks: Vec::new() };
        self.relay_to_desk(case, &place, from, None, Words::Desk(words));
    }

    /// The same line on the other side, for replies.
    fn counterpart(&self, case: usize, message: &MessageRef) -> Option<MessageRef> {
        self.case(case).lines.iter().find_map(|line| {
            if line.from.contains(message) {
                line.to.clone()
            } else if line.to.as_ref() == Some(message) {
                line.from.last().cloned()
            } else {
                None
            }
        })
    }

    /// K-10: a line of staff goes to the customer. Returns whether it left.
    pub(crate) fn relay_to_customer(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        reply_to: Option<&MessageRef>,
        content: &Content,
    ) -> bool {
        let number = self.case(case).number;
        let Some(to) = self.way_in_case(case) else {
            self.lost_touch(case);
            let why = crate::desk::NotDelivered::Unreachable;
            self.reply(message, DeskSay::NotDelivered { why });
            return false;
        };
        if content == &Content::Unsupported {
            let why = crate::desk::NotDelivered::Unsupported;
            self.reply(message, DeskSay::NotDelivered { why });
            return false;
        }
        let reply_to = reply_to.and_then(|message| self.counterpart(case, message));
        let line =
            self.add_line(case, Way::ToCustomer, vec![message.clone()], Some(by.address.clone()));
        let purpose = Purpose::Line(number, line);
        let name = by.name.clone().or_else(|| Some(self.policy.staff_name(&by.address)));
        let in_room = matches!(to, To::Room { .. });
        let body = self.line_to_customer(to, name, message, content, reply_to, purpose);
        if let Some(body) = body {
            self.effect(Class::Recovery, OnUnknown::Resend, body);
        }
        self.note_said(case, Some(&by.address), content, Some(message));
        if in_room {
            // They may have left the server.
            self.counts_later(case, by.level);
        } else {
            self.human_spoke(case, by, self.now);
        }
        self.offer_wait(case, content);
        self.offer_promise(case, content);
        true
    }

    /// What brings the customer a line of staff; nothing: it can't be brought.
    pub(crate) fn line_to_customer(
        &self,
        to: To,
        name: Option<String>,
        message: &MessageRef,
        content: &Content,
        reply_to: Option<MessageRef>,
        purpose: Purpose,
    ) -> Option<Body> {
        let (lang, purpose) = (self.language(), Some(purpose));
        let marks = content.marks().to_vec();
        let words = |text: String| Words::Customer(Say::Words { name, text, marks }, lang);
        match content {
            Content::Text(text) | Content::Styled { text, .. } => {
                let (words, buttons) = (words(text.clone()), Vec::new());
                Some(Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose })
            }
            Content::Media { caption, .. } => {
                let caption = caption.clone().map(words);
                let (message, content) = (message.clone(), Some(Box::new(content.clone())));
                Some(Body::Copy { message, to, caption, content, reply_to, purpose })
            }
            Content::Unsupported => None,
        }
    }

    /// K-11: after a question it may be the customer's turn.
    pub(crate) fn offer_wait(&mut self, case: usize, content: &Content) {
        if content.words().is_some_and(|words| words.trim_end().ends_with('?')) {
            let number = self.case(case).number;
            let wait = button(Label::WaitForAnswer, Action::WaitForAnswer { case: number });
            self.desk_with(case, DeskSay::OfferWait, vec![vec![wait]], None);
        }
    }

    /// What the word of a human does, as of the moment in which it was said: keeps promises, freezes
    /// the rating, restarts T13.
    pub(crate) fn human_spoke(&mut self, case: usize, by: &StaffMember, now: Timestamp) {
        let number = self.case(case).number;
        self.keep_promises(case, by.level, now);
        let progress = self.staffed(self.policy.timers().progress_every);
        let name = self.name_of(by);
        self.assisted(case, &by.address);
        let state = self.case_mut(case);
        state.last_word_at = now;
        state.held = false;
        state.wakes.hold = None;
        if let Stage::Working { .. } = state.stage {
            state.wakes.progress = Some(progress);
        }
        state.spoken = state.spoken.saturating_add(1);
        if Level::Senior <= by.level {
            state.senior_word_at = state.senior_word_at.or(Some(now));
        }
        let first = state.first_word_at.is_none();
        if first {
            state.first_word_at = Some(now);
            state.history.push((now, HistoryWhat::FirstWord(name)));
        }
        let surveys = state.surveys.clone();
        for survey in &mut self.customer.surveys {
            let response = survey.response.as_mut().filter(|_| surveys.contains(&survey.id));
            if let Some(response) = response {
                response.frozen_at = response.frozen_at.or(Some(now));
            }
        }
        if first {
            self.fact(Fact::FirstWord { case: number, by: by.address.clone() });
        }
    }

    /// K-40: the thread was closed by hand.
    pub(crate) fn thread_closed(
        &mut self,
        case: crate::ids::CaseNumber,
        thread: Option<&Place>,
        gone: bool,
    ) {
        let Some(case) = self.case_index(case) else { return };
        if !self.case(case).is_open() {
            return;
        }
        if gone {
            return self.thread_deleted(case, thread);
        }
        let number = self.case(case).number;
        if let (Some(closed), Some(room)) = (thread, self.room_of(case))
            && *closed == room
        {
            self.take_out(case, room);
            return self.desk(case, DeskSay::CloseWithResolve { case: number });
        }
        if let ThreadState::Open(thread) = self.case(case).desk.thread.clone() {
            self.take_out(case, thread);
            self.desk(case, DeskSay::CloseWithResolve { case: number });
        }
    }

    /// K-40: what was deleted by hand is made anew.
    fn thread_deleted(&mut self, case: usize, thread: Option<&Place>) {
        let number = self.case(case).number;
        if let Some(room) = thread
            && self.room_of(case).as_ref() == Some(room)
        {
            self.room_lost(case, Refusal::ThreadGone);
            self.ask_again_after(case, room);
            self.offer_again_after(case, room);
            return self.desk(case, DeskSay::CloseWithResolve { case: number });
        }
        if let ThreadState::Open(open) = &self.case(case).desk.thread
            && Some(open) == thread
        {
            self.thread_lost(case);
        }
    }
}

/// What is emphasised in lines that go together; nothing if nothing is.
fn marks_of(lines: &[WaitingLine]) -> Vec<Vec<Emphasis>> {
    let of = |line: &WaitingLine| {
        line.content.as_deref().map(|content| content.marks().to_vec()).unwrap_or_default()
    };
    let marks: Vec<_> = lines.iter().filter(|line| line.text.is_some()).map(of).collect();
    if marks.iter().all(Vec::is_empty) { Vec::new() } else { marks }
}
