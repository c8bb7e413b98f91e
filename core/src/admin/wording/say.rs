//! What admins are told about texts.

use serde::{Deserialize, Serialize};

use super::Mistake;
use crate::{
    hours::Due,
    lang::Lang,
    wording::{
        Slot,
        check::{Advice, Flaw},
        verdict::Tally,
    },
};

/// What is said about texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordingSay {
    /// What there is to do.
    Help,
    /// The groups of texts with how many there are in each, and what was changed.
    Groups {
        /// Names and counts.
        groups: Vec<(String, usize)>,
        /// Changed texts and their languages.
        changed: Vec<(String, Lang)>,
    },
    /// The texts of a group.
    List {
        /// In which language.
        lang: Lang,
        /// Keys, and their words where those are not the ones that come with amends.
        texts: Vec<(String, Option<String>)>,
    },
    /// One text.
    Shown(Box<Shown>),
    /// A text was saved; how a customer reads it.
    Saved {
        /// Which.
        slot: Slot,
        /// Its words; nothing: those that come with amends.
        text: Option<String>,
        /// What should be thought over.
        advice: Vec<Advice>,
    },
    /// A variant was saved; how a customer reads it.
    VariantSaved {
        /// Of which text.
        slot: Slot,
        /// Its words.
        text: String,
        /// Which it is, counted from 1.
        nr: usize,
        /// How many there are, the text itself included.
        count: usize,
        /// What should be thought over.
        advice: Vec<Advice>,
    },
    /// An admin is asked for the words of a text.
    Wanted(Box<Wanted>),
    /// Nothing changes: it says so already.
    Same,
    /// Nothing changes: a form came back as it was opened.
    Unchanged,
    /// The versions of a text, the newest first.
    History {
        /// Which.
        slot: Slot,
        /// Its versions.
        versions: Vec<VersionLine>,
    },
    /// The file with the texts of this language.
    Exported(Lang),
    /// The file follows.
    FileComes,
    /// A file is being read.
    Reading,
    /// The texts of a file were saved.
    Imported {
        /// In which language.
        lang: Lang,
        /// How many differ from what there was.
        count: usize,
        /// What it lacks, if it does not come with amends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        added: Option<AddedLang>,
        /// Texts to think over.
        advice: Vec<(String, Advice)>,
    },
    /// What a file replaced is back.
    TakenBack {
        /// How many texts are as they were.
        count: usize,
        /// Texts that were changed once more since, with their languages: they stay.
        stay: Vec<(String, Lang)>,
        /// The language of customers of whom nothing is known, if it has no texts any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mute: Option<Lang>,
    },
    /// It can't be done, and why.
    Refused(Unsaid),
}

/// A language that admins added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedLang {
    /// How many texts there are in it.
    pub texts: usize,
    /// How many there could be; the others are read in English.
    pub of: usize,
    /// The languages that customers are to be offered, if this one is not among them yet.
    pub offer: Vec<Lang>,
}

/// One text with what is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which.
    pub slot: Slot,
    /// Its words; nothing: those that come with amends.
    pub text: Option<String>,
    /// Its variants.
    pub variants: Vec<String>,
    /// What was answered to itself and to each variant, while there are any.
    pub tallies: Vec<Tally>,
    /// The newest version.
    pub last: Option<VersionLine>,
    /// Its placeholders.
    pub placeholders: Vec<String>,
}

/// A text that an admin is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Which.
    pub slot: Slot,
    /// It is a variant.
    pub variant: bool,
    /// The words in force; nothing: those that come with amends.
    pub text: Option<String>,
    /// What the admin wrote last, where that is not to be seen any more.
    pub written: Option<String>,
    /// Its placeholders.
    pub placeholders: Vec<String>,
}

/// A version of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Its number.
    pub number: u32,
    /// When it was made.
    pub at: Due,
    /// Who made it; nothing: whoever runs the service, by a file.
    pub by: Option<String>,
    /// Its words; nothing: those that come with amends.
    pub text: Option<String>,
    /// How many variants it had.
    pub variants: usize,
}

/// Why something about texts can't be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsaid {
    /// There is nothing of that name to do.
    Word {
        /// What was typed.
        typed: String,
    },
    /// The command needs more; how it is written.
    Usage(Usage),
    /// No text has this key.
    Key {
        /// What was typed.
        typed: String,
        /// The key it is like.
        nearest: Option<String>,
    },
    /// There is no such group.
    Group {
        /// What was typed.
        typed: String,
    },
    /// It is no language.
    NoLang {
        /// What was typed.
        typed: String,
    },
    /// There are no texts in this language.
    Lang {
        /// What was typed.
        typed: String,
    },
    /// What stands after the `@` is no source and no place.
    Scope {
        /// What was typed.
        typed: String,
    },
    /// Such a text is the same everywhere.
    NotPlaced {
        /// Which.
        key: String,
    },
    /// What is wrong with the text.
    Flaws {
        /// Each mistake.
        flaws: Vec<Flaw>,
    },
    /// Such a text has no variants; an apology never has.
    NotVaried {
        /// Which.
        key: String,
        /// It is an apology.
        apology: bool,
    },
    /// There are as many variants as there may be.
    VariantsFull,
    /// It was never changed.
    Untouched(Slot),
    /// There is no such version.
    Version {
        /// What was typed.
        typed: String,
        /// The oldest and the newest there are.
        there_are: (u32, u32),
    },
    /// All texts together would be too long.
    NoRoom,
    /// Somebody else was asked for the text.
    AskedOf {
        /// Who.
        by: String,
        /// Which text.
        slot: Slot,
        /// It is a variant.
        variant: bool,
    },
    /// The text was asked for too long ago.
    AskedLongAgo {
        /// Which text.
        slot: Slot,
        /// It is a variant.
        variant: bool,
    },
    /// No file came with the command.
    NoFile,
    /// The file can't be had, or is no text.
    NotFetched {
        /// It is too large.
        too_large: bool,
    },
    /// The file is no TOML: where, and why.
    NotRead {
        /// The line, counted from 1.
        line: usize,
    },
    /// The file holds no text.
    NothingInFile,
    /// Mistakes in the file, and how many more there are.
    Mistakes {
        /// The first ones.
        mistakes: Vec<Mistake>,
        /// How many more.
        more: usize,
    },
}

/// A way to write a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// `/wording show ask ro`.
    Show,
    /// `/wording set ask ro …`.
    Set,
    /// `/wording variant ask ro …`.
    Variant,
    /// `/wording reset ask ro`.
    Reset,
    /// `/wording history ask ro`.
    History,
    /// `/wording rollback ask ro 3`.
    Rollback,
    /// `/wording export ro`.
    Export,
    /// `/wording import ro`.
    Import,
}
