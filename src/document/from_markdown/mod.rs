//! The tree of a paper's Markdown body.
//!
//! [`blocks`] is total: every body gives a tree. What a page may not carry comes out as the text it
//! is. The tree is canonical, which spares the renderers special cases:
//!
//! - neighbouring texts are one, and so are neighbouring inlines of one style;
//! - styled text and links begin and end with neither blanks nor breaks, and are never empty; strong
//!   in strong (and so on) is said once;
//! - blocks begin and end without breaks; paragraphs, headings and quotations are never empty;
//! - no text holds a line end;
//! - lists are close or spaced in a way that Markdown can say;
//! - nothing is nested more than about 32 deep, what was deeper is flattened.

mod builder;
mod html_block;
mod inlines;
mod notes;

use super::Block;
use crate::text::source::Span;

/// How many containers may stand in one another, a list and its item counting as two, and how many
/// inlines; deeper ones dissolve. The walkers recurse, so this is what keeps their stack small.
const MAX_DEPTH: usize = 64;

/// A Markdown body as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The blocks at the top level, with their bytes in the body. Headings have the level they were
    /// written with, 1 to 6: [`nest`](super::headings::nest) them once they are cut into sections.
    pub blocks: Vec<(Span, Block)>,
    /// The footnotes in the order of their first reference, then those that nothing refers to, among
    /// them every second definition of a label. Headings in them are nested already.
    pub notes: Vec<Vec<Block>>,
}

/// Reads a whole Markdown body.
pub fn blocks(body: &str) -> Parsed {
    let mut builder = builder::Builder::default();
    for (event, range) in crate::paper::markdown::events(body) {
        builder.event(event, range.into());
    }
    builder.finish()
}

#[cfg(test)]
mod tests;
