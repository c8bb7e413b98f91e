//! A file with texts: taken as a whole, or not at all.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::{AddedLang, AdminSay, Before, Unsaid, WordingSay, read, value, what};
use crate::{
    admin::{Change, Undo, step::AdminStep},
    lang::Lang,
    policy::Workspace,
    wording::{
        Slot, VARIANTS, Worded, Wordings,
        catalogue::{self, Kind},
        check::{self, Advice, Flaw},
    },
};

/// The key under which a file says its language.
const LANGUAGE: &str = "language";
/// How many mistakes are told at once.
const TOLD: usize = 10;
/// How many files can be taken back, the newest first.
const TAKEN_BACK: usize = 5;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// The key as it stands there.
    pub name: String,
    /// What is wrong.
    pub why: Box<Unsaid>,
}

/// A text of the file, checked.
pub(in crate::admin) struct Read {
    pub(in crate::admin) slot: Slot,
    pub(in crate::admin) text: Option<String>,
    pub(in crate::admin) variants: Vec<String>,
    advice: Vec<Advice>,
}

/// Checks the whole file, and then saves all that differs from what is in force.
pub(super) fn take(
    step: &mut AdminStep<'_>,
    lang: Option<Lang>,
    source: &str,
) -> Result<(), Unsaid> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut table: Table = toml::from_str(source).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = source.get(..at).unwrap_or_default();
        Unsaid::NotRead { line: before.matches('\n').count() + 1 }
    })?;
    let said = match table.remove(LANGUAGE) {
        Some(Value::String(code)) => Some(read::new_lang(&code)?),
        Some(other) => return Err(Unsaid::Lang { typed: read::short(&other.to_string()) }),
        None => None,
    };
    let lang = lang.or(said).ok_or(Unsaid::Usage(super::Usage::Import))?;
    if table.is_empty() {
        return Err(Unsaid::NothingInFile);
    }
    let (mut texts, mut mistakes) = (Vec::new(), Vec::new());
    for (name, value) in &table {
        match text_of(name, value, lang) {
            Ok(text) => texts.push(text),
            Err(why) => mistakes.push(Mistake { name: read::short(name), why: Box::new(why) }),
        }
    }
    if !mistakes.is_empty() {
        let more = mistakes.len().saturating_sub(TOLD);
        mistakes.truncate(TOLD);
        return Err(Unsaid::Mistakes { mistakes, more });
    }
    save(step, lang, texts)
}

pub(in crate::admin) fn text_of(name: &str, value: &Value, lang: Lang) -> Result<Read, Unsaid> {
    let (entry, scope) = read::key(name)?;
    let slot = Slot { key: entry.key.to_owned(), lang, scope };
    let wrong = || Unsaid::Flaws { flaws: vec![Flaw::Empty] };
    let mut typed = match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(texts) => {
            texts.iter().map(Value::as_str).collect::<Option<Vec<_>>>().ok_or_else(wrong)?
        }
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Table(_) => return Err(wrong()),
    };
    if typed.is_empty() {
        return Err(wrong());
    }
    let variants = typed.split_off(1);
    if !variants.is_empty() && !entry.is_varied() {
        let apology = entry.kind == Kind::Apology;
        return Err(Unsaid::NotVaried { key: slot.key, apology });
    }
    if VARIANTS < variants.len() {
        return Err(Unsaid::VariantsFull);
    }
    let mut advice = Vec::new();
    let mut checked = |text: &str| {
        let (insist, text) = match text.strip_prefix('!') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let text = check::tidy(text);
        let found = check::check(entry, lang, &text, insist);
        advice.extend(found.map_err(|flaws| Unsaid::Flaws { flaws })?);
        Ok(text)
    };
    // An empty first text with variants behind it is the one that comes with amends.
    let text = match typed.first() {
        Some(&"") if !variants.is_empty() => None,
        Some(text) => Some(checked(text)?),
        None => None,
    };
    let variants = variants.into_iter().map(checked).collect::<Result<_, Unsaid>>()?;
    Ok(Read { slot, text, variants, advice })
}

