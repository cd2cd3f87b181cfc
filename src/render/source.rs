//! Markdown as the source of a paper has it, from blocks.

use super::markdown;
use crate::document::{Block, Inline};

/// Blocks as Markdown, without a line end after them. Headings in them are of level 1 (directly below a section) and
/// deeper.
pub fn blocks(blocks: &[Block]) -> String {
    markdown::body(blocks)
}

/// The text of a heading as Markdown.
pub fn heading(content: &[Inline]) -> String {
    markdown::heading(content)
}

/// Footnotes as Markdown, in order, each with its number as a label.
pub fn notes(notes: &[Vec<Block>]) -> String {
    markdown::notes(notes)
}
