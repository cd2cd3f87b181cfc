//! Counts of what a document contains.

use super::walk::{Node, walk};
use super::{Block, Document, Inline};

/// How many pictures, links and tables a document has: not every reader can use them in the same
/// way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contents {
    /// Pictures.
    pub pictures: usize,
    /// Links.
    pub links: usize,
    /// Tables.
    pub tables: usize,
}

impl Contents {
    pub(super) fn of(document: &Document) -> Self {
        let mut contents = Self::default();
        let sections = document.sections.iter().map(|section| &section.blocks);
        for blocks in sections.chain(&document.notes) {
            walk(blocks, &mut |node| match node {
                Node::Block(Block::Table(_)) => contents.tables += 1,
                Node::Inline(Inline::Image { .. }) => contents.pictures += 1,
                Node::Inline(Inline::Link { .. }) => contents.links += 1,
                _ => {}
            });
        }
        contents
    }
}
