//! The words of what is no text of its own: drawings, charts, diagrams, equations, the heads of pages.

use roxmltree::Node;

use super::archive::parse;
use super::elements::{child, child_value, chosen, local, value};
use super::reader::Reader;

/// The characters of an element, whatever it is.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|node| matches!(local(node), "t" | "delText"));
    texts.filter_map(|node| node.text()).collect()
}

/// The words in `node`, a space between those of different paragraphs and cells. Text that is drawn is among them.
pub(super) fn words_of(node: Node<'_, '_>) -> String {
    let mut words = String::new();
    add_words(node, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_words(node: Node<'_, '_>, out: &mut String) {
    match local(&node) {
        // The values of a chart, and the texts beside them, are in `v`.
        "t" | "delText" if node.first_element_child().is_none() => {
            out.push_str(node.text().unwrap_or_default());
        }
        "v" => out.extend([" ", node.text().unwrap_or_default(), " "]),
        "textpath" => out.extend([" ", value(&node, "string").unwrap_or_default(), " "]),
        "AlternateContent" => {
            if let Some(chosen) = chosen(node) {
                add_words(chosen, out);
            }
        }
        name => {
            if matches!(name, "p" | "tab" | "br" | "cr") {
                out.push(' ');
            }
            node.children().filter(Node::is_element).for_each(|child| add_words(child, out));
        }
    }
}

/// The words that are drawn in `node` and in no text box, which is read as text.
pub(super) fn drawn_words(node: Node<'_, '_>) -> String {
    if local(&node) == "txbxContent" {
        return String::new();
    }
    if let "p" | "textpath" = local(&node) {
        return words_of(node);
    }
    let parts = node.children().filter(Node::is_element);
    let parts = parts.filter_map(|node| match local(&node) {
        "AlternateContent" => chosen(node),
        _ => Some(node),
    });
    let words = parts.map(drawn_words).filter(|words| !words.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// An equation on one line.
pub(super) fn equation(node: Node<'_, '_>) -> String {
    match local(&node) {
        "t" => node.text().unwrap_or_default().to_owned(),
        // A program before 2007, and a revision, may have other text in it.
        "delText" => String::new(),
        name => {
            let parts = node.children().filter(Node::is_element);
            let parts = parts.map(|part| (local(&part), equation(part)));
            let (mut line, mut last) = (String::new(), "");
            for (part, text) in parts.filter(|(_, text)| !text.is_empty()) {
                let is_word = line.ends_with(char::is_alphanumeric)
                    && text.starts_with(char::is_alphanumeric);
                match sign(name, part) {
                    _ if line.is_empty() => {}
                    // A fraction is no part of the word after it.
                    "" if is_word && (last, part) != ("r", "r") => line.push(' '),
                    sign => line.push_str(sign),
                }
                line.push_str(&text);
                last = part;
            }
            match name {
                "d" if !line.is_empty() => {
                    let of = |name, usual| {
                        let properties = child(node, "dPr");
                        properties.and_then(|it| child_value(it, name)).unwrap_or(usual)
                    };
                    format!("{}{line}{}", of("begChr", "("), of("endChr", ")"))
                }
                "rad" => format!("\u{221a}{line}"),
                _ => line,
            }
        }
    }
}

/// What stands before the part `part` of `whole` in an equation on one line.
fn sign(whole: &str, part: &str) -> &'static str {
    match (whole, part) {
        (_, "den") => "/",
        (_, "sup") => "^",
        (_, "sub") => "_",
        ("m", "mr") | ("mr" | "eqArr" | "d" | "rad" | "func" | "nary", "e") => " ",
        _ => "",
    }
}

impl Reader<'_> {
    /// The words in the part that the relationship `id` of the part being read leads to.
    pub(super) fn words_of_part(&self, id: Option<&str>) -> String {
        let reference = id.and_then(|id| self.references.get(id));
        let part = reference.and_then(|reference| reference.part.as_deref());
        part.map(|part| self.words_of_file(part)).unwrap_or_default()
    }

    /// The words in the part `name`; none if nobody can read it.
    pub(super) fn words_of_file(&self, name: &str) -> String {
        let read = self.archive.text(name).and_then(|text| {
            let xml = parse(name, text)?;
            super::elements::check_depth(xml.root_element())?;
            Ok(words_of(xml.root_element()))
        });
        read.unwrap_or_default()
    }
}
