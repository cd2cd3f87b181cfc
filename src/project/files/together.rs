//! Several new files that belong together.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::{create_new, replace};
use crate::project::InputError;
use crate::project::paths::display;

/// Writes new files, all or none of them. One that exists is not overwritten, unless `overwrites` says so.
///
/// # Errors
///
/// A file exists, or can't be written. Then those that were created are removed again.
pub fn write_together(files: &[(PathBuf, &[u8])], overwrites: bool) -> Result<(), InputError> {
    let exists = |path: &Path| path.symlink_metadata().is_ok();
    if let Some((path, _)) = files.iter().find(|(path, _)| !overwrites && exists(path)) {
        let reason = "already exists and is not overwritten; move it, or say --force";
        return Err(InputError::new(display(path), reason));
    }
    let mut created: Vec<&Path> = Vec::new();
    for (path, contents) in files {
        let is_new = !exists(path);
        let done = if is_new { create_new(path, contents) } else { replace(path, contents) };
        if let Err(error) = done {
            for path in created {
                let _ = std::fs::remove_file(path);
            }
            return Err(error);
        }
        if is_new {
            created.push(path);
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
