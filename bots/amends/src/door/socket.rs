//! The socket: where it is, who may connect, and what is done about long paths.

use std::{
    fs::{
        DirBuilder, File, Permissions, remove_dir, remove_dir_all, remove_file, rename,
        set_permissions,
    },
    io::{self, ErrorKind},
    os::{
        fd::AsRawFd,
        unix::{
            ffi::OsStrExt,
            fs::{DirBuilderExt, PermissionsExt},
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
};

/// Its name in the data directory.
pub(crate) const NAME: &str = "control.sock";
/// Where it is made: nobody else can come in before it is known who may.
const MAKING: &str = "control.new";
/// The system takes no longer path for a socket.
const LONGEST: usize = 107;

/// A path to a socket, short enough for the system for as long as this lives.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    /// What the path leads through, where the whole path would be too long.
    _dir: Option<File>,
}

impl Place {
    fn of(dir: &Path) -> io::Result<Self> {
        let path = dir.join(NAME);
        if path.as_os_str().as_bytes().len() <= LONGEST {
            return Ok(Self { path, _dir: None });
        }
        let open = File::open(dir)?;
        let through = Path::new("/proc/self/fd").join(open.as_raw_fd().to_string());
        if !through.exists() {
            let why = format!("`{}` is too long a path for a socket", path.display());
            return Err(io::Error::new(ErrorKind::InvalidFilename, why));
        }
        Ok(Self { path: through.join(NAME), _dir: Some(open) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Finds the socket of a running service; nothing if none listens.
pub(crate) fn find(dir: &Path) -> io::Result<Option<Place>> {
    if !dir.join(NAME).exists() {
        return Ok(None);
    }
    let place = Place::of(dir)?;
    match UnixStream::connect(place.path()) {
        Ok(_) => Ok(Some(place)),
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Begins to listen. Only the account of this process may connect. Whoever calls this holds the
/// store, so that a socket that is there already is left from an earlier process.
pub(crate) fn listen(dir: &Path) -> io::Result<UnixListener> {
    let making = dir.join(MAKING);
    if making.exists() {
        remove_dir_all(&making)?;
    }
    DirBuilder::new().mode(0o700).create(&making)?;
    let listener = UnixListener::bind(Place::of(&making)?.path())?;
    let made = making.join(NAME);
    set_permissions(&made, Permissions::from_mode(0o600))?;
    rename(made, dir.join(NAME))?;
    remove_dir(making)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Takes the socket away.
pub(crate) fn remove(dir: &Path) {
    // Should that fail, whoever comes next finds that nobody listens.
    remove_file(dir.join(NAME)).ok();
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_socket_is_found_while_somebody_listens_however_long_its_path_is() {
        let home = tempfile::tempdir().unwrap();
        for dir in [home.path().to_owned(), home.path().join("long".repeat(40))] {
            fs::create_dir_all(&dir).unwrap();
            assert!(find(&dir).unwrap().is_none());
            let listener = listen(&dir).unwrap();
            assert!(find(&dir).unwrap().is_some(), "{}", dir.display());
            let mode = fs::metadata(dir.join(NAME)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            drop(listener);
            assert!(find(&dir).unwrap().is_none(), "nobody listens any more");
            let listener = listen(&dir).unwrap();
            assert!(find(&dir).unwrap().is_some(), "what was left is replaced");
            remove(&dir);
            drop(listener);
            assert_eq!(
                fs::read_dir(&dir)
                    .unwrap()
                    .flatten()
                    .filter(|it| it.file_name().to_string_lossy().starts_with("control"))
                    .count(),
                0
            );
        }
    }
}
