//! The engine's settings beside its log. They are always the same, so damage to them alone loses
//! nothing: they are moved aside, and the engine writes them anew. It would refuse the whole store.

use std::{
    fs::{read, rename},
    io::{self, ErrorKind},
    path::Path,
};

use crate::disk::{free_name, sync_dir};

/// Their file in the engine's folder.
const NAME: &str = "conf";
/// What this release has the engine write there, and after it a checksum.
const WRITTEN: &str = "segment_size: 524288\nuse_compression: false\nversion: 0.34\n";
/// The engine's own version, as it stands there.
const VERSION: (u32, u32) = (0, 34);
const CHECKSUM: usize = 4;
/// The engine takes a file that is no longer than this for none.
const NONE: usize = 8;

/// How they are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settings {
    /// As they are written, or not there at all.
    Fine,
    /// They can't be believed.
    Damaged,
    /// A later release wrote them: what differs.
    Later(String),
}

/// Looks at the settings in the engine's folder.
pub(super) fn look(dir: &Path) -> io::Result<Settings> {
    let bytes = match read(dir.join(NAME)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Settings::Fine),
        Err(error) if error.kind() == ErrorKind::IsADirectory => return Ok(Settings::Damaged),
        Err(error) => return Err(error),
    };
    Ok(judge(&bytes))
}

fn judge(bytes: &[u8]) -> Settings {
    if bytes.len() <= NONE {
        return Settings::Fine;
    }
    let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
    let is_whole = sum_of(body) == *checksum;
    if is_whole && body == WRITTEN.as_bytes() {
        return Settings::Fine;
    }
    let text = String::from_utf8_lossy(body);
    let differs: Vec<_> = text.lines().filter(|line| !WRITTEN.contains(line)).collect();
    // Rather one store too many is left alone than one of a later release is written to.
    if is_whole || differs.iter().any(|line| is_later(line)) {
        return Settings::Later(differs.join(", "));
    }
    Settings::Damaged
}

/// The engine writes the lowest byte first.
fn sum_of(body: &[u8]) -> [u8; CHECKSUM] {
    let mut sum = crc32fast::hash(body).to_be_bytes();
    sum.reverse();
    sum
}

fn is_later(line: &str) -> bool {
    let version = line.strip_prefix("version: ").and_then(|version| version.split_once('.'));
    let Some((major, minor)) = version else { return false };
    let Ok(found) = major.parse().and_then(|major| Ok((major, minor.parse()?))) else {
        return false;
    };
    VERSION < found
}

/// Moves damaged settings aside. The engine writes them anew when it opens.
pub(super) fn move_aside(dir: &Path) -> io::Result<()> {
    rename(dir.join(NAME), free_name(dir, "aside-conf"))?;
    sync_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sled_store::tree::Tree;

    fn with_checksum(text: &str) -> Vec<u8> {
        [text.as_bytes(), &sum_of(text.as_bytes())].concat()
    }

    #[test]
    fn they_are_what_the_engine_writes() {
        let dir = tempfile::tempdir().unwrap();
        drop(Tree::open(dir.path(), 1 << 20).unwrap());
        assert_eq!(read(dir.path().join(NAME)).unwrap(), with_checksum(WRITTEN));
        assert_eq!(look(dir.path()).unwrap(), Settings::Fine);
    }

    #[test]
    fn a_later_release_is_told_from_damage() {
        let other = |from: &str, to: &str| WRITTEN.replace(from, to);
        let later = |what: &str| Settings::Later(what.to_owned());
        let cases = [
            (with_checksum(&other("0.34", "0.35")), later("version: 0.35")),
            (with_checksum(&other("0.34", "1.0")), later("version: 1.0")),
            (with_checksum(&other("524288", "262144")), later("segment_size: 262144")),
            (with_checksum(&(WRITTEN.to_owned() + "pages: 4\n")), later("pages: 4")),
            // Its checksum is wrong, and still it is not touched.
            ([other("0.34", "1.0").as_bytes(), &[0; 4]].concat(), later("version: 1.0")),
            ([WRITTEN.as_bytes(), &[0; 4]].concat(), Settings::Damaged),
            ([other("0.34", "0.3t").as_bytes(), &[0; 4]].concat(), Settings::Damaged),
            ([other("524288", "424288").as_bytes(), &[0; 4]].concat(), Settings::Damaged),
            (vec![0xFF; 40], Settings::Damaged),
            (Vec::new(), Settings::Fine),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(judge(&bytes), wanted, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
}
