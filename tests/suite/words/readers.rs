//! What can be read in a finished document, by readers that don't know how it was made.

use std::io::{Cursor, Read};

use roxmltree::Node;
use scraper::{ElementRef, Html, Selector};

/// Elements of HTML that don't separate words.
const INLINE: [&str; 14] = [
    "a", "code", "del", "em", "img", "kbd", "small", "span", "strong", "sub", "sup", "time", "u",
    "wbr",
];

/// The words of the sections, and of the notes, of a web page.
pub fn html(page: &[u8]) -> [Vec<String>; 2] {
    let page = Html::parse_document(std::str::from_utf8(page).unwrap());
    let is_notes = |element: &ElementRef<'_>| element.attr("class") == Some("notes");
    let mut texts = [String::new(), String::new()];
    for section in page.select(&Selector::parse("article > section").unwrap()) {
        if is_notes(&section) {
            for note in section.select(&Selector::parse("section > ol > li").unwrap()) {
                collect_html(note, &mut texts[1]);
            }
        } else {
            collect_html(section, &mut texts[0]);
        }
    }
    texts.map(|text| super::words(&text))
}

fn collect_html(element: ElementRef<'_>, text: &mut String) {
    let name = element.value().name();
    let is_reference = matches!(element.attr("role"), Some("doc-noteref" | "doc-backlink"));
    // The mark of a task is named, and is no word of the text.
    if is_reference || element.attr("role") == Some("img") {
        return;
    }
    let gap = if INLINE.contains(&name) { "" } else { "\n" };
    text.push_str(gap);
    text.push_str(element.attr("alt").unwrap_or_default());
    for child in element.children() {
        match ElementRef::wrap(child) {
            Some(element) => collect_html(element, text),
            None => text.push_str(child.value().as_text().map_or("", |text| text)),
        }
    }
    text.push_str(gap);
}

/// The parts of a Word file.
fn part(file: &[u8], name: &str) -> Option<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

/// The words of the sections, and of the notes, of a Word document.
pub fn docx(file: &[u8]) -> [Vec<String>; 2] {
    ["word/document.xml", "word/footnotes.xml"].map(|name| {
        let xml = part(file, name).unwrap();
        let xml = roxmltree::Document::parse(&xml).unwrap();
        let mut text = String::new();
        // The text begins at its first heading; a field ends it.
        let mut is_open = name.contains("footnotes");
        for paragraph in xml.descendants().filter(|node| node.tag_name().name() == "p") {
            let style = style_of(paragraph, "pStyle").unwrap_or_default();
            is_open = (is_open || style == "Heading1") && style != "ClosingField";
            if is_open {
                collect_docx(paragraph, &mut text);
                text.push('\n');
            }
        }
        super::words(&text)
    })
}

fn style_of<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let style = node.descendants().find(|node| node.tag_name().name() == name)?;
    style.attributes().find(|attribute| attribute.name() == "val").map(|value| value.value())
}

fn collect_docx(paragraph: Node<'_, '_>, text: &mut String) {
    for run in paragraph.descendants().filter(|node| node.tag_name().name() == "r") {
        if style_of(run, "rStyle") == Some("FootnoteReference") {
            continue;
        }
        for node in run.descendants() {
            match node.tag_name().name() {
                "t" => text.push_str(node.text().unwrap_or_default()),
                "tab" | "br" => text.push(' '),
                "docPr" => text.push_str(node.attribute("descr").unwrap_or_default()),
                _ => {}
            }
        }
    }
}
