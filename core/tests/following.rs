//! What becomes of a line once it was said: edits, deletions, emoji, and files that can't be shown.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    customer::Customer,
    desk::{DeskSay, NotDelivered},
    effect::{Body, Purpose, Receipt, Refusal, To, Words},
    engine::apply,
    event::{Event, Recorded},
    ids::{CaseNumber, CustomerId},
    invariants,
    place::{
        Actor, Address, Content, Emphasis, FileRef, MediaKind, MessageRef, Place, Platform, Style,
    },
    policy::{Level, Policy, StaffMember, Workspace},
    say::Say,
};
use jiff::{SignedDuration, Timestamp};

const CASE: CaseNumber = CaseNumber(1043);

/// Gil, who complained on Discord, and Anna, who took the case on Telegram.
struct Talk {
    customer: Customer,
    policy: Policy,
    now: Timestamp,
    seq: u64,
    written: u32,
    /// What was asked for since the last look.
    asked: Vec<Body>,
}

fn gil() -> Actor {
    named(Address::new(Platform::Discord, "7"), "Gil")
}

fn anna() -> Actor {
    named(Address::new(Platform::Telegram, "50"), "Anna")
}

fn named(address: Address, name: &str) -> Actor {
    Actor { name: Some(name.to_owned()), ..Actor::new(address) }
}

fn dm() -> Place {
    Place::chat(Platform::Discord, "dm")
}

fn desk() -> Place {
    Place::chat(Platform::Telegram, "-100")
}

fn thread() -> Place {
    desk().thread("9")
}

