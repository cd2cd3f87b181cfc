//! Writing below a folder without following a link: what a checkout brings never leads a page out of it.

use std::io;
use std::path::{Path, PathBuf};

use super::InputError;
#[cfg(unix)]
use super::attributes::keep_attributes;
use super::bounds::not_a_file;
#[cfg(unix)]
use super::exchange::keep_owner;
use super::files;
use super::paths::{absolute, canonical, display, normal};
#[cfg(unix)]
use super::scratch::Scratch;
use super::settings::SETTINGS_FILE;

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
    files::verify_folders(path)?;
    let inner = absolute(path).strip_prefix(&base).map(Path::to_owned);
    let inner = inner.map_err(|_| InputError::new(display(path), "is outside of its folder"))?;
    write(&base, &inner, contents).map_err(|error| InputError::io(path, &error))
}

/// An error if a link that a checkout may have brought is on the way to `path`, which the user named.
///
/// # Errors
///
/// A part of the path in the checkout is a link, a dangling one included.
pub(super) fn verify_named(path: &Path) -> Result<(), InputError> {
    checkout_around(path).map_or(Ok(()), |base| verify_no_link(&base, path))
}

/// An error if a new file at `path` would be outside of the checkout that it is in by name.
///
/// # Errors
///
/// A link leads its folder out.
pub(super) fn verify_new(path: &Path) -> Result<(), InputError> {
    let base = checkout_around(path).and_then(|base| canonical(&base));
    let folder = absolute(path).ancestors().skip(1).find_map(canonical);
    if let (Some(base), Some(folder)) = (base, folder)
        && !folder.starts_with(&base)
    {
        let reason = "is not written: a link leads its folder elsewhere; delete the link first";
        return Err(InputError::new(display(&normal(path)), reason));
    }
    Ok(())
}

/// The outermost folder around `path` whose contents somebody else may have made: a repository, a project, or the
/// current folder where the path is relative to it. None for any other path, which is the user's own affair.
pub(super) fn checkout_around(path: &Path) -> Option<PathBuf> {
    let whole = absolute(path);
    let is_checkout =
        |folder: &&Path| [".git", SETTINGS_FILE].iter().any(|name| folder.join(name).exists());
    let marked = whole.ancestors().skip(1).filter(is_checkout).last();
    let here = absolute(Path::new("."));
    let here = Some(here.as_path()).filter(|here| !path.is_absolute() && whole.starts_with(here));
    let outer = marked.into_iter().chain(here).min_by_key(|folder| folder.components().count());
    outer.map(Path::to_owned)
}

/// An error if a part of `path` below the folder `base` is a link.
fn verify_no_link(base: &Path, path: &Path) -> Result<(), InputError> {
    let whole = absolute(path);
    let below = whole.ancestors().take_while(|part| part.starts_with(base) && *part != base);
    let Some(link) = below.filter(|part| part.is_symlink()).last() else { return Ok(()) };
    let is_itself = link == whole;
    let shown = |path: &Path| {
        let here = absolute(Path::new("."));
        display(path.strip_prefix(here).unwrap_or(path))
    };
    let link = if is_itself { "it".to_owned() } else { shown(link) };
    let reason = format!(
        "is not written: {link} is a link, and nothing is written through one; delete the link, or choose another \
         path with -o"
    );
    Err(InputError::new(display(&normal(path)), reason))
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
    let (_scratch, mut file) = Scratch::make(whole.parent().unwrap_or(base), open)?;
    file.write_all(contents)?;
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
    files::write(&path, contents, |file, path| {
        file.persist(path).map(drop).map_err(|error| error.error)
    })
    .map_err(|error| io::Error::other(error.reason))
}
