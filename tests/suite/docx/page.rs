//! The page of a Word document: cover, head, running lines, tables and lists as the design has them.

use std::fmt::Write;

use roxmltree::{Document, Node};

use super::{Parts, faults, file, parts, value, values};
use crate::cli::run_in;
use crate::support::Folder;

const MARK: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='96' height='96'><rect width='96' height='96'/></svg>";

/// A project whose series has a look of its own, with a paper of that body.
pub(super) fn project(look: &str, stage: &str, body: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: own\n");
    folder.write("templates/own/mark.svg", MARK);
    folder.write(
        "templates/own/series.yaml",
        format!(
            "extends: issue-paper\nname: Regional Paper\nagency: Bureau of Trade\ncover:\n\
             - {{ role: committee, text: Trade Committee }}\n- {{ role: kind, text: \"{{name}}\" }}\n\
             look:\n  issuer: \"{{agency}}\"\n  mark: {{ file: mark.svg, alt: Seal of the bureau }}\n\
             {look}"
        ),
    );
    let front = format!(
        "---\ntitle: Ports and Lanes\nstage: {stage}\ndate: 2024-05-21\n\
         publication_number: \"0412-0624\"\naction_required: Informational\nsubmitted_by: Alex Doe\n---\n\n"
    );
    folder.write("a.md", format!("{front}## Background\n\n{body}\n## Issue\n\nLast words.\n"));
    folder
}

pub(super) fn render(folder: &Folder) -> Parts {
    let run = run_in(folder.path(), &["render", "--to", "docx", "-o", "a.docx"]);
    let path = folder.path().join("a.docx");
    assert!(path.exists(), "{}", run.stderr);
    let parts = parts(&std::fs::read(path).unwrap());
    assert_eq!(faults(&parts), [] as [&str; 0]);
    assert_unique_drawings(&parts);
    parts
}

fn assert_unique_drawings(parts: &Parts) {
    let mut ids = std::collections::BTreeSet::new();
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".xml")) {
        let xml = Document::parse(text).unwrap();
        for id in values(&xml, "docPr", "id") {
            assert!(ids.insert(id.to_owned()), "{name}: the drawing {id} is there twice");
        }
    }
}

pub(super) fn children<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

pub(super) fn style(paragraph: Node<'_, '_>) -> String {
    let style = children(paragraph, "pStyle").next();
    style.and_then(|style| value(style, "val")).unwrap_or_default().to_owned()
}

/// The styles and texts of the paragraphs of a part.
fn lines(parts: &Parts, name: &str) -> Vec<(String, String)> {
    let xml = Document::parse(&parts[name]).unwrap();
    children(xml.root(), "p")
        .map(|node| (style(node), children(node, "t").filter_map(|text| text.text()).collect()))
        .collect()
}

fn body(parts: &Parts) -> Vec<(String, String)> {
    lines(parts, "word/document.xml")
}

/// The part that a section's reference of that kind and type leads to.
fn running<'a>(parts: &'a Parts, section: Node<'_, '_>, kind: &str, applies: &str) -> &'a str {
    let reference = section
        .children()
        .find(|node| node.tag_name().name() == kind && value(*node, "type") == Some(applies))
        .unwrap_or_else(|| panic!("a section has no {applies} {kind}"));
    let relationships = Document::parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    let target = relationships
        .descendants()
        .find(|node| value(*node, "Id") == value(reference, "id"))
        .and_then(|node| value(node, "Target").map(str::to_owned));
    &parts[&format!("word/{}", target.unwrap())]
}

