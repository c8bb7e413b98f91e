//! `/cause`: what goes wrong again and again, who sees to it, and how it was fixed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    piece::Piece,
    role,
    setting::{Unfit, day_of, nearest},
    step::AdminStep,
    typed::{self, TextUnfit, remainder, word},
};
use crate::{
    board,
    catalogue::{Cause, Fix, Owning, Stage},
    desk::DeskSay,
    grammar,
    lang::Lang,
    place::Address,
    policy::{Policy, Workspace},
    say::Say,
};

/// How many there may be.
pub(super) const MOST: usize = 100;
/// So many similar ones are named.
const SIMILAR: usize = 3;
/// Words shorter than this make nothing similar.
const WORD: usize = 4;
/// Names that differ by so much are similar.
const TYPOS: usize = 2;

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseSay {
    /// What there is.
    List {
        /// Each of them.
        lines: Vec<CauseLine>,
    },
    /// One was changed.
    Saved {
        /// It.
        line: CauseLine,
    },
    /// One is fixed: are those who complained told?
    Fixed {
        /// It.
        line: CauseLine,
        /// How many would be told.
        people: u32,
        /// In how many languages.
        langs: usize,
        /// Others were told already.
        is_told: bool,
    },
    /// What they would read, in each of their languages.
    Preview {
        /// Of which cause.
        name: String,
        /// The language, and what is said.
        says: Vec<(Lang, Say)>,
        /// Somebody said how customers read it.
        named: bool,
    },
    /// They are being told.
    Telling {
        /// Of which cause.
        name: String,
        /// How many.
        people: u32,
    },
    /// The board stands here now, or goes on as it is.
    Board {
        /// It stands here.
        on: bool,
    },
    /// They are not told for now.
    NotTold {
        /// Of which cause.
        name: String,
    },
    /// There is none of this name.
    Unknown {
        /// What was typed.
        typed: String,
        /// The name it is like, or nothing.
        nearest: Option<String>,
    },
    /// There are some like a new one.
    Similar {
        /// Their names.
        names: Vec<String>,
    },
    /// There is one of this name.
    Exists {
        /// The name.
        name: String,
    },
    /// Nobody of staff is called so.
    NoSuchStaff {
        /// What was typed.
        typed: String,
        /// Who works here.
        known: Vec<String>,
    },
    /// It is no day.
    BadDay {
        /// What was typed.
        typed: String,
    },
    /// The day has passed.
    PastDay {
        /// The day.
        day: Date,
    },
    /// How a part of the command is given.
    How {
        /// Which part.
        part: CausePart,
    },
    /// There are as many as there may be.
    Full {
        /// How many.
        most: usize,
    },
}

/// A part of `/cause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CausePart {
    /// Note a new one.
    New,
    /// Somebody sees to it.
    Own,
    /// It is being fixed.
    Fixing,
    /// It is fixed.
    Fixed,
    /// How customers read it.
    Public,
}

/// One of them as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseLine {
    /// Its name.
    pub name: String,
    /// How far it is.
    pub stage: Stage,
    /// How customers read it.
    pub public: Option<String>,
    /// Who sees to it, and by when.
    pub owner: Option<(String, Date)>,
    /// How it was fixed.
    pub how: Option<String>,
    /// How many were told that it is, of how many; nothing: nobody was to be.
    pub told: Option<(u32, u32)>,
}

enum Refused {
    Unfit(Unfit),
    Text(TextUnfit),
    Say(Box<CauseSay>),
}

impl From<TextUnfit> for Refused {
    fn from(unfit: TextUnfit) -> Self {
        Self::Text(unfit)
    }
}

impl From<CauseSay> for Refused {
    fn from(say: CauseSay) -> Self {
        Self::Say(Box::new(say))
    }
}

