//! Footnotes and endnotes, ECMA-376 part 1, 17.11.

use std::collections::HashMap;

use roxmltree::Node;

use super::archive::parse;
use super::elements::{check_depth, local, value};
use super::marks::Change;
use super::note_id::NoteId;
use super::reader::{Reader, references};

/// The notes that are between the start and the end of bookmarks, by their names.
pub(super) fn bookmarks(root: Node<'_, '_>) -> HashMap<String, NoteId> {
    let starts = root.descendants().filter(|node| local(node) == "bookmarkStart");
    let mut found = HashMap::new();
    for start in starts {
        let (Some(name), Some(id)) = (value(&start, "name"), value(&start, "id")) else { continue };
        let is_end =
            |node: &Node<'_, '_>| local(node) == "bookmarkEnd" && value(node, "id") == Some(id);
        let inside = start.next_siblings().skip(1).take_while(|node| !is_end(node));
        let mut notes = inside.flat_map(|node| node.descendants());
        // LibreOffice ends a bookmark before the note that was in it.
        let after = || {
            let mut rest = start.next_siblings().skip(1).skip_while(|node| !is_end(node)).skip(1);
            let next = rest.find(|node| node.is_element() && local(node) == "r")?;
            next.descendants().find_map(|node| NoteId::of(&node))
        };
        if let Some(note) = notes.find_map(|node| NoteId::of(&node)).or_else(after) {
            found.insert(name.to_owned(), note);
        }
    }
    found
}

impl Reader<'_> {
    /// The place of a note among those of the text.
    pub(super) fn note(&mut self, id: NoteId) -> usize {
        self.notes.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.notes.push(id);
            self.notes.len() - 1
        })
    }

    /// Reads the notes of the parts for footnotes and endnotes.
    pub(super) fn read_notes(&mut self, parts: &[Option<String>; 2]) -> Result<(), String> {
        let mut read = HashMap::new();
        for (part, is_endnote) in parts.iter().zip([false, true]) {
            let Some(part) = part else { continue };
            let xml = parse(part, self.archive.text(part)?)?;
            check_depth(xml.root_element())?;
            self.references = references(self.archive, part)?;
            for node in xml.root_element().children().filter(Node::is_element) {
                // Lines between text and notes are notes, too.
                let (Some(id), true) = (value(&node, "id"), is_note(&node)) else { continue };
                let mut blocks = Vec::new();
                self.blocks(node, &Change::default(), &mut blocks);
                let id = NoteId { is_endnote, id: id.to_owned() };
                if self.notes.contains(&id) {
                    read.insert(id, blocks);
                } else {
                    let texts: Vec<String> = blocks.iter().map(super::Block::text).collect();
                    self.leave_out("a note that nothing refers to", &texts.join(" "));
                }
            }
        }
        let notes = self.notes.iter().map(|id| read.remove(id).unwrap_or_default());
        self.out.notes = notes.collect();
        Ok(())
    }
}

fn is_note(node: &Node<'_, '_>) -> bool {
    matches!(value(node, "type"), None | Some("normal"))
}
