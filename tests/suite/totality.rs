//! A paper that breaks off anywhere is read, checked and rendered, and every place is in its file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use issuepaper::check::{self, Selection};
use issuepaper::document;
use issuepaper::render::{self, Options};
use issuepaper::text::finding::{Finding, Fix};
use issuepaper::text::fixes;

use crate::support::{Folder, entries, name, repository, templates, today};

/// The distance between the places where papers are broken off, in bytes; a number that divides no
/// line length often.
const STEP: usize = 53;

fn papers() -> Vec<PathBuf> {
    let mut papers = entries(&repository("papers/2024-09"));
    for rule in entries(&repository("tests/rules")) {
        papers.extend(entries(&rule));
    }
    papers.retain(|path| name(path).ends_with(".md"));
    assert!(papers.len() > 100);
    papers
}

/// A project that holds every beginning of some papers.
fn beginnings(papers: &[PathBuf]) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    for (index, path) in papers.iter().enumerate() {
        let bytes = std::fs::read(path).unwrap();
        for end in (0..bytes.len()).step_by(STEP) {
            folder.write(&format!("{index}-{end}.md"), &bytes[..end]);
        }
    }
    folder
}

#[test]
fn every_beginning_of_a_paper_is_checked_and_every_place_is_true() {
    for papers in papers().chunks(20) {
        for finding in beginnings(papers).check() {
            assert_true_places(&finding);
        }
    }
}

/// A project of papers that begin as one and end as another, which is what a careless paste leaves.
fn splices(papers: &[PathBuf]) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    let texts: Vec<Vec<u8>> = papers.iter().map(|path| std::fs::read(path).unwrap()).collect();
    for (index, (first, second)) in texts.iter().zip(texts.iter().skip(1)).enumerate() {
        for end in (0..first.len()).step_by(3 * STEP) {
            let rest = &second[(end * 7).min(second.len())..];
            let start = rest.iter().position(|byte| *byte == b'\n').unwrap_or_default();
            folder.write(&format!("{index}-{end}.md"), [&first[..end], &rest[start..]].concat());
        }
    }
    folder
}

#[test]
fn the_fixes_of_any_paper_come_to_an_end() {
    // One paper alone has nothing to be spliced with.
    for papers in papers().chunks(25).filter(|papers| papers.len() > 1) {
        let mut project = splices(papers).load();
        let selection = Selection::new(&project).unwrap();
        let mut changed = Vec::new();
        for _ in 0..20 {
            let findings = check::check(&project, &selection, today()).findings;
            let mut fixes: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
            for finding in &findings {
                fixes.entry(finding.file.name()).or_default().extend(&finding.fix);
            }
            let texts = project.papers.iter().filter_map(|file| {
                let source = &file.paper.file;
                let (text, _) = fixes::apply(source.text(), fixes.get(source.name())?);
                (text != source.text()).then(|| (source.name().to_owned(), text))
            });
            changed = texts.collect::<Vec<(String, String)>>();
            for (name, text) in &changed {
                project.replace_text(name, text);
            }
        }
        assert_eq!(changed, [], "papers that change with every fix");
    }
}

fn assert_true_places(finding: &Finding) {
    let edits =
        finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| (&finding.file, edit.span));
    let labels = finding.labels.iter().map(|label| (&label.file, label.span));
    for (file, span) in [(&finding.file, finding.span)].into_iter().chain(labels).chain(edits) {
        assert!(
            file.text().get(span.range()).is_some(),
            "{}: {:?} in {}",
            finding.rule,
            span,
            file.name()
        );
    }
    assert!(
        !finding.message.chars().any(char::is_control),
        "{}: {:?}",
        finding.rule,
        finding.message
    );
}

#[test]
fn every_beginning_of_a_paper_is_rendered() {
    for papers in papers().chunks(60) {
        let folder = beginnings(&papers[..5]);
        let project = folder.load();
        let templates = templates(&project, "coac");
        for file in &project.papers {
            let series = project.series_of(&file.paper).unwrap();
            let page = document::assemble(&file.paper, series);
            for format in render::available().filter(|format| format.is_text()) {
                let text = render::render(&page, format, &templates, Options::default()).unwrap();
                assert!(text.ends_with(b"\n"), "{} as {}", file.paper.file.name(), format.name);
            }
        }
    }
}
