//! Splitting running text into sentences and words.

use std::ops::Range;

use super::abbreviations::goes_on;
use crate::paper::body::Prose;

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
    if word.starts_with(char::is_lowercase) && !has_inner_capital(word) {
        return None;
    }
    let is_full_stop = line.as_bytes().get(stop) == Some(&b'.');
    if is_full_stop && rest.starts_with(char::is_whitespace) && goes_on(&line[start..stop], word) {
        return None;
    }
    Some(end)
}

/// Whether a word that begins with a small letter has a capital inside, as a name does that may begin a sentence:
/// `eManifest`.
fn has_inner_capital(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.contains(char::is_uppercase)
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
    fn an_abbreviation_ends_no_sentence() {
        for text in [
            "CBP's U.S. partners, e.g. Mr. Doe and Dr. J. Q. Roe, met at 10 a.m. Eastern vs. noon.",
            "See Pub. L. No. 116-127 and 19 C.F.R. 141.2 or 19 U.S.C. 1307 (as amended).",
            "Acme Inc. pays 3.5 percent, approx. $1.2 million, see Sec. 4 and Fig. 2.",
            "Is it \"done?\" he asked.",
            "1. Collect the guides",
            "It closes at 5 p.m. Eastern and at 6 p.m. Monday, and U.S. Treasury bonds fell.",
            "The firm Acme Co. Inc. of Elm Ave. NW pays, says J. R. Doe.",
            "See No. A-12, Docket No. 5, pp. 3-4, and 12 F.4th 345 (9th Cir. 2021).",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn a_stop_ends_one_even_after_an_abbreviation() {
        assert_eq!(
            split("It is in the U.S. The rest is not."),
            ["It is in the U.S.", "The rest is not."]
        );
        for (first, second) in [
            ("The window closes at 5 p.m.", "Filings wait."),
            ("They have no office in the U.S.", "Importers that do file."),
            ("It has boxes for the name, the town, etc.", "Clerks send it back."),
            ("The answer was no.", "Letters wait."),
            ("It was written down there.", "eManifest filings wait."),
            ("The list is in Appendix B.", "Brokers read it."),
            ("We follow plan B.", "Brokers agree."),
            ("He was paid by Acme Inc.", "Robin Roe was not."),
            ("It opens at 9 a.m.", "12 filers came."),
        ] {
            assert_eq!(split(&format!("{first} {second}")), [first, second]);
        }
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
