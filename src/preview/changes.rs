//! What changed in a paper: since the previous one, or since the last commit.

use std::path::Path;

use super::Preview;
use crate::check::relations::{Kind, Relations};
use crate::compare::report::{Compared, html};
use crate::compare::{self, Comparison};
use crate::document::Metadata;
use crate::git;
use crate::paper::Paper;
use crate::project::PaperFile;
use crate::series::{Series, Values};
use crate::text::source::SourceFile;

/// The commit that a paper is compared with.
const LAST_COMMIT: &str = "HEAD";

impl Preview {
    /// What changed since the paper that `file` revises.
    pub(super) fn since_previous(&self, file: &PaperFile) -> Result<String, String> {
        let project = self.live.project();
        let relations = Relations::new(project, &project.carried_numbers());
        let at = project.index_of(file.paper.file.name());
        let mut of_paper = at.map_or(&[][..], |at| relations.of(at)).iter();
        let previous = of_paper.find(|relation| relation.kind == Kind::Previous);
        let previous = previous.and_then(|relation| relation.to).map(|at| &project.papers[at]);
        let previous = previous.ok_or("It names no previous paper of this project.")?;
        let old = (&previous.paper, self.series(previous)?);
        let name = self.shown(previous.paper.file.name());
        self.compared(old, &name, file)
    }

    /// What changed in a paper since the last commit.
    pub(super) fn since_commit(&self, file: &PaperFile) -> Result<String, String> {
        let committed = |file: &SourceFile| {
            let bytes = git::contents_at(LAST_COMMIT, Path::new(file.name()));
            let bytes = bytes.map_err(|error| error.to_string())?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok::<_, String>(SourceFile::new(file.name(), text))
        };
        let current = &file.paper.file;
        let old = match current.split(current.text()) {
            Some([(head, _), (body, _)]) => SourceFile::joined(committed(head)?, committed(body)?),
            None => committed(current)?,
        };
        let name = format!("{LAST_COMMIT}:{}", self.shown(current.name()));
        self.compared((&Paper::new(old), self.series(file)?), &name, file)
    }

    fn series(&self, file: &PaperFile) -> Result<&Series, String> {
        let series = self.live.project().series_of(&file.paper);
        series.ok_or_else(|| "Its series can't be read; the findings say why.".to_owned())
    }

    fn compared(
        &self,
        old: (&Paper, &Series),
        name: &str,
        new: &PaperFile,
    ) -> Result<String, String> {
        let (paper, series) = (&new.paper, self.series(new)?);
        let comparison: Comparison = compare::papers(old, (paper, series));
        let Metadata { title, lang, .. } =
            Metadata::new(paper, series, &Values::new(paper, series));
        let new = self.shown(paper.file.name());
        Ok(html::html(&[Compared { old: name.to_owned(), new, title, lang, comparison }]))
    }
}
