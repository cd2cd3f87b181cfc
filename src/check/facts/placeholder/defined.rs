//! Words of placeholders that a paper gives a meaning of its own.

use super::brackets::MAX_BRACKETED;
use super::words::LOUD;

/// The acronyms among the words that a text defines: "the temporal key (TK)", "TK (temporal key)".
pub(in crate::check) fn defined(text: &str) -> impl Iterator<Item = &str> {
    let opened = memchr::memchr_iter(b'(', text.as_bytes());
    opened.filter_map(|open| {
        let inner = &text[open + 1..];
        let inner = &inner[..inner[..inner.floor_char_boundary(MAX_BRACKETED)].find(')')?];
        let before = text[..open].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if LOUD.contains(&inner) && is_written_out(inner, before) {
            return Some(inner);
        }
        let is_long_form = LOUD.contains(&word) && is_spelled(word, inner.split_whitespace().rev());
        is_long_form.then_some(word)
    })
}

/// Whether `before` ends with what an acronym stands for, with spaces or hyphens between its words: `tert-butyl alcohol
/// (TBA)`.
fn is_written_out(acronym: &str, before: &str) -> bool {
    let parts = before.split(|c: char| c.is_whitespace() || c == '-').rev();
    is_spelled(acronym, before.split_whitespace().rev()) || is_spelled(acronym, parts)
}

/// Whether the letters of an acronym begin words, which come from the last to the first.
fn is_spelled<'t>(acronym: &str, mut words: impl Iterator<Item = &'t str>) -> bool {
    acronym.chars().rev().all(|letter| {
        let word = words.next().unwrap_or_default();
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(|c: char| c.eq_ignore_ascii_case(&letter))
    })
}
