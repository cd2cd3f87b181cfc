use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::outline::{Opener, Spelling};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A heading must have the capital letters of the series, where that wants them exactly.
    ///
    /// ## Why
    ///
    /// Programs and links that look for a section look for its heading. A series that says
    /// `headings: { case: exact }` does not take `Test cases` for `Test Cases`.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// headings: { case: exact }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## current status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the heading as the finding has it.
    "heading-case", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if !cx.series.headings.is_exact_case {
        return;
    }
    for section in &cx.outline.sections {
        let Some(known) = headings::known(cx, section) else { continue };
        let text = section.text.trim_end_matches(':').trim_end();
        let names = std::iter::once(&known.heading).chain(&known.aliases);
        let is_decorated = matches!(section.spelling, Spelling::Decorated(_) | Spelling::RunIn(_));
        let same = names.clone().find(|name| name.to_lowercase() == text.to_lowercase());
        let Some(wanted) = same.filter(|wanted| *wanted != text && !is_decorated) else { continue };
        let message = format!("the heading {} must be `{wanted}`", suggest::shown(text));
        let report = out.at(section.heading, message).help(format!("write `{wanted}`"));
        let source = cx.source(section.heading);
        if let (Opener::Heading(_), Some(at)) = (section.opener, source.find(text)) {
            let start = section.heading.start + at;
            let span = Span::new(start, start + text.len());
            let fix = Fix::safe(format!("write `{wanted}`"), span, wanted.clone());
            if let Some(fix) = headings::with_links(cx, fix, &[&section.text], wanted) {
                report.fix(fix);
            }
        }
    }
}
