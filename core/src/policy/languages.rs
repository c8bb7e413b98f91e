//! In which languages a business speaks.

use super::{Policy, Workspace};
use crate::{lang::Lang, place::Actor};

impl Workspace {
    /// Whether there are texts in this language: it comes with amends, or admins added it.
    pub fn speaks(&self, lang: Lang) -> bool {
        lang.is_built_in() || self.wording.has(lang)
    }

    /// Reads the code of a language in which there are texts.
    pub fn spoken(&self, tag: &str) -> Option<Lang> {
        Lang::parse(tag).filter(|lang| self.speaks(*lang))
    }

    /// Whether customers are offered this language. That for those of whom nothing is known always
    /// is.
    pub fn offers(&self, lang: Lang) -> bool {
        let is_offered = self.offered.is_empty() || self.offered.contains(&lang);
        lang == self.language || is_offered && self.speaks(lang)
    }

    /// The languages from which customers choose.
    pub fn languages(&self) -> Vec<Lang> {
        let mut langs = self.wording.languages();
        langs.retain(|lang| self.offers(*lang));
        langs
    }
}

impl Policy {
    /// The language in which somebody hears a word that is not about what is known of them: that of
    /// their app, where customers are offered it.
    pub fn language_of(&self, actor: &Actor) -> Lang {
        let lang = actor.language.as_deref().and_then(Lang::parse);
        lang.filter(|lang| self.workspace.offers(*lang)).unwrap_or(self.workspace.language)
    }
}
