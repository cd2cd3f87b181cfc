//! What is moved in Word, and what looks otherwise.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{BY, PAPER, Sent, tracked};
use crate::cli::run_in;
use crate::support::repository;

/// The paper with more of each kind of block to move.
fn paper() -> String {
    let last = "The word kilo ends the text.";
    PAPER
        .replacen(last, "One desk is here.\n\nThe second paragraph is of officers.\n\nThe word kilo ends the text.", 1)
        .replacen("- Another item.", "- Another item.\n- A third item is of officers.\n- Last of all.", 1)
        .replacen("| Rest |        3 |", "| Rest |        3 |\n| Sum  |       15 |\n| Last |       99 |", 1)
}

/// Where the element `tag` with `word` in it begins and ends.
fn unit(xml: &str, word: &str, tag: &str) -> std::ops::Range<usize> {
    let at = xml.find(word).unwrap_or_else(|| panic!("{word} is not there"));
    let start = xml[..at].rfind(&format!("<w:{tag}>")).unwrap();
    let close = format!("</w:{tag}>");
    start..at + xml[at..].find(&close).unwrap() + close.len()
}

/// Moves what contains `word` to before what contains `to`.
fn moved(xml: &str, word: &str, to: &str, tag: &str, is_tracked: bool) -> String {
    let range = unit(xml, word, tag);
    let block = &xml[range.clone()];
    let wrapped = |kind: &str| {
        let mark = format!("<w:rPr><w:{kind} {BY}/></w:rPr></w:pPr>");
        let block = if block.contains("<w:pPr>") {
            block.replacen("</w:pPr>", &mark, 1)
        } else {
            block.replacen("<w:p>", &format!("<w:p><w:pPr>{mark}"), 1)
        };
        let (head, body) = block.split_once("</w:pPr>").unwrap();
        let body = body.replace("<w:r>", &format!("<w:{kind} {BY}><w:r>"));
        let body = body.replace("</w:r>", &format!("</w:r></w:{kind}>"));
        format!("{head}</w:pPr>{body}")
    };
    let (from, here) = if is_tracked {
        (wrapped("moveFrom"), wrapped("moveTo"))
    } else {
        (String::new(), block.to_owned())
    };
    let cut = format!("{}<!--cut-->{}", &xml[..range.start], &xml[range.end..]);
    let at = unit(&cut, to, tag).start;
    format!("{}{here}{}", &cut[..at], &cut[at..]).replace("<!--cut-->", &from)
}

#[test]
fn what_is_moved_is_told_as_a_move_and_moves_in_the_source() {
    let paper = paper();
    let line = |text: &str| paper[..paper.find(text).unwrap()].lines().count() + 1;
    for (word, to, tag, is_tracked, old, new) in [
        (
            "The second",
            "The word alpha",
            "p",
            false,
            "The second paragraph is of officers.",
            "The word alpha",
        ),
        (
            "The second",
            "The word alpha",
            "p",
            true,
            "The second paragraph is of officers.",
            "The word alpha",
        ),
        ("The second", "One desk", "p", true, "The second paragraph is of officers.", "One desk"),
        (
            "A third item",
            "Another item",
            "p",
            false,
            "- A third item is of officers.",
            "- Another item",
        ),
        (
            "A third item",
            "Another item",
            "p",
            true,
            "- A third item is of officers.",
            "- Another item",
        ),
        ("Last of all", "The word delta", "p", false, "- Last of all.", "- The word delta"),
        (">Sum<", ">Golf<", "tr", false, "| Sum  |       15 |", "| Golf |"),
        (">Last<", ">Sum<", "tr", false, "| Last |       99 |", "| Sum  |"),
    ] {
        let what = format!("{word} before {to}, tracked: {is_tracked}");
        let mut sent = Sent::new(&paper);
        sent.edit("word/document.xml", |xml| moved(xml, word, to, tag, is_tracked));
        let json = sent.json();
        let moves = json["moves"].as_array().unwrap();
        let [one] = moves.as_slice() else { panic!("{what}: {json:#}") };
        assert_eq!(one["author"].as_str(), is_tracked.then_some("Robin Roe"), "{what}");
        let change = |half: &str| {
            &json["changes"][usize::try_from(one[half].as_u64().unwrap()).unwrap() - 1]
        };
        assert_eq!(json["changes"].as_array().unwrap().len(), 2, "{what}");
        let (from, here) = (line(old), line(new));
        let lines =
            [&change("from")["line"], &change("to")["line"]].map(|line| line.as_u64().unwrap());
        // The other of two neighbors may be the one that moved.
        let is_near = from.abs_diff(here) <= 2;
        let expected = [from as u64, here as u64];
        assert!(is_near || lines == expected, "{what}: {lines:?} {expected:?}");
        let run = sent.review(&[]);
        assert!(
            run.stdout.contains(", moved to line ") && run.stdout.contains(", moved from line ")
        );
        let run = sent.review(&["--apply"]);
        assert_eq!(run.code, Some(0), "{what}: {}{}", run.stdout, run.stderr);
        assert!(!run.stderr.contains("by hand"), "{what}: {}", run.stderr);
        let text = sent.folder.read("a.md");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (old, new) = (words(old), words(new));
        let expected = words(&paper);
        let expected = expected.replacen(&format!(" {old}"), "", 1);
        let expected = expected.replacen(&new, &format!("{old} {new}"), 1);
        assert_eq!(words(&text), expected, "{what}");
    }
}

