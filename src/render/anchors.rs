//! The ids of a page: unique, and such that a link to a heading finds it.

use std::collections::{HashMap, HashSet};

use crate::document::slug::{Anchors as Slugs, slug};
use crate::document::walk::{Node, walk};
use crate::document::{Block, Document};

/// The ids of a document's sections and headings.
///
/// The page's own ids, such as `Notes`, have a capital letter, which no heading's anchor has.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    sections: Vec<SectionIds>,
    headings: HashSet<String>,
    /// The ids of the tree's anchors that had to change.
    changed: HashMap<String, String>,
}

/// The ids of one section.
#[derive(Debug)]
pub(super) struct SectionIds {
    /// The section's id, unless another element has it.
    pub(super) id: Option<String>,
    /// The heading's id.
    pub(super) heading: String,
}

impl Anchors {
    /// Assigns the ids of `document`: the sections' headings first, since most links lead to them.
    pub(super) fn new(document: &Document) -> Self {
        let mut slugs = Slugs::default();
        let mut anchors = Self::default();
        let headings: Vec<_> = document
            .sections
            .iter()
            .map(|section| anchors.assign(&slug(&section.heading), &mut slugs))
            .collect();
        for section in &document.sections {
            anchors.assign_all(&section.blocks, &mut slugs);
        }
        for blocks in &document.notes {
            anchors.assign_all(blocks, &mut slugs);
        }
        for (section, heading) in document.sections.iter().zip(headings) {
            let wanted = lettered(&section.id);
            let id = (wanted != heading && slugs.unique(&wanted) == wanted).then_some(wanted);
            anchors.sections.push(SectionIds { id, heading });
        }
        anchors
    }

    /// The ids of each section.
    pub(super) fn sections(&self) -> &[SectionIds] {
        &self.sections
    }

    /// The id of the heading that a link to `anchor` leads to, if there is one.
    pub(super) fn heading<'a>(&'a self, anchor: &'a str) -> Option<&'a str> {
        let id = self.id(anchor);
        if self.headings.contains(id) {
            return Some(id);
        }
        let section = self.sections.iter().find(|section| section.id.as_deref() == Some(id));
        section.map(|section| section.heading.as_str())
    }

    /// The id on the page of what the tree knows as `anchor`.
    pub(super) fn id<'a>(&'a self, anchor: &'a str) -> &'a str {
        self.changed.get(anchor).map_or(anchor, String::as_str)
    }

    fn assign(&mut self, anchor: &str, slugs: &mut Slugs) -> String {
        let wanted = if anchor.is_empty() { "section".to_owned() } else { lettered(anchor) };
        let id = slugs.unique(&wanted);
        self.headings.insert(id.clone());
        if id != anchor {
            self.changed.entry(anchor.to_owned()).or_insert_with(|| id.clone());
        }
        id
    }

    fn assign_all(&mut self, blocks: &[Block], slugs: &mut Slugs) {
        walk(blocks, &mut |node| {
            if let Node::Block(Block::Heading { id, .. }) = node {
                self.assign(id, slugs);
            }
        });
    }
}

/// `anchor` with a letter before it, since some style sheets and checkers fail without one.
fn lettered(anchor: &str) -> String {
    let is_fine = anchor.starts_with(char::is_alphabetic);
    if is_fine { anchor.to_owned() } else { format!("s-{anchor}") }
}
