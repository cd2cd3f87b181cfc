//! Splitting running text into sentences and words.

use std::ops::Range;

use crate::paper::body::Prose;

/// Abbreviations that are always followed by a word, without their last period.
const NEVER_LAST: [&str; 58] = [
    "ann", "app", "approx", "apps", "art", "arts", "attn", "capt", "cf", "ch", "chap", "col",
    "dept", "div", "dr", "e.g", "ed", "eds", "est", "ext", "fed", "fig", "figs", "ft", "gen",
    "gov", "hon", "i.e", "incl", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "para", "paras",
    "pp", "prof", "pt", "pub", "reg", "regs", "rep", "rev", "sec", "secs", "sen", "sgt", "st",
    "stat", "subpt", "supp", "tel", "viz", "vol", "vs",
];

/// Abbreviations after which only a number shows that the sentence goes on.
const BEFORE_NUMBER: [&str; 6] = ["item", "no", "nos", "p", "par", "v"];

/// Abbreviations that may also end a sentence, as may one with periods inside, `U.S.`.
const MAY_END: [&str; 30] = [
    "al", "apr", "assn", "aug", "ave", "blvd", "bros", "co", "corp", "dec", "etc", "feb", "govt",
    "inc", "intl", "jan", "jr", "jul", "jun", "ltd", "mar", "natl", "nov", "oct", "rd", "sep",
    "sept", "sq", "sr", "univ",
];

/// The longest of these, in bytes.
const MAX_ABBREVIATION: usize = 6;

/// Words that begin a sentence far more often than they are capitalized within one.
const STARTERS: [&str; 74] = [
    "A", "After", "All", "Also", "Although", "An", "And", "Another", "Any", "As", "At", "Because",
    "Before", "Both", "But", "By", "During", "Each", "Either", "Every", "Few", "First", "For",
    "From", "He", "Her", "Here", "His", "How", "However", "I", "If", "In", "It", "Its", "Many",
    "More", "Most", "Much", "Neither", "No", "Not", "On", "Once", "One", "Only", "Or", "Other",
    "Our", "Several", "She", "Since", "So", "Some", "Such", "That", "The", "Their", "Then",
    "There", "These", "They", "This", "Those", "Three", "To", "Two", "Under", "Until", "We",
    "What", "When", "While", "With",
];

/// The sentences of a block, as ranges of its visible text without the spaces around them.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    // A hard line break, as in an address, ends a sentence, too.
    let mut start = 0;
    let lines = text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    });
    lines.flat_map(|(at, line)| {
        Sentences { line, at: 0 }.map(move |range| at + range.start..at + range.end)
    })
}

struct Sentences<'t> {
    line: &'t str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.line.get(self.at..)?;
        let start = self.at + rest.len() - rest.trim_start().len();
        if start == self.line.len() {
            return None;
        }
        let stops = memchr::memchr3_iter(b'.', b'?', b'!', &self.line.as_bytes()[start..]);
        let end = stops
            .map(|stop| start + stop)
            .find_map(|stop| end_at(self.line, start, stop))
            .unwrap_or(start + self.line[start..].trim_end().len());
        self.at = end;
        Some(start..end)
    }
}

/// The end of the sentence from `start`, if the mark at `stop` ends it.
fn end_at(line: &str, start: usize, stop: usize) -> Option<usize> {
    let rest = &line[stop + 1..];
    let is_closer = |c: char| {
        matches!(c, '.' | '!' | '?' | '"' | '\'' | ')' | ']' | '’' | '”' | '»' | Prose::OBJECT)
    };
    let next = rest.trim_start_matches(is_closer);
    let end = line.len() - next.len();
    if next.is_empty() {
        return Some(end);
    }
    if !next.starts_with(char::is_whitespace) {
        return None;
    }
    let next = next.trim_start();
    let word = next.trim_start_matches(['"', '\'', '(', '[', '‘', '“', '«']);
    if word.starts_with(char::is_lowercase) {
        return None;
    }
    let is_full_stop = line.as_bytes().get(stop) == Some(&b'.');
    if is_full_stop && rest.starts_with(char::is_whitespace) && goes_on(&line[start..stop], word) {
        return None;
    }
    Some(end)
}

