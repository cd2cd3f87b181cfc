//! Lines of running text, and headings in comments, that a reader may mistake for headings.

use super::{Lookalike, LookalikeKind};
use crate::text::source::Span;

/// The most `#` marks that a heading can have.
const MAX_LEVEL: usize = 6;

/// Reads the line of a paragraph that begins with `#` at byte `start`.
pub(super) fn in_paragraph(text: &str, start: usize) -> Option<Lookalike> {
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default().trim_end();
    let (level, after) = marks(line);
    let first = after.chars().next().filter(|_| level <= MAX_LEVEL)?;
    let kind = match first {
        ' ' | '\t' => {
            let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
            LookalikeKind::Indented(Span::new(line_start, start))
        }
        space if space.is_whitespace() => {
            let at = start + level;
            LookalikeKind::OddSpace(space, Span::new(at, at + space.len_utf8()))
        }
        _ => LookalikeKind::NoSpace,
    };
    Some(lookalike(line, start, kind))
}

/// The lines of the comment at `span` that would be headings outside it.
pub(super) fn in_comment(text: &str, span: Span) -> impl Iterator<Item = Lookalike> {
    in_lines(text, span, LookalikeKind::Comment(span))
}

/// The lines of `text` at `span` that would be headings if they were not in something of another
/// `kind`.
pub(super) fn in_lines(
    text: &str,
    span: Span,
    kind: LookalikeKind,
) -> impl Iterator<Item = Lookalike> {
    let mut at = span.start;
    text[span.range()].split_inclusive(['\n', '\r']).filter_map(move |line| {
        let line_start = at;
        at += line.len();
        let line = line.trim_end().trim_end_matches("-->").trim_end();
        let inner = line.trim_start().trim_start_matches("<!--").trim_start();
        let (level, after) = marks(inner);
        let is_heading = (1..=MAX_LEVEL).contains(&level) && after.starts_with([' ', '\t']);
        let start = line_start + line.len() - inner.len();
        is_heading.then(|| lookalike(inner, start, kind))
    })
}

fn marks(line: &str) -> (usize, &str) {
    let after = line.trim_start_matches('#');
    (line.len() - after.len(), after)
}

fn lookalike(line: &str, start: usize, kind: LookalikeKind) -> Lookalike {
    let text = marks(line).1.trim().to_owned();
    Lookalike { span: Span::new(start, start + line.len()), text, kind }
}
