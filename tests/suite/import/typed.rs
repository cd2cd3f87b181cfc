//! What people type where a paper has something else.

use super::foreign::{word, word_with_comments};
use super::{body, import, import_as_comments, open};

/// A paper with this head and this last section.
fn paper(head: &str, text: &str, end: &str) -> String {
    format!(
        "{head}\n\n## Background\n\n{text}\n\n## Issue\n\nTwo.\n\n## Current Status\n\nThree.\n\n{end}\n"
    )
}

#[test]
fn a_second_paper_in_a_file_is_told() {
    let one = paper("**Pub# 0412-0624**\n\n# One", "Text.", "");
    for other in [
        "**Pub# 0413-0624**\n\nText.\n".to_owned(),
        "Pub. No. 0413\u{2013}0624\n".to_owned(),
        paper("# Two", "Text.", ""),
        "## Background\n\nAgain.\n".to_owned(),
        "**Background:** Again.\n".to_owned(),
    ] {
        let imported = import("a.md", format!("{one}{other}").as_bytes());
        let line = one.lines().count() + 1;
        let told = imported.remarks.iter().find(|it| it.message.contains("another paper")).unwrap();
        assert!(told.is_open && told.place.number() >= line, "{other}: {told:?}");
        assert_eq!(imported.read, imported.placed, "{other}");
    }
    for same in ["Pub# 0412-0624", "See Pub# 0413-0624 on it.", "The Background of it."] {
        assert_eq!(open(&import("a.md", format!("{one}{same}\n").as_bytes())), [""; 0], "{same}");
    }
}

#[test]
fn typed_notes_become_footnotes() {
    for (text, end, expected) in [
        ("The desks\u{b9}.", "\u{b9} A note.", "The desks[^1]."),
        ("The desks.<sup>1</sup>", "---\n\n<sup>1</sup> A note.", "The desks.[^1]"),
        ("The *desks*<sup>(1)</sup>", "____\n<sup>(1)</sup> A note.", "The *desks*[^1]"),
        ("| a\u{b9} |\n|---|\n| b |", "\u{b9}A note.", "| a[^1] |\n|---|\n| b |"),
        ("- One\u{b9}\n- `two\u{b2}`", "\u{b9} A\nnote.", "- One[^1]\n- `two\u{b2}`"),
    ] {
        let text = paper("# T", text, end).replace('\n', "\r\n");
        let imported = import("a.md", text.as_bytes());
        assert_eq!(open(&imported), [""; 0], "{text}");
        let body = body(&imported);
        assert!(body.contains(&format!("## Background\n\n{expected}\n\n")), "{body}");
        let words: Vec<&str> = body.split("[^1]: ").nth(1).unwrap().split_whitespace().collect();
        assert_eq!(words, ["A", "note."], "{body}");
        assert_eq!(imported.read, imported.placed, "{text}");
    }
    // A field after them is one.
    let end = "\u{b9} One.\n\n\u{b2} Two.\n\n**Date:** May 21, 2024";
    let imported = import("a.md", paper("# T", "A\u{b9} b\u{b2}.", end).as_bytes());
    assert!(imported.text.contains("date: 2024-05-21"), "{}", imported.text);
    assert!(body(&imported).ends_with("Three.\n\n[^1]: One.\n\n[^2]: Two."), "{}", imported.text);
}

