//! What differs between two versions of a text, in words, for people to read.
//!
//! Sentences are paired first, so that no change reaches from one into another. In a sentence, a few words that happen
//! to be the same between two changes belong to these, and a sentence that shares little with the other is rewritten as a
//! whole.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::align::{MatchKind, align_in_order};
use super::sentences::sentences;
use super::tokens::{PARAGRAPH, Token, tokens};

/// As many words between two changes belong to them, whatever these are.
const ISLAND: usize = 1;
/// As many belong to them if each of them is more than twice as long.
const LONG_ISLAND: usize = 3;
/// A sentence of which a smaller share stays is rewritten.
const KEPT: f64 = 0.5;
/// With fewer changes in it, a sentence is not, however much they change.
const FEW_CHANGES: usize = 2;

/// A stretch of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Its bytes in the old text; empty for an insertion.
    pub old: Range<usize>,
    /// Its bytes in the new text; empty for a deletion.
    pub new: Range<usize>,
    /// Whether the words are the same on both sides, up to quotation marks, dashes and spaces.
    pub is_same: bool,
}

/// Compares two texts. The hunks cover both, in order; no two neighbors are of one kind.
pub fn words(old: &str, new: &str) -> Vec<Hunk> {
    let (old_tokens, new_tokens) = (tokens(old), tokens(new));
    let mut changes = Changes { old: &old_tokens, new: &new_tokens, steps: Vec::new() };
    changes.compare_sentences(old, new);
    changes.absorb_islands();
    let steps = changes.steps;
    Places { texts: [old, new], tokens: [&old_tokens, &new_tokens] }.hunks(&steps)
}

/// A stretch of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    old: Range<usize>,
    new: Range<usize>,
    is_same: bool,
}

struct Changes<'t> {
    old: &'t [Token<'t>],
    new: &'t [Token<'t>],
    steps: Vec<Step>,
}

impl Changes<'_> {
    fn compare_sentences(&mut self, old: &str, new: &str) {
        let (olds, news) = (sentences(old, self.old), sentences(new, self.new));
        if olds.len() <= 1 && news.len() <= 1 {
            self.compare(0..self.old.len(), 0..self.new.len());
            return;
        }
        let texts = |text, tokens, sentences: &[Range<usize>]| {
            sentences.iter().map(|it| text_of(text, tokens, it)).collect::<Vec<_>>()
        };
        for it in align_in_order(&texts(old, self.old, &olds), &texts(new, self.new, &news)) {
            let (old, new) = (covered(&olds, &it.old), covered(&news, &it.new));
            match it.kind {
                MatchKind::Same => self.push(Step { old, new, is_same: true }),
                MatchKind::Changed => self.compare(old, new),
                _ => self.push(Step { old, new, is_same: false }),
            }
        }
    }

    /// Compares two sentences.
    fn compare(&mut self, old: Range<usize>, new: Range<usize>) {
        let [olds, news]: [Vec<&str>; 2] = [&self.old[old.clone()], &self.new[new.clone()]]
            .map(|tokens| tokens.iter().map(|token| token.key.as_ref()).collect());
        let ops = capture_diff_slices(Algorithm::Histogram, &olds, &news);
        let shift = |range: Range<usize>, start: usize| range.start + start..range.end + start;
        let steps = ops.into_iter().map(|op| Step {
            old: shift(op.old_range(), old.start),
            new: shift(op.new_range(), new.start),
            is_same: op.tag() == DiffTag::Equal,
        });
        let mut inner = Changes { old: self.old, new: self.new, steps: Vec::new() };
        steps.for_each(|step| inner.push(step));
        inner.absorb_islands();
        if inner.is_rewritten() {
            self.push(Step { old, new, is_same: false });
        } else {
            inner.steps.into_iter().for_each(|step| self.push(step));
        }
    }

    /// Whether so little stayed, in so many places, that the sentence is easier to read as a new one.
    #[expect(clippy::cast_precision_loss, reason = "no sentence has so many words")]
    fn is_rewritten(&self) -> bool {
        let (mut kept, mut all, mut changes) = (0, 0, 0);
        for step in &self.steps {
            let count = self.words(step);
            let larger = count[0].max(count[1]);
            all += larger;
            if step.is_same {
                kept += larger;
            } else {
                changes += 1;
            }
        }
        changes > FEW_CHANGES && (kept as f64) < KEPT * all as f64
    }

    /// Adds a step, to the last one if that is of its kind.
    fn push(&mut self, step: Step) {
        match self.steps.last_mut() {
            Some(last) if last.is_same == step.is_same => {
                last.old.end = step.old.end;
                last.new.end = step.new.end;
            }
            _ => self.steps.push(step),
        }
    }

    /// The words of a step on both sides.
    fn words(&self, step: &Step) -> [usize; 2] {
        let count = |tokens: &[Token<'_>]| tokens.iter().filter(|token| token.is_word).count();
        [count(&self.old[step.old.clone()]), count(&self.new[step.new.clone()])]
    }

    /// Makes what stays between two changes a part of them, where it is too short to help a reader.
    fn absorb_islands(&mut self) {
        loop {
            let Some(at) = (1..self.steps.len().saturating_sub(1)).find(|at| self.is_island(*at))
            else {
                return;
            };
            let rest = self.steps.split_off(at);
            let mut rest = rest.into_iter();
            for (index, step) in rest.by_ref().take(2).enumerate() {
                debug_assert_eq!(step.is_same, index == 0);
                self.push(Step { is_same: false, ..step });
            }
            self.steps.extend(rest);
        }
    }

    fn is_island(&self, at: usize) -> bool {
        let [before, step, after] = &self.steps[at - 1..=at + 1] else { return false };
        if !step.is_same {
            return false;
        }
        let count = self.words(step)[0];
        let ([old_before, new_before], [old_after, new_after]) =
            (self.words(before), self.words(after));
        // Two insertions, or two deletions, read well with a word between them.
        let is_one_way = (old_before == 0 && old_after == 0) || (new_before == 0 && new_after == 0);
        let shorter = old_before.max(new_before).min(old_after.max(new_after));
        !is_one_way && (count <= ISLAND || count <= LONG_ISLAND && 2 * count < shorter)
    }
}

