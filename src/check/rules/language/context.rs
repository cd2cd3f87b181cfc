//! The sentence around a phrase: whether it is a name, a rule for all cases, or says itself when.

use super::sentences::sentences;
use crate::check::facts::lists::is_one_of;
use crate::check::facts::phrases::Hit;
use crate::paper::body::Body;
use crate::paper::fields::MONTHS;
use crate::text::source::Span;

/// What a sentence has before and after a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence<'p> {
    pub(super) before: &'p str,
    pub(super) after: &'p str,
}

/// Words that end the name of a law, a program or a publication.
const NAME_HEADS: &str = "Act Agreement Amendments Bill Bulletin Council Digest Filing Form Fund Guide Guidelines Initiative Journal Magazine Newsletter Notice Office Order Pilot Plan Policy Program Project Report Rule Show System";

/// How many words of a name are looked at.
const NAME_WORDS: usize = 5;

/// How many words after a phrase may say when.
const DATE_WORDS: usize = 8;

impl<'p> Sentence<'p> {
    /// The sentence around `hit`.
    pub(super) fn around(hit: &Hit<'p>) -> Self {
        let (before, after) = (hit.before(), hit.after());
        let start = hit.start - before.len();
        let whole = Self { before, after };
        let Some(text) = hit.prose.text.get(start..hit.end + after.len()) else { return whole };
        let Some(range) = sentences(text).find(|range| range.contains(&before.len())) else {
            return whole;
        };
        Self {
            before: text.get(range.start..before.len()).unwrap_or(before),
            after: text.get(hit.end - start..range.end).unwrap_or(after),
        }
    }

    /// Whether the sentence begins with the phrase, apart from a mark such as a bracket.
    pub(super) fn is_start(self) -> bool {
        !self.before.contains(char::is_alphanumeric)
    }

    /// The last word before the phrase, or nothing.
    pub(super) fn previous(self) -> &'p str {
        last_word(self.before)
    }

    /// The word before [`previous`](Self::previous), or nothing.
    pub(super) fn word_before_last(self) -> &'p str {
        let before = self.before.trim_end();
        last_word(&before[..before.len() - last_word(before).len()])
    }

    /// The first word after the phrase if there are only spaces between, or nothing.
    pub(super) fn next(self) -> &'p str {
        let rest = self.after.trim_start_matches([' ', '\u{a0}', '\n']);
        rest.split(|c: char| !is_word(c)).next().unwrap_or_default()
    }

    /// Whether the phrase is followed by a mark or by nothing.
    pub(super) fn ends_clause(self) -> bool {
        !self.after.trim_start().starts_with(|c: char| c.is_alphanumeric())
    }

    /// Whether one of `words`, in small letters, is in the part before the phrase.
    pub(super) fn has_before(self, words: &str) -> bool {
        has_word(self.before, words)
    }

    /// Whether one of `words`, in small letters, is in the sentence.
    pub(super) fn has(self, words: &str) -> bool {
        has_word(self.before, words) || has_word(self.after, words)
    }

    /// Whether it is about every case and not about one at the time of writing: `if the permit is currently …`,
    /// `a filer who recently …`.
    pub(super) fn is_general(self) -> bool {
        const FIRST: &str = "any anyone each every if no unless whenever whoever";
        let first = self.before.split(|c: char| !is_word(c)).find(|word| !word.is_empty());
        first.is_some_and(|first| is_one_of(first, FIRST))
            || self.has_before("if unless whether whenever any anyone")
            || self.is_after_who()
    }

    /// Whether the phrase is in a clause that says who is meant: `a broker who has been …`, but not
    /// `Alex Doe, who has been …`.
    fn is_after_who(self) -> bool {
        self.is_after("who whose")
    }

    /// The same of a thing: `a permit that has been …`.
    pub(super) fn is_after_relative(self) -> bool {
        self.is_after("that who whose")
    }

    fn is_after(self, pronouns: &str) -> bool {
        let clause = self.before.rsplit([',', ';']).next().unwrap_or_default();
        let mut words = clause.split_whitespace();
        let has_noun = words.next().is_some_and(|word| !is_one_of(word, pronouns));
        has_noun && words.any(|word| is_one_of(word, pronouns))
    }

    /// Whether a month or a year follows soon, so that the sentence says when: `today, May 21, 2024`.
    pub(super) fn is_dated(self) -> bool {
        let is_year = |word: &str| {
            word.len() == 4
                && matches!(word.get(..2), Some("19" | "20"))
                && word.parse::<u16>().is_ok()
        };
        let words = self.after.split(|c: char| !is_word(c)).filter(|word| !word.is_empty());
        // What follows `and` is another statement.
        let is_same = |word: &&str| !is_one_of(word, "and but which");
        let mut words = words.take(DATE_WORDS).take_while(is_same);
        words.any(|word| {
            // `may` is no month.
            let is_capital = word.starts_with(char::is_uppercase);
            is_year(word)
                || is_capital && MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word))
        })
    }
}

