//! Whether a list can be tight, without space between its items.
//!
//! Markdown expresses it with blank lines, and not every list can be written either way: two
//! paragraphs of an item need a blank line between them, and a single item of a single paragraph
//! has no place for one. A list that keeps to what can be written reads back as it was.

use super::{Block, Item, List, plain_text};

/// A list of more items may be broken over pages.
const MOST_WHOLE_ITEMS: usize = 3;
/// An item of so many characters is about a line long.
const LINE: usize = 75;

impl List {
    /// Whether it is so short that a page has all of it.
    pub(crate) fn stays_whole(&self) -> bool {
        let is_short = |item: &Item| match item.blocks.as_slice() {
            [Block::Paragraph(content)] => plain_text(content).chars().count() <= LINE,
            _ => item.blocks.is_empty(),
        };
        self.items.len() <= MOST_WHOLE_ITEMS && self.items.iter().all(is_short)
    }
}

/// Whether a list of `items` is tight, given how it was written.
pub(crate) fn is_tight(items: &[Item], written_tight: bool) -> bool {
    let can_be_tight = items
        .iter()
        .all(|item| item.blocks.windows(2).all(|pair| can_follow_tightly(&pair[0], &pair[1])));
    if !can_be_tight {
        return false;
    }
    let has_paragraph =
        items.iter().any(|item| item.blocks.iter().any(|b| matches!(b, Block::Paragraph(_))));
    let has_place = items.len() > 1 || items.iter().any(|item| item.blocks.len() > 1);
    written_tight || !has_paragraph || !has_place
}

/// Whether `second` can follow `first` without a blank line and still be read as a block of its own.
pub(crate) fn can_follow_tightly(first: &Block, second: &Block) -> bool {
    match (first, second) {
        (Block::Table(_), _) => false,
        (Block::Heading { .. } | Block::Rule | Block::Code { .. }, _)
        | (_, Block::Code { .. } | Block::Heading { .. } | Block::Rule)
        | (Block::Paragraph(_), Block::Quote(_) | Block::Table(_))
        | (Block::List(_), Block::Quote(_)) => true,
        // Only a list that starts at 1 and with text can interrupt a paragraph.
        (_, Block::List(list)) => {
            list.start.is_none_or(|start| start == 1)
                && list.items.first().is_some_and(|item| !item.blocks.is_empty())
        }
        _ => false,
    }
}