#[test]
fn a_cover_is_a_page_of_its_own_and_the_title_is_repeated() {
    let folder = project("  cover: page\n  accent: \"#5c1049\"\n", "draft", "- Text.\n");
    let parts = render(&folder);
    let lines = body(&parts);
    let title = ("Title".to_owned(), "Ports and Lanes".to_owned());
    assert_eq!(lines.iter().filter(|line| **line == title).count(), 1);
    let repeated = ("RepeatedTitle".to_owned(), "Ports and Lanes".to_owned());
    let at = |line| lines.iter().position(|other| *other == line);
    let kind = at(("Kind".to_owned(), "Regional Paper".to_owned()));
    assert!(kind < at(title) && kind.is_some() && at(repeated).is_some(), "{lines:?}");
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    let sections: Vec<_> = children(xml.root(), "sectPr").collect();
    assert_eq!(sections.len(), 2);
    // The cover has the marking and nothing behind its field; the pages of the text have a watermark.
    let cover = running(&parts, sections[0], "headerReference", "default");
    assert!(cover.contains("DRAFT") && !cover.contains("PowerPlusWaterMarkObject"));
    for applies in ["default", "first"] {
        let header = running(&parts, sections[1], "headerReference", applies);
        assert!(header.contains("id=\"PowerPlusWaterMarkObject"), "{header}");
        assert!(header.contains("string=\"DRAFT\""), "{header}");
    }
    assert!(children(sections[1], "titlePg").next().is_some());
    // The accent of the series is that of its styles.
    let styles = &parts["word/styles.xml"];
    assert!(styles.contains("5C1049") && !styles.contains("162E51") && !styles.contains('{'));
    assert!(parts["word/numbering.xml"].contains("5C1049"));
}

#[test]
fn a_head_has_the_mark_and_each_fact_once() {
    let parts = render(&project("  cover: compact\n", "published", "Text.\n"));
    let text: Vec<String> = body(&parts).into_iter().map(|(_, text)| text).collect();
    for once in ["Trade Committee", "Bureau of Trade", "Regional Paper", "Ports and Lanes"] {
        assert_eq!(text.iter().filter(|line| *line == once).count(), 1, "{once}: {text:?}");
    }
    assert!(text.contains(&"PublicationPub#\u{a0}0412-0624".to_owned()), "{text:?}");
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    assert_eq!(values(&xml, "docPr", "descr"), ["Seal of the bureau"]);
    assert!(!parts.values().any(|part| part.contains("PowerPlusWaterMarkObject")));
}

#[test]
fn without_a_cover_there_is_the_title_alone() {
    let parts = render(&project("  cover: none\n", "withdrawn", "Text.\n"));
    let styles: Vec<String> = body(&parts).into_iter().map(|(style, _)| style).collect();
    assert_eq!(styles[..3], ["MarkingNote", "Title", "Heading1"]);
}

#[test]
fn running_lines_reach_both_margins_on_every_page() {
    let parts = render(&project("  cover: compact\n", "draft", "Text.\n"));
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    let section = children(xml.root(), "sectPr").next().unwrap();
    for applies in ["default", "first"] {
        let footer = running(&parts, section, "footerReference", applies);
        let margin = "<w:ptab w:relativeTo=\"margin\" w:alignment=\"right\"";
        assert!(footer.contains(margin) && footer.contains(">DRAFT<"), "{footer}");
        assert!(footer.contains(">Pub# 0412-0624<"), "{footer}");
    }
    let header = running(&parts, section, "headerReference", "default");
    assert!(header.contains(">Regional Paper<") && header.contains(">Ports and Lanes<"));
    let first = running(&parts, section, "headerReference", "first");
    assert!(!first.contains("Ports and Lanes") && first.contains("DRAFT"));
}

/// Tables of so many columns and rows, one after the other.
fn tables(sizes: &[(usize, usize)]) -> String {
    let mut text = String::new();
    for (columns, rows) in sizes {
        let row = |cell: &str| format!("| {} |\n", vec![cell; *columns].join(" | "));
        let _ = write!(text, "Table: Of {columns} columns\n\n{}", row("Requirement"));
        text.push_str(&row("---"));
        for at in 0..*rows {
            text.push_str(&row(&format!("responsible {at}")));
        }
        text.push_str("\nAfter it.\n\n");
    }
    text
}

