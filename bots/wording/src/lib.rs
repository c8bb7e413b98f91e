//! Every sentence a person reads: the texts for customers in five languages, those for staff in
//! English with the menus of their commands in all five, and the rules by which values are put into
//! them.
//!
//! Nothing else writes words for people, and nothing here decides what is said or to whom. All
//! results are plain text: a value never becomes markup. Whatever comes from people is cleaned
//! before it stands in a sentence of ours.

mod clean;
mod customer;
mod desk;
mod label;
mod log_ids;
mod menu;
mod own;
mod page;
mod placeholder;
mod preview;
mod texts;
mod time;

use amends_core::{
    effect::Words,
    lang::Lang,
    place::{Address, Place, Platform},
    wording::Wordings,
};
pub use clean::{clean_name, clean_text};
pub use desk::admin::WantedText;
pub use menu::{CatalogueHint, Hint, SorryPart};
pub use page::CodePage;
pub use placeholder::{to_fluent, to_people};
use texts::{Text, Texts};
use thiserror::Error;

/// Every text in every language, ready to be filled.
pub struct Phrasebook {
    texts: Texts,
}

/// What a sentence may need to know beside what it says.
pub struct Context<'a> {
    /// The name of the business, as customers read it.
    pub business: String,
    /// The texts that its admins changed.
    pub wording: &'a Wordings,
    /// Gives the link that opens a private chat with this token, where there is one.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// Shows the way to a place, as the platform does.
    pub room: &'a dyn Fn(&Place) -> String,
    /// Calls somebody by their account, as the platform does.
    pub call: &'a dyn Fn(&Address) -> String,
}

/// A text can't be given or taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// No text has this key.
    #[error("unknown key `{key}`, nearest is `{nearest}`")]
    UnknownKey {
        /// What was asked for.
        key: String,
        /// The most similar key there is.
        nearest: String,
    },
    /// The text needs a value that was not given.
    #[error("`{key}` lacks a value: {problem}")]
    MissingValue {
        /// The text.
        key: String,
        /// What is missing.
        problem: String,
    },
    /// A brace belongs to no placeholder such as `{name}`.
    #[error("the brace at character {at} belongs to no placeholder")]
    StrayBrace {
        /// Its position, counted from 1.
        at: usize,
    },
}

impl Phrasebook {
    /// Loads the texts that are built in.
    pub fn new() -> Self {
        Self { texts: Texts::built_in() }
    }

    /// The words of an effect.
    pub fn words(&self, words: &Words, context: &Context<'_>) -> String {
        match words {
            Words::Customer(say, lang) => self.say(say, *lang, context),
            Words::Desk(say) => self.desk(say, context),
        }
    }

    /// The text of a key in a language, in English if that language lacks it. The values are
    /// cleaned; a name that a stranger chose goes through [`clean_name`] first.
    pub fn raw(
        &self,
        key: &str,
        lang: Lang,
        values: &[(&str, String)],
    ) -> Result<String, TextError> {
        let clean: Vec<(&str, String)> =
            values.iter().map(|(name, value)| (*name, clean_text(value, VALUE_LIMIT))).collect();
        self.texts.fill(Text::Customer(lang, key), &clean)
    }

    /// Every key of a text for customers, in alphabetical order.
    pub fn keys(&self) -> Vec<&str> {
        self.texts.keys()
    }

    /// What a customer reads when something went wrong on our side.
    pub fn error_text(&self, lang: Lang) -> String {
        self.customer_text(lang, "error", &[])
    }

    /// A text that the crate itself names.
    fn customer_text(&self, lang: Lang, key: &str, values: &[(&str, String)]) -> String {
        self.texts.fill(Text::Customer(lang, key), values).expect(FILLED)
    }

    /// What an app shows beside a command of staff or admins.
    fn menu_text(&self, lang: Lang, key: &str) -> String {
        self.texts.fill(Text::Menu(lang, key), &[]).expect(FILLED)
    }

    /// A text for staff that the crate itself names.
    fn desk_text(&self, key: &str, values: &[(&str, String)]) -> String {
        self.texts.fill(Text::Desk(key), values).expect(FILLED)
    }
}

impl Default for Phrasebook {
    fn default() -> Self {
        Self::new()
    }
}

/// How people call a platform.
fn called(platform: Platform) -> &'static str {
    match platform {
        Platform::Telegram => "Telegram",
        Platform::Discord => "Discord",
    }
}

/// The longest value that is put into a text by its key.
const VALUE_LIMIT: usize = 1_000;

const FILLED: &str = "the gallery test fills every text that the crate names";
