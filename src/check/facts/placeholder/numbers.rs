//! Numbers to come, lines to write on, and what programs print in place of a number.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::words::{
    BEFORE_COUNT, BEFORE_SIGN, COUNTED, LOST, MAYBE_ROMAN, NUMBERED, ROMAN, SINGLE, TARIFF,
};
use crate::paper::fields::MONTHS;

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
        .or_else(|| day(text))
        .or_else(|| reference(text))
}

/// `XX percent`, `within XX days`: a number to come, before what it counts.
fn counted_unit(text: &str) -> Option<Range<usize>> {
    DIGITS_TO_COME.find_iter(text.as_bytes()).find_map(|at| {
        let is_apart = !text[..at].ends_with(char::is_alphanumeric);
        let word = text[at + DIGITS_TO_COME.needle().len()..]
            .split(|c: char| !c.is_alphabetic())
            .next()?;
        let before = text[..at].trim_end().rsplit(char::is_whitespace).next()?;
        let are_things = word.len() > 3
            && word.ends_with('s')
            && word.starts_with(char::is_lowercase)
            && BEFORE_COUNT.contains(&before);
        (is_apart && (COUNTED.contains(&word) || are_things)).then_some(at..at + "XX".len())
    })
}

/// `June XX`, `XX June`: the number of a day to come.
fn day(text: &str) -> Option<Range<usize>> {
    memchr::memmem::find_iter(text.as_bytes(), b"XX").find_map(|at| {
        let (before, after) = (&text[..at], &text[at + "XX".len()..]);
        let is_word = |c: char| c.is_alphanumeric();
        let is_apart = !before.ends_with(is_word) && !after.starts_with(is_word);
        let last = before.strip_suffix(' ')?.rsplit(|c| !is_word(c)).next()?;
        let next = after.strip_prefix(' ').and_then(|it| it.split(|c| !is_word(c)).next());
        let is_day = MONTHS.contains(&last) || next.is_some_and(|next| MONTHS.contains(&next));
        (is_apart && is_day).then_some(at..at + "XX".len())
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
        // `XXX-XX-1234` hides the number of a person.
        let is_date = digits.contains("XX")
            && digits.matches(['/', '-']).count() == 2
            && !digits.starts_with("XXX-XX-");
        let is_amount = digits.starts_with('$') && !is_formula(&text[start..])
            || digits.ends_with('%')
            || digits.contains("X.X") && !digits.contains("X.X.");
        (is_number && (is_year || is_date || is_amount)).then_some(start..start + word.len())
    })
}

/// Whether a `$` at the start of a text opens a formula, as in `$X$` or `$X_1 + 2$`.
fn is_formula(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('$') else { return false };
    let Some((inner, after)) = inner.split_once('$') else { return false };
    let is_apart = |c: char| c.is_alphanumeric();
    !inner.is_empty()
        && !inner.starts_with(char::is_whitespace)
        && !inner.ends_with(char::is_whitespace)
        && !after.starts_with(is_apart)
}

/// A number to come after what it numbers: `page XX`, `Figure ??`, `Section [ ]`, `page __`.
fn reference(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let number = |start: usize| {
        let (before, mark) = (text[..start].strip_suffix(' ')?, &text[start..]);
        let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
        let noun = *NUMBERED.iter().find(|it| word.eq_ignore_ascii_case(it))?;
        let length = length_of_mark(mark)?;
        let is_meant = match &mark[..length] {
            "X" => SINGLE.contains(&noun) && !may_be_roman(text, noun),
            "#" => {
                let before = before[..before.len() - word.len()].trim_end();
                let last = before.rsplit(' ').next().unwrap_or_default();
                BEFORE_SIGN.iter().any(|it| last.eq_ignore_ascii_case(it))
            }
            "XX" | "XXX" => {
                let is_maybe_roman = MAYBE_ROMAN.contains(&noun) && may_be_roman(text, noun);
                !ROMAN.contains(&noun) && !is_maybe_roman
            }
            _ => true,
        };
        is_meant.then_some(start..start + length)
    };
    let first = memchr::memchr3_iter(b'X', b'#', b'?', bytes).find_map(number);
    let other = memchr::memchr2_iter(b'_', b'[', bytes).find_map(number);
    first.into_iter().chain(other).min_by_key(|found| found.start)
}

/// The length of what is in the place of a number, at the start of a text.
fn length_of_mark(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('[') {
        let inner = &inner[..inner.find(']')?];
        let is_mark = !inner.is_empty()
            && inner.len() < 6
            && inner.chars().all(|c| matches!(c, 'X' | '#' | '?' | '_' | ' '));
        return is_mark.then_some(inner.len() + "[]".len());
    }
    let is_part = |c: char| matches!(c, 'X' | '#' | '?' | '_' | '-' | '.');
    let run = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
    let run = run.trim_end_matches(['.', '-']);
    let is_made_of = |sign: char| run.chars().all(|c| c == sign);
    let after = text[run.len()..].trim_start_matches(['-', '.']);
    let ends_here = !after.starts_with(|c: char| c.is_alphanumeric());
    let is_number = run.starts_with('X')
        && run.chars().all(|c| matches!(c, 'X' | '-' | '.'))
        && run.split(['-', '.']).all(|part| !part.is_empty());
    let are_signs = ['?', '_'].iter().any(|sign| run.len() > 1 && is_made_of(*sign));
    // `Table # 5` has its number.
    let is_sign = !run.is_empty()
        && is_made_of('#')
        && !text[run.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    (ends_here && (is_number || are_signs || is_sign)).then_some(run.len())
}

/// Whether `X` after this noun may be a Roman number: the text is about a tariff, has another Roman number after the
/// noun, or one after a noun that always has such.
fn may_be_roman(text: &str, noun: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let pairs = std::iter::from_fn(|| words.next().map(|word| (word, words.peek().copied())));
    let has_other = pairs.filter_map(|(word, next)| Some((word, next?))).any(|(word, next)| {
        let is = |noun: &&str| word.trim_end_matches('s').eq_ignore_ascii_case(noun);
        let number = next.trim_matches(|c: char| !c.is_alphanumeric());
        let is_x = number.bytes().all(|byte| byte == b'X');
        let is_roman = !number.is_empty()
            && number.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C'));
        is_roman && (is(&noun) && !is_x || ROMAN.iter().any(is))
    });
    has_other || TARIFF.iter().any(|word| text.contains(word))
}

/// What Word or Excel prints where it has lost something.
pub(super) fn lost(text: &str) -> Option<Range<usize>> {
    memchr::memchr3_iter(b'#', b'E', b'[', text.as_bytes()).find_map(|at| {
        let found = LOST.iter().find(|it| text[at..].starts_with(**it))?;
        Some(at..at + found.len())
    })
}