#[test]
fn a_table_is_no_wider_than_its_place_and_repeats_its_head() {
    let sizes = [(2, 3), (6, 3), (9, 3), (14, 3), (40, 2), (3, 60)];
    let parts = render(&project("  captions: numbered\n", "published", &tables(&sizes)));
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    let mut widths = Vec::new();
    for table in children(xml.root(), "tbl").skip(1) {
        let number = |name: &'static str, attribute: &str| -> i64 {
            let node = children(table, name).next().unwrap();
            value(node, attribute).unwrap().parse().unwrap()
        };
        let (left, width) = (number("tblInd", "w"), number("tblW", "w"));
        let columns: i64 = children(table, "gridCol")
            .map(|node| value(node, "w").unwrap().parse::<i64>().unwrap())
            .sum();
        assert_eq!(columns, width);
        assert_eq!(children(table, "tblHeader").count(), 1);
        assert_eq!(value(children(table, "tblLayout").next().unwrap(), "type"), Some("fixed"));
        // The page is 612 points wide and 792 turned, with 60 at the right and 174 at the left.
        let section = table
            .next_siblings()
            .flat_map(|node| node.descendants())
            .find(|node| node.tag_name().name() == "sectPr")
            .unwrap();
        let page = children(section, "pgSz").next().unwrap();
        let page: i64 = value(page, "w").unwrap().parse().unwrap();
        assert!(left >= -2280 && left + width <= page - 3480 - 1200, "{left} {width} {page}");
        widths.push((left, page));
    }
    let (text, hanging, turned) = ((0, 12_240), (-2280, 12_240), (-2280, 15_840));
    assert_eq!(widths, [text, hanging, turned, turned, turned, text]);
    let captions: Vec<String> = body(&parts)
        .into_iter()
        .filter(|(style, _)| style.starts_with("TableCaption"))
        .map(|(_, text)| text)
        .collect();
    assert_eq!(captions[..2], ["Table 1. Of 2 columns", "Table 2. Of 6 columns"]);
}

#[test]
fn a_table_of_too_many_columns_is_a_line_for_each_cell() {
    let row = |word: &str| (0..50).map(|at| format!("| {word}{at} ")).collect::<String>() + "|\n";
    let head = row("Responsibility").replace("Responsibility7", "[Link 7](#issue)[^1]");
    let rule = "|---".repeat(50) + "|\n";
    let tables = [
        format!("Table: Wide\n\n{head}{rule}{}{}\nNote: Made up.\n\n", row("One"), row("Two")),
        format!("{}{rule}\n[^1]: Once.\n\n", row("Bare")),
    ];
    let parts = render(&project("", "published", &tables.concat()));
    let body = body(&parts);
    let lines: Vec<&str> = body.iter().map(|(_, text)| text.as_str()).collect();
    for line in ["Wide", "Responsibility49: One49", "Link 7: Two7", "Bare49", "Note: Made up."] {
        assert!(lines.contains(&line), "{line}: {lines:?}");
    }
    assert_eq!(parts["word/footnotes.xml"].matches("Once.").count(), 1);
}

#[test]
fn turned_pages_come_and_go_without_empty_ones() {
    let wide = tables(&[(12, 2)]).replace("After it.\n\n", "");
    for (body, expected) in [
        (format!("Before.\n\n{wide}"), 3),
        (format!("Before.\n\n{wide}{wide}After.\n"), 3),
        (format!("Before.\n\n{wide}### Next\n\n{wide}After.\n"), 3),
        (format!("Before.\n\n{wide}Between.\n\n{wide}After.\n"), 5),
        (format!("### Directly\n\n{wide}"), 3),
    ] {
        let parts = render(&project("  cover: compact\n", "published", &body));
        let xml = Document::parse(&parts["word/document.xml"]).unwrap();
        let sections: Vec<_> = children(xml.root(), "sectPr").collect();
        assert_eq!(sections.len(), expected, "{body}");
        let turned: Vec<bool> = sections
            .iter()
            .map(|node| children(*node, "pgSz").any(|it| value(it, "orient").is_some()))
            .collect();
        let alternating: Vec<bool> = (0..expected).map(|at| at % 2 == 1).collect();
        assert_eq!(turned, alternating, "{body}");
        // Only the first page has a head.
        let heads = sections.iter().filter(|node| children(**node, "titlePg").next().is_some());
        assert_eq!(heads.count(), 1, "{body}");
    }
}

#[test]
fn a_document_may_end_on_a_turned_page() {
    let folder = project("  cover: compact\n", "published", "Text.\n");
    let wide = tables(&[(12, 2)]).replace("After it.\n\n", "");
    let text = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    let text = text.replace("submitted_by: Alex Doe\n", "").replace("date: 2024-05-21\n", "");
    folder.write("a.md", format!("{text}\n{wide}"));
    let parts = render(&folder);
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    let last = children(xml.root(), "pgSz").last().unwrap();
    assert_eq!(value(last, "orient"), Some("landscape"));
}

