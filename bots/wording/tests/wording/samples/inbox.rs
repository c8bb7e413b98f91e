//! Samples of what is said about the inbox of comments.

use amends_core::{
    desk::{DeskSay, InboxSay, ItemLine, ItemView},
    ids::ItemNumber,
    inbox::{Because, ItemEnd, ItemWhat},
    scale::Scale,
};

use super::{
    CASE, assert_covered, dana,
    desk::{anna, text},
    due, names, rating,
};

names!(inbox_say_name, INBOX_SAYS: InboxSay {
    Item, List, Praise, PraiseAtDesk, Over, Done, Unknown, How, NoCause, ReasonMissing,
    ReasonTooLong, NotPraise, NoReply,
});
names!(end_name, ENDS: ItemEnd { Cause, Praise, Because, Reason, Case, Forgotten });
names!(what_name, WHATS: ItemWhat { Comment, OutOfTheBlue, LookInto });

const NUMBER: ItemNumber = ItemNumber(17);

/// Everything that is said about the inbox.
pub(super) fn says() -> Vec<DeskSay> {
    inbox_says().into_iter().map(DeskSay::inbox).collect()
}

fn view(what: ItemWhat) -> ItemView {
    ItemView {
        number: NUMBER,
        what,
        rating: Some(rating(Scale::Faces3, 2)),
        name: Some(dana()),
        topic: Some(text("Order 118")),
        agent: Some(anna()),
        words: vec![text("maybe a plug near the window"), text("or two")],
        end: None,
    }
}

fn inbox_says() -> Vec<InboxSay> {
    let number = NUMBER;
    let ends = [
        ItemEnd::Cause(text("late")),
        ItemEnd::Praise,
        ItemEnd::Reason(text("the shop next door was meant")),
        ItemEnd::Reason(String::new()),
        ItemEnd::Case(CASE),
        ItemEnd::Forgotten,
    ];
    let ends: Vec<ItemEnd> = ends.into_iter().chain(Because::ALL.map(ItemEnd::Because)).collect();
    assert_covered(ends.iter().map(end_name), ENDS);
    let whats = [ItemWhat::Comment, ItemWhat::OutOfTheBlue, ItemWhat::LookInto(CASE)];
    assert_covered(whats.iter().map(what_name), WHATS);
    let line = |what, rating, old: bool| ItemLine { number, what, rating, since: due(!old), old };
    let lines = vec![
        line(whats[0], Some(rating(Scale::Faces3, 3)), true),
        line(whats[1], None, false),
        line(whats[2], Some(rating(Scale::Faces3, 1)), false),
    ];
    let bare = ItemView { rating: None, name: None, topic: None, words: vec![], ..view(whats[1]) };
    let silent = ItemView { words: vec![], ..view(whats[2]) };
    let mut says: Vec<InboxSay> = whats.map(|what| InboxSay::Item(view(what))).to_vec();
    says.extend([bare, silent].map(InboxSay::Item));
    says.extend(ends.into_iter().map(|how| {
        let by = (how != ItemEnd::Forgotten).then(anna);
        InboxSay::Item(ItemView { end: Some((by, how)), ..view(whats[0]) })
    }));
    says.extend([
        InboxSay::List { lines: lines.clone(), left_out: 5, old: 2 },
        InboxSay::List { lines: lines[1..2].to_vec(), left_out: 0, old: 0 },
        InboxSay::List { lines: lines[..1].to_vec(), left_out: 0, old: 1 },
        InboxSay::List { lines: Vec::new(), left_out: 0, old: 0 },
        InboxSay::Praise { by: anna(), view: view(whats[0]) },
        InboxSay::PraiseAtDesk { by: anna(), view: view(whats[1]) },
        InboxSay::Over { number, by: Some(anna()), how: ItemEnd::Praise },
        InboxSay::Over { number, by: None, how: ItemEnd::Case(CASE) },
        InboxSay::Done { number, how: ItemEnd::Cause(text("late")) },
        InboxSay::Unknown { typed: text("I-4711") },
        InboxSay::How { number },
        InboxSay::NoCause { typed: text("lat"), nearest: Some(text("late")) },
        InboxSay::NoCause { typed: text("weather"), nearest: None },
        InboxSay::ReasonMissing { number },
        InboxSay::ReasonTooLong { most: 500 },
        InboxSay::NotPraise { number },
        InboxSay::NoReply { case: CASE },
    ]);
    says
}

#[test]
fn everything_said_about_the_inbox_has_a_sample() {
    assert_covered(inbox_says().iter().map(inbox_say_name), INBOX_SAYS);
}
