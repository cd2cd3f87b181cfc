//! Where a change belongs that nothing in the source shows the place of.

use super::{PAPER, Sent, tracked};

/// The paper with `text` as its background.
fn paper(text: &str) -> String {
    let (head, _) = PAPER.split_once("The word alpha").unwrap();
    let (_, rest) = PAPER.split_once("## Issue").unwrap();
    format!("{head}{text}\n\n## Issue{rest}").replace("[^why]: The word lima is in a note.\n\n", "")
}

/// What becomes of the background `text` when `old` becomes `new` in Word, tracked.
#[track_caller]
fn edited(text: &str, old: &str, new: &str) -> (String, String) {
    let paper = paper(text);
    let mut sent = Sent::new(&paper);
    sent.edit("word/document.xml", |xml| tracked(xml, old, new));
    let run = sent.review(&["--apply"]);
    (sent.folder.read("a.md"), format!("{:?} {}{}", run.code, run.stdout, run.stderr))
}

#[test]
fn words_at_the_end_of_a_block_stay_in_it() {
    let table = "| a | b |\n|---|---|\n| c | d |";
    for (text, old, expected) in [
        ("Para one.\n\n<!-- c -->\n\nPara two.".to_owned(), "Para one.", "Para one. more"),
        ("- one\n- two\n\n1. first\n2. second".to_owned(), "two", "two more"),
        ("- one\n- two\n\n<!-- c -->\n\nPara two.".to_owned(), "two", "two more"),
        (
            "Para one.\n\n[x]: https://example.org/a\n\nPara [two][x].".to_owned(),
            "Para one.",
            "Para one. more",
        ),
        (
            format!("Para one.\n\n{table}\n\nTable: Cap words\n\nPara two."),
            "Cap words",
            "Cap words more",
        ),
        (
            format!("Para one.\n\n{table}\n\nTable: Cap words\n\nPara two."),
            "Para one.",
            "Para one. more",
        ),
        (
            format!("Para one.\n\n{table}\n\nTable: Cap words\n\nPara two."),
            "Para two.",
            "Para two. more",
        ),
        ("Body[^n] here.\n\n[^n]: Note text.\n\nPara two.".to_owned(), " here.", " here. more"),
        (
            "Body[^n] here.\n\n[^n]: Note text.\n\nPara two.".to_owned(),
            "Para two.",
            "Para two. more",
        ),
    ] {
        let (now, said) = edited(&text, old, &format!("{old} more"));
        assert_eq!(now, paper(&text).replacen(old, expected, 1), "{old} in {text}: {said}");
        assert!(said.starts_with("Some(0)"), "{old} in {text}: {said}");
    }
}

#[test]
fn a_new_paragraph_stays_before_the_comment_of_the_next() {
    let text = "Para one.\n\n<!-- a waiver -->\n\nPara two.";
    let mut sent = Sent::new(&paper(text));
    sent.edit("word/document.xml", |xml| {
        let at = xml.find("Para one.").unwrap();
        let at = at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len();
        let new = "<w:p><w:r><w:t>A new one.</w:t></w:r></w:p>";
        format!("{}{new}{}", &xml[..at], &xml[at..])
    });
    sent.review(&["--apply"]);
    let expected = paper(text).replacen("Para one.", "Para one.\n\nA new one.", 1);
    assert_eq!(sent.folder.read("a.md"), expected);
}

