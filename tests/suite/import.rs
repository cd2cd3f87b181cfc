//! Papers that are taken in from Word, Markdown and text.

/// What the command writes.
mod files;
/// Word files of other programs.
mod foreign;
/// Fields and styles of Word.
mod forms;
/// Word files that can't or may not be read.
mod hostile;
/// Labels, and what is around them.
mod labels;
/// What people type.
mod typed;
/// Words, wherever in a Word file they are.
mod words;

use issuepaper::document::{Block, Document, Inline, assemble};
use issuepaper::import::{self, ImportOptions, Imported};
use issuepaper::paper::Paper;
use issuepaper::project::Project;
use issuepaper::text::source::SourceFile;

use crate::cli::run_in;
use crate::support::{Folder, repository};

/// A Word file of another program.
pub fn word_of_others() -> Vec<u8> {
    foreign::word("")
}

/// Imports a file into the general series.
fn import(name: &str, bytes: &[u8]) -> Imported {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let project = issuepaper::project::load_project(folder.path());
    import_into(&project, "issue-paper", name, bytes)
}

/// The same, with the comments of a Word file.
fn import_as_comments(name: &str, bytes: &[u8]) -> Imported {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let project = issuepaper::project::load_project(folder.path());
    let series = project.library.series("issue-paper").unwrap().unwrap();
    let options = ImportOptions { comments: true, ..ImportOptions::default() };
    import::import(name, bytes, &project, &series, &options).unwrap()
}

fn import_into(project: &Project, series: &str, name: &str, bytes: &[u8]) -> Imported {
    let series = project.library.series(series).unwrap().unwrap();
    import::import(name, bytes, project, &series, &ImportOptions::default()).unwrap()
}

/// The body of a source.
fn body(imported: &Imported) -> &str {
    imported.text.split_once("\n---\n").unwrap().1.trim()
}

/// What somebody has to look at.
fn open(imported: &Imported) -> Vec<&str> {
    let open = imported.remarks.iter().filter(|remark| remark.is_open);
    open.map(|remark| remark.message.as_str()).collect()
}

/// The document of a source, without what no page says.
fn document(project: &Project, text: &str) -> Document {
    // Print makes the same of a space that it keeps from breaking itself.
    let paper =
        Paper::new(SourceFile::new("a.md", text.replace("&nbsp;", " ").replace('\u{a0}', " ")));
    let series = project.library.series("coac").unwrap().unwrap();
    let mut document = assemble(&paper, &series);
    document.visit_addresses(&mut |inline| {
        if let Inline::Image { url, .. } = inline {
            url.clear();
        }
    });
    let sections = document.sections.iter_mut().map(|section| &mut section.blocks);
    for blocks in sections {
        issuepaper::document::walk::walk_mut(blocks, &mut |node| {
            if let issuepaper::document::walk::NodeMut::Block(Block::Code { language, .. }) = node {
                *language = None;
            }
        });
    }
    document.meta.subjects.clear();
    document
}