/// The tokens of a range of sentences.
fn covered(sentences: &[Range<usize>], range: &Range<usize>) -> Range<usize> {
    let end = |at: usize| at.checked_sub(1).map_or(0, |at| sentences[at].end);
    end(range.start)..end(range.end)
}

fn text_of<'t>(text: &'t str, tokens: &[Token<'_>], range: &Range<usize>) -> &'t str {
    match tokens.get(range.clone()) {
        Some([first, .., last]) => &text[first.bytes.start..last.bytes.end],
        Some([only]) => &text[only.bytes.clone()],
        _ => "",
    }
}

/// Where tokens are in their texts.
struct Places<'t> {
    texts: [&'t str; 2],
    tokens: [&'t [Token<'t>]; 2],
}

impl Places<'_> {
    fn hunks(&self, steps: &[Step]) -> Vec<Hunk> {
        let mut hunks: Vec<Hunk> = Vec::new();
        let [mut old_end, mut new_end] = [0, 0];
        for step in steps.iter().filter(|step| !step.is_same) {
            let [old, new] = self.narrowed(step);
            if old.start > old_end || new.start > new_end {
                hunks.push(Hunk {
                    old: old_end..old.start,
                    new: new_end..new.start,
                    is_same: true,
                });
            }
            [old_end, new_end] = [old.end, new.end];
            hunks.push(Hunk { old, new, is_same: false });
        }
        let [old, new] = self.texts.map(str::len);
        if old > old_end || new > new_end {
            hunks.push(Hunk { old: old_end..old, new: new_end..new, is_same: true });
        }
        hunks
    }

    /// The bytes of a change, with the spaces around it as far as they are not on both sides.
    fn narrowed(&self, step: &Step) -> [Range<usize>; 2] {
        let wide = |side: usize, range: &Range<usize>| {
            let (text, tokens) = (self.texts[side], self.tokens[side]);
            let start = range.start.checked_sub(1).map_or(0, |at| tokens[at].bytes.end);
            start..tokens.get(range.end).map_or(text.len(), |token| token.bytes.start)
        };
        let [mut old, mut new] = [wide(0, &step.old), wide(1, &step.new)];
        let text = |side: usize, range: &Range<usize>| &self.texts[side][range.clone()];
        let is_space = |c: char| c.is_whitespace() && c != PARAGRAPH;
        let lead = |text: &str| text.len() - text.trim_start_matches(is_space).len();
        let trail = |text: &str| text.len() - text.trim_end_matches(is_space).len();
        let leads = [lead(text(0, &old)), lead(text(1, &new))];
        if leads.iter().all(|it| *it > 0) {
            old.start += leads[0];
            new.start += leads[1];
        }
        let trails = [trail(text(0, &old)), trail(text(1, &new))];
        if trails.iter().all(|it| *it > 0) {
            old.end -= trails[0];
            new.end -= trails[1];
        }
        [old, new]
    }
}

#[cfg(test)]
mod tests;
