//! What changed in a paper: since the previous one, or since the last commit.

use std::path::Path;

use super::Preview;
use crate::check::relations::Relations;
use crate::compare::report::{Compared, html};
use crate::git;
use crate::paper::Paper;
use crate::project::PaperFile;
use crate::series::Series;
use crate::text::source::SourceFile;

/// The commit that a paper is compared with.
const LAST_COMMIT: &str = "HEAD";

impl Preview {
    /// What changed since the paper that `file` revises.
    pub(super) fn since_previous(&self, file: &PaperFile) -> Result<String, String> {
        let project = self.live.project();
        let relations = Relations::new(project, &project.carried_numbers());
        let at = project.index_of(file.paper.file.name());
        let previous = at.and_then(|at| relations.previous_of(at)).map(|at| &project.papers[at]);
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
        (old, series): (&Paper, &Series),
        name: &str,
        new: &PaperFile,
    ) -> Result<String, String> {
        let shown = self.shown(new.paper.file.name());
        let new = (shown.as_str(), &new.paper, self.series(new)?);
        Ok(html::html(&[Compared::new((name, old, series), new)]))
    }
}
