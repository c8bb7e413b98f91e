//! "You said – we did": what customers said and what was done, and where it stands pinned (F16).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{Cause, Stage},
    effect::{Body, Class, Effect, OnUnknown, Purpose, Receipt, Refusal, To, Words},
    engine::Outcome,
    place::{MessageRef, Place},
    policy::{Policy, Workspace},
    say::{BoardItem, BoardStatus, Say},
};

/// So many people are told at least before anybody reads how many.
const TOLD_LEAST: u32 = 3;
/// How many items the board shows.
const BOARD_SHOWN: usize = 10;

/// Where the board stands, and what it shows there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPost {
    /// Where.
    pub place: Place,
    /// The message; nothing: it is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRef>,
    /// What it shows.
    pub shown: Say,
}

/// What customers said, and what was done.
pub(crate) fn board(policy: &Policy, now: Timestamp) -> Say {
    let mut items: Vec<(bool, BoardItem)> = Vec::new();
    for cause in &policy.workspace.catalogue.causes {
        let Some(said) = cause.public.clone() else { continue };
        let status = match (cause.stage(), &cause.fixed, &cause.owned) {
            (Stage::Fixed, Some(fix), _) => BoardStatus::Done(policy.due(fix.at, now).civil.date()),
            (Stage::Owned, _, Some(owned)) => BoardStatus::Planned(owned.due),
            (Stage::Noted | Stage::Named, ..) => continue,
            (Stage::Owned | Stage::Fixing | Stage::Fixed | Stage::Back, ..) => BoardStatus::Doing,
        };
        let fix = cause.fixed.as_ref();
        let who = cause.owned.as_ref().map(|owned| policy.staff_name(&owned.who));
        let told = fix.map(|fix| fix.told).filter(|told| TOLD_LEAST <= *told);
        let did = fix.map(|fix| fix.how.clone());
        let is_done = matches!(status, BoardStatus::Done(_));
        items.push((is_done, BoardItem { said, did, who, status, told }));
    }
    // What is done first; of each the newest.
    items.reverse();
    items.sort_by_key(|(is_done, _)| !is_done);
    Say::Board { items: items.into_iter().map(|(_, item)| item).take(BOARD_SHOWN).collect() }
}

/// Puts the board somewhere. From then on it changes by itself.
pub(crate) fn put(workspace: &mut Workspace, place: Place, now: Timestamp, out: &mut Outcome) {
    let shown = board(&Policy::new(workspace.clone()), now);
    let body = Body::Send {
        to: To::Place(place.clone()),
        words: Words::Customer(shown.clone(), workspace.language),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: Some(Purpose::Board),
    };
    workspace.board = Some(BoardPost { place, message: None, shown });
    // Twice would be two boards, of which one goes stale.
    effect(out, Class::Staff, OnUnknown::Leave, body);
}

/// The board stands, and is pinned; or it can't stand there.
pub(crate) fn settled(
    workspace: &mut Workspace,
    fate: &Result<Receipt, Refusal>,
    out: &mut Outcome,
) {
    let Some(post) = &mut workspace.board else { return };
    match fate {
        Ok(Receipt::Message(message)) if message.place == post.place => {
            post.message = Some(message.clone());
            effect(out, Class::Digest, OnUnknown::Repeat, Body::Pin { message: message.clone() });
        }
        // Of a board that was put elsewhere meanwhile nothing is needed.
        Ok(_) => (),
        Err(_) => workspace.board = None,
    }
}

/// Brings the board in line with the causes, if they changed since then.
pub(crate) fn refresh(
    workspace: &mut Workspace,
    before: Option<&Vec<Cause>>,
    now: Timestamp,
    out: &mut Outcome,
) {
    let Some(post) = &workspace.board else { return };
    let Some(message) = post.message.clone() else { return };
    if before.is_some_and(|before| *before == workspace.catalogue.causes) {
        return;
    }
    let shown = board(&Policy::new(workspace.clone()), now);
    let words = Some(Words::Customer(shown.clone(), workspace.language));
    let Some(post) = &mut workspace.board else { return };
    if post.shown == shown {
        return;
    }
    post.shown = shown;
    let body = Body::Edit { message, words, buttons: Vec::new(), purpose: None, press: None };
    effect(out, Class::Card, OnUnknown::Repeat, body);
}

fn effect(out: &mut Outcome, class: Class, on_unknown: OnUnknown, body: Body) {
    out.effects.push(Effect { class, expires_at: None, on_unknown, body });
}