/// Whether `/cause` only asks what there is: anybody who works here may.
pub(super) fn is_list(text: &str) -> bool {
    let mut words = text.split_whitespace().skip(1);
    grammar::command(text) == Some("cause")
        && words.next().is_none_or(|part| part.eq_ignore_ascii_case("list"))
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let (whole, mut rest) = (rest, rest);
    let part = word(&mut rest).to_lowercase();
    let changed = match part.as_str() {
        "" | "list" => {
            let causes = step.workspace.catalogue.causes.iter();
            let lines = causes.map(|cause| line(cause, step.workspace)).collect();
            return step.reply(AdminSay::Cause(CauseSay::List { lines }));
        }
        "new" | "new!" => new(step, whole),
        "own" => own(step, rest),
        "fixing" => fixing(step, rest),
        "fixed" => fixed(step, rest),
        "public" => public(step, rest),
        "board" => return put_board(step, rest),
        other => {
            let nearest = nearest(other, grammar::CAUSE.into_iter());
            let known = grammar::CAUSE.map(str::to_owned).to_vec();
            Err(Refused::Unfit(Unfit::Name { typed: other.to_owned(), nearest, known }))
        }
    };
    match changed {
        Ok(cause) => {
            let nr = step.keeps(&Piece::Cause(cause.name.clone(), Some(cause.clone())));
            if let Some(fix) = cause.fixed.as_ref().filter(|_| part == "fixed") {
                // Who complained is counted first; then it is answered.
                return step.counts_people(&cause, fix.nr, nr);
            }
            let line = line(&cause, step.workspace);
            let say = CauseSay::Saved { line };
            let nr = nr.filter(|_| step.workspace.admins.contains(&step.by.address));
            let buttons = nr.map_or_else(Vec::new, AdminStep::undo_row);
            step.reply_with(AdminSay::Cause(say), buttons);
        }
        Err(Refused::Unfit(unfit)) => step.say(DeskSay::SettingRefused { unfit }),
        Err(Refused::Text(unfit)) => step.reply(AdminSay::Text(unfit)),
        Err(Refused::Say(say)) => step.reply(AdminSay::Cause(*say)),
    }
}

/// `board` puts what customers said and what was done where it is asked for, `board off` leaves it as
/// it is from then on.
fn put_board(step: &mut AdminStep<'_>, rest: &str) {
    let before = step.workspace.board.is_some();
    if rest.trim().eq_ignore_ascii_case("off") {
        step.workspace.board = None;
        if before {
            step.changed("cause.board", "on", "off", None);
        }
        return step.reply(AdminSay::Cause(CauseSay::Board { on: false }));
    }
    let place = step.message.place.clone();
    board::put(step.workspace, place, step.now, step.out);
    step.changed("cause.board", if before { "on" } else { "off" }, "on", None);
    step.reply(AdminSay::Cause(CauseSay::Board { on: true }));
}

pub(crate) fn line(cause: &Cause, workspace: &Workspace) -> CauseLine {
    let owner = cause.owned.as_ref();
    CauseLine {
        name: cause.name.clone(),
        stage: cause.stage(),
        public: cause.public.clone(),
        owner: owner.map(|owned| (role::name_of(workspace, &owned.who), owned.due)),
        how: cause.fixed.as_ref().map(|fixed| fixed.how.clone()),
        told: cause.fixed.as_ref().filter(|fix| fix.told_at.is_some()).map(|it| (it.told, it.of)),
    }
}

/// What becomes of a cause that somebody wants to note.
#[derive(Debug)]
pub(crate) enum NewCause {
    /// It is noted.
    New(Cause),
    /// It is there, or others are like it, or there are too many.
    Say(CauseSay),
    /// Its name can't be kept.
    Text(TextUnfit),
}

/// The cause that is noted by these words, unless others are like it.
pub(crate) fn noted(causes: &[Cause], words: &str, in_any_case: bool) -> NewCause {
    let words = remainder(words);
    if words.is_empty() {
        return NewCause::Say(CauseSay::How { part: CausePart::New });
    }
    let letters = |letter: char| !letter.is_alphanumeric();
    let name = typed::text(words).and_then(|words| {
        let parts: Vec<&str> = words.split(letters).filter(|part| !part.is_empty()).collect();
        typed::name(&parts.join("_"))
    });
    let name = match name {
        Ok(name) => name,
        Err(unfit) => return NewCause::Text(unfit),
    };
    if causes.iter().any(|cause| cause.name == name) {
        return NewCause::Say(CauseSay::Exists { name });
    }
    if MOST <= causes.len() {
        return NewCause::Say(CauseSay::Full { most: MOST });
    }
    let names = similar(&name, causes);
    if !in_any_case && !names.is_empty() {
        return NewCause::Say(CauseSay::Similar { names });
    }
    NewCause::New(Cause::new(name))
}

