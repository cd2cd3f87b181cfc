//! What is known while a file is read.

use std::collections::HashMap;

use super::archive::{Archive, Reference};
use super::fields::Fields;
use super::lists::Lists;
use super::note_id::NoteId;
use super::styles::Styles;
use super::{LeftOut, Run, WordFile};

/// A file being read.
pub(super) struct Reader<'a> {
    pub(super) archive: &'a Archive,
    pub(super) styles: Styles,
    pub(super) lists: Lists,
    /// What the part being read refers to, by id.
    pub(super) references: HashMap<String, Reference>,
    /// The notes that bookmarks are at.
    pub(super) bookmarks: HashMap<String, NoteId>,
    /// The notes that the text refers to, in order.
    pub(super) notes: Vec<NoteId>,
    pub(super) fields: Fields,
    /// A large first letter, which is a paragraph of its own before that of its word.
    pub(super) drop_cap: Vec<Run>,
    pub(super) out: WordFile,
    /// How many paragraphs were read.
    pub(super) number: usize,
}

impl Reader<'_> {
    /// Notes that something is not read.
    pub(super) fn leave_out(&mut self, what: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let left = LeftOut { what: what.to_owned(), text, paragraph: self.number };
        // What goes over several runs is one thing.
        if let Some(last) = self.out.left_out.last_mut()
            && last.what == left.what
            && self.number > 0
            && self.number - last.paragraph <= 1
        {
            last.paragraph = self.number;
            [last.text.as_str(), &left.text].join(" ").trim().clone_into(&mut last.text);
            return;
        }
        // What is repeated, as a header of each section is, is named once.
        if !self.out.left_out.contains(&left) {
            self.out.left_out.push(left);
        }
    }
}

/// What the part `name` refers to, by id.
pub(super) fn references(
    archive: &Archive,
    name: &str,
) -> Result<HashMap<String, Reference>, String> {
    let references = archive.references(name)?;
    Ok(references.into_iter().map(|reference| (reference.id.clone(), reference)).collect())
}
