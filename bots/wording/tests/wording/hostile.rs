//! Names and words that try to be something else.

use amends_core::{
    desk::{Card, CaseLine, DeskSay, HistoryLine, HistoryWhat, Listed, Mark, Mention, Title},
    lang::Lang,
    place::{Address, Platform},
    policy::Level,
    say::{Question, Say},
};
use amends_wording::{Context, Phrasebook};
use jiff::Timestamp;

use crate::{
    luma,
    samples::{CASE, card, due},
};

const TRICKY: &str = "\u{202e}Da\u{200b}na\n🟢 R-1 {name} <b>*_\u{2069}";

fn english(say: &Say) -> String {
    Phrasebook::new().say(say, Lang::EN, &luma())
}

#[test]
fn a_name_stays_on_its_line_and_is_not_read() {
    let name = Some(TRICKY.to_owned());
    assert_eq!(
        english(&Say::Ask { question: Question::JustNow, name: name.clone(), call: None }),
        "Hi Dana 🟢 R-1 {name} <b>*_! How did we do just now?"
    );
    let title = Title { mark: Mark::Red, case: CASE, name };
    assert_eq!(Phrasebook::new().title(&title), "🔴 R-1042 Dana 🟢 R-1 {name} <b>*_");
}

#[test]
fn a_name_of_nothing_is_no_name() {
    let name = Some("\u{3164}\u{202e}".to_owned());
    assert_eq!(
        english(&Say::Ask { question: Question::Visit, name, call: None }),
        "Hi! Before you go: how was your visit?"
    );
    assert_eq!(
        english(&Say::Joined { staff: " ".to_owned() }),
        "our team is here now and has read everything – no need to explain again."
    );
    let topic = Question::Topic("\u{202e} \n".to_owned());
    assert_eq!(
        english(&Say::Ask { question: topic, name: None, call: None }),
        "Hi! How did we do just now?"
    );
}

#[test]
fn somebodys_words_keep_their_lines_and_their_length() {
    let text = format!("{}\n\u{202e}/stop {{due}}", "ж".repeat(4_000));
    let said = english(&Say::Words { name: Some("Anna".to_owned()), text, marks: Vec::new() });
    assert_eq!(said, format!("Anna: {}\n/stop {{due}}", "ж".repeat(4_000)));
}

#[test]
fn a_question_stands_without_its_greeting_once_answered() {
    let rating = amends_core::scale::Scale::Faces3.ratings().next();
    let then = Box::new(Say::TapAck);
    let answered = Say::Answered { question: Question::JustNow, rating, then: then.clone() };
    assert_eq!(english(&answered), "How did we do just now?  🙂 Good\nThank you!");
    let hidden = Say::Answered { question: Question::JustNow, rating: None, then };
    assert_eq!(english(&hidden), "Thank you!");
}

#[test]
fn without_a_link_the_sentence_ends_well() {
    let context = Context { business: "Luma".to_owned(), link: &|_| None, ..luma() };
    for lang in Lang::BUILT_IN {
        let say = Say::OpenPrivate { token: "abc".to_owned() };
        let text = Phrasebook::new().say(&say, lang, &context);
        assert!(text.ends_with('.') && !text.contains(':'), "{text}");
    }
}

#[test]
fn a_value_given_by_key_is_cleaned() {
    let values = [("what", "your\u{202e} dish".to_owned()), ("due", "09:40".to_owned())];
    let text = Phrasebook::new().raw("promise", Lang::EN, &values);
    assert_eq!(text.as_deref(), Ok("Our promise: your dish – by 09:40."));
}

#[test]
fn a_question_in_staffs_words_gets_no_full_stop() {
    let say = Say::Recheck {
        staff: "Anna".to_owned(),
        done: "new dish. Better?".to_owned(),
        prevent: None,
    };
    assert_eq!(english(&say), "Anna: done – new dish. Better? Did we put it right?");
}

#[test]
fn a_title_fits_however_long_the_name() {
    let title = Title { mark: Mark::Red, case: CASE, name: Some("😀".repeat(500)) };
    let text = Phrasebook::new().title(&title);
    assert!(text.encode_utf16().count() <= 128, "{text}");
    assert!(text.starts_with("🔴 R-1042 😀😀"), "{text}");
}

#[test]
fn a_card_fits_and_keeps_its_lines_whatever_was_said() {
    let long = || "😀\n".repeat(3_000);
    let full = Card {
        title: Title { mark: Mark::Red, case: CASE, name: Some(long()) },
        topic: Some(long()),
        agent: Some(long()),
        place: Some(long()),
        said: vec![long(); 5],
        joined: vec![long(); 20],
        unreachable: Some(Some(long())),
        ..card()
    };
    let text = Phrasebook::new().desk(&DeskSay::Card(Box::new(full)), &luma());
    assert!(text.encode_utf16().count() <= 4_096, "{}", text.encode_utf16().count());
    assert_eq!(text.lines().count(), 7, "{text}");
}

#[test]
fn a_customer_cannot_add_a_line_to_the_history() {
    let note = HistoryWhat::Note { by: "Ion\nkatrin".to_owned(), text: "a\nb\u{2028}c".to_owned() };
    let line = HistoryLine { at: due(true), what: note };
    let text = Phrasebook::new().desk(&DeskSay::History { case: CASE, lines: vec![line] }, &luma());
    assert_eq!(text, "R-1042 so far:\n09:30 note by Ion katrin: a b c");
}

#[test]
fn a_long_list_gives_way_at_the_right_end() {
    let book = Phrasebook::new();
    let line = |number: usize| HistoryLine {
        at: due(true),
        what: HistoryWhat::Resolved(format!("{number} {}", "x".repeat(500))),
    };
    let history =
        book.desk(&DeskSay::History { case: CASE, lines: (1..=30).map(line).collect() }, &luma());
    assert!(history.encode_utf16().count() <= 2_000);
    assert!(
        history.starts_with("R-1042 so far:\n… 22 more lines\n09:30 resolved: 23 x"),
        "{history}"
    );
    assert!(history.contains("resolved: 30 x"), "{history}");

    let title = Title { mark: Mark::Red, case: CASE, name: Some("Dana".repeat(16)) };
    let line = CaseLine {
        title,
        owner: None,
        level: Level::Agent,
        opened_at: Timestamp::UNIX_EPOCH,
        stands: None,
    };
    let cases = book
        .desk(&DeskSay::Cases { lines: vec![line; 100], which: Listed::All, left_out: 0 }, &luma());
    assert!(cases.encode_utf16().count() <= 2_000);
    assert!(cases.starts_with("100 open cases:\n🔴 R-1042 Dana"), "{cases}");
    assert!(cases.ends_with("more lines"), "{cases}");
}

#[test]
fn a_mention_is_a_user_name_or_a_name_and_nothing_else() {
    let book = Phrasebook::new();
    let mention = |name: Option<&str>, username: Option<&str>| {
        book.mention(&Mention {
            address: Address::new(Platform::Telegram, "50"),
            name: name.map(str::to_owned),
            username: username.map(str::to_owned),
        })
    };
    assert_eq!(mention(Some("Anna"), Some("anna_1")), "@anna_1");
    assert_eq!(mention(Some("Anna"), Some("\u{202e} @")), "Anna");
    assert_eq!(mention(None, None), "A colleague");
}

#[test]
fn a_phrasebook_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Phrasebook>();
}
