//! Where the address of a link or a picture is.

use std::ops::Range;

use pulldown_cmark::LinkType;

use crate::text::source::{Span, Spanned};

/// The address inside the link or picture at `span`, whose visible text ends at `inner_end`; all of
/// `span` if the address is elsewhere or left out.
pub(super) fn find(text: &str, link_type: LinkType, span: Span, inner_end: usize) -> Span {
    let found = match link_type {
        LinkType::Autolink | LinkType::Email => Span::new(span.start + 1, span.end - 1),
        LinkType::Inline => inline(text, span, inner_end).unwrap_or_default(),
        _ => span,
    };
    if found.is_empty() { span } else { found }
}

/// The address between `](` and the title or the closing `)`.
fn inline(text: &str, span: Span, inner_end: usize) -> Option<Span> {
    let after = text.get(inner_end..span.end)?;
    let inside = &after[after.find("](")? + 2..];
    let inside = inside.strip_suffix(')')?.trim_start();
    let start = span.end - 1 - inside.len();
    let (start, length) = from_start(inside, start);
    Some(Span::new(start, start + length))
}

/// The addresses of the link reference definitions, `[name]: address`, in the body that begins at
/// byte `start` of `text`, in order; `found` has each address with its line in the body.
pub(super) fn definitions<'a>(
    text: &str,
    start: usize,
    found: impl Iterator<Item = (&'a str, &'a Range<usize>)>,
) -> Vec<Spanned<String>> {
    let mut definitions: Vec<_> = found
        .filter_map(|(url, range)| {
            let span = Span::from(range.clone()).shifted(start);
            Some(Spanned::new(url.to_owned(), defined(text, span)?))
        })
        .collect();
    definitions.sort_by_key(|definition| definition.span);
    definitions
}

/// The address after `]:` in the definition at `span`.
fn defined(text: &str, span: Span) -> Option<Span> {
    let whole = text.get(span.range())?;
    let mut is_escaped = false;
    let colon = whole.bytes().enumerate().find_map(|(at, byte)| {
        let is_end = byte == b']' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end.then_some(at + 1)
    })?;
    let after = whole[colon..].strip_prefix(':')?;
    // On the next line of a quotation its mark comes first.
    let rest = after.trim_start_matches([' ', '\t']);
    let has_break = rest.starts_with(['\n', '\r']);
    let rest = if has_break {
        rest.trim_start_matches(|c: char| c == '>' || c.is_ascii_whitespace())
    } else {
        rest
    };
    let start = span.end - rest.len();
    let (start, length) = from_start(rest, start);
    (length > 0).then(|| Span::new(start, start + length))
}

/// The place and the length in bytes of the address at the beginning of `text`, which is at byte
/// `start`.
fn from_start(text: &str, start: usize) -> (usize, usize) {
    match text.strip_prefix('<') {
        Some(rest) => (start + 1, end_of_bracketed(rest)),
        None => (start, text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}

/// The number of bytes up to the first `>` without a backslash before it.
fn end_of_bracketed(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        if byte == b'>' && !is_escaped {
            return at;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    rest.len()
}
