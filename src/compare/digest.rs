//! What tells the text of a section from another, in a few bytes.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::tokens::tokens;
use super::units::units;
use crate::document::Document;

/// The text of a section in short: equal for sections that a reader can't tell apart by their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDigest {
    /// The id in the series, or a slug of the heading.
    pub id: String,
    /// How many words it has.
    pub words: usize,
    /// A hash of its words.
    pub hash: u64,
}

/// The sections of a document.
pub fn digests(document: &Document) -> Vec<SectionDigest> {
    let digest = |(id, blocks): (&String, &Vec<_>)| {
        let mut hasher = DefaultHasher::new();
        let mut words = 0;
        for unit in units(blocks) {
            for token in tokens(&unit.text) {
                token.key.hash(&mut hasher);
                words += usize::from(token.is_word);
            }
            unit.targets.hash(&mut hasher);
        }
        SectionDigest { id: id.clone(), words, hash: hasher.finish() }
    };
    document.sections.iter().map(|section| digest((&section.id, &section.blocks))).collect()
}
