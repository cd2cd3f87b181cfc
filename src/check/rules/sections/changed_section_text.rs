use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::finding::Fix;
use crate::text::source::{Span, line_end};
use crate::text::suggest;

rule! {
    /// A section whose text is the same in every paper must have that text.
    ///
    /// ## Why
    ///
    /// A license or a notice holds as it is worded. A series gives the words of such a section under `text`.
    /// Line breaks and the number of spaces don't matter.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// sections:
    ///   - { id: license, heading: License, text: This paper is in the public domain. }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## License
    ///
    /// This paper is public domain.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text as the finding has it; `issuepaper check --fix --unsafe` does it.
    "changed-section-text", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (rule, section) in cx.series.sections.iter().enumerate() {
        let (Some(wanted), Some(found)) = (&section.text, cx.outline.find(rule)) else { continue };
        let written = cx.source(found.content);
        if written.split_whitespace().eq(wanted.split_whitespace()) {
            continue;
        }
        let start = found.content.start + written.len() - written.trim_start().len();
        let end = start + written.trim().len();
        let span = Span::new(start, end.max(start));
        let message = format!("the text of the section `{}` was changed", section.heading);
        let help = format!("write {}", suggest::shown(wanted.trim()));
        if span.is_empty() {
            // `empty-section` reports it.
            continue;
        }
        let end = line_end(cx.paper.file.text());
        let text = wanted.trim().replace('\n', end);
        out.at(span, message).help(help).fix(Fix::risky(
            "write the text of the series",
            span,
            text,
        ));
    }
}
