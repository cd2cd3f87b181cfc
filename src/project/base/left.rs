//! Files that were papers at the base, and whether they are papers now.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::BaseSnapshot;
use crate::project::Project;
use crate::project::discover::root_around;
use crate::project::load::is_excluded;
use crate::project::open::PaperPatterns;
use crate::project::paper_names::{has_ending_of_papers, is_found};
use crate::project::paths::{GIT, absolute};
use crate::project::series_folder::is_of_series;
use crate::project::settings::{SETTINGS_FILE, Settings};

/// The files that say which others are ignored, the strongest first.
pub const IGNORE_FILES: [&str; 2] = [".ignore", ".gitignore"];

/// Why a paper of the base that is still at its place is no paper of the project now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchecked {
    /// It is a link.
    Link,
    /// The settings exclude it.
    Excluded,
    /// A folder around it has become a project of its own.
    OtherProject,
    /// A file says that it is ignored, or that its folder is one of generated pages.
    Ignored,
}

impl Project {
    /// Why the file at `inner`, a path in the project, is no paper of it.
    pub fn why_unchecked(&self, inner: &str) -> Unchecked {
        let path = self.path_of(inner);
        let around = root_around(&absolute(&path));
        match &self.root {
            _ if path.is_symlink() => Unchecked::Link,
            _ if is_excluded(self, &path) => Unchecked::Excluded,
            Some(root) if around.is_some_and(|around| around != absolute(root)) => {
                Unchecked::OtherProject
            }
            _ => Unchecked::Ignored,
        }
    }
}

/// Which files a check at the base would have found.
pub(super) struct PapersThen<'p> {
    project: &'p Project,
    base: &'p BaseSnapshot,
    /// What the settings excluded.
    exclude: GlobSet,
    patterns: PaperPatterns,
    /// What files said is ignored, by their paths.
    ignoring: RefCell<HashMap<PathBuf, Gitignore>>,
}

impl<'p> PapersThen<'p> {
    pub(super) fn new(project: &'p Project, base: &'p BaseSnapshot) -> Self {
        let settings = project.path_of(SETTINGS_FILE);
        let then = base.overlay.covers(&settings).then(|| base.overlay.read_text(&settings).ok());
        let then = then.flatten().and_then(|file| Settings::read(file).ok());
        let exclude = then.map_or_else(|| project.settings.exclude.clone(), |then| then.exclude);
        let (patterns, ignoring) = (PaperPatterns::default(), RefCell::default());
        Self { project, base, exclude, patterns, ignoring }
    }

    /// Whether the file at `inner`, a path in the project, was a paper.
    pub(super) fn has(&self, inner: &str) -> bool {
        let path = self.project.path_of(inner);
        let is_found = is_found(Path::new(inner)) && !is_of_series(&path)
            || has_ending_of_papers(inner) && self.patterns.has(self.project, &path);
        is_found && !self.exclude.is_match(inner) && !self.is_ignored(&absolute(&path))
    }

    /// Whether the file at `path`, which is absolute, or a folder around it was ignored.
    fn is_ignored(&self, path: &Path) -> bool {
        let folders = path.ancestors().take_while(|folder| !folder.join(GIT).exists());
        folders.into_iter().any(|entry| self.ignores(entry, entry != path))
    }

    fn ignores(&self, entry: &Path, is_folder: bool) -> bool {
        for name in IGNORE_FILES {
            for folder in entry.ancestors().skip(1) {
                let mut known = self.ignoring.borrow_mut();
                let ignoring = known.entry(folder.join(name)).or_insert_with_key(|path| {
                    let mut builder = GitignoreBuilder::new(folder);
                    let text = self.base.overlay.read(path).unwrap_or_default();
                    for line in String::from_utf8_lossy(&text).lines() {
                        // A line that can't be read ignores nothing.
                        let _ = builder.add_line(None, line);
                    }
                    builder.build().unwrap_or_else(|_| Gitignore::empty())
                });
                let matched = ignoring.matched(entry, is_folder);
                if !matched.is_none() {
                    return matched.is_ignore();
                }
                if folder.join(GIT).exists() {
                    break;
                }
            }
        }
        false
    }
}
