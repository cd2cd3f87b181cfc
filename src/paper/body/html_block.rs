//! Raw HTML that stands as a block of its own.

use super::leaf::Leaf;
use super::{Body, Html, ProseKind, lookalike};
use crate::paper::html::{self, Tag};
use crate::text::source::Span;

/// Finds the tags and comments of the block at `span`. A block of harmless tags alone reads as a
/// paragraph, which is kept as running text.
///
/// The start tag of a refused element is kept and its end tag is not: one place tells the author.
pub(super) fn read(text: &str, span: Span, is_quoted: bool, body: &mut Body) {
    let mut leaf = Leaf::new(ProseKind::Paragraph, span, is_quoted);
    let first = body.html.len();
    let mut is_harmless = true;
    let mut at = span.start;
    while at < span.end {
        let open = memchr::memchr(b'<', &text.as_bytes()[at..span.end]);
        let start = open.map_or(span.end, |open| at + open);
        add_text(text, Span::new(at, start), &mut leaf);
        if start == span.end {
            break;
        }
        let rest = &text[start..span.end];
        let tag = Span::new(start, start + length_of_tag(rest));
        at = tag.end;
        match html::parse(&text[tag.range()]) {
            Tag::Comment => {
                body.comments.push(tag);
                body.lookalikes.extend(lookalike::in_comment(text, tag));
            }
            Tag::Refused if !is_start(rest) => is_harmless = false,
            parsed => {
                is_harmless &= parsed != Tag::Refused;
                add_tag(parsed, tag, &mut leaf, body);
            }
        }
    }
    let has_tags = body.html.len() > first;
    if is_harmless && has_tags && !leaf.prose.text.trim().is_empty() {
        body.prose.push(leaf.prose);
    }
}

/// Adds a tag; a start and its end are marked as a pair unless they cross another pair.
pub(super) fn add_tag(tag: Tag, span: Span, leaf: &mut Leaf, body: &mut Body) {
    let index = body.html.len();
    let is_paired = !matches!(tag, Tag::Start(_) | Tag::End(_));
    body.html.push(Html { span, tag, is_paired });
    match tag {
        Tag::Start(_) => leaf.open.push(index),
        Tag::End(element) => {
            let start = leaf.open.last().copied();
            if let Some(start) = start.filter(|at| body.html[*at].tag == Tag::Start(element)) {
                leaf.open.pop();
                body.html[start].is_paired = true;
                body.html[index].is_paired = true;
            }
        }
        Tag::LineBreak => leaf.text("\n", span),
        Tag::WordBreak | Tag::Comment | Tag::Refused => {}
    }
}

/// Adds the text between two tags, line by line; a line end is a space.
fn add_text(text: &str, span: Span, leaf: &mut Leaf) {
    let mut at = span.start;
    for line in text[span.range()].split_inclusive('\n') {
        let end = at + line.len();
        let visible = line.trim_end_matches(['\n', '\r']);
        let marks = if leaf.prose.is_quoted { &[' ', '>'][..] } else { &[' '] };
        let visible_start =
            end - line.len() + visible.len() - visible.trim_start_matches(marks).len();
        let visible_end = at + visible.len();
        // Blanks in front count only behind a tag on the same line.
        let start = if at == span.start { at } else { visible_start };
        if start < visible_end {
            leaf.text(&text[start..visible_end], Span::new(start, visible_end));
        }
        if visible_end < end {
            leaf.text(" ", Span::new(visible_end, end));
        }
        at = end;
    }
}

fn is_start(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
}

/// The bytes from `<` to the `>` that ends the tag, which may not stand in quotes.
fn length_of_tag(rest: &str) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}