#[test]
fn an_item_that_is_split_is_two() {
    for (text, expected) in [
        (
            "- Alpha one\n- Beta item here\n- Last one",
            "- Alpha one\n- Beta\n- item here\n- Last one",
        ),
        ("- Alpha one\n- Beta item here", "- Alpha one\n- Beta\n- item here"),
    ] {
        let mut sent = Sent::new(&paper(text));
        sent.edit("word/document.xml", |xml| {
            let at = xml.find("Beta item here").unwrap();
            let start = xml[..at].rfind("<w:p>").unwrap();
            let end = at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len();
            let item = &xml[start..end];
            let halves = ["Beta", "item here"].map(|half| item.replace("Beta item here", half));
            format!("{}{}{}", &xml[..start], halves.concat(), &xml[end..])
        });
        let run = sent.review(&["--apply"]);
        assert_eq!(
            sent.folder.read("a.md"),
            paper(text).replacen(text, expected, 1),
            "{}{}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn a_table_with_another_column_replaces_the_old_one() {
    let text = "Para one.\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\nPara two.";
    let mut sent = Sent::new(&paper(text));
    sent.edit("word/document.xml", |xml| {
        let start = xml.find(">Para one.<").unwrap();
        let end = xml.find(">Para two.<").unwrap();
        let cell =
            |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>");
        let mut table = xml[start..end].to_owned();
        for text in ["x", "y", "z"] {
            table = table.replacen(
                "</w:tc></w:tr>",
                &format!("</w:tc>{}", cell(text).replace("</w:tr>", "</w:TR>")),
                1,
            );
        }
        format!("{}{}{}", &xml[..start], table.replace("</w:TR>", "</w:tr>"), &xml[end..])
    });
    let run = sent.review(&["--apply"]);
    let now = sent.folder.read("a.md");
    let expected = "| a | b | x |\n| --- | --- | --- |\n| c | d | y |\n| e | f | z |\n\nPara two.";
    assert!(now.contains(expected), "{now}{}{}", run.stdout, run.stderr);
}

#[test]
fn a_table_keeps_the_alignment_of_its_columns() {
    let text = "Para one.\n\n| a | b | c |\n|:--|:-:|--:|\n| d | e | 1 |\n| f | g | 2 |";
    let changed = |change: &dyn Fn(&mut Vec<String>, usize)| {
        let mut sent = Sent::new(&paper(text));
        sent.edit("word/document.xml", |xml| {
            let mut rows = xml.split("<w:tr>");
            let mut out = rows.next().unwrap().to_owned();
            for (at, row) in rows.enumerate() {
                let (row, rest) = row.split_once("</w:tr>").unwrap();
                let (head, cells) = row.split_once("<w:tc>").unwrap();
                let mut cells: Vec<String> =
                    cells.split("<w:tc>").map(|cell| format!("<w:tc>{cell}")).collect();
                // The other tables stay as they are.
                if at < 3 {
                    change(&mut cells, at);
                }
                out += &format!("<w:tr>{head}{}</w:tr>{rest}", cells.concat());
            }
            out
        });
        let run = sent.review(&["--apply"]);
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        sent.folder.read("a.md")
    };
    let new = |at: usize| {
        format!("<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>", ["x", "y", "z"][at])
    };
    for (now, expected) in [
        (
            changed(&|cells, at| cells.insert(1, new(at))),
            "| a | x | b | c |\n| :-- | --- | :-: | --: |\n| d | y | e | 1 |\n",
        ),
        (
            changed(&|cells, _| cells.rotate_right(1)),
            "| c | a | b |\n| --: | :-- | :-: |\n| 1 | d | e |\n",
        ),
        (changed(&|cells, _| drop(cells.remove(0))), "| b | c |\n| :-: | --: |\n| e | 1 |\n"),
    ] {
        assert!(now.contains(expected), "{now}");
    }
}

#[test]
fn a_person_with_keys_keeps_them() {
    let keys = "submitted_by:\n  name: Alex Doe\n  office: Office of Field Programs";
    let paper = PAPER.replacen("submitted_by: Alex Doe, Office of Field Programs", keys, 1);
    let mut sent = Sent::new(&paper);
    sent.edit("word/document.xml", |xml| tracked(xml, "Alex", "Robin"));
    let run = sent.review(&["--format", "json"]);
    assert!(run.stdout.contains("\"Robin Roe\""), "{}", run.stdout);
    let run = sent.review(&["--by", "Robin Roe", "--apply"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(sent.folder.read("a.md"), paper.replacen("Alex", "Robin", 1));
}

#[test]
fn a_note_whose_reference_is_deleted_goes_with_it() {
    let text = "Body[^n] here.\n\n[^n]: Note text.\n\nPara two.";
    let mut sent = Sent::new(&paper(text));
    sent.edit("word/document.xml", |xml| {
        let at = xml.find("<w:footnoteReference ").unwrap();
        let start = xml[..at].rfind("<w:r>").unwrap();
        let end = at + xml[at..].find("</w:r>").unwrap() + "</w:r>".len();
        format!("{}{}", &xml[..start], &xml[end..])
    });
    let run = sent.review(&["--apply"]);
    let expected = paper(text).replacen(text, "Body here.\n\nPara two.", 1);
    assert_eq!(sent.folder.read("a.md"), expected, "{}{}", run.stdout, run.stderr);
}

#[test]
fn an_item_at_another_level_is_told() {
    let mut sent = Sent::new(&paper("- one item\n- two item\n- three item"));
    sent.edit("word/document.xml", |xml| {
        let at = xml.find("two item").unwrap();
        let level = xml[..at].rfind("<w:ilvl w:val=\"0\"/>").unwrap();
        let rest = xml[level..].replacen("w:val=\"0\"", "w:val=\"1\"", 1);
        format!("{}{rest}", &xml[..level])
    });
    let run = sent.review(&[]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("the item `two item` is at another level"), "{}", run.stderr);
}

#[test]
fn a_section_or_a_reviewer_that_does_not_exist_is_an_error() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| tracked(xml, "kilo", "zulu"));
    for (arguments, expected) in [
        (["--section", "nosuch"], "there is no section `nosuch`; there is `background`"),
        (["--by", "Nobody"], "there is no reviewer `Nobody`; there is `Robin Roe`"),
    ] {
        let run = sent.review(&arguments);
        assert_eq!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn the_first_heading_can_be_edited() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| tracked(xml, "Background", "History"));
    let run = sent.review(&["--apply"]);
    let expected = PAPER.replacen("## Background", "## History", 1);
    assert_eq!(sent.folder.read("a.md"), expected, "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_is_added_to_a_date_is_told() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| xml.replacen("2024</w:t>", "2024 (revised)</w:t>", 1));
    let run = sent.review(&[]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("only the day May\u{a0}21, 2024")
            || run.stderr.contains("only the day May 21, 2024"),
        "{}",
        run.stderr
    );
}