/// Whether a period between `before` and `next` only marks an abbreviation.
fn goes_on(before: &str, next: &str) -> bool {
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '/' | '—' | '–');
    let word = before.rsplit(is_edge).next().unwrap_or_default();
    let mut small = [0; MAX_ABBREVIATION];
    let small = lowercase(word, &mut small);
    let is_in = |list: &[&str]| {
        small
            .is_some_and(|small| list.binary_search_by(|known| known.as_bytes().cmp(small)).is_ok())
    };
    // The number of a list item, as in `1. Collect the guides`.
    if word.len() == before.len() && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    if is_in(&NEVER_LAST) {
        return true;
    }
    if is_in(&BEFORE_NUMBER) {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    let is_initial = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_dotted = word.contains('.')
        && word
            .split('.')
            .all(|part| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    (is_initial || is_dotted || is_in(&MAY_END)) && !is_starter(next)
}

/// `word` in small letters, if it is not longer than the longest abbreviation.
fn lowercase<'b>(word: &str, buffer: &'b mut [u8; MAX_ABBREVIATION]) -> Option<&'b [u8]> {
    let small = buffer.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    Some(small)
}

fn is_starter(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let rest = text[word.len()..].strip_prefix('.').unwrap_or_default();
    // `Pub. L. No. 116-127`
    let is_number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    !is_number && STARTERS.binary_search(&word).is_ok()
}

/// How many words a text has: what is between spaces and has a letter, a digit or an object.
pub(super) fn count_words(text: &str) -> usize {
    let is_spoken = |c: char| c.is_alphanumeric() || c == Prose::OBJECT;
    text.split_whitespace().filter(|word| word.contains(is_spoken)).count()
}

/// Whether a text may have more than `limit` words, found without looking at them.
pub(super) fn may_exceed(text: &str, limit: usize) -> bool {
    text.len() > 2 * limit
        && memchr::memchr_iter(b' ', text.as_bytes()).count() + text.len() / 20 >= limit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(NEVER_LAST.is_sorted() && MAY_END.is_sorted() && STARTERS.is_sorted());
        assert!(BEFORE_NUMBER.is_sorted());
        let all = [&NEVER_LAST[..], &BEFORE_NUMBER, &MAY_END].concat();
        assert_eq!(all.iter().map(|known| known.len()).max(), Some(MAX_ABBREVIATION));
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        for text in [
            "CBP's U.S. partners, e.g. Mr. Doe and Dr. J. Q. Roe, met at 10 a.m. Eastern vs. noon.",
            "See Pub. L. No. 116-127 and 19 C.F.R. 141.2 or 19 U.S.C. 1307 (as amended).",
            "Acme Inc. pays 3.5 percent, approx. $1.2 million, see Sec. 4 and Fig. 2.",
            "Is it \"done?\" he asked.",
            "1. Collect the guides",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn a_stop_ends_one_even_behind_an_abbreviation() {
        assert_eq!(
            split("It is in the U.S. The rest is not."),
            ["It is in the U.S.", "The rest is not."]
        );
        assert_eq!(
            split("Is it? Yes! No. “Ärger.” (So it is.) Über"),
            ["Is it?", "Yes!", "No.", "“Ärger.”", "(So it is.)", "Über"]
        );
        assert_eq!(
            split("One.\u{fffc} Two…\nThree lines\nFour"),
            ["One.\u{fffc}", "Two…", "Three lines", "Four"]
        );
        assert_eq!(split("  "), Vec::<&str>::new());
    }

    #[test]
    fn dashes_are_no_words() {
        assert_eq!(count_words("two words — and \u{fffc} more & 21st"), 6);
    }
}
