//! The project in `papers/`, which is the README's example: it is clean, complete and reproducible.

use issuepaper::check::{self, Selection};
use issuepaper::document;
use issuepaper::project;
use issuepaper::render::{self, Options};

use crate::support::{Folder, repository, templates, today};

fn project() -> project::Project {
    let inputs = project::discover(&[repository("papers")]);
    assert_eq!(inputs.errors, []);
    project::load_all(&inputs).remove(0)
}

#[test]
fn they_are_free_of_findings() {
    let project = project();
    let selection = Selection::new(&project).unwrap();
    let findings = check::check(&project, &selection, today()).findings;
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {}: {}", finding.file.name(), finding.rule, finding.message))
        .collect();
    assert_eq!(lines, [] as [&str; 0]);
}

#[test]
fn there_are_at_least_eight_over_three_meetings() {
    let project = project();
    let periods: std::collections::BTreeSet<&str> =
        project.papers.iter().filter_map(|file| file.paper.text_field("period")).collect();
    assert!(project.papers.len() >= 8);
    assert!(periods.len() >= 3, "{periods:?}");
}

#[test]
fn every_format_is_reproducible_and_loses_no_word() {
    let project = project();
    let series = project.series("coac").unwrap();
    let templates = templates(&project, "coac");
    for file in &project.papers {
        let page = document::assemble(&file.paper, series);
        for format in render::available() {
            let make = || render::render(&page, format, &templates, Options::default()).unwrap();
            let bytes = make();
            assert_eq!(bytes, make(), "{} as {}", file.paper.file.name(), format.name);
            if !format.is_text() {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains('\u{feff}'));
            for section in &page.sections {
                assert!(
                    text.contains(section.heading.as_deref().unwrap_or_default()),
                    "{} as {}",
                    file.paper.file.name(),
                    format.name
                );
            }
        }
    }
}

#[test]
fn a_paper_checked_alone_is_judged_against_the_others() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    // The findings on the paper itself are another matter.
    std::fs::remove_file(folder.path().join("papers/numbers.yaml")).unwrap();
    let path = folder.path().join("papers/2024-12/forced-labor.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let rules = |text: String| {
        std::fs::write(&path, text).unwrap();
        let projects = project::load_all(&project::discover(std::slice::from_ref(&path)));
        let findings =
            check::check(&projects[0], &Selection::new(&projects[0]).unwrap(), today()).findings;
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert!(text.contains("../2024-06/forced-labor.md#issue") && text.contains("\"3931-1224\""));
    assert_eq!(rules(text.clone()), [] as [&str; 0]);
    assert_eq!(
        rules(text.replace("forced-labor.md#issue", "forced-labor.md#isue")),
        ["broken-link"]
    );
    let taken = text.replace("\"3931-1224\"", "\"3938-1224\"");
    assert_eq!(rules(taken), ["duplicate-number"]);
}
