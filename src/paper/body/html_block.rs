//! Raw HTML that stands as a block of its own.

use super::{Body, Html, Lookalike, LookalikeKind};
use crate::paper::html::{self, Tag};
use crate::source::Span;

/// Finds the tags and comments of the block at `span`.
///
/// The start tag of a refused element is kept and its end tag is not: one place tells the author.
pub(super) fn read(text: &str, span: Span, body: &mut Body) {
    let mut at = span.start;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..span.end]) {
        let start = at + open;
        let rest = &text[start..span.end];
        let length = length_of_tag(rest);
        let tag = Span::new(start, start + length);
        at = tag.end.max(start + 1);
        match html::parse(&text[tag.range()]) {
            Tag::Comment => {
                body.comments.push(tag);
                commented_headings(text, tag, body);
            }
            Tag::Refused if !is_start(rest) => {}
            parsed => body.html.push(Html { span: tag, tag: parsed, is_paired: true }),
        }
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

/// Keeps the lines of a comment that would be headings outside it.
fn commented_headings(text: &str, comment: Span, body: &mut Body) {
    let mut at = comment.start;
    for line in text[comment.range()].split_inclusive(['\n', '\r']) {
        let trimmed = line.trim_end();
        let inner = trimmed.trim_start_matches('#');
        let level = trimmed.len() - inner.len();
        if (1..=6).contains(&level) && inner.starts_with(' ') {
            let span = Span::new(at, at + trimmed.len());
            body.lookalikes.push(Lookalike {
                span,
                text: inner.trim().to_owned(),
                kind: LookalikeKind::Comment,
            });
        }
        at += line.len();
    }
}
