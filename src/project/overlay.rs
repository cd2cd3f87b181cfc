//! Texts that replace files on disk: what an editor has not saved yet, or files as they were at a commit.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::InputError;
use super::files::bounds::Bounds;
use super::papers::undecodable;
use super::paths::{self, display};
use crate::text::source::{self, SourceFile};

/// File contents that are used in place of those on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlay {
    /// By absolute path.
    files: BTreeMap<PathBuf, Cover>,
    /// Where the others are read.
    bounds: Bounds,
}

/// What counts in place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cover {
    /// These contents.
    Contents(Arc<[u8]>),
    /// That there is none.
    Gone,
}

impl Overlay {
    /// An overlay that replaces nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same for the project in the folder `root`, out of which no link leads.
    pub(super) fn within(self, root: Option<&Path>) -> Self {
        Self { bounds: root.map(Bounds::of).unwrap_or_default(), ..self }
    }

    /// Sets the contents of the file at `path`, whether it exists on disk or not.
    pub fn set(&mut self, path: &Path, contents: impl Into<Vec<u8>>) {
        self.files.insert(key(path), Cover::Contents(contents.into().into()));
    }

    /// Treats the file at `path` as missing.
    pub fn remove(&mut self, path: &Path) {
        self.files.insert(key(path), Cover::Gone);
    }

    /// Adds what another overlay replaces.
    pub(super) fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// Uses the file at `path` as it is on disk again.
    pub fn clear(&mut self, path: &Path) {
        self.files.remove(&key(path));
    }

    /// Whether the overlay replaces the file at `path`.
    pub fn covers(&self, path: &Path) -> bool {
        self.get(path).is_some()
    }

    fn get(&self, path: &Path) -> Option<&Cover> {
        // Most projects have none, and should not pay for it.
        (!self.files.is_empty()).then(|| self.files.get(&key(path)))?
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.get(path) {
            Some(Cover::Contents(contents)) => Ok(contents.to_vec()),
            Some(Cover::Gone) => Err(io::ErrorKind::NotFound.into()),
            None => self.bounds.read(path),
        }
    }

    /// Reads a file. Also returns what the file system knows of the file on disk at this place, if there is one.
    pub(super) fn read_with_metadata(
        &self,
        path: &Path,
    ) -> io::Result<(Vec<u8>, Option<Metadata>)> {
        if self.covers(path) {
            return Ok((self.read(path)?, std::fs::metadata(path).ok()));
        }
        let (bytes, data) = self.bounds.read_with_metadata(path)?;
        Ok((bytes, Some(data)))
    }

    /// Reads as much of the start of a file on disk as `buffer` holds. Returns its length, and what the file system knows
    /// of the file.
    pub(super) fn read_start(
        &self,
        path: &Path,
        buffer: &mut [u8],
    ) -> io::Result<(usize, Metadata)> {
        self.bounds.read_start(path, buffer)
    }

