//! A real paper renders to the form it was published in.

use issuepaper::document;
use issuepaper::render::{self, Options};

use crate::support::{Folder, repository, templates};

#[test]
fn the_centers_paper_of_june_2024_renders_as_published() {
    let folder = Folder::new();
    folder.copy(&repository("tests/published/centers.md"), "centers.md");
    let project = folder.load();
    let series = project.series("coac").unwrap();
    let page = document::assemble(&project.papers[0].paper, series);
    let format = render::by_name("md").unwrap();
    let rendered =
        render::render(&page, format, &templates(&project, "coac"), Options::default()).unwrap();
    let published = std::fs::read_to_string(repository("tests/published/3733-0624.md")).unwrap();
    assert_eq!(lines(&rendered), lines(&published));
}

/// The lines without blanks at their ends; a run of empty ones counts as one, at the ends as none.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines
}
