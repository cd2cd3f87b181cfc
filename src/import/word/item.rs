//! A paragraph or a table of a Word file, and what it is in.

use super::super::piece::StyleHint;
use crate::document::Block;

/// A block, and what it is in.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) paragraph: usize,
    pub(super) hint: StyleHint,
    pub(super) block: Block,
    pub(super) is_quoted: bool,
    pub(super) indent: u32,
    pub(super) mark: Option<Mark>,
    /// Whether space is below it.
    pub(super) is_loose: bool,
}

/// The mark of a list's item.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) level: u8,
    pub(super) number: Option<u64>,
    pub(super) is_first: bool,
    pub(super) done: Option<bool>,
}
