use super::super::safety::unclosed_code;
use super::{headings, misspelled, plain_labels};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Lookalike, LookalikeKind};
use crate::series::Section;
use crate::text::characters;
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// Every section that the series requires at the paper's stage must be in the paper.
    ///
    /// ## Why
    ///
    /// Readers look for the same parts in every paper: what led here, what is asked, where it stands.
    /// A paper without one of them can't be published. The `sections` of its series say which
    /// sections a paper needs, and from which stage on.
    ///
    /// Only a real heading opens a section. One in a quotation, a list, a footnote, a comment or a
    /// code block is part of that text.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the heading with its text at the place shown. If the heading is there, move it out of the
    /// quotation, list or comment, or fix its spelling.
    "missing-section", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (rule, section) in missing(cx) {
        report(cx, rule, section, out);
    }
}

/// The sections that the paper must have and doesn't.
fn missing<'p>(cx: &PaperContext<'p>) -> impl Iterator<Item = (usize, &'p Section)> {
    let is_missing = |(rule, section): &(usize, &Section)| {
        cx.need(section.required, &section.when).is_some() && cx.outline.find(*rule).is_none()
    };
    cx.series.sections.iter().enumerate().filter(is_missing)
}

/// Whether a line in `span` is said to be meant as a heading: by this rule or by `malformed-heading`.
pub(super) fn finds_heading_in(cx: &PaperContext<'_>, span: Span) -> bool {
    missing(cx).any(|(rule, _)| {
        let label = plain_labels::alone(cx, rule)
            .or_else(|| plain_labels::run_in(cx, rule).map(|label| label.span));
        let found = lookalike(cx, rule).map(|lookalike| lookalike.span).or(label);
        found.is_some_and(|found| span.contains(found))
    })
}

fn report(cx: &PaperContext<'_>, rule: usize, section: &Section, out: &mut Sink<'_>) {
    let name = &section.heading;
    let line = headings::line(section);
    let lookalike = lookalike(cx, rule);
    if let Some(kind) = lookalike.map(|lookalike| lookalike.kind) {
        if let Some(lookalike) = lookalike.filter(|_| is_malformed(kind)) {
            let message = format!("the section `{name}` is missing: this line is no heading");
            out.at(lookalike.span, message)
                .help(format!("write `{line}`, with an empty line above and below"))
                .told_by("malformed-heading", cx.paper.file.name());
            return;
        }
        if let (Some(container), Some(lookalike)) = (container(kind), lookalike) {
            let message = format!(
                "the section `{name}` is missing: this heading is in a {container} and opens no section"
            );
            out.at(lookalike.span, message)
                .help(format!("move `{line}` and its text out of the {container}"));
            return;
        }
    }
    if let Some(heading) = misspelled::heading_for(cx, rule) {
        let text = characters::shown(&heading.text);
        let message = format!("the section `{name}` is missing; `{text}` looks like a typo for it");
        let report = out.at(heading.heading, message).help(format!("write `{line}`"));
        let fix = Fix::risky(format!("write `{line}`"), heading.heading, line);
        let fix = headings::with_links(cx, fix, &[&heading.text], name);
        if let Some(fix) = fix.filter(|_| headings::heading_of(cx, heading).is_some()) {
            report.fix(fix);
        }
        return;
    }
    if let Some(label) = plain_labels::alone(cx, rule) {
        let text = suggest::shown(cx.source(label));
        out.at(label, format!("the section `{name}` is missing: {text} is no heading"))
            .help(format!("write `{line}`, with an empty line above and below"))
            .fix(Fix::risky(format!("write `{line}`"), label, line));
        return;
    }
    if let Some(label) = plain_labels::run_in(cx, rule) {
        label.report(cx, section, out);
        return;
    }
    let add = format!("add the heading `{line}` with its text here");
    let Some((lookalike, (what, opener, is_closed))) =
        lookalike.and_then(|lookalike| Some((lookalike, hidden_in(cx, lookalike.kind)?)))
    else {
        out.at(place(cx, rule), format!("the section `{name}` is missing")).help(add);
        return;
    };
    let begins =
        format!("{what} that begins on line {}", cx.paper.file.position(opener.start).line + 1);
    let help = if is_closed { add } else { format!("close or delete the {begins}") };
    out.at(
        place(cx, rule),
        format!("the section `{name}` is missing: its heading is in the {begins}"),
    )
    .label(opener, format!("the {what} begins here"))
    .label(lookalike.span, "the heading is here")
    .help(help);
}

/// Whether a comment ends where it should, and not where the next one does.
fn is_closed_comment(comment: &str) -> bool {
    comment.contains("-->") && comment.matches("<!--").count() == 1
}

/// What hides a heading of this kind, where that begins, and whether it ends where it should.
fn hidden_in(cx: &PaperContext<'_>, kind: LookalikeKind) -> Option<(&'static str, Span, bool)> {
    let (what, span, mark, is_closed) = match kind {
        LookalikeKind::Comment(span) => {
            ("comment", span, "<!--".len(), is_closed_comment(cx.source(span)))
        }
        LookalikeKind::Code(span) => {
            let mut code = cx.paper.body().code.iter();
            let code = code.find(|code| code.span == span);
            let is_closed = code.is_some_and(|code| unclosed_code::is_closed(cx, code));
            ("code", span, "```".len(), is_closed)
        }
        LookalikeKind::Html(span) => ("raw HTML", span, 1, false),
        _ => return None,
    };
    Some((what, Span::new(span.start, span.start + mark), is_closed))
}

/// The line that a reader takes for the heading of the section; a visible one goes first.
fn lookalike<'p>(cx: &PaperContext<'p>, rule: usize) -> Option<&'p Lookalike> {
    let is_lookalike = |lookalike: &&Lookalike| {
        cx.series.match_section(&lookalike.text).is_some_and(|(found, _)| found == rule)
    };
    let all = cx.paper.body().lookalikes.iter().filter(is_lookalike);
    all.min_by_key(|lookalike| {
        let kind = lookalike.kind;
        (!is_malformed(kind), container(kind).is_none())
    })
}

fn is_malformed(kind: LookalikeKind) -> bool {
    matches!(
        kind,
        LookalikeKind::NoSpace
            | LookalikeKind::OddSpace(..)
            | LookalikeKind::Indented(_)
            | LookalikeKind::IndentedCode(_)
    )
}

fn container(kind: LookalikeKind) -> Option<&'static str> {
    match kind {
        LookalikeKind::Quote => Some("quotation"),
        LookalikeKind::List => Some("list"),
        LookalikeKind::Note => Some("footnote"),
        _ => None,
    }
}

/// Where the section would go: after the nearest one before it, else before the nearest one after
/// it, else at the end.
fn place(cx: &PaperContext<'_>, rule: usize) -> Span {
    let before = (0..rule).rev().find_map(|before| cx.outline.find(before));
    if let Some(section) = before {
        let is_inside = cx.series.sections[rule].level > cx.series.level_of(section);
        let end = if is_inside { cx.outline.own_end(section) } else { section.content.end };
        let whole = Span::new(section.heading.start, end);
        return Span::at(section.heading.start + cx.source(whole).trim_end().len());
    }
    let after = (rule + 1..cx.series.sections.len()).find_map(|after| cx.outline.find(after));
    if let Some(section) = after {
        return Span::at(section.heading.start);
    }
    let body = cx.paper.body_span();
    Span::at(body.start + cx.source(body).trim_end().len())
}
