//! Papers that are read in part: what is known of them is what reading them whole finds.

use std::path::PathBuf;

use issuepaper::check::{self, Selection};
use issuepaper::paper::Paper;
use issuepaper::project::{self, Texts};
use issuepaper::series::Role;
use issuepaper::text::source::SourceFile;

use crate::fuzz::front_matter::CORE_FIELDS;
use crate::support::{Folder, entries, name, repository, today};

/// Lines that change how those around them are read.
const ODD_LINES: [&str; 24] = [
    "series: other",
    "series:",
    "series: ~",
    "stage: null",
    "publication_number: “3733-0624”",
    "title: ‘Both sides’",
    "title: 'It''s'",
    "title: \"a \\x41\"",
    "  series: below",
    "  - item",
    "name: Alex Doe",
    "related: [a, b]",
    "related: &all",
    "title: |",
    "title: \"never closed",
    "title: a # comment",
    "# comment",
    "",
    "---",
    "...",
    "## Background",
    "<<<<<<< HEAD",
    "- series: listed",
    "{",
];

fn papers() -> Vec<PathBuf> {
    let mut papers = entries(&repository("papers/2024-09"));
    for rule in entries(&repository("tests/rules")) {
        papers.extend(entries(&rule).into_iter().take(4));
    }
    papers.retain(|path| name(path).ends_with(".md"));
    assert!(papers.len() > 100);
    papers
}

fn assert_same_fields(text: &str) {
    let file = || SourceFile::new("a.md", text);
    let read = Paper::new(file());
    read.front();
    for field in CORE_FIELDS.map(Role::key) {
        let unread = Paper::new(file());
        let case = || format!("{field:?} in {text:?}");
        assert_eq!(unread.text_field(field), read.text_field(field), "{}", case());
        assert_eq!(unread.has_field(field), read.has_field(field), "{}", case());
        let is_broken = (unread.is_broken_over_lines(field), read.is_broken_over_lines(field));
        assert_eq!(is_broken.0, is_broken.1, "{}", case());
    }
}

#[test]
fn a_field_read_alone_is_the_one_in_the_front_matter() {
    for (index, path) in papers().iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        assert_same_fields(&text);
        assert_same_fields(&text.replace('\n', "\r\n"));
        let head = text.lines().take(14).collect::<Vec<_>>();
        for at in 0..head.len() {
            let (before, after) = head.split_at(at);
            // All of them come at each place, each in another paper.
            for odd in ODD_LINES.iter().cycle().skip((index + at) % ODD_LINES.len()).take(2) {
                let lines = [before, &[*odd], after].concat();
                assert_same_fields(&(lines.join("\n") + "\n"));
            }
        }
    }
}

#[test]
fn the_body_of_a_paper_that_was_read_by_its_head_is_known_where_it_is_asked_for() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    let path = folder.path().join("papers/2024-12/forced-labor.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let link = "../2024-06/forced-labor.md#issue";
    assert!(text.contains(link));
    std::fs::write(&path, text.replace(link, "../2024-06/forced-labor.md#no-such-place")).unwrap();
    let inputs = project::discover(&[path]).with_texts(Texts::Selected);
    let project = project::load_all(&inputs).remove(0);
    let others: Vec<_> = project.papers.iter().filter(|file| !file.is_selected).collect();
    let whole = others.iter().filter(|file| file.paper.has_body());
    let whole: Vec<&str> = whole.map(|file| file.paper.file.name()).collect();
    assert!(others.len() > 5 && whole.len() < 2, "{whole:?}");
    for file in &others {
        let whole = project.whole(file).unwrap();
        let on_disk = std::fs::read_to_string(&file.path).unwrap();
        assert_eq!(whole.paper.file.text(), on_disk);
        assert_eq!(whole.paper.body_span().start, file.paper.body_span().start);
        assert_eq!(whole.paper.front(), file.paper.front());
    }
    let findings = check::check(&project, &Selection::new(&project).unwrap(), today()).findings;
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"broken-link"), "{rules:?}");
    assert!(findings.iter().any(|finding| finding.message.contains("no-such-place")));
}
