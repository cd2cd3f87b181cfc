//! Reading and writing files atomically.

use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::InputError;
use super::paths::display;

/// Writes `contents` to `path`, creating its folders. An existing file is replaced in one step: a full
/// disk or an interruption leaves the old file, never half of the new one. The file keeps its permissions,
/// and a link stays a link; a device or a pipe is written to directly.
///
/// # Errors
///
/// The folder can't be created or written to, or the disk is full.
pub fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), InputError> {
    if std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        let device = std::fs::OpenOptions::new().write(true).open(path);
        return device
            .and_then(|mut device| device.write_all(contents.as_ref()))
            .map_err(|error| InputError::io(path, &error));
    }
    if let (Ok(real), Ok(data)) = (std::fs::canonicalize(path), std::fs::metadata(path))
        && data.is_file()
    {
        return exchange(&real, contents.as_ref(), data.permissions(), Durability::Cached)
            .map_err(|error| InputError::io(path, &error));
    }
    write(path, contents.as_ref(), |file, path| {
        file.persist(path).map(drop).map_err(|error| error.error)
    })
}

/// Whether a file has to survive a loss of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// It is flushed to disk before anything else is done: papers and registers, which can't be recreated.
    OnDisk,
    /// The system flushes it at any time: pages, which can be recreated.
    Cached,
}

/// Like [`replace`], but never touches an existing file.
///
/// # Errors
///
/// As [`replace`], and if something exists at `path`.
pub fn create_new(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), InputError> {
    write(path, contents.as_ref(), |file, path| {
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        sync_folder(path);
        Ok(())
    })
}

/// Replaces the file at `path` with `contents` in one step.
fn exchange(
    path: &Path,
    contents: &[u8],
    permissions: std::fs::Permissions,
    durability: Durability,
) -> std::io::Result<()> {
    let mut file = temporary_file(path.parent().unwrap_or(Path::new(".")))?;
    let temporary = file.path().to_owned();
    let attempt = move || {
        file.write_all(contents)?;
        file.as_file().set_permissions(permissions)?;
        if durability == Durability::OnDisk {
            file.as_file().sync_all()?;
        }
        file.persist(path).map_err(|error| error.error)?;
        if durability == Durability::OnDisk {
            sync_folder(path);
        }
        Ok(())
    };
    let result = attempt();
    finished(&temporary);
    result
}

/// Flushes the directory entry of the file at `path` to disk, so that no later write is on disk before
/// it. Not every system supports that: the file itself is complete either way.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

/// Appends `contents` to the file at `path`, which others may be appending to as well.
///
/// # Errors
///
/// As [`replace`].
pub fn append(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), InputError> {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(contents.as_ref()))
        .map_err(|error| InputError::io(path, &error))
}

fn write(
    path: &Path,
    contents: &[u8],
    persist: impl Fn(tempfile::NamedTempFile, &Path) -> std::io::Result<()>,
) -> Result<(), InputError> {
    if path.is_dir() {
        return Err(InputError::new(display(path), "is a folder, not a file"));
    }
    verify_folders(path)?;
    let attempt = || {
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = temporary_file(folder)?;
        let temporary = file.path().to_owned();
        let result = file.write_all(contents).and_then(|()| persist(file, path));
        finished(&temporary);
        result
    };
    attempt().map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            InputError::new(display(path), "already exists and is not overwritten")
        }
        _ => InputError::io(path, &error),
    })
}

/// An error if a part of the path that has to be a folder is something else.
fn verify_folders(path: &Path) -> Result<(), InputError> {
    let is_other = |folder: &&Path| std::fs::metadata(folder).is_ok_and(|data| !data.is_dir());
    match path.ancestors().skip(1).find(is_other) {
        Some(file) => {
            let reason =
                format!("can't be written, because {} is a file, not a folder", display(file));
            Err(InputError::new(display(path), reason))
        }
        None => Ok(()),
    }
}

/// The files that are being written, to be removed if the program is interrupted.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes partly written files. Afterwards no new file can be begun, so the program has to end.
pub fn abandon() {
    let Ok(unfinished) = UNFINISHED.lock() else { return };
    for path in unfinished.iter() {
        let _ = std::fs::remove_file(path);
    }
    // Locked until the program ends.
    std::mem::forget(unfinished);
}

/// A file in `folder` that is deleted unless it is persisted, with the permissions of any new file
/// rather than those of a secret.
fn temporary_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".issuepaper-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let file = builder.tempfile_in(folder)?;
    unfinished.insert(file.path().to_owned());
    Ok(file)
}

/// The file that was begun under this name is finished or deleted.
fn finished(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
}

