//! The languages of code, which a source says and no page.

use super::sides::for_each_node;
use crate::document::Block;
use crate::document::from_markdown;
use crate::document::walk::{NodeMut, walk_mut};
use crate::import::SentPaper;
use crate::paper::Paper;

/// The code of a source.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages(Vec<Code>);

#[derive(Debug, Clone)]
struct Code {
    /// Its words.
    words: String,
    language: Option<String>,
}

impl Languages {
    /// Those of `source`.
    pub(super) fn new(source: &Paper) -> Self {
        let tree = from_markdown::tree(source.markdown());
        let mut blocks: Vec<Block> = tree.blocks.into_iter().map(|(_, block)| block).collect();
        let mut all = Vec::new();
        walk_mut(&mut blocks, &mut |node| {
            if let NodeMut::Block(Block::Code { language, text }) = node {
                all.push(Code { words: words(text), language: language.clone() });
            }
        });
        Self(all)
    }

    /// Gives the code of `paper` the languages that it has in the source: the same words have the same one, and of as
    /// much code as there was, each the one in its place.
    pub(super) fn restore(&self, paper: &mut SentPaper) {
        let mut count = 0;
        for_each_node(paper, &mut |node| count += usize::from(is_code(&node)));
        let mut at = 0;
        for_each_node(paper, &mut |node| {
            if let NodeMut::Block(Block::Code { language, text }) = node {
                let own = words(text);
                let known = self.0.iter().find(|known| known.words == own);
                let in_place = self.0.get(at).filter(|_| count == self.0.len());
                *language = known.or(in_place).and_then(|known| known.language.clone());
                at += 1;
            }
        });
    }
}

const fn is_code(node: &NodeMut<'_>) -> bool {
    matches!(node, NodeMut::Block(Block::Code { .. }))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
