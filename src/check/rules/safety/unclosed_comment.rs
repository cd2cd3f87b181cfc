use super::swallowed;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::paper::markdown::is_escaped;
use crate::text::characters::is_dash;
use crate::text::finding::Fix;
use crate::text::source::Span;

rule! {
    /// A comment must be closed with `-->`.
    ///
    /// ## Why
    ///
    /// A comment that is left open hides everything to the end of the paper, or to the end of the
    /// next comment: whole sections vanish from the page. One that begins in the middle of a
    /// paragraph and is not closed there is no comment at all and is printed. Only `-->` closes a
    /// comment, not `->` or `--`, and only `<!--` opens one: with a word processor's dash it is text.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014.
    ///
    /// <!-- Robin: or 2015? ->
    ///
    /// They close at five.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write `-->` where the comment ends, or delete the comment. For a comment's marks as text, put
    /// them between backticks.
    "unclosed-comment", Error => Paper(check)
}

const OPENER: &str = "<!--";
const CLOSER: &str = "-->";

/// What is typed for `-->`, by hand or by a word processor; the longest of those that end alike
/// first.
const SLIPS: [&str; 9] =
    ["--!>", "-- >", "->", "\u{2013}>", "\u{2014}>", "--", "\u{2014}", "\u{2013}", "→"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for &span in &cx.paper.body().comments {
        check_comment(cx, span, out);
    }
    let body = cx.source(cx.paper.body_span()).as_bytes();
    let has_opener = memchr::memmem::find(body, b"<!").is_some();
    if !has_opener && memchr::memmem::find(body, CLOSER.as_bytes()).is_none() {
        return;
    }
    for prose in &cx.paper.body().prose {
        check_marks(cx, prose, out);
        let found = memchr::memmem::find_iter(prose.text.as_bytes(), OPENER);
        for at in found {
            let opener = prose.span_of(at, at + OPENER.len());
            let line = Span::new(
                opener.start,
                line_end(cx, opener.start).min(prose.span.end.max(opener.end)),
            );
            if cx.source(opener) != OPENER || is_escaped(cx.paper.file.text(), opener.start) {
                continue;
            }
            let report = out
                .at(opener, "the comment is not closed in its paragraph, so it is printed")
                .help(
                    "write `-->` where it ends, or put it between backticks if it is not a comment",
                );
            if let Some(fix) = fix(cx, line) {
                report.fix(fix);
            }
        }
    }
}

/// Reports the comment at `span` if it has no end, or swallows the beginning of another.
fn check_comment(cx: &PaperContext<'_>, span: Span, out: &mut Sink<'_>) {
    let source = cx.source(span);
    let Some(inner) = source.strip_prefix(OPENER) else { return };
    let opener = Span::new(span.start, span.start + OPENER.len());
    let is_closed = source.contains(CLOSER);
    let next = inner.find(OPENER).map(|at| opener.end + at);
    let when = match next {
        _ if !is_closed => "never closed",
        Some(_) => "not closed before the next one begins",
        None => return,
    };
    let hidden = swallowed::lines(cx, span);
    let message = format!("the comment is {when}, so {hidden} not on the page");
    let mut report = out.at(opener, message).help("write `-->` where it ends, or delete it");
    if let Some(next) = next {
        let next = Span::new(next, next + OPENER.len());
        report = report.label(next, "the next comment begins here");
    }
    // What comes after the first blank line is hardly part of the comment.
    let line = Span::new(span.start, line_end(cx, span.start).min(span.end));
    if let Some(fix) = fix(cx, line) {
        report.fix(fix);
    }
}

/// Reports marks of a comment that are none, so that the comment is printed: `<!-`, `<!—`, and `-->` at the end of a
/// paragraph.
fn check_marks(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let text = &prose.text;
    let is_literal = |span: Span, mark: &str| {
        cx.source(span) == mark && !is_escaped(cx.paper.file.text(), span.start)
    };
    for at in memchr::memmem::find_iter(text.as_bytes(), "<!") {
        let span = prose.span_of(at, at + "<!".len());
        let rest = &text[at + "<!".len()..];
        let is_meant = rest.starts_with(|c: char| c == ' ' || is_dash(c) || c.is_alphabetic());
        if is_meant && !text[at..].starts_with(OPENER) && is_literal(span, "<!") {
            out.at(span, "this opens no comment, so what follows is printed")
                .help("write `<!--` before the comment and `-->` after it, or delete it");
            return;
        }
    }
    let end = text.trim_end().len();
    let Some(before) = text[..end].strip_suffix(CLOSER) else { return };
    let span = prose.span_of(before.len(), end);
    if !before.contains(OPENER) && !before.contains(CLOSER) && is_literal(span, CLOSER) {
        out.at(span, "this closes no comment, so it is printed")
            .help("delete it, or write `<!--` where the comment begins");
    }
}

/// The fix for a comment whose first line ends with something like `-->`. One that ends with `-->` itself has no slip
/// there: the `->` in it would get a hyphen with each fix.
fn fix(cx: &PaperContext<'_>, line: Span) -> Option<Fix> {
    let text = cx.source(line);
    let inner = text.strip_prefix(OPENER)?.trim_end();
    let slip = SLIPS.iter().find(|slip| inner.ends_with(**slip) && !inner.ends_with(CLOSER))?;
    let end = line.start + OPENER.len() + inner.len();
    let span = Span::new(end - slip.len(), end);
    Some(Fix::risky("close the comment: `-->`", span, CLOSER))
}

fn line_end(cx: &PaperContext<'_>, at: usize) -> usize {
    let rest = &cx.paper.file.text()[at..];
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}
