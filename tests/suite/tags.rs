//! What a screen reader gets of a PDF: its tag tree, as `pdfinfo` of Poppler reads it.

use std::process::Command;

use crate::cli::run_in;
use crate::support::{self, Folder};

const PAPER: &str = "---
series: harbor
period: 2024-12
subcommittee: Secure Trade Lanes Subcommittee
working_group: De Minimis Working Group
office: Office of Trade
action_required: Discussion
submitted_by: Alex Doe, Office of Trade
date: 2024-11-27
stage: draft
---

## Background

The trade calls this <span lang=fr>le mot juste</span>, not ~~that~~ this.[^1] See [the issue](#issue) and
<https://www.example.gov/a/long/address/that/goes/on/and/on/and/on/and/on>.

- [x] Collect
- [ ] Test

Table: Ports

| Port | Lines |
|------|------:|
| Laredo | 1,240 |
| Nogales | 860 |

### Second level

Text.

## Issue

Text.

## Current Status

Text.

[^1]: A note.
";

/// A line of the tree: how deep it is, and what it says.
fn tree(file: &std::path::Path) -> Vec<(usize, String)> {
    let output = Command::new("pdfinfo").arg("-struct-text").arg(file).output();
    let output = output.expect("pdfinfo, of Debian's poppler-utils");
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let name =
            line.trim().trim_end_matches(':').replace(" (block)", "").replace(" (inline)", "");
        // Addresses of objects, and where a thing is, are no structure.
        let is_kept =
            !name.starts_with("Object") && (!name.starts_with('/') || name.starts_with("/Scope"));
        is_kept.then_some((depth, name))
    };
    text.lines().filter(|line| !line.trim().is_empty()).filter_map(line).collect()
}

fn paper(more: &str) -> (Folder, std::path::PathBuf) {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "");
    let mark = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><rect width='40' height='40'/></svg>";
    folder.write("templates/harbor/seal.svg", mark);
    let series = "extends: coac\nname: Harbor Paper\nagency: Harbor Authority\nlook:\n  captions: numbered\n  \
                  mark: { file: seal.svg, alt: Seal of the harbor }\n";
    folder.write("templates/harbor/series.yaml", format!("{series}{more}"));
    folder.write("a.md", PAPER);
    let run = run_in(folder.path(), &["render", "a.md", "--to", "pdf", "-o", "a.pdf"]);
    let file = folder.path().join("a.pdf");
    assert!(file.exists(), "{}", run.stderr);
    (folder, file)
}

#[test]
#[ignore = "needs pdfinfo of Debian's poppler-utils"]
fn a_screen_reader_gets_the_head_in_its_order() {
    let (_folder, file) = paper("");
    let tree = tree(&file);
    let top: Vec<&str> =
        tree.iter().filter(|(depth, _)| *depth == 1).map(|(_, name)| name.as_str()).collect();
    assert_eq!(&top[..8], ["Figure", "P", "P", "P", "P", "P", "L", "H1 \"Background\""]);
    assert!(!top.contains(&"Span"), "{top:?}");
    let texts: Vec<&str> =
        tree.iter().map(|(_, name)| name.as_str()).filter(|it| it.starts_with('"')).collect();
    let head = [
        "\"Commercial Customs Operations Advisory Committee\"",
        "\"Harbor Authority\"",
        "\"DRAFT\"",
    ];
    let at = texts.iter().position(|text| *text == head[0]).unwrap();
    assert_eq!(&texts[at..at + 3], head);
    let lists = tree.iter().filter(|(_, name)| name == "Lbl").count();
    assert!(lists > 7, "{lists}");
}

#[test]
#[ignore = "needs pdfinfo of Debian's poppler-utils"]
fn a_screen_reader_gets_tables_tasks_notes_and_headings() {
    let (_folder, file) = paper("  cover: page\n");
    let tree = tree(&file);
    let names: Vec<&str> = tree.iter().map(|(_, name)| name.as_str()).collect();
    let count = |name: &str| names.iter().filter(|it| it.split(' ').next() == Some(name)).count();
    assert_eq!([count("H1"), count("H2"), count("Table"), count("Caption")], [3, 1, 1, 1]);
    assert_eq!(names.iter().filter(|name| **name == "/Scope /Row").count(), 2);
    assert_eq!(names.iter().filter(|name| **name == "/Scope /Column").count(), 2);
    assert_eq!(count("Note"), 1);
    // A task's mark is a label, and its text begins beside it.
    let done = names.iter().position(|name| name.contains('\u{2611}')).unwrap();
    assert!(
        names[..done].iter().rev().take(3).any(|name| *name == "Lbl"),
        "{:?}",
        &names[done - 3..done]
    );
    assert!(names[done..].iter().take(4).any(|name| name.contains("Collect")));
    let spans = tree.windows(2).filter(|pair| pair[0].0 == 0 && pair[1].1 == "Span").count();
    assert_eq!(spans, 0);
}

/// The bookmarks of the paper with `from` replaced by `to`, in a series with that look.
fn bookmarks(look: &str, from: &str, to: &str) -> String {
    let (folder, _) = paper(look);
    folder.write("b.md", PAPER.replace(from, to));
    run_in(folder.path(), &["render", "b.md", "--to", "pdf", "-o", "b.pdf"]);
    let file = folder.path().join("b.pdf");
    let output = Command::new("pdftohtml").args(["-xml", "-i", "-stdout"]).arg(file).output();
    let output = output.expect("pdftohtml, of Debian's poppler-utils");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_once("<outline>").unwrap().1.to_owned()
}

#[test]
#[ignore = "needs pdftohtml of Debian's poppler-utils"]
fn bookmarks_begin_with_the_title_and_have_no_notes() {
    for look in ["  cover: page\n", "  cover: compact\n", "  cover: none\n"] {
        let heading = "### Second *level*[^2] <wbr>`here`\n\n[^2]: Another note.\n";
        let outline = bookmarks(look, "### Second level", heading);
        let items: Vec<&str> = outline.lines().filter(|line| line.starts_with("<item")).collect();
        let texts = items.iter().map(|item| item.split(['>', '<']).nth(2).unwrap());
        let texts: Vec<&str> = texts.collect();
        assert_eq!(
            texts,
            [
                "De Minimis Working Group",
                "Background",
                "Second level here",
                "Issue",
                "Current Status"
            ]
        );
        assert!(items[0].contains("page=\"1\""), "{outline}");
        // The title is beside the sections, not above them.
        assert!(!outline.split_once("Background").unwrap().0.contains("<outline>"), "{outline}");
    }
}

#[test]
#[ignore = "needs pdftohtml of Debian's poppler-utils"]
fn headings_of_quotations_and_lists_are_no_bookmarks() {
    let parts = "> ### Quoted\n>\n> Text.\n\n- ### Listed\n\n  Text.\n\n### Second level";
    let outline = bookmarks("", "### Second level", parts);
    let names = ["Background", "Second level", "Issue", "Quoted", "Listed"];
    assert_eq!(
        names.map(|name| outline.contains(name)),
        [true, true, true, false, false],
        "{outline}"
    );
}

#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
fn no_character_that_nobody_sees_is_in_the_text() {
    let (_folder, file) = paper("");
    let text = support::pdftotext(&["-raw"], &std::fs::read(file).unwrap());
    assert!(text.contains("example.gov"));
    assert!(!text.contains(['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}']), "{text:?}");
}
