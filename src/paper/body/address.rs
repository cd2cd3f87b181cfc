//! Where the address of a link or a picture stands.

use pulldown_cmark::LinkType;

use crate::source::Span;

/// The address inside the link or picture at `span`, whose visible text ends at `inner_end`; the
/// whole of it where the address stands elsewhere or is left out.
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
    let behind = text.get(inner_end..span.end)?;
    let inside = &behind[behind.find("](")? + 2..];
    let inside = inside.strip_suffix(')')?.trim_start();
    let start = span.end - 1 - inside.len();
    let (start, length) = match inside.strip_prefix('<') {
        Some(rest) => (start + 1, end_of_bracketed(rest)),
        None => (start, inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len())),
    };
    Some(Span::new(start, start + length))
}

/// The bytes up to the first `>` without a backslash in front.
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
