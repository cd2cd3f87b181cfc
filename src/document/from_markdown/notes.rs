//! Footnotes: from labels to numbers.

use std::collections::{HashMap, VecDeque};

use super::inlines::push;
use crate::document::walk::{NodeMut, walk_mut};
use crate::document::{Block, Inline, headings};
use crate::paper::markdown::label_key;
use crate::text::source::Span;

/// The footnotes of a body, being read.
///
/// While the tree grows, a reference holds the index of its label; its number is known only when
/// everything has been read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    labels: Vec<String>,
    indices: HashMap<String, usize>,
    definitions: Vec<Definition>,
}

#[derive(Debug)]
struct Definition {
    label: usize,
    blocks: Vec<Block>,
    /// Where it is in the file.
    start: usize,
}

impl Notes {
    /// The index of `label`.
    pub(super) fn label(&mut self, label: &str) -> usize {
        *self.indices.entry(label_key(label)).or_insert_with(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        })
    }

    /// Records a definition that begins at `start`.
    pub(super) fn define(&mut self, label: usize, blocks: Vec<Block>, start: usize) {
        self.definitions.push(Definition { label, blocks, start });
    }

    /// Numbers the references in `blocks` and in the notes themselves, and returns the notes in order, each with its start.
    pub(super) fn resolve(self, blocks: &mut [(Span, Block)]) -> Vec<(usize, Vec<Block>)> {
        let mut numbering = Numbering::new(&self);
        for (_, block) in blocks {
            numbering.blocks(std::slice::from_mut(block));
        }
        let of = |definition: Definition| Some((definition.start, definition.blocks));
        let mut pending: Vec<_> = self.definitions.into_iter().map(of).collect();
        let mut notes = Vec::with_capacity(pending.len());
        for unreferenced in 0..=pending.len() {
            while let Some(definition) = numbering.queue.pop_front() {
                let Some((start, mut blocks)) = pending[definition].take() else { continue };
                numbering.blocks(&mut blocks);
                headings::nest(&mut blocks, 2);
                notes.push((start, blocks));
            }
            if pending.get(unreferenced).is_some_and(Option::is_some) {
                numbering.append(unreferenced);
            }
        }
        // The last round appended at most one definition, and `0..=len` has a round after it.
        notes
    }
}

struct Numbering {
    labels: Vec<String>,
    /// For each label the definition that counts, the first.
    definition_of: Vec<Option<usize>>,
    label_of: Vec<usize>,
    number_of: Vec<Option<usize>>,
    /// Definitions that have a number and are still to be read, in order.
    queue: VecDeque<usize>,
    last: usize,
}

impl Numbering {
    fn new(notes: &Notes) -> Self {
        let mut definition_of = vec![None; notes.labels.len()];
        for (index, definition) in notes.definitions.iter().enumerate() {
            definition_of[definition.label].get_or_insert(index);
        }
        Self {
            labels: notes.labels.clone(),
            definition_of,
            label_of: notes.definitions.iter().map(|definition| definition.label).collect(),
            number_of: vec![None; notes.labels.len()],
            queue: VecDeque::new(),
            last: 0,
        }
    }

    /// The number of the note known as `label`; `None` when nothing defines it.
    fn number(&mut self, label: usize) -> Option<usize> {
        let definition = self.definition_of[label]?;
        if self.number_of[label].is_none() {
            self.last += 1;
            self.number_of[label] = Some(self.last);
            self.queue.push_back(definition);
        }
        self.number_of[label]
    }

    /// Assigns the next number to a definition that nothing refers to.
    fn append(&mut self, definition: usize) {
        let label = self.label_of[definition];
        if self.definition_of[label] == Some(definition) {
            self.number(label);
        } else {
            self.last += 1;
            self.queue.push_back(definition);
        }
    }

    /// Numbers the references in `blocks`; one to an undefined note becomes literal text.
    fn blocks(&mut self, blocks: &mut [Block]) {
        let mut has_undefined = false;
        walk_mut(blocks, &mut |node| match node {
            NodeMut::Inline(inline) => {
                let Inline::NoteRef(label) = *inline else { return };
                *inline = self.number(label).map_or_else(
                    || Inline::Text(format!("[^{}]", self.labels[label])),
                    Inline::NoteRef,
                );
                has_undefined |= matches!(inline, Inline::Text(_));
            }
            NodeMut::Text(content) if has_undefined => {
                for inline in std::mem::take(content) {
                    push(content, inline);
                }
            }
            _ => {}
        });
    }
}
