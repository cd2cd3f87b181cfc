use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::paper::body::{Lookalike, LookalikeKind};
use crate::series::Section;
use crate::text::characters;
use crate::text::finding::Fix;
use crate::text::source::Span;

rule! {
    /// A heading must be at the start of its line and have a plain space after its `#` marks.
    ///
    /// ## Why
    ///
    /// Without the space, or with a no-break space pasted from a word processor, the line is ordinary
    /// text. It is printed with its marks, and the section it should open is missing. The same goes
    /// for a line that is indented by four spaces or more: it continues the paragraph above or is a block of
    /// code. The rule is from
    /// [CommonMark](https://spec.commonmark.org/0.31.2/#atx-headings).
    ///
    /// A word right after a single mark, such as `#renewals` or `#2`, is left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ##Issue
    ///
    /// Volume has doubled.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Type one plain space after the marks: `## Issue`. If the line is not a heading, put a
    /// backslash before the first mark.
    "malformed-heading", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for lookalike in &cx.paper.body().lookalikes {
        if is_swallowed(lookalike.kind) {
            continue; // It is text there, and `missing-section` says so.
        }
        let section = cx.series.match_section(&lookalike.text).map(|(rule, _)| rule);
        let marks = marks_of(cx, lookalike);
        let is_letter = lookalike.text.starts_with(char::is_alphanumeric);
        if section.is_none() && !(marks.len() > 1 && is_letter && is_alone(lookalike)) {
            continue;
        }
        let name = section.and_then(|rule| cx.series.sections.get(rule));
        let is_missing = section.is_some_and(|rule| cx.outline.find(rule).is_none());
        let effect = match name.filter(|_| is_missing) {
            Some(name) => format!("so the section `{}` is missing", name.heading),
            None => "so this is not a heading".to_owned(),
        };
        let line = characters::shown(cx.source(lookalike.span));
        let help = name.map_or_else(
            || {
                format!(
                    "write `{marks} {}`, or `\\{line}` if it is not a heading",
                    characters::shown(&lookalike.text)
                )
            },
            |name| help_for_section(cx, name, is_missing),
        );
        let level = usize::from(cx.series.headings.level);
        // Anything else would be one section too many.
        let is_sure = match section {
            Some(_) => is_missing && marks.len() == level,
            None => marks.len() > level,
        };
        let text = cx.paper.file.text();
        let Some((report, fix)) = reported(text, lookalike, marks, &effect, &help, out) else {
            continue;
        };
        if section.is_none() || is_missing {
            report.fix(Fix { safe: fix.safe && is_sure, ..fix });
        }
    }
}

/// A section that is there already would be there twice.
fn help_for_section(cx: &PaperContext<'_>, section: &Section, is_missing: bool) -> String {
    if is_missing {
        return format!("write `{}`", headings::line(section));
    }
    let below = headings::marks(cx.series.headings.level + 1);
    let name = &section.heading;
    format!(
        "the section `{name}` is there: move the text to it and delete this line, or write `{below} {name}`"
    )
}

/// Reports the line; returns the report and the fix for it. None for one that is text where it is.
fn reported<'s>(
    text: &str,
    lookalike: &Lookalike,
    marks: &str,
    effect: &str,
    help: &str,
    out: &'s mut Sink<'_>,
) -> Option<(Report<'s>, Fix)> {
    let found = match lookalike.kind {
        LookalikeKind::NoSpace => {
            let after = Span::at(lookalike.span.start + marks.len());
            let report = out
                .at(lookalike.span, format!("there is no space after the `{marks}`, {effect}"))
                .help(help);
            (report, Fix::safe("put a space after the marks", after, " "))
        }
        LookalikeKind::OddSpace(space, span) => {
            let space = characters::describe(space);
            let report = out
                .at(span, format!("there is a {space} after the `{marks}`, {effect}"))
                .help(format!("type a plain space in its place: {help}"));
            (report, Fix::safe("put a plain space in its place", span, " "))
        }
        LookalikeKind::Indented(span) => {
            let message = format!("the line continues the paragraph above, {effect}");
            let report = out
                .at(lookalike.span, message)
                .label(span, "because of the spaces before it")
                .help(format!("delete the spaces before it: {help}"));
            (report, Fix::safe("delete the spaces", span, ""))
        }
        LookalikeKind::IndentedCode(_) => {
            let indentation = indentation(text, lookalike.span.start);
            let message = format!("the line is indented so far that it is code, {effect}");
            let report = out
                .at(lookalike.span, message)
                .label(indentation, "because of the spaces before it")
                .help(format!("delete the spaces before it: {help}"));
            // What is below may have been meant as code.
            (report, Fix::risky("delete the spaces", indentation, ""))
        }
        LookalikeKind::Comment(_)
        | LookalikeKind::Code(_)
        | LookalikeKind::Html(_)
        | LookalikeKind::Quote
        | LookalikeKind::List
        | LookalikeKind::Note => return None,
    };
    Some(found)
}

const fn is_swallowed(kind: LookalikeKind) -> bool {
    matches!(kind, LookalikeKind::Comment(_) | LookalikeKind::Code(_) | LookalikeKind::Html(_))
}

/// Whether the line is not the first of a longer block of code, such as a script with a comment.
const fn is_alone(lookalike: &Lookalike) -> bool {
    match lookalike.kind {
        LookalikeKind::IndentedCode(block) => block.end == lookalike.span.end,
        _ => true,
    }
}

/// The spaces before byte `at` of `text` on its line.
fn indentation(text: &str, at: usize) -> Span {
    let line = &text[..at];
    Span::new(line.trim_end_matches([' ', '\t']).len(), at)
}

fn marks_of<'p>(cx: &PaperContext<'p>, lookalike: &Lookalike) -> &'p str {
    let line = cx.source(lookalike.span);
    &line[..line.len() - line.trim_start_matches('#').len()]
}
