//! Words and buttons as Telegram takes them.

use amends_core::{
    desk::{Mention, Title},
    effect::Words,
    lang::Lang,
    place::{Address, Place, Platform},
    say::{Button, Does},
};
use amends_runtime::port::View;
use amends_wording::{Context, Phrasebook};
use reqwest::Url;
use teloxide_core::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, MessageEntityKind, User, UserId,
};

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
        if utf16(&text) <= self.0 {
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

    /// Divides a text that is too long into pieces, the first of this length and the others as long
    /// as a message. Nothing is lost but the white space between two pieces.
    pub fn divide(self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut rest, mut room, mut lead) = (text.trim_end(), self.0, "");
        let whole = rest.len();
        while !rest.is_empty() {
            let from = whole - rest.len();
            let at = fitting(rest, room);
            let (piece, after) = rest.split_at(at);
            let text = format!("{lead}{}", piece.trim_end());
            pieces.push(Piece { text, lead: lead.len(), from });
            rest = after.trim_start();
            // It also keeps a piece from beginning with a command.
            lead = "… ";
            room = Self::MESSAGE.0 - lead.encode_utf16().count();
        }
        pieces
    }
}

/// A piece of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What it says, with a lead of our own in front.
    pub text: String,
    /// How long the lead is.
    lead: usize,
    /// Where it begins in the whole text, without the lead.
    from: usize,
}

impl Piece {
    /// A text as one piece.
    pub(super) fn whole(text: String) -> Self {
        Self { text, lead: 0, from: 0 }
    }

    /// Finds a place of the whole text in this piece; what lies outside is its beginning or end.
    pub(super) fn find(&self, at: usize) -> usize {
        (self.lead + at.saturating_sub(self.from)).min(self.text.len())
    }
}

/// Returns how much of a text fits: up to white space if there is some near the end.
fn fitting(text: &str, room: usize) -> usize {
    let (mut units, mut fits, mut gap) = (0, 0, None);
    for (at, character) in text.char_indices() {
        if character.is_whitespace() && 0 < at && room / 2 < units {
            gap = Some(at);
        }
        units += character.len_utf16();
        if room < units {
            return gap.unwrap_or(fits);
        }
        fits = at + character.len_utf8();
    }
    text.len()
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
        // What is shown here lies on another platform: it is called by what people know it as.
        let room = |_: &Place| "Discord".to_owned();
        let call = |_: &Address| String::new();
        let business = self.view.business.clone();
        let wording = &self.view.wording;
        let context = Context { business, wording, link: &link, room: &room, call: &call };
        self.phrasebook.words(words, &context)
    }

    /// Returns what calls those by their account whom a text names without a user name. The text
    /// must be that of the words; a user name calls by itself, and nobody else's words ever call.
    pub(super) fn calls(&self, words: &Words, text: &str) -> Vec<MessageEntity> {
        let Words::Desk(say) = words else { return Vec::new() };
        let mut calls = Vec::new();
        let mut from = 0;
        for mention in say.called() {
            let name = self.phrasebook.mention(mention);
            let Some(at) = text[from..].find(&name).map(|at| from + at) else { break };
            from = at + name.len();
            if let Some(user) = person(mention, &name) {
                let kind = MessageEntityKind::TextMention { user };
                calls.push(MessageEntity::new(kind, utf16(&text[..at]), utf16(&name)));
            }
        }
        calls
    }

    pub(super) fn title(&self, title: &Title) -> String {
        Cut::TITLE.apply(self.phrasebook.title(title))
    }

    pub(super) fn keyboard(&self, rows: &[Vec<Button>], lang: Lang) -> InlineKeyboardMarkup {
        let row = |row: &Vec<Button>| -> Vec<_> {
            row.iter().filter_map(|button| self.button(button, lang)).collect()
        };
        InlineKeyboardMarkup::new(rows.iter().map(row).filter(|row| !row.is_empty()))
    }

    pub(super) fn is_desk(&self, place: &Place) -> bool {
        let is_same = |desk: &Place| desk.platform == place.platform && desk.chat == place.chat;
        self.view.desk.as_ref().is_some_and(is_same)
    }

    fn button(&self, button: &Button, lang: Lang) -> Option<InlineKeyboardButton> {
        let label = self.phrasebook.label_in(button.label, lang, &self.view.wording);
        match &button.does {
            Does::Act(action) if action.is_form() => None,
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

/// Returns somebody who is not called by a user name as the platform takes those who are called.
fn person(mention: &Mention, name: &str) -> Option<User> {
    let is_user_name =
        mention.username.is_some() && name.strip_prefix('@') == mention.username.as_deref();
    if is_user_name || mention.address.platform != Platform::Telegram {
        return None;
    }
    Some(User {
        id: UserId(mention.address.account.parse().ok()?),
        is_bot: false,
        first_name: name.to_owned(),
        last_name: None,
        username: None,
        language_code: None,
        is_premium: false,
        added_to_attachment_menu: false,
    })
}

pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
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

        #[test]
        fn a_divided_text_is_complete(text in "[ \\n/a🙂é]{0,9000}") {
            let pieces = Cut::CAPTION.divide(&text);
            for (index, Piece { text: piece, .. }) in pieces.iter().enumerate() {
                let room = if index == 0 { 1024 } else { 4096 };
                prop_assert!(piece.encode_utf16().count() <= room);
                prop_assert!(index == 0 || !piece.starts_with('/'));
            }
            for piece in &pieces {
                let own = &piece.text[piece.lead..];
                prop_assert_eq!(own, &text[piece.from..piece.from + own.len()]);
            }
            let whole: String = pieces
                .iter()
                .enumerate()
                .map(|(index, Piece { text: piece, .. })| {
                    if index == 0 { piece } else { &piece["… ".len()..] }
                })
                .collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&whole), bare(&text));
        }
    }

    #[test]
    fn a_text_is_divided_between_words_if_it_can_be() {
        let words = format!("{} {}", "a".repeat(4_000), "b".repeat(4_090));
        let pieces = ["a".repeat(4_000), format!("… {}", "b".repeat(4_090))];
        let divided = |text: &str| -> Vec<String> {
            Cut::MESSAGE.divide(text).into_iter().map(|piece| piece.text).collect()
        };
        assert_eq!(divided(&words), pieces);
        assert_eq!(divided(&"🙂".repeat(2_049)).len(), 2);
        assert_eq!(divided("short"), ["short"]);
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
