//! Word documents: the package is complete, what is named exists, and an office's styles are used.

mod direction;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::cli::run_in;
pub use crate::fuzz::package::{Parts, faults, file, parts, value, values};
use crate::support::{Folder, repository};

/// A paper that uses all that a body can hold.
const RICH: &str = include_str!("../../src/render/tests/rich.md");
const FRONT: &str = "---\ntitle: \"Renewals & <desks>\\u0007 ]]>\"\nstage: draft\ndate: 2024-05-21\n\
    publication_number: \"0412-0624\"\naction_required: Informational\n\
    submitted_by: Alex Doe, Office of Field Programs\n---\n\n";

/// Renders the one paper in `folder`.
fn render(folder: &Folder) -> Vec<u8> {
    let run = run_in(folder.path(), &["render", "--to", "docx", "-o", "a.docx"]);
    let path = folder.path().join("a.docx");
    assert!(path.exists(), "{}", run.stderr);
    std::fs::read(path).unwrap()
}

fn rich() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("a.md", format!("{FRONT}## Background\n\n![plan](p.png \"A plan\")\n\n{RICH}"));
    folder.copy(&repository("papers/2024-12/images/response-times.png"), "p.png");
    folder
}

#[test]
fn a_package_is_whole_and_planted_faults_are_seen() {
    let parts = parts(&render(&rich()));
    assert_eq!(faults(&parts), [] as [&str; 0]);
    for (name, from, to) in [
        ("word/styles.xml", "w:styleId=\"BodyText\"", "w:styleId=\"Other\""),
        ("word/_rels/document.xml.rels", "styles.xml", "nothing.xml"),
        ("[Content_Types].xml", "Extension=\"png\"", "Extension=\"gif\""),
        ("word/footnotes.xml", "w:id=\"1\"", "w:id=\"9\""),
    ] {
        let mut planted = parts.clone();
        let text = planted[name].replace(from, to);
        assert_ne!(text, planted[name], "{from} is not in {name}");
        planted.insert(name.to_owned(), text);
        assert!(!faults(&planted).is_empty(), "{from} → {to}");
    }
}

#[test]
fn properties_come_from_the_front_matter() {
    let parts = parts(&render(&rich()));
    let core = &parts["docProps/core.xml"];
    for property in [
        "<dc:title>Renewals &amp; &lt;desks&gt; ]]&gt;</dc:title>",
        "<dc:creator>Alex Doe</dc:creator>",
        "<dc:identifier>0412-0624</dc:identifier>",
        "<dc:language>en-US</dc:language>",
        "<cp:contentStatus>draft</cp:contentStatus>",
    ] {
        assert!(core.contains(property), "{property} in {core}");
    }
    assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"en-US\""));
}

#[test]
fn a_draft_is_marked_in_the_header_and_pages_are_numbered() {
    let parts = parts(&render(&rich()));
    let find = |kind: &str| {
        parts.iter().find(|(name, _)| name.contains(kind) && name.ends_with(".xml")).unwrap().1
    };
    assert!(find("header").contains(">\u{a0}DRAFT\u{a0}</w:t>"));
    assert!(find("footer").contains(">Pub# 0412-0624</w:t>"));
    assert!(find("footer").contains("\" PAGE \"") && find("footer").contains("\" NUMPAGES \""));
}

#[test]
fn pictures_have_a_description_and_their_true_size() {
    let parts = parts(&render(&rich()));
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    assert_eq!(values(&document, "docPr", "descr"), ["plan"]);
    let (width, height) = (values(&document, "extent", "cx"), values(&document, "extent", "cy"));
    let picture = std::fs::read(repository("papers/2024-12/images/response-times.png")).unwrap();
    let picture = issuepaper::assets::picture::Picture::read(picture).unwrap();
    // The text of a Letter page is 378 points wide.
    let expected = picture.width.min(378 * 12_700);
    assert_eq!(width, [expected.to_string()]);
    let ratio = picture.height * expected / picture.width;
    assert!(height[0].parse::<u64>().unwrap().abs_diff(ratio) <= 1);
}

/// The numbers and levels that Word shows for the items of all lists, resolved as it does: ECMA-376
/// part 1, 17.9.
fn numbers(parts: &Parts) -> Vec<(usize, u64)> {
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    let numbering = Document::parse(&parts["word/numbering.xml"]).unwrap();
    let list = |id: &str| {
        let is_it = |node: &Node<'_, '_>| {
            node.tag_name().name() == "num" && value(*node, "numId") == Some(id)
        };
        numbering.descendants().find(is_it).unwrap()
    };
    let child = |node: Node<'_, '_>, name: &str| {
        let found = node.descendants().find(|child| child.tag_name().name() == name);
        found.and_then(|child| value(child, "val").map(str::to_owned))
    };
    let mut counters: BTreeMap<(String, usize), u64> = BTreeMap::new();
    let mut started = BTreeSet::new();
    let mut shown = Vec::new();
    for item in document.descendants().filter(|node| node.tag_name().name() == "numPr") {
        let (id, level) = (child(item, "numId").unwrap(), child(item, "ilvl").unwrap());
        let level: usize = level.parse().unwrap();
        let definition = child(list(&id), "abstractNumId").unwrap();
        // An item restarts all deeper levels of its definition.
        counters.retain(|(other, deeper), _| *other != definition || *deeper <= level);
        let start = child(list(&id), "startOverride").filter(|_| started.insert(id.clone()));
        let counter = counters.entry((definition, level)).or_insert(0);
        *counter = start.map_or(*counter + 1, |start| start.parse().unwrap());
        if child(list(&id), "startOverride").is_some() {
            shown.push((level, *counter));
        }
    }
    shown
}

