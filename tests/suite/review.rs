//! Word files that came back from reviewers.

mod beside;
mod comments;
mod generated;
mod kinds;
mod moves;
mod places;
mod programs;

use serde_json::Value;

use crate::cli::{Run, run_in};
use crate::docx::{Parts, file, parts};
use crate::support::{Folder, git, repository};

const PAPER: &str = "---
series: issue-paper
title: Desks
action_required: Informational
submitted_by: Alex Doe, Office of Field Programs
date: 2024-05-21
stage: draft
---

## Background

The word alpha is in a line that is
broken, and **the word bravo** in bold, *charlie* in italics.[^why]

- The word delta is in an item.
  1. The word echo is in one inside it.
- Another item.

> The word foxtrot is quoted.

## Issue

| What | How many |
|------|---------:|
| Golf |       12 |
| Rest |        3 |

### The heading hotel

See [the page india][page] and `code`.

```text
juliet = 1
```

## Current Status

The word kilo ends the text.

[^why]: The word lima is in a note.

[page]: https://www.example.gov/page
";

/// A project with the paper, which was sent out as `a.docx`.
struct Sent {
    folder: Folder,
    parts: Parts,
    original: Parts,
}

impl Sent {
    fn new(paper: &str) -> Self {
        let folder = Folder::new();
        folder.write("issuepaper.yaml", "series: issue-paper\n");
        folder.write("a.md", paper);
        let run = run_in(folder.path(), &["render", "--to", "docx", "-o", "a.docx"]);
        assert_ne!(run.code, Some(2), "{}", run.stderr);
        let parts = parts(&std::fs::read(folder.path().join("a.docx")).unwrap());
        Self { folder, original: parts.clone(), parts }
    }

    /// Takes back every edit, and what they did to the paper.
    fn reset(&mut self) {
        self.parts.clone_from(&self.original);
        self.folder.write("a.md", PAPER);
    }

    /// Changes the text of the part `name` and writes the file anew.
    fn edit(&mut self, name: &str, change: impl Fn(&str) -> String) {
        let changed = change(&self.parts[name]);
        assert_ne!(self.parts[name], changed, "nothing changed in {name}");
        self.parts.insert(name.to_owned(), changed);
        self.folder.write("a.docx", file(&self.parts));
    }

    fn review(&self, arguments: &[&str]) -> Run {
        run_in(self.folder.path(), &[&["review", "a.docx"], arguments].concat())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.review(&["--format", "json"]).stdout).unwrap()
    }
}

const BY: &str = "w:id=\"900\" w:author=\"Robin Roe\" w:date=\"2024-06-03T10:00:00Z\"";

/// Replaces `old` with `new` in the one run that contains it, tracked as a reviewer's.
fn tracked(xml: &str, old: &str, new: &str) -> String {
    let at = xml.find(old).unwrap_or_else(|| panic!("{old} is not there"));
    let start = xml[..at].rfind("<w:r>").unwrap();
    let end = at + xml[at..].find("</w:r>").unwrap() + "</w:r>".len();
    let run = &xml[start..end];
    let text_start = run.find("<w:t").unwrap();
    let properties = &run["<w:r>".len()..text_start];
    let text = &run[text_start..].split_once('>').unwrap().1;
    let text = text.split("</w:t>").next().unwrap();
    let (before, after) = text.split_once(old).unwrap();
    let piece = |text: &str, element: &str| {
        if text.is_empty() {
            return String::new();
        }
        format!("<w:r>{properties}<w:{element} xml:space=\"preserve\">{text}</w:{element}></w:r>")
    };
    let wrapped = |kind: &str, inner: String| {
        if inner.is_empty() { inner } else { format!("<w:{kind} {BY}>{inner}</w:{kind}>") }
    };
    let parts = [
        piece(before, "t"),
        wrapped("del", piece(old, "delText")),
        wrapped("ins", piece(new, "t")),
        piece(after, "t"),
    ];
    format!("{}{}{}", &xml[..start], parts.concat(), &xml[end..])
}

/// The words of the paper, one in each kind of block, and the part of the file that it is in.
const WORDS: [(&str, &str); 12] = [
    ("alpha", "word/document.xml"),
    ("bravo", "word/document.xml"),
    ("charlie", "word/document.xml"),
    ("delta", "word/document.xml"),
    ("echo", "word/document.xml"),
    ("foxtrot", "word/document.xml"),
    ("Golf", "word/document.xml"),
    ("hotel", "word/document.xml"),
    ("india", "word/document.xml"),
    ("juliet", "word/document.xml"),
    ("kilo", "word/document.xml"),
    ("lima", "word/footnotes.xml"),
];

