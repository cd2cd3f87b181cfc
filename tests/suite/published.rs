//! The real paper under `tests/published/`, checked as its drafter would have checked it.

use crate::support::{Folder, repository};

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
        ("undefined-acronym", "WG"),
    ];
    for finding in &expected {
        assert!(found.contains(finding), "{finding:?} is not in {found:#?}");
    }
    assert!(found.len() <= expected.len() + 2, "too many: {found:#?}");
}

/// The sample papers are what a drafter looks at to learn how a good one is written.
#[test]
fn the_sample_papers_have_no_findings() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    let findings = folder.check();
    assert!(findings.is_empty(), "{}", folder.text(findings));
}