fn at(place: &Place, id: &str) -> MessageRef {
    MessageRef { place: place.clone(), id: id.to_owned() }
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn film(caption: Option<&str>) -> Content {
    let file = |size| FileRef { id: "f".to_owned(), name: None, mime: None, size: Some(size) };
    let caption = caption.map(str::to_owned);
    Content::Media { kind: MediaKind::Video, caption, files: vec![file(5), file(26 << 20)] }
}

impl Talk {
    fn new() -> Self {
        let mut workspace = Workspace::new("Luma");
        workspace.desk = Some(desk());
        workspace.staff = vec![StaffMember {
            address: anna().address,
            name: anna().name,
            username: None,
            level: Level::Agent,
            on_duty: true,
            duty_until: None,
            by_role: false,
        }];
        let now = "2026-11-16T09:20:00Z".parse().unwrap();
        let mut talk = Self {
            customer: Customer::new(CustomerId::mint(now, &[1; 10])),
            policy: Policy::new(workspace),
            now,
            seq: 0,
            written: 0,
            asked: Vec::new(),
        };
        talk.gil_says(text("/complain third time late"));
        talk.settle(Purpose::Thread(CASE), Ok(Receipt::Thread(thread())));
        talk.says_staff(text("/take"));
        talk.asked.clear();
        talk
    }

    fn step(&mut self, event: Event) {
        self.seq += 1;
        let (seq, at) = (self.seq, self.now);
        let recorded = Recorded { seq, at, entropy: [7; 32], next_case: CASE, log_id: None, event };
        let outcome = apply(&mut self.customer, &self.policy, &recorded);
        let breaches = invariants::check(&self.customer, &self.policy);
        assert!(breaches.is_empty(), "{breaches:?}");
        self.asked.extend(outcome.effects.into_iter().map(|effect| effect.body));
    }

    /// Gil writes, and his line leaves.
    fn gil_says(&mut self, content: Content) -> MessageRef {
        let message = self.gil_types(content);
        self.now += SignedDuration::from_mins(1);
        self.step(Event::DeadlineReached);
        message
    }

    /// Gil writes, and his line still waits for more.
    fn gil_types(&mut self, content: Content) -> MessageRef {
        let message = self.message(&dm());
        self.step(Event::CustomerWrote {
            by: gil(),
            message: message.clone(),
            reply_to: None,
            content,
            token: None,
            press: None,
            form: None,
        });
        message
    }

    fn says_staff(&mut self, content: Content) -> MessageRef {
        let message = self.message(&thread());
        self.step(Event::StaffWrote {
            case: CASE,
            by: anna(),
            message: message.clone(),
            reply_to: None,
            answers_us: false,
            content,
            press: None,
            form: None,
            load: Vec::new(),
        });
        message
    }

    fn message(&mut self, place: &Place) -> MessageRef {
        self.written += 1;
        at(place, &format!("said {}", self.written))
    }

    fn settle(&mut self, purpose: Purpose, fate: Result<Receipt, Refusal>) {
        self.step(Event::Settled { purpose, to: None, fate, refused: None });
    }

    /// The newest line arrives, as this message.
    fn arrives(&mut self, place: &Place) -> MessageRef {
        let copy = self.message(place);
        self.settle(self.newest(), Ok(Receipt::Message(copy.clone())));
        copy
    }

    /// The newest line that went out.
    fn newest(&self) -> Purpose {
        Purpose::Line(CASE, self.customer.case(CASE).unwrap().lines.last().unwrap().number)
    }

    /// What was asked for since the last look.
    fn looks(&mut self) -> Vec<Body> {
        std::mem::take(&mut self.asked)
    }

    /// What staff read since the last look.
    fn staff_read(&mut self) -> Vec<DeskSay> {
        let said = |body: Body| {
            if let Body::Send { words: Words::Desk(say), .. } = body { Some(say) } else { None }
        };
        self.looks().into_iter().filter_map(said).collect()
    }

    fn edits(&mut self) -> Vec<(MessageRef, Words)> {
        let edit = |body: Body| {
            let Body::Edit { message, words: Some(words), .. } = body else { return None };
            Some((message, words))
        };
        let of_line =
            |(_, words): &(MessageRef, Words)| !matches!(words, Words::Desk(DeskSay::Card(_)));
        self.looks().into_iter().filter_map(edit).filter(of_line).collect()
    }

    fn deleted(&mut self) -> Vec<MessageRef> {
        let delete = |body: Body| {
            if let Body::Delete { message, .. } = body { Some(message) } else { None }
        };
        self.looks().into_iter().filter_map(delete).collect()
    }

    fn reactions(&mut self) -> Vec<(MessageRef, String, bool, Purpose)> {
        let reaction = |body: Body| {
            let Body::React { message, emoji, on, purpose } = body else { return None };
            Some((message, emoji, on, purpose.unwrap()))
        };
        self.looks().into_iter().filter_map(reaction).collect()
    }

    fn customer_reacts(&mut self, message: &MessageRef, emoji: &str, on: bool) {
        let (message, emoji) = (message.clone(), emoji.to_owned());
        self.step(Event::CustomerReacted { by: gil(), message, emoji, on });
    }

    fn staff_reacts(&mut self, by: Actor, message: &MessageRef, emoji: &str) {
        let (message, emoji) = (message.clone(), emoji.to_owned());
        self.step(Event::StaffReacted { case: CASE, by, message, emoji, on: true });
    }
}

fn to_gil(text: &str, marks: Vec<Emphasis>) -> Words {
    let say = Say::Words { name: Some("Anna".to_owned()), text: text.to_owned(), marks };
    Words::Customer(say, amends_core::lang::Lang::EN)
}

fn of_gil(text: &str) -> DeskSay {
    let (name, lines) = (Some("Gil".to_owned()), vec![text.to_owned()]);
    DeskSay::CustomerWords { name, lines, marks: Vec::new() }
}

/// Shows E34.
#[test]
fn edit_of_a_line_on_its_way_is_followed_once_it_is_there() {
    let mut talk = Talk::new();
    let said = talk.says_staff(text("I am on it"));
    let marks = vec![Emphasis { from: 0, to: 1, style: Style::Bold }];
    for content in [text("I am onto it"), Content::styled("I’m on it", marks.clone())] {
        let (by, message) = (anna(), said.clone());
        talk.step(Event::StaffEdited { case: CASE, by, message, content });
    }
    assert_eq!(talk.edits(), [], "there is nothing to edit yet");
    let copy = talk.arrives(&dm());
    assert_eq!(talk.edits(), [(copy, to_gil("I’m on it", marks))]);
}

/// Shows E33.
#[test]
fn edit_of_the_customer_on_its_way_is_followed_once_it_is_there() {
    let mut talk = Talk::new();
    let said = talk.gil_says(text("cold"));
    assert!(talk.staff_read().contains(&of_gil("cold")));
    talk.step(Event::CustomerEdited { message: said.clone(), content: text("cold soup") });
    assert_eq!(talk.looks(), []);
    let copy = talk.arrives(&thread());
    assert_eq!(talk.edits(), [(copy.clone(), Words::Desk(of_gil("cold soup")))]);
    talk.step(Event::CustomerEdited { message: said, content: text("very cold soup") });
    assert_eq!(talk.edits(), [(copy, Words::Desk(of_gil("very cold soup")))]);
}

/// Shows E34.
#[test]
fn line_that_was_taken_back_before_it_left_never_leaves() {
    let mut talk = Talk::new();
    let one = talk.gil_types(text("you idiots"));
    talk.gil_types(text("sorry"));
    talk.step(Event::CustomerDeleted { message: one });
    talk.now += SignedDuration::from_mins(1);
    talk.step(Event::DeadlineReached);
    let read = talk.staff_read();
    assert!(read.contains(&of_gil("sorry")), "{read:?}");
}

/// Shows E34.
#[test]
fn copy_of_what_was_taken_back_is_taken_back() {
    let mut talk = Talk::new();
    let said = talk.gil_says(text("cold"));
    let copy = talk.arrives(&thread());
    talk.step(Event::CustomerDeleted { message: said });
    assert_eq!(talk.deleted(), [copy]);
    let said = talk.says_staff(text("no"));
    talk.step(Event::StaffDeleted { case: CASE, message: said.clone() });
    assert_eq!(talk.deleted(), []);
    // What was taken back is not edited any more.
    let content = text("yes");
    talk.step(Event::StaffEdited { case: CASE, by: anna(), message: said, content });
    let copy = talk.arrives(&dm());
    assert_eq!(talk.deleted(), [copy]);
}

#[test]
fn one_of_several_lines_in_a_message_can_not_be_taken_back() {
    let mut talk = Talk::new();
    let one = talk.gil_types(text("you idiots"));
    talk.gil_says(text("sorry"));
    talk.arrives(&thread());
    talk.looks();
    talk.step(Event::CustomerDeleted { message: one });
    let name = Some("Gil".to_owned());
    assert_eq!(talk.staff_read(), [DeskSay::CustomerDeleted { name }]);
}

#[test]
fn emoji_of_the_customer_is_put_on_what_staff_wrote() {
    let mut talk = Talk::new();
    let said = talk.says_staff(text("done"));
    let copy = talk.arrives(&dm());
    talk.looks();
    talk.customer_reacts(&copy, "🎉", true);
    let [(on_it, emoji, true, purpose)] = &talk.reactions()[..] else { panic!("one emoji") };
    assert_eq!((on_it, emoji.as_str()), (&said, "🎉"));
    talk.settle(*purpose, Ok(Receipt::Done));
    assert_eq!(talk.looks(), []);
    talk.customer_reacts(&copy, "🎉", false);
    let asked = talk.looks();
    let [Body::React { on: false, .. }, Body::MarkDelivered { message }] = &asked[..] else {
        panic!("off, and still delivered: {asked:?}")
    };
    assert_eq!(message, &said);
}

#[test]
fn emoji_that_is_refused_is_told_by_its_name() {
    let mut talk = Talk::new();
    talk.says_staff(text("done"));
    let copy = talk.arrives(&dm());
    talk.looks();
    for emoji in ["🎉", "🦞"] {
        talk.customer_reacts(&copy, emoji, true);
    }
    talk.customer_reacts(&copy, "🦀", false);
    let purposes: Vec<_> = talk.reactions().into_iter().map(|(.., purpose)| purpose).collect();
    talk.settle(purposes[0], Ok(Receipt::Done));
    talk.settle(purposes[1], Err(Refusal::Unsupported));
    talk.settle(purposes[2], Err(Refusal::Unsupported));
    let (name, emoji) = (Some("Gil".to_owned()), "🦞".to_owned());
    assert_eq!(talk.staff_read(), [DeskSay::Reacted { name, emoji }]);
}

#[test]
fn emoji_of_staff_is_put_on_what_the_customer_wrote() {
    let mut talk = Talk::new();
    let said = talk.gil_says(text("thank you"));
    let copy = talk.arrives(&thread());
    talk.looks();
    // Telegram does not tell in which thread.
    let shown = at(&desk(), &copy.id);
    talk.staff_reacts(named(Address::new(Platform::Telegram, "51"), "Ion"), &shown, "👀");
    assert_eq!(talk.reactions(), [], "who doesn't take part speaks to nobody");
    talk.staff_reacts(anna(), &shown, "❤");
    let [(on_it, _, true, purpose)] = &talk.reactions()[..] else { panic!("one emoji") };
    assert_eq!(on_it, &said);
    talk.settle(*purpose, Err(Refusal::Unsupported));
    let read = talk.looks().into_iter().find_map(|body| {
        let Body::Send { to: To::Private(_), words, .. } = body else { return None };
        if let Words::Customer(say, _) = words { Some(say) } else { None }
    });
    let (name, text) = (Some("Anna".to_owned()), "❤".to_owned());
    assert_eq!(read, Some(Say::Words { name, text, marks: Vec::new() }), "it is said instead");
}

/// Shows E32.
#[test]
fn file_that_can_not_be_shown_is_named_above_its_words() {
    for (refusal, why) in [
        (Refusal::TooLarge, NotDelivered::TooLarge),
        (Refusal::Unsupported, NotDelivered::Unsupported),
    ] {
        let mut talk = Talk::new();
        let said = talk.gil_says(film(Some("look at that")));
        assert!(talk.looks().iter().any(|body| matches!(body, Body::Copy { .. })));
        talk.settle(talk.newest(), Err(refusal));
        let asked = talk.asked.clone();
        let failed = asked.iter().any(|body| {
            let Body::Send { to: To::Private(to), words, .. } = body else { return false };
            *to == gil().address && matches!(words, Words::Customer(Say::RelayFailed, _))
        });
        assert!(failed, "{asked:?}");
        let (name, kind, size) = (Some("Gil".to_owned()), MediaKind::Video, Some(26 << 20));
        let shown = DeskSay::NotShown { name, kind, why, size };
        assert_eq!(talk.staff_read(), [shown, of_gil("look at that")]);
        let copy = talk.arrives(&thread());
        talk.step(Event::CustomerDeleted { message: said });
        assert_eq!(talk.deleted(), [copy], "the words are the message now");
    }
}

#[test]
fn file_that_was_taken_back_is_not_missed() {
    let mut talk = Talk::new();
    let said = talk.gil_says(film(None));
    talk.step(Event::CustomerDeleted { message: said });
    talk.looks();
    talk.settle(talk.newest(), Err(Refusal::TooLarge));
    assert_eq!(talk.looks(), []);
}
