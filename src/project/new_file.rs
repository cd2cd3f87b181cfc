//! Whether a file that somebody asks to be written would be taken for a paper.

use std::path::{Path, absolute};

use ignore::gitignore::Gitignore;

use super::Project;
use super::load::is_excluded;
use super::output::is_marked;
use super::paper_names::is_found;
use super::paths::{display, normal};
use super::series_folder::is_of_series;

impl Project {
    /// Whether a file at `path` would be taken for a paper of the project.
    pub fn would_be_paper(&self, path: &Path) -> bool {
        let Some(inner) = self.inner_of(path) else { return false };
        let mut folders = inner.ancestors().skip(1);
        let is_output = folders.any(|folder| is_marked(&self.path_of(&display(folder))));
        is_found(&inner)
            && !is_output
            && !is_excluded(self, path)
            && !is_of_series(path)
            && !is_ignored(path)
    }
}

/// Whether a `.gitignore` in a folder around `path` leaves the file there out.
fn is_ignored(path: &Path) -> bool {
    let Ok(path) = absolute(path) else { return false };
    let path = normal(&path);
    path.ancestors().skip(1).any(|folder| {
        let file = folder.join(".gitignore");
        file.is_file() && {
            let (rules, _) = Gitignore::new(file);
            rules.matched_path_or_any_parents(&path, false).is_ignore()
        }
    })
}