/// `new wrong address label`; with `new!` whatever is like it.
fn new(step: &AdminStep<'_>, typed: &str) -> Result<Cause, Refused> {
    let (words, in_any_case) = grammar::new_cause(typed).unwrap_or((typed, false));
    match noted(&step.workspace.catalogue.causes, words, in_any_case) {
        NewCause::New(cause) => Ok(cause),
        NewCause::Say(say) => Err(say.into()),
        NewCause::Text(unfit) => Err(unfit.into()),
    }
}

/// Somebody of staff noted a cause in a case, by its name.
pub(crate) fn noted_in_case(
    workspace: &mut Workspace,
    now: jiff::Timestamp,
    by: &Address,
    name: &str,
) {
    let causes = &workspace.catalogue.causes;
    if MOST <= causes.len() || causes.iter().any(|cause| cause.name == name) {
        return;
    }
    let piece = Piece::Cause(name.to_owned(), Some(Cause::new(name)));
    piece.keep(workspace, (now, Some(by)));
}

/// A cause came up again after this fix, which did not hold.
pub(crate) fn came_back(workspace: &mut Workspace, now: jiff::Timestamp, name: &str, fix: u32) {
    let mut causes = workspace.catalogue.causes.iter();
    let Some(cause) = causes.find(|cause| cause.name == name) else { return };
    if cause.fixed.as_ref().is_none_or(|fixed| fixed.nr != fix) {
        return;
    }
    let cause = Cause { back: true, fixed: None, ..cause.clone() };
    Piece::Cause(name.to_owned(), Some(cause)).keep(workspace, (now, None));
}

/// What was given in a case with this cause that ended well.
pub(crate) fn worked(workspace: &mut Workspace, name: &str, items: &[String]) {
    let mut causes = workspace.catalogue.causes.iter_mut();
    let Some(cause) = causes.find(|cause| cause.name == name) else { return };
    for item in items {
        let count = cause.worked.entry(item.clone()).or_default();
        *count = count.saturating_add(1);
    }
}

/// The word that a cause is fixed reached one customer more.
pub(crate) fn reached(workspace: &mut Workspace, name: &str, nr: u32) {
    let mut causes = workspace.catalogue.causes.iter_mut();
    let fix = causes.find(|cause| cause.name == name).and_then(|cause| cause.fixed.as_mut());
    if let Some(fix) = fix.filter(|fix| fix.nr == nr) {
        fix.told = fix.told.saturating_add(1);
    }
}

/// The cause of this name; names may be typed with other marks between their words.
pub(crate) fn cause_named<'a>(causes: &'a [Cause], typed: &str) -> Option<&'a Cause> {
    let exact = typed.trim().to_lowercase();
    let plain = |name: &str| name.replace([' ', '-'], "_");
    let by = |wanted: &str| causes.iter().find(|cause| cause.name == wanted);
    by(&exact).or_else(|| causes.iter().find(|cause| plain(&cause.name) == plain(&exact)))
}

/// The name that is most like what was typed, if one is.
pub(crate) fn nearest_cause(causes: &[Cause], typed: &str) -> Option<String> {
    nearest(typed, causes.iter().map(|cause| cause.name.as_str()))
}

/// Causes whose names are like this one, or share a word with it.
fn similar(name: &str, causes: &[Cause]) -> Vec<String> {
    let is_telling = |word: &&str| WORD <= word.chars().count();
    let is_like = |known: &&Cause| {
        strsim::damerau_levenshtein(&known.name, name) <= TYPOS
            || known
                .name
                .split('_')
                .filter(is_telling)
                .any(|part| name.split('_').any(|it| it == part))
    };
    causes.iter().filter(is_like).take(SIMILAR).map(|cause| cause.name.clone()).collect()
}

