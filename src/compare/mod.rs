//! What differs between two papers, as a reader sees it.
//!
//! Two [documents](crate::document) are compared, not their sources: how lines are wrapped, lists are numbered and marks
//! are written is no difference. Quotation marks, dashes and spaces of printers count as those of typewriters.
//!
//! ```text
//! sections by id ─▶ blocks by their words (align) ─▶ sentences ─▶ words
//!                   └ blocks that moved, over all sections
//! ```
//!
//! [`align()`] and [`words()`] compare any texts in the same way.

mod align;
mod blocks;
mod change;
mod counts;
mod digest;
mod fields;
mod moves;
mod pieces;
mod remarks;
pub mod report;
mod sections;
mod sentences;
mod table;
mod tokens;
mod units;
mod words;

pub use align::{Match, MatchKind, align};
pub use change::{
    BlockChange, BlockKind, Comparison, Content, FieldChange, Moved, Piece, PieceKind, Remark,
    RowChange, SectionChange, State, TableChange,
};
pub use counts::Counts;
pub use digest::{SectionDigest, digests};
pub use words::{Hunk, words};

use crate::document::{Document, assemble};
use crate::paper::Paper;
use crate::series::Series;

/// What stands between two paragraphs that are compared as one text.
pub const PARAGRAPH: char = tokens::PARAGRAPH;

/// Compares two papers, each with its series: the front matter, then the text.
pub fn papers(old: (&Paper, &Series), new: (&Paper, &Series)) -> Comparison {
    let fields = fields::compare(old, new);
    Comparison { fields, ..documents(&assemble(old.0, old.1), &assemble(new.0, new.1)) }
}

/// Compares the text of two documents.
pub fn documents(old: &Document, new: &Document) -> Comparison {
    Comparison { fields: Vec::new(), sections: sections::compare(old, new) }
}