/// A file with another text and all of its other parts.
fn with_pictures(file: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = change(&String::from_utf8(bytes).unwrap()).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_picture_that_moved_keeps_its_address() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"5\" height=\"5\"/></svg>";
    let picture = "![Desks at the port](images/map.svg)";
    let text = format!("The word alpha is here.\n\n{picture}\n\nThe word mike is there.");
    let paper = PAPER.replacen("The word kilo ends the text.", &text, 1);
    let sent = Sent::new(PAPER);
    sent.folder.write("images/map.svg", svg);
    sent.folder.write("a.md", &paper);
    let run = run_in(sent.folder.path(), &["render", "--to", "docx", "-o", "a.docx"]);
    assert_ne!(run.code, Some(2), "{}", run.stderr);
    let bytes = std::fs::read(sent.folder.path().join("a.docx")).unwrap();
    let change = |xml: &str| moved(xml, "word mike", "<w:drawing>", "p", false);
    sent.folder.write("a.docx", with_pictures(&bytes, change));
    let run = sent.review(&["--apply"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let expected = format!("The word alpha is here.\n\nThe word mike is there.\n\n{picture}");
    assert_eq!(sent.folder.read("a.md"), paper.replacen(&text, &expected, 1));
}

#[test]
fn half_a_move_is_never_made() {
    let paper = paper();
    let mut sent = Sent::new(&paper);
    sent.edit("word/document.xml", |xml| moved(xml, "The second", "The word alpha", "p", true));
    let run = sent.review(&["--apply", "--section", "background"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(sent.folder.read("a.md").matches("The second paragraph").count(), 1);
    // The words were changed in the source where they were.
    let mut sent = Sent::new(&paper);
    sent.edit("word/document.xml", |xml| moved(xml, "The second", "The word alpha", "p", true));
    sent.folder.write("base.md", &paper);
    let own = paper.replacen("paragraph is of officers", "paragraph was of two officers", 1);
    sent.folder.write("a.md", &own);
    let run = sent.review(&["--apply", "--base", "base.md"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(sent.folder.read("a.md"), own, "{}", run.stdout);
}

#[test]
fn formatting_that_markdown_can_not_say_is_told() {
    let run = |xml: &str, word: &str, property: &str| {
        let at = xml.find(word).unwrap();
        let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
        let rest = &xml[run..];
        if rest.starts_with("<w:rPr>") {
            return format!(
                "{}{}",
                &xml[..run],
                rest.replacen("</w:rPr>", &format!("{property}</w:rPr>"), 1)
            );
        }
        format!("{}<w:rPr>{property}</w:rPr>{rest}", &xml[..run])
    };
    let paragraph = |xml: &str, word: &str, property: &str| {
        let at = xml.find(word).unwrap();
        let start = xml[..at].rfind("<w:p>").unwrap() + "<w:p>".len();
        let rest = &xml[start..];
        if rest.starts_with("<w:pPr>") {
            return format!(
                "{}{}",
                &xml[..start],
                rest.replacen("</w:pPr>", &format!("{property}</w:pPr>"), 1)
            );
        }
        format!("{}<w:pPr>{property}</w:pPr>{rest}", &xml[..start])
    };
    for (word, is_run, property, said) in [
        ("The word alpha", true, "<w:color w:val=\"FF0000\"/>", "has the color FF0000"),
        ("bravo", true, "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\"/>", "is in the font Arial"),
        ("The word kilo", true, "<w:sz w:val=\"31\"/>", "has a size of 15.5 points"),
        ("Golf", true, "<w:highlight w:val=\"yellow\"/>", "is highlighted in yellow"),
        (
            "The word delta",
            true,
            "<w:shd w:val=\"clear\" w:fill=\"00FF00\"/>",
            "is highlighted in 00FF00",
        ),
        ("The word kilo", false, "<w:jc w:val=\"center\"/>", "is centered"),
        ("Golf", false, "<w:jc w:val=\"right\"/>", "is aligned to the right"),
        ("The word kilo", false, "<w:spacing w:before=\"900\"/>", "has other space around it"),
        (
            "The word alpha",
            false,
            "<w:spacing w:line=\"480\" w:lineRule=\"auto\"/>",
            "between its lines",
        ),
    ] {
        let mut sent = Sent::new(PAPER);
        sent.edit("word/document.xml", |xml| {
            if is_run { run(xml, word, property) } else { paragraph(xml, word, property) }
        });
        let json = sent.json();
        assert_eq!(json["changes"].as_array().unwrap().len(), 0, "{property}: {json:#}");
        let formats = json["formats"].as_array().unwrap();
        assert_eq!(formats.len(), 1, "{property}: {json:#}");
        assert!(formats[0]["what"].as_str().unwrap().contains(said), "{json:#}");
        let line = PAPER[..PAPER.find(word).unwrap()].matches('\n').count() + 1;
        assert_eq!(formats[0]["line"].as_u64().unwrap(), line as u64, "{property}: {json:#}");
        let back = sent.review(&["--apply"]);
        assert_eq!(back.code, Some(1), "{}", back.stderr);
        assert!(back.stderr.contains(said) && back.stderr.contains("not in the source"));
        assert_eq!(sent.folder.read("a.md"), PAPER);
    }
    // What Markdown can say is a change.
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| run(xml, "The word kilo", "<w:u w:val=\"single\"/>"));
    sent.review(&["--apply"]);
    assert!(sent.folder.read("a.md").contains("<u>The word kilo ends the text.</u>"));
}

#[test]
fn a_first_column_made_bold_comes_back_where_its_style_is_plain() {
    let bold = |xml: &str, words: [&str; 2]| {
        words.iter().fold(xml.to_owned(), |xml, word| {
            let at = xml.find(&format!(">{word}<")).unwrap();
            let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
            format!("{}<w:rPr><w:b/></w:rPr>{}", &xml[..run], &xml[run..])
        })
    };
    // First cells that say the same head no rows.
    let paper = PAPER
        .replacen("| Golf |       12 |", "| Same |       12 |", 1)
        .replacen("| Rest |", "| Same |", 1);
    let mut sent = Sent::new(&paper);
    sent.edit("word/document.xml", |xml| {
        let once = xml.replacen(">Same<", ">Other<", 1);
        bold(&once, ["Other", "Same"]).replacen(">Other<", ">Same<", 1)
    });
    let run = sent.review(&["--apply"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(sent.folder.read("a.md").matches("| **Same** |").count(), 2);
    assert!(!run.stderr.contains("by hand"), "{}", run.stderr);
}

#[test]
fn a_dry_run_shows_the_patch_and_changes_nothing() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| tracked(xml, "alpha", "zulu"));
    let applied = PAPER.replacen("alpha", "zulu", 1);
    for arguments in [
        &["--dry-run"][..],
        &["--dry-run", "--apply"],
        &["--apply", "--dry-run", "--by", "Robin Roe"],
    ] {
        let run = sent.review(arguments);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(run.stdout.starts_with("--- a/a.md\n+++ b/a.md\n"), "{}", run.stdout);
        let line = "+The word zulu is in a line that is\n";
        assert!(run.stdout.contains(line) && !run.stderr.contains("changed"), "{}", run.stdout);
        assert_eq!(sent.folder.read("a.md"), PAPER);
    }
    let run = sent.review(&["--dry-run", "--by", "Lee Counsel"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    let run = sent.review(&["--apply"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(sent.folder.read("a.md"), applied);
}

#[test]
fn json_fits_its_schema() {
    let path = repository("src/commands/review/review.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut sent = Sent::new(&paper());
    sent.edit("word/document.xml", |xml| {
        let xml = moved(xml, "The second", "The word alpha", "p", true);
        let xml = tracked(&xml, "charlie", "zulu").replacen("Alex", "Robin", 1);
        let at = xml.find("The word kilo").unwrap();
        let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
        format!("{}<w:rPr><w:color w:val=\"FF0000\"/></w:rPr>{}", &xml[..run], &xml[run..])
    });
    let mut json = sent.json();
    let errors: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(errors, [] as [&str; 0], "{json:#}");
    for key in ["changes", "moves", "formats"] {
        assert!(!json[key].as_array().unwrap().is_empty(), "{key}: {json:#}");
    }
    json["changes"][0]["state"] = "gone".into();
    assert!(!schema.is_valid(&json));
}
