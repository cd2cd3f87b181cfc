//! Where a paper's text names papers of its series, by label and number.

use crate::paper::Paper;
use crate::paper::body::Prose;
use crate::series::NumberRule;
use crate::text::source::{Span, any_contains};

/// A place in the text that names a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct NamedPaper {
    /// The label and the number.
    pub(in crate::check) span: Span,
    /// The label alone.
    pub(in crate::check) label: Span,
    /// The number, as the series writes it.
    pub(in crate::check) number: String,
    /// Whether it is in the text of a link.
    pub(in crate::check) is_linked: bool,
}

/// The places in the running text of a paper, in order.
pub(in crate::check) fn in_text(paper: &Paper, rule: &NumberRule) -> Vec<NamedPaper> {
    let links = &paper.body().links;
    let of_block = paper.body().prose.iter().flat_map(|prose| {
        let found = rule.labeled_between(&prose.text, |at| is_after_mark(paper, prose, at));
        found.into_iter().map(|found| {
            let span = prose.span_of(found.label.start, found.number.end);
            NamedPaper {
                span,
                label: prose.span_of(found.label.start, found.label.end),
                number: rule.normalized(&prose.text[found.number]).into_owned(),
                is_linked: any_contains(links, |link| link.span, span),
            }
        })
    });
    of_block.collect()
}

/// Whether a tag, the end of a link or a mark is before a place in the text, as in `EIP-20<sup>2</sup>`. A backslash may
/// be before any character.
fn is_after_mark(paper: &Paper, prose: &Prose, at: usize) -> bool {
    let (before, after) = (prose.span_of(0, at), prose.span_of(at, prose.text.len()));
    let between = Span::new(before.end.min(after.start), after.start);
    !paper.file.slice(between).trim_start_matches('\\').is_empty()
}
