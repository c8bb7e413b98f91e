//! A file with texts: taken as a whole, or not at all.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::{AdminSay, Unsaid, WordingSay, read, value, what};
use crate::{
    admin::step::AdminStep,
    lang::Lang,
    wording::{
        Slot, VARIANTS, Worded,
        catalogue::Kind,
        check::{self, Advice, Flaw},
    },
};

/// The key under which a file says its language.
const LANGUAGE: &str = "language";
/// How many mistakes are told at once.
const TOLD: usize = 10;

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
        Some(Value::String(code)) => Some(read::lang(&code)?),
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
        let is_same = now.map_or(text.is_none() && variants.is_empty(), |now| {
            now.text == text && now.variants == variants
        });
        if is_same {
            continue;
        }
        let by = (step.now, Some(&step.by.address));
        Arc::make_mut(&mut wording).put(&slot, by, text, variants).map_err(|_| Unsaid::NoRoom)?;
        told.extend(advice.into_iter().map(|advice| (slot.name(), advice)));
        changed.push((value(step.workspace, &slot), slot));
    }
    told.truncate(TOLD);
    let count = changed.len();
    if 0 < count {
        step.workspace.wording = wording;
    }
    // Each text has its line: from what to what it went can be read from the trail alone.
    for (from, slot) in changed {
        let to = value(step.workspace, &slot);
        step.changed(what(&slot), from, to, None);
    }
    let say = WordingSay::Imported { lang, count, advice: told };
    step.reply(AdminSay::Wording(Box::new(say)));
    Ok(())
}
