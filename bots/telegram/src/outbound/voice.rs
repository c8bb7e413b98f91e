//! Words and buttons as Telegram takes them.

use amends_core::{
    desk::Title,
    effect::Words,
    lang::Lang,
    place::Place,
    say::{Button, Does},
};
use amends_runtime::port::View;
use amends_wording::{Context, Phrasebook};
use reqwest::Url;
use teloxide_core::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use crate::{data::Keys, inbound::Me};

/// How long a text may be, in the units in which Telegram counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut(usize);

impl Cut {
    /// A message.
    pub const MESSAGE: Self = Self(4096);
    /// The words under a photo or file.
    pub const CAPTION: Self = Self(1024);
    /// A text that passes by after a tap.
    pub const TOAST: Self = Self(200);
    /// The name of a topic.
    pub const TITLE: Self = Self(128);

    /// Shortens a text that is too long, and shows that it did.
    pub fn apply(self, text: String) -> String {
        if text.encode_utf16().count() <= self.0 {
            return text;
        }
        let mut kept = 0;
        let mut units = 0;
        for (at, character) in text.char_indices() {
            units += character.len_utf16();
            if self.0 - 1 < units {
                break;
            }
            kept = at + character.len_utf8();
        }
        format!("{}…", text.get(..kept).unwrap_or_default().trim_end())
    }
}

/// Everything that turns meaning into what Telegram shows.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The texts.
    pub phrasebook: &'a Phrasebook,
    /// The business.
    pub view: &'a View,
    /// The bot.
    pub me: &'a Me,
    /// The key for the data of buttons.
    pub keys: &'a Keys,
}

impl Voice<'_> {
    pub(super) fn words(&self, words: &Words) -> String {
        let link = |token: &str| private_link(self.me, token);
        let context = Context { business: self.view.business.clone(), link: &link };
        self.phrasebook.words(words, &context)
    }

    pub(super) fn title(&self, title: &Title) -> String {
        Cut::TITLE.apply(self.phrasebook.title(title))
    }

    pub(super) fn keyboard(&self, rows: &[Vec<Button>], lang: Lang) -> InlineKeyboardMarkup {
        let rows = rows.iter().map(|row| row.iter().filter_map(|it| self.button(it, lang)));
        InlineKeyboardMarkup::new(rows)
    }

    pub(super) fn is_desk(&self, place: &Place) -> bool {
        let is_same = |desk: &Place| desk.platform == place.platform && desk.chat == place.chat;
        self.view.desk.as_ref().is_some_and(is_same)
    }

    fn button(&self, button: &Button, lang: Lang) -> Option<InlineKeyboardButton> {
        let label = self.phrasebook.label(button.label, lang);
        match &button.does {
            Does::Act(action) => {
                Some(InlineKeyboardButton::callback(label, self.keys.write(*action)))
            }
            Does::OpenPrivate(token) => {
                let link = private_link(self.me, token)?;
                Some(InlineKeyboardButton::url(label, Url::parse(&link).ok()?))
            }
        }
    }
}

/// Returns the link that opens a private chat with the bot and hands it this token; nothing if
/// Telegram would not carry such a token.
pub fn private_link(me: &Me, token: &str) -> Option<String> {
    let is_legal = (1..=64).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_legal.then(|| format!("https://t.me/{}?start={token}", me.username))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_text_stays_as_it_is() {
        assert_eq!(Cut::TOAST.apply("Thank you!".to_owned()), "Thank you!");
        let exact = "a".repeat(200);
        assert_eq!(Cut::TOAST.apply(exact.clone()), exact);
    }

    #[test]
    fn long_text_is_cut_in_the_platforms_units() {
        // Each of these counts twice.
        let cut = Cut::TOAST.apply("🙂".repeat(101));
        assert_eq!(cut, format!("{}…", "🙂".repeat(99)));
    }

    proptest! {
        #[test]
        fn nothing_is_ever_too_long(text in "\\PC{0,300}") {
            let cut = Cut::TOAST.apply(text.clone());
            prop_assert!(cut.encode_utf16().count() <= 200);
            prop_assert!(cut == text || cut.ends_with('…'));
        }
    }

    #[test]
    fn link_carries_only_what_telegram_takes() {
        let me = Me { id: 1, username: "luma_bot".to_owned() };
        let link = private_link(&me, "c_abc-DEF");
        assert_eq!(link.as_deref(), Some("https://t.me/luma_bot?start=c_abc-DEF"));
        for token in ["", "a b", "ключ", "a&b", &"x".repeat(65)] {
            assert_eq!(private_link(&me, token), None, "{token}");
        }
    }
}