/// Whether the words of `hit` are part of a name: `the Prior to Entry Program`, `USA Today`, `Payments in Lieu of
/// Taxes`. Words in nothing but capitals are shouted or key words of a standard, and are left alone as well.
pub(super) fn is_in_name(hit: &Hit<'_>, sentence: Sentence<'_>) -> bool {
    let mut letters = hit.text().chars();
    let begins_large = letters.next().is_some_and(char::is_uppercase);
    if letters.any(char::is_uppercase) {
        return true;
    }
    if !begins_large {
        return false;
    }
    let opener = sentence.before.trim_end().chars().next_back();
    let is_start =
        sentence.is_start() || matches!(opener, Some(':' | '—' | '–' | '(' | '“' | '"' | '|'));
    if !is_start {
        return true;
    }
    let rest = sentence.after.strip_prefix(' ').unwrap_or_default();
    let mut name =
        rest.split(' ').take(NAME_WORDS).take_while(|word| word.starts_with(char::is_uppercase));
    name.any(is_head)
}

/// Verbs and nouns before a word in italics that is meant as a word: `it replaces *shall*`.
const MENTIONING: &str = "avoid avoids change changed changes delete deleted deletes drop drops expression phrase phrases \
    replace replaced replaces replacing strike strikes struck term terms word words";

/// What follows a word in italics that is meant as a word: `*in order to* was struck`.
const MENTIONED: &str = "and by had has is mean means or was were with";

/// Whether a text speaks of the words of `hit` and does not use them: `it replaces *shall* by *must*`.
pub(super) fn is_mentioned(hit: &Hit<'_>, sentence: Sentence<'_>, body: &Body) -> bool {
    let span = hit.span();
    let next = body.emphasis.partition_point(|outer| outer.start <= span.start);
    let is_alone = |outer: &Span| {
        let range = hit.prose.offset_of(outer.start)..hit.prose.offset_of(outer.end);
        outer.contains(span) && range == (hit.start..hit.end)
    };
    let is_set_off = body.emphasis[..next].last().is_some_and(is_alone);
    let (previous, next) = (sentence.previous(), sentence.next());
    let is_replaced =
        is_one_of(previous, "replace replaces replacing") && is_one_of(next, "by with");
    is_replaced || is_set_off && (is_one_of(previous, MENTIONING) || is_one_of(next, MENTIONED))
}

/// Whether a word ends the name of a law, a program or a publication.
fn is_head(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    NAME_HEADS.split_whitespace().any(|head| head == word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
}

fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    &text[text.trim_end_matches(is_word).len()..]
}

fn has_word(text: &str, words: &str) -> bool {
    let is_free =
        |at: usize, end: usize| !text[..at].ends_with(is_word) && !text[end..].starts_with(is_word);
    words.split_whitespace().any(|known| {
        let mut found = memchr::memmem::find_iter(text.as_bytes(), known);
        found.any(|at| is_free(at, at + known.len()))
    })
}
