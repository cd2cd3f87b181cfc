//! A value as it is written, or one of the parts that its separators make.

use crate::text::source::Span;
use crate::yaml::{Node, Style};

/// A value, or one of the parts of a text that is separated into several.
#[derive(Clone, Copy)]
pub(super) struct Part<'p> {
    pub(super) node: &'p Node,
    pub(super) text: &'p str,
    pub(super) span: Span,
}

impl<'p> Part<'p> {
    pub(super) fn whole(node: &'p Node) -> Option<Self> {
        let text = node.scalar()?.text.trim();
        Some(Self { node, text, span: node.span })
    }

    /// Whether a value on one line has spaces or line breaks around its text, as `"2024-05-21\n"` does.
    pub(super) fn has_space_around(&self) -> bool {
        self.node.scalar().is_some_and(|scalar| {
            scalar.style != Style::Block
                && scalar.text.trim().len() < scalar.text.len()
                && scalar.text.trim().len() == self.text.len()
        })
    }
}

/// The parts of a text between separators, each without spaces at its ends. Their places are known where the text stands
/// in the file as it is.
pub(super) fn parts<'p>(node: &'p Node, separator: Option<&str>) -> Vec<Part<'p>> {
    let Some(scalar) = node.scalar() else { return Vec::new() };
    let Some(separator) = separator.filter(|separator| !separator.is_empty()) else {
        return Part::whole(node).into_iter().collect();
    };
    let text = scalar.text.as_str();
    // Quotation marks on both sides, or nothing.
    let around = node.span.end.saturating_sub(node.span.start).checked_sub(text.len());
    let start = match around {
        Some(0) => Some(node.span.start),
        Some(2) if scalar.style == Style::Quoted => Some(node.span.start + 1),
        _ => None,
    };
    let mut at = 0;
    let mut parts = Vec::new();
    for piece in text.split(separator) {
        let inner = piece.trim();
        let first = at + (piece.len() - piece.trim_start().len());
        let span = start.map(|start| Span::new(start + first, start + first + inner.len()));
        parts.push(Part { node, text: inner, span: span.unwrap_or(node.span) });
        at += piece.len() + separator.len();
    }
    parts
}
