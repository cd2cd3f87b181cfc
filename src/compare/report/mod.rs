//! Comparisons for people and programs: one file for each format.

pub mod html;
pub mod json;
pub mod markdown;
mod styled;
pub mod text;
mod wording;

use super::{Comparison, papers};
use crate::document::Metadata;
use crate::paper::Paper;
use crate::series::{Series, Values};

/// A paper with a name for it, and its series.
pub type Named<'a> = (&'a str, &'a Paper, &'a Series);

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

impl Compared {
    /// Compares two papers.
    pub fn new(old: Named<'_>, new: Named<'_>) -> Self {
        let (name, paper, series) = new;
        let values = Values::new(paper, series);
        let Metadata { title, lang, .. } = Metadata::new(paper, series, &values);
        let comparison = papers((old.1, old.2), (paper, series));
        Self { old: old.0.to_owned(), new: name.to_owned(), title, lang, comparison }
    }
}
