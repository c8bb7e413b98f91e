//! `/qr`: the printed link of a place (`SIGNALS` 5.5).

use serde::{Deserialize, Serialize};

use super::{AdminSay, step::AdminStep};
use crate::{
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, To, Words},
    grammar,
    lang::Lang,
    making::{Document, Made},
};

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QrSay {
    /// The link, and what may be printed beside it.
    Link {
        /// The place.
        place: String,
        /// The link.
        link: String,
        /// In which language it is printed.
        lang: Lang,
    },
    /// What stands under the picture.
    Picture {
        /// The place.
        place: String,
    },
    /// How it is asked for.
    How,
    /// It is no name of a place.
    Place {
        /// What was typed.
        typed: String,
        /// How long it may be.
        most: usize,
    },
    /// It is not printed in this language.
    Language {
        /// What was typed.
        typed: String,
    },
    /// No platform that is connected takes printed links.
    NoLink,
}

/// Tells the link of a place, and sends it as a picture. Nothing is changed: links are sealed by a
/// key that stays the same.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let said = match link(step, rest) {
        Ok(said) | Err(said) => said,
    };
    step.reply(AdminSay::Qr(said.clone()));
    let QrSay::Link { place, link, .. } = said else { return };
    let file = Document {
        name: format!("{place}.png"),
        mime: "image/png".to_owned(),
        made: Made::Qr(link),
    };
    let words = Words::Desk(DeskSay::Admin(Box::new(AdminSay::Qr(QrSay::Picture { place }))));
    // A picture can't be shown to one reader alone everywhere; this one is for everybody's eyes.
    let to = To::Place(step.message.place.clone());
    let reply_to = step.press.is_none().then(|| step.message.clone());
    let body = Body::SendFile { to, words, file, reply_to, purpose: None };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}

fn link(step: &AdminStep<'_>, rest: &str) -> Result<QrSay, QrSay> {
    let (typed, lang) = grammar::printed(rest).ok_or(QrSay::How)?;
    let unfit = || QrSay::Place { typed: typed.to_owned(), most: grammar::PLACE };
    let place = grammar::is_place(typed).then(|| typed.to_owned()).ok_or_else(unfit)?;
    let lang = match lang {
        "" => step.workspace.language,
        typed => {
            let spoken = step.workspace.spoken(typed);
            spoken.ok_or_else(|| QrSay::Language { typed: typed.to_owned() })?
        }
    };
    let link = step.link.ok_or(QrSay::NoLink)?.to_owned();
    Ok(QrSay::Link { place, link, lang })
}