/// `own late @katrin 30.11.`.
fn own(step: &AdminStep<'_>, typed: &str) -> Result<Cause, Refused> {
    let mut rest = typed;
    let name = word(&mut rest);
    let (who, day) = (word(&mut rest), word(&mut rest));
    if day.is_empty() {
        return Err(CauseSay::How { part: CausePart::Own }.into());
    }
    let cause = find(&step.workspace.catalogue.causes, name)?;
    let who = staff_called(step.workspace, who)?;
    let policy = Policy::new(step.workspace.clone());
    let today = policy.due(step.now, step.now).civil.date();
    let due = day_of(day, today).ok_or_else(|| CauseSay::BadDay { typed: day.to_owned() })?;
    if due < today {
        return Err(CauseSay::PastDay { day: due }.into());
    }
    // Whoever sees to it again says that it is not fixed.
    let (owned, fixed) = (Some(Owning { who, due }), None);
    Ok(Cause { owned, fixed, back: false, ..cause.clone() })
}

/// `fixing late`.
fn fixing(step: &AdminStep<'_>, typed: &str) -> Result<Cause, Refused> {
    let name = remainder(typed);
    if name.is_empty() {
        return Err(CauseSay::How { part: CausePart::Fixing }.into());
    }
    let cause = find(&step.workspace.catalogue.causes, name)?;
    Ok(Cause { fixing: true, fixed: None, back: false, ..cause.clone() })
}

/// `fixed late orders are read back`.
fn fixed(step: &AdminStep<'_>, typed: &str) -> Result<Cause, Refused> {
    let mut rest = typed;
    let name = word(&mut rest);
    let how = remainder(rest);
    if how.is_empty() {
        return Err(CauseSay::How { part: CausePart::Fixed }.into());
    }
    let cause = find(&step.workspace.catalogue.causes, name)?;
    let how = typed::text(how)?;
    let is_said = cause.fixed.as_ref().is_some_and(|fixed| fixed.how == how);
    if is_said {
        return Ok(cause.clone());
    }
    let nr = cause.fixes.saturating_add(1);
    let fixed = Some(Fix::new(how, step.now, nr));
    Ok(Cause { fixed, fixes: nr, fixing: false, back: false, ..cause.clone() })
}

/// `public late "Food came late"`, `public late off`.
fn public(step: &AdminStep<'_>, typed: &str) -> Result<Cause, Refused> {
    let mut rest = typed;
    let name = word(&mut rest);
    let text = remainder(rest);
    if text.is_empty() {
        return Err(CauseSay::How { part: CausePart::Public }.into());
    }
    let cause = find(&step.workspace.catalogue.causes, name)?;
    let is_off = text.eq_ignore_ascii_case("off");
    let public = if is_off { None } else { Some(typed::text(text)?) };
    Ok(Cause { public, ..cause.clone() })
}

fn find<'a>(causes: &'a [Cause], typed: &str) -> Result<&'a Cause, Refused> {
    let unknown = || {
        let nearest = nearest_cause(causes, typed);
        CauseSay::Unknown { typed: typed.to_owned(), nearest }.into()
    };
    cause_named(causes, typed).ok_or_else(unknown)
}

/// Somebody of staff by user name, name or account: `@katrin`, `<@52>`.
fn staff_called(workspace: &Workspace, typed: &str) -> Result<Address, Refused> {
    let called = typed.trim_start_matches(['<', '@', '!']).trim_end_matches('>').to_lowercase();
    let is_called = |known: Option<&String>| known.is_some_and(|it| it.to_lowercase() == called);
    let staff = &workspace.staff;
    let by_username = staff.iter().find(|member| is_called(member.username.as_ref()));
    let by_account = || staff.iter().find(|member| member.address.account == called);
    let by_name = || staff.iter().find(|member| is_called(member.name.as_ref()));
    let found = by_username.or_else(by_account).or_else(by_name);
    let unknown = || CauseSay::NoSuchStaff {
        typed: typed.to_owned(),
        known: staff.iter().filter_map(|member| member.name.clone()).collect(),
    };
    found.map(|member| member.address.clone()).ok_or_else(|| unknown().into())
}