    /// Reads a file of the project as text.
    pub(super) fn read_text(&self, path: &Path) -> Result<SourceFile, InputError> {
        let bytes = self.read(path).map_err(|error| InputError::io(path, &error))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(SourceFile::new(display(path), text)),
            Err(error) => {
                let wide = source::decode(error.into_bytes()).err().map(undecodable);
                let reason = wide.unwrap_or("is not UTF-8; save it as UTF-8 and try again");
                Err(InputError::new(display(path), reason))
            }
        }
    }

    /// The length of a file in bytes; none if it can't be read.
    pub(super) fn length(&self, path: &Path) -> Option<usize> {
        match self.get(path) {
            Some(Cover::Contents(contents)) => Some(contents.len()),
            Some(Cover::Gone) => None,
            None => {
                let length = std::fs::metadata(path).ok()?.len();
                Some(usize::try_from(length).unwrap_or(usize::MAX))
            }
        }
    }

    /// Whether there is a file at `path`.
    pub(super) fn is_file(&self, path: &Path) -> bool {
        self.get(path).map_or_else(|| path.is_file(), |cover| *cover != Cover::Gone)
    }

    /// Whether there is a folder at `path`. One whose files are all treated as missing is missing, too.
    pub(super) fn is_folder(&self, path: &Path) -> bool {
        let below = self.below(path);
        if below.is_empty() {
            return path.is_dir();
        }
        below.iter().any(|(_, is_there)| *is_there) || self.has_file_on_disk(path)
    }

    /// Whether any file on disk below `folder` is not treated as missing.
    fn has_file_on_disk(&self, folder: &Path) -> bool {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path())).any(|path| {
            if path.is_dir() { self.has_file_on_disk(&path) } else { self.is_file(&path) }
        })
    }

    /// Whether there is a file or a folder at `path`.
    pub(super) fn exists(&self, path: &Path) -> bool {
        match self.get(path) {
            Some(cover) => *cover != Cover::Gone,
            None if self.files.is_empty() => path.exists(),
            None => self.is_folder(path) || path.is_file(),
        }
    }

    /// The files and folders in a folder, sorted.
    pub(super) fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        let on_disk = std::fs::read_dir(folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> =
            on_disk.filter_map(|entry| Some(entry.ok()?.path())).collect();
        if !self.files.is_empty() {
            paths.retain(|path| self.exists(path));
            let below = self.below(folder).into_iter().filter(|(_, is_there)| *is_there);
            paths.extend(below.filter_map(|(inner, _)| Some(folder.join(inner.iter().next()?))));
        }
        paths.sort();
        paths.dedup();
        paths
    }

    /// The files below `folder` that the overlay replaces: their paths from there, and whether they exist.
    pub(super) fn below(&self, folder: &Path) -> Vec<(PathBuf, bool)> {
        if self.files.is_empty() {
            return Vec::new();
        }
        let folder = key(folder);
        let inside = self.files.range(folder.clone()..);
        let inside = inside.take_while(|(path, _)| path.starts_with(&folder));
        let inner = |(path, cover): (&PathBuf, &Cover)| {
            Some((path.strip_prefix(&folder).ok()?.to_owned(), *cover != Cover::Gone))
        };
        inside.filter_map(inner).collect()
    }
}

/// Whether two paths are the same place.
pub(super) fn same_path(one: &Path, other: &Path) -> bool {
    one == other || one.file_name() == other.file_name() && key(one) == key(other)
}

/// The normalized form of a path.
fn key(path: &Path) -> PathBuf {
    paths::absolute(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overlay_replaces_files_on_disk() {
        let Ok(folder) = tempfile::tempdir() else { unreachable!() };
        let path = |name: &str| folder.path().join(name);
        for name in ["a.md", "old/b.md", "old/deep/c.md"] {
            let path = path(name);
            assert!(std::fs::create_dir_all(path.parent().unwrap_or(&path)).is_ok());
            assert!(std::fs::write(path, "on disk").is_ok());
        }
        let mut overlay = Overlay::new();
        overlay.set(&path("x/../a.md"), "unsaved");
        overlay.set(&path("new/d.md"), "new");
        overlay.remove(&path("old/b.md"));
        let text = |name: &str| {
            Some(String::from_utf8_lossy(&overlay.read(&path(name)).ok()?).into_owned())
        };
        assert_eq!(text("a.md").as_deref(), Some("unsaved"));
        assert_eq!(text("new/d.md").as_deref(), Some("new"));
        assert_eq!(text("old/b.md"), None);
        assert_eq!(text("old/deep/c.md").as_deref(), Some("on disk"));
        assert!(overlay.exists(&path("new")) && overlay.exists(&path("old")));
        let names = overlay.entries(folder.path());
        assert_eq!(names, [path("a.md"), path("new"), path("old")]);
        overlay.remove(&path("old/deep/c.md"));
        assert!(!overlay.exists(&path("old")), "a folder without files");
        overlay.clear(&path("old/b.md"));
        assert!(overlay.exists(&path("old")));
        assert_eq!(overlay.length(&path("old/b.md")), Some(7));
    }
}
