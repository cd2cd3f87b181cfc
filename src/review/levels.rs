//! Items of lists that came back at another level, which words alone don't tell.

use crate::document::{Block, List, plain_text_of_blocks};
use crate::import::{PartContent, SentPaper};

/// The words of the items that have other levels in `returned` than in `sent`.
pub(super) fn changed(sent: &SentPaper, returned: &SentPaper) -> Vec<String> {
    let (before, after) = (items(sent), items(returned));
    let levels = |all: &[(String, usize)], text: &str| -> Vec<usize> {
        all.iter().filter(|(own, _)| own == text).map(|(_, level)| *level).collect()
    };
    let mut out: Vec<String> = Vec::new();
    for (text, _) in &after {
        let known = levels(&before, text);
        if !known.is_empty() && known != levels(&after, text) && !out.contains(text) {
            out.push(text.clone());
        }
    }
    out
}

/// The words and the level of each item, in order.
fn items(paper: &SentPaper) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for part in &paper.parts {
        if let PartContent::Block(block) = &part.content {
            add(std::slice::from_ref(block), 0, &mut out);
        }
    }
    out
}

fn add(blocks: &[Block], level: usize, out: &mut Vec<(String, usize)>) {
    for block in blocks {
        match block {
            Block::Quote(inner) => add(inner, level, out),
            Block::List(List { items, .. }) => {
                for item in items {
                    let own = item.blocks.get(..1).unwrap_or_default();
                    if !matches!(own, [Block::List(_)]) {
                        out.push((plain_text_of_blocks(own), level));
                    }
                    add(&item.blocks, level + 1, out);
                }
            }
            _ => {}
        }
    }
}
