//! `/wording`: what customers read, changed, previewed, taken back, and compared.

mod awaited;
pub(in crate::admin) mod file;
mod import;
mod preview;
pub(in crate::admin) mod read;
mod say;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::read::Told;
use super::{
    AdminSay, PendingWhat, Undo, role,
    step::{AdminStep, admin_button},
};
use crate::{
    action::AdminDoes,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, To, Words},
    making::{Document, Made},
    place::Address,
    policy::{Policy, Workspace},
    say::{Button, Label},
    wording::{
        Slot, VARIANTS, Version, Worded, Wordings,
        catalogue::{self, Entry, Kind},
        check::{self, Advice, Flaw},
    },
};

pub use self::{
    awaited::Awaited,
    file::Mistake,
    import::Import,
    say::{AddedLang, Shown, Unsaid, Usage, VersionLine, Wanted, WordingSay},
};
pub(super) use self::{
    awaited::{answered, write_again},
    file::take_back,
    import::fetched,
};

/// How much of a text stands in the list of changes.
const SHORT: usize = 60;

/// How a changed text gets back what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Which text.
    slot: Slot,
    /// The version that the change made.
    made: u32,
    /// The version that was in force; nothing: there was none.
    was: Option<u32>,
}

/// A text that waits to be insisted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insisted {
    /// Which.
    slot: Slot,
    /// Its words.
    text: String,
    /// It is a variant.
    variant: bool,
    /// What an admin was asked, if this answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<u32>,
}

/// Carries `/wording` out.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let (word, rest) = read::word(rest);
    let (word, insist) = match word.strip_suffix('!') {
        Some(word) => (word, true),
        None => (word, false),
    };
    let done = match word {
        "" => {
            step.say_wording(WordingSay::Help);
            Ok(())
        }
        "list" => list(step, rest),
        "show" | "verdict" => show(step, rest),
        "set" => set(step, rest, insist, Usage::Set),
        "variant" => set(step, rest, insist, Usage::Variant),
        "reset" => reset(step, rest),
        "history" => history(step, rest),
        "rollback" => rollback(step, rest),
        "export" => export(step, rest),
        "import" => import::command(step, rest),
        other => Err(Unsaid::Word { typed: other.to_owned() }),
    };
    if let Err(unsaid) = done {
        step.say_wording(WordingSay::Refused(unsaid));
    }
}

fn list(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let (name, lang) = read::word(rest);
    let wording = &step.workspace.wording;
    // Of a language alone there is no list.
    let is_lang = catalogue::group(name).is_none() && read::lang(name, step.workspace).is_ok();
    if name.is_empty() || (is_lang && lang.is_empty()) {
        let count = |(name, entries): &(&str, &[Entry])| ((*name).to_owned(), entries.len());
        let groups = catalogue::GROUPS.iter().map(count).collect();
        let own = |worded: &&Worded| worded.now().is_some_and(|version| !version.is_default());
        let changed = wording.all().filter(own);
        let changed = changed.map(|worded| (worded.slot.name(), worded.slot.lang)).collect();
        step.say_wording(WordingSay::Groups { groups, changed });
        return Ok(());
    }
    let Some(entries) = catalogue::group(name) else {
        return Err(Unsaid::Group { typed: name.to_owned() });
    };
    let lang = read::lang_or(lang.trim(), step.workspace, step.workspace.language)?;
    let text = |entry: &Entry| {
        let (own, _) = wording.now(&Slot::everywhere(entry.key, lang));
        (entry.key.to_owned(), own.map(str::to_owned))
    };
    let texts = entries.iter().map(text).collect();
    step.say_wording(WordingSay::List { lang, texts });
    Ok(())
}

fn show(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let Told { slot, entry, .. } =
        read::told(rest, step.workspace, Some(step.workspace.language), Usage::Show)?;
    let worded = step.workspace.wording.get(&slot);
    let now = worded.and_then(Worded::now);
    let shown = Shown {
        text: now.and_then(|now| now.text.clone()),
        variants: now.map(|now| now.variants.clone()).unwrap_or_default(),
        tallies: worded.map(|worded| worded.tallies.clone()).unwrap_or_default(),
        last: now.map(|now| step.version_line(now)),
        placeholders: entry.placeholders.iter().map(|name| (*name).to_owned()).collect(),
        slot,
    };
    step.say_wording(WordingSay::Shown(Box::new(shown)));
    Ok(())
}