fn save(step: &mut AdminStep<'_>, lang: Lang, texts: Vec<Read>) -> Result<(), Unsaid> {
    // All of it goes into a copy first: nothing is half saved.
    let mut wording = step.workspace.wording.clone();
    let (mut changed, mut told) = (Vec::new(), Vec::new());
    for Read { slot, text, variants, advice } in texts {
        let now = wording.get(&slot).and_then(Worded::now);
        if wording.now(&slot) == (text.as_deref(), &variants[..]) {
            continue;
        }
        let (was, by) = (now.map(|now| now.number), (step.now, Some(&step.by.address)));
        let put = Arc::make_mut(&mut wording).put(&slot, by, text, variants);
        let made = put.map_err(|_| Unsaid::NoRoom)?;
        told.extend(advice.into_iter().map(|advice| (slot.name(), advice)));
        changed.push((value(step.workspace, &slot), Before { slot, made, was }));
    }
    told.truncate(TOLD);
    let count = changed.len();
    let added = (!lang.is_built_in()).then(|| added(&wording, lang, step.workspace));
    let say = WordingSay::Imported { lang, count, added, advice: told };
    let say = AdminSay::Wording(Box::new(say));
    if changed.is_empty() {
        step.reply(say);
        return Ok(());
    }
    step.workspace.wording = wording;
    forget_older(step.workspace);
    // Each text has its line: from what to what it went can be read from the trail alone. All of
    // them are taken back with the last.
    let mut undo = Some(Undo::Wordings(changed.iter().map(|(_, text)| text.clone()).collect()));
    for (index, (from, Before { slot, .. })) in changed.into_iter().enumerate() {
        let to = value(step.workspace, &slot);
        let undo = if index + 1 == count { undo.take() } else { None };
        step.changed(what(&slot), from, to, undo);
    }
    let last = step.workspace.last_change;
    step.reply_with(say, AdminStep::undo_row(last));
    Ok(())
}

fn added(wording: &Wordings, lang: Lang, workspace: &Workspace) -> AddedLang {
    let of = catalogue::GROUPS.iter().map(|(_, entries)| entries.len()).sum();
    let mut offer = workspace.offered.clone();
    if offer.is_empty() || offer.contains(&lang) {
        offer.clear();
    } else {
        offer.extend([workspace.language, lang]);
        offer.sort_unstable();
        offer.dedup();
    }
    AddedLang { texts: wording.count_in(lang), of, offer }
}

/// What files replaced takes room: only the last ones can be taken back.
fn forget_older(workspace: &mut Workspace) {
    let is_file = |change: &&mut Change| {
        change.undo.as_deref().is_some_and(|undo| matches!(undo, Undo::Wordings(_)))
    };
    let files = workspace.changes.iter_mut().rev().filter(is_file);
    for change in files.skip(TAKEN_BACK - 1) {
        change.undo = None;
    }
}

/// Brings back what a file replaced. A text that was changed once more since stays as it is.
pub(in crate::admin) fn take_back(step: &mut AdminStep<'_>, index: usize, texts: &[Before]) {
    // All of it goes into a copy first: nothing is half undone.
    let mut wording = Wordings::clone(&step.workspace.wording);
    let (mut back, mut kept) = (Vec::new(), Vec::new());
    for before in texts {
        let now = wording.get(&before.slot).and_then(Worded::now).map(|now| now.number);
        if now != Some(before.made) {
            kept.push((before.slot.name(), before.slot.lang));
        } else if before.put_in(&mut wording, (step.now, Some(&step.by.address))) {
            back.push((value(step.workspace, &before.slot), &before.slot));
        } else {
            return step.becomes(AdminSay::Over, Vec::new());
        }
    }
    let count = back.len();
    if 0 < count {
        step.workspace.wording = Arc::new(wording);
        step.workspace.changes[index].undo = None;
    }
    for (from, slot) in back {
        let to = value(step.workspace, slot);
        step.changed(what(slot), from, to, None);
    }
    let mute = Some(step.workspace.language).filter(|lang| !step.workspace.speaks(*lang));
    let say = WordingSay::TakenBack { count, stay: kept, mute };
    step.becomes(AdminSay::Wording(Box::new(say)), Vec::new());
}
