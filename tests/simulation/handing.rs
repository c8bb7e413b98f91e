//! Who has a case, held in the plainest way: it changes hands only by taking, by accepting, or by a
//! senior who takes it over (INV 9).

use amends_core::{
    action::Action,
    customer::Customer,
    desk::{DeskSay, HandingSay},
    effect::{Body, Effect, Words},
    event::Event,
    grammar,
    place::Address,
    policy::{Level, Policy},
    say::Say,
};

use crate::reference::Seen;

/// Hands changed without anybody's word.
pub(crate) fn breaches(
    event: &Event,
    (before, after): (&Customer, &Customer),
    policy: &Policy,
    effects: &[Effect],
    seen: &mut Seen,
) -> Vec<String> {
    for name in effects.iter().filter_map(name_of) {
        seen.count(name);
    }
    let became_one =
        matches!(event, Event::Merged { .. } | Event::Split { .. } | Event::Restored { .. });
    if became_one {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for case in &after.cases {
        let Some(earlier) = before.case(case.number) else { continue };
        let (Some(was), Some(is)) = (earlier.owner(), case.owner()) else { continue };
        // It went up before that, and was free.
        let was_free = effects.iter().filter_map(name_of).any(|name| name == "went up");
        if was == is
            || (was_free && takes(event, is))
            || says_so(event, earlier.handover.as_deref().map(|it| &it.to), is, policy)
        {
            continue;
        }
        breaches.push(format!("INV 9: {} went from {was:?} to {is:?} by {event:?}", case.number));
    }
    breaches
}

/// Whether they took what nobody had: to join is to take then.
fn takes(event: &Event, is: &Address) -> bool {
    if let Event::Pressed { by, action: Action::Take { .. } | Action::Join { .. }, .. } = event {
        return by.address == *is;
    }
    let Event::StaffWrote { by, content, .. } = event else { return false };
    let command = content.words().and_then(grammar::command);
    by.address == *is && matches!(command, Some("take" | "join"))
}

/// Whether the one who has it now took it, or accepted it.
fn says_so(event: &Event, handed_to: Option<&Address>, is: &Address, policy: &Policy) -> bool {
    let level = policy.staff(is).map(|member| member.level);
    if let Event::Pressed { by, action: Action::Accept { .. }, .. } = event {
        return by.address == *is && handed_to == Some(is);
    }
    let Event::StaffWrote { by, content, .. } = event else { return false };
    by.address == *is
        && Some(Level::Senior) <= level
        && content.words().is_some_and(|words| words.starts_with("/take"))
}

fn name_of(effect: &Effect) -> Option<&'static str> {
    let (Body::Send { words, .. } | Body::Edit { words: Some(words), .. }) = &effect.body else {
        return None;
    };
    match words {
        Words::Customer(Say::Handover { .. }, _) => Some("accepted"),
        Words::Desk(DeskSay::Handing(say)) => name_of_say(say),
        Words::Customer(..) | Words::Desk(_) => None,
    }
}

fn name_of_say(say: &HandingSay) -> Option<&'static str> {
    if let HandingSay::Asked { .. } = say {
        Some("handed over")
    } else if let HandingSay::CameBack { .. } = say {
        Some("came back")
    } else if let HandingSay::GoesUp { .. } = say {
        Some("went up")
    } else {
        None
    }
}
