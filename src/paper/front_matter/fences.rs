//! Where the front matter begins and ends.
//!
//! Authors leave a fence out, indent it, or paste one from a word processor that made a dash of it.
//! Each of these is one problem at its line, and the block is then read as it was meant, so that
//! nothing else is reported because of it.

use super::{Problem, key_of, lines};
use crate::source::{BYTE_ORDER_MARK, Span};

/// The block as found in a text.
pub(super) struct Block {
    /// Between the fences.
    pub(super) span: Span,
    /// The closing fence, or the end of the block where it is missing.
    pub(super) end: Span,
    /// Where the body begins.
    pub(super) body: usize,
    /// Whether there is no front matter at all.
    pub(super) missing: bool,
    pub(super) problems: Vec<Problem>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    Exact,
    Odd,
}

pub(super) fn find(text: &str) -> Block {
    let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let start = skip_stray_lines(text, first);
    let mut problems = Vec::new();
    let Some(inner) = opening(text, start, &mut problems) else {
        return no_block(text, first);
    };
    if let Some(stray) = stray_line(text, first, start) {
        problems.insert(0, stray);
    }
    closing(text, inner, problems)
}

/// The block inside its opening fence, from `inner` on.
fn closing(text: &str, inner: usize, mut problems: Vec<Problem>) -> Block {
    for line in lines(text, inner) {
        let span = Span::new(inner, line.span.start);
        if let Some(fence) = closing_fence(line.value) {
            if fence == Fence::Odd {
                problems.push(odd_fence(line.span));
            }
            let body = lines(text, line.span.end).nth(1).map_or(text.len(), |next| next.span.start);
            return Block { span, end: line.span, body, missing: false, problems };
        }
        if begins_body(line.value) {
            problems.push(Problem::new(
                line.span,
                "the closing `---` of the front matter is missing before this line",
                "put a line `---` between the last field and the text",
            ));
            return Block {
                span,
                end: Span::at(line.span.start),
                body: line.span.start,
                missing: false,
                problems,
            };
        }
    }
    let end = end_of_fields(text, inner);
    let fence = lines(text, 0).take_while(|line| line.span.start < inner).last();
    problems.push(Problem::new(
        fence.map_or(Span::at(inner), |line| line.span),
        "the front matter that begins here is never closed",
        "put a line `---` below the last field",
    ));
    Block { span: Span::new(inner, end), end: Span::at(end), body: end, missing: false, problems }
}

/// The byte behind the opening fence at `start`, or nothing if no front matter begins there.
fn opening(text: &str, start: usize, problems: &mut Vec<Problem>) -> Option<usize> {
    let mut following = lines(text, start);
    let line = following.next()?;
    let next = following.next();
    let has_field_below = next.is_some_and(|next| key_of(next.value).is_some());
    match fence(line.value) {
        Some(Fence::Exact) => {}
        Some(Fence::Odd) if has_field_below => problems.push(odd_fence(line.span)),
        None if key_of(line.value).is_some() && closes_before_text(text, start) => {
            problems.push(Problem::new(
                line.span,
                "the opening `---` of the front matter is missing",
                "put a line `---` above the first field",
            ));
            return Some(start);
        }
        _ => return None,
    }
    Some(next.map_or(text.len(), |next| next.span.start))
}

fn fence(line: &str) -> Option<Fence> {
    let trimmed = line.trim_end_matches([' ', '\t']);
    if trimmed == "---" {
        return Some(Fence::Exact);
    }
    let mark = line.trim();
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let is_odd = !mark.is_empty() && (mark.chars().all(is_dash) || mark == "+++");
    is_odd.then_some(Fence::Odd)
}

/// A closing fence may also be YAML's own end mark, `...`. A single dash is no fence but a list item.
fn closing_fence(line: &str) -> Option<Fence> {
    if line.trim_end_matches([' ', '\t']) == "..." {
        return Some(Fence::Exact);
    }
    fence(line).filter(|fence| {
        *fence == Fence::Exact || (!line.starts_with([' ', '\t']) && line.trim() != "-")
    })
}

fn odd_fence(span: Span) -> Problem {
    Problem::new(
        span,
        "a fence of the front matter is exactly three hyphens",
        "write `---`, alone on its line",
    )
}

/// A heading or a bold label at the start of a line. In YAML a heading would be a comment and its
/// section would vanish.
fn begins_body(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    ((2..=6).contains(&level) && rest.starts_with([' ', '\t'])) || line.starts_with("**")
}

/// Whether a fence closes the fields that begin at `start` without one, before any other text.
fn closes_before_text(text: &str, start: usize) -> bool {
    lines(text, start)
        .find(|line| closing_fence(line.value).is_some() || !is_field_line(line.value))
        .is_some_and(|line| closing_fence(line.value).is_some())
}

fn is_field_line(line: &str) -> bool {
    key_of(line).is_some() || line.starts_with([' ', '\t', '#', '-'])
}

/// Where the fields of a block end that nothing closes: at the first blank line with text below.
fn end_of_fields(text: &str, inner: usize) -> usize {
    let mut blank = None;
    for line in lines(text, inner) {
        if line.value.trim().is_empty() {
            blank.get_or_insert(line.span.start);
        } else if !is_field_line(line.value) && blank.is_some() {
            break;
        } else {
            blank = None;
        }
    }
    blank.unwrap_or(text.len())
}

/// Passes over blank lines and comments in front of the block.
fn skip_stray_lines(text: &str, first: usize) -> usize {
    let mut at = first;
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        let Some(end) = trimmed.strip_prefix("<!--").and_then(|inner| inner.find("-->")) else {
            break;
        };
        at += "<!--".len() + end + "-->".len();
    }
    // An indented fence is odd, but it is the fence that begins at the start of its line.
    text[first..at].rfind(['\n', '\r']).map_or(first, |line_end| first + line_end + 1)
}

fn stray_line(text: &str, first: usize, start: usize) -> Option<Problem> {
    let stray = text.get(first..start).filter(|stray| !stray.is_empty())?;
    let end = first + stray.trim_end().len();
    let span = if end > first { Span::new(first, end) } else { lines(text, start).next()?.span };
    let message = "the front matter has to begin on the first line of the file";
    Some(Problem::new(
        span,
        message,
        "move what stands above the opening `---` below the closing one, or delete it",
    ))
}

fn no_block(text: &str, first: usize) -> Block {
    let line = lines(text, first).find(|line| !line.value.trim().is_empty());
    let problem = Problem::new(
        line.map_or(Span::at(first), |line| line.span),
        "the paper has no front matter",
        "begin the file with a line `---`, `key: value` lines for the fields, and another `---`",
    );
    let place = Span::at(first);
    Block { span: place, end: place, body: first, missing: true, problems: vec![problem] }
}