#[test]
fn rows_have_heads_where_their_first_texts_differ() {
    let table = "| Mode | n |\n|---|--:|\n| Air | 1 |\n| Ocean | 2 |\n\nText.\n\n| a | b |\n|---|---|\n| x | 1 |\n| x | 2 |\n";
    let parts = render(&project("  cover: none\n", "published", table));
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    assert_eq!(values(&xml, "tblLook", "firstColumn"), ["1", "0"]);
    assert_eq!(values(&xml, "tblLook", "firstRow"), ["1", "1"]);
}

#[test]
fn no_paragraph_is_empty_to_make_room() {
    let body = "Text:\n\n- [x] done\n- [ ] open\n\n| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n\n> Quote.\n\n\
                ```\ncode\n```\n\n***\n\n| e |\n|---|\n| f |\n";
    for cover in ["page", "compact", "none"] {
        let parts = render(&project(&format!("  cover: {cover}\n"), "draft", body));
        let xml = Document::parse(&parts["word/document.xml"]).unwrap();
        for paragraph in children(xml.root(), "p") {
            let has_content =
                children(paragraph, "t").next().or(children(paragraph, "drawing").next()).is_some();
            if has_content || style(paragraph) == "HorizontalRule" {
                continue;
            }
            // Word itself needs one after a table that another table or the end follows.
            assert_eq!(style(paragraph), "AfterTable");
            let before = paragraph.prev_sibling_element().unwrap();
            assert_eq!(before.tag_name().name(), "tbl");
        }
    }
}

#[test]
fn tasks_are_marks_of_a_list_on_the_line_of_their_text() {
    let parts = render(&project("  cover: none\n", "published", "- [x] done\n- [ ] open\n"));
    let lines = body(&parts);
    assert!(lines.contains(&("ListBullet".to_owned(), "done".to_owned())), "{lines:?}");
    let numbering = &parts["word/numbering.xml"];
    assert!(numbering.contains("w:val=\"\u{2611}\"") && numbering.contains("w:val=\"\u{2610}\""));
}

#[test]
fn long_code_takes_the_hanging_column() {
    let line = |count: usize| format!("```\n{}\n```\n\n", "x".repeat(count));
    let text = [64, 65, 88, 89].map(line).concat();
    let parts = render(&project("  cover: none\n", "published", &text));
    let styles: Vec<String> = body(&parts)
        .into_iter()
        .map(|(style, _)| style)
        .filter(|style| style.starts_with("SourceCode"))
        .collect();
    assert_eq!(styles, ["SourceCode", "SourceCodeWide", "SourceCodeWide", "SourceCodeSmall"]);
}

#[test]
fn a_reference_that_says_nothing_of_its_page_gets_that_of_the_program() {
    let folder = project("  cover: compact\n", "draft", "Text.\n");
    let reference = render(&folder);
    let document = |section: &str| {
        let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        format!("<w:document xmlns:w=\"{namespace}\"><w:body><w:p/>{section}</w:body></w:document>")
    };
    for section in ["", "<w:sectPr/>", "<w:sectPr><w:pgSz w:w=\"9000\" w:h=\"9000\"/></w:sectPr>"] {
        let mut reference = reference.clone();
        reference.insert("word/document.xml".to_owned(), document(section));
        folder.write("templates/own/reference.docx", file(&reference));
        let parts = render(&folder);
        assert!(parts["word/document.xml"].contains("<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"));
        assert!(parts.iter().any(|(name, text)| name.contains("header") && text.contains("DRAFT")));
    }
}

/// An office that begins with a rendered draft does not print "DRAFT" on all of its papers.
#[test]
fn a_reference_from_a_draft_keeps_its_watermark_to_drafts() {
    let folder = project("  cover: compact\n", "draft", "Text.\n");
    folder.write("templates/own/reference.docx", file(&render(&folder)));
    let has = |parts: &Parts| parts.values().any(|part| part.contains("PowerPlusWaterMarkObject"));
    assert!(has(&render(&folder)));
    let text = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    folder.write("a.md", text.replace("stage: draft", "stage: published"));
    let parts = render(&folder);
    assert!(!has(&parts) && !parts.values().any(|part| part.contains("DRAFT")));
    // The texts of running lines are those of the paper, too.
    assert!(
        parts
            .iter()
            .any(|(name, text)| name.contains("header") && text.contains("Ports and Lanes"))
    );
}
