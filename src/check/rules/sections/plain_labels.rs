//! The names of sections in plain type, which open none.

use super::headings;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::series::Section;
use crate::series::outline::Spelling;
use crate::text::finding::Fix;
use crate::text::source::{Span, line_end};
use crate::text::suggest;

/// The longest line that may be a label, in bytes.
const MAX_LABEL: usize = 80;

/// What is between a label and the text after it.
const JOINTS: [&str; 4] = [":", " \u{2013} ", " \u{2014} ", " - "];

/// A line of its own that has the name of the section and nothing that makes it a heading, as pasted from a word
/// processor: `ISSUE:` or `1. Current status`.
pub(super) fn alone(cx: &PaperContext<'_>, rule: usize) -> Option<Span> {
    let is_alone = |prose: &&Prose| {
        matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item)
            && !prose.is_quoted
            && prose.text.len() <= MAX_LABEL
            && cx.series.match_section(&prose.text).is_some_and(|(found, _)| found == rule)
    };
    let prose = cx.paper.body().prose.iter().find(is_alone)?;
    let lines = cx.paper.file.lines();
    let line = lines.line_span(cx.paper.file.text(), lines.line_of(prose.span.start));
    let text = cx.source(line);
    let end = line.start + text.trim_end().len();
    Some(Span::new(end - text.trim().len(), end))
}

/// A label with the text of its section after it: `Issue: Volume has doubled.`
pub(super) struct RunIn {
    /// The label with the mark after it.
    pub(super) span: Span,
    /// From the label to where the text begins.
    whole: Span,
}

/// The paragraph that begins with the name of the section as a label.
pub(super) fn run_in(cx: &PaperContext<'_>, rule: usize) -> Option<RunIn> {
    cx.paper.body().prose.iter().find_map(|prose| {
        let is_open = prose.kind == ProseKind::Paragraph && !prose.is_quoted;
        let (name, joint) = JOINTS.iter().find_map(|joint| {
            let (name, _) = prose.text.split_once(joint).filter(|_| is_open)?;
            (name.len() <= MAX_LABEL).then_some((name, joint))
        })?;
        let (found, spelling) = cx.series.match_section(name)?;
        if found != rule || spelling != Spelling::Plain || !is_at_line_start(cx, prose) {
            return None;
        }
        let end = name.len() + joint.trim_end().len();
        let rest = &prose.text[end..];
        let text = end + rest.len() - rest.trim_start().len();
        let start = prose.span.start;
        let whole = Span::new(start, prose.span_of(text, text + 1).start.max(start));
        let label = cx.source(whole).trim_end().len();
        (text < prose.text.len()).then(|| RunIn { span: Span::new(start, start + label), whole })
    })
}

/// Whether a paragraph is in no list: there are only spaces before it.
fn is_at_line_start(cx: &PaperContext<'_>, prose: &Prose) -> bool {
    let lines = cx.paper.file.lines();
    let line = lines.line_span(cx.paper.file.text(), lines.line_of(prose.span.start));
    cx.source(Span::new(line.start, prose.span.start)).is_empty()
}

impl RunIn {
    /// Reports that the section is missing, and what to do with its label.
    pub(super) fn report(&self, cx: &PaperContext<'_>, section: &Section, out: &mut Sink<'_>) {
        let line = headings::line(section);
        let source = cx.source(self.span);
        let report = out
            .at(
                self.span,
                format!(
                    "the section `{}` is missing: {} is no heading",
                    section.heading,
                    suggest::shown(source)
                ),
            )
            .help(format!("write `{line}`, and the text below it with an empty line between"));
        // Emphasis that ends in the text would be left without its beginning.
        let is_even = |mark: char| source.matches(mark).count().is_multiple_of(2);
        if is_even('*') && is_even('_') && is_even('~') && is_even('[') {
            let new = format!("{line}{}", line_end(cx.paper.file.text()).repeat(2));
            report.fix(Fix::risky(format!("write `{line}`"), self.whole, new));
        }
    }
}
