//! Where a paper's text names papers of its series, by label and number.

use crate::paper::body::Body;
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

/// The places in the running text of `body`, in order.
pub(in crate::check) fn in_text(body: &Body, rule: &NumberRule) -> Vec<NamedPaper> {
    let of_block = body.prose.iter().flat_map(|prose| {
        rule.labeled(&prose.text).into_iter().map(|found| {
            let span = prose.span_of(found.label.start, found.number.end);
            NamedPaper {
                span,
                label: prose.span_of(found.label.start, found.label.end),
                number: rule.normalized(&prose.text[found.number]).into_owned(),
                is_linked: any_contains(&body.links, |link| link.span, span),
            }
        })
    });
    of_block.collect()
}
