#![expect(clippy::invisible_characters, reason = "the example on the rule's page has one")]

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::characters::{describe, has_use, is_invisible, turns_direction};
use crate::text::finding::Fix;
use crate::text::source::{BYTE_ORDER_MARK, Span};

rule! {
    /// A paper must not have invisible characters where they have no use.
    ///
    /// ## Why
    ///
    /// A zero-width space or a soft hyphen, pasted from a web page, makes a number or a heading a
    /// different word to every program, while a person sees nothing wrong. A character that changes
    /// the direction of text can make a page show something other than the source. Joiners inside an
    /// emoji or in scripts that need them are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks open​ed in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the character. If it can't be found, delete the word around it and type it again.
    "invisible-character", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let text = cx.paper.file.text();
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    // Without an early exit the inner loop is vectorized.
    let may_hold = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | may_begin(*byte));
    if !text.as_bytes()[start..].chunks(256).any(may_hold) {
        return;
    }
    let mut last: Option<(char, Span)> = None;
    for (at, c) in text[start..].char_indices().filter(|(_, c)| is_invisible(*c)) {
        let span = Span::new(start + at, start + at + c.len_utf8());
        if has_use(&text[..span.start], c, &text[span.end..]) {
            continue;
        }
        match &mut last {
            Some((same, run)) if *same == c && run.end == span.start => run.end = span.end,
            _ => {
                report(cx, last.replace((c, span)), out);
            }
        }
    }
    report(cx, last, out);
}

fn report(cx: &PaperContext<'_>, run: Option<(char, Span)>, out: &mut Sink<'_>) {
    let Some((c, span)) = run else { return };
    // A control character that makes an entry unreadable is reported with that entry.
    if cx.paper.front.problems.iter().any(|problem| problem.span.contains(span)) {
        return;
    }
    let title = "delete the character";
    let fix =
        if turns_direction(c) { Fix::risky(title, span, "") } else { Fix::safe(title, span, "") };
    out.at(span, format!("there is an invisible character here: a {}", describe(c)))
        .help("delete it; type the word again if it can't be found")
        .fix(fix);
}

/// Whether an invisible character may begin with this byte of UTF-8.
fn may_begin(byte: u8) -> bool {
    byte >= 0x7f || (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t'))
}
