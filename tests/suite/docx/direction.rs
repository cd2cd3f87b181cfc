//! Which way the text of a Word document runs.

use roxmltree::{Document, Node};

use super::page::{children, project, render, style};
use super::{Parts, value};

const HEBREW: &str = "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e2}\u{5d5}\u{5dc}\u{5dd}";

/// The document of a paper in that language.
fn rendered(lang: &str, body: &str) -> Parts {
    let folder = project("", "draft", body);
    let paper = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    folder.write("a.md", paper.replacen("---\n", &format!("---\nlang: {lang}\n"), 1));
    render(&folder)
}

fn body() -> String {
    format!(
        "{HEBREW}\n\nEnglish.\n\n> {HEBREW}\n\n> English.\n\n- {HEBREW}\n\n```\ncode\n```\n\n\
         | {HEBREW} | {HEBREW} |\n|---|---|\n| {HEBREW} | 1 |\n"
    )
}

/// What a paragraph says of its direction, if anything.
fn bidi<'a>(paragraph: Node<'a, '_>) -> Option<&'a str> {
    let bidi = children(paragraph, "bidi").next()?;
    Some(value(bidi, "val").unwrap_or("1"))
}

/// The styles of the paragraphs that begin with `text`, and what these say of their direction.
fn paragraphs(parts: &Parts, text: &str) -> Vec<(String, Option<String>)> {
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    let found = children(xml.root(), "p").filter(|node| {
        let texts: String = children(*node, "t").filter_map(|text| text.text()).collect();
        texts.starts_with(text)
    });
    found.map(|node| (style(node), bidi(node).map(str::to_owned))).collect()
}

fn pairs(found: &[(String, Option<String>)]) -> Vec<(&str, Option<&str>)> {
    found.iter().map(|(style, bidi)| (style.as_str(), bidi.as_deref())).collect()
}

#[test]
fn a_document_from_right_to_left_is_mirrored() {
    let parts = rendered("he", &body());
    let xml = Document::parse(&parts["word/document.xml"]).unwrap();
    for section in children(xml.root(), "sectPr") {
        assert_eq!(bidi(section), Some("1"));
        let margins = children(section, "pgMar").next().unwrap();
        let margin = |name| value(margins, name).unwrap().parse::<u32>().unwrap();
        assert!(margin("right") > margin("left"));
    }
    let own = Some("1");
    assert_eq!(
        pairs(&paragraphs(&parts, "\u{5e9}"))[..3],
        [("BodyText", own), ("QuoteRighttoLeft", own), ("ListBullet", own)]
    );
    assert_eq!(
        pairs(&paragraphs(&parts, "English")),
        [("BodyText", Some("0")), ("Quote", Some("0"))]
    );
    assert_eq!(pairs(&paragraphs(&parts, "code")), [("SourceCode", Some("0"))]);
    // What reaches into the hanging column is on its side, whatever its language.
    assert_eq!(pairs(&paragraphs(&parts, "Background")), [("Heading1", own)]);
    assert_eq!(children(xml.root(), "bidiVisual").count(), 1);
    // Running lines follow from the usual style.
    let styles = Document::parse(&parts["word/styles.xml"]).unwrap();
    let normal =
        children(styles.root(), "style").find(|it| value(*it, "styleId") == Some("Normal"));
    assert_eq!(bidi(normal.unwrap()), own);
}

#[test]
fn a_quotation_has_its_bar_where_its_lines_begin() {
    let parts = rendered("en-US", &body());
    let own = Some("1");
    assert_eq!(
        pairs(&paragraphs(&parts, "\u{5e9}"))[..3],
        [("BodyText", own), ("QuoteRighttoLeft", own), ("ListBullet", own)]
    );
    assert_eq!(pairs(&paragraphs(&parts, "English")), [("BodyText", None), ("Quote", None)]);
    let styles = Document::parse(&parts["word/styles.xml"]).unwrap();
    let sides = |id: &str| -> Vec<String> {
        let style = children(styles.root(), "style").find(|it| value(*it, "styleId") == Some(id));
        let bar = children(style.unwrap(), "pBdr").next().unwrap();
        bar.children().map(|side| side.tag_name().name().to_owned()).collect()
    };
    assert_eq!([sides("Quote"), sides("QuoteRighttoLeft")], [["left"], ["right"]]);
}