#[test]
fn notes_that_nothing_certain_refers_to_stay_text_and_are_told() {
    for (text, end) in [
        ("Ten m\u{b2} and m\u{b2}.", "\u{b2} A note."),
        ("Text.", "\u{b9} A note."),
        ("The desks\u{b9}.", "\u{b9} A note.\n\n\u{b9} Another."),
        ("The desks\u{b9}[^1].\n\n[^1]: Known.", "\u{b9} A note."),
        ("As filed(1).", "(1) A note."),
        ("As filed [1].", "[1] A note."),
        ("As filed\u{2020}.", "\u{2020} A note."),
    ] {
        let imported = import("a.md", paper("# T", text, end).as_bytes());
        let told = open(&imported);
        assert!(told.iter().any(|it| it.contains("footnote that was typed")), "{text}: {told:?}");
        assert!(body(&imported).contains(end), "{text}: {}", imported.text);
    }
    for text in ["Ten m\u{b2}, the 21<sup>st</sup>.", "(1) One.\n\n(2) Two (1)."] {
        assert_eq!(open(&import("a.md", paper("# T", text, "").as_bytes())), [""; 0], "{text}");
    }
}

#[test]
fn notes_typed_in_word_become_footnotes() {
    let raised = |text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let r = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let p = |inner: String| format!("<w:p>{inner}</w:p>");
    for mark in [raised("1"), raised("(1)"), r("\u{b9}")] {
        let text = p([r("The desks"), mark.clone(), r(" opened.")].concat());
        let note = p([mark, r(" A note.")].concat());
        let imported = import("a.docx", &word(&format!("{text}{}{note}", p(r("______")))));
        let body = body(&imported);
        assert!(body.contains("The desks[^1] opened.\n"), "{body}");
        assert!(body.ends_with("[^1]: A note.") && !body.contains("__"), "{body}");
        assert_eq!(imported.read, imported.placed, "{body}");
    }
}

#[test]
fn what_is_no_title_is_not_taken_for_one() {
    for (line, told) in [
        ("June 5, 24", "`June 5, 24` is no full date, so `date`"),
        ("5/6/24", "May 6, 2024 or June 5, 2024"),
        ("Wed., Sept. 31, 2024", "is no full date"),
        ("Pub# TBD", "`Pub# TBD` has no place"),
        ("By Alex Doe", "`By Alex Doe` has no place"),
        ("Prepared by: Alex Doe", "`Prepared by: Alex Doe` has no place"),
    ] {
        for head in [line.to_owned(), format!("{line}\n\nDesks"), format!("Desks\n\n{line}")] {
            let imported = import("a.md", paper(&head, "Text.", "").as_bytes());
            let remarks = open(&imported);
            assert!(remarks.iter().any(|it| it.contains(told)), "{head}: {remarks:?}");
            let title = imported.text.lines().find(|line| line.starts_with("title:")).unwrap();
            let expected = if head.contains("Desks") { "title: Desks" } else { "title: # not in" };
            assert!(title.starts_with(expected), "{head}: {title}");
        }
    }
    let imported = import("a.md", paper("June 5, 24", "Text.", "").as_bytes());
    assert!(
        imported.text.contains("date: # \"June 5, 24\" is no full date\n"),
        "{}",
        imported.text
    );
    let imported = import("a.md", paper("# By sea and by land", "Text.", "").as_bytes());
    assert!(imported.text.contains("title: By sea and by land\n"), "{}", imported.text);
}

#[test]
fn front_matter_that_is_broken_is_told_at_its_line_and_kept() {
    for (front, line, kept) in [
        ("title: \"Desks\ndate: 2024-05-21", 2, "title: \"\\\"Desks\""),
        ("title: Desks: a look", 2, "title: \"Desks: a look\""),
        ("title: Desks\n\tdate: 2024-05-21", 3, "date: 2024-05-21"),
        ("title: Desks\nJust some text here.", 3, "Just some text here."),
        ("title: Desks\n}{ odd", 2, "odd"),
        ("{title: Desks, date: [1", 2, "Desks"),
    ] {
        for end in ["\n", "\r\n"] {
            let text = format!("---\n{front}\n---\n\n## Background\n\nText.\n").replace('\n', end);
            let imported = import("a.md", text.as_bytes());
            let told = imported.remarks.iter().find(|it| it.message.contains("read as YAML"));
            let told = told.unwrap_or_else(|| panic!("{front}: {:?}", imported.remarks));
            assert_eq!((told.place.number(), told.is_open), (line, true), "{front}");
            assert!(imported.text.contains(kept), "{front}: {}", imported.text);
            assert!(imported.text.contains("## Background\n\nText."), "{front}");
        }
    }
    let text = "+++\ntitle = \"Desks\"\ndate = 2024-05-21\nodd\n+++\n\n## Background\n\nText.\n";
    let imported = import("a.md", text.as_bytes());
    assert!(imported.text.contains("title: Desks\n") && imported.text.contains("2024-05-21"));
    assert!(open(&imported).iter().any(|it| it.contains("`odd` has no place")));
}

