//! The published paper that a file was moved from, or is a copy of.

use super::register::{EntryKind, Event, Register};
use super::{PaperFile, Project};
use crate::paper::seal::Seal;

/// A published paper whose number or text another file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original<'p> {
    /// The path in the project under which the register has sealed it.
    pub path: &'p str,
    /// Whether it is there no more, so that the file must be the paper itself.
    pub is_gone: bool,
    /// The number by which it is known; none if it has the same text and no number.
    pub number: Option<&'p str>,
}

impl Project {
    /// The paper at `inner`, a path in the project with `/` between parts.
    pub fn paper_at(&self, inner: &str) -> Option<&PaperFile> {
        self.paper(&super::paths::display(&self.path_of(inner)))
    }

    /// Whether there is anything at `inner`, a path in the project: a paper, or a file that is none.
    pub fn has_file(&self, inner: &str) -> bool {
        self.paper_at(inner).is_some() || self.overlay.exists(&self.path_of(inner))
    }

    /// The published paper that `file`, which is read as a whole, was moved from or is a copy of. None if the register has
    /// a number or a seal for `file` itself.
    pub fn original_of(&self, file: &PaperFile) -> Option<Original<'_>> {
        let register = self.register.as_ref()?;
        let path = self.relative(&file.path);
        if register.record(&path).last().is_some() {
            return None;
        }
        self.original_by_number(register, file, &path)
            .or_else(|| self.original_by_text(register, file))
    }

    fn original_by_number<'p>(
        &'p self,
        register: &'p Register,
        file: &PaperFile,
        path: &str,
    ) -> Option<Original<'p>> {
        let carried = self.number_of(file).filter(|it| it.is_valid && it.is_exclusive())?;
        let series = carried.series.id.as_str();
        if register.assigned_to(series, path).next().is_some() {
            return None;
        }
        let entry = register.entry(series, &carried.number)?;
        let EntryKind::Assigned { paper, .. } = &entry.kind else { return None };
        let event = register.record(paper).last()?;
        let (path, number) = (paper.as_str(), Some(entry.number.value.as_str()));
        let is_gone = !self.has_file(path) || self.is_replaced(path, event, file);
        Some(Original { path, is_gone, number })
    }

    /// Whether `file` has the text that was sealed at `path`, and what is there now has not.
    fn is_replaced(&self, path: &str, event: &Event, file: &PaperFile) -> bool {
        let is_sealed = |file: &PaperFile| event.sealed.is_of(file.paper.file.text());
        let there = || self.whole(self.paper_at(path)?).ok();
        is_sealed(file) && there().is_none_or(|there| !is_sealed(&there))
    }

    /// The same by the text alone. A copy of a paper that is where it was is a paper of its own.
    fn original_by_text<'p>(
        &'p self,
        register: &'p Register,
        file: &PaperFile,
    ) -> Option<Original<'p>> {
        let seal = Seal::of(file.paper.file.text());
        let is_sealed = |path: &str| {
            register.record(path).last().is_some_and(|event| event.sealed.seal == seal)
        };
        let mut paths = register.records().map(|(path, _)| path);
        let path = paths.find(|path| is_sealed(path) && !self.has_file(path))?;
        Some(Original { path, is_gone: true, number: None })
    }
}
