//! The raw HTML that a paper may use.
//!
//! Only attribute-free inline elements that every output format can show are taken. Everything else
//! is reported by the rule `raw-html` and shown as the text it is, so nothing in a paper can run in a
//! reader's browser.

/// An inline element with a start and an end tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// `<sup>`
    Superscript,
    /// `<sub>`
    Subscript,
    /// `<b>`
    Bold,
    /// `<i>`
    Italic,
    /// `<u>`
    Underline,
    /// `<small>`
    Small,
    /// `<kbd>`
    Keyboard,
}

const ELEMENTS: [(&str, Element); 7] = [
    ("sup", Element::Superscript),
    ("sub", Element::Subscript),
    ("b", Element::Bold),
    ("i", Element::Italic),
    ("u", Element::Underline),
    ("small", Element::Small),
    ("kbd", Element::Keyboard),
];

/// What a piece of raw HTML is to a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// The start of a harmless element.
    Start(Element),
    /// The end of a harmless element.
    End(Element),
    /// `<br>`
    LineBreak,
    /// `<wbr>`
    WordBreak,
    /// A comment, shown nowhere.
    Comment,
    /// Anything else: not taken.
    Refused,
}

/// Reads one piece of inline HTML, for example `<sup>`.
pub fn parse(html: &str) -> Tag {
    if html.starts_with("<!--") {
        return Tag::Comment;
    }
    let Some(inner) = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Tag::Refused;
    };
    if let Some(name) = inner.strip_prefix('/') {
        return element(name.trim_end()).map_or(Tag::Refused, Tag::End);
    }
    let name = inner.strip_suffix('/').unwrap_or(inner).trim_end();
    if name.eq_ignore_ascii_case("br") {
        return Tag::LineBreak;
    }
    if name.eq_ignore_ascii_case("wbr") {
        return Tag::WordBreak;
    }
    element(inner.trim_end()).map_or(Tag::Refused, Tag::Start)
}

/// The names of all elements that are taken, for messages.
pub fn accepted_names() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|(name, _)| *name).chain(["br", "wbr"])
}

fn element(name: &str) -> Option<Element> {
    ELEMENTS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, element)| *element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_tags_are_taken_in_any_case_and_spacing() {
        assert_eq!(parse("<sup>"), Tag::Start(Element::Superscript));
        assert_eq!(parse("</SUP >"), Tag::End(Element::Superscript));
        assert_eq!(parse("<br />"), Tag::LineBreak);
        assert_eq!(parse("<wbr>"), Tag::WordBreak);
        assert_eq!(parse("<!-- note -->"), Tag::Comment);
    }

    #[test]
    fn attributes_and_other_elements_are_refused() {
        for html in [
            "<b onclick=\"x\">",
            "<script>",
            "<a href=\"x\">",
            "<b/>",
            "<?php ?>",
            "<!DOCTYPE html>",
        ] {
            assert_eq!(parse(html), Tag::Refused, "{html}");
        }
    }
}
