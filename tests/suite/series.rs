//! A project's own series: FAA certification issue papers, from data alone.

use issuepaper::check::Selection;
use issuepaper::document;
use issuepaper::text::finding::{Finding, Severity};

use crate::support::{Folder, repository};

/// A project with the series `faa` and one paper.
fn project(paper: &str) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/series/faa"), ".");
    folder.write("g-1.md", paper);
    folder
}

fn paper() -> String {
    std::fs::read_to_string(repository("tests/series/g-1.md")).unwrap()
}

fn rules(folder: &Folder) -> Vec<&'static str> {
    folder.check().iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_paper_that_meets_the_series_is_clean() {
    assert_eq!(rules(&project(&paper())), [] as [&str; 0]);
}

#[test]
fn numbers_follow_the_pattern_and_their_group_repeats_a_field() {
    let other_area = paper().replace("area: G", "area: P");
    assert_eq!(rules(&project(&other_area)), ["number-period-mismatch"]);
    let no_pattern = paper().replace("\"G-1\"", "\"3733-0624\"");
    assert_eq!(rules(&project(&no_pattern)), ["malformed-number"]);
}

#[test]
fn sections_are_required_stage_by_stage_and_in_order() {
    let cut = paper().split("## FAA Position").next().unwrap().to_owned();
    let at_stage =
        |stage: &str| rules(&project(&cut.replace("stage: stage-4", &format!("stage: {stage}"))));
    assert_eq!(at_stage("stage-1"), [] as [&str; 0]);
    assert_eq!(at_stage("stage-2"), ["missing-section"]);
    assert_eq!(at_stage("stage-4"), ["missing-section"; 3]);
    let swapped =
        paper().replace("## Background", "## X").replace("## Statement of Issue", "## Background");
    let swapped = swapped.replace("## X", "## Statement of Issue");
    assert_eq!(rules(&project(&swapped)), ["section-order"]);
}

#[test]
fn a_rule_s_level_is_the_series_to_set() {
    let extra = format!("{}\n## Appendix\n\nMore text.\n", paper());
    let findings = project(&extra).check();
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].rule, findings[0].severity), ("unknown-section", Severity::Error));
}

#[test]
fn one_number_may_be_on_a_family_of_papers() {
    let folder = project(&paper());
    folder.write("g-1-continued.md", paper());
    assert_eq!(rules(&folder), [] as [&str; 0]);
}

#[test]
fn the_page_is_the_series_own() {
    let folder = project(&paper());
    let project = folder.load();
    let page = document::assemble(&project.papers[0].paper, project.series("faa").unwrap());
    assert_eq!(page.number.as_deref(), Some("Item G-1"));
    assert_eq!(page.meta.title, "Certification basis");
    assert_eq!(page.marking, None);
    let headings: Vec<&str> = page
        .sections
        .iter()
        .map(|section| section.heading.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(
        headings,
        ["Statement of Issue", "Background", "FAA Position", "Applicant Position", "Conclusion"]
    );
}

#[test]
fn a_fault_in_an_extended_series_is_reported_in_its_own_file() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: own\n");
    // At the place of the fault in the other file this one has the same word.
    folder.write("templates/own/series.yaml", "name: aaaaaaaaaaaaanope\nextends: base\n");
    folder.write("a.md", "---\n---\n");
    let place = |findings: Vec<Finding>| {
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert!(finding.file.name().ends_with("templates/base/series.yaml"), "{finding:?}");
        finding.file.slice(finding.span).to_owned()
    };
    folder.write("templates/base/series.yaml", "stages:\n  default: nope\nextends: issue-paper\n");
    let found = folder.load().library.series("own").unwrap().unwrap_err();
    assert_eq!(place(found), "nope");
    folder.write("templates/base/series.yaml", "rules:\n  no-rule: off\nextends: issue-paper\n");
    let found = Selection::new(&folder.load()).unwrap_err();
    assert_eq!(place(found), "no-rule");
}

#[test]
fn a_template_in_a_folder_of_no_series_is_never_used_and_says_so() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    folder.write("templates/caoc/paper.html", "{{ paper.title }}\n");
    folder.write("templates/caoc/paper.txt", "{{ paper.title }}\n");
    folder.write("templates/letters/paper.md", "{{ paper.title }}\n");
    folder.write("templates/coac/paper.txt", "{{ paper.title }}\n");
    folder.write("templates/parts/head.html", "<p>\n");
    let project = folder.load();
    let found: Vec<_> = project
        .findings
        .iter()
        .map(|finding| (finding.message.as_str(), finding.help.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].0.contains("no series `caoc`") && found[0].1.contains("`coac`"), "{found:?}");
    assert!(found[1].1.contains("`templates/letters/series.yaml`"), "{found:?}");
}
