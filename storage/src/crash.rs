//! Named durable steps at which a test kills the process: `AMENDS_CRASH_AT=<name>[:n]` aborts it at
//! the n-th pass. Always compiled, so that what is tested is what runs; without the variable a
//! point costs one relaxed load.

use std::{
    env,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// The variable that names the point.
pub const VARIABLE: &str = "AMENDS_CRASH_AT";

static OFF: AtomicBool = AtomicBool::new(false);
static TARGET: OnceLock<Option<Target>> = OnceLock::new();

struct Target {
    name: String,
    passes_left: AtomicU64,
}

/// Passes the point with this name; aborts the process if the variable says so.
#[inline]
pub fn point(name: &str) {
    if !OFF.load(Ordering::Relaxed) {
        pass(name);
    }
}

#[cold]
fn pass(name: &str) {
    let Some(target) = TARGET.get_or_init(|| parse(&env::var(VARIABLE).ok()?)) else {
        OFF.store(true, Ordering::Relaxed);
        return;
    };
    if target.name == name && target.passes_left.fetch_sub(1, Ordering::Relaxed) == 1 {
        tracing::warn!(point = name, "Aborting at a crash point, as told");
        std::process::abort();
    }
}

/// Whether the process is to be killed at a point whose name begins like this. What makes a process
/// pass that point only now and then makes it do so always then.
pub fn is_aimed_at(operation: &str) -> bool {
    if OFF.load(Ordering::Relaxed) {
        return false;
    }
    let target = TARGET.get_or_init(|| parse(&env::var(VARIABLE).ok()?));
    target.as_ref().is_some_and(|target| target.name.starts_with(operation))
}

fn parse(text: &str) -> Option<Target> {
    let (name, count) = match text.split_once(':') {
        Some((name, count)) => (name, count.parse().ok().filter(|count| 0 < *count)?),
        None => (text, 1),
    };
    (!name.is_empty()).then(|| Target { name: name.to_owned(), passes_left: AtomicU64::new(count) })
}

/// The points that one kind of write passes: one before each step.
pub(crate) struct Points {
    pub(crate) batch: &'static str,
    pub(crate) flush: &'static str,
    pub(crate) sync: &'static str,
    pub(crate) answers: &'static str,
    pub(crate) ok: &'static str,
}

macro_rules! points {
    ($($constant:ident = $operation:literal),+ $(,)?) => {
        $(pub(crate) const $constant: Points = Points {
            batch: concat!($operation, ".before_batch"),
            flush: concat!($operation, ".before_flush"),
            sync: concat!($operation, ".before_sync"),
            answers: concat!($operation, ".before_answers"),
            ok: concat!($operation, ".before_ok"),
        };)+

        /// The names of all points of the storage, in the order in which a life passes them.
        pub const CRASH_POINTS: &[&str] = &[
            OPEN_BEFORE_ENGINE,
            OPEN_BEFORE_COMPARE,
            OPEN_BEFORE_OK,
            REBUILD_BEFORE_COPY,
            REBUILD_BEFORE_MOVE,
            REBUILD_BETWEEN_MOVES,
            REBUILD_AFTER_MOVE,
            BACKUP_BEFORE_FILES,
            BACKUP_BETWEEN_ROWS,
            BACKUP_BEFORE_RECORD,
            BACKUP_BEFORE_SYNC,
            BACKUP_BEFORE_MANIFEST,
            BACKUP_BEFORE_NAME,
            BACKUP_AFTER_NAME,
            BACKUP_BEFORE_KNOWN,
            RESTORE_BETWEEN_ROWS,
            RESTORE_BEFORE_RECORD,
            RESTORE_BEFORE_KNOWN,
            RESTORE_BEFORE_WHOLE,
            RESTORE_BEFORE_MOVE,
            RESTORE_AFTER_MOVE,
            RESTORE_BETWEEN_RECORDS,
            RESTORE_BEFORE_PLACE,
            RESTORE_BEFORE_OK,
            SCRUB_BEFORE_COPY,
            SCRUB_BETWEEN_ROWS,
            SCRUB_BEFORE_RECORD,
            SCRUB_BEFORE_STORE,
            SCRUB_AFTER_STORE,
            SCRUB_BEFORE_SWEEP,
            $(
                concat!($operation, ".before_batch"),
                concat!($operation, ".before_flush"),
                concat!($operation, ".before_sync"),
                concat!($operation, ".before_answers"),
                concat!($operation, ".before_ok"),
            )+
        ];
    };
}

points! {
    RECOVER = "recover",
    RECEIVE = "receive",
    COMMIT = "commit",
    OUTBOX = "outbox",
    FAILED = "failed",
    BURY = "bury",
    KEEP = "keep",
    TIDY = "tidy",
}

pub(crate) const OPEN_BEFORE_ENGINE: &str = "open.before_engine";
pub(crate) const OPEN_BEFORE_COMPARE: &str = "open.before_compare";
pub(crate) const OPEN_BEFORE_OK: &str = "open.before_ok";
pub(crate) const REBUILD_BEFORE_COPY: &str = "rebuild.before_copy";
pub(crate) const REBUILD_BEFORE_MOVE: &str = "rebuild.before_move";
pub(crate) const REBUILD_BETWEEN_MOVES: &str = "rebuild.between_moves";
pub(crate) const REBUILD_AFTER_MOVE: &str = "rebuild.after_move";
pub(crate) const BACKUP_BEFORE_FILES: &str = "backup.before_files";
pub(crate) const BACKUP_BETWEEN_ROWS: &str = "backup.between_rows";
pub(crate) const BACKUP_BEFORE_RECORD: &str = "backup.before_record";
pub(crate) const BACKUP_BEFORE_SYNC: &str = "backup.before_sync";
pub(crate) const BACKUP_BEFORE_MANIFEST: &str = "backup.before_manifest";
pub(crate) const BACKUP_BEFORE_NAME: &str = "backup.before_name";
pub(crate) const BACKUP_AFTER_NAME: &str = "backup.after_name";
pub(crate) const BACKUP_BEFORE_KNOWN: &str = "backup.before_known";
pub(crate) const RESTORE_BETWEEN_ROWS: &str = "restore.between_rows";
pub(crate) const RESTORE_BEFORE_RECORD: &str = "restore.before_record";
pub(crate) const RESTORE_BEFORE_KNOWN: &str = "restore.before_known";
pub(crate) const RESTORE_BEFORE_WHOLE: &str = "restore.before_whole";
pub(crate) const RESTORE_BEFORE_MOVE: &str = "restore.before_move";
pub(crate) const RESTORE_AFTER_MOVE: &str = "restore.after_move";
pub(crate) const RESTORE_BETWEEN_RECORDS: &str = "restore.between_records";
pub(crate) const RESTORE_BEFORE_PLACE: &str = "restore.before_place";
pub(crate) const RESTORE_BEFORE_OK: &str = "restore.before_ok";
pub(crate) const SCRUB_BEFORE_COPY: &str = "scrub.before_copy";
pub(crate) const SCRUB_BETWEEN_ROWS: &str = "scrub.between_rows";
pub(crate) const SCRUB_BEFORE_RECORD: &str = "scrub.before_record";
pub(crate) const SCRUB_BEFORE_STORE: &str = "scrub.before_store";
pub(crate) const SCRUB_AFTER_STORE: &str = "scrub.after_store";
pub(crate) const SCRUB_BEFORE_SWEEP: &str = "scrub.before_sweep";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        let unique: BTreeSet<_> = CRASH_POINTS.iter().collect();
        assert_eq!(unique.len(), CRASH_POINTS.len());
        for name in CRASH_POINTS {
            assert_eq!(parse(name).unwrap().name, *name);
        }
    }

    #[test]
    fn a_count_may_follow() {
        let target = parse("commit.before_ok:3").unwrap();
        assert_eq!(target.passes_left.load(Ordering::Relaxed), 3);
        assert!(parse("commit.before_ok:0").is_none());
        assert!(parse("commit.before_ok:x").is_none());
        assert!(parse("").is_none());
    }
}
