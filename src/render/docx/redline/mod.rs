//! One Word document out of two, with the differences as tracked changes: whoever accepts all has the new document,
//! whoever rejects all the old one.
//!
//! Both are rendered first, and their parts are compared: no format of the text and no field of the cover can be
//! forgotten. ECMA-376 part 1, 17.13.5.

mod blocks;
mod flat;
mod moves;
mod note_order;
mod paragraph;
mod parts;
mod side;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use quick_xml::escape::escape;
use roxmltree::Node;

use self::flat::{Content, Objects};
use self::moves::Moves;
use self::paragraph::Kind;
use self::parts::Parts;
use self::side::{Side, shifted};
use super::notes;
use super::package::Part;
use super::reference::DOCUMENT;
use crate::render::RenderError;
use crate::render::clean::carried;
use crate::word::archive::parse;

/// Who made the changes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The name of the author.
    pub author: String,
    /// The time, as RFC 3339 writes it.
    pub date: String,
}

/// The first id of a change; those of bookmarks and pictures are smaller.
const FIRST_ID: usize = 1_000_000;

/// Puts two rendered documents together.
///
/// # Errors
///
/// One of them is no Word document.
pub(in crate::render) fn redline(
    old: &[u8],
    new: &[u8],
    revision: &Revision,
) -> Result<Vec<u8>, RenderError> {
    let refused = |reason| RenderError::Refused { format: "DOCX".into(), reason };
    merged(old, new, revision).map_err(refused)
}

fn merged(old: &[u8], new: &[u8], revision: &Revision) -> Result<Vec<u8>, String> {
    let (old, mut new) = (Parts::read(old)?, Parts::read(new)?);
    let mut marks = Marks::new(revision);
    let old_notes = parts::notes_of(&old.parts, shifted)?;
    let new_notes = parts::notes_of(&new.parts, |id| id)?;
    let names: Vec<String> = new.parts.keys().filter(|name| is_text(name)).cloned().collect();
    let mut lists = HashMap::new();
    let mut kept = BTreeSet::new();
    for name in names.iter().filter(|name| old.parts.contains_key(*name)) {
        let (one, other) = (&old.parts[name], &new.parts[name]);
        let sides = [
            Side::old(one, &old.parts, old_notes.clone()),
            Side::new(other, &new.parts, new_notes.clone()),
        ];
        let Some(merged) = marks.part(name, &sides, &mut lists)? else { continue };
        if name == DOCUMENT {
            kept = merged.kept;
        }
        new.replace(name, merged.text, &old);
    }
    add_notes(&old, &mut new, (&mut marks, &mut lists), &kept)?;
    parts::add_lists(&old, &mut new)?;
    new.write()
}

/// Whether a part has text that the program writes.
fn is_text(name: &str) -> bool {
    let is_running =
        name.starts_with("word/") && (name.contains("header") || name.contains("footer"));
    name == DOCUMENT || is_running && name.ends_with(".xml")
}

/// Marks the footnotes that only the new document has, and adds those that only the old one has.
fn add_notes(
    old: &Parts,
    new: &mut Parts,
    (marks, lists): (&mut Marks<'_>, &mut HashMap<usize, usize>),
    kept: &BTreeSet<String>,
) -> Result<(), String> {
    let (Some(one), Some(other)) = (old.parts.get(notes::PART), new.parts.get(notes::PART)) else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(&new.parts[DOCUMENT].bytes).into_owned();
    let sides = [
        Side::old(one, &old.parts, BTreeMap::new()),
        Side::new(other, &new.parts, BTreeMap::new()),
    ];
    let written = marks.notes(&sides, lists, |id, is_old| {
        if is_old {
            let forms = ["", "w:customMarkFollows=\"1\" "];
            forms
                .iter()
                .any(|form| text.contains(&format!("<w:footnoteReference {form}w:id=\"{id}\"")))
        } else {
            !kept.contains(id)
        }
    })?;
    let (text, written) = note_order::in_order(&text, &written)?;
    if let Some(document) = new.parts.get_mut(DOCUMENT) {
        document.set(text);
    }
    new.replace(notes::PART, written, old);
    Ok(())
}

/// The numbers of changes, and what is said of each.
struct Marks<'r> {
    revision: &'r Revision,
    next: usize,
}

/// A part that was put together.
struct Merged {
    text: String,
    /// The footnotes of the new document that the old one has as well.
    kept: BTreeSet<String>,
}

/// Two parts that are put together.
struct Merge<'x> {
    old: &'x Side,
    new: &'x Side,
    objects: Objects,
    /// Which list of the new document is which of the old one.
    lists: HashMap<usize, usize>,
    kept: BTreeSet<String>,
    author: String,
    date: String,
    next: usize,
    moves: Moves,
}

impl<'r> Marks<'r> {
    const fn new(revision: &'r Revision) -> Self {
        Self { revision, next: FIRST_ID }
    }

