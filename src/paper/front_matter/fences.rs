//! Where the front matter begins and ends.
//!
//! Authors leave a fence out, indent it, or paste one that a word processor has turned into a dash.
//! Each of these is one problem at its line; the block is then read as it was meant, so that
//! nothing else is reported because of it.

use super::gap::Gap;
use super::{MAX_KEY, Problem, is_word, key_of, lines};
use crate::paper::parts;
use crate::text::characters::{is_dash, is_invisible};
use crate::text::source::{BYTE_ORDER_MARK, Span, Spanned};

/// How many lines of other text may come before a block that is still the front matter.
const MAX_STRAY_LINES: usize = 40;

/// The most words of a key that is one although it has spaces, as in `notes to self:`.
const MAX_KEY_WORDS: usize = 4;

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
    /// A line that begins the first part of an Internet-Draft, and belongs to the body.
    Part,
}

pub(super) fn find(text: &str) -> Block {
    let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let start = skip_stray_lines(text, first);
    let mut problems = Vec::new();
    if let Some(inner) = opening(text, start, &mut problems) {
        problems.extend(stray_line(text, first, start));
        return closing(text, inner, problems);
    }
    let Some(start) = later_fence(text, first) else { return no_block(text, first) };
    let inner = opening(text, start, &mut problems).unwrap_or(start);
    problems.extend(stray_line(text, first, start));
    closing(text, inner, problems)
}

/// The block inside its opening fence, from `inner` on.
fn closing(text: &str, inner: usize, problems: Vec<Problem>) -> Block {
    let mut gap = Gap::default();
    for line in lines(text, inner) {
        // Nearly every line is a field, after which nothing before it matters.
        if begins_with_field(line.value) {
            gap = Gap::default();
            continue;
        }
        if let Some(fence) = closing_fence(line.value) {
            return match (gap.fence, gap.prose) {
                (_, None) => closed(text, inner, line.span, fence, problems),
                // Keys with spaces, down to the fence, are the last fields below an empty line.
                (None, Some(prose))
                    if fence == Fence::Exact && are_fields(text, prose, line.span) =>
                {
                    closed(text, inner, line.span, fence, problems)
                }
                (Some(indented), Some(_)) => closed(text, inner, indented, Fence::Odd, problems),
                (None, Some(prose)) => unclosed(inner, prose, problems),
            };
        }
        if begins_body(text, line, gap.is_after_blank) {
            return match gap.fence {
                Some(fence) => closed(text, inner, fence, Fence::Odd, problems),
                None => unclosed(inner, gap.first().unwrap_or(line.span), problems),
            };
        }
        gap.take(&line, fence(line.value).is_some());
    }
    match (gap.fence, gap.first()) {
        (Some(fence), _) => closed(text, inner, fence, Fence::Odd, problems),
        (None, Some(first)) => unclosed(inner, first, problems),
        (None, None) => never_closed(text, inner, problems),
    }
}

/// Whether a line begins with a key of one word in ASCII, and so is neither a fence nor text of the body.
fn begins_with_field(line: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = line.as_bytes();
    let length = bytes.iter().take_while(|byte| is_part(byte)).count();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && length <= MAX_KEY
        && bytes.get(length) == Some(&b':')
        && bytes.get(length + 1).is_none_or(u8::is_ascii_whitespace)
}

/// Whether each line from `first` to the fence at `end` is one of a field with a value.
fn are_fields(text: &str, first: Span, end: Span) -> bool {
    lines(text, first.start).take_while(|line| line.span.start < end.start).all(|line| {
        key_of(line.value).is_some_and(|key| key.split(' ').count() <= MAX_KEY_WORDS)
            || line.value.starts_with([' ', '\t', '#'])
    })
}

/// The block of the lines at `span`, which a fence follows.
pub(super) fn known(text: &str, span: Span) -> Block {
    let fence = Span::new(span.end, span.end + "---".len());
    closed(text, span.start, fence, Fence::Exact, Vec::new())
}

fn closed(text: &str, inner: usize, line: Span, fence: Fence, mut problems: Vec<Problem>) -> Block {
    if fence == Fence::Odd {
        problems.push(odd_fence(line));
    }
    let next = || lines(text, line.start).nth(1).map_or(text.len(), |next| next.span.start);
    let body = if fence == Fence::Part { line.start } else { next() };
    Block { span: Span::new(inner, line.start), end: line, body, missing: false, problems }
}

/// A block that ends before `line` of the body, since it has no closing fence.
fn unclosed(inner: usize, line: Span, mut problems: Vec<Problem>) -> Block {
    problems.push(Problem::new(
        line,
        "the closing `---` of the front matter is missing before this line",
        "put a line `---` between the last field and the text",
    ));
    Block {
        span: Span::new(inner, line.start),
        end: Span::at(line.start),
        body: line.start,
        missing: false,
        problems,
    }
}

fn never_closed(text: &str, inner: usize, mut problems: Vec<Problem>) -> Block {
    let fence = lines(text, 0).take_while(|line| line.span.start < inner).last();
    problems.push(Problem::new(
        fence.map_or(Span::at(inner), |line| line.span),
        "the front matter that begins here is never closed",
        "put a line `---` below the last field",
    ));
    let end = text.len();
    Block { span: Span::new(inner, end), end: Span::at(end), body: end, missing: false, problems }
}

/// The byte after the opening fence at `start`; none if no front matter begins there.
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
    let inner = next.map_or(text.len(), |next| next.span.start);
    Some(skip_directives(text, inner, problems))
}

