//! Changing the papers of a loaded project, in memory.

use std::path::Path;

use super::beside::{FrontMatterFiles, joined};
use super::overlay::{Overlay, same_path};
use super::paths::{display, normal};
use super::{PaperFile, Project};
use crate::paper::Paper;
use crate::series::Role;
use crate::text::source::SourceFile;

impl Project {
    /// Replaces the text of the paper with that name, in memory.
    pub fn replace_text(&mut self, name: &str, text: &str) {
        let Some(at) = self.index_of(name) else { return };
        let file = &mut self.papers[at];
        file.paper = Paper::new(file.paper.file.with_text(text));
        file.stray_bytes.clear();
        // A fix may name another series.
        let series = file.paper.text_field(Role::Series.key()).map(str::to_owned);
        if let Some(name) = series.filter(|name| self.series(name).is_none()) {
            super::load::resolve(self, name);
        }
    }
}

impl Project {
    /// The index of the paper at `path`.
    pub fn place_of(&self, path: &Path) -> Option<usize> {
        let is_it = |file: &PaperFile| same_path(&file.path, path);
        let by_name = self.index_of(&display(&normal(path))).filter(|at| is_it(&self.papers[*at]));
        by_name.or_else(|| self.papers.iter().position(is_it))
    }

    /// The indexes of the papers that are affected by a change of the file at `path`: that at this place, or those whose
    /// front matter is in it.
    pub fn papers_of(&self, path: &Path) -> Vec<usize> {
        if let Some(at) = self.place_of(path) {
            return vec![at];
        }
        let files = FrontMatterFiles::of(self);
        let is_beside = |file: &PaperFile| {
            files.beside(self, &file.path).is_some_and(|beside| same_path(&beside, path))
        };
        let papers = self.papers.iter().enumerate();
        papers.filter(|(_, file)| is_beside(file)).map(|(at, _)| at).collect()
    }

    /// Sets the overlay over the files on disk. What was read before stays as it was.
    pub(crate) fn overlay_mut(&mut self) -> &mut Overlay {
        &mut self.overlay
    }

    /// Reads the paper at this index again; false, and nothing is changed, if it can't be read or came from
    /// standard input.
    pub(crate) fn reread(&mut self, at: usize) -> bool {
        let Some(old) = self.papers.get(at).filter(|file| !file.is_stdin) else { return false };
        let Ok(bytes) = self.overlay.read(&old.path) else { return false };
        let beside = FrontMatterFiles::of(self).beside(self, &old.path);
        let new = super::papers::parse_paper(&old.path, bytes);
        let Ok(new) = new.and_then(|new| joined(self, beside.as_deref(), new)) else {
            return false;
        };
        let Some(old) = self.papers.get_mut(at) else { return false };
        *old = PaperFile { is_selected: old.is_selected, is_elsewhere: old.is_elsewhere, ..new };
        true
    }
}

impl Project {
    /// Changes the path of the paper with that name, in memory.
    pub fn rename(&mut self, name: &str, to: &Path) {
        let Some(at) = self.index_of(name) else { return };
        let mut file = self.papers.remove(at);
        let new = display(to);
        let text = file.paper.file.text().to_owned();
        file.paper = Paper::new(SourceFile::new(new.as_str(), text));
        to.clone_into(&mut file.path);
        let at = self.papers.partition_point(|other| other.paper.file.name() < new.as_str());
        self.papers.insert(at, file);
    }
}
