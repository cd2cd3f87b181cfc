//! Runs of one sign in running text, which may be marks of Markdown that are read as text.

use crate::check::PaperContext;
use crate::paper::body::Prose;
use crate::paper::markdown::is_escaped;

/// A run of one sign in running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether words begin right after it, and end right before it.
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// The runs of `sign` that are text and may be meant as a mark.
pub(super) fn runs(cx: &PaperContext<'_>, prose: &Prose, sign: u8) -> Vec<Run> {
    let text = &prose.text;
    let mut runs = Vec::new();
    let mut end = 0;
    for start in memchr::memchr_iter(sign, text.as_bytes()) {
        if start < end {
            continue;
        }
        end = start + text.as_bytes()[start..].iter().take_while(|byte| **byte == sign).count();
        let span = prose.span_of(start, end);
        let is_text =
            cx.source(span) == &text[start..end] && !is_escaped(cx.paper.file.text(), span.start);
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let in_path =
            |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\' | '.' | '=' | '<' | '>'));
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_inside = is_word(before) && is_word(after);
        // A path, a power, or an apostrophe of another keyboard.
        if !is_text || in_path(before) || in_path(after) && !is_word(before) || is_inside {
            continue;
        }
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let opens = !is_space(after) && (is_space(before) || !is_word(before)) && !is_end(after);
        let closes = !is_space(before);
        runs.push(Run { start, end, opens, closes });
    }
    runs
}

fn is_end(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']'))
}