/// Reads a whole file, such as a picture for a page.
///
/// # Errors
///
/// It can't be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, InputError> {
    read(path).map_err(|error| InputError::io(path, &error))
}

/// Reads a whole file. A pipe or a device is not opened: reading it may wait forever, or never end.
pub(super) fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    Ok(read_with_metadata(path)?.0)
}

/// Reads a whole file. Also returns what the file system knows of it.
pub(super) fn read_with_metadata(path: &Path) -> std::io::Result<(Vec<u8>, Metadata)> {
    let data = std::fs::metadata(path)?;
    if data.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    if !data.is_file() {
        return Err(not_a_file());
    }
    let mut file = File::open(path)?;
    // With a byte to spare, a short file takes one call of the system: no second one has to find its end.
    let mut bytes = vec![0; usize::try_from(data.len()).unwrap_or(usize::MAX).saturating_add(1)];
    let mut length = file.read(&mut bytes)?;
    if length > 0 && length + 1 != bytes.len() {
        // It has another length than the file system said, or comes in parts.
        bytes.truncate(length);
        file.read_to_end(&mut bytes)?;
        length = bytes.len();
    }
    bytes.truncate(length);
    Ok((bytes, data))
}

/// The error of a path that is neither a file nor a folder.
pub(super) fn not_a_file() -> std::io::Error {
    std::io::Error::other("is a pipe, a socket or a device, not a file, and is not opened")
}

/// Renames the file at `from` to `to` in one step.
///
/// # Errors
///
/// Something exists at `to`, or the folder can't be written to.
pub fn rename(from: &Path, to: &Path) -> Result<(), InputError> {
    verify_free(to)?;
    std::fs::rename(from, to).map_err(|error| InputError::io(to, &error))
}

/// An error if the file at `path` can't be rewritten.
///
/// # Errors
///
/// It is read-only or does not exist.
pub fn verify_writable(path: &Path) -> Result<(), InputError> {
    let data = std::fs::metadata(path).map_err(|error| InputError::io(path, &error))?;
    if data.permissions().readonly() {
        return Err(InputError::new(display(path), "is read-only, and is left as it is"));
    }
    Ok(())
}

/// An error if the file at `path` no longer contains `text`, or can't be rewritten.
///
/// # Errors
///
/// It contains other bytes, is read-only or does not exist.
pub fn verify_unchanged(path: &Path, before: &[u8]) -> Result<(), InputError> {
    let bytes = read_bytes(path)?;
    if bytes != before {
        let reason = match std::str::from_utf8(&bytes) {
            Ok(_) => "was changed while it was checked, and is left as it is; try again",
            // What was read of it is not what it holds, however often it is tried.
            Err(_) => "is not UTF-8, and is left as it is; save it as UTF-8 and try again",
        };
        return Err(InputError::new(display(path), reason));
    }
    verify_writable(path)
}

/// An error if anything is at `path`, including a dangling link.
///
/// # Errors
///
/// Something exists there.
pub fn verify_free(path: &Path) -> Result<(), InputError> {
    if path.symlink_metadata().is_ok() {
        return Err(InputError::new(display(path), "already exists and is not overwritten"));
    }
    Ok(())
}

/// Replaces `before` with `after` in the file at `path`, in one step. The file keeps its permissions,
/// and a link stays a link.
///
/// # Errors
///
/// The file no longer contains exactly `before`, or can't be written.
pub fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> Result<(), InputError> {
    let io = |error: std::io::Error| InputError::io(path, &error);
    let real = std::fs::canonicalize(path).map_err(io)?;
    verify_unchanged(path, before)?;
    let permissions = std::fs::metadata(&real).map_err(io)?.permissions();
    exchange(&real, after, permissions, Durability::OnDisk).map_err(io)
}

/// Deletes the file at `path`, which contains `text`.
///
/// # Errors
///
/// It contains other bytes, or can't be deleted.
pub fn remove(path: &Path, text: &str) -> Result<(), InputError> {
    verify_unchanged(path, text.as_bytes())?;
    std::fs::remove_file(path).map_err(|error| InputError::io(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_never_replaces_another() -> Result<(), InputError> {
        let Ok(folder) = tempfile::tempdir() else { unreachable!() };
        let path = folder.path().join("a/b.md");
        create_new(&path, "one")?;
        assert!(create_new(&path, "two").is_err());
        replace(&path, "three")?;
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some("three"));
        let left: Vec<_> =
            std::fs::read_dir(folder.path().join("a")).into_iter().flatten().collect();
        assert_eq!(left.len(), 1, "no temporary file is left");
        Ok(())
    }
}
