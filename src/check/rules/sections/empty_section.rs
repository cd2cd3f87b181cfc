use super::{empty_heading, headings};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::outline::{Opener, OutlineSection};
use crate::text::characters;
use crate::text::source::any_within;

rule! {
    /// A section must have some text.
    ///
    /// ## Why
    ///
    /// An empty section is printed as a heading with nothing below it, and readers can't tell whether
    /// there is nothing to say or the text was lost. Comments are not printed, so they don't count;
    /// nor do headings without text below them.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## Issue
    ///
    /// <!-- to be written -->
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the section. If there is nothing to report, say so in a sentence. Delete the heading if
    /// the series doesn't require the section.
    "empty-section", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for section in &cx.outline.sections {
        if is_title(cx, section) || is_part(cx, section) || !section.is_empty(cx.paper) {
            continue;
        }
        let body = &cx.paper.body();
        let has_headings = any_within(&body.headings, |sub| sub.span, section.content);
        let has_comment = any_within(&body.comments, |comment| *comment, section.content);
        let name = characters::shown(&section.text);
        let message = match (has_headings, has_comment) {
            (true, _) => format!("the section `{name}` has headings but no text"),
            (false, true) => format!("the section `{name}` has a comment but no text"),
            (false, false) => format!("the section `{name}` is empty"),
        };
        let rule = section.rule.and_then(|rule| cx.series.sections.get(rule));
        let is_needed = rule.is_some_and(|rule| rule.required.holds_at(cx.values.stage));
        let help = if is_needed {
            "write its text; if there is nothing to report, say so in a sentence"
        } else {
            "write its text or delete the heading"
        };
        let report = out.at(section.heading, message).help(help);
        // A heading without text is the first thing to correct.
        if headings::heading_of(cx, section).is_some_and(|it| empty_heading::is_empty(cx, it)) {
            report.told_by("empty-heading", cx.paper.file.name());
        }
    }
}

/// The line that begins a part of an Internet-Draft that has sections: they stand beside it.
fn is_part(cx: &PaperContext<'_>, section: &OutlineSection) -> bool {
    ["--- middle", "--- back"].contains(&cx.source(section.heading).trim_end())
}

/// A heading above the sections, which `heading-level` reports.
fn is_title(cx: &PaperContext<'_>, section: &OutlineSection) -> bool {
    let level = cx.series.headings.level;
    section.rule.is_none() && matches!(section.opener, Opener::Heading(own) if own < level)
}
