//! The lock on a project's register: whoever has it may change the register.
//!
//! It is a file of its own. Any other file of the project is replaced now and then, by an editor or by git, and a lock on
//! the file that was there before keeps nobody from locking the new one. It is in the project's folder, where everybody
//! who changes the register finds it, with a repository or without, and is there only while somebody has the lock. What
//! counts is the lock on the file, which the system releases when the process ends, however that happens; a file that a
//! killed process left is not locked.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::InputError;
use super::files::bounds::not_a_file;
use super::files::scratch;
use super::paths::display;

/// The file, in a project's folder.
const LOCK_FILE: &str = ".issuepaper-lock";

/// How long is waited until it is said for whom.
const PATIENCE: Duration = Duration::from_secs(1);

/// After how long it is tried again.
const PAUSE: Duration = Duration::from_millis(10);

/// How much of the name of a process is shown.
const MAX_NAME: u64 = 200;

/// An exclusive lock on a project's register. It is released when the value is dropped, and
/// when the process ends, however that happens.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// None where nothing can be written, and so nothing changed.
    file: Option<File>,
}

/// Waits until no other process has locked the register of the project in `root`. If that takes more than a moment,
/// `on_wait` is told once which process has.
///
/// # Errors
///
/// The file for the lock can't be opened, or the file system does not support locks.
pub fn lock(root: &Path, on_wait: &dyn Fn(&str)) -> Result<Lock, InputError> {
    let path = root.join(LOCK_FILE);
    let file = wait(&path, on_wait).map_err(|error| {
        if path.is_symlink() {
            InputError::new(display(&path), "is a link, which is not followed; delete it")
        } else {
            InputError::io(&path, &error)
        }
    })?;
    if let Some(file) = &file {
        scratch::begun(&path);
        // Without its name the lock is as good.
        let _ = sign(file);
    }
    Ok(Lock { path, file })
}

fn wait(path: &Path, on_wait: &dyn Fn(&str)) -> io::Result<Option<File>> {
    let (started, mut is_told) = (Instant::now(), false);
    loop {
        let Some(mut file) = open(path)? else { return Ok(None) };
        match file.try_lock() {
            // Otherwise it was deleted since, and others lock another one.
            Ok(()) if is_at(path, &file) => return Ok(Some(file)),
            Ok(()) => continue,
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if !is_told && started.elapsed() > PATIENCE {
            on_wait(&holder(&mut file));
            is_told = true;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Opens the file for the lock; none if there is none and none can be made.
fn open(path: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    options.read(true);
    guard(&mut options);
    let made = options.clone().write(true).create(true).truncate(false).open(path);
    let opened = match made {
        Err(error) if is_denied(&error) => options.open(path),
        made => made,
    };
    match opened {
        Ok(file) if !file.metadata()?.is_file() => Err(not_a_file()),
        Ok(file) => Ok(Some(file)),
        Err(_) if path.symlink_metadata().is_err() && is_unchangeable(path) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_denied(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Whether no file can be made in the folder of `path`, so that the register there can't be replaced either.
fn is_unchangeable(path: &Path) -> bool {
    let made = scratch::Scratch::make_in(path.parent().unwrap_or(Path::new("")));
    made.is_err_and(|error| is_denied(&error))
}

/// Neither follows a link that a checkout has in the place of the file nor waits for a pipe.
#[cfg(unix)]
fn guard(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
}

#[cfg(not(unix))]
fn guard(_: &mut OpenOptions) {}

/// Whether `file` is what is at `path` now.
#[cfg(unix)]
fn is_at(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: std::fs::Metadata| (data.dev(), data.ino());
    let now = path.symlink_metadata().map(id).ok();
    now.is_some() && file.metadata().map(id).ok() == now
}

/// A file that somebody has opened keeps its name on other systems.
#[cfg(not(unix))]
fn is_at(_: &Path, _: &File) -> bool {
    true
}

/// Writes into the file which process has locked it.
fn sign(mut file: &File) -> io::Result<()> {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned()).collect();
    let text = format!("{} issuepaper {}\n", std::process::id(), arguments.join(" "));
    file.set_len(0)?;
    file.write_all(text.as_bytes())
}

/// Which process has locked the file, as that one says.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(MAX_NAME).read_to_string(&mut text));
    let text: String =
        text.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match text.split_once(' ') {
        Some((id, command)) if read.is_ok() && id.parse::<u32>().is_ok() => {
            format!("process {id} (`{command}`)")
        }
        _ => "another process".to_owned(),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let Some(file) = &self.file else { return };
        if cfg!(unix) && is_at(&self.path, file) {
            let _ = std::fs::remove_file(&self.path);
        }
        scratch::ended(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_lock_is_waited_for_and_its_holder_named() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (first, told) = (lock(folder.path(), &|_| ()), RefCell::new(String::new()));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(PATIENCE * 2);
                drop(first);
            });
            assert!(
                lock(folder.path(), &|holder| holder.clone_into(&mut told.borrow_mut())).is_ok()
            );
        });
        let id = format!("process {} (`issuepaper", std::process::id());
        assert!(told.borrow().starts_with(&id), "{told:?}");
        #[cfg(unix)]
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 0, "it is gone");
        Ok(())
    }

    #[test]
    #[cfg(unix)]
    fn neither_a_deleted_nor_a_left_file_is_a_lock() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(LOCK_FILE);
        std::fs::write(&path, "1 issuepaper number assign\n")?;
        let first = lock(folder.path(), &|_| ());
        assert!(first.is_ok());
        std::fs::remove_file(&path)?;
        let second = lock(folder.path(), &|_| ());
        assert!(second.is_ok());
        drop(first);
        assert!(path.exists(), "the file of the second one");
        drop(second);
        let other = folder.path().join("kept");
        std::os::unix::fs::symlink(&other, &path)?;
        assert!(lock(folder.path(), &|_| ()).is_err());
        assert!(!other.exists());
        Ok(())
    }
}