/// `/wording set`, `/wording variant`.
fn set(step: &mut AdminStep<'_>, rest: &str, insist: bool, usage: Usage) -> Result<(), Unsaid> {
    let variant = usage == Usage::Variant;
    let otherwise = if variant { None } else { Some(step.workspace.language) };
    let Told { slot, entry, rest } = read::told(rest, step.workspace, otherwise, usage)?;
    if variant && !entry.is_varied() {
        let (key, apology) = (slot.key, entry.kind == Kind::Apology);
        return Err(Unsaid::NotVaried { key, apology });
    }
    if rest.trim().is_empty() {
        return awaited::ask(step, slot, variant);
    }
    let wished = Wished { slot, text: rest, insist, variant, asked: None };
    take(step, wished, &[])
}

/// A text that somebody wrote.
struct Wished<'a> {
    slot: Slot,
    text: &'a str,
    /// It is insisted on.
    insist: bool,
    variant: bool,
    /// What an admin was asked, if this answers it.
    asked: Option<u32>,
}

/// Saves what somebody wrote, if it may be said. Beside what is asked back stand these buttons.
fn take(step: &mut AdminStep<'_>, wished: Wished<'_>, beside: &[Button]) -> Result<(), Unsaid> {
    let Wished { slot, text: rest, insist, variant, asked } = wished;
    let Some(entry) = catalogue::entry(&slot.key) else { return Ok(()) };
    let (insist, text) = match rest.strip_prefix('!') {
        Some(text) => (true, text),
        None => (insist, rest),
    };
    let text = check::tidy(text);
    let checked = check::check(entry, slot.lang, &text, insist);
    let wanted = Insisted { slot, text, variant, asked };
    match checked {
        Ok(advice) => save(step, wanted, advice),
        Err(flaws) if flaws == [Flaw::Questions] => {
            let nr = step.ask(PendingWhat::Wording(Box::new(wanted)));
            let mut row = vec![admin_button(Label::SaveAnyway, AdminDoes::Confirm, nr)];
            row.extend_from_slice(beside);
            let say = WordingSay::Refused(Unsaid::Flaws { flaws });
            step.reply_with(AdminSay::Wording(Box::new(say)), vec![row]);
            Ok(())
        }
        Err(flaws) => Err(Unsaid::Flaws { flaws }),
    }
}

/// An admin insists on a text.
pub(super) fn insisted(step: &mut AdminStep<'_>, insisted: Insisted) {
    let Some(entry) = catalogue::entry(&insisted.slot.key) else { return };
    let done = match check::check(entry, insisted.slot.lang, &insisted.text, true) {
        Ok(advice) => save(step, insisted, advice),
        Err(flaws) => Err(Unsaid::Flaws { flaws }),
    };
    if let Err(unsaid) = done {
        step.say_wording(WordingSay::Refused(unsaid));
    }
}

