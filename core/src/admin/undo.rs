//! [Undo] under what was changed.

use super::{AdminSay, Change, Undo, role, step::AdminStep, wording};

/// Undoes the change of this number, unless something else changed it since.
pub(super) fn undo(step: &mut AdminStep<'_>, nr: u32) {
    let found = step.workspace.changes.iter().position(|change| change.nr == nr);
    // What stands there already tells what became of it.
    let Some(index) = found else { return step.aside(AdminSay::Over) };
    let change = step.workspace.changes[index].clone();
    let Some(undo) = change.undo else { return step.aside(AdminSay::Over) };
    let is = match &*undo {
        Undo::Setting(before) => before.in_force(step.workspace, step.now).value(),
        Undo::Wording(before) => before.is(step.workspace, &change.to),
        Undo::Wordings(texts) => return wording::take_back(step, index, texts),
        Undo::Role { who, .. } => role::in_force(step.workspace, who),
        Undo::Map { role, .. } => role::mapped(step.workspace, role),
        Undo::Piece(before) => before.in_force(step.workspace).written(step.workspace),
    };
    let fits = match &*undo {
        Undo::Setting(_)
        | Undo::Wording(_)
        | Undo::Wordings(_)
        | Undo::Role { .. }
        | Undo::Map { .. } => true,
        Undo::Piece(before) => before.fits(step.workspace, &change.from),
    };
    let is_later = |later: &Change| nr < later.nr && later.what == change.what;
    if is != change.to || !fits || step.workspace.changes.iter().any(is_later) {
        let say = AdminSay::ChangedSince { what: change.what, to: is };
        return step.becomes(say, Vec::new());
    }
    match &*undo {
        Undo::Setting(before) => before.put(step.workspace),
        Undo::Wording(before) => {
            if !before.put(step) {
                return step.becomes(AdminSay::Over, Vec::new());
            }
        }
        // Each of these was looked at by itself.
        Undo::Wordings(_) => (),
        Undo::Role { who, before, duty } => {
            if let Some(refusal) = role::undo(step, who, *before, duty.clone()) {
                return step.becomes(refusal, Vec::new());
            }
        }
        Undo::Map { role, before } => {
            role::remap(step, role, *before);
        }
        Undo::Piece(before) => before.put(step.workspace),
    }
    step.workspace.changes[index].undo = None;
    step.changed(change.what.clone(), change.to, change.from.clone(), None);
    step.becomes(AdminSay::Undone { what: change.what, to: change.from }, Vec::new());
}
