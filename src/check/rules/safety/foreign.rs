//! Markup of another language, and how it is reported.

use crate::check::{PaperContext, Sink};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

/// What Markdown does not know, and what to write in its place.
pub(super) struct Foreign {
    span: Span,
    help: String,
    fix: Option<Fix>,
}

impl Foreign {
    pub(super) fn new(span: Span, help: impl Into<String>) -> Self {
        Self { span, help: help.into(), fix: None }
    }

    pub(super) fn fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }

    pub(super) fn report(self, cx: &PaperContext<'_>, out: &mut Sink<'_>) {
        let shown = suggest::shown(cx.source(self.span));
        let report = out
            .at(self.span, format!("{shown} means nothing in Markdown, so it is printed as it is"))
            .help(self.help);
        if let Some(fix) = self.fix {
            report.fix(fix);
        }
    }
}
