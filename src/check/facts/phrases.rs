//! Finding the phrases that rules look for in the running text of a paper.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{
    AhoCorasick, AhoCorasickKind, Anchored, Input, StartKind, automaton::OverlappingState,
};

use crate::paper::body::{Body, Prose};
use crate::text::source::{SourceFile, Span};

/// What one rule looks for.
#[derive(Debug)]
pub(in crate::check) struct PhraseList<'n> {
    /// The name of the rule.
    pub(in crate::check) rule: &'static str,
    /// The phrases.
    pub(in crate::check) phrases: Vec<&'n str>,
}

/// Finds the phrases of several rules in one pass.
#[derive(Debug, Default)]
pub(in crate::check) struct PhraseFinder {
    /// Finds phrases that begin at a given place. None where no rule looks for any.
    automaton: Option<AhoCorasick>,
    /// The rules, by name.
    rules: Vec<&'static str>,
    /// What each pattern of the automaton is: the rule's index, and the phrase's in the rule's list.
    patterns: Vec<(usize, usize)>,
    /// How phrases begin.
    heads: Heads,
}

impl PhraseFinder {
    /// Makes the phrases of `lists` ready.
    pub(in crate::check) fn new(lists: Vec<PhraseList<'_>>) -> Self {
        let mut finder = Self::default();
        let mut phrases = Vec::new();
        for list in lists {
            finder.patterns.extend((0..list.phrases.len()).map(|at| (finder.rules.len(), at)));
            for phrase in &list.phrases {
                finder.heads.add(phrase);
            }
            phrases.extend(list.phrases);
            finder.rules.push(list.rule);
        }
        if !phrases.is_empty() {
            // Few words begin a phrase, so an automaton that is made fast is better than one that is fast.
            let mut builder = AhoCorasick::builder();
            builder.ascii_case_insensitive(true).prefilter(false);
            builder.start_kind(StartKind::Anchored).kind(Some(AhoCorasickKind::NoncontiguousNFA));
            finder.automaton = builder.build(phrases).ok();
        }
        finder
    }

    /// The index of the rule `name` in what [`hits`](Self::hits) returns.
    pub(in crate::check) fn index_of(&self, name: &str) -> Option<usize> {
        self.rules.iter().position(|known| *known == name)
    }

    /// The phrases in a paper's own words, by rule and in order: whole words only, and neither quotations nor
    /// web addresses and names of files. Of two phrases of a rule that begin at one place the longer is found,
    /// and none that begins inside another.
    pub(in crate::check) fn hits<'p>(&self, body: &'p Body) -> Vec<Vec<Hit<'p>>> {
        let mut hits = vec![Vec::new(); self.rules.len()];
        let Some(automaton) = &self.automaton else { return hits };
        let mut found: Vec<(usize, Hit<'_>)> = Vec::new();
        for prose in body.prose.iter().filter(|prose| !prose.is_quoted) {
            found.clear();
            for start in self.heads.find(&prose.text) {
                let input = Input::new(&prose.text).range(start..).anchored(Anchored::Yes);
                let mut state = OverlappingState::start();
                let all = std::iter::from_fn(|| {
                    automaton.try_find_overlapping(input.clone(), &mut state).ok()?;
                    state.get_match()
                });
                let phrases = all.filter(|found| found.start() == start);
                found.extend(phrases.filter_map(|found| {
                    let (rule, phrase) = *self.patterns.get(found.pattern().as_usize())?;
                    Some((rule, Hit { prose, start, end: found.end(), phrase }))
                }));
            }
            found.sort_unstable_by_key(|(rule, hit)| {
                (*rule, hit.start, Reverse(hit.end), hit.phrase)
            });
            let (mut of, mut end) = (0, 0);
            for (rule, hit) in &found {
                if *rule != of {
                    (of, end) = (*rule, 0);
                }
                if hit.start < end {
                    continue;
                }
                end = hit.end;
                if hit.is_whole()
                    && !hit.is_in_address()
                    && !is_in_quotes(hit.before(), hit.after())
                {
                    hits[of].push(*hit);
                }
            }
        }
        hits
    }
}

/// What is looked at of a byte: which letter it is, in any case, a figure, `-` or `_`, a part of a character beyond ASCII;
/// or none of these, so that no word of ASCII goes on with it. A table takes fewer steps than to compare.
const KINDS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        table[byte as usize] = match byte {
            b'A'..=b'Z' | b'a'..=b'z' => 1 + (byte | 0x20) - b'a',
            b'0'..=b'9' => 27,
            b'-' | b'_' => 28,
            _ => NONE,
        };
        byte += 1;
    }
    table
};

/// The kind of a byte that is no part of a word.
const NONE: u8 = 0;

/// The kind of a byte of a character beyond ASCII, which may be a part of a word.
const OTHER: u8 = 29;

/// How phrases begin: which groups of [`LENGTH`](Groups::LENGTH) bytes come first, and which next. To look at these alone
/// passes over nearly all words of a text.
#[derive(Debug, Default)]
struct Heads {
    first: Groups,
    next: Groups,
    /// The phrases that have no more than one group.
    short: Groups,
}

impl Heads {
    fn add(&mut self, phrase: &str) {
        let bytes = phrase.as_bytes();
        match bytes.split_at_checked(Groups::LENGTH) {
            Some((_, next)) if !next.is_empty() => {
                self.first.add(bytes);
                self.next.add(next);
            }
            _ => self.short.add(bytes),
        }
    }

