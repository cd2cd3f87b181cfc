//! The raw HTML that a paper may use.
//!
//! Only inline elements that every output format can show are accepted, without attributes but for the
//! language of a `<span>`.
//! Everything else is reported by the rule `raw-html` and printed as literal text, so nothing in a
//! paper can run in a reader's browser.

use crate::text::language;

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
    /// `<span lang="fr">`: text in another language.
    Language,
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

/// How papers treat a piece of raw HTML.
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
    /// A comment, never shown.
    Comment,
    /// Anything else: not accepted.
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
        let name = name.trim_end();
        let is_span = name.eq_ignore_ascii_case("span");
        let closed = if is_span { Some(Element::Language) } else { element(name) };
        return closed.map_or(Tag::Refused, Tag::End);
    }
    let name = inner.strip_suffix('/').unwrap_or(inner).trim_end();
    if name.eq_ignore_ascii_case("br") {
        return Tag::LineBreak;
    }
    if name.eq_ignore_ascii_case("wbr") {
        return Tag::WordBreak;
    }
    if language_of(html).is_some() {
        return Tag::Start(Element::Language);
    }
    element(inner.trim_end()).map_or(Tag::Refused, Tag::Start)
}

/// The language that a tag such as `<span lang="fr">` names, a tag of
/// [BCP 47](https://www.rfc-editor.org/info/bcp47); none if it is another tag or has other attributes.
pub fn language_of(tag: &str) -> Option<&str> {
    written_language(tag).filter(|tag| language::is_tag(tag))
}

/// What a `<span>` with a language alone names as such, which need be none: `<span lang="french">`.
pub fn named_language(tag: &str) -> Option<&str> {
    written_language(tag).filter(|it| !it.contains(['"', '\'', '=', '<']))
}

fn written_language(tag: &str) -> Option<&str> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    let rest = strip_word(inner, "span")?;
    let value = strip_word(rest.trim_start(), "lang")?.trim_start().strip_prefix('=')?.trim();
    let quoted = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    Some(quoted('"').or_else(|| quoted('\'')).unwrap_or(value))
}

/// What follows `word` at the start of `text`, in any case.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    let is_end = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (is_end && start.eq_ignore_ascii_case(word)).then_some(rest)
}

/// The length of the tag or comment that `text` begins with; `None` if it begins with none.
///
/// A tag ends with its `>`, which may not be in quotes. If a tag is not closed before the next one
/// begins, only its name is a tag and the rest is text; an unclosed comment extends to the end.
pub fn length_of_tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    if inner.starts_with("!--") {
        return Some(text.find("-->").map_or(text.len(), |end| end + "-->".len()));
    }
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = match inner.as_bytes() {
        [b'?', ..] | [b'!', b'[' | b'a'..=b'z' | b'A'..=b'Z', ..] => "<!".len(),
        _ if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
            text.len() - name.trim_start_matches(is_name).len()
        }
        _ => return None,
    };
    Some(closing_bracket(text, name_end).unwrap_or(name_end))
}

/// The end of the tag whose attributes begin at byte `at` of `text`.
fn closing_bracket(text: &str, at: usize) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().skip(at) {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The names of all accepted elements, for messages.
pub fn accepted_names() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|(name, _)| *name).chain(["br", "wbr", "span lang=\"…\""])
}

fn element(name: &str) -> Option<Element> {
    ELEMENTS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, element)| *element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_tags_are_accepted_in_any_case_and_spacing() {
        assert_eq!(parse("<sup>"), Tag::Start(Element::Superscript));
        assert_eq!(parse("</SUP >"), Tag::End(Element::Superscript));
        assert_eq!(parse("<br />"), Tag::LineBreak);
        assert_eq!(parse("<wbr>"), Tag::WordBreak);
        assert_eq!(parse("<!-- note -->"), Tag::Comment);
    }

    #[test]
    fn a_span_may_name_a_language_and_nothing_else() {
        for tag in ["<span lang=\"fr\">", "<SPAN LANG='zh-Hans-CN' >", "<span  lang = es-419>"] {
            assert_eq!(parse(tag), Tag::Start(Element::Language), "{tag}");
        }
        assert_eq!(language_of("<span lang='zh-Hans-CN' >"), Some("zh-Hans-CN"));
        assert_eq!(parse("</span>"), Tag::End(Element::Language));
        for tag in [
            "<span>",
            "<span lang=\"\">",
            "<span lang=\"f\">",
            "<span lang=\"fr\" onclick=\"x()\">",
            "<span class=\"a\" lang=\"fr\">",
            "<span language=\"fr\">",
            "<spanlang=\"fr\">",
            "<span lang=\"fr en\">",
            "<span lang=\"fr--x\">",
            "<div lang=\"fr\">",
        ] {
            assert_eq!(parse(tag), Tag::Refused, "{tag}");
        }
    }

    #[test]
    fn a_tag_ends_at_its_bracket_and_an_unclosed_one_with_its_name() {
        for (text, tag) in [
            ("<i title=\">\">b", "<i title=\">\">"),
            ("</b >c", "</b >"),
            ("<!-- > --> c", "<!-- > -->"),
            ("<!-- a <b>", "<!-- a <b>"),
            ("<div and more", "<div"),
            ("<div a='>\nb", "<div"),
            ("<p <b>", "<p"),
            ("<?php a ?> c", "<?php a ?>"),
            ("<![CDATA[a]]> c", "<![CDATA[a]]>"),
            ("<!DOCTYPE html> c", "<!DOCTYPE html>"),
            ("<?php", "<?"),
        ] {
            assert_eq!(length_of_tag(text).map(|end| &text[..end]), Some(tag), "{text}");
        }
        for text in ["< b>", "<3>", "<>", "</ b>", "<", "a", "<é>", "<!>"] {
            assert_eq!(length_of_tag(text), None, "{text}");
        }
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
