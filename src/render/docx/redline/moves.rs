//! Paragraphs that have the same words elsewhere. Word names both halves of a move, and one without the other is none.

use std::collections::BTreeMap;

/// The moves of a part.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// How many there are so far.
    pub(super) count: usize,
    /// How many halves of each can be written as such.
    pub(super) halves: BTreeMap<usize, usize>,
    /// The same of all of the part, once it is known.
    pub(super) whole: BTreeMap<usize, usize>,
    /// Whether half of one is being written.
    pub(super) is_open: bool,
}

impl Moves {
    /// Whether half of the move `number` may be written here as such.
    pub(super) fn begins(&mut self, number: usize) -> bool {
        *self.halves.entry(number).or_default() += 1;
        self.whole.get(&number) == Some(&2)
    }
}