/// Skips lines such as `%YAML 1.2`, and the fence that follows them in YAML.
fn skip_directives(text: &str, inner: usize, problems: &mut Vec<Problem>) -> usize {
    let mut at = inner;
    for line in lines(text, inner) {
        let is_directive = line.value.starts_with('%');
        if is_directive && at == inner {
            problems.push(Problem::new(
                line.span,
                "front matter can't have directives such as `%YAML`",
                "delete the line",
            ));
        }
        let is_fence = at > inner && fence(line.value) == Some(Fence::Exact);
        if !is_directive && !is_fence {
            break;
        }
        at = lines(text, line.span.start).nth(1).map_or(text.len(), |next| next.span.start);
        if is_fence {
            break;
        }
    }
    at
}

fn fence(line: &str) -> Option<Fence> {
    // Nearly every line begins with a key.
    if line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if line.trim_end_matches(|c| matches!(c, ' ' | '\t') || is_invisible(c)) == "---" {
        return Some(Fence::Exact);
    }
    let mark = line.trim();
    let is_odd = !mark.is_empty() && (mark.chars().all(is_dash) || mark == "+++");
    (is_odd || line.starts_with("---")).then_some(Fence::Odd)
}

/// A closing fence may also be YAML's own end marker, `...`. A single dash is not a fence but a
/// list item, and an indented line may belong to a value.
fn closing_fence(line: &str) -> Option<Fence> {
    if line.trim_end_matches([' ', '\t']) == "..." {
        return Some(Fence::Exact);
    }
    if parts::name(line).is_some() {
        return Some(Fence::Part);
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
/// section would vanish. One directly between two fields is meant as a comment, and so is one with
/// nothing but comments between it and the closing fence.
fn begins_body(text: &str, line: Spanned<&str>, is_after_blank: bool) -> bool {
    let rest = line.value.trim_start_matches('#');
    let level = line.value.len() - rest.len();
    let is_heading = (2..=6).contains(&level) && rest.starts_with([' ', '\t']);
    let mut below = lines(text, line.span.start).skip(1);
    let is_comment = |line: &str| is_heading && line.starts_with('#');
    let mut is_between_fields = || {
        let next = below.find(|next| !is_comment(next.value));
        !is_after_blank && next.is_some_and(|next| key_of(next.value).is_some_and(is_word))
    };
    let is_last = || {
        let mut below = lines(text, line.span.start).skip(1);
        let next = below.find(|next| !is_comment(next.value) && !next.value.trim().is_empty());
        is_heading && next.is_some_and(|next| fence(next.value) == Some(Fence::Exact))
    };
    (is_heading || line.value.starts_with("**")) && !is_between_fields() && !is_last()
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

/// Skips blank lines, comments and invisible characters before the block.
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
    // An indented fence is odd, but it is still a fence, and begins at the start of its line.
    let line = text[first..at].rfind(['\n', '\r']).map_or(first, |line_end| first + line_end + 1);
    let invisible = text[line..].len() - text[line..].trim_start_matches(is_invisible).len();
    line + invisible
}

/// A block that begins only after other text: below a title, or below lines that are no Markdown. Further down in a paper
/// `---` separates its parts, or is in an example of its code.
fn later_fence(text: &str, first: usize) -> Option<usize> {
    let mut previous: Option<Spanned<&str>> = None;
    let mut is_below_title = false;
    for line in lines(text, first).take(MAX_STRAY_LINES) {
        let is_first_key = key_of(line.value).is_some_and(is_word);
        if let Some(fence_line) = previous
            && is_first_key
            && fence(fence_line.value) == Some(Fence::Exact)
        {
            let has_two =
                || lines(text, line.span.start).take_while(|line| is_field_line(line.value)).nth(1);
            let is_block = has_two().is_some() && closes_before_text(text, line.span.start);
            return is_block.then_some(fence_line.span.start);
        }
        let is_blank = line.value.trim().is_empty();
        if is_markdown(line.value)
            || (is_below_title && !is_blank && fence(line.value) != Some(Fence::Exact))
        {
            return None;
        }
        is_below_title |= line.value.starts_with("# ");
        previous = Some(line);
    }
    None
}

/// Whether a line is Markdown that is not the title of a paper: a heading inside it, code, a list, a table, a quotation.
fn is_markdown(line: &str) -> bool {
    let line = line.trim_start_matches(' ');
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["##", "```", "~~~", "- ", "* ", "+ ", "> ", "|"].iter().any(|mark| line.starts_with(mark))
        || (rest.len() < line.len() && [". ", ") "].iter().any(|mark| rest.starts_with(mark)))
}

fn stray_line(text: &str, first: usize, start: usize) -> Option<Problem> {
    let stray = text.get(first..start).filter(|stray| !stray.chars().all(is_invisible))?;
    let leading = stray.len() - stray.trim_start().len();
    let span = if stray.trim().is_empty() {
        lines(text, start).next()?.span
    } else {
        lines(text, first + leading).next()?.span
    };
    let message = "the front matter has to begin on the first line of the file";
    Some(Problem::new(
        span,
        message,
        "move the text above the opening `---` below the closing one, or delete it",
    ))
}

fn no_block(text: &str, first: usize) -> Block {
    let line = lines(text, first).find(|line| !line.value.trim().is_empty());
    let problem = Problem::new(
        line.map_or(Span::at(first), |line| line.span),
        "the paper has no front matter",
        "begin the file with a line `---`, `key: value` lines for the fields, and another `---`; if it is no \
         paper, list the file under `exclude:` in the settings",
    );
    let place = Span::at(first);
    Block { span: place, end: place, body: first, missing: true, problems: vec![problem] }
}
