//! A paragraph as one text, with what each stretch of it is made of.

use std::collections::HashMap;
use std::ops::Range;

use roxmltree::Node;

use super::side::Side;
use crate::word::elements::NAMESPACE;

/// The first of the characters that stand for what is no text: a tab, a picture, a field.
const FIRST_OBJECT: u32 = 0xf_0000;

/// Characters for what is no text, the same for the same thing in both documents.
#[derive(Debug, Default)]
pub(super) struct Objects(HashMap<String, char>);

impl Objects {
    fn character(&mut self, key: String) -> char {
        let next = u32::try_from(self.0.len()).unwrap_or_default();
        let next = char::from_u32(FIRST_OBJECT + next).unwrap_or(char::REPLACEMENT_CHARACTER);
        *self.0.entry(key).or_insert(next)
    }
}

/// What a stretch of a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content<'x> {
    /// Characters.
    Text,
    /// Something else in a run.
    Object(&'x str),
    /// Whole runs: a field.
    Runs(&'x str),
}

/// A stretch of a paragraph in one format.
#[derive(Debug, Clone)]
pub(super) struct Atom<'x> {
    /// Its bytes in the text.
    pub(super) bytes: Range<usize>,
    pub(super) content: Content<'x>,
    /// The properties of its run; empty if it has none.
    pub(super) format: &'x str,
    /// The start tag of the link or field that it is in; empty if it is in none.
    pub(super) link: &'x str,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Flat<'x> {
    pub(super) text: String,
    pub(super) atoms: Vec<Atom<'x>>,
    /// The starts and ends of bookmarks, with their places in the text.
    pub(super) anchors: Vec<(usize, &'x str)>,
}

impl<'x> Flat<'x> {
    /// Reads a paragraph.
    pub(super) fn read(node: Node<'x, 'x>, side: &'x Side, objects: &mut Objects) -> Self {
        let mut flat = Self::default();
        let mut reader = Reader { side, objects, field: None };
        reader.children(node, "", &mut flat);
        flat
    }

    fn push(&mut self, text: &str, content: Content<'x>, format: &'x str, link: &'x str) {
        let start = self.text.len();
        self.text.push_str(text);
        let bytes = start..self.text.len();
        self.atoms.push(Atom { bytes, content, format, link });
    }
}

struct Reader<'x, 'o> {
    side: &'x Side,
    objects: &'o mut Objects,
    /// Where a field that is open began, and how many are open inside each other.
    field: Option<(usize, usize)>,
}

impl<'x> Reader<'x, '_> {
    fn children(&mut self, node: Node<'x, 'x>, link: &'x str, flat: &mut Flat<'x>) {
        let xml = self.side.xml.as_str();
        for child in node.children().filter(Node::is_element) {
            let own = &xml[child.range()];
            match child.tag_name().name() {
                "pPr" => {}
                "bookmarkStart" | "bookmarkEnd" => flat.anchors.push((flat.text.len(), own)),
                "r" => self.run(child, link, flat),
                "hyperlink" | "fldSimple" => {
                    if let Some(first) = child.first_child() {
                        let start = &xml[child.range().start..first.range().start];
                        self.children(child, start, flat);
                    }
                }
                _ => {
                    let key = self.objects.character(self.side.key(own));
                    flat.push(&key.to_string(), Content::Runs(own), "", link);
                }
            }
        }
    }

    fn run(&mut self, run: Node<'x, 'x>, link: &'x str, flat: &mut Flat<'x>) {
        if self.is_of_field(run, link, flat) {
            return;
        }
        let xml = self.side.xml.as_str();
        let mut format = "";
        for child in run.children().filter(Node::is_element) {
            let own = &xml[child.range()];
            match child.tag_name().name() {
                "rPr" => format = own,
                "t" => flat.push(child.text().unwrap_or_default(), Content::Text, format, link),
                _ => {
                    let key = self.objects.character(self.side.key(own));
                    flat.push(&key.to_string(), Content::Object(own), format, link);
                }
            }
        }
    }

    /// Whether a run is a part of a field, which is added when it ends.
    fn is_of_field(&mut self, run: Node<'x, 'x>, link: &'x str, flat: &mut Flat<'x>) -> bool {
        for mark in run.children().filter(|child| child.has_tag_name((NAMESPACE, "fldChar"))) {
            match (mark.attribute((NAMESPACE, "fldCharType")), self.field) {
                (Some("begin"), None) => self.field = Some((run.range().start, 1)),
                (Some("begin"), Some((start, depth))) => self.field = Some((start, depth + 1)),
                (Some("end"), Some((start, 1))) => {
                    self.field = None;
                    let own = &self.side.xml[start..run.range().end];
                    let key = self.objects.character(self.side.key(own));
                    flat.push(&key.to_string(), Content::Runs(own), "", link);
                    return true;
                }
                (Some("end"), Some((start, depth))) => self.field = Some((start, depth - 1)),
                _ => {}
            }
        }
        self.field.is_some()
    }
}
