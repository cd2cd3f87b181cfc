//! Which series a paper is of, where it does not say so itself: by its path, or by what its front matter has.

use std::path::{Path, PathBuf};

use super::beside::FrontMatterFiles;
use super::paths::display;
use super::{InputError, PaperFile, Project};
use crate::paper::Paper;
use crate::series::{Role, Series, Values};
use crate::text::suggest;

impl Series {
    /// Whether it says itself which papers are its own.
    fn claims_papers(&self) -> bool {
        !self.files.is_empty() || self.papers_when.is_some()
    }

    /// Whether the paper at `path`, from the folder of the project, is one of its own.
    fn claims(&self, path: &str, paper: &Paper) -> bool {
        let is_at_place = || self.files.iter().any(|pattern| pattern.is_match(path));
        let is_such =
            || self.papers_when.as_ref().is_none_or(|it| it.holds(self, &Values::new(paper, self)));
        self.claims_papers() && (self.files.is_empty() || is_at_place()) && is_such()
    }
}

impl Project {
    /// Notes which series say themselves which papers are theirs, and leaves out the files that are papers of none; those
    /// that the user `named` are errors.
    pub(super) fn claim_papers(&mut self, named: &[PathBuf]) {
        let own = self.settings.series.value.as_str();
        let claims = |name: &&str| self.series(name).is_some_and(Series::claims_papers);
        let others = self.series.keys().map(String::as_str).filter(|name| *name != own);
        self.claims =
            std::iter::once(own).chain(others).filter(claims).map(str::to_owned).collect();
        // Where the project's own series does not say, whatever is left is of it.
        if !self.claims.contains(&self.settings.series.value) {
            return;
        }
        let (papers, others): (Vec<PaperFile>, Vec<PaperFile>) = std::mem::take(&mut self.papers)
            .into_iter()
            .partition(|file| self.is_of_a_series(file));
        self.papers = papers;
        for file in others.iter().filter(|file| file.is_stdin || named.contains(&file.path)) {
            let reason = self.why_of_no_series(file);
            self.errors.push(InputError::new(file.paper.file.name(), reason));
        }
        if self.papers.is_empty() && self.errors.is_empty() && !others.is_empty() {
            let root = display(self.root.as_deref().unwrap_or(Path::new(".")));
            let reason = format!("has no paper of a series: {}", self.where_papers_are());
            self.errors.push(InputError::new(root, reason));
        }
    }

    /// Why a file is no paper of a series, in words.
    fn why_of_no_series(&self, file: &PaperFile) -> String {
        let files = FrontMatterFiles::of(self);
        let is_of =
            |paper: &&PaperFile| files.beside(self, &paper.path).as_ref() == Some(&file.path);
        if let Some(paper) = self.papers.iter().find(is_of) {
            let name = paper.paper.file.name();
            return format!("is the front matter of `{name}`; name that file instead");
        }
        let path = self.relative(&file.path);
        let claims = self.claims.iter().filter_map(|name| self.series.get(name));
        let is_there = |series: &&Series| series.files.iter().any(|it| it.is_match(&path));
        let near =
            claims.into_iter().find(is_there).and_then(|it| Some((it, it.papers_when.as_ref()?)));
        near.map_or_else(
            || format!("is a paper of no series: {}", self.where_papers_are()),
            |(series, when)| {
                let (id, when) = (&series.id, when.described(series));
                format!("is a paper of no series: one at such a path is of `{id}` if {when}")
            },
        )
    }

    /// Where the papers of its series are, in words.
    fn where_papers_are(&self) -> String {
        let series = self.claims.iter().filter_map(|name| self.series.get(name));
        let parts = series.map(|series| {
            let patterns = series.files.iter().map(|pattern| pattern.written.as_str());
            let id = &series.id;
            if series.files.is_empty() {
                let when = series.papers_when.as_ref().map(|when| when.described(series));
                return format!("a paper is of `{id}` if {}", when.unwrap_or_default());
            }
            format!("`{id}` has its papers at {}", suggest::listed(patterns))
        });
        parts.collect::<Vec<_>>().join("; ")
    }

    fn is_of_a_series(&self, file: &PaperFile) -> bool {
        self.said_series(&file.paper).is_some()
    }

    /// The series that `paper` names, or else the one that says that the paper is its own.
    pub(crate) fn said_series<'p>(&'p self, paper: &'p Paper) -> Option<&'p str> {
        let named = paper.text_field(Role::Series.key()).filter(|name| !name.is_empty());
        named.or_else(|| self.claimant(paper).map(|series| series.id.as_str()))
    }

    /// The series that says that `paper` is its own.
    pub(super) fn claimant(&self, paper: &Paper) -> Option<&Series> {
        if self.claims.is_empty() {
            return None;
        }
        let path = self.relative(paper.file.name().as_ref());
        let series = self.claims.iter().filter_map(|name| self.series.get(name));
        series.into_iter().find(|series| series.claims(&path, paper))
    }
}
