//! A real paper renders to the form it was published in, and shows the faults it was published with.

use issuepaper::document;
use issuepaper::render::{self, Options};

use crate::support::{Folder, repository, templates};

const UNITS: &str = "\
units:
  - name: Secure Trade Lanes Subcommittee
    kind: subcommittee
  - name: Centers of Excellence and Expertise Working Group
    kind: working group
    parent: Secure Trade Lanes Subcommittee
    aliases: [Centers Working Group, Center WG]
    valid: { from: 2023-11 }
";

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
    assert_eq!(lines(&String::from_utf8(rendered).unwrap()), lines(&published));
}

/// The lines without spaces at their ends; a run of empty ones counts as one, at the ends as none.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines
}

/// The faults of its wording that a reader can see, and no other.
#[test]
fn the_published_paper_shows_its_faults_and_hardly_more() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    folder.write("units.yaml", UNITS);
    folder.copy(&repository("tests/published/centers.md"), "2024-06/centers.md");
    let findings = folder.check();
    let found: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (finding.rule, finding.file.slice(finding.span)))
        .map(|(rule, text)| (rule, text.get(..60).unwrap_or(text)))
        .collect();
    let expected = [
        ("undefined-acronym", "CBP"),
        ("long-sentence", "Due to their dynamic role in trade facilitation, the Centers"),
        ("unused-acronym", "(POEs)"),
        ("relative-time", "for ten years"),
        ("inconsistent-name", "Centers Working Group"),
        ("ambiguous-term", "bi-weekly"),
        ("inconsistent-name", "Center WG"),
    ];
    for finding in &expected {
        assert!(found.contains(finding), "{finding:?} is not in {found:#?}");
    }
    assert!(found.len() <= expected.len() + 2, "too many: {found:#?}");
}
