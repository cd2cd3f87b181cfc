//! The anchors of a paper that links can point at.

use crate::document::anchors::Anchors;
use crate::document::assemble;
use crate::paper::Paper;
use crate::project::{PaperFile, Project};
use crate::series::Series;

/// The anchors of a paper that another links to; none if it or its series can't be read.
pub(in crate::check) fn of_other(project: &Project, file: &PaperFile) -> Option<Vec<String>> {
    let whole = project.whole(file).ok()?;
    Some(of(&whole.paper, project.series_of(&whole.paper)?))
}

/// Every anchor that a link to the paper's page can name, sorted: those that the page itself knows.
pub(in crate::check) fn of(paper: &Paper, series: &Series) -> Vec<String> {
    let anchors = Anchors::new(&assemble(paper, series));
    let mut known: Vec<String> = anchors.known().map(str::to_owned).collect();
    known.sort_unstable();
    known.dedup();
    known
}
