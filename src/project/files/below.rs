//! Writing below a folder without following a link: what a checkout brings never leads a page out of it.

use std::io;
use std::path::Path;

use super::atomic;
#[cfg(unix)]
use super::attributes::{keep_attributes, keep_owner};
use super::bounds::not_a_file;
use super::checkout::{checkout_around, verify_no_link};
#[cfg(unix)]
use super::scratch::Scratch;
use crate::project::InputError;
use crate::project::paths::{absolute, display};

/// Writes `contents` to `path` below the folder `root`, creating its folders. An existing file is replaced in one step
/// and keeps its permissions, owner and attributes. The folder itself is opened as the user named it, unless it is in a checkout; below that,
/// no link is followed.
///
/// # Errors
///
/// A part of the path is a link, what is there is no file, or it can't be written.
pub fn replace_below(root: &Path, path: &Path, contents: &[u8]) -> Result<(), InputError> {
    let base = checkout_around(root).unwrap_or_else(|| absolute(root));
    verify_no_link(&base, path)?;
    match path.symlink_metadata() {
        Ok(data) if data.is_dir() => {
            return Err(InputError::new(display(path), "is a folder, not a file"));
        }
        Ok(data) if !data.is_file() => return Err(InputError::io(path, &not_a_file())),
        _ => {}
    }
    atomic::verify_folders(path)?;
    let inner = absolute(path).strip_prefix(&base).map(Path::to_owned);
    let inner = inner.map_err(|_| InputError::new(display(path), "is outside of its folder"))?;
    write(&base, &inner, contents).map_err(|error| InputError::io(path, &error))
}

/// Writes the file at `inner` below the folder `base`, each part of the way opened from the one before, so that no link
/// that appears meanwhile is followed either.
#[cfg(unix)]
fn write(base: &Path, inner: &Path, contents: &[u8]) -> io::Result<()> {
    use rustix::fs::{AtFlags, Mode, OFlags, fchmod, mkdirat, openat, renameat, statat};
    use std::io::Write;
    std::fs::create_dir_all(base)?;
    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at = openat(rustix::fs::CWD, base, folder, Mode::empty())?;
    for part in inner.parent().into_iter().flatten() {
        match mkdirat(&at, part, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        at = openat(&at, part, folder | OFlags::NOFOLLOW, Mode::empty())?;
    }
    let name = inner.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let old = statat(&at, name, AtFlags::SYMLINK_NOFOLLOW).ok();
    let whole = base.join(inner);
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let open = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        Ok(openat(&at, name, flags, Mode::from_raw_mode(0o666))?.into())
    };
    let (_scratch, file) = Scratch::make(whole.parent().unwrap_or(base), open)?;
    file.as_file().write_all(contents)?;
    if let Some(data) = old {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let old = openat(&at, name, flags, Mode::empty()).ok().map(std::fs::File::from);
        if let Some(data) = old.as_ref().and_then(|old| old.metadata().ok()) {
            keep_owner(file.as_file(), &data);
        }
        fchmod(file.as_file(), Mode::from_raw_mode(data.st_mode))?;
        if let Some(old) = old {
            keep_attributes(file.as_file(), &old);
        }
    }
    renameat(&at, file.path().file_name().unwrap_or_default(), &at, name)?;
    file.into_temp_path().keep().map(drop).map_err(|error| error.error)
}

/// The same where the system has no such way: what is on the way was looked at just before.
#[cfg(not(unix))]
fn write(base: &Path, inner: &Path, contents: &[u8]) -> io::Result<()> {
    let path = base.join(inner);
    atomic::write(&path, contents, |file, path| {
        file.persist(path).map(drop).map_err(|error| error.error)
    })
    .map_err(|error| io::Error::other(error.reason))
}