#[test]
fn a_file_without_an_edit_is_an_empty_patch() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "p");
    let papers = folder.path().join("p");
    let run = run_in(&papers, &["render", "--to", "docx", "-o", "../out", "-q"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut count = 0;
    for file in ["2024-06", "2024-09", "2024-12"] {
        for path in crate::support::entries(&folder.path().join("out").join(file)) {
            if path.extension().is_none_or(|ending| ending != "docx") {
                continue;
            }
            let run = run_in(&papers, &["review", path.to_str().unwrap()]);
            let said = (run.code, run.stdout.as_str());
            assert_eq!(said, (Some(0), ""), "{}: {}", path.display(), run.stderr);
            count += 1;
        }
    }
    assert_eq!(count, 10);
}

#[test]
fn each_edit_of_each_block_comes_back_as_itself() {
    let mut sent = Sent::new(PAPER);
    for (word, part) in WORDS {
        for (kind, new) in [
            ("replaced", "zulu".to_owned()),
            ("prolonged", format!("{word} zulu")),
            ("preceded", format!("zulu {word}")),
        ] {
            for is_tracked in [true, false] {
                sent.reset();
                sent.edit(part, |xml| {
                    if is_tracked { tracked(xml, word, &new) } else { xml.replacen(word, &new, 1) }
                });
                let what = format!("{word} {kind}, tracked: {is_tracked}");
                let json = sent.json();
                let changes = json["changes"].as_array().unwrap();
                assert_eq!(changes.len(), 1, "{what}: {json:#}");
                assert_eq!(changes[0]["tracked"], is_tracked, "{what}");
                assert_eq!(changes[0]["state"], "open", "{what}: {json:#}");
                if is_tracked {
                    assert_eq!(changes[0]["author"], "Robin Roe");
                }
                let run = sent.review(&["--apply"]);
                assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
                assert_eq!(sent.folder.read("a.md"), PAPER.replacen(word, &new, 1), "{what}");
                assert!(!run.stderr.contains("by hand"), "{what}: {}", run.stderr);
            }
        }
    }
}

#[test]
fn words_sentences_and_paragraphs_can_go() {
    for (old, source, expected) in [
        ("alpha ", "word alpha is", "word is"),
        ("The word delta ", "- The word delta is", "- is"),
        (" in an item", "is in an item.", "is."),
        ("The word kilo ends the text.", "\n\nThe word kilo ends the text.", ""),
    ] {
        for is_tracked in [true, false] {
            let mut sent = Sent::new(PAPER);
            sent.edit("word/document.xml", |xml| {
                if is_tracked { tracked(xml, old, "") } else { xml.replacen(old, "", 1) }
            });
            let run = sent.review(&["--apply"]);
            assert_eq!(run.code, Some(0), "{old}: {}", run.stderr);
            assert_eq!(sent.folder.read("a.md"), PAPER.replacen(source, expected, 1), "{old}");
        }
    }
}

#[test]
fn paragraphs_items_and_rows_are_added_split_and_joined() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let end_of = |xml: &str, word: &str| {
        let at = xml.find(word).unwrap();
        at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len()
    };
    // A paragraph.
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        let at = end_of(xml, "kilo");
        format!("{}{}{}", &xml[..at], paragraph("One more."), &xml[at..])
    });
    sent.review(&["--apply"]);
    let expected = PAPER.replacen("ends the text.", "ends the text.\n\nOne more.", 1);
    assert_eq!(sent.folder.read("a.md"), expected);
    // An item like the one before.
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        let end = end_of(xml, "Another item");
        let start = xml[..end].rfind("<w:p>").unwrap();
        let item = xml[start..end].replace("Another item", "A third one");
        format!("{}{item}{}", &xml[..end], &xml[end..])
    });
    sent.review(&["--apply"]);
    let expected = PAPER.replacen("- Another item.", "- Another item.\n- A third one.", 1);
    assert_eq!(sent.folder.read("a.md"), expected);
    // A row.
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        let at = xml.find(">Rest<").unwrap();
        let start = xml[..at].rfind("<w:tr>").unwrap();
        let end = at + xml[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
        let row = xml[start..end].replace("Rest", "Sum").replace(">3<", ">15<");
        format!("{}{row}{}", &xml[..end], &xml[end..])
    });
    sent.review(&["--apply"]);
    assert!(sent.folder.read("a.md").contains("| Rest |        3 |\n| Sum | 15 |\n"));
    // A paragraph split in two, and joined again.
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        xml.replacen(
            "kilo ends",
            "kilo.</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">It ends",
            1,
        )
    });
    sent.review(&["--apply"]);
    let expected = PAPER.replacen("kilo ends", "kilo.\n\nIt ends", 1);
    assert_eq!(sent.folder.read("a.md"), expected);
}