    fn merge<'x>(&self, [old, new]: &'x [Side; 2], lists: &HashMap<usize, usize>) -> Merge<'x> {
        let clean =
            |text: &str| escape(text.chars().filter_map(carried).collect::<String>()).into_owned();
        Merge {
            old,
            new,
            objects: Objects::default(),
            lists: lists.clone(),
            kept: BTreeSet::new(),
            author: clean(&self.revision.author),
            date: clean(&self.revision.date),
            next: self.next,
            moves: Moves::default(),
        }
    }

    /// Puts a part together; none if there is nothing to put together.
    fn part(
        &mut self,
        name: &str,
        sides: &[Side; 2],
        lists: &mut HashMap<usize, usize>,
    ) -> Result<Option<Merged>, String> {
        let (old, new) = (parse(name, &sides[0].xml)?, parse(name, &sides[1].xml)?);
        let (Some(one), Some(other)) =
            (container(old.root_element()), container(new.root_element()))
        else {
            return Ok(None);
        };
        let Some(first) = other.first_child() else { return Ok(None) };
        // What is in a list of both papers is known once all of it was compared.
        let mut first_pass = self.merge(sides, lists);
        first_pass.blocks(one, other, &mut String::new());
        *lists = first_pass.lists;
        let mut merge = self.merge(sides, lists);
        if name == DOCUMENT {
            merge.moves.whole = first_pass.moves.halves;
        }
        let xml = &sides[1].xml;
        let mut text = xml[..first.range().start].to_owned();
        merge.blocks(one, other, &mut text);
        self.next = merge.next;
        let section = other.children().rfind(|it| it.tag_name().name() == "sectPr");
        let end = section.map(|it| it.range().start);
        let end = end.or_else(|| Some(other.last_child()?.range().end)).unwrap_or(xml.len());
        text.push_str(&xml[end..]);
        Ok(Some(Merged { text, kept: merge.kept }))
    }

    /// Puts the footnotes together: those of the new document, and those of the old one that `is_marked`. Those of both
    /// that it is true of are marked as a whole.
    fn notes(
        &mut self,
        sides: &[Side; 2],
        lists: &HashMap<usize, usize>,
        is_marked: impl Fn(&str, bool) -> bool,
    ) -> Result<String, String> {
        let (old, new) = (parse(notes::PART, &sides[0].xml)?, parse(notes::PART, &sides[1].xml)?);
        let mut merge = self.merge(sides, lists);
        let xml = &sides[1].xml;
        let root = new.root_element();
        let mut text =
            xml[..root.first_child().map_or(xml.len(), |it| it.range().start)].to_owned();
        for note in root.children().filter(Node::is_element) {
            let id = parts::id_of(note);
            if !parts::is_note(note) || !is_marked(id, false) {
                text.push_str(&xml[note.range()]);
            } else {
                merge.note(note, id, Kind::Inserted, &mut text);
            }
        }
        for note in old.root_element().children().filter(|note| parts::is_note(*note)) {
            let id = parts::id_of(note);
            if is_marked(id, true) {
                merge.note(note, id, Kind::Deleted, &mut text);
            }
        }
        self.next = merge.next;
        text.push_str("</w:footnotes>");
        Ok(text)
    }
}

impl<'x> Merge<'x> {
    fn xml(&self, is_old: bool) -> &'x str {
        let side = if is_old { self.old } else { self.new };
        side.xml.as_str()
    }

    /// The attributes of a change.
    fn attributes(&mut self) -> String {
        self.next += 1;
        format!(" w:id=\"{}\" w:author=\"{}\" w:date=\"{}\"", self.next - 1, self.author, self.date)
    }

    /// The list that a list of the old document is.
    fn list(&self, old: usize) -> usize {
        self.lists.get(&old).copied().unwrap_or_else(|| shifted(old))
    }

    /// Remembers that both documents have a footnote.
    fn keep_note(&mut self, content: &Content<'_>) {
        if let Content::Object(xml) = content
            && xml.starts_with("<w:footnoteReference")
            && let Some((_, rest)) = xml.split_once("w:id=\"")
        {
            self.kept.insert(rest.split('"').next().unwrap_or_default().to_owned());
        }
    }

    fn note(&mut self, note: Node<'x, 'x>, id: &str, kind: Kind, out: &mut String) {
        out.push_str(&format!("<w:footnote w:id=\"{id}\">"));
        self.blocks_alone(note, kind, out);
        out.push_str("</w:footnote>");
    }
}

/// What has the blocks of a part.
fn container<'x>(root: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    match root.tag_name().name() {
        "document" => root.children().find(|it| it.tag_name().name() == "body"),
        "hdr" | "ftr" => Some(root),
        _ => None,
    }
}

/// What tells a file from others.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:x}-{}", hasher.finish(), bytes.len())
}

impl Part {
    /// Replaces what is in it.
    fn set(&mut self, text: String) {
        self.bytes = text.into_bytes();
    }
}
