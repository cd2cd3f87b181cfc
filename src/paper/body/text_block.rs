//! A block of running text while it is being read.

use super::{Label, Piece, Prose, ProseKind, after_label};
use crate::paper::markdown::{Place, small};
use crate::text::signs::{Signs, has_capitals};
use crate::text::source::Span;

/// The block that is being read.
pub(super) struct TextBlock {
    pub(super) prose: Prose,
    /// Level and visible text, if the block is a heading.
    pub(super) heading: Option<(u8, String)>,
    strong: Option<Strong>,
}

/// Bold text at the very start of a block.
struct Strong {
    span: Span,
    text_end: Option<usize>,
}

impl TextBlock {
    pub(super) fn new(kind: ProseKind, span: Span, is_quoted: bool) -> Self {
        // Visible text is hardly ever longer than its source.
        let text = String::with_capacity(span.len());
        let prose = Prose {
            kind,
            span,
            text,
            is_quoted,
            signs: Signs::default(),
            has_capitals: false,
            pieces: Vec::new(),
        };
        Self { prose, heading: None, strong: None }
    }

    /// The block as it was read.
    pub(super) fn finish(mut self) -> Prose {
        self.prose.signs = Signs::of(&self.prose.text);
        self.prose.has_capitals = has_capitals(&self.prose.text);
        self.prose
    }

    /// Adds text that is at `span`.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.push(text, span);
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        }
    }

    /// Adds something other than running text; `visible` is what it adds to a heading.
    pub(super) fn object(&mut self, visible: &str, span: Span) {
        self.push(Prose::OBJECT.encode_utf8(&mut [0; 4]), span);
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(visible);
        }
    }

    fn push(&mut self, text: &str, span: Span) {
        let start = small(self.prose.text.len());
        self.prose.pieces.push(Piece { start, place: Place::new(span) });
        self.prose.text.push_str(text);
        self.extend_to(span);
    }

    /// Extends the block to the end of `span`.
    pub(super) fn extend_to(&mut self, span: Span) {
        self.prose.span.end = self.prose.span.end.max(span.end);
    }

    pub(super) fn start_strong(&mut self, span: Span) {
        if self.prose.text.is_empty() && self.strong.is_none() {
            self.strong = Some(Strong { span, text_end: None });
        }
    }

    pub(super) fn end_strong(&mut self, span: Span) {
        if let Some(strong) = self.strong.as_mut().filter(|strong| strong.span == span) {
            strong.text_end = Some(self.prose.text.len());
        }
    }

    /// The label, if the block begins with bold text that ends in a colon or is the whole block.
    pub(super) fn label(&self, source: &str) -> Option<Label> {
        let strong = self.strong.as_ref()?;
        let (bold, rest) = self.prose.text.split_at(strong.text_end?);
        let text = after_label(rest);
        let is_run_in = !text.trim().is_empty();
        // `**Issue:** text`, `**Issue**: text`, `**Issue** – text`
        let has_mark = bold.trim_end().ends_with(':') || text.len() < rest.trim_start().len();
        (has_mark || !is_run_in).then(|| Label {
            span: strong.span,
            text: bold.replace(Prose::OBJECT, " ").trim().to_owned(),
            paragraph: trim_end(source, self.prose.span),
            is_run_in,
        })
    }
}

/// `span` without the line ends and spaces at its end.
pub(super) fn trim_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + text[span.range()].trim_end().len())
}
