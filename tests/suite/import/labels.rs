//! Labels of sections and fields, however they are set off, and what is around them.

use super::foreign::{W, word, word_with};
use super::{body, import, open};

/// A paper whose sections are headed by these labels, with text in the same line.
fn run_in(background: &str) -> String {
    format!(
        "# Desks\n\n**Action Required:** Informational\n\n{background} The desks are old.\n\n\
         **Issue:** They break.\n\n**Current Status:** Some are new.\n\n\
         **Submitted by:** Alex Doe, Office of Trade\n\n**Date:** May 21, 2024\n"
    )
}

#[test]
fn a_label_opens_its_section_in_whatever_type() {
    for label in [
        "**Background:**",
        "**Background**:",
        "**Background** \u{2013}",
        "**Background.**",
        "__Background.__",
        "__Background \u{2013}__",
        "<b>Background:</b>",
        "<b><i>Background</i></b>:",
        "*Background:*",
        "***Background:***",
        "Background:",
    ] {
        let imported = import("a.md", run_in(label).as_bytes());
        let body = body(&imported);
        assert!(body.starts_with("## Background\n\nThe desks are old.\n"), "{label}: {body}");
        assert_eq!(open(&imported), [""; 0], "{label}");
        assert_eq!(imported.read, imported.placed, "{label}");
    }
}

#[test]
fn what_follows_the_fields_at_the_end_stays_text() {
    let paper = run_in("**Background:**");
    for (end, expected) in [
        ("Page 1 of 1", "Some are new.\n\nPage 1 of 1"),
        ("---", "Some are new.\n\n---"),
        ("<!-- end -->", "Some are new.\n\n<!-- end -->"),
        (
            "Thanks, Alex\n\nAttachment A follows.",
            "Some are new.\n\nThanks, Alex\n\nAttachment A follows.",
        ),
    ] {
        let imported = import("a.md", format!("{paper}\n{end}\n").as_bytes());
        assert!(
            imported.text.contains("submitted_by: Alex Doe, Office of Trade\n"),
            "{}",
            imported.text
        );
        assert!(imported.text.contains("date: 2024-05-21\n"), "{}", imported.text);
        assert!(body(&imported).ends_with(expected), "{}", imported.text);
    }
}

#[test]
fn a_number_is_known_however_its_label_is_spelled() {
    for line in [
        "Pub. # 0412-0624",
        "PUB NO 0412-0624",
        "Publication # 0412-0624",
        "Publication No. 0412-0624",
        "CBP Pub# 0412-0624",
        "Pub\u{a0}# 0412-0624",
        "Pub No: 0412-0624 (Rev. 2)",
    ] {
        let paper = run_in("**Background:**").replacen("# Desks", &format!("{line}\n\nDesks"), 1);
        let imported = import("a.md", paper.as_bytes());
        assert!(imported.text.contains("number: \"0412-0624\"\n"), "{line}: {}", imported.text);
        assert!(imported.text.contains("title: Desks\n"), "{line}: {}", imported.text);
    }
}

#[test]
fn typed_marks_are_lists() {
    let paragraphs = |lines: &[&str]| {
        let all = lines.iter().map(|line| {
            let runs = line.replace('\t', "</w:t><w:tab/><w:t>");
            format!("<w:p><w:r><w:t xml:space=\"preserve\">{runs}</w:t></w:r></w:p>")
        });
        all.collect::<String>()
    };
    for (lines, expected) in [
        (
            &["Text.", "\u{2022}\tfirst", "\u{2022}\tsecond", "More."][..],
            "Text.\n\n- first\n- second\n\nMore.",
        ),
        (&["- d1", "- d2"], "- d1\n- d2"),
        (&["\u{2013} e1", "\u{2013} e2"], "- e1\n- e2"),
        (&["1.\tone", "2.\ttwo", "3.\tthree"], "1. one\n2. two\n3. three"),
        (&["\u{2022} alone"], "- alone"),
    ] {
        let imported = import("a.docx", &word(&paragraphs(lines)));
        let body = body(&imported);
        let text = body.split("## Background\n\n").nth(1).unwrap().split("\n\n##").next().unwrap();
        assert_eq!(text, expected);
        assert_eq!(imported.read, imported.placed, "{lines:?}");
    }
    // One alone may be anything.
    for line in ["\u{2013} so they say", "5. June was late"] {
        let imported = import("a.docx", &word(&paragraphs(&[line])));
        assert!(!body(&imported).contains("\n- ") && !body(&imported).contains("\n5. "), "{line}");
    }
}

#[test]
fn rich_text_is_no_text() {
    for name in ["a.rtf", "a.txt", "a.md"] {
        let run = crate::support::Folder::new();
        run.write("issuepaper.yaml", "series: issue-paper\n");
        run.write(name, "{\\rtf1\\ansi A paper}");
        let run = crate::cli::run_in(run.path(), &["import", name]);
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(run.stderr.contains("Rich Text Format"), "{}", run.stderr);
    }
}

#[test]
fn labels_after_the_end_of_a_line_open_their_sections() {
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let end = "<w:r><w:br/></w:r>";
    for inner in [
        // Everything in one paragraph.
        [
            &text("One."),
            end,
            &bold("Issue:"),
            &text(" Two."),
            end,
            end,
            &bold("Current Status:"),
            &text(" Three."),
            end,
            &bold("Date:"),
            &text(" May 21, 2024"),
        ]
        .concat(),
        // A heading and its text in one.
        [
            &text("One.</w:t></w:r></w:p><w:p><w:r><w:t>"),
            &bold("Issue"),
            end,
            &text("Two."),
            "</w:p><w:p>",
            &bold("Current Status"),
            end,
            &text("Three."),
            "</w:p><w:p>",
            &text("Date: May 21, 2024"),
        ]
        .concat(),
    ] {
        let imported = import("a.docx", &word(&format!("<w:p>{inner}</w:p>")));
        let expected = "## Background\n\nOne.\n\n## Issue\n\nTwo.\n\n## Current Status\n\nThree.";
        assert_eq!(body(&imported), expected, "{inner}");
        assert!(imported.text.contains("date: 2024-05-21\n"), "{}", imported.text);
    }
    // Other bold words are text.
    let inner = [&text("One."), end, &bold("Note:"), &text(" Two.")].concat();
    let imported = import("a.docx", &word(&format!("<w:p>{inner}</w:p>")));
    assert!(body(&imported).contains("One.  \n**Note:** Two."), "{}", body(&imported));
}

#[test]
fn a_footnote_that_loses_its_place_is_told() {
    let notes = "<w:footnote w:id=\"5\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>";
    let reference = "<w:r><w:footnoteReference w:id=\"5\"/></w:r>";
    let text =
        |text: &str, look: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    for (inner, is_told) in [
        (text("Issue", "<w:b/>") + reference + "</w:p><w:p>" + &text("Two.", ""), true),
        (text("Date: May 21, 2024", "") + reference, true),
        // A note may be inside a word, and before a colon.
        (text("One", "") + reference + &text("two.", ""), false),
        (text("One", "") + reference + &text(": two.", ""), false),
    ] {
        let file = word_with(&format!("<w:p>{inner}</w:p>"), &[("footnotes", notes)], W);
        let imported = import("a.docx", &file);
        let told =
            open(&imported).iter().any(|it| it.contains("the number of footnote 1 is at a label"));
        assert_eq!(told, is_told, "{inner}: {}", imported.text);
        assert!(!open(&imported).iter().any(|it| it.contains("did not come over")), "{inner}");
        assert!(imported.text.contains("[^1]: A note."), "{inner}");
    }
}
