//! The tree of a paper's Markdown body.
//!
//! [`tree`] is total: every body has a tree. What a page may not carry comes out as the text it
//! is. The tree is canonical, which spares the renderers special cases:
//!
//! - neighboring texts are one, and so are neighboring inlines of one style;
//! - styled text and links begin and end with neither spaces nor breaks, and are never empty; strong
//!   in strong (and so on) is said once;
//! - blocks begin and end without breaks; paragraphs, headings and quotations are never empty;
//! - no text holds a line end;
//! - lists are close or spaced in a way that Markdown can say;
//! - nothing is nested more than about 32 deep, what was deeper is flattened.

mod builder;
mod inlines;
mod notes;

use super::Block;
use crate::paper::markdown::{Markdown, Reading};
use crate::text::source::Span;

/// How many containers may be in one another, a list and its item counting as two, and how many
/// inlines; deeper ones dissolve. The walkers recurse, so this is what keeps their stack small.
const MAX_DEPTH: usize = 64;

/// A Markdown body as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The blocks at the top level, with their bytes in the file. Headings have the level they were
    /// written with, 1 to 6: [`nest`](super::headings::nest) them once they are cut into sections.
    pub blocks: Vec<(Span, Block)>,
    /// The footnotes in the order of their first reference, then those that nothing refers to, among
    /// them every second definition of a label. Headings in them are nested already.
    pub notes: Vec<Vec<Block>>,
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
