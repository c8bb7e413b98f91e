use amends_core::desk::{CaseLine, Listed};
use jiff::Timestamp;

use super::*;

#[test]
fn change_of_long_words_posts_nothing_anew() {
    let message = MessageRef { place: discord("50"), id: "60".to_owned() };
    let words = Some(said(&"word ".repeat(900)));
    let body = Body::Edit { message, words, buttons: vec![], purpose: None, press: None };
    let plan = planned(&body).unwrap();
    assert_eq!(plan.then.len(), 0, "the rest stands there since it was said");
    let Call::Edit { change, .. } = plan.call else { panic!("{plan:?}") };
    let text = change["content"].as_str().unwrap();
    assert!(markdown::utf16(text) <= CONTENT && text.ends_with('…'), "{text}");
}

#[test]
fn list_of_cases_says_how_many_it_leaves_out_however_its_names_are_written() {
    // What could be markup takes twice the room.
    let line = |number| CaseLine {
        title: Title { case: CaseNumber(number), name: Some("_~*".repeat(4)), mark: Mark::Red },
        owner: None,
        level: Level::Agent,
        opened_at: Timestamp::UNIX_EPOCH,
        stands: None,
    };
    let lines = (1_100..1_180).map(line).collect();
    let to = To::Reply(press("s"));
    let plan = planned(&send(
        to,
        Words::Desk(DeskSay::Cases { lines, which: Listed::All, left_out: 0 }),
        vec![],
    ))
    .unwrap();
    let calls = std::iter::once(&plan.call).chain(&plan.then);
    let texts: Vec<&str> = calls
        .map(|call| {
            let Call::Whisper { message, .. } = call else { panic!("{call:?}") };
            message["content"].as_str().unwrap()
        })
        .collect();
    assert!(1 < texts.len() && texts.iter().all(|text| markdown::utf16(text) <= CONTENT));
    let all = texts.join("\n");
    let shown = (1_100..1_180).filter(|number| all.contains(&format!("R-{number}"))).count();
    let last = all.lines().last().unwrap();
    assert!(shown < 80 && last.contains(&(80 - shown).to_string()), "{all}");
}

#[test]
fn repeated_whisper_tells_what_may_have_been_said() {
    let again = Attempt { repeat: true, ..attempt() };
    let body = send(To::Reply(press("s")), Words::Desk(DeskSay::NowWaiting), vec![]);
    let whisper = |attempt: &Attempt| {
        let plan = planned_with(&body, &view(), attempt).unwrap();
        let Call::Whisper { message, before, .. } = plan.call else { panic!() };
        (message["content"].as_str().unwrap().to_owned(), before)
    };
    let (first, before) = whisper(&attempt());
    assert_eq!(before, None);
    let (second, before) = whisper(&again);
    assert_eq!((second, before), (format!("↻ {first}"), Some(first)));
}

#[test]
fn nothing_that_is_shown_in_logs_holds_a_token_or_words() {
    let plan = planned(&send(To::Reply(press("s")), said("canary"), vec![])).unwrap();
    let shown = format!("{plan:?}");
    assert!(!shown.contains("secret") && !shown.contains("canary"), "{shown}");
}
