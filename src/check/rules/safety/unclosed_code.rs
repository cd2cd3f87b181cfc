use super::swallowed;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Code;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A block of code must be closed with the fence that opened it.
    ///
    /// ## Why
    ///
    /// A fence that is left open makes everything to the end of the paper code, or to the end of the
    /// list item or the quotation that it is in: headings, tables and links are printed as they are
    /// typed. A fence is closed by a line of the same marks, at least as many, with nothing after
    /// them: three backticks don't close four. The rule is from
    /// [CommonMark](https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks use this form:
    ///
    /// ~~~
    /// Number, date, desk
    ///
    /// They opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the fence again on a line of its own where the code ends.
    "unclosed-code", Error => Paper(check)
}

/// Whether a block of code ends with the fence that is its own, and not with that of the next one.
pub(in crate::check::rules) fn is_closed(cx: &PaperContext<'_>, code: &Code) -> bool {
    code.is_closed && !(code.is_fenced && fences(cx, code).1.is_some())
}

/// The fence of a block of code, and the next line that looks like one and is not what closes it.
fn fences<'p>(cx: &PaperContext<'p>, code: &Code) -> (&'p str, Option<Fence>) {
    let source = cx.source(code.span);
    let mark = if source.starts_with('~') { '~' } else { '`' };
    let fence = &source[..source.len() - source.trim_start_matches(mark).len()];
    (fence, next_fence(source, fence).filter(|next| !code.is_closed || next.opens))
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for code in cx.paper.body().code.iter().filter(|code| code.is_fenced) {
        let (fence, next) = fences(cx, code);
        if code.is_closed && next.is_none() {
            continue;
        }
        let opener = Span::new(code.span.start, code.span.start + fence.len());
        let hidden = swallowed::lines(cx, code.span);
        let when =
            if code.is_closed { "not closed before the next one begins" } else { "never closed" };
        let report = out
            .at(opener, format!("the block of code is {when}, so {hidden} printed as code"))
            .help(format!(
                "write {} on a line of its own where the code ends",
                suggest::shown(fence)
            ));
        if let Some(next) = next {
            let span = next.span.shifted(code.span.start);
            report.label(
                span,
                if next.opens { "the next one begins here" } else { "this does not close it" },
            );
        }
    }
}

/// A line in a block of code that looks like a fence.
struct Fence {
    span: Span,
    /// Whether it would open a block, were it not in one.
    opens: bool,
}

/// The first line below the opener that looks like a fence: one that would open a block of the same
/// kind, or a closing one of another.
fn next_fence(source: &str, fence: &str) -> Option<Fence> {
    let mut at = 0;
    let lines = source.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    lines.skip(1).find_map(|(start, line)| {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let mark = inner.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = inner.trim_start_matches(mark);
        let length = inner.len() - info.len();
        let is_closing = info.trim().is_empty();
        let is_alike = fence.starts_with(mark) && length >= fence.len();
        let is_name =
            info.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '_'));
        let opens = is_alike && !is_closing && is_name;
        let start = start + line.len() - inner.len();
        let is_fence = length >= 3 && (opens || is_closing && !is_alike);
        is_fence.then(|| Fence { span: Span::new(start, start + length), opens })
    })
}
