//! Rule levels by project, series and path.

use issuepaper::finding::Severity;

use crate::support::Folder;

const PAPER: &str = "---\nstage: draft\ntitle: Desks\naction_required: Informational\n\
submitted_by: Alex Doe\n---\n\n## Background\n\nVolume has recently doubled.\n\n## Issue\n\nText.\n\n\
## Current Status\n\nText.\n";

/// The severity of the one finding on each of two papers; none where the rule is off.
fn levels(settings: &str) -> [Option<Severity>; 2] {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", settings);
    folder.write("new/a.md", PAPER);
    folder.write("old/b.md", PAPER.replace("stage:", "series: other\nstage:"));
    folder.write(
        "templates/other/series.yaml",
        "extends: issue-paper\nrules: { relative-time: error }\n",
    );
    let findings = folder.check();
    assert!(
        findings.iter().all(|finding| finding.rule == "relative-time"),
        "{}",
        folder.text(findings)
    );
    ["a.md", "b.md"].map(|name| {
        findings
            .iter()
            .find(|finding| finding.file.name().ends_with(name))
            .map(|finding| finding.severity)
    })
}

#[test]
fn the_later_word_wins() {
    let (warning, error) = (Some(Severity::Warning), Some(Severity::Error));
    assert_eq!(
        levels("series: issue-paper\n"),
        [warning, error],
        "the rule's own, then the series'"
    );
    assert_eq!(levels("rules: { relative-time: off }\n"), [None, None], "the settings over both");
    let by_path = "overrides: [{ paths: ['old/**'], rules: { relative-time: off } }]\n";
    assert_eq!(levels(by_path), [warning, None]);
    let by_series = "overrides: [{ series: other, rules: { relative-time: warning } }]\n";
    assert_eq!(levels(by_series), [warning, warning]);
    let both = "rules: { relative-time: off }\noverrides:\n  - { paths: ['**'], rules: { relative-time: error } }\n  \
                - { paths: ['old/*'], series: issue-paper, rules: { relative-time: off } }\n";
    assert_eq!(levels(both), [error, error], "an override has to fit in both");
}

#[test]
fn excluded_papers_are_left_out_unless_they_are_named() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "exclude: ['old/**']\n");
    folder.write("new/a.md", PAPER);
    let old = folder.write("old/b.md", PAPER);
    assert_eq!(folder.load().selected().count(), 1);
    let inputs = issuepaper::workspace::discover(&[old]);
    assert_eq!(issuepaper::workspace::load_all(&inputs)[0].selected().count(), 1);
}
