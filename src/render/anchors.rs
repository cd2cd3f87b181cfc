//! The ids of a page: unique, and such that a link to a heading finds it.

use std::collections::{HashMap, HashSet};

use crate::document::slug::{Anchors as Given, slug};
use crate::document::walk::{Node, walk};
use crate::document::{Block, Document};

/// The ids of a document's sections and headings.
///
/// The page's own ids, such as `Notes`, have a capital letter, which no heading's anchor has.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    sections: Vec<SectionIds>,
    headings: HashSet<String>,
    /// What became of the tree's anchors that could not stay as they are.
    changed: HashMap<String, String>,
}

/// The ids of one section.
#[derive(Debug)]
pub(super) struct SectionIds {
    /// That of the section, unless another element has it.
    pub(super) id: Option<String>,
    /// That of its heading.
    pub(super) heading: String,
}

impl Anchors {
    /// Gives out the ids of `document`: the sections' headings first, since they are linked to most.
    pub(super) fn new(document: &Document) -> Self {
        let mut given = Given::default();
        let mut anchors = Self::default();
        let headings: Vec<_> = document
            .sections
            .iter()
            .map(|section| anchors.give(&slug(&section.heading), &mut given))
            .collect();
        for section in &document.sections {
            anchors.give_all(&section.blocks, &mut given);
        }
        for blocks in &document.notes {
            anchors.give_all(blocks, &mut given);
        }
        for (section, heading) in document.sections.iter().zip(headings) {
            let wanted = lettered(&section.id);
            let id = (wanted != heading && given.unique(&wanted) == wanted).then_some(wanted);
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

    fn give(&mut self, anchor: &str, given: &mut Given) -> String {
        let wanted = if anchor.is_empty() { "section".to_owned() } else { lettered(anchor) };
        let id = given.unique(&wanted);
        self.headings.insert(id.clone());
        if id != anchor {
            self.changed.entry(anchor.to_owned()).or_insert_with(|| id.clone());
        }
        id
    }

    fn give_all(&mut self, blocks: &[Block], given: &mut Given) {
        walk(blocks, &mut |node| {
            if let Node::Block(Block::Heading { id, .. }) = node {
                self.give(id, given);
            }
        });
    }
}

/// `anchor` with a letter in front, without which style sheets and some checkers stumble.
fn lettered(anchor: &str) -> String {
    let is_fine = anchor.starts_with(char::is_alphabetic);
    if is_fine { anchor.to_owned() } else { format!("s-{anchor}") }
}
