//! A Word file that this program made, by the parts of the paper it was made from.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::layout::{self, Layout};
use super::values::Meaning;
use super::{fields, source, word};
use crate::document::Block;
use crate::project::Project;
use crate::series::Series;
use crate::word::WordFile;

/// A paper as a Word file has it.
#[derive(Debug, Clone, Default)]
pub struct SentPaper {
    /// The values of its fields, by their keys.
    pub fields: BTreeMap<String, String>,
    /// Its text in order.
    pub parts: Vec<Part>,
    /// The addresses of its pictures in the text, with the digests of their bytes.
    pub pictures: Vec<(String, u64)>,
    /// The keys of the fields whose values no label tells.
    pub unlabeled: BTreeSet<String>,
    /// Its footnotes, in the order of their references.
    pub notes: Vec<Vec<Block>>,
    /// What was seen and has no place in a paper, with its paragraph.
    pub left: Vec<(usize, String)>,
}

/// A part of the text of a paper.
#[derive(Debug, Clone)]
pub struct Part {
    /// The paragraph of the file that it begins at, from 1.
    pub paragraph: usize,
    /// The id of the section that it is in.
    pub section: String,
    /// What it is.
    pub content: PartContent,
}

/// What a part is.
#[derive(Debug, Clone)]
pub enum PartContent {
    /// The heading of a section: its level in the source and its text.
    Section(u8, String),
    /// A block; a heading in it has the level of the source.
    Block(Block),
}

/// Reads `file`, whose changes are settled, as a paper of `series`.
pub fn sent(file: &WordFile, project: &Project, series: &Series) -> SentPaper {
    let word::Text { mut pieces, mut notes, pictures, .. } = word::read(file, "picture");
    // Whatever has saved the file since, print made these marks.
    word::as_typed(&mut pieces, &mut notes);
    let meaning = Meaning { series, registry: project.registry.as_ref(), dates: None };
    let layout = layout::layout(pieces, meaning, true);
    let mut remarks = Vec::new();
    let values = fields(&layout, meaning, &mut remarks);
    let fields = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let parts = parts(&layout, series);
    let left = layout.head.left.iter().map(|(place, line)| (place.number(), format!("`{line}`")));
    let unclear = remarks.into_iter().map(|remark| (remark.place.number(), remark.message));
    let left = left.chain(unclear).collect();
    let found = |is_labeled: bool| {
        let found = layout.head.found.iter().filter(move |found| found.is_labeled == is_labeled);
        found.map(|found| found.field.clone())
    };
    let labeled: BTreeSet<String> = found(true).collect();
    let unlabeled = found(false).filter(|key| !labeled.contains(key)).collect();
    let pictures = pictures.into_iter().map(|(address, bytes)| (address, digest(&bytes))).collect();
    SentPaper { fields, parts, pictures, unlabeled, notes, left }
}

fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn parts(layout: &Layout, series: &Series) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |section: &str, pieces: &[super::piece::Piece]| {
        let mut levels = source::Levels::of(series);
        for piece in pieces {
            let mut block = piece.block.clone();
            if let Block::Heading { level, .. } = &mut block {
                *level = levels.nested(*level);
            }
            parts.push(Part {
                paragraph: piece.place.number(),
                section: section.to_owned(),
                content: PartContent::Block(block),
            });
        }
        parts.len()
    };
    add("", &layout.head.text);
    let mut at = Vec::new();
    for section in &layout.sections {
        let rule = section.rule.and_then(|rule| series.sections.get(rule));
        let id = rule.map_or_else(|| section.heading.clone(), |rule| rule.id.clone());
        let level = rule.map_or(series.headings.level, |rule| rule.level);
        let end = add(&id, &section.pieces);
        let heading = PartContent::Section(level, section.heading.clone());
        let part = Part { paragraph: section.paragraph, section: id, content: heading };
        at.push((end - section.pieces.len(), part));
    }
    for (place, part) in at.into_iter().rev() {
        parts.insert(place, part);
    }
    parts
}
