//! The files that a text is written to before it takes the place of another: their names, and what becomes of those
//! that a killed run left.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use crate::project::Project;

/// What the names of scratch files begin with.
const PREFIX: &str = ".issuepaper-tmp-";

/// How many random characters follow.
const RANDOM: usize = 6;

/// How often a folder that is being tidied is tried again, and after how long: tidying is a matter of milliseconds.
const ATTEMPTS: usize = 100;
const PAUSE: Duration = Duration::from_millis(5);

/// The files that are being written, to be removed if the program is interrupted.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The folders that were tidied in this run.
static TIDY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes partly written files. Afterwards no new file can be begun, so the program has to end.
pub fn abandon() {
    let Ok(unfinished) = UNFINISHED.lock() else { return };
    for path in unfinished.iter() {
        let _ = std::fs::remove_file(path);
    }
    // Locked until the program ends.
    std::mem::forget(unfinished);
}

/// A new file that is deleted unless it is persisted. Until the value is dropped, no other run takes what is left at
/// its path for a remainder.
#[derive(Debug)]
pub(in crate::project) struct Scratch {
    path: PathBuf,
    _in_use: Option<File>,
}

impl Scratch {
    /// Makes a file in `folder` that `open` opens.
    pub(in crate::project) fn make(
        folder: &Path,
        open: impl FnMut(&Path) -> io::Result<File>,
    ) -> io::Result<(Self, NamedTempFile)> {
        tidy(folder);
        let in_use = locked(folder, File::try_lock_shared);
        let mut builder = Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let file = builder.make_in(folder, open)?;
        let path = file.path().to_owned();
        unfinished.insert(path.clone());
        Ok((Self { path, _in_use: in_use }, file))
    }

    /// Makes a file in `folder`, with the permissions of any new file rather than those of a secret.
    pub(in crate::project) fn make_in(folder: &Path) -> io::Result<(Self, NamedTempFile)> {
        Self::make(folder, |path| File::options().write(true).create_new(true).open(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        ended(&self.path);
    }
}

/// From now on an interruption deletes the file at `path`.
pub(in crate::project) fn begun(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
}

/// The file at `path` is no longer one that an interruption deletes.
pub(in crate::project) fn ended(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
}

/// Deletes the scratch files in `folder` that a killed run left, once in a run. Those of a run that goes on are kept:
/// it has locked the folder.
pub(in crate::project) fn tidy(folder: &Path) {
    let is_new = TIDY.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    let Ok(entries) = std::fs::read_dir(here(folder)) else { return };
    if !is_new {
        return;
    }
    let left = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        let is_left = is_scratch(&entry.file_name()) && entry.file_type().ok()?.is_file();
        is_left.then(|| entry.path())
    });
    let left: Vec<PathBuf> = left.collect();
    if left.is_empty() {
        return;
    }
    let Ok(lock) = File::open(here(folder)) else { return };
    if lock.try_lock().is_ok() {
        for path in left {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Project {
    /// Deletes what a killed run left in the folders of the project's papers.
    pub fn tidy(&self) {
        let folders = self.papers.iter().filter_map(|file| file.path.parent());
        let folders: BTreeSet<&Path> = folders.chain(self.root.as_deref()).collect();
        folders.into_iter().for_each(tidy);
    }
}

/// Whether a file has a name that this program gives to scratch files.
fn is_scratch(name: &OsStr) -> bool {
    let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The folder, locked. Not every system locks folders: then nothing is tidied there either.
fn locked(folder: &Path, lock: impl Fn(&File) -> Result<(), TryLockError>) -> Option<File> {
    let folder = File::open(here(folder)).ok()?;
    for _ in 0..ATTEMPTS {
        match lock(&folder) {
            Ok(()) => return Some(folder),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// The path as the system reads it.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn what_a_killed_run_left_is_deleted_and_nothing_else() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let names = [".issuepaper-tmp-aB3dE6", ".issuepaper-tmp-notes", ".issuepaper-output", "a"];
        for name in names {
            std::fs::write(path(name), "")?;
        }
        let (scratch, file) = Scratch::make_in(folder.path())?;
        assert!(!path(names[0]).exists() && names[1..].iter().all(|name| path(name).exists()));
        // Another process would find it in use.
        TIDY.lock().unwrap_or_else(PoisonError::into_inner).remove(folder.path());
        tidy(folder.path());
        assert!(file.path().exists());
        drop((scratch, file));
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 3);
        Ok(())
    }
}
