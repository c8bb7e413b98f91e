//! What customers read, by language and key, as `/wording export` writes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use toml::Value;

use super::{Taking, Why};
use crate::{
    admin::wording::{Unsaid, file, read, value, what},
    policy::Workspace,
    wording::{
        Slot, Version, Worded,
        catalogue::{self, Entry},
        check,
    },
};

/// The texts that are not those that come with amends.
pub(super) fn texts(workspace: &Workspace) -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut texts: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for Worded { slot, versions, .. } in workspace.wording.all() {
        let Some(now) = versions.last().filter(|now| !now.is_default()) else { continue };
        let in_lang = texts.entry(slot.lang.code().to_owned()).or_default();
        in_lang.insert(slot.name(), said(slot, now));
    }
    texts
}

/// One text, or one with its variants; what was insisted on is insisted on again.
fn said(slot: &Slot, now: &Version) -> Value {
    let entry = catalogue::entry(&slot.key);
    let insisted = |text: &String| Value::String(insisted(entry, slot, text));
    let text = now.text.as_ref().map_or_else(|| Value::String(String::new()), insisted);
    if now.variants.is_empty() {
        return text;
    }
    Value::Array([text].into_iter().chain(now.variants.iter().map(insisted)).collect())
}

fn insisted(entry: Option<&Entry>, slot: &Slot, text: &str) -> String {
    let is_refused = entry.is_some_and(|it| check::check(it, slot.lang, text, false).is_err());
    if is_refused || text.starts_with('!') { format!("!{text}") } else { text.to_owned() }
}

impl Taking<'_> {
    pub(super) fn texts(&mut self, texts: &BTreeMap<String, BTreeMap<String, Value>>) {
        let mut wanted = BTreeMap::new();
        for (code, by_key) in texts {
            let lang = read::new_lang(code).map_err(Why::Wording);
            let Some(lang) = self.right(&format!("wording.{code}"), lang) else { continue };
            for (name, value) in by_key {
                let at = format!("wording.{code}.{name}");
                let text = file::text_of(name, value, lang).map_err(Why::Wording);
                let Some(text) = self.right(&at, text) else { continue };
                if wanted.insert(text.slot, (text.text, text.variants)).is_some() {
                    self.wrong(at, Why::Twice);
                }
            }
        }
        if self.wrong.is_empty() {
            self.take_texts(wanted);
        }
    }

    fn take_texts(&mut self, mut wanted: BTreeMap<Slot, (Option<String>, Vec<String>)>) {
        let known = self.before.wording.all().map(|text| text.slot.clone());
        let slots: BTreeSet<Slot> = known.chain(wanted.keys().cloned()).collect();
        for slot in slots {
            let (text, variants) = wanted.remove(&slot).unwrap_or_default();
            if self.before.wording.now(&slot) == (text.as_deref(), &variants[..]) {
                continue;
            }
            let wording = Arc::make_mut(&mut self.after.wording);
            if wording.put(&slot, (self.now, self.by), text, variants).is_err() {
                return self.wrong("wording", Why::Wording(Unsaid::NoRoom));
            }
            let (from, to) = (value(self.before, &slot), value(&self.after, &slot));
            self.changed(what(&slot), from, to);
        }
    }
}
