//! The tree of a paper's Markdown body.
//!
//! [`tree`] never fails: every body has a tree. What a page may not contain becomes literal text.
//! The tree is canonical, which saves the renderers special cases:
//!
//! - neighboring texts are merged, and so are neighboring inlines of one style;
//! - styled text and links begin and end with neither spaces nor breaks, and are never empty;
//!   strong in strong (and so on) is strong once;
//! - blocks begin and end without breaks; paragraphs, headings and quotations are never empty;
//! - no text contains a line end;
//! - lists are tight or loose in a way that Markdown can express;
//! - nothing is nested more than about 32 deep; deeper content is flattened.

mod builder;
mod captions;
mod inlines;
mod notes;

use super::{Block, Places};
use crate::paper::markdown::{Markdown, Reading};
use crate::text::source::Span;

/// How deep containers, where a list and its item count as two, and inlines may be nested; deeper
/// ones are flattened. The walkers recurse, so this limit keeps their stack small.
const MAX_DEPTH: usize = 64;

/// A Markdown body as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The blocks at the top level, with their bytes in the file. Headings have the level they were
    /// written with, 1 to 6: [`nest`](super::headings::nest) them once they are cut into sections.
    pub blocks: Vec<(Span, Block)>,
    /// The footnotes in the order of their first reference, then those that nothing refers to,
    /// which include every second definition of a label. Headings in them are nested already.
    pub notes: Vec<Vec<Block>>,
    /// Where each of them is defined.
    pub note_places: Places,
}

/// The tree of a body that was read.
pub fn tree(reading: Reading<'_>) -> Parsed {
    let mut builder = builder::Builder::new(reading);
    reading.events().for_each(|event| builder.take(event));
    builder.finish()
}

/// The tree of a Markdown body without a paper around it.
pub fn blocks(body: &str) -> Parsed {
    tree(Markdown::parse(body, 0).reading(body))
}

#[cfg(test)]
mod tests;
