//! Which text of one sequence is which of another: the paragraphs of two papers, the sentences of two paragraphs, the
//! rows of two tables.
//!
//! Equal texts are anchors. Between two anchors texts are paired by the words that they share, in their order; then one
//! text may turn out to be several of the other sequence, and what is left may have moved. Long gaps are not searched
//! pair by pair, so that the time grows with the length of the texts.

mod similarity;

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use self::similarity::{Bag, Pair, dice, is_share, joined, pairs, shared};
use super::tokens::tokens;

/// Texts that share fewer of their words than this are different ones.
const ALIKE: f64 = 0.34;
/// Texts in another order share at least so many.
const MOVED: f64 = 0.6;
/// A text of fewer words is written twice rather than moved.
const MOVED_WORDS: usize = 4;
/// The share of the words of a part that are in the whole, for it to be one.
const PART: f64 = 0.6;
/// A shorter text is a part of nothing.
const PART_WORDS: usize = 2;

/// What became of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// The same words.
    Same,
    /// The same text, revised. More than one text on a side is a split or a merge.
    Changed,
    /// Stands here in the new sequence; `old` is where it stood, out of order.
    MovedHere,
    /// Stood here in the old sequence; `new` is where it stands, out of order.
    MovedAway,
    /// In the old sequence alone; `new` is empty.
    Deleted,
    /// In the new sequence alone; `old` is empty.
    Inserted,
}

/// Texts of two sequences that belong together, by their indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Those of the old sequence.
    pub old: Range<usize>,
    /// Those of the new one.
    pub new: Range<usize>,
    /// What became of them.
    pub kind: MatchKind,
}

/// Aligns two sequences of texts. Every text of either is in the matches once, and in its order, but for one that
/// moved, which is in two.
pub fn align(old: &[&str], new: &[&str]) -> Vec<Match> {
    let mut words = Words::default();
    let (old, new) = (words.sequence(old), words.sequence(new));
    Alignment::new(&old, &new).with_moves().matches()
}

/// The same without moves.
pub(super) fn align_in_order(old: &[&str], new: &[&str]) -> Vec<Match> {
    let mut words = Words::default();
    let (old, new) = (words.sequence(old), words.sequence(new));
    Alignment::new(&old, &new).matches()
}

/// The pairs of texts that are alike, wherever they stand, as far as they are long enough to tell: the most alike first.
pub(super) fn moved(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut words = Words::default();
    let (old, new) = (words.sequence(old), words.sequence(new));
    let all = |sequence: &Sequence| (0..sequence.bags.len()).collect::<Vec<_>>();
    moves(&old, &new, &all(&old), &all(&new))
}

/// Texts by what they are compared by.
#[derive(Debug, Default)]
struct Sequence {
    /// Equal for equal texts.
    same: Vec<u32>,
    bags: Vec<Bag>,
}

/// Numbers for words and texts.
#[derive(Default)]
struct Words {
    words: HashMap<String, u32>,
    texts: HashMap<Vec<u32>, u32>,
}

impl Words {
    fn sequence(&mut self, texts: &[&str]) -> Sequence {
        let mut sequence = Sequence::default();
        for text in texts {
            let tokens = tokens(text);
            let mut bag: Vec<u32> = Vec::with_capacity(tokens.len());
            let mut all: Vec<u32> = Vec::with_capacity(tokens.len());
            for token in &tokens {
                all.push(self.number(&token.key));
                if token.is_word {
                    bag.push(self.number(&token.key.to_lowercase()));
                }
            }
            if bag.is_empty() {
                bag.clone_from(&all);
            }
            bag.sort_unstable();
            let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            sequence.same.push(*self.texts.entry(all).or_insert(next));
            sequence.bags.push(bag);
        }
        sequence
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(word.to_owned(), next);
        next
    }
}

/// Texts that belong together, in order.
#[derive(Debug)]
struct Group {
    old: Range<usize>,
    new: Range<usize>,
    is_same: bool,
}

