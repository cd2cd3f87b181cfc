//! A single file as it was at a revision.

use std::path::{Path, PathBuf};

use super::Repository;
use crate::project::{InputError, paths};

/// The contents that the file at `path` had at `revision`. The path is from the current folder; one that does not exist
/// there may be from the root of the repository.
///
/// # Errors
///
/// There is no repository, no such revision, or no such file in it.
pub fn contents_at(revision: &str, path: &Path) -> Result<Vec<u8>, InputError> {
    let absolute = paths::absolute(path);
    let exists = |folder: &&Path| folder.is_dir();
    let folder = absolute.ancestors().skip(1).find(exists).unwrap_or(Path::new("/"));
    let repository = Repository::around(folder)?;
    let commit = repository.commit_of(revision)?;
    let found = repository
        .names(&absolute, path)
        .into_iter()
        .find_map(|name| repository.text_of(&commit, &name));
    found.ok_or_else(|| {
        let reason = format!(
            "is not in `{revision}`; if it had another name there, write `{revision}:` and that name"
        );
        InputError::new(paths::display(path), reason)
    })
}

impl Repository {
    /// The names that a path can mean, from the root of the repository.
    fn names(&self, absolute: &Path, path: &Path) -> Vec<PathBuf> {
        let real = absolute.parent().and_then(|folder| {
            let known = folder.ancestors().find(|folder| folder.is_dir())?;
            let rest = absolute.strip_prefix(known).ok()?;
            Some(paths::canonical(known)?.join(rest))
        });
        let inner = real.and_then(|real| real.strip_prefix(&self.root).ok().map(Path::to_owned));
        let from_root = (!path.is_absolute()).then(|| paths::normal(path));
        inner.into_iter().chain(from_root).collect()
    }
}