#[test]
fn lists_are_numbered_as_the_author_wrote_them() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let body = "## Background\n\n1. a\n2. b\n   - c\n     1. d\n     2. e\n   - f\n     1. g\n3. h\n\n   \
                more of h\n4. i\n\n## Issue\n\n1. j\n2. k\n\n## Current Status\n\n5. l\n6. m\n";
    folder.write("a.md", format!("{FRONT}{body}"));
    let parts = parts(&render(&folder));
    let [outer, inner] = [0, 2];
    let expected = [
        (outer, 1),
        (outer, 2),
        (inner, 1),
        (inner, 2),
        (inner, 1),
        (outer, 3),
        (outer, 4),
        (outer, 1),
        (outer, 2),
        (outer, 5),
        (outer, 6),
    ];
    assert_eq!(numbers(&parts), expected);
}

#[test]
fn notes_keep_their_numbers_however_they_are_referred_to() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let body = "## Background\n\nA[^a], b[^b], again[^a], c[^c].\n\n[^a]: First, see[^x].\n\n\
                [^b]: Second.\n\n[^c]: Third.\n\n[^x]: In a note.\n\n[^u]: Unused.\n";
    folder.write("a.md", format!("{FRONT}{body}"));
    let parts = parts(&render(&folder));
    assert_eq!(faults(&parts), [] as [&str; 0]);
    let document = &parts["word/document.xml"];
    assert_eq!(document.matches("<w:footnoteReference ").count(), 3);
    assert_eq!(document.matches("NOTEREF note_1 ").count(), 1);
    assert!(document.contains("Unused.") && document.contains("In a note."));
}

#[test]
fn a_note_has_no_pages_of_its_own_and_no_heading_to_link_to() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let row = |cell: &str| format!("    |{}\n", format!("{cell}|").repeat(8));
    let table = [row("Aaaaaa"), row("---"), row("bbbbb bbbbb bbbbbb")].concat();
    let body = format!(
        "## Background\n\nA[^a] and [there](#in-note).\n\n[^a]: Words.\n\n    ### In note\n\n{table}"
    );
    folder.write("a.md", format!("{FRONT}{body}"));
    let parts = parts(&render(&folder));
    assert_eq!(faults(&parts), [] as [&str; 0]);
    let document = &parts["word/document.xml"];
    assert!(document.contains("there") && !document.contains("<w:hyperlink"), "{document}");
    assert!(!document.contains("landscape"));
    run_in(folder.path(), &["render", "--to", "html", "-o", "a.html"]);
    let page = folder.read("a.html");
    assert!(page.contains("<div class=\"table") && !page.contains("<div class=\"table turned"));
}

#[test]
fn an_office_s_styles_are_used() {
    let folder = rich();
    let mut reference = parts(&render(&folder));
    let mut change = |name: &str, from: &str, to: &str| {
        let text = reference[name].replace(from, to);
        assert_ne!(text, reference[name], "{from} is not in {name}");
        reference.insert(name.to_owned(), text);
    };
    change("word/styles.xml", "162E51", "AA0000");
    change("word/document.xml", "<w:pgSz w:w=\"12240\"", "<w:pgSz w:w=\"10000\"");
    let footer = "word/paper-footer-default.xml";
    change(footer, "Page ", "An office's page ");
    let header = "word/paper-header-default.xml";
    change(header, "<w:rStyle w:val=\"Marking\"/>", "");
    change(header, "DRAFT", "An office's header");
    folder.write("templates/issue-paper/reference.docx", file(&reference));
    let parts = parts(&render(&folder));
    assert_eq!(faults(&parts), [] as [&str; 0]);
    assert!(parts["word/styles.xml"].contains("AA0000"));
    assert!(parts["word/document.xml"].contains("<w:pgSz w:w=\"10000\""));
    assert!(
        parts[footer].contains("An office's page ") && parts[footer].contains(">Pub# 0412-0624<")
    );
    // No page of a draft goes without its marking, whatever the office's header holds.
    assert!(
        parts[header].contains("An office's header")
            && parts[header].contains(">\u{a0}DRAFT\u{a0}</w:t>")
    );
}

#[test]
fn a_reference_that_can_t_be_used_is_an_error_that_says_why() {
    let folder = rich();
    let whole = parts(&render(&folder));
    let without = |name: &str| {
        let mut parts = whole.clone();
        parts.remove(name);
        file(&parts)
    };
    let with = |name: &str, text: &str| {
        let mut parts = whole.clone();
        parts.insert(name.to_owned(), text.to_owned());
        file(&parts)
    };
    let strict = "<w:styles xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>";
    for (reference, reason) in [
        (b"no zip".to_vec(), "is not a Word document"),
        (without("word/styles.xml"), "has no part word/styles.xml"),
        (without("word/document.xml"), "has no part word/document.xml"),
        (with("word/styles.xml", "<w:styles"), "has a broken part word/styles.xml"),
        (with("word/styles.xml", strict), "save it as Word Document"),
        (with("word/large.xml", &" ".repeat(65 * 1024 * 1024)), "unpacks to more than 64 MB"),
        (without("word/paper-footer-default.xml"), "has no part word/paper-footer-default.xml"),
    ] {
        folder.write("templates/issue-paper/reference.docx", reference);
        for command in [&["check"][..], &["render", "--to", "docx"]] {
            let run = run_in(folder.path(), command);
            assert_eq!(run.code, Some(2), "{reason}: {}{}", run.stdout, run.stderr);
            let output = format!("{}{}", run.stdout, run.stderr);
            assert!(output.contains(reason) && output.contains("reference.docx:1:1"), "{output}");
        }
    }
    assert!(!folder.path().join("out").exists());
}
