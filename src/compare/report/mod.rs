//! Comparisons for people and programs: one file for each format.

pub mod html;
pub mod json;
pub mod markdown;
mod styled;
pub mod text;
mod wording;

use super::Comparison;

/// Two papers with names for them, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The old paper: its path, or a revision with a path.
    pub old: String,
    /// The new paper.
    pub new: String,
    /// The title of the new paper.
    pub title: String,
    /// The language of the new paper as a BCP 47 tag.
    pub lang: String,
    /// What differs.
    pub comparison: Comparison,
}
