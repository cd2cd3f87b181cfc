//! Finding phrases of a list in the running text of a paper.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::paper::body::{Body, Prose};
use crate::text::source::{SourceFile, Span};

/// Makes a list of phrases ready; of two that begin at one place the longer is found.
pub(in crate::check) fn finder<'a>(
    phrases: impl IntoIterator<Item = &'a str>,
) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        // Many phrases begin with common letters, so looking ahead for their first bytes only costs.
        .prefilter(false)
        .kind(Some(AhoCorasickKind::DFA))
        .build(phrases)
        .ok()
}

/// How far the rules look around a place. A sentence is shorter, and a paragraph of any length is
/// still read in one pass.
const REACH: usize = 1_000;

/// What stands in front of `at`, as far as it matters.
pub(in crate::check) fn before(text: &str, at: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(REACH))..at]
}

/// What stands from `at` on, as far as it matters.
pub(in crate::check) fn after(text: &str, at: usize) -> &str {
    &text[at..text.floor_char_boundary(at.saturating_add(REACH))]
}

/// A phrase in a block of running text.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Hit<'p> {
    /// The block.
    pub(in crate::check) prose: &'p Prose,
    /// The first byte in the block's text.
    pub(in crate::check) start: usize,
    /// One past the last byte.
    pub(in crate::check) end: usize,
    /// The index of the phrase in its list.
    pub(in crate::check) phrase: usize,
}

/// The phrases in a paper's own words, in order: whole words only, and neither quotations nor web
/// addresses and names of files.
pub(in crate::check) fn hits<'p>(
    body: &'p Body,
    finder: &'p AhoCorasick,
) -> impl Iterator<Item = Hit<'p>> {
    body.prose.iter().filter(|prose| !prose.is_quoted).flat_map(|prose| {
        finder.find_iter(&prose.text).filter_map(|found| {
            let hit = Hit {
                prose,
                start: found.start(),
                end: found.end(),
                phrase: found.pattern().as_usize(),
            };
            (hit.is_whole() && !hit.is_in_address() && !is_in_quotes(hit.before(), hit.after()))
                .then_some(hit)
        })
    })
}

impl<'p> Hit<'p> {
    /// The words as they stand.
    pub(in crate::check) fn text(&self) -> &'p str {
        &self.prose.text[self.start..self.end]
    }

    /// What stands in front of it, as far as it matters.
    pub(in crate::check) fn before(&self) -> &'p str {
        before(&self.prose.text, self.start)
    }

    /// What stands behind it, as far as it matters.
    pub(in crate::check) fn after(&self) -> &'p str {
        after(&self.prose.text, self.end)
    }

    /// The place in the file.
    pub(in crate::check) fn span(&self) -> Span {
        self.prose.span_of(self.start, self.end)
    }

    /// The place in the file if nothing but the words and blanks stand there, so that they can be
    /// replaced without losing bold marks or a footnote.
    pub(in crate::check) fn replaceable(&self, file: &SourceFile) -> Option<Span> {
        let span = self.span();
        file.slice(span).split_whitespace().eq(self.text().split_whitespace()).then_some(span)
    }

    /// `words` with a capital letter if the phrase has one.
    pub(in crate::check) fn cased(&self, words: &str) -> String {
        let mut letters = words.chars();
        match letters.next() {
            Some(first) if self.text().starts_with(char::is_uppercase) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => words.to_owned(),
        }
    }

    fn is_whole(&self) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !self.before().ends_with(is_word) && !self.after().starts_with(is_word)
    }

    fn is_in_address(&self) -> bool {
        let head = self.before().rsplit(char::is_whitespace).next().unwrap_or_default();
        let tail = self.after().split(char::is_whitespace).next().unwrap_or_default();
        let is_name = |c: char| c.is_alphanumeric();
        let has_ending = |text: &str| {
            text.strip_prefix(['.', '@']).is_some_and(|rest| rest.starts_with(is_name))
        };
        head.contains("://") || head.contains("www.") || head.ends_with('@') || has_ending(tail)
    }
}

/// Whether quotation marks open in `before` and close in `after`: then what stands between is somebody
/// else's, or the word itself is meant.
pub(in crate::check) fn is_in_quotes(before: &str, after: &str) -> bool {
    let is_in_straight = before.matches('"').count() % 2 == 1 && after.contains('"');
    let is_in_curly = before.rfind('“').is_some_and(|open| {
        before.rfind('”').is_none_or(|close| close < open) && after.contains('”')
    });
    is_in_straight || is_in_curly
}
