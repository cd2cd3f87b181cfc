//! Formulas of TeX, which Markdown prints as they are typed.

use std::ops::Range;

use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::paper::markdown::is_escaped;
use crate::text::source::{Span, any_contains};
use crate::text::suggest;

/// The longest formula, in bytes.
const MAX_LENGTH: usize = 400;

/// Reports the first formula in a block of text.
pub(super) fn report(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let Some(found) = in_dollars(cx, prose).or_else(|| in_backslashes(cx, prose.span)) else {
        return;
    };
    let shown = suggest::shown(cx.source(found));
    out.at(found, format!("{shown} is TeX, which Markdown prints as it is typed")).help(
        "write the formula in plain characters, such as `a = b² × 3`, or show it as a picture; code goes between \
         backticks",
    );
}

/// `$$a = b$$` and `$a^2$`.
fn in_dollars(cx: &PaperContext<'_>, prose: &Prose) -> Option<Span> {
    let text = &prose.text;
    let mut last: Option<Range<usize>> = None;
    let mut end = 0;
    for start in memchr::memchr_iter(b'$', text.as_bytes()) {
        if start < end {
            continue;
        }
        end = start + text.as_bytes()[start..].iter().take_while(|byte| **byte == b'$').count();
        if is_escaped(cx.paper.file.text(), prose.span_of(start, end).start) {
            continue;
        }
        let opener = last.replace(start..end).filter(|it| it.len() == end - start);
        let Some(opener) = opener.filter(|it| start - it.end < MAX_LENGTH) else { continue };
        let inner = cx.source(prose.span_of(opener.end, start));
        let is_formula = match opener.len() {
            1 => is_inline(inner) && !text[end..].starts_with(|c: char| c.is_ascii_digit()),
            2 => is_display(inner),
            _ => false,
        };
        if is_formula {
            return Some(prose.span_of(opener.start, end));
        }
    }
    None
}

/// Whether this is a formula between two dollar signs; it may also be the text between two prices.
fn is_inline(inner: &str) -> bool {
    let is_apart = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
    let is_letter = inner.len() == 1 && inner.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_compared = inner.starts_with(|c: char| c.is_ascii_alphabetic())
        && inner.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
        && [" = ", " < ", " > ", " + "].iter().any(|sign| inner.contains(sign));
    !inner.is_empty() && !is_apart && (is_letter || is_compared || has_tex(inner))
}

/// Whether this is a formula between pairs of dollar signs; they are also the signs of a class of prices.
fn is_display(inner: &str) -> bool {
    let is_alone = inner.starts_with(['\n', '\r']) && inner.ends_with(['\n', '\r', ' ', '>']);
    !inner.trim().is_empty() && (is_alone || has_tex(inner) || inner.contains(['=', '+', '<', '>']))
}

/// Whether a text has a command, an exponent or an index of TeX.
fn has_tex(text: &str) -> bool {
    let after = |at: usize| text.as_bytes().get(at + 1).copied().unwrap_or_default();
    let has_command = memchr::memchr_iter(b'\\', text.as_bytes())
        .any(|at| after(at).is_ascii_alphabetic() && after(at + 1).is_ascii_alphabetic());
    let has_index = memchr::memchr_iter(b'_', text.as_bytes()).any(|at| {
        let word = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric()).next();
        after(at) == b'{'
            || word.is_some_and(|word| word.len() == 1)
                && after(at).is_ascii_alphanumeric()
                && !after(at + 1).is_ascii_alphabetic()
    });
    has_command || has_index || text.contains('^')
}

/// `\(a^2\)`, `\[a^2\]` and `\begin{align}`.
fn in_backslashes(cx: &PaperContext<'_>, span: Span) -> Option<Span> {
    let text = cx.paper.file.text();
    let source = cx.source(span);
    let is_code = |at: usize| {
        let place = Span::at(span.start + at);
        any_contains(&cx.paper.body().inline_code, |code| *code, place)
    };
    memchr::memchr_iter(b'\\', source.as_bytes()).find_map(|at| {
        let rest = &source[at..];
        let rest = &rest[..rest.floor_char_boundary(MAX_LENGTH)];
        let close = match rest.as_bytes().get(1)? {
            b'(' => "\\)",
            b'[' => "\\]",
            b'b' if rest.starts_with("\\begin{") => "}",
            _ => return None,
        };
        let length = rest.find(close)?;
        let is_formula =
            close == "}" || has_tex(&rest[2..length]) || rest[2..length].contains(" = ");
        let found = Span::new(span.start + at, span.start + at + length + close.len());
        (is_formula && !is_escaped(text, found.start) && !is_code(at)).then_some(found)
    })
}
