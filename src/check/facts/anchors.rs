//! The anchors of a paper that links can point at.

use crate::paper::Paper;
use crate::paper::slug::Anchors;
use crate::project::Project;
use crate::series::{Outline, Series};

/// The anchors of a paper that another links to; none where no series could be read.
pub(in crate::check) fn of_other(project: &Project, paper: &Paper) -> Vec<String> {
    let Some(series) = project.series_of(paper) else { return Vec::new() };
    of(paper, series, &Outline::new(paper, series))
}

/// Every anchor of a paper's page: those of its headings, as GitHub makes them, and the ids of the
/// series' sections.
pub(in crate::check) fn of(paper: &Paper, series: &Series, outline: &Outline) -> Vec<String> {
    let mut given = Anchors::default();
    let mut anchors: Vec<String> =
        paper.body().headings.iter().map(|heading| given.of_heading(&heading.text)).collect();
    for rule in outline.sections.iter().filter_map(|section| section.rule) {
        if let Some(section) = series.sections.get(rule) {
            anchors.push(section.id.clone());
            // A page prints the series' heading, whatever alias the author used.
            anchors.push(given.of_heading(&section.heading));
        }
    }
    anchors
}
