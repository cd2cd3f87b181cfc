//! Numbers to come, lines to write on, and what programs print in place of a number.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::words::{COUNTED, LOST, NUMBERED};

/// What is in the place of a number, before what it counts.
static DIGITS_TO_COME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("XX "));

/// A line to write on, or a number without digits: `____`, `$XX`, `XX%`.
pub(super) fn to_fill_in(text: &str) -> Option<Range<usize>> {
    let line = memchr::memmem::find(text.as_bytes(), b"____").and_then(|at| {
        let length = text[at..].bytes().take_while(|byte| *byte == b'_').count();
        let in_word = |c: char| c.is_alphanumeric();
        let is_apart = !text[..at].ends_with(in_word) && !text[at + length..].starts_with(in_word);
        is_apart.then_some(at..at + length)
    });
    line.or_else(|| short_line(text))
        .or_else(|| figure(text))
        .or_else(|| counted_unit(text))
        .or_else(|| reference(text))
}

/// `XX percent`, `within XX days`: a number to come, before what it counts.
fn counted_unit(text: &str) -> Option<Range<usize>> {
    DIGITS_TO_COME.find_iter(text.as_bytes()).find_map(|at| {
        let is_apart = !text[..at].ends_with(char::is_alphanumeric);
        let word = text[at + DIGITS_TO_COME.needle().len()..]
            .split(|c: char| !c.is_alphabetic())
            .next()?;
        (is_apart && COUNTED.contains(&word)).then_some(at..at + "XX".len())
    })
}

/// Three lines to write on, after a colon, a currency sign or the beginning of a year.
fn short_line(text: &str) -> Option<Range<usize>> {
    memchr::memmem::find_iter(text.as_bytes(), b"__").find_map(|at| {
        let length = text[at..].bytes().take_while(|byte| *byte == b'_').count();
        let before = text[..at].trim_end_matches(' ');
        let is_year = length == 2 && text[..at].ends_with("20");
        let is_field = length == 3 && before.ends_with([':', '$']);
        let is_apart = !text[at + length..].starts_with(char::is_alphanumeric);
        (is_apart && (is_year || is_field)).then_some(at..at + length)
    })
}

/// A word of `X` with the signs of a number: `$X.X`, `XX%`, `XX/XX/2024`, `FY20XX`.
fn figure(text: &str) -> Option<Range<usize>> {
    let mut end = 0;
    memchr::memchr_iter(b'X', text.as_bytes()).find_map(|at| {
        if at < end {
            return None;
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || "$%.,/-".contains(c);
        let start = text[..at].trim_end_matches(is_part).len();
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        end = start + length;
        let word = text[start..end].trim_end_matches(['.', ',', '-', '/']);
        let digits = word.strip_prefix("FY").unwrap_or(word);
        let is_number = digits.chars().all(|c| c == 'X' || !c.is_ascii_alphabetic());
        let is_year = matches!(digits, "20XX" | "19XX" | "202X");
        let is_date = digits.contains("XX") && digits.matches(['/', '-']).count() == 2;
        let is_amount = digits.starts_with('$')
            || digits.ends_with('%')
            || digits.contains("X.X") && !digits.contains("X.X.");
        (is_number && (is_year || is_date || is_amount)).then_some(start..start + word.len())
    })
}

/// A number to come after what it numbers: `page XX`, `Figure ??`.
fn reference(text: &str) -> Option<Range<usize>> {
    [" XX", " ##", " ??"].iter().find_map(|mark| {
        memchr::memmem::find_iter(text.as_bytes(), mark.as_bytes()).find_map(|at| {
            let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
            let end = at + mark.len();
            let is_apart =
                !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '#' || c == '?');
            let is_numbered = NUMBERED.iter().any(|it| word.eq_ignore_ascii_case(it));
            (is_apart && is_numbered).then_some(at + 1..end)
        })
    })
}

/// What Word or Excel prints where it has lost something.
pub(super) fn lost(text: &str) -> Option<Range<usize>> {
    memchr::memchr3_iter(b'#', b'E', b'[', text.as_bytes()).find_map(|at| {
        let found = LOST.iter().find(|it| text[at..].starts_with(**it))?;
        Some(at..at + found.len())
    })
}