fn save(step: &mut AdminStep<'_>, wanted: Insisted, advice: Vec<Advice>) -> Result<(), Unsaid> {
    let Insisted { slot, text, variant, asked } = wanted;
    let (own, mut variants) = step.in_force(&slot);
    let is_there = if variant { variants.contains(&text) } else { false };
    if is_there || own.as_ref() == Some(&text) {
        step.say_wording(WordingSay::Same);
        return Ok(());
    }
    if !variant {
        let nr = step.put(&slot, Some(text.clone()), variants)?;
        let mut buttons = preview::buttons(&slot.key, step.workspace.scale);
        buttons.extend(AdminStep::undo_row(nr));
        let say = WordingSay::Saved { slot, text: Some(text), advice };
        step.becomes(AdminSay::Wording(Box::new(say)), buttons);
        return Ok(());
    }
    // Whoever corrects what they answered wants one variant, not two.
    let earlier = awaited::saved(step.workspace, asked);
    let earlier = earlier.and_then(|earlier| variants.iter().position(|it| *it == earlier));
    let place = match earlier {
        Some(place) => {
            variants[place].clone_from(&text);
            place
        }
        None if VARIANTS <= variants.len() => return Err(Unsaid::VariantsFull),
        None => {
            variants.push(text.clone());
            variants.len() - 1
        }
    };
    let count = variants.len() + 1;
    let nr = step.put(&slot, own, variants)?;
    awaited::was_saved(step.workspace, asked, &text);
    let mut buttons = preview::buttons(&slot.key, step.workspace.scale);
    buttons.extend(AdminStep::undo_row(nr));
    let say = WordingSay::VariantSaved { slot, text, nr: place + 1, count, advice };
    step.becomes(AdminSay::Wording(Box::new(say)), buttons);
    Ok(())
}

fn reset(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let Told { slot, .. } = read::told(rest, step.workspace, None, Usage::Reset)?;
    let (own, variants) = step.in_force(&slot);
    if own.is_none() && variants.is_empty() {
        return Err(Unsaid::Untouched(slot));
    }
    step.put_and_preview(slot, None, Vec::new())
}

fn history(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let Told { slot, .. } =
        read::told(rest, step.workspace, Some(step.workspace.language), Usage::History)?;
    let Some(worded) = step.workspace.wording.get(&slot) else {
        return Err(Unsaid::Untouched(slot));
    };
    let versions = worded.versions.iter().rev().map(|version| step.version_line(version)).collect();
    step.say_wording(WordingSay::History { slot, versions });
    Ok(())
}

fn rollback(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let Told { slot, rest, .. } = read::told(rest, step.workspace, None, Usage::Rollback)?;
    let Some(worded) = step.workspace.wording.get(&slot) else {
        return Err(Unsaid::Untouched(slot));
    };
    let typed = rest.trim();
    if typed.is_empty() {
        return Err(Unsaid::Usage(Usage::Rollback));
    }
    let wanted = typed.parse::<u32>().ok();
    if wanted == Some(0) {
        // As it comes with amends.
        return step.put_and_preview(slot, None, Vec::new());
    }
    let found = worded.versions.iter().find(|version| Some(version.number) == wanted);
    let Some(Version { text, variants, .. }) = found.cloned() else {
        let newest = worded.now().map_or(0, |version| version.number);
        return Err(Unsaid::Version { typed: typed.to_owned(), there_are: (0, newest) });
    };
    step.put_and_preview(slot, text, variants)
}

fn export(step: &mut AdminStep<'_>, rest: &str) -> Result<(), Unsaid> {
    let typed = rest.trim();
    if typed.is_empty() {
        return Err(Unsaid::Usage(Usage::Export));
    }
    // One that is not spoken yet is a file to translate.
    let lang = read::new_lang(typed)?;
    let is_aside = step.press.is_some_and(|press| press.whispers);
    if is_aside {
        // Files can't be handed to one reader alone; every command wants an answer.
        step.say_wording(WordingSay::FileComes);
    }
    let to = To::Place(step.message.place.clone());
    let reply_to = (!is_aside).then(|| step.message.clone());
    let say = AdminSay::Wording(Box::new(WordingSay::Exported(lang)));
    let words = Words::Desk(DeskSay::Admin(Box::new(say)));
    let name = format!("wording-{}.toml", lang.code());
    let made = Made::Wording(lang);
    let file = Document { name, mime: "application/toml".to_owned(), made };
    let body = Body::SendFile { to, words, file, reply_to, purpose: None };
    step.effect(Class::Staff, OnUnknown::Resend, body);
    Ok(())
}