#[test]
fn texts_of_old_systems_are_read() {
    let text = "**Background:**\r\rThe desk\u{d5}s caf\u{8e}.\r";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let imported = import("a.md", &bytes);
    assert!(imported.text.contains("The desk\u{2019}s caf\u{e9}."), "{}", imported.text);
    assert!(open(&imported).iter().any(|it| it.contains("Mac OS Roman")));
    for end in ["\r", "\r\n", "\r\r\n"] {
        let text = "Background\n\nOne\ntwo.\n\nIssue\n\nThree.\n".replace('\n', end);
        let imported = import("a.txt", format!("{text}Four.\n").as_bytes());
        let body = body(&imported);
        assert!(
            body.starts_with("## Background\n\nOne\ntwo.\n\n## Issue\n\nThree.\nFour."),
            "{body}"
        );
    }
}

#[test]
fn tables_in_text_are_tables() {
    for table in [
        "| Year | Desks |\n| 2014 | 1 |",
        "+------+-------+\n| Year | Desks |\n+======+=======+\n| 2014 | 1     |\n+------+-------+",
        "Year\tDesks\n2014\t1",
        "Year | Desks\n-----|------\n2014 | 1",
        "Year  Desks\n----  -----\n2014  1",
        "Year   Desks  Note\n2014   1      a",
    ] {
        let text = format!("Background\n\nText.\n\n{table}\n\nMore.\n\nIssue\n\nOne.\n");
        let imported = import("a.txt", text.as_bytes());
        let expected = "| Year | Desks |\n| --- | --- |\n| 2014 | 1 |\n";
        let expected = if table.contains("Note") {
            "| Year | Desks | Note |\n| --- | --- | --- |\n| 2014 | 1 | a |\n"
        } else {
            expected
        };
        assert!(
            body(&imported).contains(&format!("Text.\n\n{expected}\nMore.")),
            "{}",
            imported.text
        );
        assert_eq!(imported.read, imported.placed, "{table}");
    }
    // Fields are none.
    let text = "Background\n\nText.\n\nDate\tMay 21, 2024\nSubmitted by\tAlex Doe\n";
    let imported = import("a.txt", text.as_bytes());
    assert!(
        imported.text.contains("date: 2024-05-21") && imported.text.contains("submitted_by: Alex")
    );
}

#[test]
fn comments_are_told_or_put_below_what_they_are_on() {
    let bytes = word_with_comments();
    let imported = import("a.docx", &bytes);
    let told = open(&imported);
    for text in ["Robin Roe is not taken over: Which - all?", "somebody is not taken over: A cell"]
    {
        assert!(told.iter().any(|it| it.contains(text)), "{told:?}");
    }
    assert!(!imported.text.contains("Robin"));
    let imported = import_as_comments("a.docx", &bytes);
    let body = body(&imported);
    let expected = "The desks opened.\n\n<!-- Robin Roe, 2024-06-03: Which - all? -->\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n<!-- somebody, 2024-06-03: A cell -->\n\nMore.";
    assert!(body.contains(expected), "{body}");
    assert!(!open(&imported).iter().any(|it| it.contains("comment by")), "{:?}", open(&imported));
    assert!(!body.contains("Settled"), "{body}");
    assert!(imported.remarks.iter().any(|it| it.message.contains("Settled")));
}
