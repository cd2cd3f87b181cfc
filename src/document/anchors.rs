//! The ids of a page: unique, and such that a link to a heading finds it.
//!
//! A link names a heading as the source has it, as on GitHub; the page may print the series' own heading in its
//! place. Whatever [`Anchors`] knows, a link can lead to, in a check and on a page.

use std::collections::{HashMap, HashSet};

use super::slug::{Anchors as Slugs, slug};
use super::walk::{Node, walk};
use super::{Block, Document};
use crate::paper::url;

/// The ids of a document's sections and headings.
///
/// The page's own ids, such as `Notes`, have a capital letter, which no heading's anchor has.
#[derive(Debug, Default)]
pub struct Anchors {
    sections: Vec<SectionIds>,
    headings: HashSet<String>,
    /// The ids of the headings in notes. Not every format can lead to one, so no link does.
    in_notes: HashMap<String, String>,
    /// The id on the page for each anchor that a link can name.
    targets: HashMap<String, String>,
}

/// The ids of one section.
#[derive(Debug)]
pub struct SectionIds {
    /// The section's id, unless another element has it.
    pub id: Option<String>,
    /// The heading's id; none for a section without one.
    pub heading: Option<String>,
}

impl Anchors {
    /// Assigns the ids of `document`: the sections' headings first, since most links lead to them.
    pub fn new(document: &Document) -> Self {
        let mut slugs = Slugs::default();
        let mut anchors = Self::default();
        let headings: Vec<_> = document
            .sections
            .iter()
            .map(|section| {
                let heading = section.heading.as_ref()?;
                Some(anchors.assign(&slug(heading), &mut slugs))
            })
            .collect();
        for (section, heading) in document.sections.iter().zip(&headings) {
            if let (Some(anchor), Some(heading)) = (&section.anchor, heading) {
                anchors.targets.insert(anchor.clone(), heading.clone());
            }
        }
        for section in &document.sections {
            anchors.assign_all(&section.blocks, &mut slugs);
        }
        for blocks in &document.notes {
            anchors.assign_notes(blocks, &mut slugs);
        }
        for (section, heading) in document.sections.iter().zip(headings) {
            let (Some(text), Some(heading)) = (&section.heading, heading) else {
                anchors.sections.push(SectionIds { id: None, heading: None });
                continue;
            };
            let wanted = lettered(&section.id);
            let id = (wanted != heading && slugs.unique(&wanted) == wanted).then_some(wanted);
            let own = id.as_ref().unwrap_or(&heading);
            anchors.targets.entry(section.id.clone()).or_insert_with(|| own.clone());
            let printed = slug(text);
            anchors.targets.entry(printed).or_insert_with(|| heading.clone());
            anchors.sections.push(SectionIds { id, heading: Some(heading) });
        }
        anchors
    }

    /// The ids of each section.
    pub fn sections(&self) -> &[SectionIds] {
        &self.sections
    }

    /// The id of the heading that a link to `anchor` leads to, if there is one.
    pub fn heading<'a>(&'a self, anchor: &'a str) -> Option<&'a str> {
        let id = self.id(anchor);
        if self.headings.contains(id) {
            return Some(id);
        }
        let section = self.sections.iter().find(|section| section.id.as_deref() == Some(id));
        section.and_then(|section| section.heading.as_deref())
    }

    /// The id on the page of what a link or the tree knows as `anchor`, which may be encoded for an address.
    pub fn id<'a>(&'a self, anchor: &'a str) -> &'a str {
        let found = self.targets.get(anchor).or_else(|| self.targets.get(&url::decoded(anchor)));
        found.or_else(|| self.in_notes.get(anchor)).map_or(anchor, String::as_str)
    }

    /// Every anchor that a link can name.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().filter_map(|section| section.id.as_ref());
        self.targets.keys().chain(&self.headings).chain(sections).map(String::as_str)
    }

    fn assign(&mut self, anchor: &str, slugs: &mut Slugs) -> String {
        let id = slugs.unique(&wanted(anchor));
        self.headings.insert(id.clone());
        id
    }

    fn assign_notes(&mut self, blocks: &[Block], slugs: &mut Slugs) {
        walk(blocks, &mut |node| {
            if let Node::Block(Block::Heading { id, .. }) = node {
                self.in_notes.insert(id.clone(), slugs.unique(&wanted(id)));
            }
        });
    }

    fn assign_all(&mut self, blocks: &[Block], slugs: &mut Slugs) {
        walk(blocks, &mut |node| {
            if let Node::Block(Block::Heading { id, .. }) = node {
                let assigned = self.assign(id, slugs);
                self.targets.insert(id.clone(), assigned);
            }
        });
    }
}

/// The id for a heading with that anchor, if no other has it.
fn wanted(anchor: &str) -> String {
    if anchor.is_empty() { "section".to_owned() } else { lettered(anchor) }
}

/// `anchor` with a letter before it, since some style sheets and checkers fail without one.
fn lettered(anchor: &str) -> String {
    let is_fine = anchor.starts_with(char::is_alphabetic);
    if is_fine { anchor.to_owned() } else { format!("s-{anchor}") }
}
