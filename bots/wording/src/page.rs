//! The page behind a printed link, for customers who choose where to answer.

use amends_core::{lang::Lang, place::Platform, say::Label, wording::Wordings};

use crate::{Phrasebook, called};

/// What stands on the page, as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePage {
    /// The question in short.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// What is to be done with the code, where a link can't bring it along.
    pub code: String,
}

impl Phrasebook {
    /// The page of a business, in a language.
    pub fn code_page(&self, business: &str, lang: Lang, wording: &Wordings) -> CodePage {
        let button = self.label_in(Label::Code, lang, wording);
        let of_business = [("business", business.to_owned())];
        CodePage {
            title: self.label_in(Label::Feedback, lang, wording),
            intro: self.own_or("visit_page", lang, wording, &of_business),
            code: self.own_or("visit_code", lang, wording, &[("button", button)]),
        }
    }

    /// The button of the page that leads to a platform.
    pub fn answer_on(&self, platform: Platform, lang: Lang, wording: &Wordings) -> String {
        let platform = called(platform).to_owned();
        self.own_or("btn_answer_on", lang, wording, &[("platform", platform)])
    }
}
