//! Several new files that belong together.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::{create_new, read_bytes, replace};
use crate::project::InputError;
use crate::project::paths::display;

/// Writes new files, all or none of them. One that exists is not overwritten, unless `overwrites` says so.
///
/// # Errors
///
/// A file exists, or can't be written. Then those that were created are removed again, and those that were overwritten
/// are what they were.
pub fn write_together(files: &[(PathBuf, &[u8])], overwrites: bool) -> Result<(), InputError> {
    let exists = |path: &Path| path.symlink_metadata().is_ok();
    if let Some((path, _)) = files.iter().find(|(path, _)| !overwrites && exists(path)) {
        let reason = "already exists and is not overwritten; move it, or say --force";
        return Err(InputError::new(display(path), reason));
    }
    // What was there before, none for a new file.
    let mut written: Vec<(&Path, Option<Vec<u8>>)> = Vec::new();
    for (path, contents) in files {
        let done = if exists(path) {
            let before = read_bytes(path);
            before.and_then(|before| replace(path, contents).map(|()| Some(before)))
        } else {
            create_new(path, contents).map(|()| None)
        };
        match done {
            Ok(before) => written.push((path, before)),
            Err(error) => {
                for (path, before) in written.into_iter().rev() {
                    // The first error is the one to report.
                    let _ = match before {
                        Some(before) => replace(path, &before).is_ok(),
                        None => std::fs::remove_file(path).is_ok(),
                    };
                }
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Whether two paths lead to the same file, by whatever names.
pub fn are_same(one: &Path, other: &Path) -> bool {
    match (std::fs::metadata(one), std::fs::metadata(other)) {
        (Ok(first), Ok(second)) => {
            is_same_file(&first, &second) || {
                let real = |path: &Path| std::fs::canonicalize(path).ok();
                real(one).is_some_and(|path| real(other) == Some(path))
            }
        }
        _ => false,
    }
}

#[cfg(unix)]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
    false
}