#[test]
fn a_date_changed_in_word_changes_the_field() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        xml.replacen("May\u{a0}21, 2024", "May\u{a0}22, 2024", 1).replacen("Alex", "Robin", 1)
    });
    let run = sent.review(&["--apply"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = PAPER.replacen("2024-05-21", "2024-05-22", 1).replacen("Alex", "Robin", 1);
    assert_eq!(sent.folder.read("a.md"), expected);
}

#[test]
fn a_new_note_has_a_label_of_its_own() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        xml.replacen("kilo ends", "kilo</w:t></w:r><w:r><w:footnoteReference w:id=\"77\"/></w:r><w:r><w:t xml:space=\"preserve\"> ends", 1)
    });
    sent.edit("word/footnotes.xml", |xml| {
        let note =
            "<w:footnote w:id=\"77\"><w:p><w:r><w:t>So it is.</w:t></w:r></w:p></w:footnote>";
        xml.replacen("</w:footnotes>", &format!("{note}</w:footnotes>"), 1)
    });
    sent.review(&["--apply"]);
    let text = sent.folder.read("a.md");
    assert!(text.contains("The word kilo[^new-1] ends the text."), "{text}");
    assert!(text.contains("[^new-1]: So it is."), "{text}");
}

#[test]
fn what_the_source_says_otherwise_by_now_is_a_conflict() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| tracked(&tracked(xml, "alpha", "zulu"), "kilo", "zulu"));
    git(sent.folder.path(), &["init", "-q"]);
    git(sent.folder.path(), &["add", "a.md", "issuepaper.yaml"]);
    git(sent.folder.path(), &["commit", "-q", "-m", "sent"]);
    let moved_on = PAPER.replacen("alpha", "omega", 1).replacen(
        "## Background\n",
        "## Background\n\nAbove it all.\n",
        1,
    );
    sent.folder.write("a.md", &moved_on);
    let run = sent.review(&["--apply"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stdout.contains("conflict: the source says `omega`"), "{}", run.stdout);
    assert_eq!(sent.folder.read("a.md"), moved_on.replacen("kilo", "zulu", 1));
    // Once more: the rest is there already.
    let run = sent.review(&[]);
    assert!(run.stdout.contains("the source says so already"), "{}", run.stdout);
    // A clone that does not have the text says so.
    sent.folder.write("a.md", &moved_on);
    std::fs::remove_dir_all(sent.folder.path().join(".git")).unwrap();
    let run = sent.review(&[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is in no commit here"), "{}", run.stderr);
}

#[test]
fn reviewers_and_sections_can_be_chosen() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        let one = tracked(xml, "alpha", "zulu");
        tracked(&one, "kilo", "zulu").replacen("Robin Roe", "Lee Counsel", 2)
    });
    let count = |arguments: &[&str]| {
        let run = sent.review(&[&["--format", "json"], arguments].concat());
        let json: Value = serde_json::from_str(&run.stdout).unwrap();
        json["changes"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--by", "Lee Counsel"]), 1);
    assert_eq!(count(&["--by", "Robin Roe"]), 1);
    assert_eq!(count(&["--section", "status"]), 1);
    let patch = sent.review(&["--format", "patch", "--section", "status"]);
    assert!(
        patch.stdout.contains("+The word zulu ends the text.") && !patch.stdout.contains("alpha")
    );
    sent.review(&["--by", "Lee Counsel", "--apply"]);
    assert_eq!(sent.folder.read("a.md"), PAPER.replacen("alpha", "zulu", 1));
}

#[test]
fn comments_are_at_their_places_and_can_go_into_the_source() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        xml.replacen(
            "kilo ends",
            "kilo</w:t></w:r><w:commentRangeStart w:id=\"4\"/><w:r><w:t xml:space=\"preserve\"> ends</w:t></w:r><w:commentRangeEnd w:id=\"4\"/><w:r><w:t xml:space=\"preserve\">",
            1,
        )
    });
    let comments = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
        <w:comment w:id=\"4\" w:author=\"Lee\u{1b}[1m Counsel\" w:date=\"2024-06-03T10:00:00Z\"><w:p><w:r><w:t>Why -- --&gt; so?</w:t></w:r></w:p></w:comment></w:comments>";
    sent.parts.insert("word/comments.xml".to_owned(), comments.replace('\u{1b}', ""));
    sent.edit("word/_rels/document.xml.rels", |xml| {
        let relationship = "<Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
        xml.replacen("</Relationships>", relationship, 1)
    });
    let run = sent.review(&[]);
    assert_eq!(run.code, Some(1));
    let line = PAPER.lines().position(|line| line.contains("kilo")).unwrap() + 1;
    let expected = format!("a.md:{line}:15 Lee[1m Counsel on `ends`: Why -- --> so?\n");
    assert_eq!(run.stdout, expected);
    let sarif = sent.review(&["--format", "sarif"]).stdout;
    assert!(sarif.contains("reviewer-comment") && sarif.contains("Why"), "{sarif}");
    let github = sent.review(&["--format", "github"]).stdout;
    assert!(github.contains("::warning") && github.contains(&format!("line={line}")), "{github}");
    sent.review(&["--as-comments"]);
    let text = sent.folder.read("a.md");
    let comment = "ends the text.\n\n<!-- Lee[1m Counsel, 2024-06-03: Why - - - -> so? -->\n";
    assert!(text.contains(comment), "{text}");
}