/// The sample project, its pages in `format` below `out/`.
fn rendered(format: &str) -> (Folder, Project) {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    let papers = folder.path().join("papers");
    let run = run_in(&papers, &["render", "--to", format, "-o", "../out", "-q"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let project = issuepaper::project::load_project(&papers);
    (folder, project)
}

/// What the papers say that come back from their pages in `format`.
fn round_trip(format: &str) {
    let (folder, project) = rendered(format);
    let mut count = 0;
    for file in &project.papers {
        let inner = project.relative(&file.path);
        let page = folder.path().join("out").join(&inner).with_extension(format);
        let bytes = std::fs::read(&page).unwrap();
        let imported = import_into(&project, "coac", page.to_str().unwrap(), &bytes);
        assert_eq!(open(&imported), [""; 0], "{inner}");
        assert_eq!(imported.read, imported.placed, "{inner}");
        let source = file.paper.file.text();
        let (before, after) = (document(&project, source), document(&project, &imported.text));
        assert_eq!(before.sections, after.sections, "{inner}");
        assert_eq!(before.notes, after.notes, "{inner}");
        assert_eq!(before.masthead, after.masthead, "{inner}");
        assert_eq!(before.head_fields, after.head_fields, "{inner}");
        assert_eq!(before.foot_fields, after.foot_fields, "{inner}");
        assert_eq!((before.number, before.marking), (after.number, after.marking), "{inner}");
        count += 1;
    }
    assert_eq!(count, 10);
}

#[test]
fn what_was_rendered_as_word_comes_back() {
    round_trip("docx");
}

#[test]
fn what_was_rendered_as_markdown_comes_back() {
    round_trip("md");
}

#[test]
fn what_was_rendered_as_text_keeps_its_words() {
    let (folder, project) = rendered("txt");
    for file in &project.papers {
        let inner = project.relative(&file.path);
        let page = folder.path().join("out").join(&inner).with_extension("txt");
        let bytes = std::fs::read(&page).unwrap();
        let imported = import_into(&project, "coac", page.to_str().unwrap(), &bytes);
        assert_eq!((open(&imported), imported.read), (vec![], imported.placed), "{inner}");
        let (before, after) =
            (document(&project, file.paper.file.text()), document(&project, &imported.text));
        let headings = |document: &Document| -> Vec<Option<String>> {
            document.sections.iter().map(|section| section.heading.clone()).collect()
        };
        assert_eq!(headings(&before), headings(&after), "{inner}");
        assert_eq!(before.foot_fields, after.foot_fields, "{inner}");
        assert_eq!(before.notes.len(), after.notes.len(), "{inner}");
    }
}

#[test]
fn lines_of_a_head_are_what_they_fit() {
    let head = |lines: &str| {
        let text = format!("{lines}\n\n**Background:**\n\nText.\n");
        let imported = import("a.md", text.as_bytes());
        let front = imported.text.split("\n---\n").next().unwrap().to_owned();
        (front, open(&imported).into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let (front, _) = head("**Pub. No. 0412\u{2013}0624**\n\n# Desks: a look\n\nDate: May 21, 2024");
    assert!(front.contains("publication_number: \"0412-0624\""), "{front}");
    assert!(front.contains("title: \"Desks: a look\"") && front.contains("date: 2024-05-21"));
    // A label on a line of its own, and a value on the next.
    let (front, _) = head("Action Required:\n\nDISCUSSION\n\nSubmitted by\tRobin Roe, Office");
    assert!(front.contains("action_required: Discussion"), "{front}");
    assert!(front.contains("submitted_by: Robin Roe, Office"), "{front}");
    // What has no place is not lost.
    let (front, remarks) = head("# Desks\n\nFor the eyes of the committee");
    assert!(front.contains("title: Desks"));
    assert!(remarks.iter().any(|it| it.contains("For the eyes of the committee")), "{remarks:?}");
    // Two values for one field.
    let (front, remarks) = head("Date: May 21, 2024\n\nDate: May 22, 2024");
    assert!(front.contains("date: 2024-05-21"));
    assert!(remarks.iter().any(|it| it.contains("2024-05-22")), "{remarks:?}");
    let (front, _) = head("DRAFT");
    assert!(front.contains("stage: draft"), "{front}");
}

#[test]
fn sections_are_found_however_they_are_headed() {
    for text in [
        "## Background\n\nOne.\n\n## Issue\n\nTwo.\n\n## Current Status\n\nThree.\n",
        "**Background:** One.\n\n**ISSUE**\n\nTwo.\n\n**Status:**\n\nThree.\n",
        "**Background \u{2013}** One.\n\n**Issue.**\n\nTwo.\n\nCURRENT STATUS \u{2014}\n\nThree.\n",
        "Background\n\nOne.\n\nIssue:\n\nTwo.\n\nCurrent Status\n\nThree.\n",
        "# 1. Background\r\n\r\nOne.\r\n\r\n# 2. Issue\r\n\r\nTwo.\r\n\r\n# 3. Status\r\n\r\nThree.\r\n",
        "\u{feff}Background\n==========\n\nOne.\n\nIssue\n=====\n\nTwo.\n\nStatus\n======\n\nThree.",
    ] {
        let imported = import("a.md", text.as_bytes());
        let expected = "## Background\n\nOne.\n\n## Issue\n\nTwo.\n\n## Current Status\n\nThree.";
        assert_eq!(body(&imported), expected, "{text}");
    }
}

#[test]
fn headings_inside_sections_skip_no_level() {
    let text =
        "# Background\n\n### Deep\n\nOne.\n\n## Less\n\n# Annex\n\nTwo.\n\n# Issue\n\nThree.\n";
    let imported = import("a.md", text.as_bytes());
    let headings: Vec<&str> = imported.text.lines().filter(|line| line.starts_with('#')).collect();
    let expected =
        ["## Background", "### Deep", "### Less", "## Annex", "## Issue", "## Current Status"];
    assert_eq!(headings, expected);
    assert!(open(&imported).iter().any(|it| it.contains("`Annex` is no section")));
    assert!(open(&imported).iter().any(|it| it.contains("no section `Current Status`")));
}

#[test]
fn markdown_between_blocks_is_kept() {
    let text = "<!-- first -->\n\n**Background:** See[^a] [b].\n\n<!-- second -->\n\n[b]: https://example.org/b\n\n\
        [^a]: A note.\n\n**Issue:**\n\nTwo.\n\n**Date:** May 21, 2024\n\n[^z]: Unused.\n";
    let imported = import("a.md", text.as_bytes());
    for kept in [
        "<!-- first -->",
        "<!-- second -->",
        "[b]: https://example.org/b",
        "[^a]: A note.",
        "[^z]: Unused.",
    ] {
        assert_eq!(imported.text.matches(kept).count(), 1, "{kept} in {}", imported.text);
    }
    assert!(imported.text.contains("See[^a] [b].") && imported.text.contains("date: 2024-05-21"));
}

#[test]
fn a_text_without_sections_stays_and_is_told() {
    let imported = import("a.txt", b"A title\n\nOne long paragraph of text that goes on and on, and on and on, and on and on, and has no heading.\n");
    assert!(imported.text.contains("One long paragraph"), "{}", imported.text);
    assert!(open(&imported).iter().any(|it| it.contains("no section is headed")));
    assert_eq!(imported.read, imported.placed);
}

#[test]
fn front_matter_is_taken_over() {
    let text = "---\nTitle: Desks\ndate: 5/21/2024\ntags: [a, b]\nlayout: page\n---\n\n## Background\n\nOne.\n";
    let imported = import("a.md", text.as_bytes());
    assert!(
        imported.text.contains("title: Desks\n") && imported.text.contains("date: 2024-05-21\n")
    );
    assert!(open(&imported).iter().any(|it| it.contains("`tags`") && it.contains("[a, b]")));
    assert!(open(&imported).iter().any(|it| it.contains("`layout`") && it.contains("page")));
}

#[test]
fn texts_in_other_encodings_are_read() {
    let plain = "**Background:**\n\nThe desk\u{2019}s \u{20ac}5, Zo\u{eb}.\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(plain.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let windows = b"**Background:**\r\n\r\nThe desk\x92s \x805, Zo\xeb.\r\n".to_vec();
    for bytes in [plain.as_bytes().to_vec(), utf16, big, windows] {
        let imported = import("a.md", &bytes);
        assert!(
            imported.text.contains("The desk\u{2019}s \u{20ac}5, Zo\u{eb}."),
            "{}",
            imported.text
        );
    }
    let garbled =
        import("a.md", "**Background:**\n\nThe desk\u{e2}\u{20ac}\u{2122}s.\n".as_bytes());
    assert!(open(&garbled).iter().any(|it| it.contains("another program read")));
}
