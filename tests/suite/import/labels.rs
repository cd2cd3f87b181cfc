//! Labels of sections and fields, however they are set off, and what is around them.

use super::foreign::word;
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
