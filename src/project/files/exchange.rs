//! Replacing the text of a file that others may be saving at the same time.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::atomic::sync_folder;
use super::attributes::{keep_attributes, keep_owner};
use super::bounds;
use super::scratch::Scratch;
use crate::project::InputError;
use crate::project::paths::display;

/// How often a text is put back, if somebody saves another one each time.
const ATTEMPTS: usize = 100;

/// What became of a text that was to take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placed {
    /// It has.
    Done,
    /// It has not: somebody saved another text, which is in its place.
    Overtaken,
}

/// Replaces `before` with `after` in the file at `path`, in one step. The file keeps its permissions, its owner and
/// its attributes, a link stays a link, and a file with several names keeps them.
///
/// # Errors
///
/// The file no longer contains exactly `before`, or can't be written.
pub fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> Result<(), InputError> {
    let io = |error: io::Error| InputError::io(path, &error);
    verify_unchanged(path, before)?;
    let real = std::fs::canonicalize(path).map_err(io)?;
    let data = std::fs::metadata(&real).map_err(io)?;
    let placed = if has_other_names(&data) {
        write_into(&real, before, after)
    } else {
        place(&real, &data, before, after)
    };
    match placed.map_err(io)? {
        Placed::Done => Ok(()),
        Placed::Overtaken => Err(overtaken(path)),
    }
}

/// An error if the file at `path` no longer contains `text`, or can't be rewritten.
///
/// # Errors
///
/// It contains other bytes, is read-only or does not exist.
pub fn verify_unchanged(path: &Path, before: &[u8]) -> Result<(), InputError> {
    let bytes = bounds::read(path).map_err(|error| InputError::io(path, &error))?;
    if bytes != before {
        // What was read of a file that is not UTF-8 is not what it holds, however often it is tried.
        let reason = "is not UTF-8, and is left as it is; save it as UTF-8 and try again";
        return Err(match std::str::from_utf8(&bytes) {
            Ok(_) => overtaken(path),
            Err(_) => InputError::new(display(path), reason),
        });
    }
    verify_writable(path)
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

/// The error of a file that was saved by somebody else.
fn overtaken(path: &Path) -> InputError {
    let reason = "was changed while it was checked, and is left as it is; try again";
    InputError::new(display(path), reason)
}

/// Lets a new file with the text `after` take the place of the one at `path`.
fn place(path: &Path, data: &Metadata, before: &[u8], after: &[u8]) -> io::Result<Placed> {
    let (_scratch, file) = Scratch::make_in(path.parent().unwrap_or(Path::new(".")))?;
    file.as_file().write_all(after)?;
    keep_owner(file.as_file(), data);
    file.as_file().set_permissions(data.permissions())?;
    if let Ok(old) = File::open(path) {
        keep_attributes(file.as_file(), &old);
    }
    file.as_file().sync_all()?;
    // Dropping it deletes what is at its path by then.
    let new = file.into_temp_path();
    let placed = match exchange(&new, path) {
        Ok(()) if std::fs::read(&new)? == before => Placed::Done,
        Ok(()) => put_back(&new, path, after)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Placed::Overtaken,
        Err(_) if std::fs::read(path)? != before => Placed::Overtaken,
        // Neither every system nor every file system can exchange two files.
        Err(_) => {
            new.persist(path).map_err(|error| error.error)?;
            Placed::Done
        }
    };
    sync_folder(path);
    Ok(placed)
}

/// Puts the text at `aside`, which somebody saved and for which `placed` was exchanged, back to `path`, or the one that
/// was saved last if there are several by then.
fn put_back(aside: &Path, path: &Path, placed: &[u8]) -> io::Result<Placed> {
    let (mut placed, mut saved) = (placed.to_owned(), std::fs::read(aside)?);
    for _ in 0..ATTEMPTS {
        exchange(aside, path)?;
        let found = std::fs::read(aside)?;
        if found == placed {
            break;
        }
        placed = std::mem::replace(&mut saved, found);
    }
    Ok(Placed::Overtaken)
}

/// Exchanges two files in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Writes `after` into the file at `path` itself, whose other names would keep the old text if another file took its
/// place. What could not be written is undone.
fn write_into(path: &Path, before: &[u8], after: &[u8]) -> io::Result<Placed> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut found = Vec::new();
    file.read_to_end(&mut found)?;
    if found != before {
        return Ok(Placed::Overtaken);
    }
    let write = |mut file: &File, text: &[u8]| {
        file.rewind()?;
        file.write_all(text)?;
        file.set_len(text.len() as u64)?;
        file.sync_all()
    };
    write(&file, after).inspect_err(|_| {
        let _ = write(&file, before);
    })?;
    Ok(Placed::Done)
}

#[cfg(unix)]
fn has_other_names(data: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(data) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    /// Saves a text as editors do: a new file takes the place of the old one, or the old one is written again.
    fn save(path: &Path, text: &str, is_new_file: bool) -> io::Result<()> {
        if !is_new_file {
            return std::fs::write(path, text);
        }
        let new = path.with_extension("new");
        std::fs::write(&new, text)?;
        std::fs::rename(new, path)
    }

    #[test]
    fn a_save_meanwhile_is_never_lost() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        for is_new_file in [true, false] {
            let path = folder.path().join("a.md");
            std::fs::write(&path, "saved 0\n")?;
            let (is_over, mut lost) = (AtomicBool::new(false), Vec::new());
            let (done, mut overtaken) = (AtomicUsize::new(0), 0);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        let before = std::fs::read_to_string(&path).unwrap_or_default();
                        // A text that is being saved is no paper yet.
                        if !before.ends_with('\n') || before.len() > 100 {
                            continue;
                        }
                        let after = format!("{before}fixed\n");
                        match rewrite(&path, before.as_bytes(), after.as_bytes()) {
                            Ok(()) => {
                                done.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(_) => overtaken += 1,
                        }
                    }
                });
                // On a busy machine all of the first may be overtaken.
                let is_enough = |at: u64| at >= 400 && done.load(Ordering::Relaxed) > 0;
                for at in (1..40_000).take_while(|at| !is_enough(*at)) {
                    let text = format!("saved {at}\n");
                    let is_saved = save(&path, &text, is_new_file).is_ok();
                    // What took its place may be there until that is put back: on a busy machine, for a while.
                    let is_there = |_| {
                        std::thread::sleep(std::time::Duration::from_micros(at % 7 * 100 + 50));
                        std::fs::read_to_string(&path).is_ok_and(|now| now.starts_with(&text))
                    };
                    if !is_saved || !(0..20_000).any(is_there) {
                        lost.push(text);
                    }
                }
                is_over.store(true, Ordering::Relaxed);
            });
            let done = done.into_inner();
            assert!(lost.is_empty() && done > 0, "{lost:?}, {done} done, {overtaken} overtaken");
        }
        Ok(())
    }

    #[test]
    #[cfg(unix)]
    fn a_file_with_two_names_keeps_both() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let [one, other] = ["a.md", "b.md"].map(|name| folder.path().join(name));
        std::fs::write(&one, "before")?;
        std::fs::hard_link(&one, &other)?;
        assert_eq!(rewrite(&one, b"before", b"short"), Ok(()));
        assert_eq!(std::fs::read_to_string(&other)?, "short");
        assert!(rewrite(&other, b"before", b"after").is_err());
        Ok(())
    }
}
