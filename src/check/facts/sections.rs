//! The sections of a paper, as far as they are compared with those of the one before it.

use crate::compare::{SectionDigest, digests};
use crate::document::assemble;
use crate::paper::Paper;
use crate::project::{PaperFile, Project};
use crate::series::Series;

/// The sections of a paper that another one revises; none if it or its series can't be read.
pub(in crate::check) fn of_other(
    project: &Project,
    file: &PaperFile,
) -> Option<Vec<SectionDigest>> {
    let whole = project.whole(file).ok()?;
    Some(of(&whole.paper, project.series_of(&whole.paper)?))
}

/// The sections of a paper, each id once.
pub(in crate::check) fn of(paper: &Paper, series: &Series) -> Vec<SectionDigest> {
    let mut sections = digests(&assemble(paper, series));
    let mut known = std::collections::BTreeSet::new();
    sections.retain(|section| known.insert(section.id.clone()));
    sections
}
