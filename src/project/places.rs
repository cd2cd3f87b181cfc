//! Where a file is, however it is named: a paper that is reached in two ways is one paper.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::PaperFile;
use super::paper_names::is_found;
use super::paths::{absolute, canonical, normal};
use crate::project::settings::SETTINGS_FILE;

/// Where a paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The folder of its project; none outside any.
    pub(super) root: Option<PathBuf>,
    /// The path that it is known by, which begins with the folder of its project.
    pub(super) path: PathBuf,
    /// Its path without any link, which no other file has.
    pub(super) real: PathBuf,
}

/// The places of papers. Each folder is looked up once.
#[derive(Debug, Default)]
pub(super) struct Places {
    folders: HashMap<PathBuf, Place>,
    /// The folders of projects without any link in them, with the paths that they are known by: each project has one,
    /// that by which it was found first.
    roots: HashMap<PathBuf, PathBuf>,
}

impl Places {
    /// The place of the file at `path`. `may_be_other` says that it may be a link, or written in other letters than
    /// on the disk; to find that out takes longer than reading a short file.
    pub(super) fn of(&mut self, path: &Path, may_be_other: bool) -> Place {
        let folder = self.folder(path.parent().unwrap_or(Path::new("")));
        let name = path.file_name().unwrap_or_default();
        let known = |folder: &Place, name| Place {
            root: folder.root.clone(),
            path: folder.path.join(name),
            real: folder.real.join(name),
        };
        let Some(real) = may_be_other.then(|| canonical(path)).flatten() else {
            return known(&folder, name);
        };
        if real.parent() == Some(folder.real.as_path()) && !path.is_symlink() {
            return known(&folder, real.file_name().unwrap_or(name));
        }
        // A link into the project is another name of the paper that it leads to, if that is one.
        let path = self
            .known_path(folder.root.as_deref(), &real, true)
            .unwrap_or_else(|| folder.path.join(name));
        Place { root: folder.root, path, real }
    }

    /// The place of a folder.
    pub(super) fn folder(&mut self, folder: &Path) -> Place {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let real = canonical(here(folder)).unwrap_or_else(|| folder.to_owned());
        let root = find_root(folder).map(|root| {
            let real = canonical(here(&root)).unwrap_or_else(|| root.clone());
            self.roots
                .entry(real.clone())
                .or_insert_with(|| from_here(&real).unwrap_or(root))
                .clone()
        });
        let path = self.known_path(root.as_deref(), &real, false);
        let path = path.unwrap_or_else(|| normal(folder));
        let place = Place { root, path, real };
        self.folders.insert(folder.to_owned(), place.clone());
        place
    }

    /// The path by which a file or folder in the project at `root` is known; none if it is outside of the project, or
    /// is to be a paper and no search for papers finds it.
    fn known_path(&self, root: Option<&Path>, real: &Path, is_paper: bool) -> Option<PathBuf> {
        let root = root?;
        let (real_root, _) = self.roots.iter().find(|(_, known)| *known == root)?;
        let inner = real.strip_prefix(real_root).ok()?;
        (!is_paper || is_found(inner)).then(|| normal(&root.join(inner)))
    }
}

/// The indexes of the papers that are the same file as another before it. Each is known by its path and what tells its
/// file apart. The path that is first by name stays, and is selected if any of them is.
pub(super) fn aliases(papers: &mut [PaperFile], files: &[Option<FileId>]) -> BTreeSet<usize> {
    let mut kept: HashMap<FileId, usize> = HashMap::new();
    let mut aliases = BTreeSet::new();
    for at in 0..papers.len() {
        let Some(first) = files[at].map(|file| *kept.entry(file).or_insert(at)) else { continue };
        if first == at {
            continue;
        }
        let (one, other) = (&papers[first], &papers[at]);
        let is_selected = one.is_selected || other.is_selected;
        let (kept_one, alias) = if other.path < one.path { (at, first) } else { (first, at) };
        papers[kept_one].is_selected = is_selected;
        aliases.insert(alias);
        if let Some(file) = files[at] {
            kept.insert(file, kept_one);
        }
    }
    aliases
}

/// What tells files apart: the device, and the number of the file on it.
pub(super) type FileId = (u64, u64);

/// The file that `data` is of, if it has several names in the file system, or in any case.
#[cfg(unix)]
pub(super) fn file_id(data: &Metadata, in_any_case: bool) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    (in_any_case || data.nlink() > 1).then(|| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
pub(super) fn file_id(_: &Metadata, _: bool) -> Option<FileId> {
    None
}

/// Whether the file at `path` has several names, and one of `others` is one of them.
pub(super) fn is_any_of<'p>(path: &Path, mut others: impl Iterator<Item = &'p PathBuf>) -> bool {
    let id = |path: &Path| std::fs::metadata(path).ok().and_then(|data| file_id(&data, false));
    // Hardly any file has, so that the others are hardly ever looked at.
    let Some(own) = id(path) else { return false };
    others.any(|other| id(other) == Some(own))
}

/// The folder at the path `real`, without any link, as it is written from the current folder, if one of the two is in
/// the other.
fn from_here(real: &Path) -> Option<PathBuf> {
    let current = canonical(Path::new(".")).filter(|current| current.parent().is_some())?;
    if let Ok(inner) = real.strip_prefix(&current) {
        return Some(inner.to_owned());
    }
    let ups = current.strip_prefix(real).ok()?.components().count();
    Some(std::iter::repeat_n("..", ups).collect())
}

/// The path as the system reads it.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// Whether a folder has settings, even if they are no file that can be read.
pub(super) fn has_settings(folder: &Path) -> bool {
    folder.join(SETTINGS_FILE).metadata().is_ok_and(|data| !data.is_dir())
}

/// The nearest folder from `folder` upward that has settings, written the same way as `folder`.
pub(super) fn find_root(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut candidate = folder.to_owned();
    // A folder that does not exist yet may be in a project, too.
    let mut canonical = canonical(folder).unwrap_or_else(|| absolute(folder));
    loop {
        if has_settings(&candidate) {
            return Some(normal(&candidate));
        }
        if !canonical.pop() {
            return None;
        }
        let is_named =
            matches!(candidate.components().next_back(), Some(std::path::Component::Normal(_)));
        if is_named {
            candidate.pop();
        } else {
            candidate.push("..");
        }
    }
}