/// An alignment that is being made.
struct Alignment<'s> {
    old: &'s Sequence,
    new: &'s Sequence,
    /// In the order of both.
    groups: Vec<Group>,
    /// Where each text of the old sequence went, and the other way round.
    moves: Vec<(usize, usize)>,
}

impl<'s> Alignment<'s> {
    fn new(old: &'s Sequence, new: &'s Sequence) -> Self {
        let mut alignment = Self { old, new, groups: Vec::new(), moves: Vec::new() };
        for op in capture_diff_slices(Algorithm::Histogram, &old.same, &new.same) {
            if op.tag() == DiffTag::Equal {
                let pairs = op.old_range().zip(op.new_range());
                alignment.groups.extend(pairs.map(|(old, new)| group(old, new, true)));
            } else {
                alignment.fill(op.old_range(), op.new_range());
            }
        }
        alignment.grow();
        alignment
    }

    /// Pairs the texts of a gap between anchors.
    fn fill(&mut self, old: Range<usize>, new: Range<usize>) {
        let found = pairs(&self.old.bags[old.clone()], &self.new.bags[new.clone()], ALIKE);
        for pair in chain(found, new.len()) {
            self.groups.push(group(old.start + pair.old, new.start + pair.new, false));
        }
    }

    /// Adds the texts beside one that it was split into, or merged from.
    fn grow(&mut self) {
        for at in 0..self.groups.len() {
            if self.groups[at].is_same {
                continue;
            }
            let before = at.checked_sub(1).map(|at| &self.groups[at]);
            let (old_start, new_start) = before.map_or((0, 0), |it| (it.old.end, it.new.end));
            let after = self.groups.get(at + 1);
            let ends = (self.old.bags.len(), self.new.bags.len());
            let (old_end, new_end) = after.map_or(ends, |it| (it.old.start, it.new.start));
            let Group { old, new, .. } = &self.groups[at];
            let (old, new) = (old.clone(), new.clone());
            let split = grown(&self.old.bags[old.start], &self.new.bags, &new, new_start..new_end);
            if split.len() > 1 {
                self.groups[at].new = split;
            } else {
                let whole = &self.new.bags[new.start];
                self.groups[at].old = grown(whole, &self.old.bags, &old, old_start..old_end);
            }
        }
    }

    fn with_moves(mut self) -> Self {
        let left = |count: usize, taken: &mut dyn Iterator<Item = Range<usize>>| {
            let mut is_left = vec![true; count];
            taken.for_each(|range| is_left[range].fill(false));
            (0..count).filter(|at| is_left[*at]).collect::<Vec<_>>()
        };
        let mut taken = self.groups.iter().map(|group| group.old.clone());
        let old = left(self.old.bags.len(), &mut taken);
        let mut taken = self.groups.iter().map(|group| group.new.clone());
        let new = left(self.new.bags.len(), &mut taken);
        self.moves = moves(self.old, self.new, &old, &new);
        self
    }

    fn matches(self) -> Vec<Match> {
        let to: HashMap<usize, usize> = self.moves.iter().copied().collect();
        let from: HashMap<usize, usize> =
            self.moves.iter().map(|(old, new)| (*new, *old)).collect();
        let mut matches = Vec::new();
        let (mut old, mut new) = (0, 0);
        let end = group(self.old.bags.len(), self.new.bags.len(), true);
        for group in self.groups.iter().chain([&end]) {
            for at in old..group.old.start {
                matches.push(match to.get(&at) {
                    Some(to) => Match { old: one(at), new: one(*to), kind: MatchKind::MovedAway },
                    None => Match { old: one(at), new: new..new, kind: MatchKind::Deleted },
                });
            }
            for at in new..group.new.start {
                matches.push(if let Some(from) = from.get(&at) {
                    Match { old: one(*from), new: one(at), kind: MatchKind::MovedHere }
                } else {
                    let old = group.old.start;
                    Match { old: old..old, new: one(at), kind: MatchKind::Inserted }
                });
            }
            let kind = if group.is_same { MatchKind::Same } else { MatchKind::Changed };
            matches.push(Match { old: group.old.clone(), new: group.new.clone(), kind });
            (old, new) = (group.old.end, group.new.end);
        }
        matches.pop();
        matches
    }
}

