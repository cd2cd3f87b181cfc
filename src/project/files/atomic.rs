//! A new file that takes its place in one step, when it is complete.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::scratch::Scratch;
use crate::project::InputError;
use crate::project::paths::display;

/// Why a file can't be written where a folder is.
pub(super) const IS_FOLDER: &str = "is a folder, not a file";

pub(super) fn write(
    path: &Path,
    contents: &[u8],
    persist: impl Fn(tempfile::NamedTempFile, &Path) -> std::io::Result<()>,
) -> Result<(), InputError> {
    if path.is_dir() {
        return Err(InputError::new(display(path), IS_FOLDER));
    }
    verify_folders(path)?;
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| InputError::io(folder, &error))?;
    let attempt = || {
        let (_scratch, file) = Scratch::make_in(folder)?;
        file.as_file().write_all(contents).and_then(|()| persist(file, path))
    };
    attempt().map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            InputError::new(display(path), "already exists and is not overwritten")
        }
        _ => InputError::io(path, &error),
    })
}

/// An error if a part of the path that has to be a folder is something else.
pub(super) fn verify_folders(path: &Path) -> Result<(), InputError> {
    let problem = |folder: &Path| match std::fs::metadata(folder) {
        Ok(data) => (!data.is_dir()).then_some("is a file, not a folder"),
        Err(error) => is_dangling(folder, &error).then_some("is a link that leads nowhere"),
    };
    let mut folders = path.ancestors().skip(1);
    match folders.find_map(|folder| Some((folder, problem(folder)?))) {
        Some((folder, problem)) => {
            let reason = format!("can't be written, because {} {problem}", display(folder));
            Err(InputError::new(display(path), reason))
        }
        None => Ok(()),
    }
}

/// Whether `path` is a link that leads to nothing. One that leads to what may not be read is another matter.
pub(in crate::project) fn is_dangling(path: &Path, error: &std::io::Error) -> bool {
    path.is_symlink() && error.kind() != std::io::ErrorKind::PermissionDenied
}

/// Flushes the directory entry of the file at `path` to disk, so that no later write is on disk before
/// it. Not every system supports that: the file itself is complete either way.
pub(super) fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}
