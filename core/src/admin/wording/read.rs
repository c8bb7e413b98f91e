//! Reading what an admin typed after `/wording`.

use super::{Unsaid, Usage};
pub(super) use crate::grammar::word;
use crate::{
    lang::Lang,
    policy::Workspace,
    wording::{
        Scope, Slot,
        catalogue::{self, Entry},
        place_name,
    },
};

/// The longest piece of what was typed that is told again.
const TOLD: usize = 40;

/// A text that was named, and what was typed behind it.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) slot: Slot,
    pub(super) entry: &'static Entry,
    pub(super) rest: &'a str,
}

/// Reads a key and a language. Without a language there has to be one to fall back on.
pub(super) fn told<'a>(
    rest: &'a str,
    workspace: &Workspace,
    otherwise: Option<Lang>,
    usage: Usage,
) -> Result<Told<'a>, Unsaid> {
    let (name, rest) = word(rest);
    if name.is_empty() {
        return Err(Unsaid::Usage(usage));
    }
    let (entry, scope) = key(name)?;
    let (typed, rest) = word(rest);
    let lang = match otherwise {
        Some(lang) => lang_or(typed, workspace, lang)?,
        None if typed.is_empty() => return Err(Unsaid::Usage(usage)),
        None => lang(typed, workspace)?,
    };
    Ok(Told { slot: Slot { key: entry.key.to_owned(), lang, scope }, entry, rest })
}

/// Reads `ask`, `ask@done`, `ask@place:till2`.
pub(super) fn key(name: &str) -> Result<(&'static Entry, Scope), Unsaid> {
    let (typed, at) = match name.split_once('@') {
        Some((key, at)) => (key, Some(at)),
        None => (name, None),
    };
    let Some(entry) = catalogue::entry(typed) else {
        let nearest = catalogue::nearest(&short(typed)).map(str::to_owned);
        return Err(Unsaid::Key { typed: short(typed), nearest });
    };
    let Some(at) = at else { return Ok((entry, Scope::Everywhere)) };
    if !entry.is_placed() {
        return Err(Unsaid::NotPlaced { key: entry.key.to_owned() });
    }
    let scope = Scope::parse(&place_name(at)).filter(|_| at.chars().count() <= TOLD);
    scope.map(|scope| (entry, scope)).ok_or_else(|| Unsaid::Scope { typed: short(at) })
}

pub(super) fn lang_or(typed: &str, workspace: &Workspace, otherwise: Lang) -> Result<Lang, Unsaid> {
    if typed.is_empty() { Ok(otherwise) } else { lang(typed, workspace) }
}

/// A language in which there are texts. Only the bare code counts: a text may begin with any word.
pub(super) fn lang(typed: &str, workspace: &Workspace) -> Result<Lang, Unsaid> {
    // Where all texts were taken back there are still their versions.
    let has_had = |lang| workspace.wording.all().any(|text| text.slot.lang == lang);
    let known = code(typed).filter(|lang| workspace.speaks(*lang) || has_had(*lang));
    known.ok_or_else(|| Unsaid::Lang { typed: short(typed) })
}

/// Any language: texts in it may be new.
pub(in crate::admin) fn new_lang(typed: &str) -> Result<Lang, Unsaid> {
    code(typed).ok_or_else(|| Unsaid::NoLang { typed: short(typed) })
}

fn code(typed: &str) -> Option<Lang> {
    Lang::parse(typed).filter(|lang| lang.code().eq_ignore_ascii_case(typed))
}

pub(super) fn short(typed: &str) -> String {
    typed.chars().take(TOLD).collect()
}
