//! Reading and writing files: what may be read, and what is written in one step.

pub(super) mod atomic;
mod attributes;
mod below;
pub(super) mod bounds;
pub(super) mod checkout;
mod exchange;
pub(super) mod scratch;
mod together;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::InputError;
use super::paths::display;
use atomic::{sync_folder, write};
use attributes::{keep_attributes, keep_owner};
use checkout::{checkout_around, verify_named, verify_new};

pub use below::replace_below;
pub use exchange::{rewrite, verify_unchanged, verify_writable};
pub use scratch::abandon;
pub use together::{are_same, write_together};

/// Writes `contents` to `path`, which the user named, creating its folders. An existing file is replaced in one step: a
/// full disk or an interruption leaves the old file, never half of the new one. The file keeps its permissions
/// and attributes, and a link outside of any checkout stays a link; a device or a pipe is written to directly.
///
/// # Errors
///
/// The folder can't be created or written to, the disk is full, or a link in a checkout leads elsewhere.
pub fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), InputError> {
    verify_named(path)?;
    if std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        let device = std::fs::OpenOptions::new().write(true).open(path);
        return device
            .and_then(|mut device| device.write_all(contents.as_ref()))
            .map_err(|error| InputError::io(path, &error));
    }
    // A link is replaced where it leads.
    let real = std::fs::canonicalize(path);
    write(real.as_deref().unwrap_or(path), contents.as_ref(), |file, path| {
        if let Ok(data) = std::fs::metadata(path) {
            keep_owner(file.as_file(), &data);
            file.as_file().set_permissions(data.permissions())?;
            if let Ok(old) = File::open(path) {
                keep_attributes(file.as_file(), &old);
            }
        }
        // The system flushes it at any time: it can be made again.
        file.persist(path).map(drop).map_err(|error| error.error)
    })
}

/// Like [`replace`], but never touches an existing file.
///
/// # Errors
///
/// As [`replace`], and if something exists at `path`.
pub fn create_new(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), InputError> {
    verify_new(path)?;
    write(path, contents.as_ref(), |file, path| {
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        sync_folder(path);
        Ok(())
    })
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

/// Reads a whole file, such as a picture for a page.
///
/// # Errors
///
/// It can't be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, InputError> {
    bounds::read(path).map_err(|error| InputError::io(path, &error))
}

/// Renames the file at `from` to `to` in one step.
///
/// # Errors
///
/// Something exists at `to`, or the folder can't be written to.
pub fn rename(from: &Path, to: &Path) -> Result<(), InputError> {
    verify_free(to)?;
    verify_new(to)?;
    std::fs::rename(from, to).map_err(|error| InputError::io(to, &error))
}

/// The most bytes in the name of a file on most systems.
const MAX_NAME: usize = 255;

/// An error if it is plain already that no file can be written to `path`: it is a folder, its name is too long, or a part
/// of the path that has to be a folder is something else.
///
/// # Errors
///
/// It can't be.
pub fn verify_place(path: &Path) -> Result<(), InputError> {
    let is_too_long = path.iter().any(|part| part.len() > MAX_NAME);
    match () {
        () if path.is_dir() => Err(InputError::new(display(path), atomic::IS_FOLDER)),
        () if is_too_long => {
            Err(InputError::new(display(path), "can't be written, because its name is too long"))
        }
        () => atomic::verify_folders(path),
    }
}

/// An error if `new` would take the place of a file in a checkout that the program did not make, as far as `is_made`
/// knows its contents, or a line that both have tells.
///
/// # Errors
///
/// There is a file that somebody else made.
pub fn verify_own(
    path: &Path,
    new: &[u8],
    is_made: impl Fn(&[u8]) -> bool,
) -> Result<(), InputError> {
    verify_named(path)?;
    if checkout_around(path).is_none() || !path.is_file() {
        return Ok(());
    }
    let old = read_bytes(path)?;
    if old.trim_ascii().is_empty() || old == new || is_made(&old) || have_line_in_common(&old, new)
    {
        return Ok(());
    }
    let reason = "is a file that this program did not make, and is not overwritten; choose another path with -o, or \
                  delete it";
    Err(InputError::new(display(path), reason))
}

/// Whether two texts have a line with words in common, as a page and what it was before have, for example a heading.
fn have_line_in_common(one: &[u8], other: &[u8]) -> bool {
    let (Ok(one), Ok(other)) = (std::str::from_utf8(one), std::str::from_utf8(other)) else {
        return false;
    };
    let has_words = |line: &&str| line.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let lines: BTreeSet<&str> = one.lines().map(str::trim).filter(has_words).collect();
    other.lines().any(|line| lines.contains(line.trim()))
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
