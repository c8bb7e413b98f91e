//! The panel: a message in the care channel, with whose buttons whoever sees it can complain or be
//! asked.

use std::hash::{DefaultHasher, Hash, Hasher};

use amends_core::{
    action::Action,
    effect::{Body, Receipt, To, Words},
    place::{MessageRef, Place, Platform},
    policy::Workspace,
    say::{Button, Does, Label, Say},
};
use amends_discord::adapter::DiscordAdapter;
use amends_runtime::{
    Handle,
    port::{Adapter, Attempt, View},
};
use tracing::warn;

use super::{kept, text};

/// The name under which it is kept where the panel stands.
const PANEL: &str = "discord.panel";

/// Puts the panel up, once, and takes away the one before: another place, another language, or none
/// any more.
pub(super) async fn refresh(discord: &DiscordAdapter, handle: &Handle, has_codes: bool) {
    let policy = handle.policy();
    let business = &policy.workspace;
    let wanted = wanted(business, has_codes);
    let standing = kept(handle, PANEL).map(text).unwrap_or_default();
    let (stands_as, message) = standing.split_once('@').unwrap_or((standing.as_str(), ""));
    if wanted.as_deref().unwrap_or_default() == stands_as {
        return;
    }
    let view = View::of(&policy);
    if let Some(old) = message_of(stands_as, message) {
        let attempt = Attempt { nonce: "panel.gone".to_owned(), ..Attempt::default() };
        let gone =
            discord.perform(&Body::Delete { message: old, purpose: None }, &view, &attempt).await;
        if let Err(error) = gone {
            warn!(%error, "An old panel for customers is left: delete it by hand");
        }
    }
    let now_stands = match (&business.care, wanted) {
        (Some(care), Some(wanted)) => {
            let body = panel(business, care.clone(), has_codes);
            let attempt = Attempt { nonce: nonce(&wanted, message), ..Attempt::default() };
            match discord.perform(&body, &view, &attempt).await {
                Ok(Receipt::Message(message)) => format!("{wanted}@{}", message.id),
                Ok(_) => wanted,
                Err(error) => {
                    return warn!(%error, "The panel for customers could not be put up");
                }
            }
        }
        (Some(_) | None, _) => String::new(),
    };
    if let Err(error) = handle.keep(PANEL, now_stands.into_bytes()).await {
        warn!(%error, "The panel is put up again at the next start");
    }
}

/// What kind of panel stands where, if any is wanted.
fn wanted(business: &Workspace, has_codes: bool) -> Option<String> {
    let care = business.care.as_ref().filter(|_| business.signals.panel)?;
    let asks = if business.signals.feedback { "" } else { " complain" };
    let codes = if has_codes { " code" } else { "" };
    Some(format!("{} {}{asks}{codes}", care.chat, business.language.code()))
}

/// The same name at every try: a panel that stands and was not noted is not put up twice at once.
/// Another one for another kind, and after each that was noted: Discord would take it for the one
/// before.
fn nonce(wanted: &str, before: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (wanted, before).hash(&mut hasher);
    format!("panel.{:x}", hasher.finish())
}

/// The message of a panel that stands.
fn message_of(stands_as: &str, message: &str) -> Option<MessageRef> {
    let chat = stands_as.split(' ').next().filter(|chat| !chat.is_empty())?;
    let place = Place::chat(Platform::Discord, chat);
    (!message.is_empty()).then(|| MessageRef { place, id: message.to_owned() })
}

fn panel(business: &Workspace, care: Place, has_codes: bool) -> Body {
    let button = |label, action| Button { label, does: Does::Act(action) };
    let mut row = vec![button(Label::Complain, Action::Complain)];
    if business.signals.feedback {
        row.push(button(Label::Feedback, Action::Feedback));
    }
    if has_codes {
        row.push(button(Label::Code, Action::Code));
    }
    Body::Send {
        to: To::Place(care),
        words: Words::Customer(Say::Panel, business.language),
        buttons: vec![row],
        reply_to: None,
        ask_reply: false,
        purpose: None,
    }
}

#[cfg(test)]
mod tests {
    use amends_core::policy::Signals;

    use super::*;

    fn business(signals: Signals) -> Workspace {
        let care = Some(Place::chat(Platform::Discord, "40"));
        Workspace { care, signals, ..Workspace::new("Luma") }
    }

    #[test]
    fn panel_stands_where_it_is_wanted() {
        let on = business(Signals::default());
        assert_eq!(wanted(&on, false).as_deref(), Some("40 en"));
        assert_eq!(wanted(&Workspace { care: None, ..on }, false), None);
        assert_eq!(wanted(&business(Signals { panel: false, ..Signals::default() }), false), None);
        let mute = business(Signals { feedback: false, ..Signals::default() });
        assert_eq!(wanted(&mute, false).as_deref(), Some("40 en complain"));
        assert_eq!(wanted(&mute, true).as_deref(), Some("40 en complain code"));
        let labels = |has_codes| -> Vec<Label> {
            let panel = panel(&mute, Place::chat(Platform::Discord, "40"), has_codes);
            let Body::Send { buttons, .. } = panel else { panic!("the panel is a message") };
            buttons.concat().iter().map(|button| button.label).collect()
        };
        assert_eq!(labels(false), [Label::Complain]);
        assert_eq!(labels(true), [Label::Complain, Label::Code]);
    }

    #[test]
    fn another_panel_has_another_name() {
        let name = nonce("40 en", "");
        assert_eq!(name, nonce("40 en", ""));
        assert_ne!(name, nonce("40 en code", ""), "nobody noted the one before");
        assert_ne!(name, nonce("40 en", "77"));
        assert!(name.len() <= 25, "Discord takes no longer ones: {name}");
    }

    #[test]
    fn only_what_was_noted_is_taken_away() {
        let place = Place::chat(Platform::Discord, "40");
        let known = MessageRef { place, id: "77".to_owned() };
        assert_eq!(message_of("40 en", "77"), Some(known));
        assert_eq!(message_of("40 en", ""), None, "an earlier version noted no message");
        assert_eq!(message_of("", ""), None);
    }
}
