//! Rule levels by project, series and path.

use issuepaper::text::finding::Severity;

#[cfg(feature = "pdf")]
use crate::cli::run_in;
use crate::support::Folder;
#[cfg(feature = "pdf")]
use crate::support::repository;

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
fn the_later_setting_wins() {
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
    let inputs = issuepaper::project::discover(&[old]);
    assert_eq!(issuepaper::project::load_all(&inputs)[0].selected().count(), 1);
}

/// A folder with a paper about trucks, and with `truck.ttf` in `fonts/`.
#[cfg(feature = "pdf")]
fn trucks(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", settings);
    folder.write("a.md", PAPER.replace("Volume has recently doubled", "Trucks \u{1f69a} wait"));
    folder.copy(&repository("tests/fonts"), "fonts");
    folder
}

#[cfg(feature = "pdf")]
#[test]
fn a_project_s_own_font_shows_what_the_built_in_ones_lack() {
    let rules = |settings: &str| -> Vec<&str> {
        trucks(settings).check().iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules("series: issue-paper\n"), ["missing-glyph"]);
    assert_eq!(rules("fonts: fonts\n"), [] as [&str; 0]);
    let pdf = |settings: &str| {
        let folder = trucks(settings);
        let run = run_in(folder.path(), &["render", "--to", "pdf", "-o", "a.pdf"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        std::fs::read(folder.path().join("a.pdf")).unwrap()
    };
    let names_the_font = |file: &[u8]| file.windows(14).any(|part| part == b"IssuepaperTest");
    assert!(names_the_font(&pdf("fonts: ./fonts\n")) && !names_the_font(&pdf("formats: [pdf]\n")));
}

#[cfg(feature = "pdf")]
#[test]
fn unusable_fonts_are_findings_in_the_settings() {
    let message = |settings: &str| {
        let folder = trucks(settings);
        folder.write("bad/no.ttf", "no font");
        folder.write("none/readme.txt", "no font");
        let run = run_in(folder.path(), &["check"]);
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(run.stdout.contains("issuepaper.yaml:1:8"), "{}", run.stdout);
        run.stdout
    };
    assert!(message("fonts: fnts\n").contains("there is no folder `fnts`"));
    assert!(message("fonts: none\n").contains("there is no font in `none`"));
    assert!(message("fonts: bad\n").contains("bad/no.ttf is not a font"));
}