const fn one(at: usize) -> Range<usize> {
    at..at + 1
}

const fn group(old: usize, new: usize, is_same: bool) -> Group {
    Group { old: one(old), new: one(new), is_same }
}

/// `own`, with its neighbors inside `room` that are parts of `whole`, too.
fn grown(whole: &Bag, parts: &[Bag], own: &Range<usize>, room: Range<usize>) -> Range<usize> {
    let mut own = own.clone();
    let mut bag = parts[own.start].clone();
    loop {
        let after = Some(own.end).filter(|at| *at < room.end);
        let before = own.start.checked_sub(1).filter(|at| *at >= room.start);
        let Some((at, with)) = after.into_iter().chain(before).find_map(|at| {
            let part = &parts[at];
            let with = joined(&bag, part);
            let is_part =
                part.len() >= PART_WORDS && is_share(shared(part, whole), part.len(), PART);
            (is_part && dice(whole, &with) > dice(whole, &bag)).then_some((at, with))
        }) else {
            return own;
        };
        own = own.start.min(at)..own.end.max(at + 1);
        bag = with;
    }
}

/// The texts of `old_left` and `new_left` that are the same text at another place.
fn moves(
    old: &Sequence,
    new: &Sequence,
    old_left: &[usize],
    new_left: &[usize],
) -> Vec<(usize, usize)> {
    let long = |sequence: &Sequence, left: &[usize]| {
        let bag = |at: &usize| Some(*at).filter(|at| sequence.bags[*at].len() >= MOVED_WORDS);
        left.iter().filter_map(bag).collect::<Vec<_>>()
    };
    let (old_left, new_left) = (long(old, old_left), long(new, new_left));
    let bags = |sequence: &Sequence, left: &[usize]| {
        left.iter().map(|at| sequence.bags[*at].clone()).collect::<Vec<_>>()
    };
    let mut found = pairs(&bags(old, &old_left), &bags(new, &new_left), MOVED);
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.old, a.new).cmp(&(b.old, b.new))));
    let (mut old_taken, mut new_taken) = (vec![false; old_left.len()], vec![false; new_left.len()]);
    found.retain(|pair| {
        let is_free = !old_taken[pair.old] && !new_taken[pair.new];
        if is_free {
            (old_taken[pair.old], new_taken[pair.new]) = (true, true);
        }
        is_free
    });
    found.into_iter().map(|pair| (old_left[pair.old], new_left[pair.new])).collect()
}

/// Of `pairs`, those in the order of both sequences that are the most alike together; the new sequence has `count` texts.
fn chain(mut pairs: Vec<Pair>, count: usize) -> Vec<Pair> {
    pairs.sort_unstable_by(|a, b| a.old.cmp(&b.old).then(b.new.cmp(&a.new)));
    // The best chain that ends before each place of the new sequence, in a Fenwick tree: its sum, and its last pair.
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); count + 1];
    let mut before = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let mut chain = (0.0, None);
        let mut at = pair.new;
        while at > 0 {
            if best[at].0 > chain.0 {
                chain = best[at];
            }
            at &= at - 1;
        }
        before[index] = chain.1;
        let sum = chain.0 + pair.score;
        let mut at = pair.new + 1;
        while at <= count {
            if sum > best[at].0 {
                best[at] = (sum, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let ends = best.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = ends.and_then(|(_, last)| *last);
    let mut chain = Vec::new();
    while let Some(index) = last {
        chain.push(pairs[index]);
        last = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests;