impl AdminStep<'_> {
    fn say_wording(&mut self, say: WordingSay) {
        self.becomes(AdminSay::Wording(Box::new(say)), Vec::new());
    }

    /// What is in force: the text, if it is not the one that comes with amends, and its variants.
    fn in_force(&self, slot: &Slot) -> (Option<String>, Vec<String>) {
        let (text, variants) = self.workspace.wording.now(slot);
        (text.map(str::to_owned), variants.to_vec())
    }

    /// Puts a version into force and writes it down. Returns the number of the change.
    fn put(
        &mut self,
        slot: &Slot,
        text: Option<String>,
        variants: Vec<String>,
    ) -> Result<u32, Unsaid> {
        let was = self.workspace.wording.get(slot).and_then(Worded::now);
        let (was, from) = (was.map(|version| version.number), value(self.workspace, slot));
        let wording = Arc::make_mut(&mut self.workspace.wording);
        let put = wording.put(slot, (self.now, Some(&self.by.address)), text, variants);
        let made = put.map_err(|_| Unsaid::NoRoom)?;
        let undo = Undo::Wording(Before { slot: slot.clone(), made, was });
        let (what, to) = (what(slot), value(self.workspace, slot));
        Ok(self.changed(what, from, to, Some(undo)))
    }

    fn put_and_preview(
        &mut self,
        slot: Slot,
        text: Option<String>,
        variants: Vec<String>,
    ) -> Result<(), Unsaid> {
        if self.workspace.wording.now(&slot) == (text.as_deref(), &variants[..]) {
            self.say_wording(WordingSay::Same);
            return Ok(());
        }
        let nr = self.put(&slot, text.clone(), variants)?;
        let mut buttons = preview::buttons(&slot.key, self.workspace.scale);
        buttons.extend(AdminStep::undo_row(nr));
        let say = WordingSay::Saved { slot, text, advice: Vec::new() };
        self.reply_with(AdminSay::Wording(Box::new(say)), buttons);
        Ok(())
    }

    fn version_line(&self, version: &Version) -> VersionLine {
        let policy = Policy::new(self.workspace.clone());
        VersionLine {
            number: version.number,
            at: policy.due(version.at, self.now),
            by: version.by.as_ref().map(|by| role::name_of(self.workspace, by)),
            text: version.text.clone(),
            variants: version.variants.len(),
        }
    }
}

/// The name of a text in the list of changes.
pub(super) fn what(slot: &Slot) -> String {
    format!("wording.{}.{}", slot.name(), slot.lang.code())
}

/// What is in force, as the list of changes shows it.
pub(super) fn value(workspace: &Workspace, slot: &Slot) -> String {
    let Some(now) = workspace.wording.get(slot).and_then(Worded::now) else {
        return "default".to_owned();
    };
    let text = now.text.as_deref().unwrap_or("default");
    let mut short: String = text.chars().take(SHORT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    if now.variants.is_empty() { short } else { format!("{short} (+{})", now.variants.len()) }
}

impl Before {
    /// What is in force, if it is what the change made; else what it is since.
    pub(super) fn is(&self, workspace: &Workspace, made: &str) -> String {
        let now = workspace.wording.get(&self.slot).and_then(Worded::now);
        if now.is_some_and(|version| version.number == self.made) {
            return made.to_owned();
        }
        format!("{} (version {})", value(workspace, &self.slot), now.map_or(0, |now| now.number))
    }

    /// Puts back what it was. Returns whether it could: there may be no room, or no such version.
    pub(super) fn put(&self, step: &mut AdminStep<'_>) -> bool {
        let wording = Arc::make_mut(&mut step.workspace.wording);
        self.put_in(wording, (step.now, Some(&step.by.address)))
    }

    /// The same, in these texts.
    fn put_in(&self, wording: &mut Wordings, by: (Timestamp, Option<&Address>)) -> bool {
        let version = match self.was {
            None => None,
            Some(was) => {
                let worded = wording.get(&self.slot);
                let mut versions = worded.into_iter().flat_map(|worded| &worded.versions);
                let Some(found) = versions.find(|version| version.number == was) else {
                    return false;
                };
                Some(found.clone())
            }
        };
        let (text, variants) =
            version.map(|version| (version.text, version.variants)).unwrap_or_default();
        wording.put(&self.slot, by, text, variants).is_ok()
    }
}