    /// Where words begin in `text` that a phrase may begin with.
    fn find(&self, text: &str) -> impl Iterator<Item = usize> {
        let bytes = text.as_bytes();
        let mut next = 0;
        // A word may begin wherever no ASCII character of a word is before: after this byte, or after the one that ends
        // this word.
        let words = std::iter::from_fn(move || {
            let rest = bytes.get(next..).filter(|rest| !rest.is_empty())?;
            let in_word = |byte: &&u8| !matches!(KINDS[usize::from(**byte)], NONE | OTHER);
            let length = rest.iter().take_while(in_word).count();
            let at = next;
            next += length + 1;
            Some((at, length))
        });
        let found = words.filter(|(at, length)| {
            let rest = &bytes[*at..];
            let next = rest.get(Groups::LENGTH..).unwrap_or_default();
            // A short phrase is no part of a longer word.
            let is_short = *length <= Groups::LENGTH && self.short.has(rest);
            is_short || self.first.has(rest) && self.next.has(next)
        });
        found.map(|(at, _)| at).filter(|at| text.is_char_boundary(*at))
    }
}

/// A set of groups of bytes, one bit for each.
#[derive(Debug)]
struct Groups(Vec<u64>);

impl Default for Groups {
    fn default() -> Self {
        Self(vec![0; 1 << (Self::LENGTH * Self::BITS - Self::WORD)])
    }
}

impl Groups {
    /// How many bytes are in a group.
    const LENGTH: usize = 3;
    /// How many bits the [kind](KINDS) of a byte has.
    const BITS: usize = 5;
    /// How many bits of an index find the bit in its word.
    const WORD: usize = 6;

    fn add(&mut self, bytes: &[u8]) {
        let missing = Self::LENGTH.saturating_sub(bytes.len()) * Self::BITS;
        // What follows a short phrase may be anything.
        let first = Self::index(bytes);
        for index in first..first + (1 << missing) {
            self.0[index >> Self::WORD] |= 1 << (index % (1 << Self::WORD));
        }
    }

    fn has(&self, bytes: &[u8]) -> bool {
        let index = Self::index(bytes);
        self.0[index >> Self::WORD] >> (index % (1 << Self::WORD)) & 1 == 1
    }

    /// The index of the group that `bytes` begin with; what they are too short for counts as zero.
    fn index(bytes: &[u8]) -> usize {
        let kind = |byte: &u8| usize::from(KINDS[usize::from(*byte)]);
        (0..Self::LENGTH).fold(0, |index, at| index << Self::BITS | bytes.get(at).map_or(0, kind))
    }
}

/// The ranges in order, without those that begin inside another; of several that begin at one place the longest.
pub(in crate::check) fn apart(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let is_free = range.start >= end;
        end = end.max(range.end);
        is_free
    });
    ranges
}

/// How far the rules look around a place. A sentence is shorter, and a paragraph of any length is
/// still read in one pass.
const REACH: usize = 1_000;

/// What is before `at`, as far as it matters.
pub(in crate::check) fn before(text: &str, at: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(REACH))..at]
}

/// What follows from `at` on, as far as it matters.
pub(in crate::check) fn after(text: &str, at: usize) -> &str {
    &text[at..text.floor_char_boundary(at.saturating_add(REACH))]
}

/// A phrase in a block of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<'p> {
    /// The block.
    pub(in crate::check) prose: &'p Prose,
    /// The first byte in the block's text.
    pub(in crate::check) start: usize,
    /// One past the last byte.
    pub(in crate::check) end: usize,
    /// The index of the phrase in the rule's list.
    pub(in crate::check) phrase: usize,
}

impl<'p> Hit<'p> {
    /// The words as they stand.
    pub(in crate::check) fn text(&self) -> &'p str {
        &self.prose.text[self.start..self.end]
    }

    /// What is before it, as far as it matters.
    pub(in crate::check) fn before(&self) -> &'p str {
        before(&self.prose.text, self.start)
    }

    /// What is after it, as far as it matters.
    pub(in crate::check) fn after(&self) -> &'p str {
        after(&self.prose.text, self.end)
    }

    /// The place in the file.
    pub(in crate::check) fn span(&self) -> Span {
        self.prose.span_of(self.start, self.end)
    }

    /// The place in the file if it holds nothing but the words and spaces, so that they can be
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

/// Whether quotation marks open in `before` and close in `after`: then what is between them is somebody
/// else's, or the word itself is meant.
pub(in crate::check) fn is_in_quotes(before: &str, after: &str) -> bool {
    let is_in_straight = before.matches('"').count() % 2 == 1 && after.contains('"');
    let is_in_curly = before.rfind('“').is_some_and(|open| {
        before.rfind('”').is_none_or(|close| close < open) && after.contains('”')
    });
    is_in_straight || is_in_curly
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_where_a_word_begins() {
        let mut heads = Heads::default();
        for phrase in ["In order to", "über", "WG"] {
            heads.add(phrase);
        }
        let found = |text: &str| heads.find(text).collect::<Vec<_>>();
        assert_eq!(found("begin order (in order) IN-IN O"), [13]);
        assert_eq!(found("– über wGs a-WG WG"), [4, 10, 19]);
        assert_eq!(found("in org, in  order, In ordered; WGS-WG, WG."), [19, 39]);
        assert_eq!(found(""), [0; 0]);
    }
}
