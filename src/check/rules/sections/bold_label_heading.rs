use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::after_label;
use crate::series::outline::{Opener, OutlineSection, Spelling};
use crate::series::{Policy, Section};
use crate::text::characters;
use crate::text::finding::Fix;
use crate::text::source::{Span, containing, line_end};

rule! {
    /// A section must open with a real heading, not with bold text.
    ///
    /// ## Why
    ///
    /// Bold text looks like a heading but is not: a screen reader can't jump to it, and it is in no
    /// table of contents. That is failure [F2](https://www.w3.org/WAI/WCAG22/Techniques/failures/F2) of
    /// WCAG 2 success criterion 1.3.1. Older papers were laid out with bold labels; the published pages
    /// are made from headings.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// **Background:** The regional desks opened in 2014.
    ///
    /// **Issue:** Volume has doubled.
    ///
    /// **Current Status:** A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the label as a heading on a line of its own, with a blank line below it.
    "bold-label-heading", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.headings.bold_labels != Policy::Report {
        return;
    }
    for section in cx.outline.sections.iter().filter(|section| section.opener == Opener::Label) {
        let Some(known) = headings::known(cx, section) else { continue };
        let line = headings::line(known);
        let name = characters::shown(&section.text);
        let report = out
            .at(section.heading, format!("bold text is used as a heading: `{name}`"))
            .help(format!("write `{line}` on a line of its own"));
        if let Some(fix) = fix(cx, section, known) {
            report.fix(fix);
        }
    }
}

/// Replaces the label with the heading. None if there are other marks around the label.
fn fix(cx: &PaperContext<'_>, section: &OutlineSection, known: &Section) -> Option<Fix> {
    let label = containing(&cx.paper.body().labels, |label| label.span, section.heading)?;
    if label.paragraph.start != label.span.start {
        return None;
    }
    let after = cx.source(Span::new(label.span.end, label.paragraph.end));
    let text = after_label(after);
    let text =
        text.strip_prefix('\\').filter(|rest| rest.starts_with(['\n', '\r'])).unwrap_or(text);
    let text = text.trim_start();
    let mut line = headings::line(known);
    if label.is_run_in {
        line.push_str(&line_end(cx.paper.file.text()).repeat(2));
    }
    let replaced = Span::new(label.span.start, label.paragraph.end - text.len());
    let title = format!("write `{}`", headings::line(known));
    let is_complete =
        !matches!(&section.spelling, Spelling::Decorated(addition) if !addition.is_empty());
    Some(if is_complete {
        Fix::safe(title, replaced, line)
    } else {
        Fix::risky(title, replaced, line)
    })
}
